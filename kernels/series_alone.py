"""Ordinary sessions on which at most series and warrants act: sales, notices, exercises (METHODS 10).

Most sessions on which a path changes are of this kind. Here they are run without what cannot matter on them: no event
or remedy is pending, no limit but the room of the session's sales can bind on a series; warrants are exercised as ever.
A session that may be of another kind is left to :func:`kernels.session.run_session` before anything of it is done, and
so is every session of a deal with terms that are not known here (:mod:`kernels.quick_deals`). A test demands the same
rows when every session is run in full.
"""

from __future__ import annotations

from kernels.agent import agents_round
from kernels.conversion import comes_out_of_reserve, fewest_that_reach, issue_on_notice, shares_for
from kernels.exact import product_is_less
from kernels.held_back import NOT_ONE, any_forced
from kernels.holder.convert_and_sell import lowest_priced
from kernels.holder.willing import wants_a_lot
from kernels.jit import clause
from kernels.limits import authorized_room, cap_room, held_by_investor, ownership_room
from kernels.listing_rule import is_low
from kernels.market.scratch import Quotes
from kernels.ordinary import is_ordinary, most_that_passes, note_price, note_warrants, tests_surely_pass
from kernels.price_achieved import open_limit
from kernels.price_feedback import settle_sales
from kernels.price_rules import price_series
from kernels.registration import note_paying
from kernels.rows import PRICE, REGISTRATION
from kernels.sales import count_bounds, sell
from kernels.state import State
from kernels.tables import BIG, Tables
from kernels.waiting_series import look_at_series
from kernels.warrant_sales import sellable_warrant_common
from kernels.warrants import exercise_warrants
from kernels.whole_state import (
    LIVE_ACTS_ALONE,
    LIVE_BUSY_FROM,
    LIVE_EXERCISE_UNITS,
    LIVE_HAS_COMMON,
    LIVE_HAS_WARRANT_COMMON,
    LIVE_LAST_SESSION,
)
from kernels.whole_tables import Whole

IN_FULL = 0
"""The session is to be run in full; nothing of it is done."""
PASSED = 1
"""Nothing happened; the limits that bound are counted."""
ACTED = 2
"""Something was sold or converted, and the session is closed."""
UNTESTED = 3
"""As one of the two, but a test may fail: the session is to be closed in full."""


@clause
def warrants_wait(t: int, decision_bid: float, state: State, whole: Whole) -> tuple[bool, bool, bool]:
    """Whether no warrant acts on ordinary session t, and whether registration or the hurdle keeps one from it.

    Returns
    -------
    wait, unregistered, unpriced : bool
        Ordinary sessions lie outside suspensions and before a warrant's last session; room is not looked at.
    """
    table = whole.warrants
    own = state.whole.warrant
    unregistered = False
    unpriced = False
    if not table.never and not table.at_expiry_only:
        for w in range(table.entries):
            if own.amount[w] > 0.0 and table.first[w] <= t:
                price = own.price[w]
                if product_is_less(price, table.units_per_dollar, decision_bid, table.scale):
                    if t < table.registered[w]:
                        unregistered = True
                    elif product_is_less(price, table.hurdle_price[w], decision_bid, table.hurdle_bid[w]):
                        return False, False, False
                    else:
                        unpriced = True
    return True, unregistered, unpriced


@clause
def leave_room(added: float, t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether every limit leaves room for so many new shares, whichever waiting series they are of."""
    if ownership_room(held_by_investor(state, whole), tables.deal, state, whole) < added:
        return False
    for series in range(state.preferred.size):
        if not state.done[series]:
            if cap_room(tables.series.counts_to_cap[series], t, tables, state, whole) < added:
                return False
            if authorized_room(comes_out_of_reserve(series, whole), tables, state, whole) < added:
                return False
    return True


@clause
def sell_what_is_held(t: int, bid: float, limit: float, tables: Tables, state: State, whole: Whole) -> float:
    """Sell what is held of registered series, in order, up to the limit; returns what was sold."""
    sold = 0.0
    for series in range(state.preferred.size):
        if state.held[series] > 0.0:
            if t < tables.series.registered[series]:
                state.bound_today[REGISTRATION] = True
            else:
                left = limit - sold
                shares = state.held[series] if state.held[series] < left else left
                if shares > 0.0:
                    sell(series, t, shares, bid, tables, state, whole)
                    sold += shares
    return sold


@clause
def give_notices_alone(
    t: int,
    place: int,
    waiting: int,
    room: float,
    decision_bid: float,
    market: Quotes,
    tables: Tables,
    state: State,
    whole: Whole,
) -> tuple[float, float, bool]:
    """The round of notices, as :func:`kernels.holder.convert_and_sell.give_notices`, where only the room can bind.

    Returns
    -------
    sold, issued : float
        Shares sold at once, and shares issued.
    cut : bool
        Whether a notice was cut to the room.
    """
    table = tables.series
    bid = market.bids[place]
    sold = 0.0
    issued = 0.0
    cut = False
    while waiting > 0 and room > 0.0:
        series = lowest_priced(state, table)
        state.done[series] = True
        waiting -= 1
        price = state.price[series]
        if t < table.registered[series]:
            state.bound_today[REGISTRATION] = True
        elif not wants_a_lot(series, t, decision_bid, tables, state, whole):
            state.bound_today[PRICE] = True
        else:
            a, b = tables.claim[series, t], table.claim_scale[series] * price
            left = state.preferred[series]
            enough = fewest_that_reach(room, a, b, tables.deal)
            n = enough if enough < left else left
            shares = shares_for(n, a, b, tables.deal)
            capped = cap_room(table.counts_to_cap[series], t, tables, state, whole) != BIG
            issue_on_notice(series, t, n, shares, shares if capped else 0.0, bid, True, tables, state, whole)
            issued += shares
            cut = cut or n < left
            at_once = shares if shares < room else room
            sell(series, t, at_once, bid, tables, state, whole)
            sold += at_once
            room -= at_once
    return sold, issued, cut


@clause
def hold_registered(t: int, tables: Tables, state: State) -> bool:
    """Whether registered common of a series is held."""
    for series in range(state.held.size):
        if state.held[series] > 0.0 and t >= tables.series.registered[series]:
            return True
    return False


@clause
def pass_over(
    t: int,
    place: int,
    untested: bool,
    kept_back: bool,
    kept_waiting: bool,
    held_back: int,
    market: Quotes,
    tables: Tables,
    state: State,
    whole: Whole,
) -> int:
    """Count the limits that bound on a session on which nothing happens but, perhaps, that a test fails."""
    if held_back != NOT_ONE:
        state.bound[held_back] += 1
    state.bound[REGISTRATION] += 1 if kept_back else 0
    state.bound[PRICE] += 1 if kept_waiting else 0
    note_price(t, place, market, tables, state, whole)
    state.whole.live.numbers[LIVE_LAST_SESSION] = float(t)
    return UNTESTED if untested else PASSED


@clause
def close_alone(
    t: int, place: int, exercised: bool, moved: float, market: Quotes, tables: Tables, state: State, whole: Whole
) -> bool:
    """Close a session on which so many shares were sold or issued; false where a test may fail.

    A share sold or issued takes at most one from what a test leaves to a series, so that the number known from before
    is lowered by that; it is found afresh when it no longer does, and after an exercise.
    """
    live = state.whole.live
    held = 0.0
    passes = True
    for series in range(state.preferred.size):
        held += state.held[series]
        live.passes_up_to[series] -= moved
        if state.preferred[series] > 0.0:
            if exercised:
                price_series(series, t, place, market, tables, state, whole)
            if exercised or not tests_surely_pass(series, t, tables, state):
                live.passes_up_to[series] = most_that_passes(series, t, tables, state, whole)
                passes = passes and tests_surely_pass(series, t, tables, state)
    if not passes:
        return False
    if exercised:
        held += note_warrants(t, tables, state, whole)
    live.numbers[LIVE_HAS_COMMON] = 1.0 if held > 0.0 else 0.0
    note_paying(state, whole)
    note_price(t, place, market, tables, state, whole)
    live.numbers[LIVE_LAST_SESSION] = float(t)
    return True


@clause
def run_alone(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> int:
    """Run session t if at most the series act on it; as :func:`act_alone`.

    Left to be run in full, a session on which maturity may go on converting is none of the ordinary ones.
    """
    if not is_ordinary(t, state):
        return IN_FULL
    done = act_alone(t, place, market, tables, state, whole)
    if done == IN_FULL and tables.deal.keeps_converting and any_forced(t, tables, state):
        state.whole.live.numbers[LIVE_BUSY_FROM] = float(t)
    return done


@clause
def act_alone(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> int:
    """Run an ordinary session if at most the series act on it, and say what became of it.

    Parameters
    ----------
    t, place
        Session, and the place of its bid in ``market.bids``.
    market, tables, state, whole
        The path.

    Returns
    -------
    int
        IN_FULL, PASSED, ACTED or UNTESTED.
    """
    live = state.whole.live
    bid = market.bids[place]
    decision_bid = market.bids[place - tables.holder.decision_lag]
    if is_low(t, bid, state, whole) or live.numbers[LIVE_HAS_WARRANT_COMMON] > 0.0:
        return IN_FULL
    held = live.numbers[LIVE_HAS_COMMON] > 0.0
    alone = live.numbers[LIVE_ACTS_ALONE] > 0.0
    if held and not alone:
        return IN_FULL
    kept_back = False
    kept_waiting = False
    exercised = False
    if decision_bid > live.numbers[LIVE_EXERCISE_UNITS]:
        if not alone:
            return IN_FULL
        wait, kept_back, kept_waiting = warrants_wait(t, decision_bid, state, whole)
        exercised = not wait
    known, waiting = look_at_series(t, place, decision_bid, held, alone, market, tables, state, whole)
    if not known:
        return IN_FULL
    held_back = waiting.held_back
    if waiting.series == 0 and not held and not exercised:
        return pass_over(t, place, waiting.untested, kept_back, kept_waiting, held_back, market, tables, state, whole)
    owns = tables.sale.covenant and state.preferred[tables.sale.while_held] > 0.0
    limit, name = open_limit(place, bid, owns, market.volumes, tables, state, whole)
    if waiting.acting == 0 and not held and not exercised:
        if limit > 0.0:
            kept_back = kept_back or waiting.unregistered
            kept_waiting = kept_waiting or waiting.unpriced
        return pass_over(t, place, waiting.untested, kept_back, kept_waiting, held_back, market, tables, state, whole)
    if held_back != NOT_ONE and (waiting.acting > 0 or exercised):
        return IN_FULL
    if limit == BIG or (waiting.acting > 0 and not leave_room(limit + waiting.added, t, tables, state, whole)):
        return IN_FULL
    state.bound_today[REGISTRATION] = kept_back
    state.bound_today[PRICE] = kept_waiting
    if held_back != NOT_ONE:
        state.bound_today[held_back] = True
    sold = sell_what_is_held(t, bid, limit, tables, state, whole)
    at_once, issued, cut = give_notices_alone(
        t, place, waiting.series, limit - sold, decision_bid, market, tables, state, whole
    )
    sold += at_once
    if exercised:
        at_once, was_cut = exercise_warrants(False, t, place, limit - sold, market, tables, state, whole)
        sold += at_once
        cut = cut or was_cut or sellable_warrant_common(t, state, whole)
        agents_round(t, place, market, tables, state, whole)
    if whole.feedback.impact:
        settle_sales(t, bid, tables, state, whole)
    if sold >= limit and (cut or hold_registered(t, tables, state)):
        state.bound_today[name] = True
    count_bounds(state)
    if close_alone(t, place, exercised, sold + issued, market, tables, state, whole):
        return ACTED
    return UNTESTED
