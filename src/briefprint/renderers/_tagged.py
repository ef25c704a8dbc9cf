"""Tagged, archival PDF out of ReportLab: PDF/UA (ISO 14289) and PDF/A (ISO 19005) in one file.

ReportLab knows neither. Its canvas marks what it draws; the structure, the metadata and the output intent are laid
round its pages by pikepdf afterwards, so nothing of ReportLab is patched.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from briefprint import embedded
from briefprint.artifact import Options
from briefprint.renderers import _cmaps
from briefprint.renderers._metadata import Metadata, srgb_profile
from briefprint.renderers._standards import Standard, standard
from briefprint.renderers._xmp import xmp

Tag = Literal[
    "Document", "Sect", "Div", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD",
    "Span", "Link", "Reference", "Note", "Figure", "Code", "Caption",
]  # fmt: skip
Box = tuple[float, float, float, float]
PRODUCER = "ReportLab, pikepdf"
NAMESPACE = "http://iso.org/pdf2/ssn"
"""The standard structure types of PDF 2.0 (ISO 32000-2, 14.8.6.2)."""
_IN_PDF_2 = {"Document": "Document", "H1": "Title", "H2": "H1", "Note": "FENote"}
"""What the types of PDF 1.7 are there: the headline is no heading of a part, so that the heads move up."""


@dataclass(slots=True, eq=False)
class Element:
    """One structure element; the order of its children is the order in which it is read."""

    tag: Tag
    alt: str = ""
    lang: str = ""
    id: str = ""
    scope: Literal["", "Row", "Column"] = ""
    numbering: Literal["", "None", "Disc", "Decimal"] = ""
    box: Box | None = None
    refers: str = ""  # the id of what it refers to
    line: int = 0  # of the brief
    children: list[Element | _Content | _Annotation] = field(default_factory=list)

    def add(self, tag: Tag, **attributes: Any) -> Element:
        """Return a new child."""
        child = Element(tag, **attributes)
        self.children.append(child)
        return child

    def empty(self) -> bool:
        """Whether nothing is drawn for it."""
        return all(isinstance(child, Element) and child.empty() for child in self.children)


@dataclass(frozen=True, slots=True)
class _Content:
    """A marked-content sequence on a page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class _Annotation:
    page: int
    number: int  # among all annotations
    target: str
    contents: str
    box: Box


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline, and the height on the page that it leads to."""

    title: str
    top_pt: float
    page: int = 0
    children: tuple[Bookmark, ...] = ()
    element: Element | None = None


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas on which everything drawn stands in ``content`` or in ``artifact``."""

    def __init__(self, buffer: io.BytesIO, page_pt: tuple[float, float], first_font: str) -> None:
        # ReportLab writes an empty text object in its first font on each page: an unembedded Helvetica otherwise.
        super().__init__(
            buffer, pagesize=page_pt, pageCompression=0, invariant=1, initialFontName=first_font, pdfVersion=(1, 7)
        )
        self.marked: list[list[Element]] = [[]]  # for each page, the element of each marked-content sequence
        self.annotations: list[tuple[_Annotation, Element]] = []
        self.bookmarks: list[Bookmark] = []

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """Everything drawn within belongs to ``element``."""
        page = len(self.marked) - 1
        mcid = len(self.marked[page])
        self.marked[page].append(element)
        element.children.append(_Content(page, mcid))
        self._code.append(f"/{element.tag} <</MCID {mcid}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Everything drawn within is decoration, passed over in reading."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    def link(self, element: Element, target: str, contents: str, box: Box) -> None:
        """Lay a link over a box; ``contents`` describes it (ISO 14289-1, 7.18.5)."""
        annotation = _Annotation(len(self.marked) - 1, len(self.annotations), target, contents, box)
        self.annotations.append((annotation, element))
        element.children.append(annotation)

    def showPage(self) -> None:
        """End the page."""
        super().showPage()
        self.marked.append([])

    def finished(self, root: Element, metadata: Metadata, asked: Options) -> bytes:
        """End the document and return it, tagged."""
        kept = standard(asked)
        self.showPage()
        self.save()
        self._filename.seek(0)
        with pikepdf.open(self._filename) as pdf:
            _Finisher(pdf, self, kept).finish(root, metadata)
            embedded.attach(pdf, asked.attachments, metadata.title, metadata.date)
            out = io.BytesIO()
            pdf.save(
                out,
                min_version=kept.version,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            )
        return out.getvalue()


class _Finisher:
    """Lays structure, metadata and output intent round ReportLab's pages."""

    def __init__(self, pdf: pikepdf.Pdf, canvas: TaggedCanvas, kept: Standard) -> None:
        self.pdf, self.canvas, self.kept = pdf, canvas, kept
        self.pages = [page.obj for page in pdf.pages]
        self.of: dict[int, pikepdf.Object] = {}  # structure element of each Element, by identity
        self.annotations: dict[int, pikepdf.Object] = {}

    def finish(self, root: Element, metadata: Metadata) -> None:
        """Complete the document."""
        catalog = self.pdf.Root
        for each in self.pdf.objects:
            if isinstance(each, Dictionary) and "/ToUnicode" in each:
                each.ToUnicode.write(_cmaps.mended(each.ToUnicode.read_bytes()))
        for name in ("/Outlines", "/PageMode"):
            if name in catalog:
                del catalog[name]
        self._annotate()
        catalog.StructTreeRoot = self._tree(root)
        catalog.MarkInfo = Dictionary(Marked=True)
        catalog.Lang = String(metadata.lang)
        catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        catalog.Metadata = self._stream(xmp(metadata, self.kept, PRODUCER), Type=Name.Metadata, Subtype=Name.XML)
        profile = self._stream(srgb_profile(), N=3)
        catalog.OutputIntents = Array([Dictionary(
            Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"),
            Info=String("sRGB"), DestOutputProfile=profile,
        )])  # fmt: skip
        self._inform(metadata)
        self._outline()

    def _stream(self, data: bytes, **entries: Any) -> pikepdf.Object:
        return self.pdf.make_stream(data, Dictionary(**entries))

    def _inform(self, metadata: Metadata) -> None:
        if self.kept.pdf_2:  # ISO 19005-4, 6.1.3: the metadata stands for it
            del self.pdf.trailer.Info
            return
        said = metadata.properties() | {"Producer": PRODUCER}
        self.pdf.trailer.Info = self.pdf.make_indirect(Dictionary({f"/{name}": said[name] for name in said}))

    def _annotate(self) -> None:
        for page in self.pages:
            page.Tabs = Name.S  # ISO 14289-1, 7.18.3
        for annotation, _ in self.canvas.annotations:
            page = self.pages[annotation.page]
            action = Dictionary(Type=Name.Action, S=Name.URI, URI=String(annotation.target))
            made = self.pdf.make_indirect(Dictionary(
                Type=Name.Annot, Subtype=Name.Link, F=4, Border=Array([0, 0, 0]), A=action,
                Rect=Array([round(edge, 3) for edge in annotation.box]), Contents=String(annotation.contents),
                StructParent=len(self.pages) + annotation.number,
            ))  # fmt: skip
            self.annotations[annotation.number] = made
            if "/Annots" not in page:
                page.Annots = Array([])
            page.Annots.append(made)

    def _tree(self, root: Element) -> pikepdf.Object:
        tree = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        if self.kept.pdf_2:
            self.namespace = self.pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String(NAMESPACE)))
            tree.Namespaces = Array([self.namespace])
        tree.K = Array([self._element(root, tree)])
        numbers = Array([])
        for place, (page, elements) in enumerate(zip(self.pages, self.canvas.marked, strict=False)):
            page.StructParents = place
            numbers.append(place)
            numbers.append(self.pdf.make_indirect(Array([self.of[id(each)] for each in elements])))
        for annotation, element in self.canvas.annotations:
            numbers.append(len(self.pages) + annotation.number)
            numbers.append(self.of[id(element)])
        tree.ParentTree = self.pdf.make_indirect(Dictionary(Nums=numbers))
        tree.ParentTreeNextKey = len(self.pages) + len(self.canvas.annotations)
        named = {each.id: self.of[id(each)] for each in _elements(root) if each.id and not each.empty()}
        if named:
            names = Array([])
            for name, made in sorted(named.items(), key=lambda each: each[0]):
                names.extend([String(name), made])
            tree.IDTree = self.pdf.make_indirect(Dictionary(Names=names))
        if self.kept.pdf_2:
            self._refer(root, named)
        return tree

    def _refer(self, root: Element, named: dict[str, pikepdf.Object]) -> None:
        """Let what refers to an element name it, and be named by it (ISO 14289-2, 8.2.5.14)."""
        for each in _elements(root):
            if each.refers in named and not each.empty():
                made, target = self.of[id(each)], named[each.refers]
                made.Ref = Array([target])
                target.Ref = Array([*target.get("/Ref", []), made])

    def _element(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        made = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent))
        self.of[id(element)] = made
        if self.kept.pdf_2 and element.tag in _IN_PDF_2:
            made.S = Name(f"/{_IN_PDF_2[element.tag]}")
            if element.tag != "H2":
                made.NS = self.namespace
            if element.tag == "Note":
                made.A = Dictionary(O=Name.FENote, NoteType=Name.Footnote)
        if element.alt:
            made.Alt = String(element.alt)
        if element.lang:
            made.Lang = String(element.lang)
        if element.id:
            made.ID = String(element.id)
        if element.scope:
            made.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
        if element.numbering:
            made.A = Dictionary(O=Name.List, ListNumbering=Name(f"/{element.numbering}"))
        if element.box:
            box = Array([round(edge, 3) for edge in element.box])
            made.A = Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)
        kids = Array([])
        for child in element.children:
            match child:
                case Element():
                    if not child.empty():
                        kids.append(self._element(child, made))
                case _Content():
                    kids.append(Dictionary(Type=Name.MCR, Pg=self.pages[child.page], MCID=child.mcid))
                case _Annotation():
                    made_for = self.annotations[child.number]
                    kids.append(Dictionary(Type=Name.OBJR, Pg=self.pages[child.page], Obj=made_for))
        made.K = kids
        return made

    def _outline(self) -> None:
        if not self.canvas.bookmarks:
            return
        with self.pdf.open_outline() as outline:
            outline.root.extend(self._items(self.canvas.bookmarks))

    def _items(self, bookmarks: Sequence[Bookmark]) -> Iterator[pikepdf.OutlineItem]:
        for bookmark in bookmarks:
            where = [Name.XYZ, None, round(bookmark.top_pt, 3), None]
            place = Array([self.pages[bookmark.page], *where])
            target = self.of.get(id(bookmark.element)) if self.kept.pdf_2 else None
            if target is None:
                item = pikepdf.OutlineItem(bookmark.title, destination=place)
            else:  # ISO 14289-2, 8.8: what leads to a place leads to the element there
                action = Dictionary(Type=Name.Action, S=Name.GoTo, D=place, SD=Array([target, *where]))
                item = pikepdf.OutlineItem(bookmark.title, action=action)
            item.children.extend(self._items(bookmark.children))
            yield item


def lines(root: Element) -> tuple[int, ...]:
    """Return the brief's line of each structure element, in the order in which they are read.

    An element without a line of its own has that of the one around it.
    """

    def found(element: Element, around: int) -> Iterator[int]:
        line = element.line or around
        yield line
        for child in element.children:
            if isinstance(child, Element) and not child.empty():
                yield from found(child, line)

    return tuple(found(root, 0))


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from _elements(child)
