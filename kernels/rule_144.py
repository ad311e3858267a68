"""Rule 144: common that is not registered, sold once it has been held long enough (METHODS, Rule 144)."""

from __future__ import annotations

from kernels.exact import floor_of_ratio
from kernels.intrinsics import floor
from kernels.jit import clause, rare
from kernels.layout import (
    LOTS_OF_SERIES,
    LOTS_OF_WARRANTS,
    RULE_144_COUNTED,
    RULE_144_FREE,
    RULE_144_HELD,
    RULE_144_SOLD,
)
from kernels.rows import FIRED_RULE_144_SALE, FIRED_RULE_144_VOLUME
from kernels.rule_144_state import AGENT, INVESTOR, PERIOD_OVER, PERIOD_RUNS, PERSONS
from kernels.state import OUTSTANDING, State
from kernels.tables import BIG, Floats, Tables
from kernels.whole_state import fire
from kernels.whole_tables import Whole


@clause
def applies(whole: Whole | None) -> bool:
    """Whether the deal lets common that is not registered be sold under the Rule."""
    if whole is None:
        return False
    return bool(whole.rule_144.applies)


@rare
def start_rule_144(state: State, whole: Whole) -> None:
    """Everything as it stands at the opening of session 0."""
    own = state.whole.rule_144
    own.sold[:] = 0.0
    own.warrant_sold[:] = 0.0
    own.period[0] = PERIOD_RUNS
    if not whole.rule_144.applies:
        return
    for row in range(RULE_144_SOLD, LOTS_OF_WARRANTS + whole.warrants.entries):
        state.whole.by_session[row, :] = 0.0
    if not whole.rule_144.tacks:
        for w in range(whole.warrants.entries):
            state.whole.by_session[LOTS_OF_WARRANTS + w, 0] = state.whole.warrant.held[w]


@rare
def open_volume_limit(t: int, place: int, volumes: Floats, state: State, whole: Whole) -> None:
    """Before the session's sales: what the limit on volume leaves investor and agent (Rule 144(e))."""
    table = whole.rule_144
    own = state.whole.rule_144
    most = floor_of_ratio(state.totals[OUTSTANDING], table.volume_numerator, table.volume_denominator)
    traded = 0.0
    for k in range(1, table.average_sessions + 1):
        traded += volumes[place - k]
    week = floor(traded / table.average_weeks)
    most = week if week > most else most
    for person in range(PERSONS):
        sold = 0.0
        for s in range(int(whole.by_session[RULE_144_COUNTED, 0, t]), t):
            sold += state.whole.by_session[RULE_144_SOLD + person, s]
        own.room[person] = most - sold if most > sold else 0.0
        own.kept[person] = 0.0


@clause
def held_since_before(first: int, t: int, begins: int, row: int, pool: float, sellable: float, state: State) -> float:
    """Of what may be sold of one instrument, what has been held since before session ``first``; the oldest goes first.

    Parameters
    ----------
    first, t
        Common whose holding period begins on one of the sessions from ``first`` to today, ``t``, is too young.
    begins
        First session on which the rest is old enough.
    row
        Of the lots in ``by_session``.
    pool, sellable
        Common held and undelivered, and what of it is for sale.
    state
        The path.
    """
    if t < begins:
        return 0.0
    young = 0.0
    for s in range(first, t + 1):
        young += state.whole.by_session[row, s]
    aged = pool - young if pool > young else 0.0
    return aged if aged < sellable else sellable


@clause
def within_volume(aged: float, free: float, person: int, state: State) -> float:
    """What may go: all that is free of the limit on volume, and of the rest what the limit leaves."""
    room = state.whole.rule_144.room[person]
    return free + (aged - free if aged - free < room else room)


@rare
def series_may_go(series: int, t: int, state: State, whole: Whole) -> tuple[float, float]:
    """Common held from a series that may go under the Rule today, and what of it has been held long enough."""
    table = whole.rule_144
    held = state.held[series]
    pool = held + state.whole.remedy.undelivered[series]
    row = LOTS_OF_SERIES + series
    first = int(whole.by_session[RULE_144_HELD, 0, t])
    aged = held_since_before(first, t, table.held_from[series], row, pool, held, state)
    first = int(whole.by_session[RULE_144_FREE, 0, t])
    free = held_since_before(first, t, table.free_from[series], row, pool, held, state)
    return within_volume(aged, free, INVESTOR, state), aged


@rare
def warrant_may_go(w: int, t: int, state: State, whole: Whole) -> tuple[float, float]:
    """Common held from a warrant that may go under the Rule today, and what of it has been held long enough."""
    table = whole.rule_144
    pool = state.whole.warrant.held[w]
    sellable = pool - state.whole.warrant.undelivered[w]
    row = LOTS_OF_WARRANTS + w
    first = int(whole.by_session[RULE_144_HELD, 0, t])
    aged = held_since_before(first, t, table.warrant_held_from[w], row, pool, sellable, state)
    first = int(whole.by_session[RULE_144_FREE, 0, t])
    free = held_since_before(first, t, table.warrant_free_from[w], row, pool, sellable, state)
    return within_volume(aged, free, AGENT if whole.warrants.agent[w] else INVESTOR, state), aged


@clause
def new_may_go(t: int, held_from: int, free_from: int, person: int, state: State) -> float:
    """Of common that is issued today and tacks, how much may go today; BIG: no limit."""
    if t < held_from:
        return 0.0
    return BIG if t >= free_from else float(state.whole.rule_144.room[person])


@clause
def new_of_series_may_go(series: int, t: int, state: State, whole: Whole | None) -> float:
    """Of common that a notice of a series would issue today, how much may go under the Rule; BIG: no limit."""
    if whole is None:
        return 0.0
    if not whole.rule_144.applies:
        return 0.0
    return new_may_go(t, whole.rule_144.held_from[series], whole.rule_144.free_from[series], INVESTOR, state)


@clause
def new_of_warrant_may_go(w: int, t: int, state: State, whole: Whole) -> float:
    """Of common that an exercise would issue today, how much may go under the Rule; BIG: no limit."""
    table = whole.rule_144
    if not table.applies or not table.tacks:
        return 0.0
    person = AGENT if whole.warrants.agent[w] else INVESTOR
    return new_may_go(t, table.warrant_held_from[w], table.warrant_free_from[w], person, state)


@clause
def note_kept_back(person: int, state: State) -> None:
    """The limit on volume has kept back common that is old enough: counted once a session."""
    kept = state.whole.rule_144.kept
    if kept[person] == 0.0:
        kept[person] = 1.0
        fire(FIRED_RULE_144_VOLUME, state.whole.fired)


@clause
def note_sale(person: int, t: int, shares: float, state: State) -> None:
    """A sale under the Rule counts against the limit on volume, today and for some months."""
    own = state.whole.rule_144
    row = RULE_144_SOLD + person
    if state.whole.by_session[row, t] == 0.0:
        fire(FIRED_RULE_144_SALE, state.whole.fired)
    state.whole.by_session[row, t] += shares
    left = own.room[person] - shares
    own.room[person] = left if left > 0.0 else 0.0


@clause
def begin_to_hold(row: int, t: int, shares: float, state: State, whole: Whole) -> None:
    """The holding period of common issued today begins today; ``row`` of the lots in ``by_session``."""
    if whole.rule_144.applies:
        state.whole.by_session[row, t] += shares


@rare
def restate_rule_144(t: int, new: float, old: float, state: State, whole: Whole) -> None:
    """After a split or a stock dividend: sales and lots of every session in new shares, each rounded down."""
    own = state.whole.rule_144
    for k in range(own.sold.size):
        own.sold[k] = floor_of_ratio(own.sold[k], new, old)
    for k in range(own.warrant_sold.size):
        own.warrant_sold[k] = floor_of_ratio(own.warrant_sold[k], new, old)
    for row in range(RULE_144_SOLD, LOTS_OF_WARRANTS + whole.warrants.entries):
        for s in range(t + 1):
            if state.whole.by_session[row, s] > 0.0:
                state.whole.by_session[row, s] = floor_of_ratio(state.whole.by_session[row, s], new, old)


@clause
def holds_young(row: int, first: int, t: int, pool: float, state: State) -> bool:
    """Whether any of a pool's common began to be held on session ``first`` or later."""
    if pool <= 0.0:
        return False
    for s in range(first, t + 1):
        if state.whole.by_session[row, s] > 0.0:
            return True
    return False


@rare
def all_is_free(t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether at the close of session t all of the investor's common, had or to come, is free of every limit."""
    table = whole.rule_144
    first = int(whole.by_session[RULE_144_FREE, 0, t])
    for series in range(state.preferred.size):
        to_come = tables.series.preferred[series] - state.whole.money.drawn[series]
        if whole.payments.is_drawn[series] and t < whole.payments.last_draw[series] and to_come > 0.0:
            return False
        pool = state.held[series] + state.whole.remedy.undelivered[series]
        if (state.preferred[series] > 0.0 or pool > 0.0) and t < table.free_from[series]:
            return False
        if holds_young(LOTS_OF_SERIES + series, first, t, pool, state):
            return False
    own = state.whole.warrant
    for w in range(whole.warrants.entries):
        if not whole.warrants.agent[w]:
            if own.amount[w] > 0.0 and not table.tacks:
                return False
            if (own.amount[w] > 0.0 or own.held[w] > 0.0) and t < table.warrant_free_from[w]:
                return False
            if holds_young(LOTS_OF_WARRANTS + w, first, t, own.held[w], state):
                return False
    return True


@rare
def note_registration_period(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Before session t: the Registration Period is over for good once all was free at a close (``RRA 3.1``)."""
    period = state.whole.rule_144.period
    if t > 0 and period[0] == PERIOD_RUNS and all_is_free(t - 1, tables, state, whole):
        period[0] = PERIOD_OVER
