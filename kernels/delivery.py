"""Failing to deliver: when a failure opens, what it affects, what of it is not for sale (``CoD VII``; METHODS 17)."""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.layout import CLAIM_USD
from kernels.market.scratch import Quotes
from kernels.remedy_state import (
    BOUGHT_IN,
    BOUGHT_IN_EXERCISED,
    CONVERSION_SESSION,
    DELIVERED_ON,
    FAILURE_EVENT,
    FAILURE_FACE_USD,
    FAILURE_OPEN,
    FAILURE_PREMIUM_USD,
    FAILURE_REFUSAL,
    FAILURE_STAGE,
    NO_FAILURE,
    PERIOD_END,
    RATCHET_ON,
    SOLD_FOR_USD,
)
from kernels.rows import FIRED_DEFAULT, FIRED_REFUSAL
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_state import fire
from kernels.whole_tables import DELIVERY_FAILURE, Whole


@clause
def session_dated(session: int, days: float, tables: Tables) -> int:
    """First session dated at least so many calendar days after a session's date; T: none in the run."""
    sessions = tables.clock.days.size
    if session >= sessions:
        return sessions
    line = tables.clock.days[session] + days
    out = session
    while out < sessions and tables.clock.days[out] < line:
        out += 1
    return out


@clause
def affect(series: int, preferred: float, t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Add preferred of a series to what the open failure affects."""
    remedy = state.whole.remedy
    stated = tables.series.stated_value_usd[series]
    remedy.affected[series] += preferred
    remedy.affected_face_usd[series] += preferred * stated
    remedy.numbers[FAILURE_FACE_USD] += preferred * stated
    remedy.numbers[FAILURE_PREMIUM_USD] += preferred * (whole.by_session[CLAIM_USD, series, t] - stated)


@rare
def open_failure(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Session t is the Conversion Date of a failure (or the first session of a refusal): its dates follow."""
    table = whole.remedy.delivery
    remedy = state.whole.remedy
    numbers = remedy.numbers
    event = int(numbers[FAILURE_EVENT])
    end = t + table.period
    numbers[FAILURE_STAGE] = FAILURE_OPEN
    numbers[CONVERSION_SESSION] = float(t)
    numbers[PERIOD_END] = float(end)
    numbers[DELIVERED_ON] = float(session_dated(end, whole.events.shares[event], tables))
    numbers[RATCHET_ON] = float(session_dated(end, table.ratchet_days, tables))
    numbers[FAILURE_FACE_USD] = 0.0
    numbers[FAILURE_PREMIUM_USD] = 0.0
    numbers[SOLD_FOR_USD] = 0.0
    numbers[BOUGHT_IN] = 0.0
    numbers[BOUGHT_IN_EXERCISED] = 0.0
    own = state.whole.warrant
    own.failed[:] = 0.0
    own.failed_sold[:] = 0.0
    own.failed_sold_for_usd[:] = 0.0
    own.failed_price_usd[:] = 0.0
    remedy.affected[:] = 0.0
    remedy.affected_face_usd[:] = 0.0
    remedy.default_converted[:] = 0.0
    remedy.failed_shares[:] = 0.0
    remedy.failed_sold[:] = 0.0
    remedy.lowest_price[:] = 0.0


@clause
def next_failure(refusal: bool, t: int, state: State, whole: Whole) -> int:
    """The first failure of a kind, in the deal's order, that has come and has not opened yet; -1: none."""
    for event in range(whole.events.entries):
        session = state.whole.event.session[event]
        of_the_kind = whole.events.kind[event] == DELIVERY_FAILURE and (whole.events.flag[event] > 0) == refusal
        if of_the_kind and 0 <= session <= t:
            return event
    return -1


@rare
def open_next(refusal: bool, t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Open the next failure of a kind, if one has come; an event that has opened never comes again."""
    event = next_failure(refusal, t, state, whole)
    if event < 0:
        return False
    numbers = state.whole.remedy.numbers
    state.whole.event.session[event] = tables.clock.days.size
    numbers[FAILURE_EVENT] = float(event)
    numbers[FAILURE_REFUSAL] = 1.0 if refusal else 0.0
    open_failure(t, tables, state, whole)
    return True


@rare
def deliver_exercises(state: State, whole: Whole) -> None:
    """Common of exercises that was not delivered is for sale, and what was bought in for it is held (``W 1(e)``)."""
    own = state.whole.warrant
    numbers = state.whole.remedy.numbers
    for w in range(whole.warrants.entries):
        own.undelivered[w] = 0.0
        if numbers[BOUGHT_IN_EXERCISED] > 0.0:
            own.held[w] += own.failed_sold[w]
            own.failed_sold[w] = 0.0
    numbers[BOUGHT_IN_EXERCISED] = 0.0


@rare
def hold_what_was_bought_in(state: State, whole: Whole) -> None:
    """Common that was bought in and is not delivered again yet is the holder's own all the same (``CoD IV.C``)."""
    remedy = state.whole.remedy
    for series in range(state.preferred.size):
        state.held[series] += bought_and_not_delivered(series, state)
        if remedy.numbers[BOUGHT_IN] > 0.0:
            remedy.failed_sold[series] = 0.0
    remedy.numbers[BOUGHT_IN] = 0.0
    deliver_exercises(state, whole)


@clause
def exercised_and_not_delivered(w: int, state: State) -> float:
    """Common of a warrant that the company still owes the holder for what it bought in."""
    if state.whole.remedy.numbers[BOUGHT_IN_EXERCISED] == 0.0:
        return 0.0
    return float(state.whole.warrant.failed_sold[w])


@rare
def open_failures(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Deliver what is delivered on session t; then let the next failure wait for its notice, or a refusal begin.

    Parameters
    ----------
    t, place
        Session, and the place of its bid in ``market.bids``.
    market, tables, state, whole
        The path.
    """
    if not whole.remedy.delivery.exists:
        return
    remedy = state.whole.remedy
    numbers = remedy.numbers
    if numbers[FAILURE_STAGE] == FAILURE_OPEN and t == numbers[DELIVERED_ON]:
        for series in range(state.preferred.size):
            state.held[series] += remedy.undelivered[series]
            remedy.undelivered[series] = 0.0
            if numbers[BOUGHT_IN] > 0.0:
                state.held[series] += remedy.failed_sold[series]
                remedy.failed_sold[series] = 0.0
        deliver_exercises(state, whole)
    if numbers[FAILURE_STAGE] == NO_FAILURE and open_next(True, t, tables, state, whole):
        for series in range(state.preferred.size):
            affect(series, float(state.preferred[series]), t, tables, state, whole)
        fire(FIRED_REFUSAL, state.whole.fired)


@clause
def refuses(t: int, state: State) -> bool:
    """Whether the company refuses every conversion and exercise on session t."""
    numbers = state.whole.remedy.numbers
    if numbers[FAILURE_STAGE] != FAILURE_OPEN or numbers[FAILURE_REFUSAL] == 0.0:
        return False
    return bool(t < numbers[DELIVERED_ON])


@clause
def is_conversion_date(t: int, state: State) -> bool:
    """Whether session t is the Conversion Date of the open failure."""
    numbers = state.whole.remedy.numbers
    if numbers[FAILURE_STAGE] != FAILURE_OPEN or numbers[FAILURE_REFUSAL] > 0.0:
        return False
    return bool(t == numbers[CONVERSION_SESSION])


@clause
def notice_given(
    series: int, t: int, preferred: float, shares: float, bid: float, tables: Tables, state: State, whole: Whole
) -> None:
    """Note common that a notice issued: the first one while a failure waits makes its Conversion Date.

    Parameters
    ----------
    series, t
        Which series, on which session.
    preferred, shares
        Preferred converted and common issued.
    bid
        Closing bid of the session in units.
    tables, state, whole
        The deal and the path.
    """
    if shares <= 0.0:
        return
    if not whole.remedy.delivery.exists:
        return
    if state.whole.remedy.numbers[FAILURE_STAGE] == NO_FAILURE and open_next(False, t, tables, state, whole):
        fire(FIRED_DEFAULT, state.whole.fired)
    if is_conversion_date(t, state):
        affect(series, preferred, t, tables, state, whole)
        state.whole.remedy.failed_shares[series] += shares


@clause
def exercise_given(w: int, t: int, shares: float, tables: Tables, state: State, whole: Whole) -> None:
    """Note common that an exercise of the investor's issued: as a notice, it makes a waiting failure's date."""
    if whole.warrants.agent[w] or not whole.remedy.delivery.exists:
        return
    if state.whole.remedy.numbers[FAILURE_STAGE] == NO_FAILURE and open_next(False, t, tables, state, whole):
        fire(FIRED_DEFAULT, state.whole.fired)
    if is_conversion_date(t, state):
        state.whole.warrant.failed[w] += shares


@clause
def exercised_sold_at_once(
    w: int, t: int, shares: float, bid: float, tables: Tables, state: State, whole: Whole
) -> None:
    """Note common of an exercise sold on its Conversion Date, at a bid in units."""
    if not whole.warrants.agent[w] and is_conversion_date(t, state):
        own = state.whole.warrant
        own.failed_sold[w] += shares
        own.failed_sold_for_usd[w] += shares * (bid / tables.quote.units_per_dollar) * tables.sale.net_of_commission
        own.failed_price_usd[w] += shares * (own.price[w] / whole.warrants.scale)


@clause
def sold_at_once(series: int, t: int, shares: float, bid: float, tables: Tables, state: State) -> None:
    """Note common of a notice sold on its Conversion Date, at a bid in units."""
    if is_conversion_date(t, state):
        state.whole.remedy.failed_sold[series] += shares
        usd = shares * (bid / tables.quote.units_per_dollar) * tables.sale.net_of_commission
        state.whole.remedy.numbers[SOLD_FOR_USD] += usd


@clause
def bought_and_not_delivered(series: int, state: State) -> float:
    """Common that the company still owes the holder for what it bought in."""
    remedy = state.whole.remedy
    if remedy.numbers[FAILURE_STAGE] != FAILURE_OPEN or remedy.numbers[BOUGHT_IN] == 0.0:
        return 0.0
    return float(remedy.failed_sold[series])
