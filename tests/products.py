"""Every product of ``content/`` in every style and format, each set once for all the tests that read it back."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from briefprint import stylebook
from briefprint.artifact import Job, Report
from briefprint.document import Document
from briefprint.output import path_for
from briefprint.reader import read
from briefprint.renderers import formats, suffix
from briefprint.typesetting import carry_out

ROOT = Path(__file__).parents[1]
CONTENT = sorted((ROOT / "content").glob("*.md"))
STYLES = list(stylebook.names(stylebook.search_path()))
FORMATS = list(formats())
WORD = [each for each in FORMATS if suffix(each).endswith(".docx")]
PDF = [each for each in FORMATS if suffix(each).endswith(".pdf")]
MEMOS = [each for each in FORMATS if suffix(each).startswith(".memo")]


def job(brief: Path, style: str, format: str, paper: str | None = None) -> Job:
    """Return the job that sets a brief."""
    return Job(brief, style, format, path_for(brief, style, format, Path("out")), paper=paper)


@functools.cache
def product(brief: Path, style: str, format: str) -> Report:
    """Return a product, set once."""
    return carry_out(job(brief, style, format))


def data(brief: Path, style: str, format: str) -> bytes:
    """Return a product's bytes; what could not be set fails the test that asks."""
    report = product(brief, style, format)
    assert report.artifact is not None, "\n".join(map(str, report.diagnostics))
    return report.artifact.data


@functools.cache
def scratch() -> Path:
    """Return a folder of this process's own, for several run at once; it goes when the process does."""
    folder = Path(tempfile.mkdtemp(prefix="briefprint-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def document(brief: Path) -> Document:
    """Return a brief's tree."""
    return read(brief).document
