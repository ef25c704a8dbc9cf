"""What a writer asks of the memo on the command line: how it fits, and what gives way."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefprint import cli

WORDS = "the ministry of works will review the harbour dues before the summer"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a brief whose memo fits, and one whose memo is far too long."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    for name, count in (("short", 2), ("long", 40)):
        points = "\n".join(f'    - "Point {place}: {WORDS}, and {WORDS}."' for place in range(count))
        copy = f"---\ntitle: T\nstandfirst: S.\nmemo:\n  to: Head\n  points:\n{points}\n---\n\nText.\n"
        (tmp_path / f"{name}.md").write_text(copy, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, list(arguments), prog_name="briefprint")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_explain_says_which_lever_gave_way_and_what_is_left() -> None:
    code, out, err = run("memo", "short.md", "--style", "bureau", "--explain")
    assert (code, out.strip()) == (0, str(Path("out") / "short.bureau.memo.pdf"))
    assert re.fullmatch(
        r"  no lever was pulled\n  set at 10\.5/14\.5 pt; \d+ lines left; about \d+ words more would fit\n", err
    )


def test_too_long_a_memo_is_refused_with_what_to_cut(folder: Path) -> None:
    code, out, err = run("memo", "long.md", "--style", "bureau")
    assert (code, out) == (1, "")
    assert re.search(
        r"long\.md:4: error: the memo is over by \d+ lines, about \d+ words\n  hint: cut long\.md:\d+", err
    )
    assert not list((folder / "out").iterdir())


def test_abridging_names_every_point_that_it_leaves_out(folder: Path) -> None:
    code, out, err = run("memo", "long.md", "--style", "bureau", "--abridge", "--explain")
    assert code == 0 and (folder / out.strip()).exists()
    said = re.search(r"the memo leaves out (\d+) of 40 points for want of room: (.*)", err)
    assert said
    assert len(re.findall(r"line \d+: 'Point", said[2])) == int(said[1]) == err.count("  left out: Point")


def test_fit_tells_every_style_and_writes_nothing(folder: Path) -> None:
    code, out, _ = run("fit", "short.md", "--style", "bureau", "--style", "staff")
    assert code == 0
    assert re.search(r"bureau +fits +10\.5/14\.5 pt +about \d+", out) and re.search(r"staff +fits", out)
    code, out, err = run("fit", "long.md", "short.md")
    assert code == 1
    assert len(re.findall(r"over by \d+ lines, about \d+ words", out)) == out.count("over by") >= 5
    assert "hint: cut long.md" in err and "words in the style 'staff'" in err
    assert not (folder / "out").exists()
