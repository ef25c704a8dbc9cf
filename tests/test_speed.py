"""What makes it quick: what is imported, found or parsed once, and what is not imported at all; and the benchmark."""

import contextlib
import ctypes.util
import functools
import gc
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench import briefs, measure, table

from briefprint import pace, stylebook
from briefprint.artifact import Job
from briefprint.reader import read
from briefprint.renderers import (
    _by_style,
    _css,
    _directed,
    _html,
    _measure,
    _pdf_again,
    _pdf_case,
    _shelf,
    renderer,
)
from briefprint.style import HouseStyle
from briefprint.typesetting import carry_out

ROOT = Path(__file__).parents[1]
HEAVY = ("weasyprint", "reportlab", "docx", "markdown_it", "pikepdf", "PIL", "lxml", "fontTools", "yaml", "babel")


def imported(folder: Path, *command: str | Path) -> set[str]:
    """Return the packages that a command imports in a process of its own."""
    work = (
        "import sys\n"
        f"sys.argv = {['briefprint', *map(str, command)]!r}\n"
        "from briefprint.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", work], cwd=folder, capture_output=True, text=True, check=True)
    return set(run.stderr.splitlines()[-1].split())


@functools.cache
def style(name: str = "institute") -> HouseStyle:
    return stylebook.load(name, stylebook.search_path())


def brief(folder: Path, number: int = 1) -> Path:
    """Return one of the benchmark's briefs."""
    made = folder / f"{briefs.name(number)}.md"
    made.write_text(briefs.ours(briefs.copy(number)), encoding="utf-8")
    return made


def parts(file: Path, house: HouseStyle) -> tuple[str, ...]:
    document, house = _directed.directed(read(file).document, house)
    return _css.sheet(document, _measure.with_note_room(document, house), _shelf.Shelf())


# --- what a command imports ----------------------------------------------------------------------------


def test_help_imports_nothing_that_sets_a_brief(tmp_path: Path) -> None:
    found = imported(tmp_path, "--help")
    assert not found & {*HEAVY, "pydantic"} - {"markdown_it"}  # which rich brings, for help in Markdown


@pytest.mark.parametrize(
    ("format", "without"), [("docx", {"weasyprint", "pikepdf"}), ("memo", {"weasyprint", "docx"})]
)
def test_a_format_imports_its_own_libraries_alone(tmp_path: Path, format: str, without: set[str]) -> None:
    found = imported(tmp_path, format, brief(tmp_path), "--style", "institute")
    assert not found & {*without, "svglib"}


def test_a_second_run_imports_nothing_that_sets_a_brief(tmp_path: Path) -> None:
    brief(tmp_path)
    asked = ("batch", "brief-001.md", "--style", "institute", "--format", "docx", "--quiet")
    imported(tmp_path, *asked)
    assert not imported(tmp_path, *asked) & set(HEAVY)


# --- what is done once ---------------------------------------------------------------------------------


def test_briefs_of_a_style_share_its_part_of_the_stylesheet(tmp_path: Path) -> None:
    one, two = parts(brief(tmp_path, 1), style()), parts(brief(tmp_path, 2), style())
    assert one[0] == two[0] and one[2] == two[2]
    assert one[1] != two[1]  # the running heads hold the title


def test_a_part_of_a_stylesheet_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    original = _pdf_case.CSS

    def parsing(**asked: Any) -> Any:
        parsed.append(asked["string"])
        return original(**asked)

    monkeypatch.setattr(_pdf_case, "CSS", parsing)
    _pdf_case._case.cache_clear()
    for number in (1, 2):
        renderer("pdf")(read(brief(tmp_path, number)).document, style())
    assert len(parsed) == len(set(parsed)) == 4  # fonts, the rest, and the heads of each


def test_a_line_that_is_set_again_is_not_shaped_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Canary: lines go through the function that is wrapped, are set more than once, and may be shared."""
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    asked: list[str] = []
    original = line_break.split_first_line

    def splitting(text: str, *rest: Any, **more: Any) -> Any:
        asked.append(text)
        return original(text, *rest, **more)

    document = read(brief(tmp_path)).document
    monkeypatch.setattr(inline, "split_first_line", splitting)
    with_memory = renderer("pdf")(document, style()).data
    kept = len(asked)
    monkeypatch.setattr(_pdf_again, "kept", contextlib.nullcontext)
    assert renderer("pdf")(document, style()).data == with_memory
    assert 0 < kept < 0.8 * (len(asked) - kept)


def test_a_galley_as_a_whole_is_a_page_of_its_own(tmp_path: Path) -> None:
    file, shelf = brief(tmp_path), _shelf.Shelf()
    document = read(file).document
    made = _html.galley(document, style(), _css.sheet(document, style(), shelf), shelf)
    assert made.whole.count("<style>") == 1 and "\n".join(made.sheets) in made.whole


def test_fonts_of_one_name_in_two_folders_are_not_taken_for_each_other(tmp_path: Path) -> None:
    source = next(iter(style().faces())).fonts[0].path
    cases = []
    for name in ("one", "two"):
        file = tmp_path / name / source.name
        file.parent.mkdir()
        shutil.copy(source, file)
        cases.append(_pdf_case.case([_shelf.Asset("brief:0", "font/ttf", file)]))
    assert cases[0] is not cases[1]
    assert cases[0] is _pdf_case.case([_shelf.Asset("brief:0", "font/ttf", tmp_path / "one" / source.name)])


def test_what_follows_from_a_style_is_found_once_for_each() -> None:
    found: list[str] = []

    @_by_style.once
    def name(house: HouseStyle) -> str:
        found.append(house.name)
        return house.name

    assert [name(style(each)) for each in ("staff", "bureau", "staff")] == ["staff", "bureau", "staff"]
    assert found == ["staff", "bureau"]


def test_briefs_with_as_many_notes_are_set_in_one_style(tmp_path: Path) -> None:
    rooms = [_measure.with_note_room(read(brief(tmp_path, number)).document, style()) for number in (1, 2)]
    assert rooms[0] is rooms[1]


@pytest.mark.parametrize("format", ["pdf", "docx", "memo"])
def test_what_was_set_before_is_no_part_of_a_product(tmp_path: Path, format: str) -> None:
    """What a process keeps changes nothing: another brief and style between, and a new process, make the same."""
    file, out = brief(tmp_path), tmp_path / "out"
    job = Job(file, "institute", format, out)
    first = carry_out(job).artifact
    carry_out(Job(brief(tmp_path, 2), "institute", format, out))
    carry_out(Job(file, "staff", format, out))
    again = carry_out(job).artifact
    assert first is not None and again is not None and first.data == again.data
    work = (
        "import sys, hashlib, pathlib\n"
        "from briefprint.artifact import Job\nfrom briefprint.typesetting import carry_out\n"
        f"made = carry_out(Job(pathlib.Path({str(file)!r}), 'institute', {format!r}, pathlib.Path('out'))).artifact\n"
        "sys.stdout.buffer.write(made.data)\n"
    )
    alone = subprocess.run([sys.executable, "-c", work], capture_output=True, check=True).stdout
    assert alone == again.data


def test_the_collector_waits_longer_and_leaves_what_is_there_for_good() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        pace.quicken()
        assert gc.get_threshold()[0] > 10_000 and gc.isenabled()
        pace.settle()
        assert gc.get_freeze_count() > frozen
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the search is wanted")
def test_weasyprint_is_imported_without_a_search_for_its_libraries() -> None:
    """Canary: WeasyPrint still tries Linux's names too, and loads the library that subsets fonts."""
    work = (
        "import subprocess, sys\n"
        "def never(*_, **__): raise AssertionError('a process was started')\n"
        "subprocess.Popen = never\n"
        "from briefprint.renderers import _pdf_libraries\n"
        "_pdf_libraries.ready()\n"
        "from weasyprint.text import ffi\n"
        "print(ffi.harfbuzz_subset is not None)\n"
    )
    search = ctypes.util.find_library
    run = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "True", run.stderr
    assert ctypes.util.find_library is search


# --- the benchmark -------------------------------------------------------------------------------------


def test_the_briefs_are_distinct_and_the_same_at_each_run() -> None:
    texts = [briefs.ours(briefs.copy(number)) for number in range(1, briefs.COUNT + 1)]
    assert len(set(texts)) == len(texts) and texts[6] == briefs.ours(briefs.copy(7))
    paragraphs = [line for text in texts for line in text.splitlines() if len(line) > 200]
    assert len(set(paragraphs)) == len(paragraphs)
    assert all(850 < len(text.split()) < 1400 for text in texts)


@pytest.mark.parametrize("number", [1, 42, 100])
def test_a_brief_of_the_benchmark_takes_three_pages_and_one_for_the_memo(tmp_path: Path, number: int) -> None:
    file = brief(tmp_path, number)
    made = {each: carry_out(Job(file, "institute", each, tmp_path / "out")).artifact for each in ("pdf", "memo")}
    assert {name: each and each.pages for name, each in made.items()} == {"pdf": 3, "memo": 1}


def test_peers_get_the_same_words() -> None:
    copy = briefs.copy(3)
    ours, theirs = briefs.ours(copy), briefs.plain(copy)
    for words in (copy.summary, *copy.points, *copy.notes, *(text for _, texts in copy.sections for text in texts)):
        assert words in ours and words in theirs


def test_costs_count_children_and_compare_neighbours() -> None:
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))'])"
    cost = measure.command([sys.executable, "-c", work])
    assert cost.cpu > 0.05 and cost.wall > 0
    done: list[str] = []
    tasks = {name: functools.partial(_noted, done, name) for name in ("a", "b")}
    found = measure.in_turn(tasks, 2)
    assert done == ["a", "b", "b", "a"]
    assert measure.ratio(found["a"], found["b"]).wall == 1.0
    with pytest.raises(RuntimeError, match="boom"):
        measure.command([sys.executable, "-c", "raise SystemExit('boom')"])


def _noted(done: list[str], name: str) -> measure.Cost:
    done.append(name)
    return measure.Cost(2.0, 1.0)


def test_the_page_has_a_section_for_each_case_and_says_where_a_target_is_missed() -> None:
    figures = [
        table.Figure("One", "this", "2 s", "1 s (peer)", 2.0, 1.9, "0.8", False),
        table.Figure("Two", "that", "1 s"),
    ]
    page = table.page(figures, {"pandoc": "3"}, 5, 100, 12, ["A note."])
    assert (
        "## One" in page and "## Two" in page and "| **no** |" in page and "pandoc 3" in page and "- A note." in page
    )
    assert str(Path.home()) not in page


def test_warm_jobs_are_measured(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        brief(tmp_path, number)
    work = [sys.executable, "-m", "bench.warm", str(tmp_path), "1"]
    run = subprocess.run(work, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert {"pdf", "weasyprint", "docx", "memo", "reading", "style"} <= set(json.loads(run.stdout))


def test_what_a_quick_run_leaves_out_is_there() -> None:
    """A test that is renamed is timed anew."""
    folder = Path(__file__).parent
    for name in (folder / "slow.txt").read_text(encoding="utf-8").split():
        file, _, test = name.partition("::")
        assert f"\ndef {test}(" in (folder / file).read_text(encoding="utf-8"), name
