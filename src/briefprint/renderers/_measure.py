"""Measuring display text before it is set, so that every format breaks and divides it alike."""

from __future__ import annotations

from collections.abc import Sequence

from briefprint.document import KeyFigure, plain_text
from briefprint.renderers._drawing import has_glyph, text_measure
from briefprint.style import Font, TextRole

BALLOTS = {True: ("☑", "[x]"), False: ("☐", "[ ]")}
"""The box of a task, done or open: as a sign, and as letters where a face has no such sign."""


def ballot(checked: bool, font: Font) -> str:
    """Return the box of a task in signs that the font has."""
    sign, letters = BALLOTS[checked]
    return sign if has_glyph(sign, font) else letters


def line_measure(text: str, role: TextRole) -> float:
    """Return the length of a line of text in a role, in points."""
    cased = text.upper() if role.case == "upper" else text
    return text_measure(cased, role.font(), role.size_pt) + role.tracking_pt * len(cased)


def balanced_measure(text: str, role: TextRole, measure_pt: float) -> float:
    """Return the shortest measure on which text takes no more lines than on ``measure_pt``.

    Display lines of even length read better than a full one and a single word.
    """
    words = [line_measure(word, role) for word in text.split(" ") if word]
    space = line_measure(" ", role)

    def lines(limit: float) -> int:
        count, length = 1, 0.0
        for word in words:
            if length and length + space + word > limit:
                count, length = count + 1, word
            else:
                length += (space if length else 0.0) + word
        return count

    fewest, shortest = lines(measure_pt), max(words, default=0.0)
    if fewest == 1 or shortest >= measure_pt:
        return measure_pt
    low, high = shortest, measure_pt
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if lines(middle) <= fewest else (middle, high)
    return min(measure_pt, high + role.size_pt / 2)  # kerning differs between engines by less than this


def figure_rows(
    figures: Sequence[KeyFigure], most: int, gap_pt: float, value: TextRole, measure_pt: float
) -> list[list[tuple[KeyFigure, float]]]:
    """Return the key figures in rows of ``most`` columns or fewer, each with its column's measure.

    The columns are even unless a value would break: then its column is as long as it must be and the others give
    way; where that is not enough there are fewer columns.
    """
    for columns in range(min(most, len(figures)), 0, -1):
        needs = [0.0] * columns
        for place, figure in enumerate(figures):
            needed = line_measure(plain_text(figure.value), value) + value.size_pt / 8
            needs[place % columns] = max(needs[place % columns], needed)
        measures = _shared(needs, measure_pt - gap_pt * (columns - 1))
        if measures or columns == 1:
            measures = measures or [measure_pt]
            rows = [figures[start : start + columns] for start in range(0, len(figures), columns)]
            return [list(zip(each, measures, strict=False)) for each in rows]
    return []


def _shared(needs: list[float], measure_pt: float) -> list[float] | None:
    """Return the measure shared as evenly as the needs allow, or None when they are more than there is."""
    if sum(needs) > measure_pt:
        return None
    long: set[int] = set()
    while True:
        even = (measure_pt - sum(needs[place] for place in long)) / max(1, len(needs) - len(long))
        more = {place for place, need in enumerate(needs) if place not in long and need > even}
        if not more:
            return [need if place in long else even for place, need in enumerate(needs)]
        long |= more
