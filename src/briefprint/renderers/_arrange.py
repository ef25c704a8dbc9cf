"""The copy in the order and the structure of its style: what every format sets alike, decided once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any, Literal, assert_never

from briefprint import language
from briefprint.document import (
    Bibliography,
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
    Chart,
    CodeBlock,
    ColumnBreak,
    DefinitionList,
    Document,
    Figure,
    FiguresPanel,
    Heading,
    Inlines,
    OrderedList,
    PageBreak,
    PageTurn,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    ThematicBreak,
    children,
    plain_text,
    rebuild,
    walk,
)
from briefprint.renderers._chart import with_tables
from briefprint.renderers._tables import table_span, turns
from briefprint.style import FigureLook, HouseStyle, Panel, TableLook, TextRole

Span = Literal["text", "full", "landscape"]


# --- sections -----------------------------------------------------------------------------------------


def arranged(document: Document, style: HouseStyle) -> Document:
    """Return the document with what its style sets as sections of the copy standing there.

    ``front.set_as`` moves the summary, key points and figures before the copy; ``closing.order`` moves the ask and
    the point of contact behind it. What has moved stands nowhere else.
    """
    before: Blocks = ()
    after: Blocks = ()
    if style.front.set_as == "sections":
        for part in style.front.order:
            before += _section(part, document, style)
        document = replace(document, summary=(), key_points=(), figures=())
    for name in style.closing.order:
        if name in ("ask", "contact"):
            after += _section(name, document, style)
    return _with_tables(replace(document, blocks=before + document.blocks + after), style)


def _with_tables(document: Document, style: HouseStyle) -> Document:
    """Return the document with the numbers of charts under them, where an author wants to have them read so."""
    if not any(isinstance(node, Chart) and node.table for node in walk(document)):
        return document

    def change(node: Any) -> Any:
        blocks = getattr(node, "blocks", ())
        made = with_tables(blocks, style, document.lang)
        return node if made is blocks else replace(node, blocks=made)

    return rebuild(document, change)


def _section(part: str, document: Document, style: HouseStyle) -> Blocks:
    """Return a part of the front matter as a section under the house's word for it, or nothing."""
    copy: Blocks = ()
    match part:
        case "summary":
            copy = document.summary
        case "key_points":
            copy = tuple(Paragraph(children=point) for point in document.key_points)
        case "figures":
            copy = (FiguresPanel(figures=document.figures),) if document.figures else ()
        case "ask":
            ask = document.memo.ask if document.memo else ()
            copy = (Paragraph(children=ask),) if ask else ()
        case "contact":
            copy = tuple(Paragraph(children=_text(each)) for each in contacts(document))
    if not copy:
        return ()
    return (Heading(level=1, children=_text(style.words(document.lang)[part]), id=f"briefprint-{part}"), *copy)


def contacts(document: Document) -> tuple[str, ...]:
    """Return each author with what is known of him: 'Ewa Lis, Analyst, e.lis@example.org'."""
    return tuple(", ".join(filter(None, (each.name, each.role, each.email))) for each in document.authors)


def _text(text: str) -> Inlines:
    return (Text(text=text),)


# --- spans --------------------------------------------------------------------------------------------


def span(block: Block, style: HouseStyle) -> Span:
    """Return what a block spans: the text column, the whole type area, or that of a page turned on its side."""
    panel = style.panel
    match block:
        case Quote(pull=pull):
            return panel.pull_quote.span if pull else panel.quote.span
        case CodeBlock():
            return panel.code.span
        case Callout():
            return panel.callout.span
        case Box():
            return panel.box.span
        case FiguresPanel():
            return panel.figures.span
        case Figure() | Chart():
            return style.figure.span
        case Table():
            return "landscape" if turns(block, style) else table_span(block, style)
        case _:
            return "text"


def panel(block: Quote | CodeBlock | Callout | Box, style: HouseStyle) -> Panel:
    """Return the look of what is set apart."""
    match block:
        case Quote(pull=pull):
            return style.panel.pull_quote if pull else style.panel.quote
        case CodeBlock():
            return style.panel.code
        case Callout():
            return style.panel.callout
        case Box():
            return style.panel.box
        case _:
            assert_never(block)


def tied(inlines: Inlines) -> Inlines:
    """Return a paragraph whose last word, where it is short, does not stand alone on its last line."""
    if len(inlines) and isinstance(last := inlines[-1], Text):
        return (*inlines[:-1], replace(last, text=language.tied(last.text)))
    return inlines


AS_HEAD_LETTERS = 120
"""A bold paragraph that is longer is a paragraph that is bold."""


def as_head(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is a line of bold letters over others, which an author set in place of a head.

    It is no head to a reader's outline, for nobody knows its level; but it stands as one does.
    """
    said = plain_text(paragraph.children).strip()
    bold = all(isinstance(each, Strong) or not plain_text((each,)).strip() for each in paragraph.children)
    return bool(said) and bold and len(said) <= AS_HEAD_LETTERS and said[-1] not in ".;,"


def leads(blocks: Blocks) -> Iterator[Paragraph]:
    """Yield the paragraphs that lead up to a list with a colon, or to copy as a head does, wherever they stand."""
    waiting: list[object] = [blocks]
    while waiting:
        each = waiting.pop()
        if not isinstance(each, tuple):
            waiting += children(each)
            continue
        for before, after in pairwise(each):
            listed = isinstance(after, BulletList | OrderedList | DefinitionList)
            if isinstance(before, Paragraph) and (
                as_head(before) or (listed and plain_text(before.children).rstrip().endswith(":"))
            ):
                yield before
        waiting += each


def stretches(blocks: Blocks, style: HouseStyle) -> Iterator[tuple[Span, Blocks]]:
    """Yield the copy in stretches that are set in columns, blocks that stand across them, and turned pages.

    A crosshead goes with what it stands over.
    """
    spans: list[Span] = []
    turned = False
    for block in blocks:
        spans.append("landscape" if turned else span(block, style))
        if isinstance(block, PageTurn):
            turned = block.landscape
            spans[-1] = "landscape"
    for place in range(len(blocks) - 2, -1, -1):
        if isinstance(blocks[place], Heading):
            spans[place] = spans[place + 1]
    for each, group in groupby(zip(spans, blocks, strict=True), key=lambda pair: pair[0]):
        yield each, tuple(block for _, block in group)


def room(block: Block, style: HouseStyle) -> tuple[float, float]:
    """Return the room that a block of the copy wants before and after it, in points."""
    text, panel = style.text, style.panel
    look: TextRole | Panel | TableLook | FigureLook
    match block:
        case Heading(level=level):
            look = text.heading(level)
        case Paragraph():
            look = text.body
        case BulletList(tight=tight) | OrderedList(tight=tight):
            return (text.list.space_before_pt if tight else style.list.loose_space_pt), text.list.space_after_pt
        case DefinitionList():
            look = text.term
        case Quote(pull=pull):
            look = panel.pull_quote if pull else panel.quote
        case CodeBlock():
            look = panel.code
        case Callout():
            look = panel.callout
        case Box():
            look = panel.box
        case FiguresPanel():
            look = panel.figures
        case Table():
            look = style.table
        case Figure() | Chart():
            look = style.figure
        case Bibliography():
            look = text.bibliography
        case ThematicBreak():
            return text.heading_1.space_before_pt, text.heading_1.space_before_pt
        case PageBreak() | ColumnBreak() | PageTurn():
            return 0.0, 0.0
        case _:
            assert_never(block)
    return look.space_before_pt, look.space_after_pt


# --- numbered paragraphs ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Numbered:
    """Where a block of the copy stands in the numbering: at which level, and under which number.

    ``label`` is empty for what bears none: it stands where the text of its level does.
    """

    level: int
    label: str = ""


def numbered(blocks: Blocks, style: HouseStyle) -> tuple[Numbered, ...]:
    """Return the place of each block of the copy in a numbering of paragraphs.

    A head of a level, and a paragraph under heads of the level above, count together, as in official papers (AR
    25-50, 2-5): '1.' a section, 'a.' a paragraph in it. A paragraph that stands alone in its section has no number,
    for there is no 'a' without a 'b'.
    """
    patterns = style.paragraphs.numbers
    if not patterns:
        return tuple(Numbered(0) for _ in blocks)
    counts = [0] * len(patterns)
    places: list[Numbered] = []
    depth = 0  # of the section: the level its paragraphs count on
    for place, block in enumerate(blocks):
        level = min(block.level - 1 if isinstance(block, Heading) else depth, len(patterns) - 1)
        heads = isinstance(block, Heading) and block.counts
        counts_here = heads or (isinstance(block, Paragraph) and not _alone(blocks, place))
        if isinstance(block, Heading):
            depth = min(block.level, len(patterns) - 1)
        if isinstance(block, Heading) and not heads:
            places.append(Numbered(level - 1))
        elif counts_here:
            counts[level] += 1
            counts[level + 1 :] = [0] * (len(counts) - level - 1)
            places.append(Numbered(level, number(counts[level], patterns[level])))
        else:
            before = places[-1].level if places else 0  # a list stands where the text over it does
            places.append(Numbered(max(0, level - 1) if isinstance(block, Paragraph) else before))
    return tuple(places)


def indented(block: Block) -> bool:
    """Return whether a block stands in with the text of its level: what is set apart keeps the measure."""
    match block:
        case Heading() | Paragraph() | BulletList() | OrderedList() | DefinitionList():
            return True
        case Quote(pull=pull):
            return not pull
        case _:
            return False


def _alone(blocks: Blocks, place: int) -> bool:
    """Return whether nothing else in its section counts on a paragraph's level."""
    start = place
    while start and not isinstance(blocks[start - 1], Heading):
        start -= 1
    if start == 0:
        return False  # what opens a paper without a head is its first paragraph
    level, others = _level(blocks[start - 1]), 0
    for each in blocks[start:]:
        if isinstance(each, Heading) and each.level <= level:
            break
        others += isinstance(each, Paragraph | Heading)
    return others == 1


def _level(block: Block) -> int:
    return block.level if isinstance(block, Heading) else 0


def number(count: int, pattern: str) -> str:
    """Return a count as a pattern writes it: 3 is 'c.' as 'a.', '(iii)' as '(i)', '3)' as '1)'."""
    sign = next(each for each in pattern if each.isalnum())
    written = {"1": str(count), "a": _letters(count), "i": _roman(count)}[sign.lower()]
    return pattern.replace(sign, written.upper() if sign.isupper() else written)


def _letters(count: int) -> str:
    """Return a count in letters as Word writes it: z is followed by aa, bb."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(count: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (count // value)
        count %= value
    return written
