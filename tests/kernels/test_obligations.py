"""What the company owes, by the kernels alone: what falls due, and what is paid of it (``CoD VIII.D``; METHODS 20).

Two series, A and B. Session 10 is Friday 1999-01-15, fifteen days after session 0: at 5% a dollar is worth
exp(-0.05 x 15/365) of one. Interest is 24% over 365 days.
"""

from __future__ import annotations

import math

import pytest
from whole_path import (
    DEFAULT_IS_DUE,
    DUE,
    DUE_BY_KEY,
    DUE_ON_WARRANT,
    PAY_OWED,
    SETTLE,
    WholePath,
    follow,
    series,
    warrant,
)

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
from kernels.whole_state import LIVE_RAISED_USD

T = 10
DISCOUNT = math.exp(-0.05 * 15 / 365)
ACCOUNTS = [INTEREST_USD, CERTIFICATE_USD, REGISTRATION_USD]


def path_of(cash=None, **changes) -> WholePath:
    redemption = {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 0 if cash is None else cash}]}
    deal = {"delivery": {}, "warrants": [warrant(), warrant("V")]} | (
        {} if cash is None else {"redemption": redemption}
    )
    path = follow(deal=deal | changes, all_series=[series(name="A"), series()])
    assert path.dates[T].isoformat() == "1999-01-15"
    return path


def due(path, row, *sessions):
    return [float(path.state.whole.by_session[row, t]) for t in sessions]


def test_what_falls_due_falls_due_by_the_last_session():
    path = path_of()
    remedy = path.state.whole.remedy
    last = len(path.dates) - 1
    path.step(DUE, 7, 1, 100.5)
    path.step(DUE, last + 3, 0, 10)
    path.step(DUE, 5, 1, 1)
    assert due(path, CERTIFICATE_DUE, 5, 7, last) == [1, 100.5, 10]
    assert remedy.due[:2].tolist() == [10, 101.5]
    assert remedy.numbers[LAST_DUE] == last
    path = path_of()
    path.step(DUE, 7, 0, 1)
    path.step(DUE, 5, 0, 1)
    assert path.state.whole.remedy.numbers[LAST_DUE] == 7


def test_what_falls_due_on_a_warrant_is_of_the_account_without_interest():
    path = path_of()
    last = len(path.dates) - 1
    path.step(DUE_ON_WARRANT, 7, 1, 100.5)
    path.step(DUE_ON_WARRANT, 5, 1, 1)
    assert path.state.whole.remedy.numbers[LAST_DUE] == 7
    path.step(DUE_ON_WARRANT, last + 1, 0, 2)
    assert due(path, EXERCISE_DUE, 5, 7, last) == [1, 100.5, 2]
    assert path.state.whole.warrant.due[:2].tolist() == [2, 101.5]
    assert path.state.whole.remedy.numbers[LAST_DUE] == last
    # Of an even number of sessions too.
    path = path_of(horizon="2000-01-03")
    assert len(path.dates) % 2 == 0
    last = len(path.dates) - 1
    path.step(DUE_ON_WARRANT, last + 1, 0, 2)
    assert due(path, EXERCISE_DUE, last) == [2]


@pytest.mark.parametrize(
    ("key", "parts"), [((1, 3), [25, 75]), ((0.25, 0.25), [50, 50]), ((0, 4), [0, 100]), ((0, 0), [0, 0])]
)
def test_what_falls_due_is_attributed_by_a_key(key, parts):
    path = path_of()
    remedy = path.state.whole.remedy
    remedy.failed_sold[:2] = key
    path.step(DUE_BY_KEY, T, 100)
    assert remedy.due[:2].tolist() == parts
    assert due(path, CERTIFICATE_DUE, T) == [sum(parts)]


def test_default_payments_fall_due_by_face_less_what_was_converted():
    path = path_of()
    remedy = path.state.whole.remedy
    last = len(path.dates) - 1
    remedy.affected_face_usd[:2] = 1000, 3000
    remedy.default_converted[:2] = 0.5, 0
    path.step(DEFAULT_IS_DUE, T, 400)
    # 100 and 300; half a dollar of A's was converted, and is taken off once.
    path.step(DEFAULT_IS_DUE, last + 1, 4)
    assert remedy.due[:2].tolist() == [100.5, 303]
    assert due(path, CERTIFICATE_DUE, T, last) == [399.5, 4]
    assert due(path, DEFAULT_DUE, T, last) == [99.5, 1]
    assert due(path, DEFAULT_DUE + 1, T, last) == [300, 3]
    assert remedy.default_converted[:2].tolist() == [0, 0]
    # What was converted is all of it but for rounding: nothing is left.
    remedy.default_converted[1] = 300 - 1e-7
    path.step(DEFAULT_IS_DUE, T + 1, 400)
    assert due(path, DEFAULT_DUE + 1, T + 1) == [0]
    assert due(path, DEFAULT_DUE, T + 1) == [100]
    # Of 300 all but half a dollar: that is due.
    remedy.default_converted[1] = 299.5
    path.step(DEFAULT_IS_DUE, T + 2, 400)
    assert due(path, DEFAULT_DUE + 1, T + 2) == [0.5]


def test_rounding_is_of_what_was_converted_alone():
    """Where nothing was converted a quarter of a millionth of a dollar is due as it is."""
    path = path_of()
    path.state.whole.remedy.affected_face_usd[:2] = 0, 1000
    path.step(DEFAULT_IS_DUE, T, 2.0**-22)
    assert due(path, DEFAULT_DUE + 1, T) == [2.0**-22]
    assert due(path, CERTIFICATE_DUE, T) == [2.0**-22]
    # Two millionths less a millionth that was converted: one is rounding still.
    path.state.whole.remedy.default_converted[1] = 1e-6
    path.step(DEFAULT_IS_DUE, T + 1, 2e-6)
    assert due(path, DEFAULT_DUE + 1, T + 1) == [0]


def test_default_payments_of_a_series_that_is_affected_alone():
    path = path_of()
    remedy = path.state.whole.remedy
    remedy.affected_face_usd[:2] = 0, 0.5
    remedy.default_converted[:2] = 7, 0
    path.step(DEFAULT_IS_DUE, T, 10)
    assert remedy.due[:2].tolist() == [0, 10]
    assert remedy.default_converted[:2].tolist() == [7, 0]


def owing(cash, *, interest=10.0, certificate=100.0, registration=50.0, spent=27.0, raised=20.0) -> WholePath:
    """A path on session 10 that owes this; of default payments 40 of A and 60 of B are in the certificate account.

    What can be paid is ``cash``, beside what was spent before.
    """
    path = path_of(None if cash is None else f"{cash + spent - raised:.2f}")
    remedy = path.state.whole.remedy
    remedy.numbers[ACCOUNTS] = interest, certificate, registration
    remedy.numbers[INTEREST_DAY] = path.tables.clock.days[T]
    remedy.numbers[SPENT_USD] = spent
    remedy.default_unpaid[:2] = 40, 60
    path.state.whole.live.numbers[LIVE_RAISED_USD] = raised
    return path


@pytest.mark.parametrize(
    ("cash", "left", "defaults"),
    [
        (-0.5, [10, 100, 50], 1),
        (0, [10, 100, 50], 1),
        (0.5, [9.5, 100, 50], 1),
        (10, [0, 100, 50], 1),
        (10.5, [0, 99.5, 50], 0.995),
        (60, [0, 50, 50], 0.5),
        (130, [0, 0, 30], 0),
        (159.5, [0, 0, 0.5], 0),
        (160, [0, 0, 0], 0),
        (160.5, [0, 0, 0], 0),
    ],
)
def test_interest_then_the_certificates_amounts_then_registration(cash, left, defaults):
    path = owing(cash)
    remedy = path.state.whole.remedy
    path.step(PAY_OWED, T)
    assert remedy.numbers[ACCOUNTS].tolist() == pytest.approx(left, abs=1e-9)
    assert remedy.default_unpaid[:2].tolist() == pytest.approx([40 * defaults, 60 * defaults])
    paid = 160 - sum(left)
    assert remedy.numbers[REMEDY_PAID_USD] == path.state.flows[T] == pytest.approx(paid)
    assert remedy.numbers[REMEDY_PAID_PRESENT_USD] == pytest.approx(paid * DISCOUNT, rel=1e-12)
    assert remedy.numbers[SPENT_USD] == pytest.approx(27 + paid)
    assert remedy.numbers[REMEDY_INTEREST_PAID_USD] == pytest.approx(10 - left[0])
    assert path.fired("interest") == (paid > 0)
    assert path.fired("payment_short") == (cash < 160)


def test_without_a_limit_all_is_paid_whatever_has_been_spent():
    path = owing(None, spent=2.0**52, raised=0.0)
    path.step(PAY_OWED, T)
    assert path.state.flows[T] == 160
    assert path.fired("payment_short") == 0


def test_a_limit_above_the_number_that_says_there_is_none():
    """Of $2**53 all but five dollars are spent: a limit is one, however far away it was."""
    path = owing(None, spent=0.0, raised=0.0)
    path.whole.by_session[CASH_USD, 0, T] = 2.0**53
    path.state.whole.remedy.numbers[SPENT_USD] = 2.0**53 - 5
    path.step(PAY_OWED, T)
    assert path.state.flows[T] == 5
    assert path.fired("payment_short") == 1


def test_a_part_of_a_dollar_is_paid_and_nothing_is_not():
    path = owing(1000, interest=0.5, certificate=0, registration=0)
    path.step(PAY_OWED, T)
    assert path.state.flows[T] == 0.5
    assert path.fired("interest") == 1
    # Nothing is owed, and less can be paid than has been: the company's capacity may have fallen.
    nothing = owing(-5, interest=0, certificate=0, registration=0)
    nothing.step(PAY_OWED, T)
    assert (nothing.fired("interest"), nothing.fired("payment_short")) == (0, 0)
    # Without principal no default payment is in the account: what is left of it is nothing, not a part of nothing.
    certificate = owing(5, interest=0, certificate=0, registration=10)
    certificate.step(PAY_OWED, T)
    assert certificate.state.whole.remedy.numbers[ACCOUNTS].tolist() == [0, 0, 5]
    assert certificate.fired("interest") == 0


def test_money_for_just_what_is_owed_is_enough():
    """Three certificates of $1,201.20, added up in binary fractions, are 4.5e-13 more than $3,603.60."""
    certificates = 1201.2 + 1201.2 + 1201.2
    assert certificates > 3603.6
    path = owing(3603.6, interest=0, certificate=certificates, registration=0)
    path.step(PAY_OWED, T)
    assert path.state.whole.remedy.numbers[ACCOUNTS].tolist() == [0, 0, 0]
    assert path.fired("payment_short") == 0


def test_rounding_of_billions_leaves_no_debt_below_nothing():
    """Added up, the three are 7.6e-6 more than there is; taken off in turn, 1.9e-6 more is left than the third."""
    interest, certificate, registration = 11225421338.260784, 36004191944.86139, 322829001.78155327
    cash = 47552442284.903725
    assert interest + certificate + registration - cash > 7e-6
    assert cash - interest - certificate > registration
    path = owing(None, interest=interest, certificate=certificate, registration=registration, spent=0.0, raised=0.0)
    path.whole.by_session[CASH_USD, 0, T] = cash
    path.step(PAY_OWED, T)
    assert path.state.whole.remedy.numbers[ACCOUNTS].tolist() == [0, 0, 0]
    assert path.fired("payment_short") == 1


def bringing(path):
    """What is on the way: on session 10, the session after, and the last one."""
    last = len(path.dates) - 1
    by_session = path.state.whole.by_session
    for row, amounts in ((CERTIFICATE_DUE, (1, 2, 4)), (EXERCISE_DUE, (8, 16, 32)), (DEFAULT_DUE + 1, (0.25, 0, 0))):
        by_session[row, [T, T + 1, last]] = amounts
    path.state.whole.remedy.numbers[INTEREST_DAY] -= 3
    return 100 * 0.24 / 365 * 3


def test_interest_runs_before_what_falls_due_on_the_session():
    path = owing(0)
    remedy = path.state.whole.remedy
    interest = bringing(path)
    path.step(PAY_OWED, T)
    assert remedy.numbers[ACCOUNTS].tolist() == pytest.approx([10 + interest, 101, 58], rel=1e-12)
    assert remedy.numbers[INTEREST_DAY] == path.tables.clock.days[T]
    assert remedy.default_unpaid[:2].tolist() == [40, 60.25]
    for row in (CERTIFICATE_DUE, EXERCISE_DUE, DEFAULT_DUE + 1):
        assert due(path, row, T) == [0]


@pytest.mark.parametrize("recovery", [1.0, 0.4, 0.0])
def test_the_end_settles_all_that_is_owed_or_on_the_way(recovery):
    path = owing(0)
    remedy = path.state.whole.remedy
    interest = 10 + bringing(path)
    remedy.numbers[LAST_DUE] = 200
    path.step(SETTLE, T, recovery)
    paid = recovery * (interest + 107 + 106)
    assert remedy.numbers[REMEDY_PAID_USD] == path.state.flows[T] == pytest.approx(paid, rel=1e-12)
    assert remedy.numbers[REMEDY_INTEREST_PAID_USD] == pytest.approx(recovery * interest, rel=1e-12)
    assert path.fired("interest") == (recovery > 0)
    assert not remedy.numbers[ACCOUNTS].any()
    assert not remedy.default_unpaid.any()
    assert not path.state.whole.by_session[[CERTIFICATE_DUE, EXERCISE_DUE], :].any()
    assert remedy.numbers[LAST_DUE] == -1


def test_the_end_settles_a_part_of_a_dollar():
    path = owing(0, interest=0, certificate=0.5, registration=0)
    path.step(SETTLE, T, 1)
    assert path.state.flows[T] == 0.5
