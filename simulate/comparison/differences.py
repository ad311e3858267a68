"""Differences of one output between two scenarios, each with its own Monte Carlo error (METHODS, Comparison)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from simulate.statistics import (
    Clusters,
    SummaryRow,
    expected_shortfall,
    normal_deviate,
    quantile_rank,
    student_deviate,
)
from simulate.statistics.estimators import Moments

Floats = NDArray[np.float64]

GROUPS = 32
"""Groups of paths, by number modulo this, whose differences give the error of a difference of quantiles. Of paths that
share random numbers it is their clusters that are so grouped."""
LEVELS = (0.05, 0.50, 0.95)
"""Quantiles that are compared."""
BLOCK = 4096


@dataclass(frozen=True)
class Difference:
    """How far one number of an output moves from the first scenario to another.

    Attributes
    ----------
    scenario
        Label of the other scenario.
    output, unit
        As in the registry of columns.
    statistic
        ``mean``, ``q05``, ``q50``, ``q95`` or ``shortfall``.
    first, other, difference
        The number in the first scenario and in the other, and the second less the first.
    standard_error, low, high
        Of the difference; None: too few paths to tell.
    paths
        Paths on which the output is defined in both; unpaired: the fewer of those on which it is in one.
    method
        How the error was found: ``paired``, ``sections`` or ``unpaired``. Of means of paths that share random numbers
        ``paired`` is from their clusters.
    """

    scenario: str
    output: str
    unit: str
    statistic: str
    first: float
    other: float
    difference: float
    standard_error: float | None
    low: float | None
    high: float | None
    paths: int
    method: Literal["paired", "sections", "unpaired"]


@dataclass(frozen=True)
class Subject:
    """What is compared: the other scenario's label, the output's name and unit, and the levels of its numbers."""

    scenario: str
    output: str
    unit: str
    is_share: bool
    worst: Literal["high", "low", ""]
    confidence: float
    tail: float


def paired(subject: Subject, first: Floats, other: Floats, clusters: Clusters | None = None) -> Iterator[Difference]:
    """Differences of an output between two scenarios of the same random numbers.

    Parameters
    ----------
    subject
        What is compared.
    first, other
        Its values on the paths on which it is defined in both, path by path.
    clusters
        Which of these share random numbers (METHODS, Sampling); None: none do.

    Yields
    ------
    Difference
        Of the mean, the quantiles and the expected shortfall; of a yes-or-no output, of the mean alone. Nothing where
        there are no paths.
    """
    if first.size == 0:
        return
    yield _of_means(subject, first, other, clusters)
    groups = _groups(first.size, clusters)
    if subject.is_share:
        return
    for p in LEVELS:
        yield _of_order(subject, f"q{round(100 * p):02d}", first, other, groups, _quantile(p), min(p, 1 - p))
    if subject.worst:
        tail = 1 - subject.tail
        yield _of_order(subject, "shortfall", first, other, groups, _shortfall(subject.tail, subject.worst), tail)


def paired_moments(first: Floats, other: Floats) -> Moments:
    """Moments of how far an output moves from one scenario to another, path by path.

    Parameters
    ----------
    first, other
        Its values on the paths of both.

    Returns
    -------
    simulate.statistics.estimators.Moments
        Whose mean is the difference of the means, and whose standard error is that of the pairs.
    """
    return _moments(other - first)


def _moments(values: Floats) -> Moments:
    """Moments block by block, merged in path order."""
    out = Moments()
    for start in range(0, values.size, BLOCK):
        out = out.merge(Moments.of(values[start : start + BLOCK]))
    return out


def _groups(count: int, clusters: Clusters | None) -> NDArray[np.int64] | None:
    """The group of each path for errors by sections; None: too few clusters for groups of them."""
    if clusters is None:
        return np.arange(count, dtype=np.int64) % GROUPS
    if clusters.count < 2:
        return None
    return clusters.of_value % min(GROUPS, clusters.count)


def _of_means(subject: Subject, first: Floats, other: Floats, clusters: Clusters | None) -> Difference:
    """The mean of the per-path difference, with its standard error."""
    apart = paired_moments(first, other)
    error = apart.standard_error if clusters is None else clusters.error(other - first - apart.mean)
    low = high = None
    more, fewer = int(np.count_nonzero(other > first)), int(np.count_nonzero(first > other))
    if clusters is not None and clusters.degrees is None:
        pass
    elif subject.is_share:
        if clusters is None or clusters.degrees is None:
            low, high = matched_interval(more, fewer, first.size, subject.confidence)
        else:
            trials = _matched_trials(first, other, clusters)
            scale, deviate = trials / first.size, student_deviate(subject.confidence, clusters.degrees)
            low, high = _matched(more * scale, fewer * scale, trials, deviate)
    elif error is not None:
        degrees = None if clusters is None else clusters.degrees
        confidence = subject.confidence
        deviate = normal_deviate(confidence) if degrees is None else student_deviate(confidence, degrees)
        half = deviate * error
        low, high = apart.mean - half, apart.mean + half
    return Difference(
        scenario=subject.scenario,
        output=subject.output,
        unit=subject.unit,
        statistic="mean",
        first=_moments(first).mean,
        other=_moments(other).mean,
        difference=apart.mean,
        standard_error=error,
        low=low,
        high=high,
        paths=int(first.size),
        method="paired",
    )


def _matched_trials(first: Floats, other: Floats, clusters: Clusters) -> float:
    """How many independent pairs of paths would have the error that the clusters show; as many as there are clusters
    where no path differs, or all do alike.
    """
    apart = other - first
    mean = float(apart.mean())
    variance = float(np.square(apart - mean).mean())
    error = clusters.error(apart - mean)
    if variance == 0.0 or error is None:
        return float(clusters.count)
    least = math.sqrt(variance / (apart.size * clusters.paths))
    return variance / max(error, least) ** 2


def matched_interval(more: int, fewer: int, count: int, confidence: float) -> tuple[float, float]:
    """Interval of a difference of matched proportions (Agresti and Min 2005): with width where no path differs.

    Parameters
    ----------
    more, fewer
        Paths on which only the other scenario says yes, and on which only the first does.
    count
        All paths.
    confidence
        Level of the interval.

    Returns
    -------
    low, high : float
        From -1 to 1.
    """
    return _matched(more, fewer, count, normal_deviate(confidence))


def _matched(more: float, fewer: float, count: float, deviate: float) -> tuple[float, float]:
    """The same from numbers of paths that may be effective ones, and a deviate."""
    # Half a path is added to each of the four combinations of yes and no.
    paths, up, down = count + 2, more + 0.5, fewer + 0.5
    middle = (up - down) / paths
    error = math.sqrt((up + down) / paths - middle * middle) / math.sqrt(paths)
    half = deviate * error
    return max(-1.0, middle - half), min(1.0, middle + half)


Estimator = Callable[[Floats], float]


def _quantile(p: float) -> Estimator:
    return lambda ordered: float(ordered[quantile_rank(int(ordered.size), p) - 1])


def _shortfall(tail: float, worst: Literal["high", "low"]) -> Estimator:
    return lambda ordered: expected_shortfall(ordered, tail, worst)[0]


def _of_order(
    subject: Subject,
    statistic: str,
    first: Floats,
    other: Floats,
    groups: NDArray[np.int64] | None,
    estimator: Estimator,
    rarer: float,
) -> Difference:
    """A difference of what the order of the values gives, its error by sections of the paths."""
    values = [estimator(np.sort(side)) for side in (first, other)]
    difference = values[1] - values[0]
    error = low = high = None
    # Each group must reach the level: the 5% quantile needs twenty paths. Rounding must not ask for one more.
    count = 0 if groups is None else int(groups.max()) + 1
    if groups is not None and count > 1 and int(np.bincount(groups).min()) >= round(1 / rarer, 6):
        apart = []
        for group in range(count):
            mine = groups == group
            apart.append(estimator(np.sort(other[mine])) - estimator(np.sort(first[mine])))
        squares = math.fsum((value - difference) ** 2 for value in apart)
        error = math.sqrt(squares / (count * (count - 1)))
        half = float(special.stdtrit(count - 1, 0.5 + subject.confidence / 2)) * error
        low, high = difference - half, difference + half
    return Difference(
        scenario=subject.scenario,
        output=subject.output,
        unit=subject.unit,
        statistic=statistic,
        first=values[0],
        other=values[1],
        difference=difference,
        standard_error=error,
        low=low,
        high=high,
        paths=int(first.size),
        method="sections",
    )


def unpaired(subject: Subject, first: SummaryRow, other: SummaryRow) -> Iterator[Difference]:
    """Differences of an output between two runs that have nothing in common: errors add in quadrature.

    Parameters
    ----------
    subject
        What is compared.
    first, other
        The output's summary in either run.

    Yields
    ------
    Difference
        Of what both summaries state. Each end of the interval is as far from the difference as the two summaries'
        ends on that side, squared and added (Zou and Donner 2008; of proportions, Newcombe 1998).
    """
    numbers = [_numbers(row, subject) for row in (first, other)]
    for statistic in numbers[0]:
        if statistic not in numbers[1]:
            continue
        (a, a_low, a_high), (b, b_low, b_high) = numbers[0][statistic], numbers[1][statistic]
        error = low = high = None
        if a_low is not None and a_high is not None and b_low is not None and b_high is not None:
            low = b - a - math.hypot(b - b_low, a_high - a)
            high = b - a + math.hypot(b_high - b, a - a_low)
            error = math.hypot(a_high - a_low, b_high - b_low) / (2 * normal_deviate(subject.confidence))
        if statistic == "mean" and first.standard_error is not None and other.standard_error is not None:
            error = math.hypot(first.standard_error, other.standard_error)
        yield Difference(
            scenario=subject.scenario,
            output=subject.output,
            unit=subject.unit,
            statistic=statistic,
            first=a,
            other=b,
            difference=b - a,
            standard_error=error,
            low=low,
            high=high,
            paths=min(first.defined, other.defined),
            method="unpaired",
        )


def _numbers(row: SummaryRow, subject: Subject) -> dict[str, tuple[float, float | None, float | None]]:
    """What a summary states of an output, each number with its interval."""
    out: dict[str, tuple[float, float | None, float | None]] = {}
    if row.mean is not None:
        out["mean"] = (row.mean, row.mean_low, row.mean_high)
    for p in LEVELS:
        if p in row.quantiles:
            out[f"q{round(100 * p):02d}"] = row.quantiles[p]
    if row.expected_shortfall is not None:
        error = row.expected_shortfall_error
        half = None if error is None else row.deviate * error
        value = row.expected_shortfall
        out["shortfall"] = (value, None, None) if half is None else (value, value - half, value + half)
    return out
