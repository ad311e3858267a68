"""The fixed price that falls where nothing is delivered in time, at the edges (CoD VII.C).

A Conversion Date on Monday 1999-01-04 (session 0) has its Delivery Period end on Thursday the 7th, and the tenth day
after is Sunday the 17th: the fixed price falls on Monday the 18th, session 10. Where 10 preferred convert, there is no
volume to sell more into.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, series, variable
from remedy_deals import acts, amounts, failing, times

ALL_THE_VOLUME = {"policy": "convert_and_sell", "participation": "1"}


def failure(late_days, **changes):
    return {"kind": "delivery_failure", "date": "1999-01-04", "late_days": late_days} | changes


def parts(*events):
    return {"delivery": {}, "events": list(events)}


def bids_with(sessions, **others):
    """$11, but on some sessions: ``on_4=12``."""
    return [others.get(f"on_{session}", 11.0) for session in range(sessions)]


def test_the_fixed_price_falls_to_a_cent():
    """At a multiplier of 1 a bid of a cent is a price of a single unit. Read on Monday the 18th, session 10."""
    terms = series(preferred_shares=11, conversion_price={"fixed_usd": "10", "variable": variable()})
    bids = bids_with(16, on_5=0.01)
    ledger = keep(
        failing(terms, parts=parts(failure(11)), holder=ALL_THE_VOLUME), bids, volumes=[100] + [0] * (len(bids) - 1)
    )
    assert conversions(ledger) == [(0, "B", 1, 100)]
    assert acts(ledger, "fixed price falls") == [10]
    assert [float(ledger.sessions[at].conversion_prices_usd[0]) for at in (6, 7, 9, 11)] == [0.01, 10, 10, 0.01]


@pytest.mark.parametrize(
    ("day", "usd"), [("18", 9_000.0), ("19", 15_000.0), ("26", 15_000.0), ("27", 15_000.0), ("28", 18_000.0)]
)
def test_the_fixed_price_falls_at_the_close_of_two_sessions(day, usd):
    """Monday the 18th, session 10, to $6, and the delivery's, Wednesday the 27th, session 17, to the $5 of session 13.

    A dividend looks at the session before: 90 preferred at $10, $6 or $5. The 1,000 common of Monday the 4th are sold.
    """
    terms = series(conversion_price={"fixed_usd": "10", "variable": variable()})
    dividend = {"kind": "dividend", "date": f"1999-01-{day}", "worth_usd": "1"}
    scenario = failing(terms, parts=parts(failure(20), dividend), holder=ALL_THE_VOLUME)
    ledger = keep(scenario, bids_with(20, on_5=6.0, on_12=5.0), volumes=[1_000] + [0] * 19)
    assert acts(ledger, "fixed price falls") == [10, 17]
    assert [paid for _, paid in amounts(ledger, "dividend") if paid] == [usd]


def test_a_refusal_lowers_the_fixed_price_of_a_series_of_which_none_is_left():
    """Every series is affected: $6 on session 6 (METHODS 17)."""
    price = {"fixed_usd": "10", "variable": variable()}
    gone = series("A", conversion_price=price, position={"preferred_left": 0, "common_held": 0})
    more = parts(failure(11, refusal=True))
    scenario = failing(gone, series(conversion_price=price), parts=more)
    ledger = keep(scenario, bids_with(16, on_5=6.0))
    assert [event.instrument for event in ledger.events if event.kind == "fixed price falls"] == ["A", "B"]
    assert times(ledger, "ratchet") == 2


def test_without_a_fixed_price_none_falls():
    """The bid of the day before alone: $6 on session 6, and $11 on session 11 as before."""
    terms = series(conversion_price={"variable": variable()})
    scenario = failing(terms, parts=parts(failure(11)), holder=ALL_THE_VOLUME)
    ledger = keep(scenario, bids_with(16, on_5=6.0), volumes=[1_000] + [0] * 15)
    assert conversions(ledger) == [(0, "B", 11, 1_000)]
    assert times(ledger, "ratchet") == 0
    assert [ledger.sessions[at].conversion_prices_usd[0] for at in (6, 11)] == [6, 11]


FLOOR = {"fixed_usd": "10", "variable": variable(floor_usd="5", below_floor="stops")}
"""The lower of $10 and the bid of the day before; where that is under $5 nothing converts."""


def test_a_session_without_a_price_leaves_the_lowest():
    """$6 on session 6, and none on session 7."""
    scenario = failing(series(conversion_price=FLOOR), parts=parts(failure(11)), holder=ALL_THE_VOLUME)
    ledger = keep(scenario, bids_with(16, on_5=6.0, on_6=4.0), volumes=[1_000] + [0] * 15)
    assert ledger.sessions[7].conversion_prices_usd[0] is None
    assert acts(ledger, "fixed price falls") == [10]
    assert ledger.sessions[11].conversion_prices_usd[0] == 6


def test_a_fixed_price_that_falls_where_there_is_no_price_makes_none():
    """On Monday the 18th, session 10, there is none: Tuesday's dividend takes Tuesday's $5.20, 17,308 common."""
    dividend = {"kind": "dividend", "date": "1999-01-19", "worth_usd": "1"}
    scenario = failing(series(conversion_price=FLOOR), parts=parts(failure(11), dividend), holder=ALL_THE_VOLUME)
    ledger = keep(scenario, bids_with(16, on_5=6.0, on_9=4.0, on_10=5.2), volumes=[1_000] + [0] * 15)
    assert acts(ledger, "fixed price falls") == [10]
    assert [usd for _, usd in amounts(ledger, "dividend") if usd] == [17_308.0]
