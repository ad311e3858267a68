"""What runs on the workers of a cluster; imports Dask, and is imported only where it is."""

from __future__ import annotations

import threading
from typing import Any

import distributed

from simulate.errors import ClusterError
from simulate.shard import Shard
from simulate.work import Job, Task, Worker

_here = threading.local()


class JobOfRun(distributed.WorkerPlugin):
    """Brings the job of a run to every worker, also to those that join later.

    Parameters
    ----------
    name
        Of the run.
    job
        What it runs.
    """

    def __init__(self, name: str, job: Job) -> None:
        self.name = name
        self._job = job

    def setup(self, worker: Any) -> None:
        """Keep the job on the worker."""
        jobs = getattr(worker, "floorless_jobs", None) or {}
        worker.floorless_jobs = jobs | {self.name: self._job}

    def teardown(self, worker: Any) -> None:
        """Forget it."""
        worker.floorless_jobs.pop(self.name, None)


def work(name: str, wanted: dict[str, str], task: Task) -> Shard:
    """Do a shard, in the calling thread alone.

    Parameters
    ----------
    name
        Of the run.
    wanted
        The program that asks: another one would give other bits.
    task
        Which blocks.

    Returns
    -------
    Shard
        With its counts.

    Raises
    ------
    ClusterError
        If this worker runs another program.
    """
    from simulate.cluster import program

    here = program()
    if here != wanted:
        apart = [key for key in wanted if here[key] != wanted[key]]
        other = ", ".join(f"{key} {here[key][:12]} and not {wanted[key][:12]}" for key in apart)
        address = distributed.get_worker().address
        raise ClusterError(f"worker {address} runs another program than this one: {other}; install the same everywhere")
    if getattr(_here, "name", None) != name:
        from simulate.readiness import have_compiled

        here_now: Any = distributed.get_worker()
        job = here_now.floorless_jobs[name]
        have_compiled(job.terms, None)
        _here.name, _here.worker = name, Worker(job)
    worker: Worker = _here.worker
    try:
        shard = worker.shard(task)
        shard.counts = worker.counters.take()
    except BaseException:
        _here.name = None  # what it had counted is of no shard
        raise
    return shard
