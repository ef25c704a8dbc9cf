"""Lines over time or over ordered categories, each named at its end."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from briefprint.document import Chart
from briefprint.renderers._chart import key, scale, words
from briefprint.renderers._chart.board import Board, Point

NAME_SHARE = 0.3  # of the measure, at most, for the names at the lines' ends
PLOT_SHARE = 0.4  # of the measure, at least, for the lines: else the names stand above them
STEPS = 5  # on the scale, at most
TICK_EVERY = 2.4  # of the leading, at least, between two values of the scale
LONE = 1.6  # of a line's weight: a point without a neighbour
END = 0.75  # of a dot: the point at a line's end
_YEAR, _MONTH, _DAY = re.compile(r"\d{4}"), re.compile(r"(\d{4})-(\d{2})"), re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    colour: str
    dash: int
    strong: bool
    points: tuple[tuple[float, float] | None, ...]  # place from 0 to 1, and value; None for a gap

    @property
    def last(self) -> tuple[float, float]:
        return next(each for each in reversed(self.points) if each is not None)


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float
    top: float
    foot: float
    low: float
    high: float

    def x(self, place: float) -> float:
        return self.left + place * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.foot - (value - self.low) / (self.high - self.low) * (self.foot - self.top)

    def at(self, point: tuple[float, float]) -> Point:
        return self.x(point[0]), self.y(point[1])


def draw(chart: Chart, board: Board) -> float:
    """Draw the lines and return how deep they go."""
    order, places = _places(chart.labels)
    labels = [board.name(chart.labels[each]) for each in order]
    lines = _lines(chart, board, order, places)
    last = [words.number_text(chart, line.last[1], board.lang) for line in lines]
    texts = [f"{line.name} {value}".strip() for line, value in zip(lines, last, strict=True)]
    look = board.look
    low, high = scale.domain([point[1] for line in lines for point in line.points if point])
    depth = look.plot_depth_pt
    steps = scale.ticks(low, high, max(2, min(STEPS, int(depth / (board.leading * TICK_EVERY)))))
    decimals = scale.decimals(steps)
    shown = [words.scale_text(chart, float(step), decimals, board.lang, last=step == steps[-1]) for step in steps]
    left = board.broadest(shown) + board.gap
    away = look.dot_pt * END / 2 + board.gap
    ends = [board.wrapped(text, board.measure * NAME_SHARE, True) for text in texts]
    right = max(board.broadest(each, strong=True) for each in ends) + away
    top = 0.0
    if board.measure - left - right < board.measure * PLOT_SHARE and len(lines) > 1:
        entries = [key.Entry(each.name, each.colour, "line", each.dash, each.strong) for each in lines]
        top = key.draw(entries, board, 0.0)
        ends = [(value,) for value in last]
        right = max(board.broadest(each, strong=True) for each in ends) + away
    room = sum(len(each) for each in ends) * board.leading
    top += board.leading / 2  # the scale's upper value stands half above its line
    plot = _Plot(
        left, max(board.measure - right, left + 1), top, top + max(depth, room), float(steps[0]), float(steps[-1])
    )
    _scale(board, plot, steps, shown)
    end = _labels(board, plot, labels, places)
    for line in sorted(lines, key=lambda each: each.strong):  # what is set off lies on top
        _line(board, plot, line)
    _ends(board, plot, lines, ends, away)
    return end


def _places(labels: Sequence[str]) -> tuple[list[int], list[float]]:
    """Return the order of the labels and where each stands from 0 to 1: by time, where all are dates of one form."""
    times = [_time(label) for label in labels]
    forms = {len(label.strip()) for label in labels}
    order = list(range(len(labels)))
    if len(forms) == 1 and len(set(times)) == len(labels) and None not in times:
        known = [each for each in times if each is not None]
        order.sort(key=lambda place: known[place])
        first, last = known[order[0]], known[order[-1]]
        return order, [(known[place] - first) / ((last - first) or 1) for place in order]
    return order, [place / max(len(labels) - 1, 1) for place in order]


def _time(label: str) -> float | None:
    """Return a year, a month or a day (ISO 8601) as a number."""
    label = label.strip()
    if _YEAR.fullmatch(label):
        return float(label)
    if found := _MONTH.fullmatch(label):
        return int(found[1]) * 12.0 + int(found[2])
    try:
        return float(datetime.date.fromisoformat(label).toordinal()) if _DAY.fullmatch(label) else None
    except ValueError:
        return None


def _lines(chart: Chart, board: Board, order: Sequence[int], places: Sequence[float]) -> list[_Line]:
    names = [each.name for each in chart.series]
    colours = board.colours(names, chart.highlight)
    lines, dash = [], 0
    for series, colour in zip(chart.series, colours, strict=True):
        strong = bool(series.name) and series.name in chart.highlight
        points = tuple(
            None if (value := series.values[each]) is None else (place, value)
            for each, place in zip(order, places, strict=True)
        )
        lines.append(_Line(board.name(series.name), colour, 0 if strong else dash, strong, points))
        dash += not strong
    return lines


def _scale(board: Board, plot: _Plot, steps: Sequence[Decimal], shown: Sequence[str]) -> None:
    """Draw a hairline at each round value; the one at zero is the axis."""
    for step, text in zip(steps, shown, strict=True):
        y = plot.y(float(step))
        draw_rule = board.axis if step == 0 else board.grid
        draw_rule((plot.left, y), (plot.right, y))
        board.text(text, plot.left - board.gap, y, "end")


def _labels(board: Board, plot: _Plot, labels: Sequence[str], places: Sequence[float]) -> float:
    """Set as many labels as find room, the first and the last among them; return where they end."""
    wrapped = [board.wrapped(each, board.measure / 2 - board.gap) for each in labels]
    breadths = [board.broadest(each) for each in wrapped]
    starts = [
        max(0.0, min(plot.x(place) - breadth / 2, board.measure - breadth))
        for place, breadth in zip(places, breadths, strict=True)
    ]
    chosen = next((each for each in _choices(len(labels)) if _clear(each, starts, breadths, board.gap)), None)
    if chosen is None:  # not even the ends are clear of each other
        chosen = [0, len(labels) - 1]
        ends = apart_ends(starts, breadths, board)
        starts[0], starts[-1] = ends
    top = plot.foot + board.look.tick_pt
    for place in chosen:
        x = plot.x(places[place])
        board.rule((x, plot.foot), (x, top), board.look.axis_color, board.look.axis_pt)
        board.lines(wrapped[place], starts[place], top)
    return top + max(len(wrapped[place]) for place in chosen) * board.leading


def apart_ends(starts: Sequence[float], breadths: Sequence[float], board: Board) -> tuple[float, float]:
    """Return where the first and the last label start when they must make room for each other."""
    gap = board.gap
    first, last = scale.apart(
        (starts[0], starts[-1]), (breadths[0] + gap, breadths[-1] + gap), 0.0, board.measure + gap
    )
    return first, last


def _choices(count: int) -> Iterator[list[int]]:
    """Yield ever fewer labels: even steps first, then steps that fall short of the last label."""
    for step in range(1, count):
        even = next((each for each in range(step, 2 * step + 1) if (count - 1) % each == 0), None)
        if even is not None:
            yield list(range(0, count, even))
        some = list(range(0, count - 1, step))
        if len(some) > 1 and count - 1 - some[-1] < step:
            some.pop()
        yield [*some, count - 1]


def _clear(chosen: Sequence[int], starts: Sequence[float], breadths: Sequence[float], gap: float) -> bool:
    pairs = pairwise(chosen)
    return all(starts[one] + breadths[one] + 2 * gap <= starts[other] for one, other in pairs)


def _line(board: Board, plot: _Plot, line: _Line) -> None:
    """Draw a line, broken where a value is missing."""
    weight = board.look.strong_line_pt if line.strong else board.look.line_pt
    run: list[Point] = []
    for point in (*line.points, None):
        if point is not None:
            run.append(plot.at(point))
            continue
        if len(run) > 1:
            board.path(run, line.colour, weight, line.dash)
        elif run:
            board.dot(*run[0], line.colour, weight * LONE)
        run = []


def _ends(board: Board, plot: _Plot, lines: Sequence[_Line], ends: Sequence[Sequence[str]], away: float) -> None:
    """Name each line at its end; names that would overlap are set apart, and led to their lines."""
    points = [plot.at(line.last) for line in lines]
    sizes = [len(each) * board.leading for each in ends]
    wanted = [y - size / 2 for (_, y), size in zip(points, sizes, strict=True)]
    half = board.leading / 2
    tops = scale.apart(wanted, sizes, plot.top - half, plot.foot + half)
    for line, (x, y), words_, top, size in zip(lines, points, ends, tops, sizes, strict=True):
        middle = top + size / 2
        if abs(middle - y) > half or x < plot.right - board.gap:
            board.grid((x, y), (plot.right + away - board.gap / 2, middle))
        board.dot(x, y, line.colour, board.look.dot_pt * END)
        board.lines(words_, plot.right + away, top, strong=line.strong or len(lines) == 1,
                    colour=board.legible(line.colour))  # fmt: skip
