"""The memo as a Word file: the memo's own copy and order, Word's own parts, one page wherever it is opened."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

import copytext
import pagelines
import pdf_tree
import products
from briefprint import citations, reader, stylebook
from briefprint.artifact import Options
from briefprint.digest import digest
from briefprint.document import Document, Text, plain_text
from briefprint.errors import ContentError, OversetError, RenderError
from briefprint.renderers import memo, memo_docx
from briefprint.renderers._medium import WordSetting
from briefprint.style import HouseStyle
from briefprint.units import half_points, twips
from validators import integrity, libreoffice, openxml

FOLDERS = stylebook.search_path()
STYLES = [stylebook.load(name, FOLDERS, paper) for name in products.STYLES for paper in ("a4", "letter")]
BUREAU = stylebook.load("bureau", FOLDERS)
SHARED = sorted((products.ROOT.parent / "shared" / "briefings").glob("*.md"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
LEAST_ALIKE = 0.9  # of the lines of a page

RICH = """---
title: A brief
lang: en-GB
date: 2025-03-02
number: 2025/7
marking: LIMITED
status: draft
authors: [{name: Ann Author, role: Head of desk}]
summary: "The *lead* says it, and [a page](https://example.org) says more.[^1]"
figures: [{value: 4.7%, label: of GDP, note: planned}, {value: "10,000", label: troops}, {value: $2bn, label: a deal}]
memo:
  to: [The Director, The Deputy]
  cc: [Registry]
  ask: Approve the **line** to take.
  include: [fig-x, tbl-x, lists]
  points: ["One point.[^2]", "Another point, and no more.", "A third."]
---

## Copy

Text.[^1] More.[^2]

## Lists {#lists}

- one
- two

3. three
4. four

Table: What it costs {#tbl-x}

| Item | Amount (€) |
|---|--:|
| Analysis | 1,000 |
| Audit | 900 |

```chart
id: fig-x
kind: bar
title: Spending
unit: "% of GDP"
alt: Bars.
data:
  Plan: 4.7
  Floor: 4
```

[^1]: A first note.
[^2]: A second one.
"""


def roomy(style: HouseStyle) -> HouseStyle:
    """Return a style with room on its memo's page for everything that may stand there."""
    return replace(style, memo=replace(style.memo, margin_top_pt=0.0, margin_bottom_pt=0.0))


each_style = pytest.mark.parametrize(
    "style", list(map(roomy, STYLES)), ids=lambda style: f"{style.name}-{style.page.paper}"
)


def named(style: HouseStyle) -> str:
    return f"{style.name}-{style.page.paper}"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("brief") / "rich.md"
    path.write_text(RICH, encoding="utf-8")
    return reader.read(path).document


def crowded(document: Document, times: int, overflow: str = "refuse") -> Document:
    """Return a brief with more points than its own."""
    assert document.memo
    points = document.memo.points * times
    priorities = (document.memo.priorities or (50,) * len(document.memo.points)) * times
    return replace(document, memo=replace(document.memo, points=points, priorities=priorities, overflow=overflow))  # type: ignore[arg-type]


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")}


def said(part: etree._Element | None) -> str:
    """Return a part's letters; a box to tick is none of them."""
    return copytext.letters("".join(node.text or "" for node in part.iter(f"{W}t"))) if part is not None else ""


def style_of(paragraph: etree._Element) -> str:
    return str(paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))


def counted(data: bytes, style_id: str) -> str | None:
    """Return the list that a style's paragraphs belong to, by the style or by what it is based on."""
    (found,) = parts(data)["word/styles.xml"].xpath(f"*[@*[local-name()='styleId']='{style_id}']")
    number, base = found.find(f".//{W}numId"), found.find(f"{W}basedOn")
    if number is not None:
        return str(number.get(f"{W}val"))
    return counted(data, base.get(f"{W}val")) if base is not None else None


def based_on(data: bytes, style_id: str) -> str:
    """Return the style of the house that a style is a variant of."""
    (found,) = parts(data)["word/styles.xml"].xpath(f"*[@*[local-name()='styleId']='{style_id}']")
    base = found.find(f"{W}basedOn")
    name = base.get(f"{W}val") if base is not None else None
    return style_id if name in (None, "Normal") else based_on(data, name)


# --- the same memo --------------------------------------------------------------------------------------


@each_style
def test_its_words_are_the_memos_in_the_memos_order(rich: Document, style: HouseStyle) -> None:
    tree = pdf_tree.read(memo.render(rich, style).data)
    apart = {"Note", "Lbl", "Reference", "Figure"}
    leaves = [leaf for leaf in tree.leaves if not apart & set(leaf.tags)]
    found = parts(memo_docx.render(rich, style).data)
    body = "".join(said(found.get(f"word/{name}.xml")) for name in ("header1", "document", "footer1"))
    read = copytext.letters("".join(leaf.text for leaf in leaves)).casefold()
    if style.memo.masthead.pattern == "memo_head":  # what was read at the head is not read again at the foot
        body = body.removesuffix(said(found["word/header1.xml"]))
        numbers = r"(?<=[a-z])[1-9](?=bottomline|onepoint|another|athird|decision)"
        read, body = re.sub(numbers, "", read), re.sub(numbers, "", body.casefold())
    assert body.casefold() == read


def test_what_stands_on_it_stands_on_words_grid(rich: Document) -> None:
    for style in map(roomy, STYLES):
        setting = WordSetting(floor_pt=style.memo.floor_pt, size=0.91, leading=0.97, space=0.6, tracking=0.994)
        for name, role in style.roles():
            size = setting.size_pt(role)
            assert size * 2 == half_points(size), name
            assert size >= min(style.memo.floor_pt, role.size_pt) - 0.25
            for distance in (setting.leading_pt(role), setting.tracking_pt(role), setting.space_pt(7.77)):
                assert distance * 20 == pytest.approx(twips(distance))
        sheet = parts(memo_docx.render(rich, style).data)["word/styles.xml"]
        rules = {node.get(f"{W}lineRule") for node in sheet.iter(f"{W}spacing")} - {None}
        assert rules <= {"exact", "atLeast", "auto"}


def test_copy_is_fitted_with_lines_in_reserve(rich: Document) -> None:
    full = crowded(rich, 2)
    tight, tighter = memo.render(full, BUREAU).ledger, memo_docx.render(full, BUREAU).ledger
    assert tight and tighter
    assert tighter.room_lines >= 1 > tight.room_lines - 1
    pulled = {each.lever: each.set_to for each in tight.pulls}
    for each in tighter.pulls:
        assert each.lever not in pulled or abs(each.set_to) <= abs(pulled[each.lever]) + 0.5


def test_what_does_not_fit_is_refused_as_the_memo_is_or_left_out(rich: Document) -> None:
    with pytest.raises(OversetError) as caught:
        memo_docx.render(crowded(rich, 20), BUREAU)
    (refused,) = caught.value.diagnostics
    assert re.fullmatch(r"the memo is over by \d+ lines, about \d+ words", refused.message)
    made = memo_docx.render(crowded(rich, 20), BUREAU, Options(abridge=True))
    assert made.ledger and made.ledger.left_out
    assert any("the memo leaves out" in each.message for each in made.warnings)


def test_the_same_inputs_make_the_same_bytes(rich: Document) -> None:
    assert all(
        memo_docx.render(rich, style).data == memo_docx.render(rich, style).data for style in map(roomy, STYLES[::2])
    )


def test_without_its_fonts_it_says_what_is_in_reserve(rich: Document) -> None:
    artifact = memo_docx.render(rich, BUREAU, Options(embed=False))
    assert any(
        re.fullmatch(r"a memo in fonts that are not embedded has (\d+ lines?|no line) in reserve", each.message)
        for each in artifact.warnings
    )
    assert not [name for name in zipfile.ZipFile(io.BytesIO(artifact.data)).namelist() if "fonts/" in name]


# --- Word's own means -----------------------------------------------------------------------------------


@each_style
def test_points_are_counted_or_marked_by_word(rich: Document, style: HouseStyle) -> None:
    data = memo_docx.render(rich, style).data
    found = parts(data)
    paragraphs = [each for each in found["word/document.xml"].iter(f"{W}p") if counted(data, style_of(each))]
    official = style.memo.masthead.pattern == "memo_head"
    copy = digest(rich, style)
    items = 4  # of the two lists that were asked for
    assert len(paragraphs) == items + len(copy.points) + (2 if official else 0)
    kinds = {node.get(f"{W}val") for node in found["word/numbering.xml"].iter(f"{W}numFmt")}
    assert kinds == ({"decimal", "bullet"})
    if official:  # one list through the paper, and one for the passage's own
        assert len({counted(data, style_of(each)) for each in paragraphs}) == 3


@each_style
def test_decisions_are_boxes_that_word_ticks(rich: Document, style: HouseStyle) -> None:
    document = parts(memo_docx.render(rich, style).data)["word/document.xml"]
    boxes = list(document.iter(f"{W14}checkbox"))
    assert len(boxes) == len(style.memo.decisions)
    for box in boxes:
        assert box.find(f"{W14}checked").get(f"{W14}val") == "0"
        assert [box.find(f"{W14}{state}").get(f"{W14}val") for state in ("checkedState", "uncheckedState")] == [
            "2611",
            "2610",
        ]
    words = style.words("en-GB")
    names = [each.getparent().find(f"{W}alias").get(f"{W}val") for each in boxes]
    assert names == [words[each] for each in style.memo.decisions]
    lines = [each for each in document.iter(f"{W}p") if style_of(each).startswith("DecisionToWriteOn")]
    assert len(lines) == (2 if style.memo.signature else 0)


@each_style
def test_notes_are_footnotes(rich: Document, style: HouseStyle) -> None:
    found = parts(memo_docx.render(rich, style).data)
    assert len(list(found["word/document.xml"].iter(f"{W}footnoteReference"))) == 2
    assert [said(each) for each in found["word/footnotes.xml"] if each.get(f"{W}type") is None] == [
        copytext.letters("A first note."), copytext.letters("A second one.")
    ]  # fmt: skip


@each_style
def test_the_styles_are_words_own_where_it_has_one(rich: Document, style: HouseStyle) -> None:
    data = memo_docx.render(rich, style).data
    document = parts(data)["word/document.xml"]
    used = {based_on(data, style_of(each)) for each in document.iter(f"{W}p") if said(each)}
    assert {
        "MessageHeader",
        "Subject",
        "ListNumber",
        "Ask",
        "Decision",
        "Heading1",
        "Caption",
    } - used <= {
        *({"ListNumber"} if not style.memo.number_points else set()),
    }
    assert "Title" in used or style.memo.masthead.pattern == "memo_head"
    names = {node.get(f"{W}val") for node in parts(data)["word/styles.xml"].iter(f"{W}name")}
    assert {"Message Header", "heading 1", "Body Text", "footer", "footnote text", "caption"} <= names
    heading = next(each for each in document.iter(f"{W}p") if style_of(each).startswith("Heading1"))
    assert heading is not None


@each_style
def test_nothing_is_formatted_by_hand(rich: Document, style: HouseStyle) -> None:
    found = parts(memo_docx.render(rich, style).data)
    for name in ("document", "footnotes", "footer1"):
        for own in found[f"word/{name}.xml"].iter(f"{W}rPr"):
            # No style of runs takes bold away in every program: a light label before a bold subject says so itself.
            assert {etree.QName(node).localname for node in own} <= {"rStyle", "lang", "b"}
        for own in found[f"word/{name}.xml"].iter(f"{W}pPr"):
            assert {etree.QName(node).localname for node in own} <= {"pStyle", "sectPr"}


@each_style
def test_a_page_says_its_marking_its_source_and_that_it_is_a_draft(rich: Document, style: HouseStyle) -> None:
    found = parts(memo_docx.render(rich, style).data)
    foot, head = said(found["word/footer1.xml"]), found["word/header1.xml"]
    assert copytext.letters("LIMITED").casefold() in foot.casefold()
    assert copytext.letters(style.words("en-GB")["full_brief"]) in foot
    *_, mark = head.iter("{urn:schemas-microsoft-com:vml}textpath")
    assert mark.get("string").casefold() == style.words("en-GB")["draft"].casefold()
    assert (copytext.letters("LIMITED").casefold() in said(head).casefold()) == (
        style.memo.masthead.pattern == "memo_head"
    )
    size = found["word/document.xml"].find(f".//{W}pgSz")
    assert [int(size.get(f"{W}{each}")) for each in "wh"] == [twips(style.page.width_pt), twips(style.page.height_pt)]


def test_its_properties_are_the_memos(rich: Document) -> None:
    core = parts(memo_docx.render(rich, roomy(BUREAU)).data)["docProps/core.xml"]
    texts = {etree.QName(node).localname: node.text for node in core}
    assert texts["title"] == plain_text(digest(rich, BUREAU).subject)
    assert texts["creator"] == "Ann Author"
    assert texts["language"] == "en-GB"


@each_style
def test_pictures_have_words_and_captions_count(rich: Document, style: HouseStyle) -> None:
    document = parts(memo_docx.render(rich, style).data)["word/document.xml"]
    for node in document.iter("{*}docPr"):
        ground = next(node.iterancestors("{*}anchor"), None) is not None
        assert ground or node.get("descr")
    codes = "".join(node.text or "" for node in document.iter(f"{W}instrText"))
    assert "SEQ Table" in codes and "SEQ Figure" in codes


@each_style
def test_a_subject_of_two_lines_keeps_to_the_left(rich: Document, style: HouseStyle) -> None:
    assert rich.memo
    subject = (Text(text="A subject of so many words that no line of any memo holds them, and then some more words"),)
    long = replace(rich, memo=replace(rich.memo, subject=subject))
    document = parts(memo_docx.render(long, style).data)["word/document.xml"]
    (found,) = (each for each in document.iter(f"{W}p") if "many words that no line" in "".join(each.itertext()))
    assert not style_of(found).endswith("Right")


# --- outside opinions -----------------------------------------------------------------------------------


def document_of(path: Path, style: HouseStyle) -> Document:
    return citations.settled(reader.read(path).document, style)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, rich: Document) -> dict[Path, Path]:
    """Return Word files, each with the PDF of the same memo: the content, and a brief with everything, crowded."""
    folder, made = tmp_path_factory.mktemp("memo-docx"), {}
    for style in STYLES:
        documents = {path.stem: document_of(path, style) for path in products.CONTENT}
        documents |= {"rich": crowded(rich, 1, "abridge"), "full": crowded(rich, 4, "abridge")}
        for name, document in documents.items():
            word, pdf = folder / f"{name}.{named(style)}.docx", folder / f"{name}.{named(style)}.memo.pdf"
            word.write_bytes(memo_docx.render(document, style).data)
            pdf.write_bytes(memo.render(document, style).data)
            made[word] = pdf
    return made


@pytest.mark.slow
@pytest.mark.xdist_group("memo-docx")
def test_the_open_xml_sdk_finds_nothing(files: dict[Path, Path]) -> None:
    assert list(map(str, openxml.validate(files))) == []


@pytest.mark.slow
@pytest.mark.xdist_group("memo-docx")
def test_the_parts_keep_their_promises(files: dict[Path, Path]) -> None:
    assert [str(found) for path in files for found in integrity.validate(path)] == []


@pytest.mark.slow
@pytest.mark.xdist_group("memo-docx")
@each_style
def test_it_is_one_page_in_libreoffice_and_breaks_as_in_print(
    files: dict[Path, Path], style: HouseStyle, tmp_path: Path
) -> None:
    same = total = 0
    for word, pdf in files.items():
        if f".{named(style)}." in word.name:
            made = libreoffice.to_pdf(word, tmp_path)
            with pypdfium2.PdfDocument(made) as pages:
                assert len(pages) == 1, word.name
            alike, lines = pagelines.alike(pdf, made)
            same, total = same + alike, total + lines
    assert same >= LEAST_ALIKE * total, f"{same} of {total} lines"


@pytest.mark.slow
@pytest.mark.skipif(not SHARED, reason="the real briefs are not here")
@pytest.mark.parametrize("place", range(10))
def test_memos_of_real_briefs_are_one_page_in_libreoffice(place: int, tmp_path: Path) -> None:
    """Each tenth of them in a style and on a paper of its own; all of them were set once, by hand."""
    style = STYLES[place]
    for brief in SHARED[place :: len(STYLES) * 3]:
        try:
            data = memo_docx.render(document_of(brief, style), style, Options(abridge=True)).data
        except ContentError:
            continue
        except RenderError as error:  # a sign that no face has is refused by name
            assert "has no '" in str(error)
            continue
        path = tmp_path / f"{brief.stem[:40]}.docx"
        path.write_bytes(data)
        with pypdfium2.PdfDocument(libreoffice.to_pdf(path, tmp_path)) as pages:
            assert len(pages) == 1, brief.name
