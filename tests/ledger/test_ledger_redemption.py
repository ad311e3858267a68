"""Redemption by the holder: rights, amounts, numbers and capital impairment (CoD VIII).

100 preferred of $1,000 at $10 as 10,000 common; the first leg of the Redemption Amount is $1,250 each.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, sales, series, variable
from remedy_deals import acts, amounts, failing, flat, keep_drawn, preferred, times, warrant

ALWAYS = {"redeems": "always"}
RICH = [{"date": "1999-01-04", "usd": "1000000"}]


def redemption(**changes):
    return {"redemption": {"series": ["B"], "cash_usd": RICH} | changes}


def event(name: str = "iv", date: str | None = "1999-01-06", **changes):
    return {"kind": "redemption_event", "date": date, "event": name} | changes


def parts(*events, **changes):
    return redemption(**changes) | {"events": list(events or [event()])}


def test_a_dated_event_is_elected_on_the_next_session_and_paid_five_later():
    """Wednesday the 6th: elected on Thursday, session 3; 100 x $1,250 on session 8. At $11 the second leg is $1,100."""
    ledger = flat(failing(parts=parts()), 12)
    assert acts(ledger, "redemption event") == [2]
    assert preferred(ledger, "redemption") == [(3, "B", 100)]
    assert amounts(ledger, "payment") == [(8, 125_000.0)]
    assert ledger.totals["redeemed_preferred_series_b"] == 100
    assert ledger.totals["pnl_usd"] == 25_000
    assert times(ledger, "event_iv") == times(ledger, "redemption") == 1


@pytest.mark.parametrize("name", ["i", "ii", "iii", "iv", "v", "vi", "x"])
def test_every_event_that_no_state_decides_gives_the_full_right(name):
    ledger = flat(failing(parts=parts(event(name))), 12)
    assert times(ledger, f"event_{name}") == 1
    assert preferred(ledger, "redemption") == [(3, "B", 100)]


def test_a_drawn_event_comes_on_its_session():
    scenario = failing(parts=parts(event(date=None, hazard_per_year="0.5")))
    assert acts(keep_drawn(scenario, [11] * 9, (5,)), "redemption") == [6]
    assert acts(keep_drawn(scenario, [11] * 9, (None,)), "redemption") == []


@pytest.mark.parametrize(("drawn", "elected"), [(2, [3]), (3, []), (4, [])])
def test_an_event_that_comes_too_late_gives_no_right(drawn, elected):
    """Event (x) is of a chief executive who goes "prior to" a date, here Thursday the 7th, session 3."""
    scenario = failing(parts=parts(event("x", date=None, hazard_per_year="0.5", until="1999-01-07")))
    ledger = keep_drawn(scenario, [11] * 9, (drawn,))
    assert acts(ledger, "redemption") == elected
    assert times(ledger, "event_x") == len(elected)


def test_an_event_dated_before_its_end_gives_its_right_on_the_session_after():
    """Saturday the 9th is before Sunday the 10th: it acts on Monday, session 5, and is elected on Tuesday."""
    assert acts(flat(failing(parts=parts(event("x", "1999-01-09", until="1999-01-10"))), 9), "redemption") == [6]


def test_a_delisting_is_event_i_on_its_fifth_session():
    """Delisted on Wednesday, session 2: event (i) on session 6, elected on session 7."""
    more = redemption() | {"events": [{"kind": "delisting", "date": "1999-01-06"}]}
    ledger = flat(failing(parts=more), 12)
    assert acts(ledger, "redemption event") == [6]
    assert acts(ledger, "redemption") == [7]


def test_the_second_leg_is_what_conversion_would_bring():
    """At a bid of $13: $1,000 / $10 x $13 = $1,300."""
    ledger = flat(failing(parts=parts(), holder=ALWAYS), 12, bid=13)
    assert amounts(ledger, "redemption") == [(3, 130_000.0)]


def test_the_second_leg_has_the_premium_in_it():
    """Thursday the 7th is day 3 at $1 a day: $1,003 / $10 x $13 = $1,303.90."""
    terms = series(premium={"rate_per_year": "0.365"})
    ledger = flat(failing(terms, parts=parts(), holder=ALWAYS), 12, bid=13)
    assert amounts(ledger, "redemption") == [(3, 130_390.0)]


@pytest.mark.parametrize(("bid", "elected"), [(12.49, [3]), (12.5, [])])
def test_the_holder_redeems_when_the_first_leg_is_more(bid, elected):
    """$1,250 against $1,249 and $1,250."""
    assert acts(flat(failing(parts=parts()), 12, bid=bid), "redemption") == elected
    assert acts(flat(failing(parts=parts(), holder={"redeems": "never"}), 12, bid=bid), "redemption") == []


def test_the_right_persists_until_it_pays():
    """$13 to session 5, then $11."""
    assert acts(keep(failing(parts=parts()), [13] * 6 + [11] * 6), "redemption") == [6]


def test_without_a_conversion_price_the_first_leg():
    """The variable price is not switched on before the 15th, and there is no fixed one."""
    terms = series(conversion_price={"variable": variable(switch_on="1999-01-15")})
    ledger = flat(failing(terms, parts=parts()), 12, bid=13)
    assert amounts(ledger, "redemption") == [(3, 125_000.0)]


def test_redemption_comes_before_the_sessions_conversions():
    """Registered from Thursday, session 3, on which nothing is left to convert."""
    terms = series(registration_effective="1999-01-07")
    ledger = flat(failing(terms, parts=parts(), holder={"policy": "convert_and_sell"}), 6)
    assert conversions(ledger) == []


def test_only_the_series_named_are_redeemed():
    ledger = flat(failing(series("A"), series("B"), parts=parts()), 6)
    assert preferred(ledger, "redemption") == [(3, "B", 100)]


def test_the_penalty_of_a_refusal_is_part_of_the_second_leg():
    """Refused on Tuesday: at the close of Thursday two days at 1% of 100,000, $20 on each preferred.

    Event on Thursday, elected on Friday, session 4: ($1,000 + $20) / $10 x $13 = $1,326.
    """
    refusal = {"kind": "delivery_failure", "date": "1999-01-05", "late_days": 30, "refusal": True}
    more = parts(refusal, event(date="1999-01-07")) | {"delivery": {}}
    ledger = flat(failing(parts=more, holder=ALWAYS), 8, bid=13)
    assert amounts(ledger, "redemption") == [(4, 132_600.0)]


def test_event_vii_takes_as_many_as_restore_the_reserve():
    """At $8 100 preferred are 12,500, twice 25,000; 20,000 are reserved, which must exceed twice the rest.

    80 preferred are 10,000, whose double does not lie below 20,000; 79 are 9,875: 21 are redeemed. It is then restored.
    """
    reserve = {"amount_shares": 20_000, "series": "B", "company": "binds", "sessions": 1, "act_within_days": 2}
    terms = series(conversion_price={"fixed_usd": "8"})
    ledger = flat(failing(terms, parts=redemption() | {"reserve": reserve}, holder=ALWAYS), 12)
    assert acts(ledger, "redemption event") == [2]
    assert preferred(ledger, "redemption") == [(3, "B", 21)]


@pytest.mark.parametrize("amount", [19_751, 19_999, 20_000])
def test_the_reserve_must_exceed_twice_the_rest_and_no_warrants_count(amount):
    """79 preferred at $8 are 9,875, whose double is 19,750; 80 are 10,000."""
    reserve = {"amount_shares": amount, "series": "B", "company": "binds", "sessions": 1, "act_within_days": 2}
    terms = series(conversion_price={"fixed_usd": "8"})
    more = redemption(series=["A", "B"]) | {"reserve": reserve}
    # Nothing of A, which is not what is reserved for, whatever the order.
    for all_series in ((series("A"), terms), (terms, series("A"))):
        ledger = flat(failing(*all_series, parts=more, holder=ALWAYS), 6)
        assert preferred(ledger, "redemption") == [(3, "B", 21)]


def test_a_cap_that_passes_takes_nothing_though_with_the_warrants_it_would():
    """25,000 of cap are twice the 12,500 at $8; with the 4,000 Warrant Shares they would call for 33, event (viii)."""
    reserve = {"amount_shares": 20_000, "series": "B", "company": "binds", "sessions": 1, "act_within_days": 2}
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05"}
    more = redemption() | {"reserve": reserve, "cap_test": test, "warrants": [warrant(shares=4_000)]}
    limits = {"cap": {"amount_shares": 25_000, "counts": ["B"]}}
    terms = series(conversion_price={"fixed_usd": "8"})
    ledger = flat(failing(terms, parts=more, holder=ALWAYS, limits=limits), 6)
    assert preferred(ledger, "redemption") == [(3, "B", 21)]


def test_without_a_price_nothing_is_as_converted_and_no_number_is_needed():
    """Event (vii) of Wednesday at $8; under the floor of $7 there is no price on Thursday, session 3, nor after."""
    reserve = {"amount_shares": 150, "series": "B", "company": "binds", "sessions": 1, "act_within_days": 2}
    terms = series(conversion_price={"variable": variable(floor_usd="7", below_floor="stops")})
    scenario = failing(terms, parts=redemption() | {"reserve": reserve}, holder=ALWAYS)
    ledger = keep(scenario, [8, 8, 6, 6, 6, 6], earlier_bids=[8])
    assert acts(ledger, "redemption event") == [2]
    assert preferred(ledger, "redemption") == []


def test_what_is_used_of_the_cap_and_what_is_sold_under_the_statement_is_gone():
    """50 of 100 preferred are converted on Monday and sold: 5,000.

    14,999 of cap less 5,000 are under twice the 5,000 left, and more than twice the 4,900 of 49. 13,749 registered less
    5,000 are under 1.75 times the 5,000, and more than twice the 4,300 of 43.
    """
    selling = ALWAYS | {"policy": "convert_and_sell", "participation": "1"}
    volumes = [5000] + [0] * 7
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05"}
    limits = {"cap": {"amount_shares": 14_999, "counts": ["B"]}}
    capped = failing(parts=redemption() | {"cap_test": test}, holder=selling, limits=limits)
    assert preferred(flat(capped, 8, volumes=volumes), "redemption") == [(3, "B", 1)]
    own = {"statements": [{"series": "B", "registered_shares": 13_749}], "company": "binds", "cover_sessions": 1}
    registration = own | {"effective_within_sessions": 2}
    covered = failing(parts=redemption() | {"registration": registration}, holder=selling)
    assert preferred(flat(covered, 8, volumes=volumes), "redemption") == [(3, "B", 7)]


def test_event_ix_is_of_the_statements_that_cover_too_little():
    """Of each 10,000 as converted: 17,499 registered are under 1.75 times that, 18,000 only under twice."""
    statements = [{"series": "A", "registered_shares": 17_499}, {"series": "B", "registered_shares": 18_000}]
    registration = {"statements": statements, "company": "binds", "cover_sessions": 1, "effective_within_sessions": 2}
    more = redemption(series=["A", "B"]) | {"registration": registration}
    ledger = flat(failing(series("A"), series("B"), parts=more, holder=ALWAYS), 6)
    # 8,700 of 87 preferred, twice 17,400.
    assert preferred(ledger, "redemption") == [(3, "A", 13)]


@pytest.mark.parametrize(
    ("stated", "preferred_shares", "lawful_usd", "paid"),
    [
        ("0.5", 100, "1000", 62.5),
        ("0.5", 100, "1", 0.625),
        ("0.5", 100, "0", 0),
        ("0.5", 1, "0", 0),
        ("0.08", 100, "1", 1),
    ],
)
def test_cents_of_stated_value(stated, preferred_shares, lawful_usd, paid):
    """Of $0.50 the first leg is 62.5 cents, and there is no price. A dollar lawfully buys one, or ten of ten cents."""
    price = {"variable": variable(switch_on="1999-01-15")}
    terms = series(stated_value_usd=stated, preferred_shares=preferred_shares, conversion_price=price)
    ledger = flat(failing(terms, parts=parts(lawful_usd=lawful(("1999-01-04", lawful_usd))), holder=ALWAYS), 10)
    assert ledger.totals["company_payments_usd"] == paid
    assert times(ledger, "redemption") == (paid > 0)


@pytest.mark.parametrize(("stated", "amount"), [("1000", 1_326.0), ("62.5", 82.875)])
def test_the_penalty_of_one_preferred(stated, amount):
    """Refused on Tuesday: by the close of Thursday two days at 1% of $1,000, $20: $1,020 / $10 x $13; or $63.75."""
    refusal = {"kind": "delivery_failure", "date": "1999-01-05", "late_days": 30, "refusal": True}
    more = parts(refusal, event(date="1999-01-07")) | {"delivery": {}}
    ledger = flat(failing(series(preferred_shares=1, stated_value_usd=stated), parts=more, holder=ALWAYS), 8, bid=13)
    assert amounts(ledger, "redemption") == [(4, amount)]


def test_event_viii_takes_as_many_as_restore_the_cap_with_the_warrants():
    """19,999 of cap against twice (common and the investor's 1,000 Warrant Shares): 8,999.5, so 89 preferred stay.

    The agent's warrant does not count.
    """
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05"}
    more = redemption() | {"cap_test": test, "warrants": [warrant("W"), warrant("G", party="agent")]}
    scenario = failing(parts=more, holder=ALWAYS, limits={"cap": {"amount_shares": 19_999, "counts": ["B"]}})
    ledger = flat(scenario, 12)
    assert acts(ledger, "redemption event") == [2]
    assert preferred(ledger, "redemption") == [(3, "B", 11)]


@pytest.mark.parametrize(("basis", "cap", "elected"), [
    ("remaining", 14_999, [1]), ("allocated", 14_999, []), ("allocated", 10_001, []), ("allocated", 10_000, [1]),
    ("allocated", 9_999, [1]), ("remaining", 10_001, [25]),
])  # fmt: skip
def test_event_viii_restores_what_is_left_of_the_cap_or_all_of_it(basis, cap, elected):
    """50 of 100 preferred are converted on Monday and sold: 5,000 of the cap are used, 5,000 are as converted.

    Twice the rest must lie under what is left, 9,999 or 5,001, or under all: 14,999, 10,001; of 10,000 and 9,999 one
    preferred, twice 4,900. Of 5,001 there is room for 25, twice 2,500.
    """
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05", "redemption_basis": basis}
    limits = {"cap": {"amount_shares": cap, "counts": ["B"]}}
    selling = ALWAYS | {"policy": "convert_and_sell", "participation": "1"}
    scenario = failing(parts=redemption() | {"cap_test": test}, holder=selling, limits=limits)
    ledger = flat(scenario, 8, volumes=[5000] + [0] * 7)
    assert acts(ledger, "redemption event") == [2]
    assert preferred(ledger, "redemption") == [(3, "B", n) for n in elected]


def test_event_viii_is_of_the_series_that_the_cap_is_tested_with():
    """19,999 / 2 = 9,999.5: 99 preferred of B stay, and all of A."""
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05"}
    limits = {"cap": {"amount_shares": 19_999, "counts": ["B"]}}
    more = redemption(series=["A", "B"]) | {"cap_test": test}
    for names in ("AB", "BA"):
        ledger = flat(failing(*map(series, names), parts=more, holder=ALWAYS, limits=limits), 6)
        assert preferred(ledger, "redemption") == [(3, "B", 1)]


def test_of_several_events_the_greatest_number():
    """12,500 as converted at $8: 21 for a reserve of 20,000, 1 for a cap of 24,999, 13 for a statement of 21,874."""
    own = {"statements": [{"series": "B", "registered_shares": 21_874}], "company": "binds", "cover_sessions": 1}
    more = redemption() | {
        "reserve": {"amount_shares": 20_000, "series": "B", "company": "binds", "sessions": 1, "act_within_days": 2},
        "cap_test": {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05"},
        "registration": own | {"effective_within_sessions": 2},
    }
    limits = {"cap": {"amount_shares": 24_999, "counts": ["B"]}}
    terms = series(conversion_price={"fixed_usd": "8"})
    ledger = flat(failing(terms, parts=more, holder=ALWAYS, limits=limits), 6)
    assert acts(ledger, "redemption event") == [2, 2, 2]
    assert preferred(ledger, "redemption") == [(3, "B", 21)]


def test_late_approval_takes_the_right_away():
    """Event (viii) on Wednesday the 6th; approval on Thursday: nothing is redeemed, unless it does not cure."""
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05"}
    more = redemption() | {"cap_test": test}
    vote = {"mode": "date", "date": "1999-01-07"}
    limits = {"cap": {"amount_shares": 19_999, "counts": ["B"]}}
    ledger = flat(failing(parts=more, holder=ALWAYS, limits=limits, approval=vote), 12)
    assert acts(ledger, "redemption event") == [2]
    assert preferred(ledger, "redemption") == []
    more["cap_test"]["late_approval_cures"] = False
    # 19,999 / 2 = 9,999.5: 99 preferred.
    kept = flat(failing(parts=more, holder=ALWAYS, limits=limits, approval=vote), 12)
    assert preferred(kept, "redemption") == [(3, "B", 1)]


def test_approval_that_is_not_given_takes_no_right_away():
    """19,999 / 2 = 9,999.5: 99 of 100 preferred stay, whatever the day of the vote that failed."""
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05"}
    vote = {"mode": "date", "date": "1999-01-07"}
    limits = {"cap": {"amount_shares": 19_999, "counts": ["B"]}}
    scenario = failing(parts=redemption() | {"cap_test": test}, holder=ALWAYS, limits=limits, approval=vote)
    ledger = flat(scenario, 12, approved=False)
    assert preferred(ledger, "redemption") == [(3, "B", 1)]
    assert times(ledger, "late_approval_cures") == 0


def test_event_viii_of_the_first_session_is_cured_on_the_next():
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-03"}
    vote = {"mode": "date", "date": "1999-01-05"}
    limits = {"cap": {"amount_shares": 19_999, "counts": ["B"]}}
    scenario = failing(parts=redemption() | {"cap_test": test}, holder=ALWAYS, limits=limits, approval=vote)
    ledger = flat(scenario, 5)
    assert acts(ledger, "redemption event") == [0]
    assert acts(ledger, "redemption event cured") == [1]
    assert preferred(ledger, "redemption") == []
    assert times(ledger, "late_approval_cures") == 1


def test_an_event_that_happens_again_is_the_same_right():
    """Of Monday and Tuesday: elected on Tuesday, session 1."""
    ledger = flat(failing(parts=parts(event(date="1999-01-04"), event(date="1999-01-05"))), 5)
    assert preferred(ledger, "redemption") == [(1, "B", 100)]
    assert times(ledger, "event_iv") == 1


@pytest.mark.parametrize(
    ("others", "redeemed"),
    [
        ([], 23),
        ([{"shares": 500, "statement": None}], 28),
        ([{"shares": 500, "party": "agent", "statement": None}], 23),
    ],
    ids=["its own", "another of the investor's", "one of the agent's"],
)
def test_event_ix_takes_as_many_as_restore_the_statement(others, redeemed):
    """17,499 registered against twice (common and 1,000): 7,749.5, so 77 preferred, 23 redeemed.

    "Exercise of its Warrants" (CoD VIII.B(iv)) is of 500 more that are on another statement, too: 7,249.5.
    """
    registration = {
        "statements": [{"series": "B", "registered_shares": 17_499}],
        "company": "binds",
        "cover_sessions": 1,
        "effective_within_sessions": 2,
    }
    own = [warrant(statement="B"), *(warrant("V", **other) for other in others)]
    more = redemption() | {"registration": registration, "warrants": own}
    ledger = flat(failing(parts=more, holder=ALWAYS), 12)
    assert acts(ledger, "redemption event") == [2]
    assert preferred(ledger, "redemption") == [(3, "B", redeemed)]


def test_what_the_agent_sells_is_sold_before_the_notice():
    """Its 1,000, exercised on session 0 and held, are on B's statement; 100 of them go on session 3, before the notice.

    17,400 available then are more than twice 8,600: 86 preferred stay. Of the 17,500 before it 87 would.
    """
    statement = {"series": "B", "registered_shares": 17_500}
    registration = {"statements": [statement], "company": "binds", "cover_sessions": 1, "effective_within_sessions": 2}
    own = warrant(party="agent", exercise_price_usd="5", statement="B")
    more = redemption() | {"registration": registration, "warrants": [own]}
    holder = ALWAYS | {"participation": "1", "warrants": {"exercise": "when_it_pays"}}
    scenario = failing(parts=more, holder=holder, conversion={"same_day_sale": False})
    ledger = flat(scenario, 12, volumes=[1_000, 0, 0, 100, *[0] * 8])
    assert [(e.session, e.shares) for e in ledger.events if e.kind == "exercise"] == [(0, 1_000)]
    assert sales(ledger) == [(3, "W", 100)]
    assert preferred(ledger, "redemption") == [(3, "B", 14)]


def test_all_are_taken_if_no_number_restores_the_test():
    """No cap is left at all after 90 of 100 preferred converted: nothing exceeds it, and the 10 left are redeemed."""
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05"}
    limits = {"cap": {"amount_shares": 9_000, "counts": ["B"]}}
    holder = ALWAYS | {"policy": "convert_and_sell"}
    ledger = flat(failing(parts=redemption() | {"cap_test": test}, holder=holder, limits=limits), 12)
    assert preferred(ledger, "redemption") == [(3, "B", 10)]


def test_what_costs_nothing_is_lawful():
    """Without a price and with a first leg of nothing all 100 go for $0, though nothing may lawfully be paid."""
    terms = series(conversion_price={"variable": variable(switch_on="1999-01-15")})
    changes = {"face_multiple": 0, "lawful_usd": lawful(("1999-01-04", "0"))}
    ledger = flat(failing(terms, parts=parts(**changes), holder=ALWAYS), 10)
    assert preferred(ledger, "redemption") == [(3, "B", 100)]
    assert times(ledger, "impairment") == 0


def lawful(*amounts_usd):
    return [{"date": date, "usd": usd} for date, usd in amounts_usd]


def test_capital_impairment_lets_the_greatest_lawful_number_go_now():
    """$50,000 / $1,250 = 40; from Tuesday the 12th, session 6, $75,000 more: the other 60 exactly."""
    amounts_usd = lawful(("1999-01-04", "50000"), ("1999-01-12", "125000"))
    ledger = flat(failing(parts=parts(lawful_usd=amounts_usd)), 12)
    assert preferred(ledger, "redemption") == [(3, "B", 40), (6, "B", 60)]
    assert times(ledger, "impairment") == 3  # sessions 3, 4 and 5
    assert times(ledger, "redemption") == 2


def test_what_was_held_back_gets_the_greater_amount():
    """$1,300 at a bid of $13: floor(50,000 / 1,300) = 38 for 49,400. At $11 the amount is $1,250, and 62 get $1,300.

    100,600 more are lawful from session 6: enough for 77.
    """
    amounts_usd = lawful(("1999-01-04", "50000"), ("1999-01-12", "150000"))
    scenario = failing(parts=parts(lawful_usd=amounts_usd), holder=ALWAYS)
    ledger = keep(scenario, [13] * 4 + [11] * 8)
    assert amounts(ledger, "redemption") == [(3, 49_400.0), (6, 62 * 1_300.0)]


def test_what_was_held_back_gets_the_amount_of_the_original_cut_not_the_greatest():
    """$2,000 at a bid of $20: floor(50,000 / 2,000) = 25. At $30, $3,000, nothing is lawful; at $11 it is $1,250.

    From session 6 on $200,000 more are lawful: the other 75 at the $2,000 of the original event (CoD VIII.F(iii)).
    """
    amounts_usd = lawful(("1999-01-04", "50000"), ("1999-01-12", "250000"))
    ledger = keep(failing(parts=parts(lawful_usd=amounts_usd), holder=ALWAYS), [20] * 4 + [30] + [11] * 7)
    assert amounts(ledger, "redemption") == [(3, 50_000.0), (6, 75 * 2_000.0)]
    assert times(ledger, "impairment") == 3  # sessions 3, 4 and 5


def test_once_an_election_is_not_cut_the_original_amount_is_forgotten():
    """Event (viii) of a cap of 19,999 takes one of 100 at $10, cut at a bid of $20 and redeemed at $11 for $2,000.

    A fixed price of $8 on session 6: 79 preferred as 9,875 are under half of it, and 20 are to go at $1,000 / $8 x $11.
    That is the original amount of another cut: paid on session 7, at a bid of $10 that gives $1,250.
    """
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05"}
    lower = {"kind": "special_adjustment", "date": "1999-01-12", "factor": "0.8"}
    amounts_usd = lawful(("1999-01-08", "2000"), ("1999-01-13", "29500"))
    more = redemption(lawful_usd=amounts_usd) | {"cap_test": test, "events": [lower]}
    limits = {"cap": {"amount_shares": 19_999, "counts": ["B"]}}
    ledger = keep(failing(parts=more, holder=ALWAYS, limits=limits), [20] * 4 + [11] * 3 + [10] * 5)
    assert amounts(ledger, "redemption") == [(4, 2_000.0), (7, 20 * 1_375.0)]
    assert times(ledger, "impairment") == 2  # sessions 3 and 6


def test_an_election_of_nothing_does_not_forget_the_original_amount():
    """One of 100 at $10 under a reserve of 19,999, none at $20: cut on session 3, asked for again on session 5.

    The price is the bid of the session before: $1,000 / $10 x $20 on session 3, and $1,250 at $11 on session 5.
    """
    reserve = {"amount_shares": 19_999, "series": "B", "company": "binds", "sessions": 1, "act_within_days": 2}
    more = redemption(lawful_usd=lawful(("1999-01-11", "2000"))) | {"reserve": reserve}
    terms = series(conversion_price={"variable": variable()})
    ledger = keep(failing(terms, parts=more, holder=ALWAYS), [10, 10, 10, 20, 10, 11, 11], earlier_bids=[10])
    assert amounts(ledger, "redemption") == [(5, 2_000.0)]
    assert times(ledger, "impairment") == 1


def test_series_are_redeemed_in_the_order_named():
    """$200,000 lawful: 100 of B, then 60 of A at $1,250."""
    more = parts(series=["B", "A"], lawful_usd=lawful(("1999-01-04", "200000")))
    ledger = flat(failing(series("A"), series("B"), parts=more), 4)
    assert preferred(ledger, "redemption") == [(3, "B", 100), (3, "A", 60)]
