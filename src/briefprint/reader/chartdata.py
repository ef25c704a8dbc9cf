"""The numbers of a chart: from its fence or from a file, checked, as labels and series.

Written within the fence (or as JSON), a table of ``label: number`` is one series; a table of such tables has a
series for each, named by its key; a list of tables has a row for each, whose ``label`` heads the others. A CSV file
is read as that list is: the first column holds the labels, each of the others is a series.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefprint.document import ChartKind, Series
from briefprint.errors import did_you_mean
from briefprint.language import MINUS, decimal_sign
from briefprint.reader import datafiles
from briefprint.reader.source import Faults
from briefprint.reader.yaml import Tree

SMALLEST, LARGEST = 1e-6, 1e12
"""Between these a number can be printed beside its bar."""
MISSING = ("", "-", "–", "—", "..", "...", "…", "n/a", "N/A", "null")
"""How authors and statistical offices write that there is no value."""
_FORM = "write 'data:' and under it lines of 'label: number'"
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+|[-+]?\d{1,3}(?:\.\d{3}){2,}")
_POINTED = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+")
_COMMA = re.compile(r"-?\d+,\d+")
_GROUPED = re.compile(r"-?\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?")  # ISO 80000-1, 7.3.1


@dataclass(frozen=True, slots=True)
class Grid:
    labels: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A value as it was written, and where."""

    series: str
    label: str
    value: Any
    line: int | None
    place: str = ""  # within a file
    commas: bool = False  # whether a comma may be a decimal's

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.series, self.label) if part)


def read(tree: Tree, line: int, brief: Path, lang: str, faults: Faults) -> Grid | None:
    """Return the numbers of a chart, or None after noting what is wrong with them."""
    before = len(faults.errors)
    said, where = tree.data.get("data"), tree.line(("data",)) or line
    columns = _names(tree, "columns", faults)
    if isinstance(said, str) and said.strip():
        values = list(_from_file(said.strip(), columns, tree, where, brief, lang, faults))
    else:
        if columns:
            faults.warn("'columns' is for data in a file", tree.line(("columns",)), "leave it out")
        values = list(_inline(said, tree))
    if not values and len(faults.errors) == before:
        faults.error("the chart has no data", where, _FORM)
    grid = _grid(values, where, faults) if len(faults.errors) == before else None
    return grid if len(faults.errors) == before else None


def highlighted(tree: Tree, grid: Grid, kind: ChartKind, faults: Faults) -> tuple[str, ...]:
    """Return what the author sets off: names of series or, where each label has a place of its own, of labels."""
    names = _names(tree, "highlight", faults)
    known = [each.name for each in grid.series if each.name] + (list(grid.labels) if kind != "line" else [])
    for name in names:
        if name not in known:
            what = "series" if kind == "line" else "label or series"
            hint = did_you_mean(name, known) or (f"there is: {', '.join(known[:12])}" if known else None)
            faults.error(f"the chart has no {what} '{name}' to highlight", tree.line(("highlight",)), hint)
    return names


def _names(tree: Tree, key: str, faults: Faults) -> tuple[str, ...]:
    said = tree.data.get(key) or []
    names = [said] if isinstance(said, str) else said
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        faults.error(f"the chart's '{key}' is no list of names", tree.line((key,)), f"write '{key}: [one, another]'")
        return ()
    return tuple(dict.fromkeys(each.strip() for each in names))


# --- forms --------------------------------------------------------------------------------------------


def _inline(said: object, tree: Tree, place: str = "") -> Iterator[_Said]:
    """Yield the values of a fence, or of a JSON file that is written as one."""

    def line(*path: str | int) -> int | None:
        return tree.line(("data",)) if place else tree.line(("data", *path))

    if isinstance(said, dict):
        for key, value in said.items():
            if isinstance(value, dict):
                yield from (
                    _Said(str(key), str(label), each, line(key, label), place) for label, each in value.items()
                )
            else:
                yield _Said("", str(key), value, line(key), place)
    elif isinstance(said, list) and all(isinstance(row, dict) for row in said):
        for number, row in enumerate(said):
            head = "label" if "label" in row else next(iter(row), "") if _records(said) else None
            if head is None:
                yield from (_Said("", str(label), value, line(number), place) for label, value in row.items())
                continue
            label = row[head] if isinstance(row[head], str) else ""
            for series, value in row.items():
                if series != head:
                    name = "" if series == "value" and len(row) == 2 else str(series)
                    yield _Said(name, label, value, line(number), place)


def _records(rows: Sequence[dict[str, Any]]) -> bool:
    """Whether rows are records of one form, so that the first key of each heads its label."""
    return len(rows) > 1 and len(rows[0]) > 1 and all(list(row) == list(rows[0]) for row in rows)


def _from_file(
    target: str, columns: Sequence[str], tree: Tree, line: int, brief: Path, lang: str, faults: Faults
) -> Iterator[_Said]:
    if not target.lower().endswith(datafiles.SUFFIXES):
        spreadsheet = target.lower().endswith((".xlsx", ".xls", ".ods"))
        hint = "save its sheet as 'CSV UTF-8'" if spreadsheet else f"name a file (.csv, .json, .yaml), or {_FORM}"
        faults.error(f"the chart's data is '{target[:60]}', which is neither numbers nor a CSV file", line, hint)
        return
    held = datafiles.read(target, line, brief, faults)
    if isinstance(held, datafiles.Sheet):
        line = tree.line(("columns",)) or line if columns else line
        places = datafiles.chosen(held, columns, line, faults)
        if places is None:
            return
        commas = decimal_sign(lang) == ","
        line = tree.line(("data",)) or line
        if commas:
            datafiles.note_thousands(held, places, line, faults)
        for number, row in held.rows:
            for place in places:
                series = held.head[place] if len(places) > 1 or columns else ""
                yield _Said(series, row[0], row[place], line, f"'{held.name}', line {number}", commas)
    elif held is not None:
        if not isinstance(held.data, dict | list):
            faults.error(f"'{held.name}' is no table of numbers", line, 'write {"label": number}')
            return
        values = list(_inline(datafiles.plain(held.data), tree, f"'{held.name}'"))
        known = list(dict.fromkeys(each.series for each in values))
        for name in columns:
            if name not in known:
                hint = did_you_mean(name, known) or f"it has: {', '.join(filter(None, known)) or 'one series'}"
                faults.error(f"'{held.name}' has no series '{name}'", tree.line(("columns",)), hint)
                return
        for series in columns or known:
            yield from (each for each in values if each.series == series)


# --- numbers ------------------------------------------------------------------------------------------


def _grid(said: Sequence[_Said], line: int, faults: Faults) -> Grid | None:
    """Return the values as a grid without a hole that its author does not know of."""
    labels = tuple(dict.fromkeys(each.label for each in said))
    names = tuple(dict.fromkeys(each.series for each in said))
    found: dict[tuple[str, str], float | None] = {}
    refused: set[str] = set()  # columns of a file that are no numbers: one message for each
    before = len(faults.errors)
    for each in said:
        if each.series in refused:
            continue
        if not each.label:
            faults.error("a value of the chart has no label", each.line, each.place or "write 'label: number'")
        elif (each.series, each.label) in found:
            place = f" ({each.place})" if each.place else ""
            faults.error(f"the chart's '{each.name}' stands twice{place}", each.line, "leave one of them out")
        else:
            known = len(faults.errors)
            found[each.series, each.label] = _number(each, faults)
            if each.place and len(faults.errors) > known:
                refused.add(each.series)
    if len(faults.errors) > before:
        return None
    if "" in names and len(names) > 1:
        loose = next(each for each in said if not each.series)
        faults.error(
            f"the chart's '{loose.label}' belongs to no series, but others do",
            loose.line,
            "nest all numbers under the names of their series, or none",
        )
        return None
    for name in names:
        if lacking := [label for label in labels if (name, label) not in found]:
            where = next((each.line for each in said if each.series == name), line)
            hint = f"write '{lacking[0]}: ~' where there is none"
            faults.error(f"the chart's '{name}' has no value for '{lacking[0]}'", where, hint)
        elif all(found[name, label] is None for label in labels):
            thing = f"series '{name}'" if name else "chart"
            faults.error(f"the {thing} has no numbers", line, _FORM)
    if len(faults.errors) > before:
        return None
    return Grid(
        labels, tuple(Series(name=name, values=tuple(found[name, each] for each in labels)) for name in names)
    )


def _number(said: _Said, faults: Faults) -> float | None:
    where = f" ({said.place})" if said.place else ""
    text = said.value.strip().replace(MINUS, "-") if isinstance(said.value, str) else None
    if text is not None and text in MISSING:
        return None
    try:
        number = float(_written(text, said)) if text is not None and "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        if number == 0 or SMALLEST <= abs(number) < LARGEST:
            return number
        hint = "choose a larger or smaller unit"
        faults.error(f"the chart's '{said.name}'{where} has too many digits to print", said.line, hint)
        return None
    shown = f"'{said.value}'" if isinstance(said.value, str) else "a list or a table"
    comma = text is not None and _COMMA.fullmatch(text)
    hint = f"write it with a point: {text.replace(',', '.')}" if text and comma else "write it plain: 4.7"
    if text and _THOUSANDS.fullmatch(text):
        hint = f"write it plain: {re.sub('[.,]', '', text)}"
    elif text and said.commas and _POINTED.fullmatch(text):
        hint = f"write it plain: {text.replace('.', '')}"
    if text is not None and text.rstrip("% ") != text:
        hint = "leave the unit to 'unit'"
    if said.place and said.series and not comma and not re.search(r"\d", text or ""):
        hint = "name the columns that hold numbers: 'columns: [one, another]'"
    faults.error(f"the chart's '{said.name}'{where} is {shown}, which is no number", said.line, hint)
    return None


def _written(text: str, said: _Said) -> str:
    """Return a number as a spreadsheet writes it in the form that all programs read."""
    if said.place and _GROUPED.fullmatch(text):
        text = re.sub(r"[ \u00a0]", "", text)
    return text.replace(",", ".") if said.commas and _COMMA.fullmatch(text) else text


# --- what a kind can show -----------------------------------------------------------------------------

_SERIES = {"bar": 4, "line": 6, "dot": 4, "stacked": 5, "share": 6}
_LABELS = {"bar": 30, "line": 400, "dot": 30, "stacked": 20, "share": 12}
"""More than this is hard to read."""
MOST_SERIES, MOST_ROWS, MOST_POINTS = 12, 60, 5000
"""More than this finds no room on a page."""
_SUM, _TOLERANCE, _MEANT = 100.0, 1.0, 10.0  # rounding may make the parts add up to 99 or 101


def check(grid: Grid, kind: ChartKind, unit: str, line: int, faults: Faults) -> None:
    """Note what a kind of chart cannot show, or not well."""
    one_bar = kind in ("stacked", "share") and len(grid.series) == 1
    series, labels = (len(grid.labels), 1) if one_bar else (len(grid.series), len(grid.labels))
    most = MOST_POINTS if kind == "line" else MOST_ROWS
    rows = labels * series if kind == "bar" else labels
    what, row = ("parts", "bars") if kind in ("stacked", "share") else ("series", "labels")
    if series > MOST_SERIES:
        faults.error(f"the chart has {series} {what}, more than {MOST_SERIES}", line, "gather the small ones")
    elif series > _SERIES[kind]:
        faults.warn(f"the chart has {series} {what}: more than {_SERIES[kind]} are hard to tell apart", line)
    if rows > most:
        faults.error(f"the chart has {rows} {row}, more than {most}: they find no room on a page", line, "draw fewer")
    elif labels > _LABELS[kind]:
        faults.warn(f"the chart has {labels} {row}: more than {_LABELS[kind]} are hard to read", line)
    if kind == "line" and labels < 2:
        faults.error("a line needs two points at least", line, "draw it as 'kind: bar'")
    if kind == "share":
        _shares(grid, unit, line, faults)


def _shares(grid: Grid, unit: str, line: int, faults: Faults) -> None:
    one = len(grid.series) == 1
    bars = [("", grid.series[0].values)] if one else [
        (label, tuple(each.values[place] for each in grid.series)) for place, label in enumerate(grid.labels)
    ]  # fmt: skip
    for label, values in bars:
        parts = [value for value in values if value is not None]
        whose = f"'{label}'" if label else "the chart"
        total = sum(parts)
        if any(value < 0 for value in parts):
            faults.error(f"a part of {whose} is less than nothing", line, "draw it as 'kind: bar' or 'stacked'")
        elif not total:
            faults.error(f"the parts of {whose} add up to nothing", line, "leave it out")
        elif _unsound(total, unit):
            shown = f"{round(total, 6):g}"
            faults.warn(f"the parts of {whose} add up to {shown}, not 100", line, "name the rest, such as 'Other'")


def _unsound(total: float, unit: str) -> bool:
    """Whether parts that are per cent, or look it, are not a whole."""
    off = abs(total - _SUM)
    return off > _TOLERANCE and (unit.strip().startswith("%") or (not unit.strip() and off <= _MEANT))
