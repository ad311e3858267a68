"""One round of the holder's notices and the sales that go with them, lower conversion price first.

Convert and sell: each session, the fewest whole preferred whose common fills the room. Another policy may want more, or
at other times (:mod:`kernels.holder.willing`).
"""

from __future__ import annotations

from kernels.conversion import convert, fewest_that_reach, shares_per_preferred
from kernels.delivery import sold_at_once
from kernels.exact import product_is_less
from kernels.holder.willing import ALL_TO_HOLD, NOTHING, TO_SELL, how_much, needs_room
from kernels.jit import clause
from kernels.market.scratch import Quotes
from kernels.policy_tables import PRICING_WINDOW_PRESSURE
from kernels.price_rules import price_series
from kernels.rows import PRICE, REGISTRATION
from kernels.rule_144 import new_of_series_may_go, note_kept_back
from kernels.rule_144_state import INVESTOR
from kernels.sales import may_sell, sell_publicly
from kernels.state import State
from kernels.tables import BIG, SeriesTable, Tables
from kernels.whole_tables import Whole


@clause
def may_be_given_notice(series: int, t: int, tables: Tables, state: State, whole: Whole | None) -> bool:
    """Before and on maturity; after it only what maturity's conditions left to the holder (METHODS 19)."""
    if t <= tables.series.matures[series]:
        return True
    if whole is None:
        return False
    return bool(state.whole.live.optional_only[series])


@clause
def price_open_series(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole | None) -> int:
    """Price each series that may still give notice today; the others are passed over.

    Returns
    -------
    int
        How many series there are to go through.
    """
    waiting = 0
    for series in range(state.preferred.size):
        state.done[series] = True
        if state.preferred[series] > 0.0 and may_be_given_notice(series, t, tables, state, whole):
            price_series(series, t, place, market, tables, state, whole)
            if state.price[series] > 0.0:
                state.done[series] = False
                waiting += 1
    return waiting


@clause
def lowest_priced(state: State, table: SeriesTable) -> int:
    """The waiting series with the lowest conversion price, the first in the deal at a tie."""
    best = -1
    for series in range(state.price.size):
        if not state.done[series] and (
            best < 0
            or product_is_less(
                state.price[series], table.price_scale[best], state.price[best], table.price_scale[series]
            )
        ):
            best = series
    return best


@clause
def give_notices(
    t: int, place: int, room: float, reach: float, market: Quotes, tables: Tables, state: State, whole: Whole | None
) -> tuple[float, bool, float]:
    """One round of notices and the sales that go with them.

    Parameters
    ----------
    t, place
        Session, and the place of its bid in ``market.bids``.
    room
        Shares that may still be sold this session; BIG: no limit.
    reach
        Shares that the notices are to reach: the room, unless the policy is another; BIG: all.
    market, tables, state
        The path.
    whole
        The rest of the contract, or None.

    Returns
    -------
    sold : float
        Shares sold at once.
    cut : bool
        Whether a notice was given that was cut to the room.
    room : float
        What is left of the room.
    """
    bid = market.bids[place]
    table = tables.series
    sold = 0.0
    cut = False
    waiting = price_open_series(t, place, market, tables, state, whole)
    presses = False
    if whole is not None:
        presses = tables.holder.policy == PRICING_WINDOW_PRESSURE
    while waiting > 0:
        if needs_room(tables, whole) and reach <= 0.0:
            break
        series = lowest_priced(state, table)
        state.done[series] = True
        waiting -= 1
        allowed = BIG
        if not may_sell(series, t, tables, state, whole):
            allowed = new_of_series_may_go(series, t, state, whole)
            if allowed <= 0.0:
                state.bound_today[REGISTRATION] = True
                continue
        amount = how_much(series, t, place, market, tables, state, whole)
        if amount == NOTHING:
            state.bound_today[PRICE] = True
            continue
        left = state.preferred[series]
        wanted = left
        goal = allowed if allowed < reach else reach
        if amount == TO_SELL and goal != BIG:
            if reach <= 0.0:
                continue
            a, b = shares_per_preferred(
                tables.claim[series, t], table.claim_scale[series], state.price[series], tables.deal
            )
            enough = fewest_that_reach(goal, a, b, tables.deal)
            wanted = enough if enough < wanted else wanted
            if whole is not None and allowed < reach and wanted < left:
                note_kept_back(INVESTOR, state)
        shares = convert(series, t, place, wanted, True, market, tables, state, whole)
        cut = cut or (wanted < left and state.preferred[series] < left)
        at_once = shares if shares < room else room
        if amount == ALL_TO_HOLD:
            at_once = 0.0
        if whole is not None and allowed < at_once:
            note_kept_back(INVESTOR, state)
            at_once = allowed
        if tables.deal.same_day_sale and at_once > 0.0:
            covered = sell_publicly(series, t, at_once, bid, tables, state, whole)
            if whole is not None:
                sold_at_once(series, t, covered, bid, tables, state)
            sold += covered
        if room != BIG:
            room -= at_once
        if not presses:
            reach = room
        elif reach != BIG:
            reach -= shares if shares < reach else reach
    return sold, cut, room
