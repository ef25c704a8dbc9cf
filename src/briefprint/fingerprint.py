"""What a job can see, as hashes: files, a house style's chain and fonts, options, and the tools that set it.

Two jobs with one key make the same bytes; nothing that could change a product is left out of it.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import json
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from briefprint import __version__
from briefprint.artifact import FILES, PLAIN, Job
from briefprint.errors import StyleError, UsageError
from briefprint.places import root_of
from briefprint.renderers import heeded
from briefprint.stylefiles import FILE, FILE_TOKENS, FONTS, SHIPPED, chain_of, find, located, merged, read

LIBRARIES = (
    "annotated-types", "babel", "bibtexparser", "brotli", "cffi", "charset-normalizer", "citeproc-py", "cssselect2",
    "fonttools", "lxml", "markdown-it-py", "mdit-py-plugins", "mdurl", "page-validation", "pikepdf", "pillow",
    "pydantic", "pydantic-core", "pydyf", "pylatexenc", "pypdfium2", "pyphen", "python-docx", "pyyaml", "reportlab",
    "svglib", "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint", "webencodings", "zopfli",
)  # fmt: skip
"""What reads, checks or draws a product, with what these stand on."""
NATIVE = {
    "pango": ("pango_version_string", ("libpango-1.0.so.0", "libpango-1.0-0.dll", "libpango-1.0.dylib")),
    "harfbuzz": ("hb_version_string", ("libharfbuzz.so.0", "libharfbuzz-0.dll", "libharfbuzz.0.dylib")),
}
"""Libraries of the system that WeasyPrint loads: what tells their version, and what they are called."""
_REFERS = re.compile(rb"""(?:href\s*=\s*["']|url\(\s*["']?)([^"')#]+)""")
_DIST = re.compile(r"(.+?)-([^-]+)\.dist-info")


_THREADS = min(8, os.cpu_count() or 1)
_FEW = 16
"""Files that are hashed sooner than threads are begun."""


class Hashes:
    """The SHA-256 of files, each read once in a run."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}

    def of(self, path: Path) -> str | None:
        """Return a file's hash, or None where none can be read."""
        name = os.fspath(path)
        if name not in self._known:
            self._known[name] = sha256_of(name)
        return self._known[name]

    def gather(self, paths: Iterable[Path]) -> None:
        """Hash many files, on every core: hashing leaves the interpreter to others."""
        names = [each for each in dict.fromkeys(map(os.fspath, paths)) if each not in self._known]
        shares = [names[start::_THREADS] for start in range(min(_THREADS, len(names)))]
        if len(names) < _FEW:
            self._known |= {each: sha256_of(each) for each in names}
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(len(shares)) as pool:
            for found in pool.map(lambda share: {each: sha256_of(each) for each in share}, shares):
                self._known |= found


def sha256_of(name: str | Path) -> str | None:
    """Return a file's hash, or None where none can be read."""
    try:
        with open(name, "rb", buffering=0) as file:  # noqa: PTH123 (a hundred thousand times)
            return hashlib.sha256(file.readall()).hexdigest()
    except (OSError, ValueError):
        return None


def digest(value: Any) -> str:
    """Return the hash of plain data, however its tables are ordered."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


# --- a house style -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StyleSeen:
    """All files that a style is made from: by names that hold on every machine, where they are, and their hashes."""

    name: str
    paths: Mapping[str, Path]
    hashes: Mapping[str, str]
    sought: tuple[Path, ...]  # where a file would go before one of these, were there any
    digest: str


def style_seen(name: str, folders: Sequence[Path], hashes: Hashes) -> StyleSeen | None:
    """Return what a style is made from, or None for one that cannot be loaded: its own message says why."""
    try:
        file = find(name, folders)
        chain = chain_of(file)
        tree = merged([replace(each, tree=located(each.tree, each.file.parent)) for each in chain])
    except (StyleError, UsageError, AttributeError, TypeError, OSError):
        return None
    beside = (*(each.file.parent for each in reversed(chain)), *folders, SHIPPED)
    paths = [each.file for each in chain]
    try:
        paths += _fonts(tree.get("faces", {}), beside)
    except (StyleError, KeyError, TypeError, AttributeError):
        return None
    for token in _named_files(tree):
        paths += [token, *_refers_to(token)]
    named: dict[str, Path] = {}
    for path in dict.fromkeys(paths):
        short = f"{path.parent.name}/{path.name}"
        names = (short, *(f"{short} ({number})" for number in range(2, len(paths) + 2)))
        named[next(each for each in names if each not in named)] = path
    hashes.gather(named.values())
    found = {each: hashes.of(path) or "" for each, path in named.items()}
    sought = [folder / name / FILE for folder in folders] + [folder / "fonts" / FONTS for folder in beside]
    return StyleSeen(name, named, found, tuple(sought), digest([name, list(found.items())]))


def _named_files(tree: Mapping[str, Any]) -> Iterator[Path]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _named_files(value)
        elif key in FILE_TOKENS and isinstance(value, Path):
            yield value


def _refers_to(path: Path) -> Iterator[Path]:
    """Yield the files beside a drawing that it shows."""
    if path.suffix.lower() != ".svg" or not path.is_file():
        return
    for found in _REFERS.findall(path.read_bytes()):
        target = unquote(found.decode("utf-8", "replace")).strip()
        if target and ":" not in target and (file := path.parent / target).is_file():
            yield file


def _fonts(faces: Any, folders: Sequence[Path]) -> Iterator[Path]:
    """Yield the tables of fonts, and each font of the families that faces name; the nearest table wins."""
    known: dict[str, list[Path]] = {}
    for folder in reversed(dict.fromkeys(folders)):
        table = folder / "fonts" / FONTS
        if table.is_file():
            yield table
            for family in read(table).get("family", ()):
                known[family["name"]] = [table.parent / each["file"] for each in family["face"]]
    for said in faces.values():
        for family in said if isinstance(said, list) else [said]:
            yield from known.get(family, ())


# --- options and tools ---------------------------------------------------------------------------------


def options_of(job: Job) -> dict[str, Any]:
    """Return the options of a job that its format heeds, where they are not as they are by themselves."""
    names = set(heeded(job.format))
    return {
        each.name: os.fspath(value) if isinstance(value := getattr(job.options, each.name), Path) else value
        for each in fields(job.options)
        if each.name in names and getattr(job.options, each.name) != getattr(PLAIN, each.name)
    }


def asked_of(job: Job, hashes: Hashes) -> dict[str, Any]:
    """Return what a job asks beyond brief and style, as it counts: a file by what it holds."""
    asked = options_of(job)
    for name in FILES:  # what is in the file, whatever it is called
        path: Path | None = getattr(job.options, name)
        if path is not None and name in asked:
            asked[name] = hashes.of(path) or ""
    return asked | ({"paper": job.paper} if job.paper else {})


@functools.cache
def tools() -> dict[str, str]:
    """Return what sets a product, and the version of each."""
    found = _versions()
    return {
        "briefprint": __version__,
        "briefprint source": _source(),
        "python": ".".join(map(str, sys.version_info[:3])),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: version for name in NATIVE if (version := _native(name))},
        **{name: found[name] for name in LIBRARIES if name in found},
    }


def _source() -> str:
    """Return the hash of this program's own files."""
    here = Path(__file__).parent
    made = hashlib.sha256()
    for folder, folders, files in os.walk(here):
        folders[:] = sorted(each for each in folders if each not in ("__pycache__", "styles"))
        for name in sorted(files):
            path = Path(folder, name)
            made.update(f"{path.relative_to(here).as_posix()}\0{sha256_of(path)}\n".encode())
    return made.hexdigest()


def _versions() -> dict[str, str]:
    """Return the version of every library that is installed, by the names of their folders: without opening one."""
    found: dict[str, str] = {}
    for place in dict.fromkeys(sys.path):
        try:
            names = os.listdir(place or ".")  # noqa: PTH208
        except OSError:
            continue
        for name in names:
            if parts := _DIST.fullmatch(name):
                found.setdefault(re.sub(r"[-_.]+", "-", parts[1]).lower(), parts[2])
    return found


def _native(name: str) -> str | None:
    teller, files = NATIVE[name]
    for file in files:
        try:
            tell = getattr(ctypes.CDLL(file), teller)
        except (OSError, AttributeError):
            continue
        tell.restype = ctypes.c_char_p
        return str(tell().decode())
    return None


def place_in_project(brief: Path) -> str:
    """Return where a brief stands in its project: a product may name the files around it."""
    folder = brief.absolute().parent.resolve()
    return (folder.relative_to(root_of(folder)) / brief.name).as_posix()
