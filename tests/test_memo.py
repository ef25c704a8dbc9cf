"""The memo: one page, at or above the floor, complete, tagged; or refused with what to cut."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pdf_tree
from briefprint import reader, stylebook
from briefprint.artifact import Options
from briefprint.digest import digest
from briefprint.document import (
    OPTIONAL,
    PRIORITY,
    Date,
    Document,
    Inlines,
    KeyFigure,
    LineBreak,
    Link,
    Memo,
    Paragraph,
    Person,
    Span,
    Strong,
    Superscript,
    Text,
    plain_text,
)
from briefprint.errors import OversetError, RenderError
from briefprint.renderers import memo, memo_docx
from briefprint.style import HouseStyle
from validators import verapdf

CONTENT = sorted((Path(__file__).parents[1] / "content").glob("*.md"))
FOLDERS = stylebook.search_path()
STYLES = [stylebook.load(name, FOLDERS, paper) for name in stylebook.names(FOLDERS) for paper in ("a4", "letter")]
BUREAU = stylebook.load("bureau", FOLDERS)
NEWSROOM = stylebook.load("newsroom", FOLDERS)
STAFF = stylebook.load("staff", FOLDERS)
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
    banner = [document.marking.upper()] * bool(document.marking) * (style.memo.masthead.pattern == "memo_head")
    assert (tree.lost, [each.strip() for each in tree.artifacts], tree.untagged) == ([], banner, [])
    read = comparable(tree.text)
    place = 0
    for each in map(comparable, copy_of(document, style)):
        place = read.index(each, place) + len(each)


def comparable(text: str) -> str:
    """Return text without what a role's capitals, or a line that ends after a hyphen, make of it."""
    return re.sub(r"(?<=[-–—/]) ", "", squeezed(text)).casefold()


def copy_of(document: Document, style: HouseStyle) -> Iterator[str]:
    """Yield the memo's copy as its style orders it."""
    copy = digest(document, style)
    head = {line.name: plain_text(line.value) for line in copy.head}
    official = style.memo.masthead.pattern == "memo_head"
    yield from [head.get(name, "") for name in ("reference", "date", "to")] if official else head.values()
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
    yield from [head.get(name, "") for name in ("from", "cc")] * official


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
        narrow = style.memo.levers.margins
        edges = [style.memo.margin_left_pt * narrow, style.page.width_pt - style.memo.margin_right_pt * narrow]
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


def test_refusal_names_the_cheapest_cuts() -> None:
    with pytest.raises(OversetError) as caught:
        memo.render(brief(*numbered(20, 20), run(sentence(300), 77)), BUREAU)
    hint = caught.value.diagnostics[0].hint or ""
    assert re.match(r"cut brief\.md:77, \d+ lines", hint), hint


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


# --- the official memorandum


def official(*points: Inlines, **fields: object) -> Document:
    document = brief(*points, reference="BN-1/25", cc=("Registry", "Archive"), ask=run("Approve it."))
    people = (Person(name="Ewa Lis", role="Head of Desk"),)
    return replace(document, authors=people, date=Date(year=2025, month=4, day=3), **fields)  # type: ignore[arg-type]


def lines_read(document: Document, style: HouseStyle = STAFF) -> list[str]:
    return [squeezed(line) for line in pdf_tree.read(memo.render(document, style).data).text.splitlines()]


def test_an_official_memorandum_is_read_in_its_order() -> None:
    document = official(run("One."), run("Two."))
    assert lines_read(document) == [
        "PUBLIC",
        "DEPARTMENT OF POLICY",
        "OFFICE OF THE DIRECTOR, BUILDING 1, CAPITAL CITY",
        "BN-1/25",
        "3 April 2025",
        "MEMORANDUM FOR Head of Bureau",
        "SUBJECT: A title",
        "1. Bottom line.",
        sentence(40),
        "2. One.",
        "3. Two.",
        "4. Decision requested.",
        "Approve it.",
        "Approved",
        "To discuss",
        "Not approved",
        "Ewa Lis Head of Desk",
        "CF: Registry Archive",
        "Full brief: A title",
    ]


def test_an_official_memorandum_is_tagged_as_lines_and_heads_not_as_a_table() -> None:
    tree = pdf_tree.read(memo.render(official(run("One.")), STAFF).data)
    assert "Table" not in tree.tags
    assert "".join(tree.under("H1")) == "SUBJECT:A title"
    assert "".join(tree.under("H2")) == "1.Bottom line.3.Decision requested."
    assert tree.tags.count("H1") == 1


def test_the_banner_stands_at_head_and_foot_and_is_read_once() -> None:
    data = memo.render(replace(official(run("One.")), draft=True), STAFF).data
    tree = pdf_tree.read(data)
    assert [leaf.text.strip() for leaf in tree.leaves if "PUBLIC" in leaf.text] == ["DRAFT · PUBLIC"]
    assert [each.strip() for each in tree.artifacts] == ["DRAFT", "DRAFT · PUBLIC"]
    heights = []
    with pikepdf.open(io.BytesIO(memo.render(official(run("One.")), STAFF).data)) as pdf:
        for each in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(each.operator) == "Tm":
                heights.append(float(each.operands[5]))
    height, running, line = STAFF.page.height_pt, STAFF.running, STAFF.text.memo_foot.leading_pt
    assert 0 < height - running.head_offset_pt - max(heights) < line
    assert 0 < min(heights) - running.foot_offset_pt < line


def test_an_unmarked_memorandum_has_no_banner_and_without_an_addressee_is_for_the_record() -> None:
    document = replace(official(run("One.")), marking="", memo=None)
    tree = pdf_tree.read(memo.render(document, STAFF).data)
    assert tree.artifacts == []
    assert "MEMORANDUM FOR RECORD" in tree.text.splitlines()


def test_paragraphs_count_through_and_one_alone_bears_no_number(tmp_path: Path) -> None:
    file = tmp_path / "sections.md"
    file.write_text(sections(5), encoding="utf-8")
    said = lines_read(reader.read(file).document)
    heads = [re.match(r"(\d+)\. (Bottom line|Section \d)\.$", line) for line in said]
    assert [int(head[1]) for head in heads if head] == [1, 2, 3, 4, 5, 6]
    assert f"Paragraph 3 {sentence(50)}." in said
    assert "Bottom line." in lines_read(replace(brief(), memo=None))


def test_a_head_that_ends_its_sentence_takes_no_stop(tmp_path: Path) -> None:
    file = tmp_path / "asks.md"
    file.write_text("# T\n\nLead.\n\n## Why `now`?\n\nBecause.\n", encoding="utf-8")
    tree = pdf_tree.read(memo.render(reader.read(file).document, STAFF).data)
    assert "".join(tree.under("H2")) == "1.Bottom line.2.Whynow?"
    assert tree.under("Code") == ["now"]


def test_several_addressees_have_a_line_each() -> None:
    document = official(run("One."))
    assert document.memo
    document = replace(document, memo=replace(document.memo, to=("Director", "Head of Bureau")))
    assert "MEMORANDUM FOR Director Head of Bureau" in lines_read(document)
    said = digest(document, STAFF).head[0]
    assert [type(each) for each in said.value] == [Text, LineBreak, Text]


def test_a_memorandum_too_long_is_refused_with_what_to_cut() -> None:
    _, words = overset(official(run(sentence(900), 20)), STAFF)
    assert memo.render(official(run(sentence(900 - words), 20)), STAFF).pages == 1
    assert overset(official(run(sentence(900 - words + 1), 20)), STAFF)[0] == 1


# --- the desk note


def test_a_desk_note_says_its_name_and_place_over_its_head_and_its_date_once() -> None:
    document = replace(official(run("One.")), place="Warsaw")
    said = lines_read(document, NEWSROOM)
    assert said[:4] == ["The Desk", "NEWS AND ANALYSIS SERVICE", "DESK NOTE", "Warsaw"]
    assert said.count("3 April 2025") == 1
    assert said[said.index("Timing") + 1] == "3 April 2025"


def test_a_nameplate_stands_over_a_thick_and_a_thin_rule_as_far_apart_as_the_thick_one() -> None:
    look = NEWSROOM.memo.masthead
    strokes: list[tuple[float, float]] = []
    with pikepdf.open(io.BytesIO(memo.render(official(run("One.")), NEWSROOM).data)) as pdf:
        width, height = 0.0, 0.0
        for each in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(each.operator) == "w":
                width = float(each.operands[0])
            elif str(each.operator) == "m":
                height = float(each.operands[1])
            elif str(each.operator) == "S":
                strokes.append((height, width))
    thick, thin = strokes[:2]
    assert (thick[1], thin[1]) == (look.rule_pt, look.thin_rule_pt)
    assert thick[0] - thick[1] / 2 - (thin[0] + thin[1] / 2) == pytest.approx(look.rule_pt, abs=0.01)


def test_figures_stand_under_the_house_word_for_them_where_the_style_says_so() -> None:
    figures = (KeyFigure(value=run("4%"), label=run("of GDP")),)
    for style in (NEWSROOM, BUREAU):
        tree = pdf_tree.read(memo.render(replace(brief(run("One.")), figures=figures), style).data)
        assert ("BY THE NUMBERS" in tree.under("H2")) == style.figures.title


def test_a_broken_line_is_read_apart_from_the_next() -> None:
    point = (Text(text="one"), LineBreak(), Text(text="two"))
    leaves = pdf_tree.read(memo.render(brief(point), BUREAU).data).leaves
    assert [leaf.text for leaf in leaves if leaf.tag == "LBody"] == ["one", " ", "two"]


@pytest.mark.slow
def test_memos_pass_the_validators(tmp_path: Path) -> None:
    files = []
    documents = {path.stem: reader.read(path).document for path in CONTENT}
    link = Link(children=run(sentence(40)), target="https://example.org")
    documents["draft"] = replace(brief(run("Point."), (link,), ask=run("Approve.")), draft=True)
    documents["official"] = official(run("Point."), place="Warsaw")
    notes = tmp_path / "notes.md"
    notes.write_text("# T\n\nLead.[^1]\n\n## `A`\n\nMore.[^2]\n\n[^1]: First.\n[^2]: Second.\n", encoding="utf-8")
    documents["notes"] = reader.read(notes).document
    exhibits = tmp_path / "exhibits.md"
    exhibits.write_text(INCLUDING, encoding="utf-8")
    documents["exhibits"] = reader.read(exhibits).document
    for style in STYLES:
        for name, document in documents.items():
            file = tmp_path / f"{name}.{style.name}.{style.page.paper}.pdf"
            file.write_bytes(memo.render(document, style).data)
            files.append(file)
    assert verapdf.validate(files, ["ua1", "2a"]) == []


def test_a_word_longer_than_many_lines_is_parted_in_moments() -> None:
    copy = Document(path="brief.md", lang="en-GB", title=run("T"), blocks=(Paragraph(children=run("x" * 3000)),))
    assert pdf_tree.read(memo.render(copy, BUREAU).data).text.replace("\n", "").count("x") >= 3000


# --- how it was made to fit, and what gives way


def test_the_ledger_says_what_each_lever_won() -> None:
    ledger = memo.render(brief(run("One point.")), BUREAU).ledger
    assert ledger is not None
    assert ledger.pulls == () and ledger.left_out == ()
    assert ledger.room_lines > 5 and ledger.spare_words > 100
    tight = memo.render(brief(*numbered(8, 60)), BUREAU).ledger
    assert tight is not None
    assert [pull.lever for pull in tight.pulls][:2] == ["space", "leading"]
    assert all(pull.lines > 0 for pull in tight.pulls)
    assert tight.room_pt >= 0 and tight.spare_words < ledger.spare_words


def test_abridging_leaves_out_what_is_held_least_and_names_it() -> None:
    points = numbered(22, 45)
    held = (PRIORITY,) * 3 + (OPTIONAL,) + (PRIORITY,) * 18
    document = brief(*points, priorities=held, overflow="abridge")
    artifact = memo.render(document, BUREAU)
    (said,) = artifact.warnings
    assert said.severity == "warning" and "line 23: 'security of the procurement in constitutional…'" in said.message
    assert artifact.ledger is not None
    left_out = len(artifact.ledger.left_out)
    text = squeezed(pdf_tree.read(artifact.data).text)
    assert f"Points only in the full brief: {left_out}" in text
    assert text.count(sentence(45)) == 22 - left_out
    assert memo.render(brief(*points), BUREAU, Options(abridge=True)).pages == 1
    with pytest.raises(OversetError):
        memo.render(brief(*points), BUREAU)


def test_adding_a_word_never_makes_abridged_type_larger() -> None:
    largest = 100.0
    for words in range(20, 400, 10):
        document = brief(*numbered(7, 60), run(sentence(words)), overflow="abridge")
        ledger = memo.render(document, BUREAU).ledger
        assert ledger is not None and ledger.size_pt <= largest
        largest = ledger.size_pt


def test_one_of_the_cuts_it_names_is_enough() -> None:
    lengths = [30, 90, 45, 120, 60, 20, 75]
    points = [run(sentence(length), 20 + place) for place, length in enumerate(lengths)]
    points += [run(sentence(40), 40 + place) for place in range(8)]
    with pytest.raises(OversetError) as caught:
        memo.render(brief(*points), BUREAU)
    hint = caught.value.diagnostics[0].hint or ""
    for line in map(int, re.findall(r"brief\.md:(\d+)", hint)):
        fewer = [point for point in points if point[0].line != line]
        if "; and " not in hint:
            assert memo.render(brief(*fewer), BUREAU).pages == 1
    counts = [int(each) for each in re.findall(r"(\d+) lines?", hint)]
    assert counts == sorted(counts) or "; and " in hint


def test_the_memo_takes_in_the_parts_its_author_names(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text(
        "---\ntitle: T\nstandfirst: S.\nmemo: {to: A, points: [One.], include: [Budget]}\n---\n\n"
        "## Talks\n\nNot here.\n\n## Budget\n\nMoney[^1] first:\n\n1. ships\n2. *radar*\n\n[^1]: In zloty.\n",
        encoding="utf-8",
    )
    for style in STYLES:
        artifact = memo.render(reader.read(file).document, style)
        text = squeezed(pdf_tree.read(artifact.data).text)
        assert artifact.warnings == ()
        assert "Money1 first: 1. ships 2. radar" in text.replace("\u00a0", " ").replace(" 1 ", " 1 ")
        assert "In zloty." in text and "Not here" not in text


INCLUDING = """---
title: T
standfirst: S.
memo: {to: A, points: [One.], include: [tbl-x, fig-x, Lists]}
---

## Talks

| Port | Dues[^1] |
|:--|--:|
| Gdynia | 1.5 |
| Gdańsk | 12 |

Table: Dues {#tbl-x}

```chart
id: fig-x
title: Dues by port
data: {Gdynia: 1.5, Gdańsk: 12}
source: Ports
```

## Lists

- one [link](https://example.org)
- two

[^1]: In euro.
"""


@each_style
def test_a_table_and_a_chart_stand_on_the_memo_where_asked_for(style: HouseStyle, tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text(INCLUDING, encoding="utf-8")
    artifact = memo.render(reader.read(file).document, style)
    tree = pdf_tree.read(artifact.data)
    assert artifact.warnings == () and (tree.lost, tree.untagged) == ([], [])
    assert [each.strip() for each in tree.under("TD")][-4:] == ["Gdynia", "1.5", "Gdańsk", "12"]
    said = [each.strip() for each in tree.under("Caption")]
    assert " ".join(said) == "Table 1. Dues Figure 1. Dues by port"
    assert "In euro." in squeezed(tree.text)
    with pikepdf.open(io.BytesIO(artifact.data)) as pdf:
        figures = [
            each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert len(figures) == 1 and "Gdańsk" in str(figures[0].Alt)


# --- what a memo takes of a brief


@pytest.mark.parametrize("body", ["| a |\n|---|\n| 1 |\n", "```\ncode\n```\n", "Term\n: What it means.\n"])
@pytest.mark.parametrize("product", [memo, memo_docx], ids=["pdf", "docx"])
def test_a_memo_that_would_be_empty_is_refused(body: str, product: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text(f"# T\n\n{body}", encoding="utf-8")
    with pytest.raises(RenderError, match=r"brief\.md:3: error: the memo would be empty") as caught:
        product.render(reader.read(file).document, BUREAU)
    (said,) = caught.value.diagnostics
    assert "'points'" in (said.hint or "")
    file.write_text(f"---\ntitle: T\nmemo: {{to: Head, points: [P.]}}\n---\n\n{body}", encoding="utf-8")
    assert product.render(reader.read(file).document, BUREAU).pages == 1


def test_sections_that_key_points_stand_for_are_told(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    head = "---\ntitle: T\nsummary: It lapses.\nkey_points: [Three came in.]\n---\n\n"
    file.write_text(f"{head}## A\n\nText.\n\n## B\n\n1. One.\n", encoding="utf-8")
    document = reader.read(file).document
    for style in (BUREAU, STAFF):
        assert "Sections only in the full brief: 2" in pdf_tree.read(memo.render(document, style).data).text
        assert b"Sections only in the full brief: 2" in word(memo_docx.render(document, style).data)


def test_a_task_keeps_its_box(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text("# T\n\nLead.\n\n## A\n\n- [x] done\n- [ ] open\n- plain\n", encoding="utf-8")
    document = reader.read(file).document
    tree = pdf_tree.read(memo.render(document, BUREAU).data)
    assert tree.under("Lbl") == ["☑", "☐", BUREAU.list.bullets[0]]
    numbering = word(memo_docx.render(document, BUREAU).data, "word/numbering.xml").decode()
    assert all(sign in numbering for sign in "☑☐")


def word(data: bytes, part: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(part)
