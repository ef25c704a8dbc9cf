"""The audit of a PDF: each rule finds its fault in a sound file that is broken by it."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from reportlab.pdfgen import canvas

from briefprint import audit, reader, stylebook
from briefprint.renderers import pdf as renderer

STYLE = stylebook.load("institute", stylebook.search_path())
BRIEF = """---
title: A tide table
---

High water at [nine](https://example.org)^[By the *harbour* office.], and again in @tbl-tides.

| Port | Hour | Depth |
|---|---|---|
| Gdynia | nine | 3 m |
| Hel | ten | 4 m |

Table: Tides. {#tbl-tides}

- one
- two

## Charts

```chart
title: Depth
data: {Gdynia: 3, Hel: 4}
```
"""
Breaking = Callable[[pikepdf.Pdf], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("audit") / "tides.md"
    file.write_text(BRIEF, encoding="utf-8")
    return renderer.render(reader.read(file).document, STYLE).data


def broken(sound: bytes, breaking: Breaking) -> bytes:
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        breaking(pdf)
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def first(pdf: pikepdf.Pdf, tag: str) -> Any:
    """Return the first element of a tag in the order of the tree."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, pikepdf.Array):
            waiting[:0] = list(each)
        elif isinstance(each, pikepdf.Dictionary) and "/S" in each:
            if str(each.S) == f"/{tag}":
                return each
            if "/K" in each:
                waiting.insert(0, each.K)
    raise AssertionError(f"no {tag}")


def drawn(pdf: pikepdf.Pdf, more: bytes) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + more)


def font(pdf: pikepdf.Pdf) -> Any:
    return next(iter(pdf.pages[0].Resources.Font.items()))


def link(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].Annots[0]


CASES: dict[str, Breaking] = {
    "marked": lambda pdf: pdf.Root.MarkInfo.__delitem__("/Marked"),
    "language": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "title": lambda pdf: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"),
    "declared": lambda pdf: pdf.Root.__delitem__("/Metadata"),
    "tree": lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
    "untagged": lambda pdf: drawn(pdf, b"0 0 9 9 re f"),
    "lost": lambda pdf: drawn(pdf, b"/P <</MCID 999>> BDC 0 0 9 9 re f EMC"),
    "notdef": lambda pdf: drawn(pdf, f"/Artifact BMC BT {font(pdf)[0]} 9 Tf <0000> Tj ET EMC".encode()),
    "parent-tree": lambda pdf: pdf.Root.StructTreeRoot.ParentTree.Nums[1].__setitem__(0, first(pdf, "TD")),
    "font": lambda pdf: font(pdf)[1].DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"),
    "unicode": lambda pdf: font(pdf)[1].__delitem__("/ToUnicode"),
    "document": lambda pdf: first(pdf, "Document").__setitem__("/S", pikepdf.Name.Div),
    "headings": lambda pdf: first(pdf, "H2").__setitem__("/S", pikepdf.Name.H4),
    "empty": lambda pdf: first(pdf, "P").__setitem__("/K", pikepdf.Array()),
    "nesting": lambda pdf: first(pdf, "LBody").__setitem__("/S", pikepdf.Name.P),
    "figure-words": lambda pdf: first(pdf, "Figure").__delitem__("/Alt"),
    "note": lambda pdf: first(pdf, "Note").__delitem__("/ID"),
    "rows": lambda pdf: first(pdf, "TD")["/A"].__setitem__("/ColSpan", 2),
    "table-heads": lambda pdf: [first(pdf, "TH").__setitem__("/S", pikepdf.Name.TD) for _ in range(3)],
    "link-words": lambda pdf: link(pdf).__delitem__("/Contents"),
    "link-tag": lambda pdf: first(pdf, "Link").__setitem__("/S", pikepdf.Name.Span),
}


def test_a_sound_file_has_no_fault(sound: bytes) -> None:
    assert audit.faults(sound) == []


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_finds_its_fault(sound: bytes, rule: str) -> None:
    found = audit.faults(broken(sound, CASES[rule]))
    assert rule in {each.rule for each in found}, found
    assert all(each.message and str(each).endswith(f"({each.rule})") for each in found)


def test_a_fault_on_a_page_names_the_page(sound: bytes) -> None:
    found = audit.faults(broken(sound, CASES["untagged"]))
    assert [(each.rule, each.page) for each in found] == [("untagged", 1)]
    assert str(found[0]).startswith("page 1: ")


def test_what_is_no_pdf_has_one_fault() -> None:
    (fault,) = audit.faults(b"not a PDF")
    assert (fault.rule, fault.page) == ("unreadable", None)


def test_an_untagged_file_is_told_as_one() -> None:
    target = io.BytesIO()
    sheet = canvas.Canvas(target, pagesize=(200, 100), invariant=1)
    sheet.drawString(20, 50, "no tags, no embedded font")
    sheet.save()
    assert {"tree", "marked", "language", "font"} <= {each.rule for each in audit.faults(target.getvalue())}


def test_a_table_with_cells_that_reach_over_others_is_regular(sound: bytes) -> None:
    def merge(pdf: pikepdf.Pdf) -> None:
        row = first(pdf, "TBody").K[0]
        row.K[0]["/A"]["/RowSpan"] = 2
        second = first(pdf, "TBody").K[1]
        second.K = pikepdf.Array(list(second.K)[1:])

    assert "rows" not in {each.rule for each in audit.faults(broken(sound, merge))}
