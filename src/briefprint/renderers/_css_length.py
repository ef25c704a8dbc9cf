"""Lengths as the stylesheet writes them."""

from __future__ import annotations

from briefprint.style import HouseStyle


def pt(points: float) -> str:
    """Return a length in points, four places behind the point being far finer than any device."""
    return f"{points:.4f}".rstrip("0").rstrip(".") + "pt"


def span(name: str, style: HouseStyle) -> str:
    """Return what lets a thing reach out over the hang, where it spans the type area and there is a hang."""
    return "" if name == "text" or not style.page.hang_pt else f"margin-left:-{pt(style.page.hang_pt)};"
