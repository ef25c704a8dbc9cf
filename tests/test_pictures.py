"""Pictures of every kind that authors have: read, refused by name, and the same in the PDF and in the Word file."""

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms

from briefprint import stylebook
from briefprint.artifact import Artifact
from briefprint.errors import ContentError, Diagnostic
from briefprint.reader import pictures, read
from briefprint.renderers import _raster, renderer
from briefprint.style import HouseStyle
from validators import openxml, verapdf

RED, INK = (200, 30, 40), (0, 230, 210, 40)
NAME = "picture"


@pytest.fixture(scope="module")
def bureau() -> HouseStyle:
    return stylebook.load("bureau", stylebook.search_path())


def quarters(mode: str = "RGB", size: tuple[int, int] = (1600, 800)) -> Image.Image:
    """Return a picture of which every corner can be told: red at the top left, then green, blue, white."""
    picture = Image.new("RGB", size, "white")
    width, depth = size[0] // 2, size[1] // 2
    picture.paste(RED, (0, 0, width, depth))
    picture.paste((20, 160, 60), (width, 0, size[0], depth))
    picture.paste((30, 60, 200), (0, depth, width, size[1]))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def turned() -> bytes:
    """Return a photograph as a camera held upright writes it: lying, and marked as turned (EXIF orientation 6)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(quarters().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)


def unmarked(data: bytes) -> bytes:
    """Return a JPEG without the mark of Adobe (APP14), its inks as they are."""
    start = data.index(b"\xff\xee")
    return data[:start] + data[start + 2 + int.from_bytes(data[start + 2 : start + 4]) :]


def frames(kind: str) -> bytes:
    more = [Image.new("RGB", (1600, 800), "black")]
    return saved(quarters(), kind, save_all=True, append_images=more, duration=100)


def deep() -> bytes:
    grey = quarters("L").convert("I").point(lambda value: value * 257)
    return saved(grey.convert("I;16"), "PNG")


def swapped() -> bytes:
    """Return a picture in a colour space of its own."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    lab = ImageCms.profileToProfile(quarters(), ImageCms.createProfile("sRGB"), profile, outputMode="LAB")
    assert lab is not None
    return saved(lab, "TIFF", icc_profile=profile.tobytes())


SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 80"><style>.t{{font:bold 12px Arial}}
@font-face{{font-family:X;src:url(https://example.org/x.woff)}}</style><rect width="80" height="40" fill="#c81e28"/>
<text class="t" x="90" y="20">Words</text>
<text x="90" y="60" style="font-family:Comic Sans MS;font-size:9px">more</text>{}</svg>"""

KINDS: dict[str, Callable[[], bytes]] = {
    "plain.png": lambda: saved(quarters(), "PNG"),
    "plain.jpg": lambda: saved(quarters(), "JPEG"),
    "grey.jpg": lambda: saved(quarters("L"), "JPEG"),
    "turned.jpg": turned,
    "cmyk.jpg": lambda: saved(Image.new("CMYK", (1600, 800), INK), "JPEG", quality=95),
    "cmyk.tif": lambda: saved(Image.new("CMYK", (1600, 800), INK), "TIFF"),
    "alpha.png": lambda: saved(quarters("RGBA"), "PNG"),
    "palette.png": lambda: saved(quarters().quantize(8), "PNG", transparency=0),
    "grey-alpha.png": lambda: saved(quarters("LA"), "PNG"),
    "line.png": lambda: saved(quarters("1"), "PNG"),
    "deep.png": deep,
    "lab.tif": swapped,
    "moving.gif": lambda: frames("GIF"),
    "moving.webp": lambda: frames("WEBP"),
    "moving.png": lambda: frames("PNG"),
    "photo.webp": lambda: saved(quarters(), "WEBP", quality=90),
    "exact.webp": lambda: saved(quarters("RGBA"), "WEBP", lossless=True),
    "phone.jpg": lambda: frames("MPO"),
    "wrong.png": lambda: saved(quarters(), "JPEG"),
    "wrong.jpg": lambda: saved(quarters("RGBA"), "PNG"),
    "drawing.svg": lambda: SVG.format("").encode(),
    "drawn.png": lambda: SVG.format("").encode(),
    "holds.svg": lambda: SVG.format(
        '<image width="40" height="20" y="50" href="data:image/png;base64,'
        + base64.b64encode(saved(quarters(size=(40, 20)), "PNG")).decode()
        + '"/>'
    ).encode(),
}


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a brief with every picture there is."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "briefprint.toml").touch()
    for name, make in KINDS.items():
        (folder / name).write_bytes(make())
    copy = "".join(f"![The picture {name}]({name})\n\nText with ![{name}]({name}) in it.\n\n" for name in KINDS)
    (folder / "brief.md").write_text(f"---\ntitle: Pictures\n---\n{copy}")
    return folder / "brief.md"


def test_every_kind_is_archival_in_the_pdf_and_valid_in_word(brief: Path, bureau: HouseStyle) -> None:
    document = read(brief).document
    made = {name: brief.with_suffix(f".{name}") for name in ("pdf", "docx")}
    for name, path in made.items():
        artifact = renderer(name)(document, bureau)
        path.write_bytes(artifact.data)
        assert _of_pictures(artifact) == []
        assert renderer(name)(document, bureau).data == artifact.data
    assert verapdf.validate([made["pdf"]], ["ua1", "2a"]) == []
    assert openxml.validate([made["docx"]]) == []
    with zipfile.ZipFile(made["docx"]) as package:
        assert {Path(each).suffix for each in package.namelist() if "/media/" in each} == {".png", ".jpeg", ".svg"}
    with pikepdf.open(made["pdf"]) as pdf:
        images = [each for page in pdf.pages for each in page.get_images().values()]
        assert images and {str(each.ColorSpace) for each in images} <= {"/DeviceRGB", "/DeviceGray"}


def _of_pictures(artifact: Artifact) -> list[Diagnostic]:
    """Return what is said of a product but for the make-up of its pages, which such briefs are not written for."""
    return [each for each in artifact.warnings if each.rule != "make-up"]


@pytest.mark.parametrize("name", [each for each in KINDS if not each.startswith(("draw", "holds", "cmyk"))])
def test_a_picture_is_upright_and_keeps_its_colours(name: str, brief: Path) -> None:
    made = _raster.read(brief.parent / name)
    assert (made.width, made.depth) == (1600, 800)
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.format == made.kind
        assert picture.getexif().get(0x0112, 1) == 1
        *seen, opacity = picture.convert("RGBA").getpixel((300, 150))  # type: ignore[misc]
    assert opacity == 255
    wanted = RED
    if name.startswith(("grey", "deep")):
        wanted = (quarters("L").getpixel((300, 150)),) * 3  # type: ignore[assignment]
    if not name.startswith("line"):
        assert all(abs(one - other) < 12 for one, other in zip(seen, wanted, strict=True)), seen


@pytest.mark.parametrize("data", [KINDS["cmyk.jpg"](), unmarked(KINDS["cmyk.jpg"]())], ids=["adobe", "unmarked"])
def test_inks_become_colours_whichever_way_they_are_written(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(data)
    inverted = b"\xff\xee" not in data  # the same samples, read the other way round
    with Image.open(io.BytesIO(_raster.read(tmp_path / "x.jpg").data)) as picture:
        red, green, blue = picture.convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    assert picture.mode == "RGB"
    assert (red > 190 and green < 60 and blue < 60) is not inverted


def test_what_needs_no_change_goes_in_byte_for_byte(brief: Path) -> None:
    for name in ("plain.png", "plain.jpg", "alpha.png", "wrong.png"):
        assert _raster.read(brief.parent / name).data == (brief.parent / name).read_bytes()


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty.png": (b"", "'empty.png' is empty"),
    "cut.jpg": (saved(quarters(), "JPEG")[:-4000], "'cut.jpg' is cut short"),
    "cut.png": (saved(quarters().effect_spread(40), "PNG")[:-9000], "'cut.png' is cut short"),
    "text.png": (b"no picture", "'text.png' cannot be read"),
    "page.html.png": (b"<html><body/></html>", "'page.html.png' cannot be read as a picture"),
    "phone.heic": (
        b"\0\0\0\x18ftypheic" + b"\0" * 40,
        "'phone.heic' is a picture of the kind HEIC and cannot be set",
    ),
    "new.avif": (b"\0\0\0\x18ftypavif" + b"\0" * 40, "'new.avif' is a picture of the kind AVIF and cannot be set"),
    "a.pdf": (b"%PDF-1.7", "'a.pdf' is a PDF file and cannot be set"),
    "a.bmp": (saved(quarters(), "BMP"), "'a.bmp' is BMP file and cannot be set"),
    "bomb.png": (saved(Image.new("1", (8001, 10_000)), "PNG"), "'bomb.png' has more than 80 million pixels"),
    "net.svg": (
        SVG.format('<image href="https://a.org/x.png"/>').encode(),
        "'net.svg' refers to 'https://a.org/x.png'",
    ),
    "file.svg": (
        SVG.format('<image href="/etc/passwd"/>').encode(),
        "'file.svg' refers to '/etc/passwd', which is not",
    ),
    "beside.svg": (SVG.format('<use href="other.svg#a"/>').encode(), "'beside.svg' refers to 'other.svg#a'"),
    "style.svg": (SVG.format("<style>@import 'a.css';</style>").encode(), "'style.svg' refers to 'a.css'"),
    "fill.svg": (SVG.format('<rect fill="url(b.svg#c)"/>').encode(), "'fill.svg' refers to 'b.svg#c'"),
    "sheet.svg": (
        b'<?xml-stylesheet href="a.css"?>' + SVG.format("").encode(),
        "'sheet.svg' refers to a style sheet",
    ),
    "laughs.svg": (
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("<text>&a;</text>").encode(),
        "'laughs.svg' has entities of its own",
    ),
    "foreign.svg": (
        SVG.format("<foreignObject/>").encode(),
        "'foreign.svg' has a 'foreignObject', which cannot be drawn",
    ),
    "number.svg": (
        SVG.format('<rect width="nan" height="1e999" x="-inf"/>').encode(),
        "'number.svg' has the number 'nan' as 'width'",
    ),
    "large.svg": (
        SVG.format('<path d="M0 0L1e300 5z"/>').encode(),
        "'large.svg' has the number '1e300' as 'd', which cannot be drawn",
    ),
    "styled.svg": (
        SVG.format('<g style="stroke-width:12345678901"/>').encode(),
        "'styled.svg' has the number '12345678901' as 'stroke-width'",
    ),
    "box.svg": (SVG.replace("0 0 160", "0 0 inf").format("").encode(), "'box.svg' has the number 'inf' as 'viewBox'"),
    "flat.svg": (SVG.replace("0 0 160", "0 0 0").format("").encode(), "'flat.svg' has no size"),
    "three.svg": (SVG.replace("0 0 160", "0 160").format("").encode(), "'three.svg' has a 'viewBox' of '0 160 80'"),
    "length.svg": (SVG.format('<circle r="farpx"/>').encode(), "'length.svg' has a 'r' of 'farpx', which is no"),
    "uses.svg": (
        SVG.format(
            '<rect id="a0"/>'
            + "".join(f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 9))
        ).encode(),
        "'uses.svg' has more than 10,000 elements by 'use'",
    ),
    "itself.svg": (SVG.format('<use id="a" href="#a"/>').encode(), "'itself.svg' has a '#a' that refers to itself"),
    "circle.svg": (
        SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>').encode(),
        "'circle.svg' has a '#b' that refers to itself",
    ),
    "clips.svg": (
        SVG.format('<clipPath id="c"><rect style="clip-path:url(#c)"/></clipPath>').encode(),
        "'clips.svg' has a '#c' that refers to itself",
    ),
    "unclipped.svg": (
        SVG.format('<rect clip-path="url(#c)"/>').encode(),
        "'unclipped.svg' has a 'clip-path' of '#c', which is not in it",
    ),
    "deep.svg": (
        SVG.format("<g>" * 130 + "</g>" * 130).encode(),
        "'deep.svg' has elements within one another, more than",
    ),
    "chain.svg": (
        SVG.format("".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(60))).encode(),
        "'chain.svg' has a 'use' within another, more than",
    ),
    "filter.svg": (
        SVG.format('<filter id="f"/><g filter="url(#f)"/>').encode(),
        "'filter.svg' has a 'filter', which cannot be drawn",
    ),
    "mask.svg": (
        SVG.format("<style>.m { mask: url(#m) }</style>").encode(),
        "'mask.svg' has a 'mask', which cannot be drawn",
    ),
    "right.svg": (
        SVG.format("<text>\u05e9\u05dc\u05d5\u05dd</text>").encode(),
        "'right.svg' has words that run from right to left",
    ),
    "sizeless.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "'sizeless.svg' has no size"),
}


LOST = {
    "a 'pattern'": '<pattern id="p" width="4" height="4"><circle r="1"/></pattern><rect style="fill: url(#p)"/>',
    "a 'stroke' in a gradient": '<linearGradient id="g"/><rect stroke="url(#g)"/>',
    "a 'marker-end'": '<path d="M0 0h9" style="marker-end:url(#arrow)"/>',
}


@pytest.mark.parametrize("what", LOST)
def test_what_word_leaves_out_of_a_drawing_is_told(what: str, tmp_path: Path) -> None:
    (tmp_path / "own.svg").write_text(SVG.format(LOST[what]))
    (tmp_path / "brief.md").write_text("# T\n\n![x](own.svg)\n")
    reading = read(tmp_path / "brief.md")
    (said,) = (each for each in reading.warnings if "own.svg" in each.message)
    assert (said.line, said.message) == (3, f"the drawing 'own.svg' has {what}, which only the PDF of a brief shows")
    assert said.rule not in ("", "content")
    for format in ("pdf", "docx"):
        assert renderer(format)(reading.document, stylebook.load("bureau", stylebook.search_path())).data


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_set_is_refused_by_name(name: str, tmp_path: Path) -> None:
    data, message = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "brief.md").write_text(f"# T\n\n![x]({name})\n")
    with pytest.raises(ContentError) as caught:
        read(tmp_path / "brief.md")
    (said,) = caught.value.diagnostics
    assert (said.line, message in said.message) == (3, True), said
    assert said.hint
    assert said.rule not in ("", "content")


DRAWN: dict[str, str] = {
    "defs and clips": '<g clip-path="url(#c)"><rect width="90" height="30" fill="url(#h)"/></g>'
    '<defs><clipPath id="c"><rect width="40" height="40"/></clipPath>'
    '<linearGradient id="g"><stop offset="0"/></linearGradient><linearGradient id="h" xlink:href="#g"/></defs>',
    "effects that are off or unused": '<filter id="f"/><pattern id="p"/><marker id="m"/><rect width="9" height="9" '
    'filter="none" style="mask:none;marker:none;marker-end:none"/>',
    "notes of an editor": '<n:view xmlns:n="http://www.inkscape.org/n" n:width="inf"/>',
    "symbols": '<symbol id="s" viewBox="0 0 9 9"><circle r="4"/></symbol><use xlink:href="#s" width="9" height="9"/>',
    "many dots": '<defs><path id="d" d="M0 0L1.12345678901234 0l-1e-12 2z"/></defs>'
    + "".join(f'<use xlink:href="#d" x="{n}" y="{n % 80}"/>' for n in range(300)),
    "a list of places": '<text x="1 2,3" y="1e1">abc</text><rect x="10%" width="2.5mm" rx=".5"/>',
}
"""What programs write that draw: to be set in every format, and nothing said of it."""


@pytest.mark.parametrize("body", DRAWN.values(), ids=DRAWN)
def test_what_programs_write_is_drawn_in_every_format(body: str, bureau: HouseStyle, tmp_path: Path) -> None:
    svg = SVG.replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ').format(body)
    (tmp_path / "x.svg").write_text(svg)
    (tmp_path / "brief.md").write_text("# T\n\n![x](x.svg)\n")
    document = read(tmp_path / "brief.md").document
    for name in ("pdf", "docx"):
        assert _of_pictures(renderer(name)(document, bureau)) == []


def test_a_file_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LIMIT_BYTES", 1024 * 1024)
    (tmp_path / "large.png").write_bytes(b"\x89PNG" + b"\0" * 1024 * 1024)
    (tmp_path / "brief.md").write_text("# T\n\n![x](large.png)\n")
    with pytest.raises(ContentError, match=r"'large\.png' is larger than 1 MiB"):
        read(tmp_path / "brief.md")


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_a_picture_coarse_at_its_size_is_warned_of_once(name: str, bureau: HouseStyle, tmp_path: Path) -> None:
    quarters(size=(600, 300)).save(tmp_path / "coarse.png")
    quarters(size=(300, 4000)).save(tmp_path / "tall.png")
    brief = tmp_path / "brief.md"
    brief.write_text("# T\n\nText.\n\n![x](coarse.png)\n\n![x](coarse.png){width=50%}\n\n![x](tall.png)\n")
    (said,) = _of_pictures(renderer(name)(read(brief).document, bureau))
    measure = bureau.page.type_area_pt if bureau.figure.span == "full" else bureau.column_pt
    assert said.message == (
        f"'coarse.png' is set {measure / 72 * 25.4:.0f} mm wide, at {600 / measure * 72:.0f} dpi: "
        "below 150 it looks coarse on paper"
    )
    assert (said.line, said.path) == (5, brief.as_posix())


def test_words_in_a_drawing_are_set_in_a_face_of_the_house(brief: Path, bureau: HouseStyle) -> None:
    alone = brief.with_name("alone.md")
    alone.write_text("# T\n\n![x](drawing.svg)\n")
    with pikepdf.open(io.BytesIO(renderer("pdf")(read(alone).document, bureau).data)) as pdf:
        fonts = {str(font.BaseFont).rpartition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
        for page in pdf.pages:
            for each in page.Resources.get("/XObject", {}).values():
                fonts |= {str(font.BaseFont).rpartition("+")[2] for font in _fonts(each)}
    assert len(fonts) > 1
    assert all(each.startswith("briefprint") for each in fonts), fonts  # the names of the stylesheet's own faces


def _fonts(form: Any) -> list[Any]:
    return list(form.get("/Resources", {}).get("/Font", {}).values())
