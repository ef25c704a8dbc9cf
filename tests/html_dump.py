"""A tree as the HTML that the CommonMark specification asks for, and HTML in one form, to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
from typing import assert_never

from briefprint.document import (
    Block,
    Box,
    BulletList,
    Callout,
    Chart,
    Code,
    CodeBlock,
    ColumnBreak,
    CrossReference,
    DefinitionList,
    Emphasis,
    Figure,
    FiguresPanel,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    OrderedList,
    PageBreak,
    PageTurn,
    Paragraph,
    Quote,
    SoftBreak,
    Span,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    Underline,
    plain_text,
)

_TAGS = {
    Emphasis: "em", Strong: "strong", Strikethrough: "del", Underline: "u", Superscript: "sup", Subscript: "sub",
    Span: "span",
}  # fmt: skip
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "...", "\u00a0": " "})


def html(blocks: Iterable[Block], *, tight: bool = False) -> str:
    """Return blocks as HTML; in a tight list paragraphs have no tag of their own (CommonMark 5.3)."""
    return "\n".join(_block(each, tight) for each in blocks)


def _block(block: Block, tight: bool) -> str:
    match block:
        case Heading(level=level):
            return f"<h{level}>{_run(block.children)}</h{level}>"
        case Paragraph():
            return _run(block.children) if tight else f"<p>{_run(block.children)}</p>"
        case BulletList():
            return f"<ul>{_items(block)}</ul>"
        case OrderedList(start=start):
            return f"<ol{_attributes(start=None if start == 1 else str(start))}>{_items(block)}</ol>"
        case Quote():
            return f"<blockquote>{html(block.blocks)}</blockquote>"
        case CodeBlock(text=text, language=language):
            name = _attributes(**{"class": f"language-{language}" if language else None})
            return f"<pre><code{name}>{escape(text)}{chr(10) * bool(text)}</code></pre>"
        case ThematicBreak():
            return "<hr>"
        case Figure():
            image = _image(str(block.source), block.alt, plain_text(block.caption))
            return image if tight else f"<p>{image}</p>"
        case (
            Table()
            | DefinitionList()
            | Chart()
            | Callout()
            | FiguresPanel()
            | Box()
            | PageBreak()
            | ColumnBreak()
            | PageTurn()
        ):
            return f"<!-- {type(block).__name__}: not CommonMark -->"
        case _:
            assert_never(block)


def _items(block: BulletList | OrderedList) -> str:
    return "".join(f"<li>{html(item.blocks, tight=block.tight)}</li>" for item in block.items)


def _run(run: Iterable[Inline]) -> str:
    return "".join(map(_inline, run))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text=text):
            return escape(text)
        case Code(text=text):
            return f"<code>{escape(text)}</code>"
        case SoftBreak():
            return "\n"
        case LineBreak():
            return "<br>\n"
        case Link(target=target, title=title):
            return f"<a{_attributes(href=target, title=title)}>{_run(inline.children)}</a>"
        case Image(source=source, alt=alt):
            return _image(str(source), alt)
        case Note() | CrossReference():
            return f"<!-- {type(inline).__name__}: not CommonMark -->"
        case Emphasis() | Strong() | Strikethrough() | Underline() | Superscript() | Subscript() | Span():
            tag = _TAGS[type(inline)]
            return f"<{tag}>{_run(inline.children)}</{tag}>"
        case _:
            assert_never(inline)


def _image(source: str, alt: str, title: str = "") -> str:
    return f"<img{_attributes(src=source, alt=alt, title=title or None)}>"


def _attributes(**values: str | None) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items() if value is not None)


def normal(text: str) -> str:
    """Return HTML in one form, as the specification's own test runner compares it.

    Attributes are in order, entities are characters, space counts in ``pre`` alone; besides, the marks that we set
    typographically are as typed.
    """
    reader = _Normal()
    reader.feed(text)
    reader.close()
    return "".join(reader.out).strip()


class _Normal(HTMLParser):
    BLOCKS = frozenset(
        (
            "blockquote",
            "div",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "li",
            "ol",
            "p",
            "pre",
            "table",
            "td",
            "tr",
            "ul",
        )
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.in_pre = self.after_block = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag(tag, tag + "".join(f' {name}="{escape(_typed(value or ""))}"' for name, value in sorted(attrs)))
        self.in_pre |= tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.in_pre &= tag != "pre"
        self.tag(tag, f"/{tag}")

    def tag(self, name: str, said: str) -> None:
        """Take a tag; the space before and after that of a block is not seen."""
        self.after_block = name in self.BLOCKS or name == "br"
        if self.after_block and not self.in_pre and self.out:
            self.out[-1] = self.out[-1].rstrip()
        self.out.append(f"<{said}>")

    def handle_data(self, data: str) -> None:
        if not self.in_pre:
            data = re.sub(r"\s+", " ", _typed(data))
            if self.after_block or (self.out and self.out[-1].endswith(" ")):
                data = data.removeprefix(" ")
        if data:
            self.after_block = False
            self.out.append(escape(data))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(self.unescape_one(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.handle_data(self.unescape_one(f"&#{name};"))

    @staticmethod
    def unescape_one(reference: str) -> str:
        from html import unescape

        return unescape(reference)

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.out.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.out.append(f"<![{data}]>")


def _typed(text: str) -> str:
    return text.translate(_PLAIN)
