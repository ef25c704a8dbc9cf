"""From a finished PDF to one for the press: PDF/X-4 (ISO 15930-7:2010)."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from briefprint.artifact import Artifact
from briefprint.errors import warning
from briefprint.renderers._press import sheet
from briefprint.renderers._press.condition import Condition, condition
from briefprint.renderers._press.inks import Inks
from briefprint.renderers._press.streams import Converter
from briefprint.style import Print

VERSION = "PDF/X-4"
UNDATED = "1970-01-01"
"""The date of a brief without one: the standard wants a date (6.4), and a product has none from the clock."""
_FOR_SCREENS = (
    "/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Dests", "/PageMode", "/OpenAction", "/AcroForm", "/AF",
    "/AA", "/Collection",
)  # fmt: skip
"""What a reader uses and a press does not: the tree of tags, bookmarks, places to jump to."""


def pressed(artifact: Artifact, look: Print, path: str = "", icc: Path | None = None, grey: bool = False) -> Artifact:
    """Return a PDF with its colours in inks, its pages on sheets with marks, declared as PDF/X-4.

    It warns of colours that the press has no inks for; ``path`` is what it says them of.

    ``icc`` is a profile that stands in for the style's. Links are dropped: within the bleed the standard has no
    annotations (ISO 15930-7, 6.16). Raises RenderError for a profile or a picture that cannot be used.
    """
    made_for = condition(icc or look.profile)
    inks = Inks(made_for, grey or look.ink == "grey", look.max_ink / 100)
    with pikepdf.open(io.BytesIO(artifact.data)) as pdf:
        contents = Converter(pdf, inks, look).pages()
        for page, content in zip(pdf.pages, contents, strict=True):
            for name in ("/Annots", "/StructParents", "/Tabs", "/AA"):
                if name in page.obj:
                    del page.obj[name]
            sheet.lay(pdf, page, content, look)
        for name in _FOR_SCREENS:
            if name in pdf.Root:
                del pdf.Root[name]
        pdf.Root.OutputIntents = Array([_intent(pdf, made_for)])
        _identify(pdf, hashlib.sha256(artifact.data).hexdigest())
        out = io.BytesIO()
        pdf.remove_unreferenced_resources()
        pdf.save(out, force_version="1.6", deterministic_id=True, compress_streams=True,
                 object_stream_mode=pikepdf.ObjectStreamMode.generate)  # fmt: skip
    duller = [
        warning(f"the colour {colour} prints duller: no inks of '{made_for.description}' come near it", path or None)
        for colour in inks.duller()
    ]
    return replace(artifact, data=out.getvalue(), warnings=(*artifact.warnings, *duller))


def _intent(pdf: pikepdf.Pdf, made_for: Condition) -> Dictionary:
    """Return the output intent (ISO 15930-7, 6.2.3; ISO 32000-1, 14.11.5): the profile itself, no registered name."""
    profile = pdf.make_stream(made_for.profile, N=4, Alternate=Name.DeviceCMYK)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String("Custom"),
            OutputCondition=String(made_for.description), Info=String(made_for.description),
            DestOutputProfile=profile,
        )
    )  # fmt: skip


def _identify(pdf: pikepdf.Pdf, identifier: str) -> None:
    """Let the file say what it is, in its metadata and in the dictionary that they agree with (6.3, 6.4)."""
    info = pdf.docinfo
    written = str(info.get("/CreationDate", String("D:" + UNDATED.replace("-", ""))))
    changed = str(info.get("/ModDate", String(written)))
    info["/CreationDate"], info["/ModDate"] = String(written), String(changed)
    info["/Trapped"] = Name("/False")
    info["/GTS_PDFXVersion"] = String(VERSION)
    said = {
        key: str(info[key])
        for key in ("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer")
        if key in info
    }
    packet = _xmp(said, _iso(written), _iso(changed), identifier)
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def _iso(date: str) -> str:
    """Return a PDF date (ISO 32000-1, 7.9.4) as XMP has it, as precise as it is."""
    digits = date.removeprefix("D:").rstrip("Z")[:8]
    return "-".join(each for each in (digits[:4], digits[4:6], digits[6:8]) if each)


def _xmp(said: dict[str, str], written: str, changed: str, identifier: str) -> bytes:
    def entry(name: str, text: str) -> str:
        return f"<{name}>{escape(text)}</{name}>" if text else ""

    def wrapped(name: str, kind: str, text: str, attribute: str = "") -> str:
        return f"<{name}><rdf:{kind}><rdf:li{attribute}>{escape(text)}</rdf:li></rdf:{kind}></{name}>" if text else ""

    default = ' xml:lang="x-default"'
    return "".join((
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""',
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"',
        ' xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">',
        wrapped("dc:title", "Alt", said.get("/Title", ""), default),
        wrapped("dc:creator", "Seq", said.get("/Author", "")),
        wrapped("dc:description", "Alt", said.get("/Subject", ""), default),
        entry("pdf:Keywords", said.get("/Keywords", "")), entry("pdf:Producer", said.get("/Producer", "")),
        entry("xmp:CreatorTool", said.get("/Creator", "")),
        entry("pdf:Trapped", "False"), entry("pdfxid:GTS_PDFXVersion", VERSION),
        entry("xmp:CreateDate", written), entry("xmp:ModifyDate", changed), entry("xmp:MetadataDate", changed),
        entry("xmpMM:DocumentID", f"uuid:{_uuid(identifier)}"), entry("xmpMM:VersionID", "1"),
        entry("xmpMM:RenditionClass", "default"),
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>',
    )).encode()  # fmt: skip


def _uuid(digest: str) -> str:
    """Return a name for the document that follows from its bytes (RFC 9562, 5.8)."""
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
