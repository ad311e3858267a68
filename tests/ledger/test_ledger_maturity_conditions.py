"""Conditions of required conversion: authorized and reserved, registered, listed; refusal (CoD IV.H).

Series B matures on Wednesday 1999-01-06, session 2: 100 preferred as 10,000 common, 1,000,000 outstanding.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, series, variable
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
def test_all_preferred_and_the_investors_warrants_must_be_authorized(authorized, converted):
    """10,000 and 1,000 Warrant Shares, not yet exercisable."""
    ledger = run(parts={"warrants": [warrant(exercisable_from="1999-07-27")]}, common={"authorized_shares": authorized})
    assert conversions(ledger) == converted
    assert times(ledger, "maturity_condition_failed") == (0 if converted else 1)


@pytest.mark.parametrize(("party", "converted"), [("investor", []), ("agent", ALL)])
def test_the_agents_warrants_are_not_in_the_condition(party, converted):
    """The condition is of "all outstanding Warrants", which are the investor's two (Securities Purchase Agreement, D).

    The 10,000 of the preferred are authorized, registered and covered exactly; the 1,000 of the warrant are not.
    """
    own = [warrant(party=party)]
    assert conversions(run(parts={"warrants": own}, common={"authorized_shares": 1_010_000})) == converted
    assert (
        conversions(run(parts={"warrants": [warrant(party=party, registration_effective="1999-02-01")]})) == converted
    )
    suspended = {"kind": "suspension", "date": "1999-01-06", "until": "1999-01-06", "statements": ["A"]}
    on_a = {"warrants": [warrant(party=party, statement="A")], "events": [suspended]}
    # A matured and converted on Tuesday: nothing of its own needs the statement on Wednesday.
    before = series("A", maturity="1999-01-05")
    assert conversions(run(before, maturing(), parts=on_a)) == [(1, "A", 100, 10_000), *converted]
    registration = {"statements": [{"series": "B", "registered_shares": 10_000}], "company": "binds"}
    covered = {"registration": registration, "warrants": [warrant(party=party, statement="B")]}
    assert conversions(run(parts=covered)) == converted


@pytest.mark.parametrize(("statement", "covered"), [("A", {"A": 10_000, "B": 9_999}), ("B", {"A": 9_999, "B": 10_000})])
def test_the_agents_warrant_on_one_statement_covers_nothing_on_the_other(statement, covered):
    """10,000 are as converted on each; one is missing where the agent's 1,000 are not."""
    statements = [{"series": name, "registered_shares": shares} for name, shares in covered.items()]
    parts = {
        "registration": {"statements": statements, "company": "binds"},
        "warrants": [warrant(party="agent", statement=statement)],
    }
    assert conversions(run(series("A"), maturing(), parts=parts)) == []
    for each in statements:
        each["registered_shares"] = 10_000
    assert conversions(run(series("A"), maturing(), parts=parts)) == ALL


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
    (11_001, "binds", ALL), (11_000, "binds", ALL), (10_999, "binds", []), (10_999, "raises", ALL),
])  # fmt: skip
def test_a_reserve_that_binds_must_hold_the_series_and_the_investors_warrants(reserved, company, converted):
    """10,000 and 1,000; the agent's warrant and one outside the reserve do not come out of it."""
    reserve = {"amount_shares": reserved, "series": "B", "company": company, "required_multiple": "0.01"}
    warrants = [warrant("W"), warrant("G", party="agent"), warrant("V", in_reserve=False)]
    ledger = run(parts={"reserve": reserve, "warrants": warrants}, common={"authorized_shares": 2_000_000})
    assert conversions(ledger) == converted


@pytest.mark.parametrize(("reserved", "converted"), [(10_000, ALL), (9_999, [])])
def test_the_reserve_may_be_of_the_second_series(reserved, converted):
    """A matures later, and does not come out of it."""
    reserve = {"amount_shares": reserved, "series": "B", "company": "binds", "required_multiple": "0.01"}
    ledger = run(series("A"), maturing(), parts={"reserve": reserve}, common={"authorized_shares": 2_000_000})
    assert conversions(ledger) == converted


def test_what_is_reserved_for_it_is_authorized_for_it():
    """All of the 11,000 that are authorized and free are reserved, for B and the warrant."""
    reserve = {"amount_shares": 11_000, "series": "B", "company": "binds", "required_multiple": "0.01"}
    ledger = run(parts={"reserve": reserve, "warrants": [warrant()]}, common={"authorized_shares": 1_011_000})
    assert conversions(ledger) == ALL


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


def test_registered_on_the_day_is_in_time():
    assert conversions(run(maturing(registration_effective="1999-01-06"))) == ALL
    assert conversions(run(maturing(registration_effective="1999-01-07"))) == []
    for effective, converted in (("1999-01-06", ALL), ("1999-01-07", [])):
        assert conversions(run(parts={"warrants": [warrant(registration_effective=effective)]})) == converted


def test_a_single_preferred_or_warrant_share_must_be_registered():
    late = "1999-02-01"
    assert conversions(run(series("A", preferred_shares=1, registration_effective=late), maturing())) == []
    for usd in ("20", "0.01"):
        one = warrant(shares=1, exercise_price_usd=usd, registration_effective=late)
        assert conversions(run(parts={"warrants": [one]})) == []


@pytest.mark.parametrize(("expires", "converted"), [("1999-01-05", ALL), ("1999-01-06", [])])
def test_a_warrant_counts_on_its_last_session(expires, converted):
    own = warrant(registration_effective="1999-02-01", expires=expires)
    assert conversions(run(parts={"warrants": [own]})) == converted


def test_of_what_is_gone_nothing_must_be_registered():
    """On Wednesday A's statement is suspended; A converted on Tuesday, its warrant at $5 was exercised on Monday."""
    events = [{"kind": "suspension", "date": "1999-01-06", "until": "1999-01-06", "statements": ["A"]}]
    a = series("A", maturity="1999-01-05", conversion_price={"fixed_usd": "20"})
    b = maturing(conversion_price={"fixed_usd": "20"})
    parts = {"warrants": [warrant(exercise_price_usd="5", statement="A")], "events": events}
    scenario = failing(a, b, parts=parts, conversion=TESTED, holder={"policy": "convert_and_sell", "hurdle": "1"})
    ledger = flat(scenario, 6)
    assert acts(ledger, "exercise") == [0]
    assert conversions(ledger) == [(1, "A", 100, 5_000), (2, "B", 100, 5_000)]
    # Of an A that matures later there is preferred left.
    later = failing(a | {"maturity": "1999-03-31"}, b, parts={"events": events}, conversion=TESTED)
    assert conversions(flat(later, 6)) == []


def test_a_statement_must_not_be_suspended():
    events = [{"kind": "suspension", "date": "1999-01-06", "until": "1999-01-06", "statements": ["B"]}]
    assert conversions(run(parts={"events": events})) == []
    events[0] |= {"date": "1999-01-05", "until": "1999-01-05"}
    assert conversions(run(parts={"events": events})) == ALL
    # The warrant's shares are on A's statement, which is suspended on the day.
    own = {"warrants": [warrant(statement="A")], "events": [events[0] | {"until": "1999-01-06", "statements": ["A"]}]}
    assert conversions(run(series("A", preferred_shares=1), maturing(), parts=own)) == []


@pytest.mark.parametrize(("registered", "converted"), [(20_000, ALL), (11_000, ALL), (10_999, [])])
def test_a_statement_that_binds_must_cover_what_is_registrable(registered, converted):
    registration = {"statements": [{"series": "B", "registered_shares": registered}], "company": "binds"}
    ledger = run(parts={"registration": registration, "warrants": [warrant(statement="B")]})
    assert conversions(ledger) == converted


@pytest.mark.parametrize(("registered", "converted"), [(10_000, [(2, "B", 90, 9_000)]), (9_999, [])])
def test_what_was_sold_under_a_statement_is_not_available_on_it(registered, converted):
    """On Monday ten are converted and sold: of the 9,000 for the rest so many must be left beside the 1,000."""
    registration = {"statements": [{"series": "B", "registered_shares": registered}], "company": "binds"}
    holder = {"policy": "convert_and_sell", "participation": "1"}
    scenario = failing(maturing(), parts={"registration": registration}, conversion=TESTED, holder=holder)
    ledger = flat(scenario, 6, volumes=[1000] + [0] * 5)
    assert conversions(ledger) == [(0, "B", 10, 1_000), *converted]


def test_the_common_must_be_listed():
    delisted = [{"kind": "delisting", "date": "1999-01-06"}]
    assert conversions(run(parts={"events": delisted})) == []
    assert conversions(run(parts={"events": [delisted[0] | {"date": "1999-01-05"}]})) == []
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


def test_a_series_of_which_nothing_is_left_fails_no_condition():
    """The holder converts all on Monday; on Wednesday the warrant is not registered."""
    more = {"warrants": [warrant(registration_effective="1999-02-01")]}
    scenario = failing(maturing(), parts=more, conversion=TESTED, holder={"policy": "convert_and_sell", "hurdle": "1"})
    ledger = flat(scenario, 6)
    assert conversions(ledger) == [(0, "B", 100, 10_000)]
    assert times(ledger, "maturity_condition_failed") == 0


def test_what_the_limits_hold_back_is_not_tested_again():
    """They hold on Wednesday, when the cap lets 40 through; on Friday, when approval lifts it, B is suspended."""
    suspended = {"kind": "suspension", "date": "1999-01-07", "until": "1999-01-12", "statements": ["B"]}
    ledger = run(
        parts={"events": [suspended]},
        limits={"cap": {"amount_shares": 4_000, "counts": ["B"]}},
        approval={"mode": "date", "date": "1999-01-08"},
    )
    assert conversions(ledger) == [(2, "B", 40, 4_000), (4, "B", 60, 6_000)]
    assert times(ledger, "maturity_condition_failed") == 0


def test_the_price_of_every_series_is_that_of_the_day_when_it_is_tested():
    """A floats with Tuesday's bid of $5: 20,000 common for A and 10,000 for B must be authorized."""
    a = series("A", conversion_price={"fixed_usd": "10", "variable": variable()})
    for authorized, converted in ((1_030_000, ALL), (1_029_999, [])):
        scenario = failing(a, maturing(), parts={}, conversion=TESTED, common={"authorized_shares": authorized})
        assert conversions(keep(scenario, [11, 5, 11, 11])) == converted
