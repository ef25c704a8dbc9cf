"""The copy as HTML: every block and every inline, their classes the style's roles and panels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import assert_never

from briefprint import direction
from briefprint.document import (
    Bibliography,
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
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
    PageTurn,
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
)
from briefprint.language import NO_BREAK, labelled
from briefprint.renderers import (
    _arrange,
    _bidi,
    _chart,
    _css,
    _css_makeup,
    _depth,
    _directed,
    _drawing,
    _fields,
    _html_tables,
    _measure,
    _sheets,
)
from briefprint.renderers._shelf import Shelf, element, placed
from briefprint.style import HouseStyle

EN_SPACE = "\u2002"  # between a head's number and its words where no stylesheet parts them

_NUMBERING = {"1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
"""What a list's tag says of its numbers (ISO 32000-1, table 347)."""

_JOINER = "\u2060"
"""Where no line ends (Unicode, WORD JOINER)."""
# A line may end at either side of a dash set close (UAX 14, B2), but does not begin with one (Bringhurst 5.2.1).
_CLOSE_DASH = re.compile(r"(?<=\S)—(?=\S)")
# A word that may be longer than its line is broken wherever the line ends.
_LONG = re.compile(r"[^\s\u200b\u2060–—/-]{40,}")
_BREAKABLE = r'<span class="long">\g<0></span>'

_DIRECTIONS = {True: "rtl", False: "ltr"}


def _said(text: str) -> str:
    return _LONG.sub(_BREAKABLE, _CLOSE_DASH.sub(f"{_JOINER}—", escape(text, quote=False)))


class Copy:
    """Sets the copy of one document in one style."""

    def __init__(self, document: Document, style: HouseStyle, shelf: Shelf) -> None:
        self.document, self.style, self.shelf = document, style, shelf
        self.lang, self.words = document.lang, style.words(document.lang)
        self.rtl = direction.is_rtl(document.lang)
        self.mixed = _directed.turns(document, style)
        self.note_dir = _DIRECTIONS[self.rtl] if self.mixed else None  # a call may stand in a foreign name
        self.start = "right" if self.rtl else "left"  # the side that lines begin at
        self.notes: list[Note] = []  # those whose calls have been set, where notes stand at the end
        self.initial_due = False  # whether the next letter is the initial
        self.initial = ""
        self.leads = frozenset(map(id, _arrange.leads(document.blocks)))
        self.end = "left" if self.rtl else "right"
        self.turned = False  # whether the page is, on which what comes next stands
        self.depth = 0  # of numbered lists within each other

    def measure(self, span: _arrange.Span) -> float:
        """Return the breadth of what spans the column, or the type area."""
        if self.turned:
            return _sheets.landscape(self.style.page).type_area_pt
        return self.style.page.type_area_pt if span == "full" else self.style.column_pt

    # --- key figures ---------------------------------------------------------------------------------

    def figures(self, figures: tuple[KeyFigure, ...], place: str) -> str:
        """Return a row of key figures, in front of the copy or within it."""
        if not figures:
            return ""
        panel, look = self.style.panel.figures, self.style.figures
        measure = self.measure(panel.span) - 2 * panel.padding_x_pt
        rows = _measure.figure_rows(figures, look.columns, 2 * look.gap_pt, self.style.text.figure_value, measure)
        title = ""
        if look.title and place == "front":
            title = element("p", "key-points-title figures-title", self.plain(self.words["figures"]))
        content = "".join(
            element("div", "figure-row", "".join(self.figure(figure, column) for figure, column in row))
            for row in rows
        )
        return element("div", f"panel-figures {place}", title + content)

    def figure(self, figure: KeyFigure, measure: float) -> str:
        """Return a figure with its label and note."""
        copy = element("p", "figure-value", self.inlines(figure.value))
        copy += element("p", "figure-label", self.inlines(figure.label))
        copy += element("p", "figure-note", self.inlines(figure.note)) if figure.note else ""
        return placed(element("div", "figure-cell", copy, style=f"width:{measure:.4g}pt"), figure.line)

    # --- blocks --------------------------------------------------------------------------------------

    def blocks(self, blocks: Blocks, role: str) -> str:
        return "".join(self.block(block, role) for block in blocks)

    def block(self, block: Block, role: str) -> str:
        """Return a block, with its line; ``role`` is that of the text around it."""
        return placed(self._block(block, role), block.line)

    def _block(self, block: Block, role: str) -> str:
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph():
                own = _bidi.runs_rtl(block.children, self.rtl)
                turned = _DIRECTIONS[own] if own != self.rtl else None
                return element(
                    "p", role + self.led(block), self.inlines(_arrange.tied(block.children), own), dir=turned
                )
            case BulletList():
                return self.list("ul", block.items, block.tight, role)
            case OrderedList():
                return self.list("ol", block.items, block.tight, role, block.start)
            case DefinitionList():
                items = "".join(
                    element("dt", "term", self.inlines(item.term))
                    + "".join(element("dd", "meaning", self.blocks(each, "definition")) for each in item.meanings)
                    for item in block.items
                )
                return element("dl", "definitions", items)
            case Quote():
                panel = "panel-pull-quote" if block.pull else "panel-quote"
                copy = self.blocks(block.blocks, "pull-quote" if block.pull else "quote")
                if block.attribution:
                    copy += element("p", "attribution", self.inlines(block.attribution))
                return element("blockquote", panel + self.divisible(block), copy)
            case CodeBlock():
                return element(
                    "pre", "panel-code" + self.divisible(block), element("code", "code", escape(block.text))
                )
            case Table():
                return self.table(block)
            case Figure():
                width = f"width:{block.measure:.0%}" if block.measure < 1 else None
                image = element(
                    "img", "picture", "", src=self.picture(block.source), alt=_alt(block), style=width
                ).removesuffix("</img>")
                caption = self.caption("figure", block.number, block.caption)
                return element("div", "figure", image + caption, id=block.id)
            case Chart():
                return self.chart(block)
            case Callout():
                title = self.inlines(block.title) or self.plain(self.words[block.kind])
                copy = element("p", "callout-title", title) + self.blocks(block.blocks, "callout")
                return element("div", f"panel-callout kind-{block.kind}" + self.divisible(block), copy)
            case FiguresPanel():
                return self.figures(block.figures, "within")
            case Box():
                return element("div", "panel-box" + self.divisible(block), self.blocks(block.blocks, "box"))
            case Bibliography():
                return "".join(element("p", "bibliography", self.inlines(each)) for each in block.entries)
            case ThematicBreak():
                return '<div class="thematic-break"></div>'
            case PageBreak():
                return '<div class="page-break"></div>'
            case ColumnBreak():
                return '<div class="column-break"></div>'
            case PageTurn():
                return ""  # ``_arrange.stretches`` has followed it
            case _:
                assert_never(block)

    def heading(self, heading: Heading, place: _arrange.Numbered | None = None) -> str:
        """Return a crosshead; ``place`` is where it stands in a numbering of paragraphs."""
        tag, role = f"h{min(heading.level + 1, 6)}", f"heading-{min(heading.level, 4)}"
        number = _fields.shown_number(heading, self.style)
        content, said = self.inlines(heading.children), None
        if heading.level == 1 and _fields.tells_section(self.style):
            said = plain_text(heading.children)
        if place is not None:
            content = paragraph_number(place) + content
            made = element(tag, f"{role} {level(place)}", content, id=heading.id, data_section=said)
            return placed(made, heading.line)
        bookmark = None
        if number:
            content = element("span", "heading-number", escape(number)) + content
            bookmark = f"{number}{EN_SPACE}{plain_text(heading.children)}"
        beside = self.beside(heading)
        made = element(tag, role, content, id=heading.id, style=beside, data_bookmark=bookmark, data_section=said)
        return placed(made, heading.line)

    def paragraph(self, paragraph: Paragraph, place: _arrange.Numbered) -> str:
        """Return a paragraph of the copy at its place in a numbering of paragraphs."""
        content = paragraph_number(place) + self.inlines(_arrange.tied(paragraph.children))
        return placed(element("p", f"body {level(place)}{self.led(paragraph)}", content), paragraph.line)

    def opening(self, paragraph: Paragraph) -> str:
        """Return the paragraph that the copy begins with: its first letter is the initial."""
        if not _measure.has_initial(paragraph, self.style):
            return self.block(paragraph, "body")
        self.initial_due = True
        copy = element("p", "body" + self.led(paragraph), self.inlines(_arrange.tied(paragraph.children)))
        letter = element("span", "initial", element("span", "initial-letter", escape(self.initial, quote=False)))
        return placed(element("div", "opens", letter + copy), paragraph.line)

    def led(self, paragraph: Paragraph) -> str:
        """Return the classes of a paragraph that stays with what it leads up to, or nothing."""
        head = f" {_css_makeup.AS_HEAD}" if _arrange.as_head(paragraph) else ""
        return f"{head} {_css_makeup.LEADS}" if id(paragraph) in self.leads else head

    def divisible(self, block: Quote | CodeBlock | Callout | Box) -> str:
        """Return the class of what is set apart and too deep to be kept whole, or nothing."""
        panel = _arrange.panel(block, self.style)
        deep = _depth.block_depth(block, self.style.text.body, self.measure(panel.span), self.style)
        whole = _depth.kept_whole(panel, deep, self.style)
        return "" if whole else f" {_css_makeup.DIVISIBLE}"

    def beside(self, heading: Heading) -> str | None:
        """Return what lets a head in the hang stand beside its text: it takes no depth of its own."""
        look, page = self.style.headings, self.style.page
        if look.span != "hang" or heading.level > 1 or not page.hang_pt:
            return None
        role, body = self.style.text.heading_1, self.style.text.body
        lines = _measure.line_count(plain_text(heading.children), role, page.hang_pt - look.number_gap_pt)
        return f"margin-bottom:-{lines * role.leading_pt + body.space_before_pt:.4g}pt"

    def list(self, tag: str, items: tuple[ListItem, ...], tight: bool, role: str, start: int = 1) -> str:
        """Return a list; its numbers are said, as the patterns of its depth write them."""
        role = "list" if role in ("body", "list") else role
        classes, style = f"{'tight' if tight else 'loose'} {role}-list", None
        numbering, token = None, role.replace("-", "_")
        if tag == "ul":
            content = "".join(self.item(item, role) for item in items)
        else:
            patterns = self.style.list.numbers
            pattern = patterns[min(self.depth, len(patterns) - 1)]
            markers = [_arrange.number(start + place, pattern) for place in range(len(items))]
            indent = _measure.list_indent(markers, getattr(self.style.text, token), self.style)
            style = f"padding-{self.start}:{indent:.4g}pt"
            numbering = _NUMBERING[next(each for each in pattern if each.isalnum())]
            self.depth += 1
            content = "".join(self.item(item, role, marker) for item, marker in zip(items, markers, strict=True))
            self.depth -= 1
        return element(tag, classes, content, style=style, data_numbering=numbering)

    def item(self, item: ListItem, role: str, marker: str | None = None) -> str:
        """Return an item of a list; a marker is said where it is not the bullet. A task has its box for one."""
        classes = f"item {role}"
        if item.checked is not None:
            classes += " task-item"
            marker = _measure.ballot(item.checked, getattr(self.style.text, role.replace("-", "_")).font()) + NO_BREAK
        said = f'list-style-type:"{marker}{NO_BREAK}"' if marker else None
        return placed(element("li", classes, self.item_copy(item, role), style=said), item.line)

    def item_copy(self, item: ListItem, role: str) -> str:
        """Return an item's copy; its first paragraph runs on from the marker."""
        if item.blocks and isinstance(first := item.blocks[0], Paragraph):
            lead = element("span", "lead", self.inlines(_arrange.tied(first.children)))
            return lead + self.blocks(item.blocks[1:], role)
        return self.blocks(item.blocks, role)

    def table(self, table: Table) -> str:
        return _html_tables.table(self, table)

    def picture(self, source: Path) -> str:
        return self.shelf.picture(source, _css.family(self.style.text.body.face))

    def caption(self, kind: str, number: str, caption: Inlines, tag: str = "div") -> str:
        if not number and not caption:
            return ""
        label = (
            element("span", "caption-number", self.plain(f"{self.words[kind]}{NO_BREAK}{number}.")) if number else ""
        )
        gap = " " if label and caption else ""
        return element(tag, "caption", element("p", "caption-text", label + gap + self.inlines(caption)))

    def chart(self, chart: Chart) -> str:
        drawing = _chart.drawing(chart, self.style, self.measure(self.style.figure.span), self.lang)
        alt = _chart.summary(chart, self.lang)
        picture = element("img", "drawing", "", src=self.shelf.drawing(_drawing.svg(drawing)), alt=alt).removesuffix(
            "</img>"
        )
        caption = self.caption("figure", chart.number, chart.title)
        unit = ""
        if chart.unit and not _chart.unit_shown(chart):
            unit = element("p", "source unit-line", self.plain(chart.unit))
        source = ""
        if chart.source:
            label = self.plain(labelled(self.words["source"], self.lang))
            source = element("p", "source", label + self.inlines(chart.source))
        return element("div", "figure chart", caption + unit + picture + source, id=chart.id)

    # --- inlines -------------------------------------------------------------------------------------

    def inlines(self, inlines: Inlines, rtl: bool | None = None) -> str:
        """Return a line or a paragraph; ``rtl`` is its direction where the element around it says it."""
        own = _bidi.runs_rtl(inlines, self.rtl) if rtl is None else rtl
        content = self.run(_bidi.ordered(inlines, own))
        return content if rtl is not None or own == self.rtl else element("span", "", content, dir=_DIRECTIONS[own])

    def plain(self, words: str) -> str:
        """Return words that are no author's inlines: a label, a name, a date."""
        return self.inlines((Text(text=words),)) if words and self.mixed else escape(words)

    def run(self, inlines: Inlines) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return self.text(inline.text)
            case SoftBreak():
                return " "  # a line end would stay one within a footnote
            case LineBreak():
                return "<br>"
            case Emphasis():
                return f"<em>{self.run(inline.children)}</em>"
            case Strong():
                return f"<strong>{self.run(inline.children)}</strong>"
            case Strikethrough():
                return f"<s>{self.run(inline.children)}</s>"
            case Underline():
                return f"<u>{self.run(inline.children)}</u>"
            case Superscript():
                return f"<sup>{self.run(inline.children)}</sup>"
            case Subscript():
                return f"<sub>{self.run(inline.children)}</sub>"
            case Span():
                said = f' lang="{escape(inline.lang)}"' if inline.lang else ""
                said += f' dir="{_DIRECTIONS[inline.rtl]}"' if inline.rtl is not None else ""
                return f"<span{said}>{self.run(inline.children)}</span>"
            case Citation():
                return self.run(inline.children)
            case Code():
                return f'<code class="inline-code">{_LONG.sub(_BREAKABLE, escape(inline.text, quote=False))}</code>'
            case Link():
                title = f' title="{escape(inline.title)}"' if inline.title else ""
                words = self.run(inline.children)
                shown = ' class="address"' if "://" in plain_text(inline.children) else ""
                return placed(f'<a{shown} href="{escape(inline.target)}"{title}>{words}</a>', inline.line)
            case Image():
                source, alt = escape(self.picture(inline.source)), escape(inline.alt or inline.source.stem)
                return placed(f'<img class="inline-picture" src="{source}" alt="{alt}">', inline.line)
            case Note():
                return _JOINER + self.call(inline)  # no line begins with a call
            case CrossReference():
                words = self.plain(_fields.reference_text(inline, self.style, self.lang))
                paged = " paged" if inline.page else ""
                return f'<a class="reference{paged}" href="#{escape(inline.target)}">{words}</a>'
            case _:
                assert_never(inline)

    def text(self, text: str) -> str:
        """Return text; that which begins with the initial is left without it.

        What is left of the word says the whole of it to a screen reader (``_pdf_tags``).
        """
        if not self.initial_due:
            return _said(text)
        self.initial_due = False
        self.initial, rest = _measure.parted_initial(text)
        word = rest.split(" ", 1)[0]
        opened = element("span", "initial-word", escape(word, quote=False), data_word=self.initial + word)
        return opened + _said(rest[len(word) :])

    def call(self, note: Note) -> str:
        """Return a note at its call: WeasyPrint floats it to the foot, or it is kept for the end of the copy."""
        if self.style.note.position == "foot":
            lines = [*self.note_lines(note.blocks)]
            if len(lines) > 1:
                lines = [element("span", "note-line", line) for line in lines]
            words = {"data_call": self.words["note_call"], "data_back": self.words["note_back"]}
            made = element("span", "note footnote", "<br>".join(lines), dir=self.note_dir, **words)
            return placed(made, note.line)
        again = any(each.number == note.number for each in self.notes)
        self.notes += [] if again else [note]
        name = None if again else f"briefprint-call-{note.number}"
        said = f"{self.words['note_call']} {note.number}"
        link = element("a", "call", str(note.number), href=f"#briefprint-note-{note.number}", id=name, title=said)
        return element("sup", "note-call", link)

    def endnotes(self) -> Iterator[str]:
        """Yield each note whose call has been set, with a link back to it; a note may hold calls of its own."""
        for note in self.notes:
            said = self.words["note_back"]
            back = element("a", "call", str(note.number), href=f"#briefprint-call-{note.number}", title=said)
            number = element("span", "note-number", back)
            first, *rest = note.blocks or (Paragraph(children=()),)
            if not isinstance(first, Paragraph):
                first, rest = Paragraph(children=()), list(note.blocks)
            lead = element("p", "note", number + self.inlines(first.children))
            copy = lead + self.blocks(tuple(rest), "note")
            yield placed(element("div", "endnote", copy, id=f"briefprint-note-{note.number}"), note.line)

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
                    yield from (element("code", "inline-code", escape(line)) for line in block.text.splitlines())
                case Table():
                    for row in (block.head, *block.rows):
                        yield " · ".join(self.inlines(cell.children) for cell in row)
                case DefinitionList():
                    for definition in block.items:
                        yield self.inlines(definition.term)
                        for meaning in definition.meanings:
                            yield from self.note_lines(meaning)
                case Figure():
                    yield self.inline(Image(source=block.source, alt=_alt(block))) + self.inlines(block.caption)
                case Chart():
                    yield escape(_chart.summary(block, self.lang))
                case FiguresPanel():
                    for figure in block.figures:
                        yield f"{self.inlines(figure.value)} {self.inlines(figure.label)} {self.inlines(figure.note)}"
                case Bibliography():
                    yield from (self.inlines(each) for each in block.entries)
                case ThematicBreak() | PageBreak() | ColumnBreak() | PageTurn():
                    pass
                case _:
                    assert_never(block)
            lead = ""


def level(place: _arrange.Numbered) -> str:
    """Return the class of what stands at a level of a numbering of paragraphs."""
    return f"level-{place.level}"


def paragraph_number(place: _arrange.Numbered) -> str:
    """Return the number of a paragraph, which hangs before its text, or nothing."""
    return element("span", "paragraph-number", f"{place.label}{NO_BREAK}") if place.label else ""


def _alt(figure: Figure) -> str:
    return figure.alt or plain_text(figure.caption) or figure.source.stem.replace("-", " ")
