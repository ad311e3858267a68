"""The conversion price in general by the kernels alone (``CoD III.D`` to ``III.G``, ``SPA 4.8``; METHODS 13)."""

from __future__ import annotations

import pytest
from whole_path import ELSEWHERE, FIELDS, WholePath, floating, follow, series, warrant

CENT = 1e-12
"""Prices are whole numbers of units over their scale: dollars in float64 differ in the last place alone."""


def usd(value):
    return pytest.approx(value, rel=CENT)


def priced(price, *, events=(), **changes) -> WholePath:
    """A path with one series at this price."""
    return follow(deal={"events": [ELSEWHERE, *events]}, all_series=[series(conversion_price=price, **changes)])


BIDS = ("4.50", "5.19", "4.84", "4.75", "4.44", "4.56", "4.88", "5.34", "5.31", "6.00")
"""Near the closing bids of 1999-10-21 to 11-03 (contract 12), in cents. In order: 4.44 4.50 4.56 4.75 4.84 4.88 5.19
5.31 5.34 6.00."""


@pytest.mark.parametrize(
    ("selector", "count", "average"),
    [
        # The six lowest: (4.44 + 4.50 + 4.56 + 4.75 + 4.84 + 4.88)/6 = 27.97/6.
        ("lowest_average", 6, 27.97 / 6),
        ("lowest", 1, 4.44),
        # All ten: 49.81/10.
        ("mean", 1, 4.981),
        # The two middle ones, 4.84 and 4.88.
        ("median", 1, 4.86),
        ("kth_lowest", 7, 5.19),
        ("kth_lowest", 10, 6.00),
    ],
)
def test_selectors(selector, count, average):
    price = {"variable": floating(multiplier="1.01", lookback_sessions=10, lowest_count=count, selector=selector)}
    path = priced(price)
    path.quote(BIDS, first=5)
    # III.G: the window ends on the trading day before, session 14; the $10.00 of session 15 and of 4 are outside.
    assert path.price(15) == usd(1.01 * average)
    # Built afresh and moved by one session are the same: $10.00 enters and $4.50 leaves.
    path.price(14)
    assert path.price(15) == usd(1.01 * average)


def test_the_median_of_an_odd_window():
    path = priced({"variable": floating(lookback_sessions=9, selector="median")})
    path.quote(BIDS, first=5)
    # The last nine, without the 4.50: the fifth is 4.88.
    assert path.price(15) == usd(4.88)


def test_a_window_that_ends_on_the_same_day():
    path = priced({"variable": floating(lookback_sessions=10, selector="lowest", window_end="same_day")})
    path.quote(BIDS, first=5)
    assert path.price(9) == usd(4.44)
    assert path.price(8) == usd(4.50)


def test_a_window_that_reaches_before_session_0():
    path = priced({"variable": floating(lookback_sessions=4, selector="mean")})
    path.quote([4, 5, 6, 7], first=-3)
    # Sessions -3 to 0: 22/4.
    assert path.price(1) == usd(5.5)


@pytest.mark.parametrize(
    ("field", "expected"),
    # Closes $4.01, $5.00, $4.80, $4.90 on sessions 0 to 3; bids a cent lower.
    [
        ("closing_bid", 4.89),
        ("close", 4.90),
        # floor((480 + 490 + 1)/2) = 485; on session 1 floor((401 + 500 + 1)/2) = 451; on session 0 the close.
        ("vwap_proxy", 4.85),
        # The lower of $4.80 and $4.90.
        ("low_proxy", 4.80),
    ],
)
def test_price_fields(field, expected):
    path = priced({"variable": floating(price_field=field)})
    path.quote(["4.01", "5.00", "4.80", "4.90"])
    path.market.bids[path.earlier : path.earlier + 4] -= 1
    path.step(FIELDS, 5)
    first = {"closing_bid": 4.00, "close": 4.01, "vwap_proxy": 4.01, "low_proxy": 4.01}[field]
    second = {"closing_bid": 4.99, "close": 5.00, "vwap_proxy": 4.51, "low_proxy": 4.01}[field]
    assert [path.price(t) for t in (1, 2, 4)] == [usd(first), usd(second), usd(expected)]
    # Before session 0 every field is the earlier bid.
    assert path.price(0) == 10


def test_fixed_before_the_switch_then_the_lower_of_the_two():
    path = priced({"fixed_usd": "6.03", "variable": floating(switch_on="1999-01-09")})
    path.quote([4] * 6 + [7, 5])
    # Saturday 01-09: from Monday, session 6.
    assert [path.price(t) for t in (5, 6, 7, 8)] == [usd(6.03), 4, usd(6.03), 5]


def test_without_a_fixed_price_there_is_none_before_the_switch():
    path = priced({"ceiling_usd": 3, "variable": floating(switch_on="1999-01-09")})
    assert [path.price(t) for t in (5, 6)] == [0, 3]


def test_multiplier_steps():
    steps = [
        {"date": "1999-01-06", "multiplier": "0.9"},
        {"date": "1999-01-09", "multiplier": "0.8", "unless": "registered"},
        {"date": "1999-01-13", "multiplier": "0.95"},
    ]
    price = {"variable": floating(multiplier="1.01", multiplier_steps=steps)}
    sessions = (2, 3, 5, 6, 8)
    # Registered on 1999-01-12, after the step of 01-09: it acts, from Monday, session 6. The latest step acts alone.
    path = priced(price, registration_effective="1999-01-12")
    assert [path.price(t) for t in sessions] == [usd(p) for p in (10.1, 9, 9, 8, 9.5)]
    # Registered on the step's date: its milestone has removed it.
    path = priced(price, registration_effective="1999-01-09")
    assert [path.price(t) for t in sessions] == [usd(p) for p in (10.1, 9, 9, 9, 9.5)]


def test_a_notice_at_a_later_multiplier_counts_once_a_session():
    price = {"variable": floating(multiplier_steps=[{"date": "1999-01-06", "multiplier": "0.8"}])}
    path = priced(price)
    path.convert(2, 1)
    assert path.fired("multiplier_step") == 0
    # 1000/8.
    assert path.convert(3, 1) == path.convert(3, 1) == 125
    assert path.fired("multiplier_step") == 1
    path.convert(4, 1)
    assert path.fired("multiplier_step") == 2


def with_floor(below, **changes):
    return priced({"fixed_usd": 10, "variable": floating(floor_usd=8, below_floor=below, **changes)})


@pytest.mark.parametrize("below", ["at_floor", "cash_difference"])
def test_at_the_floor(below):
    path = with_floor(below)
    path.quote(["8.00", "7.99", "5"])
    assert [path.price(t) for t in (1, 2, 3)] == [8, 8, 8]
    # A notice at a variable price of $8.00 itself: the floor decides nothing.
    assert path.convert(1, 1) == 125
    assert path.fired("floor") == 0
    path.convert(2, 1)
    assert path.fired("floor") == 1
    assert path.fired("cash_difference") == (below == "cash_difference")


def test_below_the_floor_conversion_stops():
    path = with_floor("stops")
    path.quote(["8.00", "7.99", "9.50", "11"])
    assert [path.price(t) for t in (1, 2, 3, 4)] == [8, 0, 9.5, 10]
    path = priced({"ceiling_usd": 9, "variable": floating(floor_usd=8, below_floor="stops")})
    path.quote(["7.99"])
    # A ceiling gives no price where there is none.
    assert path.price(1) == 0


def test_the_cash_difference_of_the_floor():
    path = with_floor("cash_difference")
    path.quote(["6.40", "6.25"])
    # v = $6.40 < $8.00: 10 preferred would be 10,000/6.40 = 1,562.5 common and are 1,250: 312.5 at the bid of $6.25.
    assert path.convert(1, 10) == 1250
    assert path.state.whole.money.paid[0] == pytest.approx(312.5 * 6.25, rel=1e-14)
    assert path.state.flows[1] == pytest.approx(312.5 * 6.25, rel=1e-14)
    assert path.fired("cash_difference") == 1


def test_no_cash_where_rounding_up_gives_more():
    # Stated value of $1.00 at v = $7.99 of $8.00: one preferred would be 0.1252 common, and is a whole one.
    path = priced(
        {"variable": floating(floor_usd=8, below_floor="cash_difference")}, stated_value_usd=1, purchase_price_usd=100
    )
    path.quote(["7.99"])
    assert path.convert(1, 1) == 1
    assert (path.state.whole.money.paid[0], path.fired("cash_difference"), path.fired("floor")) == (0, 0, 1)


def test_the_ceiling():
    path = priced({"fixed_usd": 10, "ceiling_usd": 9, "variable": floating()})
    path.quote(["9.50", "9.00", "8"])
    # 10 preferred at $9.00 are 10,000/9 = 1,111.1: 1,112.
    assert path.convert(1, 10) == 1112
    assert path.fired("ceiling") == 1
    # At $9.00 and below it decides nothing.
    assert [path.price(t) for t in (2, 3)] == [9, 8]
    path.convert(2, 10)
    assert path.fired("ceiling") == 1


def test_a_waived_series_converts_at_its_fixed_price_and_ceiling():
    path = priced({"fixed_usd": 10, "ceiling_usd": 9, "variable": floating(floor_usd=3, waived=True)})
    path.quote([2])
    assert path.convert(1, 9) == 1000
    assert (path.fired("ceiling"), path.fired("floor")) == (1, 0)
    path = priced({"fixed_usd": "6.03", "variable": floating(waived=True)})
    path.quote([2])
    assert path.price(1) == usd(6.03)


def resetting(fixed=10, **changes) -> WholePath:
    """Resets to 90% of the mean of the two lowest of three bids, on Saturday 1999-01-09 and on 1999-01-13."""
    resets = {"dates": ["1999-01-09", "1999-01-13"], "multiplier": "0.9", "lookback_sessions": 3, "lowest_count": 2}
    return priced({"fixed_usd": fixed, "resets": resets | changes})


def test_a_reset_of_the_fixed_price():
    path = resetting()
    path.quote([1, 8, "7.01", 9, 1], first=2)
    # On session 6, of sessions 3 to 5: 0.9 x 15.01/2 = 6.7545; x 2**20 = 7,082,606.59: to 2**-20 dollars.
    path.open(5)
    assert path.fixed() == 10
    path.open(6)
    assert path.fixed() == path.price(6) == 7_082_607 / 2**20
    assert path.fired("reset") == 1
    path.open(7)
    assert path.fired("reset") == 1
    # On session 8, 01-13, of sessions 5 to 7, $9.00, $1.00 and $10.00: 0.9 x 10/2.
    path.open(8)
    assert path.fixed() == 4.5
    assert path.fired("reset") == 2


def test_a_reset_is_rounded_to_the_grid_whatever_the_scale():
    """A fixed price of $10.01 needs a hundredth too: 2**-20 dollars are 25 units of the scale."""
    path = resetting(fixed="10.01")
    path.quote([8, "7.01", 9], first=3)
    assert path.whole.pricing.grain[0] == 25
    path.open(6)
    assert path.fixed() == 7_082_607 / 2**20


def test_a_reset_never_raises():
    # 90% of $10.00 is more than $5.00, and not less than $9.00.
    for fixed in (5, 9):
        path = resetting(fixed=fixed)
        path.open(6)
        assert (path.fixed(), path.fired("reset")) == (fixed, 0)


def test_the_floor_of_a_reset():
    path = resetting(floor_usd=7)
    path.quote([1, 1, 1], first=3)
    path.open(6)
    assert (path.fixed(), path.fired("reset")) == (7, 1)
    # A floor above the fixed price raises nothing.
    path = resetting(fixed=6, floor_usd=7)
    path.quote([1, 1, 1], first=3)
    path.open(6)
    assert (path.fixed(), path.fired("reset")) == (6, 0)


def test_a_reset_date_before_session_0_does_nothing():
    path = resetting(dates=["1998-12-30", "1998-12-31"])
    path.quote([8, 8, 8], first=-3)
    path.open(0)
    # On session 0 the bids before it: 0.9 x $8.00. The date before it is not read a second time.
    assert path.fixed() == round(7.2 * 2**20) / 2**20
    assert path.fired("reset") == 1


def test_resets_come_after_the_events_of_the_session():
    events = [{"kind": "split", "date": "1999-01-11", "new_shares": 2, "old_shares": 1}]
    resets = {"dates": ["1999-01-11"], "multiplier": 1, "lookback_sessions": 3, "lowest_count": 1, "floor_usd": 9}
    path = priced({"fixed_usd": 10, "resets": resets}, events=events)
    path.quote(["9.60"] * 3, first=3)
    path.open(6)
    # On the new footing: fixed $5.00, bids of $4.80, floor $4.50.
    assert path.fixed() == round(4.8 * 2**20) / 2**20
    assert path.fired("reset") == 1


def test_a_fixed_price_of_a_position_replaces_the_stated_one():
    path = priced({"fixed_usd": 10}, position={"preferred_left": 7, "fixed_usd": "8.50"})
    assert (path.fixed(), path.price(1), path.state.preferred[0]) == (8.5, 8.5, 7)


def test_a_reverse_split_of_the_least_fixed_price():
    """Of one unit, 2**-20 dollars: three; of two units six; of one 1.5, halves up; of one two thirds, rounded up."""
    for new, old, units, after in ((1, 3, 1, 3), (1, 3, 2, 6), (2, 3, 1, 2), (3, 2, 1, 1)):
        path = priced(
            {"fixed_usd": 10},
            events=[{"kind": "split", "date": "1999-01-11", "new_shares": new, "old_shares": old}],
        )
        grain = path.whole.pricing.grain[0]
        path.state.whole.live.fixed_price[0] = units * grain
        path.open(6)
        assert path.state.whole.live.fixed_price[0] == after * grain


def floating_warrants(*bids, first=2, expires="1999-12-31", **resets) -> WholePath:
    """W without resets and V that resets on Saturday 1999-01-09, to 90% of the mean of the 3 lowest of 4 bids."""
    rule = {"dates": ["1999-01-09"], "multiplier": "0.9", "lookback_sessions": 4, "lowest_count": 3} | resets
    both = [warrant(), warrant("V", resets=rule, expires=expires)]
    path = follow(deal={"warrants": both}, all_series=[series()])
    path.quote(bids, first=first)
    return path


def reset(path):
    """Exercise Prices of W and V after the opening of session 6, 1999-01-11; what has acted; V's shadow price."""
    path.open(5)
    assert (path.strike(1), path.fired("warrant_reset")) == (10, 0)
    path.open(6)
    shadow = path.state.whole.warrant.shadow_usd[1]
    return path.strike(0), path.strike(1), path.fired("warrant_reset"), float(shadow)


@pytest.mark.parametrize(
    ("floor", "price"),
    [
        # Of sessions 2 to 5 the three lowest are 23.35: x 0.9/3 = 7.005, to the nearest cent, halves up.
        (None, 7.01),
        ("7.004", 7.01),
        # A floor of tenths of a cent is rounded as well.
        ("7.016", 7.02),
        ("7.25", 7.25),
        ("9.995", 10),
    ],
)
def test_a_warrant_falls_to_the_market_but_not_below_its_floor(floor, price):
    path = floating_warrants(8, "7.77", 9, "7.58", 1, floor_usd=floor)
    assert reset(path) == (10, price, price < 10, price)
    # Of $10,000, which stay, so many Warrant Shares are left; a second reading of the day lowers nothing.
    assert path.amount(1) == 10_000
    path.open(6)
    assert path.fired("warrant_reset") == (price < 10)


def test_a_reset_of_a_warrant_at_its_price_or_above_does_nothing():
    assert reset(floating_warrants(*[10] * 4, multiplier=1)) == (10, 10, 0, 10)
    assert reset(floating_warrants(*["10.01"] * 4, multiplier=1)) == (10, 10, 0, 10)
    assert reset(floating_warrants(*["9.99"] * 4, multiplier=1)) == (10, 9.99, 1, 9.99)


def test_a_warrant_costs_a_cent_at_least():
    """90% of a cent is a cent; 30% is too; of a cent and a half it is 1.35 cents."""
    assert reset(floating_warrants(*["0.01"] * 4))[1] == 0.01
    assert reset(floating_warrants(*["0.01"] * 4, multiplier="0.3"))[1] == 0.01
    assert reset(floating_warrants("0.01", "0.02", "0.03", "0.05"))[1] == 0.02


def test_a_warrant_resets_on_its_last_session_and_while_anything_is_left():
    bids = (8, "7.77", 9, "7.58")
    assert reset(floating_warrants(*bids, expires="1999-01-11"))[1:3] == (7.01, 1)
    assert reset(floating_warrants(*bids, expires="1999-01-08"))[1:3] == (10, 0)
    path = floating_warrants(*bids)
    path.state.whole.warrant.amount[1] = 1
    assert reset(path)[1:3] == (7.01, 1)
    path = floating_warrants(*bids)
    path.state.whole.warrant.amount[1] = 0
    assert reset(path)[1:3] == (10, 0)
