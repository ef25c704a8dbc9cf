"""Pictures of pixels, made fit for every format: upright, in sRGB or grey, eight bits deep, PNG or JPEG.

A file that is so already goes in as it is, byte for byte. The others are written anew, the same way each time:
PDF/A has one output intent and knows no turning (ISO 19005-2, 6.2.4), and Word shows neither WebP nor TIFF and
turns nothing.
"""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from briefprint.errors import Diagnostic, RenderError

_ORIENTATION = 0x0112  # EXIF 2.32, 4.6.4
_PNG_DEPTH, _DEEP = 24, 16  # where a PNG says its bits a sample (PNG 3, 11.2.1)
_JPEG_QUALITY = 92  # no worse to the eye, and a fraction of what no loss costs
_PLAIN = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA")}
_SRGB = "sRGB"  # in the name of every profile of that space (IEC 61966-2-1)


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture as it goes into a product."""

    data: bytes
    kind: str  # 'PNG' or 'JPEG'
    width: int  # in pixels, upright
    depth: int
    dpi: float = 0.0  # as the file tells it; 0 where it does not

    @property
    def media_type(self) -> str:
        """Return its kind as the web names it."""
        return f"image/{self.kind.lower()}"


def read(source: Path) -> Raster:
    """Return a picture, made once in a process for as long as its file stays as it is.

    Raises RenderError when it cannot be read.
    """
    try:
        return _read(source, source.stat().st_mtime_ns)
    except (OSError, SyntaxError, ValueError, ImageCms.PyCMSError) as fault:  # what Pillow raises of a broken file
        raise RenderError([Diagnostic(f"'{source.name}' cannot be read as a picture: {fault}")]) from None


@functools.lru_cache(maxsize=16)
def _read(source: Path, _changed: int) -> Raster:
    data = source.read_bytes()
    with Image.open(io.BytesIO(data)) as picture:
        kind = "JPEG" if picture.format in ("JPEG", "MPO") or _loses(picture, data) else "PNG"
        dpi = float(picture.info.get("dpi", (0, 0))[0])
        dpi = dpi if dpi > 1 else 0.0
        if _is_plain(picture, data):
            return Raster(data, kind, *picture.size, dpi)
        made = _upright(picture)
    out = io.BytesIO()
    if kind == "JPEG":
        made.save(out, kind, quality=_JPEG_QUALITY, subsampling=0)
    else:
        made.save(out, kind)
    return Raster(out.getvalue(), kind, *made.size, dpi)


def _loses(picture: Image.Image, data: bytes) -> bool:
    """Whether a WebP is a photograph's kind, which as PNG would be ten times as large."""
    return picture.format == "WEBP" and picture.mode == "RGB" and b"VP8 " in data[12:64]


def _is_plain(picture: Image.Image, data: bytes) -> bool:
    return (
        picture.mode in _PLAIN.get(str(picture.format), ())
        and picture.getexif().get(_ORIENTATION, 1) == 1
        and not _foreign(picture)
        and not (picture.format == "PNG" and data[_PNG_DEPTH] == _DEEP)
        and getattr(picture, "n_frames", 1) == 1
    )


def _upright(picture: Image.Image) -> Image.Image:
    """Return the first frame of a picture as all formats show it."""
    picture.seek(0)
    picture.load()
    foreign, profile = _foreign(picture), picture.info.get("icc_profile")
    unmarked = picture.mode == "CMYK" and picture.format in ("JPEG", "MPO") and "adobe" not in picture.info
    made: Image.Image = ImageOps.exif_transpose(picture)
    if unmarked:  # Pillow takes every CMYK JPEG for one of Adobe's, which hold the inks inverted
        made = made.point(lambda ink: 255 - ink)
    if made.mode.startswith(("I", "F")):
        made = _eight_bits(made)
    if made.mode == "P":
        made = made.convert("RGBA" if "transparency" in made.info else "RGB")
    if foreign:
        made = _in_srgb(made, bytes(profile or b""))
    if made.mode not in ("L", "LA", "RGB", "RGBA"):
        made = made.convert("RGBA" if made.mode in ("PA", "RGBa", "La") else "RGB")
    if picture.format in ("JPEG", "MPO") and made.mode not in ("L", "RGB"):
        made = made.convert("RGB")
    made.info = {key: value for key, value in made.info.items() if key == "transparency"}
    return made


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return greys of sixteen bits, scaled to what screens and presses tell apart; fewer stay as they are."""
    scale = 1.0
    if picture.mode.startswith("I"):
        picture = picture.convert("I")
        _, highest = picture.getextrema()
        scale = 255 / 65535 if isinstance(highest, int | float) and highest > 255 else 1.0
    return picture.convert("F").point(lambda grey: grey * scale).convert("L")


def _foreign(picture: Image.Image) -> bool:
    """Whether a picture's colours are those of another space than sRGB."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode in ("L", "LA", "1", "I;16", "I"):
        return False
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return _SRGB not in ImageCms.getProfileDescription(opened)
    except (ImageCms.PyCMSError, OSError):
        return False  # a broken profile says nothing


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None  # LAB's A is a colour
    solid = picture.convert("RGB") if picture.mode in ("RGBA", "LA") else picture
    source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
    try:
        made = ImageCms.profileToProfile(solid, source, target, outputMode="RGB")
    except ImageCms.PyCMSError:  # a profile of another mode than the picture's
        made = None
    made = solid.convert("RGB") if made is None else made
    if alpha is not None:
        made.putalpha(alpha)
    return made
