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
    PageTurn,
    Paragraph,
    Quote,
    Table,
    ThematicBreak,
    plain_text,
)
from briefprint.renderers import _arrange, _bidi, _chart, _fields
from briefprint.renderers._word import captions, charts, initials, lists, panels, pictures, tables
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.inlines import runs
from briefprint.renderers._word.looks import Edge
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element


def copy(work: Work, flow: Flow) -> None:
    """Set the brief's own copy: in its columns and across them, with its initial and its numbers."""
    style, blocks = work.style, work.document.blocks
    places = iter(_arrange.numbered(blocks, style))
    start = next((block for block in blocks if isinstance(block, Paragraph)), None)
    first = True  # of the copy, or under a head
    for span, stretch in _arrange.stretches(blocks, style):
        frame = work.stretch(flow, span)
        for block in stretch:
            place = next(places)
            if style.paragraphs.numbers:
                _numbered(work, block, place, frame, flow)
            elif isinstance(block, Paragraph) and (first or block is start):
                _first(work, block, frame, flow, opens=block is start)
            else:
                _add(work, block, frame, flow)
            first = isinstance(block, Heading) or (isinstance(block, Paragraph) and _arrange.as_head(block))


def _first(work: Work, paragraph: Paragraph, frame: Frame, flow: Flow, opens: bool) -> None:
    """Set a paragraph that has no first indent, for it stands under a head; the copy's own may have an initial."""
    style = _own_style(
        work, paragraph, "FirstParagraph" if "FirstParagraph" in work.sheet.paragraphs else frame.style
    )
    children = initials.add(work, paragraph, frame, flow) if opens else paragraph.children
    flow.paragraph(runs(work, children, frame.within(style=style)), style)


def _numbered(work: Work, block: Block, place: _arrange.Numbered, frame: Frame, flow: Flow) -> None:
    """Set a block behind its number, or where the text of its level stands."""
    house = work.house
    if not _arrange.indented(block):
        _add(work, block, frame, flow)
        return
    left = house.level_left_pt(place.level)
    shift = left - frame.left_pt
    inner = Frame.at(frame.style, left, frame.measure_pt - shift, frame.part)
    if isinstance(block, Paragraph) and place.label:
        style = _own_style(work, block, house.numbered_style(place.level))
        number = (work.numbering.paragraphs(), place.level)
        flow.paragraph(runs(work, block.children, inner.within(style=style)), style, numbering=number)
    elif isinstance(block, Paragraph):
        style = _own_style(work, block, work.moved(frame.style, inner))
        flow.paragraph(runs(work, block.children, inner.within(style=style)), style)
    else:
        _add(work, block, inner, flow)


def add(work: Work, blocks: Blocks, frame: Frame, flow: Flow) -> None:
    """Set blocks one under the other."""
    for block in blocks:
        _add(work, block, frame, flow)


def _add(work: Work, block: Block, frame: Frame, flow: Flow) -> None:
    match block:
        case Heading():
            _heading(work, block, frame, flow)
        case Paragraph():
            _paragraph(work, block, frame, flow)
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
            flow.paragraph([], work.moved("ThematicBreak", frame))
        case ColumnBreak() if work.style.columns.count > 1:
            flow.column_break()
        case PageBreak() | ColumnBreak():  # in copy of one column the one is the other (CSS Fragmentation 3, 3.1)
            flow.page_break()
        case PageTurn():
            pass  # ``_arrange.stretches`` has followed it
        case _:
            assert_never(block)


def _paragraph(work: Work, block: Paragraph, frame: Frame, flow: Flow) -> None:
    """Set a paragraph; one that runs against the brief stands on the same measure, its start and end exchanged."""
    own, style = _bidi.runs_rtl(block.children, work.rtl), _own_style(work, block, frame.style)
    if own == work.rtl:
        flow.paragraph(runs(work, block.children, frame.within(style=style)), style)
        return
    look = work.sheet.paragraphs[style].look
    label = "from Right to Left" if own else "from Left to Right"
    first = max(look.first_pt, 0.0)
    style = work.sheet.variant(style, label, left_pt=look.right_pt, right_pt=look.left_pt, first_pt=first)
    content = runs(work, block.children, frame.within(style=style), turned=True)
    flow.paragraph(content, style, rtl=own)


def _own_style(work: Work, block: Paragraph, style: str) -> str:
    """Return a paragraph's style: one that stands over others as a head would is set, and stays, as a head does."""
    if not _arrange.as_head(block):
        return style
    look = work.sheet.paragraphs[style].look
    align = "left" if look.align == "justify" else look.align
    first = min(look.first_pt, 0.0)
    return work.sheet.variant(style, "as Head", keep_next=True, hyphenate=False, align=align, first_pt=first)


def _heading(work: Work, heading: Heading, frame: Frame, flow: Flow) -> None:
    style = f"Heading{min(heading.level, 6)}"
    numbers = work.style.paragraphs.numbers
    if not heading.counts or (not numbers and not _fields.shown_number(heading, work.style)):
        style = work.house.unnumbered(style)
    if frame.kind != "copy":
        style = work.sheet.variant(style, f"in {frame.kind.capitalize()}", left_pt=frame.left_pt, first_pt=0.0,
                                   numbering=(0, 0))  # fmt: skip
    content = runs(work, heading.children, frame.within(style=style))
    if heading.id in work.names:
        content = work.bookmark(work.names[heading.id], content)
    # A level of a list is tied to one style: what is deeper names its level itself.
    beyond = numbers and frame.kind == "copy" and heading.level > len(numbers)
    flow.paragraph(content, style, numbering=work.sheet.paragraphs[style].look.numbering if beyond else None)


def _figure(work: Work, figure: Figure, frame: Frame, flow: Flow) -> None:
    """Set a picture, its caption below it."""
    look = work.style.figure
    left, measure = captions.column(look.span, frame)
    picture = pictures.of_author(work, figure.source, work.style.text.body.face, figure.line)
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
    look = work.style.figure
    left, measure = captions.column(look.span, frame)
    before = look.space_before_pt
    if chart.title or chart.number:
        rule = Edge("top", look.rule_pt, look.rule_color, look.caption_gap_pt) if look.rule_pt else None
        captions.above(work, chart, chart.title, "figure", frame, flow, before, rule)
        before = 0.0
    if chart.unit and not _chart.unit_shown(chart):
        captions.unit(work, chart.unit, frame, flow)
    style = work.sheet.variant("Figure", "of Chart" if frame.kind == "copy" else "of Chart in Cell",
                               left_pt=left, before_pt=before, keep_next=bool(chart.source),
                               after_pt=0.0 if chart.source else look.space_after_pt)  # fmt: skip
    flow.paragraph([chart_run(work, chart, measure, frame)], style)
    if chart.source:
        captions.source(work, chart.source, frame, flow, look.space_after_pt)


def chart_run(work: Work, chart: Chart, measure_pt: float, frame: Frame) -> Element:
    """Return a chart as the style has it: Word's own, or a drawing."""
    alt = _chart.summary(chart, work.document.lang)
    if work.style.chart.editable:
        return charts.place(work, chart, measure_pt, alt, frame.part)
    drawing = _chart.drawing(chart, work.style, measure_pt, work.document.lang)
    ground = work.house.paper if frame.kind == "copy" else None  # a panel has a ground of its own
    return pictures.block(work, pictures.drawn(drawing, ground), measure_pt, alt, frame.part)
