"""How a viewer opens a PDF: what it calls each page, and whether it shows the outline (ISO 32000-1, 7.7.2)."""

from __future__ import annotations

from typing import Any

import pydyf

SHOWN_FROM = 8
"""So many bookmarks need a panel beside the page; fewer are seen by turning it."""


def finish(pdf: Any) -> None:
    """Give pages their folios as labels (12.4.2), and open a long document with its outline."""
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
    outlines = pdf.catalog.get("Outlines")
    if outlines is None:
        return
    root: Any = next(each for each in pdf.objects if each.number and each.reference == outlines)
    if root["Count"] >= SHOWN_FROM:
        pdf.catalog["PageMode"] = "/UseOutlines"
