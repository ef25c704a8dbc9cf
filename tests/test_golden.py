"""Golden files: what a brief becomes, kept as text so that a change in it is seen and looked at.

``pytest --update-golden`` rewrites them; look at each difference, and at the page, before committing it.
"""

import difflib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import products
from briefprint import stylebook
from briefprint.reader import read
from briefprint.renderers import _html, _shelf, renderer
from briefprint.style import HouseStyle

FOLDER = Path(__file__).parent / "golden"
BRIEFS = sorted(FOLDER.glob("*.md"))


def galley(brief: Path, style: HouseStyle) -> str:
    """Return the galley's HTML, a block a line; left out are the stylesheet, which repeats the tokens, and lines."""
    html = _html.galley(read(brief).document, style, (), _shelf.Shelf()).html
    html = re.sub(rf' {_shelf.LINE}="\d+"', "", html)
    return re.sub(r"(</(?:p|h\d|li|ul|ol|div|tr|table|dl|dt|dd|blockquote|head)>)", r"\1\n", html)


def body(brief: Path, style: HouseStyle) -> str:
    """Return Word's body, an element a line."""
    data = renderer("docx")(read(brief).document, style).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    etree.indent(tree)
    return str(etree.tostring(tree, encoding="unicode"))


KINDS: dict[str, Callable[[Path, HouseStyle], str]] = {"html": galley, "document.xml": body}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", products.STYLES)
@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.stem)
def test_a_brief_becomes_what_it_became_before(brief: Path, style: str, kind: str, update_golden: bool) -> None:
    made = KINDS[kind](brief, stylebook.load(style, stylebook.search_path())).rstrip() + "\n"
    golden = FOLDER / f"{brief.stem}.{style}.{kind}"
    if update_golden:
        golden.write_text(made, encoding="utf-8")
    kept = golden.read_text(encoding="utf-8") if golden.exists() else ""
    difference = difflib.unified_diff(kept.splitlines(), made.splitlines(), golden.name, "now", lineterm="", n=1)
    assert kept == made, "\n".join(difference) + "\nlook at the page, then run pytest --update-golden"
