"""Pages as they are laid out: their lines and what fills them, read off WeasyPrint's boxes.

The boxes of a page are private to WeasyPrint 70 (``Page._page_box``); ``tests/test_makeup.py`` has a canary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from briefprint.units import points_of_pixels

TURNED = "landscape"
"""What the stylesheet calls pages that lie on their side."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text where it stands, in points from the page's upper left corner."""

    text: str
    left_pt: float
    top_pt: float
    bottom_pt: float
    leaf: Any  # the element of the galley that it is a line of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's copy: its lines without notes, heads and feet, and how much of the page's depth is taken."""

    rows: tuple[Row, ...]
    notes: tuple[Row, ...]
    top_pt: float
    lowest_pt: float  # of copy: lines, pictures and rules
    foot_pt: float  # of the room for copy: the page's, or the notes' head
    depth_pt: float  # of the type area
    forced: bool  # the author ends the page here
    turned: bool  # it lies on its side

    @property
    def taken_pt(self) -> float:
        """The depth of the copy."""
        return max(0.0, self.lowest_pt - self.top_pt)

    @property
    def empty_pt(self) -> float:
        """The depth left empty at the foot, in the deepest column."""
        return max(0.0, self.foot_pt - self.lowest_pt)


def sheets(pages: Sequence[Any]) -> tuple[Sheet, ...]:
    """Return what stands on each page."""
    return tuple(_sheet(page._page_box) for page in pages)


def _sheet(page: Any) -> Sheet:
    copy = page.children[0]
    notes = [each for each in page.children if isinstance(each, boxes.FootnoteAreaBox)]
    rows = tuple(_rows(copy, None))
    low = max((bottom for bottom in _bottoms(copy)), default=page.content_box_y())
    below = tuple(row for each in notes for row in _rows(each, None))
    foot = min((each.border_box_y() for each in notes), default=page.content_box_y() + page.height)
    return Sheet(
        rows,
        below,
        points_of_pixels(page.content_box_y()),
        points_of_pixels(low),
        points_of_pixels(foot),
        points_of_pixels(page.height),
        _last_class(copy) == "page-break",
        page.page_type.name == TURNED,
    )


def _rows(box: Any, leaf: Any) -> Iterator[Row]:
    """Yield the lines within a box, those that stand within a line (cells set in it) with it."""
    leaf = box.element if box.element is not None and not isinstance(box, boxes.InlineBox) else leaf
    if isinstance(box, boxes.LineBox):
        text = "".join(_texts(box))
        if text.strip():
            yield Row(
                text,
                points_of_pixels(box.position_x),
                points_of_pixels(box.position_y),
                points_of_pixels(box.position_y + box.height),
                leaf,
            )
        return
    for child in getattr(box, "children", ()):
        yield from _rows(child, leaf)


def _texts(line: Any) -> Iterator[str]:
    """Yield the text of a line, with a space behind the number of a head, which only its room sets apart."""
    for each in line.descendants():
        if isinstance(each, boxes.TextBox):
            yield each.text
            if each.element is not None and each.element.attrib.get("class") == "heading-number":
                yield " "


def _bottoms(box: Any) -> Iterator[float]:
    """Yield where lines, pictures and the frames of what is whole end."""
    if isinstance(box, boxes.LineBox):
        yield box.position_y + box.height
    elif isinstance(box, boxes.ReplacedBox):
        yield box.position_y + box.margin_height() - box.margin_bottom
    else:
        for child in getattr(box, "children", ()):
            yield from _bottoms(child)


def _last_class(box: Any) -> str | None:
    """Return the class of what stands last within a box."""
    while getattr(box, "children", ()):
        box = box.children[-1]
    classes: str | None = box.element.attrib.get("class") if box.element is not None else None
    return classes
