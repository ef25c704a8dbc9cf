"""Quotation marks and apostrophes: from the straight ones of a keyboard to those of a language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from briefprint.language import is_tag, primary, quotes

APOSTROPHE = "’"
_STRAIGHT = re.compile(r"[\"']")
_ELISION = re.compile(r"\d0s\b|(?:tis|twas|til|em|cause|n)\b", re.IGNORECASE)
"""What begins with an apostrophe in English, decades among it."""
_LANG = re.compile(r"<span\b[^>]*\slang=[\"']?([\w-]+)", re.IGNORECASE)


@dataclass(slots=True)
class _Mark:
    """A straight mark: the token and the place in it where it stands, and what it can be there."""

    token: int
    place: int
    double: bool
    opens: bool
    closes: bool
    level: int
    lang: str
    after_figure: bool
    paired: Literal["", "open", "close"] = ""


def marks_plugin(md: MarkdownIt, lang: str) -> None:
    """Set quotation marks in ``lang``, or in the language of the span that holds them.

    markdown-it's own rule knows one language, leaves the mark that opens each paragraph of a long quotation straight,
    and copies a run of text at each mark.
    """

    def rule(state: StateCore) -> None:
        for token in state.tokens:
            if any(_STRAIGHT.search(child.content) for child in token.children or ()):
                _set(token.children or [], lang)

    md.core.ruler.at("smartquotes", rule)


def _set(tokens: list[Token], lang: str) -> None:
    marks = list(_found(tokens, lang))
    _pair(marks)
    depth = 0
    changes: dict[int, list[tuple[int, str]]] = {}
    for mark in marks:
        signs = quotes(mark.lang)
        if mark.double:
            depth -= mark.paired == "close"
            inner = 2 * (depth % 2)
            depth += mark.paired == "open"
        else:
            inner = 2 * (depth != 2)  # two deep the outer marks return
        if mark.paired:
            sign = signs[inner + (mark.paired == "close")]
        elif mark.after_figure:
            continue  # feet and inches
        elif not mark.double:
            sign = APOSTROPHE
        elif mark.opens or mark.closes:
            sign = signs[inner + (not mark.opens)]
        else:
            continue
        changes.setdefault(mark.token, []).append((mark.place, sign))
    for place, signs_of in changes.items():
        text, parts, last = tokens[place].content, [], 0
        for where, sign in signs_of:
            parts += [text[last:where], sign]
            last = where + 1
        tokens[place].content = "".join((*parts, text[last:]))


def _found(tokens: list[Token], lang: str) -> Iterator[_Mark]:
    """Yield the straight marks of a run, with what may open or close a quotation (CommonMark 6.2's flanking)."""
    langs, as_written = [lang], False
    ends = _neighbours(tokens)
    for number, token in enumerate(tokens):
        if token.type in ("link_open", "link_close"):
            as_written = token.type == "link_open" and token.info == "auto"
        elif token.type in ("span_open", "span_close"):
            said = token.meta["attributes"].values.get("lang", "") if token.nesting > 0 else ""
            langs = [*langs, said if is_tag(said) else langs[-1]] if token.nesting > 0 else langs[:-1] or [lang]
        elif token.type == "html_inline":
            if token.content.lower().startswith("<span"):
                opened = _LANG.match(token.content)
                langs.append(opened[1] if opened else langs[-1])
            elif token.content.lower().startswith("</span") and len(langs) > 1:
                langs.pop()
        if token.type != "text" or as_written:
            continue
        text, (first, last) = token.content, ends[number]
        for found in _STRAIGHT.finditer(text):
            place = found.start()
            before = text[place - 1] if place else first
            after = text[place + 1] if place + 1 < len(text) else last
            double = found[0] == '"'
            opens, closes = _flanks(before, after)
            if not double and primary(langs[-1]) == "en" and _ELISION.match(text, place + 1):
                opens = False
            yield _Mark(
                number,
                place,
                double,
                opens,
                closes,
                token.level,
                langs[-1],
                before.isdecimal() and not after.isalpha(),
            )


def _neighbours(tokens: list[Token]) -> list[tuple[str, str]]:
    """Return for each token the characters that stand before and after it: a space at the end of a line."""
    before, after = [" "] * len(tokens), [" "] * len(tokens)
    for out, order, end in ((before, range(len(tokens)), -1), (after, range(len(tokens) - 1, -1, -1), 0)):
        last = " "
        for place in order:
            out[place] = last
            if tokens[place].type in ("softbreak", "hardbreak"):
                last = " "
            elif tokens[place].content:
                last = tokens[place].content[end]
            elif tokens[place].type in ("image", "footnote_ref"):
                last = "x"
    return list(zip(before, after, strict=True))


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    space_before, space_after = before.isspace(), after.isspace()
    sign_before, sign_after = (unicodedata.category(each)[0] in "PS" for each in (before, after))
    opens = not space_after and (not sign_after or space_before or sign_before)
    closes = not space_before and (not sign_before or space_after or sign_after)
    if opens and closes:  # amid signs either may be meant, amid letters neither
        return sign_before, sign_after
    return opens, closes


def _pair(marks: list[_Mark]) -> None:
    """Find what each closing mark closes: the nearest open one of its kind on its level."""
    waiting: dict[bool, list[tuple[int, _Mark]]] = {True: [], False: []}
    for place, mark in enumerate(marks):
        for stack in waiting.values():
            while stack and stack[-1][1].level > mark.level:
                stack.pop()
        own, other = waiting[mark.double], waiting[not mark.double]
        if mark.closes and own and own[-1][1].level == mark.level:
            since, opening = own.pop()
            opening.paired, mark.paired = "open", "close"
            while other and other[-1][0] > since:
                other.pop()
        elif mark.opens:
            own.append((place, mark))
