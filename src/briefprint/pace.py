"""The collector of cyclic garbage, told to look less often.

What typesets a page makes hundreds of thousands of objects and lets them all go at its end: to look through them
after every 700, as Python does by itself, takes a tenth of the time and finds nothing. These are settings of a whole
process, so only the processes of the command line make them, never the library.
"""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 100_000, 10, 10
"""Objects made before the collector looks at the young ones, and looks before it turns to those that were left."""


def quicken() -> None:
    """Let the collector wait longer."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def settle() -> None:
    """Leave what is there for good, libraries, styles and fonts, out of every later look."""
    gc.collect()
    gc.freeze()
