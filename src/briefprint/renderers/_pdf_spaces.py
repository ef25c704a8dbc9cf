"""Spaces at the ends of lines whose words run both ways.

WeasyPrint takes the last space from a line (CSS Text 3, 4.1.2) and moves what is beside it as if the whole line ran
as its last words do: where they run against it the line juts out by a space, or keeps two. ``kept`` wraps one
function, ``weasyprint.layout.inline.remove_last_whitespace``, that has no hook; ``tests/test_direction.py`` has a
canary.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline


@contextmanager
def kept() -> Iterator[None]:
    """Take the last space of each line from where it is."""
    remove = inline.remove_last_whitespace

    def removing(context: Any, line: Any) -> None:
        path, breadth = _path(line), line.width
        remove(context, line)
        taken = breadth - line.width
        if not taken or len({each.style["direction"] for each in path}) == 1:
            return
        leaf = path[-1]
        back = leaf.pango_layout.first_line_direction % 2
        if back:  # all were moved; it is only what stands behind the last words in lines that run to the left
            for child in line.children:
                child.translate(dx=taken, ignore_floats=True)
            leaf.translate(dx=-taken, ignore_floats=True)
        for outer, inner in pairwise(path):
            if outer.style["direction"] == "rtl":
                for child in outer.children:
                    if child is not inner:
                        child.translate(dx=-taken, ignore_floats=True)

    inline.remove_last_whitespace = removing
    try:
        yield
    finally:
        inline.remove_last_whitespace = remove


def _path(line: Any) -> list[Any]:
    """Return a line, what stands last in it, and so on down to the last words."""
    path = [line]
    while isinstance(path[-1], boxes.LineBox | boxes.InlineBox) and path[-1].children:
        path.append(path[-1].children[-1])
    return path
