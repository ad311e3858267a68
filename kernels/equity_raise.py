"""The company sells common to others when its cash runs low (METHODS 26.2)."""

from __future__ import annotations

from kernels.anti_dilution import adjust_exercise_price, adjustment_factor
from kernels.company_call import free_cash
from kernels.exact import floor_of_ratio, product_is_less
from kernels.issue_covenant import holds_enough
from kernels.jit import rare
from kernels.market.scratch import Quotes
from kernels.reserve import authorized_room
from kernels.rows import FIRED_EQUITY_RAISED
from kernels.state import OUTSTANDING, State
from kernels.tables import Tables
from kernels.whole_state import (
    LIVE_LAST_RAISE,
    LIVE_OTHER_SHARES,
    LIVE_OTHER_USD,
    LIVE_RAISED_USD,
    LIVE_RATIO_NEW,
    LIVE_RATIO_OLD,
    fire,
)
from kernels.whole_tables import Whole


@rare
def is_restricted(t: int, bid: float, before: float, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether ``SPA 4.5`` forbids a sale at the company's price, of a bid and that of the session before."""
    company = whole.company
    if t >= company.restricted_until:
        return False
    live = state.whole.live.numbers
    low = product_is_less(
        bid, company.floor_bid * live[LIVE_RATIO_NEW], company.floor_price, live[LIVE_RATIO_OLD]
    ) or product_is_less(bid, company.market_bid, before, company.market_before)
    return bool(low and holds_enough(tables, state, whole))


@rare
def raise_equity(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """After step 6: sell common at a discount to the bid, if what the company could pay has run low.

    Parameters
    ----------
    t, place
        Session, and the place of its bid in ``market.bids``.
    market, tables, state, whole
        The path.
    """
    company = whole.company
    live = state.whole.live.numbers
    if t - live[LIVE_LAST_RAISE] < company.between:
        return
    if free_cash(t, t + company.due_within, state, whole) >= company.threshold_usd:
        return
    bid, before = market.bids[place], market.bids[place - 1]
    if is_restricted(t, bid, before, tables, state, whole):
        return
    price = bid * company.price_numerator
    n = floor_of_ratio(company.most_units, company.price_denominator, price)
    room = authorized_room(False, tables, state, whole)
    n = room if room < n else n
    if n <= 0.0:
        return
    units = tables.quote.units_per_dollar
    usd = n * (price / company.price_denominator) / units
    if product_is_less(price, 1.0, before, company.price_denominator):
        factor = adjustment_factor(state.totals[OUTSTANDING], n, usd, before / units)
        own = state.whole.warrant
        for w in range(whole.warrants.entries):
            # However little it is: beside 10^11 shares a factor may be rounded to 1.
            if own.amount[w] > 0.0 and company.adjusts_from[w] <= t <= whole.warrants.last[w]:
                adjust_exercise_price(w, factor, state, whole)
    state.totals[OUTSTANDING] += n
    live[LIVE_OTHER_SHARES] += n
    live[LIVE_OTHER_USD] += usd
    live[LIVE_RAISED_USD] += usd
    live[LIVE_LAST_RAISE] = float(t)
    fire(FIRED_EQUITY_RAISED, state.whole.fired)
