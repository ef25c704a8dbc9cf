"""One brief: front matter and copy put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from briefprint.document import (
    OPTIONAL,
    PRIORITY,
    Blocks,
    Chart,
    Citation,
    Code,
    CodeBlock,
    Document,
    Figure,
    Heading,
    KeyFigure,
    Memo,
    PageTurn,
    Person,
    Table,
    Text,
    plain_text,
    walk,
)
from briefprint.errors import ContentError, Diagnostic, did_you_mean
from briefprint.language import printable
from briefprint.reader import attributes, links, markdown, pictures, values, yaml
from briefprint.reader.bibliography import Works
from briefprint.reader.blocks import BlockReader
from briefprint.reader.counting import levelled, numbered
from briefprint.reader.frontmatter import FrontMatter, check
from briefprint.reader.inlines import InlineReader
from briefprint.reader.source import Faults, Source, load

DEFAULT_LANG = "en-GB"
LIMIT_NOTES = 2000
"""Notes that call notes twice each would double without end."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A brief that was read: its tree, the style it asks for, and what its author should know."""

    document: Document
    style: str | None
    warnings: tuple[Diagnostic, ...]
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key of the front matter: 'title', 'key_points.0', 'check.acronym'."""
    levels: Mapping[str, str] = field(default_factory=dict)
    """What the brief says of rules, under ``check``."""
    text: str = ""
    """The file's text, as it was read."""
    data: bytes = b""
    """The file as it is."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """The other files that it uses, by the names that it has for them: pictures, data, bibliographies."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of each, from before it was read."""


def read(path: str | PathLike[str], data: str | bytes | None = None) -> Reading:
    """Return the brief in a file; ``data`` is read in its place, as if it stood there.

    Raises ContentError with every fault in it.
    """
    path = Path(path)
    data = data.encode() if isinstance(data, str) else data
    faults = Faults(path.as_posix())
    try:
        reading = _read(path, faults, data)
    except RecursionError:
        faults.error("is nested too deeply to be read")
    faults.stop()
    return reading


def _read(path: Path, faults: Faults, data: bytes | None) -> Reading:
    source = load(path, faults, data)
    tree = yaml.parse(source.front_matter, source.front_matter_line, "front matter", faults)
    faults.stop()
    assert tree is not None  # parse gives None only with a fault
    front = check(tree, faults)
    document = _Assembly(path, front, tree, source, faults).document()
    lines = {".".join(map(str, place)): line for place, line in tree.lines.items() if place}
    return Reading(
        document, front.style or None, faults.told(), lines, front.check, source.text, source.data, faults.files,
        faults.digests,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a brief asks for, when the command does not say."""

    style: str | None = None
    formats: tuple[str, ...] = ()
    formats_line: int | None = None


def asked(path: Path) -> Asked:
    """Return the style and the formats a brief asks for; what is wrong with the brief is ``read``'s to say."""
    faults = Faults(path.as_posix())
    try:
        source = load(path, faults)
    except ContentError:
        return Asked()
    tree = yaml.parse(source.front_matter, source.front_matter_line, "front matter", faults)
    if tree is None or not isinstance(tree.data, dict):
        return Asked()
    style, formats = tree.data.get("style"), tree.data.get("formats")
    listed = formats if isinstance(formats, list) else [formats]
    return Asked(
        style.strip() or None if isinstance(style, str) else None,
        tuple(each.strip() for each in listed if isinstance(each, str) and each.strip()),
        tree.line(("formats",)),
    )


def asked_style(path: Path) -> str | None:
    """Return the style a brief asks for, or None."""
    return asked(path).style


class _Notes:
    """The copy of the notes, read when they are called."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.blocks: BlockReader | None = None
        self.nodes: dict[str, SyntaxTreeNode] = {}
        self.called: Counter[str] = Counter()
        self.reading: set[str] = set()

    def define(self, root: SyntaxTreeNode) -> None:
        """Take the notes that are written anywhere in a text."""
        for node in root.walk():
            if node.type != "footnote_reference":
                continue
            label = printable(node.meta["label"])
            first = self.nodes.setdefault(label, node)
            if first is not node:
                self.faults.error(
                    f"the note '{label}' stands twice", _line(node), f"the first is on line {_line(first)}"
                )

    def call(self, label: str, line: int) -> Blocks | None:
        """Return the copy of a note, None where there is no such note.

        One called again is set again, under a number of its own.
        """
        assert self.blocks is not None
        self.called[label] += 1
        if label in self.reading:
            self.faults.error(f"the note '{label}' calls itself", line)
        elif self.called.total() > LIMIT_NOTES:
            if not self.faults.errors:
                self.faults.error(f"there are more than {LIMIT_NOTES} notes", line, "notes that call notes multiply")
        elif label not in self.nodes:
            return None
        else:
            self.reading.add(label)
            blocks = self.blocks.read(self.nodes[label].children, line)
            self.reading.discard(label)
            if not blocks:
                self.faults.warn(f"the note '{label}' is empty, so it is left out", line)
            return blocks
        return ()

    def note_unused(self) -> None:
        """Warn of notes that nothing calls: they are copy, and would be lost unsaid."""
        for label, node in self.nodes.items():
            if not self.called[label]:
                message = f"the note '{label}' is never called, so it is left out"
                self.faults.warn(message, _line(node), f"call it: [^{label}]")


class _Assembly:
    """Everything one brief is made from, while it is put together."""

    def __init__(self, path: Path, front: FrontMatter, tree: yaml.Tree, source: Source, faults: Faults) -> None:
        self.path, self.front, self.tree, self.faults = path, front, tree, faults
        self.lang = front.lang or DEFAULT_LANG
        self.values = values.load(front.data, tree, path, self.lang, faults)
        self.root = markdown.parse(source.copy, self.lang, faults, bool(self.values))
        self.works = Works(path, faults)
        self.works.add_references(front.references, tree)
        for place, name in enumerate(front.bibliography):
            self.works.add_file(name, self.line("bibliography", place))
        self.works.list(front.nocite, self.line("nocite"))
        self.notes = _Notes(faults)
        self.notes.define(self.root)
        self.inlines = InlineReader(
            self.lang,
            path.parent,
            self.notes,
            faults,
            lambda target, line: pictures.find(target, line, path, faults),
            lambda target, line: links.find(target, line, faults),
            self.values,
            self.works,
        )
        self.blocks = self.notes.blocks = BlockReader(self.inlines, faults, self.lang)

    def document(self) -> Document:
        front, line = self.front, self.line
        summary = self._markdown(front.summary, "summary")  # first, for the notes written in it
        title = self.text("title")
        blocks = self.blocks.read(self.root.children)
        if blocks and isinstance(first := blocks[0], Heading) and first.level == 1 and title:
            if plain_text(first.children).strip() == plain_text(title).strip():
                blocks = blocks[1:]
        elif not title:
            title, blocks = self._title(blocks)
        blocks = levelled(blocks, self.faults)
        points, priorities = self._points(front.key_points, "key_points")
        document = Document(
            path=self.faults.path,
            lang=self.lang,
            title=title,
            kicker=self.text("kicker"),
            standfirst=self.text("standfirst"),
            authors=tuple(Person(name=each.name, role=each.role, email=each.email) for each in front.authors),
            date=front.date,
            place=self.values.fill(front.place, line("place")),
            number=self.values.fill(front.number, line("number")),
            marking=front.marking,
            draft=front.status == "draft",
            toc=front.toc,
            toc_depth=front.toc_depth or 0,
            list_of_figures=front.list_of_figures,
            list_of_tables=front.list_of_tables,
            keywords=front.keywords,
            summary=summary,
            key_points=tuple(points),
            priorities=tuple(priorities),
            figures=tuple(
                KeyFigure(
                    value=self.blocks.run(each.value, line("figures", place)),
                    label=self.blocks.run(each.label, line("figures", place)),
                    note=self.blocks.run(each.note, line("figures", place)),
                    line=line("figures", place),
                )
                for place, each in enumerate(front.figures)
            ),
            enclosures=tuple(
                self.blocks.run(each, line("enclosures", place)) for place, each in enumerate(front.enclosures)
            ),
            memo=self._memo(),
            blocks=blocks,
        )
        self.notes.note_unused()
        document = replace(document, references=self.works.references())
        copy = walk((document.blocks, document.summary, document.key_points))
        something = any(isinstance(each, Text | Citation | Code | CodeBlock | Chart | Figure) for each in copy)
        if not something and not self.faults.errors:
            self.faults.error("there is nothing to set", hint="write a title and a paragraph")
        document = self._including(numbered(document, self.faults))
        self.note_unlisted(document)
        self.note_unturned(document)
        return document

    def note_unturned(self, document: Document) -> None:
        """Warn of pages that cannot turn: only whole blocks of the copy stand on one."""
        turns = [each for each in document.blocks if isinstance(each, PageTurn)]
        for each in walk(document):
            if isinstance(each, PageTurn) and each.landscape and not any(each is turn for turn in turns):
                hint = "close the list, callout or box before it"
                self.faults.warn("no page is turned for what stands within something else", each.line, hint)

    def note_unlisted(self, document: Document) -> None:
        """Warn of a list that is asked for and would have no entry: it is not set."""
        nodes = [*walk((document.summary, document.blocks))]
        for asked, key, what, kinds in (
            (document.toc, "toc", "heading", (Heading,)),
            (document.list_of_figures, "list_of_figures", "numbered figure", (Figure, Chart)),
            (document.list_of_tables, "list_of_tables", "numbered table", (Table,)),
        ):
            found = (each for each in nodes if isinstance(each, kinds) and (each.number or kinds == (Heading,)))
            if asked and not any(found):
                self.faults.warn(f"there is no {what} for '{key}' to list", self.line(key))

    def _including(self, document: Document) -> Document:
        """Return the document with the ids of what its memo takes in; a name no part of the brief has is a fault."""
        memo = document.memo
        if memo is None or not memo.include:
            return document
        parts = [each for each in walk(document.blocks) if isinstance(each, Heading | Table | Figure | Chart)]
        known = {each.id: each.id for each in parts if each.id}
        known |= {plain_text(each.children): each.id for each in parts if isinstance(each, Heading)} | known
        found = []
        for place, name in enumerate(memo.include):
            wanted = name.lstrip("#@")
            id = known.get(wanted) or known.get(wanted.removeprefix("sec-"))
            if id is None:
                hint = did_you_mean(wanted, known) or "name a section by its heading, a table or a figure by its id"
                self.faults.error(
                    f"the memo cannot include '{name}': nothing is called so",
                    self.line("memo", "include", place),
                    hint,
                )
            else:
                found.append(id)
        return replace(document, memo=replace(memo, include=tuple(dict.fromkeys(found))))

    def line(self, *path: str | int) -> int:
        return self.tree.line(path) or 1

    def text(self, key: str) -> Any:
        return self.blocks.run(getattr(self.front, key), self.line(key))

    def _markdown(self, text: str, key: str) -> Blocks:
        """Return the blocks of Markdown that stands in the front matter, on the lines it stands on there."""
        above = self.line(key) - ((key,) not in self.tree.blocks)
        root = markdown.parse("\n" * above + text, self.lang, self.faults, bool(self.values))
        self.notes.define(root)
        return self.blocks.read(root.children)

    def _memo(self) -> Memo | None:
        memo = self.front.memo
        if memo is None:
            return None
        line = self.line("memo")
        points, priorities = self._points(memo.points, "memo", "points")
        return Memo(
            to=memo.to,
            sender=memo.sender,
            cc=memo.cc,
            subject=self.blocks.run(memo.subject, line),
            reference=self.values.fill(memo.reference, self.line("memo", "reference")),
            ask=self.blocks.run(memo.ask, self.line("memo", "ask")),
            points=points,
            priorities=priorities,
            include=memo.include,
            overflow=memo.overflow,
            line=line,
        )

    def _points(self, texts: Sequence[str], *path: str) -> tuple[tuple[Any, ...], tuple[int, ...]]:
        """Return points and how long each is held: ``{.optional}`` and ``{priority=2}`` at a point's end say so."""
        points, priorities = [], []
        for place, text in enumerate(texts):
            words, said = attributes.trailing(text)
            meant = "optional" in said.classes or "priority" in said.values
            points.append(self.blocks.run(words if meant else text, self.line(*path, place)))
            priorities.append(attributes.priority(said, PRIORITY, OPTIONAL))
        return tuple(points), tuple(priorities)

    def _title(self, blocks: Blocks) -> tuple[Any, Blocks]:
        """Return the title that the copy has: its first heading of the first level, else the file's name."""
        for place, block in enumerate(blocks):
            if isinstance(block, Heading) and block.level == 1:
                return block.children, blocks[:place] + blocks[place + 1 :]
        name = re.sub(r"[-_\s]+", " ", printable(self.path.stem)).strip().capitalize() or "Brief"
        if not self.faults.errors:  # a title may stand in front matter that could not be read
            self.faults.warn(f"there is no title, so the file's name stands in: '{name}'", hint="add 'title: …'")
        return (Text(text=name, line=1),), blocks


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1
