"""What a reader is to hear of a brief in a style, word for word: the source's own words, and what the style adds.

Written apart from the renderers, so that what they leave out is missed. Spaces are left out: a line's end may be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefprint.document import (
    Bibliography,
    Block,
    BulletList,
    Callout,
    Chart,
    CodeBlock,
    CrossReference,
    DefinitionList,
    Document,
    Figure,
    FiguresPanel,
    Heading,
    Image,
    Inline,
    KeyFigure,
    LineBreak,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    SoftBreak,
    Table,
    plain_text,
    walk,
)
from briefprint.renderers import _arrange, _chart, _contents, _fields, _measure
from briefprint.style import HouseStyle


@dataclass(slots=True)
class Reading:
    """What is read: the copy, the notes in the order of their calls, what is said instead of pictures."""

    copy: str = ""
    notes: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


def of(document: Document, style: HouseStyle, pages: Mapping[str, int]) -> Reading:
    """Return what is read of a brief; ``pages`` are those of its headings, which contents name."""
    reader = _Reader(_arrange.arranged(document, style), style, pages)
    copy = squeezed(reader.all())
    return Reading(copy, [squeezed(each) for each in reader.read_notes], reader.pictures)


_JOINED = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": None, "\u2060": None})
"""Joined letters, which share their glyph with the letters apart; soft hyphens, and what joins words."""


def squeezed(parts: Iterable[str]) -> str:
    """Return text without its spaces and soft hyphens, its letters apart."""
    return "".join("".join(parts).split()).translate(_JOINED)


class _Reader:
    def __init__(self, document: Document, style: HouseStyle, pages: Mapping[str, int]) -> None:
        self.document, self.style, self.pages = document, style, pages
        self.words = style.words(document.lang)
        self.bullets = self.numbers = 0  # how deep in lists of either kind
        self.at_foot = style.note.position == "foot"
        self.notes: list[Note] = []
        self.read_notes: list[list[str]] = []
        self.pictures: list[str] = []

    def all(self) -> list[str]:
        out = [*self.head(), *self.front(), *self.contents(), *self.body(), *self.closing()]
        if not self.at_foot and self.notes:
            out.append(self.words["notes"])
            for note in self.notes:  # which grow: a note may call others
                self.read_notes.append([str(note.number), *self.blocks(note.blocks)])
        return out

    # --- page one ------------------------------------------------------------------------------------

    def head(self) -> Iterator[str]:
        names = [self.words[each] for each in ("institution", "unit", "address")]
        line = list(self.document_line())
        match self.style.masthead.pattern:
            case "letterhead" | "nameplate":
                yield from [*names[:2], *line]
            case "band":
                yield from [names[0], self.words["series"]]
            case "memo_head":
                yield from [*names, *line]
        yield from self.inlines(self.document.kicker)
        if self.style.masthead.pattern == "memo_head":
            to = self.document.memo.to if self.document.memo else ()
            yield f"{self.words['to']} {', '.join(to) or self.words['record']}{self.words['subject']}:"
        yield from self.inlines(self.document.title)
        yield from self.inlines(self.document.standfirst)
        yield _fields.byline(self.document, self.style)
        if self.style.masthead.pattern == "band":
            yield from line

    def document_line(self) -> Iterator[str]:
        for label, value in _fields.document_line(self.document, self.style):
            yield (label if self.style.document_line.labels else "") + value

    def front(self) -> Iterator[str]:
        document, style = self.document, self.style
        for part in style.front.order:
            if part == "summary":
                yield from self.blocks(document.summary)
            elif part == "key_points" and document.key_points:
                yield self.words["key_points"] if style.key_points.title else ""
                for point in document.key_points:
                    yield from [style.key_points.marker, *self.inlines(point)]
            elif part == "figures" and document.figures:
                yield self.words["figures"] if style.figures.title else ""
                yield from self.figures(document.figures)
            elif part == "ask" and document.memo and document.memo.ask:
                yield from [self.words["ask"], *self.inlines(document.memo.ask)]

    def contents(self) -> Iterator[str]:
        document = self.document
        if document.toc:
            yield self.words["contents"]
            places, deepest = self.places(), document.toc_depth or self.style.contents.levels
            for each in walk(document.blocks):
                if isinstance(each, Heading) and each.level <= deepest:
                    number = places.get(each.id) or _fields.shown_number(each, self.style)
                    yield f"{number}{plain_text(each.children)}{self.pages[each.id]}"
            if self.pages.get(_contents.NOTES):
                yield f"{self.words['notes']}{self.pages[_contents.NOTES]}"
        if document.list_of_figures:
            yield from self.listed("figure")
        if document.list_of_tables:
            yield from self.listed("table")

    def listed(self, kind: str) -> Iterator[str]:
        entries = []
        for each in walk((self.document.summary, self.document.blocks)):
            if (
                isinstance(each, Table | Figure | Chart)
                and each.number
                and isinstance(each, Table) == (kind == "table")
            ):
                caption = each.title if isinstance(each, Chart) else each.caption
                page = self.pages[each.id or f"briefprint-{kind}-{each.number}"]
                entries.append(f"{self.words[kind]}{each.number}.{plain_text(caption)}{page}")
        if entries:
            yield from [self.words[f"list_of_{kind}s"], *entries]

    def figures(self, figures: Iterable[KeyFigure]) -> Iterator[str]:
        for each in figures:
            for part in (each.value, each.label, each.note):
                yield from self.inlines(part)

    # --- the copy ------------------------------------------------------------------------------------

    def places(self) -> dict[str, str]:
        if not self.style.paragraphs.numbers:
            return {}
        places = zip(self.document.blocks, _arrange.numbered(self.document.blocks, self.style), strict=True)
        return {block.id: place.label for block, place in places if isinstance(block, Heading)}

    def body(self) -> Iterator[str]:
        blocks = self.document.blocks
        for block, place in zip(blocks, _arrange.numbered(blocks, self.style), strict=True):
            if isinstance(block, Heading) and self.style.paragraphs.numbers:
                yield from [place.label, *self.inlines(block.children)]
            else:
                yield place.label
                yield from self.block(block)

    def closing(self) -> Iterator[str]:
        for part in self.style.closing.order:
            if part == "signature":
                for person in self.document.authors:
                    yield person.name + person.role
            elif part == "enclosures" and self.document.enclosures:
                yield self.words["enclosures"]
                for number, each in enumerate(self.document.enclosures, 1):
                    yield from [f"{number}.", *self.inlines(each)]
            elif part == "copies" and self.document.memo and self.document.memo.cc:
                yield f"{self.words['cc']}:{''.join(self.document.memo.cc)}"

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield from [_fields.shown_number(block, self.style), *self.inlines(block.children)]
            case Paragraph():
                yield from self.inlines(block.children)
            case BulletList():
                bullets = self.style.list.bullets
                mark = bullets[min(self.bullets, len(bullets) - 1)]
                self.bullets += 1
                for item in block.items:
                    yield mark if item.checked is None else self.ballot(item.checked)
                    yield from self.blocks(item.blocks)
                self.bullets -= 1
            case OrderedList():
                patterns = self.style.list.numbers
                pattern = patterns[min(self.numbers, len(patterns) - 1)]
                self.numbers += 1
                for number, item in enumerate(block.items, block.start):
                    yield _arrange.number(number, pattern) if item.checked is None else self.ballot(item.checked)
                    yield from self.blocks(item.blocks)
                self.numbers -= 1
            case DefinitionList():
                for definition in block.items:
                    yield from self.inlines(definition.term)
                    for meaning in definition.meanings:
                        yield from self.blocks(meaning)
            case Quote():
                yield from self.blocks(block.blocks)
                yield from self.inlines(block.attribution)
            case CodeBlock():
                yield block.text
            case Table():
                yield from self.label("table", block.number)
                yield from self.inlines(block.caption)
                for row in (block.head, *block.rows):
                    for cell in row:
                        yield from self.inlines(cell.children)
            case Figure():
                self.pictures.append(block.alt or plain_text(block.caption))
                yield from self.label("figure", block.number)
                yield from self.inlines(block.caption)
            case Chart():
                self.pictures.append(_chart.summary(block, self.document.lang))
                yield from self.label("figure", block.number)
                yield from self.inlines(block.title)
                yield "" if _chart.unit_shown(block) else block.unit
                if block.source:
                    yield from [f"{self.words['source']}:", *self.inlines(block.source)]
            case Callout():
                yield from list(self.inlines(block.title)) or [self.words[block.kind]]
                yield from self.blocks(block.blocks)
            case FiguresPanel():
                yield from self.figures(block.figures)
            case Bibliography():
                for entry in block.entries:
                    yield from self.inlines(entry)
            case _ if hasattr(block, "blocks"):
                yield from self.blocks(block.blocks)

    def label(self, kind: str, number: str) -> Iterator[str]:
        if number:
            yield f"{self.words[kind]} {number}."

    def ballot(self, checked: bool) -> str:
        return _measure.ballot(checked, self.style.text.list.font())

    # --- runs ----------------------------------------------------------------------------------------

    def inlines(self, inlines: Iterable[Inline]) -> Iterator[str]:
        for inline in inlines:
            match inline:
                case SoftBreak() | LineBreak():
                    yield " "
                case Image():
                    self.pictures.append(inline.alt or inline.source.stem)
                case CrossReference():
                    yield _fields.reference_text(inline, self.style, self.document.lang)
                case Note():
                    yield self.note(inline)
                case _ if hasattr(inline, "children"):
                    yield from self.inlines(inline.children)
                case _:
                    yield plain_text((inline,))

    def note(self, note: Note) -> str:
        """Return a note's call; the note is read in its place."""
        if self.at_foot:
            place = len(self.read_notes)
            self.read_notes.append([])
            number = str(place + 1)
            self.read_notes[place] = [number, *self.lines(note.blocks)]
            return number
        if all(each.number != note.number for each in self.notes):
            self.notes.append(note)
        return str(note.number)

    def lines(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Yield a note's copy as it stands at the foot: its lists and tables in lines."""
        for block in blocks:
            match block:
                case BulletList() | OrderedList():
                    for place, item in enumerate(block.items):
                        mark = f"{block.start + place}." if isinstance(block, OrderedList) else ""
                        yield mark or self.style.list.bullets[0]
                        yield from self.lines(item.blocks)
                case Heading():
                    yield from self.inlines(block.children)
                case Table():
                    for row in (block.head, *block.rows):
                        yield "·".join("".join(self.inlines(cell.children)) for cell in row)
                case _ if hasattr(block, "blocks") and not isinstance(block, Quote | Callout):
                    yield from self.lines(block.blocks)
                case Quote() | Callout():
                    yield from self.lines(block.blocks)
                case _:
                    yield from self.block(block)
