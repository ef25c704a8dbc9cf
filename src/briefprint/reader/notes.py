"""Calls of notes: ``[^label]`` and, with the copy at its place, ``^[copy]``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_CALL = re.compile(r"\[\^([^\s\]]{1,999}+)\]")


def notes_plugin(md: MarkdownIt) -> None:
    """Read notes as mdit-py-plugins does, but their calls in time that grows with the text."""
    md.use(footnote_plugin, move_to_end=False)
    md.inline.ruler.at("footnote_inline", _inline_note)
    md.inline.ruler.at("footnote_ref", _call)


def _inline_note(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith("^[", start, state.posMax):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0:
        return False
    if not silent:
        copy = Token("inline", "", 0, content=state.src[start + 2 : end], children=[])
        assert copy.children is not None
        state.md.inline.parse(copy.content, state.md, state.env, copy.children)
        state.push("footnote_ref", "", 0).meta["copy"] = copy
    state.pos = end + 1
    return True


def _call(state: StateInline, silent: bool) -> bool:
    found = _CALL.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta["label"] = found[1]
    state.pos = found.end()
    return True
