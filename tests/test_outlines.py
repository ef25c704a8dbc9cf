"""Drawings as SVG for Word: the same picture as the pixels, and nothing in it that another machine may lack."""

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree
from PIL import Image, ImageChops
from reportlab.graphics.shapes import Drawing

from briefprint import stylebook
from briefprint.document import Chart, ChartKind, Series, Text
from briefprint.renderers import _chart, _drawing, _outlines, _pathdata

STYLE = stylebook.load("bureau", stylebook.search_path())
SVG = "{http://www.w3.org/2000/svg}"
SAFE = {"svg", "g", "rect", "circle", "ellipse", "path", "clipPath", "linearGradient", "radialGradient", "stop"}
CHART = Chart(
    kind="bar",
    labels=("2021", "2022", "2023"),
    series=(Series(name="Poland & Co", values=(2.2, 3.4, 4.1)), Series(name="“Ałtaj”", values=(1.5, None, 2.1))),
    title=(Text(text="Finding"),),
    unit="%",
)
HARD = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 120">
<defs>
<linearGradient id="a"><stop offset="0" stop-color="#14284b"/><stop offset="1" stop-color="#b3122d"/></linearGradient>
<radialGradient id="b"><stop offset="0" stop-color="#ffffff"/><stop offset="1" stop-color="#14284b"/></radialGradient>
<clipPath id="c"><circle cx="150" cy="30" r="20"/></clipPath>
</defs>
<rect x="5" y="5" width="60" height="30" rx="6" fill="url(#a)"/>
<circle cx="95" cy="25" r="20" fill="url(#b)"/>
<g clip-path="url(#c)"><rect x="130" y="10" width="40" height="40" fill="#b3122d"/></g>
<path d="M10 60h40v40h-40zM20 70h20v20h-20z" fill-rule="evenodd" fill="#14284b"/>
<path d="M60 100L90 60L120 100" fill="none" stroke="#14284b" stroke-width="4" stroke-dasharray="8 3"
 stroke-linecap="round" stroke-linejoin="round"/>
<ellipse cx="150" cy="80" rx="30" ry="15" fill="#14284b" fill-opacity="0.4" stroke="#b3122d"/>
<polygon points="180,10 195,40 170,35" fill="#b3122d"/>
<g transform="rotate(10 60 110)"><text x="60" y="112" font-size="9" text-anchor="middle">Words in it</text></g>
</svg>
"""


def pixels(drawing: Drawing) -> Image.Image:
    return Image.open(io.BytesIO(_drawing.png(drawing, 150, "#ffffff"))).convert("L")


def read_back(drawing: Drawing, folder: Path) -> Drawing:
    (folder / "made.svg").write_bytes(_outlines.svg(drawing))
    return _drawing.from_svg(folder / "made.svg", width_pt=drawing.width)


def assert_alike(one: Drawing, other: Drawing) -> None:
    """A pixel here and there may differ at an edge; kerning moves a letter by less than one."""
    before, after = pixels(one), pixels(other)
    assert abs(before.width - after.width) <= 1
    assert abs(before.height - after.height) <= 1
    off = ImageChops.difference(before, after.crop((0, 0, *before.size))).histogram()
    assert sum(off[96:]) < sum(off) * 0.004


@pytest.mark.parametrize("kind", get_args(ChartKind))
def test_a_chart_is_the_same_picture_without_a_font(kind: ChartKind, tmp_path: Path) -> None:
    drawing = _chart.drawing(replace(CHART, kind=kind), STYLE, 400, "en")
    root = etree.fromstring(_outlines.svg(drawing))
    assert {etree.QName(each).localname for each in root.iter()} <= SAFE
    assert not root.xpath("//@*[contains(local-name(), 'font') or local-name()='class' or local-name()='style']")
    assert_alike(drawing, read_back(drawing, tmp_path))


def test_gradients_clips_dashes_and_turned_words_are_the_same_picture(tmp_path: Path) -> None:
    (tmp_path / "hard.svg").write_text(HARD, encoding="utf-8")
    drawing = _drawing.from_svg(tmp_path / "hard.svg", width_pt=300, face=STYLE.text.body.face)
    data = _outlines.svg(drawing)
    assert {etree.QName(each).localname for each in etree.fromstring(data).iter()} == SAFE - {"circle"}
    assert b"Words" not in data
    assert_alike(drawing, read_back(drawing, tmp_path))


def test_a_picture_within_a_drawing_goes_with_it_the_right_way_up(tmp_path: Path) -> None:
    photo = Image.new("RGB", (8, 8), "#ffffff")
    photo.paste("#000000", (0, 0, 8, 2))
    photo.save(tmp_path / "photo.png")
    body = '<image x="10" y="10" width="80" height="80" href="photo.png"/>'
    source = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{body}</svg>'
    (tmp_path / "made.svg").write_text(source, encoding="utf-8")
    drawing = _drawing.from_svg(tmp_path / "made.svg")
    data = _outlines.svg(drawing).decode()
    assert re.findall(r'href="(data:image/png;base64,|[^"]*)', data) == ["data:image/png;base64,"]
    assert_alike(drawing, read_back(drawing, tmp_path))


def test_a_ground_lies_under_all_and_bytes_are_the_same_each_time() -> None:
    drawing = _chart.drawing(CHART, STYLE, 400, "en")
    data = _outlines.svg(drawing, "#fefefe")
    assert data == _outlines.svg(_chart.drawing(CHART, STYLE, 400, "en"), "#fefefe")
    assert etree.fromstring(data)[0].get("fill") == "#fefefe"
    assert etree.fromstring(_outlines.svg(drawing))[0].tag == f"{SVG}g"


def test_a_letter_is_written_alike_wherever_it_stands() -> None:
    """So that a file packs well: a chart's words are most of its outlines."""
    font = STYLE.text.chart_label.font()
    one, _ = _pathdata.line_of_text(str(font.path), "0")
    three, _ = _pathdata.line_of_text(str(font.path), "000")
    steps = re.sub(r"M[-\d. ]+", "", one)
    assert re.sub(r"M[-\d. ]+", "", three) == steps * 3
