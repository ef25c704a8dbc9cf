"""What drawn text stands for where it is not what was written: capitals of a style's, hyphens of a line's end.

A reader is told by the ActualText of an element (ISO 32000-1, 14.9.4), a hyphen that only a line's end brought being
a soft one (14.8.2.2.3). Marked content could say it too, but then viewers find and mark no word within the line.
"""

from __future__ import annotations

from typing import Any

SOFT_HYPHEN = "\u00ad"
_HYPHENS = ("-", "\u2010")


class Sources:
    """Follows the text of each element as it is drawn, line by line."""

    def __init__(self) -> None:
        self.followed: dict[Any, _Source] = {}

    def meant(self, element: Any, drawn: str) -> str:
        """Return what a piece of an element's text stands for: the pieces are asked for in their order."""
        if element not in self.followed:
            self.followed[element] = _Source(element)
        return self.followed[element].meant(drawn)


class _Source:
    """The letters of one element's own text, and how far they are drawn."""

    def __init__(self, element: Any) -> None:
        own = [element.text or "", *(child.tail or "" for child in element)]
        self.letters, self.place = "".join("".join(own).split()), 0

    def meant(self, drawn: str) -> str:
        plain = "".join(drawn.split())
        if self.letters.startswith(plain, self.place):
            self.place += len(plain)
            return drawn
        return self.followed(drawn)

    def followed(self, drawn: str) -> str:
        """Return a piece letter by letter as it was written; one that cannot be followed is what it is."""
        out, place, at = "", self.place, 0
        while at < len(drawn):
            sign = drawn[at]
            wanted = self.letters[place : place + 1]
            upper = wanted.upper()
            if sign.isspace():
                out, at = out + sign, at + 1
            elif sign == wanted or (upper and drawn.startswith(upper, at)):
                out, at, place = out + wanted, at + (1 if sign == wanted else len(upper)), place + 1
            elif sign == SOFT_HYPHEN:
                at += 1
            elif wanted == SOFT_HYPHEN:
                place += 1
            elif sign in _HYPHENS and at == len(drawn) - 1:
                out, at = out + SOFT_HYPHEN, at + 1
            else:
                return drawn
        self.place = place
        return out
