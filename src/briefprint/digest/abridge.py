"""What gives way where a memo has no room: whole points and paragraphs, those held least first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from briefprint.digest.copy import MemoCopy, Passage, Point
from briefprint.digest.notes import noted
from briefprint.digest.openings import announces
from briefprint.document import (
    PRIORITY,
    Block,
    BulletList,
    Inlines,
    OrderedList,
    Paragraph,
    plain_text,
)
from briefprint.style import HouseStyle

T = TypeVar("T")
FIRST_WORDS = 6  # by which what is left out is named
_BOTTOM_LINE, _POINTS, _PASSAGES, _OFFERED = range(4)  # of parts held alike, those of the higher number go first


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left out of a memo: where it stands in the brief, its first words, and what it counts as."""

    line: int
    words: str
    unit: Literal["point", "section", "paragraph"] = "point"
    count: int = 1
    letters: int = 0
    priority: int = PRIORITY
    kind: int = _POINTS
    place: int = 0  # among its kind
    block: int = 0  # of a passage

    @property
    def offered(self) -> bool:
        """Whether no one chose it."""
        return self.kind == _OFFERED


def cuts(copy: MemoCopy, style: HouseStyle) -> list[Cut]:
    """Return what may be left out of the copy, in the order in which it gives way.

    Whole points, blocks of passages and paragraphs after the first of the bottom line, never a part of one: those of
    the highest number first, and of these the last. What no one chose may always give way, the rest where the copy
    says so. Copy that the style does not set is not counted.
    """
    found: list[Cut] = []
    if "points" in style.memo.order and not copy.listed:
        found += (_point(place, each, _OFFERED) for place, each in enumerate(copy.points))
    if copy.may_abridge and "points" in style.memo.order:
        if copy.listed:
            found += (_point(place, each, _POINTS) for place, each in enumerate(copy.points))
        found += (each for place, passage in enumerate(copy.passages) for each in _blocks(place, passage))
    if copy.may_abridge and "bottom_line" in style.memo.order:
        for place, paragraph in enumerate(copy.bottom_line[1:], 1):
            words = _named(paragraph.line, paragraph.children)
            found.append(replace(words, unit="paragraph", kind=_BOTTOM_LINE, place=place))
    return sorted(found, key=lambda cut: (cut.priority, cut.kind, cut.place, cut.block), reverse=True)


def abridged(copy: MemoCopy, style: HouseStyle, given_up: Sequence[Cut]) -> MemoCopy:
    """Return the copy without what is given up, which is counted as left out."""
    gone = {(cut.kind, cut.place, cut.block) for cut in given_up}
    counts = Counter[str]()
    for cut in given_up:
        counts[cut.unit] += cut.count if cut.kind != _PASSAGES else 0
    points, passages = _POINTS if copy.listed else _OFFERED, list[Passage]()
    for place, each in enumerate(copy.passages):
        blocks = [block for number, block in enumerate(each.blocks) if (_PASSAGES, place, number) not in gone]
        while len(blocks) < len(each.blocks) and blocks and announces(blocks[-1]):
            blocks.pop()  # what it announces is gone
        counts["paragraph"] += counted(each.blocks) - counted(blocks)
        passages.append(replace(each, blocks=tuple(blocks)))
    fewer = replace(
        copy,
        bottom_line=_kept(copy.bottom_line, lambda place: (_BOTTOM_LINE, place, 0) in gone),
        points=_kept(copy.points, lambda place: (points, place, 0) in gone),
        passages=tuple(each for each in passages if each.blocks),
        left_out=copy.left_out + counts["point"] + counts["section"],
        paragraphs_left_out=copy.paragraphs_left_out + counts["paragraph"],
    )
    return noted(fewer, style)


def counted(blocks: Iterable[Block]) -> int:
    """Return how many paragraphs blocks are: a list is as many as it has items."""
    return sum(len(block.items) if isinstance(block, BulletList | OrderedList) else 1 for block in blocks)


def _point(place: int, point: Point, kind: int) -> Cut:
    name, count = point.heading or point.body, bool(point.body) + counted(point.then)
    words = _named(point.line, name or _first_words(point.then))
    if kind == _POINTS:
        return replace(words, priority=point.priority, kind=kind, place=place)
    letters = sum(len(plain_text(each)) for each in (point.heading, point.body, *_texts(point.then)))
    unit: Literal["section", "paragraph"] = "section" if point.heading else "paragraph"
    count = 1 if point.heading else count
    return replace(words, unit=unit, count=count, letters=letters, priority=point.priority, kind=kind, place=place)


def _blocks(place: int, passage: Passage) -> Iterator[Cut]:
    for number, block in enumerate(passage.blocks):
        words = block.children if isinstance(block, Paragraph) else passage.heading
        cut = replace(_named(block.line, words), unit="paragraph", count=counted((block,)))
        yield replace(cut, priority=passage.priority, kind=_PASSAGES, place=place, block=number)


def _texts(blocks: Iterable[Block]) -> Iterator[Inlines]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block.children
            case BulletList() | OrderedList():
                for item in block.items:
                    yield from _texts(item.blocks)


def _first_words(blocks: Iterable[Block]) -> Inlines:
    return next(_texts(blocks), ())


def _kept(parts: tuple[T, ...], gone: Callable[[int], bool]) -> tuple[T, ...]:
    return tuple(part for place, part in enumerate(parts) if not gone(place))


def _named(line: int, words: Inlines) -> Cut:
    said = plain_text(words).split()
    return Cut(line, " ".join(said[:FIRST_WORDS]) + ("…" if len(said) > FIRST_WORDS else ""))
