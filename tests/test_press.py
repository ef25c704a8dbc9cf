"""The PDF for the press: PDF/X-4 (ISO 15930-7) in inks, with bleed and marks."""

from __future__ import annotations

import functools
import importlib.machinery
import importlib.util
import io
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageCms, ImageStat

import products
from briefprint import stylebook
from briefprint.artifact import Artifact, Options
from briefprint.errors import RenderError, StyleError
from briefprint.preflight import check
from briefprint.renderers._press import pressed
from briefprint.renderers._press.condition import OWN, condition, fault
from briefprint.renderers._press.inks import BLACK, Inks, lab
from briefprint.style import Print
from briefprint.typesetting import carry_out
from test_cli import run
from validators import qpdf

LIGHTS = {"rg", "RG", "g", "G"}
LOOK = stylebook.load("bureau", stylebook.search_path()).print
MM = 72 / 25.4
PRESS = Options("print")
BRIEF = products.ROOT / "content/poland-us-security-call.md"


@functools.cache
def printed(brief: Path, style: str, options: Options = PRESS) -> bytes:
    """Return a brief for the press."""
    report = carry_out(replace(products.job(brief, style, "pdf"), options=options))
    assert report.artifact is not None, "\n".join(map(str, report.diagnostics))
    return report.artifact.data


def streams(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every content stream: of pages, forms, patterns and drawn letters."""
    yield from pdf.pages
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and (each.get("/Subtype") == Name.Form or "/PatternType" in each):
            yield each


def spaces(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the colour spaces of pictures, shadings and groups."""
    for each in pdf.objects:
        if isinstance(each, (pikepdf.Stream, Dictionary)):
            space = each.get("/ColorSpace", each.get("/CS"))
            if isinstance(space, Name):
                yield str(space)
            elif isinstance(space, Array):
                yield str(space[0])


@pytest.mark.parametrize("style", products.STYLES)
@pytest.mark.parametrize("brief", products.CONTENT, ids=lambda path: path.stem)
def test_no_light_is_left_and_no_printer_would_complain(brief: Path, style: str, tmp_path: Path) -> None:
    data = printed(brief, style)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        used = {str(each.operator) for stream in streams(pdf) for each in pikepdf.parse_content_stream(stream)}
        assert not used & LIGHTS
        assert not {"BDC", "BMC"} & used
        assert set(spaces(pdf)) <= {"/DeviceGray", "/DeviceCMYK", "/Separation"}
    file = tmp_path / "brief.pdf"
    file.write_bytes(data)
    assert [str(each) for each in check(file) if each.rule not in ("transparency", "picture-soft")] == []


def test_boxes_intent_and_claims() -> None:
    data = printed(BRIEF, "bureau")
    style = stylebook.load("bureau", stylebook.search_path())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.pdf_version == "1.6"
        for page in pdf.pages:
            media, bleed, trim = (
                [float(each) for each in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            assert media[:2] == [0, 0]
            assert trim[2] - trim[0] == pytest.approx(style.page.width_pt, abs=0.01)
            assert trim[3] - trim[1] == pytest.approx(style.page.height_pt, abs=0.01)
            assert trim[0] - bleed[0] == pytest.approx(3 * MM, abs=0.01)
            assert bleed[0] - media[0] > LOOK.mark_length_pt
            assert "/Annots" not in page.obj
        assert "/StructTreeRoot" not in pdf.Root
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == Name.GTS_PDFX
        assert fault(intent.DestOutputProfile.read_bytes()) is None
        assert pdf.docinfo["/Trapped"] == Name("/False")
        assert "/ID" in pdf.trailer and not pdf.is_encrypted
        with pdf.open_metadata() as said:
            assert said["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
            assert said["pdf:Trapped"] == "False"
            assert "pdfaid:part" not in said and "pdfuaid:part" not in said


def test_a_band_goes_through_the_bleed_and_marks_stay_out_of_it() -> None:
    page = pypdfium2.PdfDocument(printed(BRIEF, "institute"))[0]
    picture = page.render(scale=2).to_pil().convert("L")
    margin = 2 * (4 * MM + LOOK.mark_length_pt + LOOK.mark_weight_pt)
    inside = picture.crop((round(margin - 2 * 3 * MM) + 2, round(margin), round(margin) - 2, round(margin) + 40))
    assert inside.getextrema()[1] < 128
    outside = picture.crop((0, round(margin) + 60, round(margin - 2 * 3 * MM) - 2, round(margin) + 200))
    assert outside.getextrema() == (255, 255)
    corner = picture.crop((0, 0, round(margin), round(margin)))
    assert corner.getextrema()[0] < 128


def test_body_type_is_black_alone_and_prints_over() -> None:
    with pikepdf.open(io.BytesIO(printed(BRIEF, "boardroom"))) as pdf:
        page = pdf.pages[0]
        inked, over, seen = None, False, 0
        for each in pikepdf.parse_content_stream(page):
            match str(each.operator), list(each.operands):
                case "k", values:
                    inked = tuple(float(value) for value in values)
                case "gs", [name]:
                    over = bool(page.Resources.ExtGState[str(name)].get("/op", False))
                case (("TJ" | "Tj"), _):
                    seen += over
                    assert not over or inked == BLACK
        assert seen


def test_the_same_is_printed_as_is_shown() -> None:
    """Poppler and PDFium have no profile for inks: so colours are compared as the profile has them."""
    inks = Inks(condition(None), grey=False, max_ink=3.0)
    back = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(OWN.read_bytes())), ImageCms.createProfile("sRGB"), "CMYK", "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    for name in products.STYLES:
        for colour in stylebook.load(name, stylebook.search_path()).palette.values():
            rgb = tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
            made = inks.of(rgb, "area")
            dot = Image.new("CMYK", (1, 1), tuple(round(255 * each) for each in made))
            shown = ImageCms.applyTransform(dot, back)
            assert shown is not None
            asked, seen = lab(rgb), lab([each / 255 for each in shown.tobytes()])
            asked = (max(asked[0], 12.0), *asked[1:])  # black ink alone is no darker
            assert abs(asked[0] - seen[0]) < 8, (name, colour, made)
            if math.hypot(*asked[1:]) > 40:  # what no inks reach keeps its hue
                turn = math.atan2(asked[2], asked[1]) - math.atan2(seen[2], seen[1])
                assert abs(math.degrees(turn)) < 15, (name, colour, made)
                continue
            off = sum((a - b) ** 2 for a, b in zip(asked, seen, strict=True))
            assert off**0.5 < 9, (name, colour, made)


@pytest.mark.parametrize("style", products.STYLES)
def test_pages_look_as_on_the_screen(style: str) -> None:
    brief = BRIEF
    with pikepdf.open(io.BytesIO(printed(brief, style))) as pdf:
        for page in pdf.pages:
            page.obj.MediaBox = page.obj.TrimBox
        out = io.BytesIO()
        pdf.save(out)
    shown, press = pypdfium2.PdfDocument(products.data(brief, style, "pdf")), pypdfium2.PdfDocument(out.getvalue())
    assert len(shown) == len(press)
    for one, other in zip(shown, press, strict=True):
        pictures = [each.render(scale=0.5).to_pil().convert("RGB") for each in (one, other)]
        pictures[1] = pictures[1].resize(pictures[0].size)
        assert max(ImageStat.Stat(ImageChops.difference(*pictures)).mean) < 12


@pytest.mark.parametrize(
    ("rgb", "use", "expected"),
    [
        ((0.0, 0.0, 0.0), "area", BLACK),
        ((1.0, 1.0, 1.0), "area", (0.0, 0.0, 0.0, 0.0)),
        ((0.08, 0.09, 0.11), "type", BLACK),
        ((0.08, 0.09, 0.11), "area", BLACK),
        ((0.08, 0.09, 0.11), "line", BLACK),
    ],
)
def test_black_and_white(rgb: tuple[float, float, float], use: Any, expected: tuple[float, ...]) -> None:
    inks = Inks(condition(None), grey=False, max_ink=3.0)
    assert inks.of(rgb, use) == expected


def test_greys_are_black_ink_and_darker_greys_have_more_of_it() -> None:
    inks = Inks(condition(None), grey=False, max_ink=3.0)
    made = [inks.of((step / 20,) * 3, "area") for step in range(21)]
    assert all(each[:3] == (0.0, 0.0, 0.0) for each in made)
    assert [each[3] for each in made] == sorted((each[3] for each in made), reverse=True)


def test_no_colour_has_more_ink_than_the_paper_bears() -> None:
    inks = Inks(condition(None), grey=False, max_ink=2.2)
    dark = [(r / 4, g / 4, b / 4) for r in range(5) for g in range(5) for b in range(5)]
    assert max(sum(inks.of(each, "area")) for each in dark) <= 2.2 + 1e-6
    picture = Image.new("RGB", (64, 1))
    picture.putdata([(4 * x, x, 255 - 4 * x) for x in range(64)])
    made = inks.picture(picture)
    assert max(map(sum, zip(*(band.tobytes() for band in made.split()), strict=True))) <= 2.2 * 255 + 3


def test_small_coloured_type_is_in_one_ink() -> None:
    inks = Inks(condition(None), grey=False, max_ink=3.0)
    assert inks.of((0.1, 0.2, 0.6), "type", small=True) == BLACK
    assert sum(each > 0 for each in inks.of((0.1, 0.2, 0.6), "type")) > 1


def test_in_black_ink_alone() -> None:
    data = printed(BRIEF, "institute", Options("print", grey=True))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for stream in streams(pdf):
            for each in pikepdf.parse_content_stream(stream):
                if str(each.operator) in ("k", "K"):
                    assert [float(value) for value in each.operands[:3]] == [0, 0, 0]
        pictures = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/ColorSpace" in each]
        assert all(each.ColorSpace == Name.DeviceGray for each in pictures)


def crafted() -> Artifact:
    """Return a PDF with lights of every kind: pictures with and without alpha, runs of colour, masks, patterns."""
    pdf = pikepdf.new()
    size = {"Width": 8, "Height": 8, "BitsPerComponent": 8}
    image = {"Type": Name.XObject, "Subtype": Name.Image, **size}
    soft = pdf.make_stream(bytes(range(0, 256, 4)), **image, ColorSpace=Name.DeviceGray)
    rgb = bytes(each for x in range(64) for each in (255 - 2 * x, 3 * x, x))
    plain = pdf.make_stream(rgb, **image, ColorSpace=Name.DeviceRGB, SMask=soft)
    keyed = pdf.make_stream(rgb, **image, ColorSpace=Name.DeviceRGB, Mask=Array([200, 255, 0, 100, 0, 100]))
    palette = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\xff\x00\x00\x00\x80\x00")])
    indexed = pdf.make_stream(bytes(x % 2 for x in range(64)), **image, ColorSpace=palette)
    grey = pdf.make_stream(bytes(range(0, 256, 4)), **image, ColorSpace=Name.DeviceGray)
    run_of = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    stitched = Dictionary(
        FunctionType=3, Domain=[0, 1], Functions=[run_of, run_of], Bounds=[0.5], Encode=[0, 1, 1, 0]
    )
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 100, 0], Function=stitched)
    form = pdf.make_stream(
        b"0.2 0.4 0.9 rg 0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 10, 10],
        Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB), Resources=Dictionary(),
    )  # fmt: skip
    mask = pdf.make_stream(
        b"1 0 0 rg 0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50],
        Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB), Resources=Dictionary(),
    )  # fmt: skip
    tiles = pdf.make_stream(
        b"0 1 0 rg 0 0 2 2 re f", PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 4, 4], XStep=4, YStep=4,
        Resources=Dictionary(),
    )  # fmt: skip
    page = pdf.add_blank_page(page_size=(200, 200))
    page.obj.Resources = Dictionary(
        XObject=Dictionary(Plain=plain, Keyed=keyed, Indexed=indexed, Grey=grey, Form=form),
        Shading=Dictionary(Run=shading),
        Pattern=Dictionary(Tiles=tiles, Slope=Dictionary(PatternType=2, Shading=shading)),
        ExtGState=Dictionary(Soft=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask))),
        ColorSpace=Dictionary(
            Lights=Array([Name.CalRGB, Dictionary(WhitePoint=[0.95, 1, 1.09])]),
            Eye=Array([Name.Lab, Dictionary(WhitePoint=[0.96, 1, 0.82])]),
        ),
    )
    content = [
        b"q 50 0 0 50 %d 0 cm /%s Do Q" % (50 * at, name)
        for at, name in enumerate((b"Plain", b"Keyed", b"Indexed", b"Grey"))
    ]
    content += [
        b"q 10 w 0.9 0.1 0.1 RG 0 60 m 100 60 l S Q", b"/Lights cs 0.1 0.9 0.1 sc 0 70 10 10 re f",
        b"/Eye cs 50 60 20 sc 20 70 10 10 re f", b"q /Soft gs 0 0 1 rg 40 70 10 10 re f Q", b"/Form Do",
        b"/Pattern cs /Tiles scn 60 70 10 10 re f /Slope scn 80 70 10 10 re f", b"/Run sh",
        b"0.5 g 0 100 10 10 re f", b"q 1 0 0 1 0 120 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID \xff\x00\x00 EI Q",
        b"0.1 0.2 0.3 0.4 k 0 150 10 10 re f",
    ]  # fmt: skip
    page.obj.Contents = pdf.make_stream(b"\n".join(content))
    out = io.BytesIO()
    pdf.save(out)
    return Artifact(out.getvalue(), 1)


def test_every_kind_of_light_is_put_into_inks(tmp_path: Path) -> None:
    data = pressed(crafted(), LOOK).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        used = [
            (str(each.operator), [*each.operands])
            for page in pdf.pages
            for each in pikepdf.parse_content_stream(page)
            if not isinstance(each, pikepdf.ContentStreamInlineImage)
        ]
        assert not LIGHTS & {name for name, _ in used}
        assert ("k", [0.1, 0.2, 0.3, 0.4]) in [
            (name, [float(v) for v in values]) for name, values in used if name == "k"
        ]
        assert set(spaces(pdf)) <= {"/DeviceGray", "/DeviceCMYK", "/Separation"}
        resources = pdf.pages[0].Resources
        assert "/SMask" in resources.XObject.Keyed and "/SMask" in resources.XObject.Plain
        mask = resources.ExtGState.Soft.SMask.G
        assert b" g" in mask.read_bytes() and Name.DeviceGray == mask.Group.CS
        assert resources.Shading.Run.ColorSpace == Name.DeviceCMYK
    (tmp_path / "made.pdf").write_bytes(data)
    assert qpdf.check(tmp_path / "made.pdf") == []


def test_a_colour_that_no_inks_reach_is_told() -> None:
    report = carry_out(replace(products.job(BRIEF, "boardroom", "pdf"), options=PRESS))
    assert any("#3f5bd8 prints duller" in str(each) for each in report.diagnostics)
    assert not any("duller" in str(each) for each in carry_out(products.job(BRIEF, "boardroom", "pdf")).diagnostics)


def test_a_mesh_of_colours_is_refused() -> None:
    with pikepdf.open(io.BytesIO(crafted().data)) as pdf:
        mesh = pdf.make_stream(
            b"", ShadingType=4, ColorSpace=Name.DeviceRGB, BitsPerCoordinate=8, BitsPerComponent=8, BitsPerFlag=8,
            Decode=[0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
        )  # fmt: skip
        pdf.pages[0].Resources.Shading.Mesh = mesh
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(RenderError, match="mesh"):
        pressed(Artifact(out.getvalue()), LOOK)


def test_the_same_bytes_each_time() -> None:
    source = crafted()
    assert pressed(source, LOOK) == pressed(source, LOOK)


# --- the profile ----------------------------------------------------------------------------------------


def test_a_printers_own_profile_is_used(tmp_path: Path) -> None:
    own = tmp_path / "house.icc"
    own.write_bytes(OWN.read_bytes())
    with pikepdf.open(io.BytesIO(pressed(crafted(), LOOK, icc=own).data)) as pdf:
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() == own.read_bytes()


@pytest.mark.parametrize(
    ("data", "said"),
    [(None, "cannot be read"), (b"no profile", "is no ICC profile"), (None, "four inks")],
    ids=["missing", "text", "screen"],
)
def test_what_is_no_profile_is_refused(data: bytes | None, said: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.icc"
    if said == "four inks":
        data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(RenderError, match=said):
        condition(file)


def test_a_style_names_a_profile(tmp_path: Path) -> None:
    folder = tmp_path / "styles" / "ours"
    folder.mkdir(parents=True)
    (folder / "press.icc").write_bytes(OWN.read_bytes())
    (folder / "style.toml").write_text('extends = "base"\nlabel = "Ours"\n[print]\nprofile = "press.icc"\n')
    look: Print = stylebook.load("ours", (tmp_path / "styles", *stylebook.search_path())).print
    assert look.profile is not None and look.profile.name == "press.icc"
    (other := tmp_path / "styles" / "theirs").mkdir()
    (other / "press.icc").write_bytes(b"no profile")
    (other / "style.toml").write_text('extends = "base"\nlabel = "Theirs"\n[print]\nprofile = "press.icc"\n')
    with pytest.raises(StyleError, match="is no ICC profile"):
        stylebook.load("theirs", (tmp_path / "styles", *stylebook.search_path()))


def test_our_profile_has_what_the_format_asks() -> None:
    data = OWN.read_bytes()
    assert int.from_bytes(data[:4], "big") == len(data)
    count = int.from_bytes(data[128:132], "big")
    tags = {data[132 + 12 * at : 136 + 12 * at] for at in range(count)}
    asked = {b"desc", b"cprt", b"wtpt", b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"}
    assert asked <= tags  # ICC.1:2001-04, 6.3.3.2


def test_our_profile_is_what_its_maker_makes() -> None:
    loader = importlib.machinery.SourceFileLoader("inkprofile", str(products.ROOT / "scripts/inkprofile"))
    spec = importlib.util.spec_from_loader("inkprofile", loader)
    assert spec is not None
    maker = importlib.util.module_from_spec(spec)
    loader.exec_module(maker)
    assert maker.to_lab() in OWN.read_bytes()  # the way back takes a minute
    assert maker.printed(0, 0, 0, 0) == pytest.approx((100, 0, 0), abs=0.01)
    found, off = maker.inks((50.0, 20.0, 10.0))
    assert off == 0 and maker.printed(*found) == pytest.approx((50, 20, 10), abs=0.3)
    assert sum(maker.inks((5.0, 0.0, 0.0))[0]) <= maker.MAX_INK + 1e-6


# --- the command ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--grey"], "for the press"),
        (["--booklet", "--n-up", "2"], "do not go together"),
        (["--n-up", "3"], "3 pages"),
        (["--profile", "print", "--n-up", "2"], "does not go with"),
        (["--sheet", "a3"], "for --booklet"),
        (["--booklet", "--sheet", "a2"], "no sheet"),
        (["--profile", "print", "--booklet", "--sheet", "a3"], "does not go with"),
    ],
)
def test_options_that_do_not_agree(options: list[str], said: str) -> None:
    made = run("pdf", str(BRIEF), *options)
    assert made.code == 2 and said in made.err
