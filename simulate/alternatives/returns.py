"""The rate of return of expected flows, and of its differences, with errors from groups of paths in pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulate.ledger.rate_of_return import internal_rate_of_return

Floats = NDArray[np.float64]

GROUPS = 32
"""Groups of paths whose present values give the error of a rate."""
_YEAR_DAYS = 365


@dataclass(frozen=True)
class Rate:
    """A rate a year, or a difference of two.

    Attributes
    ----------
    value
        None: no single rate exists.
    error
        Its standard error; None: too few groups, or nothing came back.
    """

    value: float | None
    error: float | None


def bounds_of_groups(paths: int) -> list[tuple[int, int]]:
    """First path and the one after the last of each group: paths in order, in groups of nearly one size.

    Parameters
    ----------
    paths
        How many.

    Returns
    -------
    list of (int, int)
    """
    ends = [paths * k // GROUPS for k in range(GROUPS + 1)]
    return [(first, end) for first, end in pairwise(ends) if end > first]


@dataclass(frozen=True)
class Grouped:
    """Flows of a buyer, summed over the paths of each group.

    Attributes
    ----------
    days
        Calendar days of the sessions from session 0.
    flows
        [groups, sessions].
    paths
        Of each group.
    paid
        What is paid on other days than sessions, or before any path is drawn: day and dollars, negative.
    """

    days: Sequence[int]
    flows: Floats
    paths: Floats
    paid: Sequence[tuple[int, float]] = ()

    def rate(self) -> float | None:
        """The rate of the mean flows; -1 where nothing comes back."""
        mean = self.flows.sum(axis=0) / self.paths.sum()
        dated = [(day, flow) for day, flow in zip(self.days, mean.tolist(), strict=True) if flow]
        if not any(flow > 0 for _, flow in dated):
            return -1.0 if self.paid or dated else None
        return internal_rate_of_return([*self.paid, *dated])

    def influences(self, rate: float) -> Floats | None:
        """By how much each group moves the rate: its present value at the rate, over the slope of that of all."""
        if rate <= -1.0 or len(self.paths) < 2:
            return None
        years = np.array([day for day, _ in self.paid] + list(self.days)) / _YEAR_DAYS
        paid = self.paths[:, None] * np.array([usd for _, usd in self.paid])[None, :]
        worth = np.hstack([paid, self.flows]) * (1.0 + rate) ** -years
        slope = float((worth * -years).sum()) / (1.0 + rate)
        return None if slope == 0.0 else -worth.sum(axis=1) / slope


def rate_of(one: Grouped) -> Rate:
    """The rate of return of expected flows.

    Parameters
    ----------
    one
        The flows.

    Returns
    -------
    Rate
    """
    rate = one.rate()
    return Rate(rate, None if rate is None else _error(one.influences(rate)))


def difference_of(one: Grouped, other: Grouped) -> Rate:
    """By how much one rate of return is above another on the same paths, in the same groups.

    Parameters
    ----------
    one, other
        The flows.

    Returns
    -------
    Rate
    """
    first, second = one.rate(), other.rate()
    if first is None or second is None:
        return Rate(None, None)
    moved = [one.influences(first), other.influences(second)]
    apart = None if moved[0] is None or moved[1] is None else moved[0] - moved[1]
    return Rate(first - second, _error(apart))


def _error(influences: Floats | None) -> float | None:
    """Standard error of a sum of influences, whose mean is zero, of groups of nearly one size."""
    if influences is None:
        return None
    count = influences.size
    return float(np.sqrt(count / (count - 1) * (influences**2).sum()))
