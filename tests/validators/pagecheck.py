"""page-validation: a second, independent reading of PDF/UA and PDF/A, in milliseconds."""

from collections.abc import Sequence
from pathlib import Path

import page

from validators.finding import Finding


def validate(path: Path, flavours: Sequence[str] = ("ua1",)) -> list[Finding]:
    """Check one file; it knows ``1a`` to ``3u`` too, where it refuses compressed XMP and veraPDF does not."""
    return [finding for flavour in flavours for finding in _validate(Path(path), flavour)]


def _validate(path: Path, flavour: str) -> list[Finding]:
    tool = f"pagecheck {flavour}"
    try:
        report = page.validate_pdf(path, profile=flavour)
    except page.ProfileError:
        raise
    except page.PageError as error:
        return [Finding(tool, path, "unreadable", str(error))]
    found: dict[tuple[str, str], list[str]] = {}
    for failure in report.failures:
        where = f"object {failure.object_id.object_number}" if failure.object_id else ""
        found.setdefault((failure.rule_id, failure.message), []).append(where)
    if report.is_compliant == bool(found) or not report.rules.total:
        return [Finding(tool, path, "unchecked", "the validator contradicts itself")]
    return [Finding(tool, path, *key, where=places[0], count=len(places)) for key, places in found.items()]
