"""Footnotes: a part of their own, so that Word numbers, places and carries them over."""

from __future__ import annotations

from briefprint.document import Note, Paragraph
from briefprint.renderers._word.fields import field
from briefprint.renderers._word.flow import Flow
from briefprint.renderers._word.package import RT, TreePart
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, el, root

_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


def call(work: Work, note: Note) -> list[Element]:
    """Return a note's mark in the text; the note itself is set into the notes' part."""
    if note.number in work.note_places:  # called again: a field repeats the number
        number = el("w:t")
        number.text = str(note.number)
        place = work.note_places[note.number]
        return field(f"NOTEREF {place} \\f \\h", [el("w:r", _mark_style(), number)])
    work.note_places[note.number] = name = f"_Note{note.number}"
    work.notes.append(el("w:footnote", id=len(work.notes) + 1))
    mark = el("w:r", _mark_style(), el("w:footnoteReference", id=len(work.notes)))
    _fill(work, note, work.notes[-1])
    return work.bookmark(name, [mark])


def _mark_style() -> Element:
    return el("w:rPr", el("w:rStyle", val="FootnoteReference"))


def _fill(work: Work, note: Note, holder: Element) -> None:
    part = _part(work)
    left, indent = work.house.text_left_pt, work.style.note.indent_pt
    frame = Frame.at("FootnoteText", left + indent, work.style.page.measure_pt - indent, part, "note")
    flow = Flow(work.sheet, "note")
    blocks = note.blocks
    if not (blocks and isinstance(blocks[0], Paragraph)):  # the mark needs a paragraph to stand in
        blocks = (Paragraph(children=()), *blocks)
    work.set_blocks(work, blocks[:1], frame, flow)
    more = work.sheet.variant("FootnoteText", "Continued", first_pt=0.0)
    work.set_blocks(work, blocks[1:], frame.within(style=more, place=more), flow)
    elements = flow.close()
    mark = el("w:r", _mark_style(), el("w:footnoteRef"))
    elements[0].insert(1, mark)
    elements[0].insert(2, el("w:r", el("w:tab")))
    holder.extend(elements)


def _part(work: Work) -> TreePart:
    if work.notes_part is None:
        notes = root("w:footnotes", "w", "r", "wp", "a", "pic")
        work.notes_part = work.package.add("/word/footnotes.xml", "footnotes", RT.FOOTNOTES, notes)
    return work.notes_part


def finish(work: Work) -> bool:
    """Write the notes into their part; return whether there are any."""
    if work.notes_part is None:
        return False
    tree = work.notes_part.tree
    for kind, number in _SEPARATORS:
        properties = el("w:pPr", el("w:pStyle", val="FootnoteSeparator"))
        # The style's border is the rule: Word's own has one length and LibreOffice's is heavy.
        tree.append(el("w:footnote", el("w:p", properties), type=kind, id=number))
    tree.extend(work.notes)
    return True
