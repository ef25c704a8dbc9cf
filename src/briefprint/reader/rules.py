"""Which rule a message of the reader's belongs to, so that it can be named, listed and weighed."""

from __future__ import annotations

import re

OTHERWISE = "content"

_RULES: tuple[tuple[str, str], ...] = (
    ("unreadable", r"the file is empty|the file's name |is (a directory|no ordinary file|larger than |not text)"),
    ("unreadable", r"is not UTF-8|no such file|cannot be read: |(the .+ )?is nested too deeply"),
    ("unreadable", r"the .+ (is longer than |repeats itself)"),
    ("control-character", r"the control character "),
    ("nothing-to-set", r"there is nothing to set$"),
    ("no-title", r"there is no title"),
    ("duplicate-note", r"the note '.*' stands twice"),
    ("note-loop", r"the note '.*' calls itself|there are more than \d+ notes"),
    ("undefined-note", r"the note '.*' is called but not written"),
    ("unused-note", r"the note '.*' is never called"),
    ("empty-note", r"the note '.*' is empty"),
    ("duplicate-id", r"the id '.*' stands twice"),
    ("undefined-reference", r"nothing is called '@|the memo cannot include '"),
    ("dead-link", r"the link to '.*' leads nowhere"),
    ("link-as-text", r"the link to "),
    ("heading-skips", r"the heading '.*' skips a level"),
    ("table-row-long", r"the row has \d+ cells"),
    ("bad-width", r"the width '"),
    ("unknown-callout", r"no callout is of the kind "),
    ("unknown-container", r"'.*' is set as text$"),
    ("raw-html", r"raw HTML |the HTML '"),
    ("missing-picture", r"the picture '|there is no picture "),
    ("bad-picture", r"'.*' cannot be read as a picture"),
    ("bad-language", r"'[^']*' is no language tag$"),
    ("as-written", r"'.*' (is set as it is written|stands behind (no cross-reference|a link))"),
    ("as-written", r"no page is turned for "),
    ("unknown-key", r"unknown (front matter )?key"),
    ("bad-chart", r"the chart|no chart |'.*' is no id$"),
    ("bad-figures", r"the figures? |a figure is a table"),
    (
        "bad-chart",
        r"the data file |a (line|value|part) |the parts of |'.*' has no (series|column) |the .+ has no numbers",
    ),
    ("bad-chart", r"'.*' has two columns|'.*', line \d+,"),
    ("missing-picture", r".* is not fetched$|there is no |.* lies outside the project$"),
    ("unknown-container", r"(the )?'?:::"),
    ("raw-html", r"the raw block '"),
    ("as-written", r"the abbreviation '|the caption '"),
    ("undefined-citation", r"no work is called '"),
    ("bad-bibliography", r"is no list of works|the work |is not valid JSON|the bibliography '"),
    ("undefined-data", r"no data is named '|'.*' has no (item )?'"),
    ("bad-data", r"'.*' heads two rows|'.*', line \d|the braces before '|the data '"),
    ("bad-picture", r"'.*' (has (entities|no size|more than|a '.*', which)|cannot be read: )"),
    ("bad-picture", r"the drawing '"),
    ("front-matter", r"the front matter |a key is a word|'[^']*'(: | is | stands twice)"),
    ("front-matter", r"the .+ is (not valid YAML|no table of keys)"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.DOTALL)) for name, pattern in _RULES)


def rule_of(message: str) -> str:
    """Return the name of the rule that a message tells of; what has no name yet is ``content``."""
    return next((name for name, pattern in _PATTERNS if pattern.match(message)), OTHERWISE)
