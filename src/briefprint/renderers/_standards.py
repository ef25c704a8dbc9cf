"""The standards that a PDF keeps to, by profile, and how it says so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefprint.artifact import Options


@dataclass(frozen=True, slots=True)
class Standard:
    """An archival standard (ISO 19005) and an accessible one (ISO 14289), kept to in one file."""

    version: str  # of PDF itself (ISO 32000)
    archival: int  # part of ISO 19005
    level: str  # of that part; none where it has none
    accessible: int  # part of ISO 14289
    revision: str = ""  # of ISO 19005-4: its year
    accessible_revision: str = ""  # of ISO 14289-2

    @property
    def pdf_2(self) -> bool:
        """Whether it is PDF 2.0, which has no information dictionary but for what other programs keep there."""
        return self.version == "2.0"


_ACCESSIBLE_ARCHIVE = Standard("1.7", archival=2, level="A", accessible=1)

_BY_PROFILE = {
    "standard": _ACCESSIBLE_ARCHIVE,
    "archive": replace(_ACCESSIBLE_ARCHIVE, archival=3),  # the first part that lets a file hold any other
    "ua2": Standard("2.0", archival=4, level="", accessible=2, revision="2020", accessible_revision="2024"),
}


def standard(options: Options) -> Standard:
    """Return what a product keeps to when it is asked for so."""
    found = _BY_PROFILE.get(options.profile, _ACCESSIBLE_ARCHIVE)
    if options.attachments and found.archival == 4:
        return replace(found, level="F")  # ISO 19005-4, annex A: files of any kind are embedded
    return found
