"""One row of the summary, put together from moments and what the order of the values gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulate.column import Column
from simulate.statistics.clusters import student_deviate
from simulate.statistics.estimators import (
    Level,
    Moments,
    exact_level,
    interval_coverage,
    normal_deviate,
    quantile_interval_ranks,
    wilson_interval,
)
from simulate.statistics.summary_row import QUANTILES, SummaryRow


@dataclass(frozen=True)
class Order:
    """What the order of the values gives, from the values themselves or from bins.

    Attributes
    ----------
    minimum, maximum
        Exact.
    quantile, interval
        A quantile and its interval, by level.
    shortfall
        The expected shortfall, with its error.
    binned
        Whether quantiles and expected shortfall come from bins.
    at_minimum
        How many values are at the minimum.
    """

    minimum: float
    maximum: float
    quantile: Callable[[float], float]
    interval: Callable[[float], tuple[float, float]]
    shortfall: Callable[[], tuple[float, float | None]]
    binned: bool
    at_minimum: int


@dataclass(frozen=True)
class OfClusters:
    """What errors of clusters make of a row.

    Attributes
    ----------
    error, degrees
        Standard error of the mean, and its degrees of freedom; None: a single cluster tells none.
    share, above_minimum
        Intervals of a probability, and of the share of paths above the minimum; None: not known.
    truncated
        Levels whose intervals have too few paths.
    """

    error: float | None
    degrees: int | None
    share: tuple[float, float] | None
    above_minimum: tuple[float, float] | None
    truncated: tuple[float, ...]


def put_together(
    column: Column,
    order: Order | None,
    moments: Moments,
    undefined: int,
    confidence: Level,
    tail: Level,
    clusters: OfClusters | None = None,
) -> SummaryRow:
    """Put a row together.

    Parameters
    ----------
    column, moments, undefined, confidence, tail
        As in :func:`simulate.statistics.summaries.summarize`.
    order
        Of the defined values; None: there are none.
    clusters
        Where paths are not independent.

    Returns
    -------
    SummaryRow
    """
    count = moments.count
    mean = error = low = high = None
    quantiles: dict[float, tuple[float, float, float]] = {}
    truncated: tuple[float, ...] = ()
    shortfall: tuple[float | None, float | None] = (None, None)
    if order is not None:
        # A mean lies among its values: rounding must not push the mean of a constant off it.
        mean = min(max(moments.mean, order.minimum), order.maximum)
        error = moments.standard_error if clusters is None else clusters.error
        low, high = _interval_of_mean(column, mean, error, count, confidence, clusters)
        if column.dtype != "bool":
            quantiles = {p: (order.quantile(p), *order.interval(p)) for p in QUANTILES}
            if clusters is None:
                truncated = tuple(p for p in QUANTILES if _falls_short(count, p, confidence))
            else:
                truncated = clusters.truncated
            if column.worst:
                shortfall = order.shortfall()
    above = (None, None) if clusters is None or clusters.above_minimum is None else clusters.above_minimum
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
        above_minimum_low=above[0],
        above_minimum_high=above[1],
    )


def _interval_of_mean(
    column: Column, mean: float, error: float | None, count: int, confidence: Level, clusters: OfClusters | None
) -> tuple[float | None, float | None]:
    """Of a probability Wilson's or that of the clusters, else the normal one or Student's; (None, None): not known."""
    if column.dtype == "bool":
        if clusters is None:
            return wilson_interval(round(mean * count), count, confidence)
        return (None, None) if clusters.share is None else clusters.share
    if error is None:
        return None, None
    degrees = None if clusters is None else clusters.degrees
    half = (normal_deviate(confidence) if degrees is None else student_deviate(confidence, degrees)) * error
    return mean - half, mean + half


def _falls_short(count: int, p: float, confidence: Level) -> bool:
    """Whether the interval of a quantile covers too little, for want of paths."""
    low, high = quantile_interval_ranks(count, p, confidence)
    # Only an interval cut to the smallest or the largest value can cover too little; the rest is rounding.
    cut = low == 1 or high == count
    return cut and interval_coverage(count, p, low, high) < float(exact_level(confidence))
