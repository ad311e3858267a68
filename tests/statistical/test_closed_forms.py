"""V1 and V2 of the validation tables, through the engine itself, at a million paths and a fixed seed.

Window end same day, n = m = 1, fractional shares, excess over the cap lost, no sale limit and the decision at the same
close are fields of the configuration: nothing here is computed beside the engine.
"""

from __future__ import annotations

import math

import pytest
from deals import scenario, series
from scipy.stats import norm

import simulate
from simulate.validation.published import ONE_DATE, WENDEL

PATHS = 1_000_000
pytestmark = pytest.mark.statistical


def k_of(n: int, m: int) -> float:
    def a(j: int) -> float:
        return sum(i**-0.5 for i in range(1, j + 1)) / math.sqrt(2 * math.pi)

    return sum(a(n - 1 - r) - a(r) for r in range(m)) / m


def look_back(n: int, m: int) -> simulate.Scenario:
    """Convert once, 40 sessions in, at the mean of the m lowest of the last n closes, and sell at that close."""
    floating = {
        "switch_on": "1998-12-31",
        "multiplier": 1,
        "lookback_sessions": n,
        "lowest_count": m,
        "window_end": "same_day",
    }
    day = "1999-03-01"
    one = series(conversion_price={"variable": floating}, registration_effective=day, maturity=day)
    return scenario(
        all_series=[one],
        deal={"horizon": day, "conversion": {"fractional_shares": True}},
        # A deviation of 1e-5 a session: what is beyond first order is 1e-5 of k; $1,000 keeps the price grid below it
        # too.
        market={"measure": "physical", "drift_per_year": 0, "discount_rate_per_year": 0, "start_price_usd": 1000},
        volatility=str(round(1e-5 * math.sqrt(252), 10)),
        run={"paths": PATHS, "seed": 101},
    )


@pytest.mark.parametrize(("n", "m"), WENDEL)
def test_v1_the_look_back_alone(n, m):
    assert k_of(n, m) == pytest.approx(WENDEL[n, m], abs=5e-7)
    result = simulate.run(look_back(n, m))
    multiple = result.row("money_multiple")
    deviation = 1e-5
    estimate, error = (multiple.mean - 1) / deviation, multiple.standard_error / deviation
    assert error < 0.003
    assert abs(estimate - WENDEL[n, m]) < 3 * error


def test_v1_the_mean_of_all_is_worth_nothing():
    result = simulate.run(look_back(7, 7), paths=200_000)
    multiple = result.row("money_multiple")
    assert abs(multiple.mean - 1) < 3 * multiple.standard_error


# V2: F = 7,950,000; X = 6.03; c = 1.01; N = 3,753,505; S0 = 6; r = 5%; T = 1.
F, X, C, N, S0, R = 7_950_000.0, 6.03, 1.01, 3_753_505, 6.0, 0.05


def one_date(volatility: str, **limits) -> simulate.Scenario:
    """7,500 preferred with 6% accreted over 365 days convert on 1999-12-31 alone, at the lower of $6.03 and 101% of
    that close."""
    floating = {
        "switch_on": "1998-12-31",
        "multiplier": "1.01",
        "lookback_sessions": 1,
        "lowest_count": 1,
        "window_end": "same_day",
    }
    price = {"fixed_usd": "6.03", "variable": floating}
    if limits.pop("float_only", False):
        price = {"variable": floating}
    one = series(premium={"rate_per_year": "0.06"}, conversion_price=price, registration_effective="1999-12-31")
    return scenario(
        all_series=[one],
        deal={"limits": limits, "conversion": {"fractional_shares": True}},
        volatility=volatility,
        run={"paths": PATHS, "seed": 202},
    )


def closed_form(sigma: float) -> tuple[float, float, float, float]:
    t, v, m = 1.0, sigma**2, math.log(S0) + (R - sigma**2 / 2)

    def call(strike: float) -> float:
        d1 = (math.log(S0 / strike) + R * t + v / 2) / math.sqrt(v)
        return S0 * norm.cdf(d1) - strike * math.exp(-R * t) * norm.cdf(d1 - math.sqrt(v))

    def b(strike: float) -> float:
        return (math.log(strike) - m + v) / math.sqrt(v)

    cap = norm.cdf((math.log(F / (C * N)) - m) / math.sqrt(v))
    fixed = norm.cdf((m - math.log(X / C)) / math.sqrt(v))
    value = N * S0 - N * call(F / (C * N)) + F / X * call(X / C)
    shares = N * cap + F / C * math.exp(-m + v / 2) * (norm.cdf(b(X / C)) - norm.cdf(b(F / (C * N)))) + F / X * fixed
    return value, cap, fixed, shares


@pytest.mark.parametrize("volatility", ONE_DATE)
def test_v2_one_conversion_date(volatility):
    expected = ONE_DATE[volatility]
    assert closed_form(float(volatility)) == pytest.approx(expected, abs=0.005, rel=1e-5)
    cap = {"amount_shares": N, "counts": ["B"], "excess": "lost"}
    result = simulate.run(one_date(volatility, cap=cap))
    value, shares, reached = (result.row(name) for name in ("pnl_present_value_usd", "shares_issued", "cap_reached"))
    # Purchase price paid on session 0, so the present value of what comes back is P&L + 7,500,000.
    assert abs(value.mean + 7_500_000 - expected[0]) < 3 * value.standard_error
    assert abs(reached.mean - expected[1]) < 3 * reached.standard_error
    assert abs(shares.mean - expected[3]) < 3 * shares.standard_error


def test_v2_neither_cap_nor_fixed_price_is_worth_the_same_on_every_path():
    result = simulate.run(one_date("0.6", float_only=True), paths=20_000)
    value = result.row("pnl_present_value_usd")
    expected = F / C * math.exp(-0.05) - 7_500_000
    # Zero variance but for the grid of prices: a share's price is known to 2^-20 dollars.
    assert value.standard_deviation < 5.0
    assert value.minimum == pytest.approx(expected, abs=50.0)
    assert value.maximum == pytest.approx(expected, abs=50.0)


def at_one_date(hurdle: int, volatility: str) -> simulate.Scenario:
    """Convert at $6.03 on 1999-12-31: sold at once where the holder converts, held where maturity forces it."""
    one = series(registration_effective="1999-12-31")
    return scenario(
        all_series=[one],
        deal={"conversion": {"fractional_shares": True}},
        holder={"hurdle": hurdle},
        volatility=volatility,
        run={"paths": PATHS, "seed": 303},
    )


@pytest.mark.parametrize("volatility", ["0.3", "0.9"])
def test_black_scholes(volatility):
    # Sold at once if S_T >= $6.03 (hurdle 1): an asset-or-nothing call; held else: the put; price bound: P(S_T < 6.03).
    sigma, strike, shares = float(volatility), 6.03, 7_500_000 / 6.03
    result = simulate.run(at_one_date(1, volatility))
    d1 = (math.log(S0 / strike) + R + sigma**2 / 2) / sigma
    discount = math.exp(-R)
    expected = {
        "conversion_proceeds_usd": shares * S0 * norm.cdf(d1) / discount,
        "remaining_value_usd": shares * S0 * norm.cdf(-d1) / discount,
        "sessions_bound_price": norm.cdf(sigma - d1),
    }
    for name, exact in expected.items():
        row = result.row(name)
        assert abs(row.mean - exact) < 3 * row.standard_error, name
    # The call itself, from the same run: its payoff is sales less the strike for each share sold.
    sold, below = result.row("conversion_proceeds_usd"), result.row("sessions_bound_price")
    call = discount * (sold.mean / shares - strike * (1 - below.mean))
    exact_call = S0 * norm.cdf(d1) - strike * discount * norm.cdf(d1 - sigma)
    assert call == pytest.approx(
        exact_call, abs=3 * discount * (sold.standard_error / shares + strike * below.standard_error)
    )


@pytest.mark.parametrize("volatility", ["0.2", "0.5"])
def test_moments_of_the_stock(volatility):
    # Everything is sold at S_T: proceeds / shares is the stock, lognormal with mean S0 exp(r) and known moments.
    sigma, shares = float(volatility), 7_500_000 / 6.03
    row = simulate.run(at_one_date(0, volatility)).row("conversion_proceeds_usd")
    w = math.exp(sigma**2)
    mean, variance = S0 * math.exp(R), S0**2 * math.exp(2 * R) * (w - 1)
    kurtosis = w**4 + 2 * w**3 + 3 * w**2 - 3
    deviation = math.sqrt(variance)
    assert abs(row.mean / shares - mean) < 3 * deviation / math.sqrt(PATHS)
    error = deviation / 2 * math.sqrt((kurtosis - 1) / PATHS)
    assert abs(row.standard_deviation / shares - deviation) < 3 * error
    # Its quantiles are the lognormal's.
    for p, (_, low, high) in row.quantiles.items():
        exact = shares * math.exp(math.log(S0) + R - sigma**2 / 2 + sigma * norm.ppf(p))
        slack = 2 * (high - low)  # the printed interval holds 95%; four times its half-width holds all seven levels
        assert low - slack < exact < high + slack
