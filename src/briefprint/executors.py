"""Where jobs run: in this process, or in a pool of spawned ones."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from briefprint.artifact import Job, Report
from briefprint.errors import Diagnostic

Work = Callable[[Job], Report]


def cores() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def run(work: Work, jobs: Sequence[Job], workers: int) -> Iterator[Report]:
    """Yield a report for every job as it is done; one worker means this process."""
    if workers <= 1 or len(jobs) <= 1:
        yield from map(work, jobs)
    else:
        yield from _pool(work, jobs, min(workers, len(jobs)))


def _pool(work: Work, jobs: Sequence[Job], workers: int) -> Iterator[Report]:
    """Yield the reports of a pool. Should a worker die, the jobs it took down are set again, one process each."""
    unfinished: list[Job] = []
    with _opened(workers) as pool:
        futures: dict[Future[Report], Job] = {}
        with _no_interrupts():
            for place, job in enumerate(jobs):
                try:
                    futures[pool.submit(work, job)] = job
                except BrokenProcessPool:
                    unfinished += jobs[place:]
                    break
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                unfinished.append(futures[future])
    for job in unfinished:
        with _opened(1) as pool:
            try:
                with _no_interrupts():
                    future = pool.submit(work, job)
                yield future.result()
            except BrokenProcessPool:
                message = f"the process that set it as {job.format} died"
                hint = "it may have run out of memory; set it alone to see"
                yield Report(job, None, (Diagnostic(message, job.brief.as_posix(), hint=hint),))


@contextmanager
def _opened(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool that ends at once when its user stops before the last job: a worker has nothing to save."""
    context = multiprocessing.get_context("spawn")  # a forked copy of Pango's threads and locks hangs
    pool = ProcessPoolExecutor(workers, mp_context=context)
    try:
        yield pool
    except BaseException:
        for worker in multiprocessing.active_children():
            worker.terminate()
            worker.join()
        # A worker ended amid a result leaves the pool's thread waiting for the rest of it as long as somebody,
        # were it only this process, could still write it (CPython 3.11 to 3.13; its queue is private).
        writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
        if writer is not None and not writer.closed:
            writer.close()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: it is this one that stops them, in order and without a word."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
