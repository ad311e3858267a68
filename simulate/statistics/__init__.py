"""What is said of an output over all paths: one row of the summary, each number with its Monte Carlo error.

The face of the statistics: estimators, bins and fans are to be had from here too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate.columns import Column
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
from simulate.statistics.fans import FanArrays, bit_bins, fan_quantiles
from simulate.statistics.histograms import LOWER, UPPER, Histogram, histogram

__all__ = [
    "QUANTILES",
    "Clusters",
    "FanArrays",
    "FineBins",
    "Histogram",
    "InOrder",
    "Level",
    "Moments",
    "SummaryRow",
    "bit_bins",
    "expected_shortfall",
    "fan_quantiles",
    "fine_bins_for",
    "histogram_of",
    "in_order",
    "interval_coverage",
    "normal_deviate",
    "quantile_interval_ranks",
    "quantile_rank",
    "student_deviate",
    "summarize",
    "summarize_bins",
    "summarize_clusters",
    "tail_count",
    "wilson_interval",
]

QUANTILES = (0.01, 0.05, 0.25, 0.50, 0.75, 0.95, 0.99)
"""Levels that every table states."""


@dataclass(frozen=True)
class SummaryRow:
    """One output over all paths.

    Attributes
    ----------
    name, unit, meaning, clause, dtype
        As in the registry of columns.
    mean, standard_error, mean_low, mean_high
        Over the paths on which it is defined, with the normal interval. Of a yes-or-no output: the
        probability, with Wilson's interval. None where nothing is defined; error and interval also with a
        single path.
    standard_deviation, minimum, maximum
        None where nothing is defined; the deviation also with a single path.
    defined, undefined
        Numbers of paths.
    at_minimum
        Paths on which the output is at its minimum: those without an event, where it is 0 without one. With bins,
        those in the minimum's bin, which at 0 holds nothing else. None: not known.
    quantiles
        Level to (value, low, high): order statistics and the interval at ``confidence``. Empty for yes-or-no
        outputs.
    truncated
        Levels whose interval covers less than ``confidence``, because there are too few paths.
    expected_shortfall, expected_shortfall_error
        Mean of the worst paths at level ``tail``; None where the output has no bad end, or the error where
        the tail has one path.
    worst
        The bad end: ``high``, ``low`` or empty.
    binned
        Whether quantiles and expected shortfall come from bins 0.1% wide.
    confidence, tail
        Levels of the intervals and of the expected shortfall.
    error_degrees
        Degrees of freedom of the errors, which come from pairs or randomisations (METHODS, Sampling); None: from
        paths, and intervals are normal.
    above_minimum_low, above_minimum_high
        Interval of the share of paths on which the output is above its minimum, where errors do not come from paths;
        None: Wilson's of the paths.
    """

    name: str
    unit: str
    meaning: str
    clause: str
    dtype: Literal["int64", "float64", "bool"]
    mean: float | None
    standard_error: float | None
    mean_low: float | None
    mean_high: float | None
    standard_deviation: float | None
    minimum: float | None
    maximum: float | None
    defined: int
    undefined: int
    quantiles: dict[float, tuple[float, float, float]] = field(default_factory=dict)
    truncated: tuple[float, ...] = ()
    expected_shortfall: float | None = None
    expected_shortfall_error: float | None = None
    worst: Literal["high", "low", ""] = ""
    binned: bool = False
    confidence: float = 0.95
    tail: float = 0.95
    at_minimum: int | None = None
    error_degrees: int | None = None
    above_minimum_low: float | None = None
    above_minimum_high: float | None = None

    @property
    def deviate(self) -> float:
        """Half-width of an interval at the confidence, in standard errors of this output."""
        if self.error_degrees is None:
            return normal_deviate(self.confidence)
        return student_deviate(self.confidence, self.error_degrees)


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
        The defined values, in any order.
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
        at_minimum=int(np.searchsorted(ordered, ordered[0], side="right")),
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
