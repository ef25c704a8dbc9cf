"""What is wrong with what one page paints: each rule says it once, with how often and the worst of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Name
from PIL import Image

from briefprint.preflight.rules import (
    GOOD_PPI,
    LEAST_BLEED_PT,
    LEAST_LINE_PT,
    LEAST_PPI,
    LEAST_TYPE_PT,
    MOST_INK,
)
from briefprint.preflight.walk import Box, Ink, Mark

_SLACK = 0.01
_MOST_AREAS = 400
"""Areas that type may stand on, at most; a page has not many, and a map's are not looked through."""
_MOST_DOTS = 12_000_000


class Judge:
    """Sees what a page paints, and says what is wrong with it."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.trim, self.bleed = (tuple(float(v) for v in box) for box in (page.trimbox, page.bleedbox))
        self.areas: list[tuple[Box, Ink]] = []
        self.worst: dict[str, list[float]] = defaultdict(list)
        self.spots: set[str] = set()
        self.lights: dict[str, int] = defaultdict(int)
        self.inked: dict[Any, float] = {}

    def see(self, mark: Mark) -> None:
        """Take in something that is painted."""
        ink = mark.ink
        if ink.rgb:
            self.lights[mark.kind] += 1
        self.spots.update(ink.spots)
        if mark.see_through:
            self.worst["transparency"].append(0)
        if mark.over:
            self._overprinted(mark)
        if mark.kind != "type" and ink.total > MOST_INK + _SLACK:
            self.worst["total-ink"].append(ink.total)
        match mark.kind:
            case "type":
                self._type(mark)
            case "line":
                if mark.size_pt < LEAST_LINE_PT - _SLACK:
                    self.worst["hairline"].append(mark.size_pt)
                self._reaches(mark)
            case "area":
                if len(self.areas) < _MOST_AREAS:
                    self.areas.append((mark.box, ink))
                self._reaches(mark)
            case "picture":
                self._picture(mark)
                self._reaches(mark)
            case _:
                pass

    def _overprinted(self, mark: Mark) -> None:
        shares = mark.ink.shares
        if shares is None or mark.ink.spots:
            self.worst["overprint"].append(0)
        elif not any(shares):
            self.worst["white-overprint"].append(0)
        elif any(shares[:3]):
            self.worst["overprint"].append(0)

    def _type(self, mark: Mark) -> None:
        if mark.ink.total > MOST_INK + _SLACK:
            self.worst["total-ink"].append(mark.ink.total)
        if not 0 < mark.size_pt < LEAST_TYPE_PT - _SLACK or mark.ink.shares is None:
            return
        ground = self._ground(mark.box)
        if ground.count > 1 and ground.total > 2 * mark.ink.total:
            self.worst["reversed-type"].append(mark.size_pt)
        elif mark.ink.count > 1:
            self.worst["small-type"].append(mark.size_pt)

    def _ground(self, box: Box) -> Ink:
        """Return what type stands on: the area painted last where it begins."""
        for (left, bottom, right, top), ink in reversed(self.areas):
            if left <= box[0] <= right and bottom <= box[1] <= top:
                return ink
        return Ink((0.0, 0.0, 0.0, 0.0))

    def _picture(self, mark: Mark) -> None:
        image, matrix = mark.thing, mark.matrix
        width, height = (
            int(image.get(long, image.get(short, 0))) for long, short in (("/Width", "/W"), ("/Height", "/H"))
        )
        if matrix is None or width <= 0 or height <= 0:
            return
        across, down = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        if across <= 0 or down <= 0:
            return
        dots = min(width * 72 / across, height * 72 / down)
        if width > 1 and height > 1 and dots < GOOD_PPI - 1:  # a picture of one dot is a ground
            self.worst["picture-coarse" if dots < LEAST_PPI - 1 else "picture-soft"].append(dots)
        if not mark.ink.rgb and isinstance(image, pikepdf.Stream):
            key = image.objgen
            if key not in self.inked:
                self.inked[key] = _most_ink(image, width * height)
            if self.inked[key] > MOST_INK + 0.02:
                self.worst["total-ink"].append(self.inked[key])

    def _reaches(self, mark: Mark) -> None:
        """Mark what goes to the trim and not through the bleed; white, and registration marks, are nothing there."""
        if mark.ink.shares is not None and not mark.ink.total and not mark.ink.spots and mark.kind != "picture":
            return
        if mark.kind == "line":
            return
        left, bottom, right, top = self.trim
        box = mark.box
        if box[0] >= right or box[2] <= left or box[1] >= top or box[3] <= bottom:
            return
        sides = (
            (box[0] <= left + 1, left - self.bleed[0], left - box[0]),
            (box[1] <= bottom + 1, bottom - self.bleed[1], bottom - box[1]),
            (box[2] >= right - 1, self.bleed[2] - right, box[2] - right),
            (box[3] >= top - 1, self.bleed[3] - top, box[3] - top),
        )
        short = [min(allowed, reached) for touches, allowed, reached in sides if touches]
        if short and min(short) < LEAST_BLEED_PT:
            self.worst["no-bleed"].append(max(0.0, min(short)))

    def found(self) -> Iterator[tuple[str, str]]:
        """Yield each rule that the page breaks, and what it says."""
        if self.lights:
            kinds = ", ".join(f"{count} of {kind}" for kind, count in sorted(self.lights.items()))
            yield "rgb", f"painted in lights, not in inks (RGB or Lab): {kinds}"
        if self.spots:
            yield "spot-colour", f"inks of their own: {', '.join(sorted(self.spots))}"
        for rule, values in sorted(self.worst.items()):
            yield rule, _said(rule, len(values), min(values), max(values))


def _said(rule: str, count: int, least: float, most: float) -> str:
    many = "s" if count > 1 else ""
    match rule:
        case "picture-coarse" | "picture-soft":
            below = LEAST_PPI if rule == "picture-coarse" else GOOD_PPI
            return f"{count} picture{many} below {below} dots to the inch, the coarsest with {least:.0f}"
        case "hairline":
            return f"{count} line{many} thinner than {LEAST_LINE_PT:g} pt, the thinnest {least:.2f} pt"
        case "small-type":
            return f"{count} run{many} of type in more than one ink, the smallest {least:.1f} pt"
        case "reversed-type":
            return f"{count} run{many} of light type on more than one ink, the smallest {least:.1f} pt"
        case "total-ink":
            return f"up to {most:.0%} ink in one place; paper bears {MOST_INK:.0%}"
        case "no-bleed":
            return f"{count} thing{many} at the page's edge with {least:.1f} pt of bleed"
        case "white-overprint":
            return f"{count} white thing{many} printed over what is behind"
        case "overprint":
            return f"{count} thing{many} that are not black print over what is behind"
        case _:
            return f"{count} thing{many} see-through"


def _most_ink(image: pikepdf.Stream, dots: int) -> float:
    """Return the most ink in one place of a picture in four inks, looked at in small; 0 where it cannot be told."""
    space = image.get("/ColorSpace")
    if dots > _MOST_DOTS or not (
        space == Name.DeviceCMYK or (isinstance(space, pikepdf.Array) and space[0] == Name.ICCBased)
    ):
        return 0.0
    try:
        picture: Image.Image = pikepdf.PdfImage(image).as_pil_image()
    except Exception:  # a picture that cannot be read is no fault of its inks
        return 0.0
    if picture.mode != "CMYK":
        return 0.0
    picture.thumbnail((512, 512), Image.Resampling.NEAREST)
    bands = [band.tobytes() for band in picture.split()]
    return max(map(sum, zip(*bands, strict=True)), default=0) / 255
