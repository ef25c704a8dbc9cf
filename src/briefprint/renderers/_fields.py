"""The words around the copy that every format sets alike: running heads, the document line, the byline."""

from __future__ import annotations

from string import Formatter

from briefprint.document import Document, plain_text
from briefprint.language import format_date
from briefprint.style import HouseStyle, RunningLine


def date_text(document: Document) -> str:
    """Return the document's date in its language, or nothing when it has none."""
    date = document.date
    return format_date(date.year, date.month, date.day, document.lang) if date else ""


def texts(document: Document, style: HouseStyle) -> dict[str, str]:
    """Return what each field of ``style.RUNNING_FIELDS`` stands for, but for the page's own numbers."""
    words = style.words(document.lang)
    return {
        "title": plain_text(document.title),
        "authors": ", ".join(person.name for person in document.authors),
        "number": document.number,
        "date": date_text(document),
        "place": document.place,
        "marking": document.marking,
    } | {name: words[name] for name in ("institution", "unit", "address", "series")}


def running(template: str, values: dict[str, str]) -> list[str | None]:
    """Return a running line's text in pieces; None stands for the page number, and '' for the number of pages.

    A line that would hold nothing but its own punctuation because its field is empty is left empty.
    """
    pieces: list[str | None] = []
    for literal, name, _, _ in Formatter().parse(template):
        if literal:
            pieces.append(literal)
        match name:
            case "page":
                pieces.append(None)
            case "pages":
                pieces.append("")
            case None:
                pass
            case _ if values[name]:
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


def lines(line: RunningLine, values: dict[str, str]) -> tuple[list[str | None], ...]:
    """Return the pieces of a running line at left, in the middle and at right."""
    return tuple(running(part, values) for part in (line.left, line.center, line.right))
