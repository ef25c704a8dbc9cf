"""Tables measured before they are set: how broad their columns are, what they span, where they may be divided."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefprint.document import Cell, Document, Table, plain_text, walk
from briefprint.errors import Diagnostic, warning
from briefprint.renderers._decimals import NumberColumn, number_columns
from briefprint.renderers._measure import line_measure
from briefprint.renderers._sheets import landscape, portrait
from briefprint.style import HouseStyle, TextRole

_SLACK = 1.1
"""Lines are not filled to the end: copy takes so much more of them than its length says."""
_WHOLE = 1 / 3
"""A table in columns that is less deep than this part of one is not divided."""
_DEEP = 2 / 3
"""A row deeper than this part of a page may be divided, for it would leave as much of the page before it empty."""


@dataclass(frozen=True, slots=True)
class Extents:
    """How long each cell's longest word and all of it on one line are, head and rows; and the columns of numbers."""

    words: tuple[tuple[float, ...], ...]
    lines: tuple[tuple[float, ...], ...]
    numbers: tuple[NumberColumn | None, ...]
    least: tuple[float, ...]  # breadth of each column, its padding included
    most: tuple[float, ...]


class _Same:
    """What is measured once: a key by identity, as to compare two long tables takes as long as to measure one."""

    __slots__ = ("style", "table")

    def __init__(self, table: Table, style: HouseStyle) -> None:
        self.table, self.style = table, style

    def __hash__(self) -> int:
        return hash((id(self.table), id(self.style)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.table is self.table and other.style is self.style


def extents(table: Table, style: HouseStyle) -> Extents:
    """Return a table's measurements."""
    return _extents(_Same(table, style))


@functools.lru_cache(maxsize=64)
def _extents(same: _Same) -> Extents:
    table, style = same.table, same.style
    text, padding = style.text, 2 * style.table.padding_x_pt
    words, lines = [], []
    for role, cells in ((text.table_head, table.head), *((text.table_cell, row) for row in table.rows)):
        measured = [_extent(cell, role) for cell in cells]
        words.append(tuple(word for word, _ in measured))
        lines.append(tuple(line for _, line in measured))
    numbers = number_columns(table, style)
    least = [padding + max(column, default=0.0) for column in zip(*words, strict=True)]
    most = [padding + max(column, default=0.0) for column in zip(*lines, strict=True)]
    for place, column in enumerate(numbers):
        if column is not None:  # a number is not parted, and its ones stand under those of the others
            needed = (column.head_pt + column.tail_pt) * _ROOM + 1 + padding
            least[place], most[place] = max(least[place], needed), max(most[place], needed)
    return Extents(tuple(words), tuple(lines), numbers, tuple(least), tuple(most))


_ROOM = 1.02
"""Bold may stand in a cell, and kerning differs between engines: a little room keeps a line from breaking."""


def _extent(cell: Cell, role: TextRole) -> tuple[float, float]:
    """Return the lengths of a cell's longest word and of all of it on one line."""
    text = plain_text(cell.children)
    strong = replace(role, weight=role.strong_weight)
    longest = max((line_measure(word, strong) for word in re.split("[ -]", text)), default=0.0)
    return longest * _ROOM + 1, line_measure(text, strong) * _ROOM + 1


# --- breadth --------------------------------------------------------------------------------------------


_PROSE_EM = 6
"""Running text, of more than two such lines, reads as a list of words in a column shorter than this."""


def column_measures(table: Table, style: HouseStyle, measure_pt: float) -> tuple[float, ...]:
    """Return the breadths of a table's columns, which together fill the measure.

    Where all fit on one line they share what is left over; else the short columns are as long as their longest cell
    and the others share the rest, none shorter than its longest word; where not even the words fit, the longest are
    parted.
    """
    most, floors = extents(table, style).most, _floors(table, style)
    if sum(most) <= measure_pt:
        return tuple(each * measure_pt / sum(most) for each in most)
    if sum(floors) >= measure_pt:
        return _capped(floors, measure_pt)
    settled: dict[int, float] = {}
    while len(settled) < len(most):
        even = (measure_pt - sum(settled.values())) / (len(most) - len(settled))
        waiting = [place for place in range(len(most)) if place not in settled]
        short = {place: most[place] for place in waiting if most[place] <= even}
        long = {place: floors[place] for place in waiting if floors[place] > even}
        settled |= long or short or dict.fromkeys(waiting, even)
    return tuple(settled[place] for place in range(len(most)))


def _floors(table: Table, style: HouseStyle) -> tuple[float, ...]:
    """Return the least breadth of each column: its longest word, and a line that running text can be read in."""
    measured = extents(table, style)
    prose = _PROSE_EM * style.text.table_cell.size_pt + 2 * style.table.padding_x_pt
    columns = zip(measured.least, measured.most, strict=True)
    return tuple(max(least, prose if most > 2 * prose else 0.0) for least, most in columns)


def _capped(floors: Sequence[float], measure_pt: float) -> tuple[float, ...]:
    """Return the breadths of columns that want more than there is: the broadest give way."""
    left, waiting = measure_pt, len(floors)
    for floor in sorted(floors):
        if floor * waiting > left:
            break
        left, waiting = left - floor, waiting - 1
    return tuple(min(each, left / max(1, waiting)) for each in floors)


def table_span(table: Table, style: HouseStyle) -> Literal["text", "full"]:
    """Return what a table spans: the whole type area where its words would not fit the text column."""
    return style.table.span if sum(extents(table, style).least) <= style.column_pt else "full"


_LONGEST = 1 / 4
"""A word longer than this share of the type area is parted rather than the page turned for it."""


def turns(table: Table, style: HouseStyle) -> bool:
    """Return whether a table stands on a page turned on its side: as its author says, or where it would not fit."""
    if table.turn != "auto":
        return table.turn == "landscape"
    whole = style.page.type_area_pt
    return sum(min(floor, whole * _LONGEST) for floor in _floors(table, style)) > whole


def warnings(document: Document, style: HouseStyle) -> Iterator[Diagnostic]:
    """Yield a warning for each table that has more columns than the page has room for, however it lies."""
    for table in walk(document.blocks):
        if isinstance(table, Table):
            upright = table.turn == "portrait"
            whole = style.page.type_area_pt if upright else landscape(style.page).type_area_pt
            if sum(min(floor, whole * _LONGEST) for floor in _floors(table, style)) > whole:
                yield warning(
                    f"the table has {len(table.head)} columns, too many for the page: words and numbers are parted",
                    document.path,
                    table.line,
                    "leave columns out, or part it into two tables",
                )


# --- depth ----------------------------------------------------------------------------------------------


def row_depths(table: Table, style: HouseStyle, columns: Sequence[float]) -> tuple[float, ...]:
    """Return how deep the rows will be, about: the head, then the others."""
    padding, look = 2 * style.table.padding_x_pt, style.table
    depths = []
    for place, lines in enumerate(extents(table, style).lines):
        role = style.text.table_cell if place else style.text.table_head
        count = max(
            (_line_count(line, column - padding, role) for line, column in zip(lines, columns, strict=True)),
            default=1,
        )
        depths.append(count * role.leading_pt + 2 * look.padding_y_pt)
    return tuple(depths)


def _line_count(line: float, measure: float, role: TextRole) -> int:
    return 1 if line <= measure else math.ceil(line * _SLACK / max(measure, role.size_pt))


def kept_whole(table: Table, style: HouseStyle) -> bool:
    """Return whether a table in columns is kept whole: few rows read better together than a column filled."""
    if style.columns.count == 1:
        return False
    span = table_span(table, style)
    columns = column_measures(table, style, style.column_pt if span == "text" else style.page.type_area_pt)
    return sum(row_depths(table, style, columns)) < portrait(style.page).depth_pt * _WHOLE


@dataclass(frozen=True, slots=True)
class Keeps:
    """How the rows of a table hold together over a page's end, row by row."""

    divisible: tuple[bool, ...]  # deep enough to be divided itself
    with_next: tuple[bool, ...]


def keeps(
    table: Table, style: HouseStyle, columns: Sequence[float], depth_pt: float, *, whole: bool = False
) -> Keeps:
    """Return where a page's end may come within a table.

    The head stands with two rows, and the last row with the one before it, unless they are too deep for it.
    """
    most = depth_pt * _DEEP
    head, *depths = row_depths(table, style, columns)
    divisible = tuple(depth > most for depth in depths)
    last = len(depths) - 1
    with_next = [
        place != last and (whole or (place in (0, last - 1) and head + depths[place] + depths[place + 1] < most))
        for place in range(len(depths))
    ]
    return Keeps(divisible, tuple(with_next))
