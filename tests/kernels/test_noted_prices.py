"""The prices noted for the fans, of sessions that need nothing else: as the price rules have them (METHODS 13).

Session 0 is Thursday 1998-12-31, session 3 Wednesday 1999-01-06. The price floats on the mean of the two lowest of
three closing bids, whose sums are known as they are in a run.
"""

from __future__ import annotations

import pytest
from whole_path import ELSEWHERE, NOTED, WholePath, floating, follow, series

from kernels.layout import NOTED_PRICE, WINDOW_SUM
from kernels.whole_state import LIVE_FROZEN_UNTIL, LIVE_SUMS_UNTIL

LAST = 9
BIDS = ["9.00", "8.00", "11.00", "12.00", "7.00", "6.00", "14.00", "15.00", "16.00"]
"""Of sessions 0 to 8; $10.00 before."""


def path_of(*, fixed=10, known=True, before=(), **changes) -> WholePath:
    """A path with one series, or ``before`` and this one."""
    variable = floating(lookback_sessions=3, lowest_count=2, **changes.pop("variable", {}))
    price = {"fixed_usd": fixed, "variable": variable}
    all_series = [*before, series(conversion_price=price | changes)]
    path = follow(deal={"events": [ELSEWHERE]}, all_series=all_series)
    path.quote(BIDS)
    if known:
        path.state.whole.live.numbers[LIVE_SUMS_UNTIL] = LAST
        for t in range(LAST):
            end = path.earlier + t
            path.state.whole.by_session[WINDOW_SUM + len(before), t] = sum(sorted(path.market.bids[end - 3 : end])[:2])
    return path


def noted(path, first=0, stop=LAST, series=0):
    path.state.whole.by_session[NOTED_PRICE, :] = -7
    path.step(NOTED, first, series, stop)
    prices = path.state.whole.by_session[NOTED_PRICE]
    assert set(prices[:first]) | set(prices[stop:]) <= {-7}
    return [float(price / path.tables.series.price_scale[series]) for price in prices[first:stop]]


FLOATING = [10.0, 9.5, 8.5, 8.5, 9.5, 9.0, 6.5, 6.5, 10.0]
"""The lower of $10.00 and the mean of the two lowest of three, by hand; of session 8 that of $6.00 and $14.00."""


@pytest.mark.parametrize("known", [True, False])
def test_the_lower_of_fixed_and_floating(known):
    assert noted(path_of(known=known)) == FLOATING
    assert noted(path_of(known=known), 2, 5) == FLOATING[2:5]


def test_fixed_before_the_switch_on_and_under_the_waiver():
    assert noted(path_of(variable={"switch_on": "1999-01-06"})) == [10.0] * 3 + FLOATING[3:]
    assert noted(path_of(variable={"switch_on": "1999-01-06"}), 0, 3) == [10.0] * 3
    assert noted(path_of(variable={"waived": True})) == [10.0] * LAST


def test_no_price_before_the_switch_on_without_a_fixed_one():
    terms = {"fixed": None, "variable": {"switch_on": "1999-01-06"}}
    assert noted(path_of(**terms)) == [0.0] * 3 + FLOATING[3:]


def test_a_floor_a_ceiling_and_a_later_multiplier():
    assert noted(path_of(variable={"floor_usd": 7})) == [max(price, 7.0) for price in FLOATING]
    assert noted(path_of(ceiling_usd=9)) == [min(price, 9.0) for price in FLOATING]
    # A later convertible's 10% discount caps the multiplier.
    path = path_of()
    cap = path.state.whole.live.window_cap
    cap[0] = path.tables.series.window_price[0] * 0.9
    assert noted(path) == pytest.approx([min(0.9 * mean, 10) for mean in (10, 9.5, 8.5, 8.5, 9.5, 9, 6.5, 6.5, 10)])
    path.state.whole.live.numbers[LIVE_SUMS_UNTIL] = 0
    assert noted(path) == pytest.approx([min(0.9 * mean, 10) for mean in (10, 9.5, 8.5, 8.5, 9.5, 9, 6.5, 6.5, 10)])


def test_a_freeze_and_its_end():
    path = path_of()
    live = path.state.whole.live
    live.frozen_price[0] = 8 * path.tables.series.price_scale[0]
    live.numbers[LIVE_FROZEN_UNTIL] = 4
    assert noted(path) == [8.0] * 4 + FLOATING[4:]
    # From its end on nothing is frozen.
    assert noted(path, 4) == FLOATING[4:]
    # Frozen at more than the market is it does nothing.
    live.frozen_price[0] = 9 * path.tables.series.price_scale[0]
    assert noted(path) == [min(price, 9.0) for price in FLOATING[:4]] + FLOATING[4:]
    # Without a price on the day of the announcement nothing is.
    live.frozen_price[0] = 0
    assert noted(path) == FLOATING


def test_a_freeze_under_the_waiver():
    path = path_of(variable={"waived": True})
    live = path.state.whole.live
    live.frozen_price[0] = 8 * path.tables.series.price_scale[0]
    live.numbers[LIVE_FROZEN_UNTIL] = 4
    assert noted(path) == [8.0] * 4 + [10.0] * 5


def test_sums_that_are_known_for_a_part():
    path = path_of()
    path.state.whole.live.numbers[LIVE_SUMS_UNTIL] = 5
    path.state.whole.by_session[WINDOW_SUM, 5:] = 1.0
    assert noted(path) == FLOATING


def test_a_ceiling_under_the_waiver():
    for ceiling, price in ((9, 9.0), (10, 10.0), (11, 10.0)):
        assert noted(path_of(variable={"waived": True}, ceiling_usd=ceiling)) == [price] * LAST


def test_a_sum_that_is_known_is_not_taken_again():
    """Twice $8.00, whatever the bids: plain, and under a ceiling that is far away."""
    for ceiling in (None, 99):
        path = path_of(ceiling_usd=ceiling)
        path.state.whole.by_session[WINDOW_SUM, :LAST] = 1600
        assert noted(path) == [8.0] * LAST


@pytest.mark.parametrize("ceiling", [None, 9])
def test_the_sums_of_a_series_are_its_own(ceiling):
    path = path_of(before=[series(name="A", conversion_price={"variable": floating()})], ceiling_usd=ceiling)
    path.state.whole.by_session[WINDOW_SUM, :] = 1.0
    assert noted(path, series=1) == [min(price, ceiling or price) for price in FLOATING]


def test_a_fixed_price_and_a_ceiling_of_half_a_cent():
    """One unit: the scale of two bids in cents has 200 of a dollar. It is a price all the same."""
    path = path_of(ceiling_usd="0.005")
    assert path.state.whole.live.ceiling_price[0] == 1
    assert noted(path) == [0.005] * 9
    assert noted(path_of(fixed="0.005")) == [0.005] * 9
