"""What goes wrong outside the program leaves a whole run or none: kills, two writers, a full or a read-only disk."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import call
from kills import kill, number_of_small

import simulate
from simulate.output import placing
from simulate.output.run_directory import RunDirectory

RUN = ["run", "valence-1998-conversion-only", "--paths", "5", "--quiet", "--out"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_kills_at_random_moments_leave_a_whole_folder(tmp_path):
    found = kill(tmp_path / "run", 3, real=False, longest_seconds=0.3)
    assert (found.kills, found.whole, found.none) == (3, 3, 0)


def test_what_a_kill_leaves_without_a_lock_is_swept(tmp_path):
    """Killed between letting go of the lock and the end: what it put away, or was about to place, has no lock."""
    old, fresh = tmp_path / ".run.00000000.partial", tmp_path / ".run.11111111.partial"
    for folder in (old, fresh):
        folder.mkdir()
        (folder / "config.yaml").write_text("name: one\n")
    os.utime(old, (1, 1))
    placing.sweep(tmp_path / "run")
    assert [entry.name for entry in tmp_path.iterdir()] == [fresh.name]


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is swept there")
def test_a_folder_is_not_swept_between_its_lock_file_and_the_lock(tmp_path, monkeypatch):
    """A second writer begins just before the first one has its lock: it must not take the first one's folder."""
    partial = tmp_path / ".run.00000000.partial"
    partial.mkdir()
    real = placing._take

    def second_writer_comes_first(file):
        monkeypatch.setattr(placing, "_take", real)
        placing.sweep(tmp_path / "run")
        return real(file)

    monkeypatch.setattr(placing, "_take", second_writer_comes_first)
    with placing.hold(partial):
        assert (partial / placing.LOCK).exists()
        placing.sweep(tmp_path / "run")
        assert partial.exists()
    placing.sweep(tmp_path / "run")
    assert not partial.exists()


WRITER = """
import sys
import pyarrow as pa
from simulate.errors import OutputError
from simulate.output.run_directory import RunDirectory
number = int(sys.argv[2])
try:
    with RunDirectory(sys.argv[1]) as run:
        print("ready", flush=True)
        sys.stdin.readline()
        run.write_config(f"number: {number}\\n" * 2000)
        run.write_table("summary", pa.table({"number": [number] * 20_000}))
        run.write_manifest({"number": number})
except OutputError as error:
    print(error)
    sys.exit(2)
"""


def test_of_two_writers_one_wins_and_the_other_is_told(tmp_path):
    """Both begin while nothing is there, and end together."""
    target = tmp_path / "run"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(target), str(n)], **pipes) for n in (1, 2)]
    try:
        for writer in writers:
            assert writer.stdout.readline() == "ready\n"
        for writer in writers:
            writer.stdin.write("go\n")
            writer.stdin.flush()
        said = [writer.communicate(timeout=60)[0] for writer in writers]
    finally:
        for writer in writers:
            writer.kill()
    assert sorted(writer.returncode for writer in writers) == [0, 2]
    loser = next(number for number, writer in enumerate(writers) if writer.returncode == 2)
    assert "something else appeared there during the run; nothing was written" in said[loser]
    assert number_of_small(target) == 2 - loser
    assert [entry.name for entry in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("at", ["flush", "place"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_fails_at_the_end_keeps_the_old_run(tmp_path, monkeypatch, at, code):
    def fails(*_arguments, **_options):
        raise OSError(code, "the disk said so")

    with RunDirectory(tmp_path / "run") as run:
        run.write_config("name: one\n")
        run.write_manifest({"seed": 1})
    before = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    monkeypatch.setattr(placing, at, fails)
    result = call(*RUN, tmp_path / "run", "--overwrite")
    assert result.exit_code == 2
    assert "nothing was written" in result.stderr
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()} == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["run"]


def test_a_manifest_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    """The manifest is the last file: everything else is written by then."""
    real = Path.open

    def fails(self, *arguments, **options):
        if self.name == "manifest.json":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", fails)
    result = call(*RUN, tmp_path / "deep" / "run")
    assert result.exit_code == 2
    assert "the disk is full; nothing was written" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_damaged_is_not_read(tmp_path):
    simulate.run("valence-1998-conversion-only", paths=5, out=tmp_path / "run")
    (tmp_path / "run" / "summary.parquet").write_bytes(b"PAR1")
    for command in (["verify"], ["explain", "0"]):
        result = call(command[0], tmp_path / "run", *command[1:])
        assert result.exit_code == 2
        assert "the run cannot be read" in result.stderr
