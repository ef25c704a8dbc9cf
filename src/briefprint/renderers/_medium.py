"""What a memo is set on: a page whose every point is ours, or Word's grid, on which other programs set it again.

Word counts type in half points and distances in twentieths of a point (ECMA-376 17.3.2.38, 17.18.81). What sets the
file is not what measured it, so a memo for Word is measured on a shorter line and keeps some lines in reserve.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics

from briefprint.renderers._drawing import register_font
from briefprint.renderers._words import Setting
from briefprint.style import Font, TextRole
from briefprint.units import half_points, twips

BASELINE = 0.8  # of an exact line, where Word sets its baseline, from the line's top
WORD_MEASURE = 0.985  # of the measure: so much may another program set a line longer
WORD_RESERVE = 1.5  # lines of the copy
_COMMONEST = "etaoin shrdlu"  # letters as often as text has them, as type casters ordered them


@dataclass(frozen=True, slots=True)
class WordSetting(Setting):
    """How far each lever is drawn, to the nearest that a Word file can say."""

    def size_pt(self, role: TextRole, scale: float = 1.0) -> float:
        """Return the size of a role's type in half points, never below the floor."""
        wanted = Setting.size_pt(self, role, scale)
        nearest = half_points(wanted) / 2
        return nearest if nearest >= min(self.floor_pt, wanted) else nearest + 0.5

    def leading_pt(self, role: TextRole) -> float:
        """Return a role's leading in twips: that of the size wanted, so that lines stand as they do in print."""
        return _on_grid(role.leading_pt * self.leading * Setting.size_pt(self, role) / role.size_pt)

    def tracking_pt(self, role: TextRole) -> float:
        """Return a role's tracking in twips; it gives back what the size's rounding takes: lines break alike."""
        lost = Setting.size_pt(self, role) - self.size_pt(role)
        return _on_grid(Setting.tracking_pt(self, role) + lost * mean_advance(role.font()))

    def space_pt(self, points: float) -> float:
        """Return a space between blocks in twips."""
        return _on_grid(points * self.space)

    def baseline_pt(self, role: TextRole, middle_pt: float) -> float:  # noqa: ARG002
        """Return how far a first baseline is below its line's top, which is exact."""
        return BASELINE * self.leading_pt(role)


@dataclass(frozen=True, slots=True)
class Medium:
    """How copy is measured for a format: on what grid, on which share of the measure, with what in reserve."""

    setting: type[Setting] = Setting
    measure: float = 1.0
    reserve_lines: float = 0.0


PRINT = Medium()
WORD = Medium(WordSetting, WORD_MEASURE, WORD_RESERVE)


def _on_grid(points: float) -> float:
    return twips(points) / 20


@functools.cache
def mean_advance(font: Font) -> float:
    """Return the mean breadth of a letter at a size of one point."""
    length = float(pdfmetrics.stringWidth(_COMMONEST, register_font(font), 1))
    return length / len(_COMMONEST)
