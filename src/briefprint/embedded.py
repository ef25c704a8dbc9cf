"""Files that a PDF carries with it (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8): put into it, and taken out again."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import cast, get_args

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from briefprint.artifact import Attachment, Relation


def attach(pdf: pikepdf.Pdf, attachments: Iterable[Attachment], title: str, date: str) -> None:
    """Embed files in a PDF, each associated with the whole of it (ISO 32000-2, 14.13.2).

    ``title`` is of what they belong to; ``date`` (ISO 8601, as precise as it is known) stands for the time of their
    last change, for no clock is asked.
    """
    made = {each.name: _specification(pdf, each, title, date) for each in attachments}
    if not made:
        return
    names = Array([])
    for name in sorted(made, key=lambda each: bytes(String(each))):  # a name tree is sorted (7.9.6)
        names.extend([String(name), made[name]])
    if Name.Names not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=names)
    pdf.Root.AF = Array(list(made.values()))


def _specification(pdf: pikepdf.Pdf, attachment: Attachment, title: str, date: str) -> pikepdf.Object:
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).digest()  # the algorithm that table 46 names
    parameters = Dictionary(Size=len(attachment.data), CheckSum=String(checksum))
    if date:
        parameters.ModDate = String(f"D:{date.replace('-', '')}")
    kind = Name(f"/{attachment.kind}")
    stream = pdf.make_stream(attachment.data, Dictionary(Type=Name.EmbeddedFile, Subtype=kind, Params=parameters))
    described = title if attachment.relation == "Source" else f"{title}: {attachment.name}"
    return pdf.make_indirect(Dictionary(
        Type=Name.Filespec, F=String(attachment.name), UF=String(attachment.name), Desc=String(described),
        AFRelationship=Name(f"/{attachment.relation}"), EF=Dictionary(F=stream, UF=stream),
    ))  # fmt: skip


def attached(data: bytes) -> tuple[Attachment, ...]:
    """Return the files that a PDF carries, what it was made from first.

    Raises pikepdf.PdfError for what is no PDF.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = list(_found(pdf))
    return tuple(sorted(found, key=lambda each: (each.relation != "Source", each.name)))


def _found(pdf: pikepdf.Pdf) -> Iterator[Attachment]:
    for name, held in pdf.attachments.items():
        specification = held.obj
        relation = str(specification.get("/AFRelationship", ""))[1:]
        file = held.get_file()
        yield Attachment(
            name=str(specification.get("/UF", specification.get("/F", name))),
            data=file.read_bytes(),
            kind=file.mime_type,
            relation=cast(Relation, relation if relation in get_args(Relation) else "Supplement"),
        )
