"""Rules of figures: one number, said twice, is the same; and somebody vouches for it.

A figure of the prose is held against one of a panel, a table or a chart only when the sentence has every word of
that figure's label, the same unit and no other number of it: what is missed costs less than what is cried in vain.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefprint.document import (
    Chart,
    CrossReference,
    FiguresPanel,
    KeyFigure,
    Link,
    Note,
    Paragraph,
    Table,
    plain_text,
    walk,
)
from briefprint.linter.copy import Copy, Finding, rule
from briefprint.linter.sentences import LANGUAGES, run, runs, sentences
from briefprint.linter.wordlists import EMPTY, TURNS

_SCALES = {
    **dict.fromkeys(("k", "thousand", "tys", "tys.", "tsd", "mille", "mil", "тис", "тис."), 1e3),
    **dict.fromkeys(("m", "mn", "mln", "million", "millions", "mio", "mio.", "millionen", "millones", "млн"), 1e6),
    **dict.fromkeys(("bn", "billion", "billions", "mld", "mld.", "mrd", "mrd.", "milliard", "milliards"), 1e9),
    **dict.fromkeys(("milliarden", "miliardów", "miliardy", "miliard", "млрд"), 1e9),
    **dict.fromkeys(("trillion", "trillions", "tn"), 1e12),
}  # fmt: skip
_UNITS = {
    **dict.fromkeys(("%", "percent", "percent.", "proc.", "procent", "prozent"), "%"),
    **dict.fromkeys(("$", "usd", "dollars", "dolarów"), "$"),
    **dict.fromkeys(("€", "eur", "euro", "euros"), "€"),
    **dict.fromkeys(("£", "gbp", "pounds"), "£"),
    **dict.fromkeys(("zł", "pln", "złotych"), "zł"),
    **{each: each for each in ("km", "kg", "gw", "mw", "twh", "gwh", "mwh", "ha", "°c")},
}  # fmt: skip
_SIGNS = "$€£"
_SPACE = "[ \u00a0\u202f]"
_QUANTITY = re.compile(
    rf"""(?<![\w.,–/-])(?P<sign>[{_SIGNS}]{_SPACE}?)?
    (?P<number>\d{{1,3}}(?:(?:[,.]|{_SPACE})\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![\w]*[-–/]\d)
    (?:{_SPACE}?(?P<point>%(?:-point)?|‰)|{_SPACE}?(?P<scale>[^\W\d_]{{1,10}}\.?))?
    (?:{_SPACE}(?P<unit>[^\W\d_]+|%|€|\$|£))?""",
    re.VERBOSE,
)
_POINTS = re.compile(rf"{_SPACE}?(?:percentage[ -]points?|per cent|p\.?p\.?|pkt\.? proc|punkt\w* procent|points? de)")
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?![\w,]|\.\d)")

_WHOLE_WORDS = 3
"""Turning words up to this length are whole words; longer ones also begin others ('propose' in 'proposed')."""
_ABOUT = re.compile(
    r"(?:about|around|nearly|almost|over|some|roughly|approximately|more than|less than|under|około|ok\.|prawie|"
    r"ponad|niemal|blisko|rund|etwa|fast|über|knapp|circa|ca\.|environ|près de|presque|plus de|casi|unos|unas|"
    r"más de|cerca de|близько|майже|понад|~)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, and how finely it is said."""

    value: float
    unit: str
    said: str
    start: int
    step: float

    def same(self, other: Quantity) -> bool:
        """Return whether two are one number, the finer rounded as the coarser is."""
        return abs(self.value - other.value) <= max(self.step, other.step) / 2 * 1.000001


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that is set apart, the words it goes by, and where it stands."""

    quantity: Quantity
    words: frozenset[str]
    years: frozenset[str]
    line: int
    where: str
    beside: frozenset[str] = frozenset()  # the names of what stands beside it: a sentence with them is of them too


@rule("figure-differs")
def figure_differs(copy: Copy) -> Iterator[Finding]:
    """Find sentences that say of the same thing another number than a panel, a table or a chart does."""
    if copy.lang not in LANGUAGES:
        return
    stated = tuple(each for each in _stated(copy) if len(each.words) >= _least(each))
    if not stated:
        return
    for each in runs(copy.document):
        for sentence in sentences(each, copy.lang):
            text = sentence.text
            found = tuple(quantities(text, copy.lang))
            if not found:
                continue
            words, years = stems(text), frozenset(_YEAR.findall(text))
            for figure in stated:
                if figure.words <= words and figure.years == years and (other := _other(figure, found, text, copy)):
                    line, column = copy.find(sentence.line, " ".join(sentence.text.split()[:4]))
                    message = f"'{other.said}' differs from '{figure.quantity.said}' in {figure.where}"
                    yield Finding(message, line, column, f"line {figure.line} has '{figure.quantity.said}'")
                    break


def _least(figure: Stated) -> int:
    """Return how many words must be shared: a number without a unit says less of itself."""
    return 2 if figure.quantity.unit else 3 - bool(figure.years)


def _other(figure: Stated, found: tuple[Quantity, ...], text: str, copy: Copy) -> Quantity | None:
    """Return the one number of a sentence that contradicts a figure."""
    same_unit = [each for each in found if each.unit == figure.quantity.unit]
    if any(each.same(figure.quantity) for each in found) or len(same_unit) != 1:
        return None
    other = same_unit[0]
    if _turned(text, copy.lang, figure.words) or figure.beside & stems(text):
        return None
    near = abs(other.value - figure.quantity.value) <= 0.15 * max(abs(other.value), abs(figure.quantity.value))
    if near and (_ABOUT.search(text[: other.start]) or "~" in other.said):
        return None
    if not figure.quantity.unit and not (stems(_after(text, other)) & figure.words):
        return None  # a bare number is of what follows it
    return other


def _after(text: str, quantity: Quantity) -> str:
    return " ".join(text[quantity.start + len(quantity.said) :].split()[:3])


def _turned(text: str, lang: str, label: frozenset[str]) -> bool:
    """Return whether a sentence speaks of a goal, a bound, a change, which the figure's own label does not."""
    said = re.findall(r"[^\W\d_]+", text.lower())
    for word in TURNS[lang]:
        if len(word) <= _WHOLE_WORDS or (lang == "en" and len(word) <= 4):
            hit = word in said
        else:
            hit = any(each.startswith(word) for each in said)
        if hit and not any(stem.startswith(_stem(word)[:5]) for stem in label):
            return True
    return False


# --- what is stated -----------------------------------------------------------------------------------


def _stated(copy: Copy) -> Iterator[Stated]:
    for figure in copy.document.figures:
        yield from _key_figure(figure, "the key figures", copy.lang)
    for node in copy.nodes:
        match node:
            case FiguresPanel():
                for figure in node.figures:
                    yield from _key_figure(figure, "the figures", copy.lang)
            case Table():
                yield from _cells(node, copy.lang)
            case Chart(unit=unit) if unit:
                points = tuple(_points(node))
                names = frozenset().union(*(stems(label) for label, _ in points))
                for label, value in points:
                    said = f"{value:g}{' ' * (not unit.startswith('%'))}{unit}"
                    for quantity in tuple(quantities(said, "en"))[:1]:
                        stated = _as_stated(quantity, f"{label} {unit}", node.line, "the chart")
                        yield replace(stated, beside=names - stated.words)


def _points(chart: Chart) -> Iterator[tuple[str, float]]:
    """Yield each label of a chart with its number; where there are several series, a label is not enough."""
    if len(chart.series) == 1:
        pairs = zip(chart.labels, chart.series[0].values, strict=True)
        yield from ((label, value) for label, value in pairs if value is not None)


def _key_figure(figure: KeyFigure, where: str, lang: str) -> Iterator[Stated]:
    found = tuple(quantities(plain_text(figure.value), lang))
    label = f"{plain_text(figure.label)} {plain_text(figure.note)}"
    if len(found) == 1:
        yield _as_stated(found[0], label, figure.line, where)


def _cells(table: Table, lang: str) -> Iterator[Stated]:
    """Yield the cells that hold one number with a unit, under the words of their row and column."""
    heads = [plain_text(each.children) for each in table.head]
    for row in table.rows:
        for head, cell in list(zip(heads, row, strict=False))[1:]:
            text = plain_text(cell.children).strip()
            unit = "%" if "%" in head and "%" not in text else ""
            found = tuple(quantities(text + unit, lang))
            if len(found) == 1 and found[0].unit and not _YEAR.fullmatch(text):
                rest = text.replace(found[0].said, "")
                name = plain_text(row[0].children)
                if stems(name) and stems(head):
                    stated = _as_stated(found[0], f"{name} {head} {rest}", cell.line, "the table")
                    yield replace(stated, beside=_names(table) - stated.words)


def _names(table: Table) -> frozenset[str]:
    """Return the words of the names of all rows."""
    return frozenset().union(*(stems(plain_text(row[0].children)) for row in table.rows if row))


def _as_stated(quantity: Quantity, label: str, line: int, where: str) -> Stated:
    return Stated(quantity, stems(label), frozenset(_YEAR.findall(label)), line, where)


# --- words and numbers --------------------------------------------------------------------------------


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of a text's words, so that their endings do not matter."""
    words = re.findall(r"[^\W\d_]{3,}|(?<!\w)[A-Z]{2}(?!\w)", text)
    return frozenset(_stem(each) for each in map(str.lower, words) if each not in EMPTY and each not in _UNITS)


def _stem(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.replace("ł", "l"))
    return "".join(each for each in plain if not unicodedata.combining(each))[:5]


def quantities(text: str, lang: str) -> Iterator[Quantity]:
    """Yield the numbers of a text with their units; years, and what is written without both, stay bare."""
    for found in _QUANTITY.finditer(text):
        number, decimals = _value(found["number"], lang)
        scale_word, unit_word = (found["scale"] or "").lower(), (found["unit"] or "").lower()
        unit = (found["sign"] or "").strip()
        if scale_word.rstrip(".") in (_SCALES if scale_word not in _SCALES else ()):
            scale_word = scale_word.rstrip(".")
        scale = _SCALES.get(scale_word)
        end = found.end("number")
        if found["point"]:
            unit, end = found["point"], found.end("point")
        elif scale is not None:
            end = found.start("scale") + len(scale_word)
            if unit_word in _UNITS and not unit:
                unit, end = _UNITS[unit_word], found.end("unit")
        elif scale_word in _UNITS and not unit:
            unit, end = _UNITS[scale_word], found.end("scale")
        if points := _POINTS.match(text, found.end("number")):
            unit, end = ("%" if "per cent" in points[0] else "points"), points.end()
        if not unit and scale is None and (_YEAR.fullmatch(found["number"]) or number < 100):
            continue  # a year, or too small a number to be told from others
        said = text[found.start() : end]
        yield Quantity(number * (scale or 1), unit, said, found.start(), 10.0**-decimals * (scale or 1))


def _value(number: str, lang: str) -> tuple[float, int]:
    """Return a number as written in a language, and how many decimals it has."""
    plain = re.sub(_SPACE, "", number)
    decimal = "." if lang == "en" else ","
    other = "," if decimal == "." else "."
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(other)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", plain):
        plain = plain.replace(other, "")
    plain = plain.replace(",", ".")
    if plain.count(".") > 1:
        plain = plain.replace(".", "")
    return float(plain), len(plain.partition(".")[2])


@rule("unsourced-number")
def unsourced_number(copy: Copy) -> Iterator[Finding]:
    """Find paragraphs that state a number with a unit and give no note, link or reference for it."""
    for block in copy.nodes:
        if not isinstance(block, Paragraph):
            continue
        if any(isinstance(each, Note | Link | CrossReference) for each in walk(block.children)):
            continue
        said = run(block.children)
        found = next((each for each in quantities(said.text, copy.lang) if each.unit), None)
        if found is not None:
            line, column = copy.find(said.line(found.start), found.said)
            yield Finding(f"nothing is given as the source of '{found.said}'", line, column, "add a note or a link")
