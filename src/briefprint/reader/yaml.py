"""YAML as an author means it: every scalar the text that was written, every key with its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefprint.language import printable
from briefprint.reader.source import Faults

Path = tuple[str | int, ...]
LIMIT_NODES = 20_000
"""Aliases can make a short file unfold without end; this is more than any front matter holds."""
LIMIT_CHARACTERS = 256 * 1024
"""PyYAML takes a second for this much."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Plain data, and the line on which each part of it stands."""

    data: Any
    lines: dict[Path, int]
    blocks: frozenset[Path] = frozenset()  # texts set off by '|' or '>', which begin on the line after their key

    def line(self, path: Path) -> int | None:
        """Return the line of a part, or of the nearest part around it that has one."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path)


def parse(text: str, first_line: int, what: str, faults: Faults) -> Tree | None:
    """Return what ``text`` says, or None after noting why it says nothing.

    Scalars stay text, for YAML would read ``no`` as false, ``1.10`` as 1.1 and ``12:30`` as 750.
    """
    if len(text) > LIMIT_CHARACTERS:
        faults.error(f"the {what} is longer than {LIMIT_CHARACTERS // 1024} KiB", first_line)
        return None
    reader = _Reader(text, first_line, what, faults)
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        data = reader.value(node, (), ()) if node is not None else {}
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = first_line + mark.line if mark else first_line
        problem = str(fault.problem or fault.context)
        hint = "put a value that holds ': ' or starts with a special character in quotes"
        faults.error(f"the {what} is not valid YAML: {problem}", line, hint)
        return None
    except (yaml.YAMLError, ValueError, OverflowError) as fault:  # PyYAML lets "\U00110000" through to chr()
        faults.error(f"the {what} is not valid YAML: {str(fault).splitlines()[0]}", first_line)
        return None
    except RecursionError:
        faults.error(f"the {what} is nested too deeply", first_line)
        return None
    return None if reader.failed else Tree(data, reader.lines, frozenset(reader.blocks))


class _Reader:
    """Turns nodes into data; a class because the lines gather as it goes."""

    def __init__(self, text: str, first_line: int, what: str, faults: Faults) -> None:
        self.text, self.first_line, self.what, self.faults = text, first_line, what, faults
        self.lines: dict[Path, int] = {}
        self.blocks: set[Path] = set()
        self.failed = False

    def value(self, node: Node, path: Path, inside: tuple[int, ...]) -> Any:
        line = self.first_line + node.start_mark.line
        self.lines.setdefault(path, line)
        if id(node) in inside or len(self.lines) > LIMIT_NODES:
            if not self.failed:
                self.faults.error(
                    f"the {self.what} repeats itself, or holds more than {LIMIT_NODES} values", line, "write it out"
                )
            self.failed = True
        if self.failed:
            return ""
        inside = (*inside, id(node))
        match node:
            case ScalarNode():
                if node.style in ("|", ">"):
                    self.blocks.add(path)
                return "" if node.style is None and node.value in ("~", "null") else printable(str(node.value))
            case SequenceNode():
                return [self.value(item, (*path, place), inside) for place, item in enumerate(node.value)]
            case MappingNode() if said := self._braces(node):
                return said
            case MappingNode():
                return self._mapping(node, path, inside)
        raise TypeError(node)

    def _braces(self, node: MappingNode) -> str:
        """Return what stands between two braces, which YAML takes for a table within a table: ``{{name.key}}``."""
        inner = _only_key(node)
        if not isinstance(inner, MappingNode) or not isinstance(_only_key(inner), ScalarNode):
            return ""
        said = self.text[node.start_mark.index : node.end_mark.index]
        return printable(said) if said.startswith("{{") and said.endswith("}}") else ""

    def _mapping(self, node: MappingNode, path: Path, inside: tuple[int, ...]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = self.first_line + key_node.start_mark.line
            if not isinstance(key_node, ScalarNode):
                self.faults.error("a key is a word, not a list or a table", line)
                self.failed = True
                continue
            key = printable(str(key_node.value))
            if key in data:
                self.faults.error(f"'{key}' stands twice", line, f"the first is on line {self.lines[*path, key]}")
                self.failed = True
            self.lines[*path, key] = line
            data[key] = self.value(value_node, (*path, key), inside)
        return data


def _only_key(node: MappingNode) -> Node | None:
    """Return the key of a table that holds one key and nothing behind it."""
    if len(node.value) != 1:
        return None
    (key, value), *_ = node.value
    return key if isinstance(value, ScalarNode) and value.style is None and not value.value else None
