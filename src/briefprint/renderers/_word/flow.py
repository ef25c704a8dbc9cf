"""Paragraphs and tables one under the other, and the space between them.

In a Word file of today (compatibility mode 15) the space between two paragraphs is the larger of what the
first asks below and the second above, as in CSS. A table can ask for nothing, so its neighbours do: they get
a variant of their style. Nothing is spaced with empty paragraphs, but where two tables meet, which Word would
otherwise make one.

Copy in columns is a section of its own (ECMA-376 17.6.17), and so is what stands across them: a section ends in the
properties of its last paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefprint.language import NO_BREAK
from briefprint.renderers._arrange import Span
from briefprint.renderers._word.looks import Edge
from briefprint.renderers._word.stylesheet import Stylesheet
from briefprint.renderers._word.xml import Element, el, qualified, switch


@dataclass(slots=True)
class _Item:
    element: Element
    style: str | None  # None: a table
    before_pt: float
    after_pt: float
    label: str
    numbering: tuple[int, int] | None = None
    new_page: bool = False
    ends: bool = False  # a section
    frame: Element | None = None  # of a dropped initial
    rtl: bool | None = None  # which way it runs, where that is not the document's


class Flow:
    """What stands in the body, a cell or a note, in order."""

    def __init__(self, sheet: Stylesheet, place: Literal["body", "cell", "cell under head", "note"] = "body") -> None:
        self._sheet, self._place = sheet, place
        self._items: list[_Item] = []
        self._new_page = self._new_column = False
        self._framed = 0  # where paragraphs with borders ended last
        self.spans: list[Span] = ["full"]  # of each section; the opening stands across all columns

    def __len__(self) -> int:
        return len(self._items)

    def paragraph(
        self,
        content: list[Element],
        style: str,
        *,
        before_pt: float | None = None,
        after_pt: float | None = None,
        label: str = "",
        numbering: tuple[int, int] | None = None,
        frame: Element | None = None,
        rtl: bool | None = None,
    ) -> Element:
        """Add a paragraph; ``label`` names the place that asks for spaces other than the style's."""
        element = el("w:p", *content)
        if self._new_column:
            element.insert(0, el("w:r", el("w:br", type="column")))
        look = self._sheet.paragraphs[style].look
        self._items.append(
            _Item(
                element,
                style,
                look.before_pt if before_pt is None else before_pt,
                look.after_pt if after_pt is None else after_pt,
                label,
                numbering,
                self._new_page,
                frame=frame,
                rtl=rtl,
            )
        )
        self._new_page = self._new_column = False
        return element

    def table(self, element: Element, before_pt: float, after_pt: float, label: str) -> None:
        """Add a table, which asks its neighbours for space."""
        if not self._items and self._place == "body":
            self.paragraph([], "Separator")  # LibreOffice puts a line of its own above a table that opens a file
        elif self._new_page or self._new_column or (self._items and self._items[-1].style is None):
            self._separate(before_pt, label)
        self._items.append(_Item(element, None, before_pt, after_pt, label))

    def other(self, element: Element) -> None:
        """Add what spaces itself: a table of contents, a frame."""
        self._items.append(_Item(element, "", 0.0, 0.0, ""))

    def set_apart(self, start: int, before_pt: float, after_pt: float, label: str) -> None:
        """Give what was added since ``start`` its distance from the rest."""
        if start < len(self._items):
            first, last = self._items[start], self._items[-1]
            if first.before_pt < before_pt:
                first.before_pt, first.label = before_pt, f"{first.label} First in {label}".strip()
            if last.after_pt < after_pt:
                last.after_pt, last.label = after_pt, f"{last.label} Last in {label}".strip()

    def frame(self, start: int) -> None:
        """Part the paragraphs in borders that were added since ``start`` from such that end right above them.

        Word draws one frame round all that have the same borders (ECMA-376 17.3.1.24).
        """
        if start and start == self._framed:
            first = self._items[start]
            self._items.insert(start, _Item(el("w:p"), "Separator", 0.0, 0.0, "", new_page=first.new_page))
            first.before_pt, first.label, first.new_page = 0.0, f"{first.label} under Frame".strip(), False
        self._framed = len(self._items)

    def page_break(self) -> None:
        """Begin a page with what comes next."""
        self._new_page = True

    def column_break(self) -> None:
        """Begin a column with what comes next."""
        self._new_column = True

    def stretch(self, span: Span) -> None:
        """Set what comes next in columns, or across them."""
        if span == self.spans[-1]:
            return
        if not self._items:
            self.spans[-1] = span
            return
        last = self._items[-1]
        if not last.style:  # a table has no properties to end a section in
            # No space is wanted where a page begins, and what does not fit would have a page to itself.
            turned = "landscape" in (span, self.spans[-1])
            label, gap = ("at End of Page", 1.0) if turned else (f"after {last.label}", max(last.after_pt, 1.0))
            style = self._sheet.variant("Separator", label, leading_pt=gap)
            space = el("w:t")
            space.text = NO_BREAK  # LibreOffice leaves out an empty paragraph that ends a section
            self.paragraph([el("w:r", space)], style)
        self._items[-1].ends = True
        self.spans.append(span)

    def close_block(self, start: int, rule: Edge, after_pt: float, label: str) -> None:
        """Put a rule under what was added since ``start``, and keep the rest away from it."""
        if start < len(self._items) and (item := self._items[-1]).style:
            edges = (rule,) if rule.weight_pt else ()
            item.style = self._sheet.variant(item.style, label, edges=edges)
            item.after_pt, item.label = max(item.after_pt, after_pt), "" if edges else label

    def end_in_paragraph(self) -> None:
        """End the body with a paragraph, as Word has it: of a table that stands last, one as thin as a line."""
        if self._items and self._items[-1].style is None:
            self.paragraph([], "Separator")

    @property
    def opens_with_table(self) -> bool:
        """Whether what stands first is a table, under the thin line that it wants there."""
        return len(self._items) > 1 and self._items[0].style == "Separator" and self._items[1].style is None

    def end_flush(self) -> None:
        """Take the space away below what stands last: a cell ends with its copy."""
        if self._items and self._items[-1].style and self._items[-1].after_pt:
            item = self._items[-1]
            item.after_pt, item.label = 0.0, f"{item.label} at Foot".strip()

    def keep_last(self) -> None:
        """Keep the last paragraph with what comes next."""
        if self._items and (item := self._items[-1]).style:
            item.style = self._sheet.variant(item.style, "kept with Next", keep_next=True)

    def keep_lead(self) -> None:
        """Keep the last paragraph with the list that comes next, where it leads up to it with a colon."""
        if self._items and self._items[-1].style:
            texts = self._items[-1].element.iter(qualified("w:t"))
            if "".join(node.text or "" for node in texts).rstrip().endswith(":"):
                self.keep_last()

    def _separate(self, before_pt: float, label: str) -> None:
        above = self._items[-1] if self._items else None
        gap = max(above.after_pt if above else 0.0, before_pt, 1.0)
        where = f"between {above.label} and {label}" if above and above.style is None else f"before {label}"
        style = self._sheet.variant("Separator", where, leading_pt=gap)
        self.paragraph([], style)
        self._items[-1].style = style

    def close(self) -> list[Element]:
        """Return the elements, each paragraph in the style that keeps its distance."""
        items = self._items
        if self._place != "body" and (not items or items[-1].style is None):
            self.paragraph([], "Separator")  # a cell and a note end in a paragraph (ECMA-376 17.4.65)
        for place, item in enumerate(items):
            if not item.style:
                continue
            above = items[place - 1] if place else None
            below = items[place + 1] if place + 1 < len(items) else None
            self._style(item, above, below)
        return [item.element for item in items]

    def _style(self, item: _Item, above: _Item | None, below: _Item | None) -> None:
        assert item.style
        style, before, after, places = item.style, item.before_pt, item.after_pt, [item.label]
        separator = style.startswith("Separator")
        if above is None and self._place == "cell" and before:
            before = 0.0
            places.append("at Top")
        if above is not None and above.style is None and above.after_pt > before and not separator:
            before = above.after_pt
            places.append(f"after {above.label}")
        if below is not None and below.style is None and below.before_pt > after and not separator:
            after = below.before_pt
            places.append(f"before {below.label}")
        label = " ".join(place for place in places if place)
        style = self._sheet.variant(style, label, before_pt=before, after_pt=after)
        item.element.insert(
            0,
            el(
                "w:pPr",
                el("w:pStyle", val=style) if style != "Normal" else None,
                el("w:pageBreakBefore") if item.new_page else None,
                item.frame,
                _number(item.numbering),
                None if item.rtl is None else switch("w:bidi", item.rtl),
                el("w:sectPr") if item.ends else None,
            ),
        )


def _number(numbering: tuple[int, int] | None) -> Element | None:
    if numbering is None:
        return None
    number, level = numbering
    return el("w:numPr", el("w:ilvl", val=level), el("w:numId", val=number))
