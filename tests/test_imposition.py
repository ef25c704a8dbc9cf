"""Pages on sheets: which page stands where, how large, and what the file still says of itself."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name

import products
from briefprint import stylebook
from briefprint.artifact import Artifact, Options
from briefprint.imposition import SHEETS_PT, Layout, booklet, imposed, in_order
from briefprint.printmarks import MarkLook
from briefprint.typesetting import carry_out

LOOK = MarkLook(12.0, 14.0, 0.25)
A4, A3 = SHEETS_PT["a4"], SHEETS_PT["a3"]
BRIEF = products.ROOT / "content/poland-us-security-call.md"


def pages(count: int, size: tuple[float, float] = A4) -> Artifact:
    """Return a PDF whose pages bear their numbers as the grey they are filled with."""
    pdf = pikepdf.new()
    for number in range(count):
        page = pdf.add_blank_page(page_size=size)
        page.obj.Contents = pdf.make_stream(b"%.3f g 0 0 %.3f %.3f re f" % ((number + 1) / 50, *size))
    out = io.BytesIO()
    pdf.save(out)
    return Artifact(out.getvalue(), count)


def seen(data: bytes, across: int = 2, down: int = 1) -> list[list[int]]:
    """Return which page stands at each place of each side, from the top; 0 is blank paper."""
    found = []
    for side in pypdfium2.PdfDocument(data):
        picture = side.render(scale=0.1).to_pil().convert("L")
        wide, high = picture.width / across, picture.height / down
        greys = [
            picture.getpixel((int(wide * (column + 0.5)), int(high * (row + 0.5))))
            for row in range(down)
            for column in range(across)
        ]
        found.append([0 if grey > 250 else round(float(grey) / 255 * 50) for grey in greys])
    return found


@pytest.mark.parametrize("count", range(1, 41))
def test_a_booklet_is_read_in_order(count: int) -> None:
    sides = list(booklet(count))
    assert len(sides) % 2 == 0
    whole = 2 * len(sides)
    assert whole % 4 == 0 and 0 <= whole - count < 4
    # Folded and laid into one another: the right of each front and the left of each back, inwards, then out again.
    leaves = list(zip(sides[::2], sides[1::2], strict=True))
    read = [page for front, back in leaves for page in (front[1], back[0])]
    read += [page for front, back in reversed(leaves) for page in (back[1], front[0])]
    assert read == [*range(count), *[None] * (whole - count)]


@pytest.mark.parametrize("count", range(1, 14))
@pytest.mark.parametrize("each", [2, 4])
def test_pages_side_by_side_are_in_order(count: int, each: int) -> None:
    flat = [page for side in in_order(count, each) for page in side]
    assert [page for page in flat if page is not None] == list(range(count))
    assert len(flat) % each == 0 and len(flat) - count < each


def test_what_is_drawn_stands_where_it_is_said_to() -> None:
    made = imposed(pages(6), Layout("booklet"), LOOK)
    assert made.pages == 4
    assert seen(made.data) == [[0, 1], [2, 0], [6, 3], [4, 5]]
    assert seen(imposed(pages(3), Layout("n-up"), LOOK).data) == [[1, 2], [3, 0]]
    assert seen(imposed(pages(5), Layout("n-up", 4), LOOK).data, 2, 2) == [[1, 2, 3, 4], [5, 0, 0, 0]]


@pytest.mark.parametrize(
    ("layout", "size", "factor"),
    [
        (Layout("n-up"), (A4[1], A4[0]), 0.7071),
        (Layout("booklet"), (A4[1], A4[0]), 0.7071),
        (Layout("booklet", sheet="a3"), (A3[1], A3[0]), 1.0),
        (Layout("n-up", 4), A4, 0.5),
        (Layout("n-up", 4, "a3"), A3, 0.7071),
    ],
)
def test_sheets_and_sizes(layout: Layout, size: tuple[float, float], factor: float) -> None:
    with pikepdf.open(io.BytesIO(imposed(pages(4), layout, LOOK).data)) as pdf:
        page = pdf.pages[0]
        assert [float(each) for each in page.mediabox] == pytest.approx([0, 0, *size], abs=0.01)
        moves = [each for each in pikepdf.parse_content_stream(page) if str(each.operator) == "cm"]
        assert [float(each.operands[0]) for each in moves] == pytest.approx([factor] * len(moves), abs=2e-4)
        assert pdf.Root.ViewerPreferences.PrintScaling == Name("/None")
        if layout.kind == "booklet":
            assert pdf.Root.ViewerPreferences.Duplex == Name.DuplexFlipShortEdge


def test_pages_are_never_made_larger() -> None:
    small = imposed(pages(2, (200, 300)), Layout("n-up", 2, "a3"), LOOK)
    with pikepdf.open(io.BytesIO(small.data)) as pdf:
        (first, _) = [each for each in pikepdf.parse_content_stream(pdf.pages[0]) if str(each.operator) == "cm"]
        assert float(first.operands[0]) == 1.0


def test_inner_pages_creep_to_the_fold() -> None:
    thick = 2.0
    with pikepdf.open(
        io.BytesIO(imposed(pages(12), Layout("booklet", sheet="a3", paper_pt=thick), LOOK).data)
    ) as pdf:
        places = []
        for page in pdf.pages:
            moves = [each for each in pikepdf.parse_content_stream(page) if str(each.operator) == "cm"]
            places.append([float(each.operands[4]) for each in moves])
    fold = A3[1] / 2
    for number, (left, right) in enumerate(places):
        creep = number // 2 * thick
        assert left == pytest.approx(fold - A4[0] + creep, abs=0.01)
        assert right == pytest.approx(fold - creep, abs=0.01)


def test_a_turned_page_lies_as_it_is_read() -> None:
    source = pages(2, (A4[1], A4[0]))
    with pikepdf.open(io.BytesIO(source.data)) as pdf:
        for page in pdf.pages:
            page.obj.Rotate = 90
        out = io.BytesIO()
        pdf.save(out)
    made = imposed(Artifact(out.getvalue(), 2), Layout("n-up"), LOOK)
    assert seen(made.data) == [[1, 2]]
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert [float(each) for each in pdf.pages[0].mediabox] == pytest.approx([0, 0, A4[1], A4[0]], abs=0.01)


def set_as(options: Options) -> bytes:
    report = carry_out(replace(products.job(BRIEF, "bureau", "pdf"), options=options))
    assert report.artifact is not None, "\n".join(map(str, report.diagnostics))
    return report.artifact.data


def test_a_sheet_claims_nothing_that_it_is_not() -> None:
    data = set_as(Options(booklet=True))
    assert data == set_as(Options(booklet=True))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/OutputIntents"} & set(pdf.Root.keys())
        with pdf.open_metadata() as said:
            assert not [key for key in said if "pdfaid" in key or "pdfuaid" in key]
            assert said["dc:title"]
        assert all("/Annots" not in page.obj for page in pdf.pages)


def test_a_booklet_for_the_press_has_its_marks_once_a_sheet() -> None:
    style = stylebook.load("bureau", stylebook.search_path())
    with pikepdf.open(io.BytesIO(set_as(Options("print", booklet=True)))) as pdf:
        assert pdf.Root.OutputIntents[0].S == Name.GTS_PDFX
        with pdf.open_metadata() as said:
            assert said["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        for page in pdf.pages:
            trim = [float(each) for each in page.trimbox]
            assert trim[2] - trim[0] == pytest.approx(2 * style.page.width_pt, abs=0.01)
            bleed = [float(each) for each in page.obj.BleedBox]
            assert trim[0] - bleed[0] == pytest.approx(style.print.bleed_pt, abs=0.01)
            drawn = page.obj.Contents.read_bytes()
            assert drawn.count(b" l S") == 8 + 8 + 2  # the corners, four crosses, the fold
            assert b"[2.8346] 0 d" in drawn
