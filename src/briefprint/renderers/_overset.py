"""What a memo that is too long says: by how much, and what to cut."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from briefprint.document import plain_text
from briefprint.errors import Diagnostic, OversetError
from briefprint.renderers._bench import SAME_PT, Bench
from briefprint.renderers._copy import Copy

NAMED_CUTS = 3  # how many ways out a refusal names


def overset(bench: Bench) -> OversetError:
    """Return the refusal: by how many lines the copy is over at the floor, and the cheapest ways out."""
    setting, style, copy = bench.setting(bench.floor()), bench.style, bench.copy
    excess = bench.depth_pt(bench.floor()) - bench.available_pt
    lengths = [(len(part.lines(part.measured_pt, setting)), part) for part in bench.composed.parts]
    lengths = sorted((each for each in reversed(lengths) if each[0]), key=lambda each: -each[0])  # the last first
    longest = [part for _, part in lengths]
    # In lines of the copy, of whose roles the closest set counts: so many of any other are enough as well.
    copy_roles = [part.role for part in longest if part.role is not style.text.note] or [style.text.memo_body]
    leading = min(map(setting.leading_pt, copy_roles))
    lines = math.ceil(excess / leading - SAME_PT)
    hint = _ways_out(bench, lengths, copy.path)
    words = _words_to_cut(bench, longest)
    amount = f", about {words} word{'s' * (words > 1)}" if words else ""
    message = f"the memo is over by {lines} line{'s' * (lines > 1)}{amount}"
    return OversetError([Diagnostic(message, copy.path, copy.line or None, hint)])


def _ways_out(bench: Bench, lengths: Sequence[tuple[int, Copy]], path: str) -> str:
    """Return which parts to cut: those of which one is enough, the shortest first; else the fewest together."""

    def fits(parts: Sequence[Copy]) -> bool:
        words = [part.words for part in parts]
        for part in parts:
            part.keep([])
        enough = bench.fits()
        for part, whole in zip(parts, words, strict=True):
            part.keep(whole)
        return enough

    def named(count: int, part: Copy) -> str:
        return f"{_place(path, part)}, {count} line{'s' * (count > 1)}"

    enough: list[str] = []
    for count, part in reversed(lengths):
        if len(enough) < NAMED_CUTS and fits([part]):
            enough.append(named(count, part))
    if enough:
        return f"cut {'; or '.join(enough)}"
    for most in range(2, len(lengths) + 1):
        if fits([part for _, part in lengths[:most]]):
            left = most - NAMED_CUTS
            more = [f"{left} part{'s' * (left > 1)} more"] * (left > 0)
            return f"cut {'; and '.join([*(named(*each) for each in lengths[:most][:NAMED_CUTS]), *more])}"
    return _besides(bench)


def _besides(bench: Bench) -> str:
    """Return what to leave out where the copy is not what is too long: what the memo includes, or its figures."""
    copy = bench.copy
    for place, passage in enumerate(copy.passages):
        if bench.of(replace(copy, passages=copy.passages[:place] + copy.passages[place + 1 :])).fits():
            name = f" '{words}'" if (words := plain_text(passage.heading)) else ""
            return f"do not include{name} {copy.path}:{passage.line}"
    if copy.passages and bench.of(replace(copy, passages=())).fits():
        return "include no parts of the brief: they alone are too long"
    if copy.figures and bench.of(replace(copy, figures=())).fits():
        return "cut key figures: they alone are too long"
    return "shorten the head, its subject and whom it names, or choose a style with more room"


def _place(path: str, part: Copy) -> str:
    """Return where a part stands in the brief: 'brief.md:41-44'."""
    return f"{path}:{part.line}-{part.last_line}" if part.last_line > part.line else f"{path}:{part.line}"


def _words_to_cut(bench: Bench, longest: Sequence[Copy]) -> int | None:
    """Return the fewest words whose loss, from the ends of the longest parts, makes the copy fit."""
    whole = [list(part.words) for part in longest]

    def fits(words: int) -> bool:
        for part, all_words in zip(longest, whole, strict=True):
            kept = max(0, len(all_words) - words)
            words -= len(all_words) - kept
            part.keep(all_words[:kept])
        return bench.fits()

    low, high = 0, sum(len(words) for words in whole)
    if not fits(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
