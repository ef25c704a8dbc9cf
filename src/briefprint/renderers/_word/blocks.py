"""The copy: each block of the brief as what Word has for it."""

from __future__ import annotations

from typing import assert_never

from briefprint.document import (
    Bibliography,
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
    Chart,
    CodeBlock,
    ColumnBreak,
    DefinitionList,
    Figure,
    FiguresPanel,
    Heading,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    ThematicBreak,
    plain_text,
)
from briefprint.renderers import _chart, _fields
from briefprint.renderers._word import captions, lists, panels, pictures, tables
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.inlines import runs
from briefprint.renderers._word.looks import Edge
from briefprint.renderers._word.work import Frame, Work


def add(work: Work, blocks: Blocks, frame: Frame, flow: Flow) -> None:
    """Set blocks one under the other."""
    for block in blocks:
        _add(work, block, frame, flow)


def _add(work: Work, block: Block, frame: Frame, flow: Flow) -> None:
    match block:
        case Heading():
            _heading(work, block, frame, flow)
        case Paragraph():
            flow.paragraph(runs(work, block.children, frame), frame.style)
        case BulletList() | OrderedList():
            lists.add(work, block, frame, flow)
        case DefinitionList():
            lists.define(work, block, frame, flow)
        case Quote():
            panels.quote(work, block, frame, flow)
        case CodeBlock():
            panels.code(work, block, frame, flow)
        case Table():
            tables.add(work, block, frame, flow)
        case Figure():
            _figure(work, block, frame, flow)
        case Chart():
            _chart_block(work, block, frame, flow)
        case Callout():
            panels.callout(work, block, frame, flow)
        case FiguresPanel():
            panels.figures(work, block.figures, frame, flow)
        case Box():
            panels.boxed(work, block, frame, flow)
        case Bibliography():
            for entry in block.entries:
                flow.paragraph(runs(work, entry, frame.within(style="Bibliography")), "Bibliography")
        case ThematicBreak():
            flow.paragraph([], "ThematicBreak")
        case PageBreak() | ColumnBreak():  # in copy of one column the one is the other (CSS Fragmentation 3, 3.1)
            flow.page_break()
        case _:
            assert_never(block)


def _heading(work: Work, heading: Heading, frame: Frame, flow: Flow) -> None:
    style = f"Heading{min(heading.level, 6)}"
    if not _fields.shown_number(heading, work.style):
        style = work.house.unnumbered(style)
    if frame.kind != "copy":
        style = work.sheet.variant(style, f"in {frame.kind.capitalize()}", left_pt=frame.left_pt, first_pt=0.0,
                                   numbering=(0, 0))  # fmt: skip
    content = runs(work, heading.children, frame.within(style=style))
    if heading.id in work.names:
        content = work.bookmark(work.names[heading.id], content)
    flow.paragraph(content, style)


def _figure(work: Work, figure: Figure, frame: Frame, flow: Flow) -> None:
    """Set a picture, its caption below it."""
    look = work.style.figure
    left, measure = captions.column(look.span, frame)
    picture = pictures.read(figure.source, work.style.text.body.face)
    alt = figure.alt or plain_text(figure.caption) or figure.source.stem.replace("-", " ")
    captioned = bool(figure.caption or figure.number)
    style = work.sheet.variant("Figure", "of Copy" if frame.kind == "copy" else "in Cell", left_pt=left,
                               before_pt=look.space_before_pt, keep_next=captioned,
                               after_pt=0.0 if captioned else look.space_after_pt)  # fmt: skip
    run = pictures.block(work, picture, measure * figure.measure, alt, frame.part)
    flow.paragraph([run], style)
    if captioned:
        captions.below(work, figure, figure.caption, frame, flow, look.space_after_pt)


def _chart_block(work: Work, chart: Chart, frame: Frame, flow: Flow) -> None:
    """Set a chart under its title, its source below it."""
    look, lang = work.style.figure, work.document.lang
    left, measure = captions.column(look.span, frame)
    before = look.space_before_pt
    if chart.title or chart.number:
        rule = Edge("top", look.rule_pt, look.rule_color, look.caption_gap_pt) if look.rule_pt else None
        captions.above(work, chart, chart.title, "figure", frame, flow, before, rule)
        before = 0.0
    if chart.unit and not _chart.unit_shown(chart):
        captions.unit(work, chart.unit, frame, flow)
    drawing = _chart.drawing(chart, work.style, measure, lang)
    picture = pictures.drawn(drawing, work.house.paper)
    style = work.sheet.variant("Figure", "of Chart" if frame.kind == "copy" else "of Chart in Cell",
                               left_pt=left, before_pt=before, keep_next=bool(chart.source),
                               after_pt=0.0 if chart.source else look.space_after_pt)  # fmt: skip
    run = pictures.block(work, picture, measure, _chart.summary(chart, lang), frame.part)
    flow.paragraph([run], style)
    if chart.source:
        captions.source(work, chart.source, frame, flow, look.space_after_pt)
