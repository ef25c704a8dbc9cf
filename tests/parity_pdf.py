"""How a PDF sets each role: read from the characters on its pages."""

from __future__ import annotations

import ctypes
import functools
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from fontTools.ttLib import TTFont

import pdf_tree
from briefprint.style import HouseStyle, TextRole
from parity_specimens import CODE, Found, Place, Specimen

_WEIGHTS = {
    "thin": 100, "extralight": 200, "light": 300, "": 400, "regular": 400, "medium": 500, "semibold": 600,
    "demibold": 600, "bold": 700, "extrabold": 800, "black": 900, "heavy": 900,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sighting:
    """A code word on a page."""

    code: str
    page: int
    left: float
    right: float
    baseline: float
    font: str
    size_pt: float
    color: str
    turned: bool


@contextmanager
def _pages(data: bytes) -> Iterator[Iterator[_Page]]:
    """Yield the pages of a PDF."""
    pdf = pypdfium2.PdfDocument(pdf_tree.unsaid(data))

    def pages() -> Iterator[_Page]:
        for number, page in enumerate(pdf):
            text = page.get_textpage()
            yield _Page(number, text)
            text.close()
            page.close()

    try:
        yield pages()
    finally:
        pdf.close()


class _Page:
    """The characters of a page, drawings' included, without the spaces between them."""

    def __init__(self, number: int, text: Any) -> None:
        self.number, self.text = number, text
        signs = [(at, chr(pdfium.FPDFText_GetUnicode(text, at)).casefold()) for at in range(text.count_chars())]
        self.places = [at for at, sign in signs if not sign.isspace()]
        self.letters = "".join(sign for _, sign in signs if not sign.isspace())

    def sighting(self, code: str, start: int) -> Sighting:
        places = self.places[start : start + len(code)]
        looks = {_look(self.text, at) for at in places}
        assert len(looks) == 1, f"{code} is set in more than one way: {looks}"
        ((font, size, color, turned),) = looks
        left, baseline = _origin(self.text, places[0])
        right, _ = _origin(self.text, places[-1])
        return Sighting(code, self.number, left, right, baseline, font, size, color, turned)


def sightings(data: bytes) -> Iterator[Sighting]:
    """Yield the code words of a PDF."""
    with _pages(data) as pages:
        for page in pages:
            for found in CODE.finditer(page.letters):
                yield page.sighting(found[0], found.start())


def _look(text: Any, at: int) -> tuple[str, float, str, bool]:
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFText_GetFontInfo(text, at, name, len(name), ctypes.c_int())
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text, at, red, green, blue, alpha)
    assert alpha.value == 255, "text is transparent (PDF/A-1b would refuse it, and no token says so)"
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, at, matrix)
    size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
    color = f"#{red.value:02x}{green.value:02x}{blue.value:02x}"
    return name.value.decode(), round(size, 3), color, abs(matrix.b) > 1e-3


def _origin(text: Any, at: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, at, x, y)
    return x.value, y.value


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def pdf_font(name: str, style: HouseStyle) -> str:
    """Return a PDF's font as face, weight and slope."""
    letters = _plain(name.split("+")[-1]).removeprefix("briefprint")
    fonts = ((font, face) for face in style.faces() for font in face.fonts)
    for font, face in sorted(fonts, key=lambda each: -len(each[0].key)):
        if letters.startswith(_plain(font.key)):  # drawings know each font by its file
            return f"{face.name} {font.weight}{' italic' if font.italic else ''}"
    for face in sorted(style.faces(), key=lambda each: -len(each.name)):
        if letters.startswith(_plain(face.name)):
            weight = letters.removeprefix(_plain(face.name))
            slope = " italic" if weight.endswith("italic") else ""
            weight = weight.removesuffix("italic")
            return f"{face.name} {_WEIGHTS.get(weight, weight)}{slope}"
    return name


@functools.cache
def _metrics(file: Path) -> tuple[float, float]:
    """Return a font's ascent and descent, as shares of its size."""
    with TTFont(file, lazy=True) as font:
        return font["hhea"].ascent / font["head"].unitsPerEm, font["hhea"].descent / font["head"].unitsPerEm


def _above_baseline(role: TextRole) -> float:
    """Return how far a line's top is above its baseline (CSS Inline 3, half-leading)."""
    ascent, descent = _metrics(role.font().path)
    return role.leading_pt / 2 + (ascent + descent) / 2 * role.size_pt


def read(data: bytes, made: Specimen) -> Iterator[tuple[Place, Found]]:
    """Yield how each role is set in a PDF."""
    by_code: dict[str, list[Sighting]] = {}
    for each in sightings(data):
        place = made.places[each.code]
        held = by_code.setdefault(each.code, [])
        # The first paragraph that holds the word; only the watermark is turned.
        if each.turned == (place.role == "watermark") and (not held or held[0].page == each.page):
            held.append(each)
    for code, place in made.places.items():
        seen = by_code.get(code)
        if not seen:
            continue
        lines = sorted({round(each.baseline, 2) for each in seen}, reverse=True)
        yield (
            place,
            Found(
                font=" and ".join(sorted({pdf_font(each.font, made.style) for each in seen})),
                size_pt=seen[0].size_pt if len({each.size_pt for each in seen}) == 1 else None,
                color=" and ".join(sorted({each.color for each in seen})),
                leading_pt=tuple(round(upper - lower, 2) for upper, lower in pairwise(lines)),
                space_pt=_space_above(code, by_code, made) if place.space else None,
            ),
        )


def _space_above(code: str, by_code: dict[str, list[Sighting]], made: Specimen) -> float | None:
    """Return the distance between a paragraph's first line and the line above, less padding and rules."""
    seen = by_code[code]
    top = max(each.baseline for each in seen)
    left, right = min(each.left for each in seen), max(each.right for each in seen)
    above = []
    for other, others in by_code.items():
        if other == code or made.places[other].role in ("watermark", "running_head", "folio"):
            continue
        beside = min(each.left for each in others) < right and max(each.right for each in others) > left
        foot = min((each.baseline for each in others if each.page == seen[0].page), default=0.0)
        if beside and foot > top + 1:
            above.append((foot, other))
    if not above:
        return None
    foot, nearest = min(above)
    upper, lower = (made.role(made.places[each].role) for each in (nearest, code))
    space = made.places[code].space
    assert space is not None
    below = upper.leading_pt - _above_baseline(upper)
    return round(foot - top - below - _above_baseline(lower) - space.inner_pt, 2)


def heading_numbers(data: bytes, made: Specimen) -> Iterator[tuple[Place, Found]]:
    """Yield how the numbers beside the crossheads are set in a PDF: the figures before their code word.

    Where paragraphs are numbered, heads and paragraphs count together, each in its own type.
    """
    if made.style.headings.numbering == "none":
        return
    with _pages(data) as pages:
        for page in pages:
            for found in re.finditer(r"(?<=z)(\d[\d.]*)(zq\d\d\dz)", page.letters):
                if made.places[found[2]].role.startswith("heading_"):
                    font, size, color, _ = _look(page.text, page.places[found.start()])
                    place = Place("heading_number", "heading_number", False, None)
                    yield place, Found(pdf_font(font, made.style), size, color)


def smallest(data: bytes) -> float:
    """Return the smallest size of type in a PDF."""
    with _pages(data) as pages:
        return min(_look(page.text, at)[1] for page in pages for at in page.places)
