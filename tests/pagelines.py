"""The lines of a one-page PDF, so that two settings of the same copy can be compared line by line."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

_OPENING = 18  # letters by which a line's words are looked for in the other setting
_LEAST = 6  # letters of a line of copy
_BOXES = re.compile("[☐☑]")
_NUMBER = re.compile(r"^\d{1,2}[.)]?(?=\D)")


def lines(path: Path) -> list[str]:
    """Return each line as its letters, what stands side by side as lines of its own."""
    command = ["pdftotext", "-bbox-layout", str(path), "-"]
    said = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    body = etree.fromstring(said[said.index(b"<body") : said.index(b"</body>") + len(b"</body>")])
    found = ("".join(word.text or "" for word in line.iter("{*}word")) for line in body.iter("{*}line"))
    return [text for line in found if (text := _BOXES.sub("", line).replace("\u00ad", "-").casefold())]


def _copy(path: Path) -> Iterator[str]:
    """Yield lines of copy without the numbers before them, which one program reads with them and another apart.

    What is a word or less, in a cell, a chart or across the page, breaks nowhere.
    """
    for line in lines(path):
        if len(text := _NUMBER.sub("", line)) >= _LEAST:
            yield text


def alike(path: Path, other: Path) -> tuple[int, int]:
    """Return how many lines of a file stand in another as they are, and how many have their words there at all."""
    mine, theirs = list(_copy(path)), list(_copy(other))
    letters, left = "".join(each.removesuffix("-") for each in theirs), Counter(theirs)
    same = total = 0
    for line in mine:
        plain = line.removesuffix("-")
        if plain[:_OPENING] in letters or plain[-_OPENING:] in letters:
            total += 1
            same += left[line] > 0
            left[line] -= 1
    return same, total
