"""Heads, feet and the section they belong to: page one has its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from briefprint.document import plain_text
from briefprint.renderers import _fields
from briefprint.renderers._arrange import Span
from briefprint.renderers._sheets import landscape, portrait
from briefprint.renderers._word.fields import condition, counted_text, field
from briefprint.renderers._word.fonts import measure_pt
from briefprint.renderers._word.inlines import text_runs
from briefprint.renderers._word.looks import Edge, Tab
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.watermark import watermark
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, el, qualified, root
from briefprint.style import RunningLine
from briefprint.units import twips

_CODES = {_fields.Counter.PAGE: "PAGE", _fields.Counter.PAGES: "NUMPAGES"}


_Kind = Literal["header", "footer"]


def sections(work: Work, spans: list[Span], pages: int) -> None:
    """Fill in the properties of each section (ECMA-376 17.6.17), and add the heads and feet.

    The first has them, and a title page; the others begin where it ends and inherit them (17.10.1). A turned page
    has its own, and what follows it has the first ones again.
    """
    made = work.body.iter(qualified("w:sectPr"))
    furniture = Furniture(work, pages)
    for place, (properties, span) in enumerate(zip(made, spans, strict=True)):
        turned, before = span == "landscape", place > 0 and spans[place - 1] == "landscape"
        if place == 0:
            properties.extend(furniture.references(("default", "even", "first"), turned))
        elif turned != before:
            properties.extend(furniture.references(("default", "even"), turned))
        if work.notes.used and work.notes.kind == "footnote":
            properties.append(el("w:footnotePr", el("w:numRestart", val="continuous")))
        elif work.notes.used:
            properties.append(el("w:endnotePr", el("w:numFmt", val="decimal")))
        if place:
            properties.append(el("w:type", val="nextPage" if turned or before else "continuous"))
        properties.extend(_sheet(work, span))
        if place == 0:
            properties.append(el("w:titlePg"))


class Furniture:
    """The heads and feet of a file: those of upright pages, and of turned ones where there are some."""

    def __init__(self, work: Work, pages: int) -> None:
        self.work, self.pages = work, pages
        self.made: dict[tuple[_Kind, str, bool], str] = {}  # a part's relationship

    def references(self, places: tuple[str, ...], turned: bool) -> Iterator[Element]:
        """Yield a section's heads and feet; left pages have their own where pages are mirrored."""
        running = self.work.style.running
        ordered: tuple[tuple[_Kind, RunningLine, RunningLine], ...] = (
            ("header", running.head, running.head_first),
            ("footer", running.foot, running.foot_first),
        )
        for kind, line, first in ordered:
            lines = {"default": line, "first": first}
            if self.work.style.page.mirrored:
                lines = {"default": line, "even": replace(line, left=line.right, right=line.left), "first": first}
            for where, each in lines.items():
                if where in places:
                    reference = self._reference(kind, where, each, turned)
                    yield el(f"w:{kind}Reference", type=where, r_id=reference)

    def _reference(self, kind: _Kind, where: str, line: RunningLine, turned: bool) -> str:
        key = (kind, where, turned)
        if key not in self.made:
            content = _part(self.work, kind, where, line, self.pages, turned)
            part = self.work.package.tree(f"/word/{kind}{len(self.made) + 1}.xml", kind, content)
            relationship = RT.HEADER if kind == "header" else RT.FOOTER
            self.made[key] = self.work.package.main.relate_to(part, relationship)
        return self.made[key]


def _sheet(work: Work, span: Span) -> Iterator[Element]:
    """Yield the sheet, its margins and its columns."""
    page, running, columns = work.style.page, work.style.running, work.style.columns
    in_columns = columns.count > 1 and span == "text"
    if span == "landscape":
        yield el("w:pgSz", w=twips(page.height_pt), h=twips(page.width_pt), orient="landscape")
    else:
        yield el("w:pgSz", w=twips(page.width_pt), h=twips(page.height_pt))
    top, head = _tops(work)
    yield el(
        "w:pgMar",
        top=twips(top),
        right=twips(page.margin_right_pt),
        bottom=twips(page.margin_bottom_pt),
        # Columns share the measure: the hang stays at their left.
        left=twips(page.margin_left_pt + (page.hang_pt if in_columns else 0.0)),
        header=twips(head),
        footer=twips(running.foot_offset_pt),
        gutter=0,
    )
    if in_columns:
        rule = 1 if columns.rule_pt else None  # Word draws it in its own weight and the text's colour
        yield el("w:cols", num=columns.count, space=twips(columns.gap_pt), sep=rule)


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


def _part(work: Work, kind: _Kind, where: str, line: RunningLine, pages: int, turned: bool) -> Element:
    part = root("w:hdr" if kind == "header" else "w:ftr", "w", "r", "v", "o", "mc", "w15")
    rows = _rows(work, line)
    area = landscape(work.style.page).type_area_pt if turned else work.style.page.type_area_pt
    marks = []
    if work.document.draft and kind == "header":
        sheet = (landscape(work.style.page) if turned else portrait(work.style.page)).width_pt
        marks = [watermark(work, f"{where}Turned" if turned else where, sheet)]
    for place, row in enumerate(rows):
        style = _style(work, kind, where, line, place, len(rows))
        if turned:
            style = work.sheet.variant(style, "turned", tabs=(Tab("center", area / 2), Tab("right", area)))
        frame = Frame.at(style, 0.0, area, work.package.main, "cell")
        content = [*marks, *_content(work, row, frame, pages, where)]
        part.append(el("w:p", el("w:pPr", el("w:pStyle", val=style)), *content))
        marks = []
    return part


def _rows(work: Work, line: RunningLine) -> tuple[_fields.Row, ...]:
    """Return the lines of a head or foot that hold something, or an empty one: a part has a paragraph."""
    rows = _fields.rows(line, _fields.texts(work.document, work.style))
    return tuple(row for row in rows if any(row)) or rows[:1]


def _style(work: Work, kind: _Kind, where: str, line: RunningLine, place: int, count: int) -> str:
    """Return the style of one line of a head or foot: its rule and its spaces are the outer lines'."""
    base, running, page = kind.capitalize(), work.style.running, work.style.page
    edges: tuple[Edge, ...] = ()
    if line.rule_pt and not line.empty and place == (count - 1 if kind == "header" else 0):
        side: Literal["bottom", "top"] = "bottom" if kind == "header" else "top"
        edges = (Edge(side, line.rule_pt, running.rule_color, 4 * line.rule_pt),)
    below = sum(each.weight_pt + each.space_pt for each in edges)
    before = after = 0.0
    top, head = _tops(work)
    if kind == "header" and where != "first" and top < page.margin_top_pt:
        before = running.head_offset_pt - head if place == 0 else 0.0
        if place == count - 1:
            depth = running.head_offset_pt + count * work.style.text.running_head.leading_pt + below
            after = max(page.margin_top_pt - depth, 0.0)
    if kind == "footer" and where == "first" and place == 0:
        # A foot that begins higher lifts the text's end, which is how page one gets its deeper margin.
        set_depth = running.foot_offset_pt + count * work.style.text.folio.leading_pt + below
        if page.first_margin_bottom_pt > page.margin_bottom_pt:
            before = max(page.first_margin_bottom_pt - set_depth, 0.0)
    label = "of First Page" if where == "first" else "of Page"
    if count > 1 and (edges or before or after):
        label += f" line {place + 1}"
    leading = work.role(base).leading_pt
    if kind == "header" and where == "first" and line.empty and top < page.margin_top_pt:
        leading = min(leading, 1.0)  # an empty line, which is not to push the band down
    return work.sheet.variant(base, label, edges=edges, before_pt=before, after_pt=after, leading_pt=leading)


def _content(work: Work, row: _fields.Row, frame: Frame, pages: int, where: str) -> list[Element]:
    """Return what stands left, in the middle and at right, a tab before each of the latter two."""
    left, centre, right = (_joined(part) for part in row)
    content: list[Element] = []
    for place, pieces in enumerate((left, centre, right)):
        if place and (pieces or (place == 1 and right)):
            content.append(el("w:r", el("w:tab")))
        if place == 1 and not pieces and right and _passes_middle(work, left, frame):
            content.pop()  # the text at left already stands beyond the middle stop
        for piece in pieces:
            content += _piece(work, piece, frame, pages, where)
    return content


def _piece(work: Work, piece: _fields.Piece, frame: Frame, pages: int, where: str) -> list[Element]:
    """Return a piece of a running line; what only Word knows is a field, shown as it is on the first such page."""
    match piece:
        case _fields.Title():  # Word's own name for it would be another in each language of Word's, as a style's is
            return field("TITLE", text_runs(work, piece, frame))
        case str():
            return text_runs(work, piece, frame)
        case _fields.Section():
            return field("STYLEREF 1", text_runs(work, _section(work, 1 if where == "first" else 2), frame))
        case _fields.Counter():
            shown = str(pages) if piece is _fields.Counter.PAGES else "1"
            return field(_CODES[piece], text_runs(work, shown, frame))
        case _fields.Ending(more=more, ends=ends):
            # On page one that is known; on the others only where there is but one of them.
            said = ends if pages == (1 if where == "first" else 2) else more if where == "first" else ""
            both = {each: text_runs(work, each, frame) for each in (more, ends)}  # the font needs the letters of both
            known = both.get(said, [])
            page, count = field("PAGE", counted_text("1")), field("NUMPAGES", counted_text(str(pages)))
            return condition(page, count, ends, more, known)


def _section(work: Work, page: int) -> str:
    """Return the first section's head on a page, or the last one's before it (ECMA-376 17.16.5.59)."""
    heads = _fields.sections(work.document)
    begun = [work.pages.get(work.names.get(each.id, ""), 1) for each in heads]
    here = next((head for head, begins in zip(heads, begun, strict=True) if begins == page), None)
    before = [head for head, begins in zip(heads, begun, strict=True) if begins < page]
    return plain_text((here or (before or heads)[-1 if before else 0]).children)


def _joined(pieces: list[_fields.Piece]) -> list[_fields.Piece]:
    return [piece for piece in pieces if piece != ""]


def _passes_middle(work: Work, pieces: list[_fields.Piece], frame: Frame) -> bool:
    role = work.role(frame.style)
    text = "".join(piece if isinstance(piece, str) else "8" for piece in pieces)
    text = text.upper() if role.case == "upper" else text
    length = measure_pt(text, role.font(), role.size_pt) + role.tracking_pt * len(text)
    return length > frame.measure_pt / 2
