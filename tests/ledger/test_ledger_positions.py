"""Runs that begin in the middle (METHODS 15, last paragraph)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from ledger_deals import (
    conversions,
    covenant,
    deal,
    dollars,
    keep,
    market_of,
    sales,
    series,
    walk,
    warrant,
    weekdays,
)

from simulate.ledger import Contract
from simulate.ledger.csv_file import decimal_text
from simulate.ledger.path import Path
from simulate.ledger.session import run_session


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


ISSUES = [
    # Below the market of $11: each lowers the shadow price, the second by enough to move the Exercise Price.
    {"kind": "issuance", "date": "1999-01-06", "shares": 10_000, "consideration_usd": "50000"},
    {"kind": "issuance", "date": "1999-01-08", "shares": 40_000, "consideration_usd": "100000"},
    {"kind": "issuance", "date": "1999-01-13", "shares": 30_000, "consideration_usd": "200000"},
    {"kind": "issuance", "date": "1999-01-15", "shares": 100_000, "consideration_usd": "300000"},
]
SESSIONS = 15


def split_at(day, warrants, issues, **changes):
    """A deal whose preferred is not converted, so that only the warrants move; it may begin later."""
    scenario = deal(
        series(conversion_price={"fixed_usd": "100"}, maturity="1999-01-22"),
        horizon="1999-01-22",
        holder={"participation": "0.1"},
        rest={"warrants": warrants, "events": issues},
        **changes,
    )
    later = scenario.deal.model_copy(update={"start": date.fromisoformat(day)})
    return scenario.model_copy(update={"deal": later})


@pytest.mark.parametrize("day", ["1999-01-08", "1999-01-11", "1999-01-14"])
def test_a_run_split_in_two_ends_as_the_whole_one(day):
    """Where a warrant stands on a date is stated as its position; from there it goes on to the same end.

    100 shares of a volume of 1,000 are sold a session, so that it is exercised bit by bit, its price adjusted between.
    """
    terms = warrant(exercise_price_usd="10.0738", shares=2000, expires="1999-01-22")
    whole = walk(split_at("1999-01-04", [terms], ISSUES), [11] * SESSIONS)
    sessions = [each.isoformat() for each in whole.contract.session_dates]
    first = sessions.index(day)
    path = Path(whole.contract, whole.market, None)
    for session in range(first):
        run_session(path, session)
    at = path.warrants[0]
    assert at.shadow != at.price  # what is carried forward, or the rounding to the cent
    position = {
        "adjusted_price_usd": str(decimal_text(at.price, 12)),
        "shadow_price_usd": str(decimal_text(at.shadow, 12)),
        "amount_left_usd": str(decimal_text(at.amount, 12)),
        "common_held": at.held,
    }
    common = {"outstanding_shares": path.outstanding}
    later = split_at(day, [terms | position], ISSUES, common=common)
    days = weekdays(SESSIONS - first, date.fromisoformat(day))
    rest = Path(Contract.of(later, days), market_of(later, [11] * len(days)), None)
    for session in range(len(days)):
        run_session(rest, session)
    end, found = whole.warrants[0], rest.warrants[0]
    assert (found.price, found.amount, found.held) == (end.price, end.amount, end.held)
    assert found.real_left == end.real_left
    # The position states the unrounded price to twelve decimals.
    assert abs(found.shadow - end.shadow) < Fraction(1, 10**11)
    assert (found.issued, found.sold) == (end.issued - at.issued, end.sold - at.sold)
    assert [usd for _, usd in found.strikes] == [usd for session, usd in end.strikes if session >= first]
    assert rest.outstanding == whole.outstanding


def test_an_adjustment_leaves_the_aggregate_price_alone():
    """1,000 shares at $10 adjusted to $8 are 1,250, whether all are left or $4,000 of the price, 500."""
    adjusted, never = warrant(adjusted_price_usd="8"), {"policy": "hold", "warrants": {"exercise": "never"}}
    for position, left in (({}, 1250), ({"amount_left_usd": "4000"}, 500), ({"shares_left": 1250}, 1250)):
        path = walk(deal(holder=never, rest={"warrants": [adjusted | position]}), [5])
        state = path.warrants[0]
        assert (state.whole_left, state.price, state.shadow) == (left, 8, 8)


@pytest.mark.parametrize(
    ("position", "said"),
    [
        ({"shares_left": 1251}, r"shares_left \(1,251\) at the adjusted_price_usd \(8\) come to more than"),
        ({"amount_left_usd": "10000.01"}, r"amount_left_usd \(10,000.01\) is more than shares x exercise_price_usd"),
        ({"amount_left_usd": "8", "shares_left": 1}, r"shares_left and amount_left_usd both say what is left"),
    ],
)
def test_more_than_was_issued_cannot_be_left(position, said):
    with pytest.raises(ValueError, match=said):
        deal(rest={"warrants": [warrant(adjusted_price_usd="8") | position]})
