"""What the holder does (METHODS 6): hurdle, what it knows, order of the series, same-day sale, hold."""

from __future__ import annotations

import pytest
from ledger_deals import conversions, covenant, deal, keep, sales, series, variable


def test_hurdle_is_met_exactly_at_the_conversion_price():
    same_close = {"sale_decision": "same_close"}
    assert conversions(keep(deal(holder=same_close), [9.99])) == []
    assert conversions(keep(deal(holder=same_close), [10.00])) == [(0, "B", 100, 10_000)]
    stricter = same_close | {"hurdle": "1.1"}
    assert conversions(keep(deal(holder=stricter), [10.99, 11.00])) == [(1, "B", 100, 10_000)]


def test_a_bid_under_the_hurdle_binds_as_price():
    ledger = keep(deal(), [9, 9, 11, 11], earlier_bids=(9.0,))
    # Decides on the bids of the days before: 9, 9, 9, 11.
    assert conversions(ledger) == [(3, "B", 100, 10_000)]
    assert ledger.totals["sessions_bound_price"] == 3


@pytest.mark.parametrize(("decision", "session", "sold_at"), [("previous_close", 0, 9), ("same_close", 1, 11)])
def test_what_the_holder_knows_when_it_decides(decision, session, sold_at):
    """The bids go 11, 9, 11: on the bid of the day before it sells at 9, on the same day's at 11."""
    ledger = keep(deal(holder={"sale_decision": decision}), [9, 11], earlier_bids=(11.0,))
    assert conversions(ledger)[0][0] == session
    assert [(e.session, e.price) for e in ledger.events if e.kind == "sale"] == [(session, sold_at)]


def test_without_a_bid_to_decide_on_the_holder_waits():
    ledger = keep(deal(), [11, None, 11, 11], earlier_bids=())
    # Monday and Wednesday have no bid on record the day before, Tuesday none at all.
    assert conversions(ledger) == [(3, "B", 100, 10_000)]
    assert [e.session for e in ledger.events if e.kind == "no decision"] == [0, 2]


def test_lower_conversion_price_first_and_deal_order_at_a_tie():
    """250 shares a session. A at $10.00; B at the bid of the day before: $11, $10, $8."""
    floating = series("B", conversion_price={"variable": variable()})
    scenario = deal(series("A"), floating, limits={"sale_volume": covenant()}, holder={"hurdle": "0"})
    ledger = keep(scenario, [10, 8, 8], earlier_bids=(11.0,))
    assert [(session, name) for session, name, _, _ in conversions(ledger)] == [(0, "A"), (1, "A"), (2, "B")]


def test_the_room_that_one_series_leaves_goes_to_the_next():
    """A's one preferred gives 100 of the 250; B's two fill the other 150 with 200 shares."""
    scenario = deal(series("A", preferred_shares=1), series("B"), limits={"sale_volume": covenant()})
    ledger = keep(scenario, [11])
    assert conversions(ledger) == [(0, "A", 1, 100), (0, "B", 2, 200)]
    assert sales(ledger) == [(0, "A", 100), (0, "B", 150)]


def test_an_unregistered_series_is_passed_over_for_the_next():
    scenario = deal(series("A", registration_effective="1999-01-05"), series("B"))
    assert [row[:2] for row in conversions(keep(scenario, [11, 11]))] == [(0, "B"), (1, "A")]


def test_without_same_day_sale_shares_are_sold_from_the_next_session_on():
    """Room 250: 3 preferred on Monday, sold on Tuesday at Tuesday's bid up to 250, then nothing more fits."""
    scenario = deal(limits={"sale_volume": covenant()}, conversion={"same_day_sale": False})
    ledger = keep(scenario, [11, 12, 13])
    assert conversions(ledger) == [(0, "B", 3, 300), (2, "B", 2, 200)]
    assert [(e.session, e.shares, e.price) for e in ledger.events if e.kind == "sale"] == [
        (1, 250, 12),
        (2, 50, 13),
    ]
    # Only Tuesday's limit was used up with shares still held.
    assert ledger.totals["sessions_bound_sale_limit"] == 1


def test_hold_gives_no_notice_before_maturity():
    scenario = deal(series(maturity="1999-01-06"), holder={"policy": "hold"})
    ledger = keep(scenario, [11, 11, 11, 11])
    assert conversions(ledger) == [(2, "B", 100, 10_000)]
    assert sales(ledger) == [(3, "B", 10_000)]
    assert ledger.totals["sessions_bound_price"] == 0


def test_a_session_without_a_bid_passes_with_no_acts():
    ledger = keep(deal(limits={"sale_volume": covenant()}), [11, None, 11, 11])
    # 3 preferred on Monday, 50 shares left over; Wednesday sells them but has no bid of Tuesday to decide on.
    assert sales(ledger) == [(0, "B", 250), (2, "B", 50), (3, "B", 250)]
    assert [e.session for e in ledger.events if e.kind == "gap"] == [1]


def test_the_room_shrinks_though_the_shares_are_sold_later():
    """A's one preferred takes 100 of the 250 on Monday, which leaves B 150: two preferred, not three."""
    scenario = deal(
        series("A", preferred_shares=1),
        series("B"),
        limits={"sale_volume": covenant()},
        conversion={"same_day_sale": False},
    )
    assert conversions(keep(scenario, [11])) == [(0, "A", 1, 100), (0, "B", 2, 200)]
