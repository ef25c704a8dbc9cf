"""The sheet as it lies: upright, or turned on its side for what is too broad for it."""

from __future__ import annotations

from dataclasses import dataclass

from briefprint.style import Page


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its type area. A turned one keeps the margins' names: heads and feet stand at its long sides."""

    width_pt: float
    height_pt: float
    type_area_pt: float
    depth_pt: float


def portrait(page: Page) -> Sheet:
    """Return the sheet upright."""
    return _sheet(page, page.width_pt, page.height_pt)


def landscape(page: Page) -> Sheet:
    """Return the sheet turned on its side."""
    return _sheet(page, page.height_pt, page.width_pt)


def _sheet(page: Page, width_pt: float, height_pt: float) -> Sheet:
    breadth = width_pt - page.margin_left_pt - page.margin_right_pt
    return Sheet(width_pt, height_pt, breadth, height_pt - page.margin_top_pt - page.margin_bottom_pt)
