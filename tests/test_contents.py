"""The contents, the lists of figures and of tables, and references with pages: as the products have them."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

import pdf_tree
import products
from briefprint import stylebook
from briefprint.digest import digest
from briefprint.document import Document, Heading, Text, plain_text, walk
from briefprint.reader import read
from briefprint.renderers import _arrange, _contents, renderer
from briefprint.style import HouseStyle
from validators import libreoffice, openxml, qpdf, verapdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES = products.STYLES
each_style = pytest.mark.parametrize("style", STYLES)
PARAGRAPH = "A paragraph of the copy that takes up some room on its page. " * 12

FRONT = """\
---
title: A long paper
lang: {lang}
toc: 3
lof: true
lot: true
date: 2025-04-03
---
"""
SECTION = """\
# {word} of part {part} {{#sec-p{part}}}

As @tbl-t{part}{{.page}} and [see @fig-c{part}; @sec-p{part}]{{.page}} show.[^n{part}]

[^n{part}]: A note.

{copy}

## A *second* level, with a note[^h{part}] and a title that is so long that it must turn over in any measure there is

[^h{part}]: Not in the contents.

{copy}

### A third

{copy}

| A | B |
|---|--:|
| x | {part} |

Table: What is counted in part {part} {{#tbl-t{part}}}

```chart
title: What has grown in part {part}
id: fig-c{part}
data: {{One: 1, Two: {part}}}
```

```chart
title: A chart that no one refers to
data: {{One: 1}}
```
"""


@functools.cache
def house(style: str) -> HouseStyle:
    return stylebook.load(style, stylebook.search_path())


@functools.cache
def paper(parts: int = 5, lang: str = "en-GB") -> Document:
    """Return a paper of several pages, with an entry of every kind."""
    sections = (SECTION.format(part=part, word="Matter", copy=PARAGRAPH) for part in range(1, parts + 1))
    path = products.ROOT / "tests" / "paper.md"
    return _read(path, FRONT.format(lang=lang) + "\n".join(sections))


def _read(path: Path, text: str) -> Document:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / path.name
        file.write_text(text, encoding="utf-8")
        return read(file).document


@functools.cache
def made(style: str, format: str, parts: int = 5, lang: str = "en-GB") -> bytes:
    return renderer(format)(paper(parts, lang), house(style)).data


def listed(style: str) -> tuple[_contents.Listing, ...]:
    document = _contents.anchored(_arrange.arranged(paper(), house(style)))
    return _contents.listings(document, house(style))


def said(entry: _contents.Entry) -> str:
    return _plain(f"{entry.number} {plain_text(entry.words)}")


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split())


# --- the PDF --------------------------------------------------------------------------------------------


def under(element: pikepdf.Object, tag: str) -> Iterator[pikepdf.Object]:
    """Yield the structure elements of a type within another, in reading order."""
    for each in kids(element):
        if str(each.S) == f"/{tag}":
            yield each
        yield from under(each, tag)


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    held = element.get("/K", pikepdf.Array())
    return [each for each in (held if isinstance(held, pikepdf.Array) else [held]) if _is_element(each)]


def _is_element(each: object) -> bool:
    return isinstance(each, pikepdf.Dictionary) and str(each.get("/Type", "/StructElem")) == "/StructElem"


def types(element: pikepdf.Object) -> list[str]:
    return [str(each.S)[1:] for each in kids(element)]


def notes_of(element: pikepdf.Object) -> list[pikepdf.Object]:
    return [each.Obj for each in element.K if isinstance(each, pikepdf.Dictionary) and "/Obj" in each]


def destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the page of each named destination, from 1."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    names = list(pdf.Root.Names.Dests.Names)
    return {str(name): pages[at[0].objgen] for name, at in zip(names[::2], names[1::2], strict=True)}


class Read:
    """A PDF whose structure elements can be asked for their text."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf, self.root = pdf, pdf.Root.StructTreeRoot
        self.marked: dict[tuple[tuple[int, int], int], str] = {}
        for page in pdf.pages:
            for kind, mcid, text in pdf_tree._texts(page.obj):
                if kind == "content":
                    key = page.obj.objgen, mcid
                    self.marked[key] = self.marked.get(key, "") + text

    def text(self, element: pikepdf.Object) -> str:
        """Return what is read of an element."""
        found = ""
        for kid in element.K:
            if not isinstance(kid, pikepdf.Dictionary):
                found += self.marked.get((element.Pg.objgen, int(kid)), "")
            elif _is_element(kid):
                found += self.text(kid)
        return found


def _close(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)  # however its lines are broken


@each_style
def test_folios_are_the_pages_that_entries_lead_to(style: str) -> None:
    entries = [entry for listing in listed(style) for entry in listing.entries]
    with pikepdf.open(io.BytesIO(made(style, "pdf"))) as pdf:
        read, places = Read(pdf), destinations(pdf)
        items = list(under(read.root, "TOCI"))
        shown = [_close(read.text(each)) for each in items]
        leads = [note for item in items for link in under(item, "Link") for note in notes_of(link)]
        targets, described = [str(each.Dest) for each in leads], [_close(str(each.Contents)) for each in leads]
    assert targets == [entry.target for entry in entries]  # one annotation an entry, however many its lines
    words = [_close(f"{entry.number}{plain_text(entry.words)}") for entry in entries]
    assert described == words
    assert shown == [f"{each}{places[entry.target]}" for each, entry in zip(words, entries, strict=True)]
    assert len(set(places.values())) > 2


@each_style
def test_contents_are_tagged_as_such(style: str) -> None:
    with pikepdf.open(io.BytesIO(made(style, "pdf"))) as pdf:
        root = pdf.Root.StructTreeRoot
        outer = [each for each in under(root, "TOC") if str(each.P.S) != "/TOC"]
        assert len(outer) == len(listed(style)) == 3  # none is left in two by a page's end
        for toc in under(root, "TOC"):
            assert set(types(toc)) <= {"TOCI", "TOC"}
        for item in under(root, "TOCI"):
            assert types(item) in (["Lbl", "Reference"], ["Reference"])
            (reference,) = (each for each in kids(item) if str(each.S) == "/Reference")
            assert types(reference) == ["Link"]
        for toc in outer:  # each stands under a heading of its own
            beside = [each.objgen for each in kids(toc.P)]
            assert str(kids(toc.P)[beside.index(toc.objgen) - 1].S) == "/H2"


@each_style
def test_a_page_asked_for_is_the_one_the_thing_is_on(style: str) -> None:
    label = house(style).words("en")["table"]
    with pikepdf.open(io.BytesIO(made(style, "pdf"))) as pdf:
        read, places = Read(pdf), destinations(pdf)
        links = [each for each in under(read.root, "Link") if str(each.P.S) == "/P"]
        shown = [(str(notes_of(each)[0].Dest), " ".join(read.text(each).split())) for each in links]
    tables = {target: text for target, text in shown if target.startswith("tbl-")}
    assert tables == {f"tbl-t{part}": f"{label} {part}, page {places[f'tbl-t{part}']}" for part in range(1, 6)}
    assert sum(", page " in text for _, text in shown) == 15


@each_style
def test_a_link_is_one_element_with_an_annotation_for_each_line(style: str) -> None:
    with pikepdf.open(io.BytesIO(made(style, "pdf"))) as pdf:
        links = list(under(pdf.Root.StructTreeRoot, "Link"))
        every = [note for page in pdf.pages for note in page.get("/Annots", ())]
        assert sum(len(notes_of(each)) for each in links) == len(every)
        assert all(notes_of(each) and "Link" not in types(each) for each in links)


@each_style
def test_the_outline_is_nested_and_pages_are_called_by_their_folios(style: str) -> None:
    with pikepdf.open(io.BytesIO(made(style, "pdf"))) as pdf:
        with pdf.open_outline() as outline:
            (title,) = outline.root
            depths = {title.title: 0}
            waiting = [(each, 1) for each in title.children]
            while waiting:
                each, depth = waiting.pop(0)
                depths[each.title] = depth
                waiting += [(child, depth + 1) for child in each.children]
        assert str(pdf.pages[2].label) == "3"
        assert pdf.Root.PageMode == pikepdf.Name.UseOutlines
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    deepest = max(each.level for each in walk(paper().blocks) if isinstance(each, Heading))
    assert max(depths.values()) == deepest
    words = house(style).words("en")
    assert all(depths[words[each]] == 1 for each in ("contents", "list_of_figures", "list_of_tables"))
    assert not any(re.match(r"\d+[A-Z]", each) for each in depths)  # a number is parted from its words


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
def test_long_contents_are_accessible_and_archival(tmp_path: Path) -> None:
    files = []
    for style in STYLES:
        files.append(tmp_path / f"paper.{style}.pdf")
        files[-1].write_bytes(made(style, "pdf"))
        assert qpdf.check(files[-1]) == []
    assert verapdf.validate(files, ["ua1", "2a"]) == []


# --- Word -----------------------------------------------------------------------------------------------


@functools.cache
def body(style: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(made(style, "docx"))) as package:
        return etree.fromstring(package.read("word/document.xml"))


def word_text(element: etree._Element) -> str:
    parts = (node.text or "" if node.tag == f"{W}t" else " " for node in element.iter(f"{W}t", f"{W}tab"))
    return " ".join("".join(parts).replace("\u00a0", " ").split())


@each_style
def test_word_lists_what_the_pdf_lists(style: str) -> None:
    entries = [entry for listing in listed(style) for entry in listing.entries]
    styles = re.compile(r"TOC\d|TableofFigures", re.IGNORECASE)
    found = [
        (word_text(each), each.find(f".//{W}hyperlink").get(f"{W}anchor"))
        for each in body(style).iter(f"{W}p")
        if styles.match(each.find(f"{W}pPr/{W}pStyle").get(f"{W}val") if each.find(f"{W}pPr") is not None else "")
    ]
    assert [re.sub(r" \d+$", "", text) for text, _ in found] == [said(entry) for entry in entries]
    marks = {each.get(f"{W}name") for each in body(style).iter(f"{W}bookmarkStart")}
    assert {anchor for _, anchor in found} <= marks


@each_style
def test_word_counts_with_fields_of_its_own(style: str) -> None:
    codes = [node.text.strip() for node in body(style).iter(f"{W}instrText")]
    wanted = ['TOC \\o "1-3" \\h \\z \\u', 'TOC \\h \\z \\c "Figure"', 'TOC \\h \\z \\c "Table"']
    assert [each for each in codes if each.startswith("TOC")] == wanted
    entries = sum(len(listing.entries) for listing in listed(style))
    assert sum(each.startswith("PAGEREF") for each in codes) == entries + 15
    kinds = [node.get(f"{W}fldCharType") for node in body(style).iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    pages = [int(each) for each in re.findall(r", page (\d+)", word_text(body(style)))]
    assert max(pages) > 2  # the estimate is filled in


@pytest.mark.slow
@each_style
def test_a_word_file_with_contents_opens(style: str, tmp_path: Path) -> None:
    file = tmp_path / f"{style}.docx"
    file.write_bytes(made(style, "docx"))
    assert openxml.validate([file]) == []
    assert libreoffice.to_pdf(file, tmp_path).exists()


# --- both -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "said"), [("pl", ", s.\u00a0"), ("de", ", Seite\u00a0"), ("uk", ", с.\u00a0")])
def test_pages_are_named_in_the_papers_language(lang: str, said: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made("bureau", "docx", 1, lang))) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    assert said in "".join(node.text or "" for node in tree.iter(f"{W}t"))
    text = pdf_tree.read(made("bureau", "pdf", 1, lang)).text
    assert said.replace("\u00a0", " ") in text.replace("\u00a0", " ")


def test_a_memo_names_no_page() -> None:
    runs = [each.text for each in walk(digest(paper(1), house("bureau"))) if isinstance(each, Text)]
    assert any("Table\u00a01" in each for each in runs)
    assert not any(", page" in each for each in runs)


@pytest.mark.parametrize(("front", "first"), [("", 1), ("summary: What it says.\n", 2)])
def test_contents_of_their_own_page_do_not_leave_a_title_alone(front: str, first: int, tmp_path: Path) -> None:
    brief = tmp_path / "brief.md"
    brief.write_text(
        f"---\ntitle: T\ntoc: true\n{front}---\n# One\n\n{PARAGRAPH}\n\n# Two\n\nCopy.\n", encoding="utf-8"
    )
    document, style = read(brief).document, house("boardroom")
    made = renderer("pdf")(document, style)
    assert not made.warnings
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == first + 1
    with zipfile.ZipFile(io.BytesIO(renderer("docx")(document, style).data)) as package:
        breaks = package.read("word/document.xml").count(b"<w:pageBreakBefore")
    assert breaks == first
