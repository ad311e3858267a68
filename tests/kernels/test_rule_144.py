"""Rule 144 by the kernels alone (METHODS, Rule 144; 17 CFR 230.144 as of 1998).

Series B was bought on 1998-01-11 and is not registered in the run: a year is over on Monday 1999-01-11, session 6, two
on Tuesday 2000-01-11. The bid is $10.00; every volume is 200 shares, so that a week is 1,000.
"""

from __future__ import annotations

import pytest
from whole_path import (
    NEW_OF_SERIES,
    PERIOD,
    SELL,
    SELL_SERIES,
    START,
    VOLUME_LIMIT,
    WholePath,
    follow,
    series,
    warrant,
)

from kernels.layout import LOTS_OF_WARRANTS, RULE_144_SOLD
from kernels.rule_144_state import AGENT, INVESTOR, PERIOD_OVER, PERIOD_RUNS
from kernels.tables import BIG

NEVER = "2004-01-02"
YEAR, QUARTER = 6, 68
"""Sessions of 1999-01-11 and, as April the 11th is a Sunday, 1999-04-12."""


def restricted(*warrants, one=None, deal=None, rule=None, **holder) -> WholePath:
    first = series(**{"issue_date": "1998-01-11", "registration_effective": NEVER} | (one or {}))
    terms = {"rule_144": {"volume_fraction": 0} | (rule or {}), "warrants": list(warrants)}
    path = follow(deal=terms | (deal or {}), all_series=[first], holder=holder)
    path.market.volumes[:] = 200.0
    return path


def unregistered(name="W", **changes):
    return warrant(name, **{"issue_date": "1998-01-11", "registration_effective": NEVER} | changes)


def rooms(path, t):
    """What the limit on volume leaves investor and agent on a session."""
    path.step(VOLUME_LIMIT, t)
    return [float(path.state.whole.rule_144.room[person]) for person in (INVESTOR, AGENT)]


def sold(path, t, most=2.0**52):
    path.step(VOLUME_LIMIT, t)
    return path.step(SELL_SERIES, t, most)


def test_dates_of_the_path():
    path = restricted()
    assert [path.session(day) for day in ("1999-01-11", "1999-04-12")] == [YEAR, QUARTER]


def test_a_year_then_a_week_of_volume_in_three_months():
    path = restricted()
    # 20 preferred on session 0 are 2,000 common.
    assert path.convert(0, 20) == 2000
    assert sold(path, YEAR - 1) == 0
    assert path.bound() == ["registration"]
    assert sold(path, YEAR) == 1000
    # Half goes on session 6, and registration holds back the rest until the 1,000 count no more.
    assert path.bound() == ["registration"]
    assert (sold(path, YEAR + 1), sold(path, QUARTER - 1), sold(path, QUARTER)) == (0, 0, 1000)
    assert [path.fired(name) for name in ("rule_144_sale", "rule_144_volume")] == [2, 3]
    assert path.state.proceeds[0] == 20_000


def test_the_greater_of_a_percent_and_the_average_week():
    path = restricted(rule={"volume_fraction": "0.01"})
    # 1% of 1,000,000; with 41,000 a session for four weeks of five, a quarter of 20 x 41,000 is 205,000.
    assert rooms(path, 3) == [10_000, 10_000]
    path.market.volumes[:] = 41_000.0
    assert rooms(path, 3) == [205_000, 205_000]
    # 19 sessions of 41,000 and one of 41,003: 820,003 / 4 rounds down to 205,000; with 41,004 it is 205,001.
    path.market.volumes[path.earlier + 2] = 41_003.0
    assert rooms(path, 3) == [205_000, 205_000]
    path.market.volumes[path.earlier + 2] = 41_004.0
    assert rooms(path, 3) == [205_001, 205_001]


def test_new_common_of_a_notice_tacks():
    path = restricted(one={"issue_date": "1997-01-11"})
    path.step(VOLUME_LIMIT, YEAR)
    # Two years on session 6: no limit; the day before the week's 1,000.
    assert path.step(NEW_OF_SERIES, YEAR, 0) == BIG
    path.step(VOLUME_LIMIT, YEAR - 1)
    assert path.step(NEW_OF_SERIES, YEAR - 1, 0) == 1000
    path = restricted()
    path.step(VOLUME_LIMIT, YEAR - 1)
    assert path.step(NEW_OF_SERIES, YEAR - 1, 0) == 0


def test_free_after_two_years_and_counted_all_the_same():
    path = restricted(one={"issue_date": "1997-01-11"})
    path.convert(0, 30)
    assert sold(path, YEAR - 1) == 1000
    assert sold(path, YEAR) == 2000
    # (e)(2) counts all sales of restricted securities: 3,000 of three months' 1,000.
    assert rooms(path, YEAR + 1)[0] == 0


def test_without_the_rule_nothing_may_go():
    path = restricted(deal={"rule_144": None, "warrants": [unregistered()]})
    path.convert(0, 20)
    assert path.step(SELL_SERIES, 200, 2.0**52) == 0
    assert path.step(NEW_OF_SERIES, 200, 0) == 0


def test_cash_begins_a_holding_period_and_the_oldest_goes_first():
    path = restricted(unregistered(expires="1999-01-11"), rule={"holding_months": 1})
    path.quote_all("12.5")
    # On its last session, the 11th, all 1,000 are exercised, none of them sold.
    path.step(VOLUME_LIMIT, YEAR)
    assert path.exercise(YEAR) == 0
    assert path.state.whole.warrant.held[0] == 1000
    # A month later is Thursday February the 11th, session 29.
    month = path.session("1999-02-11")

    def warrant_sold(t):
        path.step(VOLUME_LIMIT, t)
        return path.step(SELL, t, 0.0, 2.0**52)

    assert (warrant_sold(month - 1), warrant_sold(month)) == (0, 1000)


@pytest.mark.parametrize(("tacks", "gone"), [(True, 200), (False, 0)])
def test_a_cashless_exercise(tacks, gone):
    path = restricted(unregistered(), rule={"cashless_exercise_tacks": tacks}, warrants={"method": "cashless"})
    path.quote_all("12.5")
    # 2.50 / 12.50 of 1,000 is 200; a year after the warrant's issue, not the day before.
    path.step(VOLUME_LIMIT, YEAR - 1)
    assert path.exercise(YEAR - 1) == 0
    path.step(VOLUME_LIMIT, YEAR)
    assert path.exercise(YEAR) == gone


def test_registered_first_and_no_statement_is_used_up():
    own = {"statements": [{"series": "B", "registered_shares": 500}], "company": "binds"}
    path = restricted(one={"registration_effective": "1998-12-31"}, deal={"registration": own})
    path.convert(0, 30)
    assert sold(path, YEAR) == 1500
    assert (path.state.whole.money.sold[0], path.state.whole.rule_144.sold[0]) == (1500, 1000)
    assert path.bound() == ["registration"]


def test_a_split_restates_what_was_sold():
    halves = {"kind": "split", "date": "1999-01-12", "new_shares": 2, "old_shares": 1}
    path = restricted(deal={"events": [halves]})
    path.convert(0, 20)
    assert sold(path, YEAR) == 1000
    path.open(YEAR + 1)
    # Volumes before it are restated to 400: a week of 2,000, and 2,000 have been sold.
    assert rooms(path, YEAR + 1) == [0, 2000]
    assert path.state.whole.rule_144.sold[0] == 2000


def test_the_registration_period_ends_at_the_first_close_at_which_all_is_free():
    path = restricted(one={"issue_date": "1997-01-11"}, deal={"registration": {}})
    period = path.state.whole.rule_144.period
    path.step(PERIOD, YEAR)
    assert period[0] == PERIOD_RUNS
    path.step(PERIOD, YEAR + 1)
    assert period[0] == PERIOD_OVER
    # A warrant that is exercised for cash begins a new holding period; a cashless one of 1997 does not.
    older = unregistered(issue_date="1997-01-11")
    cash = restricted(older, one={"issue_date": "1997-01-11"})
    cash.step(PERIOD, YEAR + 1)
    cashless = restricted(older, one={"issue_date": "1997-01-11"}, warrants={"method": "cashless"})
    cashless.step(PERIOD, YEAR + 1)
    found = [each.state.whole.rule_144.period[0] for each in (cash, cashless)]
    assert found == [PERIOD_RUNS, PERIOD_OVER]


def test_a_path_starts_clean_whatever_the_last_one_left():
    for tacks in (True, False):
        held = [unregistered(name, common_held=common) for name, common in (("W", 5), ("V", 6), ("U", 7))]
        path = restricted(*held, rule={"cashless_exercise_tacks": tacks}, warrants={"method": "cashless"})
        own, by_session = path.state.whole.rule_144, path.state.whole.by_session
        for values in (own.sold, own.warrant_sold, own.period, by_session):
            values[:] = 7
        path.step(START)
        assert not own.sold.any()
        assert not own.warrant_sold.any()
        assert own.period[0] == PERIOD_RUNS
        lots = by_session[RULE_144_SOLD : LOTS_OF_WARRANTS + 3]
        # What there is of a warrant is held since session 0, unless it is as old as the warrant.
        assert lots.sum() == (0 if tacks else 18)
        assert by_session[LOTS_OF_WARRANTS : LOTS_OF_WARRANTS + 3, 0].tolist() == ([0] * 3 if tacks else [5, 6, 7])


def test_what_is_free_and_what_is_old_and_what_is_young():
    """Of 700 held 100 are free and 200 more a month old: beside the 100 go 200 of the 250 that the volume lets go."""
    path = restricted(
        unregistered(), rule={"holding_months": 1, "free_after_months": 2}, warrants={"exercise": "never"}
    )
    t = path.session("1999-03-10")
    path.state.whole.warrant.held[0] = 700
    lots = path.state.whole.by_session[LOTS_OF_WARRANTS]
    lots[path.session("1999-01-08")], lots[path.session("1999-02-08")], lots[t - 1] = 100, 200, 400
    path.market.volumes[:] = 50.0
    path.step(VOLUME_LIMIT, t)
    assert path.step(SELL, t, 0.0, 2.0**52) == 300
