"""Boxes side by side as one of Word's tables: lines of slots, whose edges together make its grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.looks import Edge, Side
from briefprint.renderers._word.panels import SEAM_PT
from briefprint.renderers._word.tables import Grid, cell, row
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element
from briefprint.units import twips

_SEAMS: tuple[Side, ...] = ("top", "left")
Fill = Callable[[Flow, float, float], None]
"""Sets what stands in a slot into its flow: on its measure, under so much space."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where something stands in a line, measured from the table's left edge; a ``tight`` one fills its cell."""

    left_pt: float
    right_pt: float
    fill: Fill | None
    tight: bool = False
    edges: tuple[Edge, ...] = ()
    align: str | None = None  # from top to bottom


@dataclass(frozen=True, slots=True)
class Line:
    """Slots side by side, and the space over them."""

    slots: tuple[Slot, ...]
    above_pt: float = 0.0
    depth_pt: float = 0.0  # at least


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the lines: the ground under them, rules, and the room to them at top and foot."""

    edges: tuple[Edge, ...] = ()
    ground: str | None = None
    above_pt: float = 0.0
    below_pt: float = 0.0


def table(work: Work, lines: Sequence[Line], left_pt: float, measure_pt: float, frame: Frame) -> Element:
    """Return the lines as a table as broad as the measure."""
    rows = [list(_cells(line, measure_pt)) for line in lines]
    stops = sorted({twips(stop) for cells in rows for start, end, _ in cells for stop in (start, end)})
    grid = Grid(left_pt=left_pt, columns_pt=tuple((b - a) / 20 for a, b in pairwise(stops)))
    made = []
    for place, (line, cells) in enumerate(zip(lines, rows, strict=True)):
        top = frame.above_pt if place == 0 else 0.0
        foot = frame.below_pt if place == len(lines) - 1 else 0.0
        elements = []
        for start, end, slot in cells:
            at, span = stops.index(twips(start)), stops.index(twips(end)) - stops.index(twips(start))
            outer: dict[Side, bool] = {
                "top": place == 0,
                "left": at == 0,
                "bottom": place == len(lines) - 1,
                "right": at + span == len(stops) - 1,
            }
            edges = (*slot.edges, *_edges(frame, outer))
            flow = Flow(work.sheet, "cell under head")
            if slot.fill:
                slot.fill(flow, slot.right_pt - slot.left_pt, line.above_pt)
            padding = (top, slot.left_pt - start, foot, max(end - slot.right_pt, 0.0))
            elements.append(
                cell((stops[at + span] - stops[at]) / 20, flow.close(), theme=work.theme, edges=edges,
                     ground=frame.ground, padding_pt=padding, span=span, align=slot.align)
            )  # fmt: skip
        made.append(row(elements, depth_pt=line.depth_pt))
    return grid.element(made)


def _cells(line: Line, measure_pt: float) -> Iterator[tuple[float, float, Slot]]:
    """Yield where each cell of a line begins and ends, and its slot; what no slot fills is a cell without copy."""
    slots, cursor = line.slots, 0.0
    for place, slot in enumerate(slots):
        before, after = slots[place - 1] if place else None, slots[place + 1] if place + 1 < len(slots) else None
        start = slot.left_pt if slot.tight else _between(before, slot, 0.0)
        end = slot.right_pt if slot.tight else _between(slot, after, measure_pt)
        if twips(start) > twips(cursor):
            yield cursor, start, Slot(cursor, start, None)
        yield start, end, slot
        cursor = end
    if twips(cursor) < twips(measure_pt):
        yield cursor, measure_pt, Slot(cursor, measure_pt, None)


def _between(left: Slot | None, right: Slot | None, outer_pt: float) -> float:
    """Return where two slots part: in the middle of their gap, or at the edge of one that has a cell to itself."""
    if left is None or right is None:
        return outer_pt
    if left.tight:
        return left.right_pt
    return right.left_pt if right.tight else (left.right_pt + right.left_pt) / 2


def _edges(frame: Frame, outer: Mapping[Side, bool]) -> Iterator[Edge]:
    """Yield the rules at a cell's sides, and seams of the ground's colour where no paper is to show through."""
    for edge in frame.edges:
        if outer[edge.side]:
            yield edge
    if frame.ground:
        for side in _SEAMS:
            if not outer[side]:
                yield Edge(side, SEAM_PT, frame.ground)
