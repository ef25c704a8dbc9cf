"""Every word is read, in its order, and nothing else: the tag tree says what the source says and what the style adds."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings

import pdf_tree
import products
import reading
from briefprint import audit, citations, stylebook
from briefprint.document import Document, Table, plain_text, walk
from briefprint.reader import read
from briefprint.renderers import _arrange, _fields
from briefprint.renderers import pdf as renderer
from briefprint.style import HouseStyle
from briefs import briefs

STYLES = {name: stylebook.load(name, stylebook.search_path()) for name in products.STYLES}
TRAPS = sorted((Path(__file__).parent / "traps").glob("*.md"))
LONG_BYTES = 20_000
"""A trap longer than this takes seconds to set."""


def compared(document: Document, style: HouseStyle, data: bytes) -> None:
    """Compare what is read of a PDF with what is to be read."""
    tree = pdf_tree.read(data)
    assert tree.lost == [] and tree.untagged == []
    wanted = reading.of(document, style, headings(data))
    copy = [leaf.text for leaf in tree.leaves if not {"Note", "Figure"} & set(leaf.tags)]
    assert reading.squeezed(copy) == wanted.copy
    notes = [leaf.text for leaf in tree.leaves if "Note" in leaf.tags and "Figure" not in leaf.tags]
    assert reading.squeezed(notes) == "".join(wanted.notes)
    assert sorted(tree.alts) == sorted(wanted.pictures)
    assert unexplained(document, style, tree.artifacts) == ""


def headings(data: bytes) -> dict[str, int]:
    """Return the page of each destination."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        if "/Dests" not in pdf.Root.get("/Names", pikepdf.Dictionary()):
            return {}
        return {name: pages[place[0].objgen] for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def unexplained(document: Document, style: HouseStyle, artifacts: list[str]) -> str:
    """Return what of the text that is not read is neither the style's running matter nor a table's head again."""
    document = _arrange.arranged(document, style)
    running = style.running
    words = [*_fields.texts(document, style).values(), style.words(document.lang)["draft"]]
    for line in (running.head, running.foot, running.head_first, running.foot_first):
        rows = _fields.rows(line, _fields.texts(document, style))
        words += [piece for row in rows for part in row for piece in part if isinstance(piece, str)]
    for table in walk(document):
        if isinstance(table, Table):
            words += [plain_text(cell.children) for cell in table.head]
    rest = reading.squeezed(artifacts).casefold()
    for word in sorted({reading.squeezed(word).casefold() for word in words} - {""}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return re.sub(r"[\d\W]+", "", rest)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("brief", products.CONTENT, ids=lambda brief: brief.stem)
def test_a_brief_is_read_as_it_is_written(brief: Path, style: str) -> None:
    compared(products.document(brief), STYLES[style], products.data(brief, style, "pdf"))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "trap",
    [
        pytest.param(each, id=each.stem, marks=[pytest.mark.slow] if each.stat().st_size > LONG_BYTES else [])
        for each in TRAPS
    ],
)
def test_a_trap_is_read_as_it_is_written(trap: Path, style: str) -> None:
    document = read(trap).document
    data = renderer.render(document, STYLES[style]).data
    compared(document, STYLES[style], data)
    assert [str(each) for each in audit.faults(data)] == []
