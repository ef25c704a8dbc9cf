"""What a project says where a command does not: ``briefprint.toml`` holds for every command that has the option."""

from pathlib import Path
from typing import Any, NamedTuple

import typer


class Defaults(NamedTuple):
    """What a project says of briefs that ask for nothing themselves, and the file that says it."""

    style: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    file: Path | None = None


def filled(ctx: typer.Context, asked: dict[str, Any]) -> Defaults:
    """Fill in, of the options in ``asked``, those that the command does not say and its project does.

    Style and format are another matter: what a brief asks for goes before what its project does, so they are given
    back. Raises ProjectError with every fault in the file.
    """
    from briefprint import project

    file = project.file_of(Path.cwd(), tuple(asked.get("paths") or ()))
    said = dict(project.load(file)) if file else {}
    style, format = (tuple(said.pop(name, ())) for name in ("style", "format"))
    for name, value in said.items():
        option = name.rstrip("_")
        source = ctx.get_parameter_source(option)
        if option in asked and (source is None or source.name == "DEFAULT"):
            asked[option] = value
    return Defaults(style, format, file)
