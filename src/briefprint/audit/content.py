"""What is drawn on pages, and whether it is marked: as part of the tag tree, or as an artifact (ISO 14289-1, 7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from briefprint.audit.fault import Fault

_MARKS = "BMC BDC EMC"
_SHOWS = {"Tj", "TJ", "'", '"'}
_PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "BI", "INLINE IMAGE"}
_OPERATORS = " ".join([_MARKS, "Tf Do", *sorted(_SHOWS | _PAINTS - {"INLINE IMAGE"})])
_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
_ARTIFACT, _UNMARKED = -1, -2


@dataclass(slots=True)
class Drawn:
    """What is drawn: which marked content stands on a page, and what is at fault there."""

    marked: dict[int, set[int]] = field(default_factory=dict)  # the MCIDs of each page that hold something
    faults: list[Fault] = field(default_factory=list)


def read(pdf: pikepdf.Pdf) -> Drawn:
    """Read the content of each page."""
    drawn = Drawn()
    for number, page in enumerate(pdf.pages, 1):
        reading = _Page(number, drawn)
        reading.stream(page.obj, _UNMARKED)
        drawn.marked[number] = reading.marked
        drawn.faults += reading.faults()
    return drawn


def faults(pdf: pikepdf.Pdf, drawn: Drawn) -> Iterator[Fault]:
    """Yield what is at fault on pages, and which fonts are not in the file (ISO 14289-1, 7.21)."""
    yield from drawn.faults
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font" and each.get("/Subtype") != "/Type3":
            for font in each.get("/DescendantFonts", [each]):
                described = font.get("/FontDescriptor")
                if described is None or not any(name in described for name in _EMBEDDED):
                    yield Fault("font", f"the font '{str(each.get('/BaseFont', ''))[1:]}' is not in the file")
            if "/ToUnicode" not in each and each.get("/Subtype") == "/Type0":
                yield Fault("unicode", f"the letters of '{str(each.get('/BaseFont', ''))[1:]}' have no names")


class _Page:
    """Reads the content of one page and of the forms drawn on it."""

    def __init__(self, number: int, drawn: Drawn) -> None:
        self.number, self.drawn = number, drawn
        self.marked: set[int] = set()
        self.unmarked = {"text": 0, "drawing": 0}
        self.glyphless: set[str] = set()
        self.within: set[tuple[int, int]] = set()  # forms that are being read: one may not hold itself

    def faults(self) -> Iterator[Fault]:
        """Yield what is at fault on the page."""
        for what, count in self.unmarked.items():
            if count:
                yield Fault("untagged", f"{what} is neither tagged nor marked as an artifact", self.number)
        for font in sorted(self.glyphless):
            yield Fault("notdef", f"a letter has no glyph in '{font}'", self.number)

    def stream(self, holder: Any, mark: int) -> None:
        """Read a page or a form; ``mark`` is what it stands in."""
        stack, resources = [mark], holder.get("/Resources", pikepdf.Dictionary())
        font, wide = "", False
        for instruction in pikepdf.parse_content_stream(holder, _OPERATORS):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in ("BDC", "BMC"):
                stack.append(_mark(list(operands), resources, stack[-1]))
            elif operator == "EMC":
                if len(stack) > 1:
                    stack.pop()
            elif operator == "Tf":
                found = resources.Font[str(operands[0])]
                font, wide = str(found.get("/BaseFont", ""))[1:], "/DescendantFonts" in found
            elif operator in _SHOWS:
                self.note("text", stack[-1])
                if wide and any(map(_lacks_glyph, operands)):
                    self.glyphless.add(font)
            elif operator == "Do":
                self.form(resources.XObject[str(operands[0])], stack[-1])
            else:
                self.note("drawing", stack[-1])

    def form(self, form: Any, mark: int) -> None:
        """Read a form; a picture is only noted."""
        if form.get("/Subtype") != pikepdf.Name.Form:
            self.note("drawing", mark)
        elif form.objgen not in self.within:
            self.within.add(form.objgen)
            self.stream(form, mark)
            self.within.discard(form.objgen)

    def note(self, what: str, mark: int) -> None:
        """Note that something is drawn within a mark."""
        if mark == _UNMARKED:
            self.unmarked[what] += 1
        elif mark != _ARTIFACT:
            self.marked.add(mark)


def _mark(operands: list[Any], resources: Any, outer: int) -> int:
    """Return the MCID that a mark opens, or that it is an artifact; any other mark changes nothing."""
    if str(operands[0]) == "/Artifact":
        return _ARTIFACT
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        properties = resources.get("/Properties", pikepdf.Dictionary()).get(str(properties))
    if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
        return int(properties.MCID)
    return outer


def _lacks_glyph(shown: Any) -> bool:
    """Return whether a glyph 0 is shown, in a font of two-byte codes (ISO 14289-1, 7.21.8)."""
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            codes = bytes(part)
            if b"\0\0" in codes and any(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2)):
                return True
    return False
