"""Links of the pages, before they are written: what WeasyPrint makes too many of, and what it leaves unlinked.

It makes an annotation of each box within a link, where the link's own box covers them all; and none of a note's call
and number at the foot of a page, which lead to each other here as they do where notes stand at the end. Both are put
right in the public list of a page's links.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

CALL, NUMBER = "::footnote-call", "::footnote-marker"


def ends(number: str) -> tuple[str, str]:
    """Return the names of a note, and of its call, as places of the document."""
    return f"briefprint-note-{number}", f"briefprint-call-{number}"


def mend(pages: Any) -> dict[Any, str]:
    """Put the links of a rendered document's pages right; return the number of each note at their feet."""
    names: dict[Any, str] = {}  # of each note, by its element
    linked: set[tuple[Any, str]] = set()
    for page in pages:
        page.links[:] = [each for each in page.links if _is_own(each)]
        for box in _boxes(page._page_box):
            tag = box.element_tag or ""
            if (box.element, tag) in linked or not tag.endswith((CALL, NUMBER)):
                continue
            linked.add((box.element, tag))  # what is within it bears its name too
            note, call = ends(names.setdefault(box.element, str(len(names) + 1)))
            if tag.endswith(CALL):
                _link(page, box, note, call)
            else:
                _link(page, box, call, note)
    return names


def _is_own(link: tuple[Any, ...]) -> bool:
    _, _, (left, _, right, _), box = link
    within = str(box.element_tag).endswith("::after")  # a page, which the link's own box covers
    return left != right and not within and (box.link is not None or "::" in box.element_tag)


def _link(page: Any, box: Any, to: str, here: str) -> None:
    """Link a box to the other end of its note, and name it as this end."""
    left, top, breadth, depth = box.hit_area()
    rectangle = (left, top, left + breadth, top + depth)
    page.links.append(("internal", to, rectangle, box))
    page.anchors.setdefault(here, rectangle)


def _boxes(box: Any) -> Iterator[Any]:
    waiting = [box]
    while waiting:
        each = waiting.pop()
        each = getattr(each, "_box", each)
        yield each
        waiting += reversed(each.children)
