"""Histograms of about 200 bins of equal width, with what lies beyond counted apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 200
"""Bins between the 0.1% and the 99.9% quantile, of equal width as far as the values' own grid allows."""
LOWER, UPPER = "0.001", "0.999"


@dataclass(frozen=True)
class Histogram:
    """Counts of values in bins, and of what lies below and above them.

    Attributes
    ----------
    edges
        [bins + 1] float64, ascending, in the values' unit. A bin holds ``low <= value < high``, the last one
        its upper edge too; edges of whole numbers lie half-way between them.
    counts
        [bins] int64.
    below, above
        How many values lie beyond the edges.
    minimum, maximum
        The smallest and the largest value of all.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    below: int
    above: int
    minimum: float
    maximum: float


def equal_edges(low: float, high: float, whole_numbers: bool) -> NDArray[np.float64]:
    """Edges of bins of equal width that hold everything from ``low`` to ``high``.

    Parameters
    ----------
    low, high
        The quantiles that the bins must cover.
    whole_numbers
        Whether the values are whole numbers: then every bin holds equally many of them, and edges are halves.

    Returns
    -------
    numpy.ndarray
        [bins + 1] float64, ascending; a single bin of no width where ``low`` equals ``high``.
    """
    if whole_numbers:
        step = max(1, -(-int(high - low + 1) // BINS))
        bins = -(-int(high - low + 1) // step)
        return low - 0.5 + step * np.arange(bins + 1, dtype=np.float64)
    edges = np.unique(np.linspace(low, high, BINS + 1))
    return edges if edges.size > 1 else np.array([low, high])


def histogram(sorted_values: NDArray[np.generic], low: float, high: float, whole_numbers: bool) -> Histogram:
    """Count values in bins from ``low`` to ``high``, exactly.

    Parameters
    ----------
    sorted_values
        Ascending, at least one.
    low, high
        The quantiles that the bins must cover.
    whole_numbers
        Whether the values are whole numbers.

    Returns
    -------
    Histogram
    """
    edges = equal_edges(low, high, whole_numbers)
    values = sorted_values.astype(np.float64)
    places = np.searchsorted(values, edges, side="left")
    places[-1] = np.searchsorted(values, edges[-1], side="right")
    return Histogram(
        edges=edges,
        counts=np.diff(places).astype(np.int64),
        below=int(places[0]),
        above=int(values.size - places[-1]),
        minimum=float(values[0]),
        maximum=float(values[-1]),
    )
