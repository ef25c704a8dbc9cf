"""Shapes behind the text: grounds that reach the edge of the sheet."""

from __future__ import annotations

from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element, el
from briefprint.units import emu

_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def ground(work: Work, colour: str, width_pt: float, depth_pt: float) -> Element:
    """Return a ground at the top of the page, behind the text (ECMA-376 20.4.2.3; [MS-ODRAWXML] 2.17)."""
    number, width, depth = work.next_picture(), emu(width_pt), emu(depth_pt)
    fill = el("a:solidFill", el("a:srgbClr", val=colour[1:].upper()))
    shape = el(
        "wps:wsp",
        el("wps:cNvSpPr"),
        el(
            "wps:spPr",
            el("a:xfrm", el("a:off", x=0, y=0), el("a:ext", cx=width, cy=depth)),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
            fill,
            el("a:ln", el("a:noFill")),
        ),
        el("wps:bodyPr"),
    )
    anchor = el(
        "wp:anchor",
        el("wp:simplePos", x=0, y=0),
        _position("wp:positionH"),
        _position("wp:positionV"),
        el("wp:extent", cx=width, cy=depth),
        el("wp:effectExtent", l=0, t=0, r=0, b=0),
        el("wp:wrapNone"),
        el("wp:docPr", id=number, name=f"Ground {number}", descr=""),
        el("wp:cNvGraphicFramePr"),
        el("a:graphic", el("a:graphicData", shape, uri=_SHAPE)),
        distT=0, distB=0, distL=0, distR=0, simplePos=0, relativeHeight=0, behindDoc=1, locked=0,
        layoutInCell=0, allowOverlap=1,
    )  # fmt: skip
    return el("mc:AlternateContent", el("mc:Choice", el("w:drawing", anchor), Requires="wps"))


def _position(tag: str) -> Element:
    offset = el("wp:posOffset")
    offset.text = "0"
    return el(tag, offset, relativeFrom="page")
