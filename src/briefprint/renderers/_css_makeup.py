"""Where pages and columns may end, in the words of CSS (CSS Fragmentation 3)."""

from __future__ import annotations

from collections.abc import Iterator

from briefprint.language import LETTERS_AFTER_HYPHEN, LETTERS_BEFORE_HYPHEN, SHORTEST_HYPHENATED
from briefprint.style import HouseStyle

DIVISIBLE = "divisible"
"""The class of what is set apart and is too deep to be kept whole."""
LEADS = "leads"
"""The class of what stays with what follows it: the words that lead up to a list, or stand over copy as a head."""
AS_HEAD = "as-head"
"""The class of a bold paragraph that stands over others."""
_WHOLE = ("figures", "ask", "callout", "key-points", "box", "pull-quote", "quote", "summary", "code")


def rules(style: HouseStyle) -> Iterator[str]:
    """Yield what is kept together, and how many lines of a paragraph are."""
    look = style.makeup
    yield f"p,li,.lead,td,pre,code,blockquote{{orphans:{look.orphans};widows:{look.widows}}}"
    limits = f"{SHORTEST_HYPHENATED} {LETTERS_BEFORE_HYPHEN} {LETTERS_AFTER_HYPHEN}"
    yield f"*{{hyphenate-character:'-';hyphenate-limit-chars:{limits}}}"
    yield ",".join(f".panel-{name}" for name in _WHOLE) + "{break-inside:avoid}"
    # Both parts of what is divided have a frame and its padding of their own (CSS Fragmentation 3, 5.4).
    yield f".{DIVISIBLE}.{DIVISIBLE}{{break-inside:auto;box-decoration-break:clone}}"
    # ... and no part of a list of one item.
    yield f".{DIVISIBLE} li:first-child{{break-after:avoid}}.{DIVISIBLE} li:last-child{{break-before:avoid}}"
    yield f".{AS_HEAD}.{AS_HEAD}{{text-indent:0;text-align:start;hyphens:manual}}"
    yield f".{LEADS}{{break-after:avoid}}.attribution{{break-before:avoid}}"
