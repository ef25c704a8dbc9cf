"""What a PDF of WeasyPrint's says of itself, in our words in place of WeasyPrint's; and the files it carries."""

from __future__ import annotations

import io
from typing import Any

import pydyf
from weasyprint import VERSION

from briefprint.artifact import Attachment
from briefprint.renderers._metadata import Metadata
from briefprint.renderers._standards import Standard
from briefprint.renderers._xmp import xmp

PRODUCER = f"WeasyPrint {VERSION}"


def declare(pdf: Any, metadata: Metadata, standard: Standard) -> None:
    """Write the metadata, and the properties that agree with it.

    The packet stays uncompressed, for programs that look for it without reading PDF (ISO 16684-1, annex A).
    """
    packet = next(each for each in pdf.objects if each.number and each.reference == pdf.catalog["Metadata"])
    packet.stream, packet.compress = [xmp(metadata, standard, PRODUCER)], False
    pdf.info.clear()
    if not standard.pdf_2:  # ISO 19005-4, 6.1.3: the metadata stands for it
        said = metadata.properties() | {"Producer": PRODUCER}
        pdf.info.update({name: pydyf.String(value) for name, value in said.items()})


def enclosing(data: bytes, attachments: tuple[Attachment, ...], metadata: Metadata) -> bytes:
    """Return the PDF with the files in it."""
    if not attachments:
        return data
    import pikepdf

    from briefprint import embedded

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        embedded.attach(pdf, attachments, metadata.title, metadata.date)
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
