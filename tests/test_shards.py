"""One plan on several machines: how it is split, and how the records of its shards become one."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from briefprint import fingerprint, manifest, manifestschema, sharding
from briefprint.artifact import Job
from briefprint.upkeep import Upkeep
from test_batch import batch, drawn, folder  # noqa: F401 (fixtures)
from test_cli import GOOD, Run, run

FORMATS = ("--format", "docx", "--format", "memo", "--format", "pdf")


@pytest.fixture
def many(folder: Path) -> Path:  # noqa: F811
    """A project with a dozen briefs more, each of another length."""
    for number in range(12):
        (folder / f"content/brief-{number}.md").write_text(GOOD + "More of it.\n\n" * number * 20)
    return folder


def named(ended: Run) -> list[str]:
    """Return the products of a dry run."""
    assert ended.code == 0, ended.err
    return [line.partition(": ")[0] for line in ended.out.splitlines()]


# --- the split -----------------------------------------------------------------------------------------


@given(st.dictionaries(st.text(max_size=4), st.integers(1, 10_000)), st.integers(1, 40))
def test_every_job_is_in_one_shard_and_no_shard_bears_much_more(costs: dict[str, int], count: int) -> None:
    shards = sharding.split(list(costs.items()), count)
    assert len(shards) == count
    assert sorted(name for each in shards for name in each) == sorted(costs)
    loads = [sum(each.values()) for each in shards]
    # Whoever has most took its last job when it had least, and that job was its cheapest.
    heaviest = max(shards, key=lambda each: sum(each.values()))
    assert max(loads) - min(heaviest.values(), default=0) <= min(loads)
    assert shards == sharding.split(list(reversed(costs.items())), count)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("count", [1, 2, 5, 8, 60])
def test_shards_are_the_whole_plan(count: int) -> None:
    whole = named(batch(*FORMATS, "--dry-run"))
    shards = [named(batch(*FORMATS, "--dry-run", "--shard", f"{number}/{count}")) for number in range(1, count + 1)]
    assert sorted(name for each in shards for name in each) == sorted(whole)
    assert all(each == [name for name in whole if name in each] for each in shards)  # in the order of the plan
    assert shards[0] == named(batch(*FORMATS, "--dry-run", "--shard", f"1/{count}"))
    assert count > len(whole) or all(shards)


@pytest.mark.parametrize("asked", ["0/3", "4/3", "x", "3", "1/0", "-1/3", "1/3/5", ""])
def test_an_impossible_shard_is_one_message(asked: str) -> None:
    ended = batch(*FORMATS, "--shard", asked)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"error: there is no shard '{asked}'\n  hint: say which of how many: --shard 1/8 to --shard 8/8\n"
    )


def test_to_prune_takes_the_whole() -> None:
    ended = batch("--shard", "1/2", "--prune")
    assert ended.code == 2 and "--prune does not go with --shard" in ended.err


def test_a_job_costs_what_it_took_last_and_others_are_guessed_at_its_pace(folder: Path) -> None:  # noqa: F811
    big, small, new = (folder / f"content/{name}.md" for name in ("big", "small", "new"))
    big.write_text("x" * 20_000)
    small.write_text("x" * 200)
    new.write_text("x" * 200)
    jobs = [Job(each, "bureau", "pdf", Path(f"out/{each.stem}.pdf")) for each in (big, small, new)]
    guesses = sharding.costs_ms(jobs, Upkeep.of(Path("out")))
    assert guesses[0] > 3 * guesses[1] and guesses[1] == guesses[2]
    known = {
        f"{name}.pdf": manifest.Product(f"{name}.pdf", "", "bureau", "pdf", "set", seconds=seconds)
        for name, seconds in (("big", 2 * guesses[0] / 1000), ("small", 2 * guesses[1] / 1000))
    }
    costs = sharding.costs_ms(jobs, Upkeep(Path("out"), manifest.Manifest(known)))
    assert costs == pytest.approx([2 * guesses[0], 2 * guesses[1], 2 * guesses[2]], rel=0.01)


# --- what shards record --------------------------------------------------------------------------------


def in_shards(count: int, *arguments: str) -> list[Run]:
    return [batch(*FORMATS, *arguments, "--shard", f"{number}/{count}") for number in range(1, count + 1)]


def joined(*arguments: str) -> Run:
    return run("merge-manifests", *map(str, sorted(Path("out").glob("manifest.*-of-*.json"))), *arguments)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("count", [1, 3, 60])
def test_merged_shards_are_what_one_run_writes_byte_for_byte(count: int, many: Path) -> None:
    (many / "content/bad.md").write_text("# T\n\n![x](none.png)\n")
    (many / "content/worse.md").write_text("---\ntitle: [\n---\n")
    assert batch(*FORMATS, "--reproducible").code == 1
    one = (many / "out/manifest.json").read_bytes()
    shutil.rmtree(many / "out")
    ran = in_shards(count, "--reproducible")
    assert 1 in {each.code for each in ran}
    assert not (many / "out/manifest.json").exists()
    ended = joined()
    assert (ended.code, ended.out) == (0, "out/manifest.json\n"), ended.err
    assert "48 products, 6 of them failed\n" in ended.err
    assert (many / "out/manifest.json").read_bytes() == one
    verified = run("verify", "out")
    assert verified.code == 1 and verified.err.count("failed when it was last set") == 6
    assert (
        named(batch(*FORMATS, "--dry-run", "--prune")) and "6 of 48 would be set" in batch(*FORMATS, "--dry-run").err
    )


@pytest.mark.usefixtures("drawn")
def test_shards_in_folders_of_their_own_are_gathered(many: Path) -> None:
    assert batch(*FORMATS, "--reproducible").code == 0
    one = (many / "out/manifest.json").read_bytes()
    shutil.rmtree(many / "out")
    for number in (1, 2, 3):
        assert batch(*FORMATS, "--shard", f"{number}/3", "--out", f"out-{number}").code == 0
    (many / "out").mkdir()
    for each in many.glob("out-*/*"):
        each.rename(many / "out" / each.name)
    assert joined("--reproducible").code == 0
    assert (many / "out/manifest.json").read_bytes() == one
    assert run("verify").code == 0
    assert batch(*FORMATS).out == ""


@pytest.mark.usefixtures("drawn")
def test_a_manifest_says_which_shard_it_is(many: Path) -> None:
    assert all(each.code == 0 for each in in_shards(2))
    made = json.loads((many / "out/manifest.2-of-2.json").read_text())
    assert (made["shard"]["number"], made["shard"]["of"]) == (2, 2)
    assert made["shard"]["jobs"] == len(made["products"])
    assert [each.message for each in Draft202012Validator(manifestschema.schema()).iter_errors(made)] == []
    assert "merge-manifests joins those of shards" in run("verify").err


@pytest.mark.usefixtures("drawn")
def test_a_shard_sets_only_what_changed(many: Path) -> None:
    assert "shard 1/2: 21 of 42 products, about 50 % of the work\n" in in_shards(2)[0].err
    assert [each.out for each in in_shards(2)] == ["", ""]  # by its own manifest
    assert joined().code == 0
    for each in (many / "out").glob("manifest.*-of-*.json"):
        each.unlink()
    assert [each.out for each in in_shards(3)] == ["", "", ""]  # by the whole's
    (many / "content/brief-3.md").write_text(GOOD + "Another.\n")
    assert batch(*FORMATS).out.count("brief-3") == 3  # the whole's is newer now
    assert [each.out for each in in_shards(3)] == ["", "", ""]


@pytest.mark.usefixtures("drawn", "many")
def test_a_shard_is_the_same_while_the_others_write() -> None:
    assert batch(*FORMATS, "--force").code == 0
    alike = [named(batch(*FORMATS, "--dry-run", "--shard", f"{number}/3")) for number in (1, 2, 3)]
    assert sorted(name for each in alike for name in each) == sorted(named(batch(*FORMATS, "--dry-run")))
    for number in (1, 2, 3):
        assert batch(*FORMATS, "--shard", f"{number}/3", "--force").out.split() == alike[number - 1]


@pytest.mark.usefixtures("drawn")
def test_what_the_whole_knows_of_others_is_kept(many: Path) -> None:
    assert run("batch", "content/good.md", "--format", "memo-docx", "--jobs", "1").code == 0
    in_shards(2)
    assert joined().code == 0
    assert len(manifest.read(many / "out").products) == 43


@pytest.mark.usefixtures("drawn")
def test_a_brief_of_which_no_job_is_made_is_the_first_shards(many: Path) -> None:
    (many / "content/bad.md").write_text(GOOD.replace("marking", "formats: dcox\nmarking"))
    ran = [batch("--shard", f"{number}/2") for number in (1, 2)]
    assert [each.code for each in ran] == [1, 0]
    assert "no format is called 'dcox'" in ran[0].err and ran[1].err.count("error") == 0


# --- what does not go together -------------------------------------------------------------------------


@pytest.mark.usefixtures("drawn")
def test_missing_shards_are_named(many: Path) -> None:
    in_shards(8)
    for number in (3, 5):
        (many / f"out/manifest.{number}-of-8.json").unlink()
    ended = joined()
    assert ended.code == 1 and "error: 2 of 8 shards are missing: 3/8, 5/8\n" in ended.err
    assert ended.err.count("error") == 1 and not (many / "out/manifest.json").exists()


@pytest.mark.usefixtures("drawn")
def test_shards_of_other_plans_options_and_files_do_not_go_together(many: Path) -> None:
    in_shards(3)
    assert batch(*FORMATS, "--shard", "2/3", "--paper", "letter").code == 0
    ended = joined()
    assert ended.code == 1
    assert "error: 2/3: split from another plan than the rest\n" in ended.err
    assert "other options were asked for: docx is plain in 1/3 and 'paper letter' in 2/3" in ended.err
    in_shards(3)
    (many / "content/brief-3.md").write_text(GOOD + "XXXX of it.\n\n" * 60)
    assert batch(*FORMATS, "--shard", "2/3").code == 0
    ended = joined()
    assert ended.code == 1 and "made from other files: '../content/brief-3.md' was changed between" in ended.err


@pytest.mark.usefixtures("drawn", "many")
def test_shards_of_other_versions_do_not_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    in_shards(2)
    now = fingerprint.tools()
    monkeypatch.setattr(fingerprint, "tools", lambda: now | {"weasyprint": "99"})
    assert batch(*FORMATS, "--shard", "2/2", "--force").code == 0
    ended = joined()
    assert ended.code == 1
    assert f"set by other tools: weasyprint is {now['weasyprint']} in 1/2 and 99 in 2/2\n" in ended.err


@pytest.mark.usefixtures("drawn")
def test_one_output_made_twice_is_said(many: Path) -> None:
    in_shards(2)
    file = many / "out/manifest.2-of-2.json"
    other = json.loads((many / "out/manifest.1-of-2.json").read_text())
    name, product = next(iter(other["products"].items()))
    made = json.loads(file.read_text())
    made["products"][name] = product | {"sha256": "0" * 64}
    file.write_text(json.dumps(made))
    ended = joined()
    assert ended.code == 1
    assert f"error: made twice, and not the same: '{name}' (1/2, 2/2)\n" in ended.err


@pytest.mark.usefixtures("drawn", "many")
def test_other_manifests_are_refused() -> None:
    assert batch(*FORMATS).code == 0
    in_shards(2)
    in_shards(3)
    ended = joined()
    assert ended.code == 1 and "a plan is split into 2, 3 shards, not into both" in ended.err
    ended = run("merge-manifests", "out/manifest.json", "out/none.json", "content/good.md")
    assert ended.code == 1
    assert "out/manifest.json: error: is the manifest of no shard" in ended.err
    assert "there is no 'none.json' in 'out'" in ended.err
    assert "content/good.md: error: is no manifest" in ended.err


@pytest.mark.usefixtures("drawn")
def test_a_shard_that_stopped_early_is_not_merged(many: Path) -> None:
    (many / "content/aaa.md").write_text("# T\n\n![x](none.png)\n")
    ran = in_shards(2, "--fail-fast")
    assert 1 in {each.code for each in ran}
    ended = joined()
    assert ended.code == 1 and "stopped early: " in ended.err and " products were not set" in ended.err
