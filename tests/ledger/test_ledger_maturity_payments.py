"""Default payments unpaid at maturity convert with the last preferred (CoD IV.H).

Series B: 100 preferred of $1,000 at a fixed $10, so 100 common each; 1,000,000 outstanding. On Monday 1999-01-04
(session 0) a volume of 1,000 lets ten be converted, and later volumes of 0 let none be. Their Delivery Period of one
business day ends on Tuesday the 5th; they come two days late, on Thursday the 7th (session 3). Two days at $500 are
$1,000, payable five business days later, on the 14th (session 8). Maturity is Tuesday the 12th (session 6), the day
on which 90 are left.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import series, walk
from remedy_deals import acts, amounts, failing, flat, shares, times

from simulate.ledger.conversion import Fractional, PerNotice, PerShare
from simulate.ledger.three_books import three_books

KIND = "default payments converted"
DELIVERY = {"period_sessions": 1, "certificate_sessions": 0, "flat_until_sessions": 30}


def maturing(*, late_days=2, terms=None, delivery=None, parts=None, failure=None, **changes):
    event = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": late_days} | (failure or {})
    more = {"delivery": DELIVERY | (delivery or {}), "events": [event]} | (parts or {})
    own = series(maturity="1999-01-12") | (terms or {})
    return failing(own, parts=more, holder={"policy": "convert_and_sell", "participation": "1"}, **changes)


def volumes(sessions):
    return [1000] + [0] * (sessions - 1)


def run(sessions=20, **changes):
    return flat(maturing(**changes), sessions, volumes=volumes(sessions))


def test_what_is_due_later_converts_with_the_last_preferred():
    """90 preferred and $1,000 at $10: 9,000 and 100 common. Nothing is paid in cash."""
    ledger = run()
    assert shares(ledger, "required conversion", KIND) == [(6, 9_000), (6, 100)]
    assert amounts(ledger, KIND) == [(6, 1_000.0)]
    assert acts(ledger, "due", "payment") == []
    assert times(ledger, "default_payments_converted") == 1
    assert ledger.totals["shares_issued"] == 10_100
    # 1,000 were sold at $11; 9,100 are left at $11, for $100,000.
    assert ledger.totals["pnl_usd"] == 11_000 + 100_100 - 100_000


def test_rounded_up_once_with_the_notice():
    """Not the notice and the payments each by itself.

    At $7 a volume of 1,000 takes seven preferred on Monday, 1,000 common: 93 are left, 93,000 / 7 = 13,285.7;
    94,000 / 7 = 13,428.6.
    """
    ledger = run(terms={"conversion_price": {"fixed_usd": "7"}})
    assert shares(ledger, "notice", "required conversion", KIND) == [(0, 1_000), (6, 13_286), (6, 143)]
    by_share = run(terms={"conversion_price": {"fixed_usd": "7"}}, conversion={"round_up": "per_share"})
    # 143 for each preferred; 1,000 / 7 is 142.9.
    assert shares(by_share, "required conversion", KIND) == [(6, 93 * 143), (6, 143)]


@pytest.mark.parametrize(("rounding", "more"), [
    (PerNotice(), 142), (PerShare(), 143), (Fractional(), Fraction(1000, 7)),
])  # fmt: skip
def test_each_rounding_of_an_amount_beside_a_notice(rounding, more):
    """90 of $1,000 at $7 and $1,000: ceil(91,000 / 7) - ceil(90,000 / 7) = 13,000 - 12,858."""
    assert rounding.beside(90, 1000, 7, Fraction(1000)) == more


def test_what_has_accrued_converts_and_the_rest_falls_due_in_cash():
    """Delivered on Friday the 22nd (session 14), 17 days late: $8,500 in all.

    By the close of the 11th six days have accrued, the 6th to the 11th: $3,000 convert. The other $5,500 become due on
    the 22nd, and are paid in cash five business days later, on session 19.
    """
    ledger = run(late_days=17, sessions=25)
    assert shares(ledger, KIND) == [(6, 300)]
    assert amounts(ledger, "default payments") == [(14, 5_500.0)]
    assert amounts(ledger, "payment") == [(19, 5_500.0)]


def test_what_is_due_and_unpaid_converts_and_its_interest_stays_in_cash():
    """Payable at once on the 7th, and the company has nothing until the 20th (session 12).

    $1,000 at 24% a year for the five days to the 12th: $3.29 of interest, which is no default payment.
    """
    cash = [{"date": "1999-01-20", "usd": 1_000_000}]
    redemption = {"series": ["B"], "cash_usd": cash, "interest_per_year": "0.24"}
    ledger = run(parts={"redemption": redemption}, delivery={"pay_after_sessions": 0})
    assert shares(ledger, KIND) == [(6, 100)]
    assert amounts(ledger, "payment") == [(12, pytest.approx(1_000 * 0.24 / 365 * 5))]


def test_a_part_that_was_paid_before_does_not_convert():
    """The company could pay $400 of the $1,000 on the 7th: $600 convert, as 60 common."""
    cash = [{"date": "1999-01-04", "usd": 400}]
    more = {"redemption": {"series": ["B"], "cash_usd": cash, "interest_per_year": "0"}}
    ledger = run(parts=more, delivery={"pay_after_sessions": 0})
    assert amounts(ledger, "payment") == [(3, 400.0)]
    assert shares(ledger, KIND) == [(6, 60)]
    assert acts(ledger, "payment short") == [3]


@pytest.mark.parametrize(("authorized", "converted", "paid"), [
    (1_010_100, [(6, 100)], []),
    # Room for 40 of the 100: $400 convert, and $600 are paid when they are due.
    (1_010_040, [(6, 40)], [(8, 600.0)]),
    # The preferred takes it all.
    (1_010_000, [], [(8, 1_000.0)]),
])  # fmt: skip
def test_the_preferred_comes_first_and_what_does_not_fit_stays_in_cash(authorized, converted, paid):
    ledger = run(common={"authorized_shares": authorized})
    assert shares(ledger, "required conversion") == [(6, 9_000)]
    assert shares(ledger, KIND) == converted
    assert amounts(ledger, "payment") == paid
    assert ledger.totals["sessions_bound_authorized"] == (0 if authorized == 1_010_100 else 1)


def test_payments_wait_for_the_last_preferred():
    """One preferred finds no room on the 12th; on Friday the 15th (session 9) there is room for all.

    The $1,000 are paid in cash on the 14th, before. Payable on the 22nd instead, they convert with it.
    """
    more = [{"kind": "authorized_increase", "date": "1999-01-15", "shares": 1_000}]
    event = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 2}
    changes = {"parts": {"events": [event, *more]}, "common": {"authorized_shares": 1_009_999}}
    ledger = run(**changes)
    assert shares(ledger, "required conversion", KIND) == [(6, 8_900), (9, 100)]
    assert amounts(ledger, "payment") == [(8, 1_000.0)]
    late = run(delivery={"pay_after_sessions": 11}, **changes)
    assert shares(late, "required conversion", KIND) == [(6, 8_900), (9, 100), (9, 100)]


def test_a_series_with_nothing_left_at_maturity_is_not_converted_nor_are_its_payments():
    """All ten preferred convert on Monday."""
    ledger = run(terms={"preferred_shares": 10})
    assert (acts(ledger, KIND), amounts(ledger, "payment")) == ([], [(8, 1_000.0)])


def test_a_refusal_that_ends_on_the_day_converts_what_it_has_accrued():
    """Refused from Monday the 4th to Monday the 11th: 1% of $100,000 a day.

    The period ends on Tuesday the 5th; six days later is Monday, the maturity (session 5). To Sunday the 10th nothing
    but sessions counts: the session before is Friday the 8th, four days: $4,000, 400 common. The other three days'
    $3,000 become due on the 11th, in cash.
    """
    ledger = run(failure={"refusal": True}, late_days=6, terms={"maturity": "1999-01-11"})
    assert shares(ledger, "required conversion", KIND) == [(5, 10_000), (5, 400)]
    assert amounts(ledger, "default payments", "payment") == [(5, 3_000.0), (10, 3_000.0)]


@pytest.mark.parametrize(("authorized", "cash"), [(None, 0), (1_010_040, 600)])
def test_the_books_close_without_cash_for_what_converts(authorized, cash):
    """Common worth 100 x $11, or 40 x $11 and $600 of cash, stands against the $1,000 owed."""
    path = walk(maturing(common={"authorized_shares": authorized}), [11] * 20, volumes=volumes(20))
    books = {book.party: book for book in three_books(path)}
    assert {book.gap_usd for book in books.values()} == {0}
    assert dict(books["Company"].lines)["paid to the investor, expenses included"] == -cash
    common = 10_000 + (40 if authorized else 100)
    assert books["Investor"].total_usd == 11 * common + cash - 100_000
    assert (
        dict(books["Other holders"].lines)["shares issued under the deal, at the bid of their session"] == 11 * common
    )
