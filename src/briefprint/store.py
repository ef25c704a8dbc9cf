"""A store of products that several runs, and several machines one after the other, may share.

A product lies under the hash of its bytes, what is known of it under the key of its job: all that it could see.
Nothing in it is ever changed: files come whole or not at all, and may go at any time. What was not used for longest
goes first when there is too much. It is trusted as its folder is: who may write to it says what products are.

    blobs/ab/<SHA-256 of the bytes>       a product
    names/ab/<key without files>.json     which files its brief uses, when all else is the same
    known/ab/<key>.json                   what there is to say of it, and the hash of its bytes
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from briefprint import manifest, output
from briefprint.artifact import Artifact, Job, Report, Seen
from briefprint.manifest import Inputs, Said
from briefprint.upkeep import Standing, Upkeep, inputs_of, key

GIBIBYTE = 1024**3
_LOW_WATER = 0.8
"""How full a store is left that was too full: so that the next product does not clear it again."""


@dataclass(frozen=True, slots=True)
class Store:
    """A store in a folder, and the bytes that it may hold."""

    folder: Path
    limit: int = GIBIBYTE

    def fetch(self, standing: Standing, upkeep: Upkeep) -> Report | None:
        """Return a job's report with its bytes, or None where the store has none that is right."""
        job, base = standing.job, standing.base
        if base is None:
            return None
        for names in self._names(base, job):
            found = upkeep.files(job, names)
            whole = replace(base, files=dict(sorted(found.items())))
            said = self._read("known", key(whole, job))
            if said is None or (job.strict and said.get("diagnostics")):
                continue
            data = self._blob(str(said.get("sha256")))
            if data is not None:
                return self._report(job, whole, said, data)
        return None

    def _report(self, job: Job, inputs: Inputs, said: Mapping[str, Any], data: bytes) -> Report | None:
        try:
            told = tuple(manifest.diagnostic(Said(**each), job.brief.parent) for each in said["diagnostics"])
            fit = manifest.ledger(said["fit"]) if said["fit"] else None
            artifact = Artifact(data, said["pages"], (), fit)
        except (KeyError, TypeError):
            return None
        seen = Seen(inputs.brief, tuple(sorted(inputs.files.items())))
        return Report(job, artifact, told, seen, said.get("seconds"), "restored")

    def keep(self, standing: Standing, report: Report) -> None:
        """Put what was set into the store; where it cannot be written, it goes without."""
        inputs = inputs_of(standing, report)
        if inputs is None or report.artifact is None:
            return
        sha256 = hashlib.sha256(report.artifact.data).hexdigest()
        said = {
            "sha256": sha256,
            "pages": report.artifact.pages,
            "fit": asdict(report.artifact.ledger) if report.artifact.ledger else None,
            "diagnostics": [asdict(manifest.message(each, report.job.brief.parent)) for each in report.diagnostics],
            "seconds": report.seconds,
        }
        with contextlib.suppress(OSError):
            self._write("blobs", sha256, report.artifact.data)
            self._write("known", key(inputs, report.job), json.dumps(said).encode())
            names = sorted(inputs.files)
            known = self._names(replace(inputs, files={}), report.job)
            if names not in known:
                listed = json.dumps([names, *known[:7]]).encode()
                self._write("names", key(replace(inputs, files={}), report.job), listed)

    def trim(self) -> int:
        """Remove what was not used for longest while there is more than the limit; return how many files went."""
        files = []
        for path in self.folder.glob("*/??/*"):
            with contextlib.suppress(OSError):
                found = path.stat()
                files.append((found.st_mtime_ns, found.st_size, path))
        total = sum(size for _, size, _ in files)
        if total <= self.limit:
            return 0
        removed = 0
        for _, size, path in sorted(files):
            if total <= self.limit * _LOW_WATER:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                removed += 1
            total -= size
        return removed

    def _path(self, kind: str, name: str) -> Path:
        return self.folder / kind / name[:2] / name

    def _names(self, base: Inputs, job: Job) -> list[list[str]]:
        """Return the sets of files that a brief is known to use, when all else is the same."""
        said = self._read("names", key(replace(base, files={}), job))
        return [[str(name) for name in each] for each in said] if isinstance(said, list) else []

    def _read(self, kind: str, name: str) -> Any:
        path = self._path(kind, name)
        try:
            said = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return None
        _used(path)
        return said

    def _blob(self, sha256: str) -> bytes | None:
        path = self._path("blobs", sha256)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != sha256:  # cut short by a full disk, or spoiled
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        _used(path)
        return data

    def _write(self, kind: str, name: str, data: bytes) -> None:
        """Write a file whole, under a name that no other run writes to meanwhile."""
        path = self._path(kind, name)
        if kind == "blobs" and path.exists():
            _used(path)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{os.getpid()}-{secrets.token_hex(4)}.part")
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _used(path: Path) -> None:
    """Note that a file was used now."""
    with contextlib.suppress(OSError):
        os.utime(path)


def opened(folder: Path, limit: int = GIBIBYTE) -> Store:
    """Return the store in a folder, made where there is none. Raises OutputError where it cannot be written in."""
    output.prepare(folder, "--cache")
    return Store(folder, limit)
