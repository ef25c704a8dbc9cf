"""How deep the pieces of a Word file are: its paragraphs, and the rows of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefprint.renderers._word.fonts import kerned_pt
from briefprint.renderers._word.looks import Edge
from briefprint.renderers._word.stylesheet import ParagraphStyle
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element, qualified
from briefprint.style import TextRole

_EMU_PER_POINT = 12_700
_TWIPS = 20
P, TBL, BOOKMARK = (qualified(f"w:{name}") for name in ("p", "tbl", "bookmarkStart"))
_TR, _TC, _T, _BR, _TAB = (qualified(f"w:{name}") for name in ("tr", "tc", "t", "br", "tab"))
_STYLE, _VAL, _NAME = (qualified(f"w:{name}") for name in ("pStyle", "val", "name"))
_INLINE, _EXTENT = qualified("wp:inline"), qualified("wp:extent")
_WIDTH, _TYPE = qualified("w:w"), qualified("w:type")
_BREAK, _TABLE_PLACE = qualified("w:pageBreakBefore"), qualified("w:tblpPr")
_HEAD, _SPLITS = qualified("w:tblHeader"), qualified("w:cantSplit")
_FRAME = qualified("w:framePr")
_NOTE, _ID = qualified("w:footnoteReference"), qualified("w:id")
_TABLE_STYLE = "BriefTable"


@dataclass(slots=True)
class Piece:
    """What a page takes at once, or line by line."""

    before: float
    lines: list[float]
    after: float
    keep_next: bool = False
    whole: bool = False  # whether it does not go over to the next page
    breaks: bool = False  # whether it begins a page
    column: bool = False  # or a column
    calls: tuple[tuple[int, float], ...] = ()  # a line, and the depth of a note it calls
    separator: float = 0.0  # what stands over the first note of a page
    head: float = 0.0  # the depth of the table's head, which a new page repeats
    names: tuple[str, ...] = ()  # bookmarks in it
    edges: tuple[Edge, ...] = ()
    columns: int = 1  # of its section
    sheet_pt: float = 0.0  # the depth of its page

    @property
    def depth(self) -> float:
        """Its depth, on one page."""
        return sum(self.lines)

    def noted(self, start: int, end: int) -> float:
        """Return the depth of the notes that some of its lines call."""
        return sum(depth for line, depth in self.calls if start <= line < end)

    def parted(self, before: float, notes: float) -> float:
        """Return what parts the first notes of a page from its copy: nothing where there are some ``before``."""
        return self.separator if notes and not before else 0.0

    def join(self, above: Piece) -> None:
        """Make one box of the borders of two paragraphs that have the same (ECMA-376 17.3.1.24)."""
        if not self.edges or self.edges != above.edges:
            return
        for edge in self.edges:
            if edge.side == "bottom":
                above.lines[-1] -= edge.weight_pt + edge.space_pt
            elif edge.side == "top":
                self.lines[0] -= edge.weight_pt + edge.space_pt


class Depths:
    """Measures the pieces of one file."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._notes = {each.get(_ID): each for each in work.notes.elements} if work.notes.kind == "footnote" else {}

    def pieces(self, element: Element, measure: float) -> Iterator[Piece]:
        """Yield the pieces of an element of the body, on a measure."""
        if element.tag == TBL:
            yield from self._table(element)
            return
        for paragraph in [element] if element.tag == P else element.iter(P):
            yield self._paragraph(paragraph, measure)

    def _table(self, table: Element) -> Iterator[Piece]:
        # A band's table begins at the sheet's edge, above the text.
        above = self._work.style.page.margin_top_pt if table.find(f".//{_TABLE_PLACE}") is not None else 0.0
        head = 0.0
        for row in table.iterchildren(_TR):
            depth = self._row(table, row) - above
            above = 0.0
            kept = all(self._style(each).look.keep_next for each in row.iter(P))
            heading = row.find(f".//{_HEAD}") is not None
            yield Piece(
                0.0, [depth], 0.0,
                keep_next=heading or kept,
                whole=row.find(f".//{_SPLITS}") is not None,
                calls=self._calls(row), separator=self._separator(), head=0.0 if heading else head,
                names=_names(row),
            )  # fmt: skip
            head += depth if heading else 0.0

    def _row(self, table: Element, row: Element) -> float:
        """Return the depth of a row: its deepest cell's, or the one that is asked for."""
        look = self._work.style.table
        style = table.find(f"{qualified('w:tblPr')}/{qualified('w:tblStyle')}")
        ours = style is not None and style.get(_VAL) == _TABLE_STYLE
        asked = row.find(f"{qualified('w:trPr')}/{qualified('w:trHeight')}")
        deepest = 0.0 if asked is None else int(asked.get(_VAL)) / _TWIPS
        for cell in row.iterchildren(_TC):
            padding = {"top": look.padding_y_pt, "bottom": look.padding_y_pt} if ours else {}
            padding |= {"left": look.padding_x_pt, "right": look.padding_x_pt} if ours else {}
            for side in cell.iterfind(f"{qualified('w:tcPr')}/{qualified('w:tcMar')}/*"):
                padding[side.tag.rpartition("}")[2]] = int(side.get(_WIDTH)) / _TWIPS
            width = int(cell.find(f"{qualified('w:tcPr')}/{qualified('w:tcW')}").get(_WIDTH)) / _TWIPS
            room = width - padding.get("left", 0.0) - padding.get("right", 0.0)
            deepest = max(deepest, self._stacked(cell, room) + padding.get("top", 0.0) + padding.get("bottom", 0.0))
        return deepest + (look.row_rule_pt if ours else 0.0)

    def _stacked(self, holder: Element, measure: float) -> float:
        """Return the depth of paragraphs and tables one under the other."""
        pieces: list[Piece] = []
        for each in holder:
            if each.tag == TBL:
                pieces.append(Piece(0.0, [self._row(each, row) for row in each.iterchildren(_TR)], 0.0))
            elif each.tag == P:
                pieces.append(self._paragraph(each, measure))
                if len(pieces) > 1:
                    pieces[-1].join(pieces[-2])
        depth = after = 0.0
        for piece in pieces:
            depth, after = depth + max(after, piece.before) + piece.depth, piece.after
        return depth + after

    def _paragraph(self, paragraph: Element, measure: float) -> Piece:
        style = self._style(paragraph)
        look, role = style.look, style.role
        pictures = [int(each.find(_EXTENT).get("cy")) / _EMU_PER_POINT for each in paragraph.iter(_INLINE)]
        room = max(measure - look.left_pt - look.right_pt, role.size_pt)
        if paragraph.find(f".//{_FRAME}") is not None:  # a dropped initial stands beside the lines of the next
            return Piece(look.before_pt, [0.0], 0.0, keep_next=True)
        words, first = _words(paragraph), max(look.first_pt, 0.0)
        count = line_count(words, role, room, first)
        calls = self._calls(paragraph, lambda before: line_count(before, role, room, first) - 1)
        lines = [max([look.leading_pt, *pictures])] if pictures else [look.leading_pt] * count
        for edge in look.edges:
            if edge.side in ("top", "bottom"):
                lines[0 if edge.side == "top" else -1] += edge.weight_pt + edge.space_pt
        return Piece(
            look.before_pt, lines, look.after_pt,
            keep_next=look.keep_next, whole=look.keep_lines,
            breaks=next(paragraph.iter(_BREAK), None) is not None,
            column=any(each.get(_TYPE) == "column" for each in paragraph.iter(_BR)),
            calls=calls, separator=self._separator(), names=_names(paragraph),
            edges=look.edges,
        )  # fmt: skip

    def _style(self, paragraph: Element) -> ParagraphStyle:
        named = paragraph.find(f".//{_STYLE}")
        return self._work.sheet.paragraphs[named.get(_VAL) if named is not None else "Normal"]

    def _calls(self, element: Element, line: Callable[[str], int] | None = None) -> tuple[tuple[int, float], ...]:
        """Return the notes that an element calls, each with the line that does, and how deep it is."""
        if not self._notes:
            return ()
        measure = self._work.style.column_pt + self._work.house.text_left_pt
        found = []
        for mark in element.iter(_NOTE):
            if (note := self._notes.get(mark.get(_ID))) is not None:
                place = line(_words(element, mark)) if line else 0
                found.append((max(place, 0), self._stacked(note, measure)))
        return tuple(found)

    def _separator(self) -> float:
        look = self._work.sheet.paragraphs["FootnoteSeparator"].look
        return look.before_pt + look.leading_pt + look.after_pt


def _names(element: Element) -> tuple[str, ...]:
    return tuple(each.get(_NAME) for each in element.iter(BOOKMARK))


def _words(paragraph: Element, end: Element | None = None) -> str:
    """Return a paragraph's text, with its breaks, as far as ``end``."""
    pieces = []
    for node in paragraph.iter(_T, _BR, _TAB, _NOTE):
        if node is end:
            break
        if node.tag == _T:
            pieces.append(node.text or "")
        elif node.tag != _NOTE and node.getparent().tag == qualified("w:r"):
            pieces.append("\n" if node.tag == _BR and node.get(_TYPE) != "column" else " ")
    return "".join(pieces)


def line_count(text: str, role: TextRole, measure_pt: float, first_pt: float = 0.0) -> int:
    """Return how many lines text takes on a measure, the first of them shorter by ``first_pt``."""
    space, count = _length(" ", role), 0
    for part in text.split("\n"):
        count, length = count + 1, 0.0 if count else first_pt
        begun = False
        for word in filter(None, part.split(" ")):  # at no other space does a line end
            advance = _length(word, role)
            if begun and length + space + advance > measure_pt:
                count, length = count + 1, advance
            else:
                length, begun = length + (space if begun else 0.0) + advance, True
            while length > measure_pt:  # a word that is longer than the line
                count, length = count + 1, length - measure_pt
    return count


_LENGTHS: dict[tuple[str, str, float, float, str], float] = {}
_MOST_LENGTHS = 20_000


def _length(word: str, role: TextRole) -> float:
    key = (word, role.font().key, role.size_pt, role.tracking_pt, role.case)
    found = _LENGTHS.get(key)
    if found is None:
        if len(_LENGTHS) >= _MOST_LENGTHS:
            _LENGTHS.clear()
        cased = word.upper() if role.case == "upper" else word
        found = _LENGTHS[key] = kerned_pt(cased, role.font(), role.size_pt) + role.tracking_pt * len(cased)
    return found
