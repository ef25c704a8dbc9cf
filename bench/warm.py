"""What one job costs in a process that is warm: run as ``python -m bench.warm FOLDER COUNT``, it prints JSON.

WeasyPrint by itself sets the very HTML that briefprint gives it, with the tags of PDF/UA, next to each of ours.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import weasyprint

from briefprint import pace, reader, stylebook
from briefprint.renderers import _contents, _css, _directed, _html, _measure, _pdf, _shelf, renderer
from briefprint.style import HouseStyle

STYLE = "institute"
FORMATS = ("docx", "memo", "memo-docx")
_WARMING = 2  # of each, before any counts


def galley(brief: Path, style: HouseStyle) -> _shelf.Galley:
    """Return the page that a brief becomes, and what it refers to."""
    document, style = _directed.directed(reader.read(brief).document, style)
    document = _contents.anchored(document)
    style = _measure.with_note_room(document, style)
    shelf = _shelf.Shelf()
    return _html.galley(document, style, _css.sheet(document, style, shelf), shelf)


def page(galley: _shelf.Galley, folder: Path) -> Path:
    """Write a galley down as a page and files that any program can set, and return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    text = galley.whole
    endings = {"image/svg+xml": ".svg", "font/ttf": ".ttf", "image/png": ".png", "image/jpeg": ".jpg"}
    for number, asset in reversed(list(enumerate(galley.assets.values()))):
        file = folder / f"asset-{number}{endings.get(asset.kind, '')}"
        file.write_bytes(asset.source if isinstance(asset.source, bytes) else asset.source.read_bytes())
        text = text.replace(f"({asset.url})", f"({file.name})").replace(f'"{asset.url}"', f'"{file.name}"')
    made = folder / "page.html"
    made.write_text(text, encoding="utf-8")
    return made


def plainly(made: _shelf.Galley) -> None:
    """Set a galley with WeasyPrint as anyone would call it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        html = weasyprint.HTML(string=made.whole, url_fetcher=_pdf.ShelfFetcher(made.assets))
        html.write_pdf(io.BytesIO(), pdf_variant="pdf/ua-1")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that something takes, on the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Measure and print."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    briefs = sorted(Path(sys.argv[1]).glob("*.md"))[: int(sys.argv[2]) + _WARMING]
    chain = stylebook.search_path()
    found: dict[str, list[tuple[float, float]]] = {}
    for place, brief in enumerate(briefs):
        style = stylebook.load(STYLE, chain)
        document = reader.read(brief).document
        made = galley(brief, style)
        works: dict[str, Callable[[], object]] = {
            "reading": lambda brief=brief: reader.read(brief),  # type: ignore[misc]
            "style": lambda: stylebook.load(STYLE, chain),
            "pdf": lambda document=document, style=style: renderer("pdf")(document, style),  # type: ignore[misc]
            "weasyprint": lambda made=made: plainly(made),  # type: ignore[misc]
        }
        for name in FORMATS:
            works[name] = lambda name=name, document=document, style=style: renderer(name)(document, style)  # type: ignore[misc]
        for name in works if place % 2 else reversed(works):
            cost = timed(works[name])
            if place >= _WARMING:
                found.setdefault(name, []).append(cost)
        if place == _WARMING - 1:  # as a worker of a batch does
            pace.quicken()
            pace.settle()
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
