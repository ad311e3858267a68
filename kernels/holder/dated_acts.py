"""Dated acts: notices and sales on given dates, cut where a limit stops them (METHODS 25.3)."""

from __future__ import annotations

from kernels.conversion import convert
from kernels.delivery import sold_at_once
from kernels.holder.convert_and_sell import may_be_given_notice
from kernels.jit import clause, rare
from kernels.layout import ACT_COMMON, ACT_PREFERRED
from kernels.market.scratch import Quotes
from kernels.price_rules import price_series
from kernels.rows import REGISTRATION
from kernels.rule_144 import new_of_series_may_go, note_kept_back
from kernels.rule_144_state import INVESTOR
from kernels.sales import may_go, may_sell, sell_publicly
from kernels.state import State
from kernels.tables import BIG, Tables
from kernels.whole_state import LIVE_ACTS_CUT
from kernels.whole_tables import Whole


@clause
def sells_as_dated(whole: Whole | None) -> bool:
    """Whether common from series is sold on dates alone."""
    if whole is None:
        return False
    return bool(whole.policy.sells_as_dated)


@rare
def sell_dated(t: int, bid: float, limit: float, tables: Tables, state: State, whole: Whole) -> tuple[float, bool]:
    """Sell of what is held as much as is dated, series in order, up to the limit.

    Returns
    -------
    sold : float
        Shares sold.
    cut : bool
        Whether the limit cut a sale.
    """
    sold = 0.0
    cut = False
    for series in range(state.held.size):
        wanted = whole.by_session[ACT_COMMON, series, t]
        if wanted <= 0.0:
            continue
        shares = 0.0
        if may_go(series, t, tables, state, whole) <= 0.0 and not may_sell(series, t, tables, state, whole):
            state.bound_today[REGISTRATION] = True
        else:
            shares = wanted if wanted < state.held[series] else state.held[series]
            if shares > limit - sold:
                shares = limit - sold
                cut = True
            if shares > 0.0:
                shares = sell_publicly(series, t, shares, bid, tables, state, whole)
                sold += shares
        if shares < wanted:
            state.whole.live.numbers[LIVE_ACTS_CUT] += 1.0
    return sold, cut


@rare
def give_dated_notices(
    t: int, place: int, room: float, honoured: bool, market: Quotes, tables: Tables, state: State, whole: Whole
) -> tuple[float, bool, float]:
    """Give the notices that are dated, series in order; their shares are sold at once as far as there is room.

    Returns
    -------
    sold : float
        Shares sold at once.
    cut : bool
        False: no notice is cut to the room.
    room : float
        What is left of the room.
    """
    sold = 0.0
    for series in range(state.preferred.size):
        wanted = whole.by_session[ACT_PREFERRED, series, t]
        if wanted <= 0.0:
            continue
        left = state.preferred[series]
        shares = 0.0
        if honoured and left > 0.0 and may_be_given_notice(series, t, tables, state, whole):
            price_series(series, t, place, market, tables, state, whole)
            if state.price[series] > 0.0:
                asked = wanted if wanted < left else left
                shares = convert(series, t, place, asked, True, market, tables, state, whole)
        if left - state.preferred[series] < wanted:
            state.whole.live.numbers[LIVE_ACTS_CUT] += 1.0
        if whole.policy.sells_as_dated:
            continue
        at_once = shares if shares < room else room
        if not may_sell(series, t, tables, state, whole):
            allowed = new_of_series_may_go(series, t, state, whole)
            if allowed <= 0.0:
                continue
            if allowed < at_once:
                note_kept_back(INVESTOR, state)
                at_once = allowed
        if tables.deal.same_day_sale and at_once > 0.0:
            covered = sell_publicly(series, t, at_once, market.bids[place], tables, state, whole)
            sold_at_once(series, t, covered, market.bids[place], tables, state)
            sold += covered
        if room != BIG:
            room -= at_once
    return sold, False, room
