"""Draws, amortisation, and Premium paid along the way (METHODS 15)."""

from __future__ import annotations

from kernels.conversion import comes_out_of_reserve, convert
from kernels.delivery import refuses
from kernels.exact import floor_of_ratio
from kernels.jit import clause, rare
from kernels.layout import AMORTISED, CLAIM_USD, DRAWN, LOTS_OF_SERIES, PREMIUM_CLAIM, PREMIUM_USD
from kernels.limits import authorized_room, cap_room, held_by_investor, ownership_room
from kernels.market.scratch import Quotes
from kernels.money import buy_by_draw, pay_on_series
from kernels.price_rules import price_series
from kernels.reserve import use_reserve
from kernels.rows import (
    FIRED_AMORTISATION_IN_CASH,
    FIRED_AMORTISATION_IN_SHARES,
    FIRED_DRAW,
    FIRED_PREMIUM_IN_CASH,
    FIRED_PREMIUM_IN_SHARES,
)
from kernels.rule_144 import begin_to_hold
from kernels.state import CAP_USED, OUTSTANDING, State
from kernels.tables import BIG, Tables
from kernels.whole_state import LIVE_ISSUED_VALUE_USD, fire
from kernels.whole_tables import PREMIUM_IN_SHARES, PREMIUM_ON_CONVERSION, Whole


@rare
def draw(series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """The company draws on an equity line: the investor buys what the limits let through, at once converted."""
    commitment = tables.series.preferred[series] - state.whole.money.drawn[series]
    wanted = whole.by_session[DRAWN, series, t]
    wanted = wanted if wanted < commitment else commitment
    if wanted <= 0.0:
        return
    price_series(series, t, place, market, tables, state, whole)
    if state.price[series] <= 0.0:
        return
    state.preferred[series] = wanted
    shares = convert(series, t, place, wanted, False, market, tables, state, whole)
    begin_to_hold(LOTS_OF_SERIES + series, t, shares, state, whole)
    drawn = wanted - state.preferred[series]
    state.preferred[series] = 0.0
    if drawn > 0.0:
        state.whole.money.drawn[series] += drawn
        buy_by_draw(series, t, drawn * tables.series.stated_value_usd[series], tables, state)
        fire(FIRED_DRAW, state.whole.fired)


@rare
def amortise(
    series: int, t: int, place: int, honoured: bool, market: Quotes, tables: Tables, state: State, whole: Whole
) -> None:
    """Retire preferred on a date, in cash, or in common as far as the limits allow and the rest in cash.

    While the company refuses conversions (``honoured`` is false) all is in cash.
    """
    n = whole.by_session[AMORTISED, series, t]
    n = n if n < state.preferred[series] else state.preferred[series]
    if n <= 0.0:
        return
    rest = n
    if honoured and not whole.payments.amortised_in_cash[series]:
        price_series(series, t, place, market, tables, state, whole)
        if state.price[series] > 0.0:
            before = state.preferred[series]
            shares = convert(series, t, place, n, False, market, tables, state, whole)
            rest = n - (before - state.preferred[series])
            if shares > 0.0:
                fire(FIRED_AMORTISATION_IN_SHARES, state.whole.fired)
    if rest > 0.0:
        state.preferred[series] -= rest
        state.whole.money.redeemed[series] += rest
        pay_on_series(series, t, rest * whole.by_session[CLAIM_USD, series, t], tables, state)
        fire(FIRED_AMORTISATION_IN_CASH, state.whole.fired)


@clause
def premium_shares(series: int, t: int, tables: Tables, state: State, whole: Whole) -> float:
    """Common for the Premium of the session, if every room holds it; else 0."""
    price = state.price[series]
    if price <= 0.0:
        return 0.0
    claim = whole.by_session[PREMIUM_CLAIM, series, t]
    shares = floor_of_ratio(state.preferred[series], claim, whole.payments.premium_scale[series] * price)
    room = cap_room(tables.series.counts_to_cap[series], t, tables, state, whole)
    held = held_by_investor(state, whole)
    owned = ownership_room(held, tables.deal, state, whole)
    room = owned if owned < room else room
    authorized = authorized_room(comes_out_of_reserve(series, whole), tables, state, whole)
    room = authorized if authorized < room else room
    return shares if shares <= room else 0.0


@rare
def pay_premium(series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Pay the Premium that has run since the last pay date, in common or in cash."""
    if whole.payments.premium_mode[series] == PREMIUM_IN_SHARES:
        price_series(series, t, place, market, tables, state, whole)
        shares = premium_shares(series, t, tables, state, whole)
        if shares >= 1.0:
            if cap_room(tables.series.counts_to_cap[series], t, tables, state, whole) != BIG:
                state.totals[CAP_USED] += shares
            state.issued[series] += shares
            state.held[series] += shares
            state.totals[OUTSTANDING] += shares
            use_reserve(comes_out_of_reserve(series, whole), shares, state)
            bid_usd = market.bids[place] / tables.quote.units_per_dollar
            state.whole.live.numbers[LIVE_ISSUED_VALUE_USD] += shares * bid_usd
            fire(FIRED_PREMIUM_IN_SHARES, state.whole.fired)
            return
    pay_on_series(series, t, state.preferred[series] * whole.by_session[PREMIUM_USD, series, t], tables, state)
    fire(FIRED_PREMIUM_IN_CASH, state.whole.fired)


@rare
def preferred_payments(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Step 4 of a session: draws, then amortisation, then Premium, series in order."""
    payments = whole.payments
    honoured = not refuses(t, state)
    for series in range(state.preferred.size):
        if whole.by_session[DRAWN, series, t] > 0.0 and honoured and t <= tables.series.matures[series]:
            draw(series, t, place, market, tables, state, whole)
    for series in range(state.preferred.size):
        if whole.by_session[AMORTISED, series, t] > 0.0:
            amortise(series, t, place, honoured, market, tables, state, whole)
    for series in range(state.preferred.size):
        due = whole.by_session[PREMIUM_USD, series, t] > 0.0 and payments.premium_mode[series] != PREMIUM_ON_CONVERSION
        if due and state.preferred[series] > 0.0 and t <= tables.series.matures[series]:
            pay_premium(series, t, place, market, tables, state, whole)
