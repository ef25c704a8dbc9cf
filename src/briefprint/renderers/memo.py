"""The one-page memo as PDF: fitted by measuring, or refused with what to cut."""

from __future__ import annotations

import io
from dataclasses import replace

from briefprint.artifact import Artifact
from briefprint.digest import digest
from briefprint.document import Document, Inlines, Text, plain_text
from briefprint.renderers._boxes import Columns, Rule, Ruled, Stack, fill, mark
from briefprint.renderers._copy import Box, Copy
from briefprint.renderers._drawing import mark_shape, register_font
from briefprint.renderers._memo import Fitted, fitted
from briefprint.renderers._metadata import Metadata
from briefprint.renderers._runs import runs
from briefprint.renderers._tagged import Bookmark, Element, Tag, TaggedCanvas
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle, TextRole

SUFFIX = ".memo.pdf"


def render(document: Document, style: HouseStyle) -> Artifact:
    """Return the memo of a brief.

    Raises OversetError when its copy does not fit one page at the style's floor; RenderError when a face lacks a
    character, or the style's mark cannot be read.
    """
    sheet = _Sheet(document, style)
    copy = digest(document, style)
    root = Element("Document")
    masthead = sheet.masthead(root)
    closing = Element("Document")
    foot = sheet.foot(copy.subject, closing)
    top = sheet.below_masthead(masthead)
    bottom = sheet.above_foot(foot)
    fit = fitted(copy, style, root, sheet.measure_pt, top - bottom)
    root.children += closing.children
    return Artifact(sheet.drawn(masthead, fit, foot, top, bottom, root), pages=1, warnings=fit.warnings)


class _Sheet:
    """The page: its margins, and what stands at its head and foot whatever the copy."""

    def __init__(self, document: Document, style: HouseStyle) -> None:
        self.document, self.style, self.look = document, style, style.memo
        self.words = style.words(document.lang)
        self.setting = Setting(floor_pt=style.memo.floor_pt)
        self.measure_pt = style.page.width_pt - self.look.margin_left_pt - self.look.margin_right_pt

    # --- head

    def masthead(self, root: Element) -> Box:
        """Return the sender's block: mark, institution and unit at left, the memo's name at right."""
        look, roles = self.look.masthead, self.style.text
        names: list[Box] = [
            self._copy(self.words[word], role, root, "P")
            for word, role in (("institution", roles.memo_institution), ("unit", roles.memo_unit))
            if self.words[word]
        ]
        title = self._copy(self.words["memo"], roles.memo_name, root, "H1")
        boxes: list[Box | None] = [Stack(names), title]
        widths: list[float | None] = [None, title.natural_pt(self.setting)]
        if look.mark is not None:
            font, height = register_font(roles.memo_institution.font()), look.mark_height_pt
            boxes.insert(0, mark(look.mark, height, font))
            widths.insert(0, height * mark_shape(look.mark))
        row = Columns(boxes, widths, roles.memo_institution.size_pt, align="middle")
        if look.pattern == "band":
            return row
        return Ruled(row, Rule(look.rule_color, look.rule_pt), look.rule_gap_pt)

    def band_pt(self, masthead: Box) -> float:
        """Return the depth of a band, without the rule at its foot."""
        copy = masthead.depth_pt(self.measure_pt, self.setting)
        return max(self.look.masthead.depth_pt, copy + 2 * self.look.masthead.padding_y_pt)

    def below_masthead(self, masthead: Box) -> float:
        """Return the height at which the type area begins."""
        look, height = self.look.masthead, self.style.page.height_pt
        if look.pattern == "band":
            return height - self.band_pt(masthead) - look.rule_pt - look.rule_gap_pt - look.space_after_pt
        depth = masthead.depth_pt(self.measure_pt, self.setting)
        return height - self.look.margin_top_pt - depth - look.space_after_pt

    def draw_masthead(self, canvas: TaggedCanvas, masthead: Box) -> None:
        """Draw the masthead, and the band that it may stand on."""
        look, page = self.look.masthead, self.style.page
        top = page.height_pt - self.look.margin_top_pt
        if look.pattern == "band":
            depth = self.band_pt(masthead)
            fill(canvas, look.ground, 0, page.height_pt, page.width_pt, depth)
            if look.rule_pt:
                fill(canvas, look.rule_color, 0, page.height_pt - depth, page.width_pt, look.rule_pt)
            top = page.height_pt - (depth - masthead.depth_pt(self.measure_pt, self.setting)) / 2
        masthead.draw(canvas, self.look.margin_left_pt, top, self.measure_pt, self.setting)

    # --- foot

    def foot(self, subject: Inlines, root: Element) -> Box:
        """Return the last line: the marking, and which brief this is the memo of."""
        document, role = self.document, self.style.text.memo_foot
        state = [self.words["draft"]] * document.draft + [document.marking] * bool(document.marking)
        title = plain_text(document.title)
        brief = [title] if title != plain_text(subject) or not document.number else []
        brief += [f"{self.words['number']} {document.number}"] if document.number else []
        left = self._copy(" · ".join(state), role, root, "P") if state else None
        right = replace(role, align="right")
        reference = self._copy(f"{self.words['full_brief']}: {', '.join(brief)}", right, root, "P")
        return Columns([left, reference], [left.natural_pt(self.setting) if left else 0.0, None], role.leading_pt)

    def above_foot(self, foot: Box) -> float:
        """Return the height at which the type area ends."""
        depth = foot.depth_pt(self.measure_pt, self.setting)
        clear = self.style.running.foot_offset_pt + depth + self.style.text.memo_foot.leading_pt
        return max(self.look.margin_bottom_pt, clear)

    # --- the page

    def drawn(self, masthead: Box, fit: Fitted, foot: Box, top: float, bottom: float, root: Element) -> bytes:
        """Return the finished page."""
        document, page, left = self.document, self.style.page, self.look.margin_left_pt
        first_font = register_font(self.style.text.memo_body.font())
        canvas = TaggedCanvas(io.BytesIO(), (page.width_pt, page.height_pt), first_font)
        if document.draft:
            self._watermark(canvas)
        self.draw_masthead(canvas, masthead)
        fit.composed.body.draw(canvas, left, top, self.measure_pt, fit.setting)
        notes = fit.composed.notes
        notes_top = bottom + notes.depth_pt(self.measure_pt, fit.setting)
        notes.draw(canvas, left, notes_top, self.measure_pt, fit.setting)
        foot_top = self.style.running.foot_offset_pt + foot.depth_pt(self.measure_pt, self.setting)
        foot.draw(canvas, left, foot_top, self.measure_pt, self.setting)
        subject = plain_text(fit.copy.subject)
        sections = tuple(Bookmark(title, box.drawn_top or 0.0) for title, box in fit.composed.headings)
        canvas.bookmarks.append(Bookmark(subject, page.height_pt, children=sections))
        metadata = Metadata(
            title=subject,
            lang=document.lang,
            authors=tuple(person.name for person in document.authors),
            subject=plain_text(document.title),
            keywords=document.keywords,
            date=document.date.iso() if document.date else "",
        )
        return canvas.finished(root, metadata)

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
