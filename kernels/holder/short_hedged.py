"""Short-hedged: sells borrowed stock when the price is a margin over the conversion price, delivers by converting.

METHODS 25.4. What a short sale brings counts with the sales of its series; what it costs is taken off them.
"""

from __future__ import annotations

from kernels.conversion import convert, fewest_that_reach, shares_for, shares_per_preferred
from kernels.exact import floor_of_ratio
from kernels.holder.convert_and_sell import lowest_priced, price_open_series
from kernels.holder.roll_off import price_tomorrow
from kernels.holder.threshold import is_a_margin_over
from kernels.holder.willing import clears_hurdle
from kernels.jit import clause, rare
from kernels.market.scratch import Quotes
from kernels.rows import PRICE, REGISTRATION
from kernels.sales import may_sell, participation_shares, take_in, within_statement
from kernels.state import OUTSTANDING, State
from kernels.tables import BIG, Tables
from kernels.whole_state import (
    LIVE_BORROW_COST_USD,
    LIVE_COVER_COST_USD,
    LIVE_MOST_SHORT,
    LIVE_SHORT_COVERED,
    LIVE_SHORT_SOLD,
)
from kernels.whole_tables import Whole


@clause
def short_in_all(state: State) -> float:
    """Common that is short on all series."""
    out = 0.0
    for series in range(state.preferred.size):
        out += state.whole.live.short[series]
    return out


@clause
def deliver(series: int, t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Deliver common held from the series against its short, if it may be sold."""
    short = state.whole.live.short
    shares = state.held[series] if state.held[series] < short[series] else short[series]
    if shares > 0.0 and may_sell(series, t, tables, state, whole):
        shares = within_statement(series, shares, tables, state, whole)
        state.held[series] -= shares
        short[series] -= shares
        state.whole.money.sold[series] += shares


@rare
def carry_shorts(t: int, bid: float, tables: Tables, state: State, whole: Whole) -> None:
    """When a session's sales open: pay for what was borrowed since the one before, then deliver what is held."""
    short = state.whole.live.short
    for series in range(state.preferred.size):
        if short[series] > 0.0:
            days = tables.clock.days[t] - tables.clock.days[t - 1]
            worth_usd = short[series] * (bid / tables.quote.units_per_dollar)
            cost_usd = worth_usd * whole.policy.borrow_cost * days / 365.0
            take_in(series, t, -cost_usd, tables, state)
            state.whole.live.numbers[LIVE_BORROW_COST_USD] += cost_usd
            deliver(series, t, tables, state, whole)


@clause
def sell_short(
    series: int, t: int, place: int, room: float, market: Quotes, tables: Tables, state: State, whole: Whole
) -> tuple[float, bool]:
    """Sell short what the series would convert into and is not short yet; whether the room cut it."""
    bid = market.bids[place]
    short = state.whole.live.short
    if not (whole.policy.before_effectiveness or may_sell(series, t, tables, state, whole)):
        state.bound_today[REGISTRATION] = True
        return 0.0, False
    if not is_a_margin_over(series, market.bids[place - tables.holder.decision_lag], state, whole):
        state.bound_today[PRICE] = True
        return 0.0, False
    a, b = shares_per_preferred(
        tables.claim[series, t], tables.series.claim_scale[series], state.price[series], tables.deal
    )
    wanted = shares_for(state.preferred[series], a, b, tables.deal)
    wanted += state.held[series] + state.whole.remedy.undelivered[series] - short[series]
    policy = whole.policy
    borrowed = floor_of_ratio(state.totals[OUTSTANDING], policy.borrow_numerator, policy.borrow_denominator)
    left = borrowed - short_in_all(state)
    wanted = left if left < wanted else wanted
    if wanted <= 0.0:
        return 0.0, False
    shares = room if room < wanted else wanted
    if shares > 0.0:
        short[series] += shares
        state.whole.live.numbers[LIVE_SHORT_SOLD] += shares
        usd = shares * (bid / tables.quote.units_per_dollar) * tables.sale.net_of_commission
        take_in(series, t, usd, tables, state)
    return shares, shares < wanted


@clause
def convert_to_deliver(
    series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole
) -> None:
    """Give notice of the fewest preferred whose common covers what the series is short."""
    needed = state.whole.live.short[series] - state.held[series] - state.whole.remedy.undelivered[series]
    if needed <= 0.0:
        return
    if not clears_hurdle(series, market.bids[place - tables.holder.decision_lag], tables, state):
        state.bound_today[PRICE] = True
        return
    if whole.policy.waits_while_falling:
        tomorrow = price_tomorrow(series, t, place, market, tables, state, whole)
        if tomorrow < state.price[series]:
            return
    a, b = shares_per_preferred(
        tables.claim[series, t], tables.series.claim_scale[series], state.price[series], tables.deal
    )
    wanted = fewest_that_reach(needed, a, b, tables.deal)
    wanted = wanted if wanted < state.preferred[series] else state.preferred[series]
    convert(series, t, place, wanted, True, market, tables, state, whole)


@rare
def hedge(
    t: int, place: int, room: float, sold: float, market: Quotes, tables: Tables, state: State, whole: Whole
) -> tuple[float, bool, float]:
    """One round, lower conversion price first: short sales, then notices for what is short.

    Parameters
    ----------
    t, place
        Session, and the place of its bid.
    room
        Shares that may still be sold within the limit; BIG: no limit.
    sold
        Shares sold on the session before the round.
    market, tables, state, whole
        The path.

    Returns
    -------
    sold : float
        Shares sold short that count against the limit.
    cut : bool
        Whether the limit cut a short sale.
    room : float
        What is left of the limit.
    """
    counts = whole.policy.shorts_count
    outside = participation_shares(place, market.volumes, tables.sale)
    if outside != BIG:
        outside = outside - sold if outside > sold else 0.0
    short_room = room if counts else outside
    counted = 0.0
    cut = False
    waiting = price_open_series(t, place, market, tables, state, whole)
    while waiting > 0:
        series = lowest_priced(state, tables.series)
        state.done[series] = True
        waiting -= 1
        shares, was_cut = sell_short(series, t, place, short_room, market, tables, state, whole)
        if short_room != BIG:
            short_room -= shares
        if counts:
            counted += shares
            cut = cut or was_cut
        convert_to_deliver(series, t, place, market, tables, state, whole)
    short = short_in_all(state)
    if short > state.whole.live.numbers[LIVE_MOST_SHORT]:
        state.whole.live.numbers[LIVE_MOST_SHORT] = short
    return counted, cut, short_room if counts else room


@rare
def cover_shorts(t: int, bid: float, tables: Tables, state: State, whole: Whole) -> None:
    """Buy back at the bid what can no more be delivered: the series is gone, or the run ends."""
    short = state.whole.live.short
    last = t == tables.clock.days.size - 1
    for series in range(state.preferred.size):
        if short[series] <= 0.0:
            continue
        if last:
            deliver(series, t, tables, state, whole)
        common = state.held[series] + state.whole.remedy.undelivered[series]
        if short[series] > 0.0 and (last or (state.preferred[series] <= 0.0 and common <= 0.0)):
            cost_usd = short[series] * (bid / tables.quote.units_per_dollar)
            take_in(series, t, -cost_usd, tables, state)
            state.whole.live.numbers[LIVE_COVER_COST_USD] += cost_usd
            state.whole.live.numbers[LIVE_SHORT_COVERED] += short[series]
            short[series] = 0.0
