"""A house style as it is drawn up from a brand: what is taken over so far, and what is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefprint import stylebook, styleguide
from briefprint.brand import fonts as fontfiles
from briefprint.brand.source import Brand
from briefprint.errors import Diagnostic, warning
from briefprint.reader.yaml import Path as Key
from briefprint.style import Face, HouseStyle
from briefprint.styleguide import contrast

NAMED = {"foreground": "ink", "background": "paper", "primary": "accent"}
"""The colours of a brand that a style has a name of its own for."""


@dataclass
class Sheet:
    """A style as it is drawn up; it gathers as one part after the other is taken over."""

    name: str
    parent: str
    folders: Sequence[Path]
    brand: Brand
    told: list[Diagnostic] = field(default_factory=list)
    used: set[Key] = field(default_factory=set)  # keys of the brand file
    beside: dict[str, bytes] = field(default_factory=dict)  # files, by their names in the style's folder
    entries: dict[str, list[fontfiles.Entry]] = field(default_factory=dict)  # of the families that come as files
    set_in: dict[str, Face] = field(default_factory=dict)  # the style's faces that are the brand's
    tables: dict[str, list[str]] = field(default_factory=dict)  # 'masthead': its lines
    text: dict[str, str] = field(default_factory=dict)  # 'headline.weight': '700'
    why: list[str] = field(default_factory=list)  # comments over them
    from_brand: dict[str, str] = field(default_factory=dict)  # a colour of the style: what the brand calls it

    def __post_init__(self) -> None:
        self.style: HouseStyle = stylebook.load(self.parent, self.folders)
        self.values = {each.name: each.value for each in stylebook.tokens(self.parent, self.folders)}
        self.palette: dict[str, str] = dict(self.style.palette)

    def tell(self, key: Key, message: str, hint: str | None = None) -> None:
        """Note what the brand's author should know, with the line of a key."""
        self.told.append(warning(message, str(self.brand.file), self.brand.tree.line(key), hint))

    def data(self, *key: str) -> Any:
        """Return what stands at a key of the brand file, as written."""
        value: Any = self.brand.tree.data
        for part in key:
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def said(self, role: str, token: str) -> str:
        """Return what a token of a role has in the new style, as written."""
        return self.text.get(f"{role}.{token}", str(self.values[f"text.{role}.{token}"])).strip('"')

    def now(self, token: str) -> tuple[str, ...]:
        """Return the names of the colours, or of the face, that a token has in the new style."""
        table, _, last = token.rpartition(".")
        for line in self.tables.get(table, ()):
            if line.startswith(f"{last} = "):
                return tuple(line.split('"')[1::2])
        said = self.text.get(token.removeprefix("text."))
        if said is not None and token.startswith("text."):
            return (said.strip('"'),)
        return tuple(map(str, styleguide.names_of(self.values.get(token))))

    def hex(self, token: str) -> str:
        """Return the colour that a token of the parent has in the new style."""
        return self.palette[token.removeprefix("palette.") if token.startswith("palette.") else self.now(token)[0]]

    def on_paper(self, color: str) -> float:
        """Return a colour's contrast with the paper."""
        return contrast(color, self.palette["paper"])

    def take(self, name: str, color: str) -> None:
        """Take a colour of the brand for one of the style's."""
        self.palette[name] = color
        said = next((key for key, value in self.brand.colors.items() if value == color), None)
        other = next((key for key, value in self.brand.palette.items() if value == color), None)
        prefer = next(
            (key for key, value in NAMED.items() if value == name and self.brand.colors.get(key) == color), said
        )
        self.from_brand[name] = prefer or other or ""
        if prefer:
            self.used.add(("color", prefer))

    def named(self, color: str, fallback: str) -> str:
        """Return the name of a colour in the style's palette, which has it from now on."""
        name = next((each for each, value in self.palette.items() if value == color), fallback)
        if name == fallback:
            self.take(name, color)
        return name
