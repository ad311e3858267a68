"""What is counted of paths and does not depend on their order: bins by session, and fine bins of the outputs.

Threads count into arrays of their own; what they hold is taken from time to time, as sparse counts that merge exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from kernels.fans import PRICE_BINS, Fans, make_fans
from kernels.fine_bins import FINE_SHIFT, NO_KEY, count_fine, fine_span
from kernels.rows import UNDEFINED
from simulate import own_memory
from simulate.column import Column
from simulate.statistics import fine_bins_for
from simulate.statistics.bins import FineBins

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

Sparse = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]

FAN_FIELDS = ("issued", "preferred_left", "price", "conversion_price")
"""The counts of :class:`kernels.fans.Fans` by session."""
PRICE_FIELDS = ("price", "conversion_price")
"""Those of them that only the first paths are counted in."""
MOST_IN_32_BITS = 2**31 - 1
"""As long as no count can be larger, it takes half of the memory of 64 bits."""
_NOTHING: Sparse = (np.zeros(0, np.int32), np.zeros(0, np.int32))
_OCTAVE = 1024
_SMALLEST = float(np.int64(1 << FINE_SHIFT).view(np.float64))
"""What is smaller in size shares the bin of zero."""


@dataclass
class Counts:
    """Sparse counts of some paths.

    Attributes
    ----------
    fans
        By field of :class:`kernels.fans.Fans`: places in the flattened array, ascending, and what stands there.
    bins
        By column, counts in fine bins; empty while every value is kept.
    """

    fans: dict[str, Sparse] = field(default_factory=dict)
    bins: dict[str, FineBins] = field(default_factory=dict)


def _sparse(counts: npt.NDArray[np.int32]) -> Sparse:
    """Places that are in use in the flattened array, ascending, and what stands there."""
    flat = counts.reshape(-1)
    places = np.flatnonzero(flat).astype(np.int32)
    return places, flat[places]


class _Window:
    """Dense counts of the keys of one sign, widened as values come."""

    def __init__(self) -> None:
        self.first = 0
        self.counts: npt.NDArray[Any] = np.zeros(0, np.int32)

    def cover(self, low: int, high: int) -> None:
        """Make room for the keys from ``low`` to ``high``."""
        if low == NO_KEY:
            return
        end = self.first + self.counts.size
        if self.counts.size and self.first <= low and high < end:
            return
        first = (low if not self.counts.size else min(low, self.first)) // _OCTAVE * _OCTAVE
        last = -(-(max(high + 1, end if self.counts.size else 0)) // _OCTAVE) * _OCTAVE
        wider = np.zeros(last - first, np.int32)
        wider[self.first - first : end - first] = self.counts
        self.first, self.counts = first, wider

    def take(self) -> tuple[Integers, Integers]:
        """The keys that are in use, ascending, and their counts, which begin anew at zero."""
        used = np.flatnonzero(self.counts)
        counts = self.counts[used].astype(np.int64)
        self.counts[used] = 0
        return used + self.first, counts


class FineCounter:
    """Counts the values of one output in fine bins, block by block, by the kernels.

    Zero is counted apart. A thousand octaves lie between it and a cent, and most outputs are zero on some paths.

    Parameters
    ----------
    column
        The registry's entry.
    """

    def __init__(self, column: Column) -> None:
        self._column = column
        self._negative, self._others = _Window(), _Window()
        self._bins = fine_bins_for(column)
        self._zeros = self._dense = 0
        self._low: float | None = None
        self._high: float | None = None

    def add(self, values: Floats) -> None:
        """Count the defined values of a block.

        Parameters
        ----------
        values
            Contiguous; sentinels are passed over.

        Raises
        ------
        ValueError
            If a value is not finite.
        """
        count, low, high, *keys = fine_span(values)
        if count == 0:
            return
        # A NaN is in no order: it would leave the ends alone, but its key lies beyond the largest number's.
        beyond = int(np.float64(np.inf).view(np.int64)) >> FINE_SHIFT
        if max(keys) >= beyond or min(keys) < NO_KEY:
            raise ValueError(f"{self._column.name}: a value is not finite")
        self._low = low if self._low is None else min(low, self._low)
        self._high = high if self._high is None else max(high, self._high)
        if 0 in keys:
            zero = np.abs(values) < _SMALLEST
            zeros = int(np.count_nonzero(zero))
            self._zeros += zeros
            if zeros == count:
                return
            values = np.where(zero, UNDEFINED, values)
            count, _, _, *keys = fine_span(values)
        if self._dense + count > MOST_IN_32_BITS:
            # No bin can hold more than all that the windows have counted, so none runs over.
            self._empty()
        self._dense += count
        self._negative.cover(keys[0], keys[1])
        self._others.cover(keys[2], keys[3])
        count_fine(values, self._negative.first, self._negative.counts, self._others.first, self._others.counts)

    def _empty(self) -> None:
        """Move what the windows have counted to where a count may be of any size."""
        below, below_counts = self._negative.take()
        above, above_counts = self._others.take()
        zero = np.zeros(min(self._zeros, 1), np.int64)
        keys = np.concatenate([-below[::-1], zero, above])
        counts = np.concatenate([below_counts[::-1], zero + self._zeros, above_counts])
        if keys.size:
            more = fine_bins_for(self._column)
            more.keys, more.counts, more.minimum, more.maximum = keys, counts, self._low, self._high
            self._bins.merge(more)
        self._zeros = self._dense = 0

    def take(self) -> FineBins:
        """What has been counted since it was last taken."""
        self._empty()
        bins, self._bins = self._bins, fine_bins_for(self._column)
        self._low = self._high = None
        return bins


class Counters:
    """The counts of one thread.

    Parameters
    ----------
    columns
        The registry's columns.
    sessions
        How many sessions there are.
    """

    def __init__(self, columns: tuple[Column, ...], sessions: int) -> None:
        self._columns = columns
        self._sessions = sessions
        self._fans: Fans | None = None
        self._set_aside: dict[str, Sparse] = {}
        self._fine: dict[str, FineCounter] = {}

    def fans(self, prices: bool) -> Fans:
        """The kernels' counts by session.

        Parameters
        ----------
        prices
            Whether prices will be counted. Once they no longer are, what was counted of them is set aside, and half
            of the memory let go of.
        """
        if self._fans is None:
            # Where it has no sessions, it gets them.
            sizes = ((each, tuple(n or self._sessions for n in each.shape)) for each in make_fans(0))
            self._fans = Fans(*(own_memory.zeros(shape, each.dtype) for each, shape in sizes))
        if prices != (self._fans.price.size > 0):
            for name in PRICE_FIELDS:
                counts = getattr(self._fans, name)
                if prices:
                    other = own_memory.zeros((self._sessions, PRICE_BINS), np.int32)
                    places, numbers = self._set_aside.pop(name, _NOTHING)
                    other.reshape(-1)[places] = numbers
                else:
                    self._set_aside[name] = _sparse(counts)
                    other = counts[:0].copy()
                self._fans = self._fans._replace(**{name: other})
        return self._fans

    def count(self, arrays: dict[str, Floats]) -> None:
        """Count the columns of a block in fine bins."""
        if not self._fine:
            self._fine = {column.name: FineCounter(column) for column in self._columns}
        for name, counter in self._fine.items():
            counter.add(np.ascontiguousarray(arrays[name]))

    def take(self, *, end: bool = False) -> Counts:
        """What has been counted since it was last taken.

        Parameters
        ----------
        end
            Let go of the memory too.
        """
        out = Counts(bins={name: counter.take() for name, counter in self._fine.items()})
        fans = {} if self._fans is None else {name: getattr(self._fans, name) for name in FAN_FIELDS}
        if end:
            self._fans, self._fine = None, {}
        for name in FAN_FIELDS if fans else ():
            # At the end a kind of count is let go of before the next one is looked at.
            counts = fans.pop(name)
            places, numbers = _sparse(counts)
            if not end:
                counts.reshape(-1)[places] = 0
            out.fans[name] = self._set_aside.pop(name, (places, numbers))
        return out
