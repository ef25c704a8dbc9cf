"""What a language asks of set text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefprint.language import (
    FORBIDDEN,
    NO_BREAK,
    QUOTES,
    binds,
    format_date,
    is_tag,
    printable,
    quotes,
    typeset_text,
)


@pytest.mark.parametrize(
    ("year", "month", "day", "lang", "words"),
    [
        (2025, None, None, "pl", "2025"),
        (2025, 4, None, "pl", "kwiecień~2025"),
        (2025, 4, 3, "pl", "3~kwietnia 2025"),
        (2025, 4, 3, "en-GB", "3~April 2025"),
        (2025, 4, 3, "en-US", "April~3, 2025"),
        (2025, 4, 3, "de", "3.~April 2025"),
        (2025, 4, 3, "pl-XX", "3~kwietnia 2025"),
        (2025, 4, 3, "xx", "3~April 2025"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(
    year: int, month: int | None, day: int | None, lang: str, words: str
) -> None:
    assert format_date(year, month, day, lang) == words.replace("~", NO_BREAK)


@given(st.from_regex(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}", fullmatch=True))
@settings(deadline=None, max_examples=60)
def test_any_language_tag_gives_a_date(lang: str) -> None:
    assert is_tag(lang)
    assert (
        "2025" in format_date(2025, 4, 3, "en") and format_date(2025, 4, None, lang) and format_date(2025, 4, 3, lang)
    )


@given(st.text(), st.sampled_from([*QUOTES, "xx"]))
@settings(deadline=None, max_examples=80)
def test_set_text_stays_as_it_is_when_it_is_set_again(text: str, lang: str) -> None:
    once = typeset_text(text, lang)
    assert typeset_text(once, lang) == once == printable(once)
    assert not FORBIDDEN.search(once)


def test_quotation_marks_come_in_fours() -> None:
    assert all(len(quotes(lang)) == 4 for lang in (*QUOTES, "xx"))


@pytest.mark.parametrize(
    ("before", "after", "lang", "bound"),
    [("w", "Polsce", "pl", True), ("w", "Poland", "en", False), ("ów", "x", "pl", False), ("l’a", "x", "pl", False),
     ("4.7", "%", "en", True), ("12", "000", "en", True), ("12", "0001", "en", False), ("", "", "pl", False),
     ("word", "– and", "en", True), ("word –", "and", "en", False), ("word", "–5", "en", False)],
)  # fmt: skip
def test_a_line_does_not_end_where_two_words_are_bound(before: str, after: str, lang: str, bound: bool) -> None:
    assert binds(before, after, lang) is bound
