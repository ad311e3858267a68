"""Rule 144 on several instruments: when all is free (RRA 3.1), what splits leave, and which common has been held long.

B was bought on 1997-01-11, two years before session 5, Monday 1999-01-11, and is not registered in the run. It pays
$100 for each day from Tuesday the 5th on until the Registration Period is over. A week's volume is 1,000 shares.
"""

from __future__ import annotations

import pytest
from ledger_deals import deal, keep, sales, series, warrant
from remedy_deals import amounts, shares, times

NEVER = "1999-12-31"
OLD, YOUNG = "1996-01-11", "1998-01-11"
HELD = {"policy": "hold"}
OWN = {"paying_series": "B", "deadline_days": 3, "sec_comments": False, "payment_base": "affected"}
ENDED = [(6, 700.0)]
"""All is free at the close of session 5: the 5th to the 11th count, seven days."""
GOES_ON = [(11, 1500.0)]
"""The fifteen days to the last of twelve sessions, Tuesday the 19th."""
NONE = {"preferred_left": 0}


def unregistered(name="B", issued="1997-01-11", **changes):
    return series(name, issue_date=issued, registration_effective=NEVER, maturity="1999-06-30") | changes


def unregistered_warrant(name="W", issued=OLD, **changes):
    return warrant(name, **{"issue_date": issued, "registration_effective": NEVER} | changes)


def ruled(*terms, sessions=12, bids=None, volume=200, volumes=None, rule=None, holder=None, **rest):
    """The ledger of a deal under the Rule, of which a volume is a fifth of a week's."""
    changes = {key: rest.pop(key) for key in ("conversion", "common") if key in rest}
    parts = {"rule_144": {"volume_fraction": "0"} | dict(rule or {})} | rest
    scenario = deal(*terms, rest=parts, horizon="1999-06-30", holder=HELD | dict(holder or {}), **changes)
    before = {"earlier_volumes": [volume] * 20, "earlier_bids": [11.0] * 20}
    return keep(scenario, bids or [11.0] * sessions, volumes=volumes or [volume] * sessions, **before)


def others() -> tuple[list[dict], list[dict]]:
    """Two series of which nothing is left, and two warrants of the agent's out of the money, to stand before others."""
    gone = [series(name, issue_date=OLD, position=NONE, maturity="1999-06-30") for name in "YZ"]
    return gone, [unregistered_warrant(name, exercise_price_usd="20", party="agent") for name in ("W1", "W2")]


def paying(*terms, **rest):
    """What B, beside other series, pays for its registration."""
    given = rest.pop("registration", OWN)
    return amounts(ruled(*terms, unregistered(), registration=given, **rest), "registration payment")


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
        (["1999-01-06", "1999-01-19"], 20, GOES_ON),
    ],
)
def test_a_line_with_draws_to_come(dates, most, payments):
    """A is registered: 10 are drawn on each date, and sold a session later; or all are drawn with the first."""
    draws = {"dates": dates, "preferred_shares": 10}
    line = series("A", preferred_shares=most, draws=draws, maturity="1999-06-30")
    assert paying(line) == payments


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


def split(date: str, new: int, old: int):
    return {"kind": "split", "date": date, "new_shares": new, "old_shares": old}


def test_a_split_restates_the_sales_of_each_holder():
    """A thousandth of 1,001,000 is 1,001, of which W sells 501 and the agent's G 301 on Monday.

    One for two on Tuesday, a year after V's and H's issue: a thousandth of 500,500 is 500, less 250 and 150.
    """

    def held(name, issued, common, **changes):
        return unregistered_warrant(name, issued=issued, common_held=common, **changes)

    four = [held("W", "1998-01-01", 501), held("V", "1998-01-05", 1000)]
    four += [held("G", "1998-01-01", 301, party="agent"), held("H", "1998-01-05", 1000, party="agent")]
    cashless = {"warrants": {"method": "cashless", "exercise": "never"}}
    ledger = ruled(
        unregistered(position=NONE), warrants=four, holder=cashless, events=[split("1999-01-05", 1, 2)], volume=0,
        rule={"volume_fraction": "0.001"}, common={"outstanding_shares": 1_001_000}, sessions=4,
    )  # fmt: skip
    assert sales(ledger) == [(0, "W", 501), (0, "G", 301), (1, "V", 250), (1, "H", 350)]


@pytest.mark.parametrize("of", ["A", "W"])
def test_a_split_restates_what_was_sold_under_the_rule(of):
    """12 of A or W go under A's statement on Monday, and 3 under the Rule, 3 millionths of 1,000,000.

    One for two on Tuesday: 6 are registered and 7 sold, 1 of them under the Rule. No more goes either way.
    """
    own = {"statements": [{"series": "A", "registered_shares": 12}], "company": "binds"}
    a = series("A", issue_date="1998-01-01", maturity="1999-06-30")
    a["position"] = {"preferred_left": 0, "common_held": 100 if of == "A" else 0}
    w = warrant("W", issue_date="1998-01-01", statement="A", common_held=100 if of == "W" else 0)
    cashless = {"warrants": {"method": "cashless", "exercise": "never"}}
    ledger = ruled(
        a, warrants=[w], registration=own, holder=cashless, events=[split("1999-01-05", 1, 2)], volume=0,
        rule={"volume_fraction": "0.000003"}, sessions=4,
    )  # fmt: skip
    assert sales(ledger) == [(0, of, 12), (0, of, 3)]


def test_a_split_restates_what_is_held_since_each_session():
    """Two for one on Tuesday the 19th: what was paid or exercised before is twice as many, and all of it young."""
    terms = OWN | {"payment_month_days": 1, "payment_fraction_per_month": "0.0033", "pay_after_days": 9}
    taken = {"takes_registration_payments_in": "shares", "warrants": {"exercise": "at_expiry"}}
    b = unregistered(issued="1997-01-11", position={"preferred_left": 1})
    w = unregistered_warrant(expires="1999-01-08", shares=33)
    gone, far = others()
    ledger = ruled(
        *gone, b, registration=terms | {"deadline_days": 726}, holder=taken, rule={"free_after_months": 36},
        warrants=[*far, w], events=[split("1999-01-19", 2, 1)], sessions=13,
    )  # fmt: skip
    assert shares(ledger, "payment in shares")[:2] == [(10, 33), (10, 33)]
    assert shares(ledger, "exercise") == [(4, 33)]
    assert sales(ledger) == []


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
    """A deal of nothing else: B's 100 common are registered from Wednesday on."""
    held = series(position={"preferred_left": 1, "common_held": 100}, registration_effective="1999-01-06")
    assert sales(keep(deal(held, holder=HELD), [11.0] * 4)) == [(2, "B", 100)]


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


def test_a_split_on_session_0_restates_what_is_there():
    """100 held since session 0 are 200, and all of them young."""
    held = unregistered_warrant(common_held=100)
    ledger = ruled(
        unregistered(position=NONE), warrants=[held], events=[split("1999-01-04", 2, 1)], sessions=4,
        holder={"warrants": {"exercise": "never"}},
    )  # fmt: skip
    assert sales(ledger) == []


def test_a_split_on_the_last_session():
    held = unregistered_warrant(issued="1998-01-01", common_held=100)
    cashless = {"warrants": {"method": "cashless", "exercise": "never"}}
    ledger = ruled(
        unregistered(position=NONE), warrants=[held], events=[split("1999-01-05", 2, 1)], sessions=2, holder=cashless
    )
    assert sales(ledger) == [(0, "W", 100)]
