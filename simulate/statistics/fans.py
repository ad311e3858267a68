"""Quantiles of every session from integer counts in the kernels' bins, at most 0.8% wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulate.statistics.estimators import Level, quantile_interval_ranks, quantile_rank

_SHIFT = 45
"""52 mantissa bits less the 7 that number the bins of an octave, as in the kernels' bins."""
BINS_PER_OCTAVE = 128
_PAIR = 2


def bit_bins(lowest: float, octaves: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Edges of a fan's bins, 128 in an octave, as the kernels number them.

    Parameters
    ----------
    lowest
        Lower edge of bin 1: a positive power of two.
    octaves
        How many octaves there are above it, at least 1.

    Returns
    -------
    lower_edges, upper_edges : numpy.ndarray
        [1 + 128 octaves] float64 each. Bin 0 is zero and whatever lies under ``lowest``; bin k holds
        ``lower_edges[k] <= value < upper_edges[k]``, the last one also what lies beyond it.

    Raises
    ------
    ValueError
        If ``lowest`` is no positive power of two, or there is no octave.
    """
    if not (lowest > 0 and np.isfinite(lowest) and np.frexp(lowest)[0] == 0.5) or octaves < 1:
        raise ValueError(f"no bins from {lowest} over {octaves} octaves: give a power of two and at least 1")
    first = int(np.float64(lowest).view(np.int64)) >> _SHIFT
    keys = first + np.arange(BINS_PER_OCTAVE * octaves + 1, dtype=np.int64)
    edges = (keys << _SHIFT).view(np.float64)
    return np.concatenate([[0.0], edges[:-1]]), edges


@dataclass(frozen=True)
class FanArrays:
    """Quantiles of one quantity, session by session, with their intervals.

    Attributes
    ----------
    probabilities
        Levels, ascending.
    value, low, high
        [sessions, probabilities] float64, in the quantity's unit; 0 on sessions where no path has a value.
    count
        [sessions] int64: how many paths have a value.
    has_intervals
        Whether ``low`` and ``high`` are known.
    """

    probabilities: tuple[float, ...]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    count: NDArray[np.int64]
    has_intervals: bool = True


def _interval_ranks(count: int, p: Level, confidence: Level, together: int) -> tuple[int, int]:
    """Ranks that enclose a quantile; of pairs, as if the two were one: their error is never larger."""
    if together != _PAIR or count < _PAIR:
        return quantile_interval_ranks(count, p, confidence)
    low, high = quantile_interval_ranks(count // _PAIR, p, confidence)
    return _PAIR * (low - 1) + 1, min(_PAIR * high + count % _PAIR, count)


def fan_quantiles(
    counts: NDArray[Any],
    lower_edges: NDArray[np.float64],
    upper_edges: NDArray[np.float64],
    probabilities: Sequence[float],
    confidence: Level,
    *,
    whole_numbers: bool | None = None,
    together: int = 1,
) -> FanArrays:
    """Quantiles of every session from integer bin counts.

    Parameters
    ----------
    counts
        [sessions, bins] whole numbers: how many paths are in each bin.
    lower_edges, upper_edges
        [bins] float64: see :func:`bit_bins`.
    probabilities
        Levels of the quantiles.
    confidence
        Level of their intervals, which are widened to the edges of the bins.
    whole_numbers
        Whether the quantity is a whole number. None: yes if bin 1 starts at 1 or above.
    together
        Paths that share random numbers: of pairs intervals are as wide as if the two were one; of more paths counts do
        not tell them.

    Returns
    -------
    FanArrays
        Bin 0 is 0; another bin is the one whole number that it holds, else its middle.

    Raises
    ------
    ValueError
        If counts and edges do not fit together.
    """
    if counts.ndim != 2 or counts.shape[1] != lower_edges.size or lower_edges.size != upper_edges.size:
        raise ValueError(f"counts {counts.shape} do not fit {lower_edges.size} and {upper_edges.size} edges")
    whole = bool(lower_edges[1] >= 1.0) if whole_numbers is None else whole_numbers
    low = np.ceil(lower_edges) if whole else lower_edges.copy()
    high = np.ceil(upper_edges) - 1.0 if whole else upper_edges.copy()
    middle = np.where(low == high, low, lower_edges + (upper_edges - lower_edges) / 2)
    for edge in (low, high, middle):
        edge[0] = 0.0
    shape = (counts.shape[0], len(probabilities))
    paths = counts.sum(axis=1, dtype=np.int64)
    fan = FanArrays(tuple(probabilities), np.zeros(shape), np.zeros(shape), np.zeros(shape), paths, together <= _PAIR)
    for session, count in enumerate(fan.count.tolist()):
        if count == 0:
            continue
        intervals = [_interval_ranks(count, p, confidence, together) for p in probabilities]
        ranks = [quantile_rank(count, p) for p in probabilities], *zip(*intervals, strict=True)
        places = np.searchsorted(np.cumsum(counts[session]), np.array(ranks))
        fan.value[session], fan.low[session], fan.high[session] = middle[places[0]], low[places[1]], high[places[2]]
    return fan
