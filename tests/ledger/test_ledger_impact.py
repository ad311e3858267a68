"""Impact by hand (METHODS, Impact): the square-root law, the fill, what everyone sees, the price achieved.

A volatility of 50% a year is s = 0.5/sqrt(252) = 0.0314970 a session; the usual volume is 1,000 shares, Y is 1.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_deals import conversions, covenant, deal, keep, sales, series, variable, walk

S = 0.5 / math.sqrt(252)
LAW = {"coefficient": 1, "half_life_sessions": 10}
GRAIN = 2.0**-20


def pressed(**law):
    return {"dilution_in_price": "impact", "impact": LAW | law}


def bids_of(path):
    first = path.first
    return [bid / path.grid.per_dollar for bid in path.bids[first:]]


def fills(ledger):
    return [float(event.price) for event in ledger.events if event.kind == "sale"]


def test_one_sale_fills_half_way_down():
    """10,000 shares are ten usual volumes: I = 0.0314970 x sqrt(10) = 0.0996024, and they fill at 11 x exp(-I/2).

    exp(-0.0498012) = 0.9514186: 10.465604 a share and 104,656.04 in all, against 110,000 without impact.
    """
    ledger = keep(deal(market=pressed()), [11, 11, 11])
    assert sales(ledger) == [(0, "B", 10_000)]
    assert fills(ledger)[0] == pytest.approx(11 * math.exp(-S * math.sqrt(10) / 2), abs=GRAIN)
    assert ledger.totals["conversion_proceeds_usd"] == pytest.approx(104_656.04, abs=0.01)


def test_everyone_sees_the_price_from_the_next_session_on_and_it_comes_back_by_half_lives():
    """I of session t stands in the price of t + 1: ten sessions after the sale F is 5, and I is 0.0314970 x sqrt(5)."""
    # A warrant out of the money keeps the path going when all is sold.
    far = {"warrants": [_far_warrant()]}
    bids = bids_of(walk(deal(market=pressed(), rest=far), [100] * 22))
    assert bids[0] == 100
    for session, usual_volumes in ((1, 10), (11, 5), (21, 2.5)):
        assert bids[session] == pytest.approx(100 * math.exp(-S * math.sqrt(usual_volumes)), abs=0.005)


def test_what_is_permanent_never_comes_back():
    far = {"warrants": [_far_warrant()]}
    bids = bids_of(walk(deal(market=pressed(permanent_fraction=1), rest=far), [100] * 40))
    assert bids[1] == bids[39] == pytest.approx(100 * math.exp(-S * math.sqrt(10)), abs=0.005)


def _far_warrant():
    return {
        "name": "W",
        "shares": 1000,
        "exercise_price_usd": "900",
        "issue_date": "1999-01-04",
        "exercisable_from": "1999-01-04",
        "expires": "1999-03-31",
        "registration_effective": "1999-01-04",
    }


def test_other_powers_of_the_law():
    """d = 1: I = 0.0314970 x 10 = 0.314970; d = 0.6: 0.0314970 x 10^0.6 = 0.1253921."""
    for exponent, moved in (("1", S * 10), ("0.6", S * 10**0.6)):
        ledger = keep(deal(market=pressed(exponent=exponent)), [11, 11])
        assert fills(ledger)[0] == pytest.approx(11 * math.exp(-moved / 2), abs=GRAIN)


def test_the_conversion_window_sees_the_pressed_price():
    """The price is the bid of the session before: the second notice gets more shares for the first one's sales.

    250 shares a session. The notice of session 1 is at the bid of session 0, 11.00, that of session 2 at the bid of
    session 1, 11 x exp(-0.0314970 x sqrt(0.25)) = 10.83 to the cent.
    """
    floats = series(conversion_price={"fixed_usd": "20", "variable": variable()})
    limits = {"sale_volume": covenant()}
    ledger = keep(deal(floats, limits=limits, market=pressed()), [11, 11, 11])
    prices = [float(event.price) for event in ledger.events if event.kind == "notice"]
    assert prices == [11, 11, 10.83]


def test_without_a_coefficient_nothing_moves():
    """Y = 0: every share, price and event is that of the deal without impact, to the bit."""
    floats = series(conversion_price={"fixed_usd": "20", "variable": variable()})
    terms = {"limits": {"sale_volume": covenant()}, "rest": {"expenses_usd": 1}}
    bids = [11, 10.57, 9.31, 12.02, 8.04, 8.88]
    none, zero = (keep(deal(floats, market=market, **terms), bids) for market in ({}, pressed(coefficient=0)))
    plain = [(event.session, event.kind, event.shares, event.price, event.amount_usd) for event in none.events]
    assert plain == [(event.session, event.kind, event.shares, event.price, event.amount_usd) for event in zero.events]
    assert none.totals == zero.totals


@settings(max_examples=40, deadline=None)
@given(
    bids=st.lists(st.integers(100, 5000), min_size=12, max_size=12),
    coefficient=st.integers(1, 10),
    permanent=st.sampled_from(("0", "0.3", "1")),
    limit=st.integers(100, 3000),
)
def test_impact_lowers_what_a_holder_who_waits_gets(bids, coefficient, permanent, limit):
    """A theorem under ``hold`` at a fixed price: the same shares on the same sessions, each at exp(-(I_t + I_{t-1})/2).

    It is none where the holder converts at a variable price: what the price loses, the number of shares gains.
    """
    one = series(maturity="1999-01-05")
    terms = {"limits": {"sale_volume": covenant(floor_shares=limit, while_held="B")}, "holder": {"policy": "hold"}}
    terms["holder"]["participation"] = "0.9"
    law = pressed(coefficient=coefficient, permanent_fraction=permanent)
    plain, moved = (
        keep(deal(one, market=market, horizon="1999-01-19", **terms), [bid / 100 for bid in bids])
        for market in ({}, law)
    )
    assert sales(plain) == sales(moved)
    grain = sum(shares for _, _, shares in sales(plain)) * GRAIN
    assert moved.totals["conversion_proceeds_usd"] <= plain.totals["conversion_proceeds_usd"] + grain


def achieved(bid, **limits):
    """What is sold on session 0 of 10,000 shares under a line of $12.00 and 250 shares below it."""
    rule = covenant(price_below_usd="12") | limits
    ledger = keep(deal(limits={"sale_volume": rule}, market=pressed()), [bid, bid])
    first = [shares for session, _, shares in sales(ledger) if session == 0]
    return sum(first), fills(ledger)[0] if first else None


def test_the_covenant_reads_the_price_achieved():
    """At a bid of 12.10, q shares fill at 12.10 x exp(-0.0314970 x sqrt(q/1000)/2), at $12.00 or more up to q = 277.

    ln(12.10/12) = 0.00829876, x 2/0.0314970 = 0.526956, squared 0.277683. At 12.05 it would be 69: 250 under the line
    are more. Without impact both bids are free.
    """
    assert achieved(12.10) == (277, pytest.approx(12.0001, abs=0.001))
    assert achieved(12.05)[0] == 250
    assert achieved(12.05)[1] == pytest.approx(12.05 * math.exp(-S * math.sqrt(0.25) / 2), abs=GRAIN)
    free = keep(deal(limits={"sale_volume": covenant(price_below_usd="12")}), [12.05, 12.05])
    assert sales(free)[0] == (0, "B", 10_000)


def test_further_bands_read_it_too():
    """250 under $12, 400 from $12 to $13: at 12.10, 277 fill at $12 or more; at 12.30 all 400 do.

    12.30 x exp(-0.0314970 x sqrt(0.4)/2) = 12.1781.
    """
    band = {"floor_shares": 400, "share_of_session_volume": "0", "share_of_average_volume": "0"}
    bands = {"further_bands": [band | {"price_below_usd": "13"}]}
    assert achieved(12.10, **bands)[0] == 277
    assert achieved(12.30, **bands) == (400, pytest.approx(12.1781, abs=0.0001))


def test_a_split_changes_neither_ratio_of_the_law():
    """Two for one on session 1: 20,000 of the new shares would be twenty of 1,000, but ten of 2,000."""
    far = {
        "warrants": [_far_warrant()],
        "events": [{"kind": "split", "date": "1999-01-06", "new_shares": 2, "old_shares": 1}],
    }
    bids = bids_of(walk(deal(market=pressed(), rest=far), [100] * 12))
    assert bids[2] == pytest.approx(50 * math.exp(-S * math.sqrt(10 * 2**-0.1)), abs=0.005)
    assert bids[11] == pytest.approx(50 * math.exp(-S * math.sqrt(5)), abs=0.005)
    # A sale of 20,000 new shares after it presses as one of 10,000 before it did.
    waits = {"policy": "hold"}
    late = series(maturity="1999-01-07")
    ledger = keep(deal(late, market=pressed(), rest={"events": far["events"]}, holder=waits), [100] * 6)
    assert conversions(ledger) == [(3, "B", 100, 20_000)]
    assert fills(ledger)[0] == pytest.approx(50 * math.exp(-S * math.sqrt(10) / 2), abs=GRAIN)


def test_a_record_is_what_everyone_saw():
    """Nothing presses the prices of a replay."""
    ledger = keep(deal(market=pressed()), [11, 11], as_drawn=False)
    assert fills(ledger) == [11]


def test_a_buy_in_counts_what_the_sales_brought_at_their_fill():
    """100 preferred sold at once on session 0 and not delivered: the holder buys 10,000 back at the close of session 4.

    The sales brought 104,656.04, not the 110,000 of the bid: the company owes what the purchase cost above that.
    """
    parts = {
        "delivery": {"certificate_sessions": 0},
        "events": [{"kind": "delivery_failure", "date": "1999-01-04", "late_days": 60, "buy_in": True}],
    }
    ledger = keep(deal(market=pressed(), rest=parts), [11] * 12)
    bought = next(event for event in ledger.events if event.kind == "buy-in")
    assert "104,656.04" in bought.note
