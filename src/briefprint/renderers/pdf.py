"""The brief as PDF."""

from __future__ import annotations

import contextlib
import functools
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from briefprint.artifact import PLAIN, Artifact, Options
from briefprint.document import Document
from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers import (
    _contents,
    _css,
    _directed,
    _html,
    _measure,
    _metadata,
    _pdf_libraries,
    _resolution,
    _shelf,
    _tables,
)
from briefprint.style import HouseStyle

if TYPE_CHECKING:
    from briefprint.renderers._pdf_figures import Placed

SUFFIX = ".pdf"
OPTIONS = ("profile", "validate", "icc", "grey", "booklet", "n_up", "sheet")

_PANGO_HINT = (
    "install Pango: 'apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0' on Debian and Ubuntu, "
    "'brew install pango' on macOS"
)


def render(document: Document, style: HouseStyle, options: Options = PLAIN) -> Artifact:
    """Return the brief as a tagged PDF, accessible (ISO 14289) and fit to be kept (ISO 19005), or one for a press.

    Raises RenderError where WeasyPrint cannot be loaded, or says that it left something out.
    """
    _pdf_libraries.ready()
    _load()
    from briefprint.renderers import _pdf, _pdf_makeup

    document, style = _directed.directed(document, style)
    document = _contents.anchored(document)
    style = _measure.with_note_room(document, style)
    bleed_pt = style.print.bleed_pt if options.profile == "print" else 0.0
    laid, said = _pdf_makeup.made_up(document, style, functools.partial(_galley, bleed_pt=bleed_pt))
    made = _pdf.write(laid, _metadata.metadata(document, style), options, document.path)
    if options.profile == "print":
        from briefprint.renderers._press import pressed

        made = pressed(made, style.print, document.path, options.icc, options.grey)
    told = (*_resolution.warnings(document, style), *_tables.warnings(document, style))
    return replace(made, warnings=(*made.warnings, *said, *told))


def _galley(placed: Placed, style: HouseStyle, bleed_pt: float) -> _shelf.Galley:
    shelf = _shelf.Shelf()
    sheet = _css.sheet(placed.document, style, shelf, bleed_pt)
    return _html.galley(placed.document, style, sheet, shelf, placed.marks)


@functools.cache
def _load() -> None:
    """Import WeasyPrint, which needs libraries that pip does not bring."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints there when it cannot load
            import weasyprint  # noqa: F401
    except OSError as fault:
        missing = str(fault).split("'")[1] if "'" in str(fault) else "a library"
        raise RenderError([Diagnostic(f"PDFs cannot be set: '{missing}' is missing", hint=_PANGO_HINT)]) from None
