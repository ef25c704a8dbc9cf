"""Hyphens where a compositor lets them stand: few in a row, none at a page's foot, no last line of half a word.

CSS Text 4, 6.3 has 'hyphenate-limit-lines' and 'hyphenate-limit-last' for it; WeasyPrint 70 has neither and offers no
hook. ``limited`` wraps one function, ``weasyprint.layout.inline.get_next_linebox``, which sets a line: where it ends
with a hyphen that may not be, the line is set again without. ``tests/test_makeup.py`` measures it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.block import remove_placeholders

from briefprint.language import HYPHENS_IN_A_ROW

HYPHEN = "-"
"""What the stylesheet sets at the end of a line that divides a word ('hyphenate-character')."""


@contextmanager
def limited() -> Iterator[None]:
    """Set no line that ends with a hyphen where none may stand."""
    next_line, split = inline.get_next_linebox, inline.split_first_line
    whole_words = False

    def splitting(text: str, style: Any, *rest: Any, **more: Any) -> Any:
        if whole_words and style["hyphens"] == "auto":
            style = style.copy()
            style["hyphens"] = "manual"
        return split(text, style, *rest, **more)

    def setting(
        context: Any,
        linebox: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        *first: Any,
    ) -> Any:
        nonlocal whole_words

        def line_at(place: Any, y: float, *first: Any) -> Any:
            return next_line(
                context, linebox, y, bottom_space, place, containing_block, absolute_boxes, fixed_boxes, *first
            )

        line, resume_at = line_at(skip_stack, position_y, *first)
        if line is None or resume_at is None or linebox.style["hyphens"] != "auto" or not _divided(line):
            return line, resume_at
        rows = vars(linebox).setdefault("hyphens_before", {})  # by where a line begins: how many end so before it
        before = rows.get(repr(skip_stack), 0)

        def overflows(more: int) -> bool:
            """Return whether so many lines more have no room."""
            return bool(context.overflows_page(bottom_space, line.position_y + (1 + more) * line.height))

        def after(most: int) -> list[str]:
            """Return the lines that follow, and of more than ``most`` one more."""
            texts: list[str] = []
            place, y = resume_at, line.position_y + line.height
            while place is not None and len(texts) <= most:
                each, place = line_at(place, y, None, None)
                if each is None:
                    break
                texts.append(_text(each).strip())
                y = each.position_y + each.height
                remove_placeholders(context, each.children, absolute_boxes, fixed_boxes)
            return texts

        widows = linebox.style["widows"]
        near = overflows(widows)  # fewer go on to the next page together
        following = after(widows if near else 1)
        alone = len(following) == 1 and " " not in following[0]  # what is left of the word is all of the last line
        last = near and overflows(len(following) if len(following) <= widows else 1)
        if before >= HYPHENS_IN_A_ROW or alone or last:
            remove_placeholders(context, line.children, absolute_boxes, fixed_boxes)
            whole_words = True
            try:
                line, resume_at = line_at(skip_stack, position_y, *first)
            finally:
                whole_words = False
        if _divided(line):
            rows[repr(resume_at)] = before + 1
        return line, resume_at

    inline.get_next_linebox, inline.split_first_line = setting, splitting
    try:
        yield
    finally:
        inline.get_next_linebox, inline.split_first_line = next_line, split


def _divided(line: Any) -> bool:
    return _text(line).endswith(HYPHEN)


def _text(line: Any) -> str:
    return "".join(each.text for each in line.descendants() if isinstance(each, boxes.TextBox))
