"""Calibration: what was simulated is found again, within its errors; what a record cannot tell is said."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from arch.bootstrap import optimal_block_length
from deals import scenario, series
from repository import SHIPPED
from ruamel.yaml import YAML

from simulate.calibration import MODELS, Sample, calibrate
from simulate.errors import RecordError
from simulate.explain import path_market
from simulate.history import Record, read_record
from simulate.scenario import Market
from simulate.terms import make_terms

GBM = {"model": "gbm", "volatility_per_year": "0.4"}
MERTON = {
    "model": "merton",
    "volatility_per_year": "0.3",
    "jumps_per_year": 12,
    "jump_mean_log": "-0.05",
    "jump_deviation_log": "0.06",
}
GARCH = {
    "model": "garch",
    "omega_per_session": "0.00002",
    "alpha": "0.1",
    "beta": "0.85",
    "degrees_of_freedom": 6,
}


@cache
def simulated(model: str) -> Record:
    """Closes and volumes of one path of 18 years, 4,531 sessions, as a record without gaps."""
    end = "2017-01-03"
    deal = scenario(
        all_series=[series(maturity=end)],
        deal={"horizon": end},
        market={"start_price_usd": 100, "price": {"gbm": GBM, "merton": MERTON, "garch": GARCH}[model]},
        run={"paths": 1, "seed": 11},
    )
    terms = make_terms(deal)
    drawn = path_market(deal, terms, 3)
    closes = tuple(Decimal(close) / 2**20 for close in drawn.closes)
    no = (False,) * len(closes)
    return Record(terms.dates, closes, closes, tuple(drawn.volumes), no, no, Path("simulated.csv"), "", ())


def vlnc() -> Record:
    return read_record(SHIPPED / "history" / "vlnc.csv", spread_fraction=Decimal("0.015"))


def assert_truth(fit, truth: dict[str, float]) -> None:
    """Every parameter within three of its standard errors, which are small enough to mean something."""
    found = {parameter.name: parameter for parameter in fit.parameters}
    for name, value in truth.items():
        assert abs(found[name].estimate - value) < 3 * found[name].standard_error, name
        assert found[name].standard_error < abs(value) / 2, name
    assert not set(fit.not_identified) - {"drift_per_year"}


def test_gbm_is_found_again():
    fit = calibrate(simulated("gbm"), ["gbm"]).fit("gbm")
    assert_truth(fit, {"volatility_per_year": 0.4})
    # sigma/sqrt(2 n) and sigma/sqrt(years): the textbook's errors, at 4,530 returns in 18 years.
    assert fit.parameters[0].standard_error == pytest.approx(0.4 / math.sqrt(2 * 4530), rel=0.05)
    assert fit.drift.standard_error == pytest.approx(0.4 / math.sqrt(18), rel=0.05)
    assert abs(fit.drift.estimate - 0.05) < 3 * fit.drift.standard_error


def test_merton_is_found_again():
    truth = {"volatility_per_year": 0.3, "jumps_per_year": 12, "jump_mean_log": -0.05, "jump_deviation_log": 0.06}
    fit = calibrate(simulated("merton"), ["merton"]).fit("merton")
    assert_truth(fit, truth)
    assert abs(fit.drift.estimate - 0.05) < 3 * fit.drift.standard_error


def test_garch_is_found_again():
    truth = {"omega_per_session": 0.00002, "alpha": 0.1, "beta": 0.85, "degrees_of_freedom": 6}
    assert_truth(calibrate(simulated("garch"), ["garch"]).fit("garch"), truth)


def test_volume_is_found_again():
    truth = {"median_shares": 233_000, "log_deviation": 0.8, "persistence": 0.6, "size_correlation": 0.4}
    assert_truth(calibrate(simulated("gbm"), ["volume"]).fit("lognormal"), truth)


def test_jumps_are_not_found_where_there_are_none():
    fit = calibrate(simulated("gbm"), ["merton"]).fit("merton")
    assert {"jumps_per_year", "jump_mean_log", "jump_deviation_log"} <= set(fit.not_identified)
    assert "use gbm" in fit.said[0]


def test_the_likelihoods_of_gbm_and_jumps_are_on_one_scale():
    # Where jumps are found they gain; the likelihood of GBM is the normal's, by scipy.
    from scipy.stats import norm

    both = calibrate(simulated("merton"), ["gbm", "merton"])
    gbm, merton = both.fit("gbm"), both.fit("merton")
    sample = Sample.of(simulated("merton"))
    deviation = gbm.parameters[0].estimate / math.sqrt(252)
    centre = gbm.drift.estimate * sample.days / 365 - deviation**2 / 2
    assert gbm.log_likelihood == pytest.approx(norm.logpdf(sample.log_return, centre, deviation).sum(), rel=1e-12)
    assert merton.log_likelihood - gbm.log_likelihood > 100


def test_block_lengths_are_archs_by_run():
    fit = calibrate(vlnc(), ["bootstrap"]).fit("bootstrap")
    sample = Sample.of(vlnc())
    blocks = [
        float(optimal_block_length(sample.log_return[sample.run == k] ** 2)["stationary"].iloc[0]) for k in range(3)
    ]
    expected = sum(count * block for count, block in zip((14, 26, 29), blocks, strict=True)) / 69
    assert fit.parameters[0].estimate == pytest.approx(max(1.0, expected), rel=1e-12)
    assert fit.parameters[0].standard_error is None


def test_a_short_record_says_what_it_cannot_tell():
    found = calibrate(vlnc())
    assert (found.returns, found.runs) == (69, 3)  # 14 + 26 + 29: the gaps are no returns
    text = "\n".join(found.lines())
    assert "too short to tell: 69 returns, fewer than 250" in text
    assert found.fit("garch").parameters == ()
    assert "29 consecutive returns, fewer than 50" in found.fit("garch").said[-1]
    assert set(found.fit("merton").not_identified) >= {"jumps_per_year", "jump_mean_log", "jump_deviation_log"}
    assert found.fit("gbm").not_identified == ("drift_per_year",)
    assert len(found.fit("lognormal").not_identified) == 4


def test_returns_know_their_days_and_volumes():
    sample = Sample.of(vlnc())
    assert sample.size == 69
    assert set(sample.days) == {1.0, 3.0}
    record = vlnc()
    # 1999-08-09 follows Friday 1999-08-06.
    assert sample.days[0] == (record.dates[1] - record.dates[0]).days == 3
    assert np.isfinite(sample.volume).sum() == sum(bool(record.volumes[i]) for run in record.runs for i in run[1:])


@pytest.mark.parametrize("model", ["gbm", "merton", "garch"])
def test_the_yaml_is_a_market(model):
    found = calibrate(simulated(model), [model, "volume"])
    market = {
        "start_price_usd": 6,
        "measure": "physical",
        "drift_per_year": 0,
        "discount_rate_per_year": "0.05",
        "spread_fraction": 0,
    }
    for fit in found.fits:
        market |= YAML(typ="safe").load("\n".join(fit.yaml()))
    read = Market.model_validate(market)
    assert read.price.model == model
    for parameter in found.fits[0].parameters:
        assert float(getattr(read.price, parameter.name)) == pytest.approx(parameter.estimate, rel=1e-3)


def test_what_cannot_be_calibrated_is_refused():
    with pytest.raises(RecordError, match="'heston' is no model; allowed: gbm, merton, garch, bootstrap, volume"):
        calibrate(vlnc(), ["heston"])
    full = simulated("gbm")
    gap = Record(
        *(getattr(full, name)[::2] for name in ("dates", "closes", "bids", "volumes", "bid_filled", "close_filled")),
        full.path,
        "",
        (),
    )
    with pytest.raises(RecordError, match="no two sessions follow each other"):
        calibrate(gap)
    assert tuple(fit.model for fit in calibrate(vlnc()).fits) == ("gbm", "merton", "garch", "bootstrap", "lognormal")
    assert len(MODELS) == 5
