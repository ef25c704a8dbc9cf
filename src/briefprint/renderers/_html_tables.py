"""Tables as HTML: caption, head and rows, and what is set only where a page's end divides them (``_pdf_tables``)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from briefprint.document import Cell, Table
from briefprint.language import NO_BREAK
from briefprint.renderers import _sheets, _tables
from briefprint.renderers._decimals import NumberColumn
from briefprint.renderers._shelf import element, placed

if TYPE_CHECKING:
    from briefprint.renderers._html_copy import Copy

CONTINUED, OVERLEAF = "continued", "overleaf"
"""The classes of the line over a part of a table, and of what stands under one."""


def table(copy: Copy, table: Table) -> str:
    """Return a table."""
    style = copy.style
    span = "full" if copy.turned else _tables.table_span(table, style)
    columns = _tables.column_measures(table, style, copy.measure(span))
    shares = "".join(f'<col style="width:{column / sum(columns):.3%}">' for column in columns)
    caption = copy.caption("table", table.number, table.caption, "caption")
    headings = element("tr", "headings", "".join(_cells(copy, table, table.head, "th", "table-head", "col")))
    head = f"<thead>{_continued(copy, table)}{headings}</thead>"
    classes = f"table {span} short" if _tables.kept_whole(table, style) else f"table {span}"
    rows = _rows(copy, table, _tables.keeps(table, style, columns, _depth(copy)))
    body = f"<tbody>{''.join(rows)}</tbody>{_overleaf(copy, table)}"
    return element("table", classes, f"{caption}<colgroup>{shares}</colgroup>{head}{body}", id=table.id)


def _depth(copy: Copy) -> float:
    page = copy.style.page
    return (_sheets.landscape(page) if copy.turned else _sheets.portrait(page)).depth_pt


def _cells(
    copy: Copy, table: Table, cells: tuple[Cell, ...], tag: str, role: str, scope: str | None = None
) -> Iterator[str]:
    for cell, side in zip(cells, table.alignments, strict=True):
        yield element(tag, f"{role} {side}", copy.inlines(cell.children), scope=scope)


def _rows(copy: Copy, table: Table, keeps: _tables.Keeps) -> Iterator[str]:
    """Yield the rows, each with what a page's end may do to it."""
    numbers = _tables.extents(table, copy.style).numbers
    for place, cells in enumerate(table.rows):
        names = [*(["deep"] if keeps.divisible[place] else []), *(["kept"] if keeps.with_next[place] else [])]
        said = f' class="{" ".join(names)}"' if names else ""
        made = (
            _number(copy, cell, column, place) if column is not None else _cell(copy, cell, side)
            for cell, column, side in zip(cells, numbers, table.alignments, strict=True)
        )
        yield placed(f"<tr{said}>{''.join(made)}</tr>", cells[0].line)


def _cell(copy: Copy, cell: Cell, side: str) -> str:
    return element("td", f"table-cell {side}", copy.inlines(cell.children))


def _number(copy: Copy, cell: Cell, column: NumberColumn, place: int) -> str:
    """Return a cell of a column of numbers: what is short of the longest tail is room behind it."""
    content = copy.inlines(cell.children)
    if short := column.short_pt(place):
        content = f'<span class="number" style="margin-right:{short:.4g}pt">{content}</span>'
    return element("td", "table-cell right figures", content)


def _continued(copy: Copy, table: Table) -> str:
    """Return the line that says at the head of a table's part what it is a part of, where it has a name."""
    if not table.number or len(table.rows) <= 1:
        return ""
    said = f"{copy.words['table']}{NO_BREAK}{table.number}, {copy.words['continued']}"
    cell = element("td", "caption", element("p", "caption-text", escape(said)), colspan=str(len(table.head)))
    return element("tr", CONTINUED, cell, data_artifact="table")


def _overleaf(copy: Copy, table: Table) -> str:
    """Return what stands at the foot of a table's part, where the style sets something there."""
    divided = copy.style.table.divided
    if divided == "open":
        return ""
    said = element("p", "source", escape(copy.words["overleaf"])) if divided == "words" else ""
    row = f'<tr><td colspan="{len(table.head)}">{said}</td></tr>'
    return element("tfoot", OVERLEAF, row, data_artifact="table")
