"""What Word is told of the file as a whole: its settings and its properties."""

from __future__ import annotations

from briefprint.document import Document, plain_text
from briefprint.renderers._word.package import RT, Package
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element, clean, el, flag, root
from briefprint.style import HouseStyle

_COMPATIBILITY = 15  # Word 2013 and later: spaces collapse, tables begin at their edge ([MS-DOCX] 2.3.4)
_NAMED = "http://schemas.microsoft.com/office/word"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of all custom properties (ECMA-376 22.3.2.2)
_FIRST_ID = 2  # the lowest that a custom property may bear


def settings(work: Work, embedded: bool) -> Element:
    """Return the settings in the schema's order (ECMA-376 17.15.1.78); fonts are ``embedded`` or are not."""
    hyphenate = any(role.hyphenate for _, role in work.style.roles())
    mirrored = work.style.page.mirrored
    notes = None
    if work.notes.used:
        kind = work.notes.kind
        at_end = (el("w:pos", val="docEnd"), el("w:numFmt", val="decimal")) if kind == "endnote" else ()
        notes = el(f"w:{kind}Pr", *at_end, el(f"w:{kind}", id=-1), el(f"w:{kind}", id=0))
    scheme = {
        "bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2",
        **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
        "hyperlink": "hyperlink", "followedHyperlink": "followedHyperlink",
    }  # fmt: skip
    part = root("w:settings", "w")
    for node in (
        flag("w:embedTrueTypeFonts", embedded),
        flag("w:saveSubsetFonts", embedded),
        flag("w:mirrorMargins", mirrored),
        el("w:defaultTabStop", val=720),
        flag("w:autoHyphenation", hyphenate),
        flag("w:evenAndOddHeaders", mirrored),
        el("w:characterSpacingControl", val="doNotCompress"),
        notes,
        el(
            "w:compat",
            el("w:doNotExpandShiftReturn"),  # a line that its author ends is not driven out to the measure
            el("w:compatSetting", name="compatibilityMode", uri=_NAMED, val=_COMPATIBILITY),
        ),
        el("w:themeFontLang", val=work.document.lang, bidi=work.document.lang if work.rtl else None),
        el("w:clrSchemeMapping", **scheme),
        el("w:decimalSymbol", val="."),
        el("w:listSeparator", val=","),
    ):
        if node is not None:
            part.append(node)
    return part


def add_properties(package: Package, document: Document, style: HouseStyle, source: str) -> None:
    """Add the file's properties; its dates are the brief's own, for no clock is asked.

    ``source`` is the SHA-256 of the brief's file, so that who finds the file later knows what it was made from.
    """
    package.add_properties("/docProps/core.xml", "core", RT.CORE_PROPERTIES, core(document, style))
    package.add_properties("/docProps/app.xml", "app", RT.EXTENDED_PROPERTIES, _app(style, document))
    named = own_properties(document, style, source)
    package.add_properties("/docProps/custom.xml", "custom", RT.CUSTOM_PROPERTIES, custom(named))


def own_properties(document: Document, style: HouseStyle, source: str = "") -> list[tuple[str, str]]:
    """Return the names and values of the properties that only a brief has."""
    values = {"Number": document.number, "Marking": document.marking, "House style": style.label}
    values["Source SHA-256"] = source
    return [(name, value) for name, value in values.items() if value]


def _moment(document: Document) -> str:
    """Return the brief's day, or the first of its month or year; without a date, of the year 2000."""
    date = document.date
    year, month, day = (date.year, date.month or 1, date.day or 1) if date else (2000, 1, 1)
    return f"{year:04}-{month:02}-{day:02}T00:00:00Z"


def core(document: Document, style: HouseStyle) -> Element:
    """Return the properties that every package may have (ECMA-376 part 2, 8.3)."""
    from lxml import etree

    names = {"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    part = etree.Element(f"{{{_CORE}}}coreProperties", None, names)
    authors = "; ".join(person.name for person in document.authors)
    moment = _moment(document)
    said = (
        (_DC, "title", plain_text(document.title)),
        (_DC, "subject", plain_text(document.kicker)),
        (_DC, "creator", authors),
        (_CORE, "keywords", ", ".join(document.keywords)),
        (_DC, "description", plain_text(document.standfirst)),
        (_CORE, "lastModifiedBy", authors),
        (_CORE, "revision", "1"),
        (_CORE, "contentStatus", style.words(document.lang)["draft"] if document.draft else ""),
        (_TERMS, "created", moment),
        (_TERMS, "modified", moment),
        (_DC, "language", document.lang),
    )
    for space, name, text in said:
        if text:
            node = etree.SubElement(part, f"{{{space}}}{name}")
            node.text = clean(text)
            if space == _TERMS:
                node.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return part


def _app(style: HouseStyle, document: Document) -> Element:
    from lxml import etree

    part = etree.Element(f"{{{_EXTENDED}}}Properties", None, {None: _EXTENDED})
    company = style.words(document.lang)["institution"]
    for name, text in (("Application", "briefprint"), ("Company", company)):
        if text:
            etree.SubElement(part, f"{{{_EXTENDED}}}{name}").text = clean(text)
    return part


def custom(values: list[tuple[str, str]]) -> Element:
    """Return properties of the file's own (ECMA-376 22.3)."""
    from lxml import etree

    part = etree.Element(f"{{{_CUSTOM}}}Properties", None, {None: _CUSTOM, "vt": _VARIANT})
    for number, (name, value) in enumerate(values, _FIRST_ID):
        node = etree.SubElement(part, f"{{{_CUSTOM}}}property", fmtid=_FORMAT_ID, pid=str(number), name=name)
        etree.SubElement(node, f"{{{_VARIANT}}}lpwstr").text = clean(value)
    return part
