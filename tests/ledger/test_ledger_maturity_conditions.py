"""Conditions of required conversion: authorized and reserved, registered, listed; refusal (CoD IV.H).

Series B matures on Wednesday 1999-01-06, session 2: 100 preferred as 10,000 common, 1,000,000 outstanding.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, series
from remedy_deals import acts, failing, flat, times, warrant

TESTED = {"maturity_conditions": "tested"}
ALL = [(2, "B", 100, 10_000)]


def maturing(name: str = "B", **changes):
    return series(name, maturity="1999-01-06") | changes


def run(*series_terms, parts=None, conversion=None, sessions=6, **changes):
    scenario = failing(
        *(series_terms or [maturing()]), parts=parts or {}, conversion=TESTED | (conversion or {}), **changes
    )
    return flat(scenario, sessions)


@pytest.mark.parametrize(("authorized", "converted"), [(1_011_000, ALL), (1_010_999, [])])
def test_all_preferred_and_all_warrants_must_be_authorized(authorized, converted):
    """10,000 and 1,000 Warrant Shares, not yet exercisable."""
    ledger = run(parts={"warrants": [warrant(exercisable_from="1999-07-27")]}, common={"authorized_shares": authorized})
    assert conversions(ledger) == converted
    assert times(ledger, "maturity_condition_failed") == (0 if converted else 1)


def test_shares_reserved_elsewhere_are_not_authorized_for_it():
    common = {"authorized_shares": 1_010_000, "reserved_elsewhere_shares": 1}
    assert conversions(run(common=common)) == []
    assert conversions(run(common=common | {"reserved_elsewhere_shares": 0})) == ALL


def test_every_series_counts_and_expired_warrants_do_not():
    """A of 100 preferred matures later: 20,000 are needed. The warrant expired on Monday."""
    gone = {"warrants": [warrant(expires="1999-01-04")]}
    later = series("A")
    assert conversions(run(later, maturing(), parts=gone, common={"authorized_shares": 1_020_000})) == ALL
    assert conversions(run(later, maturing(), parts=gone, common={"authorized_shares": 1_019_999})) == []


def test_ignored_it_converts_as_far_as_authorized():
    ledger = run(common={"authorized_shares": 1_005_000}, conversion={"maturity_conditions": "ignored"})
    assert conversions(ledger) == [(2, "B", 50, 5_000)]


def test_what_fails_goes_on_at_the_holders_option():
    """Nothing converts by force, then or when more is authorized; the holder's notices go on after maturity.

    The holder converts while the bid is at least 1.2 times $10: $11 is not.
    """
    more = {"events": [{"kind": "authorized_increase", "date": "1999-01-07", "shares": 10_000}]}
    holder = {"policy": "convert_and_sell", "hurdle": "1.2"}
    scenario = failing(
        maturing(), parts=more, conversion=TESTED, holder=holder, common={"authorized_shares": 1_009_999}
    )
    assert conversions(flat(scenario, 6)) == []
    # At $12 it converts 99 on Tuesday, after a bid of $12; 99 common stay authorized, so that the last one fails on
    # Wednesday, and it converts when there is room.
    assert conversions(flat(scenario, 6, bid=12)) == [(1, "B", 99, 9_900), (3, "B", 1, 100)]


@pytest.mark.parametrize(("reserved", "company", "converted"), [
    (11_000, "binds", ALL), (10_999, "binds", []), (10_999, "raises", ALL),
])  # fmt: skip
def test_a_reserve_that_binds_must_hold_the_series_and_the_investors_warrants(reserved, company, converted):
    """10,000 and 1,000; the agent's warrant and one outside the reserve do not come out of it."""
    reserve = {"amount_shares": reserved, "series": "B", "company": company, "required_multiple": "0.01"}
    warrants = [warrant("W"), warrant("G", party="agent"), warrant("V", in_reserve=False)]
    ledger = run(parts={"reserve": reserve, "warrants": warrants}, common={"authorized_shares": 2_000_000})
    assert conversions(ledger) == converted


def test_without_an_authorized_limit_the_condition_holds():
    reserve = {"amount_shares": 1, "series": "B", "company": "binds"}
    assert conversions(run(parts={"reserve": reserve})) == ALL


def test_every_series_and_warrant_must_be_registered():
    late = "1999-02-01"
    assert conversions(run(maturing(registration_effective=late))) == []
    assert conversions(run(series("A", registration_effective=late), maturing())) == []
    assert conversions(run(parts={"warrants": [warrant(registration_effective=late)]})) == []
    # A series of which nothing is left needs no registration: A has matured and converted on Monday.
    before = series("A", maturity="1999-01-05", registration_effective="1999-01-05")
    assert conversions(run(before, maturing())) == [(1, "A", 100, 10_000), *ALL]


def test_a_statement_must_not_be_suspended():
    events = [{"kind": "suspension", "date": "1999-01-06", "until": "1999-01-06", "statements": ["B"]}]
    assert conversions(run(parts={"events": events})) == []
    events[0] |= {"date": "1999-01-05", "until": "1999-01-05"}
    assert conversions(run(parts={"events": events})) == ALL
    # The warrant's shares are on A's statement, which is suspended on the day.
    own = {"warrants": [warrant(statement="A")], "events": [events[0] | {"until": "1999-01-06", "statements": ["A"]}]}
    assert conversions(run(series("A", preferred_shares=1), maturing(), parts=own)) == []


@pytest.mark.parametrize(("registered", "converted"), [(11_000, ALL), (10_999, [])])
def test_a_statement_that_binds_must_cover_what_is_registrable(registered, converted):
    registration = {"statements": [{"series": "B", "registered_shares": registered}], "company": "binds"}
    ledger = run(parts={"registration": registration, "warrants": [warrant(statement="B")]})
    assert conversions(ledger) == converted


def test_the_common_must_be_listed():
    delisted = [{"kind": "delisting", "date": "1999-01-06"}]
    assert conversions(run(parts={"events": delisted})) == []
    assert conversions(run(parts={"events": [delisted[0] | {"date": "1999-01-07"}]})) == ALL


@pytest.mark.parametrize(("born", "converted"), [("1999-01-05", []), ("1999-01-06", ALL)])
def test_the_holder_may_refuse_while_a_redemption_event_continues(born, converted):
    """An event of Tuesday gives a right on Wednesday, one of Wednesday does not yet."""
    events = [{"kind": "redemption_event", "date": born, "event": "v"}]
    ledger = run(parts={"events": events}, holder={"refuses_at_maturity": True})
    assert conversions(ledger) == converted
    assert times(ledger, "refused_at_maturity") == (0 if converted else 1)
    assert conversions(run(parts={"events": events})) == ALL


def test_each_series_fails_by_itself():
    """Both mature on Wednesday, neither is authorized in full: two failures."""
    ledger = run(maturing("A"), maturing("B"), common={"authorized_shares": 1_019_999})
    assert conversions(ledger) == []
    assert acts(ledger, "maturity condition") == [2, 2]
    assert times(ledger, "maturity_condition_failed") == 2
