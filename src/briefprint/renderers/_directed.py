"""A document and its style made ready for the scripts that the document is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from briefprint import direction, glyphs
from briefprint.document import Document, Emphasis, Strong, rebuild
from briefprint.renderers._by_style import once
from briefprint.style import Face, HouseStyle, Initial, TextRole


def directed(document: Document, style: HouseStyle) -> tuple[Document, HouseStyle]:
    """Return the document and the style as its scripts want them.

    Faces of scripts without italics stand in only for letters that are there, so that others cost nothing. A document
    from right to left has no slanted type and none let out where letters join, and its emphasis is bold: its letters
    have no italics of their own (W3C, Arabic and Hebrew layout requirements).
    """
    rtl = direction.is_rtl(document.lang)
    letters = _letters(document, style, rtl)
    if not rtl and not letters:
        return document, _plain(style)
    style = _refaced(style, lambda face: _kept(face, letters))
    if not rtl:
        return document, style
    joined = direction.is_joined(document.lang)

    def upright(role: TextRole) -> TextRole:
        return replace(role, italic=False, tracking_pt=0.0 if joined else role.tracking_pt)

    initial = replace(style.initial, lines=0) if joined else style.initial
    return rebuild(document, _bold), replace(style, text=_each_role(style, upright), initial=initial)


def turns(document: Document, style: HouseStyle) -> bool:
    """Return whether any words of a document, or of its house's in its language, run from right to left."""
    return bool(_letters(document, style, direction.is_rtl(document.lang)))


@once
def mixed(style: HouseStyle) -> bool:
    """Return whether a style that ``directed`` returned has faces of a script from right to left: it needs them."""
    return not all(face.italics for face in style.faces())


def _bold(node: Any) -> Any:
    return Strong(children=node.children, line=node.line) if isinstance(node, Emphasis) else node


@once
def _plain(style: HouseStyle) -> HouseStyle:
    """Return a style without the faces of scripts without italics: made once, as what others keep of it is."""
    return _refaced(style, lambda face: _kept(face, frozenset()))


def _letters(document: Document, style: HouseStyle, rtl: bool) -> frozenset[str]:
    """Return the letters from right to left that are to be set."""
    found = set("".join(style.words(document.lang).values())) if rtl else set()
    for _, text in strings(document, 1):
        found |= set(text)
    return frozenset(each for each in found if direction.has_rtl(each))


def strings(value: object, line: int) -> Iterator[tuple[int, str]]:
    """Yield each text of a tree that is not plain ASCII, with the line it stands in."""
    if isinstance(value, str):
        if not value.isascii():
            yield line, value
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each, line)
    elif is_dataclass(value):
        line = getattr(value, "line", 0) or line
        for each in fields(value):
            yield from strings(getattr(value, each.name), line)


def _kept(face: Face, letters: frozenset[str]) -> Face:
    kept = tuple(
        each
        for each in face.fallbacks
        if each.italics or letters & glyphs.characters(each.font(each.fonts[0].weight))
    )
    return face if kept == face.fallbacks else replace(face, fallbacks=kept)


def _refaced(style: HouseStyle, change: Callable[[Face], Face]) -> HouseStyle:
    """Return a style with its faces changed; the style itself where none is."""
    made: dict[int, Face] = {}

    def changed(face: Face) -> Face:
        if id(face) not in made:
            made[id(face)] = change(face)
        return made[id(face)]

    if all(changed(face) is face for face in style.named_faces()):
        return style
    text = _each_role(style, lambda role: replace(role, face=changed(role.face)))
    inline = replace(style.inline, code_face=changed(style.inline.code_face))
    initial: Initial = replace(style.initial, face=changed(style.initial.face))
    return replace(style, text=text, inline=inline, initial=initial)


def _each_role(style: HouseStyle, change: Callable[[TextRole], TextRole]) -> Any:
    return replace(style.text, **{each.name: change(getattr(style.text, each.name)) for each in fields(style.text)})
