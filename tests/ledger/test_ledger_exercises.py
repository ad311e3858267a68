"""Exercises one after the other: what limits them, and what room they leave to the next (METHODS 11).

A deal that is held, so that only the warrants act; a warrant is 1,000 shares at $10.00. The bid of $11.00 before
session 0 pays for an exercise on it. Session 0 is Monday 1999-01-04.
"""

from __future__ import annotations

import pytest
from exercise_deals import ONCE, exercises, of, split
from ledger_deals import sales, warrant
from remedy_deals import amounts, times


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


@pytest.mark.parametrize(("shares", "bound"), [(400, 0), (401, 1)])
def test_a_warrant_that_just_fills_the_room_is_not_cut(shares, bound):
    ledger = of(warrant(shares=shares), holder=HALF, volumes=[800, 800, 800])
    assert exercises(ledger) == [(0, "W", 400)]
    assert ledger.totals["sessions_bound_participation"] == bound


def test_of_a_warrant_that_is_used_up_nothing_binds():
    """All of W is exercised on Monday; from Tuesday on its statement is suspended, though it would pay."""
    stop = {"kind": "suspension", "date": "1999-01-05", "until": "1999-02-26", "statements": ["B"]}
    ledger = of(warrant(statement="B"), warrant("V", exercise_price_usd="20"), bids=[11.0] * 4, events=[stop])
    assert sales(ledger) == [(0, "W", 1000)]
    assert ledger.totals["sessions_bound_registration"] == 0
