"""A hundred distinct briefs of three pages, the same at each run: some 900 words, a table, a chart and notes each.

Every sentence is drawn anew, so that no engine gains by knowing those of the brief before (Typst remembers lines that
it has set). What the peers get holds the same words; what they have no grammar for is given to them ready: the chart
is a picture, the summary and the key points are copy.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

COUNT = 100
_SECTIONS = 5
_PARAGRAPHS = 2  # of a section
_SENTENCES = 5  # of a paragraph
_PAGES = 3  # of a brief

_WHO = (
    "The port authority", "The ministry", "A review panel", "The grid operator", "The rail board", "The auditor",
    "The inspectorate", "A regional council", "The energy regulator", "The customs service", "The shipping registry",
    "The budget office", "The statistics bureau", "A cross-party committee", "The harbour master", "The coast guard",
)  # fmt: skip
_DID = (
    "expects", "has revised", "questions", "reports on", "supports", "will publish", "has postponed", "disputes",
    "is preparing", "has costed", "monitors", "proposes", "has approved", "rejects", "sets out", "measures",
)  # fmt: skip
_WHAT = (
    "the timetable for dredging", "the price of storage", "new berths for ferries", "the northern tunnel",
    "the rules on ballast water", "a second transformer", "the winter reserve", "the tender for locomotives",
    "the cross-border cable", "its estimate of demand", "the survey of quays", "a common signalling standard",
    "the share of empty wagons", "training for pilots", "the cost of delay", "the relief road to the terminal",
    "the pooling of spare parts", "a floor for freight charges", "the register of small vessels", "shore power",
)  # fmt: skip
_HOW = (
    "after talks with the operators", "within the present budget", "by the end of the year", "when users ask",
    "despite a shortage of crews", "on the evidence of the last survey", "in step with its neighbours",
    "before the season begins", "as the contract allows", "once the legal review is done", "for the third time",
    "without a change in the law", "with support from two banks", "at somewhat higher cost", "under the new rules",
)  # fmt: skip
_SO = (
    "so traffic should grow by {} per cent", "which leaves {} million to be found", "and {} firms have agreed",
    "while {} berths stay closed", "though only {} of the measures are funded", "and the delay is put at {} weeks",
    "which would save {} hours a year", "so {} stations need new equipment", "and {} replies are still awaited",
)  # fmt: skip
_PLACES = (
    "Gdynia",
    "Hel",
    "Rostock",
    "Turku",
    "Esbjerg",
    "Aarhus",
    "Tallinn",
    "Ventspis",
    "Malmö",
    "Kotka",
    "Narvik",
)


@dataclass(frozen=True, slots=True)
class Copy:
    """One brief, before it is written down for one program or another."""

    number: int
    title: str
    summary: str
    points: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]  # head and paragraphs
    rows: tuple[tuple[str, str, str], ...]
    bars: tuple[tuple[str, float], ...]
    notes: tuple[str, ...]


def copy(number: int) -> Copy:
    """Return the brief of a number."""
    draw = random.Random(number)

    def words() -> str:
        said = f"{draw.choice(_WHO)} {draw.choice(_DID)} {draw.choice(_WHAT)} {draw.choice(_HOW)}"
        return said + (f", {draw.choice(_SO).format(draw.randint(2, 98))}" if draw.random() < 0.6 else "")

    def head(part: int) -> str:
        return f"{draw.choice(_PLACES)}: {draw.choice(_WHAT).removeprefix('the ')}, part {part}"

    places = draw.sample(_PLACES, 6)
    return Copy(
        number,
        f"Brief {number}: {draw.choice(_WHAT)}",
        f"{words()}. {words()}. {words()}.",
        tuple(f"{words()}." for _ in range(4)),
        tuple(
            (head(part), tuple(" ".join(f"{words()}." for _ in range(_SENTENCES)) for _ in range(_PARAGRAPHS)))
            for part in range(1, _SECTIONS + 1)
        ),
        tuple((each, draw.choice(_HOW), f"{draw.uniform(1, 90):.1f}") for each in places),
        tuple((each, round(draw.uniform(1, 9), 1)) for each in places[:5]),
        tuple(f"{words()}." for _ in range(3)),
    )


def ours(brief: Copy) -> str:
    """Return a brief as briefprint reads it."""
    front = [
        "---", f"title: '{brief.title}'", "authors: [Transport Desk]", f"date: 2025-03-{brief.number % 28 + 1:02}",
        "lang: en-GB", f"summary: '{brief.summary}'", "key_points:", *(f"  - '{each}'" for each in brief.points),
        "memo:", "  to: Director", "  from: Transport Desk", f"  ask: '{brief.points[0]}'", "---", "",
    ]  # fmt: skip
    return "\n".join((*front, _body_of_ours(brief)))


def _body_of_ours(brief: Copy) -> str:
    chart = [
        "```chart", "kind: bar", "title: Growth by port", "unit: '%'", "alt: Bars, one for each port.", "data:",
        *(f"  {name}: {value}" for name, value in brief.bars), "```",
    ]  # fmt: skip
    return "\n".join(_body(brief, "\n".join(chart), "\nTable: What is known of each port"))


def ours_long(pages: int) -> str:
    """Return one brief of about so many pages."""
    first, *others = (copy(number) for number in range(1, pages // _PAGES + 1))
    return "\n".join((ours(first), *(_body_of_ours(each) for each in others)))


def ours_wide(rows: int, columns: int) -> str:
    """Return a brief that holds one large table."""
    head = "| " + " | ".join(f"Year {year}" for year in range(1, columns + 1)) + " |\n" + "|---" * columns + "|\n"
    cells = (
        "| " + " | ".join(f"{row * year / 7:.1f}" for year in range(1, columns + 1)) + " |" for row in range(rows)
    )
    return "---\ntitle: A large table\nlang: en-GB\n---\n\n" + head + "\n".join(cells) + "\n"


def plain(brief: Copy) -> str:
    """Return a brief for pandoc, with its chart ready as a picture."""
    opening = (brief.summary, "\n".join(f"- {each}" for each in brief.points))
    picture = f"![Growth by port]({name(brief.number)}.png)"
    front = ("---", f"title: '{brief.title}'", "author: Transport Desk", "lang: en-GB", "---", "")
    return "\n".join((*front, "\n\n".join(opening), "", *_body(brief, picture, "\n: What is known of each port")))


def _body(brief: Copy, chart: str, caption: str) -> Iterator[str]:
    notes = iter(range(1, len(brief.notes) + 1))
    for place, (head, paragraphs) in enumerate(brief.sections):
        yield f"## {head}\n"
        for each in paragraphs:
            note = next(notes, None) if each is paragraphs[0] else None
            yield (f"{each}[^{brief.number}-{note}]" if note else each) + "\n"
        if place == 1:
            yield "| Port | Standing | Share |\n|---|---|---:|"
            yield "\n".join(f"| {name} | {said} | {share} |" for name, said, share in brief.rows)
            yield caption + "\n"
        if place == 2:
            yield chart + "\n"
    yield from (f"[^{brief.number}-{number}]: {note}\n" for number, note in enumerate(brief.notes, 1))


def name(number: int) -> str:
    """Return a brief's name, without an ending."""
    return f"brief-{number:03}"


def write(folder: Path, count: int = COUNT) -> None:
    """Write briefs as briefprint reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"{name(number)}.md").write_text(ours(copy(number)), encoding="utf-8")


def write_plain(folder: Path, count: int = COUNT) -> None:
    """Write briefs for the peers, with their charts."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        brief = copy(number)
        (folder / f"{name(number)}.md").write_text(plain(brief), encoding="utf-8")
        _picture(brief).save(folder / f"{name(number)}.png")


def _picture(brief: Copy) -> Image.Image:
    """Return bars of a brief's figures; how they look is no matter here."""
    drawn = Image.new("RGB", (960, 400), "white")
    pen = ImageDraw.Draw(drawn)
    for place, (label, value) in enumerate(brief.bars):
        top = 20 + place * 75
        pen.text((10, top + 20), label, "black")
        pen.rectangle((150, top, 150 + value * 80, top + 50), "#1f4e79")
    return drawn
