"""Errors of paths that share random numbers: from pairs, or from independent randomisations (METHODS, Sampling).

Clusters are independent of each other; paths of one are not. So an error is that of a sum over clusters, to first order
where an estimate is no mean (the ultimate clusters of survey statistics; Cochran 1977, 6.3 and 9A), with Student's t on
one degree of freedom less than there are clusters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulate.statistics.estimators import (
    Level,
    exact_level,
    quantile_rank,
    score_interval,
    tail_count,
)
from simulate.statistics.special import student_quantile

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Clusters:
    """Which paths stand together.

    Attributes
    ----------
    of_value
        [values]: number of the cluster of each value, ascending from 0 without a gap.
    count
        How many clusters there are.
    paths
        Paths of a cluster as they are drawn, those without a value included.
    """

    of_value: Integers
    count: int
    paths: int

    @classmethod
    def of(cls, numbers: NDArray[np.integer], paths: int) -> Clusters:
        """The clusters of some paths.

        Parameters
        ----------
        numbers
            Their numbers, ascending.
        paths
            Of a cluster.
        """
        own = numbers.astype(np.int64) // paths
        begins = np.flatnonzero(np.diff(own)) + 1
        steps = np.zeros(own.size, np.int64)
        steps[begins] = 1
        return cls(np.cumsum(steps), int(begins.size) + 1 if own.size else 0, paths)

    @property
    def degrees(self) -> int | None:
        """Degrees of freedom of an error; None: a single cluster tells none."""
        return self.count - 1 if self.count > 1 else None

    def error(self, influences: Floats) -> float | None:
        """Standard error of an estimate from what each value moves it by, times the number of values.

        Parameters
        ----------
        influences
            [values], of mean 0: of a mean, the values less it.

        Returns
        -------
        float or None
            None with a single cluster.
        """
        if self.count < 2:
            return None
        sums = np.bincount(self.of_value, weights=influences, minlength=self.count)
        squares = math.fsum(np.square(sums).tolist())
        return math.sqrt(self.count / (self.count - 1) * squares) / influences.size

    def error_of_share(self, parts: Floats, share: float) -> float | None:
        """Standard error of a share, no less than one path in each cluster could move it.

        Parameters
        ----------
        parts
            [values], 0 to 1, of mean ``share``.
        share
            Above 0 and below 1.
        """
        error = self.error(parts - share)
        if error is None:
            return None
        # Paths of a cluster may be spread so evenly that its share never varies: it is known to a path all the same.
        return max(error, math.sqrt(share * (1.0 - share) / (parts.size * self.paths)))


def student_deviate(confidence: Level, degrees: int) -> float:
    """Half-width, in standard errors, of a two-sided interval by Student's t.

    Parameters
    ----------
    confidence
        Level of the interval.
    degrees
        Of freedom, at least 1.
    """
    return student_quantile(degrees, 0.5 + float(confidence) / 2)


def share_interval(yes: NDArray[np.bool_], clusters: Clusters, confidence: Level) -> tuple[float, float] | None:
    """Interval of a proportion: Wilson's, with as many trials as would have the error that the clusters show.

    Parameters
    ----------
    yes
        On which paths it is so.
    clusters
        Theirs.
    confidence
        Level of the interval.

    Returns
    -------
    low, high : float
        None with a single cluster. Where it is so on none or on all, nothing shows how paths of a cluster go together:
        each cluster then counts as one trial.
    """
    if clusters.degrees is None:
        return None
    share = float(np.count_nonzero(yes)) / yes.size
    trials = float(clusters.count)
    if 0.0 < share < 1.0:
        error = clusters.error_of_share(yes.astype(np.float64), share)
        assert error is not None  # there are two clusters
        trials = share * (1.0 - share) / error**2
    return score_interval(share, trials, student_deviate(confidence, clusters.degrees))


def quantile_ranks(ordered: Floats, values: Floats, p: Level, clusters: Clusters, confidence: Level) -> tuple[int, int]:
    """Ranks of the order statistics that enclose a quantile (Woodruff 1952, JASA 47, 635-646).

    The level is moved by its error: that of the share of the paths that lie under the quantile, those on it counting in
    part, so that the share is the level itself.

    Parameters
    ----------
    ordered, values
        Ascending, and in the order of the clusters.
    p, confidence
        Levels of the quantile and of the interval.
    clusters
        At least two.

    Returns
    -------
    low, high : int
        Under 1 and over the number of values where there are too few for the confidence.
    """
    assert clusters.degrees is not None  # the caller has seen to it
    count, level = int(ordered.size), float(exact_level(p))
    quantile = ordered[quantile_rank(count, p) - 1]
    under = int(np.searchsorted(ordered, quantile, side="left"))
    on = int(np.searchsorted(ordered, quantile, side="right")) - under
    part = min(max((level * count - under) / on, 0.0), 1.0)
    parts = np.where(values < quantile, 1.0, np.where(values == quantile, part, 0.0))
    error = clusters.error_of_share(parts, level)
    assert error is not None  # there are two clusters
    reach = student_deviate(confidence, clusters.degrees) * error
    return math.floor(count * (level - reach)), math.ceil(count * (level + reach)) + 1


def shortfall_error(
    ordered: Floats, values: Floats, alpha: Level, worst: Literal["high", "low"], clusters: Clusters
) -> float | None:
    """Standard error of the expected shortfall: of what lies beyond the quantile, cluster by cluster.

    Parameters
    ----------
    ordered, values
        Ascending, and in the order of the clusters.
    alpha, worst
        Level, and which end is worst.
    clusters
        Theirs.

    Returns
    -------
    float or None
        None with a single cluster, or a single path in the tail.
    """
    count = int(ordered.size)
    tail = tail_count(count, alpha)
    if tail < 2:
        return None
    beyond = values - ordered[count - tail] if worst == "high" else values - ordered[tail - 1]
    excess = np.maximum(beyond, 0.0) if worst == "high" else np.minimum(beyond, 0.0)
    error = clusters.error(excess - float(excess.mean()))
    return None if error is None else error * count / tail
