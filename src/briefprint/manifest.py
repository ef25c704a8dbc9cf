"""The record of a folder of products: what each was made from, what it is, and what there was to say of it.

It stands in the folder as ``manifest.json``; its paths are relative to the folder, so that both may be moved. Nothing
in it but the seconds differs between two runs that make the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from briefprint.artifact import Ledger, Pull
from briefprint.errors import BriefprintError, Diagnostic, Severity
from briefprint.stylefiles import SHIPPED

NAME = "manifest.json"
FORMAT = 1
"""Raised when what stands in a manifest is no longer what it was; one of another number is not read."""
_SHIPPED = "briefprint:"

State = Literal["set", "failed"]


class ManifestError(BriefprintError):
    """A manifest cannot be read."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message about a product."""

    severity: Literal["error", "warning", "note"]
    message: str
    path: str | None = None
    line: int | None = None
    column: int | None = None
    rule: str = ""
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a product was made from: SHA-256 of files, and which of ``styles`` and ``tools``."""

    place: str  # of the brief in its project
    brief: str
    files: Mapping[str, str]  # that the brief uses, by the names that it has for them
    style: str
    tools: str
    asked: Mapping[str, Any]  # options that its format heeds, where they are not as by themselves


@dataclass(frozen=True, slots=True)
class Product:
    """One file of the folder."""

    output: str
    brief: str
    style: str
    format: str
    state: State
    key: str = ""  # of all that it could see; empty where it is not known, so that it is set again
    inputs: Inputs | None = None
    sha256: str | None = None
    bytes: int | None = None
    pages: int | None = None  # None where only the reader's program knows (Word)
    fit: Ledger | None = None  # how a memo was made to fit
    diagnostics: tuple[Said, ...] = ()
    strict: bool = False
    paper: str | None = None
    style_dirs: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)  # as ``inputs.asked``, but files by their paths
    seconds: float | None = None  # that setting it took


@dataclass(frozen=True, slots=True)
class StyleFiles:
    """The files that a house style was made from, and their SHA-256."""

    name: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asks:
    """What the front matter of a brief asks for."""

    sha256: str
    style: str | None = None
    formats: tuple[str, ...] = ()
    formats_line: int | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Which share of a run a manifest tells of."""

    number: int
    of: int
    plan: str  # hash of the whole plan and what its jobs cost: shards that were split from one have the same
    jobs: int
    unset: int = 0  # jobs that were stopped before they were set

    @property
    def said(self) -> str:
        """The shard as it is asked for."""
        return f"{self.number}/{self.of}"

    @property
    def file(self) -> str:
        """What its manifest is called: all shards may write into one folder, at the same time."""
        return f"manifest.{self.number}-of-{self.of}.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """All products of a folder, by their names."""

    products: Mapping[str, Product] = field(default_factory=dict)
    briefs: Mapping[str, Asks] = field(default_factory=dict)
    styles: Mapping[str, StyleFiles] = field(default_factory=dict)
    tools: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shard: Shard | None = None  # None where it tells of all


def read(folder: Path, strict: bool = False, name: str = NAME) -> Manifest:
    """Return the manifest of a folder; one that cannot be read says nothing, so that all is set again.

    Raises ManifestError for that when ``strict``.
    """
    path = folder / name
    try:
        tree = json.loads(path.read_bytes())
        if tree["manifest"] != FORMAT:
            raise ValueError(f"it is of the form {tree['manifest']!r}, not {FORMAT}")
        return Manifest(
            {name: _product(name, each) for name, each in tree["products"].items()},
            {name: Asks(**each | {"formats": tuple(each["formats"])}) for name, each in tree["briefs"].items()},
            {name: StyleFiles(**each) for name, each in tree["styles"].items()},
            tree["tools"],
            Shard(**tree["shard"]) if "shard" in tree else None,
        )
    except FileNotFoundError:
        if not strict:
            return Manifest()
        shards = name == NAME and any(folder.glob("manifest.*-of-*.json"))
        hint = "briefprint merge-manifests joins those of shards" if shards else "briefprint batch writes one"
        raise ManifestError([Diagnostic(f"there is no '{name}' in '{folder}'", hint=hint)]) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        if not strict:
            return Manifest()
        raise ManifestError([Diagnostic(f"is no manifest: {fault}", path.as_posix())]) from None


def _product(name: str, said: Mapping[str, Any]) -> Product:
    made = dict(said)
    made["inputs"] = Inputs(**said["inputs"]) if said.get("inputs") else None
    made["fit"] = ledger(said["fit"]) if said.get("fit") else None
    made["diagnostics"] = tuple(Said(**each) for each in said.get("diagnostics", ()))
    made["style_dirs"] = tuple(said.get("style_dirs", ()))
    return Product(output=name, **made)


def ledger(said: Mapping[str, Any]) -> Ledger:
    """Return a ledger from plain data."""
    return Ledger(
        **{**said, "pulls": tuple(Pull(**each) for each in said["pulls"]), "left_out": tuple(said["left_out"])}
    )


def text(manifest: Manifest, reproducible: bool = False) -> str:
    """Return a manifest as it is written: what nothing refers to left out, and the seconds when reproducible."""
    products = {}
    for name in sorted(manifest.products):
        row = {
            key: value for key, value in asdict(manifest.products[name]).items() if value not in (None, (), {}, "")
        }
        del row["output"]
        if not row["strict"]:
            del row["strict"]
        row["diagnostics"] = [
            {key: value for key, value in each.items() if value not in (None, "")}
            for each in row.get("diagnostics", ())
        ]
        if not row["diagnostics"]:
            del row["diagnostics"]
        if reproducible:
            row.pop("seconds", None)
        elif "seconds" in row:
            row["seconds"] = round(row["seconds"], 3)
        products[name] = row
    used = [each.inputs for each in manifest.products.values() if each.inputs is not None]
    styles, tools = {each.style for each in used}, {each.tools for each in used}
    briefs = {each.brief for each in manifest.products.values()}
    made = {
        "manifest": FORMAT,
        **({"shard": asdict(manifest.shard)} if manifest.shard else {}),
        "products": products,
        "briefs": {name: asdict(each) for name, each in sorted(manifest.briefs.items()) if name in briefs},
        "styles": {name: asdict(each) for name, each in sorted(manifest.styles.items()) if name in styles},
        "tools": {name: dict(each) for name, each in sorted(manifest.tools.items()) if name in tools},
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


# --- paths and messages --------------------------------------------------------------------------------


def told(path: str | os.PathLike[str], folder: Path) -> str:
    """Return a path as it stands in a manifest: relative to its folder; what is shipped, under a name of its own."""
    whole = os.path.abspath(path)  # noqa: PTH100 (resolve() would follow links)
    if whole.startswith(f"{SHIPPED}{os.sep}"):
        return _SHIPPED + Path(whole).relative_to(SHIPPED).as_posix()
    try:
        return Path(os.path.relpath(whole, folder)).as_posix()
    except ValueError:  # on another drive
        return Path(whole).as_posix()


def here(said: str, folder: Path) -> Path:
    """Return the path that ``told`` told, from where this process is."""
    if said.startswith(_SHIPPED):
        return SHIPPED / said.removeprefix(_SHIPPED)
    return Path(os.path.normpath(folder / said))


def message(diagnostic: Diagnostic, folder: Path) -> Said:
    """Return a diagnostic as it is written down."""
    path = told(diagnostic.path, folder) if diagnostic.path else None
    return Said(
        diagnostic.severity.value, diagnostic.message, path, diagnostic.line, diagnostic.column, diagnostic.rule,
        diagnostic.hint,
    )  # fmt: skip


def diagnostic(said: Said, folder: Path) -> Diagnostic:
    """Return a diagnostic as it was written down, its path from where this process is."""
    path = here(said.path, folder).as_posix() if said.path else None
    return Diagnostic(said.message, path, said.line, said.hint, Severity(said.severity), said.column, said.rule)
