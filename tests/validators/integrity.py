"""ooxml-integrity: what a Word file's parts promise each other (styles, numbering, notes, relationships)."""

from pathlib import Path

import ooxml_integrity

from validators.finding import Finding


def validate(path: Path) -> list[Finding]:
    """Return errors and warnings; remarks that a reader of the file would not notice are left out."""
    return [
        Finding("integrity", Path(path), found.code, found.message, found.where or found.part)
        for found in ooxml_integrity.check(path)
        if found.severity is not ooxml_integrity.INFO
    ]
