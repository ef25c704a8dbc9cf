"""A Word file from right to left: paragraphs, tables, sections, and the runs and fonts of such words.

What Word says of start and end turns with its paragraph or table: indents, alignment, tab stops and the borders and
margins of cells, which ISO 29500-1 calls by those names. Borders of paragraphs and margins of pages do not, and are
exchanged here.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefprint import direction, glyphs
from briefprint.renderers._word.xml import Element, el, qualified
from briefprint.style import Face, Font, TextRole

# What precedes them in the schema's order (ECMA-376 17.3.1.26, 17.4.59).
_BEFORE_BIDI = ("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
                "pBdr", "shd", "tabs", "suppressAutoHyphens")  # fmt: skip
_BEFORE_ITS_BIDI = ("pStyle", *_BEFORE_BIDI, "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
                    "autoSpaceDN")  # fmt: skip
_BEFORE_VISUAL = ("tblStyle", "tblpPr", "tblOverlap")


def turn(parts: Iterable[Element]) -> None:
    """Turn the parts of a file round, its styles among them."""
    for part in parts:
        for style in part.iter(qualified("w:style")):
            if style.get(qualified("w:default")) and style.get(qualified("w:type")) == "paragraph":
                properties = style.find(qualified("w:pPr"))
                _insert(properties, el("w:bidi"), _BEFORE_BIDI)
        for table in part.iter(qualified("w:tbl")):
            _insert(table.find(qualified("w:tblPr")), el("w:bidiVisual"), _BEFORE_VISUAL)
        for borders in part.iter(qualified("w:pBdr")):
            _exchange_sides(borders)
        for section in part.iter(qualified("w:sectPr")):
            for margins in section.iter(qualified("w:pgMar")):
                left, right = qualified("w:left"), qualified("w:right")
                at_left, at_right = margins.get(left), margins.get(right)
                margins.set(left, at_right)
                margins.set(right, at_left)
            section.extend([el("w:bidi"), el("w:rtlGutter")])


def turn_paragraphs(parts: Iterable[Element]) -> None:
    """Let each paragraph say that it runs from right to left, where styles that are not ours say nothing of it."""
    for part in parts:
        for paragraph in part.iter(qualified("w:p")):
            properties = paragraph.find(qualified("w:pPr"))
            if properties is None:
                properties = el("w:pPr")
                paragraph.insert(0, properties)
            if properties.find(qualified("w:bidi")) is None:
                _insert(properties, el("w:bidi"), _BEFORE_ITS_BIDI)


def _insert(properties: Element, node: Element, before: tuple[str, ...]) -> None:
    place = sum(child.tag in {qualified(f"w:{name}") for name in before} for child in properties)
    properties.insert(place, node)


def _exchange_sides(borders: Element) -> None:
    """Exchange the left and the right border, in the schema's order."""
    left, right = borders.find(qualified("w:left")), borders.find(qualified("w:right"))
    for each, tag in ((left, "w:right"), (right, "w:left")):
        if each is not None:
            each.tag = qualified(tag)
    order = [qualified(f"w:{side}") for side in ("top", "left", "bottom", "right", "between", "bar")]
    borders[:] = sorted(borders, key=lambda each: order.index(each.tag))


# --- fonts ----------------------------------------------------------------------------------------------


def script_face(face: Face) -> Face | None:
    """Return the face that sets words from right to left where a face lacks them, the first where there are two."""
    return next((each for each in face.fallbacks if not each.italics), None)


def script_font(role: TextRole) -> Font | None:
    """Return the font of complex scripts of a role (ECMA-376 17.3.2.26, cs)."""
    face = script_face(role.face)
    return face.font(role.weight) if face else None


def font_of(text: str, font: Font) -> Font:
    """Return the font that sets a run from right to left, with the others standing in for what it lacks."""
    letters = frozenset(each for each in text if direction.has_rtl(each))
    scripts = [each for each in font.fallbacks if direction.has_rtl("".join(glyphs.characters(each)))]
    return max(scripts, key=lambda each: len(letters & glyphs.characters(each)), default=font)
