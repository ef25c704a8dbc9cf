"""The stylesheet: a house style's tokens in the words of CSS. Every value in it is a token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import assert_never

from briefprint.document import Document
from briefprint.language import NO_BREAK
from briefprint.renderers import _arrange, _css_contents, _css_makeup, _css_tables, _fields
from briefprint.renderers._css_length import pt as _pt
from briefprint.renderers._css_length import span as _span
from briefprint.renderers._css_mirror import turned
from briefprint.renderers._drawing import MARK_GAP, mark_shape
from briefprint.renderers._measure import initial_size, line_measure
from briefprint.renderers._resolution import DEEPEST_SHARE
from briefprint.renderers._sheets import Sheet, landscape, portrait
from briefprint.renderers._shelf import Shelf
from briefprint.style import Face, HouseStyle, Masthead, Panel, RunningLine, TextRole


def sheet(document: Document, style: HouseStyle, shelf: Shelf, bleed_pt: float = 0.0) -> tuple[str, ...]:
    """Return the stylesheet for a document, in parts that follow each other: what is the document's own (its running
    heads hold its words) stands apart from what all documents of the style share, and a process parses once.

    What reaches the trim goes ``bleed_pt`` beyond it.
    """
    parts = (
        [*_fonts(style, shelf)],
        [*_page(document, style, shelf)],
        [
            *_roles(style),
            *_panels(style),
            *_masthead(style, shelf),
            *_bleed(style, bleed_pt),
            *_patterns(style),
            *_columns(style),
            *_initial(style),
            *_numbered(style),
            *_closing(style),
            *_css_contents.sheet(style, document.lang, shelf),
        ],
    )
    return turned(["\n".join(rules) for rules in parts], document, style, shelf)


def family(face: Face) -> str:
    """Return the names that a face and its fallbacks have in the stylesheet (CSS Fonts 4, 2.1).

    They are not their own, so that no installed font can stand in.
    """
    return ",".join(_named(each) for each in (face, *face.fallbacks))


def _named(face: Face) -> str:
    return f"'briefprint {face.name}'"


def _fonts(style: HouseStyle, shelf: Shelf) -> Iterator[str]:
    for face in style.faces():
        for font in face.fonts:
            slope = "italic" if font.italic else "normal"
            for name in (_named(face), f"'{font.key}'"):  # drawings know each font by its own name
                weight = f"font-weight:{font.weight};font-style:{slope};" if name == _named(face) else ""
                yield f"@font-face{{font-family:{name};{weight}src:url({shelf.file(font.path)})}}"


def _string(text: str) -> str:
    escaped = "".join(f"\\{ord(each):x} " if each in '"\\\n<' else each for each in text)
    return f'"{escaped}"'


# --- the page -----------------------------------------------------------------------------------------


def _page(document: Document, style: HouseStyle, shelf: Shelf) -> Iterator[str]:
    page, running = style.page, style.running
    values = _fields.texts(document, style)
    band = style.masthead.pattern == "band"
    foot = f"@footnote{{{_footnotes(style, shelf)}}}"
    yield (
        f"@page{{size:{_pt(page.width_pt)} {_pt(page.height_pt)};"
        f"margin:{_pt(page.margin_top_pt)} {_pt(page.margin_right_pt)} "
        f"{_pt(page.margin_bottom_pt)} {_pt(page.margin_left_pt)};"
        f"{foot}{_watermark(document, style, shelf, page.margin_left_pt)}"
        f"{_line(running.head, 'top', values, style)}{_line(running.foot, 'bottom', values, style)}}}"
    )
    if page.mirrored:
        yield (
            f"@page :left{{margin-left:{_pt(page.margin_right_pt)};margin-right:{_pt(page.margin_left_pt)};"
            f"{_watermark(document, style, shelf, page.margin_right_pt)}"
            f"{_line(running.head, 'top', values, style, mirrored=True)}"
            f"{_line(running.foot, 'bottom', values, style, mirrored=True)}}}"
        )
    first_top = ""
    if band:
        first_top = f"margin-top:0;{_watermark(document, style, shelf, page.margin_left_pt, top_pt=0.0)}"
    yield (
        f"@page :first{{{first_top}margin-bottom:{_pt(page.first_margin_bottom_pt)};"
        f"{_line(running.head_first, 'top', values, style)}{_line(running.foot_first, 'bottom', values, style)}}}"
    )
    if any(span == "landscape" for span, _ in _arrange.stretches(document.blocks, style)):
        yield from _landscape(document, style, shelf, values)
    # The last words of a page tell whether the copy ends on it (CSS GCPM 3, 1.1).
    more, ends = (_string(values[word]) for word in ("more", "ends"))
    yield f"body{{string-set:ending {more}}}.end{{string-set:ending {ends}}}"
    if _fields.tells_section(style):
        yield ".heading-1{string-set:section attr(data-section)}"


def _bleed(style: HouseStyle, bleed_pt: float) -> Iterator[str]:
    """Yield the bleed (CSS Paged Media 3, 7.2), and what reaches out into it: a band, on three sides."""
    page, masthead = style.page, style.masthead
    if bleed_pt:
        yield f"@page{{bleed:{_pt(bleed_pt)}}}"
    if bleed_pt and masthead.pattern == "band":
        yield (
            f".band{{margin:-{_pt(bleed_pt)} -{_pt(page.margin_right_pt + bleed_pt)} {_pt(masthead.space_after_pt)} "
            f"-{_pt(page.margin_left_pt + page.hang_pt + bleed_pt)};padding:{_pt(masthead.padding_y_pt + bleed_pt)} "
            f"{_pt(page.margin_right_pt + bleed_pt)} {_pt(masthead.padding_y_pt)} "
            f"{_pt(page.margin_left_pt + bleed_pt)}}}"
        )


def _landscape(document: Document, style: HouseStyle, shelf: Shelf, values: dict[str, str]) -> Iterator[str]:
    """Yield pages turned on their side (CSS Paged Media 3, 4.3): heads, feet and margins keep their places."""
    page, sheet = style.page, landscape(style.page)
    sides = [("", page.margin_left_pt, page.margin_right_pt)]
    sides += [(":left", page.margin_right_pt, page.margin_left_pt)] if page.mirrored else []
    for side, left, right in sides:
        yield (
            f"@page landscape{side}{{size:{_pt(sheet.width_pt)} {_pt(sheet.height_pt)};"
            f"margin:{_pt(page.margin_top_pt)} {_pt(right)} {_pt(page.margin_bottom_pt)} {_pt(left)};"
            f"{_watermark(document, style, shelf, left, sheet)}"
            f"{_line(style.running.head, 'top', values, style, mirrored=bool(side))}"
            f"{_line(style.running.foot, 'bottom', values, style, mirrored=bool(side))}}}"
        )
    # The others have a name too: WeasyPrint begins no page for what returns to one without.
    yield f"body{{page:upright}}.landscape{{page:landscape}}.landscape>*{{max-width:{_pt(page.measure_pt)}}}"
    yield (
        f".landscape .table.full{{width:{_pt(sheet.type_area_pt)}}}"
        f".landscape .picture{{max-height:{_pt(sheet.depth_pt * DEEPEST_SHARE)}}}"
        ".landscape>.table,.landscape>.figure{max-width:none}.landscape>:first-child{margin-top:0}"
    )


def _footnotes(style: HouseStyle, shelf: Shelf) -> str:
    """Return the footnote area. Its rule is a background: WeasyPrint moves notes to a later page where the
    area's margins, borders and paddings are no whole pixels."""
    note = style.note
    gap = max(1, round(note.gap_pt * 4 / 3))
    line = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{note.rule_length_pt}' height='{note.rule_pt}'>"
        f"<rect width='{note.rule_length_pt}' height='{note.rule_pt}' fill='{note.rule_color}'/></svg>"
    )
    url = shelf.drawing(line.encode())
    rule = f"background:url({url}) 0 {2 * gap}px/{_pt(note.rule_length_pt)} {_pt(note.rule_pt)} no-repeat;"
    return f"{rule}padding-top:{4 * gap}px;margin-left:{round(style.page.hang_pt * 4 / 3)}px;"


def _watermark(
    document: Document,
    style: HouseStyle,
    shelf: Shelf,
    left_pt: float,
    sheet: Sheet | None = None,
    top_pt: float | None = None,
) -> str:
    """Return a draft's watermark: a picture behind the page, so that it is an artifact and not part of the text.

    ``left_pt`` and ``top_pt`` are the page's margins, as WeasyPrint places backgrounds from the type area.
    """
    if not document.draft:
        return ""
    role, page, sheet = style.text.watermark, style.page, sheet or portrait(style.page)
    word = style.words(document.lang)["draft"]
    length = line_measure(word, role)
    size = role.size_pt * min(1.0, 0.8 * sheet.width_pt / length)
    cased = word.upper() if role.case == "upper" else word
    x, y = sheet.width_pt / 2, sheet.height_pt / 2
    fonts = ",".join(font.key for font in (role.font(), *role.font().fallbacks))
    picture = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {sheet.width_pt} {sheet.height_pt}' "
        f"width='{sheet.width_pt}pt' height='{sheet.height_pt}pt'><text x='{x}' y='{y}' text-anchor='middle' "
        f"font-family='{fonts}' font-size='{size}' fill='{role.color}' "
        f"letter-spacing='{role.tracking_pt}' transform='rotate({style.watermark_angle} {x} {y})'>"
        f"{cased}</text></svg>"
    )
    url = shelf.drawing(picture.encode())
    return (
        f"background:url({url}) -{_pt(left_pt)} -{_pt(page.margin_top_pt if top_pt is None else top_pt)}/"
        f"{_pt(sheet.width_pt)} {_pt(sheet.height_pt)} no-repeat;"
    )


def _line(line: RunningLine, edge: str, values: dict[str, str], style: HouseStyle, *, mirrored: bool = False) -> str:
    """Return the margin boxes of a head or foot (CSS Paged Media 3, 5.3): each part, or emptiness.

    On a left page, what stands left elsewhere stands right, so that it is at the same edge of the sheet.
    """
    running, page = style.running, style.page
    role = style.text.running_head if edge == "top" else style.text.folio
    out = []
    rows = _fields.rows(line, values)
    parts = [[row[place] for row in rows] for place in range(3)]
    if mirrored:
        parts.reverse()
    depth = role.leading_pt * len(rows)
    if edge == "top":
        margin, offset = page.margin_top_pt, running.head_offset_pt
        rest = max(0.0, margin - offset - depth - 4 * line.rule_pt)
        place = f"margin-top:{_pt(offset)};margin-bottom:{_pt(rest)};vertical-align:top;"
        side_of_rule = "bottom"
    else:
        margin, offset = page.margin_bottom_pt, running.foot_offset_pt
        place = f"margin-bottom:{_pt(offset)};vertical-align:bottom;"
        rest = max(0.0, margin - offset - depth - 8 * line.rule_pt)
        place += f"margin-top:{_pt(rest)};" if line.rule_pt else ""
        side_of_rule = "top"
    rule = "border:0;"
    if line.rule_pt and not line.empty:
        rule = f"border-{side_of_rule}:{_pt(line.rule_pt)} solid {running.rule_color};"
    space = "nowrap" if len(rows) == 1 else "pre"
    for side, part, share in zip(("left", "center", "right"), parts, _shares(parts), strict=True):
        if side == "center" and not any(part):
            out.append(f"@{edge}-{side}{{content:none}}")
            continue
        content = ' "\\a " '.join(" ".join(_content(each) for each in pieces) or _string("") for pieces in part)
        out.append(
            f"@{edge}-{side}{{content:{content};{place}{rule}{_type(role)}"
            f"text-align:{side};white-space:{space};width:{share:.4%}}}"
        )
    return "".join(out)


def _content(piece: _fields.Piece) -> str:
    """Return what a margin box holds of a piece."""
    match piece:
        case _fields.Counter():
            return f"counter({piece.value})"
        case _fields.Ending():
            return "string(ending,last)"
        case _fields.Section():
            return "string(section)"
        case str():
            return _string(piece)
        case _:
            assert_never(piece)


def _shares(parts: list[list[list[_fields.Piece]]]) -> tuple[float, float, float]:
    """Return the share of the line that each part takes, by its length: left to itself, each is as short as
    its text, and the rule between them is broken. A long part runs over what is empty beside it."""
    left, center, right = (max(sum(map(_length, row)) for row in part) for part in parts)
    if center:
        return 1 / 3, 1 / 3, 1 / 3
    share = min(0.85, max(0.15, left / ((left + right) or 1)))
    return share, 0.0, 1 - share


def _length(piece: _fields.Piece) -> int:
    """Return about how many letters a piece has."""
    said = piece.first if isinstance(piece, _fields.Section) else piece
    return len(said) if isinstance(said, str) else 3


# --- text ---------------------------------------------------------------------------------------------


def _type(role: TextRole) -> str:
    case = "text-transform:uppercase;" if role.case == "upper" else ""
    tracking = f"letter-spacing:{_pt(role.tracking_pt)};" if role.tracking_pt else ""
    return (
        f"font:{'italic' if role.italic else 'normal'} {role.weight} "
        f"{_pt(role.size_pt)}/{_pt(role.leading_pt)} {family(role.face)};color:{role.color};{case}{tracking}"
    )


def _roles(style: HouseStyle) -> Iterator[str]:
    for name, role in style.roles():
        if name.startswith("memo_"):
            continue
        css = name.replace("_", "-")
        keep = "break-after:avoid;" if role.keep_with_next else ""
        hyphens = "hyphens:auto;" if role.hyphenate else "hyphens:manual;"
        # WeasyPrint measures a line with the kerning of its spaces but loses that in a line it justifies, which then
        # juts out: with spacing too small to see it is lost in both.
        even = f"word-spacing:{_pt(role.size_pt / 1000)};" if role.align == "justify" else ""
        yield (
            f".{css}{{{_type(role)}{even}text-align:{role.align};text-indent:{_pt(role.first_indent_pt)};{hyphens}{keep}"
            f"margin:{_pt(role.space_before_pt)} 0 {_pt(role.space_after_pt)}}}"
        )
        if role.first_indent_pt:  # it tells one paragraph from the next: under a head there is none to tell it from
            heads = [*(f".heading-{level}" for level in range(1, 5)), f".{_css_makeup.AS_HEAD}"]
            under = ",".join(f"{head}+.{css},.piece:has(>{head})+.piece>.{css}" for head in heads)
            yield f"{under}{{text-indent:0}}"
        yield f".{css} strong{{font-weight:{role.strong_weight}}}"
        if role.italic:
            yield f".{css} em{{font-style:normal}}"


# --- panels -------------------------------------------------------------------------------------------


def _panels(style: HouseStyle) -> Iterator[str]:
    for each in fields(style.panel):
        if not each.name.startswith("memo_"):
            name, panel = f".panel-{each.name.replace('_', '-')}", getattr(style.panel, each.name)
            yield f"{name}{{{_panel(panel, style)}}}"
            if panel.padding_y_pt or panel.rule_top_pt:
                yield f"{name}>:first-child{{margin-top:0}}"  # the padding is the room above it


def _panel(panel: Panel, style: HouseStyle) -> str:
    sides = (("top", panel.rule_top_pt), ("right", panel.rule_right_pt),
             ("bottom", panel.rule_bottom_pt), ("left", panel.rule_left_pt))  # fmt: skip
    rules = "".join(f"border-{side}:{_pt(width)} solid {panel.rule_color};" for side, width in sides if width)
    ground = f"background:{panel.ground};" if panel.ground != style.palette["paper"] else ""
    return (
        f"{ground}{rules}padding:{_pt(panel.padding_y_pt)} {_pt(panel.padding_x_pt)};"
        f"margin-top:{_pt(panel.space_before_pt)};margin-bottom:{_pt(panel.space_after_pt)};"
        f"{_span(panel.span, style)}"
    )


# --- patterns -----------------------------------------------------------------------------------------


def _masthead(style: HouseStyle, shelf: Shelf) -> Iterator[str]:
    masthead, page, line = style.masthead, style.page, style.document_line
    full = _span("full", style)
    rule = f"{_pt(masthead.rule_pt)} solid {masthead.rule_color}"
    match masthead.pattern:
        case "letterhead":
            yield (
                f".letterhead{{{full}border-bottom:{rule};padding-bottom:{_pt(masthead.rule_gap_pt)};"
                f"margin-bottom:{_pt(masthead.space_after_pt)};min-height:{_pt(masthead.depth_pt)};"
                f"display:table;width:100%}}"
            )
            yield ".letterhead>div{display:table-cell;vertical-align:middle}"
            if page.hang_pt:
                yield f".letterhead{{width:{_pt(page.type_area_pt)}}}"
        case "band":
            yield (
                f".band{{background:{masthead.ground};border-bottom:{rule};min-height:{_pt(masthead.depth_pt)};"
                f"margin:0 -{_pt(page.margin_right_pt)} {_pt(masthead.space_after_pt)} "
                f"-{_pt(page.margin_left_pt + page.hang_pt)};"
                f"padding:{_pt(masthead.padding_y_pt)} {_pt(page.margin_right_pt)} {_pt(masthead.padding_y_pt)} "
                f"{_pt(page.margin_left_pt)}}}"
            )
            yield f".band-head>.mark{{margin-bottom:{_pt(masthead.rule_gap_pt)}}}"
            yield f".band-head{{margin-bottom:{_pt(masthead.padding_y_pt)}}}"
        case "nameplate":
            thin = ""
            if masthead.thin_rule_pt:
                thin = f"padding-bottom:{_pt(masthead.rule_pt)};"
                thin += f"border-bottom:{_pt(masthead.thin_rule_pt)} solid {masthead.rule_color};"
            yield f".nameplate{{{full}{thin}margin-bottom:{_pt(masthead.space_after_pt)}}}"
            yield (
                f".nameplate>.house{{min-height:{_pt(masthead.depth_pt)};border-bottom:{rule};"
                f"padding-bottom:{_pt(masthead.rule_gap_pt)}}}"
            )
        case "memo_head":
            yield (
                f".memo-head{{{full}min-height:{_pt(masthead.depth_pt)};border-bottom:{rule};"
                f"padding-bottom:{_pt(masthead.rule_gap_pt)};margin-bottom:{_pt(masthead.space_after_pt)}}}"
                f".addressee{{margin-top:{_pt(style.text.headline.space_before_pt)}}}"
                ".subject{bookmark-label:attr(data-title)}"
            )
        case pattern:
            assert_never(pattern)
    yield f".across{{{full}margin-bottom:{_pt(style.text.byline.space_after_pt)}}}"
    if masthead.pattern in ("nameplate", "memo_head"):  # where there is no document line, its room is kept
        yield f".nameplate+.across,.memo-head+.across{{margin-top:{_pt(line.space_after_pt)}}}"
    yield from _mark(masthead, shelf)
    yield (
        f".document-line{{{full}width:{_pt(page.type_area_pt)};display:table;table-layout:fixed;"
        f"padding:{_pt(line.padding_y_pt)} 0;margin-bottom:{_pt(line.space_after_pt)};"
        f"border-bottom:{_pt(line.rule_pt)} solid {line.rule_color}}}"
    )
    yield ".document-cell{display:table-cell}"
    if line.align == "spread":
        yield (
            ".document-cell p{text-align:center}.document-cell:last-child p{text-align:right}"
            ".document-cell:first-child p{text-align:left}"
        )


def _mark(masthead: Masthead, shelf: Shelf) -> Iterator[str]:
    """Yield the mark as a background: it is decoration, and a picture without words would want some."""
    if masthead.mark is not None:
        height = _pt(masthead.mark_height_pt)
        breadth = masthead.mark_height_pt * mark_shape(masthead.mark)
        room = _pt(breadth + masthead.mark_height_pt * MARK_GAP)
        yield (
            f".house>.mark,.memo-head>.mark{{margin:0 auto;width:{_pt(breadth)}}}"
            f".mark{{width:{room};height:{height};"
            f"background:url({shelf.file(masthead.mark)}) 0 50%/auto {height} no-repeat}}"
        )


def _patterns(style: HouseStyle) -> Iterator[str]:
    page, inline, headings, lists = style.page, style.inline, style.headings, style.list
    yield f"body{{margin:0 0 0 {_pt(page.hang_pt)};font-family:{family(style.text.body.face)}}}"
    yield "p,h1,h2,h3,h4,h5,h6,ul,ol,dl,dd,blockquote,pre,table{margin:0;padding:0}"
    yield from _css_makeup.rules(style)
    yield "*{image-rendering:crisp-edges}"
    # links and code
    underline = "underline" if inline.link_underline else "none"
    yield f"a{{color:{inline.link_color};text-decoration:{underline}}}a.reference{{color:inherit}}"
    yield f".inline-code{{font-family:{family(inline.code_face)};font-size:{inline.code_scale}em;font-weight:400}}"
    yield ".inline-code,.address{hyphens:none}"  # whose hyphens would be read as theirs
    # A rise is of the text's size, but CSS reads it in the superior's own.
    rise, drop = (share / inline.script_scale for share in (inline.superior_rise, inline.inferior_drop))
    script = f"font-size:{inline.script_scale}em;line-height:0;"
    yield f"sup,sub{{{script}}}sup{{vertical-align:{rise:.4f}em}}sub{{vertical-align:-{drop:.4f}em}}"
    # The code within sets the lines; its block must not have a line of its own.
    yield ".panel-code{white-space:pre-wrap;tab-size:4;font-size:0;line-height:0}"
    yield f".inline-picture{{max-height:1em;vertical-align:-{inline.picture_drop}em}}"
    # headings
    yield "h1,h2,h3,h4,h5,h6{break-inside:avoid}h1,h2,h3,h4,h5,h6,p,li{overflow-wrap:break-word}"
    # WeasyPrint takes each of several inlines within one for the start of a line, and would break any word there.
    yield "span,a,em,strong,sup,sub,s,u,cite,code{overflow-wrap:normal}.long,.code{overflow-wrap:break-word}"
    yield from (f"h{level + 1}{{bookmark-level:{level + 1}}}" for level in range(6))
    yield "[data-bookmark]{bookmark-label:attr(data-bookmark)}"
    if headings.number_position == "hang":
        gap = _pt(headings.number_gap_pt)
        yield (
            f".heading-number{{line-height:0;display:inline-block;width:{_pt(page.hang_pt)};"
            f"margin:0 0 0 -{_pt(page.hang_pt)};text-indent:0;box-sizing:border-box;padding-right:{gap}}}"
        )
    else:
        yield f".heading-number{{margin:0 {_pt(headings.number_gap_pt)} 0 0}}"
    if headings.span == "full":
        heads = [f".heading-{level}" for level in range(1, 5)]
        yield ",".join(heads) + f"{{{_span('full', style)}}}"
        within = (".panel-box", ".panel-callout", "blockquote", "li", "dd")  # there a head keeps its place's measure
        yield ",".join(f"{place} {head}" for place in within for head in heads) + "{margin-left:0;width:auto}"
    if headings.span == "hang":
        measure = _pt(page.hang_pt - headings.number_gap_pt)
        yield f".heading-1{{margin-left:-{_pt(page.hang_pt)};width:{measure};hyphens:manual}}"
    # lists
    yield f"ul,ol{{padding-left:{_pt(lists.indent_pt)};list-style-position:outside}}"
    yield from (
        f"{'ul ' * depth}ul{{list-style-type:{_string(bullet + 2 * NO_BREAK)}}}"
        for depth, bullet in enumerate(lists.bullets)
    )
    yield f"li::marker{{color:{lists.bullet_color}}}ol>li::marker{{color:inherit}}"
    yield f".loose>li{{margin-top:{_pt(lists.loose_space_pt)}}}"
    yield ".tight>li>ul,.tight>li>ol{margin:0}"
    # definition lists
    yield f".meaning{{margin-left:{_pt(lists.indent_pt)}}}"
    # key points and figures
    points, row = style.key_points, style.figures
    nested = style.columns.count > 1 and style.panel.key_points.span == "text"  # WeasyPrint: none within columns
    columns = ""
    if points.columns > 1 and not nested:
        columns = f"columns:{points.columns};column-gap:{_pt(points.column_gap_pt)};"
    yield (
        f".points{{{columns}padding-left:0}}"
        f".points>li{{break-inside:avoid;margin-left:{_pt(points.indent_pt)};"
        f"list-style-type:{_string(points.marker + 2 * NO_BREAK)}}}"
        f".points>li::marker{{color:{points.marker_color}}}"
    )
    yield (
        f".figure-row{{display:table;table-layout:fixed;border-spacing:0}}"
        f".figure-row+.figure-row{{margin-top:{_pt(row.gap_pt)}}}"
        f".figure-cell{{display:table-cell;vertical-align:top;padding:0 {_pt(row.gap_pt)};"
        f"border-left:{_pt(row.divider_pt)} solid {row.divider_color}}}"
        f".figure-cell:first-child{{padding-left:0;border-left:0}}.figure-cell:last-child{{padding-right:0}}"
    )
    # callouts
    for kind in ("note", "tip", "important", "warning", "caution"):
        yield f".panel-callout.kind-{kind}{{border-color:{getattr(style.callout, kind)}}}"
    yield from _css_tables.rules(style)
    yield from _figures(style)
    # notes
    note = style.note
    yield (
        f".footnote{{float:footnote;footnote-policy:line;padding-left:{round(note.indent_pt * 4 / 3)}px;margin:0}}"
        f".footnote::footnote-call{{content:counter(footnote);{script}vertical-align:{rise:.4f}em;"
        f"font-weight:inherit;font-style:normal;color:{inline.link_color}}}"
        f".footnote::footnote-marker{{content:counter(footnote);margin-left:-{round(note.indent_pt * 4 / 3)}px;"
        f"width:{round(note.indent_pt * 4 / 3)}px;display:inline-block}}"
    )
    hang = _pt(style.citations.indent_pt)
    yield f".bibliography{{padding-left:{hang};text-indent:-{hang};break-inside:avoid}}"
    yield (
        f".thematic-break{{border-top:{_pt(inline.rule_pt)} solid {inline.rule_color};"
        f"margin:{_pt(style.text.heading_1.space_before_pt)} 0}}"
        ".page-break{break-after:page}.column-break{break-after:column}"
    )


def _figures(style: HouseStyle) -> Iterator[str]:
    look = style.figure
    gap = _pt(look.caption_gap_pt)
    yield (
        f".figure{{break-inside:avoid;margin:{_pt(look.space_before_pt)} 0 {_pt(look.space_after_pt)};"
        f"{_span(look.span, style)}}}"
        f".picture{{display:block;max-width:100%;width:100%;max-height:{_pt(style.page.height_pt * DEEPEST_SHARE)};"
        f"object-fit:contain;object-position:0 0}}"
        f".figure>.caption{{margin-top:{gap}}}"
        f".chart{{border-top:{_pt(look.rule_pt)} solid {look.rule_color};padding-top:{gap}}}"
        f".chart>.caption{{margin:0 0 {gap}}}.drawing{{display:block;width:100%}}"
        f".unit-line{{margin:0 0 {gap}}}"
    )


# --- columns, initial, numbered paragraphs, what closes ------------------------------------------------


def _columns(style: HouseStyle) -> Iterator[str]:
    """Yield the columns of the copy (CSS Multi-column Layout 1); what spans them stands between two sets of them."""
    look = style.columns
    if look.count > 1:
        rule = f"column-rule:{_pt(look.rule_pt)} solid {look.rule_color};" if look.rule_pt else ""
        yield f".columns{{columns:{look.count};column-gap:{_pt(look.gap_pt)};{rule}}}"
        yield ".short{break-inside:avoid}"
        yield (
            ".piece>*,.piece>ul>:first-child,.piece>ol>:first-child,.piece>dl>:first-child{margin-top:0}"
            ".piece>*{margin-bottom:0}"
        )


def _initial(style: HouseStyle) -> Iterator[str]:
    """Yield the dropped initial: a float in the text's own type, in which the letter is lowered to the last line it
    takes up, so that it stands on that baseline whatever its face. (``::first-letter`` cannot float in columns.)

    Its depth is padding: WeasyPrint leaves a head behind where the float's own depth is more than the column has.
    """
    look, body = style.initial, style.text.body
    if look.lines:
        drop = body.leading_pt * (look.lines - 1)
        yield (
            f".opens{{margin:{_pt(body.space_before_pt)} 0 {_pt(body.space_after_pt)}}}"
            f".opens>p{{margin:0;text-indent:0;orphans:{max(2, look.lines)}}}"
            ".initial-word{white-space:nowrap;hyphens:none}.initial{break-after:avoid}"
            f".initial{{{_type(body)}float:left;display:block;height:0;text-indent:0;"
            f"padding-bottom:{_pt(drop + body.leading_pt / 2)};margin-right:{_pt(look.gap_pt)}}}"
            f".initial-letter{{font:normal {look.weight} {_pt(initial_size(style))}/0 {family(look.face)};"
            f"color:{look.color};vertical-align:-{_pt(drop)};letter-spacing:0}}"
        )


def _numbered(style: HouseStyle) -> Iterator[str]:
    """Yield the levels of numbered paragraphs: each number hangs before its text."""
    look = style.paragraphs
    for level in range(len(look.numbers)):
        yield f".level-{level}{{margin-left:{_pt((level + 1) * look.indent_pt)};text-indent:0}}"
    if look.numbers:
        yield (
            f".paragraph-number{{display:inline-block;min-width:{_pt(look.indent_pt)};"
            f"margin-left:-{_pt(look.indent_pt)}}}"
        )


def _closing(style: HouseStyle) -> Iterator[str]:
    """Yield what follows the copy, and notes that stand there."""
    look, note = style.closing, style.note
    hang = f"margin-left:-{_pt(note.indent_pt)};"
    yield (
        f".closing-part{{margin-top:{_pt(look.space_before_pt)};break-inside:avoid}}"
        ".closing-title{break-after:avoid}"
        f".signature-block{{margin:{_pt(look.signature_space_pt)} 0 0 {_pt(look.signature_indent_pt)};"
        "break-inside:avoid;break-before:avoid}.signature-block>:last-child{break-after:auto}"
    )
    yield (
        f".endnote{{padding-left:{_pt(note.indent_pt)}}}"
        f".note-number{{display:inline-block;{hang}min-width:{_pt(note.indent_pt)}}}"
    )
