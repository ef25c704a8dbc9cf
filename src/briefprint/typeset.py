"""Typesetting: one job in, one report out, never raising and never writing; and documents of our own, as safely."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import time
from dataclasses import replace
from pathlib import Path

from briefprint import citations, sources, stylebook
from briefprint.artifact import Artifact, Job, Options, Report, Seen
from briefprint.document import Document
from briefprint.errors import BriefprintError, ContentError, Diagnostic, RenderError, Severity, UsageError
from briefprint.linter import lint
from briefprint.printmarks import MarkLook
from briefprint.reader import Reading, read
from briefprint.reader.beside import digest
from briefprint.renderers import heeded, renderer
from briefprint.style import HouseStyle


def typeset(job: Job) -> Report:
    """Return how a job went: what was made, or why nothing was.

    It is the same function for one brief, in a pool's worker and elsewhere; whatever goes wrong costs this job alone.
    """
    began = time.perf_counter()
    return replace(_caught(job), seconds=time.perf_counter() - began)


def _caught(job: Job) -> Report:
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # WeasyPrint prints there when it cannot load
            return _typeset(job)
    except BriefprintError as error:
        return Report(job, None, tuple(_placed(each, job) for each in error.diagnostics))
    except RecursionError:
        return Report(job, None, (Diagnostic("is nested too deeply to be set", job.brief.as_posix()),))
    except Exception as fault:  # a fault of ours must not cost the other briefs of a batch
        return Report(job, None, (_unforeseen(fault, job.format, job.style, job.brief.as_posix(), "brief"),))


def attempted(document: Document, style: HouseStyle, format: str) -> Artifact:
    """Return a document of our own making in a format.

    Raises RenderError when it cannot be set, for whatever reason: it must not cost the other styles.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return renderer(format)(document, style)
    except BriefprintError:
        raise
    except Exception as fault:
        raise RenderError([_unforeseen(fault, format, style.name, document.path, "style")]) from fault


def _unforeseen(fault: Exception, format: str, style: str, path: str, what: str) -> Diagnostic:
    said = f"{type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else ''}".rstrip(": ")
    message = f"could not be set as {format} in the style '{style}': {said}"
    return Diagnostic(
        message, path, hint=f"this is a fault of briefprint, not of the {what}; please report it with the {what}"
    )


def _typeset(job: Job) -> Report:
    reading = _reading(job.brief, _stamp(job.brief))
    style = _style(job, reading)
    document = citations.settled(reading.document, style)
    found = lint(replace(reading, document=document), style)
    if faults := [each for each in found if each.severity is Severity.ERROR]:
        raise ContentError(faults)
    warnings = tuple(each for each in found if each.severity is Severity.WARNING)
    if job.strict and warnings:
        raise ContentError(replace(each, severity=Severity.ERROR) for each in warnings)
    options = job.options
    if options.profile == "archive" and "profile" in heeded(job.format):
        options = replace(options, attachments=sources.attachments(reading, job.brief))
    options = replace(options, source=hashlib.sha256(reading.data).hexdigest())
    artifact = renderer(job.format)(document, style, options)
    warnings += artifact.warnings
    if job.strict and warnings:
        raise ContentError(replace(each, severity=Severity.ERROR) for each in warnings)
    if options.validate and "validate" in heeded(job.format):
        from briefprint import validation

        validation.check(artifact, document.path)  # before it is laid on sheets, which claim nothing
    return Report(job, _imposed(artifact, job, style), warnings, _seen(reading))


def _seen(reading: Reading) -> Seen | None:
    """Return what was read, or None where a file is no longer what it was before it was read first."""
    if any(digest(reading.files[name]) != known or not known for name, known in reading.digests.items()):
        return None
    return Seen(hashlib.sha256(reading.data).hexdigest(), tuple(sorted(reading.digests.items())))


def _imposed(artifact: Artifact, job: Job, style: HouseStyle) -> Artifact:
    """Return what was set with its pages laid on sheets, where that is asked for and the format has pages."""
    asked: Options = job.options
    if "booklet" not in heeded(job.format) or not (asked.booklet or asked.n_up > 1):
        return artifact
    from briefprint import imposition

    look = style.print
    layout = imposition.Layout(
        "booklet" if asked.booklet else "n-up", 2 if asked.booklet else asked.n_up, asked.sheet, look.paper_pt
    )
    marks = MarkLook(max(look.mark_offset_pt, look.bleed_pt), look.mark_length_pt, look.mark_weight_pt)
    return imposition.imposed(artifact, layout, marks)


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


def _style(job: Job, reading: Reading) -> HouseStyle:
    try:
        return stylebook.load(job.style, stylebook.search_path(job.brief, job.style_dirs), job.paper)
    except UsageError as error:  # the command line's own styles are checked before any work: the brief asked for it
        path, line = job.brief.as_posix(), reading.lines.get("style") if job.style == reading.style else None
        raise ContentError(replace(each, path=path, line=line) for each in error.diagnostics) from None
