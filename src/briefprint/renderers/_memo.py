"""The memo's fit on one page, or its refusal: what every format of the memo shares."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefprint import copyfit
from briefprint.artifact import Ledger, Pull
from briefprint.digest import Cut, MemoCopy, abridged
from briefprint.errors import Diagnostic, OversetError, warning
from briefprint.renderers._compose import Composed, Composer
from briefprint.renderers._copy import Copy
from briefprint.renderers._medium import PRINT, Medium
from briefprint.renderers._memorandum import Memorandum
from briefprint.renderers._tagged import Element
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle
from briefprint.units import POINTS_PER_UNIT

LOOSE = ("space", "leading")  # levers that leave the lines as they are
NAMED_CUTS = 3  # how many ways out a refusal names
SAME_PT = 1e-9


@dataclass(frozen=True, slots=True)
class Fitted:
    """A memo that fits, and how."""

    composed: Composed
    setting: Setting
    depth_pt: float
    copy: MemoCopy
    ledger: Ledger
    warnings: tuple[Diagnostic, ...]


def measure_pt(style: HouseStyle, setting: Setting) -> float:
    """Return the memo's measure between its side margins."""
    look = style.memo
    return style.page.width_pt - (look.margin_left_pt + look.margin_right_pt) * setting.margins


def fitted(copy: MemoCopy, style: HouseStyle, root: Element, available_pt: float, medium: Medium = PRINT) -> Fitted:
    """Return the memo at the calmest setting that fits.

    Raises OversetError when it does not fit at the floor and may not be abridged; else what is held least is left
    out first, whole, until the rest fits.
    """
    bench = _Bench(copy, style, available_pt, medium)
    cuts: list[Cut] = []
    if not bench.fits():
        bench, cuts = _shorter(bench)
    found = bench.fit(abridged=bool(cuts))
    if found is None:
        raise _overset(bench)
    root.children += bench.root.children
    return Fitted(
        bench.composed,
        bench.setting(found.factors),
        found.depth_pt,
        bench.copy,
        bench.ledger(found, tuple(each.words for each in cuts)),
        (*copy.warnings, *_left_out(copy, cuts)),
    )


def _shorter(bench: _Bench) -> tuple[_Bench, list[Cut]]:
    """Return the copy with the fewest cuts that fits at the floor, and the cuts; as it is where none helps."""
    steps: list[tuple[MemoCopy, Cut]] = []
    copy = bench.copy
    while copy.may_abridge and (fewer := abridged(copy, bench.style)):
        steps.append(fewer)
        copy = fewer[0]
    low, high, best = -1, len(steps) - 1, bench.of(copy)
    if not best.fits():
        return bench, []
    while high - low > 1:
        middle = (low + high) // 2
        trial = bench.of(steps[middle][0])
        if trial.fits():
            high, best = middle, trial
        else:
            low = middle
    return best, [cut for _, cut in steps[: high + 1]]


def _left_out(copy: MemoCopy, cuts: Sequence[Cut]) -> Iterator[Diagnostic]:
    if cuts:
        what = "points" if copy.listed else "sections"
        total = len(copy.points) + len(copy.passages)
        count = f"{len(cuts)} of {total} {what}" if len(cuts) <= total else f"{len(cuts)} paragraphs"
        named = "; ".join(f"line {each.line}: '{each.words}'" for each in reversed(cuts))
        yield warning(
            f"the memo leaves out {count} for want of room: {named}",
            copy.path,
            cuts[-1].line or None,
            "shorten it, or say with {priority=1} and {.optional} what matters most and least",
        )


class _Bench:
    """A memo's copy composed, and how deep it is at any setting of the style's levers."""

    def __init__(self, copy: MemoCopy, style: HouseStyle, available_pt: float, medium: Medium) -> None:
        self.copy, self.style, self.available_pt, self.medium = copy, style, available_pt, medium
        self.levers = style.memo.levers.ladder()
        self.root = Element("Document")
        composer = Memorandum if style.memo.masthead.pattern == "memo_head" else Composer
        self.composed = composer(copy, style, self.root).composed()

    def of(self, copy: MemoCopy) -> _Bench:
        """Return other copy for the same page."""
        return _Bench(copy, self.style, self.available_pt, self.medium)

    def fits(self) -> bool:
        """Return whether the copy fits with every lever pulled."""
        return self.depth_pt(self.floor()) <= self.available_pt

    def setting(self, factors: dict[str, float]) -> Setting:
        """Return the setting at which each lever is at its factor."""
        return self.medium.setting(floor_pt=self.style.memo.floor_pt, **factors)

    def depth_pt(self, factors: dict[str, float]) -> float:
        """Return the depth of the copy at factors of the levers, with what is kept in reserve."""
        setting = self.setting(factors)
        depth = self.composed.depth_pt(measure_pt(self.style, setting) * self.medium.measure, setting)
        return depth + self.medium.reserve_lines * setting.leading_pt(self.style.text.memo_body)

    def set_depth_pt(self, factors: dict[str, float]) -> float:
        """Return the depth of the copy as it is set, on the whole measure."""
        setting = self.setting(factors)
        return self.composed.depth_pt(measure_pt(self.style, setting), setting)

    def floor(self) -> dict[str, float]:
        """Return the factors of levers pulled as far as the style allows."""
        return copyfit.setting(self.levers, 1.0)

    def fit(self, abridged: bool) -> copyfit.Fit | None:
        """Return the calmest fit. Abridged copy keeps its size at the floor at which it was judged: else a word more
        could cost a point, and the room of that make the type larger."""
        kept = {name: factor for name, factor in self.floor().items() if abridged and name not in LOOSE}
        levers = [lever for lever in self.levers if lever.name not in kept]
        found = copyfit.fit(lambda factors: self.depth_pt(kept | factors), self.available_pt, levers)
        return found and copyfit.Fit(self.floor() | kept | found.factors, found.depth_pt)

    def ledger(self, found: copyfit.Fit, left_out: tuple[str, ...]) -> Ledger:
        """Return which levers gave way, how far, what that won, and what room is left."""
        role, setting = self.style.text.memo_body, self.setting(found.factors)
        comfort, leading = self.setting({}), setting.leading_pt(role)
        values: dict[str, tuple[str, float, float]] = {
            "space": ("%", 100.0, setting.space * 100),
            "leading": ("pt", role.leading_pt, role.leading_pt * setting.leading),
            "size": ("pt", comfort.size_pt(role), setting.size_pt(role)),
            "margins": (
                "mm",
                self.style.memo.margin_left_pt / POINTS_PER_UNIT["mm"],
                self.style.memo.margin_left_pt * setting.margins / POINTS_PER_UNIT["mm"],
            ),
            "tracking": ("/1000 em", 0.0, (setting.tracking - 1) * 1000),
        }
        wins = copyfit.won(self.depth_pt, self.levers, found.factors)
        room = self.available_pt - self.set_depth_pt(found.factors)
        return Ledger(
            pulls=tuple(
                Pull(name, values[name][1], values[name][2], values[name][0], won / leading)
                for name, won in wins.items()
            ),
            size_pt=setting.size_pt(role),
            leading_pt=leading,
            room_pt=room,
            room_lines=math.floor(room / leading + SAME_PT),
            spare_words=0 if left_out else self.spare_words(),
            left_out=left_out,
        )

    def spare_words(self) -> int:
        """Return about how many words more would fit with every lever pulled."""
        setting = self.setting(self.floor())
        spare = (self.available_pt - self.depth_pt(self.floor())) / setting.leading_pt(self.style.text.memo_body)
        parts = self.composed.parts
        lines = sum(len(part.lines(part.measured_pt, setting)) for part in parts)
        words = sum(len(part.words) for part in parts)
        return math.floor(spare) * words // lines if lines else 0


# --- the refusal --------------------------------------------------------------------------------------


def _overset(bench: _Bench) -> OversetError:
    """Return the refusal: by how many lines the copy is over at the floor, and the cheapest ways out."""
    setting, style, copy = bench.setting(bench.floor()), bench.style, bench.copy
    excess = bench.depth_pt(bench.floor()) - bench.available_pt
    lengths = [(len(part.lines(part.measured_pt, setting)), part) for part in bench.composed.parts]
    lengths = sorted((each for each in reversed(lengths) if each[0]), key=lambda each: -each[0])  # the last first
    longest = [part for _, part in lengths]
    leading = min(
        (setting.leading_pt(part.role) for part in longest), default=setting.leading_pt(style.text.memo_body)
    )
    lines = math.ceil(excess / leading - SAME_PT)
    hint = _ways_out(bench, lengths, copy.path)
    words = _words_to_cut(bench, longest)
    amount = f", about {words} word{'s' * (words > 1)}" if words else ""
    message = f"the memo is over by {lines} line{'s' * (lines > 1)}{amount}"
    return OversetError([Diagnostic(message, copy.path, copy.line or None, hint)])


def _ways_out(bench: _Bench, lengths: Sequence[tuple[int, Copy]], path: str) -> str:
    """Return which parts to cut: those of which one is enough, the shortest first; else the fewest together."""

    def fits(parts: Sequence[Copy]) -> bool:
        words = [part.words for part in parts]
        for part in parts:
            part.keep([])
        enough = bench.fits()
        for part, whole in zip(parts, words, strict=True):
            part.keep(whole)
        return enough

    def named(count: int, part: Copy) -> str:
        return f"{_place(path, part)}, {count} line{'s' * (count > 1)}"

    enough: list[str] = []
    for count, part in reversed(lengths):
        if len(enough) < NAMED_CUTS and fits([part]):
            enough.append(named(count, part))
    if enough:
        return f"cut {'; or '.join(enough)}"
    for most in range(2, len(lengths) + 1):
        if fits([part for _, part in lengths[:most]]):
            more = [f"{most - NAMED_CUTS} parts more"] * (most > NAMED_CUTS)
            return f"cut {'; and '.join([*(named(*each) for each in lengths[:most][:NAMED_CUTS]), *more])}"
    return "cut key figures, or choose a style with more room: the copy between them is not what is too long"


def _place(path: str, part: Copy) -> str:
    """Return where a part stands in the brief: 'brief.md:41-44'."""
    return f"{path}:{part.line}-{part.last_line}" if part.last_line > part.line else f"{path}:{part.line}"


def _words_to_cut(bench: _Bench, longest: Sequence[Copy]) -> int | None:
    """Return the fewest words whose loss, from the ends of the longest parts, makes the copy fit."""
    whole = [list(part.words) for part in longest]

    def fits(words: int) -> bool:
        for part, all_words in zip(longest, whole, strict=True):
            kept = max(0, len(all_words) - words)
            words -= len(all_words) - kept
            part.keep(all_words[:kept])
        return bench.fits()

    low, high = 0, sum(len(words) for words in whole)
    if not fits(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
