"""The internal rate of return of a path's dated flows (METHODS 7)."""

from __future__ import annotations

from kernels.jit import clause
from kernels.normal import exp2, minus_two_log
from kernels.rows import UNDEFINED
from kernels.tables import Floats, SeriesTable

_YEAR_DAYS = 365.0
_STEEPEST = 200.0
"""Bound on log2 of the annual growth factor; beyond it there is no root that means anything."""
_EXPONENTS = 900.0
"""Bound on the exponent of a discount: what it leaves of a flow is still a normal number."""
_LN2 = 0.6931471805599453
_NO_CASH = 1e-6
"""Dollars under which a net flow counts as zero: what rounding leaves of flows that cancel."""
_ROUNDING = 1e-9
"""Of the money that has moved: a balance under it counts as zero."""

YEARS = 0
DOLLARS = 1
WORTH = 2
FLOW_ROWS = 3
"""Rows of the scratch that holds netted flows: years from session 0, dollars, dollars discounted."""


@clause
def put(count: int, day: float, dollars: float, flows: Floats) -> int:
    """Add a dated flow that is not earlier than the last one of ``flows``; returns how many there are."""
    if count > 0 and flows[YEARS, count - 1] == day:
        flows[DOLLARS, count - 1] += dollars
        return count
    flows[YEARS, count] = day
    flows[DOLLARS, count] = dollars
    return count + 1


@clause
def next_purchase(day: float, table: SeriesTable) -> int:
    """The earliest purchase after a day; -1: none. Purchases of one day are the first of them."""
    best = -1
    for purchase in range(table.purchase_days.size):
        this = table.purchase_days[purchase]
        sooner = best < 0 or this < table.purchase_days[best]
        if table.purchase_usd[purchase] > 0.0 and this > day and sooner:
            best = purchase
    return best


@clause
def paid_on(day: float, table: SeriesTable) -> float:
    """Purchase prices paid on a day."""
    paid = 0.0
    for purchase in range(table.purchase_days.size):
        paid += table.purchase_usd[purchase] if table.purchase_days[purchase] == day else 0.0
    return paid


@clause
def net_by_date(last: int, by_session: Floats, days: Floats, table: SeriesTable, flows: Floats) -> int:
    """Purchases and flows in the order of their dates, netted, zeros dropped; returns how many there are."""
    count = 0
    purchase = next_purchase(-1e300, table)
    for t in range(last):
        if by_session[t] != 0.0:
            while purchase >= 0 and table.purchase_days[purchase] <= days[t]:
                day = table.purchase_days[purchase]
                count = put(count, day, -paid_on(day, table), flows)
                purchase = next_purchase(day, table)
            count = put(count, days[t], by_session[t], flows)
    while purchase >= 0:
        day = table.purchase_days[purchase]
        count = put(count, day, -paid_on(day, table), flows)
        purchase = next_purchase(day, table)
    kept = 0
    for k in range(count):
        if abs(flows[DOLLARS, k]) > _NO_CASH:
            flows[DOLLARS, kept] = flows[DOLLARS, k]
            flows[YEARS, kept] = flows[YEARS, k] / _YEAR_DAYS
            kept += 1
    return kept


@clause
def comes_back(last: int, by_session: Floats) -> bool:
    """Whether any session's flow is positive."""
    found = False
    for t in range(last):
        found |= by_session[t] > _NO_CASH
    return found


@clause
def excess(y: float, count: int, flows: Floats) -> tuple[float, float]:
    """Log of what is received over what is paid, both at the annual growth factor ``2**y``, and its slope in y.

    It is nearly straight: both are sums of exponentials, and only their mean dates move.
    """
    for k in range(count):
        flows[WORTH, k] = flows[DOLLARS, k] * exp2(-y * flows[YEARS, k])
    received = 0.0
    received_years = 0.0
    paid = 0.0
    paid_years = 0.0
    for k in range(count):
        worth = flows[WORTH, k]
        inward = worth if worth > 0.0 else 0.0
        outward = 0.0 if worth > 0.0 else -worth
        received += inward
        received_years += inward * flows[YEARS, k]
        paid += outward
        paid_years += outward * flows[YEARS, k]
    log = 0.5 * (minus_two_log(paid) - minus_two_log(received))
    return log, (paid_years / paid - received_years / received) * _LN2


@clause
def is_ever_repaid_too_much(count: int, flows: Floats) -> bool:
    """Whether the balance is ever in the investor's favour, at the growth factor that ``flows`` was discounted with."""
    turnover = 0.0
    balance = 0.0
    for k in range(count):
        turnover += abs(flows[WORTH, k])
        balance += flows[WORTH, k]
        if balance > _ROUNDING * turnover:
            return True
    return False


@clause
def internal_rate(last: int, by_session: Floats, days: Floats, table: SeriesTable, flows: Floats) -> float:
    """Effective annual rate at which all flows are worth nothing (METHODS 7).

    Flows are netted by date, purchases included. If they change sign once, from minus to plus, there is one rate. Else
    there may be several: the investor pays again after it has received. A rate at which the balance of the investment,
    grown at that rate, is never in the investor's favour before the end is the only one (Soper 1959; Teichroew,
    Robichek and Montalbano 1965, "pure investment"); any other is not reported. It is found by Newton's steps on the
    log of receipts over payments, kept inside a bracket.

    Parameters
    ----------
    last
        Flows from this session on are zero.
    by_session
        Net cash to the investor by session, without the purchases of ``table``, USD.
    days
        Calendar days of each session.
    table
        Purchases: of the series, and after them of warrants that were bought by themselves.
    flows
        Scratch, [FLOW_ROWS, T + purchases].

    Returns
    -------
    float
        -1 if nothing comes back, that is if no session's flow is positive; UNDEFINED if there is no such root.
    """
    if not comes_back(last, by_session):
        return -1.0
    count = net_by_date(last, by_session, days, table, flows)
    if count < 2 or flows[DOLLARS, 0] > 0.0 or flows[DOLLARS, count - 1] < 0.0:
        return UNDEFINED
    changes = 0
    for k in range(1, count):
        changes += (flows[DOLLARS, k] > 0.0) != (flows[DOLLARS, k - 1] > 0.0)
    furthest = max(abs(flows[YEARS, 0]), abs(flows[YEARS, count - 1]))
    steepest = _STEEPEST if furthest * _STEEPEST < _EXPONENTS else _EXPONENTS / furthest
    low = -steepest
    high = steepest
    y = 0.0
    for _ in range(200):
        log, slope = excess(y, count, flows)
        if log > 0.0:
            low = y
        else:
            high = y
        following = y - log / slope if slope < 0.0 else low
        # A step out of the bracket goes half the way to its end: the ends themselves are far away.
        if following <= low or following >= high:
            following = 0.5 * (low + high)
        if abs(following - y) <= 1e-14 * (1.0 + abs(y)) or high - low <= 1e-14:
            y = following
            break
        y = following
    if y > steepest - 1e-6:
        return UNDEFINED
    if y < 1e-6 - steepest:
        return -1.0 if changes == 1 else UNDEFINED
    if changes > 1:
        excess(y, count, flows)
        if is_ever_repaid_too_much(count, flows):
            return UNDEFINED
    return float(exp2(y) - 1.0)
