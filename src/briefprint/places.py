"""Where a project is: the folder that holds ``briefprint.toml``, or that git keeps."""

from __future__ import annotations

import os.path
from pathlib import Path

PROJECT = "briefprint.toml"
"""Marks a project's folder, and says how it is set when the command does not."""
PROJECT_MARKS = (PROJECT, ".git")


def is_root(folder: Path) -> bool:
    """Return whether a folder is a project's."""
    return any((folder / mark).exists() for mark in PROJECT_MARKS)


def root_of(folder: Path) -> Path:
    """Return the folder of the project that a folder stands in, or itself where there is no project."""
    return next((each for each in (folder, *folder.parents) if is_root(each)), folder)


def is_file(path: Path) -> bool:
    """Return whether a file is there; by a name that no file can have (one too long, say) none is."""
    return os.path.isfile(path)  # noqa: PTH113 (Path.is_file raises what the disk says of such a name)
