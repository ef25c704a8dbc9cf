"""Where jobs run: in this process, or in a crew of spawned ones."""

from __future__ import annotations

import os
import pkgutil
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from briefprint import machine
from briefprint.artifact import Job, Report
from briefprint.errors import Diagnostic

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Work = Callable[[Job], Report] | str
"""What does a job: a function, or the name of one (``room:function``), imported only where it is called."""


def cores() -> int:
    """Return how many workers this process may have: one for each processor, while they have memory."""
    return machine.workers()


def run(work: Work, jobs: Sequence[Job], workers: int, timeout: float | None = None) -> Iterator[Report]:
    """Yield a report for every job as it is done; one worker means this process.

    A job that takes longer than ``timeout`` seconds is ended, and costs itself alone: such jobs never run here. A
    worker that holds too much memory after a job is replaced; where it is this process, one is hired for the rest.
    """
    if timeout is None and (workers <= 1 or len(jobs) <= 1):
        most = machine.resident(os.getpid()) + machine.WORKER_BYTES  # what is held already is not the work's
        rest, do = deque(jobs), _function(work)
        while rest and machine.resident(os.getpid()) <= most:
            yield do(rest.popleft())
        if not rest:
            return
        jobs = tuple(rest)
    lost: list[Job] = []
    yield from _crewed(work, jobs, max(1, min(workers, len(jobs))), timeout, lost)
    for job in lost:  # alone: it may have been its neighbours who took the memory
        again: list[Job] = []
        yield from _crewed(work, [job], 1, timeout, again)
        if again:
            yield died(job)


@dataclass(slots=True)
class _Worker:
    """A process, our end of its pipe, and the job that it has; ``since`` it has it, None before it is ready."""

    process: BaseProcess
    pipe: Connection
    job: Job | None
    since: float | None = None

    def take(self, job: Job) -> None:
        self.pipe.send(job)
        self.job, self.since = job, time.monotonic()


def _function(work: Work) -> Callable[[Job], Report]:
    if isinstance(work, str):
        found: Callable[[Job], Report] = pkgutil.resolve_name(work)
        return found
    return work


def _serve(work: Work, pipe: Connection) -> None:
    """Do jobs as they come, until there are none, or nobody is there to give them."""
    from briefprint import pace

    pace.quicken()
    do, settled = _function(work), False
    try:
        pipe.send(None)  # ready: all is imported
        while (job := pipe.recv()) is not None:
            pipe.send(do(job))
            if not settled:  # the first job imports its library, and loads its style
                pace.settle()
                settled = True
    except (EOFError, OSError):
        pass


def _crewed(
    work: Work, jobs: Sequence[Job], workers: int, timeout: float | None, lost: list[Job]
) -> Iterator[Report]:
    """Yield the reports of jobs in processes of their own; those whose process died are put into ``lost``.

    A worker has one job at a time, so that it is known which one took it down, and what is not fetched is not done.
    """
    from multiprocessing.connection import wait

    waiting = deque(jobs)
    crew: list[_Worker] = []
    most = machine.allowance(workers)
    try:
        while waiting or crew:
            while waiting and len(crew) < workers:
                crew.append(_hired(work, _chosen(waiting, None, crew)))
            ready = wait([each.pipe for each in crew], _patience(crew, timeout))
            for worker in tuple(crew):
                if worker.pipe in ready or worker.pipe.poll():
                    try:
                        report = worker.pipe.recv()
                    except (EOFError, OSError):  # it died, amid its work or before it
                        _lose(worker, crew, lost)
                        continue
                    if report is not None and waiting and machine.resident(worker.process.pid or 0) > most:
                        worker.process.kill()  # it has nothing to save, and somebody else is hired
                        worker.job = None
                        _dismissed(worker, crew)
                        yield report
                        continue
                    try:
                        _next(worker, report, waiting, crew)
                    except OSError:  # it died after its work, and takes the next job with it
                        _lose(worker, crew, lost)
                    if worker.job is None and worker in crew:
                        _dismissed(worker, crew)
                    if report is not None:
                        yield report
                elif timeout is not None and worker.since is not None and _left(worker, timeout) <= 0:
                    assert worker.job is not None
                    _dismissed(worker, crew)
                    yield overdue(worker.job, timeout)
    finally:
        for worker in tuple(crew):  # its user stops before the last job: a worker has nothing to save
            _dismissed(worker, crew)


def _hired(work: Work, job: Job) -> _Worker:
    """Return a new worker, who gets this job when it is ready."""
    import multiprocessing

    context = multiprocessing.get_context("spawn")  # a forked copy of Pango's threads and locks hangs
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, theirs), daemon=True)
    with _no_interrupts():
        process.start()
    theirs.close()  # so that the pipe ends with the process
    return _Worker(process, ours, job)


def _next(worker: _Worker, report: Report | None, waiting: deque[Job], crew: Sequence[_Worker]) -> None:
    """Give a worker the job it was hired for, or the next one; none when there is none."""
    if report is None:
        assert worker.job is not None
        worker.take(worker.job)
        return
    done, worker.job = worker.job, None
    if waiting:
        job = _chosen(waiting, done, crew)
        worker.job = job  # should it have died meanwhile, this one is lost with it
        worker.take(job)


_LOOKED_THROUGH = 200
"""Jobs among which one is chosen: more than there are of a brief."""


def _chosen(waiting: deque[Job], done: Job | None, crew: Sequence[_Worker]) -> Job:
    """Take the next job for a worker: of the brief that it has just read, else of one that nobody reads now."""
    elsewhere = {each.job.brief for each in crew if each.job is not None}
    best, place = 2, 0
    for at, job in enumerate(islice(waiting, _LOOKED_THROUGH)):
        rank = 0 if done is not None and job.brief == done.brief else 1 if job.brief not in elsewhere else 2
        if rank < best:
            best, place = rank, at
        if best == (0 if done is not None else 1):
            break
    job = waiting[place]
    del waiting[place]
    return job


def _lose(worker: _Worker, crew: list[_Worker], lost: list[Job]) -> None:
    """Take down which job a worker died of."""
    _dismissed(worker, crew)
    if worker.job is not None:
        lost.append(worker.job)


def _dismissed(worker: _Worker, crew: list[_Worker]) -> None:
    """End a worker, at once if it is at work."""
    crew.remove(worker)
    if worker.job is None:
        with suppress(OSError):
            worker.pipe.send(None)
        worker.process.join(_GRACE_SECONDS)
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()
    worker.pipe.close()


_GRACE_SECONDS = 5.0
"""For a worker without a job to end of itself."""


def _left(worker: _Worker, timeout: float) -> float:
    """Return the seconds that a worker has for its job."""
    return timeout if worker.since is None else worker.since + timeout - time.monotonic()


def _patience(crew: Sequence[_Worker], timeout: float | None) -> float | None:
    """Return how long to wait for the next report at most."""
    if timeout is None:
        return None
    left = [_left(each, timeout) for each in crew if each.since is not None]
    return max(0.0, min(left)) if left else None


def died(job: Job) -> Report:
    """Return the report of a job that took its process down."""
    message = f"the process that set it as {job.format} died"
    hint = "it may have run out of memory; set it alone to see"
    return Report(job, None, (Diagnostic(message, job.brief.as_posix(), hint=hint),))


def overdue(job: Job, timeout: float) -> Report:
    """Return the report of a job that was stopped."""
    message = f"setting it as {job.format} took longer than {timeout:g} s, and was stopped"
    return Report(job, None, (Diagnostic(message, job.brief.as_posix(), hint="give it longer with --timeout"),))


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: it is this one that stops them, in order and without a word."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # here: starting it lets interrupts through again (CPython 3.11 to 3.13)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
