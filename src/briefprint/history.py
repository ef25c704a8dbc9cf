"""What git says was changed: so that a batch sets what a push is about."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefprint.errors import Diagnostic, UsageError
from briefprint.stylefiles import SHIPPED


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that differ from a revision, and those that git keeps; paths from the root of the file system."""

    top: Path
    differ: frozenset[str]
    tracked: frozenset[str]

    def has(self, path: Path) -> bool:
        """Return whether a file was changed: what git does not keep but could, it cannot say to be the same."""
        for each in {os.path.abspath(path), os.path.realpath(path)}:  # noqa: PTH100 (a link may be changed, or its file)
            if each in self.differ:
                return True
        if not path.is_file() or path.resolve().is_relative_to(SHIPPED.resolve()):
            return False
        whole = os.path.realpath(path)
        return Path(whole).is_relative_to(self.top) and whole not in self.tracked


def since(revision: str, folder: Path) -> Changes:
    """Return what differs from a revision, in the working tree and what is new in it.

    Raises UsageError where git is not there, or knows no such revision.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel").strip()).resolve()
    _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", revision=revision)
    differ = _git(top, "diff", "--name-only", "--no-renames", "-z", revision, "--")
    new = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    tracked = _git(top, "ls-files", "-z")
    return Changes(top, _whole(top, differ + new), _whole(top, tracked))


def _whole(top: Path, names: str) -> frozenset[str]:
    return frozenset(os.path.join(top, *each.split("/")) for each in names.split("\0") if each)  # noqa: PTH118


def _git(folder: Path, *arguments: str, revision: str | None = None) -> str:
    command: Sequence[str] = ("git", "-C", os.fspath(folder), *arguments)
    try:
        ended = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        raise UsageError([Diagnostic("'--changed-since' asks git, which is not installed")]) from None
    if ended.returncode:
        if revision is not None:
            hint = "a shallow clone lacks it: fetch more of the history"
            raise UsageError([Diagnostic(f"git knows no revision '{revision}'", hint=hint)])
        said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError([Diagnostic(f"git cannot say what was changed: {said[-1] if said else 'no reason given'}")])
    return os.fsdecode(ended.stdout)
