"""The memo: one page, at or above the floor, complete, tagged; or refused with what to cut."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pdf_tree
from briefprint import reader, stylebook
from briefprint.digest import digest
from briefprint.document import (
    Document,
    Inlines,
    LineBreak,
    Link,
    Memo,
    Paragraph,
    Span,
    Strong,
    Superscript,
    Text,
    plain_text,
)
from briefprint.errors import OversetError, RenderError
from briefprint.renderers import memo
from briefprint.style import HouseStyle
from validators import verapdf

CONTENT = sorted((Path(__file__).parents[1] / "content").glob("*.md"))
FOLDERS = stylebook.search_path()
STYLES = [stylebook.load(name, FOLDERS, paper) for name in stylebook.names(FOLDERS) for paper in ("a4", "letter")]
BUREAU = stylebook.load("bureau", FOLDERS)
WORDS = ("security", "of", "the", "procurement", "in", "constitutional", "measures", "and", "allies", "for")

each_style = pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.name}-{style.page.paper}")


def run(text: str, line: int = 1) -> Inlines:
    return (Text(text=text, line=line),)


def sentence(words: int) -> str:
    return " ".join(WORDS[place % len(WORDS)] for place in range(words))


def brief(*points: Inlines, **memo_fields: object) -> Document:
    return Document(
        path="brief.md",
        lang="en-GB",
        title=run("A title"),
        marking="PUBLIC",
        summary=(Paragraph(children=run(sentence(40), 5), line=5),),
        memo=Memo(to=("Head of Bureau",), points=points, line=8, **memo_fields),  # type: ignore[arg-type]
    )


def numbered(count: int, words: int) -> list[Inlines]:
    return [run(sentence(words), 20 + place) for place in range(count)]


def overset(document: Document, style: HouseStyle = BUREAU) -> tuple[int, int]:
    """Return by how many lines and words a memo says it is over."""
    with pytest.raises(OversetError) as caught:
        memo.render(document, style)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.path, diagnostic.line) == ("brief.md", 8)
    said = re.fullmatch(r"the memo is over by (\d+) lines?, about (\d+) words?", diagnostic.message)
    assert said, diagnostic.message
    return int(said[1]), int(said[2])


def sizes(data: bytes) -> set[float]:
    """Return every size of type on the page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found, size = set(), 0.0
        for each in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(each.operator) == "Tf":
                size = float(each.operands[1])
            elif str(each.operator) == "Tj":
                found.add(size)
        return found


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", text).strip()


@each_style
@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_content_makes_one_complete_tagged_page(path: Path, style: HouseStyle) -> None:
    document = reader.read(path).document
    artifact = memo.render(document, style)
    assert artifact.pages == 1
    assert artifact.warnings == ()
    with pikepdf.open(io.BytesIO(artifact.data)) as pdf:
        assert len(pdf.pages) == 1
        for font in pdf.pages[0].Resources.Font.values():
            assert "/FontFile2" in font.FontDescriptor
    assert min(sizes(artifact.data)) >= style.memo.floor_pt
    tree = pdf_tree.read(artifact.data)
    assert (tree.lost, tree.artifacts, tree.untagged) == ([], [], [])
    read = squeezed(tree.text)
    place = 0
    for each in copy_of(document, style):
        place = read.index(squeezed(each), place) + len(squeezed(each))


def copy_of(document: Document, style: HouseStyle) -> Iterator[str]:
    """Yield the memo's copy as its style orders it."""
    copy = digest(document, style)
    for line in copy.head:
        yield plain_text(line.value)
    yield plain_text(copy.subject)
    for part in style.memo.order:
        match part:
            case "bottom_line":
                yield from (plain_text(each.children) for each in copy.bottom_line)
            case "figures":
                for figure in copy.figures:
                    yield from map(plain_text, (figure.value, figure.label, figure.note))
            case "points":
                for point in copy.points:
                    yield from map(plain_text, (point.heading, point.body))
            case "ask":
                yield plain_text(copy.ask)


@each_style
def test_same_memo_gives_the_same_bytes(style: HouseStyle) -> None:
    document = reader.read(CONTENT[-1]).document
    assert memo.render(document, style).data == memo.render(document, style).data


def test_short_memo_is_not_stretched() -> None:
    assert sizes(memo.render(brief(run("One point.")), BUREAU).data) <= {
        role.size_pt for name, role in BUREAU.roles() if name.startswith("memo_")
    }


@each_style
@given(
    lengths=st.lists(st.integers(1, 60), min_size=0, max_size=24),
    ask=st.integers(0, 60),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_memo_fits_its_page_or_is_refused(style: HouseStyle, lengths: list[int], ask: int) -> None:
    document = brief(*(run(sentence(length)) for length in lengths), ask=run(sentence(ask)) if ask else ())
    try:
        data = memo.render(document, style).data
    except OversetError:
        assert sum(lengths) + ask > 150
        return
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
        page = pdf.pages[0]
        edges = [style.memo.margin_left_pt, style.page.width_pt - style.memo.margin_right_pt]
        for each in pikepdf.parse_content_stream(page):
            if str(each.operator) == "Tm":
                assert edges[0] - 0.01 <= float(each.operands[4]) <= edges[1]
                assert style.running.foot_offset_pt <= float(each.operands[5]) <= style.page.height_pt
    assert min(sizes(data)) >= style.memo.floor_pt
    drawn = Counter(squeezed(pdf_tree.read(data).text).split())
    assert not Counter(sentence(sum(lengths[:1])).split()) - drawn


def test_adding_a_word_never_makes_the_type_larger() -> None:
    largest = 100.0
    for words in range(20, 700, 20):
        try:
            data = memo.render(brief(*numbered(6, 15), run(sentence(words))), BUREAU).data
        except OversetError:
            return
        bottom_line = max(sizes(data) - {BUREAU.text.memo_name.size_pt})
        assert bottom_line <= largest
        largest = bottom_line
    pytest.fail("it never was overset")


def test_cutting_the_words_it_names_makes_it_fit() -> None:
    document = brief(run(sentence(900), 20))
    _, words = overset(document)
    assert memo.render(brief(run(sentence(900 - words), 20)), BUREAU).pages == 1
    assert overset(brief(run(sentence(900 - words + 1), 20)))[0] == 1


@pytest.mark.parametrize("excess", [1, 2, 5, 9])
def test_cutting_the_lines_it_names_makes_it_fit(excess: int) -> None:
    def of(count: int) -> Document:
        lines = [part for place in range(count) for part in (Text(text="word", line=20 + place), LineBreak())]
        return brief(tuple(lines[:-1]))

    fitting = 20
    while fits(of(fitting + 1)):
        fitting += 1
    lines, words = overset(of(fitting + excess))
    assert (lines, words) == (excess, excess)


def fits(document: Document) -> bool:
    try:
        memo.render(document, BUREAU)
    except OversetError:
        return False
    return True


def test_refusal_names_the_longest_parts() -> None:
    with pytest.raises(OversetError) as caught:
        memo.render(brief(*numbered(20, 20), run(sentence(300), 77)), BUREAU)
    hint = caught.value.diagnostics[0].hint or ""
    assert re.match(r"the longest parts: brief\.md:77, \d+ lines; brief\.md:5, \d+ lines; ", hint)


def sections(count: int) -> str:
    return "# T\n\nLead.\n\n" + "".join(
        f"## Section {place}\n\nParagraph {place} {sentence(50)}.\n\n" for place in range(1, count + 1)
    )


def test_sections_nobody_chose_are_left_out_whole_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "long.md"
    file.write_text(sections(30), encoding="utf-8")
    artifact = memo.render(reader.read(file).document, BUREAU)
    (said,) = artifact.warnings
    found = re.match(r"the memo leaves out (\d+) of 30 sections", said.message)
    assert found
    text = squeezed(pdf_tree.read(artifact.data).text)
    kept = 30 - int(found[1])
    assert f"Sections only in the full brief: {found[1]}" in text
    assert text.count(sentence(50)) == kept
    assert f"Section {kept} Paragraph {kept} " in text
    assert f"Section {kept + 1}" not in text


def test_author_text_is_never_markup() -> None:
    text = "if a < b & c > d: <b>bold</b> <font size=99> &amp; <para/>"
    assert text in squeezed(pdf_tree.read(memo.render(brief(run(text)), BUREAU).data).text)


def test_inline_markup_keeps_its_words_in_order() -> None:
    point = (
        Text(text="CO"),
        Superscript(children=run("2")),
        Text(text=" and "),
        Strong(children=(Text(text="a "), Link(children=run("link here"), target="https://example.org"))),
        Text(text=", then "),
        Span(children=run("un mot"), lang="fr"),
        Text(text="."),
    )
    tree = pdf_tree.read(memo.render(brief(point), BUREAU).data)
    assert "CO2 and a link here, then un mot." in tree.text
    assert tree.links == ["link here"]
    assert tree.under("Link") == ["link here"]
    assert tree.under("Span") == ["un mot"]


def test_hyphens_at_line_ends_are_not_read() -> None:
    role = replace(BUREAU.text.memo_point, hyphenate=True, align="justify")
    style = replace(BUREAU, text=replace(BUREAU.text, memo_point=role))
    text = " ".join(["constitutional reinforcement of international telecommunications"] * 12)
    data = memo.render(brief(run(text)), style).data
    tree = pdf_tree.read(data)
    assert any("\u00ad" in leaf.text for leaf in tree.leaves)
    assert squeezed(text) in squeezed(tree.text)


def test_notes_are_tagged_and_called(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("# T\n\nLead.[^1]\n\n## A\n\nMore.[^2]\n\n[^1]: First.\n[^2]: Second.\n", encoding="utf-8")
    tree = pdf_tree.read(memo.render(reader.read(file).document, BUREAU).data)
    assert tree.under("Reference") == ["1", "2"]
    assert tree.under("Note") == ["1", "First.", "2", "Second."]


def test_character_no_face_has_is_refused_with_its_place() -> None:
    with pytest.raises(RenderError, match=r"brief\.md:20: error: the face '.*' has no '\U0001f680' \(U\+1F680"):
        memo.render(brief(run("Up \U0001f680", 20)), BUREAU)


def test_mark_that_is_not_there_is_refused(tmp_path: Path) -> None:
    masthead = replace(BUREAU.memo.masthead, mark=tmp_path / "gone.svg")
    style = replace(BUREAU, memo=replace(BUREAU.memo, masthead=masthead))
    with pytest.raises(RenderError, match=r"'gone\.svg' cannot be read"):
        memo.render(brief(run("Point.")), style)


def test_draft_says_so_in_words() -> None:
    tree = pdf_tree.read(memo.render(replace(brief(run("Point.")), draft=True), BUREAU).data)
    assert "Draft · PUBLIC" in tree.text
    assert tree.artifacts == ["DRAFT"]


def test_outline_leads_to_the_sections() -> None:
    data = memo.render(brief(run("Point."), ask=run("Approve.")), BUREAU).data
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        (top,) = outline.root
        assert top.title == "A title"
        assert [child.title for child in top.children] == ["Bottom line", "Key points", "Decision requested"]


@pytest.mark.slow
def test_memos_pass_the_validators(tmp_path: Path) -> None:
    files = []
    documents = {path.stem: reader.read(path).document for path in CONTENT}
    link = Link(children=run(sentence(40)), target="https://example.org")
    documents["draft"] = replace(brief(run("Point."), (link,), ask=run("Approve.")), draft=True)
    notes = tmp_path / "notes.md"
    notes.write_text("# T\n\nLead.[^1]\n\n## `A`\n\nMore.[^2]\n\n[^1]: First.\n[^2]: Second.\n", encoding="utf-8")
    documents["notes"] = reader.read(notes).document
    for style in STYLES:
        for name, document in documents.items():
            file = tmp_path / f"{name}.{style.name}.{style.page.paper}.pdf"
            file.write_bytes(memo.render(document, style).data)
            files.append(file)
    assert verapdf.validate(files, ["ua1", "2a"]) == []


def test_a_word_longer_than_many_lines_is_parted_in_moments() -> None:
    copy = Document(path="brief.md", lang="en-GB", title=run("T"), blocks=(Paragraph(children=run("x" * 3000)),))
    assert pdf_tree.read(memo.render(copy, BUREAU).data).text.replace("\n", "").count("x") >= 3000
