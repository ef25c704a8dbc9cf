"""A memo's copy on the bench: composed, and as deep as it is at any setting of the style's levers."""

from __future__ import annotations

import math

from briefprint import copyfit
from briefprint.artifact import Ledger, Pull
from briefprint.digest import MemoCopy
from briefprint.renderers._compose import Composer, Kept
from briefprint.renderers._medium import Medium
from briefprint.renderers._memorandum import Memorandum
from briefprint.renderers._tagged import Element
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle
from briefprint.units import POINTS_PER_UNIT

SAME_PT = 1e-9


def measure_pt(style: HouseStyle, setting: Setting) -> float:
    """Return the memo's measure between its side margins."""
    look = style.memo
    return style.page.width_pt - (look.margin_left_pt + look.margin_right_pt) * setting.margins


class Bench:
    """A memo's copy composed, and how deep it is at any setting of the style's levers."""

    def __init__(
        self, copy: MemoCopy, style: HouseStyle, available_pt: float, medium: Medium, kept: Kept | None = None
    ) -> None:
        self.copy, self.style, self.available_pt, self.medium = copy, style, available_pt, medium
        self.kept: Kept = {} if kept is None else kept
        self.levers = style.memo.levers.ladder()
        self.root = Element("Document")
        composer = Memorandum if style.memo.masthead.pattern == "memo_head" else Composer
        self.composed = composer(copy, style, self.root, self.kept).composed()

    def of(self, copy: MemoCopy) -> Bench:
        """Return other copy for the same page."""
        return Bench(copy, self.style, self.available_pt, self.medium, self.kept)

    def fits(self, factors: dict[str, float] | None = None) -> bool:
        """Return whether the copy fits with the levers at these factors, else with every lever pulled."""
        return self.depth_pt(factors or self.floor()) <= self.available_pt

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

    def fit(self, held: dict[str, float]) -> copyfit.Fit | None:
        """Return the calmest fit, where some levers are held at factors of their own."""
        levers = [lever for lever in self.levers if lever.name not in held]
        found = copyfit.fit(lambda factors: self.depth_pt(held | factors), self.available_pt, levers)
        return found and copyfit.Fit(self.floor() | held | found.factors, found.depth_pt)

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
