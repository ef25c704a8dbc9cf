"""One file looked through: opened with care, then page by page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from briefprint.errors import Severity
from briefprint.preflight import walk
from briefprint.preflight.judge import Judge
from briefprint.preflight.rules import RULES

LARGEST_FILE = 512_000_000
_SUBSET = re.compile(r"/[A-Z]{6}\+")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_MARKS_OF_PRINTERS = ("/PrinterMark", "/TrapNet", "/Popup")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a printer would stop at. ``page`` counts from 1; None is the file."""

    path: str
    page: int | None
    rule: str
    message: str

    @property
    def level(self) -> Severity:
        """How much it weighs."""
        return RULES[self.rule].level

    def __str__(self) -> str:
        place = f"{self.path}:page {self.page}" if self.page is not None else self.path
        return f"{place}: {self.level}: {self.rule}: {self.message}"


def check(path: Path) -> list[Finding]:
    """Return what a printer would stop at in a file; what cannot be read is one finding, and nothing is raised."""
    return _checked(path.as_posix(), lambda: _file_of(path))


def check_data(data: bytes, shown: str) -> list[Finding]:
    """Return what a printer would stop at in a file that is not written yet; ``shown`` is what findings call it."""
    return _checked(shown, lambda: io.BytesIO(data))


def _file_of(path: Path) -> Path:
    if path.stat().st_size > LARGEST_FILE:
        raise walk.TooMuch
    return path


def _checked(shown: str, file: Callable[[], Path | io.BytesIO]) -> list[Finding]:
    try:
        return [Finding(shown, page, rule, message) for page, rule, message in _found(file())]
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
    except pikepdf.PasswordError:
        return [Finding(shown, None, "encrypted", "the file is locked with a password")]
    except walk.TooMuch:
        reason = "there is more in it than can be looked through"
    except RecursionError:
        reason = "its parts stand too deep within one another"
    except Exception as fault:  # whatever a broken file brings about, it is one message
        said = (str(fault) or type(fault).__name__).splitlines()[0].removeprefix(f"{shown}: ")
        reason = f"it is broken ({said[:160]})"
    return [Finding(shown, None, "unreadable", f"the file cannot be looked through: {reason}")]


def _found(file: Path | io.BytesIO) -> Iterator[tuple[int | None, str, str]]:
    with pikepdf.open(file) as pdf:
        if not len(pdf.pages):
            raise ValueError("it has no page")
        yield from ((None, rule, message) for rule, message in _file(pdf))
        budget = walk.Budget()
        fonts: dict[Any, tuple[str, str] | None] = {}
        for number, page in enumerate(pdf.pages, 1):
            budget.step()
            for rule, message in (*_boxes(page), *_annotations(page)):
                yield number, rule, message
            judge = Judge(page)
            for mark in walk.marks(page, budget):
                judge.see(mark)
                if mark.kind == "type" and (said := _font(mark.thing, fonts)) is not None:
                    yield number, *said
            yield from ((number, rule, message) for rule, message in judge.found())


def _file(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    if pdf.is_encrypted:
        yield "encrypted", "the file is encrypted"
    intents = pdf.Root.get("/OutputIntents", Array())
    if not any(isinstance(each, Dictionary) and each.get("/S") == Name.GTS_PDFX for each in intents):
        yield "no-intent", "the file does not say for which press and paper it is made"
    sizes = {tuple(round(each) for each in _size(_box(page.trimbox))) for page in pdf.pages}
    if len(sizes) > 1:
        shown = ", ".join(f"{wide} × {high} pt" for wide, high in sorted(sizes)[:4])
        yield "page-sizes", f"pages are of {len(sizes)} sizes: {shown}{', …' if len(sizes) > 4 else ''}"


def _boxes(page: pikepdf.Page) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a page's boxes (ISO 32000-1, 14.11.2; ISO 15930-7, 6.15)."""
    media = _box(page.mediabox)
    said = {
        name: _box(page.obj[f"/{name}"])
        for name in ("CropBox", "BleedBox", "TrimBox", "ArtBox")
        if f"/{name}" in page.obj
    }
    if "TrimBox" not in said and "ArtBox" not in said:
        yield "no-trim", "the page does not say where it is cut"
    if "TrimBox" in said and "ArtBox" in said:
        yield "boxes", "the page has both a trim box and an art box"
    trim = said.get("TrimBox", said.get("ArtBox", media))
    for name, box in said.items():
        if not _within(box, media):
            yield "boxes", f"its {_spoken(name)} goes beyond its media box"
        if min(_size(box)) <= 0:
            yield "boxes", f"its {_spoken(name)} is empty"
    if "BleedBox" in said and not _within(trim, said["BleedBox"]):
        yield "boxes", "its trim goes beyond its bleed"


def _spoken(name: str) -> str:
    return name.removesuffix("Box").lower() + " box"


def _annotations(page: pikepdf.Page) -> Iterator[tuple[str, str]]:
    bleed = _box(page.obj.get("/BleedBox", page.trimbox))
    there = [
        str(each.get("/Subtype", "/?"))[1:]
        for each in page.obj.get("/Annots", Array())
        if isinstance(each, Dictionary) and str(each.get("/Subtype")) not in _MARKS_OF_PRINTERS
        and "/Rect" in each and _touch(_box(each.Rect), bleed)
    ]  # fmt: skip
    if there:
        kinds = ", ".join(sorted(set(there)))
        yield "annotation", f"{len(there)} annotation{'s' * (len(there) > 1)} on what is printed: {kinds}"


def _font(font: Any, seen: dict[Any, tuple[str, str] | None]) -> tuple[str, str] | None:
    """Return what is wrong with a font, the first time that it is used."""
    if not isinstance(font, Dictionary):
        key: Any = "none"
        said: tuple[str, str] | None = ("font-missing", "type is set in a font that the page does not name")
    else:
        key = font.objgen if font.is_indirect else str(font.get("/BaseFont"))
        said = _fault(font) if key not in seen else None
    if key in seen:
        return None
    seen[key] = said
    return said


def _fault(font: Any) -> tuple[str, str] | None:
    name = str(font.get("/BaseFont", "/?"))
    if font.get("/Subtype") == Name.Type3:
        return "font-type-3", "a font's letters are drawings (Type 3)"
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", Dictionary())
    if not any(each in descriptor for each in _FILES):
        return "font-missing", f"the font '{name[1:]}' is not in the file"
    if not _SUBSET.match(name):
        return "font-whole", f"the font '{name[1:]}' is in the file with all its letters"
    return None


def _box(box: Iterable[Any]) -> walk.Box:
    left, bottom, right, top = (float(each) for each in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _size(box: walk.Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _within(inner: walk.Box, outer: walk.Box, slack: float = 0.01) -> bool:
    return (
        inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack
    )  # fmt: skip


def _touch(one: walk.Box, other: walk.Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
