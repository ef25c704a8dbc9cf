"""Pictures: PNG and JPEG as they are, drawings at print resolution, each with its words for who cannot see it."""

from __future__ import annotations

import functools
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from docx.opc.part import Part
from PIL import Image as Pillow
from PIL import ImageOps
from reportlab.graphics.shapes import Drawing

from briefprint.document import Image
from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers import _drawing
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import NAMESPACES, Element, clean, el
from briefprint.style import Face, TextRole
from briefprint.units import emu

_POINTS_PER_PIXEL = 72 / 96  # of a picture that does not tell its resolution (CSS Values 4, 6.2)
_ORIENTATION = 0x0112  # EXIF


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    suffix: str
    width_pt: float
    depth_pt: float

    def scaled(self, width_pt: float, depth_pt: float | None = None) -> Picture:
        """Return the picture set to a breadth, or less where it would be deeper than ``depth_pt``."""
        scale = width_pt / self.width_pt
        if depth_pt is not None:
            scale = min(scale, depth_pt / self.depth_pt)
        return Picture(self.data, self.suffix, self.width_pt * scale, self.depth_pt * scale)


def read(source: Path, face: Face) -> Picture:
    """Return a picture file. Raises RenderError when it cannot be read."""
    if source.suffix.lower() == ".svg":
        return drawn(_drawing.from_svg(source, face=face))
    try:
        data = source.read_bytes()
        with Pillow.open(io.BytesIO(data)) as picture:
            kind, turned = picture.format, picture.getexif().get(_ORIENTATION, 1) != 1
            width, depth = picture.size
            dpi = picture.info.get("dpi", (0, 0))[0]
            if kind not in ("PNG", "JPEG") or turned or picture.mode == "CMYK":
                data, kind, (width, depth) = _converted(picture)
    except OSError as fault:
        raise RenderError([Diagnostic(f"'{source.name}' cannot be read as a picture: {fault}")]) from None
    unit = 72 / dpi if dpi and dpi > 1 else _POINTS_PER_PIXEL
    return Picture(data, {"PNG": "png", "JPEG": "jpeg"}[kind], width * unit, depth * unit)


def _converted(picture: Pillow.Image) -> tuple[bytes, str, tuple[int, int]]:
    """Return a picture as Word shows it everywhere: upright, in RGB, PNG or JPEG."""
    upright = ImageOps.exif_transpose(picture)
    kind = "JPEG" if picture.format == "JPEG" else "PNG"
    if upright.mode not in ("RGB", "L") and (kind == "JPEG" or upright.mode == "CMYK"):
        upright = upright.convert("RGB")
    out = io.BytesIO()
    upright.save(out, kind)
    return out.getvalue(), kind, upright.size


def drawn(drawing: Drawing, ground: str | None = None) -> Picture:
    """Return a drawing as a picture fit to print."""
    return Picture(_drawing.png(drawing, ground=ground), "png", float(drawing.width), float(drawing.height))


def mark(source: Path, depth_pt: float, face: Face) -> Picture:
    """Return a house's mark, drawn once in a process for as long as its file stays as it is."""
    return _mark(source, source.stat().st_mtime_ns, depth_pt, face)


@functools.lru_cache(maxsize=16)
def _mark(source: Path, _changed: int, depth_pt: float, face: Face) -> Picture:
    if source.suffix.lower() == ".svg":
        return drawn(_drawing.from_svg(source, height_pt=depth_pt, face=face))
    return read(source, face).scaled(depth_pt * _drawing.mark_shape(source))


def place(work: Work, picture: Picture, alt: str, part: Part) -> Element:
    """Return a picture that stands in a line of text (ECMA-376 20.4.2.8)."""
    number = work.next_picture()
    rid = part.relate_to(_media(work, picture), RT.IMAGE)
    width, depth = emu(picture.width_pt), emu(picture.depth_pt)
    named: dict[str, str | int | None] = {"id": number, "name": f"Picture {number}", "descr": clean(alt)}
    graphic = el(
        "pic:pic",
        el("pic:nvPicPr", el("pic:cNvPr", **named), el("pic:cNvPicPr")),
        el("pic:blipFill", el("a:blip", r_embed=rid), el("a:stretch", el("a:fillRect"))),
        el(
            "pic:spPr",
            el("a:xfrm", el("a:off", x=0, y=0), el("a:ext", cx=width, cy=depth)),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
        ),
    )
    return el(
        "w:drawing",
        el(
            "wp:inline",
            el("wp:extent", cx=width, cy=depth),
            el("wp:docPr", **named),
            el("wp:cNvGraphicFramePr", el("a:graphicFrameLocks", noChangeAspect=1)),
            el("a:graphic", el("a:graphicData", graphic, uri=NAMESPACES["pic"])),
            distT=0,
            distB=0,
            distL=0,
            distR=0,
        ),
    )


def _media(work: Work, picture: Picture) -> Part:
    """Return the part of a picture, one for all the places where it stands."""
    name = f"/word/media/{hashlib.sha256(picture.data).hexdigest()[:16]}.{picture.suffix}"
    if name not in work.media:
        work.media[name] = work.package.blob(name, picture.data)
    return work.media[name]


def inline(work: Work, image: Image, role: TextRole, frame: Frame) -> Element:
    """Return a picture in the run of text, no taller than the type: an exact line would cut it."""
    picture = read(image.source, role.face)
    picture = picture.scaled(min(picture.width_pt, frame.measure_pt), role.size_pt)
    return place(work, picture, image.alt or image.source.stem, frame.part)


DEEPEST_SHARE = 0.6  # of the page: so that a caption and some text find room beside a picture


def block(work: Work, picture: Picture, width_pt: float, alt: str, part: Part) -> Element:
    """Return a run with a picture set as a block."""
    return el("w:r", place(work, picture.scaled(width_pt, DEEPEST_SHARE * work.style.page.height_pt), alt, part))
