"""Elements of a Word file, built in one call each; whatever an author wrote is escaped by lxml."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

Element = Any  # lxml's element has no public type

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_MAPS = {prefix: {prefix: uri} for prefix, uri in NAMESPACES.items() if prefix != "xml"}
# What XML 1.0 has no way to write (2.2, Char).
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@functools.cache
def qualified(name: str) -> str:
    """Return lxml's name for 'w:p'."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


@functools.cache
def _attribute(prefix: str, key: str) -> str:
    """Return the name of an attribute: 'r_id' is r:id, 'val' of a w: element is w:val, of others plain."""
    before, _, local = key.partition("_")
    if local and before in NAMESPACES:
        return qualified(f"{before}:{local}")
    return qualified(f"w:{key}") if prefix == "w" else key


def el(tag: str, *children: Element | None, **attributes: str | int | None) -> Element:
    """Return an element with its children and attributes; what is None is left out."""
    prefix = tag.partition(":")[0]
    node = etree.Element(qualified(tag), None, _MAPS[prefix])
    for key, value in attributes.items():
        if value is not None:
            node.set(_attribute(prefix, key), value if isinstance(value, str) else str(value))
    for child in children:
        if child is not None:
            node.append(child)
    return node


def root(tag: str, *prefixes: str, children: Iterable[Element] = ()) -> Element:
    """Return a part's root element, which declares the namespaces of all that stands in it."""
    node = etree.Element(qualified(tag), None, {prefix: NAMESPACES[prefix] for prefix in prefixes})
    node.extend(children)
    return node


def flag(tag: str, on: bool) -> Element | None:
    """Return a switch that is on, or nothing."""
    return el(tag) if on else None


def switch(tag: str, on: bool) -> Element:
    """Return a switch that is said to be on or off, whatever a style before it says."""
    return el(tag) if on else el(tag, val="0")


def clean(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _IMPOSSIBLE.sub("", text)


def serialized(node: Element) -> bytes:
    """Return a part's bytes."""
    data: bytes = etree.tostring(node, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
