"""What a product was made from, as files to be carried in it: the brief, and what it uses beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from briefprint.artifact import Attachment
from briefprint.reader import Reading

_BRIEF = "text/markdown"
_BY_SUFFIX = {
    ".bib": "application/x-bibtex", ".csv": "text/csv", ".json": "application/json",
    ".svg": "image/svg+xml", ".tsv": "text/tab-separated-values", ".yaml": "application/yaml",
    ".yml": "application/yaml",
}  # fmt: skip
_BY_CONTENT = {
    b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp",
    b"II*\0": "image/tiff", b"MM\0*": "image/tiff", b"<svg": "image/svg+xml",
}  # fmt: skip
"""Pictures are known by what they hold, whatever they are called."""


def attachments(reading: Reading, brief: Path) -> tuple[Attachment, ...]:
    """Return the brief, then each file that it uses.

    Their names are as the brief writes them, but that names which lead upwards begin where the uppermost file stands:
    laid out so, the brief finds them again.
    """
    home = Path(os.path.abspath(brief.parent))  # noqa: PTH100 (resolve() would follow links)
    places = {Path(os.path.normpath(home / name)): path for name, path in reading.files.items()}
    top = Path(os.path.commonpath([home, *(each.parent for each in places)]))
    made = [Attachment((home / brief.name).relative_to(top).as_posix(), reading.data, _BRIEF, "Source")]
    return (*made, *_beside(places, top))


def _beside(places: dict[Path, Path], top: Path) -> Iterator[Attachment]:
    for place, path in sorted(places.items()):
        data = path.read_bytes()
        kind = _kind(place, data)
        relation = "Supplement" if kind.startswith("image/") else "Data"
        yield Attachment(place.relative_to(top).as_posix(), data, kind, relation)  # type: ignore[arg-type]


def _kind(path: Path, data: bytes) -> str:
    """Return a file's media type."""
    found = next((kind for begin, kind in _BY_CONTENT.items() if data.startswith(begin)), "")
    return found or _BY_SUFFIX.get(path.suffix.lower(), "application/octet-stream")
