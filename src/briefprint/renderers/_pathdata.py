"""Path data (SVG 1.1, 8.3): numbers as short as they can be, and lines of text as the outlines of their glyphs."""

from __future__ import annotations

import functools

import uharfbuzz as hb


def number(value: float) -> str:
    """Return a number to a thousandth."""
    shown = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def places(*values: float) -> str:
    """Return coordinates, each parted from the next by a space or by its sign."""
    shown = [number(value) for value in values]
    return shown[0] + "".join(each if each.startswith("-") else f" {each}" for each in shown[1:])


@functools.lru_cache(maxsize=64)
def _font(path: str) -> tuple[hb.Font, int]:
    face = hb.Face(hb.Blob.from_file_path(path))
    return hb.Font(face), face.upem


@functools.lru_cache(maxsize=1024)
def line_of_text(path: str, text: str) -> tuple[str, int]:
    """Return a line of text as a path's data in the font's units, kerned, and how many of them are its size."""
    font, units = _font(path)
    line = hb.Buffer()
    line.add_str(text)
    line.guess_segment_properties()
    hb.shape(font, line)
    parts, x = [], 0
    for glyph, position in zip(line.glyph_infos, line.glyph_positions, strict=True):
        parts.append(_glyph(path, glyph.codepoint, x + position.x_offset, position.y_offset))
        x += position.x_advance
    return "".join(parts), units


def _glyph(path: str, glyph: int, x: int, y: int) -> str:
    """Return a glyph's contours: each starts where it stands, and goes on as it does everywhere."""
    return "".join(f"M{places(x + left, y + top)}{steps}" for left, top, steps in _contours(path, glyph))


@functools.lru_cache(maxsize=4096)
def _contours(path: str, glyph: int) -> tuple[tuple[float, float, str], ...]:
    """Return where each contour of a glyph starts, and its steps from there (SVG 1.1, 8.3)."""
    made: list[tuple[float, float, list[str]]] = []
    at = (0.0, 0.0)

    def go(letter: str, *points: float) -> None:
        nonlocal at
        moves = (each - at[place % 2] for place, each in enumerate(points))
        made[-1][2].append(letter + places(*moves))
        at = points[-2:]  # type: ignore[assignment]

    def begin(x: float, y: float, _: object) -> None:
        nonlocal at
        made.append((x, y, []))
        at = (x, y)

    pen = hb.DrawFuncs()
    pen.set_move_to_func(begin)
    pen.set_line_to_func(lambda x, y, _: go("l", x, y))
    pen.set_quadratic_to_func(lambda cx, cy, x, y, _: go("q", cx, cy, x, y))
    pen.set_cubic_to_func(lambda ax, ay, bx, by, x, y, _: go("c", ax, ay, bx, by, x, y))
    pen.set_close_path_func(lambda _: made[-1][2].append("z"))
    _font(path)[0].draw_glyph(glyph, pen)
    return tuple((x, y, "".join(steps)) for x, y, steps in made)
