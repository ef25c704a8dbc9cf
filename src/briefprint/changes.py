"""Which jobs can see what was changed since a revision of git."""

from __future__ import annotations

from pathlib import Path

from briefprint import history
from briefprint.artifact import FILES, Job
from briefprint.errors import BriefprintError
from briefprint.history import Changes
from briefprint.upkeep import Upkeep


def seen(jobs: list[Job], revision: str, upkeep: Upkeep, project: Path | None = None) -> list[Job]:
    """Return the jobs that can see a file which was changed since a revision: all where ``project``, its file, was.

    Raises UsageError for a revision that git does not know.
    """
    changes = history.since(revision, Path.cwd())
    if project is not None and changes.has(project):
        return jobs
    known: dict[Path, bool] = {}
    found = []
    for job in jobs:
        style = upkeep.style(job)
        asked = [file for name in FILES if (file := getattr(job.options, name)) is not None]
        files = [*style.paths.values(), *style.sought, *asked] if style else []
        if job.brief not in known:
            known[job.brief] = changes.has(job.brief) or _uses_changed(job, upkeep, changes)
        if style is None or known[job.brief] or any(map(changes.has, files)):
            found.append(job)
    return found


def _uses_changed(job: Job, upkeep: Upkeep, changes: Changes) -> bool:
    """Return whether a brief uses a file that was changed; one that cannot be read is to say so."""
    product = upkeep.before.products.get(upkeep.name(job.output))
    if product is not None and product.inputs is not None and product.inputs.brief == upkeep.hashes.of(job.brief):
        return any(changes.has(job.brief.parent / name) for name in product.inputs.files)
    from briefprint.reader import read

    try:
        return any(map(changes.has, read(job.brief).files.values()))
    except BriefprintError:
        return True
