"""Our styles laid on a template's own, by name: where it has one, its look wins; the rest join it in our look.

What joins it is set in its type: a style of ours says neither its text face nor its headline face, but takes those of
the template's Normal and of its first heading. Only a face with a use of its own, such as code's, comes along.
"""

from __future__ import annotations

from copy import deepcopy

from briefprint.renderers._word.stylesheet import CHARACTER, NORMAL, ParagraphStyle, Stylesheet, identifier
from briefprint.renderers._word.tables import STYLE as TABLE
from briefprint.renderers._word.template_names import TABLE_GRID, names
from briefprint.renderers._word.xml import Element, el, qualified
from briefprint.style import HouseStyle, TextRole

_STYLE, _NAME, _BASED, _NEXT = (qualified(f"w:{name}") for name in ("style", "name", "basedOn", "next"))
_TYPE, _ID, _VAL, _DEFAULT = (qualified(f"w:{name}") for name in ("type", "styleId", "val", "default"))
_PPR, _RPR, _FONTS = qualified("w:pPr"), qualified("w:rPr"), qualified("w:rFonts")
_NUMBERED = qualified("w:numPr")
GRID = "TableNormal"
_LISTS = ("List Bullet", "List Number", "List Continue")
_BOLD_FROM = 600  # what CSS Fonts 4 (5.2.1) calls semi-bold, and Word has no name for
_THEMED = tuple(qualified(f"w:{name}") for name in (
    "themeColor", "themeTint", "themeShade", "themeFill", "themeFillTint", "themeFillShade",
    "asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme",
))  # fmt: skip


class Styles:
    """The styles of a template, and those of ours that join them."""

    sheet: Stylesheet  # ours, once there is one

    def __init__(self, tree: Element, default_table: str | None = None) -> None:
        self.tree, self.default_table = tree, default_table
        self.by_id: dict[str, Element] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        self._names: set[str] = set()
        for style in tree.iter(_STYLE):
            self._index(style)
        self.normal = self._default("paragraph")
        self.plain = self._default("character")
        self._met: dict[str, str] = {}  # our id: the template's, or the one it has there
        self.mapped: set[str] = set()  # ours whose look is the template's
        self.added: dict[str, Element] = {}  # by our id
        self.wanting: list[str] = []  # names that the template has no counterpart for

    def _index(self, style: Element) -> None:
        style_id, kind = style.get(_ID, ""), style.get(_TYPE, "paragraph")
        self.by_id[style_id] = style
        named = style.find(_NAME)
        said = [named.get(_VAL, "")] if named is not None else []
        aliases = style.find(qualified("w:aliases"))
        if aliases is not None:
            said += aliases.get(_VAL, "").split(",")
        for name in said:
            key = " ".join(name.lower().split())
            self._by_name.setdefault((kind, key), style_id)
            self._names.add(key)

    def _default(self, kind: str) -> str | None:
        for style_id, style in self.by_id.items():
            if style.get(_TYPE) == kind and style.get(_DEFAULT) in ("1", "true", "on"):
                return str(style_id)
        return None

    def counterpart(self, kind: str, name: str) -> str | None:
        """Return the id of the template's style for a name of ours."""
        found = (self._by_name.get((kind, each)) for each in names(name))
        own = next((each for each in found if each is not None), None)
        return self.normal if own is None and "normal" in names(name) and kind == "paragraph" else own

    def chain(self, style_id: str | None) -> list[Element]:
        """Return a style of the template and what it is based on, the nearest first."""
        chain: list[Element] = []
        while style_id in self.by_id and (style := self.by_id[style_id]) not in chain:
            chain.append(style)
            based = style.find(_BASED)
            style_id = based.get(_VAL) if based is not None else None
        return chain

    def says(self, style_id: str | None, *path: str) -> Element | None:
        """Return what a style of the template says, itself or by what it is based on."""
        place = "/".join(qualified(f"w:{each}") for each in path)
        found = (style.find(place) for style in self.chain(style_id))
        return next((each for each in found if each is not None), None)

    # --- paragraphs -----------------------------------------------------------------------------------

    def paragraph(self, style_id: str) -> str:
        """Return the template's id for a style of paragraphs, which joins it when there is none."""
        if style_id in self._met:
            return self._met[style_id]
        style = self.sheet.paragraphs[style_id]
        if style.variant_of is not None:
            made = self._variant(style)
        elif (own := self.counterpart("paragraph", style.name)) is not None:
            self.mapped.add(style_id)
            made = own
        else:
            made = self._join(style)
        return self._met.setdefault(style_id, made)

    def root(self, style_id: str) -> str:
        """Return the style of ours that a variant is one of."""
        while (base := self.sheet.paragraphs[style_id].variant_of) is not None:
            style_id = base
        return str(style_id)

    def is_mapped(self, style_id: str) -> bool:
        """Return whether a style of ours looks as the template says."""
        self.paragraph(style_id)
        return self.root(style_id) in self.mapped

    def _join(self, style: ParagraphStyle) -> str:
        element = self.sheet.paragraph_element(style.id)
        neutral(element)
        self._typeset(element, style.role)
        if style.id == NORMAL and self.normal is None:
            self.normal = NORMAL
        elif (based := element.find(_BASED)) is not None:
            if self.normal is None and style.based == NORMAL:
                self.paragraph(NORMAL)
            based.set(_VAL, self.normal or NORMAL)
        if style.house:
            self.wanting.append(style.name)
        return self._add(style.id, element)

    def _typeset(self, element: Element, role: TextRole) -> None:
        """Set a style of ours in the template's type."""
        runs, text = element.find(_RPR), self.sheet.style.text
        if runs is None or role.face == self.sheet.style.inline.code_face != text.body.face:
            return
        fonts = runs.find(_FONTS)
        if fonts is not None:
            runs.remove(fonts)
        heading = self.counterpart("paragraph", "heading 1")
        if role.face == text.heading_1.face != text.body.face:
            own = self.says(heading, "rPr", "rFonts")
            if own is not None:
                runs.insert(0, deepcopy(own))
        bold = runs.find(qualified("w:b"))
        if bold is not None and role.weight >= _BOLD_FROM:
            bold.attrib.pop(_VAL, None)

    def _variant(self, style: ParagraphStyle) -> str:
        assert style.variant_of is not None
        base_id = self.paragraph(style.variant_of)
        element = self.sheet.paragraph_element(style.id)
        neutral(element)
        if self.is_mapped(style.variant_of):
            self._prune(element, style)
        if element.find(_PPR) is None and element.find(_RPR) is None:
            return base_id
        element.find(_BASED).set(_VAL, base_id)
        return self._add(style.id, element)

    def _prune(self, element: Element, style: ParagraphStyle) -> None:
        """Leave in a variant of a style of the template's only what it is there for."""
        assert style.variant_of is not None
        base, look = self.sheet.paragraphs[style.variant_of].look, style.look
        properties = element.find(_PPR)
        if properties is None:
            return
        same = {
            "w:spacing": {
                "w:before": look.before_pt == base.before_pt,
                "w:after": look.after_pt == base.after_pt,
                "w:line": (look.leading_pt, look.line_rule) == (base.leading_pt, base.line_rule),
                "w:lineRule": (look.leading_pt, look.line_rule) == (base.leading_pt, base.line_rule),
            },
            "w:ind": {
                "w:left": look.left_pt == base.left_pt,
                "w:right": look.right_pt == base.right_pt,
                "w:firstLine": look.first_pt == base.first_pt,
                "w:hanging": look.first_pt == base.first_pt,
            },
        }
        for tag, attributes in same.items():
            node = properties.find(qualified(tag))
            if node is None:
                continue
            for name, unchanged in attributes.items():
                if unchanged:
                    node.attrib.pop(qualified(name), None)
            # Lists stand where the template's do; an inset that evens out a headline is reckoned in our type.
            listed = tag == "w:ind" and self.sheet.paragraphs[self.root(style.id)].name.startswith((*_LISTS, "Title"))
            if not len(node.attrib) or listed:
                properties.remove(node)
        number = properties.find(_NUMBERED)
        if number is not None and look.numbering != (0, 0):
            properties.remove(number)
        for tag in ("w:pBdr", "w:shd", "w:tabs"):
            node = properties.find(qualified(tag))
            if node is not None:
                properties.remove(node)
        if not len(properties):
            element.remove(properties)

    # --- runs and tables ------------------------------------------------------------------------------

    def character(self, style_id: str) -> str:
        """Return the template's id for a style of runs."""
        if style_id in self._met:
            return self._met[style_id]
        style = self.sheet.characters.get(style_id)
        if style is None:
            return self._met.setdefault(style_id, self.plain or CHARACTER)
        own = self.counterpart("character", style.name)
        if own is not None:
            return self._met.setdefault(style_id, own)
        element = self.sheet.character_element(style_id)
        neutral(element)
        runs = element.find(_RPR)
        fonts = runs.find(_FONTS) if runs is not None else None
        if fonts is not None and fonts.get(qualified("w:ascii")) in text_families(self.sheet.style):
            runs.remove(fonts)
            if "Strong" in style.name and runs.find(qualified("w:b")) is None:
                runs.insert(0, el("w:b"))
        based = element.find(_BASED)
        if self.plain is None:
            element.remove(based)
        else:
            based.set(_VAL, self.plain)
        if style.builtin:
            self.wanting.append(style.name)
        return self._met.setdefault(style_id, self._add(style_id, element))

    def table(self, style_id: str) -> str:
        """Return the template's id for a style of tables: the author's, or the plain grid that holds a panel."""
        if style_id in self._met:
            return self._met[style_id]
        element = deepcopy(next(each for each in self.sheet.tables if each.get(_ID) == style_id))
        neutral(element)
        plain = self._default("table")
        if style_id == TABLE:
            own = self.own_table()
            if own is not None:
                self.mapped.add(style_id)
                return self._met.setdefault(style_id, own)
            self.wanting.append(element.find(_NAME).get(_VAL))
        else:
            element.find(_NAME).set(_VAL, "Brief Layout")
            element.attrib.pop(_DEFAULT, None)
            element.set(qualified("w:customStyle"), "1")
            element.set(_ID, "BriefLayout")
            element.insert(1, el("w:basedOn"))
        based = element.find(_BASED)
        if plain is None:
            element.remove(based)
        else:
            based.set(_VAL, plain)
        return self._met.setdefault(style_id, self._add(element.get(_ID), element))

    def own_table(self) -> str | None:
        """Return the template's style for an author's table."""
        plain = self._default("table")
        if self.default_table in self.by_id and self.default_table != plain:
            return str(self.default_table)
        grid = (self._by_name.get(("table", each)) for each in TABLE_GRID)
        return self.counterpart("table", "Brief Table") or next((each for each in grid if each), None)

    # --- joining --------------------------------------------------------------------------------------

    def _add(self, key: str, element: Element) -> str:
        """Add a style under a name and an id that the template does not have."""
        named = element.find(_NAME)
        own, name = named.get(_VAL), named.get(_VAL)
        known = {each.lower() for each in self.by_id}
        style_id, count = element.get(_ID), 1
        while name.lower() in self._names or style_id.lower() in known:
            count += 1
            name, style_id = f"{own} {count}", identifier(f"{own} {count}")
        named.set(_VAL, name)
        element.set(_ID, style_id)
        if count > 1:
            element.set(qualified("w:customStyle"), "1")
        self.tree.append(element)
        self._index(element)
        self.added[key] = element
        return str(style_id)

    def settle(self) -> None:
        """Let what comes after a paragraph of a style be a style that is there."""
        for element in self.added.values():
            following = element.find(_NEXT)
            if following is None:
                continue
            style = self.sheet.paragraphs.get(following.get(_VAL))
            there = self._met.get(following.get(_VAL)) or (style and self.counterpart("paragraph", style.name))
            if there:
                following.set(_VAL, there)
            else:
                element.remove(following)


def text_families(style: HouseStyle) -> set[str]:
    """Return the names that Word has for the fonts of the house's text; code's are not among them."""
    roles = [role for _, role in style.roles()]
    fonts = (role.font(strong, slanted) for role in roles for strong in (False, True) for slanted in (False, True))
    code = style.inline.code_face
    own = {style.inline.code_face.font(400).word_name} if code != style.text.body.face else set()
    return {font.word_name for font in fonts} - own


def neutral(tree: Element) -> None:
    """Let colours and fonts be themselves: a template's theme has others in the places that ours has."""
    for node in tree.iter():
        for name in _THEMED:
            node.attrib.pop(name, None)
