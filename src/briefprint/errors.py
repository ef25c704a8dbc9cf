"""What went wrong, where, and what to do: the only way this program speaks of an author's mistakes."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic weighs; a warning fails only under ``--strict``, a note never, and no export says it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message: lower case, no full stop, the thing in quotes, and a hint that says what to do."""

    message: str
    path: str | None = None
    line: int | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR
    column: int | None = None  # from 1, in characters
    rule: str = ""

    def __str__(self) -> str:
        place = self.place
        head = f"{place}: " if place else ""
        tail = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{head}{self.severity}: {self.message}{tail}"

    @property
    def place(self) -> str:
        """The file, line and column, as far as they are known: 'brief.md:3:7'."""
        column = self.column if self.line is not None else None
        return ":".join(str(part) for part in (_shown(self.path), self.line, column) if part is not None)


def warning(message: str, path: str | None = None, line: int | None = None, hint: str | None = None) -> Diagnostic:
    """Return a diagnostic that does not stop the work."""
    return Diagnostic(message, path, line, hint, Severity.WARNING)


class BriefprintError(Exception):
    """All the faults found in one thing, raised once."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(each) for each in self.diagnostics))


class UsageError(BriefprintError):
    """The command was called wrongly: exit code 2."""


class ContentError(BriefprintError):
    """A brief cannot be read."""


class StyleError(BriefprintError):
    """A house style cannot be loaded."""


class BrandError(BriefprintError):
    """A brand file cannot be read, or no style can be made of it."""


class RenderError(BriefprintError):
    """A document cannot be set in this format."""


class OversetError(RenderError):
    """The copy does not fit the page even at the style's floor."""


def _shown(path: str | None) -> str | None:
    """Return a path as one line of text, whatever bytes its file's name is made of."""
    if path is None or path.isprintable():
        return path
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in path)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a hint that names the nearest of ``known``, or None when nothing is near."""
    by_lower = {each.lower(): each for each in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"did you mean '{by_lower[near[0]]}'?" if near else None


def known(what: str, asked: Sequence[str], offered: Sequence[str]) -> list[str]:
    """Return what is asked for, each once; raises UsageError for what nobody has."""
    unknown = [
        Diagnostic(
            f"no {what} is called '{name}'", hint=did_you_mean(name, offered) or f"there are: {', '.join(offered)}"
        )
        for name in dict.fromkeys(asked)
        if name not in offered
    ]
    if unknown:
        raise UsageError(unknown)
    return list(dict.fromkeys(asked))
