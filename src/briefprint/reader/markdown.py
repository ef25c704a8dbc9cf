"""Markdown's syntax: CommonMark with the extensions of the content format, as tokens with lines."""

from __future__ import annotations

import functools
import re

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from briefprint.language import quotes
from briefprint.reader import citations
from briefprint.reader.attributes import trailing
from briefprint.reader.source import Faults

LIMIT_LEVELS = 40
"""A list within a list is two levels deeper, a quote within a quote one."""

ALERTS = ("note", "tip", "important", "warning", "caution")
_ALERT = re.compile(r"\[!(\w+)\](?:[ \t]+([^\n]*))?(?:\n|$)")
_BOX = re.compile(r"box|\{[^}]*\.box\b[^}]*\}")
_CAPTION = re.compile(r"(?:Table)?:[ \t]+")
_TASK = re.compile(r"\[([ xX])\][ \t]+")


@functools.cache
def parser(lang: str) -> MarkdownIt:
    """Return the parser for a language; its quotation marks differ."""
    options = {"html": True, "typographer": True, "quotes": quotes(lang), "maxNesting": 2 * LIMIT_LEVELS}
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough", "smartquotes"])
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 (the reader says what is safe)
    md.use(footnote_plugin, move_to_end=False, always_match_refs=True).use(deflist_plugin)
    md.use(attrs_plugin, after=("link_close", "span_close"), spans=True, allowed=["lang", "class", "id"])
    md.use(attrs_block_plugin).use(container_plugin, "box", validate=lambda said, *_: _BOX.fullmatch(said.strip()))
    md.use(citations.syntax)
    md.core.ruler.before("inline", "said_of_blocks", _before_inline)
    md.core.ruler.after("inline", "inline_notes", _inline_notes)
    return md


def parse(text: str, lang: str, faults: Faults) -> SyntaxTreeNode:
    """Return the tokens of a text as a tree.

    Raises ContentError for what is nested too deeply: markdown-it would drop it without a word.
    """
    tokens = parser(lang).parse(text, {})
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if max([token.level, *(each.level for each in token.children or ())]) > LIMIT_LEVELS:
            faults.error("is nested too deeply", line, "no page holds so many lists or quotes in one another")
            faults.stop()
    return SyntaxTreeNode(tokens)


def _before_inline(state: StateCore) -> None:
    """Take from the text what is said of its block: attributes, captions, alerts, the boxes of tasks."""
    tokens, lines = state.tokens, state.src.split("\n")
    for place, token in enumerate(tokens):
        if token.type == "tr_open" and token.map:
            row = lines[token.map[0]].strip("> \t").removeprefix("|").removesuffix("|")
            token.meta["cells"] = len(escapedSplit(row))
        if token.type != "inline":
            continue
        before = [each.type for each in tokens[max(0, place - 2) : place]]
        if before == ["table_close", "paragraph_open"] and (found := _CAPTION.match(token.content)):
            token.content, attributes = trailing(token.content[found.end() :])
            tokens[place - 1].meta["caption"] = attributes
            continue
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
    """Give the call of an inline note its copy, and the copy to the rules that come after (quotation marks)."""
    notes = state.env.get("footnotes", {}).get("list", {})
    copies: dict[int, Token] = {}
    for place, note in notes.items():
        if "tokens" in note:
            copies[place] = Token("inline", "", 0, content=note["content"], children=note["tokens"])
    for token in (*state.tokens, *copies.values()):
        for child in token.children or ():
            if child.type == "footnote_ref" and "label" not in child.meta:
                child.meta["copy"] = copies[child.meta["id"]]
    state.tokens += copies.values()
