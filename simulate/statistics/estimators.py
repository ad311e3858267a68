"""Estimators and their errors: moments, order statistics, expected shortfall, proportions.

Everything here is exact or correct at any number of paths from 1 to 1e12. The binomial distribution is taken
from the incomplete beta function, not from ``scipy.special.bdtr``, which fails from about 1e10 on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulate.statistics.special import incomplete_beta, normal_quantile

Level = float | Decimal | Fraction
"""A probability. A float is read as the decimal it prints as, so that 0.95 is 95/100."""


@dataclass(frozen=True)
class Moments:
    """Count, mean and sum of squared deviations of a set of values, mergeable.

    Attributes
    ----------
    count
        Number of values.
    mean
        Their mean, in their unit; 0 with no values.
    m2
        Sum of squared deviations from the mean, in their unit squared.
    """

    count: int = 0
    mean: float = 0.0
    m2: float = 0.0

    @classmethod
    def of(cls, values: NDArray[np.generic]) -> Moments:
        """Moments of an array.

        Parameters
        ----------
        values
            One-dimensional; integers, floats or bools.

        Returns
        -------
        Moments
            Taken about the first value, so that a constant has exactly no variance.
        """
        if values.size == 0:
            return cls()
        shifted = values.astype(np.float64) - float(values[0])
        mean = float(shifted.mean())
        return cls(int(values.size), float(values[0]) + mean, float(np.square(shifted - mean).sum()))

    def merge(self, other: Moments) -> Moments:
        """Moments of both sets together (Chan, Golub and LeVeque 1983).

        Parameters
        ----------
        other
            Moments of values that are not among these.

        Returns
        -------
        Moments
        """
        count = self.count + other.count
        if self.count == 0 or other.count == 0:
            return other if self.count == 0 else self
        delta = other.mean - self.mean
        mean = self.mean + delta * (other.count / count)
        return Moments(count, mean, self.m2 + other.m2 + delta * delta * (self.count * (other.count / count)))

    @property
    def standard_deviation(self) -> float | None:
        """Sample standard deviation, on ``count - 1``; None with fewer than two values."""
        return None if self.count < 2 else math.sqrt(self.m2 / (self.count - 1))

    @property
    def standard_error(self) -> float | None:
        """Standard error of the mean; None with fewer than two values."""
        deviation = self.standard_deviation
        return None if deviation is None else deviation / math.sqrt(self.count)


def exact_level(level: Level) -> Fraction:
    """A probability as an exact rational.

    Parameters
    ----------
    level
        From 0 to 1.

    Returns
    -------
    fractions.Fraction

    Raises
    ------
    ValueError
        If it does not lie from 0 to 1.
    """
    exact = Fraction(repr(float(level))) if isinstance(level, float) else Fraction(level)
    if not 0 <= exact <= 1:
        raise ValueError(f"{level} is no probability; it must lie from 0 to 1")
    return exact


@lru_cache(maxsize=4096, typed=True)
def quantile_rank(count: int, p: Level) -> int:
    """Rank of the order statistic that is quantile p: ``ceil(count x p)``, at least 1.

    Parameters
    ----------
    count
        Number of values, at least 1.
    p
        Level of the quantile.

    Returns
    -------
    int
        From 1 (the smallest) to ``count``.

    Raises
    ------
    ValueError
        If there are no values, or ``p`` is no probability.
    """
    if count < 1:
        raise ValueError("no values have no quantile")
    return max(1, math.ceil(count * exact_level(p)))


def tail_count(count: int, alpha: Level) -> int:
    """How many of ``count`` paths are in the tail of the expected shortfall: ``n - ceil(n alpha) + 1``.

    Parameters
    ----------
    count
        Number of values, at least 1.
    alpha
        Level of the expected shortfall.

    Returns
    -------
    int
        From 1 to ``count``.
    """
    return count - quantile_rank(count, alpha) + 1


def _at_most(k: int, count: int, p: float) -> float:
    """P(a binomial number of ``count`` trials of chance ``p`` is at most k)."""
    if k < 0:
        return 0.0
    return 1.0 if k >= count else incomplete_beta(count - k, k + 1, 1.0 - p)


def _at_least(k: int, count: int, p: float) -> float:
    """P(a binomial number of ``count`` trials of chance ``p`` is at least k)."""
    if k <= 0:
        return 1.0
    return 0.0 if k > count else incomplete_beta(k, count - k + 1, p)


def interval_coverage(count: int, p: Level, low: int, high: int) -> float:
    """Chance that order statistics ``low`` and ``high`` enclose the true quantile p of any distribution.

    Parameters
    ----------
    count
        Number of values.
    p
        Level of the quantile.
    low, high
        Ranks, from 1 to ``count``.

    Returns
    -------
    float
        Exact where the distribution is continuous, a lower bound where it has atoms (David and Nagaraja 2003,
        7.1).
    """
    chance = float(exact_level(p))
    return 1.0 - _at_most(low - 1, count, chance) - _at_least(high, count, chance)


@lru_cache(maxsize=4096)
def quantile_interval_ranks(count: int, p: Level, confidence: Level) -> tuple[int, int]:
    """Ranks of the two order statistics that enclose quantile p with at least the confidence.

    Half of what the confidence leaves goes to either side; where a side runs out of values, the other gets
    what it leaves.

    Parameters
    ----------
    count
        Number of values, at least 1.
    p
        Level of the quantile.
    confidence
        Level of the interval.

    Returns
    -------
    low, high : int
        From 1 to ``count``. With too few values for the confidence they are cut to that range and cover less:
        :func:`interval_coverage` tells how much.

    Raises
    ------
    ValueError
        If there are no values, or a level is no probability.
    """
    chance = float(exact_level(p))
    rank = quantile_rank(count, p)
    missing = 1.0 - float(exact_level(confidence))

    def low_within(missed: float) -> int:
        """The largest low up to the rank, with the quantile below it at most this often; 0: none."""
        good, bad = 0, rank + 1
        while bad - good > 1:
            middle = (good + bad) // 2
            good, bad = (middle, bad) if _at_most(middle - 1, count, chance) <= missed else (good, middle)
        return good

    def high_within(missed: float) -> int:
        """The smallest high from the rank, with the quantile above it at most this often; n + 1: none."""
        bad, good = rank - 1, count + 1
        while good - bad > 1:
            middle = (good + bad) // 2
            good, bad = (middle, bad) if _at_least(middle, count, chance) <= missed else (good, middle)
        return good

    low, high = low_within(missing / 2), high_within(missing / 2)
    if low < 1:
        low, high = 1, high_within(missing - _at_most(0, count, chance))
    elif high > count:
        low, high = low_within(missing - _at_least(count, count, chance)), count
    return max(1, low), min(count, high)


def normal_deviate(confidence: Level) -> float:
    """Half-width, in standard errors, of a two-sided normal interval: 1.96 for 0.95.

    Parameters
    ----------
    confidence
        Level of the interval.

    Returns
    -------
    float
    """
    return normal_quantile(0.5 + float(confidence) / 2)


def wilson_interval(successes: int, count: int, confidence: Level) -> tuple[float, float]:
    """Wilson (1927) interval of a proportion: within 0 and 1, and with width where none or all succeed.

    Parameters
    ----------
    successes, count
        How many of how many; ``count`` at least 1.
    confidence
        Level of the interval.

    Returns
    -------
    low, high : float
        Fractions.
    """
    return score_interval(successes / count, count, normal_deviate(confidence))


def score_interval(share: float, count: float, deviate: float) -> tuple[float, float]:
    """Wilson's interval from a share, the number of trials it is of, and a deviate.

    Parameters
    ----------
    share
        From 0 to 1.
    count
        Trials; need be no whole number where it is an effective one.
    deviate
        Of the confidence.

    Returns
    -------
    low, high : float
        Fractions.
    """
    z = deviate
    shrink = 1.0 + z * z / count
    centre = (share + z * z / (2 * count)) / shrink
    half = z / shrink * math.sqrt(share * (1.0 - share) / count + z * z / (4.0 * count * count))
    # At 0 and 1 the formula meets the bound exactly; rounding may not.
    low = 0.0 if share == 0.0 else max(0.0, centre - half)
    high = 1.0 if share == 1.0 else min(1.0, centre + half)
    return low, high


def shortfall_of_tail(
    tail: NDArray[np.float64], weights: NDArray[np.int64] | None, quantile: float, alpha: Level
) -> tuple[float, float | None]:
    """Mean of the tail paths and its standard error (Manistre and Hancock 2005).

    Parameters
    ----------
    tail
        Values of the tail paths, or of the bins they are in.
    weights
        How many paths each stands for; None: one each.
    quantile
        The tail's mildest value.
    alpha
        Level of the expected shortfall.

    Returns
    -------
    value : float
        In the values' unit.
    standard_error : float or None
        ``sqrt((s^2 + alpha (value - quantile)^2)/k)``, s on ``k - 1``; None with a single tail path.
    """
    # Sums are exact, and taken about the quantile: no order of paths and no processor changes a bit.
    counts = np.ones(tail.size) if weights is None else weights.astype(np.float64)
    k = int(counts.sum())
    excess = math.fsum(((tail - quantile) * counts).tolist()) / k
    if k == 1:
        return quantile + excess, None
    squares = math.fsum((np.square(tail - quantile - excess) * counts).tolist())
    return quantile + excess, math.sqrt((squares / (k - 1) + float(exact_level(alpha)) * excess * excess) / k)


def expected_shortfall(
    sorted_values: NDArray[np.generic], alpha: Level, worst: Literal["high", "low"]
) -> tuple[float, float | None]:
    """Mean of the worst ``n - ceil(n alpha) + 1`` values, with its standard error.

    Parameters
    ----------
    sorted_values
        Ascending, at least one.
    alpha
        Level, such as 0.95.
    worst
        Which end is worst.

    Returns
    -------
    value : float
        In the values' unit.
    standard_error : float or None
        See :func:`shortfall_of_tail`.

    Raises
    ------
    ValueError
        If there are no values.
    """
    k = tail_count(int(sorted_values.size), alpha)
    tail = (sorted_values[-k:] if worst == "high" else sorted_values[:k]).astype(np.float64)
    return shortfall_of_tail(tail, None, float(tail[0] if worst == "high" else tail[-1]), alpha)
