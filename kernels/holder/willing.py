"""Which policy decides on a notice, and how much it wants: the dispatch on ``holder.policy`` (METHODS 6, 25).

A deal of conversion alone knows only ``convert_and_sell`` here: for it the rest is not compiled.
"""

from __future__ import annotations

from kernels.exact import product_is_less
from kernels.holder.optimal import is_worth_a_lot
from kernels.holder.roll_off import rises_tomorrow
from kernels.holder.threshold import is_a_margin_over
from kernels.jit import clause
from kernels.market.scratch import Quotes
from kernels.policy_tables import CONVERT_AND_SELL, OPTIMAL, PRICING_WINDOW_PRESSURE, ROLL_OFF
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_tables import Whole

NOTHING = 0
"""No notice: the price is against it."""
TO_SELL = 1
"""The fewest whole preferred whose shares fill the room, sold at once."""
ALL = 2
"""All that the limits on conversion allow; of its shares what fills the room is sold at once."""
ALL_TO_HOLD = 3
"""All that the limits on conversion allow; its shares are sold from the next session on."""


@clause
def clears_hurdle(series: int, decision_bid: float, tables: Tables, state: State) -> bool:
    """Whether the decision bid is at least hurdle x the series' conversion price of the session."""
    table = tables.series
    return not product_is_less(decision_bid, table.hurdle_bid[series], state.price[series], table.hurdle_price[series])


@clause
def wants_a_lot(series: int, t: int, decision_bid: float, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether a holder that converts only what it sells at once gives notice at the decision bid."""
    if tables.holder.policy == OPTIMAL:
        return is_worth_a_lot(series, t, decision_bid, tables, state, whole)
    return clears_hurdle(series, decision_bid, tables, state)


@clause
def needs_room(tables: Tables, whole: Whole | None) -> bool:
    """Whether every notice is to be sold at once, so that none is given without room."""
    if whole is None:
        return True
    return bool(tables.holder.policy in (CONVERT_AND_SELL, PRICING_WINDOW_PRESSURE, OPTIMAL))


@clause
def how_much(series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole | None) -> int:
    """What the holder wants of a series that is priced and may be sold: one of the words above."""
    decision_bid = market.bids[place - tables.holder.decision_lag]
    if whole is None:
        return TO_SELL if clears_hurdle(series, decision_bid, tables, state) else NOTHING
    policy = tables.holder.policy
    if needs_room(tables, whole):
        return TO_SELL if wants_a_lot(series, t, decision_bid, tables, state, whole) else NOTHING
    if is_a_margin_over(series, decision_bid, state, whole):
        return ALL if whole.policy.takes_all else TO_SELL
    if policy != ROLL_OFF or not clears_hurdle(series, decision_bid, tables, state):
        return NOTHING
    if not rises_tomorrow(series, t, place, market, tables, state, whole):
        return NOTHING
    # A notice is good until 11:59 p.m. (CoD III.C): it is given when the close is known.
    return ALL if whole.policy.may_sell_at_once else ALL_TO_HOLD
