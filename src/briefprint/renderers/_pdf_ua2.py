"""What PDF/UA-2 asks of the tag tree beyond PDF/UA-1 (ISO 14289-2): types of PDF 2.0, and links to elements.

An element without a namespace is of the standard structure types of PDF 1.7 (ISO 32000-2, 14.8.6.1), which PDF/UA-2 lets
stand beside those of PDF 2.0: so only what is new there is put into its namespace.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pydyf

from briefprint.renderers._pdf_places import read

NAMESPACE = "http://iso.org/pdf2/ssn"
_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
_ENDNOTE = "endnote"


def finish(pdf: Any, made: Iterable[tuple[Any, Any]]) -> None:
    """Give a tag tree that is right by PDF/UA-1 what PDF/UA-2 asks for.

    ``made`` are its elements, each with the element of the galley that it was made of.
    """
    objects = {each.reference: each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.number}
    root = objects[pdf.catalog["StructTreeRoot"]]
    tree = [element for element, _ in read(root, objects)]
    alive = {element.reference for element in tree}
    sources = [(element, source) for element, source in made if element.reference in alive]
    namespace = _namespace(pdf, root, tree[0])
    headings = [element for element in tree if element["S"] in _HEADINGS]
    _title(headings, namespace)
    _number(sources, objects)
    _note(sources, namespace)
    _join_captions(tree, objects)
    _lead(pdf, sources, headings, objects)
    _refer(tree, objects)


def _namespace(pdf: Any, root: Any, document: Any) -> bytes:
    """Return the namespace of PDF 2.0, in which the document's own element is (ISO 14289-2, 8.2.1)."""
    if "Namespaces" not in root:
        made = pydyf.Dictionary({"Type": "/Namespace", "NS": pydyf.String(NAMESPACE)})
        pdf.add_object(made)
        root["Namespaces"] = pydyf.Array([made.reference])
    (namespace,) = root["Namespaces"]
    document["NS"] = namespace
    return bytes(namespace)


def _title(headings: list[Any], namespace: bytes) -> None:
    """Make the headline the title, which is no heading of a part (ISO 32000-2, 14.8.4.3): the heads move up."""
    for element in headings:
        if element["S"] == "/H1":
            element["S"], element["NS"] = "/Title", namespace
        else:
            element["S"] = _HEADINGS[_HEADINGS.index(element["S"]) - 1]


def _number(sources: list[tuple[Any, Any]], objects: dict[Any, Any]) -> None:
    """Say of each list whose items have labels what they are (ISO 14289-2, 8.2.5.25); code is a paragraph."""
    for element, source in sources:
        if element["S"] == "/NonStruct" and source.tag == "pre":
            element["S"] = "/P"
        if element["S"] != "/L":
            continue
        labelled = any(
            objects[kid].get("S") == "/Lbl"
            for item in element["K"]
            if objects[item].get("S") == "/LI"
            for kid in objects[item]["K"]
            if kid in objects
        )
        if labelled and element.get("A", {}).get("ListNumbering") == "/None":
            kind = {"dl": "/Description", "ol": "/Ordered"}.get(source.tag, "/Unordered")
            element["A"]["ListNumbering"] = kind


def _note(sources: list[tuple[Any, Any]], namespace: bytes) -> None:
    """Make notes those of PDF 2.0; each refers to its calls, and they to it (ISO 14289-2, 8.2.5.14)."""
    calls: dict[Any, list[Any]] = {}  # by the galley's element of a note, or by its id where it stands elsewhere
    for element, source in sources:
        if element["S"] == "/Reference":
            links = [each.get("href", "")[1:] for each in source.iter("a")]
            calls.setdefault(links[0] if links and source.tag == "sup" else source, []).append(element)
    for element, source in sources:
        if element["S"] != "/Note":
            continue
        kind = "Endnote" if _ENDNOTE in source.get("class", "").split() else "Footnote"
        element["S"], element["NS"] = "/FENote", namespace
        element["A"] = pydyf.Dictionary({"O": "/FENote", "NoteType": f"/{kind}"})
        called = [*calls.get(source, []), *calls.get(source.get("id"), [])]
        for call in called:
            call["Ref"] = pydyf.Array([element.reference])
        if called:
            element["Ref"] = pydyf.Array([call.reference for call in called])


def _join_captions(tree: list[Any], objects: dict[Any, Any]) -> None:
    """Put a figure and its caption into one figure (ISO 14289-2, 8.2.5.21): what they stand in becomes it."""
    for group in tree:
        kids = [objects[kid] for kid in group["K"] if isinstance(kid, bytes) and kid in objects]
        if group["S"] != "/Div" or not any(kid.get("S") == "/Caption" for kid in kids):
            continue
        figures = [element for element, _ in read(group, objects) if element["S"] == "/Figure"]
        if len(figures) == 1:
            (figure,) = figures
            group["S"], figure["S"] = "/Figure", "/NonStruct"
            for key in ("Alt", "A"):
                if key in figure:
                    group[key] = figure.pop(key)


def _lead(pdf: Any, sources: list[tuple[Any, Any]], headings: list[Any], objects: dict[Any, Any]) -> None:
    """Let what leads to a place of the document lead to the element there (ISO 14289-2, 8.8)."""
    by_id: dict[str, Any] = {}
    for element, source in sources:
        if name := source.get("id"):
            by_id.setdefault(name, element)
    named = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    places = {name.string: place for name, place in zip(named[::2], named[1::2], strict=True)}
    for at in range(0, len(named), 2):
        if (name := named[at].string) in by_id:
            named[at + 1] = pydyf.Dictionary({"D": places[name], "SD": _to(by_id[name], places[name])})
    for annotation in (each for each in objects.values() if each.get("Subtype") == "/Link" and "Dest" in each):
        if (name := annotation["Dest"].string) in by_id:
            del annotation["Dest"]
            annotation["A"] = _action(by_id[name], places[name])
    waiting = iter(headings)
    for line in (each for each in objects.values() if "Title" in each and "Dest" in each):
        # A head over two pages is one element and two lines; both lead to it.
        heading = next(waiting, headings[-1])
        line["A"] = _action(heading, line.pop("Dest"))


def _refer(tree: list[Any], objects: dict[Any, Any]) -> None:
    """Let each entry of the contents refer to what it leads to (ISO 14289-2, 8.2.5.8)."""
    for entry in (each for each in tree if each["S"] == "/TOCI"):
        held = [kid for element, _ in [(entry, None), *read(entry, objects)] for kid in element["K"]]
        found = [
            kid if isinstance(kid, pydyf.Dictionary) else objects.get(kid, {})
            for kid in held
            if kid in objects or isinstance(kid, pydyf.Dictionary)
        ]
        annotations = [objects[each["Obj"]] for each in found if each.get("Type") == "/OBJR"]
        targets = [each["A"]["SD"][0] for each in annotations if "SD" in each.get("A", {})]
        if targets:
            entry["Ref"] = pydyf.Array(dict.fromkeys(targets))


def _to(element: Any, place: Any) -> Any:
    """Return a place in an element, as it is given on a page (ISO 32000-2, 12.3.2.3)."""
    return pydyf.Array([element.reference, *place[1:]])


def _action(element: Any, place: Any) -> Any:
    return pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": place, "SD": _to(element, place)})
