"""Fields, their results filled in, so that Word asks nothing on opening and shows the right thing at once."""

from __future__ import annotations

import re

from briefprint.renderers._word.xml import Element, clean, el


def field(code: str, result: list[Element]) -> list[Element]:
    """Return a field with its result filled in, complex as Word writes it (ECMA-376 17.16.18)."""
    return [
        el("w:r", el("w:fldChar", fldCharType="begin")),
        _code(f" {code} "),
        el("w:r", el("w:fldChar", fldCharType="separate")),
        *result,
        el("w:r", el("w:fldChar", fldCharType="end")),
    ]


def counted(code: str, result: str) -> list[Element]:
    """Return a field whose result is plain text."""
    return field(code, counted_text(result))


def counted_text(result: str) -> list[Element]:
    """Return plain text as a field's result."""
    text = el("w:t")
    text.text = result
    return [el("w:r", text)]


def condition(
    one: list[Element], other: list[Element], same: str, differs: str, shown: list[Element]
) -> list[Element]:
    """Return a field that says ``same`` where two other fields agree (ECMA-376 17.16.5.27).

    Only Word reads the field, as the choice of who knows its namespace of 2012 (part 3, 7.5); LibreOffice, which
    would set the two fields within it, finds what it shows.
    """
    before = [
        el("w:r", el("w:fldChar", fldCharType="begin")),
        _code(" IF "),
        *one,
        _code(" = "),
        *other,
        _code(f" {_quoted(same)} {_quoted(differs)} "),
        el("w:r", el("w:fldChar", fldCharType="separate")),
    ]
    return [*map(_for_word, before), *shown, _for_word(el("w:r", el("w:fldChar", fldCharType="end")))]


def _for_word(run: Element) -> Element:
    return el("w:r", el("mc:AlternateContent", el("mc:Choice", *run, Requires="w15")))


def _code(text: str) -> Element:
    node = el("w:instrText", xml_space="preserve")
    node.text = clean(text)
    return el("w:r", node)


def _quoted(text: str) -> str:
    """Return text as a field's argument; a backslash would begin a switch."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
