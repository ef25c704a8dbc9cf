"""The same design in every format: what the products show of each role is what the style's tokens say."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

import parity
import parity_pdf
from briefprint.style import TextRoles

EVERY = [
    pytest.param(style, paper, format, id=f"{style}-{paper}-{format}")
    for style, paper in parity.STYLES
    for format in parity.FORMATS
]
every = pytest.mark.parametrize(("style", "paper", "format"), EVERY)
memos = pytest.mark.parametrize(("style", "paper", "format"), [each for each in EVERY if each.values[2] == "memo"])

NUMBER = "heading_number"  # no word of a specimen, but what stands beside one


@every
def test_every_role_is_set_as_its_tokens_say(style: str, paper: str, format: str) -> None:
    rows = parity.table(style, paper, format)
    differing = [str(row) for row in rows if not row.agrees]
    if parity.house(style, paper).headings.numbering != "none" and not format.startswith("memo"):
        assert any(row.role == NUMBER for row in rows)
    if differing or not rows:
        pytest.fail("\n".join(differing))


def test_every_role_of_the_grammar_stands_in_some_product() -> None:
    """A role that no product sets is a token that decides nothing; what a specimen sets must be found in it."""
    paper = parity.STYLES[0][1]
    makers = {maker for format in parity.FORMATS for maker in parity.makers(format)}
    styles = [parity.house(style, paper) for style in {style for style, _ in parity.STYLES}]
    seen = {place.role for style in styles for maker in makers for place in maker(style)[0].places.values()}
    assert {field.name for field in fields(TextRoles)} - seen - {NUMBER} == set()
    assert any(style.headings.numbering != "none" for style in styles)  # so that NUMBER is looked for


@memos
def test_nothing_on_a_memo_is_smaller_than_the_floor(style: str, paper: str, format: str) -> None:
    floor = parity.house(style, paper).memo.floor_pt
    for _, data in parity.products(style, paper, format):
        assert parity_pdf.smallest(data) >= floor - parity.SIZE_TOLERANCE_PT


@pytest.mark.parametrize("format", ["docx", "memo"])  # one for each reader: the brief's PDF is read as the memo is
def test_a_product_set_by_other_tokens_is_told_from_this_one(format: str) -> None:
    """The canary: no row agrees once every token is another."""
    style, paper = parity.STYLES[0]
    for specimen, data in parity.products(style, paper, format):
        text = specimen.style.text
        other = {
            field.name: replace(
                role,
                face=text.body.face if role.face != text.body.face else text.code.face,
                size_pt=role.size_pt + 1,
                leading_pt=role.leading_pt + 1,
                weight=400,
                italic=False,
                color="#010203",
            )
            for field in fields(text)
            for role in [getattr(text, field.name)]
        }
        altered = replace(specimen, style=replace(specimen.style, text=replace(text, **other)))
        for place, found in parity.sights(data, specimen):
            space = place.space and replace(place.space, points=place.space.points + 1)
            rows = parity.compared(style, paper, format, altered, replace(place, space=space), found)
            assert [str(row) for row in rows if row.agrees] == []
