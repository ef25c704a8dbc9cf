"""The store that runs share: what it gives back is right, it may lose anything at any time, and it stays small."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from briefprint import store
from test_batch import ALL, BIB, FULL, batch, drawn, folder, written
from test_cli import PROGRAM

__all__ = ["drawn", "folder"]  # fixtures
CACHE = ("--cache", "cache")


@pytest.mark.usefixtures("drawn")
def test_a_store_gives_back_what_was_set(folder: Path) -> None:
    assert written(*CACHE) == ALL
    before = {each.name: each.read_bytes() for each in (folder / "out").glob("[fg]*")}
    shutil.rmtree(folder / "out")
    plan = batch("--format", "docx", "--format", "memo", *CACHE, "--dry-run").out
    assert plan.count(": from the cache: it is new") == 4
    ended = batch("--format", "docx", "--format", "memo", *CACHE)
    assert len(ended.out.split()) == 4 and "4 from the cache" in ended.err
    assert {each.name: each.read_bytes() for each in (folder / "out").glob("[fg]*")} == before
    assert written(*CACHE) == []
    assert "4 set" not in batch("--format", "docx", "--format", "memo", *CACHE, "--force").err


@pytest.mark.usefixtures("drawn")
def test_a_store_knows_one_state_of_a_file_from_another(folder: Path) -> None:
    assert written(*CACHE) == ALL
    (folder / "content/works.bib").write_text(BIB.replace("A book", "Another"))
    assert "set from" not in batch("--format", "docx", *CACHE, "--dry-run").out
    assert written(*CACHE) == FULL
    (folder / "content/works.bib").write_text(BIB)
    ended = batch("--format", "docx", "--format", "memo", *CACHE)
    assert "2 from the cache" in ended.err
    assert "Another" not in (folder / "out/full.ours.docx").read_text()


def test_what_a_store_gives_back_is_told_as_when_it_was_set(folder: Path) -> None:
    brief = folder / "content/good.md"
    brief.write_text(brief.read_text().replace("marking", "kikcer: x\nmarking"))
    first = batch("--format", "memo", *CACHE, "--reproducible")
    made = (folder / "out/manifest.json").read_bytes()
    shutil.rmtree(folder / "out")
    second = batch("--format", "memo", *CACHE, "--reproducible")
    assert "content/good.md:3: warning: unknown front matter key 'kikcer'" in second.err
    assert first.err in second.err
    assert (folder / "out/manifest.json").read_bytes() == made
    shutil.rmtree(folder / "out")
    assert batch("--format", "memo", *CACHE, "--strict").code == 1


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("kind", ["blobs", "known", "names"])
@pytest.mark.parametrize("harm", ["spoil", "remove"])
def test_what_is_spoilt_or_gone_is_set_again(kind: str, harm: str, folder: Path) -> None:
    assert written(*CACHE) == ALL
    before = (folder / "out/full.ours.docx").read_bytes()
    for each in (folder / "cache" / kind).glob("*/*"):
        if harm == "spoil":
            each.write_bytes(b"[[1], {}")
        else:
            each.unlink()
    shutil.rmtree(folder / "out")
    assert written(*CACHE) == ALL
    assert (folder / "out/full.ours.docx").read_bytes() == before


def test_the_files_used_longest_ago_go_first(tmp_path: Path) -> None:
    kept = store.Store(tmp_path / "cache", limit=1000)
    for number in range(20):
        kept._write("blobs", f"{number:064}", bytes(100))
        os.utime(kept._path("blobs", f"{number:064}"), (number, number))
    os.utime(kept._path("blobs", f"{0:064}"), (100, 100))  # used again
    assert kept.trim() == 12
    left = sorted(int(each.name) for each in (tmp_path / "cache").glob("blobs/*/*"))
    assert left == [0, 13, 14, 15, 16, 17, 18, 19]
    assert kept.trim() == 0


def test_runs_at_one_time_share_a_store(folder: Path) -> None:
    command = [str(PROGRAM), "batch", "content", "--format", "memo", "--jobs", "1", "--cache", "cache", "--out"]
    running = [subprocess.Popen([*command, f"out{number}"], stderr=subprocess.PIPE) for number in range(3)]
    assert [each.wait(120) for each in running] == [0, 0, 0]
    for each in running:
        assert each.stderr is not None
        each.stderr.close()
    for name in ("full.ours.memo.pdf", "good.bureau.memo.pdf"):
        assert len({(folder / f"out{number}" / name).read_bytes() for number in range(3)}) == 1
    assert not list((folder / "cache").rglob("*.part"))
