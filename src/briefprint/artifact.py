"""What typesetting asks for and gives back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefprint.errors import Diagnostic


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished product: its bytes, and what a reader of the report wants to know of it."""

    data: bytes
    pages: int | None = None  # None where only the reader's program knows (Word)
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One brief, in one style, in one format, to one file."""

    brief: Path
    style: str
    format: str
    output: Path
    style_dirs: tuple[Path, ...] = ()  # searched before the folders beside the brief and the shipped ones
    paper: str | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """How a job went: an artifact, or the diagnostics that say why there is none."""

    job: Job
    artifact: Artifact | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is something to write."""
        return self.artifact is not None
