"""The audit of a Word file: what its parts promise one another, by ECMA-376, and what a reader with a machine hears.

Word mends some of this in silence and refuses a file for the rest, without saying why; no schema holds most of it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from briefprint.audit import word_order, word_text
from briefprint.audit.fault import Fault
from briefprint.audit.word_names import R, W, known

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_STORY = re.compile(r"word/(document|footnotes|endnotes|header\d+|footer\d+)\.xml")
_REFERENCES = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
_SFNT = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")


@dataclass(frozen=True)
class Package:
    """A Word file, read: its parts by their names, those of XML as trees."""

    blobs: dict[str, bytes]
    trees: dict[str, Any]

    @cached_property
    def stories(self) -> dict[str, Any]:
        """The parts that hold text."""
        return {name: tree for name, tree in self.trees.items() if _STORY.fullmatch(name)}

    def relations(self, name: str) -> dict[str, Any]:
        """Return a part's relationships by their ids."""
        folder, _, file = name.rpartition("/")
        tree = self.trees.get(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        return {} if tree is None else {each.get("Id"): each for each in tree}


def faults(data: bytes) -> list[Fault]:
    """Return what is wrong with a Word file; one that cannot be read has that one fault."""
    try:
        package = _read(data)
    except (zipfile.BadZipFile, etree.XMLSyntaxError) as fault:
        return [Fault("unreadable", f"the file cannot be read: {fault}")]
    if "word/document.xml" not in package.trees:
        return [Fault("unreadable", "the file has no main document")]
    found = [*_parts(package), *_properties(package), *_styles(package), *_numbering(package), *_fonts(package)]
    for name, tree in package.trees.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            found += word_order.faults(tree)
    for name, tree in package.stories.items():
        found += word_text.faults(tree, body=name == "word/document.xml")
    return [*found, *_bookmarks(package), *_notes(package), *_drawings(package)]


def _read(data: bytes) -> Package:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        blobs = {name: archive.read(name) for name in archive.namelist()}
    trees = {name: etree.fromstring(blob) for name, blob in blobs.items() if name.endswith((".xml", ".rels"))}
    return Package(blobs, trees)


def _parts(package: Package) -> Iterator[Fault]:
    """Yield parts without a type, relationships that lead nowhere, and ids that are none (part 2, 8 and 9)."""
    types = package.trees.get("[Content_Types].xml")
    said = [] if types is None else list(types)
    suffixes = {each.get("Extension") for each in said if each.tag == f"{_TYPES}Default"}
    names = {each.get("PartName", "").lstrip("/") for each in said if each.tag == f"{_TYPES}Override"}
    for name in package.blobs:
        if name not in names and name.rpartition(".")[2] not in suffixes and name != "[Content_Types].xml":
            yield Fault("content-type", f"the part {name} has no content type")
    for name in sorted(names - set(package.blobs)):
        yield Fault("content-type", f"a content type is said of {name}, which is not there")
    for name, tree in package.trees.items():
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            for each in tree.iter(f"{_RELATIONSHIPS}Relationship"):
                target = each.get("Target", "")
                place = target.lstrip("/") if target.startswith("/") else posixpath.join(base, target)
                if each.get("TargetMode") != "External" and posixpath.normpath(place) not in package.blobs:
                    yield Fault("relationship", f"{name} leads to {target}, which is not there")
        else:
            ids = package.relations(name)
            for node in tree.iter(etree.Element):
                for key, value in node.attrib.items():
                    if key.startswith(R) and value not in ids:
                        yield Fault("relationship", f"{name} refers to the relationship {value}, which it has not")


def _properties(package: Package) -> Iterator[Fault]:
    """Yield what the file does not say of itself, and what would make Word ask on opening."""
    core = package.trees.get("docProps/core.xml")
    for name in ("title", "language"):
        if core is None or not core.findtext(f"{_DC}{name}"):
            yield Fault(name, f"the file does not say its {name}")
    settings = package.trees.get("word/settings.xml")
    if settings is not None and settings.find(f"{W}updateFields") is not None:
        yield Fault("prompt", "Word would ask on opening whether to update the fields")
    sheet = package.trees.get("word/styles.xml")
    if sheet is None or sheet.find(f"{W}docDefaults//{W}lang") is None:
        yield Fault("language", "the text has no language")


def _styles(package: Package) -> Iterator[Fault]:
    """Yield styles that are referred to and not there, or are of another kind (17.7.4.17)."""
    sheet = package.trees.get("word/styles.xml")
    if sheet is None:
        yield Fault("style", "the file has no styles")
        return
    kinds: dict[str, str] = {}
    for style in sheet.iter(f"{W}style"):
        name = style.get(f"{W}styleId")
        if name in kinds:
            yield Fault("style", f"two styles have the id '{name}'")
        kinds[name] = style.get(f"{W}type")
    for style in sheet.iter(f"{W}style"):
        for tag in ("basedOn", "next", "link"):
            node = style.find(f"{W}{tag}")
            if node is not None and kinds.get(node.get(f"{W}val")) is None:
                yield Fault("style", f"'{style.get(f'{W}styleId')}' names the style '{node.get(f'{W}val')}' as {tag}")
    numbering = package.trees.get("word/numbering.xml")
    parts = [*package.stories.values(), *([] if numbering is None else [numbering])]
    wanted = {(tag, each.get(f"{W}val")) for part in parts for tag in _REFERENCES for each in part.iter(f"{W}{tag}")}
    for tag, name in sorted(wanted):
        if kinds.get(name) != _REFERENCES[tag]:
            yield Fault("style", f"there is no {_REFERENCES[tag]} style '{name}'")


def _numbering(package: Package) -> Iterator[Fault]:
    """Yield lists that are used and not there, and an order of the part at which Word drops them (17.9.17)."""
    part = package.trees.get("word/numbering.xml")
    defined = {} if part is None else {each.get(f"{W}numId"): each for each in part.iter(f"{W}num")}
    if part is not None:
        kinds = [etree.QName(each).localname for each in part]
        if kinds != sorted(kinds, key=("numPicBullet", "abstractNum", "num", "numIdMacAtCleanup").index):
            yield Fault("numbering", "a definition of lists stands behind a list: Word drops the bullets")
        abstracts = {each.get(f"{W}abstractNumId") for each in part.iter(f"{W}abstractNum")}
        for name, each in defined.items():
            if each.find(f"{W}abstractNumId").get(f"{W}val") not in abstracts:
                yield Fault("numbering", f"the list {name} has no definition")
        if len(defined) != len(list(part.iter(f"{W}num"))):
            yield Fault("numbering", "two lists have one number")
    sheet = package.trees.get("word/styles.xml")
    parts = [*package.stories.values(), *([] if sheet is None else [sheet])]
    used = {each.get(f"{W}val") for part in parts for each in part.iter(f"{W}numId")} - {"0"}
    for name in sorted(used - set(defined)):
        yield Fault("numbering", f"there is no list {name}")
    levels = {each.get(f"{W}val", "") for part in parts for each in part.iter(f"{W}ilvl")}
    for level in sorted(levels - set("012345678")):  # 17.9.3
        yield Fault("numbering", f"a list has no level {level}")


def _fonts(package: Package) -> Iterator[Fault]:
    """Yield embedded fonts that their key does not open (17.8.1)."""
    table = package.trees.get("word/fontTable.xml")
    relations = package.relations("word/fontTable.xml")
    for node in () if table is None else table.iter(etree.Element):
        key, relation = node.get(f"{W}fontKey"), relations.get(node.get(f"{R}id"))
        if key is None or relation is None:
            continue
        data = bytearray(package.blobs.get(f"word/{relation.get('Target')}", b"")[:32])
        mask = bytes.fromhex(re.sub(r"[{}-]", "", key))[::-1]
        if bytes(each ^ mask[place % 16] for place, each in enumerate(data))[:4] not in _SFNT:
            yield Fault("font", f"the embedded font '{node.getparent().get(f'{W}name')}' does not open with its key")


def _bookmarks(package: Package) -> Iterator[Fault]:
    """Yield bookmarks that do not end or have one name, and what leads to none (17.13.6.2)."""
    names: list[str] = []
    for tree in package.stories.values():
        starts = [each.get(f"{W}id") for each in tree.iter(f"{W}bookmarkStart")]
        ends = [each.get(f"{W}id") for each in tree.iter(f"{W}bookmarkEnd")]
        if sorted(starts) != sorted(ends):
            yield Fault("bookmark", f"bookmarks begin and do not end: {', '.join(sorted(set(starts) ^ set(ends)))}")
        if len(set(starts)) < len(starts):
            yield Fault("bookmark", "two bookmarks have one id")
        names += [each.get(f"{W}name") for each in tree.iter(f"{W}bookmarkStart")]
    for name in sorted({each for each in names if names.count(each) > 1}):
        yield Fault("bookmark", f"two bookmarks are called '{name}'")
    for name in names:
        if not re.fullmatch(r"[^\W\d]\w{0,39}", name):
            yield Fault("bookmark", f"Word does not take '{name}' for a bookmark's name")
    for tree in package.stories.values():
        for name in sorted(word_text.targets(tree) - set(names)):
            yield Fault("anchor", f"nothing is called '{name}', to which a link or a field leads")


def _notes(package: Package) -> Iterator[Fault]:
    """Yield notes that are called and not there, or there and not called (17.11)."""
    for kind in ("footnote", "endnote"):
        part = package.trees.get(f"word/{kind}s.xml")
        there = [] if part is None else [each.get(f"{W}id") for each in part if each.get(f"{W}type") is None]
        called = [
            each.get(f"{W}id") for tree in package.stories.values() for each in tree.iter(f"{W}{kind}Reference")
        ]
        if sorted(there) != sorted(called):
            yield Fault("note", f"{kind}s that are called and {kind}s that are there are not the same")


def _drawings(package: Package) -> Iterator[Fault]:
    """Yield pictures without words (ISO 14289-1's rule, for Word), and numbers of pictures that occur twice."""
    numbers: list[str] = []
    for tree in package.stories.values():
        for node in tree.iter("{*}docPr"):
            numbers.append(node.get("id"))
            behind = node.getparent().get("behindDoc") == "1"
            decorative = any(etree.QName(each).localname == "decorative" for each in known(node.iter()))
            if not (node.get("descr") or behind or decorative):
                yield Fault("alt", f"the picture '{node.get('name')}' has no alternative text")
    for number in sorted({each for each in numbers if numbers.count(each) > 1}):
        yield Fault("picture", f"two pictures have the number {number}")
