"""An estimate of which page a thing stands on, for the numbers in the contents until Word counts them itself.

The copy is broken into lines by the widths of its words, and the lines into pages by Word's rules: what is kept with
the next, two lines at least at a page's head and foot (ECMA-376 17.3.1.44), rows that do not split and heads that
repeat (17.4.6, 17.4.50), notes on the page that calls them. Columns are filled one after the other; where a section
ends on their page they are made even (17.18.77).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from briefprint.renderers._arrange import Span
from briefprint.renderers._sheets import landscape, portrait
from briefprint.renderers._word.depths import Depths, Piece
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element, qualified

_SECTION = qualified("w:sectPr")
_FEWEST = 2  # lines of a paragraph that stand alone
_TOLERANCE = 0.05  # points, of lengths that are rounded


@dataclass(slots=True)
class _Page:
    """A page while it is filled."""

    depth: float
    number: int = 1
    filled: float = 0.0  # of its column
    top: float = 0.0  # where its columns begin
    columns: int = 1
    column: int = 0
    after: float = 0.0
    fresh: bool = True  # whether nothing stands in the column yet that asks for space
    notes: float = 0.0  # the depth of those at its foot
    foot: float = 0.0  # what else is kept free there
    places: dict[str, int] = field(default_factory=dict)  # a bookmark: its page

    def turn(self) -> None:
        """Go on in the next column, or on the next page."""
        if self.column + 1 < self.columns:
            self.column, self.filled = self.column + 1, self.top
        else:
            self.column, self.top, self.filled, self.notes, self.foot = 0, 0.0, 0.0, 0.0, 0.0
            self.number += 1
        self.after, self.fresh = 0.0, True

    def end(self) -> None:
        """Leave the rest of the page empty."""
        self.column = self.columns
        self.turn()

    def stretch(self, columns: int) -> None:
        """Begin columns here, or end them so that they are even."""
        if columns == self.columns:
            return
        if self.columns > 1:
            used = self.column * (self.depth - self.top) + self.filled - self.top
            self.filled = self.top + used / self.columns
        self.top, self.column, self.columns = self.filled, 0, columns

    def fits(self, depth: float, notes: float) -> bool:
        """Return whether so much more goes on the page."""
        return self.filled + depth + notes <= self.depth - self.notes - self.foot + _TOLERANCE


def count(work: Work, elements: list[Element], spans: list[Span]) -> int:
    """Fill in the page numbers of the contents; return the number of pages.

    Word puts the true numbers in when the contents are updated.
    """
    page, columns, section = work.style.page, work.style.columns.count, 0
    depths = Depths(work)
    sheets = {True: landscape(page), False: portrait(page)}
    at = _Page(portrait(page).depth_pt, foot=page.first_margin_bottom_pt - page.margin_bottom_pt)
    pieces: list[Piece] = []
    for element in elements:
        shared = columns if columns > 1 and spans[section] == "text" else 1
        sheet = sheets[spans[section] == "landscape"]
        measure = work.style.column_pt if shared > 1 else sheet.type_area_pt
        for piece in depths.pieces(element, measure):
            piece.columns, piece.sheet_pt = shared, sheet.depth_pt
            if pieces:
                piece.join(pieces[-1])
            pieces.append(piece)
        section += element.find(f".//{_SECTION}") is not None
    for place, piece in enumerate(pieces):
        _place(at, piece, _needed(pieces, place))
    work.pages.update(at.places)
    for name, number in at.places.items():
        for text in work.page_references.get(name, ()):
            text.text = str(number)
    return at.number


def _needed(pieces: list[Piece], place: int) -> tuple[float, float]:
    """Return how deep what is kept together from here on is, below the space above it, and the notes it calls."""
    depth = notes = after = 0.0
    for number, piece in enumerate(pieces[place:]):
        gap = max(after, piece.before) if number else 0.0
        whole = piece.keep_next or piece.whole or len(piece.lines) < 2 * _FEWEST
        count = len(piece.lines) if whole else _FEWEST
        depth += gap + sum(piece.lines[:count])
        notes += piece.noted(0, count)
        if not piece.keep_next:
            break
        after = piece.after
    return depth, notes


def _place(at: _Page, piece: Piece, needed: tuple[float, float]) -> None:
    """Put a piece on the page, or on the next ones."""
    if piece.breaks or piece.sheet_pt != at.depth:
        at.end()
        at.depth = piece.sheet_pt
    at.stretch(piece.columns)
    if piece.column:
        at.turn()
    gap = 0.0 if at.fresh else max(at.after, piece.before)
    depth, notes = needed
    if not at.fresh and not at.fits(gap + min(depth, at.depth), notes + piece.parted(at.notes, notes)):
        at.turn()
        gap, at.filled = 0.0, at.filled + piece.head
    at.filled += gap
    _lines(at, piece)
    at.after, at.fresh = piece.after, False


def _lines(at: _Page, piece: Piece) -> None:
    """Put a piece's lines on the page and the next ones, no line of a paragraph by itself."""
    start, count = 0, len(piece.lines)
    while start < count:
        end, notes, depth = start, 0.0, 0.0
        while end < count:
            called = notes + piece.noted(end, end + 1)
            if not at.fits(depth + piece.lines[end], called + piece.parted(at.notes, called)):
                break
            depth, notes, end = depth + piece.lines[end], called, end + 1
        if end < count:
            if count - end < _FEWEST:
                end = count - _FEWEST
            if (piece.whole or end - start < _FEWEST) and not (at.fresh or start):
                end = start
            elif end <= start and (at.fresh or start):
                end = start + 1  # deeper than a page
        if start == 0 and end > 0:
            at.places.update(dict.fromkeys(piece.names, at.number))
        called = piece.noted(start, end)
        at.filled += sum(piece.lines[start:end])
        at.notes += called + piece.parted(at.notes, called)
        if end < count:
            at.turn()
            at.filled += piece.head if start == end == 0 else 0.0
        start = end
