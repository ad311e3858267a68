"""Rule 144 on several instruments: when all is free (RRA 3.1), and which common has been held long enough.

B was bought on 1997-01-11, two years before session 5, Monday 1999-01-11, and is not registered in the run. It pays
$100 for each day from Tuesday the 5th on until the Registration Period is over. A week's volume is 1,000 shares.
"""

from __future__ import annotations

import pytest
from ledger_deals import deal, keep, sales, series, warrant
from remedy_deals import amounts, shares, times
from rule_144_deals import (
    ENDED,
    GOES_ON,
    NEVER,
    NONE,
    OLD,
    OWN,
    YOUNG,
    others,
    paying,
    ruled,
    unregistered,
    unregistered_warrant,
)


@pytest.mark.parametrize(
    ("issued", "position", "payments"),
    [
        ("1998-02-11", {"preferred_left": 1}, GOES_ON),
        ("1998-02-11", {"preferred_left": 0, "common_held": 1}, GOES_ON),
        ("1998-02-11", NONE, ENDED),
        (OLD, {"preferred_left": 1, "common_held": 1}, ENDED),
    ],
)
def test_another_series_that_is_not_free(issued, position, payments):
    assert paying(unregistered("A", issued, position=position)) == payments


@pytest.mark.parametrize(
    ("dates", "most", "payments"),
    [
        (["1999-01-06", "1999-01-12"], 20, [(8, 900.0)]),
        (["1999-01-06", "1999-01-12"], 10, ENDED),
        (["1999-01-06", "1999-01-12"], 11, [(8, 900.0)]),
        (["1999-01-06", "1999-01-11"], 20, [(7, 800.0)]),
        (["1999-01-06", "1999-01-08"], 20, ENDED),
        (["1999-01-06", "1999-01-08"], 25, ENDED),
        (["1999-01-06", "1999-01-19"], 20, GOES_ON),
    ],
)
def test_a_line_with_draws_to_come(dates, most, payments):
    """A is registered: 10 are drawn on each date, and sold a session later; or all are drawn with the first."""
    draws = {"dates": dates, "preferred_shares": 10}
    line = series("A", preferred_shares=most, draws=draws, maturity="1999-06-30")
    assert paying(line) == payments


def test_a_line_of_which_nothing_can_be_drawn():
    """It has no price in the run: free from the close of its last date, Tuesday the 12th, on."""
    price = {"variable": {"switch_on": "1999-03-01", "multiplier": "1", "lookback_sessions": 1, "lowest_count": 1}}
    draws = {"dates": ["1999-01-06", "1999-01-12"], "preferred_shares": 10}
    assert paying(series("A", draws=draws, conversion_price=price, maturity="1999-06-30")) == [(7, 800.0)]


def test_what_is_drawn_of_an_unregistered_line_is_young():
    line = unregistered("A", preferred_shares=10, draws={"dates": ["1999-01-06"], "preferred_shares": 10})
    assert paying(*others()[0], line) == GOES_ON


@pytest.mark.parametrize(
    ("terms", "holder", "payments"),
    [
        ({}, {}, GOES_ON),
        ({}, {"warrants": {"method": "cashless", "exercise": "never"}}, ENDED),
        ({"issued": YOUNG}, {"warrants": {"method": "cashless", "exercise": "never"}}, GOES_ON),
        ({"issued": YOUNG, "party": "agent"}, {"warrants": {"method": "cashless", "exercise": "never"}}, ENDED),
        ({"party": "agent"}, {}, ENDED),
        ({"expires": "1999-01-08"}, {"warrants": {"exercise": "never"}}, ENDED),
        ({"expires": "1999-01-12"}, {"warrants": {"exercise": "never"}}, [(7, 800.0)]),
        ({"expires": "1999-01-08", "common_held": 1}, {"warrants": {"exercise": "never"}}, GOES_ON),
        ({"amount_left_usd": "0.01"}, {}, GOES_ON),
        ({"expires": "1999-01-08", "shares": 1}, {"warrants": {"exercise": "at_expiry"}}, GOES_ON),
        ({"expires": "1999-01-11", "shares": 1}, {"warrants": {"exercise": "at_expiry"}}, GOES_ON),
        ({"expires": "1999-01-08", "common_held": 1, "party": "agent"}, {"warrants": {"exercise": "never"}}, ENDED),
    ],
)
def test_a_warrant_that_is_not_free(terms, holder, payments):
    """Exercised for cash it begins a holding period anew; cashless it is as old as its issue; what has expired is none.

    Common that is there at session 0 is held since then, where exercises do not tack.
    """
    assert paying(warrants=[unregistered_warrant(**terms)], holder=holder) == payments


def test_common_of_a_young_warrant_and_nothing_else_of_it():
    """Cashless, issued a year before session 5, expired on Friday: its common makes it go on until it is sold.

    100 go on session 5, its year being over, and all is free.
    """
    cashless = {"warrants": {"method": "cashless", "exercise": "never"}}
    one = unregistered_warrant(issued=YOUNG, expires="1999-01-08", common_held=100)
    assert paying(warrants=[one], holder=cashless) == ENDED
    one |= {"issue_date": "1998-02-11", "common_held": 1}
    assert paying(warrants=[one], holder=cashless) == GOES_ON
    one |= {"common_held": 0, "expires": "1999-12-31", "amount_left_usd": "0.01"}
    assert paying(warrants=[one], holder=cashless) == GOES_ON


def test_what_has_been_sold_is_not_held():
    """Exercised for cash on Friday, its last session: where its common is registered it is sold at once."""
    for effective, payments in (("1999-01-04", ENDED), (NEVER, GOES_ON)):
        one = unregistered_warrant(expires="1999-01-08", registration_effective=effective)
        assert paying(warrants=[*others()[1], one], holder={"warrants": {"exercise": "at_expiry"}}) == payments


def test_a_payment_in_common_is_young():
    """Three days are a period, paid on its last day: common that has been held since then alone."""
    terms = OWN | {"payment_month_days": 3, "payment_fraction_per_month": "0.003", "pay_after_days": 0}
    taken = {"takes_registration_payments_in": "shares"}
    ledger = ruled(*others()[0], unregistered(), registration=terms, holder=taken)
    # The 5th to the 7th are three days, $300; the 8th to the 11th make seven: $400.
    assert shares(ledger, "payment in shares")[:2] == [(3, 30), (5, 40)]
    assert times(ledger, "registration_period_ended") == 0


def test_a_month_and_then_two():
    """Exercised for cash on Friday the 8th, its last session: 1,500, of which 1,000 go a month later, session 25.

    Two months later, on Monday March the 8th, session 45, the rest is free of the limit on volume.
    """
    one = unregistered_warrant(expires="1999-01-08", shares=1500)
    ledger = ruled(
        unregistered(position=NONE), warrants=[*others()[1], one], sessions=48,
        rule={"holding_months": 1, "free_after_months": 2},
    )  # fmt: skip
    assert sales(ledger) == [(25, "W", 1000), (45, "W", 500)]
    # From session 25 to 44 the volume keeps 500 back.
    assert times(ledger, "rule_144_volume") == 20


def test_what_was_there_before_goes_first():
    """300 are there at session 0, and 100 come of an exercise on Tuesday: a month later 300 go, and then 100."""
    own = unregistered_warrant(expires="1999-01-05", shares=100, common_held=300)
    ledger = ruled(
        unregistered(position=NONE), warrants=[own], sessions=27, rule={"holding_months": 1, "free_after_months": 1},
        holder={"warrants": {"exercise": "at_expiry"}},
    )  # fmt: skip
    assert sales(ledger) == [(23, "W", 300), (24, "W", 100)]


def test_common_that_is_not_delivered_is_held_and_not_for_sale():
    """B is free. Of 100 preferred converted on Monday, 10,000 common, none is delivered before the 13th, session 7."""
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 6}
    old = unregistered(issued=OLD)
    sold = {"policy": "convert_and_sell"}
    ledger = ruled(
        old, delivery={}, events=[failure], holder=sold, conversion={"same_day_sale": False}, sessions=10,
    )  # fmt: skip
    assert sales(ledger) == [(7, "B", 10_000)]


def test_a_week_is_as_many_sessions_and_weeks_as_the_deal_says():
    """Two weeks of four sessions: eight volumes of 200 and a half of 1,600, 800."""
    old = unregistered(issued=YOUNG, position={"preferred_left": 0, "common_held": 2000})
    ledger = ruled(old, rule={"average_weeks": 2, "sessions_per_week": 4}, sessions=8)
    assert sales(ledger) == [(5, "B", 800)]


def test_a_part_of_the_common_outstanding():
    """0.15% of 1,000,900 is 1,501.35: 1,501."""
    old = unregistered(issued=YOUNG, position={"preferred_left": 0, "common_held": 2000})
    ledger = ruled(old, rule={"volume_fraction": "0.0015"}, common={"outstanding_shares": 1_000_900}, sessions=8)
    assert sales(ledger) == [(5, "B", 1501)]


def test_a_month_and_then_two_of_the_third_series():
    """100 drawn on Tuesday the 5th: a week's 60 go a month later, on Friday February the 5th, session 24.

    40 are free of the limit on volume two months after the draw, on Friday March the 5th, session 44.
    """
    line = unregistered(preferred_shares=1, draws={"dates": ["1999-01-05"], "preferred_shares": 1})
    ledger = ruled(*others()[0], line, rule={"holding_months": 1, "free_after_months": 2}, volume=12, sessions=46)
    assert sales(ledger) == [(24, "B", 60), (44, "B", 40)]


def test_without_the_rule_what_is_held_waits():
    """A deal of nothing else: B matures on Tuesday, and its 10,000 common are registered from Friday on."""
    one = deal(series(maturity="1999-01-05", registration_effective="1999-01-08"))
    assert sales(keep(one, [9.0] * 6, earlier_bids=(9.0,) * 5)) == [(4, "B", 10_000)]


def test_all_is_free_from_the_first_close_on():
    old = series("B", issue_date=OLD, registration_effective=NEVER, maturity="1999-06-30")
    ledger = ruled(old, registration=OWN | {"deadline_days": 1089})
    assert amounts(ledger, "registration payment") == []
    assert times(ledger, "registration_period_ended") == 1


def test_what_is_free_takes_all_of_the_room_and_goes_beyond_it():
    """On session 5 W's 2,000 of 1996 and V's 500 are free; of U's, a year old, nothing is left of a week's 1,000.

    G, registered, sells what the market leaves: 2,600 are taken in all.
    """
    three = [unregistered_warrant(common_held=2000), unregistered_warrant("V", common_held=500)]
    three.append(unregistered_warrant("U", issued=YOUNG, common_held=500))
    three.append(warrant("G", common_held=1000, registration_effective="1999-01-11"))
    cashless = {"warrants": {"method": "cashless", "exercise": "never"}, "participation": "1"}
    ledger = ruled(
        unregistered(position=NONE), warrants=three, holder=cashless, volumes=[0] * 5 + [2600] * 2, volume=200,
        sessions=7,
    )  # fmt: skip
    assert sales(ledger)[:3] == [(5, "W", 2000), (5, "V", 500), (5, "G", 100)]


def test_common_that_comes_of_age_while_it_waits_for_the_market():
    """Exercised for cash on Tuesday the 5th and free a month later, Friday February the 5th; there is no volume at all.

    The 5th of January to the 5th of February are 32 days: thirty of them are passed on session 22.
    """
    one = unregistered_warrant(expires="1999-01-05", shares=10)
    taken = {"participation": "1", "warrants": {"exercise": "at_expiry"}}
    months = {"holding_months": 1, "free_after_months": 1}
    payments = paying(warrants=[one], holder=taken, rule=months, sessions=30, volume=0)
    assert payments == [(22, 3000.0), (25, 200.0)]


def test_common_that_is_not_delivered_is_not_free():
    """B is registered and a year old: all is converted on Monday and fails to come. Suspended from the 8th on."""
    stop = {"kind": "suspension", "date": "1999-01-08", "until": "1999-02-26", "statements": ["B"]}
    failure = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 60}
    b = series(issue_date="1998-02-11", maturity="1999-06-30")
    sold = {"policy": "convert_and_sell"}
    ledger = ruled(
        b, registration=OWN, events=[failure, stop], delivery={}, holder=sold, conversion={"same_day_sale": False}
    )
    assert amounts(ledger, "registration payment") == [(11, 1200.0)]


def test_the_last_share_of_the_weeks_volume():
    """999 of W, and one of V."""
    pair = [unregistered_warrant(name, issued=YOUNG, common_held=999) for name in ("W", "V")]
    cashless = {"warrants": {"method": "cashless", "exercise": "never"}}
    assert sales(ruled(unregistered(position=NONE), warrants=pair, holder=cashless)) == [(5, "W", 999), (5, "V", 1)]


def test_an_odd_number_of_sessions():
    """Three sessions of 200, and a week of one week: 600."""
    old = unregistered(issued=YOUNG, position={"preferred_left": 0, "common_held": 2000})
    ledger = ruled(old, rule={"average_weeks": 1, "sessions_per_week": 3}, sessions=8)
    assert sales(ledger) == [(5, "B", 600)]


def test_what_a_statement_does_not_cover_of_an_exercise_is_young():
    """100 exercised for cash on Tuesday, of which the statement covers 10; the others have been held for no day."""
    own = {"statements": [{"series": "A", "registered_shares": 10}], "company": "binds"}
    a = series("A", issue_date=OLD, position=NONE, maturity="1999-06-30")
    w = warrant("W", issue_date=OLD, shares=100, statement="A", exercisable_from="1999-01-05")
    assert sales(ruled(a, warrants=[w], registration=own, sessions=4)) == [(1, "W", 10)]
    # 90 are left of W, though the 100 of Tuesday are young: they take nothing of V's room, and add nothing to it.
    v = warrant("V", issue_date=OLD, exercise_price_usd="20", common_held=200, registration_effective="1999-01-06")
    half = {"participation": "0.5"}
    ledger = ruled(a, warrants=[w, v], registration=own, holder=half, volumes=[220, 220, 80, 80], sessions=4)
    assert sales(ledger) == [(1, "W", 10), (2, "V", 40), (3, "V", 40)]


def test_common_beside_common_that_is_not_delivered():
    """1,500 of B, a year old on session 5, when a week's 1,000 go. On Tuesday the 12th one preferred matures and fails.

    The volume of 10,000 on that session makes a week of 3,450: the other 500 go on session 7, and not the new 100.
    """
    failure = {"kind": "delivery_failure", "date": "1999-01-12", "late_days": 60}
    b = unregistered(issued=YOUNG, position={"preferred_left": 1, "common_held": 1500}, maturity="1999-01-12")
    volumes = [200] * 6 + [10_000] + [200] * 3
    ledger = ruled(b, delivery={}, events=[failure], volumes=volumes, sessions=10)
    assert [each for each in sales(ledger) if each[0] < 9] == [(5, "B", 1000), (7, "B", 500)]
