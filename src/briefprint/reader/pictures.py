"""Pictures: found within the project, and known to be pictures."""

from __future__ import annotations

import warnings
from pathlib import Path

from briefprint.reader import beside
from briefprint.reader.inlines import file_name
from briefprint.reader.source import Faults

SUFFIXES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp")
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
"""No others: Pillow would hand some to programs of their own (EPS to Ghostscript)."""


def find(target: str, line: int, brief: Path, faults: Faults) -> Path | None:
    """Return the file of a picture, or None after noting why there is none to set."""
    path = beside.find("the picture", target, SUFFIXES, line, brief, faults)
    return path if path and _is_picture(path, file_name(target), line, faults) else None


def _is_picture(path: Path, name: str, line: int, faults: Faults) -> bool:
    if path.suffix.lower() == ".svg":
        from xml.etree import ElementTree

        try:
            good = ElementTree.parse(path).getroot().tag.endswith("svg")
        except (ElementTree.ParseError, OSError, ValueError):
            good = False
    else:
        from PIL import Image

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                warnings.simplefilter("error", Image.DecompressionBombWarning)  # it would unfold into gigabytes
                with Image.open(path, formats=_FORMATS) as image:
                    image.load()
            good = True
        except Exception:  # Pillow's decoders raise whatever a broken file makes them stumble over
            good = False
    if not good:
        faults.error(f"'{name}' cannot be read as a picture", line, "PNG, JPEG, SVG, WebP and GIF can")
    return good
