"""The marks round what is cut, as operators of a page's content (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_ROUND = 0.5522847  # of the radius: where the handles of a quarter circle stand


@dataclass(frozen=True, slots=True)
class MarkLook:
    """How marks are drawn, in points: their distance from the trim, their length and weight."""

    offset_pt: float
    length_pt: float
    weight_pt: float

    @property
    def reach_pt(self) -> float:
        """How much room they take up beyond the trim."""
        return self.offset_pt + self.length_pt + self.weight_pt


def marks(trim: Sequence[float], look: MarkLook, space: str, folds: Sequence[float] = ()) -> str:
    """Return the marks round a trim (left, bottom, right, top), in full tint of a colour space of the page's.

    Two lines at each corner say where to cut, dashes above and below where to fold; a cross in a circle at the middle
    of each side shows whether the plates lie in register.
    """
    left, bottom, right, top = trim
    near, far = look.offset_pt, look.offset_pt + look.length_pt
    lines = []
    for x, across in ((left, -1), (right, 1)):
        for y, along in ((bottom, -1), (top, 1)):
            lines.append((x + across * near, y, x + across * far, y))
            lines.append((x, y + along * near, x, y + along * far))
    reach = look.length_pt / 2
    beside = (right - left) / (4 if folds else 2)  # a fold has its own mark in the middle
    centres = [(left - near - reach, (bottom + top) / 2), (right + near + reach, (bottom + top) / 2)]
    centres += [(left + beside, bottom - near - reach), (left + beside, top + near + reach)]
    for x, y in centres:
        lines += [(x - reach, y, x + reach, y), (x, y - reach, x, y + reach)]
    out = [f"q {space} CS 1 SCN {look.weight_pt:.4f} w 0 J [] 0 d"]
    out += [f"{a:.4f} {b:.4f} m {c:.4f} {d:.4f} l S" for a, b, c, d in lines]
    out += [_circle(x, y, reach / 2) for x, y in centres]
    dash = look.length_pt / 5
    out += [
        f"[{dash:.4f}] 0 d {x:.4f} {y + along * near:.4f} m {x:.4f} {y + along * far:.4f} l S"
        for x in folds
        for y, along in ((bottom, -1), (top, 1))
    ]
    return "\n".join([*out, "Q"])


def _circle(x: float, y: float, radius: float) -> str:
    turn = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
    out = [f"{x + radius:.4f} {y:.4f} m"]
    for (ax, ay), (bx, by) in pairwise(turn):
        handles = (ax + _ROUND * bx, ay + _ROUND * by, bx + _ROUND * ax, by + _ROUND * ay, bx, by)
        out.append(" ".join(f"{(x, y)[i % 2] + radius * each:.4f}" for i, each in enumerate(handles)) + " c")
    return " ".join([*out, "S"])
