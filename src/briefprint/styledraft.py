"""The file of a new house style: it sets what its parent sets, and shows what is changed first."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

from briefprint import stylebook, stylefiles
from briefprint.errors import Diagnostic, UsageError
from briefprint.style import HOUSE_NAMES, HouseStyle

_NAME = re.compile(r"\w[\w-]{0,59}")  # a disk takes 255 bytes, and a letter may be four
_TAKEN = {"all": "stands for all styles", "fonts": "is the folder of fonts"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")  # a TOML key that needs no quotes
"""The labels that say whose style it is."""


def refused(name: str, file: Path) -> Diagnostic | None:
    """Return why no style may be made by this name in this file, or None."""
    if not _NAME.fullmatch(name):
        return Diagnostic(f"'{name}' can be no style's name", hint="use letters, digits, '-' and '_', 60 at most")
    if name in _TAKEN:
        return Diagnostic(f"'{name}' {_TAKEN[name]}", hint="choose another name")
    if file.exists():
        return Diagnostic(f"'{file}' is there already", hint="choose another name, or edit that file")
    return None


def draft(name: str, parent: str, file: Path, folders: Sequence[Path]) -> str:
    """Return the text of a style that extends ``parent`` and will stand in ``file``.

    Raises UsageError when there may be no such style or is no such parent, StyleError when the parent has faults.
    """
    if reason := refused(name, file):
        raise UsageError([reason])
    style = stylebook.load(parent, folders)
    values = {token.name: token.value for token in stylebook.tokens(parent, folders)}
    lines = [
        f"extends = {quoted(extends(parent, file, folders))}",
        f"label = {quoted(label(name))}",
        f"description = {quoted(f'A house style of our own, after {style.label}.')}",
        "",
        f"# What '{parent}' says and you do not say stays: briefprint styles show {name} lists every token.",
        "# Take the '#' from a line to change its colour.",
        "[palette]",
    ]
    lines += [f"# {key(colour)} = {quoted(value)}" for colour, value in style.palette.items()]
    for lang in named_languages(style):
        lines += ["", f"[labels.{key(lang)}]"]
        lines += [f"{word} = {quoted(str(values[f'labels.{lang}.{word}']))}" for word in HOUSE_NAMES]
    return "\n".join(lines) + "\n"


def label(name: str) -> str:
    """Return what a style of this name is called."""
    return name.replace("-", " ").replace("_", " ").capitalize()


def extends(parent: str, file: Path, folders: Sequence[Path]) -> str:
    """Return how the new file names its parent: by name where that leads to it, else by its path."""
    target = stylebook.find(parent, folders)
    beside, shipped = (folder / parent / stylefiles.FILE for folder in (file.parents[1], stylefiles.SHIPPED))
    named = beside if beside.is_file() else shipped
    if named.is_file() and named.resolve() == target:
        return parent
    return Path(os.path.relpath(target, file.parent.resolve())).as_posix()


def key(name: str) -> str:
    """Return a name as a TOML key."""
    return name if _BARE.fullmatch(name) else quoted(name)


def quoted(text: str) -> str:
    """Return text as a TOML string, which JSON's is too."""
    return json.dumps(text, ensure_ascii=False)


def named_languages(style: HouseStyle) -> tuple[str, ...]:
    """Return the languages in which a house has names of its own, English among them: it goes by that elsewhere."""
    own = {lang for lang, words in style.labels.items() if any(words[name] for name in HOUSE_NAMES)}
    return tuple(lang for lang in style.labels if lang in own | {"en"})
