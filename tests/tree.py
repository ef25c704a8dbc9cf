"""A document's tree as lines of text, for tests to read and compare."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args

from briefprint.document import PRIORITY, CitedWork, Document, Inline, LineBreak, Note, SoftBreak, Text

INLINES = get_args(Inline)


def dump(document: Document) -> str:
    """Return a tree, a node a line, with what stands within a node indented under it.

    ``@3`` is a source line; ``⍽`` a no-break space, ``/`` a line's end in the source, ``//`` one on the page.
    """
    return "\n".join(_parts(document, ("path",))) + "\n"


def _parts(node: Any, skipped: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the lines of what a node holds, as far as it differs from what it would be anyway."""
    for field in fields(node):
        value = getattr(node, field.name)
        default = field.default if field.default is not MISSING else ()
        if field.name in ("line", "children", *skipped) or (isinstance(value, str | tuple) and not value):
            continue
        if value == default or (field.name == "number" and isinstance(value, int)):
            continue
        if not isinstance(value, tuple):
            if hasattr(value, "__dataclass_fields__"):
                yield f"{field.name}:"
                yield from _indented(_node(value))
            else:
                yield f"{field.name}: {_scalar(value)}"
        elif isinstance(value[0], INLINES):
            yield f"{field.name}: {_run(value)}"
            yield from _indented(_notes(value))
        elif set(value) == {PRIORITY}:
            continue
        elif isinstance(value[0], str | float | int | None):
            yield f"{field.name}: {', '.join('–' if each is None else str(each) for each in value)}"
        else:
            if field.name not in ("blocks", "items"):
                yield f"{field.name}:"
            lines = (line for each in value for line in _item(each))
            yield from _indented(lines) if field.name not in ("blocks", "items") else lines


def _item(value: Any) -> Iterator[str]:
    if not isinstance(value, tuple):
        yield from _node(value)
    elif value and isinstance(value[0], INLINES):
        yield f"- {_run(value)}"
        yield from _indented(_notes(value))
    else:
        yield "-"
        yield from _indented(line for each in value for line in _node(each))


def _node(node: Any) -> Iterator[str]:
    place = f" @{node.line}" if getattr(node, "line", 0) else ""
    children = f" {_run(node.children)}" if getattr(node, "children", ()) else ""
    yield f"{type(node).__name__}{place}{children}"
    if children:
        yield from _indented(_notes(node.children))
    yield from _indented(_parts(node))


def _notes(run: tuple[Any, ...]) -> Iterator[str]:
    """Yield the copy of the notes that a run calls."""
    for inline in run:
        if isinstance(inline, Note):
            yield f"note {inline.number}"
            yield from _indented(line for block in inline.blocks for line in _node(block))
        else:
            yield from _notes(getattr(inline, "children", ()))


def _run(run: tuple[Any, ...]) -> str:
    return " ".join(map(_inline, run))


def _inline(node: Any) -> str:
    match node:
        case Text():
            return f"‹{_shown(node.text)}›"
        case SoftBreak():
            return "/"
        case LineBreak():
            return "//"
        case Note():
            return f"note({node.number})"
    said = [_run(node.children)] if getattr(node, "children", ()) else []
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name not in ("children", "line") and value not in (None, "", (), False):
            said.append(f"{field.name}={_scalar(value)}")
    return f"{type(node).__name__.lower()}({' '.join(said)})"


def _scalar(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_scalar, value)) if isinstance(value[0], CitedWork) else ",".join(value)
    if isinstance(value, CitedWork):
        return _inline(value)
    return repr(value.name if isinstance(value, Path) else value).replace("\u00a0", "⍽").replace("\\xa0", "⍽")


def _shown(text: str) -> str:
    return text.replace("\u00a0", "⍽")


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
