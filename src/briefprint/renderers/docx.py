"""The brief as a Word file: a document, a house style, and Word's own means for each thing in it."""

from __future__ import annotations

from briefprint.artifact import PLAIN, Artifact, Options
from briefprint.document import Document
from briefprint.renderers import _resolution
from briefprint.renderers._arrange import arranged
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
from briefprint.renderers._word.work import start
from briefprint.renderers._word.xml import el
from briefprint.style import HouseStyle

SUFFIX = ".docx"
OPTIONS = ()


def render(document: Document, style: HouseStyle, options: Options = PLAIN) -> Artifact:  # noqa: ARG001
    """Return the brief as a Word file, and what its author should know of it."""
    work = start(arranged(document, style), style, blocks.add)
    flow = Flow(work.sheet)
    masthead.add(work, flow)
    panels.front(work, flow)
    if document.toc:
        contents.add(work, flow)
    blocks.copy(work, flow)
    closing.add(work, flow)
    closing.end(work, flow)
    elements = flow.close()
    work.body.extend([*elements, el("w:sectPr")])
    notes.finish(work)
    furniture.sections(work, flow.spans, pages.count(work, elements, flow.spans))
    finish.add_parts(work)
    return Artifact(work.package.bytes(), warnings=(*work.warnings, *_resolution.warnings(document, style)))
