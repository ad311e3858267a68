"""The volume model fitted by least squares on consecutive sessions."""

from __future__ import annotations

import math

import numpy as np

from simulate.calibration.fit import Fit, Parameter
from simulate.calibration.sample import Floats, Sample

PAPER = "lognormal volume with persistence and correlation with the size of the return, by least squares"
FEWEST_PAIRS = 50
"""Consecutive sessions with volume: with fewer, a correlation's standard error is above a seventh."""
_FEWEST_TO_TRY = 6
_NAMES = ("median_shares", "log_deviation", "persistence", "size_correlation")


def fit_volume(sample: Sample) -> Fit:
    """Regress log volume on that of the session before and on the standardised size of the return.

    ``ln V_t = a + rho ln V_{t-1} + b u_t + noise``: METHODS 2 as a regression, with ``b = s sqrt(1 - rho^2) c``,
    and the noise's deviation ``s sqrt(1 - rho^2) sqrt(1 - c^2)``. Errors by the delta method.

    Parameters
    ----------
    sample
        Log returns and volumes.

    Returns
    -------
    Fit
    """
    known = np.isfinite(sample.volume_before) & np.isfinite(sample.volume)
    n = int(known.sum())
    if n < _FEWEST_TO_TRY or sample.deviation == 0:
        said = (f"nothing to fit: {n} pairs of consecutive sessions with volume, fewer than {_FEWEST_TO_TRY}",)
        return Fit("lognormal", "volume", PAPER, n, (), said=said)
    size = np.abs(sample.log_return - sample.log_return.mean()) / sample.deviation
    u = (size[known] - math.sqrt(2 / math.pi)) / math.sqrt(1 - 2 / math.pi)
    design = np.column_stack([np.ones(n), np.log(sample.volume_before[known]), u])
    target = np.log(sample.volume[known])
    inverse = np.linalg.pinv(design.T @ design)
    slopes = inverse @ design.T @ target
    noise = float(((target - design @ slopes) ** 2).sum() / (n - 3))
    covariance = np.zeros((4, 4))
    covariance[:3, :3] = noise * inverse
    covariance[3, 3] = 2 * noise**2 / (n - 3)
    point = np.array([*slopes, noise])
    estimates = _of_model(point)
    derivatives = np.column_stack(
        [(_of_model(point + step) - _of_model(point - step)) / (2 * step.sum()) for step in _steps(point)]
    )
    errors = np.sqrt(np.diag(derivatives @ covariance @ derivatives.T))
    doubt = "" if n >= FEWEST_PAIRS else f"{n} pairs of consecutive sessions with volume, fewer than {FEWEST_PAIRS}"
    parameters = tuple(
        _parameter(name, float(estimate), float(error), doubt)
        for name, estimate, error in zip(_NAMES, estimates, errors, strict=True)
    )
    return Fit("lognormal", "volume", PAPER, n, parameters)


def _of_model(point: Floats) -> Floats:
    """Median, deviation, persistence and correlation, of constant, slopes and variance of the noise."""
    constant, rho, slope, noise = (float(x) for x in point)
    # Persistence is taken from 0 on and below 1, as a scenario takes it.
    rho = min(max(rho, 0.0), 0.999)
    own = math.hypot(slope, math.sqrt(max(noise, 0.0)))
    correlation = slope / own if own > 0 else 0.0
    return np.array([math.exp(constant / (1 - rho)), own / math.sqrt(1 - rho * rho), rho, correlation])


def _steps(point: Floats) -> list[Floats]:
    """One small move along each coordinate."""
    return [np.eye(point.size)[i] * 1e-6 * max(1.0, abs(float(point[i]))) for i in range(point.size)]


def _parameter(name: str, estimate: float, error: float, doubt: str) -> Parameter:
    """A parameter; shares are whole."""
    return Parameter(name, float(round(estimate)) if name == "median_shares" else estimate, error, doubt)
