"""The manifests of shards, joined: into what one run that was not split would have written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefprint import manifest
from briefprint.errors import Diagnostic
from briefprint.manifest import Manifest, ManifestError, Product, Shard

_MOST = 5
"""Names that a message tells; who needs more than these needs the manifests."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A manifest that is to be joined to others, and the shard that it tells of."""

    path: Path
    shard: Shard
    made: Manifest


def merged(paths: Sequence[Path], target: Path) -> Manifest:
    """Return what the manifests of all shards of a run say together.

    What the manifest at ``target`` knows of other products is kept, as a batch keeps it. Raises ManifestError with
    all that keeps the others from being one run: it takes every shard, split from one plan, set by the same tools, of
    the same files.
    """
    parts = _read(paths)
    faults = [*_incomplete(parts), *_apart(parts)]
    if faults:
        raise ManifestError(faults)
    there = manifest.read(target.parent, name=target.name)
    found = [there, *(each.made for each in parts)] if there.shard is None else [each.made for each in parts]
    return Manifest(
        {name: product for each in found for name, product in each.products.items()},
        {name: asks for each in found for name, asks in each.briefs.items()},
        {name: style for each in found for name, style in each.styles.items()},
        {name: tools for each in found for name, tools in each.tools.items()},
    )


def _read(paths: Sequence[Path]) -> list[_Part]:
    """Return what each manifest says; one that is named twice is one."""
    parts: list[_Part] = []
    faults: list[Diagnostic] = []
    for path in dict.fromkeys(paths):
        try:
            made = manifest.read(path.parent, strict=True, name=path.name)
        except ManifestError as error:
            faults += error.diagnostics
            continue
        if made.shard is None:
            hint = "briefprint batch --shard 1/8 writes such: manifest.1-of-8.json"
            faults.append(Diagnostic("is the manifest of no shard", path.as_posix(), hint=hint))
        else:
            parts.append(_Part(path, made.shard, made))
    if faults:
        raise ManifestError(faults)
    return sorted(parts, key=lambda each: (each.shard.number, each.path.as_posix()))


def _incomplete(parts: Sequence[_Part]) -> Iterator[Diagnostic]:
    """Yield what keeps the parts from being all of one run."""
    of = parts[0].shard.of
    counts = sorted({each.shard.of for each in parts})
    if len(counts) > 1:
        hint = "name those of one run"
        yield Diagnostic(f"a plan is split into {_all(map(str, counts))} shards, not into both", hint=hint)
        return
    missing = sorted({*range(1, of + 1)} - {each.shard.number for each in parts})
    if missing:
        are = "is" if len(missing) == 1 else "are"
        named = _all(f"{each}/{of}" for each in missing)
        hint = "set them, or name their manifests too"
        yield Diagnostic(f"{len(missing)} of {of} shards {are} missing: {named}", hint=hint)
    plans: dict[str, list[_Part]] = defaultdict(list)
    for each in parts:
        plans[each.shard.plan].append(each)
    if len(plans) > 1:
        few = min(plans.values(), key=len)
        named = _all(each.shard.said for each in few)
        hint = "give every shard the same briefs, options, and manifest.json of the last run"
        yield Diagnostic(f"{named}: split from another plan than the rest", hint=hint)
    for each in parts:
        if each.shard.unset:
            left = f"{each.shard.unset} of its {each.shard.jobs} products were not set"
            yield Diagnostic(
                f"shard {each.shard.said} stopped early: {left}", each.path.as_posix(), hint="set it again"
            )


def _apart(parts: Sequence[_Part]) -> Iterator[Diagnostic]:
    """Yield what two parts say differently."""
    yield from _twice(parts)
    if found := _differ(parts, {each.path: _options(each.made) for each in parts}):
        hint = "give every shard the same options"
        yield Diagnostic(f"other options were asked for: {_all(found)}", hint=hint)
    if found := _differ(parts, {each.path: _tools(each.made) for each in parts}):
        hint = "set every shard with the same versions"
        yield Diagnostic(f"set by other tools: {_all(found)}", hint=hint)
    if found := _differ(parts, {each.path: _files(each.made) for each in parts}, "was changed between"):
        yield Diagnostic(f"made from other files: {_all(found)}", hint="set every shard from the same revision")


def _twice(parts: Sequence[_Part]) -> Iterator[Diagnostic]:
    """Yield what to say of products that two shards made, and made differently."""
    makers: dict[str, list[tuple[Product, str]]] = defaultdict(list)
    for part in parts:
        for name, product in part.made.products.items():
            makers[name].append((product, part.shard.said))
    found = [
        f"'{name}' ({_all(said for _, said in made)})"
        for name, made in sorted(makers.items())
        if len({(product.state, product.sha256) for product, _ in made}) > 1
    ]
    if found:
        yield Diagnostic(f"made twice, and not the same: {_all(found)}", hint="keep the manifest of one of them")


def _options(made: Manifest) -> dict[str, str]:
    """Return what was asked of the products of each format: no brief asks for any of it itself."""
    found = {}
    for each in made.products.values():
        asked: dict[str, Any] = {"paper": each.paper, "strict": each.strict, "styles": each.style_dirs}
        said = [f"{name} {value}" for name, value in sorted((asked | dict(each.options)).items()) if value]
        found[each.format] = f"'{', '.join(said)}'" if said else "plain"
    return found


def _tools(made: Manifest) -> dict[str, str]:
    used = {each.inputs.tools for each in made.products.values() if each.inputs is not None}
    return {tool: version for name in sorted(used) for tool, version in made.tools.get(name, {}).items()}


def _files(made: Manifest) -> dict[str, str]:
    """Return the hash of every brief, and of what it uses by the names it has for them."""
    found: dict[str, str] = {}
    for each in made.products.values():
        if each.inputs is not None:
            found[each.brief] = each.inputs.brief
            found |= {f"{each.brief}: {name}": known for name, known in each.inputs.files.items()}
    return found


def _differ(parts: Sequence[_Part], said: Mapping[Path, Mapping[str, str]], how: str = "") -> list[str]:
    """Return of each thing that two parts have and say differently what they say."""
    first: dict[str, tuple[str, str]] = {}
    found: dict[str, str] = {}
    for part in parts:
        for what, value in said[part.path].items():
            known, teller = first.setdefault(what, (value, part.shard.said))
            if known != value and what not in found:
                short = f"{what} is {known} in {teller} and {value} in {part.shard.said}"
                plain = f"'{what}' {how} {teller} and {part.shard.said}"
                found[what] = plain if how else short
    return list(found.values())


def _all(names: Iterable[str]) -> str:
    """Return names as one says them, the first of many."""
    listed = list(names)
    more = f" and {len(listed) - _MOST} more" if len(listed) > _MOST else ""
    return ", ".join(listed[:_MOST]) + more
