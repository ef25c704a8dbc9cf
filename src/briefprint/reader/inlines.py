"""From Markdown's inline tokens to inlines."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import unquote

from markdown_it.token import Token

from briefprint.document import (
    Blocks,
    Code,
    CrossReference,
    Emphasis,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    SoftBreak,
    Span,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
)
from briefprint.language import NO_BREAK, ends_with_bound_word, printable, typeset_text
from briefprint.reader.attributes import leading
from briefprint.reader.source import Faults

_REFERENCE = re.compile(r"(?<![\w@.])@(tbl|fig|sec)-([\w-]*\w)")
_KINDS: dict[str, Literal["table", "figure", "section"]] = {"tbl": "table", "fig": "figure", "sec": "section"}
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*?)(/?)>")
_SCHEMES = ("http", "https", "mailto", "tel", "ftp")
_UNDEFINED_NOTE = re.compile(r"\[\^([^\]\s]+)\]")

_WRAPPERS: dict[str, Callable[..., Inline]] = {
    "em": Emphasis, "strong": Strong, "s": Strikethrough, "sup": Superscript, "sub": Subscript,
    "u": Underline, "b": Strong, "i": Emphasis, "del": Strikethrough,
}  # fmt: skip


class Notes(Protocol):
    """Gives the copy of a note at its call."""

    def call(self, token: Token, line: int) -> Blocks: ...


@dataclass(slots=True)
class InlineReader:
    """Reads runs of text in one brief: its language, its folder, its notes, its faults."""

    lang: str
    folder: Path
    notes: Notes
    faults: Faults
    picture: Callable[[str, int], Path | None]

    def read(self, tokens: list[Token] | None, line: int) -> Inlines:
        """Return the inlines of a run that starts on ``line``."""
        run = _Run(self, list(tokens or ()), line)
        return run.until(None)


class _Run:
    """One run being read: where it is in its tokens, and on which line."""

    def __init__(self, reader: InlineReader, tokens: list[Token], line: int) -> None:
        self.reader, self.tokens, self.line, self.place = reader, tokens, line, 0

    def until(self, closing: str | None) -> Inlines:
        """Return the inlines up to the token or tag that closes, which is passed over."""
        found: list[Inline] = []
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            self.place += 1
            if closing is not None and _closes(token, closing):
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
                return [Note(blocks=reader.notes.call(token, line), number=0, line=line)]
            case "html_inline":
                return self.html(token.content)
            case "span_open":
                lang = token.attrGet("lang")
                classes = str(token.attrGet("class") or "").split()
                children = self.until("span_close")
                if classes == ["underline"]:
                    return [Underline(children=children, line=line)]
                return [Span(children=children, lang=str(lang) if lang else None, classes=tuple(classes), line=line)]
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
        if undefined := _UNDEFINED_NOTE.search(content):
            self.reader.faults.warn(
                f"the note '{undefined[1]}' is called but not written",
                self.line,
                f"add '[^{undefined[1]}]: …'",
            )
        for match in _REFERENCE.finditer(content):
            found.append(self.plain(content[start : match.start()]))
            target = f"{match[1]}-{match[2]}"
            found.append(CrossReference(target=target, kind=_KINDS[match[1]], number="", line=self.line))
            start = match.end()
        found.append(self.plain(content[start:]))
        return [each for each in found if not (isinstance(each, Text) and not each.text)]

    def plain(self, content: str) -> Text:
        return Text(text=typeset_text(content, self.reader.lang), line=self.line)

    def link(self, token: Token) -> list[Inline]:
        line, target = self.line, str(token.attrGet("href") or "")
        title = token.attrGet("title")
        children = self.until("link_close")
        scheme = target.split(":", 1)[0].lower() if re.match(r"[a-zA-Z][\w+.-]*:", target) else ""
        if scheme and scheme not in _SCHEMES:
            self.reader.faults.warn(f"the link to '{scheme}:' is set as plain text", line, "link to https or mailto")
            return list(children)
        if target and not scheme and not target.startswith("#"):
            self.reader.faults.warn(f"the link to the file '{target}' is set as plain text", line)
            return list(children)
        if not target or not children:
            return list(children) or [self.plain(target)]
        return [Link(children=children, target=target, title=str(title) if title else None, line=line)]

    def image(self, token: Token) -> list[Inline]:
        following = self.tokens[self.place] if self.place < len(self.tokens) else None
        if following is not None and following.type == "text":  # attributes count only where a picture is a block
            rest, _ = leading(following.content)
            following.content = rest
        path = self.reader.picture(str(token.attrGet("src") or ""), self.line)
        return [] if path is None else [Image(source=path, alt=token.content, line=self.line)]

    def html(self, content: str) -> list[Inline]:
        """Return harmless tags as what they mean, comments as nothing, other tags as the text they are."""
        line = self.line
        self.line += content.count("\n")
        if content.startswith("<!--"):
            return []
        tag = _TAG.fullmatch(content)
        name = tag[2].lower() if tag else ""
        if tag and not tag[1]:
            if name == "br":
                return [LineBreak(line=line)]
            if name in _WRAPPERS and self.has_closing(name):
                return [_WRAPPERS[name](children=self.until(f"</{name}>"), line=line)]
            if name == "span" and self.has_closing(name):
                lang = _attribute(content, "lang")
                return [Span(children=self.until("</span>"), lang=lang, line=line)]
        self.reader.faults.warn(f"the HTML '{content}' is set as text", line, "write it in Markdown")
        return [self.plain(html.unescape(content))]

    def has_closing(self, name: str) -> bool:
        return any(_closes(token, f"</{name}>") for token in self.tokens[self.place :])


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
    for inline in inlines:
        last = out[-1] if out else None
        if isinstance(inline, Text) and isinstance(last, Text):
            out[-1] = Text(text=last.text + inline.text, line=last.line)
        elif isinstance(inline, SoftBreak) and isinstance(last, Text) and ends_with_bound_word(last.text, lang):
            out[-1] = Text(text=last.text + NO_BREAK, line=last.line)
        else:
            out.append(inline)
    return tuple(out)


def is_local(target: str) -> bool:
    """Return whether a picture's address is a file rather than something on a network."""
    return not re.match(r"(?:[a-zA-Z][a-zA-Z\d+.-]+:|//)", target)


def file_name(target: str) -> str:
    """Return the file name an address stands for."""
    return unquote(target)
