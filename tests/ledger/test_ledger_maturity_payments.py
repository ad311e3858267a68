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
from remedy_deals import acts, amounts, failing, flat, shares, times, warrant

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


CENTS = {"stated_value_usd": "1", "purchase_price_usd": "100", "conversion_price": {"fixed_usd": "0.01"}}
"""100 preferred of $1 at a cent, 100 common each: a cent of default payments is a share."""


@pytest.mark.parametrize(
    ("a_day", "common"),
    [
        ("500", [100_000]),
        # Two days of it are $1,000.005 and $1,000.004; half a cent is a cent.
        ("500.0025", [100_001]),
        ("500.002", [100_000]),
        ("0.005", [1]),
        ("0.0025", [1]),
        ("0.002", []),
    ],
)
def test_they_convert_to_the_cent(a_day, common):
    ledger = run(terms=CENTS, delivery={"flat_usd_per_day": a_day})
    assert shares(ledger, "required conversion") == [(6, 9_000)]
    assert [count for _, count in shares(ledger, KIND)] == common
    assert times(ledger, "default_payments_converted") == len(common)


@pytest.mark.parametrize(("room", "cash"), [(99_999, 0.01), (40, 999.60), (1, 999.99), (0, 1_000.0)])
def test_what_does_not_fit_stays_in_cash_to_the_cent(room, cash):
    ledger = run(terms=CENTS, common={"authorized_shares": 1_010_000 + room})
    assert [count for _, count in shares(ledger, KIND)] == ([room] if room else [])
    assert amounts(ledger, "payment") == [(8, pytest.approx(cash, abs=1e-6))]


def test_a_part_of_a_cent_that_does_not_fit_stays_in_cash():
    """At $7.0033: seven preferred on Monday, 1,000 common; 93 are 13,280. Three more are worth $21.0099: $21.00."""
    terms = {"conversion_price": {"fixed_usd": "7.0033"}}
    ledger = run(terms=terms, common={"authorized_shares": 1_000_000 + 1_000 + 13_280 + 3})
    assert shares(ledger, "notice", "required conversion", KIND) == [(0, 1_000), (6, 13_280), (6, 3)]
    assert amounts(ledger, "payment") == [(8, pytest.approx(979.0, abs=1e-6))]


@pytest.mark.parametrize(
    ("pay_after", "common", "cash"),
    [(2, [], [(5, 1_000.0)]), (3, [(6, 100)], []), (4, [(6, 100)], []), (5, [(6, 100)], []), (6, [(6, 100)], [])],
)
def test_what_is_due_on_the_day_or_later_converts_and_what_was_due_before_is_paid(pay_after, common, cash):
    """It becomes due on Thursday the 7th, session 3, payable so many sessions later; maturity is session 6."""
    ledger = run(delivery={"pay_after_sessions": pay_after})
    assert shares(ledger, KIND) == common
    assert amounts(ledger, "payment") == cash


@pytest.mark.parametrize("a_first", [True, False])
@pytest.mark.parametrize(("late_days", "common", "cash"), [(2, [(6, 8)], 769.23), (17, [(6, 24)], 7_807.69)])
def test_a_series_converts_its_own_part_by_face(a_first, late_days, common, cash):
    """A of $3,000 at $30, B of $1,000 at $10: on Monday all 100 of B and ten of A, 30,000 of 130,000 of face.

    Of $1,000 A's part is $230.77, 7.7 common beside 9,000; of six days' $3,000 it is $692.31, 23.1 common. The rest of
    $1,000, or of the $8,500 of seventeen days, is paid.
    """
    a = {"stated_value_usd": "3000", "purchase_price_usd": "300000", "conversion_price": {"fixed_usd": "30"}}
    both = [series("A", maturity="1999-01-12", **a), series("B", maturity="1999-01-12")]
    event = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": late_days}
    scenario = failing(
        *(both if a_first else both[::-1]),
        parts={"delivery": DELIVERY, "events": [event]},
        holder={"policy": "convert_and_sell", "participation": "1"},
    )
    ledger = flat(scenario, 25, 31, volumes=[11_000] + [0] * 24, earlier_bids=(31.0,))
    assert shares(ledger, "required conversion") == [(6, 9_000)]
    assert shares(ledger, KIND) == common
    assert sum(usd for _, usd in amounts(ledger, "payment")) == pytest.approx(cash, abs=0.005)


def test_they_are_no_preferred_of_a_failure_that_opens_on_the_day():
    """1% of the affected face a day from the first: two days of $100 are 20 common beside the 9,000 of maturity.

    These are not delivered either, the second failure: of 90 preferred, two days at $900.
    """
    events = [{"kind": "delivery_failure", "date": day, "late_days": 2} for day in ("1999-01-04", "1999-01-11")]
    ledger = run(parts={"events": events}, delivery={"flat_until_sessions": 0})
    assert shares(ledger, "required conversion", KIND) == [(6, 9_000), (6, 20)]
    assert amounts(ledger, "default payments") == [(3, 200.0), (9, 1_800.0)]


def test_what_is_due_on_the_last_session_of_the_run_converts_too():
    """Payable on the 14th, session 8."""
    assert shares(run(sessions=9), KIND) == [(6, 100)]


@pytest.mark.parametrize(("a_day", "common"), [("498.005", 143), ("498", 142), ("497.995", 142)])
def test_what_rounding_the_notice_up_has_given_is_not_given_again(a_day, common):
    """93 at $7 are 13,285.71, of which 13,286 give 2/7 of a share.

    $996.01 are 142 shares and $2.01, more than the $2.00 that 2/7 are worth; $996.00 and $995.99 are not.
    """
    ledger = run(terms={"conversion_price": {"fixed_usd": "7"}}, delivery={"flat_usd_per_day": a_day})
    assert shares(ledger, "required conversion", KIND) == [(6, 13_286), (6, common)]


@pytest.mark.parametrize(("fixed", "a_day", "common"), [("10", "500", 100), ("7", "3.505", 2), ("7", "3.5", 1)])
def test_rounded_up_by_itself_where_each_preferred_is(fixed, a_day, common):
    """$1,000 at $10; $7.01 and $7.00 at $7."""
    terms, rounding = {"conversion_price": {"fixed_usd": fixed}}, {"round_up": "per_share"}
    ledger = run(terms=terms, delivery={"flat_usd_per_day": a_day}, conversion=rounding)
    assert shares(ledger, KIND) == [(6, common)]


def test_a_share_that_just_fits_binds_nothing():
    ledger = run(terms=CENTS, delivery={"flat_usd_per_day": "0.005"}, common={"authorized_shares": 1_010_001})
    assert shares(ledger, KIND) == [(6, 1)]
    assert ledger.totals["sessions_bound_authorized"] == 0


def test_without_any_room_what_the_rounding_has_given_pays_for_nothing():
    """$1 is less than the 2/7 of a share at $7, which is $2, that the notice gave; it stays in cash all the same."""
    terms = {"conversion_price": {"fixed_usd": "7"}}
    common = {"authorized_shares": 1_000_000 + 1_000 + 13_286}
    ledger = run(terms=terms, delivery={"flat_usd_per_day": "0.5"}, common=common)
    assert (shares(ledger, KIND), amounts(ledger, "payment")) == ([], [(8, 1.0)])


def test_a_single_dollar_of_face_takes_all_that_has_accrued():
    """On Monday one preferred of $1 is converted; six days of $500 are 300,000 shares at a cent."""
    scenario = maturing(terms=CENTS, late_days=17)
    assert shares(flat(scenario, 25, volumes=[100] + [0] * 24), KIND) == [(6, 300_000)]


def test_the_failure_of_an_exercise_alone_accrues_nothing_to_a_series():
    """Nothing of the series is converted on Monday, when the warrant's exercise at $10 is not delivered."""
    more = {"warrants": [warrant(exercise_price_usd="10")]}
    dear = {"conversion_price": {"fixed_usd": "20"}}
    ledger = flat(maturing(terms=dear, parts=more, late_days=17), 20)
    assert shares(ledger, "required conversion", KIND) == [(6, 5_000)]
    assert times(ledger, "default") == 1


def test_of_what_is_due_and_unpaid_a_part_that_fits_converts():
    """Payable at once on the 7th, and no cash until the 20th: room for 40 of 100, so that $600 are owed from the 12th.

    Interest at 24% a year: five days on $1,000, eight on $600.
    """
    cash = [{"date": "1999-01-20", "usd": 1_000_000}]
    redemption = {"series": ["B"], "cash_usd": cash, "interest_per_year": "0.24"}
    changes = {"delivery": {"pay_after_sessions": 0}, "common": {"authorized_shares": 1_010_040}}
    ledger = run(parts={"redemption": redemption}, **changes)
    assert shares(ledger, KIND) == [(6, 40)]
    assert amounts(ledger, "payment") == [(12, pytest.approx(600 + 0.24 / 365 * (5 * 1_000 + 8 * 600)))]


@pytest.mark.parametrize(
    ("cap", "ownership", "authorized", "converted", "bound"),
    [
        (40, None, 60, 40, "cap"),
        (60, None, 40, 40, "authorized"),
        (40, None, 40, 40, "cap"),
        # 0.89413% of 1,011,000 are 9,039.65, and 39.65/0.991 = 40.01 beside the 9,000 that are held.
        (60, "0.0089413", 50, 40, "ownership"),
        (30, "0.0089413", 50, 30, "cap"),
        (40, "0.0089413", 50, 40, "cap"),
        (60, "0.0089413", 30, 30, "authorized"),
        (60, "0.0089413", 40, 40, "ownership"),
    ],
)
def test_the_tightest_limit_binds_the_first_of_them_at_a_tie(cap, ownership, authorized, converted, bound):
    """Of 100 common for the payments, beside 1,000 of Monday and 9,000 of maturity; 1,000 are issued to others."""
    limits = {"cap": {"amount_shares": 10_000 + cap, "counts": ["B"]}, "ownership_fraction": ownership}
    other = {"kind": "issuance", "date": "1999-01-04", "shares": 1_000, "consideration_usd": 11_000}
    event = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 2}
    common = {"authorized_shares": 1_011_000 + authorized}
    ledger = run(limits=limits, common=common, parts={"events": [event, other]})
    assert shares(ledger, "required conversion", KIND) == [(6, 9_000), (6, converted)]
    found = {name: ledger.totals[f"sessions_bound_{name}"] for name in ("cap", "ownership", "authorized")}
    assert found == {name: int(name == bound) for name in found}
    assert ledger.totals["cap_used_shares"] == 10_000 + converted
