"""The policies threshold, roll_off and optimal (METHODS 25), by hand: one preferred of $1,000 is 100 shares at $10."""

from __future__ import annotations

import pytest
from ledger_deals import conversions, covenant, deal, keep, sales, series, variable

SAME = {"sale_decision": "same_close"}
LIMIT = {"sale_volume": covenant()}


def threshold(margin: str = "0.2", amount: str = "what_limits_allow", **more):
    return {"policy": "threshold", "threshold": {"margin": margin, "amount": amount}} | more


def roll_off(margin: str | None = None, amount: str = "what_limits_allow", **more):
    return {"policy": "roll_off", "roll_off": {"margin": margin, "amount": amount}} | more


def floating(**changes):
    """Converts at the mean of the two lowest of the three closing bids before the day."""
    price = {"variable": variable(lookback_sessions=3, lowest_count=2)}
    return series("B", conversion_price=price | changes)


def test_threshold_waits_until_the_bid_is_the_margin_over_the_conversion_price():
    """$10 and 20%: $11.99 is not, $12.00 is."""
    assert conversions(keep(deal(holder=threshold(**SAME)), [11.99])) == []
    assert conversions(keep(deal(holder=threshold(**SAME)), [11.99, 12.00])) == [(1, "B", 100, 10_000)]


def test_threshold_takes_all_at_once_and_with_its_last_preferred_the_limit_on_sales_ends():
    """250 shares on the first day, while B was owned; with none left SPA 4.15 has no hold on the other 9,750."""
    ledger = keep(deal(holder=threshold(**SAME), limits=LIMIT), [12, 9, 9])
    assert conversions(ledger) == [(0, "B", 100, 10_000)]
    assert sales(ledger) == [(0, "B", 250), (1, "B", 9_750)]


def test_threshold_takes_what_the_ownership_limit_allows_and_sells_it_day_by_day():
    """.03% of a million is 300.09 shares (p O/(1 - p)): 3 preferred of 100 each at a time."""
    limits = LIMIT | {"ownership_fraction": "0.0003"}
    ledger = keep(deal(holder=threshold(**SAME), limits=limits), [12, 12, 9])
    # Monday: 3 of 100; 250 sold. Tuesday: 50 sold, then room for 300 of 1,000,300 (300.18): 3 more, 200 sold.
    assert conversions(ledger) == [(0, "B", 3, 300), (1, "B", 3, 300)]
    assert sales(ledger) == [(0, "B", 250), (1, "B", 50), (1, "B", 200), (2, "B", 100)]


def test_threshold_of_what_it_can_sell_is_convert_and_sell_at_that_hurdle():
    """250 shares: three preferred for 300, then two more for the 200 that the 50 left over leave room for."""
    bids = [12, 11, 12, 12]
    ledger = keep(deal(holder=threshold(amount="what_it_can_sell", **SAME), limits=LIMIT), bids)
    assert conversions(ledger) == [(0, "B", 3, 300), (2, "B", 3, 300), (3, "B", 2, 200)]
    as_hurdle = deal(holder=SAME | {"hurdle": "1.2"}, limits=LIMIT)
    assert conversions(ledger) == conversions(keep(as_hurdle, bids))
    assert sales(ledger) == sales(keep(as_hurdle, bids))


def test_threshold_goes_on_though_no_room_is_left():
    """A's 250 shares of the first day fill the room; B is converted all the same, to be sold later."""
    scenario = deal(series("A"), series("B"), holder=threshold(**SAME), limits=LIMIT)
    assert conversions(keep(scenario, [12])) == [(0, "A", 100, 10_000), (0, "B", 100, 10_000)]


def test_threshold_decides_on_the_bid_it_knows():
    """On the bid of the day before: $12 on Monday gives a notice on Tuesday, whatever Tuesday's close is."""
    assert conversions(keep(deal(holder=threshold()), [12, 8])) == [(1, "B", 100, 10_000)]


def test_roll_off_converts_on_the_day_before_low_bids_leave_the_window():
    """Bids 11, 8, 8 | 12, 12, 12: prices 8, 8, 10 on Monday to Wednesday, so that it gives notice on Tuesday.

    Monday's window is (11, 8, 8), mean of the two lowest $8.00; Tuesday's (8, 8, 12), $8.00; Wednesday's (8, 12, 12),
    $10.00. At $8.00, 100 preferred of $1,000 are 12,500 shares.
    """
    ledger = keep(deal(floating(), holder=roll_off(**SAME)), [12, 12, 12], earlier_bids=(11.0, 8.0, 8.0))
    assert conversions(ledger) == [(1, "B", 100, 12_500)]
    assert sales(ledger) == [(1, "B", 12_500)]


def test_what_the_close_decides_is_sold_from_the_next_session_on():
    """The same notice by a holder that sells on what it knew the day before: the close is known too late to sell."""
    ledger = keep(deal(floating(), holder=roll_off()), [12, 12, 12], earlier_bids=(11.0, 8.0, 8.0))
    assert conversions(ledger) == [(1, "B", 100, 12_500)]
    assert sales(ledger) == [(2, "B", 12_500)]


def test_roll_off_waits_while_the_price_stands_or_falls():
    """Bids that fall make each next price lower; a fixed price never moves."""
    assert conversions(keep(deal(floating(), holder=roll_off(hurdle="0")), [11, 10, 9, 8])) == []
    assert conversions(keep(deal(series("B"), holder=roll_off()), [30, 40, 50])) == []


def test_roll_off_takes_the_fixed_price_for_the_next_one_too():
    """$10 fixed and a window at 11: today's and tomorrow's price are both $10, however the bids rise."""
    ledger = keep(deal(floating(fixed_usd="10"), holder=roll_off()), [12, 13, 14], earlier_bids=(11.0,) * 3)
    assert conversions(ledger) == []


def test_roll_off_gives_no_notice_under_the_hurdle():
    """The price rises from $8 to $8.50 tomorrow, but a bid of $9 is under 1.2 x $8."""
    bids, earlier = [9, 9, 9], (8.0, 8.0, 8.0)
    assert conversions(keep(deal(floating(), holder=roll_off(hurdle="1.2", **SAME)), bids, earlier_bids=earlier)) == []
    held = keep(deal(floating(), holder=roll_off(hurdle="1.1", **SAME)), bids, earlier_bids=earlier)
    # (8, 8, 9) on Tuesday is still $8.00; (8, 9, 9) on Wednesday is $8.50.
    assert [row[0] for row in conversions(held)] == [1]


def test_roll_off_with_a_margin_also_converts_for_it():
    assert conversions(keep(deal(series("B"), holder=roll_off("0.2", **SAME)), [11.99, 12])) == [(1, "B", 100, 10_000)]


@pytest.mark.parametrize(("today", "converts"), [(8, False), (9, True)])
def test_of_a_window_that_ends_on_the_day_the_last_bid_stands_for_the_next(today, converts):
    """Window (8, 8, today), two lowest: tomorrow's is (8, today, today)."""
    price = {"variable": variable(lookback_sessions=3, lowest_count=2, window_end="same_day")}
    ledger = keep(deal(series("B", conversion_price=price), holder=roll_off(**SAME)), [today], earlier_bids=(8.0,) * 3)
    assert bool(conversions(ledger)) is converts


def test_a_floor_that_stops_conversion_tomorrow_is_a_reason_to_convert_today():
    """Floor $8: today's two lowest of (9, 9, 9) are $9; with a close of $6 tomorrow's mean is $7.50, no price."""
    terms = variable(lookback_sessions=3, lowest_count=2, floor_usd="8", below_floor="stops")
    scenario = deal(series("B", conversion_price={"variable": terms}), holder=roll_off(hurdle="0"))
    assert [row[0] for row in conversions(keep(scenario, [6, 6], earlier_bids=(9.0,) * 3))] == [0]


def test_a_gap_in_the_next_window_is_no_reason():
    """Tuesday is not on record: on Wednesday the windows of the days after are not known, nor the price."""
    ledger = keep(deal(floating(), holder=roll_off()), [12, None, 12, 12], earlier_bids=(12.0, 12.0, 12.0))
    assert conversions(ledger) == []


def optimal(*boundaries, **more):
    return {"policy": "optimal", "optimal": {"boundaries": list(boundaries)}} | more


def boundary(floating, fixed, date="1990-01-02", **more):
    return {"date": date, "floating": floating, "fixed": fixed} | more


def test_optimal_gives_notice_of_a_lot_where_the_bid_reaches_its_boundary():
    """250 shares are three preferred at $10; 1.2 times $10 is $12.00."""
    holder = optimal(boundary([None], ["1.2"]), **SAME)
    assert conversions(keep(deal(holder=holder, limits=LIMIT), [11.99, 12])) == [(1, "B", 3, 300)]
    assert conversions(keep(deal(holder=optimal(boundary(["1.2"], [None]), **SAME), limits=LIMIT), [11.99, 12])) == []


def test_optimal_asks_more_while_more_is_left():
    """Of 100 preferred the upper half asks 1.3 and the lower 1.1: at $12 nothing of a hundred, then two lots to 94."""
    asks = boundary(["1.1", "1.3"], ["1.1", "1.3"])
    assert conversions(keep(deal(holder=optimal(asks, **SAME), limits=LIMIT), [12, 12])) == []
    half = LIMIT | {"sale_volume": covenant(floor_shares=5000)}
    # $13: 5,000 shares are 50 preferred; the 50 left are the lower half, which goes at $12.
    ledger = keep(deal(holder=optimal(asks, **SAME), limits=half), [13, 10.99, 12])
    assert conversions(ledger) == [(0, "B", 50, 5_000), (2, "B", 50, 5_000)]


def test_optimal_knows_whether_the_price_floats_and_what_date_it_is():
    """The two lowest of three bids before are $8 and $9: it floats at $8.50, and 1.2 of that is $10.20."""
    floats = boundary(["1.2"], [None])
    bids = [8, 9, 9.5, 10.19]
    ledger = keep(deal(floating(fixed_usd="9.50"), holder=optimal(floats, **SAME), limits=LIMIT), bids)
    assert [session for session, *_ in conversions(ledger)] == []
    ledger = keep(deal(floating(fixed_usd="9.50"), holder=optimal(floats, **SAME), limits=LIMIT), [8, 9, 9.5, 10.21])
    assert [session for session, *_ in conversions(ledger)] == [3]
    late = boundary(["1.2"], [None], date="1999-12-31")
    ledger = keep(deal(floating(fixed_usd="9.50"), holder=optimal(late, **SAME), limits=LIMIT), [8, 9, 9.5, 10.21])
    assert conversions(ledger) == []
