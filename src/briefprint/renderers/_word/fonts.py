"""The fonts a Word file carries: those its text is set in, cut to the letters an editor needs, obfuscated."""

from __future__ import annotations

import functools
import hashlib
import struct
import uuid

import uharfbuzz as hb

from briefprint import direction, glyphs
from briefprint.language import LETTERS
from briefprint.renderers._word.package import RT, Package, TreePart
from briefprint.renderers._word.xml import Element, el, root
from briefprint.style import Face, Font

# Kept beside what the text uses, so that an editor can go on typing: Basic Latin, Latin-1, General Punctuation,
# currency signs, arrows, the commoner mathematical signs, and the letters of the brief's language. The copy's face
# has those of all Latin Europe, for names; whatever letters the file uses, each of its faces has.
_KEPT = ((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x205F), (0x20A0, 0x20BF), (0x2190, 0x2193))
_LATIN = (0x100, 0x17F)  # Latin Extended-A
_KEPT_SINGLY = (0x0218, 0x0219, 0x021A, 0x021B, 0x2116, 0x2122, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265)
_SCRIPT_KEPT = ((0x20, 0x40), (0x5B, 0x60), (0x7B, 0x7E), (0xA0, 0xBF), (0x2010, 0x205F))  # figures and punctuation
# Bits of fsType (OpenType, OS/2): what a font's maker forbids.
_RESTRICTED, _EDITABLE, _NO_SUBSETTING, _BITMAPS_ONLY = 0x0002, 0x0008, 0x0100, 0x0200
_PREVIEW = 0x0004


class Fonts:
    """What the text is set in, noted while it is set."""

    def __init__(self, lang: str = "", plain: Font | None = None) -> None:
        letters = LETTERS.get(lang.partition("-")[0], "")
        self._letters = frozenset(letters + letters.upper())  # of the brief's language
        self._plain = plain.key if plain else ""  # what the copy is set in
        self._faces: dict[str, Face] = {}
        self._used: dict[str, tuple[Font, set[str]]] = {}
        self._scripts: set[str] = set()  # fonts of scripts that run from right to left
        self._chosen: set[str] = set()  # fonts that are more than a fallback

    def use(self, face: Face, font: Font, text: str = "") -> None:
        """Note that ``text`` is set in a font, and what that lacks in its fallbacks."""
        for each, part in glyphs.stretches(text, font):
            of = next((other for other in face.fallbacks if any(one.key == each.key for one in other.fonts)), face)
            self._faces.setdefault(each.word_name, of)
            self._used.setdefault(each.key, (each, set()))[1].update(part)
            if of is face:
                self._chosen.add(each.key)

    def use_alone(self, face: Face, font: Font, text: str) -> None:
        """Note that ``text`` is set in a font of complex scripts, its spaces and figures too."""
        of = next((other for other in face.fallbacks if any(one.key == font.key for one in other.fonts)), face)
        self._faces.setdefault(font.word_name, of)
        self._used.setdefault(font.key, (font, set()))[1].update(text)
        if not of.italics:
            self._scripts.add(font.key)

    def missing(self) -> dict[str, list[str]]:
        """Return the characters that no glyph of their font shows, by the font's name."""
        found = {}
        for key, (font, characters) in sorted(self._used.items()):
            seen = (each for each in characters if ord(each) >= 0x20 and each not in direction.CONTROLS)
            lacking = sorted(each for each in seen if each not in glyphs.characters(font))
            if lacking:
                found[key] = lacking
        return found

    def table(self, package: Package, *, embedded: bool) -> tuple[str, ...]:
        """Add the font table, the fonts themselves where they are ``embedded``; return those that may not be."""
        table = package.add("/word/fontTable.xml", "fontTable", RT.FONT_TABLE, root("w:fonts", "w", "r"))
        refused = []
        spelt = frozenset(
            each for _, used in self._used.values() for each in used if _LATIN[0] <= ord(each) <= _LATIN[1]
        )
        families: dict[str, list[Font]] = {}
        for _, (font, _) in sorted(self._used.items()):
            families.setdefault(font.word_name, []).append(font)
        for name, fonts in sorted(families.items()):
            entry = _described(name, self._faces[name])
            for font in sorted(fonts if embedded else (), key=lambda each: (each.italic, each.word_bold)):
                rights = _rights(font)
                if rights & _RESTRICTED or rights & _BITMAPS_ONLY or rights & (_PREVIEW | _EDITABLE) == _PREVIEW:
                    refused.append(font.key)
                    continue
                entry.append(_embedded(package, table, font, self._kept(font, spelt)))
            table.tree.append(entry)
        return tuple(refused)

    def _kept(self, font: Font, spelt: frozenset[str]) -> frozenset[str]:
        """Return the characters that are embedded of a font: of a fallback the letters that it was wanted for.

        ``spelt`` are the letters beyond Latin-1 that the file uses somewhere: what is a name here may be one there.
        """
        used = self._used[font.key][1]
        if font.key in self._chosen:
            latin = map(chr, range(_LATIN[0], _LATIN[1] + 1)) if font.key == self._plain else spelt
            return _always().union(used, self._letters, latin)
        rows = {ord(each) >> 8 for each in used if each.isalpha()}  # a script's letters stand together in Unicode
        if font.key in self._scripts:
            return frozenset(used).union(
                *(map(chr, range(row << 8, (row + 1) << 8)) for row in rows - {0, 0x20}),
                *(map(chr, range(first, last + 1)) for first, last in _SCRIPT_KEPT),
            )
        return frozenset(used).union(*(map(chr, range(row << 8, (row + 1) << 8)) for row in rows))


def _described(name: str, face: Face) -> Element:
    family, pitch = {"serif": ("roman", "variable"), "sans": ("swiss", "variable"), "mono": ("modern", "fixed")}[
        face.category
    ]
    return el(
        "w:font",
        el("w:charset", val="00"),
        el("w:family", val=family),
        el("w:pitch", val=pitch),
        name=name,
    )


def _embedded(package: Package, table: TreePart, font: Font, kept: frozenset[str]) -> Element:
    data, key = _obfuscated(font, kept)
    part = package.blob(f"/word/fonts/{font.key}.odttf", data)
    style = ("Bold" if font.word_bold else "") + ("Italic" if font.italic else "") or "Regular"
    return el(f"w:embed{style}", r_id=table.relate_to(part, RT.FONT), fontKey=f"{{{key}}}")


@functools.cache
def _always() -> frozenset[str]:
    return frozenset(chr(code) for first, last in _KEPT for code in range(first, last + 1)) | frozenset(
        map(chr, _KEPT_SINGLY)
    )


@functools.lru_cache(maxsize=64)
def _hb_face(path: str) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(path))


@functools.lru_cache(maxsize=64)
def _scaled(path: str) -> tuple[hb.Font, int]:
    face = _hb_face(path)
    return hb.Font(face), face.upem


@functools.lru_cache(maxsize=4096)
def _advance(path: str, character: str) -> float:
    font, upem = _scaled(path)
    glyph = font.get_nominal_glyph(ord(character))
    return float(font.get_glyph_h_advance(glyph)) / upem if glyph is not None else 0.5


def glyph_height(font: Font, sign: str) -> float:
    """Return how high a sign is, as a share of its size."""
    scaled, upem = _scaled(str(font.path))
    extents = scaled.get_glyph_extents(scaled.get_nominal_glyph(ord(sign)))
    return abs(float(extents.height)) / upem


def ink_height(text: str, font: Font) -> float:
    """Return how high a line of text is from its lowest to its highest point, as a share of its size."""
    scaled, upem = _scaled(str(font.path))
    signs = (scaled.get_nominal_glyph(ord(each)) or 0 for each in text if not each.isspace())
    found = (scaled.get_glyph_extents(each) for each in signs)
    extents = [each for each in found if each is not None]
    if not extents:
        return 1.0
    return (
        float(max(each.y_bearing for each in extents) - min(each.y_bearing + each.height for each in extents)) / upem
    )


def measure_pt(text: str, font: Font, size_pt: float) -> float:
    """Return the length of a line of text, without kerning."""
    return size_pt * sum(
        _advance(str(each.path), character) for each, part in glyphs.stretches(text, font) for character in part
    )


_SET = {"kern": True, "liga": False, "clig": False}  # pairs as Word sets them here, and no ligatures


def kerned_pt(text: str, font: Font, size_pt: float) -> float:
    """Return the length of a line of text, its pairs kerned."""
    length = 0.0
    for each, part in glyphs.stretches(text, font):
        scaled, upem = _scaled(str(each.path))
        line = hb.Buffer()
        line.add_str(part)
        line.guess_segment_properties()
        hb.shape(scaled, line, _SET)
        length += sum(place.x_advance for place in line.glyph_positions) / upem
    return size_pt * length


def _rights(font: Font) -> int:
    """Return fsType (OpenType, OS/2 table, bytes 8 and 9)."""
    table = _hb_face(str(font.path)).reference_table("OS/2").data
    return int(struct.unpack_from(">H", table, 8)[0])


@functools.lru_cache(maxsize=128)
def _obfuscated(font: Font, kept: frozenset[str]) -> tuple[bytes, str]:
    """Return a font as Word embeds it, and the key: its first 32 bytes XOR the key backwards.

    The key is drawn from the content (ECMA-376 part 1, 17.8.1): the same font has the same key everywhere.
    """
    data = bytearray(_subset(font, kept))
    key = uuid.uuid5(uuid.NAMESPACE_OID, hashlib.sha256(data).hexdigest())
    mask = key.bytes[::-1]
    for place in range(32):
        data[place] ^= mask[place % 16]
    return bytes(data), str(key).upper()


def _tags(*names: str) -> set[int]:
    return {int.from_bytes(name.encode(), "big") for name in names}


def _subset(font: Font, kept: frozenset[str]) -> bytes:
    if _rights(font) & _NO_SUBSETTING:
        return font.path.read_bytes()
    face = _hb_face(str(font.path))
    wanted = hb.SubsetInput()
    wanted.unicode_set.update({ord(each) for each in kept} & set(face.unicodes))
    wanted.flags = hb.SubsetFlags.NO_HINTING  # of which few faces have any, and no screen of today needs it
    if any(direction.has_rtl(each) for each in kept):  # whose letters join, with points above and below
        wanted.drop_table_tag_set.update(_tags("DSIG", "BASE", "STAT", "meta"))
        wanted.layout_feature_tag_set.update(_tags("init", "medi", "fina", "rlig", "calt", "mark", "mkmk"))
    else:
        wanted.drop_table_tag_set.update(_tags("DSIG", "BASE", "STAT", "meta", "GDEF"))
        wanted.layout_feature_tag_set.clear()
        wanted.layout_feature_tag_set.update(_tags("kern"))
    data: bytes = hb.subset(face, wanted).blob.data
    return data
