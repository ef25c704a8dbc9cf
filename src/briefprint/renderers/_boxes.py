"""Boxes: copy laid out in stacks, columns and panels, measured at any setting of the levers, drawn at one."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from reportlab.graphics import renderPDF
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader

from briefprint.renderers._copy import Box, Copy
from briefprint.renderers._drawing import from_svg, mark_shape
from briefprint.renderers._tagged import TaggedCanvas
from briefprint.renderers._words import Setting
from briefprint.style import Panel

BOX_STROKE = 0.09  # of the side of a box to tick
WRITING_LINES = 2  # of its label's leading: the room for a hand


class Stack(Box):
    """Boxes one below another; the larger of two neighbouring spaces stands between them."""

    def __init__(self, boxes: Sequence[Box], before_pt: float = 0.0, after_pt: float = 0.0) -> None:
        self.boxes: list[Box] = [box for box in boxes if not (isinstance(box, Stack) and not box.boxes)]
        self.before_pt = before_pt or (self.boxes[0].before_pt if self.boxes else 0.0)
        self.after_pt = after_pt or (self.boxes[-1].after_pt if self.boxes else 0.0)

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        return sum(gap + box.depth_pt(measure_pt, setting) for gap, box in self.spaced(setting))

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        for gap, box in self.spaced(setting):
            top -= gap
            box.draw(canvas, x, top, measure_pt, setting)
            top -= box.depth_pt(measure_pt, setting)

    def baseline_pt(self, setting: Setting) -> float:
        return self.boxes[0].baseline_pt(setting) if self.boxes else 0.0

    def spaced(self, setting: Setting) -> Iterator[tuple[float, Box]]:
        """Yield each box and the space over it."""
        after: float | None = None
        for box in self.boxes:
            yield 0.0 if after is None else setting.space_pt(max(after, box.before_pt)), box
            after = box.after_pt


class Rule:
    """A line of a colour; no line where its weight is nothing."""

    def __init__(self, color: str, weight_pt: float) -> None:
        self.color, self.weight_pt = color, weight_pt

    def draw(self, canvas: TaggedCanvas, x1: float, y1: float, x2: float, y2: float) -> None:
        if self.weight_pt > 0:
            with canvas.artifact():
                canvas.setStrokeColor(HexColor(self.color))
                canvas.setLineWidth(self.weight_pt)
                canvas.line(x1, y1, x2, y2)


class Columns(Box):
    """Boxes side by side, each with its share of the measure; a divider may stand between them."""

    def __init__(
        self,
        boxes: Sequence[Box | None],
        widths_pt: Sequence[float | None],
        gap_pt: float,
        divider: Rule | None = None,
        align: Literal["baseline", "middle"] = "baseline",
    ) -> None:
        self.boxes, self.widths_pt, self.gap_pt = boxes, widths_pt, gap_pt
        self.divider, self.align = divider, align
        self.before_pt = max((box.before_pt for box in boxes if box), default=0.0)
        self.after_pt = max((box.after_pt for box in boxes if box), default=0.0)

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        return max(
            (lower + box.depth_pt(width, setting) for box, _, width, lower in self.placed(measure_pt, setting)),
            default=0.0,
        )

    def baseline_pt(self, setting: Setting) -> float:
        return max((box.baseline_pt(setting) for box in self.boxes if box), default=0.0)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        depth = self.depth_pt(measure_pt, setting)
        for box, shift, width, lower in self.placed(measure_pt, setting):
            if self.divider and shift:
                edge = x + shift - self.gap_pt / 2
                self.divider.draw(canvas, edge, top, edge, top - depth)
            box.draw(canvas, x + shift, top - lower, width, setting)

    def placed(self, measure_pt: float, setting: Setting) -> Iterator[tuple[Box, float, float, float]]:
        """Yield each box, how far it is shifted, its breadth, and how far it is lowered."""
        fixed = sum(width for width in self.widths_pt if width is not None)
        free = sum(width is None for width in self.widths_pt)
        room = measure_pt - self.gap_pt * (len(self.boxes) - 1)
        share = (room - fixed) / free if free else 0.0
        wider = 1.0 if free or not fixed else room / fixed  # what fills the measure goes with it
        widths = [share if width is None else width * wider for width in self.widths_pt]
        if self.align == "middle":
            depths = [
                box.depth_pt(width, setting) if box else 0.0 for box, width in zip(self.boxes, widths, strict=True)
            ]
            lowered = [(max(depths) - depth) / 2 for depth in depths]
        else:
            common = self.baseline_pt(setting)
            lowered = [common - box.baseline_pt(setting) if box else 0.0 for box in self.boxes]
        shift = 0.0
        for box, width, lower in zip(self.boxes, widths, lowered, strict=True):
            if box is not None:
                yield box, shift, width, lower
            shift += width + self.gap_pt


class Series:
    """What counts: the items that have the same one are counted together, as its pattern writes numbers."""

    def __init__(self, pattern: str, start: int = 1) -> None:
        self.pattern, self.start = pattern, start


class Item(Columns):
    """A marker and its copy: nothing where the copy is none. Where the marker is a number, ``series`` counts it."""

    def __init__(self, marker: Copy, body: Box, indent_pt: float, series: Series | None = None) -> None:
        super().__init__([marker, body], [indent_pt, None], 0.0)
        self.marker, self.body, self.indent_pt, self.series = marker, body, indent_pt, series

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        empty = self.body.depth_pt(measure_pt - self.indent_pt, setting) == 0
        return 0.0 if empty else super().depth_pt(measure_pt, setting)


class PanelBox(Box):
    """A box set apart by a panel's ground, rules and room."""

    def __init__(self, box: Box, panel: Panel, paper: str) -> None:
        self.box, self.panel, self.paper = box, panel, paper
        self.before_pt, self.after_pt = panel.space_before_pt, panel.space_after_pt

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        panel = self.panel
        rules = panel.rule_top_pt + panel.rule_bottom_pt
        inner = self.box.depth_pt(self.inner_pt(measure_pt), setting)
        return inner + rules + 2 * setting.space_pt(panel.padding_y_pt)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        panel, depth = self.panel, self.depth_pt(measure_pt, setting)
        if panel.ground != self.paper:
            fill(canvas, panel.ground, x, top, measure_pt, depth)
        right = x + measure_pt
        sides = (
            (panel.rule_top_pt, x, top, measure_pt, panel.rule_top_pt),
            (panel.rule_bottom_pt, x, top - depth + panel.rule_bottom_pt, measure_pt, panel.rule_bottom_pt),
            (panel.rule_left_pt, x, top, panel.rule_left_pt, depth),
            (panel.rule_right_pt, right - panel.rule_right_pt, top, panel.rule_right_pt, depth),
        )
        for weight, left, edge, width, height in sides:
            if weight > 0:
                fill(canvas, panel.rule_color, left, edge, width, height)
        down = panel.rule_top_pt + setting.space_pt(panel.padding_y_pt)
        start = x + panel.rule_left_pt + panel.padding_x_pt
        self.box.draw(canvas, start, top - down, self.inner_pt(measure_pt), setting)

    def inner_pt(self, measure_pt: float) -> float:
        """Return the measure within it."""
        panel = self.panel
        return measure_pt - panel.rule_left_pt - panel.rule_right_pt - 2 * panel.padding_x_pt


def fill(canvas: TaggedCanvas, color: str, x: float, top: float, width: float, depth: float) -> None:
    """Lay a ground, as decoration."""
    with canvas.artifact():
        canvas.setFillColor(HexColor(color))
        canvas.rect(x, top - depth, width, depth, stroke=0, fill=1)


class Ruled(Box):
    """A box with a rule below it."""

    def __init__(self, box: Box, rule: Rule, gap_pt: float) -> None:
        self.box, self.rule, self.gap_pt = box, rule, gap_pt
        self.before_pt = box.before_pt

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        below = setting.space_pt(self.gap_pt) + self.rule.weight_pt if self.rule.weight_pt else 0.0
        return self.box.depth_pt(measure_pt, setting) + below

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        self.box.draw(canvas, x, top, measure_pt, setting)
        y = top - self.depth_pt(measure_pt, setting) + self.rule.weight_pt / 2
        self.rule.draw(canvas, x, y, x + measure_pt, y)


class Mark(Box):
    """A drawing that decorates: a house's mark."""

    def __init__(self, drawing: Any, font: str) -> None:
        self.drawing = drawing
        # ReportLab opens every drawing in a font, used or not: an unembedded Helvetica unless told otherwise.
        drawing.initialFontName = font
        self.width_pt = float(drawing.width)

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:  # noqa: ARG002
        return float(self.drawing.height)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        with canvas.artifact():
            renderPDF.draw(self.drawing, canvas, x, top - self.depth_pt(measure_pt, setting))


class DotMark(Box):
    """A picture in dots that decorates: a house's mark as PNG, none of its dots lost, see-through where it is."""

    def __init__(self, path: Path, height_pt: float) -> None:
        self.path, self.height_pt = path, height_pt
        self.width_pt = height_pt * mark_shape(path)

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:  # noqa: ARG002
        return self.height_pt

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:  # noqa: ARG002
        # Its bytes, not its name: ReportLab calls a picture in the file after what it is given.
        picture = ImageReader(io.BytesIO(self.path.read_bytes()))
        with canvas.artifact():
            canvas.drawImage(picture, x, top - self.height_pt, self.width_pt, self.height_pt, mask="auto")


def mark(path: Path, height_pt: float, font: str) -> Mark | DotMark:
    """Return a house's mark of this height. Raises RenderError when its file cannot be read."""
    if path.suffix.lower() == ".svg":
        return Mark(from_svg(path, height_pt=height_pt), font)
    return DotMark(path, height_pt)


class Choice(Box):
    """A box to tick, and what it stands for."""

    def __init__(self, label: Copy, side_pt: float) -> None:
        self.label, self.side_pt = label, side_pt
        self.before_pt, self.after_pt = label.before_pt, label.after_pt

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        return max(self.side_pt, self.label.depth_pt(measure_pt - self.indent_pt(setting), setting))

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        indent = self.indent_pt(setting)
        middle = top - setting.leading_pt(self.label.role) / 2
        with canvas.artifact():
            canvas.setStrokeColor(HexColor(self.label.role.color))
            canvas.setLineWidth(self.side_pt * BOX_STROKE)
            canvas.rect(x, middle - self.side_pt / 2, self.side_pt, self.side_pt, stroke=1, fill=0)
        self.label.draw(canvas, x + indent, top, measure_pt - indent, setting)

    def indent_pt(self, setting: Setting) -> float:
        """Return how far its label stands in."""
        return self.side_pt + setting.size_pt(self.label.role) / 2  # an en


class Blank(Box):
    """A label before a line to write on."""

    def __init__(self, label: Copy, rule: Rule) -> None:
        self.label, self.rule = label, rule
        self.before_pt, self.after_pt = label.before_pt, label.after_pt

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:  # noqa: ARG002
        return WRITING_LINES * setting.leading_pt(self.label.role)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        foot = top - self.depth_pt(measure_pt, setting)
        leading = setting.leading_pt(self.label.role)
        self.label.draw(canvas, x, foot + leading, measure_pt, setting)
        start = x + self.label.natural_pt(setting) + setting.size_pt(self.label.role) / 2
        y = foot + (leading - setting.size_pt(self.label.role)) / 2
        self.rule.draw(canvas, start, y, x + measure_pt, y)


class ShortRule(Box):
    """The rule over the notes, with the gap below it."""

    def __init__(self, rule: Rule, length_pt: float, before_pt: float, after_pt: float) -> None:
        self.rule, self.length_pt = rule, length_pt
        self.before_pt, self.after_pt = before_pt, after_pt

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:  # noqa: ARG002
        return self.rule.weight_pt

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:  # noqa: ARG002
        y = top - self.rule.weight_pt / 2
        self.rule.draw(canvas, x, y, x + self.length_pt, y)
