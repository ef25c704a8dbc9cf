"""House styles: found on disk, their tokens checked and finished, their fonts looked up."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from briefprint.errors import Diagnostic, StyleError, UsageError, did_you_mean
from briefprint.places import is_file
from briefprint.rules import RULES
from briefprint.style import PAPERS_PT, Face, Font, HouseStyle
from briefprint.stylefiles import (
    DEFAULT_STYLE,
    FILE,
    FONTS,
    SHIPPED,
    Source,
    chain_of,
    complete,
    fault_at,
    find,
    leaves,
    located,
    merged,
    names,
    read,
    saying,
    search_path,
)
from briefprint.typearea import misfits

__all__ = [
    "COLOUR", "FONTS", "Token", "families", "find", "font_fault", "label_names", "load", "load_style", "mark_fault",
    "names", "search_path", "styles", "tokens",
]  # fmt: skip

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FONT_STARTS = (b"\0\1\0\0", b"true")  # TrueType (OpenType 1.9, "Table Directory")
MARKS = (".svg", ".png")
"""What a mark may be: drawn, or in dots."""
_FONT_HINT = "styles/fonts/README.md shows a whole entry"
_ADAPTER = functools.cache(lambda: TypeAdapter(HouseStyle))


def label_names() -> tuple[str, ...]:
    """Return the labels that a style may have, in every language the same."""
    return tuple(read(SHIPPED / "base" / FILE)["labels"]["en"])


def load(name: str, folders: Sequence[Path], paper: str | None = None) -> HouseStyle:
    """Return the style called ``name``, complete and in points.

    Raises UsageError for a name nobody has, StyleError with every fault in its files.
    """
    file = find(name, folders)
    return _on_paper(file, tuple(folders), _stamps(file, folders), paper)


def load_style(
    style: str | PathLike[str] = DEFAULT_STYLE,
    brief: str | PathLike[str] | None = None,
    folders: Sequence[str | PathLike[str]] = (),
    paper: str | None = None,
) -> HouseStyle:
    """Return a house style by its name, or by the path of its folder or file.

    A name is looked for in ``folders``, beside ``brief`` and upwards to its project's root, and among the shipped
    styles; a path is what has a slash in it, ends in '.toml', or is no ``str``.

    Raises UsageError for what nobody has, StyleError with every fault in the style's files.
    """
    path = Path(style)
    near = search_path(Path(brief) if brief is not None else None, tuple(map(Path, folders)))
    if isinstance(style, str) and path.name == style and path.suffix != ".toml":
        return load(style, near, paper)
    is_toml = path.suffix == ".toml"
    folder = Path(os.path.abspath(path.parent if is_toml else path))  # noqa: PTH100 (resolve() would follow links)
    if not is_file(folder / FILE) or (is_toml and path.name != FILE):
        raise UsageError([Diagnostic(f"there is no style in '{path}'", hint=f"name a folder with a '{FILE}' in it")])
    return load(folder.name, tuple(dict.fromkeys((folder.parent, *near))), paper)


def styles(brief: str | PathLike[str] | None = None, folders: Sequence[str | PathLike[str]] = ()) -> tuple[str, ...]:
    """Return the names of the styles there are, looked for as ``load_style`` does."""
    return tuple(names(search_path(Path(brief) if brief is not None else None, tuple(map(Path, folders)))))


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a style as its files say it, and which of them does."""

    name: str
    value: object  # as written: '14pt', not points
    source: str  # the style whose file says it, and the table there when that is another's default
    file: Path
    line: int | None


def tokens(name: str, folders: Sequence[Path]) -> tuple[Token, ...]:
    """Return every token of a style, table by table, with where its value comes from.

    Raises what ``load`` raises: of a style with faults there is nothing to show.
    """
    load(name, folders)
    chain = chain_of(find(name, folders))
    tree = complete(merged(chain))
    shown = [source.file.parent.name for source in chain]
    found = []
    for token, value in leaves(tree):
        source, said = saying(chain, token)
        label = source.file.parent.name
        label = str(source.file.parent) if shown.count(label) > 1 else label
        label += "" if said == token else f" ({'.'.join(said[:-1])})"
        found.append(Token(".".join(token), value, label, source.file, source.line(said)))
    return tuple(found)


# --- from the tree to a style -------------------------------------------------------------------------


def _stamps(file: Path, folders: Sequence[Path]) -> tuple[tuple[int, int], ...]:
    """Return what tells one state of a style's files from another: who runs for long sees what is changed."""
    files = [source.file for source in chain_of(file.resolve())]
    tables = [folder / "fonts" / FONTS for folder in (*(each.parent for each in files), *folders)]
    return tuple((found.st_mtime_ns, found.st_size) for each in (*files, *tables) if (found := _stat(each)))


def _stat(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None


@functools.lru_cache(maxsize=64)
def _on_paper(
    file: Path, folders: tuple[Path, ...], stamps: tuple[tuple[int, int], ...], paper: str | None
) -> HouseStyle:
    """Return a style on a paper that may not be its own: the same object each time, as much is kept by it."""
    style = _load(file, folders, stamps)
    if paper is None or paper == style.page.paper:
        return style
    if paper not in PAPERS_PT:
        raise UsageError([Diagnostic(f"no paper is called '{paper}'", hint=f"there are: {', '.join(PAPERS_PT)}")])
    return replace(style, page=replace(style.page, paper=paper))  # type: ignore[arg-type]


@functools.lru_cache(maxsize=64)
def _load(file: Path, folders: tuple[Path, ...], stamps: tuple[tuple[int, int], ...]) -> HouseStyle:  # noqa: ARG001
    chain = chain_of(file.resolve())
    tree = complete(merged([replace(each, tree=located(each.tree, each.file.parent)) for each in chain]))
    faults: list[Diagnostic] = []
    palette = _palette(tree.get("palette"), chain, faults)
    beside = tuple(each.file.parent for each in reversed(chain))  # a style's fonts go with what extends it
    faces = _faces(tree.pop("faces", {}), (*beside, *folders), chain, faults)
    faults += _unknown_labels(chain)
    faults += _unknown_rules(chain)
    tree |= {"name": file.parent.name, "palette": palette}
    try:
        style: HouseStyle = _ADAPTER().validate_python(tree, context={"palette": palette, "faces": faces})
    except ValidationError as error:
        faults += [_fault(dict(each), chain) for each in error.errors()]
        raise StyleError(dict.fromkeys(faults)) from None  # a fault of a default is one, not one of each role
    faults += _marks(style, chain)
    faults += _missing_fonts(style, chain)
    faults += _contradictions(style, chain)
    if faults:
        raise StyleError(faults)
    return style


def _unknown_labels(chain: Sequence[Source]) -> Iterator[Diagnostic]:
    """Yield a fault for each label that the root of the chain has not: nothing would ever set it."""
    first, *rest = (source.tree.get("labels", {}) for source in chain)
    known = first.get("en", {}) if isinstance(first, dict) else {}
    for labels in rest:
        for lang, words in labels.items() if isinstance(labels, dict) else ():
            for word in words if isinstance(words, dict) else ():
                if word not in known:
                    yield fault_at(chain, ("labels", lang, word), "unknown token", did_you_mean(word, known))


def _unknown_rules(chain: Sequence[Source]) -> Iterator[Diagnostic]:
    """Yield a fault for each rule that there is not: nobody would ever follow it."""
    for source in chain:
        rules = source.tree.get("rules", {})
        for name in rules if isinstance(rules, dict) else ():
            if name not in RULES:
                hint = did_you_mean(name, RULES) or "'briefprint check --list' names them"
                yield fault_at(chain, ("rules", name), "unknown rule", hint)


def _palette(table: object, chain: Sequence[Source], faults: list[Diagnostic]) -> dict[str, str]:
    good: dict[str, str] = {}
    for name, value in (table if isinstance(table, dict) else {}).items():
        if isinstance(value, str) and COLOUR.fullmatch(value):
            good[name] = value.lower()
        else:
            faults.append(fault_at(chain, ("palette", name), f"{value!r} is no colour", "write it as '#14284b'"))
            good[name] = "#000000"  # so that what refers to it is not a second fault
    return good


def _faces(
    table: object, folders: Sequence[Path], chain: Sequence[Source], faults: list[Diagnostic]
) -> dict[str, Face]:
    known = families(folders)
    faces: dict[str, Face] = {}
    for name, said in (table if isinstance(table, dict) else {}).items():
        listed = said if isinstance(said, list) else [said]
        found = [known[family] for family in listed if isinstance(family, str) and family in known]
        wrong = list(_unfit_families(listed, known))
        faults += [fault_at(chain, ("faces", name), message, hint) for message, hint in wrong]
        # Where there is a fault, a face without fonts: so that what refers to it is not a second fault.
        faces[name] = Face("", "serif", ()) if wrong else replace(found[0], fallbacks=tuple(found[1:]))
    return faces


def _unfit_families(listed: Sequence[object], known: Mapping[str, Face]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a list of families, and a hint: a face, then those that stand in for what it lacks."""
    if not listed:
        yield "names no family", 'name one, and after it those that stand in: ["Newsreader", "Source Serif 4"]'
    for place, family in enumerate(listed):
        if not isinstance(family, str) or family not in known:
            if family not in listed[:place]:
                hint = did_you_mean(str(family), known) or f"fonts.toml has: {', '.join(known)}"
                yield f"no family is called {family!r}", hint
        elif family in listed[:place]:
            yield f"names {family!r} twice", "what a face lacks it cannot set in its own place"
        elif place and isinstance(first := listed[0], str) and first in known:
            slopes = {font.italic for font in known[first].fonts} - {font.italic for font in known[family].fonts}
            for italic in sorted(slopes if known[family].italics else ()):
                slope = "italic" if italic else "upright"
                yield f"{family!r} has no {slope}, and {first!r}, which it stands in for, has", "none is ever faked"


def families(folders: Sequence[Path]) -> dict[str, Face]:
    """Return the families that ``fonts/fonts.toml`` in any of ``folders`` lists, by name; the nearest wins."""
    return dict(_families(folders))


def _families(folders: Sequence[Path]) -> Iterator[tuple[str, Face]]:
    """Yield the families of every ``fonts/fonts.toml``, the nearest last so that it wins."""
    for folder in reversed((*folders, SHIPPED)):
        file = folder / "fonts" / FONTS
        if not file.is_file():
            continue
        for family in read(file).get("family", ()):
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
        italics=family.get("italics", True),
    )


def _marks(style: HouseStyle, chain: Sequence[Source]) -> Iterator[Diagnostic]:
    """Yield a fault for each mark that is no picture of a kind that every format can set."""
    for token, masthead in (("masthead", style.masthead), ("memo.masthead", style.memo.masthead)):
        if masthead.mark is not None and (reason := mark_fault(masthead.mark)) is not None:
            hint = "a mark is an SVG or a PNG"
            yield fault_at(chain, (*token.split("."), "mark"), f"'{masthead.mark.name}' {reason}", hint)


def _missing_fonts(style: HouseStyle, chain: Sequence[Source]) -> Iterator[Diagnostic]:
    """Yield a fault for each font a role asks for and the face has not: nothing is ever faked or replaced.

    The weights a role names must be there exactly; emphasis within it takes the nearest (``Face.font``).
    """
    for name, role in style.roles():
        if not role.face.fonts:  # a family nobody has, which is a fault already
            continue
        for token, weight in (("weight", role.weight), ("strong_weight", role.strong_weight)):
            if not any((font.weight, font.italic) == (weight, role.italic) for font in role.face.fonts):
                has = ", ".join(f"{each.weight}{' italic' if each.italic else ''}" for each in role.face.fonts)
                slope = " italic" if role.italic else ""
                yield fault_at(
                    chain,
                    ("text", name, token),
                    f"'{role.face.name}' has no {weight}{slope}",
                    f"it has: {has}",
                )
    for face in style.faces():
        for font in face.fonts:
            if not font.path.is_file():
                yield font_fault(font, f"the font file '{font.path.name}' of '{face.name}' is missing")
            elif font.path.read_bytes()[:4] not in FONT_STARTS:
                yield font_fault(font, f"'{font.path.name}' of '{face.name}' is no font")


def _contradictions(style: HouseStyle, chain: Sequence[Source]) -> Iterator[Diagnostic]:
    """Yield a fault for each token that cannot be drawn beside another."""
    if style.columns.count > 1 and style.note.position == "foot":
        yield fault_at(
            chain,
            ("note", "position"),
            "notes cannot stand at the foot of copy in columns",
            'set position = "end" under [note]',
        )
    yield from dict.fromkeys(_misfits(style, chain))  # a default that leaves no room is one fault too


def _misfits(style: HouseStyle, chain: Sequence[Source]) -> Iterator[Diagnostic]:
    """Yield a fault for each token that leaves no room: of those that share it, the one whose file is nearest."""
    for misfit in misfits(style):
        said = [saying(chain, token.split(".")) for token in misfit.tokens]
        _, token = max(said, key=lambda each: chain.index(each[0]))
        yield fault_at(chain, token, misfit.message, misfit.hint)


def mark_fault(file: Path) -> str | None:
    """Return what is wrong with a mark's file, or None: a PNG is read whole, an SVG as far as its root element."""
    import warnings
    from xml.etree import ElementTree

    from PIL import Image

    if file.suffix.lower() not in MARKS:
        return "is neither SVG nor PNG"
    try:
        if file.suffix.lower() == ".svg":
            root = ElementTree.parse(file).getroot()
            return None if root.tag.rpartition("}")[2] == "svg" else "is no SVG"
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=("PNG",)) as image:
                image.verify()  # its checksums: WeasyPrint lets Pillow load what is cut off
            with Image.open(file, formats=("PNG",)) as image:
                image.load()
    except Exception:  # Pillow's decoders raise whatever a broken file makes them stumble over
        return f"is no {file.suffix[1:].upper()}, or a broken one"
    return None


def font_fault(font: Font, message: str, hint: str | None = None) -> Diagnostic:
    """Return a fault of a font file, at the line of the font table that names it."""
    table = next((each for up in font.path.parents if (each := up / FONTS).is_file()), font.path)
    lines = table.read_text(encoding="utf-8").splitlines() if table != font.path else []
    line = next((number for number, text in enumerate(lines, 1) if f'{font.path.name}"' in text), None)
    return Diagnostic(message, str(table), line, hint or "name a TrueType file (.ttf), relative to fonts.toml")


# --- faults with a place ------------------------------------------------------------------------------


def _fault(error: Mapping[str, Any], chain: Sequence[Source]) -> Diagnostic:
    """Return pydantic's error in our words."""
    token = saying(chain, tuple(str(part) for part in error["loc"]))[1]
    match error["type"]:
        case "unexpected_keyword_argument":
            return fault_at(chain, token, "unknown token", did_you_mean(token[-1], _tokens(token[:-1])))
        case "missing":
            return fault_at(chain, token, "missing token", "styles/base/style.toml has every token: extend 'base'")
        case "value_error":
            return fault_at(chain, token, str(error["ctx"]["error"]), None)
        case _:
            return fault_at(chain, token, f"{error['input']!r}: {error['msg'][0].lower()}{error['msg'][1:]}", None)


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
