"""A line that is set again comes out as it was set before, without asking Pango.

WeasyPrint 70 sets lines more than once: to balance columns, to see what a table's cells or notes want, where a page
breaks; and we look at the lines after one that divides a word. Of some 230 lines that a brief of three pages takes,
140 stand on them. What ``split_first_line`` returns follows from what it is given alone, and is not changed later;
it has no cache and no hook, so that ``kept`` wraps it. That is worth a tenth of the time of a PDF; the canary is in
``tests/test_speed.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import inline

_MOST = 4096
"""Lines that are remembered: they are set again soon, or never."""


@contextmanager
def kept() -> Iterator[None]:
    """Remember lines, for as long as one document is laid out."""
    split = inline.split_first_line
    known: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def splitting(
        text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, **more: Any
    ) -> Any:
        key = (text, id(style), max_width, justification_spacing, *more.items())
        held = known.get(key)
        if held is None or held[0] is not style:  # another stands where that one stood
            if len(known) >= _MOST:
                known.clear()
            line = split(text, style, context, max_width, justification_spacing, **more)
            held = known[key] = (style, line)
        return held[1]

    inline.split_first_line = splitting
    try:
        yield
    finally:
        inline.split_first_line = split
