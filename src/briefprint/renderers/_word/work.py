"""One Word file in the making: its styles, lists, notes and names, shared by all that set it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from docx.opc.part import Part

from briefprint import direction
from briefprint.document import Blocks, Chart, Document, Figure, Heading, Table, walk
from briefprint.errors import Diagnostic, warning
from briefprint.renderers import _directed
from briefprint.renderers._arrange import Span
from briefprint.renderers._contents import NOTES
from briefprint.renderers._sheets import landscape
from briefprint.renderers._word.fonts import Fonts
from briefprint.renderers._word.house import House
from briefprint.renderers._word.numbering import Numbering
from briefprint.renderers._word.package import Package, TreePart
from briefprint.renderers._word.stylesheet import Stylesheet
from briefprint.renderers._word.theme import Theme
from briefprint.renderers._word.xml import Element, el, qualified, root
from briefprint.style import HouseStyle, TextRole

if TYPE_CHECKING:
    from briefprint.renderers._word.flow import Flow


@dataclass(frozen=True, slots=True)
class Frame:
    """Where text is set: in which style, from where, how long its lines are, in which part of the file."""

    style: str
    left_pt: float
    measure_pt: float
    part: Part
    kind: str = "copy"  # 'copy' has Word's own list styles; in a 'cell', a 'note' lists keep the place's style
    depth: int = 0  # how many lists it stands in
    marked: int = 0  # how many of them have marks,
    counted: int = 0  # and how many numbers
    base_pt: float = 0.0  # where the outermost of them begins
    place: str = ""  # the style outside of them
    turned: bool = False  # whether its page is

    @staticmethod
    def at(style: str, left_pt: float, measure_pt: float, part: Part, kind: str = "copy") -> Frame:
        """Return a frame outside of all lists."""
        return Frame(style, left_pt, measure_pt, part, kind, base_pt=left_pt, place=style)

    def within(self, **changes: object) -> Frame:
        """Return the frame with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Notes:
    """The notes of a file while they are called: at the foot of the page or behind the copy."""

    kind: Literal["footnote", "endnote"]
    elements: list[Element] = field(default_factory=list)
    part: TreePart | None = None
    places: dict[int, str] = field(default_factory=dict)  # a note's number: the bookmark at its call

    @property
    def used(self) -> bool:
        """Whether any was called."""
        return self.part is not None

    @property
    def style(self) -> str:
        """The style of their text."""
        return f"{self.kind.capitalize()}Text"


@dataclass(slots=True)
class Work:
    """The file while it grows."""

    document: Document
    style: HouseStyle
    theme: Theme
    fonts: Fonts
    numbering: Numbering
    sheet: Stylesheet
    house: House
    package: Package
    body: Element
    set_blocks: Callable[[Work, Blocks, Frame, Flow], None]
    notes: Notes
    names: dict[str, str] = field(default_factory=dict)  # an id of the brief: its bookmark
    warnings: list[Diagnostic] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)  # the last number of each sequence of captions
    run_styles: dict[object, str] = field(default_factory=dict)
    page_references: dict[str, list[Element]] = field(default_factory=dict)  # texts that say a bookmark's page
    pages: dict[str, int] = field(default_factory=dict)  # a bookmark: the page it is thought to stand on
    media: dict[str, Part] = field(default_factory=dict)
    bookmarks: int = 0
    pictures: int = 0
    charts: int = 0

    @property
    def words(self) -> dict[str, str]:
        """The house's labels in the brief's language."""
        return dict(self.style.words(self.document.lang))

    @property
    def rtl(self) -> bool:
        """Whether the brief runs from right to left."""
        return direction.is_rtl(self.document.lang)

    @property
    def mixed(self) -> bool:
        """Whether any of its words do."""
        return _directed.mixed(self.style)

    def warn(self, message: str, line: int | None = None, hint: str | None = None) -> None:
        """Tell the author of something that Word cannot set as it is."""
        self.warnings.append(warning(message, self.document.path, line or None, hint))

    def role(self, style_id: str) -> TextRole:
        """Return the role that a style sets."""
        return self.sheet.paragraphs[style_id].role

    def copy_frame(self, span: Span = "text") -> Frame:
        """Return the frame of the brief's own copy: a column of it, or all its measure."""
        left, style = self.house.text_left_pt, self.style
        if span == "landscape":
            area = landscape(style.page).type_area_pt
            copy = self.sheet.variant("BodyText", "on Turned Page", right_pt=area - style.page.type_area_pt)
            return Frame.at(copy, left, area - left, self.package.main).within(turned=True)
        measure = style.column_pt if span == "text" else style.page.type_area_pt - left
        return Frame.at("BodyText", left, measure, self.package.main)

    def stretch(self, flow: Flow, span: Span) -> Frame:
        """Set what comes next in the columns of a style that has some, or across them; return its frame."""
        if self.style.columns.count == 1:
            flow.stretch(span if span == "landscape" else "full")
            return self.copy_frame("landscape" if span == "landscape" else "text")
        flow.stretch(span)
        return self.copy_frame(span)

    def moved(self, style_id: str, frame: Frame, span: Span = "text") -> str:
        """Return a style of the copy for a frame that begins elsewhere than the copy does."""
        shift = frame.left_pt - self.house.text_left_pt
        if not shift or frame.kind != "copy" or span == "full":
            return style_id
        left = self.sheet.paragraphs[style_id].look.left_pt + shift
        return self.sheet.variant(style_id, f"at {frame.left_pt:.0f}", left_pt=left)

    def bookmark(self, name: str, content: list[Element]) -> list[Element]:
        """Return content with a bookmark around it."""
        self.bookmarks += 1
        start = el("w:bookmarkStart", id=self.bookmarks, name=name)
        return [start, *content, el("w:bookmarkEnd", id=self.bookmarks)]

    def next_chart(self) -> int:
        """Return a number no other chart of the file has."""
        self.charts += 1
        return self.charts

    def await_page(self, name: str, page: list[Element]) -> None:
        """Let a field that says the page of a bookmark say it, once the pages are counted."""
        texts = [node for element in page for node in element.iter(qualified("w:t"))]
        self.page_references.setdefault(name, []).extend(texts)

    def next_picture(self) -> int:
        """Return a number no other picture of the file has."""
        self.pictures += 1
        return self.pictures


def start(
    document: Document,
    style: HouseStyle,
    set_blocks: Callable[[Work, Blocks, Frame, Flow], None],
    named: Callable[[Stylesheet, Numbering], House] = House,
    kerned: bool = True,
    later: tuple[str, ...] = (),
) -> Work:
    """Return an empty file in a house style, whose named styles ``named`` defines.

    ``later`` are the namespaces of what stands in it that is younger than ECMA-376.
    """
    theme, fonts = Theme(style), Fonts(document.lang, style.text.body.font())
    sheet = Stylesheet(style, theme, document.lang, kerned)
    numbering = Numbering(style, theme, fonts)
    house = named(sheet, numbering)
    body = el("w:body")
    main = root("w:document", "w", "r", "wp", "a", "pic", "mc", "wps", *later, children=[body])
    if later:  # programs older than a namespace pass over it (ECMA-376 part 3, 10.1)
        main.set(qualified("mc:Ignorable"), " ".join(later))
    package = Package(main)
    work = Work(
        document, style, theme, fonts, numbering, sheet, house, package, body, set_blocks,
        Notes("endnote" if style.note.position == "end" else "footnote"), names=_bookmark_names(document),
    )  # fmt: skip
    body_text = style.text.body
    for strong in (False, True):  # what an editor types next
        fonts.use(body_text.face, body_text.font(strong))
    fonts.use(body_text.face, body_text.font(emphasis=True))
    return work


def _bookmark_names(document: Document) -> dict[str, str]:
    """Return the bookmark of each id: letters, digits and underscores, 40 at most (Word's own rule)."""
    names: dict[str, str] = {}
    for node in walk((document.summary, document.blocks)):
        if isinstance(node, Heading | Table | Figure | Chart) and node.id and node.id not in names:
            plain = re.sub(r"\W", "_", node.id)[:36]
            name = plain if plain[:1].isalpha() else f"b_{plain}"
            while name in names.values():
                name = f"{name[:36]}_{len(names)}"
            names[node.id] = name
    names[NOTES] = re.sub(r"\W", "_", NOTES)
    return names
