"""The disk: what files are called, and writing them whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from briefprint.errors import BriefprintError, Diagnostic
from briefprint.renderers import suffix


class OutputError(BriefprintError):
    """A product cannot be written."""


def path_for(brief: Path, style: str, format: str, folder: Path) -> Path:
    """Return the file that a brief becomes: ``out/<stem>.<style>.pdf``."""
    return folder / f"{brief.stem}.{style}{suffix(format)}"


def prepare(folder: Path, option: str = "--out") -> None:
    """Make the folder, and see that it can be written in before any work is done; ``option`` named it.

    Raises OutputError when it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as fault:
        raise OutputError([_fault(folder, fault, option)]) from None


def write(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file whole, and its folder where there is none: a reader sees the old one or the new one, never a part.

    Raises OutputError when it cannot.
    """
    path = Path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")  # another run may be writing the same file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as fault:
        raise OutputError([_fault(path, fault)]) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def rewrite(path: Path, data: bytes) -> None:
    """Write a file that is there anew, with the rights that it has; a link stays one.

    Raises OutputError when it cannot.
    """
    target = path.resolve()
    mode = target.stat().st_mode
    write(target, data)
    target.chmod(mode)


def write_all(folder: Path, files: Mapping[str, bytes], option: str = "--styles") -> None:
    """Write files into a folder, each whole, in their order; when one cannot be, those before it are taken back.

    ``option`` named the folder.

    Raises OutputError when one cannot.
    """
    written: list[Path] = []
    try:
        for name, data in files.items():
            target = folder / name
            there = target.exists()
            if target.parent != folder:
                prepare(target.parent, option)
            write(target, data)
            if not there:
                written.append(target)
    except BaseException:
        for each in written:
            with contextlib.suppress(OSError):
                each.unlink()
        raise


def _fault(path: Path, fault: OSError, option: str = "--out") -> Diagnostic:
    reason = (fault.strerror or str(fault)).lower()
    return Diagnostic(f"cannot write to '{path}': {reason}", hint=f"choose another folder with {option}")
