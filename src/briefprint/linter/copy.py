"""What a rule sees of a brief, and what it finds: the tree, the source it was read from, the house style."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from briefprint.document import Document
from briefprint.language import primary
from briefprint.rules import RULES, Rule
from briefprint.style import HouseStyle

WINDOW = 40
"""How many lines below the one a node names its words are looked for: a paragraph's, at most."""
LONGEST = 20_000
"""And in how many characters: a line may be a whole paragraph."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A brief as rules see it. Nothing here is changed, and nothing is loaded again."""

    document: Document
    lines: tuple[str, ...]  # the source, as it was read
    keys: Mapping[str, int]  # the line of each key of the front matter
    levels: Mapping[str, str]  # what the brief says of rules
    style: HouseStyle
    memo: bool  # whether a memo is wanted
    nodes: tuple[object, ...]  # everything in the tree, in reading order; walking it is dear

    @property
    def lang(self) -> str:
        """The brief's language, without its region."""
        return primary(self.document.lang)

    def line(self, number: int) -> str:
        """Return a line of the source; beyond its end there is nothing."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def find(self, line: int, words: str) -> tuple[int, int]:
        """Return where words stand, on ``line`` or soon below it: their line and column.

        What stands between the words is passed over: markup, quotation marks, line ends.
        """
        parts = re.findall(r"\w+", words)[:4]
        window = self.lines[max(0, line - 1) : line - 1 + WINDOW]
        text = "\n".join(window)[:LONGEST]
        for count in dict.fromkeys((len(parts), min(2, len(parts)), min(1, len(parts)))):
            pattern = r"[\W_]{1,12}?".join(map(re.escape, parts[:count]))
            if count and (found := re.search(rf"(?<!\w){pattern}(?!\w)", text)):
                above = text.count("\n", 0, found.start())
                return line + above, found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        return line, first_column(self.line(line))


def first_column(line: str) -> int:
    """Return the column of the first thing on a line."""
    return len(line) - len(line.lstrip()) + 1 if line.strip() else 1


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to one line of the source: what stands from ``start`` up to ``end`` (from 0) becomes ``text``."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found; ``column`` is from 1, None where only the line is known."""

    message: str
    line: int | None = None
    column: int | None = None
    hint: str | None = None
    edit: Edit | None = None


Check = Callable[[Copy], Iterator[Finding]]
CHECKS: dict[str, Check] = {}
"""The functions by the names of their rules; each module ``rules_*`` fills in its own."""


def rule(name: str) -> Callable[[Check], Check]:
    """Register the function that looks for what a rule names. Raises KeyError for a rule there is not."""
    known: Rule = RULES[name]

    def register(check: Check) -> Check:
        CHECKS[known.id] = check
        return check

    return register
