"""Which way text runs: of a language, of a paragraph, of each letter within it (Unicode Standard Annex 9).

No format knows an author's inlines as Unicode's algorithm wants them, one string of a paragraph: WeasyPrint orders
each element by itself, Word asks every run for its direction. So the levels are found here, once, for all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from briefprint.language import primary

_SCRIPTS = {"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"}
_LANGUAGES = {
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "pnb", "ps", "prs", "sd", "syr", "ug", "ur", "yi",
}  # fmt: skip
"""Languages written from right to left (CLDR, likely subtags and layout)."""
_JOINED = _LANGUAGES - {"he", "iw", "yi", "dv"}

OBJECT = "\ufffc"
"""What stands in a paragraph's text for what is no text: a picture, the call of a note (UAX 9, table 4: ON)."""

MARKS = ("\u200e", "\u200f")
"""What has a direction and no form: from left to right, from right to left (UAX 9, 2.6)."""

EMBEDDINGS = ("\u202a", "\u202b")
"""What opens a stretch that may hold words of the other direction in turn; ``END`` closes it (UAX 9, 2.1)."""

END = "\u202c"
CONTROLS = frozenset((*MARKS, *EMBEDDINGS, END))

_STRONG = ("L", "R", "AL")
_NEUTRAL = ("B", "S", "WS", "ON")
_IGNORED = ("BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}  # those of UAX 9, 3.1.3, that our faces have
# A sign goes before its number, and the groups of a telephone number in their order, in every language that writes
# figures from left to right; by the letter of UAX 9 both would turn round (CLDR has marks in its patterns for it).
_FIGURES = re.compile(
    r"(?<!\w)\+\d[\d\xa0 \-()]{5,}\d|(?<!\w)0\d{1,3}-\d{3,4}-?\d{3,4}(?!\w)|"
    r"(?<![\w.,%‰])[+\-−±~≈<>≤≥][$€£₪]?\d(?:[\d.,]*\d)?(?:\xa0?[%‰])?"
)


def is_rtl(lang: str) -> bool:
    """Return whether a language is written from right to left, by its script where its tag has one (BCP 47)."""
    for part in lang.replace("_", "-").split("-")[1:]:
        if len(part) == 4 and part.isalpha():
            return part.lower() in _SCRIPTS
    return primary(lang) in _LANGUAGES


def is_joined(lang: str) -> bool:
    """Return whether a language's letters join: room let in between them would tear words apart."""
    return is_rtl(lang) and primary(lang) in _JOINED


def has_rtl(text: str) -> bool:
    """Return whether any letter or number of a text is one of a script from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(each) in ("R", "AL", "AN") for each in text)


def is_spoken(text: str) -> bool:
    """Return whether a text has a letter, which has a direction of its own."""
    return any(unicodedata.bidirectional(each) in _STRONG for each in text)


def runs_rtl(text: str, rtl: bool) -> bool:
    """Return whether a paragraph runs from right to left in a document that does so or does not (``rtl``).

    It goes with its document, unless both its first letter and most of its letters are of the other direction: the
    first alone would turn a paragraph that opens with a foreign name (UAX 9, P2), most of them one that lists some.
    """
    if not rtl and text.isascii():
        return False
    strong = [kind != "L" for kind in map(unicodedata.bidirectional, text) if kind in _STRONG]
    if not strong or strong[0] == rtl:
        return rtl
    return not rtl if 2 * sum(each != rtl for each in strong) > len(strong) else rtl


def runs(text: str, rtl: bool) -> Iterator[tuple[int, int, bool]]:
    """Yield where each stretch of one direction begins and ends in a paragraph, and whether it is right to left."""
    found, at = levels(text, rtl), 0
    for odd, group in groupby(level % 2 for level in found):
        length = len(list(group))
        yield at, at + length, bool(odd)
        at += length


def outer_runs(text: str, rtl: bool) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches that run with their paragraph, and those set into it, whatever these hold in turn."""
    found, base, at = levels(text, rtl), int(rtl), 0
    for with_it, group in groupby(level == base for level in found):
        length = len(list(group))
        yield at, at + length, rtl if with_it else not rtl
        at += length


def ordered_ltr(text: str) -> list[tuple[int, int]]:
    """Return what in a text keeps its order against the letter of UAX 9: signed and telephone numbers."""
    return [found.span() for found in _FIGURES.finditer(text)] if not text.isspace() else []


def levels(text: str, rtl: bool, figures: bool = True) -> list[int]:
    """Return the level of each character of a paragraph: odd from right to left (UAX 9, 3.3 to 3.4).

    Embeddings and isolates by control characters are not read: ``language.printable`` lets none through. Without
    ``figures`` it is the letter of UAX 9, as engines have it.
    """
    base = int(rtl)
    direction = "R" if rtl else "L"
    if not rtl and not has_rtl(text):
        return [0] * len(text)
    kinds = [unicodedata.bidirectional(each) or "L" for each in text]
    for start, end in ordered_ltr(text) if figures else ():
        kinds[start:end] = ["EN"] * (end - start)
    places = [place for place, kind in enumerate(kinds) if kind not in _IGNORED]
    types = [kinds[place] for place in places]
    _weak(types, direction)
    _brackets(types, [text[place] for place in places], direction)
    _neutral(types, direction)
    found = [base] * len(text)
    for place, kind in zip(places, types, strict=True):
        if kind == "R":
            found[place] = 1
        elif kind == "L":
            found[place] = 2 if rtl else 0
        else:  # numbers
            found[place] = 2
    before = base
    for place, kind in enumerate(kinds):
        if kind in _IGNORED:
            found[place] = before
        before = found[place]
    for place in range(len(text) - 1, -1, -1):  # spaces at the end (L1)
        if not text[place].isspace():
            break
        found[place] = base
    return found


def _weak(types: list[str], direction: str) -> None:
    """Resolve marks, numbers and what stands in and at them (W1 to W7)."""
    before, strong = direction, direction
    for place, kind in enumerate(types):
        if kind == "NSM":
            types[place] = kind = before
        before = kind
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            types[place] = "AN"
    types[:] = ["R" if kind == "AL" else kind for kind in types]
    for place in range(1, len(types) - 1):
        kind, left, right = types[place], types[place - 1], types[place + 1]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in ("EN", "AN"))):
            types[place] = left
    for start, end in _stretches(types, ("ET",)):
        beside = (types[start - 1] if start else "", types[end] if end < len(types) else "")
        types[start:end] = ["EN" if "EN" in beside else "ON"] * (end - start)
    types[:] = ["ON" if kind in ("ES", "CS") else kind for kind in types]
    strong = direction
    for place, kind in enumerate(types):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[place] = "L"


def _brackets(types: list[str], text: Sequence[str], direction: str) -> None:
    """Resolve pairs of brackets by what they hold, or else by what is before them (N0)."""
    opened: list[tuple[str, int]] = []
    pairs = []
    for place, (sign, kind) in enumerate(zip(text, types, strict=True)):
        if kind != "ON":
            continue
        if sign in _BRACKETS:
            opened.append((_BRACKETS[sign], place))
        elif any(sign == closing for closing, _ in opened):
            while opened:
                closing, start = opened.pop()
                if closing == sign:
                    pairs.append((start, place))
                    break
    for start, end in sorted(pairs):
        within = {_strong(kind) for kind in types[start + 1 : end]} - {""}
        if direction in within:
            types[start] = types[end] = direction
        elif within:
            other = next(iter(within))
            context = next((each for kind in reversed(types[:start]) if (each := _strong(kind))), direction)
            types[start] = types[end] = other if context == other else direction


def _strong(kind: str) -> str:
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _neutral(types: list[str], direction: str) -> None:
    """Resolve what has no direction: as what is on both sides of it, or else as the paragraph (N1, N2)."""
    for start, end in _stretches(types, _NEUTRAL):
        left = _strong(types[start - 1]) if start else direction
        right = _strong(types[end]) if end < len(types) else direction
        types[start:end] = [left if left == right else direction] * (end - start)


def _stretches(types: Sequence[str], kinds: tuple[str, ...]) -> list[tuple[int, int]]:
    found, at = [], 0
    for wanted, group in groupby(kind in kinds for kind in types):
        length = len(list(group))
        if wanted:
            found.append((at, at + length))
        at += length
    return found
