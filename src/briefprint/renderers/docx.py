"""The brief as a Word file: a document, a house style, and Word's own means for each thing in it."""

from __future__ import annotations

from briefprint.artifact import PLAIN, Artifact, Options
from briefprint.document import Document
from briefprint.renderers import _resolution
from briefprint.renderers._arrange import arranged
from briefprint.renderers._contents import anchored
from briefprint.renderers._directed import directed
from briefprint.renderers._measure import with_note_room
from briefprint.renderers._word import (
    blocks,
    closing,
    contents,
    directions,
    furniture,
    masthead,
    notes,
    pages,
    panels,
    settings,
    tables,
    template,
)
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.work import Work, start
from briefprint.renderers._word.xml import Element, el
from briefprint.style import HouseStyle

SUFFIX = ".docx"
OPTIONS = ("template", "embed", "validate")


def render(document: Document, style: HouseStyle, options: Options = PLAIN) -> Artifact:
    """Return the brief as a Word file, and what its author should know of it."""
    document, style = directed(document, style)
    document = anchored(document)
    if (paper := template.asked_for(style, options)) is not None:
        return _poured(template.taken(paper, document, style), document, style, options)
    style = with_note_room(document, style)
    work = start(arranged(document, style), style, blocks.add)
    flow = Flow(work.sheet)
    masthead.add(work, flow)
    elements = _copy(work, flow)
    work.body.extend([*elements, el("w:sectPr")])
    notes.finish(work)
    furniture.sections(work, flow.spans, pages.count(work, elements, flow.spans))
    _finish(work, options)
    return Artifact(work.package.bytes(), warnings=(*work.warnings, *_resolution.warnings(document, style)))


def _copy(work: Work, flow: Flow) -> list[Element]:
    """Set what stands under the masthead, and return all that is set."""
    panels.front(work, flow)
    contents.add(work, flow)
    blocks.copy(work, flow)
    closing.add(work, flow)
    closing.end(work, flow)
    return flow.close()


def _poured(paper: template.Template, document: Document, style: HouseStyle, options: Options) -> Artifact:
    """Return the brief in a template: under its letterhead, in its styles, on its pages."""
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
    found = (*paper.warnings, *work.warnings, *_resolution.warnings(document, style))
    return Artifact(data, warnings=found)


def _finish(work: Work, options: Options) -> None:
    """Add the parts that hold what the text turned out to need."""
    package, style = work.package, work.style
    work.sheet.tables += tables.define_styles(style, work.theme)
    package.add("/word/styles.xml", "styles", RT.STYLES, work.sheet.element())
    package.add("/word/numbering.xml", "numbering", RT.NUMBERING, work.numbering.element())
    package.add("/word/settings.xml", "settings", RT.SETTINGS, settings.settings(work, options.embed))
    package.add("/word/theme/theme1.xml", "theme", RT.THEME, work.theme.element())
    for name, characters in work.fonts.missing().items():
        shown = " ".join(f"'{each}' (U+{ord(each):04X})" for each in characters)
        work.warn(f"'{name}' has no {shown}", hint="Word sets it in another font")
    for name in work.fonts.table(package, embedded=options.embed):
        work.warn(f"the font '{name}' may not be embedded", hint="install it where the file is read")
    if work.rtl:
        directions.turn(package.trees())
    settings.add_properties(package, work.document, style, options.source)
