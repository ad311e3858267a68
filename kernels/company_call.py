"""The company calls preferred while that costs less than the common it would convert into (METHODS 26.1)."""

from __future__ import annotations

from kernels.exact import product_is_less
from kernels.intrinsics import floor
from kernels.jit import clause, rare
from kernels.layout import CASH_USD, CERTIFICATE_DUE, CLAIM_USD, EXERCISE_DUE, LAWFUL_USD
from kernels.market.scratch import Quotes
from kernels.obligations import make_due, owed
from kernels.price_rules import price_series
from kernels.remedy_state import LAST_DUE, LAWFUL_TAKEN_USD, SPENT_USD
from kernels.state import State
from kernels.tables import BIG, Tables
from kernels.whole_state import LIVE_CALL_USD, LIVE_CALLED, LIVE_RAISED_USD
from kernels.whole_tables import Whole


@clause
def free_cash(t: int, until: int, state: State, whole: Whole) -> float:
    """What the company can pay in all, less what it has paid, owes, and will owe up to a session, USD."""
    numbers = state.whole.remedy.numbers
    raised = state.whole.live.numbers[LIVE_RAISED_USD]
    free = whole.by_session[CASH_USD, 0, t] + raised - numbers[SPENT_USD] - owed(state)
    last = int(numbers[LAST_DUE])
    last = last if last < until else until
    for later in range(t, last + 1):
        free -= state.whole.by_session[CERTIFICATE_DUE, later] + state.whole.by_session[EXERCISE_DUE, later]
    return float(free)


@rare
def call_series(series: int, t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Call as much of a series as the company can, and may lawfully, pay for."""
    remedy = state.whole.remedy
    each = whole.company.multiple * whole.by_session[CLAIM_USD, series, t]
    left = free_cash(t, tables.clock.days.size - 1, state, whole)
    lawful = whole.by_session[LAWFUL_USD, 0, t]
    if lawful != BIG and lawful - remedy.numbers[LAWFUL_TAKEN_USD] < left:
        left = lawful - remedy.numbers[LAWFUL_TAKEN_USD]
    n = floor(left / each) if left > 0.0 else 0.0
    n = n if n < state.preferred[series] else state.preferred[series]
    if n <= 0.0:
        return
    state.preferred[series] -= n
    state.whole.money.redeemed[series] += n
    remedy.numbers[LAWFUL_TAKEN_USD] += n * each
    make_due(series, n * each, t + whole.company.pay_after, tables, state)
    numbers = state.whole.live.numbers
    numbers[LIVE_CALLED] += n
    numbers[LIVE_CALL_USD] += n * each


@rare
def call_preferred(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> bool:
    """Step 5, first: call each callable series, in order, whose common is worth more at the bid of the day before.

    Parameters
    ----------
    t, place
        Session, and the place of its bid in ``market.bids``.
    market, tables, state, whole
        The path.

    Returns
    -------
    bool
        Whether anything was called: what falls due, perhaps today, is paid where sessions are run in full.
    """
    company = whole.company
    if t < company.first:
        return False
    before = state.whole.live.numbers[LIVE_CALLED]
    for series in range(state.preferred.size):
        if company.callable[series] and state.preferred[series] > 0.0:
            price_series(series, t, place, market, tables, state, whole)
            if state.price[series] > 0.0 and product_is_less(
                state.price[series], company.call_price[series], market.bids[place - 1], company.call_bid[series]
            ):
                call_series(series, t, tables, state, whole)
    return bool(state.whole.live.numbers[LIVE_CALLED] > before)
