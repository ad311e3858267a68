"""Ordinary sessions of a whole deal: nothing dated acts and nothing is pending (METHODS 10).

Of such a session only prices, sales, notices, exercises and the tests are left; :mod:`kernels.series_alone` passes over
it or runs it quickly where it can.
"""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.layout import NEXT_BUSY, NOTED_PRICE
from kernels.listing_rule import listing_is_in_doubt
from kernels.market.scratch import Quotes
from kernels.obligations import owed
from kernels.price_rules import price_series
from kernels.registration import has_accrued, sold_under
from kernels.remedy_state import (
    BREACH_EVENT_ON,
    FAILURE_OPEN,
    FAILURE_STAGE,
    LAST_DUE,
    NEVER,
    RESERVE_FAILURES,
    RESERVE_TRIGGER_DAY,
    RIGHTS,
)
from kernels.reserve import reserve_basis
from kernels.state import APPROVED, CAP_USED, State
from kernels.tables import BIG, Tables
from kernels.waiting_rights import may_be_elected
from kernels.whole_state import (
    LIVE_ACTS_ALONE,
    LIVE_BUSY_FROM,
    LIVE_CAP_AMOUNT,
    LIVE_EXERCISE_UNITS,
    LIVE_FROZEN_UNTIL,
    LIVE_HAS_COMMON,
    LIVE_HAS_WARRANT_COMMON,
    LIVE_LEAVES,
    LIVE_NOTES_PRICES,
)
from kernels.whole_tables import DELISTING, DELIVERY_FAILURE, MERGER, SUSPENSION, Whole

SURELY = 1.0 - 1e-9
"""What rounding may take from a bound that is only estimated."""


@clause
def is_ordinary(t: int, state: State) -> bool:
    """Whether session t needs only prices, sales, notices, exercises and tests."""
    return bool(t < state.whole.live.numbers[LIVE_BUSY_FROM])


@clause
def has_failed(series: int, state: State, whole: Whole) -> bool:
    """Whether a test of the series failed on the last session that was tested: the next may be one more in a row."""
    remedy = state.whole.remedy
    if series == whole.remedy.reserve.series and remedy.numbers[RESERVE_FAILURES] > 0.0:
        return True
    return bool(remedy.cover_failures[series] > 0)


@rare
def has_something_pending(t: int, state: State, whole: Whole) -> bool:
    """Whether after session t anything runs that no date announces: rights, triggers, accruals, debts, a freeze."""
    numbers = state.whole.live.numbers
    remedy = state.whole.remedy
    # Its cash may run low on any session.
    if whole.company.raises:
        return True
    if remedy.numbers[FAILURE_STAGE] == FAILURE_OPEN or numbers[LIVE_FROZEN_UNTIL] > t or numbers[LIVE_LEAVES] > t:
        return True
    if remedy.numbers[BREACH_EVENT_ON] > t or listing_is_in_doubt(t, state, whole):
        return True
    for event in range(RIGHTS):
        if remedy.right[event] >= 0 and may_be_elected(event, state, whole):
            return True
    if owed(state) > 0.0 or remedy.numbers[LAST_DUE] > t or has_accrued(state, whole):
        return True
    if remedy.numbers[RESERVE_TRIGGER_DAY] != NEVER:
        return True
    for series in range(state.preferred.size):
        if remedy.cover_trigger[series] >= 0:
            return True
    return False


@rare
def next_event(t: int, busy: int, state: State, whole: Whole) -> int:
    """The session from which an event of this path needs sessions in full, if it comes before ``busy``.

    The session before an event is needed too: dividends and mergers look at its prices.
    """
    events = whole.events
    for event in range(events.entries):
        session = state.whole.event.session[event]
        first = session - 1
        lasts = events.kind[event] == SUSPENSION and events.until[event] > t
        lasts = lasts or (events.kind[event] == MERGER and events.completed[event] > t)
        # A failure to deliver waits for its notice.
        lasts = lasts or (events.kind[event] == DELIVERY_FAILURE and session >= 0)
        lasts = lasts or (events.kind[event] == DELISTING and session + events.shares[event] - 1.0 > t)
        if session <= t:
            first = t + 1 if lasts else busy
        busy = first if first < busy else busy
    return busy


@clause
def comes_to_maturity(series: int, t: int, tables: Tables, state: State) -> bool:
    """Whether after session t maturity may convert the series by force (:mod:`kernels.maturity`).

    What the limits hold back afterwards :mod:`kernels.series_alone` looks at, where it knows the deal.
    """
    live = state.whole.live
    if state.preferred[series] <= 0.0 or live.optional_only[series]:
        return False
    if t < tables.series.matures[series] or not live.required_done[series]:
        return True
    return bool(tables.deal.keeps_converting and live.numbers[LIVE_ACTS_ALONE] == 0.0)


@rare
def look_ahead(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """After session t: note from which session on sessions must be run in full again."""
    numbers = state.whole.live.numbers
    following = t + 1
    if following >= tables.clock.days.size or has_something_pending(t, state, whole):
        numbers[LIVE_BUSY_FROM] = float(following)
        return
    busy = next_event(t, int(whole.by_session[NEXT_BUSY, 0, following]), state, whole)
    for series in range(state.preferred.size):
        if comes_to_maturity(series, t, tables, state) and tables.series.matures[series] < busy:
            busy = tables.series.matures[series]
    own = state.whole.warrant
    for w in range(whole.warrants.entries):
        if own.amount[w] > 0.0:
            first = whole.warrants.first[w]
            last = whole.warrants.last[w]
            busy = first if following < first < busy else busy
            # A period without a session ends before it begins.
            busy = last if last < busy else busy
    numbers[LIVE_BUSY_FROM] = float(busy if busy > following else following)


@clause
def lowest_that_pays(t: int, tables: Tables, state: State, whole: Whole) -> float:
    """After session t: the decision bid in units above which some warrant may pay; BIG: none is open."""
    own = state.whole.warrant
    out = BIG
    for w in range(whole.warrants.entries):
        if own.amount[w] > 0.0 and whole.warrants.first[w] <= t + 1 and not whole.warrants.never:
            units = own.price[w] / whole.warrants.scale * tables.quote.units_per_dollar * SURELY
            out = units if units < out else out
    return out


@clause
def most_that_passes(series: int, t: int, tables: Tables, state: State, whole: Whole) -> float:
    """A number of shares as converted of the series up to which every test surely passes."""
    remedy = state.whole.remedy
    if has_failed(series, state, whole):
        return 0.0
    most = BIG
    reserve = whole.remedy.reserve
    if series == reserve.series:
        most = reserve_basis(state, whole) * reserve.denominator / reserve.numerator
    cap = whole.remedy.cap_test
    approved = state.totals[APPROVED] > 0.0 and t >= tables.deal.approval_session
    if series == cap.series and not approved and state.whole.live.numbers[LIVE_CAP_AMOUNT] != BIG:
        left = state.whole.live.numbers[LIVE_CAP_AMOUNT] - state.totals[CAP_USED]
        room = left * cap.denominator / cap.numerator
        most = room if room < most else most
    cover = whole.remedy.registration
    if cover.has_statement[series]:
        room = remedy.registered[series] - sold_under(series, state, whole)
        room = room * cover.cover_denominator / cover.cover_numerator
        room -= state.held[series] + remedy.undelivered[series]
        own = state.whole.warrant
        for w in range(whole.warrants.entries):
            if whole.warrants.statement[w] == series:
                room -= own.held[w] + own.amount[w] / own.price[w]
        most = room if room < most else most
    # One notice rounds up once, or once for each preferred.
    most -= state.preferred[series] if tables.deal.round_up_per_share else 1.0
    return most * SURELY


@clause
def note_warrants(t: int, tables: Tables, state: State, whole: Whole) -> float:
    """After a session: note whether common of warrants is held, and when one may pay; returns the common."""
    held = 0.0
    for w in range(whole.warrants.entries):
        held += state.whole.warrant.held[w]
    numbers = state.whole.live.numbers
    numbers[LIVE_HAS_WARRANT_COMMON] = 1.0 if held > 0.0 else 0.0
    numbers[LIVE_EXERCISE_UNITS] = lowest_that_pays(t, tables, state, whole)
    return held


@clause
def note_what_is_held(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """After a session: whether anybody holds common, what the tests leave to each series, when a warrant may pay."""
    live = state.whole.live
    held = 0.0
    for series in range(state.preferred.size):
        held += state.held[series]
        live.passes_up_to[series] = 0.0
        if state.preferred[series] > 0.0:
            live.passes_up_to[series] = most_that_passes(series, t, tables, state, whole)
    held += note_warrants(t, tables, state, whole)
    live.numbers[LIVE_HAS_COMMON] = 1.0 if held > 0.0 else 0.0


@clause
def tests_surely_pass(series: int, t: int, tables: Tables, state: State) -> bool:
    """Whether the series' shares as converted are few enough for every test, at the price in ``state.price``."""
    if state.preferred[series] <= 0.0 or state.price[series] <= 0.0:
        return True
    wanted = state.preferred[series] * tables.claim[series, t]
    price = tables.series.claim_scale[series] * state.price[series]
    return bool(wanted <= state.whole.live.passes_up_to[series] * price)


@clause
def warrants_may_act(decision_bid: float, state: State) -> bool:
    """Whether a warrant may pay at the decision bid, or common is held that may have come from one."""
    numbers = state.whole.live.numbers
    return bool(decision_bid > numbers[LIVE_EXERCISE_UNITS] or numbers[LIVE_HAS_WARRANT_COMMON] > 0.0)


@clause
def note_price(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Keep the conversion price that the fan shows, on a path that is counted in it."""
    if state.whole.live.numbers[LIVE_NOTES_PRICES] > 0.0:
        series = whole.payments.fan_series
        price_series(series, t, place, market, tables, state, whole)
        state.whole.by_session[NOTED_PRICE, t] = state.price[series]
