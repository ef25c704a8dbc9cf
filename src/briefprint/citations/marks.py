"""What a CSL processor says, as inlines: its looks are marks within the string until it is whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from briefprint.document import (
    Emphasis,
    Inline,
    Inlines,
    Link,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
)
from briefprint.language import NO_BREAK, quotes, typeset_text

# Controls never come from an author: the reader takes them out.
_OPENING: dict[str, Any] = {
    "\x01": Emphasis, "\x02": Strong, "\x03": Superscript, "\x04": Subscript, "\x05": Underline, "\x06": Span,
}  # fmt: skip
_CLOSING = "\x07"
_LOOKS = {
    "i": "\x01", "em": "\x01", "b": "\x02", "strong": "\x02", "sup": "\x03", "sub": "\x04", "u": "\x05", "sc": "\x06",
}  # fmt: skip
_TAG = re.compile(r"<(/?)(i|em|b|strong|sup|sub|u|sc)>")
_ADDRESS = re.compile(r"https?://[^\s<>\x01-\x07]*[^\s<>\x01-\x07.,;:!?)\]”’»]")
_OPEN, _CLOSE = "\ue000", "\ue001"
QUOTES = {"open-quote": _OPEN, "close-quote": _CLOSE, "open-inner-quote": _OPEN, "close-inner-quote": _CLOSE}
"""CSL's terms for quotation marks, and what stands for them until the house's are set: XML holds no controls."""

_DOUBLE = '"“”„'
_BEFORE_OPENING = f"([\x01\x02\x05\x06{_OPEN}"
_TWO_STOPS = re.compile(rf"([?!.…][\x07”’»{_CLOSE}]*)\.(?!\.)")
_STOP_BEHIND_QUOTE = re.compile(rf"([{_CLOSE}”’]\x07*)([.,])")
# An abbreviation and its number stay on one line.
_COUNTED = re.compile(
    r"(?<!\w)((?:pp?|ss?|nr|no|nos|vol|vols|t|art|ust|poz|ch|chs|chap|rozdz|sec|para|fig|tab|Bd|Kap|Abs|Abb|Nr|No|S)\.?"
    r"|§+|с\.|т\.|№) (?=[\dIVXLCivxlc])"
)


_DAY = re.compile(r"(?<!\d)(\d{1,2}\.?) (?=[^\W\d_]{3,} \d{4})")


def _wrapped(opening: str) -> Any:
    return staticmethod(lambda text: f"{opening}{text}{_CLOSING}")


class Formatter:
    """What citeproc-py asks of a formatter: it knows ours by these names."""

    preformat = staticmethod(str)
    Italic = Oblique = _wrapped("\x01")
    Bold = _wrapped("\x02")
    Superscript = _wrapped("\x03")
    Subscript = _wrapped("\x04")
    Underline = _wrapped("\x05")
    Light = SmallCaps = _wrapped("\x06")


def marked(text: str) -> str:
    """Return a field of a reference with the tags that CSL-JSON has for looks as marks."""
    return _TAG.sub(lambda found: _CLOSING if found[1] else _LOOKS[found[2]], text)


def plain(said: str) -> str:
    """Return what was said without its marks."""
    return re.sub(r"[\x01-\x07]", "", said)


@dataclass(slots=True)
class _Open:
    made: Any
    children: list[Inline] = field(default_factory=list)


def inlines(said: str, lang: str, line: int, stops_within_quotes: bool) -> Inlines:
    """Return what citeproc said as inlines: punctuation and quotation marks put right, addresses as links."""
    said = _TWO_STOPS.sub(r"\1", re.sub(r" {2,}", " ", said.strip()))
    if stops_within_quotes:
        said = _STOP_BEHIND_QUOTE.sub(r"\2\1", said)
    said = _DAY.sub(rf"\1{NO_BREAK}", _COUNTED.sub(rf"\1{NO_BREAK}", _quoted(said, lang)))
    stack = [_Open(None)]
    for piece in re.split(r"([\x01-\x07])", said):
        if piece in _OPENING:
            stack.append(_Open(_OPENING[piece]))
        elif piece == _CLOSING:
            if len(stack) > 1:
                _close(stack, line)
        elif piece:
            stack[-1].children += _text(piece, lang, line)
    while len(stack) > 1:
        _close(stack, line)
    return tuple(stack[0].children)


def _close(stack: list[_Open], line: int) -> None:
    done = stack.pop()
    if done.children:
        stack[-1].children.append(done.made(children=tuple(done.children), line=line))


def _text(piece: str, lang: str, line: int) -> list[Inline]:
    out: list[Inline] = []
    start = 0
    for found in _ADDRESS.finditer(piece):
        if found.start() > start:
            out.append(Text(text=typeset_text(piece[start : found.start()], lang), line=line))
        out.append(Link(children=(Text(text=found[0], line=line),), target=found[0], line=line))
        start = found.end()
    if start < len(piece):
        out.append(Text(text=typeset_text(piece[start:], lang), line=line))
    return out


def _quoted(said: str, lang: str) -> str:
    """Return text with the house's quotation marks, those within others as inner ones."""
    outer_open, outer_close, inner_open, inner_close = tuple(quotes(lang))
    out: list[str] = []
    depth = 0
    for place, sign in enumerate(said):
        before = said[place - 1] if place else " "
        starts = before.isspace() or before in _BEFORE_OPENING
        if sign in (_OPEN, "«") or (sign in _DOUBLE and starts):
            out.append(inner_open if depth % 2 else outer_open)
            depth += 1
        elif sign in (_CLOSE, "»") or sign in _DOUBLE:
            depth = max(0, depth - 1)
            out.append(inner_close if depth % 2 else outer_close)
        else:
            out.append("’" if sign == "'" and before.isalnum() else sign)
    return "".join(out)
