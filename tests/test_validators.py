"""The validators are themselves checked: each passes a sound file and refuses a broken one."""

import warnings
import zipfile
from pathlib import Path

import docx
import pytest
import weasyprint
from reportlab.pdfgen import canvas

from validators import (
    ToolFailed,
    ToolMissing,
    integrity,
    libreoffice,
    openxml,
    pagecheck,
    pandoc,
    poppler,
    qpdf,
    tools,
    verapdf,
)

pytestmark = pytest.mark.slow

FONTS = Path(__file__).resolve().parents[1] / "styles" / "fonts"
PAGE = """<html lang="en"><head><title>A tide table</title><style>
@font-face {{ font-family: "Copy"; src: url("{face}") }}
* {{ font-family: "Copy"; font-weight: 400 }} @page {{ size: 80mm 60mm; margin: 5mm }}
</style></head><body><h1>Tides</h1><p>High water at nine.</p></body></html>"""


def set_pdf(path: Path, variant: str) -> Path:
    fonts = weasyprint.text.fonts.FontConfiguration()
    face = (FONTS / "source-sans-3" / "SourceSans3-Regular.ttf").as_uri()
    html = weasyprint.HTML(string=PAGE.format(face=face))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 leaves its colour profile open
        html.write_pdf(path, pdf_variant=variant, font_config=fonts)
    return path


def rewrite(source: Path, target: Path, part: str, old: bytes, new: bytes) -> Path:
    """Copy a Word file with one replacement in one part."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new, 1)
            after.writestr(name, content)
    return target


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_pdf(tmp_path_factory.mktemp("pdf") / "tagged.pdf", "pdf/ua-1")


@pytest.fixture(scope="module")
def archival(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_pdf(tmp_path_factory.mktemp("pdf") / "archival.pdf", "pdf/a-2a")


@pytest.fixture(scope="module")
def untagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "untagged.pdf"
    sheet = canvas.Canvas(str(path), pagesize=(200, 100), invariant=1)
    sheet.drawString(20, 50, "no tags, no embedded font")
    sheet.save()
    return path


@pytest.fixture(scope="module")
def truncated(tagged: Path) -> Path:
    path = tagged.with_name("truncated.pdf")
    path.write_bytes(tagged.read_bytes()[:-600])
    return path


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docx") / "letter.docx"
    document = docx.Document()
    document.add_heading("Tides", 1)
    document.add_paragraph("High water at nine.").paragraph_format.keep_with_next = True
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def misordered(letter: Path) -> Path:
    """A paragraph whose properties come after its text: Word "repairs" such a file."""
    properties = b"<w:pPr><w:keepNext/></w:pPr>"
    text = b"<w:r><w:t>High water at nine.</w:t></w:r>"
    path = letter.with_name("misordered.docx")
    return rewrite(letter, path, "word/document.xml", properties + text, text + properties)


@pytest.fixture(scope="module")
def styleless(letter: Path) -> Path:
    old, new = b'w:val="Heading1"', b'w:val="NoSuchStyle"'
    return rewrite(letter, letter.with_name("styleless.docx"), "word/document.xml", old, new)


def test_verapdf_passes_a_tagged_file(tagged: Path) -> None:
    assert verapdf.validate([tagged], ["ua1"]) == []


def test_verapdf_passes_an_archival_file(archival: Path) -> None:
    assert verapdf.validate([archival], ["2a", "2b"]) == []


def test_verapdf_refuses_an_untagged_file_and_names_it(tagged: Path, untagged: Path) -> None:
    findings = verapdf.validate([tagged, untagged], ["ua1", "2a"])
    ua1 = [finding for finding in findings if finding.tool == "verapdf ua1"]
    assert {finding.path for finding in ua1} == {untagged}
    assert "7.1-3" in {finding.rule for finding in ua1}  # content that is neither tagged nor an artifact
    not_embedded = "6.2.11.4.1-1"
    assert ("verapdf 2a", untagged, not_embedded) in {(f.tool, f.path, f.rule) for f in findings}


def test_verapdf_reports_a_file_it_cannot_read_and_goes_on(tagged: Path, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.pdf"
    rubbish.write_text("not a PDF", encoding="utf-8")
    findings = verapdf.validate([rubbish, tmp_path / "absent.pdf", tagged], ["ua1"])
    assert [(finding.path.name, finding.rule) for finding in findings] == [
        ("rubbish.pdf", "unreadable"),
        ("absent.pdf", "unreadable"),
    ]


def test_verapdf_refuses_an_unknown_flavour(tagged: Path) -> None:
    with pytest.raises(ToolFailed, match="veraPDF gave 0 results"):
        verapdf.validate([tagged], ["9z"])


def test_pagecheck_tells_tagged_from_untagged(tagged: Path, untagged: Path, tmp_path: Path) -> None:
    assert pagecheck.validate(tagged) == []
    assert pagecheck.validate(untagged)
    rubbish = tmp_path / "rubbish.pdf"
    rubbish.write_text("not a PDF", encoding="utf-8")
    (finding,) = pagecheck.validate(rubbish)
    assert finding.rule == "unreadable"


def test_qpdf_refuses_a_truncated_file(tagged: Path, truncated: Path) -> None:
    assert qpdf.check(tagged) == []
    assert qpdf.check(truncated)


def test_poppler_reads_words_fonts_tags_and_pages(tagged: Path, untagged: Path, tmp_path: Path) -> None:
    assert poppler.validate(tagged) == []
    assert poppler.text(tagged).split() == ["Tides", "High", "water", "at", "nine."]
    assert poppler.info(tagged)["Title"] == "A tide table"
    assert poppler.info(tagged)["Tagged"] == "yes"
    assert "H1" in poppler.structure(tagged)
    (copy,) = poppler.fonts(tagged)
    assert copy == poppler.Font("Copy", "CID TrueType", embedded=True, subset=True, unicode=True)
    (fallback,) = poppler.fonts(untagged)
    assert (fallback.name, fallback.embedded) == ("Helvetica", False)
    (picture,) = poppler.render(tagged, tmp_path)
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_poppler_refuses_a_truncated_file(truncated: Path) -> None:
    assert poppler.validate(truncated)
    with pytest.raises(ToolFailed):
        poppler.text(truncated)


def test_openxml_refuses_children_out_of_order(letter: Path, misordered: Path) -> None:
    findings = openxml.validate([letter, misordered])
    assert {finding.path for finding in findings} == {misordered}
    assert findings[0].rule.startswith("Sch_")


def test_openxml_refuses_what_is_not_a_word_file(tmp_path: Path) -> None:
    (finding,) = openxml.validate([tmp_path / "absent.docx"])
    assert finding.rule == "Exception"


def test_integrity_refuses_a_style_that_is_not_there(letter: Path, styleless: Path) -> None:
    assert integrity.validate(letter) == []
    assert any("NoSuchStyle" in finding.message for finding in integrity.validate(styleless))


def test_pandoc_reads_a_heading_back(letter: Path, tmp_path: Path) -> None:
    kinds = [block["t"] for block in pandoc.read(letter)["blocks"]]
    assert kinds[0] == "Header"
    with pytest.raises(ToolFailed):
        pandoc.read(tmp_path / "absent.docx")


def test_libreoffice_sets_a_word_file(letter: Path, tmp_path: Path) -> None:
    made = libreoffice.to_pdf(letter, tmp_path)
    assert made == tmp_path / "letter.pdf"
    assert "High water at nine." in poppler.text(made)


def test_libreoffice_that_makes_nothing_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="made no PDF"):
        libreoffice.to_pdf(tmp_path / "absent.docx", tmp_path)


def test_a_missing_tool_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(openxml, "TOOLS", tmp_path)
    with pytest.raises(ToolMissing, match="run scripts/test"):
        openxml.validate([])
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissing, match="apt-get install --no-install-recommends qpdf"):
        tools.find("qpdf", "qpdf")
