"""The Reserved Amount: its room, its test, and event (vii) (CoD V)."""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, series, variable
from remedy_deals import acts, failing, flat, preferred, shares, times, warrant


def reserve(amount: int, **changes):
    return {"reserve": {"amount_shares": amount, "series": "B", "company": "binds", "sessions": 1} | changes}


def authorized(shares: int, **changes):
    return {"authorized_shares": shares} | changes


@pytest.mark.parametrize(("preferred", "fires"), [(2_000_000, 0), (2_000_001, 1)])
def test_the_reserve_test_of_the_certificate_fires_above_2_000_000(preferred, fires):
    """4,000,000 reserved are twice 2,000,000. A preferred of $1 at $1 is one common."""
    terms = series(preferred_shares=preferred, stated_value_usd="1", conversion_price={"fixed_usd": "1"})
    assert times(flat(failing(terms, parts=reserve(4_000_000)), 2), "reserve_trigger") == fires


def test_three_failures_in_a_row_make_the_trigger():
    """10,000 as converted at a bid of $10 the day before, 12,500 at $8; 20,000 reserved is twice the one only.

    Bids 8, 8, 10, 8, 8, 8, 8: the test of a session looks at the bid before it, so it fails on sessions 1, 2, 4, 5, 6.
    """
    terms = series(conversion_price={"variable": variable()})
    scenario = failing(terms, parts=reserve(20_000, sessions=3))
    ledger = keep(scenario, [8, 8, 10, 8, 8, 8, 8], earlier_bids=(10.0,) * 5)
    assert acts(ledger, "reserve trigger") == [6]


def test_the_company_raises_it_to_twice_the_series_as_converted():
    """$8.01 for $100,000: ceil(12,484.39) = 12,485, twice 24,970; reserved 20,000. Raised on the second session."""
    terms = series(conversion_price={"fixed_usd": "8.01"})
    ledger = flat(failing(terms, parts=reserve(20_000, sessions=2, company="raises")), 5)
    assert acts(ledger, "reserve trigger") == [1]
    assert shares(ledger, "reserve raised") == [(1, 24_970)]
    assert times(ledger, "event_vii") == 0


def test_it_is_raised_as_far_as_authorized_and_the_rest_in_time():
    """25,000 wanted for 12,500 as converted; authorized 1,022,000 of 1,000,000 outstanding and 500 elsewhere.

    Free are 21,500, of which 20,000 are reserved: 1,500 more. On Friday (session 4) 10,000 more are authorized, and
    what lacks, 3,500, is raised before event (vii) is due on the tenth day.
    """
    terms = series(conversion_price={"fixed_usd": "8"})
    parts = reserve(20_000, company="raises", act_within_days=10)
    parts["events"] = [{"kind": "authorized_increase", "date": "1999-01-08", "shares": 10_000}]
    common = authorized(1_022_000, reserved_elsewhere_shares=500)
    ledger = flat(failing(terms, parts=parts, common=common), 15)
    assert shares(ledger, "reserve raised") == [(0, 21_500), (4, 25_000)]
    assert acts(ledger, "reserve trigger") == [0]
    assert acts(ledger, "redemption event") == []


def test_event_vii_after_the_days_to_act():
    """Trigger on Monday 1999-01-04; ten days later is Thursday 1999-01-14, session 8. It is born once only."""
    ledger = flat(failing(series(conversion_price={"fixed_usd": "8"}), parts=reserve(20_000, act_within_days=10)), 30)
    assert acts(ledger, "redemption event") == [8]
    assert times(ledger, "event_vii") == 1
    # Read again from session 9, triggered then, and again after every ten days or the first session after them:
    # 9 (Friday the 15th) to the 25th (15), 16 to the 5th of February (24), 25.
    assert acts(ledger, "reserve trigger") == [0, 9, 16, 25]


def test_a_trigger_that_passes_again_in_time_is_gone():
    """The bid is $8 on sessions 0 and 1 only: the tests of sessions 1 and 2 fail, that of session 3 passes."""
    terms = series(conversion_price={"variable": variable()})
    scenario = failing(terms, parts=reserve(20_000, act_within_days=1, sessions=2))
    ledger = keep(scenario, [8, 8, 10, 10, 10], earlier_bids=(10.0,) * 5)
    assert acts(ledger, "reserve trigger") == [2]
    assert times(ledger, "event_vii") == 0


def test_conversions_use_the_reserved_amount_and_the_test_looks_at_what_remains():
    """50 of 100 preferred convert on session 0, 5,000 common. 15,000 - 5,000 = 10,000 = twice 5,000: it passes.

    With 14,999 it fails; looking at the original number, 14,999 is more than 10,000 again.
    """
    selling = {"policy": "convert_and_sell", "participation": "1"}
    volumes = [5000] + [0] * 2

    def trigger(amount, **changes):
        ledger = flat(failing(parts=reserve(amount, **changes), holder=selling), 2, volumes=volumes[:2])
        assert conversions(ledger) == [(0, "B", 50, 5_000)]
        return times(ledger, "reserve_trigger")

    assert trigger(15_000) == 0
    assert trigger(14_999) == 1
    assert trigger(14_999, basis="original") == 0


def test_what_is_reserved_is_kept_from_other_instruments():
    """30,000 are free, 20,000 of them reserved for B: of A's 15,000 only 10,000 convert.

    Half of B cannot convert before Thursday, and 10,000 stay reserved for it: nothing for A on Wednesday.
    """
    a = series("A", preferred_shares=150, maturity="1999-01-05")
    b = series("B", maturity="1999-01-07")
    ledger = flat(failing(a, b, parts=reserve(20_000), common=authorized(1_030_000)), 4)
    assert conversions(ledger) == [(1, "A", 100, 10_000), (3, "B", 100, 10_000)]
    assert ledger.totals["sessions_bound_authorized"] == 3  # Tuesday, Wednesday and Thursday


@pytest.mark.parametrize(
    ("in_reserve", "preferred", "bound"),
    [(None, 100, 1), (False, 100, 1), (True, 90, 3)],
    ids=["none", "outside", "in it"],
)
def test_once_its_series_is_gone_the_reserve_keeps_what_its_warrants_may_take(in_reserve, preferred, bound):
    """Of the 20,000 reserved B takes 10,000 on Tuesday, after A's first 100 preferred of 10,000.

    10,000 of those authorized are left then, "solely" for B and the warrants (CoD V.A): B is gone, and a warrant of
    901 that comes out of the reserve leaves A 9,099 of them, 90 preferred; without one A gets its second 100.
    """
    a = series("A", preferred_shares=200, maturity="1999-01-05")
    b = series("B", maturity="1999-01-05")
    own = [] if in_reserve is None else [warrant(in_reserve=in_reserve, shares=901)]
    parts = reserve(20_000) | {"warrants": own}
    ledger = flat(failing(a, b, parts=parts, common=authorized(1_030_000)), 4)
    assert conversions(ledger) == [(1, "A", 100, 10_000), (1, "B", 100, 10_000), (2, "A", preferred, 100 * preferred)]
    assert ledger.totals["sessions_bound_authorized"] == bound


def test_the_reserve_of_the_first_series_is_released_in_the_same_session():
    """30,000 are free, 20,000 of them reserved for A, which needs 10,000: B gets all of its 20,000 after it."""
    a = series("A", maturity="1999-01-05")
    b = series("B", preferred_shares=200, maturity="1999-01-05")
    ledger = flat(failing(a, b, parts=reserve(20_000, series="A"), common=authorized(1_030_000)), 3)
    assert conversions(ledger) == [(1, "A", 100, 10_000), (1, "B", 200, 20_000)]


def test_it_keeps_no_more_than_what_remains_of_it():
    """5,500 are reserved, of which B takes 5,000 on Tuesday: 500 remain for a warrant of 901.

    Of 16,000 authorized 11,000 are free on Wednesday, 10,500 of them for A: 105 preferred.
    """
    a = series("A", preferred_shares=150, maturity="1999-01-06")
    b = series("B", preferred_shares=50, maturity="1999-01-05")
    parts = reserve(5_500) | {"warrants": [warrant(shares=901)]}
    ledger = flat(failing(a, b, parts=parts, common=authorized(1_016_000)), 3)
    assert conversions(ledger) == [(1, "B", 50, 5_000), (2, "A", 105, 10_500)]


def test_the_reserve_of_a_line_is_kept():
    """10,000 are free and reserved for a line, of which nothing has been drawn: A converts nothing."""
    a = series("A", maturity="1999-01-05")
    line = series("B", draws={"dates": ["1999-01-08"], "preferred_shares": 50})
    ledger = flat(failing(a, line, parts=reserve(10_000), common=authorized(1_010_000)), 3)
    assert conversions(ledger) == []


def test_shares_reserved_elsewhere_are_not_issued():
    """11,000 are not outstanding, 2,000 of them are for options: 9,000 for 90 preferred."""
    common = authorized(1_011_000, reserved_elsewhere_shares=2_000)
    scenario = failing(series(maturity="1999-01-05"), parts={}, common=common)
    assert conversions(flat(scenario, 2)) == [(1, "B", 90, 9_000)]


def test_a_warrant_in_the_reserve_uses_it_and_one_outside_is_kept_from_it():
    """Both in the money from the start: 1,000 Warrant Shares each at $5, exercised on session 0 for cash.

    1,500 are free, 1,200 of them reserved: W1 (in it) takes 1,000 and leaves 200 of it. 500 are then free, of which 200
    are still reserved: W2 gets 300.
    """
    terms = [
        warrant("W1", exercise_price_usd="5"),
        warrant("W2", exercise_price_usd="5", in_reserve=False),
    ]
    parts = reserve(1_200, company="raises", required_multiple="0.0001") | {"warrants": terms}
    a_little = series(preferred_shares=1, conversion_price={"fixed_usd": "1000"})
    selling = {"policy": "convert_and_sell", "hurdle": "2"}  # B stays: 11 is under 2 x 1,000
    ledger = flat(failing(a_little, parts=parts, holder=selling, common=authorized(1_001_500)), 2)
    exercised = [(event.instrument, event.shares) for event in ledger.events if event.kind == "exercise"]
    assert exercised == [("W1", 1000), ("W2", 300)]


def test_a_split_restates_the_reserve():
    """One for two on Tuesday: 20,001 reserved become 10,000, rounded down, and B as converted 5,000 at $20."""
    one_for_two = {"events": [{"kind": "split", "date": "1999-01-05", "new_shares": 1, "old_shares": 2}]}
    assert times(flat(failing(parts=reserve(20_001) | one_for_two), 2), "reserve_trigger") == 0
    # 19,999 fails on Monday already; read three times in a row from Monday on, on Wednesday.
    ledger = flat(failing(parts=reserve(19_999, sessions=3) | one_for_two), 3)
    assert acts(ledger, "reserve trigger") == [2]


def test_a_split_restates_what_has_been_used():
    """Half converts on Monday: 5,000 of 15,001 used. One for two: 7,500 less 2,500 are 5,000, twice 2,500."""
    selling = {"policy": "convert_and_sell", "participation": "1"}
    events = [{"kind": "split", "date": "1999-01-05", "new_shares": 1, "old_shares": 2}]
    scenario = failing(parts=reserve(15_001) | {"events": events}, holder=selling)
    assert times(flat(scenario, 2, volumes=[5000, 0]), "reserve_trigger") == 0


def test_as_converted_by_the_preferred_or_in_fractions():
    """$1,000 at $8.01 is 124.84: a preferred at a time 100 x 125, twice 25,000; in fractions 24,968.8."""
    terms = series(conversion_price={"fixed_usd": "8.01"})
    for conversion, least in (({"round_up": "per_share"}, 25_000), ({"fractional_shares": True}, 24_969)):
        for amount, fails in ((least, 0), (least - 1, 1)):
            ledger = flat(failing(terms, parts=reserve(amount), conversion=conversion), 2)
            assert times(ledger, "reserve_trigger") == fails


def test_failures_are_counted_anew_after_the_days_to_act():
    """Monday and Tuesday fail: a trigger; on Wednesday the day to act is over; then Thursday and Friday."""
    scenario = failing(
        series(conversion_price={"fixed_usd": "8"}), parts=reserve(20_000, sessions=2, act_within_days=1)
    )
    assert acts(flat(scenario, 6), "reserve trigger") == [1, 4]


def test_failures_are_counted_anew_after_the_company_has_raised_it():
    """At $8 on Monday and Tuesday 12,500: raised to 25,000. At $5 from Wednesday on 20,000: raised on Thursday."""
    terms = series(conversion_price={"variable": variable()})
    scenario = failing(terms, parts=reserve(20_000, sessions=2, company="raises"))
    first, both = (keep(scenario, [8, 5, 5, 5][:until], earlier_bids=(8.0,) * 5) for until in (3, 4))
    assert (acts(first, "reserve trigger"), acts(both, "reserve trigger")) == ([1], [1, 3])
    assert shares(both, "reserve raised") == [(1, 25_000), (3, 40_000)]


def test_a_session_without_a_price_is_not_read_and_does_not_break_the_row():
    """At $8 on Monday and Wednesday it fails; under the floor of $7 there is no price on Tuesday, when more happens."""
    terms = series(conversion_price={"variable": variable(floor_usd="7", below_floor="stops")})
    more = {"events": [{"kind": "authorized_increase", "date": "1999-01-05", "shares": 1}]}
    scenario = failing(terms, parts=reserve(20_000, sessions=2) | more)
    first, both = (keep(scenario, [6, 8, 8][:until], earlier_bids=(8.0,)) for until in (2, 3))
    assert (acts(first, "reserve trigger"), acts(both, "reserve trigger")) == ([], [2])


def test_the_right_ends_when_the_reserve_is_restored_if_rights_do():
    """At $8 to Wednesday it fails; event (vii) on Tuesday, and at $10 from Thursday on it is restored: no refusal.

    The holder refuses at maturity, on Friday the 8th, while a right is alive.
    """
    redemption = {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": "1000000"}]}
    terms = series(conversion_price={"variable": variable()}, maturity="1999-01-08")

    def refused(right, *bids):
        parts = reserve(20_000, act_within_days=1) | {"redemption": redemption | {"right": right}}
        holder = {"redeems": "never", "refuses_at_maturity": True}
        scenario = failing(terms, parts=parts, holder=holder, conversion={"maturity_conditions": "tested"})
        return times(keep(scenario, bids, earlier_bids=(8.0,)), "refused_at_maturity")

    assert refused("ends_when_cured", 8, 8, 10, 10, 10, 10) == 0
    assert refused("persists", 8, 8, 10, 10, 10, 10) == 1
    assert refused("ends_when_cured", 8, 8, 8, 8, 8, 8) == 1


def test_a_series_of_which_nothing_is_left_restores_nothing():
    """Nothing is reserved: all of B is redeemed; its right stays, and the maturity of A is refused."""
    cash = {"series": ["B"], "cash_usd": [{"date": "1999-01-04", "usd": "1000000"}], "right": "ends_when_cured"}
    scenario = failing(
        series("A", maturity="1999-01-13"),
        series("B"),
        parts=reserve(0, act_within_days=1) | {"redemption": cash},
        holder={"redeems": "always", "refuses_at_maturity": True},
        conversion={"maturity_conditions": "tested"},
    )
    ledger = flat(scenario, 10)
    assert preferred(ledger, "redemption") == [(2, "B", 100)]
    assert times(ledger, "refused_at_maturity") == 1


def test_what_is_issued_beyond_the_reserve_leaves_none():
    """5,000 are reserved, B converts 10,000: of 1,010,001 authorized one is left for A, whose preferred is one each."""
    a = series("A", conversion_price={"fixed_usd": "1000"}, maturity="1999-01-06")
    b = series("B", maturity="1999-01-05")
    ledger = flat(failing(a, b, parts=reserve(5_000), common=authorized(1_010_001)), 4)
    assert conversions(ledger) == [(1, "B", 100, 10_000), (2, "A", 1, 1)]


@pytest.mark.parametrize(
    ("free", "reserved", "converts"),
    [(11_701, 11_001, True), (11_700, 11_001, False), (11_701, 11_000, False)],
)
def test_what_maturity_needs_authorized_and_reserved(free, reserved, converts):
    """10,000 of B; warrants on 1,000, 1 (at a cent), 500 and 200 beside the reserve: 11,701. Not the agent's 300.

    Reserved are 10,000, 1,000 and 1. Of A nothing is left, C has no price yet; X ended on Tuesday, Y ends with the day.
    """
    all_series = [
        series("A", position={"preferred_left": 0, "common_held": 0}),
        series("B", maturity="1999-01-06"),
        series("C", preferred_shares=5, conversion_price={"variable": variable(switch_on="1999-03-01")}),
    ]
    warrants = [
        warrant("W"),
        warrant("T", shares=1, exercise_price_usd="0.01"),
        warrant("V", shares=500, in_reserve=False),
        warrant("G", shares=300, party="agent"),
        warrant("X", shares=700, expires="1999-01-05"),
        warrant("Y", shares=200, expires="1999-01-06", in_reserve=False),
    ]
    parts = reserve(reserved, required_multiple="0.0001", sessions=60) | {"warrants": warrants}
    scenario = failing(
        *all_series,
        parts=parts,
        common=authorized(1_000_000 + free),
        holder={"warrants": {"exercise": "never"}},
        conversion={"maturity_conditions": "tested"},
    )
    assert conversions(flat(scenario, 4)) == ([(2, "B", 100, 10_000)] if converts else [])


@pytest.mark.parametrize(("approved", "converted"), [(True, [0, 2, 3]), (False, [0])])
def test_the_cap_until_approval_acts_and_never_again(approved, converted):
    """250 may be sold a day, 300 is the cap: 3 preferred on Monday; the vote of Wednesday lets the rest go."""
    scenario = failing(
        parts=reserve(20_000),
        holder={"policy": "convert_and_sell", "participation": "0.25"},
        limits={"cap": {"amount_shares": 300, "counts": ["B"]}},
        approval={"mode": "date", "date": "1999-01-06"},
    )
    ledger = flat(scenario, 4, approved=approved)
    assert [session for session, *_ in conversions(ledger)] == converted


def test_of_the_investors_warrants_those_that_are_left():
    """Event (viii) of Wednesday: the cap must exceed the common of the preferred and 999 of V and 999 of W.

    The agent's warrant is not the investor's, and one that ended on Tuesday is gone. 8,999 is more than 7,000 and
    1,998, so 70 preferred stay; 8,998 is more than 6,900 and 1,998 alone.
    """
    test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-05", "required_multiple": "1"}
    own = [
        warrant("V", shares=999, in_reserve=False),
        warrant("W", shares=999),
        warrant("G", party="agent"),
        warrant("X", expires="1999-01-05"),
    ]
    cash = [{"date": "1999-01-04", "usd": "1000000"}]
    parts = reserve(20_000) | {"cap_test": test, "warrants": own, "redemption": {"series": ["B"], "cash_usd": cash}}
    limits = {"cap": {"amount_shares": 8_999, "counts": ["B"]}}
    ledger = flat(failing(parts=parts, holder={"redeems": "always"}, limits=limits), 6)
    assert preferred(ledger, "redemption") == [(3, "B", 30)]
    fewer = {"cap": {"amount_shares": 8_998, "counts": ["B"]}}
    assert preferred(flat(failing(parts=parts, holder={"redeems": "always"}, limits=fewer), 6), "redemption") == [
        (3, "B", 31)
    ]


def test_authorized_three_times_what_is_outstanding():
    common = {"outstanding_shares": 10_000, "authorized_shares": 30_000}
    scenario = failing(series(maturity="1999-01-05"), parts=reserve(20_000), common=common)
    assert conversions(flat(scenario, 3)) == [(1, "B", 100, 10_000)]


def test_a_reserve_is_raised_to_five_times_and_beyond_what_was_used():
    """From 5,000, or by one, to twice the 12,500 at $8. From 1,000, where 5,000 are used, to 10,000 on top of them."""
    terms = series(conversion_price={"fixed_usd": "8"})
    for amount in (5_000, 24_999):
        ledger = flat(failing(terms, parts=reserve(amount, company="raises")), 2)
        assert shares(ledger, "reserve raised") == [(0, 25_000)]
    selling = {"policy": "convert_and_sell", "participation": "1"}
    used = flat(failing(parts=reserve(1_000, company="raises"), holder=selling), 3, volumes=[5000, 0, 0])
    assert times(used, "reserve_raised") == times(used, "reserve_trigger") == 1


def test_a_reserve_is_never_lowered():
    """At $8 25,000 are wanted and 21,000 authorized; at $10 on Tuesday 20,000 would do."""
    terms = series(conversion_price={"variable": variable()})
    scenario = failing(terms, parts=reserve(20_000, company="raises"), common=authorized(1_021_000))
    ledger = keep(scenario, [10, 10, 10], earlier_bids=(8.0,))
    assert shares(ledger, "reserve raised") == [(0, 21_000)]
    assert times(ledger, "reserve_raised") == 1
