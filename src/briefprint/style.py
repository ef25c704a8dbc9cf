"""A house style, finished: every token a designer decides, complete and in points.

The dataclasses are the style file's grammar: a nested class is a TOML table, a field ``leading_pt`` the
token ``leading``. ``stylebook`` builds them (units read, palette and face names looked up); renderers only
read them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from briefprint.copyfit import Lever
from briefprint.rules import LevelWord
from briefprint.tokens import (
    Angle,
    Colour,
    Colours,
    Count,
    File,
    Group,
    Lines,
    Number,
    Part,
    Percent,
    Points,
    PressProfile,
    Running,
    Scale,
    Share,
    Sheet,
    Shift,
    Size,
    Switch,
    WordFile,
)

HOUSE_NAMES = ("institution", "unit", "address", "series")
"""The labels that name a house rather than a thing of a brief."""

PAPERS_PT = {"a4": (595.2756, 841.8898), "letter": (612.0, 792.0)}
"""Trim sizes in points (ISO 216; ANSI Y14.1)."""


def _face(value: object, info: ValidationInfo) -> object:
    faces: Mapping[str, Face] = (info.context or {}).get("faces", {})
    if isinstance(value, str) and value in faces:
        return faces[value]
    raise ValueError(f"{value!r} is no face of this style; it has: {', '.join(faces)}")


@dataclass(frozen=True, slots=True)
class Font:
    """One font file. Word knows it as ``word_name``, in bold when ``word_bold``.

    ``fallbacks`` are the fonts that set what it lacks, as ``Face.font`` gives them.
    """

    path: Path
    weight: int
    italic: bool
    word_name: str
    word_bold: bool
    sha256: str
    fallbacks: tuple[Font, ...] = ()

    @property
    def key(self) -> str:
        """A name unique to the file, for engines that know fonts by one name: 'SourceSans3-Bold'."""
        return _stem(self.path)


@functools.lru_cache(maxsize=256)
def _stem(path: Path) -> str:
    return path.stem


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface, the fonts there are of it, and the faces that stand in for the characters it lacks."""

    name: str
    category: Literal["serif", "sans", "mono"]
    fonts: tuple[Font, ...]
    fallbacks: tuple[Face, ...] = ()
    italics: bool = True  # False: its script has none, so it stands in upright for slanted text too

    def font(self, weight: int, italic: bool = False) -> Font:
        """Return the font of this slope nearest to the weight (CSS Fonts 4, 5.2, step 4), and the fallbacks'.

        Raises KeyError when the face has no font of this slope: one is never faked.
        """
        slope = [font for font in self.fonts if font.italic == italic]
        if not slope:
            raise KeyError(f"{self.name}{' italic' if italic else ''}")
        heavier_first = weight > 500
        nearest = min(
            slope,
            key=lambda font: (
                font.weight != weight,
                (font.weight < weight) == heavier_first,
                abs(font.weight - weight),
            ),
        )
        if not self.fallbacks:
            return nearest
        stand_in = tuple(each.font(weight, italic and each.italics) for each in self.fallbacks)
        return replace(nearest, fallbacks=stand_in)


@dataclass(frozen=True, kw_only=True)
class TextRole(Group):
    """How one kind of text is set."""

    face: Annotated[Face, BeforeValidator(_face)]
    size_pt: Size
    leading_pt: Size
    weight: Count
    strong_weight: Count  # the weight of strong text within it
    italic: Switch
    color: Colour
    align: Literal["left", "justify", "right", "center"]
    case: Literal["none", "upper"]
    tracking_pt: Shift
    hyphenate: Switch
    space_before_pt: Points
    space_after_pt: Points
    first_indent_pt: Shift
    keep_with_next: Switch

    def font(self, strong: bool = False, emphasis: bool = False) -> Font:
        """Return the font for a run; emphasis within italic text stands upright (Chicago 7.50)."""
        if (strong, emphasis) not in self._fonts:
            weight = self.strong_weight if strong else self.weight
            self._fonts[strong, emphasis] = self.face.font(weight, self.italic != emphasis)
        return self._fonts[strong, emphasis]

    @functools.cached_property
    def _fonts(self) -> dict[tuple[bool, bool], Font]:
        return {}


@dataclass(frozen=True, kw_only=True)
class TextRoles(Group):
    """Every kind of text there is."""

    body: TextRole
    kicker: TextRole
    headline: TextRole
    standfirst: TextRole
    byline: TextRole
    institution: TextRole
    unit: TextRole
    document_label: TextRole
    document_value: TextRole
    summary: TextRole
    key_points_title: TextRole
    key_points: TextRole
    ask_title: TextRole
    ask: TextRole
    figure_value: TextRole
    figure_label: TextRole
    figure_note: TextRole
    heading_1: TextRole
    heading_2: TextRole
    heading_3: TextRole
    heading_4: TextRole
    heading_number: TextRole
    list: TextRole
    term: TextRole
    definition: TextRole
    quote: TextRole
    attribution: TextRole
    pull_quote: TextRole
    callout_title: TextRole
    callout: TextRole
    box: TextRole
    code: TextRole
    table_head: TextRole
    table_cell: TextRole
    caption: TextRole
    source: TextRole
    chart_label: TextRole
    note: TextRole
    bibliography: TextRole
    toc_title: TextRole
    toc: TextRole
    toc_2: TextRole
    toc_3: TextRole
    signature: TextRole
    closing: TextRole
    running_head: TextRole
    folio: TextRole
    watermark: TextRole
    memo_institution: TextRole
    memo_unit: TextRole
    memo_name: TextRole
    memo_label: TextRole
    memo_value: TextRole
    memo_subject: TextRole
    memo_bottom_line: TextRole
    memo_heading: TextRole
    memo_body: TextRole
    memo_point: TextRole
    memo_figure_value: TextRole
    memo_figure_label: TextRole
    memo_ask: TextRole
    memo_decision: TextRole
    memo_foot: TextRole

    def heading(self, level: int) -> TextRole:
        """Return the role of a crosshead; levels deeper than the fourth look like it."""
        role: TextRole = getattr(self, f"heading_{min(level, 4)}")
        return role

    def entry(self, level: int) -> tuple[str, TextRole]:
        """Return the role of an entry of the contents, with its name; levels deeper than the third look like it."""
        name = "toc" if level == 1 else f"toc_{min(level, 3)}"
        return name, getattr(self, name)


@dataclass(frozen=True, kw_only=True)
class Panel(Group):
    """A passage set apart: its ground, its rules, the room around and in it."""

    ground: Colour
    rule_color: Colour
    rule_top_pt: Points
    rule_right_pt: Points
    rule_bottom_pt: Points
    rule_left_pt: Points
    padding_x_pt: Points
    padding_y_pt: Points
    space_before_pt: Points
    space_after_pt: Points
    span: Literal["text", "full"]  # the text column, or the whole type area


@dataclass(frozen=True, kw_only=True)
class Panels(Group):
    """Every passage that may be set apart."""

    summary: Panel
    key_points: Panel
    ask: Panel
    figures: Panel
    callout: Panel
    quote: Panel
    pull_quote: Panel
    box: Panel
    code: Panel
    memo_bottom_line: Panel
    memo_figures: Panel
    memo_ask: Panel


@dataclass(frozen=True, kw_only=True)
class Page(Group):
    """The page and its type area. ``hang`` is a column at its left that holds numbers, not text."""

    paper: Literal["a4", "letter"]
    margin_top_pt: Points
    margin_right_pt: Points
    margin_bottom_pt: Points
    margin_left_pt: Points
    first_margin_bottom_pt: Points
    hang_pt: Points
    mirrored: Switch  # the left margin is the inner one: left pages (the even ones) have it at right

    @property
    def width_pt(self) -> float:
        """The trim's breadth."""
        return PAPERS_PT[self.paper][0]

    @property
    def height_pt(self) -> float:
        """The trim's depth."""
        return PAPERS_PT[self.paper][1]

    @property
    def type_area_pt(self) -> float:
        """The breadth between the margins."""
        return self.width_pt - self.margin_left_pt - self.margin_right_pt

    @property
    def measure_pt(self) -> float:
        """The length of a line of text."""
        return self.type_area_pt - self.hang_pt


@dataclass(frozen=True, kw_only=True)
class PageLevers(Group):
    """How far the copy may be tightened to save a last page, as shares of the comfortable value.

    ``tracking`` is a share of the em: 0.995 sets letters closer by a two-hundredth of their size.
    """

    order: tuple[Literal["space", "leading", "tracking"], ...]
    space: Share
    leading: Part
    tracking: Part

    def ladder(self) -> tuple[Lever, ...]:
        """Return the levers in the order in which they give way."""
        return tuple(Lever(name, getattr(self, name)) for name in self.order)


@dataclass(frozen=True, kw_only=True)
class Makeup(Group):
    """What may stand at a page's head and foot, and what fills it (CSS Fragmentation 3, 4)."""

    orphans: Lines  # of a paragraph, at a page's foot
    widows: Lines  # ... and at a page's head
    shortest_last: Count  # lines that the last page holds at least; the copy is tightened to save a shorter one
    whole_share: Share  # of a page's depth: what is set apart and is deeper may be divided
    empty_share: Share  # of a page's depth: more of it left empty is worth a word to the author
    levers: PageLevers


@dataclass(frozen=True, kw_only=True)
class Columns(Group):
    """The columns that the copy is set in; what spans the type area stands across them all."""

    count: Lines
    gap_pt: Points
    rule_pt: Points  # between two columns
    rule_color: Colour


@dataclass(frozen=True, kw_only=True)
class RunningLine(Group):
    """A head or foot: what stands left, in the middle and right, with fields between braces.

    A line end in one of them begins a further line, on which all three stand.
    """

    left: Running
    center: Running
    right: Running
    rule_pt: Points

    @property
    def empty(self) -> bool:
        """Whether nothing is set."""
        return not (self.left or self.center or self.right)


@dataclass(frozen=True, kw_only=True)
class RunningLines(Group):
    """The heads and feet; page one has its own."""

    head_first: RunningLine
    head: RunningLine
    foot_first: RunningLine
    foot: RunningLine
    rule_color: Colour
    head_offset_pt: Points  # from the trim to the head's top
    foot_offset_pt: Points  # from the trim to the foot's bottom


@dataclass(frozen=True, kw_only=True)
class Masthead(Group):
    """What opens page one."""

    pattern: Literal["letterhead", "band", "nameplate", "memo_head"]
    """A sender's block over a rule; a ground from edge to edge that holds the headline; the name of the paper
    across the page over a thick and a thin rule; an official memorandum's sender, addressee and subject."""
    ground: Colour
    depth_pt: Points  # at least; a band grows with its copy
    padding_y_pt: Points
    space_after_pt: Points
    mark: File | None = None  # a style without a mark has none
    mark_height_pt: Points
    rule_color: Colour
    rule_pt: Points
    thin_rule_pt: Points  # below the rule, as far from it as it is thick
    rule_gap_pt: Points


@dataclass(frozen=True, kw_only=True)
class DocumentLine(Group):
    """The quiet strip of number, date, place and marking."""

    labels: Switch  # over each value
    align: Literal["columns", "spread"]
    """Cells of one breadth, each set left; or the first at left, the last at right, others in the middle."""
    cells: tuple[Literal["number", "date", "place", "marking", "authors"], ...]
    rule_color: Colour
    rule_pt: Points
    padding_y_pt: Points
    space_after_pt: Points


@dataclass(frozen=True, kw_only=True)
class Front(Group):
    """What stands between the masthead and the copy, and in which order."""

    order: tuple[Literal["summary", "key_points", "figures", "ask"], ...]
    set_as: Literal["panels", "sections"]
    """Set apart from the copy; or as its first sections, each under the house's word for it."""
    byline: tuple[Literal["authors", "place", "date", "number"], ...]


@dataclass(frozen=True, kw_only=True)
class Closing(Group):
    """What follows the copy: ``ask`` and ``contact`` as its last sections, the others below it."""

    order: tuple[Literal["ask", "contact", "signature", "enclosures", "copies"], ...]
    space_before_pt: Points
    signature_indent_pt: Points  # from the text's left edge
    signature_space_pt: Points  # above the name, for a hand


@dataclass(frozen=True, kw_only=True)
class Initial(Group):
    """The dropped initial of the first paragraph; its size follows from the lines it takes up."""

    lines: Count  # 0: none
    face: Annotated[Face, BeforeValidator(_face)]
    weight: Count
    color: Colour
    gap_pt: Points


@dataclass(frozen=True, kw_only=True)
class KeyPoints(Group):
    columns: Lines
    column_gap_pt: Points
    title: Switch
    marker: str
    marker_color: Colour
    indent_pt: Points


@dataclass(frozen=True, kw_only=True)
class FiguresRow(Group):
    """The key figures, side by side."""

    title: Switch  # the house's word for them, over them
    columns: Lines  # at most
    gap_pt: Points  # on each side of a divider
    divider_color: Colour
    divider_pt: Points


@dataclass(frozen=True, kw_only=True)
class Headings(Group):
    numbering: Literal["none", "decimal"]
    numbered_levels: Count
    number_position: Literal["hang", "inline"]
    number_gap_pt: Points
    span: Literal["text", "full", "hang"]
    """Heads stand over the text, or reach out over the hang; or those of level 1 stand in the hang, beside
    their text (in Word above it, where they survive editing)."""


@dataclass(frozen=True, kw_only=True)
class ContentsLook(Group):
    """The table of contents, and the lists of figures and of tables behind it."""

    place: Literal["run", "whole", "page"]
    """Between the front and the copy: where the front ends, divided where the page is; kept whole, so on the next
    page where this one has no room; or on pages of its own, with the title where nothing else follows it."""
    levels: Count  # of crossheads, where an author asks for no other depth
    indent_pt: Points  # of each level where heads bear no numbers; of an entry's further lines
    number_pt: tuple[Points, ...]  # the room of a number, by level: so far in stand the words, and the next level
    folio_pt: Points  # the room of the folio at right, which no words enter
    leader: Literal["none", "dots"]
    leader_color: Colour
    leader_dot_pt: Points  # across; Word draws its own dots
    leader_pitch_pt: Points  # from one dot to the next
    rule_color: Colour
    rule_pt: Points  # over each entry of the first level
    rule_gap_pt: Points  # between that rule and its entry

    def room_pt(self, level: int) -> float:
        """Return the room of a number at a level; the last that is said holds for all deeper ones."""
        return self.number_pt[min(level, len(self.number_pt)) - 1] if self.number_pt else 0.0


@dataclass(frozen=True, kw_only=True)
class Paragraphs(Group):
    """The numbering of paragraphs, as official papers have it: heads and paragraphs of one level count together."""

    numbers: tuple[Number, ...]  # by level; none: paragraphs bear no numbers
    indent_pt: Points  # of each level, and of the text from its number


@dataclass(frozen=True, kw_only=True)
class Lists(Group):
    indent_pt: Points
    numbers: Annotated[tuple[Number, ...], Field(min_length=1)]  # by depth
    bullets: Annotated[tuple[str, ...], Field(min_length=1)]
    bullet_color: Colour
    loose_space_pt: Points  # between the items of a loose list


@dataclass(frozen=True, kw_only=True)
class TableLook(Group):
    rule_color: Colour
    top_rule_pt: Points
    head_rule_pt: Points
    row_rule_pt: Points
    bottom_rule_pt: Points
    head_ground: Colour
    stripe_ground: Colour
    padding_x_pt: Points
    padding_y_pt: Points
    space_before_pt: Points
    space_after_pt: Points
    span: Literal["text", "full"]
    divided: Literal["open", "rule", "words"]
    """What stands under the rows where a page's end divides a table: nothing, the rule that closes a table, or that
    and the words that it goes on (in the PDF; Word has no means for it)."""


@dataclass(frozen=True, kw_only=True)
class FigureLook(Group):
    """Pictures and charts."""

    position: Literal["here", "top"]
    """Where the author has them; or, where they find no room there, at the head of the next page, while the text
    after them fills the one before (in the PDF: Word's pages are its own)."""
    span: Literal["text", "full"]
    space_before_pt: Points
    space_after_pt: Points
    caption_gap_pt: Points
    rule_color: Colour
    rule_pt: Points  # above the chart


@dataclass(frozen=True, kw_only=True)
class ChartLook(Group):
    """How numbers are drawn; their words are set as ``text.chart_label``."""

    colors: Colours  # of the series, in their order; neighbours differ in lightness
    highlight_color: Colour  # of what the author sets off ...
    quiet_colors: Colours  # ... and of the rest
    ground: Colour  # between the parts of a bar, and within an open dot
    on_color: Colour  # of labels within dark parts
    axis_color: Colour
    axis_pt: Points
    grid_color: Colour
    grid_pt: Points
    tick_pt: Points  # how far a tick reaches
    bar_depth_pt: Points
    bar_gap_pt: Points  # between two rows
    part_gap_pt: Points  # between two parts of a bar
    share_depth_pt: Points  # of a single bar cut into its parts
    dot_pt: Points  # across
    line_pt: Points
    strong_line_pt: Points  # what is highlighted
    dash_pt: Points  # the long one; shorter ones and gaps follow from it
    plot_depth_pt: Points  # of a line chart, at least
    editable: Switch
    """Whether a file that is to be edited holds a chart as its program draws one, with the numbers inside, rather
    than as the picture that every format shows."""


@dataclass(frozen=True, kw_only=True)
class CalloutLook(Group):
    note: Colour
    tip: Colour
    important: Colour
    warning: Colour
    caution: Colour


@dataclass(frozen=True, kw_only=True)
class Notes(Group):
    """Footnotes, or endnotes under a head of their own."""

    position: Literal["foot", "end"]
    rule_color: Colour
    rule_pt: Points
    rule_length_pt: Points
    gap_pt: Points
    indent_pt: Points


@dataclass(frozen=True, kw_only=True)
class Citations(Group):
    """How works are cited: as the CSL file has it, in the text or in notes."""

    csl: Sheet
    list: Switch  # of the sources, behind the copy
    indent_pt: Points  # of an entry's further lines


@dataclass(frozen=True, kw_only=True)
class InlineLook(Group):
    link_color: Colour
    link_underline: Switch
    code_face: Annotated[Face, BeforeValidator(_face)]
    code_scale: Scale  # of the size of the text around it, as are the three that follow
    script_scale: Scale  # superiors and inferiors
    superior_rise: Share
    inferior_drop: Share
    picture_drop: Share  # below the line it stands in
    rule_color: Colour  # a thematic break's
    rule_pt: Points


@dataclass(frozen=True, kw_only=True)
class Marking(Group):
    """The markings a document of this house may bear."""

    levels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Levers(Group):
    """How far each lever of the memo may give way, as a share of its comfortable value."""

    order: tuple[Literal["space", "leading", "size", "margins", "tracking"], ...]
    space: Share
    leading: Part
    size: Part
    margins: Share  # at the sides
    tracking: Part  # what it takes from each letter is a share of the size: 0.99 takes a hundredth of it

    def ladder(self) -> tuple[Lever, ...]:
        """Return the levers in the order in which they give way."""
        return tuple(Lever(name, getattr(self, name)) for name in self.order)


@dataclass(frozen=True, kw_only=True)
class MemoLook(Group):
    margin_top_pt: Points
    margin_right_pt: Points
    margin_bottom_pt: Points
    margin_left_pt: Points
    masthead: Masthead
    order: Annotated[tuple[Literal["bottom_line", "figures", "points", "ask"], ...], Field(min_length=1)]
    head_rule_color: Colour
    head_rule_pt: Points
    label_column_pt: Points
    columns: Lines
    column_gap_pt: Points
    figure_columns: Lines
    number_points: Switch
    indent_pt: Points
    decisions: tuple[Literal["approve", "discuss", "reject"], ...]
    decision_box_pt: Points
    writing_rule_pt: Points  # of the lines for date and signature; Word programs lose thinner ones
    signature: Switch
    floor_pt: Points  # no text on the memo is smaller
    levers: Levers


@dataclass(frozen=True, kw_only=True)
class Print(Group):
    """What goes to a printer: bleed and marks (ISO 15930-7), inks, the paper's thickness."""

    ink: Literal["cmyk", "grey"]  # four inks, or black alone
    profile: PressProfile | None = None  # the ICC profile of press and paper; without one, coated paper as calculated
    max_ink: Percent  # what the paper bears of all inks together, in percent of a solid
    overprint_pt: Points  # black type up to this size prints over what is behind it
    one_ink_pt: Points  # dark type smaller than this is black, whatever its colour
    bleed_pt: Points  # how far what reaches the trim goes beyond it
    mark_offset_pt: Points  # of the crop marks from the trim, at least the bleed
    mark_length_pt: Points
    mark_weight_pt: Points  # how thick a mark is
    paper_pt: Points  # how thick the paper is, for a booklet's creep


@dataclass(frozen=True, kw_only=True)
class Stationery(Group):
    """The paper that a house writes on, printed before: its letterhead as a Word file."""

    template: WordFile | None = None  # what Word files are poured into; other formats draw the masthead


@dataclass(frozen=True, kw_only=True)
class Prose(Group):
    """How long what is written may be, in words; ``briefprint check`` says what is longer."""

    sentence_words: Count
    summary_words: Count


@dataclass(frozen=True, kw_only=True)
class HouseStyle(Group):
    """A house style, complete."""

    name: str  # the folder's
    label: str
    description: str
    page: Page
    makeup: Makeup
    columns: Columns
    palette: Mapping[str, str]
    running: RunningLines
    masthead: Masthead
    document_line: DocumentLine
    front: Front
    closing: Closing
    initial: Initial
    key_points: KeyPoints
    figures: FiguresRow
    headings: Headings
    contents: ContentsLook
    paragraphs: Paragraphs
    list: Lists
    table: TableLook
    figure: FigureLook
    chart: ChartLook
    callout: CalloutLook
    note: Notes
    citations: Citations
    inline: InlineLook
    marking: Marking
    watermark_angle: Angle
    memo: MemoLook
    text: TextRoles
    panel: Panels
    print: Print
    stationery: Stationery
    prose: Prose
    rules: Mapping[str, LevelWord]  # the level of each rule that this house weighs in its own way
    wording: Mapping[str, Mapping[str, str]]  # by language: what the house does not write, and what instead
    acronyms: Mapping[str, str]  # what its readers know without being told
    labels: Mapping[str, Mapping[str, str]]

    @property
    def column_pt(self) -> float:
        """The length of a line of the copy: the measure, or a column's share of it."""
        columns = self.columns
        return (self.page.measure_pt - columns.gap_pt * (columns.count - 1)) / columns.count

    def words(self, lang: str) -> Mapping[str, str]:
        """Return the house's labels in a language, or in English where it has none of it.

        A house that has no name in a language goes by its English one there.
        """
        english = self.labels["en"]
        words = self.labels.get(lang) or self.labels.get(lang.split("-")[0]) or english
        unnamed = {name: english[name] for name in HOUSE_NAMES if not words[name] and english[name]}
        return {**words, **unnamed} if unnamed else words

    def has_words(self, lang: str) -> bool:
        """Return whether the house has labels in this language."""
        return lang in self.labels or lang.split("-")[0] in self.labels

    def roles(self) -> Iterator[tuple[str, TextRole]]:
        """Yield each text role with its name."""
        for field in fields(self.text):
            yield field.name, getattr(self.text, field.name)

    def named_faces(self) -> tuple[Face, ...]:
        """Return the faces that tokens in use name, each once, in the order of the roles."""
        initial = (self.initial.face,) if self.initial.lines else ()
        return tuple(dict.fromkeys((*(role.face for _, role in self.roles()), self.inline.code_face, *initial)))

    def faces(self) -> tuple[Face, ...]:
        """Return the faces that text may be set in, each family once: those that are named, then their fallbacks."""
        named = self.named_faces()
        used: dict[str, Face] = {}
        for face in (*named, *(other for each in named for other in each.fallbacks)):
            used.setdefault(face.name, face)
        return tuple(used.values())
