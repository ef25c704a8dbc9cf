"""WeasyPrint, kept in one room: what it is given, what it says, what it writes."""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from briefprint.artifact import Artifact
from briefprint.document import Document
from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers import _pdf_lines, _pdf_tables, _pdf_tags
from briefprint.renderers._shelf import Asset, Galley
from briefprint.renderers._xmp import UA_EXTENSION, UA_ID

VARIANT = "pdf/a-2a"
"""Archival (ISO 19005-2, level A); that it is accessible too (ISO 14289-1) is declared beside it."""

_UA_METADATA = f"""\
<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="{UA_ID}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">{UA_EXTENSION}</rdf:Description>"""


_EMBEDDED = re.compile(r"data:(image/(?:png|jpe?g));base64,")


class ShelfFetcher(URLFetcher):  # type: ignore[misc]
    """Serves what the galley's shelf holds, and nothing else: no network, no file of the machine's."""

    def __init__(self, assets: dict[str, Asset]) -> None:
        super().__init__(allowed_protocols=())
        self.assets = assets

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
        """Return an asset; raises ValueError for any other address."""
        if found := _EMBEDDED.match(url):  # in a drawing, which the reader has looked at
            return URLFetcherResponse(url, io.BytesIO(base64.b64decode(url[found.end() :])), _typed(found[1]))
        asset = self.assets.get(url)
        if asset is None:
            raise ValueError(f"not on the shelf: {url[:80]}")
        data = asset.source if isinstance(asset.source, bytes) else asset.source.read_bytes()
        return URLFetcherResponse(url, io.BytesIO(data), _typed(asset.kind))


def _typed(kind: str) -> Message:
    message = Message()
    message["Content-Type"] = kind
    return message


@functools.cache
def _fonts() -> FontConfiguration:
    """Return the one font configuration of this process: making one anew costs more than setting a page."""
    return FontConfiguration()


class _Listener(logging.Handler):
    """Hears what WeasyPrint only logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _overheard() -> Iterator[_Listener]:
    logger, listener = logging.getLogger("weasyprint"), _Listener()
    level, propagate, handlers = logger.level, logger.propagate, logger.handlers
    logger.handlers, logger.propagate = [listener], False
    logger.setLevel(logging.WARNING)
    try:
        yield listener
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


def write(galley: Galley, document: Document) -> Artifact:
    """Return the galley set on pages and written as PDF.

    Raises RenderError for whatever WeasyPrint complains of: it would have left something out.
    """
    identifier = hashlib.sha256(galley.html.encode()).digest()[:16]
    options = {"pdf_variant": VARIANT, "pdf_identifier": identifier, "output_intent": "srgb"}
    target = io.BytesIO()
    hooks = (_pdf_tags.recorded(), _pdf_lines.kept(), _pdf_tables.parted())
    with _overheard() as listener, hooks[0] as record, hooks[1], hooks[2], warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 leaves its colour profile open
        html = weasyprint.HTML(string=galley.html, url_fetcher=ShelfFetcher(galley.assets))
        pages = html.render(font_config=_fonts(), **options)
        _declare_ua(pages)
        pages.write_pdf(target, finisher=lambda _, pdf: _pdf_tags.finish(pdf, record), **options)
    if listener.said:
        raise RenderError(Diagnostic(f"the page could not be set: {each}", document.path) for each in listener.said)
    return Artifact(target.getvalue(), len(pages.pages))


def _declare_ua(pages: Any) -> None:
    """Let the metadata of a PDF/A file say that it is PDF/UA too (ISO 14289-1, 5; ISO 19005-2, 6.6.2.3)."""
    generate = pages.metadata.generate_rdf_metadata
    pages.metadata.generate_rdf_metadata = lambda *said: generate(*said).replace(
        b"</rdf:RDF>", _UA_METADATA.encode() + b"</rdf:RDF>"
    )
