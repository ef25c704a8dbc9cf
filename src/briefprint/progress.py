"""How far a run is: a bar on a terminal, a calm line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator

from briefprint.artifact import Report

LINE_SECONDS = 30.0
"""Between two lines in a log."""


def watched(reports: Iterable[Report], total: int, quiet: bool = False, lines: bool = False) -> Iterator[Report]:
    """Yield the reports; on a terminal with a bar and the time that is left, in a log with ``lines`` to say so."""
    if quiet or total < 2:
        yield from reports
    elif sys.stderr.isatty():
        yield from _with_bar(reports, total)
    elif lines:
        yield from _with_lines(reports, total)
    else:
        yield from reports


def _with_bar(reports: Iterable[Report], total: int) -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Setting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        for report in reports:
            if report.how != "kept":
                bar.advance(task)
            yield report


def _with_lines(reports: Iterable[Report], total: int) -> Iterator[Report]:
    began = last = time.monotonic()
    done = 0
    for report in reports:
        done += report.how != "kept"
        now = time.monotonic()
        if now - last >= LINE_SECONDS and 0 < done < total:
            last = now
            left = said((now - began) / done * (total - done))
            print(f"{done} of {total} done, about {left} left", file=sys.stderr, flush=True)  # noqa: T201
        yield report


def said(seconds: float) -> str:
    """Return a time as one says it."""
    if seconds < 100:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes / 60:.1f} h"
