"""Splits and stock dividends by the kernels alone: what they restate (``CoD XI.A``, ``W 4(c)``; METHODS 12.4, 12.5)."""

from __future__ import annotations

import pytest
from whole_path import FIELDS, SALE_LIMIT, TILE, VOLUME_ROOM, WholePath, floating, follow, series, warrant

from kernels.remedy_state import REMEDY_RESERVED_LEFT, RESERVE_AMOUNT, RESERVE_USED
from kernels.state import CAP_USED
from kernels.tables import BIG
from kernels.whole_state import (
    LIVE_AUTHORIZED,
    LIVE_BORROW_COST_USD,
    LIVE_CAP_AMOUNT,
    LIVE_MOST_SHORT,
    LIVE_OLD,
    LIVE_OTHER_SHARES,
    LIVE_RATIO_NEW,
    LIVE_RATIO_OLD,
    LIVE_RESERVED_ELSEWHERE,
    LIVE_SHARES_AT_START,
    LIVE_SHORT_COVERED,
    LIVE_SHORT_SOLD,
    LIVE_USUAL_VOLUME,
)

SESSION = 3
"""Session of the split: Wednesday 1999-01-06."""
RULE = {"share_of_session_volume": "0.15", "share_of_average_volume": "0.15", "average_sessions": 5}


def event(new, old, kind="split", **changes):
    return {"kind": kind, "date": "1999-01-06", "new_shares": new, "old_shares": old} | changes


def split_path(*events) -> WholePath:
    """A deal with every number that a split moves, before its session."""
    resets = {"dates": ["1999-12-01"], "multiplier": 1, "lookback_sessions": 1, "lowest_count": 1}
    price = {
        "fixed_usd": "6.03",
        "ceiling_usd": "12.06",
        "variable": floating(floor_usd="2.01", lookback_sessions=3),
        "resets": resets | {"floor_usd": "3.01"},
    }
    deal = {
        "common": {
            "outstanding_shares": 1_000_001,
            "authorized_shares": 9_000_001,
            "reserved_elsewhere_shares": 100_001,
        },
        "limits": {
            "cap": {"amount_shares": 200_001, "counts": ["B"], "used_shares": 1001},
            "sale_volume": RULE
            | {
                "while_held": "B",
                "floor_shares": 30_001,
                "price_below_usd": 12,
                "further_bands": [RULE | {"floor_shares": 40_001, "price_below_usd": "15.01"}],
            },
            "conversion_volume": RULE | {"floor_shares": 50_001},
        },
        "warrants": [warrant(exercise_price_usd="6.7838", shares=447_761, resets=resets | {"floor_usd": "3.33"})],
        "reserve": {"amount_shares": 400_001, "series": "B"},
        "registration": {"statements": [{"series": "B", "registered_shares": 300_001}], "company": "binds"},
        "delivery": {},
        "events": list(events),
    }
    path = follow(deal=deal, all_series=[series(conversion_price=price)])
    state = path.state
    state.held[0], state.issued[0] = 1001, 2001
    own = state.whole.warrant
    own.held[0], own.issued[0], own.sold[0], own.accrued_usd[0] = 301, 701, 401, 0.25
    state.whole.money.sold[0] = 1003
    state.whole.remedy.undelivered[0], state.whole.remedy.bought_in[0] = 77, 33
    state.whole.remedy.numbers[RESERVE_USED] = 2001
    state.whole.live.numbers[LIVE_OTHER_SHARES] = 5001
    return path


def in_shares(path) -> dict[str, float]:
    """What a split or a stock dividend of any kind moves, in shares."""
    state = path.state
    own, remedy, numbers = state.whole.warrant, state.whole.remedy, state.whole.live.numbers
    return {
        "outstanding": path.outstanding,
        "authorized": numbers[LIVE_AUTHORIZED],
        "reserved elsewhere": numbers[LIVE_RESERVED_ELSEWHERE],
        "outstanding at session 0": numbers[LIVE_OLD],
        "issued by the company": numbers[LIVE_OTHER_SHARES],
        "held": state.held[0],
        "registered": remedy.registered[0],
        "issued": state.issued[0],
        "sold": state.whole.money.sold[0],
        "undelivered": remedy.undelivered[0],
        "bought in": remedy.bought_in[0],
        "held of the warrant": own.held[0],
        "issued on the warrant": own.issued[0],
        "sold of the warrant": own.sold[0],
    }


NAMED = (
    "outstanding",
    "authorized",
    "reserved elsewhere",
    "outstanding at session 0",
    "held",
    "issued",
    "undelivered",
    "held of the warrant",
    "issued on the warrant",
    "registered",
)
"""What METHODS 12.5 names of them for a stock dividend that adjusts only the prices."""


def of_a_split_alone(path) -> dict[str, float]:
    """What a stock dividend that adjusts only the prices leaves as it is."""
    state = path.state
    remedy, live = state.whole.remedy, state.whole.live
    return {
        "cap": live.numbers[LIVE_CAP_AMOUNT],
        "cap used": state.totals[CAP_USED],
        "reserve": remedy.numbers[RESERVE_AMOUNT],
        "reserve used": remedy.numbers[RESERVE_USED],
        "first band": live.floors[0],
        "second band": live.floors[1],
        "conversion volume": live.floors[2],
    }


def restated(before, new, old):
    return {name: value * new // old for name, value in before.items()}


@pytest.mark.parametrize(("new", "old"), [(2, 1), (3, 2), (1, 4)])
def test_a_split_restates_every_number_of_shares_and_rounds_down(new, old):
    path = split_path(event(new, old))
    shares, more = in_shares(path), of_a_split_alone(path)
    assert shares["outstanding"] == 1_000_001
    assert more["first band"] == 30_001
    path.open(SESSION - 1)
    assert in_shares(path) == shares
    path.open(SESSION)
    # n new/old rounded down to whole shares: 1,000,001 x 3/2 = 1,500,001.5, say.
    assert in_shares(path) == restated(shares, new, old)
    assert of_a_split_alone(path) == restated(more, new, old)
    numbers = path.state.whole.remedy.numbers
    assert numbers[REMEDY_RESERVED_LEFT] == numbers[RESERVE_AMOUNT] - numbers[RESERVE_USED]
    # The preferred and what it is worth stay.
    assert path.state.preferred[0] == 100
    assert path.fired("split") == 1


def live_usd(path, name):
    return float(getattr(path.state.whole.live, name)[0] / path.tables.series.price_scale[0])


def test_three_for_two_restates_every_price():
    path = split_path(event(3, 2))
    live = path.state.whole.live
    scale = path.tables.series.price_scale[0]
    live.yesterday_price[0], live.frozen_price[0], live.announced_price[0, 0] = 9 * scale, 6 * scale, 3 * scale
    path.open(SESSION)
    # 6.03 x 2/3 = 4.02; rounded to 2**-20 dollars: 4.02 x 2**20 = 4,215,275.52, halves up 4,215,276.
    assert live_usd(path, "fixed_price") == 4_215_276 / 2**20
    # 12.06 x 2/3 = 8.04 x 2**20 = 8,430,551.04; 2.01 x 2/3 = 1.34 x 2**20 = 1,405,091.84.
    assert live_usd(path, "ceiling_price") == 8_430_551 / 2**20
    assert live_usd(path, "floor_price") == 1_405_092 / 2**20
    # 3.01 x 2/3 x 2**20 = 2,104,142.51.
    assert live_usd(path, "reset_floor") == 2_104_143 / 2**20
    assert live_usd(path, "yesterday_price") == 6
    assert live_usd(path, "frozen_price") == 4
    assert live.announced_price[0, 0] == 2 * scale
    # The covenant's $12.00 is $8.00, and $15.01 x 2/3 x 2**20 = 10,492,750.51 of 2**-20 dollars.
    per_dollar = path.whole.limits.lines_grain * 2**20
    assert live.lines[0] / per_dollar == 8
    assert live.lines[1] / per_dollar == 10_492_751 / 2**20


def test_three_for_two_restates_the_warrant():
    path = split_path(event(3, 2))
    own = path.state.whole.warrant
    own.noticed_usd[0] = 9.75
    path.open(SESSION)
    # W 4(c): 6.7838 x 2/3 = 4.52253: X exactly, E to the cent; A stays: 3,037,521.0718/4.52 Warrant Shares.
    assert own.shadow_usd[0] == pytest.approx(6.7838 * 2 / 3, rel=1e-15)
    assert path.strike() == 4.52
    assert path.amount() == pytest.approx(447_761 * 6.7838)
    # $0.25 accrued on an old share is $0.1667 on a new one; the floor of resets is 3.33 x 2/3 = $2.22.
    assert own.accrued_usd[0] == pytest.approx(0.25 * 2 / 3)
    assert path.state.whole.live.warrant_floor[0] / path.whole.warrants.scale == 2.22
    # What a merger's notice said is two thirds, unrounded.
    assert own.noticed_usd[0] == 6.5


def test_an_exercise_price_never_falls_under_a_cent():
    path = follow(deal={"warrants": [warrant(exercise_price_usd="0.02")], "events": [event(1000, 1)]})
    path.open(SESSION)
    assert path.strike() == 0.01
    assert path.state.whole.warrant.shadow_usd[0] == pytest.approx(0.00002)


def test_one_share_is_restated_and_two_cents_are_a_price():
    path = follow(deal={"warrants": [warrant(exercise_price_usd="0.04")], "events": [event(2, 1)]})
    path.state.held[0] = 1
    path.open(SESSION)
    assert path.state.held[0] == 2
    assert path.strike() == 0.02


@pytest.mark.parametrize(
    ("new", "old", "price"),
    # 1/201 is under 1%; $9.90 is 1% less than $10.00 to the last digit, $9.90099 is not, and $10.10 is 1% more.
    [(201, 200, 10), (100, 99, 9.9), (101, 100, 10), (100, 101, 10.1)],
)
def test_less_than_one_percent_is_carried_forward(new, old, price):
    path = follow(deal={"warrants": [warrant()], "events": [event(new, old)]})
    path.open(SESSION)
    assert path.strike() == price
    assert path.state.whole.warrant.shadow_usd[0] == pytest.approx(10 * old / new, rel=1e-15)
    assert (path.fired("warrant_adjusted"), path.fired("adjustment_carried_forward")) == (0, 0)


def test_a_split_makes_what_was_carried_forward():
    path = follow(deal={"warrants": [warrant(shadow_price_usd="9.9208")], "events": [event(2, 1)]})
    path.open(SESSION)
    # $9.9208 is 0.792% under $10.00; halved it is $4.9604, and E $4.96.
    assert path.strike() == 4.96
    assert path.state.whole.warrant.shadow_usd[0] == 4.9604
    assert path.amount() == 10_000


def test_what_is_counted_in_usual_volumes_and_of_all_splits_keeps_its_ratio():
    path = split_path(event(3, 2), event(5, 4))
    numbers = path.state.whole.live.numbers
    # Not of whole shares: 3/2 x 5/4 is 1.875.
    numbers[LIVE_USUAL_VOLUME], numbers[LIVE_SHARES_AT_START] = 1001, 2001
    path.open(SESSION)
    assert (numbers[LIVE_RATIO_NEW], numbers[LIVE_RATIO_OLD]) == (15, 8)
    assert (numbers[LIVE_USUAL_VOLUME], numbers[LIVE_SHARES_AT_START]) == (1876.875, 3751.875)


def test_what_has_no_limit_has_none_after_it():
    covenant = RULE | {"while_held": "B", "floor_shares": 1001}
    path = follow(deal={"limits": {"sale_volume": covenant}, "events": [event(2, 1)]})
    path.open(SESSION)
    live = path.state.whole.live
    assert live.numbers[LIVE_AUTHORIZED] == live.lines[0] == BIG
    assert live.floors[0] == 2002


def test_short_sales_are_restated_and_what_they_cost_is_not():
    path = split_path(event(3, 2))
    numbers = path.state.whole.live.numbers
    places = [LIVE_SHORT_SOLD, LIVE_SHORT_COVERED, LIVE_MOST_SHORT, LIVE_BORROW_COST_USD]
    numbers[places] = [1001, 501, 301, 2.5]
    path.open(SESSION)
    assert numbers[places].tolist() == [1501, 751, 451, 2.5]


def test_earlier_quotations_are_restated_to_the_unit():
    path = split_path(event(3, 2))
    path.quote(["10.01", "10.00", "0.01"])
    path.market.volumes[:] = 1001.0
    path.open(SESSION)
    quotes = path.market
    # 10.01 x 2/3 = 6.6733: $6.67; 6.6667: $6.67; two thirds of a cent is the nearest unit 1. Volumes 1,501.5 down.
    assert quotes.bids[path.earlier : path.earlier + 3].tolist() == [667, 667, 1]
    assert quotes.closes[:3].tolist() == [667, 667, 1]
    assert quotes.volumes[: path.earlier + 3].tolist() == [1501] * (path.earlier + 3)
    # From the session on they are what the market drew, and the split does not touch them here.
    assert (quotes.bids[path.earlier + SESSION], quotes.volumes[path.earlier + SESSION]) == (1000, 1001)


def test_a_quotation_is_a_unit_at_least():
    path = split_path(event(1000, 1))
    path.open(SESSION)
    # $10.00/1000 is a cent; what was a cent stays one.
    assert path.market.bids[path.earlier] == 1
    path = split_path(event(1000, 1))
    path.quote(["0.01"])
    path.open(SESSION)
    assert path.market.bids[path.earlier] == 1


def test_what_the_market_draws_is_put_on_the_new_footing_from_the_session_on():
    path = split_path(event(3, 2), event(1, 3, date="1999-01-08"))
    path.quote(["10.01"] * 64)
    path.market.volumes[:] = 1001.0
    path.step(TILE)
    bids = path.market.bids[path.earlier :]
    # Session 3: 1001 x 2/3 = 667.3; session 5 (01-08): that 667 x 3 = 2001, one split after the other.
    assert bids[[2, 3, 4, 5, 6]].tolist() == [1001, 667, 667, 2001, 2001]
    assert path.market.closes[[2, 3, 5]].tolist() == [1001, 667, 2001]
    # 1001 x 3/2 = 1501 down; 1501/3 = 500 down.
    assert path.market.volumes[path.earlier :][[2, 3, 5]].tolist() == [1001, 1501, 500]


def test_the_price_runs_through_a_split():
    path = split_path(event(2, 1))
    # Bids of $5.80, $6.10 and $6.20 before, $3.20 after: the window of sessions 0 to 2 restated has the lowest, $2.90.
    path.quote(["5.80", "6.10", "6.20", "3.20"])
    assert path.price(SESSION - 1) == pytest.approx(5.80)
    path.open(SESSION)
    assert path.price(SESSION) == pytest.approx(2.90)
    # On session 4 the window holds $3.05, $3.10 and $3.20, above the fixed $3.015.
    assert path.price(SESSION + 1) == pytest.approx(3.015, abs=2**-20)


def test_the_legs_in_shares_and_the_line_of_the_covenant():
    path = split_path(event(2, 1))
    # Before: $11.99 is under $12.00: 30,001 (the volumes give 150); $12.00 is in the second band; over $15.01 free.
    for usd, shares in (("11.99", 30_001), ("12.00", 40_001), ("15.01", 2.0**52)):
        path.quote([usd], first=2)
        assert path.step(SALE_LIMIT, 2, 1) == shares
    path.open(SESSION)
    # $12.00 is $6.00, $15.01 is $7.505: of whole cents $7.50 is below it and $7.51 is not.
    for usd, shares in (("5.99", 60_002), ("6.00", 80_002), ("7.50", 80_002), ("7.51", 2.0**52)):
        path.quote([usd], first=SESSION)
        assert path.step(SALE_LIMIT, SESSION, 1) == shares
    assert path.step(VOLUME_ROOM, SESSION) == 100_002


def test_a_stock_dividend_of_prices_alone():
    path = split_path(event(11, 10, kind="stock_dividend", treatment="price_only"))
    path.market.volumes[:] = 1001.0
    shares, more = in_shares(path), of_a_split_alone(path)
    path.open(SESSION)
    # What METHODS 12.5 names moves; the cap, the reserve, legs in shares and earlier bids stay.
    now, expected = in_shares(path), restated(shares, 11, 10)
    assert {name: now[name] for name in NAMED} == {name: expected[name] for name in NAMED}
    assert of_a_split_alone(path) == more
    assert path.market.bids[path.earlier] == 1000
    assert path.market.volumes[path.earlier] == 1001
    # 6.03 x 10/11 = 5.481818 x 2**20 = 5,748,102.98.
    assert live_usd(path, "fixed_price") == 5_748_103 / 2**20
    # 6.7838 x 10/11 = 6.16709.
    assert path.strike() == 6.17
    assert path.state.whole.live.lines[0] / (path.whole.limits.lines_grain * 2**20) == 12
    assert (path.fired("stock_dividend"), path.fired("split")) == (1, 0)


@pytest.mark.parametrize("stated", [{}, {"treatment": "as_split"}])
def test_a_stock_dividend_is_treated_as_a_split_unless_it_says_otherwise(stated):
    path = split_path(event(11, 10, kind="stock_dividend", **stated))
    shares, more = in_shares(path), of_a_split_alone(path)
    path.open(SESSION)
    assert in_shares(path) == restated(shares, 11, 10)
    assert of_a_split_alone(path) == restated(more, 11, 10)
    # 1000 x 10/11 = 909.09.
    assert path.market.bids[path.earlier] == 909
    assert (path.fired("stock_dividend"), path.fired("split")) == (1, 0)


def test_the_price_fields_rest_on_restated_closes():
    price = {"fixed_usd": 100, "variable": floating(price_field="vwap_proxy", lookback_sessions=2)}
    path = follow(deal={"events": [event(2, 1)]}, all_series=[series(conversion_price=price)])
    path.quote([10, 11, 12, 6, 7])
    path.step(FIELDS, 5)
    path.open(SESSION)
    # Restated closes $5.00, $5.50, $6.00, then $6.00: means of two $5.25, $5.75, $6.00; the window of session 4 is the
    # last two of them, and session 3's the two before.
    assert path.price(SESSION) == pytest.approx(5.25)
    assert path.price(SESSION + 1) == pytest.approx(5.75)
