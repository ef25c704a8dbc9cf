"""How a paragraph of a Word style is set, as values; and those values as WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from briefprint.renderers._word.directions import script_font
from briefprint.renderers._word.theme import Theme
from briefprint.renderers._word.xml import Element, el, switch
from briefprint.style import Panel, TextRole
from briefprint.units import half_points, twips

Side = Literal["top", "left", "bottom", "right", "between"]
SIDES: tuple[Side, ...] = ("top", "left", "bottom", "right")  # the order that w:pBdr and w:tcBorders ask for
MAX_SPACE_PT = 31  # between a border and its text (ECMA-376 17.3.4)


@dataclass(frozen=True, slots=True)
class Edge:
    """One border: its weight, its colour, its distance from the text."""

    side: Side
    weight_pt: float
    colour: str
    space_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Tab:
    kind: Literal["left", "center", "right", "num"]
    position_pt: float
    leader: Literal["dot"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A paragraph's own formatting; every value is said, so nothing depends on what a style is based on."""

    before_pt: float = 0.0
    after_pt: float = 0.0
    leading_pt: float = 0.0
    line_rule: Literal["exact", "atLeast", "auto"] = "exact"
    left_pt: float = 0.0
    right_pt: float = 0.0
    first_pt: float = 0.0  # negative: hanging
    align: Literal["left", "justify", "right", "center"] = "left"
    hyphenate: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    edges: tuple[Edge, ...] = ()
    ground: str | None = None
    tabs: tuple[Tab, ...] = ()
    outline: int | None = None
    numbering: tuple[int, int] | None = None  # the list and the level in it; list 0 takes a number away


def role_look(role: TextRole, *, left_pt: float = 0.0) -> Look:
    """Return how a role's paragraphs are set."""
    return Look(
        before_pt=role.space_before_pt,
        after_pt=role.space_after_pt,
        leading_pt=role.leading_pt,
        left_pt=left_pt,
        first_pt=role.first_indent_pt,
        align=role.align,
        hyphenate=role.hyphenate,
        keep_next=role.keep_with_next,
    )


def shown(panel: Panel, paper: str | None) -> bool:
    """Return whether a panel has a ground or a rule, and so needs a box."""
    rules = (panel.rule_top_pt, panel.rule_right_pt, panel.rule_bottom_pt, panel.rule_left_pt)
    return any(rules) or panel.ground != paper


def rule_pt(panel: Panel, side: Side) -> float:
    """Return the weight of a panel's rule."""
    weight: float = getattr(panel, f"rule_{side}_pt")
    return weight


def panel_edges(panel: Panel, rule_colour: str) -> tuple[Edge, ...]:
    """Return a panel's borders for a paragraph; a side without a rule has one of the ground's own colour.

    Word sets padding only between a border and its text, so the padding needs one.
    """
    edges = []
    for side in SIDES:
        padding = panel.padding_x_pt if side in ("left", "right") else panel.padding_y_pt
        weight = rule_pt(panel, side)
        if weight or padding:
            colour = rule_colour if weight else panel.ground
            edges.append(Edge(side, weight or padding_hairline(padding), colour, padding))
    return tuple(edges)


def padding_hairline(padding_pt: float) -> float:
    """Return the weight of an unseen border: the thinnest Word draws, an eighth of a point doubled."""
    return min(0.25, padding_pt)


def inset_pt(edges: tuple[Edge, ...], side: Side) -> float:
    """Return how far a border at a side pushes the text in."""
    return sum(edge.weight_pt + edge.space_pt for edge in edges if edge.side == side)


def border(tag: str, edge: Edge | None, theme: Theme) -> Element:
    """Return a border; weights are in eighths of a point (ECMA-376 17.3.4), an absent one is none."""
    if edge is None or not edge.weight_pt:
        return el(tag, val="nil")
    size = min(max(round(edge.weight_pt * 8), 2), 96)
    space = min(round(edge.space_pt), MAX_SPACE_PT)
    return el(tag, val="single", sz=size, space=space, **theme.border(edge.colour))


def paragraph_properties(look: Look, theme: Theme, base: Look | None = None) -> Iterator[Element]:
    """Yield the children of w:pPr in the schema's order (ECMA-376 17.3.1.26); over ``base`` only what differs."""

    def differs(*names: str) -> bool:
        return base is None or any(getattr(look, name) != getattr(base, name) for name in names)

    if differs("keep_next"):
        yield switch("w:keepNext", look.keep_next)
    if differs("keep_lines"):
        yield switch("w:keepLines", look.keep_lines)
    if look.numbering is not None and differs("numbering"):
        number, level = look.numbering
        yield el("w:numPr", el("w:ilvl", val=level) if level else None, el("w:numId", val=number))
    if (look.edges or base) and differs("edges"):
        by_side = {edge.side: edge for edge in look.edges}
        between = border("w:between", by_side["between"], theme) if "between" in by_side else None
        yield el("w:pBdr", *(border(f"w:{side}", by_side.get(side), theme) for side in SIDES), between)
    if differs("ground"):
        if look.ground is not None:
            yield theme.shading(look.ground)
        elif base is not None:
            yield el("w:shd", val="clear", color="auto", fill="auto")
    if (look.tabs or base) and differs("tabs"):
        yield _tabs(look.tabs, base.tabs if base else ())
    if differs("hyphenate"):
        yield switch("w:suppressAutoHyphens", not look.hyphenate)
    if differs("before_pt", "after_pt", "leading_pt", "line_rule"):
        yield _spacing(look)
    if differs("left_pt", "right_pt", "first_pt"):
        yield indent(look.left_pt, look.first_pt, look.right_pt)
    if differs("align"):
        yield el("w:jc", val={"justify": "both"}.get(look.align, look.align))
    if look.outline is not None and differs("outline"):
        yield el("w:outlineLvl", val=look.outline)


def _spacing(look: Look) -> Element:
    line = 240 if look.line_rule == "auto" else twips(look.leading_pt)
    return el(
        "w:spacing",
        before=twips(look.before_pt),
        after=twips(look.after_pt),
        line=line,
        lineRule=look.line_rule,
    )


def indent(left_pt: float, first_pt: float = 0.0, right_pt: float = 0.0) -> Element:
    """Return an indentation; a negative first line hangs."""
    first = {"hanging": twips(-first_pt)} if first_pt < 0 else {"firstLine": twips(first_pt)}
    return el("w:ind", left=twips(left_pt), right=twips(right_pt), **first)


def _tabs(tabs: tuple[Tab, ...], before: tuple[Tab, ...]) -> Element:
    node = el("w:tabs")
    kept = {tab.position_pt for tab in tabs}
    stops = [(tab.position_pt, el("w:tab", val="clear", pos=twips(tab.position_pt))) for tab in before]
    stops = [(at, stop) for at, stop in stops if at not in kept]
    for tab in tabs:
        stop = el("w:tab", val=tab.kind, leader=tab.leader, pos=twips(tab.position_pt))
        stops.append((tab.position_pt, stop))
    node.extend(stop for _, stop in sorted(stops, key=lambda each: each[0]))
    return node


def run_properties(
    role: TextRole, theme: Theme, *, colour: str | None = None, lowered_pt: float = 0.0
) -> list[Element]:
    """Return the children of w:rPr that set a role, in the schema's order (ECMA-376 17.3.2.28)."""
    font = role.font()
    size = half_points(role.size_pt)
    script = script_font(role)
    return [
        el("w:rFonts", **theme.fonts(font.word_name) | ({"cs": script.word_name} if script else {})),
        switch("w:b", font.word_bold),
        *([switch("w:bCs", script.word_bold)] if script else []),
        switch("w:i", font.italic),
        switch("w:caps", role.case == "upper"),
        el("w:color", **theme.colour(colour or role.color)),
        el("w:spacing", val=twips(role.tracking_pt)),
        *([el("w:position", val=-half_points(lowered_pt))] if lowered_pt else []),
        el("w:sz", val=size),
        el("w:szCs", val=size),
    ]
