"""The places people run briefprint in: each exercised as far as it can be without its host."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from places import ROOT, Runner, offline
from test_cli import GOOD, PROGRAM, run

BAD = "# T\n\n![x](none.png)\n"
ODD = GOOD.replace("marking", "kikcer: x\nmarking")
posix = pytest.mark.skipif(sys.platform == "win32", reason="these places are not on Windows")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a good brief, and one that the linter has something to say of."""
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    (folder / "briefprint.toml").touch()
    (folder / "content/good.md").write_text(GOOD)
    (folder / "content/two words.md").write_text(ODD)
    return folder


def keeps_to(schema: str, file: Path, *options: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options, str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_examples_of_the_page_are_what_their_hosts_read(tmp_path: Path) -> None:
    page = (ROOT / "docs/ci.md").read_text()
    found = re.findall(r"^```yaml\n(# (\S+)\n.*?)^```", page, re.MULTILINE | re.DOTALL)
    examples = {name: tmp_path / Path(name).name for _, name in found}
    for text, name in found:
        examples[name].write_text(text)
    keeps_to("vendor.github-workflows", examples[".github/workflows/briefs.yml"])
    keeps_to("vendor.gitlab-ci", examples[".gitlab-ci.yml"], "--data-transform", "gitlab-ci")
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(examples[".pre-commit-config.yaml"])]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    workflow = yaml.safe_load(examples[".github/workflows/briefs.yml"].read_text())
    assert set(workflow["jobs"]["briefs"]["steps"][1]["with"]) <= set(action["inputs"])
    table = re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)
    assert set(re.findall(r"`([\w-]+)`", " ".join(table))) == set(action["inputs"])
    assert all(f"`{name}` (" in page for name in action["outputs"])


# --- GitHub -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def github(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(ROOT / "action.yml", tmp_path_factory.mktemp("runner temp"))


def test_the_action_keeps_to_githubs_schema() -> None:
    keeps_to("vendor.github-actions", ROOT / "action.yml")


def test_nothing_that_a_user_says_is_text_of_a_script_and_others_actions_are_named_by_commit() -> None:
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    assert not any("${{" in step.get("run", "") for step in steps)
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]) for step in steps if "uses" in step)
    assert all(step["shell"] == "bash" for step in steps if "run" in step)


def test_the_action_has_an_input_for_what_it_heeds_and_heeds_what_it_has() -> None:
    text = (ROOT / "action.yml").read_text()
    action = yaml.safe_load(text)
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(action["inputs"])
    script = next(step["run"] for step in action["runs"]["steps"] if step["id"] == "batch")
    given = set(re.findall(r"[(\"]--([a-z-]+)[=)]", script))
    assert {"out", "style", "cache", "strict", "report"} <= given
    assert given <= set(re.findall(r"--([a-z-]+)", run("batch", "--help").out))


@posix
@pytest.mark.xdist_group("action")
def test_the_action_sets_briefs_writes_the_summary_and_uploads(github: Runner, project: Path) -> None:
    acted = github.act(project, paths="content", styles="bureau\nstaff", formats="docx memo")
    assert acted.code == 0, acted.log
    assert acted.outputs == {"manifest": "out/manifest.json", "failed": "0", "set": "8"}
    assert acted.summary.startswith("## briefprint\n\n8 products: 8 set.")
    assert "::warning file=content/two words.md,line=3" in acted.log
    assert acted.used["upload"] == {"name": "briefprint", "path": "out"}
    assert (
        acted.used["save"]["key"]
        == acted.used["restore"]["key"]
        == "briefprint-Linux-briefs-0-7-1".replace("Linux", "macOS" if sys.platform == "darwin" else "Linux")
    )
    assert len(list((project / "out").glob("*.docx"))) == 4
    shutil.rmtree(project / "out")
    again = github.act(project, paths="content", styles="bureau\nstaff", formats="docx memo")
    assert again.outputs["set"] == "0" and "8 from the cache" in again.summary
    assert "save" not in again.used and "upload" in again.used


@posix
@pytest.mark.xdist_group("action")
def test_a_bad_brief_fails_the_action_after_all_else_is_kept(github: Runner, project: Path) -> None:
    (project / "content/bad.md").write_text(BAD)
    acted = github.act(project, paths="content", formats="docx", artifact="briefs")
    assert acted.code == 1
    assert acted.outputs == {"manifest": "out/manifest.json", "failed": "1", "set": "2"}
    assert "| content/bad.md | bureau | docx | content/bad.md:3: there is no picture 'none.png' |" in acted.summary
    assert "::error file=content/bad.md,line=3" in acted.log
    assert acted.used["upload"] == {"name": "briefs", "path": "out"} and "save" in acted.used


@posix
@pytest.mark.xdist_group("action")
def test_the_actions_inputs_are_words_and_no_commands(github: Runner, project: Path) -> None:
    (project / "content/$(touch pwned); `touch pwned`.md").write_text(GOOD)
    acted = github.act(
        project,
        paths="content/two words.md\n\ncontent/$(touch pwned); `touch pwned`.md",
        formats="docx",
        out="an $(touch pwned) out",
        options="--style=staff\n--quiet",
        cache="",
        strict="true",
    )
    assert acted.code == 1 and not (project / "pwned").exists()
    assert [each.name for each in (project / "an $(touch pwned) out").glob("*.docx")] == [
        "$(touch pwned); `touch pwned`.staff.docx"
    ]
    assert "restore" not in acted.used and "save" not in acted.used
    acted = github.act(project, paths="--force", formats="docx")  # a brief's name, though a strange one
    assert (acted.code, acted.outputs["failed"]) == (1, "1") and "no such file" in acted.summary
    for wrong in ({"styles": "buro; touch pwned"}, {"options": "--nonsense"}):
        acted = github.act(project, **({"paths": "content", "formats": "docx"} | wrong))
        assert acted.code != 0 and not (project / "pwned").exists()
        assert acted.summary == (f"## briefprint\n\nNothing was set: the log says why (exit code {acted.code}).\n"), (
            acted.log
        )
        assert acted.outputs == {"manifest": "", "failed": "", "set": ""} and "upload" not in acted.used


# --- GitLab -------------------------------------------------------------------------------------------------

GITLAB = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text())


def gitlab(shell: str, folder: Path, job: str = ".briefprint", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a job's scripts as GitLab's runner does: all in one shell, which ends at the first that fails."""
    said = GITLAB[job]
    above = GITLAB[said["extends"]] if "extends" in said else {}
    lines = [*(above | said).get("before_script", []), *said["script"]]
    known = {name: str(value) for name, value in (above | said)["variables"].items()}
    environment = offline(**(known | {"PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"} | variables))
    environment["PYTHONPATH"] = os.environ.get("PYTHONPATH", "")
    return subprocess.run(
        [shell, "-ec", "\n".join(lines)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_template_keeps_to_gitlabs_schema() -> None:
    keeps_to("vendor.gitlab-ci", ROOT / "ci/gitlab.yml", "--data-transform", "gitlab-ci")


@posix
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_template_sets_briefs_and_reports_as_gitlab_reads(shell: str, project: Path) -> None:
    (project / "content/bad.md").write_text(BAD)
    said = {"BRIEFPRINT_PATHS": "content/two words.md\ncontent/bad.md", "BRIEFPRINT_FORMATS": "docx"}
    ended = gitlab(shell, project, **said, BRIEFPRINT_STYLES="bureau staff", BRIEFPRINT_OPTIONS="--jobs=1\n--quiet")
    assert ended.returncode == 1, ended.stderr
    assert sorted(each.name for each in (project / "out").glob("*.docx")) == [
        "two words.bureau.docx", "two words.staff.docx",
    ]  # fmt: skip
    job = GITLAB[".briefprint"]
    found = json.loads((project / job["artifacts"]["reports"]["codequality"]).read_text())
    assert {each["location"]["path"] for each in found} == {"content/bad.md", "content/two words.md"}
    assert all({"description", "check_name", "fingerprint", "severity", "location"} <= set(each) for each in found)
    suites = ET.parse(project / job["artifacts"]["reports"]["junit"]).getroot()
    assert [suite.get("failures") for suite in suites] == ["2", "0"]
    assert (project / job["cache"]["paths"][0]).is_dir() and job["artifacts"]["paths"] == ["$BRIEFPRINT_OUT/"]
    strict = gitlab(shell, project, **said | {"BRIEFPRINT_PATHS": "content/two words.md"}, BRIEFPRINT_STRICT="true")
    assert strict.returncode == 1 and "unknown front matter key" in strict.stderr


@posix
def test_without_briefprint_or_where_it_is_to_come_from_the_template_says_so(project: Path) -> None:
    ended = gitlab("sh", project, PATH="/usr/bin:/bin")
    if shutil.which("briefprint", path="/usr/bin:/bin"):
        pytest.skip("briefprint is in the system's own folders")
    assert ended.returncode != 0 and "say what pip is to install" in ended.stderr


@posix
def test_parallel_jobs_set_a_share_each_and_are_joined(project: Path) -> None:
    if "--shard" not in run("batch", "--help").out:
        pytest.skip("this batch knows no shards")
    said = {"BRIEFPRINT_PATHS": "content", "BRIEFPRINT_FORMATS": "docx", "CI_NODE_TOTAL": "2"}
    for index in ("1", "2"):
        ended = gitlab("sh", project, **said, CI_NODE_INDEX=index)
        assert ended.returncode == 0, ended.stderr
    ended = gitlab("sh", project, ".briefprint-merge")
    assert ended.returncode == 0, ended.stderr
    made = json.loads((project / "out/manifest.json").read_text())
    assert sorted(made["products"]) == ["good.bureau.docx", "two words.bureau.docx"]


# --- pre-commit -----------------------------------------------------------------------------------------------


def test_the_hooks_keep_to_pre_commits_grammar() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@posix
@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit clones what it tries")
def test_a_hook_checks_the_briefs_that_are_changed_and_no_other_files(project: Path, tmp_path: Path) -> None:
    (project / "content/bad.md").write_text(BAD)
    (project / "notes.txt").write_text(BAD)
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    subprocess.run(["git", "add", "."], cwd=project, check=True)

    def tried(*files: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "briefprint-check", "--verbose"]
        environment = offline(PRE_COMMIT_HOME=str(tmp_path / "home"))
        return subprocess.run(
            [*command, "--files", *files], cwd=project, env=environment, capture_output=True, text=True, check=False
        )

    ended = tried("content/bad.md", "notes.txt")
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "content/bad.md:3:6: missing-picture: error: there is no picture 'none.png'" in ended.stdout
    assert "notes.txt" not in ended.stdout.partition("content/bad.md:3")[2]
    ended = tried("content/two words.md")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "did you mean 'kicker'" in ended.stdout or "unknown-key: warning" in ended.stdout


# --- Docker ---------------------------------------------------------------------------------------------------


def _checker() -> Any:
    loader = SourceFileLoader("dockerfile_check", str(ROOT / "scripts/dockerfile-check"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[loader.name] = module  # as dataclasses want it
    sys.dont_write_bytecode, was = True, sys.dont_write_bytecode
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = was
    return module


CHECKER = _checker()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
STAGES = CHECKER.stages(DOCKERFILE)


def test_the_image_is_of_pinned_parts_and_runs_as_nobody_in_particular() -> None:
    assert all(re.fullmatch(r"debian:\d+\.\d+-slim", stage.base) for stage in STAGES)
    last = STAGES[-1]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", last.last("USER").value)
    names = [each.name for each in last.instructions]
    assert names.index("USER") > max(place for place, name in enumerate(names) if name in ("RUN", "COPY"))
    assert last.last("ENTRYPOINT").words == ["briefprint"] and DOCKERFILE.count("ENTRYPOINT [") == 1
    assert "ADD" not in names and not any("http" in each.value for stage in STAGES for each in stage.instructions)


def test_what_the_image_is_made_from_is_there_and_nothing_else_is_sent() -> None:
    patterns = (ROOT / ".dockerignore").read_text()
    for stage in STAGES:
        for each in stage.instructions:
            words = [word for word in each.words if each.name == "COPY"]
            if not words or words[0].startswith("--from="):
                continue
            for source in words[:-1]:
                assert (ROOT / source).exists() and not CHECKER.ignored(source, patterns)
    for kept_out in (
        ".git/config",
        "out/brief.pdf",
        "tests/conftest.py",
        "src/briefprint/__pycache__/cli.pyc",
        ".venv/x",
    ):
        assert CHECKER.ignored(kept_out, patterns), kept_out
    for wanted in ("src/briefprint/cli.py", "styles/base/style.toml", "pyproject.toml", "README.md"):
        assert not CHECKER.ignored(wanted, patterns), wanted


def test_the_image_has_the_libraries_that_a_bare_machine_wants() -> None:
    installed = _packages()
    wanted = set(re.findall(r'\("(lib[\w.-]+)", "', (ROOT / "scripts/_setup").read_text()))
    brought = {"libfontconfig1", "libharfbuzz0b"}  # those two by the others
    assert wanted - brought <= installed
    for stage in STAGES:
        for each in stage.instructions:
            if "apt-get install" in each.value:
                assert "--no-install-recommends" in each.value and "rm -rf /var/lib/apt/lists/*" in each.value


def _packages() -> set[str]:
    found = set()
    for stage in STAGES:
        for each in stage.instructions:
            for words in re.findall(r"apt-get install ((?:[^&]|&(?!&))*)", each.value):
                found |= {word for word in words.split() if not word.startswith("-")}
    return found


@pytest.mark.skipif(not shutil.which("apt-cache"), reason="only Debian knows its packages")
def test_debian_has_every_package_that_the_image_wants() -> None:
    ended = subprocess.run(["apt-cache", "show", "libc6"], capture_output=True, text=True, check=False)
    if ended.returncode or "Filename:" not in ended.stdout:
        pytest.skip("this machine has no lists of packages")
    for name in sorted(_packages()):
        assert subprocess.run(["apt-cache", "show", name], capture_output=True, check=False).returncode == 0, name


def test_hadolint_has_nothing_to_say_of_the_dockerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    if not hadolint.exists():
        pytest.skip("hadolint is not made for this machine")
    command = [str(hadolint), "--no-color", str(ROOT / "Dockerfile")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "")


def _may_build() -> bool:
    tools = all(map(shutil.which, ("debootstrap", "unshare", "chroot")))
    if sys.platform != "linux" or not tools or os.geteuid() != 0:
        return False
    return (
        subprocess.run(["unshare", "--mount", "--net", "--pid", "--fork", "true"], capture_output=True).returncode
        == 0
    )


@pytest.mark.slow
@pytest.mark.skipif(not _may_build(), reason="a bare Debian is made by root, with debootstrap and unshare")
def test_the_image_is_built_and_sets_briefs_without_a_network() -> None:
    command = [sys.executable, str(ROOT / "scripts/dockerfile-check"), str(ROOT / ".tools/images")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1500)
    if ended.returncode == CHECKER.NO_ROOT:
        pytest.skip("no bare Debian can be made here: " + ended.stderr.strip().splitlines()[-2])
    assert ended.returncode == 0, ended.stderr[-3000:]
    names = {line.split()[1] for line in ended.stdout.splitlines() if line[:1] == " "}
    for ending in ("bureau.pdf", "newsroom.docx", "staff.memo.pdf", "institute.memo.docx"):
        assert f"poland-us-security-call.{ending}" in names
    assert "manifest.json" in names and "warning" not in ended.stderr.lower().rpartition("== run")[2]
