"""What random whole deals found: one small deal for each difference, by the number of the deal that showed it.

The stock stands still at $6.00 (what little it moves is lost in a tick of 25 cents), so that each number is worked out
by hand; both implementations must come to it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from deals import scenario, series
from kernel_rows import kernel_columns
from parity import Tally, compare

from simulate.explain import path_market
from simulate.ledger import Contract, keep_ledger
from simulate.scenario import Scenario
from simulate.terms import make_terms

STILL = {
    "start_price_usd": 6,
    "measure": "physical",
    "drift_per_year": 0,
    "discount_rate_per_year": 0,
    "price": {"model": "gbm", "volatility_per_year": "0.0001"},
    "tick_usd": "0.25",
}


def standing_still(
    deal: dict[str, Any], *, all_series: list[dict[str, Any]] | None = None, holder: dict[str, Any] | None = None
) -> Scenario:
    """A deal on a stock that stands still at $6.00, from Thursday 1998-12-31 to 1999-12-31."""
    return scenario(all_series=all_series, deal=deal, holder=holder, market=STILL)


def both(one: Scenario, name: str) -> float | None:
    """An output of the first path, the same by kernels and ledger on every column."""
    tally = Tally()
    compare(one, 1, tally)
    assert tally.differences == []
    terms = make_terms(one)
    ledger = keep_ledger(Contract.of(one, terms.dates), path_market(one, terms, 0), record_events=False)
    kernel = float(kernel_columns(one, terms, 0, 1)[name][0])
    value = ledger.totals[name]
    assert value is None or kernel == pytest.approx(float(value))
    return value if value is None else float(value)


FLOATS: dict[str, Any] = {
    "fixed_usd": None,
    "variable": {"switch_on": "1998-12-31", "multiplier": "0.9", "lookback_sessions": 5, "lowest_count": 5},
}
ANNOUNCED = {"kind": "merger", "date": "1999-03-01"}
SPLIT = {"kind": "split", "date": "1999-03-01", "new_shares": 2, "old_shares": 1}


@pytest.mark.parametrize("day", ["1998-12-31", "1999-03-01"])
@pytest.mark.parametrize(("split_first", "shares"), [(False, 1_388_889), (True, 2_777_778)])
def test_a_dividend_before_a_split_of_its_session_looks_back_on_one_footing(day, split_first, shares):
    """The price floats from the dividend's own session on, over bids to that day: there is none of the day before.

    7,500 preferred of $1,000 at 90% of $6.00 are 1,388,888.9 common; after two for one, at $2.70, twice as many. The
    kernels took four bids of $6.00 and one of $3.00, which a split that stood after the dividend had halved already.
    """
    events = [
        {"kind": "dividend", "date": day, "worth_usd": 1},
        {"kind": "split", "date": day, "new_shares": 2, "old_shares": 1},
    ]
    variable = FLOATS["variable"] | {"window_end": "same_day", "switch_on": day}
    price = {"fixed_usd": None, "variable": variable}
    one = standing_still(
        {"events": events[::-1] if split_first else events},
        all_series=[series(conversion_price=price, maturity="1999-12-30")],
        holder={"policy": "hold"},
    )
    terms = make_terms(one)
    ledger = keep_ledger(Contract.of(one, terms.dates), path_market(one, terms, 0))
    paid = [event.amount_usd for event in ledger.events if event.kind == "dividend" and event.instrument == "B"]
    assert paid == [shares]
    assert both(one, "times_dividend") == 1


@pytest.mark.parametrize("day", ["1998-12-31", "1999-03-01"])
@pytest.mark.parametrize("events", [[ANNOUNCED, SPLIT], [SPLIT, ANNOUNCED]])
def test_an_announcement_freezes_the_price_after_every_event_of_its_session(events, day):
    """Deals 1462 and 2081: the kernels froze the price before a split that is listed after the merger.

    0.9 x $6.00 = $5.40 before the split of two for one, $2.70 after it on the announcement's session: frozen there,
    and the stock still at $3.00. 7,500 preferred of $1,000 at $2.70: 2,777,777.8, so 2,777,778 common. Registered only
    from 1999-06-01, none is converted before the split.
    """
    one = standing_still(
        {"events": [event | {"date": day} for event in events]},
        all_series=[series(conversion_price=FLOATS, registration_effective="1999-06-01")],
    )
    assert both(one, "shares_issued") == 2_777_778
    assert both(one, "lowest_conversion_price_usd") == pytest.approx(2.7)


def test_a_second_announcement_freezes_under_the_first():
    """The price that would apply to a conversion on the second Announcement Date is still frozen (CoD XI.B).

    $5.40 at the first announcement, by a multiplier of 0.9 that a step of 1999-03-09 makes 1. Abandoned on 1999-03-08,
    the first freeze holds for seven sessions more, and the second announcement, of 1999-03-10, falls into them: it
    freezes $5.40, not $6.00. 7,500,000 / 5.40 = 1,388,888.9, so 1,388,889 common.
    """
    steps = {"multiplier_steps": [{"date": "1999-03-09", "multiplier": 1}]}
    price = FLOATS | {"variable": FLOATS["variable"] | steps}
    one = standing_still(
        {"events": [ANNOUNCED | {"abandoned": "1999-03-08"}, {"kind": "merger", "date": "1999-03-10"}]},
        all_series=[series(conversion_price=price, registration_effective="1999-06-01")],
    )
    assert both(one, "shares_issued") == 1_388_889


def test_the_last_bid_of_a_path_that_ended_is_of_the_session_before():
    """Deals 1076 and 1843: a split listed after the liquidation of its session does not act, and quotes nothing anew.

    The treasury method adds, for 1,000,000 options at $3.00 and the last bid of $6.00, 1,000,000 x (1 - 3/6) = 500,000
    to the 26,704,073 outstanding; a quotation after the split would be $3.00, and would add none. Nothing is converted
    (registered 1999-06-01, the liquidation is on 1999-03-01): dilution is 0, and $272,040.73 a year are $0.01 a share.
    """
    one = standing_still(
        {
            "events": [{"kind": "liquidation", "date": "1999-03-01", "recovery": 1}, SPLIT],
            "capital_table": {
                "options": [{"name": "Options", "shares": 1_000_000, "exercise_price_usd": 3}],
                "net_income_usd_per_year": "272040.73",
            },
        },
        all_series=[series(registration_effective="1999-06-01")],
    )
    assert both(one, "eps_if_converted_usd") == pytest.approx(0.01)
    assert both(one, "outstanding_at_horizon_shares") == 26_704_073


def test_a_conversion_whose_shares_the_cap_takes_is_a_conversion():
    """Deal 1241: with `excess: lost` and a cap used up before the start, all preferred goes at once for nothing."""
    one = standing_still(
        {"limits": {"cap": {"amount_shares": 1000, "used_shares": 1000, "counts": ["B"], "excess": "lost"}}}
    )
    assert both(one, "shares_issued") == 0
    assert both(one, "sessions_to_full_conversion") == 0


LATER = {
    "name": "W1",
    "shares": 1000,
    "exercise_price_usd": 5,
    "issue_date": "1999-03-01",
    "exercisable_from": "1999-04-01",
    "expires": "1999-12-01",
    "registration_effective": "1998-12-31",
}


@pytest.mark.parametrize(("day", "gained"), [("1999-02-26", 1000), ("1999-03-01", 1100)])
def test_a_warrant_gets_no_distribution_of_before_its_issue(day, gained):
    """1,000 exercised at $5 and sold at $6; ten cents a share accrue on it from its issue on, Monday 1999-03-01."""
    dividend = {"kind": "dividend", "date": day, "worth_usd": "0.1"}
    assert both(standing_still({"warrants": [LATER], "events": [dividend]}), "pnl_warrants_usd") == gained


@pytest.mark.parametrize(("day", "gained"), [("1999-02-26", 0), ("1999-03-02", 1000)])
def test_a_merger_pays_nothing_for_a_warrant_that_is_not_issued(day, gained):
    """$6 a share, for 1,000 at $5; at no rate the Black-Scholes Amount of a stock that stands still is as much."""
    merger = {
        "kind": "merger",
        "date": "1999-01-29",
        "completed": day,
        "consideration_usd": 6,
        "treasury_rate_per_year": 0,
    }
    one = standing_still({"warrants": [LATER], "events": [merger]})
    assert both(one, "pnl_warrants_usd") == pytest.approx(gained)
    assert both(one, "warrants_unexercised_shares_w1") == 0


def test_a_buy_in_costs_the_instrument_whose_common_was_sold():
    """Of two series and a warrant that sell on session 0 and are bought in at the same $6.00: no cent to the others.

    The delivery comes two weeks late and brings the common again, sold at $6: each has what it sold once.
    """
    names = ("B", "C")
    terms = [
        series(name=name, preferred_shares=6, purchase_price_usd=6000, conversion_price={"fixed_usd": 6})
        for name in names
    ]
    failure = {"kind": "delivery_failure", "date": "1998-12-31", "late_days": 14, "buy_in": True}
    rule = {"flat_usd_per_day": 0, "face_fraction_per_day": 0}
    warrant = LATER | {"issue_date": "1998-12-31", "exercisable_from": "1998-12-31"}
    one = standing_still({"delivery": rule, "events": [failure], "warrants": [warrant]}, all_series=terms)
    assert both(one, "buy_in_cost_usd") == 18_000
    # $6,000 in, $6,000 of sales, $6,000 for the buy-in, $6,000 of sales again.
    assert both(one, "pnl_series_b_usd") == both(one, "pnl_series_c_usd") == 0
    # Of the warrant the lesser is the Exercise Price: $1,000 are owed beside the $1,000 of its exercise.
    assert both(one, "pnl_warrants_usd") == 2000


def test_a_merger_pays_for_common_bought_in_and_not_delivered():
    """1,000 each of the series and the warrant, bought in at $6 and to be delivered after the merger at $7."""
    failure = {"kind": "delivery_failure", "date": "1998-12-31", "late_days": 300, "buy_in": True}
    rule = {"flat_usd_per_day": 0, "face_fraction_per_day": 0, "event_sessions": 250}
    warrant = LATER | {"issue_date": "1998-12-31", "exercisable_from": "1998-12-31"}
    merger = {"kind": "merger", "date": "1999-02-01", "completed": "1999-03-01", "consideration_usd": 7}
    one = standing_still(
        {"delivery": rule, "events": [failure, merger], "warrants": [warrant]},
        all_series=[series(preferred_shares=6, purchase_price_usd=6000, conversion_price={"fixed_usd": 6})],
    )
    # Bought for $6,000, sold for $6,000, bought in for $6,000, and $7,000 of the merger.
    assert both(one, "pnl_series_b_usd") == 1000
    # Sold for $6,000, bought in for $6,000, $1,000 of it owed, $7,000 of the merger, less the $5,000 of the exercise.
    assert both(one, "pnl_warrants_usd") == 3000
    assert both(one, "books_gap_usd") == 0


def test_registration_payments_are_of_the_purchase_price_to_its_last_decimal():
    """Deal 2619: the kernels took the purchase price in whole cents, and so nothing at all of $0.009.

    Late from 1999-03-01 to 1999-12-29: 304 days of $0.009/30 each.
    """
    terms = series(purchase_price_usd="0.009", registration_effective="1999-12-30")
    rule = {"paying_series": "B", "sec_comments": False, "deadline_days": 60, "payment_fraction_per_month": 1}
    one = standing_still({"registration": rule}, all_series=[terms])
    assert both(one, "company_payments_usd") == pytest.approx(304 * 0.009 / 30, rel=1e-9)


@pytest.mark.parametrize("whole", [False, True])
def test_both_take_own_sales_out_of_the_volume(whole):
    """In six sessions at $6 the holder sells 15/100 of all that is traded, or 15/115, but for what rounding takes."""
    rule = {"while_held": "B", "floor_shares": 0, "share_of_session_volume": "0.15", "share_of_average_volume": 0}
    deal = ({"expenses_usd": 1} if whole else {}) | {"horizon": "1999-01-08"}

    def brought(counts: bool) -> float:
        limits = {"sale_volume": rule | {"own_sales_count": counts}}
        one = standing_still(deal | {"limits": limits}, all_series=[series(maturity="1999-01-08")])
        usd = both(one, "conversion_proceeds_usd")
        assert usd is not None
        return usd

    assert brought(True) / brought(False) == pytest.approx(1.15, rel=1e-4)


def test_what_paths_draw_does_not_move_a_stock_that_stands_still():
    """The premise of this file."""
    one = standing_still({})
    terms = make_terms(one)
    assert np.unique(path_market(one, terms, 3).bids).size == 1


@pytest.mark.parametrize(("approved_on", "cured", "left"), [("1999-01-08", 1, 0), ("1999-01-11", 1, 1)])
def test_approval_on_the_session_after_event_viii_keeps_the_listing(approved_on, cured, left):
    """Deal 4461: the kernels had the listing ended although the event was over when the holder's election acts.

    7,500 preferred at $6.03 and a cap of 1,000 shares, half of it less than 1,243,782 as converted: it fails after
    the 5th, from Wednesday; event (viii) after the 6th, on Thursday 1999-01-07. The election acts on Friday the 8th
    (CoD VIII.E), unless approval of that day has ended the event (CoD VIII.A(viii)).
    """
    one = standing_still(
        {
            "cap_test": {"series": "B", "after": "1999-01-05", "approval_by": "1999-01-06"},
            "limits": {"cap": {"amount_shares": 1_000, "counts": ["B"]}},
            "approval": {"mode": "date", "date": approved_on},
            "redemption": {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 0}]},
        },
        holder={"policy": "hold", "redeems": "never", "has_listing_ended": True},
    )
    assert both(one, "times_event_viii") == 1
    assert both(one, "times_late_approval_cures") == cured
    assert both(one, "times_left_market") == left
