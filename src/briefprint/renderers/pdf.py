"""The brief as PDF."""

from __future__ import annotations

import functools
from dataclasses import replace

from briefprint.artifact import PLAIN, Artifact, Options
from briefprint.document import Document
from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers import _css, _html, _metadata, _resolution, _shelf
from briefprint.style import HouseStyle

SUFFIX = ".pdf"
OPTIONS = ("profile", "validate")

_PANGO_HINT = (
    "install Pango: 'apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0' on Debian and Ubuntu, "
    "'brew install pango' on macOS"
)


def render(document: Document, style: HouseStyle, options: Options = PLAIN) -> Artifact:
    """Return the brief as a tagged PDF: accessible (ISO 14289) and fit to be kept (ISO 19005).

    Raises RenderError where WeasyPrint cannot be loaded, or says that it left something out.
    """
    _load()
    from briefprint.renderers import _pdf

    shelf = _shelf.Shelf()
    galley = _html.galley(document, style, _css.sheet(document, style, shelf), shelf)
    made = _pdf.write(galley, _metadata.metadata(document, style), options, document.path)
    return replace(made, warnings=(*made.warnings, *_resolution.warnings(document, style)))


@functools.cache
def _load() -> None:
    """Import WeasyPrint, which needs libraries that pip does not bring."""
    try:
        import weasyprint  # noqa: F401
    except OSError as fault:
        missing = str(fault).split("'")[1] if "'" in str(fault) else "a library"
        raise RenderError([Diagnostic(f"PDFs cannot be set: '{missing}' is missing", hint=_PANGO_HINT)]) from None
