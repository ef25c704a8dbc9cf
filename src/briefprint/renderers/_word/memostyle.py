"""A house style as a memo in Word has it: every role at the size that fits, on Word's grid."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from briefprint.renderers._word.house import House
from briefprint.renderers._word.looks import Edge, Look, Tab, role_look
from briefprint.renderers._word.numbering import Numbering
from briefprint.renderers._word.stylesheet import NORMAL, Stylesheet
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle, Panel, Panels, TextRole, TextRoles

# The roles of the page's head and foot, which keep their size whatever gives way, and their styles.
SHEET = {
    "memo_institution": "Institution",
    "memo_unit": "Unit",
    "memo_name": "Title",
    "memo_value": "EditionPlace",
    "memo_foot": "Footer",
}
# The roles of the copy, and their styles.
COPY = {
    "memo_label": "MessageHeaderLabel",
    "memo_value": "MessageHeader",
    "memo_subject": "Subject",
    "memo_bottom_line": "BottomLine",
    "memo_heading": "Heading1",
    "memo_body": "BodyText",
    "memo_point": "ListNumber",
    "memo_figure_value": "FigureValue",
    "memo_figure_label": "FigureLabel",
    "figure_note": "FigureNote",
    "memo_ask": "Ask",
    "memo_decision": "Decision",
    "memo_foot": "Remark",
    "table_head": "TableHeading",
    "table_cell": "TableText",
    "caption": "Caption",
    "source": "Source",
    "note": "FootnoteText",
    "signature": "Signature",
    "closing": "Closing",
}
BANNER = "Banner"
# Word's own names of styles, where it has one for the thing; the others are called as their id is spelt.
_BUILTIN = {
    "Title": "Title", "Footer": "footer", "MessageHeader": "Message Header", "Heading1": "heading 1",
    "BodyText": "Body Text", "ListNumber": "List Number", "ListBullet": "List Bullet", "Caption": "caption",
    "FootnoteText": "footnote text", "Signature": "Signature", "Closing": "Closing",
}  # fmt: skip
_NAMES = {
    "EditionPlace": "Edition Place", "MessageHeaderLabel": "Message Header Label", "BottomLine": "Bottom Line",
    "FigureValue": "Figure Value", "FigureLabel": "Figure Label", "FigureNote": "Figure Note",
    "TableHeading": "Table Heading", "TableText": "Table Text",
}  # fmt: skip


def role_set(role: TextRole, setting: Setting) -> TextRole:
    """Return a role at a setting of the levers."""
    return replace(
        role,
        size_pt=setting.size_pt(role),
        leading_pt=setting.leading_pt(role),
        tracking_pt=setting.tracking_pt(role),
        space_before_pt=setting.space_pt(role.space_before_pt),
        space_after_pt=setting.space_pt(role.space_after_pt),
    )


def memo_style(style: HouseStyle, setting: Setting) -> HouseStyle:
    """Return the house style with a memo's page and the memo's copy as its text, at a setting of the levers."""
    look, space = style.memo, setting.space_pt
    roles = {name: role_set(role, setting) for name, role in style.roles()}
    text = TextRoles(**roles | {"body": roles["memo_body"], "list": roles["memo_point"]})
    panels = {each.name: _panel_set(getattr(style.panel, each.name), setting) for each in fields(Panels)}
    table = replace(
        style.table,
        padding_y_pt=space(style.table.padding_y_pt),
        space_before_pt=space(style.table.space_before_pt),
        space_after_pt=space(style.table.space_after_pt),
    )
    figure = replace(style.figure, caption_gap_pt=space(style.figure.caption_gap_pt))
    page = replace(
        style.page,
        margin_left_pt=look.margin_left_pt * setting.margins,
        margin_right_pt=look.margin_right_pt * setting.margins,
        hang_pt=0.0,
        mirrored=False,
    )
    return replace(
        style,
        text=text,
        panel=Panels(**panels),
        table=table,
        figure=figure,
        page=page,
        columns=replace(style.columns, count=1),
        note=replace(style.note, position="foot"),
    )


def _panel_set(panel: Panel, setting: Setting) -> Panel:
    space = setting.space_pt
    return replace(
        panel,
        padding_y_pt=space(panel.padding_y_pt),
        space_before_pt=space(panel.space_before_pt),
        space_after_pt=space(panel.space_after_pt),
    )


class MemoHouse(House):
    """The named styles of a memo: those of its head and foot at their own size, those of its copy as it is fitted."""

    def __init__(self, sheet: Stylesheet, numbering: Numbering, of: HouseStyle, plain: Setting) -> None:
        self.sheet, self.numbering = sheet, numbering
        self.style = style = sheet.style
        self.paper = style.palette.get("paper")
        self.text_left_pt = self.display_left_pt = 0.0
        self.column_pt = style.page.measure_pt
        self.bulleted = not of.memo.number_points and not of.paragraphs.numbers
        self._base()
        for name, style_id in COPY.items():
            self._named(style_id, getattr(style.text, name))
        if self.bulleted:
            self._named("ListBullet", style.text.memo_point)
        for name, style_id in SHEET.items():
            self._named(style_id, role_set(getattr(of.text, name), plain))
        foot = role_set(of.text.memo_foot, plain)
        banner = replace(foot, weight=foot.strong_weight, case="upper", align="center")
        self._named(BANNER, banner)
        sheet.define("header", banner, role_look(banner), id="Header", builtin=True)
        self._runs()

    def _base(self) -> None:
        body = self.style.text.body
        # Normal is what a pasted picture lands in, so it alone grows with what it holds.
        look = Look(leading_pt=body.leading_pt, line_rule="atLeast")
        self.sheet.define("Normal", body, look, id=NORMAL, builtin=True)
        self.sheet.define("Separator", body, Look(leading_pt=1.0), house=False)
        self.sheet.define("Figure", body, Look(line_rule="auto"), next="Caption")
        note = self.style.note
        length = max(self.column_pt - note.rule_length_pt, 0.0)
        rule = Edge("top", note.rule_pt, note.rule_color)
        line = Look(leading_pt=note.gap_pt or 1.0, right_pt=length, edges=(rule,))
        self.sheet.define("Footnote Separator", self.style.text.note, line, house=False)

    def _named(self, style_id: str, role: TextRole) -> None:
        look = role_look(role)
        more: dict[str, Any] = {}
        if style_id == "FootnoteText":
            step = self.style.note.indent_pt
            look = replace(look, left_pt=step, first_pt=-step, tabs=(Tab("left", step),))
        elif style_id == "Heading1":
            look, more = replace(look, outline=0), {"next": "BodyText"}
        elif style_id == "Title":
            more = {"next": "MessageHeader"}
        elif style_id == "Footer":
            look = replace(look, tabs=(Tab("right", self.column_pt),))
        if style_id in _BUILTIN:
            self.sheet.define(_BUILTIN[style_id], role, look, id=style_id, builtin=True, **more)
        else:
            self.sheet.define(_NAMES.get(style_id, style_id), role, look, id=style_id, **more)
