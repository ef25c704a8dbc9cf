"""Lines as deep as their leading, whichever of a face's fallbacks letters are set in.

Where 'line-height' is a length, a line's depth and baseline follow from the first font of the family list alone (CSS
Inline 3, 5.1). WeasyPrint takes the deepest font that Pango used, which pushes such lines apart, and offers no hook:
``kept`` wraps one function, ``weasyprint.layout.inline.split_first_line``. ``tests/test_fallbacks.py`` measures it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import inline
from weasyprint.text.line_break import strut

_SAME_PX = 1e-3


@contextmanager
def kept() -> Iterator[None]:
    """Set lines on the baseline of their first font."""
    split = inline.split_first_line

    def splitting(text: str, style: Any, *rest: Any, **more: Any) -> tuple[Any, ...]:
        layout, length, resume_at, width, height, baseline = split(text, style, *rest, **more)
        if style["line_height"] != "normal":
            line_height, wanted = strut(style)
            if abs((line_height - height) / 2 + baseline - wanted) > _SAME_PX:
                height = line_height + 2 * (baseline - wanted)  # half of the leading is above it
        return layout, length, resume_at, width, height, baseline

    inline.split_first_line = splitting
    try:
        yield
    finally:
        inline.split_first_line = split
