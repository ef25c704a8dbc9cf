"""Tables over several pages: what stands at the head and the foot of each part.

WeasyPrint repeats a table's head and foot as they are on every page, and leaves the head out where the next row is
deeper than what is left of a page (it tries the row whole, then the page without the head). It has no hook for this,
so ``parted`` wraps one function, ``weasyprint.layout.block.table_layout``; ``tests/test_tables.py`` has a canary that
fails when a new version moves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import block

from briefprint.renderers._html_tables import CONTINUED


@contextmanager
def parted() -> Iterator[None]:
    """Set the head of a table's first part without the line that it goes on, and no foot under its last part."""
    lay_out = block.table_layout

    def laying_out(
        context: Any, table: Any, bottom: float, skip: Any, around: Any, empty: bool, *placed: list[Any]
    ) -> tuple[Any, ...]:
        if not table.children or not table.children[0].is_header:
            plain: tuple[Any, ...] = lay_out(context, table, bottom, skip, around, empty, *placed)
            return plain
        groups, borders = table.children, table.collapsed_border_grid

        def part(children: list[Any]) -> tuple[Any, ...]:
            table.children = children
            if len(children[0].children) < len(groups[0].children):
                table.collapsed_border_grid = tuple(lines[1:] for lines in borders)
            try:
                made: tuple[Any, ...] = lay_out(context, table, bottom, skip, around, empty, *placed)
            finally:
                table.children, table.collapsed_border_grid = groups, borders
            return made

        def again(made: tuple[Any, ...], children: list[Any]) -> tuple[Any, ...]:
            block.remove_placeholders(context, [made[0]], *placed)
            return part(children)

        wanted = _headed(groups, first=skip is None)
        footless = [group for group in wanted if not group.is_footer]
        made = part(footless)
        divisible = None
        if empty and _lost(made[0]):
            divisible = _row(groups, skip)
        with _may_divide(divisible):
            if divisible is not None:
                made = again(made, footless)
            if made[0] is not None and made[1] is not None and len(footless) < len(wanted):
                made = again(made, wanted)
        return made

    block.table_layout = laying_out
    try:
        yield
    finally:
        block.table_layout = lay_out


def _headed(groups: list[Any], first: bool) -> list[Any]:
    """Return a table's groups of rows; the first part's head is without the line that it goes on."""
    if not first or not _is(groups[0].children[0], CONTINUED):
        return list(groups)
    return [groups[0].copy_with_children(groups[0].children[1:]), *groups[1:]]


def _lost(table: Any) -> bool:
    """Return whether a part of a table was set without its head."""
    return table is not None and bool(table.children) and not table.children[0].is_header


def _row(groups: list[Any], skip: Any) -> Any:
    """Return the row that a part of a table begins with; one of a head alone has none."""
    place, within = next(iter(skip.items())) if skip else (0, None)
    group = groups[place] if skip else next(group for group in groups if not group.is_header)
    return group.children[next(iter(within)) if within else 0] if group.children else None


@contextmanager
def _may_divide(row: Any) -> Iterator[None]:
    """Let a page's end divide a row that is deeper than a page, and stand behind it."""
    if row is None:
        yield
        return
    style = row.style
    row.style = style.copy()
    row.style["break_inside"] = row.style["break_after"] = "auto"
    try:
        yield
    finally:
        row.style = style


def _is(box: Any, name: str) -> bool:
    return box.element is not None and name in (box.element.attrib.get("class") or "").split()
