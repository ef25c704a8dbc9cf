"""The structure tree of a PDF with the text of its leaves: what a screen reader reads, and what it never finds."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pikepdf

Kind = Literal["content", "artifact", "untagged"]
INLINE = {"Span", "Link", "Reference", "Code", "Em", "Strong", "Quote", "Sub"}
"""Elements within a line (ISO 32000-1, 14.8.4.4)."""
_CHAR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of text, the tag it stands under, and all tags from the root down to that one."""

    tag: str
    text: str
    page: int  # from 1
    tags: tuple[str, ...]
    block: int  # which block-level element it is part of, counted in reading order
    note: str = ""  # the name of the note it is part of


@dataclass(slots=True)
class PdfTree:
    """All text of a PDF, by whether it is read: ``leaves`` are, in this order."""

    leaves: list[Leaf] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)  # of every element, in reading order
    alts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)  # the descriptions of link annotations
    lost: list[str] = field(default_factory=list)  # marked with a number that no element has
    artifacts: list[str] = field(default_factory=list)
    untagged: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it is read: a new block on a new line, soft hyphens gone."""
        joined = "".join(self._pieces()).replace("\u00ad", "")
        return "\n".join(line.strip() for line in joined.splitlines() if line.strip())

    def under(self, tag: str) -> list[str]:
        """Return the text of each leaf that has ``tag`` above it."""
        return [leaf.text.strip() for leaf in self.leaves if tag in leaf.tags]

    def _pieces(self) -> Iterator[str]:
        before = 0
        for leaf in self.leaves:
            if leaf.block != before:
                yield "\n"
            before = leaf.block
            yield leaf.text


def read(source: Path | bytes) -> PdfTree:
    """Read a PDF's structure tree and its pages' marked content."""
    with pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source) as pdf:
        return _Reader(pdf).read()


def unsaid(data: bytes) -> bytes:
    """Return a PDF whose pages do not say what their letters stand for, so that each is found where it is drawn."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            instructions = pikepdf.parse_content_stream(page)
            for instruction in instructions:
                for operand in instruction.operands:
                    if isinstance(operand, pikepdf.Dictionary) and "/ActualText" in operand:
                        del operand["/ActualText"]
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf, self.tree = pdf, PdfTree()
        self.numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self.marked: dict[tuple[int, int], str] = {}  # (page, MCID): its text
        self.used: set[tuple[int, int]] = set()
        self.note = ""  # which is being read

    def read(self) -> PdfTree:
        for number, page in enumerate(self.pdf.pages, 1):
            for kind, mcid, text in _texts(page.obj):
                if kind == "content":
                    key = (number, mcid)
                    self.marked[key] = self.marked.get(key, "") + text
                elif text.strip():
                    (self.tree.artifacts if kind == "artifact" else self.tree.untagged).append(text)
        root = self.pdf.Root.get("/StructTreeRoot")
        if root is not None:
            self._children(root, (), 0, 0)
        unused = [key for key in self.marked if key not in self.used]
        self.tree.lost += [self.marked[key] for key in unused if self.marked[key].strip()]
        return self.tree

    def _children(self, element: pikepdf.Object, tags: tuple[str, ...], page: int, block: int) -> None:
        kids = element.get("/K")
        if kids is None:
            return
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                self._kid(kid, tags, page, block)
            else:
                self._leaf(int(kid), tags, page, block)

    def _kid(self, kid: pikepdf.Dictionary, tags: tuple[str, ...], page: int, block: int) -> None:
        if "/Pg" in kid:
            page = self.numbers[kid.Pg.objgen]
        match str(kid.get("/Type", "/StructElem")):
            case "/MCR":
                self._leaf(int(kid.MCID), tags, page, block)
            case "/OBJR":
                if kid.Obj.get("/Subtype") == pikepdf.Name.Link:
                    self.tree.links.append(str(kid.Obj.get("/Contents", "")))
            case _:
                tag = str(kid.S)[1:]
                self.tree.tags.append(tag)
                block = block if tag in INLINE else len(self.tree.tags)
                if "/Alt" in kid:
                    self.tree.alts.append(str(kid.Alt))
                before, outer = len(self.tree.leaves), self.note
                if tag == "Note":
                    self.note = str(kid.get("/ID", ""))
                self._children(kid, (*tags, tag), page, block)
                if "/ActualText" in kid:
                    said = Leaf(tag, str(kid.ActualText), page, (*tags, tag), block, self.note)
                    self.tree.leaves[before:] = [said]
                self.note = outer

    def _leaf(self, mcid: int, tags: tuple[str, ...], page: int, block: int) -> None:
        key = (page, mcid)
        self.used.add(key)
        if text := self.marked.get(key, ""):
            self.tree.leaves.append(Leaf(tags[-1], text, page, tags, block, self.note))


def _texts(content: pikepdf.Object, within: tuple[Kind, int] = ("untagged", -1)) -> Iterator[tuple[Kind, int, str]]:
    """Yield each string shown on a page (or in a form), and the marked content it stands in."""
    stack: list[tuple[Kind, int]] = [within]
    resources = content.get("/Resources", pikepdf.Dictionary())
    fonts: dict[str, tuple[int, dict[int, str] | None]] = {}
    font: tuple[int, dict[int, str] | None] = (1, None)
    size, height, drawn_at, before = 1.0, 0.0, 0.0, ""
    for instruction in pikepdf.parse_content_stream(content):
        operands = list(instruction.operands)
        match str(instruction.operator):
            case "BMC" | "BDC":
                stack.append(_mark(operands, resources, stack[-1]))
            case "EMC":
                stack.pop()
            case "Tf":
                name = str(operands[0])
                if name not in fonts:
                    found = resources.Font[name]
                    fonts[name] = (2 if "/DescendantFonts" in found else 1, _to_unicode(found))
                font, size = fonts[name], float(operands[1])
            case "Tm":
                height = float(operands[5])
            case "Td" | "TD":
                height += float(operands[1])
            case "Tj" | "TJ" | "'" | '"':
                shown = operands[-1]
                for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
                    if isinstance(part, pikepdf.String):
                        text = _decoded(bytes(part), *font)
                        # A new line parts words where no space is drawn at the end of the last.
                        if abs(height - drawn_at) > 0.8 * size and before not in ("", " ", "\u00a0", "\u00ad"):
                            text = f" {text}"
                        yield (*stack[-1], text)
                        drawn_at, before = height, text[-1:]
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.get("/Subtype") == pikepdf.Name.Form:
                    yield from _texts(form, stack[-1])


def _mark(operands: list[Any], resources: pikepdf.Object, outer: tuple[Kind, int]) -> tuple[Kind, int]:
    tag, *rest = operands
    if str(tag) == "/Artifact":
        return "artifact", -1
    properties = rest[0] if rest else None
    if isinstance(properties, pikepdf.Name):
        properties = resources.Properties[str(properties)]
    if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
        return "content", int(properties.MCID)
    return outer


def _decoded(data: bytes, length: int, known: dict[int, str] | None) -> str:
    codes = [int.from_bytes(data[at : at + length], "big") for at in range(0, len(data), length)]
    return "".join(chr(code) if known is None else known.get(code, "\ufffd") for code in codes)


def _to_unicode(font: pikepdf.Object) -> dict[int, str] | None:
    """Return what each code of a font stands for (ISO 32000-1, 9.10.3)."""
    if "/ToUnicode" not in font:
        return None

    def text(digits: str) -> str:
        return bytes.fromhex(digits).decode("utf-16-be")

    known: dict[int, str] = {}
    stream = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", stream, re.DOTALL):
        known |= {int(code, 16): text(to) for code, to in _CHAR.findall(block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", stream, re.DOTALL):
        for first, last, to, listed in _RANGE.findall(block):
            start = int(first, 16)
            if listed:
                each = re.findall(r"<([0-9A-Fa-f]+)>", listed)
                known |= {start + at: text(digits) for at, digits in enumerate(each)}
            else:
                known |= {
                    code: text(to)[:-1] + chr(ord(text(to)[-1]) + code - start)
                    for code in range(start, int(last, 16) + 1)
                }
    return known
