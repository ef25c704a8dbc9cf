"""The contents and the lists behind them, as HTML: an entry is one link, from its number to its folio.

The classes say what each element is to a screen reader (``_pdf_tags``): TOC, TOCI, Lbl, Reference (ISO 32000-1,
tables 333 and 338).
The folio is the stylesheet's (``_css_contents``), which alone knows the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from briefprint.renderers._contents import Entry, Listing
from briefprint.renderers._html_copy import Copy
from briefprint.renderers._shelf import element


def listing(copy: Copy, listed: Listing) -> str:
    """Return the contents, or a list of figures or of tables, under its title."""
    title = element("h2", "toc-title", escape(listed.title))
    contents = listed.kind == "contents"
    entries = "".join(_nested(copy, listed.entries, contents))
    return element("div", f"contents contents-{listed.kind}", title + element("div", "toc-list", entries))


def _nested(copy: Copy, entries: tuple[Entry, ...], contents: bool) -> Iterator[str]:
    """Yield the entries, what is on a deeper level in a list of its own behind that which it belongs to."""
    level, at = min(each.level for each in entries), 0
    while at < len(entries):
        if entries[at].level == level:
            deeper = at + 1 < len(entries) and entries[at + 1].level > level
            yield _item(copy, entries[at], contents, deeper)
            at += 1
            continue
        end = next((place for place in range(at, len(entries)) if entries[place].level == level), len(entries))
        yield element("div", "toc-list", "".join(_nested(copy, entries[at:end], contents)))
        at = end


def _item(copy: Copy, entry: Entry, contents: bool, leads: bool) -> str:
    """Return an entry; ``leads`` keeps it with the entries that belong to it."""
    name, _ = copy.style.text.entry(entry.level if contents else 2)
    numbered = "numbered" if entry.number else "bare"
    level = f"toc-level-{entry.level} {numbered}" if contents else "toc-listed"
    number = element("span", "toc-number", escape(entry.number)) if entry.number else ""
    words = element("span", "toc-words", copy.inlines(entry.words))
    link = element("a", f"{name.replace('_', '-')} toc-entry {level}", number + words, href=f"#{entry.target}")
    reference = element("div", "toc-reference", link)
    return element("div", "toc-item toc-leads" if leads else "toc-item", reference)
