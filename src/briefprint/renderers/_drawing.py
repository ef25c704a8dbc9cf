"""Vector drawings: read from SVG, written as SVG and PNG; ReportLab's shapes are what all formats share."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from reportlab.graphics.renderPDF import draw
from reportlab.graphics.shapes import Circle, Drawing, Group, Line, PolyLine, Rect, String
from reportlab.graphics.shapes import Path as Outline
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from briefprint import direction, glyphs
from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers import _joined
from briefprint.style import Face, Font

POINTS_PER_INCH = 72
MARK_GAP = 0.45  # of a mark's height: between it and the house's name
_NOT_DRAWN = ("filter", "mask")
_ENDS = ("marker-start", "marker-mid", "marker-end")  # an author is told of them, a house's mark must not lose them
_NOT_SET = ("foreignObject", "textPath")
_EMBEDDED = re.compile(r"data:image/(png|jpe?g);base64,")
_FONT_FACES = re.compile(r"@font-face\s*\{[^}]*\}")
_FAMILY = re.compile(r"font-family\s*:[^;}]*;?|(?<![\w-])font\s*:([^;}]*);?")
_FONT_WORD = re.compile(
    r"(?P<style>italic|oblique)|(?P<weight>bold|\b[1-9]00\b(?![\w%.]))|(?P<size>\d[\d.]*(?:px|pt|em|rem|mm|%))"
)
_STEPS = (("M", 1), ("L", 1), ("C", 3), ("Z", 0))  # what a path does, in ReportLab's order, and with how many points
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}  # how much of a line stands before its anchor
_URL = re.compile(r"url\(\s*['\"]?([^'\")]*)")

# --- fonts --------------------------------------------------------------------------------------------

_registered: dict[str, str] = {}  # Font.key: sha256, as ReportLab's own registry is one for the process


def register_font(font: Font) -> str:
    """Make a font known to ReportLab, once in a process, and return its name there: ``Font.key``."""
    if _registered.get(font.key) != font.sha256:
        pdfmetrics.registerFont(TTFont(font.key, str(font.path)))
        _registered[font.key] = font.sha256
    return font.key


def middle(font: Font, size_pt: float) -> float:
    """Return how far the middle of a font's letters is above the baseline (CSS Inline 3, half-leading)."""
    ascent, descent = pdfmetrics.getAscentDescent(register_font(font), size_pt)
    return float(ascent + descent) / 2


def text_measure(text: str, font: Font, size_pt: float) -> float:
    """Return the length of a line of text."""
    if _joined.wanted(text):
        return _joined.measure(text, font, size_pt)
    return sum(
        float(pdfmetrics.stringWidth(part, register_font(each), size_pt))
        for each, part in glyphs.stretches(text, font)
    )


def strings(line: String, font: Font) -> Iterator[String | Outline]:
    """Yield a line of text as strings of one font each, where it needs a fallback of its font, or as outlines."""
    if _joined.wanted(line.text):
        yield _joined.outlined(line, font)
        return
    parts = list(glyphs.stretches(line.text, font))
    if len(parts) == 1:
        yield _string(line, line.x, parts[0][0], line.text, line.textAnchor)
        return
    x = line.x - text_measure(line.text, font, line.fontSize) * _ANCHORS[line.textAnchor]
    for each, part in parts:
        yield _string(line, x, each, part, "start")
        x += text_measure(part, each, line.fontSize)


def _string(line: String, x: float, font: Font, text: str, anchor: str) -> String:
    made = String(x, line.y, text)
    made.setProperties(line.getProperties() | {"fontName": register_font(font), "textAnchor": anchor})
    made.x, made.text = x, text
    return made


def cap_height(font: Font) -> float:
    """Return the height of a font's capitals as a share of its size (OpenType 1.9, OS/2 sCapHeight)."""
    return float(pdfmetrics.getFont(register_font(font)).face.capHeight) / 1000


# --- from SVG -----------------------------------------------------------------------------------------


def from_svg(
    path: Path, *, height_pt: float | None = None, width_pt: float | None = None, face: Face | None = None
) -> Drawing:
    """Return an SVG file as a drawing, scaled in proportion to a height or a width (or into both).

    Text in it is set in ``face``. Raises RenderError when the file cannot be read, or holds what would be
    lost or changed: an effect, a file from elsewhere, text when there is no face.
    """
    from svglib.svglib import SvgRenderer  # only marks and pictures of the author's want it

    root = _parsed(path)
    _check(root, path, face)
    with _overheard("svglib.svglib") as complaints:
        try:
            drawing = SvgRenderer(str(path), font_map=_Faces(face), external_reference_root=str(path.parent)).render(
                root
            )
        except Exception as fault:  # svglib raises what it stumbles on
            raise _refusal(path, f"cannot be drawn: {fault}") from fault
    if complaints:
        raise _refusal(path, f"cannot be drawn as it is: {complaints[0]}")
    if drawing.width <= 0 or drawing.height <= 0:
        raise _refusal(path, "has no size", "give its svg element a 'viewBox'")
    scales = [height_pt / drawing.height] if height_pt is not None else []
    scales += [width_pt / drawing.width] if width_pt is not None else []
    scale = min(scales, default=1.0)
    scaled = Drawing(drawing.width * scale, drawing.height * scale)
    scaled.add(Group(*drawing.contents, transform=(scale, 0, 0, scale, 0, 0)))
    if face is not None and face.fallbacks:
        _stand_in(scaled, {font.key: face.font(font.weight, font.italic) for font in face.fonts})
    return scaled


def _stand_in(group: Any, fonts: Mapping[str, Font]) -> None:
    """Put strings of one font each in the place of those that need a fallback of theirs."""
    contents: list[Any] = []
    for shape in group.contents:
        if isinstance(shape, Group):
            _stand_in(shape, fonts)
        if isinstance(shape, String) and shape.fontName in fonts:
            contents += strings(shape, fonts[shape.fontName])
        else:
            contents.append(shape)
    group.contents = contents


def mark_shape(path: Path) -> float:
    """Return the breadth of a mark, SVG or PNG, as a share of its height.

    Raises RenderError when the file cannot be read.
    """
    from PIL import Image as Pillow

    if path.suffix.lower() == ".svg":
        drawing = from_svg(path)
        return float(drawing.width / drawing.height)
    try:
        with Pillow.open(path, formats=("PNG",)) as picture:
            return float(picture.width / picture.height)
    except OSError as fault:
        raise _refusal(path, f"cannot be read as a picture: {fault}") from None


def is_svg(path: Path) -> bool:
    """Whether a picture is a drawing: by what it holds, not by what it is called."""
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def in_house(path: Path, family: str) -> bytes:
    """Return an SVG file as it is but for its words, which are set in a family of the house.

    What it asks for may be on one machine and not on the next. Raises RenderError when it cannot be read.
    """
    root = _parsed(path)
    root.set("font-family", family.strip("'\""))
    return bytes(etree.tostring(root))


def _without_family(said: re.Match[str]) -> str:
    """Return what a declaration of a font says beside its family (CSS Fonts 4, 2.7)."""
    words = {str(each.lastgroup): each[0] for each in _FONT_WORD.finditer((said[1] or "").split("/")[0])}
    return "".join(f"font-{name}:{value};" for name, value in words.items())


def _parsed(path: Path) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as fault:
        raise _refusal(path, f"cannot be read: {fault.strerror}") from None
    except etree.XMLSyntaxError as fault:
        raise _refusal(path, f"is not valid XML: {fault.msg}", line=fault.lineno) from None
    if etree.QName(root).localname != "svg":
        raise _refusal(path, "is not an SVG")
    for node in root.iter("{*}text"):
        words = "".join(node.itertext())
        if direction.has_rtl(words):  # which WeasyPrint would set letter by letter, from the left
            hint = "turn its words into outlines in the program that drew it"
            raise _refusal(path, f"has words that run from right to left: '{words.strip()}'", hint, node.sourceline)
    for element in root.iter(etree.Element):
        _take_faces(element)
    return root


def _take_faces(element: Any) -> None:
    """Take from an element what it says of families: words are set in a face of the house.

    Neither engine reads every form of it, and one interpolates pictures, which PDF/A forbids (ISO 19005-2, 6.2.8).
    """
    if etree.QName(element).localname == "style":
        element.text = _FAMILY.sub(_without_family, _FONT_FACES.sub("", element.text or ""))
    if etree.QName(element).localname == "image":
        element.set("image-rendering", "crisp-edges")
    if "style" in element.attrib:
        element.set("style", _FAMILY.sub(_without_family, element.get("style")))
    element.attrib.pop("font-family", None)


def _check(root: Any, path: Path, face: Face | None) -> None:
    """Raise RenderError for what svglib would leave out in silence, or fetch from elsewhere."""
    for element in root.iter(etree.Element):
        name, line = etree.QName(element).localname, element.sourceline
        text_without_face = name == "text" and face is None and "".join(element.itertext()).strip()
        if name in _NOT_SET or text_without_face:
            raise _refusal(path, f"has '{name}'", "turn text into outlines", line)
        said = {etree.QName(key).localname: value for key, value in element.attrib.items()}
        styled = dict(_declared(part) for part in said.get("style", "").split(";"))
        unwanted = (*_NOT_DRAWN, *_ENDS) if face is None else _NOT_DRAWN
        effects = (each for each in unwanted for of in (said, styled) if of.get(each, "none").strip() != "none")
        if lost := list(effects):
            raise _refusal(path, f"has a '{lost[0]}', which is not drawn", "use plain shapes and paths", line)
        targets = [said["href"]] if "href" in said and name != "a" else []
        for text in (*said.values(), element.text or "" if name == "style" else ""):
            targets += _URL.findall(text)
        for target in targets:
            if not _inside(target, path.parent):
                shown = target if len(target) < 60 else f"{target[:57]}..."
                raise _refusal(path, f"refers to '{shown}'", "embed it, or put it beside the SVG", line)


def _declared(part: str) -> tuple[str, str]:
    """Return a declaration of a style as its name and its value."""
    name, _, value = part.partition(":")
    return name.strip(), value.strip()


def _inside(target: str, folder: Path) -> bool:
    if target.startswith("#") or _EMBEDDED.match(target):
        return True
    file = (folder / unquote(target.split("#")[0])).resolve()
    return ":" not in target and file.is_relative_to(folder.resolve()) and file.is_file()


def _refusal(path: Path, message: str, hint: str | None = None, line: int | None = None) -> RenderError:
    return RenderError([Diagnostic(f"'{path.name}' {message}", str(path), line, hint)])


class _Faces:
    """Sets all text of an SVG in one face, whatever the file asks for: never a font of the machine."""

    def __init__(self, face: Face | None) -> None:
        self._face = face

    def find_font(self, _name: str, weight: str = "normal", style: str = "normal") -> tuple[str, bool]:
        """Return the font of the face that is nearest in weight."""
        assert self._face is not None, "text was refused before"
        number = {"normal": 400, "bold": 700}.get(weight) or (int(weight) if weight.isdigit() else 400)
        return register_font(self._face.font(number, style in ("italic", "oblique"))), True


@contextmanager
def _overheard(logger_name: str) -> Iterator[list[str]]:
    """Collect what a library logs as a warning or worse, and keep it off the terminal."""
    heard: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger(logger_name)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


# --- to PNG -------------------------------------------------------------------------------------------


def png(drawing: Drawing, dpi: int = 300, ground: str | None = None) -> bytes:
    """Return a drawing as PNG, on a ground such as '#ffffff' or on none."""
    import pypdfium2
    from PIL import Image

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(drawing.width, drawing.height), invariant=1)
    draw(drawing, canvas, 0, 0)
    canvas.save()
    document = pypdfium2.PdfDocument(buffer.getvalue())
    page = document[0]
    picture: Image.Image = page.render(
        scale=dpi / POINTS_PER_INCH, fill_color=(255, 255, 255, 0), rev_byteorder=True, force_bitmap_format=4
    ).to_pil()
    page.close()
    document.close()
    if ground is not None:
        paper = Image.new("RGBA", picture.size, ground)
        picture = Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB")
        # A chart has few colours: a palette is a quarter of the size, and sooner packed.
        picture = picture.quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi), optimize=False)
    return out.getvalue()


# --- to SVG -------------------------------------------------------------------------------------------


def svg(drawing: Drawing) -> bytes:
    """Return a drawing of ours (groups, plain shapes, text) as SVG; a font's family is its ``Font.key``.

    ReportLab's own writer cuts the view box to whole points and writes an empty title and description.
    """
    size = f'width="{_number(drawing.width)}pt" height="{_number(drawing.height)}pt"'
    box = f'viewBox="0 0 {_number(drawing.width)} {_number(drawing.height)}"'
    body = "".join(_elements(drawing.contents, drawing.height))
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>{body}</svg>\n'.encode()


def _elements(shapes: Iterable[Any], height_pt: float) -> Iterator[str]:
    for shape in shapes:
        match shape:
            case Group(transform=(1, 0, 0, 1, 0, 0)):
                yield f"<g>{''.join(_elements(shape.contents, height_pt))}</g>"
            case Rect():
                top = height_pt - shape.y - shape.height
                yield (
                    f'<rect x="{_number(shape.x)}" y="{_number(top)}" width="{_number(shape.width)}" '
                    f'height="{_number(shape.height)}" fill="{_colour(shape.fillColor)}"/>'
                )
            case Line():
                yield (
                    f'<line x1="{_number(shape.x1)}" y1="{_number(height_pt - shape.y1)}" '
                    f'x2="{_number(shape.x2)}" y2="{_number(height_pt - shape.y2)}" '
                    f'stroke="{_colour(shape.strokeColor)}" stroke-width="{_number(shape.strokeWidth)}"/>'
                )
            case Circle():
                yield (
                    f'<circle cx="{_number(shape.cx)}" cy="{_number(height_pt - shape.cy)}" '
                    f'r="{_number(shape.r)}" fill="{_colour(shape.fillColor)}"{_outline(shape)}/>'
                )
            case PolyLine():
                places = zip(shape.points[::2], shape.points[1::2], strict=True)
                points = " ".join(f"{_number(x)},{_number(height_pt - y)}" for x, y in places)
                yield f'<polyline points="{points}" fill="none"{_outline(shape)}/>'
            case Outline():
                yield f'<path d="{_steps(shape, height_pt)}" fill="{_colour(shape.fillColor)}"/>'
            case String():
                yield (
                    f'<text x="{_number(shape.x)}" y="{_number(height_pt - shape.y)}" '
                    f'font-family={quoteattr(shape.fontName)} font-size="{_number(shape.fontSize)}" '
                    f'text-anchor="{shape.textAnchor}" fill="{_colour(shape.fillColor)}" '
                    f'xml:space="preserve">{escape(shape.text)}</text>'
                )
            case _:
                raise NotImplementedError(f"no SVG is written for {type(shape).__name__}")


def _steps(outline: Outline, height_pt: float) -> str:
    """Return a path's steps (SVG 2, 9.3)."""
    values = iter(outline.points)
    said = []
    for operator in outline.operators:
        letter, count = _STEPS[operator]
        points = [(next(values), height_pt - next(values)) for _ in range(count)]
        said.append(letter + " ".join(f"{_number(x)},{_number(y)}" for x, y in points))
    return "".join(said)


def _outline(shape: Any) -> str:
    if shape.strokeColor is None or not shape.strokeWidth:
        return ""
    said = f' stroke="{_colour(shape.strokeColor)}" stroke-width="{_number(shape.strokeWidth)}"'
    if shape.strokeDashArray:
        said += f' stroke-dasharray="{" ".join(map(_number, shape.strokeDashArray))}"'
    if shape.strokeLineCap is not None and shape.strokeLineJoin is not None:
        ends = {0: "butt", 1: "round", 2: "square"}
        corners = {0: "miter", 1: "round", 2: "bevel"}
        said += f' stroke-linecap="{ends[shape.strokeLineCap]}" stroke-linejoin="{corners[shape.strokeLineJoin]}"'
    return said


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _colour(colour: Any) -> str:
    return "none" if colour is None else f"#{colour.hexval()[2:]}"
