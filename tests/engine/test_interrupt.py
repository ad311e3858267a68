"""Ctrl-C ends a run within two seconds with exit code 130 and nothing half-written, also while the kernels compile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

# A shell's background jobs inherit an ignored SIGINT: the child sets it as a terminal would.
COMMAND = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from simulate.cli import main; sys.argv[0] = 'floorless'; main()"
)


@pytest.mark.parametrize("compiling", [False, True])
def test_an_interrupt_ends_the_run_and_leaves_nothing(tmp_path, compiling):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = os.environ | {"TMPDIR": str(scratch)}
    if compiling:
        environment["FLOORLESS_CACHE_DIR"] = str(tmp_path / "cache")
    arguments = ["run", "valence-1998", "--paths", "1000000", "--out", str(tmp_path / "runs" / "one"), "--keep-paths"]
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    if compiling:
        assert process.stderr is not None
        assert "compiling" in process.stderr.readline()
        time.sleep(2)
    else:
        # Rows are being written: blocks are done.
        while not any(path.stat().st_size > 2**19 for path in (tmp_path / "runs").rglob("paths.parquet")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert (tmp_path / "runs").is_dir() or compiling
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    took = time.monotonic() - sent
    assert process.returncode == 130
    assert "interrupted; nothing was written" in errors
    assert "Traceback" not in errors
    assert took < 2.0
    assert not (tmp_path / "runs").exists()
    assert not list(scratch.iterdir())
