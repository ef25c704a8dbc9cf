"""What is measured: each case returns its figures. Targets are those that the project has set itself."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import briefs, peers
from bench.measure import Command, Cost, command, environment, held, in_turn, median, ratio
from bench.table import Figure
from bench.warm import STYLE

_STYLES, _FORMATS = 5, 4
_MEGABYTE = 1e6

_LAYOUT = (
    "WeasyPrint lays out and writes in Python, and that is four fifths of a PDF here; Typst is compiled. What is "
    "left is the tag tree, the declarations and the checks that the peers' pages do not have."
)
_BEGINS = (
    "A process imports for most of that time: Typer with pydantic, the reader, the libraries of a format, and some "
    "250 value types of ours, which Python makes anew each time; then it loads fonts and a style."
)
_WORD = (
    "Half of a Word file's time goes into what pandoc does not make: the chart as outlines and as a picture, fonts "
    "cut to the brief, pages counted for the contents; and a cold start weighs more the fewer the briefs."
)
_READING = "A quarter is YAML, a quarter Markdown, the rest our own passes: numbers, references, language."
_HELD = (
    "Four formats' libraries, and the fonts and stylesheets of five styles; a worker that holds more than its share "
    "of the machine is replaced."
)
_AGAIN = "Half is the start of the process; the rest looks at each file's size and time and hashes what changed."


@dataclass(slots=True)
class Setting:
    """Where a run works, how often, and on how much."""

    folder: Path
    rounds: int = 5
    count: int = briefs.COUNT
    scaled: int = 12  # briefs that are set with a peer which begins a process of seconds for each
    warm: int = 12
    pages: tuple[int, ...] = (10, 100, 300)
    notes: list[str] = field(default_factory=list)

    @property
    def ours(self) -> Path:
        """The briefs, written once."""
        return self._written("briefs", briefs.write)

    @property
    def plain(self) -> Path:
        """The briefs as the peers read them, written once."""
        return self._written("plain", briefs.write_plain)

    def _written(self, name: str, write: Callable[[Path, int], None]) -> Path:
        made = self.folder / name
        if not made.exists():
            write(made, self.count)
        return made

    def fresh(self) -> Path:
        """Return a folder that is not there yet."""
        made = self.folder / "out"
        shutil.rmtree(made, ignore_errors=True)
        return made


def briefprint(*arguments: str | Path) -> Command:
    """Return our command line, as it is installed."""
    script = Path(sys.executable).with_name("briefprint")
    start = [script] if script.exists() else [sys.executable, "-c", "from briefprint.cli import main; main()"]
    return [*start, *arguments]


def _batch(at: Setting, *formats: str) -> Cost:
    asked = [part for each in formats for part in ("--format", each)]
    asked += ["--style", STYLE, "--jobs", "2", "--quiet"]
    return command(briefprint("batch", at.ours, *asked, "--out", at.fresh()))


def _peer(at: Setting, kind: str, count: int) -> Cost:
    work: Command = [sys.executable, "-m", "bench.peers", kind, at.plain, at.fresh(), str(count)]
    return command(work).times(at.count / count)


def batches(at: Setting) -> list[Figure]:
    """Many briefs from a cold start, next to pandoc, Typst and WeasyPrint."""
    case, count = f"{at.count} briefs, two processes each, from a cold start", at.count
    tasks: dict[str, Callable[[], Cost]] = {
        "pdf": lambda: _batch(at, "pdf"),
        "docx": lambda: _batch(at, "docx"),
        "two": lambda: _batch(at, "pdf", "docx"),
        "three": lambda: _batch(at, "pdf", "docx", "memo"),
    }
    if peers.pandoc() is not None:
        tasks["pandoc docx"] = lambda: _peer(at, "docx", count)
        tasks["pandoc weasyprint"] = lambda: _peer(at, "weasyprint", min(at.scaled, count))
        if peers.has_typst():
            tasks["pair"] = lambda: _peer(at, "pair", count)
            tasks["pair kept"] = lambda: _peer(at, "pair-pool", count)
    at.ours, at.plain  # noqa: B018 (written before any counts)
    found = in_turn(tasks, at.rounds)
    pair, kept = "pandoc and Typst: PDF; pandoc: Word", "the same, Typst kept"
    return [
        each
        for each in (
            _against(case, "PDF and Word", found, "two", "pair", pair, 0.8, _LAYOUT),
            _against(case, "PDF and Word", found, "two", "pair kept", kept, None),
            _against(case, "PDF, Word and memo", found, "three", "pair", pair, 0.95, _LAYOUT),
            _against(case, "PDF", found, "pdf", "pandoc weasyprint", "pandoc and WeasyPrint", 0.2, _LAYOUT),
            _against(case, "Word", found, "docx", "pandoc docx", "pandoc", 0.4, _WORD),
        )
        if each is not None
    ]


def _against(
    case: str, what: str, found: dict[str, list[Cost]], ours: str, theirs: str, name: str, target: float | None,
    why: str = "",
) -> Figure | None:  # fmt: skip
    mine = median(found[ours])
    if theirs not in found:
        return Figure(case, what, f"{mine.wall:.1f} s", f"{name}: not installed")
    other, share = median(found[theirs]), ratio(found[ours], found[theirs])
    return Figure(
        case, what, f"{mine.wall:.1f} s", f"{other.wall:.1f} s ({name})", share.wall, share.cpu,
        f"{target}" if target else "", share.wall <= target if target else None, why,
    )  # fmt: skip


def warm(at: Setting) -> list[Figure]:
    """One job in a process that has done others."""
    case = "One job in a warm process"
    work = [sys.executable, "-m", "bench.warm", str(at.ours), str(at.warm)]
    said = [json.loads(subprocess.run(work, env=environment(), capture_output=True, check=True).stdout)
            for _ in range(max(1, at.rounds // 2))]  # fmt: skip
    found = {name: [Cost(*each) for run in said for each in run[name]] for name in said[0]}

    def milliseconds(name: str) -> float:
        return 1000 * median(found[name]).wall

    share = ratio(found["pdf"], found["weasyprint"])
    ready = milliseconds("reading") + milliseconds("style")
    return [
        Figure(
            case, "PDF: tagged, PDF/UA-1 and PDF/A-2a", f"{milliseconds('pdf'):.0f} ms",
            f"{milliseconds('weasyprint'):.0f} ms (WeasyPrint, the same HTML, UA tags)", share.wall, share.cpu,
            "0.75", share.wall <= 0.75,
        ),
        Figure(case, "Word", f"{milliseconds('docx'):.0f} ms"),
        Figure(case, "memo", f"{milliseconds('memo'):.0f} ms", target="60 ms", met=milliseconds("memo") <= 60),
        Figure(case, "memo as Word", f"{milliseconds('memo-docx'):.0f} ms"),
        Figure(case, "reading and style", f"{ready:.1f} ms", target="10 ms", met=ready <= 10, why=_READING),
    ]  # fmt: skip


def again(at: Setting) -> list[Figure]:
    """A second run with nothing changed, one with one brief changed; and what workers hold over the first."""
    jobs, out = at.count * _STYLES * _FORMATS, at.folder / "kept"
    asked = briefprint("batch", at.ours, "--style", "all", "--format", "all", "--jobs", "2", "--out", out)
    case, curve = f"{at.count} briefs, five styles, four formats: {jobs} jobs", list[tuple[float, int]]()
    began = time.perf_counter()
    first = command(asked, watch=lambda pid: curve.append(_most(pid, began)))
    second = [command(asked) for _ in range(at.rounds)]
    brief = at.ours / f"{briefs.name(1)}.md"
    text = brief.read_text(encoding="utf-8")
    changed = []
    try:
        for number in range(max(1, at.rounds // 2)):
            brief.write_text(f"{text}\nOne more line, the {number + 1}th.\n", encoding="utf-8")
            run = subprocess.run([*map(str, asked)], env=environment(), capture_output=True, text=True, check=False)
            changed.append(len(run.stdout.splitlines()))
    finally:
        brief.write_text(text, encoding="utf-8")
    same, wanted = median(second), _STYLES * _FORMATS
    figures = [
        Figure(case, "first run, two processes", f"{first.wall:.0f} s ({1000 * first.cpu / jobs:.0f} ms CPU a job)"),
        Figure(
            case, "second run, nothing changed", f"{same.wall:.2f} s ({same.cpu:.2f} s CPU)", target="0.5 s",
            met=same.wall <= 0.5, why=_AGAIN,
        ),
        Figure(
            case, "one brief changed: jobs that ran", ", ".join(map(str, sorted(set(changed)))), target=f"{wanted}",
            met=set(changed) == {wanted},
        ),
    ]  # fmt: skip
    return figures + _memory(case, curve, jobs)


def _most(pid: int, began: float) -> tuple[float, int]:
    return time.perf_counter() - began, max(held(pid).values(), default=0)


def _memory(case: str, curve: list[tuple[float, int]], jobs: int) -> list[Figure]:
    known = [size / _MEGABYTE for _, size in curve if size]
    if len(known) < 8:
        return []
    quarter = len(known) // 4
    early, late = statistics.median(known[quarter : 2 * quarter]), statistics.median(known[-quarter:])
    most = max(known)
    return [
        Figure(
            case, f"memory of the larger worker over {jobs // 2} jobs",
            f"{most:.0f} MB at most; {early:.0f} MB in the second quarter, {late:.0f} MB in the last",
            target="250 MB, flat", met=most <= 250, why=_HELD,
        )
    ]  # fmt: skip


def cold(at: Setting) -> list[Figure]:
    """One command from a cold start."""
    case = "One command from a cold start"
    brief = at.ours / f"{briefs.name(1)}.md"
    work = f"from pathlib import Path; from bench.warm import *; page(galley(Path({str(brief)!r}), " \
        f"stylebook.load(STYLE, stylebook.search_path())), Path({str(at.folder / 'page')!r}))"  # fmt: skip
    subprocess.run([sys.executable, "-c", work], env=environment(), check=True)
    page, out = at.folder / "page" / "page.html", at.folder / "cold"
    tasks: dict[str, Callable[[], Cost]] = {
        "help": lambda: command(briefprint("--help")),
        "weasyprint": lambda: command(peers.weasyprint(page, at.folder / "page.pdf")),
    }
    for format in ("docx", "memo", "pdf"):
        asked = briefprint(format, brief, "--style", STYLE, "--out", out)
        tasks[format] = lambda asked=asked: command(asked)  # type: ignore[misc]
    in_turn(tasks, 1)  # compiles what was not
    found = in_turn(tasks, 2 * at.rounds)
    figures = []
    for name, limit in (("help", 0.2), ("docx", 0.4), ("memo", 0.5)):
        cost = median(found[name])
        figures.append(
            Figure(case, "`--help`" if name == "help" else f"`{name}`", f"{cost.wall:.2f} s ({cost.cpu:.2f} s CPU)",
                   target=f"{limit} s", met=cost.wall <= limit, why=_BEGINS)
        )  # fmt: skip
    mine, other, share = median(found["pdf"]), median(found["weasyprint"]), ratio(found["pdf"], found["weasyprint"])
    figures.append(
        Figure(case, "`pdf`", f"{mine.wall:.2f} s ({mine.cpu:.2f} s CPU)",
               f"{other.wall:.2f} s (WeasyPrint's command line, the same page)", share.wall, share.cpu, "1.0",
               share.wall <= 1.0, _BEGINS)
    )  # fmt: skip
    return figures


def long(at: Setting) -> list[Figure]:
    """Long briefs, and one large table."""
    case, out = "Long briefs, each from a cold start", at.folder / "long"
    figures, each_page = [], []
    for pages in at.pages:
        brief = at.folder / f"long-{pages}.md"
        brief.write_text(briefs.ours_long(pages), encoding="utf-8")
        rounds = at.rounds if pages <= 10 else 1
        cost = median([command(briefprint("pdf", brief, "--style", STYLE, "--out", out)) for _ in range(rounds)])
        each_page.append((pages, cost))
        figures.append(Figure(case, f"PDF, about {pages} pages", f"{cost.wall:.1f} s ({cost.cpu:.1f} s CPU)"))
    (few, least), (many, most) = each_page[0], each_page[-1]
    middle, between = each_page[len(each_page) // 2]
    if many > middle > few:
        slopes = ((between.cpu - least.cpu) / (middle - few), (most.cpu - between.cpu) / (many - middle))
        figures.append(
            Figure(case, "a page more, CPU", f"{1000 * slopes[0]:.0f} ms, then {1000 * slopes[1]:.0f} ms",
                   ratio=None, cpu=slopes[1] / slopes[0], target="linear", met=slopes[1] / slopes[0] <= 1.25)
        )  # fmt: skip
    large = max((each for each in at.pages if each <= 100), default=at.pages[0])
    table = at.folder / "table.md"
    table.write_text(briefs.ours_wide(200, 10), encoding="utf-8")
    for what, brief in (
        (f"Word, about {large} pages", at.folder / f"long-{large}.md"),
        ("Word, a table of 200 x 10", table),
    ):
        asked = briefprint("docx", brief, "--style", STYLE, "--out", out)
        cost = median([command(asked) for _ in range(min(3, at.rounds))])
        figures.append(Figure(case, what, f"{cost.wall:.1f} s ({cost.cpu:.1f} s CPU)"))
    return figures


CASES: dict[str, Callable[[Setting], list[Figure]]] = {
    "batches": batches, "warm": warm, "again": again, "cold": cold, "long": long,
}  # fmt: skip
"""By the names that ``--only`` takes."""
