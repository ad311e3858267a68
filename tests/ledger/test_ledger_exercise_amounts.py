"""What an exercise is decided on, and what it issues, pays and leaves: gains, fractions, distributions (METHODS 11).

A deal that is held, so that only the warrants act; a warrant is 1,000 shares at $10.00. The bid of $11.00 before
session 0 pays for an exercise on it. Session 0 is Monday 1999-01-04.
"""

from __future__ import annotations

import pytest
from exercise_deals import exercises, of, split
from ledger_deals import deal, keep, sales, series, warrant, weekdays
from remedy_deals import amounts, shares, times

from simulate.ledger import Contract, PathMarket, keep_ledger

HALF = {"participation": "0.5"}


def test_the_least_gain_there_is():
    """Quoted in whole dollars: E is $10.99 and M $11. A cent of eleven dollars: 1,000,000 surrendered give 909."""
    scenario = deal(
        series(preferred_shares=1), holder={"policy": "hold", "warrants": {"method": "cashless"}},
        rest={"warrants": [warrant(shares=1_000_000, exercise_price_usd="10.99")]},
    )  # fmt: skip
    market = PathMarket(
        price_units_per_dollar=1, bids=[11, 11], closes=[11, 11], volumes=[1000] * 2, earlier_bids=[11] * 5,
        earlier_volumes=[1000] * 5, approved=False,
    )  # fmt: skip
    assert exercises(keep_ledger(Contract.of(scenario, weekdays(2)), market)) == [(0, "W", 909)]


def test_the_hurdle_is_to_be_exceeded():
    """1.1 x $10.00: $11.00 does not exceed it, $11.01 does; the price binds on the sessions before."""
    ledger = of(warrant(), bids=[11.0, 11.01, 5.0], holder={"warrants": {"hurdle": "1.1"}})
    assert exercises(ledger) == [(2, "W", 1000)]
    assert ledger.totals["sessions_bound_price"] == 2


def test_decided_on_the_bid_of_the_same_session():
    """$9.00 on Monday, $12.00 on Tuesday. Cashless M is the bid before: on Wednesday (12 - 10)/12 of 1,000."""
    same = {"sale_decision": "same_close"}
    ledger = of(warrant(), bids=[9.0, 12.0, 12.0], holder=same)
    assert exercises(ledger) == [(1, "W", 1000)]
    cashless = of(warrant(), bids=[9.0, 12.0, 12.0], holder=same, method="cashless")
    assert exercises(cashless) == [(2, "W", 166)]
    # On its last session, Tuesday, $9.00 is no gain.
    last = of(warrant(expires="1999-01-05"), bids=[9.0, 12.0, 12.0], holder=same, method="cashless")
    assert exercises(last) == []


def test_a_cashless_exercise_at_the_money_of_the_day_before_gets_nothing():
    same = {"sale_decision": "same_close"}
    one, before = warrant(expires="1999-01-05"), (10.0,) * 5
    ledger = of(one, bids=[10.0, 12.0, 12.0], holder=same, method="cashless", earlier_bids=before)
    assert exercises(ledger) == []
    assert ledger.totals["warrants_unexercised_shares_w"] == 1000


def test_what_has_accrued_is_paid_for_each_warrant_share():
    """A dividend of $0.25 on Tuesday; on Wednesday 400 are exercised, and get $100, cashless for all 4,400 of 5,000."""
    dividend = {"kind": "dividend", "date": "1999-01-05", "worth_usd": "0.25"}
    quiet = [9.0, 11.0, 5.0]
    half = {"participation": "0.5"}
    paid = of(warrant(), events=[dividend], bids=quiet, earlier_bids=(9.0,) * 5, holder=half, volumes=[800] * 3)
    assert exercises(paid) == [(2, "W", 400)]
    assert (2, 100.0) in amounts(paid, "distribution")
    cashless = of(
        warrant(shares=5000), events=[dividend], bids=quiet, earlier_bids=(9.0,) * 5, holder=half, volumes=[800] * 3,
        method="cashless",
    )  # fmt: skip
    assert exercises(cashless) == [(2, "W", 400)]
    assert (2, 1100.0) in amounts(cashless, "distribution")


@pytest.mark.parametrize(("at", "usd"), [("market", 11.0), ("exercise_price", 10.0)])
def test_the_last_third_of_a_share(at, usd):
    """One for three: ten Warrant Shares are 3 and a third at $30.00, the market $33.00: $11.00 or $10.00 for $10.00."""
    ledger = of(
        warrant(shares=10), events=[split(1, 3)], bids=[11.0, 1.0], warrant_terms={"fraction_paid_at": at},
    )  # fmt: skip
    assert exercises(ledger) == [(0, "W", 3)]
    assert amounts(ledger, "fraction") == [(0, usd)]
    assert times(ledger, "fraction_paid") == 1
    # What is left over is no whole share, and stays where a limit leaves one.
    two = of(warrant(shares=10), events=[split(1, 3)], bids=[11.0, 1.0], common={"authorized_shares": 1_000_006})
    assert exercises(two) == [(0, "W", 2)]
    assert amounts(two, "fraction") == []


@pytest.mark.parametrize(("method", "usd"), [("cash", 110.0), ("cashless", 10.0)])
def test_half_a_share_is_settled_on_the_last_session(method, usd):
    """One for twenty: half a share at $200.00, the market $220.00: $110.00 for $100.00, or half of a gain of $20.00."""
    one = warrant(shares=10, expires="1999-01-05")
    ledger = of(one, events=[split(1, 20)], bids=[11.0, 1.0, 1.0], method=method)
    assert amounts(ledger, "fraction") == [(1, usd)]
    assert (times(ledger, "exercise_at_expiry"), times(ledger, "fraction_paid")) == (0, 1)
    # At $22.00 a whole share is worth more than twice the price.
    ledger = of(one, events=[split(1, 20)], bids=[22.0, 1.0, 1.0], method=method)
    assert amounts(ledger, "fraction") == [(1, 2 * usd if method == "cash" else 120.0)]
    never = of(one, events=[split(1, 20)], bids=[0.5, 1.0, 1.0], earlier_bids=(9.0,) * 5, method=method)
    assert amounts(never, "fraction") == []


def test_a_fraction_that_is_settled_is_no_exercise_that_fails_to_be_delivered():
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 2}
    one = warrant(shares=10, expires="1999-01-05")
    ledger = of(one, events=[split(1, 20), failure], delivery={}, bids=[11.0, 1.0, 1.0])
    assert amounts(ledger, "fraction") == [(1, 110.0)]
    assert times(ledger, "default") == 0


@pytest.mark.parametrize("number", [1, 10])
def test_nothing_surrendered_gets_nothing(number):
    """10 Warrant Shares give 10/11 of a share, which is none: they stay, and on the last session they expire."""
    ledger = of(warrant(shares=number, expires="1999-01-05"), bids=[11.0, 11.0, 11.0], method="cashless")
    assert exercises(ledger) == []
    assert amounts(ledger, "fraction") == []
    assert ledger.totals["warrants_unexercised_shares_w"] == number


def test_no_fraction_is_left_where_the_shares_come_out_even():
    """On the finest grid M is $15.4318: 5,983,081,524 x (M - 10)/M are 2,105,971,764 shares exactly."""
    scenario = deal(
        series(preferred_shares=1), holder={"policy": "hold", "warrants": {"method": "cashless"}},
        rest={"warrants": [warrant(shares=5_983_081_524)]},
    )  # fmt: skip
    market = PathMarket(
        price_units_per_dollar=2**20, bids=[16_181_424] * 2, closes=[16_181_424] * 2, volumes=[1000] * 2,
        earlier_bids=[16_181_424] * 5, earlier_volumes=[1000] * 5, approved=False,
    )  # fmt: skip
    ledger = keep_ledger(Contract.of(scenario, weekdays(2)), market)
    assert exercises(ledger) == [(0, "W", 2_105_971_764)]
    assert times(ledger, "fraction_paid") == 0


def test_one_share_and_a_half():
    """One for two: three Warrant Shares are one and a half at $20.00; for the half's $10.00 it gets $11.00."""
    ledger = of(warrant(shares=3), events=[split(1, 2)], bids=[11.0, 1.0])
    assert exercises(ledger) == [(0, "W", 1)]
    assert amounts(ledger, "fraction") == [(0, 11.0)]


def test_the_least_that_is_left_of_a_warrant():
    """A cent of $10.01: a thousandth of a share, $0.011."""
    ledger = of(warrant(amount_left_usd="10.01"), bids=[11.0, 1.0])
    assert exercises(ledger) == [(0, "W", 1)]
    assert amounts(ledger, "fraction") == [(0, pytest.approx(0.011))]
    assert times(ledger, "fraction_paid") == 1
    assert ledger.totals["warrant_strikes_usd"] == pytest.approx(10.01)


def test_the_expiry_of_one_leaves_the_other():
    pair = warrant(shares=300, expires="1999-01-05"), warrant("V", shares=500)
    ledger = of(*pair, holder={"warrants": {"exercise": "never"}})
    assert [ledger.totals[f"warrants_unexercised_shares_{name}"] for name in "wv"] == [300, 500]
    assert shares(ledger, "exercise") == []


def test_common_that_is_not_delivered_waits_and_what_was_sold_is_bought_in():
    """A failure on Monday, two days late: W's 1,000 are sold at once, and bought in on Friday, at $12.00.

    V's 1,000 of the same day, its last, are registered from Tuesday on: all is delivered and sold on Monday the 11th,
    session 5. The buy-in owes $12,000 less the $10,000 that W's holder paid.
    """
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 2, "buy_in": True}
    pair = warrant(), warrant("V", expires="1999-01-04", registration_effective="1999-01-05")
    bids = [11.0] * 4 + [12.0] + [11.0] * 8
    ledger = of(*pair, bids=bids, delivery={}, events=[failure])
    assert exercises(ledger) == [(0, "W", 1000), (0, "V", 1000)]
    assert amounts(ledger, "buy-in") == [(4, -12_000.0)]
    assert amounts(ledger, "payment") == [(9, 2_000.0)]
    assert sales(ledger) == [(0, "W", 1000), (5, "W", 1000), (5, "V", 1000)]


def test_sales_that_press_the_price_are_settled_at_the_end_of_the_session():
    """Ten usual volumes of W's and the agent's fill at 11 x exp(-I/2), I = 0.0314970 x sqrt(10): $10.465604."""
    impact = {"dilution_in_price": "impact", "impact": {"coefficient": 1, "half_life_sessions": 10}}
    scenario = deal(
        series(preferred_shares=1), holder={"policy": "hold"}, market=impact,
        rest={"warrants": [warrant(shares=6000), warrant("G", party="agent", shares=4000)]},
    )  # fmt: skip
    ledger = keep(scenario, [11.0, 5.0, 5.0])
    assert exercises(ledger) == [(0, "W", 6000), (0, "G", 4000)]
    assert ledger.totals["warrant_proceeds_usd"] == pytest.approx(6000 * 10.465604, abs=1)


def test_one_share_that_is_sold_and_not_delivered_is_bought_in():
    """Half of a volume of 2: one share, sold at $11.00 and bought at $12.00 on Friday; $2.00 over the strike."""
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 2, "buy_in": True}
    bids = [11.0] * 4 + [12.0] + [11.0] * 8
    ledger = of(warrant(), bids=bids, delivery={}, events=[failure], holder=HALF, volumes=[2] + [0] * 12)
    assert exercises(ledger) == [(0, "W", 1)]
    assert amounts(ledger, "buy-in") == [(4, -12.0)]
    assert amounts(ledger, "payment") == [(9, 2.0)]


def test_a_cent_that_is_left_is_settled_on_the_last_session():
    ledger = of(warrant(amount_left_usd="0.01", expires="1999-01-05"), bids=[11.0] * 3)
    assert amounts(ledger, "fraction") == [(1, pytest.approx(0.011))]
    assert times(ledger, "fraction_paid") == 1


def test_the_commission_on_what_is_sold():
    """Sold on Tuesday: 90% of 1,000 x $5.00."""
    ledger = of(warrant(), conversion={"same_day_sale": False}, holder={"commission_fraction": "0.1"})
    assert sales(ledger) == [(1, "W", 1000)]
    assert ledger.totals["warrant_proceeds_usd"] == pytest.approx(4500)
