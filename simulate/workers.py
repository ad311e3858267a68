"""Threads that simulate shards of paths and hand them over as they are done.

Threads are daemons that look at a flag between blocks: an interrupted run ends at once.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator

from simulate.blocks import BLOCK_PATHS, FAN_PATHS
from simulate.counts import Counts
from simulate.shard import Shard
from simulate.spool import Spool
from simulate.work import Job, Task, Worker

__all__ = ["BLOCK_PATHS", "FAN_PATHS", "Workers", "default_threads", "until_compiled"]

_PATIENCE_SECONDS = 0.1
_AHEAD = 3
"""Shards for each thread that may be done, or in work, before the first of them is taken."""
_MOST_BLOCKS = 1 << 18
"""A thread's counts by session are int32: they are taken before they could overflow."""


def default_threads() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


class Workers:
    """A team of threads; a context manager.

    Parameters
    ----------
    job
        What is run.
    threads
        How many.
    spool
        Keeps the values of every block, as long as it keeps values.
    landing
        Whether a shard carries its counts, as one must that is kept by itself; if not, they are handed over at the
        end of :meth:`arrivals`.
    meanwhile
        What the thread that waits for them does first.
    """

    def __init__(
        self,
        job: Job,
        threads: int,
        spool: Spool,
        *,
        landing: bool = False,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self._job = job
        self._threads = threads
        self._spool = spool
        self._landing = landing
        self._meanwhile = meanwhile
        self._stop = threading.Event()
        self._room = threading.Semaphore(_AHEAD * threads)
        self._team: list[threading.Thread] = []
        self.left: list[Counts] = []

    @property
    def size(self) -> int:
        """How many shards are in work at a time."""
        return self._threads

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        # Blocks are short; a thread that still ran would write into files that are about to be closed.
        self._stop.set()
        for thread in self._team:
            thread.join()

    def make_room(self) -> None:
        """One more shard may be begun: one has been taken."""
        self._room.release()

    def arrivals(self, tasks: Iterator[Task], count: int) -> Iterator[Shard]:
        """Do some ranges of blocks.

        Parameters
        ----------
        tasks, count
            In path order, and how many. No more are begun than :meth:`make_room` has made room for.

        Yields
        ------
        Shard
            In any order. With the last one, ``left`` holds the counts that no shard carries.
        """
        turn = threading.Lock()
        done: queue.SimpleQueue[Shard | Counts | BaseException] = queue.SimpleQueue()

        def serve() -> None:
            """Work off tasks until there are none, or the run stops."""
            try:
                self._serve(tasks, turn, done)
            except BaseException as error:
                done.put(error)

        self._team = [threading.Thread(target=serve, daemon=True) for _ in range(self._threads)]
        for thread in self._team:
            thread.start()
        self._meanwhile()
        ended = shards = 0
        while ended < self._threads or shards < count:
            try:
                # A timeout, so that an interrupt reaches the main thread.
                outcome = done.get(timeout=_PATIENCE_SECONDS)
            except queue.Empty:
                continue
            if isinstance(outcome, BaseException):
                self._stop.set()
                raise outcome
            if isinstance(outcome, Counts):
                ended += 1
                self.left.append(outcome)
                continue
            shards += 1
            yield outcome
        for thread in self._team:
            thread.join()

    def _serve(
        self,
        work: Iterator[Task],
        turn: threading.Lock,
        done: queue.SimpleQueue[Shard | Counts | BaseException],
    ) -> None:
        worker = Worker(self._job, self._spool.put if self._spool.keeps_values else None)
        blocks = 0
        while not self._stop.is_set():
            if not self._room.acquire(timeout=_PATIENCE_SECONDS):
                continue
            with turn:
                task = next(work, None)
            if task is None:
                self._room.release()
                break
            shard = worker.shard(task, self._stop.is_set)
            if self._stop.is_set():
                break
            blocks += task.end - task.first
            if self._landing or blocks >= _MOST_BLOCKS:
                shard.counts, blocks = worker.counters.take(), 0
            done.put(shard)
        done.put(worker.counters.take(end=True))


def until_compiled(work: Callable[[], None]) -> None:
    """Run something that compiles in a thread of its own, so that the caller can be interrupted meanwhile.

    Parameters
    ----------
    work
        What to run.

    Raises
    ------
    BaseException
        Whatever the work raises.
    """
    failure: list[BaseException] = []

    def guarded() -> None:
        """Do the work, and keep what it raises for the thread that waits."""
        try:
            work()
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=guarded, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(timeout=_PATIENCE_SECONDS)
    if failure:
        raise failure[0]
