"""Memos of real briefs: one page each, nothing off its type area, nothing over anything, no word lost unsaid."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw
import pytest

import pdf_tree
import products
import reading_memo
from briefprint import reader, stylebook
from briefprint.digest import MemoCopy, digest
from briefprint.document import plain_text
from briefprint.errors import ContentError, OversetError, RenderError
from briefprint.renderers import memo
from briefprint.style import HouseStyle

FOLDERS = stylebook.search_path()
STYLES = [stylebook.load(name, FOLDERS, paper) for name in products.STYLES for paper in ("a4", "letter")]
SHARED = sorted((products.ROOT.parent / "shared" / "briefings").glob("*.md"))
BRIEFS = [*products.CONTENT, *SHARED]
MOST_OVERLAP = 0.25  # of the smaller letters: what ascenders and descenders of close lines may share
OVERHANG = 0.3  # of them: how far a slanted f leans over the space behind it


@dataclass(frozen=True)
class Set:
    """A stretch of text on the page: its box in points, and its size."""

    left: float
    foot: float
    right: float
    head: float
    size: float


def stretches(data: bytes) -> list[Set]:
    """Return the text of a one-page file as pdfium finds it drawn."""
    with pypdfium2.PdfDocument(data) as pdf:
        assert len(pdf) == 1
        found = []
        for each in pdf[0].get_objects([raw.FPDF_PAGEOBJ_TEXT]):
            size = ctypes.c_float()
            raw.FPDFTextObj_GetFontSize(each.raw, size)
            left, foot, right, head = each.get_bounds()
            if right - left > 0.5:
                found.append(Set(left, foot, right, head, size.value))
        return found


def overlaps(found: list[Set]) -> list[tuple[Set, Set]]:
    """Return stretches that stand over one another by more than lines set close do."""
    found = sorted(found, key=lambda each: each.foot)
    over = []
    for place, lower in enumerate(found):
        for upper in found[place + 1 :]:
            if upper.foot >= lower.head:
                break
            across = min(lower.right, upper.right) - max(lower.left, upper.left)
            down = min(lower.head, upper.head) - upper.foot
            if across > OVERHANG * min(lower.size, upper.size) and down > MOST_OVERLAP * min(lower.size, upper.size):
                over.append((lower, upper))
    return over


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", re.sub(r"[\u00ad\u200b]", "", text).casefold()))


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.name}-{style.page.paper}")
def test_real_briefs_make_one_page_each(style: HouseStyle) -> None:
    look, page = style.memo, style.page
    narrow = look.levers.margins
    left, right = look.margin_left_pt * narrow - 1, page.width_pt - look.margin_right_pt * narrow + 1
    for brief in BRIEFS:
        try:
            document = reader.read(brief).document
            artifact = memo.render(document, style)
        except (ContentError, OversetError):
            continue
        except RenderError as error:  # a sign that no face has is refused by name
            assert "has no '" in str(error)
            continue
        found = stretches(artifact.data)
        assert overlaps(found) == [], brief.name
        watermark = 3 * max(role.size_pt for name, role in style.roles() if name.startswith("memo_"))
        for each in found:
            assert each.size >= look.floor_pt - 0.001, (brief.name, each)
            if each.size < watermark:
                assert left <= each.left and each.right <= right, (brief.name, each)
                assert page.height_pt > each.head and each.foot > style.running.foot_offset_pt / 2, (brief.name, each)
        tree = pdf_tree.read(artifact.data)
        assert tree.lost == [] and tree.untagged == [], brief.name
        assert reading_memo.said(tree) == reading_memo.of(document, style, artifact), brief.name
        ledger, said = artifact.ledger, words(tree.text)
        assert ledger is not None
        for text in given(digest(document, style)):
            lost = words(text) - said
            named = any(" ".join(text.split()).startswith(each.removesuffix("…")) for each in ledger.left_out)
            assert named or not lost, (brief.name, lost)


def given(copy: MemoCopy) -> Iterator[str]:
    """Yield what the memo was given: each as a whole on the page, or named as left out."""
    yield plain_text(copy.subject)
    yield from (plain_text(each.children) for each in copy.bottom_line)
    for point in copy.points:
        yield plain_text(point.heading or point.body)
    yield plain_text(copy.ask)
