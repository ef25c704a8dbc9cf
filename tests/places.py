"""Hosts that run us, as far as tests need them: what GitHub's runner does with a composite action, without GitHub."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
_HOLDER = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_NAME = re.compile(r"'[^']*'|\b[a-z_]+(?:\.[\w-]+)+")


def offline(**more: str) -> dict[str, str]:
    """Return an environment in which pip builds and installs what lies here, and asks nobody for anything.

    What the package stands on is lent from this interpreter's own packages.
    """
    ours = {
        "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONPATH": sysconfig.get_path("purelib"),
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PIP_", "PYTHON"))}
    return kept | ours | more


@dataclass
class Acted:
    """What came of an action."""

    code: int = 0
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    log: str = ""
    used: dict[str, dict[str, str]] = field(default_factory=dict)  # steps of others, with what they were given


class Runner:
    """Runs a composite action's steps in order: our scripts in bash, of others' only that they would have run.

    An installation stands for all actions that follow, as it does within a job.
    """

    def __init__(self, action: Path, temp: Path) -> None:
        self.action = yaml.safe_load(action.read_text())
        self.temp = temp
        self.installed = False

    def act(self, workspace: Path, **said: str) -> Acted:
        """Run the action in a folder, with these inputs."""
        inputs = {name: str(each.get("default", "")) for name, each in self.action["inputs"].items()}
        contexts: dict[str, str] = {f"inputs.{name}": value for name, value in (inputs | said).items()}
        contexts |= {
            "runner.os": "macOS" if sys.platform == "darwin" else "Linux", "github.action_path": str(ROOT),
            "steps.python.outputs.python-path": sys.executable, "github.job": "briefs", "github.run_id": "7",
            "github.run_attempt": "1", "strategy.job-index": "0",
        }  # fmt: skip
        made = Acted()
        for step in self.action["runs"]["steps"]:
            wanted = step.get("if", "success()")
            if not _holds(wanted, contexts) or (made.code and "always()" not in wanted):
                continue
            if "uses" in step:
                made.used[step["id"]] = {name: _filled(value, contexts) for name, value in step["with"].items()}
            elif step["id"] != "install" or not self.installed:
                self._script(step, contexts, workspace, made)
                self.installed |= step["id"] == "install"
        made.outputs = {name: _filled(each["value"], contexts) for name, each in self.action["outputs"].items()}
        return made

    def _script(self, step: dict[str, Any], contexts: dict[str, str], workspace: Path, made: Acted) -> None:
        files = {name: self.temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        for name, file in files.items():
            if name != "GITHUB_PATH":
                file.write_text("")
        path = files["GITHUB_PATH"].read_text().splitlines() if files["GITHUB_PATH"].exists() else []
        environment = offline(
            GITHUB_ACTIONS="true", RUNNER_OS=contexts["runner.os"], RUNNER_TEMP=str(self.temp),
            PATH=os.pathsep.join([*reversed(path), os.environ["PATH"]]),
            **{name: str(file) for name, file in files.items()},
            **{name: _filled(value, contexts) for name, value in step.get("env", {}).items()},
        )  # fmt: skip
        script = self.temp / f"{step['id']}.sh"
        script.write_text(step["run"])
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        ended = subprocess.run(
            command, cwd=workspace, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        made.code = made.code or ended.returncode
        made.log += ended.stdout + ended.stderr
        made.summary += files["GITHUB_STEP_SUMMARY"].read_text()
        for line in files["GITHUB_OUTPUT"].read_text().splitlines():
            name, _, value = line.partition("=")
            contexts[f"steps.{step['id']}.outputs.{name}"] = value


def _filled(text: object, contexts: dict[str, str]) -> str:
    """Return a value with its expressions worked out; what no step said is empty."""
    return _HOLDER.sub(lambda found: contexts.get(found[1], ""), str(text))


def _holds(expression: str, contexts: dict[str, str]) -> bool:
    """Return whether a condition holds: of the language of conditions, as much as ours use."""
    said = expression.strip().removeprefix("${{").removesuffix("}}").strip()
    values: list[str] = []

    def value(found: re.Match[str]) -> str:
        values.append(found[0][1:-1] if found[0].startswith("'") else contexts.get(found[0], ""))
        return f"v[{len(values) - 1}]"

    said = _NAME.sub(value, said).replace("always()", "True").replace("success()", "True").replace("&&", "and")
    assert re.fullmatch(r"(v\[\d+\]|True|and|[!=]=|\s)+", said), said
    return bool(eval(said, {"__builtins__": {}}, {"v": values}))
