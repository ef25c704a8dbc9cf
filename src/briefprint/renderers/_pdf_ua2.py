"""What PDF/UA-2 asks of the tag tree beyond PDF/UA-1 (ISO 14289-2): types of PDF 2.0, and links to elements.

An element without a namespace is of the standard structure types of PDF 1.7 (ISO 32000-2, 14.8.6.1), which PDF/UA-2
lets stand beside those of PDF 2.0: so only what is new there is put into its namespace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf

from briefprint.renderers._pdf_places import read

NAMESPACE = "http://iso.org/pdf2/ssn"
_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
_ENDNOTE = "endnote"


def finish(pdf: Any, made: Iterable[tuple[Any, Any]], named: dict[str, Any]) -> None:
    """Give a tag tree that is right by PDF/UA-1 what PDF/UA-2 asks for.

    ``made`` are its elements, each with the element of the galley that it stands for; ``named`` those that a link can
    lead to, by the names of the places.
    """
    objects = {each.reference: each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.number}
    root = objects[pdf.catalog["StructTreeRoot"]]
    tree = [element for element, _ in read(root, objects)]
    namespace = _namespace(pdf, root, tree[0])
    headings = [element for element in tree if element["S"] in _HEADINGS]
    _title(headings, namespace)
    sources = {element.reference: source for element, source in reversed(list(made))}
    _number(tree, sources, objects)
    _note(tree, sources, namespace)
    _join_captions(tree, objects)
    _lead(pdf, named, headings, objects)
    _refer(tree, objects)


def _namespace(pdf: Any, root: Any, document: Any) -> bytes:
    """Return the namespace of PDF 2.0, in which the document's own element is (ISO 14289-2, 8.2.1)."""
    made = pydyf.Dictionary({"Type": "/Namespace", "NS": pydyf.String(NAMESPACE)})
    pdf.add_object(made)
    root["Namespaces"] = pydyf.Array([made.reference])
    document["NS"] = made.reference
    return bytes(made.reference)


def _title(headings: list[Any], namespace: bytes) -> None:
    """Make the headline the title, which is no heading of a part (ISO 32000-2, 14.8.4.3): the heads move up."""
    for element in headings:
        if element["S"] == "/H1":
            element["S"], element["NS"] = "/Title", namespace
        else:
            element["S"] = _HEADINGS[_HEADINGS.index(element["S"]) - 1]


def _number(tree: list[Any], sources: dict[Any, Any], objects: dict[Any, Any]) -> None:
    """Say of each list whose items have labels what they are (ISO 14289-2, 8.2.5.25)."""
    for element in tree:
        items = [item for item in _kids(element, objects) if item.get("S") == "/LI"]
        labelled = any(kid.get("S") == "/Lbl" for item in items for kid in _kids(item, objects))
        if element["S"] == "/L" and labelled and element["A"]["ListNumbering"] == "/None":
            terms = sources[element.reference].tag == "dl"
            element["A"]["ListNumbering"] = "/Description" if terms else "/Unordered"


def _note(tree: list[Any], sources: dict[Any, Any], namespace: bytes) -> None:
    """Make notes those of PDF 2.0 (ISO 32000-2, 14.8.4.7.2)."""
    for element in tree:
        if element["S"] == "/Note":
            source = sources[element.reference]
            kind = "Endnote" if _ENDNOTE in source.get("class", "").split() else "Footnote"
            element["S"], element["NS"] = "/FENote", namespace
            element["A"] = pydyf.Dictionary({"O": "/FENote", "NoteType": f"/{kind}"})


def _join_captions(tree: list[Any], objects: dict[Any, Any]) -> None:
    """Put a figure and its caption into one figure (ISO 14289-2, 8.2.5.21): what they stand in becomes it."""
    for group in tree:
        if group["S"] != "/Div" or not any(kid.get("S") == "/Caption" for kid in _kids(group, objects)):
            continue
        figures = [element for element, _ in read(group, objects) if element["S"] == "/Figure"]
        if len(figures) == 1:
            (figure,) = figures
            group["S"], figure["S"] = "/Figure", "/NonStruct"
            for key in ("Alt", "A"):
                if key in figure:
                    group[key] = figure.pop(key)


def _lead(pdf: Any, named: dict[str, Any], headings: list[Any], objects: dict[Any, Any]) -> None:
    """Let what leads to a place of the document lead to the element there (ISO 14289-2, 8.8)."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    places = {name.string: place for name, place in zip(names[::2], names[1::2], strict=True)}
    for at in range(0, len(names), 2):
        if (name := names[at].string) in named:
            names[at + 1] = pydyf.Dictionary({"D": places[name], "SD": _to(named[name], places[name])})
    for annotation in (each for each in objects.values() if each.get("Subtype") == "/Link" and "Dest" in each):
        if (name := annotation["Dest"].string) in named:
            del annotation["Dest"]
            annotation["A"] = _action(named[name], places[name])
    waiting = iter(headings)
    for line in (each for each in objects.values() if "Title" in each and "Dest" in each):
        line["A"] = _action(next(waiting, headings[-1]), line.pop("Dest"))


def _refer(tree: list[Any], objects: dict[Any, Any]) -> None:
    """Let entries of the contents refer to what they lead to, and notes and their calls to each other.

    ISO 14289-2, 8.2.5.8 and 8.2.5.14.
    """
    for element in (each for each in tree if each["S"] in ("/TOCI", "/Reference")):
        within = [element, *(each for each, _ in read(element, objects))]
        held = [objects[kid["Obj"]] for each in within for kid in _kids(each, objects) if kid.get("Type") == "/OBJR"]
        targets = [objects[each["A"]["SD"][0]] for each in held if "SD" in each.get("A", {})]
        for target in targets:
            if target["S"] == "/FENote":
                target["Ref"] = pydyf.Array([*target.get("Ref", []), element.reference])
            elif element["S"] == "/Reference":
                continue
            element["Ref"] = pydyf.Array([*element.get("Ref", []), target.reference])


def _kids(element: Any, objects: dict[Any, Any]) -> Iterator[Any]:
    """Yield what is within an element, but for the numbers of marked content."""
    for kid in element["K"]:
        found = objects.get(kid) if isinstance(kid, bytes) else kid
        if isinstance(found, pydyf.Dictionary):
            yield found


def _to(element: Any, place: Any) -> Any:
    """Return a place in an element, as it is given on a page (ISO 32000-2, 12.3.2.3)."""
    return pydyf.Array([element.reference, *place[1:]])


def _action(element: Any, place: Any) -> Any:
    return pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": place, "SD": _to(element, place)})
