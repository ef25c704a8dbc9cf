"""The accent of a template: what our style sets in its own accent stands in that of the template's heads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from briefprint.renderers._word.template_styles import Styles
from briefprint.renderers._word.xml import Element, qualified
from briefprint.style import Face, HouseStyle
from briefprint.tokens import contrast

_READABLE = 4.5  # WCAG 2.2, 1.4.3, level AA
_COLOURED = 24  # steps of 255 between the strongest and the weakest of red, green and blue: less is a grey
_SLOTS = {"text1": "dk1", "text2": "dk2", "background1": "lt1", "background2": "lt2"}


def accented(styles: Styles, theme: Element | None, style: HouseStyle) -> HouseStyle:
    """Return the style with the template's accent for its own, if words in it can be read on the style's paper."""
    ours, paper = style.palette.get("accent"), style.palette.get("paper")
    theirs = _of_headings(styles, theme) or _of_theme(theme, "accent1")
    if ours is None or paper is None or theirs is None or contrast(theirs, paper) < _READABLE:
        return style
    made: HouseStyle = _recoloured(style, ours, theirs)
    return made


def _of_headings(styles: Styles, theme: Element | None) -> str | None:
    """Return the colour of the template's first heads, where it is one."""
    own = styles.counterpart("paragraph", "heading 1")
    said = styles.says(own, "rPr", "color")
    if said is None:
        return None
    place = said.get(qualified("w:themeColor"))
    value = _of_theme(theme, _SLOTS.get(place, place)) if place and not _shaded(said) else None
    return value or _colour(said.get(qualified("w:val"), ""))


def _shaded(said: Element) -> bool:
    return any(said.get(qualified(f"w:{each}")) for each in ("themeShade", "themeTint"))


def _of_theme(theme: Element | None, slot: str) -> str | None:
    """Return a colour of a theme (ECMA-376 20.1.6.2)."""
    node = None if theme is None else next(theme.iter(qualified(f"a:{slot}")), None)
    if node is None or not len(node):
        return None
    return _colour(node[0].get("lastClr") or node[0].get("val", ""))


def _colour(value: str) -> str | None:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        return None
    shares = [int(value[start : start + 2], 16) for start in (0, 2, 4)]
    return f"#{value.lower()}" if max(shares) - min(shares) >= _COLOURED else None


def _recoloured(value: Any, old: str, new: str) -> Any:
    """Return a part of a style with one colour for another, wherever it stands."""
    if isinstance(value, str):
        return new if value == old else value
    if isinstance(value, tuple):
        return tuple(_recoloured(each, old, new) for each in value)
    if isinstance(value, Mapping):
        return {key: _recoloured(each, old, new) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type | Face):
        changes = {each.name: _recoloured(getattr(value, each.name), old, new) for each in fields(value)}
        return replace(value, **changes)
    return value
