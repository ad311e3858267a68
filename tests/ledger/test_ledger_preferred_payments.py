"""Premium paid or compounded, amortisation and draws (METHODS 15)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from ledger_deals import deal, keep, sales, series, variable, walk

from simulate.ledger.payment_terms import claims, pay_dates

MONTHLY = {"rate_per_year": "0.0365", "paid": "cash", "pay_months": 1}
"""1/10,000 a day: ten cents on $1,000."""
EARLIER = {"issue_date": "1998-12-06", "premium": MONTHLY}
"""Issued a month before the Wednesday of the first week: that is the first pay date."""


def held(terms, **parts):
    return deal(terms, holder={"policy": "hold"}, **parts)


def configured(**changes):
    return deal(series(**changes)).deal.series[0]


def test_pay_dates_keep_to_the_month():
    """From 1998-10-31, monthly: the last day of a shorter month, and the 31st again."""
    terms = configured(issue_date="1998-10-31", premium=MONTHLY)
    assert pay_dates(terms, date(1999, 3, 31)) == [
        date(1998, 11, 30), date(1998, 12, 31), date(1999, 1, 31), date(1999, 2, 28), date(1999, 3, 31),
    ]  # fmt: skip


def test_the_claim_starts_again_on_a_pay_date():
    """Issued 1998-12-06: 30 days to Tuesday 1999-01-05 are $3.00; on Wednesday it is paid, on Friday $0.20 again."""
    found = claims(configured(**EARLIER), [date(1999, 1, 5), date(1999, 1, 6), date(1999, 1, 8)])
    assert found == [1003, 1000, Fraction("1000.2")]


def test_premium_in_kind_compounds():
    """Quarterly at 12%: 3% a quarter. A year on 1000 x 1.03^4 = 1125.50881; ten days later x (1 + 0.12 x 10/360)."""
    premium = {"rate_per_year": "0.12", "paid": "in_kind", "pay_months": 3, "day_count_days": 360}
    terms = configured(issue_date="1998-01-31", premium=premium)
    assert claims(terms, [date(1999, 1, 31), date(1999, 2, 10)]) == [
        Fraction("1125.50881"), Fraction("1129.260506"),
    ]  # fmt: skip


def test_premium_is_paid_in_cash_on_its_date():
    """100 preferred x 31 days x $0.10 = $310.00 on Wednesday."""
    path = walk(held(series(**EARLIER)), [11] * 5)
    assert path.payments == [(2, 0, Fraction(310))]
    assert path.fired["premium_in_cash"] == 1


def test_a_pay_date_on_a_weekend_is_paid_on_monday():
    terms = series(issue_date="1998-12-09", premium=MONTHLY)
    assert walk(held(terms), [11] * 7).payments == [(5, 0, Fraction(310))]


def test_premium_is_paid_in_common_where_it_fits():
    """$310.00 at $10.00: 31 common, sold the session after. At $400.00 not one: cash."""
    premium = MONTHLY | {"paid": "shares"}
    ledger = keep(held(series(**(EARLIER | {"premium": premium}))), [11] * 5)
    assert sales(ledger) == [(3, "B", 31)]
    assert (ledger.totals["shares_issued"], ledger.totals["times_premium_in_shares"]) == (31, 1)
    dear = series(**(EARLIER | {"premium": premium, "conversion_price": {"fixed_usd": "400"}}))
    assert walk(held(dear), [11] * 5).payments == [(2, 0, Fraction(310))]


@pytest.mark.parametrize(
    "parts",
    [
        {"limits": {"cap": {"amount_shares": 30, "counts": ["B"]}}},
        {"limits": {"ownership_fraction": "0.00003"}},
        {"common": {"authorized_shares": 1_000_030}},
    ],
    ids=["cap", "ownership", "authorized"],
)
def test_premium_in_common_needs_room_for_all_of_it(parts):
    """31 common, and room for 30: cash."""
    terms = series(**(EARLIER | {"premium": MONTHLY | {"paid": "shares"}}))
    path = walk(held(terms, **parts), [11] * 5)
    assert path.payments == [(2, 0, Fraction(310))]
    assert path.fired["premium_in_shares"] == 0


def test_amortisation_in_cash():
    """30 on Tuesday and 30 on Thursday at $1,000; the last 40 of 100 mature."""
    terms = series(amortisation={"dates": ["1999-01-05", "1999-01-07"], "preferred_shares": 30, "pay": "cash"})
    path = walk(held(terms), [11] * 5)
    assert path.payments == [(1, 0, Fraction(30_000)), (3, 0, Fraction(30_000))]
    assert (path.preferred_left, path.redeemed, path.fired["amortisation_in_cash"]) == ([40], [60], 2)


def test_amortisation_in_common_and_what_the_limits_hold_back_in_cash():
    """A cap of 1,000 common lets 10 of 30 through at $10.00; 20 are paid, $20,000; later all 30."""
    terms = series(amortisation={"dates": ["1999-01-05", "1999-01-07"], "preferred_shares": 30, "pay": "shares"})
    scenario = held(terms, limits={"cap": {"amount_shares": 1000, "counts": ["B"]}})
    path = walk(scenario, [11] * 5)
    assert path.payments == [(1, 0, Fraction(20_000)), (3, 0, Fraction(30_000))]
    assert (path.issued, path.preferred_left, path.redeemed) == ([1000], [40], [50])
    assert (path.fired["amortisation_in_shares"], path.fired["amortisation_in_cash"]) == (1, 2)


def test_amortisation_without_a_price_is_paid_in_cash():
    terms = series(
        amortisation={"dates": ["1999-01-05"], "preferred_shares": 30, "pay": "shares"},
        conversion_price={"fixed_usd": None, "variable": variable(switch_on="1999-02-01")},
    )
    assert walk(held(terms), [11] * 3).payments == [(1, 0, Fraction(30_000))]


def line(**changes):
    dates = ["1999-01-05", "1999-01-07", "1999-01-11"]
    return series(draws={"dates": dates, "preferred_shares": 40}, **changes)


def test_draws_on_a_line():
    """40, 40 and the last 20 of 100 at $10.00; each is paid for at its stated value and sold from the next session."""
    scenario = deal(line())
    path, ledger = walk(scenario, [11] * 8), keep(scenario, [11] * 8)
    assert path.purchases == [(1, 0, 40_000), (3, 0, 40_000), (5, 0, 20_000)]
    assert (path.issued, path.commitment, path.preferred_left) == ([10_000], [0], [0])
    assert sales(ledger) == [(2, "B", 4000), (4, "B", 4000), (6, "B", 2000)]
    assert ledger.totals["times_draw"] == 3
    assert ledger.totals["pnl_usd"] == 10_000


def test_what_the_limits_hold_back_is_not_drawn():
    """A cap of 5,000 common: 40, then 10, then nothing; 50 stay undrawn."""
    path = walk(deal(line(), limits={"cap": {"amount_shares": 5000, "counts": ["B"]}}), [11] * 8)
    assert path.purchases == [(1, 0, 40_000), (3, 0, 10_000)]
    assert path.commitment == [50]


def test_the_last_draw_may_fall_on_maturity():
    """A draw dated on the maturity date happens; what is left of the commitment then lapses."""
    path = walk(deal(line(maturity="1999-01-11", preferred_shares=200)), [11] * 10)
    assert path.purchases == [(1, 0, 40_000), (3, 0, 40_000), (5, 0, 40_000)]
    assert (path.commitment, path.finished) == ([80], True)


@pytest.mark.parametrize(
    "parts",
    [
        {"limits": {"cap": {"amount_shares": 31, "counts": ["B"]}}},
        {"limits": {"ownership_fraction": "0.000031"}},
        {"common": {"authorized_shares": 1_000_031}},
    ],
    ids=["cap", "ownership", "authorized"],
)
def test_premium_in_common_that_just_fits(parts):
    """31 common, and room for 31: of 1,000,031 they are less than 0.000031, and 32 would be more."""
    terms = series(**(EARLIER | {"premium": MONTHLY | {"paid": "shares"}}))
    ledger = keep(held(terms, **parts), [11] * 5)
    assert (ledger.totals["shares_issued"], ledger.totals["times_premium_in_shares"]) == (31, 1)


def test_one_share_of_premium_and_cents_of_it():
    """$310.00 at $310.00 is one share; at 1/1,000 of the rate it is 31 cents, and not one share at $10.00."""
    one = series(**(EARLIER | {"premium": MONTHLY | {"paid": "shares"}, "conversion_price": {"fixed_usd": "310"}}))
    assert keep(held(one), [11] * 5).totals["shares_issued"] == 1
    little = series(**(EARLIER | {"premium": MONTHLY | {"rate_per_year": "0.0000365"}}))
    assert walk(held(little), [11] * 5).payments == [(2, 0, Fraction(31, 100))]


def test_nothing_is_drawn_without_a_price():
    """The price floats from Thursday on: of Tuesday's draw nothing, of Thursday's 40, at Wednesday's bid of $11.00."""
    terms = line(conversion_price={"variable": variable(switch_on="1999-01-07")})
    assert walk(deal(terms), [11] * 5).purchases == [(3, 0, 40_000)]


def test_a_draw_is_no_notice_of_the_holder():
    """The conversion-volume rule allows 100 common a session on the holder's notices; a draw issues 4,000."""
    rule = {"floor_shares": 100, "share_of_session_volume": "0", "share_of_average_volume": "0", "average_sessions": 1}
    path = walk(deal(line(), limits={"conversion_volume": rule}), [11] * 3)
    assert path.purchases == [(1, 0, 40_000)]


def test_what_is_drawn_begins_to_be_held_whatever_the_place_of_its_series():
    """Not registered: a month after Tuesday the 5th, on Friday February the 5th (session 24), a day's volume goes."""
    others = [series(name, preferred_shares=1, registration_effective="1999-03-01") for name in ("A", "C")]
    rule = {"holding_months": 1, "volume_fraction": "0", "average_weeks": 1, "sessions_per_week": 1}
    drawn = series(
        draws={"dates": ["1999-01-05"], "preferred_shares": 40},
        issue_date="1998-01-01",
        registration_effective="1999-03-31",
    )
    ledger = keep(deal(*others, drawn, rest={"rule_144": rule}, holder={"policy": "hold"}), [11] * 26)
    assert sales(ledger) == [(24, "B", 1000)]


def test_one_preferred_is_retired_for_one_share_or_for_cash():
    for fixed, pay, acted in (("1000", "shares", "amortisation_in_shares"), ("10", "cash", "amortisation_in_cash")):
        one = {"dates": ["1999-01-05"], "preferred_shares": 1, "pay": pay}
        terms = series(amortisation=one, conversion_price={"fixed_usd": fixed})
        assert keep(held(terms), [11] * 3).totals[f"times_{acted}"] == 1


def test_nothing_is_drawn_while_the_company_refuses():
    """Refused from Wednesday the 6th on: of three draws the first alone."""
    refusal = {"kind": "delivery_failure", "date": "1999-01-06", "late_days": 90, "refusal": True}
    path = walk(deal(line(), rest={"delivery": {}, "events": [refusal]}), [11] * 8)
    assert path.purchases == [(1, 0, 40_000)]
