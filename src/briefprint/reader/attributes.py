"""Attributes as pandoc and Quarto write them: ``{#id .class key=value}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PART = r"""(?:#[\w:.-]++|\.[\w-]++|[\w:-]++=(?:"[^"]*+"|'[^']*+'|[^\s"'{}]++)|-(?=[ \t}]))"""
_BRACES = re.compile(rf"\{{[ \t\n]*+((?:{_PART}[ \t\n]*+)*+)\}}")
"""Possessive throughout: what does not match is given up at once, however long it is."""

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


def priority(attributes: Attributes, default: int, optional: int) -> int:
    """Return how long what bears the attributes is held: ``{.optional}`` gives way first, ``{priority=1}`` last."""
    said = attributes.values.get("priority", "")
    if "optional" in attributes.classes:
        return optional
    return int(said) if said.isdecimal() and 0 < int(said) < optional else default


def trailing(text: str) -> tuple[str, Attributes]:
    """Return text without the attributes at its end, and the attributes."""
    end = text.rstrip(" \t")
    start = end.rfind("{")
    if start < 0 or (start and end[start - 1] not in " \t\n"):
        return text, Attributes()
    found = _BRACES.fullmatch(end, start)
    return (end[:start].rstrip(" \t"), _parse(found[1])) if found and found[1] else (text, Attributes())


def leading(text: str) -> tuple[str, Attributes]:
    """Return text without the attributes at its beginning, and the attributes."""
    found = _BRACES.match(text.lstrip(" \t"))
    return (found.string[found.end() :], _parse(found[1])) if found else (text, Attributes())


def at(text: str, start: int, end: int) -> tuple[int, Attributes] | None:
    """Return where the attributes end that begin at ``start``, and the attributes; None where there are none."""
    found = _BRACES.match(text, start, end)
    return (found.end(), _parse(found[1])) if found else None


def _parse(text: str) -> Attributes:
    name, classes, values = None, [], {}
    for part in re.findall(_PART, f"{text} "):
        if part.startswith("#"):
            name = part[1:]
        elif part.startswith("."):
            classes.append(part[1:])
        elif part == "-":  # pandoc's short form
            classes.append("unnumbered")
        else:
            key, _, value = part.partition("=")
            values[key] = value.strip("\"'")
    return Attributes(name, tuple(classes), values)
