"""Heads, feet and the section they belong to: page one has its own."""

from __future__ import annotations

from typing import Literal

from briefprint.renderers import _fields
from briefprint.renderers._word.fields import field
from briefprint.renderers._word.fonts import measure_pt
from briefprint.renderers._word.inlines import text_runs
from briefprint.renderers._word.looks import Edge
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.watermark import watermark
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, el, root
from briefprint.style import RunningLine
from briefprint.units import twips

_CODES = {_fields.Counter.PAGE: "PAGE", _fields.Counter.PAGES: "NUMPAGES"}


def section(work: Work, pages: int) -> Element:
    """Add the heads and feet; return the section's properties (ECMA-376 17.6.17)."""
    page, running = work.style.page, work.style.running
    properties = el("w:sectPr")
    parts: tuple[tuple[Literal["header", "footer"], str, RunningLine], ...] = (
        ("header", "default", running.head),
        ("header", "first", running.head_first),
        ("footer", "default", running.foot),
        ("footer", "first", running.foot_first),
    )
    for number, (kind, where, line) in enumerate(parts, 1):
        part = work.package.tree(f"/word/{kind}{number}.xml", kind, _part(work, kind, where, line, pages))
        relationship = RT.HEADER if kind == "header" else RT.FOOTER
        properties.append(el(f"w:{kind}Reference", type=where, r_id=work.package.main.relate_to(part, relationship)))
    if work.notes_part is not None:
        properties.append(el("w:footnotePr", el("w:numRestart", val="continuous")))
    properties.append(el("w:pgSz", w=twips(page.width_pt), h=twips(page.height_pt)))
    top, head = _tops(work)
    properties.append(
        el(
            "w:pgMar",
            top=twips(top),
            right=twips(page.margin_right_pt),
            bottom=twips(page.margin_bottom_pt),
            left=twips(page.margin_left_pt),
            header=twips(head),
            footer=twips(running.foot_offset_pt),
            gutter=0,
        )
    )
    properties.append(el("w:titlePg"))
    return properties


def _tops(work: Work) -> tuple[float, float]:
    """Return where the copy begins and where the heads do.

    Under a band page one begins higher than the rest, and Word has one margin for both: it is page one's, and on
    the other pages the head is as deep as theirs (``_style``).
    """
    page, running, masthead = work.style.page, work.style.running, work.style.masthead
    if masthead.pattern == "band":
        line = work.sheet.paragraphs["Separator"].look.leading_pt  # what stands over the band's table
        top = max(min(masthead.padding_y_pt, page.margin_top_pt) - line, 0.0)
        # Room for the head of page one, which is empty but for a line; LibreOffice wants as much again below it.
        return top, max(min(running.head_offset_pt, top - 2 * work.style.text.running_head.leading_pt), 0.0)
    return page.margin_top_pt, running.head_offset_pt


def _part(work: Work, kind: Literal["header", "footer"], where: str, line: RunningLine, pages: int) -> Element:
    part = root("w:hdr" if kind == "header" else "w:ftr", "w", "r", "v", "o")
    style = _style(work, kind, where, line)
    frame = Frame.at(style, 0.0, work.style.page.type_area_pt, work.package.main, "cell")
    content: list[Element] = []
    if work.document.draft and kind == "header":
        content.append(watermark(work, where))
    content += _content(work, line, frame, pages)
    part.append(el("w:p", el("w:pPr", el("w:pStyle", val=style)), *content))
    return part


def _style(work: Work, kind: Literal["header", "footer"], where: str, line: RunningLine) -> str:
    base, running, page = kind.capitalize(), work.style.running, work.style.page
    edges: tuple[Edge, ...] = ()
    if line.rule_pt and not line.empty:
        side: Literal["bottom", "top"] = "bottom" if kind == "header" else "top"
        edges = (Edge(side, line.rule_pt, running.rule_color, 4 * line.rule_pt),)
    before = after = 0.0
    top, head = _tops(work)
    if kind == "header" and where == "default" and top < page.margin_top_pt:
        before = running.head_offset_pt - head
        below = sum(each.weight_pt + each.space_pt for each in edges)
        depth = running.head_offset_pt + work.style.text.running_head.leading_pt + below
        after = max(page.margin_top_pt - depth, 0.0)
    if kind == "footer" and where == "first":
        # A foot that begins higher lifts the text's end, which is how page one gets its deeper margin.
        role = work.style.text.folio
        set_depth = running.foot_offset_pt + role.leading_pt + sum(each.weight_pt + each.space_pt for each in edges)
        if page.first_margin_bottom_pt > page.margin_bottom_pt:
            before = max(page.first_margin_bottom_pt - set_depth, 0.0)
    label = "of First Page" if where == "first" else "of Page"
    leading = work.role(base).leading_pt
    if kind == "header" and where == "first" and line.empty and top < page.margin_top_pt:
        leading = min(leading, 1.0)  # an empty line, which is not to push the band down
    return work.sheet.variant(base, label, edges=edges, before_pt=before, after_pt=after, leading_pt=leading)


def _content(work: Work, line: RunningLine, frame: Frame, pages: int) -> list[Element]:
    """Return what stands left, in the middle and at right, a tab before each of the latter two."""
    values = _fields.texts(work.document, work.style)
    left, centre, right = (_joined(part) for part in _fields.lines(line, values))
    content: list[Element] = []
    for place, pieces in enumerate((left, centre, right)):
        if place and (pieces or (place == 1 and right)):
            content.append(el("w:r", el("w:tab")))
        if place == 1 and not pieces and right and _passes_middle(work, left, frame):
            content.pop()  # the text at left already stands beyond the middle stop
        for piece in pieces:
            if isinstance(piece, str):
                content += text_runs(work, piece, frame)
            else:
                shown = str(pages) if piece is _fields.Counter.PAGES else "1"
                content += field(_CODES[piece], text_runs(work, shown, frame))
    return content


def _joined(pieces: list[_fields.Piece]) -> list[_fields.Piece]:
    return [piece for piece in pieces if piece != ""]


def _passes_middle(work: Work, pieces: list[_fields.Piece], frame: Frame) -> bool:
    role = work.role(frame.style)
    text = "".join(piece if isinstance(piece, str) else "8" for piece in pieces)
    text = text.upper() if role.case == "upper" else text
    length = measure_pt(text, role.font(), role.size_pt) + role.tracking_pt * len(text)
    return length > frame.measure_pt / 2
