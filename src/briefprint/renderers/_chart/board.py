"""What a chart is drawn on: words and shapes in the style's tokens, counted from the top."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, Literal

from reportlab.graphics.shapes import Circle, Drawing, Line, Path, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics

from briefprint.renderers._drawing import register_font, strings, text_measure
from briefprint.renderers._joined import moved
from briefprint.style import HouseStyle
from briefprint.tokens import contrast

LEGIBLE = 4.5  # WCAG 2.2, 1.4.3
OPEN = 0.24  # of an open dot's breadth: its ring
Point = tuple[float, float]
# The parts of each dash and gap, of the style's long dash; the first series has none.
DASHES: tuple[tuple[float, ...], ...] = ((), (1, 0.4), (0.45, 0.35), (1, 0.35, 0.25, 0.35), (0.2, 0.3))


def _at(line: String | Path, down: float, depth: float) -> String | Path:
    """Return a line of text so far below the top of a drawing so deep."""
    if isinstance(line, Path):
        return moved(line, depth - down)
    line.y = depth - down
    return line


class Board:
    """Gathers words and shapes; how deep they go is known only at the end. Lengths are in points."""

    def __init__(self, style: HouseStyle, measure: float, lang: str) -> None:
        self.style, self.look, self.role = style, style.chart, style.text.chart_label
        self.measure, self.lang = measure, lang
        self.leading = self.role.leading_pt
        self.gap = self.role.size_pt / 2  # an en, between what stands side by side
        self._made: list[Callable[[float], Any]] = []

    def drawing(self, depth: float) -> Drawing:
        """Return what was gathered, as deep as it came to."""
        result = Drawing(self.measure, depth)
        for make in self._made:
            result.add(make(depth))
        return result

    # --- words ---------------------------------------------------------------------------------------

    def name(self, text: str) -> str:
        """Return an author's label as the style sets it."""
        return text.upper() if self.role.case == "upper" else text

    def breadth(self, text: str, strong: bool = False) -> float:
        """Return the length of a line of text."""
        return text_measure(text, self.role.font(strong), self.role.size_pt)

    def broadest(self, texts: Sequence[str], strong: bool = False) -> float:
        """Return the length of the longest of some lines."""
        return max((self.breadth(text, strong) for text in texts), default=0.0)

    def wrapped(self, text: str, measure: float, strong: bool = False) -> tuple[str, ...]:
        """Return the lines of a text; a word longer than the measure is broken."""
        lines: list[str] = []
        for word in filter(None, text.split(" ")):  # not at no-break spaces
            if lines and self.breadth(f"{lines[-1]} {word}", strong) <= measure:
                lines[-1] += f" {word}"
                continue
            lines.append(word)
            while self.breadth(lines[-1], strong) > measure and len(lines[-1]) > 1:
                letters = lines.pop()
                cut = len(letters) - 1
                while cut > 1 and self.breadth(letters[:cut], strong) > measure:
                    cut -= 1
                lines += [letters[:cut], letters[cut:]]
        return tuple(lines) or ("",)

    def text(
        self,
        text: str,
        x: float,
        middle: float,
        anchor: Literal["start", "middle", "end"] = "start",
        strong: bool = False,
        colour: str | None = None,
    ) -> None:
        """Set a line of text on its middle."""
        if not text:
            return
        own = self.role.font(strong)
        font = register_font(own)
        ascent, descent = pdfmetrics.getAscentDescent(font, self.role.size_pt)
        shift = float(ascent + descent) / 2  # from the middle of the line to its baseline
        look = {"fontName": font, "fontSize": self.role.size_pt, "fillColor": HexColor(colour or self.role.color)}
        line = String(x, 0, text, textAnchor=anchor, **look)
        for part in strings(line, own):
            self._made.append(functools.partial(_at, part, middle + shift))

    def lines(
        self,
        lines: Sequence[str],
        x: float,
        top: float,
        anchor: Literal["start", "middle", "end"] = "start",
        strong: bool = False,
        colour: str | None = None,
    ) -> None:
        """Set some lines of text under each other."""
        for number, line in enumerate(lines):
            self.text(line, x, top + (number + 0.5) * self.leading, anchor, strong, colour)

    # --- shapes --------------------------------------------------------------------------------------

    def rect(self, left: float, top: float, breadth: float, high: float, colour: str) -> None:
        """Draw a rectangle without an outline."""
        fill = HexColor(colour)
        self._made.append(
            lambda depth: Rect(left, depth - top - high, breadth, high, fillColor=fill, strokeColor=None)
        )

    def rule(self, start: Point, end: Point, colour: str, weight: float) -> None:
        """Draw a straight line."""
        if not weight:
            return
        look = {"strokeColor": HexColor(colour), "strokeWidth": weight}
        self._made.append(lambda depth: Line(start[0], depth - start[1], end[0], depth - end[1], **look))

    def path(self, points: Sequence[Point], colour: str, weight: float, dash: int = 0) -> None:
        """Draw a line through points; ``dash`` counts the ways in which it is broken, none of them first."""
        parts = [part * self.look.dash_pt for part in DASHES[dash % len(DASHES)]]
        look = {
            "strokeColor": HexColor(colour), "strokeWidth": weight, "strokeLineJoin": 1,
            "strokeLineCap": 0 if parts else 1, "strokeDashArray": parts or None,
        }  # fmt: skip
        self._made.append(lambda depth: PolyLine([part for x, y in points for part in (x, depth - y)], **look))

    def dot(self, x: float, y: float, colour: str, across: float | None = None, hollow: bool = False) -> None:
        """Draw a dot, full or as a ring."""
        across = across or self.look.dot_pt
        ring = across * OPEN if hollow else 0.0
        fill = HexColor(self.look.ground if hollow else colour)
        look = {"fillColor": fill, "strokeColor": HexColor(colour) if hollow else None, "strokeWidth": ring}
        self._made.append(lambda depth: Circle(x, depth - y, (across - ring) / 2, **look))

    def axis(self, start: Point, end: Point) -> None:
        """Draw the line from which values are counted."""
        self.rule(start, end, self.look.axis_color, self.look.axis_pt)

    def grid(self, start: Point, end: Point) -> None:
        """Draw a hairline that leads the eye."""
        self.rule(start, end, self.look.grid_color, self.look.grid_pt)

    # --- colours -------------------------------------------------------------------------------------

    def within(self, fill: str) -> str:
        """Return the colour of text on a ground of this colour."""
        return max((self.look.on_color, self.role.color), key=lambda each: contrast(each, fill))

    def legible(self, colour: str) -> str:
        """Return a colour if text can be set in it, or else the text's own."""
        return colour if contrast(colour, self.look.ground) >= LEGIBLE else self.role.color

    def colours(self, names: Sequence[str], highlight: Sequence[str]) -> tuple[str, ...]:
        """Return the colour of each series: what is highlighted is set off from the rest, in grey."""
        look = self.look
        if not set(names) & set(highlight):
            return tuple(look.colors[place % len(look.colors)] for place in range(len(names)))
        quiet = iter(range(len(names)))
        return tuple(
            look.highlight_color if name in highlight else look.quiet_colors[next(quiet) % len(look.quiet_colors)]
            for name in names
        )
