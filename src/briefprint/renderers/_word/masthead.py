"""What opens page one: the letterhead or the band, the document line, the headline and what goes with it."""

from __future__ import annotations

from typing import Literal, assert_never

from briefprint.document import Inlines, Text, plain_text
from briefprint.language import labelled
from briefprint.renderers import _fields
from briefprint.renderers._drawing import MARK_GAP, mark_shape
from briefprint.renderers._measure import headline_inset, line_measure
from briefprint.renderers._word import pictures, shapes
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.inlines import runs, text_runs
from briefprint.renderers._word.looks import Edge
from briefprint.renderers._word.tables import Grid, cell, row
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, el

Align = Literal["left", "center", "right"]
GAP = "\u00a0\u00a0"  # between a label and what it names
_SPREAD: tuple[Align, ...] = ("left", "center", "right")
_ALIGNED: dict[Align, str] = {"left": "", "center": "Centred", "right": "Right"}


def add(work: Work, flow: Flow, *, headed: bool = False) -> None:
    """Set the masthead by the style's pattern; on paper that is ``headed`` already, only what is the brief's own."""
    if headed:
        _document_line(work, flow)
        if work.style.masthead.pattern == "memo_head":
            _memo_lines(work, _frame(work), flow)
        else:
            _opening(work, _frame(work), flow)
        return
    match work.style.masthead.pattern:
        case "letterhead":
            _letterhead(work, flow)
            _document_line(work, flow)
            _opening(work, _frame(work), flow)
        case "band":
            _band(work, flow)
            _document_line(work, flow)
        case "nameplate":
            _nameplate(work, flow)
            _document_line(work, flow)
            _opening(work, _frame(work), flow)
        case "memo_head":
            _memo_head(work, flow)
        case _:
            assert_never(work.style.masthead.pattern)


def _frame(work: Work) -> Frame:
    """Return the frame of what stands across page one."""
    page = work.style.page
    return Frame.at("BodyText", work.house.display_left_pt, page.measure_pt, work.package.main)


def _house(work: Work, frame: Frame, flow: Flow, *below: str) -> None:
    """Set the institution and, under it, its unit or what else is named."""
    for style, label in (("Institution", "institution"), *(("Unit", each) for each in below)):
        if words := work.words[label]:
            flow.paragraph(text_runs(work, words, frame.within(style=style)), style)


def _nameplate(work: Work, flow: Flow) -> None:
    """Set the name of the paper over a thick and a thin rule."""
    look, frame, start = work.style.masthead, _frame(work), len(flow)
    if look.mark is not None:
        align = work.style.text.institution.align
        flow.paragraph(list(_mark(work))[1:], work.sheet.variant("Figure", "of Nameplate", left_pt=0.0, align=align))
    _house(work, frame, flow, "unit")
    if look.rule_pt or look.thin_rule_pt:
        flow.paragraph([], "NameplateRule")
    if not _fields.document_line(work.document, work.style):  # then the headline keeps the distance it would have
        flow.set_apart(start, 0.0, work.style.document_line.space_after_pt, "Nameplate")


def _memo_head(work: Work, flow: Flow) -> None:
    """Set an official memorandum's head: who sends it, its number and date, to whom, on what (AR 25-50, 2-4)."""
    look = work.style.masthead
    frame, start = _frame(work), len(flow)
    if look.mark is not None:
        align = work.style.text.institution.align
        flow.paragraph(list(_mark(work))[1:], work.sheet.variant("Figure", "of Letterhead", left_pt=0.0, align=align))
    _house(work, frame, flow, "unit", "address")
    rule = Edge("bottom", look.rule_pt, look.rule_color, look.rule_gap_pt)
    flow.close_block(start, rule, look.space_after_pt, "over Document Line")
    _document_line(work, flow)
    _memo_lines(work, frame, flow)


def _memo_lines(work: Work, frame: Frame, flow: Flow) -> None:
    """Set to whom a memorandum goes, on what, and who wrote it."""
    document, words = work.document, work.words
    if document.kicker:
        flow.paragraph(runs(work, document.kicker, frame.within(style="Kicker")), "Kicker")
    to = ", ".join(document.memo.to) if document.memo and document.memo.to else words["record"]
    addressee = f"{words['to']}{GAP}{to}"
    flow.paragraph(text_runs(work, addressee, frame.within(style="Addressee")), "Addressee")
    if document.title:
        subject = (Text(text=labelled(words["subject"], document.lang)), *document.title)
        flow.paragraph(runs(work, subject, frame.within(style="Title")), "Title")
    if document.standfirst:
        flow.paragraph(runs(work, document.standfirst, frame.within(style="Subtitle")), "Subtitle")
    _byline(work, frame, flow)


def _letterhead(work: Work, flow: Flow) -> None:
    look, page = work.style.masthead, work.style.page
    if look.mark is None and not (work.words["institution"] or work.words["unit"]):
        return
    rule = Edge("bottom", look.rule_pt, look.rule_color)
    edges = (rule,) if look.rule_pt else ()
    room = 0.0
    cells = []
    if look.mark is not None:
        room = look.mark_height_pt * (mark_shape(look.mark) + MARK_GAP)
        cells.append(_cell(work, room, [_mark(work)], edges))
    inner = Flow(work.sheet, "cell")
    _house(work, Frame.at("Institution", 0.0, page.type_area_pt - room, work.package.main, "cell"), inner, "unit")
    cells.append(_cell(work, page.type_area_pt - room, inner.close(), edges))
    widths = (room, page.type_area_pt - room) if room else (page.type_area_pt,)
    grid = Grid(left_pt=0.0, columns_pt=widths)
    flow.table(grid.element([row(cells, depth_pt=look.depth_pt)]), 0.0, look.space_after_pt, "Letterhead")


def _cell(work: Work, width: float, content: list[Element], edges: tuple[Edge, ...]) -> Element:
    gap = work.style.masthead.rule_gap_pt
    return cell(width, content, theme=work.theme, edges=edges, padding_pt=(0.0, 0.0, gap, 0.0), align="center")


def _mark(work: Work) -> Element:
    """Return the house's mark as a paragraph of its own."""
    look = work.style.masthead
    assert look.mark is not None
    picture = pictures.mark(look.mark, look.mark_height_pt, work.style.text.institution.face)
    alt = work.words["institution"] or work.style.label
    flow = Flow(work.sheet, "cell")
    style = work.sheet.variant("Figure", "of Mark", left_pt=0.0)
    flow.paragraph([el("w:r", pictures.place(work, picture, alt, work.package.main))], style)
    return flow.close()[0]


def _band(work: Work, flow: Flow) -> None:
    """Set the masthead on its ground, from edge to edge of the sheet.

    Its copy stands in a table that grows with it and begins where the copy does: on page one that is the band's
    padding, on the others the heads push it down (``furniture.section``). A shape behind fills what is above it.
    """
    look, page = work.style.masthead, work.style.page
    depth = max(look.depth_pt - look.padding_y_pt, 0.0)
    # The shape reaches under the table, never beyond it: the table is at least so deep.
    above = shapes.ground(work, look.ground, page.width_pt, look.padding_y_pt + depth / 2)
    flow.paragraph([el("w:r", above)], "Separator")
    inner = Flow(work.sheet, "cell")
    frame = Frame.at("Kicker", 0.0, page.type_area_pt, work.package.main, "cell")
    if look.mark is not None:
        inner.paragraph(list(_mark(work))[1:], work.sheet.variant("Figure", "of Mark", left_pt=0.0))
    _house(work, frame, inner, "series")
    _opening(work, frame, inner, above_pt=look.padding_y_pt if len(inner) else 0.0)
    rule = Edge("bottom", look.rule_pt, look.rule_color)
    made = cell(
        page.width_pt,
        inner.close(),
        theme=work.theme,
        edges=(rule,) if look.rule_pt else (),
        ground=look.ground,
        padding_pt=(0.0, page.margin_left_pt, look.padding_y_pt, page.margin_right_pt),
    )
    grid = Grid(left_pt=-page.margin_left_pt, columns_pt=(page.width_pt,))
    flow.table(grid.element([row([made], depth_pt=depth)]), 0.0, look.space_after_pt, "Band")


def _opening(work: Work, frame: Frame, flow: Flow, above_pt: float = 0.0) -> None:
    """Set kicker, headline, standfirst and byline; the first keeps ``above_pt`` from what stands over it."""
    document = work.document
    parts: list[tuple[str, Inlines]] = [
        ("Kicker", document.kicker),
        ("Title", document.title),
        ("Subtitle", document.standfirst),
    ]
    for style, inlines in parts:
        if inlines:
            before = max(above_pt, work.role(style).space_before_pt) if above_pt else None
            label = "under Institution" if above_pt else ""
            if style == "Title" and (inset := headline_inset(plain_text(inlines), work.style)):
                style = work.sheet.variant(style, "on even Lines", right_pt=inset)
            flow.paragraph(runs(work, inlines, frame.within(style=style)), style, before_pt=before, label=label)
            above_pt = 0.0
    _byline(work, frame, flow)


def _byline(work: Work, frame: Frame, flow: Flow) -> None:
    """Set the byline; where there is none, what stands last keeps its distance from the copy."""
    if line := _fields.byline(work.document, work.style):
        flow.paragraph(text_runs(work, line, frame.within(style="Byline")), "Byline")
    elif len(flow):
        flow.set_apart(len(flow) - 1, 0.0, work.style.text.byline.space_after_pt, "Opening")


def _document_line(work: Work, flow: Flow) -> None:
    """Set number, date, place and marking side by side, as many as the brief has."""
    look = work.style.document_line
    pairs = _fields.document_line(work.document, work.style)
    if not pairs:
        return
    widths = _widths(work, [value for _, value in pairs])
    edges = (Edge("bottom", look.rule_pt, look.rule_color),) if look.rule_pt else ()
    cells = []
    for place, ((label, value), width) in enumerate(zip(pairs, widths, strict=True)):
        inner = Flow(work.sheet, "cell")
        named = (("DocumentLabel", label),) if look.labels else ()
        for style, text in (*named, ("DocumentValue", value)):
            where = _SPREAD[min(place, 1) + (0 < place == len(pairs) - 1)] if look.align == "spread" else "left"
            style = work.sheet.variant(style, _ALIGNED[where], align=where)
            frame = Frame.at(style, 0.0, width, work.package.main, "cell")
            inner.paragraph(text_runs(work, text, frame), style)
        padding = (look.padding_y_pt, 0.0, look.padding_y_pt, 0.0)
        cells.append(cell(width, inner.close(), theme=work.theme, edges=edges, padding_pt=padding))
    grid = Grid(left_pt=0.0, columns_pt=tuple(widths))
    flow.table(grid.element([row(cells)]), 0.0, look.space_after_pt, "Document Line")


def _widths(work: Work, values: list[str]) -> list[float]:
    """Return the breadths of the document line's cells: even, or with even gaps between their texts."""
    area, role = work.style.page.type_area_pt, work.style.text.document_value
    even = [area / len(values)] * len(values)
    if work.style.document_line.align == "columns" or len(values) == 1:
        return even
    lengths = [line_measure(value, role) for value in values]
    gap = (area - sum(lengths)) / (len(values) - 1)
    if gap < role.size_pt:
        return even
    ends = (0, len(values) - 1)
    return [length + (gap / 2 if place in ends else gap) for place, length in enumerate(lengths)]
