"""CommonMark: every example of its specification, read into our tree and compared as HTML."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from briefprint.document import Blocks
from briefprint.reader import markdown
from briefprint.reader.bibliography import Works
from briefprint.reader.blocks import BlockReader
from briefprint.reader.inlines import InlineReader
from briefprint.reader.source import Faults, load
from briefprint.reader.values import Values
from html_dump import html, normal
from validators.tools import TOOLS, ToolMissing

SPEC = TOOLS / "commonmark-0.31.2" / "spec.txt"
COUNT = 652
pytestmark = pytest.mark.slow  # scripts/test --quick does not fetch the specification
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)

DIFFERENCES: dict[str, tuple[int, ...]] = {
    "HTML is read where it holds nothing but copy, else set as the text it is; a comment is left out": (
        21, 31, *range(148, 168), *range(169, 192), 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536,
        *range(613, 618), 623, *range(625, 632), 642, 643,
    ),
    "a heading without words would be an empty stop in a screen reader's list": (79,),
    "a quote without words would be an empty panel": (218, 239, 240),
    "blank lines at the end of code would be a hole in its panel": (318,),
    "a link without words shows where it leads": (484,),
    "a bare address is a link (GFM 6.9)": (608, 611, 612),
    "a quotation within a quotation has the inner marks": (508,),
    "a picture within a line has no caption; that it is left out is said": (579, 587),
}  # fmt: skip
"""Why we read some examples otherwise, and which; typographic marks are as typed again before any is compared."""


@cache
def examples() -> list[tuple[str, str]]:
    """Return the Markdown and the HTML of every example; ``→`` stands for a tab in the specification."""
    if not SPEC.is_file():
        raise ToolMissing("The CommonMark specification")
    text = SPEC.read_text(encoding="utf-8").split("<!-- END TESTS -->")[0].replace("→", "\t")
    return _EXAMPLE.findall(text)


class NoNotes:
    """A brief that has none."""

    def call(self, label: str, line: int) -> Blocks | None:  # noqa: ARG002
        return None


def tree(text: str, folder: Path) -> Blocks:
    """Return the blocks of a copy before our rules for the page: whatever pictures and links lead to."""
    brief = folder / "brief.md"
    brief.write_text(f"---\ntitle: T\n---\n{text}", encoding="utf-8", newline="")
    faults = Faults(brief.name)
    root = markdown.parse(load(brief, faults).copy, "en-GB", faults)
    inlines = InlineReader(
        "en-GB",
        folder,
        NoNotes(),
        faults,
        lambda name, _: Path(name),
        lambda name, _: name,
        Values("en-GB", faults),
        Works(brief, faults),
    )
    return BlockReader(inlines, faults, "en-GB").read(root.children)


def differs(number: int) -> bool:
    return any(number in numbers for numbers in DIFFERENCES.values())


def test_the_specification_is_whole() -> None:
    assert len(examples()) == COUNT


@pytest.mark.parametrize("number", range(1, COUNT + 1))
def test_example_is_read_as_specified_or_listed(number: int, tmp_path: Path) -> None:
    source, expected = examples()[number - 1]
    said = normal(html(tree(source, tmp_path)))
    if differs(number):
        assert said != normal(expected), "is read as specified: take it off the list"
    else:
        assert said == normal(expected), source
