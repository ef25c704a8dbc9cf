"""How a chart that Word draws itself is planned: its numbers, its room, its colours, how its numbers are shown."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefprint.document import Chart, plain_text
from briefprint.renderers import _chart
from briefprint.renderers._chart import scale, words
from briefprint.renderers._chart.board import Board
from briefprint.renderers._chart.lines import STEPS, TICK_EVERY, dates_of
from briefprint.renderers._chart.rows import LABEL_SHARE
from briefprint.renderers._word.workbook import Sheet
from briefprint.style import HouseStyle

PAIR = 2  # series of dots that belong together: before and after
_FIRST_DAY = datetime.date(1899, 12, 30).toordinal()  # of a spreadsheet's calendar (ECMA-376 18.17.4.1)
_DATE_CODES = {1: "yyyy", 2: "mmm yyyy", 3: "d mmm yyyy"}
_END_SHARE = 1 / 3  # of the measure, at most, for the names at the lines' ends
_NO_NAMES = ("",)  # of a single bar: its parts are the series


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot stands, in points, and how deep all of it is."""

    left: float
    top: float
    breadth: float
    depth: float
    whole: float


class Plan:
    """All that is decided of a chart before its elements are made."""

    def __init__(self, chart: Chart, style: HouseStyle, measure: float, lang: str) -> None:
        self.chart, self.look, self.lang = chart, style.chart, lang
        self.board = Board(style, measure, lang)
        self.sheet = _sheet(chart, style.words(lang)["value"], self.code())
        self.single = self.sheet.categories == _NO_NAMES
        self.cut = chart.kind in ("stacked", "share")  # whether bars have parts
        self.keyed = len(self.sheet.names) > 1 and chart.kind != "line"
        self.colours = self._colours()
        self.frame = self._upright() if chart.kind in ("line", "dot") else self._lying()

    # --- room ----------------------------------------------------------------------------------------

    def _lying(self) -> Frame:
        """Return the frame of bars: names at the left, room for values at the right."""
        board, chart = self.board, self.chart
        named = [board.breadth(board.name(each), each in chart.highlight) for each in self.sheet.categories]
        left = 0.0 if self.single else min(max(named), board.measure * LABEL_SHARE) + 2 * board.gap
        gap = board.gap if self.single else self.look.bar_gap_pt
        top = self.key_depth() + gap if self.keyed else 0.0
        room = 0.0
        if not self.cut:
            texts = [_chart.value_text(chart, each, self.lang) for each in words.values(chart)]
            room = board.broadest(texts, strong=True) + 2 * board.gap
        depth = self.pitch() * len(self.sheet.categories)
        return Frame(left, top, board.measure - left - room, depth, top + depth)

    def _upright(self) -> Frame:
        """Return the frame of lines and dots: a scale at the left, names below, of lines at their ends too."""
        board, look = self.board, self.look
        left = board.broadest(self.scale_texts()) + board.gap
        right = board.gap
        if self.chart.kind == "line":
            several = len(self.sheet.names) > 1
            ends = [
                f"{name if several else ''} {_chart.value_text(self.chart, row[-1] or 0.0, self.lang)}"
                for name, row in zip(self.sheet.names, self.sheet.values, strict=True)
            ]
            right = min(board.broadest(ends, strong=True) + look.dot_pt + board.gap, board.measure * _END_SHARE)
        top = board.leading + (self.key_depth() if self.keyed else 0.0)
        whole = top + look.plot_depth_pt + 2 * board.leading
        return Frame(left, top, board.measure - left - right, look.plot_depth_pt, whole)

    def slot(self) -> float:
        """Return how deep a bar is."""
        if not self.cut:
            return max(self.board.leading, self.look.part_gap_pt) if self.keyed else self.look.bar_depth_pt
        return self.look.share_depth_pt if self.single else max(self.look.bar_depth_pt, self.board.leading)

    def pitch(self) -> float:
        """Return from where to where the rows repeat: each is as deep as the one with most lines."""
        board, bars = self.board, 1 if self.cut else len(self.sheet.names)
        room = board.measure * LABEL_SHARE
        most = max(len(board.wrapped(board.name(each), room)) for each in self.sheet.categories)
        return max(self.slot() * bars, most * board.leading) + self.look.bar_gap_pt

    def key_breadth(self) -> float:
        """Return how broad the key is on one line."""
        return sum(self.board.breadth(each, strong=True) + 5 * self.board.gap for each in self.sheet.names)

    def key_depth(self) -> float:
        """Return how deep the key is, on as many lines as it wants."""
        return self.board.leading * -(-self.key_breadth() // self.board.measure)

    def fits(self, series: int, place: int) -> bool:
        """Whether the label of a value finds room within its part of a bar."""
        if not self.cut:
            return True
        sums = [sum(abs(each or 0.0) for each in bar) for bar in zip(*self.sheet.values, strict=True)]
        longest = (sums[place] if self.chart.kind == "share" else max(sums)) or 1.0
        each = self.sheet.values[series][place] or 0.0
        text = words.number_text(self.chart, each, self.lang)
        return self.board.breadth(text) + self.board.gap <= abs(each) / longest * self.frame.breadth

    # --- numbers -------------------------------------------------------------------------------------

    def steps(self) -> Sequence[Decimal]:
        """Return the round values of the scale."""
        low, high = scale.domain(list(words.values(self.chart)))
        most = max(2, min(STEPS, int(self.look.plot_depth_pt / (self.board.leading * TICK_EVERY))))
        return scale.ticks(low, high, most)

    def scale_texts(self) -> list[str]:
        """Return what the scale says, as far as can be known."""
        steps = self.steps()
        places = scale.decimals(steps)
        return [
            words.scale_text(self.chart, float(each), places, self.lang, last=each == steps[-1]) for each in steps
        ]

    def scale_code(self) -> str:
        """Return how the scale's values are shown: the last one has the unit."""
        steps = self.steps()
        places = scale.decimals(steps)
        return f"[={steps[-1]:f}]{self.code(places, unit=True)};{self.code(places)}"

    def code(self, places: int | None = None, unit: bool = False) -> str:
        """Return how Word shows numbers (ECMA-376 18.8.31): with its reader's signs for decimals and thousands."""
        places = words.decimals(self.chart) if places is None else places
        number = "#,##0" + ("." + "0" * places if places else "")
        if not unit:
            return number
        before, _, after = words.with_unit(self.chart, "1", self.lang).partition("1")
        return f'"{before}"' * bool(before) + number + f'"{after}"' * bool(after)

    # --- colours -------------------------------------------------------------------------------------

    def _colours(self) -> tuple[str, ...]:
        """Return the colour of each series."""
        chart, names, look = self.chart, self.sheet.names, self.look
        if chart.kind == "bar" and len(names) == 1:
            return (look.quiet_colors[0] if chart.highlight else look.colors[0],)
        if chart.kind == "dot" and len(names) == PAIR and not set(names) & set(chart.highlight):
            return look.quiet_colors[-1], look.colors[0]
        return self.board.colours(names, chart.highlight)

    def point_colours(self, series: int) -> tuple[str, ...]:
        """Return the colour of each value of a series: what is highlighted is set off."""
        chart, colour, count = self.chart, self.colours[series], len(self.sheet.categories)
        set_off = set(self.sheet.categories) & set(chart.highlight)
        most = {"bar": 1, "dot": PAIR}.get(chart.kind, 0)  # series whose labels may be set off
        if not set_off or len(self.sheet.names) > most or series < len(self.sheet.names) - 1:
            return (colour,) * count
        quiet = self.look.quiet_colors[0 if chart.kind == "bar" else -1]
        return tuple(self.look.highlight_color if each in set_off else quiet for each in self.sheet.categories)


def _sheet(chart: Chart, value_word: str, code: str) -> Sheet:
    """Return a chart's numbers, by time where they have one; of a single bar each label is a series."""
    if chart.kind in ("stacked", "share") and len(chart.series) == 1:
        return Sheet(_NO_NAMES, chart.labels, tuple((each,) for each in chart.series[0].values), code)
    names = tuple(each.name or plain_text(chart.title) or value_word for each in chart.series)
    known = dates_of(chart.labels) if chart.kind == "line" else ()
    if not known:
        return Sheet(chart.labels, names, tuple(each.values for each in chart.series), code)
    order = sorted(range(len(known)), key=lambda place: known[place])
    return Sheet(
        tuple(chart.labels[place] for place in order),
        names,
        tuple(tuple(each.values[place] for place in order) for each in chart.series),
        code,
        tuple(datetime.date(*(*known[place], 1, 1)[:3]).toordinal() - _FIRST_DAY for place in order),
        _DATE_CODES[len(known[0])],
    )
