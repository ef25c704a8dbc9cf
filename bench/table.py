"""Figures as a table, and as the page that says how they were come by."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefprint import __version__


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was measured, ours, theirs where there is one to compare with, and what we want."""

    case: str
    what: str
    ours: str
    theirs: str = ""
    ratio: float | None = None  # of the clock
    cpu: float | None = None  # of the processor
    target: str = ""
    met: bool | None = None  # None where nothing was asked for
    why: str = ""  # its target is out of reach, as sentences

    @property
    def cells(self) -> tuple[str, ...]:
        """The figure as it stands in a table."""
        ratios = (f"{each:.2f}" if each is not None else "" for each in (self.ratio, self.cpu))
        met = {True: "yes", False: "**no**", None: ""}[self.met]
        return (self.what, self.ours, self.theirs, *ratios, self.target, met)


HEADS = ("What", "Ours", "Theirs", "Ratio", "of CPU", "Target", "Met")


def plain(figures: Iterable[Figure]) -> str:
    """Return figures as lines for a terminal."""
    rows = [HEADS, *(each.cells for each in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def markdown(figures: Iterable[Figure]) -> str:
    """Return figures as a table in Markdown."""
    lines = [HEADS, ("---", "---", "---", "---:", "---:", "---", "---"), *(each.cells for each in figures)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_PAGE = """# Performance

What it costs to set briefs, next to what the peers ask for the same words. Written by `scripts/bench --write`; the
ratios are of runs that stood next to each other, so that they hold whatever the machine was doing.

{tables}

{missed}## How it was measured

- briefprint {version}, Python {python}, {peers}; {cores} cores, {system}. {rounds} rounds of each; medians.
- The briefs are {count} of three pages: some 900 words of copy, a table, a chart and three notes each, every
  sentence drawn anew. The peers get the same words, and the chart ready as a picture, which costs them nothing here.
  Their pages are plain; ours are in a house style, tagged (PDF/UA-1) and archival (PDF/A-2a).
- Batches run from a cold start in two processes each. Typst is begun for each brief, as `pandoc --pdf-engine=typst`
  does it; "kept" means that its process stays, with all that it remembers. pandoc with WeasyPrint begins both for
  each brief, so that {scaled} briefs tell what {count} cost.
- The clock and the processors' time are both taken, the children's with it. Where both ratios are given, the second
  is the surer one on a machine that has other work.
- A warm figure is of one process that has set two briefs before; its libraries, fonts and styles are loaded.
- `scripts/bench --only NAME` measures one section again; `--repeat N` takes more rounds.
{notes}"""


def page(
    figures: Sequence[Figure], peers: Mapping[str, str], rounds: int, count: int, scaled: int, notes: Iterable[str]
) -> str:
    """Return the page of all figures, a section for each case."""
    sections = []
    for case in dict.fromkeys(each.case for each in figures):
        own = [each for each in figures if each.case == case]
        sections.append(f"## {case}\n\n{markdown(own)}")
    return _PAGE.format(
        tables="\n\n".join(sections),
        missed=_missed(figures),
        version=__version__,
        python=platform.python_version(),
        peers=", ".join(f"{name} {version}" for name, version in peers.items()) or "no peers",
        cores=os.cpu_count(),
        system=f"{platform.system()} {platform.machine()}",
        rounds=rounds,
        count=count,
        scaled=scaled,
        notes="".join(f"- {each}\n" for each in notes),
    )


def _missed(figures: Sequence[Figure]) -> str:
    """Return the section on the targets that are missed, by how much and why; nothing where there is none."""
    causes: dict[tuple[str, str], list[str]] = {}
    for each in figures:
        if each.met is False:
            got = each.ours if each.ratio is None else f"{each.ratio:.2f}"
            causes.setdefault((each.case, each.why), []).append(f"{each.what}: {got}, wanted {each.target}")
    lines = [f"- **{case}.** {'; '.join(said)}. {why}".rstrip() for (case, why), said in causes.items()]
    return "\n".join(["## What is missed, and why", "", *lines, "", ""]) if lines else ""
