"""The characters of fonts, and which font sets which character where others stand in for what a face lacks."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from briefprint.style import Font

_JOINER = "\u200d"


def characters(font: Font) -> frozenset[str]:
    """Return the characters that a font has itself."""
    return _characters(font.path)


@functools.cache
def _characters(path: Path) -> frozenset[str]:
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    return frozenset(map(chr, face.unicodes))


def font_of(text: str, font: Font) -> Font:
    """Return the first of a font and its fallbacks that has every character of a text, or else the font itself."""
    needed = frozenset(text)
    return next((each for each in (font, *font.fallbacks) if needed <= characters(each)), font)


def has(text: str, font: Font) -> bool:
    """Return whether one of a font and its fallbacks has every character of a text."""
    return frozenset(text) <= characters(font_of(text, font))


def stretches(text: str, font: Font) -> Iterator[tuple[Font, str]]:
    """Yield a text, which may be empty, in stretches of one font each (CSS Fonts 4, 5.3, cluster matching).

    A letter and the marks on it are set in one font: the first that has them all, else the first that has the letter,
    else ``font``. Spaces and what leaves nothing on paper stay with what is before them.
    """
    if not font.fallbacks or frozenset(text) <= characters(font):
        yield font, text
        return
    current, stretch = font, ""
    for cluster in _clusters(text):
        if unicodedata.category(cluster[0]) in ("Cc", "Cf") or (cluster.isspace() and cluster in characters(current)):
            wanted = current
        else:
            wanted = _font_of_cluster(cluster, font)
        if wanted is not current and stretch:
            yield current, stretch
            stretch = ""
        current, stretch = wanted, stretch + cluster
    if stretch:
        yield current, stretch


def _font_of_cluster(cluster: str, font: Font) -> Font:
    found = font_of(cluster, font)
    return found if found is not font or len(cluster) == 1 else font_of(cluster[0], font)


def _clusters(text: str) -> Iterator[str]:
    """Yield letters, each with the marks on it and what is joined to it (the part of UAX 29, 3, that fonts set)."""
    cluster = ""
    for character in text:
        joined = unicodedata.category(character)[0] == "M" or character == _JOINER or cluster.endswith(_JOINER)
        if cluster and not joined:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster
