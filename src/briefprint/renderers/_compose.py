"""The memo's copy as boxes, in the order and the patterns of its style."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefprint.digest import MemoCopy, Passage, Point
from briefprint.document import (
    Block,
    BulletList,
    Chart,
    Inlines,
    KeyFigure,
    OrderedList,
    Paragraph,
    Table,
    Text,
    plain_text,
)
from briefprint.language import NO_BREAK, labelled
from briefprint.renderers import _chart
from briefprint.renderers._arrange import number as counted
from briefprint.renderers._boxes import Blank, Choice, Columns, Item, PanelBox, Rule, Ruled, Series, ShortRule, Stack
from briefprint.renderers._copy import Box, Copy, Matter
from briefprint.renderers._exhibits import ChartBox, Row, TableBox
from briefprint.renderers._measure import ballot, figure_rows
from briefprint.renderers._runs import runs
from briefprint.renderers._tables import column_measures
from briefprint.renderers._tagged import Element
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle, Panel, TextRole

SEPARATOR = " · "  # between what stands on one line and is no sentence
POINT_NUMBERS = "1."  # how points, and the lists of a passage, are counted


Kept = dict[tuple[int, int], tuple[Inlines, TextRole, Matter]]
"""What was set in words before, by the identity of its copy and its role, which are kept so that it stays theirs."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The memo's boxes, and of what they are made."""

    body: Stack
    notes: Stack
    parts: tuple[Copy, ...]  # what an author can shorten
    headings: tuple[tuple[str, Copy], ...]  # for the outline

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        """Return the depth of body and notes with the space between them."""
        notes = self.notes.depth_pt(measure_pt, setting)
        gap = setting.space_pt(max(self.body.after_pt, self.notes.before_pt)) if notes else 0.0
        return self.body.depth_pt(measure_pt, setting) + gap + notes


class Composer:
    """Makes the boxes; what reads as the copy hangs on ``root``."""

    def __init__(self, copy: MemoCopy, style: HouseStyle, root: Element, kept: Kept | None = None) -> None:
        self.memo, self.style, self.root = copy, style, root
        self.kept: Kept = {} if kept is None else kept
        self.words = style.words(copy.lang)
        self.measure_pt = style.page.width_pt - style.memo.margin_left_pt - style.memo.margin_right_pt
        self.parts: list[Copy] = []
        self.headings: list[tuple[str, Copy]] = []

    def composed(self) -> Composed:
        """Return the memo's boxes in the style's order."""
        boxes: list[Box] = [self.head()]
        for name in self.style.memo.order:
            match name:
                case "bottom_line":
                    boxes += self.bottom_line()
                case "figures":
                    boxes += self.figures()
                case "points":
                    boxes += self.points()
                case "ask":
                    boxes += self.ask()
        boxes += self.closing()
        return Composed(Stack(boxes), self.notes(), tuple(self.parts), tuple(self.headings))

    # --- parts

    def head(self) -> Box:
        look, roles = self.style.memo, self.style.text
        table = self.root.add("Table")
        lines = [(line.name, line.value, roles.memo_value) for line in self.memo.head]
        lines.append(("subject", self.memo.subject, roles.memo_subject))
        rows: list[Box] = []
        for name, value, role in lines:
            row = table.add("TR")
            label = self.label(self.words[name], roles.memo_label, row.add("TH", scope="Row"))
            cell = self.text(value, role, row.add("TD"))
            rows.append(Columns([label, cell], [look.label_column_pt, None], 0.0))
        rule = Rule(look.head_rule_color, look.head_rule_pt)
        return Ruled(Stack(rows), rule, look.masthead.rule_gap_pt)

    def bottom_line(self) -> Iterator[Box]:
        if not self.memo.bottom_line:
            return
        section = self.root.add("Sect")
        role, panel = self.style.text.memo_bottom_line, self.style.panel.memo_bottom_line
        boxes: list[Box] = [self.heading(self.words["bottom_line"], section)]
        boxes += [self.paragraph(each, role, section) for each in self.memo.bottom_line]
        yield self.panel(boxes, panel)

    def figures(self) -> Iterator[Box]:
        if not self.memo.figures:
            return
        look, section, rows = self.style.figures, self.root, list[Box]()
        if look.title:
            section = self.root.add("Sect")
            rows.append(self.heading(self.words["figures"], section))
        figures = section.add("L", numbering="None")
        panel, value = self.style.panel.memo_figures, self.style.text.memo_figure_value
        measure = self.measure_pt - 2 * panel.padding_x_pt
        divider = Rule(look.divider_color, look.divider_pt)
        arranged = figure_rows(self.memo.figures, self.style.memo.figure_columns, look.gap_pt, value, measure)
        for each in arranged:
            cells: list[Box | None] = [self.figure(figure, figures) for figure, _ in each]
            # A row that is not full keeps the columns of those above it.
            cells += [None] * (len(arranged[0]) - len(cells))
            rows.append(Columns(cells, [width for _, width in arranged[0]], look.gap_pt, divider))
        yield self.panel(rows, panel)

    def figure(self, figure: KeyFigure, section: Element) -> Box:
        roles, body = self.style.text, section.add("LI").add("LBody")
        boxes: list[Box] = [
            self.text(figure.value, roles.memo_figure_value, body.add("P")),
            self.text(figure.label, roles.memo_figure_label, body.add("P")),
        ]
        if figure.note:
            boxes.append(self.text(figure.note, roles.figure_note, body.add("P")))
        return Stack(boxes)

    def points(self) -> Iterator[Box]:
        points = self.memo.points
        if points and self.memo.listed:
            yield from self.listed(points)
        elif points:
            yield from self.sections(points)
        for passage in self.memo.passages:
            yield from self.passage(passage)
        yield from self.left_out()

    def left_out(self) -> Iterator[Box]:
        memo = self.memo
        counts = {
            "points_left_out": memo.left_out if memo.listed else 0,
            "sections_left_out": memo.sections_left_out if memo.listed else memo.left_out,
            "paragraphs_left_out": memo.paragraphs_left_out,
        }
        parts = (f"{labelled(self.words[name], memo.lang)}{count}" for name, count in counts.items() if count)
        if said := SEPARATOR.join(parts):
            before = self.style.text.memo_body.space_before_pt
            yield self.label(said, self.style.text.memo_foot, self.root.add("P"), space_before_pt=before)

    def listed(self, points: Sequence[Point]) -> Iterator[Box]:
        look, role = self.style.memo, self.style.text.memo_point
        section = self.root.add("Sect")
        heading = self.heading(self.words["points"], section)
        items = section.add("L", numbering="Decimal" if look.number_points else "Disc")
        pairs, series = [], Series(POINT_NUMBERS) if look.number_points else None
        for number, point in enumerate(points, 1):
            item = items.add("LI")
            mark = counted(number, POINT_NUMBERS) if look.number_points else self.style.list.bullets[0]
            color = role.color if look.number_points else self.style.list.bullet_color
            marker = self.label(mark, role, item.add("Lbl"), color=color)
            pairs.append((marker, self.part(point.body, role, item.add("LBody"), point.line)))
        indent = self.indent(look.indent_pt, [marker for marker, _ in pairs])
        boxes = [Item(marker, body, indent, series) for marker, body in pairs]
        yield heading
        yield Columns(
            [Stack(column) for column in _balanced(boxes, look.columns)],
            [None] * min(look.columns, len(boxes)),
            look.column_gap_pt,
        )

    def sections(self, points: Sequence[Point]) -> Iterator[Box]:
        for point in points:
            section = self.root.add("Sect") if point.heading else self.root
            if point.heading:
                box = self.text(point.heading, self.style.text.memo_heading, section.add("H2"))
                self.headings.append((plain_text(point.heading), box))
                yield box
            if point.body:
                yield self.part(point.body, self.style.text.memo_body, section.add("P"), point.line)
            for block in point.then:
                yield from self.block(block, section)

    def passage(self, passage: Passage) -> Iterator[Box]:
        """Yield a part of the brief that its author wants on the memo."""
        section = self.root.add("Sect") if passage.heading else self.root
        if passage.heading:
            box = self.text(passage.heading, self.style.text.memo_heading, section.add("H2"))
            self.headings.append((plain_text(passage.heading), box))
            yield box
        for block in passage.blocks:
            yield from self.block(block, section)

    def block(self, block: Block, section: Element) -> Iterator[Box]:
        """Yield a block as a memo sets it: ``digest`` has left the others out."""
        role = self.style.text.memo_body
        match block:
            case Paragraph():
                yield self.paragraph(block, role, section)
            case BulletList() | OrderedList():
                yield from self.items(block, section)
            case Table():
                yield self.table(block, section)
            case Chart():
                yield from self.chart(block, section)
            case _:
                raise AssertionError(type(block).__name__)

    def table(self, block: Table, section: Element) -> Box:
        """Return a table with its caption."""
        roles, element = self.style.text, section.add("Table")
        title = self.caption("table", block.number, block.caption, element)
        widths = column_measures(block, self.style, self.measure_pt)
        rows: list[Row] = []
        for cells in (block.head, *block.rows):
            row, head = element.add("TR"), cells is block.head
            role = roles.table_head if head else roles.table_cell
            places = [row.add("TH", scope="Column") if head else row.add("TD") for _ in cells]
            made = [
                self.text(cell.children, role, place, align=align)
                for cell, align, place in zip(cells, block.alignments, places, strict=True)
            ]
            rows.append(Row(made, widths, self.style.table))
        return TableBox(block, title, rows, self.style)

    def chart(self, block: Chart, section: Element) -> Iterator[Box]:
        """Yield a chart's title, what it counts, the drawing and the source."""
        source = self.style.text.source
        element = section.add("Figure")
        if title := self.caption("figure", block.number, block.title, section):
            title.before_pt, title.captioned = self.style.figure.space_before_pt, block
            yield title
        if block.unit and not _chart.unit_shown(block):
            yield self.label(block.unit, source, section.add("P"))
        yield ChartBox(block, self.style, self.memo.lang, element)
        if block.source:
            words = (Text(text=labelled(self.words["source"], self.memo.lang)), *block.source)
            yield self.text(words, source, section.add("P"))

    def caption(self, kind: str, number: str, caption: Inlines, parent: Element) -> Copy | None:
        """Return a caption under the number that it has in the brief, or none."""
        label = (Text(text=f"{self.words[kind]}{NO_BREAK}{number}. "),) if number else ()
        if not (label or caption):
            return None
        return self.text((*label, *caption), self.style.text.caption, parent.add("Caption"))

    def items(self, block: BulletList | OrderedList, section: Element) -> Iterator[Box]:
        """Yield the items of a list; a task has its box for a mark."""
        role, bullet = self.style.text.memo_point, self.style.list.bullets[0]
        ordered = isinstance(block, OrderedList)
        start = block.start if isinstance(block, OrderedList) else 1
        tasks = all(item.checked is not None for item in block.items)
        items = section.add("L", numbering="None" if tasks else "Decimal" if ordered else "Disc")
        series = Series(POINT_NUMBERS, start) if ordered else None
        numbers = range(start, start + len(block.items))
        marks = [counted(number, POINT_NUMBERS) if ordered else bullet for number in numbers]
        color = role.color if ordered else self.style.list.bullet_color
        pairs: list[tuple[Copy, Stack]] = []
        for mark, item in zip(marks, block.items, strict=True):
            if item.checked is not None:
                mark = ballot(item.checked, role.font())  # in place of bullet and number, as in the brief
            element = items.add("LI")
            marker, body = self.label(mark, role, element.add("Lbl"), color=color), element.add("LBody")
            texts = [self.paragraph(each, role, body) for each in item.blocks if isinstance(each, Paragraph)]
            pairs.append((marker, Stack(texts)))
        indent = self.indent(self.style.memo.indent_pt, [marker for marker, _ in pairs])
        for item, (marker, copy) in zip(block.items, pairs, strict=True):
            yield Item(marker, copy, indent, series if item.checked is None else None)

    def ask(self) -> Iterator[Box]:
        if not self.memo.ask:
            return
        role, section = self.style.text.memo_ask, self.root.add("Sect")
        boxes: list[Box] = [self.heading(self.words["ask"], section)]
        boxes.append(self.part(self.memo.ask, role, section.add("P"), line_of(self.memo.ask, self.memo.line)))
        yield self.panel([*boxes, *self.decisions(section)], self.style.panel.memo_ask)

    def decisions(self, section: Element) -> Iterator[Box]:
        """Yield the boxes to tick, and the lines to write on, that the style has."""
        look, roles = self.style.memo, self.style.text
        if look.decisions:
            choices = section.add("L", numbering="None")
            cells: list[Box | None] = [
                Choice(
                    self.label(self.words[name], roles.memo_decision, choices.add("LI").add("LBody")),
                    look.decision_box_pt,
                )
                for name in look.decisions
            ]
            yield Columns(cells, [None] * len(cells), look.column_gap_pt)
        if look.signature:
            lines: list[Box | None] = [
                Blank(
                    self.label(self.words[name], roles.memo_decision, section.add("P")),
                    Rule(roles.memo_decision.color, look.writing_rule_pt),
                )
                for name in ("decision_date", "signature")
            ]
            yield Columns(lines, [None] * len(lines), look.column_gap_pt)

    def closing(self) -> Iterator[Box]:
        """Yield what follows the copy: nothing, for the head has named sender and copies."""
        yield from ()

    def notes(self) -> Stack:
        look, role = self.style.note, self.style.text.note
        pairs: list[tuple[Copy, Stack]] = []
        for note in self.memo.notes:
            element = self.root.add("Note", id=f"note-{note.number}")
            number = self.label(str(note.number), role, element.add("Lbl"))
            texts = [
                self.part(block.children, role, element.add("P"), block.line or note.line)
                for block in note.blocks
                if isinstance(block, Paragraph)
            ]
            pairs.append((number, Stack(texts)))
        if not pairs:
            return Stack([])
        indent = self.indent(look.indent_pt, [number for number, _ in pairs])
        rule = ShortRule(Rule(look.rule_color, look.rule_pt), look.rule_length_pt, role.leading_pt, look.gap_pt)
        return Stack([rule, *(Item(number, texts, indent) for number, texts in pairs)])

    @staticmethod
    def indent(least_pt: float, markers: Sequence[Copy]) -> float:
        """Return how far copy stands from its markers' edge: a number of two figures may want more than the token."""
        widest = max(marker.natural_pt(Setting()) for marker in markers)
        return max(least_pt, widest + markers[0].role.size_pt / 2)  # an en

    # --- pieces

    def text(self, inlines: Inlines, role: TextRole, element: Element, **changes: Any) -> Copy:
        """Return copy in a role; ``changes`` are what its place wants otherwise than the role has it."""
        own = replace(role, **changes) if changes else role
        made, line = runs(inlines, own, self.style, self.memo.path), line_of(inlines, self.memo.line)
        return Copy(made, own, element, self.memo.lang, line, inlines=inlines, token=role)

    def label(self, text: str, role: TextRole, element: Element, **changes: Any) -> Copy:
        return self.text((Text(text=text),), role, element, **changes)

    def part(self, inlines: Inlines, role: TextRole, element: Element, line: int) -> Copy:
        """Return copy that its author can shorten."""
        matter = self.matter(inlines, role)
        made = Copy((), role, element, self.memo.lang, line, inlines=inlines, matter=matter)
        return self.cuttable(made, inlines)

    def matter(self, inlines: Inlines, role: TextRole) -> Matter:
        """Return copy as words, which are the same wherever the same copy is tried."""
        key = (id(inlines), id(role))
        if key not in self.kept:
            self.kept[key] = (inlines, role, Matter(runs(inlines, role, self.style, self.memo.path)))
        return self.kept[key][2]

    def cuttable(self, made: Copy, inlines: Inlines) -> Copy:
        """Take note of copy that its author can shorten, and of the lines that it stands on."""
        made.last_line = max((each.line for each in inlines), default=made.line)
        self.parts.append(made)
        return made

    def paragraph(self, paragraph: Paragraph, role: TextRole, section: Element) -> Copy:
        line = paragraph.line or line_of(paragraph.children, self.memo.line)
        return self.part(paragraph.children, role, section.add("P"), line)

    def heading(self, text: str, section: Element) -> Copy:
        box = self.label(text, self.style.text.memo_heading, section.add("H2"))
        self.headings.append((text, box))
        return box

    def panel(self, boxes: Sequence[Box], panel: Panel) -> Box:
        return PanelBox(Stack(boxes), panel, self.style.palette["paper"])


def _balanced(boxes: Sequence[Box], columns: int) -> list[Sequence[Box]]:
    """Return the boxes in columns of nearly as many each, the first ones longer."""
    each = math.ceil(len(boxes) / columns)
    return [boxes[start : start + each] for start in range(0, len(boxes), each)]


def line_of(inlines: Inlines, default: int) -> int:
    return next((inline.line for inline in inlines if inline.line), default)
