"""Rows of the summary: from every value, from values whose paths share random numbers, or from bins."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulate.column import Column
from simulate.statistics.bins import FineBins
from simulate.statistics.clusters import Clusters, quantile_ranks, share_interval, shortfall_error
from simulate.statistics.estimators import (
    Level,
    Moments,
    expected_shortfall,
    quantile_interval_ranks,
    quantile_rank,
    tail_count,
)
from simulate.statistics.one_row import OfClusters, Order, put_together
from simulate.statistics.sorted_values import InOrder, in_order
from simulate.statistics.summary_row import QUANTILES, SummaryRow


def summary_ranks(count: int, confidence: Level, tail: Level) -> list[int]:
    """Ranks of the order statistics that a row is made of.

    Parameters
    ----------
    count
        Number of values.
    confidence, tail
        Levels of the intervals and of the expected shortfall.
    """
    if count == 0:
        return []
    ranks = [
        rank for p in QUANTILES for rank in (quantile_rank(count, p), *quantile_interval_ranks(count, p, confidence))
    ]
    worst = tail_count(count, tail)
    return [*ranks, worst, count - worst + 1]


def _bad_end(column: Column) -> Literal["high", "low"]:
    """The end whose mean is the expected shortfall."""
    return "low" if column.worst == "low" else "high"


def _order_of(
    column: Column, ordered: NDArray[np.generic], moments: Moments, confidence: Level, tail: Level
) -> Order | None:
    """The order of values that are in order at :func:`summary_ranks`; None: there are none."""
    count = int(ordered.size)
    if moments.count != count:
        raise ValueError(f"{column.name}: {count} values, but moments of {moments.count}")
    if count == 0:
        return None
    if not (math.isfinite(ordered[0]) and math.isfinite(ordered[-1])):
        raise ValueError(f"{column.name}: a value is not finite")

    def interval(p: float) -> tuple[float, float]:
        """The values between which a quantile lies, at the stated confidence."""
        low, high = quantile_interval_ranks(count, p, confidence)
        return float(ordered[low - 1]), float(ordered[high - 1])

    return Order(
        minimum=float(ordered[0]),
        maximum=float(ordered[-1]),
        quantile=lambda p: float(ordered[quantile_rank(count, p) - 1]),
        interval=interval,
        shortfall=lambda: expected_shortfall(ordered, tail, _bad_end(column)),
        binned=False,
        at_minimum=int(np.count_nonzero(ordered == ordered[0])),
    )


def summarize(
    column: Column,
    values: NDArray[np.generic] | InOrder,
    moments: Moments,
    undefined: int,
    *,
    confidence: Level,
    tail: Level,
) -> SummaryRow:
    """One row of the summary, from every value.

    Parameters
    ----------
    column
        The registry's entry.
    values
        The defined values, in any order; or in order at :func:`summary_ranks`.
    moments
        Theirs, merged in path order.
    undefined
        On how many paths the output is not defined.
    confidence, tail
        Levels of the intervals and of the expected shortfall.

    Returns
    -------
    SummaryRow

    Raises
    ------
    ValueError
        If the moments are of another number of values, or a value is not finite.
    """
    order = _order_of(column, in_order(values), moments, confidence, tail)
    return put_together(column, order, moments, undefined, confidence, tail)


def summarize_clusters(
    column: Column,
    values: NDArray[np.float64],
    clusters: Clusters,
    moments: Moments,
    undefined: int,
    *,
    confidence: Level,
    tail: Level,
    ordered: NDArray[np.generic] | InOrder | None = None,
) -> SummaryRow:
    """One row of the summary of paths that share random numbers, with the errors of clusters (METHODS, Sampling).

    Parameters
    ----------
    column, moments, undefined, confidence, tail
        As in :func:`summarize`.
    values
        The defined values, in path order.
    clusters
        Theirs.
    ordered
        The same values ascending, if the caller has them.

    Returns
    -------
    SummaryRow
        Of a single cluster without errors: its quantiles then have the extremes for an interval.

    Raises
    ------
    ValueError
        If the moments are of another number of values, or a value is not finite.
    """
    ascending = in_order(values if ordered is None else ordered).astype(np.float64)
    plain = _order_of(column, ascending, moments, confidence, tail)
    if plain is None:
        return put_together(column, None, moments, undefined, confidence, tail)
    count = int(values.size)
    told = clusters.degrees is not None and column.dtype != "bool"
    ranks = {
        p: quantile_ranks(ascending, values, p, clusters, confidence) if told else (0, count + 1) for p in QUANTILES
    }

    def interval(p: float) -> tuple[float, float]:
        """The values at the ranks, or the extremes where there are too few."""
        low, high = ranks[p]
        return float(ascending[max(low, 1) - 1]), float(ascending[min(high, count) - 1])

    def shortfall() -> tuple[float, float | None]:
        """The expected shortfall, with the error of the clusters."""
        return plain.shortfall()[0], shortfall_error(ascending, values, tail, _bad_end(column), clusters)

    found = OfClusters(
        error=clusters.error(values - moments.mean),
        degrees=clusters.degrees,
        share=share_interval(values > 0.0, clusters, confidence) if column.dtype == "bool" else None,
        above_minimum=share_interval(values > plain.minimum, clusters, confidence),
        truncated=tuple(p for p in QUANTILES if ranks[p][0] < 1 or ranks[p][1] > count),
    )
    order = replace(plain, interval=interval, shortfall=shortfall)
    return put_together(column, order, moments, undefined, confidence, tail, found)


def summarize_bins(
    column: Column, bins: FineBins, moments: Moments, undefined: int, *, confidence: Level, tail: Level
) -> SummaryRow:
    """One row of the summary, from counts in bins 0.1% wide.

    Parameters
    ----------
    column, moments, undefined, confidence, tail
        As in :func:`summarize`.
    bins
        Counts of the defined values.

    Returns
    -------
    SummaryRow
        Its minimum, maximum and mean are exact; its ``binned`` is true.

    Raises
    ------
    ValueError
        If the moments are of another number of values.
    """
    if moments.count != bins.count:
        raise ValueError(f"{column.name}: {bins.count} values in bins, but moments of {moments.count}")
    if bins.minimum is None or bins.maximum is None:
        return put_together(column, None, moments, undefined, confidence, tail)
    order = Order(
        minimum=bins.minimum,
        maximum=bins.maximum,
        quantile=bins.quantile,
        interval=lambda p: bins.interval(p, confidence),
        shortfall=lambda: bins.expected_shortfall(tail, _bad_end(column)),
        binned=True,
        at_minimum=int(bins.counts[0]),
    )
    return put_together(column, order, moments, undefined, confidence, tail)
