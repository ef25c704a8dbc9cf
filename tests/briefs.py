"""Any brief: Markdown that is right, with all that a brief can hold, within all that can hold it."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from briefprint.language import LETTERS

LANGUAGES = [lang for lang in LETTERS if lang != "uk"]  # Cyrillic asks for a house with its letters
SIGNS = ["–", "—", "€", "£", "§", "°", "×", "−", "½", "…", "«x»", "“x”", "’", "&", "<", "©", "№5", "10 %", "±3", "ﬁ"]
HEAD = """references:
  - {id: work, type: book, author: Jan Nowak, title: The Long Winter, issued: 2024}
data: {rate: 4.3, here: {poland: 4.7}}
"""
LATIN = "abcdefghijklmnoprstuwyz"


def _letters(alphabet: str, least: int, most: int) -> st.SearchStrategy[str]:
    """Return letters one by one: of a text hypothesis would also draw words that it found in our own modules."""
    return st.lists(st.sampled_from(alphabet), min_size=least, max_size=most).map("".join)


def _words(letters: str) -> st.SearchStrategy[str]:
    """Return words of a language, and now and then one that is hard to set."""
    plain = _letters(LATIN + letters.replace("’", ""), 3, 9).map("w{}".format)
    hard = st.one_of(st.sampled_from([sign for sign in SIGNS if sign != "ﬁ"]), st.just("w" * 40), st.just("a/b/c-d"))
    return st.one_of(plain, plain, plain, plain, plain, hard)


def _runs(word: st.SearchStrategy[str], notes: bool = True, most: int = 6) -> st.SearchStrategy[str]:
    """Return runs of text: words, marked, linked, noted, cited, worked out; ``most`` parts after the first."""
    some = st.lists(word, min_size=1, max_size=4).map(" ".join)
    marked = st.tuples(
        st.sampled_from(["*{}*", "**{}**", "***{}***", "~~{}~~", "[{}](https://example.org/a)", "[{}]{{lang=fr}}",
                         "<u>{}</u>", "w^{}^", "w~{}~", '"{}"', "`{}`", "[*{}*](https://example.org)"]),
        _letters(LATIN, 2, 8),
    ).map(lambda pair: pair[0].format(pair[1]))  # fmt: skip
    kinds = [some, some, marked, st.just("{{rate}}"), st.just("{{here.poland | pct 1}}")]
    if notes:
        kinds += [some.map("w^[{}]".format), st.just("w[^n]"), st.just("w [@work]"), st.just("w [@work, p. 3]")]
    rest = st.lists(st.one_of(kinds), max_size=most).map(" ".join)
    start = _letters(LATIN, 2, 8).map("w{}".format)
    return st.tuples(start, rest).map(lambda pair: " ".join(pair).strip())


def within(mark: str, text: str) -> str:
    """Return text within a quote or a list item."""
    rest = mark if mark == "> " else " " * len(mark)
    return "\n".join((mark if not place else rest) + line for place, line in enumerate(text.split("\n")))


def _table(cells: list[list[str]], sides: list[str], caption: str) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    lines.insert(1, "|" + "|".join(sides[: len(cells[0])]) + "|")
    return "\n".join(lines) + (f"\n\nTable: {caption}" if caption else "")


def _blocks(
    run: st.SearchStrategy[str], cell: st.SearchStrategy[str], word: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    """Return blocks of all kinds, those that hold others holding them."""
    cells = st.integers(1, 5).flatmap(
        lambda columns: st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=2, max_size=5)
    )
    sides = st.lists(st.sampled_from(["---", ":-:", "--:"]), min_size=5, max_size=5)
    name = _letters(LATIN, 2, 8)
    values = st.dictionaries(name, st.floats(-1000, 1000).map(lambda value: round(value, 2)), min_size=1, max_size=6)
    leaves = st.one_of(
        run,
        run,
        st.tuples(cells, sides, st.one_of(st.just(""), run)).map(lambda parts: _table(*parts)),
        st.lists(word, min_size=1, max_size=5).map(lambda words: "```\n" + "\n  ".join(words) + "\n```"),
        st.tuples(run, run).map(lambda pair: f"{pair[0]}\n: {pair[1]}"),
        st.tuples(values, name, st.sampled_from(["bar", "dot"])).map(
            lambda parts: (
                f"```chart\nkind: {parts[2]}\ntitle: {json.dumps(parts[1])}\ndata: {json.dumps(parts[0])}\n```"
            )
        ),
        st.lists(st.tuples(name, name), min_size=1, max_size=4).map(
            lambda each: "```figures\n" + "\n".join(_figure(*pair) for pair in each) + "\n```"
        ),
    )

    def holding(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        several = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
        items = st.lists(several, min_size=1, max_size=3)
        mark = st.sampled_from(["- ", "1. ", "7) ", "- [x] ", "- [ ] "])
        kind = st.sampled_from(["NOTE", "TIP", "WARNING"])
        return st.one_of(
            st.tuples(mark, st.booleans(), items).map(
                lambda parts: ("\n\n" if parts[1] else "\n").join(_item(parts[0], each) for each in parts[2])
            ),
            several.map(lambda text: within("> ", text)),
            st.tuples(several, run).map(lambda pair: within("> ", f"{pair[0]}\n\n— {pair[1]}")),
            st.tuples(kind, several).map(lambda pair: within("> ", f"[!{pair[0]}] A title\n\n{pair[1]}")),
            several.map("::: {{.box}}\n{}\n:::".format),
        )

    return st.recursive(leaves, holding, max_leaves=8)


def _figure(value: str, label: str) -> str:
    """Return a figure, its words in quotes: 'null' alone would be no word to YAML."""
    return f"- {{value: {json.dumps(value)}, label: {json.dumps(label)}}}"


def _item(mark: str, text: str) -> str:
    """Return an item; a task's box stands before what begins with words alone."""
    if "[" in mark and not text[:1].isalpha():
        mark = "- "
    lines = text.split("\n")
    indent = " " * (2 if "[" in mark else len(mark))
    return "\n".join((mark if not place else indent if line else "") + line for place, line in enumerate(lines))


@st.composite
def briefs(draw: st.DrawFn) -> str:
    """Draw a brief."""
    lang = draw(st.sampled_from(LANGUAGES))
    word = _words(LETTERS[lang])
    run, plain = _runs(word), _runs(word, notes=False)
    cell = _runs(_letters(LATIN + LETTERS[lang], 2, 9), most=2)
    block = _blocks(run, cell, _letters(LATIN, 2, 60))
    front: dict[str, object] = {"title": draw(plain), "lang": lang}
    optional: list[tuple[str, st.SearchStrategy[object]]] = [
        ("kicker", plain),
        ("standfirst", plain),
        ("summary", st.lists(run, min_size=1, max_size=2).map("\n\n".join)),
        ("key_points", st.lists(run, min_size=1, max_size=5)),
        ("figures", st.lists(st.fixed_dictionaries({"value": st.just("4.7%"), "label": plain}), min_size=1,
                             max_size=5)),
        ("authors", st.lists(st.fixed_dictionaries({"name": st.just("Ewa Lis"), "role": st.just("Analyst")}),
                             min_size=1, max_size=2)),
        ("date", st.sampled_from(["2025", "2025-04", "2025-04-03"])),
        ("number", st.just("2025/01")),
        ("place", st.just("Warsaw")),
        ("marking", st.just("PUBLIC")),
        ("toc", st.booleans()),
        ("enclosures", st.lists(plain, min_size=1, max_size=3)),
        ("memo", st.fixed_dictionaries({"to": st.just("Head of Desk"), "ask": plain},
                                       optional={"points": st.lists(plain, min_size=1, max_size=4)})),
    ]  # fmt: skip
    for name, values in optional:
        if draw(st.booleans()):
            front[name] = draw(values)
    copy: list[str] = []
    for count in range(draw(st.integers(0, 3))):
        if count:
            level = "#" if count == 1 else draw(st.sampled_from(["#", "##"]))
            copy += [f"{level} {draw(plain)} {{#sec-{count}}}", f"See @sec-{count}."]
        copy += draw(st.lists(block, min_size=1, max_size=4))
    copy.append(draw(run))
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items()]
    note = f"[^n]: {draw(plain)}\n\n    - {draw(plain)}"
    body = "\n\n".join(filter(None, copy))
    return "---\n" + "\n".join(lines) + f"\n{HEAD}---\n\n{body}\n\n{note}\n"
