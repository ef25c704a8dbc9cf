"""What a page paints, read from its content: type, lines, areas and pictures, with their place and inks."""

from __future__ import annotations

import math
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name

DEEPEST = 12
"""How far forms may stand within forms."""
LARGEST = 24_000_000
"""Bytes of one page's instructions, at most."""
MOST_STEPS = 2_000_000
LONGEST_S = 60.0

Box = tuple[float, float, float, float]
Colour = tuple[float, ...]
REGISTRATION = ("All", "None")
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


class TooMuch(Exception):
    """The file would take too long to look through."""


@dataclass(slots=True)
class Budget:
    """How much may still be looked at in one file."""

    steps: int = MOST_STEPS
    until: float = field(default_factory=lambda: time.monotonic() + LONGEST_S)

    def step(self) -> None:
        """Count an instruction. Raises TooMuch when there have been too many, or for too long."""
        self.steps -= 1
        if self.steps < 0 or (not self.steps % 1024 and time.monotonic() > self.until):
            raise TooMuch


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour as it is printed: lights (``rgb``), or shares of cyan, magenta, yellow, black; spots beside them."""

    shares: Colour | None = (0.0, 0.0, 0.0, 1.0)
    rgb: bool = False
    spots: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many inks print it."""
        return sum(each >= 0.02 for each in self.shares or ()) + len(self.spots)

    @property
    def total(self) -> float:
        return sum(self.shares or ())


@dataclass(frozen=True, slots=True)
class Mark:
    """Something painted. ``size_pt`` is a type's size, or a line's weight."""

    kind: str  # 'type', 'line', 'area', 'picture', 'shade'
    box: Box
    ink: Ink
    size_pt: float = 0.0
    over: bool = False  # it prints over what is behind it
    thing: Any = None  # the font, or the picture
    see_through: bool = False
    matrix: Matrix | None = None


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix
    fill: Ink = Ink()
    stroke: Ink = Ink()
    fill_space: Any = Name.DeviceGray
    stroke_space: Any = Name.DeviceGray
    line_pt: float = 1.0
    font: Any = None
    size: float = 0.0
    mode: int = 0
    over_fill: bool = False
    over_stroke: bool = False
    see_through: bool = False


def marks(page: pikepdf.Page, budget: Budget) -> Iterator[Mark]:
    """Yield what a page paints, in order. Raises TooMuch; PdfError and its like where the content is broken."""
    resources = page.obj.get("/Resources", Dictionary())
    content = page.obj.get("/Contents", Array())
    parts = list(content) if isinstance(content, Array) else [content]
    if sum(_length(each) for each in parts) > LARGEST:
        raise TooMuch
    yield from _Walker(budget).walk(page, resources, _State(Matrix()), 0)


def _length(stream: Any) -> int:
    """Return how long a stream is when unpacked, looked at no further than is allowed."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter", Array())
    names = [str(each) for each in (filters if isinstance(filters, Array) else [filters])]
    if len(raw) > LARGEST or (any(each != "/FlateDecode" for each in names) and len(raw) > LARGEST // 64):
        raise TooMuch
    for _ in names if set(names) <= {"/FlateDecode"} else ():
        try:
            raw = zlib.decompressobj().decompress(raw, LARGEST + 1)
        except zlib.error:
            return len(raw)  # qpdf mends what it can
    return len(raw)


class _Walker:
    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def walk(self, stream: Any, resources: Any, state: _State, depth: int) -> Iterator[Mark]:
        """Yield what a stream paints."""
        saved: list[_State] = []
        text = line = Matrix()
        path: list[tuple[float, float]] = []
        for instruction in pikepdf.parse_content_stream(stream):
            self.budget.step()
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                yield self._picture(instruction.iimage.obj, state, resources)
                continue
            name = str(instruction.operator)
            values: Sequence[Any] = list(instruction.operands)
            match name, values:
                case "q", _:
                    saved.append(state)
                    if len(saved) > 10_000:
                        raise TooMuch
                case "Q", _:
                    state = saved.pop() if saved else state
                case "cm", [_, _, _, _, _, _]:
                    state = replace(state, matrix=Matrix(*map(float, values)) @ state.matrix)
                case "w", [width]:
                    state = replace(state, line_pt=float(width))
                case "gs", [wanted]:
                    state = _graphics(state, _named(resources, "/ExtGState", wanted))
                case "BT", _:
                    text = line = Matrix()
                case "Tm", [_, _, _, _, _, _]:
                    text = line = Matrix(*map(float, values))
                case (("Td" | "TD"), [x, y]):
                    text = line = Matrix(1, 0, 0, 1, float(x), float(y)) @ line
                case "Tf", [font, size]:
                    state = replace(state, font=_named(resources, "/Font", font), size=float(size))
                case "Tr", [mode]:
                    state = replace(state, mode=int(mode))
                case (("Tj" | "TJ" | "'" | '"'), _):
                    if state.mode not in (3, 7):
                        yield _type(state, text)
                case (("g" | "rg" | "k" | "cs" | "sc" | "scn" | "G" | "RG" | "K" | "CS" | "SC" | "SCN"), _):
                    state = _coloured(state, name, values, resources)
                    if name in ("scn", "SCN") and values and isinstance(values[-1], Name):
                        yield from self._pattern(_named(resources, "/Pattern", values[-1]), resources, state, depth)
                case (("m" | "l"), [x, y]):
                    path.append((float(x), float(y)))
                case (("c" | "v" | "y"), _):
                    numbers = [float(each) for each in values]
                    path += list(zip(numbers[::2], numbers[1::2], strict=False))
                case "re", [x, y, width, height]:
                    left, bottom = float(x), float(y)
                    path += [(left, bottom), (left + float(width), bottom + float(height))]
                case (("f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "n"), _):
                    yield from _painted(state, name, path)
                    path = []
                case "sh", [shading]:
                    yield _shade(state, _named(resources, "/Shading", shading), resources)
                case "Do", [wanted]:
                    yield from self._object(_named(resources, "/XObject", wanted), resources, state, depth)
                case _:
                    pass

    def _object(self, thing: Any, resources: Any, state: _State, depth: int) -> Iterator[Mark]:
        if thing is None:
            return
        if thing.get("/Subtype") == Name.Image:
            yield self._picture(thing, state, resources)
            return
        if depth >= DEEPEST or _length(thing) > LARGEST:
            raise TooMuch
        matrix = Matrix(*map(float, thing.Matrix)) if "/Matrix" in thing else Matrix()
        yield from self.walk(
            thing, thing.get("/Resources", resources), replace(state, matrix=matrix @ state.matrix), depth + 1
        )

    def _pattern(self, pattern: Any, resources: Any, state: _State, depth: int) -> Iterator[Mark]:
        """Yield what a pattern paints, as far as its inks go; where it lies is not known here."""
        if pattern is None:
            return
        if int(pattern.get("/PatternType", 1)) == 2:
            yield _shade(state, pattern.get("/Shading"), resources)
        elif depth < DEEPEST and _length(pattern) <= LARGEST:
            for each in self.walk(pattern, pattern.get("/Resources", resources), _State(state.matrix), depth + 1):
                yield replace(each, box=(0.0, 0.0, 0.0, 0.0))

    def _picture(self, image: Any, state: _State, resources: Any) -> Mark:
        stencil = bool(image.get("/ImageMask", image.get("/IM", False)))
        space = image.get("/ColorSpace", image.get("/CS"))
        ink = state.fill if stencil else _picture_ink(space, resources)
        soft = "/SMask" in image
        box = _box([(0, 0), (1, 0), (0, 1), (1, 1)], state.matrix)
        return Mark("picture", box, ink, 0.0, state.over_fill, image, state.see_through or soft, state.matrix)


def _picture_ink(space: Any, resources: Any) -> Ink:
    if isinstance(space, Array) and len(space) > 1 and str(space[0]) in ("/Indexed", "/I"):
        space = space[1]
    return replace(_ink(space, (), resources), shares=None)


def _type(state: _State, text: Matrix) -> Mark:
    whole = text @ state.matrix
    size = abs(state.size) * math.hypot(whole.c, whole.d)
    strokes = state.mode in (1, 5)
    ink = state.stroke if strokes else state.fill
    over = state.over_stroke if strokes else state.over_fill
    return Mark("type", (whole.e, whole.f, whole.e, whole.f), ink, size, over, state.font, state.see_through)


def _painted(state: _State, name: str, path: list[tuple[float, float]]) -> Iterator[Mark]:
    if not path or name == "n":
        return
    box = _box(path, state.matrix)
    if name not in ("S", "s"):
        yield Mark("area", box, state.fill, 0.0, state.over_fill, None, state.see_through)
    if name not in ("f", "F", "f*"):
        m = state.matrix
        weight = state.line_pt * math.sqrt(abs(m.a * m.d - m.b * m.c))
        yield Mark("line", box, state.stroke, weight, state.over_stroke, None, state.see_through)


def _shade(state: _State, shading: Any, resources: Any) -> Mark:
    space = shading.get("/ColorSpace") if shading is not None else None
    ink = replace(_ink(space, (), resources), shares=None)
    return Mark("shade", (0.0, 0.0, 0.0, 0.0), ink, see_through=state.see_through)


def _graphics(state: _State, wanted: Any) -> _State:
    """Return the state that a graphics state dictionary makes of another (ISO 32000-1, table 58)."""
    if wanted is None:
        return state
    stroke = bool(wanted.get("/OP", state.over_stroke))
    fill = bool(wanted.get("/op", wanted.get("/OP", state.over_fill)))
    see = state.see_through
    if any(key in wanted for key in ("/ca", "/CA", "/SMask", "/BM")):
        mode = wanted.get("/BM", Name.Normal)
        see = (
            float(wanted.get("/ca", 1)) < 1 or float(wanted.get("/CA", 1)) < 1
            or isinstance(wanted.get("/SMask"), Dictionary)
            or (isinstance(mode, Name) and mode not in (Name.Normal, Name.Compatible))
        )  # fmt: skip
    width = float(wanted.get("/LW", state.line_pt))
    return replace(state, over_stroke=stroke, over_fill=fill, see_through=see, line_pt=width)


_DEVICE = {"g": Name.DeviceGray, "rg": Name.DeviceRGB, "k": Name.DeviceCMYK}


def _coloured(state: _State, name: str, values: Sequence[Any], resources: Any) -> _State:
    strokes = name.isupper()
    part = "stroke" if strokes else "fill"
    low = name.lower()
    if low == "cs":
        space = values[0] if values else Name.DeviceGray
        found: dict[str, Any] = {f"{part}_space": space, part: _ink(space, (), resources)}
    else:
        space = _DEVICE.get(low) or getattr(state, f"{part}_space")
        numbers = tuple(float(each) for each in values if not isinstance(each, Name))
        found = {f"{part}_space": space, part: _ink(space, numbers, resources)}
    return replace(state, **found)


def _ink(space: Any, values: Colour, resources: Any) -> Ink:
    """Return what prints a colour of a space; of an unknown one no shares are known (ISO 32000-1, 8.6)."""
    if isinstance(space, Name):
        named = resources.get("/ColorSpace", Dictionary())
        if str(space) in named:
            space = named[str(space)]
    family = str(space[0]) if isinstance(space, Array) and len(space) else str(space)
    channels = 0
    if family == "/ICCBased" and isinstance(space, Array):
        channels = int(space[1].get("/N", 0))
    if family in ("/DeviceRGB", "/RGB", "/CalRGB", "/Lab") or channels == 3:
        return Ink(None, rgb=True)
    if family in ("/DeviceGray", "/G", "/CalGray") or channels == 1:
        return Ink((0.0, 0.0, 0.0, 1 - values[0] if values else 1.0))
    if family in ("/DeviceCMYK", "/CMYK") or channels == 4:
        return Ink(values if len(values) == 4 else (0.0, 0.0, 0.0, 1.0))
    if family in ("/Separation", "/DeviceN") and isinstance(space, Array) and len(space) > 1:
        names = [space[1]] if isinstance(space[1], Name) else list(space[1])
        return _spot([str(each)[1:] for each in names], values)
    if family == "/Pattern" and isinstance(space, Array) and len(space) > 1:
        return _ink(space[1], values, resources)
    return Ink(None)


def _spot(names: list[str], values: Colour) -> Ink:
    tints = dict(zip(names, values or (1.0,) * len(names), strict=False))
    own = tuple(each for each in names if each not in (*PROCESS, *REGISTRATION) and tints.get(each, 0) >= 0.02)
    if any(each in REGISTRATION for each in names):
        return Ink(None)
    return Ink(tuple(tints.get(each, 0.0) for each in PROCESS), spots=own)


def _named(resources: Any, kind: str, name: Any) -> Any:
    found = resources.get(kind)
    return found.get(str(name)) if isinstance(found, Dictionary) and isinstance(name, Name) else None


def _box(points: Sequence[tuple[float, float]], matrix: Matrix) -> Box:
    placed = [(x * matrix.a + y * matrix.c + matrix.e, x * matrix.b + y * matrix.d + matrix.f) for x, y in points]
    xs, ys = [x for x, _ in placed], [y for _, y in placed]
    return min(xs), min(ys), max(xs), max(ys)
