"""A run directory appears whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import simulate.output.parquet
from simulate.errors import OutputError, RecordError
from simulate.output import placing
from simulate.output.parquet import ROW_GROUP, RowsWriter, write_parquet
from simulate.output.run_directory import RunDirectory

SCHEMA = pa.schema([pa.field("path", pa.int64(), nullable=False), pa.field("pnl_usd", pa.float64())])


def rows(first: int, count: int) -> pa.Table:
    path = np.arange(first, first + count)
    return pa.table({"path": path, "pnl_usd": np.sqrt(path)}, schema=SCHEMA)


def write(run: RunDirectory, text: str = "name: one\n") -> None:
    run.write_config(text)
    run.write_manifest({"seed": 1, "start": date(1998, 12, 18), "rate": Decimal("0.05")})
    run.write_table("summary", rows(0, 3))


def make(path: Path, text: str = "name: one\n", **options) -> None:
    with RunDirectory(path, **options) as run:
        write(run, text)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_run_appears_with_all_its_files(tmp_path):
    record = tmp_path / "vlnc.csv"
    record.write_bytes(b"date,close\r\n")
    with RunDirectory(tmp_path / "out" / "run") as run:
        write(run)
        assert run.add_record(record) == "records/vlnc.csv"
        assert run.add_record(record) == "records/vlnc.csv"
        assert run.add_record(tmp_path / "other" / "vlnc.csv", b"other") == "records/vlnc-2.csv"
        with run.open_paths_writer(SCHEMA) as writer:
            writer.write_table(rows(0, 10))
        assert not run.path.exists()
    final = tmp_path / "out" / "run"
    assert names(final) == ["config.yaml", "manifest.json", "paths.parquet", "records", "summary.parquet"]
    assert names(final.parent) == ["run"]
    assert (final / "config.yaml").read_bytes() == b"name: one\n"
    assert json.loads((final / "manifest.json").read_text()) == {
        "seed": 1,
        "start": "1998-12-18",
        "rate": "0.05",
    }
    assert (final / "records" / "vlnc.csv").read_bytes() == b"date,close\r\n"
    assert (final / "records" / "vlnc-2.csv").read_bytes() == b"other"
    assert pq.read_table(final / "paths.parquet").equals(rows(0, 10))


def test_the_folder_has_usual_permissions(tmp_path):
    make(tmp_path / "run")
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "run").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "run").mkdir()
    make(tmp_path / "run")
    assert "manifest.json" in names(tmp_path / "run")


def test_refusals_come_before_the_work(tmp_path):
    make(tmp_path / "run")
    (tmp_path / "file").write_text("x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.tex").write_text("x")
    with pytest.raises(OutputError, match="already holds a run"):
        RunDirectory(tmp_path / "run")
    for overwrite in (False, True):
        with pytest.raises(OutputError, match="is a file"):
            RunDirectory(tmp_path / "file", overwrite=overwrite)
        with pytest.raises(OutputError, match="is a file"):
            RunDirectory(tmp_path / "file" / "run", overwrite=overwrite)
        with pytest.raises(OutputError, match="holds no run"):
            RunDirectory(tmp_path / "other", overwrite=overwrite)
    assert names(tmp_path) == ["file", "other", "run"]


def test_others_files_are_not_overwritten(tmp_path):
    make(tmp_path / "run")
    (tmp_path / "run" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        RunDirectory(tmp_path / "run", overwrite=True)
    assert (tmp_path / "run" / "notes.txt").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_refused(tmp_path, monkeypatch):
    def refuse(*_args, **_options):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match="cannot be written: Permission denied"):
        RunDirectory(tmp_path / "run")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a file system that refuses everyone")
def test_a_file_system_that_refuses_everyone_is_refused():
    with pytest.raises(OutputError, match="cannot be written"):
        RunDirectory("/proc/self/run")


def test_a_name_no_file_system_takes_is_refused(tmp_path):
    with pytest.raises(OutputError):
        RunDirectory(tmp_path / ("x" * 300))
    with pytest.raises(OutputError, match="null"):
        RunDirectory(f"{tmp_path}/a\0b")


@pytest.mark.parametrize("exchange", [True, False])
def test_overwriting_replaces_all(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(placing, "_exchanged", lambda *_: False)
    make(tmp_path / "run")
    with RunDirectory(tmp_path / "run", overwrite=True) as run:
        run.write_config("name: two\n")
        run.write_manifest({"seed": 2})
        assert (tmp_path / "run" / "config.yaml").read_text() == "name: one\n"
    assert names(tmp_path / "run") == ["config.yaml", "manifest.json"]
    assert (tmp_path / "run" / "config.yaml").read_text() == "name: two\n"
    assert names(tmp_path) == ["run"]


def test_overwriting_that_fails_keeps_the_old(tmp_path, monkeypatch):
    make(tmp_path / "run")
    monkeypatch.setattr(placing, "_exchanged", lambda *_: False)
    real = Path.rename

    def fail(self, target):
        if self.name.endswith(".partial") and (self / "config.yaml").read_text() == "name: two\n":
            raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OutputError, match="Input/output error"):
        make(tmp_path / "run", "name: two\n", overwrite=True)
    monkeypatch.undo()
    assert (tmp_path / "run" / "config.yaml").read_text() == "name: one\n"
    assert names(tmp_path) == ["run"]


def test_a_link_to_a_run_stays_a_link(tmp_path):
    make(tmp_path / "real")
    (tmp_path / "link").symlink_to("real")
    make(tmp_path / "link", "name: two\n", overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "config.yaml").read_text() == "name: two\n"


def fail_within(path: Path, error: BaseException, **options) -> None:
    with RunDirectory(path, **options) as run:
        write(run, "name: two\n")
        run.open_paths_writer(SCHEMA).write_table(rows(0, 10))
        raise error


@pytest.mark.parametrize("error", [RuntimeError("bug"), KeyboardInterrupt(), OutputError("told")])
def test_an_error_leaves_nothing(tmp_path, error):
    with pytest.raises(type(error)):
        fail_within(tmp_path / "deep" / "er" / "run", error)
    assert names(tmp_path) == []


def test_an_error_while_overwriting_keeps_the_old(tmp_path):
    make(tmp_path / "run")
    with pytest.raises(KeyboardInterrupt):
        fail_within(tmp_path / "run", KeyboardInterrupt(), overwrite=True)
    assert (tmp_path / "run" / "config.yaml").read_text() == "name: one\n"
    assert names(tmp_path) == ["run"]


def test_what_appears_meanwhile_is_kept(tmp_path):
    def slower():
        with RunDirectory(tmp_path / "run") as run:
            write(run)
            make(tmp_path / "run", "name: faster\n")

    with pytest.raises(OutputError, match="appeared there"):
        slower()
    assert (tmp_path / "run" / "config.yaml").read_text() == "name: faster\n"
    assert names(tmp_path) == ["run"]


FULL = OSError(errno.ENOSPC, "No space left on device")


def fill_the_disk(path: Path, where: str, monkeypatch) -> None:
    def fail(*_args, **_options):
        raise FULL

    with RunDirectory(path) as run:
        write(run)
        if where == "text":
            monkeypatch.setattr(Path, "open", fail)
            run.write_config("name: two\n")
        elif where == "parquet":
            monkeypatch.setattr(simulate.output.parquet.pq, "write_table", fail)
            run.write_table("sessions", rows(0, 3))
        elif where == "rows":
            writer = run.open_paths_writer(SCHEMA)
            monkeypatch.setattr(pq.ParquetWriter, "write_table", fail)
            writer.write_table(rows(0, ROW_GROUP))
        elif where == "flush":
            monkeypatch.setattr(placing, "flush", fail)
        else:
            raise FULL


@pytest.mark.parametrize("where", ["text", "parquet", "rows", "flush", "body"])
def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch, where):
    with pytest.raises(OutputError, match="disk is full; nothing was written"):
        fill_the_disk(tmp_path / "run", where, monkeypatch)
    monkeypatch.undo()
    assert names(tmp_path) == []


def started(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        # A shell's background jobs inherit an ignored SIGINT: the child sets it as a terminal would.
        [
            sys.executable,
            "-c",
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + textwrap.dedent(code),
            *map(str, arguments),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


WAITS = """
    import sys, time
    from simulate.output.run_directory import RunDirectory
    with RunDirectory(sys.argv[1]) as run:
        run.write_config("name: one")
        print("ready", flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_run_does_not_appear_and_is_swept(tmp_path):
    process = started(WAITS, tmp_path / "run")
    try:
        assert process.stdout.readline() == "ready\n"
        (left,) = names(tmp_path)
        assert left.startswith(".run.")
        # While it lives another run of the same name leaves it alone.
        make(tmp_path / "run")
        assert names(tmp_path) == [left, "run"]
    finally:
        process.kill()
        process.communicate(timeout=30)
    assert left in names(tmp_path)
    make(tmp_path / "run", overwrite=True)
    assert names(tmp_path) == ["run"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupted_run_leaves_nothing(tmp_path):
    process = started(WAITS, tmp_path / "run")
    try:
        assert process.stdout.readline() == "ready\n"
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    finally:
        process.kill()
    assert time.monotonic() - began < 2.0
    assert process.returncode != 0
    assert names(tmp_path) == []


LIMITED = """
    import resource, sys
    import numpy as np, pyarrow as pa
    from simulate.errors import OutputError
    from simulate.output.run_directory import RunDirectory
    schema = pa.schema([pa.field("x", pa.float64())])
    try:
        with RunDirectory(sys.argv[1]) as run:
            run.write_config("name: one")
            run.write_manifest({})
            writer = run.open_paths_writer(schema)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            writer.write_table(pa.table({"x": np.random.default_rng(1).random(100_000)}, schema=schema))
    except OutputError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size")
def test_a_file_that_the_system_refuses_to_grow_leaves_nothing(tmp_path):
    process = started(LIMITED, tmp_path / "run")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "cannot be written" in out
    assert "nothing was written" in out
    assert names(tmp_path) == []


def test_files_are_the_same_bytes_however_they_come(tmp_path):
    total = ROW_GROUP + 5000
    made = []
    for number, sizes in enumerate(([total], [40_000, total - 40_000], [1, 7_000, 60_000, total - 67_001])):
        target = tmp_path / f"{number}.parquet"
        first = 0
        with RowsWriter(target, SCHEMA) as writer:
            for size in sizes:
                writer.write_table(rows(first, size))
                first += size
        made.append(target.read_bytes())
    assert made[0] == made[1] == made[2]
    file = pq.ParquetFile(tmp_path / "0.parquet")
    assert [file.metadata.row_group(k).num_rows for k in range(file.num_row_groups)] == [ROW_GROUP, 5000]
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.read().equals(rows(0, total))


def test_tables_are_the_same_bytes(tmp_path):
    table = rows(0, 5000)
    write_parquet(table, tmp_path / "one")
    time.sleep(0.01)
    write_parquet(pa.concat_tables([table.slice(0, 17), table.slice(17)]), tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_writer_without_rows_still_makes_a_file(tmp_path):
    with RunDirectory(tmp_path / "run") as run:
        write(run)
        run.open_paths_writer(SCHEMA)
    assert pq.read_table(tmp_path / "run" / "paths.parquet").equals(SCHEMA.empty_table())


def test_mistakes_of_the_program_are_not_hidden(tmp_path):
    run = RunDirectory(tmp_path / "run")
    with pytest.raises(RuntimeError, match="inside its context"):
        run.write_config("x")
    with pytest.raises(ValueError, match="JSON"), run:
        run.write_manifest({"rate": float("nan")})
    with pytest.raises(TypeError, match="no place"), RunDirectory(tmp_path / "run") as other:
        other.write_manifest({"what": object()})
    assert names(tmp_path) == []


def test_a_record_that_is_gone_is_told(tmp_path):
    with pytest.raises(RecordError, match="cannot be read"), RunDirectory(tmp_path / "run") as run:
        run.add_record(tmp_path / "gone.csv")
    assert names(tmp_path) == []


def test_everything_is_flushed_before_it_appears(tmp_path, monkeypatch):
    flushed = []
    real = os.fsync

    def spy(descriptor):
        flushed.append(os.path.basename(os.readlink(f"/proc/self/fd/{descriptor}")))
        return real(descriptor)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc")
    monkeypatch.setattr(os, "fsync", spy)
    make(tmp_path / "run")
    assert {"config.yaml", "manifest.json", "summary.parquet"} <= set(flushed)
    assert flushed[-1] == tmp_path.name
    assert any(name.endswith(".partial") for name in flushed)
