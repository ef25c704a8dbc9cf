"""What typesetting asks for and gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from briefprint.errors import Diagnostic

Profile = Literal["standard", "archive", "ua2", "print"]
PROFILES: tuple[str, ...] = get_args(Profile)
"""What a PDF keeps to: PDF/UA-1 with PDF/A-2a; PDF/UA-1 with PDF/A-3a and its sources; PDF/UA-2; PDF/X-4."""


Relation = Literal["Source", "Data", "Supplement"]
"""What an attachment is to the product (ISO 32000-2, 7.11.3)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a product carries with it."""

    name: str  # parts of it are parted by '/', and none of them leads upwards
    data: bytes
    kind: str  # media type (RFC 6838)
    relation: Relation


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a product beyond brief and style; a format heeds what it names in ``OPTIONS``."""

    profile: Profile = "standard"
    attachments: tuple[Attachment, ...] = ()
    abridge: bool = False  # leave out of the memo what has no room
    icc: Path | None = None  # the profile of press and paper, if not the style's
    grey: bool = False  # in black ink alone, for a press
    booklet: bool = False  # pages laid on sheets that are folded into one another
    n_up: int = 1  # pages to a side
    sheet: str | None = None  # the paper of a booklet or of several pages to a side, if not the pages' own
    template: Path | None = None  # the Word file that the brief is poured into, if not the style's
    embed: bool = True  # whether a Word file carries its fonts
    source: str = ""  # SHA-256 of the brief's file, in hexadecimal
    validate: bool = False  # whether what was made is checked before it is given out

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Options:
        """Return the options among what was said, by their names here; what is said to be empty is not asked."""
        asked: dict[str, Any] = {}
        for name in cls.__dataclass_fields__:
            if name in said:
                asked[name] = None if said[name] == "" else said[name]
        return cls(**asked)


FILES = ("icc", "template")
"""The options that name files."""
PLAIN = Options()
"""Nothing asked."""


@dataclass(frozen=True, slots=True)
class Pull:
    """How far a lever of copyfitting gave way, and the lines of the copy that this won."""

    lever: str
    comfortable: float
    set_to: float
    unit: str
    lines: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """How copy was made to fit: the levers in the order in which they gave way, and what is left."""

    pulls: tuple[Pull, ...]
    size_pt: float  # of the copy
    leading_pt: float
    room_pt: float  # left on the page
    room_lines: int
    spare_words: int  # that would still fit with every lever pulled, about
    left_out: tuple[str, ...] = ()  # the first words of each


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished product: its bytes, and what a reader of the report wants to know of it."""

    data: bytes
    pages: int | None = None  # None where only the reader's program knows (Word)
    warnings: tuple[Diagnostic, ...] = ()
    ledger: Ledger | None = None  # of copy that was fitted
    lines: tuple[int, ...] = ()  # of the brief, for each structure element of a PDF as they are read; 0: of none
    profile: Profile = "standard"  # what a PDF keeps to, which may be less than was asked of it


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
    options: Options = PLAIN


How = Literal["set", "restored", "kept"]
"""Whether a product was set now, taken from a store, or left as it stood."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What setting a job read: the brief's SHA-256, and that of each file it uses by the name that it has for it."""

    brief: str
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """How a job went: an artifact, or the diagnostics that say why there is none."""

    job: Job
    artifact: Artifact | None
    diagnostics: tuple[Diagnostic, ...] = ()
    seen: Seen | None = None  # None: nobody knows, or something was changed meanwhile
    seconds: float | None = None  # that setting it took
    how: How = "set"

    @property
    def ok(self) -> bool:
        """Whether there is something to write."""
        return self.artifact is not None
