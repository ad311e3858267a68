"""Failing to deliver: default payments, the falling fixed price, buy-in, refusal (CoD VII).

The Delivery Period is three business days, the certificates arriving on the second. A Conversion Date on Monday
1999-01-04 has it end on Thursday the 7th, session 3.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import conversions, keep, sales, series, variable
from remedy_deals import acts, amounts, failing, flat, keep_drawn, shares, times

SELLING = {"policy": "convert_and_sell"}
OVERNIGHT = {"same_day_sale": False}


def failure(late_days: int, date: str | None = "1999-01-04", **changes):
    return {"kind": "delivery_failure", "date": date, "late_days": late_days} | changes


def parts(*failures, **changes):
    return {"delivery": changes, "events": list(failures)}


def with_premium(**changes):
    """$1 a day, ten days to Monday: a claim of $1,010, 101 common for each preferred."""
    return series(issue_date="1998-12-25", premium={"rate_per_year": "0.365"}) | changes


def test_two_stages_and_the_premium_once():
    """Late from the 8th to Wednesday the 13th (session 7).

    Four days to the fifth business day, Monday the 11th, at $500: 2,000. Two days at 1% of 100,000: 2,000. The Premium
    of the Conversion Date once: 1,000. Due on the 13th, payable five business days later, on session 12.
    """
    ledger = flat(failing(with_premium(), parts=parts(failure(6)), holder=SELLING, conversion=OVERNIGHT), 15)
    assert shares(ledger, "notice") == [(0, 10_100)]
    assert amounts(ledger, "default payments") == [(7, 5_000.0)]
    assert amounts(ledger, "payment") == [(12, 5_000.0)]
    assert times(ledger, "default") == 1
    assert times(ledger, "interest") == 0


def test_the_premium_daily():
    """On the 12th N is 18, on the 13th 19: 100 x $18 + 100 x $19 = 3,700 beside the 4,000."""
    more = parts(failure(6), premium="daily")
    ledger = flat(failing(with_premium(), parts=more, holder=SELLING, conversion=OVERNIGHT), 15)
    assert amounts(ledger, "default payments") == [(7, 7_700.0)]


def test_a_premium_of_more_than_the_stated_value():
    """1,010 days at $1 since 1996-03-30: $101,000 of the Conversion Date beside the 4,000."""
    terms = with_premium(issue_date="1996-03-30")
    ledger = flat(failing(terms, parts=parts(failure(6)), holder=SELLING, conversion=OVERNIGHT), 15)
    assert amounts(ledger, "default payments") == [(7, 105_000.0)]


@pytest.mark.parametrize(
    "other",
    [{"kind": "redemption_event", "event": "v"}, {"kind": "dividend", "worth_usd": "1"}, {"kind": "delisting"}],
    ids=lambda event: event["kind"],
)
def test_another_event_is_no_failure(other):
    """It comes on Monday; Tuesday's conversion is delivered."""
    redemption = {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": 0}]}
    holder = SELLING | {"redeems": "never"}
    terms = series(registration_effective="1999-01-05")
    more = parts(other | {"date": "1999-01-04"}) | {"redemption": redemption}
    ledger = flat(failing(terms, parts=more, holder=holder), 5)
    assert conversions(ledger) == [(1, "B", 100, 10_000)]
    assert acts(ledger, other["kind"].replace("_", " "), "default")[0] == 0
    assert acts(ledger, "default") == []


def test_undelivered_common_is_not_sold_until_the_delivery():
    """Converted on Monday and kept overnight: 10,000 are delivered and sold on Wednesday the 13th, session 7."""
    ledger = flat(failing(parts=parts(failure(6)), holder=SELLING, conversion=OVERNIGHT), 15)
    assert sales(ledger) == [(7, "B", 10_000)]
    assert shares(ledger, "delivery") == [(7, 10_000)]
    # Without the failure they are sold on Tuesday.
    assert sales(flat(failing(parts=parts(), holder=SELLING, conversion=OVERNIGHT), 15)) == [(1, "B", 10_000)]


def test_what_is_sold_at_once_is_not_undelivered():
    """6,000 of volume: 60 preferred, all sold on Monday; the 40 left on Tuesday, which no failure touches."""
    holder = SELLING | {"participation": "1"}
    ledger = flat(failing(parts=parts(failure(6)), holder=holder), 15, volumes=[6000] * 15)
    assert sales(ledger) == [(0, "B", 6_000), (1, "B", 4_000)]
    # 1% of 60,000 on two days, beside the 2,000.
    assert amounts(ledger, "default payments") == [(7, 3_200.0)]


def test_undelivered_common_is_held_for_the_ownership_limit():
    """1% of 1,000,000 leaves room for 10,101: 101 of 200 preferred. What is undelivered fills it.

    On Wednesday the 13th 10,100 are sold first, and 1% of 1,010,100 over 99% is room for 10,203: the other 99.
    """
    terms = series(preferred_shares=200)
    scenario = failing(
        terms, parts=parts(failure(6)), holder=SELLING, conversion=OVERNIGHT, limits={"ownership_fraction": "0.01"}
    )
    assert conversions(flat(scenario, 9)) == [(0, "B", 101, 10_100), (7, "B", 99, 9_900)]


def test_the_period_ends_after_the_certificates_arrive():
    """Certificates on the fifth business day: the period ends on the sixth, Tuesday the 12th; six days late is Monday
    the 18th. Every day is in the second stage: six at 1% of 100,000.
    """
    more = parts(failure(6), certificate_sessions=5)
    ledger = flat(failing(parts=more, holder=SELLING, conversion=OVERNIGHT), 20)
    assert amounts(ledger, "default payments") == [(10, 6_000.0)]


def test_a_failure_takes_the_first_conversion_after_its_date():
    """Dated Monday, the conversion is required at maturity on Wednesday (session 2)."""
    ledger = flat(failing(series(maturity="1999-01-06"), parts=parts(failure(6))), 15)
    assert acts(ledger, "default") == [2]
    # The period ends on Monday the 11th, six days later is Sunday: delivered on the 18th, session 10.
    assert shares(ledger, "delivery") == [(10, 10_000)]


def test_a_failure_that_comes_while_another_is_open_waits():
    """10 preferred a session. The first failure is open to session 7; the second takes the conversion of session 8."""
    holder = SELLING | {"participation": "1"}
    more = parts(failure(6), failure(6, "1999-01-05"))
    ledger = flat(failing(parts=more, holder=holder), 15, volumes=[1000] * 15)
    assert acts(ledger, "default") == [0, 8]


def test_a_refusal_that_comes_while_a_failure_is_open_waits_and_goes_before_another_failure():
    """10 preferred on each session to 7; refused from session 8, Thursday the 14th, to Monday the 25th, session 15."""
    holder = SELLING | {"participation": "1"}
    more = parts(failure(6), failure(6, "1999-01-05"), failure(6, "1999-01-06", refusal=True))
    ledger = flat(failing(series(preferred_shares=150), parts=more, holder=holder), 20, volumes=[1000] * 20)
    assert acts(ledger, "default", "refusal") == [0, 8, 16]
    assert acts(ledger, "refusal") == [8]
    assert acts(ledger, "notice") == [*range(8), *range(15, 20)]


def test_a_failure_after_the_last_conversion_never_opens():
    ledger = flat(failing(parts=parts(failure(6, "1999-01-05")), holder=SELLING), 5)
    assert times(ledger, "default") == 0


def test_a_drawn_failure_comes_on_its_session():
    """10 preferred a session; drawn for session 3. Not drawn on another path: none."""
    holder = SELLING | {"participation": "1"}
    more = parts(failure(6, None, hazard_per_year="0.5"))
    scenario = failing(parts=more, holder=holder)
    assert acts(keep_drawn(scenario, [11] * 5, (3,)), "default") == [3]
    assert acts(keep_drawn(scenario, [11] * 5, (None,)), "default") == []


def test_at_the_last_session_what_has_accrued_is_due_and_what_is_undelivered_counts_as_held():
    """The run ends on Monday the 11th, session 5: four days at $500. 10,000 are worth $11 each."""
    ledger = flat(failing(parts=parts(failure(6)), holder=SELLING, conversion=OVERNIGHT), 6)
    assert amounts(ledger, "payment") == [(5, 2_000.0)]
    assert ledger.totals["common_held_shares"] == 10_000
    assert ledger.totals["remaining_value_usd"] == 110_000


@pytest.mark.parametrize("sessions", [2, 3])
def test_a_period_that_ends_after_the_run_costs_nothing(sessions):
    ledger = flat(failing(parts=parts(failure(6)), holder=SELLING, conversion=OVERNIGHT), sessions)
    assert amounts(ledger, "payment", "default payments") == []
    assert ledger.totals["common_held_shares"] == 10_000


def test_a_notice_of_a_single_share():
    """Two preferred of $10 are a share each; one is traded on Monday. A day at $500 to each stage, 1% of $10 a day."""
    terms = series(preferred_shares=2, stated_value_usd=10, purchase_price_usd=20)
    holder = SELLING | {"participation": "1"}
    ledger = flat(failing(terms, parts=parts(failure(6)), holder=holder), 15, volumes=[1] + [0] * 14)
    assert conversions(ledger) == [(0, "B", 1, 1)]
    assert acts(ledger, "default") == [0]
    assert amounts(ledger, "default payments") == [(7, 2_000.2)]


def test_a_notice_without_shares_is_no_conversion_date():
    """A cap of 500 and what exceeds it is lost: from Tuesday on 10 preferred a session convert into nothing."""
    holder = SELLING | {"participation": "1"}
    limits = {"cap": {"amount_shares": 500, "counts": ["B"], "excess": "lost"}}
    more = parts(failure(6, "1999-01-05"))
    ledger = flat(failing(parts=more, holder=holder, limits=limits), 5, volumes=[1000] * 5)
    assert conversions(ledger)[:2] == [(0, "B", 10, 500), (1, "B", 10, 0)]
    assert acts(ledger, "default") == []


def floating(**changes):
    """The lower of $10 and the bid of the day before."""
    return series(conversion_price={"fixed_usd": "10", "variable": variable()}) | changes


def fixed_price(ledger, session: int):
    return ledger.sessions[session].conversion_prices_usd[0]


def ratcheted(late_days: int, bids, **changes):
    """10 preferred convert on Monday; there is no volume to sell more into."""
    holder = SELLING | {"participation": "1"}
    scenario = failing(floating(**changes), parts=parts(failure(late_days)), holder=holder)
    return keep(scenario, bids, volumes=[1000] + [0] * (len(bids) - 1))


def test_the_fixed_price_falls_if_not_delivered_before_the_tenth_day():
    """The tenth day after Thursday the 7th is Sunday the 17th: read on Monday, session 10.

    The bid of session 5 is $6, so that the conversion price of session 6 is: the lowest since the Conversion Date.
    """
    bids = [11] * 5 + [6] + [11] * 10
    ledger = ratcheted(11, bids)
    assert acts(ledger, "fixed price falls") == [10]
    assert fixed_price(ledger, 9) == 10
    assert fixed_price(ledger, 11) == 6
    assert times(ledger, "ratchet") == 1


def test_the_fixed_price_stays_if_delivered_sooner():
    """Eight days after the 7th is Friday the 15th: delivered."""
    ledger = ratcheted(8, [11] * 5 + [6] + [11] * 10)
    assert acts(ledger, "fixed price falls") == []
    assert fixed_price(ledger, 11) == 10


def test_the_fixed_price_falls_again_on_the_delivery():
    """Twenty days late: Wednesday the 27th, session 17. $6 on session 6, and $5 on session 13."""
    ledger = ratcheted(20, [11] * 5 + [6] + [11] * 6 + [5] + [11] * 8)
    assert acts(ledger, "fixed price falls") == [10, 17]
    assert fixed_price(ledger, 16) == 6
    assert fixed_price(ledger, 18) == 5


def test_a_split_restates_the_lowest_price():
    """Two for one on Friday the 15th (session 9): the lowest price of $6 becomes $3: the fixed price falls to it."""
    holder = SELLING | {"participation": "1"}
    more = parts(failure(11), {"kind": "split", "date": "1999-01-15", "new_shares": 2, "old_shares": 1})
    scenario = failing(floating(), parts=more, holder=holder)
    bids = [11] * 5 + [6] + [11] * 10
    ledger = keep(scenario, bids, volumes=[1000] + [0] * 15)
    assert fixed_price(ledger, 11) == 3


def test_only_series_that_converted_on_the_date_are_affected():
    """A converts on Monday; B does not, because its registration is not effective."""
    a = floating(name="A")
    b = floating(registration_effective="1999-12-31")
    scenario = failing(a, b, parts=parts(failure(11)), holder=SELLING)
    ledger = keep(scenario, [11] * 5 + [6] + [11] * 10)
    assert [event.instrument for event in ledger.events if event.kind == "fixed price falls"] == ["A"]


@pytest.mark.parametrize(("late_days", "born"), [(14, []), (15, [13])])
def test_event_iii_if_not_delivered_within_ten_business_days(late_days, born):
    """Ten business days after the 7th is Thursday the 21st, session 13: fourteen days, and in time; fifteen are not."""
    ledger = flat(failing(parts=parts(failure(late_days)), holder=SELLING), 20)
    assert acts(ledger, "redemption event") == born
    assert times(ledger, "event_iii") == len(born)


def bought_in(*, commission="0", close=12.0, late_days=6, sessions=15):
    holder = SELLING | {"commission_fraction": commission}
    bids = [11.0] * 4 + [close] + [11.0] * (sessions - 5)
    return keep(failing(parts=parts(failure(late_days, buy_in=True)), holder=holder), bids)


def test_the_buy_in():
    """10,000 sold at $11 on Monday; bought at $12 on the session after the period, Friday the 8th: $10,000 more.

    Payable five business days later, session 9; the default payments of Wednesday the 13th on session 12. The shares
    are delivered on that Wednesday, and sold.
    """
    ledger = bought_in()
    assert amounts(ledger, "buy-in") == [(4, -120_000.0)]
    assert amounts(ledger, "payment") == [(9, 10_000.0), (12, 4_000.0)]
    assert sales(ledger) == [(0, "B", 10_000), (7, "B", 10_000)]
    assert ledger.totals["buy_in_cost_usd"] == 120_000
    # Sales 110,000 twice, 14,000 paid, less 120,000 and the 100,000 of the purchase.
    assert ledger.totals["pnl_usd"] == 220_000 + 14_000 - 220_000
    assert ledger.totals["books_gap_usd"] == 0


def test_the_cost_of_a_buy_in_is_the_series_whose_common_was_sold():
    """Both halves of 5,000 sold at $11 on Monday and bought at $12 on Friday: $60,000 are a cost of each series."""
    both = [
        series("B", preferred_shares=50, purchase_price_usd=50_000),
        series("C", preferred_shares=50, purchase_price_usd=50_000),
    ]
    bids = [11.0] * 4 + [12.0] + [11.0] * 10
    ledger = keep(failing(*both, parts=parts(failure(6, buy_in=True)), holder=SELLING), bids)
    assert ledger.totals["buy_in_cost_usd"] == 120_000
    # Sales 55,000 twice, 5,000 of the buy-in and 2,000 of the default payments, less 60,000 and 50,000.
    assert ledger.totals["pnl_series_b_usd"] == ledger.totals["pnl_series_c_usd"] == 110_000 + 7_000 - 110_000
    assert ledger.totals["money_multiple_series_b"] == pytest.approx(117 / 110)
    assert ledger.totals["books_gap_usd"] == 0
    # At a commission of 10% sales of 49,500 twice, 16,500 and 2,000, less 66,000 and 50,000.
    charged = keep(
        failing(*both, parts=parts(failure(6, buy_in=True)), holder=SELLING | {"commission_fraction": "0.1"}), bids
    )
    assert charged.totals["pnl_series_b_usd"] == charged.totals["pnl_series_c_usd"] == 117_500 - 116_000


MERGED = {"kind": "merger", "date": "1999-01-05", "completed": "1999-01-12", "consideration_usd": "13"}


def between(event):
    """A buy-in on Friday the 8th, session 4; the event comes before the delivery of Wednesday the 13th."""
    bids = [11.0] * 4 + [12.0] + [11.0] * 10
    more = parts(failure(6, buy_in=True))
    return keep(failing(parts=more | {"events": [*more["events"], event]}, holder=SELLING), bids)


def test_a_merger_pays_for_common_bought_in_and_not_delivered():
    """The holder is the record holder of what its conversion issued (CoD IV.C): 10,000 at $13.

    $10,000 of the buy-in and four days of $500, to Monday the 11th, are paid by the acquirer.
    """
    ledger = between(MERGED)
    assert amounts(ledger, "merger") == [(6, None), (6, 130_000.0)]
    # Sales 110,000, 130,000, 10,000 and 2,000, less 120,000 and 100,000.
    assert ledger.totals["pnl_series_b_usd"] == ledger.totals["pnl_usd"] == 32_000
    assert ledger.totals["books_gap_usd"] == 0


@pytest.mark.parametrize(("day", "paid"), [("1999-01-06", []), ("1999-01-12", [10_000.0])])
def test_a_dividend_is_paid_on_common_bought_in_and_not_delivered(day, paid):
    """$1 a share on 10,000 once they are bought in; before, they are the buyer's of Monday."""
    ledger = between({"kind": "dividend", "date": day, "worth_usd": "1"})
    assert [amount for _, amount in amounts(ledger, "dividend") if amount is not None] == paid


def test_the_buy_in_counts_what_the_sales_brought_net_and_the_commission_of_the_purchase():
    """At 10%: 99,000 came in, 132,000 went out "including brokerage commissions": 33,000 are owed."""
    ledger = bought_in(commission="0.1")
    assert amounts(ledger, "buy-in") == [(4, -132_000.0)]
    assert amounts(ledger, "payment") == [(9, 33_000.0), (12, 4_000.0)]
    assert ledger.totals["buy_in_cost_usd"] == 132_000
    # Sales 99,000 twice and 37,000 paid, less 132,000 and the 100,000 of the purchase.
    assert ledger.totals["pnl_usd"] == ledger.totals["pnl_series_b_usd"] == 198_000 + 37_000 - 232_000
    assert ledger.totals["books_gap_usd"] == 0


def test_the_commissions_alone_may_make_a_buy_in_dearer_than_the_sale():
    """Bought at $10.80 what was sold at $11: at 1% 109,080 for 108,900, at 0.9% 108,972 for 109,010."""
    assert amounts(bought_in(commission="0.01", close=10.8), "payment") == [(9, 180.0), (12, 4_000.0)]
    assert amounts(bought_in(commission="0.009", close=10.8), "payment") == [(12, 4_000.0)]


def test_cents_of_the_bid():
    """10,000 sold at $11.50 and bought at $12: $5,000."""
    bids = [11.5] * 4 + [12.0] + [11.0] * 10
    ledger = keep(failing(parts=parts(failure(6, buy_in=True)), holder=SELLING), bids)
    assert amounts(ledger, "payment")[0] == (9, 5_000.0)


def test_a_buy_in_below_the_sale_owes_nothing():
    assert amounts(bought_in(close=10.0), "payment") == [(12, 4_000.0)]


def test_no_buy_in_if_delivered_on_the_next_session():
    ledger = bought_in(late_days=1)
    assert times(ledger, "buy_in") == 0
    assert sales(ledger) == [(0, "B", 10_000)]


def test_shares_bought_in_count_as_held_at_the_end():
    """The run ends on Monday the 11th, before the delivery."""
    assert bought_in(sessions=6).totals["common_held_shares"] == 10_000


def refused(*, late_days=4, sessions=12, terms=None, **changes):
    """Refused on Tuesday the 5th; the period ends on Friday the 8th, four days later is Tuesday the 12th, session 6."""
    terms = terms or series(registration_effective="1999-01-05")
    more = parts(failure(late_days, "1999-01-05", refusal=True), **changes)
    return flat(failing(terms, parts=more, holder=SELLING), sessions)


def test_a_refusal_honours_no_notice_until_the_cure():
    ledger = refused()
    assert acts(ledger, "refusal") == [1]
    assert conversions(ledger) == [(6, "B", 100, 10_000)]
    assert times(ledger, "refusal") == 1
    assert times(ledger, "default") == 0


def test_a_refusal_pays_the_second_stage_on_all_preferred_from_its_day_after():
    """The 6th to the 12th: seven days at 1% of 100,000, due on session 6, payable on session 11."""
    ledger = refused()
    assert amounts(ledger, "default payments") == [(6, 7_000.0)]
    assert amounts(ledger, "payment") == [(11, 7_000.0)]


def test_a_refusal_adds_the_premium_of_its_own_day():
    """On the 5th N is 11: 1,100 once."""
    ledger = refused(terms=with_premium(registration_effective="1999-01-05"))
    assert amounts(ledger, "default payments") == [(6, 8_100.0)]


def test_a_refusal_stops_required_conversion():
    """Matures on Thursday the 7th: required on Tuesday the 12th, when the company converts again."""
    ledger = refused(terms=series(registration_effective="1999-12-31", maturity="1999-01-07"))
    assert acts(ledger, "required conversion") == [6]


def test_a_refusal_lowers_the_fixed_price_of_every_series():
    """Refused on the 5th, period to the 8th, the tenth day is Monday the 18th, session 10. $6 on session 6."""
    a = floating(name="A", registration_effective="1999-12-31")
    b = floating(registration_effective="1999-12-31")
    more = parts(failure(11, "1999-01-05", refusal=True))
    ledger = keep(failing(a, b, parts=more), [11] * 5 + [6] + [11] * 10)
    assert [(event.session, event.price) for event in ledger.events if event.kind == "fixed price falls"] == [
        (10, Fraction(6)),
        (10, Fraction(6)),
    ]
    assert times(ledger, "ratchet") == 2


def test_default_payments_are_attributed_by_face():
    """A of $3,000 stated value at $30, 100 common each, and B of $1,000: 300,000 and 100,000 of face.

    $2,000 and two days at 1% of 400,000: 10,000, three quarters of it A's. Both sell 10,000 at $31 and $310,000.
    """
    a = series("A", stated_value_usd="3000", purchase_price_usd="300000", conversion_price={"fixed_usd": "30"})
    ledger = flat(failing(a, series("B"), parts=parts(failure(6)), holder=SELLING), 15, bid=31, earlier_bids=(31.0,))
    assert amounts(ledger, "default payments") == [(7, 10_000.0)]
    assert ledger.totals["pnl_series_a_usd"] == 310_000 + 7_500 - 300_000
    assert ledger.totals["pnl_series_b_usd"] == 310_000 + 2_500 - 100_000


@pytest.mark.parametrize("path", [bought_in, refused])
def test_every_act_is_journalled_with_its_clause_and_a_sentence(path):
    kinds = {"default", "refusal", "delivery", "buy-in", "default payments", "due", "payment"}
    written = [event for event in path().events if event.kind in kinds]
    assert len({event.kind for event in written}) >= 4
    assert all(event.clause and event.note for event in written)
