"""Typesetting: one job in, one report out. It never raises and never writes."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

from briefprint import coverage, stylebook
from briefprint.artifact import Job, Report
from briefprint.document import Document
from briefprint.errors import BriefprintError, ContentError, Diagnostic, Severity, did_you_mean, warning
from briefprint.reader import Reading, read
from briefprint.renderers import renderer
from briefprint.style import HouseStyle


def typeset(job: Job) -> Report:
    """Return how a job went: what was made, or why nothing was.

    It is the same function for one brief, in a pool's worker and elsewhere; whatever goes wrong costs this job alone.
    """
    try:
        return _typeset(job)
    except BriefprintError as error:
        return Report(job, None, tuple(_placed(each, job) for each in error.diagnostics))
    except RecursionError:
        return Report(job, None, (Diagnostic("is nested too deeply to be set", job.brief.as_posix()),))
    except Exception as fault:  # a fault of ours must not cost the other briefs of a batch
        what = f"{type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else ''}".rstrip(": ")
        message = f"could not be set as {job.format} in the style '{job.style}': {what}"
        hint = "this is a fault of briefprint, not of the brief; please report it with the brief"
        return Report(job, None, (Diagnostic(message, job.brief.as_posix(), hint=hint),))


def _typeset(job: Job) -> Report:
    reading = _reading(job.brief, _stamp(job.brief))
    style = stylebook.load(job.style, stylebook.search_path(job.brief, job.style_dirs), job.paper)
    faults = (*_marking(reading.document, style), *coverage.missing(reading.document, style))
    if faults:
        raise ContentError(faults)
    warnings = (*reading.warnings, *_language(reading.document, style))
    if job.strict and warnings:
        raise ContentError(replace(each, severity=Severity.ERROR) for each in warnings)
    artifact = renderer(job.format)(reading.document, style)
    warnings += artifact.warnings
    if job.strict and warnings:
        raise ContentError(replace(each, severity=Severity.ERROR) for each in warnings)
    return Report(job, artifact, warnings)


def _placed(diagnostic: Diagnostic, job: Job) -> Diagnostic:
    """Return the diagnostic with the brief's name, where it names no file of its own."""
    return diagnostic if diagnostic.path else replace(diagnostic, path=job.brief.as_posix())


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


@functools.lru_cache(maxsize=4)
def _reading(path: Path, stamp: tuple[int, int] | None) -> Reading:  # noqa: ARG001
    """Return the brief, read once for all the styles and formats that follow one another."""
    return read(path)


def _marking(document: Document, style: HouseStyle) -> tuple[Diagnostic, ...]:
    """Return a fault when a brief bears a marking that this house does not have."""
    levels = style.marking.levels
    if not document.marking or document.marking in levels:
        return ()
    hint = did_you_mean(document.marking, levels) or f"it has: {', '.join(levels)}"
    return (Diagnostic(f"the style '{style.name}' has no marking '{document.marking}'", document.path, None, hint),)


def _language(document: Document, style: HouseStyle) -> tuple[Diagnostic, ...]:
    if style.has_words(document.lang):
        return ()
    message = f"the style '{style.name}' has no labels in '{document.lang}'; they stand in English"
    return (warning(message, document.path, None, f"add [labels.{document.lang.split('-')[0]}] to the style"),)
