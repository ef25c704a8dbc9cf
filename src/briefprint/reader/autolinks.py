"""Addresses written bare: GitHub Flavored Markdown, section 6.9."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_SCHEME = re.compile(r"https?\Z", re.IGNORECASE)
_HOST = re.compile(r"[\w.-]{1,253}")
_REST = re.compile(r"[^\s<]*")
_MAIL_HOST = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")
_LOCAL = re.compile(r"[A-Za-z0-9.+_-]+\Z")
_ENTITY = re.compile(r"&[A-Za-z0-9]+;\Z")
_LONGEST_LOCAL = 64
"""Characters before the sign in an address (RFC 5321, 4.5.3.1.1)."""


def autolinks_plugin(md: MarkdownIt) -> None:
    """Make links of ``www.``, ``http://`` and mail addresses.

    mdit-py-plugins has this too, but copies the rest of the paragraph at every colon.
    """
    md.inline.add_terminator_char("w")
    md.inline.ruler.push("autolinks", _address)


def _address(state: StateInline, silent: bool) -> bool:
    mark = state.src[state.pos]
    if mark not in ":@w" or silent or state.linkLevel:
        return False
    place, start = state.pos, state.pos
    before = state.src[max(0, place - _LONGEST_LOCAL) : place]
    scheme = _SCHEME.search(before) if mark == ":" else None
    if scheme:
        start -= len(scheme[0])
    elif mark == "@" and (local := _LOCAL.search(before)):
        start -= len(local[0])
    elif mark != "w":
        return False
    if mark == "@" and state.src[max(0, start - 7) : start].lower() == "mailto:":
        start -= 7
    if (start and state.src[start - 1] not in " \t\n*_~(") or not state.pending.endswith(state.src[start:place]):
        return False
    if mark == "@":
        end, prefix = _mail(state.src, place + 1, state.posMax), "" if ":" in state.src[start:place] else "mailto:"
    elif scheme and state.src.startswith("://", place):
        end, prefix = _web(state.src, place + 3, state.posMax, 0), ""
    elif mark == "w" and state.src.startswith("www.", place):
        end, prefix = _web(state.src, place, state.posMax, 2), "http://"
    else:
        return False
    if not end:
        return False
    if start < place:
        state.pending = state.pending[: start - place]
    said = state.src[start:end]
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": state.md.normalizeLink(prefix + said)}
    token.markup, token.info = "linkify", "auto"
    state.push("text", "", 0).content = said
    token = state.push("link_close", "a", -1)
    token.markup, token.info = "linkify", "auto"
    state.pos = end
    return True


def _web(text: str, start: int, end: int, dots: int) -> int:
    """Return where an address ends whose host begins at ``start``, 0 where there is none."""
    host = _HOST.match(text, start, end)
    if host is None:
        return 0
    parts = host[0].rstrip(".-_").split(".")
    if len(parts) <= dots or not all(parts) or any("_" in part for part in parts[-2:]):
        return 0
    rest = _REST.match(text, start, end)
    assert rest is not None  # the host is part of it
    return start + len(_trimmed(rest[0]))


def _trimmed(address: str) -> str:
    """Return an address without what belongs to the sentence around it: its point, its bracket."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end:
        if address[end - 1] in "?!.,:*_~'\"”’»“":
            end -= 1
        elif address[end - 1] == ")" and surplus > 0:
            end, surplus = end - 1, surplus - 1
        elif address[end - 1] == ";":
            entity = _ENTITY.search(address[max(0, end - 32) : end])
            end -= len(entity[0]) if entity else 1
        else:
            break
    return address[:end]


def _mail(text: str, start: int, end: int) -> int:
    found = _MAIL_HOST.match(text, start, end)
    return found.end() if found and found[0][-1] not in "-_" else 0
