"""Whole run, its parts, NumPy's normals, the NumPy version, and starting up.

``pytest benchmarks --benchmark-only``; ``python -m benchmarks.table`` gives ratios from interleaved rounds.
"""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import normals, startup
from benchmarks.kernel_runs import DEFAULT, FAN_BLOCK_EVERY
from benchmarks.numpy_runs import BATCHES, numpy_run
from benchmarks.parts import PART_NAMES, part_workloads
from kernels import rows as place

MEBIBYTE = 2**20


@pytest.fixture(scope="session")
def parts(default_run):
    return dict(zip(PART_NAMES, part_workloads(default_run), strict=True))


def test_pcg64_normals(timed):
    timed(normals.pcg64(), 10)


def test_sfc64_normals(timed):
    timed(normals.sfc64(), 10)


def test_whole_run_one_thread(timed, default_run):
    workload = default_run.whole(f"whole run, one thread, 1/{FAN_BLOCK_EVERY} fan paths as in 2**20")
    timed(workload, 5)
    # The last block is plain: its shares are there, and no rate of return is.
    assert default_run.rows[place.SHARES_ISSUED].min() > 0.0
    assert np.all(default_run.rows[place.IRR] == place.NOT_COMPUTED)


def test_plain_block(timed, default_run):
    timed(default_run.plain("plain block: no fan paths, no rates of return"), 5)


def test_fan_block(timed, default_run):
    timed(default_run.fan("fan block: all fan paths, with rates of return"), 5)
    assert not np.any(default_run.rows[place.IRR] == place.NOT_COMPUTED)


def test_whole_run_bootstrap(timed, bootstrap_run):
    timed(bootstrap_run.whole("whole run of the bootstrap scenario, one thread"), 3)


def test_two_threads_through_the_engine(timed, default_run):
    timed(default_run.threads("simulate.run, two threads, 2**20 paths", 2), 2)


@pytest.mark.parametrize("name", PART_NAMES)
def test_part(timed, parts, name):
    timed(parts[name], 5)


@pytest.mark.parametrize("batch", BATCHES)
def test_numpy_version(timed, default_run, batch):
    timed(numpy_run(default_run, batch), 2)


def test_compile_time_and_warm_start(benchmark, record):
    cold, warm = benchmark.pedantic(startup.compile_and_warm, args=(DEFAULT,), rounds=1)
    record("first run in an empty cache, of one path: compiling", cold.seconds, "s")
    record("first run with compiled code in the cache", warm.seconds, "s")
    record("the same, the whole process", warm.process_seconds, "s")
    assert warm.seconds < cold.seconds


def test_import_time(benchmark, record):
    record("import simulate", benchmark.pedantic(startup.import_seconds, rounds=1), "s")


def test_help_time(benchmark, record):
    record("floorless --help, the whole process", benchmark.pedantic(startup.help_seconds, rounds=1), "s")


def test_peak_memory_of_a_million_paths(benchmark, record):
    run = benchmark.pedantic(startup.fresh_run, args=(DEFAULT, 1_000_000, 2), rounds=1)
    record("1,000,000 paths, two threads, no rows kept", run.seconds, "s")
    record("the same, most memory", run.peak_bytes / MEBIBYTE, "MiB")
    assert run.peak_bytes < 1024 * MEBIBYTE
