"""JSON Schemas of what authors write, for editors: made from the classes that read it."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from briefprint import stylebook
from briefprint.reader.frontmatter import SAME, FrontMatter
from briefprint.rules import LEVEL_WORDS, RULES
from briefprint.style import Face, HouseStyle, Panels, TextRoles
from briefprint.stylebook import COLOUR
from briefprint.tokens import (
    MOST,
    Angle,
    Colour,
    Count,
    File,
    Lines,
    Part,
    Percent,
    Points,
    PressProfile,
    Running,
    Scale,
    Share,
    Sheet,
    Shift,
    Size,
    Switch,
    WordFile,
)
from briefprint.units import LENGTH

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_LEAVES: tuple[tuple[Any, Schema], ...] = (
    (Points, {"$ref": "#/$defs/length"}),
    (Shift, {"$ref": "#/$defs/shift"}),
    (Size, {"$ref": "#/$defs/size"}),
    (Colour, {"$ref": "#/$defs/color"}),
    (File, {"type": "string", "description": "A file, from the folder of this one."}),
    (Sheet, {"type": "string", "description": "A CSL file, from the folder of this one."}),
    (PressProfile, {"type": "string", "description": "An ICC profile of a press, from the folder of this one."}),
    (WordFile, {"type": "string", "description": "A Word file, from the folder of this one."}),
    (Running, {"type": "string", "description": "Text, with fields between braces: '{title}', '{page}'."}),
    (Count, {"type": "integer", "minimum": 0, "maximum": MOST}),
    (Lines, {"type": "integer", "minimum": 1, "maximum": MOST}),
    (Share, {"type": "number", "minimum": 0, "maximum": 1}),
    (Part, {"type": "number", "exclusiveMinimum": 0, "maximum": 1}),
    (Scale, {"type": "number", "exclusiveMinimum": 0, "maximum": 2}),
    (Angle, {"type": "number", "minimum": -360, "maximum": 360}),
    (Percent, {"type": "number", "exclusiveMinimum": 0, "maximum": 400}),
    (Switch, {"type": "boolean"}),
    (float, {"type": "number"}),
    (str, {"type": "string"}),
)
_NAMED: Schema = {
    "length": {
        "type": "string",
        "pattern": f"^(?!-){LENGTH.pattern}$",
        "description": "A length: '10.5pt', '22mm', '1in'.",
    },
    "shift": {
        "type": "string",
        "pattern": f"^{LENGTH.pattern}$",
        "description": "A length, or one backwards: '0.5pt', '-0.5pt'.",
    },
    "size": {
        "type": "string",
        "pattern": f"^(?!-)(?=.*[1-9]){LENGTH.pattern}$",
        "description": "A length above nothing: '10.5pt'.",
    },
    "color": {"type": "string", "description": "The name of a colour of [palette]."},
    "face": {"type": "string", "description": "The name of a face of [faces]."},
}


def style() -> Schema:
    """Return the schema of a style file: every token may be left out, none may be misspelt."""
    named = dict(_NAMED)
    top = _group(HouseStyle, named)
    properties: Schema = {
        "extends": {"type": "string", "description": "The style this one starts from, or a path to its file."},
        "abstract": {"type": "boolean", "description": "Whether it is only there to be extended."},
        **top["properties"],
        "palette": _table({"type": "string", "pattern": f"^{COLOUR.pattern}$"}, "Colours by name: '#14284b'."),
        "faces": _table(_families(), "Families of fonts.toml by the names that roles use."),
        "rules": _rules(),
        "labels": _table(_labels(), "The house's words, by language tag."),
    }
    del properties["name"]  # the folder's
    return {
        "$schema": DIALECT,
        "title": "A briefprint house style (style.toml)",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": named,
    }


def content() -> Schema:
    """Return the schema of a brief's front matter: keys of other tools may stand beside ours."""
    made = _written(FrontMatter.model_json_schema(by_alias=True))
    made["properties"] |= {theirs: made["properties"][ours] for theirs, ours in SAME.items()}
    made["properties"]["check"] = _rules()
    return {"$schema": DIALECT, **made, "title": "The front matter of a brief"}


def _rules() -> Schema:
    """Return the schema of a table of rules and their levels."""
    return {
        "type": "object",
        "properties": {
            each.id: {"enum": list(LEVEL_WORDS), "description": each.about}
            for each in RULES.values()
            if not each.firm
        },
        "additionalProperties": False,
        "description": "How much each rule of 'briefprint check' weighs.",
    }


def _families() -> Schema:
    """Return the schema of a face: a family, or a list of it and of those that stand in for what it lacks."""
    return {
        "anyOf": [
            {"type": "string", "description": "A family."},
            {
                "type": "array",
                "items": {"type": "string"},
                "minItems": 1,
                "uniqueItems": True,
                "description": "A family, and after it those that set the characters it lacks.",
            },
        ]
    }


def _labels() -> Schema:
    """Return the schema of a language's labels: those that the root of all styles has."""
    known = stylebook.label_names()
    return {
        "type": "object",
        "properties": {name: {"type": "string"} for name in known},
        "additionalProperties": False,
    }


def _table(values: Schema, description: str) -> Schema:
    return {"type": "object", "additionalProperties": values, "description": description}


def _group(group: type, named: Schema) -> Schema:
    """Return the schema of a table of tokens; the tables in it are put into ``named``."""
    properties = {
        name.removesuffix("_pt"): _schema(hint, named)
        for name, hint in get_type_hints(group, include_extras=True).items()
        if not name.startswith("__")
    }
    if group in (TextRoles, Panels):  # what the others start from
        properties = {"default": next(iter(properties.values())), **properties}
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    said = (group.__doc__ or "").strip()
    if said and not said.startswith(f"{group.__name__}("):  # dataclasses write a docstring where there is none
        made["description"] = said
    return made


def _schema(hint: Any, named: Schema) -> Schema:
    for leaf, schema in _LEAVES:
        if hint == leaf:
            return schema
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated and arguments[0] is Face:
        return {"$ref": "#/$defs/face"}
    if origin is Annotated:
        return _schema(arguments[0], named)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], named)}
    if origin in (Union, types.UnionType):
        return _schema(next(each for each in arguments if each is not type(None)), named)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _table(_schema(arguments[1], named), "")
    if isinstance(hint, type) and is_dataclass(hint):
        if hint.__name__ not in named:
            named[hint.__name__] = _group(hint, named)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(f"a style file has no {hint}")  # a token of a new kind: say here how it is written


def _written(schema: Any) -> Any:
    """Return pydantic's schema as authors write: without the titles it makes of names."""
    if isinstance(schema, list):
        return [_written(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {
        key: {name: _written(each) for name, each in value.items()} if key == "properties" else _written(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }
    # The reader takes every scalar as the text that was written; to an editor 2025 is a number.
    return made | {"type": ["string", "number"]} if made.get("type") == "string" else made
