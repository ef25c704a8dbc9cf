"""Copy from right to left: whole briefs, and words and paragraphs within briefs that run the other way."""

import io
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from reportlab.graphics.shapes import Path as Outline
from weasyprint.layout import inline

import products
from briefprint import direction, language, stylebook
from briefprint.document import Chart, Code, Emphasis, Note, Series, Span, Strong, Text
from briefprint.renderers import _bidi, _chart, _css_mirror, _joined, _pdf_spaces
from test_cli import run
from validators import openxml, verapdf

BRIEFS = sorted((Path(__file__).parent / "rtl").glob("*.md"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MIXED = """\
---
title: Notes on חיפה and בורסה
lang: en-GB
date: 2025
summary: The port of חיפה (and its people) grew.
---

## Ports

A paragraph that names נמל *חיפה* הישן once, and شركة الملاحة too.

הפסקה הזאת כתובה בעברית, ונזכר בה NATO פעם אחת.
"""


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: without marks of direction, ligatures taken apart."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return plain.split()


# --- levels --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "rtl"),
    [
        ("he", True),
        ("ar-EG", True),
        ("fa", True),
        ("ur_PK", True),
        ("en", False),
        ("az-Arab", True),
        ("ks-Deva", False),
    ],
)
def test_a_language_has_a_direction(lang: str, rtl: bool) -> None:
    assert direction.is_rtl(lang) == rtl


@pytest.mark.parametrize(
    ("text", "rtl", "levels"),
    [
        ("ab אב", False, "00011"),
        ("אב ab!", True, "111221"),
        ("אב 12% ab", True, "111222122"),
        ("ب 12%", True, "11221"),  # after Arabic letters a per cent sign goes with them (UAX 9, W2, W5)
        ("ab (אב) cd", False, "0000110000"),
        ("אב (ab) ", True, "11112211"),
        ("אב −5.2%", True, "11122222"),  # by the letter of UAX 9 the minus would stand behind its number
        ("ב +972 2 555 0101.", True, "11" + "2" * 15 + "1"),
        ("ب ١٢", False, "1122"),
        ("שָׁלוֹם", True, "1111111"),
    ],
)
def test_levels(text: str, rtl: bool, levels: str) -> None:
    assert "".join(map(str, direction.levels(text, rtl))) == levels


@pytest.mark.parametrize(
    ("text", "rtl", "own"),
    [
        ("NATO הודיעה על כך", True, True),  # a foreign name opens it
        ("The port of חיפה is old", True, False),
        ("הפסקה בעברית", False, True),
        ("חיפה is the name of a port", False, False),
        ("12%", True, True),
        ("", True, True),
    ],
)
def test_a_paragraph_goes_with_its_brief_unless_it_is_of_the_other_direction(text: str, rtl: bool, own: bool) -> None:
    assert direction.runs_rtl(text, rtl) == own


def test_words_that_run_through_several_elements_stay_together() -> None:
    inlines = (Text(text="לפי NATO "), Strong(children=(Text(text="Support של"),)))
    first, against, rest = _bidi.ordered(inlines, True)
    assert first == Text(text="לפי ")
    assert against == Span(children=(Text(text="NATO "), Strong(children=(Text(text="Support"),))), rtl=False)
    assert rest == Strong(children=(Text(text=" של"),))


def test_copy_of_one_direction_is_left_as_it_is() -> None:
    inlines = (Text(text="A "), Emphasis(children=(Text(text="plain"),)), Code(text="x"), Note(number=1, blocks=()))
    assert _bidi.ordered(inlines, False) == inlines
    assert _bidi.parted(inlines, False) == inlines
    assert _bidi.ordered((Text(text="שלום, NATO כאן."),), True) == (Text(text="שלום, NATO כאן."),)


def test_a_stretch_with_a_language_stands_by_itself() -> None:
    inlines = (Text(text="חברת "), Span(children=(Text(text="Lines Ltd."),), lang="en"), Text(text=" כאן"))
    (said,) = (each for each in _bidi.ordered(inlines, True) if isinstance(each, Span))
    assert (said.rtl, said.children) == (False, (Text(text="Lines Ltd."),))


def test_the_stylesheet_is_turned_round() -> None:
    css = '.a{margin:1pt 2pt 3pt 4pt;padding-left:1pt;float:right}td.right{text-align:right}@top-left{content:"left"}'
    assert _css_mirror.mirrored(css) == (
        '.a{margin:1pt 4pt 3pt 2pt;padding-right:1pt;float:left}td.right{text-align:left}@top-right{content:"left"}'
    )
    assert _css_mirror.mirrored(_css_mirror.mirrored(css)) == css


# --- languages -----------------------------------------------------------------------------------------


def test_dates_numbers_and_quotes() -> None:
    assert language.format_date(2025, 4, 3, "he") == "3\u00a0באפריל 2025"
    assert language.format_date(2025, 4, 3, "ar") == "3\u00a0أبريل 2025"
    assert language.format_number(-1234.5, 1, "he") == "−1,234.5"  # no marks of CLDR's in it
    assert language.format_number(-1234.5, 1, "ar") == "−1,234.5"
    assert not language.spaces_percent("he") and not language.spaces_percent("ar")
    assert language.typeset_text('דובר צה"ל', "he") == "דובר צה״ל"


# --- products ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Path]:
    """Every brief in every style, as PDF and in Word."""
    out = tmp_path_factory.mktemp("rtl")
    found = {}
    for brief in BRIEFS:
        for house in products.STYLES:
            for format in ("pdf", "docx"):
                done = run(format, str(brief), "--style", house, "--out", str(out))
                assert done.code == 0 and not done.err, done.err
                found[brief.stem, house, format] = Path(done.out.strip())
    return found


def test_validators_find_nothing(made: dict[tuple[str, str, str], Path]) -> None:
    assert not verapdf.validate([path for (_, _, format), path in made.items() if format == "pdf"], ["ua1", "2a"])
    assert not openxml.validate([path for (_, _, format), path in made.items() if format == "docx"])


SENTENCES = {
    "hebrew": "ההודעה פורסמה גם באנגלית, בשם “Northern Route Notice”, והיא כוללת מפה ולוח זמנים.",
    "arabic": "في 3 أبريل 2025 أعلنت وزارة النقل أن الطريق مفتوح لجميع السفن.",
}


@pytest.mark.parametrize("house", products.STYLES)
@pytest.mark.parametrize("stem", sorted(SENTENCES))
def test_the_tags_say_words_as_they_are_read(made: dict[tuple[str, str, str], Path], stem: str, house: str) -> None:
    with pikepdf.open(made[stem, house, "pdf"]) as pdf:
        said = [
            str(each.ActualText)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/ActualText" in each
        ]
    sentence = words_of(SENTENCES[stem])
    assert set(words_of(" ".join(said))) >= {each for each in sentence if direction.has_rtl(each) and each.isalpha()}
    title = {"hebrew": "נתיב הים הצפוני פתוח לסחר", "arabic": "الطريق البحري الشمالي مفتوح للتجارة"}[stem]
    assert words_of(title)[0] in words_of(" ".join(said))


@pytest.mark.parametrize("stem", sorted(SENTENCES))
def test_what_is_copied_out_of_a_pdf_is_what_was_set(made: dict[tuple[str, str, str], Path], stem: str) -> None:
    path = made[stem, "bureau", "pdf"]
    by_poppler = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True).stdout
    with pypdfium2.PdfDocument(path) as pdf:
        by_pdfium = " ".join(page.get_textpage().get_text_range() for page in pdf)
    wanted = {each for each in words_of(SENTENCES[stem]) if direction.has_rtl(each) and each.isalpha()}
    for text in (by_poppler, by_pdfium):
        assert all(each in " ".join(words_of(text)) for each in wanted)  # readers find spaces by measuring
    if stem == "arabic":  # lam and alef, which are one glyph
        assert "خلال" in " ".join(words_of(by_pdfium))


@pytest.mark.parametrize("stem", sorted(SENTENCES))
def test_word_is_told_of_every_direction(made: dict[tuple[str, str, str], Path], stem: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made[stem, "bureau", "docx"].read_bytes())) as package:
        body, styles = (etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "styles"))
    normal = next(
        each for each in styles.iter(f"{W}style") if each.get(f"{W}default") and each.get(f"{W}type") == "paragraph"
    )
    assert normal.find(f"{W}pPr/{W}bidi") is not None
    assert all(each.find(f"{W}bidiVisual") is not None for each in body.iter(f"{W}tblPr"))
    assert all(each.find(f"{W}bidi") is not None for each in body.iter(f"{W}sectPr"))
    for each in body.iter(f"{W}r"):
        text = "".join(node.text or "" for node in each.iter(f"{W}t"))
        assert (each.find(f"{W}rPr/{W}rtl") is not None) >= direction.has_rtl(text), text
    paragraphs = ["".join(node.text or "" for node in each.iter(f"{W}t")) for each in body.iter(f"{W}p")]
    assert any(" ".join(words_of(SENTENCES[stem])) in " ".join(words_of(each)) for each in paragraphs)
    (english,) = (each for each in body.iter(f"{W}p") if "".join(each.itertext()).startswith("This paragraph"))
    assert english.find(f"{W}pPr/{W}bidi").get(f"{W}val") == "0"


def test_the_memo_refuses_by_name() -> None:
    for brief in BRIEFS:
        done = run("memo", str(brief), "--style", "bureau")
        assert done.code == 1
        assert "the memo cannot set words that run from right to left: '" in done.err
        assert "hint: the brief as PDF" in done.err and done.err.count("error:") == 1


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    (tmp_path / "mixed.md").write_text(MIXED, encoding="utf-8")
    return tmp_path


def test_a_brief_from_left_to_right_may_hold_the_others(mixed: Path) -> None:
    paths = [Path(run(format, "mixed.md", "--style", "staff").out.strip()) for format in ("pdf", "docx")]
    assert not verapdf.validate(paths[:1], ["ua1", "2a"])
    assert not openxml.validate(paths[1:])
    with zipfile.ZipFile(paths[1]) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    turned = [each for each in body.iter(f"{W}p") if each.find(f"{W}pPr/{W}bidi") is not None]
    assert not turned or all(direction.has_rtl("".join(each.itertext())) for each in turned)
    assert mixed.exists()


def test_a_line_s_last_space_is_taken_from_where_it_is() -> None:
    """A canary: a new WeasyPrint may mend this, or move what is wrapped."""
    before = inline.remove_last_whitespace
    with _pdf_spaces.kept():
        assert inline.remove_last_whitespace is not before
    assert inline.remove_last_whitespace is before


def test_words_in_a_chart_are_drawn_as_joined() -> None:
    style = stylebook.load("bureau", stylebook.search_path())
    chart = Chart(
        kind="bar", title=(), labels=("חיפה", "Gdańsk"), series=(Series(name="", values=(4.0, 5.0)),), unit="%"
    )
    shapes = _chart.drawing(chart, style, 300.0, "he").contents
    assert sum(isinstance(each, Outline) for each in shapes) == 1
    font = style.text.chart_label.font()
    assert _joined.measure("سلام", font, 10) < sum(_joined.measure(each, font, 10) for each in "سلام")  # they join


def test_a_face_without_italics_stands_in_upright() -> None:
    face = stylebook.load("bureau", stylebook.search_path()).text.body.face
    upright = next(each for each in face.fallbacks if not each.italics)
    assert face.font(400, italic=True).fallbacks[0] == upright.font(400)
    with pytest.raises(KeyError):
        replace(upright, fallbacks=()).font(400, italic=True)
