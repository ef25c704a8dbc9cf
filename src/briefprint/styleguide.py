"""What a house style must keep to beyond its grammar: legible, complete in its fonts, without loose ends."""

from __future__ import annotations

import functools
import itertools
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Annotated, get_args, get_origin, get_type_hints

from briefprint import stylebook
from briefprint.errors import Diagnostic
from briefprint.language import LETTERS, primary, quotes
from briefprint.style import PAPERS_PT, Face, Font, HouseStyle, Panel, TextRole
from briefprint.stylebook import Token
from briefprint.stylefiles import read
from briefprint.tokens import Colour, Colours
from briefprint.tokens import contrast as contrast

GROUNDS = {
    **dict.fromkeys(("kicker", "headline", "standfirst", "byline", "institution", "unit"), ("masthead",)),
    **dict.fromkeys(("memo_institution", "memo_unit", "memo_name"), ("memo.masthead",)),
    **dict.fromkeys(("figure_value", "figure_label"), ("panel.figures",)),
    **dict.fromkeys(("memo_figure_value", "memo_figure_label"), ("panel.memo_figures",)),
    "figure_note": ("panel.figures", "panel.memo_figures"),
    "attribution": ("panel.quote", "panel.pull_quote"),
    "table_head": ("table.head_ground",),
    "table_cell": ("paper", "table.stripe_ground"),
    "memo_heading": ("paper", "panel.memo_bottom_line", "panel.memo_ask"),
    "memo_decision": ("panel.memo_ask",),
    "watermark": (),  # behind the text, and meant to be faint (WCAG 2.2, 1.4.3: incidental)
}
"""On what a text role stands: a panel, a masthead, a ground of its own. A role that is not here stands in the
panel of its name (``callout_title`` in that of ``callout``), or on the paper."""

CONTRAST, CONTRAST_LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3, level AA
CONTRAST_GRAPHIC = 3.0  # WCAG 2.2, 1.4.11
GREY_STEP = 1.25  # of neighbours in a chart, so that each is a grey of its own on a monochrome print
LARGE_PT, LARGE_BOLD_PT, BOLD = 18.0, 14.0, 700
SHORTEST, LONGEST = 45, 90  # characters of a line
TOLERANCE = 1e-6

COPY = {
    "body": "", "summary": "summary", "callout": "callout", "quote": "quote", "box": "box",
    "memo_body": "", "memo_bottom_line": "memo_bottom_line", "memo_ask": "memo_ask",
}  # fmt: skip
"""The roles that are read line after line, and the panel each is set in."""

# Letters of a hundred in English running text; other languages of the Latin script differ by a few per cent.
_FREQUENCY = {
    "e": 12.7, "t": 9.1, "a": 8.2, "o": 7.5, "i": 7.0, "n": 6.7, "s": 6.3, "h": 6.1, "r": 6.0, "d": 4.3, "l": 4.0,
    "c": 2.8, "u": 2.8, "m": 2.4, "w": 2.4, "f": 2.2, "g": 2.0, "y": 2.0, "p": 1.9, "b": 1.5, "v": 1.0, "k": 0.8,
}  # fmt: skip
# OS/2 fsType (OpenType 1.9): the PDF embeds subsets, Word's file may be edited.
FORBIDS = {
    0x0002: "may not be embedded",
    0x0004: "may be embedded for print and preview only, not in a Word file",
    0x0100: "may not be subset",
    0x0200: "may be embedded as bitmaps only",
}
_FIXED = {"palette.paper"}  # renderers ask for it by name
_NAMED = 8  # glyphs that a message names


@dataclass(frozen=True, slots=True)
class _Guide:
    """A style, and where each of its tokens is said."""

    style: HouseStyle
    file: Path
    tokens: Mapping[str, Token]

    def fault(self, token: str, message: str, hint: str) -> Diagnostic:
        said = self.tokens.get(token)
        path, line = (said.file, said.line) if said else (self.file, None)
        return Diagnostic(f"'{token}': {message}", str(path), line, hint)


def check(name: str, folders: Sequence[Path]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a style that loads.

    Raises UsageError for a name nobody has, StyleError when the style does not load.
    """
    tokens = stylebook.tokens(name, folders)
    guide = _Guide(stylebook.load(name, folders), stylebook.find(name, folders), {each.name: each for each in tokens})
    return (
        *_contrast(guide),
        *_chart_colours(guide),
        *_leading(guide),
        *_measures(guide),
        *_floor(guide),
        *_embedding(guide.style),
        *_glyphs(guide),
        *_unused(guide),
    )


# --- colour -------------------------------------------------------------------------------------------


def grounds(style: HouseStyle, role: str) -> dict[str, str]:
    """Return the colours a text role is set on, each by the token that says it."""
    return {token: _value(style, token) for token in ground_tokens(style, role)}


def ground_tokens(style: HouseStyle, role: str) -> Iterator[str]:
    """Yield the tokens that say which colours a text role is set on."""
    panels = {field.name for field in fields(style.panel)}
    near = next((name for name in (role, role.removesuffix("_title")) if name in panels), None)
    for place in GROUNDS.get(role, (f"panel.{near}",) if near else ("paper",)):
        if place == "paper":
            yield "palette.paper"
        elif place.endswith("masthead"):
            # A letterhead stands on the paper; only a band has a ground.
            band = _value(style, f"{place}.pattern") == "band"
            yield f"{place}.ground" if band else "palette.paper"
        else:
            yield f"{place}.ground" if place.startswith("panel.") else place


def _value(style: HouseStyle, token: str) -> str:
    value: object = style
    for part in token.split("."):
        value = value[part] if isinstance(value, Mapping) else getattr(value, part)
    return str(value)


def _contrast(guide: _Guide) -> Iterator[Diagnostic]:
    style = guide.style
    texts = [
        (f"text.{name}.color", role.color, role, grounds(style, name))
        for name, role in style.roles()
    ]  # fmt: skip
    link = {"palette.paper": style.palette["paper"]}
    texts.append(("inline.link_color", style.inline.link_color, style.text.body, link))
    for token, colour, role, on in texts:
        wanted = wanted_contrast(role)
        for ground, ground_colour in on.items():
            if (ratio := contrast(colour, ground_colour)) < wanted:
                yield guide.fault(
                    token,
                    f"{colour} on {ground_colour} ('{ground}') has a contrast of {int(ratio * 100) / 100:.2f}:1",
                    f"{role.size_pt:g}pt text needs {wanted:g}:1 (WCAG AA): choose a colour further from the ground",
                )


def wanted_contrast(role: TextRole) -> float:
    """Return the contrast that a text role must have with its grounds."""
    large = role.size_pt >= LARGE_PT or (role.size_pt >= LARGE_BOLD_PT and role.weight >= BOLD)
    return CONTRAST_LARGE if large else CONTRAST


def _chart_colours(guide: _Guide) -> Iterator[Diagnostic]:
    """Yield a fault for each colour of a chart that is faint, or in grey the same as its neighbour."""
    look = guide.style.chart
    groups = {"colors": look.colors, "quiet_colors": look.quiet_colors, "highlight_color": (look.highlight_color,)}
    for token, colours in groups.items():
        for colour in dict.fromkeys(colours):
            if (ratio := contrast(colour, look.ground)) < CONTRAST_GRAPHIC:
                yield guide.fault(
                    f"chart.{token}",
                    f"{colour} on {look.ground} ('chart.ground') has a contrast of {int(ratio * 100) / 100:.2f}:1",
                    f"what a chart draws needs {CONTRAST_GRAPHIC:g}:1 (WCAG AA, 1.4.11): choose a stronger colour",
                )
        for one, other in itertools.pairwise(colours):
            if (ratio := contrast(one, other)) < GREY_STEP:
                yield guide.fault(
                    f"chart.{token}",
                    f"{one} and {other} differ in lightness by {ratio:.2f}:1, and print as one grey",
                    f"let neighbours differ by {GREY_STEP:g}:1 at least",
                )


# --- lines --------------------------------------------------------------------------------------------


def _leading(guide: _Guide) -> Iterator[Diagnostic]:
    for name, role in guide.style.roles():
        if role.leading_pt < role.size_pt - TOLERANCE:
            yield guide.fault(
                f"text.{name}.leading",
                f"{role.leading_pt:g}pt is less than the size, {role.size_pt:g}pt",
                "lines would run into each other: give it the size at least",
            )


def _measures(guide: _Guide) -> Iterator[Diagnostic]:
    for name in COPY:
        for paper, count in characters(guide.style, name, getattr(guide.style.text, name)).items():
            if not SHORTEST <= round(count) <= LONGEST:
                yield guide.fault(
                    f"text.{name}.size",
                    f"a line on {paper} holds {count:.0f} characters",
                    f"{SHORTEST} to {LONGEST} read well: change the margins, the hang, the padding or the size",
                )


def characters(style: HouseStyle, name: str, role: TextRole) -> dict[str, float]:
    """Return how many characters a line of one of ``COPY`` holds on each paper when it is set as ``role``."""
    panel = getattr(style.panel, COPY[name]) if COPY[name] else None
    letter = _letter_pt(role)
    return {paper: _measure_pt(style, name, panel, breadth) / letter for paper, (breadth, _) in PAPERS_PT.items()}


def _measure_pt(style: HouseStyle, name: str, panel: Panel | None, breadth_pt: float) -> float:
    """Return the length of a role's lines on paper of this breadth."""
    if name.startswith("memo_"):
        measure = breadth_pt - style.memo.margin_left_pt - style.memo.margin_right_pt
    else:
        measure = breadth_pt - style.page.margin_left_pt - style.page.margin_right_pt
        if panel is None or panel.span == "text":
            measure -= style.page.hang_pt
            measure = (measure - style.columns.gap_pt * (style.columns.count - 1)) / style.columns.count
    return measure - 2 * panel.padding_x_pt if panel else measure


def _letter_pt(role: TextRole) -> float:
    """Return the average breadth of a letter in running text."""
    breadths = _font(role.font().path).breadths
    total = sum(breadths.get(letter, 0.5) * share for letter, share in _FREQUENCY.items())
    return role.size_pt * total / sum(_FREQUENCY.values()) + role.tracking_pt


def _floor(guide: _Guide) -> Iterator[Diagnostic]:
    memo = guide.style.memo
    for name, role in guide.style.roles():
        if not name.startswith("memo_") and name not in ("note", "figure_note"):
            continue
        if role.size_pt < memo.floor_pt - TOLERANCE:
            yield guide.fault(
                f"text.{name}.size",
                f"{role.size_pt:g}pt is below the memo's floor, {memo.floor_pt:g}pt",
                "raise it, or lower 'memo.floor'",
            )
    body = guide.style.text.memo_body.size_pt * memo.levers.size
    if body < memo.floor_pt - TOLERANCE:
        yield guide.fault(
            "memo.levers.size",
            f"drawn out it would set 'memo_body' in {body:.2g}pt, below the floor of {memo.floor_pt:g}pt",
            "raise it, or lower 'memo.floor'",
        )


# --- fonts --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Read:
    """What a font file says: empty when it cannot be read."""

    fault: str
    rights: int  # OS/2 fsType
    characters: frozenset[str]
    breadths: Mapping[str, float]  # of each letter a-z, at a size of one


@functools.cache
def _font(path: Path) -> _Read:
    from fontTools.ttLib import TTFont

    try:
        with TTFont(path, lazy=True) as font:
            names, breadths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
            letters = {
                each: breadths[names[ord(each)]][0] / em for each in string.ascii_lowercase if ord(each) in names
            }
            return _Read("", int(font["OS/2"].fsType), frozenset(map(chr, names)), letters)
    except Exception as fault:  # fontTools raises whatever a broken table makes its readers raise
        return _Read(str(fault) or type(fault).__name__, 0, frozenset(), {})


def _fonts(faces: Iterable[Face]) -> Iterator[tuple[str, Font]]:
    yield from ((face.name, face.font(font.weight, font.italic)) for face in faces for font in face.fonts)


def _embedding(style: HouseStyle) -> Iterator[Diagnostic]:
    for name, font in _fonts(style.faces()):
        read = _font(font.path)
        if read.fault:
            yield stylebook.font_fault(font, f"'{font.path.name}' of '{name}' cannot be read as a font: {read.fault}")
        for bit, why in FORBIDS.items():
            if read.rights & bit:
                yield stylebook.font_fault(
                    font,
                    f"'{font.path.name}' of '{name}' {why} (OS/2 fsType)",
                    "choose a font whose licence allows it",
                )


def letters(lang: str) -> frozenset[str]:
    """Return the letters a language is written with in both cases, a to z, and its quotation marks.

    Of a language that ``language.LETTERS`` has not, they are those in which CLDR names its languages and countries:
    babel has no exemplar characters, and the rarest letters may be in no name.
    """
    from babel.core import Locale
    from babel.localedata import exists

    found = set(string.ascii_lowercase) | set("".join(quotes(lang)).strip("\u00a0"))
    if primary(lang) in LETTERS:
        found |= set(LETTERS[primary(lang)])
    elif exists(primary(lang)):
        locale = Locale.parse(primary(lang))
        names = "".join((*locale.languages.values(), *locale.territories.values())).lower()
        found |= {each for each in names if _is_letter(each)}
    return frozenset(form for each in found for form in (each, each.upper()) if len(form) == 1)


def _is_letter(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character) in ("Ll", "Lo")


def _languages(guide: _Guide) -> set[str]:
    """Return the languages that a house declares: those it has labels in beyond what every style inherits."""
    shared = {file for file in {token.file for token in guide.tokens.values()} if read(file).get("abstract", False)}
    said = (name.split(".") for name, token in guide.tokens.items() if token.file not in shared)
    return {"en"} | {parts[1] for parts in said if parts[0] == "labels"}


def _glyphs(guide: _Guide) -> Iterator[Diagnostic]:
    declared = _languages(guide)
    for lang, words in guide.style.labels.items():
        if lang not in declared:
            continue
        needed = letters(lang) | {each for word in words.values() for each in word if not each.isspace()}
        for name, font in _fonts(guide.style.named_faces()):
            read = _font(font.path)
            lacking = sorted(
                needed.difference(read.characters, *(_font(each.path).characters for each in font.fallbacks))
            )
            if lacking and not read.fault:
                shown = ", ".join(f"'{each}'" for each in lacking[:_NAMED])
                more = f" and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else ""
                yield stylebook.font_fault(
                    font,
                    f"'{font.path.name}' of '{name}' has no glyph for {shown}{more}, which '{lang}' needs",
                    f"choose a face that has them, name one after it under [faces], or leave out [labels.{lang}]",
                )


# --- loose ends ---------------------------------------------------------------------------------------


def _unused(guide: _Guide) -> Iterator[Diagnostic]:
    """Yield a fault for each colour and face that the style's own file names and no token of it uses."""
    used = {
        f"{table}.{name}"
        for token, table in references(HouseStyle)
        if token in guide.tokens
        for name in names_of(guide.tokens[token].value)
    }
    for name, token in guide.tokens.items():
        if name.startswith(("palette.", "faces.")) and token.file == guide.file and name not in used | _FIXED:
            yield guide.fault(name, "nothing uses it", "use it in a token of this style, or leave it out")


def names_of(value: object) -> tuple[object, ...]:
    """Return the names that the value of such a token holds: one, a list of them, or none of a token not said."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def references(group: type, table: str = "") -> Iterator[tuple[str, str]]:
    """Yield each token that is the name of a colour or a face, with the table of those names."""
    for name, hint in get_type_hints(group, include_extras=True).items():
        token = table + name.removesuffix("_pt")
        if hint in (Colour, Colours):
            yield token, "palette"
        elif get_origin(hint) is Annotated and get_args(hint)[0] is Face:
            yield token, "faces"
        elif isinstance(hint, type) and is_dataclass(hint):
            yield from references(hint, f"{token}.")
