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
from briefprint.document import Document, Heading, plain_text, walk
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


@functools.cache
def tree(style: str) -> pdf_tree.PdfTree:
    return pdf_tree.read(made(style, "pdf"))


def listed(style: str) -> tuple[_contents.Listing, ...]:
    document = _contents.anchored(_arrange.arranged(paper(), house(style)))
    return _contents.listings(document, house(style))


def said(entry: _contents.Entry) -> str:
    return _plain(f"{entry.number} {plain_text(entry.words)}")


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split())


# --- the PDF --------------------------------------------------------------------------------------------


def elements(pdf: pikepdf.Pdf, tag: str) -> list[pikepdf.Object]:
    """Return the structure elements of a type, in reading order."""
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        each = waiting.pop(0)
        if str(each.get("/S", "")) == f"/{tag}":
            found.append(each)
        waiting = [*kids(each), *waiting]
    return found


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    held = element.get("/K", pikepdf.Array())
    return [each for each in (held if isinstance(held, pikepdf.Array) else [held]) if _is_element(each)]


def _is_element(each: object) -> bool:
    return isinstance(each, pikepdf.Dictionary) and str(each.get("/Type", "/StructElem")) == "/StructElem"


def types(element: pikepdf.Object) -> list[str]:
    return [str(each.S)[1:] for each in kids(element)]


def annotations(element: pikepdf.Object) -> list[pikepdf.Object]:
    return [each.Obj for each in element.K if isinstance(each, pikepdf.Dictionary) and "/Obj" in each]


def destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the page of each named destination, from 1."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    names = list(pdf.Root.Names.Dests.Names)
    return {str(name): pages[at[0].objgen] for name, at in zip(names[::2], names[1::2], strict=True)}


@each_style
def test_folios_are_the_pages_that_entries_lead_to(style: str) -> None:
    entries = [entry for listing in listed(style) for entry in listing.entries]
    with pikepdf.open(io.BytesIO(made(style, "pdf"))) as pdf:
        places = destinations(pdf)
        links = [link for item in elements(pdf, "TOCI") for link in elements_under(item, "Link")]
        targets = [str(annotation.Dest) for link in links for annotation in annotations(link)]
        described = [str(annotation.Contents) for link in links for annotation in annotations(link)]
    assert targets == [entry.target for entry in entries]  # one annotation an entry, however many its lines
    assert [_plain(each) for each in described] == [
        _plain(f"{entry.number}{plain_text(entry.words)}") for entry in entries
    ]
    items = [_plain(each) for each in texts_under(style, "TOCI")]
    wanted = [f"{said(entry)} {places[entry.target]}" for entry in entries]
    assert [re.sub(r"\s", "", each) for each in items] == [re.sub(r"\s", "", each) for each in wanted]


def elements_under(element: pikepdf.Object, tag: str) -> Iterator[pikepdf.Object]:
    for each in kids(element):
        if str(each.S) == f"/{tag}":
            yield each
        yield from elements_under(each, tag)


def texts_under(style: str, tag: str) -> list[str]:
    """Return the text of each element of a type: its leaves, joined."""
    found: dict[int, str] = {}
    item = -1
    for leaf in tree(style).leaves:
        if tag in leaf.tags:
            fresh = leaf.block not in found
            item = leaf.block if fresh else item
            found[leaf.block] = found.get(leaf.block, "") + leaf.text
    return _whole(list(found.values()))


def _whole(parts: list[str]) -> list[str]:
    """Join a label to what follows it: a label is no element within a line."""
    joined: list[str] = []
    for part in parts:
        if joined and not re.search(r"\d$", joined[-1].rstrip()) or joined and joined[-1].endswith("\x00"):
            joined[-1] = joined[-1].rstrip("\x00") + part
        else:
            joined.append(part)
    return joined
