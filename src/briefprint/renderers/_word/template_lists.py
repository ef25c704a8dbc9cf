"""The lists of a brief in a template: its own where its styles have some, else ours under numbers of their own."""

from __future__ import annotations

import zlib
from copy import deepcopy

from briefprint.renderers._word.numbering import Numbering
from briefprint.renderers._word.template_styles import Styles, neutral
from briefprint.renderers._word.xml import Element, el, qualified

_ABSTRACT, _NUM, _NUM_PR = (qualified(f"w:{name}") for name in ("abstractNum", "num", "numPr"))
_ABSTRACT_ID, _NUM_ID, _ILVL = (qualified(f"w:{name}") for name in ("abstractNumId", "numId", "ilvl"))
_VAL, _STYLE = qualified("w:val"), qualified("w:pStyle")
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
        self._restarted: dict[tuple[str, str, str], str] = {}

    def _numbers(self, tag: str, key: str) -> list[int]:
        said = (each.get(key, "") for each in self.tree.iter(tag))
        return [int(each) for each in said if each.lstrip("-").isdigit()]

    def settle(self, trees: list[Element]) -> None:
        """Let every list that the brief's text or the styles that joined it name be one of the template's part."""
        for element in self.styles.added.values():
            for number in element.iter(_NUM_PR):
                self._point(number)
        for tree in trees:
            for number in list(tree.iter(_NUM_PR)):
                self._paragraph(number)

    def _paragraph(self, number: Element) -> None:
        style = number.getparent().find(_STYLE)
        style_id = "Normal" if style is None else style.get(_VAL)
        own = self._own(style_id)
        listed = number.find(_NUM_ID).get(_VAL)
        if own is None:
            self._point(number)
        elif self.ours.kind(int(listed)) == "bullets":
            number.getparent().remove(number)  # the style has its own
        elif self.ours.kind(int(listed)) == "numbers":
            abstract, level = own
            number[:] = [el("w:ilvl", val=level), el("w:numId", val=self._restart(listed, abstract, level))]
        else:
            self._point(number)

    def _own(self, style_id: str) -> tuple[str, str] | None:
        """Return the definition and the level by which a list style of the template counts."""
        sheet = self.styles.sheet
        if style_id not in sheet.paragraphs or not self.styles.is_mapped(style_id):
            return None
        if not sheet.paragraphs[self.styles.root(style_id)].name.startswith(("List Bullet", "List Number")):
            return None
        theirs = self.styles.paragraph(style_id)
        number = self.styles.says(theirs, "pPr", "numPr", "numId")
        found = None
        if number is not None:
            found = next((each for each in self.tree.iter(_NUM) if each.get(_NUM_ID) == number.get(_VAL)), None)
        if found is None or found.find(_ABSTRACT_ID) is None:
            return None
        level = self.styles.says(theirs, "pPr", "numPr", "ilvl")
        abstract = found.find(_ABSTRACT_ID).get(_VAL)
        if level is not None:
            return abstract, level.get(_VAL)
        names = {each.get(qualified("w:styleId")) for each in self.styles.chain(theirs)}
        for definition in self.tree.iter(_ABSTRACT):
            if definition.get(_ABSTRACT_ID) == abstract:
                for each in definition.iter(qualified("w:lvl")):
                    tied = each.find(_STYLE)
                    if tied is not None and tied.get(_VAL) in names:
                        return abstract, each.get(_ILVL)
        return abstract, "0"

    def _restart(self, listed: str, abstract: str, level: str) -> str:
        """Return a list of the template's kind that counts anew, for one of ours."""
        key = (listed, abstract, level)
        if key not in self._restarted:
            start = next(self._nums[listed].iter(qualified("w:startOverride")), None)
            override = el(
                "w:lvlOverride", el("w:startOverride", val="1" if start is None else start.get(_VAL)), ilvl=level
            )
            self._restarted[key] = self._instance(abstract, [override])
        return self._restarted[key]

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
        first = self.tree.find(_NUM)
        behind = self.tree.find(_BEHIND_LISTS) if first is None else first
        self.tree.insert(len(self.tree) if behind is None else self.tree.index(behind), made)
        self._added_abstracts[ours] = number
        return number
