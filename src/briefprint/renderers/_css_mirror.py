"""The stylesheet from right to left: it is written once, from left to right, and turned round where a language asks.

What CSS says in logical terms (indents of first lines, the order of columns and cells, where a list's markers are)
turns with ``direction``; what it says of left and right is exchanged here, as CSSJanus and RTLCSS do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefprint import direction
from briefprint.document import Document
from briefprint.renderers._directed import mixed
from briefprint.renderers._shelf import Shelf
from briefprint.style import HouseStyle

# Strings and addresses hold no sides, nor do names of classes.
_KEPT = re.compile(r"\"[^\"]*\"|'[^']*'|url\([^)]*\)")
_SIDE = re.compile(r"(?<![.\w])(left|right)(?!\w)|(?<=-)(left|right)(?!\w)")
_SIDES = re.compile(r"(?<![\w-])(margin|padding):([^\s;}]+) ([^\s;}]+) ([^\s;}]+) ([^\s;}]+)(?=[;}]|$)")
_MARGIN_BOX = re.compile(r"(@(?:top|bottom)-(?:left|center|right)\{)(content:.*?;)(?=margin)")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_OTHER = {"left": "right", "right": "left"}
# Where a background stands: by its left edge, or so far from the left.
_AT_EDGE = re.compile(r"(?<=\x00 )0 (?=[\d.]+(?:px|%)/)")
_FROM_EDGE = re.compile(r"(?<=\x00 )(-[\d.]+pt) (-[\d.]+pt)/")


def turned(parts: Sequence[str], document: Document, style: HouseStyle, shelf: Shelf) -> tuple[str, ...]:
    """Return the parts of a stylesheet for the document's direction, and for paragraphs that run against it.

    ``style`` is the one that ``directed`` returns: it has a face without italics where there are such letters.
    """
    rtl = direction.is_rtl(document.lang)
    if not rtl and not mixed(style):
        return tuple(parts)
    said = [mirrored(each) if rtl else each for each in parts]
    *first, last = (_MARGIN_BOX.sub(lambda found: _box(found[1], found[2], rtl), each) for each in said)
    against, side = ("ltr", "left") if rtl else ("rtl", "right")
    names = (name.replace("_", "-") for name, role in style.roles() if role.align == "left")
    rules = [",".join(f".{name}[dir={against}]" for name in names) + f"{{text-align:{side}}}"]
    if rtl:  # figures keep their units one below the other
        rules.append("th.right,td.right{text-align:right}")
        rules += _column_rules(style, shelf)
    return (*first, "\n".join((last, *rules)))


def _box(opened: str, content: str, rtl: bool) -> str:
    """Return how a margin box begins: its words run as they do, whatever the document's."""
    own = direction.runs_rtl("".join(_STRING.findall(content)), rtl)
    said = "" if own == rtl else f"direction:{'rtl' if own else 'ltr'};"
    return f"{opened}{said}{content}"


def _column_rules(style: HouseStyle, shelf: Shelf) -> Iterator[str]:
    """Yield the rules between columns as a background: WeasyPrint draws them left of all but the first column,
    which from right to left is outside of the last."""
    look = style.columns
    if look.count > 1 and look.rule_pt:
        line = (
            f"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1' preserveAspectRatio='none'>"
            f"<rect width='1' height='1' fill='{look.rule_color}'/></svg>"
        )
        url, step = shelf.drawing(line.encode()), style.column_pt + look.gap_pt
        places = (step * number - (look.gap_pt + look.rule_pt) / 2 for number in range(1, look.count))
        grounds = ",".join(f"url({url}) {place:.4g}pt 0/{look.rule_pt}pt 100% no-repeat" for place in places)
        yield f".columns{{column-rule:none;background:{grounds}}}"


def mirrored(css: str) -> str:
    """Return rules, or the value of a style attribute, with left and right exchanged."""
    held = _KEPT.findall(css)
    bare = _KEPT.sub("\x00", css)
    bare = _SIDE.sub(lambda found: _OTHER[found[0]], bare)
    bare = _SIDES.sub(r"\1:\2 \5 \4 \3", bare)
    bare = _AT_EDGE.sub("100% ", bare)
    bare = _FROM_EDGE.sub(r"right \1 top \2/", bare).replace("object-position:0 0", "object-position:100% 0")
    parts = iter(held)
    return re.sub("\x00", lambda _: next(parts), bare)
