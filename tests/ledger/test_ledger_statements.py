"""Each statement by itself: what it covers, what is sold under it, and its trigger in turn (RRA 2.1, 3.2, 3.6).

Session 0 is Monday 1999-01-04, session 4 Friday the 8th. The holder sells what it holds as soon as it may.
"""

from __future__ import annotations

import pytest
from ledger_deals import keep, sales, series, variable
from remedy_deals import acts, failing, flat, shares, times, warrant

from simulate.ledger import Ledger

HELD = {"preferred_left": 100, "common_held": 300}
SELLING = {"policy": "convert_and_sell"}
FLOATS = {"conversion_price": {"variable": variable()}}
"""At the bid of the session before."""


def suspension(first: str, last: str, *statements: str):
    return {"kind": "suspension", "date": first, "until": last, "statements": list(statements)}


def binding(*registered: int, **changes):
    """Statements of so many shares of A and B, which the company never amends."""
    own = [{"series": name, "registered_shares": each} for name, each in zip("AB", registered, strict=False)]
    return {"statements": own, "company": "binds", "cover_sessions": 1} | changes


def test_a_suspension_is_of_the_statements_that_it_names():
    """A's from Tuesday to Wednesday, B's on Tuesday alone: each sells on the session after, and V with B.

    The common of W and of C is on other statements, and goes on Tuesday, as soon as it is registered.
    """
    effective = {"registration_effective": "1999-01-05"}
    three = [series(name, position={"preferred_left": 1, "common_held": 100}, **effective) for name in "ABC"]
    pair = [warrant("W", common_held=100, **effective), warrant("V", common_held=100, statement="B", **effective)]
    stops = [suspension("1999-01-05", "1999-01-06", "A"), suspension("1999-01-05", "1999-01-05", "B")]
    ledger = flat(failing(*three, parts={"warrants": pair, "events": stops}), 5)
    assert sorted(sales(ledger)) == [(1, "C", 100), (1, "W", 100), (2, "B", 100), (2, "V", 100), (3, "A", 100)]
    last = flat(failing(*three, parts={"warrants": pair, "events": [suspension("1999-01-05", "1999-01-06", "C")]}), 5)
    assert sorted(sales(last)) == [(1, "A", 100), (1, "B", 100), (1, "V", 100), (1, "W", 100), (3, "C", 100)]


def test_of_four_statements_none_is_of_a_warrant_without_one():
    """D, the last of four, is suspended and used up; W sells its 100 on Monday."""
    four = [series(name, position={"preferred_left": 1, "common_held": 0}) for name in "ABC"]
    four.append(series("D", position={"preferred_left": 1, "common_held": 10}))
    stopped = {"events": [suspension("1999-01-04", "1999-01-06", "D")]}
    used_up = {"registration": binding() | {"statements": [{"series": "D", "registered_shares": 10}]}}
    for parts in (stopped, used_up):
        ledger = flat(failing(*four, parts={"warrants": [warrant("W", common_held=100)]} | parts), 2)
        assert (0, "W", 100) in sales(ledger)


def three_series(*, effective: str) -> dict:
    """A to C of 10,000 as converted and 300 held; V and 40 common of it are B's, W is A's, Y is C's, and X nobody's."""
    on = {"registration_effective": effective}
    return {
        "series": [series(name, position=HELD, **on) for name in "ABC"],
        "warrants": [
            warrant("W", shares=70, common_held=7, statement="A", **on),
            warrant("V", common_held=40, statement="B", **on),
            warrant("Y", shares=80, common_held=8, statement="C", **on),
            warrant("X", shares=90, common_held=9, **on),
        ],
    }


@pytest.mark.parametrize(("short", "fires"), [(0, 0), (1, 1)])
def test_all_that_a_statement_should_cover(short, fires):
    """Nothing is registered in time: 10,000 + 300 + 40 + 1,000 = 11,340, of which 1.75 times is 19,845."""
    deal = three_series(effective="1999-02-01")
    parts = {"registration": binding(100_000, 19_845 - short), "warrants": deal["warrants"]}
    assert times(flat(failing(*deal["series"], parts=parts), 2), "registered_trigger") == fires


@pytest.mark.parametrize(("short", "fires"), [(0, 0), (1, 1)])
def test_all_that_has_been_sold_under_it(short, fires):
    """300 of B and 40 of its warrant V are sold on Monday: of B 10,000 and 1,000 are left, 19,250 beside the 340."""
    deal = three_series(effective="1999-01-04")
    parts = {"registration": binding(100_000, 19_590 - short), "warrants": deal["warrants"]}
    assert times(flat(failing(*deal["series"], parts=parts), 2), "registered_trigger") == fires


@pytest.mark.parametrize(("short", "fires"), [(0, 0), (1, 1)])
def test_common_that_is_not_delivered_is_unsold(short, fires):
    """50 of 100 preferred are converted on Monday, and their 5,000 common fail to come: 10,000 in all, as before."""
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 40}
    parts = {"registration": binding(1, 17_500 - short), "delivery": {}, "events": [failure]}
    both = [series("A", position={"preferred_left": 0}), series()]
    scenario = failing(*both, parts=parts, holder=SELLING | {"participation": "1"}, conversion={"same_day_sale": False})
    ledger = flat(scenario, 4, volumes=[5000, 0, 0, 0])
    assert shares(ledger, "notice") == [(0, 5000)]
    assert times(ledger, "registered_trigger") == fires


def test_without_preferred_or_without_a_price_there_is_no_test():
    """300 are held, of which one is registered; nothing else is left, or there is no price before Wednesday."""
    gone = series("A", position={"preferred_left": 0, "common_held": 300})
    assert times(flat(failing(gone, parts={"registration": binding(1)}), 2), "registered_trigger") == 0
    later = {"conversion_price": {"variable": variable(switch_on="1999-01-06")}}
    scenario = failing(series("A", position=HELD, **later), parts={"registration": binding(1)})
    assert times(flat(scenario, 2), "registered_trigger") == 0
    assert acts(flat(scenario, 4), "registration trigger") == [2]


def test_the_test_is_read_afresh_after_event_ix():
    """Failing from Monday on: a trigger on session 2, event (ix) on session 6, and a trigger of sessions 7, 8 and 9."""
    own = {"registration": binding(17_499, cover_sessions=3, effective_within_sessions=4)}
    scenario = failing(series("A"), parts=own)
    for sessions, triggers in ((2, []), (3, [2]), (9, [2]), (10, [2, 9])):
        assert acts(flat(scenario, sessions), "registration trigger") == triggers
    assert acts(flat(scenario, 10), "redemption event") == [6]


def at_prices(prices: list[int], **terms) -> Ledger:
    """A path on which A converts at these prices, session by session; 17,500 are enough at $10 and not at $8."""
    scenario = failing(series("A", **FLOATS), parts={"registration": binding(17_500, cover_sessions=3) | terms})
    return keep(scenario, [*prices[1:], 10], earlier_bids=prices[:1])


def test_a_row_that_is_broken_begins_again():
    """At $8, 12,500 as converted need 21,875. Three in a row are sessions 4, 5 and 6."""
    prices = [10, 8, 8, 10, 8, 8, 8]
    assert acts(at_prices(prices[:6]), "registration trigger") == []
    assert acts(at_prices(prices), "registration trigger") == [6]


def test_a_row_begins_again_after_an_amendment_in_time():
    """A trigger on session 2; two business days later the test passes. Sessions 5, 6 and 7 are three in a row."""
    prices = [8, 8, 8, 8, 10, 8, 8, 8]
    assert acts(at_prices(prices[:7], effective_within_sessions=2), "registration trigger") == [2]
    ledger = at_prices(prices, effective_within_sessions=2)
    assert acts(ledger, "registration trigger") == [2, 7]
    assert acts(ledger, "redemption event") == []


def test_a_test_that_is_due_without_a_price_is_read_on_the_next_session_with_one():
    """A trigger on Monday, due on Wednesday, when it is below the floor of $9.00 and stops: event (ix) on Thursday."""
    floor = {"conversion_price": {"variable": variable(floor_usd="9", below_floor="stops")}}
    own = {"registration": binding(17_499, effective_within_sessions=2)}
    ledger = keep(failing(series("A", **floor), parts=own), [10, 8, 10, 10, 10], earlier_bids=(10.0,))
    assert acts(ledger, "registration trigger", "redemption event")[:2] == [0, 3]


def test_a_row_begins_again_after_a_raise():
    """At $8 raised to 25,000 on session 2; at $4, 25,000 as converted need 43,750: sessions 3, 4 and 5."""
    prices = [8, 8, 8, 4, 4, 4]
    assert shares(at_prices(prices[:5], company="raises"), "registration raised") == [(2, 25_000)]
    assert shares(at_prices(prices, company="raises"), "registration raised") == [(2, 25_000), (5, 50_000)]


def test_a_raise_is_by_the_whole_shares_that_it_takes_and_no_more():
    """One preferred of $10,000 at $1.00, and 50 cents of Premium a day: 10,000, 10,001, 10,001, 10,002, 10,002.

    Half as much again is registered, beside the 500 sold on Monday: 15,000, then 15,002 of 15,001.5, which are enough
    on Wednesday and not on Thursday: 15,003, enough on Friday.
    """
    terms = {"stated_value_usd": "10000", "preferred_shares": 1, "conversion_price": {"fixed_usd": "1"}}
    position = {"preferred_left": 1, "common_held": 500}
    one = series("A", premium={"rate_per_year": "0.01825"}, position=position, **terms)
    own = binding(15_000, company="raises", cover_multiple="1.5", restored_multiple="1.5")
    raised = [(0, 15_500), (1, 15_502), (3, 15_503)]
    assert shares(flat(failing(one, parts={"registration": own}), 5), "registration raised") == raised


def curing(b: int, **terms) -> Ledger:
    """A of 10,000 registered fails at $11 and $13, passes at $20 on sessions 4 to 7, and fails at $5 from then on.

    B, of 10,000 as converted, fails with 17,499. An event comes a session after its trigger.
    """
    redemption = {"series": ["A", "B"], "cash_usd": [{"date": "1999-01-04", "usd": "1000000"}]}
    redemption |= {"right": "ends_when_cured", "lawful_usd": [{"date": "1999-01-04", "usd": 0}]} | terms
    parts = {"registration": binding(10_000, b, effective_within_sessions=1), "redemption": redemption}
    scenario = failing(series("A", **FLOATS), series(), parts=parts, holder={"redeems": "always"})
    return keep(scenario, [13] * 3 + [20] * 4 + [5] * 4)


def test_event_ix_ends_with_the_last_statement_that_covers_too_little():
    """Alone A's event ends on session 4 and happens again on session 9; with B's it is one event throughout."""
    assert acts(curing(17_500), "redemption event") == [1, 9]
    assert times(curing(17_500), "event_ix") == 2
    assert times(curing(17_499), "event_ix") == 1


def test_a_statement_that_covers_enough_again_restores_nothing():
    """From Tuesday the 12th, session 6, redemptions are lawful: 17,499 exceed 200% of 8,749, so that 13 of B go.

    A, of 5,000 as converted and 10,000 registered, would give one: its statement has been enough since session 4.
    """
    ledger = curing(17_499, lawful_usd=[{"date": "1999-01-04", "usd": 0}, {"date": "1999-01-12", "usd": 99_000}])
    of = [(event.session, event.instrument, event.preferred) for event in ledger.events if event.kind == "redemption"]
    assert of[0] == (6, "B", 13)
    assert [name for session, name, _ in of if session < 10] == ["B"]


def test_a_statement_that_binds_is_of_its_own_series_alone():
    """50 and 60 are registered; C, and W that no statement covers, sell all, V and B 60 together."""
    three = [series(name, position={"preferred_left": 1, "common_held": 100}) for name in "ABC"]
    pair = [warrant("W", common_held=100), warrant("V", common_held=30, statement="B")]
    scenario = failing(*three, parts={"registration": binding(50, 60), "warrants": pair})
    assert sales(flat(scenario, 3)) == [(0, "A", 50), (0, "B", 60), (0, "C", 100), (0, "W", 100)]


def aged(registered: int, **changes):
    """1,000 common of A, bought three years ago and so free of Rule 144's limits; a part is registered."""
    one = series("A", issue_date="1996-01-04", position={"preferred_left": 0, "common_held": 1000})
    parts = {"registration": binding(registered), "rule_144": {}} | changes
    return failing(one, parts=parts, holder={"participation": "1"})


def test_under_a_statement_that_is_used_up_no_more_than_what_is_left_goes():
    """250 a session: 100 registered and 150 under the Rule, then 250 of it."""
    years = {"earlier_volumes": [250] * 20, "earlier_bids": [11.0] * 20}
    ledger = flat(aged(100), 3, volumes=[250] * 3, **years)
    assert sales(ledger) == [(0, "A", 100), (0, "A", 150), (1, "A", 250), (2, "A", 250)]


def test_a_statement_on_which_a_split_leaves_less_than_nothing():
    """Of 4 sold on Monday 1 went under the Rule. One for two: 1 is registered, 2 are sold, none of it under the Rule.

    A volume of 4 is one of 2 now.
    """
    years = {"earlier_volumes": [4] * 20, "earlier_bids": [11.0] * 20}
    one_for_two = {"kind": "split", "date": "1999-01-05", "new_shares": 1, "old_shares": 2}
    ledger = flat(aged(3, events=[one_for_two]), 3, volumes=[4] * 3, **years)
    assert sales(ledger) == [(0, "A", 3), (0, "A", 1), (1, "A", 2), (2, "A", 2)]


@pytest.mark.parametrize(("short", "fires"), [(0, 0), (1, 1)])
def test_what_goes_under_rule_144_uses_up_no_statement(short, fires):
    """Suspended on Monday, 200 of A and 50 of its warrant V go under the Rule, 250 of a volume of 1,000.

    10,000 as converted, 1,000 Warrant Shares and the 50 of V that are left: 11,050, of which 1.75 times is 19,337.5.
    """
    one = series("A", issue_date="1996-01-04", position={"preferred_left": 100, "common_held": 200})
    own = warrant("V", issue_date="1996-01-04", common_held=100, statement="A")
    parts = {"registration": binding(19_338 - short), "rule_144": {}, "warrants": [own]}
    parts["events"] = [suspension("1999-01-04", "1999-01-04", "A")]
    holder = {"participation": "0.25", "warrants": {"method": "cashless"}}
    years = {"earlier_volumes": [1000] * 20, "earlier_bids": [11.0] * 20}
    ledger = flat(failing(one, parts=parts, holder=holder), 3, **years)
    assert sales(ledger) == [(0, "A", 200), (0, "V", 50), (1, "V", 50)]
    assert times(ledger, "registered_trigger") == fires
