"""What PDF/UA-2 asks of the tag tree beyond PDF/UA-1 (ISO 14289-2): types of PDF 2.0, and links to elements.

An element without a namespace is of the standard structure types of PDF 1.7 (ISO 32000-2, 14.8.6.1), which PDF/UA-2 lets
stand beside those of PDF 2.0: so only what is new there is put into its namespace.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from briefprint.renderers._pdf_tags import Record

_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def finish(pdf: Any, record: Record) -> None:
    """Give a tag tree that is right by PDF/UA-1 what PDF/UA-2 asks for."""
    objects = {each.reference: each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.number}
    root = objects[pdf.catalog["StructTreeRoot"]]
    tree = list(_reached(root, objects))
    (namespace,) = root["Namespaces"]
    _title(tree, namespace)
    _note(record, tree, namespace)
    _join_captions(tree, objects)
    _lead(pdf, record, tree, objects)


def _reached(root: Any, objects: dict[Any, Any]) -> Iterator[Any]:
    """Yield the structure elements under one, in the order in which they are read."""
    waiting = list(reversed(root["K"]))
    while waiting:
        kid = waiting.pop()
        element = objects.get(kid) if isinstance(kid, bytes) else None
        if element is not None and element.get("Type") == "/StructElem":
            yield element
            waiting += reversed(element["K"])


def _title(tree: list[Any], namespace: bytes) -> None:
    """Make the headline the title, which is no heading of a part (ISO 32000-2, 14.8.4.3): the heads move up."""
    for element in tree:
        if element["S"] == "/H1":
            element["S"], element["NS"] = "/Title", namespace
        elif element["S"] in _HEADINGS:
            element["S"] = _HEADINGS[_HEADINGS.index(element["S"]) - 1]


def _note(record: Record, tree: list[Any], namespace: bytes) -> None:
    """Make notes footnotes or endnotes that refer to their calls, and are referred to by them (ISO 14289-2, 8.2.5.14)."""
    alive = {element.reference for element in tree}
    calls: dict[Any, Any] = {}  # by the HTML element of a note that floats out of its call, or by the id of one that does not
    notes: list[tuple[Any, Any]] = []
    for element, box in record.made:
        if element.reference not in alive or box.element is None:
            continue
        if element["S"] == "/Reference":
            target = next((each.get("href") for each in box.element.iter("a")), None)
            calls.setdefault(target[1:] if target else box.element, element)
        elif element["S"] == "/Note":
            notes.append((element, box.element))
    for element, source in notes:
        kind = "Endnote" if "endnote" in (source.get("class") or "").split() else "Footnote"
        element["S"], element["NS"] = "/FENote", namespace
        element["A"] = pydyf.Dictionary({"O": "/FENote", "NoteType": f"/{kind}"})
        call = calls.get(source.get("id"), calls.get(source))
        if call is not None:
            call["Ref"] = pydyf.Array([element.reference])
            element["Ref"] = pydyf.Array([call.reference])


def _join_captions(tree: list[Any], objects: dict[Any, Any]) -> None:
    """Put a figure and its caption into one figure (ISO 14289-2, 8.2.5.21): what they stand in becomes it."""
    for group in tree:
        kids = [objects[kid] for kid in group["K"] if isinstance(kid, bytes) and kid in objects]
        if group["S"] != "/Div" or not any(kid.get("S") == "/Caption" for kid in kids):
            continue
        figures = [each for each in _reached(group, objects) if each["S"] == "/Figure"]
        if len(figures) == 1:
            (figure,) = figures
            group["S"], figure["S"] = "/Figure", "/NonStruct"
            for key in ("Alt", "A"):
                if key in figure:
                    group[key] = figure.pop(key)


def _lead(pdf: Any, record: Record, tree: list[Any], objects: dict[Any, Any]) -> None:
    """Let what leads to a place of the document lead to the element there (ISO 14289-2, 8.8)."""
    alive = {element.reference for element in tree}
    by_id: dict[str, Any] = {}
    headings: list[Any] = []
    for element, box in record.made:
        if box.element is None or element.reference not in alive or box.element_tag != box.element.tag:
            continue
        if name := box.element.get("id"):
            by_id.setdefault(name, element)
        if box.bookmark_label:
            headings.append(element)
    places = _named(pdf)
    for name, place in places.items():
        if name in by_id:
            places[name] = pydyf.Dictionary({"D": place, "SD": _to(by_id[name], place)})
    named = pdf.catalog.get("Names", {}).get("Dests")
    if named is not None:
        named["Names"][1::2] = places.values()
    for annotation in (each for each in objects.values() if each.get("Subtype") == "/Link" and "Dest" in each):
        name = annotation.pop("Dest").string
        annotation["A"] = _action(by_id[name], _place(places[name]))
    lines = [each for each in objects.values() if "Title" in each and "Dest" in each]
    for line, heading in zip(lines, headings, strict=True):
        line["A"] = _action(heading, line.pop("Dest"))
    for entry in (each for each in tree if each["S"] == "/TOCI"):
        targets = [
            objects[objects[kid]["Obj"]]["A"]["SD"][0]
            for element in _reached(entry, objects)
            for kid in element["K"]
            if isinstance(kid, bytes) and objects.get(kid, {}).get("Type") == "/OBJR"
        ]
        if targets:
            entry["Ref"] = pydyf.Array(dict.fromkeys(targets))


def _named(pdf: Any) -> dict[str, Any]:
    """Return the places of the document that have names, with their names, in order."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    return {name.string: place for name, place in zip(names[::2], names[1::2], strict=True)}


def _place(named: Any) -> Any:
    return named["D"] if isinstance(named, pydyf.Dictionary) else named


def _to(element: Any, place: Any) -> Any:
    """Return a place in an element, as it is given on a page (ISO 32000-2, 12.3.2.3)."""
    return pydyf.Array([element.reference, *place[1:]])


def _action(element: Any, place: Any) -> Any:
    return pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": place, "SD": _to(element, place)})
