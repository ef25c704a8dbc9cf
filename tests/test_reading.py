"""Every word is read in its order and nothing else: the tag tree says what the source says, and what a style adds."""

import io
import re
import tempfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import longbrief
import pdf_tree
import products
import reading
from briefprint import audit, citations, direction, stylebook
from briefprint.document import Document, Table, plain_text, walk
from briefprint.reader import read
from briefprint.renderers import _arrange, _fields
from briefprint.renderers import pdf as renderer
from briefprint.style import HouseStyle
from briefs import briefs
from validators import poppler, qpdf, verapdf, viewers

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
    notes: dict[str, list[str]] = {}
    for leaf in tree.leaves:
        if leaf.note and "Figure" not in leaf.tags:
            notes.setdefault(leaf.note, []).append(leaf.text)
    in_order = sorted(notes, key=lambda name: int(name.removeprefix("note-")))
    assert [reading.squeezed(notes[name]) for name in in_order] == wanted.notes
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
    said = style.words(document.lang)
    words = [
        *_fields.texts(document, style).values(),
        said["draft"],
        said["overleaf"],
        said["continued"],
        said["table"],
    ]
    for line in (running.head, running.foot, running.head_first, running.foot_first):
        rows = _fields.rows(line, _fields.texts(document, style))
        words += [piece for row in rows for part in row for piece in part if isinstance(piece, str)]
    for table in walk(document):
        if isinstance(table, Table):
            words += [plain_text(cell.children) for cell in table.head]
    rest = letters(artifacts)
    for word in sorted({letters([word]) for word in words} - {""}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest


def letters(parts: list[str]) -> str:
    """Return text's letters alone: a head that is repeated has the numbers of its notes among its words."""
    return re.sub(r"[\d\W]+", "", reading.squeezed(parts)).casefold()


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


@given(text=briefs(), style=st.sampled_from(list(STYLES)))
@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
def test_any_brief_is_read_as_it_is_written(text: str, style: str) -> None:
    assume(not direction.has_rtl(text))  # which ``tests/test_direction.py`` reads: ``reading`` knows one direction
    document, data = set_of(text, STYLES[style])
    compared(document, STYLES[style], data)
    assert [str(each) for each in audit.faults(data)] == []


def set_of(text: str, style: HouseStyle) -> tuple[Document, bytes]:
    """Return a brief as it is set in a style, and the product."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "brief.md")
        file.write_text(text, encoding="utf-8")
        document = citations.settled(read(file).document, style)
    return document, renderer.render(document, style).data


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
@pytest.mark.parametrize("style", ["institute", "newsroom"])
def test_a_long_brief_is_read_as_it_is_written(style: str, tmp_path: Path) -> None:
    document, data = set_of(longbrief.brief(48), STYLES[style])
    compared(document, STYLES[style], data)
    assert [str(each) for each in audit.faults(data)] == []
    file = tmp_path / f"long.{style}.pdf"
    file.write_bytes(data)
    assert verapdf.validate([file], ["ua1", "2a"]) == []
    assert qpdf.check(file) == [] and poppler.text(file).strip()
    # Poppler's walk of the tag tree draws a page again for each element of it: minutes for so many pages.
    file.write_bytes(set_of(longbrief.brief(4), STYLES[style])[1])
    assert poppler.validate(file) == []


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("brief", products.CONTENT, ids=lambda brief: brief.stem)
def test_three_viewers_read_the_same_words(brief: Path, style: str, tmp_path: Path) -> None:
    file = tmp_path / f"{brief.stem}.{style}.pdf"
    file.write_bytes(products.data(brief, style, "pdf"))
    words = viewers.words(file)
    assert words["poppler"] == words["pdfium"]
    # mupdf before 1.25 does not heed what letters set apart say of themselves, and parts them
    assert "".join(words["mupdf"]) == "".join(words["poppler"])
    house = STYLES[style].words(products.document(brief).lang)["institution"]
    assert set(house.casefold().split()) <= {word.casefold() for word in words["pdfium"]}
    assert qpdf.check(file) == []


def test_words_set_apart_are_whole_and_capitals_are_read_as_written(tmp_path: Path) -> None:
    style = STYLES["bureau"]
    house = style.words("en")["institution"]
    _, data = set_of("---\ntitle: A title\n---\n\nCopy.\n", style)
    leaf = next(leaf for leaf in pdf_tree.read(data).leaves if leaf.text.strip())
    assert leaf.text == house
    file = tmp_path / "brief.pdf"
    file.write_bytes(data)
    pdf = pypdfium2.PdfDocument(file)
    assert house.upper() in pdf[0].get_textpage().get_text_range()
    pdf.close()


def test_a_hyphen_of_a_lines_end_is_not_read() -> None:
    word = "interdepartmentalresponsibilities"
    _, data = set_of(f"# Hyphens\n\n{' '.join([word] * 40)} well-considered.\n", STYLES["institute"])
    said = "".join(leaf.text for leaf in pdf_tree.read(data).leaves)
    assert "\u00ad" in said
    assert reading.squeezed([said]).count(word) == 40
    assert "well-considered" in reading.squeezed([said])  # the author's own stays one; a line's end is a space here


def test_a_note_and_its_call_lead_to_each_other() -> None:
    for name, style in STYLES.items():
        _, data = set_of("# Note 1\n\nA call^[The *note*.] and another^[Second.].\n", style)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            links = {str(each.Dest): str(each.Contents) for page in pdf.pages for each in page.get("/Annots", ())}
            places = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
        words = style.words("en")
        assert links == {
            "briefprint-note-1": f"{words['note_call']} 1",
            "briefprint-note-2": f"{words['note_call']} 2",
            "briefprint-call-1": words["note_back"],
            "briefprint-call-2": words["note_back"],
        }, name
        assert set(links) <= set(places)


def test_a_link_is_one_link_whatever_is_in_it() -> None:
    text = "# Links\n\nA [link *with **much*** `in` it](https://example.org) and [another](https://example.org/b).\n"
    _, data = set_of(text, STYLES["staff"])
    tree = pdf_tree.read(data)
    assert tree.tags.count("Link") == 2
    assert tree.links == ["link with much in it", "another"]


def test_heads_of_the_tree_skip_no_level() -> None:
    _, data = set_of("# A\n\n#### Deep\n\nCopy.\n\n##### Deeper\n\nCopy.\n\n## Up\n\nCopy.\n", STYLES["staff"])
    assert [tag for tag in pdf_tree.read(data).tags if re.fullmatch(r"H\d", tag)][-3:] == ["H2", "H3", "H2"]
