"""One work as its author describes it, as an item of CSL-JSON: names and dates in every way they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefprint.errors import did_you_mean

TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
)  # fmt: skip
"""CSL 1.0.2, Appendix III."""

NAMES = frozenset(
    ("author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator",
     "director", "editor", "editorial-director", "executive-producer", "guest", "host", "illustrator", "interviewer",
     "narrator", "organizer", "original-author", "performer", "producer", "recipient", "reviewed-author",
     "script-writer", "series-creator", "translator")
)  # fmt: skip
DATES = frozenset(("accessed", "available-date", "event-date", "issued", "original-date", "submitted"))
_WORDS = frozenset(
    ("abstract", "annote", "archive", "archive-place", "authority", "call-number", "chapter-number", "citation-key",
     "citation-number", "collection-number", "collection-title", "container-title", "container-title-short", "DOI",
     "edition", "event", "event-place", "event-title", "genre", "id", "ISBN", "ISSN", "issue", "jurisdiction",
     "keyword", "language", "medium", "note", "number", "number-of-pages", "number-of-volumes", "original-publisher",
     "original-publisher-place", "original-title", "page", "page-first", "part-number", "part-title", "PMCID", "PMID",
     "publisher", "publisher-place", "references", "reviewed-title", "scale", "section", "shortTitle", "source",
     "status", "supplement-number", "title", "title-short", "type", "URL", "version", "volume", "volume-title")
)  # fmt: skip
VARIABLES = NAMES | DATES | _WORDS
"""CSL 1.0.2, Appendix IV."""

_PARTICLES = frozenset(
    ("af", "av", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "la", "le", "ten", "ter", "van",
     "von", "zu", "zur")
)  # fmt: skip
_BODIES = re.compile(
    r"\b(?:agency|authority|association|bank|board|bureau|cent(?:re|er)|commission|committee|council|department|"
    r"directorate|federation|forum|foundation|government|group|institute|institution|international|ministry|nations|"
    r"office|organi[sz]ation|parliament|secretariat|service|society|staff|treasury|union|university|agencja|"
    r"biuro|centrum|fundacja|instytut|komisja|komitet|ministerstwo|narodowy|ośrodek|rada|sejm|senat|stowarzyszenie|"
    r"towarzystwo|uniwersytet|urząd|zakład|zarząd|związek|amt|bundes\w*|institut|ministerium|stiftung|universität)\b",
    re.IGNORECASE,
)
"""A name in one string that has one of these is a body's, not a person's."""

_DAY = r"(-?\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"
_DATE = re.compile(rf"{_DAY}(?:[T ]\S*)?([~?]?)")
_DATE_HINT = "write a year, a month or a day: '2025', '2025-04', '2025-04-03'"
_RANGE = re.compile(rf"{_DAY}/{_DAY}")
_EMPHASIS = re.compile(r"(?<![*\w])\*([^*\s](?:[^*]*[^*\s])?)\*(?![*\w])")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a work, and with which of its keys."""

    message: str
    key: str = ""
    hint: str | None = None
    harmless: bool = False


def described(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return a work as CSL-JSON has it, and what is wrong with it."""
    problems: list[Problem] = []
    item: dict[str, Any] = {}
    for key, value in raw.items():
        if value in ("", None, [], {}):
            continue
        if key in NAMES:
            item[key] = [_name(each) for each in (value if isinstance(value, list) else [value])]
        elif key in DATES:
            if (date := _date(value)) is None:
                problems.append(Problem(f"'{key}' is no date", key, _DATE_HINT))
            else:
                item[key] = date
        elif key == "type":
            if value not in TYPES:
                hint = did_you_mean(str(value), TYPES) or f"there are: {', '.join(TYPES)}"
                problems.append(Problem(f"no work is of the type '{value}'", key, hint))
            item[key] = value
        elif isinstance(value, dict):
            problems.append(Problem(f"'{key}' is a table of keys, but text belongs there", key))
        else:
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            item[key] = _EMPHASIS.sub(r"<i>\1</i>", text) if key not in ("id", "URL", "DOI") else text
            if key not in VARIABLES and (near := did_you_mean(key, VARIABLES)):
                problems.append(Problem(f"a work has no '{key}'", key, near, harmless=True))
    if not item.get("title") and not any(key in item for key in NAMES):
        problems.append(Problem("has neither a title nor an author", hint="add 'title: …'"))
    item.setdefault("type", "document")
    return dict(sorted(item.items())), problems


def _name(value: Any) -> dict[str, str]:
    """Return a name in its parts: as they are given, or as a name in one string has them."""
    if isinstance(value, dict):
        if "name" in value and not value.keys() & {"family", "literal"}:
            return _name(value["name"])
        return {str(key): str(part) for key, part in value.items() if part not in ("", None)}
    text = " ".join(str(value).split())
    if "," in text:
        family, given = (part.strip() for part in text.split(",", 1))
        if family and given and not _BODIES.search(text):
            return {"family": family, "given": given}
    words = text.split()
    lower = [word for word in words if word[:1].islower() and word.lower() not in _PARTICLES]
    if not 2 <= len(words) <= 5 or lower or "," in text or _BODIES.search(text) or re.search(r"[\d&()/]", text):
        return {"literal": text}
    start = next((place for place, word in enumerate(words) if place and word in _PARTICLES), len(words) - 1)
    particle = [word for word in words[start:-1] if word in _PARTICLES]
    name = {"family": " ".join(words[start + len(particle) :]), "given": " ".join(words[:start])}
    return name | ({"non-dropping-particle": " ".join(particle)} if particle else {})


def _date(value: Any) -> dict[str, Any] | None:
    """Return a date as CSL-JSON has it, or None for what is none."""
    if isinstance(value, list):  # pandoc once wrote a list of tables
        found = [_date(each) for each in value]
        parts = [part for each in found if each for part in each.get("date-parts", ())]
        return {"date-parts": parts[:2]} if parts and all(found) else None
    if isinstance(value, dict):
        return _date_table(value)
    text = str(value).strip()
    if span := _RANGE.fullmatch(text):
        ends = (_parts(*span.groups()[:3]), _parts(*span.groups()[3:]))
        return {"date-parts": [each[0] for each in ends if each]} if all(ends) else None
    if (match := _DATE.fullmatch(text)) and (made := _parts(*match.groups()[:3])):
        parts, season = made
        about = {"circa": True} if match[4] else {}
        return {"date-parts": [parts]} | ({"season": season} if season else {}) | about
    return {"literal": text} if text and not re.fullmatch(r"[\d\s./-]+", text) else None


def _date_table(value: Mapping[str, Any]) -> dict[str, Any] | None:
    about = {"circa": True} if str(value.get("circa", "")).lower() in ("true", "1", "yes") else {}
    if "literal" in value or "raw" in value:
        text = str(value.get("raw") or value.get("literal"))
        return _date(text)
    try:
        if "date-parts" in value:
            rows = value["date-parts"]
            rows = rows if rows and isinstance(rows[0], list) else [rows]
            parts = [[int(part) for part in row if part not in ("", None)] for row in rows[:2]]
            good = parts and all(parts) and all(_parts(*map(str, row)) for row in parts)
            season = {"season": int(value["season"])} if value.get("season") else {}
            return {"date-parts": parts} | season | about if good else None
        made = _parts(*(str(value.get(key) or "") for key in ("year", "month", "day")))
    except (TypeError, ValueError):
        return None
    if made is None:
        return None
    season = {"season": int(value["season"])} if str(value.get("season", "")).isdecimal() else {}
    return {"date-parts": [made[0]]} | season | about


def _parts(year: str, month: str | None = None, day: str | None = None) -> tuple[list[int], int] | None:
    """Return the parts of a date and its season (months 21 to 24 of ISO 8601-2), or None for no date."""
    try:
        made = [int(part) for part in (year, month, day) if part]
    except ValueError:
        return None
    if not made or not year:
        return None
    if len(made) > 1 and 21 <= made[1] <= 24:
        return made[:1], made[1] - 20
    good = (len(made) < 2 or 1 <= made[1] <= 12) and (len(made) < 3 or 1 <= made[2] <= 31)
    return (made, 0) if good else None
