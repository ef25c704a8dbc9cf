"""The house's roles as Word's styles: Word's own names and ids wherever Word has one for the thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from briefprint.renderers import _contents
from briefprint.renderers._measure import initial_size
from briefprint.renderers._medium import BASELINE
from briefprint.renderers._word.looks import (
    Edge,
    Look,
    Tab,
    inset_pt,
    panel_edges,
    role_look,
    shown,
)
from briefprint.renderers._word.numbering import Numbering, bullet_gap, number_gap
from briefprint.renderers._word.stylesheet import NORMAL, Stylesheet
from briefprint.renderers._word.xml import el
from briefprint.style import Panel, TextRole
from briefprint.units import half_points

CALLOUTS = ("note", "tip", "important", "warning", "caution")
LIST_DEPTH = 3  # levels of lists that have a style from the start; Word names five
LIST_LEVELS = 5  # that Word has styles for
CONTENTS_DEPTH = 6
LISTED = "TableofFigures"  # Word's own name for the style of such a list's entries
LEADER = "ContentsLeader"


class House:
    """The named styles of a house, and where text stands on its page."""

    def __init__(self, sheet: Stylesheet, numbering: Numbering) -> None:
        self.sheet, self.numbering = sheet, numbering
        self.style = style = sheet.style
        self.paper = style.palette.get("paper")
        # Columns share the measure: their section's margin has the hang in it.
        self.text_left_pt = style.page.hang_pt if style.columns.count == 1 else 0.0
        self.column_pt = style.column_pt
        # A band holds its copy in a cell of its own.
        self.display_left_pt = style.page.hang_pt if style.masthead.pattern != "band" else 0.0
        self._copy()
        self._display()
        self._headings()
        self._lists()
        self._set_apart()
        self._closing()
        self._furniture()
        self._runs()
        sheet.house_styles = len(sheet.paragraphs)

    def span_left_pt(self, span: str) -> float:
        """Return where what spans the text, or the whole type area, begins."""
        return self.text_left_pt if span == "text" else 0.0

    # --- the copy -------------------------------------------------------------------------------------

    def _copy(self) -> None:
        define, text, left = self.sheet.define, self.style.text, self.text_left_pt
        # Normal is what a pasted picture lands in, so it alone grows with what it holds.
        look = Look(leading_pt=text.body.leading_pt, line_rule="atLeast")
        define("Normal", text.body, look, id=NORMAL, builtin=True)
        body = role_look(text.body, left_pt=left)
        define("Body Text", text.body, body, builtin=True)
        if body.first_pt:  # what follows a head needs no sign that it begins
            define("First Paragraph", text.body, replace(body, first_pt=0.0), next="BodyText")
        if self.style.initial.lines:
            self._initial()
        caption = role_look(text.caption, left_pt=left)
        define("caption", text.caption, replace(caption, keep_lines=True), id="Caption", builtin=True)
        define("Source", text.source, role_look(text.source, left_pt=left), next="BodyText")
        step = self.style.citations.indent_pt
        entry = replace(role_look(text.bibliography, left_pt=left + step), first_pt=-step, keep_lines=True)
        define("Bibliography", text.bibliography, entry, builtin=True)
        define("Definition Term", text.term, role_look(text.term, left_pt=left), next="Definition")
        step = self.style.list.indent_pt
        define("Definition", text.definition, role_look(text.definition, left_pt=left + step))
        picture = Look(line_rule="auto", left_pt=left)
        define("Figure", text.body, picture, next="Caption")
        gap = Look(leading_pt=1.0)
        define("Separator", text.body, gap, house=False)
        rule = Edge("bottom", self.style.inline.rule_pt, self.style.inline.rule_color)
        space = text.heading_1.space_before_pt
        line = Look(leading_pt=1.0, before_pt=space, after_pt=space, left_pt=left, edges=(rule,))
        define("Thematic Break", text.body, line, next="BodyText")

    def _initial(self) -> None:
        """Define the dropped initial, its line as deep as the lines it takes up."""
        look, body = self.style.initial, self.style.text.body
        role = replace(
            body, face=look.face, weight=look.weight, color=look.color, size_pt=initial_size(self.style),
            leading_pt=look.lines * body.leading_pt, tracking_pt=0.0, italic=False,
        )  # fmt: skip
        how = Look(leading_pt=role.leading_pt, left_pt=self.text_left_pt, keep_next=True)
        # From the baseline of a line so deep down to that of the last line it takes up.
        lowered = (look.lines - 1) * body.leading_pt * (1 - BASELINE)
        self.sheet.define("Initial", role, how, next="BodyText", lowered_pt=lowered)

    def _display(self) -> None:
        define, text, left = self.sheet.define, self.style.text, self.display_left_pt
        for name, role in (("Institution", text.institution), ("Unit", text.unit)):
            define(name, role, role_look(role))
        define("Document Label", text.document_label, role_look(text.document_label), next="DocumentValue")
        define("Document Value", text.document_value, role_look(text.document_value))
        define("Kicker", text.kicker, role_look(text.kicker, left_pt=left), next="Title")
        headline = role_look(text.headline, left_pt=left)
        define("Title", text.headline, headline, builtin=True, next="Subtitle")
        standfirst = role_look(text.standfirst, left_pt=left)
        define("Subtitle", text.standfirst, standfirst, builtin=True, next="BodyText")
        define("Byline", text.byline, role_look(text.byline, left_pt=left), next="BodyText")
        masthead = self.style.masthead
        if masthead.pattern == "nameplate":
            rules = (
                Edge("top", masthead.rule_pt, masthead.rule_color),
                Edge("bottom", masthead.thin_rule_pt, masthead.rule_color),
            )
            # The line is as deep as the thick rule: so far is the thin one below it.
            between = Look(leading_pt=masthead.rule_pt or 1.0, before_pt=masthead.rule_gap_pt, edges=rules)
            define("Nameplate Rule", text.unit, replace(between, after_pt=masthead.space_after_pt))
        if masthead.pattern == "memo_head":
            addressee = role_look(text.document_value, left_pt=left)
            addressee = replace(addressee, before_pt=text.headline.space_before_pt, keep_next=True)
            define("Addressee", text.document_value, addressee, next="Title")

    def _headings(self) -> None:
        look, names = self.style.headings, [f"Heading{level}" for level in range(1, 7)]
        paragraphs = self.style.paragraphs
        numbered = look.numbered_levels if look.numbering == "decimal" and not paragraphs.numbers else 0
        list_number = self.numbering.headings(names) if numbered else 0
        for level, name in enumerate(names, 1):
            role = self.style.text.heading(level)
            # A head in the hang stands above its text here: a frame beside it would not survive editing.
            outward = look.span == "full" or (look.span == "hang" and level == 1)
            left = 0.0 if outward else self.text_left_pt
            how = replace(role_look(role, left_pt=left), keep_lines=True, outline=level - 1)
            if level <= numbered:
                left, hanging = self.numbering.heading_indent(level)
                how = replace(how, left_pt=left, first_pt=-hanging, numbering=(list_number, level - 1))
            elif paragraphs.numbers:
                head = self.numbering.counted_heads()
                how = self._counted(how, min(level, len(paragraphs.numbers)) - 1, head)
            self.sheet.define(f"heading {level}", role, how, id=name, builtin=True, next=self.following(level))
        for level in range(len(paragraphs.numbers)):
            body = self.style.text.body
            name = "Numbered Paragraph" + (f" {level + 1}" if level else "")
            self.sheet.define(name, body, self._counted(role_look(body), level, self.numbering.paragraphs()))

    def following(self, level: int) -> str:
        """Return the style of what an editor types after a crosshead."""
        if levels := len(self.style.paragraphs.numbers):
            return self.numbered_style(min(level, levels - 1))
        return "FirstParagraph" if self.style.text.body.first_indent_pt else "BodyText"

    def numbered_style(self, level: int) -> str:
        """Return the style of a numbered paragraph at a level."""
        return "NumberedParagraph" + (str(level + 1) if level else "")

    def level_left_pt(self, level: int) -> float:
        """Return where text stands at a level of numbered paragraphs."""
        return self.text_left_pt + (level + 1) * self.style.paragraphs.indent_pt

    def _counted(self, look: Look, level: int, number: int) -> Look:
        """Return how a paragraph stands behind its number in a list."""
        indent = self.style.paragraphs.indent_pt
        return replace(look, left_pt=self.level_left_pt(level), first_pt=-indent, numbering=(number, level))

    def unnumbered(self, style_id: str) -> str:
        """Return a crosshead's style without its number."""
        look = self.sheet.paragraphs[style_id].look
        if look.numbering is None:
            return style_id
        left = look.left_pt if look.left_pt == self.text_left_pt else look.left_pt + look.first_pt
        return self.sheet.variant(style_id, "without Number", numbering=(0, 0), first_pt=0.0, left_pt=left)

    # --- lists ----------------------------------------------------------------------------------------

    def _lists(self) -> None:
        for kind in ("Bullet", "Number", "Continue"):
            for depth in range(LIST_DEPTH):
                self.list_style(kind, depth)

    def list_style(self, kind: str, depth: int) -> str:
        """Return the style of a list's items at a depth: Word's own List Bullet, List Number, List Continue."""
        depth = min(depth, LIST_LEVELS - 1)
        name = f"List {kind}" + (f" {depth + 1}" if depth else "")
        style_id = name.replace(" ", "")
        if style_id in self.sheet.paragraphs:
            return style_id
        role, left, step = self.style.text.list, self.text_left_pt, self.style.list.indent_pt
        look = role_look(role, left_pt=left + (depth + 1) * step)
        if kind != "Continue":
            styles = tuple(f"List{kind}" + (f"{each + 1}" if each else "") for each in range(LIST_DEPTH))
            bullet = kind == "Bullet"
            by_kind, gap = (self.numbering.bullets, bullet_gap) if bullet else (self.numbering.uncounted, number_gap)
            look = replace(look, first_pt=-gap(role), numbering=(by_kind(role, left, styles), depth))
        return self.sheet.define(name, role, look, builtin=True)

    # --- what is set apart ----------------------------------------------------------------------------

    def _set_apart(self) -> None:
        text, panels = self.style.text, self.style.panel
        self._boxed("Summary", text.summary, panels.summary)
        self._boxed("Ask Title", text.ask_title, panels.ask, single=False, next="Ask")
        self._boxed("Ask", text.ask, panels.ask, single=False)
        self._boxed("Quote", text.quote, panels.quote, builtin=True)
        self._boxed("Attribution", text.attribution, panels.quote, single=False)
        self._boxed("Intense Quote", text.pull_quote, panels.pull_quote, builtin=True, aliases="Pull Quote")
        self._boxed("Pull Quote Attribution", text.attribution, panels.pull_quote, single=False)
        self._boxed("Source Code", text.code, panels.code)
        for kind in CALLOUTS:
            colour, name = getattr(self.style.callout, kind), f"Callout {kind.capitalize()}"
            follows = name.replace(" ", "")
            title, panel = text.callout_title, panels.callout
            self._boxed(f"{name} Title", title, panel, rule=colour, single=False, next=follows)
            self._boxed(name, text.callout, panels.callout, rule=colour, single=False)
        self.sheet.define("Box Text", text.box, role_look(text.box))
        over = role_look(text.key_points_title)
        self.sheet.define("Key Points Title", text.key_points_title, over, next="KeyPoint")
        step = self.style.key_points.indent_pt
        point = role_look(text.key_points, left_pt=step)
        number = (self.numbering.key_points(text.key_points), 0)
        self.sheet.define(
            "Key Point", text.key_points, replace(point, first_pt=-bullet_gap(text.key_points), numbering=number)
        )
        for name, role in (
            ("Figure Value", text.figure_value),
            ("Figure Label", text.figure_label),
            ("Figure Note", text.figure_note),
        ):
            self.sheet.define(name, role, role_look(role))
        self.sheet.define("Table Heading", text.table_head, role_look(text.table_head))
        self.sheet.define("Table Text", text.table_cell, role_look(text.table_cell))

    def _boxed(
        self,
        name: str,
        role: TextRole,
        panel: Panel,
        *,
        rule: str | None = None,
        single: bool = True,
        **more: Any,
    ) -> None:
        """Define the style of paragraphs that are a panel: one that stands alone keeps the panel's distance."""
        edges = panel_edges(panel, rule or panel.rule_color) if shown(panel, self.paper) else ()
        left, right = inset_pt(edges, "left"), inset_pt(edges, "right")
        if not edges:
            left = right = panel.padding_x_pt
        look = replace(
            role_look(role, left_pt=self.span_left_pt(panel.span) + left),
            right_pt=right,
            edges=edges,
            ground=panel.ground if edges and panel.ground != self.paper else None,
            keep_lines=name == "Source Code",
        )
        if single:
            look = replace(look, before_pt=panel.space_before_pt, after_pt=panel.space_after_pt)
        self.sheet.define(name, role, look, **more)

    def contained(self, style_id: str) -> str:
        """Return a panel's style for use in a table cell, which draws the panel instead."""
        role = self.sheet.paragraphs[style_id].role
        return self.sheet.variant(
            style_id,
            "in Cell",
            edges=(),
            ground=None,
            left_pt=0.0,
            right_pt=0.0,
            before_pt=role.space_before_pt,
            after_pt=role.space_after_pt,
        )

    # --- heads, feet, notes, contents -----------------------------------------------------------------

    def _furniture(self) -> None:
        define, style = self.sheet.define, self.style
        text, area = style.text, style.page.type_area_pt
        stops = (Tab("center", area / 2), Tab("right", area))
        head = replace(role_look(text.running_head), tabs=stops)
        foot = replace(role_look(text.folio), tabs=stops)
        define("header", text.running_head, head, id="Header", builtin=True, gallery=False)
        define("footer", text.folio, foot, id="Footer", builtin=True, gallery=False)
        left, step = self.text_left_pt, style.note.indent_pt
        note = replace(role_look(text.note, left_pt=left + step), first_pt=-step)
        note = replace(note, tabs=(Tab("left", left + step),))
        define("footnote text", text.note, note, id="FootnoteText", builtin=True, gallery=False)
        length = max(self.column_pt - style.note.rule_length_pt, 0.0)
        rule = Edge("top", style.note.rule_pt, style.note.rule_color)
        gap = 2 * style.note.gap_pt  # as far above the rule as below it
        line = Look(before_pt=gap, leading_pt=gap or 1.0, left_pt=left, right_pt=length, edges=(rule,))
        define("Footnote Separator", text.note, line, house=False)
        define("endnote text", text.note, note, id="EndnoteText", builtin=True, gallery=False)
        # A head is over the endnotes, so no rule parts them from the text.
        define("Endnote Separator", text.note, Look(leading_pt=1.0), house=False)
        title = role_look(text.toc_title, left_pt=self.text_left_pt)
        define("TOC Heading", text.toc_title, title, builtin=True, gallery=False, next="BodyText")
        self._listings()

    def _listings(self) -> None:
        """Define the entries of the contents, and of the lists of figures and of tables.

        The hanging indent is Word's own stop behind a number (ECMA-376 17.3.1.37); the folio has one at right. Words
        may run up to it: LibreOffice shows no folio that stands in a right indent.
        """
        look, text = self.style.contents, self.style.text
        leader: Literal["dot"] | None = "dot" if look.leader == "dots" else None
        measure = self.style.page.type_area_pt - self.text_left_pt
        if _contents.span(self.style) == "text":
            measure = self.column_pt
        right = (Tab("right", self.text_left_pt + measure, leader),)
        numbered = self.style.headings.numbering != "none" or bool(self.style.paragraphs.numbers)
        for level in range(1, CONTENTS_DEPTH + 1):
            before, hang = _contents.indents_pt(level, numbered, self.style)
            role = text.entry(level)[1]
            entry = role_look(role, left_pt=self.text_left_pt + before + hang)
            edges: tuple[Edge, ...] = ()
            if level == 1 and look.rule_pt:  # between two such entries Word draws no border of the one or the other
                edges = tuple(
                    Edge(side, look.rule_pt, look.rule_color, look.rule_gap_pt) for side in ("top", "between")
                )
            entry = replace(entry, first_pt=-hang, tabs=right, edges=edges)
            self.sheet.define(f"toc {level}", role, entry, id=f"TOC{level}", builtin=True, gallery=False)
        role, hang = text.entry(2)[1], _contents.label_room_pt(self.style, self.sheet.lang)
        entry = role_look(role, left_pt=self.text_left_pt + hang)
        entry = replace(entry, first_pt=-hang, tabs=right)
        self.sheet.define("table of figures", role, entry, id=LISTED, builtin=True, gallery=False)
        if leader:
            colour = el("w:color", **self.sheet.theme.colour(look.leader_color))
            self.sheet.define_character("Contents Leader", [colour], id=LEADER, gallery=False)

    # --- runs -----------------------------------------------------------------------------------------

    def _runs(self) -> None:
        define, style, theme = self.sheet.define_character, self.style, self.sheet.theme
        define("Strong", [el("w:b")], builtin=True)
        define("Emphasis", [el("w:i")], builtin=True)
        define("Hyperlink", self.link_properties(), builtin=True)
        define("FollowedHyperlink", self.link_properties(), builtin=True, gallery=False)
        for kind in ("Footnote", "Endnote"):
            above = [el("w:color", **theme.colour(style.inline.link_color)), el("w:vertAlign", val="superscript")]
            define(f"{kind.lower()} reference", above, id=f"{kind}Reference", builtin=True, gallery=False)
        define("page number", [], id="PageNumber", builtin=True, gallery=False)
        number = style.text.heading_number
        size = half_points(number.size_pt)
        define(
            "Heading Number",
            [
                el("w:rFonts", **theme.fonts(number.font().word_name)),
                el("w:color", **theme.colour(number.color)),
                el("w:sz", val=size),
                el("w:szCs", val=size),
            ],
            gallery=False,
        )

    # --- the end --------------------------------------------------------------------------------------

    def _closing(self) -> None:
        define, style, left = self.sheet.define, self.style, self.text_left_pt
        name = role_look(style.text.signature, left_pt=left + style.closing.signature_indent_pt)
        define("Signature", style.text.signature, name, builtin=True)
        define("Closing", style.text.closing, role_look(style.text.closing, left_pt=left), builtin=True)

    def link_properties(self) -> list[object]:
        """Return what sets a link."""
        look = self.style.inline
        colour = el("w:color", **self.sheet.theme.colour(look.link_color))
        return [colour, el("w:u", val="single" if look.link_underline else "none")]
