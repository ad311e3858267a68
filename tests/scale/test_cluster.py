"""Workers of a Dask cluster give the bits of one process, also when one of them dies; loopback only."""

from __future__ import annotations

import logging
import os
import signal
import sys

import pytest
from command import process
from same_run import columns_compared

import simulate
from simulate.errors import ClusterError, ConfigError
from simulate.workers import BLOCK_PATHS

distributed = pytest.importorskip("distributed")

pytestmark = pytest.mark.filterwarnings("default")
SCENARIO = "valence-1998-conversion-only"
PATHS = 14 * BLOCK_PATHS - 501


@pytest.fixture(scope="module")
def cluster():
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with (
        distributed.LocalCluster(
            host="127.0.0.1", n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0, silence_logs=50
        ) as made,
        # As in a process of the command line: no client is the default.
        distributed.Client(made, set_as_default=False) as client,
    ):
        client.wait_for_workers(2, timeout=120)
        yield client


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference") / "run"
    simulate.run(SCENARIO, paths=PATHS, out=folder, keep_paths=True)
    return folder


def worker_pids(client) -> dict[str, int]:
    return client.run(os.getpid)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_worker_killed_mid_run_is_made_good(tmp_path, cluster, reference):
    killed = []

    def kill_one(done: int, total: int) -> None:
        if done >= 3 * BLOCK_PATHS and not killed:
            killed.append(next(iter(worker_pids(cluster).values())))
            os.kill(killed[0], signal.SIGKILL)

    address = cluster.scheduler.address
    assert address.startswith("tcp://127.0.0.1:")
    result = simulate.run(
        SCENARIO,
        paths=PATHS,
        out=tmp_path / "run",
        keep_paths=True,
        scheduler=address,
        batch_blocks=1,
        resume=True,
        progress=kill_one,
    )
    assert killed
    assert killed[0] not in worker_pids(cluster).values()
    assert columns_compared(tmp_path / "run", reference) > 80
    assert result.manifest["threads"] >= 1


def test_in_bins_and_with_progress(cluster):
    scenario = simulate.load(SCENARIO)
    coarse = scenario.model_copy(update={"run": scenario.run.model_copy(update={"exact_quantiles": 5000})})
    told = []
    there = simulate.run(
        coarse,
        paths=PATHS,
        scheduler=cluster.scheduler.address,
        progress=lambda done, total: told.append((done, total)),
    )
    here = simulate.run(coarse, paths=PATHS, threads=1)
    assert there.summary_rows == here.summary_rows
    assert there.sessions.equals(here.sessions)
    assert there.histograms.equals(here.histograms)
    assert there.manifest["binned"] == here.manifest["binned"]
    assert told == sorted(told)
    assert told[-1] == (PATHS, PATHS)
    assert len(set(told)) > 5


def test_beside_a_client_of_the_users_own(cluster):
    here = simulate.run(SCENARIO, paths=PATHS, threads=1)
    with distributed.Client(cluster.scheduler.address):
        there = simulate.run(SCENARIO, paths=PATHS, scheduler=cluster.scheduler.address)
    assert there.summary_rows == here.summary_rows


def test_a_worker_with_another_program_is_refused(cluster, monkeypatch):
    from simulate import cluster as module

    monkeypatch.setattr(module, "program", lambda: {"code": "0" * 64, "numpy": "1", "numba": "1", "llvmlite": "1"})
    with pytest.raises(ClusterError, match=r"runs another program than this one: code .* install the same"):
        simulate.run(SCENARIO, paths=5, scheduler=cluster.scheduler.address)


def test_who_is_not_there_is_named():
    with pytest.raises(ClusterError, match="no scheduler answers there"):
        simulate.run(SCENARIO, paths=5, scheduler="tcp://127.0.0.1:9")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"workers": 2, "scheduler": "tcp://127.0.0.1:9"}, "give one of the two"),
        ({"workers": 2, "threads": 2}, "leave threads out"),
        ({"workers": 0}, "workers: 0 is none"),
    ],
)
def test_what_contradicts_itself_is_refused(options, reason):
    with pytest.raises(ConfigError, match=reason):
        simulate.run(SCENARIO, paths=5, **options)


def test_without_dask_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "simulate.cluster_worker", raising=False)
    with pytest.raises(ClusterError, match=r"pip install 'floorless\[cluster\]'"):
        simulate.run(SCENARIO, paths=5, workers=1)


@pytest.mark.slow
def test_a_cluster_of_its_own_by_the_command(reference, tmp_path):
    ended = process(
        "run", SCENARIO, "--paths", PATHS, "--keep-paths", "--quiet", "--workers", 2, "--out", tmp_path / "run"
    )
    assert ended.returncode == 0, ended.stderr
    assert columns_compared(tmp_path / "run", reference) == 178
