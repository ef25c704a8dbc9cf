"""What a brief opens with, and what each of its sections does: the copy of a memo whose points no one chose."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeGuard

from briefprint.document import (
    PRIORITY,
    Block,
    Blocks,
    BulletList,
    Heading,
    Inlines,
    LineBreak,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Strong,
    plain_text,
)

LONG_WORDS = 20  # a paragraph of so many is one, whatever it ends in
SHORT_WORDS = 8  # one of fewer that ends in initials is a place or a time of day: 'Washington, D.C.'
_CLOSING = "”“’‘»«\"')]} \u00a0"
_STOPS = (".", "?", "!", "…", "؟")
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
    """Return the first paragraph that says something: who wrote it, and where and when, does not."""
    paragraphs = [block for block in blocks if _is_copy(block) and not announces(block)]
    return next(filter(_says, paragraphs), paragraphs[0] if paragraphs else None)


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
    without copy.
    """
    first = next((place for place, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    yield from _preamble(blocks[:first], used)
    starts = [place for place, block in enumerate(blocks) if isinstance(block, Heading)]
    for start, end in zip(starts, (*starts, len(blocks))[1:], strict=True):
        heading = blocks[start]
        assert isinstance(heading, Heading)
        if heading.id not in besides:
            paragraph, then = _opens(blocks[start + 1 : end])
            if paragraph is None or paragraph is not used:
                line = paragraph.line if paragraph else heading.line
                yield Opening(heading.children, paragraph, then, heading.priority, line)


def _preamble(blocks: Blocks, used: Paragraph | None) -> Iterator[Opening]:
    """Yield the copy before all sections, what announces something with what it announces."""
    blocks = tuple(block for block in blocks if not isinstance(block, Paragraph) or _is_copy(block))
    place, before = 0, used is not None and any(block is used for block in blocks)
    while place < len(blocks):
        block, place = blocks[place], place + 1
        if block is used:
            before = False
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
