"""Words from right to left as they are read: glyphs stand in the file as they are seen (ISO 32000-1, 14.8.2.3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

from briefprint import direction


def of_page(page: Any, number: int, tags: Mapping[Any, Mapping[str, Any]]) -> dict[tuple[int, int], str]:
    """Return the words of marked contents that hold letters from right to left, by page and number."""
    found = {}
    for box, ends in _texts(page, False):
        if box in tags and direction.has_rtl(box.text):
            space = " " if ends and not box.text.endswith(" ") else ""  # it was lost with the line's end
            found[number, tags[box]["mcid"]] = box.text + space
    return found


def _texts(box: Any, ends: bool) -> Iterator[tuple[Any, bool]]:
    """Yield what holds text, and whether it stands at a line's end."""
    if isinstance(box, boxes.TextBox):
        yield box, ends
        return
    children = getattr(box, "children", ())
    for place, child in enumerate(children):
        last = place == len(children) - 1 and (ends or isinstance(box, boxes.LineBox))
        yield from _texts(getattr(child, "_box", child), last)


def say(pdf: Any, words: Mapping[tuple[int, int], str], objects: Mapping[Any, Any]) -> None:
    """Let each element that holds such content say what is read (ISO 32000-1, 14.9.4)."""
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    for element in objects.values():
        if element.get("Type") == "/StructElem" and isinstance(element.get("K"), list):
            said = [
                words.get((pages.get(element.get("Pg"), -1), kid)) for kid in element["K"] if isinstance(kid, int)
            ]
            if any(said):
                element["ActualText"] = pydyf.String("".join(each or "" for each in said))


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
