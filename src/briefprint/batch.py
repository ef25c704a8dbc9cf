"""Many jobs: planned before anything runs, set in parallel, written as they come."""

from __future__ import annotations

import glob
import hashlib
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefprint import executors, output, stylefiles
from briefprint.agreement import agree
from briefprint.artifact import PLAIN, Job, Options, Report
from briefprint.errors import Diagnostic, UsageError, known
from briefprint.manifest import Asks
from briefprint.renderers import formats
from briefprint.store import Store
from briefprint.stylefiles import DEFAULT_STYLE
from briefprint.upkeep import Record, Standing, kept

ALL = "all"


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for, and for briefs that ask for nothing, the project."""

    paths: tuple[Path, ...]
    formats: tuple[str, ...] = ()  # none: as the brief asks, or ``default_formats``, or all
    styles: tuple[str, ...] = ()  # none: as the brief asks, or ``default_styles``, or DEFAULT_STYLE
    out: Path = Path("out")
    style_dirs: tuple[Path, ...] = ()
    paper: str | None = None
    strict: bool = False
    open_folders: bool = True  # whether a folder stands for the briefs in it, and a pattern for what it matches
    options: Options = PLAIN
    default_styles: tuple[str, ...] = ()
    default_formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs that a request comes to, and what is wrong with briefs of which none can be made."""

    jobs: list[Job]
    refused: list[Diagnostic] = field(default_factory=list)
    asks: dict[Path, Asks] = field(default_factory=dict)  # what each brief asks for, where it was looked at


Ask = Callable[[Path], Asks]


def asked(brief: Path) -> Asks:
    """Return what a brief asks for, by reading it."""
    from briefprint import reader

    said = reader.asked(brief)
    return Asks("", said.style, said.formats, said.formats_line)


def plan(request: Request) -> list[Job]:
    """Return the jobs that a request comes to.

    Raises UsageError for what nobody has, and for two jobs that would write one file.
    """
    made = planned(request)
    if made.refused:
        raise UsageError(made.refused)
    return made.jobs


def planned(request: Request, ask: Ask = asked) -> Plan:
    """Return the jobs that a request comes to; a brief that asks for what nobody has costs no other.

    Raises UsageError where the command does, and for two jobs that would write one file.
    """
    if request.paper is not None:
        from briefprint.style import PAPERS_PT

        known("paper", [request.paper], tuple(PAPERS_PT))
    agree(request.options)
    made = Plan([])
    offered: dict[tuple[Path, ...], tuple[str, ...]] = {}
    near: dict[Path, tuple[Path, ...]] = {}
    for brief in briefs(request.paths, request.open_folders):
        folder = brief.parent
        if folder not in near:
            near[folder] = stylefiles.search_path(brief, request.style_dirs)
        if near[folder] not in offered:
            offered[near[folder]] = tuple(stylefiles.names(near[folder]))
        if not (request.styles and request.formats):
            made.asks[brief] = ask(brief)
        asks = made.asks.get(brief, Asks(""))
        try:
            chosen = _formats(request, asks)
        except UsageError as error:
            if request.formats or not asks.formats:
                raise
            path, line = brief.as_posix(), asks.formats_line
            made.refused.extend(replace(each, path=path, line=line) for each in error.diagnostics)
            continue
        made.jobs.extend(
            Job(
                brief=brief,
                style=style,
                format=format,
                output=output.path_for(brief, style, format, request.out),
                style_dirs=request.style_dirs,
                paper=request.paper,
                strict=request.strict,
                options=request.options,
            )
            for style in _styles(request, asks, offered[near[folder]])
            for format in chosen
        )
    _refuse_clashes(made.jobs)
    return made


def _refuse_clashes(jobs: Sequence[Job]) -> None:
    """Raise UsageError for two jobs that would write one file."""
    by_output: dict[Path, list[Job]] = defaultdict(list)
    for job in jobs:
        by_output[job.output].append(job)
    clashes = [
        Diagnostic(
            f"'{path}' would be written from {' and from '.join(sorted({repr(str(job.brief)) for job in same}))}",
            hint="rename one, or set them into two folders with --out",
        )
        for path, same in by_output.items()
        if len(same) > 1
    ]
    if clashes:
        raise UsageError(clashes)


def briefs(paths: Sequence[Path], open_folders: bool = True) -> list[Path]:
    """Return the briefs that paths name, each once.

    With ``open_folders`` a folder stands for the Markdown files in it, a pattern (``content/**/*.md``) for what it
    matches, and ``@list`` for the paths in a file, one a line (``@-``: on standard input).

    Raises UsageError for a folder, a pattern or a list without any.
    """
    found: dict[str, Path] = {}
    faults: list[Diagnostic] = []
    for path in _listed(paths, faults) if open_folders else paths:
        if open_folders and path.is_dir():
            within = _in_folder(path)
            if not within:
                hint = "write a brief whose name ends in '.md'"
                faults.append(Diagnostic(f"there is no Markdown file in '{path}'", hint=hint))
        elif open_folders and glob.has_magic(str(path)) and not path.exists():
            within = _matched(str(path))
            if not within:
                faults.append(Diagnostic(f"no Markdown file matches '{path}'", hint="'**' stands for any folders"))
        else:
            within = [path]
        for each in within:
            found.setdefault(os.path.abspath(each), each)  # noqa: PTH100 (resolve() would follow links)
    if faults:
        raise UsageError(faults)
    return list(found.values())


_MARKDOWN = (".md", ".markdown")


def _in_folder(folder: Path) -> list[Path]:
    return sorted(
        each
        for each in folder.rglob("*")
        if each.suffix.lower() in _MARKDOWN
        and not each.is_dir()
        and not any(part.startswith(".") for part in each.relative_to(folder).parts)
    )


def _matched(pattern: str) -> list[Path]:
    """Return what a pattern matches: Markdown files, and those of folders that it matches."""
    any_kind = Path(pattern).suffix in ("", ".*")
    found: list[Path] = []
    for each in map(Path, sorted(glob.glob(pattern, recursive=True))):  # noqa: PTH207 (Path.glob takes no whole path)
        if each.is_dir():
            found += _in_folder(each)
        elif not any_kind or each.suffix.lower() in _MARKDOWN:
            found.append(each)
    return found


def _listed(paths: Sequence[Path], faults: list[Diagnostic]) -> Iterator[Path]:
    """Yield the paths, those of lists in the place of each list; blank lines and '#' lines are none."""
    for path in paths:
        name = str(path)
        if not name.startswith("@") or path.exists():
            yield path
            continue
        try:
            text = sys.stdin.read() if name == "@-" else Path(name[1:]).read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as fault:
            reason = (getattr(fault, "strerror", None) or "it is not UTF-8").lower()
            faults.append(Diagnostic(f"the list '{name[1:]}' cannot be read: {reason}"))
            continue
        lines = [line.strip() for line in text.splitlines()]
        yield from (Path(line) for line in lines if line and not line.startswith("#"))


_WORK = "briefprint.typesetting:carry_out"
"""By name: reader and renderers are what a folder up to date does without, and one whose workers set it."""


def run(jobs: Sequence[Job], workers: int = 1, timeout: float | None = None) -> Iterator[Report]:
    """Yield the report of every job as it is done, its file written.

    A job whose file cannot be written is reported as failed; the others go on.
    """
    for folder in {job.output.parent: None for job in jobs}:
        output.prepare(folder)
    for report in executors.run(_WORK, jobs, workers, timeout):
        yield _written(report)


def maintain(
    standings: Sequence[Standing],
    record: Record,
    workers: int = 1,
    timeout: float | None = None,
    store: Store | None = None,
    fetch: bool = True,
    executor: str = "",
) -> Iterator[Report]:
    """Yield the report of every job: those that are up to date as they are, the rest set, or taken from a store.

    They are set in processes of this machine, or where ``executor`` is the address of a scheduler, on its workers.

    What is written goes into ``record`` before its report is given out.
    """
    upkeep = record.upkeep
    yield from (kept(each, upkeep.folder) for each in standings if not each.why)
    due = {each.job.output: each for each in standings if each.why}
    for folder in {path.parent: None for path in due}:
        output.prepare(folder)
    for standing in tuple(due.values()) if store is not None and fetch else ():
        assert store is not None
        report = store.fetch(standing, upkeep)
        if report is not None:
            yield _recorded(due.pop(standing.job.output), report, record)
    if not due:
        return
    jobs = [each.job for each in due.values()]
    if executor:
        from briefprint.cluster import client
        from briefprint.typesetting import carry_out

        reports = client.run(executor, carry_out, jobs, upkeep, timeout)
    else:
        reports = executors.run(_WORK, jobs, workers, timeout)
    for report in reports:
        standing = due[report.job.output]
        if store is not None:
            store.keep(standing, report)
        yield _recorded(standing, report, record)


def _recorded(standing: Standing, report: Report, record: Record) -> Report:
    data = report.artifact.data if report.artifact else b""
    report = _written(report)
    record.add(standing, report, hashlib.sha256(data).hexdigest(), len(data))
    return report


def _written(report: Report) -> Report:
    """Return a report whose product is on the disk, or which says why it is not."""
    if report.artifact is None:
        return report
    try:
        output.write(report.job.output, report.artifact.data)
    except output.OutputError as error:
        return replace(report, artifact=None, diagnostics=(*report.diagnostics, *error.diagnostics))
    return replace(report, artifact=replace(report.artifact, data=b""))  # written: no need to keep it


def _styles(request: Request, asks: Asks, offered: Sequence[str]) -> list[str]:
    named = request.styles or ((asks.style,) if asks.style else request.default_styles)
    if ALL in named:
        return list(offered)
    if not request.styles and asks.style:
        return [asks.style]  # one that nobody has costs this brief alone
    return known("style", named or (DEFAULT_STYLE,), offered)


def _formats(request: Request, asks: Asks) -> list[str]:
    named = request.formats or asks.formats or request.default_formats or (ALL,)
    return list(formats()) if ALL in named else known("format", named, formats())
