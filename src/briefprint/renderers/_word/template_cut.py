"""What is cut out of a template's text: what leads beyond the file, and the fields that would fetch or run."""

from __future__ import annotations

from briefprint.renderers._word.template_fields import dissolve, fields
from briefprint.renderers._word.xml import NAMESPACES, Element, el, qualified

_R = f"{{{NAMESPACES['r']}}}"
_UNWRAPPED = {qualified("w:hyperlink"), qualified("w:smartTag")}  # their content stays
# A picture, and what holds it in a run, goes as a whole.
_HELD_IN = {qualified("w:drawing"), qualified("w:pict"), qualified("w:object")}
_OFFICE_RELID = f"{{{NAMESPACES['o']}}}relid"
_ACTING = ("INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD",
           "MACROBUTTON")  # fmt: skip


def without(tree: Element, relationship: str) -> None:
    """Cut out whatever refers to a relationship that is no more."""
    for node in list(tree.iter()):
        if not isinstance(node.tag, str):
            continue
        for key, value in list(node.attrib.items()):
            if value == relationship and (key.startswith(_R) or key == _OFFICE_RELID):
                del node.attrib[key]
                _cut(node, key)


def _cut(node: Element, key: str) -> None:
    if node.tag in _UNWRAPPED:
        unwrap(node)
        return
    if key == f"{_R}link" and node.get(f"{_R}embed"):
        return  # a picture that the file holds as well
    if node.tag in (qualified("a:hlinkClick"), qualified("asvg:svgBlip")):
        remove(node)
        return
    held = next((each for each in (node, *node.iterancestors()) if each.tag in _HELD_IN), None)
    remove(held if held is not None else node)


def remove(node: Element) -> None:
    """Take an element out; a cell it stood in alone keeps a paragraph (ECMA-376 17.4.65)."""
    parent = node.getparent()
    if parent is None:
        return
    parent.remove(node)
    if parent.tag == qualified("w:tc") and (not len(parent) or parent[-1].tag != qualified("w:p")):
        parent.append(el("w:p"))


def unwrap(node: Element) -> None:
    """Put an element's children in its place."""
    parent = node.getparent()
    place = parent.index(node)
    parent[place : place + 1] = list(node)


def acting_fields(tree: Element) -> list[str]:
    """Make plain text of the fields that would fetch something or run it; return what they are called."""
    found = []
    for field in fields(tree):
        kind = field.code.split()[0].upper() if field.code.split() else ""
        if kind in _ACTING:
            dissolve(field)
            found.append(kind)
    return found
