"""Stretches of sessions on which surely nothing happens: found by a few comparisons each (METHODS 10).

Nobody holds common, nothing is dated or pending, no bid reaches an exercise price, and of each series with preferred
left the price is below the hurdle by more than rounding, or its shares are not registered, and the tests surely pass.
Where one of these is not sure, :func:`kernels.series_alone.run_alone` looks again.
"""

from __future__ import annotations

from kernels.holder.optimal import least_multiple, next_step, step_in_force
from kernels.jit import clause, rare
from kernels.market.scratch import Quotes
from kernels.ordinary import SURELY
from kernels.policy_tables import BOUNDARY_FIXED, BOUNDARY_FLOATING, OPTIMAL
from kernels.price_rules import floats_from, is_plain, note_prices_from, plain_price
from kernels.rows import PRICE, REGISTRATION
from kernels.sales import part_of_limit
from kernels.series_alone import warrants_wait
from kernels.state import State
from kernels.tables import BIG, Tables
from kernels.whole_state import (
    LIVE_ACTS_ALONE,
    LIVE_BUSY_FROM,
    LIVE_EXERCISE_UNITS,
    LIVE_HAS_COMMON,
    LIVE_LAST_SESSION,
    LIVE_NOTES_PRICES,
)
from kernels.whole_tables import Whole


@clause
def has_preferred(state: State) -> bool:
    """Whether preferred of any series is left."""
    for series in range(state.preferred.size):
        if state.preferred[series] > 0.0:
            return True
    return False


@clause
def may_be_quiet(tables: Tables, state: State, whole: Whole) -> bool:
    """Whether the deal and the path are such that this file can tell."""
    numbers = state.whole.live.numbers
    if numbers[LIVE_HAS_COMMON] > 0.0 or numbers[LIVE_ACTS_ALONE] == 0.0:
        return False
    if whole.feedback.moves_prices or whole.events.follows_price:
        return False
    if whole.remedy.listing.sessions > 0 or not tables.holder.converts:
        return False
    # The covenant leaves some room on every session.
    for band in range(whole.limits.bands):
        if tables.sale.covenant and part_of_limit(state.whole.live.floors[band], tables.sale) < 1.0:
            return False
    return True


@clause
def quiet_bids(t: int, stop: int, market: Quotes, tables: Tables, state: State) -> int:
    """The first session from t on whose decision bid may reach an exercise price."""
    pays_above = state.whole.live.numbers[LIVE_EXERCISE_UNITS]
    place = tables.clock.earlier_bids.size - tables.holder.decision_lag
    while t < stop and market.bids[place + t] <= pays_above:
        t += 1
    return t


@rare
def quiet_warrants(t: int, stop: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> int:
    """With no preferred left: the first session from t on on which a warrant acts; the limits that bound are counted.

    A warrant that pays may wait for its registration, or for the hurdle.
    """
    numbers = state.whole.live.numbers
    pays_above = numbers[LIVE_EXERCISE_UNITS]
    place = tables.clock.earlier_bids.size - tables.holder.decision_lag
    while t < stop:
        decision_bid = market.bids[place + t]
        if decision_bid > pays_above:
            wait, kept_back, kept_waiting = warrants_wait(t, decision_bid, state, whole)
            if not wait:
                break
            state.bound[REGISTRATION] += 1 if kept_back else 0
            state.bound[PRICE] += 1 if kept_waiting else 0
        t += 1
    return t


@clause
def waits_below(
    series: int, t: int, stop: int, tables: Tables, state: State, whole: Whole
) -> tuple[int, float, float, float]:
    """What the bid must stay below, for the series surely to be given no notice: until which session, and by kinds.

    Returns
    -------
    stop : int
        Until there it holds.
    bid, at_floating, at_fixed : float
        The holder waits while ``bid x decision bid`` is below so much of a price under the fixed one, or at it.
    """
    table = tables.series
    if tables.holder.policy != OPTIMAL:
        least = table.hurdle_price[series] * SURELY
        return stop, table.hurdle_bid[series], least, least
    step = step_in_force(series, t, whole)
    stop = next_step(series, step, stop, whole)
    bid = whole.policy.boundary_bid[series]
    if step < 0:
        return stop, bid, BIG, BIG
    at_floating = least_multiple(series, step, BOUNDARY_FLOATING, tables, state, whole) * SURELY
    at_fixed = least_multiple(series, step, BOUNDARY_FIXED, tables, state, whole) * SURELY
    return stop, bid, at_floating if at_floating >= 0.0 else BIG, at_fixed if at_fixed >= 0.0 else BIG


@rare
def quiet_series(series: int, t: int, stop: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> int:
    """The first session from t on on which a series may act, a test may fail, or this file cannot tell."""
    table = tables.series
    live = state.whole.live
    # What maturity's conditions left to the holder goes on as before.
    if not live.optional_only[series]:
        stop = min(stop, table.matures[series])
    # A floor or a ceiling is not worth a rule of its own here; without a fixed price there may be none.
    if not is_plain(series, t, stop, tables, state):
        return t
    floats = floats_from(series, stop, tables)
    stop, hurdle_bid, at_floating, at_fixed = waits_below(series, t, stop, tables, state, whole)
    fixed = live.fixed_price[series]
    earlier = tables.clock.earlier_bids.size
    decided = earlier - tables.holder.decision_lag
    registered = table.registered[series]
    preferred = state.preferred[series]
    passes = live.passes_up_to[series] * table.claim_scale[series]
    taken_numerator = tables.sale.participation_numerator
    taken_denominator = tables.sale.participation_denominator
    while t < stop:
        price = plain_price(series, t, floats, state, whole)
        if preferred * tables.claim[series, t] > passes * price:
            break
        least = at_floating if price < fixed else at_fixed
        if t >= registered and market.bids[decided + t] * hurdle_bid >= price * least:
            break
        if taken_numerator * market.volumes[earlier + t] < taken_denominator:
            break
        t += 1
    return t


@clause
def skip_quiet(t: int, end: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> int:
    """Pass over quiet sessions from t on, and count the limits that bound on them.

    Parameters
    ----------
    t, end
        A session that has not been run, and the end of its tile.
    market, tables, state, whole
        The path.

    Returns
    -------
    int
        The first session that is to be looked at; at most ``end``.
    """
    live = state.whole.live
    busy = int(live.numbers[LIVE_BUSY_FROM])
    stop = min(end, busy)
    if t >= stop or not may_be_quiet(tables, state, whole):
        return t
    if has_preferred(state):
        stop = quiet_bids(t, stop, market, tables, state)
    else:
        stop = quiet_warrants(t, stop, market, tables, state, whole)
    all_registered = 0
    one_registered = end
    for series in range(state.preferred.size):
        if state.preferred[series] > 0.0 and t < stop:
            stop = quiet_series(series, t, stop, market, tables, state, whole)
            registered = tables.series.registered[series]
            all_registered = max(all_registered, registered)
            one_registered = min(one_registered, registered)
    if t < stop:
        if live.numbers[LIVE_NOTES_PRICES] > 0.0:
            note_prices_from(whole.payments.fan_series, t, stop, market, tables, state, whole)
        kept_back = min(stop, all_registered) - t
        waiting = stop - max(t, one_registered)
        state.bound[REGISTRATION] += max(kept_back, 0)
        state.bound[PRICE] += max(waiting, 0)
        live.numbers[LIVE_LAST_SESSION] = float(stop - 1)
    return stop
