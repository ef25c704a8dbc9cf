"""Proofs of house styles: every role named and set as the style says, files whole and the same, faults by name."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

import parity_pdf
import products
from briefprint import contactsheet, proof, specimen, stylebook
from briefprint.coverage import missing
from briefprint.digest import digest
from briefprint.document import Chart, Code, Document, Paragraph, Text, plain_text, walk
from briefprint.language import LETTERS
from briefprint.proof import Proof
from briefprint.specimen import PANGRAMS, Specimen
from briefprint.style import HouseStyle
from test_cli import run

SEARCH = stylebook.search_path()


@functools.cache
def proved(name: str) -> Proof:
    """Return the proofs of a shipped style, set once."""
    return proof.proof(name, SEARCH)


@functools.cache
def style(name: str) -> HouseStyle:
    return stylebook.load(name, SEARCH)


def words(made: Specimen) -> str:
    """Return all the words of a specimen: its copy, its labels, its running lines."""
    copy = [node.text for node in walk(made.document) if isinstance(node, Text | Code)]
    document = made.document
    copy += [document.place, document.number, *(person.name for person in document.authors)]
    copy += [each for memo in (document.memo,) if memo for each in (*memo.to, *memo.sender)]
    copy += [label for node in walk(document.blocks) if isinstance(node, Chart) for label in node.labels]
    copy += [getattr(node, "text", "") for node in document.blocks if type(node).__name__ == "CodeBlock"]
    copy += made.style.words(document.lang).values()
    running = made.style.running
    copy += [
        getattr(getattr(running, line), side)
        for line in ("head_first", "head", "foot_first", "foot")
        for side in ("left", "center", "right")
    ]
    return "\n".join(copy)


def settings(data: bytes, word: str, of: HouseStyle) -> Iterator[tuple[str, float]]:
    """Yield the font and the size of each place of a PDF where a word stands."""
    with parity_pdf._pages(data) as pages:
        for page in pages:
            for found in re.finditer(rf"(?<!_){word}(?!_)", page.letters):
                places = page.places[found.start() : found.end()]
                looks = {parity_pdf._look(page.text, at)[:2] for at in places}
                if len(looks) == 1:
                    font, size = looks.pop()
                    yield parity_pdf.pdf_font(font, of), size


# --- the copy ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", products.STYLES)
def test_the_specimens_name_every_role_or_say_why_not(name: str) -> None:
    unset = specimen.unset(style(name))
    said = words(specimen.brief(style(name))) + words(specimen.memo(style(name)))
    for role, look in style(name).roles():
        if role in unset:
            assert unset[role]
        else:
            assert role in said
            assert specimen.sizes(look) in said or f"{look.size_pt:.2f}\n{look.leading_pt:.2f}" in said


def test_few_roles_are_left_out_where_a_style_shows_all() -> None:
    left_out = set.intersection(*(set(specimen.unset(style(name))) for name in products.STYLES))
    assert left_out == {"watermark", "heading_number", "memo_body"}


BARE = """extends = "newsroom"
front = {order = [], byline = []}
closing = {order = ["signature", "contact"]}
document_line = {cells = []}
marking = {levels = []}
memo = {order = ["points"], decisions = []}
[running]
head = {left = "", center = "", right = "{page}", rule = "0pt"}
foot_first = {left = "", center = "", right = "", rule = "0pt"}
foot = {left = "", center = "", right = "", rule = "0pt"}
"""


def test_a_bare_style_says_which_roles_it_does_not_set(tmp_path: Path) -> None:
    make(tmp_path, "bare", BARE)
    bare = stylebook.load("bare", (tmp_path / "styles", *SEARCH))
    said = words(specimen.brief(bare)) + words(specimen.memo(bare))
    unset = specimen.unset(bare)
    assert {"byline", "ask", "document_value", "folio", "closing", "memo_bottom_line", "memo_ask"} <= set(unset)
    assert all(role in said for role, _ in bare.roles() if role not in unset)
    assert "running_head — " in said and "figure_value" in said and "signature — " in said
    assert not digest(specimen.memo(bare).document, bare).warnings


@pytest.mark.parametrize("lang", PANGRAMS)
def test_a_pangram_holds_the_letters_of_its_language(lang: str) -> None:
    rare = set("æëüÿ") if lang == "fr" else set()  # in few words or names
    assert set(LETTERS[lang]) - set(PANGRAMS[lang].lower()) <= rare


@pytest.mark.parametrize("name", products.STYLES)
def test_only_what_the_faces_have_is_shown(name: str) -> None:
    made = specimen.brief(style(name))
    assert not missing(made.document, made.style)
    shown = {lang for lang, copy in PANGRAMS.items() if copy in words(made)}
    for lang in set(PANGRAMS) - shown:
        blocks = (Paragraph(children=(Text(text=PANGRAMS[lang]), Code(text=PANGRAMS[lang]))),)
        assert missing(Document(path="", lang=lang, title=(), blocks=blocks), style(name))
    assert {"en", "pl", "de", "fr"} <= shown


def test_body_text_runs_long_enough_to_judge() -> None:
    made = specimen.brief(style("bureau"))
    paragraphs = [plain_text(each.children) for each in made.document.blocks if isinstance(each, Paragraph)]
    assert sum(len(each) > 400 for each in paragraphs) >= 2


# --- the products --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", products.STYLES)
def test_each_role_is_set_in_its_face_and_size_where_it_is_named(name: str) -> None:
    unset, of = specimen.unset(style(name)), style(name)
    files = proved(name).files
    for role, look in of.roles():
        if role in unset:
            continue
        wanted = f"{look.face.name} {look.weight}{' italic' if look.italic else ''}"
        data = files[".memo.pdf" if role.startswith("memo_") else ".pdf"]
        found = list(settings(data, role, of))
        assert any(font == wanted and size == pytest.approx(look.size_pt, abs=0.02) for font, size in found), (
            f"{role}: {wanted} {look.size_pt:g}pt is not among {found}"
        )


@pytest.mark.parametrize("name", products.STYLES)
def test_a_proof_is_a_few_pages_and_a_memo_one(name: str) -> None:
    files = proved(name).files
    assert set(files) == {".pdf", ".memo.pdf", ".png"}
    pages = [len(pypdfium2.PdfDocument(files[each])) for each in (".pdf", ".memo.pdf")]
    assert 2 <= pages[0] <= 5 and pages[1] == 1
    assert proved(name).warnings == ()
    with Image.open(io.BytesIO(files[".png"])) as picture:
        breadth, depth = picture.size
    assert breadth == sum(pages) * (proof.PAGE + proof.GAP) + proof.GAP
    assert 1.2 * proof.PAGE < depth < 1.6 * proof.PAGE
    assert 50_000 < len(files[".png"]) < 3_000_000


def test_the_same_style_is_proved_in_the_same_bytes() -> None:
    again = proof.proof("bureau", SEARCH)
    assert again.files == proved("bureau").files
    assert proof.together([again, again]) == proof.together([proved("bureau")] * 2)


def test_a_sheet_in_few_colours_keeps_its_grounds_and_tints() -> None:
    page = contactsheet.pages(proved("institute").files[".pdf"], 400, 1)
    sheet = contactsheet.sheet([page], 10)
    look = style("institute")
    tints = [contactsheet.GROUND, look.palette["paper"], look.masthead.ground, look.panel.key_points.ground]
    whole, small = contactsheet.png(sheet), contactsheet.png(sheet, 40_000)
    assert len(small) < 40_000 < len(whole)
    for data in (whole, small):
        with Image.open(io.BytesIO(data)) as picture:
            counted = picture.convert("RGB").getcolors(1 << 24)
        colours = {"#{:02x}{:02x}{:02x}".format(*colour) for count, colour in counted if count > 200}
        assert set(tints) <= colours


# --- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder to work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    return tmp_path


def make(folder: Path, name: str, text: str) -> None:
    file = folder / "styles" / name / "style.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)


def test_a_style_of_ones_own_is_proved_and_a_bad_one_costs_no_other(folder: Path) -> None:
    make(folder, "own", 'extends = "bureau"\nlabel = "Ours {really}"\n[palette]\naccent = "#1b4332"\n')
    make(folder, "bad", 'extends = "bureau"\n[text.body]\nsize = "big"\n')
    ended = run("styles", "proof", "bad", "own", "--paper", "letter", "--out", "proofs")
    assert ended.code == 1
    assert "bad/style.toml:3: error:" in ended.err
    assert ended.out.split() == [
        "proofs/own.proof.pdf", "proofs/own.proof.memo.pdf", "proofs/own.proof.png", "proofs/proof.png",
    ]  # fmt: skip
    assert sorted(each.name for each in (folder / "proofs").iterdir()) == sorted(
        Path(each).name for each in ended.out.split()
    )
    document = pypdfium2.PdfDocument(folder / "proofs/own.proof.pdf")
    assert document[0].get_width() == 612
    assert "Ours {really}" in document[1].get_textpage().get_text_range()


def test_one_style_has_no_sheet_of_all(folder: Path) -> None:
    make(folder, "own", 'extends = "boardroom"\n')
    ended = run("styles", "proof", "own")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.split() == ["out/own.proof.pdf", "out/own.proof.memo.pdf", "out/own.proof.png"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bureua",), "did you mean 'bureau'?"),
        (("base",), "no style is called 'base'"),
        (("bureau", "--paper", "a5"), "no paper is called 'a5'"),
        ((), "no style is asked for"),
    ],
)
def test_a_wrong_call_sets_nothing(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = run("styles", "proof", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not (folder / "out").exists()


def test_a_fault_of_ours_is_one_message_and_costs_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise ZeroDivisionError("nought")

    monkeypatch.setattr("briefprint.typesetting.renderer", lambda _: failing)
    make(folder, "own", 'extends = "bureau"\n')
    ended = run("styles", "proof", "own")
    assert ended.code == 1
    assert "could not be set as pdf in the style 'own': ZeroDivisionError: nought" in ended.err
    assert ended.out == ""
