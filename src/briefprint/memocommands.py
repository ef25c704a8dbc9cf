"""What a writer asks of the memo: how it was made to fit, and in which styles it would."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from briefprint.artifact import Report
from briefprint.defaults import filled
from briefprint.errors import BriefprintError, Diagnostic
from briefprint.terminal import EXIT_FAILED, StyleDirs, fail, say, stopped

OVER = "the memo is over by "  # how a refusal for want of room begins


def fit(
    ctx: typer.Context,
    briefs: Annotated[list[Path], typer.Argument(metavar="BRIEF", help="Markdown files.", show_default=False)],
    style: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--style", metavar="NAME", help="House style, or 'all'; repeatable. Default: the project's, or all."
        ),
    ] = None,
    styles: StyleDirs = None,
    paper: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--paper", metavar="a4|letter", help="Paper, if not the style's own."),
    ] = None,
) -> None:
    """Say in which styles a brief's memo fits its page, how it would be set, and how many words are to spare.

    Writes nothing; exit 1 when a memo does not fit.

    Example: briefprint fit content/brief.md --style all
    """
    from rich.console import Console
    from rich.table import Table

    from briefprint.batch import ALL, Request, plan
    from briefprint.typesetting import carry_out

    asked: dict[str, Any] = {"paths": briefs, "styles": styles, "paper": paper}
    try:
        defaults = filled(ctx, asked)
        wanted = tuple(style or defaults.style or (ALL,))
        dirs = tuple(asked["styles"] or ())
        jobs = plan(Request(tuple(briefs), ("memo",), wanted, Path(), dirs, asked["paper"] or None))
        reports = [carry_out(job) for job in jobs]
    except BriefprintError as error:
        fail(error)
    except KeyboardInterrupt as stop:
        stopped(stop, "nothing was changed")
    console = Console(soft_wrap=not sys.stdout.isatty(), highlight=False)
    for brief, group in groupby(reports, key=lambda report: report.job.brief):
        table = Table(box=None, pad_edge=False, header_style="bold", title=brief.as_posix(), title_justify="left")
        for name in ("style", "fit", "set at", "words to spare"):
            table.add_column(name, overflow="fold")
        for report in group:
            table.add_row(report.job.style, *_row(report))
        console.print(table)
    others = {str(each): each for report in reports if not report.ok for each in _said(report)}
    say(others.values())
    raise typer.Exit(EXIT_FAILED if any(not report.ok for report in reports) else 0)


def _said(report: Report) -> Iterator[Diagnostic]:
    """Yield what is wrong; a memo that is too long says in which style, as each has ways out of its own."""
    for each in report.diagnostics:
        over = each.message.startswith(OVER)
        yield replace(each, message=f"{each.message} in the style '{report.job.style}'") if over else each


def _row(report: Report) -> tuple[str, str, str]:
    """Return a report as a row's last cells."""
    if report.artifact is None:
        return next((each.message.removeprefix("the memo is ") for each in report.diagnostics), ""), "", ""
    ledger = report.artifact.ledger
    assert ledger is not None
    said = f"leaves out {len(ledger.left_out)}" if ledger.left_out else "fits"
    spare = f"about {ledger.spare_words}" if ledger.spare_words else "none"
    return said, f"{ledger.size_pt:.4g}/{ledger.leading_pt:.4g} pt", spare
