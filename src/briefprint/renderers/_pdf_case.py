"""What a process keeps from one PDF to the next: fonts loaded, stylesheets parsed.

Loading the fonts of a style and parsing its stylesheet takes a third of the time that setting three pages does. What
is kept is what WeasyPrint offers to keep, a ``FontConfiguration`` and ``CSS`` objects, and nothing of a document's.
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from briefprint.renderers._shelf import Asset

_MOST_SHEETS = 8
"""Parts of stylesheets that are kept of one set of fonts: those with a document's own words are of no use again."""

Fonts = tuple[tuple[str, str, int, int], ...]
"""The fonts that a galley refers to: address, file, and what tells one file from what is later written over it."""


class Case:
    """One set of fonts, and the stylesheets that were parsed with it."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self._sheets: OrderedDict[str, CSS] = OrderedDict()

    def sheets(self, parts: Iterable[str], fetcher: URLFetcher) -> list[CSS]:
        """Return the parts of a stylesheet, parsed; of a part that was parsed before, what came of it then."""
        return [self._sheet(each, fetcher) for each in parts]

    def _sheet(self, text: str, fetcher: URLFetcher) -> CSS:
        if (known := self._sheets.get(text)) is None:
            known = CSS(string=text, font_config=self.fonts, url_fetcher=fetcher)
            self._sheets[text] = known
            if len(self._sheets) > _MOST_SHEETS:
                self._sheets.popitem(last=False)
        self._sheets.move_to_end(text)
        return known


def case(assets: Iterable[Asset]) -> Case:
    """Return the case of a galley's fonts.

    Fonts of one name in two folders of styles have a case each: WeasyPrint tells fonts apart by name and address.
    """
    return _case(tuple(_font(each.url, each.source) for each in assets if isinstance(each.source, Path)))


def _font(url: str, file: Path) -> tuple[str, str, int, int]:
    found = file.stat()
    return url, str(file), found.st_mtime_ns, found.st_size


@functools.lru_cache(maxsize=12)
def _case(fonts: Fonts) -> Case:  # noqa: ARG001
    return Case()
