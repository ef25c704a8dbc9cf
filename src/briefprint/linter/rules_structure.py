"""Rules of structure: headings, sections, tables, pictures, and what points at what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefprint.document import Chart, CrossReference, Figure, Heading, Image, Link, Table, plain_text
from briefprint.errors import did_you_mean
from briefprint.linter.copy import Copy, Finding, rule
from briefprint.rules import RULES


@rule("unknown-rule")
def unknown_rule(copy: Copy) -> Iterator[Finding]:
    """Find what 'check' in the front matter names in vain."""
    for name in copy.levels:
        line = copy.keys.get(f"check.{name}") or copy.keys.get("check")
        if name not in RULES:
            hint = did_you_mean(name, RULES) or "'briefprint check --list' names them"
            yield Finding(f"no rule is called '{name}'", line, None, hint)
        elif RULES[name].firm:
            yield Finding(f"the rule '{name}' is always an error", line, None, "leave it out under 'check'")


@rule("unknown-marking")
def unknown_marking(copy: Copy) -> Iterator[Finding]:
    """Find a marking that the house does not have."""
    said, levels = copy.document.marking, copy.style.marking.levels
    if said and said not in levels:
        has = f"it has: {', '.join(levels)}" if levels else "it has none"
        message = f"the style '{copy.style.name}' has no marking '{said}'"
        yield Finding(message, copy.keys.get("marking"), None, did_you_mean(said, levels) or has)


@rule("no-labels")
def no_labels(copy: Copy) -> Iterator[Finding]:
    """Find a language in which the house has no words for what it sets itself."""
    lang = copy.document.lang
    if not copy.style.has_words(lang):
        message = f"the style '{copy.style.name}' has no labels in '{lang}'; they stand in English"
        yield Finding(message, copy.keys.get("lang"), None, f"add [labels.{copy.lang}] to the style")


@rule("heading-repeated")
def heading_repeated(copy: Copy) -> Iterator[Finding]:
    """Find headings that say the same under one heading; a list of contents could not tell them apart."""
    above: list[str] = []
    seen: dict[tuple[str, ...], int] = {}
    for heading in _headings(copy):
        words = plain_text(heading.children)
        above = [*above[: heading.level - 1], words.casefold()]
        if first := seen.get(tuple(above)):
            line, column = copy.find(heading.line, words)
            yield Finding(f"the heading '{words}' stands twice", line, column, f"the first is on line {first}")
        seen.setdefault(tuple(above), heading.line)


@rule("empty-section")
def empty_section(copy: Copy) -> Iterator[Finding]:
    """Find headings with nothing under them before the next one of their level or above, or the end."""
    blocks = copy.document.blocks
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        if not isinstance(block, Heading):
            continue
        if after is None or (isinstance(after, Heading) and after.level <= block.level):
            words = plain_text(block.children)
            line, column = copy.find(block.line, words)
            yield Finding(f"nothing stands under the heading '{words}'", line, column, "write it, or leave it out")


def _headings(copy: Copy) -> Iterator[Heading]:
    return (each for each in copy.nodes if isinstance(each, Heading))


@rule("missing-alt")
def missing_alt(copy: Copy) -> Iterator[Finding]:
    """Find pictures that say nothing to who does not see them; charts speak for themselves."""
    for node in copy.nodes:
        if isinstance(node, Figure | Image) and not node.alt:
            name = node.source.name
            line, column = copy.find(node.line, name)
            column = max(1, copy.line(line).rfind("![", 0, column) + 1) or column
            hint = f"write ![what it shows]({name})"
            yield Finding(f"the picture '{name}' has no alternative text", line, column, hint)


@rule("table-row-short")
def table_row_short(copy: Copy) -> Iterator[Finding]:
    """Find rows that end before their table does; they are filled with empty cells."""
    for table in copy.nodes:
        if not isinstance(table, Table) or not table.head or "|" not in copy.line(table.head[0].line):
            continue
        for row in table.rows:
            line = row[0].line if row else 0
            source = copy.line(line)
            cells = _cells(source)
            if "|" in source and cells < len(table.head) and not source.lstrip().startswith("+"):
                message = f"the row has {cells} cell{'s' * (cells > 1)}, but the table's head has {len(table.head)}"
                yield Finding(message, line, len(source) - len(source.lstrip()) + 1, "write '|' for an empty cell")


def _cells(source: str) -> int:
    """Return how many cells a line of a table has: bars stand between them unless escaped (GFM, 4.10)."""
    row = source.strip("> \t")
    row = row.removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return len(re.findall(r"(?<!\\)\|", row)) + 1


@rule("unused-id")
def unused_id(copy: Copy) -> Iterator[Finding]:
    """Find tables, figures and charts with an id that nothing names; a heading's id may be for others."""
    used = {each.target.removeprefix("#") for each in copy.nodes if isinstance(each, CrossReference | Link)}
    for node in copy.nodes:
        if isinstance(node, Table | Figure | Chart) and node.id and node.id not in used:
            line, column = copy.find(node.line, node.id)
            yield Finding(f"nothing refers to '{node.id}'", line, column, f"write '@{node.id}' where it is spoken of")
