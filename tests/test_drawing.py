"""Drawings: charts within their bounds, SVG read with care, the same bytes each time."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor

from briefprint import stylebook
from briefprint.document import Chart, Datum, Text
from briefprint.errors import RenderError
from briefprint.renderers import _chart, _drawing

STYLE = stylebook.load("bureau", stylebook.search_path())
ROLE = STYLE.text.chart_label


def chart(*data: tuple[str, float], unit: str = "%") -> Chart:
    return Chart(
        kind="bar",
        data=tuple(Datum(label=label, value=value) for label, value in data),
        title=(Text(text="The finding"),),
        unit=unit,
    )


def bounds(shape: object) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top."""
    match shape:
        case Rect():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case String():
            length = _drawing.text_measure(shape.text, ROLE.font(), ROLE.size_pt)
            left = shape.x - length if shape.textAnchor == "end" else shape.x
            return left, shape.y, left + length, shape.y + ROLE.size_pt / 2
        case Line():
            return min(shape.x1, shape.x2), min(shape.y1, shape.y2), shape.x2, max(shape.y1, shape.y2)
    raise AssertionError(shape)


@given(
    data=st.lists(
        st.tuples(st.text("abcdefg ąęł", min_size=1, max_size=60), st.floats(-1e6, 1e6).map(lambda v: round(v, 2))),
        min_size=1,
        max_size=15,
    ),
    measure=st.floats(120, 500),
)
@settings(max_examples=60, deadline=None)
def test_nothing_collides_or_leaves_the_chart(data: list[tuple[str, float]], measure: float) -> None:
    drawing = _chart.drawing(chart(*data), STYLE, measure, "pl")
    boxes = [bounds(shape) for shape in drawing.contents]
    for left, bottom, right, top in boxes:
        assert left >= -0.01
        assert right <= measure + 0.01
        assert bottom >= -0.01
        assert top <= drawing.height + 0.01
    texts = [box for box, shape in zip(boxes, drawing.contents, strict=True) if isinstance(shape, String)]
    for number, one in enumerate(texts):
        for other in texts[number + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_bars_are_in_proportion_and_part_at_zero() -> None:
    drawing = _chart.drawing(chart(("a", 4.0), ("b", -2.0), ("c", 0.0)), STYLE, 300, "en")
    up, down = (shape for shape in drawing.contents if isinstance(shape, Rect))
    assert up.width == pytest.approx(2 * down.width)
    assert up.x == pytest.approx(down.x + down.width)
    assert up.fillColor.hexval()[2:] == STYLE.figure.bar_color[1:]


@pytest.mark.parametrize(
    ("lang", "unit", "text"),
    [
        ("en-GB", "%", "1,234.5%"),
        ("pl", "%", "1\u00a0234,5%"),
        ("de", "%", "1.234,5\u00a0%"),
        ("pl", "zł", "1\u00a0234,5\u00a0zł"),
        ("en-GB", "% of GDP", "1,234.5"),
    ],
)
def test_values_are_written_as_their_language_does(lang: str, unit: str, text: str) -> None:
    said = _chart.value_text(chart(("a", 1234.5), unit=unit), 1234.5, lang)
    assert said.replace("\u202f", "\u00a0") in (text, text.replace("1\u00a0234", "1234"))


def test_values_have_as_many_decimals_as_the_most_exact() -> None:
    both = chart(("a", 4.7), ("b", -4.0))
    assert [_chart.value_text(both, datum.value, "en") for datum in both.data] == ["4.7%", "−4.0%"]


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
