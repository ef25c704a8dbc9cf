"""Runs as words, words as lines: each word is measured once, as its length grows with the size of its type."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics

from briefprint.language import (
    HYPHENS_IN_A_ROW,
    LETTERS_AFTER_HYPHEN,
    LETTERS_BEFORE_HYPHEN,
    SHORTEST_HYPHENATED,
)
from briefprint.renderers._drawing import register_font
from briefprint.renderers._runs import NEW_LINE, Run
from briefprint.style import Font, TextRole

TOLERANCE_PT = 1e-6
LONGEST_HYPHENATED = 60  # a longer one is no word
SOFT_HYPHEN = "\u00ad"  # drawn as a hyphen, read as none (ISO 32000-1, 14.8.2.2.3)
HYPHENS = (SOFT_HYPHEN, "-")
# A line may end after a hyphen or a dash between letters; never within a number or a date.
_BREAK = re.compile(r"(?<=[^\W\d][-–—/])(?=[^\W\d])")
_TOKENS = re.compile(r"( +|\n)")


@dataclass(frozen=True, slots=True)
class Setting:
    """How far each lever is drawn: shares of the comfortable values, and the size below which nothing goes."""

    space: float = 1.0
    leading: float = 1.0
    size: float = 1.0
    margins: float = 1.0
    tracking: float = 1.0
    floor_pt: float = 0.0

    def size_pt(self, role: TextRole, scale: float = 1.0) -> float:
        """Return the size of a role's type: never above its token, nor below the floor."""
        return self._floored(role.size_pt * self.size * scale, role.size_pt)

    def leading_pt(self, role: TextRole) -> float:
        """Return a role's leading, which shrinks with its size."""
        return role.leading_pt * self.leading * self.size_pt(role) / role.size_pt

    def tracking_pt(self, role: TextRole) -> float:
        """Return what follows each letter of a role besides its own breadth."""
        size = self.size_pt(role)
        return role.tracking_pt * size / role.size_pt + (self.tracking - 1) * size

    def space_pt(self, points: float) -> float:
        """Return a space between blocks."""
        return points * self.space

    def baseline_pt(self, role: TextRole, middle_pt: float) -> float:
        """Return how far a first baseline is below its line's top, where its letters' middle is so far above it."""
        return self.leading_pt(role) / 2 + middle_pt

    def _floored(self, size_pt: float, ceiling_pt: float) -> float:
        return max(size_pt, min(self.floor_pt, ceiling_pt))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word in one run; ``unit`` is its length at a size of one point."""

    run: Run
    text: str
    unit: float


@dataclass(frozen=True, slots=True)
class Word:
    """What no line parts, and the space that follows it."""

    pieces: tuple[Piece, ...]
    space: Piece | None
    ends_line: bool = False
    units: tuple[tuple[float, float, int], ...] = ()  # of each scale: its length at a size of one, its letters

    def length_pt(self, sizes: Mapping[float, float], tracking_pt: float) -> float:
        """Return its length where a run of each scale is set to so much."""
        return sum([unit * sizes[scale] + tracking_pt * letters for scale, unit, letters in self.units])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph."""

    pieces: tuple[Piece, ...]
    length_pt: float
    last: bool  # of the paragraph, or before a line break: not justified
    trailing: Piece | None  # the space at its end, drawn so that the words stay apart when read


# --- words --------------------------------------------------------------------------------------------


def words_of(runs: Sequence[Run]) -> Iterator[Word]:
    """Yield the unbreakable parts of runs; a word may run on from one run to the next."""
    pieces: list[Piece] = []
    for run in runs:
        unit = _units(run.font)
        space = Piece(run, " ", unit(" "))
        for token in _TOKENS.split(run.text):
            if token == NEW_LINE:
                yield _word(tuple(pieces), space, ends_line=True)
                pieces = []
            elif token.startswith(" "):
                if pieces:
                    yield _word(tuple(pieces), space)
                pieces = []
            elif token:
                *parts, last = _BREAK.split(token)
                for part in parts:
                    yield _word((*pieces, Piece(run, part, unit(part))), None)
                    pieces = []
                pieces.append(Piece(run, last, unit(last)))
    if pieces:
        yield _word(tuple(pieces), None)


def _piece(run: Run, text: str) -> Piece:
    return Piece(run, text, _units(run.font)(text))


def _units(font: Font) -> Callable[[str], float]:
    """Return what measures text at a size of one point."""
    return _measured(register_font(font), font.sha256)


@functools.lru_cache(maxsize=64)
def _measured(name: str, sha256: str) -> Callable[[str], float]:  # noqa: ARG001
    """Return what measures text in a font, and keeps the lengths: the same words come back in every memo."""

    @functools.lru_cache(maxsize=8192)
    def measure(text: str) -> float:
        return float(pdfmetrics.stringWidth(text, name, 1))

    return measure


def _word(pieces: Sequence[Piece], space: Piece | None, ends_line: bool = False) -> Word:
    units: dict[float, tuple[float, int]] = {}
    for piece in pieces:
        unit, letters = units.get(piece.run.scale, (0.0, 0))
        units[piece.run.scale] = unit + piece.unit, letters + len(piece.text)
    measured = tuple((scale, unit, letters) for scale, (unit, letters) in units.items())
    return Word(tuple(pieces), space, ends_line, measured)


# --- lines --------------------------------------------------------------------------------------------


def broken(words: Sequence[Word], role: TextRole, lang: str, measure_pt: float, setting: Setting) -> list[Line]:
    """Return words as lines, each as full as it gets."""
    return _Breaker(words, role, lang, measure_pt, setting).lines()


class _Breaker:
    def __init__(self, words: Sequence[Word], role: TextRole, lang: str, measure_pt: float, setting: Setting) -> None:
        self.role, self.lang, self.measure_pt = role, lang, measure_pt
        self.tracking_pt = setting.tracking_pt(role)
        scales = {scale for word in words for scale, _, _ in word.units} | {1.0}
        self.sizes = {scale: setting.size_pt(role, scale) for scale in scales}
        self.waiting = list(reversed(words))
        self.done: list[Line] = []
        self.pieces: list[Piece] = []  # of the line that is being filled
        self.used_pt = 0.0
        self.space: Piece | None = None  # between its last word and the next
        self.hyphens = 0  # at the ends of the lines just before

    def lines(self) -> list[Line]:
        while self.waiting:
            word = self.waiting.pop()
            gap = self._length([self.space]) if self.space else 0.0
            need = word.length_pt(self.sizes, self.tracking_pt)
            room = self._room() - self.used_pt - gap
            if need <= room:
                self._set(word, gap + need)
            elif parts := self._parted(word, room):
                self.waiting += reversed(parts)
            elif self.pieces:
                self.waiting.append(word)
                self._end(last=False)
            else:
                self._set(word, gap + need)  # a letter wider than the measure
        if self.pieces:
            self._end(last=True)
        return self.done

    def _room(self) -> float:
        indent = 0.0 if self.done else self.role.first_indent_pt
        return self.measure_pt - indent + TOLERANCE_PT

    def _set(self, word: Word, advance_pt: float) -> None:
        if self.space:
            self.pieces.append(self.space)
        self.pieces += word.pieces
        self.used_pt += advance_pt
        self.space = word.space
        if word.ends_line:
            self._end(last=True)

    def _end(self, last: bool) -> None:
        hyphenated = bool(self.pieces) and self.pieces[-1].text.endswith(HYPHENS)
        self.hyphens = self.hyphens + 1 if hyphenated else 0
        trailing = self.space if self.waiting or not last else None
        self.done.append(Line(tuple(self.pieces), self.used_pt, last, trailing))
        self.pieces, self.used_pt, self.space = [], 0.0, None

    def _parted(self, word: Word, room_pt: float) -> tuple[Word, Word] | None:
        """Return a word that does not fit in two, of which the first does; the last of all is not parted."""
        if self.role.hyphenate and self.waiting and self.hyphens < HYPHENS_IN_A_ROW:
            parts = self._hyphenated(word, room_pt)
            if parts is not None:
                return parts
        return None if self.pieces else self._chopped(word, room_pt)

    def _hyphenated(self, word: Word, room_pt: float) -> tuple[Word, Word] | None:
        for place in reversed(range(len(word.pieces))):
            piece = word.pieces[place]
            letters = piece.text.strip("„”“‚’‘«»().,;:!?…")
            if not letters.isalpha() or len(letters) > LONGEST_HYPHENATED:
                continue
            start = piece.text.find(letters)
            known = pdfmetrics.getFont(register_font(piece.run.font)).face.charToGlyph
            hyphen = SOFT_HYPHEN if ord(SOFT_HYPHEN) in known else HYPHENS[1]
            for position in reversed(_hyphens(self.lang, letters)):
                cut = start + position
                head = (*word.pieces[:place], _piece(piece.run, piece.text[:cut] + hyphen))
                if self._length(head) <= room_pt:
                    tail = (_piece(piece.run, piece.text[cut:]), *word.pieces[place + 1 :])
                    return _word(head, None), _word(tail, word.space, word.ends_line)
        return None

    def _chopped(self, word: Word, room_pt: float) -> tuple[Word, Word] | None:
        """Return a word longer than a line in two, after the last letter that fits, but one at least."""
        head: list[Piece] = []
        for place, piece in enumerate(word.pieces):
            if self._length([*head, piece]) <= room_pt:
                head.append(piece)
                continue
            cut = self._most(head, piece, room_pt)
            cut = cut or (0 if head else 1)
            tail = [*word.pieces[place + 1 :]]
            if cut:
                head.append(_piece(piece.run, piece.text[:cut]))
            if cut < len(piece.text):
                tail.insert(0, _piece(piece.run, piece.text[cut:]))
            return (_word(head, None), _word(tail, word.space, word.ends_line)) if tail else None
        return None

    def _most(self, head: Sequence[Piece], piece: Piece, room_pt: float) -> int:
        """Return how many letters of a piece fit behind ``head``: fewer than it has."""

        def length(letters: int) -> float:
            return self._length([*head, _piece(piece.run, piece.text[:letters])])

        return bisect.bisect_right(range(1, len(piece.text)), room_pt, key=length)

    def _length(self, pieces: Iterable[Piece]) -> float:
        return sum(
            [piece.unit * self.sizes[piece.run.scale] + self.tracking_pt * len(piece.text) for piece in pieces]
        )


@functools.lru_cache(maxsize=4096)
def _hyphens(lang: str, word: str) -> tuple[int, ...]:
    import pyphen

    known = pyphen.language_fallback(lang)
    if known is None or len(word) < SHORTEST_HYPHENATED:
        return ()
    return tuple(pyphen.Pyphen(lang=known, left=LETTERS_BEFORE_HYPHEN, right=LETTERS_AFTER_HYPHEN).positions(word))
