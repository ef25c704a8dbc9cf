"""An estimate of which page a thing stands on, for the numbers in the contents until Word counts them itself.

The copy is broken into lines by the widths of its words, and the lines into pages by Word's rules: what is kept with
the next, two lines at least at a page's head and foot (ECMA-376 17.3.1.44), rows that do not split and heads that
repeat (17.4.6, 17.4.50), notes on the page that calls them.
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


@dataclass(slots=True)
class _Page:
    """A page while it is filled."""

    depth: float
    number: int = 1
    filled: float = 0.0
    after: float = 0.0
    notes: bool = False
    places: dict[str, int] = field(default_factory=dict)  # a bookmark: its page

    def turn(self) -> None:
        self.number, self.filled, self.after, self.notes = self.number + 1, 0.0, 0.0, False


def count(work: Work, elements: list[Element], spans: list[Span]) -> int:
    """Fill in the page numbers of the contents; return the number of pages.

    What stands in columns fills a share of the page. Word puts the true numbers in when the contents are updated.
    """
    page, columns, section = work.style.page, work.style.columns.count, 0
    depths = Depths(work)
    sheets = {True: landscape(page), False: portrait(page)}
    at = _Page(portrait(page).depth_pt, filled=page.first_margin_bottom_pt - page.margin_bottom_pt)
    pieces: list[Piece] = []
    for element in elements:
        shared = columns if columns > 1 and spans[section] == "text" else 1
        sheet = sheets[spans[section] == "landscape"]
        measure = work.style.column_pt if shared > 1 else sheet.type_area_pt
        for piece in depths.pieces(element, measure):
            piece.shared, piece.sheet_pt = shared, sheet.depth_pt
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


def _needed(pieces: list[Piece], place: int) -> float:
    """Return how deep what is kept together from here on is, below the space above it."""
    depth, after = 0.0, 0.0
    for number, piece in enumerate(pieces[place:]):
        gap = max(after, piece.before) if number else 0.0
        whole = piece.keep_next or piece.whole or len(piece.lines) < 2 * _FEWEST
        depth += (gap + (piece.depth if whole else sum(piece.lines[:_FEWEST])) + piece.notes) / piece.shared
        if not piece.keep_next:
            break
        after = piece.after
    return depth


def _place(at: _Page, piece: Piece, needed: float) -> None:
    """Put a piece on the page, or on the next ones."""
    if piece.breaks or piece.sheet_pt != at.depth:
        at.turn()
        at.depth = piece.sheet_pt
    gap = max(at.after, piece.before / piece.shared) if at.filled else 0.0
    if at.filled and at.filled + gap + min(needed, at.depth) > at.depth:
        at.turn()
        gap, at.filled = 0.0, piece.head / piece.shared
    for name in piece.names:
        at.places[name] = at.number
    notes = piece.notes + (piece.separator if piece.notes and not at.notes else 0.0)
    at.notes = at.notes or piece.notes > 0.0
    at.filled += gap + notes / piece.shared
    left = len(piece.lines)
    for line in piece.lines:
        if at.filled + line / piece.shared > at.depth:
            at.turn()
            if left < _FEWEST and not piece.whole:  # the line before goes with the last one
                at.filled += line / piece.shared
        at.filled += line / piece.shared
        left -= 1
    at.after = piece.after / piece.shared
