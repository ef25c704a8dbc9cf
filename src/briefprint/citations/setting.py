"""The document with its citations set: in the text, or as notes where the style's CSL file is one for notes."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import fields, is_dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from briefprint.document import (
    Bibliography,
    Citation,
    Document,
    Heading,
    Inline,
    Inlines,
    Note,
    Paragraph,
    Reference,
    SoftBreak,
    Superscript,
    Text,
    rebuild,
    walk,
)
from briefprint.language import calls_after_stops
from briefprint.style import HouseStyle

if TYPE_CHECKING:
    from briefprint.citations.desk import Desk, Said

ID = "briefprint-sources"
"""The id of the head over the list of sources, which no author writes."""

_STOP = re.compile(r"[.,;:!?…]+[”’»“\"]*")


def settled(document: Document, style: HouseStyle) -> Document:
    """Return the document with its citations in words and, where the style wants one, a list of its sources.

    A document that cites nothing is returned as it is, and citeproc is not even imported. Raises ContentError for a
    work that the CSL file cannot set.
    """
    cited = [node for node in walk(document) if isinstance(node, Citation)]
    if not cited and not any(each.listed for each in document.references):
        return document
    from briefprint.citations.desk import Desk

    desk = Desk(document, style, cited)
    setter = _Setter(desk, calls_after_stops(document.lang))
    document = setter.within(document, in_note=False)
    if desk.in_notes:
        numbers = count(1)
        document = rebuild(document, lambda each: _numbered(each, next(numbers)) if isinstance(each, Note) else each)
    return _with_sources(document, desk.sources(), style) if style.citations.list else document


def _numbered(note: Note, number: int) -> Note:
    return replace(note, number=number)


def _with_sources(document: Document, sources: tuple[Inlines, ...], style: HouseStyle) -> Document:
    """Return the document with its sources last, under the author's own head where one stands there for them."""
    if not sources:
        return document
    blocks = document.blocks
    if not blocks or not isinstance(blocks[-1], Heading):
        words = style.words(document.lang)["references"]
        blocks = (*blocks, Heading(level=1, children=(Text(text=words),), id=ID))
    return replace(document, blocks=(*blocks, Bibliography(entries=sources)))


class _Setter:
    """Goes through the document in reading order, for what is cited again may be cited shorter."""

    def __init__(self, desk: Desk, after_stops: bool) -> None:
        self.desk, self.after_stops = desk, after_stops

    def within(self, value: Any, in_note: bool) -> Any:
        """Return a node, or a tuple of them, with the citations in it set."""
        if isinstance(value, tuple):
            return self.run(value, in_note)
        if not is_dataclass(value) or isinstance(value, type | Reference):
            return value
        inside = in_note or isinstance(value, Note)
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        new = {name: self.within(part, inside) for name, part in parts.items()}
        changed = {name: part for name, part in new.items() if part is not parts[name]}
        return replace(value, **changed) if changed else value

    def run(self, values: tuple[Any, ...], in_note: bool) -> tuple[Any, ...]:
        if not any(isinstance(each, Citation) for each in values):
            new = tuple(self.within(each, in_note) for each in values)
            return new if any(one is not other for one, other in zip(new, values, strict=True)) else values
        out: list[Any] = []
        coming = deque(values)
        while coming:
            each = coming.popleft()
            if not isinstance(each, Citation):
                out.append(self.within(each, in_note))
            elif not self.desk.in_notes:
                said = self.in_text(each)
                before = out[-1] if out else None
                if isinstance(before, Text) and said.children and _is_raised(said):
                    out[-1] = replace(before, text=before.text.rstrip())  # a raised number is close up to its word
                out.append(said)
            elif in_note:
                out.append(self.in_a_note(each, last=not coming))
            else:
                self.as_note(each, out, coming)
        return tuple(out)

    def in_text(self, citation: Citation) -> Citation:
        """Return an author-date or numeric citation in its words."""
        said = self.desk.cite(citation)
        if citation.in_text and said.name:
            rest = (Text(text=" ", line=citation.line), *said.rest) if said.rest else ()
            return replace(citation, children=(*said.name, *rest))
        return replace(citation, children=_asked(citation, said))

    def in_a_note(self, citation: Citation, last: bool) -> Citation:
        """Return a citation that stands in a note's own text, which has its own stops."""
        said = self.desk.cite(citation)
        if citation.in_text and said.name:
            opening, closing = (Text(text=each, line=citation.line) for each in (" (", ")"))
            rest = (opening, *_unstopped(said.rest), closing) if said.rest else ()
            return replace(citation, children=(*said.name, *rest))
        words = _asked(citation, said)
        return replace(citation, children=words if last else _unstopped(words))

    def as_note(self, citation: Citation, out: list[Any], coming: deque[Any]) -> None:
        """Set a citation as a note, its call close up to the word before, and where its language has it so."""
        said = self.desk.cite(citation)
        words = _capital(_asked(citation, said))
        note = Note(blocks=(Paragraph(children=words, line=citation.line),), number=0, line=citation.line)
        if citation.in_text and said.name:
            out += (replace(citation, children=said.name), note)
            return
        before = out[-1] if out else None
        if isinstance(before, SoftBreak) or (isinstance(before, Text) and not before.text.strip()):
            out.pop()
        elif isinstance(before, Text):
            out[-1] = replace(before, text=before.text.rstrip())
        after = coming[0] if coming else None
        if self.after_stops and out and isinstance(after, Text) and (found := _STOP.match(after.text)):
            before = out[-1]
            if isinstance(before, Text):
                out[-1] = replace(before, text=before.text + found[0])
            else:
                out.append(replace(after, text=found[0]))
            coming.popleft()
            if rest := after.text[found.end() :]:
                coming.appendleft(replace(after, text=rest))
        comma = Superscript(children=(Text(text=",", line=citation.line),), line=citation.line)
        if out and isinstance(out[-1], Note):
            out.append(comma)  # the calls of two notes would read as one number
        out.append(note)
        if coming and isinstance(coming[0], Note):
            out.append(comma)


def _asked(citation: Citation, said: Said) -> Inlines:
    return said.rest if citation.works[0].year_only and said.rest else said.whole


def _is_raised(citation: Citation) -> bool:
    return isinstance(citation.children[0], Superscript) and not citation.works[0].prefix


def _capital(words: Inlines) -> Inlines:
    """Return words that begin with a capital: a note is a sentence, though 'see' may not know it."""
    first: Inline | None = words[0] if words else None
    if isinstance(first, Text) and first.text:
        return (replace(first, text=first.text[0].upper() + first.text[1:]), *words[1:])
    return words


def _unstopped(words: Inlines) -> Inlines:
    """Return words without the full stop at their end."""
    last: Inline | None = words[-1] if words else None
    if isinstance(last, Text):
        text = last.text.removesuffix(".")
        return (*words[:-1], replace(last, text=text)) if text else words[:-1]
    return words
