"""What the codes of a font stand for (ISO 32000-1, 9.10.3), where ReportLab speaks of codes without letters."""

from __future__ import annotations

import re

_BLOCK = re.compile(rb"\d+ beginbfchar\n(.*?)endbfchar\n?", re.DOTALL)
_NOTHING = b"<0000>"
_MOST = 100
"""As many as a block may hold (Adobe Technical Note 5014, bfchar)."""


def mended(cmap: bytes) -> bytes:
    """Return a ToUnicode CMap in which every code has a character (ISO 14289-1, 7.21.7), in blocks of its grammar."""

    def blocks(found: re.Match[bytes]) -> bytes:
        lines = [line for line in found[1].splitlines() if not line.endswith(_NOTHING)]
        made = [lines[start : start + _MOST] for start in range(0, len(lines), _MOST)]
        return b"".join(b"%d beginbfchar\n%s\nendbfchar\n" % (len(each), b"\n".join(each)) for each in made)

    return _BLOCK.sub(blocks, cmap)
