"""Bars: lying, from a common zero, each with its value at its end; several series in groups."""

from __future__ import annotations

from briefprint.document import Chart
from briefprint.renderers._chart import key, words
from briefprint.renderers._chart import rows as ranks
from briefprint.renderers._chart.board import Board

GROUP_GAP = 1.6  # of the gap between single bars


def draw(chart: Chart, board: Board) -> float:
    """Draw the bars and return how deep they go."""
    look, several = board.look, len(chart.series) > 1
    names = [each.name for each in chart.series]
    colours = board.colours(names, chart.highlight)
    top = 0.0
    if several:
        entries = [
            key.Entry(name, colour, strong=name in chart.highlight)
            for name, colour in zip(names, colours, strict=True)
        ]
        top = key.draw(entries, board, 0.0) + look.bar_gap_pt
    slot = max(board.leading, look.part_gap_pt) if several else look.bar_depth_pt
    texts = _texts(chart, board)
    room = {True: 0.0, False: 0.0}  # for the values at either side, the negative ones first
    for series, row in zip(chart.series, texts, strict=True):
        for label, value, text in zip(chart.labels, series.values, row, strict=True):
            strong = _strong(chart, series.name, label)
            side = value is not None and value < 0
            room[side] = max(room[side], board.breadth(text, strong) + board.gap)
    rows = ranks.laid(
        chart.labels, board, slot * len(chart.series), top=top, room=sum(room.values()),
        gap=look.bar_gap_pt * (GROUP_GAP if several else 1), strong=chart.highlight,
    )  # fmt: skip
    numbers = list(words.values(chart))
    longest, lowest = max((0.0, *numbers)), min((0.0, *numbers))
    breadth = max(board.measure - rows.left - sum(room.values()), 0.0)
    scale = breadth / (longest - lowest) if longest > lowest else 0.0
    zero = rows.left + room[True] - lowest * scale
    high = slot - look.part_gap_pt if several else slot
    ranks.set_labels(rows, board)
    for place, label in enumerate(chart.labels):
        for number, (series, colour) in enumerate(zip(chart.series, colours, strict=True)):
            middle = rows.rows[place].top + (number + 0.5) * slot
            value = series.values[place] or 0.0
            if not several:
                colour = _single(chart, label, board)
            length = abs(value) * scale
            if length:
                board.rect(zero - (length if value < 0 else 0), middle - high / 2, length, high, colour)
            strong = _strong(chart, series.name, label)
            if value < 0:
                board.text(texts[number][place], zero - length - board.gap, middle, "end", strong)
            else:
                board.text(texts[number][place], zero + length + board.gap, middle, "start", strong)
    ranks.axis(rows, board, zero)
    return rows.end


def _single(chart: Chart, label: str, board: Board) -> str:
    look = board.look
    if not chart.highlight:
        return look.colors[0]
    named = label in chart.highlight or chart.series[0].name in chart.highlight
    return look.highlight_color if named else look.quiet_colors[0]


def _strong(chart: Chart, series: str, label: str) -> bool:
    return label in chart.highlight or (bool(series) and series in chart.highlight and len(chart.series) > 1)


def _texts(chart: Chart, board: Board) -> list[list[str]]:
    """Return what stands at the end of each bar; the first number of all says the unit."""
    said = False
    texts: list[list[str]] = [[] for _ in chart.series]
    for place in range(len(chart.labels)):
        for row, series in zip(texts, chart.series, strict=True):
            value = series.values[place]
            if value is None:
                row.append(words.NONE)
                continue
            number = words.number_text(chart, value, board.lang)
            row.append(number if said else words.with_unit(chart, number, board.lang))
            said = True
    return texts
