"""Common that comes from warrants: in what order it is sold, what lets it out, and what Rule 144 lets go of it.

A deal that is held, so that only the warrants act; a warrant is 1,000 shares at $10.00, which the bid of $11.00 pays.
Session 0 is Monday 1999-01-04, session 5 Monday the 11th. Under Rule 144 a week's volume may go in three months.
"""

from __future__ import annotations

import pytest
from ledger_deals import deal, keep, sales, series, warrant
from remedy_deals import times

HELD = {"policy": "hold"}
NEVER = "1999-12-31"


def of(*warrants, holder=None, terms=(), rule=None, weekly=None, exercise="never", method="cash", **more):
    """The ledger of a deal of these warrants, of as many sessions as bids of $11.00."""
    sessions = more.pop("sessions", 8)
    rest = {"warrants": [dict(each) for each in warrants]} | more.pop("rest", {})
    market = more.pop("volumes", None)
    if rule is not None:
        rest["rule_144"] = {"volume_fraction": "0"} | rule
    acts = HELD | {"warrants": {"exercise": exercise, "method": method}} | dict(holder or {})
    scenario = deal(*terms or [series(preferred_shares=1)], holder=acts, rest=rest, **more)
    # Twenty sessions of a fifth of a week's volume, before session 0 and after.
    daily = 1000 if weekly is None else weekly // 5
    volumes = {
        "volumes": (market or [daily] * sessions)[:sessions],
        "earlier_volumes": [daily] * 20,
        "earlier_bids": [11.0] * 20,
    }
    return keep(scenario, [11.0] * sessions, **volumes)


def old(name="W", **changes):
    """Issued on 1998-01-11, a year before session 5, and not registered."""
    return warrant(name, **{"issue_date": "1998-01-11", "registration_effective": NEVER} | changes)


def test_one_after_the_other_within_what_the_market_takes():
    """A quarter of 1,000 each for investor and agent: W and 150 of V, then 50 of V; 250 and 50 of G."""
    held = warrant(common_held=100), warrant("G", party="agent", common_held=300), warrant("V", common_held=200)
    ledger = of(*held, holder={"participation": "0.25"}, sessions=3)
    assert sales(ledger) == [(0, "W", 100), (0, "V", 150), (0, "G", 250), (1, "V", 50), (1, "G", 50)]
    # On session 0 the investor's 50 wait for room.
    assert ledger.totals["sessions_bound_participation"] == 1


def test_the_agents_common_that_waits_binds_nothing():
    """The investor's 250 are all it has; the agent sells 250 of its 300."""
    held = warrant(common_held=250), warrant("G", party="agent", common_held=300)
    ledger = of(*held, holder={"participation": "0.25"}, sessions=3)
    assert sales(ledger) == [(0, "W", 250), (0, "G", 250), (1, "G", 50)]
    assert ledger.totals["sessions_bound_participation"] == 0


@pytest.mark.parametrize(("registered", "bound"), [(120, 4), (199, 4), (200, 0)])
def test_within_a_statement_that_binds(registered, bound):
    """W and V of 100 each are on A's statement: what it does not cover waits, and registration binds each session."""
    own = {"registration": {"statements": [{"series": "A", "registered_shares": registered}], "company": "binds"}}
    pair = warrant(common_held=100, statement="A"), warrant("V", common_held=100, statement="A")
    ledger = of(*pair, terms=[series("A", preferred_shares=1)], rest=own, sessions=4)
    assert sales(ledger) == [(0, "W", 100), (0, "V", registered - 100)]
    assert ledger.totals["sessions_bound_registration"] == bound


def test_unregistered_common_waits_and_registration_binds():
    ledger = of(warrant(common_held=100, registration_effective="1999-01-06"), sessions=4)
    assert sales(ledger) == [(2, "W", 100)]
    assert ledger.totals["sessions_bound_registration"] == 2


def test_common_that_is_held_since_the_warrants_issue():
    """1,500 held, free to go within a week's volume of 1,000 a year after the issue; the rest three months later."""
    ledger = of(old(common_held=1500), rule={}, method="cashless", weekly=1000)
    assert sales(ledger) == [(5, "W", 1000)]
    # Session 5 keeps back 500, and so do 6 and 7.
    assert times(ledger, "rule_144_volume") == 3
    assert times(ledger, "rule_144_sale") == 1
    assert ledger.totals["sessions_bound_registration"] == 8


@pytest.mark.parametrize(("held", "kept", "bound"), [(1000, 0, 5), (1001, 3, 8)])
def test_the_last_share_that_the_volume_lets_go(held, kept, bound):
    ledger = of(old(common_held=held), rule={}, method="cashless", weekly=1000)
    assert sales(ledger) == [(5, "W", 1000)]
    assert times(ledger, "rule_144_volume") == kept
    assert ledger.totals["sessions_bound_registration"] == bound


def test_held_since_the_exercise_unless_it_is_cashless():
    """Common that is there at session 0 and is exercised for cash is held since session 0: a month to February the 4th.

    That is Thursday, session 23.
    """
    ledger = of(old(common_held=300), rule={"holding_months": 1, "free_after_months": 1}, sessions=25)
    assert sales(ledger) == [(23, "W", 300)]


def test_investor_and_agent_within_a_weeks_volume_each():
    """1,000 a week: W goes and 400 of V; of the agent's G 1,000 of 1,200."""
    held = old(common_held=600), old("V", common_held=500), old("G", party="agent", common_held=1200)
    ledger = of(*held, rule={}, method="cashless", weekly=1000)
    assert sales(ledger) == [(5, "W", 600), (5, "V", 400), (5, "G", 1000)]
    # Each is kept back on sessions 5 to 7.
    assert times(ledger, "rule_144_volume") == 6
    assert times(ledger, "rule_144_sale") == 2


def test_a_statement_and_then_the_rule():
    """100 of A's statement are left, and the warrant is free: 250 a session, 150 of them under the Rule, then 250."""
    own = {"registration": {"statements": [{"series": "A", "registered_shares": 100}], "company": "binds"}}
    free = warrant(issue_date="1996-01-11", common_held=1000, statement="A")
    ledger = of(
        free, terms=[series("A", preferred_shares=1)], rest=own, rule={}, method="cashless",
        holder={"participation": "0.25"}, sessions=6,
    )  # fmt: skip
    assert sales(ledger) == [(0, "W", 100), (0, "W", 150), (1, "W", 250), (2, "W", 250), (3, "W", 250)]
    assert ledger.totals["sessions_bound_registration"] == 0


def test_a_statement_and_then_what_the_volume_lets_go():
    """10 registered, and of the other 490 a week's 300 under the Rule: registration binds, the volume keeps back."""
    own = {"registration": {"statements": [{"series": "A", "registered_shares": 10}], "company": "binds"}}
    one = warrant(issue_date="1998-01-01", common_held=500, statement="A")
    ledger = of(
        one, terms=[series("A", preferred_shares=1)], rest=own, rule={}, method="cashless", weekly=300, sessions=3
    )
    assert sales(ledger) == [(0, "W", 10), (0, "W", 300)]
    assert ledger.totals["sessions_bound_registration"] == 3
    assert times(ledger, "rule_144_volume") == 3


def test_new_common_within_the_volume_before_the_last_session():
    """Cashless 1 of 11: a week of 30 takes 330 Warrant Shares on session 5; three months later the same again.

    A room of 20 a day takes 220, and 110 the day after: the volume keeps back once on each session from the second on.
    """
    ledger = of(old(), rule={}, method="cashless", weekly=30, exercise="when_it_pays")
    assert sales(ledger) == [(5, "W", 30)]
    assert times(ledger, "rule_144_volume") == 1
    volumes = [6] * 5 + [40] * 3
    narrow = of(
        old(), rule={}, method="cashless", weekly=30, exercise="when_it_pays", volumes=volumes,
        holder={"participation": "0.5"},
    )  # fmt: skip
    assert [each for each in sales(narrow) if each[0] < 7] == [(5, "W", 20), (6, "W", 18)]


def test_new_common_on_the_last_session_is_issued_whatever_may_go():
    """All 90 on Monday the 11th, of which a week's 50 go; a week before, nothing may go, and nothing is kept back."""
    ledger = of(old(expires="1999-01-11"), rule={}, method="cashless", weekly=50, exercise="at_expiry")
    assert sales(ledger) == [(5, "W", 50)]
    assert times(ledger, "rule_144_volume") == 3
    young = of(old(expires="1999-01-08"), rule={}, method="cashless", weekly=50, exercise="at_expiry", sessions=5)
    assert (sales(young), times(young, "rule_144_volume")) == ([], 0)
    assert young.totals["shares_warrant_w"] == 90


@pytest.mark.parametrize(("held", "bound"), [(250, 0), (251, 1), (501, 2)])
def test_common_under_the_rule_that_waits_for_the_market(held, bound):
    """250 a session are taken: where one more may go under the Rule that binds, and the one goes a session later."""
    free = warrant(issue_date="1996-01-11", registration_effective=NEVER, common_held=held)
    ledger = of(free, rule={}, method="cashless", holder={"participation": "0.25"}, sessions=5)
    assert ledger.totals["sessions_bound_participation"] == bound
    assert sum(sold for _, _, sold in sales(ledger)) == held


def test_common_that_may_not_go_does_not_wait_for_the_market():
    """All that the market takes is sold, and what is left may not go: under the Rule, or without it."""
    young = old("V", issue_date="1998-12-01", common_held=100)
    for rule in ({}, None):
        pair = warrant(common_held=250), young
        ledger = of(*pair, rule=rule, method="cashless", holder={"participation": "0.25"}, sessions=3)
        assert sales(ledger) == [(0, "W", 250)]
        assert ledger.totals["sessions_bound_participation"] == 0


def test_one_share_is_left_of_a_statement():
    own = {"registration": {"statements": [{"series": "A", "registered_shares": 1}], "company": "binds"}}
    ledger = of(warrant(common_held=100, statement="A"), terms=[series("A", preferred_shares=1)], rest=own, sessions=3)
    assert sales(ledger) == [(0, "W", 1)]


@pytest.mark.parametrize(("exercise", "expires"), [("when_it_pays", NEVER), ("at_expiry", "1999-01-11")])
def test_investor_and_agent_are_kept_back_apart(exercise, expires):
    """A week is 30: W gets 30 of the 90 that its 1,000 would give, and the agent sells 30 of its 40: both on session 5.

    The agent's 10 are kept back on sessions 6 and 7 too; the investor's new common only where it was all issued.
    """
    pair = old(expires=expires), old("G", party="agent", shares=1, common_held=40)
    ledger = of(*pair, rule={}, method="cashless", weekly=30, exercise=exercise)
    assert sorted(sales(ledger)) == [(5, "G", 30), (5, "W", 30)]
    assert times(ledger, "rule_144_volume") == (4 if exercise == "when_it_pays" else 6)


@pytest.mark.parametrize(("exercise", "expires"), [("when_it_pays", NEVER), ("at_expiry", "1999-01-11")])
def test_agent_and_investor_are_kept_back_apart(exercise, expires):
    """As before, the other way round."""
    pair = old(shares=1, common_held=40), old("G", party="agent", expires=expires)
    ledger = of(*pair, rule={}, method="cashless", weekly=30, exercise=exercise)
    assert sorted(sales(ledger)) == [(5, "G", 30), (5, "W", 30)]
    assert times(ledger, "rule_144_volume") == (4 if exercise == "when_it_pays" else 6)


def test_one_share_that_the_volume_lets_go():
    """A millionth of 1,000,000: one share, for 11 Warrant Shares."""
    ledger = of(old(), rule={"volume_fraction": "0.000001"}, method="cashless", weekly=0, exercise="when_it_pays")
    assert sales(ledger) == [(5, "W", 1)]
    last = old(expires="1999-01-11")
    ledger = of(last, rule={"volume_fraction": "0.000001"}, method="cashless", weekly=0, exercise="at_expiry")
    assert sales(ledger) == [(5, "W", 1)]
    # Of the 90 that are issued 89 are kept back, then and on sessions 6 and 7.
    assert times(ledger, "rule_144_volume") == 3


@pytest.mark.parametrize(("shares", "kept"), [(330, 0), (331, 1)])
def test_a_warrant_that_comes_to_just_what_the_volume_lets_go(shares, kept):
    """330 surrendered give the 30 of a week."""
    ledger = of(old(shares=shares), rule={}, method="cashless", weekly=30, exercise="when_it_pays")
    assert sales(ledger) == [(5, "W", 30)]
    assert times(ledger, "rule_144_volume") == kept


def test_what_the_market_takes_is_just_what_the_volume_lets_go():
    """Half of 60 on session 5, and a week's 30: it is the market that cuts the exercise."""
    ledger = of(
        old(), rule={}, method="cashless", weekly=30, exercise="when_it_pays", volumes=[6] * 5 + [60] * 3,
        holder={"participation": "0.5"}, sessions=6,
    )  # fmt: skip
    assert sales(ledger)[-1] == (5, "W", 30)
    assert times(ledger, "rule_144_volume") == 0
    assert ledger.totals["sessions_bound_participation"] == 1


def test_the_third_warrants_common_is_held_since_its_exercise():
    """Exercised for cash on Tuesday the 5th, its last session: a month later is Friday February the 5th, session 24."""
    far = [old(name, party="agent", exercise_price_usd="20") for name in ("X", "Y")]
    months = {"holding_months": 1, "free_after_months": 1}
    ledger = of(*far, old(expires="1999-01-05", shares=300), rule=months, exercise="at_expiry", sessions=26)
    assert sales(ledger) == [(24, "W", 300)]


def test_what_the_market_does_not_take_the_volume_does_not_keep_back():
    """Of 1,500 a week's 1,000 may go, and 100 a session are taken."""
    ledger = of(old(common_held=1500), rule={}, method="cashless", weekly=1000, holder={"participation": "0.5"})
    assert sales(ledger) == [(5, "W", 100), (6, "W", 100), (7, "W", 100)]
    assert times(ledger, "rule_144_volume") == 0
