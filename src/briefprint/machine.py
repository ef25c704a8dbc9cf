"""What this process may use of its machine: processors, and memory, within the limits of its control groups."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

WORKER_BYTES = 250_000_000
"""What a worker may hold; one that holds more after a job is replaced, for memory that is once held is seldom given
back."""
LEAST_BYTES = 225_000_000
"""More than a worker holds that has set every format in every style: to replace it for less would be to replace it
after each job."""
_SPARE = 0.9
"""Of the memory there is: the rest is for this process, and for the system."""
_UNLIMITED = 1 << 60
"""Version 1 says 'no limit' with a number that no machine has."""


def processors(root: Path = Path("/")) -> int:
    """Return how many processors this process may use: of those it may run on, what its control groups grant."""
    affinity = getattr(os, "sched_getaffinity", None)
    there = len(affinity(0)) if affinity else os.cpu_count() or 1
    granted = [share for group in _groups(root, "cpu") if (share := _quota(group)) is not None]
    return max(1, min([there, *(int(each) for each in granted)]))


def memory(root: Path = Path("/")) -> int | None:
    """Return the bytes of memory that this process may use, or None where nobody knows."""
    found = [limit for group in _groups(root, "memory") if (limit := _limit(group)) is not None]
    with suppress(AttributeError, ValueError, OSError):  # Windows has none of it
        found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(found, default=None)


def workers(root: Path = Path("/")) -> int:
    """Return how many workers there may be at once: one for each processor, while they have memory."""
    there = memory(root)
    room = max(1, int(there * _SPARE // WORKER_BYTES)) if there is not None else processors(root)
    return min(processors(root), room)


def allowance(crew: int, root: Path = Path("/")) -> int:
    """Return the bytes that each worker of a crew may hold."""
    there = memory(root)
    share = int(there * _SPARE / (crew + 1)) if there is not None else WORKER_BYTES
    return max(LEAST_BYTES, min(WORKER_BYTES, share))


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds (its resident set), 0 where that cannot be known."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError, AttributeError):
        pass
    if os.name != "posix" or Path("/proc/self/statm").exists():
        return 0
    try:  # macOS has no /proc
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=False)
        return int(told.stdout or 0) * 1024
    except (OSError, ValueError):
        return 0


# --- control groups (Linux, Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst) -----------------------


def _groups(root: Path, controller: str) -> Iterator[Path]:
    """Yield the folder of the group that this process is in for a controller, and those above it."""
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    top = root / "sys/fs/cgroup"
    for line in lines:
        number, _, rest = line.partition(":")
        names, _, path = rest.partition(":")
        if number == "0":
            mount = top if (top / "cgroup.controllers").exists() else top / "unified"
        elif controller in names.split(","):
            mount = next((each for each in (top / names, top / controller) if each.is_dir()), top / controller)
        else:
            continue
        group = mount / path.lstrip("/")
        if ".." in group.parts or not group.is_dir():  # the path is another namespace's: here the mount is the group
            group = mount
        yield group
        yield from (each for each in group.parents if each == mount or each.is_relative_to(mount))


def _quota(group: Path) -> float | None:
    """Return the processors that a group is granted, or None where it has no limit."""
    whole = _said(group / "cpu.max").split()  # version 2: '200000 100000' or 'max 100000'
    parts = whole or [_said(group / "cpu.cfs_quota_us"), _said(group / "cpu.cfs_period_us")]
    try:
        quota, period = (int(each) for each in parts)
    except ValueError:
        return None
    return quota / period if quota > 0 and period > 0 else None


def _limit(group: Path) -> int | None:
    """Return the memory that a group is granted, or None where it has no limit."""
    said = _said(group / "memory.max") or _said(group / "memory.limit_in_bytes")
    return int(said) if said.isdecimal() and int(said) < _UNLIMITED else None


def _said(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
