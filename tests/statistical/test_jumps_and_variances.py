"""Jumps and changing variances through the engine itself: Merton's series, and the discounted price as a martingale."""

from __future__ import annotations

import math

import numpy as np
import pytest
from deals import scenario, series
from scipy.stats import norm

import simulate

pytestmark = pytest.mark.statistical

# 63 sessions are a quarter of 252; 91 calendar days at this rate are a quarter of a year at 5%.
START, END, DAYS = "1999-01-19", "1999-04-20", 91
RATE = 0.05 * 0.25 * 365 / DAYS
STRIKE = 100.0
PATHS = 300_000

# sigma .15, lambda .1, jump mean -.9, deviation .45, r .05, T .25, K 100: d'Halluin, Forsyth and Labahn (2004,
# Numerische Mathematik 97, 321-352) and d'Halluin, Forsyth and Vetzal (2005, IMA Journal of Numerical Analysis 25,
# 87-112), to six digits.
MERTON = {
    "model": "merton",
    "volatility_per_year": "0.15",
    "jumps_per_year": "0.1",
    "jump_mean_log": "-0.9",
    "jump_deviation_log": "0.45",
}
PUBLISHED_PUTS = {90: 9.285418, 100: 3.149026, 110: 1.401186}
GARCH = {
    "model": "garch",
    "omega_per_session": "0.0002",
    "alpha": "0.15",
    "beta": "0.75",
    "degrees_of_freedom": "4.5",
}


def put_by_mertons_series(spot: float) -> float:
    """Merton (1976): a Poisson mixture of Black and Scholes's prices."""
    sigma, rate, t, jumps, mean, deviation = 0.15, 0.05, 0.25, 0.1, -0.9, 0.45
    each = math.exp(mean + deviation**2 / 2)
    total = 0.0
    for n in range(30):
        weight = math.exp(-jumps * each * t) * (jumps * each * t) ** n / math.factorial(n)
        volatility = math.sqrt(sigma**2 + n * deviation**2 / t)
        r = rate - jumps * (each - 1) + n * math.log(each) / t
        d1 = (math.log(spot / STRIKE) + (r + volatility**2 / 2) * t) / (volatility * math.sqrt(t))
        d2 = d1 - volatility * math.sqrt(t)
        total += weight * (STRIKE * math.exp(-r * t) * norm.cdf(-d2) - spot * norm.cdf(-d1))
    return total


def one_date(price: dict, spot: int) -> simulate.Scenario:
    """Convert at $100 on 1999-04-20: sold at once where the holder converts, held where maturity forces it."""
    one = series(
        issue_date=START,
        conversion_price={"fixed_usd": STRIKE},
        registration_effective=END,
        maturity=END,
    )
    return scenario(
        all_series=[one],
        deal={"start": START, "horizon": END, "conversion": {"fractional_shares": True}},
        market={
            "start_price_usd": spot,
            "discount_rate_per_year": f"{RATE:.12f}",
            "price": price,
        },
        holder={"hurdle": 1},
        run={"paths": PATHS, "seed": 404},
    )


def by_path(deal: simulate.Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Discounted price at the end, and discounted payoff of a put at $100, on each path."""
    table = simulate.run(deal, keep_paths=True).paths
    sold, held, below = (
        table[name].to_numpy().astype(float)
        for name in ("conversion_proceeds_usd", "remaining_value_usd", "sessions_bound_price")
    )
    shares, discount = 7_500_000 / STRIKE, math.exp(-0.05 * 0.25)
    return discount * (sold + held) / shares, discount * (STRIKE * below - held / shares)


def assert_mean(values: np.ndarray, expected: float) -> None:
    assert abs(values.mean() - expected) < 3 * values.std() / math.sqrt(values.size)


@pytest.mark.parametrize("spot", PUBLISHED_PUTS)
def test_v4_mertons_puts(spot):
    assert put_by_mertons_series(spot) == pytest.approx(PUBLISHED_PUTS[spot], abs=1e-6)
    price, put = by_path(one_date(MERTON, spot))
    assert_mean(put, PUBLISHED_PUTS[spot])
    assert_mean(price, spot)
    assert put.std() / math.sqrt(put.size) < 0.03


def test_the_discounted_price_under_changing_variances_is_a_martingale():
    price, _ = by_path(one_date(GARCH, 100))
    assert_mean(price, 100)
    assert price.std() / math.sqrt(price.size) < 0.1
