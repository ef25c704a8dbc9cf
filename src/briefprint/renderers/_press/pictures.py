"""Pictures in a PDF, put into inks (ISO 32000-1, 8.9)."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Name
from PIL import Image, ImageChops

from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers._press import spaces
from briefprint.renderers._press.inks import Inks, lightness


def ink(pdf: pikepdf.Pdf, image: Any, named: Any, inks: Inks, mask: bool) -> None:
    """Put a picture into inks, losing nothing of it; within a mask (``mask``) it is how light it is.

    Raises RenderError for a picture of a kind that cannot be read.
    """
    if image.get("/ImageMask"):
        return
    if "/ColorSpace" not in image:  # JPEG 2000 may say it within
        raise RenderError([Diagnostic("a picture does not say what its colours are, so it cannot be put into inks")])
    space = image.ColorSpace
    if isinstance(space, Name) and named is not None and str(space) in named:
        image.ColorSpace = space = named[str(space)]
    if spaces.kind(space) == "cmyk" or (isinstance(space, Array) and str(space[0]) in ("/Separation", "/DeviceN")):
        return
    try:
        picture: Image.Image = pikepdf.PdfImage(image).as_pil_image()
    except Exception as fault:  # pikepdf has no one error for what it cannot read
        raise RenderError([Diagnostic(f"a picture cannot be put into inks: {fault}")]) from fault
    if picture.mode == "CMYK":
        return
    picture = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    if isinstance(image.get("/Mask"), Array):
        _keyed(pdf, image, picture)
    made = _light(picture) if mask else inks.picture(picture)
    image.write(made.tobytes())
    image.ColorSpace = Name.DeviceGray if made.mode == "L" else Name.DeviceCMYK
    image.BitsPerComponent = 8
    for key in ("/Decode", "/DecodeParms", "/Intent"):
        if key in image:
            del image[key]


def _light(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "L" else lightness(picture)


def _keyed(pdf: pikepdf.Pdf, image: Any, picture: Image.Image) -> None:
    """Make a soft mask of the colours that are left out (8.9.6.4): they would be others once in inks."""
    ranges = [int(each) for each in image.Mask]
    bands = picture.split()
    if len(ranges) != 2 * len(bands):
        raise RenderError([Diagnostic("a picture leaves out colours in a way that cannot be put into inks")])
    out = Image.new("L", picture.size, 255)
    for band, low, high in zip(bands, ranges[::2], ranges[1::2], strict=True):
        out = ImageChops.darker(out, band.point([255 * (low <= each <= high) for each in range(256)]))
    image.SMask = pdf.make_stream(
        ImageChops.invert(out).tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=picture.width,
        Height=picture.height, ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    del image["/Mask"]
