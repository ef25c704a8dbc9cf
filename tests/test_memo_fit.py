"""The memo's promises about its fit, on the product and in every style: what is refused, what a word more does."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import briefs
import pdf_tree
import reading_memo
from briefprint import citations, direction, reader
from briefprint.artifact import Artifact, Options
from briefprint.document import Document, Inlines, LineBreak, Memo, Note, Paragraph, Table, Text
from briefprint.errors import BriefprintError, OversetError
from briefprint.renderers import memo
from briefprint.style import HouseStyle
from test_memo import STYLES, sentence
from test_memo_real import overlaps, stretches

BY_NAME = {f"{style.name}-{style.page.paper}": style for style in STYLES}
each_style = pytest.mark.parametrize("name", BY_NAME)
SLOW = settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))


def run(text: str, line: int = 1) -> Inlines:
    return (Text(text=text, line=line),)


def lined(count: int) -> Document:
    """Return a brief whose memo has one point of so many lines, and a note."""
    note = Note(number=1, blocks=(Paragraph(children=run("A note.")),))
    lines = [part for place in range(count) for part in (Text(text="word", line=20 + place), LineBreak())]
    return Document(
        path="brief.md",
        lang="en-GB",
        title=run("A title"),
        summary=(Paragraph(children=(*run("A bottom line."), note)),),
        memo=Memo(to=("Head of Bureau",), points=(tuple(lines[:-1]),), ask=run("Approve."), line=8),
    )


def refused(document: Document, style: HouseStyle) -> tuple[int, int] | None:
    """Return by how many lines and words a memo is refused, or None."""
    try:
        memo.render(document, style)
    except OversetError as error:
        (said,) = error.diagnostics
        found = re.fullmatch(r"the memo is over by (\d+) lines?, about (\d+) words?", said.message)
        assert found, said.message
        return int(found[1]), int(found[2])
    return None


@each_style
def test_cutting_the_lines_it_names_makes_it_fit_and_a_line_less_does_not(name: str) -> None:
    style = BY_NAME[name]
    for count in (70, 93):
        over = refused(lined(count), style)
        assert over is not None
        assert refused(lined(count - over[0]), style) is None
        assert refused(lined(count - over[0] + 1), style) == (1, 1)


@each_style
@given(lengths=st.lists(st.integers(5, 120), min_size=8, max_size=16), data=st.data())
@SLOW
def test_cutting_the_words_it_names_makes_it_fit(name: str, lengths: list[int], data: st.DataObject) -> None:
    style = BY_NAME[name]

    def of(lengths: list[int]) -> Document:
        points = tuple(run(sentence(each), 20 + place) for place, each in enumerate(lengths))
        return replace(lined(1), memo=Memo(points=points, line=8))

    extra = data.draw(st.integers(0, 40))
    lengths = [each * 2 + extra for each in lengths]
    over = refused(of(lengths), style)
    if over is None:
        return
    # From the ends of the longest, as the words were counted; the last of those alike first.
    words, order = over[1], sorted(range(len(lengths)), key=lambda place: (-lengths[place], -place))
    for place in order:
        gone = min(words, lengths[place])
        lengths[place], words = lengths[place] - gone, words - gone
    after = refused(of([each for each in lengths if each]), style)
    assert after is None or after[1] <= over[1] * 0.1, (over, after)  # "about": lines end where words do


@each_style
@given(words=st.integers(20, 420), more=st.integers(1, 60), where=st.integers(0, 5), abridge=st.booleans())
@SLOW
def test_words_more_never_make_the_type_larger(name: str, words: int, more: int, where: int, abridge: bool) -> None:
    style = BY_NAME[name]

    def size(extra: int) -> float:
        lengths = [40, 25, words, 12, 33, 60]
        lengths[where] += extra
        points = tuple(run(sentence(each)) for each in lengths)
        document = replace(lined(1), memo=Memo(points=points))
        try:
            ledger = memo.render(document, style, Options(abridge=abridge)).ledger
        except OversetError:
            return 0.0
        assert ledger is not None
        return ledger.size_pt

    assert size(more) <= size(0)


def test_what_is_too_long_by_its_parts_is_told_which_to_leave_out(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    rows = "\n".join(f"| {place} | b |" for place in range(90))
    head = "---\ntitle: T\nsummary: S.\nmemo: {points: [P.], include: [tbl-x]}\n---\n\n"
    file.write_text(f"{head}Text.\n\n| a | b |\n|---|---|\n{rows}\n\nTable: Long {{#tbl-x}}\n", encoding="utf-8")
    document = reader.read(file).document
    assert any(isinstance(block, Table) for block in document.blocks)
    for style in STYLES:
        with pytest.raises(OversetError) as caught:
            memo.render(document, style)
        assert re.search(r"do not include .*brief\.md:\d+", caught.value.diagnostics[0].hint or "")


@each_style
@given(text=briefs.briefs())
@settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))
def test_any_brief_makes_one_whole_page_or_is_refused(
    name: str, text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assume(not direction.has_rtl(text))  # which the memo refuses
    style = BY_NAME[name]
    file = tmp_path_factory.mktemp("brief") / "brief.md"
    file.write_text(text, encoding="utf-8")
    document = citations.settled(reader.read(file).document, style)
    assume(not direction.is_rtl(document.lang))
    try:
        artifact = memo.render(document, style)
    except BriefprintError as error:
        assert isinstance(error, OversetError) or "the memo would be empty" in str(error), error
        return
    whole(document, style, artifact)


def whole(document: Document, style: HouseStyle, artifact: Artifact) -> None:
    """Hold a memo to its promises: one page, nothing off its type area nor over anything, all of it read."""
    look, page = style.memo, style.page
    left, right = (edge * look.levers.margins for edge in (look.margin_left_pt, look.margin_right_pt))
    found = stretches(artifact.data)
    assert overlaps(found) == []
    for each in found:
        assert each.size >= look.floor_pt - 0.001
        assert left - 1 <= each.left and each.right <= page.width_pt - right + 1, each
        assert style.running.foot_offset_pt / 2 < each.foot and each.head < page.height_pt, each
    tree = pdf_tree.read(artifact.data)
    assert tree.lost == [] and tree.untagged == []
    assert reading_memo.said(tree) == reading_memo.of(document, style, artifact)


def test_a_long_brief_costs_no_more_than_its_text(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        file = tmp_path / f"{count}.md"
        paragraphs = (f"Paragraph {place} {sentence(40)}." for place in range(count))
        file.write_text("# T\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
        document = reader.read(file).document
        took = []
        for _ in range(3):
            start = time.process_time()
            memo.render(document, STYLES[0])
            took.append(time.process_time() - start)
        return min(took)

    seconds(5)
    assert seconds(1600) < 16 * seconds(100)
