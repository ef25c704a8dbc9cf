"""A brand file becomes a house style: what is taken up, what is told, what is refused, and the products."""

import re
import shutil
import tomllib
import zipfile
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from briefprint import stylebook, styleguide
from briefprint.renderers import formats
from briefprint.style import HouseStyle
from briefprint.stylefiles import SHIPPED
from test_cli import Run, run

CUTS = ("Regular", "Italic", "Bold", "BoldItalic")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#d6006e"/></svg>'
)

ACME = """\
meta:
  name: {full: Acme Grotesk Works, short: Acme}
  link: https://www.acme.example/about
logo:
  images: {wide: {path: logo.png, alt: Acme}, white: white.svg}
  medium: {light: wide, dark: white}
  small: white.svg
color:
  palette: {magenta: "#d6006e", blue: "#00a3e0", coal: "#1d1d1b", sand: "#f4efe6", plum: "#5b0f4d"}
  foreground: coal
  background: white
  primary: magenta
  secondary: plum
  light: sand
  warning: "hsl(30, 90%, 40%)"
typography:
  fonts:
    - family: Acme Grotesk
      source: file
      files:
        - {path: AcmeGrotesk-Regular.ttf}
        - {path: AcmeGrotesk-Italic.ttf, style: italic}
        - {path: AcmeGrotesk-Bold.ttf, weight: bold}
        - {path: AcmeGrotesk-BoldItalic.ttf, weight: bold, style: italic}
    - {family: Newsreader, source: google}
  base: {family: Newsreader, size: 11pt, line-height: 1.4}
  headings: {family: Acme Grotesk, weight: semi-bold, color: magenta}
  link: {color: plum, decoration: underline}
defaults: {quarto: {format: html}}
"""
MINIMAL = 'color:\n  primary: "#8a1538"\n'
REFERENCES = (
    'color: {palette: {blue: "#0033a0"}, primary: blue}\ntypography: {base: Public Sans, monospace: Fira Code}\n'
)
SHADES = """\
color:
  foreground: {light: "#130654", dark: "#eeeeee"}
  background: {light: "#fff", dark: "#111111"}
  primary: {light: navy, dark: gold}
"""
NIGHT = 'color: {background: "#0b1020", foreground: "#e8e8f0", primary: "#7aa2ff", secondary: "#ffd166"}\n'
FAINT = 'color:\n  primary: "#ffc400"\n'
SENSIBLE = {
    "acme": ACME,
    "minimal": MINIMAL,
    "references": REFERENCES,
    "shades": SHADES,
    "night": NIGHT,
    "faint": FAINT,
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with a brand's logos and fonts in it, and a brief."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    (tmp_path / "good.md").write_text("---\ntitle: Good\n---\n\n## A head\n\nA paragraph with *emphasis*.\n")
    picture = Image.new("RGBA", (400, 100), (0, 0, 0, 0))
    picture.paste((214, 0, 110, 255), (0, 0, 100, 100))
    picture.save(tmp_path / "logo.png")
    (tmp_path / "white.svg").write_text(SVG)
    return tmp_path


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A family under a name of its own, as a brand would bring one."""
    made = tmp_path_factory.mktemp("fonts")
    for cut in CUTS:
        with TTFont(SHIPPED / f"fonts/public-sans/PublicSans-{cut}.ttf") as font:
            for record in list(font["name"].names):
                text = record.toUnicode().replace("Public Sans", "Acme Grotesk").replace("PublicSans", "AcmeGrotesk")
                font["name"].setName(text, record.nameID, record.platformID, record.platEncID, record.langID)
            font.save(made / f"AcmeGrotesk-{cut}.ttf")
    return made


def branded(text: str | bytes, *arguments: str, fonts: Path | None = None) -> Run:
    """Make the style 'ours' of a brand file."""
    file = Path("_brand.yml")
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    if fonts is not None:
        shutil.copytree(fonts, ".", dirs_exist_ok=True)
    return run("styles", "new", "ours", "--brand", str(file), *arguments)


def ours() -> HouseStyle:
    return stylebook.load("ours", stylebook.search_path(Path("x.md")))


# --- what is taken up ----------------------------------------------------------------------------------


@pytest.mark.parametrize("parent", stylebook.names(stylebook.search_path()))
@pytest.mark.parametrize("brand", SENSIBLE)
def test_a_sensible_brand_makes_a_style_that_checks(brand: str, parent: str, fonts: Path) -> None:
    made = branded(SENSIBLE[brand], "--from", parent, fonts=fonts)
    assert (made.code, made.out) == (0, "styles/ours/style.toml\n"), made.err
    assert run("styles", "check", "ours") == Run(0, "", "")
    assert "styles check" not in made.err


def test_each_part_of_a_brand_has_its_place(folder: Path, fonts: Path) -> None:
    branded(ACME, fonts=fonts)
    style = ours()
    wanted = {"ink": "#1d1d1b", "paper": "#ffffff", "accent": "#d6006e", "accent_2": "#5b0f4d", "ground": "#f4efe6"}
    assert {name: style.palette[name] for name in wanted} == wanted
    assert style.label == "Acme"
    assert (style.text.body.face.name, style.text.headline.face.name) == ("Newsreader", "Acme Grotesk")
    assert (style.text.body.size_pt, style.text.body.leading_pt) == (11.0, 15.5)
    assert style.text.heading_1.color == "#d6006e"
    assert (style.inline.link_color, style.inline.link_underline) == ("#5b0f4d", True)
    words = style.words("en")
    assert (words["institution"], words["unit"], words["address"]) == ("Acme Grotesk Works", "", "www.acme.example")
    beside = folder / "styles/ours"
    assert style.masthead.mark == style.memo.masthead.mark == beside / "mark.png"
    assert (beside / "mark.png").read_bytes() == (folder / "logo.png").read_bytes()
    for cut in CUTS:
        name = f"AcmeGrotesk-{cut}.ttf"
        assert (beside / "fonts" / name).read_bytes() == (folder / name).read_bytes()
    table = tomllib.loads((beside / "fonts/fonts.toml").read_text())["family"][0]
    assert [(each["weight"], each["italic"], each["word_bold"]) for each in table["face"]] == [
        (400, False, False), (400, True, False), (700, False, True), (700, True, True)
    ]  # fmt: skip


def test_a_weight_that_a_family_lacks_is_the_nearest_it_has(fonts: Path) -> None:
    branded(ACME, fonts=fonts)
    assert {role.weight for _, role in ours().roles() if role.face.name == "Acme Grotesk"} <= {400, 700}
    assert "# 'Acme Grotesk' has no 600" in Path("styles/ours/style.toml").read_text()


def test_the_logo_for_dark_grounds_stands_on_a_band(fonts: Path) -> None:
    branded(ACME, "--from", "institute", fonts=fonts)
    mark = ours().masthead.mark
    assert mark is not None and mark.name == "mark-dark.svg"


def test_another_house_s_mark_is_not_borne() -> None:
    branded("meta: {name: Acme}\n")
    assert stylebook.load("bureau", stylebook.search_path()).masthead.mark is not None
    assert (ours().masthead.mark, ours().memo.masthead.mark) == (None, None)


def test_references_and_plain_family_names_are_followed() -> None:
    made = branded(REFERENCES)
    assert ours().palette["accent"] == "#0033a0"
    assert ours().text.body.face.name == ours().text.heading_1.face.name == "Public Sans"
    assert "_brand.yml:2: warning: there are no fonts of 'Fira Code' (source: system) here" in made.err
    assert "'IBM Plex Mono' stands in" in made.err


def test_of_two_shades_paper_takes_the_light_one() -> None:
    branded(SHADES)
    assert (ours().palette["ink"], ours().palette["accent"]) == ("#130654", "#000080")


def test_a_dark_brand_prints_dark_on_white() -> None:
    made = branded(NIGHT)
    assert (ours().palette["paper"], ours().palette["ink"]) == ("#ffffff", "#0b1020")
    assert "warning: 'color.background' #0b1020 is no paper" in made.err


def test_a_faint_colour_stays_where_nothing_is_read() -> None:
    made = branded(FAINT)
    assert "_brand.yml:2: warning: 'primary' #ffc400 is too faint for small type (1.6:1 on the paper)" in made.err
    style = ours()
    assert style.masthead.rule_color == "#ffc400"
    assert "#ffc400" not in {*style.chart.colors, *style.chart.quiet_colors, style.chart.highlight_color}
    assert "#ffc400" not in {role.color for _, role in style.roles()}
    assert (style.inline.link_color, style.inline.link_underline) == (style.palette["ink"], True)


@pytest.mark.parametrize("brand", SENSIBLE)
def test_a_chart_has_the_brand_s_colours_where_they_can_be_told_apart(brand: str, fonts: Path) -> None:
    branded(SENSIBLE[brand], "--from", "institute", fonts=fonts)
    look = ours().chart
    for series in (look.colors, look.quiet_colors):
        assert len(set(series)) == len(series)
        assert all(styleguide.contrast(each, look.ground) >= styleguide.CONTRAST_GRAPHIC for each in series)
    strong = styleguide.contrast(ours().palette["accent"], look.ground) >= styleguide.CONTRAST_GRAPHIC
    assert (look.colors[0] == look.highlight_color == ours().palette["accent"]) == strong
    assert brand != "acme" or "#5b0f4d" in look.colors


def test_a_bright_colour_is_for_words_not_for_paragraphs() -> None:
    branded('color: {primary: "#d6006e"}\n')
    assert styleguide.contrast("#d6006e", "#ffffff") > styleguide.CONTRAST
    assert (ours().text.headline.color, ours().text.summary.color) == ("#d6006e", ours().palette["ink"])


def test_what_no_style_has_a_place_for_is_named_in_one_line(fonts: Path) -> None:
    made = branded(ACME, fonts=fonts)
    (line,) = [each for each in made.err.splitlines() if "left out" in each]
    assert line == (
        "_brand.yml: warning: left out, as no style has a place for it: logo.images, logo.medium.dark, logo.small, "
        "defaults"
    )


def test_a_misspelt_key_is_told_apart() -> None:
    made = branded('color:\n  primary: "#8a1538"\n  secundary: "#102030"\n')
    assert made.code == 0
    assert (
        "_brand.yml:3: warning: a brand file has no 'color.secundary'\n  hint: did you mean 'secondary'?" in made.err
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("variable", "is a variable font, and Word takes static ones"),
        ("rights", "may be embedded for print and preview only, not in a Word file (OS/2 fsType)"),
        ("other", "is no TrueType file"),
        ("italic", "'Acme Grotesk' has no italic, and none is ever faked"),
    ],
)
def test_a_font_that_cannot_be_used_is_told_and_the_parent_s_stays(change: str, reason: str, fonts: Path) -> None:
    shutil.copytree(fonts, ".", dirs_exist_ok=True)
    file, text = Path("AcmeGrotesk-Regular.ttf"), ACME
    if change == "variable":
        text = text.replace("weight: bold}", "weight: 400..700}")
    elif change == "rights":
        with TTFont(file) as font:
            font["OS/2"].fsType = 4
            font.save(file)
    elif change == "other":
        file.write_bytes(b"wOF2" + bytes(60))
    else:
        text = re.sub(r".*talic\.ttf.*\n", "", text)
    made = branded(text)
    assert made.code == 0
    assert reason in made.err
    assert ours().text.heading_1.face.name == "Source Sans 3"
    assert not Path("styles/ours/fonts").exists()


def test_a_style_that_extends_it_sets_in_its_fonts(fonts: Path) -> None:
    branded(ACME, fonts=fonts)
    assert run("styles", "new", "daughter", "--from", "ours").code == 0
    assert run("styles", "check", "daughter") == Run(0, "", "")


# --- what is refused -----------------------------------------------------------------------------------

BAD: list[tuple[str | bytes, str]] = [
    (
        'color:\n  primary: "#12"\n',
        "_brand.yml:2: error: 'color.primary': '#12' is neither a colour nor the name of one",
    ),
    (
        'color:\n  palette:\n    blue: "#0033aa"\n  primary: blu\n',
        "_brand.yml:4: error: 'color.primary': 'blu' is neither a colour nor the name of one\n"
        "  hint: did you mean 'blue'?",
    ),
    (
        "color: {palette: {a: b, b: a}}\n",
        "_brand.yml:1: error: 'color.palette': colours stand for each other in a circle",
    ),
    ("color:\n  primary: '#0033aa\n", "error: the brand file is not valid YAML"),
    ("- a\n- b\n", "_brand.yml:1: error: a brand file is a table, not a list or a word"),
    ("", "_brand.yml:1: error: says nothing that a style could take up"),
    ("color: {}\nmeta: {}\n", "_brand.yml:1: error: says nothing that a style could take up"),
    ("meta: {name: X}\nlogo: gone.svg\n", "_brand.yml:2: error: 'logo': there is no file 'gone.svg'"),
    (
        "typography:\n  fonts:\n    - family: X\n      source: file\n      files: [{path: gone.ttf}]\n  base: X\n",
        "_brand.yml:5: error: 'typography.fonts.0.files.0.path': there is no file 'gone.ttf'",
    ),
    (
        "typography:\n  base:\n    weight: heavy\n",
        "_brand.yml:3: error: 'typography.base.weight': invalid font weight",
    ),
    (b"\xff\xfe", "_brand.yml: error: is not UTF-8 text"),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=range(len(BAD)))
def test_a_bad_brand_is_refused_once_and_leaves_nothing(text: str | bytes, message: str, folder: Path) -> None:
    made = branded(text)
    assert (made.code, made.out) == (1, "")
    assert message in made.err
    assert made.err.count("error:") == 1
    assert not (folder / "styles").exists()


def test_a_brand_file_that_is_not_there_is_said(folder: Path) -> None:
    made = run("styles", "new", "ours", "--brand", "gone.yml")
    assert (made.code, made.out) == (1, "")
    assert made.err.startswith("gone.yml: error: cannot be read: no such file")
    assert not (folder / "styles").exists()


def test_what_cannot_all_be_written_is_taken_back(folder: Path, fonts: Path) -> None:
    (folder / "styles/ours/mark.png").mkdir(parents=True)
    made = branded(ACME, fonts=fonts)
    assert made.code == 1
    assert "cannot write to" in made.err
    assert [each.name for each in (folder / "styles").rglob("*") if each.is_file()] == []


# --- the products --------------------------------------------------------------------------------------


def test_the_brand_is_found_in_every_product(folder: Path, fonts: Path) -> None:
    branded(ACME, fonts=fonts)
    for format in formats():
        assert run(format, "good.md", "--style", "ours").code == 0
    red, green, blue = (int("d6006e"[start : start + 2], 16) / 255 for start in (0, 2, 4))
    for name in ("good.ours.pdf", "good.ours.memo.pdf"):
        with pikepdf.open(folder / "out" / name) as pdf:
            found = {
                str(each.get("/BaseFont"))
                for each in pdf.objects
                if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
            }
            drawn = b"".join(
                each.read_bytes()
                for each in pdf.objects
                if isinstance(each, pikepdf.Stream) and "/Length1" not in each
            ).decode("latin-1")
        assert any("Acme" in each for each in found), found
        assert any("Newsreader" in each for each in found), found
        colors = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) rg", drawn)
        assert any(
            abs(float(one) - red) + abs(float(two) - green) + abs(float(three) - blue) < 0.01
            for one, two, three in colors
        )
    with zipfile.ZipFile(folder / "out/good.ours.docx") as package:
        theme = package.read("word/theme/theme1.xml").decode()
        names = package.read("word/fontTable.xml").decode()
        assert any(each.startswith("word/media/") and each.endswith(".png") for each in package.namelist())
    assert "D6006E" in theme.upper()
    assert 'typeface="Acme Grotesk"' in theme
    assert 'w:name="Acme Grotesk"' in names
