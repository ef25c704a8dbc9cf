"""Proofs of a house style: its specimens set by the formats, and their pages on one sheet."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefprint import contactsheet, specimen, stylebook
from briefprint.contactsheet import Label
from briefprint.coverage import missing
from briefprint.errors import ContentError, Diagnostic
from briefprint.renderers import suffix
from briefprint.specimen import Specimen
from briefprint.style import HouseStyle
from briefprint.typesetting import attempted

if TYPE_CHECKING:
    from PIL.Image import Image

PAGE, COVER, GAP = 900, 620, 36  # pixels: a page of a proof, a first page among others, the room around each
ACROSS = 5  # first pages side by side, at most


@dataclass(frozen=True, slots=True)
class Proof:
    """What a style was proved by: each file's ending with its bytes, and page one for the sheet of all styles."""

    style: HouseStyle
    files: dict[str, bytes]
    cover: Image
    warnings: tuple[Diagnostic, ...]


def proof(name: str, folders: Sequence[Path], paper: str | None = None) -> Proof:
    """Return the proofs of a style.

    Raises BriefprintError when the style has faults, or a specimen cannot be set in it.
    """
    style = stylebook.load(name, folders, paper)
    where = str(stylebook.find(name, folders))
    with tempfile.TemporaryDirectory() as folder:
        palette = Path(folder) / "palette.svg"
        palette.write_text(specimen.swatches(style), encoding="utf-8")
        brief, more = _set(specimen.brief(style, palette), "pdf", where)
    memo, warnings = _set(specimen.memo(style), "memo", where)
    pages = contactsheet.pages(brief, PAGE) + contactsheet.pages(memo, PAGE)
    font = style.text.headline.font().path
    captions = [Label(f"{style.label} — a type specimen", font), *(Label("", font) for _ in pages[1:])]
    files = {
        suffix("pdf"): brief,
        suffix("memo"): memo,
        ".png": contactsheet.png(contactsheet.sheet([pages], GAP, [captions])),
    }
    return Proof(style, files, contactsheet.pages(brief, COVER, 1)[0], more + warnings)


def together(proofs: Sequence[Proof]) -> bytes:
    """Return page one of each style on one sheet, as PNG, each under its style's name in its own letters."""
    across = math.ceil(len(proofs) / math.ceil(len(proofs) / ACROSS))  # rows of nearly as many each
    rows = [proofs[start : start + across] for start in range(0, len(proofs), across)]
    labels = [[Label(each.style.name, each.style.text.headline.font().path) for each in row] for row in rows]
    return contactsheet.png(contactsheet.sheet([[each.cover for each in row] for row in rows], GAP, labels))


def _set(made: Specimen, format: str, where: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return a specimen in a format; messages name the style's file, for there is no brief."""
    document = replace(made.document, path=where)
    if faults := missing(document, made.style):
        raise ContentError(faults)
    artifact = attempted(document, made.style, format)
    # How its copy falls on pages is not for a style's maker to mend.
    return artifact.data, tuple(each for each in artifact.warnings if each.rule != "make-up")
