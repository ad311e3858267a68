"""Pricing-window pressure by hand (METHODS, Pressure): sell into the window first, convert afterwards."""

from __future__ import annotations

from ledger_deals import conversions, covenant, deal, keep, sales, series, variable

PRESSES = {"policy": "pricing_window_pressure", "pricing_window_pressure": {"sessions": 2}}
LIMITS = {"sale_volume": covenant()}


def test_it_converts_for_some_sessions_at_once_and_only_when_nothing_is_left_to_sell():
    """250 shares a session and two sessions: 500 shares, five preferred.

    Session 0: five converted, 250 sold. Session 1: 250 sold, nothing left, five more. Session 2: 250 of them. Session
    3: the other 250, five more.
    """
    ledger = keep(deal(limits=LIMITS, holder=PRESSES), [11] * 6)
    assert conversions(ledger) == [(t, "B", 5, 500) for t in (0, 1, 3, 5)]
    assert sales(ledger) == [(t, "B", 250) for t in range(6)]


def test_without_a_limit_on_sales_all_is_converted_and_sold():
    ledger = keep(deal(holder=PRESSES), [11] * 3)
    assert conversions(ledger) == [(0, "B", 100, 10_000)]


def test_a_limit_of_the_contract_holds_for_it_as_for_any_holder():
    """0.04% of 1,000,000 shares: at most 400 may be held, four preferred at a time."""
    limits = LIMITS | {"ownership_fraction": "0.0004"}
    ledger = keep(deal(limits=limits, holder=PRESSES), [11] * 3)
    assert conversions(ledger)[0] == (0, "B", 4, 400)


def test_the_window_is_pressed_when_it_converts():
    """A look-back of one bid. At 11.00 six preferred are 546 shares; sessions 0, 1 and 2 sell 250, 250 and 46.

    The next notice, of session 2, is at the bid of session 1, which the sales of session 0 have pressed: with s =
    0.0314970, 11 x exp(-s x sqrt(0.25)) = 10.83. Without impact it would be 11.00.
    """
    floats = series(conversion_price={"fixed_usd": "20", "variable": variable()})
    market = {"dilution_in_price": "impact", "impact": {"coefficient": 1, "half_life_sessions": 10_000}}
    for law, price in ((market, 10.83), ({}, 11)):
        ledger = keep(deal(floats, limits=LIMITS, holder=PRESSES, market=law), [11] * 3)
        notices = [(event.session, float(event.price)) for event in ledger.events if event.kind == "notice"]
        assert notices == [(0, 11), (2, price)]


def test_the_ledger_says_that_it_is_barred():
    label = "stress: pricing_window_pressure is barred by SPA 4.14"
    assert label in keep(deal(limits=LIMITS, holder=PRESSES), [11] * 2).notes
    assert keep(deal(limits=LIMITS), [11] * 2).notes == ()
