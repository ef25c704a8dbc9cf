"""What of a brief stands on its one-page memo: chosen once, by priority, for every format that sets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from briefprint.document import (
    Bibliography,
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
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
from briefprint.language import NO_BREAK, format_date, quotes, typeset_text
from briefprint.style import HouseStyle


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the memo's head; ``name`` is the house's word for it: 'to', 'subject'."""

    name: str
    value: Inlines


@dataclass(frozen=True, slots=True)
class Point:
    """One point, or what a section of the brief opens with."""

    body: Inlines
    heading: Inlines = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class MemoCopy:
    """The memo's copy, in reading order; nothing in it refers to what is not on the page."""

    path: str
    line: int  # of the memo block, for messages
    lang: str
    head: tuple[HeadLine, ...]
    subject: Inlines
    bottom_line: tuple[Paragraph, ...]
    figures: tuple[KeyFigure, ...]
    points: tuple[Point, ...]
    listed: bool  # points of their author, set as a list; else paragraphs from the brief's sections
    ask: Inlines
    place: str = ""  # of an edition line
    state: tuple[str, ...] = ()  # that it is a draft, and its marking
    source: str = ""  # which brief it is the memo of
    notes: tuple[Note, ...] = ()
    left_out: int = 0  # sections, or points, that stand only in the full brief
    may_abridge: bool = False  # no one chose the points, so whole ones may be left out
    warnings: tuple[Diagnostic, ...] = ()


def digest(document: Document, style: HouseStyle) -> MemoCopy:
    """Return what the memo holds: what its author asked for, and in place of what he did not, the brief's own.

    Never a new sentence, never part of one.
    """
    memo = document.memo or Memo()
    desk = _Desk(document, style)
    lead = _lead(document)
    if document.summary:
        bottom_line = tuple(desk.paragraphs(document.summary))
    elif document.standfirst:
        bottom_line = (Paragraph(children=desk.settled(document.standfirst)),)
    else:
        bottom_line = tuple(desk.paragraphs((lead,))) if lead else ()
    said = {"bottom_line": bottom_line, "figures": document.figures, "ask": memo.ask}
    for name, copy in said.items():
        if copy and name not in style.memo.order:
            message = f"the style '{style.name}' sets no '{name}' on its memo: it stands in the full brief"
            desk.warnings.append(warning(message, document.path, memo.line or None))
    sections = 0
    if listed := memo.points or document.key_points:
        points = tuple(Point(desk.settled(each), line=_line(each)) for each in listed)
    else:
        openings = list(_openings(document))
        used = None if document.summary or document.standfirst else lead
        points = tuple(
            Point(desk.settled(paragraph.children), desk.settled(heading), paragraph.line)
            for heading, paragraph in openings
            if paragraph is not None and paragraph is not used
        )
        sections = sum(paragraph is None for _, paragraph in openings)
    subject = desk.settled(memo.subject or document.title)
    return _noted(
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
            place=document.place,
            state=tuple(desk.state()),
            source=desk.source(subject),
            left_out=sections,
            may_abridge=document.memo is None,
            warnings=tuple(desk.warnings),
        ),
        style,
    )


def abridged(copy: MemoCopy, style: HouseStyle) -> MemoCopy:
    """Return the copy without its last point, which is counted as left out."""
    return _noted(replace(copy, points=copy.points[:-1], left_out=copy.left_out + 1), style)


def _lead(document: Document) -> Paragraph | None:
    return next((block for block in document.blocks if isinstance(block, Paragraph) and not _announces(block)), None)


def _announces(paragraph: Paragraph) -> bool:
    return plain_text(paragraph.children).rstrip().endswith(":")


def _openings(document: Document) -> Iterator[tuple[Inlines, Paragraph | None]]:
    """Yield each section's heading and first paragraph; what precedes all sections has no heading.

    A paragraph that ends in a colon announces what the memo does not hold: the next stands in for it.
    """
    heading: Inlines | None = None
    opening: Paragraph | None = None
    for block in document.blocks:
        if isinstance(block, Heading):
            if heading is not None or opening is not None:
                yield heading or (), opening
            heading, opening = block.children, None
        elif isinstance(block, Paragraph) and opening is None and not _announces(block):
            opening = block
    if heading is not None or opening is not None:
        yield heading or (), opening


def _line(inlines: Inlines) -> int:
    return next((inline.line for inline in inlines if inline.line), 0)


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
        return f"{words['full_brief']}: {', '.join(brief)}"

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


# --- notes --------------------------------------------------------------------------------------------


def _noted(copy: MemoCopy, style: HouseStyle) -> MemoCopy:
    """Return the copy with the notes it calls, numbered from 1 in the order of the page."""
    parts: dict[str, Iterable[object]] = {
        "bottom_line": copy.bottom_line,
        "figures": copy.figures,
        "points": copy.points,
        "ask": copy.ask,
    }
    found: dict[int, Note] = {}
    for part in (copy.subject, *(tuple(parts[name]) for name in style.memo.order)):
        for node in walk(part):
            if isinstance(node, Note):
                found.setdefault(node.number, node)
    if not found:
        return replace(copy, notes=())
    numbers = {number: place for place, number in enumerate(found, 1)}
    return replace(
        copy,
        subject=_renumbered(copy.subject, numbers),
        bottom_line=tuple(replace(each, children=_renumbered(each.children, numbers)) for each in copy.bottom_line),
        figures=tuple(
            replace(
                each,
                value=_renumbered(each.value, numbers),
                label=_renumbered(each.label, numbers),
                note=_renumbered(each.note, numbers),
            )
            for each in copy.figures
        ),
        points=tuple(
            replace(each, body=_renumbered(each.body, numbers), heading=_renumbered(each.heading, numbers))
            for each in copy.points
        ),
        ask=_renumbered(copy.ask, numbers),
        notes=tuple(replace(note, number=numbers[number]) for number, note in found.items()),
    )


def _renumbered(inlines: Inlines, numbers: dict[int, int]) -> Inlines:
    return tuple(
        replace(inline, number=numbers.get(inline.number, inline.number))
        if isinstance(inline, Note)
        else replace(inline, children=_renumbered(inline.children, numbers))
        if isinstance(
            inline, Emphasis | Strong | Strikethrough | Underline | Superscript | Subscript | Span | Link | Citation
        )
        else inline
        for inline in inlines
    )
