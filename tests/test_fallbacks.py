"""Faces with fallbacks: what a face lacks is set in the face that its style names after it, in every format."""

import ctypes
import inspect
import io
import re
import shutil
import uuid
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from jsonschema import Draft202012Validator
from lxml import etree
from pypdfium2 import raw
from reportlab.graphics.shapes import Drawing, Group, String
from weasyprint.layout import inline

import products
from briefprint import glyphs, schema, stylebook, styleguide
from briefprint.document import Chart, Series
from briefprint.errors import StyleError
from briefprint.renderers import _chart, _drawing
from briefprint.style import HouseStyle
from test_cli import Run, run
from validators import openxml, verapdf

FAMILIES = stylebook.families(stylebook.search_path())
PAIR = replace(FAMILIES["Public Sans"], fallbacks=(FAMILIES["Source Sans 3"],))
FONT = PAIR.font(400)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

TWO = """\
extends = "staff"
label = "Two"
description = "Two faces, each with one that stands in."
[faces]
text = ["Public Sans", "Source Sans 3"]
head = ["Newsreader", "Source Serif 4"]
[text]
headline.face = "head"
memo_subject.face = "head"
"""
BRIEF = """\
---
title: Kyiv to Lviv → Київ і Львів
authors: [Олена Ґудзь]
date: 2026
status: draft
summary: An arrow →, *курсив* and **жирний** text.
key_points: [Перше питання., A second point.]
figures: [{value: "5 → 7", label: від п’яти до семи}]
memo: {to: Директор, from: Desk, subject: Кроки → next, ask: Approve → *затвердити*., points: [Перше., Second.]}
---

## Розділ один → one

A paragraph with **Київ**, *Львів* and [посилання](https://example.org/), and зам\u043e\u0301к with its stress.[^1]

- [x] зроблено
- done

| Місто → city | Share |
|---|---|
| Київ | 4 |

```chart
id: fig-a
kind: bar
title: Частки → shares
unit: "%"
source: Desk
data:
  Київ → Lviv: 4
  Warsaw: 5
```

[^1]: Примітка → note.
"""
UKRAINIAN = """\
---
title: Гарантії підтверджено
lang: uk
date: 2025
summary: Про *жодне* рішення не **повідомлено**.
memo: {to: Директор, from: Відділ, ask: Затвердити лінію., points: [Перше питання., Друге питання.]}
---

## Про що йшлося

З’їзд, ґанок, їжак, щука й ящірка → «чужі» фільми.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a style of two faces, and a brief that needs both."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    style("two", TWO)
    Path("brief.md").write_text(BRIEF, encoding="utf-8")
    return tmp_path


def style(name: str, text: str) -> None:
    file = Path("styles") / name / "style.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def loaded(name: str) -> HouseStyle:
    return stylebook.load(name, stylebook.search_path(Path("brief.md")))


def made(format: str, house: str = "two", brief: str = "brief.md") -> Path:
    """Return a product of the command."""
    done = run(format, brief, "--style", house)
    assert done.code == 0, done.err
    return Path(done.out.strip())


def fallen_back(text: str) -> set[str]:
    """Return the characters of a text that Public Sans and Newsreader lack."""
    return {each for each in text if each == "→" or "\u0400" <= each <= "\u052f"}


# --- which font ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kyiv", ["Kyiv"]),
        ("", [""]),
        ("a → b", ["a ", "→ ", "b"]),
        ("Київ, Львів", ["", "Київ", ", ", "Львів"]),
        ("зам\u043e\u0301к", ["", "зам\u043e\u0301к"]),  # a mark is set with its letter, though the face has it
        ("e\u0301→", ["e\u0301", "→"]),
        ("Ки\u00adїв", ["", "Ки\u00adїв"]),
        ("a\u00ad→\n→ b", ["a\u00ad", "→\n→ ", "b"]),
        ("x 😀 → 😀", ["x 😀 ", "→ ", "😀"]),  # nobody has it: the face's own font says so
    ],
)
def test_each_letter_is_set_in_the_first_font_that_has_it(text: str, parts: list[str]) -> None:
    own, other = FONT.key, FONT.fallbacks[0].key
    wanted = [(own if place % 2 == 0 else other, part) for place, part in enumerate(parts)]
    found = [(font.key, part) for font, part in glyphs.stretches(text, FONT)]
    assert found == [each for each in wanted if each[1] or not text]


def test_a_letter_goes_where_its_mark_is() -> None:
    """The face has the letter and not the mark; the other has both (CSS Fonts 4, 5.3)."""
    own, other = (glyphs.characters(font) for font in (FONT, FONT.fallbacks[0]))
    mark = next(each for each in sorted(other - own) if "\u0300" <= each <= "\u036f")
    assert [part for _, part in glyphs.stretches(f"ma{mark}", FONT)] == ["m", f"a{mark}"]


def test_fallbacks_have_the_weight_and_the_slope() -> None:
    assert PAIR.font(700, italic=True).fallbacks[0].key == "SourceSans3-BoldItalic"


# --- the products --------------------------------------------------------------------------------------


def shown(pdf: Path) -> dict[str, set[str]]:
    """Return the fonts of each character that a PDF shows, without their subset prefixes."""
    found: dict[str, set[str]] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            for place in range(text.count_chars()):
                name = ctypes.create_string_buffer(200)
                raw.FPDFText_GetFontInfo(text, place, name, 200, ctypes.c_int())
                character = chr(raw.FPDFText_GetUnicode(text, place))
                font = re.sub(r"^[A-Z]{6}\+|briefprint|[- ,]", "", name.value.decode())
                found.setdefault(character, set()).add(font)
    return found


@pytest.mark.parametrize("format", ["pdf", "memo"])
def test_a_pdf_sets_them_in_the_fallback_and_passes(format: str) -> None:
    product = made(format)
    fonts = shown(product)
    fallen = fallen_back("".join(fonts))
    assert len(fallen) > 20
    assert "→" in fallen
    for character in fallen:
        assert all(font.startswith("Source") for font in fonts[character]), (character, fonts[character])
    assert not any(font.startswith("Source") for each in "aeiKL" for font in fonts[each])
    assert {font[:11] for each in fallen for font in fonts[each]} == {"SourceSans3", "SourceSerif"}
    assert verapdf.validate([product]) == []  # among the rest: no .notdef (ISO 14289-1, 7.21.8)


def test_word_sets_them_in_the_fallback_which_it_embeds() -> None:
    product = made("docx")
    assert openxml.validate([product]) == []
    with zipfile.ZipFile(product) as package:
        names = package.namelist()
        trees = {name: etree.fromstring(package.read(name)) for name in names if name.endswith((".xml", ".rels"))}
        embedded = _embedded(package, trees)
    styles = {
        each.get(f"{W}styleId"): each.find(f"{W}rPr/{W}rFonts").get(f"{W}ascii")
        for each in trees["word/styles.xml"].iter(f"{W}style")
        if each.find(f"{W}rPr/{W}rFonts") is not None
    }
    seen: set[str] = set()
    for name, tree in trees.items():
        for node in tree.iter(f"{W}r") if name.startswith("word/") else ():
            text = "".join(each.text or "" for each in node.iter(f"{W}t"))
            chosen = node.find(f"{W}rPr/{W}rStyle")
            fallen = fallen_back(text)
            family = styles.get(chosen.get(f"{W}val")) if chosen is not None else None
            if not fallen:
                assert not (family or "").startswith("Source"), text
                continue
            assert family in ("Source Sans 3", "Source Serif 4"), text
            assert set(text) - {"\u0301"} <= embedded[family] | {"\u0301"}
            seen |= fallen
    assert len(seen) > 20


def _embedded(package: zipfile.ZipFile, trees: dict[str, etree._Element]) -> dict[str, set[str]]:
    """Return the characters that all embedded fonts of a family have (ECMA-376 part 1, 17.8.1)."""
    targets = {each.get("Id"): each.get("Target") for each in trees["word/_rels/fontTable.xml.rels"]}
    found: dict[str, set[str]] = {}
    for family in trees["word/fontTable.xml"]:
        for each in family:
            if (key := each.get(f"{W}fontKey")) is None:
                continue
            data = bytearray(package.read(f"word/{targets[next(v for k, v in each.items() if k.endswith('}id'))]}"))
            mask = uuid.UUID(key).bytes[::-1]
            data[:32] = bytes(byte ^ mask[place % 16] for place, byte in enumerate(data[:32]))
            with TTFont(io.BytesIO(bytes(data))) as font:
                has = set(map(chr, font.getBestCmap()))
            found.setdefault(str(family.get(f"{W}name")), set()).update(has)
    return found


def test_weasyprint_still_has_the_function_we_wrap() -> None:
    """The canary of ``_pdf_lines``."""
    assert list(inspect.signature(inline.split_first_line).parameters)[:2] == ["text", "style"]


@pytest.mark.parametrize("house", ["newsroom", "staff", "two"])
def test_lines_with_other_fonts_are_no_deeper(house: str) -> None:
    words = "Київ → Львів and some words of the face itself, " * 12 + "only words of the face itself now. " * 12
    Path("lines.md").write_text(f"---\ntitle: Lines\ndate: 2025\n---\n\n{words}\n", encoding="utf-8")
    role, rows = loaded(house).text.body, set[float]()
    with pypdfium2.PdfDocument(made("pdf", house, "lines.md")) as document:
        text = document[0].get_textpage()
        for place in range(text.count_chars()):
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, place, x, y)
            rows.add(round(y.value, 1))
    steps = [above - below for above, below in pairwise(sorted(rows, reverse=True))]
    assert len([step for step in steps if abs(step - role.leading_pt) <= 0.15]) > 6
    assert not [step for step in steps if 0.15 < step - role.leading_pt < 2]


@pytest.mark.parametrize("format", products.FORMATS)
@pytest.mark.parametrize("house", ["newsroom", "staff"])
def test_a_fallback_that_is_not_needed_costs_nothing(house: str, format: str) -> None:
    said = "".join(f'{name} = "{face}"\n' for name, face in _first_families(house).items())
    style("plain", f'extends = "{house}"\n[faces]\n{said}')
    brief = shutil.copy(products.ROOT / "content/poland-us-security-call.md", ".")
    with_fallbacks, without = made(format, house, brief).read_bytes(), made(format, "plain", brief).read_bytes()
    # In Word a box to tick is a sign, which these faces lack: of the fallback it takes that one.
    most = 2048 if format == "memo-docx" else 64
    assert len(with_fallbacks) == pytest.approx(len(without), abs=most)
    if format == "docx":
        with zipfile.ZipFile(io.BytesIO(with_fallbacks)) as package:
            assert b"Source" not in package.read("word/fontTable.xml")


def _first_families(house: str) -> dict[str, str]:
    tokens = stylebook.tokens(house, stylebook.search_path())
    values = {each.name.removeprefix("faces."): each.value for each in tokens if each.name.startswith("faces.")}
    assert any(isinstance(value, list) for value in values.values())
    return {name: str(value[0] if isinstance(value, list) else value) for name, value in values.items()}


@pytest.mark.parametrize("house", products.STYLES)
def test_ukrainian_sets_in_every_shipped_style(house: str) -> None:
    Path("uk.md").write_text(UKRAINIAN, encoding="utf-8")
    for format in products.FORMATS:
        made(format, house, "uk.md")


def test_what_no_face_has_is_still_refused() -> None:
    Path("smile.md").write_text("# Title\n\nА smile 😀\n", encoding="utf-8")
    for format in products.FORMATS:
        refused = run(format, "smile.md", "--style", "two")
        assert refused.code == 1
        assert "has no glyph for '😀' (U+1F600)" in refused.err
        assert refused.err.count("has no glyph") == 1


# --- drawings ------------------------------------------------------------------------------------------


def strings(group: Drawing | Group) -> list[String]:
    nested = [strings(each) if isinstance(each, Group) else [each] for each in group.contents]
    return [each for part in nested for each in part if isinstance(each, String)]


def test_a_chart_s_words_stand_side_by_side() -> None:
    chart = Chart(
        kind="bar", title=(), labels=("Київ → Lviv", "Warsaw"), series=(Series(name="", values=(4.0, 5.0)),), unit="%"
    )
    found = strings(_chart.drawing(chart, loaded("two"), 300.0, "en"))
    fonts = {each.text: each.fontName for each in found}
    assert {"Київ → ", "Lviv"} <= set(fonts)
    assert (fonts["Київ → "], fonts["Lviv"]) == ("SourceSerif4-Regular", "Newsreader-Regular")
    one, two = (next(each for each in found if each.text == text) for text in ("Київ → ", "Lviv"))
    font = next(each for each in FAMILIES["Source Serif 4"].fonts if each.key == one.fontName)
    assert two.x == pytest.approx(one.x + _drawing.text_measure(one.text, font, one.fontSize))
    assert one.y == two.y


@pytest.mark.parametrize(("anchor", "share"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_a_line_of_two_fonts_keeps_its_anchor(anchor: str, share: float) -> None:
    line = String(100, 10, "a → Київ", textAnchor=anchor, fontName=_drawing.register_font(FONT), fontSize=10)
    parts = list(_drawing.strings(line, FONT))
    length = _drawing.text_measure(line.text, FONT, 10)
    assert "".join(each.text for each in parts) == line.text
    assert [each.fontName for each in parts] == ["PublicSans-Regular", "SourceSans3-Regular"]
    assert parts[0].x == pytest.approx(100 - share * length)
    assert {each.textAnchor for each in parts} == {"start"}


def test_the_words_of_a_picture_too(tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><g><text x="2" y="9">to Київ</text></g></svg>'
    )
    found = {each.text: each.fontName for each in strings(_drawing.from_svg(file, face=PAIR))}
    assert found == {"to ": "PublicSans-Regular", "Київ": "SourceSans3-Regular"}


# --- style files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "messages"),
    [
        ('["Public Sans", "Source San 3", "Source San 3"]', ["no family is called 'Source San 3'"]),
        ('["Public Sens", "Source Sans 3"]', ["no family is called 'Public Sens'"]),
        ('["Public Sans", 3]', ["no family is called 3"]),
        ('["Public Sans", "Public Sans"]', ["names 'Public Sans' twice"]),
        ("[]", ["names no family"]),
        ("3", ["no family is called 3"]),
    ],
)
def test_a_wrong_list_is_told_once_at_its_line(said: str, messages: list[str]) -> None:
    style("bad", f'extends = "staff"\n\n[faces]\ntext = {said}\n')
    with pytest.raises(StyleError) as refused:
        loaded("bad")
    assert [(each.line, each.message) for each in refused.value.diagnostics] == [
        (4, f"'faces.text': {message}") for message in messages
    ]
    if "San 3" in said or "Sens" in said:
        assert "did you mean" in str(refused.value.diagnostics[0].hint)


def test_a_fallback_has_the_slopes_of_the_face(folder: Path) -> None:
    fonts = folder / "styles/bad/fonts"
    fonts.mkdir(parents=True)
    upright = FAMILIES["Source Sans 3"].fonts[1]
    assert not upright.italic
    (fonts / "Own.ttf").write_bytes(upright.path.read_bytes())
    (fonts / "fonts.toml").write_text(
        '[[family]]\nname = "Own"\ncategory = "sans"\n[[family.face]]\nweight = 400\nitalic = false\n'
        'file = "Own.ttf"\nword_name = "Own"\nword_bold = false\nsha256 = ""\n'
    )
    style("bad", 'extends = "staff"\n[faces]\ntext = ["Public Sans", "Own"]\n')
    with pytest.raises(StyleError) as refused:
        loaded("bad")
    (fault,) = refused.value.diagnostics
    assert fault.message == "'faces.text': 'Own' has no italic, and 'Public Sans', which it stands in for, has"
    assert fault.line == 3


def test_show_prints_the_list() -> None:
    assert run("styles", "show", "two", "faces.head").out.split("  ")[0] == (
        'faces.head = ["Newsreader", "Source Serif 4"]'
    )


def test_check_takes_a_glyph_that_a_fallback_has() -> None:
    labels = '[labels.uk]\ninstitution = "Відділ"\n'
    style("ours", f'extends = "staff"\n{labels}')
    assert run("styles", "check", "ours") == Run(0, "", "")
    style("bare", f'extends = "staff"\n[faces]\ntext = "Public Sans"\nhead = "Public Sans"\n{labels}')
    found = run("styles", "check", "bare")
    assert found.code == 1
    assert "'PublicSans-Regular.ttf' of 'Public Sans' has no glyph for" in found.out + found.err
    assert styleguide.letters("uk") <= glyphs.characters(FONT.fallbacks[0])


@pytest.mark.parametrize(
    ("value", "good"),
    [("A", True), (["A"], True), (["A", "B"], True), ([], False), (["A", "A"], False), ([3], False), (3, False)],
)
def test_editors_are_told_both_forms(value: object, good: bool) -> None:
    assert Draft202012Validator(schema.style()).is_valid({"faces": {"text": value}}) == good
