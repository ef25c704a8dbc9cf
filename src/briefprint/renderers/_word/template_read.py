"""A Word file that another program wrote, opened with care: nothing of it is run, fetched or believed.

What is read is a package of ECMA-376 part 2: a zip whose parts are named in ``[Content_Types].xml`` and lead to one
another by relationships. What would reach beyond the file, or act in it, is left out and named: relationships to
other places (but for links that a reader follows), macros, controls, data of other programs, signatures.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers._word.package import CONTENT_TYPES, RT, Package, TreePart
from briefprint.renderers._word.template_cut import without
from briefprint.renderers._word.xml import Element

MOST_BYTES = 64 * 2**20  # of the file
MOST_UNPACKED = 256 * 2**20  # of all its parts
MOST_PARTS = 4000
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")  # a file of [MS-CFB]: an old Word file, or one under a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream that holds it ([MS-OFFCRYPTO], 2.3.4.4)
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STRICT = "http://purl.oclc.org/ooxml/"
_LINKS = ("http", "https", "mailto", "tel")
_MAIN = (
    CONTENT_TYPES["document"],
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
# What a relationship's type ends in, and what is said of it when it is left out.
_LEFT_OUT = {
    "vbaProject": "macros",
    "wordVbaData": "macros",
    "attachedToolbars": "toolbars",
    "keyMapCustomizations": "keyboard shortcuts",
    "extensibility": "buttons in Word's ribbon",
    "webextensiontaskpanes": "web add-ins",
    "control": "ActiveX controls",
    "aFChunk": "files of other formats",
    "subDocument": "other documents",
    "mailMergeSource": "a data source",
    "mailMergeHeaderSource": "a data source",
    "recipientData": "a data source",
    "origin": "a digital signature, which holds for the template alone",
    "thumbnail": "",
    "printerSettings": "",
}


@dataclass(slots=True)
class Opened:
    """A template: its package, and what was left out of it."""

    name: str
    package: Package
    left_out: dict[str, None] = field(default_factory=dict)  # in the order in which it was met
    remote: dict[str, None] = field(default_factory=dict)  # addresses

    def part(self, relationship: str) -> TreePart | None:
        """Return the part of XML that the main document has by a kind of relationship."""
        rels = self.package.main.rels.values()
        found = (rel.target_part for rel in rels if rel.reltype == relationship and not rel.is_external)
        return next((each for each in found if isinstance(each, TreePart)), None)

    def theme(self) -> Element | None:
        """Return its theme."""
        part = self.part(RT.THEME)
        return None if part is None else part.tree

    def stories(self) -> list[TreePart]:
        """Return the main document, then its heads, feet and notes: the parts that hold text."""
        kinds = (RT.HEADER, RT.FOOTER, RT.FOOTNOTES, RT.ENDNOTES)
        rels = [rel for rel in self.package.main.rels.values() if rel.reltype in kinds and not rel.is_external]
        parts = {str(rel.target_part.partname): rel.target_part for rel in rels}
        return [self.package.main, *(part for _, part in sorted(parts.items()) if isinstance(part, TreePart))]

    def running(self, relationship: str) -> list[TreePart]:
        """Return its heads, or its feet."""
        rels = [rel for rel in self.package.main.rels.values() if rel.reltype == relationship and not rel.is_external]
        return [rel.target_part for rel in rels if isinstance(rel.target_part, TreePart)]


def fail(name: str, message: str, hint: str | None = None) -> NoReturn:
    """Raise RenderError for a template that cannot be used."""
    raise RenderError([Diagnostic(message, name, hint=hint)])


def opened(path: Path) -> Opened:
    """Return a template, read. Raises RenderError for a file that is none."""
    name = path.as_posix()
    files = _unpacked(name, _bytes(name, path))
    return _Reader(name, files).opened()


# --- the file -------------------------------------------------------------------------------------------


def _bytes(name: str, path: Path) -> bytes:
    try:
        if path.is_dir():
            fail(name, "the template is a folder", "name a Word file (.docx, .dotx)")
        if path.stat().st_size > MOST_BYTES:
            fail(name, f"the template is larger than {MOST_BYTES // 2**20} MB", "make its pictures smaller")
        return path.read_bytes()
    except OSError as fault:
        fail(name, f"the template cannot be read: {(fault.strerror or str(fault)).lower()}")
    except ValueError:  # a name that no file can have
        fail(name, "the template cannot be read: there is no file of such a name")


def _unpacked(name: str, data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by their names in lower case: case does not tell them apart (ECMA-376 2, 6.2)."""
    save = "open it in Word and save it as a Word document (.docx)"
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            fail(name, "the template is under a password", "save it without one")
        fail(name, "the template is an old Word file (.doc, .dot)", save)
    files: dict[str, bytes] = {}
    room = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS:
                fail(name, f"the template has more than {MOST_PARTS} parts", save)
            for entry in entries:
                if entry.flag_bits & 0x1:
                    fail(name, "the template is under a password", "save it without one")
                with archive.open(entry) as file:  # what the list says of its size may not be so
                    held = file.read(room + 1)
                room -= len(held)
                if room < 0:
                    fail(name, f"the template unpacks to more than {MOST_UNPACKED // 2**20} MB", save)
                files[f"/{unquote(entry.filename)}".lower()] = held
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        fail(name, "the template is no Word file, or a damaged one", save)
    if "/[content_types].xml" not in files:
        fail(name, "the template is no Word file, or a damaged one", save)
    return files


def _parsed(name: str, part: str, data: bytes) -> Element:
    """Return a part's element; one that declares a type or entities is refused (ECMA-376 part 2, 8.1.4)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        fail(name, f"the template is damaged: '{part}' is no XML ({str(fault).splitlines()[0][:80]})")
    if tree.getroottree().docinfo.doctype:
        fail(name, f"the template is no Word file: '{part}' declares a document type")
    return tree


# --- the package ----------------------------------------------------------------------------------------


class _Reader:
    """The parts of a package while they are told apart and joined."""

    def __init__(self, name: str, files: dict[str, bytes]) -> None:
        self.name, self.files = name, files
        self.types: dict[str, str] = {}
        self.suffixes: dict[str, str] = {}
        for node in _parsed(name, "[Content_Types].xml", files["/[content_types].xml"]):
            if node.tag == f"{_TYPES}Default":
                self.suffixes[node.get("Extension", "").lower()] = node.get("ContentType", "")
            elif node.tag == f"{_TYPES}Override":
                self.types[node.get("PartName", "").lower()] = node.get("ContentType", "")
        self.opc: Any = OpcPackage()
        self.parts: dict[str, Part] = {}
        self.found: Opened | None = None
        self.left_out: dict[str, None] = {}
        self.remote: dict[str, None] = {}

    def opened(self) -> Opened:
        self._relate(self.opc, "/", "/_rels/.rels", None)
        mains = [rel for rel in self.opc.rels.values() if rel.reltype == RT.OFFICE_DOCUMENT]
        main = mains[0].target_part if mains else None
        if not isinstance(main, TreePart) or main.content_type not in _MAIN:
            fail(self.name, "the template is no Word file", "name a Word file (.docx, .dotx)")
        if etree.QName(main.tree).namespace.startswith(_STRICT):
            self._strict()
        main._content_type = CONTENT_TYPES["document"]
        return Opened(self.name, Package.around(self.opc, main), self.left_out, self.remote)

    def _strict(self) -> NoReturn:
        fail(
            self.name,
            "the template is a Strict Open XML file",
            "save it in Word as 'Word Document (.docx)', not as 'Strict Open XML Document'",
        )

    def _part(self, key: str, name: str) -> Part:
        """Return a part, and with it those that it leads to."""
        kind = self.types.get(key) or self.suffixes.get(key.rpartition(".")[2], "application/octet-stream")
        data = self.files[key]
        if kind.endswith("xml"):
            tree = _parsed(self.name, name.strip("/"), data)
            part: Part = TreePart(name, kind, tree, self.opc)
        else:
            tree, part = None, Part(PackURI(name), kind, data, self.opc)
        self.parts[key] = part
        folder, _, own = key.rpartition("/")
        self._relate(part, name, f"{folder}/_rels/{own}.rels", tree)
        return part

    def _relate(self, source: Any, name: str, file: str, tree: Element | None) -> None:
        """Add what a part is related to; what is left out is cut from its text too."""
        if file not in self.files:
            return
        for node in _parsed(self.name, file.strip("/"), self.files[file]).iter(f"{_RELATIONSHIPS}Relationship"):
            number, kind, target = node.get("Id", ""), node.get("Type", ""), node.get("Target", "")
            if kind.startswith(_STRICT):
                self._strict()
            remote = node.get("TargetMode") == "External"
            if remote and kind == RT.HYPERLINK and _harmless(target):
                source.rels.add_relationship(kind, target, number, is_external=True)
                continue
            reason = _LEFT_OUT.get(kind.rpartition("/")[2])
            key = "" if remote else _key(name, target)
            if remote:
                self.remote[target] = None
            elif reason is not None:
                self.left_out |= {reason: None} if reason else {}
            elif key in self.files:
                part = self.parts.get(key) or self._part(key, self._name(name, target))
                source.rels.add_relationship(kind, part, number)
                continue
            else:
                self.left_out[f"'{target}', which is not in it"] = None
            if tree is not None:
                without(tree, number)

    @staticmethod
    def _name(source: str, target: str) -> str:
        return _joined(source, target)


def _joined(source: str, target: str) -> str:
    """Return a part's name from what a relationship calls it (ECMA-376 part 2, 6.2.3)."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), path))


def _key(source: str, target: str) -> str:
    return _joined(source, target).lower()


def _harmless(target: str) -> bool:
    """Return whether a link leads where a reader's browser or mail goes, on a click."""
    try:
        return urlsplit(target).scheme.lower() in _LINKS or target.startswith("#")
    except ValueError:
        return False
