"""The conversion price in general (METHODS 13), and the limits in general (METHODS 14)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import conversions, covenant, deal, dollars, keep, sales, series, variable, walk

BIDS = [9, 6, 8, 7, 10, 10]
"""On session 4 the window of four holds 9, 6, 8, 7."""


def priced(fixed="20", ceiling=None, **rules):
    price = {"fixed_usd": fixed, "ceiling_usd": ceiling}
    if rules:
        price["variable"] = variable(**rules)
    return deal(series(conversion_price=price), holder={"policy": "hold"})


def prices(scenario, bids=BIDS, **market):
    return [row.conversion_prices_usd[0] for row in keep(scenario, bids, **market).sessions]


@pytest.mark.parametrize(
    ("selector", "count", "price"),
    [
        ("lowest_average", 2, "6.5"),
        ("lowest", 1, "6"),
        ("mean", 1, "7.5"),
        ("median", 1, "7.5"),
        ("kth_lowest", 3, "8"),
    ],
)
def test_selectors_of_an_even_window(selector, count, price):
    """6, 7, 8, 9: the two lowest, the lowest, all, the middle two, the third."""
    rules = {"selector": selector, "lowest_count": count, "lookback_sessions": 4}
    assert prices(priced(**rules))[4] == Fraction(price)


def test_the_median_of_an_odd_window():
    """6, 7, 8: the middle one."""
    assert prices(priced(selector="median", lookback_sessions=3))[4] == 7


@pytest.mark.parametrize(
    ("field", "price"),
    [("close", "9"), ("vwap_proxy", "8.88"), ("low_proxy", "8.75")],
)
def test_price_fields(field, price):
    """Closes of $8.75 and $9.00 before session 2: the close; (875 + 900 + 1)/2 = 888 cents; the lower of the two."""
    scenario = priced(price_field=field)
    assert prices(scenario, [5] * 4, closes=[8.75, 9, 5, 5])[2] == Fraction(price)


def test_proxies_on_session_0_are_the_close_and_before_it_the_earlier_bids():
    scenario = priced(price_field="low_proxy", fixed="50")
    found = prices(scenario, [5] * 3, closes=[12, 13, 14], earlier_bids=[9, 10, 11])
    assert found == [11, 12, 12]


def test_multiplier_steps_by_date():
    """0.9 from Wednesday, 0.8 from Friday on; each a whole session's worth."""
    steps = [{"date": "1999-01-06", "multiplier": "0.9"}, {"date": "1999-01-08", "multiplier": "0.8"}]
    found = prices(priced(multiplier_steps=steps), [10] * 6)
    assert found == [11, 10, 9, 9, 8, 8]


@pytest.mark.parametrize(("effective", "price"), [("1999-01-06", 10), ("1999-01-07", 9)])
def test_a_milestone_takes_a_step_away(effective, price):
    """Registered by the step's date, 1999-01-06, the step to 0.9 falls away."""
    steps = [{"date": "1999-01-06", "multiplier": "0.9", "unless": "registered"}]
    terms = series(
        conversion_price={"fixed_usd": "20", "variable": variable(multiplier_steps=steps)},
        registration_effective=effective,
    )
    assert prices(deal(terms, holder={"policy": "hold"}), [10] * 4)[3] == price


def test_a_step_is_counted_where_a_notice_is_given_at_it():
    steps = [{"date": "1999-01-05", "multiplier": "0.9"}]
    terms = series(conversion_price={"variable": variable(multiplier_steps=steps)})
    ledger = keep(deal(terms, limits={"sale_volume": covenant()}), [10] * 4)
    # Session 0 is at the base multiplier; on 1, 2 and 3 there are notices.
    assert ledger.totals["times_multiplier_step"] == 3


def test_at_the_floor():
    """Bids of $4.00 under a floor of $5.00: 200 common for each preferred; the floor decided one notice."""
    terms = series(conversion_price={"variable": variable(floor_usd="5")})
    ledger = keep(deal(terms, holder={"hurdle": "0"}), [4, 4], earlier_bids=[4])
    assert conversions(ledger) == [(0, "B", 100, 20_000)]
    assert ledger.totals["times_floor"] == 1


def test_below_the_floor_nothing_converts():
    terms = series(conversion_price={"variable": variable(floor_usd="5", below_floor="stops")})
    ledger = keep(deal(terms, holder={"hurdle": "0"}), [4, 6, 6], earlier_bids=[4])
    # The price of session 2 is Tuesday's $6.00: 16,666.67 common, rounded up.
    assert conversions(ledger) == [(2, "B", 100, 16_667)]


def test_cash_for_what_the_floor_keeps_back():
    """At $4.00 it were 25,000 common, at the floor of $5.00 it is 20,000: 5,000 x the bid of the day, $4.50."""
    terms = series(conversion_price={"variable": variable(floor_usd="5", below_floor="cash_difference")})
    path = walk(deal(terms, holder={"hurdle": "0"}), [4.5], earlier_bids=[4])
    assert path.payments == [(0, 0, Fraction(22_500))]
    assert (path.fired["cash_difference"], path.fired["floor"]) == (1, 1)


def test_the_ceiling_bounds_fixed_and_floating():
    """A fixed price of $20.00 under a ceiling of $8.00, before and after the switch-on."""
    scenario = priced(ceiling="8", switch_on="1999-01-06")
    assert prices(scenario, [9, 9, 7, 9]) == [8, 8, 8, 7]
    ledger = keep(deal(series(conversion_price={"fixed_usd": "20", "ceiling_usd": "8"})), [9])
    assert (conversions(ledger), ledger.totals["times_ceiling"]) == ([(0, "B", 100, 12_500)], 1)


@pytest.mark.parametrize("price", [{"variable": variable()}, {"fixed_usd": "1", "variable": variable(waived=True)}])
def test_a_ceiling_of_one_cent(price):
    """At bids of five cents one preferred of $1,000 is 100,000 common, floating or under the waiver."""
    terms = series(preferred_shares=1, conversion_price=price | {"ceiling_usd": "0.01"})
    ledger = keep(deal(terms, holder={"hurdle": "0"}), [0.05] * 2, earlier_bids=[0.05] * 5)
    assert (conversions(ledger), ledger.totals["times_ceiling"]) == ([(0, "B", 1, 100_000)], 1)


@pytest.mark.parametrize("waived", [False, True])
@pytest.mark.parametrize(("ceiling", "acts"), [("10.01", 0), ("10", 0), ("9.99", 1)])
def test_a_ceiling_decides_only_below_the_price(waived, ceiling, acts):
    """A fixed price of $10.00: at a ceiling of $9.99 100,000/9.99 is 10,010.01 common."""
    price = {"fixed_usd": "10", "ceiling_usd": ceiling, "variable": variable(waived=waived)}
    ledger = keep(deal(series(conversion_price=price), holder={"hurdle": "0"}), [10] * 2)
    assert conversions(ledger) == [(0, "B", 100, 10_011 if acts else 10_000)]
    assert ledger.totals["times_ceiling"] == acts


def test_no_price_has_no_ceiling():
    """Floating alone, before the switch-on: no price whatever the ceiling."""
    assert prices(priced(fixed=None, ceiling="8", switch_on="1999-01-06"), [9] * 3) == [None, None, 8]


def test_resets_of_the_fixed_price():
    """On session 2: 0.9 x the mean of 7 and 8 = $6.75; on session 4: 0.9 x 9.5 is more, nothing."""
    resets = {
        "dates": ["1999-01-06", "1999-01-08"],
        "multiplier": "0.9",
        "lookback_sessions": 2,
        "lowest_count": 2,
    }
    scenario = deal(series(conversion_price={"fixed_usd": "10", "resets": resets}), holder={"policy": "hold"})
    assert prices(scenario, [7, 8, 9, 10, 10]) == [10, 10, Fraction("6.75"), Fraction("6.75"), Fraction("6.75")]
    assert keep(scenario, [7, 8, 9, 10, 10]).totals["times_reset"] == 1


def test_a_reset_leaves_at_least_the_smallest_price():
    """A ten-millionth of $3.33 is 0.35 of 2**-20 dollars: one of them. $100,000 are 100,000 x 2**20 common."""
    resets = {"dates": ["1999-01-05"], "multiplier": "0.0000001", "lookback_sessions": 1, "lowest_count": 1}
    terms = series(conversion_price={"fixed_usd": "10", "resets": resets}, registration_effective="1999-01-06")
    ledger = keep(deal(terms), [3.33] * 3)
    assert conversions(ledger) == [(2, "B", 100, 100_000 * 2**20)]


def test_a_reset_stops_at_its_floor_and_is_on_the_finest_grid():
    """0.9 x $3.33 = $2.997, to 2**-20 dollars; a floor of $7.00 keeps it there."""
    resets = {"dates": ["1999-01-05"], "multiplier": "0.9", "lookback_sessions": 1, "lowest_count": 1}
    free = walk(deal(series(conversion_price={"fixed_usd": "10", "resets": resets})), [3.33] * 2, earlier_bids=[3.33])
    nearest = Fraction((Fraction("2.997") * 2**20 + Fraction(1, 2)).__floor__(), 2**20)
    assert dollars(free, free.fixed_prices[0]) == nearest
    resets["floor_usd"] = "7"
    kept = walk(deal(series(conversion_price={"fixed_usd": "10", "resets": resets})), [3.33] * 2, earlier_bids=[3.33])
    assert dollars(kept, kept.fixed_prices[0]) == 7


@pytest.mark.parametrize("window_end", ["day_before", "same_day"])
@pytest.mark.parametrize(
    ("switch_on", "day", "common"),
    [
        # Of the earlier bids $8.00 and $12.00: $10.00, 100 common for each preferred.
        ("1999-01-04", "1999-01-04", 10_000),
        # Of $12.00 and session 0's $4.00: $8.00. There was no price before.
        ("1999-01-05", "1999-01-05", 12_500),
        # Of sessions 0 and 1, $4.00 and $1.00: $2.50.
        ("1999-01-06", "1999-01-06", 40_000),
    ],
)
def test_an_event_knows_no_close_of_its_own_session(window_end, switch_on, day, common):
    """Rights of a dollar a share as converted: a window that ends on the same day then ends on the day before."""
    price = {"variable": variable(switch_on=switch_on, lookback_sessions=2, selector="mean", window_end=window_end)}
    event = {"kind": "rights", "date": day, "worth_usd": "1"}
    scenario = deal(series(conversion_price=price), holder={"policy": "hold"}, rest={"events": [event]})
    path = walk(scenario, [4, 1, 9, 9], earlier_bids=[50, 50, 50, 8, 12])
    assert [(0, paid) for _, _, paid in path.payments] == [(0, common)]


def test_a_split_halves_the_price_of_the_session_and_makes_none_of_no_price():
    """Two for one on Wednesday: Tuesday's $8.00 is $4.00, quotations are on the new footing from then on."""
    split = {"kind": "split", "date": "1999-01-06", "new_shares": 2, "old_shares": 1}
    price = {"variable": variable()}
    scenario = deal(
        series(conversion_price=price, registration_effective="1999-01-06"),
        holder={"hurdle": "0"},
        rest={"events": [split]},
    )
    assert conversions(keep(scenario, [8] * 4)) == [(2, "B", 100, 25_000)]


def test_a_share_of_the_outstanding_as_cap():
    """19.99% of 1,000,007 is 199,901.4; 199,401 are used already, so 5 preferred."""
    cap = {"share_of_outstanding": "0.1999", "counts": ["B"], "used_shares": 199_401}
    ledger = keep(deal(limits={"cap": cap}, common={"outstanding_shares": 1_000_007}), [11])
    assert conversions(ledger) == [(0, "B", 5, 500)]
    assert ledger.totals["cap_used_shares"] == 199_901


def test_ownership_before_the_act():
    """0.1% of 1,000,000 without the new shares: 1,000, where the contract allows floor(1,000/0.999) = 1,001."""
    terms = series(preferred_shares=10_000, stated_value_usd="10")
    limits = {"ownership_fraction": "0.001"}
    after = keep(deal(terms, limits=limits), [11])
    before = keep(deal(terms, limits=limits | {"ownership_basis": "before"}), [11])
    assert conversions(after)[0][3] == 1001
    assert conversions(before)[0][3] == 1000


def test_conversion_volume_binds_the_holders_notices_alone():
    """300 a session: 3 preferred on each; at maturity, on Thursday, the rest at once."""
    rule = {"floor_shares": 100, "share_of_session_volume": "0.3", "share_of_average_volume": "0"}
    scenario = deal(series(maturity="1999-01-07"), limits={"conversion_volume": rule})
    ledger = keep(scenario, [11] * 4)
    assert [(s, shares) for s, _, _, shares in conversions(ledger)] == [
        (0, 300),
        (1, 300),
        (2, 300),
        (3, 300),
        (3, 8800),
    ]
    assert ledger.totals["times_conversion_volume"] == 4


def test_two_series_share_the_conversion_volume():
    rule = {"floor_shares": 300, "share_of_session_volume": "0", "share_of_average_volume": "0"}
    scenario = deal(series("A", preferred_shares=2), series("B"), limits={"conversion_volume": rule})
    assert conversions(keep(scenario, [11])) == [(0, "A", 2, 200), (0, "B", 1, 100)]


def test_bands_of_the_covenant():
    """Under $12.00 250, from $12.00 to $15.00 400, above it free: the 10,000 that are left, less what was sold."""
    bands = [
        {
            "floor_shares": 400,
            "share_of_session_volume": "0",
            "share_of_average_volume": "0",
            "price_below_usd": "15",
        }
    ]
    limits = {"sale_volume": covenant(price_below_usd="12", further_bands=bands)}
    ledger = keep(deal(limits=limits), [11.99, 12, 14.99, 15])
    assert [sum(n for s, _, n in sales(ledger) if s == session) for session in range(4)] == [250, 400, 400, 8950]
