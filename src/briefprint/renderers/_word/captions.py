"""Captions: a label, a number that Word counts, and what the thing is called."""

from __future__ import annotations

from typing import Literal

from briefprint.document import Chart, Figure, Inlines, Table, Text
from briefprint.language import labelled
from briefprint.renderers._word.fields import field
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.inlines import runs, text_runs
from briefprint.renderers._word.looks import Edge
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element

SEQUENCES = {"table": "Table", "figure": "Figure"}  # what SEQ counts by, whatever the language
STOP = "."

Captioned = Table | Figure | Chart


def column(span: str, frame: Frame) -> tuple[float, float]:
    """Return where what spans the text or the type area begins, and its breadth; a cell holds it in."""
    if frame.kind != "copy" or span == "text":
        return frame.left_pt, frame.measure_pt
    return 0.0, frame.left_pt + frame.measure_pt


def content(
    work: Work, thing: Captioned, words: Inlines, kind: Literal["table", "figure"], frame: Frame
) -> list[Element]:
    """Return a caption: its label and its number, which Word counts, and the words."""
    label: list[Element] = []
    if thing.number:
        label = text_runs(work, f"{work.words[kind]}\u00a0", frame)
        label += field(_sequence(work, thing.number, kind), text_runs(work, thing.number, frame))
    if thing.id in work.names and thing.id:
        label = work.bookmark(work.names[thing.id], label)
    between = text_runs(work, STOP + " " if words else STOP, frame) if thing.number else []
    return [*label, *between, *runs(work, words, frame)]


def _sequence(work: Work, number: str, kind: str) -> str:
    """Return the code that counts; told the number where Word would count another."""
    name = SEQUENCES[kind]
    code = f"SEQ {name} \\* ARABIC"
    if not number.isdigit():
        return code
    expected = work.counted.get(kind, 0) + 1
    work.counted[kind] = int(number)
    return code if int(number) == expected else f"{code} \\r {number}"


def above(
    work: Work,
    thing: Captioned,
    words: Inlines,
    kind: Literal["table", "figure"],
    frame: Frame,
    flow: Flow,
    before_pt: float,
    rule: Edge | None = None,
    span: str | None = None,
) -> None:
    """Set a caption over what it names, and keep it there; ``span`` is the thing's, where it is not its kind's."""
    look = work.style.table if kind == "table" else work.style.figure
    left, _ = column(span or look.span, frame)
    label = "over Chart" if rule else f"over {SEQUENCES[kind]}"
    style = work.sheet.variant(
        "Caption", label if frame.kind == "copy" else f"{label} in Cell", keep_next=True, left_pt=left,
        before_pt=before_pt, after_pt=work.style.figure.caption_gap_pt, edges=(rule,) if rule else (),
    )  # fmt: skip
    flow.paragraph(content(work, thing, words, kind, frame.within(style=style)), style)


def below(work: Work, thing: Captioned, words: Inlines, frame: Frame, flow: Flow, after_pt: float) -> None:
    """Set a caption under a picture."""
    left, _ = column(work.style.figure.span, frame)
    gap = work.style.figure.caption_gap_pt
    style = work.sheet.variant(
        "Caption", "under Figure" if frame.kind == "copy" else "under Figure in Cell", keep_next=False,
        left_pt=left, before_pt=gap, after_pt=after_pt,
    )  # fmt: skip
    flow.paragraph(content(work, thing, words, "figure", frame.within(style=style)), style)


def unit(work: Work, words: str, frame: Frame, flow: Flow) -> None:
    """Set what a chart's numbers count, under its caption."""
    left, _ = column(work.style.figure.span, frame)
    gap = work.style.figure.caption_gap_pt
    style = work.sheet.variant(
        "Source", "over Chart" if frame.kind == "copy" else "over Chart in Cell", left_pt=left, before_pt=0.0,
        after_pt=gap, keep_next=True,
    )  # fmt: skip
    flow.paragraph(text_runs(work, words, frame.within(style=style)), style)


def source(work: Work, words: Inlines, frame: Frame, flow: Flow, after_pt: float) -> None:
    """Set where the numbers come from."""
    left, _ = column(work.style.figure.span, frame)
    style = work.sheet.variant(
        "Source", "of Chart" if frame.kind == "copy" else "of Chart in Cell", left_pt=left, after_pt=after_pt
    )
    label: Inlines = (Text(text=labelled(work.words["source"], work.document.lang)),)
    flow.paragraph(runs(work, label + words, frame.within(style=style)), style)
