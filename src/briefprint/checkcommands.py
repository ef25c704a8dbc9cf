"""``briefprint check`` and ``briefprint new``: a brief looked over, and a brief to start from."""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from briefprint.defaults import Defaults, filled
from briefprint.errors import BriefprintError, Diagnostic, Severity, UsageError, did_you_mean
from briefprint.rules import ALL, LEVEL_WORDS, RULES
from briefprint.terminal import COLOURS, EXIT_FAILED, StyleDirs, fail, stopped

if TYPE_CHECKING:
    from briefprint.linter import Look


class ReportFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class Kind(StrEnum):
    """What may be begun."""

    BRIEF = "brief"
    MEMO = "memo"
    NOTE = "note"


def check(
    ctx: typer.Context,
    paths: Annotated[
        Optional[list[Path]],  # noqa: UP045 (Typer reads it at run time)
        typer.Argument(metavar="PATH", help="Markdown files, and folders of them.", show_default=False),
    ] = None,
    format: Annotated[ReportFormat, typer.Option("--format", help="How to write what is found.")] = ReportFormat.TEXT,
    rule: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--rule", metavar="RULE=LEVEL", help="Weigh a rule: error, warning, note, on, off; repeatable."),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend in the files what is safe to mend.")] = False,
    list_rules: Annotated[bool, typer.Option("--list", help="List the rules and stop.")] = False,
    style: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--style", metavar="NAME", help="House style to check for. Default: the brief's own."),
    ] = None,
    styles: StyleDirs = None,
    memo: Annotated[bool, typer.Option("--memo", help="Measure the memo of every brief.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
) -> None:
    """Say what is wrong with briefs, and set nothing.

    Exit 0 when there are no errors, 1 when there are, 2 when the command was called wrongly.

    Example: briefprint check content
    """
    if list_rules:
        _list()
        return
    try:
        levels = _levels(rule or ())
        asked: dict[str, Any] = {"paths": paths, "styles": styles, "strict": strict}
        defaults = filled(ctx, asked)
        if not asked["paths"]:
            hint = "name Markdown files, or folders of them, or say 'paths' in briefprint.toml"
            raise UsageError([Diagnostic("nothing to check", hint=hint)])
        briefs = [Path(each) for each in asked["paths"]]
        found = _found(briefs, style, defaults, tuple(asked["styles"] or ()), levels, memo, fix)
    except BriefprintError as error:
        fail(error)
    except KeyboardInterrupt as stop:
        stopped(stop, "what was mended is whole" if fix else "nothing was changed")
    _report(found, format)
    heavy = (Severity.ERROR, Severity.WARNING) if asked["strict"] else (Severity.ERROR,)
    raise typer.Exit(EXIT_FAILED if any(each.severity in heavy for each in found) else 0)


def _found(
    paths: list[Path],
    style: str | None,
    defaults: Defaults,
    style_dirs: tuple[Path, ...],
    levels: dict[str, str],
    memo: bool,
    fix: bool,
) -> list[Diagnostic]:
    from briefprint import linter, stylebook
    from briefprint.batch import ALL, briefs
    from briefprint.stylefiles import DEFAULT_STYLE

    found: list[Diagnostic] = []
    first = next((each for each in defaults.style if each != ALL), DEFAULT_STYLE)
    for brief in briefs(paths):
        if style is not None:
            stylebook.find(style, stylebook.search_path(brief, style_dirs))  # a misspelt name is no brief's fault

        def look(data: bytes | None = None, brief: Path = brief) -> linter.Found:
            return linter.check(brief, style, first, style_dirs, levels, memo, data)

        seen = look()
        if fix and seen.reading is not None:
            _mend(brief, look)
            seen = look()
        found += seen.diagnostics
    return found


def _mend(brief: Path, look: "Look") -> None:
    """Mend a file, and say what was done; its old text stands until the new one is whole."""
    from briefprint import linter, output

    data = brief.read_bytes()
    made = linter.mended(brief, data, look)
    if made.data == data:
        return
    output.rewrite(brief, made.data)
    for each in made.done:
        print(f"{each.place}: {each.rule}: mended: {each.message}", file=sys.stderr)  # noqa: T201


def _levels(said: Iterable[str]) -> dict[str, str]:
    """Return the levels that ``--rule`` gives. Raises UsageError for a rule or a level there is not."""
    levels: dict[str, str] = {}
    for each in said:
        name, _, level = each.partition("=")
        if name not in RULES:
            hint = did_you_mean(name, RULES) or "'briefprint check --list' names them"
            raise UsageError([Diagnostic(f"no rule is called '{name}'", hint=hint)])
        if level not in (*LEVEL_WORDS, "warn"):
            hint = f"write '{name}=off'; there are: {', '.join(LEVEL_WORDS)}"
            raise UsageError([Diagnostic(f"'{level}' is no level of a rule", hint=hint)])
        if RULES[name].firm:
            raise UsageError([Diagnostic(f"the rule '{name}' is always an error")])
        levels[name] = level
    return levels


def _list() -> None:
    """Print every rule with its level and what it says."""
    width = max(len(each.id) for each in ALL)
    for each in ALL:
        marks = "always" if each.firm else "--fix" if each.fixable else ""
        print(f"{each.id:{width}}  {each.level or 'off':7}  {marks:6}  {each.about}")  # noqa: T201


def _report(found: list[Diagnostic], format: ReportFormat) -> None:
    """Print what was found; on a terminal in colour, and how much it is to stderr."""
    from briefprint.linter.reports import FORMATS

    said = FORMATS[format.value](found)
    if format is ReportFormat.TEXT and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        for severity, code in COLOURS.items():
            said = said.replace(f": {severity}: ", f": \x1b[{code}m{severity}\x1b[0m: ")
    sys.stdout.write(said)
    sys.stdout.flush()
    if found and format is ReportFormat.TEXT:
        counts = Counter(each.severity for each in found)
        told = [f"{counts[each]} {each}{'s' * (counts[each] > 1)}" for each in Severity if counts[each]]
        print(", ".join(told), file=sys.stderr)  # noqa: T201


def new(
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Argument(metavar="NAME.md", help="File to write. Default: the kind's name.", show_default=False),
    ] = None,
    kind: Annotated[Kind, typer.Option("--kind", help="What to begin.")] = Kind.BRIEF,
    lang: Annotated[str, typer.Option("--lang", metavar="TAG", help="Language it is written in.")] = "en-GB",
    style: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--style", metavar="NAME", help="House style it asks for. Default: none."),
    ] = None,
    styles: StyleDirs = None,
) -> None:
    """Write a brief to start from, that sets at once.

    Example: briefprint new harbour.md --kind memo --lang pl
    """
    from briefprint import briefdraft, output, stylebook

    target = file or Path(f"{kind.value}.md")
    target = target if target.suffix else target.with_suffix(".md")
    try:
        if style is not None:
            stylebook.find(style, stylebook.search_path(target, tuple(styles or ())))
        text = briefdraft.draft(kind.value, lang, style)
        if target.exists() or target.is_symlink():
            raise UsageError([Diagnostic(f"'{target}' is there already", hint="choose another name")])
        output.prepare(target.parent, "NAME.md")
        output.write(target, text.encode())
    except BriefprintError as error:
        fail(error)
    print(target)  # noqa: T201
