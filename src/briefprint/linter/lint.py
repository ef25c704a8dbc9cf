"""The rules at work: on a brief that is read, at the levels that style, brief and command give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

from briefprint import stylebook
from briefprint.document import walk
from briefprint.errors import BriefprintError, Diagnostic, Severity, StyleError, UsageError
from briefprint.linter import rules_figures, rules_house, rules_prose, rules_structure  # noqa: F401 (they register)
from briefprint.linter.copy import CHECKS, Copy, Edit, Finding, first_column
from briefprint.reader import Reading, read
from briefprint.reader.source import Faults, load
from briefprint.rules import RULES, Rule, level
from briefprint.style import HouseStyle
from briefprint.stylefiles import DEFAULT_STYLE

MEASURED = ("memo-fit",)
"""Rules that take as long as setting the brief: an export of a memo finds out by itself."""
_LONG = re.compile(r"'([^']{60})[^']{10,}'")
"""What a message quotes at length."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a brief, and what of it can be mended."""

    diagnostics: tuple[Diagnostic, ...]
    edits: tuple[tuple[Diagnostic, Edit], ...] = ()
    reading: Reading | None = None


def lint(
    reading: Reading,
    style: HouseStyle,
    levels: Mapping[str, str] | None = None,
    least: Severity = Severity.WARNING,
) -> tuple[Diagnostic, ...]:
    """Return what the rules find in a brief before an export: what the reader said, weighed, and their own.

    Rules below ``least`` and those that measure are not run.
    """
    said = (style.rules, reading.levels, levels or {})
    copy = _copy(reading, style, memo=False)
    own = (
        replace(_diagnostic(found, rule, weight, reading), column=None)
        for rule, weight in _weighed(said)
        if _weight(weight) <= _weight(least) and rule.id in CHECKS and rule.id not in MEASURED
        for found in CHECKS[rule.id](copy)
    )
    return (*_levelled(reading.warnings, said), *own)


def check(
    brief: str | PathLike[str],
    style: str | None = None,
    default_style: str = DEFAULT_STYLE,
    style_dirs: Sequence[Path] = (),
    levels: Mapping[str, str] | None = None,
    memo: bool = False,
    data: bytes | None = None,
) -> Found:
    """Return everything that is found in a brief, in the order in which it stands there. It raises for no brief.

    ``style`` is judged by instead of the brief's own, ``default_style`` where it has none; ``data`` is checked in
    the place of what the file holds.
    """
    brief = Path(brief)
    path = brief.as_posix()
    try:
        reading = read(brief, data)
    except BriefprintError as error:
        lines = _lines(brief, data)
        return Found(tuple(_placed(each, lines) for each in error.diagnostics))
    lines = tuple(reading.text.split("\n"))
    name = style or reading.style or default_style
    try:
        house = stylebook.load(name, stylebook.search_path(brief, style_dirs))
    except (StyleError, UsageError) as error:
        line = reading.lines.get("style") if not style else None
        faults = [replace(each, path=each.path or path, line=each.line or line) for each in error.diagnostics]
        marked = [replace(each, rule="unknown-style") for each in faults]
        return Found(tuple(_placed(each, lines) for each in (*marked, *reading.warnings)), reading=reading)
    said = (house.rules, reading.levels, levels or {})
    copy = _copy(reading, house, memo)
    found = list(_levelled(reading.warnings, said))
    edits: list[tuple[Diagnostic, Edit]] = []
    for rule, weight in _weighed(said):
        if rule.id not in CHECKS:
            continue
        if rule.id in MEASURED and any(each.severity is Severity.ERROR for each in found):
            continue  # it cannot be set
        for each in CHECKS[rule.id](copy):
            said_of = _diagnostic(each, rule, weight, reading)
            found.append(said_of)
            edits += [(said_of, each.edit)] if each.edit else []
    placed = [_placed(each, lines) for each in dict.fromkeys(found)]
    return Found(tuple(sorted(placed, key=_place)), tuple(edits), reading)


def _lines(brief: Path, data: bytes | None) -> tuple[str, ...]:
    """Return the lines of a brief that cannot be read as one, as far as there are any."""
    try:
        return tuple(load(brief, Faults(brief.as_posix()), data).text.split("\n"))
    except BriefprintError:
        return ()


def _copy(reading: Reading, style: HouseStyle, memo: bool) -> Copy:
    lines = tuple(reading.text.split("\n"))
    nodes = tuple(walk(reading.document))
    return Copy(reading.document, lines, reading.lines, reading.levels, style, memo, nodes)


def _weighed(said: Iterable[Mapping[str, str]]) -> Iterator[tuple[Rule, Severity]]:
    """Yield the rules that are on, each with its level."""
    said = tuple(said)
    for rule in RULES.values():
        if (weight := level(rule, *said)) is not None:
            yield rule, weight


def _levelled(diagnostics: Iterable[Diagnostic], said: Sequence[Mapping[str, str]]) -> Iterator[Diagnostic]:
    """Yield the reader's warnings at the levels that are asked for; its errors are never here."""
    for each in diagnostics:
        rule = RULES.get(each.rule)
        weight = level(rule, *said) if rule else each.severity
        if weight is not None:
            yield each if rule is None or rule.firm else replace(each, severity=weight)


def _weight(severity: Severity) -> int:
    return list(Severity).index(severity)


def _diagnostic(found: Finding, rule: Rule, weight: Severity, reading: Reading) -> Diagnostic:
    path = reading.document.path
    return Diagnostic(found.message, path, found.line, found.hint, weight, found.column, rule.id)


def _placed(diagnostic: Diagnostic, lines: Sequence[str]) -> Diagnostic:
    """Return a diagnostic in one line, with a line and a column: where the first thing it names stands there."""
    diagnostic = replace(diagnostic, message=_LONG.sub(r"'\1…'", " ".join(diagnostic.message.split())))
    if diagnostic.line is None:
        return replace(diagnostic, line=1, column=1) if lines and diagnostic.path else diagnostic
    if diagnostic.column is not None or not 0 < diagnostic.line <= len(lines):
        return replace(diagnostic, column=diagnostic.column or 1)
    line = lines[diagnostic.line - 1]
    for name in re.findall(r"'([^']+)'", diagnostic.message):
        if (at := line.find(name.removesuffix("…"))) >= 0:
            return replace(diagnostic, column=at + 1)
    return replace(diagnostic, column=first_column(line))


def _place(diagnostic: Diagnostic) -> tuple[int, int, str]:
    return diagnostic.line or 0, diagnostic.column or 0, diagnostic.rule
