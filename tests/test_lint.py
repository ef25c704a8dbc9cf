"""The linter: ``lint/*.md`` hold a brief and what is found in it; ``lint/fix/*.md`` a brief before and after."""

import ast
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

import products
from briefprint import linter, rules, stylebook
from briefprint.briefdraft import KINDS
from briefprint.errors import Diagnostic, Severity, StyleError
from briefprint.linter.copy import CHECKS
from briefprint.linter.mend import words
from briefprint.linter.reports import FORMATS
from briefprint.reader import read
from briefprint.reader.rules import OTHERWISE, rule_of
from test_cli import program, run
from test_reader import BEFORE_EXPECTED, BETWEEN

HERE = Path(__file__).parent
CASES, FIXES = sorted((HERE / "lint").glob("*.md")), sorted((HERE / "lint" / "fix").glob("*.md"))
READER = Path(rule_of.__code__.co_filename).parent


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder to work in, with a picture in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    Image.new("RGB", (4, 3)).save(tmp_path / "picture.png")
    return tmp_path


def look(text: str | bytes, name: str = "brief.md") -> linter.Found:
    """Return what is found in a text that would stand in a file."""
    data = text if isinstance(text, bytes) else text.encode()
    return linter.check(Path(name), None, "bureau", data=data)


def mend(text: str | bytes) -> str:
    """Return a text with all mended that can be."""
    data = text if isinstance(text, bytes) else text.encode()
    return linter.mended(Path("brief.md"), data, look).data.decode()


def ids(text: str) -> list[str]:
    return [each.rule for each in look(text).diagnostics]


def compared(file: Path, result: str, was: str, update: bool) -> None:
    if update:
        file.write_text(result, encoding="utf-8")
    assert result == was or update


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_brief_is_found_to_be_as_its_case_says(file: Path, update_golden: bool) -> None:
    was = file.read_text(encoding="utf-8")
    inputs = [f"{case}\n".split(BEFORE_EXPECTED)[0] for case in was.removesuffix("\n").split(BETWEEN)]
    found = [FORMATS["text"](look(f"{each}\n").diagnostics) for each in inputs]
    pairs = zip(inputs, found, strict=True)
    compared(file, BETWEEN.join(f"{a}{BEFORE_EXPECTED}{b}".rstrip("\n") for a, b in pairs) + "\n", was, update_golden)


@pytest.mark.parametrize("file", FIXES, ids=lambda file: file.stem)
def test_a_brief_is_mended_as_its_case_says(file: Path, update_golden: bool) -> None:
    was = file.read_text(encoding="utf-8")
    inputs = [f"{case}\n".split(BEFORE_EXPECTED)[0] for case in was.removesuffix("\n").split(BETWEEN)]
    made = [mend(f"{each}\n").removesuffix("\n") for each in inputs]
    pairs = zip(inputs, made, strict=True)
    compared(file, BETWEEN.join(f"{a}{BEFORE_EXPECTED}{b}" for a, b in pairs) + "\n", was, update_golden)


# --- rules ------------------------------------------------------------------------------------------------


def messages() -> list[str]:
    """Return every message that the reader's code can note; '1' stands for what is filled in."""
    found = []
    for file in READER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="error" | "warn"), args=[said, *_]):
                    found.append(said)
                case ast.Assign(targets=[ast.Name(id="message")], value=said):
                    found.append(said)
                case _:
                    continue
    return list(filter(None, map(_written, found)))


def _written(said: ast.expr) -> str:
    match said:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(each.value) if isinstance(each, ast.Constant) else "1" for each in parts)
        case _:
            return ""


@pytest.mark.parametrize("message", messages())
def test_every_message_of_the_reader_belongs_to_a_rule(message: str) -> None:
    assert rule_of(message) != OTHERWISE, "say in reader/rules.py which rule it tells of"
    assert rule_of(message) in rules.RULES


def test_every_rule_is_somebodys_and_has_a_case() -> None:
    readers = {rule_of(each) for each in messages()} | {OTHERWISE, "unknown-style"}
    assert readers | set(CHECKS) == set(rules.RULES)
    assert not readers & set(CHECKS)
    told = "".join(file.read_text(encoding="utf-8") for file in CASES)
    untold = {name for name in CHECKS if f": {name}: " not in told}
    assert not untold


def test_a_rule_is_weighed_by_style_then_brief_then_command() -> None:
    note, off, firm = rules.RULES["acronym"], rules.RULES["unsourced-number"], rules.RULES["bad-chart"]
    assert rules.level(note) is Severity.NOTE
    assert rules.level(note, {"acronym": "error"}, {"acronym": "off"}) is None
    assert rules.level(note, {"acronym": "off"}, {}, {"acronym": "on"}) is Severity.NOTE
    assert rules.level(note, {"acronym": "warn"}) is rules.level(note, {"acronym": "warning"}) is Severity.WARNING
    assert (rules.level(off), rules.level(off, {off.id: "on"})) == (None, Severity.WARNING)
    assert rules.level(firm, {firm.id: "off"}) is Severity.ERROR


def test_a_style_weighs_rules_and_adds_words(folder: Path) -> None:
    style = folder / "styles" / "own" / "style.toml"
    style.parent.mkdir(parents=True)
    style.write_text(
        'extends = "bureau"\n[rules]\nno-title = "off"\nhouse-words = "error"\n'
        '[wording.en]\n"war room" = ""\n[acronyms]\nABCD = ""\n[prose]\nsentence_words = 5\n'
    )
    found = linter.check(Path("brief.md"), "own", "bureau", data=b"The ABCD met in the war room in order to talk.\n")
    told = [(each.rule, str(each.severity)) for each in found.diagnostics]
    assert told == [("sentence-length", "note"), ("house-words", "error"), ("house-words", "error")]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            '[rules]\nacronim = "off"',
            r"style\.toml:3: error: 'rules\.acronim': unknown rule\n  hint: did you mean 'acronym'",
        ),
        (
            '[rules]\nacronym = "of"',
            r"style\.toml:3: error: 'rules\.acronym': 'of': input should be 'error', 'warning'",
        ),
        ("[wording.en]\nutilise = 1", r"'wording\.en\.utilise': 1: input should be a valid string"),
    ],
)
def test_a_style_that_misspells_a_rule_is_refused(table: str, message: str, folder: Path) -> None:
    style = folder / "styles" / "own" / "style.toml"
    style.parent.mkdir(parents=True)
    style.write_text(f'extends = "bureau"\n{table}\n')
    with pytest.raises(StyleError, match=message):
        stylebook.load("own", stylebook.search_path(folder / "brief.md"))


@pytest.mark.parametrize("brief", products.CONTENT, ids=[brief.stem for brief in products.CONTENT])
@pytest.mark.parametrize("style", stylebook.names(stylebook.search_path()))
def test_our_own_briefs_are_clean(brief: Path, style: str) -> None:
    found = linter.check(brief, style, "bureau", memo=False, levels={"memo-fit": "off"})
    assert [str(each) for each in found.diagnostics if each.severity is not Severity.NOTE] == []


# --- mending ----------------------------------------------------------------------------------------------


def test_mending_keeps_line_ends_marks_and_what_no_reader_sees() -> None:
    assert mend(b"\xef\xbb\xbf# T\r\n\r\nTwo  spaces\r\nand\xc2\xad so  on.\r\n") == (
        "\ufeff# T\r\n\r\nTwo spaces\r\nand\u00ad so  on.\r\n"
    )
    assert mend("# T\n\nTwo  spaces, no line end") == "# T\n\nTwo spaces, no line end"


def test_what_cannot_be_read_is_left_as_it_is() -> None:
    for data in (b"", b"\xff\xfe", b"---\ntitle: [\n---\nTwo  spaces"):
        assert linter.mended(Path("brief.md"), data, look).data == data


_PIECES = st.sampled_from([
    "word", "Word", "  ", " ", " - ", "-", "2019-2024", "3-5%", "`a  b`", "*", "**", "_", "[a  b](c  d)", "\n",
    "\n\n", "\n- ", "\n> ", "\n\n    ", "\n```\n", "| a  - b |", "\n|---|\n", "<b>", "</b>",
    "https://a.org/x - y", "\\", "[^1]", "\n\n[^1]: ", "pp. 1-2", "  \n", " \n", "# ", '"', "'",
    "{#a  b}", ":::", "\n: ",
    "| ", "--", "$a - b$", "---\n", "title: a  - b\n", "\u00ad", "\r\n", "kiker: x\n",
])  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("---\n<b>title: a  - b\n---\nword")
@example("---\n-title: a  - b\n---\nword")
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_mending_changes_no_words_and_is_done_at_once(text: str) -> None:
    found = look(text)
    mended = linter.mended(Path("brief.md"), text.encode(), look)
    made = mended.data.decode()
    if found.reading is None:
        assert made.encode() == text.encode()
        return
    assert mend(made) == made
    now = read(Path("brief.md"), made.encode())
    if not any(each.rule == "unknown-key" for each in mended.done):  # it may have held words back
        assert words(now.document) == words(found.reading.document)
    lines = made.replace("\r\n", "\n").split("\n")
    for each in look(made).diagnostics:
        assert each.line is not None
        assert each.column is not None
        assert 1 <= each.column <= len(lines[each.line - 1]) + 1


# --- reports ----------------------------------------------------------------------------------------------

FOUND = [
    Diagnostic("it's 5%, wrong: 'a'", "a b,c.md", 3, "do\nthis", Severity.WARNING, 7, "unknown-key"),
    Diagnostic("no such file", "żółw.md", rule="unreadable"),
    Diagnostic("long", "a.md", 1, None, Severity.NOTE, 1, "sentence-length"),
]


def test_text_is_a_line_with_place_rule_and_level_and_a_hint_below() -> None:
    assert FORMATS["text"](FOUND) == (
        "a b,c.md:3:7: unknown-key: warning: it's 5%, wrong: 'a'\n  hint: do\nthis\n"
        "żółw.md: unreadable: error: no such file\n"
        "a.md:1:1: sentence-length: note: long\n"
    )


def test_json_is_one_array() -> None:
    first, second, third = json.loads(FORMATS["json"](FOUND))
    assert first == {
        "path": "a b,c.md", "line": 3, "column": 7, "rule": "unknown-key", "level": "warning",
        "message": "it's 5%, wrong: 'a'", "hint": "do\nthis", "fixable": True,
    }  # fmt: skip
    assert (second["line"], third["level"], json.loads(FORMATS["json"]([]))) == (None, "note", [])


def test_sarif_has_what_its_schema_requires() -> None:
    log = json.loads(FORMATS["sarif"](FOUND))
    assert (log["version"], log["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    (ran,) = log["runs"]
    driver = ran["tool"]["driver"]
    assert driver["name"] == "briefprint"
    assert [each["id"] for each in driver["rules"]] == list(rules.RULES)
    assert all(each["shortDescription"]["text"] for each in driver["rules"])
    levels = {"none", "note", "warning", "error"}
    assert {each["defaultConfiguration"].get("level", "none") for each in driver["rules"]} <= levels
    for result, found in zip(ran["results"], FOUND, strict=True):
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == found.rule
        assert result["level"] in levels
        assert result["message"]["text"]
    first, second, _ = ran["results"]
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b%2Cc.md"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert second["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "%C5%BC%C3%B3%C5%82w.md"}}


def test_github_gets_workflow_commands() -> None:
    assert FORMATS["github"](FOUND).splitlines() == [
        "::warning file=a b%2Cc.md,line=3,col=7,title=unknown-key::it's 5%25, wrong: 'a'%0Ahint: do%0Athis",
        "::error file=żółw.md,title=unreadable::no such file",
        "::notice file=a.md,line=1,col=1,title=sentence-length::long",
    ]


# --- the commands -----------------------------------------------------------------------------------------

GOOD = "---\ntitle: Good\n---\nA paragraph.\n"


def test_exit_codes_tell_clean_from_errors_from_wrong_usage() -> None:
    Path("good.md").write_text(GOOD)
    Path("note.md").write_text(GOOD.replace(".", " -  with two  spaces."))
    Path("warned.md").write_text(GOOD.replace("title", "kiker: x\ntitle"))
    Path("bad.md").write_text(GOOD + "\n@tbl-none\n")
    assert run("check", "good.md").out == run("check", "good.md").err == ""
    codes = [
        run("check", name, *strict).code
        for name in ("good.md", "note.md", "warned.md", "bad.md")
        for strict in ((), ("--strict",))
    ]
    assert codes == [0, 0, 0, 0, 0, 1, 1, 1]
    everything = run("check", ".")
    assert everything.code == 1
    assert everything.err == "1 error, 1 warning, 2 notes\n"
    assert "bad.md:6:1: undefined-reference: error: nothing is called '@tbl-none'" in everything.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check",), "nothing to check"),
        (
            ("check", "good.md", "--rule", "acronim=off"),
            "no rule is called 'acronim'\n  hint: did you mean 'acronym'?",
        ),
        (("check", "good.md", "--rule", "acronym"), "'' is no level of a rule\n  hint: write 'acronym=off'"),
        (("check", "good.md", "--rule", "bad-chart=off"), "the rule 'bad-chart' is always an error"),
        (("check", "good.md", "--format", "xml"), "--format"),
        (("check", "good.md", "--style", "buro"), "no style is called 'buro'\n  hint: did you mean 'bureau'?"),
        (("check", "."), "there is no Markdown file in '.'"),
        (("new", "--kind", "letter"), "--kind"),
        (("new", "--lang", "de"), "there is no brief to start from in 'de'"),
        (("new", "--style", "buro"), "no style is called 'buro'"),
    ],
)
def test_wrong_usage_is_exit_code_two(arguments: tuple[str, ...], message: str) -> None:
    if "good.md" in arguments:
        Path("good.md").write_text(GOOD)
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_what_is_no_file_is_an_error_of_that_brief() -> None:
    Path("good.md").write_text(GOOD)
    ended = run("check", "god.md", "good.md")
    assert (ended.code, ended.out) == (
        1,
        "god.md: unreadable: error: no such file\n  hint: did you mean 'good.md'?\n",
    )


def test_the_command_line_weighs_rules() -> None:
    Path("note.md").write_text(GOOD.replace("paragraph", "two  spaced paragraph"))
    assert run("check", "note.md", "--rule", "double-space=off").out == ""
    ended = run("check", "note.md", "--rule", "double-space=error", "--format", "github")
    assert (ended.code, ended.out[:20], ended.err) == (1, "::error file=note.md", "")


def test_fix_rewrites_what_is_safe_and_says_so(folder: Path) -> None:
    brief = Path("brief.md")
    brief.write_text("---\ntitle: T\nkiker: K\n---\nTwo  spaces - and `c  d`, 2019-2024.\n")
    brief.chmod(0o600)
    ended = run("check", "brief.md", "--fix", "--strict")
    assert brief.read_text() == "---\ntitle: T\nkicker: K\n---\nTwo spaces – and `c  d`, 2019–2024.\n"
    assert (ended.code, ended.out, brief.stat().st_mode & 0o777) == (0, "", 0o600)
    assert sorted(ended.err.splitlines()) == [
        "brief.md:3:1: unknown-key: mended: unknown front matter key 'kiker'",
        "brief.md:5:13: hyphen-for-dash: mended: a hyphen stands for a dash",
        "brief.md:5:27: hyphen-for-dash: mended: a hyphen stands in the range '2019-2024'",
        "brief.md:5:4: double-space: mended: two spaces between words",
    ]
    assert [each.name for each in folder.iterdir() if "part" in each.name] == []


def test_the_rules_are_listed() -> None:
    listed = run("check", "--list").out.splitlines()
    assert [each.split()[0] for each in listed] == list(rules.RULES)
    assert "double-space         note     --fix   Two spaces between words; one is set." in listed


def test_colour_is_for_terminals_only() -> None:
    Path("warned.md").write_text(GOOD.replace("title", "kiker: x\ntitle"))
    assert "\x1b" not in program("check", "warned.md").out


def test_an_export_says_warnings_but_no_notes() -> None:
    figures = "figures: [{value: 4.7%, label: defence share of GDP}]"
    text = f"---\ntitle: T\n{figures}\n---\nTwo  spaces; a 4.1% defence share of GDP.\n"
    Path("brief.md").write_text(text)
    ended = run("memo", "brief.md")
    assert (ended.code, ended.err.splitlines()[0]) == (
        0,
        "brief.md:5: warning: '4.1%' differs from '4.7%' in the key figures",
    )
    assert "spaces" not in ended.err
    assert run("memo", "brief.md", "--strict").code == 1
    Path("brief.md").write_text(text.replace("title: T", "title: T\ncheck: {figure-differs: off}"))
    assert run("memo", "brief.md", "--strict").err == ""
    Path("brief.md").write_text(
        text.replace("title: T", "title: T\ncheck: {double-space: error, figure-differs: off}")
    )
    assert run("memo", "brief.md").code == 1


@pytest.mark.parametrize("lang", ["en-GB", "en-US", "pl"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_brief_passes_check_and_sets_in_every_format(kind: str, lang: str) -> None:
    made = run("new", "harbour", "--kind", kind, "--lang", lang)
    assert (made.code, made.out, made.err) == (0, "harbour.md\n", "")
    assert run("check", "harbour.md", "--strict", "--memo").out == ""
    again = run("new", "harbour", "--kind", kind)
    assert (again.code, "'harbour.md' is there already" in again.err) == (2, True)
    ended = run("memo", "harbour.md", "--style", "institute", "--strict")
    assert (ended.code, ended.err) == (0, "")
    assert re.search(rf"^lang: {lang}$", Path("harbour.md").read_text(encoding="utf-8"), re.MULTILINE)
    if lang != "en-US":
        ended = run("batch", "harbour.md", "--style", "boardroom", "--jobs", "1", "--strict")
        assert (ended.code, ended.err) == (0, "")


def test_the_task_in_the_readme_reads_what_check_says() -> None:
    readme = (HERE.parent / "README.md").read_text(encoding="utf-8")
    task = json.loads(readme.split("```json\n")[1].split("```")[0])["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    found = re.match(pattern["regexp"], FORMATS["text"](FOUND).splitlines()[0])
    assert found
    names = ("file", "line", "column", "code", "severity", "message")
    said = [found[pattern[name]] for name in names]
    assert said == ["a b,c.md", "3", "7", "unknown-key", "warning", "it's 5%, wrong: 'a'"]


def test_the_toml_in_the_readme_is_a_style(folder: Path) -> None:
    readme = (HERE.parent / "README.md").read_text(encoding="utf-8")
    said = next(part for part in readme.split("```toml\n") if part.startswith("# style.toml")).split("```")[0]
    style = folder / "styles" / "own" / "style.toml"
    style.parent.mkdir(parents=True)
    style.write_text(f'extends = "bureau"\n{said}')
    assert stylebook.load("own", stylebook.search_path(folder / "brief.md")).wording["en"]["going forward"] == ""


@pytest.mark.parametrize(
    "text",
    [
        "The share is 4.7% of GDP. " * 2000, "{" * 20_000, '"' * 20_000, "A" * 100_000, "1,000," * 20_000,
        "@a" * 20_000, "a@b" * 20_000, "](" * 10_000, "A.B." * 20_000, "`" * 3 + "a `" * 5000, "a - " * 5000,
    ],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_a_text_without_end_is_checked_in_its_time(text: str) -> None:
    begun = time.process_time()
    look(f"# T\n\n{text}\n")
    assert time.process_time() - begun < 10
