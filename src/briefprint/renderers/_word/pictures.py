"""Pictures: those of pixels as they are, drawings as vectors, each with its words for who cannot see it.

A drawing goes in twice: as SVG, which Word sets since 2016 and an editor can take apart into shapes, and as PNG for
programs that know no SVG ([MS-ODRAWXML] 2.3.3, svgBlip).
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from docx.opc.part import Part
from reportlab.graphics.shapes import Drawing

from briefprint.document import Image
from briefprint.errors import RenderError
from briefprint.renderers import _drawing, _outlines
from briefprint.renderers._resolution import DEEPEST_SHARE
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import NAMESPACES, Element, clean, el
from briefprint.style import Face, TextRole
from briefprint.units import emu

_POINTS_PER_PIXEL = 72 / 96  # of a picture that does not tell its resolution (CSS Values 4, 6.2)
_POINTS_PER_INCH = 72
_FALLBACK_DPI = 200  # sharp on paper still; who needs more reads the vectors
_SVG_BLIP = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    suffix: str
    width_pt: float
    depth_pt: float
    vectors: bytes = b""  # the same as SVG, of a drawing

    def scaled(self, width_pt: float, depth_pt: float | None = None) -> Picture:
        """Return the picture set to a breadth, or less where it would be deeper than ``depth_pt``."""
        scale = width_pt / self.width_pt
        if depth_pt is not None:
            scale = min(scale, depth_pt / self.depth_pt)
        return replace(self, width_pt=self.width_pt * scale, depth_pt=self.depth_pt * scale)


def read(source: Path, face: Face) -> Picture:
    """Return a picture file. Raises RenderError when it cannot be read."""
    if _drawing.is_svg(source):
        return drawn(_drawing.from_svg(source, face=face))
    from briefprint.renderers import _raster

    picture = _raster.read(source)
    unit = _POINTS_PER_INCH / picture.dpi if picture.dpi else _POINTS_PER_PIXEL
    return Picture(picture.data, picture.kind.lower(), picture.width * unit, picture.depth * unit)


def of_author(work: Work, source: Path, face: Face, line: int) -> Picture:
    """Return a picture of the brief's. Raises RenderError, at its place in the brief, when it cannot be read."""
    try:
        return read(source, face)
    except RenderError as refusal:
        path = work.document.path
        raise RenderError(replace(each, path=path, line=line or None) for each in refusal.diagnostics) from None


def drawn(drawing: Drawing, ground: str | None = None) -> Picture:
    """Return a drawing as a picture fit to print, on a ground such as '#ffffff' or on none."""
    pixels = _drawing.png(drawing, _FALLBACK_DPI, ground)
    vectors = _outlines.svg(drawing, ground)
    return Picture(pixels, "png", float(drawing.width), float(drawing.height), vectors)


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
    rid = part.relate_to(_media(work, picture.data, picture.suffix), RT.IMAGE)
    vectors = part.relate_to(_media(work, picture.vectors, "svg"), RT.IMAGE) if picture.vectors else None
    width, depth = emu(picture.width_pt), emu(picture.depth_pt)
    named: dict[str, str | int | None] = {"id": number, "name": f"Picture {number}", "descr": clean(alt)}
    graphic = el(
        "pic:pic",
        el("pic:nvPicPr", el("pic:cNvPr", **named), el("pic:cNvPicPr")),
        el("pic:blipFill", el("a:blip", _vectors(vectors), r_embed=rid), el("a:stretch", el("a:fillRect"))),
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


def _vectors(rid: str | None) -> Element | None:
    """Return what names a picture's SVG to programs that know it; the others pass over it (ECMA-376 20.1.2.2.15)."""
    return el("a:extLst", el("a:ext", el("asvg:svgBlip", r_embed=rid), uri=_SVG_BLIP)) if rid else None


def _media(work: Work, data: bytes, suffix: str) -> Part:
    """Return the part of a picture, one for all the places where it stands."""
    name = f"/word/media/{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
    if name not in work.media:
        work.media[name] = work.package.blob(name, data)
    return work.media[name]


def inline(work: Work, image: Image, role: TextRole, frame: Frame) -> Element:
    """Return a picture in the run of text, no taller than the type: an exact line would cut it."""
    picture = of_author(work, image.source, role.face, image.line)
    picture = picture.scaled(min(picture.width_pt, frame.measure_pt), role.size_pt)
    return place(work, picture, image.alt or image.source.stem, frame.part)


def block(work: Work, picture: Picture, width_pt: float, alt: str, part: Part) -> Element:
    """Return a run with a picture set as a block."""
    return el("w:r", place(work, picture.scaled(width_pt, DEEPEST_SHARE * work.style.page.height_pt), alt, part))
