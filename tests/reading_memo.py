"""What a reader is to hear of a memo in a style, word for word: its copy, and what the house adds.

Written apart from the renderer, as ``tests/reading.py`` is for the brief, so that what it leaves out is missed.
Spaces are left out, as a line's end may be one, and so is the case of letters: a role may set all as capitals.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefprint.artifact import Artifact
from briefprint.digest import MemoCopy, abridged, cuts, digest
from briefprint.document import (
    Block,
    BulletList,
    Chart,
    CrossReference,
    Document,
    Inline,
    Inlines,
    LineBreak,
    Note,
    OrderedList,
    Paragraph,
    SoftBreak,
    Table,
    plain_text,
)
from briefprint.renderers import _arrange, _chart
from briefprint.renderers._measure import ballot
from briefprint.style import HouseStyle
from pdf_tree import PdfTree
from reading import squeezed

_STAND_INS = str.maketrans({"\u2011": "-", "\u2010": "-", "\u200b": None, "\u2060": None, "\ufeff": None})


def of(document: Document, style: HouseStyle, artifact: Artifact) -> str:
    """Return what is read of a memo, what its ledger says was left out of it being gone."""
    copy = digest(document, style)
    assert artifact.ledger is not None
    given_up = cuts(copy, style)[: len(artifact.ledger.left_out)]
    assert artifact.ledger.left_out == tuple(each.words for each in given_up)
    copy = abridged(copy, style, given_up) if given_up else copy
    return comparable("".join(_Reader(copy, style, document).all()))


def said(tree: PdfTree) -> str:
    """Return what the tag tree of a memo says; the words of a chart are those of its description."""
    return comparable("".join(leaf.text for leaf in tree.leaves if "Figure" not in leaf.tags))


def comparable(text: str) -> str:
    """Return text without its spaces, its soft hyphens and the case of its letters."""
    return squeezed([text.translate(_STAND_INS)]).casefold()


class _Reader:
    def __init__(self, copy: MemoCopy, style: HouseStyle, document: Document) -> None:
        self.copy, self.style, self.look, self.document = copy, style, style.memo, document
        self.words = style.words(document.lang)
        self.official = style.memo.masthead.pattern == "memo_head"
        self.head = {line.name: line.value for line in copy.head}
        self.counted = 0
        points = [each for each in copy.points if each.body or each.heading]
        parts = {"bottom_line": len(copy.bottom_line), "points": len(points), "ask": int(bool(copy.ask))}
        self.total = sum(parts.get(name, 0) for name in style.memo.order)

    def all(self) -> Iterator[str]:
        state = " · ".join(self.copy.state)
        if self.official:
            yield state
        yield from [self.words["institution"], self.words["unit"]]
        if not self.official:
            yield self.words["memo"]
        if self.look.masthead.pattern == "nameplate":
            yield self.copy.place
        yield from self.addressed()
        for name in self.look.order:
            yield from getattr(self, name)()
        if self.official:
            yield inlines(self.head.get("from", ()))
            if cc := self.head.get("cc"):
                yield f"{self.words['cc']}:{inlines(cc)}"
        for note in self.copy.notes:
            yield str(note.number)
            yield from self.blocks(note.blocks)
        if not self.official:
            yield state
        yield self.copy.source

    def addressed(self) -> Iterator[str]:
        if self.official:
            yield from (inlines(self.head.get(name, ())) for name in ("reference", "date"))
            yield self.words["to"] + (inlines(self.head.get("to", ())) or self.words["record"])
            yield f"{self.words['subject']}:{inlines(self.copy.subject)}"
            return
        for line in self.copy.head:
            yield self.words[line.name] + inlines(line.value)
        yield self.words["subject"] + inlines(self.copy.subject)

    # --- parts

    def counted_as(self, heading: str) -> str:
        """Return the number of an official memorandum's next paragraph, and the head that opens it."""
        self.counted += 1
        numbers = self.style.paragraphs.numbers
        sign = _arrange.number(self.counted, numbers[0]) if numbers and self.total > 1 else ""
        if not self.look.number_points:
            sign = ""
        closed = heading.rstrip().endswith((".", "?", "!", "…", ":", ";"))
        return sign + heading + ("." if heading and not closed else "")

    def bottom_line(self) -> Iterator[str]:
        for place, each in enumerate(self.copy.bottom_line):
            heading = self.words["bottom_line"] if place == 0 else ""
            yield (self.counted_as(heading) if self.official else heading) + inlines(each.children)

    def figures(self) -> Iterator[str]:
        if self.copy.figures:
            yield self.words["figures"] if self.style.figures.title else ""
        for each in self.copy.figures:
            yield from map(inlines, (each.value, each.label, each.note))

    def points(self) -> Iterator[str]:
        if self.copy.points and self.copy.listed and not self.official:
            yield self.words["points"]
        for number, point in enumerate(self.copy.points, 1):
            heading = inlines(point.heading)
            if self.official and (point.body or point.heading):
                heading = self.counted_as(heading)
            elif self.copy.listed and not self.official:
                heading = f"{number}." if self.look.number_points else self.style.list.bullets[0]
            yield heading + inlines(point.body)
            yield from self.blocks(point.then)
        for passage in self.copy.passages:
            yield inlines(passage.heading)
            yield from self.blocks(passage.blocks)
        counts = {
            "points_left_out": self.copy.left_out * self.copy.listed,
            "sections_left_out": self.copy.sections_left_out + self.copy.left_out * (not self.copy.listed),
            "paragraphs_left_out": self.copy.paragraphs_left_out,
        }
        yield " · ".join(f"{self.words[name]}: {count}" for name, count in counts.items() if count)

    def ask(self) -> Iterator[str]:
        if self.copy.ask:
            heading = self.words["ask"]
            yield (self.counted_as(heading) if self.official else heading) + inlines(self.copy.ask)
            yield from (self.words[name] for name in self.look.decisions)
            if self.look.signature:
                yield from (self.words[name] for name in ("decision_date", "signature"))

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        for block in blocks:
            match block:
                case Paragraph():
                    yield inlines(block.children)
                case BulletList() | OrderedList():
                    start = block.start if isinstance(block, OrderedList) else None
                    for place, item in enumerate(block.items):
                        bullet = self.style.list.bullets[0] if start is None else f"{start + place}."
                        role = self.style.text.memo_point
                        yield bullet if item.checked is None else ballot(item.checked, role.font())
                        yield from self.blocks(item.blocks)
                case Table():
                    yield self.caption("table", block.number, block.caption)
                    for row in (block.head, *block.rows):
                        yield from (inlines(cell.children) for cell in row)
                case Chart():
                    yield self.caption("figure", block.number, block.title)
                    yield block.unit if not _chart.unit_shown(block) else ""
                    yield f"{self.words['source']}: {inlines(block.source)}" if block.source else ""
                case _:
                    raise AssertionError(type(block).__name__)

    def caption(self, kind: str, number: str, caption: Inlines) -> str:
        return (f"{self.words[kind]} {number}. " if number else "") + inlines(caption)


def inlines(children: Inlines) -> str:
    """Return a run as it is read, the numbers of its notes among its words."""
    return "".join(map(_inline, children))


def _inline(inline: Inline) -> str:
    match inline:
        case SoftBreak() | LineBreak():
            return " "
        case Note():
            return str(inline.number)
        case CrossReference():
            return inline.number
        case _ if hasattr(inline, "children"):
            return inlines(inline.children)
        case _:
            return plain_text((inline,))
