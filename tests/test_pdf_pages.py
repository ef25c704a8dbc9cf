"""The pages of a PDF read back: columns, initials, numbering, notes at the end, mirrored margins, what closes."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

import pdf_tree
from briefprint import stylebook
from briefprint.errors import StyleError
from briefprint.reader import read
from briefprint.renderers import pdf as renderer
from briefprint.renderers._drawing import cap_height
from briefprint.style import HouseStyle, Page, RunningLine
from validators import poppler

SEARCH = stylebook.search_path()
NEWSROOM, STAFF, BUREAU = (stylebook.load(name, SEARCH) for name in ("newsroom", "staff", "bureau"))
WORDS = "The minister said on Thursday that nothing had been decided and that the talks would go on for a while. "


@dataclass(frozen=True, slots=True)
class Sign:
    """A character where it stands, in points from the page's lower left corner."""

    text: str
    x: float
    y: float  # of the baseline
    left: float
    bottom: float
    right: float
    top: float


def signs(data: bytes) -> list[list[Sign]]:
    """Return the characters of each page, without spaces."""
    pdf = pypdfium2.PdfDocument(pdf_tree.unsaid(data))
    found = []
    for page in pdf:
        text = page.get_textpage()
        found.append(list(_signs(text)))
        text.close()
        page.close()
    pdf.close()
    return found


def _signs(text: Any) -> Iterator[Sign]:
    for at in range(text.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text, at))
        if not sign.isspace():
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            left, bottom, right, top = text.get_charbox(at)
            yield Sign(sign, x.value, y.value, left, bottom, right, top)


def where(page: list[Sign], words: str) -> Sign:
    """Return the first character of the words on a page."""
    letters = "".join(each.text for each in page)
    at = letters.find(words.replace(" ", ""))
    assert at >= 0, f"{words!r} is not on the page"
    return page[at]


def overlaps(page: list[Sign]) -> list[tuple[str, str]]:
    """Return the pairs of characters that lie over each other by more than the hair of a kerned pair."""
    found = []
    shown = sorted(page, key=lambda sign: sign.left)
    for place, one in enumerate(shown):
        for other in shown[place + 1 :]:
            if other.left > one.right - 1.2:
                if other.left > one.right:
                    break
                continue
            if abs(one.y - other.y) < 1 and other.left > (one.left + one.right) / 2:  # kerned
                continue
            if min(one.top, other.top) - max(one.bottom, other.bottom) > 1.2:
                found.append((one.text, other.text))
    return found


def render(tmp_path: Path, style: HouseStyle, markdown: str) -> bytes:
    """Return a brief as PDF."""
    brief = tmp_path / "brief.md"
    brief.write_text(markdown, encoding="utf-8")
    return renderer.render(read(brief).document, style).data


def long_brief() -> str:
    """Return a brief of some ten pages with all that is hard to set in columns."""
    front = (
        "---\ntitle: A long brief in columns\nkicker: Test\nstandfirst: It goes on.\nauthors: [A Desk]\n"
        "summary: What it says.\nkey_points: [One, Two, Three]\n"
        "figures:\n  - {value: 4%, label: of all}\n  - {value: 5%, label: of most}\n---\n\n"
    )
    parts = []
    for count in range(9):
        parts.append(f"## Section {count}\n\n{WORDS * (3 + count)}[^n{count}]\n\n")
        if count % 3 == 1:
            parts.append(f"- {WORDS}\n- {WORDS}\n  - {WORDS}\n\n{WORDS * 5}\n\n{{.pull}}\n> {WORDS}\n\n")
            continue
        items = "".join(f"{place}. {WORDS}\n" for place in range(1, 6 + count))
        rows = "".join(f"| Row {place} | {place * 7} | {WORDS[: 20 + place]} |\n" for place in range(4 + 5 * count))
        code = "a line of code\n" * (3 + 4 * count)
        parts += [
            f"> [!WARNING] Callout {count}\n> {WORDS * (2 + count)}\n\n",
            f"{items}\n### Below {count}\n\n{WORDS * 4}\n\n",
            f"| What | Count | Remark |\n|---|--:|---|\n{rows}\nTable: Table {count}\n\n```\n{code}```\n\n",
        ]
    notes = "".join(f"[^n{count}]: Note {count}. {WORDS * 2}\n\n" for count in range(9))
    return front + "".join(parts) + notes


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_no_two_lines_of_columns_overlap(tmp_path: Path, paper: Any) -> None:
    style = replace(NEWSROOM, page=replace(NEWSROOM.page, paper=paper))
    data = render(tmp_path, style, long_brief())
    pages = signs(data)
    assert len(pages) > 5
    page, role, foot = style.page, style.text.folio, style.running.foot_offset_pt
    for number, each in enumerate(pages, 1):
        assert overlaps(each) == [], number
        low = [sign for sign in each if sign.y < page.margin_bottom_pt]
        assert all(foot <= sign.y <= foot + role.leading_pt for sign in low), f"page {number}: {low[:9]}"
        right = page.width_pt - page.margin_right_pt
        assert [sign for sign in each if sign.left < page.margin_left_pt - 1 or sign.right > right + 1] == []
    tree = pdf_tree.read(data)
    assert tree.lost == [] and tree.untagged == []


@pytest.mark.parametrize("lines", [2, 3])
def test_an_initial_stands_on_the_baseline_of_its_last_line(tmp_path: Path, lines: int) -> None:
    style = replace(NEWSROOM, initial=replace(NEWSROOM.initial, lines=lines))
    data = render(tmp_path, style, f"---\ntitle: T\n---\n## Head\n\nHere {WORDS * 5}\n\n{WORDS * 5}\n")
    (page,) = signs(data)
    body = style.text.body
    first = where(page, "ereTheminister")
    initial = max((sign for sign in page if sign.text == "H" and sign.right < first.left + 2),
                  key=lambda sign: sign.top - sign.bottom if sign.y < first.y + 1 else 0)  # fmt: skip
    assert initial.y == pytest.approx(first.y - (lines - 1) * body.leading_pt, abs=0.1)
    assert initial.top == pytest.approx(first.y + cap_height(body.font()) * body.size_pt, abs=0.8)
    beside = {round(sign.y) for sign in page if abs(sign.left - first.left) < 1 and sign.y <= first.y}
    assert len(beside) >= lines  # and the line below them begins at the column's edge again
    under = [sign for sign in page if initial.y - 1.5 * body.leading_pt < sign.y < initial.y - 1]
    assert min(sign.left for sign in under) < first.left - 3
    ends = [max(sign.right for sign in page if abs(sign.y - first.y + place * body.leading_pt) < 1 and sign.x < 300)
            for place in range(3)]  # fmt: skip
    assert max(ends) - min(ends) < 1  # all are justified to one edge
    assert [leaf.text for leaf in pdf_tree.read(data).leaves if leaf.text == "Here"] == ["Here"]


def test_a_short_paragraph_or_a_link_has_no_initial(tmp_path: Path) -> None:
    for copy in ("Short.", f"[The link](https://example.org) {WORDS * 3}", f"`code` {WORDS * 3}"):
        (page,) = signs(render(tmp_path, NEWSROOM, f"---\ntitle: T\n---\n{copy}\n"))
        most = cap_height(NEWSROOM.text.body.font()) * NEWSROOM.initial.lines * NEWSROOM.text.body.leading_pt
        assert not [sign for sign in page if sign.y < 600 and sign.top - sign.bottom > most]


def test_a_quotation_mark_goes_with_the_initial(tmp_path: Path) -> None:
    data = render(tmp_path, NEWSROOM, f"---\ntitle: T\n---\n\u201cNothing was decided,\u201d he said. {WORDS * 5}\n")
    (page,) = signs(data)
    mark = where(page, "\u201c")
    letter = page[page.index(mark) + 1]
    assert letter.text == "N" and letter.y == mark.y
    assert "\u201cNothing was decided" in pdf_tree.read(data).text


def test_numbered_paragraphs_hang_at_their_level(tmp_path: Path) -> None:
    copy = "## Alpha\n\nBravo one.\n\nBravo two.\n\n### Charlie\n\nDelta.\n\nEcho.\n\n## Foxtrot\n\nGolf.\n"
    data = render(tmp_path, STAFF, f"---\ntitle: T\n---\n{copy}")
    (page,) = signs(data)
    left, indent = STAFF.page.margin_left_pt, STAFF.paragraphs.indent_pt
    for words, level in (("1.Alpha", 0), ("a.Bravo one", 1), ("b.Bravo two", 1), ("c.Charlie", 1), ("(1)Delta", 2),
                         ("(2)Echo", 2), ("2.Foxtrot", 0)):  # fmt: skip
        assert where(page, words).x == pytest.approx(left + level * indent, abs=0.2), words
    for words, level in (("Alpha", 0), ("Bravo one", 1), ("Charlie", 1), ("Delta", 2), ("Foxtrot", 0), ("Golf", 0)):
        assert where(page, words).x == pytest.approx(left + (level + 1) * indent, abs=0.2), words
    assert "a.\u00a0Bravo one." in pdf_tree.read(data).text


def test_lists_are_numbered_by_depth(tmp_path: Path) -> None:
    data = render(tmp_path, STAFF, "---\ntitle: T\n---\n1. One\n2. Two\n   1. Deep\n   2. Deeper\n3. Three\n")
    text = pdf_tree.read(data).text.replace("\u00a0", " ")
    for words in ("1) One", "2) Two", "a) Deep", "b) Deeper", "3) Three"):
        assert words in text.replace("\n", " "), text


def test_the_last_page_says_that_it_ends(tmp_path: Path) -> None:
    pages = signs(render(tmp_path, NEWSROOM, long_brief()))
    said = ["".join(sign.text for sign in page if sign.y < NEWSROOM.page.margin_bottom_pt) for page in pages]
    words = NEWSROOM.words("en")
    assert all(words["more"].upper() in each for each in said[:-1])
    assert words["ends"].upper() in said[-1] and words["more"].upper() not in said[-1]


def test_notes_at_the_end_are_linked_both_ways(tmp_path: Path) -> None:
    markdown = (
        f"---\ntitle: T\n---\n{WORDS}[^a] And more.[^b]\n\n[^a]: The first.\n\n"
        "    - an item\n\n    | A | B |\n    |---|---|\n    | c | d |\n\n[^b]: The second.\n"
    )
    tree = pdf_tree.read(render(tmp_path, NEWSROOM, markdown))
    assert tree.tags.count("Note") == 2
    assert tree.under("Reference") == ["1", "2"]
    assert [each for each in tree.under("Lbl") if each in "12"] == ["1", "2"]
    assert NEWSROOM.words("en")["notes"] in tree.under("H2")
    assert "an item" in " ".join(tree.under("Note")) and "Table" in tree.tags
    assert len(tree.links) == 4


def test_left_pages_are_mirrored(tmp_path: Path) -> None:
    page: Page = replace(BUREAU.page, margin_left_pt=100.0, margin_right_pt=60.0, hang_pt=0.0, mirrored=True)
    line = RunningLine(left="INNER", center="", right="OUTER", rule_pt=0.0)
    style = replace(BUREAU, page=page, running=replace(BUREAU.running, head=line, head_first=line))
    brief = "---\ntitle: T\nstatus: draft\n---\n" + f"{WORDS * 6}\n\n" * 14
    pages = signs(render(tmp_path, style, brief))
    assert len(pages) >= 3
    for number, each in enumerate(pages[:3], 1):
        inner, outer = where(each, "INNER"), where(each, "OUTER")
        body = [sign for sign in each if 100 < sign.y < 600]
        left = min(sign.left for sign in body)
        if number % 2:
            assert inner.x == pytest.approx(100, abs=1) and outer.x > 400
            assert left == pytest.approx(100, abs=1)
        else:
            assert outer.x == pytest.approx(60, abs=1) and inner.x > 400
            assert left == pytest.approx(60, abs=1)


def test_what_closes_a_paper_stands_together(tmp_path: Path) -> None:
    markdown = (
        "---\ntitle: T\nauthors: [{name: EWA LIS, role: Director}]\nenclosures: [The *first* paper, The second]\n"
        "memo:\n  to: The Minister\n  cc: [Archive, Legal office]\n---\n## Head\n\nCopy.\n"
    )
    (page,) = signs(render(tmp_path, STAFF, markdown))
    look, left = STAFF.closing, STAFF.page.margin_left_pt
    letters = "".join(sign.text for sign in page)
    at = letters.rindex("EWALIS")
    assert page[at].x == pytest.approx(left + look.signature_indent_pt, abs=0.3)
    assert page[letters.rindex("Director")].y == pytest.approx(page[at].y - STAFF.text.signature.leading_pt, abs=0.1)
    above = min(sign.y for sign in page if sign.y > page[at].y + 1)
    assert above - page[at].y == pytest.approx(look.signature_space_pt + STAFF.text.signature.leading_pt, abs=0.5)
    words = STAFF.words("en")
    order = [letters.index(each.replace(" ", "")) for each in (
        f"{words['to']} The Minister", f"{words['subject']}: T", "Copy.", words["enclosures"], "The first paper",
        "The second", f"{words['cc']}:", "Archive", "Legal office")]  # fmt: skip
    assert all(one < other for one, other in pairwise(order))


def test_a_continued_head_has_its_lines_in_order(tmp_path: Path) -> None:
    markdown = "---\ntitle: The subject of it\nnumber: OFF-SYM\nmarking: PUBLIC\n---\n" + f"{WORDS * 6}\n\n" * 14
    page = signs(render(tmp_path, STAFF, markdown))[1]
    marking, symbol, subject = where(page, "PUBLIC"), where(page, "OFF-SYM"), where(page, "The subject of it")
    leading = STAFF.text.running_head.leading_pt
    assert marking.y - symbol.y == pytest.approx(leading, abs=0.1)
    assert symbol.y - subject.y == pytest.approx(leading, abs=0.1)
    assert symbol.x == subject.x == pytest.approx(STAFF.page.margin_left_pt, abs=0.2)
    assert abs(marking.x - STAFF.page.width_pt / 2) < 40
    copy = max(sign.top for sign in page if sign.y < subject.y - 1)
    assert subject.y - copy > 4


def test_the_document_line_is_spread_evenly(tmp_path: Path) -> None:
    markdown = "---\ntitle: T\nplace: Warsaw\ndate: 2025\nnumber: 7/2025\nmarking: PUBLIC\n---\nCopy.\n"
    (page,) = signs(render(tmp_path, NEWSROOM, markdown))
    line = where(page, "WARSAW20257/2025PUBLIC")
    cells = ("WARSAW", "2025", "7/2025", "PUBLIC")
    at = page.index(line)
    spans = []
    for cell in cells:
        spans.append((page[at].left, page[at + len(cell) - 1].right))
        at += len(cell)
    gaps = [after[0] - before[1] for before, after in pairwise(spans)]
    assert max(gaps) - min(gaps) < 2.5
    assert spans[0][0] == pytest.approx(NEWSROOM.page.margin_left_pt, abs=1)
    assert spans[-1][1] == pytest.approx(NEWSROOM.page.width_pt - NEWSROOM.page.margin_right_pt, abs=1.5)


def test_notes_at_the_foot_of_columns_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "styles" / "paper"
    folder.mkdir(parents=True)
    (folder / "style.toml").write_text('extends = "newsroom"\nlabel = "Paper"\n[note]\nposition = "foot"\n')
    with pytest.raises(StyleError) as fault:
        stylebook.load("paper", (tmp_path / "styles", *SEARCH))
    assert "note.position" in str(fault.value) or "foot" in str(fault.value)
    assert fault.value.diagnostics[0].line == 4


def test_a_head_within_a_box_keeps_the_boxs_measure(tmp_path: Path) -> None:
    """Where heads span the hang, they do so in the copy: in a box one would stand outside its frame."""
    markdown = "---\ntitle: A box\n---\n\n## First\n\n::: box\n### Within\n\nBoxed words.\n:::\n"
    made = tmp_path / "box.pdf"
    made.write_bytes(render(tmp_path, stylebook.load("institute", SEARCH), markdown))
    indents = {line.strip(): len(line) - len(line.lstrip()) for line in poppler.text(made, layout=True).splitlines()}
    assert abs(indents["Within"] - indents["Boxed words."]) <= 2
    assert indents["First"] < indents["Within"] - 4


def test_the_first_paragraph_under_a_head_in_columns_is_not_indented(tmp_path: Path) -> None:
    copy = f"Opening words. {WORDS * 3}\n\n## Headline words\n\nUnder it. {WORDS * 3}\n\nThen on. {WORDS * 3}\n"
    (page, *_) = signs(render(tmp_path, NEWSROOM, f"---\ntitle: T\n---\n\n{copy}"))
    head, under, then = (where(page, words) for words in ("Headline words", "Under it.", "Then on."))
    assert under.x == pytest.approx(head.x, abs=0.5)
    across = NEWSROOM.column_pt + NEWSROOM.columns.gap_pt
    assert (then.x - head.x) % across == pytest.approx(NEWSROOM.text.body.first_indent_pt, abs=0.5)


def test_a_drafts_watermark_stands_in_the_middle_of_every_page(tmp_path: Path) -> None:
    style = stylebook.load("institute", SEARCH)
    pages = signs(render(tmp_path, style, f"---\ntitle: T\nstatus: draft\n---\n\n{(WORDS * 12 + chr(10) * 2) * 5}"))
    marks = [where(page, "DRAFT") for page in pages]
    assert len(marks) > 1
    assert all((each.x, each.y) == pytest.approx((marks[0].x, marks[0].y), abs=0.5) for each in marks)
