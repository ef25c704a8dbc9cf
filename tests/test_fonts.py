"""The font table and the files on disk agree, and every face can set the languages we promise."""

import hashlib
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "styles" / "fonts"
FAMILIES: list[dict[str, Any]] = tomllib.loads((FONTS / "fonts.toml").read_text(encoding="utf-8"))["family"]
FACES = [(family, face) for family in FAMILIES for face in family["face"]]

LATIN = {
    "english": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&@#*/()[]{}<>=+-.,:;!?'\"",
    "polish": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż„”‚’–—",
    "german": "ÄÖÜäöüß„“‚‘»«›‹",
    "french": "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»",
    "spanish": "ÁÉÍÑÓÚÜáéíñóúü¿¡ªº",
}
HEBREW = {"hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת־׳״₪"}
ARABIC = {
    "arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ،؛؟ـ٠١٢٣٤٥٦٧٨٩",
    "persian": "پچژکگی۰۱۲۳۴۵۶۷۸۹",
    "urdu": "ٹڈڑںھہۂۃےۓ۔",
}
CYRILLIC = {"ukrainian": "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя’№«»"}
ALPHABETS = {"latin": LATIN, "cyrillic": CYRILLIC, "hebrew": HEBREW, "arabic": ARABIC}
TYPOGRAPHIC = "„”‚’“‘–—…•§€£%‰×−←→≥≤\u00a0\u202f\u2009\u2010\u2011"  # README.md lists the same
MAY_LACK = set("←→\u202f\u2009\u2010\u2011")  # a family that lacks these is still of use ...
STANDING_IN = MAY_LACK | set("‰≥≤")  # ... and one that only stands in for letters may lack these too

OPEN_FONT_LICENSE = "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007"
ITALIC, BOLD, USE_TYPO_METRICS = 1 << 0, 1 << 5, 1 << 7  # bits of OS/2 fsSelection


def code(character: str) -> str:
    return f"U+{ord(character):04X}"


@pytest.fixture(scope="module", params=FACES, ids=[face["file"] for _, face in FACES])
def entry(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    pair: tuple[dict[str, Any], dict[str, Any]] = request.param
    return pair


@pytest.fixture(scope="module")
def family(entry: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    return entry[0]


@pytest.fixture(scope="module")
def face(entry: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    return entry[1]


@pytest.fixture(scope="module")
def font(face: dict[str, Any]) -> Iterator[TTFont]:
    with TTFont(BytesIO((FONTS / face["file"]).read_bytes()), lazy=True) as opened:
        yield opened


def test_the_table_lists_exactly_the_fonts_on_disk() -> None:
    on_disk = {path.relative_to(FONTS).as_posix() for path in FONTS.rglob("*") if path.suffix in (".ttf", ".otf")}
    listed = [face["file"] for _, face in FACES]
    assert sorted(listed) == sorted(on_disk)


def test_the_fonts_stay_small() -> None:
    assert sum(path.stat().st_size for path in FONTS.rglob("*.ttf")) < 7_000_000


def test_family_names_differ() -> None:
    names = [family["name"] for family in FAMILIES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("family", FAMILIES, ids=[family["name"] for family in FAMILIES])
class TestFamily:
    def test_has_the_four_faces_word_can_ask_for(self, family: dict[str, Any]) -> None:
        cuts = [(face["weight"], face["italic"]) for face in family["face"]]
        assert len(cuts) == len(set(cuts))
        slopes = (False, True) if family.get("italics", True) else (False,)
        assert {(weight, italic) for weight in (400, 700) for italic in slopes} <= set(cuts)
        assert family.get("italics", True) or not any(italic for _, italic in cuts)
        assert family["category"] in {"serif", "sans", "mono"}

    def test_carries_the_open_font_license(self, family: dict[str, Any]) -> None:
        text = (FONTS / family["licence_file"]).read_text(encoding="utf-8")
        assert family["licence"] == "OFL-1.1"
        assert OPEN_FONT_LICENSE in text
        assert text.rstrip().endswith("OTHER DEALINGS IN THE FONT SOFTWARE.")

    def test_names_what_it_lacks(self, family: dict[str, Any]) -> None:
        lacking: set[str] = set()
        for face in family["face"]:
            with TTFont(BytesIO((FONTS / face["file"]).read_bytes()), lazy=True) as font:
                lacking |= {character for character in TYPOGRAPHIC if ord(character) not in font.getBestCmap()}
        assert {code(character) for character in lacking} == set(family["missing"])
        assert lacking <= (MAY_LACK if "latin" in family["scripts"] else STANDING_IN)


class TestFace:
    def test_is_the_file_we_took(self, face: dict[str, Any]) -> None:
        assert hashlib.sha256((FONTS / face["file"]).read_bytes()).hexdigest() == face["sha256"]

    def test_is_static_truetype_that_may_be_embedded(self, font: TTFont) -> None:
        assert "glyf" in font
        assert "fvar" not in font
        assert font["OS/2"].fsType == 0

    def test_is_named_as_the_table_says(self, family: dict[str, Any], face: dict[str, Any], font: TTFont) -> None:
        names = font["name"]
        assert names.getDebugName(1) == face["word_name"]
        assert (names.getDebugName(16) or names.getDebugName(1)) == family["name"]
        assert names.getDebugName(5).split(";")[0] == f"Version {family['version']}"
        assert Path(face["file"]).stem == names.getDebugName(6)

    def test_is_the_cut_the_table_says(self, face: dict[str, Any], font: TTFont) -> None:
        style = font["OS/2"].fsSelection
        assert font["OS/2"].usWeightClass == face["weight"]
        assert bool(style & ITALIC) == face["italic"]
        assert bool(style & BOLD) == face["word_bold"]

    def test_its_copyright_stands_in_the_licence_file(self, family: dict[str, Any], font: TTFont) -> None:
        assert font["name"].getDebugName(0) in (FONTS / family["licence_file"]).read_text(encoding="utf-8")

    def test_every_engine_reads_the_same_metrics(self, font: TTFont) -> None:
        os2, hhea = font["OS/2"], font["hhea"]
        assert (os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap) == (
            hhea.ascent,
            hhea.descent,
            hhea.lineGap,
        )
        assert os2.fsSelection & USE_TYPO_METRICS

    def test_covers_its_languages(self, family: dict[str, Any], font: TTFont) -> None:
        covered = font.getBestCmap()
        assert family["scripts"] and ("latin" in family["scripts"] or not family.get("italics", True))
        gaps = {
            language: lacking
            for script in family["scripts"]
            for language, letters in ALPHABETS[script].items()
            if (lacking := [letter for letter in letters if ord(letter) not in covered])
        }
        assert gaps == {}
