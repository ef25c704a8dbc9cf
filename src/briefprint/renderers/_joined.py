"""Words of scripts that join and turn, as outlines: for drawings, whose engines set letter after letter.

WeasyPrint sets the text of an SVG letter by letter, ReportLab knows no shaping (OpenType 1.9, GSUB), and neither
orders what runs from right to left. What such words say stands in the text that goes with their drawing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import uharfbuzz as hb
from reportlab.graphics.shapes import FILL_NON_ZERO, Path, String

from briefprint import direction, glyphs
from briefprint.style import Font

_MOVE, _LINE, _CURVE, _CLOSE = range(4)  # ReportLab's own numbers for what a path does
_SHARE = {"start": 0.0, "middle": 0.5, "end": 1.0}


def wanted(text: str) -> bool:
    """Return whether a line of text is to be drawn as outlines."""
    return direction.has_rtl(text)


def measure(text: str, font: Font, size_pt: float) -> float:
    """Return the length of a line of text as it is shaped."""
    return size_pt * sum(_shaped(str(each.path), part, rtl)[1] for each, part, rtl in _visual(text, font))


def outlined(line: String, font: Font) -> Path:
    """Return a line of text as one shape, on its baseline and at its anchor."""
    size = line.fontSize
    x = line.x - measure(line.text, font, size) * _SHARE[line.textAnchor]
    path = Path(fillColor=line.fillColor, strokeColor=None, fillMode=FILL_NON_ZERO)
    for each, part, rtl in _visual(line.text, font):
        steps, advance = _shaped(str(each.path), part, rtl)
        for step, points in steps:
            path.operators.append(step)
            path.points += [value * size + (x if place % 2 == 0 else line.y) for place, value in enumerate(points)]
        x += advance * size
    return path


def moved(path: Path, up: float) -> Path:
    """Return a path so much higher."""
    path.points = [value + (up if place % 2 else 0.0) for place, value in enumerate(path.points)]
    return path


def _visual(text: str, font: Font) -> Iterator[tuple[Font, str, bool]]:
    """Yield stretches of one font and one direction from left to right, each in the order it is read (UAX 9, L2)."""
    rtl = direction.runs_rtl(text, False)
    parts = [
        (levels[at], each, piece)
        for levels, start, end in _level_runs(text, rtl)
        for at, each, piece in _placed(text[start:end], start, font)
    ]
    for level in range(max((each[0] for each in parts), default=0), 0, -1):
        at = 0
        while at < len(parts):
            end = at
            while end < len(parts) and parts[end][0] >= level:
                end += 1
            parts[at:end] = parts[at:end][::-1]
            at = max(end, at + 1)
    yield from ((each, piece, bool(level % 2)) for level, each, piece in parts)


def _level_runs(text: str, rtl: bool) -> Iterator[tuple[list[int], int, int]]:
    levels, at = direction.levels(text, rtl), 0
    for place in range(1, len(text) + 1):
        if place == len(text) or levels[place] != levels[at]:
            yield levels, at, place
            at = place


def _placed(text: str, at: int, font: Font) -> Iterator[tuple[int, Font, str]]:
    for each, piece in glyphs.stretches(text, font):
        yield at, each, piece
        at += len(piece)


Step = tuple[int, tuple[float, ...]]


@functools.lru_cache(maxsize=512)
def _shaped(path: str, text: str, rtl: bool) -> tuple[tuple[Step, ...], float]:
    """Return the outlines of text at a size of one point, and its length."""
    font, upem = _font(path)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    hb.shape(font, buffer)
    steps: list[Step] = []
    x = 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        shift = (x + position.x_offset, float(position.y_offset))
        steps += (
            (step, tuple((value + shift[place % 2]) / upem for place, value in enumerate(points)))
            for step, points in _outline(path, info.codepoint)
        )
        x += position.x_advance
    return tuple(steps), x / upem


@functools.lru_cache(maxsize=16)
def _font(path: str) -> tuple[hb.Font, int]:
    face = hb.Face(hb.Blob.from_file_path(path))
    return hb.Font(face), face.upem


@functools.lru_cache(maxsize=1024)
def _outline(path: str, glyph: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    draw = hb.DrawFuncs()
    draw.set_move_to_func(lambda x, y, _: steps.append((_MOVE, (x, y))))
    draw.set_line_to_func(lambda x, y, _: steps.append((_LINE, (x, y))))
    draw.set_cubic_to_func(lambda *said: steps.append((_CURVE, said[:6])))  # it makes cubic curves of the others
    draw.set_close_path_func(lambda _: steps.append((_CLOSE, ())))
    _font(path)[0].draw_glyph(glyph, draw, None)
    return tuple(steps)
