"""The sheet round a page: its boxes, and the marks by which it is cut and the plates are laid in register."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from briefprint.printmarks import MarkLook, marks
from briefprint.style import Print

_ALL = Name("/PressAll")


def mark_look(look: Print) -> MarkLook:
    """Return how a style's marks are drawn: outside the bleed, whatever is said."""
    return MarkLook(max(look.mark_offset_pt, look.bleed_pt), look.mark_length_pt, look.mark_weight_pt)


def lay(pdf: pikepdf.Pdf, page: pikepdf.Page, content: bytes, look: Print) -> None:
    """Put a page's content on its sheet, with marks round it (ISO 15930-7, 6.15; ISO 32000-1, 14.11.2).

    Content reaches to the bleed and no further; the marks are in every ink. The sheet's corner is the origin.
    """
    left, bottom, right, top = (float(each) for each in page.trimbox)
    drawn = mark_look(look)
    edge = drawn.reach_pt
    trim = (edge, edge, edge + right - left, edge + top - bottom)
    box = page.obj
    box.MediaBox, box.BleedBox, box.TrimBox = (_beyond(trim, each) for each in (edge, look.bleed_pt, 0.0))
    for name in ("/CropBox", "/ArtBox"):
        if name in box:
            del box[name]
    x, y, end, head = (float(each) for each in box.BleedBox)
    clip = f"q {x:.4f} {y:.4f} {end - x:.4f} {head - y:.4f} re W n 1 0 0 1 {edge - left:.4f} {edge - bottom:.4f} cm\n"
    box.Contents = pdf.make_stream(clip.encode() + content + b"\nQ\n" + marks(trim, drawn, str(_ALL)).encode())
    resources: Any = Dictionary(dict(box.Resources.items()))
    spaces: Any = Dictionary(dict(resources.ColorSpace.items()) if "/ColorSpace" in resources else {})
    spaces[_ALL] = _registration(pdf)
    resources.ColorSpace = spaces
    box.Resources = resources


def _beyond(trim: tuple[float, float, float, float], by_pt: float) -> Array:
    left, bottom, right, top = trim
    return Array([round(each, 4) for each in (left - by_pt, bottom - by_pt, right + by_pt, top + by_pt)])


def _registration(pdf: pikepdf.Pdf) -> Array:
    """Return the space whose one colour is every ink (ISO 32000-1, 8.6.6.4)."""
    tint = pdf.make_stream(b"{dup dup dup}", FunctionType=4, Domain=[0, 1], Range=[0, 1] * 4)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])
