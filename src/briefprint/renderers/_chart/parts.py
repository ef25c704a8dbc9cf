"""Bars cut into parts: stacked from a common zero, or each the whole of a hundred per cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefprint.document import Chart
from briefprint.renderers._chart import key, words
from briefprint.renderers._chart import rows as ranks
from briefprint.renderers._chart.board import Board
from briefprint.renderers._chart.scale import apart


@dataclass(frozen=True, slots=True)
class _Bars:
    """What is drawn: a single series is one bar, and its labels are the parts."""

    labels: tuple[str, ...]
    parts: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]  # of each bar


@dataclass(frozen=True, slots=True)
class _Part:
    left: float
    breadth: float
    text: str  # its value

    def fits(self, board: Board) -> bool:
        return board.breadth(self.text) + board.gap <= self.breadth


def draw(chart: Chart, board: Board) -> float:
    """Draw the bars and return how deep they go."""
    bars = _bars(chart)
    single, share, look = len(bars.labels) == 1 and not bars.labels[0], chart.kind == "share", board.look
    colours = board.colours(bars.parts, chart.highlight)
    high = look.share_depth_pt if single else max(look.bar_depth_pt, board.leading)
    mixed = any(value < 0 for bar in bars.values for value in bar)
    totals = _totals(chart, bars, board) if not share and not mixed and not single else [""] * len(bars.values)
    room = max((board.breadth(each, strong=True) + board.gap for each in totals if each), default=0.0)
    strong = [each for each in bars.labels if each in chart.highlight]
    rows = ranks.laid(bars.labels, board, high, room=room, strong=strong)
    reach = max(board.measure - rows.left - room, 0.0)
    cuts, zero = _cuts(chart, bars, board, rows.left, reach, share)
    top = _names(chart, bars, board, colours, cuts, single, rows) + (board.gap if single else look.bar_gap_pt)
    rows = ranks.laid(bars.labels, board, high, room=room, strong=strong, top=top)
    ranks.set_labels(rows, board)
    for row, bar, total in zip(rows.rows, cuts, totals, strict=True):
        for place, part in enumerate(bar):
            if part.breadth <= 0:
                continue
            inset = min(look.part_gap_pt, part.breadth / 2) if _followed(bar, place) else 0.0
            board.rect(part.left, row.top, part.breadth - inset, high, colours[place])
            if part.fits(board):
                middle = part.left + (part.breadth - inset) / 2
                board.text(part.text, middle, rows.middle(row), "middle", single, board.within(colours[place]))
        if total:
            end = max((part.left + part.breadth for part in bar), default=rows.left)
            board.text(total, end + board.gap, rows.middle(row), strong=True)
    if not share and not single:
        ranks.axis(rows, board, zero)
    return rows.end


def _bars(chart: Chart) -> _Bars:
    if len(chart.series) == 1:
        return _Bars(("",), chart.labels, (tuple(value or 0.0 for value in chart.series[0].values),))
    rows = zip(*(tuple(value or 0.0 for value in each.values) for each in chart.series), strict=True)
    return _Bars(chart.labels, tuple(each.name for each in chart.series), tuple(rows))


def _followed(bar: Sequence[_Part], place: int) -> bool:
    end = bar[place].left + bar[place].breadth
    return any(each.breadth > 0 and abs(each.left - end) < each.breadth / 2 for each in bar if each is not bar[place])


def _cuts(
    chart: Chart, bars: _Bars, board: Board, left: float, reach: float, share: bool
) -> tuple[list[list[_Part]], float]:
    """Return the parts of each bar where they stand, and the zero they are counted from."""
    below = 0.0 if share else max((-sum(v for v in bar if v < 0) for bar in bars.values), default=0.0)
    above = 1.0 if share else max((sum(v for v in bar if v > 0) for bar in bars.values), default=0.0)
    scale = reach / (below + above) if below + above else 0.0
    zero = left + below * scale
    said = False
    cuts = []
    for bar in bars.values:
        whole = (sum(bar) or 1.0) if share else 1.0
        ends = {True: zero, False: zero}
        parts = []
        for value in bar:
            number = words.number_text(chart, value, board.lang)
            text = number if said else words.with_unit(chart, number, board.lang)
            breadth = abs(value) / whole * scale
            parts.append(_Part(ends[value < 0] - (breadth if value < 0 else 0), breadth, text))
            ends[value < 0] += -breadth if value < 0 else breadth
            said = said or (breadth > 0 and parts[-1].fits(board))
        cuts.append(parts)
    return cuts, zero


def _totals(chart: Chart, bars: _Bars, board: Board) -> list[str]:
    places = words.decimals(chart)
    return [words.number_text(chart, round(sum(bar), places), board.lang) for bar in bars.values]


def _names(
    chart: Chart,
    bars: _Bars,
    board: Board,
    colours: Sequence[str],
    cuts: Sequence[Sequence[_Part]],
    single: bool,
    rows: ranks.Rows,
) -> float:
    """Name the parts over the first bar where each name finds room there, or else in a key; return where it ends."""
    first = cuts[0]
    named = [
        f"{name} {part.text}" if single and not part.fits(board) else name
        for name, part in zip(bars.parts, first, strict=True)
    ]
    if rows.beside and (placed := _over(named, first, board)):
        deepest = max(len(lines) for lines, _ in placed)
        for name, (lines, x), colour in zip(bars.parts, placed, colours, strict=True):
            top = (deepest - len(lines)) * board.leading
            board.lines(lines, x, top, strong=single or name in chart.highlight, colour=board.legible(colour))
        return deepest * board.leading
    return key.draw(
        [
            key.Entry(text, colour, strong=name in chart.highlight)
            for text, name, colour in zip(named, bars.parts, colours, strict=True)
        ],
        board,
        0.0,
    )


def _over(names: Sequence[str], parts: Sequence[_Part], board: Board) -> list[tuple[tuple[str, ...], float]] | None:
    """Return the lines of each name and where they start, or None when one would not stand over its part."""
    if any(part.breadth <= 0 for part in parts):
        return None
    lines = []
    for name, part in zip(names, parts, strict=True):
        longest = max((board.breadth(word, strong=True) for word in board.name(name).split(" ")), default=0.0)
        lines.append(board.wrapped(board.name(name), max(part.breadth - board.gap, longest), strong=True))
    if max(map(len, lines)) > MOST_LINES:
        return None
    gap = 2 * board.gap
    sizes = [board.broadest(each, strong=True) + gap for each in lines]
    order = sorted(range(len(parts)), key=lambda place: parts[place].left)
    if sum(sizes) - gap > board.measure:
        return None
    starts = apart([part.left for part in parts], sizes, 0.0, board.measure + gap)
    if any(starts[a] > starts[b] for a, b in pairwise(order)):
        return None
    for part, start, size in zip(parts, starts, sizes, strict=True):
        end, centre = start + size - gap, part.left + part.breadth / 2
        over = start >= part.left - board.gap and end <= part.left + part.breadth + board.gap
        if not over and not start <= centre <= end:
            return None
    return list(zip(lines, starts, strict=True))


MOST_LINES = 3  # of a name over its part
