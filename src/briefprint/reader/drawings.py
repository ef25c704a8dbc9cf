"""Drawings (SVG): what one holds that a format would lose, or none could draw, is found where the brief is read.

The PDF is set from the file itself, the Word file and the memo from its shapes. What one of them cannot hide or blend
as the other does is refused; what the shapes lack is told of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from briefprint import direction

MOST_USES = 10_000
"""Uses of a drawing, those within what is used counted as often as it is: one of ten uses of ten (SVG 1.1, 5.6) grows
by powers. The library that reads the shapes for Word follows no more."""
MOST_ELEMENTS = 20_000
"""What all references may come to, where it is not in proportion to the file."""
_SHARE = 4  # of a file's own elements: what is drawn or clipped by once or twice for each is in proportion
DEEPEST = 24
"""Steps from one reference to the next: what people draw has three or four."""
_DEEPEST_TREE = 120  # elements within one another, references followed: an engine descends once for each

LARGEST = 1e9
"""Coordinates of maps are smaller; PDF/A has no whole number above 2,147,483,647 (ISO 19005-2, 6.1.13)."""
SMALLEST = 1e-6
"""Of a drawing's own breadth and depth, by which everything in it is scaled."""
_NUMBERS = frozenset({
    "cx", "cy", "d", "dx", "dy", "fill-opacity", "flood-opacity", "font-size", "fr", "fx", "fy",
    "gradientTransform", "height", "letter-spacing", "offset", "opacity", "pathLength", "patternTransform",
    "points", "r", "refX", "refY", "rotate", "rx", "ry", "stop-opacity", "stroke-dasharray",
    "stroke-dashoffset", "stroke-miterlimit", "stroke-opacity", "stroke-width", "textLength", "transform",
    "viewBox", "width", "word-spacing", "x", "x1", "x2", "y", "y1", "y2",
})  # fmt: skip
"""What numbers stand in (SVG 1.1, appendix on attributes and properties)."""
_ENDLESS = re.compile(r"nan|inf", re.IGNORECASE)
_LARGE = re.compile(r"(?:[0-9]{1,20}+\.?+[0-9]{0,20}+|\.[0-9]{1,20}+)e\+?[0-9]+|(?<![0-9.])[0-9]{10,}", re.IGNORECASE)

_PLACES = frozenset({"cx", "cy", "height", "r", "rx", "ry", "width", "x", "x1", "x2", "y", "y1", "y2"})
_LENGTH = r"[+-]?(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]+)?(?:[a-zA-Z]{1,4}|%)?"
_LENGTHS = re.compile(rf"\s*(?:{_LENGTH}(?:[\s,]+|$))*")
"""What a place or a measure is (SVG 1.1, 4.2; letters have a list of them): no 'auto' and no sum, as of SVG 2."""

_EFFECTS = ("filter", "mask")
_ENDS = ("marker", "marker-start", "marker-mid", "marker-end")
_OFF = ("none", "inherit", "initial", "unset", "")
_DECLARATION = re.compile(r"(?<![a-zA-Z-])([a-zA-Z-]++)\s*:\s*([^;{}]+)")
_COMMENT = re.compile(r"/\*(?:.*?\*/|.*)", re.DOTALL)
_NAMED = re.compile(r"url\(\s*['\"]?#([^'\")]+)")

FLAT = "save it flattened, or as PNG"
_OUTLINES = "turn its words into outlines in the program that drew it"
_AGAIN = "save it again from the program that drew it"


def fault(root: Any) -> tuple[str, str] | None:
    """Return what keeps a drawing from being set in every format, and what its author can do; or None."""
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        for name, value in _said(element, kind):
            if name in _NUMBERS and (number := _absurd(value)):
                return f"has the number '{number}' as '{name}', which cannot be drawn", _AGAIN
            if name in _PLACES and not _LENGTHS.fullmatch(value):
                return f"has a '{name}' of '{value[:20]}', which is no length", _AGAIN
            if name in _EFFECTS and value.strip() not in _OFF:
                return f"has a '{name}', which cannot be drawn", FLAT
    for each in root.iter("{*}text"):
        if direction.has_rtl(words := "".join(each.itertext())):  # which WeasyPrint would set from the left
            return f"has words that run from right to left: '{words.strip()[:40]}'", _OUTLINES
    return _size(root) or _uses(root)


def lost(root: Any) -> str:
    """Return what of a drawing its shapes lack, so that Word files and memos leave it out; or nothing."""
    patterns = {each.get("id") for each in root.iter("{*}pattern")}
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        for name, value in _said(element, kind):
            if said := _lost(kind, name, value, patterns):
                return f"has {said}, which only the PDF of a brief shows"
    return ""


def _said(element: Any, kind: str) -> Iterator[tuple[str, str]]:
    """Yield what an element says of itself: attributes of no name space (editors keep notes in theirs) and styles."""
    for name, value in element.attrib.items():
        if name == "style":
            yield from _declarations(value)
        elif not name.startswith("{"):
            yield name, value
    if kind == "style":
        yield from _declarations(_COMMENT.sub("", "".join(element.itertext())))


def _declarations(text: str) -> Iterator[tuple[str, str]]:
    for name, value in _DECLARATION.findall(text):
        yield name, value.replace("!important", "").strip()


def _absurd(value: str) -> str:
    """Return a number that is none, or that no page is large enough for."""
    if _ENDLESS.search(value):
        return next(each[:20] for each in re.split(r"[\s,()]+", value) if _ENDLESS.search(each))
    return next((each[:20] for each in _LARGE.findall(value) if float(each) > LARGEST), "")


def _lost(kind: str, name: str, value: str, patterns: set[str | None]) -> str:
    """Return what the shapes would lack, or nothing."""
    value = value.strip()
    if name in _ENDS and value not in _OFF:
        return f"a '{name}'"
    if name in ("fill", "stroke") and (named := _NAMED.match(value)):
        if named[1] in patterns:
            return "a 'pattern'"
        if name == "stroke":
            return "a 'stroke' in a gradient"
        if kind in ("text", "tspan"):
            return f"a '{kind}' filled with a gradient"
    return ""


def _size(root: Any) -> tuple[str, str] | None:
    """Return what is wrong with the size that everything in a drawing is scaled by."""
    said = [re.match(r"\s*([+-]?[0-9.]+)", root.get(name, "1")) for name in ("width", "height")]
    if any(each and float(each[1].strip(".") or 0) <= 0 for each in said):
        return "has no size", "give its svg element a width and a height"
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if box == [""]:
        return None
    try:
        _, _, breadth, depth = (float(each) for each in box)
    except ValueError:
        return f"has a 'viewBox' of '{root.get('viewBox')[:40]}' where four numbers stand", _AGAIN
    if min(breadth, depth) < SMALLEST:
        return "has no size", "give its svg element a 'viewBox' with a width and a height"
    return None


class _TooDeep(Exception):
    pass


class _Circle(Exception):
    pass


class _Missing(Exception):
    pass


def _uses(root: Any) -> tuple[str, str] | None:
    """Return why what a drawing refers to within itself cannot be followed to its end."""
    named: dict[str, Any] = {}
    for element in root.iter(etree.Element):
        named.setdefault(element.get("id", ""), element)
    named.pop("", None)
    counted: dict[str, tuple[int, int, int]] = {}

    def measure(element: Any, within: tuple[str, ...]) -> tuple[int, int, int]:
        """Return to how many elements and uses one comes, its references followed, and how deep they stand."""
        if len(within) > DEEPEST:
            raise _TooDeep
        elements = uses = deepest = 0
        for depth, each in _descended(element):
            elements, deepest = elements + 1, max(deepest, depth)
            uses += etree.QName(each).localname == "use"
            for target, clips in _references(each):
                if clips and target not in named:
                    raise _Missing(target)
                if target in within:
                    raise _Circle(target)
                if target in named:
                    if target not in counted:
                        counted[target] = measure(named[target], (*within, target))
                    more, further, deeper = counted[target]
                    elements, uses, deepest = elements + more, uses + further, max(deepest, depth + deeper)
        return elements, uses, deepest

    own = sum(1 for _ in root.iter(etree.Element))
    try:
        elements, uses, deepest = measure(root, ())
    except _TooDeep:
        return f"has a 'use' within another, more than {DEEPEST} deep", FLAT
    except _Circle as circle:
        return f"has a '#{circle.args[0]}' that refers to itself", _AGAIN
    except _Missing as missing:
        return f"has a 'clip-path' of '#{missing.args[0]}', which is not in it", _AGAIN
    if uses > MOST_USES:
        return f"has more than {MOST_USES:,} elements by 'use'", FLAT
    if elements > (most := max(MOST_ELEMENTS, _SHARE * own)):
        return f"has more than {most:,} elements by what it refers to", FLAT
    if deepest > _DEEPEST_TREE:
        return f"has elements within one another, more than {_DEEPEST_TREE} deep", FLAT
    return None


def _descended(element: Any) -> Iterator[tuple[int, Any]]:
    """Yield an element and all within it, each with how deep it stands."""
    depth = 0
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        if isinstance(each.tag, str):
            yield depth, each


def _references(element: Any) -> Iterator[tuple[str, bool]]:
    """Yield what of its drawing an element takes in (a gradient may have another's stops), and whether as clip."""
    if etree.QName(element).localname != "a":
        target = element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""
        if target.strip().startswith("#"):
            yield target.strip()[1:], False
    styled = dict(_declarations(element.get("style", "")))
    for value in (element.get("clip-path", ""), styled.get("clip-path", "")):
        for target in _NAMED.findall(value):
            yield target, True
