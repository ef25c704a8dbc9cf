"""What holds for any text whatever."""

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from briefprint.document import Text, walk
from briefprint.errors import ContentError
from briefprint.reader import Reading, read

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
