"""Footnotes or endnotes: a part of their own, so that Word numbers, places and carries them over."""

from __future__ import annotations

from briefprint.document import Note, Paragraph
from briefprint.renderers._word.fields import field
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.package import RT, TreePart
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, el, root

_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))
_RELATIONSHIPS = {"footnote": RT.FOOTNOTES, "endnote": RT.ENDNOTES}


def call(work: Work, note: Note) -> list[Element]:
    """Return a note's mark in the text; the note itself is set into the notes' part."""
    notes = work.notes
    if note.number in notes.places:  # called again: a field repeats the number
        number = el("w:t")
        number.text = str(note.number)
        place = notes.places[note.number]
        return field(f"NOTEREF {place} \\f \\h", [el("w:r", _mark_style(work), number)])
    notes.places[note.number] = name = f"_Note{note.number}"
    notes.elements.append(el(f"w:{notes.kind}", id=len(notes.elements) + 1))
    mark = el("w:r", _mark_style(work), el(f"w:{notes.kind}Reference", id=len(notes.elements)))
    _fill(work, note, notes.elements[-1])
    return work.bookmark(name, [mark])


def _mark_style(work: Work) -> Element:
    return el("w:rPr", el("w:rStyle", val=f"{work.notes.kind.capitalize()}Reference"))


def _fill(work: Work, note: Note, holder: Element) -> None:
    part, style = _part(work), work.notes.style
    left, indent = work.house.text_left_pt, work.style.note.indent_pt
    frame = Frame.at(style, left + indent, work.style.column_pt - indent, part, "note")
    flow = Flow(work.sheet, "note")
    blocks = note.blocks
    if not (blocks and isinstance(blocks[0], Paragraph)):  # the mark needs a paragraph to stand in
        blocks = (Paragraph(children=()), *blocks)
    work.set_blocks(work, blocks[:1], frame, flow)
    more = work.sheet.variant(style, "Continued", first_pt=0.0)
    work.set_blocks(work, blocks[1:], frame.within(style=more, place=more), flow)
    elements = flow.close()
    mark = el("w:r", _mark_style(work), el(f"w:{work.notes.kind}Ref"))
    elements[0].insert(1, mark)
    elements[0].insert(2, el("w:r", el("w:tab")))
    holder.extend(elements)


def _part(work: Work) -> TreePart:
    notes = work.notes
    if notes.part is None:
        name = f"{notes.kind}s"
        tree = root(f"w:{name}", "w", "r", "wp", "a", "pic")
        notes.part = work.package.add(f"/word/{name}.xml", name, _RELATIONSHIPS[notes.kind], tree)
    return notes.part


def finish(work: Work) -> None:
    """Write the notes into their part."""
    notes = work.notes
    if notes.part is None:
        return
    for kind, number in _SEPARATORS:
        properties = el("w:pPr", el("w:pStyle", val=f"{notes.kind.capitalize()}Separator"))
        # The style's border is the rule: Word's own has one length and LibreOffice's is heavy.
        notes.part.tree.append(el(f"w:{notes.kind}", el("w:p", properties), type=kind, id=number))
    notes.part.tree.extend(notes.elements)
