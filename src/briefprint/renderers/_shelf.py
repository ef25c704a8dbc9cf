"""What a galley refers to, and where it finds it; and how an element of it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from briefprint.renderers import _drawing

SCHEME = "brief"
"""The scheme of what the galley refers to: nothing else is ever served."""

FOOTNOTE = 'class="note footnote"'
"""What every note at a page's foot begins with in a galley."""
NO_SHEET = "<style></style>"
"""Where a galley's stylesheet would stand; its title, the only copy before it, holds no such thing."""
LINE = "data-line"
"""The attribute that bears the brief's line; no product shows it."""

_KINDS = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".svg": "image/svg+xml", ".webp": "image/webp", ".ttf": "font/ttf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asset:
    """A file or bytes that the galley refers to."""

    url: str
    kind: str
    source: Path | bytes


@dataclass(frozen=True, slots=True)
class Galley:
    """Set copy, not yet paginated, what it refers to, and its stylesheet: in parts, of which a process keeps some."""

    html: str
    assets: dict[str, Asset]
    sheets: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The page with its stylesheet in it, as any program that sets HTML would have it."""
        sheet = "\n".join(self.sheets)
        return self.html.replace(NO_SHEET, f"<style>{sheet}</style>", 1)


@dataclass(slots=True)
class Shelf:
    """Gives each asset an address of its own, so that no path of a machine stands in the galley."""

    assets: dict[str, Asset] = field(default_factory=dict)

    def file(self, path: Path) -> str:
        """Return the address of a file."""
        return self._put(_KINDS[path.suffix.lower()], path)

    def picture(self, path: Path, family: str) -> str:
        """Return the address of an author's picture, made fit for print; words in a drawing are set in ``family``."""
        if _drawing.is_svg(path):
            return self.drawing(_drawing.in_house(path, family))
        from briefprint.renderers import _raster

        picture = _raster.read(path)
        return self._put(picture.media_type, picture.data)

    def drawing(self, data: bytes) -> str:
        """Return the address of an SVG drawing."""
        return self._put("image/svg+xml", data)

    def _put(self, kind: str, source: Path | bytes) -> str:
        for asset in self.assets.values():
            if asset.source == source:
                return asset.url
        url = f"{SCHEME}:{len(self.assets)}"
        self.assets[url] = Asset(url, kind, source)
        return url


def element(tag: str, classes: str, content: str, **attributes: str | None) -> str:
    """Return an element of the galley; an attribute that is None is not said, nor is the ``_`` a name ends in."""
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f'<{tag} class="{classes}"{said}>{content}</{tag}>'


def marked(html: str, mark: str | None) -> str:
    """Return the first element of a piece of the galley with one more attribute, written out."""
    return re.sub(r"\A<(\w+)", rf"<\1 {mark}", html) if mark else html


def placed(html: str, line: int) -> str:
    """Return an element with the brief's line that it comes from, where there is one to say and none said."""
    name = re.match(r"<[\w-]+", html)
    if not line or name is None or html.startswith(f" {LINE}=", name.end()):
        return html
    return f'{name[0]} {LINE}="{line}"{html[name.end() :]}'
