"""Preflight finds each fault that was put into a PDF, and survives what is hardly one."""

from __future__ import annotations

import io
import json
import time
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from briefprint.preflight import RULES, check
from test_cli import run

TRIM = [20, 20, 220, 220]


def crafted(
    folder: Path,
    content: bytes = b"",
    boxes: bool = True,
    annotations: Any = None,
    name: str = "made.pdf",
    **resources: Any,
) -> Path:
    """Return a file of one page that has everything a press wants, and this content."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(240, 240))
    held = {
        kind: Dictionary({f"/{key}": _held(pdf, value) for key, value in all_.items()})
        for kind, all_ in resources.items()
    }
    page.obj.Resources = Dictionary({f"/{kind}": value for kind, value in held.items()})
    page.obj.Contents = pdf.make_stream(content)
    if boxes:
        page.obj.TrimBox, page.obj.BleedBox = Array(TRIM), Array([11, 11, 229, 229])
    if annotations is not None:
        page.obj.Annots = Array(annotations)
    profile = pdf.make_stream(b"profile", N=4)
    pdf.Root.OutputIntents = Array([Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX, DestOutputProfile=profile)])
    path = folder / name
    pdf.save(path)
    return path


def _held(pdf: pikepdf.Pdf, value: Any) -> Any:
    if isinstance(value, tuple):
        data, entries = value
        return pdf.make_stream(data, **entries)
    return value


def picture(
    width: int, space: Any = Name.DeviceCMYK, channels: int = 4, fill: int = 0
) -> tuple[bytes, dict[str, Any]]:
    return bytes([fill]) * (width * width * channels), {
        "Type": Name.XObject, "Subtype": Name.Image, "Width": width, "Height": width, "ColorSpace": space,
        "BitsPerComponent": 8,
    }  # fmt: skip


def font(embedded: bool = True, name: str = "ABCDEF+Face", subtype: Name = Name.TrueType) -> Dictionary:
    made = Dictionary(Type=Name.Font, Subtype=subtype, BaseFont=Name(f"/{name}"))
    if embedded:
        made.FontDescriptor = Dictionary(Type=Name.FontDescriptor, FontFile2=Dictionary())
    return made


def form(content: bytes, **more: Any) -> tuple[bytes, dict[str, Any]]:
    return content, {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 240, 240], **more}


def rules(path: Path) -> set[str]:
    return {each.rule for each in check(path)}


CLEAN = (
    b"0 0 0 1 k 0 0 0 1 K 0.5 w 30 30 m 200 30 l S 1 0.2 0 0 k 50 50 40 40 re f 11 100 40 40 re f "
    b"BT /F 9 Tf 60 60 Td (word) Tj ET"
)


def test_a_good_file_has_nothing_wrong(tmp_path: Path) -> None:
    assert [str(each) for each in check(crafted(tmp_path, CLEAN, Font={"F": font()}))] == []


TYPE = b"BT %s /F %d Tf 60 60 Td (word) Tj ET"
CASES: dict[str, tuple[str, bytes, Any]] = {
    "font not in the file": ("font-missing", TYPE % (b"", 9), {"Font": {"F": font(embedded=False)}}),
    "font not named": ("font-missing", TYPE % (b"", 9), {}),
    "whole font": ("font-whole", TYPE % (b"", 9), {"Font": {"F": font(name="Face")}}),
    "drawn font": ("font-type-3", TYPE % (b"", 9), {"Font": {"F": font(subtype=Name.Type3)}}),
    "coarse": ("picture-coarse", b"q 72 0 0 72 30 30 cm /P Do Q", {"XObject": {"P": picture(100)}}),
    "soft": ("picture-soft", b"q 72 0 0 72 30 30 cm /P Do Q", {"XObject": {"P": picture(200)}}),
    "soft when turned": ("picture-soft", b"q 0 72 -72 0 130 30 cm /P Do Q", {"XObject": {"P": picture(200)}}),
    "soft in a form": (
        "picture-soft",
        b"q 0.5 0 0 0.5 0 0 cm /M Do Q",
        {"XObject": {"M": form(b"q 144 0 0 144 60 60 cm /P Do Q"), "P": picture(200)}},
    ),
    "rgb type": ("rgb", TYPE % (b"1 0 0 rg", 9), {"Font": {"F": font()}}),
    "rgb line": ("rgb", b"1 0 0 RG 30 30 m 90 90 l S", {}),
    "rgb picture": ("rgb", b"q 20 0 0 20 30 30 cm /P Do Q", {"XObject": {"P": picture(100, Name.DeviceRGB, 3)}}),
    "rgb palette": (
        "rgb",
        b"q 20 0 0 20 30 30 cm /P Do Q",
        {"XObject": {"P": picture(100, Array([Name.Indexed, Name.DeviceRGB, 0, pikepdf.String(b"abc")]), 1)}},
    ),
    "rgb by profile": (
        "rgb",
        b"/L cs 1 0 0 sc 30 30 9 9 re f",
        {"ColorSpace": {"L": Array([Name.ICCBased, Dictionary(N=3)])}},
    ),
    "rgb run": (
        "rgb",
        b"/S sh",
        {"Shading": {"S": Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 1, 1])}},
    ),
    "rgb pattern": (
        "rgb",
        b"/Pattern cs /T scn 30 30 9 9 re f",
        {"Pattern": {"T": (b"1 0 0 rg 0 0 1 1 re f", {"PatternType": 1, "Resources": Dictionary()})}},
    ),
    "rgb within a picture": ("rgb", b"q 1 0 0 1 30 30 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q", {}),
    "hairline": ("hairline", b"0 0 0 1 K 0.1 w 30 30 m 90 90 l S", {}),
    "hairline made small": ("hairline", b"q 0.2 0 0 0.2 0 0 cm 0 0 0 1 K 1 w 150 150 m 900 900 l S Q", {}),
    "small type": ("small-type", TYPE % (b"1 0.5 0 0 k", 6), {"Font": {"F": font()}}),
    "reversed type": (
        "reversed-type",
        b"1 0.8 0 0 k 50 50 99 99 re f " + TYPE % (b"0 0 0 0 k", 6),
        {"Font": {"F": font()}},
    ),
    "much ink": ("total-ink", b"0.9 0.9 0.9 0.9 k 50 50 99 99 re f", {}),
    "much ink in a picture": (
        "total-ink",
        b"q 20 0 0 20 30 30 cm /P Do Q",
        {"XObject": {"P": picture(100, fill=240)}},
    ),
    "white printed over": (
        "white-overprint",
        b"/O gs 0 0 0 0 k 50 50 9 9 re f",
        {"ExtGState": {"O": Dictionary(op=True)}},
    ),
    "colour printed over": (
        "overprint",
        b"/O gs 1 0 0 0 k 50 50 9 9 re f",
        {"ExtGState": {"O": Dictionary(OP=True)}},
    ),
    "see-through": ("transparency", b"/O gs 1 0 0 0 k 50 50 9 9 re f", {"ExtGState": {"O": Dictionary(ca=0.5)}}),
    "multiplied": (
        "transparency",
        b"/O gs 1 0 0 0 k 50 50 9 9 re f",
        {"ExtGState": {"O": Dictionary(BM=Name.Multiply)}},
    ),
    "spot": (
        "spot-colour",
        b"/S cs 1 scn 50 50 9 9 re f",
        {"ColorSpace": {"S": Array([Name.Separation, Name("/Gold"), Name.DeviceCMYK, Dictionary()])}},
    ),
    "no bleed": ("no-bleed", b"1 0 0 0 k 20 50 90 90 re f", {}),
}


@pytest.mark.parametrize("case", CASES)
def test_each_fault_is_found_and_no_other(case: str, tmp_path: Path) -> None:
    rule, content, resources = CASES[case]
    assert rules(crafted(tmp_path, content, **resources)) == {rule}


def test_black_printed_over_is_as_it_should_be(tmp_path: Path) -> None:
    over: Any = {"ExtGState": {"O": Dictionary(op=True)}}
    assert rules(crafted(tmp_path, b"/O gs 0 0 0 1 k 50 50 9 9 re f", **over)) == set()


def test_boxes(tmp_path: Path) -> None:
    assert rules(crafted(tmp_path, boxes=False)) == {"no-trim"}
    path = crafted(tmp_path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.TrimBox = Array([-5, 20, 220, 300])
        pdf.add_blank_page(page_size=(100, 100))
        pdf.save()
    assert {"boxes", "page-sizes", "no-trim"} <= rules(path)


def test_links_and_intent(tmp_path: Path) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 50, 90, 90])
    mark = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 5, 5])
    assert rules(crafted(tmp_path, annotations=[link, mark])) == {"annotation"}
    assert rules(crafted(tmp_path, annotations=[mark])) == set()
    with pikepdf.open(path := crafted(tmp_path), allow_overwriting_input=True) as pdf:
        del pdf.Root.OutputIntents
        pdf.save()
    assert rules(path) == {"no-intent"}


def test_another_programs_file(tmp_path: Path) -> None:
    path = tmp_path / "other.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 100, "Helvetica, not in the file")
    canvas.save()
    assert {"font-missing", "no-trim", "no-intent"} <= rules(path)


# --- what is hardly a PDF -------------------------------------------------------------------------------


def nothing(folder: Path) -> Path:
    path = folder / "empty.pdf"
    path.touch()
    return path


def text(folder: Path) -> Path:
    path = folder / "text.pdf"
    path.write_text("no PDF\n" * 9)
    return path


def cut(folder: Path) -> Path:
    data = crafted(folder, CLEAN, Font={"F": font()}).read_bytes()
    path = folder / "cut.pdf"
    path.write_bytes(data[: len(data) // 2])
    return path


def locked(folder: Path) -> Path:
    path = folder / "locked.pdf"
    with pikepdf.open(crafted(folder)) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="a", owner="b"))
    return path


def bomb(folder: Path) -> Path:
    path = folder / "bomb.pdf"
    with pikepdf.open(crafted(folder)) as pdf:
        packed = zlib.compress(b"0 0 m " * 20_000_000, 9)
        pdf.pages[0].obj.Contents = pdf.make_stream(b"")
        pdf.pages[0].obj.Contents.write(packed, filter=Name.FlateDecode)
        pdf.save(path)
    return path


def endless(folder: Path) -> Path:
    path = folder / "endless.pdf"
    with pikepdf.open(crafted(folder, b"/M Do /M Do", XObject={"M": form(b"/M Do /M Do")})) as pdf:
        made = pdf.pages[0].Resources.XObject.M
        made.Resources = Dictionary(XObject=Dictionary(M=made))
        pdf.save(path)
    return path


def nonsense(folder: Path) -> Path:
    return crafted(folder, b"q q q ) ] >> 1 0 rg cm Tf (a) TJ /None Do /None gs 5 w w BT Tm ET", name="nonsense.pdf")


@pytest.mark.parametrize("make", [nothing, text, cut, locked, bomb, endless, nonsense, lambda folder: folder])
def test_hostile_files_are_one_message(make: Any, tmp_path: Path) -> None:
    path, began = make(tmp_path), time.monotonic()
    found = check(path)
    assert time.monotonic() - began < 60
    hard = [each for each in found if each.rule in ("unreadable", "encrypted")]
    assert (len(found) == 1 and hard == found) or make in (nonsense, cut)
    assert all("\n" not in str(each) and "Traceback" not in str(each) for each in found)


def test_an_encrypted_file_that_opens_is_read(tmp_path: Path) -> None:
    path = tmp_path / "closed.pdf"
    with pikepdf.open(crafted(tmp_path)) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="", owner="b"))
    assert rules(path) == {"encrypted"}


# --- the command ----------------------------------------------------------------------------------------


def test_the_command(tmp_path: Path) -> None:
    bad = crafted(tmp_path, b"1 0 0 RG 30 30 m 90 90 l S")
    done = run("preflight", str(bad))
    assert done.code == 1
    assert done.out == f"{bad}:page 1: error: rgb: painted in lights, not in inks (RGB or Lab): 1 of line\n"
    assert done.err == "1 error\n"
    rows = json.loads(run("preflight", str(bad), "--format", "json").out)
    assert [(row["page"], row["level"], row["rule"]) for row in rows] == [(1, "error", "rgb")]


def test_exit_codes(tmp_path: Path) -> None:
    good, soft = crafted(tmp_path, name="good.pdf"), crafted(tmp_path, b"0.1 w 30 30 m 90 90 l S", name="soft.pdf")
    assert run("preflight", str(good)).code == 0
    assert run("preflight", str(good), str(soft)).code == 0
    assert run("preflight", str(soft), "--strict").code == 1
    assert run("preflight").code == 2
    assert all(name in run("preflight", "--list").out for name in RULES)


def test_a_file_without_a_page(tmp_path: Path) -> None:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.save(out)
    (tmp_path / "none.pdf").write_bytes(out.getvalue())
    assert rules(tmp_path / "none.pdf") == {"unreadable"}
