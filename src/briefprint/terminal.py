"""What the commands share: exit codes, messages to stderr, the options that mean the same everywhere."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, NoReturn, Optional

import typer

from briefprint.artifact import Ledger, Report
from briefprint.errors import BriefprintError, Diagnostic, Severity, UsageError

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
"""Red, yellow and cyan (ECMA-48, 8.3.117)."""
NAMES = {"space": "space between blocks", "margins": "side margins"}
"""Levers that want more than one word."""
EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED, EXIT_TERMINATED = 1, 2, 130, 143

# Typer reads these annotations when the commands are made, so they cannot be strings.
StyleDirs = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option("--styles", metavar="DIR", help="Folder of house styles to search first; may be repeated."),
]


def say(diagnostics: Iterable[Diagnostic]) -> None:
    """Print messages to stderr, coloured on a terminal unless NO_COLOR is set."""
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for each in diagnostics:
        text = str(each)
        if colour:
            text = text.replace(f"{each.severity}:", f"\x1b[{COLOURS[each.severity]}m{each.severity}:\x1b[0m", 1)
        print(text, file=sys.stderr)  # noqa: T201


def fail(error: BriefprintError) -> NoReturn:
    """Say what went wrong and stop: exit 2 when the command was called wrongly, else 1."""
    say(error.diagnostics)
    raise typer.Exit(EXIT_USAGE if isinstance(error, UsageError) else EXIT_FAILED)


class Terminated(KeyboardInterrupt):
    """The program is asked to end (SIGTERM), as a container or a CI asks that is being stopped."""


def heed_termination() -> None:
    """Take a request to end as Ctrl-C is taken: what is being written is finished or left alone, and it is said."""

    def end(number: int, _: object) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)  # once is enough: what is left to do is short
        raise Terminated

    signal.signal(signal.SIGTERM, end)


def stop_no_more() -> None:
    """Take no further Ctrl-C: what is left to do when one came is short, and a record is not to be left out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def stopped(stop: KeyboardInterrupt, how_far: str) -> NoReturn:
    """Say how far a run got that was stopped, and end it."""
    print(f"stopped: {how_far}", file=sys.stderr)  # noqa: T201
    raise typer.Exit(EXIT_TERMINATED if isinstance(stop, Terminated) else EXIT_INTERRUPTED) from None


def how_far(reports: Sequence[Report], total: int) -> str:
    """Return how far a run is that sets so many products."""
    if not total:
        return "nothing was set yet"
    how = Counter(each.how if each.ok else "failed" for each in reports)
    told = [f"{how['set'] + how['restored']} of {total} written"]
    told += [f"{how[each]} {words}" for each, words in (("kept", "up to date"), ("failed", "failed")) if how[each]]
    return f"{', '.join(told)}, {total - len(reports)} left; what is written is whole"


def explained(ledger: Ledger) -> str:
    """Return the ledger of a fit in lines: each lever, from where to where, what it won; what is left."""
    lines = [
        f"  {NAMES.get(pull.lever, pull.lever)}: {pull.comfortable:.4g} -> {pull.set_to:.4g} {pull.unit},"
        f" {pull.lines:.1f} lines won"
        for pull in ledger.pulls
    ] or ["  no lever was pulled"]
    lines.append(f"  set at {ledger.size_pt:.4g}/{ledger.leading_pt:.4g} pt; {_room(ledger)}")
    lines += [f"  left out: {words}" for words in ledger.left_out]
    return "\n".join(lines)


def _room(ledger: Ledger) -> str:
    count = ledger.room_lines
    spare = f"; about {ledger.spare_words} words more would fit" if ledger.spare_words else ""
    return f"{count} line{'s' * (count != 1)} left{spare}"
