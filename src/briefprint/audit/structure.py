"""The tag tree: whether it holds what the pages show, and whether its elements are as a reader needs them.

Rules of ISO 14289-1 (PDF/UA-1), clause 7, on the structure types of ISO 32000-1, 14.8.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from briefprint.audit.content import Drawn
from briefprint.audit.fault import Fault

_MAY_BE_EMPTY = {"TD", "TH", "LBody", "Lbl"}
_CHILDREN = {
    "L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TR": {"TH", "TD"}, "TOC": {"TOC", "TOCI", "Caption"},
}  # fmt: skip
"""What an element may hold (ISO 32000-1, tables 333, 336 and 337)."""
_PARENTS = {
    "LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"},
    "THead": {"Table"}, "TBody": {"Table"}, "TOCI": {"TOC"},
}  # fmt: skip
_INLINE = {"Span", "Link", "Reference", "Code", "Quote", "P", "H1", "H2", "H3", "H4", "H5", "H6"}
_BLOCKS = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "Table", "BlockQuote", "Div", "Sect"}


@dataclass(slots=True)
class _Element:
    """An element of the tree, with what is needed to judge it."""

    tag: str
    node: Any
    page: int | None
    kids: list[_Element] = field(default_factory=list)
    contents: int = 0  # pieces of marked content, and annotations


def faults(pdf: pikepdf.Pdf, drawn: Drawn) -> Iterator[Fault]:
    """Yield what is wrong with the tag tree of a file."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        yield Fault("tree", "the file has no tag tree")
        return
    reading = _Tree(pdf)
    top = reading.read(root)
    yield from reading.faults
    for number, marked in drawn.marked.items():
        lost = marked - {mcid for page, mcid in reading.held if page == number}
        if lost:
            yield Fault("lost", f"{len(lost)} pieces of marked content are in no element of the tree", number)
    yield from reading.parents(root)
    yield from reading.links()
    if [each.tag for each in top.kids] != ["Document"]:
        yield Fault("document", "the tree does not begin with one Document")
    yield from _headings(top)
    yield from _judged(top)


class _Tree:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self.held: dict[tuple[int, int], tuple[int, int]] = {}  # marked content: which element holds it
        self.annotations: dict[tuple[int, int], str] = {}  # the element an annotation stands in
        self.seen: set[tuple[int, int]] = set()
        self.faults: list[Fault] = []

    def read(self, root: Any) -> _Element:
        """Return the tree under the root; what is held twice is at fault."""
        top = _Element("StructTreeRoot", root, None)
        self.kids(top, None)
        return top

    def kids(self, element: _Element, page: int | None) -> None:
        """Read what an element holds."""
        kids = element.node.get("/K")
        for kid in () if kids is None else kids if isinstance(kids, pikepdf.Array) else (kids,):
            if not isinstance(kid, pikepdf.Dictionary):
                self.hold(element, page, int(kid))
                continue
            number = self.pages.get(kid.Pg.objgen) if "/Pg" in kid else page
            kind = str(kid.get("/Type", "/StructElem"))
            if kind == "/MCR":
                self.hold(element, number, int(kid.MCID))
            elif kind == "/OBJR":
                element.contents += 1
                self.annotations[kid.Obj.objgen] = element.tag
            elif kid.objgen in self.seen:
                self.faults.append(Fault("tree", f"a {str(kid.S)[1:]} stands in the tree twice", number))
            else:
                self.seen.add(kid.objgen)
                below = _Element(str(kid.S)[1:], kid, number)
                element.kids.append(below)
                if kid.get("/P", element.node).objgen != element.node.objgen:
                    self.faults.append(Fault("tree", f"a {below.tag} names another element as its parent", number))
                self.kids(below, number)

    def hold(self, element: _Element, page: int | None, mcid: int) -> None:
        """Note that an element holds a piece of marked content."""
        element.contents += 1
        if page is None:
            self.faults.append(Fault("tree", f"a {element.tag} holds content of no page"))
        elif (page, mcid) in self.held:
            self.faults.append(Fault("tree", f"marked content {mcid} is in two elements", page))
        else:
            self.held[page, mcid] = element.node.objgen

    def parents(self, root: Any) -> Iterator[Fault]:
        """Yield where the way from a page's content to its element is another than from the element (14.7.4.4)."""
        if "/ParentTree" not in root:
            yield Fault("parent-tree", "the tree has no way from content to its element")
            return
        tree = pikepdf.NumberTree(root.ParentTree)
        wrong: dict[int, int] = {}
        entries = {
            number: list(tree[int(page.obj.StructParents)])
            for number, page in enumerate(self.pdf.pages, 1)
            if "/StructParents" in page.obj and int(page.obj.StructParents) in tree
        }
        for (page, mcid), element in self.held.items():
            found = entries.get(page, [])
            if mcid >= len(found) or not isinstance(found[mcid], pikepdf.Dictionary) or found[mcid].objgen != element:
                wrong[page] = wrong.get(page, 0) + 1
        for page, count in wrong.items():
            yield Fault(
                "parent-tree", f"{count} pieces of content name another element than the one they are in", page
            )

    def links(self) -> Iterator[Fault]:
        """Yield annotations without words, and links outside of a Link (7.18.1; 7.18.5)."""
        for number, page in enumerate(self.pdf.pages, 1):
            for each in page.obj.get("/Annots", ()):
                if each.get("/Subtype") != pikepdf.Name.Link:
                    continue
                if not str(each.get("/Contents", "")).strip():
                    yield Fault("link-words", "a link has no description", number)
                if self.annotations.get(each.objgen) != "Link":
                    yield Fault("link-tag", "a link is not in a Link of the tree", number)


def _walk(element: _Element) -> Iterator[_Element]:
    waiting = [element]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += reversed(each.kids)


def _headings(top: _Element) -> Iterator[Fault]:
    """Yield headings that skip a level (7.4.2)."""
    before = 0
    for each in _walk(top):
        if each.tag[0] == "H" and each.tag[1:].isdigit():
            level = int(each.tag[1:])
            if level > before + 1:
                after = f"follows H{before}" if before else "comes first"
                yield Fault("headings", f"a heading of level {level} {after}", each.page)
            before = level


def _judged(top: _Element) -> Iterator[Fault]:
    """Yield what is wrong with single elements."""
    names: set[str] = set()
    for element in _walk(top):
        tag, node, page = element.tag, element.node, element.page
        if not element.kids and not element.contents and tag not in _MAY_BE_EMPTY and tag != "StructTreeRoot":
            yield Fault("empty", f"a {tag} holds nothing", page)
        for kid in element.kids:
            if tag in _CHILDREN and kid.tag not in _CHILDREN[tag]:
                yield Fault("nesting", f"a {tag} holds a {kid.tag}", kid.page)
            elif kid.tag in _PARENTS and tag not in _PARENTS[kid.tag]:
                yield Fault("nesting", f"a {kid.tag} is in a {tag}", kid.page)
            elif tag in _INLINE and kid.tag in _BLOCKS:
                yield Fault("nesting", f"a {tag} holds a {kid.tag}", kid.page)
            elif tag == kid.tag == "Link":
                yield Fault("nesting", "a Link is within a Link", kid.page)
        if tag in _CHILDREN and element.contents:
            yield Fault("nesting", f"a {tag} holds text of its own", page)
        if tag == "Figure" and not str(node.get("/Alt", node.get("/ActualText", ""))).strip():
            yield Fault("figure-words", "a figure has no description", page)
        if tag == "Note":
            name = str(node.get("/ID", ""))
            if not name or name in names:
                yield Fault("note", "a note has no name of its own" if not name else f"two notes are '{name}'", page)
            names.add(name)
        if tag == "Table":
            yield from _table(element)


def _table(table: _Element) -> Iterator[Fault]:
    """Yield what is wrong with the rows of a table (7.5): unequal breadths, no heads."""
    rows = list(_rows(table))
    carried: dict[int, int] = {}  # cells of rows above that reach down: column, rows left
    breadths = set()
    for row in rows:
        column, reach = 0, {at: left - 1 for at, left in carried.items() if left > 1}
        for cell in row.kids:
            while carried.get(column):
                column += 1
            across, down = _spans(cell.node)
            for at in range(column, column + across):
                if down > 1:
                    reach[at] = down - 1
            column += across
        while carried.get(column):
            column += 1
        breadths.add(column)
        carried = reach
    if len(breadths) > 1:
        yield Fault("rows", f"the rows of a table have {', '.join(map(str, sorted(breadths)))} columns", table.page)
    if not any(cell.tag == "TH" for row in rows for cell in row.kids):
        yield Fault("table-heads", "a table has no heads", table.page)


def _rows(table: _Element) -> Iterator[_Element]:
    for kid in table.kids:
        if kid.tag == "TR":
            yield kid
        elif kid.tag != "Caption":
            yield from _rows(kid)


def _spans(node: Any) -> tuple[int, int]:
    """Return how many columns and rows a cell takes."""
    said = node.get("/A", pikepdf.Dictionary())
    across = down = 1
    for attributes in said if isinstance(said, pikepdf.Array) else [said]:
        if isinstance(attributes, pikepdf.Dictionary):
            across = int(attributes.get("/ColSpan", across))
            down = int(attributes.get("/RowSpan", down))
    return across, down
