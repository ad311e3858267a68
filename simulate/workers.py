"""Threads that simulate blocks of paths and hand them back in order.

Blocks have a fixed size, so the sums taken over them are the same whatever the threads or the batches. Threads are
daemons that look at a flag between blocks: an interrupted run ends at once.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from kernels import rows as place
from kernels.fans import Fans, Sums, make_fans, make_sums
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.reduce import block_moments
from kernels.state import make_rows, make_state
from simulate.derive import Purchases, derive
from simulate.scenario import Scenario
from simulate.spool import Spool
from simulate.statistics.estimators import Moments
from simulate.terms import Terms

Floats = npt.NDArray[np.float64]

BLOCK_PATHS = 4096
"""Paths in a block. Part of a result's definition: sums are taken block by block."""
FAN_PATHS = 65_536
"""Paths whose prices are followed to the horizon, and whose internal rate of return is computed in any case."""
_PATIENCE_SECONDS = 0.1


@dataclass
class Block:
    """What came of one block of paths.

    Attributes
    ----------
    index
        Number of the block; its first path is ``index * BLOCK_PATHS``.
    paths
        How many paths.
    moments, undefined
        By column.
    sums
        By session.
    ceiling
        Paths whose price touched the ceiling of the grid.
    arrays
        Columns, if rows are kept.
    """

    index: int
    paths: int
    moments: dict[str, Moments]
    undefined: dict[str, int]
    sums: Sums
    ceiling: int
    arrays: dict[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """What every worker knows."""

    scenario: Scenario
    terms: Terms
    paid: Purchases
    spool: Spool
    keep: bool


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
        The scenario and where columns go.
    threads
        How many.
    batch_blocks
        Blocks handed to a thread at a time; no number depends on it.
    """

    def __init__(self, job: Job, threads: int, batch_blocks: int = 1) -> None:
        self._job = job
        self._threads = threads
        self._batch = batch_blocks
        self._sessions = len(job.terms.dates)
        self._stop = threading.Event()
        self._team: list[threading.Thread] = []
        self.fans: list[Fans] = []

    def __enter__(self) -> Workers:
        self.fans = [make_fans(self._sessions) for _ in range(self._threads)]
        return self

    def __exit__(self, *_: object) -> None:
        # Blocks are short; a thread that still ran would write into files that are about to be closed.
        self._stop.set()
        for thread in self._team:
            thread.join()

    def blocks(self, first: int, paths: int) -> Iterator[Block]:
        """Simulate the blocks from number ``first`` up to a total of ``paths``, in order.

        Parameters
        ----------
        first
            Number of the first block that is still to do.
        paths
            Total number of paths of the run.

        Yields
        ------
        Block
        """
        total = -(-paths // BLOCK_PATHS)
        work = iter(range(first, total, self._batch))
        turn = threading.Lock()
        room = threading.Semaphore(3 * self._threads)
        done: queue.SimpleQueue[tuple[int, list[Block] | BaseException]] = queue.SimpleQueue()

        def serve(fans: Fans) -> None:
            """Work off batches of blocks until there are none, or the run stops."""
            market = make_market(self._job.terms.tables)
            state = make_state(self._job.terms.tables)
            while not self._stop.is_set():
                if not room.acquire(timeout=_PATIENCE_SECONDS):
                    continue
                with turn:
                    start = next(work, None)
                if start is None:
                    return
                try:
                    batch = [
                        self._simulate(index, paths, market, state, fans)
                        for index in range(start, min(start + self._batch, total))
                        if not self._stop.is_set()
                    ]
                except BaseException as error:
                    done.put((start, error))
                    return
                done.put((start, batch))

        self._team = [threading.Thread(target=serve, args=(fans,), daemon=True) for fans in self.fans]
        for thread in self._team:
            thread.start()
        try:
            yield from self._in_order(first, total, done, room)
        except BaseException:
            self._stop.set()
            raise
        for thread in self._team:
            thread.join()

    def _in_order(
        self, first: int, total: int, done: queue.SimpleQueue[Any], room: threading.Semaphore
    ) -> Iterator[Block]:
        early: dict[int, list[Block]] = {}
        following = first
        while following < total:
            try:
                # A timeout, so that an interrupt reaches the main thread.
                start, outcome = done.get(timeout=_PATIENCE_SECONDS)
            except queue.Empty:
                continue
            if isinstance(outcome, BaseException):
                raise outcome
            early[start] = outcome
            while following in early:
                batch = early.pop(following)
                yield from batch
                following += len(batch)
                room.release()

    def _simulate(self, index: int, paths: int, market: Any, state: Any, fans: Fans) -> Block:
        job = self._job
        first = index * BLOCK_PATHS
        count = min(BLOCK_PATHS, paths - first)
        rows = make_rows(job.terms.tables, count)
        sums = make_sums(self._sessions)
        simulate_block(
            job.terms.tables,
            np.uint64(job.scenario.run.seed),
            np.uint64(first),
            paths if job.keep else FAN_PATHS,
            FAN_PATHS,
            job.terms.fan_series,
            market,
            state,
            sums,
            fans,
            rows,
        )
        arrays = derive(np.ascontiguousarray(rows), job.scenario, job.paid)
        kept = dict(arrays) if job.keep else {}
        if first >= FAN_PATHS:
            # Kept paths all have a rate of return; the summary is of the first ones all the same.
            arrays["irr_per_year"] = np.full(count, place.NOT_COMPUTED)
        job.spool.add(first, arrays)
        return Block(
            index=index,
            paths=count,
            moments={name: Moments(*block_moments(np.ascontiguousarray(values))) for name, values in arrays.items()},
            undefined={name: int(np.count_nonzero(values == place.UNDEFINED)) for name, values in arrays.items()},
            sums=sums,
            ceiling=int(rows[place.TOUCHED_CEILING].sum()),
            arrays=kept,
        )


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
