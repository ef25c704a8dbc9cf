"""Pages laid on sheets of paper: side by side, or so that the folded sheets make a booklet.

What is imposed is for paper. The tree of tags, bookmarks and links are left out, and with them every claim to be
accessible or archival; a file for the press (PDF/X-4) stays one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name

from briefprint.artifact import Artifact
from briefprint.printmarks import MarkLook, marks

SHEETS_PT = {
    "a3": (841.8898, 1190.5512),
    "a4": (595.2756, 841.8898),
    "letter": (612.0, 792.0),
    "tabloid": (792.0, 1224.0),
}
"""Sheets in points, upright (ISO 216; ANSI Y14.1)."""
GRIDS = {2: (2, 1), 4: (2, 2)}
"""How many pages stand side by side and over one another, by how many a side holds."""
Box = tuple[float, float, float, float]
_FOR_SCREENS = (
    "/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Dests", "/PageMode", "/PageLabels", "/OpenAction",
    "/AcroForm", "/AF",
)  # fmt: skip
_CLAIMS = (
    "pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfuaid:part", "pdfuaid:rev", "pdfaExtension:schemas",
    "pdfxid:GTS_PDFXVersion",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """How pages are laid: ``each`` to a side, in reading order or as a booklet's.

    ``sheet`` is the paper, else the pages' own; ``paper_pt`` is how thick it is.
    """

    kind: Literal["n-up", "booklet"]
    each: int = 2
    sheet: str | None = None
    paper_pt: float = 0.0


def imposed(artifact: Artifact, layout: Layout, look: MarkLook) -> Artifact:
    """Return a PDF's pages on sheets. Pages are made smaller where they must be, never larger.

    Pages with a bleed stand at their full size on a sheet with marks round it all: ``look`` says how these are drawn.
    """
    with pikepdf.open(io.BytesIO(artifact.data)) as pdf:
        for_press = layout.kind == "booklet" and _for_press(pdf)
        count = len(pdf.pages)
        sides = list(booklet(count) if layout.kind == "booklet" else in_order(count, layout.each))
        placer = _Placer(pdf, layout, look, for_press)
        made = [placer.side(side, number) for number, side in enumerate(sides)]
        while len(pdf.pages):
            del pdf.pages[0]
        for each in made:
            pdf.pages.append(pikepdf.Page(each))
        _finish(pdf, layout, for_press)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return replace(artifact, data=out.getvalue(), pages=len(sides))


def in_order(pages: int, each: int) -> Iterator[tuple[int | None, ...]]:
    """Yield the pages of each side, as they are read; None where nothing is left."""
    for first in range(0, pages, each):
        yield tuple(page if page < pages else None for page in range(first, first + each))


def booklet(pages: int) -> Iterator[tuple[int | None, ...]]:
    """Yield the two pages of each side, front and back of one sheet after another, the outermost first.

    Sheets are laid into one another and stitched through the fold, so a booklet has a multiple of four pages: what is
    wanting is blank, at the end. Backs are printed turned about the short edge.
    """
    whole = max(4, -(-pages // 4) * 4)

    def there(page: int) -> int | None:
        return page if page < pages else None

    for first in range(0, whole // 2, 2):
        yield there(whole - 1 - first), there(first)
        yield there(first + 1), there(whole - 2 - first)


class _Placer:
    """Lays the pages of one file on sheets."""

    def __init__(self, pdf: pikepdf.Pdf, layout: Layout, look: MarkLook, for_press: bool) -> None:
        self.pdf, self.layout, self.look, self.for_press = pdf, layout, look, for_press
        self.forms = [page.as_form_xobject() for page in self.pdf.pages]
        self.trims = [_box(page.trimbox) for page in self.pdf.pages]
        self.bleeds = [_box(page.obj.get("/BleedBox", page.trimbox)) for page in self.pdf.pages]
        self.turned = [_box(form.BBox) for form in self.forms]

    def side(self, pages: Sequence[int | None], number: int) -> Dictionary:
        """Return one side of a sheet."""
        sheet, cells, factor = self._cells()
        objects, drawn = Dictionary(), []
        for place, (page, cell) in enumerate(zip(pages, cells, strict=True)):
            if page is None:
                continue
            objects[f"/Page{place}"] = self._form(page)
            drawn.append(self._placed(page, cell, factor, place, number))
        resources = Dictionary(XObject=objects)
        made = Dictionary(Type=Name.Page, MediaBox=Array(_rounded(sheet)), Resources=resources)
        if self.for_press:
            trim = (cells[0][0], cells[-1][1], cells[1][2], cells[0][3])
            bleed = self._bleed_pt()
            made.TrimBox = Array(_rounded(trim))
            made.BleedBox = Array(_rounded((trim[0] - bleed, trim[1] - bleed, trim[2] + bleed, trim[3] + bleed)))
            folds = [cells[0][2]] if self.layout.kind == "booklet" else []
            tint = self.pdf.make_stream(b"{dup dup dup}", FunctionType=4, Domain=[0, 1], Range=[0, 1] * 4)
            resources.ColorSpace = Dictionary(PressAll=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))
            drawn.append(marks(trim, self.look, "/PressAll", folds))
        made.Contents = self.pdf.make_stream("\n".join(drawn).encode())
        return self.pdf.make_indirect(made)

    def _cells(self) -> tuple[Box, list[Box], float]:
        """Return the sheet, the room of each page on it (from the top, in rows), and by how much pages shrink."""
        across, down = GRIDS[self.layout.each]
        wide = max(right - left for left, _, right, _ in self.turned)
        high = max(top - bottom for _, bottom, _, top in self.turned)
        if self.for_press:
            wide, high = max(r - x for x, _, r, _ in self.trims), max(t - y for _, y, _, t in self.trims)
            edge = self.look.reach_pt
            sheet: Box = (0.0, 0.0, across * wide + 2 * edge, down * high + 2 * edge)
            return sheet, _grid(edge, edge, across * wide, down * high, across, down), 1.0
        short, long = sorted(SHEETS_PT[self.layout.sheet] if self.layout.sheet else (wide, high))
        lies = (across * wide > down * high) == (long >= short)
        width, height = (long, short) if lies else (short, long)
        factor = min(1.0, width / across / wide, height / down / high)
        return (0.0, 0.0, width, height), _grid(0.0, 0.0, width, height, across, down), factor

    def _form(self, page: int) -> Any:
        form = self.forms[page]
        if self.for_press:
            form.BBox = Array(_rounded(self.bleeds[page]))
        return form

    def _placed(self, page: int, cell: Box, factor: float, place: int, number: int) -> str:
        """Return what draws a page in its room: a booklet's at the fold, and nearer to it the further in its sheet
        lies, for there the fore edge is cut off (creep); others in the middle."""
        left, bottom, right, top = self.trims[page] if self.for_press else self.turned[page]
        wide, high = (right - left) * factor, (top - bottom) * factor
        x = cell[0] + (cell[2] - cell[0] - wide) / 2
        y = cell[1] + (cell[3] - cell[1] - high) / 2
        clip = cell
        if self.layout.kind == "booklet":
            creep = number // 2 * self.layout.paper_pt
            x = cell[2] - wide + creep if place == 0 else cell[0] - creep
        if self.for_press:
            bleed = self._bleed_pt()
            inner_left, inner_right = (0.0 if place % 2 else bleed), (bleed if place % 2 else 0.0)
            clip = (cell[0] - inner_left, cell[1] - bleed, cell[2] + inner_right, cell[3] + bleed)
        a, b, c, d = clip
        move = f"{factor:.6f} 0 0 {factor:.6f} {x - left * factor:.4f} {y - bottom * factor:.4f} cm"
        return f"q {a:.4f} {b:.4f} {c - a:.4f} {d - b:.4f} re W n {move} /Page{place} Do Q"

    def _bleed_pt(self) -> float:
        return max(trim[0] - bleed[0] for trim, bleed in zip(self.trims, self.bleeds, strict=True))


def _grid(left: float, bottom: float, width: float, height: float, across: int, down: int) -> list[Box]:
    wide, high = width / across, height / down
    return [
        (left + column * wide, bottom + row * high, left + (column + 1) * wide, bottom + (row + 1) * high)
        for row in reversed(range(down))
        for column in range(across)
    ]


def _box(box: Any) -> Box:
    left, bottom, right, top = (float(each) for each in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _rounded(box: Box) -> list[float]:
    return [round(each, 4) for each in box]


def _for_press(pdf: pikepdf.Pdf) -> bool:
    """Whether a file is PDF/X, whose pages have a bleed."""
    intents = pdf.Root.get("/OutputIntents", Array())
    return any(each.get("/S") == Name.GTS_PDFX for each in intents) and all("/TrimBox" in p.obj for p in pdf.pages)


def _finish(pdf: pikepdf.Pdf, layout: Layout, for_press: bool) -> None:
    """Drop what only screens use and what no longer holds; tell the printer's program how sheets are turned."""
    for name in _FOR_SCREENS:
        if name in pdf.Root:
            del pdf.Root[name]
    wishes = Dictionary(PrintScaling=Name("/None"))
    if layout.kind == "booklet":
        wishes.Duplex = Name.DuplexFlipShortEdge
    pdf.Root.ViewerPreferences = wishes
    if not for_press:
        if "/OutputIntents" in pdf.Root:
            del pdf.Root.OutputIntents
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            for name in _CLAIMS:
                if name in said:
                    del said[name]
