"""From Markdown's inline tokens to inlines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import unquote

from markdown_it.token import Token

from briefprint.document import (
    Blocks,
    Citation,
    CitedWork,
    Code,
    CrossReference,
    Emphasis,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Paragraph,
    SoftBreak,
    Span,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
    plain_text,
)
from briefprint.language import NO_BREAK, binds, is_tag, printable, typeset_text
from briefprint.reader.attributes import leading
from briefprint.reader.markdown import parser
from briefprint.reader.source import Faults

_REFERENCE = re.compile(r"(?<![\w@.])@(tbl|fig|sec)-([\w-]*\w)")
_KINDS: dict[str, Literal["table", "figure", "section"]] = {"tbl": "table", "fig": "figure", "sec": "section"}
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*?)(/?)>")
_SCHEMES = ("http", "https", "mailto", "tel", "ftp")

_WRAPPERS: dict[str, Callable[..., Inline]] = {
    "em": Emphasis, "strong": Strong, "s": Strikethrough, "sup": Superscript, "sub": Subscript,
    "u": Underline, "b": Strong, "i": Emphasis, "del": Strikethrough,
}  # fmt: skip


class Works(Protocol):
    """Knows the works that may be cited."""

    def cited(self, works: tuple[CitedWork, ...], line: int, in_text: bool) -> bool: ...


class Notes(Protocol):
    """Gives the copy of a note at its call."""

    def call(self, label: str, line: int) -> Blocks | None: ...


@dataclass(slots=True)
class InlineReader:
    """Reads runs of text in one brief: its language, its folder, its notes, its faults."""

    lang: str
    folder: Path
    notes: Notes
    faults: Faults
    picture: Callable[[str, int], Path | None]
    works: Works

    def read(self, tokens: list[Token] | None, line: int) -> Inlines:
        """Return the inlines of a run that starts on ``line``."""
        run = _Run(self, list(tokens or ()), line)
        return run.until(None)

    def again(self, text: str, line: int) -> Inlines:
        """Return the inlines of text that was taken for something else."""
        tokens = parser(self.lang).parseInline(text, {})
        return self.read(tokens[0].children if tokens else None, line)


class _Run:
    """One run being read: where it is in its tokens, and on which line."""

    def __init__(self, reader: InlineReader, tokens: list[Token], line: int) -> None:
        self.reader, self.tokens, self.line, self.place = reader, tokens, line, 0
        self.as_written = False  # within an address that is its own text
        self.last_closing = {
            (token.content.lower().replace(" ", ""), token.level): place
            for place, token in enumerate(tokens)
            if token.type == "html_inline" and token.content.startswith("</")
        }

    def until(self, closing: str | None) -> Inlines:
        """Return the inlines up to the token or tag that closes, which is passed over."""
        found: list[Inline] = []
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            self.place += 1
            if closing is not None and _closes(token, closing):
                break
            if token.nesting < 0:  # what holds an HTML tag ends before the tag does
                self.place -= 1
                break
            found += self.one(token)
        return _joined(found, self.reader.lang)

    def one(self, token: Token) -> list[Inline]:
        reader, line = self.reader, self.line
        match token.type:
            case "text" | "text_special":
                return self.text(token.content)
            case "softbreak":
                self.line += 1
                return [SoftBreak(line=line)]
            case "hardbreak":
                self.line += 1
                return [LineBreak(line=line)]
            case "code_inline":
                return [Code(text=printable(token.content), line=line)]
            case "link_open":
                return self.link(token)
            case "image":
                return self.image(token)
            case "footnote_ref":
                return self.note(token)
            case "citation":
                return self.citation(token)
            case "html_inline":
                return self.html(token)
            case "span_open":
                lang = self.language(token.attrGet("lang"))
                classes = str(token.attrGet("class") or "").split()
                children = self.until("span_close")
                if classes == ["underline"]:
                    return [Underline(children=children, line=line)]
                return [Span(children=children, lang=lang, classes=tuple(classes), line=line)]
            case "em_open" | "strong_open" | "s_open" | "sup_open" | "sub_open":
                name = token.type.removesuffix("_open")
                return [_WRAPPERS[name](children=self.until(f"{name}_close"), line=line)]
            case _:
                reader.faults.warn(f"'{token.type}' is set as it is written", line)
                return self.text(token.content)

    def text(self, content: str) -> list[Inline]:
        """Return text with its cross-references found."""
        found: list[Inline] = []
        start = 0
        for match in _REFERENCE.finditer("" if self.as_written else content):
            found.append(self.plain(content[start : match.start()]))
            target = f"{match[1]}-{match[2]}"
            found.append(CrossReference(target=target, kind=_KINDS[match[1]], number="", line=self.line))
            start = match.end()
        found.append(self.plain(content[start:]))
        return [each for each in found if not (isinstance(each, Text) and not each.text)]

    def plain(self, content: str) -> Text:
        text = printable(content) if self.as_written else typeset_text(content, self.reader.lang)
        return Text(text=text, line=self.line)

    def note(self, token: Token) -> list[Inline]:
        """Return a note at its call; one that is nowhere written stays as it is."""
        line, copy = self.line, token.meta.get("copy")
        blocks: Blocks | None
        if copy is not None:
            children = self.reader.read(copy.children, line)
            self.line += copy.content.count("\n")
            blocks = (Paragraph(children=children, line=line),) if children else ()
        else:
            label = printable(token.meta["label"])
            blocks = self.reader.notes.call(label, line)
            if blocks is None:
                hint = f"add '[^{label}]: …'"
                self.reader.faults.warn(f"the note '{label}' is called but not written", line, hint)
                return [self.plain(f"[^{label}]")]
        return [Note(blocks=blocks, number=0, line=line)] if blocks else []

    def citation(self, token: Token) -> list[Inline]:
        """Return a citation; one of what is no work stays as it is."""
        line, works, in_text = self.line, token.meta["works"], token.meta["in_text"]
        if self.reader.works.cited(works, line, in_text):
            self.line += token.content.count("\n")
            return [Citation(works=works, in_text=in_text, line=line)]
        behind = token.meta.get("behind", "")
        found: list[Inline] = [self.plain(token.content.removesuffix(behind))]
        if behind:
            found += self.reader.again(behind, line)
            self.line += behind.count("\n")
        return found

    def language(self, lang: object) -> str | None:
        """Return the language that a span says it is in."""
        if not lang or is_tag(str(lang)):
            return str(lang).replace("_", "-") if lang else None
        message = f"'{printable(str(lang))}' is no language tag"
        self.reader.faults.warn(message, self.line, "write it as 'en-GB' or 'pl' (BCP 47)")
        return None

    def link(self, token: Token) -> list[Inline]:
        line, target = self.line, str(token.attrGet("href") or "")
        title = token.attrGet("title")
        self.as_written = token.info == "auto"
        children = self.until("link_close")
        self.as_written = False
        scheme = target.split(":", 1)[0].lower() if re.match(r"[a-zA-Z][\w+.-]*:", target) else ""
        if scheme and scheme not in _SCHEMES:
            self.reader.faults.warn(f"the link to '{scheme}:' is set as plain text", line, "link to https or mailto")
            return list(children)
        if target.startswith("#"):
            target = unquote(target)
        if target and not scheme and not target.startswith("#"):
            self.reader.faults.warn(f"the link to the file '{target}' is set as plain text", line)
            return list(children)
        if not target or not children:
            return list(children) or [self.plain(target)]
        return [Link(children=children, target=target, title=printable(str(title)) if title else None, line=line)]

    def image(self, token: Token) -> list[Inline]:
        following = self.tokens[self.place] if self.place < len(self.tokens) else None
        if following is not None and following.type == "text":  # attributes count only where a picture is a block
            rest, _ = leading(following.content)
            following.content = rest
        path = self.reader.picture(str(token.attrGet("src") or ""), self.line)
        return [] if path is None else [Image(source=path, alt=alternative(token), line=self.line)]

    def html(self, token: Token) -> list[Inline]:
        """Return harmless tags as what they mean, comments as nothing, other tags as the text they are."""
        line, content = self.line, token.content
        self.line += content.count("\n")
        if content.startswith("<!--"):
            return []
        tag = _TAG.fullmatch(content)
        name = tag[2].lower() if tag else ""
        if tag and not tag[1]:
            if name == "br":
                return [LineBreak(line=line)]
            closed = self.last_closing.get((f"</{name}>", token.level), -1) >= self.place
            if name in _WRAPPERS and closed:
                return [_WRAPPERS[name](children=self.until(f"</{name}>"), line=line)]
            if name == "span" and closed:
                lang = self.language(_attribute(content, "lang"))
                return [Span(children=self.until("</span>"), lang=lang, line=line)]
        self.reader.faults.warn(f"the HTML '{content}' is set as text", line, "write it in Markdown")
        return [Text(text=printable(content.replace("\n", " ")), line=line)]


def _closes(token: Token, closing: str) -> bool:
    return token.type == closing or (
        token.type == "html_inline" and closing.startswith("<") and token.content.lower().replace(" ", "") == closing
    )


def _attribute(tag: str, name: str) -> str | None:
    class Finder(HTMLParser):
        value: str | None = None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
            self.value = dict(attrs).get(name)

    finder = Finder()
    finder.feed(tag)
    return finder.value


def _joined(inlines: list[Inline], lang: str) -> Inlines:
    """Return the run with neighbouring texts joined, and no break after a word that may not end a line."""
    out: list[Inline] = []
    for place, inline in enumerate(inlines):
        last = out[-1] if out else None
        before = plain_text(out[-1:])
        if isinstance(inline, SoftBreak) and binds(before, plain_text(inlines[place + 1 : place + 2]), lang):
            inline = Text(text=NO_BREAK, line=inline.line)
        elif isinstance(inline, Text) and inline.text.startswith(" ") and binds(before, inline.text[1:], lang):
            inline = replace(inline, text=NO_BREAK + inline.text[1:])
        if isinstance(inline, Text) and isinstance(last, Text):
            inline = replace(last, text=last.text + inline.text)
            out.pop()
        out.append(inline)
    return tuple(out)


def alternative(image: Token) -> str:
    """Return the words that stand for a picture, without their markup."""
    words = "".join(each.content or " " * each.type.endswith("break") for each in image.children or ())
    return " ".join(printable(words).split())


def is_local(target: str) -> bool:
    """Return whether a picture's address is a file rather than something on a network."""
    return not re.match(r"(?:[a-zA-Z][a-zA-Z\d+.-]+:|//)", target)


def file_name(target: str) -> str:
    """Return the file name an address stands for."""
    return unquote(target)
