"""The files of a house style made from a brand file: text, fonts, mark; and what could not be taken up."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefprint import stylebook, styledraft, stylefiles, styleguide
from briefprint.brand import colors, faces
from briefprint.brand.sheet import Sheet
from briefprint.brand.source import SEMANTIC, SETTINGS, Brand, Logo
from briefprint.errors import BrandError, Diagnostic, RenderError, StyleError, UsageError, did_you_mean, warning
from briefprint.reader.yaml import Path as Key
from briefprint.style import HOUSE_NAMES, Masthead
from briefprint.styledraft import key as toml_key
from briefprint.styledraft import named_languages, quoted
from briefprint.styleguide import contrast

ORDER = (
    "palette",
    "faces",
    "masthead",
    "memo.masthead",
    "inline",
    "chart",
    "callout",
)  # of the tables, as the base has them


@dataclass(frozen=True, slots=True)
class Made:
    """A style's files, by their names in its folder, the style's own last; and what its author should know."""

    files: Mapping[str, bytes]
    told: tuple[Diagnostic, ...]


def draft(name: str, parent: str, file: Path, folders: Sequence[Path], brand: Brand) -> Made:
    """Return the files of a style that sets as ``parent`` does, in what the brand says.

    Raises UsageError when there may be no such style or is no such parent, StyleError when the parent has faults,
    BrandError when the brand file says nothing that a style could take up.
    """
    if reason := styledraft.refused(name, file):
        raise UsageError([reason])
    sheet = Sheet(name, parent, folders, brand)
    colors.take_up(sheet)
    faces.faces(sheet)
    faces.sizes(sheet)
    colors.see_to(sheet)
    _marks(sheet)
    labels = _words(sheet)
    if not sheet.used:
        hint = "it may have 'color', 'typography', 'logo' and 'meta'"
        nothing = Diagnostic("says nothing that a style could take up", str(brand.file), 1, hint)
        raise BrandError([nothing, *_strange(brand)])
    text = _written(sheet, file, labels)
    told = (*sheet.told, *_strange(brand), *_left_out(brand, sheet.used), *_checked(sheet, labels))
    return Made({**sheet.beside, file.name: text.encode()}, told)


def _strange(brand: Brand) -> Iterator[Diagnostic]:
    """Yield what seems misspelt: other keys that the grammar has not are only left out."""
    for key in brand.strange:
        if hint := did_you_mean(str(key[-1]), (*SEMANTIC, *SETTINGS, "palette", "family", "files", "source")):
            name = ".".join(str(part) for part in key)
            yield warning(f"a brand file has no '{name}'", str(brand.file), brand.line(*key), hint)


def _left_out(brand: Brand, used: set[Key]) -> Iterator[Diagnostic]:
    if names := brand.left_out(frozenset(used)):
        yield warning(f"left out, as no style has a place for it: {', '.join(names)}", str(brand.file))


def _checked(sheet: Sheet, labels: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield what ``styles check`` will say of the style, found by setting it up where nobody looks."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder).resolve() / "styles" / sheet.name / stylefiles.FILE
        for name, data in (*sheet.beside.items(), (file.name, _written(sheet, file, labels).encode())):
            target = file.parent / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        try:
            found = styleguide.check(sheet.name, (file.parents[1], *sheet.folders))
        except StyleError as error:
            raise BrandError(
                Diagnostic(f"no style can be made of it: {each.message}", str(sheet.brand.file), None, each.hint)
                for each in error.diagnostics
            ) from None
        for each in found:
            yield warning(
                f"styles check {sheet.name} will say: {each.message}", str(sheet.brand.file), None, each.hint
            )


def _marks(sheet: Sheet) -> None:
    """Put the brand's logo at the head of brief and memo; without one the parent's mark is not ours to bear."""
    for table, masthead in (("masthead", sheet.style.masthead), ("memo.masthead", sheet.style.memo.masthead)):
        if (logo := _logo(sheet, table, masthead)) is not None:
            suffix = logo.path.suffix.lower()
            name = f"mark{'-dark' if logo.ground == 'dark' else ''}{suffix}"
            sheet.beside[name] = logo.path.read_bytes()
            sheet.tables[table] = [f"mark = {quoted(name)}"]
            sheet.used.add(logo.key)
            sheet.used.add(logo.key[:1] if isinstance(sheet.data("logo"), str) else logo.key)
        elif masthead.mark is not None and sheet.brand.name:
            sheet.tables[table] = ['mark = ""  # none: that of the style this one extends is another house\'s']


def _logo(sheet: Sheet, table: str, masthead: Masthead) -> Logo | None:
    ground = sheet.hex(f"{table}.ground") if masthead.pattern == "band" else sheet.palette["paper"]
    shade = "light" if contrast(ground, colors.BLACK) >= contrast(ground, colors.WHITE) else "dark"
    fitting = sorted(sheet.brand.logos, key=lambda each: each.ground not in (shade, None))
    for logo in fitting:
        if (reason := _undrawn(logo.path)) is None:
            return logo
        if (said := warning(reason, str(sheet.brand.file), sheet.brand.tree.line(logo.key))) not in sheet.told:
            sheet.told.append(said)
    return None


def _words(sheet: Sheet) -> tuple[str, ...]:
    """Return the lines that say whose style it is, in each language of the parent."""
    lines: list[str] = []
    for lang in named_languages(sheet.style):
        lines += ["", f"[labels.{toml_key(lang)}]"]
        for word in HOUSE_NAMES:
            value = str(sheet.values[f"labels.{lang}.{word}"])
            if sheet.brand.name and word != "series":
                said = {"institution": sheet.brand.name, "address": sheet.brand.home or ""}.get(word, "")
                lines.append(f"{word} = {quoted(said)}")
            else:
                lines.append(f"# {word} = {quoted(value)}")
    if sheet.brand.name:
        name = sheet.data("meta", "name")
        sheet.used |= {("meta", "name")} if isinstance(name, str) else {("meta", "name", each) for each in name}
    if sheet.brand.name and sheet.brand.home:
        plain = isinstance(sheet.data("meta", "link"), str)
        sheet.used.add(("meta", "link") if plain else ("meta", "link", "home"))
    return tuple(lines)


def _written(sheet: Sheet, file: Path, labels: Sequence[str]) -> str:
    """Return the text of the style, for one that stands in ``file``."""
    house = sheet.brand.short_name or sheet.brand.name
    named = quoted(house or styledraft.label(sheet.name))
    about = f"The house style of {sheet.brand.name or styledraft.label(sheet.name)}, after {sheet.style.label}."
    lines = [
        f"# Drawn up from {sheet.brand.file.name}. What '{sheet.parent}' says and this file does not stays:",
        f"# briefprint styles show {sheet.name} lists every token.",
        f"extends = {quoted(styledraft.extends(sheet.parent, file, sheet.folders))}",
        f"label = {named}",
        f"description = {quoted(about)}",
    ]
    for table, content in sorted(sheet.tables.items(), key=lambda each: ORDER.index(each[0])):
        lines += ["", f"[{table}]", *content]
    if sheet.text:
        roles = [name for name, _ in sheet.style.roles()]
        text = sorted(sheet.text.items(), key=lambda each: roles.index(each[0].partition(".")[0]))
        lines += ["", "[text]", *sheet.why, *(f"{token} = {value}" for token, value in text)]
    return "\n".join((*lines, *labels)) + "\n"


def _undrawn(path: Path) -> str | None:
    """Return why a logo cannot be a mark, or None."""
    if path.suffix.lower() not in stylebook.MARKS:
        return f"the logo '{path.name}' is no SVG or PNG"
    if (reason := stylebook.mark_fault(path)) is not None:
        return f"the logo '{path.name}' {reason}"
    if path.suffix.lower() == ".svg":
        from briefprint.renderers._drawing import from_svg

        try:
            from_svg(path)
        except RenderError as error:
            return f"the logo {error.diagnostics[0].message}"
    return None
