"""The galley: a document as HTML whose classes are the style's roles and panels. It looks like nothing yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

from briefprint import direction
from briefprint.document import Block, Document, Heading, PageBreak, Paragraph, plain_text
from briefprint.renderers import _arrange, _contents, _fields, _html_contents
from briefprint.renderers._arrange import Span
from briefprint.renderers._html_copy import Copy
from briefprint.renderers._html_front import Front
from briefprint.renderers._shelf import NO_SHEET, Galley, Shelf, element, marked
from briefprint.style import HouseStyle


@dataclass(frozen=True, slots=True)
class Piece:
    """What spans the column or the type area, as HTML, with the room that it wants around it."""

    span: Span
    html: str
    before_pt: float
    after_pt: float


def galley(
    document: Document, style: HouseStyle, sheets: Sequence[str], shelf: Shelf, marks: Mapping[int, str] | None = None
) -> Galley:
    """Return the document's galley, with the parts of its stylesheet.

    ``marks`` are attributes of blocks of the copy, by the blocks' identity.
    """
    document = _arrange.arranged(document, style)
    title = escape(plain_text(document.title))
    turned = ' dir="rtl"' if direction.is_rtl(document.lang) else ""
    body = _body(document, style, shelf, marks or {})
    html = (
        f'<!DOCTYPE html><html lang="{escape(document.lang)}"{turned}><head><meta charset="utf-8">'
        f"<title>{title}</title>{NO_SHEET}</head><body>{body}</body></html>"
    )
    return Galley(html, shelf.assets, tuple(sheets))


def _body(document: Document, style: HouseStyle, shelf: Shelf, marks: Mapping[int, str]) -> str:
    copy = Copy(document, style, shelf)
    front = Front(copy)
    places = _arrange.numbered(document.blocks, style) if style.paragraphs.numbers else ()
    masthead = front.masthead()
    pieces = [*_front(front), *_listings(copy), *_copy(copy, places, marks), *_closing(copy)]
    pieces += _notes(copy)  # which only now are known
    pieces = [each for each in pieces if each.html]
    end = '<div class="end"></div>' if _fields.tells_ending(style) else ""
    if end and pieces and pieces[-1].span == "landscape":  # an upright page would follow for it alone
        pieces.append(Piece("landscape", end, 0.0, 0.0))
        end = ""
    pieces = list(_turned(pieces))
    body = _columns(pieces) if style.columns.count > 1 else (each.html for each in pieces)
    return masthead + "".join(body) + end


def _turned(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, those that stand on turned pages together: one named page (CSS Paged Media 3, 4.3)."""
    for turned, group in groupby(pieces, key=lambda piece: piece.span == "landscape"):
        if turned:
            yield Piece("full", element("div", "landscape", "".join(each.html for each in group)), 0.0, 0.0)
        else:
            yield from group


def _columns(pieces: list[Piece]) -> Iterator[str]:
    """Yield the pieces, those of the column gathered in columns between those that stand across them.

    WeasyPrint keeps a margin at the head of a column, where CSS Fragmentation 3, 5.2, has it cut off: so the room
    between two pieces is all of the first one's, for at the foot of a column it is lost.
    """
    for span, group in groupby(pieces, key=lambda piece: piece.span):
        held = list(group)
        if span == "full":
            yield from (each.html for each in held)
            continue
        rooms = [max(each.after_pt, after.before_pt) for each, after in pairwise(held)] + [0.0]
        html = "".join(
            element("div", "piece", each.html, style=f"margin-bottom:{room:.4g}pt" if room else None)
            for each, room in zip(held, rooms, strict=True)
        )
        style = f"margin:{held[0].before_pt:.4g}pt 0 {held[-1].after_pt:.4g}pt"
        yield element("div", "columns", html, style=style)


def _front(front: Front) -> Iterator[Piece]:
    """Yield the front panels."""
    for panel, html in front.panels():
        yield Piece(panel.span, html, panel.space_before_pt, panel.space_after_pt)


def _listings(copy: Copy) -> Iterator[Piece]:
    """Yield the contents and the lists of figures and of tables, as one."""
    listings = _contents.listings(copy.document, copy.style)
    html = "".join(_html_contents.listing(copy, each) for each in listings)
    if html:
        room = copy.style.text.heading_1.space_before_pt
        own = _contents.begins_page(copy.document, copy.style)
        yield Piece(
            _contents.span(copy.style), element("div", "listings new-page" if own else "listings", html), room, room
        )


def _copy(copy: Copy, places: tuple[_arrange.Numbered, ...], marks: Mapping[int, str]) -> Iterator[Piece]:
    """Yield the copy block by block; ``places`` are none where paragraphs bear no numbers."""
    blocks, style = copy.document.blocks, copy.style
    opens = next((place for place, block in enumerate(blocks) if isinstance(block, Paragraph)), None)
    at = 0
    for span, group in _arrange.stretches(blocks, style):
        copy.turned = span == "landscape"
        for block in group:
            place, first = places[at] if places else None, at == opens
            at += 1
            html, across = _block(copy, block, place, first), span
            if isinstance(block, PageBreak) and style.columns.count > 1 and span == "text":
                across = "full"  # within columns a page's end is only a column's
            yield Piece(across, marked(html, marks.get(id(block))), *_arrange.room(block, style))
    copy.turned = False


def _block(copy: Copy, block: Block, place: _arrange.Numbered | None, first: bool) -> str:
    """Return a block of the copy; ``place`` is its own in a numbering of paragraphs, ``first`` has the initial."""
    match block:
        case Heading():
            return copy.heading(block, place)
        case Paragraph() if place is not None:
            return copy.paragraph(block, place)
        case Paragraph() if first:
            return copy.opening(block)
        case _ if place is not None and _arrange.indented(block):
            return element("div", f"level-{place.level}", copy.block(block, "body"))
        case _:
            return copy.block(block, "body")


def _closing(copy: Copy) -> Iterator[Piece]:
    """Yield what follows the copy: signatures, enclosures, who has copies."""
    document, words, look = copy.document, copy.words, copy.style.closing

    def part(label: str, lines: str) -> Piece:
        title = element("p", "closing closing-title", copy.plain(label))
        return Piece("text", element("div", "closing-part", title + lines), look.space_before_pt, 0.0)

    for name in look.order:
        match name:
            case "signature":
                for person in document.authors:
                    html = element("div", "signature-block", _lines(copy, "signature", (person.name, person.role)))
                    yield Piece("text", html, look.signature_space_pt, 0.0)
            case "enclosures" if document.enclosures:
                items = (element("span", "lead", copy.inlines(each)) for each in document.enclosures)
                lines = "".join(element("li", "closing", item) for item in items)
                yield part(words["enclosures"], element("ol", "closing-list", lines))
            case "copies" if document.memo and document.memo.cc:
                yield part(f"{words['cc']}:", _lines(copy, "closing", document.memo.cc))
            case _:
                pass  # a section of the copy, or nothing there


def _lines(copy: Copy, role: str, lines: tuple[str, ...]) -> str:
    return "".join(element("p", role, copy.plain(line)) for line in lines if line)


def _notes(copy: Copy) -> Iterator[Piece]:
    """Yield the notes under their head, where they stand at the end."""
    if copy.notes:
        head, note = copy.style.text.heading_1, copy.style.text.note
        title = element("h2", "heading-1 notes-title", copy.plain(copy.words["notes"]), id=_contents.NOTES)
        yield Piece("text", title, head.space_before_pt, head.space_after_pt)
        yield from (Piece("text", html, note.space_before_pt, note.space_after_pt) for html in copy.endnotes())
