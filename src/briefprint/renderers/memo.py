"""The one-page memo as PDF: fitted by measuring, or refused with what to cut."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import assert_never

from briefprint.artifact import PLAIN, Artifact, Options
from briefprint.digest import MemoCopy, digest
from briefprint.document import Document, Text, plain_text
from briefprint.errors import warning
from briefprint.renderers._boxes import Columns, DotMark, Mark, Rule, Ruled, Stack, fill, mark
from briefprint.renderers._copy import Box, Copy
from briefprint.renderers._drawing import register_font
from briefprint.renderers._memo import Fitted, fitted, measure_pt
from briefprint.renderers._metadata import metadata
from briefprint.renderers._runs import runs
from briefprint.renderers._tagged import Bookmark, Element, Tag, TaggedCanvas, lines
from briefprint.renderers._unturned import refuse
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle, TextRole

SUFFIX = ".memo.pdf"
OPTIONS = ("profile", "validate", "abridge", "explain")
STATE_SEPARATOR = " · "


def render(document: Document, style: HouseStyle, options: Options = PLAIN) -> Artifact:
    """Return the memo of a brief.

    Raises OversetError when its copy does not fit one page at the style's floor; RenderError when a face lacks a
    character, words run from right to left, or the style's mark cannot be read.
    """
    copy = digest(document, style)
    copy = replace(copy, may_abridge=copy.may_abridge or options.abridge)
    refuse(copy, document, style)
    sheet = _Sheet(document, style, copy)
    root = Element("Document")
    banner = sheet.banner(root) if sheet.official else None
    masthead = sheet.masthead(root)
    closing = Element("Document")
    foot = sheet.foot(closing)
    top = sheet.below_masthead(masthead, banner)
    bottom = sheet.above_foot(foot)
    fit = fitted(copy, style, root, top - bottom)
    root.children += closing.children
    data = sheet.drawn(masthead, banner, fit, foot, top, bottom, root, options)
    warnings = fit.warnings
    kept = options.profile
    if kept == "print":
        kept = "standard"
        warnings += (warning("the memo is not made for presses: it keeps to the profile 'standard'", document.path),)
    return Artifact(data, pages=1, warnings=warnings, ledger=fit.ledger, lines=lines(root), profile=kept)


class _Sheet:
    """The page: its margins, and what stands at its head and foot whatever the copy."""

    def __init__(self, document: Document, style: HouseStyle, copy: MemoCopy) -> None:
        self.document, self.style, self.look, self.copy = document, style, style.memo, copy
        self.official = self.look.masthead.pattern == "memo_head"
        self.words = style.words(document.lang)
        self.setting = Setting(floor_pt=style.memo.floor_pt)
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
                self._copy(self.words[word], role, root, "P")
                for word, role in (("institution", roles.memo_institution), ("unit", roles.memo_unit))
                if self.words[word]
            ]
        )

    def letterhead(self, root: Element) -> Box:
        """Return the sender's block: mark, institution and unit at left, the memo's name at right."""
        names = self.sender(root)
        title = self._copy(self.words["memo"], self.style.text.memo_name, root, "H1")
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
        title = self._copy(self.words["memo"], roles.memo_name, root, "H1")
        right = replace(roles.memo_value, align="right")
        place = self._copy(self.copy.place, right, root, "P") if self.copy.place else None
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
        role = self.style.text.memo_foot
        role = replace(role, weight=role.strong_weight, case="upper", align="center")
        return self._copy(STATE_SEPARATOR.join(self.copy.state), role, root, "P") if self.copy.state else None

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

    def draw_masthead(
        self, canvas: TaggedCanvas, masthead: Box, banner: Box | None, left: float, measure: float
    ) -> None:
        """Draw the masthead, the band that it may stand on, and the banner that may stand over it."""
        look, page = self.look.masthead, self.style.page
        top = self.top(banner)
        if banner:
            edge = page.height_pt - self.style.running.head_offset_pt
            banner.draw(canvas, left, edge, measure, self.setting)
        if look.pattern == "band":
            depth = self.band_pt(masthead)
            fill(canvas, look.ground, 0, page.height_pt, page.width_pt, depth)
            if look.rule_pt:
                fill(canvas, look.rule_color, 0, page.height_pt - depth, page.width_pt, look.rule_pt)
            top = page.height_pt - (depth - masthead.depth_pt(measure, self.setting)) / 2
        masthead.draw(canvas, left, top, measure, self.setting)

    # --- foot

    def foot(self, root: Element) -> Box:
        """Return the last lines: the marking, and which brief this is the memo of."""
        role = self.style.text.memo_foot
        if self.official:
            source = self._copy(self.copy.source, replace(role, align="center"), root, "P")
            # What was read at the head is not read again at the foot.
            return Stack([source, *filter(None, [self.banner(None)])])
        state = self._copy(STATE_SEPARATOR.join(self.copy.state), role, root, "P") if self.copy.state else None
        source = self._copy(self.copy.source, replace(role, align="right"), root, "P")
        return Columns([state, source], [state.natural_pt(self.setting) if state else 0.0, None], role.leading_pt)

    def above_foot(self, foot: Box) -> float:
        """Return the height at which the type area ends."""
        depth = foot.depth_pt(self.measure_pt, self.setting)
        clear = self.style.running.foot_offset_pt + depth + self.style.text.memo_foot.leading_pt
        return max(self.look.margin_bottom_pt, clear)

    # --- the page

    def drawn(
        self,
        masthead: Box,
        banner: Box | None,
        fit: Fitted,
        foot: Box,
        top: float,
        bottom: float,
        root: Element,
        asked: Options,
    ) -> bytes:
        """Return the finished page."""
        document, page = self.document, self.style.page
        left, measure = self.look.margin_left_pt * fit.setting.margins, measure_pt(self.style, fit.setting)
        first_font = register_font(self.style.text.memo_body.font())
        canvas = TaggedCanvas(io.BytesIO(), (page.width_pt, page.height_pt), first_font)
        if document.draft:
            self._watermark(canvas)
        self.draw_masthead(canvas, masthead, banner, left, measure)
        fit.composed.body.draw(canvas, left, top, measure, fit.setting)
        notes = fit.composed.notes
        notes_top = bottom + notes.depth_pt(measure, fit.setting)
        notes.draw(canvas, left, notes_top, measure, fit.setting)
        foot_top = self.style.running.foot_offset_pt + foot.depth_pt(measure, self.setting)
        foot.draw(canvas, left, foot_top, measure, self.setting)
        subject = plain_text(fit.copy.subject)
        sections = tuple(
            Bookmark(title, box.drawn_top or 0.0, element=box.head.element if box.head else box.element)
            for title, box in fit.composed.headings
        )
        canvas.bookmarks.append(Bookmark(subject, page.height_pt, children=sections, element=root))
        said = metadata(document, self.style)
        return canvas.finished(root, replace(said, title=subject, subject=said.title), asked)

    def _watermark(self, canvas: TaggedCanvas) -> None:
        role, page = self.style.text.watermark, self.style.page
        word = self._copy(self.words["draft"], replace(role, align="center"), None, "P")
        depth = word.depth_pt(float("inf"), self.setting)
        canvas.saveState()
        canvas.translate(page.width_pt / 2, page.height_pt / 2)
        canvas.rotate(-self.style.watermark_angle)
        length = word.natural_pt(self.setting)
        word.draw(canvas, -length / 2, depth / 2, length, self.setting)
        canvas.restoreState()

    def _copy(self, text: str, role: TextRole, root: Element | None, tag: Tag) -> Copy:
        made = runs((Text(text=text),), role, self.style, self.document.path)
        return Copy(made, role, root.add(tag) if root else None, self.document.lang)
