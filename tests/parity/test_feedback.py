"""What feeds back on the price: parity of every switch where it surely acts, and what holds on every path."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from deals import scenario, series
from kernel_rows import kernel_columns, kernel_run
from parity import Tally, compare
from test_passing_over import assert_same, both_ways
from whole_strategies import random_whole_scenario

import simulate
from simulate.columns import columns
from simulate.scenario import Scenario
from simulate.terms import make_terms

LAWS = {
    "impact": {"dilution_in_price": "impact", "impact": {}},
    "other_law": {
        "dilution_in_price": "impact",
        "impact": {"coefficient": 2, "exponent": "0.6", "half_life_sessions": 30, "permanent_fraction": "0.25"},
    },
    "mechanical": {"dilution_in_price": "mechanical"},
}
DELISTING = {"kind": "delisting", "hazard_per_year": "0.5", "hazard_level_usd": 2, "hazard_power": "1.5"}
HORIZON = "2001-12-28"
PRESSES = {"policy": "pricing_window_pressure", "pricing_window_pressure": {"sessions": 8}}
MODELS = {
    "gbm": {"model": "gbm", "volatility_per_year": "0.9"},
    "merton": {
        "model": "merton",
        "volatility_per_year": "0.6",
        "jumps_per_year": 6,
        "jump_mean_log": "-0.05",
        "jump_deviation_log": "0.2",
    },
    "garch": {
        "model": "garch",
        "omega_per_session": "0.0003",
        "alpha": "0.1",
        "beta": "0.8",
        "degrees_of_freedom": 4,
    },
    "bootstrap": {"model": "bootstrap", "record": "history/vlnc.csv", "target_volatility_per_year": "0.9"},
}


def shipped(name: str, market=None, holder=None, events=(), **deal) -> Scenario:
    """A scenario that ships, changed; its records are still found."""
    one = simulate.load(name)
    data = one.model_dump()
    data["market"] |= market or {}
    data["holder"] |= holder or {}
    data["deal"] |= deal | {"events": [*data["deal"]["events"], *events]}
    changed = Scenario.model_validate(data)
    changed._source = one.source
    return changed


def differences(one: Scenario, paths: int) -> list[str]:
    tally = Tally()
    compare(one, paths, tally)
    assert tally.values == paths * len(columns(one))
    return tally.differences


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("model", MODELS)
def test_the_default_deal_on_every_market(law, model):
    """Each market model by each way into the price, the low-price rule and a delisting that follows the price."""
    changed = shipped(
        "valence-1998-falling",
        LAWS[law] | {"price": MODELS[model]},
        PRESSES if model == "merton" else {},
        [DELISTING],
        listing_rule={},
        horizon=HORIZON,
    )
    if model == "bootstrap":
        assert changed.source is not None
    assert differences(changed, 3) == []


def test_the_listing_rule_and_the_hazard_act_with_impact():
    """A stock that falls: both ends of a listing come about on some of 200 paths, on more where sales press.

    Which end it is may change: the rule may come before the hazard. Every close is lower, and the hazards' words are
    the same: a path whose listing ends without impact ends it with impact too.
    """
    falls = {"drift_per_year": "-0.8", "price": {"model": "gbm", "volatility_per_year": "0.6"}}
    found = {}
    for law in ("none", "impact"):
        market = falls | (LAWS[law] if law != "none" else {})
        one = shipped("valence-1998-falling", market, {}, [DELISTING], listing_rule={}, horizon=HORIZON)
        found[law] = kernel_columns(one, make_terms(one), 0, 200)
    ended = {}
    for law, acts in found.items():
        assert min(acts["times_delisting"].sum(), acts["times_low_price_delisting"].sum()) > 0
        ended[law] = acts["times_delisting"] + acts["times_low_price_delisting"] > 0
    assert 0 < ended["none"].sum() < ended["impact"].sum() < len(ended["impact"])
    assert not (ended["none"] & ~ended["impact"]).any()
    assert min(acts["times_listing_notice"].sum() for acts in found.values()) > 0


def test_a_hazard_at_a_still_price_is_an_exponential_time():
    """At a price that stands still the chance by the horizon is 1 - exp(-h T): h = 0.8, T = 365/365 less nothing.

    The volatility is 0.0001 and the level the start price: the chance is 1 - exp(-0.8) = 0.550671 within 4 errors.
    """
    event = DELISTING | {"hazard_per_year": "0.8", "hazard_level_usd": 6, "hazard_power": 2}
    one = scenario(
        deal={"events": [event]},
        market={"measure": "physical", "drift_per_year": 0},
        holder={"policy": "hold"},
        volatility="0.0001",
        run={"paths": 4000, "seed": 11},
    )
    acted = kernel_columns(one, make_terms(one), 0, 4000)["times_delisting"].mean()
    chance = 1 - math.exp(-0.8)
    assert abs(acted - chance) < 4 * math.sqrt(chance * (1 - chance) / 4000)


@pytest.mark.parametrize("name", ["valence-1998", "convertible-note"])
def test_no_coefficient_is_no_impact_to_the_bit(name):
    """Y = 0: every count and price the same bits; money but for the order in which a session's sales are added."""
    without, zero = simulate.load(name), shipped(name, {"dilution_in_price": "impact", "impact": {"coefficient": 0}})
    one, other = (kernel_run(each, make_terms(each), 0, 60)[0] for each in (without, zero))
    np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-6)
    plain, moved = (kernel_columns(each, make_terms(each), 0, 60) for each in (without, zero))
    for column in columns(without):
        if column.unit != "USD" and "usd" not in column.name and "irr" not in column.name:
            np.testing.assert_allclose(plain[column.name], moved[column.name], rtol=1e-12, err_msg=column.name)
        if column.unit in ("shares", "sessions"):
            np.testing.assert_array_equal(plain[column.name], moved[column.name], err_msg=column.name)


@pytest.mark.parametrize("law", LAWS)
def test_nothing_is_passed_over_that_could_change_a_path(law):
    assert_same(*both_ways(shipped("valence-1998-falling", LAWS[law], {}, [DELISTING]), 10_000, 24))


def test_a_vectorised_path_can_see_that_prices_are_not_known_ahead():
    """Whoever draws, sums or skips sessions ahead must look at this flag."""
    for law, moves in (*((each, True) for each in LAWS), (None, False)):
        whole = make_terms(shipped("valence-1998", LAWS[law] if law else {})).tables.whole
        assert whole is not None
        assert bool(whole.feedback.moves_prices) is moves
        assert not whole.events.follows_price


def test_value_transfer_is_fair_value_less_price():
    """Through the engine, at V2's figures: what the holder gains is what the claim is worth less what it paid.

    Published present value 9,423,642.92 (volatility 60%, one year, 5%, cap 3,753,505), price $7,500,000.
    """
    floating = {
        "switch_on": "1998-12-31",
        "multiplier": "1.01",
        "lookback_sessions": 1,
        "lowest_count": 1,
        "window_end": "same_day",
    }
    one = series(
        premium={"rate_per_year": "0.06"},
        conversion_price={"fixed_usd": "6.03", "variable": floating},
        registration_effective="1999-12-31",
    )
    cap = {"amount_shares": 3_753_505, "counts": ["B"], "excess": "lost"}
    deal = scenario(
        all_series=[one],
        deal={"limits": {"cap": cap}, "conversion": {"fractional_shares": True}},
        volatility="0.6",
        run={"paths": 60_000, "seed": 77},
    )
    gain = simulate.run(deal).row("pnl_present_value_usd")
    assert abs(gain.mean - (9_423_642.92 - 7_500_000)) < 3 * gain.standard_error
    value = simulate.fair_value(deal).value("B")
    assert gain.mean == pytest.approx(value.usd - 7_500_000, abs=0.01)


def test_the_population_has_every_switch():
    found = set()
    for number in range(60):
        one = random_whole_scenario(Random(number))
        found |= {one.market.dilution_in_price, one.holder.policy}
        found |= {event.kind for event in one.deal.events if getattr(event, "hazard_level_usd", None) is not None}
    assert found >= {"none", "mechanical", "impact", "hold", "convert_and_sell", "pricing_window_pressure", "delisting"}
