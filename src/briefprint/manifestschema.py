"""The JSON Schema of a manifest: made from the classes that write it, less what is left out when it says nothing."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from briefprint.manifest import FORMAT, Manifest

_ABOUT = {
    "products": "Each file of the folder, by its name; paths are relative to the folder.",
    "briefs": "What the front matter of each brief asks for.",
    "styles": "The files that each house style was made from, by the hash that 'inputs' name.",
    "shard": "Which share of a run this tells of, where it does not tell of all.",
    "tools": "The versions of all that set the products, by the hash that 'inputs' name.",
}


def schema() -> dict[str, Any]:
    """Return the schema of ``manifest.json``."""
    made = TypeAdapter(Manifest).json_schema()
    tables = made.pop("$defs")
    for table in tables.values():
        _written(table)
    product = tables["Product"]
    product["properties"].pop("output")
    product["required"] = [each for each in product["required"] if each != "output"]
    product["properties"]["options"]["description"] = "Options that its format heeds; files by their paths."
    _written(made)
    for name, about in _ABOUT.items():
        made["properties"][name]["description"] = about
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a batch made (manifest.json)",
        "type": "object",
        "properties": {"manifest": {"const": FORMAT, "description": "The form of this file."}, **made["properties"]},
        "required": ["manifest", "products", "briefs", "styles", "tools"],
        "additionalProperties": False,
        "$defs": tables,
    }


def _written(table: dict[str, Any]) -> None:
    """Take from a table of the schema what is of Python alone: titles made of names, and defaults."""
    table.pop("title", None)
    table["additionalProperties"] = False
    for each in table.get("properties", {}).values():
        for unsaid in ("title", "default"):
            each.pop(unsaid, None)
