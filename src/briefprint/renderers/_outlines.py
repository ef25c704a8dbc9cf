"""A drawing as SVG that looks the same wherever it is read: it asks for no font, no style sheet, no other file.

Words are set as outlines of the style's own fonts; who cannot see them has the alternative text. ReportLab draws on a
canvas that writes SVG, by the same calls that write the memo's PDF: what one shows the other does.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportlab.graphics.renderPDF import draw
from reportlab.graphics.shapes import Drawing
from reportlab.pdfbase import pdfmetrics

from briefprint.renderers._pathdata import line_of_text, number, places

_CAPS = ("butt", "round", "square")  # by PDF's numbers (ISO 32000-1, 8.4.3.3 and 8.4.3.4)
_JOINS = ("miter", "round", "bevel")
_EVEN_ODD = 0  # ReportLab's number for the rule


def svg(drawing: Drawing, ground: str | None = None) -> bytes:
    """Return a drawing as SVG 1.1, on a ground such as '#ffffff' or on none; in points, counted upwards within."""
    canvas = _Canvas(drawing.height)
    draw(drawing, canvas, 0, 0)
    width, depth = number(drawing.width), number(drawing.height)
    paper = f'<rect width="{width}" height="{depth}" fill="{ground}"/>' if ground else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}pt" height="{depth}pt" viewBox="0 0 {width} {depth}">'
        f'{paper}<g transform="matrix(1 0 0 -1 0 {depth})">{"".join(canvas.finished())}</g></svg>\n'
    ).encode()


# --- paths --------------------------------------------------------------------------------------------


class _Path:
    """What ReportLab builds a path with (its PDFPathObject, as far as shapes call it)."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def moveTo(self, x: float, y: float) -> None:
        self.steps.append(f"M{places(x, y)}")

    def lineTo(self, x: float, y: float) -> None:
        self.steps.append(f"L{places(x, y)}")

    def curveTo(self, *points: float) -> None:
        self.steps.append(f"C{places(*points)}")

    def close(self) -> None:
        self.steps.append("Z")

    def arc(self, *box: float) -> None:
        """Draw part of an ellipse within a box from an angle on, by so many degrees."""
        self._arc(box, "M")

    def arcTo(self, *box: float) -> None:
        """Draw part of an ellipse, with a line to its start."""
        self._arc(box, "L")

    def _arc(self, box: Sequence[float], start: str) -> None:
        from reportlab.pdfgen.pdfgeom import bezierArc

        for place, (x, y, *curve) in enumerate(bezierArc(*box)):
            if not place:
                self.steps.append(f"{start}{places(x, y)}")
            self.curveTo(*curve)

    @property
    def data(self) -> str:
        return "".join(self.steps)


# --- the canvas ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ink:
    colour: str = "none"  # until ReportLab says the first, before it draws anything
    alpha: float = 1.0

    def said(self, name: str) -> str:
        shade = f' {name}-opacity="{number(self.alpha)}"' if self.alpha < 1 else ""
        return f' {name}="{self.colour}"{shade}'


@dataclass(frozen=True, slots=True)
class _State:
    """What PDF calls the graphics state, as far as shapes have one (ISO 32000-1, 8.4.1)."""

    fill: _Ink = _Ink()
    stroke: _Ink = _Ink()
    weight: float = 1.0
    cap: int = 0
    join: int = 0
    dash: tuple[float, ...] = ()
    phase: float = 0.0
    font: str = ""
    size: float = 0.0
    clip: str = ""  # the path that was clipped to last
    groups: int = 0  # that were opened in it


class _Canvas:
    """What ReportLab draws shapes on (its Canvas, as far as they call it)."""

    def __init__(self, depth: float) -> None:
        self._depth = depth
        self._state, self._saved = _State(), list[_State]()
        self._made: list[str] = []
        self._names = 0
        self._fillMode = _EVEN_ODD  # ReportLab sets this as an attribute, for want of a call

    def finished(self) -> Iterator[str]:
        """Yield the elements, all groups closed."""
        yield from self._made
        yield "</g>" * self._state.groups

    # state

    def saveState(self) -> None:
        self._saved.append(self._state)
        self._state = replace(self._state, groups=0)

    def restoreState(self) -> None:
        self._made.append("</g>" * self._state.groups)
        self._state = self._saved.pop()

    def transform(self, *matrix: float) -> None:
        if matrix != (1, 0, 0, 1, 0, 0):
            self._open(f'transform="matrix({" ".join(f"{each:.7g}" for each in matrix)})"')

    def setFillColor(self, colour: Any) -> None:
        self._set(fill=_Ink(_hex(colour), _alpha(colour, self._state.fill)))

    def setStrokeColor(self, colour: Any) -> None:
        self._set(stroke=_Ink(_hex(colour), _alpha(colour, self._state.stroke)))

    def setFillAlpha(self, alpha: float) -> None:
        self._set(fill=replace(self._state.fill, alpha=alpha))

    def setStrokeAlpha(self, alpha: float) -> None:
        self._set(stroke=replace(self._state.stroke, alpha=alpha))

    def setLineWidth(self, weight: float) -> None:
        self._set(weight=weight)

    def setLineCap(self, cap: int) -> None:
        self._set(cap=cap)

    def setLineJoin(self, join: int) -> None:
        self._set(join=join)

    def setDash(self, dash: Sequence[float] = (), phase: float = 0.0) -> None:
        self._set(dash=tuple(dash), phase=phase)

    def setFont(self, font: str, size: float) -> None:
        self._set(font=font, size=size)

    @property
    def _fontname(self) -> str:  # ReportLab reads these where it changes but one of the two
        return self._state.font

    @property
    def _fontsize(self) -> float:
        return self._state.size

    def setFillOverprint(self, _on: object) -> None:
        """Leave to presses what screens do not know."""

    setStrokeOverprint = setOverprintMask = setFillOverprint

    # shapes

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None:
        box = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self._shape("rect", box, stroke, fill)

    def roundRect(
        self, x: float, y: float, width: float, height: float, radius: float, stroke: int = 1, fill: int = 0
    ) -> None:
        box = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self._shape("rect", f'{box} rx="{number(radius)}"', stroke, fill)

    def circle(self, x: float, y: float, radius: float, stroke: int = 1, fill: int = 0) -> None:
        self._shape("circle", f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"', stroke, fill)

    def ellipse(self, x1: float, y1: float, x2: float, y2: float, stroke: int = 1, fill: int = 0) -> None:
        middle = f'cx="{number((x1 + x2) / 2)}" cy="{number((y1 + y2) / 2)}"'
        reach = f'rx="{number(abs(x2 - x1) / 2)}" ry="{number(abs(y2 - y1) / 2)}"'
        self._shape("ellipse", f"{middle} {reach}", stroke, fill)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._shape("path", f'd="M{places(x1, y1)}L{places(x2, y2)}"', 1, 0)

    def beginPath(self) -> _Path:
        return _Path()

    def drawPath(self, path: _Path, stroke: int = 1, fill: int = 0, fillMode: int | None = None) -> None:
        if path.steps and (stroke or fill):
            rule = self._rule(fillMode, "fill") if fill else ""
            self._shape("path", f'd="{path.data}"{rule}', stroke, fill)

    def clipPath(self, path: _Path, stroke: int = 1, fill: int = 0, fillMode: int | None = None) -> None:
        """Draw what follows in this state within a path alone."""
        name = self._name()
        self._made.append(f'<clipPath id="{name}"><path d="{path.data}"{self._rule(fillMode, "clip")}/></clipPath>')
        self._open(f'clip-path="url(#{name})"')
        self._set(clip=path.data)
        del stroke, fill  # a path that clips has no ink of its own

    def drawInlineImage(self, picture: Any, x: float, y: float, width: float, height: float) -> None:
        kind, data = _embedded(picture)
        source = base64.b64encode(data).decode("ascii")
        self._made.append(
            f'<image transform="matrix(1 0 0 -1 {number(x)} {number(y + height)})" width="{number(width)}" '
            f'height="{number(height)}" preserveAspectRatio="none" xlink:href="data:{kind};base64,{source}"/>'
        )

    def linearGradient(
        self, x0: float, y0: float, x1: float, y1: float, colours: Any, positions: Any = None, extend: bool = True
    ) -> None:
        ends = f'x1="{number(x0)}" y1="{number(y0)}" x2="{number(x1)}" y2="{number(y1)}"'
        self._gradient("linearGradient", ends, colours, positions)
        del extend

    def radialGradient(
        self, x: float, y: float, radius: float, colours: Any, positions: Any = None, extend: bool = True
    ) -> None:
        reach = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        self._gradient("radialGradient", reach, colours, positions)
        del extend

    def drawString(self, x: float, y: float, text: str, mode: int | None = None) -> None:
        """Set a line of text as outlines; in the font's own units, so that a letter is written alike each time."""
        del mode
        data, units = line_of_text(str(pdfmetrics.getFont(self._state.font).face.filename), text)
        if data:
            scale = f"{self._state.size / units:.6g}"
            self._made.append(
                f'<path transform="matrix({scale} 0 0 {scale} {number(x)} {number(y)})" d="{data}"'
                f"{self._state.fill.said('fill')}/>"
            )

    # what they share

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    def _name(self) -> str:
        self._names += 1
        return f"d{self._names}"

    def _open(self, said: str) -> None:
        self._made.append(f"<g {said}>")
        self._set(groups=self._state.groups + 1)

    def _rule(self, fill_mode: int | None, what: str) -> str:
        mode = self._fillMode if fill_mode is None else fill_mode
        return f' {what}-rule="evenodd"' if mode == _EVEN_ODD else ""

    def _shape(self, tag: str, said: str, stroke: int, fill: int) -> None:
        if stroke or fill:
            ink = self._state.fill.said("fill") if fill else ' fill="none"'
            self._made.append(f"<{tag} {said}{ink}{self._outline() if stroke else ''}/>")

    def _outline(self) -> str:
        state = self._state
        said = f'{state.stroke.said("stroke")} stroke-width="{number(state.weight)}"'
        if state.cap:
            said += f' stroke-linecap="{_CAPS[state.cap]}"'
        if state.join:
            said += f' stroke-linejoin="{_JOINS[state.join]}"'
        if state.dash:
            said += f' stroke-dasharray="{" ".join(map(number, state.dash))}"'
            said += f' stroke-dashoffset="{number(state.phase)}"' if state.phase else ""
        return said

    def _gradient(self, tag: str, said: str, colours: Sequence[Any], positions: Sequence[float] | None) -> None:
        """Fill what was clipped to with colours that run into each other."""
        name, last = self._name(), max(len(colours) - 1, 1)
        offsets = positions or [place / last for place in range(len(colours))]
        stops = "".join(
            f'<stop offset="{number(place)}" stop-color="{_hex(colour)}" stop-opacity="{number(_alpha(colour))}"/>'
            for place, colour in zip(offsets, colours, strict=True)
        )
        self._made.append(
            f'<{tag} id="{name}" gradientUnits="userSpaceOnUse" {said}>{stops}</{tag}>'
            f'<path d="{self._state.clip}" fill="url(#{name})"/>'
        )


def _embedded(picture: Any) -> tuple[str, bytes]:
    """Return the kind and the bytes of a picture that is a file, or was within the drawing."""
    if isinstance(picture, str):
        from briefprint.renderers import _raster

        raster = _raster.read(Path(picture))
        return raster.media_type, raster.data
    data = io.BytesIO()
    picture.save(data, "PNG")
    return "image/png", data.getvalue()


# --- colours -------------------------------------------------------------------------------------------


def _hex(colour: Any) -> str:
    return f"#{colour.hexval()[2:8]}"


def _alpha(colour: Any, known: _Ink | None = None) -> float:
    said = getattr(colour, "alpha", None)
    return float(said) if said is not None else known.alpha if known is not None else 1.0
