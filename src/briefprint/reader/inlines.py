"""From Markdown's inline tokens to inlines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal, Protocol

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
    rebuild,
    walk,
)
from briefprint.language import NO_BREAK, binds, is_tag, printable, typeset_text
from briefprint.reader.attributes import Attributes, leading
from briefprint.reader.html import WRAPPERS, picture
from briefprint.reader.markdown import LIVE, parser
from briefprint.reader.source import Faults
from briefprint.reader.values import Values

_ONE = r"@([Tt]bl|[Ff]ig|[Ss]ec)-([\w-]*\w)"
_REFERENCE = re.compile(rf"(-?){_ONE}")
_REFERENCES = re.compile(
    rf"(?:\[-?{_ONE}(?:[ ]?[;,][ ]?-?{_ONE})*\]|(?<![\w@.]){_ONE})(?P<page>\{{[ ]*\.page[ ]*\}})?"
)
"""Quarto's: ``@fig-x``, ``[@fig-x; @tbl-y]``, and ``[-@fig-x]`` for the number alone; and ``{.page}``."""
PAGE = "page"  # the class of what says on which page it stands
KINDS: dict[str, Literal["table", "figure", "section"]] = {"tbl": "table", "fig": "figure", "sec": "section"}
_UNDERLINED = re.compile(r"text-decoration(?:-line)?:\s*underline")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*?)(/?)>")

_WRAPPERS: dict[str, Callable[..., Inline]] = {
    "em": Emphasis, "strong": Strong, "s": Strikethrough, "sup": Superscript, "sub": Subscript,
    "u": Underline, "b": Strong, "i": Emphasis, "del": Strikethrough, "ins": Underline, "strike": Strikethrough,
    "cite": Emphasis, "dfn": Emphasis, "var": Emphasis,
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
    address: Callable[[str, int], str | None]
    values: Values
    works: Works

    def read(self, tokens: list[Token] | None, line: int) -> Inlines:
        """Return the inlines of a run that starts on ``line``."""
        run = _Run(self, list(tokens or ()), line)
        return run.until(None)

    def alternative(self, image: Token, line: int) -> str:
        """Return the words that stand for a picture, without their markup."""
        words = (
            (self.values.text(each.meta["said"], line) or "")
            if each.type == "value"
            else each.content or " " * each.type.endswith("break")
            for each in image.children or ()
        )
        return " ".join(printable("".join(words)).split())

    def again(self, text: str, line: int) -> Inlines:
        """Return the inlines of text that was taken for something else."""
        tokens = parser(self.lang).parseInline(text, {LIVE: bool(self.values)})
        return self.read(tokens[0].children if tokens else None, line)


class _Run:
    """One run being read: where it is in its tokens, and on which line."""

    def __init__(self, reader: InlineReader, tokens: list[Token], line: int) -> None:
        self.reader, self.tokens, self.line, self.place = reader, tokens, line, 0
        self.lang = reader.lang
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
        return _joined(found, self.lang)

    def within(self, closing: str, lang: str | None) -> Inlines:
        """Return the inlines up to what closes, set by the rules of a language where one is named."""
        around, self.lang = self.lang, lang or self.lang
        children = self.until(closing)
        self.lang = around
        return children

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
            case "value":
                self.line += token.meta["said"].count("\n")
                value = reader.values.text(token.meta["said"], line)
                return [Text(text=value, line=line)] if value else []
            case "braces":
                return self.braces(token)
            case "code_inline":
                return [Code(text=printable(token.content), line=line)]
            case "link_open":
                return self.link(token)
            case "image":
                return self.image(token)
            case "picture_elsewhere":
                return self.picture_elsewhere(token)
            case "footnote_ref":
                return self.note(token)
            case "citation":
                return self.citation(token)
            case "html_inline":
                return self.html(token)
            case "span_open":
                said: Attributes = token.meta["attributes"]
                lang = self.language(said.values.get("lang"))
                children = self.within("span_close", lang)
                if said.classes == ("underline",):
                    return [Underline(children=children, line=line)]
                if PAGE in said.classes:
                    return self.paged(children, lang)
                return [Span(children=children, lang=lang, classes=said.classes, line=line)]
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
        for match in _REFERENCES.finditer("" if self.as_written else content):
            found.append(self.plain(content[start : match.start()]))
            last = match.start() + match[0].startswith("[")
            for each in _REFERENCE.finditer(match[0]):
                here = match.start() + each.start()
                found += [self.plain(content[last:here]), self.reference(each, page=bool(match["page"]))]
                last = match.start() + each.end()
            start = match.end()
        found.append(self.plain(content[start:]))
        return [each for each in found if not (isinstance(each, Text) and not each.text)]

    def reference(self, match: re.Match[str], page: bool) -> Inline:
        kind = match[2].lower()
        if match[1]:  # the number alone: a link that gets its words when things are counted
            return Link(children=(), target=f"#{kind}-{match[3]}", line=self.line)
        return CrossReference(target=f"{kind}-{match[3]}", kind=KINDS[kind], number="", page=page, line=self.line)

    def paged(self, children: Inlines, lang: str | None) -> list[Inline]:
        """Return a run with the page of all that it refers to: ``[see @tbl-x; @fig-y]{.page}``."""
        if not any(isinstance(each, CrossReference) for each in walk(children)):
            message = f"'{{.{PAGE}}}' stands behind no cross-reference, so no page is named"
            self.reader.faults.warn(message, self.line, "write '@tbl-name{.page}', or '[@tbl-name]{.page}'")
        named = rebuild(children, lambda each: replace(each, page=True) if isinstance(each, CrossReference) else each)
        return [Span(children=named, lang=lang, line=self.line)] if lang else list(named)

    def plain(self, content: str) -> Text:
        text = printable(content) if self.as_written else typeset_text(content, self.lang)
        return Text(text=text, line=self.line)

    def braces(self, token: Token) -> list[Inline]:
        """Return braces that hold no value as they are, with a word on those that may have been meant to."""
        if token.meta.get("rest") and (name := self.reader.values.looks_ours(token.meta["rest"])):
            hint = f"write '{{{{{name}.key}}}}', or '\\{{{{' where the braces are meant themselves"
            self.reader.faults.warn(f"the braces before '{name}' are not closed", self.line, hint)
        return self.text(token.content)

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
        reader, line, target = self.reader, self.line, str(token.attrGet("href") or "")
        title = token.attrGet("title")
        self.as_written = token.info == "auto"
        children = self.until("link_close")
        self.as_written = False
        said: Attributes = self.tokens[self.place - 1].meta.get("attributes", Attributes())
        if PAGE in said.classes:
            message = f"'{{.{PAGE}}}' stands behind a link, so no page is named"
            reader.faults.warn(message, line, "write '@sec-name{.page}' for a section's number and page")
        address = reader.address(target, line)
        if not children:
            children = (Text(text=printable(address or target), line=line),)
        if address is None:
            return [each for each in children if each != Text(text="", line=line)]
        return [Link(children=children, target=address, title=printable(str(title)) if title else None, line=line)]

    def image(self, token: Token) -> list[Inline]:
        following = self.tokens[self.place] if self.place < len(self.tokens) else None
        if following is not None and following.type == "text":  # attributes count only where a picture is a block
            rest, _ = leading(following.content)
            following.content = rest
        if title := token.attrGet("title"):
            message = f"the caption '{printable(str(title))}' is left out, as its picture stands within a line"
            self.reader.faults.warn(message, self.line, "give the picture a paragraph of its own")
        path = self.reader.picture(str(token.attrGet("src") or ""), self.line)
        alt = self.reader.alternative(token, self.line)
        return [] if path is None else [Image(source=path, alt=alt, line=self.line)]

    def picture_elsewhere(self, token: Token) -> list[Inline]:
        """Return the words of a picture on a network: HTML of web pages is full of them, and copy is not at fault."""
        source = printable(str(token.meta["source"]))[:60]
        stands = "its words stand in" if token.content else "it has no words to stand in"
        self.reader.faults.warn(
            f"the picture '{source}' is not fetched; {stands}", self.line, "save it beside the brief"
        )
        return [self.plain(token.content)] if token.content else []

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
            if name == "wbr":
                return []
            if name == "img":
                found = picture(_attributes(content))
                return self.image(found) if found.type == "image" else self.picture_elsewhere(found)
            closed = self.last_closing.get((f"</{name}>", token.level), -1) >= self.place
            if name in WRAPPERS and closed:
                return self.wrapper(name, _attributes(content))
        self.reader.faults.warn(f"the HTML '{content}' is set as text", line, "write it in Markdown")
        return [Text(text=printable(content.replace("\n", " ")), line=line)]

    def wrapper(self, name: str, said: dict[str, str]) -> list[Inline]:
        """Return what a harmless tag holds, as what the tag means."""
        line, lang = self.line, self.language(said.get("lang"))
        target = said.get("href", "") if name == "a" else ""
        address = self.reader.address(target, line) if target else None
        children = self.within(f"</{name}>", lang)
        if name in _WRAPPERS:
            return [_WRAPPERS[name](children=children, line=line)] if children else []
        if name in ("code", "kbd", "samp", "tt"):
            return [Code(text=plain_text(children), line=line)]
        if address and children:
            return [Link(children=children, target=address, line=line)]
        if _UNDERLINED.search(said.get("style", "")):
            return [Underline(children=children, line=line)]
        return [Span(children=children, lang=lang, line=line)] if name == "span" else list(children)


def _closes(token: Token, closing: str) -> bool:
    return token.type == closing or (
        token.type == "html_inline" and closing.startswith("<") and token.content.lower().replace(" ", "") == closing
    )


def _attributes(tag: str) -> dict[str, str]:
    class Finder(HTMLParser):
        found: dict[str, str] = {}  # noqa: RUF012 (set once, on the one tag there is)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
            self.found = {name: value or "" for name, value in attrs}

    finder = Finder()
    finder.feed(tag)
    return finder.found


def _joined(inlines: list[Inline], lang: str) -> Inlines:
    """Return the run with neighbouring texts joined, and no break after a word that may not end a line."""
    out: list[Inline] = []
    parts: list[str] = []  # of the text that ends what is out so far: joined at once, as they may be many
    for place, inline in enumerate(inlines):
        before = "".join(parts[-2:]) if parts else plain_text(out[-1:])
        if isinstance(inline, SoftBreak) and binds(before, plain_text(inlines[place + 1 : place + 2]), lang):
            inline = Text(text=NO_BREAK, line=inline.line)
        elif isinstance(inline, Text) and inline.text.startswith(" ") and binds(before, inline.text[1:], lang):
            inline = replace(inline, text=NO_BREAK + inline.text[1:])
        if parts and isinstance(inline, Text):
            parts.append(inline.text)
            continue
        _settle(out, parts)
        parts = [inline.text] if isinstance(inline, Text) else []
        out.append(inline)
    _settle(out, parts)
    return tuple(out)


def _settle(out: list[Inline], parts: list[str]) -> None:
    """Give the last text of a run all its parts."""
    if len(parts) > 1 and isinstance(last := out[-1], Text):
        out[-1] = replace(last, text="".join(parts))
