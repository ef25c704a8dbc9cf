"""briefprint: write a brief once in Markdown; get the PDF, the Word file and a one-page memo.

What stands in ``__all__`` is for programs, and all that the command line is made of; ``docs/library.md`` shows it.
Each name is imported when it is first asked for: ``import briefprint`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefprint.artifact import Artifact, Job, Options, Report
    from briefprint.batch import Request, plan, run
    from briefprint.document import Document
    from briefprint.errors import (
        BriefprintError,
        ContentError,
        Diagnostic,
        OversetError,
        RenderError,
        Severity,
        StyleError,
        UsageError,
    )
    from briefprint.linter import check
    from briefprint.output import write
    from briefprint.reader import Reading, read
    from briefprint.renderers import formats
    from briefprint.style import HouseStyle
    from briefprint.stylebook import load_style, styles
    from briefprint.typesetting import typeset

__version__ = "0.1.0"
__all__ = [
    "Artifact", "BriefprintError", "ContentError", "Diagnostic", "Document", "HouseStyle", "Job", "Options",
    "OversetError", "Reading", "RenderError", "Report", "Request", "Severity", "StyleError", "UsageError",
    "__version__", "check", "formats", "load_style", "plan", "read", "run", "styles", "typeset", "write",
]  # fmt: skip

_ROOMS = {
    "artifact": ("Artifact", "Job", "Options", "Report"),
    "batch": ("Request", "plan", "run"),
    "document": ("Document",),
    "errors": (
        "BriefprintError", "ContentError", "Diagnostic", "OversetError", "RenderError", "Severity", "StyleError",
        "UsageError",
    ),
    "linter": ("check",),
    "output": ("write",),
    "reader": ("Reading", "read"),
    "renderers": ("formats",),
    "style": ("HouseStyle",),
    "stylebook": ("load_style", "styles"),
    "typesetting": ("typeset",),
}  # fmt: skip
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    """Return what a room offers under this name (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
