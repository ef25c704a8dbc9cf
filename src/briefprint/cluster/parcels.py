"""What travels with a job: all that it can see, by the places that it has where the batch runs.

On a worker the same places are made within a folder, so that names lead from the brief to its pictures and from a
style to what it extends as they do at home. What ships with the program is not sent: every worker has it, and has it
alike, or does not get a job.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from briefprint import fingerprint
from briefprint.artifact import FILES, PLAIN, Job, Options, Report
from briefprint.errors import Diagnostic
from briefprint.fingerprint import StyleSeen, digest
from briefprint.places import PROJECT, root_of
from briefprint.stylefiles import FILE, SHIPPED

LARGE_BYTES = 32 * 1024
"""A file of this size travels for itself, once for all jobs that see it."""
_MOST_BYTES = 64 * 1024 * 1024
"""No file that a brief may use is larger."""
_WORDS = re.compile(r"[^\s()\[\]<>{}\"'`,;|]+")
_PHRASES = re.compile(r"<([^<>\n]+)>|\"([^\"\n]+)\"|'([^'\n]+)'|^[\s\w.-]*[:-]\s+(.+?)\s*$", re.MULTILINE)
"""Names with blanks in them, as Markdown and YAML have them."""


@functools.cache
def tools() -> Mapping[str, str]:
    """Return what sets a product here, and the version of each."""
    shipped = sorted(each for each in SHIPPED.rglob("*") if each.is_file())
    hashes = {each.relative_to(SHIPPED).as_posix(): fingerprint.sha256_of(each) for each in shipped}
    return fingerprint.tools() | {"briefprint styles": digest(hashes)}


@functools.cache
def tools_digest() -> str:
    """Return the hash of what sets a product here."""
    return digest(dict(tools()))


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of a house style that do not ship with the program, by their places; links as in the file system."""

    files: Mapping[str, bytes]
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A job and all that it sees; what is sent apart, by names that say what it holds."""

    brief: str  # its place
    root: str  # the place of its project
    shown: str  # what the batch calls the brief
    style: str
    format: str
    folders: tuple[str, ...]  # places of styles, nearest first
    paper: str | None
    strict: bool
    options: Mapping[str, Any]  # those that are not as by themselves; files by their places
    files: Mapping[str, bytes]
    large: Mapping[str, str]  # places of files that are sent apart, and their names
    bundle: str  # the name of the style's files, where they are sent
    tools: str
    timeout: float | None

    @property
    def apart(self) -> tuple[str, ...]:
        """The names of what is sent apart, each once, in the order in which it comes."""
        return tuple(dict.fromkeys(self.large.values()))

    @property
    def content(self) -> str:
        """The hash of the brief and what it uses: jobs of one brief have the same."""
        small = {place: hashlib.sha256(data).hexdigest() for place, data in self.files.items()}
        return digest([self.brief, self.root, small, dict(self.large)])


def place(path: Path) -> str:
    """Return where a file stands in its file system, as a name within a folder."""
    whole = os.path.splitdrive(os.path.abspath(path))[1]  # noqa: PTH100 (resolve() would follow links)
    return whole.replace(os.sep, "/").lstrip("/")


# --- where the batch runs ------------------------------------------------------------------------------


def home(brief: Path) -> Path:
    """Return a brief with its folder as the reader takes it: no link leads to it."""
    return brief.absolute().parent.resolve() / brief.name


def named(folder: Path, root: Path, data: bytes) -> Iterator[str]:
    """Yield the names of files that a brief in a folder seems to use: words of it that are files in its project.

    Reading the brief says it exactly, and takes as long as setting a memo; what this passes over, the worker misses.
    """
    text = data.decode("utf-8", "replace")
    phrases = (next(filter(None, found)) for found in _PHRASES.findall(text) if any(found))
    for word in dict.fromkeys([*_WORDS.findall(text), *phrases]):
        name = unquote(word).strip("\"'")
        if "." in name.rstrip(".:!?*_") and len(name) < 1024:
            try:
                path = (folder / name).resolve()
                if path.is_file() and path.is_relative_to(root) and path.stat().st_size <= _MOST_BYTES:
                    yield name
            except (OSError, ValueError):
                continue


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A brief and the files that it uses, as they are: all of its jobs see the same."""

    brief: str  # its place
    root: str  # the place of its project
    names: frozenset[str]  # of the files, as the brief has them
    files: Mapping[str, bytes]  # the brief and what is small, by their places
    large: Mapping[str, str]  # the places of the rest, and what each is sent as
    apart: Mapping[str, bytes]


def gathered(brief: Path, names: Iterable[str] | None = None) -> Sheaf:
    """Return a brief with the files of these names, or of those that it seems to use.

    Raises OSError for a file that cannot be read.
    """
    brief = home(brief)
    folder, data = brief.parent, brief.read_bytes()
    root = root_of(folder)
    names = frozenset(named(folder, root, data) if names is None else names)
    held = {place(folder / name): (folder / name).read_bytes() for name in sorted(names)}
    large = {where: hashlib.sha256(each).hexdigest() for where, each in held.items() if len(each) >= LARGE_BYTES}
    small = {where: each for where, each in held.items() if where not in large}
    apart = {large[where]: held[where] for where in large}
    return Sheaf(place(brief), place(root), names, {place(brief): data, **small}, large, apart)


def packed(job: Job, sheaf: Sheaf, folders: Iterable[Path], bundle: str, timeout: float | None) -> Parcel:
    """Return a job as it travels. Raises OSError for a file that cannot be read."""
    files = dict(sheaf.files)
    options: dict[str, Any] = {
        each.name: value
        for each in fields(Options)
        if (value := getattr(job.options, each.name)) != getattr(PLAIN, each.name)
    }
    for name in FILES:
        if name in options:
            files[place(options[name])] = options[name].read_bytes()
            options[name] = place(options[name])
    return Parcel(
        brief=sheaf.brief,
        root=sheaf.root,
        shown=job.brief.as_posix(),
        style=job.style,
        format=job.format,
        folders=tuple(place(each) for each in folders if each != SHIPPED),
        paper=job.paper,
        strict=job.strict,
        options=options,
        files=files,
        large=sheaf.large,
        bundle=bundle,
        tools=tools_digest(),
        timeout=timeout,
    )


def bundled(seen: StyleSeen, folders: Iterable[Path]) -> Bundle:
    """Return the files of a house style. Raises OSError for one that cannot be read."""
    shipped = SHIPPED.resolve()
    own = [each for each in seen.paths.values() if not each.resolve().is_relative_to(shipped)]
    links: dict[str, str] = {}
    for folder in folders:
        file = folder / seen.name / FILE
        if file.is_file() and not file.resolve().is_relative_to(shipped):
            found, real = place(file.parent), place(file.resolve().parent)
            if found != real:
                links[found] = real
    return Bundle({place(each): each.read_bytes() for each in own}, links)


# --- on a worker ---------------------------------------------------------------------------------------


def laid_bundle(bundle: Bundle, folder: Path) -> None:
    """Lay the files of a style into a folder."""
    for where, data in bundle.files.items():
        _write(folder / where, data)
    for where, target in bundle.links.items():
        if not (folder / where).exists():
            (folder / where).parent.mkdir(parents=True, exist_ok=True)
            (folder / where).symlink_to(folder / target)


def laid(parcel: Parcel, apart: Mapping[str, bytes], folder: Path) -> None:
    """Lay a brief, and what it uses, into a folder."""
    for where, data in parcel.files.items():
        _write(folder / where, data)
    for where, name in parcel.large.items():
        _write(folder / where, apart[name])
    _write(folder / parcel.root / PROJECT, b"")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def job_of(parcel: Parcel, folder: Path, styles: Path) -> Job:
    """Return the job of a parcel, its brief in one folder and its styles in another."""
    options = dict(parcel.options)
    options |= {name: folder / options[name] for name in FILES if name in options}
    return Job(
        brief=folder / parcel.brief,
        style=parcel.style,
        format=parcel.format,
        output=Path(),
        style_dirs=tuple(styles / each for each in parcel.folders),
        paper=parcel.paper,
        strict=parcel.strict,
        options=Options(**options),
    )


def homeward(report: Report, parcel: Parcel, folder: Path, styles: Path) -> Report:
    """Return a report that speaks of files as the batch calls them."""
    beside, shown = (folder / parcel.brief).parent.as_posix(), Path(parcel.shown).parent

    def at_home(said: Diagnostic) -> Diagnostic:
        path = said.path or ""
        if path.startswith(f"{beside}/"):
            return replace(said, path=(shown / path.removeprefix(f"{beside}/")).as_posix())
        for each in (folder.as_posix(), styles.as_posix()):
            if path.startswith(f"{each}/"):
                return replace(said, path=path.removeprefix(each))
        return said

    artifact = report.artifact
    if artifact is not None:
        artifact = replace(artifact, warnings=tuple(map(at_home, artifact.warnings)))
    return replace(report, artifact=artifact, diagnostics=tuple(map(at_home, report.diagnostics)))


def packing(value: Parcel | Bundle | Report | Mapping[str, str]) -> bytes:
    """Return a value as it travels."""
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Any:
    """Return what was packed."""
    return pickle.loads(data)
