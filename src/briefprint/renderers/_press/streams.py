"""Content streams put into inks: no operator that names a light is left in them (ISO 32000-1, 8.6.8)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Matrix, Name, Operator

from briefprint.renderers._press import pictures, spaces
from briefprint.renderers._press.inks import BLACK, Inked, Inks, Rgb, Use
from briefprint.style import Print

OVER, KNOCK = Name("/PressOver"), Name("/PressKnock")
"""The graphics states in which ink prints over what is there, and in which it does not (8.6.7)."""

_SHOWS = {"Tj", "TJ", "'", '"'}
_OPENS_PATH = {"m", "re"}
_PAINTS = {"Do", "sh"}
_DIRECT: dict[str, spaces.Kind] = {"g": "grey", "G": "grey", "rg": "rgb", "RG": "rgb", "k": "cmyk", "K": "cmyk"}


@dataclass(frozen=True, slots=True)
class _Paint:
    """A colour as the stream has it: a light, or what is kept as it stands."""

    light: Rgb | None
    kept: tuple[tuple[tuple[Any, ...], str], ...] = ()


_START = _Paint((0.0, 0.0, 0.0))
_INHERITED = _Paint(None)
"""What a form is drawn in before it says so: the colours of the stream that draws it (8.10.1)."""


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that matters here (8.4.1)."""

    matrix: Matrix
    fill: _Paint = _START
    stroke: _Paint = _START
    fill_space: spaces.Kind = "grey"
    stroke_space: spaces.Kind = "grey"
    fill_name: Any = Name.DeviceGray
    stroke_name: Any = Name.DeviceGray
    inked: tuple[Any, Any] = (None, None)  # what is in force in the stream that is written
    size: float = 0.0
    mode: int = 0


class Converter:
    """Puts the pages of one file into inks, each stream of it once."""

    def __init__(self, pdf: pikepdf.Pdf, inks: Inks, look: Print) -> None:
        self.pdf, self.inks, self.look = pdf, inks, look
        self._done: set[tuple[Any, bool]] = set()
        self._spaces: list[Any] = []
        self._over = pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1))
        self._knock = pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=0))

    def pages(self) -> list[bytes]:
        """Return each page's content in inks; what it draws on is converted in place."""
        out = []
        for page in self.pdf.pages:
            page.contents_coalesce()
            page.externalize_inline_images()
            resources = spaces.held(page.obj, "/Resources")
            out.append(self._stream(page.obj.get("/Contents", self.pdf.make_stream(b"")), resources, Matrix(), False))
            self._resources(resources, mask=False)
            spaces.group(page.obj, Name.DeviceCMYK)
        for named in self._spaces:  # which several streams may have looked up their colours in
            for name in [key for key, space in named.items() if spaces.kind(space) != "other"]:
                del named[name]
        return out

    def _resources(self, resources: Any, mask: bool) -> None:
        """Convert all that a stream may draw on."""
        if not self._first(resources, mask):
            return
        named = resources.get("/ColorSpace")
        for image in (each for each in _values(resources, "/XObject") if each.get("/Subtype") == Name.Image):
            if self._first(image, mask):
                pictures.ink(self.pdf, image, named, self.inks, mask)
        for form in (each for each in _values(resources, "/XObject") if each.get("/Subtype") == Name.Form):
            self._form(form, resources, mask)
        for pattern in _values(resources, "/Pattern"):
            if int(pattern.PatternType) == 1:
                self._form(pattern, resources, mask)
            elif self._first(pattern.Shading, mask):
                self._shading(pattern.Shading, named, mask)
        for shading in _values(resources, "/Shading"):
            if self._first(shading, mask):
                self._shading(shading, named, mask)
        for font in _values(resources, "/Font"):
            if font.get("/Subtype") == Name.Type3:
                for glyph in dict(font.CharProcs).values():
                    self._form(glyph, font.get("/Resources", resources), mask)
        for state in _values(resources, "/ExtGState"):
            soft = state.get("/SMask")
            if isinstance(soft, Dictionary) and "/G" in soft:
                self._form(soft.G, resources, mask=soft.get("/S") == Name.Luminosity)
                if "/BC" in soft:
                    del soft["/BC"]  # black, as it is without
        if named is not None:
            self._spaces.append(named)

    def _form(self, form: Any, outer: Any, mask: bool) -> None:
        if not self._first(form, mask):
            return
        resources = form.get("/Resources", outer)
        matrix = Matrix(form.Matrix) if "/Matrix" in form else Matrix()
        inherits = not mask and "/PatternType" not in form
        form.write(self._stream(form, resources, matrix, mask, _INHERITED if inherits else _START))
        spaces.group(form, Name.DeviceGray if mask else Name.DeviceCMYK)
        self._resources(resources, mask)

    def _shading(self, shading: Any, named: Any, mask: bool) -> None:
        def inked(seen: Rgb) -> tuple[float, ...]:
            return (_luminosity(seen),) if mask else self.inks.of(seen, "area")

        spaces.resample(self.pdf, shading, named, inked, Name.DeviceGray if mask else Name.DeviceCMYK)

    def _first(self, thing: Any, mask: bool) -> bool:
        """Whether a thing is met for the first time; what stands within another is met with it."""
        key = (thing.objgen, mask)
        if thing.is_indirect and key in self._done:
            return False
        self._done.add(key)
        return True

    def _stream(self, stream: Any, resources: Any, matrix: Matrix, mask: bool, begins: _Paint | None = None) -> bytes:
        writer = _Writer(self, resources, _State(matrix, begins or _START, begins or _START), mask)
        out = list(writer.written(pikepdf.parse_content_stream(stream)))
        if writer.overprints:
            states = spaces.held(resources, "/ExtGState")
            states[OVER], states[KNOCK] = self._over, self._knock
        return pikepdf.unparse_content_stream(out)


class _Writer:
    """Writes one stream anew."""

    def __init__(self, converter: Converter, resources: Any, state: _State, mask: bool) -> None:
        self.converter, self.resources, self.mask = converter, resources, mask
        self.named = resources.get("/ColorSpace")
        self.state, self.saved = state, list[_State]()
        self.text = Matrix()
        self.over = self.overprints = False
        self.marks: list[bool] = []
        self.within_path = False

    def written(self, instructions: Any) -> Iterator[Any]:
        """Yield the instructions in inks."""
        for instruction in instructions:
            assert not isinstance(instruction, ContentStreamInlineImage)  # each stands beside its stream by now
            yield from self._step(instruction, list(instruction.operands), str(instruction.operator))

    def _step(self, instruction: Any, operands: list[Any], name: str) -> Iterator[Any]:
        state = self.state
        match name:
            case "q":
                self.saved.append(state)
            case "Q":
                self.state = self.saved.pop() if self.saved else state
            case "cm":
                self.state = replace(state, matrix=Matrix(*map(float, operands)) @ state.matrix)
            case "BT":
                self.text = Matrix()
            case "Tm":
                self.text = Matrix(*map(float, operands))
            case "Tf":
                self.state = replace(state, size=float(operands[1]))
            case "Tr":
                self.state = replace(state, mode=int(operands[0]))
            case "g" | "rg" | "k" | "G" | "RG" | "K" | "cs" | "CS" | "sc" | "scn" | "SC" | "SCN":
                self._colour(name, operands)
                return
            case "BMC" | "BDC":  # what is for a press has no tree of tags; layers stay
                self.marks.append(str(operands[0]) == "/OC")
                if not self.marks[-1]:
                    return
            case "EMC":
                if not self.marks or not self.marks.pop():
                    return
            case "MP" | "DP" | "ri":
                return
            case "ET":
                yield from self._overprint(False)
            case _ if name in _SHOWS:
                yield from self._ready("type")
                yield from self._overprint(self._prints_over())
            case _ if name in _PAINTS or (name in _OPENS_PATH and not self.within_path):
                self.within_path = name in _OPENS_PATH
                yield from self._ready("area")
            case "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "s" | "S" | "n":
                self.within_path = False
            case _:
                pass
        yield instruction

    def _colour(self, name: str, operands: list[Any]) -> None:
        """Take in a colour; it is written when something is painted with it."""
        strokes = name.isupper()
        part = "stroke" if strokes else "fill"
        if name in ("cs", "CS"):
            kind = spaces.kind(operands[0], self.named)
            begin = _Paint(spaces.light(kind, _initial(kind)), (((operands[0],), name),))
            found = {part: begin, f"{part}_space": kind, f"{part}_name": operands[0]}
        else:
            kind = _DIRECT.get(name) or getattr(self.state, f"{part}_space")
            numbers = [float(each) for each in operands if not isinstance(each, Name)]
            seen = spaces.light(kind, numbers) if len(numbers) == len(operands) else None
            kept: tuple[tuple[tuple[Any, ...], str], ...] = ((tuple(operands), name),)
            if kind == "cmyk":
                kept = ((tuple(operands), "K" if strokes else "k"),)
            elif seen is None:
                space = getattr(self.state, f"{part}_name")
                kept = (((space,), "CS" if strokes else "cs"), *kept)
            found = {part: _Paint(seen, kept)}
        self.state = replace(self.state, **found)

    def _ready(self, use: Use) -> Iterator[Any]:
        """Yield what brings the colours in force that the stream has asked for."""
        state = self.state
        wanted = (self._inks(state.fill, use), self._inks(state.stroke, "line"))
        for paint, has, wants, operator in zip(
            (state.fill, state.stroke), state.inked, wanted, ("k", "K"), strict=True
        ):
            if has == wants:
                continue
            if isinstance(wants, _Paint):
                yield from (_instruction(each, name) for each, name in paint.kept)
            elif self.mask:
                yield _instruction([round(wants[0], 4)], "g" if operator == "k" else "G")
            else:
                yield _instruction([round(each, 4) for each in wants], operator)
        self.state = replace(state, inked=wanted)

    def _inks(self, paint: _Paint, use: Use) -> Inked | tuple[float] | _Paint:
        if paint.light is None:
            return paint
        if self.mask:
            return (_luminosity(paint.light),)
        return self.converter.inks.of(
            paint.light, use, small=use == "type" and self._size() < self.converter.look.one_ink_pt
        )

    def _size(self) -> float:
        whole = self.text @ self.state.matrix
        return self.state.size * math.hypot(whole.c, whole.d)

    def _prints_over(self) -> bool:
        """Whether the text at hand is black alone, and small enough to print over what is there."""
        return (
            not self.mask and self.state.mode == 0 and self.state.inked[0] == BLACK
            and self._size() <= self.converter.look.overprint_pt
        )  # fmt: skip

    def _overprint(self, wanted: bool) -> Iterator[Any]:
        if wanted != self.over:
            yield _instruction([OVER if wanted else KNOCK], "gs")
            self.over, self.overprints = wanted, True


def _instruction(operands: Any, operator: str) -> ContentStreamInstruction:
    return ContentStreamInstruction(list(operands), Operator(operator))


def _initial(kind: spaces.Kind) -> list[float]:
    """Return the colour that a space begins with (8.6.5)."""
    return {"grey": [0.0], "rgb": [0.0] * 3, "lab": [0.0] * 3, "cmyk": [], "other": []}[kind]


def _luminosity(seen: Rgb) -> float:
    """Return how much a colour lets through in a soft mask (11.5.3)."""
    return 0.3 * seen[0] + 0.59 * seen[1] + 0.11 * seen[2]


def _values(resources: Any, kind: str) -> list[Any]:
    return list(resources[kind].values()) if kind in resources else []
