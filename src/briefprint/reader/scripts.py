"""Superscript and subscript as pandoc writes them: ``2^nd^``, ``H~2~O``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from briefprint.language import NO_BREAK

_MARKS = {"^": "sup", "~": "sub"}
_RUN = {mark: re.compile(rf"\{mark}((?:\\.|[^\s\\{mark}])++)\{mark}(?!\{mark})") for mark in _MARKS}


def scripts_plugin(md: MarkdownIt) -> None:
    """Read ``^high^`` and ``~low~``; a space within is escaped. What ``~~`` opens is struck through."""
    md.inline.ruler.before("strikethrough", "scripts", _script)


def _script(state: StateInline, silent: bool) -> bool:
    tag = _MARKS.get(state.src[state.pos])
    if tag is None or (state.pos and state.src[state.pos - 1] == "~" == state.src[state.pos]):
        return False
    found = _RUN[state.src[state.pos]].match(state.src, state.pos, state.posMax)
    if found is None or found[1].startswith("["):  # '^[' opens a note
        return False
    if not silent:
        end = state.posMax
        state.pos, state.posMax = found.span(1)
        first = len(state.tokens)
        state.push(f"{tag}_open", tag, 1)
        state.md.inline.tokenize(state)
        state.push(f"{tag}_close", tag, -1)
        for token in state.tokens[first:]:
            if token.type in ("text", "text_special"):
                token.content = token.content.replace("\\ ", NO_BREAK)
        state.posMax = end
    state.pos = found.end()
    return True
