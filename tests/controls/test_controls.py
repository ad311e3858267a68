"""Control variates: expectations against published numbers and integrals, the estimate's centre and error, refusals."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from command import answer, call
from deals import scenario, series
from scipy import integrate
from scipy.stats import norm

import simulate
from simulate.config.fresh import fresh_text
from simulate.controls import controlled_mean, controls_of
from simulate.controls.known import Claim, Lognormal
from simulate.controls.regression import varying
from simulate.controls.study import centred_controls
from simulate.errors import ConfigError
from simulate.explain import path_market
from simulate.terms import make_terms
from simulate.validation import published


@pytest.mark.parametrize("volatility", published.ONE_DATE)
def test_the_claim_is_worth_what_v2_publishes(volatility):
    sigma, rate = float(volatility), published.ONE_DATE_RATE
    stock = Lognormal(math.log(published.ONE_DATE_START_USD) + rate - sigma**2 / 2, sigma**2)
    claim = Claim(
        published.ONE_DATE_FACE_USD,
        published.ONE_DATE_FIXED_USD,
        published.ONE_DATE_MULTIPLIER,
        float(published.ONE_DATE_CAP_SHARES),
    )
    value, _, _, shares = published.ONE_DATE[volatility]
    assert math.exp(-rate) * claim.expected(stock, 1) == pytest.approx(value, abs=0.005)
    assert claim.expected(stock, 0) == pytest.approx(shares, abs=0.005)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(1e6, 6.0, 0.9, math.inf),
        Claim(1e6, math.inf, 0.9, 400_000.0),
        Claim(1e6, math.inf, 1.01, math.inf),
        Claim(1e6, 6.0, 0.0, 150_000.0),
        Claim(1e6, 6.0, 0.9, 150_000.0),
    ],
)
def test_expectations_of_other_claims_are_their_integrals(claim):
    stock = Lognormal(math.log(7.0) - 0.1, 0.3)
    kinks = sorted({*np.clip(np.log([6 / 0.9, 1e6 / 0.9 / 4e5, 1e6 / 0.9 / 1.5e5]), -2, 6).tolist()})
    for power in (0, 1):

        def density(log: float, power: int = power) -> float:
            price = math.exp(log)
            return price**power * float(claim.shares(np.array([price]))[0]) * norm.pdf(log, 1.8459101, math.sqrt(0.3))

        found, _ = integrate.quad(density, -2.5, 6.5, points=kinks, limit=200, epsabs=1e-6, epsrel=1e-10)
        assert claim.expected(stock, power) == pytest.approx(found, rel=1e-6)


def test_the_estimate_is_centred_and_its_error_is_its_own():
    """Y = 3 X + noise of a tenth, X normal: errors of 1/10 and of sqrt(9.01) by hand, over 400 repetitions."""
    generator = np.random.default_rng(7)
    means, errors, plain = [], [], []
    for _ in range(400):
        x = generator.standard_normal(400)
        y = 5 + 3 * x + 0.1 * generator.standard_normal(400)
        row = controlled_mean("y", "", y, x[:, None], confidence=0.95)
        means.append(row.mean)
        errors.append(row.standard_error)
        plain.append(row.plain_error)
    expected = 0.1 / 20
    assert np.mean(errors) == pytest.approx(expected, rel=0.02)
    assert np.mean(plain) == pytest.approx(math.sqrt(9.01) / 20, rel=0.02)
    # The deviation of 400 repetitions is known to 1/sqrt(800), 3.5%; its centre to a twentieth of the error.
    assert np.std(means) == pytest.approx(expected, rel=4 * 0.0354)
    assert abs(np.mean(means) - 5) < 4 * expected / 20


def test_controls_that_say_nothing_leave_the_mean_where_it_is():
    generator = np.random.default_rng(8)
    y = generator.standard_normal(4000)
    noise = generator.standard_normal((4000, 3))
    row = controlled_mean("y", "", y, noise, confidence=0.95)
    assert row.variance_ratio == pytest.approx(1, abs=0.02)
    assert abs(row.mean - row.plain) < 0.2 * row.plain_error


def floating(**market) -> simulate.Scenario:
    """V2's claim without its cap, converted whole on 1999-12-31 and sold at that close."""
    terms = {"switch_on": "1999-12-31", "multiplier": "1.01", "lookback_sessions": 1, "lowest_count": 1}
    price = {"fixed_usd": "6.03", "variable": terms | {"window_end": "same_day"}}
    one = series(conversion_price=price, registration_effective="1999-12-31")
    return scenario(
        all_series=[one],
        deal={"conversion": {"fractional_shares": True}},
        market=market,
        volatility="0.6",
        run={"paths": 2_000, "seed": 5},
    )


def test_a_deal_that_is_its_own_control_has_no_error_left():
    """The whole face converts on the one date of V2: shares and proceeds are the controls themselves."""
    found = simulate.control_variates(floating(), threads=1)
    for row in (found.row("shares_issued"), found.row("pnl_usd")):
        assert row.standard_error < 1e-4 * row.plain_error
    stock = Lognormal(math.log(6) + 0.05 - 0.18, 0.36)
    expected = Claim(7_500_000.0, 6.03, 1.01, math.inf).expected(stock, 0)
    # The grid of prices, 2^-20 dollars of six, moves a million shares by less than one.
    assert found.row("shares_issued").mean == pytest.approx(expected, abs=1.0)


def test_a_control_that_does_not_vary_is_left_out_and_the_mean_stays(tmp_path):
    """A price that floats from session 0 is 85% of the stock's: what a series converts into is worth face / 0.85."""
    path = tmp_path / "deal.yaml"
    path.write_text(fresh_text({}, date(2026, 1, 5)), encoding="utf-8")
    found = simulate.control_variates(path, paths=4_000, threads=1)
    (constant,) = found.constant
    assert constant.name == "worth of series A converted whole on 2026-01-06"
    assert constant.expectation == pytest.approx(5_000_000 / 0.85, rel=1e-4)
    assert constant.name not in [each.name for each in found.controls]
    assert len(found.controls) == 9
    for row in found.rows:
        assert abs(row.mean - row.plain) < 4 * math.hypot(row.plain_error, row.standard_error), row
    said = answer("control-variates", path, "--paths", 4_000, "--threads", 1)
    assert said["controls_left_out"] == [constant.name]
    shown = call("control-variates", path, "--paths", 4_000, "--threads", 1).stdout
    assert "9 controls" in shown
    assert f"Left out of the controls, for it does not vary: {constant.name}." in shown


def test_what_varies_on_one_half_only_tells_no_coefficient_on_the_other():
    centred = np.zeros((8, 4))
    centred[:, 0] = [1, 2, 3, 4, 5, 6, 7, 8]
    centred[0, 1] = 1.0  # on one path of even number
    centred[:, 2] = 1e-7 * centred[:, 0]
    centred[:, 3] = 1e-12 * centred[:, 0]
    assert varying(centred, np.ones(4)).tolist() == [True, False, True, False]
    assert varying(centred[:, :1], np.array([-1e10])).tolist() == [False]


def test_expectations_are_those_of_the_paths_that_are_drawn():
    """Drift by calendar days, variance by sessions: over 20,000 paths every control's mean is its expectation."""
    longer = {"switch_on": "1999-06-01", "multiplier": "0.9", "lookback_sessions": 5, "lowest_count": 3}
    one = floating().deal.series[0].model_dump() | {"conversion_price": {"fixed_usd": "6.03", "variable": longer}}
    given = scenario(
        all_series=[one | {"registration_effective": "1999-01-04"}],
        market={"drift_per_year": "-0.2", "measure": "physical"},
        run={"paths": 20_000, "seed": 5},
    )
    terms = make_terms(given)
    controls = controls_of(given, terms.dates)
    centred = centred_controls(given, terms, controls)
    # The horizon is maturity too: three dates, of each the stock, the shares and their worth.
    assert len(controls) == 9
    assert controls[0].expectation == pytest.approx(6 * math.exp(-0.2), rel=1e-12)
    errors = centred.std(axis=0, ddof=1) / math.sqrt(20_000)
    assert np.all(np.abs(centred.mean(axis=0)) < 4 * errors)
    # The closes are those that the ledger is given.
    at_end = path_market(given, terms, 17).closes[-1] / given.market.price_units_per_dollar
    assert centred[17, 0] == pytest.approx(at_end - controls[0].expectation, rel=1e-12)


def test_what_has_no_known_expectation_is_refused_with_the_reason():
    with pytest.raises(ConfigError, match=r"market\.tick_usd .*: closes rounded to a tick"):
        simulate.control_variates(floating(tick_usd="0.03125", start_price_usd=6))
    jumps = {"model": "merton", "volatility_per_year": "0.6", "jumps_per_year": 2}
    jumps |= {"jump_mean_log": "-0.1", "jump_deviation_log": "0.2"}
    with pytest.raises(ConfigError, match="known of gbm alone"):
        controls_of(scenario(market={"price": jumps}), ())
    with pytest.raises(ConfigError, match="too few to fit"):
        simulate.control_variates(floating(), paths=64)


def test_the_command_prints_both_means_and_json():
    arguments = ("control-variates", "valence-1998-conversion-only", "--paths", 2000, "--threads", 1)
    shown = call(*arguments)
    assert shown.exit_code == 0, shown.output
    assert "2,000 paths, seed 1998, physical measure" in shown.stdout
    said = answer(*arguments)
    assert said["variance_ratio"]["shares_issued"] > 1
    assert call(*arguments, "--quiet").stdout == ""
