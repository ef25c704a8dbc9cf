"""Lengths: authors write them with a unit, the program counts in points."""

import re

POINTS_PER_UNIT = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0}
LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)\s*(pt|mm|cm|in|pc)")


def parse_length(text: object) -> float:
    """Return the points in a length such as ``10.5pt`` or ``22mm``.

    Raises ValueError for anything else: a bare number would leave its unit to be guessed.
    """
    if isinstance(text, str) and (found := LENGTH.fullmatch(text.strip())):
        return float(found[1]) * POINTS_PER_UNIT[found[2]]
    raise ValueError(f"{text!r} is no length; write a number and a unit: '10.5pt', '22mm', '1in'")


def half_points(points: float) -> int:
    """Return Word's unit for type sizes (ECMA-376 17.3.2.38)."""
    return round(points * 2)


def twips(points: float) -> int:
    """Return Word's unit for distances: twentieths of a point (ECMA-376 17.18.81)."""
    return round(points * 20)


def emu(points: float) -> int:
    """Return DrawingML's unit: 12,700 to the point (ECMA-376 20.1.2.1)."""
    return round(points * 12_700)


def points_of_pixels(pixels: float) -> float:
    """Return the points in pixels of CSS: 96 to the inch (CSS Values 4, 6.2)."""
    return pixels * 72 / 96
