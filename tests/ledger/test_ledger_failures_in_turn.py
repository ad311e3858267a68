"""One failure to deliver after another: what the first leaves behind is no part of the second (CoD VII, W 1(e)).

The Delivery Period is three business days, the certificates arriving on the second. A Conversion Date on Monday
1999-01-04 (session 0) has it end on Thursday the 7th; six days late is Wednesday the 13th, session 7. One on Thursday
the 14th (session 8) has it end on Tuesday the 19th, session 11; six days late is Monday the 25th, session 15. The bid
is $11 on the first date, $12 on session 4, when what was sold is bought in, $13 on the second date and $15 on session
12; there is no volume but on both dates and the two deliveries.
"""

from __future__ import annotations

import pytest
from ledger_deals import conversions, keep, sales, series
from remedy_deals import acts, amounts, failing, times, warrant

BIDS = [
    11,
    11.5,
    11.25,
    11.75,
    12,
    12.5,
    12.25,
    12.75,
    13,
    13.5,
    13.25,
    14,
    15,
    14.5,
    14.25,
    14.75,
    15.5,
    15.25,
    16,
    17,
]
SELLING = {"policy": "convert_and_sell", "participation": "1"}


def failures(*bought_in: bool):
    days = ("1999-01-04", "1999-01-05")
    return [
        {"kind": "delivery_failure", "date": day, "late_days": 6, "buy_in": buys}
        for day, buys in zip(days, bought_in, strict=True)
    ]


def volumes(shares: int, first: bool, second: bool):
    """On both dates, and on the deliveries of what was bought in."""
    traded = {0, 8} | ({7} if first else set()) | ({15} if second else set())
    return [shares if session in traded else 0 for session in range(len(BIDS))]


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_conversions(first, second):
    """$2,000 and two days at 1% of $10,000; then $1,000 for two days, and four days at 1%.

    The buy-ins cost $12,000 of what was sold for $11,000, and $15,000 of $13,000.
    """
    parts = {"delivery": {}, "events": failures(first, second)}
    ledger = keep(failing(parts=parts, holder=SELLING), BIDS, volumes=volumes(1_000, first, second))
    assert conversions(ledger) == [(0, "B", 10, 1_000), (8, "B", 10, 1_000)]
    assert acts(ledger, "default") == [0, 8]
    assert amounts(ledger, "default payments") == [(7, 2_200.0), (15, 1_400.0)]
    bought = [(4, -12_000.0)] * first + [(12, -15_000.0)] * second
    assert amounts(ledger, "buy-in") == bought
    # A buy-in is payable five sessions after it, default payments five after the delivery, or at the end.
    owed = [(9, 1_000.0)] * first + [(12, 2_200.0)] + [(17, 2_000.0)] * second + [(19, 1_400.0)]
    assert amounts(ledger, "payment") == owed
    # What was bought in is delivered, and sold.
    assert [session for session, *_ in sales(ledger)] == [0] + [7] * first + [8] + [15] * second
    assert times(ledger, "buy_in") == first + second


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_exercises(first, second):
    """500 Warrant Shares at $10 on both dates: $6,000 and $7,500 are bought in for what cost $5,000 to exercise."""
    parts = {"delivery": {}, "events": failures(first, second), "warrants": [warrant(exercise_price_usd="10")]}
    dear = series(conversion_price={"fixed_usd": "100"})
    ledger = keep(failing(dear, parts=parts, holder=SELLING), BIDS, volumes=volumes(500, first, second))
    assert conversions(ledger) == []
    assert acts(ledger, "default") == [0, 8]
    assert amounts(ledger, "default payments") == []
    assert amounts(ledger, "buy-in") == [(4, -6_000.0)] * first + [(12, -7_500.0)] * second
    assert amounts(ledger, "payment") == [(9, 1_000.0)] * first + [(17, 2_500.0)] * second
    assert [session for session, *_ in sales(ledger)] == [0] + [7] * first + [8] + [15] * second
    assert ledger.totals["books_gap_usd"] == 0


DIVIDEND = {"kind": "dividend", "date": "1999-01-14", "worth_usd": "1"}
"""On the second date, before its notice: the common of the first is delivered and sold."""


@pytest.mark.parametrize("first", [True, False])
def test_what_was_delivered_and_sold_gets_no_dividend(first):
    """Nothing but the 90 preferred, 9,000 as converted, or the 100, 1,000 as converted at $100."""
    parts = {"delivery": {}, "events": [*failures(first, False), DIVIDEND]}
    ledger = keep(failing(parts=parts, holder=SELLING), BIDS, volumes=volumes(1_000, first, False))
    assert [usd for _, usd in amounts(ledger, "dividend") if usd] == [9_000.0]
    dear, own = series(conversion_price={"fixed_usd": "100"}), [warrant(exercise_price_usd="10")]
    scenario = failing(dear, parts=parts | {"warrants": own}, holder=SELLING)
    ledger = keep(scenario, BIDS, volumes=volumes(500, first, False))
    assert next(usd for _, usd in amounts(ledger, "dividend") if usd) == 1_000.0
    assert ledger.totals["books_gap_usd"] == 0


def test_what_is_exercised_while_a_failure_is_open_is_for_sale():
    """500 on Monday, not delivered before session 7; 500 on Tuesday, sold on Wednesday. Both are kept overnight."""
    parts = {"delivery": {}, "events": failures(False, False)[:1], "warrants": [warrant(exercise_price_usd="10")]}
    dear = series(conversion_price={"fixed_usd": "100"})
    scenario = failing(dear, parts=parts, holder=SELLING, conversion={"same_day_sale": False})
    traded = {0: 500, 1: 500, 2: 5_000, 7: 5_000}
    ledger = keep(scenario, BIDS, volumes=[traded.get(session, 0) for session in range(len(BIDS))])
    assert sales(ledger) == [(2, "W", 500), (7, "W", 500)]


def test_at_the_end_of_a_long_run():
    """Required to convert on Wednesday 2000-02-23, session 297 of 301; not delivered before the end of the run."""
    late = {"kind": "delivery_failure", "date": "1999-01-04", "late_days": 90}
    parts = {"delivery": {}, "events": [late]}
    scenario = failing(series(maturity="2000-02-23"), parts=parts, horizon="2001-12-31")
    ledger = keep(scenario, [11] * 301)
    assert conversions(ledger) == [(297, "B", 100, 10_000)]
    assert sales(ledger) == []
    assert ledger.totals["common_held_shares"] == 10_000
