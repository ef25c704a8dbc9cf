"""What follows the copy: who signs it, what goes with it, to whom else it goes; the endnotes' head."""

from __future__ import annotations

from typing import assert_never

from briefprint.document import Inlines, Text
from briefprint.renderers._contents import NOTES
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.inlines import runs, text_runs
from briefprint.renderers._word.numbering import number_gap
from briefprint.renderers._word.work import Work


def add(work: Work, flow: Flow) -> None:
    """Set what the style names and the brief has, in the style's order."""
    document = work.document
    for part in work.style.closing.order:
        match part:
            case "signature":
                _signature(work, flow)
            case "enclosures":
                _lines(work, flow, work.words["enclosures"], document.enclosures, numbered=True)
            case "copies":
                copies: tuple[Inlines, ...] = ()
                if document.memo:
                    copies = tuple((Text(text=each),) for each in document.memo.cc)
                _lines(work, flow, f"{work.words['cc']}:", copies)
            case "ask" | "contact":
                pass  # sections of the copy (``_arrange.arranged``)
            case _:
                assert_never(part)


def _signature(work: Work, flow: Flow) -> None:
    """Set who signs, kept with the end of the copy: a signature on a page of its own signs nothing."""
    look, style = work.style.closing, "Signature"
    for person in work.document.authors:
        frame = work.stretch(flow, "text").within(style=style)
        flow.keep_last()
        for place, text in enumerate(each for each in (person.name, person.role) if each):
            before = look.signature_space_pt if place == 0 else None
            label = "under Hand" if place == 0 else "Line"
            flow.paragraph(text_runs(work, text, frame), style, before_pt=before, label=label)


def _lines(work: Work, flow: Flow, label: str, lines: tuple[Inlines, ...], numbered: bool = False) -> None:
    """Set lines under the house's word for them, numbered by Word where they are counted."""
    if not lines:
        return
    frame, style = work.stretch(flow, "text").within(style="Closing"), "Closing"
    head = work.sheet.variant(style, "Head", keep_next=True)
    before = work.style.closing.space_before_pt
    flow.paragraph(text_runs(work, label, frame.within(style=head)), head, before_pt=before, label="First")
    number = None
    if numbered:
        step, role = work.style.list.indent_pt, work.style.text.closing
        style = work.sheet.variant(style, "Number", left_pt=frame.left_pt + step, first_pt=-number_gap(role))
        number = (work.numbering.counted(role, frame.left_pt, 0, 1), 0)
    for line in lines:
        flow.paragraph(runs(work, line, frame.within(style=style)), style, numbering=number)


def end(work: Work, flow: Flow) -> None:
    """End the copy: with the head of the endnotes, which Word sets last; or so that its columns are of one length.

    Word balances columns where a section follows them on the page (ECMA-376 17.18.77, continuous); endnotes go on in
    the columns of the last one.
    """
    if work.notes.used and work.notes.kind == "endnote":
        frame, style = work.stretch(flow, "text"), work.house.unnumbered("Heading1")
        words = text_runs(work, work.words["notes"], frame.within(style=style))
        flow.paragraph(work.bookmark(work.names[NOTES], words), style)
    elif work.style.columns.count > 1 and flow.spans[-1] == "text":
        work.stretch(flow, "full")
        flow.paragraph([], "Separator")
