"""Word's fields in text that another program wrote: found, shown anew, made plain (ECMA-376 17.16)."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from briefprint.renderers._word.xml import Element, clean, el, qualified

_R, _T, _CHAR, _CODE, _SIMPLE = (qualified(f"w:{name}") for name in ("r", "t", "fldChar", "instrText", "fldSimple"))
_TYPE, _INSTR = qualified("w:fldCharType"), qualified("w:instr")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class Field:
    """A field: what it asks for, the elements that say so, and the runs that show what came of it."""

    code: str = ""
    signs: list[Element] = field(default_factory=list)
    shown: list[Element] = field(default_factory=list)
    simple: Element | None = None
    separated: bool = False


def fields(tree: Element) -> list[Field]:
    """Return the fields of a part, those within another before it."""
    found: list[Field] = []
    open_ones: list[Field] = []
    for node in tree.iter(_CHAR, _CODE, _SIMPLE, _R):
        if node.tag == _SIMPLE:
            found.append(Field(node.get(_INSTR, ""), [], list(node.iter(_R)), node))
        elif node.tag == _R:
            if open_ones and open_ones[-1].separated and node.find(_CHAR) is None:
                for each in open_ones:
                    if each.separated:
                        each.shown.append(node)
        elif node.tag == _CODE:
            if open_ones and not open_ones[-1].separated:
                open_ones[-1].code += node.text or ""
                open_ones[-1].signs.append(node)
        elif node.get(_TYPE) == "begin":
            open_ones.append(Field(signs=[node]))
        elif open_ones:
            open_ones[-1].signs.append(node)
            if node.get(_TYPE) == "separate":
                open_ones[-1].separated = True
            else:
                found.append(open_ones.pop())
    return found


def dissolve(made: Field) -> None:
    """Make plain text of a field: what it shows stays."""
    if made.simple is not None:
        parent = made.simple.getparent()
        if parent is not None:
            place = parent.index(made.simple)
            parent[place : place + 1] = [each for each in made.simple if each.tag != qualified("w:fldData")]
        return
    for sign in made.signs:
        parent = sign.getparent()
        if parent is not None:
            parent.remove(sign)


def show(made: Field, text: str) -> None:
    """Let a field show what it would when it is next brought up to date."""
    if made.shown:
        say(made.shown, text)
    elif made.simple is not None:
        made.simple.append(el("w:r", said(text)))


def say(runs: Sequence[Element], text: str) -> None:
    """Put text into the first of some runs, in its look; the others are left empty."""
    for place, run in enumerate(runs):
        for node in [each for each in run if each.tag != qualified("w:rPr")]:
            run.remove(node)
        if place == 0:
            run.append(said(text))


def said(text: str) -> Element:
    """Return text as it stands in a run."""
    node = el("w:t")
    node.text = clean(text)
    node.set(_SPACE, "preserve")
    return node


def alike(run: Element, text: str) -> Element:
    """Return a run that looks like another."""
    properties = run.find(qualified("w:rPr"))
    return el("w:r", None if properties is None else deepcopy(properties), said(text))
