"""What a PDF says of itself: its XMP packet and its output intent, for PDF/A-2a with PDF/UA-1."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from briefprint.renderers._xmp import UA_EXTENSION, UA_ID

PRODUCER = "ReportLab, pikepdf"
CREATOR = "briefprint"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a PDF says of itself; ``date`` is as precise as the document's (ISO 8601)."""

    title: str
    lang: str
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: str = ""


@functools.cache
def srgb_profile() -> bytes:
    """Return an sRGB ICC profile, without the hour at which it was made (ICC.1:2022, 7.2.8)."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes.fromhex("07e9 0001 0001 0000 0000 0000")
    return bytes(made)


_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": UA_ID,
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def xmp(metadata: Metadata) -> bytes:
    """Return the XMP packet."""

    def entry(name: str, text: str) -> str:
        return f"<{name}>{escape(text)}</{name}>" if text else ""

    def alternatives(name: str, text: str) -> str:
        return (
            f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'
            if text
            else ""
        )

    def listed(name: str, kind: str, texts: Sequence[str]) -> str:
        items = "".join(entry("rdf:li", text) for text in texts)
        return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""

    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    return "".join((
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        f'<rdf:Description rdf:about="" {spaces}>',
        alternatives("dc:title", metadata.title),
        # PDF/A wants one creator that equals the information dictionary's (ISO 19005-1, 6.7.3).
        listed("dc:creator", "Seq", [", ".join(metadata.authors)] if metadata.authors else []),
        alternatives("dc:description", metadata.subject),
        listed("dc:language", "Bag", [metadata.lang]),
        listed("dc:subject", "Bag", metadata.keywords),
        entry("pdf:Keywords", ", ".join(metadata.keywords)),
        entry("pdf:Producer", PRODUCER),
        entry("xmp:CreatorTool", CREATOR),
        entry("xmp:CreateDate", metadata.date),
        entry("xmp:ModifyDate", metadata.date),
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        UA_EXTENSION,
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>',
    )).encode()  # fmt: skip
