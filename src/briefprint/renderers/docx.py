"""The brief as a Word file: a document, a house style, and Word's own means for each thing in it."""

from __future__ import annotations

from pathlib import Path

from briefprint.artifact import PLAIN, Artifact, Options
from briefprint.document import Document
from briefprint.renderers import _resolution, _tables
from briefprint.renderers._arrange import arranged
from briefprint.renderers._contents import anchored
from briefprint.renderers._directed import directed
from briefprint.renderers._measure import with_note_room
from briefprint.renderers._word import (
    blocks,
    closing,
    contents,
    finish,
    furniture,
    masthead,
    notes,
    pages,
    panels,
)
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.work import Work, start
from briefprint.renderers._word.xml import Element, el
from briefprint.style import HouseStyle

SUFFIX = ".docx"
OPTIONS = ("template", "embed", "validate")


def render(document: Document, style: HouseStyle, options: Options = PLAIN) -> Artifact:
    """Return the brief as a Word file, and what its author should know of it."""
    document, style = directed(document, style)
    document = anchored(document)
    if (paper := options.template or style.stationery.template) is not None:
        return _poured(paper, document, style, options)
    style = with_note_room(document, style)
    work = start(arranged(document, style), style, blocks.add)
    flow = Flow(work.sheet)
    masthead.add(work, flow)
    elements = _copy(work, flow)
    work.body.extend([*elements, el("w:sectPr")])
    notes.finish(work)
    furniture.sections(work, flow.spans, pages.count(work, elements, flow.spans))
    finish.add_parts(work, options)
    told = (*_resolution.warnings(document, style), *_tables.warnings(document, style))
    return Artifact(work.package.bytes(), warnings=(*work.warnings, *told))


def _copy(work: Work, flow: Flow) -> list[Element]:
    """Set what stands under the masthead, and return all that is set."""
    panels.front(work, flow)
    contents.add(work, flow)
    blocks.copy(work, flow)
    closing.add(work, flow)
    closing.end(work, flow)
    return flow.close()


def _poured(file: Path, document: Document, style: HouseStyle, options: Options) -> Artifact:
    """Return the brief in a template: under its letterhead, in its styles, on its pages."""
    from briefprint.renderers._word import template  # a large room, which few briefs enter

    paper = template.taken(file, document, style)
    document, style = template.fitted(paper, document, style)
    style = with_note_room(document, style)
    arrangement = arranged(document, style)
    work = start(template.opening(paper, arrangement), style, blocks.add)
    flow = Flow(work.sheet)
    masthead.add(work, flow, headed=paper.headed)
    work.document = arrangement
    elements = _copy(work, flow)
    pages.count(work, elements, flow.spans)
    template.count_cover(paper, work)
    data = template.pour(paper, work, elements, flow.spans, options)
    told = (*_resolution.warnings(document, style), *_tables.warnings(document, style))
    found = (*paper.warnings, *work.warnings, *told)
    return Artifact(data, warnings=found)
