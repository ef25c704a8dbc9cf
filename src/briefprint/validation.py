"""Finished PDFs and Word files checked before they are given out: PDFs by page-validation's rules too.

veraPDF, which tests ask, is the reference; it needs Java, and seconds. What is made for a press has no tags to look
at, so there the rules of preflight are asked that a printer would send a file back for.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from briefprint import audit, preflight
from briefprint.artifact import Artifact, Profile
from briefprint.errors import Diagnostic, RenderError, Severity

_FLAVOURS = {"standard": ("ua1", "2a"), "archive": ("ua1", "3a")}
"""What page-validation calls the standards of each profile; PDF 2.0 it does not know."""
_UNHEEDED = ("STREAM-LENGTH-001",)
"""page-validation takes a carriage return that a stream's own bytes end in for the end of its line."""
_ZIP = b"PK"
_REPORT = "report this with the brief"
_OBJECT = re.compile(r"\bobject (\d+)(?: (\d+))?\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a PDF breaks, and the object and page where it does."""

    rule: str
    message: str
    object: tuple[int, int] | None = None
    page: int | None = None


def check(artifact: Artifact, path: str) -> None:
    """Check a finished product: a PDF against its profile, a Word file against what its parts promise one another.

    Raises RenderError with each rule that it breaks, at the line of the brief that the fault comes from.
    """
    if artifact.data.startswith(_ZIP):
        _check_word(artifact.data, path)
        return
    found = list(dict.fromkeys(findings(artifact.data, artifact.profile)))
    if found:
        places = Places.of(artifact)
        raise RenderError(_diagnostic(each, places, path) for each in found)


def _check_word(data: bytes, path: str) -> None:
    """Check a Word file: no element of it knows its line, so that a finding quotes the words where it stands."""
    if found := list(dict.fromkeys(audit.word_faults(data))):
        messages = (f"the Word file breaks the rule {each.rule}: {each.message}" for each in found)
        raise RenderError(Diagnostic(message, path, hint=_REPORT) for message in messages)


def findings(data: bytes, profile: Profile) -> Iterator[Finding]:
    """Yield each rule that a PDF breaks, of those that a profile asks it to keep to.

    Raises RenderError where page-validation is not installed.
    """
    if profile == "print":
        for each in preflight.check_data(data, "the PDF"):
            if each.level is Severity.ERROR:
                yield Finding(each.rule, each.message, page=each.page)
        return
    for flavour in _FLAVOURS.get(profile, ()):
        yield from _by_page_validation(data, flavour)
    for fault in audit.faults(data):
        yield Finding(fault.rule, fault.message, page=fault.page)


def _by_page_validation(data: bytes, flavour: str) -> Iterator[Finding]:
    try:
        import page
    except ImportError:
        hint = "pip install 'briefprint[validate]'"
        raise RenderError([Diagnostic("PDFs cannot be checked: page-validation is missing", hint=hint)]) from None
    try:
        report = page.validate_pdf_bytes(data, profile=flavour)
    except page.PageError as fault:
        yield Finding("unreadable", str(fault))
        return
    for each in report.failures:
        if each.rule_id.endswith(_UNHEEDED):
            continue
        at = (each.object_id.object_number, each.object_id.generation) if each.object_id else None
        if at is None and (named := _OBJECT.search(each.message)):
            at = (int(named[1]), int(named[2] or 0))
        yield Finding(each.rule_id, each.message, at)


# --- where it comes from -------------------------------------------------------------------------------


@dataclass(slots=True)
class Places:
    """Where each object of a PDF is: on which page, and made from which line of the brief."""

    lines: dict[tuple[int, int], int] = field(default_factory=dict)
    pages: dict[tuple[int, int], int] = field(default_factory=dict)
    spans: dict[int, list[int]] = field(default_factory=dict)  # the lines that are set on a page

    @classmethod
    def of(cls, artifact: Artifact) -> Places:
        """Return the places of what a renderer made."""
        places = cls()
        try:
            with pikepdf.open(io.BytesIO(artifact.data)) as pdf:
                places._take(pdf, artifact.lines)
        except pikepdf.PdfError:  # so broken that nothing in it has a place
            pass
        return places

    def _take(self, pdf: pikepdf.Pdf, lines: tuple[int, ...]) -> None:
        for number, page in enumerate(pdf.pages, 1):
            self._spread(page.obj, number)
        root = pdf.Root.get("/StructTreeRoot")
        if root is None:
            return
        tree = list(elements(root))
        for element, line in zip(tree, lines, strict=False):
            if line:
                self.lines[element.objgen] = line
            at = self.pages.get(element.Pg.objgen) if "/Pg" in element else None
            for kid in _kids(element):
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") in ("/MCR", "/OBJR") and "/Pg" in kid:
                    at = self.pages.get(kid.Pg.objgen)
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" and line:
                    self.lines[kid.Obj.objgen] = line
            if at:
                self.pages[element.objgen] = at
                self.spans.setdefault(at, []).extend([line] if line else [])

    def _spread(self, page: pikepdf.Dictionary, number: int) -> None:
        """Note the page of all that is reached from it alone: its content, annotations, fonts, pictures."""
        waiting: list[Any] = [page]
        while waiting:
            each = waiting.pop()
            if each.is_indirect:
                if each.objgen in self.pages:
                    continue
                self.pages[each.objgen] = number
            if isinstance(each, pikepdf.Stream):
                waiting.append(each.stream_dict)
            elif isinstance(each, pikepdf.Array):
                waiting += [kid for kid in each.as_list() if isinstance(kid, pikepdf.Object)]
            elif isinstance(each, pikepdf.Dictionary):
                waiting += [
                    kid
                    for key, kid in each.items()
                    if isinstance(kid, pikepdf.Object) and key not in ("/Parent", "/P", "/Dest", "/A", "/SD")
                ]


def elements(root: Any) -> Iterator[Any]:
    """Yield the structure elements, in the order in which they are read."""
    waiting = [kid for kid in reversed(_kids(root)) if isinstance(kid, pikepdf.Dictionary)]
    while waiting:
        element = waiting.pop()
        if str(element.get("/Type", "/StructElem")) == "/StructElem":
            yield element
            waiting += [kid for kid in reversed(_kids(element)) if isinstance(kid, pikepdf.Dictionary)]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids.as_list()) if isinstance(kids, pikepdf.Array) else [kids]


def _diagnostic(finding: Finding, places: Places, path: str) -> Diagnostic:
    message = f"the PDF breaks the rule {finding.rule}: {finding.message}"
    line = places.lines.get(finding.object) if finding.object else None
    page = finding.page or (places.pages.get(finding.object) if finding.object else None)
    if page and not line:
        message += f", on page {page}"
        if span := places.spans.get(page):
            message += f", which is made from lines {min(span)} to {max(span)}"
    hint = "look at what is written there; should it be as it should be, report this with the brief" if line else None
    return Diagnostic(message, path, line, hint or _REPORT)
