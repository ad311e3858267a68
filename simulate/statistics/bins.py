"""Integer counts of an output in bins 0.1% wide, for runs too long to keep every value.

Counts do not depend on the order in which paths come, merge exactly, and give quantiles to within a bin.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulate.column import Column
from simulate.statistics.estimators import Level, quantile_interval_ranks, quantile_rank, shortfall_of_tail, tail_count
from simulate.statistics.histograms import LOWER, UPPER, Histogram, equal_edges

_FINE_SHIFT = 42
"""52 mantissa bits less the 10 that number the fine bins of an octave."""
_SPAN = 1 << 16
"""Keys that a dense count may span beyond the number of values; beyond it they are sorted."""


def _edges_of(keys: NDArray[np.int64], whole_numbers: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The smallest and the largest value, or whole number, that each bin can hold."""
    size = np.abs(keys)
    near = (size << _FINE_SHIFT).view(np.float64)
    # The far edge is the last float64 of the bin, so that it is finite and its own.
    far = (((size + 1) << _FINE_SHIFT) - 1).view(np.float64)
    near, far = np.where(size == 0, 0.0, near), np.where(size == 0, 0.0, far)
    if whole_numbers:
        near, far = np.ceil(near), np.floor(far)
    return np.where(keys < 0, -far, near), np.where(keys < 0, -near, far)


@dataclass
class FineBins:
    """Counts of values in bins 0.1% wide, keyed by sign, exponent and ten bits of mantissa.

    Zero is a bin of its own (with numbers under 2.2e-311 in size). A bin's representative is its middle, at
    most 0.05% from any of its values, or the one whole number that it holds.

    Attributes
    ----------
    whole_numbers
        Whether the values are whole numbers.
    keys, counts
        [bins] int64, keys ascending in the order of the values; counts positive.
    minimum, maximum
        Exact; None as long as nothing is counted.
    """

    whole_numbers: bool = False
    keys: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    counts: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    minimum: float | None = None
    maximum: float | None = None

    @property
    def count(self) -> int:
        """How many values are counted."""
        return int(self.counts.sum())

    def add(self, values: NDArray[np.generic]) -> None:
        """Count more values.

        Parameters
        ----------
        values
            One-dimensional, in any order; finite; whole numbers below 2**53 if integers.

        Raises
        ------
        ValueError
            If a value is not finite.
        """
        if values.size == 0:
            return
        numbers = values.astype(np.float64)
        low, high = float(numbers.min()), float(numbers.max())
        if not (np.isfinite(low) and np.isfinite(high)):
            raise ValueError("values that are not finite cannot be counted in bins")
        keys = np.abs(numbers).view(np.int64) >> _FINE_SHIFT
        negative = numbers < 0
        for part, sign in ((keys[negative], -1), (keys[~negative], 1)):
            if part.size:
                self._add_keys(*_count_keys(part), sign)
        self._widen(low, high)

    def _add_keys(self, keys: NDArray[np.int64], counts: NDArray[np.int64], sign: int) -> None:
        joined = np.concatenate([self.keys, sign * keys])
        self.keys, places = np.unique(joined, return_inverse=True)
        total = np.zeros(self.keys.size, np.int64)
        np.add.at(total, places, np.concatenate([self.counts, counts]))
        self.counts = total

    def _widen(self, low: float, high: float) -> None:
        self.minimum = low if self.minimum is None else min(low, self.minimum)
        self.maximum = high if self.maximum is None else max(high, self.maximum)

    def merge(self, other: FineBins) -> None:
        """Count what another has counted.

        Parameters
        ----------
        other
            Bins of other values of the same output.

        Raises
        ------
        ValueError
            If one counts whole numbers and the other does not.
        """
        if self.whole_numbers != other.whole_numbers:
            raise ValueError("bins of whole numbers and of fractions cannot be merged")
        if other.minimum is None or other.maximum is None:
            return
        self._add_keys(other.keys, other.counts, 1)
        self._widen(other.minimum, other.maximum)

    def _bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper edges of the bins in use, no wider than the values themselves."""
        low, high = _edges_of(self.keys, self.whole_numbers)
        if self.minimum is None or self.maximum is None:
            raise ValueError("nothing is counted")
        return np.maximum(low, self.minimum), np.minimum(high, self.maximum)

    def representatives(self) -> NDArray[np.float64]:
        """One value for each bin in use, at most 0.05% from all of its values.

        Returns
        -------
        numpy.ndarray
            [bins] float64, ascending.
        """
        low, high = self._bounds()
        return low + (high - low) / 2

    def _bin_of_rank(self, rank: int) -> int:
        return int(np.searchsorted(np.cumsum(self.counts), rank, side="left"))

    def quantile(self, p: Level) -> float:
        """Representative of the bin that holds the order statistic ``ceil(n p)``.

        Parameters
        ----------
        p
            Level of the quantile.

        Returns
        -------
        float
            In the values' unit.

        Raises
        ------
        ValueError
            If nothing is counted.
        """
        return float(self.representatives()[self._bin_of_rank(quantile_rank(self.count, p))])

    def interval(self, p: Level, confidence: Level) -> tuple[float, float]:
        """Interval of quantile p: order statistics of at least the confidence, widened to their bins' edges.

        Parameters
        ----------
        p, confidence
            Levels of the quantile and of the interval.

        Returns
        -------
        low, high : float
            In the values' unit.

        Raises
        ------
        ValueError
            If nothing is counted.
        """
        low_rank, high_rank = quantile_interval_ranks(self.count, p, confidence)
        low, high = self._bounds()
        return float(low[self._bin_of_rank(low_rank)]), float(high[self._bin_of_rank(high_rank)])

    def _tail(self, alpha: Level, worst: Literal["high", "low"]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """The bins of the worst values, from the worst on, and how many values of each are among them."""
        k = tail_count(self.count, alpha)
        order = np.arange(self.keys.size)[:: -1 if worst == "high" else 1]
        counts = self.counts[order]
        inside = np.clip(k - (np.cumsum(counts) - counts), 0, counts)
        used = inside > 0
        return order[used], inside[used]

    def shortfall_bound(self, alpha: Level, worst: Literal["high", "low"]) -> float:
        """How far the expected shortfall can be off because values are counted in bins.

        Parameters
        ----------
        alpha, worst
            As for :meth:`expected_shortfall`.

        Returns
        -------
        float
            In the values' unit: each value of the tail may lie anywhere in its bin.

        Raises
        ------
        ValueError
            If nothing is counted.
        """
        low, high = self._bounds()
        used, inside = self._tail(alpha, worst)
        return float(((high - low)[used] / 2 * inside).sum() / inside.sum())

    def expected_shortfall(self, alpha: Level, worst: Literal["high", "low"]) -> tuple[float, float | None]:
        """Mean of the worst ``n - ceil(n alpha) + 1`` values, each taken as its bin's representative.

        Parameters
        ----------
        alpha
            Level, such as 0.95.
        worst
            Which end is worst.

        Returns
        -------
        value : float
            In the values' unit.
        standard_error : float or None
            See :func:`simulate.statistics.estimators.shortfall_of_tail`.

        Raises
        ------
        ValueError
            If nothing is counted.
        """
        used, inside = self._tail(alpha, worst)
        tail = self.representatives()[used]
        return shortfall_of_tail(tail, inside, float(tail[-1]), alpha)

    def histogram(self) -> Histogram:
        """About 200 bins between the 0.1% and 99.9% quantiles, at fine bins' edges so that counts are exact.

        Returns
        -------
        Histogram

        Raises
        ------
        ValueError
            If nothing is counted.
        """
        low, high = self._bounds()
        # Every bin in use as a half-open cell; between two cells an edge may lie anywhere.
        starts = low - 0.5 if self.whole_numbers else low
        ends = high + 0.5 if self.whole_numbers else np.nextafter(high, np.inf)
        first, last = (self._bin_of_rank(quantile_rank(self.count, Decimal(p))) for p in (LOWER, UPPER))
        wanted = equal_edges(float(low[first]), float(high[last]), self.whole_numbers)
        cell = np.maximum(np.searchsorted(starts, wanted, side="right") - 1, 0)
        nearer = np.where(wanted - starts[cell] < ends[cell] - wanted, starts[cell], ends[cell])
        snapped = np.where(wanted < ends[cell], nearer, wanted)
        end = max(float(snapped[-1]), float(ends[last])) if self.whole_numbers else float(high[last])
        inner = np.unique(snapped[1:-1])
        edges = np.concatenate([wanted[:1], inner[(inner > wanted[0]) & (inner < end)], [end]])
        places = np.searchsorted(starts, edges, side="left")
        places[-1] = np.searchsorted(starts, end, side="left" if self.whole_numbers else "right")
        before = np.concatenate([[0], np.cumsum(self.counts)])[places]
        return Histogram(
            edges=edges,
            counts=np.diff(before),
            below=int(before[0]),
            above=self.count - int(before[-1]),
            minimum=float(low[0]),
            maximum=float(high[-1]),
        )


def fine_bins_for(column: Column) -> FineBins:
    """Empty bins for an output.

    Parameters
    ----------
    column
        The registry's entry: its dtype tells whether values are whole numbers.

    Returns
    -------
    FineBins
    """
    return FineBins(whole_numbers=column.dtype != "float64")


def _count_keys(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct keys, ascending, and how often each occurs."""
    lowest = int(keys.min())
    span = int(keys.max()) - lowest + 1
    if span > keys.size + _SPAN:
        distinct, counts = np.unique(keys, return_counts=True)
        return distinct, counts.astype(np.int64)
    dense = np.bincount(keys - lowest, minlength=span)
    used = np.flatnonzero(dense)
    return used + lowest, dense[used].astype(np.int64)
