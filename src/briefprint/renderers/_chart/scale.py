"""Scales: round values for an axis, and where what is labelled finds room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

_ROUND = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
NEAR_ZERO = 0.6  # of the highest: when the lowest is less, the scale starts at zero


def domain(values: Sequence[float]) -> tuple[float, float]:
    """Return the bounds of a scale for values that are shown by their place alone, not by a length.

    Zero is among them, unless all values are so far from it that their differences would be lost.
    """
    low, high = min(values), max(values)
    if low > 0 and (low < NEAR_ZERO * high or low == high):
        low = 0.0
    if high < 0 and (high > NEAR_ZERO * low or low == high):
        high = 0.0
    return (low, high) if low < high else (0.0, 1.0)


def ticks(low: float, high: float, most: int) -> tuple[Decimal, ...]:
    """Return round values from one not above ``low`` to one not below ``high``, as equal steps (1, 2 or 5)."""
    below, above = Decimal(repr(low)), Decimal(repr(high))
    rough = (above - below) / max(most, 1)
    power = Decimal(1).scaleb(rough.adjusted())
    for step in (power * each for each in (*_ROUND, *(10 * each for each in _ROUND))):
        first, last = math.floor(below / step), math.ceil(above / step)
        if last - first <= max(most, 1):
            break
    return tuple(step * number for number in range(first, last + 1))


def decimals(steps: Sequence[Decimal]) -> int:
    """Return how many decimals the values of an axis have."""
    exponents = (each.normalize().as_tuple().exponent for each in steps)
    return max((max(0, -each) for each in exponents if isinstance(each, int)), default=0)


def apart(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return where things of these sizes start so that none overlaps, each as near its wanted place as can be.

    Neighbours that would overlap are gathered and set about their common middle (pool adjacent violators); all are
    within the bounds when there is room for them.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place] + sizes[place] / 2)
    pools: list[tuple[list[int], float, float]] = []  # members, start, size
    for place in order:
        members, size = [place], sizes[place]
        start = _within(wanted[place], size, low, high)
        while pools and pools[-1][1] + pools[-1][2] > start:
            before, _, room = pools.pop()
            members, size = before + members, room + size
            offset, total = 0.0, 0.0
            for each in members:
                total += wanted[each] - offset
                offset += sizes[each]
            start = _within(total / len(members), size, low, high)
        pools.append((members, start, size))
    places = [0.0] * len(wanted)
    for members, start, _ in pools:
        for each in members:
            places[each], start = start, start + sizes[each]
    return places


def _within(start: float, size: float, low: float, high: float) -> float:
    return max(low, min(start, high - size))
