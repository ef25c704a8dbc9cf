"""The official memorandum: lines at its head, paragraphs numbered through, signature block and copies last.

Office symbol, date, addressees, subject, signature block and copies stand where AR 25-50, 2-4 to 2-6, has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefprint.digest import MemoCopy, Point
from briefprint.document import Inlines, LineBreak, Paragraph, Text, plain_text
from briefprint.renderers._arrange import number
from briefprint.renderers._boxes import Columns, Item, Rule, Ruled, Series, Stack
from briefprint.renderers._compose import Composer, Kept, line_of
from briefprint.renderers._copy import Box, Copy, RunIn
from briefprint.renderers._runs import runs
from briefprint.renderers._tagged import Element, Tag
from briefprint.renderers._words import Setting
from briefprint.style import HouseStyle, TextRole

STOPS = (".", "?", "!", "…", ":", ";")  # a head that ends in one needs no full stop before its paragraph


class Memorandum(Composer):
    """Makes the boxes of a memo whose masthead is an official memorandum's."""

    def __init__(self, copy: MemoCopy, style: HouseStyle, root: Element, kept: Kept | None = None) -> None:
        super().__init__(copy, style, root, kept)
        self.values = {line.name: line.value for line in copy.head}
        points = sum(bool(each.body or each.heading) for each in copy.points)
        counts = {"bottom_line": len(copy.bottom_line), "points": points, "ask": int(bool(copy.ask))}
        self.total = sum(counts.get(name, 0) for name in style.memo.order)  # paragraphs that count
        self.count = 0
        patterns = style.paragraphs.numbers
        self.series = Series(patterns[0]) if patterns else None
        self.indent_pt = self.needed_indent_pt()

    # --- head

    def head(self) -> Box:
        """Return office symbol and date on one line, the addressees, and the subject."""
        roles, words = self.style.text, self.words
        boxes: list[Box] = []
        symbol, date = self.values.get("reference", ()), self.values.get("date", ())
        if symbol or date:
            left = self.text(symbol, roles.memo_value, self.root.add("P")) if symbol else None
            right = self.text(date, roles.memo_value, self.root.add("P"), align="right") if date else None
            # An en more: another program may set it a hair longer.
            width = right.natural_pt(Setting()) + roles.memo_value.size_pt / 2 if right else 0.0
            boxes.append(Columns([left, right], [None, width], roles.memo_value.size_pt))
        to = self.values.get("to", ()) or (Text(text=words["record"]),)
        several = any(isinstance(each, LineBreak) for each in to)
        boxes.append(self.labelled("to", to, roles.memo_value, "P", own_line=several))
        boxes.append(self.labelled("subject", self.memo.subject, roles.memo_subject, "H1", sign=":"))
        look = self.style.memo
        return Ruled(Stack(boxes), Rule(look.head_rule_color, look.head_rule_pt), look.masthead.rule_gap_pt)

    def labelled(
        self, name: str, value: Inlines, role: TextRole, tag: Tag, sign: str = "", own_line: bool = False
    ) -> Copy:
        """Return a line of the head: the house's word for it, then what it says, read as one."""
        element = self.root.add(tag)
        end = "\n" if own_line else " "
        label, look = (Text(text=f"{self.words[name]}{sign}{end}"),), self.style.text.memo_label
        said = runs(value, role, self.style, self.memo.path)
        head = RunIn(runs(label, look, self.style, self.memo.path), look, element, label)
        return Copy(said, role, element, self.memo.lang, line_of(value, self.memo.line), head, inlines=value)

    # --- paragraphs

    def bottom_line(self) -> Iterator[Box]:
        if not self.memo.bottom_line:
            return
        section, role = self.root.add("Sect"), self.style.text.memo_bottom_line
        first, *others = self.memo.bottom_line
        boxes = [self.numbered(first.children, role, section, self.line(first), self.word("bottom_line"))]
        boxes += [self.numbered(each.children, role, section, self.line(each)) for each in others]
        yield self.panel(boxes, self.style.panel.memo_bottom_line)

    def listed(self, points: Sequence[Point]) -> Iterator[Box]:
        for point in points:
            yield self.numbered(point.body, self.style.text.memo_point, self.root, point.line)

    def sections(self, points: Sequence[Point]) -> Iterator[Box]:
        role = self.style.text.memo_body
        for point in points:
            section = self.root.add("Sect") if point.heading else self.root
            if point.body or point.heading:
                yield self.numbered(point.body, role, section, point.line, point.heading)
            below = [box for block in point.then for box in self.block(block, section)]
            yield from (Columns([None, box], [self.indent_pt, None], 0.0) for box in below)

    def ask(self) -> Iterator[Box]:
        if not self.memo.ask:
            return
        role, section = self.style.text.memo_ask, self.root.add("Sect")
        line = line_of(self.memo.ask, self.memo.line)
        asked = self.numbered(self.memo.ask, role, section, line, self.word("ask"))
        below = Stack([Columns([None, box], [self.indent_pt, None], 0.0) for box in self.decisions(section)])
        yield self.panel([asked, below] if below.boxes else [asked], self.style.panel.memo_ask)

    def needed_indent_pt(self) -> float:
        """Return how far the copy stands from its numbers' edge: more than the token where a wide number wants it."""
        role, signs = self.style.text.memo_body, [self.sign(count) for count in range(1, self.total + 1)]
        widest = max((self.label(sign, role, Element("P")).natural_pt(Setting()) for sign in signs), default=0.0)
        return max(self.style.memo.indent_pt, widest + role.size_pt / 2) if widest else 0.0

    def sign(self, count: int) -> str:
        """Return the number of a paragraph; one that stands alone has none (AR 25-50, 2-4b)."""
        patterns = self.style.paragraphs.numbers
        if not (patterns and self.style.memo.number_points and self.total > 1):
            return ""
        return number(count, patterns[0])

    def numbered(self, copy: Inlines, role: TextRole, section: Element, line: int, heading: Inlines = ()) -> Box:
        """Return the next paragraph, which its author can shorten; its head opens its first line."""
        self.count += 1
        head = self.run_in(heading, section.add("H2")) if heading else None
        element = section.add("P")
        made = () if head is None else runs(copy, role, self.style, self.memo.path)
        matter = self.matter(copy, role) if head is None else None
        body = Copy(made, role, element, self.memo.lang, line, head, inlines=copy, matter=matter)
        self.cuttable(body, copy)
        if heading:
            self.headings.append((plain_text(heading), body))
        if not self.indent_pt:
            return body
        # The number is read with what it counts; the space keeps them apart.
        sign = self.label(f"{self.sign(self.count)}\u00a0", role, head.element if head else element)
        return Item(sign, body, self.indent_pt, self.series)

    def run_in(self, heading: Inlines, element: Element) -> RunIn:
        """Return a head as it opens a paragraph: closed by a stop."""
        stop = "" if plain_text(heading).rstrip().endswith(STOPS) else "."
        role, closed = self.style.text.memo_heading, (*heading, Text(text=f"{stop} "))
        return RunIn(runs(closed, role, self.style, self.memo.path), role, element, closed)

    def word(self, name: str) -> Inlines:
        return (Text(text=self.words[name]),)

    def line(self, paragraph: Paragraph) -> int:
        return paragraph.line or line_of(paragraph.children, self.memo.line)

    # --- close

    def closing(self) -> Iterator[Box]:
        """Yield the signature block, then who has copies."""
        look, roles = self.style.closing, self.style.text
        if sender := self.values.get("from"):
            space = look.signature_space_pt
            block = self.text(sender, roles.signature, self.root.add("P"), space_before_pt=space)
            yield Columns([None, block], [look.signature_indent_pt, None], 0.0)
        if copies := self.values.get("cc"):
            block = self.labelled("cc", copies, roles.closing, "P", sign=":", own_line=True)
            block.before_pt = look.space_before_pt
            yield block
