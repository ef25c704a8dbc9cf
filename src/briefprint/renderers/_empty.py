"""What the memo refuses where nothing would stand on it but its head."""

from __future__ import annotations

from briefprint.digest import MemoCopy
from briefprint.document import Document
from briefprint.errors import Diagnostic, RenderError
from briefprint.style import HouseStyle

_HINT = "write a 'summary' in the front matter, or what it is to say under 'memo', as 'points' or 'include'"


def refuse_empty(copy: MemoCopy, document: Document, style: HouseStyle) -> None:
    """Raise RenderError where the brief has copy and its memo none: tables, code and definitions are no summary."""
    parts = {
        "bottom_line": copy.bottom_line,
        "figures": copy.figures,
        "points": (*copy.points, *copy.passages),
        "ask": copy.ask,
    }
    if not document.blocks or any(parts[name] for name in style.memo.order):
        return
    message = "the memo would be empty: no paragraph or list of the brief stands on it"
    raise RenderError([Diagnostic(message, document.path, document.blocks[0].line or None, _HINT)])
