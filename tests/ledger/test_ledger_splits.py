"""Splits and stock dividends: everything on the new footing (``CoD XI.A``, ``W 4(c)``, METHODS 12.4, 12.5)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import conversions, covenant, deal, dollars, keep, sales, series, variable, walk, warrant

GRAIN = 2**20


def a_split(new, old, day="1999-01-06", kind="split", **more):
    return {"kind": kind, "date": day, "new_shares": new, "old_shares": old} | more


def on_the_grain(price):
    """A price to the nearest 2**-20 dollars."""
    return Fraction((Fraction(price) * GRAIN + Fraction(1, 2)).__floor__(), GRAIN)


def test_two_for_one_leaves_what_a_share_is_worth():
    """The market draws $12.00 throughout, quoted $6.00 from Wednesday; 250 shares a session become 500.

    On Monday 3 preferred at $10.00 reach the room of 250 and give 300; on Tuesday the 50 held are sold first, and 2
    preferred reach the room of 200. At $5.00 each preferred is 200 common: on Wednesday 3 reach 500 and give 600.
    """
    scenario = deal(limits={"sale_volume": covenant()}, rest={"events": [a_split(2, 1)]})
    ledger = keep(scenario, [12] * 3)
    assert sales(ledger) == [(0, "B", 250), (1, "B", 50), (1, "B", 200), (2, "B", 500)]
    assert conversions(ledger) == [(0, "B", 3, 300), (1, "B", 2, 200), (2, "B", 3, 600)]
    # 500 shares before the split are 1,000 after it.
    assert ledger.totals["shares_issued"] == 1600
    assert [e.price for e in ledger.events if e.kind == "sale"] == [12, 12, 12, 6]


def test_what_a_split_restates():
    """Three for two, by hand: 1,000,000 -> 1,500,000; $10.00 -> $6.666...; 1,000 at $10.00 -> 1,500 at $6.67."""
    scenario = deal(
        series(conversion_price={"fixed_usd": "10", "ceiling_usd": "20"}),
        common={"authorized_shares": 2_000_001, "reserved_elsewhere_shares": 101},
        holder={"policy": "hold", "warrants": {"exercise": "never"}},
        limits={"cap": {"amount_shares": 1001, "counts": ["B"]}, "sale_volume": covenant(price_below_usd="9")},
        rest={"warrants": [warrant()], "events": [a_split(3, 2)]},
    )
    path = walk(scenario, [12] * 4, volumes=[1001] * 4)
    assert (path.outstanding, path.old_shares) == (1_500_000, 1_500_000)
    # Half shares are rounded down.
    assert (path.authorized, path.reserved_elsewhere, path.cap_amount) == (3_000_001, 151, 1501)
    assert dollars(path, path.fixed_prices[0]) == on_the_grain(Fraction(20, 3))
    assert dollars(path, path.ceilings[0]) == on_the_grain(Fraction(40, 3))
    assert [(rule.floor_shares, dollars(path, line)) for rule, line in path.bands] == [(375, 6)]
    state = path.warrants[0]
    assert (state.price, state.shadow, state.amount) == (Fraction(667, 100), Fraction(20, 3), 10_000)
    # $12.00 and, before session 0, $11.00: 733 1/3 cents are quoted as 733.
    assert (dollars(path, path.bid(3)), dollars(path, path.bid(-1))) == (8, Fraction(733, 100))
    assert path.volumes == [1500] * 5 + [1501] * 4
    assert path.fired["split"] == 1


def test_a_reverse_split_rounds_quotations_and_shares():
    """One for eight: $11.01 is quoted 8 x 11.01 = $88.08; eight for one: 137.625 cents, $1.38."""
    path = walk(deal(holder={"policy": "hold"}, rest={"events": [a_split(1, 8)]}), [11.01] * 4)
    assert dollars(path, path.bid(3)) == Fraction(8808, 100)
    assert path.outstanding == 125_000
    forward = walk(deal(holder={"policy": "hold"}, rest={"events": [a_split(8, 1)]}), [11.01] * 4)
    assert dollars(forward, forward.bid(3)) == Fraction(138, 100)


def test_a_split_leaves_at_least_the_smallest_price():
    """$0.0001 by 1,000 is 0.10 of 2**-20 dollars, and one of them all the same: $100,000 are 100,000 x 2**20 common."""
    terms = series(conversion_price={"fixed_usd": "0.0001"}, registration_effective="1999-01-07")
    ledger = keep(deal(terms, rest={"events": [a_split(1000, 1)]}), [11] * 4)
    assert conversions(ledger) == [(3, "B", 100, 100_000 * GRAIN)]


def test_two_splits_one_after_the_other():
    """11.01 -> 5.505, rounded up to 5.51 -> 2.755, rounded up to 2.76; at once it would be 2.7525, so 2.75."""
    events = [a_split(2, 1), a_split(2, 1, day="1999-01-07")]
    path = walk(deal(holder={"policy": "hold"}, rest={"events": events}), [11.01] * 5)
    assert dollars(path, path.bid(4)) == Fraction(276, 100)
    assert path.outstanding == 4_000_000


def test_the_window_is_on_one_footing():
    """The variable price of Wednesday looks back on Tuesday's $8.00, which is $4.00 after two for one."""
    terms = series(conversion_price={"fixed_usd": "10", "variable": variable()})
    ledger = keep(deal(terms, rest={"events": [a_split(2, 1)]}, holder={"policy": "hold"}), [8] * 4)
    prices = [row.conversion_prices_usd[0] for row in ledger.sessions]
    assert prices[1:] == [8, 4, 4]


def test_a_window_of_earlier_bids_is_on_the_footing_of_the_first_sessions():
    """Two for one on Monday: of bids of $6.00 and $8.00 before it $3.50; on Tuesday, of one bid, $8.00: $4.00."""

    def converted(day, **rules):
        terms = series(conversion_price={"variable": variable(**rules)}, registration_effective=day)
        scenario = deal(terms, rest={"events": [a_split(2, 1, day=day)]}, holder={"hurdle": "0"})
        return conversions(keep(scenario, [8] * 3, earlier_bids=[8, 6]))

    assert converted("1999-01-04", lookback_sessions=2, lowest_count=2) == [(0, "B", 100, 28_572)]
    assert converted("1999-01-05") == [(1, "B", 100, 25_000)]


def warranted(*events, warrant_terms=None, **changes):
    """1,000,000 outstanding, bids of $10.00 before any split, and one warrant on $10,000 of common that stays."""
    scenario = deal(
        holder={"policy": "hold", "warrants": {"exercise": "never"}},
        rest={"warrants": [warrant(**changes)], "events": list(events)} | (warrant_terms or {}),
    )
    return walk(scenario, [10] * 6)


@pytest.mark.parametrize("kind", ["split", "stock_dividend"])
def test_a_split_makes_what_was_carried_forward(kind):
    """``W 4(h)``: 100,000 for $912,880 at $10.00: (1,000,000 + 91,288)/1,100,000 = 0.99208, so that X is $9.9208.

    0.792% is carried forward. Two for one: X = $4.9604, and E, with what was carried, $4.96 and not $5.00: 10,000/4.96.
    """
    issue = {"kind": "issuance", "date": "1999-01-05", "shares": 100_000, "consideration_usd": "912880"}
    state = warranted(issue).warrants[0]
    assert (state.shadow, state.price) == (Fraction("9.9208"), 10)
    path = warranted(issue, a_split(2, 1, kind=kind))
    state = path.warrants[0]
    assert (state.shadow, state.price, state.amount) == (Fraction("4.9604"), Fraction("4.96"), 10_000)
    assert state.whole_left == 2016
    assert (path.fired["adjustment_carried_forward"], path.fired["warrant_adjusted"]) == (1, 0)


def test_a_split_of_less_than_one_percent_is_carried_forward():
    """201 for 200 are 1/201 = 0.4975%, and so E stays $10.00, and the number 1,000, though a share is worth less.

    Twice are 1 - (200/201)^2 = 0.9926%; the third time 1.485%: 10 x (200/201)^3 = $9.85149, E = $9.85.
    """
    splits = [a_split(201, 200, day=day) for day in ("1999-01-05", "1999-01-06", "1999-01-07")]
    for some, price in ((splits[:1], 10), (splits[:2], 10), (splits, Fraction("9.85"))):
        state = warranted(*some).warrants[0]
        assert state.shadow == 10 * Fraction(200, 201) ** len(some)
        assert (state.price, state.amount) == (price, 10_000)
    # As a stock dividend, and combined again: X is E to the last digit.
    again = a_split(200, 201, day="1999-01-06")
    state = warranted(a_split(201, 200, day="1999-01-05", kind="stock_dividend"), again).warrants[0]
    assert (state.shadow, state.price) == (10, 10)


@pytest.mark.parametrize(
    ("new", "old", "price"), [(100, 99, "9.9"), (101, 100, "10"), (99, 100, "10.1"), (100, 101, "10.1")]
)
def test_a_split_of_one_percent_just_is_made(new, old, price):
    """$9.90 is 1% less than $10.00, $9.90099 is not; $10.10101 and $10.10 are 1% more."""
    assert warranted(a_split(new, old)).warrants[0].price == Fraction(price)


def test_a_split_halves_to_half_a_cent():
    """$6.03 and 2 for 1: $3.015 is rounded up; $6.0298 is not, and of X's $3.0149 four make $12.06, not $12.04."""
    assert warranted(a_split(2, 1), exercise_price_usd="6.03").warrants[0].price == Fraction("3.02")
    assert warranted(a_split(2, 1), exercise_price_usd="6.0298").warrants[0].price == Fraction("3.01")
    both = a_split(2, 1), a_split(1, 4, day="1999-01-07")
    assert warranted(*both, exercise_price_usd="6.0298").warrants[0].price == Fraction("12.06")


def test_without_a_least_adjustment_every_split_is_made():
    terms = {"warrant_terms": {"least_adjustment_fraction": "0"}}
    assert warranted(a_split(201, 200), warrant_terms=terms).warrants[0].price == Fraction("9.95")


def test_a_ledger_tells_what_a_split_makes_of_a_warrant():
    scenario = deal(
        holder={"policy": "hold", "warrants": {"exercise": "never"}},
        rest={"warrants": [warrant(), warrant("V", expires="1999-01-05")], "events": [a_split(2, 1)]},
    )
    (told,) = [event for event in keep(scenario, [10] * 4).events if event.kind == "adjustment"]
    assert (told.instrument, told.price, told.clause) == ("W", 5, "W 4(c), 4(d), 4(h)")


@pytest.mark.parametrize("stated", [{"treatment": "price_only"}, {"treatment": "as_split"}, {}])
def test_a_stock_dividend(stated):
    """Eleven for ten. Prices only: the cap, 30,000 and its line stay, and windows are not restated.

    The text names stock dividends wherever it adjusts equitably (``CoD III.G``, ``V.A``, ``SPA 4.15``): unless it is
    said otherwise, all that a split adjusts.
    """
    dividend = a_split(11, 10, kind="stock_dividend", **stated)
    scenario = deal(
        holder={"policy": "hold", "warrants": {"exercise": "never"}},
        limits={"cap": {"amount_shares": 1000, "counts": ["B"]}, "sale_volume": covenant(price_below_usd="11")},
        rest={"warrants": [warrant()], "events": [dividend]},
    )
    path = walk(scenario, [11] * 4)
    assert path.outstanding == path.old_shares == 1_100_000
    assert dollars(path, path.fixed_prices[0]) == on_the_grain(Fraction(100, 11))
    assert path.warrants[0].price == Fraction(909, 100)
    assert dollars(path, path.bid(3)) == 10
    whole = stated.get("treatment") != "price_only"
    assert path.cap_amount == (1100 if whole else 1000)
    assert path.bands[0][0].floor_shares == (275 if whole else 250)
    assert dollars(path, path.bands[0][1]) == (10 if whole else 11)
    assert dollars(path, path.bid(1)) == (10 if whole else 11)
    assert path.fired["stock_dividend"] == 1


def test_reserve_and_statement_follow_a_split():
    parts = {
        "reserve": {"amount_shares": 100_001, "series": "B", "required_multiple": "0.1"},
        "registration": {"statements": [{"series": "B", "registered_shares": 50_001}], "cover_multiple": "0.1"},
        "events": [a_split(1, 2)],
    }
    path = walk(deal(holder={"policy": "hold"}, rest=parts), [11] * 4)
    assert path.remedies.reserved_left == 50_000
    assert path.remedies.registered[0] == 25_000


def test_what_was_sold_under_rule_144_follows_a_split():
    """A session's volume, 1,000, may go in three months; two for one on Wednesday: 2,000, and 2,000 have gone."""
    rule = {"volume_fraction": "0", "average_weeks": 1, "sessions_per_week": 1}
    terms = series(issue_date="1997-06-01", registration_effective="1999-03-31")
    ledger = keep(deal(terms, rest={"rule_144": rule, "events": [a_split(2, 1)]}), [12] * 4)
    assert sales(ledger) == [(0, "B", 1000)]


def test_a_record_is_on_its_own_footing():
    """A record that shows $12.00 and then, from the split on, $6.00: only what lies before it is restated."""
    scenario = deal(holder={"policy": "hold"}, rest={"events": [a_split(2, 1)]})
    path = walk(scenario, [12, 12, 6, 6], volumes=[1000, 1000, 2000, 2000], as_drawn=False)
    assert [dollars(path, path.bid(session)) for session in range(4)] == [6] * 4
    assert path.volumes[-4:] == [2000] * 4
