"""House styles: found on disk, their chain of files merged, their tokens checked and finished."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from briefprint.errors import Diagnostic, StyleError, UsageError, did_you_mean
from briefprint.style import PAPERS_PT, Face, Font, HouseStyle, Panels, TextRoles

FILE = "style.toml"
SHIPPED = next(
    folder for folder in (Path(__file__).parent / "styles", Path(__file__).parents[2] / "styles") if folder.is_dir()
)
"""The styles in the wheel, or those of the source tree it would be built from."""

_PROJECT_MARKS = ("briefprint.toml", ".git")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FILE_TOKENS = ("mark",)
_FONT_HINT = "styles/fonts/README.md shows a whole entry"
_ADAPTER = functools.cache(lambda: TypeAdapter(HouseStyle))

Tree = dict[str, Any]


def search_path(brief: Path | None = None, first: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the folders that hold styles, nearest first.

    They are ``first``, every ``styles/`` beside the brief and upwards to its project's root, and the
    shipped ones.
    """
    folders = [folder.absolute() for folder in first]
    if brief is not None:
        for parent in brief.absolute().parents:
            folders.append(parent / "styles")
            if any((parent / mark).exists() for mark in _PROJECT_MARKS):
                break
    folders.append(SHIPPED)
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def names(folders: Sequence[Path]) -> dict[str, Path]:
    """Return each style that ``folders`` offer and its file; the first folder to have a name wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob(f"*/{FILE}")):
            try:
                abstract = _read(file).get("abstract", False)
            except StyleError:  # a style all the same: loading it says what is wrong, and costs no other
                abstract = False
            if not abstract:
                found.setdefault(file.parent.name, file)
    return dict(sorted(found.items()))


def load(name: str, folders: Sequence[Path], paper: str | None = None) -> HouseStyle:
    """Return the style called ``name``, complete and in points.

    Raises UsageError for a name nobody has, StyleError with every fault in its files.
    """
    for folder in folders:
        if (file := folder / name / FILE).is_file() and Path(name).name == name:
            style = _load(file, tuple(folders))
            break
    else:
        known = list(names(folders))
        hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
        raise UsageError([Diagnostic(f"no style is called '{name}'", hint=hint)])
    if paper is None or paper == style.page.paper:
        return style
    if paper not in PAPERS_PT:
        raise UsageError([Diagnostic(f"no paper is called '{paper}'", hint=f"there are: {', '.join(PAPERS_PT)}")])
    return replace(style, page=replace(style.page, paper=paper))  # type: ignore[arg-type]


# --- from files to one tree ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Source:
    """One file of a style's chain, and what it says."""

    file: Path
    tree: Tree

    @property
    def shown(self) -> str:
        """The file as messages name it: short, and the same on every machine."""
        return f"{self.file.parent.name}/{self.file.name}"


def _read(file: Path) -> Tree:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        line = re.search(r"line (\d+)", str(fault))
        raise StyleError(
            [Diagnostic(f"not valid TOML: {fault}", str(file), int(line[1]) if line else None)]
        ) from None
    except OSError as fault:
        raise StyleError([Diagnostic(f"cannot be read: {fault.strerror}", str(file))]) from None


def _chain(file: Path) -> tuple[_Source, ...]:
    """Return the file and what it extends, the remotest ancestor first."""
    chain: list[_Source] = []
    while True:
        if any(source.file == file for source in chain):
            loop = " → ".join(source.shown for source in chain)
            raise StyleError([Diagnostic(f"'extends' runs in a circle: {loop}", str(file))])
        tree = _read(file)
        chain.append(_Source(file, tree))
        parent = tree.pop("extends", None)
        if parent is None:
            return tuple(reversed(chain))
        target = _extended(file, parent)
        if target is None:
            raise StyleError(
                [Diagnostic(f"extends '{parent}', which is not there", str(file), _line(file, "extends"),
                            "name a style, such as 'base', or a path to a style.toml")]
            )  # fmt: skip
        file = target


def _extended(file: Path, parent: object) -> Path | None:
    if not isinstance(parent, str):
        return None
    nearby = (file.parent / parent, file.parents[1] / parent / FILE, SHIPPED / parent / FILE)
    return next((each.resolve() for each in nearby if each.is_file() and each.resolve() != file.resolve()), None)


def _merged(base: Tree, over: Tree) -> Tree:
    """Return ``base`` with ``over`` laid on it, table by table."""
    return base | {
        key: _merged(base[key], value) if isinstance(base.get(key), dict) and isinstance(value, dict) else value
        for key, value in over.items()
    }


def _located(tree: Tree, folder: Path) -> Tree:
    """Return the tree with its file names made absolute: they are relative to the file that says them."""
    return {
        key: _located(value, folder)
        if isinstance(value, dict)
        else folder / value
        if key in _FILE_TOKENS and isinstance(value, str)
        else value
        for key, value in tree.items()
    }


def _filled(table: Tree, members: type) -> Tree:
    """Return a table of roles or panels in which each member starts from ``default``."""
    default = table.get("default", {})
    named = {key: value for key, value in table.items() if key != "default"}
    known = {field.name for field in fields(members)}
    return {
        key: _merged(default, value) if isinstance(value, dict) else value
        for key, value in ({name: {} for name in known} | named).items()
    }


# --- from the tree to a style -------------------------------------------------------------------------


@functools.cache
def _load(file: Path, folders: tuple[Path, ...]) -> HouseStyle:
    chain = _chain(file.resolve())
    tree: Tree = {}
    for source in chain:
        tree = _merged(tree, _located(source.tree, source.file.parent))
    tree.pop("abstract", None)
    faults: list[Diagnostic] = []
    palette = _palette(tree.get("palette"), chain, faults)
    faces = _faces(tree.pop("faces", {}), (file.parent, *folders), chain, faults)
    tree |= {
        "name": file.parent.name,
        "text": _filled(tree.get("text", {}), TextRoles),
        "panel": _filled(tree.get("panel", {}), Panels),
        "palette": palette,
        "labels": _labels(tree.get("labels", {})),
    }
    try:
        style: HouseStyle = _ADAPTER().validate_python(tree, context={"palette": palette, "faces": faces})
    except ValidationError as error:
        faults += [_fault(dict(each), chain) for each in error.errors()]
        raise StyleError(faults) from None
    faults += _missing_fonts(style, chain)
    if faults:
        raise StyleError(faults)
    return style


def _labels(tables: Tree) -> Tree:
    """Return the labels of each language, an unsaid one standing in English."""
    return {lang: tables.get("en", {}) | words for lang, words in tables.items()}


def _palette(table: object, chain: Sequence[_Source], faults: list[Diagnostic]) -> dict[str, str]:
    good: dict[str, str] = {}
    for name, value in (table if isinstance(table, dict) else {}).items():
        if isinstance(value, str) and _COLOUR.fullmatch(value):
            good[name] = value.lower()
        else:
            faults.append(_at(chain, ("palette", name), f"{value!r} is no colour", "write it as '#14284b'"))
            good[name] = "#000000"  # so that what refers to it is not a second fault
    return good


def _faces(
    table: object, folders: Sequence[Path], chain: Sequence[_Source], faults: list[Diagnostic]
) -> dict[str, Face]:
    families = dict(_families(folders))
    faces: dict[str, Face] = {}
    for name, family in (table if isinstance(table, dict) else {}).items():
        if family in families:
            faces[name] = families[family]
        else:
            hint = did_you_mean(str(family), families) or f"fonts.toml has: {', '.join(families)}"
            faults.append(_at(chain, ("faces", name), f"no family is called {family!r}", hint))
    return faces


def _families(folders: Sequence[Path]) -> Iterator[tuple[str, Face]]:
    """Yield the families of every ``fonts/fonts.toml``, the nearest last so that it wins."""
    for folder in reversed((*folders, SHIPPED)):
        file = folder / "fonts" / "fonts.toml"
        if not file.is_file():
            continue
        for family in _read(file).get("family", ()):
            try:
                yield family["name"], _face(family, file.parent)
            except (KeyError, TypeError) as fault:
                raise StyleError(
                    [
                        Diagnostic(
                            f"a family or face lacks {fault}",
                            str(file),
                            hint="styles/fonts/README.md shows one",
                        )
                    ]
                ) from None


def _face(family: Mapping[str, Any], folder: Path) -> Face:
    return Face(
        name=family["name"],
        category=family["category"],
        fonts=tuple(
            Font(
                path=folder / face["file"],
                weight=face["weight"],
                italic=face["italic"],
                word_name=face["word_name"],
                word_bold=face["word_bold"],
                sha256=face["sha256"],
            )
            for face in family["face"]
        ),
    )


def _missing_fonts(style: HouseStyle, chain: Sequence[_Source]) -> Iterator[Diagnostic]:
    """Yield a fault for each font a role asks for and the face has not: nothing is ever faked or replaced.

    The weights a role names must be there exactly; emphasis within it takes the nearest (``Face.font``).
    """
    for name, role in style.roles():
        for token, weight in (("weight", role.weight), ("strong_weight", role.strong_weight)):
            if not any((font.weight, font.italic) == (weight, role.italic) for font in role.face.fonts):
                has = ", ".join(f"{each.weight}{' italic' if each.italic else ''}" for each in role.face.fonts)
                slope = " italic" if role.italic else ""
                yield _at(
                    chain,
                    ("text", name, token),
                    f"'{role.face.name}' has no {weight}{slope}",
                    f"it has: {has}",
                )
    for face in style.faces():
        for font in face.fonts:
            if not font.path.is_file():
                yield Diagnostic(
                    f"the font file '{font.path.name}' of '{face.name}' is missing", str(font.path.parent)
                )


# --- faults with a place ------------------------------------------------------------------------------


def _fault(error: Mapping[str, Any], chain: Sequence[_Source]) -> Diagnostic:
    """Return pydantic's error in our words."""
    token = tuple(str(part) for part in error["loc"])
    match error["type"]:
        case "unexpected_keyword_argument":
            return _at(chain, token, "unknown token", did_you_mean(token[-1], _tokens(token[:-1])))
        case "missing":
            return _at(chain, token, "missing token", "styles/base/style.toml has every token: extend 'base'")
        case "value_error":
            return _at(chain, token, str(error["ctx"]["error"]), None)
        case _:
            return _at(chain, token, f"{error['input']!r}: {error['msg'][0].lower()}{error['msg'][1:]}", None)


def _tokens(table: Sequence[str]) -> list[str]:
    """Return the tokens that a table of the style file may hold."""
    group: Any = HouseStyle
    for name in table:
        hints = get_type_hints(group)
        group = next((hint for field, hint in hints.items() if field.removesuffix("_pt") == name), None)
        group = next((each for each in (group, *get_args(group)) if is_dataclass(each)), None)
        if group is None:
            return []
    return [field.name.removesuffix("_pt") for field in fields(group)]


def _at(chain: Sequence[_Source], token: Sequence[str], message: str, hint: str | None) -> Diagnostic:
    """Return a fault at a token, in the nearest file of the chain that says it."""
    for source in reversed(chain):
        tree: Any = source.tree
        for part in token:
            tree = tree.get(part) if isinstance(tree, dict) else None
        if tree is not None:
            break
    else:
        source = chain[-1]
    return Diagnostic(f"'{'.'.join(token)}': {message}", str(source.file), _line(source.file, *token), hint)


def _line(file: Path, *token: str) -> int | None:
    """Return the line where a token stands, as far as a plain reading of the tables tells."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if head := re.match(r"\s*\[\[?([^\]]+)\]", line):
            table = tuple(part.strip().strip('"') for part in head[1].split("."))
        elif key := re.match(r"\s*([\w.\"-]+)\s*=", line):
            said = (*table, *(part.strip('"') for part in key[1].split(".")))
            if said == token[: len(said)] and len(said) > len(table):
                return number
    return None
