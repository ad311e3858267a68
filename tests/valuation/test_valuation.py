"""Fair value by instrument against closed forms, and the beneficial conversion feature by hand."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from deals import scenario, series
from scipy.stats import norm

import simulate
from simulate.errors import ConfigError
from simulate.valuation.beneficial import beneficial_conversions, conversion_price_at

FLOATING = {
    "switch_on": "1998-12-31",
    "multiplier": "1.01",
    "lookback_sessions": 1,
    "lowest_count": 1,
    "window_end": "same_day",
}
WARRANT = {
    "name": "W1",
    "shares": 100_000,
    "exercise_price_usd": "6.78",
    "issue_date": "1998-12-31",
    "exercisable_from": "1999-01-15",
    "expires": "1999-01-15",
    "registration_effective": "1998-12-31",
}


PUBLISHED_USD = 9_423_642.92
"""V2 of the validation tables: fixed or floating, capped, one conversion date; its published present value."""


def deal_of_v2(paths):
    one = series(
        premium={"rate_per_year": "0.06"},
        conversion_price={"fixed_usd": "6.03", "variable": FLOATING},
        registration_effective="1999-12-31",
    )
    cap = {"amount_shares": 3_753_505, "counts": ["B"], "excess": "lost"}
    return scenario(
        all_series=[one],
        deal={"limits": {"cap": cap}, "conversion": {"fractional_shares": True}},
        volatility="0.6",
        run={"paths": paths, "seed": 202},
    )


def test_what_the_investor_gains_is_fair_value_less_the_price():
    # Series B of V2 is bought for $7,500,000 on session 0: what the company gives away is the rest of its fair value.
    deal = deal_of_v2(50_000)
    gained = next(row for row in simulate.run(deal).summary_rows if row.name == "pnl_present_value_usd")
    assert gained.mean == pytest.approx(simulate.fair_value(deal).value("B").usd - 7_500_000, abs=0.01)
    assert abs(gained.mean - (PUBLISHED_USD - 7_500_000)) < 3 * gained.standard_error


def test_a_series_is_worth_its_closed_form():
    value = simulate.fair_value(deal_of_v2(100_000)).value("B")
    assert abs(value.usd - PUBLISHED_USD) < 3 * value.standard_error_usd
    assert value.standard_error_usd < 20_000
    assert value.low_usd < value.usd < value.high_usd
    assert value.each_usd == value.usd / 7500


def test_a_warrant_is_worth_black_and_scholes():
    # Exercised on its one date, the last session, where it is in the money; 10 sessions and 15 days.
    deal = scenario(
        all_series=[series(preferred_shares=1, purchase_price_usd=1000, maturity="1999-01-15")],
        deal={"horizon": "1999-01-15", "warrants": [WARRANT, WARRANT | {"name": "G1", "party": "agent"}]},
        volatility="0.9",
        run={"paths": 4_000, "seed": 7},
    )
    found = simulate.fair_value(deal)
    deviation, discount = 0.9 * math.sqrt(10 / 252), math.exp(-0.05 * 15 / 365)
    d1 = (math.log(6 / (6.78 * discount)) + deviation**2 / 2) / deviation
    exact = 100_000 * (6 * norm.cdf(d1) - 6.78 * discount * norm.cdf(d1 - deviation))
    for name in ("W1", "G1"):
        value = found.value(name)
        assert abs(value.usd - exact) < 3 * value.standard_error_usd
        assert value.standard_error_usd < exact / 10
    assert [(each.name, each.holder) for each in found.instruments] == [
        ("B", "investor"),
        ("W1", "investor"),
        ("G1", "agent"),
    ]
    text = "\n".join(found.lines())
    assert "risk-neutral measure (drift 5% a year" in text
    assert "with its policy, not with the best one" in text
    with pytest.raises(KeyError, match="no instrument W9; there are B, W1, G1"):
        found.value("W9")


def test_what_was_bought_and_sold_before_is_no_value():
    position = {"preferred_left": 100, "common_held": 1000, "proceeds_usd": 50_000}
    one = series(issue_date="1998-07-27", maturity="1999-01-15", position=position)
    deal = scenario(all_series=[one], deal={"horizon": "1999-01-15"}, run={"paths": 4, "seed": 7})
    value = simulate.fair_value(deal).value("B")
    profit = simulate.run(deal).row("pnl_series_b_present_value_usd").mean
    # 157 days from 1998-07-27 to 1998-12-31.
    assert value.usd == pytest.approx(profit + 7_500_000 * math.exp(0.05 * 157 / 365) - 50_000, rel=1e-12)
    assert value.units == 100
    # 100 preferred at $6.03 and 1,000 shares at about $6: no trace of the rest of the 7,500.
    assert 60_000 < value.usd < 200_000


def test_the_physical_measure_is_refused_or_re_measured_and_said():
    market = {"measure": "physical", "drift_per_year": "-0.42"}
    short = {"all_series": [series(maturity="1999-01-15")], "deal": {"horizon": "1999-01-15"}}
    run = {"paths": 50, "seed": 3}
    physical = scenario(market=market, run=run, **short)
    with pytest.raises(ConfigError, match=r"market\.measure: is physical \(drift -0\.42 a year\)"):
        simulate.fair_value(physical)
    found = simulate.fair_value(physical, risk_neutral=True)
    assert (
        "drift of -0.42 a year; it is valued under the risk-neutral one, at the discount rate of 0.05" in found.said[0]
    )
    assert found.value("B") == simulate.fair_value(scenario(run=run, **short)).value("B")
    bootstrap = {"model": "bootstrap", "record": "vlnc.csv", "drift": "record"}
    with pytest.raises(ConfigError, match=r"market\.price\.drift: is record"):
        simulate.fair_value(scenario(market=market | {"price": bootstrap}), risk_neutral=True)


TERMS = {"fixed_usd": "6.03", "variable": FLOATING | {"switch_on": "1999-07-27"}}


@pytest.mark.parametrize(
    ("terms", "price", "expected"),
    [
        (TERMS, "7", "6.03"),  # 101% of 7 is above the fixed price
        (TERMS, "5", "5.05"),  # 101% of 5
        (TERMS | {"variable": TERMS["variable"] | {"waived": True}}, "5", "6.03"),
        ({"variable": FLOATING | {"multiplier": "0.8"}}, "7", "5.6"),
        ({"variable": FLOATING | {"multiplier": "0.8", "floor_usd": 6}}, "7", "6"),
        (
            {"variable": FLOATING | {"multiplier_steps": [{"date": "1999-06-30", "multiplier": "0.75"}]}},
            "8",
            "6",  # only time need pass
        ),
    ],
)
def test_the_lowest_price_at_which_it_converts_if_only_time_passes(terms, price, expected):
    one = scenario(all_series=[series(conversion_price=terms)]).deal.series[0]
    assert conversion_price_at(one, Decimal(price)) == Fraction(expected)


def feature(values, prices=None, **parts):
    deal = scenario(**parts)
    return beneficial_conversions(deal, date(1998, 12, 31), values, prices)


def test_the_beneficial_conversion_feature_by_hand():
    # $7,500,000 at $6.03, market $7: (7 - 6.03) x 1,243,781.09 = $1,206,467.66.
    (found,) = feature({"B": 8_000_000.0}, market={"start_price_usd": 7})
    assert found.shares == Fraction(7_500_000) / Fraction("6.03")
    assert float(found.stated_usd) == pytest.approx(1_206_467.66, abs=0.005)
    # Nothing was sold with it: all the proceeds are its own, and the effective price is the stated one.
    assert found.allocated_proceeds_usd == 7_500_000
    assert found.effective_price_usd == pytest.approx(6.03, rel=1e-12)
    assert found.allocated_usd == pytest.approx(1_206_467.66, abs=0.005)
    # At 80% of the market it is a quarter of the proceeds, whatever the market: 1/0.8 - 1.
    discount = series(conversion_price={"variable": FLOATING | {"multiplier": "0.8"}})
    (found,) = feature({"B": 1.0}, all_series=[discount], market={"start_price_usd": 7})
    assert found.stated_usd == 1_875_000
    # Out of the money it is nothing; deep in the money no more than the proceeds.
    (found,) = feature({"B": 1.0}, market={"start_price_usd": 5})
    assert (found.stated_usd, found.allocated_usd) == (0, 0.0)
    (found,) = feature({"B": 1.0}, market={"start_price_usd": 13})
    assert (found.stated_usd, found.allocated_usd) == (7_500_000, 7_500_000.0)


def test_warrants_sold_with_it_lower_the_effective_price():
    # Worth 6 and 2: three quarters of 7,500,000 are the series', $5,625,000, $4.5225 a share of 1,243,781.09;
    # (7 - 4.5225) x 1,243,781.09 = $3,081,467.66. A warrant with a price of its own, or the agent's, takes no part.
    parts = {
        "deal": {
            "warrants": [
                WARRANT | {"expires": "1999-12-31"},
                WARRANT | {"name": "P1", "purchase_price_usd": 5, "expires": "1999-12-31"},
                WARRANT | {"name": "G1", "party": "agent", "expires": "1999-12-31"},
            ]
        },
        "market": {"start_price_usd": 7},
    }
    (found,) = feature({"B": 6e6, "W1": 2e6, "P1": 9e6, "G1": 9e6}, **parts)
    assert found.allocated_proceeds_usd == 5_625_000
    assert found.effective_price_usd == pytest.approx(4.5225, rel=1e-12)
    assert found.allocated_usd == pytest.approx(3_081_467.66, abs=0.005)


def test_a_market_price_that_nobody_gave_is_not_guessed():
    parts = {"all_series": [series(name="A", issue_date="1998-07-27"), series()], "market": {"start_price_usd": 7}}
    a, b = feature({"A": 1.0, "B": 1.0}, **parts)
    assert (a.market_price_usd, a.stated_usd, a.allocated_usd) == (None, None, None)
    assert b.market_price_usd == 7
    a, _ = feature({"A": 1.0, "B": 1.0}, {"A": Decimal("6.33")}, **parts)
    # (6.33 - 6.03) x 1,243,781.09 = 373,134.33
    assert float(a.stated_usd) == pytest.approx(373_134.33, abs=0.005)
    with pytest.raises(ConfigError, match="series 'C'; there are A, B"):
        feature({"A": 1.0, "B": 1.0}, {"C": Decimal(6)}, **parts)
    with pytest.raises(ConfigError, match="is 0; it must be above 0"):
        feature({"A": 1.0, "B": 1.0}, {"A": Decimal(0)}, **parts)
