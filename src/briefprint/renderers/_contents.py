"""What the contents say, and the lists of figures and of tables behind them: decided once for every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, assert_never

from briefprint.document import (
    Chart,
    Citation,
    Code,
    CrossReference,
    Document,
    Emphasis,
    Figure,
    Heading,
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
    Table,
    Text,
    Underline,
    rebuild,
    walk,
)
from briefprint.language import NO_BREAK
from briefprint.renderers import _arrange, _fields, _measure
from briefprint.style import HouseStyle

NOTES = "briefprint-notes"
"""The id of the head over endnotes."""

_WIDEST = "88"  # a number as broad as a list of figures is likely to hold
STOP = "."

Kind = Literal["contents", "figures", "tables"]
Listed = Table | Figure | Chart


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing: what it is called, and where that stands."""

    level: int
    target: str
    number: str  # as the head bears it, or 'Figure 3.'
    words: Inlines


@dataclass(frozen=True, slots=True)
class Listing:
    """The contents, or a list of figures or tables; it has an entry at least."""

    kind: Kind
    title: str
    entries: tuple[Entry, ...]


def listings(document: Document, style: HouseStyle) -> tuple[Listing, ...]:
    """Return the listings that the author asks for and that have something to list, in their order.

    ``document`` is arranged and ``anchored``.
    """
    words = style.words(document.lang)
    asked: list[tuple[Kind, str, tuple[Entry, ...]]] = []
    if document.toc:
        asked.append(("contents", words["contents"], tuple(_headings(document, style))))
    if document.list_of_figures:
        asked.append(("figures", words["list_of_figures"], tuple(_things(document, style, "figure"))))
    if document.list_of_tables:
        asked.append(("tables", words["list_of_tables"], tuple(_things(document, style, "table"))))
    return tuple(Listing(*each) for each in asked if each[2])


def depth(document: Document, style: HouseStyle) -> int:
    """Return how many levels of crossheads the contents list."""
    return document.toc_depth or style.contents.levels


def begins_page(document: Document, style: HouseStyle) -> bool:
    """Return whether the listings begin a page: not where nothing is set between them and the title, which would be
    left alone.

    ``document`` is arranged.
    """
    ask = document.memo.ask if document.memo and "ask" not in style.closing.order else ()
    front = {"summary": document.summary, "key_points": document.key_points, "figures": document.figures, "ask": ask}
    return style.contents.place == "page" and any(front[part] for part in style.front.order)


def span(style: HouseStyle) -> _arrange.Span:
    """Return what the listings span: on pages of their own they stand in no columns."""
    return "full" if style.contents.place == "page" and style.columns.count > 1 else "text"


def label_room_pt(style: HouseStyle, lang: str) -> float:
    """Return the room of a label in lists of figures and of tables, so that all their words begin at one edge."""
    _, role = style.text.entry(2)
    words = style.words(lang)
    labels = (f"{words[kind]}{NO_BREAK}{_WIDEST}{STOP}{NO_BREAK}" for kind in ("figure", "table"))
    return max(_measure.line_measure(each, role) for each in labels)


def indents_pt(level: int, numbered: bool, style: HouseStyle) -> tuple[float, float]:
    """Return where an entry of the contents begins, and how far its words and further lines stand in from there."""
    look = style.contents
    if style.headings.numbering == "none" and not style.paragraphs.numbers:
        return (level - 1) * look.indent_pt, look.indent_pt
    before = sum(look.room_pt(each) for each in range(1, level))
    return before, look.room_pt(level) if numbered else look.indent_pt


def anchored(document: Document) -> Document:
    """Return the document with an id for everything that a list of figures or of tables names."""
    wanted = (Figure, Chart) * document.list_of_figures + (Table,) * document.list_of_tables

    def named(node: Any) -> Any:
        if isinstance(node, wanted) and node.number and not node.id:
            kind = "table" if isinstance(node, Table) else "figure"
            return replace(node, id=f"briefprint-{kind}-{node.number}")
        return node

    return rebuild(document, named) if wanted else document


def has_endnotes(document: Document, style: HouseStyle) -> bool:
    """Return whether notes stand under a head of their own, behind the copy."""
    if style.note.position != "end":
        return False
    copy = (
        document.kicker, document.title, document.standfirst, document.summary, document.key_points,
        document.figures, document.blocks, document.enclosures,
        document.memo.ask if document.memo and "ask" in style.front.order else (),
    )  # fmt: skip
    return any(isinstance(each, Note) for each in walk(copy))


def _headings(document: Document, style: HouseStyle) -> Iterator[Entry]:
    labels: dict[str, str] = {}
    if style.paragraphs.numbers:
        places = zip(document.blocks, _arrange.numbered(document.blocks, style), strict=True)
        labels = {block.id: place.label for block, place in places if isinstance(block, Heading)}
    levels = depth(document, style)
    for each in _set(document.blocks):
        if isinstance(each, Heading) and each.level <= levels:
            number = labels.get(each.id) or _fields.shown_number(each, style)
            yield Entry(each.level, each.id, number, _entry(each.children, document, style))
    if has_endnotes(document, style):
        yield Entry(1, NOTES, "", (Text(text=style.words(document.lang)["notes"]),))


def _things(document: Document, style: HouseStyle, kind: Literal["figure", "table"]) -> Iterator[Entry]:
    label = style.words(document.lang)[kind]
    for each in _set((document.summary, document.blocks)):
        if isinstance(each, Listed) and each.number and each.id and isinstance(each, Table) == (kind == "table"):
            caption = each.title if isinstance(each, Chart) else each.caption
            number = f"{label}{NO_BREAK}{each.number}{STOP}"
            yield Entry(1, each.id, number, _entry(caption, document, style))


def _set(copy: object) -> Iterator[object]:
    """Yield every node but those in notes: a note is set in lines, to which nothing can lead."""
    noted = {id(node) for note in walk(copy) if isinstance(note, Note) for node in walk(note.blocks)}
    return (each for each in walk(copy) if id(each) not in noted)


def _entry(inlines: Inlines, document: Document, style: HouseStyle) -> Inlines:
    """Return words as an entry has them: without their notes and links, for all of it is one link; on one line."""
    return tuple(each for inline in inlines for each in _plain(inline, document, style))


def _plain(inline: Inline, document: Document, style: HouseStyle) -> Inlines:
    match inline:
        case Note():
            return ()
        case SoftBreak() | LineBreak():
            return (Text(text=" ", line=inline.line),)
        case Image():
            return (Text(text=inline.alt or inline.source.stem, line=inline.line),)
        case CrossReference():
            return (Text(text=_fields.reference_text(inline, style, document.lang), line=inline.line),)
        case Link() | Citation():
            return (Span(children=_entry(inline.children, document, style), line=inline.line),)
        case Text() | Code():
            return (inline,)
        case Emphasis() | Strong() | Strikethrough() | Underline() | Superscript() | Subscript() | Span():
            return (replace(inline, children=_entry(inline.children, document, style)),)
        case _:
            assert_never(inline)
