"""Figures that give way: one without room stands on the next page, as near to its head as whole paragraphs allow.

So does a table on a turned page, which else would leave the page before it as full as it happens to be. WeasyPrint 70
knows no 'float: top' (CSS GCPM 3, Page Floats 3), so the copy is laid out, looked at, and set with the figure behind
the paragraphs that find room before it. What is read keeps the author's order: ``restored`` puts the figure's element
back to its place in the tag tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from weasyprint.formatting_structure import boxes

from briefprint.document import Block, BulletList, Chart, Document, Figure, Heading, OrderedList, Paragraph, Table
from briefprint.renderers import _arrange, _depth
from briefprint.renderers._pdf_sheets import Sheet
from briefprint.renderers._pdf_tree import Node
from briefprint.renderers._tables import turns
from briefprint.style import HouseStyle
from briefprint.units import points_of_pixels

FIGURE, PASSED = "data-figure", "data-passed"
"""What tells a figure in the galley, and the block that it stood before, by the figure's place in the copy."""
_LEAST_LINES = 3  # a shorter gap is left


@dataclass(frozen=True, slots=True)
class Placed:
    """A document whose figures may have moved; ``marks`` are the attributes of its blocks, by their identity."""

    document: Document
    marks: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """What a figure leaves empty before it: its place in the copy, and how deep that is."""

    figure: int
    depth_pt: float


def marked(document: Document, style: HouseStyle) -> Placed:
    """Return the document with its figures told apart: those that may give way."""
    blocks = enumerate(document.blocks)
    return Placed(document, {id(each): f'{FIGURE}="{place}"' for place, each in blocks if _movable(each, style)})


def _movable(block: Block, style: HouseStyle) -> bool:
    if isinstance(block, Table):
        return turns(block, style)
    return isinstance(block, Figure | Chart) and style.figure.position == "top"


def gaps(pages: Sequence[Any], found: Sequence[Sheet], style: HouseStyle) -> Iterator[Gap]:
    """Yield the gaps that figures leave at pages' feet, in their order."""
    least = _LEAST_LINES * style.text.body.leading_pt
    before: tuple[int, float] | None = None
    seen: set[str] = set()
    for number, page in enumerate(pages):
        for box in _in_order(page._page_box.children[0]):
            if isinstance(box, boxes.LineBox):
                before = number, points_of_pixels(box.position_y + box.height)
                continue
            place = box.element.attrib[FIGURE]
            if place in seen:
                continue
            seen.add(place)
            if number and found[number].turned and not found[number - 1].turned:
                before = number - 1, found[number - 1].lowest_pt  # its head lies on the turned page with it
            if before and before[0] < number and not found[before[0]].forced:
                gap = found[before[0]].foot_pt - before[1]
                if gap >= least:
                    yield Gap(int(place), gap)


def _in_order(box: Any) -> Iterator[Any]:
    """Yield lines and figures in the order they are set in; what is within a figure follows it."""
    if isinstance(box, boxes.LineBox):
        yield box
        return
    if box.element is not None and FIGURE in box.element.attrib and box.element_tag == box.element.tag:
        yield box
    for child in getattr(box, "children", ()):
        yield from _in_order(child)


def moved(placed: Placed, gap: Gap, style: HouseStyle, fewer: int = 0) -> Placed | None:
    """Return the document with a figure behind the text that fills the gap before it, or None where none can.

    Only paragraphs and lists pass it: a head begins what has its own figures. ``fewer`` of them than should fit do.
    """
    document = placed.document
    figure = next(each for each in document.blocks if placed.marks.get(id(each)) == f'{FIGURE}="{gap.figure}"')
    at = document.blocks.index(figure)
    passing: list[Block] = []
    room = gap.depth_pt
    if isinstance(figure, Table):
        room *= style.columns.count  # which are balanced where a page is turned
    if isinstance(figure, Table) and at and isinstance(head := document.blocks[at - 1], Heading):
        room -= _arrange.room(head, style)[0] + _depth.block_depth(head, style.text.body, style.column_pt, style)
    for block in document.blocks[at + 1 :]:
        if not isinstance(block, Paragraph | BulletList | OrderedList) or id(block) in placed.marks:
            break
        room -= _arrange.room(block, style)[0]
        room -= _depth.block_depth(block, style.text.body, style.column_pt, style)
        if room < 0 and passing:
            break
        passing.append(block)
    passing = passing[: len(passing) - fewer]
    if not passing:
        return None
    end = at + 1 + len(passing)
    blocks = (*document.blocks[:at], *passing, figure, *document.blocks[end:])
    marks = {**placed.marks, id(passing[0]): f'{PASSED}="{gap.figure}"'}
    return Placed(replace(document, blocks=blocks), marks)


def restored(nodes: Mapping[tuple[Any, str], Node]) -> None:
    """Put the figures that have moved before the blocks that passed them; ``nodes`` are of the galley's elements."""
    figures: dict[str, Node] = {}
    passed: dict[str, Node] = {}
    for (element, part), node in nodes.items():
        for name, known in ((FIGURE, figures), (PASSED, passed)):
            if not part and name in element.attrib:
                known[element.attrib[name]] = node
    for place, first in passed.items():
        figure, parent = figures[place], first.parent
        assert figure.parent is not None and parent is not None
        figure.parent.kids.remove(figure)
        figure.parent = parent
        parent.kids.insert(parent.kids.index(first), figure)
