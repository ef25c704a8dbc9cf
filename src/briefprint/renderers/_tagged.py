"""Tagged, archival PDF out of ReportLab: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one file.

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

from briefprint.renderers._metadata import CREATOR, PRODUCER, Metadata, srgb_profile, xmp

Tag = Literal[
    "Document", "Sect", "Div", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD",
    "Span", "Link", "Reference", "Note", "Figure", "Code", "Caption",
]  # fmt: skip
Box = tuple[float, float, float, float]


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

    def finished(self, root: Element, metadata: Metadata) -> bytes:
        """End the document and return it, tagged."""
        self.showPage()
        self.save()
        self._filename.seek(0)
        with pikepdf.open(self._filename) as pdf:
            _Finisher(pdf, self).finish(root, metadata)
            out = io.BytesIO()
            pdf.save(
                out,
                min_version="1.7",
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            )
        return out.getvalue()


class _Finisher:
    """Lays structure, metadata and output intent round ReportLab's pages."""

    def __init__(self, pdf: pikepdf.Pdf, canvas: TaggedCanvas) -> None:
        self.pdf, self.canvas = pdf, canvas
        self.pages = [page.obj for page in pdf.pages]
        self.of: dict[int, pikepdf.Object] = {}  # structure element of each Element, by identity
        self.annotations: dict[int, pikepdf.Object] = {}

    def finish(self, root: Element, metadata: Metadata) -> None:
        """Complete the document."""
        catalog = self.pdf.Root
        for name in ("/Outlines", "/PageMode"):
            if name in catalog:
                del catalog[name]
        self._annotate()
        catalog.StructTreeRoot = self._tree(root)
        catalog.MarkInfo = Dictionary(Marked=True)
        catalog.Lang = String(metadata.lang)
        catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        catalog.Metadata = self._stream(xmp(metadata), Type=Name.Metadata, Subtype=Name.XML)
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
        info = Dictionary(Title=String(metadata.title), Creator=String(CREATOR), Producer=String(PRODUCER))
        if metadata.authors:
            info.Author = String(", ".join(metadata.authors))
        if metadata.subject:
            info.Subject = String(metadata.subject)
        if metadata.keywords:
            info.Keywords = String(", ".join(metadata.keywords))
        if metadata.date:
            # A PDF date may stop where the knowledge does (ISO 32000-1, 7.9.4).
            info.CreationDate = info.ModDate = String(f"D:{metadata.date.replace('-', '')}")
        self.pdf.trailer.Info = self.pdf.make_indirect(info)

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
        named = sorted((each.id, self.of[id(each)]) for each in _elements(root) if each.id and not each.empty())
        if named:
            names = Array([])
            for name, made in named:
                names.extend([String(name), made])
            tree.IDTree = self.pdf.make_indirect(Dictionary(Names=names))
        return tree

    def _element(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        made = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent))
        self.of[id(element)] = made
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
            where = Array([self.pages[bookmark.page], Name.XYZ, None, round(bookmark.top_pt, 3), None])
            item = pikepdf.OutlineItem(bookmark.title, destination=where)
            item.children.extend(self._items(bookmark.children))
            yield item


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from _elements(child)
