"""The files of a house style: each read, what they extend, what they say together, and where it stands."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from briefprint.errors import Diagnostic, StyleError, UsageError, did_you_mean
from briefprint.places import is_file, is_root

FILE = "style.toml"
FONTS = "fonts.toml"
DEFAULT_STYLE = "bureau"
"""For a brief that asks for none, when nobody else asks for one."""
SHIPPED = next(
    folder for folder in (Path(__file__).parent / "styles", Path(__file__).parents[2] / "styles") if folder.is_dir()
)
"""The styles in the wheel, or those of the source tree it would be built from."""

FILE_TOKENS = ("mark", "csl", "profile", "template")
"""What names a file, relative to the file that says it."""

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a style's chain, and what it says."""

    file: Path
    tree: Tree

    @property
    def shown(self) -> str:
        """The file as messages name it: short, and the same on every machine."""
        return f"{self.file.parent.name}/{self.file.name}"

    def says(self, token: Sequence[str]) -> bool:
        """Return whether a token stands in this file."""
        tree: Any = self.tree
        for part in token:
            tree = tree.get(part) if isinstance(tree, dict) else None
        return tree is not None

    def line(self, token: Sequence[str]) -> int | None:
        """Return the line where a token stands, or the table that it should stand in."""
        return _line(self.file, *token)


def read(file: Path) -> Tree:
    """Return what a TOML file says. Raises StyleError when it is none."""
    try:
        return dict(_parsed(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        line = re.search(r"line (\d+)", str(fault))
        raise StyleError(
            [Diagnostic(f"not valid TOML: {fault}", str(file), int(line[1]) if line else None)]
        ) from None
    except OSError as fault:
        raise StyleError([Diagnostic(f"cannot be read: {fault.strerror}", str(file))]) from None


@functools.lru_cache(maxsize=64)
def _parsed(text: str) -> Tree:
    """Return what a text says; nobody changes the tables in it, which those who asked before have too."""
    return tomllib.loads(text)


def search_path(brief: Path | None = None, first: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the folders that hold styles, nearest first.

    They are ``first``, every ``styles/`` beside the brief and upwards to its project's root, and the
    shipped ones.
    """
    folders = [folder.absolute() for folder in first]
    if brief is not None:
        for parent in brief.absolute().parents:
            folders.append(parent / "styles")
            if is_root(parent):
                break
    folders.append(SHIPPED)
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def names(folders: Sequence[Path]) -> dict[str, Path]:
    """Return each style that ``folders`` offer and its file; the first folder to have a name wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob(f"*/{FILE}")):
            try:
                said = b"abstract" in file.read_bytes()  # else it need not be parsed
                abstract = said and read(file).get("abstract", False)
            except (StyleError, OSError):  # a style all the same: loading it says what is wrong, and costs no other
                abstract = False
            if not abstract:
                found.setdefault(file.parent.name, file)
    return dict(sorted(found.items()))


def find(name: str, folders: Sequence[Path]) -> Path:
    """Return a style's file. Raises UsageError for a name nobody has."""
    for folder in folders:
        if is_file(file := folder / name / FILE) and Path(name).name == name:
            return file.resolve()
    known = list(names(folders))
    hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
    raise UsageError([Diagnostic(f"no style is called '{name}'", hint=hint)])


def chain_of(file: Path) -> tuple[Source, ...]:
    """Return the file and what it extends, the remotest ancestor first."""
    chain: list[Source] = []
    while True:
        if any(source.file == file for source in chain):
            loop = " → ".join(source.shown for source in chain)
            raise StyleError(
                [
                    Diagnostic(
                        f"'extends' runs in a circle: {loop} → {chain[0].shown}",
                        str(chain[-1].file),
                        _line(chain[-1].file, "extends"),
                        "let one of them extend 'base'",
                    )
                ]
            )
        tree = read(file)
        chain.append(Source(file, tree))
        parent = tree.pop("extends", None)
        if parent is None:
            return tuple(reversed(chain))
        target = _extended(file, parent)
        if target is None:
            raise StyleError(
                [
                    Diagnostic(
                        f"extends '{parent}', which is not there",
                        str(file),
                        _line(file, "extends"),
                        did_you_mean(str(parent), _neighbours(file))
                        or "name a style, such as 'base', or a path to a style.toml",
                    )
                ]
            )
        file = target


def _extended(file: Path, parent: object) -> Path | None:
    if not isinstance(parent, str):
        return None
    nearby = (file.parent / parent, file.parents[1] / parent / FILE, SHIPPED / parent / FILE)
    return next((each.resolve() for each in nearby if is_file(each) and each.resolve() != file.resolve()), None)


def _neighbours(file: Path) -> Iterator[str]:
    for folder in (file.parents[1], SHIPPED):
        yield from (each.parent.name for each in sorted(folder.glob(f"*/{FILE}")) if each != file)


def merged(chain: Sequence[Source]) -> Tree:
    """Return what the files of a chain say together; a file's name is made absolute only by ``located``."""
    tree: Tree = {}
    for source in chain:
        tree = _laid(tree, source.tree)
    tree.pop("abstract", None)
    return tree


def complete(tree: Tree) -> Tree:
    """Return the tree with what a role, a panel or a language leaves unsaid."""
    from briefprint.style import Panels, TextRoles  # pydantic with them, which finding styles can do without

    return tree | {
        "text": _filled(tree.get("text", {}), TextRoles),
        "panel": _filled(tree.get("panel", {}), Panels),
        "labels": _labels(tree.get("labels", {})),
    }


def _unsaid(token: Sequence[str]) -> tuple[str, ...]:
    """Return the token whose value one takes that nobody says, as ``_filled`` and ``_labels`` fill in."""
    match token:
        case ("text" | "panel", _, *rest):
            return (token[0], "default", *rest)
        case ("labels", _, *rest):
            return ("labels", "en", *rest)
        case _:
            return tuple(token)


def saying(chain: Sequence[Source], token: Sequence[str]) -> tuple[Source, tuple[str, ...]]:
    """Return the nearest file that says a token, and the token it says: its own, or the one it starts from."""
    for said in (tuple(token), _unsaid(token)):
        for source in reversed(chain):
            if source.says(said):
                return source, said
    return chain[-1], tuple(token)


def _laid(base: Tree, over: Tree) -> Tree:
    """Return ``base`` with ``over`` laid on it, table by table."""
    return base | {
        key: _laid(base[key], value) if isinstance(base.get(key), dict) and isinstance(value, dict) else value
        for key, value in over.items()
    }


def located(tree: Tree, folder: Path) -> Tree:
    """Return the tree with its file names made absolute: they are relative to the file that says them.

    An empty name is none: so a style does without what the one it extends has.
    """
    return {
        key: located(value, folder)
        if isinstance(value, dict)
        else (folder / value if value else None)
        if key in FILE_TOKENS and isinstance(value, str)
        else value
        for key, value in tree.items()
    }


def _filled(table: Any, members: type) -> Any:
    """Return a table of roles or panels in which each member starts from ``default``."""
    if not isinstance(table, dict) or not isinstance(default := table.get("default", {}), dict):
        return table
    named = {key: value for key, value in table.items() if key != "default"}
    return {
        key: _laid(default, value) if isinstance(value, dict) else value
        for key, value in ({field.name: {} for field in fields(members)} | named).items()
    }


def _labels(tables: Any) -> Any:
    """Return the labels of each language, an unsaid one standing in English."""
    if not isinstance(tables, dict) or not all(isinstance(each, dict) for each in tables.values()):
        return tables
    return {lang: tables.get("en", {}) | words for lang, words in tables.items()}


def leaves(tree: Tree, table: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield each token of a tree with its value, a table's own before those of the tables in it."""
    yield from (((*table, key), value) for key, value in tree.items() if not isinstance(value, dict))
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, (*table, key))


def fault_at(chain: Sequence[Source], token: Sequence[str], message: str, hint: str | None) -> Diagnostic:
    """Return a fault at a token, in the nearest file of the chain that says it."""
    source, said = saying(chain, token)
    return Diagnostic(f"'{'.'.join(token)}': {message}", str(source.file), source.line(said), hint)


def _line(file: Path, *token: str) -> int | None:
    """Return the line where a token stands, as far as a plain reading of the tables tells."""
    places = _places(file.read_text(encoding="utf-8"))
    return next((places[token[:length]] for length in range(len(token), 0, -1) if token[:length] in places), None)


@functools.lru_cache(maxsize=32)
def _places(text: str) -> Mapping[tuple[str, ...], int]:
    """Return the line of each table and key of a TOML file; what stands in an inline table has its key's."""
    table: tuple[str, ...] = ()
    found: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[\[?([^\]]+)\]", line):
            table = tuple(part.strip().strip('"') for part in head[1].split("."))
            found.setdefault(table, number)
        elif words := re.match(r'\s*"([^"]*)"\s*=', line):  # a key of several words
            found.setdefault((*table, words[1]), number)
        elif key := re.match(r"\s*([\w.\"-]+)\s*=", line):
            found.setdefault((*table, *(part.strip('"') for part in key[1].split("."))), number)
    return found
