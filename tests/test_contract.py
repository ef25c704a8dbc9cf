"""What every format promises in every style for every brief; new ones are found, not listed."""

import ast
import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

import copytext
import pdf_tree
import products
from briefprint import stylebook, typesetting
from briefprint.renderers import suffix

EVERY = [
    pytest.param(
        brief,
        style,
        format,
        id=f"{brief.stem}-{style}-{format}",
        marks=pytest.mark.xdist_group(f"{brief.stem}-{style}"),  # so that each is set once, not once a process
    )
    for brief in products.CONTENT
    for style in products.STYLES
    for format in products.FORMATS
]
every = pytest.mark.parametrize(("brief", "style", "format"), EVERY)
pages = pytest.mark.parametrize(
    ("brief", "style", "format"), [each for each in EVERY if each.values[2] in products.PDF]
)
whole = pytest.mark.parametrize(
    ("brief", "style", "format"), [each for each in EVERY if each.values[2] in ("pdf", "docx")]
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(data: bytes) -> tuple[str, str]:
    """Return a product's copy as it is read, and what stands apart from it: notes, heads and feet."""
    if data[:2] != b"PK":
        tree = pdf_tree.read(data)
        notes = [leaf.text for leaf in tree.leaves if "Note" in leaf.tags]
        copy = [leaf.text for leaf in tree.leaves if "Note" not in leaf.tags]
        return "".join(copy), "".join([*notes, *tree.artifacts])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if re.match(r"word/(footnotes|endnotes|header|footer)", name)]
        return _word_text(package.read("word/document.xml")), "".join(
            _word_text(package.read(each)) for each in names
        )


def _word_text(part: bytes) -> str:
    return "".join(node.text or "" for node in etree.fromstring(part).iter(f"{W}t"))


@every
def test_a_product_is_set_without_a_warning(brief: Path, style: str, format: str) -> None:
    report = products.product(brief, style, format)
    assert report.ok and not report.diagnostics, "\n".join(map(str, report.diagnostics))
    assert report.job.output.name == f"{brief.stem}.{style}{suffix(format)}"


@every
def test_the_same_inputs_make_the_same_bytes(brief: Path, style: str, format: str) -> None:
    again = typesetting.carry_out(products.job(brief, style, format))
    assert again.artifact is not None
    assert again.artifact.data == products.data(brief, style, format)


@every
def test_no_path_of_this_machine_is_in_a_product(brief: Path, style: str, format: str) -> None:
    data = products.data(brief, style, format)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = b"".join(package.read(name) for name in package.namelist())
    else:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            data = b"".join(each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)) + data
    assert str(products.ROOT).encode() not in data


@whole
def test_every_word_of_the_brief_is_in_the_product_in_order(brief: Path, style: str, format: str) -> None:
    document, (body, rest) = products.document(brief), text_of(products.data(brief, style, format))
    assert copytext.missing_in_order(list(copytext.runs(document.blocks)), body) == []
    assert copytext.missing([*copytext.notes(document), *copytext.front(document)], body + rest) == []


@pages
def test_nothing_on_a_page_is_lost_or_untagged(brief: Path, style: str, format: str) -> None:
    tree = pdf_tree.read(products.data(brief, style, format))
    assert tree.lost == []
    assert tree.untagged == []


@pages
def test_only_the_styles_own_fonts_are_in_a_page(brief: Path, style: str, format: str) -> None:
    house = stylebook.load(style, stylebook.search_path())
    allowed = {copytext.letters(face.name) for face in house.faces()}
    with pikepdf.open(io.BytesIO(products.data(brief, style, format))) as pdf:
        fonts = {
            str(each.BaseFont)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"
        }
        embedded = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each]
    assert fonts and embedded
    for name in fonts:
        plain = copytext.letters(name.split("+")[-1]).removeprefix("briefprint")
        assert any(plain.startswith(face) for face in allowed), name


@pages
def test_a_page_says_its_title_and_language(brief: Path, style: str, format: str) -> None:
    document = products.document(brief)
    with pikepdf.open(io.BytesIO(products.data(brief, style, format))) as pdf:
        assert str(pdf.Root.Lang) == document.lang
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"])
        assert len(pdf.pages) == 1 or format == "pdf"


def test_renderers_do_not_import_each_other() -> None:
    folder = products.ROOT / "src/briefprint/renderers"
    modules = {name.replace("-", "_") for name in products.FORMATS}
    for file in folder.rglob("*.py"):
        if file.name == "__init__.py" and file.parent == folder:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            named = {f"{getattr(node, 'module', '')}.{alias.name}" for alias in node.names}
            for module in modules:
                assert not any(each.endswith(f"renderers.{module}") for each in named), (
                    f"{file.name} imports {module}"
                )
