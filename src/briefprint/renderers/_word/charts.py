"""Charts that Word draws itself: an editor restyles them and changes their numbers, in the workbook they hold.

They come as near to the drawn chart (``renderers/_chart``) as Word can: its colours, type, order and room. Where Word
has another way it is taken: dots stand over their names, a key names what the drawing names in place, and no sums
stand behind stacked bars.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx.opc.part import Part

from briefprint.document import Chart, plain_text
from briefprint.renderers import _chart
from briefprint.renderers._chart.board import DASHES, Board
from briefprint.renderers._chart.dots import BRIDGE
from briefprint.renderers._chart.lines import END, dates_of
from briefprint.renderers._chart.rows import LABEL_SHARE
from briefprint.renderers._chart.scale import decimals, domain, ticks
from briefprint.renderers._chart.words import decimals as decimals_of
from briefprint.renderers._chart.words import values as numbers_of
from briefprint.renderers._chart.words import with_unit
from briefprint.renderers._word import chartparts as parts
from briefprint.renderers._word.chartparts import Inks, shape, value
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.workbook import Sheet
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import NAMESPACES, Element, clean, el, root
from briefprint.units import emu

_CATEGORIES, _VALUES = 1, 2  # the numbers of the axes
_FIRST_DAY = datetime.date(1899, 12, 30).toordinal()  # of a spreadsheet's calendar (ECMA-376 18.17.4.1)
_DATE_CODES = {1: "yyyy", 2: "mmm yyyy", 3: "d mmm yyyy"}
_DATE_UNITS = {1: "years", 2: "months", 3: "days"}
_MARKERS = (2, 72)  # the sizes that a marker may have, in points (ECMA-376 21.2.3.32)
_STEPS = 5  # of a scale, at most


def place(work: Work, chart: Chart, measure_pt: float, alt: str, part: Part) -> Element:
    """Return a run with a chart that stands in a line of text (ECMA-376 21.2.2.29, 20.4.2.8)."""
    made = _Native(work, chart, measure_pt)
    number = work.next_chart()
    whole = work.package.tree(f"/word/charts/chart{number}.xml", "chart", made.space())
    book = work.package.blob(f"/word/embeddings/chart{number}.xlsx", made.sheet.workbook())
    whole.tree.append(el("c:externalData", value("c:autoUpdate", False), r_id=whole.relate_to(book, RT.PACKAGE)))
    name: dict[str, str | int | None] = {"id": work.next_picture(), "name": f"Chart {number}", "descr": clean(alt)}
    held = el("c:chart", r_id=part.relate_to(whole, RT.CHART))
    inline = el(
        "wp:inline",
        el("wp:extent", cx=emu(measure_pt), cy=emu(made.depth)),
        el("wp:docPr", **name),
        el("wp:cNvGraphicFramePr"),
        el("a:graphic", el("a:graphicData", held, uri=NAMESPACES["c"])),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
    return el("w:r", el("w:drawing", inline))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the plot stands, in points, and how deep all of it is."""

    left: float
    top: float
    breadth: float
    depth: float
    whole: float


class _Native:
    """A chart as Word draws it."""

    def __init__(self, work: Work, chart: Chart, measure: float) -> None:
        self.chart, self.lang, self.inks = chart, work.document.lang, Inks(work)
        self.look, self.board = work.style.chart, Board(work.style, measure, work.document.lang)
        self.sheet = _sheet(chart, work.words["value"], self._code())
        self.colours = self._series_colours()
        self.keyed = len(self.sheet.names) > 1 and chart.kind != "line"
        self.frame = self._upright() if chart.kind in ("line", "dot") else self._lying()

    @property
    def depth(self) -> float:
        return self.frame.whole

    def space(self) -> Element:
        """Return the part (ECMA-376 21.2.2.29)."""
        frame, breadth = self.frame, self.board.measure
        kind = {"line": self._lines, "dot": self._dots}.get(self.chart.kind, self._bars)
        inner = parts.laid(
            frame.left / breadth, frame.top / frame.whole, frame.breadth / breadth, frame.depth / frame.whole, inner=True
        )
        plot = el("c:plotArea", inner, *kind(), shape(el("a:noFill"), Inks.none()))
        chart = el(
            "c:chart",
            value("c:autoTitleDeleted", True),
            plot,
            self._key() if self.keyed else None,
            value("c:plotVisOnly", True),
            value("c:dispBlanksAs", "gap"),
        )
        children = [
            value("c:date1904", False),
            value("c:lang", self.lang),
            value("c:roundedCorners", False),
            chart,
            shape(el("a:noFill"), Inks.none()),
            self.inks.words(),
        ]
        return root("c:chartSpace", "c", "a", "r", children=children)

    # --- room ----------------------------------------------------------------------------------------

    def _lying(self) -> _Frame:
        """Return the frame of bars: names at the left, room for values at the right."""
        board, look, sheet, chart = self.board, self.look, self.sheet, self.chart
        single = sheet.categories == ("",)
        named = [board.breadth(board.name(each), each in chart.highlight) for each in sheet.categories]
        left = 0.0 if single else min(max(named), board.measure * LABEL_SHARE) + 2 * board.gap
        top = self._key_depth() + (board.gap if single else look.bar_gap_pt) if self.keyed else 0.0
        room = 0.0
        if chart.kind == "bar":
            room = board.broadest([_chart.value_text(chart, each, self.lang) for each in numbers_of(chart)], True)
            room += 2 * board.gap
        depth = self._pitch() * len(sheet.categories)
        return _Frame(left, top, board.measure - left - room, depth, top + depth)

    def _slot(self) -> float:
        """Return how deep a bar is."""
        if self.chart.kind == "bar":
            return max(self.board.leading, self.look.part_gap_pt) if self.keyed else self.look.bar_depth_pt
        single = self.sheet.categories == ("",)
        return self.look.share_depth_pt if single else max(self.look.bar_depth_pt, self.board.leading)

    def _pitch(self) -> float:
        """Return from where to where the rows repeat: each is as deep as the one with most lines."""
        board, bars = self.board, len(self.sheet.names) if self.chart.kind == "bar" else 1
        room = board.measure * LABEL_SHARE
        most = max(len(board.wrapped(board.name(each), room)) for each in self.sheet.categories)
        return max(self._slot() * bars, most * board.leading) + self.look.bar_gap_pt

    def _upright(self) -> _Frame:
        """Return the frame of lines and dots: a scale at the left, names below, of lines at their ends too."""
        board, look = self.board, self.look
        left = board.broadest([self._said(float(each)) for each in self._steps()]) + board.gap
        right = board.gap
        if self.chart.kind == "line":
            ends = [
                f"{name if len(self.sheet.names) > 1 else ''} {_chart.value_text(self.chart, row[-1] or 0.0, self.lang)}"
                for name, row in zip(self.sheet.names, self.sheet.values, strict=True)
            ]
            right = min(board.broadest(ends, True) + look.dot_pt + board.gap, board.measure / 3)
        top = board.leading + (self._key_depth() if self.keyed else 0.0)
        return _Frame(
            left, top, board.measure - left - right, look.plot_depth_pt, top + look.plot_depth_pt + 2 * board.leading
        )

    def _key_depth(self) -> float:
        breadths = [self.board.breadth(each, True) + 4 * self.board.gap for each in self.sheet.names]
        return self.board.leading * -(-sum(breadths) // self.board.measure)

    def _key(self) -> Element:
        board, names = self.board, self.sheet.names
        breadth = min(sum(board.breadth(each, True) + 5 * board.gap for each in names), board.measure)
        strong = [number for number, each in enumerate(names) if each in self.chart.highlight]
        place = parts.laid(0.0, 0.0, breadth / board.measure, self._key_depth() / self.frame.whole)
        return parts.key(self.inks, names, strong, place)

    # --- kinds ---------------------------------------------------------------------------------------

    def _bars(self) -> Iterator[Element]:
        chart, look = self.chart, self.look
        cut = chart.kind != "bar"
        grouping = {"bar": "clustered", "stacked": "stacked", "share": "percentStacked"}[chart.kind]
        bars = 1 if cut else len(self.sheet.names)
        gap = (self._pitch() - self._slot() * bars) / self._slot()
        overlap = 1.0 if cut else -look.part_gap_pt / self._slot() * (bars > 1)
        yield el(
            "c:barChart",
            value("c:barDir", "bar"),
            value("c:grouping", grouping),
            value("c:varyColors", False),
            *(self._bar(number) for number in range(len(self.sheet.names))),
            value("c:gapWidth", round(gap * 100)),
            value("c:overlap", round(overlap * 100)),
            *_axes(),
        )
        mixed = any(each < 0 for each in numbers_of(chart))
        rule = self.inks.line(look.axis_color, 0.0 if chart.kind == "share" else look.axis_pt)
        yield self._named(rule, "l", backwards=True, shown=self.sheet.categories != ("",))
        yield self._counted(
            "b", Inks.none(), shown=False, bounds=(None if mixed else 0, 1 if chart.kind == "share" else None)
        )

    def _bar(self, number: int) -> Element:
        colour, cut = self.colours[number], self.chart.kind != "bar"
        seam = self.inks.line(self.look.ground, self.look.part_gap_pt) if cut else Inks.none()
        points = []
        for place, own in enumerate(self._point_colours(number)):
            if own != colour:
                look = shape(self.inks.fill(own), seam)
                points.append(el("c:dPt", value("c:idx", place), value("c:invertIfNegative", False),
                                 value("c:bubble3D", False), look))  # fmt: skip
        return self._series(
            number, shape(self.inks.fill(colour), seam), value("c:invertIfNegative", False), *points,
            self._labels(number, "ctr" if cut else "outEnd", self.board.within(colour) if cut else None),
        )  # fmt: skip

    def _lines(self) -> Iterator[Element]:
        yield el(
            "c:lineChart",
            value("c:grouping", "standard"),
            value("c:varyColors", False),
            *(self._line(number) for number in range(len(self.sheet.names))),
            value("c:marker", True),
            *_axes(),
        )
        yield self._named(self.inks.line(self.look.axis_color, self.look.axis_pt), "b")
        yield self._scale()

    def _line(self, number: int) -> Element:
        name, colour, board = self.sheet.names[number], self.colours[number], self.board
        strong = name in self.chart.highlight
        before = [each for each in self.sheet.names[:number] if each not in self.chart.highlight]
        dash = [each * self.look.dash_pt for each in DASHES[0 if strong else len(before) % len(DASHES)]]
        dash += [self.look.dash_pt] * (len(dash) % 2)
        weight = self.look.strong_line_pt if strong else self.look.line_pt
        known = [place for place, each in enumerate(self.sheet.values[number]) if each is not None]
        last = known[-1]
        ink = self.inks.line(colour, weight, dash, round_=True)
        end = el("c:dPt", value("c:idx", last), self._marker(colour, self.look.dot_pt * END),
                 value("c:bubble3D", False), shape(ink))  # fmt: skip
        several = len(self.sheet.names) > 1
        text = self.inks.words([name, _FIGURES], strong or not several, board.legible(colour))
        label = parts.labelled(self._code(unit=not several), text, "r", at=last, name=several)
        return self._series(
            number, shape(self.inks.line(colour, weight, dash, round_=True)), el("c:marker", value("c:symbol", "none")),
            end, el("c:dLbls", el("c:dLbl", *label), *parts.no_labels()), smooth=True,
        )  # fmt: skip

    def _dots(self) -> Iterator[Element]:
        """Return dots over their names: of one a line leads to it, of two one lies between them."""
        count, look = len(self.sheet.names), self.look
        bridge = self.inks.line(look.grid_color, look.dot_pt * BRIDGE)
        yield el(
            "c:lineChart",
            value("c:grouping", "standard"),
            value("c:varyColors", False),
            *(self._dot(number) for number in range(count)),
            el("c:dropLines", shape(self.inks.line(look.grid_color, look.grid_pt))) if count == 1 else None,
            el("c:hiLowLines", shape(bridge)) if count == len(_ENDS) else None,
            value("c:marker", True),
            *_axes(),
        )
        yield self._named(self.inks.line(look.axis_color, look.axis_pt), "b", between=True)
        yield self._scale(between=True)

    def _dot(self, number: int) -> Element:
        count, hollow = len(self.sheet.names), len(self.sheet.names) == len(_ENDS) and number == 0
        colour = self.look.colors[0] if count <= len(_ENDS) and not self.chart.highlight else self.colours[number]
        points = [
            el("c:dPt", value("c:idx", place), self._marker(own, self.look.dot_pt, hollow), value("c:bubble3D", False))
            for place, own in enumerate(self._point_colours(number))
            if own != self.colours[number]
        ]
        labels = self._labels(number, "t" if count == 1 else _ENDS[number]) if count <= len(_ENDS) else None
        return self._series(
            number, shape(Inks.none()), self._marker(colour, self.look.dot_pt, hollow), *points, labels, smooth=True
        )

    # --- parts of them -------------------------------------------------------------------------------

    def _series(self, number: int, look: Element, *more: Element | None, smooth: bool = False) -> Element:
        return el(
            "c:ser",
            value("c:idx", number),
            value("c:order", number),
            parts.name_of(self.sheet, number),
            look,
            *more,
            parts.categories(self.sheet),
            parts.values(self.sheet, number),
            value("c:smooth", False) if smooth else None,
        )

    def _marker(self, colour: str, across: float, hollow: bool = False) -> Element:
        size = min(max(round(across), _MARKERS[0]), _MARKERS[1])
        ring = self.inks.line(colour, across * _RING) if hollow else Inks.none()
        look = shape(self.inks.fill(self.look.ground if hollow else colour), ring)
        return el("c:marker", value("c:symbol", "circle"), value("c:size", size), look)

    def _labels(self, number: int, position: str, colour: str | None = None) -> Element:
        """Return the labels of a series: the chart's first says the unit, those that are set off are bold."""
        single = []
        strong_series = self.sheet.names[number] in self.chart.highlight and len(self.sheet.names) > 1
        first = _first(self.sheet.values[number]) if number == 0 else None
        whole = self.sheet.categories == ("",)
        for place, each in enumerate(self.sheet.values[number]):
            if each is None or not self._fits(number, place):
                single.append(parts.unlabelled(place))
                continue
            strong = strong_series or whole or self.sheet.categories[place] in self.chart.highlight
            if strong and self.chart.kind in ("stacked", "share"):
                strong = whole
            if place == first or strong:
                own = self._point_colours(number)[place]
                look = self.inks.words([_FIGURES], strong, self.board.within(own) if colour else None)
                code = self._code(unit=place == first)
                single.append(el("c:dLbl", *parts.labelled(code, look, position, at=place)))
        usual = parts.labelled(self._code(), self.inks.words([_FIGURES], False, colour), position)
        return el("c:dLbls", *single, *usual)

    def _fits(self, number: int, place: int) -> bool:
        """Whether a label finds room within its part of a bar."""
        if self.chart.kind not in ("stacked", "share"):
            return True
        bars = list(zip(*self.sheet.values, strict=True))
        sums = [sum(abs(each or 0.0) for each in bar) for bar in bars]
        longest = (sums[place] if self.chart.kind == "share" else max(sums)) or 1.0
        each = self.sheet.values[number][place] or 0.0
        text = _chart.value_text(self.chart, each, self.lang)
        return self.board.breadth(text) + self.board.gap <= abs(each) / longest * self.frame.breadth

    def _named(
        self, rule: Element, side: str, *, backwards: bool = False, shown: bool = True, between: bool = False
    ) -> Element:
        """Return the axis of the categories, by time where they are dates."""
        sheet, unit = self.sheet, ()
        own = dict(inks=self.inks, line=rule, texts=sheet.categories, shown=shown, backwards=backwards)
        del between
        if sheet.dates:
            known = dates_of(self.chart.labels)
            base = value("c:baseTimeUnit", _DATE_UNITS[len(known[0])])
            more = [value("c:auto", False), value("c:lblOffset", 100), base]
            return parts.axis("c:dateAx", _CATEGORIES, _VALUES, side, code=sheet.date_code, more=more, **own)  # type: ignore[arg-type]
        more = [value("c:auto", False), value("c:lblAlgn", "ctr"), value("c:lblOffset", 100),
                value("c:noMultiLvlLbl", True), *unit]  # fmt: skip
        return parts.axis("c:catAx", _CATEGORIES, _VALUES, side, more=more, **own)  # type: ignore[arg-type]

    def _counted(
        self, side: str, rule: Element, *, shown: bool, bounds: tuple[float | None, float | None]
    ) -> Element:
        return parts.axis(
            "c:valAx", _VALUES, _CATEGORIES, side, inks=self.inks, line=rule, shown=shown, bounds=bounds,
            code=self.sheet.code, labels="nextTo", more=[value("c:crossBetween", "between")],
        )  # fmt: skip

    def _steps(self) -> Sequence:  # type: ignore[type-arg]
        low, high = domain(list(numbers_of(self.chart)))
        most = max(2, min(_STEPS, int(self.look.plot_depth_pt / (self.board.leading * 2))))
        return ticks(low, high, most)

    def _scale(self, between: bool = False) -> Element:
        """Return the scale at the left, its values round and its last one with the unit."""
        steps = self._steps()
        places = decimals(steps)
        plain, last = _number_code(places), float(steps[-1])
        code = f"[={last:g}]{self._code(places, unit=True)};{plain}"
        return parts.axis(
            "c:valAx", _VALUES, _CATEGORIES, "l", inks=self.inks, line=Inks.none(),
            grid=self.inks.line(self.look.grid_color, self.look.grid_pt),
            texts=[self._said(float(each)) for each in steps], code=code, bounds=(float(steps[0]), None),
            labels="low",
            more=[value("c:crossBetween", "between" if between else "midCat"),
                  value("c:majorUnit", float(steps[1] - steps[0]))],
        )  # fmt: skip

    # --- words and colours ---------------------------------------------------------------------------

    def _said(self, number: float) -> str:
        return _chart.value_text(self.chart, number, self.lang)

    def _code(self, places: int | None = None, unit: bool = False) -> str:
        """Return how Word shows the numbers: by the reader's own signs for decimals and thousands."""
        code = _number_code(decimals_of(self.chart) if places is None else places)
        if not unit:
            return code
        before, _, after = with_unit(self.chart, "1", self.lang).partition("1")
        return f'"{before}"' * bool(before) + code + f'"{after}"' * bool(after)

    def _series_colours(self) -> tuple[str, ...]:
        chart, names = self.chart, self.sheet.names
        if chart.kind == "bar" and len(names) == 1:
            return (self.look.quiet_colors[0] if chart.highlight else self.look.colors[0],)
        return self.board.colours(names, chart.highlight)

    def _point_colours(self, number: int) -> tuple[str, ...]:
        """Return the colour of each value of a series: what is highlighted is set off."""
        chart, names = self.chart, self.sheet.names
        colour = self.colours[number]
        places = set(self.sheet.categories) & set(chart.highlight)
        if chart.kind in ("stacked", "share", "line") or not places or len(names) > len(_ENDS):
            return (colour,) * len(self.sheet.categories)
        if chart.kind == "bar" and len(names) > 1:
            return (colour,) * len(self.sheet.categories)
        quiet = self.look.quiet_colors[0 if chart.kind == "bar" else -1]
        return tuple(self.look.highlight_color if each in places else quiet for each in self.sheet.categories)


_FIGURES = "0123456789.,- %\u00a0"
_ENDS = ("b", "t")  # where the labels of two dots stand
_RING = 0.24  # of an open dot


def _axes() -> tuple[Element, Element]:
    return value("c:axId", _CATEGORIES), value("c:axId", _VALUES)


def _number_code(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _first(row: Sequence[float | None]) -> int | None:
    return next((place for place, each in enumerate(row) if each is not None), None)


def _sheet(chart: Chart, value_word: str, code: str) -> Sheet:
    """Return a chart's numbers; of bars that are the parts of one, each label is a series."""
    if chart.kind in ("stacked", "share") and len(chart.series) == 1:
        return Sheet(("",), chart.labels, tuple((each,) for each in chart.series[0].values), code)
    names = tuple(each.name or plain_text(chart.title) or value_word for each in chart.series)
    known = dates_of(chart.labels) if chart.kind == "line" else ()
    days = tuple(datetime.date(*(*each, 1, 1)[:3]).toordinal() - _FIRST_DAY for each in known)
    date_code = _DATE_CODES[len(known[0])] if known else ""
    return Sheet(chart.labels, names, tuple(each.values for each in chart.series), code, days, date_code)
