"""Links of a PDF: one annotation for each line of a link, one element for all of it (ISO 32000-1, 14.8.4.4.2).

WeasyPrint makes an annotation of every box within a link, and an element of every line of it. A screen reader would
read each as a link of its own, and call it by the name of its target.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pydyf

Made = Iterable[tuple[Any, Any]]  # structure elements and the boxes they were made of


def outermost(links: list[Any]) -> list[Any]:
    """Return a page's links without those of what stands within a link, which lies in its place already."""
    return [each for each in links if each[3].element_tag == "a"]


def finish(pdf: Any, made: Made, objects: dict[Any, Any]) -> None:
    """Make one element of the parts of each link, and describe it in its own words (ISO 14289-1, 7.18.5)."""
    first: dict[Any, Any] = {}
    moved: dict[Any, Any] = {}
    for element, box in made:
        if box.element is None:
            continue
        if box.element_tag == "a":
            _describe(box)
            whole: Any = first.setdefault(box.element, element)
            if whole is not element and whole["P"] == element["P"]:
                _join(pdf, whole, element, objects)
                moved[element.reference] = whole.reference
        elif element["S"] == "/Link":  # what a stylesheet adds to a link: a page
            element["S"] = "/Span"
        elif element["S"] == "/Lbl" and objects[element["P"]]["S"] == "/Link":
            _put_before(element, objects)
    if moved:
        numbers = objects[objects[pdf.catalog["StructTreeRoot"]]["ParentTree"]]["Nums"]
        for place, value in enumerate(numbers):
            if isinstance(value, list):
                value[:] = [_new(each, moved) for each in value]
            elif place % 2:
                numbers[place] = _new(value, moved)


def _new(reference: Any, moved: dict[Any, Any]) -> Any:
    return moved.get(reference, reference)


def _describe(box: Any) -> None:
    """Let a link within the document be called by its words, not by the name of its target."""
    annotation = box.link_annotation
    if annotation and "Dest" in annotation and (words := " ".join("".join(box.element.itertext()).split())):
        annotation["Contents"] = pydyf.String(words)


def _join(pdf: Any, whole: Any, part: Any, objects: dict[Any, Any]) -> None:
    """Give an element the kids of another; a mark on another page says so (ISO 32000-1, 14.7.4.2)."""
    objects[part["P"]]["K"].remove(part.reference)
    for kid in part["K"]:
        if isinstance(kid, int) and part["Pg"] != whole["Pg"]:
            mark = pydyf.Dictionary({"Type": "/MCR", "Pg": part["Pg"], "MCID": kid})
            pdf.add_object(mark)
            whole["K"].append(mark.reference)
            continue
        if kid in objects and objects[kid].get("Type") == "/StructElem":
            objects[kid]["P"] = whole.reference
        whole["K"].append(kid)


def _put_before(label: Any, objects: dict[Any, Any]) -> None:
    """Put the number of an entry of the contents before its reference (ISO 32000-1, table 333)."""
    link = objects[label["P"]]
    reference = objects[link["P"]]
    item = objects[reference["P"]]
    link["K"].remove(label.reference)
    item["K"].insert(0, label.reference)
    label["P"] = item.reference
