"""The Word file as a package: parts, relationships, and a zip whose bytes depend on nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from lxml import etree

from briefprint.renderers._word.xml import Element, serialized

RT = RELATIONSHIP_TYPE
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CONTENT_TYPES = {
    "document": f"{_WORD}document.main+xml",
    "styles": f"{_WORD}styles+xml",
    "numbering": f"{_WORD}numbering+xml",
    "settings": f"{_WORD}settings+xml",
    "fontTable": f"{_WORD}fontTable+xml",
    "footnotes": f"{_WORD}footnotes+xml",
    "endnotes": f"{_WORD}endnotes+xml",
    "header": f"{_WORD}header+xml",
    "footer": f"{_WORD}footer+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "core": "application/vnd.openxmlformats-package.core-properties+xml",
    "app": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "custom": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_BY_SUFFIX = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
}
_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"


class TreePart(Part):
    """A part whose element may still grow; it is written when the package is."""

    def __init__(self, name: str, content_type: str, tree: Element, package: Any) -> None:
        super().__init__(PackURI(name), content_type, b"", package)
        self.tree = tree

    @property
    def blob(self) -> bytes:
        return serialized(self.tree)


class Package:
    """A package under construction, its main document first."""

    def __init__(self, document: Element) -> None:
        self._opc: Any = OpcPackage()  # python-docx types parts for its own subclass only
        self.main = self.tree("/word/document.xml", "document", document)
        self._opc.relate_to(self.main, RT.OFFICE_DOCUMENT)

    @classmethod
    def around(cls, opc: Any, main: TreePart) -> Package:
        """Return a package that was read, whose parts are there already."""
        package = cls.__new__(cls)
        package._opc, package.main = opc, main
        return package

    def parts(self) -> list[Part]:
        """Return the parts that are related to, in the order of their names."""
        return sorted(self._opc.iter_parts(), key=lambda part: str(part.partname))

    @property
    def relationships(self) -> Any:
        """The package's own relationships."""
        return self._opc.rels

    def tree(self, name: str, kind: str, element: Element) -> TreePart:
        """Return a new part of XML, not yet related to anything."""
        return TreePart(name, CONTENT_TYPES[kind], element, self._opc)

    def blob(self, name: str, data: bytes) -> Part:
        """Return a new part of bytes; its suffix says what it is."""
        return Part(PackURI(name), _BY_SUFFIX[name.rpartition(".")[2]], data, self._opc)

    def add(self, name: str, kind: str, relationship: str, element: Element) -> TreePart:
        """Add a part that the main document refers to."""
        part = self.tree(name, kind, element)
        self.main.relate_to(part, relationship)
        return part

    def add_properties(self, name: str, kind: str, relationship: str, element: Element) -> None:
        """Add a part that the package refers to."""
        self._opc.relate_to(self.tree(name, kind, element), relationship)

    def trees(self) -> list[Element]:
        """Return the elements of the parts that may still grow."""
        return [part.tree for part in self._opc.iter_parts() if isinstance(part, TreePart)]

    def bytes(self) -> bytes:
        """Return the zip, its parts in a fixed order."""
        parts = sorted(self._opc.iter_parts(), key=lambda part: (part is not self.main, str(part.partname)))
        files: list[tuple[str, Any]] = [
            ("[Content_Types].xml", _content_types(parts)),
            (PACKAGE_URI.rels_uri.membername, self._opc.rels.xml),
        ]
        for part in parts:
            files.append((part.partname.membername, part.blob))
            if len(part.rels):
                files.append((part.partname.rels_uri.membername, part.rels.xml))
        return zipped(files)


def zipped(files: Iterable[tuple[str, Any]]) -> bytes:
    """Return a zip of files in their order, all of the first day a zip can name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, data)
    return out.getvalue()


def _content_types(parts: list[Part]) -> bytes:
    """Return the list of what each part is (ECMA-376 part 2, 10.1.2.2)."""
    suffixes = {"rels", "xml"} | {part.partname.ext for part in parts}
    types = etree.Element(f"{{{_TYPES_NAMESPACE}}}Types", None, {None: _TYPES_NAMESPACE})
    for suffix in sorted(suffixes & _BY_SUFFIX.keys()):
        etree.SubElement(types, "Default", Extension=suffix, ContentType=_BY_SUFFIX[suffix])
    for part in parts:
        if part.content_type != _BY_SUFFIX.get(part.partname.ext):
            etree.SubElement(types, "Override", PartName=str(part.partname), ContentType=part.content_type)
    return serialized(types)
