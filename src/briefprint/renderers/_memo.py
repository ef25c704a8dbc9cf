"""The memo's fit on one page, or its refusal: what every format of the memo shares."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefprint import copyfit
from briefprint.digest import MemoCopy, abridged
from briefprint.errors import Diagnostic, OversetError, warning
from briefprint.renderers._compose import Composed, Composer
from briefprint.renderers._copy import Copy
from briefprint.renderers._memorandum import Memorandum
from briefprint.renderers._tagged import Element
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle

NAMED_PARTS = 3  # how many of the longest parts a refusal names


@dataclass(frozen=True, slots=True)
class Fitted:
    """A memo that fits, and how: ``factors`` is the ledger of the levers."""

    composed: Composed
    setting: Setting
    factors: dict[str, float]
    depth_pt: float
    available_pt: float
    copy: MemoCopy
    warnings: tuple[Diagnostic, ...]


def fitted(copy: MemoCopy, style: HouseStyle, root: Element, measure_pt: float, available_pt: float) -> Fitted:
    """Return the memo at the calmest setting that fits.

    Raises OversetError when it does not fit at the floor and its points were chosen by someone; points that
    nobody chose are left out from the last upwards instead, whole, and counted on the page.
    """
    composer = Memorandum if style.memo.masthead.pattern == "memo_head" else Composer
    trial, left_out = copy, 0
    while True:
        draft = Element("Document")
        composed = composer(trial, style, draft).composed()
        found = _fit(composed, style, measure_pt, available_pt)
        if found is not None:
            break
        if not (trial.may_abridge and trial.points):
            raise _overset(composed, trial, style, measure_pt, available_pt)
        trial, left_out = abridged(trial, style), left_out + 1
    warnings = copy.warnings
    if left_out:
        what = "points" if copy.listed else "sections"
        warnings += (
            warning(
                f"the memo leaves out {left_out} of {len(copy.points)} {what}: there is room for no more",
                copy.path,
                copy.points[-left_out].line or None,
                "give the brief a 'memo' block with the points that matter",
            ),
        )
    root.children += draft.children
    return Fitted(
        composed, _setting(style, found.factors), found.factors, found.depth_pt, available_pt, trial, warnings
    )


def _fit(composed: Composed, style: HouseStyle, measure_pt: float, available_pt: float) -> copyfit.Fit | None:
    def depth_pt(factors: dict[str, float]) -> float:
        return composed.depth_pt(measure_pt, _setting(style, factors))

    return copyfit.fit(depth_pt, available_pt, style.memo.levers.ladder())


def _setting(style: HouseStyle, factors: dict[str, float]) -> Setting:
    return Setting(floor_pt=style.memo.floor_pt, **factors)


# --- the refusal --------------------------------------------------------------------------------------


def _overset(
    composed: Composed, copy: MemoCopy, style: HouseStyle, measure_pt: float, available_pt: float
) -> OversetError:
    """Return the refusal: by how many lines the copy is over at the floor, and where it is longest."""
    setting = _setting(style, copyfit.setting(style.memo.levers.ladder(), 1.0))
    excess = composed.depth_pt(measure_pt, setting) - available_pt
    lengths = [(len(part.lines(inner, setting)), part) for part, inner in _measures(composed, measure_pt, setting)]
    lengths = sorted((each for each in lengths if each[0]), key=lambda each: -each[0])
    longest = [part for _, part in lengths]
    leading = min(
        (setting.leading_pt(part.role) for part in longest), default=setting.leading_pt(style.text.memo_body)
    )
    lines = math.ceil(excess / leading - 1e-9)
    named = "; ".join(
        f"{copy.path}:{part.line}, {count} line{'s' * (count > 1)}" for count, part in lengths[:NAMED_PARTS]
    )
    words = _words_to_cut(composed, longest, measure_pt, available_pt, setting)
    amount = f", about {words} word{'s' * (words > 1)}" if words else ""
    return OversetError(
        [
            Diagnostic(
                f"the memo is over by {lines} line{'s' * (lines > 1)}{amount}",
                copy.path,
                copy.line or None,
                f"the longest parts: {named}" if named else "the style leaves no room for copy",
            )
        ]
    )


def _measures(composed: Composed, measure_pt: float, setting: Setting) -> Iterator[tuple[Copy, float]]:
    """Yield each part and the measure it is set to, as laying it out tells."""
    composed.depth_pt(measure_pt, setting)
    for part in composed.parts:
        yield part, part.measured_pt


def _words_to_cut(
    composed: Composed, longest: Sequence[Copy], measure_pt: float, available_pt: float, setting: Setting
) -> int | None:
    """Return the fewest words whose loss, from the ends of the longest parts, makes the copy fit."""
    whole = [list(part.words) for part in longest]

    def fits(words: int) -> bool:
        for part, all_words in zip(longest, whole, strict=True):
            kept = max(0, len(all_words) - words)
            words -= len(all_words) - kept
            part.keep(all_words[:kept])
        return composed.depth_pt(measure_pt, setting) <= available_pt

    low, high = 0, sum(len(words) for words in whole)
    if not fits(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
