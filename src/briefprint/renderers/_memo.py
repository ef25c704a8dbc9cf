"""The memo's fit on one page, or its refusal: what every format of the memo shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefprint import copyfit
from briefprint.artifact import Ledger
from briefprint.digest import Cut, MemoCopy, abridged, cuts
from briefprint.errors import Diagnostic
from briefprint.renderers._bench import Bench, measure_pt
from briefprint.renderers._compose import Composed, Kept
from briefprint.renderers._left_out import left_out
from briefprint.renderers._medium import PRINT, Medium, mean_advance
from briefprint.renderers._overset import overset
from briefprint.renderers._tagged import Element
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle

LOOSE = ("space", "leading")  # levers that leave the lines as they are
NARROW = 0.85  # of a font's mean advance: no text has narrower letters throughout


@dataclass(frozen=True, slots=True)
class Fitted:
    """A memo that fits, and how."""

    composed: Composed
    setting: Setting
    depth_pt: float
    copy: MemoCopy
    ledger: Ledger
    warnings: tuple[Diagnostic, ...]


def fitted(copy: MemoCopy, style: HouseStyle, root: Element, available_pt: float, medium: Medium = PRINT) -> Fitted:
    """Return the memo at the calmest setting that fits.

    Raises OversetError when it does not fit at the floor and may not be abridged; else what is held least is left
    out first, whole, until the rest fits.
    """
    bench, given_up, found = _fit(copy, style, available_pt, medium)
    if found is None:
        raise overset(bench)
    root.children += bench.root.children
    return Fitted(
        bench.composed,
        bench.setting(found.factors),
        found.depth_pt,
        bench.copy,
        bench.ledger(found, tuple(each.words for each in given_up)),
        (*copy.warnings, *left_out(copy, given_up)),
    )


def _fit(
    copy: MemoCopy, style: HouseStyle, available_pt: float, medium: Medium
) -> tuple[Bench, Sequence[Cut], copyfit.Fit | None]:
    """Return what fits, what was given up for it, and how; without a fit what was left when all was given up.

    What no one chose is set as comfortably as the style sets anything, or left out: a page gives way for what an
    author asked for.
    """
    ladder = cuts(copy, style)
    offered = [place for place, cut in enumerate(ladder) if cut.offered]
    whole = _surplus([ladder[place] for place in offered], _page_letters(style, available_pt))
    asked = offered[-1] + 1 if offered else 0  # of the ladder is given up where only what was asked for is left

    kept: Kept = {}

    def of(count: int) -> Bench:
        fewer = abridged(copy, style, ladder[:count]) if count else copy
        return Bench(fewer, style, available_pt, medium, kept)

    def fewest(least: int, factors: dict[str, float]) -> tuple[int, Bench] | None:
        """Return how many cuts make the copy fit at these factors, and what is left."""
        low, high = least, len(ladder)
        if (best := of(low)).fits(factors):
            return low, best
        if not (best := of(high)).fits(factors):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            if (trial := of(middle)).fits(factors):
                high, best = middle, trial
            else:
                low = middle
        return high, best

    floor = copyfit.setting(style.memo.levers.ladder(), 1.0)
    held = {name: factor for name, factor in floor.items() if name not in LOOSE}
    if offered:
        calm = dict.fromkeys(floor, 1.0)
        if whole == 0 and (bench := of(0)).fits(floor | dict.fromkeys(held, 1.0)):
            return bench, (), bench.fit(dict.fromkeys(held, 1.0))
        if enough := fewest(max(whole, 1), calm):
            count, bench = enough
            return bench, ladder[:count], bench.fit(calm)
    bench = of(asked)
    if bench.fits():
        return bench, ladder[:asked], bench.fit({})
    if len(ladder) > asked and (enough := fewest(asked, floor)):
        # Abridged copy keeps its size at the floor at which it was judged: else a word more could cost a point, and
        # the room of that make the type larger.
        count, bench = enough
        return bench, ladder[:count], bench.fit(held)
    return of(len(ladder)), (), None


def _surplus(offered: Sequence[Cut], most: float) -> int:
    """Return how many of these no page has room for: a long brief's memo costs no more than a short one's."""
    letters, count = sum(cut.letters for cut in offered), 0
    while count < len(offered) and letters > most:
        letters, count = letters - offered[count].letters, count + 1
    return count


def _page_letters(style: HouseStyle, depth_pt: float) -> float:
    """Return more letters than the page has room for in comfort."""
    role, comfort = style.text.memo_body, Setting()
    lines = depth_pt / role.leading_pt
    return lines * measure_pt(style, comfort) / (NARROW * mean_advance(role.font()) * role.size_pt)
