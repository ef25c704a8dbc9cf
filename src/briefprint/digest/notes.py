"""The notes that a memo calls, numbered as the page calls them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from briefprint.digest.copy import MemoCopy
from briefprint.document import (
    Note,
    rebuild,
    walk,
)
from briefprint.style import HouseStyle


def noted(copy: MemoCopy, style: HouseStyle) -> MemoCopy:
    """Return the copy with the notes it calls, numbered from 1 in the order of the page."""
    parts: dict[str, Iterable[object]] = {
        "bottom_line": copy.bottom_line,
        "figures": copy.figures,
        "points": (tuple((each.heading, each.body, each.then) for each in copy.points), copy.passages),
        "ask": copy.ask,
    }
    found: dict[int, Note] = {}
    for part in (copy.subject, *(tuple(parts[name]) for name in style.memo.order)):
        for node in walk(part):
            if isinstance(node, Note):
                found.setdefault(node.number, node)
    if not found:
        return replace(copy, notes=())
    numbers = {number: place for place, number in enumerate(found, 1)}

    def renumbered(node: Any) -> Any:
        return replace(node, number=numbers.get(node.number, node.number)) if isinstance(node, Note) else node

    notes = tuple(rebuild(note, renumbered) for note in found.values())
    return replace(rebuild(replace(copy, notes=()), renumbered), notes=notes)
