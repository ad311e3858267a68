"""The internal rate of return of the holder's dated flows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

_HIGHEST = 200.0
"""Rates above ``2**200`` a year count as no rate."""
_LOWEST = -(2.0**24)
"""Far below the exponent at which one plus the rate is no longer a positive float."""


def internal_rate_of_return(flows: Iterable[tuple[int, float]]) -> float | None:
    """Effective annual rate at which the dated flows are worth nothing.

    With ``y`` the base-two logarithm of one plus the rate, the rate solves ``sum c 2^(-y d/365) = 0``. Netted by date
    and with zeros dropped, the flows must change sign exactly once, from minus to plus: one change of sign means
    exactly one root (Descartes), none or several may mean several. All that the holder pays on balance is then paid
    before anything comes back, so ``log(inflows) - log(outflows)``, each discounted at ``y``, falls strictly in y and
    is nearly straight: Newton's method inside a bracket finds its only root.

    Parameters
    ----------
    flows
        Calendar days from session 0 and dollars of each flow, outflows negative, purchases included; those of one
        date are netted.

    Returns
    -------
    float or None
        The rate per year; None where the flows do not change sign so, or where no root lies between -1 and ``2**200``.
    """
    by_day: defaultdict[int, float] = defaultdict(float)
    for day, flow in flows:
        by_day[day] += flow
    paid = [(day / 365, -flow) for day, flow in by_day.items() if flow < 0]
    back = [(day / 365, flow) for day, flow in by_day.items() if flow > 0]
    if not paid or not back or max(year for year, _ in paid) >= min(year for year, _ in back):
        return None

    def excess(y: float) -> tuple[float, float]:
        """Log of inflows over outflows at y, and its slope."""
        inflow, inflow_year = _log_value(back, y)
        outflow, outflow_year = _log_value(paid, y)
        return inflow - outflow, outflow_year - inflow_year

    high = _HIGHEST
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
        step = y - value / slope
        following = step if low < step < high else (low + high) / 2
        if abs(following - y) <= 1e-15 * max(1.0, abs(y)):
            break
        y = following
    return float(math.expm1(following * math.log(2)))


def _log_value(flows: list[tuple[float, float]], y: float) -> tuple[float, float]:
    """Base-two logarithm of flows discounted at y, and their mean year so weighted."""
    largest = max(-y * year for year, _ in flows)
    total = weighted = 0.0
    for year, flow in flows:
        value = flow * math.exp2(-y * year - largest)
        total += value
        weighted += value * year
    return largest + math.log2(total), weighted / total
