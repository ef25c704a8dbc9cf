"""Drawings: charts within their bounds, SVG read with care, the same bytes each time."""

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor

from briefprint import stylebook
from briefprint.document import Chart, ChartKind, Series, Text
from briefprint.errors import RenderError
from briefprint.renderers import _chart, _drawing
from briefprint.renderers._chart import scale
from briefprint.tokens import contrast

STYLE = stylebook.load("bureau", stylebook.search_path())
ROLE = STYLE.text.chart_label
STYLES = {name: stylebook.load(name, stylebook.search_path()) for name in stylebook.names(stylebook.search_path())}
KINDS: tuple[ChartKind, ...] = get_args(ChartKind)


def chart(
    *data: tuple[str, float | None],
    unit: str = "%",
    kind: ChartKind = "bar",
    highlight: tuple[str, ...] = (),
    **more: tuple[float | None, ...],
) -> Chart:
    """Return a chart of one series; of several, each by its name, where there are ``more``."""
    labels = tuple(label for label, _ in data)
    first = tuple(value for _, value in data)
    named = tuple(Series(name=name, values=values) for name, values in more.items())
    return Chart(
        kind=kind,
        labels=labels,
        series=named or (Series(name="", values=first),),
        title=(Text(text="The finding"),),
        unit=unit,
        highlight=highlight,
    )


def bounds(shape: object) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top."""
    match shape:
        case Rect():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case String():
            font = ROLE.font(strong=shape.fontName == ROLE.font(True).key)
            length = _drawing.text_measure(shape.text, font, ROLE.size_pt)
            left = shape.x - length * {"start": 0, "middle": 0.5, "end": 1}[shape.textAnchor]
            return left, shape.y, left + length, shape.y + ROLE.size_pt / 2
        case Line():
            return min(shape.x1, shape.x2), min(shape.y1, shape.y2), shape.x2, max(shape.y1, shape.y2)
        case Circle():
            return shape.cx - shape.r, shape.cy - shape.r, shape.cx + shape.r, shape.cy + shape.r
        case PolyLine():
            across, down = shape.points[::2], shape.points[1::2]
            return min(across), min(down), max(across), max(down)
    raise AssertionError(shape)


def strings(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def assert_sound(drawing: Drawing, measure: float) -> None:
    """Nothing leaves the drawing, and no words stand on others."""
    boxes = [bounds(shape) for shape in drawing.contents]
    for (left, bottom, right, top), shape in zip(boxes, drawing.contents, strict=True):
        assert left >= -0.01, shape.getProperties()
        assert right <= measure + 0.01, shape.getProperties()
        assert bottom >= -0.01, shape.getProperties()
        assert top <= drawing.height + 0.01, shape.getProperties()
    texts = [box for box, shape in zip(boxes, drawing.contents, strict=True) if isinstance(shape, String)]
    for number, one in enumerate(texts):
        for other in texts[number + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


LABELS = st.text("abcdefg ąęł", min_size=1, max_size=60).filter(str.strip)
NUMBERS = st.floats(-1e6, 1e6).map(lambda value: round(value, 2))


@given(data=st.lists(st.tuples(LABELS, NUMBERS), min_size=1, max_size=15), measure=st.floats(120, 500))
@settings(max_examples=60, deadline=None)
def test_nothing_collides_or_leaves_the_chart(data: list[tuple[str, float]], measure: float) -> None:
    assert_sound(_chart.drawing(chart(*data), STYLE, measure, "pl"), measure)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Return a chart of any kind, as the reader would let it through."""
    kind = draw(st.sampled_from(KINDS))
    words = st.text("abcdeęł", min_size=1, max_size=12)
    years = st.integers(1990, 2040).map(str)
    labels = draw(st.lists(draw(st.sampled_from([words, years])), min_size=2, max_size=9, unique=True))
    names = draw(st.lists(words.map(str.upper), min_size=1, max_size=6, unique=True))
    number = st.floats(0.01, 1e4) if kind == "share" else st.floats(-1e4, 1e4)
    value: st.SearchStrategy[float | None] = number.map(lambda each: round(each, 1) or 0.1)
    if kind in ("line", "bar", "dot"):
        value = st.one_of(value, st.none())
    series = []
    for name in names:
        values = draw(st.lists(value, min_size=len(labels), max_size=len(labels)))
        series.append(
            Series(name=name if len(names) > 1 else "", values=tuple(values) if any(values) else (1.0,) * len(labels))
        )
    unit = draw(st.sampled_from(["", "%", "% of GDP", "zł", "$bn"]))
    known = names if kind == "line" or len(names) > 1 else labels
    highlight = draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if len(names) > 1 else []
    return Chart(
        kind=kind, labels=tuple(labels), series=tuple(series), title=(), unit=unit, highlight=tuple(highlight)
    )


@given(made=charts(), measure=st.floats(150, 500), name=st.sampled_from(sorted(STYLES)))
@settings(max_examples=150, deadline=None)
def test_any_chart_is_drawn_with_each_of_its_names_once(made: Chart, measure: float, name: str) -> None:
    drawing = _chart.drawing(made, STYLES[name], measure, "pl")
    etree.fromstring(_drawing.svg(drawing))
    if STYLES[name].text.chart_label == ROLE:
        assert_sound(drawing, measure)
    said = [word for text in strings(drawing) for word in text.replace("\u00a0", " ").split(" ")]
    names = [series.name for series in made.series if series.name]
    names += [] if made.kind == "line" else made.labels
    broken = "".join(said)
    # A name that is too long for its place is broken over lines.
    assert [each for each in names if said.count(each) != 1 and (each in said or each not in broken)] == []


@given(
    places=st.lists(st.tuples(st.floats(0, 100), st.floats(1, 8)), min_size=1, max_size=12),
)
def test_what_is_set_apart_neither_overlaps_nor_leaves_its_bounds(places: list[tuple[float, float]]) -> None:
    wanted, sizes = [place for place, _ in places], [size for _, size in places]
    starts = scale.apart(wanted, sizes, 0, 100)
    spans = sorted((start, start + size) for start, size in zip(starts, sizes, strict=True))
    assert spans[0][0] >= -1e-6
    assert spans[-1][1] <= 100 + 1e-6
    assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [(0, 4.7, "0 1 2 3 4 5"), (95, 108, "95 100 105 110"), (-1.6, 1.2, "-2 -1 0 1 2"), (0, 6.1, "0 2 4 6 8")],
)
def test_a_scale_has_round_values(low: float, high: float, steps: str) -> None:
    assert [f"{float(each):g}" for each in scale.ticks(low, high, 5)] == steps.split()


@given(low=st.floats(-1e9, 1e9), breadth=st.floats(1e-6, 1e9), most=st.integers(2, 8))
def test_a_scale_holds_its_values(low: float, breadth: float, most: int) -> None:
    high = low + breadth
    if high <= low:
        return
    steps = scale.ticks(low, high, most)
    assert float(steps[0]) <= low
    assert float(steps[-1]) >= high
    assert len(steps) <= most + 1


def test_bars_are_in_proportion_and_part_at_zero() -> None:
    drawing = _chart.drawing(chart(("a", 4.0), ("b", -2.0), ("c", 0.0)), STYLE, 300, "en")
    up, down = (shape for shape in drawing.contents if isinstance(shape, Rect))
    assert up.width == pytest.approx(2 * down.width)
    assert up.x == pytest.approx(down.x + down.width)
    assert up.fillColor.hexval()[2:] == STYLE.chart.colors[0][1:]


def test_parts_are_in_proportion_and_fill_the_measure() -> None:
    drawing = _chart.drawing(chart(("a", 60.0), ("b", 30.0), ("c", 10.0), kind="share"), STYLE, 300, "en")
    first, second, third = (shape for shape in drawing.contents if isinstance(shape, Rect))
    assert (second.x - first.x, third.x - second.x) == (pytest.approx(180), pytest.approx(90))
    assert third.x + third.width == pytest.approx(300)


def test_stacked_bars_have_their_sums() -> None:
    drawing = _chart.drawing(chart(("x", 0), ("y", 0), kind="stacked", A=(1.1, 2.2), B=(3.3, 4.4)), STYLE, 400, "en")
    assert {"4.4", "6.6"} <= set(strings(drawing))


def test_two_dots_have_their_change() -> None:
    drawing = _chart.drawing(chart(("x", 0), ("y", 0), kind="dot", A=(1.5, 2.0), B=(2.25, 1.0)), STYLE, 400, "en")
    assert {"Change", "+0.75", "\u22121.00"} <= set(strings(drawing))


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    whole = chart(("2020", 1), ("2021", 2), ("2022", 3), ("2023", 2), kind="line")
    gap = chart(("2020", 1), ("2021", None), ("2022", 3), ("2023", 2), kind="line")
    for made, runs in ((whole, [4]), (gap, [2])):
        drawing = _chart.drawing(made, STYLE, 300, "en")
        assert [len(each.points) // 2 for each in drawing.contents if isinstance(each, PolyLine)] == runs


def test_lines_stand_by_time() -> None:
    made = chart(("2014", 1), ("2020", 2), ("2022", 3), kind="line")
    (line,) = (each for each in _chart.drawing(made, STYLE, 300, "en").contents if isinstance(each, PolyLine))
    first, second, third = line.points[::2]
    assert (second - first) / (third - first) == pytest.approx(6 / 8)


def test_what_is_highlighted_is_set_off_and_the_rest_is_grey() -> None:
    drawing = _chart.drawing(chart(("a", 4.0), ("b", 2.0), highlight=("b",)), STYLE, 300, "en")
    colours = [f"#{shape.fillColor.hexval()[2:]}" for shape in drawing.contents if isinstance(shape, Rect)]
    assert colours == [STYLE.chart.quiet_colors[0], STYLE.chart.highlight_color]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", sorted(STYLES))
def test_all_that_is_drawn_is_in_the_style_s_colours(name: str, kind: ChartKind) -> None:
    style = STYLES[name]
    made = chart(("x", 0), ("y", 0), kind=kind, A=(1.5, 2.0), B=(2.5, 1.0), C=(0.1, 3.0))
    known = set(style.palette.values())
    for shape in _chart.drawing(made, style, 300, "en").contents:
        for each in ("fillColor", "strokeColor"):
            colour = getattr(shape, each, None)
            assert colour is None or f"#{colour.hexval()[2:]}" in known, shape


@pytest.mark.parametrize("name", sorted(STYLES))
def test_series_differ_in_lightness(name: str) -> None:
    """On a monochrome print each is a grey of its own, and none is too faint (WCAG 2.2, 1.4.11)."""
    look = STYLES[name].chart
    for colours in (look.colors, look.quiet_colors):
        lightness = sorted(contrast(colour, "#ffffff") for colour in colours)
        assert lightness[0] >= 3
        assert all(one * 1.25 <= other for one, other in pairwise(lightness))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (chart(("a", 4.0), ("b", -2.5)), "The finding. a: 4.0%; b: −2.5%."),
        (chart(("a", 4), unit="% of GDP"), "The finding (% of GDP). a: 4."),
        (chart(("x", 0), ("y", 0), A=(1, None), B=(3, 4)), "The finding. A: x: 1%; y: –. B: x: 3%; y: 4%."),
        (replace(chart(("a", 4.7)), alt="Bars: 4.7% in all."), "Bars: 4.7% in all."),
        (replace(chart(("a", 4.7)), alt="Bars."), "Bars. a: 4.7%."),
        (
            chart(*((str(year), float(year % 7)) for year in range(1900, 2000)), kind="line"),
            "The finding. 1900: 3% … 1999: 4%; min 0% (1904); max 6% (1903).",
        ),
    ],
)
def test_a_chart_in_words_has_its_data(made: Chart, said: str) -> None:
    assert _chart.summary(made, "en") == said


@pytest.mark.parametrize(
    ("lang", "unit", "text"),
    [
        ("en-GB", "%", "1,234.5%"),
        ("pl", "%", "1\u00a0234,5%"),
        ("de", "%", "1.234,5\u00a0%"),
        ("pl", "zł", "1\u00a0234,5\u00a0zł"),
        ("en-GB", "% of GDP", "1,234.5"),
        ("en-GB", "$bn", "$1,234.5bn"),
    ],
)
def test_values_are_written_as_their_language_does(lang: str, unit: str, text: str) -> None:
    said = _chart.value_text(chart(("a", 1234.5), unit=unit), 1234.5, lang)
    assert said.replace("\u202f", "\u00a0") in (text, text.replace("1\u00a0234", "1234"))


def test_values_have_as_many_decimals_as_the_most_exact() -> None:
    both = chart(("a", 4.7), ("b", -4.0))
    assert [_chart.value_text(both, value, "en") for value in (4.7, -4.0)] == ["4.7%", "−4.0%"]


def test_summary_speaks_for_a_chart_without_description() -> None:
    assert _chart.summary(chart(("a", 4.7), ("b", 4), unit="% of GDP"), "en") == (
        "The finding (% of GDP). a: 4.7; b: 4.0."
    )


def test_chart_as_svg_is_well_formed_and_names_the_font() -> None:
    drawing = _chart.drawing(chart(("a < b & c", 4.7)), STYLE, 300, "en")
    root = etree.fromstring(_drawing.svg(drawing))
    texts = root.findall(".//{http://www.w3.org/2000/svg}text")
    assert [text.text for text in texts] == ["a < b & c", "4.7%"]
    assert {text.get("font-family") for text in texts} == {ROLE.font().key}


def test_png_is_the_same_each_time_and_has_its_size() -> None:
    def picture() -> bytes:
        return _drawing.png(_chart.drawing(chart(("a", 4.7)), STYLE, 144, "en"), 300)

    assert picture() == picture()
    with Image.open(io.BytesIO(picture())) as image:
        assert image.width == 600
        assert image.mode == "RGBA"


def svg(tmp_path: Path, body: str) -> Path:
    file = tmp_path / "drawing.svg"
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    file.write_text(f'<svg {spaces} viewBox="0 0 40 20">{body}</svg>', encoding="utf-8")
    return file


def test_svg_is_scaled_in_proportion(tmp_path: Path) -> None:
    file = svg(tmp_path, '<rect width="40" height="20" fill="#ff0000"/>')
    by_height = _drawing.from_svg(file, height_pt=10)
    assert (by_height.width, by_height.height) == pytest.approx((20, 10))
    into: Drawing = _drawing.from_svg(file, height_pt=100, width_pt=20)
    assert (into.width, into.height) == pytest.approx((20, 10))
    with Image.open(io.BytesIO(_drawing.png(by_height, 72))) as image:
        assert image.getpixel((10, 5)) == (255, 0, 0, 255)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<text>Words</text>", "has 'text'"),
        ('<g filter="url(#f)"/>', "has a 'filter'"),
        ('<g style="mask: url(#m)"/>', "has a 'mask'"),
        ('<image xlink:href="http://example.org/a.png"/>', "refers to 'http://example.org/a.png'"),
        ('<image href="../a.png"/>', "refers to '../a.png'"),
        ('<image href="/etc/hostname"/>', "refers to '/etc/hostname'"),
        ("<style>@import url(https://example.org/a.css);</style>", "refers to 'https://example.org/a.css'"),
        ("<g>", "is not valid XML"),
    ],
)
def test_svg_that_would_lose_something_is_refused(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(RenderError) as caught:
        _drawing.from_svg(svg(tmp_path, body))
    assert said in caught.value.diagnostics[0].message


def test_svg_text_is_set_in_the_house_face(tmp_path: Path) -> None:
    file = svg(tmp_path, '<text font-family="Comic Sans MS" font-weight="bold" y="10">Words</text>')
    assert _drawing.from_svg(file, face=ROLE.face).width > 0


def test_a_picture_keeps_the_exact_colours_of_its_ground_and_its_shapes() -> None:
    drawing = Drawing(200, 100)
    drawing.add(Rect(20, 20, 160, 60, fillColor=HexColor("#0b4f5c"), strokeColor=None))
    drawing.add(String(30, 85, "4.7", fontName="Helvetica", fontSize=9, fillColor=HexColor("#1a2124")))
    picture = Image.open(io.BytesIO(_drawing.png(drawing, 150, "#ffffff"))).convert("RGB")
    colours = sorted(picture.getcolors(1 << 16) or [], reverse=True)
    assert {colour for _, colour in colours[:2]} == {(0xFF, 0xFF, 0xFF), (0x0B, 0x4F, 0x5C)}
