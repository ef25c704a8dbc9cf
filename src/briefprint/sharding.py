"""One plan for several machines: split evenly by what its jobs cost, so that every shard comes to the same split."""

from __future__ import annotations

import heapq
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefprint import fingerprint, manifest
from briefprint.artifact import Job
from briefprint.errors import Diagnostic, UsageError
from briefprint.manifest import Asks, Manifest, Product, Shard
from briefprint.upkeep import Record, Upkeep

_SAID = re.compile(r"(\d{1,9})/(\d{1,9})")
_MS: Mapping[str, tuple[float, float]] = {
    "docx": (70.0, 5.0),
    "memo": (35.0, 2.5),
    "memo-docx": (50.0, 3.0),
    "pdf": (140.0, 55.0),
}
"""What a brief costs by itself and each KiB of it, in milliseconds of one core: only their proportions count."""
_OTHER_MS = (70.0, 10.0)
"""For a format that was not measured."""


@dataclass(frozen=True, slots=True)
class Share:
    """The jobs of one shard, in the order of the plan, and what they cost of the whole."""

    shard: Shard
    jobs: Sequence[Job]
    of_jobs: int
    cost_ms: int
    of_ms: int

    @property
    def told(self) -> str:
        """Which share it is, in words."""
        part = round(100 * self.cost_ms / self.of_ms) if self.of_ms else 0
        return f"shard {self.shard.said}: {len(self.jobs)} of {self.of_jobs} products, about {part} % of the work"

    def recorded(self, record: Record, asks: Mapping[str, Asks], unset: int) -> Manifest:
        """Return the manifest of the shard: its own jobs and no others, and how many were not begun."""
        names = [record.upkeep.name(each.output) for each in self.jobs]
        return replace(record.finished(asks, only=names), shard=replace(self.shard, unset=unset))


def asked(shard: str | None, prune: bool) -> tuple[int, int] | None:
    """Return which shard is asked for, of how many. Raises UsageError where there can be no such shard."""
    if shard is None:
        return None
    if prune:
        hint = "prune when the manifests are merged: the same command without --shard"
        raise UsageError([Diagnostic("--prune does not go with --shard", hint=hint)])
    found = _SAID.fullmatch(shard.strip())
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of:
        hint = "say which of how many: --shard 1/8 to --shard 8/8"
        raise UsageError([Diagnostic(f"there is no shard '{shard}'", hint=hint)])
    return number, of


def taken(jobs: Sequence[Job], number: int, of: int, upkeep: Upkeep) -> Share:
    """Return the jobs of one shard: the same on every machine that has the same briefs and the same last manifest.

    What a job costs is what setting it took last, by the manifest of the whole folder; for one that it does not know,
    the size of its brief tells. A shard's own manifest is not asked, for no other shard has it; what it knows of
    products is known to ``upkeep`` from now on.
    """
    costs = costs_ms(jobs, upkeep)
    names = [upkeep.name(job.output) for job in jobs]
    mine = split(list(zip(names, costs, strict=True)), of)[number - 1]
    plan = fingerprint.digest([of, [_row(*each, upkeep) for each in zip(names, jobs, costs, strict=True)]])
    made = [job for name, job in zip(names, jobs, strict=True) if name in mine]
    shard = Shard(number, of, plan, len(made))
    upkeep.before = _remembered(upkeep, shard)
    return Share(shard, made, len(jobs), sum(mine.values()), sum(costs))


def split(costs: Sequence[tuple[str, int]], count: int) -> list[dict[str, int]]:
    """Return the names of each shard: the dearest first, each to whom has least (R. L. Graham's LPT rule, 1969).

    No shard then has more than 4/3 of what the best split would give it. Ties go by name, so that it is always the
    same split.
    """
    shards: list[dict[str, int]] = [{} for _ in range(count)]
    loads = [(0, number) for number in range(count)]
    for name, cost in sorted(costs, key=lambda each: (-each[1], each[0])):
        load, number = loads[0]
        shards[number][name] = cost
        heapq.heapreplace(loads, (load + cost, number))
    return shards


def costs_ms(jobs: Sequence[Job], upkeep: Upkeep) -> list[int]:
    """Return what each job costs, in milliseconds: as the last manifest has it, else by the size of its brief.

    Guesses are brought to the pace of the machine that the manifest tells of.
    """
    sizes: dict[Any, int] = {}
    guesses, known = [], []
    for job in jobs:
        if job.brief not in sizes:
            sizes[job.brief] = _size(job)
        alone, each = _MS.get(job.format, _OTHER_MS)
        guesses.append(alone + each * sizes[job.brief] / 1024)
        known.append(_seconds(upkeep.before.products.get(upkeep.name(job.output))))
    both = [(1000 * took, guess) for took, guess in zip(known, guesses, strict=True) if took is not None]
    pace = sum(took for took, _ in both) / sum(guess for _, guess in both) if both else 1.0
    return [
        max(1, round(guess * pace if took is None else 1000 * took))
        for took, guess in zip(known, guesses, strict=True)
    ]


def _seconds(product: Product | None) -> float | None:
    return product.seconds if product is not None and product.state == "set" else None


def _size(job: Job) -> int:
    try:
        return job.brief.stat().st_size
    except (OSError, ValueError):
        return 0  # it cannot be read, and setting it says so


def _row(name: str, job: Job, cost: int, upkeep: Upkeep) -> list[Any]:
    folders = [upkeep.name(each) for each in job.style_dirs]
    return [name, upkeep.name(job.brief), job.style, job.format, cost, job.paper, job.strict, folders,
            upkeep.options(job)]  # fmt: skip


def _remembered(upkeep: Upkeep, shard: Shard) -> Manifest:
    """Return what is known of a folder, with what this shard made there since the whole was recorded.

    The shard's manifest is believed where the product is still the one that it tells of: the other may be newer.
    """
    whole = upkeep.before
    own = manifest.read(upkeep.folder, name=shard.file)
    upkeep.hashes.gather(manifest.here(name, upkeep.folder) for name in own.products)
    newer = {
        name: each
        for name, each in own.products.items()
        if name not in whole.products or upkeep.hashes.of(manifest.here(name, upkeep.folder)) == each.sha256
    }
    return replace(
        whole,
        products={**whole.products, **newer},
        briefs={**whole.briefs, **own.briefs},
        styles={**whole.styles, **own.styles},
        tools={**whole.tools, **own.tools},
    )
