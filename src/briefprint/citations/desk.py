"""citeproc-py at work for one document: asked for each citation in reading order, and for the list at the end."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefprint.citations import sheets
from briefprint.citations.marks import QUOTES, Formatter, inlines, marked, plain
from briefprint.document import Citation, CitedWork, Document, Inlines, plain_text
from briefprint.errors import ContentError, Diagnostic
from briefprint.language import primary, sort_key
from briefprint.style import HouseStyle

_AS_WRITTEN = "as-written"
"""A label that no locale has a word for: the locator says itself what it counts."""

_NUMBER = re.compile(r"^([\x01-\x07]*[\[(]?\d+[\])]?\.?[\x01-\x07]*)(?=\S)")
_OTHERS = {"de": "andere", "es": "otros", "fr": "autres", "pl": "inni", "uk": "інші"}
"""BibTeX's 'and others', after the language's 'and'."""


@dataclass(frozen=True, slots=True)
class Said:
    """A citation in words."""

    whole: Inlines
    name: Inlines  # of the first work's author; empty where a file cites no names
    rest: Inlines  # without the authors


class Desk:
    """The references of a document, and the CSL file that says how they are cited."""

    def __init__(self, document: Document, style: HouseStyle, cited: Sequence[Citation]) -> None:
        from citeproc.source.json import CiteProcJSON

        self.path, self.lang = document.path, document.lang
        self.sheet = sheets.read(style.citations.csl)
        # citeproc-py lowers the case of ids, and may not be given what it takes for markup.
        self.keys = {each.id: f"work-{number}" for number, each in enumerate(document.references)}
        self.lines = {self.keys[each.id]: each.line for each in document.references}
        data = [_item(json.loads(each.csl), self.lang) | {"id": self.keys[each.id]} for each in document.references]
        self.source = CiteProcJSON(data)
        self.whole = self._book(self.sheet.whole)
        self.rest = self._book(self.sheet.rest)
        self.name = self._book(self.sheet.name) if self.sheet.name else None
        self.in_notes = self.sheet.in_notes
        self.stops_within_quotes = self.whole.style.root.get_locale_option("punctuation-in-quote") == "true"
        works = [each.id for citation in cited for each in citation.works]
        used = dict.fromkeys(self.keys[each] for each in works)
        used |= dict.fromkeys(self.keys[each.id] for each in document.references if each.listed)
        for book in filter(None, (self.whole, self.rest, self.name)):
            for key in used:
                self._register(book, key)
        if self.sheet.lists:
            self._sort()
        if self.sheet.letters:
            self._letter()

    def cite(self, citation: Citation) -> Said:
        """Return a citation in words."""

        def said(book: Any, works: Sequence[CitedWork], **parts: Any) -> Inlines:
            text = self._written(book, [self._cited(each, **parts) for each in works], citation.line)
            return inlines(text, self.lang, citation.line, self.stops_within_quotes)

        # Each form is asked for each time, so that all know what was cited before.
        name = said(self.name, [CitedWork(id=citation.works[0].id)]) if self.name else ()
        rest = said(self.rest, citation.works)
        return Said(said(self.whole, citation.works), name, rest if _says(rest) else ())

    def sources(self) -> tuple[Inlines, ...]:
        """Return each work cited as the list of sources has it; none where the CSL file makes no list."""
        if not self.sheet.lists:
            return ()
        entries = []
        for item in self.whole.items:
            with self._answered(item.key, None):
                written = self.whole.style.render_bibliography([item])
            for each in written:
                said = _NUMBER.sub(r"\1 ", str(each)) if self.sheet.apart else str(each)
                entries.append(inlines(said, self.lang, 0, self.stops_within_quotes))
        return tuple(entries)

    # --- citeproc's objects ---------------------------------------------------------------------------

    def _book(self, sheet: bytes) -> Any:
        from citeproc import CitationStylesBibliography, CitationStylesStyle

        with _quiet():
            style = CitationStylesStyle(io.BytesIO(sheet), validate=False, locale=_locale(self.lang))
            for locale in style.root.locales:
                for name, mark in QUOTES.items():
                    for term in locale.xpath_search(f".//cs:term[@name='{name}']"):
                        term.text = mark
            return CitationStylesBibliography(style, self.source, Formatter)

    def _cited(self, work: CitedWork) -> Any:
        from citeproc import CitationItem, Locator

        parts: dict[str, Any] = {}
        if work.locator:
            parts["locator"] = Locator(work.label or _AS_WRITTEN, work.locator)
        if work.prefix:
            parts["prefix"] = f"{work.prefix} "
        if work.suffix:
            parts["suffix"] = work.suffix if work.suffix[0] in ",;:.)" else f", {work.suffix}"
        return CitationItem(self.keys[work.id], **parts)

    def _register(self, book: Any, key: str) -> None:
        from citeproc import Citation as Cited
        from citeproc import CitationItem

        book.register(Cited([CitationItem(key)]))

    def _written(self, book: Any, items: list[Any], line: int) -> str:
        from citeproc import Citation as Cited

        cited = Cited(items)
        book.register(cited)
        kept = book.keys
        if not self.sheet.numbers:  # it would put them into the order in which each was cited first
            book.keys = list(dict.fromkeys([*(item.key for item in items), *kept]))
        with self._answered(items[0].key, line):
            said = str(book.cite(cited, lambda item: item.key))
        book.keys = kept
        return said

    def _sort(self) -> None:
        """Put the works into the order of the list as their language has the alphabet, which citeproc-py has not."""
        root = self.whole.style.root
        keys = root.bibliography.find("cs:sort", root.nsmap)
        items = list(self.whole.items)
        if keys is None:
            return
        layout = root.bibliography.layout
        for key in reversed(keys.findall("cs:key", root.nsmap)):
            descending = key.get("sort") == "descending"
            with self._answered(items[0].key if items else "", None):
                said = key.sort_keys(items, layout)
            ranks = {
                item.key: ((each is None) != descending, sort_key(plain(str(each or "")), self.lang))
                for item, each in zip(items, said, strict=True)
            }
            items.sort(key=lambda item: ranks[item.key], reverse=descending)
        for book in filter(None, (self.whole, self.rest, self.name)):
            order = {item.key: place for place, item in enumerate(items)}
            book.items.sort(key=lambda item: order[item.key])
            book.keys = [item.key for item in book.items]

    def _letter(self) -> None:
        """Give letters to works that would be cited alike, in the order of the list: 2024a, 2024b."""
        from citeproc import CitationItem

        trial = self._book(self.sheet.whole)
        said = {item.key: self._written(trial, [CitationItem(item.key)], 0) for item in self.whole.items}
        alike = Counter(said.values())
        given: Counter[str] = Counter()
        for key, words in said.items():
            if alike[words] > 1:
                self.source[key]["year_suffix"] = _letters(given[words])
                given[words] += 1

    @contextmanager
    def _answered(self, key: str, line: int | None) -> Iterator[None]:
        """Say which work it is that citeproc-py stumbles over: files of others ask for what a work may not have."""
        try:
            with _quiet():
                yield
        except Exception as fault:
            name = next((each for each, known in self.keys.items() if known == key), key)
            what = f"{type(fault).__name__}: {fault}".rstrip(": ")
            message = f"the style's CSL file cannot set '{name}': {what}"
            raise ContentError([Diagnostic(message, self.path, line or self.lines.get(key) or None)]) from fault


def _says(words: Inlines) -> bool:
    return any(sign.isalnum() for sign in plain_text(words))


def _letters(place: int) -> str:
    return chr(ord("a") + place) if place < 26 else _letters(place // 26 - 1) + _letters(place % 26)


def _item(data: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return an item of CSL-JSON with its looks marked; who publishes what he wrote is named once."""
    item = {key: marked(value) if isinstance(value, str) else value for key, value in data.items()}
    for names in item.values():
        if isinstance(names, list) and names[-1] == {"literal": "others"}:
            names[-1] = {"literal": _OTHERS.get(primary(lang), "others")}
    if item.get("author") == [{"literal": item.get("publisher")}]:
        del item["publisher"]
    return item


def _locale(lang: str) -> str:
    """Return the CSL locale nearest to a language; it is English where there is none."""
    from citeproc import LOCALES_PATH

    there = sorted(file.stem.removeprefix("locales-") for file in Path(LOCALES_PATH).glob("locales-*.xml"))
    mine = [each for each in there if primary(each) == primary(lang)]
    usual = f"{primary(lang)}-{primary(lang).upper()}"
    return lang if lang in there else usual if usual in mine else mine[0] if mine else "en-GB"


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence what citeproc-py warns of: fields of other tools that it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
