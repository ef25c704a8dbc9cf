"""The file itself: found, decoded, and split into front matter and copy without moving a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefprint.errors import ContentError, Diagnostic, Severity, did_you_mean
from briefprint.language import FORBIDDEN, printable
from briefprint.reader.rules import rule_of

LIMIT_BYTES = 16 * 1024 * 1024
"""No brief is this long; a file that is was not meant to be one."""

_FENCE = re.compile(r"---[ \t]*")
_KEY = re.compile(r"[\w-]+:(\s|$)")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*")


@dataclass(slots=True)
class Faults:
    """What is found in one file while it is read: faults, finished into diagnostics at the end, and other files."""

    path: str
    errors: list[Diagnostic] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)  # those that are used, by the names that it has for them
    digests: dict[str, str] = field(default_factory=dict)  # the SHA-256 of each, from before it was read

    def error(self, message: str, line: int | None = None, hint: str | None = None) -> None:
        """Note a fault that stops this brief."""
        self.errors.append(Diagnostic(message, self.path, line, hint, rule=rule_of(message)))

    def warn(self, message: str, line: int | None = None, hint: str | None = None) -> None:
        """Note something the author should know of."""
        self.warnings.append(Diagnostic(message, self.path, line, hint, Severity.WARNING, rule=rule_of(message)))

    def stop(self) -> None:
        """Raise what was found, if it stops this brief."""
        if self.errors:
            raise ContentError((*_in_order(self.errors), *self.told()))

    def told(self) -> tuple[Diagnostic, ...]:
        """Return the warnings, each once."""
        return _in_order(self.warnings)


def _in_order(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(dict.fromkeys(sorted(found, key=lambda each: each.line or 0)))


@dataclass(frozen=True, slots=True)
class Source:
    """A brief's text: its front matter, the line that starts on, and the copy on its own lines."""

    front_matter: str
    front_matter_line: int
    copy: str  # blank where the front matter stood, so that its line numbers are the file's
    text: str = ""  # the whole of it
    data: bytes = b""  # the file as it is


def load(path: Path, faults: Faults, data: bytes | None = None) -> Source:
    """Return the text of ``path``, or of ``data`` in its place.

    Raises ContentError when there is no text to read: nothing else can be found out about such a file.
    """
    data = _bytes(path, faults) if data is None else data
    text = _normal(_decoded(data, faults), faults)
    if not text.strip():
        faults.error("the file is empty", hint="write a title and a paragraph")
    faults.stop()
    return replace(_split(text, faults), text=text, data=data)


def _bytes(path: Path, faults: Faults) -> bytes:
    try:
        if found := FORBIDDEN.search(path.name) or re.search(r"[\t\n\r]", path.name):
            faults.error(f"the file's name holds the character U+{ord(found[0]):04X}", hint="rename the file")
        elif path.is_dir():
            faults.error(
                "is a directory, not a brief",
                hint="name a Markdown file in it, or set them all with 'briefprint batch'",
            )
        elif path.exists() and not path.is_file():
            faults.error("is no ordinary file", hint="name a Markdown file")
        elif path.is_file() and path.stat().st_size > LIMIT_BYTES:
            faults.error(f"is larger than {LIMIT_BYTES // 1024**2} MiB, so it is no brief")
        else:
            return path.read_bytes()
    except FileNotFoundError:
        beside = sorted(each.name for each in path.parent.glob("*.md")) if path.parent.is_dir() else []
        faults.error("no such file", hint=did_you_mean(path.name, beside))
    except (OSError, ValueError) as fault:
        faults.error(f"cannot be read: {str(getattr(fault, 'strerror', None) or fault).lower()}")
    faults.stop()
    return b""


def _decoded(data: bytes, faults: Faults) -> str:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.error("is not text", hint="a brief is a Markdown file in UTF-8")
        faults.stop()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        byte = f"0x{data[fault.start]:02x}"
        faults.error(f"is not UTF-8: byte {byte} cannot be read", line, "save the file as UTF-8")
        faults.stop()
        return ""


def _normal(text: str, faults: Faults) -> str:
    """Return the text in NFC with plain line ends, and without what no page can show."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", " ").replace("\x0c", " ")
    first: dict[str, int] = {}
    for found in FORBIDDEN.finditer(text):
        first.setdefault(found[0], found.start())
    for character, place in first.items():
        line = text.count("\n", 0, place) + 1
        faults.warn(f"the control character U+{ord(character):04X} is left out", line, "it has no form on paper")
    return printable(text)


def _split(text: str, faults: Faults) -> Source:
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return Source("", 1, text)
    if not "".join(lines[1:2]).strip() and not _KEY.match("\n".join(lines[1:]).lstrip()):
        return Source("", 1, text)  # a thematic break opens the copy
    for end in range(1, len(lines)):
        if _CLOSING.fullmatch(lines[end]):
            return Source("\n".join(lines[1:end]), 2, "\n" * (end + 1) + "\n".join(lines[end + 1 :]))
    if any(_KEY.match(line) for line in lines[1:4]):
        faults.error("the front matter is not closed", 1, "end it with a line '---'")
        faults.stop()
    return Source("", 1, text)
