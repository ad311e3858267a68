"""A run that was stopped is gone on with, to the same numbers; what goes wrong outside is told, and harms nothing."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time

import pytest
from same_run import columns_compared

import simulate
from simulate.errors import Interrupted, OutputError
from simulate.output import checkpoint as module
from simulate.output import placing
from simulate.output.checkpoint import Checkpoint, unfinished_folder
from simulate.workers import BLOCK_PATHS
from tests.scale.kills import kill

SCENARIO = "valence-1998-conversion-only"
BLOCKS = 6
PATHS = BLOCKS * BLOCK_PATHS - 777


class Stop:
    """Ends a run as Ctrl-C does, once so many paths are done."""

    def __init__(self, paths: int) -> None:
        self.paths = paths

    def __call__(self, done: int, total: int) -> None:
        if done >= self.paths:
            raise KeyboardInterrupt


def run(out, **changes):
    options = {"paths": PATHS, "keep_paths": True, "threads": 2, "batch_blocks": 1, "resume": True}
    return simulate.run(changes.pop("scenario", SCENARIO), out=out, **(options | changes))


def stop(out, after_blocks=2, **changes) -> None:
    with pytest.raises(Interrupted, match=r"shards are kept, and --resume goes on with them"):
        run(out, progress=Stop(after_blocks * BLOCK_PATHS), **changes)
    assert not out.exists()


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference") / "run"
    run(folder, resume=False, batch_blocks=None)
    return folder


def test_stopped_twice_and_gone_on_with_it_is_the_run_never_stopped(tmp_path, reference):
    out = tmp_path / "deep" / "run"
    stop(out, 2)
    stop(out, 4, threads=1)
    finished = run(out, threads=3)
    assert finished.manifest["shards_taken_up"] >= 4
    assert columns_compared(out, reference) > 80
    assert [each.name for each in out.parent.iterdir()] == ["run"]


def test_in_bins_too(tmp_path):
    scenario = simulate.load(SCENARIO)
    coarse = scenario.model_copy(update={"run": scenario.run.model_copy(update={"exact_quantiles": 5000})})
    run(tmp_path / "whole", scenario=coarse, resume=False, keep_paths=False)
    stop(tmp_path / "run", scenario=coarse, keep_paths=False)
    finished = run(tmp_path / "run", scenario=coarse, keep_paths=False)
    assert columns_compared(tmp_path / "run", tmp_path / "whole") > 40
    assert "shares_issued" in finished.manifest["binned"]["outputs"]


def test_until_goes_on_where_it_was(tmp_path):
    until = {"shares_issued": 45_000.0}
    whole = run(tmp_path / "whole", paths=BLOCK_PATHS, until=until, resume=False, keep_paths=False)
    assert whole.manifest["paths"] >= 4 * BLOCK_PATHS
    stop(tmp_path / "run", 2, paths=BLOCK_PATHS, until=until, keep_paths=False)
    run(tmp_path / "run", paths=BLOCK_PATHS, until=until, keep_paths=False)
    assert columns_compared(tmp_path / "run", tmp_path / "whole") > 40


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"seed": 7}, "seed: 1,998 then, 7 now"),
        ({"paths": PATHS + 1}, r"number of paths: 23,799 then, 23,800 now"),
        ({"keep_paths": False}, "another keeping of per-path rows"),
        ({"scenario": "valence-1998-falling"}, "another configuration"),
        ({"until": {"shares_issued": 1e5}}, "another intervals to reach"),
    ],
)
def test_another_run_is_not_gone_on_with(tmp_path, change, reason):
    stop(tmp_path / "run", 1)
    kept = sorted((unfinished_folder(tmp_path / "run") / "shards").iterdir())
    with pytest.raises(OutputError, match=reason):
        run(tmp_path / "run", **change)
    assert sorted((unfinished_folder(tmp_path / "run") / "shards").iterdir()) == kept


def test_shards_that_nothing_says_the_run_of_are_not_taken_up(tmp_path):
    """A process killed while it removes its shards has removed first what makes them a run."""
    small = {"paths": 2 * BLOCK_PATHS, "keep_paths": False, "threads": 1}
    stop(tmp_path / "run", 1, **small)
    (unfinished_folder(tmp_path / "run") / "run.json").unlink()
    assert list((unfinished_folder(tmp_path / "run") / "shards").iterdir())
    finished = run(tmp_path / "run", seed=7, **small)
    assert finished.manifest["shards_taken_up"] == 0
    run(tmp_path / "other", seed=7, resume=False, **small)
    assert columns_compared(tmp_path / "run", tmp_path / "other") > 40


def test_what_a_killed_process_left_beside_its_finished_run_goes_and_another_runs_stays(tmp_path):
    small = {"paths": 2 * BLOCK_PATHS, "keep_paths": False, "threads": 1}
    stop(tmp_path / "run", 1, **small)
    left, aside = unfinished_folder(tmp_path / "run"), tmp_path / "aside"
    shutil.copytree(left, aside)
    run(tmp_path / "run", **small)
    assert not left.exists()
    shutil.copytree(aside, left)
    run(tmp_path / "run", **small)
    assert not left.exists()
    shutil.copytree(aside, left)
    stored = json.loads((left / "run.json").read_text())
    (left / "run.json").write_text(json.dumps(stored | {"seed": 7}))
    run(tmp_path / "run", **small)
    assert list((left / "shards").iterdir())


def test_edited_code_is_not_gone_on_with_unless_anew(tmp_path, reference, monkeypatch):
    stop(tmp_path / "run", 1)
    file = unfinished_folder(tmp_path / "run") / "run.json"
    stored = json.loads(file.read_text())
    file.write_text(json.dumps(stored | {"code": "0" * 64}))
    with pytest.raises(OutputError, match=r"another code \(another version, or edited\)"):
        run(tmp_path / "run")
    assert run(tmp_path / "run", overwrite=True).manifest["shards_taken_up"] == 0
    columns_compared(tmp_path / "run", reference)


def test_a_shard_with_a_wrong_bit_is_done_again(tmp_path, reference):
    stop(tmp_path / "run", 4)
    folder = unfinished_folder(tmp_path / "run")
    shards = sorted((folder / "shards").iterdir())
    content = bytearray(shards[0].read_bytes())
    content[len(content) // 2] ^= 1
    shards[0].write_bytes(content)
    with (folder / "columns").open("r+b") as columns:  # a value of the second shard
        columns.seek((folder / "columns").stat().st_size // BLOCKS + 8000)
        columns.write(b"\x01\x02\x03")
    finished = run(tmp_path / "run")
    assert finished.manifest["shards_taken_up"] == len(shards) - 2
    columns_compared(tmp_path / "run", reference)


def test_two_processes_on_one_run(tmp_path, reference):
    folder = unfinished_folder(tmp_path / "run")
    folder.mkdir()
    with placing.hold_alone(folder), pytest.raises(OutputError, match="another process works on this run"):
        run(tmp_path / "run")
    run(tmp_path / "run")
    columns_compared(tmp_path / "run", reference)


def test_a_finished_run_is_read_and_another_one_refused(tmp_path, reference):
    said = []
    again = run(reference, announce=said.append)
    assert again.manifest["finished_at"] == simulate.Result.read(reference).manifest["finished_at"]
    assert any("stands there, finished" in line for line in said)
    with pytest.raises(OutputError, match="already holds a run"):
        run(reference, seed=3)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_keeps_what_has_landed(tmp_path, reference, monkeypatch, code):
    real, landed = Checkpoint._land, []

    def fills(self, target, content):
        if len(landed) == 3:
            raise OSError(code, "No space left on device")
        landed.append(target)
        real(self, target, content)

    monkeypatch.setattr(Checkpoint, "_land", fills)
    with pytest.raises(OutputError, match=r"the disk is full; make room.*2 shards are kept, and the same command"):
        run(tmp_path / "run")
    monkeypatch.undo()
    assert not (tmp_path / "run").exists()
    assert run(tmp_path / "run").manifest["shards_taken_up"] == 2
    columns_compared(tmp_path / "run", reference)


def test_a_disk_that_fills_under_the_columns(tmp_path, reference, monkeypatch):
    real, written = os.pwrite, []

    def fills(file, data, offset):
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(offset)
        return real(file, data, offset)

    monkeypatch.setattr(os, "pwrite", fills)
    with pytest.raises(OutputError, match="scratch files: No space left on device; free some room and go on"):
        run(tmp_path / "run", threads=1)
    monkeypatch.undo()
    run(tmp_path / "run")
    columns_compared(tmp_path / "run", reference)


def test_a_directory_that_cannot_be_written(tmp_path, monkeypatch):
    real = module.Path.mkdir

    def refuses(self, *arguments, **options):
        if self.name.endswith(".unfinished"):
            raise OSError(errno.EROFS, "Read-only file system")
        return real(self, *arguments, **options)

    monkeypatch.setattr(module.Path, "mkdir", refuses)
    with pytest.raises(OutputError, match="cannot be written: Read-only file system; name another directory"):
        run(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("jump_seconds", [-400 * 86_400, 400 * 86_400])
def test_a_clock_that_jumps_changes_nothing(tmp_path, reference, monkeypatch, jump_seconds):
    real = time.time
    stop(tmp_path / "run", 2)
    monkeypatch.setattr(time, "time", lambda: real() + jump_seconds)
    for file in unfinished_folder(tmp_path / "run").rglob("*"):
        os.utime(file, (real() - jump_seconds, real() - jump_seconds))
    assert run(tmp_path / "run").manifest["shards_taken_up"] >= 2
    columns_compared(tmp_path / "run", reference)


def test_kills_at_any_moment_lose_nothing_that_has_landed(tmp_path):
    found = kill(tmp_path, 3, paths=3 * BLOCK_PATHS - 777)
    assert found.kills == sum(found.stages.values()) == 3
    assert found.lost == 0
    assert found.runs >= 1
    assert found.columns >= 2 * 80


@pytest.mark.slow
def test_a_hundred_kills(tmp_path):
    found = kill(tmp_path, 100, seed=7)
    assert (found.kills, found.lost) == (100, 0)
    assert found.shards_kept > 100
    assert len(found.tenths) == 10
