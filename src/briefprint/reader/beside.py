"""Files that a brief names: found beside it or within its project, and nowhere else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from briefprint.errors import did_you_mean
from briefprint.places import root_of
from briefprint.reader.source import Faults


def find(what: str, target: str, suffixes: Sequence[str], line: int, brief: Path, faults: Faults) -> Path | None:
    """Return the file that a brief names, or None after noting why there is none to use.

    ``what`` is the author's word for it: 'the picture'.
    """
    if not is_local(target):
        faults.error(f"{what} '{target[:60]}' is not fetched", line, "save it beside the brief and name the file")
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
            if each.suffix.lower() in suffixes
        ]
        hint = did_you_mean(name, beside) or "names are relative to the brief"
        faults.error(f"there is no {what.removeprefix('the ')} '{name}'", line, hint)
        return None
    if not path.is_relative_to(root_of(brief.absolute().parent.resolve())):
        faults.error(f"{what} '{name}' lies outside the project", line, "copy it beside the brief")
        return None
    if name not in faults.files:
        faults.files[name] = path
        faults.digests[name] = digest(path)  # before anything of it is read: what is read later must be the same
    return path


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, or nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def is_local(target: str) -> bool:
    """Return whether an address is a file rather than something on a network."""
    return not re.match(r"(?:[a-zA-Z][a-zA-Z\d+.-]+:|//)", target)


def file_name(target: str) -> str:
    """Return the file name an address stands for."""
    return unquote(target)
