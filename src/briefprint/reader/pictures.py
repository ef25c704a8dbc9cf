"""Pictures: found within the project, and known to be pictures."""

from __future__ import annotations

import warnings
from pathlib import Path

from briefprint.errors import did_you_mean
from briefprint.reader.links import file_name, is_local
from briefprint.reader.source import Faults

SUFFIXES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp")
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
"""No others: Pillow would hand some to programs of their own (EPS to Ghostscript)."""
_PROJECT_MARKS = ("briefprint.toml", ".git")


def find(target: str, line: int, brief: Path, faults: Faults) -> Path | None:
    """Return the file of a picture, or None after noting why there is none to set."""
    if not is_local(target):
        faults.error(
            f"the picture '{target[:60]}' is not fetched", line, "save it beside the brief and name the file"
        )
        return None
    name = file_name(target)
    try:
        path = (brief.absolute().parent / name).resolve()
        there = path.is_file()
    except (OSError, ValueError):
        path, there = brief, False
    if not there:
        folder = brief.absolute().parent
        beside = [
            each.relative_to(folder).as_posix()
            for each in sorted((*folder.glob("*.*"), *folder.glob("*/*.*")))
            if each.suffix.lower() in SUFFIXES
        ]
        faults.error(
            f"there is no picture '{name}'",
            line,
            did_you_mean(name, beside) or "names are relative to the brief",
        )
        return None
    if not path.is_relative_to(_root(brief)):
        faults.error(f"the picture '{name}' lies outside the project", line, "copy it beside the brief")
        return None
    return path if _is_picture(path, name, line, faults) else None


def _root(brief: Path) -> Path:
    """Return the project's folder, or the brief's own where there is no project."""
    folder = brief.absolute().parent.resolve()
    return next(
        (each for each in (folder, *folder.parents) if any((each / m).exists() for m in _PROJECT_MARKS)),
        folder,
    )


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
