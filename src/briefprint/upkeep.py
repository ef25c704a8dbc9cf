"""What of a plan is up to date, and why the rest is not; and the manifest that says so next time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefprint import fingerprint, manifest
from briefprint.artifact import FILES, Artifact, Job, Options, Report
from briefprint.errors import Severity
from briefprint.fingerprint import Hashes, StyleSeen
from briefprint.manifest import Inputs, Manifest, Product
from briefprint.stylefiles import search_path


@dataclass(frozen=True, slots=True)
class Standing:
    """A job, what is known of all it can see, and why it must be set; ``why`` is empty where it need not be."""

    job: Job
    why: str
    base: Inputs | None  # all but the files that the brief uses, which setting it tells; None: cannot be known
    product: Product | None = None  # as the manifest has it


@dataclass(slots=True)
class Upkeep:
    """What a run knows of its folder: the manifest that stands there, and what its inputs are now."""

    folder: Path
    before: Manifest
    hashes: Hashes = field(default_factory=Hashes)
    _styles: dict[tuple[str, tuple[Path, ...]], StyleSeen | None] = field(default_factory=dict)
    _places: dict[tuple[Path, tuple[Path, ...]], tuple[str, tuple[Path, ...]]] = field(default_factory=dict)
    _folders: dict[tuple[Path, tuple[Path, ...]], tuple[Path, ...]] = field(default_factory=dict)
    _asked: dict[tuple[str, Options, str | None], dict[str, Any]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _tools: str = ""

    @classmethod
    def of(cls, folder: Path) -> Upkeep:
        """Return what is known of a folder."""
        return cls(folder, manifest.read(folder))

    def name(self, path: Path) -> str:
        """Return a path as the manifest has it; all files of a folder are found through it."""
        folder, name = os.path.split(path)
        if folder not in self._names:
            self._names[folder] = manifest.told(folder or ".", self.folder)
        within = self._names[folder]
        return name if within == "." else f"{within}/{name}"

    @property
    def tools(self) -> str:
        """The hash of what sets products here."""
        self._tools = self._tools or fingerprint.digest(fingerprint.tools())
        return self._tools

    def folders(self, brief: Path, first: tuple[Path, ...]) -> tuple[Path, ...]:
        """Return the folders that hold styles for a brief; all briefs of a folder have the same."""
        folder = brief.parent
        if (folder, first) not in self._folders:
            self._folders[folder, first] = search_path(brief, first)
        return self._folders[folder, first]

    def _place(self, job: Job) -> tuple[str, tuple[Path, ...]]:
        """Return where a brief stands in its project, and where its styles are."""
        asked = (job.brief, job.style_dirs)
        if asked not in self._places:
            self._places[asked] = (fingerprint.place_in_project(job.brief), self.folders(*asked))
        return self._places[asked]

    def style(self, job: Job) -> StyleSeen | None:
        """Return all files that a job's style is made from."""
        asked = (job.style, self._place(job)[1])
        if asked not in self._styles:
            self._styles[asked] = fingerprint.style_seen(*asked, self.hashes)
        return self._styles[asked]

    def base(self, job: Job) -> Inputs | None:
        """Return what a job can see, but for the files that its brief uses."""
        brief, style = self.hashes.of(job.brief), self.style(job)
        if brief is None or style is None:
            return None
        asked = (job.format, job.options, job.paper)
        if asked not in self._asked:
            self._asked[asked] = fingerprint.asked_of(job, self.hashes)
        return Inputs(self._place(job)[0], brief, {}, style.digest, self.tools, self._asked[asked])

    def options(self, job: Job) -> dict[str, Any]:
        """Return the options that a job's format heeds, as the manifest has them."""
        options = fingerprint.options_of(job)
        return options | {name: self.name(Path(options[name])) for name in FILES if name in options}

    def files(self, job: Job, names: Iterable[str]) -> dict[str, str]:
        """Return the files of these names that a brief uses, and their hashes now."""
        return {name: self.hashes.of(job.brief.parent / name) or "" for name in names}


def key(inputs: Inputs, job: Job) -> str:
    """Return the key of a job: the hash of all that it can see."""
    return fingerprint.digest(
        [job.format, job.style, inputs.place, inputs.brief, dict(inputs.files), inputs.style, inputs.tools,
         dict(inputs.asked)]
    )  # fmt: skip


def judged(jobs: Sequence[Job], upkeep: Upkeep, force: bool = False) -> list[Standing]:
    """Return of each job whether it is up to date: its key is what it was, and its file is what was written."""
    products = [upkeep.before.products.get(upkeep.name(job.output)) for job in jobs]
    upkeep.hashes.gather({job.brief: None for job in jobs})
    used = {
        job.brief.parent / name: None
        for job, product in zip(jobs, products, strict=True)
        if product is not None and product.inputs is not None
        for name in product.inputs.files
    }
    upkeep.hashes.gather(used)
    standings = []
    for job, product in zip(jobs, products, strict=True):
        base = upkeep.base(job)
        why = "asked to, with --force" if force else _why(job, base, product, upkeep)
        standings.append(Standing(job, why, base, product))
    upkeep.hashes.gather(each.job.output for each in standings if not each.why)
    for place, each in enumerate(standings):
        if not each.why and (why := _touched(each, upkeep)):
            standings[place] = replace(each, why=why)
    return standings


def _unseen(job: Job, upkeep: Upkeep) -> str:
    return "its brief cannot be read" if upkeep.hashes.of(job.brief) is None else "its style cannot be loaded"


def _why(job: Job, base: Inputs | None, product: Product | None, upkeep: Upkeep) -> str:
    """Return why a job must be set, as far as its inputs tell."""
    if product is None:
        return "it is new" if base is not None else _unseen(job, upkeep)
    if product.state == "failed":
        return "it failed last time"
    if base is None:
        return _unseen(job, upkeep)
    then = product.inputs
    if then is None or not product.key:
        return "what it was made from was changed meanwhile"
    if then.brief != base.brief:
        return "the brief is another"
    now = upkeep.files(job, then.files)
    if others := [name for name, known in then.files.items() if now[name] != known]:
        return f"'{others[0]}' is {'another' if now[others[0]] else 'gone'}"
    if then.style != base.style:
        return _why_style(job, then, upkeep)
    if then.asked != base.asked:
        others = sorted(name for name in {*then.asked, *base.asked} if then.asked.get(name) != base.asked.get(name))
        return f"another {others[0].replace('_', '-')} is asked for"
    if then.tools != base.tools:
        return _why_tools(upkeep.before.tools.get(then.tools, {}))
    if then.place != base.place:
        return "it stands elsewhere in its project"
    if (product.style, product.format) != (job.style, job.format):
        return "it is another's"
    if job.strict and any(each.severity == "warning" for each in product.diagnostics):
        return "it has warnings, and --strict is asked for"
    return ""


def _why_style(job: Job, then: Inputs, upkeep: Upkeep) -> str:
    known, now = upkeep.before.styles.get(then.style), upkeep.style(job)
    if known is not None and now is not None:
        for name in (*now.hashes, *known.files):
            if known.files.get(name) != now.hashes.get(name):
                return f"the style's '{name}' is another"
    return f"the style '{job.style}' is another"


def _why_tools(then: Mapping[str, str]) -> str:
    now = fingerprint.tools()
    for name in (*now, *then):
        if now.get(name) != then.get(name):
            if "source" in name:
                return "briefprint itself is another"
            return f"{name} is {now.get(name, 'gone')}, and was {then.get(name, 'not there')}"
    return "what sets it is another"


def _touched(standing: Standing, upkeep: Upkeep) -> str:
    """Return why a product must be set though its inputs are what they were."""
    assert standing.product is not None
    now = upkeep.hashes.of(standing.job.output)
    if now is None:
        return f"'{standing.job.output.name}' is not there"
    return "" if now == standing.product.sha256 else f"'{standing.job.output.name}' was changed by other hands"


def kept(standing: Standing, folder: Path) -> Report:
    """Return the report of a product that is up to date, as it was when it was set."""
    product = standing.product
    assert product is not None
    told = tuple(
        replace(manifest.diagnostic(each, folder), path=standing.job.brief.as_posix())
        if each.path == product.brief
        else manifest.diagnostic(each, folder)
        for each in product.diagnostics
    )
    artifact = Artifact(b"", product.pages, (), product.fit)
    return Report(standing.job, artifact, told, seconds=product.seconds, how="kept")


# --- the next manifest ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Record:
    """What a run adds to a manifest, job by job."""

    upkeep: Upkeep
    made: dict[str, Product] = field(default_factory=dict)
    _jobs: dict[str, Job] = field(default_factory=dict)

    def add(self, standing: Standing, report: Report, sha256: str, size: int) -> None:
        """Take down how a job went, and what was written."""
        upkeep, job = self.upkeep, report.job
        name = upkeep.name(job.output)
        said = tuple(
            manifest.message(each, upkeep.folder) for each in report.diagnostics if each.severity is not Severity.NOTE
        )
        product = Product(
            output=name,
            brief=upkeep.name(job.brief),
            style=job.style,
            format=job.format,
            state="set",
            diagnostics=said,
            strict=job.strict,
            paper=job.paper,
            style_dirs=tuple(upkeep.name(each) for each in job.style_dirs),
            options=upkeep.options(job),
            seconds=report.seconds,
        )
        if report.artifact is None:
            old = standing.product  # the product of an earlier time stands, and is known as such
            stands = (old.sha256, old.bytes) if old is not None else (None, None)
            product = replace(product, state="failed", sha256=stands[0], bytes=stands[1])
        else:
            inputs = inputs_of(standing, report)
            product = replace(
                product,
                sha256=sha256,
                bytes=size,
                pages=report.artifact.pages,
                fit=report.artifact.ledger,
                inputs=inputs,
                key=key(inputs, job) if inputs else "",
            )
        self.made[name] = product
        self._jobs[name] = job

    def finished(
        self, asks: Mapping[str, manifest.Asks], gone: Iterable[str] = (), only: Iterable[str] | None = None
    ) -> Manifest:
        """Return the manifest as it stands now: what another run wrote meanwhile is kept.

        With ``only`` it tells of these products and no others: a shard's has no other run to keep.

        What a style was made from is looked at again: a product of one that was changed during the run has no key.
        """
        upkeep = self.upkeep
        again = Upkeep(upkeep.folder, upkeep.before)
        made = dict(self.made)
        styles: dict[str, manifest.StyleFiles] = {}
        for name, product in made.items():
            if product.inputs is None:
                continue
            style = again.style(self._jobs[name])
            icc = fingerprint.asked_of(self._jobs[name], again.hashes)
            if style is None or style.digest != product.inputs.style or icc != product.inputs.asked:
                made[name] = replace(product, inputs=None, key="")
            else:
                styles[style.digest] = manifest.StyleFiles(style.name, style.hashes)
        there = manifest.read(upkeep.folder) if only is None else upkeep.before
        names = set(there.products) - set(gone) if only is None else set(only)
        left = {name: each for name, each in there.products.items() if name in names}
        return Manifest(
            left | made,
            {**there.briefs, **asks},
            {**there.styles, **styles},
            {**there.tools, upkeep.tools: fingerprint.tools()} if made else there.tools,
        )


def inputs_of(standing: Standing, report: Report) -> Inputs | None:
    """Return what a product was made from, or None where that changed between planning and setting it."""
    seen, base = report.seen, standing.base
    if seen is None or base is None or seen.brief != base.brief:
        return None
    return replace(base, files=dict(seen.files))


# --- what is gone --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gone:
    """A product whose source is gone, and whether it may be removed: only what was written, as it was written."""

    name: str
    path: Path
    why: str
    ours: bool


def gone(upkeep: Upkeep) -> list[Gone]:
    """Return the products of the manifest whose brief or style is no more."""
    found = []
    for name, product in upkeep.before.products.items():
        brief = manifest.here(product.brief, upkeep.folder)
        why = ""
        if not brief.exists():
            why = f"'{brief.as_posix()}' is gone"
        else:
            first = tuple(manifest.here(each, upkeep.folder) for each in product.style_dirs)
            if not any((each / product.style).is_dir() for each in upkeep.folders(brief, first)):
                why = f"the style '{product.style}' is gone"
        if why:
            path = manifest.here(name, upkeep.folder)
            now = upkeep.hashes.of(path) if os.path.lexists(path) else None
            within = ".." not in Path(name).parts and not Path(name).is_absolute()
            found.append(Gone(name, path, why, within and (now is None or now == product.sha256)))
    return found
