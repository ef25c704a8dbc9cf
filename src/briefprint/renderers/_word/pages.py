"""An estimate of which page a thing stands on, for the numbers in the contents until Word counts them itself."""

from __future__ import annotations

import math

from briefprint.renderers._arrange import Span
from briefprint.renderers._sheets import landscape, portrait
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element, qualified

_LETTER_SHARE = 0.48  # of the type size: a letter's mean advance in running text, spaces and all
_EMU_PER_POINT = 12_700
_TWIPS = 20
_P, _TBL, _TR, _TC, _T = (qualified(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t"))
_STYLE, _VAL = qualified("w:pStyle"), qualified("w:val")
_EXTENT, _WIDTH = qualified("wp:extent"), qualified("w:w")
_SECTION = qualified("w:sectPr")
_BREAK, _TABLE_PLACE = qualified("w:pageBreakBefore"), qualified("w:tblpPr")


def count(work: Work, elements: list[Element], spans: list[Span]) -> int:
    """Fill in the page numbers of the contents; return the number of pages.

    Lines are counted from letters, the paragraphs' own leading and spaces are added, a page is full when its
    depth is; what stands in columns fills a share of it. Word puts the true numbers in when the contents are updated.
    """
    page = work.style.page
    depth = portrait(page).depth_pt
    bookmark = qualified("w:bookmarkStart")
    number, filled, after = 1, page.first_margin_bottom_pt - page.margin_bottom_pt, 0.0
    columns, section = work.style.columns.count, 0
    sheets = {True: landscape(page), False: portrait(page)}
    for element in elements:
        shared = columns if columns > 1 and spans[section] == "text" else 1
        sheet = sheets[spans[section] == "landscape"]
        measure = work.style.column_pt if shared > 1 else sheet.type_area_pt
        before, height, below = (each / shared for each in _extent(work, element, measure))
        if element.find(f".//{_BREAK}") is not None or sheet.depth_pt != depth:
            number, depth, filled, after = number + 1, sheet.depth_pt, 0.0, 0.0
        gap = max(after, before)
        if filled + gap + min(height, 4 * work.style.text.body.leading_pt) > depth:
            number, filled, gap = number + 1, 0.0, 0.0
        for mark in element.iter(bookmark):
            for text in work.page_references.get(mark.get(qualified("w:name")), ()):
                text.text = str(number)
        filled += gap + height
        while filled > depth:
            number, filled = number + 1, filled - depth
        section += element.find(f".//{_SECTION}") is not None
        after = below
    return number


def _extent(work: Work, element: Element, measure: float) -> tuple[float, float, float]:
    """Return the space above an element, its depth, and the space below."""
    if element.tag == _P:
        return _paragraph(work, element, measure)
    if element.tag == _TBL:
        top = work.style.page.margin_top_pt if element.find(f".//{_TABLE_PLACE}") is not None else 0.0
        return 0.0, sum(_row(work, row) for row in element.iter(_TR)) - top, 0.0
    return 0.0, sum(sum(_extent(work, each, measure)) for each in element.iter(_P)), 0.0


def _row(work: Work, row: Element) -> float:
    deepest = 0.0
    for cell in row.iter(_TC):
        width = cell.find(f".//{qualified('w:tcW')}").get(_WIDTH)
        room = int(width) / _TWIPS
        deepest = max(deepest, sum(sum(_paragraph(work, each, room)) for each in cell.iter(_P)))
    return deepest + 2 * work.style.table.padding_y_pt


def _paragraph(work: Work, paragraph: Element, measure: float) -> tuple[float, float, float]:
    named = paragraph.find(f".//{_STYLE}")
    style = work.sheet.paragraphs[named.get(_VAL) if named is not None else "Normal"]
    look, role = style.look, style.role
    pictures = [int(each.get("cy")) / _EMU_PER_POINT for each in paragraph.iter(_EXTENT)]
    letters = sum(len(text.text or "") for text in paragraph.iter(_T))
    room = max(measure - look.left_pt - look.right_pt, role.size_pt)
    lines = max(1, math.ceil(letters * role.size_pt * _LETTER_SHARE / room))
    notes = sum(1 for _ in paragraph.iter(qualified("w:footnoteReference")))
    height = max(lines * (look.leading_pt or 0.0), *pictures, 0.0) if pictures else lines * look.leading_pt
    height += sum(edge.weight_pt + edge.space_pt for edge in look.edges if edge.side in ("top", "bottom"))
    return look.before_pt, height + notes * 3 * work.style.text.note.leading_pt, look.after_pt
