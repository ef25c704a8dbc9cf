"""The make-up of a PDF's pages: laid out, looked at, and laid out again where the last page holds too little."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from briefprint import copyfit
from briefprint.document import Document
from briefprint.errors import Diagnostic, warning
from briefprint.renderers import _makeup, _pdf, _pdf_figures
from briefprint.renderers._pdf import LaidOut
from briefprint.renderers._pdf_figures import Placed
from briefprint.renderers._pdf_sheets import Sheet, sheets
from briefprint.renderers._shelf import Galley
from briefprint.style import HouseStyle

RULE = "make-up"
"""What is said of pages goes by this name."""
_SLACK = 1.3  # an estimate of what tightening wins may be wrong by so much
_MOST_MOVED = 6  # figures: each asks for a layout
_MOST_TRIED = 3  # ways to move one: what text takes is estimated
_STEPS = 12  # of an estimate
_NAMED_WORDS = 4
_LINES_WON = 2  # the share of lines that letters set closer by a share of the em win


Setter = Callable[[Placed, HouseStyle], Galley]
"""Makes the galley of a document in a style."""


def made_up(document: Document, style: HouseStyle, galley: Setter) -> tuple[LaidOut, tuple[Diagnostic, ...]]:
    """Return the copy laid out, and what its author should know of its pages.

    Where the last page holds fewer lines than ``makeup.shortest_last``, the copy is tightened by ``makeup.levers``,
    all of it alike; where that does not save the page, it stays as it was and the author is told how much to cut.
    """
    placed, laid = _with_figures(_pdf_figures.marked(document, style), style, galley)
    found = sheets(laid.pages.pages)
    said: tuple[Diagnostic, ...] = ()
    if _short(found, style):
        if (better := _saved(found, style, functools.partial(galley, placed))) is not None:
            laid, found = better, sheets(better.pages.pages)
        else:
            said = (_overrun(found, document, style),)
    told = (*_gaps(found, document, style), *said)
    return laid, tuple(replace(each, rule=RULE) for each in told)


def _with_figures(placed: Placed, style: HouseStyle, galley: Setter) -> tuple[Placed, LaidOut]:
    """Return the copy laid out, its figures moved where the style has them give way and that fills a page."""
    laid = _pdf.laid_out(galley(placed, style))
    tried: set[int] = set()
    while placed.marks and len(tried) < _MOST_MOVED:
        pages = laid.pages.pages
        gaps = _pdf_figures.gaps(pages, sheets(pages), style)
        gap = next((each for each in gaps if each.figure not in tried), None)
        if gap is None:
            break
        tried.add(gap.figure)
        for fewer in range(_MOST_TRIED):
            if (other := _pdf_figures.moved(placed, gap, style, fewer)) is None:
                break
            trial = _pdf.laid_out(galley(other, style))
            if len(trial.pages.pages) <= len(pages) and _left_empty(trial) <= _left_empty(laid):
                placed, laid = other, trial
                break
    return placed, laid


def _left_empty(laid: LaidOut) -> float:
    """Return how much is left empty before turned pages, in points of depth."""
    found = sheets(laid.pages.pages)
    return sum(sheet.empty_pt for sheet, after in pairwise(found) if after.turned and not sheet.turned)


def _short(found: Sequence[Sheet], style: HouseStyle) -> bool:
    """Return whether the last page holds too few lines, and not because the one before it had to end."""
    if len(found) < 2 or found[-2].forced or found[-2].turned != found[-1].turned:
        return False
    return _lines(found[-1], style) < style.makeup.shortest_last


def _lines(sheet: Sheet, style: HouseStyle) -> int:
    """Return how many lines deep the copy on a page is, without the room between: two columns of two are two."""
    rows = -(-len(sheet.rows) // style.columns.count)
    return min(rows, round(sheet.taken_pt / style.text.body.leading_pt))


def _saved(found: Sequence[Sheet], style: HouseStyle, galley: Callable[[HouseStyle], Galley]) -> LaidOut | None:
    """Return the copy on fewer pages, or None where tightening does not save one.

    Two layouts more are the most: one as tight as it should have to be, and if that is in vain, one at the floor.
    """
    ladder = style.makeup.levers.ladder()
    for tightness in _tightnesses(found, style):
        tight = _makeup.tightened(style, copyfit.setting(ladder, tightness))
        laid = _pdf.laid_out(galley(tight))
        after = sheets(laid.pages.pages)
        if len(after) < len(found) and not _short(after, tight):
            return laid
    return None


def _tightnesses(found: Sequence[Sheet], style: HouseStyle) -> tuple[float, ...]:
    """Return how tight the copy should be set to win what the last page holds, and the tightest setting.

    It is none where even that would win too little.
    """
    ladder = style.makeup.levers.ladder()
    depth = sum(sheet.taken_pt for sheet in found[:-1]) * style.columns.count
    lines = min(depth, sum(row.bottom_pt - row.top_pt for sheet in found[:-1] for row in sheet.rows))
    needed = sum(row.bottom_pt - row.top_pt for row in found[-1].rows)

    def won(tightness: float) -> float:
        factors = {"space": 1.0, "leading": 1.0, "tracking": 1.0} | copyfit.setting(ladder, tightness)
        by_lines = (1 - factors["leading"]) + _LINES_WON * (1 - factors["tracking"])
        return lines * by_lines + (depth - lines) * (1 - factors["space"])

    if won(1.0) * _SLACK < needed:
        return ()
    steps = (step / _STEPS for step in range(1, _STEPS))
    return tuple(dict.fromkeys((next((each for each in steps if won(each) >= needed * _SLACK), 1.0), 1.0)))


def _overrun(found: Sequence[Sheet], document: Document, style: HouseStyle) -> Diagnostic:
    lines = max(1, _lines(found[-1], style))
    words = sum(len(row.text.split()) for row in found[-1].rows)
    more = round(words / lines * (style.makeup.shortest_last - lines))
    return warning(
        f"the last page holds {lines} line{'s' * (lines > 1)}",
        document.path,
        None,
        f"cut about {words} word{'s' * (words > 1)}, or write some {max(more, 1)} more",
    )


def _gaps(found: Sequence[Sheet], document: Document, style: HouseStyle) -> Iterator[Diagnostic]:
    """Yield a warning for each page that ends early because what follows is kept whole, or stands on a turned page.

    A turned page is followed by upright ones wherever what stands on it ends.
    """
    for number, (sheet, after) in enumerate(pairwise(found), 1):
        share = sheet.empty_pt / sheet.depth_pt
        if share <= style.makeup.empty_share or sheet.forced or not after.rows or (sheet.turned and not after.turned):
            continue
        if after.rows[0].leaf.attrib.get("class") == "toc-title":  # kept whole by the style, not by the author
            continue
        if (
            style.contents.place == "page"
            and sheet.rows
            and "toc-entry" in sheet.rows[-1].leaf.attrib.get("class", "")
        ):
            continue  # pages of their own
        words = " ".join(after.rows[0].text.split()[:_NAMED_WORDS])
        turns = after.turned and not sheet.turned
        why, how = ("stands on a turned page", "") if turns else ("is kept whole", ", or make it less deep")
        said = f"page {number} is left {share:.0%} empty: what begins with '{words}' {why}"
        yield warning(said, document.path, None, f"place it elsewhere{how}")
