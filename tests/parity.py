"""The same design in every format: each role's face, size, leading, colour and space, as the products have them.

A specimen sets one code word for each role. The word is looked for in the product, and how it is set there is
compared with the style's tokens; nothing of ours is asked on the way. ``python tests/parity.py`` prints the table.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import parity_pdf
import parity_word
from briefprint import stylebook
from briefprint.document import Document
from briefprint.renderers import formats, renderer, suffix
from briefprint.style import PAPERS_PT, Font, HouseStyle, TextRole
from parity_specimens import Found, Place, Specimen, brief, contents, digested, front, memo

FORMATS = formats()
WORD = tuple(each for each in FORMATS if suffix(each).endswith(".docx"))
STYLES = [(name, paper) for name in stylebook.names(stylebook.search_path()) for paper in PAPERS_PT]

PICTURES = {each: {"chart_label"} for each in WORD}  # a chart is a picture in Word: its words are in no style there
SIZE_TOLERANCE_PT = 0.05
HALF_POINT = 0.25  # Word counts in half points: what it has is the nearest one, a quarter of a point away at most
LEADING_TOLERANCE_PT = 0.1
SPACE_TOLERANCE_PT = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison of a token with a product."""

    style: str
    paper: str
    format: str
    role: str
    what: str
    token: str
    product: str
    agrees: bool

    def __str__(self) -> str:
        return f"{self.style}/{self.paper} {self.format} {self.role}: {self.what} is {self.product}, not {self.token}"


def _pdf_name(role: TextRole) -> str:
    return f"{role.face.name} {role.weight}{' italic' if role.italic else ''}"


def _word_name(font: Font) -> str:
    return f"{font.word_name}{' bold' if font.word_bold else ''}{' italic' if font.italic else ''}"


def compared(name: str, paper: str, format: str, made: Specimen, place: Place, found: Found) -> Iterator[Row]:
    """Yield a row for each thing that a product tells of a role."""
    role = made.role(place.role)

    def row(what: str, token: str, product: str, agrees: bool) -> Row:
        return Row(name, paper, format, place.name, what, token, product, agrees)

    font = _word_name(role.font()) if format in WORD else _pdf_name(role)
    yield row("face", font, found.font, found.font == font)
    yield row("colour", role.color, found.color, found.color == role.color)
    word_art = format in WORD and place.role == "watermark"
    if not word_art:
        near = HALF_POINT if format in WORD else SIZE_TOLERANCE_PT
        agrees = found.size_pt is not None and abs(found.size_pt - role.size_pt) <= near
        yield row("size", _points(role.size_pt), _points(found.size_pt), agrees)
    if place.lines:
        agrees = bool(found.leading_pt) and all(
            abs(each - role.leading_pt) <= LEADING_TOLERANCE_PT for each in found.leading_pt
        )
        product = " and ".join(sorted({_points(each) for each in found.leading_pt})) or "not to be read"
        yield row("leading", _points(role.leading_pt), product, agrees)
    if place.space is not None:
        agrees = found.space_pt is not None and abs(found.space_pt - place.space.points) <= SPACE_TOLERANCE_PT
        yield row(place.space.token, _points(place.space.points), _points(found.space_pt), agrees)


def _points(points: float | None) -> str:
    return "none" if points is None else f"{points:.2f}".rstrip("0").rstrip(".") + " pt"


def house(name: str, paper: str) -> HouseStyle:
    """Return a style on a paper."""
    return stylebook.load(name, stylebook.search_path(), paper)


def makers(format: str) -> tuple[Callable[[HouseStyle], tuple[Specimen, Document]], ...]:
    """Return what makes the specimens of a format."""
    return (memo, digested) if format.startswith("memo") else (brief, front, contents)


@functools.cache
def products(name: str, paper: str, format: str) -> tuple[tuple[Specimen, bytes], ...]:
    """Return the specimens of a style and the products they make."""
    made = [maker(house(name, paper)) for maker in makers(format)]
    return tuple((specimen, renderer(format)(document, specimen.style).data) for specimen, document in made)


@functools.cache
def table(name: str, paper: str, format: str) -> tuple[Row, ...]:
    """Return every comparison of a style with a product, each once."""
    rows: dict[Row, None] = {}
    for specimen, data in products(name, paper, format):
        lost = {place for place in specimen.places.values() if place.role not in PICTURES.get(format, ())}
        for place, found in sights(data, specimen):
            rows |= dict.fromkeys(compared(name, paper, format, specimen, place, found))
            lost.discard(place)
        for place in lost:
            rows[Row(name, paper, format, place.name, "role", "set", "not to be found", False)] = None
    return tuple(rows)


def sights(data: bytes, specimen: Specimen) -> Iterator[tuple[Place, Found]]:
    """Yield how a product sets each role of its specimen."""
    if data[:2] == b"PK":
        yield from parity_word.read(data, specimen)
    else:
        yield from parity_pdf.read(data, specimen)
        yield from parity_pdf.heading_numbers(data, specimen)


def markdown() -> Iterator[str]:
    """Yield the table in lines of Markdown: what agrees as its token, what does not as both."""
    yield "| style | paper | format | role | what | token | product | |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, paper in STYLES:
        for format in FORMATS:
            for row in table(name, paper, format):
                said = (row.style, row.paper, row.format, row.role, row.what, row.token, row.product)
                yield f"| {' | '.join(said)} | {'' if row.agrees else '**no**'} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(markdown()) + "\n")
