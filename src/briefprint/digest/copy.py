"""What a memo holds, in the order in which it is read."""

from __future__ import annotations

from dataclasses import dataclass

from briefprint.document import (
    PRIORITY,
    Blocks,
    Inlines,
    KeyFigure,
    Note,
    Paragraph,
)
from briefprint.errors import Diagnostic


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the memo's head; ``name`` is the house's word for it: 'to', 'subject'."""

    name: str
    value: Inlines


@dataclass(frozen=True, slots=True)
class Point:
    """One point, or a paragraph of the brief that no one chose: what it begins with, or what a section opens with."""

    body: Inlines
    heading: Inlines = ()
    then: Blocks = ()  # what the body announces
    priority: int = PRIORITY
    line: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the brief that its author wants on the memo: paragraphs, lists, tables, charts."""

    heading: Inlines
    blocks: Blocks
    priority: int = PRIORITY
    line: int = 0


@dataclass(frozen=True, slots=True)
class MemoCopy:
    """The memo's copy, in reading order; nothing in it refers to what is not on the page."""

    path: str
    line: int  # of the memo block, for messages
    lang: str
    head: tuple[HeadLine, ...]
    subject: Inlines
    bottom_line: tuple[Paragraph, ...]
    figures: tuple[KeyFigure, ...]
    points: tuple[Point, ...]
    listed: bool  # points of their author, set as a list; else paragraphs of the brief that no one chose
    ask: Inlines
    passages: tuple[Passage, ...] = ()
    place: str = ""  # of an edition line
    state: tuple[str, ...] = ()  # that it is a draft, and its marking
    source: str = ""  # which brief it is the memo of
    notes: tuple[Note, ...] = ()
    left_out: int = 0  # points, or sections where no one chose any, that stand only in the full brief
    sections_left_out: int = 0  # besides points that are listed
    paragraphs_left_out: int = 0
    may_abridge: bool = False  # no one chose anything, or who did allows that whole parts are left out
    warnings: tuple[Diagnostic, ...] = ()
