"""What is set apart: as bordered paragraphs where the passage is paragraphs only, else as a table of one cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from briefprint.document import (
    Blocks,
    Box,
    Callout,
    CodeBlock,
    Inlines,
    KeyFigure,
    Paragraph,
    Quote,
    Text,
)
from briefprint.renderers._measure import figure_rows
from briefprint.renderers._word import captions
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.inlines import runs, text_runs
from briefprint.renderers._word.looks import SIDES, Edge, rule_pt, shown
from briefprint.renderers._word.tables import Grid, cell, row
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element
from briefprint.style import Panel

SEAM_PT = 0.5  # of a border in the ground's colour, so that no paper shows between two cells
Fill = Callable[[Frame, Flow], None]


def only_paragraphs(blocks: Blocks) -> bool:
    """Return whether a passage can be bordered paragraphs."""
    return bool(blocks) and all(isinstance(block, Paragraph) for block in blocks)


def paragraphs(work: Work, parts: list[tuple[str, Inlines]], panel: Panel, frame: Frame, flow: Flow) -> None:
    """Set a panel of paragraphs: the first and the last keep the panel's distance, those within the role's."""
    start, last = len(flow), len(parts) - 1
    for place, (style, inlines) in enumerate(parts):
        style = work.moved(style, frame, panel.span)
        role = work.role(style)
        before = role.space_before_pt if place else panel.space_before_pt
        after = panel.space_after_pt if place == last else role.space_after_pt
        label = " ".join(name for name, there in (("First", place == 0), ("Last", place == last)) if there)
        inner = frame.within(style=style)
        if place < last and not work.sheet.paragraphs[style].look.keep_next and last < 3:
            label, style = label, work.sheet.variant(style, f"{label} kept".strip(), keep_next=True)
        flow.paragraph(runs(work, inlines, inner), style, before_pt=before, after_pt=after, label=label or "Middle")
    if any(work.sheet.paragraphs[style].look.edges for style, _ in parts):
        flow.frame(start)


def box(work: Work, panel: Panel, frame: Frame, flow: Flow, label: str, fill: Fill, rule_colour: str = "") -> None:
    """Set a panel as a table of one cell."""
    cells = [(1.0, fill)]
    table = columns(work, panel, frame, [cells], 0.0, rule_colour=rule_colour)
    flow.table(table, panel.space_before_pt, panel.space_after_pt, label)


def columns(
    work: Work,
    panel: Panel,
    frame: Frame,
    lines: list[list[tuple[float, Fill]]],
    gap_pt: float,
    *,
    rule_colour: str = "",
    head: Fill | None = None,
    divider: Edge | None = None,
    whole: bool = False,
) -> Element:
    """Return a panel as a table of rows of columns, each with its share; ``head`` stands over them all."""
    left, measure = captions.column(panel.span, frame)
    measure = measure if frame.kind != "copy" or panel.span == "full" else frame.measure_pt
    x, y = panel.padding_x_pt, panel.padding_y_pt
    between = gap_pt if divider is None else 2 * gap_pt
    widths = _widths(measure, [share for share, _ in lines[0]], between, x)
    ground = panel.ground if panel.ground != work.house.paper else None
    rows, last, bottom = [], len(lines[0]) - 1, len(lines) - 1
    colour = rule_colour or panel.rule_color
    edges = {side: Edge(side, rule_pt(panel, side), colour) for side in SIDES if rule_pt(panel, side)}
    if head is not None:
        content = _content(work, frame, measure - 2 * x, head)
        outer = tuple(edge for side, edge in edges.items() if side != "bottom")
        outer += (Edge("bottom", SEAM_PT, ground),) if ground else ()
        rows.append(
            row([cell(measure, content, theme=work.theme, edges=outer, ground=ground, padding_pt=(y, x, 0.0, x),
                      span=len(lines[0]))])
        )  # fmt: skip
    for line, fills in enumerate(lines):
        cells = []
        for place, ((_, fill), width) in enumerate(zip(fills, widths, strict=True)):
            part = None if fill is nothing else divider
            before = x if place == 0 else between / 2
            after = x if place == last else between / 2
            content = _content(work, frame, width - before - after, fill, under_head=head is not None and line == 0)
            outer = tuple(
                edge
                for side, edge in edges.items()
                if (side == "bottom" and line == bottom)
                or (side == "top" and head is None and line == 0)
                or (side == "left" and place == 0)
                or (side == "right" and place == last)
            )
            if ground and line:
                outer += (Edge("top", SEAM_PT, ground),)
            if part is not None and place:
                outer += (part,)
            elif ground and place:
                outer += (Edge("left", SEAM_PT, ground),)
            top = gap_pt if line else y if head is None else 0.0
            cells.append(
                cell(width, content, theme=work.theme, edges=outer, ground=ground,
                     padding_pt=(top, before, y if line == bottom else 0.0, after))
            )  # fmt: skip
        rows.append(row(cells, splits=last == 0 and not whole))
    return Grid(left_pt=left, columns_pt=tuple(widths)).element(rows)


def _widths(measure: float, shares: list[float], gap_pt: float, x: float) -> list[float]:
    """Return the columns' widths: their texts have their shares, and half a gap is at each inner side."""
    room = (measure - 2 * x - gap_pt * (len(shares) - 1)) / sum(shares)
    last = len(shares) - 1
    return [
        room * share + (x if place == 0 else gap_pt / 2) + (x if place == last else gap_pt / 2)
        for place, share in enumerate(shares)
    ]


def _content(work: Work, frame: Frame, measure: float, fill: Fill, under_head: bool = False) -> list[Element]:
    inner = Flow(work.sheet, "cell under head" if under_head else "cell")
    kind = "note" if frame.kind == "note" else "cell"
    fill(Frame.at("TableText", 0.0, measure, frame.part, kind), inner)
    return inner.close()


# --- the panels of the copy -----------------------------------------------------------------------------


def passage(
    work: Work, blocks: Blocks, style: str, panel: Panel, frame: Frame, flow: Flow, label: str,
    *, title: tuple[str, Inlines] | None = None, rule_colour: str = "",
) -> None:  # fmt: skip
    """Set a passage in a panel: with borders around its paragraphs, or in a cell where it holds more than those."""
    if frame.kind == "copy" and not frame.depth and (only_paragraphs(blocks) or (title and not blocks)):
        parts = [(style, block.children) for block in blocks if isinstance(block, Paragraph)]
        paragraphs(work, [title, *parts] if title else parts, panel, frame, flow)
        return

    def fill(inner: Frame, cell_flow: Flow) -> None:
        contained = work.house.contained(style)
        if title:
            head = work.house.contained(title[0])
            cell_flow.paragraph(runs(work, title[1], inner.within(style=head)), head)
        work.set_blocks(work, blocks, inner.within(style=contained, place=contained), cell_flow)

    box(work, panel, frame, flow, label, fill, rule_colour)


def callout(work: Work, block: Callout, frame: Frame, flow: Flow) -> None:
    """Set a callout under its title, or under the house's word for its kind."""
    style = f"Callout{block.kind.capitalize()}"
    words: Inlines = block.title or (Text(text=work.words[block.kind]),)
    colour = getattr(work.style.callout, block.kind)
    panel = work.style.panel.callout
    title = (f"{style}Title", words)
    passage(work, block.blocks, style, panel, frame, flow, "Callout", title=title, rule_colour=colour)


def boxed(work: Work, block: Box, frame: Frame, flow: Flow) -> None:
    """Set a box."""

    def fill(inner: Frame, cell_flow: Flow) -> None:
        work.set_blocks(work, block.blocks, inner.within(style="BoxText", place="BoxText"), cell_flow)

    box(work, work.style.panel.box, frame, flow, "Box", fill)


def quote(work: Work, block: Quote, frame: Frame, flow: Flow) -> None:
    """Set a quotation, or a pull quote, with whom it is by."""
    panel = work.style.panel.pull_quote if block.pull else work.style.panel.quote
    style = "IntenseQuote" if block.pull else "Quote"
    by = "PullQuoteAttribution" if block.pull else "Attribution"
    plain = frame.kind == "copy" and not frame.depth
    if plain and only_paragraphs(block.blocks):
        parts = [(style, each.children) for each in block.blocks if isinstance(each, Paragraph)]
        paragraphs(work, [*parts, (by, block.attribution)] if block.attribution else parts, panel, frame, flow)
        return
    # Quotations that hold lists or quotations: indented like the panel, without its rules.
    step = panel.padding_x_pt
    left = frame.left_pt + step
    level = round(left)
    inside = work.sheet.variant(
        style, f"within {level}", edges=(), ground=None, left_pt=left, right_pt=0.0,
        before_pt=work.role(style).space_before_pt, after_pt=0.0,
    )  # fmt: skip
    inner = frame.within(style=inside, place=inside, left_pt=left, measure_pt=frame.measure_pt - 2 * step)
    inner = inner.within(kind="quote" if frame.kind == "copy" else frame.kind, depth=0, base_pt=left)
    start = len(flow)
    work.set_blocks(work, block.blocks, inner, flow)
    if block.attribution:
        below = work.sheet.variant(by, f"within {level}", edges=(), ground=None, left_pt=left, right_pt=0.0)
        flow.paragraph(runs(work, block.attribution, frame.within(style=below)), below)
    flow.set_apart(start, panel.space_before_pt, panel.space_after_pt, "Quote")


def code(work: Work, block: CodeBlock, frame: Frame, flow: Flow) -> None:
    """Set code as one paragraph, its lines kept."""
    style = "SourceCode"
    if frame.kind != "copy" or frame.depth:
        look = work.sheet.paragraphs[style].look
        shift = frame.left_pt - work.house.span_left_pt(work.style.panel.code.span)
        style = work.sheet.variant(style, f"at {round(frame.left_pt)}", left_pt=look.left_pt + shift)
    else:
        style = work.moved(style, frame, work.style.panel.code.span)
    text = block.text.expandtabs(4).rstrip("\n")
    flow.paragraph(text_runs(work, text, frame.within(style=style)), style)


# --- key points and key figures ---------------------------------------------------------------------------


def key_points(work: Work, points: tuple[Inlines, ...], frame: Frame, flow: Flow) -> None:
    """Set the key points: one list, in as many columns as the style has."""
    look, panel = work.style.key_points, work.style.panel.key_points

    over = _title(work, work.words["key_points"]) if look.title else None
    single = look.columns == 1  # then the title stands in the list's own cell: no page parts the two

    def items(part: tuple[Inlines, ...]) -> Fill:
        def fill(inner: Frame, cell_flow: Flow) -> None:
            if over and single:
                over(inner, cell_flow)
            for point in part:
                cell_flow.paragraph(runs(work, point, inner.within(style="KeyPoint")), "KeyPoint")

        return fill

    if look.columns == 1 and not shown(panel, work.house.paper):
        _plain_points(work, points, panel, frame, flow)
        return
    length = -(-len(points) // look.columns)
    parts = [points[start : start + length] for start in range(0, len(points), length)]
    parts += [()] * (look.columns - len(parts))
    fills = [(1.0, items(part)) for part in parts]
    head = None if single else over
    table = columns(work, panel, frame, [fills], look.column_gap_pt, head=head, whole=True)
    flow.table(table, panel.space_before_pt, panel.space_after_pt, "Key Points")


def _title(work: Work, words: str) -> Fill:
    """Return the house's word for key points or figures, over them."""

    def fill(inner: Frame, flow: Flow) -> None:
        style = "KeyPointsTitle"
        flow.paragraph(text_runs(work, words, inner.within(style=style)), style)

    return fill


def _plain_points(work: Work, points: tuple[Inlines, ...], panel: Panel, frame: Frame, flow: Flow) -> None:
    """Set key points that have neither ground nor rules: a title and a list in the copy."""
    left = captions.column(panel.span, frame)[0] + panel.padding_x_pt
    step, first = work.style.key_points.indent_pt, work.style.key_points.title
    if first:
        style = work.sheet.variant("KeyPointsTitle", "in Copy", left_pt=left)
        words = text_runs(work, work.words["key_points"], frame.within(style=style))
        flow.paragraph(words, style, before_pt=panel.space_before_pt, label="First")
    style = work.sheet.variant("KeyPoint", "in Copy", left_pt=left + step)
    for place, point in enumerate(points):
        before = panel.space_before_pt if place == 0 and not first else None
        after = panel.space_after_pt if place == len(points) - 1 else None
        flow.paragraph(
            runs(work, point, frame.within(style=style)), style, before_pt=before, after_pt=after,
            label="Last" if after is not None else "First" if before is not None else "",
        )  # fmt: skip


def figures(work: Work, figures: tuple[KeyFigure, ...], frame: Frame, flow: Flow, *, titled: bool = False) -> None:
    """Set key figures side by side, in the columns that ``figure_rows`` gives them; the brief's own have a title."""
    look, panel = work.style.figures, work.style.panel.figures
    measure = captions.column(panel.span, frame)[1] - 2 * panel.padding_x_pt
    rows = figure_rows(figures, look.columns, 2 * look.gap_pt, work.style.text.figure_value, measure)
    divider = Edge("left", look.divider_pt, look.divider_color)
    if not rows:
        return
    lines = []
    for place, arranged in enumerate(rows):
        keep = place < len(rows) - 1  # with the row below it
        line = [(width, _figure(work, each, keep)) for each, width in arranged]
        lines.append([*line, *((width, nothing) for _, width in rows[0][len(arranged) :])])
    head = _title(work, work.words["figures"]) if look.title and titled else None
    table = columns(work, panel, frame, lines, look.gap_pt, divider=divider, head=head)
    flow.table(table, panel.space_before_pt, panel.space_after_pt, "Key Figures")


def nothing(_: Frame, __: Flow) -> None:
    """Leave a cell empty, as the last ones of a short row of figures are: no divider stands beside it."""


def _figure(work: Work, figure: KeyFigure, keep: bool = False) -> Fill:
    def fill(inner: Frame, flow: Flow) -> None:
        for style, words in (
            ("FigureValue", figure.value),
            ("FigureLabel", figure.label),
            ("FigureNote", figure.note),
        ):
            if words:
                flow.paragraph(runs(work, words, inner.within(style=style)), style)
        if keep:
            flow.keep_last()

    return fill


def front(work: Work, flow: Flow) -> None:
    """Set what stands between the masthead and the copy, in the style's order."""
    document, panels = work.document, work.style.panel
    if work.style.front.set_as == "sections":
        return  # they stand in the copy (``_arrange.arranged``)
    for part in work.style.front.order:
        match part:
            case "summary":
                if document.summary:
                    frame = work.stretch(flow, panels.summary.span)
                    passage(work, document.summary, "Summary", panels.summary, frame, flow, "Summary")
            case "key_points":
                if document.key_points:
                    key_points(work, document.key_points, work.stretch(flow, panels.key_points.span), flow)
            case "figures":
                if document.figures:
                    figures(work, document.figures, work.stretch(flow, panels.figures.span), flow, titled=True)
            case "ask":
                if document.memo and document.memo.ask and "ask" not in work.style.closing.order:
                    blocks = (Paragraph(children=document.memo.ask),)
                    title = ("AskTitle", (Text(text=work.words["ask"]),))
                    frame = work.stretch(flow, panels.ask.span)
                    passage(work, blocks, "Ask", panels.ask, frame, flow, "Ask", title=title)
            case _:
                assert_never(part)
