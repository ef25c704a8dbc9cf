"""The make-up of a PDF's pages: laid out, looked at, and laid out again where the last page holds too little."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefprint import copyfit
from briefprint.document import Document
from briefprint.errors import Diagnostic, warning
from briefprint.renderers import _makeup, _pdf
from briefprint.renderers._pdf import LaidOut
from briefprint.renderers._pdf_sheets import Sheet, sheets
from briefprint.renderers._shelf import Galley
from briefprint.style import HouseStyle

_SLACK = 1.5  # an estimate of what tightening wins may be wrong by so much


def made_up(
    document: Document, style: HouseStyle, galley: Callable[[HouseStyle], Galley]
) -> tuple[LaidOut, tuple[Diagnostic, ...]]:
    """Return the copy laid out, and what its author should know of its pages.

    Where the last page holds fewer lines than ``makeup.shortest_last``, the copy is tightened by ``makeup.levers``, all
    of it alike; where that does not save the page, it stays as it was and the author is told how much to cut.
    """
    look = style.makeup
    laid = _pdf.laid_out(galley(style), look.hyphens_in_a_row)
    found = sheets(laid.pages.pages)
    if not _short(found, style):
        return laid, ()
    if _may_save(found, style) and (better := _saved(len(found), style, galley)) is not None:
        return better, ()
    return laid, (_told(found, document, style),)


def _short(found: Sequence[Sheet], style: HouseStyle) -> bool:
    """Return whether the last page holds too few lines, and not because the author ended the one before it."""
    return len(found) > 1 and not found[-2].forced and _lines(found[-1], style) < style.makeup.shortest_last


def _lines(sheet: Sheet, style: HouseStyle) -> int:
    """Return how many lines deep the copy on a page is: two columns of two lines are two."""
    return round(sheet.taken_pt / style.text.body.leading_pt)


def _may_save(found: Sequence[Sheet], style: HouseStyle) -> bool:
    """Return whether tightening might win as much as the last page holds: a guess, to spare a layout in vain."""
    levers, columns = style.makeup.levers, style.columns.count
    depth = sum(sheet.taken_pt for sheet in found[:-1]) * columns
    lines = min(depth, sum(row.bottom_pt - row.top_pt for sheet in found[:-1] for row in sheet.rows))
    won = lines * ((1 - levers.leading) + 2 * (1 - levers.tracking)) + (depth - lines) * (1 - levers.space)
    return won * _SLACK >= sum(row.bottom_pt - row.top_pt for row in found[-1].rows)


def _saved(pages: int, style: HouseStyle, galley: Callable[[HouseStyle], Galley]) -> LaidOut | None:
    """Return the copy on fewer pages, tightened no more than it must be; or None where it cannot be."""
    ladder = style.makeup.levers.ladder()
    best: LaidOut | None = None
    for pulled in (len(ladder), *range(1, len(ladder))):  # all of them first: if that is in vain, no other is tried
        tight = _makeup.tightened(style, copyfit.setting(ladder, pulled / len(ladder)))
        laid = _pdf.laid_out(galley(tight), style.makeup.hyphens_in_a_row)
        found = sheets(laid.pages.pages)
        if len(found) < pages and not _short(found, tight):
            if best is not None:
                return laid
            best = laid
        elif best is None:
            return None
    return best


def _told(found: Sequence[Sheet], document: Document, style: HouseStyle) -> Diagnostic:
    lines = max(1, _lines(found[-1], style))
    words = sum(len(row.text.split()) for row in found[-1].rows)
    more = round(words / lines * (style.makeup.shortest_last - lines))
    return warning(
        f"the last page holds {lines} line{'s' * (lines > 1)}",
        document.path,
        None,
        f"cut about {words} word{'s' * (words > 1)}, or write some {max(more, 1)} more",
    )
