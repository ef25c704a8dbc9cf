"""Charts as drawings: bars on the style's tokens, each named at its left and valued at its end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from babel.localedata import exists
from babel.numbers import format_decimal
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics

from briefprint.document import Chart, plain_text
from briefprint.language import NO_BREAK, primary
from briefprint.renderers._drawing import register_font, text_measure
from briefprint.style import HouseStyle, TextRole

LABEL_SHARE = 0.42  # of the measure, at most, for the labels beside the bars
BAR_SHARE = 0.25  # of the measure, at least, for the bars: else the labels stand above them
SHORT_UNIT = 3  # letters that a unit may have to stand after each value
MOST_DECIMALS = 6
MINUS = "\u2212"


def unit_shown(chart: Chart) -> bool:
    """Whether each value shows the unit; when not, the caption must state it."""
    return 0 < len(chart.unit.strip()) <= SHORT_UNIT


def value_text(chart: Chart, value: float, lang: str) -> str:
    """Return a value as its language writes it, with as many decimals as the chart's most exact value."""
    decimals = max((_decimals(datum.value) for datum in chart.data), default=0)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = str(format_decimal(Decimal(repr(value)), pattern, locale=_locale(lang))).replace("-", MINUS)
    if not unit_shown(chart):
        return text
    unit = chart.unit.strip()
    return text + ("" if unit == "%" and not _spaced_percent(lang) else NO_BREAK) + unit


def summary(chart: Chart, lang: str) -> str:
    """Return the chart in words: what the author wrote of it, or else its title and its data."""
    if chart.alt:
        return chart.alt
    unit = "" if unit_shown(chart) or not chart.unit else f" ({chart.unit})"
    data = "; ".join(f"{datum.label}: {value_text(chart, datum.value, lang)}" for datum in chart.data)
    title = plain_text(chart.title).rstrip(".")
    return f"{title}{unit}. {data}." if title else f"{data}{unit}."


def drawing(chart: Chart, style: HouseStyle, measure_pt: float, lang: str) -> Drawing:
    """Return the bars with their labels and values; title and source are the caller's to set."""
    plan = _plan(chart, style, measure_pt, lang)
    look, role = style.figure, style.text.chart_label
    result = Drawing(measure_pt, plan.depth_pt)
    top = plan.depth_pt
    for row in plan.rows:
        if plan.stacked:
            _labels(result, row.label, 0, top, role)
            top -= len(row.label) * role.leading_pt
            middle = top - plan.bar_depth_pt / 2
            axis_top, top = top, top - plan.bar_depth_pt - look.bar_gap_pt
            foot = axis_top - plan.bar_depth_pt
        else:
            depth = max(plan.bar_depth_pt, len(row.label) * role.leading_pt)
            middle = top - depth / 2
            _labels(result, row.label, 0, middle + len(row.label) * role.leading_pt / 2, role)
            axis_top, top = top, top - depth - look.bar_gap_pt
            foot = max(top, 0.0)
        axis = Line(plan.axis_pt, foot, plan.axis_pt, axis_top)
        axis.strokeColor, axis.strokeWidth = HexColor(look.axis_color), style.table.row_rule_pt
        result.add(axis)
        length = abs(row.value) * plan.scale
        minus = row.value < 0
        colour = HexColor(look.bar_2_color if minus and plan.mixed else look.bar_color)
        if length:
            left = plan.axis_pt - (length if minus else 0)
            bar = Rect(left, middle - plan.bar_depth_pt / 2, length, plan.bar_depth_pt)
            bar.fillColor, bar.strokeColor = colour, None
            result.add(bar)
        end = plan.axis_pt + (-length - plan.gap_pt if minus else length + plan.gap_pt)
        result.add(_string(row.text, end, middle + _baseline(role), role, "end" if minus else "start"))
    return result


@dataclass(frozen=True, slots=True)
class _Row:
    label: tuple[str, ...]  # its lines
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class _Plan:
    rows: tuple[_Row, ...]
    stacked: bool  # labels above the bars
    mixed: bool  # values on both sides of zero
    axis_pt: float
    scale: float  # points for one of the unit
    gap_pt: float
    bar_depth_pt: float
    depth_pt: float


def _plan(chart: Chart, style: HouseStyle, measure_pt: float, lang: str) -> _Plan:
    look, role = style.figure, style.text.chart_label
    gap = role.size_pt / 2  # an en, between what stands side by side
    texts = [value_text(chart, datum.value, lang) for datum in chart.data]
    labels = [datum.label.upper() if role.case == "upper" else datum.label for datum in chart.data]
    values = [datum.value for datum in chart.data]
    room = {True: 0.0, False: 0.0}  # for the values at either side, the negative ones first
    for text, value in zip(texts, values, strict=True):
        room[value < 0] = max(room[value < 0], _measure(text, role) + gap)
    column = min(max((_measure(label, role) for label in labels), default=0.0), measure_pt * LABEL_SHARE)
    bars = measure_pt - column - 2 * gap - sum(room.values())
    stacked = bars < measure_pt * BAR_SHARE
    if stacked:
        column, bars = measure_pt, measure_pt - sum(room.values())
    rows = tuple(
        _Row(_wrapped(label, column, role), value, text)
        for label, value, text in zip(labels, values, texts, strict=True)
    )
    longest, lowest = max((0.0, *values)), min((0.0, *values))
    scale = max(bars, 0.0) / (longest - lowest) if longest > lowest else 0.0
    start = 0.0 if stacked else column + 2 * gap
    depths = [
        len(row.label) * role.leading_pt + look.bar_depth_pt
        if stacked
        else max(look.bar_depth_pt, len(row.label) * role.leading_pt)
        for row in rows
    ]
    return _Plan(
        rows=rows,
        stacked=stacked,
        mixed=lowest < 0 < longest,
        axis_pt=start + room[True] - lowest * scale,
        scale=scale,
        gap_pt=gap,
        bar_depth_pt=look.bar_depth_pt,
        depth_pt=sum(depths) + look.bar_gap_pt * max(0, len(rows) - 1),
    )


def _wrapped(text: str, measure_pt: float, role: TextRole) -> tuple[str, ...]:
    """Return the lines of a label; a word longer than the measure is broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and _measure(f"{lines[-1]} {word}", role) <= measure_pt:
            lines[-1] += f" {word}"
            continue
        lines.append(word)
        while _measure(lines[-1], role) > measure_pt and len(lines[-1]) > 1:
            letters = lines.pop()
            cut = len(letters) - 1
            while cut > 1 and _measure(letters[:cut], role) > measure_pt:
                cut -= 1
            lines += [letters[:cut], letters[cut:]]
    return tuple(lines) or ("",)


def _labels(result: Drawing, lines: tuple[str, ...], x: float, top: float, role: TextRole) -> None:
    for number, line in enumerate(lines):
        middle = top - (number + 0.5) * role.leading_pt
        result.add(_string(line, x, middle + _baseline(role), role, "start"))


def _baseline(role: TextRole) -> float:
    """Return how far the baseline is from the middle of a line: the font's own middle is set on it."""
    ascent, descent = pdfmetrics.getAscentDescent(register_font(role.font()), role.size_pt)
    return -float(ascent + descent) / 2


def _string(text: str, x: float, y: float, role: TextRole, anchor: str) -> String:
    font = {"fontName": register_font(role.font()), "fontSize": role.size_pt}
    return String(x, y, text, fillColor=HexColor(role.color), textAnchor=anchor, **font)


def _measure(text: str, role: TextRole) -> float:
    return text_measure(text, role.font(), role.size_pt)


def _decimals(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return min(MOST_DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0


def _spaced_percent(lang: str) -> bool:
    """Whether a space stands before the per cent sign (CLDR percent pattern)."""
    from babel.core import Locale

    pattern = str(Locale.parse(_locale(lang)).percent_formats[None].pattern)
    return not pattern.endswith("0%")


def _locale(lang: str) -> str:
    """Return the locale that babel has for a language; English stands in, as it does for the labels."""
    named = lang.replace("-", "_")
    return named if exists(named) else primary(lang) if exists(primary(lang)) else "en_GB"
