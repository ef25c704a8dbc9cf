"""The tag tree of a PDF, put right where WeasyPrint leaves it wrong (ISO 32000-1, 14.8; ISO 14289-1, 7).

WeasyPrint tags a box by its HTML element and offers no hook there, so ``recorded`` wraps one private function,
``weasyprint.pdf.tags._build_box_tree``; ``tests/test_pdf.py`` has a canary that fails when a new version moves it.
All that is done with the record happens in the public ``finisher``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.pdf import tags

from briefprint.renderers import _pdf_tables

_BY_CLASS = {
    "caption": "Caption", "footnote": "Note", "endnote": "Note", "note-call": "Reference", "note-number": "Lbl",
}  # fmt: skip
_BY_PSEUDO = {"::footnote-call": "Reference", "::footnote-marker": "Lbl"}
_WHOLE = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Note"}
_LIST_PARTS = ("/Lbl", "/LBody")
_NUMBERING = {"ol": "/Decimal", "ul": "/Disc", "dl": "/None"}


@dataclass(slots=True)
class Record:
    """Which structure element was made of which box."""

    made: list[tuple[Any, Any]] = field(default_factory=list)


@contextmanager
def recorded() -> Iterator[Record]:
    """Record the structure elements as WeasyPrint makes them."""
    build, record = tags._build_box_tree, Record()

    def recording(box: Any, *rest: Any) -> Iterator[Any]:
        for element in build(box, *rest):
            record.made.append((element, getattr(box, "_box", box)))
            yield element

    tags._build_box_tree = recording
    try:
        yield record
    finally:
        tags._build_box_tree = build


def finish(pdf: Any, record: Record) -> None:
    """Give every element its proper type and attributes."""
    objects = {each.reference: each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.number}
    initial = None
    for element, box in record.made:
        if box.element is None:
            continue
        pseudo = box.element_tag.removeprefix(str(box.element.tag)) if box.element_tag else ""
        classes = (box.element.attrib.get("class") or "").split()
        if pseudo:
            if pseudo in _BY_PSEUDO and element["S"] in ("/NonStruct", "/Span"):
                element["S"] = f"/{_BY_PSEUDO[pseudo]}"
            continue
        for name in classes:
            if name in _BY_CLASS and element["S"] in ("/Div", "/Span", "/NonStruct"):
                element["S"] = f"/{_BY_CLASS[name]}"
        if element["S"] == "/L":
            said = box.element.attrib.get("data-numbering")
            numbering = f"/{said}" if said else _NUMBERING.get(box.element_tag, "/None")
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        elif element["S"] == "/TH":
            element["A"]["Scope"] = "/Row" if box.element.attrib.get("scope") == "row" else "/Column"
        if "initial" in classes:
            initial = element
        elif "initial-word" in classes and initial is not None:
            _join(initial, element, box.element.attrib["data-word"], objects)
            initial = None
        lang = box.element.attrib.get("lang")
        if lang and box.element_tag not in ("html", "body"):
            element["Lang"] = pydyf.String(lang)
    _pdf_tables.joined(pdf, record.made, objects)
    _mend(record, objects)
    for element in list(objects.values()):
        if element.get("S") == "/LI":
            _gather_body(pdf, element, objects)
    _mark_artifacts(pdf, objects)


def _mend(record: Record, objects: dict[Any, Any]) -> None:
    """Make one element of the parts of a paragraph, a head or a note that a page or a column divides."""
    whole: dict[Any, Any] = {}
    notes = 0
    for element, box in record.made:
        if box.element is None or element["S"] not in _WHOLE or box.element_tag != box.element.tag:
            continue
        if box.element_tag in ("html", "body"):  # which pass on what is within them
            continue
        first = whole.setdefault(box.element, element)
        if first is element:
            if element["S"] == "/Note":
                notes += 1
                element["ID"] = pydyf.String(f"note-{notes}")
        elif element["P"] != first.reference:
            objects[element["P"]]["K"].remove(element.reference)
            for kid in element["K"]:
                objects[kid]["P"] = first.reference
            first["K"] += element["K"]


def _join(initial: Any, word: Any, said: str, objects: dict[Any, Any]) -> None:
    """Put the initial, which floats before its paragraph, into its word; that is said whole (14.9.4)."""
    objects[initial["P"]]["K"].remove(initial.reference)
    initial["P"] = word.reference
    word["K"].insert(0, initial.reference)
    word["ActualText"] = pydyf.String(said)


def _mark_artifacts(pdf: Any, objects: dict[Any, Any]) -> None:
    """Mark as artifacts what no element of the tree holds: running heads and folios (ISO 14289-1, 7.8)."""
    root = objects[pdf.catalog["StructTreeRoot"]]
    reached: set[Any] = set()
    waiting = list(root["K"])
    while waiting:
        reference = waiting.pop()
        if reference in reached or reference not in objects:
            continue
        reached.add(reference)
        kids = objects[reference].get("K")
        waiting += [kid for kid in kids if not isinstance(kid, int)] if isinstance(kids, list) else []
    numbers = objects[root["ParentTree"]]["Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    streams = {each.reference: each for each in pdf.objects if isinstance(each, pydyf.Stream) and each.number}
    for page in (each for each in objects.values() if each.get("Type") == "/Page"):
        elements = parents[page["StructParents"]]
        dead = {number for number, reference in enumerate(elements) if reference not in reached}
        for number in dead:
            elements[number] = "null"
        operations = streams[page["Contents"]].stream
        for place, operation in enumerate(operations):
            if operation == b"BDC" and isinstance(marks := operations[place - 1], dict) and marks.get("MCID") in dead:
                operations[place - 2] = "/Artifact"
                operations[place - 1] = pydyf.Dictionary({"Type": "/Pagination"})


def _gather_body(pdf: Any, item: Any, objects: dict[Any, Any]) -> None:
    """Put what is neither label nor body of a list item into its body (ISO 32000-1, table 336)."""
    loose = [kid for kid in item["K"] if _type(kid, objects) not in _LIST_PARTS]
    if not loose:
        return
    bodies = [kid for kid in item["K"] if _type(kid, objects) == "/LBody"]
    if bodies:
        body = objects[bodies[0]]
    else:
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array([]), "P": item.reference})
        pdf.add_object(body)
        objects[body.reference] = body
        if "Pg" in item:
            body["Pg"] = item["Pg"]
    order = [kid for kid in item["K"] if _type(kid, objects) != "/Lbl"]
    within: list[Any] = []
    for kid in order:
        if kid in bodies:
            within += objects[kid]["K"]
        else:
            within.append(kid)
    for kid in within:
        if kid in objects and objects[kid].get("Type") == "/StructElem":
            objects[kid]["P"] = body.reference
    body["K"] = pydyf.Array(within)
    labels = [kid for kid in item["K"] if _type(kid, objects) == "/Lbl"]
    item["K"] = pydyf.Array([*labels, body.reference])


def _type(kid: Any, objects: dict[Any, Any]) -> Any:
    return objects[kid].get("S") if kid in objects else None
