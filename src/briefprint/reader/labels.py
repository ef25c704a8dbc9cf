"""The square brackets of links, pictures and spans: where each closes, found in time that grows with the text."""

from __future__ import annotations

from types import SimpleNamespace
from weakref import WeakKeyDictionary

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline

_KNOWN: WeakKeyDictionary[StateInline, dict[tuple[int, bool], int]] = WeakKeyDictionary()


def labels_plugin(md: MarkdownIt) -> None:
    """Let the parser remember where a bracket closes.

    markdown-it looks again from every bracket through to the end: seconds for a page of brackets that stay open.
    """
    md.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=helpers.parseLinkDestination, parseLinkTitle=helpers.parseLinkTitle, parseLinkLabel=end
    )


def end(state: StateInline, start: int, disableNested: bool = False) -> int:
    """Return where the bracket opened at ``start`` closes, or -1; with ``disableNested`` no link may stand within."""
    known = _KNOWN.setdefault(state, {})
    key = (start, disableNested)
    if key not in known:
        before, state.pos = state.pos, start + 1
        known[key] = _search(state, disableNested)
        state.pos = before
    return known[key] if known[key] < state.posMax else -1  # what is read within a label ends with it


def _search(state: StateInline, no_links: bool) -> int:
    while state.pos < state.posMax:
        place, mark = state.pos, state.src[state.pos]
        if mark == "]":
            return place
        state.md.inline.skipToken(state)
        if mark != "[":
            continue
        if state.pos > place + 1:  # a link
            if no_links:
                return -1
            continue
        state.pos = end(state, place, no_links) + 1
        if not state.pos:  # what stays open within leaves this open too
            return -1
    return -1
