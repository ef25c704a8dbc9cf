"""Pictures: found within the project, and known to be pictures by what they hold, whatever they are called."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from briefprint.reader import beside
from briefprint.reader.beside import file_name
from briefprint.reader.source import Faults

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

SUFFIXES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".tif", ".tiff")
LIMIT_BYTES = 64 * 1024 * 1024
MOST_PIXELS = 80_000_000
"""A page printed at 600 dpi has less than half of them."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF")
"""No others: Pillow would hand some to programs of their own (EPS to Ghostscript). A phone's MPO opens as JPEG."""
_OURS = "PNG, JPEG, SVG, WebP, TIFF and GIF can"

_BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF", b"avis": "AVIF"}
"""The brands of ISO 14496-12, 4.3 that stand for still pictures."""
_OTHERS = {b"%PDF": "a PDF", b"%!PS": "EPS", b"8BPS": "Photoshop's", b"BM": "BMP", b"\0\0\1\0": "an icon"}
_EXPORT = "export it as PNG or JPEG (a drawing as SVG)"

_INSIDE = re.compile(r"#|data:image/(?:png|jpe?g);base64,")
_URL = re.compile(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]([^'\"]*)")
FONT_FACES = re.compile(r"@font-face\s*\{[^}]*\}")
"""Words of a drawing are set in a face of the house, so fonts of its own are left out."""
_LOST = ("foreignObject", "textPath")
"""What one format or the other would leave out without a word."""


def find(target: str, line: int, brief: Path, faults: Faults) -> Path | None:
    """Return the file of a picture, or None after noting why there is none to set."""
    path = beside.find("the picture", target, SUFFIXES, line, brief, faults)
    if path is None:
        return None
    name = file_name(target)
    try:
        if path.stat().st_size > LIMIT_BYTES:
            limit = f"{LIMIT_BYTES // 1024**2} MiB"
            faults.error(f"'{name}' is larger than {limit}", line, "export it smaller, as JPEG")
            return None
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as fault:
        faults.error(f"'{name}' cannot be read: {(fault.strerror or str(fault)).lower()}", line)
        return None
    before = len(faults.errors)
    if not head:
        faults.error(f"'{name}' is empty", line, "copy it again from where it came")
    elif is_drawing(head):
        _check_drawing(path, name, line, faults)
    elif kind := _other(head):
        faults.error(f"'{name}' is {kind} and cannot be set", line, _EXPORT)
    else:
        _check_pixels(path, name, line, faults)
    return path if len(faults.errors) == before else None


def is_drawing(head: bytes) -> bool:
    """Whether a file that begins so is an SVG."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _other(head: bytes) -> str:
    """Return what a file is that readers of PDF and Word do not show, or nothing."""
    if head[4:8] == b"ftyp" and head[8:12] in _BRANDS:
        return f"a picture of the kind {_BRANDS[head[8:12]]}"
    return next((f"{kind} file" for begin, kind in _OTHERS.items() if head.startswith(begin)), "")


def _check_pixels(path: Path, name: str, line: int, faults: Faults) -> None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow's own limit, which is higher than ours
            with Image.open(path, formats=_FORMATS) as image:
                width, depth = image.size
                if width * depth > MOST_PIXELS:
                    raise Image.DecompressionBombError  # before it unfolds into gigabytes
                _load_whole(image)
    except Image.DecompressionBombError:
        most = f"{MOST_PIXELS // 1_000_000} million"
        faults.error(f"'{name}' has more than {most} pixels", line, "export it smaller: no page shows so many")
    except Exception as fault:  # Pillow's decoders raise whatever a broken file makes them stumble over
        if "truncated" in str(fault):
            faults.error(f"'{name}' is cut short", line, "copy it again from where it came")
        else:
            faults.error(f"'{name}' cannot be read as a picture", line, _OURS)


def _load_whole(image: ImageFile) -> None:
    """Decode a picture, or raise what is wrong with it: WeasyPrint tells Pillow to pass over what is missing."""
    from PIL import ImageFile as settings

    told = settings.LOAD_TRUNCATED_IMAGES
    settings.LOAD_TRUNCATED_IMAGES = False
    try:
        image.load()
    finally:
        settings.LOAD_TRUNCATED_IMAGES = told


def _check_drawing(path: Path, name: str, line: int, faults: Faults) -> None:
    """Note what a drawing would fetch, lose or take from elsewhere: nothing is, so it cannot be set."""
    from lxml import etree

    from briefprint.reader import drawings  # not before a brief has a drawing: lxml is slow to load

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError, OSError):
        root = None
    if root is None or etree.QName(root).localname != "svg":
        faults.error(f"'{name}' cannot be read as a picture", line, _OURS)
        return
    if next(root.iter(etree.Entity), None) is not None:
        faults.error(f"'{name}' has entities of its own", line, "save it as plain SVG")
        return
    if "viewBox" not in root.attrib and not {"width", "height"} <= set(root.attrib):
        faults.error(f"'{name}' has no size", line, "give its svg element a 'viewBox'")
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        if kind in _LOST:
            faults.error(f"'{name}' has a '{kind}', which cannot be drawn", line, "turn its text into outlines")
            return
        for target in _targets(element, kind):
            if not _INSIDE.match(target):
                shown = target if len(target) < 60 else f"{target[:57]}..."
                faults.error(f"'{name}' refers to '{shown}', which is not fetched", line, "embed it in the SVG")
                return
    if wrong := drawings.fault(root):
        faults.error(f"the drawing '{name}' {wrong[0]}", line, wrong[1])
        return
    if said := drawings.lost(root):
        faults.warn(f"the drawing '{name}' {said}", line, drawings.FLAT)
    for sheet in root.xpath("//processing-instruction('xml-stylesheet')"):
        faults.error(f"'{name}' refers to a style sheet, which is not fetched", line, "embed it in the SVG")
        del sheet
        return


def _targets(element: object, kind: str) -> list[str]:
    """Return what an element of a drawing refers to; where a link leads is no part of the drawing."""
    attributes = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}  # type: ignore[attr-defined]
    found = [attributes["href"].strip()] if attributes.get("href", "").strip() and kind != "a" else []
    text = FONT_FACES.sub("", str(element.text or "")) if kind == "style" else ""  # type: ignore[attr-defined]
    for said in (*attributes.values(), text):
        found += [(one or other).strip() for one, other in _URL.findall(said)]
    return found
