"""A shard: what came of consecutive blocks of paths, apart block by block, so that sums are taken in path order."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from simulate.column import Column
from simulate.counts import FAN_FIELDS, Counts
from simulate.statistics import fine_bins_for

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_ARRAYS = ("paths", "count", "mean", "squares", "undefined", "ceiling", "flows", "issued")


@dataclass
class Shard:
    """Consecutive blocks, done.

    Attributes
    ----------
    first_block
        Number of the first one.
    paths, ceiling
        [blocks]: paths, and those whose price touched the ceiling of the grid.
    count, mean, squares, undefined
        [blocks, columns]: moments of the defined values, and how many paths have none.
    flows, issued
        [blocks, sessions]: sums of cash to the investor and of common issued.
    counts
        Counts that do not depend on the order of paths; None: the thread that made the shard holds them yet.
    values
        [columns, paths] of each block, where somebody else must keep them; empty otherwise.
    """

    first_block: int
    paths: Integers
    count: Integers
    mean: Floats
    squares: Floats
    undefined: Integers
    ceiling: Integers
    flows: Floats
    issued: Floats
    counts: Counts | None = None
    values: tuple[Floats, ...] = ()

    @classmethod
    def empty(cls, first_block: int, blocks: int, columns: int, sessions: int) -> Shard:
        """A shard whose blocks are all to do."""
        return cls(
            first_block,
            paths=np.zeros(blocks, np.int64),
            count=np.zeros((blocks, columns), np.int64),
            mean=np.zeros((blocks, columns)),
            squares=np.zeros((blocks, columns)),
            undefined=np.zeros((blocks, columns), np.int64),
            ceiling=np.zeros(blocks, np.int64),
            flows=np.zeros((blocks, sessions)),
            issued=np.zeros((blocks, sessions)),
        )

    @property
    def end_block(self) -> int:
        """Number of the block after the last one."""
        return self.first_block + int(self.paths.size)

    @property
    def total_paths(self) -> int:
        """Paths of all its blocks."""
        return int(self.paths.sum())

    def packed(self) -> bytes:
        """The shard without its values, as bytes that :meth:`unpacked` reads back to the last bit.

        Returns
        -------
        bytes
            An archive of arrays; each carries a check of its own.
        """
        arrays: dict[str, Any] = {name: getattr(self, name) for name in _ARRAYS}
        arrays["first_block"] = np.int64(self.first_block)
        counts = self.counts or Counts()
        for name, (places, numbers) in counts.fans.items():
            arrays[f"places.{name}"], arrays[f"numbers.{name}"] = places, numbers
        if counts.bins:
            bins = list(counts.bins.values())
            arrays["bins.size"] = np.array([each.keys.size for each in bins], np.int64)
            arrays["bins.keys"] = np.concatenate([each.keys for each in bins])
            arrays["bins.counts"] = np.concatenate([each.counts for each in bins])
            arrays["bins.ends"] = np.array([[each.minimum or 0.0, each.maximum or 0.0] for each in bins])
        stream = io.BytesIO()
        np.savez(stream, **arrays)
        return stream.getvalue()

    @classmethod
    def unpacked(cls, content: bytes, columns: tuple[Column, ...]) -> Shard:
        """Read a shard back.

        Parameters
        ----------
        content
            What :meth:`packed` gave.
        columns
            The registry's columns, in whose order the bins stand.

        Returns
        -------
        Shard

        Raises
        ------
        ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error
            If the bytes are not those of a shard, or a bit of them is not what it was.
        """
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            stored = {name: archive[name] for name in archive.files}
        counts = Counts()
        for name in FAN_FIELDS:
            if f"places.{name}" in stored:
                counts.fans[name] = stored[f"places.{name}"], stored[f"numbers.{name}"]
        if "bins.size" in stored:
            ends = np.cumsum(stored["bins.size"])[:-1]
            keys, numbers = np.split(stored["bins.keys"], ends), np.split(stored["bins.counts"], ends)
            for k, column in enumerate(columns):
                bins = fine_bins_for(column)
                if keys[k].size:
                    bins.keys, bins.counts = keys[k], numbers[k]
                    bins.minimum, bins.maximum = map(float, stored["bins.ends"][k])
                counts.bins[column.name] = bins
        arrays: dict[str, Any] = {name: stored[name] for name in _ARRAYS}
        return cls(first_block=int(stored["first_block"]), counts=counts, **arrays)
