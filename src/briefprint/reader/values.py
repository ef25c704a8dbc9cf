"""Live numbers: the data a brief names, and the values that ``{{name.key | format}}`` takes from it.

A path leads to a value and nothing is reckoned: no expressions, no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefprint.errors import did_you_mean
from briefprint.language import decimal_sign, printable
from briefprint.reader import datafiles, formats
from briefprint.reader.formats import Format, FormatError
from briefprint.reader.source import Faults
from briefprint.reader.yaml import Tree

VALUE = re.compile(r"\{\{([ \t\n]*[\w\"“][^{}]{0,400})\}\}")
"""Braces that may be a value's: others' begin with a sign (``{{< shortcode >}}``, ``{{% tag %}}``)."""
OPENING = re.compile(r"\{\{[ \t]*(\w[\w-]*)")
_PART = r'"[^"]*"|“[^”]*”|[^\s."“”|]+'
_SAID = re.compile(rf"\s*((?:{_PART})(?:\.(?:{_PART}))*)\s*((?:\|[^|]*)*)", re.DOTALL)
_IN_TEXT = re.compile(rf"\\\{{\{{|{VALUE.pattern}")
_FILE = re.compile(r"[^\n]*(?:/[^\n]*|\.[A-Za-z]\w{0,4})")
_LISTED = 12


@dataclass(frozen=True, slots=True)
class _Held:
    """What one name stands for."""

    data: Any  # tables, lists and texts; None where it could not be read, which is said already
    file: str = ""
    sheet: bool = False
    commas: bool = False  # whether a comma may be a decimal's
    twice: frozenset[str] = frozenset()  # labels that head two rows


@dataclass(frozen=True, slots=True)
class _Found:
    """What a path leads to."""

    path: str
    data: Any
    held: _Held


@dataclass(slots=True)
class Values:
    """The data of one brief, by name."""

    lang: str
    faults: Faults
    held: dict[str, _Held] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.held)

    def text(self, said: str, line: int) -> str | None:
        """Return the value that stands between two braces, as it is set; None after noting why there is none."""
        parsed = self._parsed(said, line)
        if parsed is None:
            return None
        path, segments = parsed
        try:
            asked = formats.read(segments)
        except FormatError as fault:
            self.faults.error(f"'{{{{{_shown(said)}}}}}': {fault}", line, fault.hint)
            return None
        found = self._leaf(self._find(path, line), line)
        return None if found is None else self._set(found, asked, line)

    def fill(self, text: str, line: int) -> str:
        """Return a text that is no Markdown with its values set."""
        if not self or "{{" not in text:
            return text
        return _IN_TEXT.sub(lambda each: (self.text(each[1], line) or "") if each[1] else "{{", text)

    def looks_ours(self, text: str) -> str | None:
        """Return the name of ours that a text with two braces open begins with."""
        found = OPENING.match(text)
        return found[1] if found and self._key(self.held, found[1]) else None

    def in_chart(self, said: Any, tree: Tree, path: tuple[str | int, ...] = ("data",)) -> Any:
        """Return a chart's data with the values that it names, as plain numbers and tables of them.

        A name alone that stands for a file is the file, to be read by a chart's own rules.
        """
        if isinstance(said, dict):
            return {key: self.in_chart(each, tree, (*path, key)) for key, each in said.items()}
        if isinstance(said, list):
            return [self.in_chart(each, tree, (*path, place)) for place, each in enumerate(said)]
        found = VALUE.fullmatch(said.strip()) if isinstance(said, str) else None
        if found is None:
            return said
        line = tree.line(path) or 1
        parsed = self._parsed(found[1], line)
        if parsed is None:
            return ""
        parts, segments = parsed
        if segments:
            hint = "leave the format out; the chart's 'unit' says what is drawn"
            self.faults.error(f"'{{{{{_shown(found[1])}}}}}': a chart draws the number itself", line, hint)
            return ""
        if not self:
            self._unnamed(parts[0], line)
            return ""
        held = self._find(parts, line)
        if held is None or held.data is None:
            return ""
        if len(parts) == 1 and held.held.file and path == ("data",):
            return held.held.file
        data = _single(held)
        if held.held.sheet and len(parts) == 1:
            data = _by_column(data)
        return _plain(data, held.held.commas)

    def _parsed(self, said: str, line: int) -> tuple[list[str], list[str]] | None:
        found = _SAID.fullmatch(said.replace("\\|", "|"))
        if found is None:
            hint = "write {{name.key}} or {{name.key | format}}, and '\\{{' where the braces are meant themselves"
            self.faults.error(f"'{{{{{_shown(said)}}}}}' is no path to a value", line, hint)
            return None
        parts = [each.strip('"“”') for each in re.findall(_PART, found[1])]
        return parts, found[2].split("|")[1:]

    def _find(self, parts: Sequence[str], line: int) -> _Found | None:
        """Return what a path leads to, or None after noting where it ends."""
        name = self._key(self.held, parts[0])
        if name is None:
            self._unnamed(parts[0], line)
            return None
        held = self.held[name]
        path, data = name, held.data
        for part in parts[1:]:
            if data is None:
                return None
            key: str | int | None
            if isinstance(data, dict):
                key = self._key(data, part)
            else:
                key = int(part) - 1 if isinstance(data, list) and re.fullmatch(r"[1-9]\d{0,5}", part) else None
                key = key if key is not None and key < len(data) else None
            if key is None:
                self._lacking(path, part, data, line)
                return None
            if path == name and key in held.twice:
                message = f"'{key}' heads two rows of '{held.file}'"
                self.faults.error(message, line, "name each row differently")
                return None
            data, path = data[key], f"{path}.{_quoted(key if isinstance(key, str) else part)}"
        return _Found(path, data, held)

    def _leaf(self, found: _Found | None, line: int) -> _Found | None:
        if found is None or found.data is None:
            return None
        data = _single(found)
        if isinstance(data, dict | list):
            what = "a table" if isinstance(data, dict) else "a list"
            self.faults.error(f"'{found.path}' is {what}, not a value", line, _has(data))
            return None
        if not data.strip():
            self.faults.error(f"'{found.path}' is empty", line, "give it a value in the data")
            return None
        return _Found(found.path, data, found.held)

    def _set(self, found: _Found, asked: Format, line: int) -> str | None:
        value = formats.number(found.data, found.held.commas)
        try:
            if asked.kind == "date":
                return formats.day(found.data, asked, self.lang)
            if value is not None:
                return formats.amount(value, asked, self.lang)
        except FormatError as fault:
            message = f"'{found.path}' is '{_shown(found.data)}', which {fault}"
            self.faults.error(message, line, fault.hint)
            return None
        text = " ".join(printable(found.data).split())
        if not asked.numeric:
            return text
        hint = "keep the unit out of the data" if re.match(r"[-+]?\d", text) else "set it without a format"
        self.faults.error(f"'{found.path}' is '{_shown(text)}', which is no number", line, hint)
        return None

    def _key(self, table: Mapping[str, Any], said: str) -> str | None:
        """Return the key that is meant: the one written so, else the only one that reads so."""
        if said in table:
            return said
        alike = [key for key in table if _slug(key) == _slug(said)]
        return alike[0] if len(alike) == 1 else None

    def _unnamed(self, name: str, line: int) -> None:
        hint = f"name its file in the front matter: 'data: {{{name}: {name}.csv}}'"
        if self:
            hint = did_you_mean(name, self.held) or f"there is: {_list(self.held)}; write '\\{{{{' for mere braces"
        self.faults.error(f"no data is named '{name}'", line, hint)

    def _lacking(self, path: str, part: str, data: Any, line: int) -> None:
        if isinstance(data, dict):
            alike = [key for key in data if _slug(key) == _slug(part)]
            hint = f"write one of them as it stands: {_list(alike)}" if alike else did_you_mean(part, data)
            self.faults.error(f"'{path}' has no '{part}'", line, hint or _has(data))
        elif isinstance(data, list):
            self.faults.error(f"'{path}' has no item '{part}'", line, _has(data))
        else:
            self.faults.error(f"'{path}' is a value: it has no '{part}'", line)


def load(said: Mapping[str, Any], tree: Tree, brief: Path, lang: str, faults: Faults) -> Values:
    """Return the data that a brief's front matter names, read once, noting what cannot be read."""
    values = Values(lang, faults)
    for name, each in said.items():
        line = tree.line(("data", name)) or 1
        values.held[name] = _file(each.strip(), line, brief, lang, faults) if _is_file(each) else _Held(each)
    return values


def _is_file(said: Any) -> bool:
    if not isinstance(said, str) or formats.number(said) is not None:
        return False
    return not said or _FILE.fullmatch(said.strip()) is not None


def _file(target: str, line: int, brief: Path, lang: str, faults: Faults) -> _Held:
    if not target.lower().endswith(datafiles.SUFFIXES):
        spreadsheet = target.lower().endswith((".xlsx", ".xls", ".ods"))
        hint = "save its sheet as 'CSV UTF-8'" if spreadsheet else "name a .csv, .json or .yaml, or write a table"
        said = f"the data file '{target[:60]}' is no CSV, JSON or YAML" if target else "the data names no file"
        faults.error(said, line, hint)
        return _Held(None, target)
    held = datafiles.read(target, line, brief, faults)
    if held is None:
        return _Held(None, target)
    if isinstance(held, datafiles.Tree):
        return _Held(datafiles.plain(held.data), target)
    commas = decimal_sign(lang) == ","
    if commas:
        datafiles.note_thousands(held, range(1, len(held.head)), line, faults)
    rows: dict[str, dict[str, str]] = {}
    twice: set[str] = set()
    for _, (label, *cells) in held.rows:
        twice |= {label} & rows.keys()
        rows.setdefault(label, dict(zip(held.head[1:], cells, strict=True)))
    return _Held(rows, target, True, commas, frozenset(twice))


def _single(found: _Found) -> Any:
    """Return what is found; of a file that has one column beside its labels, a row is its only cell."""
    data = found.data
    if found.held.sheet and isinstance(data, dict) and len(data) == 1 and data is not found.held.data:
        return next(iter(data.values()))
    return data


def _by_column(rows: dict[str, dict[str, str]]) -> dict[str, Any]:
    columns = {head: {label: row[head] for label, row in rows.items()} for head in next(iter(rows.values()), {})}
    return next(iter(columns.values())) if len(columns) == 1 else columns


def _plain(data: Any, commas: bool) -> Any:
    if isinstance(data, dict):
        return {key: _plain(each, commas) for key, each in data.items()}
    if isinstance(data, list):
        return [_plain(each, commas) for each in data]
    value = formats.number(data, commas)
    return data if value is None else str(value)


def _slug(text: str) -> str:
    """Return a key without what nobody types: capitals, spaces and signs."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-") or text


def _quoted(key: str) -> str:
    return key if re.fullmatch(_PART, key) else f'"{key}"'


def _shown(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= 60 else f"{words[:60]}…"


def _list(keys: Iterable[str]) -> str:
    known = [_quoted(each) for each in keys]
    return ", ".join(known[:_LISTED]) + (" …" if len(known) > _LISTED else "")


def _has(data: Mapping[str, Any] | Sequence[Any]) -> str:
    if isinstance(data, Mapping):
        return f"it has: {_list(data)}" if data else "it is empty"
    return f"its items are counted from 1 to {len(data)}" if data else "it is empty"
