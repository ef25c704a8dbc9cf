"""The page of a memo in Word: masthead and band in the body, the marking in the head, the last lines in the foot."""

from __future__ import annotations

from typing import Literal

from briefprint.renderers._boxes import Columns, Stack
from briefprint.renderers._copy import Box, Copy
from briefprint.renderers._sheet import Sheet
from briefprint.renderers._word import shapes
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.lattice import Frame, Line, table
from briefprint.renderers._word.looks import Edge
from briefprint.renderers._word.memocopy import Place, Writer
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.watermark import watermark
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element, el, root
from briefprint.units import twips

LINE_PT = 1.0  # of the paragraph over a table that opens a file


def masthead(sheet: Sheet, writer: Writer, box: Box, flow: Flow, measure_pt: float, left_pt: float) -> None:
    """Set the masthead, and keep the copy away from it."""
    look = sheet.look.masthead
    if look.pattern == "band":
        _band(sheet, writer, box, flow, measure_pt, left_pt)
    else:
        start = len(flow)
        writer.add(box, flow, Place(0.0, measure_pt), 0.0)
        flow.set_apart(start, 0.0, look.space_after_pt, "Masthead")


def _band(sheet: Sheet, writer: Writer, box: Box, flow: Flow, measure_pt: float, left_pt: float) -> None:
    """Set the masthead on its ground, from edge to edge of the sheet.

    Its copy stands in the middle of a table's row; a shape behind fills what is above that.
    """
    look, page, work = sheet.look.masthead, sheet.style.page, writer.work
    depth, top = sheet.band_pt(box), _band_top(sheet, box)
    above = shapes.ground(work, look.ground, page.width_pt, depth - top)
    flow.paragraph([el("w:r", above)], "Separator")
    rule = Edge("bottom", look.rule_pt, look.rule_color)
    slots = tuple(writer.slots(box, left_pt, measure_pt))
    # As much room below the copy as the page has above the row, so that it stands in the middle of the band.
    frame = Frame(edges=(rule,) if look.rule_pt else (), ground=look.ground, below_pt=top)
    made = table(work, [Line(slots, depth_pt=depth - top)], -left_pt, page.width_pt, frame)
    flow.table(made, 0.0, look.rule_gap_pt + look.space_after_pt, "Band")


def _band_top(sheet: Sheet, box: Box) -> float:
    """Return where the row of a band begins: so far below the sheet's edge as its copy stands from its own."""
    return max((sheet.band_pt(box) - box.depth_pt(sheet.measure_pt, sheet.setting)) / 2, LINE_PT)


def section(
    sheet: Sheet, writer: Writer, head: Box, banner: Copy | None, foot: Box, bottom_pt: float, starts_with_table: bool
) -> Element:
    """Return the section's properties (ECMA-376 17.6.17), with the head and the foot that it refers to."""
    page, running, work = sheet.style.page, sheet.style.running, writer.work
    own = work.style.page  # whose side margins have given way
    band = sheet.look.masthead.pattern == "band"
    top = _band_top(sheet, head) if band else page.height_pt - sheet.top(banner)
    if starts_with_table:
        top -= LINE_PT
    properties = el("w:sectPr")
    if banner or work.document.draft:
        properties.append(_reference(work, "header", _header(writer, banner)))
    properties.append(_reference(work, "footer", _footer(sheet, writer, foot)))
    if work.notes.used:
        properties.append(el("w:footnotePr", el("w:numRestart", val="continuous")))
    properties.append(el("w:pgSz", w=twips(page.width_pt), h=twips(page.height_pt)))
    properties.append(
        el(
            "w:pgMar",
            top=twips(max(top, 0.0)),
            right=twips(own.margin_right_pt),
            bottom=twips(bottom_pt),
            left=twips(own.margin_left_pt),
            header=twips(running.head_offset_pt if banner else 0.0),
            footer=twips(running.foot_offset_pt),
            gutter=0,
        )
    )
    return properties


def _reference(work: Work, kind: Literal["header", "footer"], tree: Element) -> Element:
    part = work.package.tree(f"/word/{kind}1.xml", kind, tree)
    relationship = RT.HEADER if kind == "header" else RT.FOOTER
    return el(f"w:{kind}Reference", type="default", r_id=work.package.main.relate_to(part, relationship))


def _header(writer: Writer, banner: Copy | None) -> Element:
    """Return the head: what the page is marked with, and the word across a draft."""
    work, flow = writer.work, Flow(writer.work.sheet, "cell")
    if banner:
        writer.add(banner, flow, Place(0.0, work.style.page.measure_pt, "cell"), 0.0)
    else:
        flow.paragraph([], work.sheet.variant("Header", "of Draft", leading_pt=LINE_PT))
    part = root("w:hdr", "w", "r", "v", "o", "mc", "w15", children=flow.close())
    if work.document.draft:
        part[0].insert(1, watermark(work, "default"))
    return part


def _footer(sheet: Sheet, writer: Writer, foot: Box) -> Element:
    """Return the foot; two texts of one line each share it, a tab between them."""
    work, measure = writer.work, writer.work.style.page.measure_pt
    flow = Flow(work.sheet, "cell")
    place = Place(0.0, measure, "cell")
    one_line = foot.depth_pt(measure, sheet.setting) <= sheet.setting.leading_pt(sheet.style.text.memo_foot)
    if isinstance(foot, Columns) and one_line:
        left, right = foot.boxes
        assert isinstance(right, Copy) and (left is None or isinstance(left, Copy))
        flow.paragraph([*(writer.content(left, place) if left else []), el("w:r", el("w:tab")),
                        *writer.content(right, place)], "Footer")  # fmt: skip
    elif isinstance(foot, Stack):
        writer.stack(foot.boxes, flow, place, 0.0)
    else:
        writer.add(foot, flow, place, 0.0)
    return root("w:ftr", "w", "r", "v", "o", "mc", "w15", children=flow.close())
