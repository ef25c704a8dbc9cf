"""What a token of a style may say: a length, a colour of the palette, a share, a file of the right kind.

What breaks these is told by the stylebook with the token's file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, Strict, ValidationInfo

from briefprint.places import is_file
from briefprint.units import parse_length

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FARTHEST_PT = 14_400.0
"""No length is longer than a side of a page may be (ISO 32000-1, C.2: in units of a point)."""
MOST = 10_000
"""No count is higher: there is nothing of which a brief has as many."""

RUNNING_FIELDS = (
    "title", "institution", "unit", "address", "series", "authors",
    "number", "date", "place", "marking", "section", "page", "pages", "continued",
)  # fmt: skip
"""What a running head or foot may name between braces; ``section`` is the head of the section that a page begins or
goes on with, ``continued`` says whether a page is the last."""

CSL = "http://purl.org/net/xbiblio/csl"
"""The namespace of the Citation Style Language."""

WORD_SUFFIXES = (".docx", ".dotx", ".docm", ".dotm")


def _colour(value: object, info: ValidationInfo) -> object:
    palette: Mapping[str, str] = (info.context or {}).get("palette", {})
    if isinstance(value, str) and value in palette:
        return palette[value]
    raise ValueError(f"{value!r} is no colour of the palette; it has: {', '.join(palette)}")


def _shift(value: object) -> float:
    """Take a length in either direction."""
    points = parse_length(value)
    if abs(points) > FARTHEST_PT:
        raise ValueError(f"{value!r} is longer than any page")
    return points


def _length(value: object) -> float:
    """Take a length, which has no direction: Word's are unsigned too (ECMA-376 17.18.81)."""
    if (points := _shift(value)) < 0:
        raise ValueError(f"{value!r} is less than nothing")
    return points


def _size(value: object) -> float:
    if not (points := _length(value)):
        raise ValueError(f"{value!r} is nothing; type has a size")
    return points


def _file(value: object) -> object:
    if isinstance(value, Path) and is_file(value):  # the stylebook knows which file named it
        return value
    raise ValueError(f"no such file: '{value}'")


def _sheet(value: object) -> object:
    """Take a file of the Citation Style Language: an independent style, which says how to cite (CSL 1.0.2)."""
    from graphlib import CycleError, TopologicalSorter
    from xml.etree import ElementTree

    path = _file(value)
    assert isinstance(path, Path)
    try:
        root = ElementTree.parse(path).getroot()
    except (ElementTree.ParseError, OSError, ValueError) as fault:
        raise ValueError(f"'{path.name}' is no CSL file: {fault}") from None
    if root.tag != f"{{{CSL}}}style":
        raise ValueError(f"'{path.name}' is no CSL file: it does not begin with <style xmlns=\"{CSL}\">")
    if root.find(f"{{{CSL}}}citation/{{{CSL}}}layout") is None:
        raise ValueError(f"'{path.name}' does not say how to cite: take the style that it depends on")
    calls = {each.get("name", ""): _called(each) for each in root.findall(f"{{{CSL}}}macro")}
    if lacking := _called(root) - calls.keys():
        raise ValueError(f"'{path.name}' calls a macro '{min(lacking)}', which it does not have")
    try:
        TopologicalSorter(calls).prepare()
    except CycleError as circle:
        raise ValueError(f"'{path.name}' has a macro that calls itself: '{min(circle.args[1])}'") from None
    return path


def _called(node: Element) -> set[str]:
    """Return the macros that are called within a part of a CSL file (CSL 1.0.2, "Macro")."""
    return {each.attrib["macro"] for each in node.iter() if "macro" in each.attrib}


def _profile(value: object) -> object:
    """Take an ICC profile of a press with four inks (ICC.1:2001-04, 6.1)."""
    path = _file(value)
    assert isinstance(path, Path)
    try:
        with path.open("rb") as file:
            head = file.read(40)
    except OSError as fault:
        raise ValueError(f"'{path.name}' cannot be read: {(fault.strerror or str(fault)).lower()}") from None
    if head[36:] != b"acsp" or head[12:20] != b"prtrCMYK":
        raise ValueError(f"'{path.name}' is no ICC profile of a press with four inks")
    return path


def _word_file(value: object) -> object:
    """Take a Word file by its name; what is in it is read when a brief is poured into it."""
    path = _file(value)
    assert isinstance(path, Path)
    if path.suffix.lower() not in WORD_SUFFIXES:
        raise ValueError(f"'{path.name}' is no Word file: its name ends in {' or '.join(WORD_SUFFIXES[:2])}")
    return path


def _running(value: object) -> object:
    try:
        named = [name for _, name, _, _ in Formatter().parse(str(value)) if name is not None]
    except ValueError:
        raise ValueError(f"{value!r}: a field stands between braces, as in '{{page}}'") from None
    if wrong := [name for name in named if name not in RUNNING_FIELDS]:
        raise ValueError(f"'{{{wrong[0]}}}' is no field; there are: {', '.join(RUNNING_FIELDS)}")
    return value


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours' luminances, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


Number = Literal["1.", "1)", "(1)", "a.", "a)", "(a)", "A.", "(A)", "i.", "(i)", "I."]
"""How a number may be written, the first of its kind standing for all."""

Points = Annotated[float, BeforeValidator(_length)]
Shift = Annotated[float, BeforeValidator(_shift)]  # back or up where it is negative
Size = Annotated[float, BeforeValidator(_size)]  # of type, above nothing
Colour = Annotated[str, BeforeValidator(_colour)]  # '#rrggbb'
Colours = Annotated[tuple[Colour, ...], Field(min_length=1)]
File = Annotated[Path, BeforeValidator(_file)]
Sheet = Annotated[Path, BeforeValidator(_sheet)]
PressProfile = Annotated[Path, BeforeValidator(_profile)]
WordFile = Annotated[Path, BeforeValidator(_word_file)]
Running = Annotated[str, BeforeValidator(_running)]
Count = Annotated[int, Strict(), Field(ge=0, le=MOST)]
Lines = Annotated[int, Strict(), Field(ge=1, le=MOST)]  # or columns: what there is one of at least
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Scale = Annotated[float, Field(gt=0, le=2, allow_inf_nan=False)]  # of the size around it
Part = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]  # a share that leaves something
Angle = Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]
Percent = Annotated[float, Field(gt=0, le=400, allow_inf_nan=False)]  # of four inks together
Switch = Annotated[bool, Strict()]


class Group:
    """A table of the style file: no unknown key; a length's unit is in the value, so not in its token."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", alias_generator=lambda name: name.removesuffix("_pt")
    )
