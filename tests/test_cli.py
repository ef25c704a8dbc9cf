"""The command line: what goes to which stream, exit codes, and bad input that costs no other."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from briefprint import cli, stylebook
from briefprint.renderers import formats

STYLES = list(stylebook.names(stylebook.search_path()))
PROGRAM = Path(sys.executable).with_name("briefprint")
GOOD = "---\ntitle: Good\nmarking: PUBLIC\n---\nA paragraph.\n"


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


def run(*arguments: str) -> Run:
    """Run the command line in this process."""
    result = CliRunner().invoke(cli.app, list(arguments), prog_name="briefprint")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def program(*arguments: str, **environment: str) -> Run:
    """Run the program itself."""
    ended = subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, timeout=60, env={**os.environ, **environment}
    )
    return Run(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder to work in, with a good brief and a picture."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    (tmp_path / "good.md").write_text(GOOD)
    Image.new("RGB", (4, 3)).save(tmp_path / "picture.png")
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in (folder / "out").iterdir())


def test_paths_go_to_stdout_and_messages_to_stderr(folder: Path) -> None:
    (folder / "warned.md").write_text(GOOD.replace("marking", "kiker: x\nmarking"))
    assert run("docx", "good.md", "warned.md", "--style", "bureau", "--style", "institute") == Run(
        0,
        "out/good.bureau.docx\nout/good.institute.docx\nout/warned.bureau.docx\nout/warned.institute.docx\n",
        "warned.md:3: warning: unknown front matter key 'kiker'\n  hint: did you mean 'kicker'?\n",
    )
    assert len(files(folder)) == 4


def test_a_folder_is_no_brief_and_costs_no_other(folder: Path) -> None:
    (folder / "within.md").mkdir()
    ended = run("docx", "within.md", "good.md")
    assert (ended.code, ended.out) == (1, "out/good.bureau.docx\n")
    assert ended.err.startswith("within.md: error: is a directory, not a brief\n  hint: name a Markdown file in it")


def test_strict_makes_a_warning_fail(folder: Path) -> None:
    (folder / "warned.md").write_text(GOOD.replace("marking", "kiker: x\nmarking"))
    ended = run("docx", "warned.md", "good.md", "--strict")
    assert (ended.code, ended.out) == (1, "out/good.bureau.docx\n")
    assert ended.err.startswith("warned.md:3: error: unknown front matter key 'kiker'")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("docx", "good.md", "--style", "buro"),
            "error: no style is called 'buro'\n  hint: did you mean 'bureau'?\n",
        ),
        (
            ("docx", "good.md", "--style", "zzz"),
            f"error: no style is called 'zzz'\n  hint: there are: {', '.join(STYLES)}\n",
        ),
        (("docx", "good.md", "--style", "../styles/bureau"), "error: no style is called '../styles/bureau'"),
        (("docx", "good.md", "--style", "base"), "error: no style is called 'base'"),
        (("docx", "good.md", "--paper", "a3"), "error: no paper is called 'a3'\n  hint: there are: a4, letter\n"),
        (
            ("batch", "good.md", "--format", "dcox"),
            "error: no format is called 'dcox'\n  hint: did you mean 'docx'?\n",
        ),
        (("batch", "empty"), "error: there is no Markdown file in 'empty'"),
        (("docx", "good.md", "a/good.md"), "error: 'out/good.bureau.docx' would be written from 'a/good.md'"),
        (("docx",), "Missing argument"),
        (("dcox", "good.md"), "No such command"),
        (("batch", "good.md", "--jobs", "0"), "--jobs"),
        (("docx", "good.md", "--nonsense"), "No such option"),
    ],
)
def test_wrong_usage_is_refused_before_anything_is_set(
    arguments: tuple[str, ...], message: str, folder: Path
) -> None:
    (folder / "empty").mkdir()
    (folder / "a").mkdir()
    (folder / "a" / "good.md").write_text(GOOD)
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert not (folder / "out").exists()


BAD = {
    "style.md": (GOOD.replace("marking", "style: buro\nmarking"), ":3: error: no style is called 'buro'"),
    "marking.md": (GOOD.replace("PUBLIC", "PUBLIK"), ":3: error: the style 'bureau' has no marking 'PUBLIK'"),
    "yaml.md": ("---\ntitle: a: b\n---\nx\n", ":2: error: the front matter is not valid YAML"),
    "list.md": ("---\ntitle: [a]\n---\nx\n", ":2: error: 'title' is a list, but text belongs there"),
    "text.md": ("---\nfigures: a\n---\nx\n", ":2: error: 'figures' is text, but a list belongs there"),
    "chart.md": ("# T\n\n```chart\ndata:\n  a: x\n```\n", ":5: error: the chart's 'a' is 'x', which is no number"),
    "near.md": ("# T\n\n![x](pictur.png)\n", "no picture 'pictur.png'\n  hint: did you mean 'picture.png'?"),
    "remote.md": ("# T\n\n![x](https://a.org/x.png)\n", "the picture 'https://a.org/x.png' is not fetched"),
    "outside.md": (f"# T\n\n![x]({'../' * 20}etc/passwd)\n", "lies outside the project"),
    "untrue.md": ("# T\n\n![x](good.md)\n", ":3: error: 'good.md' cannot be read as a picture"),
    "emoji.md": ("# T\n\nSmile 😀\n", "has no glyph for '😀' (U+1F600)"),
    "chinese.md": ("# T\n\n\n中文\n", ":4: error: "),
    "hindi.md": ("# T\n\nनमस्ते\n", "(U+0928)"),
    "empty.md": ("", "empty.md: error: the file is empty"),
    "blank.md": ("  \n\n", "blank.md: error: the file is empty"),
    "front.md": ("---\ntitle: T\n---\n", "front.md: error: there is nothing to set"),
    "open.md": ("---\ntitle: T\nx\n", ":1: error: the front matter is not closed"),
    "new\nline.md": (GOOD, "new\\nline.md: error: the file's name holds the character U+000A"),
}  # fmt: skip


def test_a_bad_brief_gets_a_message_with_a_place_and_costs_no_other(folder: Path) -> None:
    for name, (text, _) in BAD.items():
        (folder / name).write_text(text)
    os.mkfifo(folder / "pipe.md")
    (folder / "broken.md").symlink_to("nowhere.md")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "binary.md").write_bytes(bytes(range(256)))
    names = [*BAD, "pipe.md", "broken.md", "loop.md", "binary.md", "god.md"]
    ended = run("docx", *names[:9], "good.md", *names[9:])
    assert (ended.code, ended.out, files(folder)) == (1, "out/good.bureau.docx\n", ["good.bureau.docx"])
    for name, (_, message) in BAD.items():
        assert message in ended.err
        assert re.search(
            rf"^{re.escape(name.replace(chr(10), chr(92) + 'n'))}(:\d+)?: error: ", ended.err, re.MULTILINE
        )
    for message in (
        "pipe.md: error: is no ordinary file",
        "broken.md: error: no such file",
        "loop.md: error: cannot be read: too many levels of symbolic links",
        "binary.md: error: is not text",
        "god.md: error: no such file\n  hint: did you mean 'good.md'?",
    ):
        assert message in ended.err
    assert "Traceback" not in ended.err
    assert "fault of briefprint" not in ended.err


def test_labels_that_a_style_lacks_are_named(folder: Path) -> None:
    (folder / "other.md").write_text(GOOD.replace("marking", "lang: fi\nmarking"))
    ended = run("docx", "other.md")
    assert ended.code == 0
    assert ended.err.startswith(
        "other.md:3: warning: the style 'bureau' has no labels in 'fi'; they stand in English\n"
    )


@pytest.mark.parametrize("name", ["two words.md", "Żółw ü.md", "-dash.md", "a.b.md", "no-ending"])
def test_any_name_a_file_may_have_is_set(name: str, folder: Path) -> None:
    (folder / name).write_text(GOOD)
    assert run("docx", "--", name) == Run(0, f"out/{Path(name).stem}.bureau.docx\n", "")


@pytest.mark.parametrize("out", ["good.md", "good.md/out", "/proc", "/proc/1/out"])
def test_a_folder_that_cannot_be_written_in_is_said_before_any_work(out: str) -> None:
    ended = run("docx", "good.md", "--out", out)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: cannot write to ")
    assert "hint: choose another folder with --out" in ended.err


def test_an_old_product_stays_whole_when_the_new_one_fails(folder: Path) -> None:
    run("docx", "good.md")
    was = (folder / "out" / "good.bureau.docx").read_bytes()
    (folder / "good.md").write_text("# T\n\n![x](none.png)\n")
    assert run("docx", "good.md").code == 1
    assert (folder / "out" / "good.bureau.docx").read_bytes() == was
    assert files(folder) == ["good.bureau.docx"]


def test_a_file_that_cannot_be_replaced_fails_alone(folder: Path) -> None:
    (folder / "out" / "good.bureau.docx").mkdir(parents=True)
    ended = run("docx", "good.md", "--style", "all")
    others = [f"out/good.{style}.docx" for style in STYLES if style != "bureau"]
    assert (ended.code, ended.out.split()) == (1, others)
    assert "error: cannot write to 'out/good.bureau.docx': is a directory" in ended.err
    assert files(folder) == [f"good.{style}.docx" for style in STYLES]


def test_a_style_with_faults_costs_its_own_products_only(folder: Path) -> None:
    for name, text in (("faulty", 'extends = "base"\nnonsense = 1\n'), ("broken", "= no TOML")):
        (folder / "styles" / name).mkdir(parents=True)
        (folder / "styles" / name / "style.toml").write_text(text)
    ended = run("docx", "good.md", "--style", "faulty", "--style", "bureau")
    assert (ended.code, ended.out) == (1, "out/good.bureau.docx\n")
    assert "style.toml:2: error: " in ended.err
    ended = run("docx", "good.md", "--style", "broken", "--style", "institute")
    assert (ended.code, ended.out) == (1, "out/good.institute.docx\n")
    assert "style.toml:1: error: not valid TOML" in ended.err


def test_the_same_brief_named_twice_is_set_once(folder: Path) -> None:
    assert run("docx", "good.md", "./good.md", str(folder / "good.md")).out == "out/good.bureau.docx\n"


def test_a_batch_takes_folders_and_leaves_hidden_ones(folder: Path) -> None:
    for name in ("content/b.md", "content/sub/a.md", "content/.git/c.md", "content/d.md/e.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(GOOD)
    ended = run("batch", "content", "--format", "docx", "--style", "bureau", "--jobs", "1")
    assert ended == Run(0, "out/b.bureau.docx\nout/a.bureau.docx\n", "")


def test_check_says_what_is_wrong_and_sets_nothing(folder: Path) -> None:
    (folder / "bad.md").write_text("# T\n\n![x](none.png)\n")
    (folder / "odd.md").write_text(GOOD.replace("marking", "kiker: x\nmarking"))
    ended = run("check", ".")
    assert (ended.code, ended.err) == (1, "1 error, 1 warning\n")
    assert "bad.md:3:6: missing-picture: error: there is no picture 'none.png'" in ended.out
    assert "odd.md:3:1: unknown-key: warning: unknown front matter key 'kiker'" in ended.out
    assert run("check", "good.md") == Run(0, "", "")
    assert run("check", "odd.md").code == 0
    assert run("check", "odd.md", "--strict").code == 1
    assert not (folder / "out").exists()


def test_a_format_that_is_another_kind_of_one_is_a_flag_of_its_command(folder: Path) -> None:
    assert run("memo", "--docx", "good.md", "--explain").out == "out/good.bureau.memo.docx\n"
    assert run("memo", "good.md").out == "out/good.bureau.memo.pdf\n"
    assert files(folder) == ["good.bureau.memo.docx", "good.bureau.memo.pdf"]
    assert run("memo-docx", "good.md").out == "out/good.bureau.memo.docx\n"  # as scripts name a format
    assert "memo-docx" not in run("--help").out
    assert run("batch", "good.md", "--format", "memo-docx").out == "out/good.bureau.memo.docx\n"


def test_styles_and_version_and_help_are_told() -> None:
    assert [line.split()[0] for line in run("styles", "list").out.splitlines()] == STYLES
    assert re.fullmatch(r"briefprint \d+\.\d+\.\d+\n", run("--version").out)
    assert all(name in run("--help").out for name in formats() if "-" not in name)


# --- the program itself --------------------------------------------------------------------------------


def test_a_batch_in_several_processes_writes_what_one_writes(folder: Path) -> None:
    (folder / "bad.md").write_text("# T\n\n![x](none.png)\n")
    ended = program("batch", "good.md", "bad.md", "--style", "all", "--format", "docx", "--jobs", "2", "--out", "two")
    assert ended.code == 1
    assert sorted(ended.out.split()) == [f"two/good.{style}.docx" for style in STYLES]
    assert ended.err.count("error: ") == 1
    run("batch", "good.md", "--style", "all", "--format", "docx", "--jobs", "1", "--out", "one")
    for each in (folder / "one").glob("*.docx"):
        assert each.read_bytes() == (folder / "two" / each.name).read_bytes()


def test_no_encoding_of_a_terminal_costs_a_path_or_a_message(folder: Path) -> None:
    (folder / "żółw.md").write_text(GOOD.replace("marking", "kikęr: x\nmarking"))
    ended = program("docx", "żółw.md", PYTHONIOENCODING="ascii", LC_ALL="C", NO_COLOR="1")
    assert ended.code == 0
    assert ended.out == "out/\\u017c\\xf3\\u0142w.bureau.docx\n"
    assert "\x1b" not in ended.out + ended.err


def test_a_machine_without_pango_loses_pdf_alone_and_is_told_what_to_install(folder: Path) -> None:
    shim = folder / "shim"
    shim.mkdir()
    (shim / "sitecustomize.py").write_text(
        "import cffi\n"
        "real = cffi.FFI.dlopen\n"
        "def dlopen(self, name, *rest):\n"
        "    if name and 'pango' in str(name):\n"
        "        raise OSError(f\"cannot load library '{name}': {name}: cannot open shared object file: \"\n"
        "                      'No such file or directory')\n"
        "    return real(self, name, *rest)\n"
        "cffi.FFI.dlopen = dlopen\n"
    )
    ended = program("batch", "good.md", "--format", "pdf", "--format", "docx", "--jobs", "1", PYTHONPATH=str(shim))
    assert (ended.code, ended.out) == (1, "out/good.bureau.docx\n")
    assert re.search(r"error: PDFs cannot be set: '\S*pango\S*' is missing\n  hint: install Pango: ", ended.err)
    assert ended.err.count("error:") == 1
    assert "Traceback" not in ended.err


def told(err: str, total: int) -> int:
    """Return how many products a stopped run says to have written: one it may not have had the time to name."""
    found = re.fullmatch(rf"stopped: (\d+) of {total} written, (\d+) left; what is written is whole\n", err)
    assert found is not None and int(found[1]) + int(found[2]) == total, err
    return int(found[1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_an_interrupted_batch_ends_at_once_with_nothing_half_written(folder: Path) -> None:
    for number in range(20):
        (folder / f"brief-{number}.md").write_text(GOOD)
    command = [PROGRAM, "batch", ".", "--format", "docx", "--jobs", "2"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    ) as started:
        assert started.stdout is not None
        first = started.stdout.readline()
        os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to the program and its workers
        try:
            out, err = started.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)  # or this test would wait for it for ever
            raise
    written = [Path(path).name for path in (first + out).split()]
    assert started.returncode == 130
    assert 0 <= told(err, 21) - len(written) <= 1 and 0 < len(written) < 21
    assert set(written) <= set(files(folder)) and not any(name.startswith(".") for name in files(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("command", "number", "code"),
    [
        (("docx", *(f"brief-{number}.md" for number in range(30))), signal.SIGINT, 130),
        (("batch", ".", "--format", "docx", "--jobs", "2", "--report", "r.json"), signal.SIGTERM, 143),
    ],
)
def test_who_stops_a_run_is_told_how_far_it_got(
    command: tuple[str, ...], number: signal.Signals, code: int, folder: Path
) -> None:
    for each in range(30):
        (folder / f"brief-{each}.md").write_text(GOOD)
    with subprocess.Popen(
        [PROGRAM, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as started:
        assert started.stdout is not None
        first = started.stdout.readline()
        os.kill(started.pid, number)
        out, err = started.communicate(timeout=30)
    written = [Path(path).name for path in (first + out).split()]
    total = 30 if code == 130 else 31
    assert started.returncode == code
    count = told(err, total)
    assert 0 <= count - len(written) <= 1 and 0 < count < total
    assert set(written) <= set(files(folder)) and not any(name.startswith(".") for name in files(folder))
    if code == 143:  # what was written is recorded, and is not set again
        report = json.loads((folder / "r.json").read_text())
        assert (report["counts"]["set"], report["left_out"]) == (count, total - count)
        ended = program("batch", ".", "--format", "docx", "--dry-run")
        assert 0 <= ended.out.count(": up to date") - count <= 1


def test_a_reader_who_stops_listening_gets_no_traceback() -> None:
    pipe = f"'{PROGRAM}' docx good.md --style all | true"
    ended = subprocess.run(["sh", "-c", pipe], capture_output=True, text=True, timeout=60)
    assert ended.stderr == ""
