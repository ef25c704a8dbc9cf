"""The commands that read PDFs back."""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from briefprint.errors import BriefprintError
from briefprint.terminal import fail


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

    Example: briefprint source out/brief.bureau.pdf > brief.md
    """
    from briefprint import archives

    try:
        if out is None:
            sys.stdout.buffer.write(archives.held(file)[0].data)
            sys.stdout.buffer.flush()
            return
        for path in archives.take_out(file, out, force):
            print(path)  # noqa: T201
    except BriefprintError as error:
        fail(error)
