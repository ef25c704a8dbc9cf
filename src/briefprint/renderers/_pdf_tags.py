"""The tag tree of a PDF, made of the galley's own elements (ISO 32000-1, 14.8; ISO 14289-1, 7).

WeasyPrint tags boxes: a paragraph over two pages is two, a cell three, a list's parts lie beside each other. Here
each element of the galley that means something is one element of the tree, whatever pages its boxes are on, and what
only helps setting is none. ``made`` puts this in the place of one private function, ``weasyprint.pdf.add_tags``;
``tests/test_pdf.py`` has canaries that fail when a new version moves it or what it is given.

In the galley, 'data-tag' says the type of an element that neither its name nor its class tells, and 'data-artifact'
that a reader is to leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefprint import direction
from briefprint.renderers import _pdf_figures, _pdf_words
from briefprint.renderers._pdf_links import CALL, NUMBER, ends
from briefprint.renderers._pdf_said import Sources
from briefprint.renderers._pdf_tree import Annotation, Content, Node, write

PX = 0.75
"""A CSS pixel in points (CSS Values 4, 6.2)."""

_BY_NAME = {
    "p": "P", "pre": "P", "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "LI", "dd": "LBody",
    "blockquote": "BlockQuote", "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR",
    "th": "TH", "td": "TD", "caption": "Caption", "a": "Link", "img": "Figure", "code": "Code", "s": "Span",
    "u": "Span", "section": "Sect",
}  # fmt: skip
_BY_CLASS = {
    "caption": "Caption", "footnote": "Note", "endnote": "Note", "note-call": "Reference", "note-number": "Lbl",
    "note-line": "P", "initial-word": "Span", "toc-list": "TOC", "toc-item": "TOCI",
    "toc-reference": "Reference", "toc-number": "Lbl", "figure": "Div", "figure-cell": "Div",
    "signature-block": "Div", "closing-part": "Div",
}  # fmt: skip
_NUMBERING = {"ol": "/Decimal", "ul": "/Disc", "dl": "/None"}
_DECORATION = {"s": "/LineThrough", "u": "/Underline"}
_RUN_ON = {"Span", "Link", "Reference", "Code", "Lbl", "P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption"}
"""What a note cannot follow from within: it stands after the block that calls it."""


@dataclass(slots=True)
class Record:
    """What the tag tree was made of, once it is."""

    notes: dict[Any, str] = field(default_factory=dict)
    """The numbers of notes at the foot of pages, by their elements of the galley (``_pdf_links``)."""
    elements: list[tuple[Any, Any]] = field(default_factory=list)
    """Each structure element, with the galley's element that it stands for first."""
    named: dict[str, Any] = field(default_factory=dict)
    """The structure elements that a link can lead to, by the names of these places."""


@contextmanager
def made() -> Iterator[Record]:
    """Let the tag tree be made here, and recorded."""
    original, record = weasyprint.pdf.add_tags, Record()
    weasyprint.pdf.add_tags = partial(add_tags, record=record)
    try:
        yield record
    finally:
        weasyprint.pdf.add_tags = original


def add_tags(pdf: Any, document: Any, pdf_version: str, page_streams: Any, record: Record) -> None:  # noqa: ARG001
    """Write the tag tree of drawn pages; what no element holds becomes an artifact (ISO 14289-1, 7.1)."""
    tree = _Tree(document.pages[0]._page_box)
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        tree.page(number, page, stream._tags)
    tree.finish()
    written = write(pdf, tree.root)
    for (element, part), node in tree.nodes.items():
        if node in written and node is not tree.root:
            if not part:
                record.elements.append((written[node], element))
            note, call = ends(record.notes[element]) if element in record.notes else ("", "")
            if name := call if part == CALL else "" if part else note or element.attrib.get("id", ""):
                record.named.setdefault(name, written[node])
    for number, stream in enumerate(page_streams):
        _mark(stream.stream, tree.held[number])
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _mark(operations: list[Any], held: dict[int, str]) -> None:
    """Mark as artifacts what no element of the tree holds: running heads, folios, a table's head again.

    Letters set apart say which words they are (14.9.4): viewers take their gaps for spaces.
    """
    for place, operation in enumerate(operations):
        if operation != b"BDC" or not isinstance(marks := operations[place - 1], dict):
            continue
        if (number := marks.get("MCID")) is None:
            continue
        if number not in held:
            operations[place - 2] = "/Artifact"
            operations[place - 1] = pydyf.Dictionary({"Type": "/Pagination"})
        elif held[number]:
            marks["ActualText"] = pydyf.String(held[number])


class _Tree:
    """Makes the tree of the boxes of pages as they are read."""

    def __init__(self, page_box: Any) -> None:
        self.root = Node("Document")
        html = next(each.element for each in page_box.children if each.element_tag == "html")
        self.parents = {child: parent for parent in html.iter() for child in parent}
        self.nodes: dict[tuple[Any, str], Node] = {(html, ""): self.root}
        self.items: dict[Any, Node] = {}  # the LI of each item and term
        self.notes: dict[Any, Node] = {}
        self.heads: dict[Any, Any] = {}  # the first box of each table head
        self.feet: dict[Any, int] = {}  # the page of each note at a page's foot
        self.links: list[tuple[Node, Any, str]] = []
        self.held: list[dict[int, str]] = []  # of each page: its content's numbers, and words set apart
        self.sources = Sources()
        self.level = 0  # of the last heading

    # --- boxes ---------------------------------------------------------------------------------------

    def page(self, number: int, page: Any, tags: dict[Any, dict[str, Any]]) -> None:
        """Read a page; ``tags`` are the numbers of what is drawn on it."""
        self.number, self.depth, self.tags = number, page.height, tags
        self.held.append({})
        self.ends = _pdf_words.line_ends(page._page_box)
        self.box(page._page_box, shown=True)

    def box(self, box: Any, shown: bool) -> None:
        """Read a box; what is not ``shown`` to a reader has only its links."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            return
        element, pseudo = box.element, _pseudo(box)
        if element is not None:
            shown = shown and "data-artifact" not in element.attrib and not self.is_repeated(box)
            if isinstance(box, boxes.TableCellBox) and shown:
                self.node(element)  # an empty cell is a cell
            if box.link_annotation:
                self.link(self.node(element, pseudo), box.link_annotation)
            if shown and box in self.tags:
                self.content(box, element, pseudo)
        for child in box.children:
            self.box(child, shown)

    def is_repeated(self, box: Any) -> bool:
        """Return whether a box is a table's head again, on a later page or in a later column, or a note of one."""
        if "footnote" in (box.element.attrib.get("class") or "").split():
            if _pseudo(box) == CALL:  # whose note may have found room on the next page alone
                return False
            return self.feet.setdefault(box.element, self.number) != self.number
        if not isinstance(box, boxes.TableRowGroupBox) or not box.is_header:
            return False
        return self.heads.setdefault(box.element, box) is not box

    def content(self, box: Any, element: Any, pseudo: str) -> None:
        """Hold what a box draws."""
        number, node = self.tags[box]["mcid"], self.node(element, pseudo)
        apart = isinstance(box, boxes.TextBox) and box.style["letter_spacing"] not in ("normal", 0)
        self.held[-1][number] = box.text if apart else ""
        if isinstance(box, boxes.TextBox):
            meant = self.sources.meant(element, box.text) if not pseudo else box.text
            turned = direction.has_rtl(box.text)
            if turned:
                meant = _pdf_words.read(box, self.ends)
            if turned or meant != box.text:
                node = node.add("Span")
                node.said["ActualText"] = meant
            node.kids.append(Content(self.number, number, meant))
            return
        node.kids.append(Content(self.number, number))
        left, top = box.content_box_x() * PX, (self.depth - box.content_box_y()) * PX
        right, bottom = left + box.width * PX, top - box.height * PX
        node.owned.setdefault("Layout", {})["BBox"] = pydyf.Array([left, bottom, right, top])

    def link(self, node: Node, annotation: Any) -> None:
        """Put an annotation into the link that it is of."""
        while node.tag != "Link" and node.parent is not None:
            node = node.parent
        node.kids.append(Annotation(self.number, annotation))

    # --- elements ------------------------------------------------------------------------------------

    def node(self, element: Any, pseudo: str = "") -> Node:
        """Return what stands for an element of the galley, or for a part of it that the stylesheet makes."""
        key = (element, pseudo)
        if key not in self.nodes:
            self.nodes[key] = self.part(element, pseudo) if pseudo else self.element(element)
        return self.nodes[key]

    def part(self, element: Any, pseudo: str) -> Node:
        """Return a list's marker, a note's call or number; what else a stylesheet adds is part of its element."""
        match pseudo:
            case "::marker":
                self.node(element)
                return self.items[element].add("Lbl", first=True)
            case _ if pseudo == CALL:
                reference = self.node(self.parents[element]).add("Reference")
                self.note(element, reference)
                return self.linked(reference, element, "call")
            case _ if pseudo == NUMBER:
                return self.linked(self.node(element).add("Lbl"), element, "back")
        return self.node(element)

    def element(self, element: Any) -> Node:
        """Return what stands for an element: its own, or where it means nothing the one it is in."""
        name, classes = element.tag, (element.attrib.get("class") or "").split()
        if "initial" in classes or "initial-letter" in classes:
            return self.node(self.initial(element))
        above = self.node(self.parents[element])
        tag = _tag(element, classes)
        if "lead" in classes and (len(self.parents[element]) > 1 or _calls_a_note(element)):
            tag = "P"  # what is said alone in an item is its body
        lang = element.attrib.get("lang")
        if tag is None and not lang:
            return above
        node = self.placed(element, tag or "Span", above)
        if lang:
            node.said["Lang"] = lang
        if name in _DECORATION:
            node.owned["Layout"] = {"TextDecorationType": _DECORATION[name]}
        if "initial-word" in classes:
            node.said["ActualText"] = element.attrib["data-word"]
        return node

    def placed(self, element: Any, tag: str, above: Node) -> Node:
        """Return a new element of the tree, where its type has it stand."""
        match tag:
            case "H":
                self.level = min(int(element.tag[1]), self.level + 1)  # none is skipped (ISO 14289-1, 7.4.2)
                return above.add(f"H{self.level}")
            case "L":
                node = above.add("L")
                node.owned["List"] = {"ListNumbering": _numbering(element)}
                return node
            case "LI":
                item = above.add("LI")
                self.items[element] = item
                inside = item.add("Lbl") if element.tag == "dt" else None
                body = item.add("LBody")
                return inside or body
            case "LBody":  # of the term before it
                return next(kid for kid in reversed(above.kids) if isinstance(kid, Node)).kids[-1]  # type: ignore[return-value]
            case "Lbl":
                for each in self.ancestors(element):
                    if each in self.items:
                        return self.items[each].add("Lbl", first=True)
                    if self.node(each).tag in ("Note", "TOCI"):  # the number of an entry: ISO 32000-1, table 333
                        return self.node(each).add("Lbl", first=True)
                return above.add("Lbl")
            case "Figure":
                node = above.add("Figure")
                node.said["Alt"] = element.attrib.get("alt", "")
                return node
            case "Note":
                return self.note(element, above)
            case "Link":
                return self.linked(above, element, "title")
            case "TH":
                node = above.add("TH")
                node.owned["Table"] = {"Scope": "/Row" if element.attrib.get("scope") == "row" else "/Column"}
                return _spanning(node, element)
            case "TD":
                return _spanning(above.add("TD"), element)
        return above.add(tag)

    def linked(self, above: Node, element: Any, said: str) -> Node:
        """Return a link; ``said`` is the attribute that describes it."""
        node = above.add("Link")
        self.links.append((node, element, said))
        return node

    def note(self, element: Any, at: Node) -> Node:
        """Return a note, which is read after the block that calls it; one at the end stands where it does."""
        if element not in self.notes:
            if element.tag == "div":
                note = at.add("Note")
            else:
                while at.tag in _RUN_ON and at.parent is not None and at.parent.tag in _RUN_ON:
                    at = at.parent
                if at.tag == "Caption" and at.parent is not None and at.parent.tag == "Table":
                    at = at.parent
                note = Node("Note", at.parent)
                if at.tag == "Lbl" and at.parent is not None:  # a term: its item holds labels and bodies alone
                    at = at.parent.kids[-1]  # type: ignore[assignment]
                (at.after if at.tag in _RUN_ON or at.tag == "Table" else at.last).append(note)
            self.notes[element] = note
            note.said["ID"] = f"note-{len(self.notes)}"
            self.nodes[element, ""] = note
        return self.notes[element]

    def initial(self, element: Any) -> Any:
        """Return the word that an initial, which floats before its paragraph, is the first letter of."""
        opens = next(each for each in self.ancestors(element) if "opens" in (each.attrib.get("class") or "").split())
        return next(each for each in opens.iter() if each.attrib.get("class") == "initial-word")

    def ancestors(self, element: Any) -> Iterator[Any]:
        """Yield what an element is in, from the nearest."""
        while (element := self.parents.get(element)) is not None:
            yield element

    # --- what is only known at the end ---------------------------------------------------------------

    def finish(self) -> None:
        """Put moved figures back, describe the links, and name the heads of each cell."""
        _pdf_figures.restored(self.nodes)
        for node, element, said in self.links:
            given = element.attrib.get(said if said == "title" else f"data-{said}")
            words = " ".join("".join(element.itertext()).split()) if said == "title" else node.text()
            if given:
                words = f"{given} {words}" if said == "call" else given
            for kid in node.kids:
                if isinstance(kid, Annotation):
                    kid.dictionary["Contents"] = pydyf.String(words or element.attrib.get("href", ""))
        tables = [node for node in self.root.walk() if node.tag == "Table"]
        for count, table in enumerate(tables, 1):
            _keep_a_body(table)
            _name_heads(table, f"table-{count}")


def _pseudo(box: Any) -> str:
    """Return which part of its element the stylesheet made a box of: '::marker', or none."""
    _, colons, part = (box.element_tag or "").partition("::")
    return colons + part


def _tag(element: Any, classes: list[str]) -> str | None:
    """Return the type of an element in the tree; none where it means nothing of its own."""
    if said := element.attrib.get("data-tag"):
        return str(said)
    for each in classes:
        if each in _BY_CLASS:
            return _BY_CLASS[each]
    name = element.tag
    if len(name) == 2 and name[0] == "h" and name[1].isdigit():
        return "H"
    if name == "div" and any(each.startswith("panel-") for each in classes):
        return "Div"
    return _BY_NAME.get(name)


def _calls_a_note(element: Any) -> bool:
    return any("footnote" in (each.attrib.get("class") or "").split() for each in element.iter())


def _numbering(element: Any) -> str:
    """Return how a list is numbered (ISO 32000-1, table 347)."""
    if said := element.attrib.get("data-numbering"):
        return f"/{said}"
    tasks = all("task-item" in (item.attrib.get("class") or "") for item in element)
    return "/None" if tasks else _NUMBERING[element.tag]


def _spanning(cell: Node, element: Any) -> Node:
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if int(element.attrib.get(name, 1)) > 1:
            cell.owned.setdefault("Table", {})[key] = int(element.attrib[name])
    return cell


def _keep_a_body(table: Node) -> None:
    """Make a head that has no rows below it the body, which no table is without (ISO 32000-1, table 337)."""
    parts = [kid for kid in table.kids if isinstance(kid, Node) and not kid.empty]
    if not any(each.tag == "TBody" for each in parts):
        for each in parts:
            each.tag = "TBody" if each.tag == "THead" else each.tag


def _name_heads(table: Node, name: str) -> None:
    """Tell each cell of a table its heads (ISO 32000-1, table 349)."""
    rows = [node for node in table.walk() if node.tag == "TR"]
    taken: dict[tuple[int, int], bool] = {}
    above: dict[int, list[str]] = {}  # the heads of each column
    cells: list[tuple[Node, int, int]] = []
    beside: dict[int, list[str]] = {}  # the heads of each row
    for at, row in enumerate(rows):
        column = 0
        for cell in row.kids:
            if not isinstance(cell, Node):
                continue
            while taken.get((at, column)):
                column += 1
            said = cell.owned.get("Table", {})
            across, down = int(said.get("ColSpan", 1)), int(said.get("RowSpan", 1))
            taken |= {(at + y, column + x): True for y in range(down) for x in range(across)}
            if cell.tag == "TH":
                cell.said["ID"] = f"{name}-{at}-{column}"
                heads, places = (beside, range(at, at + down)) if said["Scope"] == "/Row" else (
                    above, range(column, column + across))  # fmt: skip
                for place in places:
                    heads.setdefault(place, []).append(cell.said["ID"])
            else:
                cells.append((cell, at, column))
            column += across
    for cell, at, column in cells:
        heads_of = [*beside.get(at, []), *above.get(column, [])]
        if heads_of:
            cell.owned.setdefault("Table", {})["Headers"] = pydyf.Array([pydyf.String(each) for each in heads_of])
