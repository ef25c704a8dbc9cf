"""What a template may ask for between double braces, in a content control, in a field: the brief's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefprint.document import Document, plain_text
from briefprint.renderers import _fields
from briefprint.renderers._word.template_fields import alike, fields, said, say, show
from briefprint.renderers._word.xml import Element, qualified
from briefprint.style import HouseStyle

BODY = "body"
PLACEHOLDER = re.compile(r"\{\{\s*([^{}\s](?:[^{}]{0,38}[^{}\s])?)\s*\}\}")
_P, _R, _T, _SDT = (qualified(f"w:{name}") for name in ("p", "r", "t", "sdt"))
_VAL = qualified("w:val")
# What a field, or a control that is bound to the file's properties, asks for.
_PROPERTIES = {
    "title": "title", "subject": "kicker", "author": "authors", "creator": "authors", "keywords": "keywords",
    "comments": "standfirst", "description": "standfirst",
}  # fmt: skip
_BOUND = re.compile(r"coreProperties\b.*?(title|subject|creator|keywords|description)\b")


def values(document: Document, style: HouseStyle) -> dict[str, str]:
    """Return what each placeholder stands for; what the brief does not say is empty."""
    memo, words = document.memo, style.words(document.lang)
    own = _fields.texts(document, style)
    own["title"] = plain_text(document.title)
    people = ", ".join(person.name for person in document.authors)
    subject = plain_text(memo.subject) if memo and memo.subject else own["title"]
    return {name: own[name] for name in own if name not in ("more", "ends")} | {
        "subtitle": plain_text(document.standfirst),
        "standfirst": plain_text(document.standfirst),
        "kicker": plain_text(document.kicker),
        "author": people,
        "authors": people,
        "role": ", ".join(person.role for person in document.authors if person.role),
        "email": ", ".join(person.email for person in document.authors if person.email),
        "keywords": ", ".join(document.keywords),
        "subject": subject,
        "to": ", ".join(memo.to) if memo else "",
        "from": ", ".join(memo.sender) if memo and memo.sender else people,
        "cc": ", ".join(memo.cc) if memo else "",
        "reference": (memo.reference if memo else "") or document.number,
        "enclosures": ", ".join(plain_text(each) for each in document.enclosures),
        "date_iso": document.date.iso() if document.date else "",
        "lang": document.lang,
        "draft": words["draft"] if document.draft else "",
    }


@dataclass(slots=True)
class Filled:
    """What was asked for in a part: what the brief knows, and what nobody does."""

    known: set[str] = field(default_factory=set)
    unknown: dict[str, None] = field(default_factory=dict)


def asked(tree: Element, known: Mapping[str, str]) -> Filled:
    """Return what a part asks for, without filling it in."""
    found = Filled()
    for texts in _paragraphs(tree).values():
        for match in PLACEHOLDER.finditer("".join(text.text or "" for text in texts)):
            _note(found, match[1], known)
    for control in tree.iter(_SDT):
        if (name := _control(control, known)) is not None:
            found.known.add(name)
    return found


def _note(found: Filled, name: str, known: Mapping[str, str]) -> str | None:
    key = _key(name)
    if key in known or key == BODY:
        found.known.add(key)
        return key
    found.unknown[name] = None
    return None


def fill(tree: Element, known: Mapping[str, str], iso: str) -> Filled:
    """Put the brief's words where a part asks for them, in the look that stands there."""
    found = Filled()
    for paragraph, texts in _paragraphs(tree).items():
        _fill(paragraph, texts, known, found)
    for control in list(tree.iter(_SDT)):
        name = _control(control, known)
        if name is not None:
            found.known.add(name)
            if name != BODY:
                _fill_control(control, known[name], iso)
    for each in fields(tree):
        words = each.code.split()
        kind = words[0].lower() if words else ""
        if kind == "docproperty" and len(words) > 1:
            name = _key(each.code.split(None, 1)[1].split("\\")[0].strip().strip('"'))
            kind = _PROPERTIES.get(name, name)
            if kind in known:
                show(each, known[kind])
        elif kind in _PROPERTIES:
            show(each, known[_PROPERTIES[kind]])
    return found


def _key(name: str) -> str:
    return re.sub(r"[\s_.-]+", "_", name.strip().lower())


# --- between braces -------------------------------------------------------------------------------------


def text_of(paragraph: Element) -> str:
    """Return a paragraph's own words, without those of a text box that hangs on it."""
    return "".join(each.text or "" for each in paragraph.iter(_T) if _paragraph(each) is paragraph)


def _paragraph(node: Element) -> Element:
    return next(each for each in node.iterancestors() if each.tag in (_P, "root") or each.getparent() is None)


def _paragraphs(tree: Element) -> dict[Element, list[Element]]:
    """Return the texts of each paragraph that may hold a placeholder: Word divides one over runs as it likes."""
    found: dict[Element, list[Element]] = {}
    for text in tree.iter(_T):
        found.setdefault(_paragraph(text), []).append(text)
    return {each: texts for each, texts in found.items() if "{{" in "".join(text.text or "" for text in texts)}


def _fill(paragraph: Element, texts: list[Element], known: Mapping[str, str], found: Filled) -> None:
    whole = "".join(text.text or "" for text in texts)
    emptied = False
    for match in reversed(list(PLACEHOLDER.finditer(whole))):
        key = _note(found, match[1], known)
        if key is not None and key != BODY:
            _replace(texts, match.start(), match.end(), known[key])
            emptied = emptied or not known[key]
    left = any(each.tag not in (_R, qualified("w:pPr"), qualified("w:proofErr")) for each in paragraph)
    pictures = any(each.tag not in (_R, _T, qualified("w:rPr")) for run in paragraph.iter(_R) for each in run)
    if emptied and not left and not pictures and not "".join(text.text or "" for text in texts).strip():
        _drop(paragraph)


def _replace(texts: list[Element], start: int, end: int, value: str) -> None:
    """Put a value in the place of letters that stand in several texts; it looks as the first of them does."""
    at = 0
    for node in texts:
        text = node.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            begins = at <= start
            node.text = text[:first] + (said(value).text or "" if begins else "") + text[last:]
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += len(text)


def _drop(paragraph: Element) -> None:
    """Take out a paragraph that is left without words, where another stands beside it."""
    parent = paragraph.getparent()
    properties = paragraph.find(qualified("w:pPr"))
    ends = properties is not None and properties.find(qualified("w:sectPr")) is not None
    after = paragraph.getnext()
    last = after is None or after.tag != _P
    if not ends and sum(each.tag == _P for each in parent) > 1 and not (last and parent.tag == qualified("w:tc")):
        parent.remove(paragraph)


# --- content controls (ECMA-376 17.5.2) -----------------------------------------------------------------


def _control(control: Element, known: Mapping[str, str]) -> str | None:
    """Return what a control asks for: by its tag, its title, or the property that it is bound to."""
    properties = control.find(qualified("w:sdtPr"))
    if properties is None:
        return None
    for tag in ("w:tag", "w:alias"):
        node = properties.find(qualified(tag))
        key = "" if node is None else _key(node.get(_VAL, ""))
        if key in known or key == BODY:
            return key
    bound = properties.find(qualified("w:dataBinding"))
    match = _BOUND.search(bound.get(qualified("w:xpath"), "")) if bound is not None else None
    return _PROPERTIES[match[1]] if match else None


def _fill_control(control: Element, text: str, iso: str) -> None:
    properties, content = control.find(qualified("w:sdtPr")), control.find(qualified("w:sdtContent"))
    if content is None:
        return
    prompt = properties.find(qualified("w:showingPlcHdr"))
    if prompt is not None:
        properties.remove(prompt)
    bound = properties.find(qualified("w:dataBinding"))
    if bound is not None and not _BOUND.search(bound.get(qualified("w:xpath"), "")):
        properties.remove(bound)  # Word would put back what the template's own data say
    date = properties.find(qualified("w:date"))
    if date is not None:
        date.attrib.pop(qualified("w:fullDate"), None)
        if len(iso) == len("2000-01-01"):
            date.set(qualified("w:fullDate"), f"{iso}T00:00:00Z")
    runs = list(content.iter(_R))
    if prompt is not None:
        for run in runs:
            for grey in run.iterfind(f"{qualified('w:rPr')}/{qualified('w:rStyle')}"):
                grey.getparent().remove(grey)
    if runs:
        say(runs, text)
        return
    paragraph = next(content.iter(_P), None)
    holder = content if paragraph is None and control.getparent().tag == _P else paragraph
    if holder is not None:
        holder.append(alike(holder, text))
