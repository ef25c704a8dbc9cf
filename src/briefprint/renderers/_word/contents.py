"""The contents, and the lists of figures and of tables: Word's own fields, filled in, so that nothing is asked and
nothing is empty on opening."""

from __future__ import annotations

from briefprint.renderers import _contents
from briefprint.renderers._contents import Entry, Listing
from briefprint.renderers._word.captions import SEQUENCES
from briefprint.renderers._word.fields import counted
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.house import LEADER, LISTED
from briefprint.renderers._word.inlines import runs, text_runs
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, el

_CODES = {
    "figures": f'TOC \\h \\z \\c "{SEQUENCES["figure"]}"',
    "tables": f'TOC \\h \\z \\c "{SEQUENCES["table"]}"',
}
_TITLE = "TOCHeading"


def add(work: Work, flow: Flow) -> None:
    """Set what the author asks for where the style has it, each entry a link; ``pages`` fills in the folios."""
    listings = _contents.listings(work.document, work.style)
    if not listings:
        return
    span = _contents.span(work.style)
    frame = work.stretch(flow, span)
    begins = _contents.begins_page(work.document, work.style)
    if begins and listings[0].kind != "contents":
        flow.page_break()
    for place, listing in enumerate(listings):
        before = 0.0 if begins and place == 0 else work.style.text.heading_1.space_before_pt
        whole = work.style.contents.place == "whole" and not _fits_page(work, listing)
        if listing.kind == "contents":
            inner = Flow(work.sheet)
            if begins or whole:
                inner.page_break()
            _set(work, listing, frame, inner, before)
            kind = el("w:docPartObj", el("w:docPartGallery", val="Table of Contents"), el("w:docPartUnique"))
            content = el("w:sdtContent", *inner.close())
            flow.other(el("w:sdt", el("w:sdtPr", el("w:id", val=1), kind), content))
        else:
            if whole:
                flow.page_break()
            _set(work, listing, frame, flow, before)
    if work.style.contents.place == "page":
        flow.page_break()


def _fits_page(work: Work, listing: Listing) -> bool:
    """Return whether a listing that is to be whole can be: longer ones begin on a page of their own."""
    page = work.style.page
    roles = (work.role(_style(listing, entry)) for entry in listing.entries)
    depth = sum(role.space_before_pt + role.leading_pt for role in roles)
    return depth + work.role(_TITLE).leading_pt < page.height_pt - page.margin_top_pt - page.margin_bottom_pt


def _style(listing: Listing, entry: Entry) -> str:
    return f"TOC{entry.level}" if listing.kind == "contents" else LISTED


def _entry_style(work: Work, listing: Listing, entry: Entry) -> str:
    """Return an entry's style: one that has no number must not stop where the words behind a number begin."""
    style = _style(listing, entry)
    look = work.sheet.paragraphs[style].look
    if entry.number or look.first_pt >= 0:
        return style
    return work.sheet.variant(style, "without Number", left_pt=look.left_pt + look.first_pt, first_pt=0.0)


def _set(work: Work, listing: Listing, frame: Frame, flow: Flow, before_pt: float) -> None:
    """Set a listing under its title: one field, which begins in the first entry and ends in the last."""
    style = work.sheet.variant(_TITLE, "of Brief", before_pt=before_pt)
    flow.paragraph(text_runs(work, listing.title, frame.within(style=_TITLE)), style)
    last = len(listing.entries) - 1
    whole = work.style.contents.place == "whole" and _fits_page(work, listing)
    code = _CODES.get(listing.kind) or f'TOC \\o "1-{_contents.depth(work.document, work.style)}" \\h \\z \\u'
    for place, entry in enumerate(listing.entries):
        style = _entry_style(work, listing, entry)
        if whole and place:
            flow.keep_last()
        opening = _opening(code) if place == 0 else []
        closing = [el("w:r", el("w:fldChar", fldCharType="end"))] if place == last else []
        flow.paragraph([*opening, _entry(work, entry, frame.within(style=style)), *closing], style)


def _opening(said: str) -> list[Element]:
    code = el("w:instrText", xml_space="preserve")
    code.text = f" {said} "
    return [
        el("w:r", el("w:fldChar", fldCharType="begin")),
        el("w:r", code),
        el("w:r", el("w:fldChar", fldCharType="separate")),
    ]


def _entry(work: Work, entry: Entry, frame: Frame) -> Element:
    """Return an entry as Word writes it: number, tab, words, tab, page."""
    name = work.names[entry.target]
    number = [*text_runs(work, entry.number, frame), el("w:r", el("w:tab"))] if entry.number else []
    page = counted(f"PAGEREF {name} \\h", "1")
    work.fonts.use(work.role(frame.style).face, work.role(frame.style).font(), "0123456789")
    work.await_page(name, page)
    look = el("w:rPr", el("w:rStyle", val=LEADER)) if LEADER in work.sheet.characters else None
    content = [*number, *runs(work, entry.words, frame), el("w:r", look, el("w:tab")), *page]
    return el("w:hyperlink", *content, anchor=name, history=1)
