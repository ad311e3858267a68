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


_LEAST_WIDTH = 1e-300
"""Of what is narrower, a float64 does not hold the bins over the width: no bin is guessed then."""
_PIECE = 1 << 15
"""Values counted at a time, so that what is worked out of them stays in the cache."""


def histogram(
    ordered: NDArray[np.generic], low: float, high: float, whole_numbers: bool, *, complete: bool = True
) -> Histogram:
    """Count values in bins from ``low`` to ``high``, exactly.

    Parameters
    ----------
    ordered
        At least one value; the first is the smallest, the last the largest.
    low, high
        The quantiles that the bins must cover.
    whole_numbers
        Whether the values are whole numbers.
    complete
        Whether the values in between are ascending too.

    Returns
    -------
    Histogram
    """
    edges = equal_edges(low, high, whole_numbers)
    counts, below, above = (_of_sorted if complete else _of_any_order)(ordered, edges)
    return Histogram(
        edges=edges,
        counts=counts,
        below=below,
        above=above,
        minimum=float(ordered[0]),
        maximum=float(ordered[-1]),
    )


def _of_sorted(ordered: NDArray[np.generic], edges: NDArray[np.float64]) -> tuple[NDArray[np.int64], int, int]:
    """Counts in the bins, and below and above them, of ascending values."""
    values = ordered.astype(np.float64, copy=False)
    places = np.searchsorted(values, edges, side="left")
    places[-1] = np.searchsorted(values, edges[-1], side="right")
    return np.diff(places).astype(np.int64), int(places[0]), int(values.size - places[-1])


def _of_any_order(ordered: NDArray[np.generic], edges: NDArray[np.float64]) -> tuple[NDArray[np.int64], int, int]:
    """The same of values in any order: a bin is guessed by its width, and moved until the value lies in it."""
    bins, first, last = edges.size - 1, edges[0], edges[-1]
    counts = np.zeros(bins, np.int64)
    below = above = 0
    if last == first:
        # One bin of no width, which holds its edge.
        on = int(np.count_nonzero(ordered == first))
        below = int(np.count_nonzero(ordered < first))
        return np.array([on]), below, int(ordered.size) - below - on
    width = float(last - first)
    scale = bins / width if width > _LEAST_WIDTH else 0.0
    # The last bin holds its upper edge too.
    upper = np.append(edges[1:-1], np.inf)
    for start in range(0, ordered.size, _PIECE):
        values = ordered[start : start + _PIECE].astype(np.float64, copy=False)
        inside = (values >= first) & (values <= last)
        if not inside.all():
            below += int(np.count_nonzero(values < first))
            above += int(np.count_nonzero(values > last))
            values = values[inside]
        guess = np.minimum(((values - first) * scale).astype(np.int64), bins - 1)
        while True:
            moves = (values >= upper[guess]).astype(np.int64) - (values < edges[guess])
            if not moves.any():
                break
            guess += moves
        counts += np.bincount(guess, minlength=bins)
    return counts, below, above
