"""What was found, as text for people, JSON, SARIF 2.1.0 for code hosts, and GitHub's workflow commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from briefprint import __version__
from briefprint.errors import Diagnostic, Severity
from briefprint.rules import ALL, Rule

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def text(found: Sequence[Diagnostic]) -> str:
    """Return one line for each, ``file:line:column: rule: level: message``, and a hint below it."""
    return "".join(
        f"{each.place}: {each.rule}: {each.severity}: {each.message}\n"
        + (f"  hint: {each.hint}\n" if each.hint else "")
        for each in found
    )


def as_json(found: Sequence[Diagnostic]) -> str:
    """Return one array of them all."""
    fixable = {each.id for each in ALL if each.fixable}
    rows = [
        {
            "path": each.path,
            "line": each.line,
            "column": each.column,
            "rule": each.rule,
            "level": str(each.severity),
            "message": each.message,
            "hint": each.hint,
            "fixable": each.rule in fixable,
        }
        for each in found
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def sarif(found: Sequence[Diagnostic]) -> str:
    """Return a log as SARIF has it (OASIS SARIF 2.1.0, 3.13 to 3.28), columns counted in characters."""
    places = {rule.id: place for place, rule in enumerate(ALL)}
    run = {
        "tool": {"driver": {"name": "briefprint", "version": __version__, "rules": [_rule(each) for each in ALL]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, places) for each in found],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    level = {"level": _SARIF[rule.level]} if rule.level else {"enabled": False}
    return {"id": rule.id, "shortDescription": {"text": rule.about}, "defaultConfiguration": level}


def _result(found: Diagnostic, places: Mapping[str, int]) -> dict[str, Any]:
    said = f"{found.message}\n{found.hint}" if found.hint else found.message
    result: dict[str, Any] = {"ruleId": found.rule, "level": _SARIF[found.severity], "message": {"text": said}}
    if found.rule in places:
        result["ruleIndex"] = places[found.rule]
    if found.path:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(found.path)}}
        if found.line:
            physical["region"] = {"startLine": found.line, "startColumn": found.column or 1}
        result["locations"] = [{"physicalLocation": physical}]
    return result


def github(found: Sequence[Diagnostic]) -> str:
    """Return workflow commands, which GitHub shows beside the lines they name."""
    return "".join(f"::{_GITHUB[each.severity]} {_properties(each)}::{_data(_said(each))}\n" for each in found)


def _said(found: Diagnostic) -> str:
    return f"{found.message}\nhint: {found.hint}" if found.hint else found.message


def _properties(found: Diagnostic) -> str:
    named = {"file": found.path, "line": found.line, "col": found.column, "title": found.rule}
    return ",".join(f"{name}={_property(str(value))}" for name, value in named.items() if value)


def _data(value: str) -> str:
    """Return text as a workflow command takes it (actions/toolkit, command.ts: escapeData)."""
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "github": github,
}
