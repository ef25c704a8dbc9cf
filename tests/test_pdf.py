"""The PDF of the brief: what is particular to it, and the traps WeasyPrint is known to have."""

import inspect
import io
import re
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from weasyprint.pdf import tags

import copytext
import pdf_tree
import products
from briefprint import stylebook
from briefprint.document import Heading, Note, plain_text, walk
from briefprint.reader import read
from briefprint.renderers import _arrange
from briefprint.renderers import pdf as renderer
from validators import poppler, qpdf, verapdf

TRAPS = sorted((Path(__file__).parent / "traps").glob("*.md"))
LONG_BYTES = 20_000
NUMBER = re.compile(r"^(?:\(?\w{1,4}[.)]\u00a0|[\d.]+\u2002?)")
"""What numbers a head in the outline."""


def patience(trap: Path) -> list[pytest.MarkDecorator]:
    """Return the mark of a trap that takes seconds to set."""
    return [pytest.mark.slow] if trap.stat().st_size > LONG_BYTES else []


STYLES = [stylebook.load(name, stylebook.search_path()) for name in products.STYLES]


def without_notes(tree: pdf_tree.PdfTree) -> str:
    """Return the text without the notes, which stand between the parts of a paragraph that a page divides."""
    return "".join(leaf.text for leaf in tree.leaves if "Note" not in leaf.tags)


def test_weasyprint_still_has_the_function_we_wrap() -> None:
    """The canary of ``_pdf_tags``: read the new version before raising this number."""
    assert weasyprint.__version__.startswith("70.")
    assert weasyprint.pdf.add_tags is tags.add_tags
    assert list(inspect.signature(tags.add_tags).parameters) == ["pdf", "document", "pdf_version", "page_streams"]


def test_weasyprint_still_gives_what_we_read() -> None:
    """The canaries of ``_pdf_tags`` and ``_pdf_links``: boxes, their links, and the numbers of what is drawn."""
    seen: list[weasyprint.pdf.stream.Stream] = []

    def add_tags(pdf: object, document: object, pdf_version: object, page_streams: list[object]) -> None:  # noqa: ARG001
        seen.extend(page_streams)

    page = weasyprint.HTML(string='<html lang="en"><a href="#b">a</a><p id="b"><em>b</em>').render(pdf_tags=True)
    ((kind, name, rectangle, box),) = page.pages[0].links
    assert (kind, name, len(rectangle)) == ("internal", "b", 4)
    assert box.element.tag == "a" and box.link is not None and box.element_tag == "a"
    assert list(page.pages[0].anchors) == ["b"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasyprint.pdf, "add_tags", add_tags)
        page.write_pdf(pdf_tags=True)
    (stream,) = seen
    drawn = {each.text: said["mcid"] for each, said in stream._tags.items()}
    assert drawn == {"a": 0, "b": 1}
    marks = [place for place, each in enumerate(stream.stream) if each == b"BDC"]
    assert [stream.stream[place - 1]["MCID"] for place in marks] == [0, 1]
    assert box.link_annotation["Subtype"] == "/Link"


@pytest.mark.parametrize("style", products.STYLES)
@pytest.mark.parametrize("brief", products.CONTENT, ids=lambda brief: brief.stem)
def test_bookmarks_are_the_headings(brief: Path, style: str) -> None:
    house = stylebook.load(style, stylebook.search_path())
    document = _arrange.arranged(products.document(brief), house)
    headings = [plain_text(each.children) for each in walk(document.blocks) if isinstance(each, Heading)]
    if house.note.position == "end" and any(isinstance(each, Note) for each in walk(document)):
        headings.append(house.words(document.lang)["notes"])
    with pikepdf.open(io.BytesIO(products.data(brief, style, "pdf"))) as pdf, pdf.open_outline() as outline:
        shown = []
        stack = list(outline.root)
        while stack:
            item = stack.pop(0)
            shown.append(item.title)
            stack = [*item.children, *stack]
    assert [NUMBER.sub("", each) for each in shown] == [plain_text(document.title), *headings]


@pytest.mark.parametrize("style", products.STYLES)
@pytest.mark.parametrize("brief", products.CONTENT, ids=lambda brief: brief.stem)
def test_notes_stand_on_the_page_of_their_call_or_at_the_end(brief: Path, style: str) -> None:
    tree = pdf_tree.read(products.data(brief, style, "pdf"))
    calls = [leaf.page for leaf in tree.leaves if "Reference" in leaf.tags]
    bodies = [leaf.page for leaf in tree.leaves if "Lbl" in leaf.tags and "Note" in leaf.tags]
    count = sum(isinstance(each, Note) for each in walk(products.document(brief)))
    assert len(calls) == count
    assert len(bodies) == count
    if stylebook.load(style, stylebook.search_path()).note.position == "foot":
        assert sorted(calls) == sorted(bodies)
    else:
        assert bodies == sorted(bodies)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("trap", [pytest.param(each, id=each.stem, marks=patience(each)) for each in TRAPS])
def test_a_trap_is_set_whole(trap: Path, style: object) -> None:
    document = read(trap).document
    artifact = renderer.render(document, style)  # type: ignore[arg-type]
    tree = pdf_tree.read(artifact.data)
    assert tree.lost == [] and tree.untagged == []
    assert copytext.missing_in_order(list(copytext.runs(document.blocks)), without_notes(tree)) == []
    assert copytext.missing(copytext.notes(document), tree.text) == []


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
def test_every_pdf_is_accessible_and_archival(tmp_path: Path) -> None:
    files = []
    for brief in products.CONTENT:
        for style in products.STYLES:
            file = tmp_path / f"{brief.stem}.{style}.pdf"
            file.write_bytes(products.data(brief, style, "pdf"))
            files.append(file)
    for trap in TRAPS:
        for style in STYLES:
            file = tmp_path / f"trap-{trap.stem}.{style.name}.pdf"
            file.write_bytes(renderer.render(read(trap).document, style).data)
            files.append(file)
    assert verapdf.validate(files, ["ua1", "2a"]) == []
    for file in files:
        assert qpdf.check(file) == []
        assert poppler.text(file).strip()
