"""What a process may use of its machine, as its control groups tell it."""

import os
import sys
from pathlib import Path

import pytest

from briefprint import machine


def root(folder: Path, groups: str, **files: str) -> Path:
    """Return a machine's root with the groups that this process is in, and the files that say their limits."""
    for name, text in {"proc/self/cgroup": groups, **{f"sys/fs/cgroup/{k}": v for k, v in files.items()}}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text + "\n")
    return folder


def test_version_2_and_the_groups_above_count(tmp_path: Path) -> None:
    made = root(
        tmp_path, "0::/ci.slice/job.scope",
        **{"cgroup.controllers": "cpu memory", "ci.slice/cpu.max": "100000 100000", "ci.slice/memory.max": "max",
           "ci.slice/job.scope/cpu.max": "max 100000", "ci.slice/job.scope/memory.max": "400000000"},
    )  # fmt: skip
    assert (machine.processors(made), machine.memory(made)) == (1, 400_000_000)
    assert (machine.workers(made), machine.allowance(1, made)) == (1, machine.LEAST_BYTES)


def test_version_1_says_no_limit_with_a_number(tmp_path: Path) -> None:
    made = root(
        tmp_path, "5:memory:/docker/7\n3:cpu,cpuacct:/docker/7\n0::/",
        **{"memory/docker/7/memory.limit_in_bytes": "9223372036854771712",
           "memory/memory.limit_in_bytes": "600000000",
           "cpu,cpuacct/docker/7/cpu.cfs_quota_us": "150000", "cpu,cpuacct/docker/7/cpu.cfs_period_us": "100000"},
    )  # fmt: skip
    assert (machine.processors(made), machine.memory(made)) == (1, 600_000_000)
    assert machine.allowance(1, made) == machine.WORKER_BYTES


def test_in_a_container_the_mount_is_the_group(tmp_path: Path) -> None:
    made = root(tmp_path, "0::/../../outside", **{"cgroup.controllers": "cpu", "memory.max": "300000000"})
    assert machine.memory(made) == 300_000_000


def test_without_groups_the_machine_is_the_limit(tmp_path: Path) -> None:
    assert 1 <= machine.processors(tmp_path) <= (os.cpu_count() or 1)
    assert machine.workers(tmp_path) >= 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says it otherwise")
def test_what_a_process_holds_is_known() -> None:
    assert machine.resident(os.getpid()) > 5_000_000
    assert machine.resident(2**22 + 1) == 0
