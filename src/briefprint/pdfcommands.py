"""The commands that read PDFs back."""

import sys
from pathlib import Path, PurePosixPath
from typing import Annotated, Optional

import typer

from briefprint.artifact import Attachment
from briefprint.errors import BriefprintError, ContentError, Diagnostic, UsageError
from briefprint.terminal import fail

PROJECT = "briefprint.toml"
"""Marks a project's folder, within which a brief may name files."""
_MARK = b"# Marks the folder of a project: the briefs in it may use the files in it.\n"


def source(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="A PDF of the profile 'archive'.")],
    out: Annotated[
        Optional[Path],  # noqa: UP045 (Typer reads it at run time)
        typer.Option("--out", metavar="DIR", help="Folder for the brief and all that it uses. Default: stdout."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that say something else.")] = False,
) -> None:
    """Give back the brief that a PDF was made from.

    Without --out the brief alone is printed, byte for byte; with it, all that the PDF carries is written to a folder.

    Example: [bold]briefprint source out/brief.bureau.pdf > brief.md[/bold]
    """
    try:
        held = _held(file)
        if out is None:
            sys.stdout.buffer.write(held[0].data)
            sys.stdout.buffer.flush()
            return
        for path in _taken_out(file, held, out, force):
            print(path)  # noqa: T201
    except BriefprintError as error:
        fail(error)


def _held(file: Path) -> tuple[Attachment, ...]:
    """Return the files in a PDF, the brief first. Raises ContentError where there is none."""
    import pikepdf

    from briefprint import embedded

    def refusal(message: str, hint: str | None = None) -> ContentError:
        return ContentError([Diagnostic(message, file.as_posix(), hint=hint)])

    try:
        held = embedded.attached(file.read_bytes())
    except OSError as fault:
        raise refusal(f"cannot be read: {(fault.strerror or str(fault)).lower()}") from None
    except pikepdf.PasswordError:
        raise refusal("is locked with a password") from None
    except pikepdf.PdfError:
        raise refusal("is no PDF") from None
    if not held or (held[0].relation, held[0].kind) != ("Source", "text/markdown"):
        raise refusal("carries no brief", "only PDFs made with '--profile archive' do")
    return held


def _taken_out(file: Path, held: tuple[Attachment, ...], out: Path, force: bool) -> list[Path]:
    """Write files into a folder, all or none; return their paths.

    Raises ContentError for a name that leads out of it, UsageError where another file would be lost.
    """
    from briefprint import output

    if unsafe := [each.name for each in held if not _is_safe(each.name)]:
        message = f"carries a file that would be written elsewhere: '{unsafe[0]}'"
        raise ContentError([Diagnostic(message, file.as_posix(), hint="print the brief alone, without --out")])
    files = {each.name: each.data for each in held}
    marked = len(PurePosixPath(held[0].name).parts) > 1 and not (out / PROJECT).exists()
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
