"""A brand's type in a house style: families there are fonts of, sizes of print, weights that a family has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefprint import stylebook, styleguide
from briefprint.brand import fonts as fontfiles
from briefprint.brand.sheet import Sheet
from briefprint.brand.source import FontFile
from briefprint.style import Face, Font, HouseStyle, TextRole
from briefprint.stylebook import FONTS
from briefprint.styledraft import key as toml_key
from briefprint.styledraft import quoted
from briefprint.styleguide import contrast
from briefprint.units import parse_length

SIZES_PT = (7.0, 16.0)  # of text; what a brand says beyond is meant for a screen, or for a poster
LEADINGS = (1.1, 1.8)  # of the size: beyond, a screen's airiness falls apart on paper
SOLID = 1.0  # a head's least leading
STEP_PT, STEPS = 0.25, 6  # by how much copy is set larger or smaller at a time, and how often at most
HEADINGS = ("headline", "heading_1", "heading_2", "heading_3", "heading_4")
COPY = ("body", "list", "definition")  # what is set as the text is, where the parent sets it so
LICENCES = ("OFL*", "LICEN[CS]E*", "COPYING*")


def faces(sheet: Sheet) -> None:
    """Give the text, the heads and the code the brand's families, as far as there are fonts of them."""
    slots = {
        "base": str(sheet.values["text.body.face"]),
        "headings": str(sheet.values["text.heading_1.face"]),
        "monospace": str(sheet.values["inline.code_face"]),
    }
    made = {
        name: face for name, fonts in sheet.brand.families.items() if (face := _own(sheet, name, fonts)) is not None
    }
    known = stylebook.families(sheet.folders) | made
    wanted = {name: setting.family for name in slots if (setting := sheet.brand.settings.get(name)) is not None}
    if wanted.get("base") and not wanted.get("headings"):
        wanted["headings"] = wanted["base"]  # as Quarto has it
    new: dict[str, Face] = {}
    for name, family in wanted.items():
        if family is None:
            continue
        sheet.used.add(("typography", name, "family"))
        sheet.used |= {
            ("typography", "fonts", place)
            for place, each in enumerate(sheet.data("typography", "fonts") or ())
            if each == family or (isinstance(each, dict) and each.get("family") == family)
        }
        sheet.used |= {("typography", name)} if isinstance(sheet.data("typography", name), str) else set()
        if family in known:
            new[name] = known[family]
        elif family in sheet.brand.families:
            stays = _parent_face(sheet, name).name
            sheet.tell(("typography", name), f"'{stays}' stands in for '{family}'")
        else:
            _lacking(sheet, name, family)
    if slots["headings"] == slots["base"] and new.get("headings") != new.get("base"):
        slots["headings"] = "head"
    sheet.set_in = {slots[name]: face for name, face in new.items()}
    if new.get("headings") is not None:
        for role in HEADINGS:
            if sheet.values[f"text.{role}.face"] != slots["headings"]:
                sheet.text[f"{role}.face"] = quoted(slots["headings"])
    was = {slot: _parent_face(sheet, name).name for name, slot in slots.items() if f"faces.{slot}" in sheet.values}
    used = [
        name for token, table in styleguide.references(HouseStyle) if table == "faces" for name in sheet.now(token)
    ]
    if lines := [
        f"{toml_key(slot)} = {quoted(face.name)}"
        for slot, face in sheet.set_in.items()
        if slot in used and face.name != was.get(slot)
    ]:
        sheet.tables["faces"] = lines
    _write_fonts(sheet, {face.name for face in sheet.set_in.values()} & set(made))


def _lacking(sheet: Sheet, name: str, family: str) -> None:
    """Tell that there are no fonts of a family, and what stands in."""
    stays = _parent_face(sheet, name).name
    source = sheet.brand.sources.get(family, "system")
    sheet.tell(
        ("typography", name),
        f"there are no fonts of '{family}' (source: {source}) here, and none is fetched: '{stays}' stands in",
        "put static TrueType files beside the brand file and name them under 'typography.fonts' (source: file), "
        "or list them in styles/fonts/fonts.toml, and make the style anew",
    )


def _parent_face(sheet: Sheet, name: str) -> Face:
    """Return the face of the parent that one of the brand's would replace."""
    match name:
        case "base":
            return sheet.style.text.body.face
        case "headings":
            return sheet.style.text.heading_1.face
        case _:
            return sheet.style.inline.code_face


def _own(sheet: Sheet, family: str, files: Sequence[FontFile]) -> Face | None:
    """Return a family whose fonts come with the brand, or None after telling why it cannot be used."""
    fonts = []
    for each in files:
        if (reason := fontfiles.unfit(each)) is not None:
            sheet.tell(each.key, f"'{each.path.name}' of '{family}' {reason}: the family is left out")
            return None
        fonts.append(fontfiles.entry(each))
    sheet.entries[family] = fonts
    cuts = {(entry.weight, entry.italic) for entry in fonts}
    upright = min((weight for weight, italic in cuts if not italic), default=None)
    if upright is None or not any(italic for _, italic in cuts):
        lacks = "upright" if upright is None else "italic"
        sheet.tell(
            files[0].key if files else ("typography", "fonts"),
            f"'{family}' has no {lacks}, and none is ever faked: the family is left out",
            "name at least its regular, italic, bold and bold italic",
        )
        return None
    sheet.used.add(files[0].key[:3])
    return Face(
        family,
        fonts[0].category,
        tuple(
            Font(each.path, each.weight, each.italic, each.word_name, each.word_bold, each.sha256) for each in fonts
        ),
    )


def _write_fonts(sheet: Sheet, families: set[str]) -> None:
    """Put the fonts of these families beside the style, with a table of them and their licences."""
    lines = ["# The brand's own fonts. See the README beside the fonts that briefprint ships."]
    for name in sorted(families):
        fonts: list[fontfiles.Entry] = sheet.entries[name]
        lines += ["", "[[family]]", f"name = {quoted(name)}", f"category = {quoted(fonts[0].category)}"]
        for each in fonts:
            sheet.beside[f"fonts/{each.file}"] = each.data
            for pattern in LICENCES:
                for licence in sorted(each.path.parent.glob(pattern)):
                    sheet.beside[f"fonts/{licence.name}"] = licence.read_bytes()
            lines += [
                "",
                "[[family.face]]",
                f"weight = {each.weight}",
                f"italic = {str(each.italic).lower()}",
                f"file = {quoted(each.file)}",
                f"word_name = {quoted(each.word_name)}",
                f"word_bold = {str(each.word_bold).lower()}",
                f"sha256 = {quoted(each.sha256)}",
            ]
    if families:
        sheet.beside[f"fonts/{FONTS}"] = ("\n".join(lines) + "\n").encode()


def sizes(sheet: Sheet) -> None:
    """Take up sizes, line heights and weights; give each role a weight that its family has."""
    _base(sheet)
    _headings(sheet)
    nearest: set[str] = set()
    for name, role in sheet.style.roles():
        slot = sheet.text.get(f"{name}.face", quoted(str(sheet.values[f"text.{name}.face"]))).strip('"')
        face = sheet.set_in.get(slot, role.face)
        for token in ("weight", "strong_weight"):
            wanted = int(sheet.text.get(f"{name}.{token}", getattr(role, token)))
            has = face.font(wanted, role.italic).weight
            if has != wanted:
                nearest.add(f"'{face.name}' has no {wanted}")
            if (has, wanted) != (getattr(role, token),) * 2:
                sheet.text[f"{name}.{token}"] = str(has)
    sheet.why += [f"# {each}: what stands here is the nearest weight it has." for each in sorted(nearest)]
    _measures(sheet)


def _measures(sheet: Sheet) -> None:
    """Set copy larger or smaller where another face would make its lines too long or too short."""
    moved: dict[tuple[str, bool], list[str]] = {}
    for name in styleguide.COPY:
        was: TextRole = getattr(sheet.style.text, name)
        face, weight = sheet.set_in.get(sheet.said(name, "face"), was.face), int(sheet.said(name, "weight"))
        now = replace(was, face=face, weight=weight, size_pt=parse_length(sheet.said(name, "size")))
        size = now.size_pt
        for _ in range(STEPS):
            counts = styleguide.characters(sheet.style, name, now).values()
            step = (max(counts) > styleguide.LONGEST) - (min(counts) < styleguide.SHORTEST)
            now = replace(now, size_pt=now.size_pt + step * STEP_PT)
        if now.size_pt != size:
            leading = parse_length(sheet.said(name, "leading")) * now.size_pt / size
            sheet.text[f"{name}.size"] = quoted(f"{now.size_pt:g}pt")
            sheet.text[f"{name}.leading"] = quoted(f"{_quarter(leading):g}pt")
            moved.setdefault((face.name, now.size_pt > size), []).append(name)
    for (family, larger), names in moved.items():
        breadth, sized = ("narrow", "larger") if larger else ("broad", "smaller")
        lines = f"lines of {styleguide.SHORTEST} to {styleguide.LONGEST} letters"
        sheet.why.append(f"# '{family}' is {breadth}: {' and '.join(names)} set {sized}, for {lines}.")


def _base(sheet: Sheet) -> None:
    """Set the text as the brand sets its base, where that is meant for paper."""
    base, body = sheet.brand.settings.get("base"), sheet.style.text.body
    if base is None:
        return
    size = body.size_pt
    if base.size is not None:
        try:
            wanted = parse_length(base.size)
        except ValueError:  # a screen's: px, rem
            wanted = 0.0
        if SIZES_PT[0] <= wanted <= SIZES_PT[1]:
            size = wanted
            sheet.used.add(("typography", "base", "size"))
    ratio = body.leading_pt / body.size_pt
    if base.line_height is not None and LEADINGS[0] <= base.line_height <= LEADINGS[1]:
        ratio = base.line_height
        sheet.used.add(("typography", "base", "line-height"))
    alike = [
        name for name in COPY
        if (role := getattr(sheet.style.text, name)).size_pt == body.size_pt and role.leading_pt == body.leading_pt
    ]  # fmt: skip
    for name in alike:
        if size != body.size_pt:
            sheet.text[f"{name}.size"] = quoted(f"{size:g}pt")
        if (leading := _quarter(size * ratio)) != body.leading_pt:
            sheet.text[f"{name}.leading"] = quoted(f"{leading:g}pt")
        if base.weight is not None:
            sheet.text[f"{name}.weight"] = str(base.weight)
    if base.weight is not None:
        sheet.used.add(("typography", "base", "weight"))


def _headings(sheet: Sheet) -> None:
    """Set the heads as the brand does."""
    heads = sheet.brand.settings.get("headings")
    if heads is None:
        return
    ratio = heads.line_height
    if ratio is not None and SOLID <= ratio <= LEADINGS[1]:
        sheet.used.add(("typography", "headings", "line-height"))
    else:
        ratio = None
    for name in HEADINGS:
        role: TextRole = getattr(sheet.style.text, name)
        if heads.weight is not None:
            sheet.used.add(("typography", "headings", "weight"))
            sheet.text[f"{name}.weight"] = str(heads.weight)
            if heads.weight > role.strong_weight:
                sheet.text[f"{name}.strong_weight"] = str(heads.weight)
        if ratio is not None and (leading := _quarter(role.size_pt * ratio)) != role.leading_pt:
            sheet.text[f"{name}.leading"] = quoted(f"{leading:g}pt")
        if heads.color is not None:
            sheet.used.add(("typography", "headings", "color"))
            if not sheet.from_brand:
                sheet.palette["heading"] = heads.color
            color = sheet.named(heads.color, "heading")
            grounds = [sheet.hex(each) for each in styleguide.ground_tokens(sheet.style, name)]
            fits = all(contrast(heads.color, each) >= styleguide.wanted_contrast(role) for each in grounds)
            if fits and color != sheet.values[f"text.{name}.color"]:
                sheet.text[f"{name}.color"] = quoted(color)


def _quarter(points: float) -> float:
    return round(points * 4) / 4
