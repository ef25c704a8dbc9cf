"""Numbers in a file beside the brief: CSV (RFC 4180, or as spreadsheets write it), JSON (RFC 8259) and YAML."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefprint.errors import did_you_mean
from briefprint.language import printable
from briefprint.reader import beside, yaml
from briefprint.reader.beside import file_name
from briefprint.reader.source import Faults

SUFFIXES = (".csv", ".tsv", ".json", ".yaml", ".yml")
_YAML = (".yaml", ".yml")
LIMIT_BYTES = 1024 * 1024
"""No chart can show this much."""
_DELIMITERS = ";\t,"  # a comma may be a decimal's in the files of the other two


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a CSV file: its head, and each row with its line."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """What a JSON or YAML file says, every number as it was written."""

    name: str
    data: Any


def read(target: str, line: int, brief: Path, faults: Faults) -> Sheet | Tree | None:
    """Return what a file holds, or None after noting why it holds nothing to draw."""
    path = beside.find("the data file", target, SUFFIXES, line, brief, faults)
    if path is None:
        return None
    name = file_name(target)
    text = _text(path, name, line, faults)
    if text is None:
        return None
    if not text.strip():
        faults.error(f"the data file '{name}' is empty", line, "its first row heads the columns")
        return None
    if path.suffix.lower() in _YAML:
        return _yaml(text, name, line, faults)
    return _json(text, name, line, faults) if path.suffix.lower() == ".json" else _csv(text, name, line, faults)


def _text(path: Path, name: str, line: int, faults: Faults) -> str | None:
    try:
        if path.stat().st_size > LIMIT_BYTES:
            faults.error(
                f"the data file '{name}' is larger than {LIMIT_BYTES // 1024} KiB", line, "keep what is drawn"
            )
            return None
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        hint = "save it as UTF-8" if path.suffix.lower() in (".json", *_YAML) else "save it as 'CSV UTF-8'"
        faults.error(f"the data file '{name}' is not UTF-8: byte {fault.start + 1} cannot be read", line, hint)
    except OSError as fault:
        faults.error(f"the data file '{name}' cannot be read: {(fault.strerror or str(fault)).lower()}", line)
    return None


def _csv(text: str, name: str, line: int, faults: Faults) -> Sheet | None:
    try:
        rows = _parted(text)
    except csv.Error as fault:
        faults.error(f"the data file '{name}' is no CSV: {fault}", line, "save it as 'CSV UTF-8'")
        return None
    (_, head), *rest = rows
    if len(head) < 2:
        faults.error(f"the data file '{name}' has but one column", line, "part its columns by ';', ',' or a tab")
        return None
    if not rest:
        faults.error(f"the data file '{name}' has a head but no rows", line, "a row holds a label and its numbers")
        return None
    if twice := [cell for place, cell in enumerate(head) if cell in head[:place]]:
        faults.error(f"'{name}' has two columns headed '{twice[0]}'", line, "name each column differently")
        return None
    for number, row in rest:
        if len(row) != len(head):
            faults.error(
                f"'{name}', line {number}, has {len(row)} cells, but its head has {len(head)}",
                line,
                "leave a cell empty where there is no value, and quote one that holds a delimiter",
            )
            return None
    return Sheet(name, head, tuple(rest))


def _parted(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows with their lines, parted by what parts all of them alike (or the head at least)."""
    tried = {each: _rows(text, each) for each in _DELIMITERS}
    alike = [each for each, rows in tried.items() if len({len(row) for _, row in rows}) == 1 and len(rows[0][1]) > 1]
    return tried[alike[0] if alike else max(_DELIMITERS, key=lambda each: len(tried[each][0][1]))]


def _rows(text: str, delimiter: str) -> list[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    return [
        (reader.line_num, tuple(printable(" ".join(cell.split())) for cell in row))
        for row in reader
        if any(cell.strip() for cell in row)
    ]


def _json(text: str, name: str, line: int, faults: Faults) -> Tree | None:
    twice: list[str] = []

    def table(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        twice.extend(key for place, key in enumerate(keys) if key in keys[:place])
        return {printable(key): value for key, value in pairs}

    try:
        data = json.loads(
            text, object_pairs_hook=table, parse_float=str, parse_int=str, parse_constant=str
        )  # every number as written, as in a fence
    except json.JSONDecodeError as fault:
        said = fault.msg[:1].lower() + fault.msg[1:]
        faults.error(f"'{name}', line {fault.lineno}, is not valid JSON: {said}", line)
        return None
    except RecursionError:
        faults.error(f"the data file '{name}' is nested too deeply", line)
        return None
    if twice:
        faults.error(f"'{twice[0]}' stands twice in '{name}'", line, "leave one of them out")
        return None
    return Tree(name, data)


def _yaml(text: str, name: str, line: int, faults: Faults) -> Tree | None:
    within = Faults(name)
    tree = yaml.parse(text, 1, "file", within)
    for each in within.errors:
        faults.error(f"'{name}', line {each.line or 1}: {each.message}", line, each.hint)
    return Tree(name, tree.data) if tree else None


def plain(value: Any) -> Any:
    """Return what JSON says in the terms of YAML: every value a text, nothing an empty one."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def note_thousands(sheet: Sheet, places: Sequence[int], line: int, faults: Faults) -> None:
    """Note columns whose points may stand between thousands, in a file of a language that writes them so.

    A point is a decimal one, as all programs write it; but where each number that has one has three digits behind it
    nobody can know.
    """
    for place in places:
        pointed = [(number, row[place]) for number, row in sheet.rows if re.fullmatch(r"[-+]?\d+\.\d+", row[place])]
        if pointed and all(_THOUSANDS.fullmatch(cell) for _, cell in pointed):
            number, cell = pointed[0]
            plain = cell.rstrip("0").rstrip(".").replace(".", ",")
            faults.warn(
                f"'{sheet.name}', line {number}: '{cell}' is read as {plain}",
                line,
                f"if it is {cell.replace('.', '')}, write it so, without the point",
            )


_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")


def chosen(sheet: Sheet, columns: Sequence[str], line: int, faults: Faults) -> tuple[int, ...] | None:
    """Return which columns are drawn, in their order: those that are named, or all but the labels'."""
    if not columns:
        return tuple(range(1, len(sheet.head)))
    for name in columns:
        if name not in sheet.head:
            hint = did_you_mean(name, sheet.head) or f"it has: {', '.join(sheet.head[1:])}"
            faults.error(f"'{sheet.name}' has no column '{name}'", line, hint)
            return None
    # An author who names the column of labels too says nothing wrong.
    return tuple(place for name in columns if (place := sheet.head.index(name)))
