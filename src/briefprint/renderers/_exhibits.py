"""A table and a chart as boxes of the memo."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics import renderPDF

from briefprint.document import Chart, Table
from briefprint.renderers import _chart
from briefprint.renderers._boxes import Rule, fill
from briefprint.renderers._copy import Box, Copy
from briefprint.renderers._drawing import register_font
from briefprint.renderers._tagged import Element, TaggedCanvas
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle, TableLook


class Row(Box):
    """A table's cells side by side: the head's on their last line's foot, the others' on their first line's top."""

    def __init__(self, cells: Sequence[Copy], widths_pt: Sequence[float], look: TableLook) -> None:
        self.cells, self.look = cells, look
        padding = look.padding_x_pt
        # The outer edges of the table are those of the copy.
        self.insets = [0.0 if place == 0 else padding for place in range(len(cells))]
        last = len(cells) - 1
        outsets = [0.0 if place == last else padding for place in range(len(cells))]
        self.widths_pt = list(widths_pt)
        self.inner = [
            width - inset - outset for width, inset, outset in zip(widths_pt, self.insets, outsets, strict=True)
        ]

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        wider = measure_pt / sum(self.widths_pt)
        deepest = max(
            (cell.depth_pt(width * wider, setting) for cell, width in zip(self.cells, self.inner, strict=True)),
            default=0.0,
        )
        return deepest + 2 * setting.space_pt(self.look.padding_y_pt)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        wider = measure_pt / sum(self.widths_pt)
        top -= setting.space_pt(self.look.padding_y_pt)
        for cell, width, inset, inner in zip(self.cells, self.widths_pt, self.insets, self.inner, strict=True):
            cell.draw(canvas, x + inset * wider, top, inner * wider, setting)
            x += width * wider


class TableBox(Box):
    """A table: its caption, its head and its rows, between the rules and on the grounds that the style gives them."""

    def __init__(self, table: Table, caption: Copy | None, rows: Sequence[Row], style: HouseStyle) -> None:
        self.table, self.caption, self.rows, self.look = table, caption, rows, style.table
        self.gap_pt, self.paper = style.figure.caption_gap_pt, style.palette["paper"]
        self.before_pt, self.after_pt = self.look.space_before_pt, self.look.space_after_pt

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        depth = sum(row.depth_pt(measure_pt, setting) for row in self.rows)
        return depth + self._caption_pt(measure_pt, setting)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        look = self.look
        if self.caption:
            self.caption.draw(canvas, x, top, measure_pt, setting)
            top -= self._caption_pt(measure_pt, setting)
        self._rule(canvas, x, top, measure_pt, look.top_rule_pt)
        for place, row in enumerate(self.rows):
            depth = row.depth_pt(measure_pt, setting)
            ground = look.head_ground if place == 0 else look.stripe_ground if place % 2 == 0 else self.paper
            if ground != self.paper:
                fill(canvas, ground, x, top, measure_pt, depth)
            row.draw(canvas, x, top, measure_pt, setting)
            top -= depth
            last = place == len(self.rows) - 1
            weight = look.bottom_rule_pt if last else look.head_rule_pt if place == 0 else look.row_rule_pt
            self._rule(canvas, x, top, measure_pt, weight)

    def _caption_pt(self, measure_pt: float, setting: Setting) -> float:
        if self.caption is None:
            return 0.0
        return self.caption.depth_pt(measure_pt, setting) + setting.space_pt(self.gap_pt)

    def _rule(self, canvas: TaggedCanvas, x: float, y: float, measure_pt: float, weight_pt: float) -> None:
        Rule(self.look.rule_color, weight_pt).draw(canvas, x, y, x + measure_pt, y)


class ChartBox(Box):
    """A chart, drawn as in the brief and as broad as the measure; it does not give way."""

    def __init__(self, chart: Chart, style: HouseStyle, lang: str, element: Element) -> None:
        self.chart, self.style, self.lang, self.element = chart, style, lang, element
        self.before_pt = style.figure.caption_gap_pt
        self._drawn: dict[float, object] = {}

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:  # noqa: ARG002
        return float(self._drawing(measure_pt).height)  # type: ignore[attr-defined]

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        depth = self.depth_pt(measure_pt, setting)
        self.element.alt = _chart.summary(self.chart, self.lang)
        self.element.box = (x, top - depth, x + measure_pt, top)
        with canvas.content(self.element):
            renderPDF.draw(self._drawing(measure_pt), canvas, x, top - depth)

    def _drawing(self, measure_pt: float) -> object:
        if measure_pt not in self._drawn:
            drawing = _chart.drawing(self.chart, self.style, measure_pt, self.lang)
            # ReportLab opens every drawing in a font, used or not: an unembedded Helvetica unless told otherwise.
            drawing.initialFontName = register_font(self.style.text.chart_label.font())
            self._drawn[measure_pt] = drawing
        return self._drawn[measure_pt]
