"""What the kernels pass over could not have changed a path: the same rows when every session is run in full."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import numpy as np
import pytest
from kernel_rows import kernel_run
from whole_strategies import random_whole_scenario

import simulate
from kernels import rows as place
from kernels.layout import NEXT_BUSY
from simulate.errors import ConfigError
from simulate.scenario import Scenario
from simulate.terms import make_terms

PATHS = 64
SHIPPED = (
    "valence-1998",
    "valence-1998-bootstrap",
    "valence-1998-no-approval",
    "valence-1998-as-first-sold",
    "valence-1998-from-1999-11",
    "convertible-note",
    "floating-warrant",
    "valence-1998-spiral",
)


class EverySessionIsDated(Exception):
    """Nothing could be passed over: a late registration counts its days on every session."""


def both_ways(scenario: Scenario, first: int, paths: int):
    """Rows and sums as they are run, and with every session in full and every tile drawn in full."""
    terms = make_terms(scenario)
    passing = kernel_run(scenario, terms, first, paths)
    assert terms.tables.whole is not None
    next_busy = terms.tables.whole.by_session[NEXT_BUSY, 0]
    if np.array_equal(next_busy, np.arange(next_busy.size)):
        raise EverySessionIsDated
    next_busy[:] = np.arange(next_busy.size)
    return passing, kernel_run(scenario, terms, first, paths)


def assert_same(one, other):
    np.testing.assert_array_equal(one[0], other[0])
    for mine, its in zip(one[1], other[1], strict=True):
        np.testing.assert_array_equal(mine, its)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_deals(name):
    assert_same(*both_ways(simulate.load(name), 10_000, PATHS))


PRICES = {
    "merton": {
        "volatility_per_year": "0.6",
        "jumps_per_year": 6,
        "jump_mean_log": "-0.05",
        "jump_deviation_log": "0.2",
    },
    "tree": {"volatility_per_year": "0.9"},
    "garch": {"omega_per_session": "0.0003", "alpha": "0.1", "beta": "0.8", "degrees_of_freedom": 4},
}


@pytest.mark.parametrize("model", PRICES)
def test_the_default_deal_on_other_prices(model):
    """With its preferred gone a path sleeps for years on its warrants, and is drawn again where it wakes."""
    data = simulate.load("valence-1998").model_dump()
    data["market"]["price"] = PRICES[model] | {"model": model}
    assert_same(*both_ways(Scenario.model_validate(data), 10_000, PATHS))


def test_the_best_holder_on_the_default_deal():
    """It waits most of the time, and sells a lot when the bid reaches its boundary."""
    data = simulate.load("valence-1998").model_dump()
    lots = {"floating": [Decimal("1.1"), None, Decimal("1.05"), Decimal("1.2")], "fixed": [None, Decimal("1.3")] * 2}
    boundaries = [{"date": day} | lots for day in ("1998-12-18", "2000-01-03")]
    data["holder"] |= {"policy": "optimal", "optimal": {"boundaries": boundaries}}
    rows, _ = one = both_ways(Scenario.model_validate(data), 10_000, PATHS)
    assert_same(*one)
    assert len(np.unique(rows[0][place.SHARES_ISSUED])) > PATHS // 2


def test_what_a_limit_holds_back_at_maturity():
    """Both series wait for maturity; where all that is authorized is taken, not one is let through for years."""
    data = simulate.load("valence-1998").model_dump()
    boundaries = [{"date": "1998-12-18", "floating": [None, Decimal(0)], "fixed": [None, Decimal(0)]}]
    data["holder"] |= {"policy": "optimal", "optimal": {"boundaries": boundaries}, "redeems": "never"}
    rows, _ = one = both_ways(Scenario.model_validate(data), 10_000, PATHS)
    assert_same(*one)
    left = rows[0][place.FIXED_PLACES + place.SERIES_PREFERRED_LEFT]
    assert (rows[0][place.BOUND + place.AUTHORIZED][left > 0.0] > 250.0).any()


@pytest.mark.parametrize("law", ["mild", "fierce", "permanent", "shares"])
def test_the_default_deal_whose_price_is_moved(law):
    """What a session lets through depends on the price that its sales achieve, and the next one's bid on them."""
    laws = {
        "mild": {"coefficient": Decimal("0.2")},
        "fierce": {"coefficient": Decimal(3), "exponent": Decimal("0.6"), "half_life_sessions": Decimal(40)},
        "permanent": {"permanent_fraction": Decimal("0.5")},
    }
    data = simulate.load("valence-1998").model_dump()
    data["market"]["dilution_in_price"] = "impact" if law in laws else "mechanical"
    data["market"]["impact"] = laws.get(law)
    data["market"] |= {"measure": "physical", "drift_per_year": Decimal("-0.5")}
    assert_same(*both_ways(Scenario.model_validate(data), 10_000, PATHS))


@pytest.mark.parametrize("number", range(30))
def test_random_whole_deals(number):
    try:
        found = both_ways(random_whole_scenario(Random(9_000 + number)), 0, 5)
    except ConfigError:
        pytest.skip("too fine for exact arithmetic")
    except EverySessionIsDated:
        pytest.skip("every session is run in full")
    assert_same(*found)
