"""A house's mark, drawn or in dots, at the head of every format; and what is said of a file that is none."""

import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from briefprint.renderers import formats
from test_cli import run
from validators import verapdf

SIZE = (404, 101)
HEIGHT_PT = 30.0
EMU = 12_700  # to the point (ECMA-376 20.1.2.1)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10"/></svg>'
PATTERNS = {"letterhead": "bureau", "band": "institute"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a style whose mark is a picture in dots, see-through at its right."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    (tmp_path / "good.md").write_text("---\ntitle: Good\n---\n\nA paragraph.\n")
    picture = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    picture.paste((214, 0, 110, 255), (0, 0, 101, 101))
    picture.putpixel((3, 5), (1, 2, 3, 255))  # a dot that no picture made smaller would keep
    (tmp_path / "styles/ours").mkdir(parents=True)
    picture.save(tmp_path / "styles/ours/mark.png")
    style("bureau")
    return tmp_path


def style(parent: str, mark: str = "mark.png") -> None:
    tables = "".join(f'[{each}]\nmark = "{mark}"\nmark_height = "30pt"\n' for each in ("masthead", "memo.masthead"))
    Path("styles/ours/style.toml").write_text(f'extends = "{parent}"\n{tables}')


def pictures(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    """Return the pictures in a PDF, without their masks."""
    found = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"]
    masks = {each.SMask.objgen for each in found if "/SMask" in each}
    return [each for each in found if each.objgen not in masks]


@pytest.mark.parametrize("parent", PATTERNS.values(), ids=PATTERNS)
@pytest.mark.parametrize("format", ["pdf", "memo"])
def test_a_pdf_holds_each_dot_of_the_mark_and_what_shines_through(format: str, parent: str, folder: Path) -> None:
    style(parent)
    assert run(format, "good.md", "--style", "ours").code == 0
    (product,) = (folder / "out").iterdir()
    with pikepdf.open(product) as pdf:
        (picture,) = pictures(pdf)
        assert (int(picture.Width), int(picture.Height)) == SIZE
        assert (int(picture.SMask.Width), int(picture.SMask.Height)) == SIZE
        assert pikepdf.PdfImage(picture).as_pil_image().convert("RGB").getpixel((3, 5)) == (1, 2, 3)


@pytest.mark.parametrize("parent", PATTERNS.values(), ids=PATTERNS)
def test_word_holds_the_file_itself_at_the_height_of_the_token(parent: str, folder: Path) -> None:
    style(parent)
    assert run("docx", "good.md", "--style", "ours").code == 0
    with zipfile.ZipFile(folder / "out/good.ours.docx") as package:
        (media,) = [each for each in package.namelist() if each.startswith("word/media/")]
        assert package.read(media) == (folder / "styles/ours/mark.png").read_bytes()
        document = package.read("word/document.xml").decode()
    assert f'<wp:extent cx="{round(HEIGHT_PT * EMU * SIZE[0] / SIZE[1])}" cy="{round(HEIGHT_PT * EMU)}"/>' in document


@pytest.mark.parametrize("format", formats())
def test_the_same_bytes_wherever_the_mark_lies(format: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(format, "good.md", "--style", "ours")
    (first,) = (folder / "out").iterdir()
    (folder / "other").mkdir()
    for name in ("styles", "good.md", "briefprint.toml"):
        (folder / name).rename(folder / "other" / name)
    monkeypatch.chdir(folder / "other")
    run(format, "good.md", "--style", "ours")
    assert (folder / "other/out" / first.name).read_bytes() == first.read_bytes()


@pytest.mark.slow
def test_a_mark_in_dots_keeps_to_the_standards(folder: Path) -> None:
    for parent in PATTERNS.values():
        style(parent)
        run("pdf", "good.md", "--style", "ours", "--out", parent)
        run("memo", "good.md", "--style", "ours", "--out", parent)
    made = sorted(each for parent in PATTERNS.values() for each in (folder / parent).glob("*.pdf"))
    assert len(made) == 2 * len(PATTERNS)
    assert verapdf.validate(made) == []


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("mark.png", b"\x89PNG\r\n\x1a\n", "'mark.png' is no PNG, or a broken one"),
        ("mark.png", SVG.encode(), "'mark.png' is no PNG, or a broken one"),
        ("mark.svg", b"<html/>", "'mark.svg' is no SVG"),
        ("mark.svg", b"\x89PNG", "'mark.svg' is no SVG, or a broken one"),
        ("mark.gif", b"GIF89a", "'mark.gif' is neither SVG nor PNG"),
    ],
)
def test_a_file_that_is_no_mark_is_refused_when_the_style_is_loaded(name: str, data: bytes, reason: str) -> None:
    Path("styles/ours", name).write_bytes(data)
    style("bureau", name)
    made = run("pdf", "good.md", "--style", "ours")
    assert made.code == 1
    assert f"style.toml:3: error: 'masthead.mark': {reason}\n  hint: a mark is an SVG or a PNG\n" in made.err
    assert made.err.count("error: 'masthead.mark'") == made.err.count("error: 'memo.masthead.mark'") == 1


def test_a_png_cut_off_is_refused(folder: Path) -> None:
    file = folder / "styles/ours/mark.png"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert "'mark.png' is no PNG, or a broken one" in run("styles", "check", "ours").out


def test_an_empty_name_is_no_mark() -> None:
    style("bureau", "")
    assert run("docx", "good.md", "--style", "ours").code == 0
    with zipfile.ZipFile("out/good.ours.docx") as package:
        assert not [each for each in package.namelist() if each.startswith("word/media/")]
