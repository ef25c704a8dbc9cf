"""A Word file has a life after us: fields are worked out anew, an editor writes into it, somebody wants it small."""

from __future__ import annotations

import copy
import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.text.paragraph import Paragraph
from lxml import etree

import longbrief
import products
from briefprint import audit
from briefprint.artifact import Options
from briefprint.reader import read
from briefprint.renderers import docx as renderer
from briefprint.typesetting import carry_out
from test_docx import STYLES, W, parts, rendered, text
from test_word_audit import rewritten
from validators import fields, integrity, libreoffice, openxml, poppler

BRIEF = products.ROOT / "content" / "poland-us-security-call.md"

# --- what is carried --------------------------------------------------------------------------------------


def test_fonts_are_left_out_where_they_are_not_wanted() -> None:
    job = products.job(BRIEF, "institute", "docx")
    carried, bare = (carry_out(replace(job, options=Options(embed=embed))).artifact for embed in (True, False))
    assert carried is not None and bare is not None
    with zipfile.ZipFile(io.BytesIO(bare.data)) as package:
        assert not [name for name in package.namelist() if name.endswith(".odttf")]
    assert len(carried.data) < 200_000
    assert len(bare.data) < 60_000
    assert audit.word_faults(bare.data) == []
    named = [
        [node.get(f"{W}name") for node in parts(each.data)["word/fontTable.xml"].iter(f"{W}font")]
        for each in (carried, bare)
    ]
    assert named[0] == named[1]  # what is wanted is still said
    assert parts(bare.data)["word/settings.xml"].find(f"{W}embedTrueTypeFonts") is None


def test_the_properties_say_what_the_file_was_made_from() -> None:
    made = carry_out(products.job(BRIEF, "staff", "docx")).artifact
    assert made is not None
    said = {each.get("name"): "".join(each.itertext()) for each in parts(made.data)["docProps/custom.xml"]}
    assert said["Source SHA-256"] == hashlib.sha256(BRIEF.read_bytes()).hexdigest()
    assert said["House style"] == STYLES["staff"].label


def test_a_draft_says_so_in_its_properties() -> None:
    assert docx.Document(io.BytesIO(rendered("rich", "bureau"))).core_properties.content_status == "Draft"


@pytest.mark.parametrize("style", list(STYLES))
def test_the_gallery_shows_what_authors_choose(style: str) -> None:
    styles = parts(rendered("rich", style))["word/styles.xml"]
    shown = {each.find(f"{W}name").get(f"{W}val") for each in styles if each.find(f"{W}qFormat") is not None}
    assert {"Title", "Body Text", "heading 1", "List Bullet", "Quote", "caption", "Strong", "Brief Table"} <= shown
    assert not {"header", "footer", "toc 1", "footnote text", "footnote reference"} & shown
    hidden = {each.find(f"{W}name").get(f"{W}val") for each in styles if each.find(f"{W}semiHidden") is not None}
    assert not shown & hidden
    assert any(name.startswith("caption over") for name in hidden)  # a variant for its place
    latent = styles.find(f"{W}latentStyles")
    assert latent.get(f"{W}defSemiHidden") == "1" and latent.get(f"{W}defQFormat") == "0"


@pytest.mark.parametrize("style", list(STYLES))
def test_what_leads_to_a_list_is_kept_with_it(style: str, tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("---\ntitle: T\nlang: en\n---\n\nThree are:\n\n- one\n- two\n", "utf-8")
    made = docx.Document(io.BytesIO(renderer.render(read(tmp_path / "brief.md").document, STYLES[style]).data))
    (lead,) = [each for each in made.paragraphs if each.text == "Three are:"]
    assert "kept with next" in _named(lead)


# --- fields ----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.xdist_group("uno")
@pytest.mark.parametrize("style", list(STYLES))
def test_libreoffice_counts_as_we_do(style: str, tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text(longbrief.brief(6), encoding="utf-8")
    made = {
        "long": renderer.render(read(tmp_path / "long.md").document, STYLES[style]).data,
        "rich": rendered("rich", style),
        "brief": renderer.render(replace(read(BRIEF).document, toc=True), STYLES[style]).data,
    }
    for name, data in made.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    right = wanted = 0
    for each in fields.update([tmp_path / f"{name}.docx" for name in made]):
        assert [words for words, _ in each.entries] == [words for words, _ in each.entries_anew]
        for paragraph in each.fields:  # a dropped initial stands in a paragraph of its own
            assert any(other.endswith(paragraph) for other in each.paragraphs_anew), paragraph
        own, count = each.right_pages
        right, wanted = right + own, wanted + count
    # Pages are an estimate until they are counted. LibreOffice makes of contents in columns a section of its own and
    # leaves the columns beside it empty, so that what follows stands later than in Word.
    assert right >= (0.85 if STYLES[style].columns.count == 1 else 0.7) * wanted


@pytest.mark.slow
@pytest.mark.xdist_group("uno")
def test_a_wrong_number_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "wrong.docx"
    wrong = r"(SEQ Table .*?<w:t>)1(</w:t>)"
    path.write_bytes(rewritten(rendered("rich", "institute"), "word/document.xml", wrong, r"\g<1>7\2"))
    (found,) = fields.update([path])
    assert not all(each in found.paragraphs_anew for each in found.fields)


# --- an editor's hand -----------------------------------------------------------------------------------


def edited(data: bytes) -> bytes:
    """Return a file with a paragraph, an item and a row more, put into its middle as python-docx puts them."""
    file = docx.Document(io.BytesIO(data))
    paragraph = next(each for each in file.paragraphs if each.text == "Between.")
    paragraph.insert_paragraph_before("Written by another hand.", style=_style(file, "Body Text"))
    item = next(each for each in file.paragraphs if each.text == "two" and _named(each).startswith("list number"))
    item._p.addnext(copy.deepcopy(item._p))
    item.runs[0].text = "one and a half"
    table = next(each for each in file.tables if each.style is not None and each.style.name == "Brief Table")
    added = table.add_row()
    for cell, before in zip(added.cells, table.rows[-2].cells, strict=True):
        cell.paragraphs[0].style = before.paragraphs[0].style
        cell.text = "new"
    heading = next(each for each in file.paragraphs if each.text == "Second" and _named(each).startswith("heading"))
    heading.insert_paragraph_before("A head of theirs", style=_style(file, "heading 1"))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _style(file: WordDocument, name: str) -> str:
    """Return a style's name as python-docx has it, which writes some of Word's own with other capitals."""
    kinds = (each for each in file.styles if each.type == WD_STYLE_TYPE.PARAGRAPH)
    return next(each.name for each in kinds if each.name and each.name.lower() == name.lower())


def _styles(file: bytes) -> list[etree._Element]:
    return list(parts(file)["word/styles.xml"].iter(f"{W}style"))


def _named(paragraph: Paragraph) -> str:
    return (paragraph.style.name or "").lower() if paragraph.style is not None else ""


@pytest.mark.parametrize("style", list(STYLES))
def test_a_file_that_is_written_into_stays_sound(style: str) -> None:
    before, after = rendered("rich", style), edited(rendered("rich", style))
    assert list(map(str, audit.word_faults(after))) == []
    styles = [[each.get(f"{W}styleId") for each in _styles(file)] for file in (before, after)]
    assert styles[0] == styles[1]
    kinds = ("footnotes", "numbering", "fontTable", "settings")
    for name in (f"word/{kind}.xml" for kind in kinds if f"word/{kind}.xml" in parts(before)):
        assert "".join(parts(before)[name].itertext()) == "".join(parts(after)[name].itertext())
    body = parts(after)["word/document.xml"]
    words = ("one", "one and a half", "two")
    numbers = [each.find(f".//{W}numId") for each in body.iter(f"{W}p") if text(each) in words]
    numbers = [each for each in numbers if each is not None][:3]
    assert len({each.get(f"{W}val") for each in numbers}) == 1


@pytest.mark.slow
@pytest.mark.xdist_group("uno")
def test_outsiders_find_an_edited_file_sound(tmp_path: Path) -> None:
    path = tmp_path / "edited.docx"
    path.write_bytes(edited(rendered("rich", "institute")))
    assert list(map(str, openxml.validate([path]))) == []
    assert list(map(str, integrity.validate(path))) == []
    said = poppler.text(libreoffice.to_pdf(path, tmp_path))
    for words in ("Written by another hand.", "A head of theirs", "one and a half", "new"):
        assert words in said
    (found,) = fields.update([path])
    assert [words for words, _ in found.entries_anew] == ["First", "Under first", "A head of theirs", "Second"]
