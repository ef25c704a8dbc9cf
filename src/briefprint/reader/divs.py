"""Fenced divs as pandoc and Quarto write them: ``::: {.box}``, content, ``:::``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from briefprint.reader.attributes import Attributes, trailing

_FENCE = re.compile(r":{3,}[ \t]*(?P<said>(?:\{[^\n]*\}|[\w-]+)?)[ \t]*:*[ \t]*\Z")
_CODE = re.compile(r"`{3,}|~{3,}")


def divs_plugin(md: MarkdownIt) -> None:
    """Read fenced divs; they nest whatever the number of their colons, as an opening one says something."""
    md.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _said(text: str) -> str | None:
    """Return what a fence says, '' for one that closes, None where there is no fence."""
    found = _FENCE.fullmatch(text) if text.startswith(":::") else None
    return found["said"] if found else None


def _div(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    if state.is_code_block(line) or not (said := _said(_line(state, line))):
        return False
    attributes = trailing(said)[1] if said.startswith("{") else Attributes(classes=(said,))
    if attributes == Attributes() and said != "{}":
        return False
    if silent:
        return True
    last, closed = _last(state, line, end)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    token = state.push("div_open", "div", 1)
    token.map, token.block = [line, last], True
    token.meta.update(attributes=attributes, closed=closed)
    state.md.block.tokenize(state, line + 1, last)
    state.push("div_close", "div", -1).block = True
    state.parentType, state.lineMax = parent, line_max
    state.line = last + closed
    return True


def _last(state: StateBlock, line: int, end: int) -> tuple[int, bool]:
    """Return the line a div ends on, and whether a fence closes it; fences within code count for nothing."""
    depth, code = 1, ""
    for each in range(line + 1, end):
        if state.sCount[each] < state.blkIndent and not state.isEmpty(each):
            return each, False
        if state.is_code_block(each):
            continue
        text = _line(state, each)
        if code:
            code = "" if text.startswith(code) and not text.strip(code[0] + " \t") else code
        elif found := _CODE.match(text):
            code = found[0]
        elif (said := _said(text)) is not None:
            depth += 1 if said else -1
            if not depth:
                return each, True
    return end, False
