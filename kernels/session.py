"""One session, in the contract's order (section 2 of its reading; METHODS 6 and 10)."""

from __future__ import annotations

from typing import Any

from numba import types

from kernels.agent import sell_for_agent
from kernels.company_call import call_preferred
from kernels.delivery import open_failures, refuses
from kernels.equity_raise import raise_equity
from kernels.events import corporate_events
from kernels.holder.dated_acts import sell_dated, sells_as_dated
from kernels.holder.dispatch import holders_round
from kernels.holder.pricing_window_pressure import shares_to_reach
from kernels.holder.short_hedged import carry_shorts, cover_shorts
from kernels.intrinsics import Borrowed
from kernels.issue_covenant import note_breach
from kernels.jit import clause, part, rare
from kernels.layout import NOTED_PRICE
from kernels.listing_rule import is_low, note_delisted
from kernels.market.scratch import Quotes
from kernels.maturity import required_conversion
from kernels.merger import freeze, give_notice
from kernels.ordinary import is_ordinary, look_ahead, note_price, note_what_is_held, tests_surely_pass, warrants_may_act
from kernels.policy_tables import SHORT_HEDGED
from kernels.preferred_payments import preferred_payments
from kernels.price_achieved import open_limit
from kernels.price_feedback import settle_sales
from kernels.price_rules import price_series, reset_prices
from kernels.redemption import give_redemption_notices
from kernels.registration import note_paying
from kernels.remedies import at_last_session, run_tests
from kernels.rows import FIRED_CONVERSION_VOLUME, FIRED_LEFT_MARKET
from kernels.rule_144 import note_registration_period, open_volume_limit
from kernels.sales import count_bounds, may_go, sell_held
from kernels.state import State
from kernels.tables import BIG, Tables
from kernels.warrant_sales import sell_held_warrants, sellable_warrant_common
from kernels.warrants import exercise_warrants, expire_warrants
from kernels.whole_state import (
    LIVE_BOUND_VOLUME,
    LIVE_CONVERTED_TODAY,
    LIVE_ENDED,
    LIVE_LAST_SESSION,
    LIVE_LEAVES,
    fire,
)
from kernels.whole_tables import Whole

FRACTION_TOLERANCE = 1e-9
"""How near to the limit sales must come to have filled it, where shares are fractions."""


@clause
def sellable_held(t: int, tables: Tables, state: State, whole: Whole | None) -> bool:
    """Whether common that may go is still held."""
    for series in range(state.held.size):
        if sells_as_dated(whole):
            break
        if state.held[series] > 0.0 and may_go(series, t, tables, state, whole) > 0.0:
            return True
    if whole is not None:
        return sellable_warrant_common(t, state, whole)
    return False


@clause
def has_ended(state: State, whole: Whole | None) -> bool:
    """Whether a merger or a liquidation has ended the path."""
    if whole is None:
        return False
    return bool(state.whole.live.numbers[LIVE_ENDED] >= 0.0)


@clause
def begin_conversion_volume(state: State) -> None:
    """Nothing is converted yet of what the conversion-volume rule allows the session."""
    state.whole.live.numbers[LIVE_CONVERTED_TODAY] = 0.0
    state.whole.live.numbers[LIVE_BOUND_VOLUME] = 0.0


@rare
def open_session(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Step 1: corporate events, refusals and failures whose time has come, resets; a merger's freeze and notice."""
    live = state.whole.live
    begin_conversion_volume(state)
    corporate_events(t, place, market, tables, state, whole)
    if live.numbers[LIVE_LEAVES] == float(t) and not has_ended(state, whole):
        fire(FIRED_LEFT_MARKET, state.whole.fired)
    if not has_ended(state, whole):
        note_delisted(t, state, whole)
        note_breach(t, state, whole)
        open_failures(t, place, market, tables, state, whole)
        reset_prices(t, place, market, tables, state, whole)
        freeze(t, place, market, tables, state, whole)
        give_notice(t, state, whole)


@clause
def count_conversion_volume(state: State) -> None:
    """Count a session on which the conversion-volume rule bound."""
    if state.whole.live.numbers[LIVE_BOUND_VOLUME] > 0.0:
        fire(FIRED_CONVERSION_VOLUME, state.whole.fired)


@rare
def close_session(
    t: int, place: int, ordinary: bool, fails: bool, market: Quotes, tables: Tables, state: State, whole: Whole
) -> None:
    """Step 7: prices in force at the close, tests, accruals and payments; what tomorrow's events look back at.

    Of an ordinary session only the tests, and these only if they may fail: as is known already, or as is found here.
    """
    count_conversion_volume(state)
    live = state.whole.live
    passes = ordinary and not fails and not is_low(t, market.bids[place], state, whole)
    if ordinary and not fails:
        note_what_is_held(t, tables, state, whole)
    if not fails:
        for series in range(state.preferred.size):
            if not ordinary or state.preferred[series] > 0.0:
                price_series(series, t, place, market, tables, state, whole)
                passes = passes and tests_surely_pass(series, t, tables, state)
    if not passes:
        # Notices are good until 11:59 p.m.: a warrant's last session still counts it in the tests.
        run_tests(t, place, market, tables, state, whole)
    if not ordinary:
        expire_warrants(t, state, whole)
        # A ratchet of the session has lowered the prices in force at its close.
        for series in range(state.preferred.size):
            live.yesterday_claim[series] = tables.claim[series, t]
            live.yesterday_price[series] = state.price[series]
        state.whole.by_session[NOTED_PRICE, t] = state.price[whole.payments.fan_series]
        if t == tables.clock.days.size - 1:
            at_last_session(t, place, market, tables, state, whole)
    if not passes:
        look_ahead(t, tables, state, whole)
        if is_ordinary(t + 1, state) or t + 2 == tables.clock.days.size:
            # What the next session, or a sleep until the last one, goes by; one in full goes by nothing.
            note_what_is_held(t, tables, state, whole)
    if ordinary:
        note_paying(state, whole)
        note_price(t, place, market, tables, state, whole)
    live.numbers[LIVE_LAST_SESSION] = float(t)


@rare
def act_in_session(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole | None) -> bool:
    """Steps 1 to 6: events, sales of what is held, notices and their sales, required conversion.

    Returns
    -------
    bool
        Whether the session is ordinary.
    """
    owns = tables.sale.covenant and state.preferred[tables.sale.while_held] > 0.0
    honoured = True
    ordinary = False
    if whole is not None:
        ordinary = is_ordinary(t, state)
        begin_conversion_volume(state)
        if whole.rule_144.applies:
            note_registration_period(t, tables, state, whole)
        if not ordinary:
            open_session(t, place, market, tables, state, whole)
            if has_ended(state, whole):
                return ordinary
            honoured = not refuses(t, state)
        if whole.rule_144.applies:
            open_volume_limit(t, place, market.volumes, state, whole)
    bid = market.bids[place]
    limit, name = open_limit(place, bid, owns, market.volumes, tables, state, whole)
    cut = False
    if whole is not None:
        if tables.holder.policy == SHORT_HEDGED:
            carry_shorts(t, bid, tables, state, whole)
        if sells_as_dated(whole):
            sold, cut = sell_dated(t, bid, limit, tables, state, whole)
        else:
            sold = sell_held(t, bid, limit, tables, state, whole)
    else:
        sold = sell_held(t, bid, limit, tables, state, whole)
    if whole is not None:
        decision_bid = market.bids[place - tables.holder.decision_lag]
        exercises = not ordinary or warrants_may_act(decision_bid, state)
        agent_room = 0.0
        if exercises:
            sold += sell_held_warrants(False, t, bid, limit - sold, tables, state, whole)
            agent_room = sell_for_agent(t, place, market, tables, state, whole)
        if not ordinary:
            preferred_payments(t, place, market, tables, state, whole)
            if whole.company.calls:
                call_preferred(t, place, market, tables, state, whole)
            give_redemption_notices(t, place, market, tables, state, whole)
        elif whole.company.calls and call_preferred(t, place, market, tables, state, whole):
            ordinary = False
    room = limit if limit == BIG else limit - sold
    if tables.holder.converts:
        reach = room
        if whole is not None:  # noqa: SIM102 - alone, so that a plain deal's compilation prunes it
            if whole.feedback.pressure_sessions > 0.0:
                reach = shares_to_reach(limit, sellable_held(t, tables, state, whole), whole)
        sold_at_once, was_cut, room = holders_round(t, place, room, reach, sold, honoured, market, tables, state, whole)
        sold += sold_at_once
        cut = cut or was_cut
    if whole is not None:
        if honoured and exercises:
            sold_at_once, was_cut = exercise_warrants(False, t, place, room, market, tables, state, whole)
            sold += sold_at_once
            cut = cut or was_cut
            exercise_warrants(True, t, place, agent_room, market, tables, state, whole)
        if whole.feedback.impact:
            settle_sales(t, bid, tables, state, whole)
    # With fractions the shares of a notice that fills the room come back to it only within rounding.
    full = limit * (1.0 - FRACTION_TOLERANCE) if tables.deal.fractional else limit
    if limit != BIG and sold >= full and (cut or sellable_held(t, tables, state, whole)):
        state.bound_today[name] = True
    if not ordinary:
        required_conversion(t, place, market, tables, state, whole)
    if whole is not None:  # noqa: SIM102 - alone, so that a plain deal's compilation prunes it
        if tables.holder.policy == SHORT_HEDGED:
            cover_shorts(t, bid, tables, state, whole)
    count_bounds(state)
    return ordinary


@part
def run_session(t: int, acted: bool, market: Quotes, tables: Tables, state: State, whole: Whole | None) -> None:
    """Sales of what is held, notices and their sales, required conversion; in a whole deal all of METHODS 10.

    Parameters
    ----------
    t
        Session.
    acted
        Whether everything before its close is done, of an ordinary session, its prices are set, and a test may fail.
    market
        The path's market, drawn at least to session t.
    tables, state
        The deal and the path.
    whole
        The rest of the contract, or None.
    """
    place = tables.clock.earlier_bids.size + t
    ordinary = acted
    if not acted:
        ordinary = act_in_session(t, place, market, tables, state, whole)
    if whole is None:
        return
    if ordinary or not has_ended(state, whole):
        if whole.company.raises:
            raise_equity(t, place, market, tables, state, whole)
        close_session(t, place, ordinary, acted, market, tables, state, whole)


def types_of_session(tables: Any, *others: Any) -> tuple[Any, ...] | None:
    """Numba's types of :func:`run_session`'s arguments in a block of paths; None: the deal is plain.

    Parameters
    ----------
    tables, others
        Numba's types of the arguments of :func:`kernels.paths.simulate_block`.
    """
    whole = tables.types[tables.fields.index("whole")]
    if not isinstance(whole, types.BaseNamedTuple):
        return None
    market, state = others[5:7]
    quotes = types.NamedTuple([market.types[market.fields.index(name)] for name in Quotes._fields], Quotes)  # type: ignore[no-untyped-call]
    return types.int64, types.boolean, Borrowed(quotes), Borrowed(tables), Borrowed(state), Borrowed(whole)
