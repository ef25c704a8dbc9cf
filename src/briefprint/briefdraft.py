"""The file of a new brief: it sets at once in every format, and its words say what belongs where."""

from __future__ import annotations

from briefprint.errors import Diagnostic, UsageError, did_you_mean
from briefprint.language import primary

KINDS = ("brief", "memo", "note")
"""A whole brief; one written for its memo; a page of prose."""

_HEAD = {
    "en": """\
# date: 2025-04-03          # a year, a month or a day, no more precise than you know it
# place: Warsaw
# marking: PUBLIC           # the style says which there are
# status: draft             # prints a watermark; 'final' does not
""",
    "pl": """\
# date: 2025-04-03          # rok, miesiąc albo dzień, tak dokładnie, jak wiadomo
# place: Warszawa
# marking: JAWNE            # styl określa, jakie klauzule istnieją
# status: draft             # drukuje znak wodny; 'final' go nie drukuje
""",
}

_BRIEF = {
    "en": """\
title: A headline that says what happened
standfirst: One sentence under the headline, with the reason to read on.
authors: [Your name]
{common}summary: >-
  The bottom line, in a paragraph: what is known, what follows from it, and how sure you are. A reader who stops
  here should have what matters.
key_points:
  - What a reader in a hurry takes away, in one sentence.
  - What has changed, and for whom.
  - What to watch next.
# figures:                  # the numbers to set large; the same numbers in the copy must agree with them
#   - {{value: 4.7%, label: of GDP on defence in 2025, note: planned}}
---

## What happened {{#facts}}

Say who did what, when and where, in the order of its weight. A claim that needs a source has a note.[^1]

## What it means {{#meaning}}

Set what you judge apart from what you report. @tbl-signs shows how a table is written and referred to.

| Sign | What it would mean |
|---|---|
| The first sign | Write what would follow |
| The second sign | Write what would follow |

Table: What to watch {{#tbl-signs}}

> [!IMPORTANT] Key judgement
> Say here in two sentences what you would defend before an audience.

[^1]: The source: who said it, where and when.
""",
    "pl": """\
title: Nagłówek, który mówi, co się stało
standfirst: Jedno zdanie pod nagłówkiem, dla którego warto czytać dalej.
authors: [Imię i nazwisko]
{common}summary: >-
  Najważniejsze w jednym akapicie: co wiadomo, co z tego wynika i na ile to pewne. Kto przerwie lekturę w tym miejscu,
  powinien wiedzieć to, co istotne.
key_points:
  - Co zapamięta czytelnik, który się spieszy, w jednym zdaniu.
  - Co się zmieniło i dla kogo.
  - Co warto dalej obserwować.
# figures:                  # liczby wyróżnione na stronie; te same liczby w tekście muszą się z nimi zgadzać
#   - {{value: "4,7%", label: PKB na obronę w 2025 roku, note: plan}}
---

## Co się stało {{#fakty}}

Tu piszemy, kto co zrobił, kiedy i gdzie, od spraw najważniejszych. Twierdzenie, które wymaga źródła, ma przypis.[^1]

## Co to znaczy {{#znaczenie}}

Oceny oddzielamy od relacji. @tbl-oznaki pokazuje, jak zapisać tabelę i jak się do niej odwołać.

| Oznaka | Co by znaczyła |
|---|---|
| Pierwsza oznaka | Tu wpisz, co by z niej wynikało |
| Druga oznaka | Tu wpisz, co by z niej wynikało |

Table: Co obserwować {{#tbl-oznaki}}

> [!IMPORTANT] Główna ocena
> Dwa zdania, których autor broniłby publicznie.

[^1]: Źródło: kto to powiedział, gdzie i kiedy.
""",
}

_MEMO = {
    "en": """\
title: The subject of the decision
authors: [Your name]
{common}summary: >-
  The bottom line: what you recommend, and the one reason that decides it.
memo:
  to: Addressee
  from: Sender
  # cc: [Someone else]
  ask: The decision you want, in one sentence.
  points:                   # all of them must fit one page: 'briefprint check' measures it
    - "Situation: what has happened that calls for a decision."
    - "Choices: what could be done, and what each would cost."
    - "Recommendation: what should be done, by whom and by when."
---

## Background

What stands here is only in the full brief: how matters came to this point, and what was tried before.

## Choices

Say for each choice what speaks for it and what speaks against it.
""",
    "pl": """\
title: Sprawa, która wymaga decyzji
authors: [Imię i nazwisko]
{common}summary: >-
  Najważniejsze: co zalecasz i jaki jeden powód o tym rozstrzyga.
memo:
  to: Adresat
  from: Nadawca
  # cc: [Ktoś jeszcze]
  ask: Decyzja, o którą prosisz, w jednym zdaniu.
  points:                   # wszystkie muszą się zmieścić na jednej stronie: mierzy to 'briefprint check'
    - "Sytuacja: co się stało, że potrzebna jest decyzja."
    - "Możliwości: co można zrobić i ile by to kosztowało."
    - "Zalecenie: co należy zrobić, kto i do kiedy."
---

## Tło

To, co stoi tutaj, jest tylko w pełnej analizie: jak do tego doszło i czego już próbowano.

## Możliwości

O każdej z możliwości napisz, co przemawia za nią, a co przeciw niej.
""",
}

_NOTE = {
    "en": """\
title: The title of the note
authors: [Your name]
{common}---

Begin with what the reader should know when the rest is forgotten. Then say why, in as many paragraphs as it takes.

A list helps where things are alike:

- the first of them,
- the second of them.
""",
    "pl": """\
title: Tytuł notatki
authors: [Imię i nazwisko]
{common}---

Na początku stoi to, co czytelnik ma wiedzieć, gdy resztę zapomni. Dalej wyjaśnienie, w tylu akapitach, ilu trzeba.

Lista pomaga tam, gdzie rzeczy są podobne:

- pierwsza z nich,
- druga z nich.
""",
}

_TEXTS = {"brief": _BRIEF, "memo": _MEMO, "note": _NOTE}


def draft(kind: str, lang: str, style: str | None) -> str:
    """Return the text of a brief to start from.

    Raises UsageError for a language that there is no text in.
    """
    text = _TEXTS[kind].get(primary(lang))
    if text is None:
        hint = did_you_mean(primary(lang), _HEAD) or f"there are: {', '.join(_HEAD)}; set 'lang' in the file yourself"
        raise UsageError([Diagnostic(f"there is no brief to start from in '{lang}'", hint=hint)])
    common = f"lang: {lang.replace('_', '-')}\n" + (f"style: {style}\n" if style else "") + _HEAD[primary(lang)]
    return "---\n" + text.format(common=common)
