"""Where in the brief each structure element of a PDF comes from, so that a finding can name the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf

from briefprint.renderers._shelf import LINE


def read(root: Any, objects: dict[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each structure element under one, with the one that it is in, in the order in which they are read."""
    waiting = [(kid, root) for kid in reversed(root["K"])]
    while waiting:
        kid, parent = waiting.pop()
        element = objects.get(kid) if isinstance(kid, bytes) else None
        if element is not None and element.get("Type") == "/StructElem":
            yield element, parent
            waiting += [(each, element) for each in reversed(element["K"])]


def lines(pdf: Any, made: Iterable[tuple[Any, Any]]) -> tuple[int, ...]:
    """Return the brief's line of each structure element, in the order in which they are read.

    ``made`` are the elements, each with that of the galley; one without a line of its own has that of what it is in.
    """
    objects = {each.reference: each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.number}
    found: dict[Any, int] = {}
    for element, source in made:
        if line := source.attrib.get(LINE):
            found.setdefault(element.reference, int(line))
    root = objects[pdf.catalog["StructTreeRoot"]]
    said: list[int] = []
    for element, parent in read(root, objects):
        line = found.setdefault(element.reference, found.get(parent.reference, 0))
        said.append(line)
    return tuple(said)
