"""The galley: a document as HTML whose classes are the style's roles and panels. It looks like nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import assert_never

from briefprint.document import (
    Bibliography,
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
    Cell,
    Chart,
    Citation,
    Code,
    CodeBlock,
    ColumnBreak,
    CrossReference,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    FiguresPanel,
    Heading,
    Image,
    Inline,
    Inlines,
    KeyFigure,
    LineBreak,
    Link,
    ListItem,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    SoftBreak,
    Span,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    Underline,
    plain_text,
    walk,
)
from briefprint.language import NO_BREAK
from briefprint.renderers import _chart, _drawing, _fields, _measure
from briefprint.style import HouseStyle

SCHEME = "brief"
"""The scheme of what the galley refers to: nothing else is ever served."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file or bytes that the galley refers to."""

    url: str
    kind: str
    source: Path | bytes


@dataclass(frozen=True, slots=True)
class Galley:
    """Set copy, not yet paginated, and what it refers to."""

    html: str
    assets: dict[str, Asset]


_KINDS = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".svg": "image/svg+xml", ".webp": "image/webp", ".ttf": "font/ttf",
}  # fmt: skip


@dataclass(slots=True)
class Shelf:
    """Gives each asset an address of its own, so that no path of a machine stands in the galley."""

    assets: dict[str, Asset] = field(default_factory=dict)

    def file(self, path: Path) -> str:
        """Return the address of a file."""
        return self._put(_KINDS[path.suffix.lower()], path)

    def drawing(self, data: bytes) -> str:
        """Return the address of an SVG drawing."""
        return self._put("image/svg+xml", data)

    def _put(self, kind: str, source: Path | bytes) -> str:
        for asset in self.assets.values():
            if asset.source == source:
                return asset.url
        url = f"{SCHEME}:{len(self.assets)}"
        self.assets[url] = Asset(url, kind, source)
        return url


def galley(document: Document, style: HouseStyle, stylesheet: str, shelf: Shelf) -> Galley:
    """Return the document's galley, with the stylesheet in its head."""
    setter = _Setter(document, style, shelf)
    head = "".join(_metadata(document))
    body = "".join(setter.body())
    html = (
        f'<!DOCTYPE html><html lang="{escape(document.lang)}"><head><meta charset="utf-8">{head}'
        f"<style>{stylesheet}</style></head><body>{body}</body></html>"
    )
    return Galley(html, shelf.assets)


def _metadata(document: Document) -> Iterator[str]:
    yield f"<title>{escape(plain_text(document.title))}</title>"
    meta = [("author", person.name) for person in document.authors]
    meta += [("description", plain_text(document.standfirst)), ("keywords", ", ".join(document.keywords))]
    meta += [("generator", "briefprint")]
    if document.date:
        meta += [("dcterms.created", document.date.iso()), ("dcterms.modified", document.date.iso())]
    for name, content in meta:
        if content:
            yield f'<meta name="{name}" content="{escape(content)}">'


def _element(tag: str, classes: str, content: str, **attributes: str | None) -> str:
    said = "".join(
        f' {name.rstrip("_")}="{escape(value)}"' for name, value in attributes.items() if value is not None
    )
    return f'<{tag} class="{classes}"{said}>{content}</{tag}>'


class _Setter:
    """Sets one document in one style."""

    def __init__(self, document: Document, style: HouseStyle, shelf: Shelf) -> None:
        self.document, self.style, self.shelf = document, style, shelf
        self.lang, self.words = document.lang, style.words(document.lang)

    # --- page one ------------------------------------------------------------------------------------

    def body(self) -> Iterator[str]:
        yield self.masthead()
        for part in self.style.front.order:
            match part:
                case "summary":
                    yield self.summary()
                case "key_points":
                    yield self.key_points()
                case "figures":
                    yield self.figures(self.document.figures, "front")
                case "ask":
                    yield self.ask()
                case _:
                    assert_never(part)
        yield self.contents()
        yield self.blocks(self.document.blocks, "body")

    def masthead(self) -> str:
        pattern = self.style.masthead.pattern
        mark = self.style.masthead.mark
        sign = '<div class="mark"></div>' if mark else ""
        house = "".join(
            _element("p", name, escape(self.words[name])) for name in ("institution", "unit") if self.words[name]
        )
        match pattern:
            case "letterhead":
                parts = [_element("div", "letterhead", sign + _element("div", "house", house)), self.document_line()]
                return "".join(parts) + _element("div", "opening", self.opening())
            case "band":
                series = self.words["series"]
                tag = _element("p", "unit", escape(series)) if series else ""
                name = self.words["institution"]
                head = _element("p", "institution", escape(name)) if name else ""
                line = _element("div", "band-head", head + tag)
                return _element("div", "band", line + self.opening()) + self.document_line()
            case _:
                assert_never(pattern)

    def opening(self) -> str:
        document = self.document
        parts = [
            ("p", "kicker", self.inlines(document.kicker)),
            ("h1", "headline", self.inlines(document.title)),
            ("p", "standfirst", self.inlines(document.standfirst)),
            ("p", "byline", escape(_fields.byline(document, self.style))),
        ]
        balance = f"max-width:{self.headline_measure():.4g}pt"
        return "".join(
            _element(tag, name, content, style=balance if name == "headline" else None)
            for tag, name, content in parts
            if content
        )

    def headline_measure(self) -> float:
        """Return the measure at which the headline's lines come out even."""
        page = self.style.page
        measure = page.type_area_pt if self.style.masthead.pattern == "band" else page.measure_pt
        return _measure.balanced_measure(plain_text(self.document.title), self.style.text.headline, measure)

    def document_line(self) -> str:
        cells = _fields.document_line(self.document, self.style)
        if not cells:
            return ""
        content = "".join(
            _element(
                "div",
                "document-cell",
                _element("p", "document-label", escape(label)) + _element("p", "document-value", escape(value)),
            )
            for label, value in cells
        )
        return _element("div", "document-line", content)

    def summary(self) -> str:
        if not self.document.summary:
            return ""
        return _element("div", "panel-summary", self.blocks(self.document.summary, "summary"))

    def key_points(self) -> str:
        points = self.document.key_points
        if not points:
            return ""
        title = self.style.key_points.title
        head = _element("p", "key-points-title", escape(self.words["key_points"])) if title else ""
        items = "".join(_element("li", "key-points", self.inlines(point)) for point in points)
        return _element("div", "panel-key-points", head + _element("ul", "points", items))

    def ask(self) -> str:
        ask = self.document.memo.ask if self.document.memo else ()
        if not ask:
            return ""
        title = _element("p", "ask-title", escape(self.words["ask"]))
        return _element("div", "panel-ask", title + _element("p", "ask", self.inlines(ask)))

    def figures(self, figures: tuple[KeyFigure, ...], place: str) -> str:
        if not figures:
            return ""
        page, panel = self.style.page, self.style.panel.figures
        measure = page.type_area_pt if panel.span == "full" else page.measure_pt
        measure -= 2 * panel.padding_x_pt
        look = self.style.figures
        rows = _measure.figure_rows(figures, look.columns, 2 * look.gap_pt, self.style.text.figure_value, measure)
        content = "".join(
            _element("div", "figure-row", "".join(self.figure(figure, column) for figure, column in row))
            for row in rows
        )
        return _element("div", f"panel-figures {place}", content)

    def figure(self, figure: KeyFigure, measure: float) -> str:
        copy = _element("p", "figure-value", self.inlines(figure.value))
        copy += _element("p", "figure-label", self.inlines(figure.label))
        copy += _element("p", "figure-note", self.inlines(figure.note)) if figure.note else ""
        return _element("div", "figure-cell", copy, style=f"width:{measure:.4g}pt")

    def contents(self) -> str:
        if not self.document.toc:
            return ""
        headings = [each for each in walk(self.document.blocks) if isinstance(each, Heading) and each.level <= 2]
        lines = "".join(
            _element(
                "p",
                f"toc toc-{each.level}",
                f'<a href="#{escape(each.id)}">{escape(self.numbered(each))}</a>',
            )
            for each in headings
        )
        return _element("div", "contents", _element("p", "toc-title", escape(self.words["contents"])) + lines)

    def numbered(self, heading: Heading) -> str:
        number = _fields.shown_number(heading, self.style)
        return (
            f"{number}{NO_BREAK}{NO_BREAK}{plain_text(heading.children)}" if number else plain_text(heading.children)
        )

    # --- blocks --------------------------------------------------------------------------------------

    def blocks(self, blocks: Blocks, role: str) -> str:
        return "".join(self.block(block, role) for block in blocks)

    def block(self, block: Block, role: str) -> str:
        """Return a block; ``role`` is that of the text around it."""
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph():
                return _element("p", role, self.inlines(block.children))
            case BulletList():
                return self.list("ul", block.items, block.tight, role)
            case OrderedList():
                return self.list("ol", block.items, block.tight, role, block.start)
            case DefinitionList():
                items = "".join(
                    _element("dt", "term", self.inlines(item.term))
                    + "".join(_element("dd", "meaning", self.blocks(each, "definition")) for each in item.meanings)
                    for item in block.items
                )
                return _element("dl", "definitions", items)
            case Quote():
                panel = "panel-pull-quote" if block.pull else "panel-quote"
                copy = self.blocks(block.blocks, "pull-quote" if block.pull else "quote")
                if block.attribution:
                    copy += _element("p", "attribution", self.inlines(block.attribution))
                return _element("blockquote", panel, copy)
            case CodeBlock():
                return _element("pre", "panel-code", _element("code", "code", escape(block.text)))
            case Table():
                return self.table(block)
            case Figure():
                width = f"width:{block.measure:.0%}" if block.measure < 1 else None
                image = _element(
                    "img", "picture", "", src=self.shelf.file(block.source), alt=_alt(block), style=width
                ).removesuffix("</img>")
                caption = self.caption("figure", block.number, block.caption)
                return _element("div", "figure", image + caption, id=block.id)
            case Chart():
                return self.chart(block)
            case Callout():
                title = self.inlines(block.title) or escape(self.words[block.kind])
                copy = _element("p", "callout-title", title) + self.blocks(block.blocks, "callout")
                return _element("div", f"panel-callout kind-{block.kind}", copy)
            case FiguresPanel():
                return self.figures(block.figures, "within")
            case Box():
                return _element("div", "panel-box", self.blocks(block.blocks, "box"))
            case Bibliography():
                return "".join(_element("p", "bibliography", self.inlines(each)) for each in block.entries)
            case ThematicBreak():
                return '<div class="thematic-break"></div>'
            case PageBreak():
                return '<div class="page-break"></div>'
            case ColumnBreak():
                return '<div class="column-break"></div>'
            case _:
                assert_never(block)

    def heading(self, heading: Heading) -> str:
        tag = f"h{min(heading.level + 1, 6)}"
        number = _fields.shown_number(heading, self.style)
        content = self.inlines(heading.children)
        if number:
            content = _element("span", "heading-number", escape(number)) + content
        beside = self.beside(heading)
        return _element(tag, f"heading-{min(heading.level, 4)}", content, id=heading.id, style=beside)

    def beside(self, heading: Heading) -> str | None:
        """Return what lets a head in the hang stand beside its text: it takes no depth of its own."""
        look, page = self.style.headings, self.style.page
        if look.span != "hang" or heading.level > 1 or not page.hang_pt:
            return None
        role, body = self.style.text.heading_1, self.style.text.body
        lines = _measure.line_count(plain_text(heading.children), role, page.hang_pt - look.number_gap_pt)
        return f"margin-bottom:-{lines * role.leading_pt + body.space_before_pt:.4g}pt"

    def list(self, tag: str, items: tuple[ListItem, ...], tight: bool, role: str, start: int = 1) -> str:
        role = "list" if role in ("body", "list") else role
        content = "".join(self.item(item, role) for item in items)
        style = None
        if tag == "ol":
            digits = len(str(start + len(items) - 1))
            style = f"--digits:{digits};counter-reset:list-item {start - 1}"
        return _element(tag, f"{'tight' if tight else 'loose'} {role}-list", content, style=style)

    def item(self, item: ListItem, role: str) -> str:
        if item.checked is None:
            return _element("li", f"item {role}", self.item_copy(item, role))
        box = _measure.ballot(item.checked, getattr(self.style.text, role.replace("-", "_")).font())
        return _element("li", f"item {role} task-item", f"{box}{NO_BREAK}{self.item_copy(item, role)}")

    def item_copy(self, item: ListItem, role: str) -> str:
        """Return an item's copy; its first paragraph runs on from the marker."""
        if item.blocks and isinstance(first := item.blocks[0], Paragraph):
            lead = _element("span", "lead", self.inlines(first.children))
            return lead + self.blocks(item.blocks[1:], role)
        return self.blocks(item.blocks, role)

    def table(self, table: Table) -> str:
        page, span = self.style.page, _measure.table_span(table, self.style)
        measure = page.type_area_pt if span == "full" else page.measure_pt
        columns = _measure.column_measures(table, self.style, measure)
        shares = "".join(f'<col style="width:{column / sum(columns):.3%}">' for column in columns)

        def row(cells: tuple[Cell, ...], tag: str, role: str, scope: str | None = None) -> str:
            return "".join(
                _element(tag, f"{role} {side}", self.inlines(cell.children), scope=scope)
                for cell, side in zip(cells, table.alignments, strict=True)
            )

        caption = self.caption("table", table.number, table.caption, "caption")
        head = f"<thead><tr>{row(table.head, 'th', 'table-head', 'col')}</tr></thead>"
        body = "".join(f"<tr>{row(cells, 'td', 'table-cell')}</tr>" for cells in table.rows)
        return _element(
            "table",
            f"table {span}",
            f"{caption}<colgroup>{shares}</colgroup>{head}<tbody>{body}</tbody>",
            id=table.id,
        )

    def caption(self, kind: str, number: str, caption: Inlines, tag: str = "div") -> str:
        if not number and not caption:
            return ""
        label = _element("span", "caption-number", f"{escape(self.words[kind])}{NO_BREAK}{number}.") if number else ""
        gap = " " if label and caption else ""
        return _element(tag, "caption", _element("p", "caption-text", label + gap + self.inlines(caption)))

    def chart(self, chart: Chart) -> str:
        span = self.style.figure.span
        measure = self.style.page.type_area_pt if span == "full" else self.style.page.measure_pt
        drawing = _chart.drawing(chart, self.style, measure, self.lang)
        alt = chart.alt or _chart.summary(chart, self.lang)
        picture = _element("img", "drawing", "", src=self.shelf.drawing(_drawing.svg(drawing)), alt=alt).removesuffix(
            "</img>"
        )
        caption = self.caption("figure", chart.number, chart.title)
        unit = ""
        if chart.unit and not _chart.unit_shown(chart):
            unit = _element("p", "source unit-line", escape(chart.unit))
        source = ""
        if chart.source:
            source = _element("p", "source", f"{escape(self.words['source'])}: {self.inlines(chart.source)}")
        return _element("div", "figure chart", caption + unit + picture + source, id=chart.id)

    # --- inlines -------------------------------------------------------------------------------------

    def inlines(self, inlines: Inlines, link: Link | None = None) -> str:
        return "".join(self.inline(inline, link) for inline in inlines)

    def inline(self, inline: Inline, link: Link | None) -> str:
        """Return an inline; within a link every leaf is a link of its own, for PDF tags know no other way."""
        match inline:
            case Text():
                return _linked(escape(inline.text, quote=False), link)
            case SoftBreak():
                return _linked(" ", link)  # a line end would stay one within a footnote
            case LineBreak():
                return "<br>"
            case Emphasis():
                return f"<em>{self.inlines(inline.children, link)}</em>"
            case Strong():
                return f"<strong>{self.inlines(inline.children, link)}</strong>"
            case Strikethrough():
                return f"<s>{self.inlines(inline.children, link)}</s>"
            case Underline():
                return f"<u>{self.inlines(inline.children, link)}</u>"
            case Superscript():
                return f"<sup>{self.inlines(inline.children, link)}</sup>"
            case Subscript():
                return f"<sub>{self.inlines(inline.children, link)}</sub>"
            case Span():
                lang = f' lang="{escape(inline.lang)}"' if inline.lang else ""
                return f"<span{lang}>{self.inlines(inline.children, link)}</span>"
            case Citation():
                return self.inlines(inline.children, link)
            case Code():
                return f'<code class="inline-code">{_linked(escape(inline.text, quote=False), link)}</code>'
            case Link():
                return self.inlines(inline.children, inline)
            case Image():
                source, alt = escape(self.shelf.file(inline.source)), escape(inline.alt or inline.source.stem)
                return f'<img class="inline-picture" src="{source}" alt="{alt}">'
            case Note():
                return _element("span", "note footnote", "<br>".join(self.note_lines(inline.blocks)))
            case CrossReference():
                words = escape(_fields.reference_text(inline, self.style, self.lang))
                return f'<a class="reference" href="#{escape(inline.target)}">{words}</a>'
            case _:
                assert_never(inline)

    def note_lines(self, blocks: Blocks, lead: str = "") -> Iterator[str]:
        """Yield a note's copy in lines: a note floats out of a run of text, which can hold no blocks (CSS GCPM 3)."""
        for block in blocks:
            match block:
                case Paragraph() | Heading():
                    yield lead + self.inlines(block.children)
                case BulletList() | OrderedList():
                    for place, item in enumerate(block.items):
                        number = block.start + place if isinstance(block, OrderedList) else None
                        mark = f"{number}." if number is not None else self.style.list.bullets[0]
                        yield from self.note_lines(item.blocks, f"{mark}{NO_BREAK}")
                case Quote() | Callout() | Box():
                    yield from self.note_lines(block.blocks)
                case CodeBlock():
                    yield from (_element("code", "inline-code", escape(line)) for line in block.text.splitlines())
                case Table():
                    for row in (block.head, *block.rows):
                        yield " · ".join(self.inlines(cell.children) for cell in row)
                case DefinitionList():
                    for definition in block.items:
                        yield self.inlines(definition.term)
                        for meaning in definition.meanings:
                            yield from self.note_lines(meaning)
                case Figure():
                    yield self.inline(Image(source=block.source, alt=_alt(block)), None) + self.inlines(block.caption)
                case Chart():
                    yield escape(_chart.summary(block, self.lang))
                case FiguresPanel():
                    for figure in block.figures:
                        yield f"{self.inlines(figure.value)} {self.inlines(figure.label)} {self.inlines(figure.note)}"
                case Bibliography():
                    yield from (self.inlines(each) for each in block.entries)
                case ThematicBreak() | PageBreak() | ColumnBreak():
                    pass
                case _:
                    assert_never(block)
            lead = ""


def _linked(text: str, link: Link | None) -> str:
    if link is None or not text:
        return text
    title = f' title="{escape(link.title)}"' if link.title else ""
    return f'<a href="{escape(link.target)}"{title}>{text}</a>'


def _alt(figure: Figure) -> str:
    return figure.alt or plain_text(figure.caption) or figure.source.stem.replace("-", " ")
