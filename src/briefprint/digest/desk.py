"""The desk: what of a brief goes on its memo, made ready to stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from briefprint.digest.abridge import counted
from briefprint.digest.copy import HeadLine, MemoCopy, Passage, Point
from briefprint.digest.notes import noted
from briefprint.digest.openings import Opening, apart, lead, openings
from briefprint.document import (
    PRIORITY,
    Bibliography,
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
    Cell,
    Chart,
    Citation,
    Code,
    CodeBlock,
    ColumnBreak,
    CrossReference,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    FiguresPanel,
    Heading,
    Image,
    Inline,
    Inlines,
    KeyFigure,
    LineBreak,
    Link,
    Memo,
    Note,
    OrderedList,
    PageBreak,
    PageTurn,
    Paragraph,
    Quote,
    SoftBreak,
    Span,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    Underline,
    plain_text,
    walk,
)
from briefprint.errors import Diagnostic, warning
from briefprint.language import NO_BREAK, format_date, labelled, quotes, typeset_text
from briefprint.style import HouseStyle


def digest(document: Document, style: HouseStyle) -> MemoCopy:
    """Return what the memo holds: what its author asked for, and in place of what he did not, the brief's own.

    Never a new sentence, never part of one.
    """
    memo = document.memo or Memo()
    desk = _Desk(document, style)
    blocks = apart(document.blocks)
    opening = lead(blocks)
    if document.summary:
        bottom_line = tuple(desk.paragraphs(document.summary))
    elif document.standfirst:
        bottom_line = (Paragraph(children=desk.settled(document.standfirst)),)
    else:
        bottom_line = tuple(desk.paragraphs((opening,))) if opening else ()
    said = {"bottom_line": bottom_line, "figures": document.figures, "ask": memo.ask}
    for name, copy in said.items():
        if copy and name not in style.memo.order:
            message = f"the style '{style.name}' sets no '{name}' on its memo: it stands in the full brief"
            desk.warnings.append(warning(message, document.path, memo.line or None))
    used = None if document.summary or document.standfirst else opening
    found = tuple(openings(blocks, memo.include, used))
    if listed := memo.points or document.key_points:
        held = (memo.priorities if memo.points else document.priorities) or (PRIORITY,) * len(listed)
        points = tuple(
            Point(desk.settled(each), priority=priority, line=_line(each))
            for each, priority in zip(listed, held, strict=True)
        )
        # Who writes a memo's points says what it holds; key points are the brief's, and stand for none of its copy.
        untold = () if memo.points else found
    else:
        points = tuple(filter(None, map(desk.opening, found)))
        untold = tuple(each for each in found if not (each.first or each.then))
    sections = sum(bool(each.heading) for each in untold)
    paragraphs = sum(max(1, bool(each.first) + counted(each.then)) for each in untold if not each.heading)
    subject = desk.settled(memo.subject or document.title)
    return noted(
        MemoCopy(
            path=document.path,
            line=memo.line,
            lang=document.lang,
            head=tuple(desk.head(memo)),
            subject=subject,
            bottom_line=bottom_line,
            figures=tuple(desk.figure(each) for each in document.figures),
            points=points,
            listed=bool(listed),
            ask=desk.settled(memo.ask),
            passages=tuple(desk.passages(memo.include)),
            place=document.place,
            state=tuple(desk.state()),
            source=desk.source(subject),
            left_out=0 if listed else sections,
            sections_left_out=sections if listed else 0,
            paragraphs_left_out=paragraphs,
            may_abridge=document.memo is None or memo.overflow == "abridge",
            warnings=tuple(desk.warnings),
        ),
        style,
    )


def _section(document: Document, id: str) -> tuple[Heading | None, Blocks]:
    """Return what an id names: a section with all that is in it, or a table, a picture, a chart."""
    blocks = document.blocks
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) and block.id == id:
            ends = (
                at
                for at, each in enumerate(blocks[place + 1 :], place + 1)
                if isinstance(each, Heading) and each.level <= block.level
            )
            return block, blocks[place + 1 : next(ends, len(blocks))]
    named = (each for each in walk(blocks) if isinstance(each, Table | Figure | Chart) and each.id == id)
    return None, tuple(named)


def _line(inlines: Inlines) -> int:
    return next((inline.line for inline in inlines if inline.line), 0)


_LEFT_OUT = Paragraph(children=(Text(text="…"),))
"""What stands in a list's item whose copy the memo cannot hold: its number stays, and so do those behind it."""


@dataclass(slots=True)
class _Desk:
    """Makes copy ready to stand alone, and keeps what is to be said about it."""

    document: Document
    style: HouseStyle
    warnings: list[Diagnostic] = field(default_factory=list)

    def head(self, memo: Memo) -> Iterator[HeadLine]:
        """Yield the lines of the head that have a value; what the memo leaves unsaid, the brief says.

        An official memorandum sets each addressee, and a sender's name and office, on a line of its own (AR 25-50,
        2-4 and 2-6); elsewhere they run on.
        """
        document = self.document
        official = self.style.memo.masthead.pattern == "memo_head"
        people = [[person.name, person.role] if person.role else [person.name] for person in document.authors]
        unsaid = [line for lines in people for line in lines] if official else [", ".join(each) for each in people]
        date = document.date
        when = format_date(date.year, date.month, date.day, document.lang) if date else ""
        values: dict[str, Sequence[str]] = {
            "to": memo.to,
            "from": memo.sender or unsaid,
            "cc": memo.cc,
            "date": [when],
            "reference": [memo.reference or document.number],
        }
        for name, lines in values.items():
            texts = [
                typeset_text(line, document.lang) for line in (lines if official else ["; ".join(lines)]) if line
            ]
            broken = [part for text in texts for part in (LineBreak(), Text(text=text, line=memo.line))]
            if broken:
                yield HeadLine(name, tuple(broken[1:]))

    def state(self) -> Iterator[str]:
        """Yield what the page says of itself: that it is a draft, and its marking."""
        if self.document.draft:
            yield self.style.words(self.document.lang)["draft"]
        if self.document.marking:
            yield self.document.marking

    def source(self, subject: Inlines) -> str:
        """Return which brief this is the memo of; its title only where the subject, or a number, does not name it."""
        document, words = self.document, self.style.words(self.document.lang)
        title = plain_text(document.title)
        brief = [title] if title != plain_text(subject) or not document.number else []
        brief += [f"{words['number']} {document.number}"] if document.number else []
        return labelled(words["full_brief"], document.lang) + ", ".join(brief)

    def figure(self, figure: KeyFigure) -> KeyFigure:
        return replace(
            figure,
            value=self.settled(figure.value),
            label=self.settled(figure.label),
            note=self.settled(figure.note),
        )

    def paragraphs(self, blocks: Blocks) -> Iterator[Paragraph]:
        """Yield the paragraphs of blocks; a warning names what has none."""
        for block in blocks:
            match block:
                case Paragraph():
                    yield replace(block, children=self.settled(block.children))
                case Heading():
                    yield Paragraph(children=self.settled(block.children), line=block.line)
                case BulletList() | OrderedList():
                    self._warn("the items of a list are set as paragraphs on the memo", block)
                    for item in block.items:
                        yield from self.paragraphs(item.blocks)
                case DefinitionList():
                    self._warn("a definition list is set as paragraphs on the memo", block)
                    for definition in block.items:
                        yield Paragraph(children=self.settled(definition.term), line=definition.line)
                        for meaning in definition.meanings:
                            yield from self.paragraphs(meaning)
                case Quote() | Callout() | Box():
                    yield from self.paragraphs(block.blocks)
                case CodeBlock():
                    yield Paragraph(children=(Code(text=block.text, line=block.line),), line=block.line)
                case Table() | Figure() | Chart() | FiguresPanel():
                    name = type(block).__name__.lower().replace("panel", " panel")
                    self._warn(f"the memo leaves out a {name}: it stands in the full brief", block)
                case ThematicBreak() | PageBreak() | ColumnBreak() | PageTurn():
                    pass  # they part copy, and are none
                case Bibliography():
                    pass  # the sources stand in the full brief
                case _:
                    assert_never(block)

    def opening(self, opening: Opening) -> Point | None:
        """Return what the brief, or a section of it, opens with; None where that is no copy of a memo."""
        if not (opening.first or opening.then):
            return None
        return Point(
            body=self.settled(opening.first.children) if opening.first else (),
            heading=self.settled(opening.heading),
            then=tuple(self.held(opening.then)),
            priority=opening.priority,
            line=opening.line,
        )

    def passages(self, ids: Iterable[str]) -> Iterator[Passage]:
        """Yield what the author wants on the memo besides, each block once: where it is named first."""
        taken: set[int] = set()
        for name in ids:
            head, blocks = _section(self.document, name)
            made = tuple(self.held(tuple(block for block in blocks if id(block) not in taken)))
            taken |= set(map(id, blocks))
            if made:
                heading = self.settled(head.children) if head else ()
                held = head.priority if head else PRIORITY
                yield Passage(heading, made, held, head.line if head else made[0].line)

    def held(self, blocks: Blocks) -> Iterator[Block]:
        """Yield blocks as a memo holds them."""
        for block in blocks:
            match block:
                case BulletList() | OrderedList():
                    items = tuple(
                        replace(item, blocks=tuple(self.paragraphs(item.blocks)) or (_LEFT_OUT,))
                        for item in block.items
                    )
                    yield replace(block, items=items)
                case Table():
                    yield replace(
                        block,
                        caption=self.settled(block.caption),
                        head=self.cells(block.head),
                        rows=tuple(self.cells(row) for row in block.rows),
                    )
                case Chart():
                    yield replace(block, title=self.settled(block.title), source=self.settled(block.source))
                case _:
                    yield from self.paragraphs((block,))

    def cells(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the cells of a row."""
        return tuple(replace(cell, children=self.settled(cell.children)) for cell in cells)

    def settled(self, inlines: Inlines) -> Inlines:
        """Return a run in which nothing refers to what is not on the memo."""
        return tuple(self._settled(inline) for inline in inlines)

    def _settled(self, inline: Inline) -> Inline:
        match inline:
            case Text() | SoftBreak() | LineBreak() | Code():
                return inline
            case Image():
                self._warn(f"the memo sets the picture '{inline.source.name}' as its description", inline)
                return Text(text=inline.alt, line=inline.line)
            case CrossReference():
                return Text(text=self._reference(inline), line=inline.line)
            case Note():
                return replace(inline, blocks=tuple(self.paragraphs(inline.blocks)))
            case Citation():
                return replace(inline, children=self.settled(inline.children))
            case Link(target=target) if target.startswith("#"):
                return Span(children=self.settled(inline.children), line=inline.line)
            case (
                Emphasis() | Strong() | Strikethrough() | Underline() | Superscript() | Subscript() | Span() | Link()
            ):
                return replace(inline, children=self.settled(inline.children))
            case _:
                assert_never(inline)

    def _reference(self, inline: CrossReference) -> str:
        if inline.kind == "section" and self.style.headings.numbering == "none":
            titles = (
                plain_text(node.children)
                for node in walk(self.document.blocks)
                if isinstance(node, Heading) and node.id == inline.target.removeprefix("#")
            )
            if title := next(titles, ""):
                marks = quotes(self.document.lang)
                return f"{marks[0]}{title}{marks[1]}"
        return f"{self.style.words(self.document.lang)[inline.kind]}{NO_BREAK}{inline.number}"

    def _warn(self, message: str, node: Block | Inline) -> None:
        self.warnings.append(warning(message, self.document.path, node.line or None))
