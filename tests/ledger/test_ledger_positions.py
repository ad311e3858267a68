"""Runs that begin in the middle (METHODS 15, last paragraph)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import conversions, covenant, deal, dollars, keep, sales, series, walk, warrant


def middle(**changes):
    return series(position={"preferred_left": 40, "common_held": 300} | changes)


def test_a_position_replaces_the_start():
    """40 left and 300 held: 250 may be sold on Monday, all from what is held; on Tuesday the last 50 first."""
    ledger = keep(deal(middle(), limits={"sale_volume": covenant()}), [11] * 2)
    assert sales(ledger) == [(0, "B", 250), (1, "B", 50), (1, "B", 200)]
    assert conversions(ledger) == [(1, "B", 2, 200)]
    # Issued shares count from session 0: the 300 were outstanding already.
    assert ledger.totals["shares_issued"] == 200
    assert ledger.totals["preferred_left_series_b"] == 38


@pytest.mark.parametrize("commission", ["0", "0.01"])
def test_proceeds_before_the_start_come_in_on_session_0(commission):
    """$50,000 came in, whatever the commission of later sales; it is in no session's limit."""
    scenario = deal(
        middle(proceeds_usd="50000", preferred_left=0, common_held=0),
        holder={"commission_fraction": commission},
        rest={"warrants": [warrant(exercise_price_usd="50")]},
    )
    ledger = keep(scenario, [11])
    assert ledger.totals["proceeds_series_b_usd"] == pytest.approx(50_000, abs=1e-9)
    assert sales(ledger) == []


def test_other_holders_are_not_credited_with_what_paid_for_shares_that_are_out():
    """40 of 100 preferred are left of $100,000: 2 convert to 200 at $11, which $40,000 paid for, not $100,000."""
    ledger = keep(deal(middle(), limits={"sale_volume": covenant()}), [11] * 2)
    assert ledger.totals["value_given_up_usd"] == pytest.approx(200 * 11 - 40_000, abs=1e-9)


def test_a_fixed_price_that_has_been_adjusted():
    path = walk(deal(middle(fixed_usd="7.7777")), [11])
    assert dollars(path, path.grid.fixed_prices[0]) == 10
    assert dollars(path, path.fixed_prices[0]) == Fraction("7.7777")
    # 40,000/7.7777 = 5,142.9, rounded up.
    assert path.issued == [5143]


def test_a_warrant_in_the_middle():
    """600 of 1,000 Warrant Shares are left, 120 common held from it: both are sold, 600 exercised."""
    scenario = deal(holder={"policy": "hold"}, rest={"warrants": [warrant(shares_left=600, common_held=120)]})
    path = walk(scenario, [11])
    state = path.warrants[0]
    assert (state.issued, state.sold, state.strikes) == (600, 720, [(0, 6000)])


def test_what_is_held_counts_for_the_ownership_limit():
    """300 held from A, unregistered; 0.1% of 1,000,000 leaves B floor((1,000 - 300)/0.999) = 700, 7 preferred."""
    first = middle(preferred_left=0) | {"name": "A", "registration_effective": "1999-03-01"}
    ledger = keep(deal(first, series("B"), limits={"ownership_fraction": "0.001"}), [11])
    assert conversions(ledger) == [(0, "B", 7, 700)]
