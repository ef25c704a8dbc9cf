"""Live numbers: how a value is set in each language; the paths that lead to it are in ``cases/data.md``."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefprint import stylebook
from briefprint.document import Chart, Heading, plain_text, walk
from briefprint.language import MINUS
from briefprint.reader import formats, read
from briefprint.renderers import renderer

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "asked", "lang", "set_as"),
    [
        ("4.70", "", "en-GB", "4.7"),
        ("2025", "", "en-GB", "2025"),
        ("12345.5", "", "en-GB", "12,345.5"),
        ("1234.5", "num 1", "en-US", "1,234.5"),
        ("1234.5", "num 1", "de", "1.234,5"),
        ("1234.5", "num 1", "pl", f"1{NB}234,5"),
        ("12345", "num", "pl", f"12{NB}345"),
        ("12345", "num", "fr", f"12{NB}345"),
        ("4.7", "pct 1", "en-GB", "4.7%"),
        ("4.7", "pct 1", "de", f"4,7{NB}%"),
        ("4.7", "pct 1", "fr", f"4,7{NB}%"),
        ("4.7", "pct 1", "es", f"4,7{NB}%"),
        ("4.7", "pct 1", "pl", "4,7%"),
        ("4.7", "pct 1", "uk", "4,7%"),
        ("0.047", "share 1", "en-GB", "4.7%"),
        ("0.047", "share", "en-GB", "4.7%"),
        ("2.675", "num 2", "en-GB", "2.68"),
        ("-2.675", "num 2", "en-GB", f"{MINUS}2.68"),
        ("0.5", "num 0", "en-GB", "1"),
        ("1.005", "money EUR 2", "en-GB", "€1.01"),
        ("-0.04", "num 1", "en-GB", "0.0"),
        ("4.5", "money EUR", "en-GB", "€4.50"),
        ("4", "money EUR", "en-GB", "€4"),
        ("-4.5", "money EUR 2", "en-GB", f"{MINUS}€4.50"),
        ("4.5", "money EUR 2", "de", f"4,50{NB}€"),
        ("4.5", "money PLN 2", "pl", f"4,50{NB}zł"),
        ("4.5", "money PLN 2", "en-GB", f"PLN{NB}4.50"),
        ("4.5", "money USD 2", "en-GB", "US$4.50"),
        ("2148357300", "bn", "en-GB", "2.1bn"),
        ("2000000000", "bn", "en-US", "2bn"),
        ("2148357300", "bn 2", "de", f"2,15{NB}Mrd."),
        ("2148357300", "bn 1", "pl", f"2,1{NB}mld"),
        ("2148357300", "bn 1", "fr", f"2,1{NB}Md"),
        ("2148357300", "bn 1", "uk", f"2,1{NB}млрд"),
        ("2148357300", "bn 1", "es", f"2,1{NB}mil{NB}millones"),
        ("3400000", "mln 1", "en-GB", "3.4m"),
        ("3400000", "mln 1", "pl", f"3,4{NB}mln"),
        ("2148357300", "money EUR|bn 1", "en-GB", "€2.1bn"),
        ("2148357300", "bn 1|money PLN", "pl", f"2,1{NB}mld{NB}zł"),
        ("0.3", "signed", "en-GB", "+0.3"),
        ("0", "signed 1", "en-GB", "0.0"),
        ("-0.3", "pct 1|signed", "fr", f"{MINUS}0,3{NB}%"),
        ("0.3", "pct 1|signed", "en-GB", "+0.3%"),
        ("0.3", "money EUR 2|signed", "en-GB", "+€0.30"),
        ("1250", "unit km", "en-GB", f"1,250{NB}km"),
        ("4.7", "num 1|unit sq km", "en-GB", f"4.7{NB}sq{NB}km"),
        ("4.7", "pct 1", "ar", "4.7%"),
    ],
)
def test_a_number_is_set_as_its_language_writes_it(value: str, asked: str, lang: str, set_as: str) -> None:
    said = formats.read([each for each in asked.split("|") if each])
    assert formats.amount(Decimal(value), said, lang) == set_as


@pytest.mark.parametrize(
    ("value", "asked", "lang", "set_as"),
    [
        ("2025-04-03", "date", "pl", f"3{NB}kwietnia 2025"),
        ("2025-04-03", "date", "en-GB", f"3{NB}April 2025"),
        ("2025-04", "date short", "en-GB", f"Apr{NB}2025"),
        ("2025", "date", "de", "2025"),
    ],
)
def test_a_date_is_set_as_precise_as_it_is(value: str, asked: str, lang: str, set_as: str) -> None:
    assert formats.day(value, formats.read([asked]), lang) == set_as


@given(st.decimals(-(10**14), 10**14, allow_nan=False, places=6), st.integers(0, 6))
def test_no_number_is_set_further_from_itself_than_half_a_unit(value: Decimal, places: int) -> None:
    said = formats.amount(value, formats.read([f"num {places}"]), "en-GB")
    read_back = Decimal(said.replace(",", "").replace(MINUS, "-"))
    assert abs(read_back - value) * 2 <= Decimal(1).scaleb(-places)


def test_one_value_is_the_same_in_prose_table_chart_and_every_product(tmp_path: Path) -> None:
    (tmp_path / "spend.csv").write_text("country,2025\nPoland,4.68\n")
    brief = tmp_path / "brief.md"
    brief.write_text(
        "---\ntitle: T\ndata: {spend: spend.csv}\nsummary: 'At {{spend.poland | pct 1}}.'\n---\n"
        "# To {{spend.poland | pct 1}}\n\n| A | B |\n|---|---|\n| x | {{spend.poland | pct 1}} |\n\n"
        "```chart\nunit: '%'\ndata: {Poland: {{spend.poland}}}\n```\n"
    )
    document, bureau = read(brief).document, stylebook.load("bureau", stylebook.search_path())
    assert [plain_text(each.children) for each in walk(document) if isinstance(each, Heading)] == ["To 4.7%"]
    assert [each.series[0].values for each in walk(document) if isinstance(each, Chart)] == [(4.68,)]
    for name in ("docx", "memo"):
        assert renderer(name)(document, bureau).data
