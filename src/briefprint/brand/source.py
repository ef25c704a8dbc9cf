"""A brand file (_brand.yml, https://posit-dev.github.io/brand-yml): its colours, type and marks, each with its line.

The library brand-yml knows the grammar. Lines, colours and what a file says beyond the grammar are ours to tell.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefprint.errors import BrandError, Diagnostic, did_you_mean
from briefprint.reader.source import Faults
from briefprint.reader.yaml import Path as Key
from briefprint.reader.yaml import Tree, parse

SEMANTIC = (
    "foreground", "background", "primary", "secondary", "tertiary",
    "success", "info", "warning", "danger", "light", "dark",
)  # fmt: skip
"""The colours that a brand file has a word for, in the order of its grammar."""
_SHADES = ("light", "dark")
SETTINGS = ("base", "headings", "monospace", "link")
_PASSES = 3  # keys nobody knows are left out and the file is read again: a key within them may be unknown too
_KIB = 1024
LIMIT_BYTES = 256 * _KIB


@dataclass(frozen=True, slots=True)
class Setting:
    """How a brand sets one kind of text."""

    family: str | None = None
    size: str | None = None  # as written
    weight: int | None = None
    line_height: float | None = None
    color: str | None = None  # '#rrggbb'
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font that comes with the brand."""

    path: Path
    weight: int | None  # None: what the file says
    ranged: bool  # a variable font
    key: Key


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of the brand; ``ground`` is what it stands on, where the brand says."""

    path: Path
    ground: str | None  # 'light' or 'dark'
    key: Key


@dataclass(frozen=True)
class Brand:
    """What a brand file says, as far as a style may take it up."""

    file: Path
    tree: Tree
    name: str | None
    short_name: str | None
    home: str | None
    colors: Mapping[str, str]  # semantic: '#rrggbb'
    palette: Mapping[str, str]  # named: '#rrggbb'
    settings: Mapping[str, Setting]
    families: Mapping[str, tuple[FontFile, ...]]  # those that come as files
    sources: Mapping[str, str]  # of every family: 'google', 'file'
    logos: tuple[Logo, ...]  # the best for a letterhead first
    strange: tuple[Key, ...] = field(default=())  # keys that the grammar has not

    def line(self, *key: str | int) -> int | None:
        """Return the line where something stands."""
        return self.tree.line(key)

    def left_out(self, used: frozenset[Key]) -> tuple[str, ...]:
        """Return the names of what stands in the file and is not among the keys ``used``, each as short as may be."""
        names = (
            ".".join(str(part) for part in key if isinstance(part, str)) for key in _rest(self.tree.data, (), used)
        )
        return tuple(dict.fromkeys(names))


def read(file: Path) -> Brand:
    """Return what a brand file says. Raises BrandError with every fault in it."""
    tree = _tree(file)
    data, strange = _valid(file, tree)
    faults: list[Diagnostic] = []

    def fault(key: Key, message: str, hint: str | None = None) -> None:
        faults.append(_fault(file, tree, key, message, hint))

    palette, colors = _colors(data, fault)
    fonts = {each.family: each for each in (data.typography.fonts if data.typography else ())}
    families = {
        name: tuple(_font_files(file, each, place, fault))
        for place, (name, each) in enumerate(fonts.items())
        if each.source == "file"
    }
    settings = {}
    for name in SETTINGS:
        said = getattr(data.typography, name, None) if data.typography else None
        if said is not None:
            settings[name] = _setting(name, said, palette, fault)
    logos = tuple(_logos(file, data.logo, fault))
    if faults:
        raise BrandError(faults)
    meta = data.meta
    link = getattr(meta, "link", None)
    return Brand(
        file=file,
        tree=tree,
        name=(meta.name.full or meta.name.short) if meta and meta.name else None,
        short_name=meta.name.short if meta and meta.name else None,
        home=link.home.host if link and link.home else None,
        colors=colors,
        palette=palette,
        settings=settings,
        families=families,
        sources={name: each.source for name, each in fonts.items()},
        logos=logos,
        strange=strange,
    )


# --- the file ------------------------------------------------------------------------------------------


def _tree(file: Path) -> Tree:
    """Return a brand file's tree without what it leaves empty. Raises BrandError when it is none."""
    try:
        if file.stat().st_size > LIMIT_BYTES:
            raise BrandError([Diagnostic(f"longer than {LIMIT_BYTES // _KIB} KiB", str(file))])
        text = file.read_text(encoding="utf-8-sig")
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise BrandError([Diagnostic(f"cannot be read: {reason}", str(file), hint="name a _brand.yml")]) from None
    except UnicodeDecodeError:
        raise BrandError([Diagnostic("is not UTF-8 text", str(file))]) from None
    faults = Faults(str(file))
    tree = parse(text, 1, "brand file", faults)
    if tree is None:
        raise BrandError(faults.errors)
    if not isinstance(tree.data, dict):
        hint = "it begins with a key such as 'color:'"
        raise BrandError([Diagnostic("a brand file is a table, not a list or a word", str(file), 1, hint)])
    data = {key: _pruned(value) for key, value in tree.data.items()}
    return Tree({key: value for key, value in data.items() if value not in ("", {})}, tree.lines, tree.blocks)


def _pruned(value: Any) -> Any:
    """Return a value without the keys that say nothing: templates are full of them."""
    if isinstance(value, dict):
        made = {key: _pruned(each) for key, each in value.items()}
        return {key: each for key, each in made.items() if each not in ("", {})}
    return [_pruned(each) for each in value] if isinstance(value, list) else value


def _valid(file: Path, tree: Tree) -> tuple[Any, tuple[Key, ...]]:
    """Return the library's brand, and the keys that it does not know. Raises BrandError with all other faults."""
    from brand_yml import Brand as Read
    from pydantic import ValidationError

    data: Any = {
        key: _in_light(value) if key in ("color", "typography") else value for key, value in tree.data.items()
    }
    strange: list[Key] = []
    for _ in range(_PASSES):
        try:
            return Read.model_validate(_copied(data)), tuple(strange)
        except ValidationError as error:
            found = [(_key(data, each["loc"]), each["type"], each["msg"]) for each in error.errors()]
            unknown = {key for key, kind, _ in found if kind == "extra_forbidden"}
            tables = {key[:-1] for key in unknown}  # what they lack may be what a misspelt key was to say
            faults = [
                _fault(file, tree, key, _said(message))
                for key, kind, message in found
                if key not in unknown and not (kind == "missing" and key in tables)
            ]
            if faults or not unknown:
                raise BrandError(dict.fromkeys(faults)) from None
            for key in unknown:
                _drop(data, key)
                strange.append(key)
        except Exception as error:  # of its own, for references that run in a circle
            refs = re.search(r"Refs\s*:\s*(.+)", str(error))
            message = (
                f"colours stand for each other in a circle: {refs[1].replace('->', '→')}" if refs else str(error)
            )
            raise BrandError([_fault(file, tree, ("color", "palette"), message)]) from None
    raise BrandError([Diagnostic("holds too many unknown keys", str(file))])


def _in_light(value: Any) -> Any:
    """Return a value as it is on a light ground: paper is one (Quarto knows two shades of everything)."""
    if isinstance(value, dict):
        if value and set(value) <= set(_SHADES):
            return _in_light(value.get("light", value.get("dark")))
        return {key: _in_light(each) for key, each in value.items()}
    return [_in_light(each) for each in value] if isinstance(value, list) else value


def _copied(value: Any) -> Any:
    """Return a copy: the library puts what references stand for into what it is given."""
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _key(data: Any, loc: tuple[str | int, ...]) -> Key:
    """Return where pydantic's place lies in the data: it names the kinds of a union too."""
    found: list[str | int] = []
    for part in loc:
        holds = part in data if isinstance(data, dict) else isinstance(part, int) and isinstance(data, list)
        if holds:
            data = data[part]
            found.append(part)
    return tuple(found)


def _drop(data: Any, key: Key) -> None:
    for part in key[:-1]:
        data = data[part]
    del data[key[-1]]


def _said(message: str) -> str:
    message = message.removeprefix("Value error, ").rstrip(".")
    return message[:1].lower() + message[1:]


def _fault(file: Path, tree: Tree, key: Key, message: str, hint: str | None = None) -> Diagnostic:
    name = ".".join(str(part) for part in key)
    return Diagnostic(f"'{name}': {message}" if name else message, str(file), tree.line(key), hint)


def _rest(value: Any, key: Key, used: frozenset[Key]) -> Iterator[Key]:
    if key in used:
        return
    if isinstance(value, dict | list) and any(each[: len(key)] == key for each in used):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _rest(each, (*key, name), used)
    else:
        yield key


# --- its parts -----------------------------------------------------------------------------------------


def _colors(data: Any, fault: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours that have a name in the brand, and those that the grammar names."""
    if data.color is None:
        return {}, {}
    known = dict(data.color.palette or {})
    made: list[dict[str, str]] = []
    for table, colors in (
        (("color", "palette"), known),
        (("color",), {name: value for name in SEMANTIC if (value := getattr(data.color, name)) is not None}),
    ):
        good: dict[str, str] = {}
        for name, value in colors.items():
            if (color := _hex(value)) is None:
                hint = did_you_mean(value, known) or "write it as '#14284b', or name a colour of 'color.palette'"
                fault((*table, name), f"'{value}' is neither a colour nor the name of one", hint)
            else:
                good[name] = color
        made.append(good)
    return made[0], made[1]


def _hex(value: str) -> str | None:
    """Return a colour of CSS as '#rrggbb', what shines through it taken for white; None when it is none."""
    from PIL import ImageColor

    try:
        red, green, blue, *alpha = ImageColor.getrgb(value)
    except ValueError:
        return None
    share = alpha[0] / 255 if alpha else 1.0
    return "#" + "".join(f"{round(255 + (each - 255) * share):02x}" for each in (red, green, blue))


def _setting(name: str, said: Any, palette: Mapping[str, str], fault: Any) -> Setting:
    from brand_yml.typography import font_weight_map

    color = None
    if value := getattr(said, "color", None):
        color = _hex(value)
        if color is None:
            hint = did_you_mean(value, (*palette, *SEMANTIC)) or "write it as '#14284b', or name a colour"
            fault(("typography", name, "color"), f"'{value}' is neither a colour nor the name of one", hint)
    weight = getattr(said, "weight", None)
    return Setting(
        family=getattr(said, "family", None),
        size=getattr(said, "size", None),
        weight=dict[str, int](font_weight_map)[weight] if isinstance(weight, str) else weight,
        line_height=getattr(said, "line_height", None),
        color=color,
        underlined="underline" in (getattr(said, "decoration", None) or ""),
    )


def _font_files(file: Path, family: Any, place: int, fault: Any) -> Iterator[FontFile]:
    from brand_yml.typography import font_weight_map

    for number, each in enumerate(family.files):
        key = ("typography", "fonts", place, "files", number, "path")
        if (path := _local(file, each.path)) is None:
            fault(key, f"'{each.path}' is not fetched", "save it beside the brand file and name the file")
        elif not path.is_file():
            fault(key, f"there is no file '{each.path}'", "names are relative to the brand file")
        else:
            weight = each.weight.root
            ranged = isinstance(weight, tuple)
            if isinstance(weight, str):
                weight = dict[str, int](font_weight_map).get(weight, 0)  # 'auto': what the file says
            yield FontFile(path, weight or None if isinstance(weight, int) else None, ranged, key)


def _local(file: Path, location: Any) -> Path | None:
    """Return a file beside the brand file, or None for an address."""
    return file.parent / location.root if isinstance(location.root, os.PathLike) else None


def _logos(file: Path, logo: Any, fault: Any) -> Iterator[Logo]:
    """Yield the brand's logos: that for the head of a page first, then the larger, then the icon."""
    if logo is None:
        return
    sizes = {name: each for name in ("medium", "large", "small") if (each := getattr(logo, name, None)) is not None}
    if hasattr(logo, "path"):
        sizes = {"": logo}
    for size, each in sizes.items():
        shades = {"": each} if hasattr(each, "path") else {name: getattr(each, name) for name in _SHADES}
        for shade, resource in shades.items():
            if resource is None:
                continue
            key: Key = tuple(part for part in ("logo", size, shade) if part)
            path = _local(file, resource.path)
            if path is not None and not path.is_file():
                fault(key, f"there is no file '{resource.path}'", "names are relative to the brand file")
            elif path is not None:
                yield Logo(path, shade or None, key)
