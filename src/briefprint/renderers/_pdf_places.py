"""Where in the brief each structure element of a PDF comes from, so that a finding can name the line."""

from __future__ import annotations

from typing import Any

import pydyf

from briefprint.renderers._pdf_tags import Record
from briefprint.renderers._shelf import LINE


def lines(pdf: Any, record: Record) -> tuple[int, ...]:
    """Return the brief's line of each structure element, in the order in which they are read.

    An element without a line of its own has that of the one around it.
    """
    objects = {each.reference: each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.number}
    own = {
        element.reference: int(line)
        for element, box in record.made
        if box.element is not None and (line := box.element.attrib.get(LINE))
    }
    found: list[int] = []
    waiting = [(reference, 0) for reference in reversed(objects[pdf.catalog["StructTreeRoot"]]["K"])]
    while waiting:
        reference, around = waiting.pop()
        element = objects.get(reference) if isinstance(reference, bytes) else None
        if element is None or element.get("Type") != "/StructElem":
            continue
        line = own.get(reference, around)
        found.append(line)
        waiting += [(kid, line) for kid in reversed(element["K"])]
    return tuple(found)
