"""Charts that Word draws itself: an editor restyles them and changes their numbers, in the workbook they hold.

They come as near to the drawn chart (``renderers/_chart``) as Word can: its colours, type, order and room. Where Word
has another way it is taken: dots stand over their names, and a key says what the drawing names in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx.opc.part import Part

from briefprint.document import Chart
from briefprint.renderers._chart.board import DASHES
from briefprint.renderers._chart.dots import BRIDGE
from briefprint.renderers._chart.lines import END, dates_of, label_text
from briefprint.renderers._word import chartparts as parts
from briefprint.renderers._word.chartparts import Inks, shape, value
from briefprint.renderers._word.chartplan import PAIR, Plan
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import NAMESPACES, Element, clean, el, root
from briefprint.units import emu

_CATEGORIES, _VALUES = 1, 2  # the numbers of the axes
_DATE_UNITS = {1: "years", 2: "months", 3: "days"}
_MARKERS = (2, 72)  # the sizes that a marker may have, in points (ECMA-376 21.2.3.32)
_GROUPINGS = {"bar": "clustered", "stacked": "stacked", "share": "percentStacked"}
_SIDES = ("b", "t")  # of two dots, where their labels stand
_FIGURES = "0123456789.,-\u00a0"


def place(work: Work, chart: Chart, measure_pt: float, alt: str, part: Part) -> Element:
    """Return a run with a chart that stands in a line of text (ECMA-376 21.2.2.29, 20.4.2.8)."""
    made, number = _Native(work, chart, measure_pt), work.next_chart()
    whole = work.package.tree(f"/word/charts/chart{number}.xml", "chart", made.space())
    book = work.package.blob(f"/word/embeddings/chart{number}.xlsx", made.workbook())
    whole.tree.append(el("c:externalData", value("c:autoUpdate", False), r_id=whole.relate_to(book, RT.PACKAGE)))
    name: dict[str, str | int | None] = {"id": work.next_picture(), "name": f"Chart {number}", "descr": clean(alt)}
    held = el("c:chart", r_id=part.relate_to(whole, RT.CHART))
    inline = el(
        "wp:inline",
        el("wp:extent", cx=emu(measure_pt), cy=emu(made.frame.whole)),
        el("wp:docPr", **name),
        el("wp:cNvGraphicFramePr"),
        el("a:graphic", el("a:graphicData", held, uri=NAMESPACES["c"])),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
    if lost := made.lost():
        work.warn(f"Word's own chart {lost}", chart.line, "the style's 'chart.editable = false' sets it as a picture")
    return el("w:r", el("w:drawing", inline))


class _Native:
    """A chart as Word draws it."""

    def __init__(self, work: Work, chart: Chart, measure: float) -> None:
        self.plan = Plan(chart, work.style, measure, work.document.lang)
        self.chart, self.inks, self.look = chart, Inks(work), work.style.chart
        self.sheet, self.frame, self.board = self.plan.sheet, self.plan.frame, self.plan.board
        self.count = len(self.sheet.names)

    def workbook(self) -> bytes:
        """Return the workbook with its numbers."""
        role = self.inks.role
        return self.sheet.workbook(role.font().word_name, role.size_pt)

    def lost(self) -> str:
        """Return what the drawn chart shows and this one does not, or nothing."""
        if self.chart.kind == "stacked" and not self.plan.single:
            return "has no sums behind its bars"
        return "does not say by how much two dots differ" if self.chart.kind == "dot" and self.count == PAIR else ""

    def space(self) -> Element:
        """Return the part (ECMA-376 21.2.2.29)."""
        frame, breadth = self.frame, self.board.measure
        kind = {"line": self._lines, "dot": self._dots}.get(self.chart.kind, self._bars)
        inner = parts.laid(
            frame.left / breadth,
            frame.top / frame.whole,
            frame.breadth / breadth,
            frame.depth / frame.whole,
            inner=True,
        )
        chart = el(
            "c:chart",
            value("c:autoTitleDeleted", True),
            el("c:plotArea", inner, *kind(), shape(el("a:noFill"), Inks.none())),
            self._key() if self.plan.keyed else None,
            value("c:plotVisOnly", True),
            value("c:dispBlanksAs", "gap"),
        )
        children = [
            value("c:date1904", False),
            value("c:lang", self.plan.lang),
            value("c:roundedCorners", False),
            chart,
            shape(el("a:noFill"), Inks.none()),
            self.inks.words(),
        ]
        return root("c:chartSpace", "c", "a", "r", children=children)

    def _key(self) -> Element:
        breadth = min(self.plan.key_breadth() / self.board.measure, 1.0)
        strong = [number for number, each in enumerate(self.sheet.names) if each in self.chart.highlight]
        at = parts.laid(0.0, 0.0, breadth, self.plan.key_depth() / self.frame.whole)
        return parts.key(self.inks, self.sheet.names, strong, at)

    # --- kinds ---------------------------------------------------------------------------------------

    def _bars(self) -> Iterator[Element]:
        plan, look = self.plan, self.look
        slot, bars = plan.slot(), 1 if plan.cut else self.count
        overlap = 1.0 if plan.cut else -look.part_gap_pt / slot * (bars > 1)
        yield el(
            "c:barChart",
            value("c:barDir", "bar"),
            value("c:grouping", _GROUPINGS[self.chart.kind]),
            value("c:varyColors", False),
            *map(self._bar, range(self.count)),
            value("c:gapWidth", round((plan.pitch() - slot * bars) / slot * 100)),
            value("c:overlap", round(overlap * 100)),
            *_axes(),
        )
        share = self.chart.kind == "share"
        rule = self.inks.line(look.axis_color, 0.0 if share else look.axis_pt)
        yield self._named("l", rule, backwards=True, shown=not plan.single)
        # A bar's length is read from zero (but for bars on both sides of it, where Word finds its own bounds).
        mixed = any((each or 0.0) < 0 for row in self.sheet.values for each in row)
        yield parts.axis(
            "c:valAx", _VALUES, _CATEGORIES, "b", inks=self.inks, line=Inks.none(), shown=False, code=self.sheet.code,
            bounds=(None if mixed else 0.0, 1.0 if share else None), more=[value("c:crossBetween", "between")],
        )  # fmt: skip

    def _bar(self, number: int) -> Element:
        plan, colour = self.plan, self.plan.colours[number]
        seam = (self.look.ground, self.look.part_gap_pt) if plan.cut else (self.look.ground, 0.0)
        points = [
            el("c:dPt", value("c:idx", at), value("c:invertIfNegative", False), value("c:bubble3D", False),
               shape(self.inks.fill(own), self.inks.line(*seam)))
            for at, own in enumerate(plan.point_colours(number)) if own != colour
        ]  # fmt: skip
        labels = self._labels(
            number, "ctr" if plan.cut else "outEnd", self.board.within(colour) if plan.cut else None
        )
        look = shape(self.inks.fill(colour), self.inks.line(*seam))
        return self._series(number, look, value("c:invertIfNegative", False), *points, labels)

    def _lines(self) -> Iterator[Element]:
        yield el(
            "c:lineChart",
            value("c:grouping", "standard"),
            value("c:varyColors", False),
            *map(self._line, range(self.count)),
            value("c:marker", True),
            *_axes(),
        )
        yield self._named("b", self.inks.line(self.look.axis_color, self.look.axis_pt))
        yield self._scale("midCat")

    def _line(self, number: int) -> Element:
        """Return a line that is named at its end."""
        name, colour = self.sheet.names[number], self.plan.colours[number]
        strong, several = name in self.chart.highlight, self.count > 1
        weight = self.look.strong_line_pt if strong else self.look.line_pt
        dash = self._dash(number, strong)
        last = max(at for at, each in enumerate(self.sheet.values[number]) if each is not None)
        dot = el(
            "c:dPt",
            value("c:idx", last),
            self._marker(colour, self.look.dot_pt * END),
            value("c:bubble3D", False),
            shape(self.inks.line(colour, weight, dash, round_=True)),
        )
        text = self.inks.words([name, _FIGURES], strong or not several, self.board.legible(colour))
        label = parts.labelled(self.plan.code(unit=not several), text, "r", at=last, name=several)
        return self._series(
            number, shape(self.inks.line(colour, weight, dash, round_=True)),
            el("c:marker", value("c:symbol", "none")), dot, el("c:dLbls", el("c:dLbl", *label), *parts.no_labels()),
            end=value("c:smooth", False),
        )  # fmt: skip

    def _dash(self, number: int, strong: bool) -> Sequence[float]:
        """Return how a line is broken: so that the series differ without their colours."""
        before = [each for each in self.sheet.names[:number] if each not in self.chart.highlight]
        return [each * self.look.dash_pt for each in DASHES[0 if strong else len(before) % len(DASHES)]]

    def _dots(self) -> Iterator[Element]:
        """Return dots over their names: of one a line leads to it, of two one lies between them."""
        look = self.look
        bridge, guide = (look.dot_pt * BRIDGE, look.grid_pt) if self.count <= PAIR else (0.0, 0.0)
        yield el(
            "c:lineChart",
            value("c:grouping", "standard"),
            value("c:varyColors", False),
            *map(self._dot, range(self.count)),
            el("c:dropLines", shape(self.inks.line(look.grid_color, guide))) if self.count == 1 else None,
            el("c:hiLowLines", shape(self.inks.line(look.grid_color, bridge))) if self.count == PAIR else None,
            value("c:marker", True),
            *_axes(),
        )
        yield self._named("b", self.inks.line(look.axis_color, look.axis_pt))
        yield self._scale("between")

    def _dot(self, number: int) -> Element:
        """Return the dots of a series; both of two are full, for not every program draws an open one."""
        colour, across = self.plan.colours[number], self.look.dot_pt
        points = [
            el("c:dPt", value("c:idx", at), self._marker(own, across), value("c:bubble3D", False), shape(Inks.none()))
            for at, own in enumerate(self.plan.point_colours(number))
            if own != colour
        ]
        labels = self._labels(number, "t" if self.count == 1 else _SIDES[number]) if self.count <= PAIR else None
        return self._series(
            number, shape(Inks.none()), self._marker(colour, across), *points, labels,
            end=value("c:smooth", False),
        )  # fmt: skip

    # --- parts of them -------------------------------------------------------------------------------

    def _series(self, number: int, look: Element, *more: Element | None, end: Element | None = None) -> Element:
        return el(
            "c:ser",
            value("c:idx", number),
            value("c:order", number),
            parts.name_of(self.sheet, number),
            look,
            *more,
            parts.categories(self.sheet),
            parts.values(self.sheet, number),
            end,
        )

    def _marker(self, colour: str, across: float) -> Element:
        size = min(max(round(across), _MARKERS[0]), _MARKERS[1])
        look = shape(self.inks.fill(colour), Inks.none())
        return el("c:marker", value("c:symbol", "circle"), value("c:size", size), look)

    def _labels(self, number: int, position: str, colour: str | None = None) -> Element:
        """Return the labels of a series: the chart's first says the unit, those that are set off are bold."""
        plan, chart, row = self.plan, self.chart, self.sheet.values[number]
        known = [at for at, each in enumerate(row) if each is not None]
        first = known[0] if known and number == 0 else None
        named = self.sheet.names[number] in chart.highlight and self.count > 1
        single = []
        for at in range(len(row)):
            if at not in known or not plan.fits(number, at):
                single.append(parts.unlabelled(at))
                continue
            strong = plan.single if plan.cut else named or self.sheet.categories[at] in chart.highlight
            if at == first or strong:
                look = self.inks.words([_FIGURES, chart.unit], strong, colour)
                single.append(el("c:dLbl", *parts.labelled(plan.code(unit=at == first), look, position, at=at)))
        usual = parts.labelled(plan.code(), self.inks.words([_FIGURES], False, colour), position)
        return el("c:dLbls", *single, *usual)

    def _named(self, side: str, rule: Element, *, backwards: bool = False, shown: bool = True) -> Element:
        """Return the axis of the categories, by time where they are dates."""
        tag, code = "c:catAx", "General"
        more = [value("c:auto", False), value("c:lblAlgn", "ctr"), value("c:lblOffset", 100),
                value("c:noMultiLvlLbl", True)]  # fmt: skip
        texts = self.sheet.categories
        if self.sheet.dates:
            unit = _DATE_UNITS[len(dates_of(texts)[0])]
            tag, code = "c:dateAx", self.sheet.date_code
            more = [value("c:auto", False), value("c:lblOffset", 100), value("c:baseTimeUnit", unit)]
            texts = tuple(label_text(each, self.plan.lang) for each in texts)
        return parts.axis(
            tag, _CATEGORIES, _VALUES, side, inks=self.inks, line=rule, texts=texts, shown=shown, code=code,
            backwards=backwards, more=more,
        )  # fmt: skip

    def _scale(self, between: str) -> Element:
        """Return the scale at the left, its values round and its last one with the unit."""
        steps = self.plan.steps()
        return parts.axis(
            "c:valAx", _VALUES, _CATEGORIES, "l", inks=self.inks, line=Inks.none(),
            grid=self.inks.line(self.look.grid_color, self.look.grid_pt), texts=self.plan.scale_texts(),
            code=self.plan.scale_code(), bounds=(float(steps[0]), None),
            more=[value("c:crossBetween", between), value("c:majorUnit", float(steps[1] - steps[0]))],
        )  # fmt: skip


def _axes() -> tuple[Element, Element]:
    return value("c:axId", _CATEGORIES), value("c:axId", _VALUES)
