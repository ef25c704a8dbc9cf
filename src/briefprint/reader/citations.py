"""Citations in Markdown as pandoc writes them: ``[see @a, p. 4; -@b]``, ``@a``, ``@a [p. 4]``.

The grammar is that of pandoc's manual, "Citation syntax"; the words before a locator are those of several languages.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from briefprint.document import CitedWork
from briefprint.language import NO_BREAK, printable

_NAME = r"\w(?:\w|[:.#$%&+?<>~/-](?=\w))*"
_KEY = re.compile(rf"@(?:\{{([^{{}}\s]+)\}}|({_NAME}))")
_IN_ITEM = re.compile(rf"(?<![\w@./-])(-?)@(?:\{{([^{{}}\s]+)\}}|({_NAME}))")
_BRACKET = re.compile(r"\[((?:[^\[\]\\`<]|\\.)*)\](?![\[({])", re.DOTALL)
_BEHIND = re.compile(r"\s?\[([^\[\]@\\`<]+)\](?![\[({])")
_CROSS_REFERENCE = re.compile(r"(?:tbl|fig|sec)-", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_NOT_BEFORE = frozenset("@._/\\-")

_LABELS = {
    "page": "pages page pp p strony strona ss s str стор с páginas página págs pág Seiten Seite S",
    "chapter": "chapters chapter chaps chap ch rozdziały rozdział rozdz Kapitel Kap chapitres chapitre capítulo cap",
    "section": "sections section secs sec sekcja Abschnitt Abschn sección",
    "paragraph": "paragraphs paragraph paras para akapit ak Absatz ¶¶ ¶",
    "article-locator": "articles article artykuły artykuł arts art Artikel Art ст",
    "volume": "volumes volume vols vol tomy tom t Bände Band Bd",
    "figure": "figures figure figs fig rysunek rys Abbildung Abb",
    "table": "tables table tabela tab Tabelle",
    "line": "lines line ll l wersy wers w Zeile Z",
    "note": "notes note nn n przypisy przypis przyp",
    "number": "numbers number nos no numer nr Nummer Nr №",
    "issue": "issues issue zeszyt zesz Heft",
    "part": "parts part pts pt część cz Teil",
    "book": "books book bks bk księga Buch",
    "column": "columns column cols col kolumna kol Spalte Sp",
    "folio": "folios folio fols fol",
    "verse": "verses verse vv v",
    "appendix": "appendices appendix apps app załącznik zał Anhang",
    "timestamp": "timestamp",
}
"""What a locator counts, by its CSL name (CSL 1.0.2, Appendix IV), and the words for it."""

_WORDS = {word: label for label, words in _LABELS.items() for word in words.split()}
_WORD = "|".join(re.escape(each) for each in sorted(_WORDS, key=len, reverse=True))
_ONE = r"(?:[^\W\d_]{0,2}\d[\w.:/]*(?<![.:/])|[ivxlcdm]+(?!\w)|[IVXLCDM]+(?!\w))(?:\s?ff?\.)?"
_MANY = rf"{_ONE}(?:\s?(?:-{{1,3}}|–|—)\s?{_ONE})?"
_LOCATOR = re.compile(
    rf",?\s*(?:(?P<sign>§§?)\s?|(?P<word>{_WORD})\.?\s+|(?P<close>pp?|s|S|ss)\.\s?)?"
    rf"(?P<where>{_MANY}(?:(?:,\s?|\s?&\s?|\s(?:and|i|und|et|y)\s){_MANY})*)(?![\w%])"
)
_BRACED = re.compile(r",?\s*\{([^{}]*)\}")


def syntax(md: MarkdownIt) -> None:
    """Teach a parser citations: a token for each, which says what is cited."""
    md.inline.ruler.before("link", "citation", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    sign = state.src[state.pos]
    if sign not in "@[":
        return False
    found = _bracketed(state) if sign == "[" else _bare(state)
    if found is None:
        return False
    end, meta = found
    if not silent:
        token = state.push("citation", "", 0)
        token.content, token.meta = state.src[state.pos : end], meta
    state.pos = end
    return True


def _bracketed(state: StateInline) -> tuple[int, dict[str, Any]] | None:
    """Return where the citation in brackets ends that begins here, and what it cites."""
    found = _BRACKET.match(state.src, state.pos, state.posMax)
    if found is None or "@" not in found[1]:
        return None
    works: list[CitedWork] = []
    for item in _items(found[1]):
        if (keyed := _IN_ITEM.search(item)) is None:
            return None
        id = keyed[2] or keyed[3]
        if _CROSS_REFERENCE.match(id):
            return None
        label, locator, suffix = located(item[keyed.end() :])
        works.append(
            CitedWork(
                id=printable(id),
                label=label,
                locator=_words(locator, state),
                prefix=_words(item[: keyed.start()], state),
                suffix=_words(suffix, state),
                year_only=bool(keyed[1]),
            )
        )
    return found.end(), {"works": tuple(works), "in_text": False}


def _items(content: str) -> list[str]:
    """Return what stands between semicolons; what cites nothing belongs to the work before it."""
    items: list[str] = []
    for part in content.split(";"):
        if items and not _IN_ITEM.search(part):
            items[-1] += f";{part}"
        else:
            items.append(part)
    return items


def _bare(state: StateInline) -> tuple[int, dict[str, Any]] | None:
    """Return where the citation ends whose author is named in the sentence, and what it cites."""
    before = state.src[state.pos - 1] if state.pos else " "
    if before.isalnum() or before in _NOT_BEFORE:
        return None
    key = _KEY.match(state.src, state.pos, state.posMax)
    if key is None or _CROSS_REFERENCE.match(id := key[1] or key[2]):
        return None
    behind = _BEHIND.match(state.src, key.end(), state.posMax)
    label, locator, suffix = located(behind[1]) if behind else ("", "", "")
    work = CitedWork(id=printable(id), label=label, locator=_words(locator, state), suffix=_words(suffix, state))
    end = behind.end() if behind else key.end()
    behind_it = behind[0] if behind else ""
    return end, {"works": (work,), "in_text": True, "behind": behind_it}


def located(text: str) -> tuple[str, str, str]:
    """Return what a locator counts, the locator itself, and what follows it.

    ``, pp. 3-5, and more`` is pages, ``3-5``, ``, and more``; figures alone are pages, and what a locator counts is
    empty where it says so itself.
    """
    if braced := _BRACED.match(text):
        label, locator, rest = located(braced[1])
        return label, f"{locator}{rest}", text[braced.end() :]
    found = _LOCATOR.match(text)
    if found is None:
        return "", "", text
    word = found["word"] or found["close"]
    if not word and not found["sign"] and not found["where"].lstrip()[0].isdigit():
        return "", "", text  # a roman numeral alone may be a word
    where = re.sub(r"\s?(?:-{1,3}|–|—)\s?", "-", " ".join(found["where"].split()))
    if found["sign"]:  # laws are cited by the sign in every language
        return "", f"{found['sign']}{NO_BREAK}{where}", text[found.end() :]
    return _WORDS[word] if word else "page", where, text[found.end() :]


def _words(text: str, state: StateInline) -> str:
    """Return the words of Markdown within a citation, which CSL sets in its own way."""
    text = " ".join(text.split())
    if not re.search(r"[*_~^\\]", text):
        return printable(text)
    tokens: list[Any] = []
    state.md.inline.parse(text, state.md, {}, tokens)
    return printable("".join(token.content or " " * token.type.endswith("break") for token in tokens))
