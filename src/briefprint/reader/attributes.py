"""Attributes as pandoc and Quarto write them: ``{#id .class key=value}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PART = r"""#[\w:.-]+|\.[\w-]+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s"'{}]+)"""
_LEADING = re.compile(rf"[ \t]*\{{[ \t]*((?:(?:{_PART})[ \t]*)*)\}}")
_TRAILING = re.compile(rf"(?:^|[ \t]+)\{{[ \t]*((?:(?:{_PART})[ \t]*)+)\}}[ \t]*$")


_ID = re.compile(r"[\w:.-]+")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands between the braces."""

    id: str | None = None
    classes: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)


def is_id(text: str) -> bool:
    """Return whether a word can be written as ``{#word}``."""
    return _ID.fullmatch(text) is not None


def trailing(text: str) -> tuple[str, Attributes]:
    """Return text without the attributes at its end, and the attributes."""
    found = _TRAILING.search(text)
    return (text[: found.start()], _parse(found[1])) if found else (text, Attributes())


def leading(text: str) -> tuple[str, Attributes]:
    """Return text without the attributes at its beginning, and the attributes."""
    found = _LEADING.match(text)
    return (text[found.end() :], _parse(found[1])) if found else (text, Attributes())


def _parse(text: str) -> Attributes:
    name, classes, values = None, [], {}
    for part in re.findall(_PART, text):
        if part.startswith("#"):
            name = part[1:]
        elif part.startswith("."):
            classes.append(part[1:])
        else:
            key, _, value = part.partition("=")
            values[key] = value.strip("\"'")
    return Attributes(name, tuple(classes), values)
