"""What a language asks of set text: its quotation marks, its no-break rules, its dates."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, localcontext

NO_BREAK = "\u00a0"
MINUS = "\u2212"

SHORTEST_HYPHENATED = 6  # letters
LETTERS_BEFORE_HYPHEN, LETTERS_AFTER_HYPHEN = 2, 3
HYPHENS_IN_A_ROW = 2
"""Where a word may be divided, and on how many lines on end (Chicago 7.36 and 7.43; Duden and PWN allow as much)."""

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Not characters of XML 1.0 (production 2), or controls, which no format could hold; and what turns words and figures
round on paper that nobody wrote so (UAX 9, 2.2 and 2.3)."""

# What guides an editor or a browser and leaves nothing on paper, and spaces and hyphens that few faces have.
_PLAIN: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad\ufe0e\ufe0f\ufffc")),
    **dict.fromkeys(map(ord, "\u2007\u2009\u200a\u202f"), NO_BREAK),
    **dict.fromkeys(map(ord, "\u2010\u2011"), "-"),
    **dict.fromkeys(map(ord, "\u2028\u2029\u0085"), " "),
}

QUOTES: dict[str, str | tuple[str, str, str, str]] = {
    "cs": "„“‚‘", "de": "„“‚‘", "en": "“”‘’", "es": "«»“”", "fr": ("«\u00a0", "\u00a0»", "“", "”"),
    "it": "«»“”", "pl": "„”‚’", "pt": "“”‘’", "sk": "„“‚‘", "uk": "«»„“",
    "ar": "”“’‘", "fa": "«»‹›", "he": "””’’", "ur": "“”‘’",
}  # fmt: skip
"""Outer and inner marks, opening and closing (CLDR delimiters; Polish: PWN)."""

LETTERS = {
    "cs": "áčďéěíňóřšťúůýž", "de": "äöüß", "en": "", "es": "áéíñóúü", "fr": "àâæçéèêëîïôœùûüÿ", "it": "àéèìóòù",
    "pl": "ąćęłńóśźż", "pt": "áâãàçéêíóôõú", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،؛؟", "fa": "ءآأؤئابپتةثجچحخدذرزژسشصضطظعغفقکگلمنهویي،؛؟",
    "he": "אבגדהוזחטיכךלמםנןסעפףצץקרשת׳״־", "ur": "ءآأؤئابپتةٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںهھہۂوىیے،؛؟۔",
}  # fmt: skip
"""The letters a language writes beside a to z (CLDR exemplar characters, main set)."""

# The words of one letter that may not end a line (PWN rule 98; Czech and Slovak typographers hold the same).
_ONE_LETTER = {"pl": "aiouwzAIOUWZ", "cs": "aikosuvzAIKOSUVZ", "sk": "aikosuvzAIKOSUVZ"}
# A number keeps its unit, and its groups of three digits, on its line (ISO 80000-1, 7.2.2 and 7.3.1).
_UNIT = re.compile(
    r"(?<=\d)[ ](?=[%‰°€£$]|(?:zł|PLN|EUR|USD|GBP|UAH|CHF"
    r"|mln|mld|bn|[km]?m|cm|km²|m²|kg|ha|t|[kMGT]Wh?|[kMGT]B|[kMG]Hz|p\.p"
    r"|Mio|Mrd|Md|tys|proc|млн|млрд|тис|км|кг|грн|га)(?![\w'’])"
    r"|(?:thousand|(?:[Mm]il|[Bb]il|[Tt]ril)l?ion|[Mm]il?liard|tysi|punkt|мільйон|мільярд|тисяч))"
)
# French sets a space before these signs and within its quotation marks (Imprimerie nationale, « Ponctuation »);
# Canada and Switzerland write the first three close up.
_FRENCH_SPACE = re.compile(r"[ ](?=[;:!?»])|(?<=«)[ ]")
_FRENCH_CLOSE = re.compile(r"(?<=[\w)\]”’…%])(?=[;!?]+(?:[\s)»”]|\Z))")
_FRENCH_COLON = re.compile(r"(?<=[\w)\]”’…%])(?=:(?:\s|\Z))|(?<=«)(?=\S)|(?<=\S)(?=»)")
_CLOSE_UP = ("fr-ca", "fr-ch")
_GROUP = re.compile(r"(?<=\d)[ ](?=\d{3}(?!\d))")
# A dash does not begin a line (Bringhurst 5.2.1; PWN rule 94).
_DASH = re.compile(r"(?<=\S) (?=[–—](?: |\Z))")
# The mark of a Hebrew acronym, before its last letter, is no quotation mark (Academy of the Hebrew Language).
_GERSHAYIM = re.compile('(?<=[א-ת])["“”](?=[א-ת](?![א-ת]))')
_SPACES = re.compile(r"[ \t\n]+")
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_EM_DASH = re.compile(r"(?<!-)---(?!-)")
_EN_DASH = re.compile(r"(?<!-)--(?!-)")


_MARKS = dict.fromkeys(map(ord, "\u061c\u200e\u200f"))
"""What CLDR has in its patterns for direction, which is ours to see to."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def is_tag(lang: str) -> bool:
    """Return whether a word has the form of a language tag (BCP 47)."""
    return _TAG.fullmatch(lang) is not None


def primary(lang: str) -> str:
    """Return the language of a tag without its region: 'en' of 'en-GB' (BCP 47)."""
    return lang.replace("_", "-").split("-")[0].lower()


def quotes(lang: str) -> str | tuple[str, str, str, str]:
    """Return the four quotation marks, outer before inner, opening before closing."""
    return QUOTES.get(primary(lang), "“”‘’")


# Where the call of a note stands before the stop that ends its sentence, as in Polish (PWN), French (Imprimerie
# nationale) and Spanish (RAE, Ortografía); elsewhere it stands behind it, as in English (Chicago) and German.
_CALL_BEFORE_STOP = {"pl", "fr", "es", "it", "cs", "sk", "uk", "pt"}

_ALPHABET = {
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż", "es": "abcdefghijklmnñopqrstuvwxyz",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}  # fmt: skip
"""Alphabets in which accented letters have places of their own (CLDR collation); elsewhere accents do not count."""


def calls_after_stops(lang: str) -> bool:
    """Return whether a note's call stands behind the comma or full stop."""
    return primary(lang) not in _CALL_BEFORE_STOP


def sort_key(text: str, lang: str) -> tuple[tuple[tuple[int, str], ...], str]:
    """Return what sorts text as a language's alphabet does: by letters and figures, then by what tells them apart."""
    alphabet = _ALPHABET.get(primary(lang), "")
    folded = unicodedata.normalize("NFC", text).casefold()
    return tuple(_rank(sign, alphabet) for sign in folded if sign.isalnum() or sign == " "), folded


def _rank(sign: str, alphabet: str) -> tuple[int, str]:
    if sign in alphabet:
        return 1 + alphabet.index(sign), ""
    base = {"ł": "l", "ø": "o", "đ": "d", "ß": "s", "æ": "a"}.get(sign) or unicodedata.normalize("NFD", sign)[0]
    if base in alphabet:
        return 1 + alphabet.index(base), ""
    return (0 if not base.isalpha() else 1 if not alphabet else 1 + len(alphabet)), base


def printable(text: str) -> str:
    """Return text in NFC, without what has no form on paper."""
    return unicodedata.normalize("NFC", FORBIDDEN.sub("", text.translate(_PLAIN)))


def typeset_text(text: str, lang: str) -> str:
    """Return text with dashes and ellipses set, and the breaks forbidden that the language forbids."""
    text = _SPACES.sub(" ", printable(text))
    text = _ELLIPSIS.sub("…", text)
    return _bound(_EN_DASH.sub("–", _EM_DASH.sub("—", text)), lang)


_ENDING = re.compile(r"(?<=\S) (?=\S{1,6}\Z)")
_LONG_ENOUGH = 40  # letters: a shorter paragraph has no line to spare


def tied(text: str) -> str:
    """Return the end of a paragraph with a short last word tied to the one before: it should not stand alone."""
    return _ENDING.sub(NO_BREAK, text) if len(text) >= _LONG_ENOUGH else text


def binds(before: str, after: str, lang: str) -> bool:
    """Return whether the space between two runs of text may not become a line's end."""
    end = before[-2:]
    return _bound(f"{end} {after[:16]}", lang)[len(end)] == NO_BREAK


def _bound(text: str, lang: str) -> str:
    if primary(lang) == "he":
        text = _GERSHAYIM.sub("״", text)
    text = _DASH.sub(NO_BREAK, _GROUP.sub(NO_BREAK, _UNIT.sub(NO_BREAK, text)))
    if primary(lang) == "fr":
        text = _FRENCH_COLON.sub(NO_BREAK, _FRENCH_SPACE.sub(NO_BREAK, text))
        text = text if lang.lower() in _CLOSE_UP else _FRENCH_CLOSE.sub(NO_BREAK, text)
    if letters := _ONE_LETTER.get(primary(lang)):
        text = re.sub(rf"(?<![\w'’])([{letters}]) (?=\S|\Z)", rf"\1{NO_BREAK}", text)
    return text


def labelled(label: str, lang: str) -> str:
    """Return a label with the colon and the space behind it: 'Source: ', in French 'Source : '."""
    return f"{label}{NO_BREAK if primary(lang) == 'fr' else ''}: "


def format_date(year: int, month: int | None, day: int | None, lang: str, short: bool = False) -> str:
    """Return a date in words, as precise as it is given: '3 kwietnia 2025', 'kwiecień 2025', '2025'.

    A short one abbreviates the month as its language does: '3 Apr 2025', 'Apr 2025' (CLDR dates, medium).
    """
    if month is None:
        return str(year)
    import datetime

    from babel.dates import format_date as by_cldr
    from babel.dates import format_skeleton

    when = datetime.date(year, month, day or 1)
    if day:
        text = by_cldr(when, "medium" if short else "long", locale(lang))
        if day == 1 and primary(lang) == "fr":  # the one ordinal among its days (Imprimerie nationale, « Date »)
            text = text.replace("1", "1er", 1)
    else:
        text = format_skeleton("yMMM" if short else "yMMMM", when, locale=locale(lang))
    return text.replace(" ", NO_BREAK, 1)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return a number to so many decimals, halves away from nought as readers round them: 2.675 is 2.68."""
    with localcontext() as context:
        context.prec = 400  # more than a float's digits before and behind its point
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def format_number(value: float | Decimal, decimals: int, lang: str, grouped: bool = True) -> str:
    """Return a number as its language writes it, its minus a true one (U+2212): '1,234.5', '−1 234,5'."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    exact = rounded(value if isinstance(value, Decimal) else Decimal(repr(value)), decimals)
    text = str(format_decimal(exact, pattern, locale=locale(lang), group_separator=grouped))
    text = text.translate(_MARKS).replace("-", MINUS)
    return text.replace("\u202f", NO_BREAK)  # few faces have the narrow space


def decimal_sign(lang: str) -> str:
    """Return what a language parts the decimals with (CLDR numbers, decimal)."""
    from babel.numbers import get_decimal_symbol

    return str(get_decimal_symbol(locale(lang)))


def spaces_percent(lang: str) -> bool:
    """Return whether a space stands before the per cent sign (CLDR numbers, percent pattern)."""
    from babel.core import Locale

    return not str(Locale.parse(locale(lang)).percent_formats[None].pattern).translate(_MARKS).endswith("0%")


def currency_first(lang: str) -> bool:
    """Return whether a currency's sign stands before the number (CLDR numbers, currency pattern)."""
    from babel.core import Locale

    return str(Locale.parse(locale(lang)).currency_formats["standard"].pattern).startswith("\u00a4")


def locale(lang: str) -> str:
    """Return the locale that babel has for a language; English stands in, as it does for the labels."""
    from babel.localedata import exists

    named = lang.replace("-", "_")
    return named if exists(named) else primary(lang) if exists(primary(lang)) else "en_GB"
