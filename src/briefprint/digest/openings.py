"""What a brief opens with, and what each of its sections does: the copy of a memo whose points no one chose."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeGuard

from briefprint.document import (
    PRIORITY,
    Bibliography,
    Block,
    Blocks,
    BulletList,
    ColumnBreak,
    Heading,
    Inlines,
    LineBreak,
    Note,
    OrderedList,
    PageBreak,
    PageTurn,
    Paragraph,
    Quote,
    Strong,
    ThematicBreak,
    plain_text,
)

LONG_WORDS = 20  # a paragraph of so many is one, whatever it ends in
SHORT_WORDS = 8  # one of fewer that ends in initials is a place or a time of day: 'Washington, D.C.'
_CLOSING = "”“’‘»«\"')]} \u00a0"
_STOPS = (".", "?", "!", "…", "؟")
_NO_COPY = (Bibliography, ThematicBreak, PageBreak, ColumnBreak, PageTurn)
_INITIALS = re.compile(r"(?:\b\w\.){2,}$")


@dataclass(frozen=True, slots=True)
class Opening:
    """A paragraph before all sections, or a section's heading and what it opens with, if that is copy."""

    heading: Inlines = ()
    first: Paragraph | None = None
    then: Blocks = ()  # what it announces
    priority: int = PRIORITY
    line: int = 0


def apart(blocks: Blocks) -> Blocks:
    """Return blocks in which an empty line within a paragraph, made of two hard breaks, parts it."""
    return tuple(part for block in blocks for part in _parted(block))


def _parted(block: Block) -> Iterator[Block]:
    if not isinstance(block, Paragraph):
        yield block
        return
    start, children = 0, block.children
    breaks = [place for place, each in enumerate(children) if isinstance(each, LineBreak)]
    for one, other in pairwise(breaks):
        between = children[one + 1 : other]
        if one >= start and not plain_text(between).strip() and not any(isinstance(each, Note) for each in between):
            yield from _piece(block, children[start:one])
            start = other + 1
    yield from _piece(block, children[start:])


def _piece(block: Paragraph, children: Inlines) -> Iterator[Block]:
    if plain_text(children).strip():
        line = next((each.line for each in children if each.line), block.line)
        yield replace(block, children=children, line=line) if children != block.children else block


def lead(blocks: Blocks) -> Paragraph | None:
    """Return the first paragraph that says something: who wrote it, and where and when, does not.

    Where none does before the next head, it is what a list begins with that stands there on its own. Copy before all
    sections is what a brief opens with: no section is asked where there is some, though it be a list that something
    announces.
    """
    stretches = list(_stretches(blocks))
    for place, stretch in enumerate(stretches):
        if found := next(filter(_says, (*_paragraphs(stretch), *_first_items(stretch))), None):
            return found
        if place == 0 and any(map(_says, _items(stretch))):
            return None
    return next((each for stretch in stretches for each in _paragraphs(stretch)), None)


def _stretches(blocks: Blocks) -> Iterator[Blocks]:
    """Yield the copy before all sections, which may be none, then that of each section."""
    starts = [place for place, block in enumerate(blocks) if isinstance(block, Heading)]
    yield blocks[: starts[0]] if starts else blocks
    for start, end in zip(starts, (*starts, len(blocks))[1:], strict=True):
        yield blocks[start + 1 : end]


def _paragraphs(blocks: Blocks) -> list[Paragraph]:
    return [block for block in blocks if _is_copy(block) and not announces(block)]


def _first_items(blocks: Blocks) -> Iterator[Paragraph]:
    """Yield what each list begins with; what is announced would not say the same alone."""
    for before, block in zip((None, *blocks), blocks, strict=False):
        if isinstance(block, BulletList | OrderedList) and (before is None or not announces(before)):
            yield from _paragraphs(block.items[0].blocks[:1])


def _items(blocks: Blocks) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, BulletList | OrderedList):
            yield from (each for item in block.items for each in _paragraphs(item.blocks[:1]))


def without(block: Block, used: Paragraph | None) -> Block | None:
    """Return a list without the paragraph that its first item begins with, which stands elsewhere; other items keep
    their numbers. None where nothing is left.
    """
    if not isinstance(block, BulletList | OrderedList) or not _begins_with(block, used):
        return block
    first, *others = block.items
    if len(first.blocks) > 1:
        return replace(block, items=(replace(first, blocks=first.blocks[1:]), *others))
    if not others:
        return None
    if isinstance(block, OrderedList):
        return replace(block, items=tuple(others), start=block.start + 1)
    return replace(block, items=tuple(others))


def _begins_with(block: Block, used: Paragraph | None) -> bool:
    """Return whether a block is the paragraph that is used, or a list that begins with it."""
    if isinstance(block, BulletList | OrderedList):
        return any(each is used for each in block.items[0].blocks[:1])
    return block is used


def announces(block: Block) -> bool:
    """Return whether a paragraph only announces what follows it: it ends in a colon, or is a head but in name."""
    if not isinstance(block, Paragraph):
        return False
    said = plain_text(block.children).strip()
    if said.endswith(":"):
        return True
    bold = all(isinstance(each, Strong) or not plain_text((each,)).strip() for each in block.children)
    return bold and not said.rstrip(_CLOSING).endswith(_STOPS)


def openings(blocks: Blocks, besides: Container[str], used: Paragraph | None) -> Iterator[Opening]:
    """Yield each paragraph before all sections, and how each section opens but those that ``besides`` names.

    Who wrote it, where and when is not read before ``used``, which stands on the memo otherwise: it is an opening
    without copy. A head over nothing but other heads, and one over the list of sources that is made for it, opens no
    section: nothing of the brief is missed without it.
    """
    yield from _preamble(next(_stretches(blocks)), used)
    starts = [place for place, block in enumerate(blocks) if isinstance(block, Heading)]
    for start, end in zip(starts, (*starts, len(blocks))[1:], strict=True):
        heading = blocks[start]
        assert isinstance(heading, Heading)
        section = blocks[start + 1 : end]
        if heading.id not in besides and not all(isinstance(block, _NO_COPY) for block in section):
            paragraph, then = _opens(section)
            rest = tuple(left for block in then if (left := without(block, used)))
            said = (paragraph is not None and paragraph is used) or (then and not rest)  # it is on the memo
            if not said:
                line = paragraph.line if paragraph else heading.line
                yield Opening(heading.children, paragraph, rest, heading.priority, line)


def _preamble(blocks: Blocks, used: Paragraph | None) -> Iterator[Opening]:
    """Yield the copy before all sections, what announces something with what it announces."""
    blocks = tuple(block for block in blocks if not isinstance(block, Paragraph) or _is_copy(block))
    place, before = 0, any(_begins_with(block, used) for block in blocks)
    while place < len(blocks):
        block, place = blocks[place], place + 1
        if _begins_with(block, used):
            before = False
            if block is not used and (rest := without(block, used)):
                yield Opening(then=(rest,), line=block.line)
        elif before and isinstance(block, Paragraph):
            yield Opening(line=block.line)
        elif isinstance(block, Paragraph):
            following = blocks[place] if place < len(blocks) else None
            if not announces(block):
                yield Opening(first=block, line=block.line)
            elif following is not used and isinstance(following, Paragraph | BulletList | OrderedList | Quote):
                yield Opening(first=block, then=(following,), line=block.line)
                place += 1
            else:
                yield Opening(line=block.line)
        elif isinstance(block, BulletList | OrderedList | Quote):
            yield Opening(then=(block,), line=block.line)


def _opens(blocks: Blocks) -> tuple[Paragraph | None, Blocks]:
    """Return the first paragraph of a section; where all announce something, the first list and what announces it."""
    for block in blocks:
        if isinstance(block, Paragraph) and not announces(block):
            return block, ()
    for place, block in enumerate(blocks):
        if isinstance(block, BulletList | OrderedList):
            before = blocks[place - 1] if place else None
            return (before if isinstance(before, Paragraph) else None), (block,)
    return None, ()


def _is_copy(block: Block) -> TypeGuard[Paragraph]:
    """Return whether a block is a paragraph of words: '###' at the end of a release is none."""
    return isinstance(block, Paragraph) and any(map(str.isalnum, plain_text(block.children)))


def _says(paragraph: Paragraph) -> bool:
    said = plain_text(paragraph.children).rstrip(_CLOSING)
    words = len(said.split())
    return words >= LONG_WORDS or (said.endswith(_STOPS) and (words >= SHORT_WORDS or not _INITIALS.search(said)))
