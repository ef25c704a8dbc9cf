"""What gives way where a memo has no room: whole points and paragraphs, those held least first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from briefprint.digest.copy import MemoCopy
from briefprint.digest.notes import noted
from briefprint.document import (
    PRIORITY,
    Inlines,
    Paragraph,
    plain_text,
)
from briefprint.style import HouseStyle

T = TypeVar("T")
FIRST_WORDS = 6  # by which what is left out is named


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left out of a memo: where it stands in the brief, and its first words."""

    line: int
    words: str


def abridged(copy: MemoCopy, style: HouseStyle) -> tuple[MemoCopy, Cut] | None:
    """Return the copy without what is held least, which is counted as left out, and what that is; None at the end.

    Whole points, blocks of passages and paragraphs after the first of the bottom line are left out, never a part of
    one: those of the highest number first, and of these the last. Copy that the style does not set is not counted.
    """
    parts: list[tuple[int, int, MemoCopy, Cut]] = []
    if "bottom_line" in style.memo.order:
        for place, paragraph in enumerate(copy.bottom_line[1:], 1):
            fewer = replace(copy, bottom_line=_without(copy.bottom_line, place))
            parts.append((PRIORITY, 0, fewer, _cut(paragraph.line, paragraph.children)))
    if "points" in style.memo.order:
        for place, point in enumerate(copy.points):
            fewer = replace(copy, points=_without(copy.points, place))
            parts.append((point.priority, 1, fewer, _cut(point.line, point.heading or point.body)))
        for place, passage in enumerate(copy.passages):
            blocks = passage.blocks[:-1]
            kept = (replace(passage, blocks=blocks),) if blocks else ()
            fewer = replace(copy, passages=(*copy.passages[:place], *kept, *copy.passages[place + 1 :]))
            block = passage.blocks[-1]
            words = block.children if isinstance(block, Paragraph) else passage.heading
            parts.append((passage.priority, 2, fewer, _cut(block.line, words)))
    if not parts:
        return None
    least = max(range(len(parts)), key=lambda place: (parts[place][0], parts[place][1], place))
    _, _, fewer, cut = parts[least]
    return noted(replace(fewer, left_out=copy.left_out + 1), style), cut


def _without(parts: tuple[T, ...], place: int) -> tuple[T, ...]:
    return (*parts[:place], *parts[place + 1 :])


def _cut(line: int, words: Inlines) -> Cut:
    said = plain_text(words).split()
    return Cut(line, " ".join(said[:FIRST_WORDS]) + ("…" if len(said) > FIRST_WORDS else ""))
