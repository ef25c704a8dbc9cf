"""Charts and drawings in Word: vectors with pixels to fall back on, or charts that Word draws, numbers inside."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import docx
import pytest
from lxml import etree
from PIL import Image

import products
from briefprint import stylebook
from briefprint.document import Chart, ChartKind, Document, Series, Text, walk
from briefprint.reader import read
from briefprint.renderers import _chart
from briefprint.renderers import docx as renderer
from briefprint.renderers._arrange import arranged
from validators import integrity, libreoffice, openxml, pandoc, poppler, verapdf

STYLES = {name: stylebook.load(name, stylebook.search_path()) for name in products.STYLES}
EDITABLE = {name: replace(style, chart=replace(style.chart, editable=True)) for name, style in STYLES.items()}
KINDS: tuple[ChartKind, ...] = get_args(ChartKind)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z" fill="#14284b"/></svg>'
ONE = (Series(name="", values=(4.12, None, -1.5)),)
TWO = (Series(name="Poland & Co", values=(1.9, 2.2, 4.1)), Series(name="Spain", values=(0.9, None, 1.3)))
THREE = (*TWO, Series(name="“Łódź”", values=(2.0, 1.0, 0.5)))


def chart(kind: ChartKind, series: tuple[Series, ...] = TWO, **more: object) -> Chart:
    made = Chart(
        kind=kind, labels=("2021", "2022", "2023"), series=series, title=(Text(text="A finding"),), unit="%", line=7
    )
    return replace(made, **more)  # type: ignore[arg-type]


def charts() -> Iterator[Chart]:
    """Yield a chart of each kind with one series, two and three, some of it highlighted."""
    for kind in KINDS:
        one = ONE if kind not in ("share", "stacked") else (Series(name="", values=(52.0, 31.0, 17.0)),)
        yield chart(kind, one)
        yield chart(kind, one, highlight=() if kind == "line" else ("2023",), unit="zł")
        yield chart(kind, TWO, highlight=("Spain",), unit="billions of euros")
        yield chart(kind, THREE, labels=("North", "A rather long name of a region, which has to be broken", "x"))
    yield chart("line", TWO, labels=("2024-03", "2024-01", "2024-02"))
    yield chart("line", TWO, labels=("2024-03-01", "2024-03-09", "2024-03-02"), unit="$")


def document(*blocks: Chart, lang: str = "en-GB") -> Document:
    return Document(path="x.md", title=(Text(text="Charts"),), blocks=blocks, lang=lang)


def package(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def related(parts: dict[str, bytes], name: str) -> dict[str, str]:
    folder, _, file = name.rpartition("/")
    root = etree.fromstring(parts[f"{folder}/_rels/{file}.rels"])
    return {each.get("Id"): each.get("Target") for each in root}


def native(made: Chart, style: str = "bureau", lang: str = "en-GB") -> etree._Element:
    """Return the part of a chart that Word draws."""
    parts = package(renderer.render(document(made, lang=lang), EDITABLE[style]).data)
    return etree.fromstring(parts["word/charts/chart1.xml"])


# --- pictures -------------------------------------------------------------------------------------------


def test_drawings_are_vectors_with_pixels_to_fall_back_on(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text(MARK)
    (tmp_path / "brief.md").write_text(
        "# T\n\n![A mark](mark.svg)\n\nText ![in a line](mark.svg).\n\n```chart\ndata: {a: 1, b: 2}\n```\n"
    )
    parts = package(renderer.render(read(tmp_path / "brief.md").document, STYLES["bureau"]).data)
    body, targets = etree.fromstring(parts["word/document.xml"]), related(parts, "word/document.xml")
    assert b'Extension="svg" ContentType="image/svg+xml"' in parts["[Content_Types].xml"]
    seen = []
    for blip in body.iter(f"{A}blip"):
        (ext,) = blip.iter(f"{A}ext")
        assert ext.get("uri") == "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
        (svg,) = ext
        assert svg.tag == "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
        pixels, vectors = (f"word/{targets[each.get(f'{R}embed')]}" for each in (blip, svg))
        root = etree.fromstring(parts[vectors])
        width, depth = (float(each) for each in root.get("viewBox").split()[2:])
        with Image.open(io.BytesIO(parts[pixels])) as picture:
            assert picture.width / picture.height == pytest.approx(width / depth, rel=0.05)
        assert not any(each in parts[vectors] for each in (b"font-", b"<text", b"http://example", b"<style"))
        seen.append(blip.xpath("ancestor::*[local-name()='inline']/*[local-name()='docPr']/@descr")[0])
    assert seen[-3:-1] == ["A mark", "in a line"]
    assert seen[-1].startswith("a: 1; b: 2")


def test_a_file_of_pixels_is_no_vector(tmp_path: Path) -> None:
    Image.new("RGB", (400, 300), "#b3122d").save(tmp_path / "photo.jpg")
    (tmp_path / "brief.md").write_text("# T\n\n![A photo](photo.jpg)\n")
    parts = package(renderer.render(read(tmp_path / "brief.md").document, STYLES["staff"]).data)
    media = [data for name, data in parts.items() if "/media/" in name]
    assert media == [(tmp_path / "photo.jpg").read_bytes()]
    assert b"svgBlip" not in parts["word/document.xml"]


# --- Word's own charts ------------------------------------------------------------------------------------


def test_a_chart_is_a_picture_unless_the_style_says_otherwise() -> None:
    assert not any(style.chart.editable for style in STYLES.values())
    for styles, found in ((STYLES, False), (EDITABLE, True)):
        parts = package(renderer.render(document(chart("bar")), styles["institute"]).data)
        assert ("word/charts/chart1.xml" in parts) is found


@pytest.mark.parametrize("kind", KINDS)
def test_the_numbers_stand_in_the_chart_and_in_its_workbook(kind: ChartKind) -> None:
    parts = package(renderer.render(document(chart(kind), chart(kind, THREE)), EDITABLE["bureau"]).data)
    for number, wanted in (("1", TWO), ("2", THREE)):
        name = f"word/charts/chart{number}.xml"
        root = etree.fromstring(parts[name])
        for each, series in zip(root.iter(f"{C}ser"), wanted, strict=True):
            assert each.findtext(f"{C}tx//{C}v") == series.name
            points = {int(pt.get("idx")): float(pt.findtext(f"{C}v")) for pt in each.find(f"{C}val").iter(f"{C}pt")}
            assert points == {place: value for place, value in enumerate(series.values) if value is not None}
        (target,) = related(parts, name).values()
        with zipfile.ZipFile(io.BytesIO(parts[f"word/{target.removeprefix('../')}"])) as book:
            sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        cells = {cell.get("r"): "".join(cell.itertext()) for cell in sheet.iter(f"{X}c")}
        for place, series in enumerate(wanted):
            column = "BCD"[place]
            assert cells[f"{column}1"] == series.name
            for row, value in enumerate(series.values, 2):
                assert float(cells[f"{column}{row}"]) == value if value is not None else f"{column}{row}" not in cells
            assert root.find(f".//{C}ser[{place + 1}]/{C}val//{C}f").text == f"Data!${column}$2:${column}$4"


def test_parts_of_one_whole_are_series_of_one_bar() -> None:
    root = native(chart("share", (Series(name="", values=(52.0, 31.0, 17.0)),), labels=("Own", "Bought", "Lent")))
    assert [each.findtext(f"{C}tx//{C}v") for each in root.iter(f"{C}ser")] == ["Own", "Bought", "Lent"]
    assert root.find(f".//{C}grouping").get("val") == "percentStacked"
    assert root.find(f".//{C}catAx/{C}delete").get("val") == "1"


def test_dates_stand_by_time_whatever_their_order() -> None:
    root = native(chart("line", labels=("2024-03", "2024-01", "2024-02")))
    days = [int(each.text) for each in root.find(f".//{C}cat").iter(f"{C}v")]
    assert days == [45292, 45323, 45352]
    assert root.find(f".//{C}dateAx/{C}baseTimeUnit").get("val") == "months"
    assert [float(each.text) for each in root.find(f".//{C}val").iter(f"{C}v")] == [2.2, 4.1, 1.9]


@pytest.mark.parametrize(("unit", "lang", "code"), [
    ("%", "en-GB", '#,##0.00"%"'), ("%", "de", '#,##0.00"\u00a0%"'), ("$bn", "en-US", '"$"#,##0.00"bn"'),
    ("tonnes", "en-GB", "#,##0.00"),
])  # fmt: skip
def test_the_first_number_says_the_unit_as_its_language_does(unit: str, lang: str, code: str) -> None:
    root = native(chart("bar", ONE, unit=unit), lang=lang)
    assert root.find(f".//{C}dLbl/{C}numFmt").get("formatCode") == code
    assert root.find(f".//{C}dLbls/{C}numFmt").get("formatCode") == "#,##0.00"


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("kind", KINDS)
def test_colours_and_type_are_the_style_s(name: str, kind: ChartKind) -> None:
    style = STYLES[name]
    parts = package(renderer.render(document(chart(kind, TWO, highlight=("Spain",))), EDITABLE[name]).data)
    root, theme = (etree.fromstring(parts[each]) for each in ("word/charts/chart1.xml", "word/theme/theme1.xml"))
    slots = {etree.QName(each).localname: each[0].get("val") for each in theme.iter(f"{A}clrScheme").__next__()}
    slots |= {"tx1": slots["dk1"], "bg1": slots["lt1"], "tx2": slots["dk2"], "bg2": slots["lt2"]}
    used = {slots[each.get("val")] for each in root.iter(f"{A}schemeClr")}
    used |= {each.get("val") for each in root.iter(f"{A}srgbClr")}
    look, role = style.chart, style.text.chart_label
    house = {*look.colors, *look.quiet_colors, look.highlight_color, look.ground, look.on_color, look.axis_color,
             look.grid_color, role.color}  # fmt: skip
    assert used <= {each[1:].upper() for each in house}
    assert look.highlight_color[1:].upper() in used
    assert {each.get("sz") for each in root.iter(f"{A}defRPr")} == {str(round(role.size_pt * 100))}
    assert {each.get("typeface") for each in root.iter(f"{A}latin")} <= {
        font.word_name for font in (role.font(), role.font(strong=True))
    }


def test_a_scale_says_the_unit_once_however_large_its_numbers() -> None:
    root = native(chart("line", (Series(name="", values=(1_100_000.0, 1_900_000.0, 2_000_000.0)),)))
    code = root.find(f".//{C}valAx/{C}numFmt").get("formatCode")
    assert re.fullmatch(r'\[=2000000\]#,##0"%";#,##0', code)
    assert root.find(f".//{C}valAx/{C}majorUnit").get("val").isdigit()


def test_dots_are_joined_by_no_line() -> None:
    """A point without a look of its own would have Word's: a line in Word's colour."""
    root = native(chart("dot", TWO, highlight=("2022",)))
    points = list(root.iter(f"{C}dPt"))
    assert points
    assert all(each.find(f"{C}spPr/{A}ln/{A}noFill") is not None for each in points)


def test_a_chart_says_itself_in_words_and_its_ids_are_its_own() -> None:
    data = renderer.render(document(chart("bar"), chart("line")), EDITABLE["bureau"]).data
    body = etree.fromstring(package(data)["word/document.xml"])
    named = list(body.iter("{*}docPr"))
    assert len({each.get("id") for each in named}) == len(named)
    assert named[-1].get("descr") == _chart.summary(chart("line"), "en-GB")


def test_what_word_cannot_draw_is_said() -> None:
    said = renderer.render(document(chart("stacked"), chart("dot"), chart("bar")), EDITABLE["bureau"]).warnings
    assert [(each.message, each.line) for each in said] == [
        ("Word's own chart has no sums behind its bars", 7),
        ("Word's own chart does not say by how much two dots differ", 7),
    ]


def test_the_same_bytes_each_time() -> None:
    made = [renderer.render(document(*charts()), EDITABLE["newsroom"]).data for _ in range(2)]
    assert made[0] == made[1]


# --- tables under charts ----------------------------------------------------------------------------------

TABLED = """\
# T

```chart
kind: {kind}
title: A finding
unit: "%"
table: {table}
data:
  2014: {{Poland: 1.88, Spain: 0.92}}
  2024: {{Poland: 4.1, Spain: ~}}
```

> A quotation with
>
> ```chart
> kind: line
> table: true
> unit: mld zł
> data: {{2024-01: 1980, 2024-02: 2230}}
> ```
"""


def tabled(folder: Path, kind: str = "dot", table: str = "true") -> Path:
    (folder / "brief.md").write_text(TABLED.format(kind=kind, table=table))
    return folder / "brief.md"


def test_a_chart_may_have_its_numbers_in_a_table(tmp_path: Path) -> None:
    made = arranged(read(tabled(tmp_path)).document, STYLES["bureau"])
    rows = [
        [["".join(each.text for each in cell.children) for cell in row] for row in (table.head, *table.rows)]  # type: ignore[attr-defined]
        for table in walk(made.blocks)
        if type(table).__name__ == "Table"
    ]
    assert rows == [
        [["", "2014 (%)", "2024 (%)"], ["Poland", "1.88", "4.10"], ["Spain", "0.92", "–"]],
        [["", "Value"], ["Jan\u00a02024", "1,980"], ["Feb\u00a02024", "2,230"]],
    ]


def test_a_switch_is_true_or_false(tmp_path: Path) -> None:
    assert len(list(walk(arranged(read(tabled(tmp_path, table="false")).document, STYLES["staff"])))) > 0
    with pytest.raises(Exception, match="the chart's 'table' is neither true nor false"):
        read(tabled(tmp_path, table="maybe"))


def test_what_a_table_says_the_words_of_the_chart_do_not(tmp_path: Path) -> None:
    made = next(each for each in walk(read(tabled(tmp_path)).document) if isinstance(each, Chart))
    assert _chart.summary(made, "en") == "A finding"
    assert "1.88" in _chart.summary(replace(made, table=False), "en")
    assert "1.88" in _chart.summary(replace(made, title=()), "en")


# --- outside opinions -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, made = tmp_path_factory.mktemp("charts"), []
    for name in STYLES:
        for how, styles in (("drawn", STYLES), ("native", EDITABLE)):
            path = folder / f"{how}.{name}.docx"
            path.write_bytes(renderer.render(document(*charts()), styles[name]).data)
            made.append(path)
    return made


@pytest.mark.slow
@pytest.mark.xdist_group("docx-charts")
def test_the_files_are_what_word_wants(files: list[Path], tmp_path: Path) -> None:
    books = []
    for path in files:
        assert list(map(str, integrity.validate(path))) == []
        docx.Document(str(path))
        assert pandoc.read(path)["blocks"]
        for name, data in package(path.read_bytes()).items():
            if name.endswith(".xlsx") and "bureau" in path.name:
                books.append(tmp_path / Path(name).name)
                books[-1].write_bytes(data)
    assert len(books) == len(list(charts()))
    assert list(map(str, openxml.validate([*files, *books]))) == []


@pytest.mark.slow
@pytest.mark.xdist_group("docx-charts")
def test_libreoffice_shows_the_numbers_of_each(files: list[Path], tmp_path: Path) -> None:
    path = next(each for each in files if each.name == "native.bureau.docx")
    said = poppler.text(libreoffice.to_pdf(path, tmp_path))
    assert said.count("4.12") >= 4
    assert all(re.search(name, said) for name in ("Poland & Co", "Łódź", "Mar 2024"))


@pytest.mark.slow
def test_a_table_under_a_chart_is_tagged(tmp_path: Path) -> None:
    from briefprint.renderers import pdf

    made = tmp_path / "brief.pdf"
    made.write_bytes(pdf.render(read(tabled(tmp_path)).document, STYLES["newsroom"]).data)
    assert verapdf.validate([made], ["ua1", "2a"]) == []
