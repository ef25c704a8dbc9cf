"""How a value of the data is set: a format's words, and the number or date as the brief's language writes it.

Numbers are decimal throughout and rounded half up, as readers do who check them by hand; patterns, signs and
separators are those of CLDR.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from babel.core import Locale
from babel.numbers import get_currency_precision, get_currency_symbol, parse_pattern

from briefprint.document import Date
from briefprint.errors import did_you_mean
from briefprint.language import MINUS, NO_BREAK, format_date, format_number, locale, primary, printable, rounded
from briefprint.reader.frontmatter import as_date

NAMES = ("num", "pct", "share", "money", "mln", "bn", "signed", "unit", "date")
MOST_DECIMALS = 9
_MAGNITUDES = {"mln": 6, "bn": 9}
_ENGLISH = {"mln": "m", "bn": "bn"}
"""British newspapers' words for what CLDR has as 'M' and 'B', which few readers outside America know."""
_UNGROUPED = 10_000
"""A bare whole number below this may be a year, so its digits stay together."""
_LONGEST = 15  # digits before the point, or after it, that anyone can read
_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
_COMMA = re.compile(r"[-+]?\d+,\d+")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?")  # ISO 80000-1, 7.3.1


class FormatError(ValueError):
    """A format that cannot be followed, or not for this value."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Format:
    """What an author asks for after the bars."""

    kind: str = ""  # 'num', 'pct', 'share', 'money' or 'date'; empty where none is named
    decimals: int | None = None
    currency: str = ""
    scale: str = ""  # 'mln' or 'bn'
    signed: bool = False
    unit: str = ""
    short: bool = False  # a date with its month abbreviated

    @property
    def numeric(self) -> bool:
        """Whether only a number can be set so."""
        return self.kind != "date" and self != Format()


def number(text: str, commas: bool = False) -> Decimal | None:
    """Return the number that a text is, or None; ``commas`` where a spreadsheet's decimals may follow one."""
    plain = text.strip().replace(MINUS, "-")
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"[ \u00a0]", "", plain)
    if commas and _COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def read(segments: Sequence[str]) -> Format:
    """Return what the words after the bars ask for, a bar before each. Raises FormatError."""
    asked = Format()
    for segment in segments:
        name, *words = segment.split() or [""]
        if name not in NAMES:
            hint = did_you_mean(name, NAMES) or f"there are: {', '.join(NAMES)}"
            raise FormatError(f"there is no format '{name}'" if name else "no format follows the bar", hint)
        asked = _READERS[name](asked, name, words)
    if asked.kind == "date" and asked not in (Format(kind="date"), Format(kind="date", short=True)):
        raise FormatError("a date takes no other format", "write '| date' or '| date short'")
    if asked.kind in ("pct", "share", "money") and asked.unit:
        raise FormatError(f"'{asked.kind}' says the unit, so 'unit' cannot", "leave one of them out")
    if asked.kind in ("pct", "share") and asked.scale:
        raise FormatError(f"'{asked.kind}' and '{asked.scale}' cannot both be followed", "leave one of them out")
    return asked


def _kind(asked: Format, name: str, words: Sequence[str]) -> Format:
    if asked.kind:
        raise FormatError(f"'{asked.kind}' and '{name}' cannot both be followed", "leave one of them out")
    return _decimals(replace(asked, kind=name), name, words)


def _decimals(asked: Format, name: str, words: Sequence[str]) -> Format:
    if not words:
        return asked
    if len(words) > 1 or not re.fullmatch(r"\d+", words[0]) or int(words[0]) > MOST_DECIMALS:
        hint = f"write how many decimals, to {MOST_DECIMALS}: '{name} 1'"
        raise FormatError(f"'{name}' does not take '{' '.join(words)}'", hint)
    return replace(asked, decimals=int(words[0]))


def _money(asked: Format, name: str, words: Sequence[str]) -> Format:
    if not words or words[0] not in Locale.parse("en").currencies:
        hint = "write its code (ISO 4217): 'money EUR 1'"
        raise FormatError(f"there is no currency '{words[0]}'" if words else "'money' names no currency", hint)
    return replace(_kind(asked, name, words[1:]), currency=words[0])


def _scale(asked: Format, name: str, words: Sequence[str]) -> Format:
    if asked.scale:
        raise FormatError(f"'{asked.scale}' and '{name}' cannot both be followed", "leave one of them out")
    return _decimals(replace(asked, scale=name), name, words)


def _signed(asked: Format, name: str, words: Sequence[str]) -> Format:
    return _decimals(replace(asked, signed=True), name, words)


def _unit(asked: Format, name: str, words: Sequence[str]) -> Format:
    said = printable(" ".join(words).strip("\"'“”"))
    if not said:
        raise FormatError(f"'{name}' names no unit", "write it behind: 'unit km'")
    if said == "%":
        raise FormatError("'unit' does not take '%'", "'pct' sets it as the language does")
    return replace(asked, unit=said)


def _date(asked: Format, name: str, words: Sequence[str]) -> Format:
    if list(words) not in ([], ["short"]):
        raise FormatError(f"'{name}' does not take '{' '.join(words)}'", "write 'date' or 'date short'")
    return replace(_kind(asked, name, ()), short=bool(words))


_READERS: dict[str, Callable[[Format, str, Sequence[str]], Format]] = {
    "num": _kind, "pct": _kind, "share": _kind, "money": _money, "mln": _scale, "bn": _scale,
    "signed": _signed, "unit": _unit, "date": _date,
}  # fmt: skip


def day(text: str, asked: Format, lang: str) -> str:
    """Return a date in words, as precise as the data has it. Raises FormatError for what is none."""
    try:
        date: Date | None = as_date(text)
    except ValueError:
        date = None
    if date is None:
        raise FormatError("is no date", "write it as '2025-04-03'")
    return format_date(date.year, date.month, date.day, lang, asked.short)


def amount(value: Decimal, asked: Format, lang: str) -> str:
    """Return a number set as asked; as short as it can be where nothing says how exact it is."""
    if asked.kind == "share":
        value *= 100
    before = after = ""
    if asked.scale:
        exponent, before, after = _compact(asked.scale, value, lang)
        value = value.scaleb(-exponent)
    places = _places(value, asked)
    if value and not -_LONGEST <= value.adjusted() < _LONGEST:
        raise FormatError("has too many digits to print", "set it in millions or billions: '| bn 1'")
    value = rounded(value, places)
    grouped = asked != Format() or abs(value) >= _UNGROUPED
    digits = before + format_number(abs(value), places, lang, grouped) + after
    sign = MINUS if value < 0 else "+" if asked.signed and value > 0 else ""
    if asked.kind in ("pct", "share"):
        return _around(digits, sign, str(Locale.parse(locale(lang)).percent_formats[None].pattern))
    if asked.kind == "money":
        return _around(digits, sign, _currency_pattern(asked.currency, lang))
    return sign + digits + (NO_BREAK + asked.unit.replace(" ", NO_BREAK) if asked.unit else "")


def _places(value: Decimal, asked: Format) -> int:
    if asked.decimals is not None:
        return asked.decimals
    exponent = rounded(value, 1 if asked.scale else _LONGEST).normalize().as_tuple().exponent
    shortest = max(0, -exponent) if isinstance(exponent, int) else 0
    if asked.kind == "money" and not asked.scale and shortest:
        return int(get_currency_precision(asked.currency))
    return shortest


def _around(digits: str, sign: str, pattern: str) -> str:
    """Return digits with what a pattern has around them, its minus the sign there is (UTS 35, number patterns)."""
    parsed = parse_pattern(pattern)
    place = 1 if sign else 0
    before, after = (str(each[place]).replace("-", sign) for each in (parsed.prefix, parsed.suffix))
    return printable(before + digits + after)


def _currency_pattern(currency: str, lang: str) -> str:
    """Return the pattern of sums, the currency's sign in it: one of letters stands off its digits (UTS 35)."""
    symbol = str(get_currency_symbol(currency, locale(lang)))
    pattern = str(Locale.parse(locale(lang)).currency_formats["standard"].pattern)
    if symbol[-1:].isalpha():
        pattern = re.sub(r"¤(?=[#0])", f"¤{NO_BREAK}", pattern)
    if symbol[:1].isalpha():
        pattern = re.sub(r"(?<=[#0])¤", f"{NO_BREAK}¤", pattern)
    return pattern.replace("¤", symbol)


def _compact(scale: str, value: Decimal, lang: str) -> tuple[int, str, str]:
    """Return by how many powers of ten a scale divides, and the words it has around the digits."""
    magnitude = _MAGNITUDES[scale]
    if primary(lang) == "en":
        return magnitude, "", _ENGLISH[scale]
    found = Locale.parse(locale(lang))
    patterns = []
    for length in ("short", "long"):
        try:
            forms = found.compact_decimal_formats[length]
            form = forms.get(found.plural_form(abs(rounded(value.scaleb(-magnitude), 1)).normalize()), forms["other"])
            pattern = form.get(str(10**magnitude)) or forms["other"][str(10**magnitude)]
        except KeyError:
            continue
        parts = re.fullmatch(r"([^0]*)(0+)([^0]*)", str(pattern.pattern).replace("'", ""))
        if parts:
            patterns.append((magnitude + 1 - len(parts[2]), parts[1], parts[3]))
    if not patterns:
        return magnitude, "", _ENGLISH[scale]
    # Spanish has no short word for a thousand millions: the long one says what was asked for.
    exponent, before, after = next((each for each in patterns if each[0] == magnitude), patterns[0])
    return exponent, printable(before).replace(" ", NO_BREAK), printable(after).replace(" ", NO_BREAK)
