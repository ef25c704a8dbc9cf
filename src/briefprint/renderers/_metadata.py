"""What a PDF says of itself: gathered once from brief and style, for its metadata and its properties alike."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from briefprint import __version__
from briefprint.document import Document, plain_text
from briefprint.style import HouseStyle

CREATOR = f"briefprint {__version__}"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a PDF says of itself; ``date`` is as precise as the brief's (ISO 8601)."""

    title: str
    lang: str
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: str = ""
    publisher: str = ""
    place: str = ""
    number: str = ""
    marking: str = ""
    status: str = ""

    def properties(self) -> dict[str, str]:
        """Return what the file's properties are to show: the information dictionary's keys (ISO 32000-1, 14.3.3).

        A PDF date may stop where the knowledge does (7.9.4). Number and marking are properties of the Word file too.
        """
        day = f"D:{self.date.replace('-', '')}" if self.date else ""
        said = {
            "Title": self.title,
            "Author": ", ".join(self.authors),
            "Subject": self.subject,
            "Keywords": ", ".join(self.keywords),
            "Creator": CREATOR,
            "CreationDate": day,
            "ModDate": day,
            "Number": self.number,
            "Marking": self.marking,
            "Status": self.status,
        }
        return {name: value for name, value in said.items() if value}


def metadata(document: Document, style: HouseStyle) -> Metadata:
    """Return what a brief, set in a style, says of itself; what nobody wrote is not said."""
    return Metadata(
        title=plain_text(document.title),
        lang=document.lang,
        authors=tuple(person.name for person in document.authors),
        subject=plain_text(document.standfirst),
        keywords=document.keywords,
        date=document.date.iso() if document.date else "",
        publisher=style.words(document.lang)["institution"],
        place=document.place,
        number=document.number,
        marking=document.marking,
        status="draft" if document.draft else "final",
    )


@functools.cache
def srgb_profile() -> bytes:
    """Return an sRGB ICC profile, without the hour at which it was made (ICC.1:2022, 7.2.8)."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes.fromhex("07e9 0001 0001 0000 0000 0000")
    return bytes(made)
