"""How a Word file sets each role: its styles, theme and numbering resolved as Word resolves them."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from parity_specimens import CODE, Found, Place, Specimen

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
_SCHEME = {"dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2"} | {
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_MAPPED = {"background1": "bg1", "text1": "t1", "background2": "bg2", "text2": "t2"}
_TOGGLES = ("b", "i")

Element = Any


class Word:
    """A Word file's parts, and what Word makes of them (ECMA-376 17.7.2: the style hierarchy)."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {
                name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")
            }
        sheet = self.parts["word/styles.xml"]
        self.styles = {each.get(f"{W}styleId"): each for each in sheet.iter(f"{W}style")}
        self.defaults = sheet.find(f"{W}docDefaults")
        self.normal = next(
            name
            for name, each in self.styles.items()
            if each.get(f"{W}type") == "paragraph" and each.get(f"{W}default") == "1"
        )
        theme = self.parts["word/theme/theme1.xml"]
        scheme = next(theme.iter(f"{A}clrScheme"))
        self.colours = {etree.QName(slot).localname: next(iter(slot)).get("val") for slot in scheme}
        families = {kind: next(theme.iter(f"{A}{kind}Font")) for kind in ("major", "minor")}
        self.theme_fonts = {kind: each.find(f"{A}latin").get("typeface") for kind, each in families.items()}
        mapping = self.parts["word/settings.xml"].find(f"{W}clrSchemeMapping")
        self.mapping = {etree.QName(key).localname: value for key, value in mapping.attrib.items()}

    def chain(self, style: str | None) -> Iterator[Element]:
        """Yield a style and what it is based on, the nearest first."""
        while style is not None:
            element = self.styles[style]
            yield element
            based = element.find(f"{W}basedOn")
            style = based.get(f"{W}val") if based is not None else None

    def style_of(self, paragraph: Element) -> str:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return str(named.get(f"{W}val")) if named is not None else str(self.normal)

    # --- paragraphs

    def paragraph(self, paragraph: Element, name: str, attribute: str) -> str | None:
        """Return an attribute of a paragraph's property: its own, its style's, the file's default."""
        sources = [paragraph.find(f"{W}pPr")]
        sources += [each.find(f"{W}pPr") for each in self.chain(self.style_of(paragraph))]
        sources.append(self.defaults.find(f"{W}pPrDefault/{W}pPr"))
        for source in sources:
            node = source.find(f"{W}{name}") if source is not None else None
            if node is not None and node.get(f"{W}{attribute}") is not None:
                return str(node.get(f"{W}{attribute}"))
        return None

    def points(self, paragraph: Element, attribute: str) -> float:
        """Return one of a paragraph's spacings."""
        return int(self.paragraph(paragraph, "spacing", attribute) or 0) / 20

    def leading(self, paragraph: Element) -> float | None:
        """Return a paragraph's leading; None where Word would take the font's own."""
        rule = self.paragraph(paragraph, "spacing", "lineRule")
        return self.points(paragraph, "line") if rule in ("exact", "atLeast") else None

    # --- runs

    def run(self, paragraph: Element, run: Element | None, over: Iterable[Element] = ()) -> Found:
        """Return how a run is set; ``over`` are properties that come before all styles: a list's marker."""
        direct = run.find(f"{W}rPr") if run is not None else None
        character = direct.find(f"{W}rStyle") if direct is not None else None
        layers = [direct, *over]
        characters = list(self.chain(character.get(f"{W}val"))) if character is not None else []
        paragraphs = [each.find(f"{W}rPr") for each in self.chain(self.style_of(paragraph))]
        default = self.defaults.find(f"{W}rPrDefault/{W}rPr")
        everything = [*layers, *(each.find(f"{W}rPr") for each in characters), *paragraphs, default]
        fonts, color, size = (_nearest(everything, name) for name in ("rFonts", "color", "sz"))
        assert fonts is not None and color is not None and size is not None
        toggles = [name for name in _TOGGLES if self._on(name, layers, characters, paragraphs, default)]
        names = {"b": "bold", "i": "italic"}
        font = " ".join([self._font(fonts), *(names[each] for each in toggles)])
        return Found(font=font, size_pt=int(size.get(f"{W}val")) / 2, color=self._color(color))

    def _on(
        self, name: str, layers: list[Element], characters: list[Element], paragraphs: list[Element], default: Element
    ) -> bool:
        """Return whether a toggle is on: styles of different kinds turn it over (ECMA-376 17.7.3)."""
        if (node := _nearest(layers, name)) is not None:
            return _true(node)
        kinds = [_nearest([each.find(f"{W}rPr") for each in characters], name), _nearest(paragraphs, name)]
        said = [_true(each) for each in kinds if each is not None]
        base = _nearest([default], name)
        return (sum(said) % 2 == 1) if said else base is not None and _true(base)

    def _font(self, fonts: Element) -> str:
        themed = fonts.get(f"{W}asciiTheme")
        if themed is None:
            return str(fonts.get(f"{W}ascii"))
        return str(self.theme_fonts["major" if themed.startswith("major") else "minor"])

    def _color(self, node: Element) -> str:
        themed = node.get(f"{W}themeColor")
        if themed is None:
            return f"#{node.get(f'{W}val').lower()}"
        slot = self.mapping.get(_MAPPED.get(themed, themed), themed)
        return f"#{self.colours[_SCHEME.get(slot, slot)].lower()}"

    # --- where text stands

    def stories(self) -> Iterator[Element]:
        """Yield the root of each part that holds text."""
        for name, part in self.parts.items():
            if re.match(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml", name):
                yield part

    def space_above(self, paragraph: Element) -> float | None:
        """Return the space between a paragraph and the text before it, without borders and cell margins.

        Of two neighbours' spaces the larger stands between them (compatibility mode 15, as in CSS); a cell's edge
        keeps them apart, so there they add up. An empty paragraph is as deep as its line.
        """
        story = list(paragraph.getroottree().iter(f"{W}p"))
        before = story.index(paragraph)
        space, lower, pending = 0.0, paragraph, self.points(paragraph, "before")
        for upper in reversed(story[:before]):
            after = self.points(upper, "after")
            space += max(pending, after) if _cell_of(upper) is _cell_of(lower) else pending + after
            if CODE.search(_text_of(upper)):
                return space
            if _has_picture(upper):
                return None
            space += self.leading(upper) or 0.0
            lower, pending = upper, self.points(upper, "before")
        return None


def _nearest(sources: Iterable[Element | None], name: str) -> Element | None:
    for source in sources:
        if source is not None and (node := source.find(f"{W}{name}")) is not None:
            return node
    return None


def _true(node: Element) -> bool:
    return node.get(f"{W}val", "1") not in ("0", "false", "off")


def _text_of(element: Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def _has_picture(paragraph: Element) -> bool:
    return next(paragraph.iter(f"{W}drawing", f"{W}pict"), None) is not None


def _cell_of(element: Element) -> Element | None:
    return next(element.iterancestors(f"{W}tc"), None)


def read(data: bytes, made: Specimen) -> Iterator[tuple[Place, Found]]:
    """Yield how each role is set in a Word file."""
    word = Word(data)
    first: dict[str, tuple[Element, Element]] = {}
    marks: dict[str, Element] = {}
    for story in word.stories():
        for paragraph in story.iter(f"{W}p"):
            for run in paragraph.iter(f"{W}r"):
                for code in CODE.findall(_text_of(run)):
                    first.setdefault(code, (paragraph, run))
        for shape in story.iter(f"{V}shape"):
            for path in shape.iter(f"{V}textpath"):
                marks[path.get("string", "").casefold()] = shape
    for code, place in made.places.items():
        if place.role == "watermark" and code in marks:  # the foot says it too, in type of its own
            yield place, _word_art(marks[code])
        elif code in first:
            paragraph, run = first[code]
            found = word.run(paragraph, run)
            leading = word.leading(paragraph)
            space = word.space_above(paragraph) if place.space else None
            yield place, replace(found, leading_pt=(leading,) if leading else (math.nan,), space_pt=space)
            yield from _number(word, paragraph, place)


def _number(word: Word, paragraph: Element, place: Place) -> Iterator[tuple[Place, Found]]:
    """Yield how the number of a crosshead is set: by its list, over the paragraph's mark (ECMA-376 17.9.24)."""
    number = word.paragraph(paragraph, "numPr/" + f"{W}numId", "val")
    if not place.role.startswith("heading_") or number in (None, "0"):
        return
    level = word.paragraph(paragraph, "numPr/" + f"{W}ilvl", "val") or "0"
    part = word.parts["word/numbering.xml"]
    instance = next(each for each in part.iter(f"{W}num") if each.get(f"{W}numId") == number)
    abstract = instance.find(f"{W}abstractNumId").get(f"{W}val")
    definition = next(each for each in part.iter(f"{W}abstractNum") if each.get(f"{W}abstractNumId") == abstract)
    look = next(each for each in definition.iter(f"{W}lvl") if each.get(f"{W}ilvl") == level)
    if look.find(f"{W}rPr") is None:
        return  # a number that looks as its paragraph does, where heads and paragraphs count together
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    found = word.run(paragraph, None, [look.find(f"{W}rPr"), mark])
    yield Place("heading_number", "heading_number", False, None), found


def _word_art(shape: Element) -> Found:
    """Return how WordArt is set: it is stretched over its shape, so it has no size of type."""
    said = next(shape.iter(f"{V}textpath")).get("style")
    parts = dict(each.split(":", 1) for each in said.split(";") if ":" in each)
    bold = " bold" if parts.get("font-weight") in ("bold", "700") else ""
    italic = " italic" if parts.get("font-style") == "italic" else ""
    name = parts["font-family"].strip("\"'")
    return Found(font=f"{name}{bold}{italic}", size_pt=None, color=shape.get("fillcolor").lower())
