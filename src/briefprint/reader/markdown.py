"""Markdown's syntax: CommonMark with the extensions of the content format, as tokens with lines."""

from __future__ import annotations

import functools
import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.deflist import deflist_plugin

from briefprint.language import NO_BREAK
from briefprint.reader import citations
from briefprint.reader.attributes import trailing
from briefprint.reader.autolinks import autolinks_plugin
from briefprint.reader.divs import divs_plugin
from briefprint.reader.html import html_plugin
from briefprint.reader.labels import labels_plugin
from briefprint.reader.marks import marks_plugin
from briefprint.reader.notes import notes_plugin
from briefprint.reader.scripts import scripts_plugin
from briefprint.reader.source import Faults
from briefprint.reader.spans import spans_plugin
from briefprint.reader.values import VALUE

LIMIT_LEVELS = 40
"""A list within a list is two levels deeper, a quote within a quote one."""

LIVE = "live"
"""Set in the environment of a text whose brief names data: then two braces hold a value."""

ALERTS = ("note", "tip", "important", "warning", "caution")
_ALERT = re.compile(r"\[!(\w+)\](?:[ \t]+([^\n]*))?(?:\n|$)")
_CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+")
_LINE_BLOCK = re.compile(r"\|(?: [^\n]*(?<!\|))?(?:\n\|(?: [^\n]*(?<!\|))?)+")
_BAR = "\x1f"  # stands in for a bar that parts no cells; no text that is read holds it
_BARRED = re.compile(r"\{\{[^{}\n]*\|[^{}\n]*\}\}")
_TASK = re.compile(r"\[([ xX])\][ \t]+")


@functools.cache
def parser(lang: str) -> MarkdownIt:
    """Return the parser for a language; its quotation marks differ."""
    options = {"html": True, "typographer": True, "maxNesting": 2 * LIMIT_LEVELS}
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough", "smartquotes"])
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 (the reader says what is safe)
    for plugin in (labels_plugin, notes_plugin, deflist_plugin, spans_plugin, scripts_plugin, autolinks_plugin):
        md.use(plugin)
    md.use(attrs_block_plugin).use(divs_plugin).use(marks_plugin, lang)
    md.use(html_plugin)
    md.inline.ruler.before("escape", "value", _value)
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.use(citations.syntax)
    md.core.ruler.before("inline", "said_of_blocks", _before_inline)
    md.core.ruler.after("inline", "inline_notes", _inline_notes)
    return md


def parse(text: str, lang: str, faults: Faults, live: bool = False) -> SyntaxTreeNode:
    """Return the tokens of a text as a tree.

    Raises ContentError for what is nested too deeply: markdown-it would drop it without a word.
    """
    tokens = parser(lang).parse(text, {LIVE: live})
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if max([token.level, *(each.level for each in token.children or ())]) > LIMIT_LEVELS:
            faults.error("is nested too deeply", line, "no page holds so many lists or quotes in one another")
            faults.stop()
    return SyntaxTreeNode(tokens)


def _value(state: StateInline, silent: bool) -> bool:
    """Read ``{{name.key | format}}`` as one token: nothing in it is Markdown, nor is what it stands for."""
    if not state.env.get(LIVE) or not state.src.startswith("{{", state.pos):
        return False
    if found := VALUE.match(state.src, state.pos):
        if not silent:
            token = state.push("value", "", 0)
            token.content = "x"  # quotation marks turn as they do beside a word
            token.meta = {"said": found[1]}
        state.pos = found.end()
        return True
    rest = state.src[state.pos : state.pos + 80]
    braces = len(rest) - len(rest.lstrip("{"))
    if not silent:
        token = state.push("braces", "", 0)
        token.content = rest[:braces]
        token.meta = {"rest": rest if braces == 2 else ""}
    state.pos += braces
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table in which the bars of values part no cells."""
    if not state.env.get(LIVE):
        return table(state, start, end, silent)
    written, before = state.src, len(state.tokens)
    state.src = _masked(written, state.env)
    try:
        return table(state, start, end, silent)
    finally:
        state.src = written
        for token in state.tokens[before:]:
            token.content = token.content.replace(_BAR, "|")


def _masked(text: str, env: Any) -> str:
    """Return the text of a brief with the bars within braces masked, each by one character."""
    if not env.get(LIVE):
        return text
    if "masked" not in env or env["masked"][0] is not text:
        env["masked"] = (text, _BARRED.sub(lambda found: found[0].replace("|", _BAR), text))
    return str(env["masked"][1])


def _before_inline(state: StateCore) -> None:
    """Take from the text what is said of its block: attributes, captions, alerts, the boxes of tasks."""
    tokens, lines = state.tokens, _masked(state.src, state.env).split("\n")
    for place, token in enumerate(tokens):
        if token.type == "tr_open" and token.map and "cells" not in token.meta:
            row = lines[token.map[0]].strip("> \t").removeprefix("|").removesuffix("|")
            token.meta["cells"] = len(escapedSplit(row))
        if token.type != "inline":
            continue
        before = [each.type for each in tokens[max(0, place - 2) : place]]
        if before[-1:] == ["paragraph_open"] and (found := _CAPTION.match(token.content)):
            behind = before == ["table_close", "paragraph_open"] and "captioned" not in tokens[place - 2].meta
            if behind or [each.type for each in tokens[place + 1 : place + 3]] == ["paragraph_close", "table_open"]:
                token.content, attributes = trailing(token.content[found.end() :])
                tokens[place - 1].meta["caption"] = attributes
                tokens[place - 1].meta["behind"] = behind
                if not behind:
                    closing = next(each for each in range(place, len(tokens)) if tokens[each].type == "table_close")
                    tokens[closing].meta["captioned"] = True
                continue
        if before[-1:] == ["paragraph_open"] and _LINE_BLOCK.fullmatch(token.content):
            lines_of = (line.removeprefix("|").removeprefix(" ") for line in token.content.split("\n"))
            token.content = "\\\n".join(re.sub(r"^ +", lambda run: NO_BREAK * len(run[0]), line) for line in lines_of)
        if before[-1:] == ["heading_open"]:
            token.content, attributes = trailing(token.content)
            tokens[place - 1].meta["attributes"] = attributes
        elif before == ["blockquote_open", "paragraph_open"] and (found := _ALERT.match(token.content)):
            tokens[place - 2].meta["alert"] = (found[1], found[2] or "")
            if found[1].lower() in ALERTS:
                token.content = token.content[found.end() :]
                token.meta["lines_taken"] = 1
        elif before == ["list_item_open", "paragraph_open"] and (found := _TASK.match(token.content)):
            tokens[place - 2].meta["checked"] = found[1] != " "
            token.content = token.content[found.end() :]


def _inline_notes(state: StateCore) -> None:
    """Give the copy of inline notes to the rules that come after (quotation marks)."""
    found = state.tokens
    while found := [child.meta["copy"] for token in found for child in token.children or () if "copy" in child.meta]:
        state.tokens += found
