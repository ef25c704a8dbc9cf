"""Blocks of HTML as web editors and converters leave them in Markdown: read where they hold nothing but copy."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from briefprint.reader.attributes import is_id
from briefprint.reader.beside import is_local

WRAPPERS = {
    "em", "strong", "s", "sup", "sub", "u", "b", "i", "del", "ins", "strike", "cite", "dfn", "var", "span", "a",
    "mark", "small", "big", "abbr", "time", "font", "code", "kbd", "samp", "tt",
}  # fmt: skip
"""What may stand within a line; the reader of inlines says what each means."""
_AROUND = {
    "div", "section", "article", "main", "header", "footer", "center", "figure", "figcaption", "picture", "details",
    "summary", "colgroup", "col", "thead", "tbody", "tfoot", "wbr", "source", "nobr",
}  # fmt: skip
"""What stands around copy and says nothing on paper."""
_BLOCKS = {
    "p": "paragraph", "blockquote": "blockquote", "ul": "bullet_list", "ol": "ordered_list", "li": "list_item",
    **{f"h{level}": "heading" for level in range(1, 7)},
}  # fmt: skip
_WHOLE = re.compile(
    r"""(?:[^<]++|<!--(?:[^-]++|-(?!->))*+-->|</?[a-zA-Z][^\s<>/]*+(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>)*+"""
)
"""Text, comments and tags that are all closed: Python's parser looks for the end of others again and again."""


def html_plugin(md: MarkdownIt) -> None:
    """Read HTML blocks that hold nothing but copy; others stay as they are written."""
    md.core.ruler.after("block", "html", _read)


def _read(state: StateCore) -> None:
    out: list[Token] = []
    for token in state.tokens:
        tokens = _tokens(token) if token.type == "html_block" else None
        out += [token] if tokens is None else tokens
        if tokens == []:
            token.meta["empty"] = True
            out.append(token)
    state.tokens = out


def _tokens(block: Token) -> list[Token] | None:
    """Return the tokens of a block of HTML, or None where there is more in it than copy."""
    if not _WHOLE.fullmatch(block.content):
        return None
    reader = _Reader(block)
    reader.feed(block.content)
    reader.close()
    reader.end_of_run()
    return None if reader.failed or reader.open or reader.rawdata else reader.tokens


class _Reader(HTMLParser):
    """Turns tags into tokens; a class because Python's parser calls back."""

    def __init__(self, block: Token) -> None:
        super().__init__()
        self.first = block.map[0] if block.map else 0
        self.level = block.level
        self.tokens: list[Token] = []
        self.open: list[str] = []
        self.run: list[Token] = []
        self.run_line = 1
        self.rows: list[list[list[Token]]] = []
        self.lines: list[int] = []
        self.span = 1
        self.failed = False

    def push(self, kind: str, tag: str, nesting: int, at: int = 0) -> Token:
        self.level -= nesting < 0
        token = Token(kind, tag, nesting, level=self.level, block=True)  # type: ignore[arg-type]
        self.level += nesting > 0
        if nesting >= 0:
            line = self.first + (at or self.getpos()[0]) - 1
            token.map = [line, line + 1]
        self.tokens.append(token)
        return token

    def add(self, token: Token) -> None:
        """Put a token into the run that is being gathered."""
        if not self.run:
            self.run_line = self.getpos()[0]
        self.run.append(token)

    def inline(self, children: list[Token]) -> None:
        self.push("inline", "", 0, self.run_line).children = children  # without content there is no more to parse

    def end_of_run(self) -> None:
        """Set what was gathered as a paragraph, or as the words of the heading it stands in."""
        run, self.run = _stripped(self.run), []
        if not run:
            return
        if self.open and self.open[-1] in _BLOCKS and self.open[-1][0] in "ph":
            self.inline(run)
        elif self.open and self.open[-1] in ("td", "th"):
            self.run = [*run, Token("hardbreak", "br", 0)]  # a cell holds one run
        elif self.open and self.open[-1] in ("ul", "ol", "table", "tr"):
            self.failed = True
        else:
            bare = self.open[-1:] == ["li"]  # as in a tight list
            self.push("paragraph_open", "p", 1, self.run_line).hidden = bare
            self.inline(run)
            self.push("paragraph_close", "p", -1).hidden = bare

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = self.get_starttag_text() or ""
        if self.failed:
            return
        if tag in WRAPPERS:
            self.add(Token("html_inline", "", 0, content=said))
        elif tag == "br":
            self.add(Token("hardbreak", "br", 0))
        elif tag == "img":
            self.add(picture({name: value or "" for name, value in attrs}))
        elif tag in _AROUND:
            self.end_of_run()
        elif tag == "hr" and "table" not in self.open:
            self.end_of_run()
            self.push("hr", "hr", 0)
        elif tag in _BLOCKS and "table" not in self.open:
            self.end_of_run()
            self.failed |= (tag == "li") != (self.open[-1:] in (["ul"], ["ol"])) or self.open[-1:] == ["p"]
            token = self.push(f"{_BLOCKS[tag]}_open", tag, 1)
            start = dict(attrs).get("start") or ""
            if tag == "ol" and start.isdecimal() and len(start) < 10:
                token.attrs["start"] = int(start)
            if tag[0] == "h" and is_id(name := dict(attrs).get("id") or ""):
                token.attrs["id"] = name
            self.open.append(tag)
        elif tag == "p" and self.open[-1:] in (["td"], ["th"]):
            self.end_of_run()
        elif tag in ("table", "tr", "td", "th"):
            self.table_tag(tag, dict(attrs))
        else:
            self.failed = True

    def table_tag(self, tag: str, attrs: dict[str, str | None]) -> None:
        self.end_of_run()
        around = {"table": None, "tr": "table", "td": "tr", "th": "tr"}.get(tag, "")
        inside = self.open[-1] if self.open else None
        self.failed |= inside in ("table", "tr", "td", "th", "p") if around is None else inside != around
        self.failed |= (attrs.get("rowspan") or "1") != "1"
        if self.failed:
            return
        if tag == "tr":
            self.rows.append([])
            self.lines.append(self.getpos()[0])
        elif tag == "table":
            self.rows, self.lines = [], []
        else:
            span = attrs.get("colspan") or "1"
            self.span = min(int(span), 100) if span.isdecimal() else 1
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # HTML knows no other: '<div/>' opens

    def handle_endtag(self, tag: str) -> None:
        if self.failed:
            return
        if tag in WRAPPERS:
            self.add(Token("html_inline", "", 0, content=f"</{tag}>"))
            return
        self.end_of_run()
        if tag in _AROUND or (tag == "p" and self.open[-1:] in (["td"], ["th"])):
            return
        if self.open[-1:] != [tag]:
            self.failed = True
            return
        self.open.pop()
        if tag in _BLOCKS:
            self.push(f"{_BLOCKS[tag]}_close", tag, -1)
        elif tag in ("td", "th"):
            cell, self.run = _stripped(self.run), []
            self.rows[-1] += [cell, *([] for _ in range(self.span - 1))]
        elif tag == "table":
            self.table()

    def table(self) -> None:
        """Set the rows that were gathered; a single column is no table but a page's layout."""
        rows = [(row, line) for row, line in zip(self.rows, self.lines, strict=True) if any(row)]
        columns = max((len(row) for row, _ in rows), default=0)
        if columns == 1:
            for row, self.run_line in rows:
                self.run = row[0]
                self.end_of_run()
        elif columns:
            self.push("table_open", "table", 1, rows[0][1])
            for place, (row, self.run_line) in enumerate(rows):
                if place < 2:
                    self.push(*(("thead_open", "thead", 1), ("tbody_open", "tbody", 1))[place])
                self.push("tr_open", "tr", 1, self.run_line).meta["cells"] = 0  # nothing to count in the source
                for cell in (*row, *([] for _ in range(columns - len(row)))):
                    self.push("td_open", "td", 1)
                    self.inline(cell)
                    self.push("td_close", "td", -1)
                self.push("tr_close", "tr", -1)
                if not place:
                    self.push("thead_close", "thead", -1)
            if len(rows) > 1:
                self.push("tbody_close", "tbody", -1)
            self.push("table_close", "table", -1)

    def handle_data(self, data: str) -> None:
        if self.failed or (not data.strip() and not self.run):
            return
        self.add(Token("text", "", 0, content=re.sub(r"\s+", " ", data)))

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002
        self.failed = True

    def handle_pi(self, data: str) -> None:  # noqa: ARG002
        self.failed = True

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002
        self.failed = True


def picture(attributes: dict[str, str]) -> Token:
    """Return the token of a picture; one on a network is not fetched, so that its words stand in for it."""
    source, words = attributes.get("src", ""), " ".join(attributes.get("alt", "").split())
    text = Token("text", "", 0, content=words)
    if source and is_local(source):
        token = Token("image", "img", 0, content=words, children=[text] if words else [])
        token.attrs["src"] = source
        return token
    return Token("picture_elsewhere", "img", 0, content=words, meta={"source": source})


def _stripped(run: list[Token]) -> list[Token]:
    """Return a run without the space and the line ends around it; nothing where only those are in it."""
    while run and (run[0].type == "hardbreak" or (run[0].type == "text" and not run[0].content.strip())):
        run = run[1:]
    while run and (run[-1].type == "hardbreak" or (run[-1].type == "text" and not run[-1].content.strip())):
        run = run[:-1]
    if run and run[0].type == "text":
        run[0].content = run[0].content.lstrip()
    if run and run[-1].type == "text":
        run[-1].content = run[-1].content.rstrip()
    return run
