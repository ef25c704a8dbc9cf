"""What of a brief stands on its memo."""

from pathlib import Path

import pytest

from briefprint import citations, reader, stylebook
from briefprint.digest import MemoCopy, abridged, cuts, digest
from briefprint.document import Bibliography, BulletList, Link, Note, OrderedList, Paragraph, plain_text, walk

STYLE = stylebook.load("bureau", stylebook.search_path())
CONTENT = Path(__file__).parents[1] / "content"


@pytest.fixture
def memo(tmp_path: Path):
    def of(text: str) -> MemoCopy:
        file = tmp_path / "brief.md"
        file.write_text(text, encoding="utf-8")
        return digest(reader.read(file).document, STYLE)

    return of


def head(copy: MemoCopy) -> dict[str, str]:
    return {line.name: plain_text(line.value) for line in copy.head}


def bodies(copy: MemoCopy) -> list[str]:
    return [plain_text(point.body) for point in copy.points]


def test_memo_takes_what_its_author_asked_for() -> None:
    copy = digest(reader.read(CONTENT / "poland-us-security-call.md").document, STYLE)
    assert head(copy) == {
        "to": "Director, Policy Planning",
        "from": "Transatlantic Desk",
        "date": "2025",
        "reference": "Brief 2025/01",
    }
    assert plain_text(copy.subject) == "Follow-up to the Łukowski–Waltz call"
    assert len(copy.points) == 5
    assert copy.listed
    assert not copy.may_abridge


def test_what_the_memo_leaves_unsaid_the_brief_says(memo) -> None:
    copy = memo(
        "---\ntitle: T\nauthors: [{name: Ewa Lis, role: Analyst}]\ndate: 2025-04-03\nnumber: 2025/9\n"
        "standfirst: What it is.\nkey_points: [One., Two.]\nmemo: {to: Head}\n---\n\nText.\n"
    )
    assert head(copy) == {
        "to": "Head",
        "from": "Ewa Lis, Analyst",
        "date": "3\u00a0April 2025",
        "reference": "2025/9",
    }
    assert plain_text(copy.subject) == "T"
    assert plain_text(copy.bottom_line[0].children) == "What it is."
    assert bodies(copy) == ["One.", "Two."]


def test_plain_file_gives_its_first_paragraphs_and_how_its_sections_open(memo) -> None:
    copy = memo(
        "# T\n\nLead.\n\nMore.\n\n## A\n\nFirst of A.\n\nSecond.\n\n## B\n\n| a |\n|---|\n| 1 |\n\n"
        "## C\n\nHence:\n\nReal.\n\n## D\n\nThese:\n\n- one\n- two\n"
    )
    assert plain_text(copy.bottom_line[0].children) == "Lead."
    assert [(plain_text(point.heading), plain_text(point.body), len(point.then)) for point in copy.points] == [
        ("", "More.", 0),
        ("A", "First of A.", 0),
        ("C", "Real.", 0),
        ("D", "These:", 1),
    ]
    assert (copy.left_out, copy.paragraphs_left_out) == (1, 0)
    assert copy.may_abridge


def test_who_where_and_when_is_no_lead(memo) -> None:
    copy = memo(
        "# T\n\n*By Ewa Lis*\n\nWashington, D.C.\n\n**To the press**\n\nThe deal holds.\n\nIt says:\n\n> Yes.\n\n"
        "**Next**\n\nTalks.\n\n###\n"
    )
    assert plain_text(copy.bottom_line[0].children) == "The deal holds."
    assert [(plain_text(each.body), [plain_text(block.children) for block in each.then]) for each in copy.points] == [
        ("It says:", ["Yes."]),
        ("Next", ["Talks."]),
    ]
    assert copy.paragraphs_left_out == 3


def test_what_is_included_twice_stands_once(memo) -> None:
    copy = memo(
        "---\ntitle: T\nmemo: {points: [P.], include: [tbl-x, B]}\n---\n\nLead.\n\n"
        "## B\n\nTwo.\n\n| a |\n|---|\n| 1 |\n\nTable: C {#tbl-x}\n"
    )
    assert [[type(block).__name__ for block in each.blocks] for each in copy.passages] == [["Table"], ["Paragraph"]]


def test_an_empty_line_of_hard_breaks_parts_a_paragraph(memo) -> None:
    copy = memo("# T\n\nOne is said.  \n\u00a0  \nTwo is said,  \nand more.\n")
    assert plain_text(copy.bottom_line[0].children) == "One is said."
    assert [plain_text(each.body).split() for each in copy.points] == [["Two", "is", "said,", "and", "more."]]


def test_points_fall_off_from_the_last(memo) -> None:
    copy = memo("# T\n\nLead.\n\n## A\n\nOne.[^1]\n\n## B\n\nTwo.\n\n[^1]: Note.\n")
    first, second = cuts(copy, STYLE)
    fewer = abridged(copy, STYLE, [first])
    assert bodies(fewer) == ["One."]
    assert (fewer.left_out, first.line, first.words) == (1, 11, "B")
    assert [note.number for note in fewer.notes] == [1]
    assert abridged(copy, STYLE, [first, second]).notes == ()


def test_what_no_one_chose_gives_way_though_nothing_else_may(memo) -> None:
    copy = memo(
        "---\ntitle: T\nmemo: {to: Head, include: [B]}\n---\n\nLead.\n\nMore.\n\n## A\n\nOne.\n\n## B\n\nTwo.\n"
    )
    assert not copy.may_abridge
    assert [(cut.words, cut.unit) for cut in cuts(copy, STYLE)] == [("A", "section"), ("More.", "paragraph")]
    fewer = abridged(copy, STYLE, cuts(copy, STYLE))
    assert (fewer.points, len(fewer.passages), fewer.left_out, fewer.paragraphs_left_out) == ((), 1, 1, 1)


def test_what_announces_goes_with_what_it_announces(memo) -> None:
    copy = memo(
        "---\ntitle: T\nmemo: {to: Head, points: [P.], include: [B], overflow: abridge}\n---\n\nLead.\n\n"
        "## B\n\nTwo.\n\nThese:\n\n- one\n- two\n"
    )
    first, *_ = cuts(copy, STYLE)
    fewer = abridged(copy, STYLE, [first])
    assert [plain_text(block.children) for block in fewer.passages[0].blocks] == ["Two."]
    assert fewer.paragraphs_left_out == 3


def test_what_is_held_least_is_left_out_first(memo) -> None:
    copy = memo(
        "---\ntitle: T\nstandfirst: S.\nmemo:\n  overflow: abridge\n  include: [Annex]\n  points:\n"
        "    - First {priority=1}\n    - Second {.optional}\n    - Third\n    - Fourth {priority=6}\n---\n\n"
        "## Talks\n\nText.\n\n## Annex {priority=3}\n\nOne.\n\n- item\n"
    )
    assert copy.may_abridge
    said = [cut.words for cut in cuts(copy, STYLE)]
    assert said == ["Second", "Fourth", "Third", "Annex", "One.", "First"]


def test_notes_are_numbered_as_the_memo_calls_them(memo) -> None:
    copy = memo("# T\n\nLead.[^a]\n\n## A\n\nPoint.[^c]\n\nNot taken.[^b]\n\n[^a]: A.\n[^b]: B.\n[^c]: C.\n")
    parts = (copy.bottom_line, copy.points)
    calls = [node.number for part in parts for node in walk(part) if isinstance(node, Note)]
    assert calls == [1, 2]
    assert [plain_text(note.blocks[0].children) for note in copy.notes] == ["A.", "C."]


def test_nothing_refers_to_what_is_not_on_the_page(memo) -> None:
    copy = memo(
        "---\ntitle: T\nsummary: 'See @tbl-x, @sec-a and [there](#a), or [a site](https://example.org).'\n---\n\n"
        "## A {#a}\n\nText.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nTable: Caption {#tbl-x}\n"
    )
    assert plain_text(copy.bottom_line[0].children) == ("See Table\u00a01, section\u00a01 and there, or a site.")
    links = [node.target for node in walk(copy.bottom_line) if isinstance(node, Link)]
    assert links == ["https://example.org"]


def test_what_the_memo_cannot_hold_is_named(memo) -> None:
    copy = memo(
        "---\ntitle: T\nsummary: |\n  Bottom.\n\n  - one\n  - two\n\n  | a |\n  |---|\n  | 1 |\n---\n\nText.\n"
    )
    assert [plain_text(each.children) for each in copy.bottom_line] == ["Bottom.", "one", "two"]
    said = [warning.message for warning in copy.warnings]
    assert any("list" in message for message in said)
    assert any("table" in message for message in said)


def test_an_official_memorandum_names_each_on_a_line_of_his_own(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text(
        "---\ntitle: T\nauthors: [{name: Ewa Lis, role: Analyst}]\nmemo: {to: [Head, Deputy], cc: [A, B]}\n"
        "---\n\nText.\n",
        encoding="utf-8",
    )
    document = reader.read(file).document
    official = digest(document, stylebook.load("staff", stylebook.search_path()))
    values = {line.name: [getattr(part, "text", "") for part in line.value] for line in official.head}
    assert values == {"to": ["Head", "", "Deputy"], "from": ["Ewa Lis", "", "Analyst"], "cc": ["A", "", "B"]}
    assert head(digest(document, STYLE)) == {"to": "Head; Deputy", "from": "Ewa Lis, Analyst", "cc": "A; B"}


def test_the_page_says_what_it_is_and_of_which_brief(memo) -> None:
    copy = memo("---\ntitle: T\nnumber: 7\nplace: Warsaw\nmarking: PUBLIC\nstatus: draft\n---\n\nText.\n")
    assert (copy.place, copy.state, copy.source) == ("Warsaw", ("Draft", "PUBLIC"), "Full brief: No. 7")
    other = memo("---\ntitle: T\nmemo: {subject: S}\n---\n\nText.\n")
    assert (other.place, other.state, other.source) == ("", (), "Full brief: T")


def test_an_item_that_the_memo_cannot_hold_keeps_its_number(memo) -> None:
    copy = memo("# T\n\nLead.\n\n1. one\n2. | a |\n   |---|\n   | 1 |\n3. three\n")
    (items,) = (each.items for each in walk(copy) if isinstance(each, OrderedList))
    assert [[plain_text(block.children) for block in item.blocks] for item in items] == [["one"], ["…"], ["three"]]


@pytest.mark.parametrize(
    ("body", "said", "then"),
    [
        # A list opens the brief: its first item is said, the others keep their numbers.
        ("1. We saw 412.\n2. We ask.\n\n## Annex\n\nIt applies.\n", "We saw 412.", ["We ask."]),
        # What is announced says nothing alone, and no section is asked in its place.
        ("We ask for:\n\n- Money.\n- Time.\n\n## Annex\n\nIt applies.\n", "", ["Money.", "Time."]),
        ("- one\n- two\n\n## Talks\n\nThey opened.\n", "They opened.", ["one", "two"]),
        ("- Said at once.\n\n  And why.\n- two\n", "Said at once.", ["And why.", "two"]),
        ("- All of it.\n\nThe lead.\n", "The lead.", ["All of it."]),
        ("## Findings\n\n- All of it.\n\n## Annex\n\nIt applies.\n", "All of it.", []),
    ],
)
def test_a_brief_that_opens_with_a_list_leads_with_its_first_item(
    memo, body: str, said: str, then: list[str]
) -> None:
    copy = memo(f"# T\n\n{body}")
    assert "".join(plain_text(each.children) for each in copy.bottom_line) == said
    lists = [each for each in walk(copy.points) if isinstance(each, BulletList | OrderedList)]
    items = [item for each in lists for item in each.items]
    assert [plain_text(each.children) for each in walk(tuple(items)) if isinstance(each, Paragraph)] == then
    assert [each.start for each in lists if isinstance(each, OrderedList)] in ([], [2])


def test_a_memo_with_points_leads_with_no_annex(memo) -> None:
    copy = memo(
        "---\ntitle: T\nmemo: {to: Head, ask: Approve., points: [One.]}\n---\n\n"
        "1. We reviewed 412 sites.\n2. We recommend two.\n\n## Annex B\n\nThis ordinance applies.\n"
    )
    assert [plain_text(each.children) for each in copy.bottom_line] == ["We reviewed 412 sites."]
    assert (copy.left_out, copy.sections_left_out, copy.paragraphs_left_out) == (0, 0, 0)


def test_sections_that_key_points_stand_for_are_counted(memo) -> None:
    text = (
        "---\ntitle: T\nsummary: It lapses.\nkey_points: [Three came in.]\n{}---\n\n{}## A\n\nText.\n\n"
        "## B {{#b}}\n\n1. One.\n"
    )
    copy = memo(text.format("", ""))
    assert (bodies(copy), copy.left_out, copy.sections_left_out) == (["Three came in."], 0, 2)
    assert memo(text.format("", "Before.\n\n")).paragraphs_left_out == 1
    assert memo(text.format("memo: {to: Head, include: [b]}\n", "")).sections_left_out == 1
    assert memo(text.format("memo: {to: Head, points: [P.]}\n", "")).sections_left_out == 0


def test_only_what_is_missed_is_counted(memo) -> None:
    copy = memo("# T\n\nLead.\n\n## Options\n\n### One\n\nText.\n\n### Two\n\nText.\n\n## Risks\n\nText.\n")
    assert [plain_text(point.heading) for point in copy.points] == ["One", "Two", "Risks"]
    assert (copy.left_out, copy.paragraphs_left_out) == (0, 0)


def test_the_list_of_sources_is_no_section_that_is_missed(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text(
        '---\ntitle: T\nsummary: "It says so [@w]."\n'
        "references: [{id: w, type: book, author: Jan Nowak, title: Winter, issued: 2024}]\n---\n\nText.\n",
        encoding="utf-8",
    )
    document = citations.settled(reader.read(file).document, STYLE)
    assert isinstance(document.blocks[-1], Bibliography)
    assert digest(document, STYLE).left_out == 0


def test_a_head_calls_its_note_before_its_copy(memo) -> None:
    copy = memo("# T\n\nLead.[^a]\n\n## Costs[^b]\n\nAs shown[^c], they rise.\n\n[^a]: A.\n[^b]: B.\n[^c]: C.\n")
    (point,) = copy.points
    calls = [node.number for node in walk((point.heading, point.body)) if isinstance(node, Note)]
    assert calls == [2, 3]
    assert [plain_text(note.blocks[0].children) for note in copy.notes] == ["A.", "B.", "C."]
