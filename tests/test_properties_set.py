"""What holds for any brief whatever, in any style: what is read is set, every word of it, in its order."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import copytext
import pdf_tree
import products
from briefprint import citations, stylebook
from briefprint.artifact import Report
from briefprint.document import Code, CodeBlock, Document, Text, walk
from briefprint.reader import read
from briefprint.renderers._arrange import arranged
from briefprint.style import HouseStyle
from briefprint.typeset import typeset
from briefs import briefs
from test_contract import text_of
from test_memo import copy_of

THOROUGH = settings.get_current_profile_name() == "thorough"
styles = st.sampled_from(products.STYLES)


def few(count: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the settings of a test that sets pages: the same few briefs each time, or many others."""
    return settings(
        max_examples=count if not THOROUGH else 50 * count,
        derandomize=not THOROUGH,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def made(text: str, style: str, format: str) -> tuple[Report, Document, HouseStyle]:
    """Return how a brief was set, what was read and the house."""
    with tempfile.TemporaryDirectory() as folder:
        brief = Path(folder, "brief.md")
        brief.write_text(text, encoding="utf-8")
        report = typeset(products.job(brief, style, format))
        house = stylebook.load(style, stylebook.search_path())
        return report, citations.settled(read(brief).document, house), house


def complete(text: str, style: str, format: str) -> bytes:
    """Return a product that has every word of its brief."""
    report, document, house = made(text, style, format)
    assert report.artifact is not None, "\n".join(map(str, report.diagnostics))
    data = report.artifact.data
    body, rest = text_of(data)
    assert copytext.missing_in_order(list(copytext.runs(arranged(document, house).blocks)), body) == []
    memo = document.memo if "ask" in (*house.front.order, *house.closing.order) else None
    asked = memo.ask if memo else ()
    enclosed = document.enclosures if "enclosures" in house.closing.order else ()
    printed = walk((replace(document, memo=None, enclosures=enclosed), asked))
    words = [
        word for each in printed if isinstance(each, Text | Code | CodeBlock) for word in each.text.split()
    ]
    assert copytext.missing([*words, *copytext.notes(document)], body + rest) == []
    return data


@given(briefs(), styles)
@few(20)
def test_every_word_of_any_brief_is_in_the_word_file(text: str, style: str) -> None:
    complete(text, style, "docx")


@given(briefs(), styles)
@few(12)
def test_every_word_of_any_brief_is_in_the_pdf_and_tagged(text: str, style: str) -> None:
    tree = pdf_tree.read(complete(text, style, "pdf"))
    assert (tree.lost, tree.untagged) == ([], [])


@given(briefs(), styles)
@few(20)
def test_every_word_of_any_memo_is_on_its_page_or_it_is_refused(text: str, style: str) -> None:
    report, document, house = made(text, style, "memo")
    if report.artifact is None:
        assert all("the memo is over" in str(each) or "memo" in each.message for each in report.diagnostics)
        return
    tree = pdf_tree.read(report.artifact.data)
    assert (tree.lost, tree.untagged) == ([], [])
    words = [word for each in copy_of(document, house) for word in each.split()]
    assert copytext.missing_in_order(words, tree.text) == []
