"""Dots on a line: one for each value (Cleveland); two with what lies between them, and the change."""

from __future__ import annotations

from dataclasses import dataclass

from briefprint.document import Chart
from briefprint.renderers._chart import key, scale, words
from briefprint.renderers._chart import rows as ranks
from briefprint.renderers._chart.board import Board

TICK_EVERY = 5.0  # of the type's size, at least, between two values of the scale
LABELLED = 2  # series whose dots bear their values; more are read on the scale
BRIDGE = 0.42  # of a dot: the bar between two


def draw(chart: Chart, board: Board) -> float:
    """Draw the dots and return how deep they go."""
    names = [each.name for each in chart.series]
    colours = _colours(chart, board)
    changes = _changes(chart, board) if len(names) == LABELLED else ()
    head = board.name(board.style.words(board.lang).get("change", "")) if changes else ""
    column = max(board.broadest(changes, strong=True), board.breadth(head)) + 3 * board.gap if changes else 0.0
    top = 0.0
    if len(names) > 1:
        entries = [
            key.Entry(name, colour, "ring" if _hollow(place, len(names)) else "dot", strong=name in chart.highlight)
            for place, (name, colour) in enumerate(zip(names, colours, strict=True))
        ]
        top = key.draw(entries, board, 0.0, board.measure - column) + board.look.bar_gap_pt
        board.text(head, board.measure, board.leading / 2, "end")
    texts = _texts(chart, board)
    aside = [board.broadest([each for row in texts for each in row], strong=True) + board.gap] * 2
    if len(names) == 1:
        aside[0] = 0.0
    elif len(names) > LABELLED:
        aside = [board.gap, board.gap]
    dot = board.look.dot_pt
    high = max(board.leading, dot)
    rows = ranks.laid(
        chart.labels, board, high, top=top, room=sum(aside) + column + dot, gap=board.look.bar_gap_pt / 2,
        strong=chart.highlight,
    )  # fmt: skip
    numbers = list(words.values(chart))
    low, most = scale.domain(numbers)
    if len(names) == LABELLED and min(numbers) < max(numbers):
        low, most = min(numbers), max(numbers)  # every value is said, and what is read is the way between two
    start, end = rows.left + aside[0] + dot / 2, board.measure - column - aside[1] - dot / 2
    depth = rows.end
    if len(names) > LABELLED:
        steps = scale.ticks(low, most, max(2, int((end - start) / (board.role.size_pt * TICK_EVERY))))
        low, most = float(steps[0]), float(steps[-1])
    x = _Across(low, most, start, max(end, start))
    if len(names) > LABELLED:
        depth = _scale(chart, board, rows, x, steps)
    ranks.set_labels(rows, board)
    if low <= 0 <= most and len(names) != LABELLED:
        ranks.axis(rows, board, x.at(0))
    for place, row in enumerate(rows.rows):
        middle = rows.middle(row)
        values = [series.values[place] for series in chart.series]
        tints = _tints(chart, board, chart.labels[place], colours)
        _guide(board, x, values, middle, rows.left)
        for number, value in enumerate(values):
            if value is not None:
                board.dot(x.at(value), middle, tints[number], hollow=_hollow(number, len(values)))
        _values(board, x, values, texts[place], middle, row.strong)
        if changes:
            board.text(changes[place], board.measure, middle, "end", strong=True)
    return depth


@dataclass(frozen=True, slots=True)
class _Across:
    """The scale, from left to right."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def _hollow(place: int, count: int) -> bool:
    """Whether a series has open dots: of two the first, from which the change is counted."""
    return count == LABELLED and place == 0


def _colours(chart: Chart, board: Board) -> tuple[str, ...]:
    names = [each.name for each in chart.series]
    if len(names) == LABELLED and not set(names) & set(chart.highlight):
        return (board.look.colors[0],) * LABELLED  # open and full tell them apart
    return board.colours(names, chart.highlight)


def _tints(chart: Chart, board: Board, label: str, colours: tuple[str, ...]) -> tuple[str, ...]:
    """Return the colours of a row's dots: where labels are highlighted, the others are grey."""
    if len(colours) > LABELLED or not set(chart.highlight) & set(chart.labels):
        return colours
    named = label in chart.highlight
    return (board.look.highlight_color if named else board.look.quiet_colors[-1],) * len(colours)


def _guide(board: Board, x: _Across, values: list[float | None], middle: float, left: float) -> None:
    """Draw the hairline that leads from the label to the first dot, and what lies between two."""
    known = [x.at(value) for value in values if value is not None]
    if len(values) > LABELLED:
        board.grid((x.start, middle), (x.end, middle))
        return
    if not known:
        return
    reach = board.look.dot_pt / 2
    if len(values) == 1:
        near, far = sorted((x.at(0) if x.low <= 0 <= x.high else left, known[0]))
        near, far = (near, far - reach) if far == known[0] else (near + reach, far)
        if near < far:
            board.grid((near, middle), (far, middle))
    elif len(known) > 1 and max(known) - min(known) > 2 * reach:
        thick = board.look.dot_pt * BRIDGE
        begin, breadth = min(known) + reach, max(known) - min(known) - 2 * reach
        board.rect(begin, middle - thick / 2, breadth, thick, board.look.grid_color)


def _values(
    board: Board, x: _Across, values: list[float | None], texts: list[str], middle: float, strong: bool
) -> None:
    """Set the values of one or two dots on the outer sides of them."""
    known = [(value, text) for value, text in zip(values, texts, strict=True) if value is not None]
    if len(values) > LABELLED:
        return
    if not known:
        board.text(words.NONE, x.start, middle)
        return
    away = board.look.dot_pt / 2 + board.gap
    if len(known) == LABELLED:
        (low, left), (high, right) = sorted(known, key=lambda each: each[0])
        board.text(left, x.at(low) - away, middle, "end", strong)
        board.text(right, x.at(high) + away, middle, "start", strong)
    else:
        board.text(known[0][1], x.at(known[0][0]) + away, middle, "start", strong)


def _texts(chart: Chart, board: Board) -> list[list[str]]:
    """Return the values of each row; the first of all says the unit."""
    said, rows = False, []
    for place in range(len(chart.labels)):
        row = []
        for series in chart.series:
            value = series.values[place]
            number = words.NONE if value is None else words.number_text(chart, value, board.lang)
            row.append(words.with_unit(chart, number, board.lang) if value is not None and not said else number)
            said = said or value is not None
        rows.append(row)
    return rows


def _changes(chart: Chart, board: Board) -> tuple[str, ...]:
    pairs = zip(*(series.values for series in chart.series), strict=True)
    return tuple(
        words.NONE if before is None or after is None else words.change_text(chart, before, after, board.lang)
        for before, after in pairs
    )


def _scale(chart: Chart, board: Board, rows: ranks.Rows, x: _Across, steps: tuple) -> float:  # type: ignore[type-arg]
    """Draw the scale under the rows and return where it ends."""
    places = scale.decimals(steps)
    shown = [
        words.scale_text(chart, float(step), places, board.lang, last=number == len(steps) - 1)
        for number, step in enumerate(steps)
    ]
    breadths = [board.breadth(text) for text in shown]
    centres = [x.at(float(step)) for step in steps]
    starts = [
        max(0.0, min(centre - breadth / 2, board.measure - breadth))
        for centre, breadth in zip(centres, breadths, strict=True)
    ]
    foot = rows.end + board.look.tick_pt
    end = -board.gap
    for centre, start, breadth, text in zip(centres, starts, breadths, shown, strict=True):
        board.grid((centre, rows.rows[0].top), (centre, foot))
        if start >= end + board.gap:
            board.text(text, start, foot + board.leading / 2)
            end = start + breadth
    return foot + board.leading
