"""What the memo refuses: ReportLab neither orders nor joins the letters of scripts from right to left."""

from __future__ import annotations

from dataclasses import replace

from briefprint import direction
from briefprint.digest import MemoCopy
from briefprint.document import Document
from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers._directed import strings
from briefprint.style import HouseStyle

_HINT = (
    "the brief as PDF ('briefprint pdf') and in Word ('briefprint docx') sets them; the memo's words can be others, \
under 'memo' in the front matter"
)


def refuse(copy: MemoCopy, document: Document, style: HouseStyle) -> None:
    """Raise RenderError where the memo holds words that run from right to left: wrong letters are worse than none."""
    for line, text in strings(replace(copy, path="", warnings=()), 1):
        if direction.has_rtl(text):
            words = " ".join(word for word in text.split() if direction.has_rtl(word))
            shown = words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"
            message = f"the memo cannot set words that run from right to left: '{shown}'"
            raise RenderError([Diagnostic(message, document.path, line, _HINT)])
    if direction.has_rtl("".join(style.words(document.lang).values())):
        message = f"the memo cannot set labels in '{document.lang}', which run from right to left"
        raise RenderError([Diagnostic(message, document.path, None, _HINT)])


_SHOWN = 40  # letters of the words it names
