"""The Word file: the house's tokens as styles, Word's own lists, notes, fields and captions, sound parts."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

import copytext
import products
from briefprint import stylebook
from briefprint.document import Document, Heading, Paragraph, Text
from briefprint.reader import read
from briefprint.renderers import docx as renderer
from briefprint.renderers._arrange import arranged
from briefprint.renderers._measure import initial_size
from briefprint.style import HouseStyle, TextRole
from briefprint.units import half_points, twips
from validators import integrity, libreoffice, openxml, pandoc, poppler

HERE = Path(__file__).parent
TRAPS = sorted((HERE / "traps").glob("*.md"))
STYLES = {name: stylebook.load(name, stylebook.search_path()) for name in products.STYLES}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ROLES = {
    "body": "BodyText", "kicker": "Kicker", "headline": "Title", "standfirst": "Subtitle", "byline": "Byline",
    "institution": "Institution", "unit": "Unit", "document_label": "DocumentLabel",
    "document_value": "DocumentValue", "summary": "Summary", "key_points_title": "KeyPointsTitle",
    "key_points": "KeyPoint", "figure_value": "FigureValue", "figure_label": "FigureLabel",
    "figure_note": "FigureNote",
    "ask": "Ask", "ask_title": "AskTitle", "heading_1": "Heading1", "heading_2": "Heading2", "heading_3": "Heading3",
    "heading_4": "Heading4", "list": "ListBullet", "term": "DefinitionTerm", "definition": "Definition",
    "quote": "Quote", "attribution": "Attribution", "pull_quote": "IntenseQuote", "callout_title": "CalloutNoteTitle",
    "callout": "CalloutNote", "box": "BoxText", "code": "SourceCode", "table_head": "TableHeading",
    "table_cell": "TableText", "caption": "Caption", "source": "Source", "note": "FootnoteText",
    "toc_title": "TOCHeading", "toc": "TOC1", "toc_2": "TOC2", "toc_3": "TOC3",
    "bibliography": "Bibliography", "signature": "Signature",
    "closing": "Closing", "running_head": "Header", "folio": "Footer",
}  # fmt: skip
ELSEWHERE = {"heading_number", "chart_label", "watermark"}  # numbering, pictures, WordArt
RICH = """\
---
title: "Everything a brief may hold & <more>"
kicker: Test
standfirst: A standfirst with *emphasis*.
authors: [Jan Nowak, {name: Ewa Lis, role: Analyst}]
date: 2025-04-03
place: Warsaw
number: 2025/14
lang: en-GB
marking: PUBLIC
status: draft
toc: true
keywords: [one, two]
summary: |
  First paragraph of the summary.

  - a list in the summary
key_points: [One *point*., "Two with `code`.", Three.]
figures:
  - {value: "1", label: one}
  - {value: "2", label: two, note: noted}
  - {value: "3", label: three}
  - {value: "4", label: four}
  - {value: "5", label: five}
---
## First {#first}

Text with **strong**, *emphasis*, ***both***, ~~struck~~, `code`, CO<sub>2</sub>, m<sup>2</sup>, <u>under</u>,
a [link](https://example.org/a?b=c&d=e "Title"), an [inner link](#second) and a note.[^n] See @tbl-a, @fig-p and
@sec-second.

1. one
2. two
   1. inner
   2. inner two

      continued
   - bullet in numbers
3. three

Between.

7. seven
8. eight

- [x] ticked
- [ ] open

### Under first

> [!NOTE]
> A callout with a list:
>
> 1. first
> 2. second

> [!WARNING] Its own title
> Only paragraphs.
>
> A second one.

| A | B | C |
|:--|:-:|--:|
| a long cell that has to be broken somewhere in its middle, since it is long | **b** | 1 |
| x | y | 2 |

Table: A caption with *emphasis* {#tbl-a}

| Next | table |
|---|---|
| at | once |

::: {.box}
A box.

- with a list
:::

> A quotation.
>
> Of two paragraphs.

```python
def f(x):
\treturn "<&>"  # two  spaces
```

***

Term
: Meaning one.

: Meaning two.

    With a paragraph.

## Second {#second}

![A picture](PICTURE "Its caption"){#fig-p width=60%}

```chart
kind: bar
title: A finding
unit: "% of all"
source: A source
data:
  First: 1.5
  Second: -2
```

Last paragraph.[^m]

[^n]: A note with *emphasis*, a [link](https://example.org/note) and

    a second paragraph.

[^m]: Another note.
"""


@functools.cache
def rich() -> Document:
    folder = products.scratch()
    picture = (products.ROOT / "content" / "plain-figure.png").read_bytes()
    (folder / "plain-figure.png").write_bytes(picture)
    (folder / "rich.md").write_text(RICH.replace("PICTURE", "plain-figure.png"), encoding="utf-8")
    return read(folder / "rich.md").document


@functools.cache
def rendered(name: str, style: str) -> bytes:
    """Return a Word file of a brief of ``content/``, of the traps or of the rich one, in a style."""
    if name == "rich":
        return renderer.render(rich(), STYLES[style]).data
    path = next(each for each in (*products.CONTENT, *TRAPS) if each.stem == name)
    return renderer.render(read(path).document, STYLES[style]).data


CASES = ["rich", *(path.stem for path in (*products.CONTENT, *TRAPS))]
every = [pytest.mark.parametrize("style", list(STYLES)), pytest.mark.parametrize("name", CASES)]


def everywhere(test):  # type: ignore[no-untyped-def]
    for mark in every:
        test = mark(test)
    return test


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def stories(data: bytes) -> dict[str, etree._Element]:
    found = parts(data)
    return {
        name: root
        for name, root in found.items()
        if re.fullmatch(r"word/(document|footnotes|endnotes|header\d|footer\d)\.xml", name)
    }


def text(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


def lines(part: etree._Element) -> str:
    """Return a part's text, a paragraph a line; a dropped initial stands in the line below it."""
    return "".join(
        text(each) + ("" if each.find(f"{W}pPr/{W}framePr") is not None else "\n") for each in part.iter(f"{W}p")
    )


def style_element(data: bytes, style_id: str) -> etree._Element:
    (found,) = parts(data)["word/styles.xml"].xpath(f"*[@*[local-name()='styleId']='{style_id}']")
    return found


# --- the tokens -----------------------------------------------------------------------------------------


def test_every_role_of_the_brief_has_its_style() -> None:
    roles = {name for name, _ in STYLES["bureau"].roles() if not name.startswith("memo_")}
    assert roles == set(ROLES) | ELSEWHERE


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize("role", list(ROLES))
def test_a_style_has_the_tokens_of_its_role(style: str, role: str) -> None:
    house = STYLES[style]
    tokens: TextRole = getattr(house.text, role)
    element = style_element(rendered("rich", style), ROLES[role])
    font = tokens.font()

    def value(tag: str, attribute: str = "val") -> str | None:
        node = element.find(f".//{W}{tag}")
        return None if node is None else node.get(f"{W}{attribute}")

    assert value("rFonts", "ascii") == font.word_name
    assert value("b") == (None if font.word_bold else "0")
    assert value("i") == (None if font.italic else "0")
    assert value("sz") == str(half_points(tokens.size_pt))
    assert value("color") == tokens.color[1:].upper()
    assert value("caps") == (None if tokens.case == "upper" else "0")
    spacing = element.find(f"{W}pPr/{W}spacing")
    assert spacing.get(f"{W}line") == str(twips(tokens.leading_pt))
    assert spacing.get(f"{W}lineRule") == "exact"
    assert element.find(f"{W}pPr/{W}suppressAutoHyphens").get(f"{W}val") == ("0" if tokens.hyphenate else None)
    assert element.find(f"{W}pPr/{W}keepNext").get(f"{W}val") == (None if tokens.keep_with_next else "0")


@pytest.mark.parametrize("style", list(STYLES))
def test_the_page_is_the_styles(style: str) -> None:
    house = STYLES[style]
    section = parts(rendered("rich", style))["word/document.xml"].find(f".//{W}sectPr")
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert size.get(f"{W}w") == str(twips(house.page.width_pt))
    assert margins.get(f"{W}left") == str(twips(house.page.margin_left_pt))
    assert margins.get(f"{W}bottom") == str(twips(house.page.margin_bottom_pt))
    body = style_element(rendered("rich", style), "BodyText").find(f".//{W}ind")
    assert body.get(f"{W}left") == str(twips(house.page.hang_pt))


@pytest.mark.parametrize("style", list(STYLES))
def test_the_palette_is_the_theme(style: str) -> None:
    theme = parts(rendered("rich", style))["word/theme/theme1.xml"]
    colours = {node.get("val").lower() for node in theme.iter("{*}srgbClr")}
    for name in ("ink", "paper", "accent", "accent_2", "muted", "ground"):
        assert STYLES[style].palette[name].removeprefix("#") in colours


# --- the words ------------------------------------------------------------------------------------------


@everywhere
def test_every_word_stands_in_order(name: str, style: str) -> None:
    data = rendered(name, style)
    document = (
        rich()
        if name == "rich"
        else products.document(next(each for each in (*products.CONTENT, *TRAPS) if each.stem == name))
    )
    found = stories(data)
    body = lines(found["word/document.xml"])
    said = "".join(lines(found[part]) for part in ("word/footnotes.xml", "word/endnotes.xml") if part in found)
    assert copytext.missing_in_order(list(copytext.runs(arranged(document, STYLES[style]).blocks)), body) == []
    assert copytext.missing(copytext.notes(document), said) == []
    front = [each for each in copytext.front(document) if each != document.place or _names("place", STYLES[style])]
    assert copytext.missing(front, body + "".join(text(each) for each in found.values())) == []


def _names(field: str, house: HouseStyle) -> bool:
    """Return whether a style sets a field of the front matter at all."""
    return field in (*house.document_line.cells, *house.front.byline)


def test_characters_that_xml_cannot_hold_do_no_harm() -> None:
    title = (Text(text="A\x00B\x0b<&>\ud800\ufffe"),)
    document = Document(path="x.md", lang="en", title=title)
    body = stories(renderer.render(document, STYLES["bureau"]).data)["word/document.xml"]
    assert any(text(each) == "AB<&>" for each in body.iter(f"{W}p"))


# --- sound parts ----------------------------------------------------------------------------------------


@everywhere
def test_the_same_bytes_twice_without_clock_or_path(name: str, style: str) -> None:
    data = rendered(name, style)
    if name == "rich":
        assert renderer.render(rich(), STYLES[style]).data == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in package.infolist())
        assert str(products.ROOT).encode() not in b"".join(map(package.read, package.namelist()))
    assert len(data) < (200_000 if name in {path.stem for path in products.CONTENT} else 250_000)


@everywhere
def test_everything_referred_to_is_there(name: str, style: str) -> None:
    data = rendered(name, style)
    found = parts(data)
    styles = {node.get(f"{W}styleId") for node in found["word/styles.xml"].iter(f"{W}style")}
    numbers = {node.get(f"{W}numId") for node in found["word/numbering.xml"].iter(f"{W}num")} | {"0"}
    bookmarks: Counter[str] = Counter()
    anchors: set[str] = set()
    for part in (*stories(data).values(), found["word/styles.xml"], found["word/numbering.xml"]):
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            assert {node.get(f"{W}val") for node in part.iter(f"{W}{tag}")} <= styles
        assert {node.get(f"{W}val") for node in part.iter(f"{W}numId")} <= numbers
        starts = [node.get(f"{W}id") for node in part.iter(f"{W}bookmarkStart")]
        assert sorted(starts) == sorted(node.get(f"{W}id") for node in part.iter(f"{W}bookmarkEnd"))
        assert len(starts) == len(set(starts))
        bookmarks.update(node.get(f"{W}name") for node in part.iter(f"{W}bookmarkStart"))
        anchors |= {node.get(f"{W}anchor") for node in part.iter(f"{W}hyperlink")} - {None}
        for code in part.iter(f"{W}instrText"):
            if named := re.match(r" (?:REF|PAGEREF|NOTEREF) (\S+)", code.text):
                anchors.add(named[1])
    assert anchors <= set(bookmarks)
    assert not bookmarks or max(bookmarks.values()) == 1
    assert all(re.fullmatch(r"[^\W\d]\w{0,39}", each) for each in bookmarks)
    for part_name, part in stories(data).items():
        folder, _, file = part_name.rpartition("/")
        rels = found.get(f"{folder}/_rels/{file}.rels")
        known = {node.get("Id") for node in rels} if rels is not None else set()
        assert {value for node in part.iter() for key, value in node.attrib.items() if key.startswith(R)} <= known


@everywhere
def test_cells_end_in_paragraphs_and_tables_do_not_meet(name: str, style: str) -> None:
    for part in stories(rendered(name, style)).values():
        for cell in part.iter(f"{W}tc"):
            assert cell[-1].tag == f"{W}p"
        for table in part.iter(f"{W}tbl"):
            following = table.getnext()
            assert following is None or following.tag != f"{W}tbl"
            widths = [int(node.get(f"{W}w")) for node in table.find(f"{W}tblGrid")]
            for row in table.iterchildren(f"{W}tr"):
                cells = [int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for cell in row.iterchildren(f"{W}tc")]
                assert abs(sum(cells) - sum(widths)) <= len(widths)


@everywhere
def test_fields_are_balanced_and_filled(name: str, style: str) -> None:
    for part in stories(rendered(name, style)).values():
        depth = 0
        for node in part.iter(f"{W}fldChar"):
            kind = node.get(f"{W}fldCharType")
            depth += {"begin": 1, "separate": 0, "end": -1}[kind]
            assert depth >= 0
            assert node.get(f"{W}dirty") is None
        assert depth == 0
    assert parts(rendered(name, style))["word/settings.xml"].find(f"{W}updateFields") is None


@everywhere
def test_nothing_is_formatted_by_hand(name: str, style: str) -> None:
    for part in stories(rendered(name, style)).values():
        for run in part.iter(f"{W}r"):
            own = run.find(f"{W}rPr")
            tags = set() if own is None else {etree.QName(node).localname for node in own}
            assert tags <= {"rStyle", "lang"}
        for paragraph in part.iter(f"{W}pPr"):
            own = {etree.QName(node).localname for node in paragraph}
            # What is no formatting but structure: a list's item, a section's end, a dropped initial.
            assert own <= {"pStyle", "numPr", "pageBreakBefore", "sectPr", "framePr"}


@everywhere
def test_pictures_have_words(name: str, style: str) -> None:
    for part in stories(rendered(name, style)).values():
        for node in part.iter("{*}docPr"):
            ground = node.getparent().get("behindDoc") == "1"
            assert ground or node.get("descr")
        ids = [node.get("id") for node in part.iter("{*}docPr")]
        assert len(ids) == len(set(ids))


@everywhere
def test_no_picture_stands_in_an_exact_line(name: str, style: str) -> None:
    data = rendered(name, style)
    house = STYLES[style]
    for part in stories(data).values():
        for inline in part.iter("{*}inline"):
            paragraph = next(inline.iterancestors(f"{W}p"))
            style_id = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            if not style_id.startswith("Figure"):
                height = int(inline.find("{*}extent").get("cy")) / 12_700
                assert height <= max(role.size_pt for _, role in house.roles())


# --- Word's own means -----------------------------------------------------------------------------------


@pytest.mark.parametrize("style", list(STYLES))
def test_lists_are_words_own_and_count_from_their_start(style: str) -> None:
    found = parts(rendered("rich", style))
    numbering = found["word/numbering.xml"]
    kinds = [etree.QName(node).localname for node in numbering]
    assert kinds == sorted(kinds)  # every abstractNum before every num
    starts = {
        num.get(f"{W}numId"): (level.get(f"{W}ilvl"), level.find(f"{W}startOverride").get(f"{W}val"))
        for num in numbering.iter(f"{W}num")
        for level in num.iter(f"{W}lvlOverride")
    }
    used = {}
    for paragraph in found["word/document.xml"].iter(f"{W}p"):
        if (number := paragraph.find(f"{W}pPr/{W}numPr/{W}numId")) is not None:
            used[text(paragraph)] = starts.get(number.get(f"{W}val"))
    assert used["one"] == used["three"] == ("0", "1")
    assert used["inner"] == ("1", "1")
    assert used["seven"] == used["eight"] == ("0", "7")
    assert used["bullet in numbers"] is None
    assert used["first"] == ("0", "1")


@pytest.mark.parametrize("style", list(STYLES))
def test_numbered_headings_are_counted_by_word(style: str) -> None:
    house, data = STYLES[style], rendered("rich", style)
    tied = {
        node.get(f"{W}val"): node.getparent().find(f"{W}lvlText").get(f"{W}val")
        for node in parts(data)["word/numbering.xml"].iter(f"{W}pStyle")
    }
    wanted = {1: "%1", 2: "%1.%2"} if house.headings.numbering == "decimal" else {}
    for level, pattern in enumerate(house.paragraphs.numbers, 1):
        wanted[level] = re.sub(r"\w", f"%{level}", pattern)
    assert {name: value for name, value in tied.items() if name.startswith("Heading")} == {
        f"Heading{level}": value for level, value in wanted.items()
    }
    heading = style_element(data, "Heading1")
    assert (heading.find(f"{W}pPr/{W}numPr") is not None) == bool(wanted)
    if wanted and house.headings.number_position == "hang":
        indent = heading.find(f"{W}pPr/{W}ind")
        assert indent.get(f"{W}left") == indent.get(f"{W}hanging") == str(twips(house.page.hang_pt))


def test_notes_are_footnotes_with_their_links_and_paragraphs() -> None:
    data = rendered("rich", "bureau")
    notes = parts(data)["word/footnotes.xml"]
    own = [node for node in notes if node.get(f"{W}type") is None]
    calls = [node.get(f"{W}id") for node in parts(data)["word/document.xml"].iter(f"{W}footnoteReference")]
    assert calls == [node.get(f"{W}id") for node in own] == ["1", "2"]
    assert [text(each) for each in own[0].iter(f"{W}p")] == [
        "A note with emphasis, a link and",
        "a second paragraph.",
    ]
    assert len(list(own[0].iter(f"{W}hyperlink"))) == 1


def test_captions_count_and_references_point_to_them() -> None:
    body = parts(rendered("rich", "bureau"))["word/document.xml"]
    codes = [node.text.strip() for node in body.iter(f"{W}instrText")]
    counts = [code for code in codes if code.startswith("SEQ")]
    assert counts == ["SEQ Table \\* ARABIC", "SEQ Figure \\* ARABIC", "SEQ Figure \\* ARABIC"]
    assert {"REF tbl_a \\h", "REF fig_p \\h", "REF second \\r \\h"} <= set(codes)
    reference = next(text(each) for each in body.iter(f"{W}p") if "See" in text(each))
    assert reference.endswith("See Table\u00a01, Figure\u00a01 and section\u00a02.")


def test_the_contents_are_filled_in() -> None:
    body = parts(rendered("rich", "bureau"))["word/document.xml"]
    entries = [text(each) for each in body.find(f".//{W}sdt").iter(f"{W}p")]
    assert entries[0] == "Contents"
    assert [re.sub(r"\d+$", "", each) for each in entries[1:]] == [
        "1First",
        "1.1Under first",
        "2Second",
    ]
    assert all(re.search(r"\d$", each) for each in entries[1:])


def test_a_table_has_a_head_that_repeats_and_rows_that_hold() -> None:
    body = parts(rendered("rich", "bureau"))["word/document.xml"]
    tables = [each for each in body.iter(f"{W}tbl") if each.find(f".//{W}tblStyle").get(f"{W}val") == "BriefTable"]
    assert len(tables) == 2
    for table in tables:
        rows = list(table.iterchildren(f"{W}tr"))
        assert rows[0].find(f".//{W}tblHeader") is not None
        assert all(row.find(f".//{W}cantSplit") is not None for row in rows)
        assert table.find(f".//{W}tblDescription").get(f"{W}val")
        assert table.find(f".//{W}tblLayout").get(f"{W}type") == "fixed"
    captioned = [table.find(f".//{W}tblCaption") for table in tables]
    assert [each is not None and each.get(f"{W}val") for each in captioned] == ["A caption with emphasis", False]
    right = [node.get(f"{W}val") for node in tables[0].iter(f"{W}pStyle")]
    assert right[:3] == ["TableHeading", "TableHeadingCentred", "TableHeadingRight"]


def test_the_properties_are_the_briefs() -> None:
    file = docx.Document(io.BytesIO(rendered("rich", "bureau")))
    core = file.core_properties
    assert core.title == "Everything a brief may hold & <more>"
    assert (core.author, core.language, core.keywords) == ("Jan Nowak; Ewa Lis", "en-GB", "one, two")
    assert str(core.created)[:10] == str(core.modified)[:10] == "2025-04-03"
    assert file.paragraphs and file.styles["Title"]


@pytest.mark.parametrize("style", list(STYLES))
def test_fonts_are_embedded_and_named_as_word_knows_them(style: str) -> None:
    data = rendered("rich", style)
    table = parts(data)["word/fontTable.xml"]
    embedded = {
        node.get(f"{W}name") for node in table.iter(f"{W}font") if len(node.findall("*[@{*}id]")) or len(node) > 3
    }
    known = {font.word_name for face in STYLES[style].faces() for font in face.fonts}
    assert embedded and embedded <= known
    for part in (*stories(data).values(), parts(data)["word/styles.xml"], parts(data)["word/numbering.xml"]):
        for node in part.iter(f"{W}rFonts"):
            assert {node.get(f"{W}{key}") for key in ("ascii", "hAnsi")} <= known
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        font = STYLES[style].text.body.font()
        name = next(each for each in package.namelist() if each.endswith(f"{font.key}.odttf"))
        blob = bytearray(package.read(name))
    (key,) = [
        node.get(f"{W}fontKey")
        for node in table.xpath(f"//*[@*[local-name()='name']='{font.word_name}']/*[local-name()='embedRegular']")
    ]
    mask = bytes.fromhex(re.sub(r"[{}-]", "", key))[::-1]
    for place in range(32):
        blob[place] ^= mask[place % 16]
    assert blob[:4] == b"\x00\x01\x00\x00"  # a TrueType font again (ECMA-376 17.8.1)


def test_a_draft_says_so_across_the_page() -> None:
    headers = [part for name, part in stories(rendered("rich", "bureau")).items() if "header" in name]
    assert len(headers) == 2
    for part in headers:
        assert any(node.get("string") == "DRAFT" for node in part.iter("{*}textpath"))


@pytest.mark.parametrize("house", list(STYLES.values()), ids=list(STYLES))
def test_a_title_alone_makes_a_sound_file(house: HouseStyle) -> None:
    document = Document(path="x.md", lang="pl", title=(Text(text="Tytuł"),))
    artifact = renderer.render(document, house)
    assert artifact.warnings == ()
    title = f"{house.words('pl')['subject']}: Tytuł" if house.masthead.pattern == "memo_head" else "Tytuł"
    assert title in [each.text for each in docx.Document(io.BytesIO(artifact.data)).paragraphs] or (
        house.masthead.pattern == "band"
    )


# --- columns, nameplates, memorandums ---------------------------------------------------------------------

OFFICIAL = """\
---
title: A title
kicker: A kicker
authors: [{name: Jan Nowak, role: Colonel}, Ewa Lis]
date: 2025-04-03
place: Warsaw
number: 2025/14
marking: PUBLIC
lang: en-GB
summary: The summary.
key_points: [One., Two.]
figures:
  - {value: "1", label: one}
  - {value: "2", label: two}
  - {value: "3", label: three}
memo: {to: [The Director, The Deputy], cc: [The Archive], ask: Approve it.}
enclosures: ["The *first* annex.", A second.]
---
## Background {#background}

*“Quoted* at the start, this paragraph is long enough to take up more than the two lines of its initial, in columns
that are as narrow as those of a newspaper. It has a note.[^n]

A second paragraph.

- a list

### Detail

Alone in it.

### More detail

First.

Second.

1. outer
   1. inner

{.pull}
> A pull quote.

## Reach

| A | B | C | D | E | F |
|---|---|---|---|---|---|
| Administratively | Constitutionally | Internationally | Interdepartmental | Notwithstanding | Extraordinarily |

Last.

[^n]: The note.
"""


@functools.cache
def official(style: str, **changes: object) -> dict[str, etree._Element]:
    """Return the parts of an official paper in a style, with some of its groups of tokens changed."""
    house = STYLES[style]
    brief = products.scratch() / "official.md"
    brief.write_text(OFFICIAL, encoding="utf-8")
    tokens = {name: replace(getattr(house, name), **dict(values)) for name, values in changes.items()}  # type: ignore[call-overload]
    return parts(renderer.render(read(brief).document, replace(house, **tokens)).data)


def paragraphs(part: etree._Element) -> list[tuple[str, str]]:
    """Return each paragraph of a part: its style and its text."""
    return [
        (node.get(f"{W}val") if (node := each.find(f"{W}pPr/{W}pStyle")) is not None else "Normal", text(each))
        for each in part.iter(f"{W}p")
    ]


def codes(part: etree._Element) -> str:
    return "".join(node.text for node in part.iter(f"{W}instrText"))


def test_columns_are_sections_and_what_spans_them_has_one_of_its_own() -> None:
    found = official("newsroom")
    body, house = found["word/document.xml"], STYLES["newsroom"]
    sections = list(body.iter(f"{W}sectPr"))
    counts = [None if (each := made.find(f"{W}cols")) is None else each.get(f"{W}num") for made in sections]
    # The opening; the copy; the pull quote; a head and its wide table; what follows, and the notes.
    assert counts[0] is None and counts[-1] == "2"
    assert counts[1:-1] == [*["2", None] * ((len(counts) - 2) // 2)]
    columns = next(each for made in sections for each in made.iter(f"{W}cols"))
    assert columns.get(f"{W}space") == str(twips(house.columns.gap_pt))
    assert columns.get(f"{W}sep") == "1"
    assert [made.find(f"{W}titlePg") is not None for made in sections] == [True] + [False] * (len(sections) - 1)
    assert [made.find(f"{W}type") is not None for made in sections] == [False] + [True] * (len(sections) - 1)
    assert all(made.find(f"{W}headerReference") is None for made in sections[1:])  # they inherit them
    (wide,) = [each for each in body.iter(f"{W}tbl") if each.find(f".//{W}tblStyle").get(f"{W}val") == "BriefTable"]
    assert abs(int(wide.find(f".//{W}tblW").get(f"{W}w")) - twips(house.page.type_area_pt)) <= 1
    assert text(wide.getprevious()) == "Reach"  # a head goes with what it is over


def test_columns_without_notes_are_of_one_length() -> None:
    document = Document(path="x.md", lang="en", title=(Text(text="A"),), blocks=(Paragraph(children=_words("B")),))
    body = parts(renderer.render(document, STYLES["newsroom"]).data)["word/document.xml"]
    counts = [len(list(each.iter(f"{W}cols"))) for each in body.iter(f"{W}sectPr")]
    assert counts == [0, 1, 0]


def _words(text: str) -> tuple[Text, ...]:
    return (Text(text=text),)


def test_a_nameplate_stands_over_a_thick_and_a_thin_rule() -> None:
    found, look = official("newsroom"), STYLES["newsroom"].masthead
    styles = [style for style, _ in paragraphs(found["word/document.xml"])]
    assert styles[:3] == ["Institution", "Unit", "NameplateRule"]
    (rule,) = found["word/styles.xml"].xpath("*[@*[local-name()='styleId']='NameplateRule']")
    borders = {side: int(rule.find(f".//{W}pBdr/{W}{side}").get(f"{W}sz")) / 8 for side in ("top", "bottom")}
    assert borders == {"top": look.rule_pt, "bottom": look.thin_rule_pt}
    assert rule.find(f".//{W}spacing").get(f"{W}line") == str(twips(look.rule_pt))


def test_what_spans_the_columns_keeps_its_distance_from_them() -> None:
    found = official("newsroom", front=(("order", ("figures", "summary")),))
    styles = {each.get(f"{W}styleId"): each for each in found["word/styles.xml"].iter(f"{W}style")}
    ends = [next(each.iterancestors(f"{W}p")) for each in found["word/document.xml"].iter(f"{W}sectPr")
            if each.getparent().tag == f"{W}pPr"]  # fmt: skip
    under = next(each for each in ends if each.getprevious() is not None and each.getprevious().tag == f"{W}tbl")
    assert text(under) == "\u00a0"  # what is empty LibreOffice leaves out
    spacing = styles[under.find(f".//{W}pStyle").get(f"{W}val")].find(f".//{W}spacing")
    assert spacing.get(f"{W}line") == str(twips(STYLES["newsroom"].panel.figures.space_after_pt))


def test_short_tables_stay_whole_in_columns() -> None:
    body = parts(rendered("poland-us-security-call", "newsroom"))["word/document.xml"]
    (table,) = [each for each in body.iter(f"{W}tbl") if each.find(f".//{W}tblStyle").get(f"{W}val") == "BriefTable"]
    rows = [[style for style, _ in paragraphs(row)] for row in table.iter(f"{W}tr")]
    assert all("KeptWithNext" in style for row in rows[1:-1] for style in row)
    assert not any("KeptWithNext" in style for style in rows[-1])


def test_a_document_line_without_labels_spreads_its_values() -> None:
    found = official("newsroom")
    line = next(found["word/document.xml"].iter(f"{W}tbl"))
    assert paragraphs(line) == [
        ("DocumentValue", "Warsaw"), ("DocumentValueCentred", "3\u00a0April 2025"),
        ("DocumentValueCentred", "2025/14"), ("DocumentValueRight", "PUBLIC"),
    ]  # fmt: skip


def test_an_initial_is_words_own_drop_cap() -> None:
    found, house = official("newsroom"), STYLES["newsroom"]
    body = found["word/document.xml"]
    (frame,) = body.iter(f"{W}framePr")
    assert {etree.QName(key).localname: value for key, value in frame.attrib.items()} == {
        "dropCap": "drop", "lines": "2", "hSpace": str(twips(house.initial.gap_pt)), "wrap": "around",
        "vAnchor": "text", "hAnchor": "text",
    }  # fmt: skip
    dropped = next(frame.iterancestors(f"{W}p"))
    assert text(dropped) == "\u201cQ"
    assert text(dropped.getnext()).startswith("uoted at the start")
    (style,) = found["word/styles.xml"].xpath("*[@*[local-name()='styleId']='Initial']")
    assert style.find(f".//{W}sz").get(f"{W}val") == str(half_points(initial_size(house)))
    assert style.find(f".//{W}spacing").get(f"{W}line") == str(twips(2 * house.text.body.leading_pt))


def test_endnotes_stand_under_their_head_and_count_in_figures() -> None:
    found = official("newsroom")
    body, settings = found["word/document.xml"], found["word/settings.xml"]
    assert "word/footnotes.xml" not in found
    own = [each for each in found["word/endnotes.xml"] if each.get(f"{W}type") is None]
    assert [text(each) for each in own] == ["The note."]
    assert [each.get(f"{W}id") for each in body.iter(f"{W}endnoteReference")] == ["1"]
    assert paragraphs(body)[-1] == ("Heading1", "Notes")
    assert settings.find(f"{W}endnotePr/{W}pos").get(f"{W}val") == "docEnd"
    assert settings.find(f"{W}endnotePr/{W}numFmt").get(f"{W}val") == "decimal"
    assert {each.get(f"{W}id") for each in settings.iter(f"{W}endnote")} == {"-1", "0"}


def test_figures_in_rows_are_one_panel_under_their_title() -> None:
    house = STYLES["newsroom"]
    rows = official("newsroom", figures=(("columns", 2), ("title", True)))["word/document.xml"]
    table = next(each for each in rows.iter(f"{W}tbl") if ("FigureValue", "1") in paragraphs(each))
    said = [[words for _, words in paragraphs(row)] for row in table.iter(f"{W}tr")]
    assert [[each for each in row if each] for row in said] == [
        [house.words("en")["figures"]], ["1", "one", "2", "two"], ["3", "three"],
    ]  # fmt: skip


@pytest.mark.parametrize("style", ["newsroom", "boardroom"])
def test_key_points_of_one_column_share_a_cell_with_their_title(style: str) -> None:
    """Else a page or a column may end between the two rows."""
    body = parts(rendered("poland-us-security-call", style))["word/document.xml"]
    (holder,) = (each for each in body.iter(f"{W}tc") if ("KeyPointsTitle", True) in _titled(each))
    assert _titled(holder)[:2] == [("KeyPointsTitle", True), ("KeyPoint", True)]


def _titled(cell: etree._Element) -> list[tuple[str, bool]]:
    """Return the kinds of a cell's paragraphs, the key points' own title marked off from the figures'."""
    words = {house.words("en-GB")["figures"] for house in STYLES.values()}
    kinds = ("KeyPointsTitle", "KeyPoint")
    return [
        (next((kind for kind in kinds if name.startswith(kind)), name), said not in words)
        for name, said in paragraphs(cell)
    ]


def test_figures_within_the_copy_have_no_title() -> None:
    """It is the brief's own figures that the house names; the PDF agrees."""
    found = paragraphs(parts(rendered("nested", "newsroom"))["word/document.xml"])
    title = STYLES["newsroom"].words("en")["figures"]
    assert len([said for name, said in found if name.startswith("FigureValue")]) > 1
    assert [said for _, said in found].count(title) == 1


def test_a_memorandum_says_for_whom_and_on_what() -> None:
    said = paragraphs(official("staff")["word/document.xml"])
    words = STYLES["staff"].words("en")
    assert said[:2] == [("Institution", words["institution"]), ("UnitOverDocumentLine", words["unit"])]
    assert [each for each in said[2:] if each[1]][:5] == [
        ("DocumentValue", "2025/14"), ("DocumentValueRight", "3\u00a0April 2025"), ("Kicker", "A kicker"),
        ("Addressee", f"{words['to']}\u00a0\u00a0The Director, The Deputy"),
        ("Title", f"{words['subject']}: A title"),
    ]  # fmt: skip


def _definition(part: etree._Element, number: str) -> str:
    """Return the definition of a list, which none of its levels begins anew."""
    (found,) = part.xpath(f"*[@*[local-name()='numId']='{number}']")
    assert found.find(f"{W}lvlOverride") is None
    return str(found.find(f"{W}abstractNumId").get(f"{W}val"))


def test_heads_and_paragraphs_count_together_in_one_list() -> None:
    found = official("staff")
    body = found["word/document.xml"]
    tied = {level.find(f"{W}pStyle").get(f"{W}val"): level for level in found["word/numbering.xml"].iter(f"{W}lvl")
            if level.find(f"{W}pStyle") is not None}  # fmt: skip
    kinds = [tied[f"Heading{level}"].find(f"{W}numFmt").get(f"{W}val") for level in range(1, 5)]
    assert kinds == ["decimal", "lowerLetter", "decimal", "lowerLetter"]
    shown = {words: _place(each) for each in body.iter(f"{W}p") if (words := text(each))}
    assert shown["Second."] is not None
    number = shown["Second."][1]
    assert shown["First."] == ("2", number) and shown["Second."] == ("2", number)  # (1) and (2)
    assert shown["A second paragraph."] == ("1", number)  # b.
    assert shown["Alone in it."] is None  # there is no (1) without a (2)
    heads = {style[: len("Heading1")] for style, _ in paragraphs(body) if style.startswith("Heading")}
    assert heads == {"Heading1", "Heading2"}
    for head in heads:
        (style,) = found["word/styles.xml"].xpath(f"*[@*[local-name()='styleId']='{head}']")
        own = style.find(f".//{W}numId").get(f"{W}val")
        # Two instances of one definition, which count on from one another (ECMA-376 17.9.15).
        assert own != number
        assert _definition(found["word/numbering.xml"], own) == _definition(found["word/numbering.xml"], number)
    step = STYLES["staff"].paragraphs.indent_pt
    (level,) = found["word/styles.xml"].xpath("*[@*[local-name()='styleId']='NumberedParagraph2']")
    indent = level.find(f".//{W}ind")
    assert (indent.get(f"{W}left"), indent.get(f"{W}hanging")) == (str(twips(2 * step)), str(twips(step)))


def test_the_contents_say_the_numbers_that_heads_have() -> None:
    body = parts(rendered("rich", "staff"))["word/document.xml"]
    entries = [re.sub(r"\d+$", "", text(each)) for each in body.find(f".//{W}sdt").iter(f"{W}p")]
    assert entries[1:3] == ["1.Summary", "2.Key points"]
    assert any(re.match("[a-z][.]Under first", each) for each in entries)


def _place(paragraph: etree._Element) -> tuple[str, str] | None:
    """Return the level and the list that a paragraph itself names."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    return None if own is None else (own.find(f"{W}ilvl").get(f"{W}val"), own.find(f"{W}numId").get(f"{W}val"))


def test_lists_count_as_their_depth_does() -> None:
    found = official("staff")
    body, numbering = found["word/document.xml"], found["word/numbering.xml"]
    instances = {each.get(f"{W}numId"): each for each in numbering.iter(f"{W}num")}
    patterns = []
    for words in ("outer", "inner"):
        place = next(_place(each) for each in body.iter(f"{W}p") if text(each) == words)
        assert place is not None
        level, number = place
        abstract = instances[number].find(f"{W}abstractNumId").get(f"{W}val")
        (definition,) = [
            each for each in numbering.iter(f"{W}abstractNum") if each.get(f"{W}abstractNumId") == abstract
        ]
        (found_level,) = [each for each in definition.iter(f"{W}lvl") if each.get(f"{W}ilvl") == level]
        patterns.append(tuple(found_level.find(f"{W}{name}").get(f"{W}val") for name in ("numFmt", "lvlText")))
    assert patterns == [("decimal", "%1)"), ("lowerLetter", "%2)")]


def test_a_paper_ends_in_signatures_enclosures_and_copies() -> None:
    found, look = official("staff"), STYLES["staff"].closing
    said = paragraphs(found["word/document.xml"])
    start = said.index(("SignatureUnderHand", "Jan Nowak"))
    assert said[start:] == [
        ("SignatureUnderHand", "Jan Nowak"), ("Signature", "Colonel"), ("SignatureUnderHand", "Ewa Lis"),
        ("ClosingHeadFirst", "Encl"), ("ClosingNumber", "The first annex."), ("ClosingNumber", "A second."),
        ("ClosingHeadFirst", "CF:"), ("Closing", "The Archive"),
    ]  # fmt: skip
    styles = {each.get(f"{W}styleId"): each for each in found["word/styles.xml"].iter(f"{W}style")}
    assert styles["Signature"].get(f"{W}customStyle") is None  # Word's own
    assert styles["Signature"].find(f".//{W}ind").get(f"{W}left") == str(twips(look.signature_indent_pt))
    assert styles["SignatureUnderHand"].find(f".//{W}spacing").get(f"{W}before") == str(
        twips(look.signature_space_pt)
    )
    before = [style for style, _ in said[:start]][-1]
    assert styles[before].find(f".//{W}keepNext") is not None  # a signature stands with what is signed


def test_heads_and_feet_have_a_paragraph_a_line() -> None:
    found = official("staff")
    heads = {name: [words for _, words in paragraphs(part)] for name, part in found.items() if "header" in name}
    assert heads["word/header1.xml"] == ["PUBLIC", "2025/14", "A title"]
    assert heads["word/header2.xml"] == ["PUBLIC"]
    foot = found["word/footer3.xml"]
    assert [words for _, words in paragraphs(foot)] == ["1", "PUBLIC"]
    assert [len(list(each.iter(f"{W}tab"))) for each in foot.iter(f"{W}p")] == [1, 1]


def test_a_foot_says_whether_more_follows() -> None:
    found = official("newsroom")
    for name in ("word/footer3.xml", "word/footer4.xml"):
        assert ' IF  PAGE  =  NUMPAGES  "Ends" "More" ' in codes(found[name])
    # Only who knows the field reads it; others see what it shows.
    machinery = found["word/footer4.xml"].xpath("//*[local-name()='instrText'][contains(., 'IF')]")
    assert all(each.getparent().get("Requires") == "w15" for each in machinery)


def test_mirrored_pages_have_their_heads_outside() -> None:
    found = official("bureau", page=(("mirrored", True),))
    settings, section = found["word/settings.xml"], next(found["word/document.xml"].iter(f"{W}sectPr"))
    assert settings.find(f"{W}mirrorMargins") is not None
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    rels = {each.get("Id"): each.get("Target") for each in found["word/_rels/document.xml.rels"]}
    kinds = {
        (etree.QName(each).localname, each.get(f"{W}type")): f"word/{rels[each.get(f'{R}id')]}"
        for each in section
        if each.get(f"{R}id")
    }
    assert len(kinds) == 6
    odd, even = (text(found[kinds["footerReference", each]]) for each in ("default", "even"))
    assert odd.startswith("2025/14") and even.endswith("2025/14")


# --- outside opinions -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("docx")
    made = []
    for name in CASES:
        for style in STYLES:
            path = folder / f"{name}.{style}.docx"
            path.write_bytes(rendered(name, style))
            made.append(path)
    return made


@pytest.mark.slow
@pytest.mark.xdist_group("docx")
def test_the_open_xml_sdk_finds_nothing(files: list[Path]) -> None:
    assert list(map(str, openxml.validate(files))) == []


@pytest.mark.slow
@pytest.mark.xdist_group("docx")
def test_the_parts_keep_their_promises(files: list[Path]) -> None:
    assert [str(found) for path in files for found in integrity.validate(path)] == []


@pytest.mark.slow
@pytest.mark.xdist_group("docx")
def test_pandoc_reads_notes_lists_and_tables_back(files: list[Path]) -> None:
    for path in files:
        tree = pandoc.read(path)
        if path.name.startswith("rich"):
            kinds = Counter(re.findall(r"'t': '(\w+)'", str(tree["blocks"])))
            assert kinds["Note"] == 2
            assert kinds["OrderedList"] >= 4
            assert kinds["Image"] >= 2
            style = STYLES[path.stem.split(".")[1]]
            heads = sum(isinstance(block, Heading) for block in arranged(rich(), style).blocks)
            assert kinds["Header"] == heads + (style.note.position == "end")  # the notes' own


@pytest.mark.slow
@pytest.mark.xdist_group("docx")
@pytest.mark.parametrize("style", list(STYLES))
def test_libreoffice_sets_it_in_the_embedded_fonts(files: list[Path], style: str, tmp_path: Path) -> None:
    path = next(each for each in files if each.name == f"poland-us-security-call.{style}.docx")
    made = libreoffice.to_pdf(path, tmp_path)
    allowed = tuple(copytext.letters(face.name) for face in STYLES[style].faces())
    for font in poppler.fonts(made):
        name = font if isinstance(font, str) else font.name
        assert copytext.letters(name.split("+")[-1]).startswith(allowed), name
