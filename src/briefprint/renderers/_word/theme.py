"""The house's colours and faces as Word's theme, so that an editor's menus offer them."""

from __future__ import annotations

from briefprint.renderers._word.xml import Element, el, root
from briefprint.style import HouseStyle

# Slots of a theme and what w:themeColor calls them (ECMA-376 17.18.97), with the palette names they are for.
_SLOTS = (
    ("dk1", "text1", "ink"),
    ("lt1", "background1", "paper"),
    ("dk2", "text2", "muted"),
    ("lt2", "background2", "ground"),
    ("accent1", "accent1", "accent"),
    ("accent2", "accent2", "accent_2"),
    ("accent3", "accent3", "rule"),
    ("accent4", "accent4", "hairline"),
    ("accent5", "accent5", ""),
    ("accent6", "accent6", ""),
    ("hlink", "hyperlink", ""),
    ("folHlink", "followedHyperlink", ""),
)
# What a drawing calls some of them (ECMA-376 20.1.10.54).
_IN_DRAWINGS = {"text1": "tx1", "background1": "bg1", "text2": "tx2", "background2": "bg2"}


class Theme:
    """Which colour of the house stands in which slot of the theme."""

    def __init__(self, style: HouseStyle) -> None:
        self._style = style
        named = {slot: style.palette[name] for slot, _, name in _SLOTS if name in style.palette}
        others = [value for value in style.palette.values() if value not in named.values()]
        links = {"hlink": style.inline.link_color, "folHlink": style.inline.link_color}
        self._slots: dict[str, str] = {}
        for slot, _, _ in _SLOTS:
            self._slots[slot] = (
                named.get(slot) or links.get(slot) or (others.pop(0) if others else style.text.body.color)
            )
        self._theme_colours: dict[str, str] = {}
        for slot, theme_colour, _ in _SLOTS:
            if slot not in links:
                self._theme_colours.setdefault(self._slots[slot], theme_colour)

    def colour(self, value: str) -> dict[str, str | None]:
        """Return the attributes of w:color: the colour itself, and its place in the theme where it has one."""
        return {"val": value[1:].upper(), "themeColor": self._theme_colours.get(value)}

    def border(self, value: str) -> dict[str, str | None]:
        """Return the attributes that colour a border."""
        return {"color": value[1:].upper(), "themeColor": self._theme_colours.get(value)}

    def shading(self, value: str) -> Element:
        """Return a ground."""
        fill = self._theme_colours.get(value)
        return el("w:shd", val="clear", color="auto", fill=value[1:].upper(), themeFill=fill)

    def drawing(self, value: str) -> Element:
        """Return a colour of a drawing: its place in the theme where it has one, so that it changes with that."""
        place = self._theme_colours.get(value)
        if place is None:
            return el("a:srgbClr", val=value[1:].upper())
        return el("a:schemeClr", val=_IN_DRAWINGS.get(place, place))

    def fonts(self, family: str) -> dict[str, str | None]:
        """Return the attributes of w:rFonts for a family, by its place in the theme where it has one."""
        place = next((name for name, face in self._families().items() if face == family), None)
        named: dict[str, str | None] = dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), family)
        if place is None:
            return named
        return named | {"asciiTheme": f"{place}HAnsi", "hAnsiTheme": f"{place}HAnsi"}

    def _families(self) -> dict[str, str]:
        text = self._style.text
        return {"minor": text.body.font().word_name, "major": text.heading_1.face.name}

    def element(self) -> Element:
        """Return the theme part (ECMA-376 20.1.6.9)."""
        name = self._style.label
        colours = el("a:clrScheme", name=name)
        for slot, value in self._slots.items():
            colours.append(el(f"a:{slot}", el("a:srgbClr", val=value[1:].upper())))
        fonts = el("a:fontScheme", name=name)
        families = self._families()
        for kind in ("major", "minor"):
            faces = (el("a:latin", typeface=families[kind]), el("a:ea", typeface=""), el("a:cs", typeface=""))
            fonts.append(el(f"a:{kind}Font", *faces))
        theme = root("a:theme", "a")
        theme.set("name", name)
        theme.append(el("a:themeElements", colours, fonts, _plain_formats(name)))
        return theme


def _plain_formats(name: str) -> Element:
    """Return the least format scheme that the schema allows: no effects (ECMA-376 20.1.4.1.14)."""

    def fill() -> Element:
        return el("a:solidFill", el("a:schemeClr", val="phClr"))

    lines = [el("a:ln", fill(), el("a:prstDash", val="solid"), w="6350") for _ in range(3)]
    effects = [el("a:effectStyle", el("a:effectLst")) for _ in range(3)]
    return el(
        "a:fmtScheme",
        el("a:fillStyleLst", fill(), fill(), fill()),
        el("a:lnStyleLst", *lines),
        el("a:effectStyleLst", *effects),
        el("a:bgFillStyleLst", fill(), fill(), fill()),
        name=name,
    )
