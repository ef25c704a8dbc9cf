"""Microsoft's Open XML SDK: schema order, values and relationships of a Word file, as Word wants them."""

import json
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from validators.finding import Finding
from validators.tools import TOOLS, ToolFailed, ToolMissing, run


def validate(paths: Iterable[Path]) -> list[Finding]:
    """Check every file, a process each: the program takes one file and a good second for it."""
    program = _program()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda path: _validate(program, Path(path).resolve()), paths)
        return [finding for findings in found for finding in findings]


def _program() -> Path:
    programs = sorted(TOOLS.glob("openxml-*/ooxml-validator"))
    if not programs:
        raise ToolMissing("The Open XML SDK validator")
    return programs[-1]


def _validate(program: Path, path: Path) -> list[Finding]:
    done = run([program, path])
    try:
        result = json.loads(done.stdout)
        ok, errors = result["ok"], result["errors"]
    except (ValueError, KeyError) as error:
        raise ToolFailed(f"the Open XML SDK said of {path}: {done.stdout}{done.stderr}") from error
    if done.returncode or ok == bool(errors):
        raise ToolFailed(f"the Open XML SDK contradicts itself on {path}: {done.stdout}{done.stderr}")
    return [
        Finding(
            tool="openxml",
            path=path,
            rule=error["id"] or error["errorType"],
            message=error["description"],
            where=f"{error['path'] or ''}{error['xPath'] or ''}",
        )
        for error in errors
    ]
