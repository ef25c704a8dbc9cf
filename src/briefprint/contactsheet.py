"""Contact sheets: pages of PDFs as pictures, side by side on a neutral ground, as PNG."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PIL.Image import Image

Colour = tuple[int, int, int]

GROUND, INK = "#e3e6ea", "#3c434c"
_COLOURS = (200, 160, 128, 96, 64)  # until a file is as small as it must be
_FLAT = 40  # of them are the most frequent ones, which are grounds and tints: none may turn into another
_NEAR = 7  # of 255


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

    counted = sorted(picture.getcolors(1 << 24) or (), reverse=True)
    frequent = (cast(Colour, colour) for _, colour in counted)
    shares = picture.quantize(colours, Images.Quantize.MAXCOVERAGE).getpalette() or []
    others = cast(Iterator[Colour], zip(*[iter(shares)] * 3, strict=True))
    kept: list[Colour] = []
    for source, most in ((frequent, _FLAT), (others, colours)):
        for colour in source:
            if len(kept) == most:
                break
            # Pillow looks for the nearest in steps: of two neighbours it may take the wrong one.
            if all(max(abs(one - two) for one, two in zip(colour, each, strict=True)) > _NEAR for each in kept):
                kept.append(colour)
    palette = Images.new("P", (1, 1))
    palette.putpalette(bytes(chain.from_iterable(kept)))
    return picture.quantize(palette=palette, dither=Images.Dither.NONE)


def _write(picture: Image, label: Label, left: int, baseline: int, gap: int) -> None:
    from PIL import ImageDraw, ImageFont

    font = ImageFont.truetype(label.font, round(gap * 0.8), layout_engine=ImageFont.Layout.BASIC)
    ImageDraw.Draw(picture).text((left, baseline), label.text, INK, font, anchor="ls")
