"""Shards on the workers of a Dask cluster: one of its own on this machine, or one that is there.

Which worker does which shard does not matter: shards are taken in path order by the process that asked for them. Dask
gives the shards of a worker that dies to another.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import queue
import secrets
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

from simulate.counts import Counts
from simulate.errors import ClusterError
from simulate.output.manifest import code_hash, versions
from simulate.shard import Shard
from simulate.work import Job, Task

_LIBRARIES = ("numpy", "numba", "llvmlite")
_AHEAD = 3
"""Shards for each thread of the workers that may be done, or in work, before the first of them is taken."""
_PATIENCE_SECONDS = 2.0
_WITHOUT_WORKERS_SECONDS = 60.0
_ANSWER_SECONDS = 30.0


def program() -> dict[str, str]:
    """What must be the same on every worker for the bits to be: the code and its libraries."""
    installed = versions()
    return {"code": code_hash()} | {name: installed[name] for name in _LIBRARIES}


def _dask() -> tuple[Any, Any]:
    try:
        import distributed

        from simulate import cluster_worker
    except ImportError:
        raise ClusterError(
            "workers and scheduler need Dask, which is not installed: pip install 'floorless[cluster]'"
        ) from None
    return distributed, cluster_worker


class Cluster:
    """Workers elsewhere; a context manager.

    Parameters
    ----------
    job
        What is run: sent to every worker once, and to those that join later.
    address
        Of a scheduler; None: a cluster is started here, for loopback only, and ends with the context.
    workers
        Processes of the cluster that is started here, a thread each: a shard keeps one processor busy, and neither the
        kernels nor Dask start threads beside it.
    announce
        Called with a line to show.
    """

    def __init__(self, job: Job, *, address: str | None, workers: int | None, announce: Callable[[str], None]) -> None:
        self._job = job
        self._address = address
        self._workers = workers
        self._announce = announce
        self._name = f"floorless-{secrets.token_hex(8)}"
        self._stack = contextlib.ExitStack()
        self._client: Any = None
        self._begun = 0
        self._known_threads = 0
        self._look_again = 0.0
        self._idle_seconds = 0.0
        self.left: list[Counts] = []

    def __enter__(self) -> Cluster:
        distributed, module = _dask()
        try:
            if self._address is None:
                self._start(distributed)
            else:
                self._connect(distributed)
            self._client.register_plugin(module.JobOfRun(self._name, self._job))
            self._stack.callback(self._forget)
        except BaseException:
            self._stack.close()
            raise
        return self

    def _start(self, distributed: Any) -> None:
        from simulate.readiness import have_compiled

        # Compiled here once: the workers find it in the cache.
        have_compiled(self._job.terms, self._announce)
        cluster = distributed.LocalCluster(
            host="127.0.0.1",
            n_workers=self._workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            memory_limit=0,
            silence_logs=50,
        )
        self._stack.enter_context(cluster)
        self._client = self._stack.enter_context(distributed.Client(cluster))
        self._client.wait_for_workers(self._workers, timeout=_ANSWER_SECONDS * 4)

    def _connect(self, distributed: Any) -> None:
        try:
            client = distributed.Client(self._address, timeout=_ANSWER_SECONDS, set_as_default=False)
            self._client = self._stack.enter_context(client)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"{self._address}: no scheduler answers there ({type(error).__name__}); give its address, such as "
                "tcp://10.0.0.1:8786"
            ) from None
        try:
            self._client.wait_for_workers(1, timeout=_ANSWER_SECONDS)
        except TimeoutError:
            raise ClusterError(f"{self._address}: the scheduler has no workers; start some") from None

    def _forget(self) -> None:
        with contextlib.suppress(Exception):
            self._client.unregister_worker_plugin(self._name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _threads(self) -> int:
        if time.monotonic() >= self._look_again:
            self._known_threads = 0
            # A scheduler that is gone has no workers; what waits for it says so.
            with contextlib.suppress(OSError):
                workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
                self._known_threads = sum(int(each["nthreads"]) for each in workers)
            self._look_again = time.monotonic() + _PATIENCE_SECONDS
        return self._known_threads

    @property
    def size(self) -> int:
        """Threads of all workers: each does a shard at a time."""
        return max(1, self._threads())

    def make_room(self) -> None:
        """One more shard may be begun: one has been taken."""
        self._begun -= 1

    def arrivals(self, tasks: Iterator[Task], count: int) -> Iterator[Shard]:
        """Do some ranges of blocks; see :class:`simulate.course.Crew`.

        Parameters
        ----------
        tasks, count
            In path order, and how many.

        Yields
        ------
        Shard
            In any order, each with its counts and, if they were asked for, its values.

        Raises
        ------
        ClusterError
            If the workers run another program, or no worker is left, or a shard ends every worker that tries it.
        """
        distributed, module = _dask()
        wanted = program()
        waiting: set[Any] = set()
        # Each future tells when it is done. ``distributed.wait`` would ask the default client of the process, which is
        # not ours: there may be none, or one that lives in another event loop.
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        try:
            for _ in range(count):
                while True:
                    room = _AHEAD * self.size - self._begun
                    for task in [each for _, each in zip(range(room), tasks, strict=False)]:
                        self._begun += 1
                        key = f"{self._name}-{task.first}-{task.end}"
                        future = self._client.submit(module.work, self._name, wanted, task, key=key, pure=False)
                        waiting.add(future)
                        future.add_done_callback(done.put)
                    first = self._first_done(done)
                    if first is not None:
                        break
                waiting.discard(first)
                yield self._result(distributed, first)
                first.release()
        finally:
            if waiting:
                with contextlib.suppress(Exception):
                    self._client.cancel(list(waiting))

    def _first_done(self, done: queue.SimpleQueue[Any]) -> Any:
        try:
            return done.get(timeout=_PATIENCE_SECONDS)
        except queue.Empty:
            self._idle_seconds = 0.0 if self._threads() else self._idle_seconds + _PATIENCE_SECONDS
            if self._idle_seconds >= _WITHOUT_WORKERS_SECONDS:
                raise ClusterError(
                    f"no worker has been left for {_WITHOUT_WORKERS_SECONDS:.0f} seconds; start some, and run it again "
                    "(with --resume finished shards are not lost)"
                ) from None
            return None

    def _result(self, distributed: Any, future: Any) -> Shard:
        try:
            shard: Shard = future.result()
        except distributed.KilledWorker as error:
            raise ClusterError(
                f"a shard ended every worker that tried it ({error.task}); look at the workers' memory and logs"
            ) from None
        except (concurrent.futures.CancelledError, asyncio.CancelledError, OSError) as error:
            raise ClusterError(
                f"the scheduler is gone ({type(error).__name__}); run it again (with --resume finished shards are not "
                "lost)"
            ) from None
        return shard
