"""The table of contents: Word's own field, filled in, so that nothing is asked and nothing is empty on opening."""

from __future__ import annotations

from briefprint.document import Heading, plain_text
from briefprint.renderers import _fields
from briefprint.renderers._word.fields import counted
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.inlines import text_runs
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, el

DEPTH = 2  # levels of crossheads that it lists
_CODE = f'TOC \\o "1-{DEPTH}" \\h \\z \\u'
GAP = "\u00a0\u00a0"  # between a number and its heading


def add(work: Work, flow: Flow) -> None:
    """Set the contents where the style has them, each entry a link; pages are filled in by ``number_pages``."""
    headings = [each for each in work.headings.values() if each.level <= DEPTH]
    if not headings:
        return
    frame = work.copy_frame()
    inner = Flow(work.sheet)
    title = frame.within(style="TOCHeading")
    before = work.style.text.heading_1.space_before_pt
    style = work.sheet.variant("TOCHeading", "of Brief", before_pt=before)
    inner.paragraph(text_runs(work, work.words["contents"], title), style)
    for place, heading in enumerate(headings):
        entry = _entry(work, heading, frame.within(style=f"TOC{heading.level}"))
        opening = _opening() if place == 0 else []
        closing = [el("w:r", el("w:fldChar", fldCharType="end"))] if place == len(headings) - 1 else []
        inner.paragraph([*opening, entry, *closing], f"TOC{heading.level}")
    kind = el("w:docPartObj", el("w:docPartGallery", val="Table of Contents"), el("w:docPartUnique"))
    content = el("w:sdtContent", *inner.close())
    flow.other(el("w:sdt", el("w:sdtPr", el("w:id", val=1), kind), content))


def _opening() -> list[Element]:
    code = el("w:instrText", xml_space="preserve")
    code.text = f" {_CODE} "
    return [
        el("w:r", el("w:fldChar", fldCharType="begin")),
        el("w:r", code),
        el("w:r", el("w:fldChar", fldCharType="separate")),
    ]


def _entry(work: Work, heading: Heading, frame: Frame) -> Element:
    name = work.names[heading.id]
    number = work.labels.get(heading.id) or _fields.shown_number(heading, work.style)
    words = f"{number}{GAP if number else ''}{plain_text(heading.children)}"
    page = counted(f"PAGEREF {name} \\h", "1")
    work.fonts.use(work.role(frame.style).face, work.role(frame.style).font(), "0123456789")
    content = [*text_runs(work, words, frame), el("w:r", el("w:tab")), *page]
    work.page_references[name] = next(node for node in page[3].iter() if node.tag.endswith("}t"))
    return el("w:hyperlink", *content, anchor=name, history=1)
