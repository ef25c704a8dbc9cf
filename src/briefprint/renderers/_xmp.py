"""The XMP packet (ISO 16684-1): what a PDF says of itself and which standards it keeps to, for every engine alike."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from briefprint.renderers._metadata import CREATOR, Metadata
from briefprint.renderers._standards import Standard

OURS = "urn:briefprint:xmp:1#"
"""What no common schema has a word for: how a brief is marked, and whether it is a draft."""
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "briefprint": OURS,
}
_DESCRIBING = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def xmp(metadata: Metadata, standard: Standard, producer: str) -> bytes:
    """Return the XMP packet."""
    described = {} if standard.archival >= 4 else _DESCRIBING
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in (_NAMESPACES | described).items())
    return "".join((
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        f'<rdf:Description rdf:about="" {spaces}>',
        _said(metadata),
        _entry("pdf:Producer", producer),
        _entry("pdfaid:part", str(standard.archival)),
        _entry("pdfaid:conformance", standard.level),
        _entry("pdfaid:rev", standard.revision),
        _entry("pdfuaid:part", str(standard.accessible)),
        _entry("pdfuaid:rev", standard.accessible_revision),
        _descriptions(metadata) if described else "",
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>',
    )).encode()  # fmt: skip


def _said(metadata: Metadata) -> str:
    dates = [metadata.date] if metadata.date else []
    return "".join((
        _alternatives("dc:title", metadata.title),
        _listed("dc:creator", "Seq", metadata.authors),
        _alternatives("dc:description", metadata.subject),
        _listed("dc:subject", "Bag", metadata.keywords),
        _listed("dc:publisher", "Bag", [metadata.publisher] if metadata.publisher else []),
        _listed("dc:date", "Seq", dates),
        _entry("dc:coverage", metadata.place),
        _entry("dc:identifier", metadata.number),
        _listed("dc:language", "Bag", [metadata.lang]),
        _entry("dc:format", "application/pdf"),
        _entry("pdf:Keywords", ", ".join(metadata.keywords)),
        _entry("xmp:CreatorTool", CREATOR),
        _entry("xmp:CreateDate", metadata.date),
        _entry("xmp:ModifyDate", metadata.date),
        _entry("briefprint:marking", metadata.marking),
        _entry("briefprint:status", metadata.status),
    ))  # fmt: skip


def _entry(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _alternatives(name: str, text: str) -> str:
    item = f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
    return f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>" if text else ""


def _listed(name: str, kind: str, texts: Sequence[str]) -> str:
    items = "".join(_entry("rdf:li", text) for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _descriptions(metadata: Metadata) -> str:
    """Return what PDF/A asks for of each property that it does not know (ISO 19005-2, 6.6.2.3.3)."""
    ours = [
        (name, "Text", about)
        for name, about, value in (
            ("marking", "What every page is marked with: who may read it", metadata.marking),
            ("status", "Whether it is a draft or final", metadata.status),
        )
        if value
    ]
    part = [("part", "Integer", "Part of ISO 14289 conformed to")]
    schemas = _schema("PDF/UA identification schema", "pdfuaid", "internal", part)
    schemas += _schema("Marking and status of a brief", "briefprint", "external", ours) if ours else ""
    return f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>"


def _schema(title: str, prefix: str, category: str, properties: Sequence[tuple[str, str, str]]) -> str:
    described = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>"
        for name, kind, about in properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_NAMESPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
