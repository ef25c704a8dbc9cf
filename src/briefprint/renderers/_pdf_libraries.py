"""WeasyPrint imported without the search for its libraries, which takes longer than loading them.

WeasyPrint 70 tries the names that Pango and its kin have on every system. For each that is not Linux's, CPython's
``ctypes.util.find_library`` starts a compiler, a linker and ``ldconfig`` in vain, fifty processes in all, in every
worker anew. On Linux one name tried is a file's, which the loader finds by itself: so while WeasyPrint is
imported the search finds nothing. Where a library is not found so, the import is left to whoever comes next, with
the search; ``tests/test_speed.py`` has a canary.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import io
import sys


def ready() -> None:
    """Import WeasyPrint, if that can be done without searching."""
    if sys.platform != "linux" or "weasyprint" in sys.modules:
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = _found_nothing
    try:
        # It prints where it cannot load; and says so again when it is imported with the search.
        with contextlib.suppress(OSError), contextlib.redirect_stdout(io.StringIO()):
            import weasyprint  # noqa: F401
    finally:
        ctypes.util.find_library = search


def _found_nothing(name: str) -> str | None:  # noqa: ARG001
    return None
