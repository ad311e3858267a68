"""Fixed, variable, the lower of the two, and the waiver (CoD III.D, III.E, III.G; SPA 4.8)."""

from __future__ import annotations

from fractions import Fraction

from ledger_deals import conversions, covenant, deal, keep, series, variable

EARLIER = (8.0, 6.0, 7.0, 9.0, 5.0)


def prices(ledger) -> list[Fraction | None]:
    return [row.conversion_prices_usd[0] for row in ledger.sessions]


def test_lowest_bids_of_the_window_that_ends_the_day_before():
    """Two lowest of 8, 6, 7, 9, 5: 101% of (5 + 6)/2; the next day's window drops the 8 and takes a 4."""
    terms = variable(multiplier="1.01", lookback_sessions=5, lowest_count=2)
    ledger = keep(deal(series(conversion_price={"variable": terms})), [4, 4], earlier_bids=EARLIER)
    assert prices(ledger) == [Fraction("5.555"), Fraction("1.01") * Fraction(9, 2)]


def test_a_window_that_ends_on_the_same_day():
    terms = variable(lookback_sessions=5, lowest_count=2, window_end="same_day")
    ledger = keep(deal(series(conversion_price={"variable": terms})), [4, 3], earlier_bids=EARLIER)
    assert prices(ledger) == [Fraction(9, 2), Fraction(7, 2)]


def test_the_price_floats_from_the_switch_on_date_inclusive():
    """Fixed $10 until Tuesday; from Wednesday 1999-01-06 the lower of $10 and the bid of the day before."""
    terms = {"fixed_usd": "10", "variable": variable(switch_on="1999-01-06")}
    ledger = keep(deal(series(conversion_price=terms), holder={"policy": "hold"}), [6, 6, 6, 12, 6])
    assert prices(ledger) == [10, 10, 6, 6, 10]


def test_without_a_fixed_price_nothing_converts_before_the_switch_on():
    terms = {"variable": variable(switch_on="1999-01-06")}
    ledger = keep(deal(series(conversion_price=terms)), [10, 10, 10])
    assert prices(ledger) == [None, None, 10]
    assert conversions(ledger) == [(2, "B", 100, 10_000)]
    assert any(e.kind == "no price" and e.note.startswith("no fixed price") for e in ledger.events)


def test_the_waiver_keeps_the_fixed_price():
    """SPA 4.8: at a variable price of $5 the number stays that of $10."""
    terms = {"fixed_usd": "10", "variable": variable(waived=True)}
    ledger = keep(deal(series(conversion_price=terms), holder={"hurdle": "0"}), [5], earlier_bids=(5.0,))
    assert conversions(ledger) == [(0, "B", 100, 10_000)]


def test_a_bid_missing_from_the_window_means_no_variable_price():
    """Wednesday's bid is not on record: the windows of Thursday, Friday and Monday hold it."""
    terms = variable(lookback_sessions=3, lowest_count=1)
    bids = [10, 10, None, 10, 10, 10, 10]
    ledger = keep(
        deal(series(conversion_price={"variable": terms}), holder={"policy": "hold"}),
        bids,
        earlier_bids=[10] * 3,
    )
    assert prices(ledger) == [10, 10, 10, None, None, None, 10]


def test_too_few_earlier_bids_mean_no_variable_price():
    terms = variable(lookback_sessions=3, lowest_count=1)
    scenario = deal(series(conversion_price={"variable": terms}), holder={"policy": "hold"})
    assert prices(keep(scenario, [10, 10], earlier_bids=(9.0, 9.0))) == [None, 9]


def test_the_lowest_conversion_price_of_any_notice_is_reported():
    """250 shares a day at $10 and then at $8, the bid of the day before."""
    terms = {"variable": variable()}
    limits = {"sale_volume": covenant()}
    ledger = keep(deal(series(conversion_price=terms), limits=limits), [8, 9], earlier_bids=(10.0,))
    assert ledger.totals["lowest_conversion_price_usd"] == 8.0
