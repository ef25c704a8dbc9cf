"""The package from a program: what it offers under its own name, and that its page tells the truth."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import briefprint
from briefprint import BriefprintError, ContentError, Options, UsageError, load_style, read, typeset, write
from test_cli import GOOD

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/library.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
MEMO = GOOD.replace("marking", "memo: {ask: Agree.}\nmarking")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project that the page speaks of."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "briefprint.toml": "", "content/harbour.md": MEMO,
        "styles/ministry/style.toml": 'extends = "bureau"\n[palette]\naccent = "#1b4332"\n',
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_pages_examples_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known: dict[str, object] = {"__name__": "page"}
    for number, example in enumerate(EXAMPLES, 1):
        exec(compile(example, f"library.md, example {number}", "exec"), known)
    told = capsys.readouterr().out
    assert "content/harbour.md: 1 pages" in told
    assert "content/wrong.md:3: error: there is no picture 'tides.png'" in told
    assert "out/harbour.ministry.memo.pdf" in told and (folder / "out/harbour.staff.memo.pdf").exists()
    assert (folder / "out/harbour.pdf").read_bytes().startswith(b"%PDF")


def test_every_name_is_there_and_on_the_page() -> None:
    for name in briefprint.__all__:
        assert getattr(briefprint, name) is not None
        assert name in dir(briefprint)
    text = PAGE.read_text()
    unsaid = {"__version__", "Diagnostic", "Document", "Reading", "Report"}  # what others give back
    assert [name for name in briefprint.__all__ if name not in unsaid and f"{name}" not in text] == []
    with pytest.raises(AttributeError, match="no attribute 'typset'"):
        _ = briefprint.typset


def test_what_types_see_is_what_is_there() -> None:
    """The imports that a type checker follows are those that are made when a name is asked for."""
    source = Path(briefprint.__file__).read_text()
    block = source.partition("if TYPE_CHECKING:")[2].partition("\n\n")[0]
    seen: dict[str, str] = {}
    for room, names in re.findall(r"from briefprint\.(\w+) import (\([^)]*\)|[^\n]*)", block):
        seen |= dict.fromkeys(re.findall(r"\w+", names), room)
    assert seen == briefprint._HOMES
    assert set(briefprint.__all__) == {*seen, "__version__"}
    assert (Path(briefprint.__file__).parent / "py.typed").exists()


def test_to_import_the_package_imports_nothing_of_it() -> None:
    script = "import sys, briefprint; print([each for each in sys.modules if each.startswith('briefprint.')])"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"


@pytest.mark.slow
def test_the_examples_keep_to_their_types(folder: Path) -> None:
    (folder / "page.py").write_text("\n".join(EXAMPLES))
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml"), "page.py"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_one_reading_sets_as_the_command_line_does(folder: Path) -> None:
    from test_cli import run

    assert run("pdf", "content/harbour.md", "--style", "staff").code == 0
    reading = read("content/harbour.md")
    product = typeset(reading, load_style("staff"), "pdf")
    assert product.data == (folder / "out/harbour.staff.pdf").read_bytes()
    assert typeset(read("content/harbour.md", MEMO.encode()), load_style("staff")).data == product.data


def test_what_cannot_be_is_said_before_anything_is_set() -> None:
    reading, style = read("content/harbour.md"), load_style("bureau")
    for format, options, said in (
        ("dcox", Options(), "did you mean 'docx'"),
        ("pdf", Options(profile="archiv"), "did you mean 'archive'"),  # type: ignore[arg-type]
        ("pdf", Options(booklet=True, n_up=2), "do not go together"),
    ):
        with pytest.raises(UsageError, match=said):
            typeset(reading, style, format, options)
    with pytest.raises(ContentError) as raised:
        typeset(read("a.md", "---\ntitle: T\nkikcer: x\n---\nCopy.\n"), style, "memo", strict=True)
    assert [(each.path, each.line) for each in raised.value.diagnostics] == [("a.md", 3)]


@pytest.mark.parametrize(
    "style", ["./styles/none", Path("styles/none"), "styles/other.toml", "nobody", Path("content")]
)
def test_a_style_that_is_not_there_is_said(style: str | Path) -> None:
    with pytest.raises(UsageError):
        load_style(style)


def test_a_style_is_found_by_every_kind_of_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = load_style("ministry", folders=["styles"])
    assert ours.palette["accent"] == "#1b4332"
    for path in ("styles/ministry", "./styles/ministry/", "styles/ministry/style.toml", folder / "styles/ministry"):
        assert load_style(path) == ours
    monkeypatch.chdir(folder / "styles/ministry")
    assert load_style(Path()) == load_style("style.toml") == ours


def test_a_file_that_cannot_be_written_is_said(folder: Path) -> None:
    with pytest.raises(BriefprintError, match="cannot write to"):
        write(folder / "content/harbour.md/out.pdf", b"")
    write("deep/er/out.pdf", b"whole")
    assert Path("deep/er/out.pdf").read_bytes() == b"whole"
    assert [each.name for each in Path("deep/er").iterdir()] == ["out.pdf"]


def test_a_program_that_runs_for_long_sees_what_is_changed(folder: Path) -> None:
    file = folder / "styles/ministry/style.toml"
    before = load_style("ministry", "content/harbour.md")
    assert load_style("ministry", "content/harbour.md") is before  # what draws is kept by style
    file.write_text('extends = "bureau"\n[palette]\naccent = "#7a1f1f"\n\n')
    assert load_style("ministry", "content/harbour.md").palette["accent"] == "#7a1f1f"
    assert len(read("content/harbour.md").document.blocks) == 1
    (folder / "content/harbour.md").write_text(MEMO + "\nMore.\n")
    assert len(read("content/harbour.md").document.blocks) == 2


COMMANDS = [*sorted((ROOT / "src/briefprint").glob("*commands.py")), ROOT / "src/briefprint/cli.py"]


@pytest.mark.parametrize("file", COMMANDS, ids=lambda file: file.stem)
def test_the_command_line_uses_nothing_that_a_program_may_not(file: Path) -> None:
    tree = ast.parse(file.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("briefprint"):
            parts = [*(node.module or "").split("."), *(each.name for each in node.names)]
            assert not [each for each in parts if each.startswith("_") and each != "__version__"], ast.unparse(node)
    private = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__")
        if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    ]
    assert private == []
