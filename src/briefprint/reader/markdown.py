"""Markdown's syntax: CommonMark with the extensions of the content format, as tokens with lines."""

from __future__ import annotations

import functools
import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from briefprint.language import quotes
from briefprint.reader.attributes import trailing

ALERTS = ("note", "tip", "important", "warning", "caution")
_ALERT = re.compile(r"\[!(\w+)\][ \t]*([^\n]*)(?:\n|$)")
_TASK = re.compile(r"\[([ xX])\][ \t]+")


@functools.cache
def parser(lang: str) -> MarkdownIt:
    """Return the parser for a language; its quotation marks differ."""
    options = {"html": True, "typographer": True, "quotes": quotes(lang), "maxNesting": 40}
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough", "smartquotes"])
    md.use(footnote_plugin).use(deflist_plugin)
    md.use(attrs_plugin, after=("link_close", "span_close"), spans=True, allowed=["lang", "class", "id"])
    md.use(attrs_block_plugin).use(container_plugin, "box")
    md.core.ruler.before("inline", "briefprint", _before_inline)
    return md


def parse(text: str, lang: str) -> tuple[list[Token], dict[str, object]]:
    """Return the tokens of a text and the notes defined in it."""
    env: dict[str, object] = {}
    return parser(lang).parse(text, env), env


def _before_inline(state: StateCore) -> None:
    """Take from the text what is said of its block: attributes, alerts, the boxes of tasks."""
    tokens = state.tokens
    for place, token in enumerate(tokens):
        if token.type != "inline":
            continue
        before = [each.type for each in tokens[max(0, place - 2) : place]]
        if before[-1:] == ["heading_open"]:
            token.content, attributes = trailing(token.content)
            tokens[place - 1].meta["attributes"] = attributes
        elif before == ["blockquote_open", "paragraph_open"] and (found := _ALERT.match(token.content)):
            if found[1].lower() in ALERTS:
                tokens[place - 2].meta["alert"] = (found[1].lower(), found[2])
                token.content = token.content[found.end() :]
                token.meta["lines_taken"] = 1
        elif before == ["list_item_open", "paragraph_open"] and (found := _TASK.match(token.content)):
            tokens[place - 2].meta["checked"] = found[1] != " "
            token.content = token.content[found.end() :]
