"""PDFs that carry what they were made from: the brief and its files taken out of them again."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pikepdf

from briefprint import embedded, output
from briefprint.artifact import Attachment
from briefprint.errors import ContentError, Diagnostic, UsageError
from briefprint.places import PROJECT

_MARK = b"# Marks the folder of a project: the briefs in it may use the files in it.\n"


def held(file: Path) -> tuple[Attachment, ...]:
    """Return the files that a PDF carries, the brief first. Raises ContentError where there is none."""

    def refusal(message: str, hint: str | None = None) -> ContentError:
        return ContentError([Diagnostic(message, file.as_posix(), hint=hint)])

    try:
        found = embedded.attached(file.read_bytes())
    except OSError as fault:
        raise refusal(f"cannot be read: {(fault.strerror or str(fault)).lower()}") from None
    except pikepdf.PasswordError:
        raise refusal("is locked with a password") from None
    except pikepdf.PdfError:
        raise refusal("is no PDF") from None
    if not found or (found[0].relation, found[0].kind) != ("Source", "text/markdown"):
        raise refusal("carries no brief", "only PDFs made with '--profile archive' do")
    return found


def take_out(file: Path, out: Path, force: bool = False) -> list[Path]:
    """Write what a PDF carries into a folder, all or nothing; return the paths, the brief's first.

    Raises ContentError for a name that leads out of it, UsageError where another file would be lost.
    """
    carried = held(file)
    if unsafe := [each.name for each in carried if not _is_safe(each.name)]:
        message = f"carries a file that would be written elsewhere: '{unsafe[0]}'"
        raise ContentError([Diagnostic(message, file.as_posix(), hint="print the brief alone, without --out")])
    files = {each.name: each.data for each in carried}
    marked = len(PurePosixPath(carried[0].name).parts) > 1 and not (out / PROJECT).exists()
    if marked:  # the brief uses files above its own folder
        files.setdefault(PROJECT, _MARK)
    others = [name for name, data in files.items() if (out / name).exists() and not _same(out / name, data)]
    if others and not force:
        hint = "choose another folder with --out, or write over it with --force"
        raise UsageError([Diagnostic(f"'{out / name}' is there already", hint=hint) for name in others])
    output.prepare(out)
    if outside := [name for name in files if not (out / name).resolve().is_relative_to(out.resolve())]:
        raise UsageError([Diagnostic(f"'{out / outside[0]}' leads out of the folder", hint="choose an empty folder")])
    output.write_all(out, files, "--out")
    return [out / name for name in files]


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _is_safe(name: str) -> bool:
    """Whether a name stays within the folder that it is relative to, on any system."""
    parts = name.split("/")
    return name.isprintable() and not any(
        part in ("", ".", "..") or "\\" in part or ":" in part or part != part.strip() for part in parts
    )
