"""What opens page one, as HTML: the masthead, the document line, headline and standfirst, the front panels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from briefprint.document import plain_text
from briefprint.language import NO_BREAK, labelled
from briefprint.renderers import _css_makeup, _depth, _fields, _measure
from briefprint.renderers._html_copy import Copy
from briefprint.renderers._shelf import element
from briefprint.style import Panel


class Front:
    """Sets what stands before the copy."""

    def __init__(self, copy: Copy) -> None:
        self.copy, self.document, self.style, self.words = copy, copy.document, copy.style, copy.words

    # --- across the page -----------------------------------------------------------------------------

    def masthead(self) -> str:
        """Return the masthead with the headline and what goes with it."""
        match self.style.masthead.pattern:
            case "letterhead":
                house = element("div", "house", self.names("institution", "unit"))
                head = element("div", "letterhead", self.mark() + house)
                return head + self.document_line() + element("div", "opening", self.opening())
            case "band":
                series = self.words["series"]
                tag = element("p", "unit", self.copy.plain(series)) if series else ""
                name = self.words["institution"]
                head = element("p", "institution", self.copy.plain(name)) if name else ""
                line = element("div", "band-head", self.mark() + head + tag)
                return element("div", "band", line + self.opening()) + self.document_line()
            case "nameplate":
                name = element("div", "house", self.mark() + self.names("institution", "unit"))
                head = element("div", "nameplate", name) + self.document_line()
                return head + element("div", "opening across", self.opening())
            case "memo_head":
                head = element("div", "memo-head", self.mark() + self.names("institution", "unit", "address"))
                head += self.document_line()
                return head + element("div", "opening across", self.subject())
            case pattern:
                assert_never(pattern)

    def mark(self) -> str:
        """Return the place of the house's mark, which the stylesheet draws."""
        return '<div class="mark"></div>' if self.style.masthead.mark else ""

    def names(self, *labels: str) -> str:
        """Return the sender's names, the first as the institution."""
        roles = ("institution", "unit", "unit")
        return "".join(
            element("p", role, self.copy.plain(self.words[label]))
            for role, label in zip(roles, labels, strict=False)
            if self.words[label]
        )

    def opening(self) -> str:
        """Return kicker, headline, standfirst and byline."""
        inset = _measure.headline_inset(plain_text(self.document.title), self.style)
        balance = f"padding-{self.copy.end}:{inset:.4g}pt" if inset else None
        headline = element("h1", "headline", self.copy.inlines(self.document.title), style=balance)
        return self.line("kicker") + headline + self.line("standfirst") + self.line("byline")

    def subject(self) -> str:
        """Return an official memorandum's addressee and subject (AR 25-50, 2-4), which is the headline."""
        to = self.document.memo.to if self.document.memo else ()
        addressee = ", ".join(to) or self.words["record"]
        who = element("p", "document-value addressee", self.copy.plain(f"{self.words['to']}{NO_BREAK} {addressee}"))
        words = self.copy.plain(labelled(self.words["subject"], self.document.lang))
        words += self.copy.inlines(self.document.title)
        title = element("h1", "headline subject", words, data_title=plain_text(self.document.title))
        return self.line("kicker") + who + title + self.line("standfirst") + self.line("byline")

    def line(self, role: str) -> str:
        """Return a line of the opening, or nothing where the brief has none."""
        match role:
            case "kicker":
                content = self.copy.inlines(self.document.kicker)
            case "standfirst":
                content = self.copy.inlines(self.document.standfirst)
            case _:
                content = self.copy.plain(_fields.byline(self.document, self.style))
        return element("p", role, content) if content else ""

    def document_line(self) -> str:
        """Return the document's number, date, place and marking side by side."""
        cells = _fields.document_line(self.document, self.style)
        if not cells:
            return ""
        breadths = self.breadths([value for _, value in cells])
        content = "".join(
            element("div", "document-cell", self.cell(label, value), style=breadth and f"width:{breadth}")
            for (label, value), breadth in zip(cells, breadths, strict=True)
        )
        return element("div", "document-line", content)

    def cell(self, label: str, value: str) -> str:
        """Return a cell of the document line."""
        head = element("p", "document-label", self.copy.plain(label)) if self.style.document_line.labels else ""
        return head + element("p", "document-value", self.copy.plain(value))

    def breadths(self, values: list[str]) -> list[str | None]:
        """Return the breadth of each cell where the gaps between values are to be alike, else none: the cells are."""
        measure, role = self.style.page.type_area_pt, self.style.text.document_value
        lengths = [_measure.line_measure(value, role) for value in values]
        gaps = len(values) - 1
        if self.style.document_line.align == "columns" or not gaps or sum(lengths) > measure:
            return [None] * len(values)
        half = (measure - sum(lengths)) / gaps / 2
        return [f"{length + half * (2 if 0 < place < gaps else 1):.4g}pt" for place, length in enumerate(lengths)]

    # --- panels --------------------------------------------------------------------------------------

    def panels(self) -> Iterator[tuple[Panel, str]]:
        """Yield each front panel, with its look."""
        panel = self.style.panel
        for part in self.style.front.order:
            match part:
                case "summary":
                    yield panel.summary, self.summary()
                case "key_points":
                    yield panel.key_points, self.key_points()
                case "figures":
                    yield panel.figures, self.copy.figures(self.document.figures, "front")
                case "ask":
                    yield panel.ask, self.ask()
                case _:
                    assert_never(part)

    def summary(self) -> str:
        """Return the summary in its panel."""
        if not self.document.summary:
            return ""
        role, panel = self.style.text.summary, self.style.panel.summary
        measure = self.copy.measure(panel.span) - 2 * panel.padding_x_pt
        deep = _depth.depth(self.document.summary, role, measure, self.style)
        classes = "panel-summary" + self.divisible(panel, deep)
        return element("div", classes, self.copy.blocks(self.document.summary, "summary"))

    def key_points(self) -> str:
        """Return the key points in their panel."""
        points = self.document.key_points
        if not points:
            return ""
        title = self.style.key_points.title
        head = element("p", "key-points-title", self.copy.plain(self.words["key_points"])) if title else ""
        items = "".join(element("li", "key-points", self.copy.inlines(point)) for point in points)
        role, panel = self.style.text.key_points, self.style.panel.key_points
        measure = self.copy.measure(panel.span) - 2 * panel.padding_x_pt - self.style.key_points.indent_pt
        deep = sum(role.space_before_pt + _depth.lines_depth(point, role, measure) for point in points)
        return element("div", "panel-key-points" + self.divisible(panel, deep), head + element("ul", "points", items))

    def divisible(self, panel: Panel, depth_pt: float) -> str:
        """Return the class of a panel that is too deep to be kept whole, or nothing."""
        whole = _depth.kept_whole(panel, depth_pt + 2 * panel.padding_y_pt, self.style)
        return "" if whole else f" {_css_makeup.DIVISIBLE}"

    def ask(self) -> str:
        """Return the decision asked for in its panel."""
        ask = self.document.memo.ask if self.document.memo else ()
        if not ask:
            return ""
        title = element("p", "ask-title", self.copy.plain(self.words["ask"]))
        return element("div", "panel-ask", title + element("p", "ask", self.copy.inlines(ask)))
