"""The printing condition: the ICC profile of the press and paper that a file is made for (ICC.1:2001-04)."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

from briefprint.errors import Diagnostic, RenderError

KNEE = 2.5
"""Up to this multiple of black ink's lightness, greys are pressed together for darker ones to be seen."""
_Profile = Any  # bytes, or one that littleCMS has made

OWN = Path(__file__).with_name("coated.icc")
"""Our own condition: coated paper, calculated by scripts/inkprofile from published values."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A printing condition: its profile, and what the profile says that it is."""

    profile: bytes
    description: str


def condition(file: Path | None) -> Condition:
    """Return the condition that a file describes, or our own.

    Raises RenderError for a file that is no profile of a press with four inks.
    """
    path = file or OWN
    try:
        return _condition(path, path.stat().st_mtime_ns)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise _refused(path, f"cannot be read: {reason}") from None


@functools.lru_cache(maxsize=4)
def _condition(path: Path, stamp: int) -> Condition:  # noqa: ARG001
    data = path.read_bytes()
    if (reason := fault(data)) is not None:
        raise _refused(path, reason)
    try:
        said = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(data))).strip()
        transform(ImageCms.createProfile("sRGB"), data, "RGB", "CMYK")
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        raise _refused(path, f"cannot be used: {error}") from None
    return Condition(data, said or path.stem)


def _refused(path: Path, reason: str) -> RenderError:
    hint = "name the ICC profile of the press: an output profile for cyan, magenta, yellow and black"
    return RenderError([Diagnostic(f"the profile '{path.name}' {reason}", hint=hint)])


def fault(data: bytes) -> str | None:
    """Return why a file is no profile of a press with four inks, or None (ICC.1:2001-04, 6.1)."""
    if len(data) < 132 or data[36:40] != b"acsp":
        return "is no ICC profile"
    if data[12:16] != b"prtr" or data[16:20] != b"CMYK":
        return "is no profile of a press with four inks"
    return None


def transform(source: _Profile, target: _Profile, has: str, wants: str) -> ImageCms.ImageCmsTransform:
    """Return the way between two spaces: relative colorimetric, with the darkest of one the darkest of the other."""
    ends = [
        ImageCms.ImageCmsProfile(io.BytesIO(each) if isinstance(each, bytes) else each) for each in (source, target)
    ]
    return ImageCms.buildTransform(
        ends[0], ends[1], has, wants,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip


def darkness(profile: bytes) -> tuple[int, ...]:
    """Return, for each lightness of 256 from none to paper's, how much black ink alone looks like it.

    What is darker than the ink is brought into its range, and what is near it makes room; lighter greys stay.
    """
    steps = Image.frombytes("CMYK", (256, 1), bytes(x for ink in range(256) for x in (0, 0, 0, ink)))
    way = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("LAB"), "CMYK", "LAB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )  # fmt: skip
    seen = ImageCms.applyTransform(steps, way)
    assert seen is not None
    lightness = list(seen.getchannel("L").tobytes())
    top, bottom = lightness[0], lightness[255]
    knee = min(KNEE * bottom, 255.0)
    wanted = [light * top / 255 if light >= knee else bottom + light * (knee - bottom) / knee for light in range(256)]
    return tuple(min(range(256), key=lambda ink: (abs(lightness[ink] - light), ink)) for light in wanted)
