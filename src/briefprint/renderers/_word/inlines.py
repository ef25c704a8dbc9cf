"""Runs of text: the author's inlines as Word's runs, each in a style, none formatted by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import assert_never

from briefprint import direction, glyphs
from briefprint.document import (
    Citation,
    Code,
    CrossReference,
    Emphasis,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Paragraph,
    SoftBreak,
    Span,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
    walk,
)
from briefprint.renderers import _bidi, _fields
from briefprint.renderers._word import directions, notes, pictures
from briefprint.renderers._word.fields import field
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.work import Frame, Work
from briefprint.renderers._word.xml import Element, clean, el, qualified
from briefprint.style import Face, Font, TextRole
from briefprint.units import half_points

# Features of a run, in the order in which a style's name lists them.
_NAMES = {
    "strong": "Strong",
    "emphasis": "Emphasis",
    "underline": "Underline",
    "strike": "Strikethrough",
    "sup": "Superscript",
    "sub": "Subscript",
    "code": "HTML Code",
    "link": "Hyperlink",
}
_BUILTIN = {"Strong", "Emphasis", "Hyperlink", "HTML Code"}
# Characters that Word writes as elements, and the spaces that a face may lack.
_SPECIAL = re.compile("([\u2011\u00ad\t\n])")
_ELEMENTS = {"\u2011": "w:noBreakHyphen", "\u00ad": "w:softHyphen", "\t": "w:tab", "\n": "w:br"}
_SPACES = {"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2010": "-"}


@dataclass(frozen=True, slots=True)
class _Run:
    """What the inlines around a run say of it."""

    role: TextRole
    frame: Frame
    features: frozenset[str] = frozenset()
    lang: str | None = None
    rtl: bool = False
    fallback: Font | None = None  # the font it is set in, where the face lacks its characters

    def plus(self, feature: str) -> _Run:
        return replace(self, features=self.features | {feature})


def runs(work: Work, inlines: Inlines, frame: Frame, *, turned: bool = False) -> list[Element]:
    """Return inlines as a paragraph's content in the frame's style; one that is ``turned`` says its own direction."""
    own = _bidi.runs_rtl(inlines, work.rtl)
    made = _all(work, _bidi.parted(inlines, own), run := _Run(work.role(frame.style), frame, rtl=own))
    return made if turned or own == work.rtl else _marked(work, made, run)


def _marked(work: Work, made: list[Element], run: _Run) -> list[Element]:
    """Return runs between two marks of their direction, so that their stops and figures stay with them.

    Word's runs have no levels: where they run both ways, the marks say that they belong together.
    """
    both = len({each.find(f".//{qualified('w:rtl')}") is None for each in made}) > 1
    opens = (direction.EMBEDDINGS if both else direction.MARKS)[run.rtl]
    return [*_text(work, opens, run), *made, *_text(work, direction.END if both else opens, run)]


def text_runs(work: Work, text: str, frame: Frame) -> list[Element]:
    """Return plain text as the content of a paragraph in the frame's style."""
    run = _Run(work.role(frame.style), frame)
    if not work.mixed or not direction.is_spoken(text):  # what stands between two numbers goes with them
        return _text(work, text, run)
    return runs(work, (Text(text=text),), frame)


def _all(work: Work, inlines: Inlines, run: _Run) -> list[Element]:
    return [element for inline in inlines for element in _inline(work, inline, run)]


def _inline(work: Work, inline: Inline, run: _Run) -> list[Element]:
    match inline:
        case Text():
            return _text(work, inline.text, run)
        case SoftBreak():
            return _text(work, " ", run)
        case LineBreak():
            return _text(work, "\n", run)
        case Emphasis():
            return _all(work, inline.children, replace(run, features=run.features ^ {"emphasis"}))
        case Strong():
            return _all(work, inline.children, run.plus("strong"))
        case Strikethrough():
            return _all(work, inline.children, run.plus("strike"))
        case Underline():
            return _all(work, inline.children, run.plus("underline"))
        case Superscript():
            return _all(work, inline.children, run.plus("sup"))
        case Subscript():
            return _all(work, inline.children, run.plus("sub"))
        case Span():
            own = run.rtl if inline.rtl is None else inline.rtl
            within = replace(run, lang=inline.lang or run.lang, rtl=own)
            made = _all(work, inline.children, within)
            return _marked(work, made, within) if inline.lang and inline.rtl is not None else made
        case Citation():
            return _all(work, inline.children, run)
        case Code():
            return _text(work, inline.text, run.plus("code"))
        case Link():
            return _link(work, inline, run)
        case Image():
            return [el("w:r", pictures.inline(work, inline, run.role, run.frame))]
        case Note():
            return _note_in_note(work, inline, run) if run.frame.kind == "note" else notes.call(work, inline)
        case CrossReference():
            return _reference(work, inline, run)
        case _:
            assert_never(inline)


def _link(work: Work, link: Link, run: _Run) -> list[Element]:
    content = _all(work, link.children, run.plus("link"))
    if link.target.startswith("#"):
        anchor = work.names.get(link.target[1:])
        if anchor is None:
            work.warn(f"nothing here is called '{link.target}'", link.line)
            return _all(work, link.children, run)
        return [el("w:hyperlink", *content, anchor=anchor, history=1, tooltip=_tooltip(link))]
    rid = run.frame.part.relate_to(clean(link.target), RT.HYPERLINK, is_external=True)
    return [el("w:hyperlink", *content, r_id=rid, history=1, tooltip=_tooltip(link))]


def _tooltip(link: Link) -> str | None:
    return clean(link.title) if link.title else None


def _reference(work: Work, reference: CrossReference, run: _Run) -> list[Element]:
    """Return a cross-reference, its number or its title a field that follows what it names; its page is one too."""
    words = _fields.reference_text(reference, work.style, work.document.lang)
    name = work.names.get(reference.target)
    if name is None:
        return _text(work, words, run)
    page = _page(work, name, run) if reference.page else []
    if reference.kind != "section":
        return [*field(f"REF {name} \\h", _text(work, words, run)), *page]
    titled = reference.title and reference.title in words
    core = reference.title if titled else reference.number
    before, _, after = words.rpartition(core)
    code = f"REF {name} \\h" if titled else f"REF {name} \\r \\h"
    return [
        *(_text(work, before, run) if before else []),
        *field(code, _text(work, core, run)),
        *(_text(work, after, run) if after else []),
        *page,
    ]


def _page(work: Work, name: str, run: _Run) -> list[Element]:
    """Return ', page 3' behind a cross-reference; ``pages`` fills in the number."""
    _text(work, "0123456789", run)  # whose letters the font needs
    number = field(f"PAGEREF {name} \\h", _text(work, "1", run))
    work.await_page(name, number)
    return [*_text(work, _fields.before_page(work.style, work.document.lang), run), *number]


def _note_in_note(work: Work, note: Note, run: _Run) -> list[Element]:
    """Return a footnote of a footnote in brackets where it was called: Word has no notes in notes."""
    work.warn("a footnote within a footnote stands in the text of the outer one", note.line)
    words = [_all(work, block.children, run) for block in walk(note.blocks) if isinstance(block, Paragraph)]
    content = [element for part in words for element in part]
    return [*_text(work, " [", run), *content, *_text(work, "]", run)]


# --- one run ------------------------------------------------------------------------------------------


def _text(work: Work, text: str, run: _Run) -> list[Element]:
    face, font = _font(work, run)
    text = clean(text)
    known = glyphs.characters(font)
    for lacking, instead in _SPACES.items():
        if lacking in text and lacking not in known:
            text = text.replace(lacking, instead)
    if run.rtl:
        return _rtl_text(work, text, run, face, font)
    upper = run.role.case == "upper"
    work.fonts.use(face, font, _SPECIAL.sub("", text.upper() if upper else text))
    return [
        _node(work, part, run if each is font else replace(run, fallback=each))
        for each, part in glyphs.stretches(text, font)
    ]


def _rtl_text(work: Work, text: str, run: _Run, face: Face, font: Font) -> list[Element]:
    """Return a run from right to left, which Word sets in the font of complex scripts whatever its letters."""
    script, usual = directions.font_of(text, font), directions.script_font(run.role)
    others = tuple(each for each in (font, *font.fallbacks) if each.path != script.path)
    found = []
    for each, part in glyphs.stretches(text, replace(script, fallbacks=others)):
        plain = replace(each, fallbacks=())
        work.fonts.use_alone(face, plain, _SPECIAL.sub("", part))
        same = usual is not None and each.word_name == usual.word_name
        found.append(_node(work, part, run if same else replace(run, fallback=plain)))
    return found


def _node(work: Work, text: str, run: _Run) -> Element:
    """Return text of one font as a run."""
    style = _run_style(work, run)
    properties = None
    if style or run.lang or run.rtl:
        turned = run.lang is not None and direction.is_rtl(run.lang)
        properties = el(
            "w:rPr",
            el("w:rStyle", val=style) if style else None,
            el("w:rtl") if run.rtl else None,
            el("w:lang", **{"bidi" if turned else "val": run.lang}) if run.lang else None,
        )
    node = el("w:r", properties)
    for part in _SPECIAL.split(text):
        if part in _ELEMENTS:
            node.append(el(_ELEMENTS[part]))
        elif part:
            words = el("w:t")
            words.text = part
            if part[0].isspace() or part[-1].isspace() or "  " in part:
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            node.append(words)
    return node


def _font(work: Work, run: _Run) -> tuple[Face, Font]:
    strong, emphasis = "strong" in run.features, "emphasis" in run.features
    if "code" not in run.features:
        return run.role.face, run.role.font(strong, emphasis)
    body, face = work.style.text.body, work.style.inline.code_face
    weight = run.role.strong_weight if strong else body.weight
    return face, face.font(weight, run.role.italic != emphasis and emphasis)


def _run_style(work: Work, run: _Run) -> str | None:
    """Return the style of runs for a role and features, defined when first wanted."""
    if not run.features and run.fallback is None:
        return None
    key = (id(run.role), run.features, run.fallback, run.rtl)
    if key not in work.run_styles:
        work.run_styles[key] = _defined(work, run)
    return work.run_styles[key]


def _defined(work: Work, run: _Run) -> str:
    labels = [label for feature, label in _NAMES.items() if feature in run.features]
    if run.fallback is not None:
        labels.append(f"{'in' if labels else 'In'} {run.fallback.word_name}")
    name = " ".join(labels)
    properties = _properties(work, run)
    for candidate in (name, f"{name} in {work.sheet.paragraphs[run.frame.style].name}"):
        style_id = candidate.replace(" ", "")
        known = work.sheet.characters.get(style_id)
        if known is None:
            own = candidate == name and run.fallback is None
            builtin = candidate in _BUILTIN
            return work.sheet.define_character(candidate, properties, id=style_id, builtin=builtin, gallery=own)
        if [_signature(each) for each in known.properties] == [_signature(each) for each in properties]:
            return style_id
    return work.sheet.define_character(f"{name} of {len(work.sheet.characters)}", properties, gallery=False)


def _signature(element: Element) -> tuple[str, tuple[tuple[str, str], ...]]:
    return element.tag, tuple(sorted(element.attrib.items()))


def _properties(work: Work, run: _Run) -> list[Element]:
    """Return what a style of runs changes, in the schema's order (ECMA-376 17.3.2.28).

    Bold and italic in a style of runs turn the paragraph's own over (ECMA-376 17.7.3), so they are said only
    where the font wanted differs from the paragraph's.
    """
    features, theme = run.features, work.theme
    base, font = run.role.font(), run.fallback or _font(work, run)[1]
    nodes: list[Element] = []
    if font.word_name != base.word_name:
        nodes.append(el("w:rFonts", **theme.fonts(font.word_name)))
    if font.word_bold != base.word_bold:
        nodes.append(el("w:b"))
    usual, script = directions.script_font(run.role), directions.script_face(run.role.face)
    if usual is not None and script is not None:
        strong = script.font(run.role.strong_weight if "strong" in features else run.role.weight)
        if strong.word_bold != usual.word_bold:
            nodes.append(el("w:bCs"))
    if font.italic != base.italic:
        nodes.append(el("w:i"))
    if "strike" in features:
        nodes.append(el("w:strike"))
    if "link" in features:
        nodes.append(work.house.link_properties()[0])
    if "code" in features:
        size = half_points(run.role.size_pt * work.style.inline.code_scale)
        nodes += [el("w:sz", val=size), el("w:szCs", val=size)]
    if "underline" in features:
        nodes.append(el("w:u", val="single"))
    elif "link" in features:
        nodes.append(work.house.link_properties()[1])
    if "sup" in features or "sub" in features:
        nodes.append(el("w:vertAlign", val="superscript" if "sup" in features else "subscript"))
    return nodes
