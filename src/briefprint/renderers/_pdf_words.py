"""Words from right to left as they are read, which ActualText tells (ISO 32000-1, 14.9.4).

Glyphs stand in the file as they are seen (14.8.2.3.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes


def read(box: Any, ends: frozenset[Any]) -> str:
    """Return what the text of a box says; ``ends`` are those whose last space was lost with the end of their line."""
    return str(box.text) + (" " if box in ends and not box.text.endswith(" ") else "")


def line_ends(page: Any) -> frozenset[Any]:
    """Return what holds text at the ends of a page's lines."""
    return frozenset(box for box, ends in _texts(page, False) if ends)


def _texts(box: Any, ends: bool) -> Iterator[tuple[Any, bool]]:
    """Yield what holds text, and whether it stands at a line's end."""
    if isinstance(box, boxes.TextBox):
        yield box, ends
        return
    children = getattr(box, "children", ())
    for place, child in enumerate(children):
        last = place == len(children) - 1 and (ends or isinstance(box, boxes.LineBox))
        yield from _texts(getattr(child, "_box", child), last)


# Lam and alef, which every face draws as one: readers turn what a glyph stands for round with its line, so it must be
# one character, which they take apart again (Unicode 15, 9.2, Arabic Presentation Forms-B).
_LIGATURES = {b"06440622": b"fef5", b"06440623": b"fef7", b"06440625": b"fef9", b"06440627": b"fefb"}


def mend_maps(pdf: Any) -> None:
    """Let the glyphs of lam and alef stand for one character (ISO 32000-1, 9.10.3)."""
    for stream in pdf.objects:
        lines = getattr(stream, "stream", None)
        if not isinstance(lines, list) or b"begincmap" not in lines:
            continue
        for place, line in enumerate(lines):
            glyph, _, letters = line.removesuffix(b">").rpartition(b"<")
            if letters in _LIGATURES:
                lines[place] = glyph + b"<" + _LIGATURES[letters] + b">"
