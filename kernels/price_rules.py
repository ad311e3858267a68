"""The conversion price in general: selectors, price fields, steps, floors, ceilings, freezes, resets (METHODS 13)."""

from __future__ import annotations

from kernels.conversion_price import insert_sorted, move_window, price_plain
from kernels.exact import nearest_of_ratio, product_is_less
from kernels.jit import clause, rare
from kernels.layout import NOTED_PRICE, RESETS, WARRANT_RESETS, WINDOW_PRICE, WINDOW_SUM
from kernels.market.scratch import Quotes
from kernels.rows import FIRED_RESET, FIRED_WARRANT_RESET
from kernels.state import State
from kernels.tables import Floats, Tables
from kernels.whole_state import LIVE_FROZEN_UNTIL, LIVE_SUMS_UNTIL, LiveState, fire
from kernels.whole_tables import CLOSING_BID, FLOOR_STOPS, Whole


@clause
def sum_taken(series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> float:
    """Sum of the prices that the selector takes of the window (``CoD III.G``)."""
    table = tables.series
    if t < state.whole.live.numbers[LIVE_SUMS_UNTIL]:
        return float(state.whole.by_session[WINDOW_SUM + series, t])
    length = table.lookback_sessions[series]
    end = place - table.window_lag[series]
    field = whole.pricing.price_field[series]
    if field == CLOSING_BID:
        move_window(series, end, length, market.bids, state)
    else:
        move_window(series, end, length, market.fields[field], state)
    first = whole.pricing.first_taken[series]
    total = 0.0
    for k in range(first, first + table.lowest_count[series]):
        total += state.window[series, k]
    return total


@clause
def lower_if_any(price: float, other: float) -> float:
    """The lower of two prices of which 0 means none."""
    return other if other > 0.0 and other < price else price


@clause
def price_in_general(
    series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole
) -> None:
    """Set the series' conversion price and floating price of the session, and what decided them."""
    table = tables.series
    live: LiveState = state.whole.live
    fixed = live.fixed_price[series]
    floating = fixed
    live.unfloored_price[series] = 0.0
    live.ceiling_acts[series] = False
    variable_on = table.window_price[series] > 0.0 and t >= table.switch_on[series]
    # Under the waiver the floating price is only what the cap may count.
    variable_on = variable_on and (tables.deal.cap_gross or not table.waived[series])
    if variable_on:
        step = whole.by_session[WINDOW_PRICE, series, t]
        step = live.window_cap[series] if live.window_cap[series] < step else step
        variable = sum_taken(series, t, place, market, tables, state, whole) * step
        least = live.floor_price[series]
        stops = False
        if variable < least:
            live.unfloored_price[series] = variable
            stops = whole.pricing.below_floor[series] == FLOOR_STOPS
            variable = least
        floating = variable if fixed == 0.0 or variable < fixed else fixed
        floating = 0.0 if stops else floating
    if floating > 0.0:
        ceiling = live.ceiling_price[series]
        if ceiling > 0.0 and ceiling < floating:
            live.ceiling_acts[series] = not table.waived[series]
            floating = ceiling
        if t < live.numbers[LIVE_FROZEN_UNTIL]:
            floating = lower_if_any(floating, live.frozen_price[series])
    state.floating[series] = floating
    price = floating
    if table.waived[series]:
        live.unfloored_price[series] = 0.0
        price = fixed
        ceiling = live.ceiling_price[series]
        if ceiling > 0.0 and ceiling < price:
            live.ceiling_acts[series] = True
            price = ceiling
        if t < live.numbers[LIVE_FROZEN_UNTIL]:
            price = lower_if_any(price, live.frozen_price[series])
    state.price[series] = price


@rare
def price_general(series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """As :func:`price_in_general`, called instead of inlined."""
    price_in_general(series, t, place, market, tables, state, whole)


@clause
def floats_from(series: int, stop: int, tables: Tables) -> int:
    """The session from which the series' price is the lower of fixed and variable; ``stop`` if that is not before."""
    table = tables.series
    if table.window_price[series] > 0.0 and not table.waived[series] and table.switch_on[series] < stop:
        return int(table.switch_on[series])
    return stop


@clause
def is_plain(series: int, t: int, stop: int, tables: Tables, state: State) -> bool:
    """Whether from session t until ``stop`` nothing but :func:`plain_price` decides the series' price.

    No floor, ceiling or freeze, a fixed price, and windows whose sums are known.
    """
    live: LiveState = state.whole.live
    if live.floor_price[series] > 0.0 or live.ceiling_price[series] > 0.0 or live.fixed_price[series] <= 0.0:
        return False
    if t < live.numbers[LIVE_FROZEN_UNTIL]:
        return False
    return bool(floats_from(series, stop, tables) >= stop or live.numbers[LIVE_SUMS_UNTIL] >= float(stop))


@clause
def plain_price(series: int, t: int, floats: int, state: State, whole: Whole) -> float:
    """The price of a session that is plain; ``floats`` as :func:`floats_from` has it. As :func:`price_in_general`."""
    live: LiveState = state.whole.live
    price = live.fixed_price[series]
    if t >= floats:
        step = whole.by_session[WINDOW_PRICE, series, t]
        step = live.window_cap[series] if live.window_cap[series] < step else step
        variable = state.whole.by_session[WINDOW_SUM + series, t] * step
        price = variable if variable < price else price
    return float(price)


@rare
def note_prices_from(
    series: int, first: int, stop: int, market: Quotes, tables: Tables, state: State, whole: Whole
) -> None:
    """Keep the series' price, as its terms now stand, for sessions ``first`` to ``stop - 1``: for the fan."""
    if is_plain(series, first, stop, tables, state):
        floats = floats_from(series, stop, tables)
        for t in range(first, stop):
            state.whole.by_session[NOTED_PRICE, t] = plain_price(series, t, floats, state, whole)
    else:
        for t in range(first, stop):
            price_in_general(series, t, tables.clock.earlier_bids.size + t, market, tables, state, whole)
            state.whole.by_session[NOTED_PRICE, t] = state.price[series]


@clause
def price_series(
    series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole | None
) -> None:
    """Set the series' conversion price and floating price of the session (``CoD III.D``).

    Parameters
    ----------
    series, t, place
        Which series, on which session, and the place of its bid in ``market.bids``.
    market, tables, state
        The path.
    whole
        The rest of the contract, or None.
    """
    if whole is None:
        price_plain(series, t, place, market.bids, tables.deal.cap_gross, tables.series, state)
    else:
        price_general(series, t, place, market, tables, state, whole)


@rare
def price_before_close(
    series: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole
) -> None:
    """As :func:`price_series`, for an event of session t: a look-back that ends on t ends on the day before.

    The close of t is not known yet; and its bid stands on the footing of the whole session, while the session's splits
    restate the bids before it as they act.
    """
    numbers = state.whole.live.numbers
    until = numbers[LIVE_SUMS_UNTIL]
    numbers[LIVE_SUMS_UNTIL] = 0.0
    price_general(series, t, place - 1 + tables.series.window_lag[series], market, tables, state, whole)
    numbers[LIVE_SUMS_UNTIL] = until


@clause
def sum_of_lowest(count: int, length: int, end: int, prices: Floats, scratch: Floats) -> float:
    """Sum of the ``count`` lowest of the ``length`` prices that end at place ``end``."""
    for k in range(length):
        insert_sorted(scratch, k, prices[end - length + 1 + k])
    total = 0.0
    for k in range(count):
        total += scratch[k]
    return total


@rare
def reset_prices(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Let fixed prices, then exercise prices, fall to the market on their reset dates (METHODS 13, 11)."""
    pricing = whole.pricing
    live: LiveState = state.whole.live
    for series in range(state.preferred.size):
        if whole.by_session[RESETS, series, t] > 0.0:
            total = sum_of_lowest(
                pricing.reset_count[series], pricing.reset_lookback[series], place - 1, market.bids, live.scratch
            )
            a, b, c = total, pricing.reset_price[series], pricing.reset_scale[series]
            if product_is_less(a, b, live.reset_floor[series], c):
                a, b, c = live.reset_floor[series], 1.0, 1.0
            new = to_the_grain(a, b, c, pricing.grain[series])
            if new < live.fixed_price[series]:
                live.fixed_price[series] = new
                fire(FIRED_RESET, state.whole.fired)
    warrants = whole.warrants
    own = state.whole.warrant
    for w in range(whole.warrants.entries):
        if whole.by_session[WARRANT_RESETS, w, t] > 0.0 and own.amount[w] > 0.0 and t <= warrants.last[w]:
            total = sum_of_lowest(
                warrants.reset_count[w], warrants.reset_lookback[w], place - 1, market.bids, live.scratch
            )
            cent = warrants.scale / 100.0
            a, b, c = total, warrants.reset_numerator[w], warrants.reset_denominator[w]
            if product_is_less(a, b * cent, live.warrant_floor[w], c):
                a, b, c = live.warrant_floor[w], 1.0, cent
            cents = nearest_of_ratio(a, b, c)
            cents = cents if cents > 1.0 else 1.0
            if cents * cent < own.price[w]:
                own.price[w] = cents * cent
                own.shadow_usd[w] = own.price[w] / warrants.scale
                fire(FIRED_WARRANT_RESET, state.whole.fired)


@clause
def to_the_grain(a: float, b: float, c: float, grain: float) -> float:
    """The adjusted price ``a*b/c``, rounded to the nearest 2**-20 dollars (``grain``), at least one of them."""
    new = nearest_of_ratio(a, b, c * grain)
    return (new if new > 1.0 else 1.0) * grain


@clause
def restated_price(price: float, new: float, old: float, grain: float) -> float:
    """A price after a split of new for old; 0, which stands for none, stays 0."""
    return to_the_grain(price, old, new, grain) if price > 0.0 else 0.0
