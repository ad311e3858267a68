"""What is counted of paths and does not depend on their order: bins by session, and fine bins of the outputs.

Threads count into arrays of their own; what they hold is taken from time to time, as sparse counts that merge exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kernels.fans import Fans, make_fans
from kernels.fine_bins import NO_KEY, count_fine, fine_span
from simulate.column import Column
from simulate.statistics import fine_bins_for
from simulate.statistics.bins import FineBins

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

FAN_FIELDS = ("issued", "preferred_left", "price", "conversion_price")
"""The counts of :class:`kernels.fans.Fans` by session."""
_OCTAVE = 1024


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

    fans: dict[str, tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]] = field(default_factory=dict)
    bins: dict[str, FineBins] = field(default_factory=dict)


class _Window:
    """Dense counts of the keys of one sign, widened as values come."""

    def __init__(self) -> None:
        self.first = 0
        self.counts: Integers = np.zeros(0, np.int64)

    def cover(self, low: int, high: int) -> None:
        """Make room for the keys from ``low`` to ``high``."""
        if low == NO_KEY:
            return
        end = self.first + self.counts.size
        if self.counts.size and self.first <= low and high < end:
            return
        first = (low if not self.counts.size else min(low, self.first)) // _OCTAVE * _OCTAVE
        last = -(-(max(high + 1, end if self.counts.size else 0)) // _OCTAVE) * _OCTAVE
        wider = np.zeros(last - first, np.int64)
        wider[self.first - first : end - first] = self.counts
        self.first, self.counts = first, wider

    def take(self) -> tuple[Integers, Integers]:
        """The keys that are in use, ascending, and their counts, which begin anew at zero."""
        used = np.flatnonzero(self.counts)
        counts = self.counts[used]
        self.counts[used] = 0
        return used + self.first, counts


class FineCounter:
    """Counts the values of one output in fine bins, block by block, by the kernels.

    Parameters
    ----------
    column
        The registry's entry.
    """

    def __init__(self, column: Column) -> None:
        self._column = column
        self._negative, self._others = _Window(), _Window()
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
        beyond = int(np.float64(np.inf).view(np.int64)) >> 42
        if max(keys) >= beyond or min(keys) < NO_KEY:
            raise ValueError(f"{self._column.name}: a value is not finite")
        self._negative.cover(keys[0], keys[1])
        self._others.cover(keys[2], keys[3])
        count_fine(values, self._negative.first, self._negative.counts, self._others.first, self._others.counts)
        self._low = low if self._low is None else min(low, self._low)
        self._high = high if self._high is None else max(high, self._high)

    def take(self) -> FineBins:
        """What has been counted since it was last taken."""
        bins = fine_bins_for(self._column)
        if self._low is None:
            return bins
        below, below_counts = self._negative.take()
        above, above_counts = self._others.take()
        keys = np.concatenate([-below[::-1], above])
        counts = np.concatenate([below_counts[::-1], above_counts])
        if below.size and above.size and below[0] == 0 and above[0] == 0:
            # What is too small to tell from zero has one bin, whatever its sign.
            at = below.size
            counts[at] += counts[at - 1]
            keys, counts = np.delete(keys, at - 1), np.delete(counts, at - 1)
        bins.keys, bins.counts, bins.minimum, bins.maximum = keys, counts, self._low, self._high
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
        self._fine: dict[str, FineCounter] = {}

    @property
    def fans(self) -> Fans:
        """The kernels' counts by session."""
        if self._fans is None:
            self._fans = make_fans(self._sessions)
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
        fans = {} if self._fans is None else {name: getattr(self._fans, name).reshape(-1) for name in FAN_FIELDS}
        if end:
            self._fans, self._fine = None, {}
        for name in FAN_FIELDS if fans else ():
            # At the end a kind of count is let go of before the next one is looked at.
            flat = fans.pop(name)
            places = np.flatnonzero(flat).astype(np.int32)
            out.fans[name] = places, flat[places]
            if not end:
                flat[places] = 0
        return out
