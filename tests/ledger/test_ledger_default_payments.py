"""What a failure to deliver costs, at the edges: its days, its buy-in, its end (CoD VII.A, VII.B, W 1(e)).

The Delivery Period is three business days, the certificates arriving on the second. A Conversion Date on Monday
1999-01-04 (session 0) has it end on Thursday the 7th, session 3; the first stage ends on Monday the 11th, session 5;
six days late is Wednesday the 13th, session 7.
"""

from __future__ import annotations

from math import exp

import pytest
from ledger_deals import conversions, keep, sales, series, variable
from remedy_deals import HOLD, acts, amounts, failing, flat, times, warrant

SELLING = {"policy": "convert_and_sell"}
ALL_THE_VOLUME = SELLING | {"participation": "1"}
OVERNIGHT = {"same_day_sale": False}
CASH = {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": 99_000_000}]}


def failure(late_days=6, date="1999-01-04", **changes):
    return {"kind": "delivery_failure", "date": date, "late_days": late_days} | changes


def parts(*events, **more):
    return {"delivery": {}, "events": list(events)} | more


def with_premium(**changes):
    """$1 a day, ten days to Monday: a claim of $1,010, 101 common for each preferred."""
    return series(issue_date="1998-12-25", premium={"rate_per_year": "0.365"}) | changes


def bids_with(sessions, dollars=11.0, **others):
    """A bid that is another on some sessions, ``on_4=12``."""
    return [others.get(f"on_{session}", dollars) for session in range(sessions)]


# The days of default payments (CoD VII.A).


@pytest.mark.parametrize(
    ("sessions", "usd"),
    # Friday the 8th is a day at $500, Monday the 11th the fourth: the first stage. Tuesday adds 1% of $100,000 and the
    # Premium of $1,000.
    [(5, 500.0), (6, 2_000.0), (7, 4_000.0)],
)
def test_at_the_end_of_the_run_the_days_of_each_stage(sessions, usd):
    scenario = failing(with_premium(), parts=parts(failure()), holder=SELLING, conversion=OVERNIGHT)
    assert amounts(flat(scenario, sessions), "payment") == [(sessions - 1, usd)]


def test_the_first_stage_may_be_over_when_the_period_is():
    """``flat_until_sessions`` of 3 is the end of the period: six days late are six at 1% of $100,000."""
    more = {"delivery": {"flat_until_sessions": 3}, "events": [failure()]}
    assert amounts(flat(failing(parts=more, holder=SELLING), 15), "default payments") == [(7, 6_000.0)]


def test_the_premium_of_every_day_of_a_long_second_stage():
    """Delivered on Wednesday the 20th: $2,000, nine days at 1%, and $18 to $26 on each of 100 preferred: $19,800."""
    more = {"delivery": {"premium": "daily"}, "events": [failure(13)]}
    ledger = flat(failing(with_premium(), parts=more, holder=SELLING, conversion=OVERNIGHT), 20)
    assert amounts(ledger, "default payments") == [(12, 30_800.0)]


def small(late_days=6, **more):
    """One preferred of $1 at $1: one common, and a face of $1."""
    terms = series(
        preferred_shares=1, stated_value_usd=1, purchase_price_usd=1, conversion_price={"fixed_usd": 1}, **more
    )
    return failing(terms, parts=parts(failure(late_days, buy_in=True)), holder=SELLING)


def test_a_face_of_a_dollar():
    """$2,000 and two days of a cent; with fifteen days event (iii) on the tenth business day after the period."""
    assert amounts(flat(small(), 15), "default payments") == [(7, 2_000.02)]
    assert acts(flat(small(15), 20), "redemption event") == [13]


@pytest.mark.parametrize(("close", "owed"), [(12.0, [(9, 1.0)]), (11.5, [(9, 0.5)]), (11.0, []), (10.5, [])])
def test_a_buy_in_of_a_single_share(close, owed):
    """Sold at $11 on Monday and bought on Friday."""
    ledger = keep(small(), bids_with(15, on_4=close))
    assert amounts(ledger, "buy-in") == [(4, -close)]
    assert amounts(ledger, "payment") == [*owed, (12, 2_000.02)]
    assert times(ledger, "buy_in") == 1


def test_a_buy_in_of_a_single_exercised_share():
    """Exercised at $10, sold at $11, bought at $10.50."""
    own = warrant(shares=1, exercise_price_usd="10")
    scenario = failing(parts=parts(failure(buy_in=True), warrants=[own]), holder=HOLD)
    ledger = keep(scenario, bids_with(15, on_4=10.5))
    assert amounts(ledger, "buy-in") == [(4, -10.5)]
    assert amounts(ledger, "payment") == [(9, 0.5)]


def test_nothing_is_bought_in_of_what_was_kept():
    scenario = failing(parts=parts(failure(buy_in=True)), holder=SELLING, conversion=OVERNIGHT)
    ledger = flat(scenario, 15)
    assert (times(ledger, "default"), times(ledger, "buy_in")) == (1, 0)


def test_a_failure_that_is_over_owes_nothing_when_the_path_ends():
    """A merger on Friday the 22nd, after the payment of $4,000 on the 20th, session 12; and so after a refusal."""
    merger = {"kind": "merger", "date": "1999-01-06", "completed": "1999-01-22", "consideration_usd": "11"}
    ledger = flat(failing(parts=parts(failure(), merger), holder=SELLING), 20)
    assert amounts(ledger, "payment") == [(12, 4_000.0)]
    # The period of a refusal of Monday ends on Thursday: seven days at 1% to Monday the 11th.
    refusal = failure(4, refusal=True)
    ledger = flat(failing(parts=parts(refusal, merger), holder=HOLD), 20)
    assert amounts(ledger, "payment") == [(10, 7_000.0)]


@pytest.mark.parametrize(("day", "session", "usd"), [("1999-01-12", 6, 2_000.0), ("1999-01-13", 7, 3_000.0)])
@pytest.mark.parametrize("kind", ["merger", "liquidation"])
def test_what_has_accrued_to_the_close_before_the_end_is_due(kind, day, session, usd):
    """Four days of $500 to Monday the 11th, and on Tuesday 1% of $100,000; not delivered before the 20th."""
    ends = {"completed": day, "date": "1999-01-05", "consideration_usd": "11"}
    event = {"kind": kind} | (ends if kind == "merger" else {"date": day, "recovery": "1"})
    ledger = flat(failing(parts=parts(failure(13), event), holder=SELLING), 15)
    paid = [amount for at, amount in amounts(ledger, "payment") if at == session]
    assert sum(paid) == usd


@pytest.mark.parametrize(("day", "session", "days"), [("1999-01-08", 5, 4), ("1999-01-11", 6, 7), ("1999-01-12", 7, 8)])
def test_the_penalty_of_a_refusal_counts_to_the_close_before_the_notice(day, session, days):
    """1% of $1,000 a day from Tuesday the 5th on, elected the session after its event: (1,000 + 10 a day)/10 x $20."""
    false = {"kind": "redemption_event", "event": "v", "date": day}
    more = parts(failure(60, refusal=True), false, redemption=CASH)
    ledger = flat(failing(parts=more, holder={"redeems": "always"}), 12, bid=20.0)
    assert amounts(ledger, "redemption") == [(session, 100.0 * (1_000 + 10 * days) / 10 * 20)]


@pytest.mark.parametrize("per", ["affected_share", "share_left"])
def test_a_failure_that_is_no_refusal_adds_no_penalty(per):
    """10 preferred convert on Monday and are not delivered: on Tuesday the 12th each other gets 1,000/10 x $20.

    By the day before $2,000 have accrued for those that failed.
    """
    false = {"kind": "redemption_event", "event": "v", "date": "1999-01-11"}
    more = parts(failure(30), false, redemption=CASH | {"penalty_per": per})
    scenario = failing(parts=more, holder=ALL_THE_VOLUME | {"redeems": "always"})
    ledger = flat(scenario, 12, bid=20.0, volumes=[1_000] + [0] * 11)
    assert amounts(ledger, "redemption") == [(6, 90 * 2_000.0)]


@pytest.mark.parametrize("per", ["affected_share", "share_left"])
def test_where_nothing_fails_there_is_no_penalty(per):
    """100 at 1,000/10 x $20."""
    false = {"kind": "redemption_event", "event": "v", "date": "1999-01-11"}
    more = parts(false, redemption=CASH | {"penalty_per": per})
    ledger = flat(failing(parts=more, holder={"redeems": "always"}), 12, bid=20.0)
    assert amounts(ledger, "redemption") == [(6, 200_000.0)]


def test_a_refusal_that_is_over_adds_no_penalty():
    """It was over on Monday the 11th, session 5; the event of Tuesday is elected on Wednesday."""
    false = {"kind": "redemption_event", "event": "v", "date": "1999-01-12"}
    more = parts(failure(4, refusal=True), false, redemption=CASH)
    scenario = failing(series(registration_effective="1999-12-31"), parts=more, holder={"redeems": "always"})
    assert amounts(flat(scenario, 12, bid=20.0), "redemption") == [(7, 200_000.0)]


def test_event_iii_of_a_refusal_that_affects_no_preferred():
    """100 common held and no preferred: the refusal is one all the same."""
    terms = series(position={"preferred_left": 0, "common_held": 100}, registration_effective="1999-12-31")
    ledger = flat(failing(terms, parts=parts(failure(30, refusal=True)), holder=SELLING), 16)
    assert acts(ledger, "redemption event") == [13]
    assert amounts(ledger, "default payments", "payment") == []


def test_an_event_iii_of_the_deals_own_is_not_cured_where_nothing_failed():
    """Dated Monday, elected on Tuesday: $1,250 each."""
    of_the_deal = {"kind": "redemption_event", "event": "iii", "date": "1999-01-04"}
    more = parts(of_the_deal, redemption=CASH | {"right": "ends_when_cured"})
    ledger = flat(failing(parts=more, holder={"redeems": "always"}), 8)
    assert amounts(ledger, "redemption") == [(1, 125_000.0)]


# What is kept, and the buy-in (CoD VII.B, W 1(e)).


def test_what_is_left_of_a_notice_is_kept_until_the_delivery():
    """A preferred is 1,000 common: 300 are sold on Monday, 700 on Wednesday the 13th."""
    terms = series(preferred_shares=1, stated_value_usd=10_000, purchase_price_usd=10_000)
    scenario = failing(terms, parts=parts(failure()), holder=ALL_THE_VOLUME)
    ledger = flat(scenario, 15, volumes=[300] + [1_000] * 14)
    assert sales(ledger) == [(0, "B", 300), (7, "B", 700)]


def test_what_is_left_of_an_exercise_is_kept_until_the_delivery():
    """All 1,000 are exercised on Monday, the warrant's last session: 300 are sold then."""
    own = warrant(exercise_price_usd="10", expires="1999-01-04")
    scenario = failing(parts=parts(failure(), warrants=[own]), holder=HOLD | {"participation": "1"})
    ledger = flat(scenario, 15, volumes=[300] + [1_000] * 14)
    assert sales(ledger) == [(0, "W", 300), (7, "W", 700)]


def test_a_second_exercise_is_not_kept_for_the_first():
    """300 exercised and sold on Monday; 700 on Tuesday, the last session: 100 are sold then, and 600 on Wednesday."""
    own = warrant(exercise_price_usd="10", expires="1999-01-05")
    scenario = failing(parts=parts(failure(), warrants=[own]), holder=HOLD | {"participation": "1"})
    ledger = flat(scenario, 15, volumes=[300, 100] + [1_000] * 13)
    assert sales(ledger) == [(0, "W", 300), (1, "W", 100), (2, "W", 600)]


def test_a_buy_in_at_more_than_twice_the_exercise_price():
    """1,000 bought at $25: $15,000 above the $10,000."""
    own = warrant(exercise_price_usd="10")
    scenario = failing(parts=parts(failure(buy_in=True), warrants=[own]), holder=HOLD)
    assert amounts(keep(scenario, bids_with(15, on_4=25.0)), "payment") == [(9, 15_000.0)]


def test_cents_discount_and_cost_of_two_buy_ins():
    """10,000 of B and 1,000 of W sold at $11 on Monday; bought at $12.25 on Friday, four days later, at 10% a year."""
    own = warrant(exercise_price_usd="10")
    scenario = failing(
        parts=parts(failure(buy_in=True), warrants=[own]), holder=SELLING, market={"discount_rate_per_year": "0.1"}
    )
    ledger = keep(scenario, bids_with(15, on_4=12.25))
    assert amounts(ledger, "buy-in") == [(4, -122_500.0), (4, -12_250.0)]
    assert amounts(ledger, "payment") == [(9, 14_750.0), (12, 4_000.0)]
    totals = ledger.totals
    assert totals["buy_in_cost_usd"] == 134_750
    days = {4: 4, 7: 9, 9: 11, 12: 16}
    worth = {session: exp(-0.1 * day / 365) for session, day in days.items()}
    # The sales less the purchase and the strike, the buy-ins, the sales again, and what is owed.
    gain = 121_000 - 110_000 - 134_750 * worth[4] + 121_000 * worth[7] + 14_750 * worth[9] + 4_000 * worth[12]
    assert totals["pnl_present_value_usd"] == pytest.approx(gain, abs=1e-6)


def test_a_buy_in_of_an_exercise_at_its_exercise_price_leaves_nothing_pending():
    """Bought at $10.00: nothing is owed, and the path is over when what is delivered on session 7 is sold.

    So the exchange counts eight bids under its line, and no ninth (METHODS 10).
    """
    own = warrant(exercise_price_usd="10")
    none = series(position={"preferred_left": 0, "common_held": 0})
    noticed = []
    for sessions_under in (8, 9):
        rule = {"minimum_bid_usd": "20", "cure_days": 90, "cure_sessions": 10, "sessions_under": sessions_under}
        more = parts(failure(buy_in=True), warrants=[own], listing_rule=rule)
        ledger = keep(failing(none, parts=more, holder=HOLD), bids_with(15, on_4=10.0))
        assert amounts(ledger, "buy-in") == [(4, -10_000.0)]
        assert sales(ledger) == [(0, "W", 1_000), (7, "W", 1_000)]
        noticed.append(times(ledger, "listing_notice"))
    assert noticed == [1, 0]


# Late in a run of more than a year.


@pytest.mark.parametrize("late_days", [1, 14, 15])
def test_all_of_it_after_more_than_a_year(late_days):
    """10 preferred and 1,000 of the warrant on Tuesday 2000-01-04, session 261. The period ends on session 264.

    Both are bought in at $12 on session 265, if not delivered then. The tenth day is Monday the 17th, session 270;
    fourteen days are session 274, fifteen 275. The bids make $6 and $5 the lowest prices, of sessions 269 and 273.
    """
    at = 261
    terms = series(
        preferred_shares=10,
        maturity="2001-12-31",
        registration_effective="2000-01-04",
        conversion_price={"fixed_usd": "10", "variable": variable(switch_on="2000-01-04")},
    )
    own = warrant(
        exercise_price_usd="10",
        exercisable_from="2000-01-04",
        expires="2000-01-04",
        registration_effective="1999-01-04",
    )
    more = parts(failure(late_days, buy_in=True), warrants=[own])
    scenario = failing(terms, parts=more, holder=ALL_THE_VOLUME, horizon="2001-12-31")
    bids = bids_with(290, on_265=12.0, on_268=6.0, on_272=5.0)
    ledger = keep(scenario, bids, volumes=[2_000 if session == at else 0 for session in range(290)])
    assert conversions(ledger) == [(at, "B", 10, 1_000)]
    delivered = {1: 265, 14: 274, 15: 275}[late_days]
    late = late_days > 1
    assert amounts(ledger, "buy-in") == [(265, -12_000.0)] * (2 * late)
    assert acts(ledger, "fixed price falls") == [270, delivered] * late
    assert acts(ledger, "redemption event") == [274] * (late_days == 15)
    assert [session for session, _ in amounts(ledger, "default payments")] == [delivered]
    assert amounts(ledger, "payment")[-1][0] == delivered + 5


def test_the_end_of_a_long_run_on_the_last_day_of_the_first_stage():
    """Tuesday the 11th, session 266: four days at $500 from the period's Friday on, and not yet a Premium."""
    terms = series(premium={"rate_per_year": "0.365"}, maturity="2001-12-31", registration_effective="2000-01-04")
    scenario = failing(terms, parts=parts(failure()), holder=ALL_THE_VOLUME, horizon="2001-12-31")
    ledger = flat(scenario, 267, volumes=[0] * 261 + [2_000] + [0] * 5)
    assert acts(ledger, "default") == [261]
    assert amounts(ledger, "payment") == [(266, 2_000.0)]
