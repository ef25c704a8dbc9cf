"""WeasyPrint, kept in one room: what it is given, what it says, what it writes."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from typing import Any

import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from briefprint.artifact import PLAIN, Artifact, Options
from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers import (
    _pdf_again,
    _pdf_case,
    _pdf_catalog,
    _pdf_declares,
    _pdf_hyphens,
    _pdf_lines,
    _pdf_links,
    _pdf_notes,
    _pdf_places,
    _pdf_spaces,
    _pdf_tables,
    _pdf_tags,
    _pdf_ua2,
    _pdf_words,
)
from briefprint.renderers._metadata import Metadata
from briefprint.renderers._shelf import FOOTNOTE, Asset, Galley
from briefprint.renderers._standards import Standard, standard

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


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A galley set on pages, not yet written."""

    galley: Galley
    pages: Any  # weasyprint.Document
    said: tuple[str, ...]  # what WeasyPrint complained of


def laid_out(galley: Galley) -> LaidOut:
    """Return the galley set on pages."""
    with (
        _overheard() as listener,
        _pdf_lines.kept(),
        _pdf_again.kept(),
        _pdf_hyphens.limited(),
        _pdf_spaces.kept(),
        _pdf_notes.kept(),
        _pdf_tables.parted(),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 leaves its colour profile open
        case, fetcher = _pdf_case.case(galley.assets.values()), ShelfFetcher(galley.assets)
        options = _options(galley, _variant(standard(PLAIN))) | {"stylesheets": case.sheets(galley.sheets, fetcher)}
        pages = weasyprint.HTML(string=galley.html, url_fetcher=fetcher).render(font_config=case.fonts, **options)
    said = list(listener.said)
    if missing := galley.html.count(FOOTNOTE) - _pdf_notes.count(pages.pages):
        said.append(f"{missing} of its notes found no page")
    return LaidOut(galley, pages, tuple(said))


def _options(galley: Galley, variant: str) -> dict[str, Any]:
    identifier = hashlib.sha256(galley.whole.encode()).digest()[:16]
    return {"pdf_variant": variant, "pdf_tags": True, "pdf_identifier": identifier, "output_intent": "srgb"}


def write(laid: LaidOut, metadata: Metadata, asked: Options, path: str) -> Artifact:
    """Return the pages written as PDF; ``path`` is the brief's, for messages.

    Raises RenderError for whatever WeasyPrint complains of: it would have left something out.
    """
    kept, pages = standard(asked), laid.pages.pages
    target = io.BytesIO()
    lines: tuple[int, ...] = ()
    with _overheard() as listener, _pdf_tags.made() as record, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        record.notes = _pdf_links.mend(pages)

        def finish(_: Any, pdf: Any) -> None:
            nonlocal lines
            _pdf_words.mend_maps(pdf)
            if kept.pdf_2:
                _pdf_ua2.finish(pdf, record.elements, record.named)
            _pdf_declares.declare(pdf, metadata, kept)
            _pdf_catalog.finish(pdf)
            lines = _pdf_places.lines(pdf, record.elements)

        laid.pages.write_pdf(target, finisher=finish, **_options(laid.galley, _variant(kept)))
    if said := (*laid.said, *listener.said):
        raise RenderError(Diagnostic(f"the page could not be set: {each}", path) for each in said)
    data = _pdf_declares.enclosing(target.getvalue(), asked.attachments, metadata)
    return Artifact(data, len(pages), lines=lines, profile=asked.profile)


def _variant(kept: Standard) -> str:
    """Return WeasyPrint's name of a standard; of ISO 19005-4 it knows no plain level, which only metadata tells."""
    return f"pdf/a-{kept.archival}{'f' if kept.pdf_2 else kept.level.lower()}"
