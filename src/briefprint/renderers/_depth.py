"""How deep copy will be, before it is set: near enough to tell what is short from what is long."""

from __future__ import annotations

from briefprint.document import (
    Block,
    Blocks,
    Box,
    BulletList,
    Callout,
    Chart,
    CodeBlock,
    DefinitionList,
    Figure,
    FiguresPanel,
    Inlines,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    plain_text,
)
from briefprint.renderers._measure import line_count
from briefprint.renderers._tables import column_measures
from briefprint.style import HouseStyle, Panel, TextRole


def kept_whole(panel: Panel, depth_pt: float, style: HouseStyle) -> bool:
    """Return whether what is set apart is short enough to be kept whole, though it may leave a page's foot empty.

    What no ground and no rules set apart may be divided as text is.
    """
    page = style.page
    room = page.height_pt - page.margin_top_pt - page.margin_bottom_pt
    return _framed(panel, style) and depth_pt <= style.makeup.whole_share * room


def _framed(panel: Panel, style: HouseStyle) -> bool:
    rules = (panel.rule_top_pt, panel.rule_right_pt, panel.rule_bottom_pt, panel.rule_left_pt)
    return any(rules) or panel.ground != style.palette["paper"]


def block_depth(block: Block, role: TextRole, measure_pt: float, style: HouseStyle) -> float:
    """Return about how deep a block is, set in a role on a measure, in points."""
    text, panel = style.text, style.panel
    match block:
        case Paragraph():
            return lines_depth(block.children, role, measure_pt)
        case BulletList(items=items) | OrderedList(items=items):
            inner = measure_pt - style.list.indent_pt
            return sum(depth(item.blocks, role, inner, style) for item in items)
        case DefinitionList():
            return sum(
                text.term.space_before_pt
                + text.term.leading_pt
                + sum(
                    depth(each, text.definition, measure_pt - style.list.indent_pt, style) for each in item.meanings
                )
                for item in block.items
            )
        case Quote(pull=pull):
            look, within = (panel.pull_quote, text.pull_quote) if pull else (panel.quote, text.quote)
            said = lines_depth(block.attribution, text.attribution, measure_pt) if block.attribution else 0.0
            return said + _panel_depth(block.blocks, look, within, measure_pt, style)
        case Callout():
            title = text.callout_title.leading_pt
            return title + _panel_depth(block.blocks, panel.callout, text.callout, measure_pt, style)
        case Box():
            return _panel_depth(block.blocks, panel.box, text.box, measure_pt, style)
        case CodeBlock():
            return (block.text.count("\n") + 1) * text.code.leading_pt + 2 * panel.code.padding_y_pt
        case Table():
            columns = column_measures(block, style, measure_pt)
            return sum(
                2 * style.table.padding_y_pt
                + max(
                    lines_depth(cell.children, text.table_cell, column - 2 * style.table.padding_x_pt)
                    for cell, column in zip(row, columns, strict=True)
                )
                for row in (block.head, *block.rows)
            )
        case Figure() | Chart():
            return style.chart.plot_depth_pt
        case FiguresPanel():
            return text.figure_value.leading_pt + 2 * text.figure_label.leading_pt
        case _:
            return role.leading_pt


def depth(blocks: Blocks, role: TextRole, measure_pt: float, style: HouseStyle) -> float:
    """Return about how deep blocks are, each with the room before it."""
    return sum(role.space_before_pt + block_depth(block, role, measure_pt, style) for block in blocks)


def lines_depth(inlines: Inlines, role: TextRole, measure_pt: float) -> float:
    """Return about how deep a paragraph is."""
    return line_count(plain_text(inlines), role, max(measure_pt, role.size_pt)) * role.leading_pt


def _panel_depth(blocks: Blocks, panel: Panel, role: TextRole, measure_pt: float, style: HouseStyle) -> float:
    return 2 * panel.padding_y_pt + depth(blocks, role, measure_pt - 2 * panel.padding_x_pt, style)
