"""Where in a template a brief is poured in, and what of the template's own text stays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefprint.renderers._word.template_page import length_pt
from briefprint.renderers._word.template_read import fail
from briefprint.renderers._word.template_values import BODY, PLACEHOLDER, text_of
from briefprint.renderers._word.xml import Element, el, qualified

_P, _SDT, _SECTION, _TC = (qualified(f"w:{name}") for name in ("p", "sdt", "sectPr", "tc"))
_VAL = qualified("w:val")
_TEXT_BOX = qualified("w:txbxContent")
_SEEN = tuple(qualified(f"w:{name}") for name in ("drawing", "pict", "object"))
_SAMPLE = re.compile(
    r"lorem ipsum|dolor sit amet|the quick brown fox|^(heading|title|subtitle|author|date|abstract|body text|"
    r"first paragraph|block text|caption|table caption|image caption|definition|definition term|footnote|hyperlink)"
    r"\b[\s\w.]{0,12}$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Place:
    """The element that the brief takes the place of, the section it stands in, and how the two came to be."""

    mark: Element
    section: Element
    room_pt: float | None = None  # of a cell
    followed: bool = False  # whether the template has more behind it in its section
    preceded: int = 0  # sections before it
    dropped: bool = False  # whether text of the template's own was left out
    more: bool = False  # whether the brief was asked for twice


def find(name: str, document: Element, asks: bool) -> Place:
    """Return where the brief goes; ``asks`` says whether the template's text asks for anything of it."""
    body = document.find(qualified("w:body"))
    if body is None:
        fail(name, "the template has no body")
    if not len(body) or body[-1].tag != _SECTION:
        body.append(el("w:sectPr"))
    marks = _marks(name, body)
    dropped = False
    if marks:
        mark = marks[0]
        for other in marks[1:]:
            _forget(other)
    else:
        dropped = False if asks else _emptied(body)
        mark = el("w:p")
        body.insert(len(body) - 1, mark)
    place = _placed(body, mark)
    place.dropped, place.more = dropped, len(marks) > 1
    return place


def _marks(name: str, body: Element) -> list[Element]:
    """Return the paragraphs and controls that ask for the brief."""
    found: list[Element] = []
    for node in body.iter(_P, _SDT):
        if node.tag == _SDT and not _asks_by_control(node):
            continue
        if node.tag == _P and not any(match[1].lower() == BODY for match in PLACEHOLDER.finditer(text_of(node))):
            continue
        if any(each.tag == _TEXT_BOX for each in node.iterancestors()):
            fail(name, "'{{body}}' stands in a text box, which cannot hold a brief", "put it into the text itself")
        if not any(each in found for each in node.iterancestors()):
            held = node.getparent().tag == _P
            found.append(node.getparent() if held else node)
    return found


def _asks_by_control(control: Element) -> bool:
    said = [control.find(f"{qualified('w:sdtPr')}/{qualified(tag)}") for tag in ("w:tag", "w:alias")]
    return any(node is not None and node.get(_VAL, "").strip().lower() == BODY for node in said)


def _forget(mark: Element) -> None:
    parent = mark.getparent()
    place = parent.index(mark)
    parent[place] = el("w:p", *mark.findall(qualified("w:pPr")))


def _placed(body: Element, mark: Element) -> Place:
    cell = next((each for each in mark.iterancestors() if each.tag == _TC), None)
    room = None
    if cell is not None:
        width = cell.find(f"{qualified('w:tcPr')}/{qualified('w:tcW')}")
        if width is not None and width.get(qualified("w:type")) == "dxa":
            room = length_pt(width.get(qualified("w:w"))) - 2 * length_pt(str(_CELL_MARGIN))
    top = next(each for each in (mark, *mark.iterancestors()) if each.getparent() is body)
    after = list(top.itersiblings())
    section = _own_section(top)
    followed = any(each.tag in (_P, _SDT, qualified("w:tbl")) for each in after) or top is not mark
    if section is None:
        section = next(found for each in after if (found := _own_section(each)) is not None)
    before = sum(_own_section(each) is not None for each in top.itersiblings(preceding=True))
    return Place(mark, section, room, followed, before)


_CELL_MARGIN = 108  # twentieths: what Word leaves at each side of a cell's text (ECMA-376 17.4.43)


def _own_section(node: Element) -> Element | None:
    """Return the section that ends with a child of the body."""
    if node.tag == _SECTION:
        return node
    return node.find(f"{qualified('w:pPr')}/{_SECTION}") if node.tag == _P else None


# --- a template that says nothing of where --------------------------------------------------------------


def _emptied(body: Element) -> bool:
    """Take out the text of the last section; a cover, and sections before that show something, stay.

    Returns whether any of it was more than a sample.
    """
    children = list(body)[:-1]
    ends = [place for place, each in enumerate(children) if _own_section(each) is not None]
    opening, last = children[: ends[-1] + 1 if ends else 0], children[ends[-1] + 1 if ends else 0 :]
    if opening and not any(_shows(each) for each in opening):
        for each in opening:
            body.remove(each)
    own = False
    for each in last:
        if not _is_cover(each):
            own = own or _shows(each)
            body.remove(each)
    return own


def _shows(node: Element) -> bool:
    """Return whether there is anything to see in an element but a sample of text."""
    if any(True for _ in node.iter(*_SEEN)):
        return True
    paragraphs = [node] if node.tag == _P else list(node.iter(_P))
    return any(text.strip() and not _SAMPLE.search(text.strip()) for text in map(text_of, paragraphs))


def _is_cover(node: Element) -> bool:
    gallery = node.find(f"{qualified('w:sdtPr')}/{qualified('w:docPartObj')}/{qualified('w:docPartGallery')}")
    return gallery is not None and gallery.get(_VAL) == "Cover Pages"
