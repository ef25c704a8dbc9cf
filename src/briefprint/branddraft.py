"""The files of a house style made from a brand file: its text, its fonts, its mark; and what could not be taken up.

A brand file speaks of screens. On paper its colours stay what they are, but small type takes one only where it can
be read (WCAG 2.2, 1.4.3): elsewhere a darker colour of the brand, or its ink, stands in, and rules, bars and marks
keep it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefprint import brandfonts, stylebook, styledraft, stylefiles, styleguide
from briefprint.brand import SEMANTIC, SETTINGS, Brand, FontFile, Logo
from briefprint.errors import BrandError, Diagnostic, RenderError, StyleError, UsageError, did_you_mean, warning
from briefprint.reader.yaml import Path as Key
from briefprint.style import Face, HouseStyle, Masthead, TextRole
from briefprint.stylebook import FONTS
from briefprint.styledraft import key as toml_key
from briefprint.styledraft import quoted
from briefprint.styleguide import contrast
from briefprint.units import parse_length

READABLE, SEEN = styleguide.CONTRAST, styleguide.CONTRAST_LARGE  # small type; a rule or a bar (WCAG 2.2, 1.4.11)
AT_LENGTH = 7.0  # copy: a brand's bright colour is for words, not for paragraphs (WCAG 2.2, 1.4.6)
LIGHT = 12.0  # contrast with black: a ground that prints as paper rather than as a colour
TINTS = ("ground", "on_accent")
"""Colours that a style draws from its accent; others come from its ink."""
STEP_PT, STEPS = 0.25, 6  # by how much copy is set larger or smaller at a time, and how often at most
COLOURED = 20  # between the strongest and the weakest of red, green and blue: less is a grey
LEADINGS = (1.1, 1.8)  # of the size: beyond, a screen's airiness falls apart on paper
HEADINGS = ("headline", "heading_1", "heading_2", "heading_3", "heading_4")
COPY = ("body", "list", "definition")  # what is set as the text is, where the parent sets it so
CALLOUTS = {"note": "info", "tip": "success", "important": "info", "warning": "warning", "caution": "danger"}
NAMED = {"foreground": "ink", "background": "paper", "primary": "accent"}
ORDER = ("palette", "faces", "masthead", "memo.masthead", "inline", "callout")  # of the tables, as the base has them
LICENCES = ("OFL*", "LICEN[CS]E*", "COPYING*")


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
    made = _Draft(name, parent, folders, brand)
    if not made.used:
        hint = "it may have 'color', 'typography', 'logo' and 'meta'"
        nothing = Diagnostic("says nothing that a style could take up", str(brand.file), 1, hint)
        raise BrandError([nothing, *_strange(brand)])
    told = (*made.told, *_strange(brand), *_left_out(brand, made.used), *_checked(made, brand))
    return Made(made.files(file), told)


def _strange(brand: Brand) -> Iterator[Diagnostic]:
    """Yield what seems misspelt: other keys that the grammar has not are only left out."""
    for key in brand.strange:
        if hint := did_you_mean(str(key[-1]), (*SEMANTIC, *SETTINGS, "palette", "family", "files", "source")):
            name = ".".join(str(part) for part in key)
            yield warning(f"a brand file has no '{name}'", str(brand.file), brand.line(*key), hint)


def _left_out(brand: Brand, used: set[Key]) -> Iterator[Diagnostic]:
    if names := brand.left_out(frozenset(used)):
        yield warning(f"left out, as no style has a place for it: {', '.join(names)}", str(brand.file))


def _checked(made: _Draft, brand: Brand) -> Iterator[Diagnostic]:
    """Yield what ``styles check`` will say of the style, found by setting it up where nobody looks."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder).resolve() / "styles" / made.name / stylefiles.FILE
        for name, data in made.files(file).items():
            target = file.parent / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        try:
            found = styleguide.check(made.name, (file.parents[1], *made.folders))
        except StyleError as error:
            raise BrandError(
                Diagnostic(f"no style can be made of it: {each.message}", str(brand.file), None, each.hint)
                for each in error.diagnostics
            ) from None
        for each in found:
            yield warning(f"styles check {made.name} will say: {each.message}", str(brand.file), None, each.hint)


@dataclass
class _Draft:
    """A style as it is drawn up; a class because what is taken from the brand and what is told gather as it goes."""

    name: str
    parent: str
    folders: Sequence[Path]
    brand: Brand
    told: list[Diagnostic] = field(default_factory=list)
    used: set[Key] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.style: HouseStyle = stylebook.load(self.parent, self.folders)
        self.values = {each.name: each.value for each in stylebook.tokens(self.parent, self.folders)}
        self.files_beside: dict[str, bytes] = {}
        self.tables: dict[str, list[str]] = {}
        self.text: dict[str, str] = {}  # 'headline.weight': '700', in the order they are found
        self.why: list[str] = []
        self.palette: dict[str, str] = dict(self.style.palette)
        self.from_brand: dict[str, str] = {}  # colour of the style: what the brand calls it
        self._colors()
        self._faces()
        self._type()
        self._legible()
        self._marks()
        self._words()

    # --- what the commands write

    def files(self, file: Path) -> dict[str, bytes]:
        """Return the style's files, for one that stands in ``file``."""
        return {**self.files_beside, file.name: self._written(file).encode()}

    def _written(self, file: Path) -> str:
        house = self.brand.short_name or self.brand.name
        named = quoted(house or styledraft.label(self.name))
        about = f"The house style of {self.brand.name or styledraft.label(self.name)}, after {self.style.label}."
        lines = [
            f"# Drawn up from {self.brand.file.name}. What '{self.parent}' says and this file does not stays:",
            f"# briefprint styles show {self.name} lists every token.",
            f"extends = {quoted(styledraft.extends(self.parent, file, self.folders))}",
            f"label = {named}",
            f"description = {quoted(about)}",
        ]
        for table, content in sorted(self.tables.items(), key=lambda each: ORDER.index(each[0])):
            lines += ["", f"[{table}]", *content]
        if self.text:
            roles = [name for name, _ in self.style.roles()]
            text = sorted(self.text.items(), key=lambda each: roles.index(each[0].partition(".")[0]))
            lines += ["", "[text]", *self.why, *(f"{token} = {value}" for token, value in text)]
        lines += self.labels
        return "\n".join(lines) + "\n"

    def _tell(self, key: Key, message: str, hint: str | None = None) -> None:
        self.told.append(warning(message, str(self.brand.file), self.brand.tree.line(key), hint))

    # --- colours

    def _colors(self) -> None:
        """Give each colour of the parent its counterpart in the brand."""
        brand, was, now = self.brand.colors, self.style.palette, self.palette
        if not brand and not self.brand.palette:
            return
        self._paper_and_ink()
        if (accent := brand.get("primary") or self._coloured(self.brand.palette.values())) is not None:
            self._take("accent", accent)
        second = [brand[name] for name in ("secondary", "tertiary") if name in brand]
        self._take(
            "accent_2", self._coloured(each for each in second if self._on_paper(each) >= SEEN) or now["accent"]
        )
        for name, color in was.items():
            if name in ("ink", "paper", "accent", "accent_2"):
                continue
            apart = contrast(color, was["paper"])
            if name == "ground" and 1.0 < self._on_paper(brand.get("light", now["paper"])) <= 1.25:
                self._take(name, brand["light"])
            elif name == "on_accent":
                now[name] = max((now["paper"], now["ink"]), key=lambda each: contrast(each, now["accent"]))
            elif name in TINTS or (_spread(color) >= COLOURED and apart < SEEN):
                now[name] = self._between("accent", apart)
            elif name.endswith("_text") and name.removesuffix("_text") in was:
                now[name] = self._readable(now[name.removesuffix("_text")])
            else:
                now[name] = self._between("ink", apart)
        self._callouts()

    def _paper_and_ink(self) -> None:
        """Take the brand's ground for paper where it is light; of a dark brand the ground is the ink."""
        ground, ink = self.brand.colors.get("background"), self.brand.colors.get("foreground")
        if ground is not None and contrast(ground, "#000000") < LIGHT:
            key = ("color", "background")
            self._tell(
                key, f"'color.background' {ground} is no paper: it is printed on white", "ink takes the dark one"
            )
            self.used.add(key)
            ground, ink = (
                None,
                min((each for each in (ground, ink) if each), key=lambda each: contrast(each, "#000000")),
            )
        self.palette["paper"] = "#ffffff"
        if ground is not None:
            self._take("paper", ground)
        for each in (ink, self.brand.colors.get("dark")):
            if each is not None and self._on_paper(each) >= READABLE:
                self._take("ink", each)
                break
        else:
            if ink is not None:
                self._tell(
                    ("color", "foreground"), f"'color.foreground' {ink} is too faint for text", "the parent's stays"
                )

    def _take(self, name: str, color: str) -> None:
        """Take a colour of the brand for one of the style's."""
        self.palette[name] = color
        said = next((key for key, value in self.brand.colors.items() if value == color), None)
        other = next((key for key, value in self.brand.palette.items() if value == color), None)
        prefer = next(
            (key for key, value in NAMED.items() if value == name and self.brand.colors.get(key) == color), said
        )
        self.from_brand[name] = prefer or other or ""
        if prefer:
            self.used.add(("color", prefer))

    def _coloured(self, colors: Iterable[str]) -> str | None:
        return next((each for each in colors if _spread(each) >= COLOURED), None)

    def _on_paper(self, color: str) -> float:
        return contrast(color, self.palette["paper"])

    def _between(self, name: str, apart: float) -> str:
        """Return the mixture of a colour into the paper that stands as far from it as the parent's did."""
        name = name if self._on_paper(self.palette[name]) >= apart else "ink"
        low, high = 0.0, 1.0
        for _ in range(16):
            share = (low + high) / 2
            mixed = _mixed(self.palette["paper"], self.palette[name], share)
            low, high = (share, high) if self._on_paper(mixed) < apart else (low, share)
        return _mixed(self.palette["paper"], self.palette[name], high)

    def _readable(self, color: str) -> str:
        """Return the colour, or where it is too faint for small type the first of the brand that is not, or ink."""
        grounds = [self.palette["paper"], self.palette["ground"]]
        own = [
            color,
            *(self.brand.colors[each] for each in ("secondary", "tertiary", "dark") if each in self.brand.colors),
        ]
        for each in (*own, *self.brand.palette.values()):
            fits = _spread(each) >= COLOURED or each == color
            if fits and all(contrast(each, ground) >= READABLE for ground in grounds):
                return each
        return self.palette["ink"]

    def _callouts(self) -> None:
        """Give callouts the brand's colours of what they are, where they can be seen."""
        lines = []
        for kind, said in CALLOUTS.items():
            color = self.brand.colors.get(said)
            if color is None or contrast(color, self._hex("panel.callout.ground")) < SEEN:
                continue
            name = next((each for each in ("accent", "accent_2") if self.palette[each] == color), said)
            self._take(name, color)
            self.used.add(("color", said))
            lines.append(f"{kind} = {quoted(name)}")
        if lines:
            self.tables["callout"] = lines

    def _hex(self, token: str) -> str:
        name = token.removeprefix("palette.") if token.startswith("palette.") else str(self.values[token])
        return self.palette[name]

    def _legible(self) -> None:
        """See that every text can be read on its ground; then write down the colours that are used."""
        if not self.from_brand:
            return
        readable = self._readable(self.palette["accent"])
        if readable not in (self.palette["ink"], self.palette["accent"]):
            self.palette.setdefault("accent_text", readable)
            said = next((name for name, value in self.brand.colors.items() if value == readable), None)
            self.from_brand["accent_text"] = said or next(
                name for name, value in self.brand.palette.items() if value == readable
            )
            self.used |= {("color", said)} if said else set()
        moved: dict[str, list[str]] = {}
        for name, role in self.style.roles():
            color = self.text.get(f"{name}.color", quoted(str(self.values[f"text.{name}.color"]))).strip('"')
            grounds = [self._hex(each) for each in styleguide.ground_tokens(self.style, name)]
            wanted = AT_LENGTH if name in styleguide.COPY else styleguide.wanted_contrast(role)
            better = self._better(color, grounds, wanted)
            if better != color:
                moved.setdefault(color, []).append(name)
                self.text[f"{name}.color"] = quoted(better)
        link = str(self.values["inline.link_color"])
        if (setting := self.brand.settings.get("link")) is not None and setting.color is not None:
            link = self._named(setting.color, "link")
            self.used.add(("typography", "link", "color"))
        lines = [f"link_color = {quoted(link)}"] if link != self.values["inline.link_color"] else []
        if (better := self._better(link, [self.palette["paper"]], READABLE)) != link:
            moved.setdefault(link, []).append("links")
            lines = [f"link_color = {quoted(better)}"]
            link = better
        if (setting is not None and setting.underlined) or self.palette[link] == self.palette["ink"]:
            lines.append("link_underline = true")
            self.used.add(("typography", "link", "decoration"))
        if lines:
            self.tables["inline"] = lines
        for color, texts_of in {self.palette[each]: names for each, names in moved.items()}.items():
            named = (said for each, said in self.from_brand.items() if said and self.palette[each] == color)
            if self._on_paper(color) < READABLE and (origin := next(named, "")):
                faint = f"'{origin}' {color} is too faint for small type ({self._on_paper(color):.1f}:1 on the paper)"
                texts = "links are" if texts_of == ["links"] else "such text is"
                stands = f"rules, bars and marks keep it; {texts} set darker (WCAG AA: {READABLE:g}:1)"
                self._tell(self._key_of(origin), faint, stands)
        self._write_palette()

    def _better(self, color: str, grounds: Sequence[str], wanted: float) -> str:
        """Return the name of a colour that can be read on all the grounds: this one if may be."""
        clear = {
            each: min((contrast(self.palette[each], ground) for ground in grounds), default=0.0)
            for each in ("ink", "paper")
        }
        plain = sorted(clear, key=lambda each: -clear[each])
        for name in (each for each in (color, "accent_text", *plain) if each in self.palette):
            if all(contrast(self.palette[name], ground) >= wanted for ground in grounds):
                return name
        return plain[0]

    def _key_of(self, name: str) -> Key:
        return ("color", name) if name in self.brand.colors else ("color", "palette", name)

    def _named(self, color: str, fallback: str) -> str:
        """Return the name of a colour in the style's palette, which has it from now on."""
        name = next((each for each, value in self.palette.items() if value == color), fallback)
        if name == fallback:
            self._take(name, color)
        return name

    def _write_palette(self) -> None:
        named = {
            str(value) for token, table in styleguide.references(HouseStyle)
            if table == "palette" and (value := self._now(token)) is not None
        }  # fmt: skip
        named.add("paper")
        taken: list[str] = []
        drawn: list[str] = []
        for name, color in self.palette.items():
            if name not in named or (color == self.style.palette.get(name) and name not in self.from_brand):
                continue
            origin = self.from_brand.get(name)
            note = f"  # {origin}" if origin and origin != name else ""
            (drawn if origin is None else taken).append(f'{toml_key(name)} = "{color}"{note}')
        lines = [
            *taken,
            *([f"# Drawn from these, each as far from the paper as that of '{self.parent}':"] if drawn else []),
            *drawn,
        ]
        said = {line.split('"')[1] for line in lines if '"' in line}
        rest: dict[str, str] = {}
        for name, color in self.brand.palette.items():
            if color not in said:
                rest.setdefault(color, f"brand_{name}" if name in self.palette else name)
        if rest:
            lines.append("# The brand has these too: take the '#' from one that a token is to use.")
            lines += [f'# {toml_key(name)} = "{color}"' for color, name in rest.items()]
        self.used.add(("color", "palette"))
        self.tables = {"palette": lines, **self.tables}

    def _now(self, token: str) -> object:
        """Return the name of the colour that a token has in the new style."""
        table, _, last = token.rpartition(".")
        for line in self.tables.get(table, ()):
            if line.startswith(f"{last} = "):
                return line.split('"')[1]
        said = self.text.get(token.removeprefix("text."))
        return said.strip('"') if said is not None and token.startswith("text.") else self.values.get(token)

    # --- type

    def _faces(self) -> None:
        """Give the text, the heads and the code the brand's families, as far as there are fonts of them."""
        self.slots = {
            "base": str(self.values["text.body.face"]),
            "headings": str(self.values["text.heading_1.face"]),
            "monospace": str(self.values["inline.code_face"]),
        }
        made = {
            name: face for name, fonts in self.brand.families.items() if (face := self._own(name, fonts)) is not None
        }
        known = stylebook.families(self.folders) | made
        wanted = {
            name: setting.family for name in self.slots if (setting := self.brand.settings.get(name)) is not None
        }
        if wanted.get("base") and not wanted.get("headings"):
            wanted["headings"] = wanted["base"]  # as Quarto has it
        self.new: dict[str, Face] = {}
        for name, family in wanted.items():
            if family is None:
                continue
            self.used.add(("typography", name, "family"))
            self.used |= {
                ("typography", "fonts", place)
                for place, each in enumerate(self._data("typography", "fonts") or ())
                if each == family or (isinstance(each, dict) and each.get("family") == family)
            }
            self.used |= {("typography", name)} if isinstance(self._data("typography", name), str) else set()
            if family in known:
                self.new[name] = known[family]
            elif family not in self.brand.families:
                self._lacking(name, family)
        if self.slots["headings"] == self.slots["base"] and self.new.get("headings") != self.new.get("base"):
            self.slots["headings"] = "head"
        set_in = {self.slots[name]: face for name, face in self.new.items()}
        if self.new.get("headings") is not None:
            for role in HEADINGS:
                if self.values[f"text.{role}.face"] != self.slots["headings"]:
                    self.text[f"{role}.face"] = quoted(self.slots["headings"])
        was = {
            slot: self._parent_face(name).name for name, slot in self.slots.items() if f"faces.{slot}" in self.values
        }
        used = [str(self._now(token)) for token, table in styleguide.references(HouseStyle) if table == "faces"]
        if lines := [
            f"{toml_key(slot)} = {quoted(face.name)}"
            for slot, face in set_in.items()
            if slot in used and face.name != was.get(slot)
        ]:
            self.tables["faces"] = lines
        self._write_fonts({face.name for face in set_in.values()} & set(made))
        self.set_in = set_in

    def _data(self, *key: str) -> Any:
        value: Any = self.brand.tree.data
        for part in key:
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def _lacking(self, name: str, family: str) -> None:
        stays = next(face.name for face in self.style.faces() if face.name == self._parent_face(name).name)
        source = self.brand.sources.get(family, "system")
        self._tell(
            ("typography", name),
            f"there are no fonts of '{family}' (source: {source}) here, and none is fetched: '{stays}' stands in",
            "put static TrueType files beside the brand file and name them under 'typography.fonts' (source: file), "
            "or list them in styles/fonts/fonts.toml, and make the style anew",
        )

    def _parent_face(self, name: str) -> Face:
        match name:
            case "base":
                return self.style.text.body.face
            case "headings":
                return self.style.text.heading_1.face
            case _:
                return self.style.inline.code_face

    def _own(self, family: str, files: Sequence[FontFile]) -> Face | None:
        """Return a family whose fonts come with the brand, or None after telling why it cannot be used."""
        fonts = []
        for each in files:
            if (reason := brandfonts.unfit(each)) is not None:
                self._tell(each.key, f"'{each.path.name}' of '{family}' {reason}: the family is left out")
                return None
            fonts.append(brandfonts.entry(each))
        self.sources_of = getattr(self, "sources_of", {}) | {family: fonts}
        cuts = {(entry.weight, entry.italic) for entry in fonts}
        upright = min((weight for weight, italic in cuts if not italic), default=None)
        if upright is None or not any(italic for _, italic in cuts):
            lacks = "upright" if upright is None else "italic"
            self._tell(
                files[0].key if files else ("typography", "fonts"),
                f"'{family}' has no {lacks}, and none is ever faked: the family is left out",
                "name at least its regular, italic, bold and bold italic",
            )
            return None
        self.used.add(files[0].key[:3])
        from briefprint.style import Font

        return Face(
            family,
            fonts[0].category,
            tuple(
                Font(each.path, each.weight, each.italic, each.word_name, each.word_bold, each.sha256)
                for each in fonts
            ),
        )

    def _write_fonts(self, families: set[str]) -> None:
        """Put the fonts of these families beside the style, with a table of them and their licences."""
        lines = ["# The brand's own fonts. See the README beside the fonts that briefprint ships."]
        for name in sorted(families):
            fonts: list[brandfonts.Entry] = self.sources_of[name]
            lines += ["", "[[family]]", f"name = {quoted(name)}", f"category = {quoted(fonts[0].category)}"]
            for each in fonts:
                self.files_beside[f"fonts/{each.file}"] = each.data
                for pattern in LICENCES:
                    for licence in sorted(each.path.parent.glob(pattern)):
                        self.files_beside[f"fonts/{licence.name}"] = licence.read_bytes()
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
            self.files_beside[f"fonts/{FONTS}"] = ("\n".join(lines) + "\n").encode()

    def _type(self) -> None:
        """Take up sizes, line heights and weights; give each role a weight that its family has."""
        self._base()
        self._headings()
        nearest: set[str] = set()
        for name, role in self.style.roles():
            slot = self.text.get(f"{name}.face", quoted(str(self.values[f"text.{name}.face"]))).strip('"')
            face = self.set_in.get(slot, role.face)
            for token in ("weight", "strong_weight"):
                wanted = int(self.text.get(f"{name}.{token}", getattr(role, token)))
                has = face.font(wanted, role.italic).weight
                if has != wanted:
                    nearest.add(f"'{face.name}' has no {wanted}")
                if (has, wanted) != (getattr(role, token),) * 2:
                    self.text[f"{name}.{token}"] = str(has)
        self.why += [f"# {each}: what stands here is the nearest weight it has." for each in sorted(nearest)]
        self._measures()

    def _measures(self) -> None:
        """Set copy larger or smaller where another face would make its lines too long or too short."""
        moved: dict[tuple[str, bool], list[str]] = {}
        for name in styleguide.COPY:
            was: TextRole = getattr(self.style.text, name)
            face, weight = self.set_in.get(self._said(name, "face"), was.face), int(self._said(name, "weight"))
            now = replace(was, face=face, weight=weight, size_pt=parse_length(self._said(name, "size")))
            size = now.size_pt
            for _ in range(STEPS):
                counts = styleguide.characters(self.style, name, now).values()
                step = (max(counts) > styleguide.LONGEST) - (min(counts) < styleguide.SHORTEST)
                now = replace(now, size_pt=now.size_pt + step * STEP_PT)
            if now.size_pt != size:
                leading = parse_length(self._said(name, "leading")) * now.size_pt / size
                self.text[f"{name}.size"] = quoted(f"{now.size_pt:g}pt")
                self.text[f"{name}.leading"] = quoted(f"{_quarter(leading):g}pt")
                moved.setdefault((face.name, now.size_pt > size), []).append(name)
        for (family, larger), names in moved.items():
            breadth, sized = ("narrow", "larger") if larger else ("broad", "smaller")
            lines = f"lines of {styleguide.SHORTEST} to {styleguide.LONGEST} letters"
            self.why.append(f"# '{family}' is {breadth}: {' and '.join(names)} set {sized}, for {lines}.")

    def _said(self, role: str, token: str) -> str:
        """Return what a token of a role has in the new style, as written."""
        return self.text.get(f"{role}.{token}", str(self.values[f"text.{role}.{token}"])).strip('"')

    def _base(self) -> None:
        base, body = self.brand.settings.get("base"), self.style.text.body
        if base is None:
            return
        size = body.size_pt
        if base.size is not None:
            try:
                size = parse_length(base.size)
                self.used.add(("typography", "base", "size"))
            except ValueError:  # a screen's: px, rem
                pass
        ratio = body.leading_pt / body.size_pt
        if base.line_height is not None and LEADINGS[0] <= base.line_height <= LEADINGS[1]:
            ratio = base.line_height
            self.used.add(("typography", "base", "line-height"))
        alike = [
            name for name in COPY
            if (role := getattr(self.style.text, name)).size_pt == body.size_pt and role.leading_pt == body.leading_pt
        ]  # fmt: skip
        for name in alike:
            if size != body.size_pt:
                self.text[f"{name}.size"] = quoted(f"{size:g}pt")
            if (leading := _quarter(size * ratio)) != body.leading_pt:
                self.text[f"{name}.leading"] = quoted(f"{leading:g}pt")
            if base.weight is not None:
                self.text[f"{name}.weight"] = str(base.weight)
        if base.weight is not None:
            self.used.add(("typography", "base", "weight"))

    def _headings(self) -> None:
        heads = self.brand.settings.get("headings")
        if heads is None:
            return
        ratio = heads.line_height
        if ratio is not None and 1.0 <= ratio <= LEADINGS[1]:
            self.used.add(("typography", "headings", "line-height"))
        else:
            ratio = None
        for name in HEADINGS:
            role: TextRole = getattr(self.style.text, name)
            if heads.weight is not None:
                self.used.add(("typography", "headings", "weight"))
                self.text[f"{name}.weight"] = str(heads.weight)
                if heads.weight > role.strong_weight:
                    self.text[f"{name}.strong_weight"] = str(heads.weight)
            if ratio is not None and (leading := _quarter(role.size_pt * ratio)) != role.leading_pt:
                self.text[f"{name}.leading"] = quoted(f"{leading:g}pt")
            if heads.color is not None:
                self.used.add(("typography", "headings", "color"))
                if not self.from_brand:
                    self.palette["heading"] = heads.color
                color = self._named(heads.color, "heading")
                grounds = [self._hex(each) for each in styleguide.ground_tokens(self.style, name)]
                fits = all(contrast(heads.color, each) >= styleguide.wanted_contrast(role) for each in grounds)
                if fits and color != self.values[f"text.{name}.color"]:
                    self.text[f"{name}.color"] = quoted(color)

    # --- marks and words

    def _marks(self) -> None:
        """Put the brand's logo at the head of brief and memo; without one the parent's mark is not ours to bear."""
        for table, masthead in (("masthead", self.style.masthead), ("memo.masthead", self.style.memo.masthead)):
            if (logo := self._logo(table, masthead)) is not None:
                suffix = logo.path.suffix.lower()
                name = f"mark{'-dark' if logo.ground == 'dark' else ''}{suffix}"
                self.files_beside[name] = logo.path.read_bytes()
                self.tables[table] = [f"mark = {quoted(name)}"]
                self.used.add(logo.key)
                self.used.add(logo.key[:1] if isinstance(self._data("logo"), str) else logo.key)
            elif masthead.mark is not None and self.brand.name:
                self.tables[table] = ['mark = ""  # none: that of the style this one extends is another house\'s']

    def _logo(self, table: str, masthead: Masthead) -> Logo | None:
        ground = self._hex(f"{table}.ground") if masthead.pattern == "band" else self.palette["paper"]
        shade = "light" if contrast(ground, "#000000") >= contrast(ground, "#ffffff") else "dark"
        fitting = sorted(self.brand.logos, key=lambda each: each.ground not in (shade, None))
        for logo in fitting:
            if (reason := _undrawn(logo.path)) is None:
                return logo
            if (said := warning(reason, str(self.brand.file), self.brand.tree.line(logo.key))) not in self.told:
                self.told.append(said)
        return None

    def _words(self) -> None:
        self.labels: list[str] = []
        for lang in self.style.labels:
            self.labels += ["", f"[labels.{toml_key(lang)}]"]
            for word in styledraft.HOUSE:
                value = str(self.values[f"labels.{lang}.{word}"])
                if self.brand.name and word != "series":
                    said = {"institution": self.brand.name, "address": self.brand.home or ""}.get(word, "")
                    self.labels.append(f"{word} = {quoted(said)}")
                else:
                    self.labels.append(f"# {word} = {quoted(value)}")
        if self.brand.name:
            name = self._data("meta", "name")
            self.used |= {("meta", "name")} if isinstance(name, str) else {("meta", "name", each) for each in name}
        if self.brand.name and self.brand.home:
            plain = isinstance(self._data("meta", "link"), str)
            self.used.add(("meta", "link") if plain else ("meta", "link", "home"))


# --- colours and pictures -----------------------------------------------------------------------


def _shares(color: str) -> tuple[int, ...]:
    return tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))


def _spread(color: str) -> int:
    return max(_shares(color)) - min(_shares(color))


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_shares(one), _shares(other), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)


def _quarter(points: float) -> float:
    return round(points * 4) / 4


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
