"""What a PDF keeps to by profile, what it says of itself, what it carries, and that it is checked when asked."""

import dataclasses
import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

import pdf_tree
import products
from briefprint import batch, embedded, sources, typesetting, validation
from briefprint.artifact import Artifact, Attachment, Options, Profile, Report
from briefprint.errors import RenderError
from briefprint.reader import read
from validators import verapdf

FLAVOURS: dict[Profile, tuple[str, ...]] = {"standard": ("ua1", "2a"), "archive": ("ua1", "3a"), "ua2": ("ua2", "4")}
TRAPS = products.ROOT / "tests" / "traps"
FIGURE, BRIEF = products.ROOT / "content" / "plain.md", products.ROOT / "content" / "poland-us-security-call.md"
MOST_BYTES = 120_000
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "briefprint": "urn:briefprint:xmp:1#",
}

COPY = """---
title: Harbour dues
standfirst: What ships pay.
authors: [{name: Anna Nowak, role: Analyst}, "Desk, Baltic"]
date: 2025-04
place: Gdynia
number: 7/2025
lang: en-GB
marking: INTERNAL
status: draft
keywords: [ports, dues]
bibliography: shared/works.bib
data: {dues: shared/dues.csv}
---

# Ships

Dues are {{dues.Gdynia.dues}} a day [@nowak2024].[^1]

[^1]: A note.

![A quay.](quay.png){#fig-quay}

```chart
type: bar
title: Dues by port
data: shared/dues.csv
```
"""
BIB = "@book{nowak2024, author = {Nowak, Anna}, title = {Ports}, year = {2024}, publisher = {Press}}\n"
CSV = "port,dues\nGdynia,12\nHel,3\n"


def harbour(folder: Path) -> Path:
    """Write a brief and all that it uses."""
    (folder / "shared").mkdir(parents=True)
    (folder / "shared/works.bib").write_text(BIB, encoding="utf-8")
    (folder / "shared/dues.csv").write_text(CSV, encoding="utf-8")
    shutil.copy(products.ROOT / "content/plain-figure.png", folder / "quay.png")
    (folder / "harbour.md").write_bytes(COPY.replace("\n", "\r\n").encode())  # its very bytes are to come back
    return folder / "harbour.md"


def made(brief: Path, profile: Profile, format: str = "pdf", style: str = "bureau", validate: bool = False) -> Report:
    """Return a brief set in a profile."""
    return typesetting.carry_out(
        dataclasses.replace(products.job(brief, style, format), options=Options(profile, validate=validate))
    )


def data_of(report: Report) -> bytes:
    assert report.artifact is not None, "\n".join(map(str, report.diagnostics))
    return report.artifact.data


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def xmp(pdf: pikepdf.Pdf) -> Any:
    return etree.fromstring(pdf.Root.Metadata.read_bytes())


def said(tree: Any, name: str) -> list[str]:
    """Return what the metadata says under a name, in its order."""
    items = tree.xpath(f"//{name}//rdf:li/text()", namespaces=NAMES)
    return [str(each) for each in items or tree.xpath(f"//{name}/text()", namespaces=NAMES)]


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from briefprint.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


# --- standards ----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("profile", FLAVOURS)
def test_every_profile_keeps_to_its_standards(profile: Profile, tmp_path: Path) -> None:
    briefs = [FIGURE, BRIEF, TRAPS / "notes.md", harbour(tmp_path / "harbour")]
    files = []
    for number, (brief, style) in enumerate(zip(briefs * 2, ("bureau", "staff") * 4, strict=True)):
        for format in ("pdf", "memo"):
            files.append(tmp_path / f"{number}-{format}.pdf")
            files[-1].write_bytes(data_of(made(brief, profile, format, style, validate=True)))
    assert verapdf.validate(files, FLAVOURS[profile]) == []


@pytest.mark.slow
def test_pdf_2_with_files_in_it_keeps_to_its_standards(tmp_path: Path) -> None:
    from briefprint import stylebook
    from briefprint.renderers import renderer

    reading = read(FIGURE)
    options = Options("ua2", sources.attachments(reading, FIGURE))
    style = stylebook.load("institute", stylebook.search_path())
    files = []
    for format in ("pdf", "memo"):
        files.append(tmp_path / f"{format}.pdf")
        files[-1].write_bytes(renderer(format)(reading.document, style, options).data)
    assert verapdf.validate(files, ["ua2", "4f"]) == []


@pytest.mark.parametrize("format", ["pdf", "memo"])
def test_pdf_2_has_its_own_types_and_leads_to_elements(format: str, tmp_path: Path) -> None:
    data = data_of(made(harbour(tmp_path), "ua2", format))
    assert data.startswith(b"%PDF-2.0")
    with opened(data) as pdf:
        assert "/Info" not in pdf.trailer
        elements = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        kinds = {str(each.S) for each in elements if each.get("/Type") == "/StructElem"}
        assert "/Title" in kinds and "/H1" in kinds and not kinds & {"/Note", "/H5"}
        for note in (each for each in elements if str(each.S) == "/FENote"):
            (call,) = note.Ref
            assert call.S == "/Reference" and call.Ref[0].objgen == note.objgen
        annotations = [each for page in pdf.pages for each in page.obj.get("/Annots", [])]
        links = [each.A for each in annotations if "/Dest" in each or each.A.S == "/GoTo"]
        assert bool(links) == (format == "pdf") and all(each.SD[0].Type == "/StructElem" for each in links)
        with pdf.open_outline() as outline:
            lines: list[Any] = [each for line in outline.root for each in (line, *line.children)]
            headings = [str(each.action.SD[0].S) for each in lines]
    assert headings[0] in ("/Title", "/Document") and set(headings[1:]) <= {"/H1", "/H2", "/P"}
    if format == "pdf":
        assert "/FENote" in kinds
        figures = [each for each in elements if str(each.S) == "/Figure"]
        assert figures and all("/Caption" in {str(kid.get("/S")) for kid in each.K} for each in figures)
        assert all("/Alt" in each for each in figures)


# --- what a PDF says of itself ------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", FLAVOURS)
def test_metadata_says_what_the_brief_says(profile: Profile, tmp_path: Path) -> None:
    with opened(data_of(made(harbour(tmp_path), profile))) as pdf:
        tree = xmp(pdf)
        info = {name: str(value) for name, value in pdf.docinfo.items()}
        assert bool(pdf.Root.MarkInfo.Marked) and bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.Root.Lang) == "en-GB"
        assert all(page.obj.get("/Tabs") == "/S" for page in pdf.pages if "/Annots" in page.obj)
    assert said(tree, "dc:creator") == ["Anna Nowak", "Desk, Baltic"]
    assert said(tree, "dc:title") == ["Harbour dues"]
    assert said(tree, "dc:description") == ["What ships pay."]
    assert said(tree, "dc:subject") == ["ports", "dues"]
    assert said(tree, "dc:language") == ["en-GB"]
    assert said(tree, "dc:identifier") == ["7/2025"]
    assert said(tree, "dc:coverage") == ["Gdynia"]
    assert said(tree, "dc:publisher") == ["Bureau of State Analysis"]
    assert said(tree, "xmp:CreateDate") == said(tree, "xmp:ModifyDate") == said(tree, "dc:date") == ["2025-04"]
    assert said(tree, "briefprint:marking") == ["INTERNAL"]
    assert said(tree, "briefprint:status") == ["draft"]
    assert said(tree, "xmp:CreatorTool")[0].startswith("briefprint 0.")
    if profile == "ua2":
        return
    assert info["/Title"] == "Harbour dues" and info["/Author"] == "Anna Nowak, Desk, Baltic"
    assert info["/CreationDate"] == info["/ModDate"] == "D:202504"
    assert info["/Keywords"] == said(tree, "pdf:Keywords")[0] == "ports, dues"
    assert info["/Creator"] == said(tree, "xmp:CreatorTool")[0]
    assert info["/Producer"] == said(tree, "pdf:Producer")[0]
    assert (info["/Marking"], info["/Status"], info["/Number"]) == ("INTERNAL", "draft", "7/2025")


@pytest.mark.parametrize("format", ["pdf", "memo"])
def test_what_a_brief_does_not_say_its_pdf_does_not(format: str, tmp_path: Path) -> None:
    brief = tmp_path / "bare.md"
    brief.write_text("# Bare & <plain>\n\nWords.\n", encoding="utf-8")
    with opened(data_of(made(brief, "standard", format))) as pdf:
        info, tree = dict(pdf.docinfo), xmp(pdf)
    assert not set(info) & {"/CreationDate", "/ModDate", "/Author", "/Keywords", "/Marking", "/Number"}
    for name in ("xmp:CreateDate", "xmp:ModifyDate", "dc:date", "dc:creator", "dc:subject", "briefprint:marking"):
        assert said(tree, name) == []
    assert said(tree, "dc:title") == ["Bare & <plain>"]


@pytest.mark.parametrize("profile", FLAVOURS)
def test_a_marking_is_on_every_page(profile: Profile) -> None:
    data = data_of(made(BRIEF, profile))
    with opened(data) as pdf:
        pages = len(pdf.pages)
    tree = pdf_tree.read(data)
    assert ("".join(tree.artifacts) + tree.text).count("PUBLIC") >= pages


# --- what it carries ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["pdf", "memo"])
def test_an_archive_carries_all_that_it_was_made_from(format: str, tmp_path: Path) -> None:
    brief = harbour(tmp_path)
    data = data_of(made(brief, "archive", format))
    held = embedded.attached(data)
    assert [(each.name, each.relation, each.kind) for each in held] == [
        ("harbour.md", "Source", "text/markdown"),
        ("quay.png", "Supplement", "image/png"),
        ("shared/dues.csv", "Data", "text/csv"),
        ("shared/works.bib", "Data", "application/x-bibtex"),
    ]
    assert all(each.data == (tmp_path / each.name).read_bytes() for each in held)
    with opened(data) as pdf:
        names = [str(each) for each in list(pdf.Root.Names.EmbeddedFiles.Names)[::2]]
        assert names == sorted(names) and len(pdf.Root.AF) == 4
        for each in pdf.Root.AF:
            file = each.EF.F
            assert int(file.Params.Size) == len(file.read_bytes())
            assert bytes(file.Params.CheckSum) == hashlib.md5(file.read_bytes(), usedforsecurity=False).digest()
            assert str(file.Params.ModDate) == "D:202504"
            assert "Harbour dues" in str(each.Desc)
    assert str(tmp_path).encode() not in data


@pytest.mark.parametrize("profile", ["standard", "ua2"])
def test_no_other_profile_carries_files(profile: Profile) -> None:
    assert embedded.attached(data_of(made(FIGURE, profile))) == ()


def test_names_that_lead_upwards_begin_at_the_uppermost_file(tmp_path: Path) -> None:
    brief = harbour(tmp_path / "project" / "briefs")
    shutil.move(brief.parent / "shared", tmp_path / "project" / "shared")
    (tmp_path / "project" / "briefprint.toml").touch()
    brief.write_text(COPY.replace("shared/", "../shared/"), encoding="utf-8")
    pdf = tmp_path / "harbour.pdf"
    pdf.write_bytes(data_of(made(brief, "archive")))
    names = [each.name for each in embedded.attached(pdf.read_bytes())]
    assert names == ["briefs/harbour.md", "briefs/quay.png", "shared/dues.csv", "shared/works.bib"]
    assert run("source", pdf, "--out", tmp_path / "again").returncode == 0
    assert data_of(made(tmp_path / "again/briefs/harbour.md", "archive")) == pdf.read_bytes()


def test_source_gives_the_brief_back_and_it_sets_to_the_same_bytes(tmp_path: Path) -> None:
    brief = harbour(tmp_path / "here")
    done = run("pdf", brief, "--style", "bureau", "--profile", "archive", "--validate", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    pdf = tmp_path / "harbour.bureau.pdf"
    assert run("source", pdf).stdout == brief.read_bytes()
    done = run("source", pdf, "--out", tmp_path / "there")
    assert [Path(each).name for each in done.stdout.decode().splitlines()] == [
        "harbour.md", "quay.png", "dues.csv", "works.bib",
    ]  # fmt: skip
    assert data_of(made(tmp_path / "there/harbour.md", "archive")) == pdf.read_bytes()


def test_source_writes_over_nothing_that_says_something_else(tmp_path: Path) -> None:
    pdf = tmp_path / "plain.pdf"
    pdf.write_bytes(data_of(made(FIGURE, "archive")))
    out = tmp_path / "out"
    assert run("source", pdf, "--out", out).returncode == 0
    assert run("source", pdf, "--out", out).returncode == 0  # all there says the same
    (out / "plain.md").write_text("A newer brief.\n", encoding="utf-8")
    (out / "plain-figure.png").unlink()
    refused = run("source", pdf, "--out", out)
    assert refused.returncode == 2 and b"plain.md' is there already" in refused.stderr
    assert [each.name for each in out.iterdir()] == ["plain.md"]
    assert run("source", pdf, "--out", out, "--force").returncode == 0
    assert (out / "plain.md").read_bytes() == FIGURE.read_bytes()


def test_source_refuses_what_carries_no_brief(tmp_path: Path) -> None:
    plain, rubbish = tmp_path / "plain.pdf", tmp_path / "rubbish.pdf"
    plain.write_bytes(data_of(made(FIGURE, "standard")))
    rubbish.write_text("no PDF", encoding="utf-8")
    for file, message in (
        (plain, "carries no brief"),
        (rubbish, "is no PDF"),
        (tmp_path / "absent.pdf", "cannot be read: no such file"),
    ):
        done = run("source", file)
        assert (done.returncode, done.stdout) == (1, b"")
        assert message in done.stderr.decode() and "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("name", ["../out.md", "/tmp/out.md", "a/../../out.md", "c:\\out.md", "a//b.md", "a\nb.md"])
def test_source_writes_nothing_outside_its_folder(name: str, tmp_path: Path) -> None:
    file = tmp_path / "crafted.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        held = [
            Attachment("brief.md", b"# A\n", "text/markdown", "Source"),
            Attachment(name, b"x", "text/csv", "Data"),
        ]
        embedded.attach(pdf, held, "A", "")
        pdf.save(file)
    done = run("source", file, "--out", tmp_path / "out")
    assert done.returncode == 1 and b"would be written elsewhere" in done.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["crafted.pdf"]
    assert run("source", file).stdout == b"# A\n"


# --- the same bytes, and few --------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", FLAVOURS)
def test_the_same_brief_makes_the_same_bytes_anywhere(profile: Profile, tmp_path: Path) -> None:
    here, there = harbour(tmp_path / "one"), harbour(tmp_path / "two" / "deeper")
    formats = ("pdf", "memo")
    made_here = [data_of(made(here, profile, format)) for format in formats]
    request = batch.Request((there,), formats, ("bureau",), tmp_path / "pool", options=Options(profile))
    assert all(report.ok for report in batch.run(batch.plan(request), workers=2))
    seeded = tmp_path / "seed"
    done = run("batch", there, "--style", "bureau", "--profile", profile, "--out", seeded, PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    for folder in ("pool", "seed"):
        made_there = [(tmp_path / folder / f"harbour.bureau{end}").read_bytes() for end in (".pdf", ".memo.pdf")]
        assert made_there == made_here


@pytest.mark.parametrize("style", products.STYLES)
def test_a_brief_of_three_pages_is_light(style: str) -> None:
    for format in ("pdf", "memo"):
        assert len(products.data(BRIEF, style, format)) < MOST_BYTES
        assert len(products.data(FIGURE, style, format)) < MOST_BYTES


# --- checked when asked -------------------------------------------------------------------------------------


def broken(change: Callable[[pikepdf.Pdf], None]) -> tuple[Artifact, list[str]]:
    """Return a real PDF with something of it changed for the worse, and what is said of it."""
    artifact = products.product(FIGURE, "bureau", "pdf").artifact
    assert artifact is not None
    out = io.BytesIO()
    with opened(artifact.data) as pdf:
        change(pdf)
        pdf.save(out)
    crafted = dataclasses.replace(artifact, data=out.getvalue())
    with pytest.raises(RenderError) as caught:
        validation.check(crafted, "plain.md")
    return crafted, [str(each) for each in caught.value.diagnostics]


def of_kind(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    return next(each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind)


def line_of(words: str) -> int:
    lines = FIGURE.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_what_was_made_as_it_should_be_passes() -> None:
    for profile in FLAVOURS:
        for format in ("pdf", "memo"):
            report = made(FIGURE, profile, format, validate=True)
            assert report.ok and report.artifact is not None
            assert report.artifact.data == data_of(made(FIGURE, profile, format))


def test_a_fault_is_named_at_the_line_it_comes_from() -> None:
    def wordless(pdf: pikepdf.Pdf) -> None:
        del of_kind(pdf, "/Figure").Alt

    _, messages = broken(wordless)
    assert any(each.startswith(f"plain.md:{line_of('plain-figure.png')}: error: the PDF breaks") for each in messages)


def test_a_fault_of_no_element_names_its_page_or_nothing() -> None:
    def unembedded(pdf: pikepdf.Pdf) -> None:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each:
                del each.FontFile2

    def nameless(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Lang

    assert all(each.startswith("plain.md: error: the PDF breaks the rule") for each in broken(unembedded)[1])
    assert any("language" in each.lower() for each in broken(nameless)[1])


def test_what_is_made_for_a_press_is_checked_as_a_printer_would() -> None:
    for format in ("pdf", "memo"):  # the memo keeps to another profile, and is checked by that
        report = made(FIGURE, "print", format, validate=True)
        assert report.ok and report.artifact is not None, "\n".join(map(str, report.diagnostics))
        assert report.artifact.profile == ("print" if format == "pdf" else "standard")
    in_lights = products.product(FIGURE, "bureau", "pdf").artifact
    assert in_lights is not None
    with pytest.raises(RenderError, match="breaks the rule rgb"):
        validation.check(dataclasses.replace(in_lights, profile="print"), "plain.md")


@pytest.mark.parametrize("profile", ["standard", "archive", "ua2", "print"])
def test_what_is_laid_on_sheets_is_checked_before(profile: Profile) -> None:
    job = products.job(FIGURE, "bureau", "pdf")
    report = typesetting.carry_out(dataclasses.replace(job, options=Options(profile, booklet=True, validate=True)))
    assert report.ok, "\n".join(map(str, report.diagnostics))


def test_what_is_no_pdf_is_said_to_be_none() -> None:
    with pytest.raises(RenderError, match="unreadable"):
        validation.check(Artifact(b"%PDF-1.7 and no more", 1), "plain.md")


def test_a_memo_says_that_it_is_not_made_for_presses(tmp_path: Path) -> None:
    report = made(harbour(tmp_path), "print", "memo")
    assert report.ok and any("is not made for presses" in each.message for each in report.diagnostics)


def test_lines_follow_the_elements_as_they_are_read() -> None:
    for format in ("pdf", "memo"):
        artifact = products.product(BRIEF, "bureau", format).artifact
        assert artifact is not None
        with opened(artifact.data) as pdf:
            elements = list(validation.elements(pdf.Root.StructTreeRoot))
        assert len(elements) == len(artifact.lines)
        last = len(BRIEF.read_text(encoding="utf-8").splitlines())
        placed = [line for line in artifact.lines if line]
        assert len(placed) > len(elements) / 2 and max(placed) <= last
