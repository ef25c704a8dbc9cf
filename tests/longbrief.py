"""A long brief of blocks of many kinds, the same at each run."""

from __future__ import annotations

_SENTENCE = "The committee weighed procurement, trade and the export of processors before it reported on them"
_PAGE = """## Section {n} on guarantees {{#sec-{n}}}

{sentence}, as @tbl-{n} shows[^n{n}]. {sentence}, and *{sentence}* with [a link](https://example.org/{n}) in it.

- item one of {n} with a note^[In an item, {n}.]
- item two

  which is loose: {sentence}

  1. numbered {n}
  2. numbered again

| Port {n} | Words | Depth |
|---|---|---:|
| Gdynia | {sentence} | {n}.5 |
| Hel |  | {n} |
| Gdańsk | *few words* | 12 |

Table: Tides of {n}. {{#tbl-{n}}}

> {sentence}.
>
> — Somebody

> [!NOTE] Title {n}
> {sentence}; {sentence}.

### Part {n} below

Term {n}
: {sentence}.

```
code {n}
    indented, and a line that is as long as lines of code will be when nobody has thought of the measure
```

```chart
title: Depths of {n}
data: {{Gdynia: {n}, Hel: 4}}
```

{sentence}. {sentence}. {sentence}; see @sec-{n}.

[^n{n}]: Note {n}: {sentence}.
"""


def brief(sections: int) -> str:
    """Return a brief of so many sections, each about a page."""
    front = "---\ntitle: A long brief\nlang: en\ntoc: true\n---\n\n"
    return front + "\n".join(_PAGE.format(n=n, sentence=_SENTENCE) for n in range(1, sections + 1))
