"""Rules of prose: spaces, dashes, quotation marks, the length of sentences, acronyms, the house's words.

A rule is silent in a language that it cannot judge.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from briefprint.document import Definition, Text, plain_text
from briefprint.linter.copy import Copy, Edit, Finding, rule
from briefprint.linter.prose import VEIL, Line, prose
from briefprint.linter.sentences import LANGUAGES, NEAR, runs, sentences
from briefprint.linter.wordlists import JOINING, NO_ACRONYMS

_SPACES = re.compile(rf"(?<=[^\s{VEIL}])  +(?=[^\s{VEIL}])")
_HYPHEN = re.compile(rf"(?<=[^\s{VEIL}|+=*/\-]) (-)(?=[ ][^\s{VEIL}|+=\-]|$)")
_YEARS = re.compile(r"(?<![\w/.,:–-])((?:1[5-9]|20)\d\d)(-)((?:1[5-9]|20)\d\d)(?![\w/:–-]|[.,]\d)")
_PERCENT = re.compile(r"(?<![\w/.,:–-])(\d{1,3}(?:[.,]\d+)?)(-)(\d{1,3}(?:[.,]\d+)?)(?=[ \u00a0]?%)")
_PAGES = re.compile(r"(?:(?<=\bpp\. )|(?<=\bpp\.)|(?<=\bpages )|(?<=\bstr\. )|(?<=\bS\. ))(\d+)(-)(\d+)(?![\w/:–-])")
_MINUS = re.compile(r"-\s*[\d(=+]")
_MARK = re.compile(r'(?<!\d)"')
DASH = {"uk": "—"}
"""The dash between words with a space on each side; elsewhere an en dash serves."""

_ACRONYM = re.compile(r"(?<![\w.@#/&’'-])([^\W\d_]{2,7})(?![\w@/&-]|[.’']\w)")
_ROMAN = re.compile(r"[IVXLCDM]+")
_LAWS = ("Act", "Bill")
"""An act's name is chosen for its letters; what they stand for tells nobody anything."""
LOUD = 3
"""A sentence with so many words of four capitals and more is shouted."""


@rule("double-space")
def double_space(copy: Copy) -> Iterator[Finding]:
    """Find two spaces between words."""
    for line in _lines(copy):
        for found in _SPACES.finditer(line.text):
            edit = Edit(line.number, found.start(), found.end(), " ")
            yield Finding("two spaces between words", line.number, found.start() + 1, "one is set", edit)


@rule("trailing-space")
def trailing_space(copy: Copy) -> Iterator[Finding]:
    """Find one space at a line's end; two and more break the line (CommonMark 6.7), so they are left alone."""
    for line in _lines(copy):
        bare = line.text.rstrip(" \t")
        tail = line.text[len(bare) :]
        if bare and tail and (len(tail) == 1 or set(tail) == {"\t"}):
            edit = Edit(line.number, len(bare), len(line.text), "")
            yield Finding("a space at the line's end", line.number, len(bare) + 1, "it does nothing", edit)


@rule("hyphen-for-dash")
def hyphen_for_dash(copy: Copy) -> Iterator[Finding]:
    """Find hyphens with a space on both sides, and in ranges of years, pages and shares."""
    dash = DASH.get(copy.lang, "–")
    for line in _lines(copy):
        for found in _HYPHEN.finditer(line.text):
            if _sum(line.text, found.start(1)) or (line.ends and found.end() == len(line.text.rstrip())):
                continue
            edit = Edit(line.number, found.start(1), found.end(1), dash)
            yield Finding("a hyphen stands for a dash", line.number, found.start(1) + 1, f"write '{dash}'", edit)
        for pattern in (_YEARS, _PERCENT, _PAGES):
            for found in pattern.finditer(line.text):
                low, high = (float(found[place].replace(",", ".")) for place in (1, 3))
                if low < high:
                    edit = Edit(line.number, found.start(2), found.end(2), "–")
                    message = f"a hyphen stands in the range '{found[0]}'"
                    yield Finding(message, line.number, found.start() + 1, f"write '{found[1]}–{found[3]}'", edit)


def _sum(text: str, place: int) -> bool:
    """Return whether a hyphen may be a minus: a figure or a formula's sign on one of its sides."""
    return bool(re.search(r"[\d)=+]\s*$", text[max(0, place - NEAR) : place]) and _MINUS.match(text, place))


@rule("straight-quotes")
def straight_quotes(copy: Copy) -> Iterator[Finding]:
    """Find paragraphs with an odd number of straight quotation marks; inches are none.

    A paragraph that opens with the odd one may belong to a quotation of several, closed only at its end.
    """
    paragraph: list[Line] = []
    for line in _lines(copy):
        paragraph.append(line)
        if not line.ends:
            continue
        marks = [(each, found.start()) for each in paragraph for found in _MARK.finditer(each.text)]
        first = paragraph[0].text.strip(f" \t*_{VEIL}")
        if len(marks) % 2 and not first.startswith('"'):
            last, place = marks[-1]
            yield Finding("a quotation mark has no partner", last.number, place + 1, "close it, or open it")
        paragraph = []


@rule("sentence-length")
def sentence_length(copy: Copy) -> Iterator[Finding]:
    """Find sentences longer than the style allows."""
    if copy.lang not in LANGUAGES:
        return
    limit = copy.style.prose.sentence_words
    for run in runs(copy.document):
        for sentence in sentences(run, copy.lang):
            parts = re.split(r";(?=\s)", sentence.text)  # each could stand as a sentence of its own
            if (count := max(sum(bool(re.search(r"\w", each)) for each in part.split()) for part in parts)) > limit:
                line, column = copy.find(sentence.line, " ".join(sentence.words[:4]))
                yield Finding(
                    f"the sentence has {count} words", line, column, f"the style allows {limit}: make two of it"
                )


@rule("acronym")
def acronym(copy: Copy) -> Iterator[Finding]:
    """Find acronyms that stand for words the brief never says: each once, where it stands first."""
    if copy.lang not in LANGUAGES:
        return
    told = _told(copy)
    text = " ".join(each.text for each in copy.nodes if isinstance(each, Text))
    for name, line in _acronyms(copy, text).items():
        if name not in told and not _spelt(name, text):
            where, column = copy.find(line, name)
            hint = f"write it out once, as in 'Full Name ({name})', or add it to the style's [acronyms]"
            yield Finding(f"'{name}' is never spelt out", where, column, hint)


def _acronyms(copy: Copy, text: str) -> dict[str, int]:
    """Return the acronyms of a brief and the line of each one's first use."""
    found: dict[str, int] = {}
    for run in runs(copy.document):
        for sentence in sentences(run, copy.lang):
            loud = sum(each.isupper() and len(each) > 3 for each in re.findall(r"[^\W\d_]+", sentence.text))
            if loud >= LOUD or len(sentence.words) < 2:
                continue
            for each in _ACRONYM.finditer(sentence.text):
                name = each[1].removesuffix("s")
                if (
                    not 2 <= len(name) <= 6
                    or not name.isupper()
                    or name in NO_ACRONYMS
                    or _ROMAN.fullmatch(name)
                    or name in copy.style.acronyms
                ):
                    continue
                if (
                    name not in found
                    and name.lower() not in _lower(text)
                    and not _shouted(sentence.text, each.start(), each.end())
                ):
                    found.setdefault(name, sentence.line)
    return found


def _shouted(text: str, start: int, end: int) -> bool:
    """Return whether a word in capitals stands among others: a title, a person's name, not an acronym."""
    before = re.search(r"([\w’'-]+)\.?[^\w(]*(?:\b[A-Z]\.[^\w(]*)?$", text[max(0, start - NEAR) : start])
    after = re.match(r"[^\w)]*(?:\b[A-Z]\.[^\w)]*)?([\w’'-]+)", text[end : end + NEAR])
    neighbours = [each[1] for each in (before, after) if each]
    loud = any(each.isupper() and len(each) > 1 and not each.isdigit() for each in neighbours)
    return loud or text[end : end + 1] == ":" or (after is not None and after[1] in _LAWS)


def _told(copy: Copy) -> frozenset[str]:
    """Return the acronyms that are terms of a definition list."""
    terms = (plain_text(each.term) for each in copy.nodes if isinstance(each, Definition))
    return frozenset(word for term in terms for word in re.findall(r"\w+", term))


def _spelt(name: str, text: str) -> bool:
    """Return whether a text says what an acronym stands for: in brackets, or in words with its letters."""
    if re.search(rf"[(\[„“«]\s*(?:[^()]{{0,40}}\s)?{name}s?\s*[)\],;”»]", text):
        return True
    if re.search(rf"\b{name}s?\s*(?:\([^)\d]*?[^\W\d_]{{3,}}\s+[^\W\d_]+|,? (?:or|czyli|soit|o sea) )", text):
        return True
    return f"|{name.lower()}" in _capitals(text) or name.lower() in _initials(text)


@functools.lru_cache(maxsize=4)
def _capitals(text: str) -> str:
    """Return the initials of the capitalised words in each run: 'National Council of X' is 'ncx'."""
    found = re.findall(r"[^\W\d_][\w’'-]*(?:[ \u00a0-][^\W\d_][\w’'-]*)+", text)
    said = ("".join(each[0] for each in re.split(r"[ \u00a0-]", run) if each and each[0].isupper()) for run in found)
    return f"|{'|'.join(said).lower()}|"


@functools.lru_cache(maxsize=4)
def _initials(text: str) -> str:
    """Return the first letters of all the words of a text, small words and acronyms aside."""
    words = re.findall(r"[^\W\d_]+", text)
    return "".join(each[0].lower() for each in words if each.lower() not in JOINING and not each.isupper())


@functools.lru_cache(maxsize=4)
def _lower(text: str) -> frozenset[str]:
    """Return the words that a text writes otherwise than in capitals, in lower case."""
    return frozenset(each.lower() for each in re.findall(r"[^\W\d_]+", text) if not each.isupper())


@rule("house-words")
def house_words(copy: Copy) -> Iterator[Finding]:
    """Find what the house does not write; other people's words are theirs."""
    said = copy.style.wording
    wording = {**said.get(copy.lang, {}), **said.get(copy.document.lang, {})}
    if not wording:
        return
    pattern, lines = _phrases(wording), [each for each in _lines(copy) if not each.quoted]
    text = "\n".join(each.text for each in lines)
    starts = [0]
    for each in lines:
        starts.append(starts[-1] + len(each.text) + 1)
    for found in pattern.finditer(text):
        place = bisect_right(starts, found.start()) - 1
        if "\n" in found[0] and lines[place].ends:
            continue  # the phrase runs from one paragraph into another
        phrase = " ".join(found[0].split())
        instead = next((to for each, to in wording.items() if each.casefold() == phrase.casefold()), "")
        hint = f"write '{instead}'" if instead else "leave it out"
        yield Finding(
            f"the house does not write '{phrase}'", lines[place].number, found.start() - starts[place] + 1, hint
        )


def _phrases(wording: Mapping[str, str]) -> re.Pattern[str]:
    longest_first = sorted(wording, key=len, reverse=True)
    parts = (r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _lines(copy: Copy) -> tuple[Line, ...]:
    return prose("\n".join(copy.lines), copy.document.lang)
