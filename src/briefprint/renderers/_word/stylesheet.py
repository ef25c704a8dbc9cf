"""Word's styles: each role a named style, and the few variants of it that a place in the copy asks for."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from briefprint import direction
from briefprint.renderers._word.looks import Look, paragraph_properties, run_properties
from briefprint.renderers._word.theme import Theme
from briefprint.renderers._word.xml import Element, el, flag, root
from briefprint.style import HouseStyle, TextRole
from briefprint.units import half_points, twips

NORMAL = "Normal"
_MOST_HOUSES = 16
_HOUSES: dict[tuple[int, str, int], tuple[HouseStyle, list[ParagraphStyle], list[Element]]] = {}
CHARACTER = "DefaultParagraphFont"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphStyle:
    """A style of paragraphs.

    ``house`` marks those that an author chooses from, ``gallery`` those of them that stand in Word's gallery of
    styles: what Word sets by itself (contents, notes, heads and feet) does not.
    """

    id: str
    name: str
    look: Look
    role: TextRole
    colour: str | None = None
    lowered_pt: float = 0.0  # its baseline
    based: str = NORMAL
    next: str | None = None
    aliases: str | None = None
    variant_of: str | None = None  # then only what differs is said
    house: bool = True
    gallery: bool = True
    builtin: bool = False


@dataclass(frozen=True, slots=True)
class CharacterStyle:
    """A style of runs; ``gallery`` marks those that stand in Word's gallery of styles."""

    id: str
    name: str
    properties: tuple[Element, ...]
    builtin: bool = False
    gallery: bool = True


class Stylesheet:
    """The styles of one file; variants join them as the copy asks for them."""

    def __init__(self, style: HouseStyle, theme: Theme, lang: str, kerned: bool = True) -> None:
        self.style, self.theme, self.lang, self.kerned = style, theme, lang, kerned
        self.paragraphs: dict[str, ParagraphStyle] = {}
        self.characters: dict[str, CharacterStyle] = {}
        self.tables: list[Element] = []
        self.house_styles = 0  # how many of the paragraphs every file of the house has

    def define(self, name: str, role: TextRole, look: Look, *, id: str | None = None, **more: Any) -> str:
        """Define a style of paragraphs and return its id."""
        defined = ParagraphStyle(id=id or identifier(name), name=name, role=role, look=look, **more)
        self.paragraphs[defined.id] = defined
        return defined.id

    def variant(self, base: str, label: str, *, colour: str | None = None, **changes: Any) -> str:
        """Return the id of a style that is ``base`` but for ``changes``, named after the place that asks."""
        parent = self.paragraphs[base]
        look = replace(parent.look, **changes)
        if look == parent.look and colour in (None, parent.colour):
            return base
        name = f"{parent.name} {label or 'elsewhere'}"
        style_id = identifier(name)
        known = self.paragraphs.get(style_id)
        if known is None:
            self.paragraphs[style_id] = ParagraphStyle(
                id=style_id,
                name=name,
                look=look,
                role=parent.role,
                colour=colour or parent.colour,
                based=base,
                next=parent.next,
                variant_of=base,
                house=False,
            )
        elif known.look != look:
            return self.variant(base, f"{label} again".strip(), colour=colour, **changes)
        return style_id

    def define_character(
        self,
        name: str,
        properties: list[Element],
        *,
        id: str | None = None,
        builtin: bool = False,
        gallery: bool = True,
    ) -> str:
        """Define a style of runs and return its id."""
        style_id = id or identifier(name)
        self.characters[style_id] = CharacterStyle(style_id, name, tuple(properties), builtin, gallery)
        return style_id

    def element(self) -> Element:
        """Return the styles part (ECMA-376 17.7.4.18)."""
        sheet = root("w:styles", "w")
        sheet.append(self._defaults())
        # What Word offers beyond these styles stays out of sight.
        sheet.append(
            el("w:latentStyles", defLockedState=0, defUIPriority=99, defSemiHidden=1, defUnhideWhenUsed=0,
               defQFormat=0, count=376)
        )  # fmt: skip
        own = list(self.paragraphs.values())
        sheet.extend(self._of_the_house(own[: self.house_styles]))
        for place, paragraph in enumerate(own[self.house_styles :], self.house_styles):
            sheet.append(self._paragraph(paragraph, place))
        sheet.append(self._default_character())
        for character in self.characters.values():
            sheet.append(_character(character))
        sheet.extend(self.tables)
        sheet.append(
            el(
                "w:style",
                el("w:name", val="No List"),
                el("w:uiPriority", val=99),
                el("w:semiHidden"),
                type="numbering",
                default=1,
                styleId="NoList",
            )
        )
        return sheet

    def paragraph_element(self, style_id: str) -> Element:
        """Return the element of one style of paragraphs."""
        return self._paragraph(self.paragraphs[style_id], list(self.paragraphs).index(style_id))

    def character_element(self, style_id: str) -> Element:
        """Return the element of one style of runs."""
        return _character(self.characters[style_id])

    def defaults(self) -> Element:
        """Return what every style begins with (ECMA-376 17.7.5.1)."""
        return self._defaults()

    def _of_the_house(self, styles: list[ParagraphStyle]) -> list[Element]:
        """Return the elements of the styles that every file of the house has: built once, then copied.

        Some of them are others in another language, in a memo and in a template.
        """
        key = (id(self.style), self.lang, len(styles))
        held = _HOUSES.get(key)
        if held is None or held[0] is not self.style or held[1] != styles:
            if len(_HOUSES) >= _MOST_HOUSES:
                _HOUSES.clear()
            made = [self._paragraph(paragraph, place) for place, paragraph in enumerate(styles)]
            held = _HOUSES[key] = (self.style, styles, made)
        return deepcopy(held[2])

    def _defaults(self) -> Element:
        body = self.style.text.body
        size = half_points(body.size_pt)
        bidi = self.lang if direction.is_rtl(self.lang) else "ar-SA"
        runs = el(
            "w:rPr",
            el("w:rFonts", **self.theme.fonts(body.font().word_name)),
            el("w:kern", val=2) if self.kerned else None,  # pairs, at every size (ECMA-376 17.3.2.19)
            el("w:sz", val=size),
            el("w:szCs", val=size),
            el("w:lang", val=self.lang, eastAsia=self.lang, bidi=bidi),
        )
        paragraphs = el("w:pPr", el("w:widowControl"))
        return el("w:docDefaults", el("w:rPrDefault", runs), el("w:pPrDefault", paragraphs))

    def _paragraph(self, style: ParagraphStyle, place: int) -> Element:
        base = self.paragraphs[style.variant_of] if style.variant_of else None
        properties = el("w:pPr")
        properties.extend(paragraph_properties(style.look, self.theme, base.look if base else None))
        runs = el("w:rPr")
        if base is None:
            runs.extend(run_properties(style.role, self.theme, colour=style.colour, lowered_pt=style.lowered_pt))
        elif style.colour != base.colour and style.colour is not None:
            runs.append(el("w:color", **self.theme.colour(style.colour)))
        default = style.id == NORMAL
        return el(
            "w:style",
            el("w:name", val=style.name),
            el("w:aliases", val=style.aliases) if style.aliases else None,
            None if default else el("w:basedOn", val=style.based),
            el("w:next", val=style.next) if style.next else None,
            el("w:uiPriority", val=place + 1 if style.house and style.gallery else 99),
            # A variant is what a place in the copy asks for: it is shown where it stands, and not offered.
            flag("w:semiHidden", not style.house),
            flag("w:unhideWhenUsed", not (style.house and style.gallery)),
            flag("w:qFormat", style.house and style.gallery),
            properties if len(properties) else None,
            runs if len(runs) else None,
            type="paragraph",
            default=1 if default else None,
            customStyle=None if style.builtin else 1,
            styleId=style.id,
        )

    def _default_character(self) -> Element:
        return el(
            "w:style",
            el("w:name", val="Default Paragraph Font"),
            el("w:uiPriority", val=1),
            el("w:semiHidden"),
            type="character",
            default=1,
            styleId=CHARACTER,
        )


def _character(style: CharacterStyle) -> Element:
    properties = el("w:rPr")
    properties.extend(style.properties)
    return el(
        "w:style",
        el("w:name", val=style.name),
        el("w:basedOn", val=CHARACTER),
        el("w:uiPriority", val=20 if style.gallery else 99),
        flag("w:unhideWhenUsed", not style.gallery),
        flag("w:qFormat", style.gallery),
        properties if len(properties) else None,
        type="character",
        customStyle=None if style.builtin else 1,
        styleId=style.id,
    )


def identifier(name: str) -> str:
    """Return the id of a style: its name without spaces, each word capitalised, as Word makes them."""
    return "".join(word[0].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", name))


def table_margins(tag: str, x_pt: float, y_pt: float) -> Element:
    """Return the room between a cell's edge and its text."""
    sides = (("top", y_pt), ("left", x_pt), ("bottom", y_pt), ("right", x_pt))
    return el(tag, *(el(f"w:{side}", w=twips(room), type="dxa") for side, room in sides))
