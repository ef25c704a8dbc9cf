"""A house's own paper: a Word file with its heads, its feet and its look, into which a brief is poured.

The template is the ground. It says how big the page is, how its styles look and what stands around the text; we add
the text, and what the text needs that the template does not have.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from briefprint.artifact import Options
from briefprint.document import Blocks, Document, PageTurn, Table
from briefprint.errors import Diagnostic, warning
from briefprint.renderers._arrange import Span
from briefprint.renderers._word import (
    directions,
    tables,
    template_colors,
    template_page,
    template_place,
    template_settings,
)
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.template_cut import acting_fields
from briefprint.renderers._word.template_fields import said
from briefprint.renderers._word.template_lists import Lists
from briefprint.renderers._word.template_merge import Joined, declared, orphans
from briefprint.renderers._word.template_place import Place
from briefprint.renderers._word.template_read import Opened, opened
from briefprint.renderers._word.template_styles import Styles, neutral
from briefprint.renderers._word.template_values import Filled, asked, fill, text_of, values
from briefprint.renderers._word.watermark import watermark
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element, el, qualified, root
from briefprint.style import HouseStyle, TextRole
from briefprint.tokens import contrast
from briefprint.units import twips

_VAL = qualified("w:val")
_DEFAULT_SIZE = 20  # half-points, where no style says any (ECMA-376 17.3.2.38)
_READABLE = 4.5  # WCAG 2.2, 1.4.3
_FRONT = ("kicker", "headline", "standfirst", "byline", "institution", "unit", "document_label", "document_value")
_HEADINGS = 6


@dataclass(slots=True)
class Template:
    """A template opened for one brief."""

    opened: Opened
    place: Place
    styles: Styles
    filled: Filled  # in all its text
    in_body: set[str]  # what its body asks for
    known: dict[str, str]
    warnings: list[Diagnostic]

    @property
    def headed(self) -> bool:
        """Whether it has a letterhead: heads that show something."""
        return any(_shows(part.tree) for part in self.opened.running(RT.HEADER))


def taken(path: Path, document: Document, style: HouseStyle) -> Template:
    """Return a template with the brief's words in it, and the place for its text.

    Raises RenderError for a file that cannot be one.
    """
    template = opened(path)
    warnings = _left_out(template)
    known = values(document, style)
    stories = template.stories()
    wanted = asked(template.package.main.tree, known)
    place = template_place.find(template.name, template.package.main.tree, bool(wanted.known))
    filled = Filled()
    iso = document.date.iso() if document.date else ""
    for part in stories:
        here = fill(part.tree, known, iso)
        filled.known |= here.known
        filled.unknown |= here.unknown
    if filled.unknown:
        names = ", ".join(f"'{{{{{name}}}}}'" for name in filled.unknown)
        hint = f"there are: {', '.join(sorted({*known, 'body'}))}"
        warnings.append(warning(f"the template asks for {names}, which no brief has", template.name, hint=hint))
    if place.dropped:
        message = "the template's own text is left out, for nothing in it says where the brief goes"
        hint = "write {{body}} in a paragraph of its own where the brief goes"
        warnings.append(warning(message, template.name, hint=hint))
    if place.more:
        warnings.append(
            warning("the template asks for the brief more than once; the first place has it", path.as_posix())
        )
    sheet = template.part(RT.STYLES)
    if sheet is None:
        sheet = template.package.add("/word/styles.xml", "styles", RT.STYLES, root("w:styles", "w"))
    settings = template.part(RT.SETTINGS)
    own = None if settings is None else settings.tree.find(qualified("w:defaultTableStyle"))
    styles = Styles(sheet.tree, None if own is None else own.get(_VAL))
    return Template(template, place, styles, filled, wanted.known, known, warnings)


def _left_out(template: Opened) -> list[Diagnostic]:
    """Cut out the fields that act, and say what else was left out."""
    for part in template.package.parts():
        if hasattr(part, "tree"):
            template.left_out |= {f"{kind} fields": None for kind in acting_fields(part.tree)}
    messages = []
    if template.left_out:
        messages.append(warning(f"left out of the template: {', '.join(template.left_out)}", template.name))
    if template.remote:
        places = ", ".join(f"'{each[:80]}'" for each in template.remote)
        hint = "nothing is fetched for a brief: put it into the template itself"
        messages.append(
            warning(f"left out of the template, for it lies elsewhere: {places}", template.name, hint=hint)
        )
    return messages


def _shows(tree: Element) -> bool:
    seen = (qualified("w:drawing"), qualified("w:pict"), qualified("w:object"), qualified("w:instrText"))
    if any(True for _ in tree.iter(*seen, qualified("w:fldSimple"))):
        return True
    return any(text_of(each).strip() for each in tree.iter(qualified("w:p")))


# --- the style and the brief, made to fit ---------------------------------------------------------------


def fitted(template: Template, document: Document, style: HouseStyle) -> tuple[Document, HouseStyle]:
    """Return the brief and its style as they are set in a template: on its page, at its size, numbered as it is.

    What the template already says of the brief is not said twice.
    """
    there, in_body = template.filled.known, template.in_body
    page = template_page.measured(template.place.section, style.page, template.place.room_pt)
    cells = tuple(each for each in style.document_line.cells if each not in there)
    authors = {"author", "authors", "from"} & in_body
    byline = tuple(each for each in style.front.byline if each not in in_body and not (authors and each == "authors"))
    pattern = style.masthead.pattern
    style = template_colors.accented(template.styles, template.opened.theme(), style)
    style = replace(
        style,
        page=page,
        columns=replace(style.columns, count=1),
        initial=replace(style.initial, lines=0),
        headings=_headings(template, style),
        document_line=replace(style.document_line, cells=cells),
        front=replace(style.front, byline=byline),
        masthead=replace(style.masthead, pattern="letterhead" if pattern == "band" else pattern),
        text=_text(template, style),
    )
    if template.place.followed:  # Word sets endnotes behind all text, the template's own too
        style = replace(style, note=replace(style.note, position="foot"))
    blocks: Blocks = document.blocks
    if page.lies:  # already
        blocks = tuple(
            replace(each, turn="portrait") if isinstance(each, Table) else each
            for each in blocks
            if not isinstance(each, PageTurn)
        )
    return replace(document, blocks=blocks), style


def opening(template: Template, document: Document) -> Document:
    """Return the brief without what the template's own text says of it before its copy begins."""
    in_body = template.in_body
    return replace(
        document,
        title=() if {"title", "subject"} & in_body else document.title,
        kicker=() if "kicker" in in_body else document.kicker,
        standfirst=() if {"standfirst", "subtitle"} & in_body else document.standfirst,
    )


def _headings(template: Template, style: HouseStyle) -> Any:
    """Return how heads are numbered: as the template's are, so that references and contents say what they do."""
    levels = 0
    for level in range(1, _HEADINGS + 1):
        own = template.styles.counterpart("paragraph", f"heading {level}")
        number = template.styles.says(own, "pPr", "numPr", "numId")
        if own is None or number is None or number.get(_VAL) == "0":
            break
        levels = level
    if template.styles.counterpart("paragraph", "heading 1") is None or style.paragraphs.numbers:
        return replace(style.headings, number_position="inline", span="text")
    if style.headings.numbering == "decimal" and not levels:
        message = f"the style '{style.name}' numbers its heads, the template does not: they have no numbers"
        template.warnings.append(warning(message, template.opened.name))
    numbering: Literal["decimal", "none"] = "decimal" if levels else "none"
    return replace(style.headings, numbering=numbering, numbered_levels=levels, number_position="inline", span="text")


def _text(template: Template, style: HouseStyle) -> Any:
    """Return the text roles at the template's size; what was light on a ground that is not there is dark."""
    share = _size(template.styles) / (2 * style.text.body.size_pt)
    table = template.styles.own_table() is not None
    paper = style.palette.get("paper")
    made: dict[str, TextRole] = {}
    for each in fields(style.text):
        role: TextRole = getattr(style.text, each.name)
        color = role.color
        if (
            (each.name in _FRONT or (table and each.name in ("table_head", "table_cell")))
            and paper is not None
            and contrast(color, paper) < _READABLE
        ):
            color = style.text.body.color
        made[each.name] = replace(role, size_pt=role.size_pt * share, leading_pt=role.leading_pt * share, color=color)
    return replace(style.text, **made)


def _size(styles: Styles) -> float:
    """Return the size of the template's text in half-points."""
    own = styles.counterpart("paragraph", "Body Text")
    size = styles.says(own, "rPr", "sz")
    if size is None:
        path = ("docDefaults", "rPrDefault", "rPr", "sz")
        size = styles.tree.find("/".join(qualified(f"w:{name}") for name in path))
    try:
        return float(size.get(_VAL)) if size is not None else float(_DEFAULT_SIZE)
    except ValueError:
        return float(_DEFAULT_SIZE)


# --- pouring --------------------------------------------------------------------------------------------


def pour(template: Template, work: Work, elements: list[Element], spans: list[Span], options: Options) -> bytes:
    """Return the template with the brief's text in it."""
    package, styles, place = template.opened.package, template.styles, template.place
    work.sheet.tables += tables.define_styles(work.style, work.theme)
    styles.sheet = work.sheet
    if not len(styles.tree):
        styles.tree.append(work.sheet.defaults())
    joined = Joined(template.opened, work)
    if work.document.draft:
        _mark_draft(template, work)
    notes = work.notes.elements
    _direct(work, styles, [*elements, *notes])
    if work.rtl:  # but for the template's own sections, whose margins stay
        directions.turn([el("w:body", *elements), *notes])
        directions.turn_paragraphs([*elements, *notes])
    template_page.sections(elements, spans, place.section, place.followed)
    joined.renumber([*elements, *notes])
    joined.relate(elements, work.package.main, package.main)
    joined.notes(elements)
    trees = [*elements, *notes]
    for tree in trees:
        neutral(tree)
    _name_styles(template, work, trees)
    styles.settle()
    if work.rtl:
        directions.turn(styles.added.values())
    if styles.is_mapped(work.notes.style):
        _close_up(notes)
    _say_language(styles.tree, work.document.lang)
    _put(place, elements)
    if work.notes.used:
        template_page.count_notes(package.main.tree, work.notes.kind)
    package.main.tree = declared(package.main.tree, "w", "r", "wp", "a", "pic", "mc", "wps", "w15", "asvg", "c")
    orphans(template.opened)
    numbering = template.opened.part(RT.NUMBERING)
    heads = [part.tree for kind in (RT.HEADER, RT.FOOTER) for part in template.opened.running(kind)]
    lists = [] if numbering is None else [numbering.tree]
    named = [*trees, *styles.added.values(), *heads, *lists]
    embedded = template_settings.fonts(template.opened, work, joined, named, options.embed)
    template_settings.settle(template.opened, work, joined, embedded)
    template_settings.properties(template.opened, work.document, work.style, template.known)
    _report(template, work)
    return package.bytes()


def count_cover(template: Template, work: Work) -> None:
    """Let the contents count the pages before the brief, where the template does not begin to count anew there."""
    start = template.place.section.find(qualified("w:pgNumType"))
    if start is not None and start.get(qualified("w:start")) is not None:
        return
    for texts in work.page_references.values():
        for text in texts:
            text.text = str(int(text.text) + template.place.preceded)


def _direct(work: Work, styles: Styles, trees: list[Element]) -> None:
    """Say at the paragraph itself what its style would have said in ours, and the template's does not.

    That is what is kept with the next, the number of a head among numbered paragraphs, and where the folios of the
    contents stand.
    """
    for tree in trees:
        for paragraph in tree.iter(qualified("w:p")):
            properties = paragraph.find(qualified("w:pPr"))
            named = None if properties is None else properties.find(qualified("w:pStyle"))
            if named is None or not styles.is_mapped(named.get(_VAL)):
                continue
            style_id = styles.root(named.get(_VAL))
            kept = work.sheet.paragraphs[named.get(_VAL)].look.keep_next
            if kept and styles.says(styles.paragraph(style_id), "pPr", "keepNext") is None:
                properties.insert(_place(properties, "keepNext"), el("w:keepNext"))
            look = work.sheet.paragraphs[style_id].look
            if style_id.startswith(("TOC", "TableofFigures")) and look.tabs:
                if styles.says(styles.paragraph(style_id), "pPr", "tabs") is None:
                    stops = [
                        el("w:tab", val=tab.kind, leader=tab.leader, pos=twips(tab.position_pt)) for tab in look.tabs
                    ]
                    properties.insert(_place(properties, "tabs"), el("w:tabs", *stops))
            elif (
                style_id.startswith("Heading")
                and work.style.paragraphs.numbers
                and look.numbering
                and properties.find(qualified("w:numPr")) is None
            ):
                number, level = look.numbering
                made = el("w:numPr", el("w:ilvl", val=level), el("w:numId", val=number))
                properties.insert(_place(properties, "numPr"), made)


_ORDER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
          "suppressLineNumbers", "pBdr", "shd")  # fmt: skip


def _place(properties: Element, name: str) -> int:
    """Return where in w:pPr a child stands (ECMA-376 17.3.1.26)."""
    before = _ORDER[: _ORDER.index(name)] if name in _ORDER else _ORDER
    return sum(child.tag in {qualified(f"w:{each}") for each in before} for child in properties)


def _name_styles(template: Template, work: Work, trees: list[Element]) -> None:
    """Let the text name the template's styles, and its lists."""
    styles = template.styles
    used = {node.get(_VAL) for tree in trees for node in tree.iter(qualified("w:pStyle"))}
    for style_id in work.sheet.paragraphs:
        if style_id in used:
            styles.paragraph(style_id)
    numbering = template.opened.part(RT.NUMBERING)
    lists = Lists(root("w:numbering", "w") if numbering is None else numbering.tree, work.numbering, styles)
    lists.settle(trees)
    if numbering is None and len(lists.tree):
        template.opened.package.add("/word/numbering.xml", "numbering", RT.NUMBERING, lists.tree)
    for tree in trees:
        for table in tree.iter(qualified("w:tbl")):
            _name_table(table, styles)
        for node in tree.iter(qualified("w:pStyle")):
            node.set(_VAL, styles.paragraph(node.get(_VAL)))
        for node in tree.iter(qualified("w:rStyle")):
            node.set(_VAL, styles.character(node.get(_VAL)))


def _name_table(table: Element, styles: Styles) -> None:
    """Let a table name its style; in one of the template's, the template says how far text keeps from the rules."""
    named = table.find(f"{qualified('w:tblPr')}/{qualified('w:tblStyle')}")
    ours = named.get(_VAL)
    named.set(_VAL, styles.table(ours))
    if ours in styles.mapped:
        for margins in list(table.iter(qualified("w:tcMar"))):
            margins.getparent().remove(margins)


def _close_up(notes: list[Element]) -> None:
    """Put a space behind a note's mark where the template's notes have no hanging indent for a tab to reach."""
    for note in notes:
        tab = next(note.iter(qualified("w:tab")), None)
        if tab is not None and tab.getparent().tag == qualified("w:r"):
            tab.getparent().replace(tab, said(" "))


def _put(place: Place, elements: list[Element]) -> None:
    """Put the text where the template wants it; a section that ended there ends with it."""
    parent = place.mark.getparent()
    at = parent.index(place.mark)
    parent[at : at + 1] = elements
    if place.mark.tag == qualified("w:p") and (ends := place.mark.find(f".//{qualified('w:sectPr')}")) is not None:
        parent.insert(at + len(elements), el("w:p", el("w:pPr", ends)))
    if parent.tag == qualified("w:tc") and parent[-1].tag != qualified("w:p"):
        parent.append(el("w:p"))


def _mark_draft(template: Template, work: Work) -> None:
    """Put the house's word for a draft across the pages that have a head to hang it on."""
    heads = template.opened.running(RT.HEADER)
    for place, part in enumerate(heads):
        paragraph = next(part.tree.iter(qualified("w:p")), None)
        if paragraph is not None:
            part.tree = declared(part.tree, "w", "r", "v", "o")
            paragraph = next(part.tree.iter(qualified("w:p")))
            properties = paragraph.find(qualified("w:pPr"))
            paragraph.insert(0 if properties is None else 1, watermark(work, f"Template{place + 1}"))
    if not heads:
        work.warn("no page says that it is a draft: the template has no header to hang the word on")


def _say_language(tree: Element, lang: str) -> None:
    """Let the text be in the brief's language (ECMA-376 17.3.2.20)."""
    path = "/".join(qualified(f"w:{name}") for name in ("docDefaults", "rPrDefault", "rPr"))
    runs = tree.find(path)
    if runs is None:
        return
    node = runs.find(qualified("w:lang"))
    if node is None:
        node = el("w:lang")
        runs.append(node)
    node.set(_VAL, lang)
    path = f"{qualified('w:rPr')}/{qualified('w:lang')}"
    for style in tree.iter(qualified("w:style")):
        own = style.find(path)
        if style.get(qualified("w:default")) and own is not None:
            own.attrib.pop(_VAL, None)


def _report(template: Template, work: Work) -> None:
    styles = template.styles
    if styles.wanting:
        names = ", ".join(f"'{name}'" for name in dict.fromkeys(styles.wanting))
        hint = "add styles of these names to the template, if they are to look otherwise"
        message = f"the template has no style for {names}: set as in the style '{work.style.name}'"
        template.warnings.append(warning(message, template.opened.name, hint=hint))
    marking = work.document.marking
    if marking and "marking" not in template.filled.known:
        message = f"the marking '{marking}' stands on page one alone"
        if "marking" not in work.style.document_line.cells:
            message = f"the marking '{marking}' stands nowhere"
        hint = "write {{marking}} in the template's header or footer"
        template.warnings.append(warning(message, template.opened.name, hint=hint))
