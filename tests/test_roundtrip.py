"""The way back: out of the Word file pandoc reads what its author wrote."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

import products
import roundtrip
from briefprint import citations, stylebook
from briefprint.errors import ContentError
from briefprint.reader import read
from briefprint.renderers import docx
from test_reader import BEFORE_EXPECTED, BETWEEN, CASES
from validators import pandoc

FOLDERS = stylebook.search_path()


def cases(file: Path, folder: Path) -> list[Path]:
    """Return the briefs of a file of cases, each written beside what they take in."""
    (folder / "briefprint.toml").touch()
    Image.new("RGB", (4, 3)).save(folder / "picture.png")
    shutil.copytree(CASES / "data", folder / "data")
    briefs = []
    for count, case in enumerate(file.read_text(encoding="utf-8").removesuffix("\n").split(BETWEEN), 1):
        brief = folder / f"{count}.md"
        brief.write_text(case.split(BEFORE_EXPECTED)[0] + "\n", encoding="utf-8")
        briefs.append(brief)
    return briefs


STYLES = ["bureau", "newsroom", "staff"]  # a plain one; one of columns, initials and endnotes; one of numbers
RICH = """---
title: T *it*
summary: Sum **b** para.
key_points: [One *a*, Two]
figures: [{value: "5", label: lab, note: nn}]
memo: {ask: Please do}
enclosures: [An *annex*, Another]
---

First *em* **strong** ***both*** ~~gone~~ ~~**gb**~~ H~2~O x^2^ x^*2*^ `code` **`code`** *`code`*
[link](https://e.org "tip") **[b](https://f.org)** <u>u</u> **<u>u</u>** note[^a] again[^a].\\
Line

# Head *em* **st** `c` {#sec-h}

See @sec-h and [in](#sec-h).

1. one

   more one

   - sub

     3. deep
2. two

3) three
- a
+ b

> quote
> - in quote

> [!NOTE] Title
> Text

> [!TIP]
> - List
>
> | a | b |
> |---|--:|
> | 1 | 2 |

```py
x = 1
  y
```

Term
: Meaning

  - in meaning

| H *em* | I |
|:-:|--:|
| *1* **2** ***b*** | 2 |

[^a]: Note *words* **b** `c` [l](http://e.org).

    1. list in note
"""


def read_back(briefs: list[Path], style: str) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Yield what was written in each brief that is one, and what pandoc reads of it."""
    house, written = stylebook.load(style, FOLDERS), {}
    for brief in briefs:
        try:
            document = citations.settled(read(brief).document, house)
        except ContentError:
            continue  # what is refused is not set
        product = brief.with_suffix(".docx")
        product.write_bytes(docx.render(document, house).data)
        written[product] = roundtrip.Written(document, house).lines()
    with ThreadPoolExecutor(2) as pool:
        trees = list(pool.map(pandoc.read, written))
    for (product, lines), tree in zip(written.items(), trees, strict=True):
        yield product, lines, roundtrip.Back(tree).lines()


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("file", sorted(CASES.glob("*.md")), ids=lambda file: file.stem)
def test_pandoc_reads_back_what_was_written(file: Path, style: str, tmp_path: Path) -> None:
    for product, written, back in read_back(cases(file, tmp_path), style):
        assert back == written, product.stem


@pytest.mark.slow
@pytest.mark.parametrize("style", products.STYLES)
def test_pandoc_reads_back_everything_within_everything(style: str, tmp_path: Path) -> None:
    brief = tmp_path / "brief.md"
    brief.write_text(RICH)
    ((_, written, back),) = read_back([brief], style)
    assert back == written
    assert len(written) > 30


@pytest.mark.slow
@pytest.mark.parametrize(
    "style",
    [
        "bureau",
        "staff",
        pytest.param(
            "newsroom",
            marks=pytest.mark.xfail(
                strict=True, reason="pandoc puts a dropped initial into the first note of its paragraph"
            ),
        ),
    ],
)
def test_pandoc_reads_back_the_briefs(style: str, tmp_path: Path) -> None:
    briefs = [tmp_path / each.name for each in products.CONTENT]
    for source in (products.ROOT / "content").iterdir():
        if source.is_file():
            shutil.copy(source, tmp_path)
    for product, written, back in read_back(briefs, style):
        assert back == written, product.stem


def test_what_is_lost_is_missed(tmp_path: Path) -> None:
    """The canary: no two of these briefs are the same lines."""
    house, seen = stylebook.load("bureau", FOLDERS), []
    for copy in (
        "1. a\n2. b", "2. a\n3. b", "- a\n- b", "- a\n  - b", "1. a\n\nx\n\n1. b", "a\n\nb", "*a*", "**a**",
        "[a](https://b.org)", "[a](https://c.org)", "# x\n\n# a", "# x\n\n## a", "a^[b]", "a^[*b*]",
        "|a|\n|-|\n|b|", "|a|\n|-:|\n|b|",
    ):  # fmt: skip
        brief = tmp_path / "brief.md"
        brief.write_text(f"---\ntitle: T\n---\n{copy}\n")
        seen.append(tuple(roundtrip.Written(read(brief).document, house).lines()))
    assert len(set(seen)) == len(seen)
