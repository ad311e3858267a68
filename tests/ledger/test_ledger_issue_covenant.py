"""What the company may not issue (SPA 4.5): 80% of the market, while the investor holds 30%; event (iv).

100 preferred of $1,000 at $10; the bid of the session before the issue, on Wednesday 1999-01-06 (session 2), is $10:
under $8.00 a share the issue is restricted.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, sales, series
from remedy_deals import HOLD, acts, failing, times

from simulate.scenario import Scenario

COVENANT = {"until": "1999-01-12"}
ISSUE = {"kind": "issuance", "date": "1999-01-06", "shares": 1_000, "consideration_usd": "7999.99"}
CONVERTIBLE = {
    "kind": "convertible_issue",
    "name": "Notes",
    "date": "1999-01-06",
    "maximum_shares": 1_000,
    "consideration_usd": "5000",
    "further_consideration_usd": "2999.99",
}
SELLING = {"policy": "convert_and_sell", "hurdle": "0"}
CASH = {"redemption": {"series": ["B"], "cash_usd": [{"date": "1999-01-01", "usd": "1000000"}]}}


def issued(*events, bids=(10,) * 20, terms=None, holder=HOLD, covenant=COVENANT, more=None, **market):
    parts = {"issue_covenant": covenant, "events": list(events)} | (more or {})
    return keep(failing(terms or series(), parts=parts, holder=holder), list(bids), **market)


def broken(*events, **changes):
    return acts(issued(*events, **changes), "covenant broken")


@pytest.mark.parametrize(("usd", "sessions"), [("7999.99", [2]), ("8000", [])])
def test_under_80_percent_of_the_market_it_is_broken_at_80_it_is_not(usd, sessions):
    assert broken(ISSUE | {"consideration_usd": usd}) == sessions


def test_event_iv_is_born_ten_business_days_after_the_issue():
    """Ten sessions after session 2."""
    ledger = issued(ISSUE)
    assert acts(ledger, "redemption event") == [12]
    assert (times(ledger, "issue_covenant_broken"), times(ledger, "event_iv")) == (1, 1)


def test_the_right_of_event_iv_is_elected_on_the_session_after():
    """Face 125% beats $1,000 at $10 x $10: all 100 for $125,000."""
    ledger = issued(ISSUE, holder=HOLD | {"redeems": "when_it_pays_more"}, more=CASH)
    redeemed = [(event.session, event.amount_usd) for event in ledger.events if event.kind == "redemption"]
    assert redeemed == [(13, 125_000.0)]


def test_the_market_is_the_bid_of_the_session_before():
    assert broken(ISSUE, bids=[10, 9.99, 20, 20]) == []  # 80% of $9.99 is $7.992
    assert broken(ISSUE, bids=[5, 10, 5, 5]) == [2]
    thursday = ISSUE | {"date": "1999-01-07"}
    assert broken(thursday, bids=[20, 20, 9.99, 20, 20]) == []
    assert broken(thursday, bids=[5, 5, 10, 5, 5]) == [3]


def test_a_convertible_counts_with_its_further_consideration():
    assert broken(CONVERTIBLE) == [2]
    assert broken(CONVERTIBLE | {"further_consideration_usd": "3000"}) == []


def test_an_exception_and_an_issue_after_the_last_day_are_free():
    assert broken(ISSUE | {"permitted": True}) == []
    assert broken(ISSUE | {"date": "1999-01-12"}) == []
    assert broken(ISSUE | {"date": "1999-01-11"}) == [5]


def test_a_variable_price_is_not_of_this_leg():
    """It breaks (b), which is refused beforehand unless event (iv) is stated: here on session 4."""
    stated = {"kind": "redemption_event", "event": "iv", "date": "1999-01-08"}
    ledger = issued(CONVERTIBLE | {"discount_fraction": "0.5"}, stated)
    assert acts(ledger, "covenant broken") == []
    assert acts(ledger, "redemption event") == [4]


def test_ignored_nothing_is_read():
    assert broken(ISSUE, covenant=COVENANT | {"market_leg": "ignored"}) == []


@pytest.mark.parametrize(("sold_a_day", "held", "sessions"), [(3_500, 0.30, [2]), (3_600, 0.28, [])])
def test_it_holds_while_the_investor_holds_30_percent(sold_a_day, held, sessions):
    """35 preferred are converted and sold on each of two days: 30 of 100 are left. 36 a day leave 28."""
    ledger = issued(ISSUE, holder=SELLING | {"participation": "1"}, volumes=[sold_a_day] * 20)
    assert conversions(ledger)[1][2] * 2 == round(100 * (1 - held))
    assert acts(ledger, "covenant broken") == sessions


@pytest.mark.parametrize(("sold", "sessions"), [(7_000, [3]), (7_001, [])])
def test_common_that_is_still_held_counts_as_the_preferred_it_came_from(sold, sessions):
    """All 100 are required to convert on Tuesday (session 1) into 10,000; sold on Wednesday, before Thursday's issue.

    Of 7,000 sold 3,000 of 10,000 are left, 30%; of 7,001 less.
    """
    ledger = issued(
        ISSUE | {"date": "1999-01-07"},
        terms=series(maturity="1999-01-05"),
        holder=HOLD | {"participation": "1"},
        volumes=[0, 0, sold] + [0] * 17,
    )
    assert conversions(ledger) == [(1, "B", 100, 10_000)]
    assert acts(ledger, "covenant broken") == sessions


def test_common_that_is_still_held_counts_by_the_stated_value_of_its_series():
    """A: 100 of $3,000 at $30, required to convert on Tuesday, sold on Wednesday. B: 100 of $1,000, all preferred.

    100,000 of 400,000 are 25%.
    """
    a = series("A", stated_value_usd="3000", conversion_price={"fixed_usd": "30"}, maturity="1999-01-05")
    for held, times_broken in (("0.26", 0), ("0.25", 1)):
        covenant = COVENANT | {"held_fraction": held}
        parts = {"issue_covenant": covenant, "events": [ISSUE | {"date": "1999-01-07"}]}
        ledger = keep(failing(a, series("B"), parts=parts), [10] * 5)
        assert sales(ledger) == [(2, "A", 10_000)]
        assert times(ledger, "issue_covenant_broken") == times_broken


@pytest.mark.parametrize(("sold", "sessions"), [(7_000, [3]), (7_003, [])])
def test_dollars_and_cents_of_what_is_held_count(sold, sessions):
    """Of 100 preferred of $1, at $0.01, $29.97 are under 30% of $100."""
    ledger = issued(
        ISSUE | {"date": "1999-01-07"},
        terms=series(
            stated_value_usd="1",
            purchase_price_usd="100",
            conversion_price={"fixed_usd": "0.01"},
            maturity="1999-01-05",
        ),
        holder=HOLD | {"participation": "1"},
        volumes=[0, 0, sold] + [0] * 17,
    )
    assert acts(ledger, "covenant broken") == sessions


@pytest.mark.parametrize(("sold", "sessions"), [(9_999, [3]), (10_000, [])])
def test_a_single_share_that_is_still_held_counts(sold, sessions):
    """A ten-thousandth of all."""
    ledger = issued(
        ISSUE | {"date": "1999-01-07"},
        terms=series(maturity="1999-01-05"),
        holder=HOLD | {"participation": "1"},
        covenant=COVENANT | {"held_fraction": "0.0001"},
        volumes=[0, 0, sold] + [0] * 17,
    )
    assert acts(ledger, "covenant broken") == sessions


@pytest.mark.parametrize(("fraction", "sessions"), [("0.6", [2]), ("0.601", [])])
def test_common_counts_beside_preferred_that_is_left(fraction, sessions):
    """50 are converted on Monday into 5,000; 4,000 are sold on Tuesday: 10 of these 50 count, with the other 50."""
    parts = {"issue_covenant": COVENANT | {"held_fraction": fraction}, "events": [ISSUE]}
    late = {"same_day_sale": False}
    scenario = failing(series(), parts=parts, holder=SELLING | {"participation": "1"}, conversion=late)
    ledger = keep(scenario, [10] * 5, volumes=[5_000, 4_000, 0, 0, 0])
    assert conversions(ledger) == [(0, "B", 50, 5_000)]
    assert sales(ledger)[0] == (1, "B", 4_000)
    assert acts(ledger, "covenant broken") == sessions


def test_common_that_is_not_delivered_is_held():
    """All 100 are required to convert on Tuesday; the common comes in February."""
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 30}
    delivery = {"delivery": {"period_sessions": 1, "certificate_sessions": 0}}
    terms = series(maturity="1999-01-05")
    ledger = issued(failure, ISSUE | {"date": "1999-01-07"}, terms=terms, more=delivery)
    assert conversions(ledger) == [(1, "B", 100, 10_000)]
    assert sales(ledger) == []
    assert acts(ledger, "covenant broken") == [3]


@pytest.mark.parametrize(("sold", "sessions"), [(3_000, [3]), (3_001, [])])
def test_what_was_called_was_not_converted(sold, sessions):
    """$48,000 call 40 on Tuesday, and the other 60 are required to convert into 6,000: half of them are $30,000."""
    call = {
        "company_call": {"series": ["B"], "first_date": "1999-01-05"},
        "redemption": {"series": ["B"], "cash_usd": [{"date": "1999-01-01", "usd": "48000"}]},
    }
    parts = {"issue_covenant": COVENANT, "events": [ISSUE | {"date": "1999-01-07"}]} | call
    made = failing(series(maturity="1999-01-05"), parts=parts, holder=HOLD | {"participation": "1"})
    scenario = Scenario.model_validate(made.model_dump(mode="json") | {"company": {"policy": "redeem_when_cheaper"}})
    ledger = keep(scenario, [13] * 6, volumes=[0, 0, sold, 0, 0, 0])
    assert conversions(ledger) == [(1, "B", 60, 6_000)]
    assert acts(ledger, "covenant broken") == sessions


def test_of_several_breaches_the_first_gives_the_right():
    ledger = issued(ISSUE, ISSUE | {"date": "1999-01-08"})
    assert times(ledger, "issue_covenant_broken") == 2
    assert acts(ledger, "redemption event") == [12]
    assert times(issued(ISSUE, ISSUE | {"date": "1999-01-08"}, bids=[10] * 13), "event_iv") == 1


def test_a_breach_near_the_end_of_the_run_gives_no_right():
    assert times(issued(ISSUE, bids=[10] * 12), "event_iv") == 0
    assert times(issued(ISSUE, bids=[10] * 13), "event_iv") == 1
