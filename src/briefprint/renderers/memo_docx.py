"""The one-page memo as a Word file: the same boxes, fitted on Word's grid with lines in reserve."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from briefprint.artifact import PLAIN, Artifact, Ledger, Options
from briefprint.digest import digest
from briefprint.document import Document
from briefprint.renderers._empty import refuse_empty
from briefprint.renderers._medium import WORD
from briefprint.renderers._memo import fitted
from briefprint.renderers._sheet import Sheet
from briefprint.renderers._tagged import Element
from briefprint.renderers._unturned import refuse
from briefprint.renderers._word import blocks, finish, memosheet, notes
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.memocopy import Place, Writer
from briefprint.renderers._word.memostyle import COPY, SHEET, MemoHouse, memo_style
from briefprint.renderers._word.work import start
from briefprint.style import HouseStyle

SUFFIX = ".memo.docx"
OPTIONS = ("abridge", "explain", "embed", "validate")


def render(document: Document, style: HouseStyle, options: Options = PLAIN) -> Artifact:
    """Return the memo of a brief as a Word file.

    Raises OversetError when its copy does not fit one page at the style's floor with its reserve; RenderError when a
    face lacks a character, words run from right to left, the mark cannot be read, or nothing would stand on it.
    """
    copy = digest(document, style)
    copy = replace(copy, may_abridge=copy.may_abridge or options.abridge)
    refuse(copy, document, style)
    refuse_empty(copy, document, style)
    sheet, unread = Sheet(document, style, copy, WORD), Element("Document")
    banner = sheet.banner(unread) if sheet.official else None
    masthead, foot = sheet.masthead(unread), sheet.foot(unread)
    bottom = sheet.above_foot(foot)
    fit = fitted(copy, style, unread, sheet.below_masthead(masthead, banner) - bottom, WORD)
    set_style = memo_style(style, fit.setting)
    page, measure = set_style.page, set_style.page.measure_pt
    said = replace(document, title=fit.copy.subject, kicker=document.title, standfirst=(), blocks=())
    named = partial(MemoHouse, of=style, plain=sheet.setting)
    work = start(said, set_style, blocks.add, named, kerned=False, later=("w14",))
    head, body = Writer(work, style, sheet.setting, SHEET), Writer(work, style, fit.setting, COPY)
    flow = Flow(work.sheet)
    memosheet.masthead(sheet, head, masthead, flow, measure, page.margin_left_pt)
    body.stack(fit.composed.body.boxes, flow, Place(0.0, measure), 0.0)
    flow.end_in_paragraph()
    elements = flow.close()
    opened = flow.opens_with_table or sheet.look.masthead.pattern == "band"
    properties = memosheet.section(sheet, head, masthead, banner, foot, bottom, opened)
    work.body.extend([*elements, properties])
    notes.finish(work)
    if finish.add_parts(work, options) or not options.embed:
        work.warn(*reserve_said(fit.ledger))
    return Artifact(work.package.bytes(), pages=1, warnings=(*fit.warnings, *work.warnings), ledger=fit.ledger)


def reserve_said(ledger: Ledger) -> tuple[str, None, str]:
    """Return what reserve a memo has that will be set in other fonts than it was measured in, and what to do."""
    count = ledger.room_lines
    reserve = f"{count} line{'s' * (count != 1)}" if count else "no line"
    return (
        f"a memo in fonts that are not embedded has {reserve} in reserve",
        None,
        "see that it is one page where its fonts are not installed",
    )
