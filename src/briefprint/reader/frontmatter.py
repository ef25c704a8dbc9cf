"""The grammar of front matter, and its faults in our words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)

from briefprint.document import Date
from briefprint.errors import did_you_mean
from briefprint.language import is_tag
from briefprint.reader.csldata import DATES, NAMES, TYPES, VARIABLES
from briefprint.reader.source import Faults
from briefprint.reader.yaml import Tree
from briefprint.rules import LevelWord

DEEPEST = 6
"""The deepest level of crossheads that contents may list."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | dict) and value != "" else value or []


def as_date(value: object) -> Date | None:
    """Return the date a text is, as precise as it is given, or None for no text. Raises ValueError for others."""
    if value in ("", None):
        return None
    if not isinstance(value, str) or not (found := _DATE.fullmatch(value.strip())):
        raise ValueError(f"{value!r} is no date; write a year, a month or a day: '2025', '2025-04', '2025-04-03'")
    year, month, day = (int(part) if part else None for part in found.groups())
    import datetime

    try:
        datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"there is no {value.strip()} in the calendar") from None
    return Date(year=year or 0, month=month, day=day)


def _lang(value: object) -> object:
    if isinstance(value, str) and (value == "" or is_tag(value)):
        return value.replace("_", "-")
    raise ValueError(f"{value!r} is no language tag; write it as 'en-GB' or 'pl' (BCP 47)")


def _person(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


def _one_line(text: str) -> str:
    return " ".join(text.strip(" \t\n").split("\n"))


Line = Annotated[str, AfterValidator(_one_line)]
"""Text that is set as it stands; Markdown is read only where ``str`` stands."""
Lines = Annotated[tuple[Line, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...])]
Texts = Annotated[tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...])]


class _Table(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class PersonKeys(_Table):
    name: Line
    role: Line = ""
    email: Line = ""


Author = str | PersonKeys  # as it is written


class KeyFigureKeys(_Table):
    value: str
    label: str
    note: str = ""


class MemoKeys(_Table):
    """The keys under ``memo``."""

    to: Lines = ()
    sender: Lines = Field((), alias="from")
    cc: Lines = ()
    subject: str = ""
    reference: Line = ""
    ask: str = ""
    points: Texts = ()
    include: Lines = ()
    overflow: Literal["refuse", "abridge"] = "refuse"


Data = str | dict[str, Any] | list[Any]
_DATA = "Numbers by name: a CSV, JSON or YAML file beside the brief, or a table; '{{name.key | pct 1}}' sets one."
_NAMED = {"anyOf": [{"type": "string"}, {"type": "object"}]}
_WORK = {
    "type": "object",
    "description": "A work that the brief may cite as [@id], in the words of CSL (CSL-YAML).",
    "properties": {
        "id": {"type": "string", "description": "What citations call it."},
        "type": {"enum": list(TYPES)},
        **{
            name: {"anyOf": [*_NAMED["anyOf"], {"type": "array", "items": _NAMED}]}
            if name in NAMES
            else {"anyOf": [{"type": "string"}, {"type": "object"}, {"type": "array"}]}
            if name in DATES
            else {"type": "string"}
            for name in sorted(VARIABLES - {"id", "type", "citation-number"})
        },
    },
    "required": ["id"],
}


_Work = Annotated[dict[str, Any], WithJsonSchema(_WORK)]


class FrontMatter(_Table):
    """The keys of a brief; each may be left out."""

    title: str = ""
    kicker: str = ""
    standfirst: str = ""
    authors: Annotated[
        tuple[Annotated[PersonKeys, BeforeValidator(_person, json_schema_input_type=Author)], ...],
        BeforeValidator(_as_list, json_schema_input_type=Author | tuple[Author, ...]),
    ] = ()
    date: Annotated[Date | None, BeforeValidator(as_date, json_schema_input_type=str)] = None
    place: Line = ""
    number: Line = ""
    lang: Annotated[str, BeforeValidator(_lang, json_schema_input_type=str)] = ""
    style: Line = ""
    formats: Annotated[Lines, Field(description="What a batch sets it as; by itself, in every format.")] = ()
    marking: Line = ""
    status: Literal["draft", "final"] = "final"
    toc: Annotated[bool, Field(json_schema_extra={"type": ["boolean", "integer"]})] = False
    toc_depth: Annotated[int, Field(ge=1, le=DEEPEST)] | None = None
    list_of_figures: bool = False
    list_of_tables: bool = False
    keywords: Lines = ()
    summary: str = ""
    key_points: Texts = ()
    figures: tuple[KeyFigureKeys, ...] = ()
    enclosures: Texts = ()
    data: Annotated[dict[str, Data], Field(description=_DATA)] = {}
    memo: MemoKeys | None = None
    check: Mapping[str, LevelWord] = Field(default_factory=dict)  # which rules there are, the linter knows
    references: Annotated[
        tuple[_Work, ...],
        BeforeValidator(_as_list, json_schema_input_type=tuple[_Work, ...]),
    ] = ()
    bibliography: Lines = ()
    nocite: Lines = ()


_QUOTE = "put text that holds ': ' in quotes"
SAME = {
    "author": "authors", "subtitle": "standfirst", "tags": "keywords", "abstract": "summary", "language": "lang",
    "contents": "toc", "toc-depth": "toc_depth",
    "lof": "list_of_figures", "lot": "list_of_tables",
    "list-of-figures": "list_of_figures", "list-of-tables": "list_of_tables",
}  # fmt: skip
"""What other tools call these keys."""


def check(tree: Tree, faults: Faults) -> FrontMatter:
    """Return the front matter, noting unknown keys as warnings and wrong values as faults."""
    data = tree.data
    if data == "":
        data = {}
    if not isinstance(data, dict):
        faults.error("the front matter is no table of keys", tree.line(()), "write 'key: value' lines")
        return FrontMatter()
    for theirs, ours in SAME.items():
        if theirs in data and ours not in data:
            data[ours] = data.pop(theirs)
            tree.lines[ours,] = tree.lines[theirs,]
    if str(data.get("toc")).isdecimal() and data["toc"] != "0":  # 'toc: 3' says how deep
        data.setdefault("toc_depth", data["toc"])
        tree.lines.setdefault(("toc_depth",), tree.lines["toc",])
        data["toc"] = "true"
    for key in [each for each in FrontMatter.model_fields if data.get(each) == ""]:
        del data[key]  # 'key:' with nothing behind it says nothing
    try:
        front = FrontMatter.model_validate(data)
    except ValidationError as error:
        for each in error.errors():
            _note(dict(each), tree, faults)
        return FrontMatter()
    _unknown(front, (), tree, faults)
    return front


def _note(error: dict[str, Any], tree: Tree, faults: Faults) -> None:
    path = tuple(part for part in error["loc"] if not str(part).startswith("function-"))
    key, line = ".".join(str(part) for part in path), tree.line(path)
    value = error["input"]
    match error["type"]:
        case "value_error":
            faults.error(f"'{key}': {error['ctx']['error']}", line)
        case "missing":
            faults.error(f"'{key}' is missing", line)
        case "literal_error":
            said = f"'{value}'" if isinstance(value, str) else _kind(value)
            faults.error(f"'{key}' is {said}; it may be {error['ctx']['expected']}", line)
        case "string_type":
            faults.error(
                f"'{key}' is {_kind(value)}, but text belongs there",
                line,
                _QUOTE if isinstance(value, dict) else None,
            )
        case "tuple_type" | "list_type":
            faults.error(f"'{key}' is {_kind(value)}, but a list belongs there", line, "start each item with '- '")
        case "dict_type" if path == ("data",):
            hint = "name it: 'data: {spend: spending.csv}'"
            faults.error(f"'{key}' is {_kind(value)}, but a table of names belongs there", line, hint)
        case "model_type" | "model_attributes_type" | "mapping_type" | "dict_type":
            faults.error(f"'{key}' is {_kind(value)}, but a table of keys belongs there", line)
        case "bool_parsing" | "bool_type":
            said = f"'{value}'" if isinstance(value, str) else _kind(value)
            faults.error(f"'{key}' is {said}; it may be true or false", line)
        case _:
            faults.error(f"'{key}': {error['msg'][0].lower()}{error['msg'][1:]}", line)


def _kind(value: object) -> str:
    match value:
        case dict():
            return "a table of keys"
        case list() | tuple():
            return "a list"
        case _:
            return "text"


def _unknown(table: _Table, path: tuple[str | int, ...], tree: Tree, faults: Faults) -> None:
    """Note every key that no table has: writers bring other tools' front matter."""
    model = type(table)
    known = [field.alias or name for name, field in model.model_fields.items()]
    within = f" in '{path[0]}'" if path else ""
    strange: list[str] = []  # told of together: another tool's front matter may hold dozens
    for key in table.model_extra or ():
        if near := did_you_mean(key, known):
            faults.warn(f"unknown front matter key '{key}'{within}", tree.line((*path, key)), near)
        else:
            strange.append(key)
    if strange:
        said = ", ".join(f"'{key}'" for key in strange)
        faults.warn(
            f"unknown front matter key{'s' * (len(strange) > 1)} {said}{within}", tree.line((*path, strange[0]))
        )
    for name, field in model.model_fields.items():
        value, key = getattr(table, name), field.alias or name
        for place, each in enumerate(value) if isinstance(value, tuple) else [(None, value)]:
            if isinstance(each, _Table):
                _unknown(each, (*path, key) if place is None else (*path, key, place), tree, faults)
