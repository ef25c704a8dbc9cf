"""The audit of a story of a Word file: its paragraphs, fields and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefprint.audit.fault import Fault
from briefprint.audit.word_names import MC, W

_SAID = 40  # letters that are quoted
_LEADS = re.compile(r"^\s*(?:REF|PAGEREF|NOTEREF)\s+(\S+)")
_SHOWS = ("t", "drawing", "pict", "object", "fldChar", "instrText", "sym", "footnoteReference", "endnoteReference",
          "tab", "br", "noBreakHyphen", "separator", "continuationSeparator")  # fmt: skip


def faults(story: Any, *, body: bool) -> Iterator[Fault]:
    """Yield what is wrong with a story; only the ``body`` has paragraphs that could be there for space alone."""
    for readers in (True, False):
        yield from _fields(story, readers)
    for cell in story.iter(f"{W}tc"):
        if not len(cell) or cell[-1].tag != f"{W}p":
            yield Fault("cell", f"the cell '{said(cell)}' does not end in a paragraph")  # 17.4.65: Word refuses it
    for table in story.iter(f"{W}tbl"):
        yield from _table(table)
    if body:
        yield from _spaces(story)


def said(node: Any) -> str:
    """Return the first words of an element."""
    words = "".join(each.text or "" for each in node.iter(f"{W}t"))
    return words if len(words) <= _SAID else f"{words[:_SAID].rstrip()}…"


def targets(story: Any) -> set[str]:
    """Return the bookmarks that links and fields lead to."""
    found = {each.get(f"{W}anchor") for each in story.iter(f"{W}hyperlink")} - {None}
    codes = (_LEADS.match(each.text or "") for each in story.iter(f"{W}instrText"))
    return found | {each[1] for each in codes if each}


def _fields(story: Any, knows: bool) -> Iterator[Fault]:
    """Yield fields that are not balanced (17.16.18), for who ``knows`` the choices of AlternateContent or does not.

    A field may end in another paragraph than it begins in: the contents are one.
    """
    unended: list[str] = []
    for node in story.iter(f"{W}fldChar"):
        if not _read(node, knows):
            continue
        place = said(next(node.iterancestors(f"{W}p")))
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            unended.append(place)
        elif not unended:
            yield Fault("field", f"a field in '{place}' has a part and no beginning")
        elif kind == "end":
            unended.pop()
        if node.get(f"{W}dirty") is not None:
            yield Fault("field", f"a field in '{place}' waits to be updated")
    for place in unended:
        yield Fault("field", f"a field in '{place}' does not end")


def _read(node: Any, knows: bool) -> bool:
    """Return whether a reader of a file finds an element, by what it knows (part 3, 7.5)."""
    inside = {each.tag for each in node.iterancestors(f"{MC}Choice", f"{MC}Fallback")}
    return (f"{MC}Fallback" if knows else f"{MC}Choice") not in inside


def _table(table: Any) -> Iterator[Fault]:
    """Yield a head that does not repeat (17.4.50), cells that do not fill their table, a table at a table."""
    rows = list(table.iterchildren(f"{W}tr"))
    look = table.find(f"{W}tblPr/{W}tblLook")
    headed = look is not None and look.get(f"{W}firstRow") == "1"
    if not rows:
        yield Fault("table", "a table has no rows")
        return
    if headed and rows[0].find(f"{W}trPr/{W}tblHeader") is None:
        yield Fault("table-head", f"the head of the table '{said(rows[0])}' is not marked as one")
    columns = [int(each.get(f"{W}w")) for each in table.iterchildren(f"{W}tblGrid") for each in each]
    for row in rows:
        spans = [_span(cell) for cell in row.iterchildren(f"{W}tc")]
        if sum(span for span, _ in spans) != len(columns):
            yield Fault("table", f"the row '{said(row)}' has not as many cells as its table has columns")
        elif abs(sum(width for _, width in spans) - sum(columns)) > len(columns):
            yield Fault("table", f"the row '{said(row)}' is not as broad as its table")
    following = table.getnext()
    if following is not None and following.tag == f"{W}tbl":
        yield Fault("table", f"Word would make one of the table '{said(rows[0])}' and the next")


def _span(cell: Any) -> tuple[int, int]:
    span, width = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}tcW")
    return (
        int(span.get(f"{W}val")) if span is not None else 1,
        int(width.get(f"{W}w")) if width is not None else 0,
    )


def _spaces(story: Any) -> Iterator[Fault]:
    """Yield empty paragraphs that stand between paragraphs: space belongs to styles.

    Between tables, at the end of a cell and of a section one must stand; one with a number is an empty item.
    """
    for paragraph in story.iter(f"{W}p"):
        if _shows(paragraph) or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
            continue
        if paragraph.find(f"{W}pPr/{W}numPr") is not None or _ruled(paragraph):
            continue
        before, after = paragraph.getprevious(), paragraph.getnext()
        if before is not None and after is not None and before.tag == after.tag == f"{W}p":
            yield Fault("space", f"an empty paragraph stands between '{said(before)}' and '{said(after)}'")


def _shows(paragraph: Any) -> bool:
    return any(next(paragraph.iter(f"{W}{tag}"), None) is not None for tag in _SHOWS)


def _ruled(paragraph: Any) -> bool:
    """Return whether a paragraph may be a line: only its style knows, by the house's names for such styles."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and ("Rule" in style.get(f"{W}val") or "Break" in style.get(f"{W}val"))
