"""The internal rate of return of a path's dated flows."""

from __future__ import annotations

from kernels.jit import clause
from kernels.normal import exp2
from kernels.rows import UNDEFINED
from kernels.tables import Floats, SeriesTable

_YEAR_DAYS = 365.0
_STEEPEST = 200.0
"""Bound on log2 of the annual growth factor; beyond it there is no root that means anything."""
_LN2 = 0.6931471805599453


@clause
def present_worth(y: float, last: int, flows: Floats, days: Floats, table: SeriesTable) -> tuple[float, float]:
    """Worth of all flows at the annual growth factor ``2**y``, and its derivative with respect to y."""
    worth = 0.0
    slope = 0.0
    for series in range(table.purchase_usd.size):
        years = table.purchase_days[series] / _YEAR_DAYS
        term = -table.purchase_usd[series] * exp2(-y * years)
        worth += term
        slope -= term * years
    for t in range(last):
        if flows[t] != 0.0:
            years = days[t] / _YEAR_DAYS
            term = flows[t] * exp2(-y * years)
            worth += term
            slope -= term * years
    return worth, slope * _LN2


@clause
def internal_rate(last: int, flows: Floats, days: Floats, table: SeriesTable) -> float:
    """Effective annual rate at which all flows are worth nothing.

    Purchases come at or before session 0 and sales after, so the worth falls as the rate rises and the root is unique
    if there is one: bracketed by doubling, then Newton's steps kept inside the bracket.

    Parameters
    ----------
    last
        Flows from this session on are zero.
    flows
        Cash to the investor by session, USD.
    days
        Calendar days of each session.
    table
        Purchases.

    Returns
    -------
    float
        -1 if nothing comes back; UNDEFINED if no root exists.
    """
    inflow = 0.0
    for t in range(last):
        inflow += flows[t]
    if inflow == 0.0:
        return -1.0
    worth, _ = present_worth(0.0, last, flows, days, table)
    low = 0.0
    high = 0.0
    step = 1.0
    if worth > 0.0:
        while worth > 0.0 and high < _STEEPEST:
            low = high
            high = step if step < _STEEPEST else _STEEPEST
            step *= 2.0
            worth, _ = present_worth(high, last, flows, days, table)
        if worth > 0.0:
            return UNDEFINED
    else:
        while worth <= 0.0 and low > -_STEEPEST:
            high = low
            low = -step if step < _STEEPEST else -_STEEPEST
            step *= 2.0
            worth, _ = present_worth(low, last, flows, days, table)
        if worth <= 0.0:
            # The root lies where one plus the rate is no longer told from zero, if anything comes back after the last
            # purchase.
            purchased = table.purchase_days[0]
            for series in range(table.purchase_days.size):
                day = table.purchase_days[series]
                purchased = day if day > purchased else purchased
            later = False
            for t in range(last):
                later = later or (flows[t] != 0.0 and days[t] > purchased)
            return -1.0 if later else UNDEFINED
    y = 0.5 * (low + high)
    for _ in range(200):
        worth, slope = present_worth(y, last, flows, days, table)
        if worth > 0.0:
            low = y
        else:
            high = y
        following = y - worth / slope if slope < 0.0 else 0.5 * (low + high)
        if not (low < following < high):
            following = 0.5 * (low + high)
        if abs(following - y) <= 1e-14 * (1.0 + abs(y)) or high - low <= 1e-14:
            y = following
            break
        y = following
    return float(exp2(y) - 1.0)
