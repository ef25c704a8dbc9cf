"""The audit of a whole file."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from briefprint.audit import content, structure
from briefprint.audit.fault import Fault


def faults(pdf_bytes: bytes) -> list[Fault]:
    """Return what is wrong with a PDF; one that cannot be read has that one fault."""
    try:
        with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
            return [*_file(pdf), *structure.faults(pdf, drawn := content.read(pdf)), *content.faults(pdf, drawn)]
    except pikepdf.PdfError as fault:
        return [Fault("unreadable", f"the file cannot be read: {fault}")]


def _file(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """Yield what the file does not say of itself (ISO 14289-1, 5; 7.1; 7.2)."""
    root = pdf.Root
    if "/MarkInfo" not in root or not bool(root.MarkInfo.get("/Marked", False)):
        yield Fault("marked", "the file does not say that it is tagged")
    if not str(root.get("/Lang", "")):
        yield Fault("language", "the file does not say its language")
    if not bool(root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)):
        yield Fault("title", "the file's name would be shown instead of its title")
    metadata = root.Metadata.read_bytes() if "/Metadata" in root else b""
    if not str(pdf.docinfo.get("/Title", "")) and b"<dc:title>" not in metadata:  # PDF 2.0 has it there alone
        yield Fault("title", "the file has no title")
    if b"pdfuaid" not in metadata:
        yield Fault("declared", "the file does not declare that it is PDF/UA")
