"""Rows of the summary: from every value, from values whose paths share random numbers, or from bins."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulate.column import Column
from simulate.statistics.bins import FineBins
from simulate.statistics.clusters import (
    Clusters,
    quantile_ranks,
    share_interval,
    shortfall_error,
    student_deviate,
)
from simulate.statistics.estimators import (
    Level,
    Moments,
    exact_level,
    expected_shortfall,
    interval_coverage,
    normal_deviate,
    quantile_interval_ranks,
    quantile_rank,
    tail_count,
    wilson_interval,
)
from simulate.statistics.sorted_values import InOrder, in_order
from simulate.statistics.summary_row import QUANTILES, SummaryRow


@dataclass(frozen=True)
class _Order:
    """What the order of the values gives, from the values themselves or from bins."""

    minimum: float
    maximum: float
    quantile: Callable[[float], float]
    interval: Callable[[float], tuple[float, float]]
    shortfall: Callable[[], tuple[float, float | None]]
    binned: bool
    at_minimum: int


@dataclass(frozen=True)
class _OfClusters:
    """What errors of clusters make of a row."""

    error: float | None
    degrees: int | None
    share: tuple[float, float] | None
    above_minimum: tuple[float, float] | None
    truncated: tuple[float, ...]


def _row(
    column: Column,
    order: _Order | None,
    moments: Moments,
    undefined: int,
    confidence: Level,
    tail: Level,
    clusters: _OfClusters | None = None,
) -> SummaryRow:
    """Put a row together from moments and order; clusters: paths are not independent."""
    count = moments.count
    mean = error = low = high = None
    quantiles: dict[float, tuple[float, float, float]] = {}
    truncated: tuple[float, ...] = ()
    shortfall: tuple[float | None, float | None] = (None, None)
    if order is not None:
        # A mean lies among its values: rounding must not push the mean of a constant off it.
        mean = min(max(moments.mean, order.minimum), order.maximum)
        error = moments.standard_error if clusters is None else clusters.error
        if column.dtype == "bool":
            if clusters is None:
                low, high = wilson_interval(round(mean * count), count, confidence)
            elif clusters.share is not None:
                low, high = clusters.share
        else:
            if error is not None:
                degrees = None if clusters is None else clusters.degrees
                deviate = normal_deviate(confidence) if degrees is None else student_deviate(confidence, degrees)
                half = deviate * error
                low, high = mean - half, mean + half
            quantiles = {p: (order.quantile(p), *order.interval(p)) for p in QUANTILES}
            if clusters is None:
                truncated = tuple(p for p in QUANTILES if _falls_short(count, p, confidence))
            else:
                truncated = clusters.truncated
            if column.worst:
                shortfall = order.shortfall()
    return SummaryRow(
        name=column.name,
        unit="probability" if column.dtype == "bool" else column.unit,
        meaning=column.meaning,
        clause=column.clause,
        dtype=column.dtype,
        mean=mean,
        standard_error=error,
        mean_low=low,
        mean_high=high,
        standard_deviation=None if order is None else moments.standard_deviation,
        minimum=None if order is None else order.minimum,
        maximum=None if order is None else order.maximum,
        defined=count,
        undefined=undefined,
        quantiles=quantiles,
        truncated=truncated,
        expected_shortfall=shortfall[0],
        expected_shortfall_error=shortfall[1],
        worst=column.worst,
        binned=order is not None and order.binned,
        confidence=float(confidence),
        tail=float(tail),
        at_minimum=None if order is None else order.at_minimum,
        error_degrees=None if clusters is None else clusters.degrees,
        above_minimum_low=None if clusters is None or clusters.above_minimum is None else clusters.above_minimum[0],
        above_minimum_high=None if clusters is None or clusters.above_minimum is None else clusters.above_minimum[1],
    )


def _falls_short(count: int, p: float, confidence: Level) -> bool:
    low, high = quantile_interval_ranks(count, p, confidence)
    # Only an interval cut to the smallest or the largest value can cover too little; the rest is rounding.
    cut = low == 1 or high == count
    return cut and interval_coverage(count, p, low, high) < float(exact_level(confidence))


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
    ordered = in_order(values)
    count = int(ordered.size)
    if moments.count != count:
        raise ValueError(f"{column.name}: {count} values, but moments of {moments.count}")
    if count == 0:
        return _row(column, None, moments, undefined, confidence, tail)
    if not (math.isfinite(ordered[0]) and math.isfinite(ordered[-1])):
        raise ValueError(f"{column.name}: a value is not finite")

    def interval(p: float) -> tuple[float, float]:
        """The values between which a quantile lies, at the stated confidence."""
        low, high = quantile_interval_ranks(count, p, confidence)
        return float(ordered[low - 1]), float(ordered[high - 1])

    worst: Literal["high", "low"] = "low" if column.worst == "low" else "high"
    order = _Order(
        minimum=float(ordered[0]),
        maximum=float(ordered[-1]),
        quantile=lambda p: float(ordered[quantile_rank(count, p) - 1]),
        interval=interval,
        shortfall=lambda: expected_shortfall(ordered, tail, worst),
        binned=False,
        at_minimum=int(np.count_nonzero(ordered == ordered[0])),
    )
    return _row(column, order, moments, undefined, confidence, tail)


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
    column
        The registry's entry.
    values
        The defined values, in path order.
    clusters
        Theirs.
    moments
        Theirs, merged in path order.
    undefined
        On how many paths the output is not defined.
    confidence, tail
        Levels of the intervals and of the expected shortfall.
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
    plain = summarize(column, InOrder(ascending), moments, undefined, confidence=confidence, tail=tail)
    if plain.minimum is None or plain.maximum is None:
        return plain
    count = int(values.size)
    ranks = dict.fromkeys(QUANTILES, (0, count + 1))
    if clusters.degrees is not None and column.dtype != "bool":
        ranks = {p: quantile_ranks(ascending, values, p, clusters, confidence) for p in QUANTILES}

    def interval(p: float) -> tuple[float, float]:
        """The values at the ranks, or the extremes where there are too few."""
        low, high = ranks[p]
        return float(ascending[max(low, 1) - 1]), float(ascending[min(high, count) - 1])

    worst: Literal["high", "low"] = "low" if column.worst == "low" else "high"
    order = _Order(
        minimum=plain.minimum,
        maximum=plain.maximum,
        quantile=lambda p: float(ascending[quantile_rank(count, p) - 1]),
        interval=interval,
        shortfall=lambda: (
            expected_shortfall(ascending, tail, worst)[0],
            shortfall_error(ascending, values, tail, worst, clusters),
        ),
        binned=False,
        at_minimum=plain.at_minimum or 0,
    )
    found = _OfClusters(
        error=clusters.error(values - moments.mean),
        degrees=clusters.degrees,
        share=share_interval(values > 0.0, clusters, confidence) if column.dtype == "bool" else None,
        above_minimum=share_interval(values > plain.minimum, clusters, confidence),
        truncated=tuple(p for p in QUANTILES if ranks[p][0] < 1 or ranks[p][1] > count),
    )
    return _row(column, order, moments, undefined, confidence, tail, found)


def summarize_bins(
    column: Column, bins: FineBins, moments: Moments, undefined: int, *, confidence: Level, tail: Level
) -> SummaryRow:
    """One row of the summary, from counts in bins 0.1% wide.

    Parameters
    ----------
    column
        The registry's entry.
    bins
        Counts of the defined values.
    moments
        Theirs, merged in path order.
    undefined
        On how many paths the output is not defined.
    confidence, tail
        Levels of the intervals and of the expected shortfall.

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
        return _row(column, None, moments, undefined, confidence, tail)
    worst: Literal["high", "low"] = "low" if column.worst == "low" else "high"
    order = _Order(
        minimum=bins.minimum,
        maximum=bins.maximum,
        quantile=bins.quantile,
        interval=lambda p: bins.interval(p, confidence),
        shortfall=lambda: bins.expected_shortfall(tail, worst),
        binned=True,
        at_minimum=int(bins.counts[0]),
    )
    return _row(column, order, moments, undefined, confidence, tail)
