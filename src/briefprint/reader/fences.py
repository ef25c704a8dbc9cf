"""Fences that are not code: ``chart`` and ``figures``, YAML within."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

from briefprint.document import Chart, ChartKind, FiguresPanel, Inlines, KeyFigure
from briefprint.errors import did_you_mean
from briefprint.reader import chartdata
from briefprint.reader.attributes import is_id
from briefprint.reader.source import Faults
from briefprint.reader.values import Values
from briefprint.reader.yaml import Tree, parse

Inline = Callable[[str, int], Inlines]
"""Reads a line of Markdown; the second argument is its line in the file."""

_CHART_KEYS = ("kind", "title", "unit", "data", "columns", "highlight", "source", "alt", "table", "id")
_FIGURE_KEYS = ("value", "label", "note")
_SWITCH = {"true": True, "false": False}
KINDS: tuple[ChartKind, ...] = get_args(ChartKind)
_OTHERWISE = {
    **dict.fromkeys(("column", "columns", "hbar", "histogram"), "'bar' draws them, lying"),
    **dict.fromkeys(("pie", "donut", "doughnut", "treemap", "waffle"), "'share' shows the parts of a whole"),
    **dict.fromkeys(("area", "stack"), "'stacked' or 'line' shows it"),
    **dict.fromkeys(("scatter", "dumbbell", "lollipop", "slope"), "'dot' sets dots on a line"),
}
"""What may be asked for and has another name, or another form."""


def chart(text: str, line: int, inline: Inline, faults: Faults, values: Values) -> Chart | None:
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
        hint = did_you_mean(kind, KINDS) or _OTHERWISE.get(kind.lower()) or f"there are: {', '.join(KINDS)}"
        faults.error(f"no chart is of the kind '{kind}'", tree.line(("kind",)), hint)
    name = said.get("id") or None
    if isinstance(name, str) and not is_id(name):
        faults.error(f"'{name}' is no id", tree.line(("id",)), "an id is one word, such as 'fig-spend'")
    if said.get("table", "false") not in _SWITCH:
        faults.error("the chart's 'table' is neither true nor false", tree.line(("table",)))
    said["data"] = values.in_chart(said.get("data"), tree)
    if len(faults.errors) > before:
        return None
    grid = chartdata.read(tree, line, Path(faults.path), values.lang, faults)
    if len(faults.errors) > before or grid is None:
        return None
    highlight = chartdata.highlighted(tree, grid, kind, faults)
    chartdata.check(grid, kind, said.get("unit", ""), tree.line(("data",)) or line, faults)
    if len(faults.errors) > before:
        return None

    def words(key: str) -> Inlines:
        return inline(said.get(key, ""), tree.line((key,)) or line)

    def label(key: str) -> str:
        return values.fill(said.get(key, "").strip(), tree.line((key,)) or line)

    return Chart(
        kind=kind,
        labels=grid.labels,
        series=grid.series,
        title=words("title"),
        unit=label("unit"),
        highlight=highlight,
        source=words("source"),
        alt=label("alt"),
        table=_SWITCH[said.get("table", "false")],
        id=name,
        line=line,
    )


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
