"""The lists of a brief in a template: its own where its styles have some, else ours under numbers of their own."""

from __future__ import annotations

import zlib
from copy import deepcopy

from briefprint.renderers._word.numbering import LEVELS, Numbering
from briefprint.renderers._word.template_styles import Styles, neutral
from briefprint.renderers._word.xml import Element, el, qualified

_ABSTRACT, _NUM, _NUM_PR = (qualified(f"w:{name}") for name in ("abstractNum", "num", "numPr"))
_ABSTRACT_ID, _NUM_ID, _ILVL = (qualified(f"w:{name}") for name in ("abstractNumId", "numId", "ilvl"))
_VAL, _STYLE = qualified("w:val"), qualified("w:pStyle")
_OWN = {"bullets": "List Bullet", "numbers": "List Number"}  # kinds of ours: Word's names for them
_BEHIND_LISTS = qualified("w:numIdMacAtCleanup")


class Lists:
    """The numbering part of a template while ours joins it (ECMA-376 17.9)."""

    def __init__(self, tree: Element, ours: Numbering, styles: Styles) -> None:
        self.tree, self.styles, self.ours = tree, styles, ours
        made = ours.element()
        self._nums = {each.get(_NUM_ID): each for each in made.iter(_NUM)}
        self._abstracts = {each.get(_ABSTRACT_ID): each for each in made.iter(_ABSTRACT)}
        self._next_num = 1 + max(self._numbers(_NUM, _NUM_ID), default=0)
        self._next_abstract = 1 + max(self._numbers(_ABSTRACT, _ABSTRACT_ID), default=-1)
        self._codes = {each.get(_VAL) for each in tree.iter(qualified("w:nsid"))}
        self._added: dict[str, str] = {}
        self._added_abstracts: dict[str, str] = {}
        self._restarted: dict[str, str] = {}
        self._kinds: dict[str, str] = {}  # a kind of list: the definition of the template's look for it
        self._deep: set[str] = set()  # lists of ours that have others in them

    def _numbers(self, tag: str, key: str) -> list[int]:
        said = (each.get(key, "") for each in self.tree.iter(tag))
        return [int(each) for each in said if each.lstrip("-").isdigit()]

    def settle(self, trees: list[Element]) -> None:
        """Let every list that the brief's text or the styles that joined it name be one of the template's part."""
        for element in self.styles.added.values():
            for number in element.iter(_NUM_PR):
                self._point(number)
        numbers = [number for tree in trees for number in tree.iter(_NUM_PR)]
        self._deep = {each.find(_NUM_ID).get(_VAL) for each in numbers if _level(each) != "0"}
        for tree in trees:
            for number in list(tree.iter(_NUM_PR)):
                self._paragraph(number)

    def _paragraph(self, number: Element) -> None:
        style = number.getparent().find(_STYLE)
        style_id = "Normal" if style is None else style.get(_VAL)
        listed = number.find(_NUM_ID).get(_VAL)
        kind = self.ours.kind(int(listed)) if listed in self._nums else ""
        if kind not in _OWN or self._own(style_id) is None:
            self._point(number)
        elif kind == "bullets" and listed not in self._deep:
            number.getparent().remove(number)  # the style has its own
        else:
            level = _level(number)
            number[:] = [el("w:ilvl", val=level), el("w:numId", val=self._restart(listed, kind, level))]

    def _own(self, style_id: str) -> Element | None:
        """Return the level by which a list style of the template counts."""
        sheet = self.styles.sheet
        if style_id not in sheet.paragraphs or not self.styles.is_mapped(style_id):
            return None
        if not sheet.paragraphs[self.styles.root(style_id)].name.startswith(("List Bullet", "List Number")):
            return None
        return self._level_of(self.styles.paragraph(style_id))

    def _level_of(self, theirs: str | None) -> Element | None:
        number = self.styles.says(theirs, "pPr", "numPr", "numId")
        found = None
        if number is not None:
            found = next((each for each in self.tree.iter(_NUM) if each.get(_NUM_ID) == number.get(_VAL)), None)
        if found is None or found.find(_ABSTRACT_ID) is None:
            return None
        abstract, said = found.find(_ABSTRACT_ID).get(_VAL), self.styles.says(theirs, "pPr", "numPr", "ilvl")
        names = {each.get(qualified("w:styleId")) for each in self.styles.chain(theirs)}
        levels = [
            level
            for definition in self.tree.iter(_ABSTRACT)
            if definition.get(_ABSTRACT_ID) == abstract
            for level in definition.iter(qualified("w:lvl"))
        ]
        tied = [each for each in levels if (own := each.find(_STYLE)) is not None and own.get(_VAL) in names]
        wanted = "0" if said is None else said.get(_VAL)
        if said is None and tied:
            return tied[0]
        return next((each for each in levels if each.get(_ILVL) == wanted), None)

    def _combined(self, kind: str) -> str:
        """Return a definition whose levels look as the template's list styles do, one in the other.

        Word gives each such style a list of its own, at its first level: nobody could tell from it that one item
        stands within another, nor could who has the file read aloud.
        """
        if kind not in self._kinds:
            number = str(self._next_abstract)
            self._next_abstract += 1
            code = f"{zlib.crc32(f'{kind} {number}'.encode()):08X}"
            made = el("w:abstractNum", el("w:nsid", val=code), el("w:multiLevelType", val="multilevel"),
                      abstractNumId=number)  # fmt: skip
            last: Element | None = None
            for depth in range(LEVELS):
                name = f"{_OWN[kind]} {depth + 1}" if depth else _OWN[kind]
                theirs = self.styles.counterpart("paragraph", name)
                own = self._level_of(theirs)
                last = last if own is None else own
                if last is not None:
                    made.append(self._copy(last, depth, theirs if own is not None else None))
            self._insert(made)
            self._kinds[kind] = number
        return self._kinds[kind]

    def _copy(self, level: Element, depth: int, theirs: str | None) -> Element:
        made, was = deepcopy(level), int(level.get(_ILVL))
        made.set(_ILVL, str(depth))
        made.attrib.pop(qualified("w:tplc"), None)
        for tied in made.findall(_STYLE):
            made.remove(tied)
        text = made.find(qualified("w:lvlText"))
        if text is not None:
            text.set(_VAL, text.get(_VAL, "").replace(f"%{was + 1}", f"%{depth + 1}"))
        indent = self.styles.says(theirs, "pPr", "ind")
        properties = made.find(qualified("w:pPr"))
        if indent is not None and properties is not None:  # what the style says comes before its list's own
            for own in properties.findall(qualified("w:ind")):
                properties.replace(own, deepcopy(indent))
        return made

    def _restart(self, listed: str, kind: str, level: str) -> str:
        """Return a list of the template's kind that counts anew, for one of ours."""
        if listed not in self._restarted:
            start = next(self._nums[listed].iter(qualified("w:startOverride")), None)
            override = None
            if start is not None:
                override = el("w:lvlOverride", el("w:startOverride", val=start.get(_VAL)), ilvl=level)
            self._restarted[listed] = self._instance(self._combined(kind), [] if override is None else [override])
        return self._restarted[listed]

    def _point(self, number: Element) -> None:
        node = number.find(_NUM_ID)
        if node is not None and node.get(_VAL) != "0":
            node.set(_VAL, self._join(node.get(_VAL)))

    def _join(self, listed: str) -> str:
        """Return the number under which a list of ours stands in the template."""
        if listed not in self._added:
            ours = self._nums[listed]
            overrides = [deepcopy(each) for each in ours.findall(qualified("w:lvlOverride"))]
            abstract = self._definition(ours.find(_ABSTRACT_ID).get(_VAL))
            self._added[listed] = self._instance(abstract, overrides)
        return self._added[listed]

    def _instance(self, abstract: str, overrides: list[Element]) -> str:
        number = str(self._next_num)
        self._next_num += 1
        made = el("w:num", el("w:abstractNumId", val=abstract), *overrides, numId=number)
        behind = self.tree.find(_BEHIND_LISTS)
        self.tree.insert(len(self.tree) if behind is None else self.tree.index(behind), made)
        return number

    def _definition(self, ours: str) -> str:
        """Return the number of a definition of ours, put behind the template's: none may follow a list."""
        if ours in self._added_abstracts:
            return self._added_abstracts[ours]
        made, number = deepcopy(self._abstracts[ours]), str(self._next_abstract)
        self._next_abstract += 1
        made.set(_ABSTRACT_ID, number)
        neutral(made)
        code = made.find(qualified("w:nsid"))
        while code.get(_VAL) in self._codes:  # Word takes two lists of one code for one
            code.set(_VAL, f"{zlib.crc32(f'{code.get(_VAL)} {number}'.encode()):08X}")
        self._codes.add(code.get(_VAL))
        for level in made.iter(qualified("w:lvl")):
            tied = level.find(_STYLE)
            if tied is not None:
                if tied.get(_VAL) in self.styles.added:
                    tied.set(_VAL, self.styles.paragraph(tied.get(_VAL)))
                else:
                    level.remove(tied)
        self._insert(made)
        self._added_abstracts[ours] = number
        return number

    def _insert(self, definition: Element) -> None:
        first = self.tree.find(_NUM)
        behind = self.tree.find(_BEHIND_LISTS) if first is None else first
        self.tree.insert(len(self.tree) if behind is None else self.tree.index(behind), definition)


def _level(number: Element) -> str:
    level = number.find(_ILVL)
    return "0" if level is None else str(level.get(_VAL))
