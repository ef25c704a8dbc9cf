"""Where the batch runs: jobs are sent to a scheduler as there is room for them, and reports come as they are made."""

from __future__ import annotations

import hashlib
import itertools
import logging
import operator
import pydoc
import time
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefprint import executors
from briefprint.artifact import Job, Report
from briefprint.cluster import ClusterError, parcels
from briefprint.cluster.parcels import Sheaf
from briefprint.errors import BriefprintError, Diagnostic
from briefprint.executors import Work
from briefprint.fingerprint import StyleSeen, digest
from briefprint.reader import read
from briefprint.upkeep import Upkeep

_CONNECT_SECONDS = 5.0
_WORKERS_SECONDS = 10.0
"""How long to wait for the first worker."""
_GONE_SECONDS = 30.0
"""How long to wait for another when the last one is gone: Dask starts one again that died."""
_LOOK_SECONDS = 1.0
"""Between two looks at who is there."""
_AHEAD = 4
"""Jobs that are sent ahead for each thread of the workers, so that none waits for us."""
_LEAST_AHEAD = 16
_TOGETHER = 64
"""Jobs that are sent at a time, so that what comes meanwhile is soon written."""
_TRIES = 3
"""How often a job is sent whose data was lost."""
_APART_BYTES = 256 * 1024 * 1024
"""What pictures and data may take up in the scheduler, beyond what waiting jobs need."""


def run(address: str, work: Work, jobs: Sequence[Job], upkeep: Upkeep, timeout: float | None) -> Iterator[Report]:
    """Yield a report for every job as it comes from the workers of a scheduler.

    A job that fails there is looked at here, by ``work``: so its messages know the files around it.

    Raises ClusterError where nobody answers, where a worker has other versions, and when all of them are gone.
    """
    with _connected(address) as client:
        _agreed(client, address)
        yield from _Traffic(client, address, work, upkeep, timeout).run(jobs)


# --- the cluster ---------------------------------------------------------------------------------------


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Have a client of the scheduler."""
    try:
        import dask
        from distributed import Client
    except ImportError:
        hint = "pip install 'briefprint[cluster]'"
        raise ClusterError([Diagnostic("'--executor' asks for Dask, which is not installed", hint=hint)]) from None
    for name in ("distributed", "distributed.client", "distributed.core", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what there is to say is said by us, once
    ours = {
        "distributed.admin.large-graph-warning-threshold": "1 TiB",  # what is large is sent once
        "distributed.comm.timeouts.connect": f"{_CONNECT_SECONDS:g}s",
    }
    with dask.config.set(ours):
        try:
            client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError, RuntimeError) as fault:
            hint = f"start one with 'dask scheduler', and workers with 'dask worker {address}'"
            message = f"no scheduler answers at {address} ({type(fault).__name__})"
            raise ClusterError([Diagnostic(message, hint=hint)]) from None
        try:
            yield client
        finally:
            with suppress(Exception):  # whatever it is, nothing of ours is lost with it
                client.close(timeout=2)


def _agreed(client: Any, address: str) -> None:
    """See that every worker sets as this machine would: the same versions of all that draws."""
    try:
        client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
    except (TimeoutError, OSError):
        hint = f"start some with 'dask worker {address}'"
        raise ClusterError([Diagnostic(f"the scheduler at {address} has no worker", hint=hint)]) from None
    found = client.run(parcels.tools, on_error="return")
    answered = {where: has for where, has in sorted(found.items()) if not isinstance(has, OSError)}  # who is gone
    others = {where: told for where, has in answered.items() if (told := _other(has))}
    if others:
        raise _refused(others)


def _refused(others: Mapping[str, str]) -> ClusterError:
    where, told = next(iter(others.items()))
    more = f", and {len(others) - 1} more have others too" if len(others) > 1 else ""
    hint = "install the same versions there, or the image that this machine has"
    return ClusterError(
        [Diagnostic(f"the worker {where} would not set as this machine does: {told}{more}", hint=hint)]
    )


def _other(has: object) -> str:
    """Return what a worker has otherwise, or nothing where it has the same."""
    if not isinstance(has, Mapping):
        return "it has none of this briefprint" if isinstance(has, ImportError) else f"{type(has).__name__}: {has}"
    ours = parcels.tools()
    for name in dict.fromkeys((*ours, *has)):
        here, there = ours.get(name), has.get(name)
        if here != there:
            if name in ("briefprint source", "briefprint styles"):
                return f"{'the source' if 'source' in name else 'a style'} of its briefprint is another"
            return f"{name} is {there or 'not there'}, and {here or 'not'} here"
    return ""


# --- what goes there and back --------------------------------------------------------------------------


@dataclass(slots=True)
class _Sent:
    """A job that is on its way."""

    job: Job
    names: frozenset[str] | None = None  # of the files that its brief uses; None: as it seems
    went: frozenset[str] = frozenset()  # the names of those that went with it
    tries: int = 1


@dataclass(slots=True)
class _Cargo:
    """What was sent apart: each a task, named by the hash of what it holds; a lost worker's is made again."""

    client: Any
    styles: dict[tuple[str, tuple[Path, ...]], tuple[str, Any]] = field(default_factory=dict)
    apart: OrderedDict[str, tuple[Any, int]] = field(default_factory=OrderedDict)
    size: int = 0

    def sent(self, data: bytes, name: str = "") -> Any:
        """Return what stands for data on the cluster."""
        key = f"briefprint-{name or hashlib.sha256(data).hexdigest()}-{self.client.id}"
        return self.client.submit(bytes, data, key=key)

    def file(self, name: str, data: bytes) -> Any:
        """Return what stands for a file; what was not used for longest is forgotten when there is much."""
        if name not in self.apart:
            self.apart[name] = (self.sent(data, name), len(data))
            self.size += len(data)
        self.apart.move_to_end(name)
        while self.size > _APART_BYTES and len(self.apart) > 1:
            self.size -= self.apart.popitem(last=False)[1][1]
        return self.apart[name][0]


def _next(waiting: Iterator[Job]) -> _Sent | None:
    job = next(waiting, None)
    return None if job is None else _Sent(job)


class _Traffic:
    """The jobs of one run, those that wait here and those that are on their way."""

    def __init__(self, client: Any, address: str, work: Work, upkeep: Upkeep, timeout: float | None) -> None:
        from distributed import as_completed

        self.client, self.address, self.work, self.upkeep, self.timeout = client, address, work, upkeep, timeout
        self.done = as_completed(loop=client.loop, with_results=True, raise_errors=False)
        self.cargo = _Cargo(client)
        # Found by its name where it is done: so the scheduler, which reads what it is sent, needs nothing of ours.
        self.setting = client.submit(pydoc.locate, "briefprint.cluster.bench.work", key=f"briefprint-{client.id}")
        self.sent: dict[str, _Sent] = {}
        self.again: deque[_Sent] = deque()
        self.sheaf: tuple[tuple[Path, frozenset[str] | None], Sheaf] | None = None  # of the last brief
        self.room = _LEAST_AHEAD
        self.numbers = itertools.count()
        self.looked = self.peopled = 0.0

    def run(self, jobs: Sequence[Job]) -> Iterator[Report]:
        """Yield the reports of jobs."""
        waiting = iter(jobs)
        try:
            while True:
                self._look()
                yield from self._send(waiting)
                if not self.sent:
                    return
                for future, result in self._came():
                    yield from self._report(future, result)
        finally:
            self.done.clear()
            if self.sent and self.client.status == "running":  # whoever asked for them has stopped
                with suppress(Exception):
                    self.client.cancel(list(self.client.futures), force=True)

    def _send(self, waiting: Iterator[Job]) -> Iterator[Report]:
        """Send as many jobs as there is room for, together; yield the reports of those that need not go anywhere."""
        if len(self.sent) > self.room // 2:
            return
        batch: list[tuple[bytes, list[Any]]] = []
        keys: list[str] = []
        while len(self.sent) < self.room and len(keys) < _TOGETHER:
            sending = self.again.popleft() if self.again else _next(waiting)
            if sending is None:
                break
            try:
                packed = self._packed(sending)
            except OSError:
                packed = None
            if packed is None:  # its brief or its style cannot be read, which its report says
                yield from self._here(sending.job)
                continue
            key = f"briefprint-job-{self.client.id}-{next(self.numbers)}"
            self.sent[key] = sending
            batch.append(packed)
            keys.append(key)
        if keys:
            packs, cargoes = map(list, zip(*batch, strict=True))
            setting = [self.setting] * len(keys)
            self.done.update(self.client.map(operator.call, setting, packs, cargoes, key=keys, pure=False))

    def _packed(self, sending: _Sent) -> tuple[bytes, list[Any]] | None:
        """Return a job as it travels, and what goes with it; None where its style is none."""
        job = sending.job
        seen = self.upkeep.style(job)
        if seen is None:
            return None
        if self.sheaf is None or self.sheaf[0] != (job.brief, sending.names):
            self.sheaf = ((job.brief, sending.names), parcels.gathered(job.brief, sending.names))
        sheaf = self.sheaf[1]
        sending.went = sheaf.names
        folders = self.upkeep.folders(job.brief, job.style_dirs)
        if (job.style, folders) not in self.cargo.styles:
            self.cargo.styles[job.style, folders] = self._style(seen, folders)
        style, bundle = self.cargo.styles[job.style, folders]
        parcel = parcels.packed(job, sheaf, folders, style, self.timeout)
        goes = [bundle] if style else []
        goes += [self.cargo.file(name, sheaf.apart[name]) for name in parcel.apart]
        return parcels.packing(parcel), goes

    def _style(self, seen: StyleSeen, folders: tuple[Path, ...]) -> tuple[str, Any]:
        """Return the name of a style's files and what stands for them; nothing where all ship with the program."""
        bundle = parcels.bundled(seen, folders)
        if not bundle.files:
            return "", None
        return digest([seen.digest, *map(parcels.place, folders)]), self.cargo.sent(parcels.packing(bundle))

    def _came(self) -> Sequence[tuple[Any, Any]]:
        """Return what has come, when something has."""
        while not self.done.has_ready():
            with self.done.thread_condition:
                self.done.thread_condition.wait(0.1)
            self._look()
        return list(self.done.next_batch())

    def _look(self) -> None:
        """See who is there: how much may be sent, and whether anyone is left to do it."""
        now = time.monotonic()
        if now - self.looked < _LOOK_SECONDS:
            return
        if self.client.status != "running":
            raise self._lost()
        try:
            threads = sum(self.client.nthreads().values())
        except OSError:
            raise self._lost() from None
        self.looked = time.monotonic()
        if threads:
            self.room = max(_LEAST_AHEAD, threads * _AHEAD)
            self.peopled = self.looked
        elif self.looked - self.peopled > _GONE_SECONDS:
            hint = "start others, and run the batch again: what is written is not set again"
            raise ClusterError([Diagnostic(f"all workers of {self.address} are gone", hint=hint)])

    def _lost(self) -> ClusterError:
        hint = "run the batch again when it is back: what is written is not set again"
        return ClusterError([Diagnostic(f"the scheduler at {self.address} is gone", hint=hint)])

    def _report(self, future: Any, result: Any) -> Iterator[Report]:
        """Yield the report of a job that came back, unless it is sent again."""
        sent = self.sent.pop(future.key)
        if future.status == "finished":
            made = parcels.unpacked(result)
            if isinstance(made, Mapping):
                raise _refused({"that joined": _other(made)})
            report = replace(made, job=sent.job)
            if report.ok or report.seconds is None:  # without a time: it died, or was stopped
                yield report
            elif sent.names is not None:
                yield from self._here(sent.job)
            else:
                yield from self._missed(sent)
        elif future.status == "error" and type(result[1]).__name__ == "KilledWorker":
            yield executors.died(sent.job)  # and took one worker after another with it
        elif self.client.status != "running":
            raise self._lost()
        elif sent.tries < _TRIES:  # data was lost with a worker, or a worker cannot write
            self.again.append(replace(sent, tries=sent.tries + 1))
        else:
            fault = result[1] if future.status == "error" else result
            told = f"{type(fault).__name__}: {fault}".splitlines()[0]
            raise ClusterError([Diagnostic(f"a worker of {self.address} cannot set: {told}")])

    def _missed(self, sent: _Sent) -> Iterator[Report]:
        """Send a job again with the files that it missed; where it missed none, it fails here too."""
        try:
            names = frozenset(read(sent.job.brief).files)
        except BriefprintError:
            names = frozenset()
        if names <= sent.went:
            yield from self._here(sent.job)
        else:
            self.again.append(replace(sent, names=names))

    def _here(self, job: Job) -> Iterator[Report]:
        yield from executors.run(self.work, [job], 1, self.timeout)
