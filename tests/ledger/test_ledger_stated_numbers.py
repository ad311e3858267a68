"""The contract's own numbers where a deal states others: each moves what its clause decides (METHODS 12, 16, 20).

The same deals with the numbers of the documents stand in the tests of each clause.
"""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from ledger_deals import deal, keep, series, variable, walk, warrant
from remedy_deals import acts, amounts, failing, flat
from scipy.stats import norm

FLOATS = {"fixed_usd": None, "variable": variable()}
MERGER = {"kind": "merger", "date": "1999-01-06"}
IDLE = {"policy": "hold", "warrants": {"exercise": "never"}}


def held(*events, **rest):
    """A floating series and a holder that does nothing; what is stated beside the events."""
    return deal(series(conversion_price=FLOATS), holder=IDLE, rest={"events": list(events)} | rest)


def test_a_freeze_ends_so_many_sessions_after_the_abandonment():
    """Abandoned on session 3 and two sessions more: frozen at $8.00 to session 4, gone on session 5."""
    scenario = held(MERGER | {"abandoned": "1999-01-07"}, merger={"freeze_sessions_after_abandonment": 2})
    prices = [row.conversion_prices_usd[0] for row in keep(scenario, [8] * 2 + [12] * 6).sessions]
    assert prices[2:] == [8] * 3 + [12] * 3


@pytest.mark.parametrize(
    ("multiple", "paid", "by_face"),
    [("1.1", 100 * Fraction(1000, 9) * 10, 0), ("1.2", Fraction(120_000), 1)],
)
def test_a_merger_pays_the_multiple_of_face_where_that_is_more(multiple, paid, by_face):
    """111.11 common at the bid of the session before, $10.00: $1,111.11, between $1,100.00 and $1,200.00."""
    scenario = held(MERGER | {"completed": "1999-01-08"}, merger={"face_multiple": multiple})
    path = walk(scenario, [9, 8, 10, 10, 10])
    assert path.payments == [(4, 0, paid)]
    assert path.fired["merger_pays_125_percent"] == by_face


def test_the_black_scholes_amount_takes_the_notice_and_the_closes_stated():
    """Completed on session 9, noticed on session 7: the spot is the close of session 6.

    Of three closes, those of sessions 4 to 6, the returns are ln(18/20) and ln(21/18). The term runs from session 7,
    Wednesday 1999-01-13, to 1999-12-31: 352 days.
    """
    closes = [10, 12, 11, 13, 20, 18, 21, 30, 30, 30]
    event = MERGER | {"completed": "1999-01-15", "consideration_usd": "11", "treasury_rate_per_year": "0.04"}
    terms = {"merger_notice_sessions": 2, "volatility_sessions": 3}
    path = walk(held(event, warrants=[warrant()], warrant_terms=terms), [10] * 10, closes=closes)
    first, second = math.log(18 / 20), math.log(21 / 18)
    # Two values' sample variance is half the square of their difference.
    volatility = math.sqrt((first - second) ** 2 / 2 * 252)
    years = 352 / 365
    above = (math.log(21 / 10) + (0.04 + volatility**2 / 2) * years) / (volatility * math.sqrt(years))
    call = 21 * norm.cdf(above) - 10 * math.exp(-0.04 * years) * norm.cdf(above - volatility * math.sqrt(years))
    ((session, paid),) = path.warrants[0].paid
    assert session == 9
    assert float(paid) == pytest.approx(1000 * call, rel=1e-12)


@pytest.mark.parametrize(("part", "price"), [("0.5", "8.33"), ("0.8", "9.33"), ("1", "10")])
def test_a_variable_rate_convertible_counts_at_the_part_of_the_market_stated(part, price):
    """500,000 on 1,000,000: (1,000,000 + 500,000 x 0.5)/1,500,000 = 5/6 of $10.00; 14/15 at 80%; 1 at 100%."""
    event = {
        "kind": "convertible_issue",
        "date": "1999-01-06",
        "name": "Notes",
        "maximum_shares": 500_000,
        "consideration_usd": "0",
        "further_consideration_usd": "0",
        "variable_rate": True,
    }
    path = walk(held(event, warrants=[warrant()], warrant_terms={"assumed_market_fraction": part}), [11] * 4)
    assert path.warrants[0].price == Fraction(price)


@pytest.mark.parametrize(("least", "price"), [("0.05", "9.50"), ("0.051", "10"), ("0", "9.50")])
def test_an_adjustment_under_the_part_stated_is_carried_forward(least, price):
    """495,000/11.00 = 45,000: (1,000,000 + 45,000)/1,100,000 = 0.95, so that $10.00 becomes $9.50, a change of 5%."""
    issue = {"kind": "issuance", "date": "1999-01-06", "shares": 100_000, "consideration_usd": "495000"}
    path = walk(held(issue, warrants=[warrant()], warrant_terms={"least_adjustment_fraction": least}), [11] * 4)
    assert path.warrants[0].shadow == Fraction("9.5")
    assert path.warrants[0].price == Fraction(price)


def late(effective: str = "1999-01-12", **terms):
    """Series B of $100,000, late from Thursday 1999-01-07 on unless said otherwise: 3% a month."""
    registration = {"paying_series": "B", "deadline_days": 3, "sec_comments": False} | terms
    return failing(series(registration_effective=effective), parts={"registration": registration})


def test_a_month_of_other_days_and_another_day_of_payment():
    """3% for ten days is $300 a day: 5 days to Monday the 11th, due on session 6; two days later is the 14th."""
    ledger = flat(late(payment_month_days=10, pay_after_days=2), 12)
    assert amounts(ledger, "registration payment") == [(6, 1_500.0)]
    assert amounts(ledger, "payment") == [(8, 1_500.0)]


def test_a_long_delay_is_paid_for_every_month_stated():
    """The tenth day is Saturday the 16th, read on Monday the 18th, session 10, with 12 days; the twentieth the 26th."""
    ledger = flat(late("1999-04-30", payment_month_days=10, pay_after_days=0), 20)
    assert amounts(ledger, "registration payment")[:2] == [(10, 3_600.0), (16, 2_400.0)]
    assert amounts(ledger, "payment")[:2] == [(10, 3_600.0), (16, 2_400.0)]


@pytest.mark.parametrize(("sessions", "born"), [(1, 2), (2, 3), (5, 6)])
def test_event_i_is_born_on_the_session_stated(sessions, born):
    """Delisted on Wednesday 1999-01-06, session 2, which is the first without a listing."""
    event = {"kind": "delisting", "date": "1999-01-06", "event_sessions": sessions}
    assert acts(flat(failing(parts={"events": [event]}), 9), "redemption event") == [born]


@pytest.mark.parametrize(("rate", "interest"), [("0.365", 2.5), ("0", 0.0)])
def test_default_payments_bear_the_deliverys_interest_without_redemption(rate, interest):
    """Converted on Monday, delivered a day late: $500 on Friday the 8th, due on Friday the 15th, session 9.

    No bid is on record on that day and the next two sessions: paid on Wednesday the 20th, five days late. 36.5% a year
    of $500 is $0.50 a day.
    """
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 1}
    parts = {"delivery": {"interest_per_year": rate}, "events": [failure]}
    scenario = failing(parts=parts, holder={"policy": "convert_and_sell"}, conversion={"same_day_sale": False})
    bids = [11.0] * 9 + [None] * 3 + [11.0] * 3
    ledger = keep(scenario, bids, as_drawn=False)
    ((session, paid),) = amounts(ledger, "payment")
    assert session == 12
    assert paid == pytest.approx(500 + interest)
