"""Tables in the words of CSS: rules, grounds, and where a table may be divided."""

from __future__ import annotations

from collections.abc import Iterator

from briefprint.renderers._css_length import pt, span
from briefprint.style import HouseStyle


def rules(style: HouseStyle) -> Iterator[str]:
    """Yield the rules of tables."""
    look, page = style.table, style.page
    rule = f"solid {look.rule_color}"
    yield (
        f".table{{border-collapse:collapse;table-layout:fixed;width:{pt(style.column_pt)};"
        f"margin:{pt(look.space_before_pt)} 0 {pt(look.space_after_pt)}}}"
        f".table.full{{width:{pt(page.type_area_pt)};{span('full', style)}}}"
        f"li .table.table,dd .table.table,[class^=panel-] .table.table,.endnote .table.table"
        "{width:100%;margin-left:0}"
        f".table .headings{{border-top:{pt(look.top_rule_pt)} {rule};border-bottom:{pt(look.head_rule_pt)} {rule}}}"
        f".table tbody tr{{border-bottom:{pt(look.row_rule_pt)} {rule}}}"
        f".table tbody tr:last-child{{border-bottom:{pt(look.bottom_rule_pt)} {rule}}}"
        f".table th,.table td{{padding:{pt(look.padding_y_pt)} {pt(look.padding_x_pt)};margin:0;vertical-align:top;"
        f"overflow-wrap:anywhere}}.table td *,.table th *{{overflow-wrap:anywhere}}"
        f".table td:empty{{height:{pt(style.text.table_cell.leading_pt)}}}.table th{{vertical-align:bottom}}"
        f".table th:first-child,.table td:first-child{{padding-left:0}}"
        f".table th:last-child,.table td:last-child{{padding-right:0}}"
        f".table caption{{caption-side:top;padding-bottom:{pt(style.figure.caption_gap_pt)};margin:0;"
        f"text-align:left;break-inside:avoid;break-after:avoid}}"
        f".caption-text{{margin:0}}"
        f"th.right,td.right{{text-align:right}}th.center,td.center{{text-align:center}}"
        "td.figures{font-variant-numeric:lining-nums tabular-nums;white-space:nowrap;hyphens:manual}"
    )
    paper = style.palette["paper"]
    if look.head_ground != paper:
        yield f".table thead .headings{{background:{look.head_ground}}}"
    if look.stripe_ground != paper:
        yield f".table tbody tr:nth-child(even){{background:{look.stripe_ground}}}"
    yield from _divided(style)


def _divided(style: HouseStyle) -> Iterator[str]:
    """Yield where a table may be divided, and what stands at its parts' heads and feet (``_pdf_tables``)."""
    look = style.table
    yield ".table tr{break-inside:avoid}.table .kept{break-after:avoid}"
    yield ".table .deep{break-inside:auto}.table .deep td{box-decoration-break:clone}"
    gap = pt(style.figure.caption_gap_pt)
    yield f".table .continued td{{padding:0 0 {gap};vertical-align:bottom;text-align:left}}"
    rule = f"{pt(look.bottom_rule_pt)} solid {look.rule_color}"
    yield f".table tfoot tr{{border-top:{rule}}}.table tfoot td{{padding:0}}"
    if look.divided == "words":
        yield f".table tfoot td{{padding-top:{gap};text-align:right}}"
