"""Measuring display text before it is set, so that every format breaks and divides it alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefprint import glyphs
from briefprint.document import (
    Document,
    Emphasis,
    KeyFigure,
    Note,
    Paragraph,
    Span,
    Strong,
    Text,
    Underline,
    plain_text,
    walk,
)
from briefprint.renderers._by_style import once
from briefprint.renderers._drawing import cap_height, middle, text_measure
from briefprint.style import Font, HouseStyle, TextRole

_NOTE_GAP = 0.5
"""Between a note's number and its text at least, as a share of its size."""

BALLOTS = {True: ("☑", "[x]"), False: ("☐", "[ ]")}
"""The box of a task, done or open: as a sign, and as letters where a face has no such sign."""


def ballot(checked: bool, font: Font) -> str:
    """Return the box of a task in signs that the font, or one that stands in for it, has."""
    sign, letters = BALLOTS[checked]
    return sign if glyphs.has(sign, font) else letters


def line_measure(text: str, role: TextRole) -> float:
    """Return the length of a line of text in a role, in points."""
    cased = text.upper() if role.case == "upper" else text
    return text_measure(cased, role.font(), role.size_pt) + role.tracking_pt * len(cased)


def baseline_pt(role: TextRole) -> float:
    """Return how far below a line's top its baseline is (CSS Inline 3, 5.1)."""
    return role.leading_pt / 2 + middle(role.font(), role.size_pt)


def line_count(text: str, role: TextRole, measure_pt: float) -> int:
    """Return how many lines text takes on a measure."""
    words = [line_measure(word, role) for word in text.split(" ") if word]
    space = line_measure(" ", role)
    count, length = 1, 0.0
    for word in words:
        if length and length + space + word > measure_pt:
            count, length = count + 1, word
        else:
            length += (space if length else 0.0) + word
    return count


def balanced_measure(text: str, role: TextRole, measure_pt: float) -> float:
    """Return the shortest measure on which text takes no more lines than on ``measure_pt``.

    Display lines of even length read better than a full one and a single word.
    """
    fewest = line_count(text, role, measure_pt)
    shortest = max((line_measure(word, role) for word in text.split(" ")), default=0.0)
    if fewest == 1 or shortest >= measure_pt:
        return measure_pt
    low, high = shortest, measure_pt
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if line_count(text, role, middle) <= fewest else (middle, high)
    return min(measure_pt, high + role.size_pt / 2)  # kerning differs between engines by less than this


def list_indent(markers: Sequence[str], role: TextRole, style: HouseStyle) -> float:
    """Return how far a list's text stands in: more than the style says where its numbers would not fit."""
    room = max(line_measure(each, role) for each in markers) - line_measure(markers[0][-2:], role)
    return style.list.indent_pt + max(0.0, room)


def with_note_room(document: Document, style: HouseStyle) -> HouseStyle:
    """Return the style with as much room before its notes as the widest of the document's numbers needs.

    It is the same for them all, so that the notes are even down the page.
    """
    numbers = [each.number for each in walk(document) if isinstance(each, Note)]
    role = style.text.note
    widest = max((line_measure(str(each), role) for each in numbers), default=0.0)
    room = max(style.note.indent_pt, widest + _NOTE_GAP * role.size_pt)
    if room == style.note.indent_pt:
        return style
    rooms = _roomier(style)
    if room not in rooms:
        rooms[room] = replace(style, note=replace(style.note, indent_pt=room))
    return rooms[room]


@once
def _roomier(style: HouseStyle) -> dict[float, HouseStyle]:  # noqa: ARG001
    """Return where a style with more room before its notes is kept: what is made of one is made once, too."""
    return {}


# --- the dropped initial ------------------------------------------------------------------------------


def initial_size(style: HouseStyle) -> float:
    """Return the size of the initial, in points.

    Its cap reaches from the cap height of the first line down to the baseline of the last that it takes up.
    """
    body, look = style.text.body, style.initial
    depth = (look.lines - 1) * body.leading_pt + cap_height(body.font()) * body.size_pt
    return depth / cap_height(look.face.font(look.weight))


def has_initial(paragraph: Paragraph, style: HouseStyle) -> bool:
    """Return whether the paragraph that the copy begins with has an initial.

    One as short as that would stand alone; and one that begins with code, a picture or a link has no letter for it.
    """
    lines, first = style.initial.lines, paragraph.children[0] if paragraph.children else None
    while isinstance(first, Strong | Emphasis | Underline | Span) and first.children:
        first = first.children[0]
    if not lines or not isinstance(first, Text) or not parted_initial(first.text)[0]:
        return False
    return line_count(plain_text(paragraph.children), style.text.body, style.column_pt) > lines


def parted_initial(text: str) -> tuple[str, str]:
    """Return the initial and what is left: a mark that opens a quotation goes with its letter."""
    found = re.match(r"[\"'“”„‟«»‹›‘’‚(\[¿¡]*\u00a0?[^\W_]", text)
    return (found[0], text[found.end() :]) if found else ("", text)


def headline_inset(title: str, style: HouseStyle) -> float:
    """Return by how much the headline's measure is shortened so that its lines come out even."""
    page = style.page
    measure = page.measure_pt if style.masthead.pattern == "letterhead" else page.type_area_pt
    return measure - balanced_measure(title, style.text.headline, measure)


def figure_rows(
    figures: Sequence[KeyFigure], most: int, gap_pt: float, value: TextRole, measure_pt: float
) -> list[list[tuple[KeyFigure, float]]]:
    """Return the key figures in rows of ``most`` columns or fewer, each with its column's measure.

    The columns are even unless a value would break: then its column is as long as it must be and the others give
    way; where that is not enough there are fewer columns.
    """
    for columns in range(min(most, len(figures)), 0, -1):
        needs = [0.0] * columns
        for place, figure in enumerate(figures):
            needed = line_measure(plain_text(figure.value), value) + value.size_pt / 8
            needs[place % columns] = max(needs[place % columns], needed)
        measures = _shared(needs, measure_pt - gap_pt * (columns - 1))
        if measures or columns == 1:
            measures = measures or [measure_pt]
            rows = [figures[start : start + columns] for start in range(0, len(figures), columns)]
            return [list(zip(each, measures, strict=False)) for each in rows]
    return []


def _shared(needs: list[float], measure_pt: float) -> list[float] | None:
    """Return the measure shared as evenly as the needs allow, or None when they are more than there is."""
    if sum(needs) > measure_pt:
        return None
    long: set[int] = set()
    while True:
        even = (measure_pt - sum(needs[place] for place in long)) / max(1, len(needs) - len(long))
        more = {place for place, need in enumerate(needs) if place not in long and need > even}
        if not more:
            return [need if place in long else even for place, need in enumerate(needs)]
        long |= more
