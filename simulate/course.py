"""The course of a run: shards are asked for, land, and are taken in path order, until intervals are narrow enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from simulate.blocks import BLOCK_PATHS
from simulate.column import Column
from simulate.counts import Counts
from simulate.errors import ConfigError
from simulate.output.checkpoint import Checkpoint
from simulate.reduction import Reduction
from simulate.shard import Shard
from simulate.spool import Spool
from simulate.statistics.estimators import normal_deviate, wilson_interval
from simulate.work import Task

Floats = npt.NDArray[np.float64]
Keep = Callable[[int, Mapping[str, Floats]], None]

MOST_PATHS = 2**33
"""Where ``until`` gives up."""
_MOST_SHARD_BLOCKS = 64
_SHARDS_EACH = 8


class Crew(Protocol):
    """Who simulates: threads of this process, or workers elsewhere."""

    left: list[Counts]

    @property
    def size(self) -> int:
        """How many shards are in work at a time."""

    def make_room(self) -> None:
        """One more shard may be begun: one has been taken."""

    def arrivals(self, tasks: Iterator[Task], count: int) -> Iterator[Shard]:
        """Do the tasks, in any order; ``left`` then holds the counts that no shard carries."""


def shard_blocks_for(paths: int, size: int) -> int:
    """Blocks in a shard: several shards for each of those who work, none so long that much is lost with it.

    Parameters
    ----------
    paths
        Of the run.
    size
        How many work at a time.

    Returns
    -------
    int
        No number of a result depends on it.
    """
    return max(1, min(_MOST_SHARD_BLOCKS, -(-paths // BLOCK_PATHS) // (_SHARDS_EACH * size)))


def _half_width(column: Column, reduction: Reduction, spool: Spool) -> float | None:
    """Half the width of the interval of an output's mean, as it will be printed; None: no error can be told."""
    run, moments = reduction.scenario.run, reduction.moments[column.name]
    if run.paths_together > 1:
        row = reduction.row(column, spool)
        return None if row.mean_low is None or row.mean_high is None else (row.mean_high - row.mean_low) / 2
    if column.dtype == "bool":
        low, high = wilson_interval(round(moments.mean * moments.count), moments.count, run.confidence)
        return (high - low) / 2
    error = moments.standard_error
    return None if error is None else normal_deviate(run.confidence) * error


def _wide(reduction: Reduction, spool: Spool, until: Mapping[str, float]) -> list[str]:
    """The outputs whose interval, as it will be printed, is still too wide."""
    by_name = {column.name: column for column in reduction.columns}
    out = []
    for name, width in until.items():
        moments = reduction.moments[name]
        if moments.count == 0:
            raise ConfigError(
                f"until {name}: it is not defined on any of {reduction.paths:,} paths; choose another output "
                "(nothing was written)"
            )
        half = _half_width(by_name[name], reduction, spool)
        if half is None or half > width:
            out.append(name)
    return out


@dataclass
class Course:
    """One run on its way.

    Attributes
    ----------
    reduction, spool, crew
        Where sums are taken, where columns wait, who works.
    shard_blocks
        Blocks in a shard.
    until
        Half-width by output.
    progress
        Called with the paths done and in all.
    keep
        Takes the rows of a block; None: they are not kept.
    checkpoint
        Where shards land; None: they do not.
    apart
        Whether the crew works in other processes, which cannot put values into the spool.
    """

    reduction: Reduction
    spool: Spool
    crew: Crew
    shard_blocks: int
    until: Mapping[str, float]
    progress: Callable[[int, int], None]
    keep: Keep | None = None
    checkpoint: Checkpoint | None = None
    apart: bool = False
    _early: dict[int, Shard] = field(default_factory=dict)

    def run(self) -> None:
        """All shards; the paths are doubled as long as an interval of ``until`` is too wide.

        Raises
        ------
        ConfigError
            If no number of paths that can be run makes an interval narrow enough.
        """
        paths = self.reduction.scenario.run.paths
        while True:
            self.spool.expect(paths)
            self._stage(paths)
            wide = _wide(self.reduction, self.spool, self.until)
            if not wide:
                return
            run = self.reduction.scenario.run
            if run.paths_together > 1 and 2 * paths > run.exact_quantiles:
                raise ConfigError(
                    f"until {wide[0]}: still too wide after {paths:,} paths, and twice as many are more than "
                    f"run.exact_quantiles ({run.exact_quantiles:,}), beyond which values are only counted and bins do "
                    f"not tell the errors of sampling {run.sampling}; ask for a wider interval, raise "
                    "run.exact_quantiles, or set run.sampling to plain (nothing was written)"
                )
            if 2 * paths > MOST_PATHS:
                raise ConfigError(
                    f"until {wide[0]}: still too wide after {paths:,} paths; ask for a wider interval (nothing was "
                    "written)"
                )
            paths *= 2

    def _stage(self, paths: int) -> None:
        first, total = self.reduction.blocks, -(-paths // BLOCK_PATHS)
        starts = range(first, total, self.shard_blocks)

        def end_of(start: int) -> int:
            """The block after a shard's last one."""
            return min(start + self.shard_blocks, total)

        here: set[tuple[int, int]] = set()
        if self.checkpoint is not None:
            here = self.checkpoint.landed([(start, end_of(start)) for start in starts], self.spool)
        # Values are handed over where this process must keep them, or writes them out as they come.
        values = (self.apart and self.spool.keeps_values) or (self.keep is not None and self.checkpoint is None)
        tasks = (
            Task(start, end_of(start), paths, self.spool.binned, values)
            for start in starts
            if (start, end_of(start)) not in here
        )
        arrivals = self.crew.arrivals(tasks, len(starts) - len(here))
        self._tell(paths)
        for start in starts:
            if (start, end_of(start)) in here:
                shard = self.checkpoint.read(start, end_of(start), self.spool) if self.checkpoint else None
                assert shard is not None  # it was read, and whole, a moment ago
            else:
                while start not in self._early:
                    self._receive(next(arrivals))
                    self._tell(paths)
                shard = self._early.pop(start)
                self.crew.make_room()
            self._take(shard)
            self._tell(paths)
        for late in arrivals:
            raise AssertionError(f"shard {late.first_block} came twice")
        while self.crew.left:
            self._count(self.crew.left.pop())

    def _tell(self, paths: int) -> None:
        waiting = sum(shard.total_paths for shard in self._early.values())
        self.progress(self.reduction.paths + waiting, paths)

    def _receive(self, shard: Shard) -> None:
        """A shard is done: it lands, and waits for its turn."""
        if self.apart and self.spool.keeps_values:
            for at, values in enumerate(shard.values):
                self.spool.put(shard.first_block + at, values)
        if self.checkpoint is not None:
            self.checkpoint.land(shard, self.spool)
        if self.checkpoint is not None or self.keep is None:
            shard.values = ()
        self._early[shard.first_block] = shard

    def _take(self, shard: Shard) -> None:
        """Its turn has come."""
        self.reduction.add(shard)
        if shard.counts is not None:
            self._count(shard.counts)
        if self.keep is None:
            return
        names = [column.name for column in self.reduction.columns]
        for at, count in enumerate(shard.paths.tolist()):
            block = shard.first_block + at
            values = shard.values[at] if shard.values else self.spool.block(block, count)
            self.keep(block * BLOCK_PATHS, dict(zip(names, values, strict=True)))

    def _count(self, counts: Counts) -> None:
        self.reduction.count(counts)
        self.spool.count(counts.bins)
