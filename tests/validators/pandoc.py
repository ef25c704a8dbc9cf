"""pandoc reads a Word file back: what its author would get, as a tree."""

import json
from pathlib import Path
from typing import Any

import pypandoc  # type: ignore[import-untyped]

from validators.tools import ToolFailed, ToolMissing, run


def read(path: Path) -> dict[str, Any]:
    """Return pandoc's JSON tree of a Word file; what pandoc warns of is a failure."""
    try:
        program = pypandoc.get_pandoc_path()
    except OSError as error:
        raise ToolMissing("pandoc", "pip install --group dev") from error
    done = run([program, "--from", "docx+styles", "--to", "json", path])
    if done.returncode or done.stderr:
        raise ToolFailed(f"pandoc said of {path}: {done.stderr}")
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree
