"""The one-page memo as PDF: fitted by measuring, or refused with what to cut."""

from __future__ import annotations

import io
from dataclasses import replace

from briefprint.artifact import PLAIN, Artifact, Options
from briefprint.digest import digest
from briefprint.document import Document, plain_text
from briefprint.errors import warning
from briefprint.renderers._bench import measure_pt
from briefprint.renderers._boxes import fill
from briefprint.renderers._copy import Box
from briefprint.renderers._drawing import register_font
from briefprint.renderers._empty import refuse_empty
from briefprint.renderers._memo import Fitted, fitted
from briefprint.renderers._metadata import metadata
from briefprint.renderers._sheet import Sheet
from briefprint.renderers._tagged import Bookmark, Element, TaggedCanvas, lines
from briefprint.renderers._unturned import refuse
from briefprint.style import HouseStyle

SUFFIX = ".memo.pdf"
OPTIONS = ("profile", "validate", "abridge", "explain")


def render(document: Document, style: HouseStyle, options: Options = PLAIN) -> Artifact:
    """Return the memo of a brief.

    Raises OversetError when its copy does not fit one page at the style's floor; RenderError when a face lacks a
    character, words run from right to left, the style's mark cannot be read, or nothing would stand on it.
    """
    copy = digest(document, style)
    copy = replace(copy, may_abridge=copy.may_abridge or options.abridge)
    refuse(copy, document, style)
    refuse_empty(copy, document, style)
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


class _Sheet(Sheet):
    """The page, drawn."""

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
        word = self.line(self.words["draft"], role, None, "P", align="center")
        depth = word.depth_pt(float("inf"), self.setting)
        canvas.saveState()
        canvas.translate(page.width_pt / 2, page.height_pt / 2)
        canvas.rotate(-self.style.watermark_angle)
        length = word.natural_pt(self.setting)
        word.draw(canvas, -length / 2, depth / 2, length, self.setting)
        canvas.restoreState()
