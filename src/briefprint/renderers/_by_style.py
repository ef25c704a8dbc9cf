"""What follows from a house style alone, found once for all the briefs that a process sets in it.

Styles are known by identity: the stylebook gives out one object for each, and to hash one costs more than is saved.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

from briefprint.style import HouseStyle

Found = TypeVar("Found")
_MOST = 16
"""Styles that are remembered: a batch sets many briefs in each."""


def once(find: Callable[[HouseStyle], Found]) -> Callable[[HouseStyle], Found]:
    """Return a function that finds something of a style once."""
    held: dict[int, tuple[HouseStyle, Found]] = {}

    @functools.wraps(find)
    def found(style: HouseStyle) -> Found:
        known = held.get(id(style))
        if known is None or known[0] is not style:  # another stood in that place of the memory before
            if len(held) >= _MOST:
                held.clear()
            known = held[id(style)] = (style, find(style))
        return known[1]

    return found
