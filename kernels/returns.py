"""The internal rate of return of a path's dated flows."""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.normal import exp2
from kernels.rows import UNDEFINED
from kernels.tables import Floats, SeriesTable

_YEAR_DAYS = 365.0
_STEEPEST = 200.0
"""Bound on log2 of the annual growth factor; beyond it there is no root that means anything."""
_LN2 = 0.6931471805599453
_NO_CASH = 1e-6
"""Dollars under which a net flow counts as zero: what rounding leaves of flows that cancel."""
_NEVER = 1e300
"""A day that never comes; its negative: before all days."""
_ROUNDING = 1e-9
"""Of the money that moved: a balance under it counts as zero."""


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


@rare
def comes_back(last: int, flows: Floats) -> bool:
    """Whether any session's flow is positive."""
    for t in range(last):
        if flows[t] > _NO_CASH:
            return True
    return False


@rare
def ends_and_begins_wrongly(last: int, flows: Floats, days: Floats, table: SeriesTable) -> bool:
    """Whether, netted by date with zeros dropped, the first flow is received or the last is paid.

    Then the balance is in the investor's favour at the one end or the other, whatever the rate.
    """
    first_day = _NEVER
    last_day = -_NEVER
    first_is_received = False
    last_is_paid = True
    for t in range(last):
        net = flows[t]
        for purchase in range(table.purchase_days.size):
            if table.purchase_days[purchase] == days[t]:
                net -= table.purchase_usd[purchase]
        if abs(net) > _NO_CASH:
            if days[t] < first_day:
                first_day = days[t]
                first_is_received = net > 0.0
            last_day = days[t]
            last_is_paid = net < 0.0
    for purchase in range(table.purchase_days.size):
        day = table.purchase_days[purchase]
        on_a_session = False
        for t in range(last):
            on_a_session = on_a_session or days[t] == day
        # Between sessions and before them there is nothing to net it with.
        if not on_a_session and table.purchase_usd[purchase] > _NO_CASH:
            first_is_received = first_is_received and first_day < day
            first_day = day if day < first_day else first_day
            last_is_paid = last_is_paid or day > last_day
    return first_is_received or last_is_paid


@rare
def is_ever_repaid_too_much(y: float, last: int, flows: Floats, days: Floats, table: SeriesTable) -> bool:
    """Whether at the growth factor ``2**y`` the investor ever has back more than it put in, before the end."""
    turnover = 0.0
    for t in range(last):
        turnover += abs(flows[t]) * exp2(-y * days[t] / _YEAR_DAYS)
    received = 0.0
    for t in range(last):
        if flows[t] == 0.0:
            continue
        received += flows[t] * exp2(-y * days[t] / _YEAR_DAYS)
        paid = 0.0
        for purchase in range(table.purchase_days.size):
            if table.purchase_days[purchase] <= days[t]:
                paid += table.purchase_usd[purchase] * exp2(-y * table.purchase_days[purchase] / _YEAR_DAYS)
        if received - paid > _ROUNDING * (turnover + paid):
            return True
    return False


@clause
def internal_rate(last: int, flows: Floats, days: Floats, table: SeriesTable) -> float:
    """Effective annual rate at which all flows are worth nothing (METHODS 7).

    Where no session's flow is negative and every purchase comes at or before session 0, the worth falls as the rate
    rises, and the root is unique if there is one. Else the investor also pays later (exercise prices, buy-ins, draws,
    warrants bought by themselves), and several rates may be roots. A root at which the balance of the investment,
    grown at that rate, is never in the investor's favour before its end is the only one (Soper 1959; Teichroew,
    Robichek and Montalbano 1965, "pure investment"); any other is not reported.
    The root is bracketed by doubling, then found by Newton's steps kept inside the bracket.

    Parameters
    ----------
    last
        Flows from this session on are zero.
    flows
        Net cash to the investor by session, without the purchases of ``table``, USD.
    days
        Calendar days of each session.
    table
        Purchases: of the series, and after them of warrants that were bought by themselves.

    Returns
    -------
    float
        -1 if nothing comes back, that is if no session's flow is positive; UNDEFINED if there is no such root.
    """
    inflow = 0.0
    for t in range(last):
        inflow += flows[t]
    pays_later = False
    for t in range(last):  # apart from the sum, which is taken in order: so it vectorises
        pays_later |= flows[t] < 0.0
    for purchase in range(table.purchase_days.size):
        pays_later |= table.purchase_days[purchase] > 0.0
    if pays_later:
        if not comes_back(last, flows):
            return -1.0
        if ends_and_begins_wrongly(last, flows, days, table):
            return UNDEFINED
    elif inflow == 0.0:
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
            if pays_later:
                return -1.0
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
    if pays_later and is_ever_repaid_too_much(y, last, flows, days, table):
        return UNDEFINED
    return float(exp2(y) - 1.0)
