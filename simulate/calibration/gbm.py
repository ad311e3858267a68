"""Geometric Brownian motion fitted in closed form."""

from __future__ import annotations

import math

from simulate.calibration.fit import Fit, Parameter
from simulate.calibration.sample import Sample
from simulate.history import SESSIONS_PER_YEAR, volatility_of

PAPER = "geometric Brownian motion (Black and Scholes 1973), in closed form"
_WANTED_ERROR = 0.1


def fit_gbm(sample: Sample) -> Fit:
    """Volatility by the deviation of log returns; drift of the expected price by their sum.

    ``mu = 365 (sum of returns + n sigma^2/504)/days``. Errors: ``sigma/sqrt(2 (n - 1))``, and for the drift that of the
    sum and that of sigma together.

    Parameters
    ----------
    sample
        Log returns.

    Returns
    -------
    Fit
    """
    n = sample.size
    volatility = volatility_of(sample.log_return.tolist())
    if volatility is None or volatility.per_year == 0:
        return Fit("gbm", "price", PAPER, n, (), said=("nothing to fit: fewer than two returns, or none that moves",))
    sigma, error = volatility.per_year, volatility.error_if_normal
    days = float(sample.days.sum())
    mu = 365 / days * (math.fsum(sample.log_return) + n * sigma * sigma / (2 * SESSIONS_PER_YEAR))
    of_sigma = n * sigma * error / SESSIONS_PER_YEAR
    error_of_mu = 365 / days * math.hypot(sigma * math.sqrt(n / SESSIONS_PER_YEAR), of_sigma)
    return Fit(
        "gbm",
        "price",
        PAPER,
        n,
        (Parameter("volatility_per_year", sigma, error, _if_short(sigma, error, n)),),
        _log_likelihood(sample, mu, sigma),
        (f"by the record's kurtosis the volatility's standard error is {volatility.error_by_kurtosis:.4g}",),
        Parameter("drift_per_year", mu, error_of_mu, _if_drift_is_lost(mu, error_of_mu, sigma, days)),
    )


def _if_short(sigma: float, error: float, n: int) -> str:
    """Why a volatility is not told."""
    return "" if error < sigma / 4 else f"{n} returns leave a quarter of it or more open"


def _if_drift_is_lost(mu: float, error: float, sigma: float, days: float) -> str:
    """Why a drift is not told from 0, and what it would take."""
    if abs(mu) >= 2 * error:
        return ""
    years = (sigma / _WANTED_ERROR) ** 2
    return f"{days / 365:.2g} years do not tell it from 0; a standard error of {_WANTED_ERROR:g} takes {years:,.0f}"


def _log_likelihood(sample: Sample, mu: float, sigma: float) -> float:
    variance = sigma * sigma / SESSIONS_PER_YEAR
    rest = sample.log_return - mu * sample.days / 365 + variance / 2
    return float(-0.5 * (math.log(2 * math.pi * variance) * sample.size + (rest**2).sum() / variance))
