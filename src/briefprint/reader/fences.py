"""Fences that are not code: ``chart`` and ``figures``, YAML within."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from briefprint.document import Chart, Datum, FiguresPanel, Inlines, KeyFigure
from briefprint.errors import did_you_mean
from briefprint.reader.attributes import is_id
from briefprint.reader.source import Faults
from briefprint.reader.yaml import Tree, parse

Inline = Callable[[str, int], Inlines]
"""Reads a line of Markdown; the second argument is its line in the file."""

_CHART_KEYS = ("kind", "data", "title", "unit", "source", "alt", "id")
_FIGURE_KEYS = ("value", "label", "note")
KINDS = ("bar",)
SMALLEST, LARGEST = 1e-6, 1e12
"""Between these a number can be printed beside its bar."""


def chart(text: str, line: int, inline: Inline, faults: Faults) -> Chart | None:
    """Return the chart a fence describes, or None after noting what is wrong with it."""
    tree = _table(text, line, "chart", _CHART_KEYS, faults)
    if tree is None:
        return None
    before = len(faults.errors)
    said = tree.data
    for key in ("kind", "title", "unit", "source", "alt", "id"):
        if not isinstance(said.get(key, ""), str):
            faults.error(f"the chart's '{key}' is not text", tree.line((key,)))
    kind = said.get("kind", "bar")
    if isinstance(kind, str) and kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"there is: {', '.join(KINDS)}"
        faults.error(f"no chart is of the kind '{kind}'", tree.line(("kind",)), hint)
    name = said.get("id") or None
    if isinstance(name, str) and not is_id(name):
        faults.error(f"'{name}' is no id", tree.line(("id",)), "an id is one word, such as 'fig-spend'")
    data = _data(tree, line, faults)
    if len(faults.errors) > before:
        return None

    def words(key: str) -> Inlines:
        return inline(said.get(key, ""), tree.line((key,)) or line)

    return Chart(
        kind="bar",
        data=data,
        title=words("title"),
        unit=said.get("unit", ""),
        source=words("source"),
        alt=said.get("alt", "").strip(),
        id=name,
        line=line,
    )


def _data(tree: Tree, line: int, faults: Faults) -> tuple[Datum, ...]:
    """Return the chart's data: a table of label and number, or a list of such tables."""
    said, line = tree.data.get("data"), tree.line(("data",)) or line
    rows: list[tuple[Any, Any, int | None]] = []
    if isinstance(said, dict):
        rows = [(label, value, tree.line(("data", label))) for label, value in said.items()]
    elif isinstance(said, list) and all(isinstance(row, dict) for row in said):
        for place, row in enumerate(said):
            pairs = [(row["label"], row["value"])] if row.keys() >= {"label", "value"} else list(row.items())
            rows += [(label, value, tree.line(("data", place))) for label, value in pairs]
    if not rows:
        faults.error("the chart has no data", line, "write 'data:' and under it lines of 'label: number'")
    return tuple(
        Datum(label=str(label), value=number)
        for label, value, where in rows
        if (number := _number(label, value, where, faults)) is not None
    )


def _number(label: object, value: object, line: int | None, faults: Faults) -> float | None:
    try:
        number = float(value) if isinstance(value, str) and "_" not in value else math.nan
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        if number == 0 or SMALLEST <= abs(number) < LARGEST:
            return number
        faults.error(f"the chart's '{label}' has too many digits to print", line, "choose a larger or smaller unit")
        return None
    said = f"'{value}'" if isinstance(value, str) else "a list or a table"
    faults.error(f"the chart's '{label}' is {said}, which is no number", line, "write it plain: 4.7")
    return None


def figures(text: str, line: int, inline: Inline, faults: Faults) -> FiguresPanel | None:
    """Return the panel a fence describes, or None after noting what is wrong with it."""
    tree = parse(text, line + 1, "figures block", faults)
    if tree is None:
        return None
    if not isinstance(tree.data, list) or not tree.data:
        faults.error("the figures are no list", line, "start each with '- value: …'")
        return None
    panel = []
    for place, row in enumerate(tree.data):
        where = tree.line((place,)) or line
        if not isinstance(row, dict) or not all(isinstance(each, str) for each in row.values()):
            faults.error("a figure is a table with 'value' and 'label'", where)
        elif missing := [key for key in ("value", "label") if not row.get(key)]:
            faults.error(f"the figure lacks '{missing[0]}'", where)
        else:
            for key in (each for each in row if each not in _FIGURE_KEYS):
                faults.warn(f"unknown key '{key}' in a figure", where, did_you_mean(key, _FIGURE_KEYS))
            value, label, note = (inline(row.get(key, ""), where) for key in _FIGURE_KEYS)
            panel.append(KeyFigure(value=value, label=label, note=note, line=where))
    return FiguresPanel(figures=tuple(panel), line=line) if panel else None


def _table(text: str, line: int, what: str, keys: tuple[str, ...], faults: Faults) -> Tree | None:
    tree = parse(text, line + 1, what, faults)
    if tree is None:
        return None
    if not isinstance(tree.data, dict):
        faults.error(f"the {what} is no table of keys", line, f"it may hold: {', '.join(keys)}")
        return None
    for key in (each for each in tree.data if each not in keys):
        faults.warn(f"unknown key '{key}' in the {what}", tree.line((key,)), did_you_mean(key, keys))
    return tree
