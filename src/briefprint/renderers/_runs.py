"""Runs: an author's inlines as stretches of text in one font and one colour, for ReportLab to set."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from briefprint import glyphs
from briefprint.document import (
    Citation,
    Code,
    CrossReference,
    Emphasis,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    SoftBreak,
    Span,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
)
from briefprint.errors import Diagnostic, RenderError
from briefprint.style import Font, HouseStyle, TextRole

NEW_LINE = "\n"
_NOT_PRINTED = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_STAND_INS = {"\u2011": "-", "\u202f": "\u00a0", "\u2009": "\u00a0", "\u2007": "\u00a0", "\u2010": "-"}
"""Characters that some faces lack, and what is drawn for them there: the same to a reader."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks the same throughout; NEW_LINE in it ends the line."""

    text: str
    font: Font
    color: str
    scale: float = 1.0  # of the role's size
    rise: float = 0.0  # of the role's size
    underline: bool = False
    strike: bool = False
    within: Link | Span | Note | Code | None = None  # what has a structure element of its own


@dataclass(frozen=True, slots=True)
class _Context:
    role: TextRole
    style: HouseStyle
    path: str
    strong: bool
    emphasis: bool
    model: Run  # what a run is like here, but for its text and font

    def runs(self, text: str, line: int, font: Font | None = None) -> Iterator[Run]:
        font = font or self.role.font(self.strong, self.emphasis)
        if self.role.case == "upper":
            text = text.upper()
        for each, part in glyphs.stretches(_printable(text, font, self.path, line), font):
            yield replace(self.model, text=part, font=each)


def runs(inlines: Inlines, role: TextRole, style: HouseStyle, path: str, strong: bool = False) -> tuple[Run, ...]:
    """Return inlines as runs in a role.

    Raises RenderError for a character that neither the role's face nor one of its fallbacks has.
    """
    model = Run("", role.font(), role.color)
    return tuple(_runs(inlines, _Context(role, style, path, strong, False, model)))


def _runs(inlines: Inlines, context: _Context) -> Iterator[Run]:
    for inline in inlines:
        yield from _of(inline, context)


def _of(inline: Inline, context: _Context) -> Iterator[Run]:
    model, inner = context.model, context
    match inline:
        case Text():
            yield from context.runs(inline.text, inline.line)
            return
        case SoftBreak():
            yield from context.runs(" ", inline.line)
            return
        case LineBreak():
            yield from context.runs(NEW_LINE, inline.line)
            return
        case Code():
            look = context.style.inline
            coded = replace(model, scale=model.scale * look.code_scale, within=model.within or inline)
            face = look.code_face.font(context.role.weight)
            yield from replace(context, model=coded, role=replace(context.role, case="none")).runs(
                inline.text.replace("\n", " "), inline.line, face
            )
            return
        case Image():
            yield from context.runs(inline.alt, inline.line)
            return
        case CrossReference():
            yield from context.runs(inline.number, inline.line)
            return
        case Note():
            look = context.style.inline
            raised = replace(model, scale=look.script_scale, rise=look.superior_rise, within=inline, underline=False)
            yield from replace(context, model=raised).runs(str(inline.number), inline.line)
            return
        case Citation():
            pass
        case Emphasis():
            inner = replace(context, emphasis=not context.emphasis)
        case Strong():
            inner = replace(context, strong=True)
        case Strikethrough():
            inner = replace(context, model=replace(model, strike=True))
        case Underline():
            inner = replace(context, model=replace(model, underline=True))
        case Superscript():
            look = context.style.inline
            inner = replace(context, model=replace(model, scale=look.script_scale, rise=look.superior_rise))
        case Subscript():
            look = context.style.inline
            inner = replace(context, model=replace(model, scale=look.script_scale, rise=-look.inferior_drop))
        case Span():
            within = inline if inline.lang and model.within is None else model.within
            inner = replace(context, model=replace(model, within=within))
        case Link():
            look = context.style.inline
            linked = replace(model, color=look.link_color, underline=look.link_underline, within=inline)
            inner = replace(context, model=linked)
        case _:
            assert_never(inline)
    yield from _runs(inline.children, inner)


def _printable(text: str, font: Font, path: str, line: int) -> str:
    """Return text in characters that the font, or one that stands in for it, has."""
    text = unicodedata.normalize("NFC", text).translate(_NOT_PRINTED).replace("\t", " ")
    missing = set(text) - glyphs.characters(font) - {NEW_LINE}
    for char in missing & _STAND_INS.keys():
        text = text.replace(char, _STAND_INS[char])
    if lost := sorted(char for char in missing - _STAND_INS.keys() if not glyphs.has(char, font)):
        char = lost[0]
        name = unicodedata.name(char, "no name").lower()
        raise RenderError(
            [
                Diagnostic(
                    f"the face '{font.path.stem}' has no '{char}' (U+{ord(char):04X}, {name})",
                    path,
                    line or None,
                    "write it in words, or choose a style whose faces have it",
                )
            ]
        )
    return text
