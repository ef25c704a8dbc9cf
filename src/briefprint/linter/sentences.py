"""Sentences: what is written, in runs of words, and where one ends in each language that is known here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import unquote

from briefprint.document import (
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
    Code,
    CrossReference,
    DefinitionList,
    Document,
    Image,
    Inlines,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    SoftBreak,
    Text,
    plain_text,
)

_SHORT = {
    "en": "mr mrs ms dr prof st jr sr gen col lt sgt capt rep sen gov hon rev vs etc approx dept est inc ltd co corp "
    "no nos vol fig figs sec art arts para pp ed eds cf al e.g i.e u.s u.k u.n d.c a.m p.m ph.d b.c a.d "
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "pl": "np tzw tzn tj itd itp m.in ds im ul al pl św dr prof hab inż mgr gen płk ppłk mjr kpt por por r w wg ww "
    "rys tab s str t poz art ust pkt lit nr zob por red wyd min maks ok tys godz zm ur al woj pow gm p.o b.r ub",
    "de": "z.b bzw d.h u.a u.ä usw etc ca dr prof hr fr st nr abs art bd s vgl evtl ggf inkl max min mio mrd tel "
    "sog z.t o.ä v.a i.d.r abb tab hrsg jh jan feb apr aug sept okt nov dez gen bspw einschl",
    "fr": "m mm mme mlle dr pr st ste p pp cf ex env art al etc vol n no chap fig éd av apr j.-c tél max min",
    "es": "sr sra srta sres dr dra d dña prof gral cnel ud uds ee.uu ej p.ej pág págs art núm etc aprox av avda "
    "cap fig vol máx mín tel n.º",
    "uk": "р рр ст с м вул ім ін напр див т.д т.п т.зв т.ін та грн тис млн млрд проф акад доц гр п пп ч рис табл "
    "обл см ред вид",
}  # fmt: skip
"""Words whose full stop ends no sentence."""
LANGUAGES = tuple(_SHORT)
_ABBREVIATIONS = {lang: frozenset(words.split()) for lang, words in _SHORT.items()}
_ORDINALS = ("de", "pl", "cs")  # a number with a full stop may be one: '3. April'
_END = re.compile(r"([.!?…]+)[\"'”’»“)\]]*(?=\s+[\"'„“‘«(\[¿¡—–]*(?:[^\W\d_]|\d))|\n")


NEAR = 32
"""As many characters around a mark tell what it ends; more would make a long text quadratic."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the line it begins on."""

    text: str
    line: int

    @property
    def words(self) -> list[str]:
        """Its words; what has no letter or figure is none."""
        return [each for each in self.text.split() if re.search(r"\w", each)]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text as it is read aloud: without its notes, with its code as one word."""

    text: str
    starts: tuple[int, ...]  # of each piece, with its line in ``lines``
    lines: tuple[int, ...]

    def line(self, place: int) -> int:
        """Return the line of the character at a place."""
        return self.lines[max(0, bisect_right(self.starts, place) - 1)] if self.lines else 1


def sentences(run: Run, lang: str) -> Iterator[Sentence]:
    """Yield the sentences of a run. A hard break ends one too."""
    text, start = run.text, 0
    for end in _END.finditer(text):
        if end[0] != "\n" and not _ends(text, end.start(), end[1], lang):
            continue
        yield from _sentence(run, text, start, end.end())
        start = end.end()
    yield from _sentence(run, text, start, len(text))


def _sentence(run: Run, text: str, start: int, end: int) -> Iterator[Sentence]:
    said = text[start:end]
    if said.strip():
        yield Sentence(said.strip(), run.line(start + len(said) - len(said.lstrip())))


def _ends(text: str, place: int, mark: str, lang: str) -> bool:
    """Return whether a mark ends a sentence rather than a shortened word, an initial or an ordinal."""
    after = text[place + len(mark) : place + len(mark) + NEAR].lstrip(" \u00a0\"'”’»“)]„‘«([")
    if after[:1].islower():
        return False
    if mark != ".":
        return True
    before = re.search(r"[\w.º-]*$", text[max(0, place - NEAR) : place])
    said = (before[0] if before else "").strip(".")
    word = said.lower()
    if word in _ABBREVIATIONS.get(lang, ()) or (len(word) == 1 and word.isalpha() and said != "I"):
        return False
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):  # initials: 'J.K.', 'U.S.'
        return False
    return not (lang in _ORDINALS and re.fullmatch(r"\d{1,2}", word))


# --- what is written, run by run ----------------------------------------------------------------------


def runs(document: Document) -> Iterator[Run]:
    """Yield every run of the author's own prose: no quotations, tables, notes, code."""
    memo = document.memo
    for inlines in (document.standfirst, *document.key_points, *((*memo.points, memo.ask) if memo else ())):
        if inlines:
            yield run(inlines)
    yield from _runs(document.summary)
    yield from _runs(document.blocks)


def _runs(blocks: Blocks) -> Iterator[Run]:
    for block in blocks:
        yield from _of(block)


def _of(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph():
            yield run(block.children)
        case BulletList() | OrderedList():
            for item in block.items:
                yield from _runs(item.blocks)
        case DefinitionList():
            for definition in block.items:
                for meaning in definition.meanings:
                    yield from _runs(meaning)
        case Callout() | Box():
            yield from _runs(block.blocks)
        case _:
            return  # others' words, or none


def run(inlines: Inlines) -> Run:
    """Return inlines as a run of words."""
    pieces = [each for each in _pieces(inlines) if each[0]]
    starts = tuple(accumulate((len(piece) for piece, _ in pieces), initial=0))[:-1]
    return Run("".join(piece for piece, _ in pieces), starts, tuple(line for _, line in pieces))


def _pieces(inlines: Inlines) -> Iterator[tuple[str, int]]:
    for inline in inlines:
        match inline:
            case Text(text=text, line=line):
                yield text, line
            case SoftBreak(line=line):
                yield " ", line
            case LineBreak(line=line):
                yield "\n", line
            case Code(line=line) | CrossReference(line=line):
                yield "x", line
            case Note() | Image():
                continue
            case Link(children=children, target=target, line=line) if plain_text(children) in unquote(target):
                yield "x", line  # an address
            case _ if children := getattr(inline, "children", ()):
                yield from _pieces(children)
            case _:
                continue
