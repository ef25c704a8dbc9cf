"""The rules a brief is held to: each one's name, how much it weighs, and what it says.

They are named here, below reader, stylebook and linter, so that all three speak of them in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from briefprint.errors import Severity

LevelWord = Literal["error", "warning", "warn", "note", "on", "off"]
"""What may be said of a rule: its level; ``warn`` for short; ``on`` for the level it has of itself."""

LEVEL_WORDS = ("error", "warning", "note", "on", "off")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``level`` is its level of itself, None where it is off until someone asks for it."""

    id: str
    level: Severity | None
    about: str
    fixable: bool = False
    firm: bool = False  # what cannot be read or set is an error whatever anyone says


def _error(name: str, about: str) -> Rule:
    return Rule(name, Severity.ERROR, about, firm=True)


def _warning(name: str, about: str, fixable: bool = False) -> Rule:
    return Rule(name, Severity.WARNING, about, fixable)


def _note(name: str, about: str, fixable: bool = False) -> Rule:
    return Rule(name, Severity.NOTE, about, fixable)


ALL = (
    # --- the file and its front matter
    _error("unreadable", "The file is missing, is no UTF-8 text, or is too large or too deep to be a brief."),
    _error("front-matter", "The front matter is no YAML, or a key holds what does not belong there."),
    _error("bad-bibliography", "A work, or a file of works, that cannot be read."),
    _error("bad-data", "A file of numbers that cannot be read, or a number that cannot be written as asked."),
    _error("nothing-to-set", "There is a title at most."),
    _error("unknown-style", "The brief asks for a house style that nobody has, or that cannot be loaded."),
    _error("unknown-marking", "The brief bears a marking that its house does not have."),
    _warning("unknown-key", "A key that is not ours: another tool's, or misspelt.", fixable=True),
    _warning("unknown-rule", "The front matter's 'check' names a rule that there is not."),
    _warning("no-title", "There is neither a title nor a heading to take it from."),
    _warning("no-labels", "The style has no labels in the brief's language."),
    _warning("bad-language", "A span names no language (BCP 47)."),
    _warning("control-character", "A character that has no form on paper."),
    # --- what points at something
    _error("duplicate-id", "Two things bear one id."),
    _error("undefined-reference", "A cross-reference to what is not there."),
    _error("undefined-citation", "A citation of a work that nothing describes."),
    _error("undefined-data", "Braces that name a number which the data does not hold."),
    _error("duplicate-note", "A note is written twice."),
    _error("note-loop", "A note calls itself, or notes call notes without end."),
    _warning("undefined-note", "A note is called but not written."),
    _warning("unused-note", "A note is written but never called."),
    _warning("empty-note", "A note without copy."),
    _warning("dead-link", "A link to a place in the brief that is not there."),
    _warning("link-as-text", "A link that no product can follow: to a file, or by a scheme that is not safe."),
    _note("unused-id", "A table or figure has an id, and nothing refers to it."),
    # --- blocks
    _error("table-row-long", "A table's row has more cells than its head."),
    _error("bad-chart", "A chart that cannot be drawn."),
    _error("bad-figures", "A figures block that cannot be set."),
    _error("missing-picture", "A picture that is not there, lies outside the project or on a network."),
    _error("bad-picture", "A file that cannot be read as a picture."),
    _warning("table-row-short", "A table's row has fewer cells than its head."),
    _warning("missing-alt", "A picture without words for those who do not see it (WCAG 2.2, 1.1.1)."),
    _warning("bad-width", "A picture's width that is not followed."),
    _warning("heading-skips", "A heading skips a level (ISO 14289-1, 7.4.2)."),
    _warning("unknown-callout", "A callout of a kind that there is not."),
    _warning("unknown-container", "A container of a kind that there is not."),
    _warning("raw-html", "HTML that is set as text."),
    _warning("as-written", "Syntax that is set as it is written."),
    _warning("empty-section", "A heading with nothing under it."),
    _note("heading-repeated", "Two headings side by side say the same."),
    # --- prose
    _note("double-space", "Two spaces between words; one is set.", fixable=True),
    _note("trailing-space", "A space at a line's end that does nothing.", fixable=True),
    _note("hyphen-for-dash", "A hyphen where a dash or a range is meant.", fixable=True),
    _note("straight-quotes", "A straight quotation mark without its partner."),
    _note("sentence-length", "A sentence longer than the style allows (prose.sentence_words)."),
    _note("acronym", "An acronym that is never spelt out and not in the style's [acronyms]."),
    _note("house-words", "A word the style bans or prefers another to ([wording])."),
    # --- figures
    _warning("figure-differs", "A figure in the prose differs from the same figure in figures, a table or a chart."),
    Rule("unsourced-number", None, "A paragraph gives a measured number and no note, link or source."),
    # --- the house
    _error("missing-glyph", "A character that a face of the style lacks."),
    _warning("summary-length", "The summary is longer than the style allows (prose.summary_words)."),
    Rule("memo-fit", Severity.ERROR, "The memo does not fit its page (measured by 'check', with a memo block)."),
    # --- what has no name yet
    _warning("content", "Anything else that is wrong with a brief."),
)
"""Every rule, in the order in which they are listed."""

RULES: Mapping[str, Rule] = {each.id: each for each in ALL}


def level(rule: Rule, *said: Mapping[str, str]) -> Severity | None:
    """Return a rule's level, the last that speaks of it having the say; None when it is off."""
    found = rule.level
    if rule.firm:
        return found
    for each in said:
        match each.get(rule.id):
            case "off":
                found = None
            case "on":
                found = rule.level or Severity.WARNING
            case "warn":
                found = Severity.WARNING
            case str(word):
                found = Severity(word)
    return found
