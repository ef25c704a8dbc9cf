"""What a batch tells those who were not there."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefprint import reports
from briefprint.artifact import Artifact, Job, Report
from briefprint.errors import Diagnostic, Severity, warning
from briefprint.progress import said, watched
from test_batch import batch, drawn, folder
from test_cli import GOOD

__all__ = ["drawn", "folder"]  # fixtures

GOOD_JOB = Job(Path("content/good.md"), "bureau", "pdf", Path("out/good.bureau.pdf"))
BAD_JOB = Job(Path("content/bad.md"), "staff", "docx", Path("out/bad.staff.docx"))
TOLD = warning("unknown key 'kikcer' | <b>\x01", "content/good.md", 3, "did you mean 'kicker'?")
WRONG = Diagnostic("there is no picture", "content/bad.md", 7, rule="picture")
OUTCOME = reports.Outcome(
    (
        Report(GOOD_JOB, Artifact(b"", 2), (TOLD,), seconds=0.25),
        Report(BAD_JOB, None, (WRONG, TOLD), seconds=0.5),
    )
)


def test_junit_has_a_case_for_each_product() -> None:
    root = ET.fromstring(reports.junit(OUTCOME))
    bad, good = root.findall("testsuite")
    assert (bad.get("name"), bad.get("failures"), good.get("failures")) == ("content/bad.md", "1", "0")
    failure = bad.find("testcase/failure")
    assert failure is not None and failure.get("message") == "there is no picture"
    case = good.find("testcase")
    assert case is not None and (case.get("name"), case.get("time")) == ("bureau pdf", "0.250")
    assert "kikcer" in case.findtext("system-out", "")


def test_sarif_json_and_gitlab_have_every_message_once() -> None:
    log = json.loads(reports.sarif(OUTCOME))
    assert [each["level"] for each in log["runs"][0]["results"]] == ["warning", "error"]
    made = json.loads(reports.as_json(OUTCOME))
    assert made["counts"] == {"set": 1, "restored": 0, "kept": 0, "failed": 1}
    assert [each["state"] for each in made["products"]] == ["failed", "set"]
    rows = json.loads(reports.gitlab(OUTCOME))
    assert [(each["severity"], each["location"]["lines"]["begin"]) for each in rows] == [("minor", 3), ("major", 7)]
    assert len({each["fingerprint"] for each in rows}) == 2


def test_markdown_says_what_failed_and_breaks_in_no_cell() -> None:
    text = reports.markdown(OUTCOME)
    assert "2 products: 1 set, 1 failed." in text
    assert "| content/bad.md | staff | docx | content/bad.md:7: there is no picture |" in text
    assert "1 warning" in text and "\\| &lt;b>" in text


@pytest.mark.usefixtures("drawn")
def test_reports_are_written_by_their_ending(folder: Path) -> None:
    names = ("r/junit.xml", "r/log.sarif", "r/all.json", "r/summary.md")
    options = [word for name in names for word in ("--report", name)]
    (folder / "content/bad.md").write_text("# T\n\n![x](none.png)\n")
    assert batch("--format", "docx", *options).code == 1
    assert ET.parse(folder / "r/junit.xml").getroot().tag == "testsuites"
    first = json.loads((folder / "r/all.json").read_text())["products"]
    assert batch("--format", "docx", *options).code == 1
    second = json.loads((folder / "r/all.json").read_text())["products"]
    assert [each["diagnostics"] for each in first] == [each["diagnostics"] for each in second]
    assert batch("--format", "docx", "--report", "q.json", "--report-format", "gitlab").code == 1
    assert json.loads((folder / "q.json").read_text())[0]["severity"] == "major"
    for wrong, why in (("r.txt", "does not say what report"), ("--report-format=junti", "did you mean 'junit'?")):
        ended = batch("--report", wrong) if "=" not in wrong else batch("--report", "x.xml", wrong)
        assert ended.code == 2 and why in ended.err
    assert not (folder / "r.txt").exists()


@pytest.mark.usefixtures("drawn")
def test_on_github_messages_are_annotations(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "content/good.md").write_text(GOOD.replace("marking", "kikcer: x\nmarking"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    ended = batch("--format", "docx")
    assert "::warning file=content/good.md,line=3" in ended.err and "::warning" not in ended.out


@pytest.mark.usefixtures("drawn")
def test_quiet_says_only_what_failed(folder: Path) -> None:
    (folder / "content/good.md").write_text(GOOD.replace("marking", "kikcer: x\nmarking"))
    (folder / "content/bad.md").write_text("# T\n\n![x](none.png)\n")
    ended = batch("--format", "docx", "--quiet")
    assert (ended.code, ended.out, ended.err.count("\n  hint")) == (1, "", 1)
    assert ended.err.startswith("content/bad.md:3: error: there is no picture 'none.png'")


def test_a_log_gets_a_calm_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter(range(0, 1000, 40))
    monkeypatch.setattr("briefprint.progress.time.monotonic", lambda: float(next(clock)))
    done = [Report(GOOD_JOB, Artifact(b"")) for _ in range(4)]
    assert len(list(watched(done, 4, lines=True))) == 4
    assert capsys.readouterr().err.splitlines() == [
        "1 of 4 done, about 2 min left",
        "2 of 4 done, about 80 s left",
        "3 of 4 done, about 40 s left",
    ]
    assert list(watched(done, 4, quiet=True)) == done and capsys.readouterr().err == ""
    assert said(7200 * 2) == "4.0 h"


def test_notes_are_nobodys_business() -> None:
    note = Diagnostic("by the way", severity=Severity.NOTE)
    assert reports.Outcome((Report(GOOD_JOB, Artifact(b""), (note,)),)).diagnostics == ()
