"""What the company owes: when it falls due, its interest, and its payment (``CoD VIII.D``, ``XIV.E``; METHODS 20)."""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.layout import CASH_USD, CERTIFICATE_DUE, DEFAULT_DUE, EXERCISE_DUE
from kernels.remedy_state import (
    CERTIFICATE_USD,
    INTEREST_DAY,
    INTEREST_USD,
    LAST_DUE,
    REGISTRATION_USD,
    REMEDY_INTEREST_PAID_USD,
    REMEDY_PAID_PRESENT_USD,
    REMEDY_PAID_USD,
    SPENT_USD,
)
from kernels.rows import FIRED_INTEREST, FIRED_PAYMENT_SHORT
from kernels.state import State
from kernels.tables import BIG, Floats, Tables
from kernels.whole_state import LIVE_RAISED_USD, fire
from kernels.whole_tables import Whole

ROUNDING_USD = 1e-6
"""What is left of an amount that was taken in full is less."""


@clause
def make_due(series: int, amount: float, session: int, tables: Tables, state: State) -> None:
    """Let an amount fall due on the certificate account on a session, at the last one at the latest.

    Parameters
    ----------
    series
        The series to which it is attributed.
    amount
        USD.
    session
        When it falls due.
    tables, state
        The deal and the path.
    """
    last = tables.clock.days.size - 1
    session = session if session < last else last
    remedy = state.whole.remedy
    state.whole.by_session[CERTIFICATE_DUE, session] += amount
    remedy.due[series] += amount
    if session > remedy.numbers[LAST_DUE]:
        remedy.numbers[LAST_DUE] = float(session)


@clause
def make_due_on_warrant(w: int, amount: float, session: int, tables: Tables, state: State) -> None:
    """Let an amount fall due on the account without interest, for a warrant, at the last session at the latest."""
    last = tables.clock.days.size - 1
    session = session if session < last else last
    state.whole.by_session[EXERCISE_DUE, session] += amount
    state.whole.warrant.due[w] += amount
    if session > state.whole.remedy.numbers[LAST_DUE]:
        state.whole.remedy.numbers[LAST_DUE] = float(session)


@clause
def make_due_by_key(amount: float, key: Floats, session: int, tables: Tables, state: State) -> None:
    """Let an amount fall due, attributed to the series in proportion to a key, [S]."""
    whole_key = 0.0
    for series in range(state.preferred.size):
        whole_key += key[series]
    if whole_key > 0.0:
        for series in range(state.preferred.size):
            share = key[series] / whole_key
            if share > 0.0:
                make_due(series, amount * share, session, tables, state)


@clause
def rest_of(amount: float, taken: float) -> float:
    """What is left of an amount, USD; a millionth of a dollar or less is rounding, and nothing."""
    rest = amount - taken
    return rest if rest > ROUNDING_USD else 0.0


@clause
def make_default_due(amount: float, session: int, tables: Tables, state: State) -> None:
    """Let default payments fall due, by affected face, less what of them was converted at maturity (``CoD VII.A``)."""
    last = tables.clock.days.size - 1
    session = session if session < last else last
    remedy = state.whole.remedy
    face = 0.0
    for series in range(state.preferred.size):
        face += remedy.affected_face_usd[series]
    for series in range(state.preferred.size):
        if remedy.affected_face_usd[series] > 0.0:
            part = amount * (remedy.affected_face_usd[series] / face)
            if remedy.default_converted[series] > 0.0:
                part = rest_of(part, remedy.default_converted[series])
                remedy.default_converted[series] = 0.0
            make_due(series, part, session, tables, state)
            state.whole.by_session[DEFAULT_DUE + series, session] += part


@clause
def keep_of_defaults(part: float, state: State) -> None:
    """So much of the certificate account is left unpaid, and the same part of the default payments in it."""
    unpaid = state.whole.remedy.default_unpaid
    for series in range(state.preferred.size):
        unpaid[series] *= part


@clause
def owed(state: State) -> float:
    """Due and unpaid on both accounts, interest included, USD."""
    numbers = state.whole.remedy.numbers
    return float(numbers[INTEREST_USD] + numbers[CERTIFICATE_USD] + numbers[REGISTRATION_USD])


@clause
def bring_to(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Run interest to session t, then let fall due what falls due on it."""
    numbers = state.whole.remedy.numbers
    days = tables.clock.days[t]
    numbers[INTEREST_USD] += (
        numbers[CERTIFICATE_USD] * whole.remedy.redemption.interest_per_day * (days - numbers[INTEREST_DAY])
    )
    numbers[INTEREST_DAY] = days
    numbers[CERTIFICATE_USD] += state.whole.by_session[CERTIFICATE_DUE, t]
    state.whole.by_session[CERTIFICATE_DUE, t] = 0.0
    for series in range(state.preferred.size):
        state.whole.remedy.default_unpaid[series] += state.whole.by_session[DEFAULT_DUE + series, t]
        state.whole.by_session[DEFAULT_DUE + series, t] = 0.0
    numbers[REGISTRATION_USD] += state.whole.by_session[EXERCISE_DUE, t]
    state.whole.by_session[EXERCISE_DUE, t] = 0.0


@clause
def book(t: int, paid: float, interest: float, tables: Tables, state: State) -> None:
    """Book money paid to the investor on the accounts, USD, and the interest in it."""
    numbers = state.whole.remedy.numbers
    numbers[REMEDY_PAID_USD] += paid
    numbers[REMEDY_PAID_PRESENT_USD] += paid * tables.clock.discount[t]
    numbers[REMEDY_INTEREST_PAID_USD] += interest
    state.flows[t] += paid
    if interest > 0.0:
        fire(FIRED_INTEREST, state.whole.fired)


@rare
def pay_what_is_owed(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Pay interest, certificate and registration, in this order, as far as the company's capacity reaches."""
    bring_to(t, tables, state, whole)
    numbers = state.whole.remedy.numbers
    wanted = owed(state)
    if wanted <= 0.0:
        return
    # What the company raised adds to it; nothing added leaves no limit what it is.
    cash = whole.by_session[CASH_USD, 0, t] + state.whole.live.numbers[LIVE_RAISED_USD]
    # Money for just what is owed may be less by what rounding takes.
    if cash == BIG or rest_of(wanted, cash - numbers[SPENT_USD]) <= 0.0:
        book(t, wanted, float(numbers[INTEREST_USD]), tables, state)
        numbers[SPENT_USD] += wanted
        numbers[INTEREST_USD] = 0.0
        numbers[CERTIFICATE_USD] = 0.0
        numbers[REGISTRATION_USD] = 0.0
        keep_of_defaults(0.0, state)
        return
    fire(FIRED_PAYMENT_SHORT, state.whole.fired)
    left = float(cash - numbers[SPENT_USD])
    if left <= 0.0:
        return
    # All is spent: the sum is set, so that no rounding leaves a remainder to be paid later.
    numbers[SPENT_USD] = cash
    total = left
    interest = float(numbers[INTEREST_USD])
    interest = interest if interest < left else left
    numbers[INTEREST_USD] -= interest
    left -= interest
    principal = float(numbers[CERTIFICATE_USD])
    principal = principal if principal < left else left
    if principal > 0.0:
        keep_of_defaults((numbers[CERTIFICATE_USD] - principal) / numbers[CERTIFICATE_USD], state)
    numbers[CERTIFICATE_USD] -= principal
    left -= principal
    registration = float(numbers[REGISTRATION_USD])
    numbers[REGISTRATION_USD] = registration - left if left < registration else 0.0
    book(t, total, interest, tables, state)


@rare
def settle_at_the_end(t: int, recovery: float, tables: Tables, state: State, whole: Whole) -> None:
    """Let everything fall due on session t and pay a fraction of it for good, outside the company's capacity.

    Parameters
    ----------
    t
        Session of a merger's completion, or of a liquidation.
    recovery
        Fraction of what is owed that is paid.
    tables, state, whole
        The deal and the path.
    """
    remedy = state.whole.remedy
    bring_to(t, tables, state, whole)
    for later in range(t + 1, tables.clock.days.size):
        remedy.numbers[CERTIFICATE_USD] += state.whole.by_session[CERTIFICATE_DUE, later]
        state.whole.by_session[CERTIFICATE_DUE, later] = 0.0
        remedy.numbers[REGISTRATION_USD] += state.whole.by_session[EXERCISE_DUE, later]
        state.whole.by_session[EXERCISE_DUE, later] = 0.0
    paid = recovery * owed(state)
    if paid > 0.0:
        book(t, paid, recovery * float(remedy.numbers[INTEREST_USD]), tables, state)
    remedy.numbers[INTEREST_USD] = 0.0
    remedy.numbers[CERTIFICATE_USD] = 0.0
    remedy.numbers[REGISTRATION_USD] = 0.0
    keep_of_defaults(0.0, state)
    remedy.numbers[LAST_DUE] = -1.0
