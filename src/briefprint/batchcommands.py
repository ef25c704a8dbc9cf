"""``briefprint batch`` and ``briefprint verify``: many briefs in one go, and the record of what came of it."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from briefprint.artifact import Options, Report
from briefprint.defaults import Defaults, filled
from briefprint.errors import BriefprintError, Diagnostic, Severity, UsageError
from briefprint.terminal import EXIT_FAILED, StyleDirs, explained, fail, how_far, say, stop_no_more, stopped

if TYPE_CHECKING:
    from briefprint.batch import Plan
    from briefprint.manifest import Asks
    from briefprint.reports import Outcome
    from briefprint.sharding import Share
    from briefprint.store import Store
    from briefprint.upkeep import Record, Standing, Upkeep

# Typer reads these annotations when the commands are made, so they cannot be strings.
Jobs = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option("--jobs", metavar="N", min=1, help="Processes. Default: as many as there are cores."),
]
Timeout = Annotated[
    Optional[float],  # noqa: UP045
    typer.Option(
        "--timeout", metavar="SECONDS", min=0.001, help="Stop a job that takes longer; it costs itself alone."
    ),
]


def batch(
    ctx: typer.Context,
    paths: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Argument(
            metavar="PATH",
            help="Markdown files, folders of them, patterns ('content/**/*.md'), '@list' of paths; '@-' on stdin.",
            show_default=False,
        ),
    ] = None,
    style: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--style", metavar="NAME", help="House style, or 'all'; may be repeated. Default: the brief's own."
        ),
    ] = None,
    format: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--format", metavar="NAME", help="Format, or 'all'; may be repeated. Default: the brief's own, all."
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")] = Path("out"),
    jobs: Jobs = None,
    styles: StyleDirs = None,
    paper: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--paper", metavar="a4|letter", help="Paper, if not the style's own."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be set and why, and set nothing.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Set what is up to date, too.")] = False,
    changed_since: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--changed-since", metavar="REV", help="Only what can see a file changed since a git revision."),
    ] = None,
    shard: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--shard", metavar="I/N", help="One of N even shares of the work, as for a matrix of CI jobs."),
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove products whose brief or style is gone.")] = False,
    cache: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--cache", metavar="DIR", help="Store of products that runs share, such as a CI's cache."),
    ] = None,
    cache_size: Annotated[
        float,
        typer.Option(
            "--cache-size",
            metavar="GIB",
            min=0.0,
            help="What the store may hold; what was not used for longest goes.",
        ),
    ] = 1.0,
    executor: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--executor", metavar="ADDRESS", help="Dask scheduler whose workers set the jobs: tcp://HOST:8786."
        ),
    ] = None,
    timeout: Timeout = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first job that fails.")] = False,
    report: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option(
            "--report", metavar="FILE", help="Report to write: .xml (JUnit), .sarif, .json, .md; repeatable."
        ),
    ] = None,
    report_format: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--report-format", metavar="junit|sarif|json|md|gitlab", help="If the file's ending does not say."
        ),
    ] = None,
    reproducible: Annotated[
        bool, typer.Option("--reproducible", help="Leave times out of what is recorded.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what failed.")] = False,
    **options: Any,
) -> None:
    """Many briefs, styles and formats in one go, in parallel; what is up to date is left as it stands.

    What is not said here is as the project's briefprint.toml says.

    One bad brief costs no other: the rest is written, and the exit code is 1.

    What was made, and of what, is recorded in manifest.json beside it.

    Example: briefprint batch content --style all --format all --out out
    """
    asked: dict[str, Any] = {
        "paths": paths, "style": style, "format": format, "out": out, "jobs": jobs, "styles": styles, "paper": paper,
        "strict": strict, "cache": cache, "cache_size": cache_size, "executor": executor, "timeout": timeout,
        "fail_fast": fail_fast, "report": report, "reproducible": reproducible, "quiet": quiet, **options,
    }  # fmt: skip
    try:
        from briefprint import reports

        defaults = _from_project(ctx, asked)
        for file in asked["report"] or ():
            reports.format_of(file, report_format)
        _batch(asked, defaults, dry_run, force, changed_since, shard, prune, report_format)
    except BriefprintError as error:
        fail(error)
    except KeyboardInterrupt as stop:
        stopped(stop, how_far((), 0))


def _from_project(ctx: typer.Context, asked: dict[str, Any]) -> Defaults:
    """Fill in what the project says and the command does not; raises UsageError where there is nothing to set."""
    defaults = filled(ctx, asked)
    if not asked["paths"]:
        hint = "name Markdown files or folders, or say 'paths' in briefprint.toml"
        raise UsageError([Diagnostic("nothing to set", hint=hint)])
    return defaults


def _batch(
    asked: dict[str, Any],
    defaults: Defaults,
    dry_run: bool,
    force: bool,
    changed_since: str | None,
    shard: str | None,
    prune: bool,
    report_format: str | None,
) -> None:
    from briefprint import changes, sharding
    from briefprint import store as stores
    from briefprint import upkeep as upkeeps
    from briefprint.cluster import ClusterError, address
    from briefprint.executors import cores
    from briefprint.reports import Outcome, summary

    if asked["executor"]:
        address(asked["executor"])
    which = sharding.asked(shard, prune)
    upkeep = upkeeps.Upkeep.of(asked["out"])
    plan = _planned(asked, defaults, upkeep)
    jobs = plan.jobs if changed_since is None else changes.seen(plan.jobs, changed_since, upkeep, defaults.file)
    share, others = None, len(plan.jobs) - len(jobs)
    if which:
        share = sharding.taken(jobs, *which, upkeep)
        jobs = list(share.jobs)
        if which[0] != 1:
            plan.refused.clear()  # no job is made of them: the first shard says so
        if not asked["quiet"]:
            print(share.told, file=sys.stderr)  # noqa: T201
    standings = upkeeps.judged(jobs, upkeep, force)
    limit = int(asked["cache_size"] * stores.GIBIBYTE)
    if dry_run:
        store = stores.Store(asked["cache"], limit) if asked["cache"] else None
        _tell_plan(standings, upkeep, plan, prune, store if not force else None, others)
        raise typer.Exit(EXIT_FAILED if plan.refused else 0)
    store = stores.opened(asked["cache"], limit) if asked["cache"] else None
    record = upkeeps.Record(upkeep)
    told = _Teller(asked["quiet"], asked.get("explain", False))
    told.say(plan.refused)
    done: list[Report] = []
    interrupted: KeyboardInterrupt | None = None
    broken: BriefprintError | None = None
    try:
        for report in _running(standings, record, asked, store, not force, asked["jobs"] or cores()):
            done.append(report)
            told.tell(report)
            if asked["fail_fast"] and not report.ok:
                break
    except KeyboardInterrupt as stop:
        interrupted = stop
        stop_no_more()
    except ClusterError as error:
        broken = error
    _record(record, plan, prune and not (interrupted or broken), asked, share, len(standings) - len(done))
    if store is not None:
        store.trim()
    if broken is not None:
        say(broken.diagnostics)
    outcome = Outcome(tuple(done), tuple(plan.refused), len(standings) - len(done), asked["reproducible"])
    _write_reports(outcome, asked["report"] or (), report_format)
    if interrupted:
        stopped(interrupted, how_far(done, len(standings)))
    if not asked["quiet"]:
        for each in outcome.failed if len(outcome.failed) < len(done) else ():
            print(f"not set: {each.job.output}", file=sys.stderr)  # noqa: T201
        if sys.stderr.isatty() or outcome.counts["set"] < len(standings) or plan.refused:
            print(summary(outcome), file=sys.stderr)  # noqa: T201
    raise typer.Exit(EXIT_FAILED if outcome.failed or plan.refused or broken else 0)


def _planned(asked: dict[str, Any], defaults: Defaults, upkeep: "Upkeep") -> "Plan":
    """Return the plan; what a brief asks for is known from the last manifest while the brief is the same."""
    from briefprint import batch as batches

    request = batches.Request(
        paths=tuple(map(Path, asked["paths"])),
        formats=tuple(asked["format"] or ()),
        styles=tuple(asked["style"] or ()),
        out=asked["out"],
        style_dirs=tuple(asked["styles"] or ()),
        paper=asked["paper"] or None,
        strict=asked["strict"],
        options=Options.of(asked),
        default_styles=defaults.style,
        default_formats=defaults.format,
    )

    def ask(brief: Path) -> "Asks":
        known = upkeep.before.briefs.get(upkeep.name(brief))
        now = upkeep.hashes.of(brief)
        if known is not None and known.sha256 == now:
            return known
        from dataclasses import replace

        return replace(batches.asked(brief), sha256=now or "")

    return batches.planned(request, ask)


def _running(
    standings: "list[Standing]",
    record: "Record",
    asked: dict[str, Any],
    store: "Store | None",
    fetch: bool,
    workers: int,
) -> Iterator[Report]:
    from briefprint.batch import maintain
    from briefprint.progress import watched

    due = sum(bool(each.why) for each in standings)
    reports = maintain(standings, record, workers, asked["timeout"] or None, store, fetch, asked["executor"] or "")
    return watched(reports, due, asked["quiet"], lines=True)


class _Teller:
    """Says how a batch goes: paths written to stdout, messages to stderr, each once."""

    def __init__(self, quiet: bool, explain: bool) -> None:
        self._quiet, self._explain = quiet, explain
        self._seen: set[str] = set()

    def tell(self, report: Report) -> None:
        """Say how a job went."""
        self.say(report.diagnostics)
        if report.ok and not self._quiet:
            if report.how != "kept":
                print(report.job.output, flush=True)  # noqa: T201
            if self._explain and report.artifact and report.artifact.ledger:
                print(explained(report.artifact.ledger), file=sys.stderr)  # noqa: T201

    def say(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Print messages that are new; where GitHub runs it, as it shows them beside the lines they name."""
        heavy = (Severity.ERROR,) if self._quiet else (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        new = [each for each in diagnostics if str(each) not in self._seen and each.severity in heavy]
        self._seen.update(map(str, new))
        if new and os.environ.get("GITHUB_ACTIONS") == "true":
            from briefprint.linter.reports import github

            sys.stderr.write(github(new))
            sys.stderr.flush()
        else:
            say(new)


def _tell_plan(
    standings: "list[Standing]", upkeep: "Upkeep", plan: "Plan", prune: bool, store: "Store | None", others: int
) -> None:
    """Print the jobs, one a line: what would be done, and why."""
    from briefprint.upkeep import gone

    for each in standings:
        what = "up to date"
        if each.why:
            stored = store is not None and store.fetch(each, upkeep) is not None
            what = f"{'from the cache' if stored else 'set'}: {each.why}"
        print(f"{each.job.output}: {what}")  # noqa: T201
    for product in gone(upkeep) if prune else ():
        print(f"{product.path}: {'remove' if product.ours else 'leave'}: {product.why}")  # noqa: T201
    say(plan.refused)
    due = sum(bool(each.why) for each in standings)
    told = f"{due} of {len(standings)} would be set"
    told += f"; {others} can see nothing that was changed" if others else ""
    print(told, file=sys.stderr)  # noqa: T201


def _record(
    record: "Record", plan: "Plan", prune: bool, asked: dict[str, Any], share: "Share | None", unset: int
) -> None:
    """Write the manifest, where anything in it is new; remove what is gone."""
    from briefprint import manifest, output
    from briefprint.upkeep import gone

    upkeep = record.upkeep
    removed = []
    for each in gone(upkeep) if prune else ():
        if not each.ours:
            hint = "remove it yourself"
            say(
                [
                    Diagnostic(
                        f"'{each.path}' stays: it was changed by other hands", hint=hint, severity=Severity.WARNING
                    )
                ]
            )
            continue
        each.path.unlink(missing_ok=True)
        removed.append(each.name)
        if not asked["quiet"]:
            print(f"removed: {each.path}: {each.why}", file=sys.stderr)  # noqa: T201
    asks = {upkeep.name(brief): said for brief, said in plan.asks.items() if said.sha256}
    known = {name: upkeep.before.briefs.get(name) for name in asks}
    if share is None and not record.made and not removed and (known == asks or not upkeep.before.products):
        return
    path = asked["out"] / (share.shard.file if share else manifest.NAME)
    made = share.recorded(record, asks, unset) if share else record.finished(asks, removed)
    text = manifest.text(made, asked["reproducible"])
    data = text.encode()
    if not path.is_file() or path.read_bytes() != data:
        output.prepare(asked["out"])
        output.write(path, data)


def _write_reports(outcome: "Outcome", files: Iterable[Path], asked: str | None) -> None:
    from briefprint import output, reports

    for file in files:
        text = reports.FORMATS[reports.format_of(file, asked)](outcome)
        output.prepare(file.parent, "--report")
        output.write(file, text.encode("utf-8", "backslashreplace"))


def verify(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of products with a manifest.")] = Path("out"),
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Set every product again, and compare byte for byte; write nothing.")
    ] = False,
    jobs: Jobs = None,
    timeout: Timeout = None,
) -> None:
    """Say whether a folder holds what its manifest says, byte for byte.

    Exit 1 when anything is missing, changed, or failed when it was last set.

    Example: briefprint verify out --rebuild
    """
    from briefprint import verification

    compared = count = 0
    try:
        faults, count = verification.of_folder(out)
        if rebuild:
            from briefprint.executors import cores
            from briefprint.progress import watched

            planned = verification.jobs_of(out)
            reports = verification.rebuilt(planned, jobs or cores(), timeout)
            for report in watched(reports, len(planned), lines=True):
                faults += verification.compared(report, planned)
                compared += 1
    except BriefprintError as error:
        fail(error)
    except KeyboardInterrupt as stop:
        stopped(stop, f"{compared} of {count} compared")
    say(faults)
    good = "as the manifest says" if not rebuild else "as the manifest says, and come out the same again"
    if not faults:
        print(f"{count} product{'s' * (count != 1)}: {good}", file=sys.stderr)  # noqa: T201
    raise typer.Exit(EXIT_FAILED if faults else 0)
