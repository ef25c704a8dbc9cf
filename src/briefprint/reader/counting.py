"""What is counted through a brief: levels, sections, tables, figures and notes; and who refers to them."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from briefprint.document import (
    Blocks,
    Chart,
    CrossReference,
    Document,
    Figure,
    Heading,
    Link,
    Note,
    Span,
    Table,
    Text,
    plain_text,
    rebuild,
    walk,
)
from briefprint.errors import did_you_mean
from briefprint.reader.inlines import KINDS
from briefprint.reader.source import Faults

LIMIT_HINTS = 50
"""To look for a near name takes as long as there are names."""


def levelled(blocks: Blocks, faults: Faults) -> Blocks:
    """Return the blocks with headings from level 1 down, none skipped (ISO 14289-1, 7.4.2)."""
    levels = [each.level for each in walk(blocks) if isinstance(each, Heading)]
    top, last = min(levels, default=1), 0

    def level(node: Any) -> Any:
        nonlocal last
        if not isinstance(node, Heading):
            return node
        wanted = node.level - top + 1
        if wanted > last + 1:
            words = plain_text(node.children)
            faults.warn(
                f"the heading '{words}' skips a level; it is set as level {last + 1}",
                node.line,
                f"write it with {'#' * (last + top)}",
            )
            wanted = last + 1
        last = wanted
        return replace(node, level=wanted)

    return rebuild(blocks, level)


def numbered(document: Document, faults: Faults) -> Document:
    """Return the document with its headings, tables, figures and notes counted, and references looked up."""
    document = replace(document, blocks=tuple(map(_uncounted, document.blocks)))
    counter = _Counter(faults, {each.id for each in walk(document) if isinstance(each, Heading) and each.id})
    counted = rebuild(document, counter.count)
    return rebuild(counted, counter.resolve)


def _uncounted(block: Any) -> Any:
    """Return a block whose heads do not count: what stands within something else begins no section."""
    if isinstance(block, Heading):
        return block
    return rebuild(block, lambda node: replace(node, counts=False) if isinstance(node, Heading) else node)


class _Counter:
    """Counts what bears a number, in the order it is set."""

    def __init__(self, faults: Faults, taken: set[str]) -> None:
        self.faults, self.taken = faults, taken
        self.notes, self.tables, self.figures = 0, 0, 0
        self.sections: list[int] = []
        self.tried: Counter[str] = Counter()
        self.asked = 0
        self.targets: dict[str, tuple[Any, str]] = {}  # what an id names, and the words it goes by

    def count(self, node: Any) -> Any:
        match node:
            case Note():
                self.notes += 1
                return replace(node, number=self.notes)
            case Heading(level=level):
                number = ""
                if node.counts:
                    self.sections = [*self.sections[:level], *([0] * (level - len(self.sections)))]
                    self.sections[level - 1] += 1
                    number = ".".join(str(each) for each in self.sections)
                words = plain_text(node.children)
                node = replace(node, number=number, id=node.id or self.free(_slug(words)))
                return self.named(node, words)
            case Table() if node.caption or node.id:
                self.tables += 1
                return self.named(replace(node, number=str(self.tables)), plain_text(node.caption))
            case Figure() if node.caption or node.id:
                self.figures += 1
                return self.named(replace(node, number=str(self.figures)), plain_text(node.caption))
            case Chart() if node.title or node.id:
                self.figures += 1
                return self.named(replace(node, number=str(self.figures)), plain_text(node.title))
            case _:
                return node

    def named(self, node: Any, words: str) -> Any:
        if node.id is None:
            return node
        if node.id in self.targets:
            first = self.targets[node.id][0].line
            self.faults.error(f"the id '{node.id}' stands twice", node.line, f"the first is on line {first}")
        self.targets[node.id] = (node, words)
        return node

    def free(self, slug: str) -> str:
        """Return the id, with a number behind it when it is taken."""
        for again in itertools.count(self.tried[slug]):
            name = f"{slug}-{again}" if again else slug
            if name not in self.targets and name not in self.taken:
                self.tried[slug] = again  # those before it stay taken
                return name
        raise AssertionError  # there is always a next number

    def near(self, name: str, known: Iterable[str]) -> str | None:
        """Return what a name may be meant for; a text with hundreds of dead ends has not misspelt them."""
        self.asked += 1
        return did_you_mean(name, known) if self.asked <= LIMIT_HINTS else None

    def resolve(self, node: Any) -> Any:
        match node:
            case CrossReference(target=target, line=line):
                found = self.targets.get(target) or self.targets.get(target.removeprefix("sec-"))
                if found is None or _kind(found[0]) != node.kind:
                    known = [
                        f"sec-{name.removeprefix('sec-')}" if isinstance(each, Heading) else name
                        for name, (each, _) in self.targets.items()
                    ]
                    hint = self.near(target, known) or f"write {{#{target}}} behind what it names"
                    self.faults.error(f"nothing is called '@{target}'", line, hint)
                    return node
                return replace(node, target=found[0].id, number=found[0].number, title=found[1])
            case Link(target=target, children=(), line=line):  # the number alone is wanted
                kind = KINDS[target[1:4]]
                looked_up = self.resolve(CrossReference(target=target[1:], kind=kind, number="", line=line))
                words = looked_up.number or looked_up.title or target[1:]
                return replace(node, children=(Text(text=words, line=line),), target=f"#{looked_up.target}")
            case Link(target=target, line=line) if target.startswith("#") and target[1:] not in self.targets:
                if (slug := _slug(target)) in self.targets:  # other tools keep the accents in an id
                    return replace(node, target=f"#{slug}")
                near = self.near(target[1:], self.targets)
                self.faults.warn(f"the link to '{target}' leads nowhere, so it is set as plain text", line, near)
                return Span(children=node.children, line=line)
            case _:
                return node


def _kind(node: Any) -> str:
    """Return what a cross-reference calls a node."""
    return "section" if isinstance(node, Heading) else "table" if isinstance(node, Table) else "figure"


def _slug(words: str) -> str:
    """Return an id for words: their letters and figures, in lower case, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words.replace("ł", "l").replace("Ł", "L")).lower()
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"\W+", "-", letters).strip("-") or "part"
