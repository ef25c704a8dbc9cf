"""From Markdown's block tokens to blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from briefprint.document import (
    OPTIONAL,
    PRIORITY,
    Alignment,
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
    Cell,
    CodeBlock,
    ColumnBreak,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Inlines,
    ListItem,
    OrderedList,
    PageBreak,
    PageTurn,
    Paragraph,
    Quote,
    Table,
    Text,
    ThematicBreak,
    Turn,
)
from briefprint.errors import did_you_mean
from briefprint.reader import fences
from briefprint.reader.attributes import Attributes, leading, priority, trailing
from briefprint.reader.inlines import InlineReader
from briefprint.reader.markdown import ALERTS, LIVE, parser
from briefprint.reader.source import Faults

CalloutKind = Literal["note", "tip", "important", "warning", "caution"]
_BREAKS: dict[str, type[PageBreak | ColumnBreak]] = {
    "\\newpage": PageBreak,
    "\\pagebreak": PageBreak,
    "\\clearpage": PageBreak,
    "{{< pagebreak >}}": PageBreak,
    "\\columnbreak": ColumnBreak,
}
_ABBREVIATION = re.compile(r"^\*\[([^\]\n]+)\]:[ \t]*([^\n]*)$", re.MULTILINE)
_ABBREVIATIONS = re.compile(r"(?:\*\[[^\]\n]++\]:[^\n]*+(?:\n|\Z))++")
_PAGE_BREAK = re.compile(
    r"<(div|p|span|hr|br)\b[^>]*\b(?:page-)?break-(?:after|before):\s*(?:always|page)[^>]*>\s*(?:</\1>)?\s*"
)
_KINDS: dict[str, CalloutKind] = {
    "note": "note", "tip": "tip", "important": "important", "warning": "warning", "caution": "caution",
    "info": "note", "danger": "caution",
}  # fmt: skip
_ATTRIBUTION = re.compile(r"(?:—|–|---?)[ \t]*(?=\S)")


@dataclass(slots=True)
class BlockReader:
    """Reads the blocks of one brief."""

    inlines: InlineReader
    faults: Faults
    lang: str
    plain_divs: set[str] = field(default_factory=set)

    def run(self, text: str, line: int) -> Inlines:
        """Return the inlines of Markdown that stands outside the copy: in front matter, in a chart."""
        one_line = " ".join(text.strip(" \t\n").split("\n"))
        tokens = parser(self.lang).parseInline(one_line, {LIVE: bool(self.inlines.values)})
        return self.inlines.read(tokens[0].children if tokens else None, line)

    def read(self, nodes: Sequence[SyntaxTreeNode], line: int = 1) -> Blocks:
        """Return the blocks of a list of nodes."""
        out: list[Block] = []
        caption: dict[str, Any] = {}  # of the table that comes next
        for node in nodes:
            line = node.map[0] + 1 if node.map else line
            if "caption" in node.meta:
                attributes: Attributes = node.meta["caption"]
                said: dict[str, Any] = {
                    "caption": self.children(node, line),
                    "id": attributes.id,
                    "turn": _turn(attributes),
                }
                if node.meta["behind"] and out and isinstance(table := out[-1], Table):
                    out[-1] = replace(table, **said)
                else:
                    caption = said
            elif node.type == "div":
                out += self.div(node, line)
            elif (block := self.block(node, line)) is not None:
                out.append(replace(block, **caption) if isinstance(block, Table) else block)
                caption = {}
        return tuple(out)

    def block(self, node: SyntaxTreeNode, line: int) -> Block | None:
        match node.type:
            case "paragraph":
                return self.paragraph(node, line)
            case "heading":
                attributes: Attributes = node.meta.get("attributes", Attributes())
                name = attributes.id or str(node.attrs.get("id", ""))
                children = self.children(node, line)
                if not children:
                    return None
                held = priority(attributes, PRIORITY, OPTIONAL)
                counts = "unnumbered" not in attributes.classes
                return Heading(
                    level=int(node.tag[1]), children=children, id=name, counts=counts, priority=held, line=line
                )
            case "bullet_list":
                return BulletList(items=self.items(node, line), tight=_tight(node), line=line)
            case "ordered_list":
                start = int(node.attrs.get("start", 1))
                return OrderedList(items=self.items(node, line), tight=_tight(node), start=start, line=line)
            case "dl":
                return self.definitions(node, line)
            case "blockquote":
                return self.quote(node, line)
            case "code_block":
                return CodeBlock(text=node.content.rstrip("\n"), line=line)
            case "fence":
                return self.fence(node, line)
            case "table":
                return self.table(node, line)
            case "hr":
                return ThematicBreak(line=line)
            case "html_block":
                return self.html(node.content, line, empty=bool(node.meta.get("empty")))
            case "footnote_reference" | "inline":
                return None  # notes stand at their calls
            case _:
                self.faults.warn(f"'{node.type}' is set as it is written", line)
                return Paragraph(children=(Text(text=node.content, line=line),), line=line)

    def children(self, node: SyntaxTreeNode, line: int) -> Inlines:
        """Return the inlines of a block that holds one run of text."""
        inline = node.children[0] if node.children else None
        if inline is None or inline.token is None:
            return ()
        return self.inlines.read(inline.token.children, line + int(inline.meta.get("lines_taken", 0)))

    def paragraph(self, node: SyntaxTreeNode, line: int) -> Block | None:
        inline = node.children[0].token if node.children else None
        tokens = list(inline.children or ()) if inline else []
        content = inline.content.strip() if inline else ""
        line += int(inline.meta.get("lines_taken", 0)) if inline else 0
        if content in _BREAKS:
            return _BREAKS[content](line=line)
        if content.startswith(":::"):
            said = content.splitlines()[0]
            self.faults.warn(f"'{said}' is set as text", line, "a box opens with '::: {.box}' and closes with ':::'")
        if abbreviations := _ABBREVIATIONS.fullmatch(content):
            for name, meaning in _ABBREVIATION.findall(abbreviations[0]):
                message = f"the abbreviation '{name}' is not spelt out, as paper shows nothing on pointing"
                self.faults.warn(message, line, f"write at its first use: '{meaning.strip()} ({name})'")
            return None
        if tokens and tokens[0].type == "image" and all(t.type == "text" for t in tokens[1:]):
            rest, attributes = leading("".join(token.content for token in tokens[1:]))
            if not rest.strip():
                return self.figure(tokens[0], attributes, line)
        children = self.inlines.read(tokens, line)
        return Paragraph(children=children, line=line) if children else None

    def figure(self, image: Token, attributes: Attributes, line: int) -> Figure | None:
        path = self.inlines.picture(str(image.attrGet("src") or ""), line)
        if path is None:
            return None
        title = str(image.attrGet("title") or "")
        caption = self.run(title, line) if title else ()
        if not caption and attributes.id:
            caption = self.inlines.read(image.children, line)
        return Figure(
            source=path,
            alt=self.inlines.alternative(image, line),
            caption=caption,
            id=attributes.id,
            measure=self.share(attributes.values.get("width"), line),
            line=line,
        )

    def share(self, width: str | None, line: int) -> float:
        """Return the share of the measure that ``width=60%`` asks for."""
        if width is None:
            return 1.0
        if (found := re.fullmatch(r"(\d{1,3})%", width)) and 1 <= int(found[1]) <= 100:
            return int(found[1]) / 100
        self.faults.warn(f"the width '{width}' is not followed", line, "write a share of the measure: 'width=60%'")
        return 1.0

    def items(self, node: SyntaxTreeNode, line: int) -> tuple[ListItem, ...]:
        return tuple(
            ListItem(
                blocks=self.read(item.children, _line(item, line)),
                checked=item.meta.get("checked"),
                line=_line(item, line),
            )
            for item in node.children
        )

    def definitions(self, node: SyntaxTreeNode, line: int) -> DefinitionList:
        items: list[Definition] = []
        for child in node.children:
            where = _line(child, line)
            if child.type == "dt":
                items.append(Definition(term=self.children(child, where), meanings=(), line=where))
            elif items:
                meaning = self.read(child.children, where)
                items[-1] = replace(items[-1], meanings=(*items[-1].meanings, meaning))
        return DefinitionList(items=tuple(items), line=line)

    def quote(self, node: SyntaxTreeNode, line: int) -> Block | None:
        said, title = node.meta.get("alert", ("", ""))
        blocks = self.read(node.children, line)
        if (kind := said.lower()) in ALERTS:
            return Callout(kind=kind, title=self.run(title, line), blocks=blocks, line=line)
        if said:
            hint = did_you_mean(said, map(str.upper, ALERTS)) or f"there are: {', '.join(map(str.upper, ALERTS))}"
            self.faults.warn(f"no callout is of the kind '{said}', so it is set as a quote", line, hint)
        if not blocks:
            return None
        attribution: Inlines = ()
        if len(blocks) > 1 and isinstance(last := blocks[-1], Paragraph):
            first = last.children[0]
            if isinstance(first, Text) and (found := _ATTRIBUTION.match(first.text)):
                attribution = (replace(first, text=first.text[found.end() :]), *last.children[1:])
                blocks = blocks[:-1]
        pull = "pull" in str(node.attrs.get("class", "")).split()
        return Quote(blocks=blocks, attribution=attribution, pull=pull, line=line)

    def div(self, node: SyntaxTreeNode, line: int) -> Blocks:
        """Return the blocks of a fenced div: one that has a look here, else those within it."""
        said: Attributes = node.meta["attributes"]
        blocks = self.read(node.children, line)
        if not node.meta["closed"]:
            self.faults.warn("the ':::' is never closed, so it ends with what holds it", line, "close it with ':::'")
        if "landscape" in said.classes:
            return self.turned(said, blocks, line)
        if "box" in said.classes:
            return (Box(blocks=blocks, line=line),) if blocks else ()
        kinds = [_KINDS[each] for name in said.classes if (each := name.removeprefix("callout-").lower()) in _KINDS]
        if kinds:
            title = self.run(said.values.get("title", ""), line)
            if not title and blocks and isinstance(blocks[0], Heading):  # as Quarto has it
                title, blocks = blocks[0].children, blocks[1:]
            return (Callout(kind=kinds[0], title=title, blocks=blocks, line=line),) if blocks or title else ()
        if len(blocks) in (1, 2) and said.id and isinstance(first := blocks[0], Table | Figure):
            caption = blocks[1].children if len(blocks) > 1 and isinstance(blocks[1], Paragraph) else first.caption
            if len(blocks) == 1 or isinstance(blocks[1], Paragraph):
                return (replace(first, id=first.id or said.id, caption=caption),)
        name = " ".join((*(f".{each}" for each in said.classes), *([f"#{said.id}"] if said.id else ())))
        if blocks and name not in self.plain_divs:
            self.plain_divs.add(name)
            self.faults.warn(f"'::: {{{name}}}' has no look of its own, so what it holds is set as other copy", line)
        return blocks

    def turned(self, said: Attributes, blocks: Blocks, line: int) -> Blocks:
        """Return what stands on turned pages: a table alone says so itself, so that several share them."""
        if blocks and all(isinstance(each, Table) for each in blocks):
            named = [replace(each, turn="landscape") for each in blocks if isinstance(each, Table)]
            named[0] = replace(named[0], id=named[0].id or said.id)
            return tuple(named)
        return (PageTurn(landscape=True, line=line), *blocks, PageTurn(landscape=False, line=line)) if blocks else ()

    def fence(self, node: SyntaxTreeNode, line: int) -> Block | None:
        info = unescapeAll(node.info).strip()
        if info.startswith("{="):
            return self.raw(node.content, info, line)
        attributes = trailing(info)[1] if info.startswith("{") else Attributes()
        language = attributes.classes[0] if attributes.classes else info.split()[0].strip("{}.") if info else ""
        match language:
            case "chart":
                return fences.chart(node.content, line, self.run, self.faults, self.inlines.values)
            case "figures":
                return fences.figures(node.content, line, self.run, self.faults)
            case _:
                return CodeBlock(text=node.content.rstrip("\n"), language=language, line=line)

    def raw(self, content: str, info: str, line: int) -> Block | None:
        """Return what pandoc would hand to one format unread: a page break, or text that is no copy of ours."""
        if content.strip() in _BREAKS:
            return _BREAKS[content.strip()](line=line)
        self.faults.warn(f"the raw block '{info}' is set as code", line, "write it in Markdown")
        return CodeBlock(text=content.rstrip("\n"), language=info.strip("{=}"), line=line)

    def table(self, node: SyntaxTreeNode, line: int) -> Table:
        rows: list[tuple[Cell, ...]] = []
        alignments: tuple[Alignment, ...] = ()
        for part in node.children:
            for row in part.children:
                where = _line(row, line)
                if not alignments:
                    alignments = tuple(_alignment(cell) for cell in row.children)
                cells = int(row.meta.get("cells", 0))
                if rows and cells > len(alignments):
                    self.faults.error(
                        f"the row has {cells} cells, but the table's head has {len(alignments)}",
                        where,
                        "head every column, and write a bar within a cell as '\\|'",
                    )
                rows.append(tuple(Cell(children=self.children(cell, where), line=where) for cell in row.children))
        return Table(alignments=alignments, head=rows[0], rows=tuple(rows[1:]), line=line)

    def html(self, content: str, line: int, *, empty: bool) -> Block | None:
        if re.fullmatch(r"\s*(?:<!--.*?-->\s*)*", content, re.DOTALL):
            return None
        if len(content) < 200 and _PAGE_BREAK.fullmatch(content.strip()):
            return PageBreak(line=line)
        if empty:
            self.faults.warn(f"the HTML '{content.strip()[:60]}' is left out, as it says nothing on paper", line)
            return None
        self.faults.warn("raw HTML is set as text", line, "write it in Markdown")
        return CodeBlock(text=content.rstrip("\n"), language="html", line=line)


def _line(node: SyntaxTreeNode, otherwise: int) -> int:
    return node.map[0] + 1 if node.map else otherwise


def _tight(node: SyntaxTreeNode) -> bool:
    """Return whether a list is tight (CommonMark 5.3): its paragraphs are hidden tokens."""
    return not any(
        child.type == "paragraph" and not _hidden(child) for item in node.children for child in item.children
    )


def _hidden(node: SyntaxTreeNode) -> bool:
    pair: Any = node.nester_tokens
    return bool(pair and pair.opening.hidden)


def _turn(said: Attributes) -> Turn:
    """Return whether a table's author turns its page, or forbids it."""
    return "landscape" if "landscape" in said.classes else "portrait" if "portrait" in said.classes else "auto"


def _alignment(cell: SyntaxTreeNode) -> Alignment:
    style = str(cell.attrs.get("style", ""))
    return "right" if "right" in style else "center" if "center" in style else "left"
