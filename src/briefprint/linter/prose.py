"""What of a source is prose, character by character: no code, no address, no attribute, no table, no key.

Rules that look at spaces and hyphens look here, for the tree no longer has them; and what may be mended in safety is
what stands here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it.token import Token

from briefprint.reader.markdown import parser

VEIL = "\0"
"""Stands in the place of each character that is not prose."""

_NOT_PROSE = re.compile(
    r"""(?P<ticks>`+)(?!`).{0,2000}?(?<!`)(?P=ticks)(?!`)       # code
      | \\.                                                       # what is escaped
      | \{\{.{0,200}?\}\} | \{[^{}\n]*\}                          # live numbers; attributes
      | \[\^[^\]\n]{0,200}\]                                      # the call of a note
      | \[-?@[^\]\n]{0,400}\] | (?<![\w@])-?@[\w:.#$%&+?<>~/-]+   # citations and references
      | (?<=\])\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)         # where a link leads
      | (?<=\])\[[^\]\n]{0,400}\]
      | <[^<>]*>                                                  # addresses and tags
      | \b(?:https?://|www\.|mailto:)\S+ | (?<!\S)\S{1,64}@\S+
      | ^\s*:::.*?$ | \$[^$\n]+\$""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
# What repeats is bounded: a text that opens everything and closes nothing would take the square of its length.
_KEYS = ("title", "kicker", "standfirst", "summary", "key_points")
"""The front matter whose lines are prose."""
_KEY_HEAD = re.compile(r"""\s*(?:[\w-]+:(?=\s|$)\s*)?(?:-\s+)?(?:[>|][+-]?\d?\s*$)?["']?""")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source; ``text`` is as long as the line, with all but the prose veiled."""

    number: int
    text: str
    quoted: bool  # another's words
    ends: bool  # the last line of its paragraph


@functools.lru_cache(maxsize=4)
def prose(source: str, lang: str) -> tuple[Line, ...]:
    """Return the lines of a brief that hold prose, in their order."""
    lines = source.split("\n")
    start = _copy_starts(lines)
    found = list(_front(lines[: start - 1])) if start else []
    found[-1:] = [replace(each, ends=True) for each in found[-1:]]
    copy = "\n" * start + "\n".join(lines[start:])
    found += _copy(copy, lines, lang)
    return tuple(sorted({each.number: each for each in found}.values(), key=lambda each: each.number))


def _copy_starts(lines: list[str]) -> int:
    """Return how many lines the front matter takes up, its fences included."""
    if not re.fullmatch(r"---[ \t]*", lines[0]) or not re.match(r"[\w-]+:(\s|$)|[{#]|\s*$", "".join(lines[1:2])):
        return 0
    return next((at + 1 for at in range(1, len(lines)) if re.fullmatch(r"(?:---|\.\.\.)[ \t]*", lines[at])), 0)


def _front(lines: list[str]) -> Iterator[Line]:
    """Yield the lines of the keys that hold prose; values in braces or brackets are left alone."""
    key, literal = "", False
    for number, line in enumerate(lines[1:], 2):
        if head := re.match(r"([\w-]+):(?:\s|$)", line):
            key, literal = head[1], bool(re.match(r"[\w-]+:\s*[\[{&*!]", line))
        if key in _KEYS and not literal and line.strip() and not line.lstrip().startswith("#"):
            begin = _KEY_HEAD.match(line)
            yield Line(number, _veiled(line, begin.end() if begin else 0, len(line.rstrip())), False, False)


def _copy(copy: str, lines: list[str], lang: str) -> Iterator[Line]:
    """Yield the lines that Markdown reads as runs of text, outside tables."""
    quotes, tables, alerts = 0, 0, list[bool]()
    tokens: list[Token] = []
    md = parser(lang)
    md.block.parse(copy, md, {}, tokens)  # what runs hold is not needed, only where they stand
    for token in tokens:
        match token.type:
            case "blockquote_open":
                alerts.append(token.map is not None and "[!" in lines[token.map[0]])
                quotes += not alerts[-1]
            case "blockquote_close":
                quotes -= not alerts.pop()
            case "table_open" | "table_close":
                tables += token.nesting
            case "inline" if token.map and not tables:
                yield from _run(token, lines, quotes > 0)


def _run(token: Token, lines: list[str], quoted: bool) -> Iterator[Line]:
    """Yield the lines of one run: each line of its text is found in the source line it stands on."""
    assert token.map
    at, end = token.map
    parts = token.content.split("\n")
    veiled = _NOT_PROSE.sub(lambda found: re.sub(r"[^\n]", VEIL, found[0]), token.content).split("\n")
    for place, (part, shown) in enumerate(zip(parts, veiled, strict=True)):
        while at < min(end, len(lines)) and (not part or part not in lines[at]):
            at += 1
        if at >= min(end, len(lines)):
            return
        start = lines[at].find(part)
        tail = lines[at][start + len(part) :]
        text = VEIL * start + shown + (tail if not tail.strip() else VEIL * len(tail))
        yield Line(at + 1, text, quoted, place == len(parts) - 1)
        at += 1


def _veiled(line: str, start: int, end: int) -> str:
    shown = _NOT_PROSE.sub(lambda found: VEIL * len(found[0]), line[start:end])
    return (
        VEIL * start + shown.replace('"', VEIL) + VEIL * (len(line) - end)
    )  # some of YAML's marks, some of the copy
