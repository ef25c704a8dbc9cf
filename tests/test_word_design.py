"""The Word file beside the PDF: marks next to their text, heads that know the title, a word across a draft."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from lxml import etree

import products
from briefprint import audit
from briefprint.artifact import Options
from briefprint.document import Document, Text
from briefprint.reader import read
from briefprint.renderers import docx as renderer
from briefprint.renderers import pdf
from briefprint.renderers._word.fonts import kerned_pt, measure_pt
from briefprint.style import HouseStyle
from briefprint.typesetting import carry_out
from briefprint.units import twips
from test_docx import STYLES, W, parts, rendered, text
from validators import integrity

LISTS = """\
- mark
  1. number in mark
     - mark in number
- second

9. nine
10. ten

    more of ten
"""
DEEP = "".join(f"{'  ' * depth}- item {depth}\n\n{'  ' * depth}  more of {depth}\n\n" for depth in range(12))
FIGURES = "figures:\n" + "".join(f"  - {{value: '{each}', label: l{each}}}\n" for each in range(1, 6))


def brief(body: str, head: str = "", folder: Path | None = None) -> Document:
    path = (folder or products.scratch()) / "design.md"
    path.write_text(f"---\ntitle: A title\nlang: en\n{head}---\n\n{body}", encoding="utf-8")
    return read(path).document


def made(document: Document, style: HouseStyle) -> dict[str, etree._Element]:
    return parts(renderer.render(document, style).data)


def running(style: HouseStyle, left: str) -> HouseStyle:
    """Return a style whose head says something else at left."""
    return replace(style, running=replace(style.running, head=replace(style.running.head, left=left)))


@functools.cache
def level(style: str, words: str, body: str = LISTS) -> etree._Element:
    """Return the level of a list by which an item counts."""
    found = made(brief(body), STYLES[style])
    (item,) = [each for each in found["word/document.xml"].iter(f"{W}p") if text(each) == words]
    place = item.find(f"{W}pPr/{W}numPr")
    number, depth = (place.find(f"{W}{name}").get(f"{W}val") for name in ("numId", "ilvl"))
    part = found["word/numbering.xml"]
    (abstract,) = part.xpath(f"*[@*[local-name()='numId']='{number}']/*[local-name()='abstractNumId']")
    (definition,) = part.xpath(f"*[@*[local-name()='abstractNumId']='{abstract.get(f'{W}val')}']")
    return definition.xpath(f"*[@*[local-name()='ilvl']='{depth}']")[0]


# --- lists ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", list(STYLES))
def test_a_mark_stands_next_to_its_text(style: str) -> None:
    role, step = STYLES[style].text.list, STYLES[style].list.indent_pt
    space = measure_pt(" ", role.font(), role.size_pt) + role.tracking_pt
    for words, spaces in (("mark", 2), ("number in mark", 1)):
        found = level(style, words)
        indent = found.find(f".//{W}ind")
        assert found.find(f"{W}lvlJc").get(f"{W}val") == "right"
        assert abs(int(indent.get(f"{W}hanging")) - twips(spaces * space)) <= 1
        assert int(indent.get(f"{W}hanging")) < twips(step)


def test_a_list_has_the_marks_of_its_own_kind() -> None:
    bullets, numbers = STYLES["staff"].list.bullets, STYLES["staff"].list.numbers
    signs = [level("staff", words).find(f"{W}lvlText").get(f"{W}val") for words in ("mark", "mark in number")]
    assert signs == list(bullets[:2])
    number = level("staff", "number in mark")  # the first of its kind, though it stands in another
    assert numbers[0] == "1)" and number.find(f"{W}lvlText").get(f"{W}val") == "%2)"


@pytest.mark.parametrize("style", list(STYLES))
def test_lists_deeper_than_words_stay_on_its_last_level(style: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.docx"
    path.write_bytes(renderer.render(brief(DEEP), STYLES[style]).data)
    assert list(map(str, audit.word_faults(path.read_bytes()))) == []
    assert list(map(str, integrity.validate(path))) == []
    body = parts(path.read_bytes())["word/document.xml"]
    levels = [each.get(f"{W}val") for each in body.iter(f"{W}ilvl")]
    assert max(levels) == "8"


# --- heads ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", list(STYLES))
def test_a_running_head_takes_the_title_from_the_file(style: str) -> None:
    found = made(brief("Copy."), STYLES[style])
    heads = [part for name, part in found.items() if name.startswith("word/header")]
    assert [code.text for part in heads for code in part.iter(f"{W}instrText") if "TITLE" in code.text] == [" TITLE "]
    assert any("A title" in text(part) for part in heads)


def test_callouts_one_under_the_other_keep_their_own_frames() -> None:
    body = "".join(f"> [!WARNING] {name}\n> Text.\n\n" for name in ("One", "Two", "Three"))
    document = made(brief(body), STYLES["bureau"])["word/document.xml"]
    styles = [each.get(f"{W}val") or "" for each in document.iter(f"{W}pStyle")]
    framed = [each for each in styles if each.startswith(("Callout", "Separator"))]
    kinds = "".join("S" if each.startswith("Separator") else "C" for each in framed)
    assert kinds.endswith("CCSCCSCC")


def test_a_title_that_is_cut_stays_cut() -> None:
    long = replace(brief("Copy."), title=(Text(text="A title that goes on " * 6),))
    heads = [part for name, part in made(long, STYLES["bureau"]).items() if name.startswith("word/header")]
    assert not [code for part in heads for code in part.iter(f"{W}instrText") if "TITLE" in code.text]
    assert any("…" in text(part) for part in heads)


def test_a_running_head_may_say_the_section() -> None:
    body = "\n\n".join(f"## Section {each}\n\n" + "Words of the copy. " * 400 for each in (1, 2, 3))
    style = running(STYLES["institute"], "{section}")
    document = brief(body)
    (head,) = [
        part
        for name, part in made(document, style).items()
        if name.startswith("word/header") and "STYLEREF" in "".join(part.itertext())
    ]
    code = next(head.iter(f"{W}instrText"))
    assert code.text == " STYLEREF 1 "  # no name that Word translates
    sheets = pypdfium2.PdfDocument(pdf.render(document, style).data)
    pages = [sheet.get_textpage().get_text_range() for sheet in sheets]
    said = [next(iter(re.findall(r"Section \d", page)), "") for page in pages[1:]]
    assert said[0] in text(head)
    assert said[-1] == "Section 3"


# --- what is drawn --------------------------------------------------------------------------------------


def test_a_draft_s_word_is_as_high_as_its_letters() -> None:
    role = STYLES["bureau"].text.watermark
    head = parts(rendered("rich", "bureau"))["word/header1.xml"]
    (shape,) = head.iter("{urn:schemas-microsoft-com:vml}shape")
    (path,) = shape.iter("{urn:schemas-microsoft-com:vml}textpath")
    assert path.get("trim") == "t" and path.get("string") == "DRAFT"
    height = float(re.search(r"height:([\d.]+)pt", shape.get("style"))[1])  # type: ignore[index]
    assert 0.6 * role.size_pt < height < 0.75 * role.size_pt  # of capitals


@pytest.mark.parametrize("style", [name for name in STYLES if STYLES[name].figures.divider_pt])
def test_no_divider_stands_beside_an_empty_cell(style: str) -> None:
    body = made(brief("Copy.", FIGURES), STYLES[style])["word/document.xml"]
    rows = next(each for each in body.iter(f"{W}tbl") if text(each).count("l") == 5).findall(f"{W}tr")
    for row in rows[-2:]:
        for place, cell in enumerate(row.iter(f"{W}tc")):
            left = cell.find(f"{W}tcPr/{W}tcBorders/{W}left")
            divided = left is not None and left.get(f"{W}val") == "single"
            assert divided == bool(place and text(cell))


# --- fonts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize("path", products.CONTENT, ids=lambda path: path.stem)
def test_a_brief_is_small_with_its_fonts_and_smaller_without(path: Path, style: str) -> None:
    assert len(products.data(path, style, "docx")) < 200_000
    bare = carry_out(replace(products.job(path, style, "docx"), options=Options(embed=False))).artifact
    assert bare is not None and len(bare.data) < 60_000


def test_an_editor_goes_on_in_the_brief_s_language() -> None:
    path = next(each for each in products.CONTENT if each.name.endswith(".pl.md"))
    with zipfile.ZipFile(io.BytesIO(products.data(path, "newsroom", "docx"))) as package:
        table = etree.fromstring(package.read("word/fontTable.xml"))
        rels = etree.fromstring(package.read("word/_rels/fontTable.xml.rels"))
        targets = {each.get("Id"): each.get("Target") for each in rels}
        read_back = 0
        for node in table.iter():
            if not (key := node.get(f"{W}fontKey")):
                continue
            relation = next(value for name, value in node.attrib.items() if name.endswith("}id"))
            data = bytearray(package.read(f"word/{targets[relation]}"))
            mask = bytes.fromhex(re.sub(r"[{}-]", "", key))[::-1]
            for place in range(32):
                data[place] ^= mask[place % 16]
            letters = TTFont(io.BytesIO(data)).getBestCmap()
            if len(letters) > 150:  # not a fallback, which has what it was wanted for
                read_back += 1
                assert {ord(each) for each in "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"} <= set(letters)
    assert read_back >= 4


def test_pairs_are_kerned_where_lines_are_measured() -> None:
    role = STYLES["bureau"].text.body
    words = "AVAToday"
    assert kerned_pt(words, role.font(), role.size_pt) < measure_pt(words, role.font(), role.size_pt)
