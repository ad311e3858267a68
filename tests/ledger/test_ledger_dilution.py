"""Mechanical dilution by hand (METHODS, Dilution): what is drawn is the worth of all common as if converted."""

from __future__ import annotations

from ledger_deals import deal, keep, series, variable, walk
from test_ledger_impact import bids_of

DIVIDED = {"dilution_in_price": "mechanical"}
FLOATS = {"conversion_price": {"fixed_usd": "100", "variable": variable()}}


def test_more_shares_as_converted_divide_the_same_worth():
    """At $11.00 a share 100,000 dollars of claim are 9,091 shares, at $5.00 20,000: 1,009,091/1,020,000 = 0.989305.

    The price of session 2 falls to $5.00; it is the conversion price of session 3, and so in the price of session 4:
    5 x 0.989305 = 4.9465, to the cent 4.95. On session 5 the conversion price is still 5.00 (session 3's), on session
    6 it is 4.95: 20,203 shares, 1,009,091/1,020,203 = 0.989108, again 4.95.
    """
    path = walk(deal(series(**FLOATS), market=DIVIDED, holder={"policy": "hold"}), [11, 11, 5, 5, 5, 5, 5])
    assert bids_of(path) == [11, 11, 5, 5, 4.95, 4.95, 4.95]


def test_conversion_at_a_fixed_price_moves_nothing():
    """100 shares for each preferred, before and after: the worth was divided by them from the start."""
    path = walk(deal(market=DIVIDED), [11, 12, 13])
    assert bids_of(path) == [11, 12, 13]


def test_a_split_restates_both_numbers_of_shares():
    """One for two: 505,000 of 505,000 are what 1,010,000 of 1,010,000 were; quotations double."""
    events = [{"kind": "split", "date": "1999-01-06", "new_shares": 1, "old_shares": 2}]
    path = walk(deal(market=DIVIDED, holder={"policy": "hold"}, rest={"events": events}), [11, 12, 13, 14])
    assert bids_of(path)[2:] == [26, 28]


def test_new_shares_that_were_not_counted_lower_the_price():
    """A warrant on 101,000 shares is exercised for cash on session 0: 1,010,000/1,111,000 = 1/1.1 from session 1 on."""
    warrant = {
        "name": "W",
        "shares": 101_000,
        "exercise_price_usd": "10",
        "issue_date": "1999-01-04",
        "exercisable_from": "1999-01-04",
        "expires": "1999-03-31",
        "registration_effective": "1999-01-04",
    }
    ledger = keep(deal(market=DIVIDED, rest={"warrants": [warrant]}), [11, 11, 11])
    exercised = next(event for event in ledger.events if event.kind == "exercise")
    assert (exercised.session, exercised.shares) == (0, 101_000)
    path = walk(deal(market=DIVIDED, rest={"warrants": [warrant], "capital_table": {}}), [11, 11])
    assert bids_of(path)[0] == 11
