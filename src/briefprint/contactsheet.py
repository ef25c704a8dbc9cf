"""Contact sheets: pages of PDFs as pictures, side by side on a neutral ground, as PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

GROUND, INK = "#e3e6ea", "#3c434c"
_COLOURS = (200, 160, 128, 96, 64)  # until a file is as small as it must be
_FLAT = 40  # of them are the most frequent ones, which are grounds and tints: none may turn into another


@dataclass(frozen=True, slots=True)
class Label:
    """A line under a picture, and the font it is set in."""

    text: str
    font: Path


def pages(pdf: bytes, width: int, count: int | None = None) -> list[Image]:
    """Return the pages of a PDF, or the first of them, as pictures so many pixels wide."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    made = []
    for number in range(len(document) if count is None else min(count, len(document))):
        page = document[number]
        scale = (width - 0.5) / page.get_width()  # part of a pixel counts as one
        made.append(page.render(scale=scale).to_pil().convert("RGB"))
        page.close()
    document.close()
    return made


def sheet(rows: Sequence[Sequence[Image]], gap: int, labels: Sequence[Sequence[Label]] = ()) -> Image:
    """Return pictures in rows; each label stands under its picture, all those of a row on one line."""
    from PIL import Image as Images

    line = round(gap * 1.5) if labels else 0
    depths = [max(each.height for each in row) + line + gap for row in rows]
    breadth = max(sum(each.width + gap for each in row) for row in rows) + gap
    made = Images.new("RGB", (breadth, sum(depths) + gap), GROUND)
    top = gap
    for number, row in enumerate(rows):
        left = gap
        for place, picture in enumerate(row):
            made.paste(picture, (left, top))
            if labels:
                _write(made, labels[number][place], left, top + depths[number] - gap, gap)
            left += picture.width + gap
        top += depths[number]
    return made


def png(picture: Image, limit: int | None = None) -> bytes:
    """Return a picture as PNG; with a limit of bytes, in fewer colours where that keeps it below."""
    from PIL import Image as Images

    target = io.BytesIO()
    if limit is None:
        picture.save(target, "PNG")
        return target.getvalue()
    for colours in _COLOURS:
        target = io.BytesIO()
        _reduced(picture, colours).save(target, "PNG", optimize=True)
        if target.tell() < limit:
            break
    return target.getvalue()


def _reduced(picture: Image, colours: int) -> Image:
    """Return a picture in so many colours, its grounds and tints exact."""
    from PIL import Image as Images

    counted = sorted(((count, colour) for count, colour in picture.getcolors(1 << 24) or ()), reverse=True)
    flat = [share for _, colour in counted[:_FLAT] for share in (colour if isinstance(colour, tuple) else (colour,))]
    rest = picture.quantize(colours - _FLAT, Images.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Images.new("P", (1, 1))
    palette.putpalette(flat + rest[: 3 * (colours - _FLAT)])
    return picture.quantize(palette=palette, dither=Images.Dither.NONE)


def _write(picture: Image, label: Label, left: int, baseline: int, gap: int) -> None:
    from PIL import ImageDraw, ImageFont

    font = ImageFont.truetype(label.font, round(gap * 0.8), layout_engine=ImageFont.Layout.BASIC)
    ImageDraw.Draw(picture).text((left, baseline), label.text, INK, font, anchor="ls")
