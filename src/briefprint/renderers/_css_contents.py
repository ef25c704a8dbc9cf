"""The contents and the lists behind them in the words of CSS, and the pages that cross-references name.

A folio is ``target-counter`` (CSS GCPM 3, 2.4). It stands in a room of its own at right, out of the run of the
words, so that no entry runs into it. Leaders are a background: ``leader()`` would put each dot among the words read.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefprint.renderers import _contents, _fields
from briefprint.renderers._measure import baseline_pt
from briefprint.renderers._shelf import Shelf
from briefprint.style import HouseStyle, TextRole

DEEPEST = 6


def sheet(style: HouseStyle, lang: str, shelf: Shelf) -> Iterator[str]:
    """Yield what sets the contents, the lists behind them and the pages of cross-references."""
    yield from _blocks(style)
    yield from _entries(style, lang, shelf)
    said = _fields.before_page(style, lang)
    before = "".join(f"\\{ord(each):x} " if each in '"\\\n<' else each for each in said)
    yield f'a.paged::after{{content:"{before}" target-counter(attr(href url),page)}}'


def _blocks(style: HouseStyle) -> Iterator[str]:
    look, room = style.contents, style.text.heading_1.space_before_pt
    yield f".listings{{margin:{room:.4g}pt 0}}.contents{{margin-top:{room:.4g}pt}}"
    yield ".listings>:first-child{margin-top:0}"
    yield ".toc-item{break-inside:avoid}.toc-leads{break-after:avoid}"
    if look.place == "whole":
        yield ".contents{break-inside:avoid}"
    if look.place == "page":
        yield ".listings{break-after:page;margin-bottom:0}.listings.new-page{break-before:page;margin-top:0}"


def _entries(style: HouseStyle, lang: str, shelf: Shelf) -> Iterator[str]:
    look = style.contents
    yield (
        f".toc-entry{{display:block;position:relative;padding-right:{look.folio_pt:.4g}pt}}"
        ".toc-entry::after{content:target-counter(attr(href url),page);position:absolute;right:0;bottom:0;"
        "text-indent:0}"
        ".toc-number{display:inline-block;text-indent:0}"
    )
    for level in range(1, DEEPEST + 1):
        for numbered in (True, False):
            role = style.text.entry(level)[1]
            places = _contents.indents_pt(level, numbered, style)
            yield _entry(f".toc-level-{level}.{'numbered' if numbered else 'bare'}", places, role, style, shelf)
    listed = 0.0, _contents.label_room_pt(style, lang)
    yield _entry(".toc-listed", listed, style.text.entry(2)[1], style, shelf)
    if look.rule_pt:
        yield (
            f".toc-level-1{{border-top:{look.rule_pt:.4g}pt solid {look.rule_color};"
            f"padding-top:{look.rule_gap_pt:.4g}pt}}"
        )
    if look.leader == "dots":  # which run behind the words and the folio: these stand on paper of their own
        paper, gap = style.palette["paper"], look.leader_pitch_pt
        yield (
            f".toc-words{{background:{paper};padding-right:{gap:.4g}pt}}"
            f".toc-entry::after{{background:{paper};padding-left:{gap:.4g}pt}}"
        )


def _entry(selector: str, places: tuple[float, float], role: TextRole, style: HouseStyle, shelf: Shelf) -> str:
    """Return what sets entries that begin in one place and hang in another; their colour is no link's."""
    left, hang = places
    said = f"color:{role.color};padding-left:{left + hang:.4g}pt;text-indent:-{hang:.4g}pt"
    if style.contents.leader == "dots":
        measure = style.page.type_area_pt if _contents.span(style) == "full" else style.column_pt
        length = measure - left - hang
        url = shelf.drawing(_dots(length, role, style).encode())
        said += f";background:url({url}) right bottom/{length:.4g}pt {role.leading_pt:.4g}pt no-repeat"
    return f"{selector}{{{said}}}{selector}>.toc-number{{min-width:{hang:.4g}pt}}"


def _dots(length_pt: float, role: TextRole, style: HouseStyle) -> str:
    """Return a line of dots on the baseline of a role, in step from the right edge: points of a round pen."""
    look, depth = style.contents, role.leading_pt
    at = baseline_pt(role) - look.leader_dot_pt / 2
    start = length_pt - look.leader_dot_pt / 2
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{length_pt:.4f}' height='{depth}'>"
        f"<path d='M{start:.4f} {at:.4f}H0' fill='none' stroke='{look.leader_color}' stroke-linecap='round' "
        f"stroke-width='{look.leader_dot_pt}' stroke-dasharray='0 {look.leader_pitch_pt}'/></svg>"
    )
