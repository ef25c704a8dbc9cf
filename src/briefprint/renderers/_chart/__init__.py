"""Charts as drawings, one for all formats: in the style's faces and colours, labelled on what they show."""

from __future__ import annotations

from typing import assert_never

from reportlab.graphics.shapes import Drawing

from briefprint.document import Chart
from briefprint.renderers._chart import bars, dots, lines, parts
from briefprint.renderers._chart.board import Board
from briefprint.renderers._chart.datatable import with_tables
from briefprint.renderers._chart.words import summary, unit_shown, value_text
from briefprint.style import HouseStyle

__all__ = ["drawing", "summary", "unit_shown", "value_text", "with_tables"]


def drawing(chart: Chart, style: HouseStyle, measure_pt: float, lang: str) -> Drawing:
    """Return what a chart draws, as broad as the measure; title, unit and source are the caller's to set."""
    board = Board(style, measure_pt, lang)
    match chart.kind:
        case "bar":
            depth = bars.draw(chart, board)
        case "line":
            depth = lines.draw(chart, board)
        case "dot":
            depth = dots.draw(chart, board)
        case "stacked" | "share":
            depth = parts.draw(chart, board)
        case _:
            assert_never(chart.kind)
    return board.drawing(depth)
