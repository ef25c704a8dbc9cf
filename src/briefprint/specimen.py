"""Type specimens: a brief and a memo whose copy says of each text role what it is and how it is set.

They are documents like any other, set by the formats themselves; what only the house's own words fill
(institution, labels, running lines) says its role through the labels of the style that comes with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter
from typing import Any

from briefprint.coverage import missing
from briefprint.document import (
    Bibliography,
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
    Cell,
    Chart,
    Code,
    CodeBlock,
    CrossReference,
    Date,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    FiguresPanel,
    Heading,
    Inline,
    Inlines,
    KeyFigure,
    LineBreak,
    Link,
    ListItem,
    Memo,
    Note,
    OrderedList,
    Paragraph,
    Person,
    Quote,
    Series,
    Span,
    Strong,
    Superscript,
    Table,
    Text,
)
from briefprint.language import NO_BREAK
from briefprint.style import Face, HouseStyle, RunningLine, TextRole
from briefprint.styleguide import contrast, grounds

LANG = "en-GB"

WEIGHTS = {
    100: "Thin", 200: "ExtraLight", 300: "Light", 400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold",
    800: "ExtraBold", 900: "Black",
}  # fmt: skip
"""Weights by name (OpenType 1.9, OS/2 usWeightClass)."""

PANGRAMS = {
    "en": "The quick brown fox jumps over the lazy dog: £12,345 & €67,890.",
    "pl": "Pchnąć w tę łódź jeża lub ośm skrzyń fig.",
    "de": "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.",
    "fr": "Où dîne l’âme naïve? À Noël, çà et là, près du bœuf rôti, sûre d’être fêtée.",
    "uk": "Жебракують філософи при ґанку церкви в Гадячі, ще й шатро їхнє п’яне знаємо.",
}
"""Sentences of the letters that a language adds to the alphabet: old ones that are nobody's, and the French ours."""

_NAMES = {"en": "English", "pl": "Polish", "de": "German", "fr": "French", "uk": "Ukrainian"}
_DISPLAY_PT = 19.0  # what is larger has room for no more than its name and size
_SHORT_FIELDS = ("number", "date", "place", "marking")
_PALE = 1.5  # a contrast that leaves a field without an edge of its own
_SHARED = "the memo sets it in place of memo_point where a brief lists no points"


@dataclass(frozen=True, slots=True)
class Specimen:
    """A document that describes the type it is set in, and the style whose labels do so too."""

    document: Document
    style: HouseStyle


def weight_name(weight: int, italic: bool = False) -> str:
    """Return a weight as type founders call it: 'SemiBold Italic'."""
    name = WEIGHTS.get(weight, str(weight))
    return (f"{name} Italic" if weight != 400 else "Italic") if italic else name


def described(role: TextRole) -> str:
    """Return how a role is set: 'Source Sans 3 SemiBold 14/17 pt'."""
    face = role.face.name.replace(" ", NO_BREAK)
    return f"{face} {weight_name(role.weight, role.italic)} {sizes(role)}{NO_BREAK}pt"


def sizes(role: TextRole) -> str:
    """Return size and leading as compositors write them: '14/17'."""
    return f"{role.size_pt:g}/{role.leading_pt:g}"


def unset(style: HouseStyle) -> dict[str, str]:
    """Return the roles that neither specimen can set in this style, each with the reason."""
    front, closing = style.front, style.closing.order
    found = {
        "watermark": "it stands behind the text of drafts only",
        "heading_number": "its text is a number, and stands before the heads that bear one",
        "memo_body": _SHARED,
    }
    if front.set_as == "sections":
        found |= dict.fromkeys(("summary", "key_points", "key_points_title"), "the style sets the front as sections")
    elif not style.key_points.title:
        found["key_points_title"] = "the style sets none"
    found |= {name: "the style sets none" for name in ("summary", "key_points") if name not in front.order}
    if "ask" not in front.order:
        found |= dict.fromkeys(("ask", "ask_title"), "the style sets no ask before the copy")
    if "authors" not in front.byline:
        found["byline"] = "the style sets none"
    if not {*style.document_line.cells} - {"authors"}:
        found |= dict.fromkeys(("document_label", "document_value"), "the style has no document line")
    elif not style.document_line.labels:
        found["document_label"] = "the style sets none"
    if "signature" not in closing:
        found["signature"] = "the style sets none"
    if "enclosures" not in closing:
        found["closing"] = "the style sets none"
    for name, lines in (
        ("running_head", (style.running.head_first, style.running.head)),
        ("folio", (style.running.foot_first, style.running.foot)),
    ):
        if all(line.empty for line in lines):
            found[name] = "the style sets none"
    memo = style.memo
    if memo.masthead.pattern == "memo_head":
        found["memo_name"] = "an official memorandum says in its first line what it is"
    if "figures" not in memo.order:
        found |= dict.fromkeys(("memo_figure_value", "memo_figure_label"), "the style sets no figures on its memo")
    if "ask" not in memo.order:
        found["memo_ask"] = "the style sets no ask on its memo"
    if "ask" not in memo.order or not memo.decisions:
        found["memo_decision"] = "the style offers no decisions"
    found |= {
        f"memo_{role}": "the style sets none on its memo"
        for part, role in (("bottom_line", "bottom_line"), ("points", "point"))
        if part not in memo.order
    }
    return found


def brief(style: HouseStyle, swatches: Path | None = None) -> Specimen:
    """Return the specimen of a brief; ``swatches`` is a picture of the palette, left to right."""
    return _Writer(style).brief(swatches)


def memo(style: HouseStyle) -> Specimen:
    """Return the specimen of a memo."""
    return _Writer(style).memo()


def swatches(style: HouseStyle) -> str:
    """Return a picture of the palette as SVG: a field for each colour, in the order of the style's table.

    A colour that the paper would swallow has an edge.
    """
    fields = []
    for place, colour in enumerate(style.palette.values()):
        edge = style.chart.axis_color if contrast(colour, style.palette["paper"]) < _PALE else colour
        fields.append(
            f'<rect x="{place * 12 + 0.1:g}" y="0.1" width="10.8" height="7.8" fill="{colour}" stroke="{edge}" '
            'stroke-width="0.2"/>'
        )
    breadth = len(fields) * 12 - 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{breadth * 10}" height="80" '
        f'viewBox="0 0 {breadth} 8">{"".join(fields)}</svg>'
    )


def _literal(text: str) -> str:
    """Return text as a running line holds it: braces stand for fields there."""
    return text.replace("{", "{{").replace("}", "}}")


def _text(text: str) -> Inlines:
    return (Text(text=text),)


def _paragraph(*parts: str | Inline) -> Paragraph:
    return Paragraph(children=tuple(Text(text=each) if isinstance(each, str) else each for each in parts))


def _listed(words: tuple[str, ...]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1]) if len(words) > 1 else words)


def _items(*items: str | Blocks) -> tuple[ListItem, ...]:
    return tuple(ListItem(blocks=(_paragraph(each),) if isinstance(each, str) else each) for each in items)


def _cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(children=_text(each)) for each in texts)


class _Writer:
    """Writes the copy of one style's specimens."""

    def __init__(self, style: HouseStyle) -> None:
        self.style, self.roles, self.unset = style, dict(style.roles()), unset(style)
        self.words: dict[str, str] = {}
        self.languages = tuple(self._languages())

    # --- words ---------------------------------------------------------------------------------------

    def spec(self, role: str) -> str:
        """Return a role's name and how it is set; a display size has room for its name and size."""
        look = self.roles[role]
        if look.size_pt > _DISPLAY_PT:
            return f"{role} {sizes(look)}"
        return f"{role} — {described(look)}"

    def opened(self, role: str, copy: str) -> Inlines:
        """Return copy that opens with its role."""
        return _text(f"{role} — {described(self.roles[role])}. {copy}")

    def set_as(self, role: str, copy: str) -> Inlines:
        """Return the same for a part of the front, which some styles set as a section of the copy."""
        if role in self.unset:
            return _text(f"What other styles set as {role} stands here as a section of the copy. {copy}")
        return self.opened(role, copy)

    def voiced(self) -> HouseStyle:
        """Return the style with labels and running lines that say what they are."""
        running = self.style.running
        names = {"head": "running_head", "foot": "folio"}
        lines: dict[str, Any] = {
            key: self._line(getattr(running, key), names[key.removesuffix("_first")])
            for key in ("head_first", "head", "foot_first", "foot")
        }
        labels = {"en": {**self.style.words(LANG), **self.words}}
        return replace(self.style, labels=labels, running=replace(running, **lines))

    def _line(self, line: RunningLine, role: str) -> RunningLine:
        """Return a running line that names its role, then its style; short fields and page numbers stay."""
        if line.empty:
            return line
        words = [self.spec(role), self.style.label]
        sides: dict[str, Any] = {}
        for side in ("left", "center", "right"):
            made = ""
            for literal, field, _, _ in Formatter().parse(getattr(line, side)):
                made += _literal(literal)
                if field in ("page", "pages", "continued") or (field in _SHORT_FIELDS and not words):
                    made += f"{{{field}}}"
                elif field and words:
                    made += _literal(words.pop(0))
            sides[side] = made
        if len(words) > 1:  # nothing but page numbers
            empty = next((side for side, made in sides.items() if not made), "left")
            sides[empty] = f"{_literal(words[0])} {sides[empty]}".rstrip()
        return replace(line, **sides)

    def _languages(self) -> Iterator[str]:
        """Yield the languages whose pangrams every face of the style can set."""
        for lang, copy in PANGRAMS.items():
            blocks = (_paragraph(copy), _paragraph(Code(text=copy)))
            if not missing(Document(path="", lang=lang, title=(), blocks=blocks), self.style):
                yield lang

    # --- the brief -----------------------------------------------------------------------------------

    def brief(self, picture: Path | None) -> Specimen:
        style, said = self.style, self.spec
        self.words |= {
            "institution": said("institution"),
            "unit": said("unit"),
            "series": said("unit"),
            "contents": said("toc_title"),
            "key_points": self._word("key_points_title", "key_points"),
            "ask": self._word("ask_title", "ask"),
        }
        cells = [each for each in ("number", "place", "marking") if each in style.document_line.cells]
        if cells:
            self.words[cells[0]] = "document_label"
        values = {cells[0]: f"document_value {sizes(self.roles['document_value'])}"} if cells else {}
        document = Document(
            path=style.name,
            lang=LANG,
            kicker=_text(said("kicker")),
            title=_text(self.headline()),
            standfirst=self.opened("standfirst", "One sentence under the headline, for those who read no further."),
            authors=tuple(Person(name=each) for each in self.people()),
            date=Date(year=2026),
            place=values.get("place", "Warsaw"),
            number=values.get("number", "PB 1/2026"),
            marking=values.get("marking", next(iter(style.marking.levels), "")),
            toc=True,
            toc_depth=3,
            summary=(Paragraph(children=self.set_as("summary", _SUMMARY)),),
            key_points=(self.set_as("key_points", _POINTS[0]), *map(_text, _POINTS[1:])),
            figures=self.figures() if "figures" in style.front.order else (),
            blocks=tuple(self.copy(picture)),
            enclosures=(_text(said("closing")), _text("The palette, as a table for printers.")),
            memo=Memo(
                to=("The designer",),
                sender=("The house",),
                cc=("The press",),
                ask=self.set_as("ask", "What the reader is to decide, so that it cannot be missed."),
            ),
        )
        return Specimen(document, self.voiced())

    def _word(self, role: str, word: str) -> str:
        """Return what stands for a label: its role, or the house's word where that is a section's head."""
        return self.style.words(LANG)[word] if role in self.unset else self.spec(role)

    def headline(self) -> str:
        role = self.roles["headline"]
        return f"headline — {described(role)}"

    def people(self) -> Iterator[str]:
        """Yield the authors: where a byline names them, and where one signs."""
        names = [self.spec(role) for role in ("byline", "signature") if role not in self.unset]
        yield from names or ["Type department"]

    def figures(self) -> tuple[KeyFigure, ...]:
        value, label, note = (self.roles[f"figure_{part}"] for part in ("value", "label", "note"))
        return (
            KeyFigure(
                value=_text("figure_value"),
                label=_text(f"figure_label — {described(label)}"),
                note=_text(f"figure_note — {described(note)}"),
            ),
            KeyFigure(
                value=_text(sizes(value)),
                label=_text(f"{value.face.name} {weight_name(value.weight, value.italic)}"),
                note=_text("size and leading of the value"),
            ),
            KeyFigure(
                value=_text(f"{self.style.column_pt:.0f}"),
                label=_text("points"),
                note=_text("the measure of the text"),
            ),
        )

    def copy(self, picture: Path | None) -> Iterator[Block]:
        """Yield the copy: the run of the text, what is set in lists, what is counted, what stands apart."""
        yield from self.running_text()
        yield from self.lists()
        yield from self.counted(picture)
        yield from self.apart()
        yield from self.letters()

    def heading(self, level: int, number: str, text: str = "") -> Heading:
        return Heading(
            level=level, children=_text(text or self.spec(f"heading_{level}")), id=f"part-{number}", number=number
        )

    def running_text(self) -> Iterator[Block]:
        body, style = self.roles["body"], self.style
        yield self.heading(1, "1")
        yield _paragraph(
            f"This is body — {described(body)}, {_ALIGNED[body.align]} on a measure of {style.column_pt:.0f} points. "
            "Nearly all that is read is read in it, so a style is judged here before it is judged anywhere else. "
            "Half close the eyes: the paragraph should turn an even grey, with no white rivers running down it and "
            "no line darker than its neighbours. Then open them and read at the usual pace. The eye should find the "
            "start of each line without looking for it, and the leading should hold the lines apart just so far that "
            "none is read twice."
        )
        note = Note(
            number=1,
            blocks=(
                _paragraph(
                    f"{self.spec('note')}. A note says where a thing was found; it never carries the argument."
                ),
            ),
        )
        yield _paragraph(
            "A second paragraph shows how the first one ends and the next begins. Within it stand ",
            Strong(children=_text("strong text")),
            ", ",
            Emphasis(children=_text("emphasis")),
            ", ",
            Strong(children=(Emphasis(children=_text("both at once")),)),
            ", a ",
            Link(children=_text("link to somewhere"), target="https://example.org"),
            ", a word of ",
            Code(text="code"),
            ", the 21",
            Superscript(children=_text("st")),
            " century with its superior, a call for a note,",
            note,
            " and references to ",
            CrossReference(target="sizes", kind="table", number="1"),
            " and to ",
            CrossReference(target="part-2", kind="section", number="2", title=_SECTIONS[0]),
            ". Figures such as 1,250 and 48.7 per cent should neither shout nor sink; quotation marks, “outer and "
            "‘inner’ ones”, and dashes – like these – belong to the face as much as its letters do.",
        )

    def lists(self) -> Iterator[Block]:
        yield self.heading(1, "2", _SECTIONS[0])
        yield self.heading(2, "2.1")
        nested = BulletList(items=_items("The second level has a mark and an indent of its own."), tight=True)
        bullets = _items(
            f"{self.spec('list')}. What has no order is set with bullets.",
            (_paragraph("A line that turns over comes back to its own edge, never to the bullet’s."), nested),
        )
        yield BulletList(items=bullets, tight=True)
        counted = OrderedList(items=_items("and what follows from it;"), tight=True)
        yield OrderedList(items=_items("First one thing,", (_paragraph("then the next,"), counted)), tight=True)
        yield _paragraph("Tasks have boxes for bullets:")
        tasks = (
            ListItem(blocks=(_paragraph("What is done bears a tick."),), checked=True),
            ListItem(blocks=(_paragraph("What is not has an empty box."),), checked=False),
        )
        yield BulletList(items=tasks, tight=True)
        yield self.heading(3, "2.1.1")
        meanings = (
            (self.spec("term"), f"{self.spec('definition')}. A term stands over its meaning."),
            ("Leading", "The distance from one baseline to the next, named after the strips of lead between lines."),
        )
        yield DefinitionList(
            items=tuple(Definition(term=_text(term), meanings=((_paragraph(copy),),)) for term, copy in meanings)
        )
        yield self.heading(4, "2.1.1.1")
        yield _paragraph("The fourth level is the last. A paper that needs a fifth needs an editor first.")

    def counted(self, picture: Path | None) -> Iterator[Block]:
        yield self.heading(1, "3", _SECTIONS[1])
        head, cell = self.roles["table_head"], self.roles["table_cell"]
        yield _paragraph(
            f"A caption says what is found, not only what is shown. The heads of a table are {head.face.name} "
            f"{weight_name(head.weight, head.italic)}, its cells {cell.face.name} "
            f"{weight_name(cell.weight, cell.italic)}; figures stand under one another."
        )
        rows = [
            (name, role.face.name, f"{role.size_pt:.2f}", f"{role.leading_pt:.2f}", self._contrast(name))
            for name, role in self._read()
        ]
        yield Table(
            alignments=("left", "left", "right", "right", "right"),
            head=_cells(f"table_head {sizes(head)}", "Face", "Size", "Leading", "Contrast"),
            rows=(
                *(_cells(*row) for row in rows),
                _cells("table_cell", cell.face.name, f"{cell.size_pt:.2f}", f"{cell.leading_pt:.2f}",
                       self._contrast("table_cell")),
            ),
            caption=_text(f"{self.spec('caption')}. What is read line after line"),
            id="sizes",
            number="1",
        )  # fmt: skip
        if picture:
            colours = ", ".join(f"{name}{NO_BREAK}{value}" for name, value in self.style.palette.items())
            yield Figure(
                source=picture,
                alt=f"The colours of the palette, side by side: {colours}",
                caption=_text(f"The palette, from the left: {colours}"),
                id="palette",
                number="1",
            )
        if "figures" not in self.style.front.order:
            yield FiguresPanel(figures=self.figures())
        label = self.roles["chart_label"]
        read = [*self._read()][:3]
        yield Chart(
            kind="bar",
            labels=(f"chart_label {sizes(label)}", *(name for name, _ in read)),
            series=(Series(name="", values=(label.size_pt, *(role.size_pt for _, role in read))),),
            title=_text("Sizes compared, in points"),
            unit="pt",
            source=_text(f"{self.spec('source')}; a style file"),
            id="compared",
            number="2" if picture else "1",
        )

    def _read(self) -> Iterator[tuple[str, TextRole]]:
        for name in ("body", "summary", "list", "quote", "callout", "note"):
            if name not in self.unset:
                yield name, self.roles[name]

    def _contrast(self, role: str) -> str:
        """Return a role's contrast on its ground, the least where it has more than one (WCAG 2.2, 1.4.3)."""
        grounds_of = grounds(self.style, role).values()
        return f"{min(contrast(self.roles[role].color, each) for each in grounds_of):.1f}:1"

    def apart(self) -> Iterator[Block]:
        yield self.heading(1, "4", _SECTIONS[2])
        yield Callout(
            kind="important",
            title=_text(self.spec("callout_title")),
            blocks=(
                Paragraph(
                    children=self.opened("callout", "It holds what must not be missed by those who only leaf.")
                ),
            ),
        )
        for kind, copy in _CALLOUTS:
            yield Callout(kind=kind, title=(), blocks=(_paragraph(copy),))  # type: ignore[arg-type]
        yield Quote(
            blocks=(
                Paragraph(
                    children=self.opened("quote", "Somebody else’s words, long enough to be set apart from ours.")
                ),
            ),
            attribution=_text(self.spec("attribution")),
        )
        yield _paragraph(
            "The words of others stand in quotations, with their owner’s name. A pull quote repeats a sentence of "
            "our own, so large that it draws a reader in; a box holds what can be read before or after the rest; and "
            "code is set as it was typed."
        )
        yield Quote(blocks=(_paragraph(self.spec("pull_quote")),), pull=True)
        yield Box(blocks=(Paragraph(children=self.opened("box", "A side matter told in full, out of the run.")),))
        role = self.roles["code"]
        yield CodeBlock(
            text=f"# code — {described(role).replace(NO_BREAK, ' ')}\n[text.code]\n"
            f'size = "{role.size_pt:g}pt"\nleading = "{role.leading_pt:g}pt"'
        )
        entry = self.opened("bibliography", "A source, as the list behind the copy has it: its further lines hang.")
        yield Bibliography(entries=(entry,))

    def letters(self) -> Iterator[Block]:
        """Yield a line on what stands around the copy, and the letters of each text face."""
        yield self.heading(1, "5", _SECTIONS[3])
        toc, head, foot = (described(self.roles[each]) for each in ("toc", "running_head", "folio"))
        yield _paragraph(
            f"The contents are set in {toc}, the head of a page in {head} and its foot in {foot}. They guide without "
            "being read, and are the first that a reader misses."
        )
        yield self.heading(2, "5.1", "toc_2: what a section holds")
        yield _paragraph(f"The second level of the contents is {described(self.roles['toc_2'])}.")
        yield self.heading(3, "5.1.1", "toc_3: and what is in that")
        yield _paragraph(
            f"The third is {described(self.roles['toc_3'])}. What is missed as soon is a letter that a face has not "
            "got:"
        )
        used: set[str] = set()
        for role in ("body", "box", "callout", "quote"):
            face = self.roles[role].face
            if face.name not in used:
                used.add(face.name)
                yield self._alphabet(role, face)

    def _alphabet(self, role: str, face: Face) -> Block:
        inlines: list[Inline] = []
        for lang in self.languages:
            inlines += [LineBreak()] if inlines else []
            inlines += [
                Strong(children=_text(_NAMES[lang])),
                Text(text=" "),
                Span(children=_text(PANGRAMS[lang]), lang=lang),
            ]
        named = Paragraph(children=(Strong(children=_text(face.name)),))
        blocks: Blocks = (named, Paragraph(children=tuple(inlines)))
        match role:
            case "body":
                return Paragraph(children=tuple(inlines))
            case "box":
                return Box(blocks=blocks)
            case "callout":
                return Callout(kind="note", title=_text(face.name), blocks=blocks[1:])
            case _:
                return Quote(blocks=blocks)

    # --- the memo ------------------------------------------------------------------------------------

    def memo(self) -> Specimen:
        style, look = self.style, self.style.memo
        said = self.spec
        self.words |= {
            "institution": said("memo_institution"),
            "unit": said("memo_unit"),
            "memo": "memo_name",
            "to": "memo_label",
            "full_brief": f"{said('memo_foot')}. {style.words(LANG)['full_brief']}",
        }
        if heads := [each for each in look.order if each != "figures"]:
            self.words[heads[0]] = said("memo_heading")
        decision = self.roles["memo_decision"]
        names = ("memo_decision", f"{decision.face.name} {weight_name(decision.weight)}", f"{sizes(decision)} pt")
        self.words |= dict(zip(look.decisions, names, strict=False))
        subject = _text(said("memo_subject"))
        value, label = self.roles["memo_figure_value"], self.roles["memo_figure_label"]
        figures = (
            KeyFigure(value=_text("memo_figure_value"), label=_text(f"memo_figure_label — {described(label)}")),
            KeyFigure(
                value=_text(sizes(value)), label=_text(f"{value.face.name} {weight_name(value.weight, value.italic)}")
            ),
        )
        name = self.roles["memo_name"]
        said_first = "The one thing that a busy reader is to take away: what was found, and what it means for him."
        lead = (Paragraph(children=self.opened("memo_bottom_line", said_first)),)
        said_at_head = "The word beside the addressee is"
        if "memo_name" not in self.unset:
            said_at_head = f"The name at the head is memo_name — {described(name)}, the word beside the addressee"
        levers = _listed(look.levers.order)
        note = Note(number=1, blocks=(_paragraph(f"{said('note')}. A memo’s notes stand at its foot."),))
        document = Document(
            path=style.name,
            lang=LANG,
            title=subject,
            number="1",
            date=Date(year=2026),
            authors=(Person(name="Type department"),),
            marking=next(iter(style.marking.levels), ""),
            summary=lead if "bottom_line" in look.order else (),
            figures=figures if "figures" in look.order else (),
            memo=Memo(
                to=(said("memo_value"),),
                sender=("Type department",),
                subject=subject,
                reference="1",
                points=(
                    self.opened("memo_point", "Each point is a sentence or two that stands on its own feet."),
                    _text(f"{said_at_head} memo_label — {described(self.roles['memo_label'])}."),
                    (
                        *_text(f"The copy is measured; {levers} give way, in this order, until it fits one page."),
                        note,
                    ),
                    _text("What stands only in the full brief is not missed here, but found there."),
                ),
                ask=self.opened("memo_ask", "What is wanted, of whom, and by when.") if "ask" in look.order else (),
            ),
        )
        return Specimen(document, self.voiced())


_ALIGNED = {
    "left": "ranged left",
    "right": "ranged right",
    "center": "centred",
    "justify": "justified",
}
_SUMMARY = (
    "The paper in a paragraph: what was found, why it matters, what should be done. Whoever stops here has missed no "
    "more than the reasons."
)
_POINTS = (
    "What a reader in a hurry takes away.",
    "Each is one sentence, and says something that could be wrong.",
    "Four are enough; seven are a list of contents.",
)
_SECTIONS = ("Lists and levels", "What is counted", "What stands apart", "toc, running_head, folio; and the letters")
_CALLOUTS = (
    ("note", "A note adds what is good to know; a tip says how a thing is done more easily."),
    ("warning", "A warning says what may go wrong; a caution what must not be done."),
)
