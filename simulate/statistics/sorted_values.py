"""Values in ascending order, sorted once for the summary and the histogram."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate.statistics.estimators import quantile_rank
from simulate.statistics.histograms import LOWER, UPPER, Histogram, histogram


class InOrder(NamedTuple):
    """Values that are sorted already, so that summary and histogram sort them once."""

    values: NDArray[np.generic]


def in_order(values: NDArray[np.generic] | InOrder) -> NDArray[np.generic]:
    """The values ascending.

    Whole numbers that lie close together are counted, and a constant is left as it is: most outputs of a run are one
    of these, and sorting a million values takes longer than simulating as many paths of some deals.

    Parameters
    ----------
    values
        In any order.
    """
    if isinstance(values, InOrder):
        return values.values
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
    return np.sort(values)


def histogram_of(values: NDArray[np.generic] | InOrder, *, whole_numbers: bool | None = None) -> Histogram:
    """Histogram of values, about 200 bins between their 0.1% and 99.9% quantiles.

    Parameters
    ----------
    values
        At least one, in any order.
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
    low, high = (ordered[quantile_rank(int(ordered.size), Fraction(p)) - 1] for p in (LOWER, UPPER))
    whole = ordered.dtype.kind in "iub" if whole_numbers is None else whole_numbers
    return histogram(ordered, float(low), float(high), whole)
