"""The key: a line of words over the drawing, for names that find no room on the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from briefprint.renderers._chart.board import Board

SWATCH = 0.82  # of the type's size
LINE = 2.0  # of the type's size: a stroke long enough to show its dashes


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    colour: str
    shape: Literal["bar", "dot", "ring", "line"] = "bar"
    dash: int = 0
    strong: bool = False


def draw(entries: Sequence[Entry], board: Board, top: float, measure: float | None = None) -> float:
    """Draw a key and return where it ends."""
    measure = board.measure if measure is None else measure
    x, size = 0.0, board.role.size_pt
    depth = 0.0  # of the line that is being set
    for entry in entries:
        sign = size * (LINE if entry.shape == "line" else SWATCH)
        lines = board.wrapped(board.name(entry.name), measure - sign - board.gap, entry.strong)
        breadth = sign + board.gap + board.broadest(lines, entry.strong)
        if x and x + breadth > measure:
            x, top, depth = 0.0, top + depth, 0.0
        _sign(entry, board, x, top + board.leading / 2, sign)
        board.lines(lines, x + sign + board.gap, top, strong=entry.strong)
        x += breadth + 3 * board.gap
        depth = max(depth, len(lines) * board.leading)
    return top + depth


def _sign(entry: Entry, board: Board, x: float, middle: float, size: float) -> None:
    match entry.shape:
        case "bar":
            board.rect(x, middle - size / 2, size, size, entry.colour)
        case "dot" | "ring":
            across = min(size, board.look.dot_pt)
            board.dot(x + size / 2, middle, entry.colour, across, hollow=entry.shape == "ring")
        case "line":
            board.path(((x, middle), (x + size, middle)), entry.colour, board.look.line_pt, entry.dash)
