"""Roll-off: gives notice before low bids leave the window and the conversion price rises (METHODS 25.2)."""

from __future__ import annotations

from kernels.conversion_price import insert_sorted
from kernels.jit import rare
from kernels.layout import WINDOW_PRICE
from kernels.market.scratch import Quotes
from kernels.price_rules import lower_if_any
from kernels.state import State
from kernels.tables import BIG, Floats, Tables
from kernels.whole_state import LIVE_FROZEN_UNTIL
from kernels.whole_tables import CLOSING_BID, FLOOR_STOPS, Whole


@rare
def sum_taken_tomorrow(series: int, place: int, prices: Floats, tables: Tables, state: State, whole: Whole) -> float:
    """As ``price_rules.sum_taken``, of the window of the next session as far as the close of this one tells it.

    A window that ends on the day before is then known; of one that ends on the same day the last price is not, and
    this session's stands for it.
    """
    length = tables.series.lookback_sessions[series]
    scratch = state.whole.live.scratch
    known = length if tables.series.window_lag[series] == 1 else length - 1
    for k in range(known):
        insert_sorted(scratch, k, prices[place - known + 1 + k])
    if known < length:
        insert_sorted(scratch, known, prices[place])
    first = whole.pricing.first_taken[series]
    total = 0.0
    for k in range(first, first + tables.series.lowest_count[series]):
        total += scratch[k]
    return total


@rare
def price_tomorrow(
    series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole
) -> float:
    """Conversion price of the next session on the terms of session t, in units of 1/Q; BIG: none, the floor stops it.

    Parameters
    ----------
    series, t, place
        A series whose price of session t is set, and the place of the session's bid.
    market, tables, state, whole
        The path.
    """
    table = tables.series
    live = state.whole.live
    if table.waived[series] or table.window_price[series] == 0.0 or t < table.switch_on[series]:
        return float(state.price[series])
    step = whole.by_session[WINDOW_PRICE, series, t]
    step = live.window_cap[series] if live.window_cap[series] < step else step
    field = whole.pricing.price_field[series]
    if field == CLOSING_BID:
        price = sum_taken_tomorrow(series, place, market.bids, tables, state, whole) * step
    else:
        price = sum_taken_tomorrow(series, place, market.fields[field], tables, state, whole) * step
    if price < live.floor_price[series]:
        if whole.pricing.below_floor[series] == FLOOR_STOPS:
            return BIG
        price = live.floor_price[series]
    price = lower_if_any(price, live.fixed_price[series])
    price = lower_if_any(price, live.ceiling_price[series])
    if t < live.numbers[LIVE_FROZEN_UNTIL]:
        price = lower_if_any(price, live.frozen_price[series])
    return float(price)


@rare
def rises_tomorrow(series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether the next session's conversion price, as far as it is known, is above this one's, or is none."""
    return bool(price_tomorrow(series, t, place, market, tables, state, whole) > state.price[series])
