"""Colour spaces, functions and shadings of a PDF (ISO 32000-1, 8.6, 7.10, 8.7.4.5)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name

from briefprint.errors import Diagnostic, RenderError
from briefprint.renderers._press.inks import Rgb

Kind = Literal["grey", "rgb", "lab", "cmyk", "other"]
_DEVICE: dict[str, Kind] = {
    "/DeviceGray": "grey", "/G": "grey", "/CalGray": "grey", "/DeviceRGB": "rgb", "/RGB": "rgb", "/CalRGB": "rgb",
    "/DeviceCMYK": "cmyk", "/CMYK": "cmyk", "/Lab": "lab",
}  # fmt: skip
_BY_CHANNELS: dict[int, Kind] = {1: "grey", 3: "rgb", 4: "cmyk"}
SAMPLES = 256
"""Steps of a run of colours: more than eye and press can tell apart."""


def kind(space: Any, named: Any = None) -> Kind:
    """Return what a colour space is; ``named`` are the resource's spaces."""
    if isinstance(space, Name):
        if named is not None and str(space) in named:
            return kind(named[str(space)])
        return _DEVICE.get(str(space), "other")
    if isinstance(space, Array) and len(space):
        family = str(space[0])
        return _BY_CHANNELS.get(int(space[1].N), "other") if family == "/ICCBased" else _DEVICE.get(family, "other")
    return "other"


def light(space: Kind, values: Sequence[float]) -> Rgb | None:
    """Return the light that numbers in a space stand for, or None where they stand for inks."""
    match space, values:
        case "grey", [grey]:
            return _rounded(grey, grey, grey)
        case "rgb", [red, green, blue]:
            return _rounded(red, green, blue)
        case "lab", [lightness, a, b]:
            return _of_lab(lightness, a, b)
        case _:
            return None


def _rounded(*values: float) -> Rgb:
    red, green, blue = (round(min(1.0, max(0.0, each)), 4) for each in values)
    return red, green, blue


def _of_lab(lightness: float, a: float, b: float) -> Rgb:
    """Return the sRGB colour nearest to CIE L*a*b* (IEC 61966-2-1)."""
    y = (lightness + 16) / 116
    x, y, z = (
        white * (each**3 if each > 6 / 29 else (each - 4 / 29) * 108 / 841)
        for white, each in zip((0.9505, 1.0, 1.089), (y + a / 500, y, y - b / 200), strict=True)
    )
    linear = (
        3.2406 * x - 1.5372 * y - 0.4986 * z,
        -0.9689 * x + 1.8758 * y + 0.0415 * z,
        0.0557 * x - 0.204 * y + 1.057 * z,
    )
    return _rounded(*(12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in linear))


def function(made: Any) -> Callable[[float], list[float]]:
    """Return a function of one number: sampled, exponential, stitched, or one for each channel (7.10.2 to 7.10.4)."""
    if isinstance(made, Array):
        parts = [function(each) for each in made]
        return lambda x: [value for part in parts for value in part(x)]
    low, high = (float(each) for each in made.Domain[:2])
    match int(made.FunctionType):
        case 0:
            return _sampled(made, low, high)
        case 2:
            first = [float(each) for each in made.get("/C0", [0])]
            last = [float(each) for each in made.get("/C1", [1])]
            power = float(made.N)
            return lambda x: [a + _within(x, low, high) ** power * (b - a) for a, b in zip(first, last, strict=True)]
        case 3:
            return _stitched(made, low, high)
        case _:
            raise RenderError([Diagnostic("a run of colours is calculated in a way that cannot be put into inks")])


def _within(x: float, low: float, high: float) -> float:
    return min(high, max(low, x))


def _sampled(made: Any, low: float, high: float) -> Callable[[float], list[float]]:
    bits, size = int(made.BitsPerSample), int(made.Size[0])
    if bits not in (8, 16):
        raise RenderError([Diagnostic(f"a run of colours has samples of {bits} bits, which cannot be put into inks")])
    ranges = [float(each) for each in made.Range]
    channels = len(ranges) // 2
    values = struct.unpack(
        f">{size * channels}{'B' if bits == 8 else 'H'}", made.read_bytes()[: size * channels * bits // 8]
    )
    top = 2**bits - 1

    def at(x: float) -> list[float]:
        place = (_within(x, low, high) - low) / (high - low) * (size - 1)
        left = min(size - 2, int(place)) if size > 1 else 0
        share = place - left
        out = []
        for channel in range(channels):
            a = values[left * channels + channel]
            b = values[min(size - 1, left + 1) * channels + channel]
            least, most = ranges[2 * channel : 2 * channel + 2]
            out.append(least + (a + share * (b - a)) / top * (most - least))
        return out

    return at


def _stitched(made: Any, low: float, high: float) -> Callable[[float], list[float]]:
    parts = [function(each) for each in made.Functions]
    bounds = [low, *(float(each) for each in made.Bounds), high]
    encode = [float(each) for each in made.Encode]

    def at(x: float) -> list[float]:
        x = _within(x, low, high)
        place = next((i for i in range(len(parts) - 1) if x < bounds[i + 1]), len(parts) - 1)
        start, end = bounds[place], bounds[place + 1]
        first, last = encode[2 * place : 2 * place + 2]
        return parts[place](first + (x - start) / (end - start) * (last - first) if end > start else first)

    return at


def resample(
    pdf: pikepdf.Pdf, shading: Any, named: Any, inked: Callable[[Rgb], Sequence[float]], space: Name
) -> None:
    """Put a shading's run of colours into inks, and its space with it.

    Raises RenderError for a mesh of colours, which no drawing of ours has.
    """
    had = kind(shading.ColorSpace, named)
    if had in ("cmyk", "other"):
        return
    if "/Function" not in shading:
        raise RenderError([Diagnostic("a mesh of colours cannot be put into inks", hint="use a plain gradient")])
    run = function(shading.Function)
    low, high = (float(each) for each in shading.get("/Domain", [0, 1]))
    samples, channels = bytearray(), 1
    for step in range(SAMPLES):
        seen = light(had, run(low + (high - low) * step / (SAMPLES - 1)))
        assert seen is not None
        inks = inked(seen)
        channels = len(inks)
        samples += bytes(round(255 * each) for each in inks)
    shading.Function = pdf.make_stream(
        bytes(samples), FunctionType=0, Domain=[low, high], Range=[0, 1] * channels, Size=[SAMPLES], BitsPerSample=8
    )
    shading.ColorSpace = space
    if "/Background" in shading:
        seen = light(had, [float(each) for each in shading.Background])
        assert seen is not None
        shading.Background = Array([round(each, 4) for each in inked(seen)])


def group(form: Any, space: Name) -> None:
    """Let a transparency group mix its colours as inks (11.6.6)."""
    if isinstance(made := form.get("/Group"), Dictionary) and "/CS" in made:
        made.CS = space


def held(thing: Any, name: str) -> Any:
    """Return a dictionary within a dictionary, made where there is none."""
    if name not in thing:
        thing[name] = Dictionary()
    return thing[name]
