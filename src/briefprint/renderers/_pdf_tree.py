"""A tag tree in the making, and how it is written into a PDF (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf

_MAY_BE_EMPTY = {"TD", "TH", "LBody"}


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """A piece of marked content: the page it is on, counted from 0, its number there, and what it says."""

    page: int
    number: int
    text: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """An annotation that an element holds, and the page it is on."""

    page: int
    dictionary: Any


@dataclass(slots=True, eq=False)
class Node:
    """An element of the tree."""

    tag: str
    parent: Node | None = None
    kids: list[Node | Content | Annotation] = field(default_factory=list)
    after: list[Node] = field(default_factory=list)  # read once this one is, beside it: notes called in it
    last: list[Node] = field(default_factory=list)  # read last of what is within it
    said: dict[str, Any] = field(default_factory=dict)  # Alt, ActualText, Lang, ID
    owned: dict[str, dict[str, Any]] = field(default_factory=dict)  # attributes by their owner (14.7.5.2)

    def add(self, tag: str, first: bool = False) -> Node:
        """Return a new element within this one."""
        node = Node(tag, self)
        self.kids.insert(0 if first else len(self.kids), node)
        return node

    def held(self) -> Iterator[Node | Content | Annotation]:
        """Yield what is within, in the order it is read."""
        for kid in (*self.kids, *self.last):
            yield kid
            if isinstance(kid, Node):
                yield from _followers(kid)

    def walk(self) -> Iterator[Node]:
        """Yield this element and all within it, in the order they are read."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed([kid for kid in node.held() if isinstance(kid, Node)])

    def text(self) -> str:
        """Return what the content within says."""
        return "".join(
            kid.text if isinstance(kid, Content) else kid.text() if isinstance(kid, Node) else ""
            for kid in self.held()
        )

    @property
    def empty(self) -> bool:
        """Return whether neither it nor anything within it holds content, where something should."""
        return self.tag not in _MAY_BE_EMPTY and all(isinstance(kid, Node) and kid.empty for kid in self.held())


def _followers(node: Node) -> Iterator[Node]:
    for each in node.after:
        yield each
        yield from _followers(each)


def write(pdf: Any, document: Node) -> dict[Node, Any]:
    """Write a tree into a PDF whose pages have their marked content; return what each element was written as."""
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    writing = _Writing(pdf)
    root["K"] = pydyf.Array([writing.element(document, root.reference).reference])
    root["ParentTree"] = _added(pdf, {"Nums": pydyf.Array(writing.parents())}).reference
    if writing.names:
        root["IDTree"] = _added(pdf, {"Names": pydyf.Array(_flat(sorted(writing.names.items())))}).reference
    pdf.catalog["StructTreeRoot"] = root.reference
    return writing.written


class _Writing:
    def __init__(self, pdf: Any) -> None:
        self.pdf, self.pages = pdf, pdf.page_references
        self.contents: list[dict[int, Any]] = [{} for _ in self.pages]  # of each page: number, its element
        self.annotations: list[tuple[Any, Any]] = []
        self.names: dict[str, Any] = {}
        self.written: dict[Node, Any] = {}

    def element(self, node: Node, parent: Any) -> Any:
        """Write an element and what is within it."""
        written = _added(self.pdf, {"Type": "/StructElem", "S": f"/{node.tag}", "P": parent})
        self.written[node] = written
        kids, page = pydyf.Array(), None
        for kid in node.held():
            if isinstance(kid, Node):
                if not kid.empty:
                    kids.append(self.element(kid, written.reference).reference)
                continue
            if page is None:
                page = kid.page
                written["Pg"] = self.pages[page]
            if isinstance(kid, Content):
                self.contents[kid.page][kid.number] = written.reference
                kids.append(kid.number if kid.page == page else self.other("/MCR", kid.page, {"MCID": kid.number}))
            else:
                self.annotations.append((kid.dictionary, written.reference))
                kids.append(self.other("/OBJR", kid.page, {"Obj": kid.dictionary.reference}))
        written["K"] = kids
        for name, value in node.said.items():
            written[name] = pydyf.String(value)
        owned = [pydyf.Dictionary({"O": f"/{owner}", **values}) for owner, values in node.owned.items()]
        if owned:
            written["A"] = owned[0] if len(owned) == 1 else pydyf.Array(owned)
        if "ID" in node.said:
            self.names[node.said["ID"]] = written.reference
        return written

    def other(self, kind: str, page: int, entries: dict[str, Any]) -> Any:
        """Return a reference to content that is not on the element's page, or to an annotation."""
        return pydyf.Dictionary({"Type": kind, "Pg": self.pages[page], **entries})

    def parents(self) -> Iterator[Any]:
        """Yield the way back from each page's content, and from each annotation, to its element (14.7.4.4)."""
        for page, numbers in enumerate(self.contents):
            yield page
            yield pydyf.Array([numbers.get(each, "null") for each in range(max(numbers, default=-1) + 1)])
        for place, (annotation, element) in enumerate(self.annotations, len(self.pages)):
            annotation["StructParent"] = place
            yield place
            yield element


def _added(pdf: Any, entries: dict[str, Any]) -> Any:
    dictionary = pydyf.Dictionary(entries)
    pdf.add_object(dictionary)
    return dictionary


def _flat(pairs: Iterable[tuple[str, Any]]) -> Iterator[Any]:
    for name, element in pairs:
        yield pydyf.String(name)
        yield element
