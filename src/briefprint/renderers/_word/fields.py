"""Fields, their results filled in, so that Word asks nothing on opening and shows the right thing at once."""

from __future__ import annotations

from briefprint.renderers._word.xml import Element, clean, el


def field(code: str, result: list[Element]) -> list[Element]:
    """Return a field with its result filled in, complex as Word writes it (ECMA-376 17.16.18)."""
    instruction = el("w:instrText", xml_space="preserve")
    instruction.text = f" {clean(code)} "
    return [
        el("w:r", el("w:fldChar", fldCharType="begin")),
        el("w:r", instruction),
        el("w:r", el("w:fldChar", fldCharType="separate")),
        *result,
        el("w:r", el("w:fldChar", fldCharType="end")),
    ]


def counted(code: str, result: str) -> list[Element]:
    """Return a field whose result is plain text."""
    text = el("w:t")
    text.text = result
    return field(code, [el("w:r", text)])
