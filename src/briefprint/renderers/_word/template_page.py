"""The page of a template: its sheet and margins as our page, and the sections that a brief adds to its own."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

from briefprint.renderers._arrange import Span
from briefprint.renderers._word.xml import Element, el, qualified
from briefprint.style import PAPERS_PT, Page
from briefprint.units import parse_length, twips

_TWIPS = 20
_REFERENCES: tuple[str, ...] = (qualified("w:headerReference"), qualified("w:footerReference"))
_NOTES = (qualified("w:footnotePr"), qualified("w:endnotePr"))
_HOLDS_SECTION = qualified("w:sectPr")


@dataclass(frozen=True, kw_only=True)
class TemplatePage(Page):
    """A page of any size."""

    sheet_width_pt: float
    sheet_height_pt: float

    @property
    def width_pt(self) -> float:
        return self.sheet_width_pt

    @property
    def height_pt(self) -> float:
        return self.sheet_height_pt

    @property
    def lies(self) -> bool:
        """Whether it is broader than deep."""
        return self.sheet_width_pt > self.sheet_height_pt


def length_pt(said: str | None, default: float = 0.0) -> float:
    """Return a length in points: twentieths, or a number with its unit (ECMA-376 17.18.81, 22.9.2.14)."""
    if said is None:
        return default
    if re.fullmatch(r"[-+]?\d+(\.\d+)?", said):
        return float(said) / _TWIPS
    try:
        return parse_length(said)
    except ValueError:
        return default


def measured(section: Element, page: Page, room_pt: float | None) -> TemplatePage:
    """Return the page of a section; text in columns, or in a cell, has the measure of one (17.6.11, 17.6.4)."""
    size, margins = section.find(qualified("w:pgSz")), section.find(qualified("w:pgMar"))
    width, height = PAPERS_PT[page.paper]
    if size is not None:
        width, height = length_pt(size.get(qualified("w:w")), width), length_pt(size.get(qualified("w:h")), height)
    sides = {"top": page.margin_top_pt, "right": page.margin_right_pt, "bottom": page.margin_bottom_pt,
             "left": page.margin_left_pt}  # fmt: skip
    gutter = 0.0
    if margins is not None:
        sides = {side: abs(length_pt(margins.get(qualified(f"w:{side}")), own)) for side, own in sides.items()}
        gutter = length_pt(margins.get(qualified("w:gutter")))
    measure = width - sides["left"] - sides["right"] - gutter
    columns = section.find(qualified("w:cols"))
    if columns is not None:
        count = int(columns.get(qualified("w:num"), "1") or 1)
        if count > 1:
            gap = length_pt(columns.get(qualified("w:space")), 36.0)
            first = columns.find(qualified("w:col"))
            even = (measure - gap * (count - 1)) / count
            measure = even if first is None else length_pt(first.get(qualified("w:w")), even)
    measure = measure if room_pt is None else min(room_pt, measure)
    return TemplatePage(
        paper=page.paper,
        margin_top_pt=sides["top"],
        margin_right_pt=width - sides["left"] - measure,
        margin_bottom_pt=sides["bottom"],
        margin_left_pt=sides["left"],
        first_margin_bottom_pt=sides["bottom"],
        hang_pt=0.0,
        mirrored=False,
        sheet_width_pt=width,
        sheet_height_pt=height,
    )


def sections(elements: list[Element], spans: list[Span], section: Element, followed: bool) -> None:
    """Give the sections that end within the copy the template's own, turned where a table asks for it.

    Each begins a page and has the template's heads and feet; what makes page one other than the rest, and where the
    pages begin to count, stays with the first. ``followed``: whether the template has more behind the copy.
    """
    made = [each for element in elements for each in element.iter(_HOLDS_SECTION)]
    for properties, span in zip(made, spans, strict=False):
        filled = _turned(section) if span == "landscape" else deepcopy(section)
        properties[:] = list(filled)
    if spans[-1] == "landscape":
        if followed:
            elements.append(el("w:p", el("w:pPr", _turned(section))))
            made.append(elements[-1].find(f".//{_HOLDS_SECTION}"))
        else:
            made.append(section)
            section[:] = list(_turned(section))
    elif made:
        made.append(section)
    elif spans[0] == "landscape":
        section[:] = list(_turned(section))
    if made and made[-1] is not section:
        made.append(section)
    for properties in made[1:]:
        for tag in ("w:titlePg", "w:type"):
            for node in properties.findall(qualified(tag)):
                properties.remove(node)
        for node in properties.findall(qualified("w:pgNumType")):
            node.attrib.pop(qualified("w:start"), None)
        _insert(properties, el("w:type", val="nextPage"))


def count_notes(body: Element, kind: Literal["footnote", "endnote"]) -> None:
    """Let notes be counted through all sections that do not say otherwise, as ours are (ECMA-376 17.11.19)."""
    for section in body.iter(_HOLDS_SECTION):
        if section.find(qualified(f"w:{kind}Pr")) is not None or section.getparent().tag == qualified(
            "w:sectPrChange"
        ):
            continue
        if kind == "footnote":
            node, before = el("w:numRestart", val="continuous"), _REFERENCES
        else:
            node, before = el("w:numFmt", val="decimal"), (*_REFERENCES, _NOTES[0])
        section.insert(sum(child.tag in before for child in section), el(f"w:{kind}Pr", node))


def _insert(properties: Element, node: Element) -> None:
    properties.insert(sum(child.tag in (*_REFERENCES, *_NOTES) for child in properties), node)


def _turned(section: Element) -> Element:
    turned = deepcopy(section)
    size = turned.find(qualified("w:pgSz"))
    if size is not None:
        width, height = (length_pt(size.get(qualified(f"w:{side}"))) for side in ("w", "h"))
        size.set(qualified("w:w"), str(twips(max(width, height))))
        size.set(qualified("w:h"), str(twips(min(width, height))))
        size.set(qualified("w:orient"), "landscape")
    return turned
