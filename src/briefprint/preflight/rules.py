"""The rules of preflight: each one's name, how much it weighs, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from briefprint.errors import Severity

LEAST_PPI, GOOD_PPI = 150, 300
"""Pictures below the one are seen to be coarse, below the other may be (twice a screen of 150 lpi)."""
LEAST_LINE_PT = 0.25
"""Thinner lines break up, or vanish, on the plate."""
LEAST_TYPE_PT = 7.0
"""Smaller type, in more than one ink or left out of more than one, is ragged where plates are out of register."""
MOST_INK = 3.0
"""Solids over one another that coated paper bears (ISO 12647-2: 300 to 340 %)."""
LEAST_BLEED_PT = 8.0
"""Just below 3 mm, what cutters ask for."""
SLIGHT = 0.02
"""Less of an ink is none."""


@dataclass(frozen=True, slots=True)
class PressRule:
    """One rule."""

    id: str
    level: Severity
    about: str


_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
ALL = (
    PressRule("unreadable", _ERROR, "The file is missing, broken, locked, or too large to look through."),
    PressRule("encrypted", _ERROR, "The file is encrypted; printers' programs open none such (ISO 15930-7, 6.5)."),
    PressRule("font-missing", _ERROR, "A font is not in the file: another will stand in for it."),
    PressRule("font-type-3", _WARNING, "A font whose letters are drawings; they print coarser than type."),
    PressRule("font-whole", _NOTE, "A font is in the file with all its letters; some licences forbid it."),
    PressRule("picture-coarse", _ERROR, f"A picture has less than {LEAST_PPI} dots to the inch where it stands."),
    PressRule("picture-soft", _WARNING, f"A picture has less than {GOOD_PPI} dots to the inch where it stands."),
    PressRule("boxes", _ERROR, "The boxes of a page do not stand within one another."),
    PressRule("no-trim", _WARNING, "A page does not say where it is cut."),
    PressRule("no-bleed", _WARNING, "Something reaches the page's edge and does not go 3 mm beyond it."),
    PressRule("page-sizes", _WARNING, "Pages are not all of one size."),
    PressRule("rgb", _ERROR, "Colours are lights, not inks."),
    PressRule("hairline", _WARNING, f"A line is thinner than {LEAST_LINE_PT:g} pt."),
    PressRule("small-type", _WARNING, f"Type smaller than {LEAST_TYPE_PT:g} pt is in more than one ink."),
    PressRule("reversed-type", _WARNING, f"Light type smaller than {LEAST_TYPE_PT:g} pt is on more than one ink."),
    PressRule("total-ink", _WARNING, f"More ink than {MOST_INK:.0%} lies in one place."),
    PressRule("white-overprint", _ERROR, "White prints over what is behind it, so it will not be seen."),
    PressRule("overprint", _NOTE, "Something other than black prints over what is behind it."),
    PressRule("transparency", _NOTE, "Something is see-through; older presses flatten it (PDF/X-1a has none)."),
    PressRule("spot-colour", _NOTE, "An ink of its own, beside the four; each is a further plate."),
    PressRule("annotation", _WARNING, "A link, a comment or a field lies on what is printed (ISO 15930-7, 6.16)."),
    PressRule("no-intent", _WARNING, "The file does not say for which press and paper it is made."),
)
RULES: Mapping[str, PressRule] = MappingProxyType({each.id: each for each in ALL})
