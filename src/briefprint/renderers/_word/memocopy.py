"""The memo's boxes as Word's paragraphs, lists and tables: what stands where is theirs to say, how is Word's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefprint import glyphs
from briefprint.document import Inlines, plain_text
from briefprint.renderers._boxes import Blank, Choice, Columns, DotMark, Item, Mark, PanelBox, Rule, Ruled, Stack
from briefprint.renderers._copy import Box, Copy, RunIn
from briefprint.renderers._exhibits import ChartBox, TableBox
from briefprint.renderers._measure import BALLOTS, ballot
from briefprint.renderers._word import blocks, captions, lattice, pictures, tables
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.fonts import glyph_height
from briefprint.renderers._word.inlines import runs, text_runs
from briefprint.renderers._word.lattice import Line, Slot
from briefprint.renderers._word.looks import SIDES, Edge, Tab, inset_pt, panel_edges, rule_pt, shown
from briefprint.renderers._word.memostyle import BANNER
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, el
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle
from briefprint.units import half_points

HAIR_PT = 0.05
STATES = ((True, "w14:checkedState"), (False, "w14:uncheckedState"))  # of a box to tick


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands: from where, on what measure, in the body or a cell, and within what panel."""

    left_pt: float
    measure_pt: float
    kind: str = "copy"
    look: Mapping[str, Any] | None = None  # what a panel of paragraphs gives each of them
    label: str = ""

    def shifted(self, shift_pt: float, measure_pt: float) -> Place:
        """Return a place within this one."""
        return replace(self, left_pt=self.left_pt + shift_pt, measure_pt=measure_pt)


class Writer:
    """Sets boxes at a setting of the levers, copy in the styles that are named for its roles."""

    def __init__(self, work: Work, of: HouseStyle, setting: Setting, styles: Mapping[str, str]) -> None:
        self.work, self.setting = work, setting
        self._of = of
        self._styles = {id(role): styles[name] for name, role in of.roles() if name in styles}

    def add(self, box: Box, flow: Flow, place: Place, before_pt: float | None = None) -> None:
        """Set a box below what stands in the flow; ``before_pt`` is a space over it other than its own."""
        before = self.setting.space_pt(box.before_pt) if before_pt is None else before_pt
        match box:
            case Copy():
                self._copy(box, flow, place, before)
            case Item():
                self._item(box, flow, place, before)
            case Stack():
                self.stack(box.boxes, flow, place, before)
            case Ruled():
                self._ruled(box, flow, place, before)
            case PanelBox():
                self._panel(box, flow, place)
            case TableBox():
                widths = [width for row in box.rows[:1] for width in row.widths_pt]
                wider = place.measure_pt / sum(widths)
                frame = self._frame("TableText", place)
                tables.add(self.work, box.table, frame, flow, tuple(width * wider for width in widths))
            case ChartBox():
                style = self.work.sheet.variant("Figure", "of Chart", left_pt=place.left_pt, before_pt=before)
                run = blocks.chart_run(self.work, box.chart, place.measure_pt, self._frame(style, place))
                flow.paragraph([run], style)
            case Columns():
                self._columns(box, flow, place, before)
            case Choice() | Blank() | Mark() | DotMark():
                self._table([box], flow, place, before)
            case _:
                raise AssertionError(type(box).__name__)

    def stack(self, boxes: Sequence[Box], flow: Flow, place: Place, before_pt: float | None = None) -> None:
        """Set boxes one under the other."""
        for number, box in enumerate(boxes):
            self.add(box, flow, place, before_pt if number == 0 else None)

    # --- paragraphs

    def _copy(self, box: Copy, flow: Flow, place: Place, before_pt: float, label: str = "", **changes: Any) -> None:
        if not box.words:
            return
        style = self._style(box)
        looks = {"left_pt": place.left_pt, "align": box.role.align} | dict(place.look or {}) | changes
        if inset := box.inset_pt(place.measure_pt, self.setting):
            looks["right_pt"] = looks.get("right_pt", 0.0) + inset
            label = f"{label} drawn in".strip()
        words = " ".join(each for each in (label, place.label) if each)
        if box.role.align != box.token.align:
            words = f"{words} {box.role.align}".strip()
        style = self.work.sheet.variant(style, words, **looks)
        frame = self._frame(style, place)
        if chart := box.captioned:
            content = captions.content(self.work, chart, chart.title, "figure", frame)
        else:
            content = runs(self.work, box.inlines, frame)
        if box.head:
            content = [*self._run_in(box.head, frame), *content]
        after = self.setting.space_pt(box.after_pt)
        flow.paragraph(content, style, before_pt=before_pt, after_pt=after, label=words)

    def content(self, box: Copy, place: Place) -> list[Element]:
        """Return copy as the content of a paragraph in its own style."""
        return runs(self.work, box.inlines, self._frame(self._style(box), place))

    def _style(self, box: Copy) -> str:
        return BANNER if box.role.weight != box.token.weight else self._styles[id(box.token)]

    def _item(self, box: Item, flow: Flow, place: Place, before_pt: float) -> None:
        """Set an item of a list: its first paragraph behind the mark, the others where its text stands."""
        numbering, copies = self.work.numbering, list(_copies(box.body))
        sign, role = plain_text(box.marker.inlines).strip(), box.marker.role
        inner = place.shifted(box.indent_pt, place.measure_pt - box.indent_pt)
        for number, copy in enumerate(copies):
            before = before_pt if number == 0 else self.setting.space_pt(copy.before_pt)
            if number or not sign:
                self._copy(copy, flow, inner, before, "Continued")
                continue
            if box.series:
                counted = numbering.own(box.series, role, box.series.pattern, box.series.start)
            else:
                counted = numbering.marked(role, sign, role.color)
            label = "numbered" if box.series else "marked"
            self._copy(copy, flow, inner, before, label, first_pt=-box.indent_pt, numbering=(counted, 0))

    def _run_in(self, head: RunIn, frame: Frame) -> list[Element]:
        """Return a head that opens a paragraph, in a style of runs of its own."""
        style, around = self._styles[id(head.role)], self.work.role(frame.style)
        made = runs(self.work, head.inlines, frame.within(style=style))
        name = f"{self.work.sheet.paragraphs[style].name} run in"
        if (own := name.title().replace(" ", "")) not in self.work.sheet.characters:
            role = self.work.role(style)
            font, base = role.font(), around.font()
            properties = [
                el("w:rFonts", **self.work.theme.fonts(font.word_name)) if font.word_name != base.word_name else None,
                el("w:b") if font.word_bold and not base.word_bold else None,
                el("w:i") if font.italic != base.italic else None,
                el("w:color", **self.work.theme.colour(role.color)) if role.color != around.color else None,
            ]
            self.work.sheet.define_character(name, [each for each in properties if each is not None], id=own)
        # A style of runs cannot take bold away: on bold it turns bold over (ECMA-376 17.7.3), but not everywhere.
        light = around.font().word_bold and not self.work.role(style).font().word_bold
        for run in made:
            if run.find(el("w:rPr").tag) is None:
                run.insert(0, el("w:rPr", el("w:rStyle", val=own), el("w:b", val="0") if light else None))
        return made

    def _frame(self, style: str, place: Place) -> Frame:
        return Frame.at(style, place.left_pt, place.measure_pt, self.work.package.main, place.kind)

    # --- rules and panels

    def _ruled(self, box: Ruled, flow: Flow, place: Place, before_pt: float) -> None:
        gap = self.setting.space_pt(box.gap_pt)
        rule = Edge("bottom", box.rule.weight_pt, box.rule.color, gap)
        if box.rule.weight_pt <= 0:
            self.add(box.box, flow, place, before_pt)
        elif lines := list(_lines_of(box.box)):
            frame = lattice.Frame(edges=(rule,), below_pt=gap)
            self._table(lines, flow, place, before_pt, frame)
        elif isinstance(box.box, Ruled):
            self.add(box.box, flow, place, before_pt)
            look: dict[str, Any] = {"leading_pt": max(gap, 1.0), "edges": (rule,), "left_pt": place.left_pt}
            flow.paragraph([], self.work.sheet.variant("Separator", "ruled", **look))
        elif isinstance(box.box, Stack) and not _is_paragraphs(box.box.boxes[-1]):
            *others, last = box.box.boxes
            self.stack(others, flow, place, before_pt)
            self._ruled(Ruled(last, box.rule, box.gap_pt), flow, place, self.setting.space_pt(last.before_pt))
        else:
            start = len(flow)
            self.add(box.box, flow, place, before_pt)
            flow.close_block(start, rule, 0.0, "over Rule")

    def _panel(self, box: PanelBox, flow: Flow, place: Place) -> None:
        panel, paper = box.panel, self.work.house.paper
        space = self.setting.space_pt
        before, after = space(box.before_pt), space(box.after_pt)
        content = box.box.boxes if isinstance(box.box, Stack) else [box.box]
        if not all(_is_paragraphs(each) for each in content):
            self._table(content, flow, place, before, self._panel_frame(box), after, box)
            return
        fitted = replace(panel, padding_y_pt=space(panel.padding_y_pt))
        edges = panel_edges(fitted, panel.rule_color) if shown(panel, paper) else ()
        left, right = inset_pt(edges, "left"), inset_pt(edges, "right")
        if not edges:
            left = right = panel.padding_x_pt
        look = {
            "edges": edges,
            "ground": panel.ground if edges and panel.ground != paper else None,
            "right_pt": right,
        }
        inner = replace(place.shifted(left, place.measure_pt - left - right), look=look, label="in Panel")
        start = len(flow)
        self.stack(content, flow, inner, before)
        flow.set_apart(start, before, after, "Panel")

    def _panel_frame(self, box: PanelBox) -> lattice.Frame:
        panel = box.panel
        pad = self.setting.space_pt(panel.padding_y_pt)
        edges = tuple(Edge(side, rule_pt(panel, side), panel.rule_color) for side in SIDES if rule_pt(panel, side))
        ground = panel.ground if panel.ground != self.work.house.paper else None
        return lattice.Frame(edges=edges, ground=ground, above_pt=pad, below_pt=pad)

    # --- what stands side by side

    def _columns(self, box: Columns, flow: Flow, place: Place, before_pt: float) -> None:
        alone = [each for each in box.boxes if each is not None]
        if len(alone) == 1 and not isinstance(alone[0], Choice | Blank | Mark | DotMark):
            for inner, shift, width, _ in box.placed(place.measure_pt, self.setting):
                self.add(inner, flow, place.shifted(shift, width), before_pt)
        else:
            self._table([box], flow, place, before_pt)

    def _table(
        self,
        boxes: Sequence[Box],
        flow: Flow,
        place: Place,
        before_pt: float,
        frame: lattice.Frame | None = None,
        after_pt: float | None = None,
        panel: PanelBox | None = None,
    ) -> None:
        """Set boxes as the lines of a table, paragraphs that follow one another in one cell."""
        left, measure = 0.0, place.measure_pt
        if panel:
            left, measure = panel.panel.rule_left_pt + panel.panel.padding_x_pt, panel.inner_pt(place.measure_pt)
        lines: list[Line] = []
        waiting: list[Box] = []
        above = after = 0.0

        def flush() -> None:
            if waiting:
                held = tuple(waiting)
                slot = Slot(left, left + measure, lambda flow, width, above: self._fill(held, flow, width, above))
                lines.append(Line((slot,), above))
                waiting.clear()

        for box in _flat(boxes):
            gap = self.setting.space_pt(max(after, box.before_pt)) if lines or waiting else 0.0
            after = box.after_pt
            if _is_paragraphs(box):
                if not waiting:
                    above = gap
                waiting.append(box)
            else:
                flush()
                slots = tuple(self.slots(box, left, measure))
                lines.append(Line(slots, gap))
        flush()
        element = lattice.table(self.work, lines, place.left_pt, place.measure_pt, frame or lattice.Frame())
        label = "Panel" if panel else "Columns"
        flow.table(element, before_pt, self.setting.space_pt(after) if after_pt is None else after_pt, label)

    def _fill(self, boxes: Iterable[Box], flow: Flow, width: float, before_pt: float = 0.0) -> None:
        self.stack(list(boxes), flow, Place(0.0, width, "cell"), before_pt)
        flow.end_flush()

    def slots(self, box: Box, left: float, measure: float) -> Iterator[Slot]:
        """Yield the slots of a line."""
        match box:
            case Columns() if not isinstance(box, Item):
                align = "center" if box.align == "middle" else None
                placed = list(box.placed(measure, self.setting))
                for number, (inner, shift, width, lower) in enumerate(placed):
                    start = left + shift
                    if isinstance(inner, Columns | Choice | Blank | Mark | DotMark) and not isinstance(inner, Item):
                        yield from (replace(each, align=align) for each in self.slots(inner, start, width))
                        continue
                    edges: tuple[Edge, ...] = ()
                    if box.divider and shift:
                        edges = (Edge("left", box.divider.weight_pt, box.divider.color),)
                    end = start + width
                    # What is as broad as its words are long is not to break for a hair; what is longer breaks.
                    if isinstance(inner, Copy) and abs(width - inner.natural_pt(self.setting)) <= HAIR_PT:
                        if number + 1 < len(placed):
                            end += box.gap_pt / 2
                        else:
                            start -= box.gap_pt / 2
                            inner = inner.aligned("right")
                    yield Slot(start, end, self._filler(inner, 0.0 if align else lower), False, edges, align)
            case Choice():
                yield Slot(left, left + measure, lambda flow, width, above: self._choice(box, flow, width, above))
            case Blank():
                label = box.label.natural_pt(self.setting) + self.setting.size_pt(box.label.role) / 2
                above = self.setting.leading_pt(box.label.role)
                yield Slot(left, left + label, self._filler(box.label, above), tight=True)
                yield Slot(left + label, left + measure, self._to_write_on(box.label, box.rule), tight=True)
            case Mark() | DotMark():
                yield Slot(left, left + measure, lambda flow, width, above: self._mark(flow))  # noqa: ARG005
            case _:
                yield Slot(left, left + measure, self._filler(box, 0.0))

    def _filler(self, box: Box, before_pt: float) -> lattice.Fill:
        return lambda flow, width, above: self._fill([box], flow, width, above + before_pt)

    def _mark(self, flow: Flow) -> None:
        """Set the house's mark, which says what the house is called."""
        look, of = self._of.memo.masthead, self._of
        assert look.mark is not None
        picture = pictures.mark(look.mark, look.mark_height_pt, of.text.memo_institution.face)
        alt = self.work.words["institution"] or of.label
        flow.paragraph([el("w:r", pictures.place(self.work, picture, alt, self.work.package.main))], "Figure")

    def _to_write_on(self, label: Copy, rule: Rule) -> lattice.Fill:
        """Return what sets a line to write on, with room for a hand above it."""

        def fill(flow: Flow, width: float, above_pt: float) -> None:  # noqa: ARG001
            edge = Edge("bottom", rule.weight_pt, rule.color)
            style = self.work.sheet.variant(self._style(label), "to write on", edges=(edge,))
            before = above_pt + self.setting.leading_pt(label.role)
            flow.paragraph([], style, before_pt=before, label="under Hand")

        return fill

    def _choice(self, box: Choice, flow: Flow, width: float, above_pt: float) -> None:
        """Set a box to tick as a content control, and what it stands for."""
        style, indent = self._styles[id(box.label.token)], box.indent_pt(self.setting)
        look: dict[str, Any] = {"left_pt": indent, "first_pt": -indent, "tabs": (Tab("left", indent),)}
        style = self.work.sheet.variant(style, "with Box", **look)
        place = Place(0.0, width, "cell")
        frame = self._frame(style, place)
        content = [*self._checkbox(frame, box.label.inlines, box.side_pt), el("w:r", el("w:tab"))]
        flow.paragraph([*content, *runs(self.work, box.label.inlines, frame)], style, before_pt=above_pt)

    def _checkbox(self, frame: Frame, label: Inlines, side_pt: float) -> list[Element]:
        """Return a box to tick ([MS-DOCX] 2.6.1.4), as large as the style's; letters where no face has the sign."""
        role = self.work.role(frame.style)
        signs = [BALLOTS[done][0] for done, _ in STATES]
        if not all(glyphs.has(sign, role.font()) for sign in signs):
            return text_runs(self.work, ballot(False, role.font()), frame)
        font = glyphs.font_of("".join(signs), role.font())
        self.work.fonts.use(role.face, font, "".join(signs))
        size = side_pt / glyph_height(font, BALLOTS[False][0])
        style = self.work.sheet.define_character(
            "Checkbox",
            [
                el("w:rFonts", **dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), font.word_name)),
                el("w:sz", val=half_points(size)),
                el("w:szCs", val=half_points(size)),
            ],
        )
        shown = el("w:t")
        shown.text = BALLOTS[False][0]
        states = [el(tag, w14_val=f"{ord(BALLOTS[done][0]):04X}", w14_font=font.word_name) for done, tag in STATES]
        properties = el(
            "w:sdtPr",
            el("w:alias", val=plain_text(label)),
            el("w:id", val=self.work.next_picture()),
            el("w14:checkbox", el("w14:checked", w14_val="0"), *states),
        )
        run = el("w:r", el("w:rPr", el("w:rStyle", val=style)), shown)
        return [el("w:sdt", properties, el("w:sdtContent", run))]


# --- what a box holds ---------------------------------------------------------------------------------


def _copies(box: Box) -> Iterator[Copy]:
    """Yield the paragraphs of an item's body."""
    if isinstance(box, Copy):
        yield box
    elif isinstance(box, Stack):
        for each in box.boxes:
            yield from _copies(each)


def _is_paragraphs(box: Box) -> bool:
    """Return whether a box is nothing but paragraphs one under the other."""
    match box:
        case Copy() | Item():
            return True
        case Stack():
            return all(_is_paragraphs(each) for each in box.boxes)
        case Columns():
            alone = [each for each in box.boxes if each is not None]
            return len(alone) == 1 and _is_paragraphs(alone[0])
    return False


def _flat(boxes: Iterable[Box]) -> Iterator[Box]:
    """Yield boxes, those of a stack one by one."""
    for box in boxes:
        if isinstance(box, Stack) and not _is_paragraphs(box):
            yield from _flat(box.boxes)
        else:
            yield box


def _lines_of(box: Box) -> list[Box]:
    """Return what can stand as lines of one table: columns only."""
    boxes = box.boxes if isinstance(box, Stack) else [box]
    return list(boxes) if all(isinstance(each, Columns) and not _is_paragraphs(each) for each in boxes) else []
