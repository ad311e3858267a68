"""What is owed: capacity, interest, the two accounts, and how a path's end settles them (CoD VIII.D, XIV.E).

Unless a test says otherwise event (iv) is dated Wednesday 1999-01-06: 100 preferred are redeemed on Thursday, session
3, for $125,000 due on Thursday the 14th, session 8.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import series
from remedy_deals import amounts, failing, flat, times

EVENT = {"kind": "redemption_event", "date": "1999-01-06", "event": "iv"}
A_DAY = Fraction(24, 36_500)
"""24% over 365 days."""


def cash(*amounts_usd):
    return [{"date": date, "usd": usd} for date, usd in amounts_usd]


def parts(*amounts_usd, events=(), **changes):
    redemption = {"series": ["B"], "cash_usd": cash(*amounts_usd)} | changes
    return {"redemption": redemption, "events": [EVENT, *events]}


def test_what_the_company_cannot_pay_bears_interest_from_its_due_date():
    """100,000 on the 14th, 25,000 short; 200,000 in all from Monday the 25th (session 15): 11 days of interest."""
    more = parts(("1999-01-04", "100000"), ("1999-01-25", "200000"))
    ledger = flat(failing(parts=more), 20)
    interest = 25_000 * 11 * A_DAY
    assert amounts(ledger, "payment") == [(8, 100_000.0), (15, float(25_000 + interest))]
    assert times(ledger, "payment_short") == 7  # sessions 8 to 14
    assert times(ledger, "interest") == 1
    assert ledger.totals["company_payments_usd"] == pytest.approx(float(125_000 + interest))
    assert ledger.totals["owed_at_horizon_usd"] == 0


def test_interest_is_simple_and_paid_first():
    """10,000 more from the 25th pays the interest of 11 days, then principal; what is left of it bears interest."""
    more = parts(("1999-01-04", "100000"), ("1999-01-25", "110000"))
    ledger = flat(failing(parts=more), 17)
    left = 25_000 - (10_000 - 25_000 * 11 * A_DAY)
    # The last session is Tuesday the 26th: one day more.
    assert ledger.totals["owed_at_horizon_usd"] == pytest.approx(float(left + left * A_DAY), rel=1e-12)


def test_nothing_can_be_paid_before_the_first_amount():
    ledger = flat(failing(parts=parts(("1999-01-15", "200000"), interest_per_year="0")), 12)
    assert amounts(ledger, "payment") == [(9, 125_000.0)]


def test_what_is_owed_at_the_horizon_is_worth_its_recovery():
    """The run ends on the 14th: 125,000 owed, 40% of it 50,000."""
    ledger = flat(failing(parts=parts(("1999-01-04", "0"), owed_recovery="0.4")), 9)
    assert ledger.totals["owed_at_horizon_usd"] == 125_000
    assert ledger.totals["remaining_value_usd"] == 50_000
    assert ledger.totals["books_gap_usd"] == 0


def test_at_the_last_session_everything_falls_due():
    """The run ends on Friday, session 4, before the due date: paid then."""
    assert amounts(flat(failing(parts=parts(("1999-01-04", "200000"))), 5), "payment") == [(4, 125_000.0)]


def with_late_registration(*amounts_usd, events=()):
    """Late from the 7th to the 11th, when nothing is left of the series: $500 due on the 12th, paid on the 18th."""
    registration = {"paying_series": "B", "deadline_days": 3, "sec_comments": False}
    more = parts(*amounts_usd, events=events) | {"registration": registration}
    return failing(series(registration_effective="1999-01-12"), parts=more)


def test_registration_payments_come_after_the_certificates_amounts():
    """125,300 in all: 125,000 on session 8, of the 500 on session 10 (Monday the 18th) 300; 200 bear no interest."""
    ledger = flat(with_late_registration(("1999-01-04", "125300")), 25)
    # Redeemed on the 7th: its common and preferred are gone at that close, so that only the 7th itself counts.
    assert amounts(ledger, "registration payment") == [(4, 100.0)]
    short = flat(with_late_registration(("1999-01-04", "125060")), 25)
    # $100 due on Friday the 8th, payable on Wednesday the 13th, session 7: paid at once. Then 124,960 of 125,000.
    assert amounts(short, "payment") == [(7, 100.0), (8, 124_960.0)]
    assert short.totals["owed_at_horizon_usd"] > 40


def test_the_registration_account_bears_no_interest():
    """Nothing is redeemed: 5 days, 500 payable on the 18th; 300 can be paid, 200 stay owed to the end, as they are."""
    registration = {"paying_series": "B", "deadline_days": 3, "sec_comments": False}
    more = parts(("1999-01-04", "300")) | {"registration": registration}
    scenario = failing(series(registration_effective="1999-01-12"), parts=more, holder={"redeems": "never"})
    ledger = flat(scenario, 25)
    assert amounts(ledger, "payment") == [(10, 300.0)]
    assert ledger.totals["owed_at_horizon_usd"] == 200


def test_without_redemption_the_company_can_pay_anything():
    """Default payments of $2,000 and 2 x 1% of 100,000, as delivery has them, paid in full."""
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 6}
    more = {"delivery": {}, "events": [failure]}
    ledger = flat(failing(parts=more, holder={"policy": "convert_and_sell"}), 15)
    assert amounts(ledger, "payment") == [(12, 4_000.0)]


def test_an_acquirer_pays_in_full_what_is_owed_and_not_yet_due():
    """Completed on Monday the 11th, session 5; the company itself could pay nothing."""
    merger = {"kind": "merger", "date": "1999-01-08", "completed": "1999-01-11", "consideration_usd": "12"}
    ledger = flat(failing(parts=parts(("1999-01-04", "0"), events=[merger])), 12)
    assert amounts(ledger, "payment") == [(5, 125_000.0)]
    assert ledger.totals["ended_session"] == 5
    assert ledger.totals["owed_at_horizon_usd"] == 0
    assert ledger.totals["pnl_usd"] == 25_000


def test_a_liquidation_brings_a_part_of_what_is_owed_with_its_interest():
    """125,000 short from the 14th; wound up on Wednesday the 20th, six days later, at 40%."""
    wound_up = {"kind": "liquidation", "date": "1999-01-20", "recovery": "0.4"}
    ledger = flat(failing(parts=parts(("1999-01-04", "0"), events=[wound_up])), 15)
    owed = 125_000 * (1 + 6 * A_DAY)
    assert amounts(ledger, "payment") == [(12, pytest.approx(float(owed * Fraction(4, 10))))]
    assert ledger.totals["owed_at_horizon_usd"] == 0


def test_payments_are_attributed_by_what_fell_due():
    """100 of A and 100 of B, A of $500 stated value: 62,500 and 125,000 due; 93,750, half of it, is paid."""
    a = series("A", stated_value_usd="500", purchase_price_usd="50000")
    more = parts(("1999-01-04", "93750"), series=["A", "B"])
    ledger = flat(failing(a, series("B"), parts=more), 9)
    assert ledger.totals["pnl_series_a_usd"] == 31_250 - 50_000
    assert ledger.totals["pnl_series_b_usd"] == 62_500 - 100_000
