"""Exercises one after the other: what limits them, what they leave to the next, and what goes with them (METHODS 11).

A deal that is held, so that only the warrants act; a warrant is 1,000 shares at $10.00. The bid of $11.00 before
session 0 pays for an exercise on it. Session 0 is Monday 1999-01-04.
"""

from __future__ import annotations

import pytest
from ledger_deals import deal, keep, sales, series, warrant, weekdays
from remedy_deals import amounts, shares, times

from simulate.ledger import Contract, PathMarket, keep_ledger

ONCE = [5.0, 5.0, 5.0]
"""Bids that pay for nothing after session 0."""


def of(*warrants, bids=None, holder=None, method="cash", terms=None, **parts):
    """The ledger of a deal of these warrants; what ``deal`` takes goes with it, and other parts of the contract."""
    changes = {key: parts.pop(key) for key in ("limits", "common", "conversion") if key in parts}
    market = {key: parts.pop(key) for key in ("volumes", "earlier_bids") if key in parts}
    acts = {"policy": "hold"} | dict(holder or {})
    acts["warrants"] = {"method": method} | dict(acts.get("warrants", {}))
    scenario = deal(
        *terms or [series(preferred_shares=1)], holder=acts, rest={"warrants": list(warrants)} | parts, **changes
    )
    return keep(scenario, ONCE if bids is None else bids, **market)


def split(new: int, old: int):
    return {"kind": "split", "date": "1999-01-04", "new_shares": new, "old_shares": old}


def exercises(ledger):
    """Session, warrant and shares of each exercise that issues shares."""
    return [(e.session, e.instrument, e.shares) for e in ledger.events if e.kind == "exercise" and e.shares]


def test_investor_and_agent_each_have_a_limit_on_ownership():
    """0.1% of 1,000,000: V has 300 held, unregistered, which leave floor((1,000 - 300)/0.999) = 700 to W.

    The agent's G takes its 1,000 of floor(1,000.7/0.999) = 1,001; that leaves floor((1,001.7 - 1,000)/0.999) = 1 to H.
    """
    four = [
        warrant("W"),
        warrant("V", common_held=300, exercise_price_usd="20", registration_effective="1999-02-26"),
        warrant("G", party="agent"),
        warrant("H", party="agent"),
    ]
    ledger = of(*four, limits={"ownership_fraction": "0.001"}, conversion={"same_day_sale": False})
    assert exercises(ledger) == [(0, "W", 700), (0, "G", 1000), (0, "H", 1)]
    assert ledger.totals["sessions_bound_ownership"] == 1


def test_what_counts_to_the_cap_and_what_does_not():
    """W and G count, V does not: 1,000 of W, 500 of G, and all of V."""
    cap = {"cap": {"amount_shares": 1500, "counts": ["B", "W", "G"]}}
    ledger = of(warrant(), warrant("V"), warrant("G", party="agent"), limits=cap)
    assert exercises(ledger) == [(0, "W", 1000), (0, "V", 1000), (0, "G", 500)]
    assert ledger.totals["cap_used_shares"] == 1500
    assert ledger.totals["sessions_bound_cap"] == 1


@pytest.mark.parametrize(("amount", "bound"), [(90, 0), (89, 1)])
def test_a_cashless_exercise_at_the_edge_of_the_cap(amount, bound):
    """1,000 surrendered give 90 and 10/11: with 90 left of the cap all of it, with 89 no more than 989, floor(89.9)."""
    cap = {"cap": {"amount_shares": amount, "counts": ["B", "W"]}}
    ledger = of(warrant(), limits=cap, method="cashless")
    assert exercises(ledger) == [(0, "W", amount)]
    assert ledger.totals["sessions_bound_cap"] == bound
    assert ledger.totals["warrants_unexercised_shares_w"] == (0 if not bound else 11)


@pytest.mark.parametrize(("authorized", "issued"), [(1_000, 1_000), (999, 999)])
def test_the_last_share_that_is_authorized(authorized, issued):
    ledger = of(warrant(), common={"authorized_shares": 1_000_000 + authorized})
    assert exercises(ledger) == [(0, "W", issued)]
    assert ledger.totals["sessions_bound_authorized"] == int(issued < 1000)


def test_what_is_reserved_is_for_those_in_the_reserve():
    """All 700 that are authorized and not outstanding are reserved for B and W: V gets nothing of them, and W all."""
    reserve = {"series": "B", "amount_shares": 700, "company": "binds"}
    pair = warrant("V", in_reserve=False), warrant("W")
    ledger = of(*pair, reserve=reserve, common={"authorized_shares": 1_000_700})
    assert exercises(ledger) == [(0, "W", 700)]


def test_the_limits_in_the_order_of_ties():
    """400 by the cap, and 400 authorized: the cap binds. So it does of floor(0.0004 x 1,000,000/0.9996) = 400.

    0.0399% leaves floor(399/0.999601) = 399: that binds, and so it does where 399 are authorized.
    """
    cap = {"cap": {"amount_shares": 400, "counts": ["B", "W"]}}
    authorized = {"common": {"authorized_shares": 1_000_400}}
    assert of(warrant(), limits=cap, **authorized).totals["sessions_bound_cap"] == 1
    assert of(warrant(), limits=cap | {"ownership_fraction": "0.0004"}).totals["sessions_bound_cap"] == 1
    owned = {"ownership_fraction": "0.000399"}
    assert of(warrant(), limits=cap | owned).totals["sessions_bound_ownership"] == 1
    ledger = of(warrant(), limits=owned, common={"authorized_shares": 1_000_399})
    assert (exercises(ledger), ledger.totals["sessions_bound_ownership"]) == ([(0, "W", 399)], 1)


def test_a_room_is_left_to_the_next_and_a_cut_stays_one():
    """Half of 2,600 a session: W's 1,000, 300 of V, and the volume binds; then 700 of V and 600 of X; then 400."""
    ledger = of(
        warrant(), warrant("V"), warrant("X"), holder={"participation": "0.5"}, bids=[11.0] * 4, volumes=[2600] * 4
    )
    assert exercises(ledger) == [(0, "W", 1000), (0, "V", 300), (1, "V", 700), (1, "X", 600), (2, "X", 400)]
    assert ledger.totals["sessions_bound_participation"] == 2


def test_on_its_last_session_it_takes_what_room_is_left():
    """W's 1,000 on Monday, its last session, of which 400 are sold; nothing of the room is left to V."""
    half = {"participation": "0.5"}
    ledger = of(warrant(expires="1999-01-04"), warrant("V"), holder=half, volumes=[800] * 3)
    assert exercises(ledger) == [(0, "W", 1000)]
    assert sales(ledger) == [(0, "W", 400), (1, "W", 400), (2, "W", 200)]
    assert times(ledger, "exercise_at_expiry") == 1


def test_unsold_on_its_last_session_it_leaves_the_room_to_the_next():
    """W's common of its last session is not registered: the whole room of 400 is V's."""
    ledger = of(
        warrant(expires="1999-01-04", registration_effective="1999-02-26"), warrant("V"),
        holder={"participation": "0.5"}, volumes=[800, 800, 800],
    )  # fmt: skip
    assert exercises(ledger) == [(0, "W", 1000), (0, "V", 400)]


HALF = {"participation": "0.5"}
MANY = {"shares": 100_000}


@pytest.mark.parametrize(
    ("first", "then", "holder", "method"),
    [
        ({"exercise_price_usd": "20"}, {}, {}, "cash"),
        ({"registration_effective": "1999-02-26"}, {}, {}, "cash"),
        ({"exercise_price_usd": "10.9"}, {}, {"warrants": {"hurdle": "1.05"}}, "cash"),
        ({}, {"expires": "1999-01-04"}, {"warrants": {"exercise": "at_expiry"}}, "cash"),
        ({"shares": 10}, MANY, {}, "cashless"),
        ({"expires": "1999-01-04", "exercise_price_usd": "11"}, MANY, {"sale_decision": "same_close"}, "cashless"),
    ],
)
def test_what_does_not_act_leaves_the_whole_room(first, then, holder, method):
    """Out of the money, unregistered, under the hurdle, before its last session, of no whole share, of no gain."""
    pair = warrant("X", **first), warrant("V", **then)
    bids = [12.0, 5.0, 5.0] if "sale_decision" in holder else ONCE
    ledger = of(*pair, holder=HALF | holder, method=method, volumes=[800, 0, 0], bids=bids)
    assert sales(ledger) == [(0, "V", 400)]
    # What just fills the room is not cut, and nothing binds.
    just = warrant("X", **first), warrant("V", **then | {"shares": 400 if method == "cash" else 4400})
    ledger = of(*just, holder=HALF | holder, method=method, volumes=[800, 0, 0], bids=bids)
    assert sales(ledger) == [(0, "V", 400)]
    assert ledger.totals["sessions_bound_participation"] == 0


def test_a_limit_that_lets_nothing_through_leaves_the_whole_room():
    """Y takes the one share of the cap that X's would count to: 399 are V's."""
    cap = {"cap": {"amount_shares": 1, "counts": ["B", "Y", "X"]}}
    three = warrant("Y", shares=1), warrant("X"), warrant("V")
    ledger = of(*three, limits=cap, holder=HALF, volumes=[800, 0, 0])
    assert sales(ledger) == [(0, "Y", 1), (0, "V", 399)]
    just = warrant("Y", shares=1), warrant("X", shares=9), warrant("V", shares=399)
    ledger = of(*just, limits=cap, holder=HALF, volumes=[800, 0, 0])
    assert ledger.totals["sessions_bound_participation"] == 0


def test_a_fraction_that_is_settled_leaves_the_whole_room():
    """One for twenty on Monday, the last session of X: half a share, for cash."""
    pair = warrant("X", shares=10, expires="1999-01-04"), warrant("V", shares=20_000)
    ledger = of(*pair, events=[split(1, 20)], holder=HALF, volumes=[800, 0, 0], bids=[11.0, 1.0, 1.0])
    assert amounts(ledger, "fraction") == [(0, 110.0)]
    assert [each for each in sales(ledger) if each[0] == 0] == [(0, "V", 20)]
    just = pair[0], warrant("V", shares=400)
    ledger = of(*just, events=[split(1, 20)], holder=HALF, volumes=[800, 0, 0], bids=[11.0, 1.0, 1.0])
    assert ledger.totals["sessions_bound_participation"] == 0


@pytest.mark.parametrize("first", [{}, {"exercise_price_usd": "20"}, {"registration_effective": "1999-02-26"}])
def test_no_room_is_left_to_any(first):
    """W takes all 400, whatever the next one is; nothing is left to the third."""
    three = warrant("W"), warrant("V", **first), warrant("X")
    assert sales(of(*three, holder=HALF, volumes=[800, 0, 0])) == [(0, "W", 400)]
    assert sales(of(*three, holder=HALF, volumes=[2, 0, 0])) == [(0, "W", 1)]
    just = warrant("W", shares=400), warrant("V", **first), warrant("X")
    ledger = of(*just, holder=HALF, volumes=[800, 0, 0])
    assert (sales(ledger), ledger.totals["sessions_bound_participation"]) == ([(0, "W", 400)], 0)


def test_no_room_is_left_to_its_last_session():
    """W takes all 400; V's 1,000 are issued all the same, and wait."""
    pair = warrant("W"), warrant("V", expires="1999-01-04")
    ledger = of(*pair, holder=HALF, volumes=[800, 0, 0])
    assert exercises(ledger) == [(0, "W", 400), (0, "V", 1000)]
    assert sales(ledger) == [(0, "W", 400)]


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


def test_of_a_warrant_that_is_used_up_nothing_binds():
    """All of W is exercised on Monday; from Tuesday on its statement is suspended, though it would pay."""
    stop = {"kind": "suspension", "date": "1999-01-05", "until": "1999-02-26", "statements": ["B"]}
    ledger = of(warrant(statement="B"), warrant("V", exercise_price_usd="20"), bids=[11.0] * 4, events=[stop])
    assert sales(ledger) == [(0, "W", 1000)]
    assert ledger.totals["sessions_bound_registration"] == 0


@pytest.mark.parametrize(("shares", "bound"), [(400, 0), (401, 1)])
def test_a_warrant_that_just_fills_the_room_is_not_cut(shares, bound):
    ledger = of(warrant(shares=shares), holder=HALF, volumes=[800, 800, 800])
    assert exercises(ledger) == [(0, "W", 400)]
    assert ledger.totals["sessions_bound_participation"] == bound


def test_the_commission_on_what_is_sold():
    """Sold on Tuesday: 90% of 1,000 x $5.00."""
    ledger = of(warrant(), conversion={"same_day_sale": False}, holder={"commission_fraction": "0.1"})
    assert sales(ledger) == [(1, "W", 1000)]
    assert ledger.totals["warrant_proceeds_usd"] == pytest.approx(4500)
