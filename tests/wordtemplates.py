"""Corporate Word templates, built by code: what python-docx makes, and what it cannot, written into the package."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

LETTERHEAD = "ACME Policy Institute"
FOOTLINE = "ACME plc, 1 High Street, London"
LEGAL = "This paper is for its addressee alone."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def png(width: int = 60, height: int = 20, colour: tuple[int, int, int] = (0, 82, 147)) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def plain(path: Path) -> Path:
    """python-docx's own template: every style, an empty body, no head."""
    docx.Document().save(str(path))
    return path


def corporate(path: Path, *, cover: bool = True) -> Path:
    """A letterhead with a logo, a cover with placeholders that Word has divided, a disclaimer behind the text."""
    made = docx.Document()
    for name, size, colour in (("Heading 1", 18, 0x005293), ("Heading 2", 14, 0x005293), ("Title", 26, 0x005293)):
        style = made.styles[name]
        style.font.name, style.font.size = "Liberation Sans", Pt(size)
        style.font.color.rgb = RGBColor(colour >> 16, colour >> 8 & 0xFF, colour & 0xFF)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Liberation Sans", Pt(11)
    first = made.sections[0]
    first.page_width, first.page_height = Mm(216), Mm(279)
    first.left_margin, first.right_margin, first.top_margin = Mm(30), Mm(25), Mm(40)
    head, foot = first.header.paragraphs[0], first.footer.paragraphs[0]
    head.add_run().add_picture(io.BytesIO(png()), height=Pt(20))
    head.add_run(f"\t{LETTERHEAD} {{{{mark")
    head.add_run("ing}}").bold = True
    foot.add_run(f"{FOOTLINE} – {{{{number}}}}")
    if cover:
        title = made.add_paragraph(style="Title")
        for part in ("{", "{ti", "tle }", "}"):
            title.add_run(part)
        made.add_paragraph("Prepared by {{authors}} on {{ Date }}")
        made.add_paragraph("{{kicker}}")
        made.add_section(WD_SECTION.NEW_PAGE)
    made.add_paragraph("{{body}}")
    made.add_paragraph(LEGAL)
    made.save(str(path))
    return path


def german(path: Path) -> Path:
    """Styles under the names of a German Word's menus, with the ids that it makes of them."""
    made = docx.Document()
    for old, new, style_id in (
        ("Heading 1", "Überschrift 1", "berschrift1"),
        ("Heading 2", "Überschrift 2", "berschrift2"),
        ("Title", "Titel", "Titel"),
        ("List Bullet", "Aufzählungszeichen", "Aufzhlungszeichen"),
        ("List Number", "Listennummer", "Listennummer"),
        ("Caption", "Beschriftung", "Beschriftung"),
        ("Body Text", "Textkörper", "Textkrper"),
    ):
        style = made.styles[old].element
        before = style.get(qn("w:styleId"))
        style.find(qn("w:name")).set(qn("w:val"), new)
        for node in made.styles.element.iter():
            if node.tag in (qn("w:basedOn"), qn("w:next"), qn("w:link")) and node.get(qn("w:val")) == before:
                node.set(qn("w:val"), style_id)
        style.set(qn("w:styleId"), style_id)
    made.sections[0].header.paragraphs[0].add_run("Behörde für Beispiele")
    made.save(str(path))
    return path


def landscape(path: Path) -> Path:
    """Pages that lie."""
    made = docx.Document()
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.header.paragraphs[0].add_run(LETTERHEAD)
    made.save(str(path))
    return path


NOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    '</w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> Registered '
    "in England.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def noted(path: Path) -> Path:
    """A note and a numbered list of its own, heads that number themselves, a bookmark, a control for the text."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].add_run(LETTERHEAD)
    notice = made.add_paragraph("Company notice", style="List Number")
    notice._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>'))
    notice._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="0" w:name="_Note1"/>'))
    notice._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="0"/>'))
    control = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Text"/><w:tag w:val="body"/><w:id w:val="1"/>'
        "<w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here.</w:t></w:r></w:p></w:sdtContent>"
        "</w:sdt>"
    )
    made.element.body.insert(len(made.element.body) - 1, control)
    numbering = made.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/>'
        '<w:lvlText w:val="%1"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    properties = made.styles["Heading 1"].element.get_or_add_pPr()
    properties.insert(2, parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="77"/></w:numPr>'))
    made.save(str(path))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"

    def more(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            entry = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
            return data.replace(b"</Types>", entry.encode())
        if name == "word/_rels/document.xml.rels":
            entry = f'<Relationship Id="rId900" Type="{relation}" Target="footnotes.xml"/></Relationships>'
            return data.replace(b"</Relationships>", entry.encode())
        return data

    return rewritten(path, more, {"word/footnotes.xml": NOTES.encode()})


def rewritten(path: Path, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> Path:
    """Change the parts of a package, and add some."""
    with zipfile.ZipFile(path) as archive:
        files = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (files | (more or {})).items():
            archive.writestr(name, data)
    return path
