"""Finds the outside programs and runs them; a missing one is an error, never a skipped test."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"

# Where macOS keeps what it does not put on PATH.
_ELSEWHERE = (
    "/opt/homebrew/opt/openjdk/bin",
    "/usr/local/opt/openjdk/bin",
    "/Applications/LibreOffice.app/Contents/MacOS",
)


class ToolMissing(RuntimeError):
    """A validator is not installed: the message says how to install it."""

    def __init__(self, name: str, install: str = "") -> None:
        also = f" (or: {install})" if install else ""
        super().__init__(f"{name} is not installed; run scripts/test once, which installs it{also}")


class ToolFailed(RuntimeError):
    """A tool could not do its work, or did it and complained."""


def find(program: str, package: str) -> str:
    """Return the path of ``program``; ``package`` is Debian's name for what brings it."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *_ELSEWHERE))
    found = shutil.which(program, path=path)
    if found is None:
        raise ToolMissing(program, f"apt-get install --no-install-recommends {package}")
    return found


def run(
    command: Sequence[str | Path], *, text_in: str | None = None, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run ``command`` in UTF-8 whatever the locale; the caller judges its exit code."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            input=text_in,
            stdin=subprocess.DEVNULL if text_in is None else None,
            capture_output=True,
            timeout=seconds,
            check=False,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise ToolFailed(f"{Path(command[0]).name} did not finish in {seconds:g} s") from error
