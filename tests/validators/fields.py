"""What LibreOffice makes of a Word file's fields and contents worked out anew, beside what the file says."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from validators.tools import ToolFailed, ToolMissing, find, run

_SCRIPT = Path(__file__).with_name("uno_update.py")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LISTED = re.compile(r"(?i)toc\d|tableoffigures")
_SHOWN = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}noBreakHyphen": "\u2011", f"{_W}softHyphen": "\u00ad"}
_COUNTED = re.compile(r"\s*(?:SEQ|REF|NOTEREF|PAGEREF)\b")


@dataclass(frozen=True, slots=True)
class Updated:
    """A file's contents and its paragraphs with fields, as it says them and as an update has them."""

    path: Path
    entries: tuple[tuple[str, str], ...]  # words and page
    entries_anew: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]  # each paragraph that has some
    paragraphs_anew: tuple[str, ...]
    pages_anew: int

    @property
    def right_pages(self) -> tuple[int, int]:
        """How many entries have the page that LibreOffice counts, and how many there are."""
        pairs = zip(self.entries, self.entries_anew, strict=True)
        return sum(own[1] == other[1] for own, other in pairs), len(self.entries)


def update(paths: list[Path]) -> list[Updated]:
    """Open files one after the other and update all that is worked out in them."""
    program = find("soffice", "libreoffice-writer-nogui")
    done = run([_python(), _SCRIPT, program, *paths], seconds=60 + 20 * len(paths))
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise ToolFailed(f"LibreOffice said: {done.stdout}{done.stderr}") from error
    return [_updated(each) for each in found]


def _python() -> str:
    """Return a Python that has ``uno``: the system's, or LibreOffice's own beside it."""
    program = Path(find("soffice", "libreoffice-writer-nogui")).resolve()
    beside = (program.parent / "python", program.parents[1] / "Resources" / "python")
    for name in ("/usr/bin/python3", *map(str, beside)):
        if shutil.which(name) and run([name, "-c", "import uno"]).returncode == 0:
            return name
    raise ToolMissing("A Python with uno", "apt-get install --no-install-recommends python3-uno")


def _updated(found: dict[str, Any]) -> Updated:
    path = Path(found["path"])
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    paragraphs = list(body.iter(f"{_W}p"))
    anew = [line for index in found["after"]["indexes"] for line in index if "\t" in line]
    return Updated(
        path,
        tuple(_entry(_text(each)) for each in paragraphs if _LISTED.match(_style(each))),
        tuple(map(_entry, anew)),
        tuple(_text(each) for each in paragraphs if _counts(each) and not _LISTED.match(_style(each))),
        tuple(found["after"]["paragraphs"]),
        found["pages"],
    )


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else str(style.get(f"{_W}val"))


def _counts(paragraph: Any) -> bool:
    return any(_COUNTED.match(each.text or "") for each in paragraph.iter(f"{_W}instrText"))


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag in _SHOWN and node.getparent().tag == f"{_W}r":
            yield _SHOWN[node.tag]
        elif node.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            yield str(node.get(f"{_W}id"))


def _entry(line: str) -> tuple[str, str]:
    """Return an entry's words and its page; the number of a head is LibreOffice's own to set apart."""
    words, _, page = line.rpartition("\t")
    return re.sub(r"[\s\u00a0]+", " ", words.replace("\t", " ")).strip(), page
