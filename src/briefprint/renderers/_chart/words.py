"""A chart in words: its numbers as their language writes them, and all of it for who cannot see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefprint.document import Chart, Series, plain_text
from briefprint.language import MINUS, NO_BREAK, currency_first, format_number, spaces_percent

SHORT_UNIT = 3  # letters that a unit may have to stand beside a number
MOST_DECIMALS = 6
LISTED = 60  # values that an alternative text lists; of more it has the first, the last and the bounds
NONE = "–"  # where there is no value
_CURRENCY = re.compile(r"([$€£¥])(.*)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def unit_shown(chart: Chart) -> bool:
    """Whether the unit stands beside a number in the drawing; when not, the caption must state it."""
    return 0 < len(chart.unit.strip()) <= SHORT_UNIT


def decimals(chart: Chart) -> int:
    """Return as many decimals as the chart's most exact value has."""
    return max((_decimals(value) for value in values(chart)), default=0)


def values(chart: Chart) -> Iterator[float]:
    """Yield the values there are, series by series."""
    yield from (value for series in chart.series for value in series.values if value is not None)


def number_text(chart: Chart, value: float, lang: str) -> str:
    """Return a value as its language writes it, without the unit."""
    return format_number(value, decimals(chart), lang)


def value_text(chart: Chart, value: float, lang: str) -> str:
    """Return a value with its unit, when the unit is short."""
    return with_unit(chart, number_text(chart, value, lang), lang)


def with_unit(chart: Chart, number: str, lang: str) -> str:
    """Return a number with the chart's unit, when it is short: '4.7%', '4,7 zł', '$2bn'."""
    unit = chart.unit.strip()
    if not unit_shown(chart):
        return number
    if (money := _CURRENCY.fullmatch(unit)) and currency_first(lang):
        minus = MINUS if number.startswith(MINUS) else ""
        return f"{minus}{money[1]}{number.removeprefix(MINUS)}{money[2]}"
    return number + ("" if unit == "%" and not spaces_percent(lang) else NO_BREAK) + unit


def scale_text(chart: Chart, value: float, places: int, lang: str, last: bool) -> str:
    """Return a round value of a scale; the last one says the unit."""
    number = format_number(value + 0.0, places, lang)
    return with_unit(chart, number, lang) if last else number


def change_text(chart: Chart, before: float, after: float, lang: str) -> str:
    """Return by how much a value has changed, with its sign."""
    places = decimals(chart)
    change = round(after - before, places)
    return ("+" if change > 0 else "") + format_number(change + 0.0, places, lang)


def summary(chart: Chart, lang: str) -> str:
    """Return the chart in words: what the author wrote of it or else its title, and its data.

    The data is here because PDF/A-2 takes no attached table (ISO 19005-2, 6.8) and a drawing has no cells that a
    screen reader could walk. What the author says already is not said again, nor what a table says under the chart.
    """
    if chart.alt and (chart.table or _says(chart.alt, chart, lang)):
        return chart.alt
    if chart.table and chart.title:
        return plain_text(chart.title)
    data = _data(chart, lang)
    unit = "" if unit_shown(chart) or not chart.unit else f" ({chart.unit})"
    title = chart.alt.rstrip(".") or plain_text(chart.title).rstrip(".")
    return f"{title}{unit}. {data}." if title else f"{data}{unit}."


def _data(chart: Chart, lang: str) -> str:
    short = len(chart.labels) * len(chart.series) > LISTED
    told = _bounds if short else _listed
    if len(chart.series) == 1:
        return told(chart, chart.series[0], lang)
    return ". ".join(f"{series.name}: {told(chart, series, lang)}" for series in chart.series)


def _listed(chart: Chart, series: Series, lang: str) -> str:
    pairs = zip(chart.labels, series.values, strict=True)
    return "; ".join(
        f"{label}: {NONE if value is None else value_text(chart, value, lang)}" for label, value in pairs
    )


def _bounds(chart: Chart, series: Series, lang: str) -> str:
    """Return the first and the last of a long series, the lowest and the highest."""
    known = [(label, value) for label, value in zip(chart.labels, series.values, strict=True) if value is not None]
    (first, one), (last, other) = known[0], known[-1]
    at_least, at_most = min(known, key=lambda each: each[1]), max(known, key=lambda each: each[1])
    ends = f"{first}: {value_text(chart, one, lang)} … {last}: {value_text(chart, other, lang)}"
    bounds = (f"{name} {value_text(chart, each, lang)} ({label})" for name, (label, each) in
              (("min", at_least), ("max", at_most)))  # fmt: skip
    return "; ".join((ends, *bounds))


def _says(words: str, chart: Chart, lang: str) -> bool:
    """Whether the author's words have every number of the chart, as the language writes it or plain."""
    said = set(_NUMBER.findall(words))
    return all(
        said & {f"{abs(value):g}", format_number(abs(value), decimals(chart), lang),
                format_number(abs(value), _decimals(value), lang)}
        for value in values(chart)
    )  # fmt: skip


def _decimals(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return min(MOST_DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0
