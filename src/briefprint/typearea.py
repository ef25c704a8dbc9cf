"""The room that a house style leaves: margins that meet, columns without breadth, a mark deeper than the page.

Each length is in order by itself; together nothing can be set in what is left. What is left must hold one letter of
the text that stands there, on every paper there is: a brief may ask for another than the style's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefprint.style import PAPERS_PT, HouseStyle, Masthead, Panel, TextRole

_BREADTH_PT = min(breadth for breadth, _ in PAPERS_PT.values())
_DEPTH_PT = min(depth for _, depth in PAPERS_PT.values())


@dataclass(frozen=True, slots=True)
class Misfit:
    """What leaves no room, and the tokens that take it, any of which may be the one to change."""

    tokens: tuple[str, ...]
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Area:
    """What the margins of a page leave for its text."""

    breadth_pt: float
    measure_pt: float  # the breadth without the hang
    depth_pt: float
    text: TextRole

    def misfits(self, table: str, across: tuple[str, ...], down: tuple[str, ...]) -> Iterator[Misfit]:
        """Yield which margins leave less than a letter of the text, or a line of it."""
        for names, room, needed, way in (
            (across, self.measure_pt, self.text.size_pt, "across"),
            (down, self.depth_pt, self.text.leading_pt, "down"),
        ):
            if room < needed:
                tokens = tuple(f"{table}.{name}" for name in names)
                yield Misfit(tokens, f"leaves no type area {way} the page", f"make {' or '.join(names)} smaller")


def misfits(style: HouseStyle) -> Iterator[Misfit]:
    """Yield what leaves no room for text, of the document and of the memo."""
    for name, role in style.roles():
        if role.tracking_pt <= -role.size_pt / 2:  # about the breadth of a letter
            yield Misfit((f"text.{name}.tracking",), "sets letters on top of each other", "take less from each")
    page, memo = style.page, style.memo
    across, down = ("margin_left", "margin_right"), ("margin_top", "margin_bottom")
    breadth = _BREADTH_PT - page.margin_left_pt - page.margin_right_pt
    foot = max(page.margin_bottom_pt, page.first_margin_bottom_pt)
    area = _Area(breadth, breadth - page.hang_pt, _DEPTH_PT - page.margin_top_pt - foot, style.text.body)
    points = style.key_points
    yield from _first(
        area.misfits("page", (*across, "hang"), (*down, "first_margin_bottom")),
        _masthead("masthead", style.masthead, area),
        _columns("columns", "count", "gap", style.columns.count, style.columns.gap_pt, area),
        _columns("key_points", "columns", "column_gap", points.columns, points.column_gap_pt, area),
        _panels(style, area, memo=False),
    )
    breadth = _BREADTH_PT - memo.margin_left_pt - memo.margin_right_pt
    depth = _DEPTH_PT - memo.margin_top_pt - memo.margin_bottom_pt
    area = _Area(breadth, breadth, depth, style.text.memo_body)
    yield from _first(
        area.misfits("memo", across, down),
        _masthead("memo.masthead", memo.masthead, area),
        _columns("memo", "columns", "column_gap", memo.columns, memo.column_gap_pt, area),
        _panels(style, area, memo=True),
    )


def _first(*kinds: Iterator[Misfit]) -> Sequence[Misfit]:
    """Return the misfits of the first kind that has any: what comes after may only follow from them."""
    return next((found for kind in kinds if (found := tuple(kind))), ())


def _masthead(table: str, masthead: Masthead, area: _Area) -> Iterator[Misfit]:
    for name, depth in (("depth", masthead.depth_pt), ("mark_height", masthead.mark_height_pt)):
        if depth > area.depth_pt:
            yield Misfit((f"{table}.{name}",), "is more than the page has between its margins", "make it smaller")


def _columns(table: str, count: str, gap: str, columns: int, gap_pt: float, area: _Area) -> Iterator[Misfit]:
    if area.measure_pt - gap_pt * (columns - 1) < columns * area.text.size_pt:
        message = f"{columns} columns with their gaps have no room on the page"
        yield Misfit((f"{table}.{count}", f"{table}.{gap}"), message, f"make {count} or {gap} smaller")


def _panels(style: HouseStyle, area: _Area, *, memo: bool) -> Iterator[Misfit]:
    for name, panel in vars(style.panel).items():
        if name.startswith("memo_") == memo and _room_pt(panel, style, area, memo=memo) < area.text.size_pt:
            yield Misfit((f"panel.{name}.padding_x",), "leaves no room between the sides", "make it smaller")


def _room_pt(panel: Panel, style: HouseStyle, area: _Area, *, memo: bool) -> float:
    """Return the room within a panel: in a column of the copy, where it spans no more."""
    gaps, columns = style.columns.gap_pt * (style.columns.count - 1), style.columns.count
    narrow = area.breadth_pt if memo else (area.measure_pt - gaps) / columns
    return (area.breadth_pt if panel.span == "full" else narrow) - 2 * panel.padding_x_pt
