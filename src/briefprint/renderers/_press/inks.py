"""Lights turned into inks: what stands on a screen in red, green and blue, as cyan, magenta, yellow and black."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Literal

from PIL import Image, ImageChops, ImageCms, ImageMath

from briefprint.renderers._press.condition import Condition, darkness, transform

Rgb = tuple[float, float, float]
Inked = tuple[float, float, float, float]
"""Cyan, magenta, yellow, black, each from 0 to 1."""
Use = Literal["type", "line", "area"]

BLACK: Inked = (0.0, 0.0, 0.0, 1.0)
NEUTRAL = {"type": 14.0, "line": 14.0, "area": 2.0}
"""The chroma (CIE 1976 C*) up to which a colour counts as a grey, which black ink prints alone: type and lines of
more than one ink are ragged where the plates are a hair out of register; an area is not."""
DARK = {"type": 30.0, "line": 30.0, "area": 18.0}
"""What has not much colour is solid black up to this lightness: a screen would fray its edges."""
DULLER = 20.0
"""From this difference on (CIE 1976 ΔE) the author is told; a trained eye sees a tenth of it."""
SLIGHT = 0.02
"""Less of an ink than this no press holds; the paper stays clean."""


class Inks:
    """How lights are printed under one condition."""

    def __init__(self, condition: Condition, grey: bool, max_ink: float) -> None:
        """Take a condition, whether black is the only ink, and how much ink the paper bears (1: one solid)."""
        self.grey = grey
        self.max_ink = max_ink
        self._darkness = darkness(condition.profile)
        self._way = transform(ImageCms.createProfile("sRGB"), condition.profile, "RGB", "CMYK")
        self._back = transform(condition.profile, ImageCms.createProfile("sRGB"), "CMYK", "RGB")
        self._asked: dict[Rgb, Inked] = {}

    @functools.cache  # noqa: B019 (it lives as long as the one file that it is made for)
    def of(self, rgb: Rgb, use: Use, small: bool = False) -> Inked:
        """Return the inks of a colour; ``small`` type is in one ink whatever its colour."""
        light, a, b = lab(rgb)
        chroma = (a * a + b * b) ** 0.5
        if light <= (50.0 if small else DARK[use]) and (small or chroma <= NEUTRAL["type"]):
            return BLACK
        if self.grey or chroma <= NEUTRAL[use]:
            return (0.0, 0.0, 0.0, self._darkness[round(light * 2.55)] / 255)
        dot = Image.new("RGB", (1, 1), tuple(round(255 * each) for each in rgb))
        made = ImageCms.applyTransform(dot, self._way)
        assert made is not None
        shares = [each / 255 if each / 255 >= SLIGHT else 0.0 for each in made.tobytes()]
        return self._asked.setdefault(rgb, self._bearable(shares))

    def duller(self) -> list[str]:
        """Return the colours put into inks so far that look clearly otherwise when printed."""
        found = []
        for rgb, inked in self._asked.items():
            dot = Image.new("CMYK", (1, 1), tuple(round(255 * each) for each in inked))
            seen = ImageCms.applyTransform(dot, self._back)
            assert seen is not None
            pairs = zip(lab(rgb), lab([each / 255 for each in seen.tobytes()]), strict=True)
            if sum((a - b) ** 2 for a, b in pairs) ** 0.5 > DULLER:
                found.append("#" + "".join(f"{round(255 * each):02x}" for each in rgb))
        return sorted(found)

    def _bearable(self, shares: Sequence[float]) -> Inked:
        """Return the inks with so much less colour that the paper bears them."""
        colours, black = sum(shares[:3]), shares[3]
        factor = min(1.0, max(0.0, self.max_ink - black) / colours) if colours else 1.0
        cyan, magenta, yellow = (each * factor for each in shares[:3])
        return cyan, magenta, yellow, black

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return a picture in inks: one channel ('L', where black is 0) where black alone prints it, else 'CMYK'."""
        if picture.mode == "L":
            return picture.point(self._paper_whites())
        if self.grey or _colourless(picture):
            return lightness(picture).point([255 - each for each in self._darkness])
        made = ImageCms.applyTransform(picture, self._way)
        assert made is not None
        return self._all_bearable(made)

    def _paper_whites(self) -> list[int]:
        """Return, for each of 256 greys of a screen, what is left of the paper's white."""
        return [255 - self._darkness[round(lab((each / 255,) * 3)[0] * 2.55)] for each in range(256)]

    def _all_bearable(self, picture: Image.Image) -> Image.Image:
        *colours, black = picture.split()
        most = self.max_ink * 255
        limited = [
            ImageMath.lambda_eval(
                lambda args: args["convert"](_less(args["float"], args["min"], args["max"], args, most), "L"),
                own=each, c=colours[0], m=colours[1], y=colours[2], k=black,
            )
            for each in colours
        ]  # fmt: skip
        return Image.merge("CMYK", (*limited, black))


def _less(number: Any, least: Any, most: Any, args: dict[str, Any], bearable: float) -> Any:
    """Return an ink's channel with the share of what the paper bears beside black that it has of all three."""
    own = number(args["own"])
    colours = most(number(args["c"]) + number(args["m"]) + number(args["y"]), 1.0)
    return least(own, own * (bearable - number(args["k"])) / colours)


def lab(rgb: Sequence[float]) -> tuple[float, float, float]:
    """Return CIE L*a*b* of an sRGB colour (IEC 61966-2-1; CIE 15:2004, 8.2.1), white being white."""
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (each ** (1 / 3) if each > (6 / 29) ** 3 else each * 841 / 108 + 4 / 29 for each in (x, y, z))
    return min(100.0, max(0.0, 116 * y - 16)), 500 * (x - y), 200 * (y - z)


def lightness(picture: Image.Image) -> Image.Image:
    """Return the lightness (CIE L*) of a picture as one channel."""
    way = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    made = ImageCms.applyTransform(picture, way)
    assert made is not None
    return made.getchannel("L")


def _colourless(picture: Image.Image) -> bool:
    """Whether the picture has but greys; what a photograph's compression tints does not count."""
    red, green, blue = picture.split()
    tint = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    most: tuple[int, int] = tint.getextrema()  # type: ignore[assignment]
    return most[1] <= 4
