"""The workbook within a chart: one sheet with its numbers, which Word opens when an editor asks for the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from lxml import etree

from briefprint.renderers._word.package import zipped
from briefprint.renderers._word.xml import Element, clean, el, root, serialized

SHEET = "Data"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = {"xl/workbook.xml": "sheet.main", "xl/worksheets/sheet1.xml": "worksheet", "xl/styles.xml": "styles"}
_FIRST_CODE = 164  # the first number of a format that is a file's own (ECMA-376 18.8.30)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a chart shows: a column for each series behind that of the categories."""

    categories: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]  # of each series
    code: str  # how its numbers are shown (ECMA-376 18.8.31)
    dates: tuple[int, ...] = ()  # the categories as a spreadsheet counts days, where they are dates ...
    date_code: str = ""  # ... and how they are shown

    def head(self, series: int) -> str:
        """Return where the name of a series stands."""
        return f"{SHEET}!${_column(series + 1)}$1"

    def column(self, series: int) -> str:
        """Return where the numbers of a series stand; -1 asks for the categories."""
        name = _column(series + 1)
        return f"{SHEET}!${name}$2:${name}${len(self.categories) + 1}"

    def workbook(self, face: str, size_pt: float) -> bytes:
        """Return the workbook (ECMA-376 18), set in a face; the same bytes each time."""
        parts = {
            "xl/workbook.xml": _workbook(),
            "xl/worksheets/sheet1.xml": self._sheet(),
            "xl/styles.xml": self._styles(face, size_pt),
        }
        files = [("[Content_Types].xml", _content_types()), ("_rels/.rels", _related("xl/workbook.xml"))]
        files.append(("xl/_rels/workbook.xml.rels", _related("worksheets/sheet1.xml", "styles.xml")))
        return zipped([*files, *((name, serialized(part)) for name, part in parts.items())])

    def _sheet(self) -> Element:
        rows = [
            self._row(1, [_words("A1", ""), *(_words(f"{_column(n + 1)}1", s) for n, s in enumerate(self.names))])
        ]
        for place, category in enumerate(self.categories):
            at = place + 2
            first = _number(f"A{at}", self.dates[place], 2) if self.dates else _words(f"A{at}", category)
            cells = (_number(f"{_column(n + 1)}{at}", each[place], 1) for n, each in enumerate(self.values))
            rows.append(self._row(at, [first, *cells]))
        return root("x:worksheet", "x", children=[el("x:sheetData", *rows)])

    @staticmethod
    def _row(number: int, cells: Sequence[Element | None]) -> Element:
        return el("x:row", *cells, r=number)

    def _styles(self, face: str, size_pt: float) -> Element:
        """Return the sheet's formats: none, that of the numbers, that of the dates (ECMA-376 18.8.39)."""
        codes = (self.code, self.date_code or "General")
        formats = [el("x:numFmt", numFmtId=_FIRST_CODE + place, formatCode=code) for place, code in enumerate(codes)]
        uses = [
            el("x:xf", numFmtId=number, fontId=0, fillId=0, borderId=0, xfId=0, applyNumberFormat=int(number > 0))
            for number in (0, _FIRST_CODE, _FIRST_CODE + 1)
        ]
        fills = [el("x:fill", el("x:patternFill", patternType=each)) for each in ("none", "gray125")]
        plain = el("x:xf", numFmtId=0, fontId=0, fillId=0, borderId=0)
        return root(
            "x:styleSheet",
            "x",
            children=[
                el("x:numFmts", *formats, count=len(formats)),
                el("x:fonts", el("x:font", el("x:sz", val=f"{size_pt:g}"), el("x:name", val=face)), count=1),
                el("x:fills", *fills, count=len(fills)),
                el("x:borders", el("x:border"), count=1),
                el("x:cellStyleXfs", plain, count=1),
                el("x:cellXfs", *uses, count=len(uses)),
                el("x:cellStyles", el("x:cellStyle", name="Normal", xfId=0, builtinId=0), count=1),
            ],
        )


def _column(place: int) -> str:
    """Return what a spreadsheet calls a column; a chart has fewer than there are letters."""
    return ascii_uppercase[place]


def _words(at: str, text: str) -> Element | None:
    return None if not text else el("x:c", el("x:is", _text(text)), r=at, t="inlineStr")


def _text(text: str) -> Element:
    node = el("x:t", xml_space="preserve")
    node.text = clean(text)
    return node


def _number(at: str, value: float | None, style: int) -> Element | None:
    if value is None:
        return None
    node = el("x:v")
    node.text = plain(value)
    return el("x:c", node, r=at, s=style)


def plain(value: float) -> str:
    """Return a number as XML writes it (XML Schema 2, 3.2.5)."""
    return repr(int(value)) if value == int(value) else repr(value)


def _workbook() -> Element:
    sheet = el("x:sheet", name=SHEET, sheetId=1, r_id="rId1")
    return root("x:workbook", "x", "r", children=[el("x:sheets", sheet)])


def _related(*targets: str) -> bytes:
    kinds = {"xl/workbook.xml": "officeDocument", "worksheets/sheet1.xml": "worksheet", "styles.xml": "styles"}
    node = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", None, {None: _RELATIONSHIPS})
    for number, target in enumerate(targets, 1):
        kind = f"{_OFFICE}/{kinds[target]}"
        etree.SubElement(node, f"{{{_RELATIONSHIPS}}}Relationship", Id=f"rId{number}", Type=kind, Target=target)
    return serialized(node)


def _content_types() -> bytes:
    node = etree.Element(f"{{{_TYPES}}}Types", None, {None: _TYPES})
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(node, f"{{{_TYPES}}}Default", Extension="rels", ContentType=rels)
    etree.SubElement(node, f"{{{_TYPES}}}Default", Extension="xml", ContentType="application/xml")
    for name, kind in _KINDS.items():
        etree.SubElement(node, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=f"{_MAIN}{kind}+xml")
    return serialized(node)
