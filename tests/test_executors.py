"""Where jobs run: what a worker that dies or hangs costs, and that results come as they are made."""

import os
import signal
import time
from pathlib import Path

import pytest

from briefprint import executors, machine
from briefprint.artifact import Artifact, Job, Report

_HELD: list[bytearray] = []


def work(job: Job) -> Report:
    """Do what a job's name says."""
    match job.style:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            time.sleep(60)
        case "grow":
            _HELD.append(bytearray(os.urandom(1) * 150_000_000))  # written to, so that it is resident
        case "die once" if not (mark := job.output).exists():
            mark.touch()
            os._exit(1)
    return Report(job, Artifact(str(os.getpid()).encode()))


def jobs(*names: str, folder: Path = Path()) -> list[Job]:
    return [Job(Path(f"{number}.md"), name, "docx", folder / str(number)) for number, name in enumerate(names)]


def test_one_worker_is_this_process() -> None:
    (report,) = executors.run(work, jobs("good"), 4)
    assert report.artifact is not None and report.artifact.data == str(os.getpid()).encode()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes otherwise")
def test_a_worker_that_dies_costs_its_own_job() -> None:
    asked = jobs("good", "die", "good", "good")
    reports = list(executors.run(work, asked, 2))
    assert sorted(each.job.brief.name for each in reports) == ["0.md", "1.md", "2.md", "3.md"]
    (lost,) = (each for each in reports if not each.ok)
    assert lost.job.style == "die"
    assert str(lost.diagnostics[0]).startswith("1.md: error: the process that set it as docx died\n  hint: ")


def test_a_job_is_set_again_alone_before_it_is_given_up(tmp_path: Path) -> None:
    reports = list(executors.run(work, jobs("die once", "good", folder=tmp_path), 2))
    assert [each.ok for each in reports] == [True, True]
    assert reports[-1].job.style == "die once"


def test_a_job_that_hangs_costs_itself_alone() -> None:
    began = time.monotonic()
    reports = list(executors.run(work, jobs("hang", "good", "hang", "good"), 2, timeout=1))
    assert time.monotonic() - began < 30
    assert [each.job.style for each in reports if each.ok] == ["good", "good"]
    (said,) = {each.diagnostics[0].message for each in reports if not each.ok}
    assert said == "setting it as docx took longer than 1 s, and was stopped"


def test_one_job_with_a_time_does_not_run_here() -> None:
    (report,) = executors.run(work, jobs("hang"), 1, timeout=0.5)
    assert not report.ok


def test_who_stops_listening_stops_the_work() -> None:
    import multiprocessing

    running = executors.run(work, jobs(*["good"] * 20, "hang"), 2)
    assert next(running).ok
    running.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def _pids(reports: list[Report]) -> list[int]:
    return [int(each.artifact.data) for each in reports if each.artifact]


@pytest.mark.skipif(os.name != "posix", reason="Windows does not say what a process holds in a way we know")
def test_a_worker_that_holds_too_much_memory_is_replaced_after_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "allowance", lambda _: 150_000_000)
    names = ("good", "grow", "grow", "good", "good")
    pids = _pids(list(executors.run(work, jobs(*names), 1, timeout=60)))
    assert len(pids) == 5  # nobody's job is lost
    assert pids[0] == pids[1] != pids[2] != pids[3] == pids[4]


@pytest.mark.skipif(os.name != "posix", reason="Windows does not say what a process holds in a way we know")
def test_where_the_worker_is_this_process_one_is_hired_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "WORKER_BYTES", 100_000_000)
    try:
        pids = _pids(list(executors.run(work, jobs("good", "grow", "good", "good"), 1)))
    finally:
        _HELD.clear()
    assert pids[:2] == [os.getpid()] * 2
    assert os.getpid() != pids[2] == pids[3]


def reading(job: Job) -> Report:
    """Say who read the brief."""
    time.sleep(0.02)
    return Report(job, Artifact(str(os.getpid()).encode()))


def test_a_worker_goes_on_with_the_brief_that_it_has_read() -> None:
    asked = [Job(Path(f"{brief}.md"), "good", format, Path(f"{brief}.{format}"))
             for brief in range(8) for format in ("docx", "memo", "pdf")]  # fmt: skip
    readers: dict[str, set[bytes]] = {}
    for report in executors.run(reading, asked, 2):
        assert report.artifact is not None
        readers.setdefault(report.job.brief.name, set()).add(report.artifact.data)
    assert len(readers) == 8
    assert sum(len(each) for each in readers.values()) <= 9  # the last brief's jobs may go to both
