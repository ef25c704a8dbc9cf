"""Make-up: a style drawn tighter, so that copy which runs over by a few lines ends a page earlier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefprint.style import HouseStyle, Panel, TextRole

# What is read line after line, and what stands between: the heads and feet, what opens page one and what is drawn
# keep their size, for no lines are won there.
_COPY = (
    "body", "summary", "key_points_title", "key_points", "ask_title", "ask", "heading_1", "heading_2", "heading_3",
    "heading_4", "list", "term", "definition", "quote", "attribution", "callout_title", "callout", "box",
    "table_head", "table_cell", "caption", "source", "note", "bibliography", "toc_title", "toc", "signature",
    "closing",
)  # fmt: skip
_PANELS = ("summary", "key_points", "ask", "figures", "callout", "quote", "pull_quote", "box", "code")


def tightened(style: HouseStyle, factors: Mapping[str, float]) -> HouseStyle:
    """Return the style with the space between blocks, the leading and the tracking of all its copy drawn in.

    ``factors`` are those of ``PageLevers``; what is not named stays as it is.
    """
    space, leading, tracking = (factors.get(name, 1.0) for name in ("space", "leading", "tracking"))

    def role(each: TextRole) -> TextRole:
        return replace(
            each,
            leading_pt=each.leading_pt * leading,
            tracking_pt=each.tracking_pt - (1 - tracking) * each.size_pt,
            space_before_pt=each.space_before_pt * space,
            space_after_pt=each.space_after_pt * space,
        )

    def panel(each: Panel) -> Panel:
        return replace(each, space_before_pt=each.space_before_pt * space, space_after_pt=each.space_after_pt * space)

    table, figure, closing = style.table, style.figure, style.closing
    return replace(
        style,
        text=replace(style.text, **{name: role(getattr(style.text, name)) for name in _COPY}),
        panel=replace(style.panel, **{name: panel(getattr(style.panel, name)) for name in _PANELS}),
        list=replace(style.list, loose_space_pt=style.list.loose_space_pt * space),
        table=replace(
            table, space_before_pt=table.space_before_pt * space, space_after_pt=table.space_after_pt * space
        ),
        figure=replace(
            figure, space_before_pt=figure.space_before_pt * space, space_after_pt=figure.space_after_pt * space
        ),
        closing=replace(closing, space_before_pt=closing.space_before_pt * space),
    )
