"""Lists: items that Word numbers and marks itself, their further paragraphs under the text of the first."""

from __future__ import annotations

from briefprint.document import Blocks, BulletList, DefinitionList, ListItem, OrderedList, Paragraph
from briefprint.renderers._arrange import number
from briefprint.renderers._measure import ballot, line_measure
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.house import LIST_LEVELS
from briefprint.renderers._word.inlines import runs
from briefprint.renderers._word.numbering import LEVELS, bullet_gap, number_gap
from briefprint.renderers._word.work import Frame, Work
from briefprint.style import TextRole


def add(work: Work, block: BulletList | OrderedList, frame: Frame, flow: Flow) -> None:
    """Set a list; a list within it goes one level deeper."""
    role = work.style.text.list if frame.kind == "copy" else work.role(frame.style)
    flow.keep_lead()
    depth = _level(frame)
    counted, extra = 0, 0.0
    if isinstance(block, OrderedList):
        # A number of more than one figure wants more room before the text.
        extra = _wider(work, block, role, frame.counted)
        counted = work.numbering.counted(role, frame.base_pt, depth, block.start, extra, depth - frame.counted)
    elif boxes := {ballot(item.checked, role.font()) for item in block.items if item.checked is not None}:
        extra = _room(work, max(line_measure(box, role) for box in boxes), role)
    for place, item in enumerate(block.items):
        list_number = counted
        if item.checked is not None:
            list_number = work.numbering.tasks(role, frame.base_pt, item.checked, extra)
        elif not list_number:
            list_number = work.numbering.bullets(role, frame.base_pt, others=depth - frame.marked)
        loose = not block.tight and place > 0
        _item(work, item, frame, flow, list_number, role, isinstance(block, OrderedList), loose, extra)


def _level(frame: Frame) -> int:
    """Return the level of a list: Word has nine, and what is deeper stays on the last (ECMA-376 17.9.3)."""
    return min(frame.depth, LEVELS - 1)


def _wider(work: Work, block: OrderedList, role: TextRole, depth: int) -> float:
    """Return the room that the longest number of a list wants beyond the house's indentation."""
    patterns, last = work.style.list.numbers, block.start + len(block.items) - 1
    pattern = patterns[min(depth, len(patterns) - 1)]
    if "1" in pattern:
        return (len(str(last)) - 1) * line_measure("0", role)
    return _room(work, max(line_measure(number(each, pattern), role) for each in range(block.start, last + 1)), role)


def _room(work: Work, marker_pt: float, role: TextRole) -> float:
    """Return the room that a marker and a space after it want beyond the house's indentation."""
    return max(0.0, marker_pt + line_measure(" ", role) - work.style.list.indent_pt)


def _item(
    work: Work, item: ListItem, frame: Frame, flow: Flow, list_number: int, role: TextRole, ordered: bool,
    loose: bool, extra: float,
) -> None:  # fmt: skip
    step = work.style.list.indent_pt + extra
    left = frame.left_pt + step
    kind = "Number" if ordered else "Bullet"
    gap = number_gap(role) if ordered else bullet_gap(role)
    style, more = _style(work, frame, kind, left, gap), _style(work, frame, "Continue", left)
    if frame.kind == "copy" and frame.base_pt != work.house.text_left_pt:
        style = work.moved(style, frame.within(left_pt=frame.base_pt))
        more = work.moved(more, frame.within(left_pt=frame.base_pt))
    if extra:
        wide = f"to {left:.0f}"
        style = work.sheet.variant(style, wide, left_pt=left, first_pt=-gap)
        more = work.sheet.variant(more, wide, left_pt=left)
    blocks: Blocks = item.blocks
    first = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else Paragraph(children=())
    rest = blocks[1:] if blocks and first is blocks[0] else blocks
    before, label = None, ""
    if loose:
        before, label = work.style.list.loose_space_pt, "Loose"
    inner = frame.within(style=style, left_pt=left, measure_pt=frame.measure_pt - step)
    flow.paragraph(
        runs(work, first.children, inner),
        style,
        before_pt=before,
        label=label,
        numbering=(list_number, _level(frame)),
    )
    deeper = inner.within(
        style=more, depth=frame.depth + 1, marked=frame.marked + (not ordered), counted=frame.counted + ordered
    )
    work.set_blocks(work, rest, deeper, flow)


def _style(work: Work, frame: Frame, kind: str, left_pt: float, gap_pt: float = 0.0) -> str:
    """Return the style of an item: Word's own for the copy, elsewhere the place's with an indentation."""
    if frame.kind == "copy":
        style = work.house.list_style(kind, frame.depth)
        beyond = _level(frame) - LIST_LEVELS + 1
        if kind != "Continue" or beyond <= 0:
            return style
        deeper = work.sheet.paragraphs[style].look.left_pt + beyond * work.style.list.indent_pt
        return work.sheet.variant(style, f"level {_level(frame) + 1}", left_pt=deeper)  # items have their list's own
    level = f" {frame.depth + 1}" if frame.depth else ""
    if kind == "Continue":
        return work.sheet.variant(frame.place, f"Continue{level}", left_pt=left_pt, first_pt=0.0)
    return work.sheet.variant(frame.place, f"{kind}{level}", left_pt=left_pt, first_pt=-gap_pt)


def define(work: Work, block: DefinitionList, frame: Frame, flow: Flow) -> None:
    """Set terms and what they mean."""
    step = work.style.list.indent_pt
    own = frame.kind == "copy" and frame.depth == 0
    term, meaning = work.moved("DefinitionTerm", frame), work.moved("Definition", frame)
    if not own:
        term = work.sheet.variant(term, _where(frame), left_pt=frame.left_pt)
        meaning = work.sheet.variant(meaning, _where(frame), left_pt=frame.left_pt + step)
    left = frame.left_pt + step
    kind = frame.kind if frame.kind == "note" else "definition"  # lists in it begin at its own edge
    inner = Frame.at(meaning, left, frame.measure_pt - step, frame.part, kind)
    flow.keep_lead()
    for item in block.items:
        flow.paragraph(runs(work, item.term, frame.within(style=term)), term)
        for blocks in item.meanings:
            work.set_blocks(work, blocks, inner, flow)


def _where(frame: Frame) -> str:
    level = f" {frame.depth}" if frame.depth else ""
    return f"in {'List' if frame.kind == 'copy' else frame.kind.capitalize()}{level}"
