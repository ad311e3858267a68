"""Values in ascending order, sorted once for the summary and the histogram."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate.statistics.estimators import quantile_rank
from simulate.statistics.histograms import LOWER, UPPER, Histogram, histogram

_FEW = 1 << 15
"""Up to this many values sorting is as quick as putting some of them in their places."""


class InOrder(NamedTuple):
    """Values that are in order already, so that summary and histogram order them once.

    Attributes
    ----------
    values
        Ascending, or as far as they were asked for.
    complete
        Whether all are. If not, those of some ranks stand where sorting would put them, none before them is larger,
        and none after them smaller.
    """

    values: NDArray[np.generic]
    complete: bool = True


def _without_sorting(values: NDArray[np.generic]) -> NDArray[np.generic] | None:
    """The values ascending, where that takes no sorting.

    Whole numbers that lie close together are counted, and a constant is left as it is: most outputs of a run are one
    of these, and sorting a million values takes longer than simulating as many paths of some deals.
    """
    if values.size == 0:
        return values
    low, high = values.min(), values.max()
    if low == high:
        return values
    if values.dtype.kind in "iu" and int(high) - int(low) < values.size:
        counts = np.bincount(values - low)
        return np.repeat(np.arange(int(low), int(high) + 1, dtype=values.dtype), counts)
    if values.dtype.kind == "b":
        return np.arange(values.size) >= values.size - np.count_nonzero(values)
    return None


def in_order(values: NDArray[np.generic] | InOrder) -> NDArray[np.generic]:
    """The values ascending; of values that are in order already, as far as they are.

    Parameters
    ----------
    values
        In any order.
    """
    if isinstance(values, InOrder):
        return values.values
    ordered = _without_sorting(values)
    return np.sort(values) if ordered is None else ordered


def in_order_at(values: NDArray[np.generic], ranks: Sequence[int]) -> InOrder:
    """The values as far in order as some ranks need: of many values that is a third of the work of sorting them.

    Parameters
    ----------
    values
        In any order.
    ranks
        From 1 to the number of values. The first and the last are always among them.
    """
    ordered = _without_sorting(values)
    if ordered is None and values.size > _FEW:
        places = sorted({0, values.size - 1, *(rank - 1 for rank in ranks)})
        return InOrder(np.partition(values, places), complete=False)
    return InOrder(np.sort(values) if ordered is None else ordered)


def histogram_ranks(count: int) -> list[int]:
    """Ranks of the quantiles between which a histogram has its bins."""
    return [quantile_rank(count, Fraction(p)) for p in (LOWER, UPPER)]


def histogram_of(values: NDArray[np.generic] | InOrder, *, whole_numbers: bool | None = None) -> Histogram:
    """Histogram of values, about 200 bins between their 0.1% and 99.9% quantiles.

    Parameters
    ----------
    values
        At least one, in any order; or in order at :func:`histogram_ranks`.
    whole_numbers
        Whether they are whole numbers, though they may come as float64; None: if their dtype says so.

    Returns
    -------
    Histogram
        Exact.

    Raises
    ------
    ValueError
        If there are no values.
    """
    ordered = in_order(values)
    low, high = (float(ordered[rank - 1]) for rank in histogram_ranks(int(ordered.size)))
    whole = ordered.dtype.kind in "iub" if whole_numbers is None else whole_numbers
    complete = not isinstance(values, InOrder) or values.complete
    return histogram(ordered, low, high, whole, complete=complete)
