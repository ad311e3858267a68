"""Dividends and rights, as converted (``CoD IX.B``, ``XI.F``, ``W 4(f)``, METHODS 12.7), and other events by name."""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import conversions, deal, dollars, keep, sales, series, variable, walk, warrant


def dividend(**changes):
    return {"kind": "dividend", "date": "1999-01-06", "worth_usd": "0.5"} | changes


def held(*events, warrants=(), terms=None, exercise="never", **parts):
    return deal(
        *([terms] if terms else []),
        holder={"policy": "hold", "warrants": {"exercise": exercise}},
        rest={"events": list(events), "warrants": list(warrants)},
        **parts,
    )


def test_preferred_as_converted_the_session_before():
    """On Tuesday the price was Monday's bid, $8.00: 100,000/8 = 12,500 common at $0.50; limits are ignored."""
    terms = series(conversion_price={"variable": variable()})
    limits = {"cap": {"amount_shares": 1, "counts": ["B"]}}
    path = walk(held(dividend(), terms=terms, limits=limits), [8, 9, 9, 9])
    assert path.payments == [(2, 0, Fraction(6250))]
    assert path.fired["dividend"] == 1


def test_on_session_0_the_price_of_the_session():
    terms = series(conversion_price={"variable": variable()})
    path = walk(held(dividend(date="1999-01-04"), terms=terms), [8, 9])
    # 100,000/11 rounded up is 9,091.
    assert path.payments == [(0, 0, Fraction(9091, 2))]


def test_without_a_price_the_day_before_that_of_the_day():
    """The variable price begins on Wednesday itself: Tuesday's bid of $9.00, 11,112 common."""
    terms = series(conversion_price={"variable": variable(switch_on="1999-01-06")})
    path = walk(held(dividend(), terms=terms), [8, 9, 9])
    assert path.payments == [(2, 0, Fraction(11_112, 2))]


def test_common_held_gets_it_too():
    """400 from B, unregistered: $200.00; 60 from the warrant: $30.00; nothing for preferred that is gone."""
    terms = series(position={"preferred_left": 0, "common_held": 400}, registration_effective="1999-03-01")
    own = warrant(common_held=60, registration_effective="1999-03-01")
    path = walk(held(dividend(), warrants=[own], terms=terms), [8] * 4)
    assert path.payments == [(2, 0, Fraction(200))]
    assert path.warrants[0].paid == [(2, 30)]


def test_a_warrant_accrues_it_until_its_exercise():
    """$0.50 and $0.25 accrued, paid on 300 Warrant Shares a session from Friday on: $225.00 each time."""
    rights = dividend(kind="rights", date="1999-01-07", worth_usd="0.25")
    terms = warrant(exercisable_from="1999-01-08")
    scenario = deal(
        holder={"policy": "hold", "participation": "0.3"},
        rest={"events": [dividend(), rights], "warrants": [terms]},
    )
    path = walk(scenario, [11] * 6)
    assert path.warrants[0].paid == [(4, 225), (5, 225)]
    assert (path.fired["dividend"], path.fired["rights"]) == (1, 1)


def test_a_split_changes_what_has_accrued():
    """$0.50 on each of 1,000 Warrant Shares is $0.25 on each of 2,000; still $500.00 in all."""
    events = [dividend(), {"kind": "split", "date": "1999-01-07", "new_shares": 2, "old_shares": 1}]
    path = walk(held(*events, warrants=[warrant()]), [11] * 5)
    assert (path.warrants[0].accrued, path.warrants[0].whole_left) == (Fraction(1, 4), 2000)


def test_special_adjustment_of_the_fixed_price():
    """$10.00 x 0.9."""
    event = {"kind": "special_adjustment", "date": "1999-01-06", "factor": "0.9"}
    path = walk(held(event), [11] * 4)
    # $9.00 is a whole number of 2**-20 dollars.
    assert dollars(path, path.fixed_prices[0]) == 9
    assert path.fired["special_adjustment"] == 1


def test_a_special_adjustment_leaves_at_least_the_smallest_price():
    """$10 by 10^-7 is 1.05 of 2**-20 dollars; by 0.4 it is one of them still: $100,000 are 100,000 x 2**20 common."""
    events = [
        {"kind": "special_adjustment", "date": day, "factor": factor}
        for day, factor in (("1999-01-05", "0.0000001"), ("1999-01-06", "0.4"))
    ]
    ledger = keep(deal(series(registration_effective="1999-01-06"), rest={"events": events}), [11] * 4)
    assert conversions(ledger) == [(2, "B", 100, 100_000 * 2**20)]


def test_an_increase_of_the_authorized_common():
    """100 shares are free, 1 preferred; 250 more from Wednesday on: 3 in all and 2 more at once."""
    event = {"kind": "authorized_increase", "date": "1999-01-06", "shares": 250}
    scenario = deal(common={"authorized_shares": 1_000_100}, rest={"events": [event]})
    assert conversions(keep(scenario, [11] * 4)) == [(0, "B", 1, 100), (2, "B", 2, 200)]


def test_delisting_lifts_the_cap():
    """A cap of 500 shares until Wednesday; then the 95 preferred left convert, and event (i) is born on session 6."""
    event = {"kind": "delisting", "date": "1999-01-06"}
    limits = {"cap": {"amount_shares": 500, "counts": ["B"]}}
    parts = {"events": [event], "warrants": [warrant(exercise_price_usd="50")]}
    ledger = keep(deal(limits=limits, rest=parts), [11] * 8)
    assert conversions(ledger) == [(0, "B", 5, 500), (2, "B", 95, 9500)]
    assert (ledger.totals["times_delisting"], ledger.totals["times_event_i"]) == (1, 1)
    assert [e.session for e in ledger.events if "Event (i)" in e.note] == [6]


def test_a_suspension_holds_back_notices_and_sales():
    """Monday and Tuesday are suspended, inclusive; registration binds on both."""
    event = {"kind": "suspension", "date": "1999-01-04", "until": "1999-01-05", "statements": ["B"]}
    ledger = keep(deal(rest={"events": [event]}), [11] * 4)
    assert conversions(ledger) == [(2, "B", 100, 10_000)]
    assert ledger.totals["sessions_bound_registration"] == 2


def test_an_event_before_the_start_does_not_act():
    """Positions say what it did."""
    path = walk(held(dividend(date="1999-01-03"), {"kind": "split", "date": "1998-12-31", "new_shares": 2,
                                                   "old_shares": 1}), [11] * 3)  # fmt: skip
    assert (path.payments, path.outstanding) == ([], 1_000_000)


def test_an_event_after_all_is_converted_and_sold_is_still_read():
    """All is sold on Monday. An issue on Thursday, and another on the last session, Friday."""
    events = [
        {"kind": "issuance", "date": day, "shares": 1000, "consideration_usd": 500}
        for day in ("1999-01-07", "1999-01-08")
    ]
    ledger = keep(deal(rest={"events": events}), [11] * 5)
    assert conversions(ledger) == [(0, "B", 100, 10_000)]
    assert ledger.totals["times_issuance"] == 2
    assert ledger.totals["other_issues_usd"] == 1000


def test_a_merger_after_all_is_converted_and_sold_is_still_completed():
    merger = {"kind": "merger", "date": "1999-01-05", "completed": "1999-01-08", "consideration_usd": "11"}
    ledger = keep(deal(rest={"events": [merger]}), [11] * 6)
    assert conversions(ledger) == [(0, "B", 100, 10_000)]
    assert ledger.totals["ended_session"] == 4


UNDER = {"minimum_bid_usd": "5", "cure_days": 90, "cure_sessions": 10}
"""A rule of the exchange that counts bids under $5, on every session of a path that is not finished (METHODS 10)."""


def notices(events, sessions_under):
    """100 common are sold on Monday: nothing is left but the events. Every bid is $4."""
    terms = series(position={"preferred_left": 0, "common_held": 100})
    rule = UNDER | {"sessions_under": sessions_under}
    ledger = keep(deal(terms, rest={"events": events, "listing_rule": rule}), [4] * 8)
    assert sales(ledger) == [(0, "B", 100)]
    return ledger.totals["times_listing_notice"]


@pytest.mark.parametrize(
    ("event", "last"),
    [
        ({"kind": "issuance", "date": "1999-01-07", "shares": 1000, "consideration_usd": 500}, 3),
        ({"kind": "merger", "date": "1999-01-05", "completed": "1999-01-07"}, 2),
        ({"kind": "merger", "date": "1999-01-05", "abandoned": "1999-01-07"}, 1),
        ({"kind": "merger", "date": "1999-01-05"}, 1),
        ({"kind": "merger", "date": "1999-01-05", "completed": "2000-01-03"}, 1),
        ({"kind": "merger", "date": "1998-12-01", "completed": "1999-01-07"}, 0),
        ({"kind": "dividend", "date": "1998-12-01", "worth_usd": 1}, 0),
        ({"kind": "dividend", "date": "2000-01-03", "worth_usd": 1}, 0),
    ],
    ids=lambda each: "-".join(map(str, each.values())) if isinstance(each, dict) else None,
)
def test_a_path_goes_on_until_its_last_event_and_no_longer(event, last):
    """So many bids under the line are counted; a merger is completed before the close of its session."""
    assert [notices([event], last + 1), notices([event], last + 2)] == [1, 0]


def test_of_two_events_the_later_one_is_the_last():
    """Tuesday and Thursday, session 3: four bids."""
    events = [
        {"kind": "issuance", "date": day, "shares": 1000, "consideration_usd": 500}
        for day in ("1999-01-05", "1999-01-07")
    ]
    assert [notices(events, 4), notices(events, 5)] == [1, 0]
