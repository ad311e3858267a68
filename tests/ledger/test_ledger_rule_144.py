"""Rule 144 by the ledger (METHODS, Rule 144; 17 CFR 230.144 as of 1998).

Series B is not registered in the run unless a test says otherwise. A day's volume of 200 shares makes a week of 1,000,
which is the limit on volume in three months: 10 preferred. Its other leg, a part of what is outstanding, is left out.
Session 0 is Monday 1999-01-04, session 5 Monday the 11th, session 25 Monday February the 8th.
"""

from __future__ import annotations

from datetime import date

import pytest
from ledger_deals import conversions, covenant, deal, keep, sales, series, walk, warrant
from remedy_deals import amounts, shares, times

from simulate.ledger.registration import available
from simulate.ledger.rule_144_terms import months_later

NEVER = "1999-12-31"
RULE = {"volume_fraction": "0"}
HELD = {"policy": "hold"}
THIN = {"earlier_volumes": [200] * 20, "earlier_bids": [11] * 20}


def unregistered(issue_date="1998-01-11", **changes):
    return series(issue_date=issue_date, registration_effective=NEVER, maturity="1999-06-30") | changes


def ruled(*series_terms, rule=None, rest=None, **changes):
    more = {"rule_144": RULE | dict(rule or {})} | dict(rest or {})
    return deal(*series_terms or [unregistered()], rest=more, horizon="1999-06-30", **changes)


def thin(scenario, sessions, run=keep, volume=200, **market):
    return run(scenario, [11] * sessions, volumes=[volume] * sessions, **THIN | market)


def unregistered_warrant(name="W", **changes):
    return warrant(name, registration_effective=NEVER, issue_date="1998-01-11") | changes


def paragraphs(ledger):
    return [(event.session, event.clause) for event in ledger.events if event.kind == "sale"]


def test_off_by_default_nothing_unregistered_is_sold():
    ledger = thin(deal(unregistered(), horizon="1999-06-30"), 80)
    assert (sales(ledger), conversions(ledger)) == ([], [])
    assert ledger.totals["sessions_bound_registration"] == 80


def test_a_year_from_the_preferreds_issue_and_then_the_volume_of_three_months():
    """Bought 1998-01-11, a year on session 5: 10 preferred fill the 1,000 (conversion tacks: (d)(3)(ii)).

    They count while the date is before April the 11th, a Sunday: on Monday the 12th, session 70, 1,000 more may go.
    """
    ledger = thin(ruled(), 73)
    assert conversions(ledger) == [(5, "B", 10, 1000), (70, "B", 10, 1000)]
    assert sales(ledger) == [(5, "B", 1000), (70, "B", 1000)]
    assert paragraphs(ledger) == [(5, "Rule 144(e)"), (70, "Rule 144(e)")]
    # Both notices were cut by the limit on volume; on the other 71 sessions nothing may go.
    assert (times(ledger, "rule_144_sale"), times(ledger, "rule_144_volume")) == (2, 2)
    assert ledger.totals["sessions_bound_registration"] == 71


def test_a_part_of_what_is_outstanding_if_that_is_more():
    """A tenth of a percent of 1,000,000 is 1,000; of 1,001,000 it is 1,001, so that 1 more may go on session 6.

    That takes one preferred, 100 shares; of 1,001,100 it is 1,001 still.
    """
    ledger = thin(ruled(rule={"volume_fraction": "0.001"}), 9, volume=10, earlier_volumes=[10] * 20)
    assert conversions(ledger) == [(5, "B", 10, 1000), (6, "B", 1, 100)]
    assert sales(ledger) == [(5, "B", 1000), (6, "B", 1)]
    # Cut on session 5 and 6, and on 7 and 8 the sale of the 99 that are held.
    assert times(ledger, "rule_144_volume") == 4


def test_a_week_of_volume_is_a_quarter_of_the_twenty_sessions_before():
    """15 sessions of 100 and the five from session 0 on of 5,000: 26,500, a quarter of it 6,625 shares."""
    volumes = [5000] * 5 + [100] * 2
    ledger = keep(ruled(), [11] * 7, volumes=volumes, **THIN | {"earlier_volumes": [100] * 20})
    assert conversions(ledger) == [(5, "B", 67, 6700)]
    # On session 6 a week is 26,500 - 100 + 100 again: all of it is used.
    assert sales(ledger) == [(5, "B", 6625)]


def test_after_two_years_there_is_no_limit():
    """Bought 1997-01-11: a year ago on session 0, when 1,000 go; two years ago on session 5, when all the rest does."""
    ledger = thin(ruled(unregistered("1997-01-11")), 8)
    assert sales(ledger) == [(0, "B", 1000), (5, "B", 9000)]
    assert paragraphs(ledger) == [(0, "Rule 144(e)"), (5, "Rule 144(k)")]


def test_sales_under_the_covenant_too():
    """SPA 4.15 allows 250 a session; four sessions use up the 1,000.

    Three preferred are 300, of which 50 are held over; so 50 and 200 of the next 300 go on session 1, and so on.
    """
    ledger = thin(ruled(unregistered("1997-06-01"), limits={"sale_volume": covenant()}), 6)
    assert [sum(sold for t, _, sold in sales(ledger) if t == session) for session in range(6)] == [250] * 4 + [0] * 2
    assert ledger.totals["sessions_bound_sale_limit"] == 4


def test_a_limit_that_others_do_not_reach_keeps_nothing_back():
    """2,000 old enough, of which a week's 1,000 may go; 100 a day are taken: the limit binds from session 10 on."""
    held = unregistered("1997-06-01", position={"preferred_left": 0, "common_held": 2000})
    ledger = thin(ruled(held, holder={"participation": "0.5"}), 12)
    assert [shares for _, _, shares in sales(ledger)] == [100] * 10
    assert times(ledger, "rule_144_volume") == 2


def test_in_a_suspension_and_registered_sales_do_not_count():
    """Registered, 400 a session; suspended on Monday the 11th and Tuesday, when 400 a day go under the Rule."""
    one = series(issue_date="1998-01-01", maturity="1999-06-30")
    suspended = {"kind": "suspension", "date": "1999-01-11", "until": "1999-01-12", "statements": ["B"]}
    scenario = ruled(one, rest={"events": [suspended]}, holder={"participation": "0.4"})
    path = thin(scenario, 10, walk, 1000)
    assert path.sold_shares == [4000]
    assert [(sale.since.isoformat(), sale.shares) for sale in path.rule_144.sales["investor"]] == [
        ("1999-01-11", 400),
        ("1999-01-12", 400),
    ]
    without = deal(one, horizon="1999-06-30", rest={"events": [suspended]}, holder={"participation": "0.4"})
    assert thin(without, 10, walk, 1000).sold_shares == [3200]


def test_beyond_the_registered_number_and_no_statement_is_used_up():
    """Of 10,000 shares 500 are registered; 1,000 more go under the Rule, and the statement has 0 left, not -1,000."""

    def registered(shares):
        own = {"statements": [{"series": "B", "registered_shares": shares}], "company": "binds"}
        return ruled(series(issue_date="1998-01-01", maturity="1999-06-30"), rest={"registration": own})

    scenario = registered(500)
    assert sales(thin(scenario, 2)) == [(0, "B", 500), (0, "B", 1000)]
    assert sales(thin(registered(1), 2)) == [(0, "B", 1), (0, "B", 1000)]
    assert sales(thin(registered(9_999), 2)) == [(0, "B", 9_999), (0, "B", 1)]
    path = thin(scenario, 2, walk)
    assert available(path, 0) == 0
    assert path.bound_sessions["registration"] == 2


def test_cash_begins_a_holding_period():
    """Exercised for cash on its last session, Friday the 8th (session 4): a month later is Monday February the 8th."""
    scenario = ruled(
        unregistered(), rule={"holding_months": 1}, holder=HELD,
        rest={"warrants": [unregistered_warrant(expires="1999-01-08")]},
    )  # fmt: skip
    assert sales(thin(scenario, 30)) == [(25, "W", 1000)]


def test_a_cashless_exercise_tacks_or_does_not():
    """(11 - 10)/11 of 1,000 Warrant Shares is 90. The warrant was issued a year before session 5."""
    holder = HELD | {"warrants": {"method": "cashless"}}
    rest = {"warrants": [unregistered_warrant()]}
    assert sales(thin(ruled(holder=holder, rest=rest), 8)) == [(5, "W", 90)]
    apart = ruled(holder=holder, rest=rest, rule={"cashless_exercise_tacks": False})
    assert sales(thin(apart, 8)) == []


def test_a_cashless_exercise_reaches_for_what_the_volume_leaves():
    """A day's volume of 10 shares makes a week of 50: 50 shares come of 550 Warrant Shares."""
    holder = HELD | {"warrants": {"method": "cashless"}}
    scenario = ruled(holder=holder, rest={"warrants": [unregistered_warrant()]})
    path = thin(scenario, 8, walk, 10, earlier_volumes=[10] * 20)
    assert (path.warrants[0].issued, path.warrants[0].sold, path.warrants[0].whole_left) == (50, 50, 450)
    assert path.fired["rule_144_volume"] == 1


def test_investor_and_agent_have_a_limit_each():
    holder = HELD | {"warrants": {"method": "cashless"}, "participation": "1"}
    pair = [unregistered_warrant(shares=30_000), unregistered_warrant("G", party="agent", shares=30_000)]
    scenario = ruled(holder=holder, rest={"warrants": pair})
    path = thin(scenario, 7, walk, 100_000, earlier_volumes=[0] * 20)
    # On session 5 a week is 5 x 100,000 / 4 = 125,000; 30,000 x 1/11 is 2,727 for each.
    assert [each.sold for each in path.warrants] == [2727, 2727]
    assert {person: [one.shares for one in sold] for person, sold in path.rule_144.sales.items()} == {
        "investor": [2727],
        "agent": [2727],
    }


def test_registration_payments_end_when_all_is_free():
    """Bought two years before Monday the 11th: the 5th to the 11th count, $100 a day, and no more (RRA 3.1)."""
    own = {"paying_series": "B", "deadline_days": 3, "sec_comments": False}
    scenario = ruled(unregistered("1997-01-11"), rest={"registration": own}, holder=HELD)
    ledger = thin(scenario, 12)
    assert amounts(ledger, "registration payment") == [(6, 700.0)]
    assert times(ledger, "registration_period_ended") == 1
    # A warrant that can be exercised for cash begins a new holding period: never free.
    with_warrant = ruled(
        unregistered("1997-01-11"), holder=HELD,
        rest={"registration": own, "warrants": [unregistered_warrant(issue_date="1996-01-01")]},
    )  # fmt: skip
    assert amounts(thin(with_warrant, 12), "registration payment") == [(11, 1500.0)]


def test_registration_payments_in_common_begin_a_holding_period():
    """$700 at $10.00 are 70 shares, paid on Sunday the 17th, so on Monday the 18th (session 10), unregistered.

    Their month runs to Thursday February the 18th, session 33: until then nothing of them goes.
    """
    own = {"paying_series": "B", "deadline_days": 3, "sec_comments": False}
    scenario = ruled(
        unregistered("1998-12-11"), holder=HELD | {"takes_registration_payments_in": "shares"},
        rule={"holding_months": 1, "free_after_months": 1}, rest={"registration": own},
    )  # fmt: skip
    assert sales(thin(scenario, 35)) == [(33, "B", 70)]


def test_an_equity_line_is_held_since_its_draws():
    """Drawn on Tuesday the 5th, 100 at $10.00: 10,000 common; on Friday February the 5th, session 24, 1,000 go."""
    line = unregistered("1998-01-01", draws={"dates": ["1999-01-05"], "preferred_shares": 100})
    ledger = thin(ruled(line, rule={"holding_months": 1}), 26)
    assert sales(ledger) == [(24, "B", 1000)]


def test_a_split_restates_what_counts():
    """1,000 sold on session 0 are 2,000 after two for one, and a week of 1,000 is one of 2,000: nothing more goes."""
    halves = {"kind": "split", "date": "1999-01-06", "new_shares": 2, "old_shares": 1}
    path = thin(ruled(unregistered("1997-06-01"), rest={"events": [halves]}), 6, walk)
    assert [(one.since.isoformat(), one.shares) for one in path.rule_144.sales["investor"]] == [("1999-01-04", 2000)]


def test_what_is_held_since_one_session_is_rounded_once():
    """$330 a day: Thursday's and Friday's are both paid on Monday the 18th, in 33 common each, held since then.

    One for two on Tuesday makes 33 of the 66, and all 33 have been held for a day: none goes. (The 726th day after the
    issue is Thursday the 7th.)
    """
    own = {"paying_series": "B", "deadline_days": 726, "sec_comments": False, "pay_after_days": 9}
    daily = {"payment_month_days": 1, "payment_fraction_per_month": "0.0033"}
    old = unregistered("1997-01-11", position={"preferred_left": 1, "common_held": 0})
    one_for_two = {"kind": "split", "date": "1999-01-19", "new_shares": 1, "old_shares": 2}
    scenario = ruled(
        old, holder=HELD | {"takes_registration_payments_in": "shares"},
        rule={"free_after_months": 36}, rest={"registration": own | daily, "events": [one_for_two]},
    )  # fmt: skip
    ledger = thin(scenario, 13)
    assert shares(ledger, "payment in shares")[:2] == [(10, 33), (10, 33)]
    assert sales(ledger) == []


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [((1998, 11, 30), 3, (1999, 2, 28)), ((1998, 12, 31), 12, (1999, 12, 31)), ((1996, 2, 29), 24, (1998, 2, 28))],
)
def test_months_end_on_the_same_day_or_the_last(day, months, later):
    assert months_later(date(*day), months) == date(*later)
