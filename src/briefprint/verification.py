"""A folder of products held against its manifest: the bytes that are there, and those that come out again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefprint import executors, manifest
from briefprint.artifact import FILES, Job, Options, Report
from briefprint.errors import Diagnostic, Severity
from briefprint.manifest import Product
from briefprint.upkeep import Standing, Upkeep, judged


def of_folder(folder: Path) -> tuple[list[Diagnostic], int]:
    """Return what is not as the manifest of a folder says, and how many products it has.

    Raises ManifestError where there is no manifest.
    """
    record = manifest.read(folder, strict=True)
    upkeep = Upkeep(folder, record)
    paths = {name: manifest.here(name, folder) for name in record.products}
    upkeep.hashes.gather(paths.values())
    return [
        fault
        for name, product in record.products.items()
        if (fault := _fault(product, paths[name], upkeep.hashes.of(paths[name]))) is not None
    ], len(paths)


def _fault(product: Product, path: Path, now: str | None) -> Diagnostic | None:
    if product.state == "failed":
        why = next((each.message for each in product.diagnostics if each.severity == "error"), "")
        stands = "; what stands there is of an earlier time" if now is not None else ""
        return Diagnostic(f"failed when it was last set: {why}{stands}", path.as_posix(), hint="set the batch again")
    if now is None:
        return Diagnostic("is not there", path.as_posix(), hint="set the batch again")
    if now != product.sha256:
        return Diagnostic("is not what was written", path.as_posix(), hint="set the batch again, with --force")
    return None


@dataclass(frozen=True, slots=True)
class Rebuild:
    """A product, and the job that makes it again."""

    product: Product
    standing: Standing


def jobs_of(folder: Path) -> Mapping[Path, Rebuild]:
    """Return the jobs that made the products of a folder, by their files."""
    upkeep = Upkeep(folder, manifest.read(folder, strict=True))
    products = [each for each in upkeep.before.products.values() if each.state == "set"]
    standings = judged([_job(each, folder) for each in products], upkeep)
    return {
        standing.job.output: Rebuild(product, standing) for product, standing in zip(products, standings, strict=True)
    }


def _job(product: Product, folder: Path) -> Job:
    options = dict(product.options)
    options |= {name: manifest.here(options[name], folder) for name in FILES if name in options}
    try:
        asked = Options(**options)
    except TypeError as fault:
        path = (folder / manifest.NAME).as_posix()
        raise manifest.ManifestError([Diagnostic(f"is no manifest: {product.output}: {fault}", path)]) from None
    return Job(
        brief=manifest.here(product.brief, folder),
        style=product.style,
        format=product.format,
        output=manifest.here(product.output, folder),
        style_dirs=tuple(manifest.here(each, folder) for each in product.style_dirs),
        paper=product.paper,
        options=asked,
    )


def rebuilt(planned: Mapping[Path, Rebuild], workers: int, timeout: float | None) -> Iterator[Report]:
    """Yield the report of every product set again; nothing is written."""
    from briefprint.typesetting import carry_out

    return executors.run(carry_out, [each.standing.job for each in planned.values()], workers, timeout)


def compared(report: Report, planned: Mapping[Path, Rebuild]) -> Sequence[Diagnostic]:
    """Return what is to be said of a product that was set again."""
    path, again = report.job.output.as_posix(), planned[report.job.output]
    if report.artifact is None:
        return [each for each in report.diagnostics if each.severity is Severity.ERROR]
    if hashlib.sha256(report.artifact.data).hexdigest() == again.product.sha256:
        return []
    why = again.standing.why
    if why and "changed by other hands" not in why and "is not there" not in why:
        return [Diagnostic(f"comes out different: {why}", path, hint="set the batch again")]
    hint = "this is a fault of briefprint; please report it with the brief"
    return [Diagnostic("comes out different, though nothing that it is made from was changed", path, hint=hint)]
