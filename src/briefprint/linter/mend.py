"""Mending: what ``check --fix`` changes in a source, and how it is known that nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from briefprint.document import Code, CodeBlock, Document, Link, Text, walk
from briefprint.errors import BriefprintError, Diagnostic
from briefprint.linter.copy import Edit
from briefprint.linter.lint import Found
from briefprint.reader import read
from briefprint.reader.frontmatter import FrontMatter, MemoKeys

ROUNDS = 8
"""One change can make room for another; more rounds than this would mean that two rules disagree."""
NEAR = 0.75
"""How alike a misspelt key and the one that is meant must be (difflib's ratio)."""

_KEY_MESSAGE = re.compile(r"unknown front matter key '(.+?)'( in 'memo')?$")


Look = Callable[[bytes], Found]
"""Checks a source."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A source after mending, and what was done to it."""

    data: bytes
    done: tuple[Diagnostic, ...]


def mended(brief: Path, data: bytes, find: Look) -> Mended:
    """Return a source with all mended that can be in safety; ``find`` checks a source.

    A change is made only where the file holds just what was read, and kept only when what is then read has the same
    words: spaces and dashes aside, and what a misspelt key had held back.
    """
    done: list[Diagnostic] = []
    refused: set[tuple[Diagnostic, Edit]] = set()
    for _ in range(ROUNDS):
        found = find(data)
        if found.reading is None:
            break
        edits = [each for each in (*found.edits, *_keys(found)) if each not in refused]
        if not edits:
            break
        touched: set[int] = set()
        for group in _groups(edits):
            lines = {edit.line for _, edit in group}
            if lines & touched:
                continue  # in the next round: they are not what was read
            changed = _changed(data, found.reading.text, [edit for _, edit in group])
            if changed != data and _same(brief, data, changed, renamed=group[0][0].rule == "unknown-key"):
                done += [each for each, _ in group]
                data = changed
                touched |= lines
            else:
                refused.update(group)
    return Mended(data, tuple(done))


Pairs = list[tuple[Diagnostic, Edit]]


def _groups(edits: Iterable[tuple[Diagnostic, Edit]]) -> Iterator[Pairs]:
    """Yield what is changed at once: all of the prose, then key by key, as each may prove wrong by itself."""
    prose: Pairs = []
    taken: set[tuple[int, int]] = set()
    keys: Pairs = []
    for pair in edits:
        edit = pair[1]
        places = {(edit.line, place) for place in range(edit.start, edit.end)}
        if places & taken:
            continue  # in the next round
        taken |= places
        (keys if pair[0].rule == "unknown-key" else prose).append(pair)
    if prose:
        yield prose
    yield from ([each] for each in keys)


def _changed(data: bytes, read_as: str, edits: Iterable[Edit]) -> bytes:
    """Return a source with edits made; its line ends, its byte order mark and its last line stay as they are."""
    parts = re.split(r"(\r\n|\r|\n)", data.decode("utf-8"))
    shown = read_as.split("\n")
    mark = "\ufeff" if parts[0].startswith("\ufeff") else ""
    parts[0] = parts[0].removeprefix(mark)
    by_line: dict[int, list[Edit]] = {}
    for edit in edits:
        by_line.setdefault(edit.line, []).append(edit)
    for line, these in by_line.items():
        at = 2 * (line - 1)
        if at >= len(parts) or parts[at] != shown[line - 1]:
            continue  # it holds what no reader sees: a soft hyphen, an accent on its own
        for edit in sorted(these, key=lambda each: -each.start):
            parts[at] = parts[at][: edit.start] + edit.text + parts[at][edit.end :]
    return (mark + "".join(parts)).encode("utf-8")


def _same(brief: Path, before: bytes, after: bytes, renamed: bool) -> bool:
    """Return whether two sources are read as the same words, or, where a key was renamed, as no fewer."""
    was = read(brief, before)
    try:
        now = read(brief, after)
    except BriefprintError:
        return False
    if renamed:
        return len(now.warnings) < len(was.warnings)
    return words(was.document) == words(now.document) and len(now.warnings) <= len(was.warnings)


def words(document: Document) -> str:
    """Return the words of a document, all dashes and all spaces alike; code and addresses as they are."""
    prose = " ".join(each.text for each in walk(document) if isinstance(each, Text))
    exact = [each.text for each in walk(document) if isinstance(each, Code | CodeBlock)]
    exact += [each.target for each in walk(document) if isinstance(each, Link)]
    return "\0".join((" ".join(re.sub(r"[-–—]", "-", prose).split()), *exact))


def _keys(found: Found) -> Iterator[tuple[Diagnostic, Edit]]:
    """Yield the renaming of each key that is near to one of ours, and to one only, that the brief does not have."""
    assert found.reading is not None
    lines = found.reading.text.split("\n")
    for each in found.diagnostics:
        said = _KEY_MESSAGE.match(each.message) if each.rule == "unknown-key" else None
        if said is None or each.line is None:
            continue
        table: type[FrontMatter | MemoKeys] = MemoKeys if said[2] else FrontMatter
        known = [field.alias or name for name, field in table.model_fields.items()]
        near = get_close_matches(said[1].lower().replace("-", "_"), known, n=2, cutoff=NEAR)
        line = lines[each.line - 1]
        place = re.search(rf"(?:^|[{{,]\s*|^\s+){re.escape(said[1])}(?=\s*:)", line)
        if len(near) == 1 and place and not _has(found.reading.lines, near[0], bool(said[2])):
            start = place.end() - len(said[1])
            yield each, Edit(each.line, start, place.end(), near[0])


def _has(keys: Mapping[str, int], key: str, in_memo: bool) -> bool:
    return f"memo.{key}" in keys if in_memo else key in keys
