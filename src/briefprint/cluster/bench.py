"""On a worker: what came with a job is laid out, and a warm process sets it."""

from __future__ import annotations

import atexit
import contextlib
import functools
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from briefprint import executors
from briefprint.artifact import Job, Report
from briefprint.cluster import parcels
from briefprint.cluster.parcels import Parcel

_MOST_JOBS = 400
"""A process is then followed by another: a render leaves a quarter of a megabyte behind."""
_MOST_BRIEFS = 32
"""Briefs that stay laid out, for the next job of the same."""


def work(data: bytes, cargo: Sequence[bytes]) -> bytes:
    """Return how the job of a parcel went; where it asks for other tools than these, what there is here."""
    parcel: Parcel = parcels.unpacked(data)
    if parcel.tools != parcels.tools_digest():
        return parcels.packing(parcels.tools())
    return parcels.packing(_bench().set(parcel, cargo))


class _Setter:
    """A process that sets jobs, one at a time."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-P", "-m", "briefprint.cluster.setter"]  # nothing of the folder is imported
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.jobs = 0
        self.late = False
        self._told()  # ready

    def set(self, job: Job, timeout: float | None) -> Report | None:
        """Return how a job went, or None where the process died of it, or was ended because it took too long."""
        assert self.process.stdin is not None
        self.jobs += 1
        clock = threading.Timer(timeout, self._stop) if timeout else None
        if clock:
            clock.start()
        try:
            pickle.dump(job, self.process.stdin)
            self.process.stdin.flush()
            report: Report | None = self._told()
            return report
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        finally:
            if clock:
                clock.cancel()

    def _told(self) -> Any:
        assert self.process.stdout is not None
        return pickle.load(self.process.stdout)

    def _stop(self) -> None:
        self.late = True
        self.process.kill()

    def end(self) -> None:
        """End the process: it has nothing to save."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


class _Bench:
    """What a worker has: a folder, processes that are free, and what is laid out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._free: list[_Setter] = []
        self._all: set[_Setter] = set()
        self._briefs: OrderedDict[str, Path] = OrderedDict()
        self._used: Counter[str] = Counter()

    def set(self, parcel: Parcel, cargo: Sequence[bytes]) -> Report:
        """Return how the job of a parcel went. One of which a process died is set once more, in a new one."""
        with self._laid(parcel, cargo) as (folder, styles):
            job = parcels.job_of(parcel, folder, styles)
            for _ in range(2):
                setter = self._hired()
                report = setter.set(job, parcel.timeout)
                self._back(setter, report is not None and not setter.late)
                if report is not None:
                    return parcels.homeward(report, parcel, folder, styles)
                if setter.late and parcel.timeout is not None:
                    return parcels.homeward(executors.overdue(job, parcel.timeout), parcel, folder, styles)
            return parcels.homeward(executors.died(job), parcel, folder, styles)

    @contextmanager
    def _laid(self, parcel: Parcel, cargo: Sequence[bytes]) -> Iterator[tuple[Path, Path]]:
        """Lay out a brief and its style, each once for all jobs that see it; those of long ago are taken away."""
        bundle, *apart = cargo if parcel.bundle else (b"", *cargo)
        styles = self._folder / "styles" / (parcel.bundle or "none")
        name = parcel.content
        folder = self._folder / "briefs" / name
        with self._lock:
            if parcel.bundle and not styles.exists():
                parcels.laid_bundle(parcels.unpacked(bundle), styles)
            if name not in self._briefs:
                parcels.laid(parcel, dict(zip(parcel.apart, apart, strict=True)), folder)
            self._briefs[name] = folder
            self._briefs.move_to_end(name)
            self._used[name] += 1
        try:
            yield folder, styles
        finally:
            with self._lock:
                self._used[name] -= 1
                old = [each for each in self._briefs if not self._used[each]]
                for each in old[: max(0, len(self._briefs) - _MOST_BRIEFS)]:
                    shutil.rmtree(self._briefs.pop(each), ignore_errors=True)
                    del self._used[each]

    def _hired(self) -> _Setter:
        """Return a process that is free, or a new one: there are as many as the worker has threads."""
        with self._lock:
            if self._free:
                return self._free.pop()
        setter = _Setter(self._folder)
        with self._lock:
            self._all.add(setter)
        return setter

    def _back(self, setter: _Setter, sound: bool) -> None:
        """Take a process back, or end one that died or has worked for long."""
        with self._lock:
            if sound and setter.jobs < _MOST_JOBS:
                self._free.append(setter)
                return
            self._all.discard(setter)
        setter.end()

    def close(self) -> None:
        """End all processes; take away what is laid out."""
        for each in tuple(self._all):
            each.end()
        shutil.rmtree(self._folder, ignore_errors=True)


_starting = threading.Lock()


def _bench() -> _Bench:
    """Return the bench of this worker."""
    with _starting:
        return _made()


@functools.cache
def _made() -> _Bench:
    folder = Path(tempfile.mkdtemp(prefix="briefprint-", dir=_scratch()))
    bench = _Bench(folder.resolve())
    atexit.register(bench.close)
    return bench


def _scratch() -> str | None:
    """Return the worker's own folder: Dask clears it, when the worker was killed before it could."""
    from distributed import get_worker

    try:
        return str(get_worker().local_directory)
    except ValueError:  # no worker's thread
        return None
