"""The words of a brief as its author wrote them, and whether a product has them all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefprint.document import (
    BulletList,
    Callout,
    Chart,
    Citation,
    CodeBlock,
    CrossReference,
    DefinitionList,
    Document,
    Figure,
    Heading,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    plain_text,
    walk,
)


def letters(text: str) -> str:
    """Return letters and figures alone: what no hyphen, line end or capital of a product changes."""
    return re.sub(r"[\W_]+", "", text).casefold()


def runs(value: object) -> Iterator[str]:
    """Yield every run of words under ``value`` in the order it is read; notes apart, as they stand elsewhere."""
    match value:
        case tuple():
            for each in value:
                yield from runs(each)
        case Paragraph() | Heading():
            yield from _pieces(value.children)
        case BulletList() | OrderedList():
            for item in value.items:
                yield from runs(item.blocks)
        case DefinitionList():
            for definition in value.items:
                yield from _pieces(definition.term)
                yield from runs(definition.meanings)
        case Quote():
            yield from runs(value.blocks)
            yield from _pieces(value.attribution)
        case Callout():
            yield from _pieces(value.title)
            yield from runs(value.blocks)
        case CodeBlock():
            yield from value.text.splitlines()
        case Table():
            yield from _pieces(value.caption)
            for row in (value.head, *value.rows):
                for cell in row:
                    yield from _pieces(cell.children)
        case Figure():
            yield from _pieces(value.caption)
        case Chart():
            yield from _pieces(value.title)
            yield from _pieces(value.source)
        case _ if hasattr(value, "blocks"):
            yield from runs(value.blocks)


def _pieces(inlines: tuple[object, ...]) -> Iterator[str]:
    """Yield the words of a run, cut where a renderer adds its own: at references and note calls."""
    words = ""
    for inline in inlines:
        if isinstance(inline, Note | CrossReference | Citation):
            yield words
            words = ""
        elif hasattr(inline, "children"):
            inner = list(_pieces(inline.children)) or [""]
            words += inner[0]
            if len(inner) > 1:
                yield words
                yield from inner[1:-1]
                words = inner[-1]
        else:
            words += plain_text((inline,))  # type: ignore[arg-type]
    yield words


def front(document: Document) -> list[str]:
    """Return the words of the front matter that stand on page one."""
    parts = [document.kicker, document.title, document.standfirst, *document.key_points]
    for figure in document.figures:
        parts += [figure.value, figure.label, figure.note]
    names = [person.name for person in document.authors]
    return [
        *map(plain_text, parts),
        *runs(document.summary),
        *names,
        document.number,
        document.place,
        document.marking,
    ]


def notes(document: Document) -> list[str]:
    """Return the words of each note's paragraphs."""
    return [run for note in walk(document) if isinstance(note, Note) for run in runs(note.blocks)]


def missing_in_order(wanted: list[str], product: str) -> list[str]:
    """Return the runs that do not stand in the product, one after the other."""
    text, place, missing = letters(product), 0, []
    for run in wanted:
        found = text.find(letters(run), place)
        if found < 0:
            missing.append(run)
        else:
            place = found + len(letters(run))
    return missing


def missing(wanted: list[str], product: str) -> list[str]:
    """Return the runs that stand nowhere in the product."""
    text = letters(product)
    return [run for run in wanted if letters(run) not in text]
