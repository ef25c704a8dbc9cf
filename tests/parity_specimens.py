"""Specimens: documents of code words, one word for each role, so that a product can be asked how it sets the role."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from briefprint.document import (
    Bibliography,
    Block,
    Box,
    BulletList,
    Callout,
    Cell,
    Chart,
    CodeBlock,
    Definition,
    DefinitionList,
    Document,
    Heading,
    Inlines,
    KeyFigure,
    ListItem,
    Memo,
    Note,
    PageBreak,
    Paragraph,
    Person,
    Quote,
    Series,
    Table,
    Text,
)
from briefprint.style import HouseStyle, Panel, RunningLine, TextRole

CODE = re.compile(r"zq\d\d\dz")
_LETTERS = 6  # of a code word


@dataclass(frozen=True, slots=True)
class Space:
    """The space that a token puts above a paragraph, and the padding and rules that stand there besides."""

    token: str
    points: float
    inner_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """What a code word stands for: a role, how many lines it takes, what is above it."""

    role: str
    name: str  # of the row in the table
    lines: bool  # more than one, so that the leading can be read
    space: Space | None


@dataclass(frozen=True, slots=True)
class Found:
    """How a code word is set in a product; None where the product does not tell."""

    font: str
    size_pt: float | None
    color: str
    leading_pt: tuple[float, ...] = ()
    space_pt: float | None = None


@dataclass(slots=True)
class Specimen:
    """A document of code words, in a style whose labels and running lines are such words."""

    style: HouseStyle
    places: dict[str, Place] = field(default_factory=dict)

    def word(self, role: str, space: Space | None = None, name: str = "", lines: bool = False) -> str:
        """Return a new code word; ``lines`` says that it will be repeated for more than one line."""
        code = f"zq{len(self.places):03}z"
        self.places[code] = Place(role, name or role, lines, space)
        return code

    def copy(self, role: str, space: Space | None = None, name: str = "", share: float = 1.0) -> Inlines:
        """Return copy of more than one line on a share of the type area."""
        return (Text(text=self.lines(role, space, name, share), line=1),)

    def lines(self, role: str, space: Space | None = None, name: str = "", share: float = 1.0) -> str:
        """Return the same as plain text."""
        return " ".join([self.word(role, space, name, lines=True)] * self._enough(role, share))

    def own(self, role: str) -> Space:
        """Return the space that a role asks for itself."""
        return Space(f"text.{role}.space_before", self.role(role).space_before_pt)

    def role(self, name: str) -> TextRole:
        role: TextRole = getattr(self.style.text, name)
        return role

    def anchor(self, space: Space | None = None, name: str = "") -> Paragraph:
        """Return a line of body text, for what stands above or below it to be measured from."""
        text = " ".join([self.word("body", space, name or "(body)")] * 3)
        return Paragraph(children=(Text(text=text, line=1),))

    def _enough(self, name: str, share: float) -> int:
        role = self.role(name)
        length = _LETTERS * (0.5 * role.size_pt + role.tracking_pt) + 0.25 * role.size_pt
        return 2 + math.ceil(1.25 * share * self.style.page.type_area_pt / length)


def _panel_above(style: HouseStyle, name: str) -> Space:
    panel = _panel(style, name)
    return Space(f"panel.{name}.space_before", panel.space_before_pt, panel.rule_top_pt + panel.padding_y_pt)


def _panel_below(style: HouseStyle, name: str, space_before_pt: float) -> Space:
    panel = _panel(style, name)
    points = max(panel.space_after_pt, space_before_pt)
    return Space(f"panel.{name}.space_after", points, panel.rule_bottom_pt + panel.padding_y_pt)


def _panel(style: HouseStyle, name: str) -> Panel:
    panel: Panel = getattr(style.panel, name)
    return panel


# --- the specimens ------------------------------------------------------------------------------------


def _with_words(style: HouseStyle, words: dict[str, str]) -> HouseStyle:
    return replace(style, labels={"en": {**style.labels["en"], **words}})


def _with_running(style: HouseStyle, head: str, foot: str) -> HouseStyle:
    def said(line: RunningLine, word: str) -> RunningLine:
        return line if line.empty else replace(line, left=word, center="", right="")

    lines = style.running
    running = replace(
        lines,
        head_first=said(lines.head_first, head),
        head=said(lines.head, head),
        foot_first=said(lines.foot_first, foot),
        foot=said(lines.foot, foot),
    )
    return replace(style, running=running)


def _in_one_column(style: HouseStyle) -> HouseStyle:
    """Return a style whose copy is one column without an initial: what is set above a role stands above it there."""
    return replace(style, columns=replace(style.columns, count=1), initial=replace(style.initial, lines=0))


def brief(style: HouseStyle) -> tuple[Specimen, Document]:
    """Return a brief that has every role in it but those of the front and of the contents."""
    made = Specimen(style := _in_one_column(style))
    own, copy = made.own, made.copy
    # The document line, where it has a cell that the byline does not repeat.
    cells = [each for each in ("number", "place", "marking") if each in style.document_line.cells]
    cell = next((each for each in cells if each not in style.front.byline), None)
    words = {
        "institution": made.lines("institution", share=0.8),
        "unit": (unit := made.lines("unit", own("unit"), share=0.8)),
        "series": unit,
        "address": "",
        "draft": made.word("watermark"),
    }
    fields: dict[str, Any] = {}
    if cell:
        space = None
        if style.document_line.labels:
            words[cell], space = made.word("document_label"), own("document_value")
        fields[cell] = made.word("document_value", space)
    if style.masthead.pattern == "memo_head":
        words["to"] = made.word("document_value", name="document_value (addressee)")
        fields["memo"] = Memo(to=(words["to"],))
    fields |= {
        "kicker": copy("kicker"),
        "title": copy("headline", own("headline")),
        "standfirst": copy("standfirst", own("standfirst")),
    }
    if "authors" in style.front.byline:
        fields["authors"] = (Person(name=made.lines("byline", own("byline"))),)
    elif "signature" in style.closing.order:
        name = made.word("signature", name="signature (name)")
        fields["authors"] = (Person(name=name, role=made.word("signature")),)
    if "enclosures" in style.closing.order:
        words["enclosures"] = made.word("closing", name="closing (enclosures)")
        fields["enclosures"] = (copy("closing", own("closing")),)
    running = style.running
    head = "" if running.head.empty and running.head_first.empty else made.word("running_head")
    foot = "" if running.foot.empty and running.foot_first.empty else made.word("folio")
    made.style = _with_words(_with_running(style, head, foot), words)
    blocks = [*_text(made), PageBreak(), *_apart(made), PageBreak(), *_framed(made)]
    return made, Document(path="specimen.md", lang="en", draft=True, blocks=tuple(blocks), **fields)


def front(style: HouseStyle) -> tuple[Specimen, Document]:
    """Return a brief of what stands before the copy, each part measured from the one above."""
    if style.front.set_as == "sections":  # then it is copy, which ``brief`` has
        return contents(style)
    made = Specimen(style := _in_one_column(style))
    own, masthead = made.own, style.masthead
    byline = "authors" in style.front.byline
    name = made.word("byline" if byline else "headline", name="(opening)")
    fields: dict[str, Any] = {"title": (Text(text="a" if byline else name),)}
    if byline:
        fields["authors"] = (Person(name=name),)
    # A band may be deeper than its copy: only under a letterhead is the distance from the opening told by tokens.
    after, inner, known = 0.0, 0.0, masthead.pattern == "letterhead"
    words: dict[str, str] = {}
    for name in style.front.order:
        panel, space = _panel(style, name), None
        if known:
            top = panel.rule_top_pt + panel.padding_y_pt
            space = Space(f"panel.{name}.space_before", max(after, panel.space_before_pt), inner + top)
        known, after = True, panel.space_after_pt
        inner = panel.rule_bottom_pt + panel.padding_y_pt
        if name == "summary":
            two = (made.copy("summary", space, "summary (panel)"), made.copy("summary", own("summary")))
            fields[name] = tuple(Paragraph(children=each) for each in two)
        elif name == "key_points":
            first, share = space, 1 / style.key_points.columns
            if style.key_points.title:
                words[name] = made.lines("key_points_title", space, "key_points_title (panel)")
                first = own("key_points")
            points = [made.copy("key_points", first, "key_points (first)", share)]
            points.append(made.copy("key_points", own("key_points"), share=share))
            # The other columns hold as much.
            others = range(2 * style.key_points.columns - 2)
            points += [made.copy("key_points", None, "(key_points)", share) for _ in others]
            fields[name] = tuple(points)
        elif name == "ask":
            words[name] = made.lines("ask_title", space, "ask_title (panel)")
            fields["memo"] = Memo(ask=made.copy("ask", own("ask")))
        else:
            if style.figures.title:
                words[name] = made.lines("key_points_title", space, "key_points_title (figures)")
                space = own("figure_value")
            fields[name] = (
                KeyFigure(
                    value=made.copy("figure_value", space, "figure_value (panel)"),
                    label=made.copy("figure_label", own("figure_label")),
                    note=made.copy("figure_note", own("figure_note")),
                ),
            )
    last = style.front.order[-1]
    below = made.anchor(_panel_below(style, last, style.text.body.space_before_pt), f"{last} (below)")
    made.style = _with_words(_with_running(style, "", ""), words)
    return made, Document(path="specimen.md", lang="en", blocks=(below,), **fields)


def _text(made: Specimen) -> Iterator[Block]:
    """Yield the run of the copy."""
    own, copy = made.own, made.copy
    yield PageBreak()
    yield made.anchor()
    yield Paragraph(children=copy("body", own("body")))
    for level in range(1, 5):
        role, number = f"heading_{level}", "1" + ".1" * (level - 1)
        # A head in the hang stands beside its text: what is above it is above the text, not above the head.
        beside = level == 1 and made.style.headings.span == "hang"
        yield Heading(level=level, children=copy(role, None if beside else own(role)), id=f"h{level}", number=number)
        yield made.anchor()
    items = (copy("list", own("list")), copy("list", own("list"), "list (next)"))
    yield BulletList(items=tuple(ListItem(blocks=(Paragraph(children=each),)) for each in items), tight=True)
    yield made.anchor()
    meaning = (Paragraph(children=copy("definition", own("definition"))),)
    yield DefinitionList(items=(Definition(term=copy("term", own("term")), meanings=(meaning,)),))
    yield Bibliography(entries=(copy("bibliography"), copy("bibliography", own("bibliography"))))
    note = Note(number=1, blocks=(Paragraph(children=copy("note")),))
    yield Paragraph(children=(*made.anchor().children, note))


def _apart(made: Specimen) -> Iterator[Block]:
    """Yield what stands in panels, body text before and after each."""
    style, own, copy = made.style, made.own, made.copy

    def two(role: str, panel: str) -> tuple[Paragraph, Paragraph]:
        first = copy(role, _panel_above(style, panel), f"{role} (panel)")
        return Paragraph(children=first), Paragraph(children=copy(role, own(role)))

    def below(panel: str) -> Paragraph:
        return made.anchor(_panel_below(style, panel, style.text.body.space_before_pt), f"{panel} (below)")

    yield made.anchor()
    yield Quote(blocks=two("quote", "quote"), attribution=copy("attribution", own("attribution")))
    yield below("quote")
    yield Quote(blocks=two("pull_quote", "pull_quote"), pull=True)
    yield below("pull_quote")
    title = copy("callout_title", _panel_above(style, "callout"), "callout_title (panel)")
    yield Callout(kind="note", title=title, blocks=(Paragraph(children=copy("callout", own("callout"))),))
    yield below("callout")
    yield PageBreak()
    yield made.anchor()
    yield Box(blocks=two("box", "box"))
    yield below("box")
    code = made.word("code", _panel_above(style, "code"), "code (panel)", lines=True)
    line = " ".join([code] * 5)
    yield CodeBlock(text=f"{line}\n{line}")
    yield below("code")


def _framed(made: Specimen) -> Iterator[Block]:
    """Yield a table and a chart."""
    style, copy, body = made.style, made.copy, made.style.text.body
    table, figure = style.table, style.figure
    yield made.anchor()
    yield Table(
        alignments=("left",),
        head=(Cell(children=copy("table_head")),),
        rows=((Cell(children=copy("table_cell")),),),
        caption=copy("caption", Space("table.space_before", table.space_before_pt), "caption (table)"),
        id="t",
        number="1",
    )
    after = Space(
        "table.space_after",
        max(table.space_after_pt, body.space_before_pt),
        table.padding_y_pt + table.bottom_rule_pt,
    )
    yield made.anchor(after, "table (below)")
    before = Space("figure.space_before", figure.space_before_pt, figure.rule_pt + figure.caption_gap_pt)
    yield Chart(
        kind="bar",
        labels=(made.lines("chart_label", share=0.5), "a"),
        series=(Series(name="", values=(1.0, 2.0)),),
        title=copy("caption", before, "caption (chart)"),
        source=copy("source"),
        id="c",
        number="1",
    )
    yield made.anchor(Space("figure.space_after", max(figure.space_after_pt, body.space_before_pt)), "figure (below)")


def contents(style: HouseStyle) -> tuple[Specimen, Document]:
    """Return a brief with a table of contents; its headings are read there, where they stand first."""
    made = Specimen(style := _in_one_column(style))
    title, look = made.word("toc_title"), style.contents
    spaces = {role: made.own(role) for role in ("toc", "toc_2", "toc_3")}
    spaces["toc"] = replace(spaces["toc"], inner_pt=look.rule_pt + look.rule_gap_pt if look.rule_pt else 0.0)
    headings = tuple(
        Heading(level=level, children=made.copy(role, space), id=f"h{level}", number=".".join("1" * level))
        for level, (role, space) in enumerate(spaces.items(), 1)
    )
    made.style = _with_words(_with_running(style, "", ""), {"contents": title})
    return made, Document(
        path="specimen.md", lang="en", toc=True, toc_depth=3, title=(Text(text="a"),), blocks=(PageBreak(), *headings)
    )


def memo(style: HouseStyle) -> tuple[Specimen, Document]:
    """Return a memo whose author said everything; its margins give way, so that no lever of its type is pulled."""
    look, running = replace(style.memo, margin_top_pt=0.0, margin_bottom_pt=0.0), style.running
    style = replace(style, memo=look, running=replace(running, foot_offset_pt=0.0))
    made = Specimen(style)
    own, copy, text = made.own, made.copy, style.text
    measure = style.page.width_pt - style.memo.margin_left_pt - style.memo.margin_right_pt
    share = measure / style.page.type_area_pt
    # An official memorandum has its heads run in: what stands above them is not above the paragraph's own words.
    run_in = style.memo.masthead.pattern == "memo_head"
    words = {
        "institution": made.lines("memo_institution", share=share / 2),
        "unit": made.lines("memo_unit", own("memo_unit"), share=share),
        "memo": "" if run_in else made.word("memo_name"),
        "to": made.word("memo_label") if run_in else " ".join([made.word("memo_label", lines=True)] * 4),
        "draft": made.word("watermark"),
    }
    if "approve" in style.memo.decisions:
        words["approve"] = made.lines("memo_decision", own("memo_decision"), share=share / 3)
    value = made.lines("memo_value", share=share)
    subject = copy("memo_subject", share=share)
    fields: dict[str, Any] = {"title": copy("memo_foot", share=share)}
    look = style.memo
    inner = look.masthead.rule_gap_pt + look.head_rule_pt if look.head_rule_pt else 0.0
    after, signed = 0.0, False
    asked: dict[str, Any] = {}
    for name in look.order:
        # What opens the part: a heading, or the figures' panel; and the panel that it stands in.
        panel = None if name == "points" else _panel(style, "memo_" + name)
        before = panel.space_before_pt if panel else text.memo_heading.space_before_pt
        token = f"panel.memo_{name}.space_before" if panel else "text.memo_heading.space_before"
        top = panel.rule_top_pt + panel.padding_y_pt if panel else 0.0
        # Nothing is set in type below the lines to sign on, so no distance is told there.
        space = None if signed or run_in else Space(token, max(after, before), inner + top)
        signed = name == "ask" and bool(look.decisions or look.signature)
        if name == "figures":
            if style.figures.title:
                words[name] = made.word("memo_heading", space, "memo_heading (figures)")
                space = own("memo_figure_value")
            fields["figures"] = (
                KeyFigure(
                    value=copy("memo_figure_value", space, "memo_figure_value (panel)", share=share),
                    label=copy("memo_figure_label", own("memo_figure_label"), share=share),
                    note=copy("figure_note", own("figure_note"), share=share),
                ),
            )
        elif run_in:
            words[name] = "" if name == "points" else made.word("memo_heading", None, f"memo_heading ({name})")
        else:
            words[name] = made.lines("memo_heading", space, f"memo_heading ({name})", share)
        if name == "bottom_line":
            spaces = (None if run_in else own("memo_bottom_line"), own("memo_bottom_line"))
            two = (copy("memo_bottom_line", each, share=share) for each in spaces)
            fields["summary"] = tuple(Paragraph(children=each) for each in two)
        elif name == "points":
            note = Note(number=1, blocks=(Paragraph(children=copy("note", share=share)),))
            spaces = (None if run_in else own("memo_point"), own("memo_point"))
            one, other = (copy("memo_point", each, share=share) for each in spaces)
            asked["points"] = (one, (*other, note))
        elif name == "ask":
            asked["ask"] = copy("memo_ask", None if run_in else own("memo_ask"), share=share)
        after = panel.space_after_pt if panel else 0.0
        inner = panel.rule_bottom_pt + panel.padding_y_pt if panel else 0.0
    made.style = _with_words(style, words)
    said = Memo(to=(value,), subject=subject, **asked)
    return made, Document(path="specimen.md", lang="en", draft=True, memo=said, **fields)


def digested(style: HouseStyle) -> tuple[Specimen, Document]:
    """Return a brief without a memo of its own: the memo takes its sections."""
    made = Specimen(style)
    share = (style.page.width_pt - style.memo.margin_left_pt - style.memo.margin_right_pt) / style.page.type_area_pt
    blocks: list[Block] = []
    run_in = style.memo.masthead.pattern == "memo_head"
    for number in ("1", "2"):
        space = made.own("memo_heading") if number == "2" and not run_in else None
        heading = made.copy("memo_heading", space, "" if space else "(memo_heading)", share=share)
        blocks.append(Heading(level=1, children=heading, id=f"h{number}", number=number))
        space = None if run_in else made.own("memo_body")
        blocks.append(Paragraph(children=made.copy("memo_body", space, share=share)))
    summary = (Paragraph(children=(Text(text="a"),)),)
    return made, Document(
        path="specimen.md", lang="en", title=(Text(text="a"),), summary=summary, blocks=tuple(blocks)
    )
