"""The tree of a brief: what an author wrote, with nothing of how it will look.

Every node carries ``line``, the line of the source it came from, so that any message can name it.
Nothing is edited after it is built; sequences are tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from operator import is_
from pathlib import Path
from typing import Any, Literal, TypeVar, assert_never

T = TypeVar("T")

# --- inlines ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftBreak:
    """A line end in the source: a space on the page."""

    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBreak:
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    children: Inlines
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong:
    children: Inlines
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strikethrough:
    children: Inlines
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Underline:
    children: Inlines
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Superscript:
    children: Inlines
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscript:
    children: Inlines
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run with a language or classes of its own; ``rtl`` says which way it runs, where that has been settled."""

    children: Inlines
    lang: str | None = None
    classes: tuple[str, ...] = ()
    rtl: bool | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    children: Inlines
    target: str  # an address, or '#id' within the document
    title: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture in the run of text."""

    source: Path
    alt: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote at its call."""

    blocks: Blocks
    number: int
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossReference:
    """A mention of a numbered thing; ``kind`` and ``number`` are already looked up."""

    target: str
    kind: Literal["table", "figure", "section"]
    number: str
    title: str = ""  # a section's heading, for styles that number none
    page: bool = False  # whether its author asks for the page too
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedWork:
    """One work within a citation, and what is said of it there."""

    id: str
    label: str = ""  # what the locator counts, by its CSL name: 'page', 'chapter'
    locator: str = ""
    prefix: str = ""
    suffix: str = ""
    year_only: bool = False  # its author is named already
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Works cited; ``children`` are the words for it, empty until ``citations`` has set it in a style's way."""

    works: tuple[CitedWork, ...]
    in_text: bool = False  # the author's name is part of the sentence
    children: Inlines = ()
    line: int = 0


Inline = (
    Text
    | SoftBreak
    | LineBreak
    | Emphasis
    | Strong
    | Strikethrough
    | Underline
    | Superscript
    | Subscript
    | Span
    | Code
    | Link
    | Image
    | Note
    | CrossReference
    | Citation
)
Inlines = tuple[Inline, ...]

PRIORITY, OPTIONAL = 5, 99
"""What of a memo gives way: unless its author says otherwise, and what he calls optional; 1 is held longest."""

# --- blocks -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A crosshead; level 1 is a section of the brief (the headline stands above all levels)."""

    level: int
    children: Inlines
    id: str
    counts: bool = True  # not where its author says so, nor within a box, a list or a quotation
    number: str = ""  # '2.1' as counted through the document; a style decides whether it shows
    priority: int = PRIORITY  # of its section on a memo
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    children: Inlines
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    blocks: Blocks
    checked: bool | None = None  # a task list's box; None where there is none
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletList:
    items: tuple[ListItem, ...]
    tight: bool
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedList:
    items: tuple[ListItem, ...]
    tight: bool
    start: int = 1
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    term: Inlines
    meanings: tuple[Blocks, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionList:
    items: tuple[Definition, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    blocks: Blocks
    attribution: Inlines = ()
    pull: bool = False  # a pull quote: display text, not part of the argument's run
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock:
    text: str
    language: str = ""
    line: int = 0


Alignment = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    children: Inlines
    line: int = 0


Turn = Literal["auto", "landscape", "portrait"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    alignments: tuple[Alignment, ...]
    caption: Inlines = ()  # it is set, and so read and counted, before what it names
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    id: str | None = None
    number: str = ""  # empty where there is neither caption nor id
    turn: Turn = "auto"  # whether its page is turned
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture set as a block, with its caption."""

    source: Path
    alt: str
    caption: Inlines = ()
    id: str | None = None
    number: str = ""
    measure: float = 1.0  # share of the measure it is set to
    line: int = 0


ChartKind = Literal["bar", "line", "dot", "stacked", "share"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    name: str  # empty where there is but one
    values: tuple[float | None, ...]  # one for each label of the chart; None where there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Numbers to be drawn; ``title`` states the finding."""

    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    title: Inlines
    unit: str = ""
    highlight: tuple[str, ...] = ()  # names of labels or of series
    source: Inlines = ()
    alt: str = ""
    table: bool = False  # whether its numbers stand in a table under it
    id: str | None = None
    number: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    kind: Literal["note", "tip", "important", "warning", "caution"]
    title: Inlines  # empty: the style's label for the kind stands in
    blocks: Blocks
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    value: Inlines
    label: Inlines
    note: Inlines = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPanel:
    """A row of key figures within the copy (a ``figures`` fence)."""

    figures: tuple[KeyFigure, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A passage set apart: a ``::: {.box}`` container."""

    blocks: Blocks
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ThematicBreak:
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnBreak:
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTurn:
    """Where pages are turned on their side, or back: what stands between two of them stays part of the copy."""

    landscape: bool
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """The list of the sources cited, an entry each; ``citations`` adds it, no author writes it."""

    entries: tuple[Inlines, ...]
    line: int = 0


Block = (
    Heading
    | Paragraph
    | BulletList
    | OrderedList
    | DefinitionList
    | Quote
    | CodeBlock
    | Table
    | Figure
    | Chart
    | Callout
    | FiguresPanel
    | Box
    | ThematicBreak
    | PageBreak
    | ColumnBreak
    | PageTurn
    | Bibliography
)
Blocks = tuple[Block, ...]

# --- the document -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    name: str
    role: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date as precise as its author made it: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def iso(self) -> str:
        """Return the date as ISO 8601 writes it, no more precise than it is."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """What the author wants of the one-page memo; empty fields are filled by ``digest``."""

    to: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: Inlines = ()
    reference: str = ""
    ask: Inlines = ()
    points: tuple[Inlines, ...] = ()
    priorities: tuple[int, ...] = ()  # of each point; what has a higher number is left out sooner
    include: tuple[str, ...] = ()  # ids of sections, tables and figures that stand on the memo too
    overflow: Literal["refuse", "abridge"] = "refuse"
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A work that the brief cites, or lists uncited, as its author describes it."""

    id: str
    csl: str  # an item of CSL-JSON, its keys in order
    listed: bool = False  # in the list of sources even where nothing cites it
    line: int = 0  # where it stands in the brief; 0: in a file beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A brief, read and checked."""

    path: str  # as the author gave it, for messages; never printed in a product
    lang: str
    title: Inlines
    kicker: Inlines = ()
    standfirst: Inlines = ()
    authors: tuple[Person, ...] = ()
    date: Date | None = None
    place: str = ""
    number: str = ""
    marking: str = ""
    draft: bool = False
    toc: bool = False
    toc_depth: int = 0  # levels of crossheads in the contents; 0: as many as the style lists
    list_of_figures: bool = False
    list_of_tables: bool = False
    keywords: tuple[str, ...] = ()
    summary: Blocks = ()
    key_points: tuple[Inlines, ...] = ()
    priorities: tuple[int, ...] = ()  # of each key point, for the memo
    figures: tuple[KeyFigure, ...] = ()
    blocks: Blocks = ()
    enclosures: tuple[Inlines, ...] = ()
    memo: Memo | None = None
    references: tuple[Reference, ...] = ()


# --- walking ----------------------------------------------------------------------------------------


def plain_text(inlines: Iterable[Inline]) -> str:
    """Return the words of a run without their markup; notes are left out, as they stand elsewhere."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text=text) | Code(text=text):
            return text
        case SoftBreak() | LineBreak():
            return " "
        case Image(alt=alt):
            return alt
        case CrossReference(number=number):
            return number
        case Note():
            return ""
        case Emphasis() | Strong() | Strikethrough() | Underline() | Superscript() | Subscript() | Span() | Link():
            return plain_text(inline.children)
        case Citation():
            return plain_text(inline.children)
        case _:
            assert_never(inline)


def walk(value: object) -> Iterator[object]:
    """Yield every node under ``value``, itself included, in the order it is read."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            waiting += reversed(each)
        elif names := _fields(type(each)):
            yield each
            waiting += [getattr(each, name) for name in reversed(names)]


def children(node: object) -> list[object]:
    """Return what a node holds, part by part; none where it is no node."""
    return [getattr(node, name) for name in _fields(type(node))]


def rebuild(value: T, change: Callable[[Any], Any]) -> T:
    """Return the tree with ``change`` applied to every node, what is within a node before the node itself."""
    if isinstance(value, tuple):
        built = tuple([rebuild(each, change) if _holds(each) else each for each in value])
        same = all(map(is_, built, value))
        return value if same else built  # type: ignore[return-value,unused-ignore]
    names = _fields(type(value))
    if not names:
        return value
    within: dict[str, Any] = {}
    for name in names:
        part = getattr(value, name)
        if _holds(part) and (new := rebuild(part, change)) is not part:
            within[name] = new
    result: T = change(replace(value, **within) if within else value)  # type: ignore[type-var,unused-ignore]
    return result


_NAMES: dict[type, tuple[str, ...]] = {}  # asked for at every node, and slow to find out


def _fields(kind: type) -> tuple[str, ...]:
    """Return the names of what a node holds; none where a type is no node."""
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    return _NAMES[kind]


def _holds(part: object) -> bool:
    return (isinstance(part, tuple) and bool(part)) or bool(_fields(type(part)))
