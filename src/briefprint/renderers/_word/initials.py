"""The dropped initial: a letter in a frame of its own, as Word's own Drop Cap makes it."""

from __future__ import annotations

from dataclasses import replace

from briefprint.document import Emphasis, Inlines, Paragraph, Span, Strong, Text, Underline
from briefprint.language import NO_BREAK
from briefprint.renderers._measure import has_initial, parted_initial
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.inlines import text_runs
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import el
from briefprint.units import twips


def add(work: Work, paragraph: Paragraph, frame: Frame, flow: Flow) -> Inlines:
    """Set the initial of a paragraph that is to have one; return what is left of it (ECMA-376 17.3.1.11).

    The frame stands at the paragraph itself, as Word puts it; in a style LibreOffice would not see it.
    """
    letters, rest = "", paragraph.children
    if has_initial(paragraph, work.style):
        letters, rest = _parted(paragraph.children)
    if letters:
        look = work.style.initial
        dropped = el(
            "w:framePr", dropCap="drop", lines=look.lines, hSpace=twips(look.gap_pt) or None, wrap="around",
            vAnchor="text", hAnchor="text",
        )  # fmt: skip
        flow.paragraph(text_runs(work, letters, frame.within(style="Initial")), "Initial", frame=dropped)
    return rest


def _parted(inlines: Inlines) -> tuple[str, Inlines]:
    first, rest = inlines[0], inlines[1:]
    match first:
        case Text(text=text):
            letters, left = parted_initial(text)
            if left.startswith(" "):  # a paragraph's first space is one that readers of the file leave out
                left = NO_BREAK + left[1:]
            return letters, (replace(first, text=left), *rest)
        case Emphasis() | Strong() | Underline() | Span():
            letters, children = _parted(first.children)
            return letters, (replace(first, children=children), *rest)
        case _:
            return "", inlines
