"""What holds for any text whatever, and for any brief in any style."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import copytext
import pdf_tree
import products
import reading_memo
from briefprint import citations, stylebook
from briefprint.artifact import Report
from briefprint.document import Code, CodeBlock, Document, Text, walk
from briefprint.errors import ContentError
from briefprint.reader import Reading, read
from briefprint.renderers._arrange import arranged
from briefprint.style import HouseStyle
from briefprint.typesetting import carry_out
from briefs import briefs
from test_contract import text_of

MARKS = st.sampled_from(
    ["\n", "\n\n", "---\n", "# ", "> ", "- ", "1. ", "    ", "|", "|-|\n", "```chart\n", "```\n", "[^a]", "[^a]: ",
     "^[", "]", "[", "![", "](x)", "](#a)", "{#a}", "{.pull}\n", "*", "**", "`", "<u>", "</u>", "<!--", "-->", ": ",
     "> [!NOTE] ", "::: {.box}\n", ":::\n", "title: ", "data: {a: 1}\n", "@sec-a", "&#1;", "\\", "\"", "'", "\x01"]
)  # fmt: skip
RUBBISH = st.lists(st.one_of(MARKS, st.text(max_size=8)), max_size=40).map("".join)
WORD = st.from_regex(r"[a-z]{2,8}", fullmatch=True)
RUN = st.lists(st.one_of(WORD, WORD.map("*{}*".format), WORD.map("**{}**".format)), min_size=1, max_size=6).map(
    " ".join
)
LEAF = RUN
BLOCK = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda blocks: st.sampled_from(["> ", "- ", "1. "]).map(lambda mark: _within(mark, blocks))
    ),
    max_leaves=6,
)


def _within(mark: str, blocks: list[str]) -> str:
    """Return blocks within a quote or a list item."""
    lines = "\n\n".join(blocks).split("\n")
    rest = mark if mark == "> " else " " * len(mark)
    return "\n".join((mark if not place else rest) + line for place, line in enumerate(lines))


def reading(text: str) -> Reading | str:
    """Return what is read, or the messages that refuse it."""
    with tempfile.TemporaryDirectory() as folder:
        brief = Path(folder, "brief.md")
        brief.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            found = read(brief)
        except ContentError as error:
            return str(error).replace(folder, "")
        return Reading(found.document, found.style, ())


@given(RUBBISH)
@settings(deadline=None, max_examples=250)
def test_any_text_is_read_or_refused(text: str) -> None:
    assert reading(text)


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=40)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert reading(data.decode("utf-8", "replace"))


@given(st.lists(BLOCK, min_size=1, max_size=5))
@settings(deadline=None, max_examples=80)
def test_every_word_of_the_copy_is_in_the_tree_in_its_order(blocks: list[str]) -> None:
    source = "\n\n".join(blocks)
    found = reading(f"---\ntitle: T\n---\n{source}")
    assert isinstance(found, Reading)
    words = "".join(f"{each.text} " for each in walk(found.document.blocks) if isinstance(each, Text)).split()
    assert words == re.findall(r"[a-z]+", source)


@given(RUBBISH)
@settings(deadline=None, max_examples=40)
def test_reading_twice_gives_the_same(text: str) -> None:
    first, second = reading(text), reading(text)
    if isinstance(first, Reading) and isinstance(second, Reading):
        assert first.document.blocks == second.document.blocks
    else:
        assert first == second


# --- any brief, in any style ---------------------------------------------------------------------------

THOROUGH = settings.get_current_profile_name() == "thorough"
"""``pytest --hypothesis-profile thorough``: many other briefs each time."""
STYLE = st.sampled_from(products.STYLES)


def few(count: int) -> Callable[[Any], Any]:
    """Return the settings of a test that sets pages: the same few briefs each time, or many others."""
    return settings(
        max_examples=count if not THOROUGH else 50 * count,
        derandomize=not THOROUGH,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def made(text: str, style: str, format: str) -> tuple[Report, Document, HouseStyle]:
    """Return how a brief was set, what was read and the house."""
    with tempfile.TemporaryDirectory() as folder:
        brief = Path(folder, "brief.md")
        brief.write_text(text, encoding="utf-8")
        report = carry_out(products.job(brief, style, format))
        house = stylebook.load(style, stylebook.search_path())
        return report, citations.settled(read(brief).document, house), house


def complete(text: str, style: str, format: str) -> bytes:
    """Return a product that has every word of its brief."""
    report, document, house = made(text, style, format)
    assert report.artifact is not None, "\n".join(map(str, report.diagnostics))
    data = report.artifact.data
    body, rest = text_of(data)
    assert copytext.missing_in_order(list(copytext.runs(arranged(document, house).blocks)), body) == []
    memo = document.memo if "ask" in (*house.front.order, *house.closing.order) else None
    asked = memo.ask if memo else ()
    enclosed = document.enclosures if "enclosures" in house.closing.order else ()
    printed = walk((replace(document, memo=None, enclosures=enclosed), asked))
    words = [word for each in printed if isinstance(each, Text | Code | CodeBlock) for word in each.text.split()]
    assert copytext.missing([*words, *copytext.notes(document)], body + rest) == []
    return data


@pytest.mark.slow
@given(briefs(), STYLE)
@few(8)
def test_every_word_of_any_brief_is_in_the_word_file(text: str, style: str) -> None:
    complete(text, style, "docx")


@pytest.mark.slow
@given(briefs(), STYLE)
@few(5)
def test_every_word_of_any_brief_is_in_the_pdf_and_tagged(text: str, style: str) -> None:
    tree = pdf_tree.read(complete(text, style, "pdf"))
    assert (tree.lost, tree.untagged) == ([], [])


@pytest.mark.slow
@given(briefs(), STYLE)
@few(8)
def test_every_word_of_any_memo_is_on_its_page_or_it_is_refused(text: str, style: str) -> None:
    report, document, house = made(text, style, "memo")
    if report.artifact is None:
        assert [each for each in report.diagnostics if "memo" not in each.message] == []
        return
    tree = pdf_tree.read(report.artifact.data)
    assert (tree.lost, tree.untagged) == ([], [])
    assert reading_memo.said(tree) == reading_memo.of(document, house, report.artifact)
