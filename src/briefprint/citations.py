"""Citations: what the brief cites, in the words and the order that the style's CSL file asks for.

The Citation Style Language (https://docs.citationstyles.org) is citeproc-py's work; here its strings become inlines,
calls become notes where the file is one for notes, and the sources cited become a list at the end.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

from briefprint.document import (
    Bibliography,
    Citation,
    CitedWork,
    Document,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Link,
    Note,
    Paragraph,
    Reference,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
    plain_text,
    rebuild,
    walk,
)
from briefprint.language import primary, typeset_text
from briefprint.style import HouseStyle

_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)\]]")
_WRAPPERS: dict[str, Any] = {"i": Emphasis, "b": Strong, "sup": Superscript, "sub": Subscript, "u": Underline}
_AUTHORS = ("author", "editor", "publisher", "container-title", "title")
"""What may stand for the author, as the shipped CSL files have it."""


def settled(document: Document, style: HouseStyle) -> Document:
    """Return the document with its citations set in the style's way and its sources listed at the end.

    A document without citations is returned as it is, and citeproc is not even imported.
    """
    cited = [node for node in walk(document) if isinstance(node, Citation)]
    if not cited:
        return document
    desk = _Desk(document, style)
    said = {id(node): desk.cite(node) for node in cited}
    within = {id(node) for note in walk(document) if isinstance(note, Note) for node in walk(note.blocks)}

    def change(node: Any) -> Any:
        if not isinstance(node, Citation):
            return node
        words = said[id(node)]
        if desk.in_notes and id(node) not in within:
            return Note(blocks=(Paragraph(children=words, line=node.line),), number=0, line=node.line)
        return replace(node, children=words)

    document = rebuild(document, change)
    if desk.in_notes:
        document = _renumbered(document)
    sources = desk.sources() if style.citations.list else ()
    if not sources:
        return document
    head = Heading(
        level=1, children=(Text(text=style.words(document.lang)["references"]),), id="briefprint-references"
    )
    return replace(document, blocks=(*document.blocks, head, Bibliography(entries=sources)))


def _renumbered(document: Document) -> Document:
    numbers = count(1)
    order = {id(node): next(numbers) for node in walk(document) if isinstance(node, Note)}

    def change(node: Any) -> Any:
        return node

    def numbered(value: Any) -> Any:
        if isinstance(value, Note):
            return replace(value, number=order[id(value)], blocks=numbered(value.blocks))
        return value

    # From the outside in: a note is known by what it was before its copy was built anew.
    return _outside_in(document, numbered) if order else rebuild(document, change)


def _outside_in(value: Any, change: Any) -> Any:
    from dataclasses import fields, is_dataclass

    if isinstance(value, tuple):
        return tuple(_outside_in(each, change) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: Any = change(value)
    return replace(changed, **{each.name: _outside_in(getattr(changed, each.name), change) for each in fields(value)})


# --- citeproc -----------------------------------------------------------------------------------------


class _Desk:
    """A document's references, and the CSL file that says how they are cited."""

    def __init__(self, document: Document, style: HouseStyle) -> None:
        from citeproc import CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON

        self.lang = document.lang
        data = [json.loads(each.csl) for each in document.references]
        data += [_name_only(each) for each in data]
        with _quiet():
            sheet = CitationStylesStyle(str(style.citations.csl), validate=False, locale=_locale(document.lang))
            self.bibliography = CitationStylesBibliography(sheet, CiteProcJSON(data), formatter.html)
        self.in_notes = sheet.root.get("class") == "note"

    def cite(self, citation: Citation) -> Inlines:
        """Return a citation in words."""
        from citeproc import Citation as Cited
        from citeproc import CitationItem

        def written(*items: Any) -> str:
            made = Cited(list(items))
            with _quiet():
                self.bibliography.register(made)
                return str(self.bibliography.cite(made, lambda item: item.key))

        whole = written(*(CitationItem(each.id, **_parts(each)) for each in citation.works))
        first = citation.works[0]
        if citation.in_text or first.year_only:
            name = _bare(self._name(first.id))
            rest = whole.strip()
            if rest.startswith(f"({name}"):
                rest = "(" + rest[len(name) + 1 :].lstrip(" ,")
                whole = f"{name} {rest}" if citation.in_text else rest
            elif citation.in_text and not self.in_notes:
                whole = f"{name} {rest}"
        return inlines(whole, self.lang, citation.line)

    def _name(self, key: str) -> str:
        from citeproc import Citation as Cited
        from citeproc import CitationItem

        made = Cited([CitationItem(f"{key}{_ONLY}")])
        with _quiet():
            keys, items = list(self.bibliography.keys), list(self.bibliography.items)
            self.bibliography.register(made)
            said = str(self.bibliography.cite(made, lambda item: item.key))
            self.bibliography.keys, self.bibliography.items = keys, items
        return said

    def sources(self) -> tuple[Inlines, ...]:
        """Return the works cited, each as the list of sources has it."""
        with _quiet():
            self.bibliography.sort()
            entries = [str(each) for each in self.bibliography.bibliography()]
        return tuple(inlines(each, self.lang, 0) for each in entries)


_ONLY = "\x1fname"
"""What a key ends in that stands for the name alone."""


def _name_only(reference: dict[str, Any]) -> dict[str, Any]:
    """Return a reference that has nothing but who made it, for a citation that runs on in the sentence."""
    kept = next((name for name in _AUTHORS if reference.get(name)), "title")
    return {"id": f"{reference['id']}{_ONLY}", "type": "book", kept: reference.get(kept, "")}


def _bare(said: str) -> str:
    """Return a name that was cited without a year: what the CSL file puts about it and for the year is cut off."""
    return re.sub(r"[ ,]*(?:n\.d\.|b\.d\.|o\. ?J\.|s\. ?d\.|s\. ?f\.|б\. ?д\.)?\W*$", "", said.strip().lstrip("("))


def _parts(work: CitedWork) -> dict[str, Any]:
    from citeproc import Locator

    parts: dict[str, Any] = {}
    if work.locator:
        parts["locator"] = Locator(work.label or "page", work.locator)
    if work.prefix:
        parts["prefix"] = f"{work.prefix} "
    if work.suffix:
        parts["suffix"] = work.suffix if work.suffix[0] in ",;:" else f", {work.suffix}"
    return parts


def _locale(lang: str) -> str:
    """Return the CSL locale nearest to a language; it is English where there is none."""
    import citeproc

    there = sorted(
        file.stem.removeprefix("locales-") for file in Path(citeproc.__file__).parent.glob("data/locales/*.xml")
    )
    mine = [each for each in there if each.split("-")[0] == primary(lang)]
    if lang in there:
        return lang
    usual = f"{primary(lang)}-{primary(lang).upper()}"
    return usual if usual in mine else mine[0] if mine else "en-US"


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence what citeproc warns of: fields of other tools that it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


# --- from citeproc's markup to inlines ----------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    tag: str
    children: list[Inline] = field(default_factory=list)


class _Markup(HTMLParser):
    """Reads the little HTML that citeproc writes."""

    def __init__(self, lang: str, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.lang, self.line = lang, line
        self.open = [_Open("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.open.append(_Open(tag))

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            done = self.open.pop()
            wrap = _WRAPPERS.get(tag, Span)
            self.open[-1].children.append(wrap(children=tuple(done.children), line=self.line))

    def handle_data(self, data: str) -> None:
        start = 0
        for found in _ADDRESS.finditer(data):
            self._text(data[start : found.start()])
            address = (Text(text=found[0], line=self.line),)
            self.open[-1].children.append(Link(children=address, target=found[0], line=self.line))
            start = found.end()
        self._text(data[start:])

    def _text(self, data: str) -> None:
        if data:
            self.open[-1].children.append(Text(text=typeset_text(data, self.lang), line=self.line))


def inlines(markup: str, lang: str, line: int) -> Inlines:
    """Return citeproc's HTML as inlines, addresses as links."""
    reader = _Markup(lang, line)
    reader.feed(markup)
    reader.close()
    return tuple(reader.open[0].children)


def known(document: Document) -> dict[str, Reference]:
    """Return the references a document may cite, by id."""
    return {each.id: each for each in document.references}


def words(citation: Citation) -> str:
    """Return a citation's words, for messages and tests."""
    return plain_text(citation.children)
