"""The page of a memo: its margins, and what stands at its head and foot whatever the copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from briefprint.digest import MemoCopy
from briefprint.document import Document, Text
from briefprint.renderers._bench import measure_pt
from briefprint.renderers._boxes import Columns, DotMark, Mark, Rule, Ruled, Stack, mark
from briefprint.renderers._compose import SEPARATOR
from briefprint.renderers._copy import Box, Copy
from briefprint.renderers._drawing import register_font
from briefprint.renderers._medium import PRINT, Medium
from briefprint.renderers._runs import runs
from briefprint.renderers._tagged import Element, Tag
from briefprint.style import HouseStyle, TextRole


class Sheet:
    """The page: its margins, and what stands at its head and foot whatever the copy."""

    def __init__(self, document: Document, style: HouseStyle, copy: MemoCopy, medium: Medium = PRINT) -> None:
        self.document, self.style, self.look, self.copy = document, style, style.memo, copy
        self.official = self.look.masthead.pattern == "memo_head"
        self.words = style.words(document.lang)
        self.setting = medium.setting(floor_pt=style.memo.floor_pt)
        self.measure_pt = measure_pt(style, self.setting)

    # --- head

    def masthead(self, root: Element) -> Box:
        """Return the masthead; what the page is marked with stands over an official memorandum's."""
        look = self.look.masthead
        rule = Rule(look.rule_color, look.rule_pt)
        match look.pattern:
            case "band":
                return self.letterhead(root)
            case "letterhead":
                return Ruled(self.letterhead(root), rule, look.rule_gap_pt)
            case "memo_head":
                return Ruled(self.centred(self.sender(root)), rule, look.rule_gap_pt)
            case "nameplate":
                return self.nameplate(root)
            case _:
                assert_never(look.pattern)

    def sender(self, root: Element) -> Stack:
        """Return the names of institution and unit."""
        roles = self.style.text
        return Stack(
            [
                self.line(self.words[word], role, root, "P")
                for word, role in (("institution", roles.memo_institution), ("unit", roles.memo_unit))
                if self.words[word]
            ]
        )

    def letterhead(self, root: Element) -> Box:
        """Return the sender's block: mark, institution and unit at left, the memo's name at right."""
        names = self.sender(root)
        title = self.line(self.words["memo"], self.style.text.memo_name, root, "H1")
        boxes: list[Box | None] = [names, title]
        widths: list[float | None] = [None, title.natural_pt(self.setting)]
        if mark := self.mark():
            boxes.insert(0, mark)
            widths.insert(0, mark.width_pt)
        return Columns(boxes, widths, self.style.text.memo_institution.size_pt, align="middle")

    def nameplate(self, root: Element) -> Box:
        """Return the house's name over a thick and a thin rule, and the edition line: what and where from."""
        look, line, roles = self.look.masthead, self.style.document_line, self.style.text
        over = Ruled(self.centred(self.sender(root)), Rule(look.rule_color, look.rule_pt), look.rule_gap_pt)
        plate = Ruled(over, Rule(look.rule_color, look.thin_rule_pt), look.rule_pt)
        title = self.line(self.words["memo"], roles.memo_name, root, "H1")
        place = self.line(self.copy.place, roles.memo_value, root, "P", align="right") if self.copy.place else None
        edition = Columns([title, place], [title.natural_pt(self.setting), None], roles.memo_value.size_pt)
        edition.before_pt = line.padding_y_pt
        return Ruled(Stack([plate, edition]), Rule(line.rule_color, line.rule_pt), line.padding_y_pt)

    def centred(self, names: Box) -> Box:
        """Return the names with the mark at their left, and as much room at their right."""
        mark = self.mark()
        if mark is None:
            return names
        widths = [mark.width_pt, None, mark.width_pt]
        return Columns([mark, names, None], widths, self.style.text.memo_institution.size_pt, align="middle")

    def mark(self) -> Mark | DotMark | None:
        """Return the house's mark, where it has one."""
        look = self.look.masthead
        if look.mark is None:
            return None
        return mark(look.mark, look.mark_height_pt, register_font(self.style.text.memo_institution.font()))

    def banner(self, root: Element | None) -> Copy | None:
        """Return what the page is marked with in capitals across it, as official papers bear it."""
        role, said = self.style.text.memo_foot, SEPARATOR.join(self.copy.state)
        looks: dict[str, Any] = {"weight": role.strong_weight, "case": "upper", "align": "center"}
        return self.line(said, role, root, "P", **looks) if said else None

    def band_pt(self, masthead: Box) -> float:
        """Return the depth of a band, without the rule at its foot."""
        copy = masthead.depth_pt(self.measure_pt, self.setting)
        return max(self.look.masthead.depth_pt, copy + 2 * self.look.masthead.padding_y_pt)

    def top(self, banner: Box | None) -> float:
        """Return the height at which a masthead without a ground begins: below a banner, and a line's room."""
        clear = self.look.margin_top_pt
        if banner:
            depth = banner.depth_pt(self.measure_pt, self.setting)
            clear = max(clear, self.style.running.head_offset_pt + depth + self.style.text.memo_foot.leading_pt)
        return self.style.page.height_pt - clear

    def below_masthead(self, masthead: Box, banner: Box | None) -> float:
        """Return the height at which the type area begins."""
        look, height = self.look.masthead, self.style.page.height_pt
        if look.pattern == "band":
            return height - self.band_pt(masthead) - look.rule_pt - look.rule_gap_pt - look.space_after_pt
        depth = masthead.depth_pt(self.measure_pt, self.setting)
        return self.top(banner) - depth - look.space_after_pt

    # --- foot

    def foot(self, root: Element) -> Box:
        """Return the last lines: the marking, and which brief this is the memo of."""
        role = self.style.text.memo_foot
        if self.official:
            source = self.line(self.copy.source, role, root, "P", align="center")
            # What was read at the head is not read again at the foot.
            return Stack([source, *filter(None, [self.banner(None)])])
        state = self.line(SEPARATOR.join(self.copy.state), role, root, "P") if self.copy.state else None
        source = self.line(self.copy.source, role, root, "P", align="right")
        width = min(state.natural_pt(self.setting), self.measure_pt / 2) if state else 0.0
        return Columns([state, source], [width, None], role.leading_pt)

    def above_foot(self, foot: Box) -> float:
        """Return the height at which the type area ends."""
        depth = foot.depth_pt(self.measure_pt, self.setting)
        clear = self.style.running.foot_offset_pt + depth + self.style.text.memo_foot.leading_pt
        return max(self.look.margin_bottom_pt, clear)

    # --- pieces

    def line(self, text: str, role: TextRole, root: Element | None, tag: Tag, **changes: Any) -> Copy:
        """Return text in a role; ``changes`` are what its place wants otherwise than the role has it."""
        own, inlines = replace(role, **changes) if changes else role, (Text(text=text),)
        made = runs(inlines, own, self.style, self.document.path)
        element = root.add(tag) if root else None
        return Copy(made, own, element, self.document.lang, inlines=inlines, token=role)
