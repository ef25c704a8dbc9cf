"""Links: what they lead to, as far as paper and a single file can lead there."""

from __future__ import annotations

import re
from urllib.parse import unquote

from briefprint.language import printable
from briefprint.reader.source import Faults

_SCHEMES = ("http", "https", "mailto", "tel", "ftp")


def find(target: str, line: int, faults: Faults) -> str | None:
    """Return what a link leads to, an address or '#id'; None, after saying why, where its words are set plain."""
    scheme = target.split(":", 1)[0].lower() if re.match(r"[a-zA-Z][\w+.-]*:", target) else ""
    if scheme in _SCHEMES:
        return target
    if target.startswith("#"):
        return unquote(target)
    if scheme:
        faults.warn(f"the link to '{scheme}:' is set as plain text", line, "link to https or mailto")
    elif target:
        faults.warn(f"the link to the file '{printable(target)}' is set as plain text", line)
    return None
