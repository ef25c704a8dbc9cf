"""The words around the copy that every format sets alike: running heads, the document line, the byline."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest
from string import Formatter

from briefprint.document import CrossReference, Document, Heading, plain_text
from briefprint.language import NO_BREAK, format_date, quotes
from briefprint.style import HouseStyle, RunningLine


class Counter(Enum):
    """A number that only the page itself knows."""

    PAGE = "page"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Ending:
    """Words that say whether a page is the last."""

    more: str
    ends: str


@dataclass(frozen=True, slots=True)
class Section:
    """The head of the section that a page begins, or goes on with; ``first`` is the brief's first."""

    first: str


class Title(str):
    """The headline in full, which a format that knows the title of its file may take from there."""

    __slots__ = ()


Piece = str | Counter | Ending | Section
Row = tuple[list[Piece], list[Piece], list[Piece]]
"""What stands left, in the middle and at right on one line."""


def date_text(document: Document) -> str:
    """Return the document's date in its language, or nothing when it has none."""
    date = document.date
    return format_date(date.year, date.month, date.day, document.lang) if date else ""


def texts(document: Document, style: HouseStyle) -> dict[str, str]:
    """Return what each field of ``tokens.RUNNING_FIELDS`` stands for, but for the page's own numbers."""
    words, headline = style.words(document.lang), plain_text(document.title)
    return {
        "title": short(headline) if short(headline) != headline else Title(headline),
        "section": next((plain_text(each.children) for each in sections(document)), ""),
        "authors": ", ".join(person.name for person in document.authors),
        "number": document.number,
        "date": date_text(document),
        "place": document.place,
        "marking": document.marking,
    } | {name: words[name] for name in ("institution", "unit", "address", "series", "more", "ends")}


def sections(document: Document) -> list[Heading]:
    """Return the heads of a document's sections."""
    return [each for each in document.blocks if isinstance(each, Heading) and each.level == 1]


def running(template: str, values: dict[str, str]) -> list[Piece]:
    """Return a running line's text in pieces, its fields filled in."""
    pieces: list[Piece] = []
    for literal, name, _, _ in Formatter().parse(template):
        if literal:
            pieces.append(literal)
        if name in ("page", "pages"):
            pieces.append(Counter(name))
        elif name == "continued":
            pieces.append(Ending(values["more"], values["ends"]))
        elif name == "section":
            pieces += [Section(values["section"])] if values["section"] else []
        elif name and values[name]:
            pieces.append(values[name])
    return pieces


def document_line(document: Document, style: HouseStyle) -> list[tuple[str, str]]:
    """Return label and value of each cell of the document line that has a value."""
    values, words = texts(document, style), style.words(document.lang)
    return [(words[cell], values[cell]) for cell in style.document_line.cells if values[cell]]


def byline(document: Document, style: HouseStyle) -> str:
    """Return the byline: the parts that the style names and the brief has."""
    values = texts(document, style)
    return " · ".join(values[part] for part in style.front.byline if values[part])


def rows(line: RunningLine, values: dict[str, str]) -> tuple[Row, ...]:
    """Return the lines of a head or foot, each with its pieces at left, in the middle and at right."""
    parts = (line.left.split("\n"), line.center.split("\n"), line.right.split("\n"))
    return tuple(
        (running(left, values), running(center, values), running(right, values))
        for left, center, right in zip_longest(*parts, fillvalue="")
    )


def tells_ending(style: HouseStyle) -> bool:
    """Return whether a head or foot of the style says which page is the last."""
    return _names(style, "continued")


def tells_section(style: HouseStyle) -> bool:
    """Return whether a head or foot of the style says in which section a page is."""
    return _names(style, "section")


def _names(style: HouseStyle, field: str) -> bool:
    lines = style.running
    every = (lines.head_first, lines.head, lines.foot_first, lines.foot)
    return any(f"{{{field}}}" in text for line in every for text in (line.left, line.center, line.right))


def shown_number(heading: Heading, style: HouseStyle) -> str:
    """Return the number a heading bears in this style, or nothing."""
    if style.headings.numbering == "decimal" and heading.level <= style.headings.numbered_levels:
        return heading.number
    return ""


def reference_text(reference: CrossReference, style: HouseStyle, lang: str) -> str:
    """Return the words of a cross-reference: 'Table 2', 'section 3.1', or a heading where none are numbered."""
    depth = reference.number.count(".") + 1
    unseen = not reference.number or style.headings.numbering == "none" or depth > style.headings.numbered_levels
    if reference.kind == "section" and unseen:
        marks = quotes(lang)
        return f"{marks[0]}{reference.title}{marks[1]}"
    return f"{style.words(lang)[reference.kind]}{NO_BREAK}{reference.number}"


def before_page(style: HouseStyle, lang: str) -> str:
    """Return what stands between a cross-reference and its page: ', page '."""
    return f", {style.words(lang)['page']}{NO_BREAK}"


def short(text: str, letters: int = 64) -> str:
    """Return text cut after a whole word for a running head, where it only repeats what stands in full."""
    return textwrap.shorten(text, letters, placeholder=" …")
