"""Many jobs: planned before anything runs, set in parallel, written as they come."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefprint import executors, imposition, output, stylebook
from briefprint.artifact import PLAIN, PROFILES, Job, Options, Report
from briefprint.errors import Diagnostic, UsageError, did_you_mean
from briefprint.reader import asked_style
from briefprint.renderers import formats
from briefprint.style import PAPERS_PT
from briefprint.typeset import typeset

ALL = "all"
DEFAULT_STYLE = "bureau"
"""For a brief that asks for none, when the command asks for none."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    paths: tuple[Path, ...]
    formats: tuple[str, ...]
    styles: tuple[str, ...] = ()
    out: Path = Path("out")
    style_dirs: tuple[Path, ...] = ()
    paper: str | None = None
    strict: bool = False
    open_folders: bool = True  # whether a folder stands for the briefs in it
    options: Options = PLAIN


def plan(request: Request) -> list[Job]:
    """Return the jobs that a request comes to.

    Raises UsageError for what nobody has, and for two jobs that would write one file.
    """
    if request.paper is not None:
        known("paper", [request.paper], tuple(PAPERS_PT))
    known("profile", [request.options.profile], PROFILES)
    _agree(request.options)
    jobs = [
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
        for brief in briefs(request.paths, request.open_folders)
        for style in _styles(request, brief)
        for format in _formats(request.formats)
    ]
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
    return jobs


def _agree(asked: Options) -> None:
    """Raise UsageError for options that do not go together, or that another one is wanting for."""
    for_press = asked.profile == "print"
    imposes = asked.booklet or asked.n_up != 1
    faults = []
    if not for_press and (asked.icc is not None or asked.grey):
        faults.append(Diagnostic("--icc and --grey are for the press", hint="add --profile print"))
    if asked.booklet and asked.n_up != 1:
        faults.append(Diagnostic("--booklet and --n-up do not go together", hint="a booklet has two pages to a side"))
    if asked.n_up != 1 and asked.n_up not in imposition.GRIDS:
        there = ", ".join(map(str, imposition.GRIDS))
        faults.append(Diagnostic(f"{asked.n_up} pages cannot stand on one side", hint=f"there may be: {there}"))
    if for_press and asked.n_up != 1:
        hint = "leave one of them out; --booklet goes with --profile print"
        faults.append(Diagnostic("--n-up does not go with --profile print", hint=hint))
    if asked.sheet is not None and not imposes:
        faults.append(Diagnostic("--sheet is for --booklet and --n-up", hint="add one of them, or use --paper"))
    if asked.sheet is not None and for_press:
        faults.append(Diagnostic("--sheet does not go with --profile print", hint="its sheets hold the marks"))
    if asked.sheet is not None:
        known("sheet", [asked.sheet], tuple(imposition.SHEETS_PT))
    if faults:
        raise UsageError(faults)


def briefs(paths: Sequence[Path], open_folders: bool = True) -> list[Path]:
    """Return the briefs that paths name, each once; a folder that is opened stands for the Markdown files in it.

    Raises UsageError for a folder without any.
    """
    found: dict[str, Path] = {}
    empty: list[Diagnostic] = []
    for path in paths:
        if open_folders and path.is_dir():
            within = sorted(
                each
                for each in path.rglob("*.md")
                if not each.is_dir() and not any(part.startswith(".") for part in each.relative_to(path).parts)
            )
            if not within:
                hint = "write a brief whose name ends in '.md'"
                empty.append(Diagnostic(f"there is no Markdown file in '{path}'", hint=hint))
        else:
            within = [path]
        for each in within:
            found.setdefault(os.path.abspath(each), each)  # noqa: PTH100 (resolve() would follow links)
    if empty:
        raise UsageError(empty)
    return list(found.values())


def run(jobs: Sequence[Job], workers: int = 1) -> Iterator[Report]:
    """Yield the report of every job as it is done, its file written.

    A job whose file cannot be written is reported as failed; the others go on.
    """
    for folder in {job.output.parent: None for job in jobs}:
        output.prepare(folder)
    for report in executors.run(typeset, jobs, workers):
        if report.artifact is None:
            yield report
            continue
        try:
            output.write(report.job.output, report.artifact.data)
        except output.OutputError as error:
            yield Report(report.job, None, (*report.diagnostics, *error.diagnostics))
        else:
            yield replace(report, artifact=replace(report.artifact, data=b""))  # written: no need to keep it


def _styles(request: Request, brief: Path) -> list[str]:
    folders = stylebook.search_path(brief, request.style_dirs)
    if ALL in request.styles:
        return list(stylebook.names(folders))
    if not request.styles:
        return [asked_style(brief) or DEFAULT_STYLE]
    return known("style", request.styles, tuple(stylebook.names(folders)))


def _formats(asked: Sequence[str]) -> list[str]:
    if ALL in asked:
        return list(formats())
    return known("format", asked, formats())


def known(what: str, asked: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return what is asked for, each once; raises UsageError for what nobody has."""
    unknown = [
        Diagnostic(
            f"no {what} is called '{name}'", hint=did_you_mean(name, known) or f"there are: {', '.join(known)}"
        )
        for name in dict.fromkeys(asked)
        if name not in known
    ]
    if unknown:
        raise UsageError(unknown)
    return list(dict.fromkeys(asked))
