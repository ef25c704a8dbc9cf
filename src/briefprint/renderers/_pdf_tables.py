"""Tables over several pages: what stands at the head and the foot of each part, and one table in the tag tree.

WeasyPrint repeats a table's head and foot as they are on every page, leaves the head out where the next row is deeper
than what is left of a page (it tries the row whole, then the page without the head), and tags each part as a table.
It has no hook for the first two, so ``parted`` wraps one function, ``weasyprint.layout.block.table_layout``;
``tests/test_tables.py`` has a canary that fails when a new version moves it. ``joined`` works on the tag tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.layout import block

from briefprint.renderers._html_tables import CONTINUED, OVERLEAF

# --- layout ---------------------------------------------------------------------------------------------


@contextmanager
def parted() -> Iterator[None]:
    """Set the head of a table's first part without the line that it goes on, and no foot under its last part."""
    lay_out = block.table_layout

    def laying_out(
        context: Any, table: Any, bottom: float, skip: Any, around: Any, empty: bool, *placed: list[Any]
    ) -> tuple[Any, ...]:
        if not table.children or not table.children[0].is_header:
            plain: tuple[Any, ...] = lay_out(context, table, bottom, skip, around, empty, *placed)
            return plain
        groups, borders = table.children, table.collapsed_border_grid

        def part(children: list[Any]) -> tuple[Any, ...]:
            table.children = children
            if len(children[0].children) < len(groups[0].children):
                table.collapsed_border_grid = tuple(lines[1:] for lines in borders)
            try:
                made: tuple[Any, ...] = lay_out(context, table, bottom, skip, around, empty, *placed)
            finally:
                table.children, table.collapsed_border_grid = groups, borders
            return made

        def again(made: tuple[Any, ...], children: list[Any]) -> tuple[Any, ...]:
            block.remove_placeholders(context, [made[0]], *placed)
            return part(children)

        wanted = _headed(groups, first=skip is None)
        footless = [group for group in wanted if not group.is_footer]
        made = part(footless)
        divisible = None
        if empty and _lost(made[0]):
            divisible = _row(groups, skip)
        with _may_divide(divisible):
            if divisible is not None:
                made = again(made, footless)
            if made[0] is not None and made[1] is not None and len(footless) < len(wanted):
                made = again(made, wanted)
        return made

    block.table_layout = laying_out
    try:
        yield
    finally:
        block.table_layout = lay_out


def _headed(groups: list[Any], first: bool) -> list[Any]:
    """Return a table's groups of rows; the first part's head is without the line that it goes on."""
    if not first or not _is(groups[0].children[0], CONTINUED):
        return list(groups)
    return [groups[0].copy_with_children(groups[0].children[1:]), *groups[1:]]


def _lost(table: Any) -> bool:
    """Return whether a part of a table was set without its head."""
    return table is not None and bool(table.children) and not table.children[0].is_header


def _row(groups: list[Any], skip: Any) -> Any:
    """Return the row that a part of a table begins with; one of a head alone has none."""
    place, within = next(iter(skip.items())) if skip else (0, None)
    group = groups[place] if skip else next(group for group in groups if not group.is_header)
    return group.children[next(iter(within)) if within else 0] if group.children else None


@contextmanager
def _may_divide(row: Any) -> Iterator[None]:
    """Let a page's end divide a row that is deeper than a page, and stand behind it."""
    if row is None:
        yield
        return
    style = row.style
    row.style = style.copy()
    row.style["break_inside"] = row.style["break_after"] = "auto"
    try:
        yield
    finally:
        row.style = style


def _is(box: Any, name: str) -> bool:
    return box.element is not None and name in (box.element.attrib.get("class") or "").split()


# --- tags -----------------------------------------------------------------------------------------------


def joined(pdf: Any, made: list[tuple[Any, Any]], objects: dict[Any, Any]) -> None:
    """Make one element of a table's parts: its head once, then its rows.

    What is left out of the tree is an artifact: the heads that are repeated and what says that the table goes on.
    """
    boxes: dict[Any, Any] = {}
    tables: dict[Any, list[Any]] = {}
    for element, box in made:
        if element.reference in boxes:  # the page, the root and the body pass on what is within them
            continue
        boxes[element.reference] = box
        if element["S"] == "/Table" and box.element is not None:
            tables.setdefault(box.element, []).append(element)
    for parts in tables.values():
        _join(pdf, parts, boxes, objects)
        if len(parts) > 1:
            _once(pdf, boxes[parts[0].reference].element, boxes, objects)


def _join(pdf: Any, parts: list[Any], boxes: dict[Any, Any], objects: dict[Any, Any]) -> None:
    """Join the parts of one table in its first."""
    whole = parts[0]
    head, body = None, None
    names: dict[str, Any] = {}  # of a repeated head's cell: that of the first one
    for part in parts:
        for reference in list(part["K"]):
            group = objects[reference]
            match group["S"]:
                case "/THead":
                    _leave_out(pdf, group, boxes, objects, CONTINUED)
                    if head is None:
                        head = group
                        _give(part, whole, reference, objects, first=True)
                    else:
                        names |= _renamed(group, head, objects)
                        _drop(pdf, part, reference, objects)
                case "/TFoot":
                    if _is(boxes[reference], OVERLEAF):
                        _drop(pdf, part, reference, objects)
                case "/TBody" if body is None:
                    body = group
                    _give(part, whole, reference, objects)
                case "/TBody":
                    _append(body, group, boxes, objects)
                    part["K"].remove(reference)
                case _ if part is not whole:
                    _give(part, whole, reference, objects)
        if part is not whole:
            objects[part["P"]]["K"].remove(part.reference)
    if len(parts) > 1 and head is not None and body is not None:
        _point_back(head, body, names, objects)


def _once(pdf: Any, table: Any, boxes: dict[Any, Any], objects: dict[Any, Any]) -> None:
    """Keep the notes of a head in the tree once: they stand at the foot of each page that has it."""
    within = {each for head in table.iter("thead") for each in head.iter()}
    known: set[Any] = set()
    for reference, box in boxes.items():
        element = objects[reference]
        if element["S"] == "/Note" and box.element in within:
            if box.element in known:
                _drop(pdf, objects[element["P"]], reference, objects)
            known.add(box.element)


def _give(part: Any, whole: Any, reference: Any, objects: dict[Any, Any], *, first: bool = False) -> None:
    """Hand a group of rows over to the table; a head comes behind its caption."""
    if part is whole:
        return
    part["K"].remove(reference)
    objects[reference]["P"] = whole.reference
    captions = sum(objects[each]["S"] == "/Caption" for each in whole["K"])
    whole["K"].insert(captions if first else len(whole["K"]), reference)


def _append(body: Any, more: Any, boxes: dict[Any, Any], objects: dict[Any, Any]) -> None:
    """Append rows to those before a page's end; of a row that this divides, the cells are made whole."""
    for place, reference in enumerate(list(more["K"])):
        last = body["K"][-1] if body["K"] else None
        if place == 0 and last is not None and boxes[last].element is boxes[reference].element:
            for cell, rest in zip(objects[last]["K"], objects[reference]["K"], strict=True):
                for kid in objects[rest]["K"]:
                    objects[kid]["P"] = cell
                objects[cell]["K"] += objects[rest]["K"]
        else:
            objects[reference]["P"] = body.reference
            body["K"].append(reference)


def _renamed(again: Any, head: Any, objects: dict[Any, Any]) -> dict[str, Any]:
    """Return the names of the cells of a repeated head, and the first head's names for them."""
    olds, news = (list(_names(each, objects)) for each in (again, head))
    return {old.string: new for old, new in zip(olds, news, strict=True)}


def _names(head: Any, objects: dict[Any, Any]) -> Iterator[Any]:
    for row in head["K"]:
        for cell in objects[row]["K"]:
            if "ID" in objects[cell]:
                yield objects[cell]["ID"]


def _point_back(head: Any, body: Any, names: dict[str, Any], objects: dict[Any, Any]) -> None:
    """Let every cell name the first head's cell over it (ISO 32000-1, table 349, Headers)."""
    firsts = list(_names(head, objects))
    for row in body["K"]:
        for place, reference in enumerate(objects[row]["K"]):
            said = objects[reference].get("A", {})
            if objects[reference]["S"] != "/TD" or "Headers" not in said:
                continue
            known = [names.get(each.string, each) for each in said["Headers"]]
            if not any(each in firsts for each in known) and place < len(firsts):
                known.append(firsts[place])
            said["Headers"] = pydyf.Array(known)


def _leave_out(pdf: Any, group: Any, boxes: dict[Any, Any], objects: dict[Any, Any], name: str) -> None:
    for reference in list(group["K"]):
        if _is(boxes[reference], name):
            _drop(pdf, group, reference, objects)


def _drop(pdf: Any, parent: Any, reference: Any, objects: dict[Any, Any]) -> None:
    """Take an element from the tree, and its links from their page: an artifact has none (14289-1, 7.18)."""
    parent["K"].remove(reference)
    waiting = [reference]
    while waiting:
        element = objects[waiting.pop()]
        element["S"] = "/NonStruct"  # so that nothing of it is joined to what is left
        for kid in element.get("K", ()):
            if isinstance(kid, int) or kid not in objects:
                continue
            if objects[kid].get("Type") == "/OBJR":
                _unlink(pdf, objects[kid], objects)
            else:
                waiting.append(kid)


def _unlink(pdf: Any, said: Any, objects: dict[Any, Any]) -> None:
    page = objects[said["Pg"]]
    annotations = page["Annots"]
    held = annotations if isinstance(annotations, list) else objects[annotations]
    held.remove(said["Obj"])
    numbers = objects[objects[pdf.catalog["StructTreeRoot"]]["ParentTree"]]["Nums"]
    at = next(place for place in range(0, len(numbers), 2) if numbers[place] == objects[said["Obj"]]["StructParent"])
    del numbers[at : at + 2]
    del objects[said["Obj"]]["StructParent"]
