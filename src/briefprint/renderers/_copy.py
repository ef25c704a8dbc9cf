"""Copy: a paragraph that is measured at any setting of the levers and drawn at one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.lib.colors import HexColor

from briefprint.document import Chart, Code, Inlines, Link, Note, Span, plain_text
from briefprint.renderers._drawing import middle, register_font
from briefprint.renderers._runs import Run
from briefprint.renderers._tagged import Element, TaggedCanvas
from briefprint.renderers._words import Line, Piece, Setting, Word, broken, words_of
from briefprint.style import TextRole

UNDERLINE_DROP = 0.12  # of the size, below the baseline
STRIKE_RISE = 0.26  # above it
STROKE = 0.05  # the thickness of both
SHORT_LINE = 0.15  # of the measure: a last line shorter than this is a widow
MOST_INSET = 12  # hundredths of the measure that may be given up to mend one


class Box(ABC):
    """Something with a depth at every measure and setting."""

    before_pt: float = 0.0
    after_pt: float = 0.0

    @abstractmethod
    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        """Return how deep it is set."""

    def baseline_pt(self, setting: Setting) -> float:  # noqa: ARG002
        """Return how far its first baseline is below its top; a box without text has none."""
        return 0.0

    @abstractmethod
    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        """Draw it downwards from ``top``."""


# --- text ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RunIn:
    """A head that opens a paragraph on its first line, and is read as an element of its own before it."""

    runs: tuple[Run, ...]
    role: TextRole
    element: Element
    inlines: Inlines = ()  # of which the runs were made

    def sized(self, role: TextRole) -> tuple[Run, ...]:
        """Return its runs as they stand in a paragraph of ``role``."""
        share = self.role.size_pt / role.size_pt
        return tuple(replace(run, scale=run.scale * share) for run in self.runs)


Broken = dict[tuple[float, float, float], list[Line]]
"""Copy in lines, for each measure, size and tracking at which it was asked for."""


class Matter:
    """A paragraph as words, and as the lines they were broken into: what is set again keeps both."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.words = list(words_of(runs))
        self.lines: Broken = {}


class Copy(Box):
    """A paragraph: runs in a role, read as ``element``; without one it is decoration."""

    def __init__(
        self,
        runs: Sequence[Run],
        role: TextRole,
        element: Element | None,
        lang: str = "",
        line: int = 0,
        head: RunIn | None = None,
        *,
        inlines: Inlines = (),
        token: TextRole | None = None,
        matter: Matter | None = None,
    ) -> None:
        self.inlines = inlines  # of which the runs were made
        self.token = token or role  # the style's own role, of which a place may change this or that
        self.role, self.element, self.lang, self.line, self.head = role, element, lang, line, head
        self.last_line = line  # of the brief that it stands on
        if element and not element.line:
            element.line = line
        self.before_pt, self.after_pt = role.space_before_pt, role.space_after_pt
        heading = head.sized(role) if head else ()
        if head:
            self.before_pt = max(self.before_pt, head.role.space_before_pt)
        self._heading = {id(run) for run in heading}
        self.words = matter.words if matter else list(words_of((*heading, *runs)))
        self.captioned: Chart | None = None  # of which it is the caption
        self.measured_pt = 0.0  # the measure it was last broken to
        self.drawn_top: float | None = None
        self._lines = matter.lines if matter else {}
        self._within: dict[int, Element] = {}

    def lines(self, measure_pt: float, setting: Setting) -> list[Line]:
        """Return the copy broken into lines."""
        self.measured_pt = measure_pt
        key = (measure_pt, setting.size, setting.tracking)
        if key not in self._lines:
            self._lines[key] = broken(self.words, self.role, self.lang, measure_pt, setting)
        return self._lines[key]

    def evened(self, measure_pt: float, setting: Setting) -> list[Line]:
        """Return as many lines, drawn in a little where a short word would else end the paragraph alone."""
        return self._drawn_in(measure_pt, setting)[0]

    def inset_pt(self, measure_pt: float, setting: Setting) -> float:
        """Return how much shorter its lines are for that than the measure."""
        return measure_pt * self._drawn_in(measure_pt, setting)[1] / 100

    def _drawn_in(self, measure_pt: float, setting: Setting) -> tuple[list[Line], int]:
        full = self.lines(measure_pt, setting)
        if len(full) < 2 or self.role.align == "justify":
            return full, 0
        lines, inset = full, 0
        while lines[-1].length_pt < SHORT_LINE * measure_pt and inset < MOST_INSET:
            inset += 1
            inner = measure_pt * (1 - inset / 100)
            lines = broken(self.words, self.role, self.lang, inner, setting)
            if len(lines) > len(full):
                return full, 0
        return (lines, inset) if lines[-1].length_pt >= SHORT_LINE * measure_pt else (full, 0)

    def aligned(self, align: Literal["left", "right", "center"]) -> Copy:
        """Return the same copy set to another side."""
        made = copy(self)
        made.role = replace(self.role, align=align)
        return made

    def baseline_pt(self, setting: Setting) -> float:
        return setting.baseline_pt(self.role, middle(self.role.font(), setting.size_pt(self.role)))

    def keep(self, words: Sequence[Word]) -> None:
        """Set these words and no others."""
        self.words = list(words)
        self._lines = {}

    def depth_pt(self, measure_pt: float, setting: Setting) -> float:
        return len(self.lines(measure_pt, setting)) * setting.leading_pt(self.role)

    def natural_pt(self, setting: Setting) -> float:
        """Return the length of the longest line when none is broken."""
        return max((line.length_pt for line in self.lines(float("inf"), setting)), default=0.0)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, measure_pt: float, setting: Setting) -> None:
        self.drawn_top = top
        leading = setting.leading_pt(self.role)
        baseline = top - self.baseline_pt(setting)
        for number, line in enumerate(self.evened(measure_pt, setting)):
            indent = self.role.first_indent_pt if number == 0 else 0.0
            room = measure_pt - indent - line.length_pt
            shift = {"right": room, "center": room / 2}.get(self.role.align, 0.0)
            stretch = 0.0
            if self.role.align == "justify" and not line.last:
                gaps = sum(piece.text.count(" ") + piece.text.count("\u00a0") for piece in line.pieces)
                stretch = room / gaps if gaps else 0.0
            self._draw_line(canvas, line, x + indent + shift, baseline, stretch, setting)
            baseline -= leading

    def _draw_line(
        self, canvas: TaggedCanvas, line: Line, x: float, baseline: float, stretch: float, setting: Setting
    ) -> None:
        drawn = (*line.pieces, line.trailing) if line.trailing else line.pieces
        for pieces in _same_run(drawn):
            run, text = pieces[0].run, "".join(piece.text for piece in pieces)
            size = setting.size_pt(self.role, run.scale)
            tracking = setting.tracking_pt(self.role)
            length = sum(piece.unit for piece in pieces) * size + tracking * len(text)
            length += stretch * (text.count(" ") + text.count("\u00a0"))
            rise = run.rise * setting.size_pt(self.role)
            element = self._element(run)
            with canvas.content(element) if element else canvas.artifact():
                put(canvas, text, x, baseline + rise, run, size, tracking, stretch)
            visible = length if pieces[-1] is not line.trailing else length - pieces[-1].unit * size
            if element and isinstance(run.within, Link):
                leading = setting.leading_pt(self.role)
                foot = baseline + middle(run.font, size) - leading / 2
                box = (x, foot, x + visible, foot + leading)
                canvas.link(element, run.within.target, _contents(run.within), box)
            for at in [-UNDERLINE_DROP] * run.underline + [STRIKE_RISE] * run.strike:
                with canvas.artifact():
                    canvas.setStrokeColor(HexColor(run.color))
                    canvas.setLineWidth(STROKE * size)
                    canvas.line(x, baseline + at * size, x + visible, baseline + at * size)
            x += length

    def _element(self, run: Run) -> Element | None:
        """Return the element that a run's text belongs to: the paragraph's, or one of its own within it."""
        parent = self.head.element if self.head and id(run) in self._heading else self.element
        if parent is None or run.within is None:
            return parent
        if id(run.within) not in self._within:
            match run.within:
                case Link():
                    made = parent.add("Link")
                case Span(lang=lang):
                    made = parent.add("Span", lang=lang or "")
                case Note(number=number):
                    made = parent.add("Reference", refers=f"note-{number}")
                case Code():
                    made = parent.add("Code")
            made.line = run.within.line
            self._within[id(run.within)] = made
        return self._within[id(run.within)]


def put(
    canvas: TaggedCanvas,
    text: str,
    x: float,
    baseline: float,
    run: Run,
    size_pt: float,
    tracking_pt: float = 0.0,
    stretch_pt: float = 0.0,
) -> None:
    """Draw one stretch of text."""
    drawn = canvas.beginText(x, baseline)
    drawn.setFont(register_font(run.font), size_pt)
    drawn.setFillColor(HexColor(run.color))
    # Spacing outlives a text object, so it is put back.
    if tracking_pt:
        drawn.setCharSpace(tracking_pt)
    if stretch_pt:
        drawn.setWordSpace(stretch_pt)
    drawn.textOut(text)
    if tracking_pt:
        drawn.setCharSpace(0)
    if stretch_pt:
        drawn.setWordSpace(0)
    canvas.drawText(drawn)


def _contents(link: Link) -> str:
    return link.title or plain_text(link.children) or link.target


def _same_run(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        if group and piece.run is not group[-1].run:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group
