"""Copyfitting: the calmest setting at which copy fits its depth, and what each lever won."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

STEPS = 400  # a setting is one of this many steps from comfortable to floor, so that fits are reproducible

Depth = Callable[[dict[str, float]], float]
"""The depth in points that copy takes, where each lever is at a factor of its comfortable value."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that may give way, as a factor of its comfortable value (1.0) down to ``floor``."""

    name: str
    floor: float


@dataclass(frozen=True, slots=True)
class Fit:
    """The factor each lever was set to, and the depth that the copy then takes."""

    factors: dict[str, float]
    depth_pt: float


def setting(levers: Sequence[Lever], tightness: float) -> dict[str, float]:
    """Return each lever's factor at ``tightness`` in [0, 1]: the first gives way first, then the next."""
    share = tightness * len(levers)
    return {
        lever.name: 1 - (1 - lever.floor) * min(1.0, max(0.0, share - place)) for place, lever in enumerate(levers)
    }


def fit(depth_pt: Depth, available_pt: float, levers: Sequence[Lever]) -> Fit | None:
    """Return the loosest setting whose set depth fits ``available_pt``, or None when the copy is overset.

    ``depth_pt`` must not grow as the setting tightens; the search is a bisection over STEPS.
    """

    def probe(step: int) -> Fit:
        factors = setting(levers, step / STEPS)
        return Fit(factors, depth_pt(factors))

    loosest = probe(0)
    if loosest.depth_pt <= available_pt:
        return loosest
    best = probe(STEPS)
    if best.depth_pt > available_pt:
        return None
    low, high = 0, STEPS  # low is overset, high fits
    while high - low > 1:
        middle = (low + high) // 2
        trial = probe(middle)
        if trial.depth_pt <= available_pt:
            high, best = middle, trial
        else:
            low = middle
    return _relaxed(best, depth_pt, available_pt)


def _relaxed(found: Fit, depth_pt: Depth, available_pt: float) -> Fit:
    """Return the fit without the levers that were pulled for nothing, the last ones looked at first."""
    for name in reversed(found.factors):
        if found.factors[name] < 1.0:
            factors = found.factors | {name: 1.0}
            depth = depth_pt(factors)
            if depth <= available_pt:
                found = Fit(factors, depth)
    return found


def won(depth_pt: Depth, levers: Sequence[Lever], factors: Mapping[str, float]) -> dict[str, float]:
    """Return the points that each lever wins when it is pulled to its factor after those before it."""
    pulled = {lever.name: 1.0 for lever in levers}
    depth, wins = depth_pt(pulled), {}
    for lever in levers:
        if factors[lever.name] < 1.0:
            pulled = pulled | {lever.name: factors[lever.name]}
            deeper, depth = depth, depth_pt(pulled)
            wins[lever.name] = deeper - depth
    return wins
