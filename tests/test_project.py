"""What a project's file says: it holds for every command that has the option, after the command and the brief."""

import json
import re
from pathlib import Path

import pytest

from briefprint._project import Project
from test_cli import GOOD, folder, run

__all__ = ["folder"]  # a fixture

WRONG = "---\ntitle: Odd\nkikcer: x\n---\nA paragraph.\n"
HOUSE = 'extends = "bureau"\ndescription = "Ours."\n'


@pytest.fixture(autouse=True)
def project(folder: Path) -> Path:
    """A project whose briefs are in a folder, with a house style in another than 'styles'."""
    (folder / "briefs").mkdir()
    (folder / "briefs/odd.md").write_text(WRONG)
    (folder / "house/ours").mkdir(parents=True)
    (folder / "house/ours/style.toml").write_text(HOUSE)
    return folder


def said(folder: Path, text: str) -> None:
    (folder / "briefprint.toml").write_text(text)


def test_style_folder_and_paper_hold_for_a_single_format(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said(folder, 'style = "ours"\nstyles = "house"\nout = "made"\npaper = "letter"\nembed = false\n')
    assert run("docx", "good.md").out == "made/good.ours.docx\n"
    assert run("memo", "good.md", "--style", "staff", "--out", "there").out == "there/good.staff.memo.pdf\n"
    small = (folder / "made/good.ours.docx").stat().st_size
    assert run("docx", "good.md", "--embed").out == "made/good.ours.docx\n"
    assert (folder / "made/good.ours.docx").stat().st_size > small
    monkeypatch.chdir(folder / "briefs")
    assert run("docx", "odd.md").out == "../made/odd.ours.docx\n"


def test_a_briefs_own_style_goes_before_the_projects(folder: Path) -> None:
    said(folder, 'style = ["staff", "institute"]\n')
    (folder / "own.md").write_text(GOOD.replace("marking", "style: newsroom\nmarking"))
    assert run("docx", "own.md", "good.md").out.split() == [
        "out/own.newsroom.docx", "out/good.staff.docx", "out/good.institute.docx",
    ]  # fmt: skip


def test_what_a_command_has_no_option_for_is_nothing_to_it(folder: Path) -> None:
    said(folder, 'profile = "print"\ngrey = true\njobs = 3\nformat = "pdf"\nreport = "r.xml"\nquiet = true\n')
    ended = run("docx", "good.md")
    assert (ended.code, ended.out) == (0, "out/good.bureau.docx\n")
    assert not (folder / "r.xml").exists()


def test_strict_and_paths_hold_for_check(folder: Path) -> None:
    assert run("check").code == 2
    said(folder, 'paths = ["briefs"]\n')
    ended = run("check")
    assert (ended.code, ended.err) == (0, "1 warning\n")
    said(folder, 'paths = ["briefs"]\nstrict = true\n')
    assert run("check").code == 1
    assert run("check", "good.md").code == 0
    assert run("docx", "briefs/odd.md").code == 1
    said(folder, 'style = "ours"\nstyles = ["house"]\n')
    (folder / "house/ours/style.toml").write_text(HOUSE + "[rules]\nunknown-key = 'error'\n")
    assert run("check", "briefs").code == 1
    assert run("check", "briefs", "--style", "bureau").code == 0


def test_the_projects_styles_are_those_that_a_memo_is_fitted_in(folder: Path) -> None:
    said(folder, 'style = ["ours", "staff"]\nstyles = "house"\n')
    (folder / "memo.md").write_text(GOOD.replace("marking", "memo: {ask: Agree.}\nmarking"))
    told = run("fit", "memo.md").out
    assert "ours" in told and "staff" in told and "institute" not in told
    assert "institute" in run("fit", "memo.md", "--style", "all").out


def test_the_projects_folders_of_styles_are_listed_and_shown(folder: Path) -> None:
    assert "ours" not in run("styles", "list").out
    said(folder, 'styles = "house"\n')
    assert "ours       Ours." in run("styles", "list").out
    assert run("styles", "show", "ours", "description").out.startswith('description = "Ours."')
    said(folder, "styles = 7\n")
    ended = run("styles", "list")
    assert ended.code == 1 and ended.err.startswith("briefprint.toml:1: error: 'styles': ")


def test_a_wrong_file_stops_every_command_that_asks_it(folder: Path) -> None:
    said(folder, 'styel = "ours"\n')
    for command in (("docx", "good.md"), ("check", "good.md"), ("fit", "good.md"), ("batch", "good.md")):
        ended = run(*command)
        assert ended.code == 1 and "did you mean 'style'" in ended.err
    assert not (folder / "out").exists()


@pytest.mark.parametrize("key", ["out", "styles", "paths", "icc", "template", "cache", "report"])
def test_a_path_that_no_disk_takes_is_one_message(key: str, folder: Path) -> None:
    said(folder, f'{key} = "a\\u0000b"\n')
    for command in ("docx", "batch"):
        ended = run(command, "good.md")
        assert (ended.code, ended.out) == (1, "")
        assert (
            ended.err == f"briefprint.toml:1: error: '{key}': 'a\\x00b' is no path: none holds the character U+0000\n"
        )


def test_a_word_template_of_a_project_is_found_from_everywhere_and_rebuilt(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("docx", "good.md")
    (folder / "house/letter.docx").write_bytes((folder / "out/good.bureau.docx").read_bytes())
    said(folder, 'template = "house/letter.docx"\nformat = "docx"\nout = "made"\n')
    monkeypatch.chdir(folder / "briefs")
    assert run("batch", "odd.md", "--jobs", "1").out == "../made/odd.bureau.docx\n"
    monkeypatch.chdir(folder)
    told = json.loads((folder / "made/manifest.json").read_text())["products"]["odd.bureau.docx"]["options"]
    assert told == {"template": "../house/letter.docx"}
    assert run("verify", "made", "--rebuild", "--jobs", "1").code == 0


def test_the_files_keys_are_the_options_of_a_batch() -> None:
    options = set(re.findall(r"^[^\n]*? --([a-z-]+)", run("batch", "--help").out, re.MULTILINE))
    keys = {(each.alias or name).replace("_", "-") for name, each in Project.model_fields.items()}
    of_one_run = {
        "dry-run",
        "force",
        "changed-since",
        "prune",
        "report-format",
        "shard",
        "executor",
        "help",
        "no-embed",
    }
    assert keys - {"paths"} <= options
    assert options - of_one_run <= keys
