"""Attributes within a line, as pandoc writes them: of spans, ``[run]{lang=de}``, and behind links and code."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from briefprint.reader import attributes


def spans_plugin(md: MarkdownIt) -> None:
    """Read spans, and the attributes of links and code; mdit-py-plugins copies the rest of the text at each."""
    md.inline.ruler.after("link", "span", _span)
    md.inline.ruler.push("attributes", _behind)


def _span(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    start, maximum = state.pos + 1, state.posMax
    end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    found = attributes.at(state.src, end + 1, maximum) if end >= 0 else None
    if found is None:
        return False
    if not silent:
        state.pos, state.posMax = start, end
        state.push("span_open", "span", 1).meta["attributes"] = found[1]
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = found[0], maximum
    return True


def _behind(state: StateInline, silent: bool) -> bool:
    """Pass over attributes behind a link or code: next to nothing they can say is for paper."""
    if state.src[state.pos] != "{" or state.src[state.pos - 1 : state.pos] not in (")", "]", "`", ">"):
        return False
    found = attributes.at(state.src, state.pos, state.posMax)
    if found is None or silent or state.pending or not state.tokens:
        return False
    if state.tokens[-1].type not in ("link_close", "code_inline"):
        return False
    state.tokens[-1].meta["attributes"] = found[1]
    state.pos = found[0]
    return True
