"""A BibTeX or BibLaTeX file as works described in CSL's words (after pandoc's and Zotero's tables)."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_TYPES = {
    "article": "article-journal", "artwork": "graphic", "audio": "song", "bookinbook": "chapter",
    "booklet": "pamphlet",
    "book": "book", "collection": "book", "commentary": "book", "conference": "paper-conference",
    "dataset": "dataset", "electronic": "webpage", "image": "figure", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "inreference": "entry-encyclopedia", "jurisdiction": "legal_case",
    "legal": "treaty", "legislation": "legislation", "letter": "personal_communication", "manual": "book",
    "mastersthesis": "thesis", "movie": "motion_picture", "mvbook": "book", "mvcollection": "book",
    "mvproceedings": "book", "mvreference": "book", "news": "article-newspaper", "newspaper": "article-newspaper",
    "online": "webpage", "patent": "patent", "performance": "performance", "periodical": "periodical",
    "phdthesis": "thesis", "proceedings": "book", "reference": "book", "report": "report", "review": "review",
    "software": "software", "standard": "standard", "suppbook": "chapter", "suppcollection": "chapter",
    "suppperiodical": "article-journal", "techreport": "report", "thesis": "thesis", "unpublished": "manuscript",
    "video": "motion_picture", "www": "webpage",
}  # fmt: skip
_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
_WITHIN = ("chapter", "paper-conference", "entry-encyclopedia")
_FIELDS = {
    "abstract": "abstract", "address": "publisher-place", "chapter": "chapter-number",
    "edition": "edition", "eventtitle": "event-title", "isbn": "ISBN", "issn": "ISSN", "issue": "issue",
    "langid": "language", "language": "language", "location": "publisher-place", "note": "note",
    "pages": "page", "pagetotal": "number-of-pages", "pmid": "PMID", "pubstate": "status",
    "series": "collection-title", "shorttitle": "title-short", "venue": "event-place", "version": "version",
    "volume": "volume",
    "volumes": "number-of-volumes",
}  # fmt: skip
_PUBLISHERS = ("publisher", "institution", "school", "organization")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LISTS = re.compile(r"\s+and\s+")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of the file, or what stands there instead of one."""

    line: int
    raw: Mapping[str, Any]
    fault: str = ""


def entries(text: str) -> list[Found]:
    """Return the entries of a BibTeX file, described in CSL's words."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
    from bibtexparser.model import Entry

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it has to say is in its blocks
    stack = [SeparateCoAuthors(), SplitNameParts()]
    library = parse_string(text, append_middleware=stack)
    found = []
    known: dict[str, dict[str, Any]] = {}
    for block in library.blocks:
        if (error := getattr(block, "error", None)) is not None:
            said = str(getattr(block, "ignore_error_block", None) and "holds a field that cannot be read")
            found.append(Found(_line(block), {}, _fault(block, error, said)))
        elif isinstance(block, Entry):
            known[block.key] = {
                "ENTRYTYPE": block.entry_type.lower(),
                **{f.key.lower(): f.value for f in block.fields},
            }
            found.append(Found(_line(block), {"id": block.key}))
    return [Found(each.line, _item(each.raw["id"], known), "") if each.raw else each for each in found]


def _line(block: Any) -> int:
    return int(block.start_line or 0) + 1


def _fault(block: Any, error: Any, said: str) -> str:
    name = type(block).__name__
    if name == "DuplicateBlockKeyBlock":
        return f"the work '{block.key}' stands twice"
    if name == "DuplicateFieldKeyBlock":
        return f"a field stands twice in the work: {', '.join(sorted(block.duplicate_keys))}"
    if said != "None":
        return f"the work {said}: {str(error).splitlines()[0]}"
    return f"is not valid BibTeX: {getattr(error, 'abort_reason', None) or str(error).splitlines()[0]}"


def _item(key: str, known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return an entry in CSL's words, with what it takes over from the one it refers to."""
    fields = dict(known[key])
    parent = known.get(str(fields.get("crossref", "")))
    if parent is not None and parent is not known[key]:
        given = {name: value for name, value in parent.items() if name not in ("ENTRYTYPE", "title", "shorttitle")}
        fields = given | {"booktitle": parent.get("title", "")} | fields
    kind = fields["ENTRYTYPE"]
    type_ = _SUBTYPES.get(str(fields.get("entrysubtype", "")).lower()) or _TYPES.get(kind, "")
    url = _verbatim(fields.get("url"))
    published = _text(fields.get("howpublished"))
    if address := re.search(r"https?://\S+", published):
        url, published = url or address[0].rstrip(".,;)"), ""
    item: dict[str, Any] = {"id": key, "type": type_ or ("webpage" if url else "document"), "URL": url}
    for name, variable in _NAMES.items():
        if value := fields.get(name):
            item[variable] = _people(value)
    if doi := _verbatim(fields.get("doi")):
        item["DOI"] = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", doi)
    for name, variable in _FIELDS.items():
        if value := _text(fields.get(name)):
            item.setdefault(variable, value)
    item["title"] = _titled(fields, "title", "subtitle", "titleaddon")
    journal = _titled(fields, "journaltitle", "journalsubtitle") or _text(fields.get("journal"))
    book = _titled(fields, "booktitle", "booksubtitle") or _titled(fields, "maintitle", "mainsubtitle")
    item["container-title"] = journal or book or (_text(fields.get("series")) if item["type"] in _WITHIN else "")
    if number := _text(fields.get("number")):
        articles = item["type"].startswith("article")
        item["issue" if articles else "number" if "collection-title" not in item else "collection-number"] = number
    bodies = [_text(fields.get(name)) for name in _PUBLISHERS if fields.get(name)]
    item["publisher"] = ", ".join(dict.fromkeys(_LISTS.sub(", ", each) for each in bodies)) or published
    if published and item["publisher"] != published:
        item["medium"] = published
    item["genre"] = _text(fields.get("type")) or _GENRES.get(kind, "")
    if pages := item.get("page"):
        item["page"] = re.sub(r"\s*(?:-{1,3}|–)\s*", "-", pages)
    item["issued"] = _text(fields.get("date")) or _dated(fields)
    item["accessed"] = _text(fields.get("urldate"))
    return {name: value for name, value in item.items() if value}


def _text(value: Any) -> str:
    """Return a field's words without the LaTeX in them."""
    text = " ".join(str(value).split()) if isinstance(value, str | int) else ""
    if not re.search(r"[\\{}$~^]|--|``|''", text):
        return text
    # Writers forget to mask these, and LaTeX would take what follows for a comment, or fail.
    text = re.sub(r"(?<!\\)[&%#_]", lambda found: f"\\{found[0]}", text)
    return " ".join(str(_decoder().latex_to_text(text)).split())


def _verbatim(value: Any) -> str:
    """Return an address, in which nothing is LaTeX but what masks it."""
    text = re.sub(r"^\\url\{(.*)\}$", r"\1", str(value).strip()) if isinstance(value, str) else ""
    return re.sub(r"\\([%#&_~])", r"\1", text)


@functools.cache
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    logging.getLogger("pylatexenc").setLevel(logging.ERROR)  # what it cannot decode, it leaves as it is
    known = get_default_latex_context_db()
    known.add_context_category("addresses", prepend=True, macros=[MacroTextSpec("url", simplify_repl="%s")])
    return LatexNodes2Text(latex_context=known, math_mode="text")


def _titled(fields: Mapping[str, Any], *names: str) -> str:
    parts = [_text(fields.get(name)) for name in names]
    return ": ".join(part for part in parts if part) if parts[0] else ""


def _people(value: Any) -> list[dict[str, str]]:
    people = []
    for name in value if isinstance(value, list) else [value]:
        if isinstance(name, str):
            people.append({"literal": _text(name)})
            continue
        first, von, last, jr = (_text(" ".join(part)) for part in (name.first, name.von, name.last, name.jr))
        if not first and not von:
            people.append({"literal": last})
            continue
        parts = {"family": last, "given": first, "non-dropping-particle": von, "suffix": jr}
        people.append({key: part for key, part in parts.items() if part})
    return people


def _dated(fields: Mapping[str, Any]) -> str:
    """Return the date of an entry that has it in fields of its own."""
    year, month, day = (_text(fields.get(name)) for name in ("year", "month", "day"))
    if not year or not month:
        return year
    name = re.search(r"[^\W\d_]{3,}", month)
    number = _MONTHS.index(name[0][:3].lower()) + 1 if name and name[0][:3].lower() in _MONTHS else 0
    figures = re.findall(r"\d{1,2}", month)
    if not number and figures:
        number = int(figures.pop(0))
    day = day or (figures[0] if figures else "")
    return "-".join([year, *([f"{number:02}"] if number else []), *([day] if day.isdecimal() and number else [])])
