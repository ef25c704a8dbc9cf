"""A brief as it was written and as pandoc reads it out of a Word file, both as the same kind of lines.

A line is a crosshead, a paragraph, an item, a row: its kind, its place and its words, emphasis and the like marked
where they stand. What Word's nature changes is taken out on both sides, here and nowhere else:

- What a house sets around the copy (masthead, title page, signature, words of its own) is no part of a brief.
- Word has no quotation, callout, box, definition or code: these are styles, and pandoc tells them by their names. A
  panel is bordered paragraphs or a cell; how deep a quotation stands within another is but its indentation.
- Two lists of bullets that follow one another are one, for nothing but numbers could tell them apart.
- The box of a task in two signs ("[ ]", where a face has no box) is a number of no kind, as LibreOffice wants it.
- A further paragraph of an item is no part of the list, but a style ("List Continue 2"); the list goes on below it.
- pandoc looks for no lists in notes: there the style's name tells an item, and nothing its number.
- A space belongs to no run; a no-break space, and a hyphen a face lacks, may be another; soft hyphens are none.
- An empty paragraph, item or cell's side is nothing: pandoc leaves it out.
- A caption follows its picture, whichever is first on the page: pandoc makes one figure of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, assert_never

from briefprint import document as doc
from briefprint.renderers import _chart, _contents, _fields
from briefprint.renderers._arrange import Numbered, arranged, indented, number, numbered
from briefprint.renderers._measure import figure_rows
from briefprint.style import HouseStyle

HOUSE = re.compile(
    r"Institution|Unit|Figure of Mark|Document (Label|Value)|Kicker|Title\b|Subtitle|Byline|Key Points Title|Series"
    r"|Nameplate|Memo|Signature|Closing( Head.*)?$|Separator|TOC|Contents|Ask Title|Address|Addressee|Subject",
    re.IGNORECASE,
)
"""The styles of what a house sets around the copy."""
FEATURES = ("Strong", "Emphasis", "Underline", "Strikethrough", "Superscript", "Subscript", "HTML Code")
SIGNS = {"Decimal": "1", "LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}
ENDS = {"Period": "{}.", "OneParen": "{})", "TwoParens": "({})", "DefaultDelim": "{}"}
ITEM = re.compile(r"\b(Bullet|Number|Continue)\b(?: (\d))?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a run: its words, what they are set as, and where they lead."""

    text: str
    features: frozenset[str] = frozenset()
    target: str = ""


def run(pieces: Iterator[Piece]) -> str:
    """Return a run as one string: each word within the marks of its features."""
    letters: list[tuple[str, str]] = []
    for piece in pieces:
        mark = ",".join(
            [each for each in FEATURES if each in piece.features] + [f"→{piece.target}"] * bool(piece.target)
        )
        for sign in piece.text.replace("\u00ad", "").replace("\u2010", "-"):
            if not sign.isspace():
                letters.append((sign, mark))
            elif letters and letters[-1][0] != " ":
                letters.append((" ", ""))
    said, within = "", ""
    for sign, mark in letters:
        if mark != within:
            said += "}" * bool(within) + f"{{{mark}: " * bool(mark)
            within = mark
        said += sign
    return (said + "}" * bool(within)).strip()


PAGE = "1"
"""Where all that is listed, or referred to with its page, stands in a case: each is a page."""


@dataclass(slots=True)
class Lines:
    """The lines while they are gathered; how deep the lists are nested that stand unbroken above the next."""

    said: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)

    def add(self, kind: str, words: str) -> None:
        """Add what is no item."""
        if words:
            self.said.append(f"{kind} {words}")
            self.levels.clear()

    def item(self, kind: str, words: str) -> None:
        self.said.append(f"{kind} {words}".rstrip())

    def nested(self, level: int) -> int:
        """Return how many lists an item of a level stands in, as pandoc nests them."""
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        return len(self.levels)


# --- what was written ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks stand."""

    depth: int = 0
    quoted: bool = False
    note: bool = False
    copy: bool = True
    defined: bool = False
    numbers: int = 0  # how many lists with numbers it stands in: their patterns take turns, whatever else is between


class Written:
    """A brief's lines."""

    def __init__(self, document: doc.Document, style: HouseStyle) -> None:
        self.document, self.style = _contents.anchored(arranged(document, style)), style
        self.words = style.words(document.lang)
        self.targets = {
            each.id: self._named(each)
            for each in reversed(list(doc.walk(self.document.blocks)))
            if isinstance(each, doc.Heading | doc.Table | doc.Figure | doc.Chart) and each.id
        }

    def _named(self, thing: doc.Heading | doc.Table | doc.Figure | doc.Chart) -> str:
        if isinstance(thing, doc.Heading):
            return squeezed(doc.plain_text(thing.children))
        return f"{self.words['table' if isinstance(thing, doc.Table) else 'figure']} {thing.number}" * bool(
            thing.number
        )

    def lines(self) -> list[str]:
        lines = Lines()
        if self.style.front.set_as != "sections":
            self._front(lines)
        for listing in _contents.listings(self.document, self.style):
            if listing.kind != "contents":  # which pandoc takes for what it makes itself
                for entry in listing.entries:
                    words = f"{entry.number} {doc.plain_text(entry.words)} {PAGE}"
                    lines.add("p", run([Piece(words, target=f"#{self.targets[entry.target]}")]))
        if self.style.paragraphs.numbers:
            for block, place in zip(self.document.blocks, numbered(self.document.blocks, self.style), strict=True):
                self._numbered(block, place, lines)
        else:
            self._blocks(self.document.blocks, Place(), lines)
        if "enclosures" in self.style.closing.order:
            for count, each in enumerate(self.document.enclosures, 1):
                label = number(count, self.style.list.numbers[0])
                lines.item(f"# 1/{lines.nested(0)} {label}", self._run(each))
        if self.style.note.position == "end" and any(isinstance(each, doc.Note) for each in doc.walk(self.document)):
            lines.add("h1", self.words["notes"])  # the house's own head over them
        return lines.said

    def _front(self, lines: Lines) -> None:
        document = self.document
        for part in self.style.front.order:
            match part:
                case "summary":
                    self._blocks(document.summary, Place(), lines)
                case "key_points":
                    for point in document.key_points:
                        lines.item(f"- 1/{lines.nested(0)}", self._run(point))
                case "figures":
                    self._figures(document.figures, lines)
                case "ask":
                    if document.memo and "ask" not in self.style.closing.order:
                        lines.add("p", self._run(document.memo.ask))

    def _figures(self, figures: tuple[doc.KeyFigure, ...], lines: Lines) -> None:
        look, panel = self.style.figures, self.style.panel.figures
        measure = self.style.page.type_area_pt - 2 * panel.padding_x_pt
        for line in figure_rows(figures, look.columns, 2 * look.gap_pt, self.style.text.figure_value, measure):
            for figure, _ in line:
                for words in (figure.value, figure.label, figure.note):
                    lines.add("p", self._run(words))

    def _numbered(self, block: doc.Block, place: Numbered, lines: Lines) -> None:
        if isinstance(block, doc.Paragraph) and place.label and indented(block):
            lines.item(f"§ {lines.nested(place.level)} {place.label}", self._run(block.children))
        else:
            self._blocks((block,), Place(), lines)

    def _blocks(self, blocks: doc.Blocks, place: Place, lines: Lines) -> None:
        for block in blocks:
            self._block(block, place, lines)

    def _block(self, block: doc.Block, place: Place, lines: Lines) -> None:
        match block:
            case doc.Heading():
                lines.add(f"h{min(block.level, 6)}", self._run(block.children, note=place.note))
            case doc.Paragraph():
                lines.add(self._kind(place), self._run(block.children, note=place.note))
            case doc.BulletList() | doc.OrderedList():
                self._list(block, place, lines)
            case doc.DefinitionList():
                for definition in block.items:
                    lines.add("term", self._run(definition.term, note=place.note))
                    for meaning in definition.meanings:
                        self._blocks(meaning, Place(note=place.note, copy=False, defined=True), lines)
            case doc.Quote():
                inner = Place(quoted=True, note=place.note, copy=False)
                self._blocks(block.blocks, inner, lines)
                lines.add("by", self._run(block.attribution, note=place.note))
            case doc.CodeBlock():
                lines.add("code", block.text.expandtabs(4).rstrip("\n"))
            case doc.Table():
                self._caption(block, "table", block.caption, lines)
                self._table(block, lines, place)
            case doc.Figure():
                lines.add(
                    "image",
                    squeezed(block.alt or doc.plain_text(block.caption) or block.source.stem.replace("-", " ")),
                )
                self._caption(block, "figure", block.caption, lines)
            case doc.Chart():
                picture = squeezed(_chart.summary(block, self.document.lang))
                if block.unit and not _chart.unit_shown(block):
                    self._caption(block, "figure", block.title, lines)
                    lines.add("source", squeezed(block.unit))
                    lines.add("image", picture)
                else:
                    lines.add("image", picture)
                    self._caption(block, "figure", block.title, lines)
                if block.source:
                    label = (doc.Text(text=f"{self.words['source']}: "),)
                    lines.add("source", self._run(label + block.source))
            case doc.Callout():
                words = block.title or (doc.Text(text=self.words[block.kind]),)
                lines.add(f"callout {block.kind}", self._run(words, note=place.note))
                self._blocks(block.blocks, Place(note=place.note, copy=False), lines)
            case doc.Box():
                self._blocks(block.blocks, Place(note=place.note, copy=False), lines)
            case doc.FiguresPanel():
                self._figures(block.figures, lines)
            case doc.Bibliography():
                for entry in block.entries:
                    lines.add("p", self._run(entry))
            case doc.ThematicBreak() | doc.PageBreak() | doc.ColumnBreak() | doc.PageTurn():
                pass
            case _:
                assert_never(block)

    @staticmethod
    def _kind(place: Place) -> str:
        more = f"+{place.depth} " if place.depth else ": " if place.defined else ""
        return f"{more}{'> ' if place.quoted else ''}p"

    def _list(self, block: doc.BulletList | doc.OrderedList, place: Place, lines: Lines) -> None:
        ordered = isinstance(block, doc.OrderedList)
        within = Place(place.depth + 1, place.quoted, place.note, place.copy, numbers=place.numbers + ordered)
        for count, item in enumerate(block.items):
            first, rest = item.blocks[:1], item.blocks[1:]
            if not (first and isinstance(first[0], doc.Paragraph)):
                first, rest = (), item.blocks
            words = self._run(first[0].children if first else (), note=place.note)
            if place.note:
                kind = f"{'#' if ordered else '-'} {place.depth + 1}"
            else:
                patterns = self.style.list.numbers
                label = ""
                if isinstance(block, doc.OrderedList):
                    label = f" {number(block.start + count, patterns[min(place.numbers, len(patterns) - 1)])}"
                kind = f"{'#' if ordered else '-'} {place.depth + 1}/{lines.nested(place.depth)}{label}"
            if words:
                lines.item(kind + (" >" if place.quoted else ""), words)
            self._blocks(rest, within, lines)

    def _caption(self, thing: Any, kind: str, words: doc.Inlines, lines: Lines) -> None:
        label = f"{self.words[kind]} {thing.number}. " if thing.number else ""
        lines.add("caption", label + self._run(words) if words else label.strip())

    def _table(self, table: doc.Table, lines: Lines, place: Place) -> None:
        rows = [("head", table.head)] if any(cell.children for cell in table.head) else []
        for kind, cells in [*rows, *(("row", row) for row in table.rows)]:
            said = []
            for side, cell in zip(table.alignments, cells, strict=True):
                words = self._run(cell.children, note=place.note)
                said.append(f"{side}: {words}" if words else "")
            lines.add(kind, " | ".join(said))

    def _run(self, inlines: doc.Inlines, note: bool = False) -> str:
        return run(self._pieces(inlines, Piece(""), note))

    def _pieces(self, inlines: doc.Inlines, around: Piece, note: bool) -> Iterator[Piece]:
        for each in inlines:
            yield from self._inline(each, around, note)

    def _inline(self, inline: doc.Inline, around: Piece, note: bool) -> Iterator[Piece]:
        match inline:
            case doc.Text():
                yield Piece(inline.text, around.features, around.target)
            case doc.SoftBreak():
                yield Piece(" ")
            case doc.LineBreak():
                yield Piece("⏎")
            case doc.Code():
                yield Piece(inline.text, around.features | {"HTML Code"}, around.target)
            case doc.Emphasis():  # within itself it is none
                features = around.features ^ {"Emphasis"}
                yield from self._pieces(inline.children, Piece("", features, around.target), note)
            case doc.Strong() | doc.Underline() | doc.Strikethrough() | doc.Superscript() | doc.Subscript():
                features = around.features | {type(inline).__name__}
                yield from self._pieces(inline.children, Piece("", features, around.target), note)
            case doc.Span() | doc.Citation():
                yield from self._pieces(inline.children, around, note)
            case doc.Link():
                target = inline.target
                if target.startswith("#"):
                    target = f"#{self.targets[target[1:]]}"
                yield from self._pieces(inline.children, Piece("", around.features, target), note)
            case doc.Image():
                yield Piece(f"⟦{inline.alt}⟧")
            case doc.CrossReference():
                yield from self._reference(inline, around)
            case doc.Note():
                yield from self._note(inline, around, note)
            case _:
                assert_never(inline)

    def _reference(self, inline: doc.CrossReference, around: Piece) -> Iterator[Piece]:
        words = _fields.reference_text(inline, self.style, self.document.lang)
        core = words
        if inline.kind == "section":
            core = inline.title if inline.title and inline.title in words else inline.number
        before, _, after = words.rpartition(core)
        yield Piece(before, around.features, around.target)
        yield Piece(core, around.features, f"#{self.targets[inline.target]}")
        yield Piece(after, around.features, around.target)
        if inline.page:
            before = _fields.before_page(self.style, self.document.lang)
            yield Piece(before, around.features, around.target)
            yield Piece(PAGE, around.features, f"#{self.targets[inline.target]}")

    def _note(self, inline: doc.Note, around: Piece, note: bool) -> Iterator[Piece]:
        if note:
            yield Piece(" [", around.features, around.target)
            for block in doc.walk(inline.blocks):
                if isinstance(block, doc.Paragraph):
                    yield from self._pieces(block.children, around, True)
            yield Piece("]", around.features, around.target)
            return
        lines = Lines()
        self._blocks(inline.blocks, Place(note=True, copy=False), lines)
        yield Piece(f"⟦note {' ¶ '.join(lines.said)}⟧")


# --- what pandoc reads --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Around:
    """What pandoc's blocks stand in."""

    style: str = ""
    lists: int = 0
    marker: str = ""  # of the item whose first paragraph comes next
    quoted: bool = False
    term: str = ""
    note: bool = False


class Back:
    """The lines of pandoc's tree."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.blocks = tree["blocks"]
        self.targets: dict[str, str] = {}
        self._find(self.blocks)

    def _find(self, value: Any) -> None:
        """Learn what each id is the name of."""
        if isinstance(value, list):
            for place, each in enumerate(value):
                self._find(each)
                if (
                    isinstance(each, dict) and each.get("t") == "Span" and each["c"][0][0]
                ):  # what is named begins there
                    named = re.match(r"\S+ [\w.]*\w", plain(value[place + 1 :]))
                    self.targets[each["c"][0][0]] = named[0] if named else ""
        elif isinstance(value, dict):
            kind, content = value.get("t"), value.get("c")
            if kind == "Header":
                self.targets[content[1][0]] = plain(content[2])
            self._find(content)

    def lines(self) -> list[str]:
        lines = Lines()
        self._blocks(self.blocks, Around(), lines)
        return lines.said

    def _blocks(self, blocks: list[Any], around: Around, lines: Lines) -> None:
        for block in blocks:
            self._block(block["t"], block.get("c"), around, lines)

    def _block(self, kind: str, content: Any, around: Around, lines: Lines) -> None:
        match kind:
            case "Div":
                style = dict(content[0][2]).get("custom-style", around.style)
                self._blocks(
                    content[1],
                    Around(style, around.lists, around.marker, around.quoted, around.term, around.note),
                    lines,
                )
            case "BlockQuote":
                self._blocks(
                    content, Around(around.style, around.lists, around.marker, True, around.term, around.note), lines
                )
            case "Header":
                lines.add(f"h{content[0]}", self._run(content[2]))
            case "Para" | "Plain":
                self._paragraph(content, around, lines)
            case "CodeBlock":
                lines.add("code", content[1])
            case "BulletList":
                for item in content:
                    self._item(item, "-", around.lists + 1, lines)
            case "OrderedList":
                start, look, ends = content[0]
                for count, item in enumerate(content[1], start):
                    pattern = ENDS[ends["t"]].format(SIGNS[look["t"]]) if look["t"] in SIGNS else ""
                    label = number(count, pattern) if pattern else "-"
                    self._item(item, label, around.lists + 1, lines)
            case "DefinitionList":
                for term, meanings in content:
                    lines.add("term", self._run(term))
                    for meaning in meanings:
                        self._blocks(meaning, Around("Definition"), lines)
            case "Figure":
                self._blocks(content[2], Around("Figure of Copy"), lines)
                self._blocks(content[1][1], around, lines)
            case "Table":
                self._table(content, lines)
            case _:
                lines.add(kind, str(content))

    def _item(self, item: list[Any], marker: str, lists: int, lines: Lines) -> None:
        for place, block in enumerate(item):
            own = Around("", lists, "" if place else marker)
            self._block(block["t"], block.get("c"), own, lines)

    def _paragraph(self, content: list[Any], around: Around, lines: Lines) -> None:
        style, words = around.style, self._run(content)
        if style.lower().startswith("caption"):
            lines.add("caption", words)
            return
        if len(content) == 1 and content[0]["t"] == "Image" and style.startswith("Figure of"):
            if style != "Figure of Mark":
                lines.add("image", words[1:-1])
            return
        quoted = " >" if around.quoted or re.match("Quote|Intense Quote", style) else ""
        found = ITEM.search(style)
        if around.marker:
            if HOUSE.match(style):
                return
            depth = int(found[2] or 1) if found else 1
            if style.startswith("Numbered"):
                lines.item(f"§ {around.lists} {around.marker}", words)
            elif around.marker == "-":
                lines.item(f"- {depth}/{around.lists}{quoted}", words)
            else:
                lines.item(f"# {depth}/{around.lists} {around.marker}{quoted}", words)
        elif HOUSE.match(style):
            return
        elif found and found[1] == "Continue":
            lines.add(f"+{found[2] or 1}{quoted} p", words)
        elif found and around.note:
            lines.item(f"{'#' if found[1] == 'Number' else '-'} {found[2] or 1}{quoted}", words)
        elif re.match(r"(Pull Quote )?Attribution", style):
            lines.add("by", words)
        elif callout := re.match(r"Callout (\w+) Title", style):
            lines.add(f"callout {callout[1].lower()}", words)
        elif style.startswith("Definition Term"):
            lines.add("term", words)
        elif style.startswith("Definition"):
            lines.add(":" + quoted + " p", words)
        elif style.startswith("Source Code"):
            lines.add("code", plain(content))
        elif style.startswith("Source"):
            lines.add("source", words)
        else:
            lines.add(quoted.strip() + " p" if quoted else "p", words)

    def _table(self, content: Any, lines: Lines) -> None:
        attributes, caption, _, head, bodies, foot = content
        if dict(attributes[2]).get("custom-style") != "BriefTable":  # a panel's grid
            for row in self._rows(head, bodies, foot):
                for cell in row[1]:
                    self._blocks(cell[4], Around(), lines)
            return
        for block in caption[1]:
            if block["t"] == "Div":  # what is plain is what a table says of itself to who cannot see it
                self._blocks([block], Around(), lines)
        heads = len(head[1])
        for place, row in enumerate(self._rows(head, bodies, foot)):
            said = [self._cell(cell[4]) for cell in row[1]]
            lines.add("head" if place < heads else "row", " | ".join(said))

    @staticmethod
    def _rows(head: Any, bodies: Any, foot: Any) -> list[Any]:
        return [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]

    def _cell(self, blocks: list[Any]) -> str:
        side, said = "left", []
        for block in blocks:
            style = dict(block["c"][0][2]).get("custom-style", "") if block["t"] == "Div" else ""
            side = "center" if "Centred" in style else "right" if "Right" in style else side
            inner = Lines()
            self._blocks([block], Around(), inner)
            said += [line.removeprefix("p ") for line in inner.said]
        return f"{side}: {' ¶ '.join(said)}" if said else ""

    def _run(self, inlines: list[Any]) -> str:
        return run(self._pieces(inlines, Piece("")))

    def _pieces(self, inlines: list[Any], around: Piece) -> Iterator[Piece]:
        for each in inlines:
            yield from self._inline(each["t"], each.get("c"), around)

    def _inline(self, kind: str, content: Any, around: Piece) -> Iterator[Piece]:
        match kind:
            case "Str":
                yield Piece(content, around.features, around.target)
            case "Space" | "SoftBreak":
                yield Piece(" ")
            case "LineBreak":
                yield Piece("⏎")
            case "Span":
                name = dict(content[0][2]).get("custom-style", "").split(" in ")[0]
                features = frozenset(each for each in FEATURES if each in name)
                yield from self._pieces(content[1], Piece("", around.features | features, around.target))
            case "Link":
                target = content[2][0]
                target = f"#{self.targets[target[1:]]}" if target.startswith("#") else target
                yield from self._pieces(content[1], Piece("", around.features, target))
            case "Image":
                yield Piece(f"⟦{plain(content[1])}⟧")
            case "Note":
                lines = Lines()
                self._blocks(content, Around(note=True), lines)
                yield Piece(f"⟦note {' ¶ '.join(lines.said)}⟧")
            case _:
                yield Piece(f"⟦{kind} {content}⟧")


def squeezed(text: str) -> str:
    """Return text as ``run`` leaves it."""
    return run(iter([Piece(text)]))


def plain(inlines: list[Any]) -> str:
    """Return the words of pandoc's inlines."""
    said = ""
    for each in inlines:
        content = each.get("c")
        match each["t"]:
            case "Str":
                said += content
            case "Space" | "SoftBreak":
                said += " "
            case "LineBreak":
                said += "\n"
            case "Span" | "Link":
                said += plain(content[1])
            case "Note":
                pass
    return squeezed(said)
