"""The remedies of a session in the contract's order; how they start, change footing and end (METHODS 16 to 20)."""

from __future__ import annotations

from kernels.cap_test import run_cap_test
from kernels.default_payments import end_failure, run_failure
from kernels.delivery import bought_and_not_delivered, deliver_exercises
from kernels.exact import floor_of_ratio
from kernels.jit import clause, rare
from kernels.layout import CERTIFICATE_DUE, DEFAULT_DUE, EXERCISE_DUE, PAYMENT_DAYS, UNUSABLE
from kernels.listing_rule import run_listing_rule
from kernels.market.scratch import Quotes
from kernels.obligations import owed, pay_what_is_owed, settle_at_the_end
from kernels.price_rules import restated_price
from kernels.registration import note_paying, owe_all_days, pay_for_registration, payment_pends, run_cover_test
from kernels.remedy_state import (
    BREACH_EVENT_ON,
    FAILURE_EVENT,
    FAILURE_OPEN,
    FAILURE_STAGE,
    LAST_DUE,
    LISTING_ENDS,
    LISTING_NOTICE_DAY,
    NEVER,
    NO_FAILURE,
    REMEDY_OWED_USD,
    REMEDY_OWED_WORTH_PRESENT_USD,
    REMEDY_OWED_WORTH_USD,
    RESERVE_AMOUNT,
    RESERVE_TRIGGER_DAY,
    RESERVE_USED,
)
from kernels.reserve import run_reserve_test, set_reserve
from kernels.rights import EVENT_VI, end_by_approval, event_happens
from kernels.state import State
from kernels.tables import Floats, Tables
from kernels.whole_tables import Whole


@rare
def start_remedies(tables: Tables, state: State, whole: Whole) -> None:
    """Everything as it stands at the opening of session 0."""
    remedy = state.whole.remedy
    remedy.numbers[:] = 0.0
    remedy.numbers[RESERVE_TRIGGER_DAY] = NEVER
    remedy.numbers[FAILURE_EVENT] = -1.0
    remedy.numbers[LAST_DUE] = -1.0
    remedy.numbers[LISTING_NOTICE_DAY] = NEVER
    remedy.numbers[LISTING_ENDS] = -1.0
    remedy.numbers[BREACH_EVENT_ON] = -1.0
    set_reserve(whole.remedy.reserve.amount, whole.remedy.reserve.used, state)
    remedy.right[:] = -1
    remedy.covered_too_little[:] = False
    for series in range(state.preferred.size):
        remedy.registered[series] = whole.remedy.registration.registered[series]
        remedy.grain[series] = whole.pricing.grain[series]
    remedy.undelivered[:] = 0.0
    remedy.undelivered_at_end[:] = 0.0
    remedy.bought_in[:] = 0.0
    remedy.due[:] = 0.0
    remedy.default_unpaid[:] = 0.0
    remedy.default_converted[:] = 0.0
    remedy.cut_usd[:] = 0.0
    remedy.cover_failures[:] = 0
    remedy.cover_trigger[:] = -1
    remedy.affected[:] = 0.0
    remedy.affected_face_usd[:] = 0.0
    remedy.failed_shares[:] = 0.0
    remedy.failed_sold[:] = 0.0
    remedy.lowest_price[:] = 0.0
    state.whole.by_session[CERTIFICATE_DUE, :] = 0.0
    state.whole.by_session[EXERCISE_DUE, :] = 0.0
    for series in range(state.preferred.size):
        state.whole.by_session[DEFAULT_DUE + series, :] = 0.0
    state.whole.by_session[PAYMENT_DAYS, :] = 0.0


@rare
def run_tests(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Step 7: delivery, registration payments, tests, events that are read, the listing, payment of what is owed.

    Parameters
    ----------
    t, place
        Session, and the place of its bid in ``market.bids``.
    market, tables, state, whole
        The path; ``state.price`` holds every series' price in force at the close.
    """
    end_by_approval(t, tables, state, whole)
    run_failure(t, market, tables, state, whole)
    pay_for_registration(t, place, market, tables, state, whole)
    run_reserve_test(t, tables, state, whole)
    run_cap_test(t, tables, state, whole)
    for statement in range(state.preferred.size):
        run_cover_test(statement, t, tables, state, whole)
    if whole.by_session[UNUSABLE, 0, t] > 0.0:
        event_happens(EVENT_VI, t, state, whole)
    run_listing_rule(t, market.bids[place], tables, state, whole)
    pay_what_is_owed(t, tables, state, whole)
    note_paying(state, whole)


@clause
def restate_each(values: Floats, new: float, old: float) -> None:
    """Whole shares on the new footing, rounded down."""
    for k in range(values.size):
        values[k] = floor_of_ratio(values[k], new, old)


@rare
def restate(new: float, old: float, price_only: bool, state: State) -> None:
    """Put shares and prices that remedies keep on the footing after new shares for old ones (``CoD XI.A``).

    Parameters
    ----------
    new, old
        New shares for so many old ones.
    price_only
        A stock dividend that leaves the Reserved Amount as it is.
    state
        The path.
    """
    remedy = state.whole.remedy
    restate_each(remedy.undelivered, new, old)
    restate_each(remedy.failed_shares, new, old)
    restate_each(remedy.failed_sold, new, old)
    restate_each(remedy.bought_in, new, old)
    for series in range(state.preferred.size):
        remedy.lowest_price[series] = restated_price(remedy.lowest_price[series], new, old, remedy.grain[series])
    restate_each(remedy.registered, new, old)
    if not price_only:
        amount = floor_of_ratio(remedy.numbers[RESERVE_AMOUNT], new, old)
        set_reserve(amount, floor_of_ratio(remedy.numbers[RESERVE_USED], new, old), state)


@rare
def end_path(t: int, recovery: float, tables: Tables, state: State, whole: Whole) -> None:
    """The path ends on session t: everything falls due, and a fraction of it is paid for good."""
    end_failure(t, tables, state, whole)
    owe_all_days(t, state, whole)
    settle_at_the_end(t, recovery, tables, state, whole)


@rare
def acquired(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """A merger is completed: the acquirer pays what is owed in full."""
    end_path(t, 1.0, tables, state, whole)


@rare
def liquidated(t: int, recovery: float, tables: Tables, state: State, whole: Whole) -> None:
    """The company is wound up: what is owed gets the recovery."""
    end_path(t, recovery, tables, state, whole)


@rare
def at_last_session(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """After the tests of the last session: undelivered common counts as held, and what is owed gets its worth."""
    remedy = state.whole.remedy
    for series in range(state.preferred.size):
        left = remedy.undelivered[series] + bought_and_not_delivered(series, state)
        remedy.undelivered_at_end[series] = left
        state.held[series] += left
        remedy.undelivered[series] = 0.0
    deliver_exercises(state, whole)
    remedy.numbers[FAILURE_STAGE] = NO_FAILURE
    left_owed = owed(state)
    worth = left_owed * whole.remedy.redemption.owed_recovery
    remedy.numbers[REMEDY_OWED_USD] = left_owed
    remedy.numbers[REMEDY_OWED_WORTH_USD] = worth
    remedy.numbers[REMEDY_OWED_WORTH_PRESENT_USD] = worth * tables.clock.discount[t]


@rare
def is_pending(t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether remedies keep a path alive after session t: something owed, due later, accruing or undelivered."""
    remedy = state.whole.remedy
    if remedy.numbers[FAILURE_STAGE] == FAILURE_OPEN:
        return True
    if owed(state) > 0.0 or remedy.numbers[LAST_DUE] > t:
        return True
    return payment_pends(state, whole)
