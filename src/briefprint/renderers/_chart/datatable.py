"""The numbers of a chart as a table, for who reads cells rather than lines and bars (WCAG 2.2, 1.1.1)."""

from __future__ import annotations

from briefprint.document import Alignment, Block, Blocks, Cell, Chart, Table, Text
from briefprint.renderers._chart import lines, words
from briefprint.style import HouseStyle


def with_tables(blocks: Blocks, style: HouseStyle, lang: str) -> Blocks:
    """Return blocks with a table under each chart that is to have one."""
    if not any(isinstance(block, Chart) and block.table for block in blocks):
        return blocks
    made: list[Block] = []
    for block in blocks:
        made.append(block)
        if isinstance(block, Chart) and block.table:
            made.append(table(block, style, lang))
    return tuple(made)


def table(chart: Chart, style: HouseStyle, lang: str) -> Table:
    """Return a row for each label and a column for each series; a unit that is short stands in the heads."""
    named = [series.name or style.words(lang)["value"] for series in chart.series]
    unit = f" ({chart.unit.strip()})" if words.unit_shown(chart) else ""
    rows = []
    for place, label in enumerate(chart.labels):
        values = (series.values[place] for series in chart.series)
        shown = (words.NONE if each is None else words.number_text(chart, each, lang) for each in values)
        rows.append((_cell(lines.label_text(label, lang) if chart.kind == "line" else label), *map(_cell, shown)))
    right: Alignment = "right"
    return Table(
        alignments=("left", *((right,) * len(named))),
        head=(_cell(""), *(_cell(f"{name}{unit}") for name in named)),
        rows=tuple(rows),
        line=chart.line,
    )


def _cell(text: str) -> Cell:
    return Cell(children=(Text(text=text),) if text else ())
