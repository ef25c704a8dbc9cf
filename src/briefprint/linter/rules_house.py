"""Rules that only a house style can judge: glyphs, the summary's length, the memo's fit."""

from __future__ import annotations

from collections.abc import Iterator

from briefprint import coverage
from briefprint.document import Paragraph, walk
from briefprint.errors import OversetError, RenderError
from briefprint.linter.copy import Copy, Finding, rule
from briefprint.linter.sentences import run
from briefprint.renderers import renderer


@rule("missing-glyph")
def missing_glyph(copy: Copy) -> Iterator[Finding]:
    """Find characters that a face of the style lacks."""
    for each in coverage.missing(copy.document, copy.style):
        yield Finding(each.message, each.line, None, each.hint)


@rule("summary-length")
def summary_length(copy: Copy) -> Iterator[Finding]:
    """Find a summary longer than the style allows."""
    limit = copy.style.prose.summary_words
    said = (run(each.children) for each in walk(copy.document.summary) if isinstance(each, Paragraph))
    count = sum(len(each.text.split()) for each in said)
    if count > limit:
        hint = f"the style '{copy.style.name}' allows {limit}: say the bottom line, leave the rest to the copy"
        yield Finding(f"the summary has {count} words", copy.keys.get("summary"), None, hint)


@rule("memo-fit")
def memo_fit(copy: Copy) -> Iterator[Finding]:
    """Find a memo that does not fit its page: it is set as it would be, and not kept."""
    if not (copy.memo or copy.document.memo):
        return
    try:
        renderer("memo")(copy.document, copy.style)
    except OversetError as error:
        for each in error.diagnostics:
            yield Finding(each.message, each.line, None, each.hint)
    except RenderError:
        return  # a face lacks a character: another rule says so
