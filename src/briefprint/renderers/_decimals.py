"""Numbers that align: which columns of a table hold numbers, and how far each reaches beyond its ones.

In a column that its author sets right, numbers stand with their ones under each other: the decimals, a unit, the
parenthesis of a negative and the call of a note hang behind them (Chicago 3.70, 3.72). ``tail_pt`` of a cell is the
length of what hangs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import uharfbuzz as hb

from briefprint.document import (
    Citation,
    Emphasis,
    Inlines,
    Link,
    Note,
    Span,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Underline,
    plain_text,
)
from briefprint.renderers._measure import line_measure
from briefprint.style import Font, HouseStyle, TextRole

_SIGNS = "0123456789.,"
_RUN = re.compile(r"\d(?:[\d.,'\u2019 \u00a0\u2009\u202f]*\d)?")
_PARTED = re.compile(r"([\d'\u2019 \u00a0\u2009\u202f]+)([.,])(\d+)")
_BEFORE = r"[(\[]?[~≈<>≤≥±\s]*(?:[^\W\d]{1,4}[\s\u00a0]?)?[$€£¥]?[+\-–−\u2011\u2060]*[$€£¥]?"
_BEHIND = r"[)\]\s\u00a0]*[^\d]{0,12}"


@functools.cache
def _number(sign: str) -> re.Pattern[str]:
    """Return what a number is whose decimals follow a sign; the other sign, or a space, parts its thousands."""
    groups = ".,'\u2019 \u00a0\u2009\u202f".replace(sign or "\0", "")
    decimals = rf"(?:{re.escape(sign)}\d+)?" if sign else ""
    whole = rf"(?:\d{{1,3}}(?:[{groups}]\d{{3}})+|\d+)"
    return re.compile(rf"(?P<head>{_BEFORE}{whole})(?P<decimals>{decimals})(?P<rest>{_BEHIND})")


_NOTHING = re.compile(r"[-–—…\u2060.\s]*|n\.?/?a\.?|b\.?d\.?", re.IGNORECASE)
"""What stands where there is no number."""


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column of numbers: the longest stretch up to their ones and behind them, and what hangs from each row."""

    head_pt: float
    tail_pt: float
    tails_pt: tuple[float | None, ...]  # None: a cell that holds no number

    def short_pt(self, row: int) -> float:
        """Return how far the number of a row ends before the longest of its column."""
        tail = self.tails_pt[row]
        short = 0.0 if tail is None else self.tail_pt - tail
        return short if short > _UNSEEN else 0.0


_UNSEEN = 0.05
"""A difference that no eye sees."""


def number_columns(table: Table, style: HouseStyle) -> tuple[NumberColumn | None, ...]:
    """Return for each column of a table its numbers, or None where it does not hold numbers set right."""
    return tuple(
        _column([row[place].children for row in table.rows], style) if side == "right" else None
        for place, side in enumerate(table.alignments)
    )


def _column(cells: Sequence[Inlines], style: HouseStyle) -> NumberColumn | None:
    role, heads, tails, units = style.text.table_cell, [0.0], list[float | None](), set[str]()
    number = _number(_decimal_sign([plain_text(cell) for cell in cells]))
    for cell in cells:
        text = plain_text(cell)
        found = number.fullmatch(text)
        if found is None:
            if not _NOTHING.fullmatch(text):
                return None
            tails.append(None)
            continue
        units.add(found["rest"].strip(" \u00a0)]"))
        split = found.end("head")
        heads.append(figure_measure(text[:split], role))
        tails.append(_tail(cell, split, role, style))
    numbers = [tail for tail in tails if tail is not None]
    if len(numbers) <= 1 or len(units - {""}) > 1:  # amounts of different things do not stand under each other
        return None
    return NumberColumn(max(heads), max(numbers), tuple(tails))


def _decimal_sign(cells: Sequence[str]) -> str:
    """Return the sign that decimals follow in a column, or '' where every such sign parts thousands.

    What an author writes goes before what his language does: tables are copied from where they are found.
    """
    for cell in cells:
        if (run := _RUN.search(cell)) is None:
            continue
        if len(signs := re.findall(r"[.,]", run[0])) > 1 and signs[-1] not in signs[:-1]:
            return str(signs[-1])
        if (parted := _PARTED.fullmatch(run[0])) and (
            len(parted[3]) != 3 or parted[1].startswith("0") or (len(parted[1]) > 3 and parted[1].isdecimal())
        ):
            return parted[2]
    return ""


def _tail(cell: Inlines, split: int, role: TextRole, style: HouseStyle) -> float:
    """Return the length of a cell's copy behind its first ``split`` letters."""
    length, at = 0.0, 0
    for text, scale in _stretches(cell, style.inline.script_scale):
        rest = text[max(0, split - at) :] if scale == 1 or at >= split else text
        length += figure_measure(rest, role) * scale
        at += len(text) if scale == 1 else 0
    return length


def _stretches(inlines: Inlines, script: float, scale: float = 1.0) -> Iterator[tuple[str, float]]:
    """Yield a cell's copy in stretches, each with its size as a share of the text's."""
    for inline in inlines:
        match inline:
            case Note():
                yield str(inline.number), scale * script
            case Superscript() | Subscript():
                yield from _stretches(inline.children, script, scale * script)
            case Emphasis() | Strong() | Strikethrough() | Underline() | Span() | Link() | Citation():
                yield from _stretches(inline.children, script, scale)
            case _:
                yield plain_text((inline,)), scale


def figure_measure(text: str, role: TextRole) -> float:
    """Return the length of text whose figures are tabular (OpenType feature 'tnum')."""
    widths = tabular(role.font())
    others = "".join(sign for sign in text if sign not in widths)
    return sum(widths[sign] for sign in text if sign in widths) * role.size_pt + line_measure(others, role)


@functools.cache
def tabular(font: Font) -> dict[str, float]:
    """Return the advance of each figure, and of what parts them, in ems, where figures are tabular."""
    face = hb.Face(hb.Blob.from_file_path(str(font.path)))
    whole, advances = hb.Font(face), dict[str, float]()
    for sign in _SIGNS:
        if whole.get_nominal_glyph(ord(sign)) is not None:
            shaped = hb.Buffer()
            shaped.add_str(sign)
            shaped.guess_segment_properties()
            hb.shape(whole, shaped, {"tnum": True})
            advances[sign] = sum(each.x_advance for each in shaped.glyph_positions) / face.upem
    return advances
