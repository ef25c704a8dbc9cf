"""Word's lists: one definition for each kind of list at each place, one instance for each list that counts."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from copy import deepcopy as copy
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from briefprint import glyphs
from briefprint.renderers._measure import ballot, line_measure
from briefprint.renderers._word.fonts import Fonts, measure_pt
from briefprint.renderers._word.looks import indent, run_properties
from briefprint.renderers._word.theme import Theme
from briefprint.renderers._word.xml import Element, el, qualified, root
from briefprint.style import HouseStyle, TextRole
from briefprint.units import twips

LEVELS = 9  # that a list of Word's has (ECMA-376 17.9.6)
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_FIGURES = {"1": "0123456789", "a": ascii_lowercase, "A": ascii_uppercase, "i": "cdilmvx", "I": "CDILMVX"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, what stands before the text, and where."""

    format: str
    text: str
    left_pt: float
    hanging_pt: float
    marker: tuple[Element, ...] = ()
    style: str | None = None
    suffix: str = "tab"
    tab_pt: float | None = None
    align: str = "left"  # of what stands before the text, at the edge that hangs

    def element(self, place: int) -> Element:
        tabs = None
        if self.tab_pt is not None:
            tabs = el("w:tabs", el("w:tab", val="num", pos=twips(self.tab_pt)))
        return el(
            "w:lvl",
            el("w:start", val=1),
            el("w:numFmt", val=self.format),
            el("w:pStyle", val=self.style) if self.style else None,
            el("w:suff", val=self.suffix),
            el("w:lvlText", val=self.text),
            el("w:lvlJc", val=self.align),
            el("w:pPr", tabs, indent(self.left_pt, -self.hanging_pt)),
            el("w:rPr", *map(copy, self.marker)) if self.marker else None,
            ilvl=place,
        )


def bullet_gap(role: TextRole) -> float:
    """Return how far a bullet stands before its text: two spaces, as everywhere."""
    return 2 * line_measure(" ", role)


def number_gap(role: TextRole) -> float:
    """Return how far a number stands before its text."""
    return line_measure(" ", role)


def counting(pattern: str, level: int) -> tuple[str, str, str]:
    """Return how Word counts by a pattern of the house (ECMA-376 17.9.17, 17.9.11), and the signs it needs.

    '(a)' at the third level is lowerLetter, '(%3)'.
    """
    sign = next(each for each in pattern if each.isalnum())
    return _FORMATS[sign], pattern.replace(sign, f"%{level + 1}"), _FIGURES[sign] + pattern.replace(sign, "")


class Numbering:
    """The numbering part while it grows."""

    def __init__(self, style: HouseStyle, theme: Theme, fonts: Fonts) -> None:
        self._style, self._theme, self._fonts = style, theme, fonts
        self._abstracts: list[tuple[str, list[Level]]] = []
        self._nums: list[Element] = []
        self._left_pt = style.page.hang_pt if style.columns.count == 1 else 0.0
        self._shared: dict[object, int] = {}

    def element(self) -> Element:
        """Return the part: all definitions before all instances, or Word drops the lists."""
        part = root("w:numbering", "w")
        for place, (name, levels) in enumerate(self._abstracts, 1):
            code = f"{zlib.crc32(f'{place} {name}'.encode()):08X}"  # fixed by what it is, not by chance
            part.append(
                el(
                    "w:abstractNum",
                    el("w:nsid", val=code),
                    el("w:multiLevelType", val="multilevel"),
                    el("w:tmpl", val=code[::-1]),
                    *(level.element(depth) for depth, level in enumerate(levels)),
                    abstractNumId=place,
                )
            )
        part.extend(self._nums)
        return part

    def kind(self, number: int) -> str:
        """Return what a list is for: 'bullets', 'numbers', 'tasks', 'headings' …"""
        abstract = self._nums[number - 1].find(qualified("w:abstractNumId")).get(qualified("w:val"))
        return self._abstracts[int(abstract) - 1][0].split()[0]

    def _define(self, name: str, levels: list[Level]) -> int:
        self._abstracts.append((name, levels))
        return len(self._abstracts)

    def _instance(self, abstract: int, level: int | None = None, start: int = 1) -> int:
        number = len(self._nums) + 1
        override = None
        if level is not None:
            override = el("w:lvlOverride", el("w:startOverride", val=start), ilvl=level)
        self._nums.append(el("w:num", el("w:abstractNumId", val=abstract), override, numId=number))
        return number

    def _once(self, key: object, make: Callable[[], int]) -> int:
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    # --- headings -------------------------------------------------------------------------------------

    def headings(self, styles: list[str]) -> int:
        """Return the list that numbers the crossheads, its levels tied to their styles."""
        look, hang = self._style.headings, self._style.page.hang_pt
        numbered = look.numbered_levels
        levels = []
        for depth in range(LEVELS):
            style = styles[depth] if depth < min(numbered, len(styles)) else None
            left, hanging = self.heading_indent(depth + 1)
            text = ".".join(f"%{each + 1}" for each in range(depth + 1))
            if style is None:
                levels.append(Level("none", "", hang, 0, suffix="nothing"))
                continue
            role = self._style.text.heading_number
            marker = tuple(run_properties(role, self._theme))
            self._fonts.use(role.face, role.font(), "0123456789.")
            levels.append(Level("decimal", text, left, hanging, marker, style, tab_pt=left))
        return self._once("headings", lambda: self._instance(self._define("headings", levels)))

    def heading_indent(self, level: int) -> tuple[float, float]:
        """Return where a numbered crosshead's text begins, and how far its number hangs before it."""
        look, hang = self._style.headings, self._style.page.hang_pt
        if look.number_position == "hang" and hang and look.span == "text":
            return hang, hang
        left = hang if look.span == "text" else 0.0
        role = self._style.text.heading_number
        number = ".".join(["8"] * level)
        room = measure_pt(number, role.font(), role.size_pt) + look.number_gap_pt
        return left + room, room

    # --- paragraphs -----------------------------------------------------------------------------------

    def counted_heads(self) -> int:
        """Return the list that numbers heads together with paragraphs; level n is tied to the head of level n."""

        def make() -> int:
            look, left, levels = self._style.paragraphs, self._left_pt, []
            roles = (self._style.text.body, *(self._style.text.heading(level) for level in range(1, 5)))
            for depth in range(LEVELS):
                if depth >= len(look.numbers):
                    levels.append(Level("none", "", left, 0, suffix="nothing"))
                    continue
                kind, text, figures = counting(look.numbers[depth], depth)
                for role in roles:  # a number looks as its paragraph does
                    self._fonts.use(role.face, role.font(), figures)
                at, style = left + (depth + 1) * look.indent_pt, f"Heading{depth + 1}"
                levels.append(Level(kind, text, at, look.indent_pt, (), style, tab_pt=at))
            return self._define("paragraphs", levels)

        abstract = self._once("paragraphs", make)
        return self._once("counted heads", lambda: self._instance(abstract))

    def paragraphs(self) -> int:
        """Return the list that numbers paragraphs: it counts on with the heads', whose definition it shares.

        It is another instance, since LibreOffice takes for a head whatever stands in the list of the heads and would
        put it into the contents.
        """
        self.counted_heads()
        return self._once("counted paragraphs", lambda: self._instance(self._shared["paragraphs"]))

    # --- lists in the copy ----------------------------------------------------------------------------

    def bullets(self, role: TextRole, left_pt: float, styles: tuple[str, ...] = (), others: int = 0) -> int:
        """Return the list of bullets for text of a role that begins at ``left_pt``.

        The mark is that of its depth among lists of bullets: ``others`` of those it stands in have numbers.
        """

        def make() -> int:
            marks, levels = self._style.list.bullets, []
            for depth in range(LEVELS):
                mark = marks[min(max(depth - others, 0), len(marks) - 1)]
                marker = self._marker(role, self._style.list.bullet_color, mark)
                place = self._place(left_pt, depth, bullet_gap(role))
                levels.append(Level("bullet", mark, *place, marker, _at(styles, depth), align="right"))
            return self._instance(self._define("bullets", levels))

        return self._once(("bullets", id(role), left_pt, others), make)

    def tasks(self, role: TextRole, left_pt: float, done: bool, extra_pt: float = 0.0) -> int:
        """Return the list whose marker is a box, ticked or not, in a glyph that the face has."""

        def make() -> int:
            text = ballot(done, role.font())
            marker = self._marker(role, self._style.list.bullet_color, text)
            kind = "bullet" if len(text) == 1 else "none"  # of a bullet LibreOffice shows the first sign only
            places = (self._place(left_pt, depth, bullet_gap(role), extra_pt) for depth in range(LEVELS))
            levels = [Level(kind, text, *place, marker, align="right") for place in places]
            return self._instance(self._define(f"tasks {done}", levels))

        return self._once(("tasks", id(role), left_pt, done, extra_pt), make)

    def numbers(
        self, role: TextRole, left_pt: float, styles: tuple[str, ...] = (), extra_pt: float = 0.0, others: int = 0
    ) -> int:
        """Return the definition of numbered lists for text of a role that begins at ``left_pt``.

        The pattern is that of its depth among numbered lists: ``others`` of those it stands in have bullets.
        """

        def make() -> int:
            patterns, levels = self._style.list.numbers, []
            for depth in range(LEVELS):
                pattern = patterns[min(max(depth - others, 0), len(patterns) - 1)]
                kind, text, figures = counting(pattern, depth)
                self._fonts.use(role.face, role.font(), figures)
                place = self._place(left_pt, depth, number_gap(role), extra_pt)
                levels.append(Level(kind, text, *place, (), _at(styles, depth), align="right"))
            return self._define("numbers", levels)

        return self._once(("numbers", id(role), left_pt, extra_pt, others), make)

    def counted(
        self, role: TextRole, left_pt: float, depth: int, start: int, extra_pt: float = 0.0, others: int = 0
    ) -> int:
        """Return a new list that counts from ``start``; ``extra_pt`` is more room for its numbers."""
        return self._instance(self.numbers(role, left_pt, extra_pt=extra_pt, others=others), depth, start)

    def uncounted(self, role: TextRole, left_pt: float, styles: tuple[str, ...]) -> int:
        """Return the numbered list that an editor gets by choosing the style."""
        abstract = self.numbers(role, left_pt, styles)
        return self._once(("plain", abstract), lambda: self._instance(abstract))

    def key_points(self, role: TextRole) -> int:
        """Return the list of key points, which stand in a panel of their own."""

        def make() -> int:
            look = self._style.key_points
            marker = self._marker(role, look.marker_color, look.marker)
            levels = [
                Level("bullet", look.marker, (depth + 1) * look.indent_pt, bullet_gap(role), marker, align="right")
                for depth in range(LEVELS)
            ]
            return self._instance(self._define("key points", levels))

        return self._once("key points", make)

    def own(self, key: object, role: TextRole, pattern: str, start: int) -> int:
        """Return a list of one level that counts as a pattern says; where its text stands, its styles say."""

        def make() -> int:
            kind, text, figures = counting(pattern, 0)
            self._fonts.use(role.face, role.font(), figures)
            abstract = self._define(f"own {len(self._abstracts)}", [Level(kind, text, 0.0, 0.0)])
            return self._instance(abstract, 0, start)

        return self._once(("own", key), make)

    def marked(self, role: TextRole, sign: str, color: str) -> int:
        """Return a list of one level that is marked with a sign; where its text stands, its styles say."""

        def make() -> int:
            level = Level("bullet", sign, 0.0, 0.0, self._marker(role, color, sign))
            return self._instance(self._define(f"marked {sign}", [level]))

        return self._once(("marked", sign, color), make)

    def _place(self, left_pt: float, depth: int, gap_pt: float, extra_pt: float = 0.0) -> tuple[float, float]:
        """Return where the text begins, and how far before it a mark or number ends."""
        return left_pt + (depth + 1) * self._style.list.indent_pt + extra_pt, gap_pt

    def _marker(self, role: TextRole, colour: str, text: str) -> tuple[Element, ...]:
        font = glyphs.font_of(text, role.face.font(role.weight))  # a bullet stands upright
        self._fonts.use(role.face, font, text)
        return (
            el("w:rFonts", **dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), font.word_name), hint="default"),
            el("w:b", val="1" if font.word_bold else "0"),
            el("w:i", val="0"),
            el("w:color", **self._theme.colour(colour)),
        )


def _at(styles: tuple[str, ...], depth: int) -> str | None:
    return styles[depth] if depth < len(styles) else None
