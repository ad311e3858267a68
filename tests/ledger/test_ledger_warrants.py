"""Exercise of warrants, cash and cashless, within the limits (``W 1``, ``W 12(c)``, METHODS 11).

The deal is held, so that only the warrants act; a warrant is 1,000 shares at $10.00 unless a test says otherwise. A bid
of $5.00 on session 0 ends what the $11.00 before it began.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import covenant, deal, keep, sales, series, walk, warrant

from simulate.ledger.warrants import Exercise

HELD = {"policy": "hold"}


def held(*warrants, holder=None, rest=None, **parts):
    terms = {"warrants": [dict(each) for each in warrants]} | dict(rest or {})
    return deal(holder=HELD | dict(holder or {}), rest=terms, **parts)


def exercises(ledger):
    """Session, warrant, shares and amount of each exercise that issues shares."""
    return [(e.session, e.instrument, e.shares, e.amount_usd) for e in ledger.events if e.kind == "exercise"]


def test_cash_exercise_by_hand():
    """The bid the day before is $11.00, above $10.00: all 1,000 are exercised for $10,000 and sold at $11.00."""
    scenario = held(warrant())
    ledger, path = keep(scenario, [11, 11]), walk(scenario, [11, 11])
    assert exercises(ledger) == [(0, "W", 1000, -10_000.0)]
    assert sales(ledger) == [(0, "W", 1000)]
    state = path.warrants[0]
    assert (state.issued, state.sold, state.held, state.whole_left) == (1000, 1000, 0, 0)
    assert state.strikes == [(0, 10_000)]
    assert path.outstanding == 1_001_000
    assert path.fired["exercise_cash"] == 1
    assert ledger.totals["agent_shares"] == 0


def test_nothing_at_the_money_and_nothing_on_the_bid_of_the_day_itself():
    """Decided on the close before: $10.00 is not above $10.00; the $12.00 of session 1 acts on session 2."""
    ledger = keep(held(warrant()), [10, 12, 12], earlier_bids=[10] * 5)
    assert [session for session, *_ in exercises(ledger)] == [2]


def test_what_can_be_sold_at_once():
    """30% of 1,000 a session: 300, 300, 300 and the last 100; a cut exercise binds participation."""
    ledger = keep(held(warrant(), holder={"participation": "0.3"}), [11] * 5)
    assert [shares for _, _, shares, _ in exercises(ledger)] == [300, 300, 300, 100]
    assert sales(ledger) == [(0, "W", 300), (1, "W", 300), (2, "W", 300), (3, "W", 100)]
    assert ledger.totals["sessions_bound_participation"] == 3


def test_the_covenant_limits_warrant_common_too():
    """250 a session under the covenant; the series is held, so it stays in force."""
    scenario = held(warrant(), limits={"sale_volume": covenant()})
    assert sales(keep(scenario, [11] * 2)) == [(0, "W", 250), (1, "W", 250)]


@pytest.mark.parametrize(("paid_at", "cents"), [("market", 1000), ("exercise_price", 909)])
def test_cashless_exercise_by_hand(paid_at, cents):
    """(11 - 10)/11 of 1,000 is 90.909: 90 shares, and 10/11 of one in cash: $10.00 at $11.00, $9.09 at $10.00."""
    scenario = held(
        warrant(),
        holder={"warrants": {"method": "cashless"}},
        rest={"warrant_terms": {"fraction_paid_at": paid_at}},
    )
    path = walk(scenario, [11, 11])
    state = path.warrants[0]
    assert (state.issued, state.amount, state.strikes) == (90, 0, [])
    assert round(sum(paid for _, paid in state.paid) * 100) == cents
    assert path.fired["exercise_cashless"] == path.fired["fraction_paid"] == 1


def test_cashless_takes_the_fewest_whose_common_reaches_the_room():
    """30 may be sold: floor(n/11) >= 30 first at n = 330, which surrenders $3,300 of the amount."""
    holder = {"warrants": {"method": "cashless"}, "participation": "0.3"}
    path = walk(held(warrant(), holder=holder), [5, 5], volumes=[100, 0])
    assert path.warrants[0].issued == 30
    assert path.warrants[0].amount == 10_000 - 3_300


def test_cashless_within_a_limit():
    """n r stays below 31 up to n = 340: floor(340/11) = 30, floor(341/11) = 31."""
    assert Exercise(Fraction(1, 11)).most_within(30) == 340
    assert Exercise(Fraction(1, 11)).fewest_reaching(31) == 341
    assert Exercise(Fraction(1)).most_within(30) == Exercise(Fraction(1)).fewest_reaching(30) == 30


def test_hurdle_before_the_last_session_and_not_on_it():
    """1.2 x $10.00 is not exceeded by $11.00: **price** binds; on the last session, 1999-01-06, it is exercised."""
    ledger = keep(held(warrant(expires="1999-01-06"), holder={"warrants": {"hurdle": "1.2"}}), [11] * 4)
    assert exercises(ledger) == [(2, "W", 1000, -10_000.0)]
    assert ledger.totals["sessions_bound_price"] == 2
    assert ledger.totals["times_exercise_at_expiry"] == 1


def test_at_expiry_whatever_room_and_registration():
    """The last session by Saturday 1999-01-09 is Friday the 8th; its common is registered only on Monday."""
    terms = warrant(expires="1999-01-09", registration_effective="1999-01-11")
    ledger = keep(held(terms, holder={"warrants": {"exercise": "at_expiry"}, "participation": "0.3"}), [11] * 8)
    assert exercises(ledger) == [(4, "W", 1000, -10_000.0)]
    assert sales(ledger)[:2] == [(5, "W", 300), (6, "W", 300)]


def test_never_exercised_and_worth_nothing_after_its_last_session():
    path = walk(held(warrant(expires="1999-01-05"), holder={"warrants": {"exercise": "never"}}), [11] * 4)
    assert (path.warrants[0].issued, path.warrants[0].unexercised, path.warrants[0].amount) == (0, 1000, 0)


def test_before_the_period_and_before_registration():
    """Exercisable from Tuesday, registered on Wednesday: it waits, and **registration** binds on Tuesday."""
    terms = warrant(exercisable_from="1999-01-05", registration_effective="1999-01-06")
    ledger = keep(held(terms), [11] * 3)
    assert [session for session, *_ in exercises(ledger)] == [2]
    assert ledger.totals["sessions_bound_registration"] == 1


def test_suspension_of_its_statement_stops_exercise():
    """A warrant of B's statement waits out Monday and Tuesday; one with a statement of its own does not."""
    events = [{"kind": "suspension", "date": "1999-01-04", "until": "1999-01-05", "statements": ["B"]}]
    scenario = held(warrant("W1", statement="B"), warrant("W2"), rest={"events": events})
    assert [(session, name) for session, name, *_ in exercises(keep(scenario, [11] * 3))] == [(0, "W2"), (2, "W1")]


def test_the_cap_is_shared_first_come_first_served():
    """A cap of 400 for the warrant: 400, and the cap binds; the approval on Wednesday frees the rest."""
    scenario = held(
        warrant(),
        limits={"cap": {"amount_shares": 400, "counts": ["B", "W"]}},
        approval={"mode": "date", "date": "1999-01-06"},
    )
    ledger = keep(scenario, [11] * 3)
    assert [shares for _, _, shares, _ in exercises(ledger)] == [400, 600]
    assert ledger.totals["sessions_bound_cap"] == 2
    assert ledger.totals["cap_used_shares"] == 400


def test_a_cashless_exercise_may_leave_the_cap_aside():
    """Of 1,000 cashless come 90: a cap of 40 lets through n with floor(n/11) <= 40, 450, unless it is left aside."""
    parts = {
        "holder": {"warrants": {"method": "cashless"}},
        "limits": {"cap": {"amount_shares": 40, "counts": ["B", "W"]}},
    }
    bound = walk(held(warrant(), **parts), [5, 5])
    free = walk(held(warrant(), rest={"warrant_terms": {"cashless_obeys_limits": False}}, **parts), [5, 5])
    assert (bound.warrants[0].issued, bound.warrants[0].amount) == (40, 10_000 - 4_500)
    assert free.warrants[0].issued == 90


def test_ownership_counts_series_and_own_warrants_not_the_agents():
    """1,000,000 outstanding, 600 held from B: 0.1% allows floor((1,000 - 600)/0.999) = 400 to the investor.

    The agent comes after it, at 1,000,400 outstanding and nothing of its own: floor(1,000.4/0.999) = 1,001.
    """
    terms = series(position={"preferred_left": 100, "common_held": 600}, registration_effective="1999-03-30")
    scenario = deal(
        terms,
        limits={"ownership_fraction": "0.001"},
        conversion={"same_day_sale": False},
        holder=HELD,
        rest={"warrants": [warrant("W1"), warrant("W2", party="agent", shares=5000)]},
    )
    path = walk(scenario, [5, 5])
    assert [state.issued for state in path.warrants] == [400, 1001]
    # The 400 are sold on session 1.
    assert (path.investor_common, path.warrants[0].sold) == (600, 400)


def test_authorized_shares_bind_cashless_too():
    """50 shares are authorized and free: n with floor(n/11) <= 50 is 560, whatever the cashless rule says."""
    scenario = held(
        warrant(),
        holder={"warrants": {"method": "cashless"}},
        common={"authorized_shares": 1_000_050},
        rest={"warrant_terms": {"cashless_obeys_limits": False}},
    )
    path = walk(scenario, [5, 5])
    assert (path.warrants[0].issued, path.warrants[0].amount) == (50, 10_000 - 5_600)


def test_the_last_fraction_for_cash():
    """One for three: E = $30.00 and A = $100.00, 3 1/3 Warrant Shares. Three are exercised for $90.00; for the last
    third the holder pays $10.00 and gets a third of the Market Price of $33.00, $11.00."""
    events = [{"kind": "split", "date": "1999-01-04", "new_shares": 1, "old_shares": 3}]
    path = walk(held(warrant(shares=10), rest={"events": events}), [11, 11])
    state = path.warrants[0]
    assert (state.price, state.issued, state.amount) == (30, 3, 0)
    assert state.strikes == [(0, 90), (0, 10)]
    assert state.paid == [(0, 11)]
    assert path.fired["fraction_paid"] == 1


def test_a_warrant_of_less_than_a_share_is_settled_on_its_last_session():
    """One for twenty: E = $200.00, A = $100.00, half a share. Cashless it gets 1/2 x (220 - 200) = $10.00."""
    events = [{"kind": "split", "date": "1999-01-04", "new_shares": 1, "old_shares": 20}]
    terms = warrant(shares=10, expires="1999-01-05")
    path = walk(held(terms, holder={"warrants": {"method": "cashless"}}, rest={"events": events}), [11] * 3)
    assert path.warrants[0].paid == [(1, 10)]
    assert (path.warrants[0].issued, path.fired["exercise_cashless"]) == (0, 0)


def test_the_agent_sells_in_its_own_share_of_the_volume():
    """Both may sell 300 a session; the agent's common is not the investor's."""
    scenario = held(warrant("W1"), warrant("W2", party="agent"), holder={"participation": "0.3"})
    ledger = keep(scenario, [11] * 2)
    assert sales(ledger) == [(0, "W1", 300), (0, "W2", 300), (1, "W1", 300), (1, "W2", 300)]


def test_without_same_day_sale_it_is_sold_from_the_next_session():
    ledger = keep(held(warrant(), conversion={"same_day_sale": False}, holder={"participation": "0.3"}), [11] * 2)
    assert [shares for _, _, shares, _ in exercises(ledger)] == [300]
    assert sales(ledger) == [(1, "W", 300)]


def test_floating_warrant_falls_to_the_market():
    """On Wednesday 0.9 x the lowest of two bids, $8.00: $7.20; A = $10,000 stays, so 1,388.89 Warrant Shares."""
    resets = {"dates": ["1999-01-06"], "multiplier": "0.9", "lookback_sessions": 2, "lowest_count": 1}
    path = walk(held(warrant(resets=resets), holder={"warrants": {"exercise": "never"}}), [8, 9, 9])
    state = path.warrants[0]
    assert (state.price, state.shadow, state.amount) == (Fraction(72, 10), Fraction(72, 10), 10_000)
    assert state.whole_left == 1388
    assert path.fired["warrant_reset"] == 1


def test_a_reset_never_raises_and_keeps_its_floor():
    """0.9 x $12.00 is above $10.00: nothing. With a floor of $9.50, 0.9 x $8.00 makes $9.50."""
    resets = {"dates": ["1999-01-05"], "multiplier": "0.9", "lookback_sessions": 1, "lowest_count": 1}
    never = {"warrants": {"exercise": "never"}}
    above = walk(held(warrant(resets=resets), holder=never), [12, 12])
    floored = walk(held(warrant(resets=resets | {"floor_usd": "9.5"}), holder=never), [8, 8])
    assert (above.warrants[0].price, above.fired["warrant_reset"]) == (10, 0)
    assert floored.warrants[0].price == Fraction(95, 10)
