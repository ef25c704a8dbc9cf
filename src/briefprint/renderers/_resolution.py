"""Whether pictures have the pixels for the size they are set at: one rule for the formats that set them."""

from __future__ import annotations

from collections.abc import Iterator

from briefprint.document import Document, Figure, walk
from briefprint.errors import Diagnostic, warning
from briefprint.renderers import _drawing
from briefprint.style import HouseStyle

LOWEST_DPI = 150
"""Below this a picture looks coarse on paper, where 300 is the rule and half of it the least that passes."""
DEEPEST_SHARE = 0.6
"""Of the page's height: so that a caption and some text find room beside a picture."""
_POINTS, _MILLIMETRES = 72, 25.4  # to an inch


def warnings(document: Document, style: HouseStyle) -> Iterator[Diagnostic]:
    """Yield a warning for each picture that is coarse at the size it is set at."""
    for figure in walk(document.blocks):
        if not isinstance(figure, Figure) or _drawing.is_svg(figure.source):
            continue
        from briefprint.renderers import _raster  # Pillow's larger rooms, for those who have pictures

        picture = _raster.read(figure.source)
        inches = set_width_pt(figure, picture.width, picture.depth, style) / _POINTS
        dpi = picture.width / inches
        if dpi < LOWEST_DPI:
            yield warning(
                f"'{figure.source.name}' is set {inches * _MILLIMETRES:.0f} mm wide, at {dpi:.0f} dpi: "
                f"below {LOWEST_DPI} it looks coarse on paper",
                document.path,
                figure.line,
                _way_out(figure, dpi, inches),
            )


def set_width_pt(figure: Figure, width: float, depth: float, style: HouseStyle) -> float:
    """Return how wide a picture of these proportions is set in the copy."""
    measure = style.page.type_area_pt if style.figure.span == "full" else style.column_pt
    return min(measure * figure.measure, DEEPEST_SHARE * style.page.height_pt * width / depth)


def _way_out(figure: Figure, dpi: float, inches: float) -> str:
    wanted = f"take one of {LOWEST_DPI * inches:.0f} pixels across or more"
    share = int(figure.measure * dpi / LOWEST_DPI * 100)
    return f"{wanted}, or set it smaller: {{width={share}%}}" if share >= 1 else wanted
