"""Tables: the author's, in the house's table style; and the plain grids that hold panels and mastheads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefprint.document import Cell, Table, plain_text
from briefprint.renderers._sheets import landscape, portrait
from briefprint.renderers._tables import column_measures, extents, keeps, kept_whole, table_span
from briefprint.renderers._word import captions
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.inlines import runs
from briefprint.renderers._word.looks import SIDES, Edge, Side, border
from briefprint.renderers._word.stylesheet import table_margins
from briefprint.renderers._word.theme import Theme
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, clean, el, flag
from briefprint.style import HouseStyle
from briefprint.units import twips

STYLE = "BriefTable"
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
_ALIGNMENTS = {"center": "Centred", "right": "Right"}

# --- grids ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table's frame: where it begins and how wide its columns are. Widths are fixed, in Word and elsewhere."""

    left_pt: float
    columns_pt: tuple[float, ...]
    style: str = "TableNormal"
    look: tuple[str, ...] = ()
    caption: str = ""
    description: str = ""
    floating: Element | None = None

    def element(self, rows: Iterable[Element]) -> Element:
        """Return the table (ECMA-376 17.4.59, 17.4.38)."""
        width = twips(sum(self.columns_pt))
        looks = ("firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand")
        properties = el(
            "w:tblPr",
            el("w:tblStyle", val=self.style),
            self.floating,
            el("w:tblW", w=width, type="dxa"),
            None if self.floating is not None else el("w:tblInd", w=twips(self.left_pt), type="dxa"),
            el("w:tblLayout", type="fixed"),
            el("w:tblLook", **{name: int(name in self.look) for name in looks}),
            el("w:tblCaption", val=clean(self.caption)) if self.caption else None,
            el("w:tblDescription", val=clean(self.description)) if self.description else None,
        )
        grid = el("w:tblGrid", *(el("w:gridCol", w=twips(column)) for column in self.columns_pt))
        return el("w:tbl", properties, grid, *rows)


def row(cells: Iterable[Element], *, head: bool = False, depth_pt: float = 0.0, splits: bool = False) -> Element:
    """Return a row; a head is repeated on each page, and a row does not split unless it may."""
    return el(
        "w:tr",
        el(
            "w:trPr",
            flag("w:cantSplit", not splits),
            el("w:trHeight", val=twips(depth_pt), hRule="atLeast") if depth_pt else None,
            flag("w:tblHeader", head),
        ),
        *cells,
    )


def cell(
    width_pt: float,
    content: Sequence[Element],
    *,
    theme: Theme | None = None,
    edges: tuple[Edge, ...] = (),
    ground: str | None = None,
    padding_pt: tuple[float, float, float, float] | None = None,
    span: int = 1,
    align: str | None = None,
) -> Element:
    """Return a cell; ``padding_pt`` is top, left, bottom, right."""
    borders = margins = None
    if edges and theme is not None:
        by_side = {edge.side: edge for edge in edges}
        borders = el("w:tcBorders", *(border(f"w:{side}", edge, theme) for side, edge in _sides(by_side)))
    if padding_pt is not None:
        sides = zip(("top", "left", "bottom", "right"), padding_pt, strict=True)
        margins = el("w:tcMar", *(el(f"w:{side}", w=twips(room), type="dxa") for side, room in sides))
    properties = el(
        "w:tcPr",
        el("w:tcW", w=twips(width_pt), type="dxa"),
        el("w:gridSpan", val=span) if span > 1 else None,
        borders,
        theme.shading(ground) if theme is not None and ground else None,
        margins,
        el("w:vAlign", val=align) if align else None,
    )
    return el("w:tc", properties, *content)


def _sides(by_side: Mapping[Side, Edge]) -> list[tuple[Side, Edge]]:
    return [(side, by_side[side]) for side in SIDES if side in by_side]


# --- the house's table ----------------------------------------------------------------------------------


def define_styles(style: HouseStyle, theme: Theme) -> list[Element]:
    """Return Word's plain table style and the house's."""
    look = style.table
    nothing = el(
        "w:tblPr",
        el("w:tblInd", w=0, type="dxa"),
        table_margins("w:tblCellMar", 0.0, 0.0),
    )
    plain = el(
        "w:style",
        el("w:name", val="Normal Table"),
        el("w:uiPriority", val=99),
        el("w:semiHidden"),
        nothing,
        type="table",
        default=1,
        styleId="TableNormal",
    )
    rules = {"top": look.top_rule_pt, "bottom": look.bottom_rule_pt, "insideH": look.row_rule_pt}
    lines = el("w:tblBorders", *(_rule(side, rules.get(side, 0.0), look.rule_color, theme) for side in _BORDERS))
    head_rules = {"top": look.top_rule_pt, "bottom": look.head_rule_pt}
    head = el("w:tcBorders", *(_rule(side, each, look.rule_color, theme) for side, each in head_rules.items()))
    paper = style.palette.get("paper")
    parts = [_part("firstRow", head, look.head_ground, paper, theme)]
    if look.stripe_ground != paper:
        parts.append(_part("band2Horz", None, look.stripe_ground, paper, theme))
    table = el(
        "w:style",
        el("w:name", val="Brief Table"),
        el("w:basedOn", val="TableNormal"),
        el("w:uiPriority", val=59),
        el("w:qFormat"),
        el(
            "w:tblPr",
            el("w:tblStyleRowBandSize", val=1),
            el("w:tblInd", w=0, type="dxa"),
            lines,
            table_margins("w:tblCellMar", look.padding_x_pt, look.padding_y_pt),
        ),
        *parts,
        type="table",
        customStyle=1,
        styleId=STYLE,
    )
    return [plain, table]


def _rule(side: str, weight_pt: float, colour: str, theme: Theme) -> Element:
    return border(f"w:{side}", Edge("top", weight_pt, colour), theme)


def _part(kind: str, borders: Element | None, ground: str, paper: str | None, theme: Theme) -> Element:
    shading = theme.shading(ground) if ground != paper else None
    return el("w:tblStylePr", el("w:tcPr", borders, shading), type=kind)


# --- the author's table ---------------------------------------------------------------------------------


def add(work: Work, table: Table, frame: Frame, flow: Flow, columns: tuple[float, ...] | None = None) -> None:
    """Set a table with its caption above it; over pages it keeps its head, and its rows whole (17.4.6, 17.4.50).

    Its columns are of these breadths, or of those that its words want. That a part of it goes on is said in the PDF
    only: Word repeats a head as it is.
    """
    look, style = work.style.table, work.style
    span = "full" if frame.turned else table_span(table, style)
    left, measure = captions.column(span, frame)
    before = look.space_before_pt
    if table.caption or table.number:
        captions.above(work, table, table.caption, "table", frame, flow, before, span=span)
        before = 0.0  # the caption keeps its own distance
    columns = columns or column_measures(table, style, measure)
    grid = Grid(
        left_pt=left,
        columns_pt=columns,
        style=STYLE,
        look=("firstRow", "noVBand") if table.head else ("noVBand",),
        caption=plain_text(table.caption),
        description=_headings(table),
    )
    rows = []
    if any(cell.children for cell in table.head):
        rows.append(row(_cells(work, table, table.head, columns, frame, "TableHeading"), head=True))
    sheet = landscape(style.page) if frame.turned else portrait(style.page)
    held = keeps(table, style, columns, sheet.depth_pt, whole=kept_whole(table, style))
    numbers = extents(table, style).numbers
    for place, cells in enumerate(table.rows):
        short = tuple(column.short_pt(place) if column else 0.0 for column in numbers)
        made = _cells(work, table, cells, columns, frame, "TableText", keep=held.with_next[place], short=short)
        rows.append(row(made, splits=held.divisible[place]))
    if rows:
        flow.table(grid.element(rows), before, look.space_after_pt, "Table")


def _headings(table: Table) -> str:
    return ", ".join(filter(None, (plain_text(cell.children) for cell in table.head)))


def _cells(
    work: Work,
    table: Table,
    cells: tuple[Cell, ...],
    columns: tuple[float, ...],
    frame: Frame,
    style: str,
    *,
    keep: bool = False,
    short: tuple[float, ...] = (),
) -> list[Element]:
    """Return the cells of a row; ``short`` is how far each number ends before the longest of its column.

    That is an indent at right, no decimal tab: at such a tab Word and LibreOffice align what the reader's own
    settings take for the sign of decimals, so that Polish numbers stand askew on an English computer.
    """
    made = []
    for place, width in enumerate(columns):
        content = cells[place].children if place < len(cells) else ()
        side = table.alignments[place] if place < len(table.alignments) else "left"
        paragraph_style = style
        if side == "right" and work.rtl:
            side = "left"  # where such lines begin: figures keep their units one below the other
        if side in _ALIGNMENTS:
            paragraph_style = work.sheet.variant(style, _ALIGNMENTS[side], align=side)
        if short and short[place]:
            room = round(short[place], 1)
            paragraph_style = work.sheet.variant(paragraph_style, f"short by {room:g}", right_pt=room)
        if keep:
            paragraph_style = work.sheet.variant(paragraph_style, "kept with Next", keep_next=True)
        inner = Frame.at(paragraph_style, 0.0, width, frame.part, _kind(frame))
        flow = Flow(work.sheet, "cell")
        flow.paragraph(runs(work, content, inner), paragraph_style)
        align = "bottom" if style == "TableHeading" else None
        made.append(cell(width, flow.close(), padding_pt=_outer(work, place, len(columns)), align=align))
    return made


def _outer(work: Work, place: int, count: int) -> tuple[float, float, float, float] | None:
    """Return the padding of a cell at a table's side, whose text keeps to the edge of the column."""
    x, y = work.style.table.padding_x_pt, work.style.table.padding_y_pt
    if 0 < place < count - 1 or not x:
        return None
    return y, x if place else 0.0, y, x if place < count - 1 else 0.0


def _kind(frame: Frame) -> str:
    return "note" if frame.kind == "note" else "cell"
