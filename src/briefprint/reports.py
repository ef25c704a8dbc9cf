"""How a batch went, for those who were not there: JUnit, SARIF, JSON, Markdown, GitLab's code quality."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from briefprint.artifact import Report
from briefprint.errors import Diagnostic, Severity, UsageError, did_you_mean
from briefprint.language import FORBIDDEN

_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
_NO_RULE = "not-set"
"""What a message is called that no rule of briefs gave."""
_MOST_ROWS = 200
"""A job summary holds a mebibyte; nobody reads so many rows."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that came of a batch."""

    reports: tuple[Report, ...]
    refused: tuple[Diagnostic, ...] = ()  # of briefs of which no job could be made
    left_out: int = 0  # jobs that were stopped before they were set
    reproducible: bool = False  # whether seconds are left out

    @property
    def failed(self) -> tuple[Report, ...]:
        """Those that were not set."""
        return tuple(each for each in self.reports if not each.ok)

    @property
    def counts(self) -> dict[str, int]:
        """How many were set, taken from a store, left as they stood, and failed."""
        how = Counter(each.how if each.ok else "failed" for each in self.reports)
        return {each: how[each] for each in ("set", "restored", "kept", "failed")}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every message, once."""
        found = (*self.refused, *(said for each in self.reports for said in each.diagnostics))
        return tuple(dict.fromkeys(each for each in found if each.severity is not Severity.NOTE))

    def in_order(self) -> tuple[Report, ...]:
        """Return the reports in the order of their files, however they came."""
        return tuple(sorted(self.reports, key=lambda each: each.job.output.as_posix()))


def junit(outcome: Outcome) -> str:
    """Return a test case for each product, by brief (the JUnit XML that Jenkins, GitLab and others read)."""
    suites: dict[str, list[Report]] = {}
    for each in outcome.in_order():
        suites.setdefault(each.job.brief.as_posix(), []).append(each)
    for refused in outcome.refused:
        suites.setdefault(refused.path or "", [])
    root = ET.Element("testsuites", name="briefprint")
    for brief, reports in sorted(suites.items()):
        wrong = [each for each in outcome.refused if (each.path or "") == brief]
        failures = sum(not each.ok for each in reports) + len(wrong)
        suite = ET.SubElement(
            root, "testsuite", name=_xml(brief), tests=str(len(reports) + len(wrong)), failures=str(failures)
        )
        for refused in wrong:
            case = ET.SubElement(suite, "testcase", classname=_xml(brief), name="plan")
            _failure(case, (refused,))
        for each in reports:
            name = f"{each.job.style} {each.job.format}"
            case = ET.SubElement(suite, "testcase", classname=_xml(brief), name=_xml(name))
            if each.seconds is not None and not outcome.reproducible:
                case.set("time", f"{0.0 if each.how == 'kept' else each.seconds:.3f}")
            if not each.ok:
                _failure(case, each.diagnostics)
            elif each.diagnostics:
                ET.SubElement(case, "system-out").text = _xml("\n".join(map(str, each.diagnostics)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _failure(case: ET.Element, said: Sequence[Diagnostic]) -> None:
    errors = [each for each in said if each.severity is Severity.ERROR] or list(said)
    message = errors[0].message if errors else "not set"
    ET.SubElement(
        case, "failure", message=_xml(message), type=errors[0].rule or _NO_RULE if errors else _NO_RULE
    ).text = _xml("\n".join(map(str, said)))


def _xml(text: str) -> str:
    """Return text without what XML cannot hold (XML 1.0, 2.2)."""
    return FORBIDDEN.sub("", text)


def sarif(outcome: Outcome) -> str:
    """Return every message as SARIF 2.1.0 has it."""
    from briefprint.linter.reports import sarif as written

    return written([replace(each, rule=each.rule or _NO_RULE) for each in outcome.diagnostics])


def as_json(outcome: Outcome) -> str:
    """Return every product and what there was to say of it."""
    rows = [
        {
            "output": each.job.output.as_posix(),
            "brief": each.job.brief.as_posix(),
            "style": each.job.style,
            "format": each.job.format,
            "state": each.how if each.ok else "failed",
            "pages": each.artifact.pages if each.artifact else None,
            "fit": asdict(each.artifact.ledger) if each.artifact and each.artifact.ledger else None,
            "seconds": None if each.seconds is None or outcome.reproducible else round(each.seconds, 3),
            "diagnostics": [_row(said) for said in each.diagnostics],
        }
        for each in outcome.in_order()
    ]
    refused = [_row(each) for each in outcome.refused]
    made = {"counts": outcome.counts, "left_out": outcome.left_out, "refused": refused, "products": rows}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _row(said: Diagnostic) -> dict[str, Any]:
    return {
        "level": str(said.severity),
        "rule": said.rule or None,
        "path": said.path,
        "line": said.line,
        "column": said.column,
        "message": said.message,
        "hint": said.hint,
    }


def markdown(outcome: Outcome) -> str:
    """Return a summary for a job's page: how many, what failed and why, warnings folded away."""
    lines = ["## briefprint", "", summary(outcome).capitalize() + ".", ""]
    failed = [each for each in outcome.in_order() if not each.ok]
    if failed or outcome.refused:
        lines += ["| Not set | Style | Format | Why |", "|---|---|---|---|"]
        lines += [f"| {_cell(each.path or '')} | | | {_cell(each.message)} |" for each in outcome.refused]
        for each in failed[:_MOST_ROWS]:
            errors = [said for said in each.diagnostics if said.severity is Severity.ERROR]
            why = "<br>".join(
                _cell(f"{said.place}: {said.message}" if said.place else said.message) for said in errors
            )
            lines.append(f"| {_cell(each.job.brief.as_posix())} | {each.job.style} | {each.job.format} | {why} |")
        lines += [f"\nand {len(failed) - _MOST_ROWS} more", ""] if len(failed) > _MOST_ROWS else [""]
    warnings = [each for each in outcome.diagnostics if each.severity is Severity.WARNING]
    if warnings:
        lines += [f"<details><summary>{_count(len(warnings), 'warning')}</summary>", ""]
        lines += [f"- {_cell(each.place)}: {_cell(each.message)}" for each in warnings[:_MOST_ROWS]]
        lines += [f"- and {len(warnings) - _MOST_ROWS} more"] if len(warnings) > _MOST_ROWS else []
        lines += ["", "</details>", ""]
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Return text as a cell of a table shows it, as it stands (GFM 4.10)."""
    safe = text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
    for mark in "`*_[]":
        safe = safe.replace(mark, f"\\{mark}")
    return safe.replace("&", "&amp;").replace("<", "&lt;")


def gitlab(outcome: Outcome) -> str:
    """Return every message as GitLab's code quality has it (a subset of the Code Climate format)."""
    rows = []
    for each in outcome.diagnostics:
        path = each.path or ""
        known = f"{path}\0{each.rule}\0{each.message}\0{each.line}"
        rows.append(
            {
                "description": f"{each.message} ({each.hint})" if each.hint else each.message,
                "check_name": each.rule or _NO_RULE,
                "fingerprint": hashlib.sha256(known.encode("utf-8", "replace")).hexdigest(),
                "severity": _GITLAB[each.severity],
                "location": {"path": path, "lines": {"begin": each.line or 1}},
            }
        )
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def summary(outcome: Outcome) -> str:
    """Return how a batch went, in one line."""
    counts = outcome.counts
    words = {"set": "set", "restored": "from the cache", "kept": "up to date", "failed": "failed"}
    told = [f"{counts[each]} {word}" for each, word in words.items() if counts[each]]
    told += [f"{len(outcome.refused)} refused"] if outcome.refused else []
    told += [f"{outcome.left_out} not begun"] if outcome.left_out else []
    total = len(outcome.reports) + outcome.left_out
    return f"{_count(total, 'product')}: {', '.join(told) or 'nothing to set'}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


FORMATS: Mapping[str, Callable[[Outcome], str]] = {
    "junit": junit,
    "sarif": sarif,
    "json": as_json,
    "md": markdown,
    "gitlab": gitlab,
}
BY_NAME = {"gl-code-quality-report.json": "gitlab"}
"""What GitLab's own templates call its report."""
BY_SUFFIX = {".xml": "junit", ".sarif": "sarif", ".json": "json", ".md": "md"}


def format_of(file: Path, asked: str | None) -> str:
    """Return the format of a report: the one asked for, or by the file's name. Raises UsageError for none."""
    if asked is not None:
        if asked not in FORMATS:
            hint = did_you_mean(asked, FORMATS) or f"there are: {', '.join(FORMATS)}"
            raise UsageError([Diagnostic(f"no report is called '{asked}'", hint=hint)])
        return asked
    if file.name in BY_NAME:
        return BY_NAME[file.name]
    if file.suffix.lower() not in BY_SUFFIX:
        hint = f"end it in {', '.join(BY_SUFFIX)}, or say --report-format"
        raise UsageError([Diagnostic(f"the ending of '{file}' does not say what report it is to be", hint=hint)])
    return BY_SUFFIX[file.suffix.lower()]
