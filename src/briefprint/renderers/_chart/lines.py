"""Lines over time or over ordered categories, each named at its end."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from briefprint.document import Chart
from briefprint.language import NO_BREAK, format_date
from briefprint.renderers._chart import key, scale, words
from briefprint.renderers._chart.board import Board, Point

NAME_SHARE = 0.3  # of the measure, at most, for the names at the lines' ends
PLOT_SHARE = 0.4  # of the measure, at least, for the lines: else the names stand above them
STEPS = 5  # on the scale, at most
TICK_EVERY = 2.4  # of the leading, at least, between two values of the scale
LONE = 1.6  # of a line's weight: a point without a neighbour
END = 0.75  # of a dot: the point at a line's end
MONTHS = 3  # of daily values: when there are more, it is they that are marked
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")


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
    order, places, marks = _axis(chart.labels, board.lang)
    lines = _lines(chart, board, order, places)
    last = [words.number_text(chart, line.last[1], board.lang) for line in lines]
    texts = [f"{line.name}{NO_BREAK}{value}" if line.name else value for line, value in zip(lines, last, strict=True)]
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
    end = _labels(board, plot, marks)
    for line in sorted(lines, key=lambda each: each.strong):  # what is set off lies on top
        _line(board, plot, line)
    _ends(board, plot, lines, ends, away)
    return end


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label on the axis: where it stands from 0 to 1, what it says, and its time: steps of it are to be even."""

    place: float
    text: str
    time: float


def _axis(labels: Sequence[str], lang: str) -> tuple[list[int], list[float], list[_Mark]]:
    """Return the order of the labels, where each point stands from 0 to 1, and the marks of the axis.

    Points stand by time where all labels are dates of one form (ISO 8601), and else evenly as they are given.
    """
    order, known = list(range(len(labels))), dates_of(labels)
    if not known:
        places = [place / max(len(labels) - 1, 1) for place in order]
        return order, places, [_Mark(place, labels[each], each) for each, place in enumerate(places)]
    order.sort(key=lambda place: known[place])
    times = [_time(known[place]) for place in order]
    places = [(time - times[0]) / (times[-1] - times[0] or 1) for time in times]
    marks = [
        _Mark(place, _shown(known[each], lang), time) for each, place, time in zip(order, places, times, strict=True)
    ]
    months: dict[tuple[int, ...], _Mark] = {}
    for each, place in zip(order, places, strict=True):
        if len(month := known[each][:2]) == 2 and len(known[each]) == 3:
            months.setdefault(month, _Mark(place, _shown(month, lang), _time(month)))
    if len(months) <= MONTHS:
        return order, places, marks
    begun = known[order[0]][2] == 1  # a month that is cut off is not marked at its first value
    return order, places, list(months.values())[0 if begun else 1 :]


def dates_of(labels: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Return labels as dates where all are dates of one form, each another; or else nothing."""
    known = tuple(each for each in map(_date, labels) if each is not None)
    if len(set(known)) < len(labels) or len({len(each) for each in known}) > 1:
        return ()
    return known


def _date(label: str) -> tuple[int, ...] | None:
    """Return the parts of a year, a month or a day; None for what is no date."""
    if not _DATE.fullmatch(label.strip()):
        return None
    parts = tuple(map(int, label.strip().split("-")))
    try:
        datetime.date(*(*parts, 1, 1)[:3])
    except ValueError:
        return None
    return parts


def _time(date: tuple[int, ...]) -> float:
    """Return a date as a number: years, months or days."""
    match date:
        case (year,):
            return float(year)
        case (year, month):
            return year * 12.0 + month
        case _:
            return float(datetime.date(*date).toordinal())


def _shown(date: tuple[int, ...], lang: str) -> str:
    year, month, day = (*date, None, None)[:3]
    return format_date(year or 1, month, day, lang, short=True) if month else f"{year:04}"


def label_text(label: str, lang: str) -> str:
    """Return a label as the axis says it: a date in words, all else as its author wrote it."""
    date = _date(label)
    return _shown(date, lang) if date else label


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


def _labels(board: Board, plot: _Plot, marks: Sequence[_Mark]) -> float:
    """Set as many labels as find room, evenly in time; return where they end."""
    wrapped = [board.wrapped(board.name(mark.text), board.measure / 2 - board.gap) for mark in marks]
    breadths = [board.broadest(each) for each in wrapped]
    starts = [
        max(0.0, min(plot.x(mark.place) - breadth / 2, board.measure - breadth))
        for mark, breadth in zip(marks, breadths, strict=True)
    ]
    choices = _choices([mark.time for mark in marks])
    chosen = next((each for each in choices if _clear(each, starts, breadths, board.gap)), None)
    if chosen is None:  # not even the ends are clear of each other
        chosen = [0, len(marks) - 1]
        starts[0], starts[-1] = _ends_apart(starts, breadths, board)
    top = plot.foot + board.look.tick_pt
    for place in chosen:
        x = plot.x(marks[place].place)
        board.rule((x, plot.foot), (x, top), board.look.axis_color, board.look.axis_pt)
    top += board.gap / 2  # clear of the scale's lowest value, half of which stands below its line
    for place in chosen:
        board.lines(wrapped[place], starts[place], top)
    return top + max(len(wrapped[place]) for place in chosen) * board.leading


def _ends_apart(starts: Sequence[float], breadths: Sequence[float], board: Board) -> tuple[float, float]:
    """Return where the first and the last label start when they must make room for each other."""
    gap = board.gap
    first, last = scale.apart(
        (starts[0], starts[-1]), (breadths[0] + gap, breadths[-1] + gap), 0.0, board.measure + gap
    )
    return first, last


def _choices(times: Sequence[float]) -> Iterator[list[int]]:
    """Yield ever fewer labels: at even steps of time from the first, as far as there are labels, and the last."""
    places = {time: place for place, time in enumerate(times)}
    first, last = times[0], times[-1]
    some: list[list[int]] = []
    for step in sorted({time - first for time in times[1:]}):
        count = int((last - first) / step)
        even = [places.get(first + number * step) for number in range(count + 1)]
        known = [place for place in even if place is not None]
        if len(known) == len(even):
            some.append(known if known[-1] == len(times) - 1 else [*known, len(times) - 1])
            if known[-1] != len(times) - 1:
                some.append(known)
    # Steps that end on the last label are worth a few labels less.
    for one in some:
        ahead = next((each for each in some if _even(each, times) and 2 * len(each) > len(one)), None)
        yield ahead if ahead is not None and len(ahead) <= len(one) else one
        yield one
    yield [0, len(times) - 1]


def _even(chosen: Sequence[int], times: Sequence[float]) -> bool:
    steps = [times[other] - times[one] for one, other in pairwise(chosen)]
    return len(set(steps)) == 1 and chosen[-1] == len(times) - 1


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
