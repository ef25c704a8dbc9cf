"""Batches: what is up to date and what is not, what is recorded of it, and what a project says."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from briefprint import fingerprint, manifest, manifestschema, stylebook, stylefiles, typesetting
from briefprint.artifact import Artifact, Job, Report
from test_cli import GOOD, Run, run

BRIEF = """\
---
title: A brief
marking: PUBLIC
style: ours
bibliography: works.bib
data: {spend: spending.csv}
---
As said [@nowak], and shown below.

![A picture](picture.png)

```chart
kind: bar
data: spending.csv
```
"""
STYLE = 'extends = "bureau"\n[masthead]\nmark = "mark.svg"\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h{}v9z"/></svg>'
BIB = "@book{nowak, title={A book}, author={Jan Nowak}, date={2024}}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a brief that uses all that one can, and another that uses nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    typesetting._reading.cache_clear()
    files = {
        "briefprint.toml": "",
        "content/full.md": BRIEF,
        "content/good.md": GOOD,
        "content/works.bib": BIB,
        "content/spending.csv": "year;share\n2024;4\n2025;5\n",
        "styles/ours/style.toml": STYLE,
        "styles/ours/mark.svg": SVG.format(9),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    Image.new("RGB", (4, 3)).save(tmp_path / "content/picture.png")
    return tmp_path


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Products that are quickly set: all is read, and what is drawn says no more than what for."""

    def render(name: str) -> object:
        def rendered(document: object, style: object, options: object = None) -> Artifact:
            return Artifact(f"{name}\n{document}\n{style.name}\n{options}".encode(), 1)  # type: ignore[attr-defined]

        return rendered

    monkeypatch.setattr(typesetting, "renderer", render)
    yield


def batch(*arguments: str) -> Run:
    typesetting._reading.cache_clear()  # as a run of the program has it
    stylebook._load.cache_clear()
    return run("batch", "content", "--jobs", "1", *arguments)


def written(*arguments: str) -> list[str]:
    """Return the products that a batch sets."""
    ended = batch("--format", "docx", "--format", "memo", *arguments)
    assert ended.code == 0, ended.err
    return sorted(each.removeprefix("out/") for each in ended.out.split())


ALL = ["full.ours.docx", "full.ours.memo.pdf", "good.bureau.docx", "good.bureau.memo.pdf"]
FULL, PLAIN = ALL[:2], ALL[2:]


@pytest.mark.usefixtures("drawn")
def test_what_is_up_to_date_is_not_set_again() -> None:
    assert written() == ALL
    assert written() == []
    assert batch("--format", "docx", "--format", "memo").err == "4 products: 4 up to date\n"
    assert written("--force") == ALL


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("change", "due", "why"),
    [
        (("content/full.md", BRIEF + "More.\n"), FULL, "the brief is another"),
        (("content/works.bib", BIB.replace("A book", "B")), FULL, "'works.bib' is another"),
        (("content/spending.csv", "year;share\n2024;4\n2025;6\n"), FULL, "'spending.csv' is another"),
        (("content/picture.png", "PNG"), FULL, "'picture.png' is another"),
        (("styles/ours/style.toml", STYLE + "[page]\n"), FULL, "the style's 'ours/style.toml' is another"),
        (("styles/ours/mark.svg", SVG.format(8)), FULL, "the style's 'ours/mark.svg' is another"),
        (("styles/bureau/style.toml", 'extends = "base"\n'), ALL, "the style's 'bureau/style.toml' is another"),
        (("styles/fonts/fonts.toml", ""), ALL, "the style's 'fonts/fonts.toml"),
        (("out/good.bureau.docx", "spoilt"), ["good.bureau.docx"], "'good.bureau.docx' was changed by other hands"),
        (("out/full.ours.docx", None), ["full.ours.docx"], "'full.ours.docx' is not there"),
        (("content/good.md", GOOD), [], ""),
        (("content/other.csv", "a;b\n"), [], ""),
        (("out/manifest.json", "spoilt"), ALL, "it is new"),
    ],
)
def test_each_input_that_changes_sets_the_jobs_that_see_it(
    change: tuple[str, str | None], due: list[str], why: str, folder: Path
) -> None:
    assert written() == ALL
    name, text = change
    (folder / name).parent.mkdir(exist_ok=True)
    if text is None:
        (folder / name).unlink()
    elif text == "PNG":
        Image.new("RGB", (4, 3), "red").save(folder / name)
    else:
        (folder / name).write_text(text)
    plan = batch("--format", "docx", "--format", "memo", "--dry-run").out.splitlines()
    planned = [line.partition(": ")[0].removeprefix("out/") for line in plan if ": set: " in line]
    assert sorted(planned) == due
    assert all(why in line for line in plan if ": set: " in line), plan
    assert written() == due
    assert written() == []


def test_a_style_is_made_from_its_fonts_and_citation_file(folder: Path) -> None:
    seen = fingerprint.style_seen("ours", stylefiles.search_path(folder / "x.md"), fingerprint.Hashes())
    assert seen is not None
    house = stylebook.load("ours", stylefiles.search_path(folder / "x.md"))
    fonts = {font.path for face in house.faces() for font in face.fonts}
    assert fonts and fonts <= set(seen.paths.values())
    assert {house.masthead.mark, house.citations.csl} <= set(seen.paths.values())
    assert fingerprint.style_seen("none", stylefiles.search_path(), fingerprint.Hashes()) is None


@pytest.mark.usefixtures("drawn")
def test_options_set_again_what_heeds_them() -> None:
    formats = ("--format", "docx", "--format", "memo", "--format", "pdf")
    assert len(batch(*formats).out.split()) == 6
    again = batch(*formats, "--abridge")
    assert sorted(again.out.split()) == ["out/full.ours.memo.pdf", "out/good.bureau.memo.pdf"]
    assert len(batch(*formats, "--abridge", "--paper", "letter").out.split()) == 6
    assert batch(*formats, "--abridge", "--paper", "letter").out == ""
    assert "another paper is asked for" in batch(*formats, "--abridge", "--dry-run").out


@pytest.mark.usefixtures("drawn")
def test_other_tools_set_all_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written() == ALL
    now = fingerprint.tools()
    monkeypatch.setattr(fingerprint, "tools", lambda: now | {"weasyprint": "99"})
    assert f"weasyprint is 99, and was {now['weasyprint']}" in batch("--format", "docx", "--dry-run").out
    assert written() == ALL


@pytest.mark.usefixtures("drawn")
def test_what_is_changed_while_it_is_set_is_set_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = typesetting._done

    def meddled(job: Job) -> Report:
        typesetting._reading.cache_clear()
        report = real(job)
        if job.format == "docx" and job.style == "ours":
            (folder / "content/full.md").write_text(BRIEF + "Meanwhile.\n")
        return report

    monkeypatch.setattr(typesetting, "_done", meddled)
    assert written() == ALL
    monkeypatch.setattr(typesetting, "_done", real)
    assert written() == FULL
    assert written() == []


@pytest.mark.usefixtures("drawn")
def test_a_picture_that_is_changed_while_it_is_set_is_not_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = typesetting._imposed

    def meddled(artifact: Artifact, *rest: object) -> Artifact:
        Image.new("RGB", (4, 3), "blue").save(folder / "content/picture.png")
        return real(artifact, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(typesetting, "_imposed", meddled)
    assert written() == ALL
    monkeypatch.setattr(typesetting, "_imposed", real)
    assert written() == FULL


@pytest.mark.usefixtures("drawn")
def test_a_style_that_is_changed_while_it_is_set_is_not_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = typesetting._imposed

    def meddled(artifact: Artifact, *rest: object) -> Artifact:
        (folder / "styles/ours/style.toml").write_text(STYLE + "[page]\n")
        return real(artifact, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(typesetting, "_imposed", meddled)
    assert written() == ALL
    monkeypatch.setattr(typesetting, "_imposed", real)
    assert written() == FULL


def test_what_failed_is_tried_again_and_warnings_are_said_again(folder: Path) -> None:
    (folder / "content/good.md").write_text(GOOD.replace("marking", "kikcer: x\nmarking"))
    (folder / "content/full.md").write_text("# T\n\n![x](none.png)\n")
    first, second = batch("--format", "docx"), batch("--format", "docx")
    assert (first.code, second.code) == (1, 1)
    assert (first.out, second.out) == ("out/good.bureau.docx\n", "")
    assert "did you mean 'kicker'" in first.err and "did you mean 'kicker'" in second.err
    assert "there is no picture 'none.png'" in second.err
    assert "not set: out/full.bureau.docx\n2 products: 1 up to date, 1 failed\n" in second.err
    assert "it failed last time" in batch("--format", "docx", "--dry-run").out
    assert batch("--format", "docx", "--strict").code == 1


def test_the_same_inputs_make_the_same_manifest_wherever_they_lie(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert batch("--format", "memo", "--reproducible").code == 0
    first = (folder / "out/manifest.json").read_bytes()
    assert os.fsencode(folder) not in first and b"seconds" not in first
    other = folder / "elsewhere/deep"
    other.mkdir(parents=True)
    for name in ("content", "styles", "briefprint.toml"):
        (folder / name).rename(other / name)
    monkeypatch.chdir(other)
    assert batch("--format", "memo", "--reproducible").code == 0
    assert (other / "out/manifest.json").read_bytes() == first


def test_a_manifest_keeps_to_its_schema_and_tells_all(folder: Path) -> None:
    (folder / "content/bad.md").write_text("# T\n\n![x](none.png)\n")
    assert batch("--format", "memo").code == 1
    schema = manifestschema.schema()
    assert json.loads(run("schema", "manifest").out) == schema
    Draft202012Validator.check_schema(schema)
    made = json.loads((folder / "out/manifest.json").read_text())
    assert [each.message for each in Draft202012Validator(schema).iter_errors(made)] == []
    memo = made["products"]["full.ours.memo.pdf"]
    assert (memo["brief"], memo["style"], memo["format"], memo["pages"]) == ("../content/full.md", "ours", "memo", 1)
    assert memo["bytes"] == (folder / "out/full.ours.memo.pdf").stat().st_size
    assert memo["fit"]["size_pt"] > 0 and memo["seconds"] > 0
    assert set(memo["inputs"]["files"]) == {"works.bib", "spending.csv", "picture.png"}
    assert "ours/mark.svg" in made["styles"][memo["inputs"]["style"]]["files"]
    assert "weasyprint" in made["tools"][memo["inputs"]["tools"]]
    bad = made["products"]["bad.bureau.memo.pdf"]
    assert bad["state"] == "failed" and bad["diagnostics"][0]["path"] == "../content/bad.md"


@pytest.mark.usefixtures("drawn")
def test_a_batch_of_some_keeps_the_record_of_the_others(folder: Path) -> None:
    assert written() == ALL
    assert run("batch", "content/good.md", "--format", "docx", "--force", "--jobs", "1").code == 0
    assert sorted(manifest.read(folder / "out").products) == ALL
    assert written() == []


# --- verify and prune ----------------------------------------------------------------------------------


def test_verify_finds_what_is_missing_changed_or_failed(folder: Path) -> None:
    assert run("verify").code == 1 and "there is no 'manifest.json' in 'out'" in run("verify").err
    assert batch("--format", "docx").code == 0
    assert run("verify", "out").err == "2 products: as the manifest says\n"
    (folder / "out/good.bureau.docx").write_bytes(b"spoilt")
    (folder / "out/full.ours.docx").unlink()
    ended = run("verify", "out")
    assert ended.code == 1
    assert "out/good.bureau.docx: error: is not what was written" in ended.err
    assert "out/full.ours.docx: error: is not there" in ended.err
    (folder / "out/manifest.json").write_text("{}")
    assert "out/manifest.json: error: is no manifest" in run("verify").err


def test_rebuild_sets_again_and_compares(folder: Path) -> None:
    assert batch("--format", "docx").code == 0
    before = (folder / "out/good.bureau.docx").stat().st_mtime_ns
    assert run("verify", "--rebuild", "--jobs", "1").code == 0
    assert (folder / "out/good.bureau.docx").stat().st_mtime_ns == before
    (folder / "content/good.md").write_text(GOOD + "More.\n")
    ended = run("verify", "--rebuild", "--jobs", "1")
    assert (ended.code, ended.err.count("error")) == (1, 1)
    assert "out/good.bureau.docx: error: comes out different: the brief is another" in ended.err


@pytest.mark.usefixtures("drawn")
def test_prune_removes_what_the_manifest_knows_and_no_other(folder: Path) -> None:
    assert written() == ALL
    (folder / "content/full.md").unlink()
    (folder / "out/mine.docx").write_text("mine")
    (folder / "out/full.ours.memo.pdf").write_text("mine")
    assert "out/full.ours.docx: remove: 'content/full.md' is gone" in batch("--dry-run", "--prune").out
    assert written() == [] and (folder / "out/full.ours.docx").exists()
    ended = batch("--format", "docx", "--format", "memo", "--prune")
    assert "removed: out/full.ours.docx" in ended.err
    assert "'out/full.ours.memo.pdf' stays: it was changed by other hands" in ended.err
    left = sorted(each.name for each in (folder / "out").iterdir())
    assert left == ["full.ours.memo.pdf", "good.bureau.docx", "good.bureau.memo.pdf", "manifest.json", "mine.docx"]
    assert "full.ours.docx" not in manifest.read(folder / "out").products


# --- what is set ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("drawn")
def test_briefs_are_named_by_patterns_and_lists(folder: Path) -> None:
    (folder / "content/deep").mkdir()
    (folder / "content/deep/other.md").write_text(GOOD)
    (folder / "list.txt").write_text("# ours\ncontent/good.md\n\ncontent/deep\n")

    def named(*paths: str) -> list[str]:
        ended = run("batch", *paths, "--format", "docx", "--dry-run")
        assert ended.code == 0, ended.err
        return sorted(Path(line.partition(": ")[0]).name.partition(".")[0] for line in ended.out.splitlines())

    assert named("content/**/*.md") == ["full", "good", "other"]
    assert named("content/*") == ["full", "good", "other"]
    assert named("content/g*.md") == ["good"]
    assert named("@list.txt") == ["good", "other"]
    for wrong, said in (
        ("none/*.md", "no Markdown file matches 'none/*.md'"),
        ("@none", "the list 'none' cannot be"),
    ):
        ended = run("batch", wrong)
        assert ended.code == 2 and said in ended.err


@pytest.mark.usefixtures("drawn")
def test_a_brief_asks_for_its_formats_before_the_project_does(folder: Path) -> None:
    (folder / "content/good.md").write_text(GOOD.replace("marking", "formats: [docx]\nmarking"))
    (folder / "briefprint.toml").write_text('format = "memo"\nstyle = ["staff", "bureau"]\n')
    ended = batch()
    assert sorted(ended.out.split()) == ["out/full.ours.memo.pdf", "out/good.bureau.docx", "out/good.staff.docx"]
    assert batch("--format", "memo", "--style", "staff", "--dry-run").out.count(": set: ") == 2
    (folder / "content/good.md").write_text(GOOD.replace("marking", "formats: dcox\nmarking"))
    ended = batch()
    assert (ended.code, ended.out) == (1, "")
    assert "content/good.md:3: error: no format is called 'dcox'\n  hint: did you mean 'docx'?" in ended.err


@pytest.mark.usefixtures("drawn")
def test_a_project_says_what_the_command_does_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "briefprint.toml").write_text(
        'paths = ["content/g*.md"]\nout = "made"\nformat = ["docx"]\nreport = "made/report.json"\njobs = 1\n'
    )
    monkeypatch.chdir(folder / "content")
    assert run("batch").out == "../made/good.bureau.docx\n"
    assert (folder / "made/report.json").exists()
    assert run("batch", "--out", "here", "full.md", "--quiet").out == ""
    assert (folder / "content/here/full.ours.docx").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'out = "o"\nfromat = "pdf"\n',
            "briefprint.toml:2: error: unknown key 'fromat'\n  hint: did you mean 'format'?",
        ),
        ("\nstrict = 1\n", "briefprint.toml:2: error: 'strict': "),
        ('profile = "archiv"', "briefprint.toml:1: error: 'profile': "),
        ("out = \n", "briefprint.toml:1: error: not valid TOML"),
        ("jobs = 0", "briefprint.toml:1: error: 'jobs': "),
    ],
)
def test_a_wrong_project_file_is_said_with_its_line(text: str, said: str, folder: Path) -> None:
    (folder / "briefprint.toml").write_text(text)
    ended = batch()
    assert ended.code == 1 and said in ended.err


def test_the_projects_schema_is_one() -> None:
    schema = json.loads(run("schema", "project").out)
    Draft202012Validator.check_schema(schema)
    good = {"style": "bureau", "format": ["pdf"], "n-up": 2, "validate": True}
    assert list(Draft202012Validator(schema).iter_errors(good)) == []
    assert list(Draft202012Validator(schema).iter_errors({"styel": "x"})) != []


@pytest.mark.usefixtures("drawn")
def test_changed_since_sets_what_sees_a_change(folder: Path) -> None:
    def git(*arguments: str) -> None:
        named = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *named, *arguments], check=True, capture_output=True)

    git("init", "-q")
    (folder / ".gitignore").write_text("out\n")
    git("add", ".")
    git("commit", "-qm", "first")
    since = ("--changed-since", "HEAD")
    assert written(*since) == []
    (folder / "content/spending.csv").write_text("year;share\n2024;4\n2025;7\n")
    assert written(*since) == FULL
    git("commit", "-qam", "second")
    (folder / "styles/ours/mark.svg").write_text(SVG.format(7))
    assert written(*since) == FULL
    git("checkout", "-q", ".")
    (folder / "content/good.md").write_text(GOOD + "More.\n")
    assert written(*since) == PLAIN
    git("checkout", "-q", ".")
    (folder / "briefprint.toml").write_text("strict = false\n")
    assert written(*since) != []
    ended = batch("--changed-since", "nothing")
    assert ended.code == 2 and "git knows no revision 'nothing'" in ended.err


@pytest.mark.usefixtures("drawn")
def test_fail_fast_stops_at_the_first_that_fails(folder: Path) -> None:
    (folder / "content/aaa.md").write_text("# T\n\n![x](none.png)\n")
    ended = batch("--format", "docx", "--fail-fast")
    assert (ended.code, ended.out) == (1, "")
    assert "3 products: 1 failed, 2 not begun" in ended.err


def test_the_libraries_of_a_key_are_all_that_briefprint_stands_on() -> None:
    """Whatever is installed with it either draws, and is in the list, or is known not to."""
    import re
    from importlib.metadata import PackageNotFoundError, distribution

    only_commands = {
        "annotated-doc", "brand-yml", "briefprint", "eval-type-backport", "htmltools", "packaging", "pycparser",
        "pygments", "rich", "ruamel-yaml", "shellingham", "typer", "typing-extensions", "typing-inspection",
    }  # fmt: skip
    found: set[str] = set()
    waiting = ["briefprint", "fonttools[woff]"]
    while waiting:
        name, _, extra = waiting.pop().partition("[")
        known = re.sub(r"[-_.]+", "-", name).lower()
        try:
            needs = distribution(name).requires or ()
        except PackageNotFoundError:
            continue
        if known in found and not extra:
            continue
        found.add(known)
        for each in needs:
            wanted = re.search(r"extra == ['\"](\w+)", each)
            if wanted is None or (extra and wanted[1] == extra.rstrip("]")):
                word = re.match(r"[\w.-]+", each)
                assert word is not None
                waiting.append(word[0])
    assert found - only_commands <= set(fingerprint.LIBRARIES)
