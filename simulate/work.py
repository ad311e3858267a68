"""What one worker does with a range of blocks, in this process or in another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kernels import rows as place
from kernels.fans import make_sums
from kernels.market.scratch import make_market
from kernels.paths import simulate_block
from kernels.reduce import block_moments
from kernels.state import make_rows, make_state
from simulate.blocks import BLOCK_PATHS, FAN_PATHS
from simulate.columns import columns
from simulate.counts import Counters
from simulate.derive import Purchases, derive
from simulate.paranoia import Paranoia
from simulate.scenario import Scenario
from simulate.shard import Shard
from simulate.terms import Terms

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Job:
    """What every worker knows of a run.

    Attributes
    ----------
    scenario, terms, paid
        As run, its tables, its purchases.
    keep
        Whether per-path rows are kept: then every path has a rate of return.
    paranoid
        Whether what must hold on every path is checked on each.
    """

    scenario: Scenario
    terms: Terms
    paid: Purchases
    keep: bool
    paranoid: bool = False


@dataclass(frozen=True)
class Task:
    """A range of blocks to do.

    Attributes
    ----------
    first, end
        Numbers of the first block, and of the one after the last.
    paths
        Of the whole run, which may end within the last block.
    binned
        Whether values are counted in fine bins.
    values
        Whether the values are to be handed on.
    """

    first: int
    end: int
    paths: int
    binned: bool
    values: bool


class Worker:
    """One thread's scratch, and its way through a block.

    Parameters
    ----------
    job
        What is run.
    put
        Keeps the values of a block where this process can; None: they are only handed on.
    """

    def __init__(self, job: Job, put: Callable[[int, Floats], None] | None = None) -> None:
        self._job = job
        self._put = put
        self._names = [column.name for column in columns(job.scenario)]
        self._market: Any = make_market(job.terms.tables)
        self._state: Any = make_state(job.terms.tables)
        self._room = np.empty((len(self._names), BLOCK_PATHS if put is not None else 0))
        self._sessions = len(job.terms.dates)
        self._paranoia = Paranoia(job.scenario) if job.paranoid else None
        self.counters = Counters(columns(job.scenario), self._sessions)

    def shard(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Shard:
        """Do a range of blocks.

        Parameters
        ----------
        task
            Which ones.
        stopped
            Looked at before each block; the rest is then left undone.

        Returns
        -------
        Shard
            Without its counts, which stay in ``counters`` until they are taken.
        """
        shard = Shard.empty(task.first, task.end - task.first, len(self._names), self._sessions)
        for number in range(task.first, task.end):
            if stopped():
                break
            self._block(number, task, shard)
        return shard

    def _block(self, number: int, task: Task, shard: Shard) -> None:
        job = self._job
        first = number * BLOCK_PATHS
        count = min(BLOCK_PATHS, task.paths - first)
        rows = make_rows(job.terms.tables, count)
        sums = make_sums(self._sessions)
        simulate_block(
            job.terms.tables,
            np.uint64(job.scenario.run.seed),
            np.uint64(first),
            task.paths if job.keep else FAN_PATHS,
            FAN_PATHS,
            job.terms.fan_series,
            self._market,
            self._state,
            sums,
            self.counters.fans(first < FAN_PATHS),
            rows,
        )
        arrays = derive(np.ascontiguousarray(rows), job.scenario, job.paid)
        if self._paranoia is not None:
            self._paranoia.check(first, arrays)
        values = None
        if self._put is not None or task.values:
            # Values that are handed on are kept by somebody; what is only put is put from the same place each time.
            room = None if task.values or count < BLOCK_PATHS else self._room
            values = np.stack([arrays[name] for name in self._names], out=room)
        if first >= FAN_PATHS:
            # Kept paths all have a rate of return; the summary is of the first ones all the same.
            arrays["irr_per_year"] = np.full(count, place.NOT_COMPUTED)
        if task.binned:
            self.counters.count(arrays)
        if values is not None and self._put is not None:
            self._put(number, values)
        if values is not None and task.values:
            shard.values = (*shard.values, values)
        at = number - shard.first_block
        for k, name in enumerate(self._names):
            column = np.ascontiguousarray(arrays[name])
            shard.count[at, k], shard.mean[at, k], shard.squares[at, k] = block_moments(column)
            shard.undefined[at, k] = np.count_nonzero(column == place.UNDEFINED)
        shard.paths[at] = count
        shard.ceiling[at] = int(rows[place.TOUCHED_CEILING].sum())
        shard.flows[at], shard.issued[at] = sums.flows, sums.issued
