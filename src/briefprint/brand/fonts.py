"""The fonts that come with a brand: whether they can be used, and how a table of fonts lists them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefprint import stylebook, styleguide
from briefprint.brand.source import FontFile


def unfit(font: FontFile) -> str | None:
    """Return why a font cannot be used: what goes into a PDF and a Word file is static TrueType (OpenType 1.9)."""
    from fontTools.ttLib import TTFont, TTLibError

    if font.path.read_bytes()[:4] not in stylebook.FONT_STARTS:
        return "is no TrueType file"
    try:
        with TTFont(font.path, lazy=True) as read:
            rights = int(read["OS/2"].fsType)
            if font.ranged or "fvar" in read:
                return "is a variable font, and Word takes static ones"
            if "glyf" not in read:
                return "has no TrueType outlines"
    except (TTLibError, KeyError, ValueError) as fault:
        return f"cannot be read as a font ({fault})"
    return next((f"{why} (OS/2 fsType)" for bit, why in styleguide.FORBIDS.items() if rights & bit), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A font of the brand as a table of fonts lists it."""

    path: Path
    file: str
    data: bytes
    weight: int
    italic: bool
    word_name: str
    word_bold: bool
    sha256: str
    category: Any


def entry(font: FontFile) -> Entry:
    """Return a font's entry: weight as the brand says, the rest as the file does (OpenType 1.9, name, OS/2, post)."""
    from fontTools.ttLib import TTFont

    italic_bit, bold_bit = 1 << 0, 1 << 5  # OS/2 fsSelection
    data = font.path.read_bytes()
    with TTFont(font.path, lazy=True) as read:
        names, os2 = read["name"], read["OS/2"]
        serif_style = os2.panose.bSerifStyle if os2.panose.bFamilyType == 2 else 0  # PANOSE: Latin text
        family_class = os2.sFamilyClass >> 8
        mono = bool(read["post"].isFixedPitch)
        serif = 2 <= serif_style <= 10 or (serif_style == 0 and family_class in (1, 2, 3, 4, 5, 7))
        return Entry(
            path=font.path,
            file=f"{names.getDebugName(6) or font.path.stem}.ttf",
            data=data,
            weight=font.weight or int(os2.usWeightClass),
            italic=bool(os2.fsSelection & italic_bit),
            word_name=str(names.getDebugName(1)),
            word_bold=bool(os2.fsSelection & bold_bit),
            sha256=hashlib.sha256(data).hexdigest(),
            category="mono" if mono else "serif" if serif else "sans",
        )
