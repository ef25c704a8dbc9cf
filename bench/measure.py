"""What a command costs, and several of them in turn, so that what slows the machine slows them all alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of processors, those of the processes that it started with them."""

    wall: float
    cpu: float

    def __truediv__(self, other: Cost) -> Cost:
        return Cost(self.wall / other.wall, self.cpu / other.cpu)

    def times(self, factor: float) -> Cost:
        """Return the cost of so many times as much."""
        return Cost(self.wall * factor, self.cpu * factor)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each of the two."""
    return Cost(statistics.median(each.wall for each in costs), statistics.median(each.cpu for each in costs))


def ratio(ours: Sequence[Cost], theirs: Sequence[Cost]) -> Cost:
    """Return the median of the ratios of runs that stood next to each other."""
    return median([mine / other for mine, other in zip(ours, theirs, strict=True)])


def environment() -> dict[str, str]:
    """Return the environment of what is measured: what it imports is kept compiled, as when installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def command(arguments: Command, watch: Callable[[int], None] | None = None) -> Cost:
    """Run a command and return its cost; ``watch`` is called with its process's number while it runs.

    Raises RuntimeError with its last words when it fails.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            [os.fspath(each) for each in arguments], env=environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=said,
        )  # fmt: skip
        while watch is not None and _runs(process.pid):
            watch(process.pid)
            time.sleep(_WATCHED_SECONDS)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{arguments[0]} failed: {said.read().decode(errors='replace')[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime)


_WATCHED_SECONDS = 0.2


def _runs(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def in_turn(tasks: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, list[Cost]]:
    """Return the costs of tasks that were done in turn, every other round the other way about."""
    found: dict[str, list[Cost]] = {name: [] for name in tasks}
    for number in range(rounds):
        names = list(tasks)
        for name in names if number % 2 == 0 else reversed(names):
            found[name].append(tasks[name]())
    return found


def held(pid: int) -> dict[int, int]:
    """Return the bytes that each child of a process holds (its resident set), where the system tells."""
    found = {}
    for task in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = task.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[1]) == pid:
            found[int(task.parent.name)] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return found
