"""Reading: ``cases/*.md`` hold input and expected tree side by side; here too, what a case file cannot hold."""

import re
import shutil
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from briefprint.document import Code, CodeBlock, Link, Text, walk
from briefprint.errors import BriefprintError, ContentError
from briefprint.reader import asked_style, read
from tree import dump

CASES = Path(__file__).parent / "cases"
BETWEEN, BEFORE_EXPECTED = "\n%%%%%\n", "\n=====\n"
"""A file holds cases one after another; a case is a brief, what is read from it, and what is said of it."""


def told(text: str | bytes, folder: Path) -> str:
    """Return the dump of a brief with the messages about it, or the messages that refuse it."""
    brief = folder / "brief.md"
    brief.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        reading = read(brief)
    except ContentError as error:
        return "".join(f"{each}\n" for each in error.diagnostics).replace(f"{folder.as_posix()}/", "")
    messages = "".join(f"{each}\n" for each in reading.warnings)
    return (dump(reading.document) + messages).replace(f"{folder.as_posix()}/", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder with a picture and files of data in it."""
    (tmp_path / "briefprint.toml").touch()
    Image.new("RGB", (4, 3)).save(tmp_path / "picture.png")
    (tmp_path / "text.png").write_text("no picture")
    shutil.copytree(CASES / "data", tmp_path / "data")
    return tmp_path


@pytest.mark.parametrize("file", sorted(CASES.glob("*.md")), ids=lambda file: file.stem)
def test_case_is_read_as_it_says(file: Path, folder: Path, update_golden: bool) -> None:
    was = file.read_text(encoding="utf-8")
    inputs = [case.split(BEFORE_EXPECTED)[0] for case in was.removesuffix("\n").split(BETWEEN)]
    now = (
        BETWEEN.join(f"{case}{BEFORE_EXPECTED}{told(case + chr(10), folder)}".rstrip("\n") for case in inputs) + "\n"
    )
    if update_golden:
        file.write_text(now, encoding="utf-8")
    assert now == was or update_golden


def test_data_from_outside_the_project_is_refused(folder: Path) -> None:
    (folder.parent / "outside.csv").write_text("a,b\nx,1\n")
    said = told("# T\n\n```chart\ndata: ../outside.csv\n```\n", folder)
    assert said.startswith("brief.md:4: error: the data file '../outside.csv' lies outside the project\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b\n" + b"x,1\n" * 300_000, "is larger than 1024 KiB"),
        (b"\xff\xfea\x00", "is not UTF-8: byte 1 cannot be read"),
        (b"a,b\n" + b"".join(b"%d,1\n" % number for number in range(61)), "has 61 labels, more than 60"),
        (b"a" + b"".join(b",%d" % number for number in range(13)) + b"\n" + b"1," * 13 + b"1\n", "has 13 series"),
    ],
)
def test_more_data_than_a_chart_can_show_is_refused(data: bytes, message: str, folder: Path) -> None:
    (folder / "much.csv").write_bytes(data)
    said = told("# T\n\n```chart\ndata: much.csv\n```\n", folder)
    assert said.startswith("brief.md:4: error: ")
    assert message in said


COPY = "# Title\n\nŻółw\n"


@pytest.mark.parametrize(
    "data",
    [
        COPY.replace("\n", "\r\n").encode(),
        COPY.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + COPY.encode(),
        COPY.replace("ó", "o\u0301").encode(),
        COPY.replace("ó", "ó\u200b\u00ad\u2060").encode(),
    ],
    ids=["CRLF", "CR", "BOM", "NFD", "invisible"],
)
def test_how_a_file_is_encoded_does_not_show(data: bytes, folder: Path) -> None:
    assert told(data, folder) == told(COPY, folder)


def test_a_control_character_is_left_out_and_named_once(folder: Path) -> None:
    said = told("# T\n\na\x01b\x01\n\x07c\x0cd\n", folder)
    assert "‹ab› / ‹c d›" in said
    assert said.count("U+0001") == 1
    assert "brief.md:4: warning: the control character U+0007 is left out" in said


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "brief.md: error: the file is empty"),
        (b" \n\t\n", "brief.md: error: the file is empty"),
        (b"a\0b", "brief.md: error: is not text"),
        (bytes(range(256)) * 9, "brief.md: error: is not text"),
        (COPY.encode("utf-16"), "brief.md:1: error: is not UTF-8: byte 0xff cannot be read"),
        ("ok\nZażółć".encode("iso8859-2"), "brief.md:2: error: is not UTF-8: byte 0xbf cannot be read"),
        (b"x" * 17 * 1024**2, "brief.md: error: is larger than 16 MiB, so it is no brief"),
        (b"- " * 2000 + b"a", "brief.md:1: error: is nested too deeply"),
        (b">" * 2000 + b"a", "brief.md:1: error: is nested too deeply"),
        (b"".join(b"  " * deep + b"- a\n" for deep in range(60)), "brief.md:20: error: is nested too deeply"),
        (b"<u>" * 3000 + b"a" + b"</u>" * 3000, "brief.md: error: is nested too deeply to be read"),
        (b"---\na: " + b"[" * 3000 + b"\n---\n", "brief.md:2: error: the front matter is nested too deeply"),
        (b"---\na: |\n" + b"  xxxxxx\n" * 40_000 + b"---\n", "brief.md:2: error: the front matter is longer than"),
        (b'---\na: "\\UFFFFFFFF"\n---\n', "brief.md:2: error: the front matter is not valid YAML"),
        (
            b"---\na0: &a0 [x, x, x]\n"
            + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 9))
            + b"---\n",
            "error: the front matter repeats itself",
        ),
        (b"---\na: &a [*a]\n---\n", "brief.md:2: error: the front matter repeats itself"),
        (
            b"a[^0]\n\n" + b"".join(b"[^%d]: a [^%d] [^%d]\n\n" % (n, n + 1, n + 1) for n in range(40)),
            "error: there are more than 2000 notes",
        ),
    ],
)  # fmt: skip
def test_what_is_no_brief_is_refused_in_one_message(data: bytes, message: str, folder: Path) -> None:
    said = told(data, folder)
    assert message in said
    assert said.count("error:") == 1


def test_a_line_of_a_hundred_thousand_characters_is_read(folder: Path) -> None:
    assert len(told("x" * 100_000, folder)) > 100_000


def test_the_style_asked_for_is_found_in_a_brief_that_cannot_be_read(folder: Path) -> None:
    brief = folder / "brief.md"
    brief.write_text("---\nstyle: institute\nlang: [bad]\n---\n")
    assert asked_style(brief) == "institute"
    brief.write_text("---\nstyle: [[[\n---\n")
    assert asked_style(brief) is None
    assert asked_style(folder / "none.md") is None


def test_a_picture_may_be_reached_through_the_project_but_not_out_of_it(folder: Path) -> None:
    (folder / "deep").mkdir()
    brief = folder / "deep" / "brief.md"
    brief.write_text("# T\n\n![x](../picture.png)\n")
    read(brief)
    (folder / "briefprint.toml").unlink()
    with pytest.raises(BriefprintError, match="outside the project"):
        read(brief)
    shutil.copy(folder / "picture.png", folder / "deep" / "Photo.PNG")
    brief.write_text("# T\n\n![x](photo.pgn)\n")
    with pytest.raises(BriefprintError, match=r"did you mean .Photo\.PNG."):
        read(brief)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        *(each * 20_000 for each in ("[", "![", "^[", "[a](", "[^", "*a **b ", "`` ` ", "{#a.b", "[a]{.b ")),
        *(each * 20_000 for each in ('"', "'a \" ")),
        *(each * 20_000 for each in ("<", "<a ", "<!--", "x <? ", "www.", "a@", "http://a", "^a ", "~a")),
        "::: {.box}\n" * 5_000,
        *(each * 3_000 for each in ("- a\n", "a\n: b\n\n", "> a\n\n", "# a\n\n", "[a]: b\n", "```\n", "| a\n")),
        "[" * 20_000 + "]" * 20_000, "# h" + " " * 100_000 + "x", "# h {" + " " * 100_000 + "x", "> " * 10_000 + "a",
        "|a|b|c|d|e|\n|-|-|-|-|-|\n" + "|a|b|c|d|e|\n" * 10_000, "word " * 200_000,
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_what_never_closes_and_never_ends_is_read_or_refused(text: str, folder: Path) -> None:
    """Each took minutes with a reader that looks again from every mark to the end."""
    assert told(f"---\ntitle: T\n---\nx {text}", folder)


ROOT = Path(__file__).resolve().parents[1]
MARKUP = re.compile(
    r"""<!--.*?-->|<(?!https?:|[\w.]+@)/?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>|\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+"[^"]*")?\)"""
    r"|^\s*\d+[.)]\s|^```.*?^```|\{[#.][^}]*\}|^\[[^\]]+\]:|\[\^[^\]]+\]",
    re.DOTALL | re.MULTILINE,
)
"""Tags, comments, where links lead, the numbers of lists, fences, attributes and the calls of notes."""


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


def test_real_briefs_are_read_and_lose_no_word() -> None:
    """Briefs that others wrote, web pages' HTML and all; they lie beside the repository, where they are to be had."""
    lost = {}
    for file in sorted((ROOT.parent / "shared" / "briefings").glob("*.md")):
        document = read(file).document
        nodes = tuple(walk((document.title, document.blocks)))
        here = [each.text for each in nodes if isinstance(each, Text | Code | CodeBlock)]
        here += [each.target for each in nodes if isinstance(each, Link)]
        copy = re.sub(r"\A---\n.*?\n---\n", "", file.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
        if (
            missing := words(unescape(MARKUP.sub(" ", copy).replace("\\", "")))
            - words("".join(here))
            - words(" ".join(here))
        ):
            lost[file.name] = missing
    assert not lost
