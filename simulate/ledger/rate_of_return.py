"""The internal rate of return of the holder's dated flows."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable

_STEEPEST = 200.0
"""Growth factors beyond ``2**200`` a year, either way, count as no rate."""
_EXPONENTS = 900.0
"""Nor do those at which a discount leaves the range of floats."""
_LOWEST = -(2.0**24)
"""Far below the exponent at which one plus the rate is no longer a positive float."""
_ROUNDING = 1e-9
"""Of the money that has moved: a balance under it counts as zero."""


def internal_rate_of_return(flows: Iterable[tuple[int, float]]) -> float | None:
    """Effective annual rate at which the dated flows are worth nothing.

    With ``y`` the base-two logarithm of one plus the rate, the rate solves ``sum c 2^(-y d/365) = 0``. Where the holder
    pays again after it has received there may be several such rates. One at which the balance still to be recovered,
    grown at that rate, never changes to the holder's favour before the end is the only one: the deal is then a pure
    investment (Soper 1959; Teichroew, Robichek and Montalbano 1965). Any other is not given.

    ``log(inflows) - log(outflows)``, each discounted at ``y``, is nearly straight in y: Newton's method inside a
    bracket.

    Parameters
    ----------
    flows
        Calendar days from session 0 and dollars of each flow, outflows negative, purchases included; those of one
        date are netted.

    Returns
    -------
    float or None
        The rate per year; None where it is not known to be the only one, or where none lies between ``2**-200`` and
        ``2**200``, each less one; -1 for a single rate below that.
    """
    by_day: defaultdict[int, float] = defaultdict(float)
    for day, flow in flows:
        by_day[day] += flow
    paid = [(day / 365, -flow) for day, flow in by_day.items() if flow < 0]
    back = [(day / 365, flow) for day, flow in by_day.items() if flow > 0]
    if not paid or not back:
        return None
    paid_ends, back_ends = _ends(paid), _ends(back)
    if back_ends[0] < paid_ends[0] or paid_ends[1] > back_ends[1]:
        return None

    def excess(y: float) -> tuple[float, float]:
        """Log of inflows over outflows at y, and its slope."""
        inflow, inflow_year = _log_value(back, back_ends, y)
        outflow, outflow_year = _log_value(paid, paid_ends, y)
        return inflow - outflow, outflow_year - inflow_year

    steepest = min(_STEEPEST, _EXPONENTS / max(abs(year) for year in [*paid_ends, *back_ends]))
    high = steepest
    if excess(high)[0] > 0:
        return None
    low = -1.0
    while excess(low)[0] < 0 and low > _LOWEST:
        low *= 2
    y = min(max(0.0, low), high)
    for _ in range(200):
        value, slope = excess(y)
        if value > 0:
            low = y
        else:
            high = y
        step = y - value / slope if slope < 0 else low
        following = step if low < step < high else (low + high) / 2
        if abs(following - y) <= 1e-15 * max(1.0, abs(y)):
            break
        y = following
    changes = sum((one > 0) != (other > 0) for one, other in itertools.pairwise(by_day[day] for day in sorted(by_day)))
    if following < -steepest:
        return -1.0 if changes == 1 else None
    if changes > 1 and not _is_pure_investment(by_day, following):
        return None
    return float(math.expm1(following * math.log(2)))


def _is_pure_investment(by_day: dict[int, float], y: float) -> bool:
    """Whether at the rate ``2**y`` the holder never has back more than it put in."""
    largest = max(-y * day / 365 for day in by_day)
    values = [by_day[day] * math.exp2(-y * day / 365 - largest) for day in sorted(by_day)]
    moved = itertools.accumulate(abs(value) for value in values)
    return all(
        balance <= _ROUNDING * so_far for balance, so_far in zip(itertools.accumulate(values), moved, strict=True)
    )


def _ends(flows: list[tuple[float, float]]) -> tuple[float, float]:
    """The first and the last year of flows."""
    return min(flows)[0], max(flows)[0]


def _log_value(flows: list[tuple[float, float]], ends: tuple[float, float], y: float) -> tuple[float, float]:
    """Base-two logarithm of flows discounted at y, and their mean year so weighted."""
    # Of exponents that are linear in the year the greatest is one of the two ends'.
    largest = max(-y * year for year in ends)
    total = weighted = 0.0
    for year, flow in flows:
        value = flow * math.exp2(-y * year - largest)
        total += value
        weighted += value * year
    return largest + math.log2(total), weighted / total
