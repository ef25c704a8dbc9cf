"""A CSL file in the forms that a document needs and citeproc-py cannot give: the name alone, and all but the name."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from briefprint.tokens import CSL

_NS = {"cs": CSL}
_BRANCHES = tuple(f"{{{CSL}}}{name}" for name in ("if", "else-if", "else"))
_LOOKS = ("prefix", "suffix", "font-style", "font-weight", "font-variant", "vertical-align", "text-decoration")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSL file and what is made of it."""

    whole: bytes
    name: bytes | None  # cites the author alone, for a name that is part of the sentence
    rest: bytes  # cites without the author: the sentence has named him
    in_notes: bool
    lists: bool  # whether it says how to list sources
    numbers: bool  # citations are numbers: they stand in the order of the numbers
    apart: bool  # the number of a source in the list stands apart from the rest of it
    letters: bool  # years that would read the same bear letters (CSL 1.0.2, "Disambiguation")


def read(path: Path) -> Sheet:
    """Return a CSL file's forms."""
    parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
    root = etree.parse(str(path), parser).getroot()
    citation = root.find("cs:citation", _NS)
    letters = citation.get("disambiguate-add-year-suffix") == "true"
    if letters and not _all(root, "text[@variable='year-suffix']"):
        _letter_years(root)
    return Sheet(
        whole=etree.tostring(root),
        name=_name(copy.deepcopy(root)),
        rest=_rest(copy.deepcopy(root)),
        in_notes=root.get("class") == "note",
        lists=root.find("cs:bibliography/cs:layout", _NS) is not None,
        numbers=bool(
            _all(root, "text[@variable='citation-number']") or _all(root, "number[@variable='citation-number']")
        ),
        apart=root.find("cs:bibliography[@second-field-align]", _NS) is not None,
        letters=letters,
    )


def _all(root: Any, what: str) -> list[Any]:
    return list(root.xpath(f".//cs:{what}", namespaces=_NS))


def _letter_years(root: Any) -> None:
    """Put the letter behind each year that stands alone: where a file asks for letters, but does not say where."""
    for date in _all(root, "date[@variable='issued']"):
        parts = [part.get("name") for part in date.findall("cs:date-part", _NS)]
        if date.get("date-parts") != "year" and (date.get("form") or parts != ["year"]):
            continue
        group = etree.Element(f"{{{CSL}}}group")
        for name in ("prefix", "suffix"):
            if name in date.attrib:
                group.set(name, date.attrib.pop(name))
        date.getparent().replace(date, group)
        group.append(date)
        etree.SubElement(group, f"{{{CSL}}}text", variable="year-suffix")


def _reached(root: Any, node: Any) -> Iterator[Any]:
    """Yield what a node renders, and what the macros render that it calls."""
    for each in node.iter():
        yield each
        if each.tag == f"{{{CSL}}}text" and (name := each.get("macro")):
            for macro in root.findall("cs:macro", _NS):
                if macro.get("name") == name:
                    yield from _reached(root, macro)


def _names(root: Any) -> list[Any]:
    """Return the names that a citation may begin with: authors before others, those that are given short first."""
    layout = root.find("cs:citation/cs:layout", _NS)
    found = [
        each
        for each in _reached(root, layout)
        if each.tag == f"{{{CSL}}}names" and each.getparent().tag != f"{{{CSL}}}substitute"
    ]
    found = list(dict.fromkeys(found))
    found.sort(key=lambda each: each.find("cs:name[@form='short']", _NS) is None)
    found.sort(key=lambda each: not _of_author(each))
    return found


def _of_author(names: Any) -> bool:
    """Return whether names are the author's, if only in place of others."""
    every = (each.get("variable", "") for each in names.iter(f"{{{CSL}}}names"))
    return any("author" in each.split() for each in every)


def _chosen(names: Any) -> Any:
    """Return what stands in the author's place: the names, or the choice of which they are one branch."""
    node = names
    while node.getparent() is not None and node.getparent().tag in _BRANCHES:
        node = node.getparent().getparent()
    return node


def _name(root: Any) -> bytes | None:
    names = _names(root)
    if not names:
        return None
    layout = root.find("cs:citation/cs:layout", _NS)
    alone = copy.deepcopy(_chosen(names[0]))
    layout[:] = [alone]
    for node in (layout, alone):
        for look in _LOOKS:
            node.attrib.pop(look, None)
    return bytes(etree.tostring(root))


def _rest(root: Any) -> bytes:
    names = _names(root)
    for each in names:
        if _of_author(each) or each is names[0]:
            chosen = _chosen(each)
            if (parent := chosen.getparent()) is not None:
                parent.remove(chosen)
    return bytes(etree.tostring(root))
