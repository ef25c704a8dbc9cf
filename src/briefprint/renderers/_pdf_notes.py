"""Footnotes on the page of their calls, none of them lost.

Where a paragraph can be divided after a line that has no room but not before it, WeasyPrint 70 moves notes that are
already set, be they of another paragraph, to the next page to make room for that line, and forgets the notes that the
line itself calls. ``kept`` wraps one function, ``weasyprint.layout.block._linebox_layout``: such a paragraph, or the
row of a table that it is in, goes on to the next page instead; where it cannot, because it is all there is on the
page, the forgotten notes follow there. ``tests/test_makeup.py``
measures it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block


@contextmanager
def kept() -> Iterator[None]:
    """Set lines with their notes."""
    lines = block._linebox_layout

    def setting(
        context: Any, box: Any, index: Any, child: Any, new_children: Any, page_is_empty: bool, *rest: Any
    ) -> Any:
        set_before, waiting_before = len(new_children), list(context.reported_footnotes)
        result = lines(context, box, index, child, new_children, page_is_empty, *rest)
        moved = [each for each in context.reported_footnotes if each not in waiting_before]
        goes_on = result[1] and len(new_children) > set_before  # 'stop': elsewhere
        forgotten = [
            each.footnote for each in new_children[-1].descendants() if each.footnote in context.footnotes
        ] if goes_on else []  # fmt: skip
        if not forgotten and (page_is_empty or not moved or not (goes_on or result[0])):
            return result
        if page_is_empty:
            for note in forgotten:
                context.footnotes.remove(note)
                context.reported_footnotes.append(note)
            return result
        for note in moved:
            context.reported_footnotes.remove(note)
            context.current_page_footnotes.append(note)
        context._update_footnote_area()
        if goes_on and not forgotten and not _runs_over(context, new_children[-1], rest[3]):
            return result
        return (True, *result[1:])  # 'abort': none of the paragraph stands here

    block._linebox_layout = setting
    try:
        yield
    finally:
        block._linebox_layout = lines


def _runs_over(context: Any, line: Any, bottom_space: float) -> bool:
    over: bool = context.overflows_page(bottom_space, line.position_y + line.height)
    return over


def count(pages: Sequence[Any]) -> int:
    """Return how many notes stand at the feet of pages."""
    return sum(
        len(area.children)
        for page in pages
        for area in page._page_box.children
        if isinstance(area, boxes.FootnoteAreaBox)
    )
