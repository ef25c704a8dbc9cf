"""An author's inlines parted where the direction of the text changes, so that engines order them as Unicode does.

WeasyPrint orders the letters of each element by Unicode's algorithm, but the elements of a line only by the direction
of what they stand in: words of the other direction that run through several elements need one around them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from briefprint import direction
from briefprint.document import (
    Citation,
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    SoftBreak,
    Span,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
)

_HOLDERS = (Emphasis, Strong, Strikethrough, Underline, Superscript, Subscript, Span, Link, Citation)


def text_of(inlines: Inlines, rtl: bool) -> str:
    """Return a paragraph as Unicode's algorithm is to see it: what is isolated, or is no text, as one object."""
    return "".join(_text(inline, rtl) for inline in inlines)


def runs_rtl(inlines: Inlines, rtl: bool) -> bool:
    """Return whether a paragraph runs from right to left, in a document that does so or does not."""
    return direction.runs_rtl(text_of(inlines, rtl), rtl)


def ordered(inlines: Inlines, rtl: bool) -> Inlines:
    """Return inlines with a span around each stretch that runs against the paragraph, where an engine needs one."""
    text = text_of(inlines, rtl)
    if not rtl and not direction.has_rtl(text) and direction.OBJECT not in text:
        return inlines
    inlines = tuple(_isolated(inline, rtl, ordered) for inline in inlines)
    runs = list(direction.outer_runs(text, rtl))
    if not _divided(inlines, text, rtl):
        return inlines
    out: Inlines = ()
    for start, end, against in runs:
        part = cut(inlines, start, end, rtl)
        out += part if against == rtl else (Span(children=ordered(part, against), rtl=against),)
    return out


def parted(inlines: Inlines, rtl: bool) -> Inlines:
    """Return inlines as runs of one direction each, which is what Word asks for (ECMA-376 17.3.2.30).

    Figures that keep their order begin with a mark that says so, for readers that go by the letters alone.
    """
    text = text_of(inlines, rtl)
    if not rtl and not direction.has_rtl(text) and direction.OBJECT not in text:
        return inlines
    inlines = tuple(_isolated(inline, rtl, parted) for inline in inlines)
    runs = list(direction.outer_runs(text, rtl))
    if len(runs) == 1 and not rtl and not runs[0][2]:
        return inlines
    starts = {start for start, _ in direction.ordered_ltr(text)} if rtl else set()
    out: Inlines = ()
    for start, end, against in runs:
        part = cut(inlines, start, end, rtl)
        mark = (Text(text=direction.MARKS[0]),) if start in starts else ()
        out += (Span(children=mark + part, rtl=against),)
    return out


def cut(inlines: Inlines, start: int, end: int, rtl: bool) -> Inlines:
    """Return the inlines that a stretch of their text stands in, as much of each as is in it."""
    found: list[Inline] = []
    at = 0
    for inline in inlines:
        length = len(_text(inline, rtl))
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            found.append(inline if (first, last) == (0, length) else _piece(inline, first, last, rtl))
        at += length
    return tuple(found)


def _text(inline: Inline, rtl: bool) -> str:
    match inline:
        case Text(text=text):
            return text
        case SoftBreak() | LineBreak():
            return " "
        case Span(rtl=bool()):
            return direction.OBJECT
        case Span(lang=str() as lang) if direction.is_rtl(lang) != rtl:
            return direction.OBJECT
        case _ if isinstance(inline, _HOLDERS):
            return text_of(inline.children, rtl)
        case _:
            return direction.OBJECT


def _isolated(inline: Inline, rtl: bool, within: Callable[[Inlines, bool], Inlines]) -> Inline:
    """Return an inline with its own direction said, where it is one that stands by itself."""
    match inline:
        case Span(rtl=None, lang=str() as lang) if direction.is_rtl(lang) != rtl:
            return replace(inline, children=within(inline.children, not rtl), rtl=not rtl)
        case Code() if rtl:
            return Span(children=(inline,), rtl=direction.runs_rtl(inline.text, False))
        case _ if isinstance(inline, _HOLDERS):
            children = tuple(_isolated(each, rtl, within) for each in inline.children)
            return replace(inline, children=children)
        case _:
            return inline


def _piece(inline: Inline, start: int, end: int, rtl: bool) -> Inline:
    match inline:
        case Text(text=text):
            return replace(inline, text=text[start:end])
        case _ if isinstance(inline, _HOLDERS):
            return replace(inline, children=cut(inline.children, start, end, rtl))
        case _:
            return inline


def _divided(inlines: Inlines, text: str, rtl: bool) -> bool:
    """Whether an engine that sees one leaf after the other would order a paragraph in another way."""
    wanted, at = direction.levels(text, rtl), 0
    ends = {0}
    for leaf in _leaves(inlines, rtl):
        alone = direction.levels(leaf, rtl, figures=False)
        if alone != wanted[at : at + len(leaf)]:
            return True
        at += len(leaf)
        ends.add(at)
    runs = direction.outer_runs(text, rtl)
    return any(against != rtl and any(start < end < stop for end in ends) for start, stop, against in runs)


def _leaves(inlines: Inlines, rtl: bool) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, _HOLDERS) and _text(inline, rtl) != direction.OBJECT:
            yield from _leaves(inline.children, rtl)
        else:
            yield _text(inline, rtl)
