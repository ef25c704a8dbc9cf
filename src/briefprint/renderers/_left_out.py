"""What a memo says that it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefprint.digest import Cut, MemoCopy
from briefprint.errors import Diagnostic, warning

_HINT = "shorten it, or say with {priority=1} and {.optional} what matters most and least"
_UNCHOSEN = "say under 'memo' in the front matter, as 'points' or 'include', what it is to hold"


def left_out(copy: MemoCopy, given_up: Sequence[Cut]) -> Iterator[Diagnostic]:
    """Yield what is left out for want of room, each part by name; of paragraphs that no one chose only the first,
    as all that follow it are left out with it.
    """
    following = [cut for cut in given_up if _follows(cut)]
    named = [cut for cut in given_up if not _follows(cut)]
    if following:
        count, first = sum(cut.count for cut in following), following[-1]
        what = f"{count} paragraph{'s' * (count > 1)}"
        message = f"the memo leaves out {what} for want of room, from line {first.line} on: '{first.words}'"
        yield warning(message, copy.path, first.line or None, _UNCHOSEN)
    if named:
        what = "points" if copy.listed else "sections"
        total = len(copy.passages) + sum(copy.listed or bool(each.heading) for each in copy.points)
        count_said = f"{len(named)} of {total} {what}" if len(named) <= total else f"{len(named)} paragraphs"
        listed = "; ".join(f"line {each.line}: '{each.words}'" for each in reversed(named))
        message = f"the memo leaves out {count_said} for want of room: {listed}"
        yield warning(message, copy.path, named[-1].line or None, _HINT)


def _follows(cut: Cut) -> bool:
    return cut.offered and cut.unit == "paragraph"
