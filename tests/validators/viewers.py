"""What three viewers' engines read of a PDF: poppler (Evince, Okular), pdfium (Chrome, Edge), mupdf (Sumatra)."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from validators import poppler
from validators.tools import ToolFailed, find, run

_BROKEN = re.compile(r"(?<=\w)[-\u2010\u00ad\ufffe\x02](?:\s*\n\s*|$)|[\ufffe\x02]\s*")
"""A hyphen that ends a line; pdfium has a sign of its own for it."""
_JOINED = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": None})

_NO_COLOURS = "warning: ICC support is not available"
"""What Debian's mutool says of every file with a colour profile."""


def words(path: Path) -> dict[str, list[str]]:
    """Return the words that each engine reads, page after page; a hyphen at a line's end parts none."""
    engines: dict[str, Callable[[Path], str]] = {"poppler": poppler.text, "pdfium": _pdfium, "mupdf": _mupdf}
    return {name: _words(read(path)) for name, read in engines.items()}


def _words(text: str) -> list[str]:
    return _BROKEN.sub("", text.replace("\r\n", "\n")).translate(_JOINED).split()


def _pdfium(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        pages = []
        for page in pdf:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
        return "\n".join(pages)
    finally:
        pdf.close()


def _mupdf(path: Path) -> str:
    done = run([find("mutool", "mupdf-tools"), "draw", "-q", "-F", "txt", path])
    said = [line for line in done.stderr.splitlines() if line != _NO_COLOURS]
    if done.returncode or said:
        raise ToolFailed(f"mutool: {'; '.join(said) or f'exit code {done.returncode}'}")
    return done.stdout
