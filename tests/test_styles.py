"""House styles from the command line: shown, checked, made, described; and what is wrong with one, by name."""

from pathlib import Path

import pytest

import products
from briefprint import stylebook
from test_cli import run

SEARCH = stylebook.search_path()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder to work in, with a brief and a folder of styles."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    (tmp_path / "styles").mkdir()
    (tmp_path / "good.md").write_text("---\ntitle: Good\n---\nA paragraph.\n")
    return tmp_path


def make(folder: Path, name: str, text: str) -> Path:
    """Write a style's file."""
    file = folder / "styles" / name / "style.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


# --- show ----------------------------------------------------------------------------------------------


def test_a_token_is_shown_as_written_with_the_file_that_says_it(folder: Path) -> None:
    make(folder, "own", 'extends = "bureau"\n[text.body]\nleading = "15pt"\n[panel.default]\npadding_x = "1mm"\n')
    shown = run("styles", "show", "own", "text.body").out.splitlines()
    assert [" ".join(line.split()) for line in shown[:3]] == [
        'text.body.face = "text" base (text.default)',
        'text.body.size = "10.5pt" bureau',
        'text.body.leading = "15pt" own',
    ]
    assert "text.body.hyphenate = true" in run("styles", "show", "own", "text.body.hyphenate").out
    assert run("styles", "show", "own", "panel.summary.padding_x").out == (
        'panel.summary.padding_x = "1mm"  own (panel.default)\n'
    )
    assert run("styles", "show", "own", "front.order").out == (
        'front.order = ["summary", "key_points", "figures"]  base\n'
    )


@pytest.mark.parametrize("name", products.STYLES)
def test_every_token_is_shown_once_and_stands_where_it_is_said_to(name: str) -> None:
    tokens = stylebook.tokens(name, SEARCH)
    assert len({token.name for token in tokens}) == len(tokens) > 1000
    tables = [token.name.rpartition(".")[0] for token in tokens]
    assert len(set(tables)) == sum(before != after for before, after in zip(["-", *tables], tables, strict=False))
    for token in tokens:
        assert token.line is not None
        line = token.file.read_text(encoding="utf-8").splitlines()[token.line - 1]
        assert token.name.rpartition(".")[2] in line
    shown = run("styles", "show", name).out
    assert all(f"{token.name} = " in shown for token in tokens)


def test_a_style_that_extends_one_of_its_own_name_is_told_apart_by_its_folder(folder: Path) -> None:
    file = make(folder, "bureau", 'extends = "bureau"\n[page]\nhang = "20mm"\n')
    shown = run("styles", "show", "bureau", "page")
    assert 'page.hang = "20mm"' in shown.out
    assert str(file.parent) in shown.out and str(stylebook.SHIPPED / "bureau") in shown.out


def test_a_token_or_a_style_that_is_none_is_wrong_usage() -> None:
    ended = run("styles", "show", "bureau", "text.bdy")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "error: no token is called 'text.bdy'\n  hint: did you mean 'text.body'?\n"
    ended = run("styles", "show", "buro")
    assert (ended.code, ended.err) == (2, "error: no style is called 'buro'\n  hint: did you mean 'bureau'?\n")
