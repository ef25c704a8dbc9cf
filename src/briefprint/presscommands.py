"""``briefprint preflight``: PDFs looked over as a printer would."""

import json
import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from briefprint.errors import Diagnostic, Severity, UsageError
from briefprint.terminal import EXIT_FAILED, fail

if TYPE_CHECKING:
    from briefprint.preflight import Finding


class FindingFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"


def preflight(
    files: Annotated[
        Optional[list[Path]],  # noqa: UP045 (Typer reads it at run time)
        typer.Argument(metavar="FILE.pdf...", help="PDFs, ours or anyone's.", show_default=False),
    ] = None,
    format: Annotated[
        FindingFormat, typer.Option("--format", help="How to write what is found.")
    ] = FindingFormat.TEXT,
    list_rules: Annotated[bool, typer.Option("--list", help="List the rules and stop.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
) -> None:
    """Say what a printer would send PDFs back for: fonts, pictures, inks, boxes, bleed.

    Exit 0 when there are no errors, 1 when there are, 2 when the command was called wrongly.

    Example: briefprint preflight out/brief.institute.pdf
    """
    from briefprint.preflight import RULES, check

    if list_rules:
        width = max(map(len, RULES))
        for rule in RULES.values():
            print(f"{rule.id:{width}}  {rule.level:7}  {rule.about}")  # noqa: T201
        return
    if not files:
        fail(UsageError([Diagnostic("nothing to look over", hint="name PDF files")]))
    found: list[Finding] = [each for file in files for each in check(file)]
    if format is FindingFormat.JSON:
        print(json.dumps([_row(each) for each in found], indent=2, ensure_ascii=False))  # noqa: T201
    else:
        for each in found:
            print(each)  # noqa: T201
        counts = Counter(each.level for each in found)
        told = [f"{counts[each]} {each}{'s' * (counts[each] > 1)}" for each in Severity if counts[each]]
        print(", ".join(told) or "nothing found", file=sys.stderr)  # noqa: T201
    heavy = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    raise typer.Exit(EXIT_FAILED if any(each.level in heavy for each in found) else 0)


def _row(finding: "Finding") -> dict[str, object]:
    return {
        "path": finding.path,
        "page": finding.page,
        "level": str(finding.level),
        "rule": finding.rule,
        "message": finding.message,
    }
