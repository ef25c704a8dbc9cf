"""A batch on the workers of a Dask scheduler: real processes in folders of their own, with nothing of ours there."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from briefprint import stylefiles, typesetting
from briefprint.artifact import Job, Options, Report
from briefprint.cluster import bench, client, parcels
from briefprint.places import root_of
from briefprint.upkeep import Upkeep
from test_batch import BIB, SVG
from test_cli import GOOD, Run, run

slow = pytest.mark.slow
together = pytest.mark.xdist_group("cluster")
PACKAGE = Path(stylefiles.__file__).parent
BRIEF = """\
---
title: A brief
marking: PUBLIC
style: ours
bibliography: my works.bib
data: {spend: data/spending.csv}
kikcer: a key that nobody has
---
As said [@nowak], and shown below.

![A picture](<../pictures/a picture.png>)

![Another](../pictures/large%20one.png)

```chart
kind: bar
data: data/spending.csv
```
"""
STYLE = """\
extends = "../parent/style.toml"
[masthead]
mark = "mark.svg"
[faces]
head = ["House Sans"]
[citations]
csl = "../../sheets/house.csl"
"""
FAMILY = """\
[[family]]
name = "House Sans"
category = "sans"
scripts = ["latin"]
missing = []
licence = "OFL-1.1"
licence_file = "OFL.txt"
version = "1"
source = "here"
"""
FACE = """\
[[family.face]]
weight = {weight}
italic = {italic}
file = "own/{file}"
word_name = "House Sans"
word_bold = {bold}
sha256 = "0"
"""


def project(folder: Path) -> Path:
    """Make a project whose brief uses all that one can, in a style with a font, a mark and a CSL file of its own."""
    shipped = stylefiles.SHIPPED
    files = {
        "briefprint.toml": "",
        "content/full.md": BRIEF,
        "content/good.md": GOOD,
        "content/bad.md": "---\ntitle: Bad\nstyle: ours\n---\n![x](../pictures/a-picture.png)\n",
        "content/my works.bib": BIB,
        "content/data/spending.csv": "year;share\n2024;4\n2025;5\n",
        "styles/ours/style.toml": STYLE,
        "styles/ours/mark.svg": SVG.format(9),
        "styles/parent/style.toml": 'extends = "bureau"\n',
        "sheets/house.csl": (shipped / "csl/notes.csl").read_text(),
        "styles/fonts/OFL.txt": "",
    }
    table = FAMILY
    for face in (each for each in stylefiles.read(shipped / "fonts/fonts.toml")["family"]):
        if face["name"] == "Source Sans 3":
            for each in face["face"]:
                name = Path(each["file"]).name
                target = folder / "styles/fonts/own" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(shipped / "fonts" / each["file"], target)
                said = {key: str(each[key]).lower() for key in ("weight", "italic")}
                table += FACE.format(**said, file=name, bold=str(each["word_bold"]).lower())
    files["styles/fonts/fonts.toml"] = table
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "pictures").mkdir()
    Image.new("RGB", (40, 30)).save(folder / "pictures/a picture.png")
    Image.effect_noise((400, 300), 90).save(folder / "pictures/large one.png")
    assert (folder / "pictures/large one.png").stat().st_size > parcels.LARGE_BYTES
    return folder


# --- what travels --------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project to be in."""
    monkeypatch.chdir(project(tmp_path / "here"))
    typesetting._reading.cache_clear()
    return tmp_path / "here"


def elsewhere(job: Job, folder: Path) -> Report:
    """Set a job where nothing is but what travelled with it, and return what would be told of it at home."""
    upkeep = Upkeep.of(Path("out"))
    seen = upkeep.style(job)
    assert seen is not None
    folders = upkeep.folders(job.brief, job.style_dirs)
    bundle = parcels.unpacked(parcels.packing(parcels.bundled(seen, folders)))
    sheaf = parcels.gathered(job.brief)
    parcel = parcels.unpacked(parcels.packing(parcels.packed(job, sheaf, folders, "x", None)))
    parcels.laid_bundle(bundle, folder / "styles")
    parcels.laid(parcel, sheaf.apart, folder / "brief")
    made = typesetting.carry_out(parcels.job_of(parcel, folder / "brief", folder / "styles"))
    return parcels.homeward(made, parcel, folder / "brief", folder / "styles")


@pytest.mark.parametrize("format", ["docx", "memo", "pdf"])
@pytest.mark.usefixtures("here")
def test_what_travels_makes_the_same_bytes_and_says_the_same(format: str, tmp_path: Path) -> None:
    job = Job(Path("content/full.md"), "ours", format, Path("x"), options=Options(profile="archive"))
    at_home = typesetting.carry_out(job)
    assert at_home.artifact is not None, at_home.diagnostics
    there = elsewhere(job, tmp_path / "worker")
    assert there.artifact is not None, there.diagnostics
    assert there.artifact.data == at_home.artifact.data
    assert (there.diagnostics, there.seen) == (at_home.diagnostics, at_home.seen)
    assert any("did you mean 'kicker'" in str(each) for each in there.diagnostics)


def test_a_style_behind_a_link_travels(here: Path, tmp_path: Path) -> None:
    (tmp_path / "houses").mkdir()
    (here / "styles/ours").rename(tmp_path / "houses/version-2")
    (here / "styles/parent").rename(tmp_path / "houses/parent")
    (here / "styles/ours").symlink_to(tmp_path / "houses/version-2")
    shutil.copytree(here / "sheets", tmp_path / "sheets")
    job = Job(Path("content/good.md"), "ours", "docx", Path("x"))
    at_home, there = typesetting.carry_out(job), elsewhere(job, tmp_path / "worker")
    assert at_home.artifact is not None and there.artifact is not None, there.diagnostics
    assert at_home.artifact.data == there.artifact.data


def test_names_of_files_are_found_in_a_brief(here: Path) -> None:
    def named(text: str) -> set[str]:
        return set(parcels.named(here / "content", root_of(here / "content"), text.encode()))

    assert named(BRIEF) == {
        "my works.bib", "data/spending.csv", "../pictures/a picture.png", "../pictures/large one.png",
    }  # fmt: skip
    (here.parent / "secret.txt").write_text("x")
    assert named("[x](../../secret.txt) /etc/passwd https://example.org/a.png e.g. i.e.") == set()
    (here / "briefprint.toml").unlink()
    assert named(BRIEF) == {"my works.bib", "data/spending.csv"}


@slow
def test_a_worker_sets_again_what_a_process_died_of_once(here: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    job = Job(Path("content/full.md"), "bureau", "memo", Path("x"))
    sheaf = parcels.gathered(job.brief)
    worker = bench._Bench(tmp_path / "bench")
    (tmp_path / "bench").mkdir()
    try:
        parcel = parcels.packed(job, sheaf, [], "", None)
        cargo = [sheaf.apart[name] for name in parcel.apart]
        assert worker.set(parcel, cargo).ok
        (setter,) = worker._free
        setter.process.kill()
        setter.process.wait()
        assert worker.set(parcel, cargo).ok and worker._free != [setter]
        late = worker.set(replace(parcel, timeout=0.001), cargo)
        assert not late.ok and "took longer than 0.001 s" in str(late.diagnostics[0])
        assert str(late.diagnostics[0]).startswith("content/full.md: error: ")
        assert worker._free == [] and worker._all == set()
        for number in range(bench._MOST_BRIEFS + 8):
            brief = here / f"content/brief-{number}.md"
            brief.write_text(GOOD)
            other = parcels.packed(replace(job, brief=brief), parcels.gathered(brief), [], "", None)
            with worker._laid(other, []) as (folder, _):
                assert (folder / other.brief).read_text() == GOOD
        assert len(list((tmp_path / "bench/briefs").iterdir())) == bench._MOST_BRIEFS
    finally:
        worker.close()
    assert not (tmp_path / "bench").exists()


class Counted:
    """What a scheduler is sent."""

    id = "here"

    def __init__(self) -> None:
        self.sent: list[str] = []

    def submit(self, function: Any, data: bytes, key: str) -> str:
        assert function is bytes and isinstance(data, bytes)
        self.sent.append(key)
        return key


def test_what_many_jobs_see_is_sent_once() -> None:
    cluster = Counted()
    cargo = client._Cargo(cluster)
    assert {cargo.file("a", b"x" * 100), cargo.file("a", b"x" * 100), cargo.file("b", b"y")} == set(cluster.sent)
    assert len(cluster.sent) == 2
    cargo.file("c", bytes(client._APART_BYTES))
    cargo.file("c", b"")
    assert list(cargo.apart) == ["c"] and len(cluster.sent) == 3  # what was not used for long is forgotten


def test_a_job_travels_without_what_is_sent_apart(here: Path) -> None:
    job = Job(Path("content/full.md"), "ours", "pdf", Path("x"))
    sheaf = parcels.gathered(job.brief)
    assert len(parcels.packing(parcels.packed(job, sheaf, [here / "styles"], "x", None))) < parcels.LARGE_BYTES
    assert len(sheaf.apart) == 1


def test_files_that_options_name_travel(here: Path, tmp_path: Path) -> None:
    (here / "press.icc").write_bytes(b"a profile")
    (tmp_path / "house.dotx").write_bytes(b"a template")
    options = Options(profile="print", icc=Path("press.icc"), template=tmp_path / "house.dotx", n_up=2, embed=False)
    job = Job(Path("content/good.md"), "ours", "pdf", Path("x"), paper="letter", strict=True, options=options)
    parcel = parcels.unpacked(parcels.packing(parcels.packed(job, parcels.gathered(job.brief), [], "", 7)))
    parcels.laid(parcel, {}, tmp_path / "there")
    made = parcels.job_of(parcel, tmp_path / "there", tmp_path / "styles")
    assert made.options.icc is not None and made.options.template is not None
    assert (made.options.icc.read_bytes(), made.options.template.read_bytes()) == (b"a profile", b"a template")
    assert made.options.icc.is_relative_to(tmp_path / "there")
    assert replace(made.options, icc=options.icc, template=options.template) == options
    assert (made.paper, made.strict, made.format, parcel.timeout) == ("letter", True, "pdf", 7)


@pytest.mark.parametrize("asked", ["tcp://", "localhost:8786", "http://x:1", "tcp://x", "x"])
def test_what_is_no_address_is_one_message(asked: str, here: Path) -> None:
    ended = run("batch", "content/good.md", "--executor", asked)
    assert (ended.code, ended.out) == (2, "")
    assert f"error: there is no executor '{asked}'\n  hint: it is the address of a Dask scheduler" in ended.err
    assert not (here / "out").exists()


# --- a cluster -----------------------------------------------------------------------------------------

DEADLINE = 240
WATCH = """\
import os, sys
def watch(event, arguments):
    if event == "open" and str(arguments[0]).startswith(os.environ["FORBIDDEN"]):
        raise PermissionError(f"a worker looked at {arguments[0]}")
sys.addaudithook(watch)
"""
"""What a worker runs first, so that none of it can see the files of the batch."""


def batch(*arguments: str, before: str = "") -> Run:
    """Run a batch in a process of its own."""
    command = [sys.executable, "-c", f"{before}\nfrom briefprint.cli import main; main()", "batch", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE, env=environment())
    return Run(ended.returncode, ended.stdout, ended.stderr)


def environment() -> dict[str, str]:
    kept = {name: each for name, each in os.environ.items() if not name.startswith(("DASK_", "GITHUB_"))}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), kept.get("PYTHONPATH", "")])}


@dataclass
class Cluster:
    """A scheduler and its workers, each a process in a folder of its own."""

    folder: Path
    forbidden: Path
    address: str = ""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str, path: str = str(PACKAGE.parent)) -> None:
        """Start a process, with whatever it starts in a group of its own."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        (folder / "sitecustomize.py").write_text(WATCH)
        found = {
            **environment(), "PYTHONPATH": os.pathsep.join([str(folder), path]), "FORBIDDEN": str(self.forbidden),
            "HOME": str(folder), "DASK_CONFIG": str(folder),
        }  # fmt: skip
        with (folder / "log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "dask", *command], stdout=log, stderr=log, cwd=folder, env=found,
                start_new_session=True,
            )  # fmt: skip

    def scheduler(self) -> None:
        file = self.folder / "scheduler.json"
        self.start(
            "scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show",
            "--scheduler-file", str(file),
        )  # fmt: skip
        until(lambda: file.exists() and file.read_text().endswith("}"), self)
        self.address = json.loads(file.read_text())["address"]

    def worker(self, name: str, path: str = str(PACKAGE.parent)) -> None:
        self.start(
            name, "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard",
            "--local-directory", str(self.folder / name / "scratch"), path=path,
        )  # fmt: skip
        until(lambda: "Registered to" in self.log(name), self)

    def log(self, name: str) -> str:
        return (self.folder / name / "log").read_text(errors="replace")

    def kill(self, name: str) -> None:
        """End a process, and what it started, as a power cut does."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for name in tuple(self.running):
            self.kill(name)


def until(reached: Any, cluster: Cluster | None = None) -> None:
    """Wait for something."""
    deadline = time.monotonic() + 120
    while not reached():
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain; {[cluster.log(name) for name in cluster.running] if cluster else ''}")
        time.sleep(0.05)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("batch") / "here")


@pytest.fixture(scope="module")
def shared(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers, for the tests that leave them as they are."""
    pytest.importorskip("distributed")
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), place)
    try:
        cluster.scheduler()
        for name in ("one", "two"):
            cluster.worker(name)
        yield cluster
    finally:
        cluster.end()


@pytest.fixture
def cluster(shared: Cluster, place: Path, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    monkeypatch.chdir(place)
    shutil.rmtree("out", ignore_errors=True)
    return shared


@pytest.fixture
def another(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A scheduler to be spoilt."""
    pytest.importorskip("distributed")
    monkeypatch.chdir(place)
    shutil.rmtree("out", ignore_errors=True)
    made = Cluster(tmp_path / "cluster", place)
    try:
        made.scheduler()
        yield made
    finally:
        made.end()


def many(count: int) -> str:
    """Make briefs that each take a while, in a folder, and return its name."""
    folder = Path(f"many-{count}")
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"brief-{number}.md").write_text(GOOD + "A paragraph of it.\n\n" * 40)
    return str(folder)


def products(folder: Path) -> Mapping[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def told(ended: Run) -> list[str]:
    """Return what was said, less how long it takes on a busy machine."""
    return sorted(line for line in ended.err.splitlines() if " done, about " not in line)


@slow
@together
def test_a_cluster_sets_what_this_machine_does(cluster: Cluster, place: Path) -> None:
    asked = ("content", "--format", "docx", "--format", "memo", "--format", "pdf", "--reproducible")
    there = batch(*asked, "--executor", cluster.address)
    assert there.code == 1 and "there is no picture '../pictures/a-picture.png'" in there.err
    assert "did you mean '../pictures/a picture.png'?" in there.err or "names are relative" in there.err
    assert "content/full.md:7: warning: unknown front matter key 'kikcer'" in there.err
    made = products(place / "out")
    shutil.rmtree(place / "out")
    here = batch(*asked, "--jobs", "1")
    assert sorted(here.out.split()) == sorted(there.out.split())
    assert told(here) == told(there)
    assert products(place / "out") == made
    assert len(made) == 7 and b"failed" in made["manifest.json"]
    again = batch(*asked, "--executor", "tcp://127.0.0.1:1")  # only what failed asks for it
    assert again.code == 1 and "no scheduler answers" in again.err


@slow
@together
def test_the_scheduler_needs_nothing_of_ours(cluster: Cluster) -> None:
    assert batch("content/good.md", "--format", "docx", "--executor", cluster.address).code == 0
    asked = (
        "import sys; from distributed import Client; client = Client(sys.argv[1]);"
        "print(client.run_on_scheduler(lambda dask_scheduler=None: [len(dask_scheduler.tasks),"
        " [each for each in __import__('sys').modules if 'briefprint' in each]]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", asked, cluster.address], capture_output=True, text=True, timeout=DEADLINE, check=True
    )
    assert ended.stdout == "[0, []]\n"  # nor does it keep anything


@slow
@together
def test_a_job_that_takes_too_long_costs_itself_alone(cluster: Cluster) -> None:
    asked = ("content/full.md", "--format", "pdf", "--executor", cluster.address)
    ended = batch(*asked, "--timeout", "0.01")
    assert ended.code == 1
    assert "content/full.md: error: setting it as pdf took longer than 0.01 s, and was stopped" in ended.err
    assert batch(*asked).code == 0


@slow
@together
def test_shards_go_to_a_cluster_too(cluster: Cluster, place: Path) -> None:
    for number in (1, 2):
        asked = ("content/good.md", "--format", "docx", "--format", "memo", "--executor", cluster.address)
        assert batch(*asked, "--shard", f"{number}/2").code == 0
    manifests = sorted(map(str, (place / "out").glob("manifest.*-of-2.json")))
    assert run("merge-manifests", *manifests).code == 0
    assert run("verify").code == 0


@slow
@together
def test_a_lost_workers_jobs_run_elsewhere(another: Cluster, place: Path) -> None:
    for name in ("one", "two"):
        another.worker(name)
    asked = (many(40), "--style", "ours", "--format", "docx", "--reproducible")
    running = subprocess.Popen(
        [sys.executable, "-c", "from briefprint.cli import main; main()", "batch", *asked, "--executor",
         another.address], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(lambda: len(list((place / "out").glob("*.docx"))) >= 4, another)
    assert all(list((another.folder / name).rglob("*.md")) for name in ("one", "two"))  # both are at work
    another.kill("one")
    assert len(list((place / "out").glob("*.docx"))) < 40
    out, err = running.communicate(timeout=DEADLINE)
    assert (running.returncode, len(out.split())) == (0, 40), err
    assert run("verify").code == 0
    made = products(place / "out")
    shutil.rmtree(place / "out")
    assert batch(*asked, "--jobs", "2").code == 0
    assert products(place / "out") == made


@slow
@together
def test_when_the_scheduler_goes_what_was_written_is_known(another: Cluster, place: Path) -> None:
    another.worker("one")
    asked = (many(40), "--style", "ours", "--format", "docx")
    running = subprocess.Popen(
        [sys.executable, "-c", "from briefprint.cli import main; main()", "batch", *asked, "--executor",
         another.address], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(lambda: len(list((place / "out").glob("*.docx"))) >= 2, another)
    another.kill("scheduler")
    out, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert f"error: the scheduler at {another.address} is gone" in err and "Traceback" not in err
    written = {Path(each).name for each in out.split()}
    assert written == set(json.loads((place / "out/manifest.json").read_text())["products"])
    assert 2 <= len(written) < 40 and run("verify").code == 0


@slow
@together
def test_who_interrupts_it_stops_it_there_too(cluster: Cluster, place: Path) -> None:
    asked = (many(60), "--style", "bureau", "--format", "pdf")
    running = subprocess.Popen(
        [sys.executable, "-c", "from briefprint.cli import main; main()", "batch", *asked, "--executor",
         cluster.address], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )  # fmt: skip
    until(lambda: len(list((place / "out").glob("*.pdf"))) >= 2, cluster)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, err.count("is whole")) == (130, 1), err
    assert "Traceback" not in err
    assert len(out.split()) < 60 and run("verify").code == 0
    assert batch("content/good.md", "--format", "docx", "--executor", cluster.address).code == 0  # it is free


@slow
@together
def test_a_worker_with_other_versions_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "src/briefprint", ignore=shutil.ignore_patterns("__pycache__", "styles"))
    (tmp_path / "styles").symlink_to(stylefiles.SHIPPED)
    file = tmp_path / "src/briefprint/__init__.py"
    file.write_text(file.read_text() + "\n__version__ = '99.0'\n")
    cluster.worker("other", path=str(tmp_path / "src"))
    try:
        ended = batch("content/good.md", "--format", "docx", "--executor", cluster.address)
    finally:
        cluster.kill("other")
    assert (ended.code, ended.out) == (1, "")
    assert "would not set as this machine does: briefprint is 99.0, and " in ended.err
    assert ended.err.count("error") == 1


@slow
@together
def test_a_scheduler_that_is_not_there_or_has_no_workers_is_one_message(another: Cluster) -> None:
    asked = ("content/good.md", "--format", "docx", "--executor")
    ended = batch(*asked, another.address)
    assert ended.code == 1 and f"error: the scheduler at {another.address} has no worker\n  hint: start" in ended.err
    another.kill("scheduler")
    began = time.monotonic()
    ended = batch(*asked, another.address)
    assert ended.code == 1 and time.monotonic() - began < 30  # five seconds, and to import Dask on a busy machine
    assert f"error: no scheduler answers at {another.address}" in ended.err
    assert "start one with 'dask scheduler'" in ended.err and ended.err.count("error") == 1


@slow
def test_without_dask_it_is_one_message(here: Path) -> None:
    ended = batch(
        "content/good.md", "--format", "docx", "--executor", "tcp://127.0.0.1:1",
        before="import sys; sys.modules['distributed'] = None",
    )  # fmt: skip
    assert ended.code == 1
    assert "error: '--executor' asks for Dask, which is not installed\n  hint: pip install" in ended.err
    assert ended.err.count("error") == 1 and not list((here / "out").glob("*.docx"))
