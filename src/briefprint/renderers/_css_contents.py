"""The contents and the lists behind them in the words of CSS, and the pages that cross-references name.

A folio is ``target-counter`` (CSS GCPM 3, 2.4). It stands in a room of its own at right, out of the run of the words,
so that no entry runs into it. Leaders are a background: ``leader()`` would put each dot among the words that are read.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefprint.language import NO_BREAK
from briefprint.renderers import _contents
from briefprint.renderers._measure import baseline_pt
from briefprint.renderers._shelf import Shelf
from briefprint.style import HouseStyle, TextRole

DEEPEST = 6


def sheet(style: HouseStyle, lang: str, shelf: Shelf) -> Iterator[str]:
    """Yield what sets the contents, the lists behind them and the pages of cross-references."""
    yield from _blocks(style)
    yield from _entries(style, lang)
    if style.contents.leader == "dots":
        yield from _leaders(style, shelf)
    said = style.words(lang)["page"]
    before = "".join(f"\\{ord(each):x} " if each in '"\\\n<' else each for each in f", {said}{NO_BREAK}")
    yield f'a.paged::after{{content:"{before}" target-counter(attr(href url),page)}}'


def _blocks(style: HouseStyle) -> Iterator[str]:
    look, before = style.contents, style.text.heading_1.space_before_pt
    yield f".contents{{margin-top:{before:.4g}pt}}.toc-item{{break-inside:avoid}}.toc-leads{{break-after:avoid}}"
    if look.place == "whole":
        yield ".contents{break-inside:avoid}"
    if look.place == "page":
        yield ".listings{break-before:page;break-after:page}.listings>:first-child{margin-top:0}"


def _entries(style: HouseStyle, lang: str) -> Iterator[str]:
    look = style.contents
    yield (
        f".toc-entry{{display:block;position:relative;color:inherit;padding-right:{look.folio_pt:.4g}pt}}"
        ".toc-entry::after{content:target-counter(attr(href url),page);position:absolute;right:0;bottom:0;"
        "text-indent:0}"
        ".toc-number{display:inline-block;text-indent:0}"
    )
    for name in ("toc", "toc_2", "toc_3"):
        yield f".{name.replace('_', '-')}.toc-entry{{color:{getattr(style.text, name).color}}}"
    for level in range(1, DEEPEST + 1):
        for numbered in (True, False):
            left, hang = _contents.indents_pt(level, numbered, style)
            yield _hung(f".toc-level-{level}.{'numbered' if numbered else 'bare'}", left, hang, numbered)
    yield _hung(".toc-listed", 0.0, _contents.label_room_pt(style, lang), True)
    if look.rule_pt:
        yield (
            f".toc-level-1{{border-top:{look.rule_pt:.4g}pt solid {look.rule_color};"
            f"padding-top:{look.rule_gap_pt:.4g}pt}}"
        )


def _hung(selector: str, left_pt: float, hang_pt: float, numbered: bool) -> str:
    said = f"{selector}{{padding-left:{left_pt + hang_pt:.4g}pt;text-indent:-{hang_pt:.4g}pt}}"
    return said + (f"{selector}>.toc-number{{min-width:{hang_pt:.4g}pt}}" if numbered else "")


def _leaders(style: HouseStyle, shelf: Shelf) -> Iterator[str]:
    """Yield the dots on the baseline of an entry's last line, all in step from the right edge.

    They run behind the words and the folio, which stand on paper of their own.
    """
    look, paper = style.contents, style.palette["paper"]
    for name in ("toc", "toc_2", "toc_3"):
        role: TextRole = getattr(style.text, name)
        url = shelf.drawing(_dot(style, role).encode())
        yield (
            f".{name.replace('_', '-')}.toc-entry{{background:url({url}) right bottom/"
            f"{look.leader_pitch_pt:.4g}pt {role.leading_pt:.4g}pt repeat-x}}"
        )
    gap = look.leader_pitch_pt
    yield (
        f".toc-words,.toc-number{{background:{paper}}}.toc-words{{padding-right:{gap:.4g}pt}}"
        f".toc-entry::after{{background:{paper};padding-left:{gap:.4g}pt}}"
    )


def _dot(style: HouseStyle, role: TextRole) -> str:
    """Return one dot in a tile as deep as a line."""
    look = style.contents
    radius, at = look.leader_dot_pt / 2, baseline_pt(role)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{look.leader_pitch_pt}' height='{role.leading_pt}'>"
        f"<circle cx='{look.leader_pitch_pt / 2}' cy='{at - radius:.4f}' r='{radius}' fill='{look.leader_color}'/></svg>"
    )
