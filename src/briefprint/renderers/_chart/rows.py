"""Rows: labels down the left, or above what they label where that would leave it no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefprint.renderers._chart.board import Board

LABEL_SHARE = 0.42  # of the measure, at most, for the labels beside the bars
BAR_SHARE = 0.25  # of the measure, at least, for the bars: else the labels stand above them


@dataclass(frozen=True, slots=True)
class Row:
    label: tuple[str, ...]  # its lines
    strong: bool
    label_top: float
    top: float  # of what the label names
    end: float  # of all the row


@dataclass(frozen=True, slots=True)
class Rows:
    rows: tuple[Row, ...]
    beside: bool  # whether the labels stand beside what they name
    left: float  # where what they name begins
    high: float  # how deep that is in each row
    end: float

    def middle(self, row: Row) -> float:
        """Return the middle of what a row shows."""
        return row.top + self.high / 2


def laid(
    labels: Sequence[str],
    board: Board,
    high: float,
    *,
    top: float = 0.0,
    room: float = 0.0,
    gap: float | None = None,
    strong: Sequence[str] = (),
) -> Rows:
    """Return rows whose bodies are ``high`` deep; ``room`` is what values take up beside them."""
    gap = board.look.bar_gap_pt if gap is None else gap
    names = [(board.name(label), label in strong) for label in labels]
    if not any(name for name, _ in names):
        names, column, left = [("", False) for _ in names], 0.0, 0.0
    else:
        widest = max(board.breadth(name, bold) for name, bold in names)
        column = min(widest, board.measure * LABEL_SHARE)
        left = column + 2 * board.gap
    beside = board.measure - left - room >= board.measure * BAR_SHARE
    if not beside:
        column, left = board.measure, 0.0
    rows = []
    for name, bold in names:
        lines = board.wrapped(name, column, bold) if name else ()
        depth = len(lines) * board.leading
        if beside:
            whole = max(high, depth)
            rows.append(Row(lines, bold, top + (whole - depth) / 2, top + (whole - high) / 2, top + whole))
        else:
            rows.append(Row(lines, bold, top, top + depth, top + depth + high))
        top = rows[-1].end + gap
    return Rows(tuple(rows), beside, left, high, top - gap if rows else top)


def set_labels(rows: Rows, board: Board) -> None:
    """Set the label of each row."""
    for row in rows.rows:
        board.lines(row.label, 0.0, row.label_top, strong=row.strong)


def axis(rows: Rows, board: Board, x: float) -> None:
    """Draw the line from which the rows are counted; labels that stand above the rows are not crossed."""
    if rows.beside and rows.rows:
        board.axis((x, rows.rows[0].top), (x, rows.rows[-1].top + rows.high))
        return
    for row in rows.rows:
        board.axis((x, row.top), (x, row.top + rows.high))
