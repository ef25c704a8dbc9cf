"""``briefprint.toml`` at the root of a project: what is asked for when the command does not say."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefprint.errors import BriefprintError, Diagnostic, did_you_mean
from briefprint.places import PROJECT

if TYPE_CHECKING:
    from pydantic import BaseModel

_PATHS = ("out", "styles", "paths", "icc", "template", "cache", "report")
"""What names files or folders: relative to the project's folder."""


class ProjectError(BriefprintError):
    """A project's file cannot be read."""


def file_of(folder: Path, paths: tuple[Path, ...] = ()) -> Path | None:
    """Return the project's file for a folder, or where it has none, for the first of ``paths``."""
    for start in (folder, *(each.absolute().parent for each in paths[:1])):
        for parent in (start, *start.parents):
            if (file := parent / PROJECT).is_file():
                return file
    return None


def load(file: Path) -> Mapping[str, Any]:
    """Return what a project's file says, by the names that the options have in ``batch``; paths from here.

    Raises ProjectError with every fault in it.
    """
    shown = _shown(file)
    try:
        text = file.read_text(encoding="utf-8")
        tree = tomllib.loads(text)
    except OSError as fault:
        raise ProjectError([Diagnostic(f"cannot be read: {(fault.strerror or str(fault)).lower()}", shown)]) from None
    except ValueError as fault:  # not UTF-8, or no TOML
        line = next((int(word) for word in str(fault).replace(",", "").split() if word.isdecimal()), None)
        at = line if isinstance(fault, tomllib.TOMLDecodeError) else None
        raise ProjectError([Diagnostic(f"not valid TOML: {fault}", shown, at)]) from None
    if not tree:
        return {}
    said = _checked(tree, text, shown)
    return {key: _from_here(value, file.parent) if key in _PATHS else value for key, value in said.items()}


def _from_here(value: Any, folder: Path) -> Any:
    if isinstance(value, list):
        return [_from_here(each, folder) for each in value]
    if not value:
        return None
    if value.startswith("@"):  # a list of paths
        return Path(f"@{_shown(folder / value[1:])}") if value != "@-" else Path(value)
    return Path(_shown(folder / value))


def _shown(path: Path) -> str:
    """Return a path as short as it is from the folder we are in, when it is in it."""
    whole = os.path.normpath(path)
    try:
        return Path(whole).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return Path(os.path.relpath(whole)).as_posix() if Path(whole).is_absolute() else Path(whole).as_posix()


def _checked(tree: dict[str, Any], text: str, shown: str) -> dict[str, Any]:
    from pydantic import ValidationError

    model = _model()
    known = [each.alias or name for name, each in model.model_fields.items()]
    try:
        made = model.model_validate(tree)
    except ValidationError as error:
        faults = []
        for each in error.errors():
            key = str(each["loc"][0])
            line = _line(text, key)
            if each["type"] == "extra_forbidden":
                hint = did_you_mean(key, known) or f"there are: {', '.join(known)}"
                faults.append(Diagnostic(f"unknown key '{key}'", shown, line, hint))
            else:
                message = str(each["msg"]).removeprefix("Value error, ")
                faults.append(Diagnostic(f"'{key}': {message[0].lower()}{message[1:]}", shown, line))
        raise ProjectError(dict.fromkeys(faults)) from None
    return {name: getattr(made, name) for name in made.model_fields_set}


def _line(text: str, key: str) -> int | None:
    """Return the line that a key stands on."""
    for number, line in enumerate(text.splitlines(), 1):
        word = line.strip().removeprefix("[").partition("=")[0].strip().strip("\"']")
        if word == key:
            return number
    return None


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a project's file."""
    made = _model().model_json_schema(by_alias=True)
    for each in made["properties"].values():
        for unsaid in ("title", "default"):
            each.pop(unsaid, None)
    said = {
        "title": "How a project is set (briefprint.toml)",
        "description": "Each key is an option of commands.",
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, **said}


def _model() -> type[BaseModel]:
    """Return the grammar of the file."""
    from briefprint._project import Project

    return Project
