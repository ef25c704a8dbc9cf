"""What a template says of itself, brought up to date for the brief: its settings, its properties, its fonts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from briefprint.document import Document
from briefprint.renderers._word import settings
from briefprint.renderers._word.package import RT, TreePart
from briefprint.renderers._word.template_merge import Joined
from briefprint.renderers._word.template_read import Opened
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.xml import Element, clean, el, qualified, root
from briefprint.style import HouseStyle

# Children of w:settings in the schema's order (ECMA-376 17.15.1.78), as far as ours have a place among them.
_BEFORE_FONTS = ("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime",
                 "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
                 "printFractionalCharacterWidth", "printFormsData")  # fmt: skip
_BEHIND_NOTES = ("endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang",
                 "clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade",
                 "captions", "readModeInkLockDown", "smartTagType", "schemaLibrary", "shapeDefaults",
                 "doNotEmbedSmartTags", "decimalSymbol", "listSeparator")  # fmt: skip
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_KEPT_OF_CORE = (f"{{{_CORE}}}category", f"{{{_CORE}}}contentStatus")
_STALE = ("Template", "TotalTime", "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines", "Paragraphs",
          "HeadingPairs", "TitlesOfParts", "HLinks", "DigSig")  # fmt: skip
_EMBEDS = tuple(qualified(f"w:embed{kind}") for kind in ("Regular", "Bold", "Italic", "BoldItalic"))


# --- settings -------------------------------------------------------------------------------------------


def settle(opened: Opened, work: Work, joined: Joined, embedded: bool) -> None:
    """Let the template's settings know of the brief's notes and fonts."""
    part = opened.part(RT.SETTINGS)
    if part is None:
        part = opened.package.add("/word/settings.xml", "settings", RT.SETTINGS, settings.settings(work, embedded))
    tree = part.tree
    for tag in ("w:mailMerge", "w:attachedTemplate", "w:updateFields"):
        for node in tree.findall(qualified(tag)):
            tree.remove(node)
    if embedded:
        for tag in ("w:saveSubsetFonts", "w:embedTrueTypeFonts"):
            if tree.find(qualified(tag)) is None:
                _behind(tree, el(tag), (*_BEFORE_FONTS, "embedTrueTypeFonts", "embedSystemFonts"))
    if separators := joined.separators():
        _separators(tree, work.notes.kind, separators)


def _separators(tree: Element, kind: str, separators: list[Element]) -> None:
    held = tree.find(qualified(f"w:{kind}Pr"))
    if held is None:
        later = {qualified(f"w:{name}") for name in (_BEHIND_NOTES if kind == "footnote" else _BEHIND_NOTES[1:])}
        place = next((at for at, child in enumerate(tree) if child.tag in later), len(tree))
        held = el(f"w:{kind}Pr")
        if kind == "endnote":
            held.extend([el("w:pos", val="docEnd"), el("w:numFmt", val="decimal")])
        tree.insert(place, held)
    if held.find(qualified(f"w:{kind}")) is None:
        held.extend(separators)


def _behind(tree: Element, node: Element, before: Iterable[str]) -> None:
    tags = {qualified(f"w:{name}") for name in before}
    tree.insert(max((at + 1 for at, child in enumerate(tree) if child.tag in tags), default=0), node)


# --- properties -----------------------------------------------------------------------------------------


def properties(opened: Opened, document: Document, style: HouseStyle, known: Mapping[str, str]) -> None:
    """Put the brief's title, authors, number and marking where Word's fields look for them."""
    package = opened.package
    core = settings.core(document, style)
    there = _package_part(opened, RT.CORE_PROPERTIES)
    if there is None:
        package.add_properties("/docProps/core.xml", "core", RT.CORE_PROPERTIES, core)
    else:
        core.extend([each for each in there.tree if each.tag in _KEPT_OF_CORE and each.text])
        there.tree = core
    extended = _package_part(opened, RT.EXTENDED_PROPERTIES)
    if extended is not None:
        for node in list(extended.tree):
            if isinstance(node.tag, str) and etree.QName(node).localname in _STALE:
                extended.tree.remove(node)
    values = settings.own_properties(document, style)
    own = _package_part(opened, RT.CUSTOM_PROPERTIES)
    if own is None:
        package.add_properties("/docProps/custom.xml", "custom", RT.CUSTOM_PROPERTIES, settings.custom(values))
    else:
        _custom(own.tree, values, known)


def _package_part(opened: Opened, relationship: str) -> TreePart | None:
    rels: Any = opened.package.relationships.values()
    found = (rel.target_part for rel in rels if rel.reltype == relationship and not rel.is_external)
    return next((each for each in found if isinstance(each, TreePart)), None)


def _custom(tree: Element, values: list[tuple[str, str]], known: Mapping[str, str]) -> None:
    """Set the properties that the template names as the brief does, and add the others (ECMA-376 22.3.2.2)."""
    wanted = {name.lower(): (name, value) for name, value in values}
    highest = 1
    for node in tree:
        name = node.get("name", "").lower()
        highest = max(highest, int(node.get("pid", "1")))
        text = wanted.pop(name, ("", known.get(name.replace(" ", "_"), "")))[1]
        if text and len(node):
            kind = f"{{{etree.QName(node[0]).namespace}}}lpwstr"
            node[0].tag, node[0].text = kind, clean(text)
    for node in settings.custom(list(wanted.values())):
        highest += 1
        node.set("pid", str(highest))
        tree.append(node)


# --- fonts ----------------------------------------------------------------------------------------------


def fonts(opened: Opened, work: Work, joined: Joined, trees: list[Element], wanted: bool) -> bool:
    """Embed the fonts of ours that the file names after all, where it is ``wanted``; return whether there are any."""
    if not wanted:
        return False
    named = {value for tree in trees for node in tree.iter(qualified("w:rFonts")) for value in node.attrib.values()}
    drawn = [node.get("style", "") for tree in trees for node in tree.iter(qualified("v:textpath"))]
    refused = work.fonts.table(work.package, embedded=True)
    ours = next(rel.target_part for rel in work.package.main.rels.values() if rel.reltype == RT.FONT_TABLE)
    used = [
        each
        for each in ours.tree
        if (name := each.get(qualified("w:name"))) in named or any(f'"{name}"' in style for style in drawn)
    ]
    if not used:
        return False
    there = opened.part(RT.FONT_TABLE)
    if there is None:
        there = opened.package.add("/word/fontTable.xml", "fontTable", RT.FONT_TABLE, root("w:fonts", "w", "r"))
    known = {each.get(qualified("w:name")): each for each in there.tree}
    embedded = False
    for font in used:
        name = font.get(qualified("w:name"))
        held = [each for each in font if each.tag in _EMBEDS]
        theirs = known.get(name)
        if theirs is not None and any(each.tag in _EMBEDS for each in theirs):
            continue
        embedded = embedded or bool(held)
        if theirs is None:
            there.tree.append(font)
        else:
            theirs.extend(held)
        joined.relate([font if theirs is None else theirs], ours, there)
    for name in refused:
        if any(name.startswith((each.get(qualified("w:name")) or "").replace(" ", "")) for each in used):
            work.warn(f"the font '{name}' may not be embedded", hint="install it where the file is read")
    return embedded
