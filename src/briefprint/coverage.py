"""Glyphs: whether a style's faces have every character of a document. What they lack is refused by name."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from briefprint import glyphs
from briefprint.document import Code, CodeBlock, Document
from briefprint.errors import Diagnostic
from briefprint.style import Face, HouseStyle

LIMIT = 5
"""A text in another script lacks hundreds of glyphs; naming some is enough."""


def missing(document: Document, style: HouseStyle) -> tuple[Diagnostic, ...]:
    """Return a fault for each character that some face it may be set in has no glyph for."""
    text = _covered(tuple(face for face in style.named_faces() if face.category != "mono"))
    mono = _covered((style.inline.code_face,))
    found: dict[str, Diagnostic] = {}
    for line, words, is_code in _strings(document, document, 1):
        for character in set(words) - (mono if is_code else text):
            if character.isspace() or character in found:
                continue
            face = style.inline.code_face if is_code else _lacking(style, character)
            found[character] = Diagnostic(
                f"'{face.name}' has no glyph for '{character}' (U+{ord(character):04X}){_called(character)}",
                document.path,
                line,
                f"the style '{style.name}' cannot set it: write it another way or choose another style",
            )
    faults = sorted(found.values(), key=lambda each: (each.line or 0, each.message))
    if len(faults) > LIMIT:
        more = Diagnostic(f"and {len(faults) - LIMIT} more characters without a glyph", document.path)
        return (*faults[:LIMIT], more)
    return tuple(faults)


def _strings(value: object, within: object, line: int) -> Iterator[tuple[int, str, bool]]:
    """Yield every text of a tree with its line, and whether it is set as code."""
    if isinstance(value, str):
        yield line, value, isinstance(within, Code | CodeBlock)
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each, within, line)
    elif is_dataclass(value) and not isinstance(value, type):
        line = getattr(value, "line", 0) or line
        for field in fields(value):
            if field.name not in (
                "path",
                "id",
                "target",
                "lang",
                "language",
                "kind",
                "classes",
                "alt",
                "works",
                "csl",
            ):
                yield from _strings(getattr(value, field.name), value, line)


def _called(character: str) -> str:
    """Return a character's name, for there is nothing to see of it in some terminals (Unicode 15, 4.8)."""
    name = unicodedata.name(character, "")
    return f", {name}" if name else ""


def _lacking(style: HouseStyle, character: str) -> Face:
    named = (face for face in style.named_faces() if face.category != "mono")
    return next(face for face in named if character not in _covered((face,)))


@functools.cache
def _covered(faces: tuple[Face, ...]) -> frozenset[str]:
    """Return the characters that every font of every face has, or of one that stands in for it."""
    return frozenset.intersection(
        *(frozenset.union(*(_of_all_fonts(each) for each in (face, *face.fallbacks))) for face in faces)
    )


def _of_all_fonts(face: Face) -> frozenset[str]:
    return frozenset.intersection(*(glyphs.characters(font) for font in face.fonts))
