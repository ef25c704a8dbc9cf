"""The word across each page of a draft, as Word makes it: WordArt in the head."""

from __future__ import annotations

from briefprint import glyphs
from briefprint.renderers._word.fonts import ink_height, measure_pt
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element, clean, el

_WIDEST = 0.8  # of the sheet


def watermark(work: Work, where: str, sheet_pt: float = 0.0) -> Element:
    """Return a run with the house's word for a draft behind the text, in VML (ECMA-376 part 4, 19.1.2.23).

    The word is stretched over its shape, so that is as high as its letters are: 'trim' leaves out what a line has
    above and below them. ``sheet_pt`` is the breadth of a sheet that is not the style's.
    """
    role, word = work.style.text.watermark, work.words["draft"]
    text = word.upper() if role.case == "upper" else word
    font = glyphs.font_of(text, role.font())
    work.fonts.use(role.face, font, text)
    width = measure_pt(text, font, role.size_pt) + role.tracking_pt * len(text)
    share = min(1.0, _WIDEST * (sheet_pt or work.style.page.width_pt) / width)
    width, height = width * share, ink_height(text, font) * role.size_pt * share
    bold = ";font-weight:bold" if font.word_bold else ""
    face = f'font-family:"{font.word_name}";font-size:1pt{bold}'
    kind = el(
        "v:shapetype",
        el("v:path", textpathok="t"),
        el("v:textpath", on="t", fitshape="t"),
        id=f"WatermarkType{where}",
        coordsize="21600,21600",
        path="m,l21600,em,21600l21600,21600e",
        o_spt="136",
    )
    place = (
        f"position:absolute;width:{width:.1f}pt;height:{height:.1f}pt;"
        f"rotation:{work.style.watermark_angle % 360:.0f};z-index:-251658240;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:page;"
        "mso-position-vertical:center;mso-position-vertical-relative:page"
    )
    shape = el(
        "v:shape",
        el("v:textpath", style=face, trim="t", string=clean(text)),
        id=f"PowerPlusWaterMarkObject{where}",
        type=f"#WatermarkType{where}",
        style=place,
        alt=clean(word),
        fillcolor=role.color,
        stroked="f",
    )
    return el("w:r", el("w:pict", kind, shape))
