"""What the brief's text refers to, joined to a template's parts without a clash: pictures, links, notes, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from briefprint.renderers._word.package import RT
from briefprint.renderers._word.template_read import Opened
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import NAMESPACES, Element, el, qualified, root

_R = f"{{{NAMESPACES['r']}}}"
_ID, _NAME, _VAL, _TYPE = (qualified(f"w:{name}") for name in ("id", "name", "val", "type"))
_REFERENCE = re.compile(r"\b(PAGEREF|NOTEREF|REF)\s+(\S+)")
_DRAWN = (qualified("wp:docPr"), qualified("pic:cNvPr"))


class Joined:
    """A template while the text of a brief joins it."""

    def __init__(self, opened: Opened, work: Work) -> None:
        self.opened, self.work = opened, work
        self.main = opened.package.main
        self._names = {str(part.partname).lower() for part in opened.package.parts()}
        self._moved: set[int] = set()

    # --- relationships --------------------------------------------------------------------------------

    def relate(self, trees: list[Element], source: Part, target: Part) -> None:
        """Let what the trees refer to in one part of ours be referred to in another of the template's."""
        renamed: dict[str, str] = {}
        for tree in trees:
            for node in tree.iter():
                for key, value in node.attrib.items():
                    if key.startswith(_R) and value in source.rels:
                        if value not in renamed:
                            renamed[value] = self._related(source.rels[value], target)
                        node.set(key, renamed[value])

    def _related(self, found: Any, target: Part) -> str:
        if found.is_external:
            return target.relate_to(found.target_ref, found.reltype, is_external=True)
        self.move(found.target_part)
        return target.relate_to(found.target_part, found.reltype)

    def move(self, part: Part) -> None:
        """Give a part of ours, and those it leads to, names that no part of the template has."""
        if id(part) in self._moved:
            return
        self._moved.add(id(part))
        name = str(part.partname)
        stem, _, suffix = name.rpartition(".")
        count = 1
        while name.lower() in self._names:
            count += 1
            name = f"{stem}-{count}.{suffix}"
        self._names.add(name.lower())
        part.partname = PackURI(name)
        for each in part.rels.values():
            if not each.is_external:
                self.move(each.target_part)

    # --- numbers and names ----------------------------------------------------------------------------

    def renumber(self, trees: list[Element]) -> None:
        """Give bookmarks, drawings and controls numbers and names that the template has not."""
        stories = [part.tree for part in self.opened.stories()]
        marks = _highest(stories, (qualified("w:bookmarkStart"), qualified("w:bookmarkEnd")), _ID)
        drawn = _highest(stories, _DRAWN, "id")
        taken = {each.get(_NAME) for tree in stories for each in tree.iter(qualified("w:bookmarkStart"))}
        controls = {each.get(_VAL) for tree in stories for each in tree.iter(qualified("w:id"))}
        renamed: dict[str, str] = {}
        for tree in trees:
            for node in tree.iter(qualified("w:bookmarkStart"), qualified("w:bookmarkEnd")):
                node.set(_ID, str(int(node.get(_ID)) + marks))
                if (name := node.get(_NAME)) in taken:
                    renamed[name] = next(new for new in _others(name) if new not in taken)
                    node.set(_NAME, renamed[name])
            for node in tree.iter(*_DRAWN):
                node.set("id", str(int(node.get("id")) + drawn))
            for node in tree.iter(qualified("w:sdtPr")):
                number = node.find(qualified("w:id"))
                if number is not None:
                    number.set(_VAL, next(str(each) for each in range(1, 10**6) if str(each) not in controls))
                    controls.add(number.get(_VAL))
        if renamed:
            for tree in trees:
                _rename(tree, renamed)

    # --- notes ----------------------------------------------------------------------------------------

    def notes(self, trees: list[Element]) -> list[Element]:
        """Put the brief's notes behind the template's own, and return them (ECMA-376 17.11)."""
        notes = self.work.notes
        if notes.part is None:
            return []
        kind = notes.kind
        relationship = RT.FOOTNOTES if kind == "footnote" else RT.ENDNOTES
        there = self.opened.part(relationship)
        if there is None:
            tree = root(f"w:{kind}s", "w", "r", "wp", "a", "pic")
            for place, separator in ((-1, "separator"), (0, "continuationSeparator")):
                line = el("w:p", el("w:r", el(f"w:{separator}")))
                tree.append(el(f"w:{kind}", line, type=separator, id=place))
            there = self.opened.package.tree(f"/word/{kind}s.xml", f"{kind}s", tree)
            self.move(there)
            self.main.relate_to(there, relationship)
        first = _highest([there.tree], (qualified(f"w:{kind}"),), _ID)
        for node in notes.elements:
            node.set(_ID, str(int(node.get(_ID)) + first))
        for tree in trees:
            for node in tree.iter(qualified(f"w:{kind}Reference")):
                node.set(_ID, str(int(node.get(_ID)) + first))
        there.tree.extend(notes.elements)
        there.tree = declared(there.tree, "w", "r", "wp", "a", "pic", "asvg")
        self.relate(notes.elements, notes.part, there)
        return notes.elements

    def separators(self) -> list[Element]:
        """Return how the settings name the lines between text and notes (ECMA-376 17.11.9)."""
        notes = self.work.notes
        there = self.opened.part(RT.FOOTNOTES if notes.kind == "footnote" else RT.ENDNOTES)
        if there is None or notes.part is None:
            return []
        special = [each for each in there.tree.iter(qualified(f"w:{notes.kind}")) if each.get(_TYPE)]
        special = [each for each in special if each.get(_TYPE) not in ("normal", "continuationNotice")]
        return [el(f"w:{notes.kind}", id=each.get(_ID)) for each in special]


def _highest(trees: list[Element], tags: tuple[str, ...], key: str) -> int:
    said = (node.get(key, "") for tree in trees for node in tree.iter(*tags))
    return max((int(each) for each in said if each.isdigit()), default=0)


def _others(name: str) -> Iterator[str]:
    yield from (f"{name[:36]}_{count}" for count in range(2, 1000))


def _rename(tree: Element, renamed: dict[str, str]) -> None:
    anchor = qualified("w:anchor")
    for node in tree.iter(qualified("w:hyperlink"), qualified("w:instrText")):
        if node.get(anchor) in renamed:
            node.set(anchor, renamed[node.get(anchor)])
        if node.text:
            node.text = _REFERENCE.sub(lambda found: f"{found[1]} {renamed.get(found[2], found[2])}", node.text)


def declared(tree: Element, *prefixes: str) -> Element:
    """Return a part's root that declares our namespaces too: what is only named in attributes needs them."""
    wanted = {prefix: NAMESPACES[prefix] for prefix in prefixes if prefix not in tree.nsmap}
    if not wanted:
        return tree
    made = etree.Element(tree.tag, dict(tree.attrib), {**tree.nsmap, **wanted})
    made.extend(list(tree))
    return made


def orphans(opened: Opened) -> None:
    """Take out the template's notes that its text no longer calls."""
    for kind, relationship in (("footnote", RT.FOOTNOTES), ("endnote", RT.ENDNOTES)):
        part = opened.part(relationship)
        if part is None:
            continue
        called = {each.get(_ID) for each in opened.package.main.tree.iter(qualified(f"w:{kind}Reference"))}
        for note in list(part.tree):
            if note.tag == qualified(f"w:{kind}") and not note.get(_TYPE) and note.get(_ID) not in called:
                part.tree.remove(note)
