"""Merton's jump diffusion fitted by maximum likelihood."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulate.calibration.fit import Fit, Parameter
from simulate.calibration.gbm import fit_gbm
from simulate.calibration.sample import Floats, Sample
from simulate.history import SESSIONS_PER_YEAR
from simulate.history.describe import FEWEST_RETURNS_FOR_INFERENCE

PAPER = "jump diffusion (Merton 1976), by maximum likelihood of the Poisson mixture of normals"
LEAST_RATIO = 11.345
"""Twice the gain in log-likelihood over GBM that three more parameters need: chi-squared, 99%. Without jumps two of
them have no meaning, so that the true level is another, and this is a rule and not a test."""
FEWEST_JUMPS = 5.0
"""Expected in the record: with fewer, their mean and deviation are guesses."""
FEWEST_RETURNS = 20
_MOST_JUMPS_A_SESSION = 1.0
_FEWEST_JUMPS_A_SESSION = 0.05 / SESSIONS_PER_YEAR
_SMALLEST_DIFFUSION = 0.2
"""Of the deviation of all returns: as the diffusion vanishes the likelihood of a mixture grows without bound (Honore
1998)."""
_STARTS = ((0.02, -1.0, 3.0), (0.02, 1.0, 3.0), (0.1, 0.0, 2.0), (0.3, 0.0, 1.0))
"""Jumps a session, mean and deviation of a jump in deviations of the returns."""


@dataclass(frozen=True, eq=False)
class _Likelihood:
    """Minus the log-likelihood in coordinates of the order of 1.

    A point: drift of a mean session, log of the diffusion's deviation, log of the jumps a session, mean of a jump, log
    of its deviation; in units of the returns' deviation.
    """

    returns: Floats
    days: Floats
    unit: float

    def __call__(self, point: Floats) -> float:
        drift, sigma, jumps = point[0], math.exp(point[1]), math.exp(point[2])
        mean, deviation = point[3], math.exp(point[4])
        # Compensated in dollars, not in units: E of a jump is exp(unit x mean + ..).
        growth = math.expm1(self.unit * mean + (self.unit * deviation) ** 2 / 2)
        centre = drift * self.days - self.unit * sigma**2 / 2 - jumps * growth / self.unit
        most = 3 + int(jumps + 6 * math.sqrt(jumps))
        k = np.arange(most + 1)[:, None]
        log_weights = k * math.log(jumps) - jumps - np.array([math.lgamma(j + 1) for j in range(most + 1)])[:, None]
        variance = sigma**2 + k * deviation**2
        logs = log_weights - 0.5 * (np.log(2 * np.pi * variance) + (self.returns - centre - k * mean) ** 2 / variance)
        highest = logs.max(axis=0)
        return float(-(highest + np.log(np.exp(logs - highest).sum(axis=0))).sum())


def fit_merton(sample: Sample) -> Fit:
    """Fit the jump diffusion.

    Parameters
    ----------
    sample
        Log returns.

    Returns
    -------
    Fit
        Standard errors from the observed information; none where it is not positive, or where an estimate stands on
        the edge of what is searched.
    """
    n, unit = sample.size, sample.deviation
    if n < FEWEST_RETURNS or unit == 0:
        said = (f"nothing to fit: {n} returns, fewer than {FEWEST_RETURNS}, or none that moves",)
        return Fit("merton", "price", PAPER, n, (), said=said)
    mean_days = float(sample.days.mean())
    likelihood = _Likelihood(sample.log_return / unit, sample.days / mean_days, unit)
    point, on_edge = _search(likelihood, float(sample.log_return.mean()) / unit)
    log_likelihood = -likelihood(point) - n * math.log(unit)
    errors = None if on_edge else _errors(likelihood, point)
    sigma, jumps, deviation = (math.exp(point[i]) for i in (1, 2, 4))
    year = math.sqrt(SESSIONS_PER_YEAR)
    # Point by point: the estimate in the scenario's unit, and its derivative by the coordinate.
    scales = {
        "drift_per_year": (point[0] * unit * 365 / mean_days, unit * 365 / mean_days),
        "volatility_per_year": (sigma * unit * year, sigma * unit * year),
        "jumps_per_year": (jumps * SESSIONS_PER_YEAR, jumps * SESSIONS_PER_YEAR),
        "jump_mean_log": (point[3] * unit, unit),
        "jump_deviation_log": (deviation * unit, deviation * unit),
    }
    doubt = _doubt(sample, log_likelihood, jumps, on_edge, errors is None)
    made = {}
    for i, (name, (estimate, derivative)) in enumerate(scales.items()):
        error = None if errors is None else float(errors[i] * derivative)
        made[name] = Parameter(name, float(estimate), error, _why(name, float(estimate), error, doubt))
    drift = made.pop("drift_per_year")
    return Fit("merton", "price", PAPER, n, tuple(made.values()), log_likelihood, _said(doubt), drift)


def _search(likelihood: _Likelihood, mean: float) -> tuple[Floats, bool]:
    """The best point of several starts, and whether it stands on an edge of what is searched."""
    from scipy.optimize import minimize

    edges = [
        (-5.0, 5.0),
        (math.log(_SMALLEST_DIFFUSION), math.log(1.5)),
        (math.log(_FEWEST_JUMPS_A_SESSION), math.log(_MOST_JUMPS_A_SESSION)),
        (-2.0 / likelihood.unit, 2.0 / likelihood.unit),
        (math.log(0.05), math.log(1.0 / likelihood.unit)),
    ]
    best = None
    for jumps, of_jump, deviation in _STARTS:
        start = np.array([mean, math.log(0.7), math.log(jumps), of_jump, math.log(deviation)])
        found = minimize(likelihood, start, method="L-BFGS-B", bounds=edges, options={"maxiter": 500, "maxfun": 20_000})
        if best is None or found.fun < best.fun:
            best = found
    assert best is not None  # there are starts
    point = np.asarray(best.x, dtype=np.float64)
    on_edge = any(min(x - low, high - x) < 1e-6 for x, (low, high) in zip(point, edges, strict=True))
    return point, on_edge


def _errors(likelihood: _Likelihood, point: Floats) -> Floats | None:
    """Standard errors of the coordinates; None where the observed information is not positive."""
    count, step = point.size, 1e-3
    moves = np.eye(count) * step
    information = np.empty((count, count))
    for i in range(count):
        for j in range(i, count):
            a, b = moves[i], moves[j]
            second = likelihood(point + a + b) - likelihood(point + a - b)
            second += likelihood(point - a - b) - likelihood(point - a + b)
            information[i, j] = information[j, i] = second / (4 * step * step)
    if not np.isfinite(information).all() or np.linalg.eigvalsh(information).min() <= 0:
        return None
    errors: Floats = np.sqrt(np.diag(np.linalg.inv(information)))
    return errors


def _doubt(sample: Sample, log_likelihood: float, jumps: float, on_edge: bool, flat: bool) -> str:
    """Why the record does not tell the jumps; empty: it does."""
    plain = fit_gbm(sample).log_likelihood
    assert plain is not None  # there are returns that move
    ratio = 2 * (log_likelihood - plain)
    if ratio < LEAST_RATIO:
        return f"twice the gain in log-likelihood over gbm is {ratio:.1f}, under {LEAST_RATIO:.1f}"
    if jumps * sample.size < FEWEST_JUMPS:
        return f"{jumps * sample.size:.1f} jumps are expected in {sample.size} returns, fewer than {FEWEST_JUMPS:g}"
    if sample.size < FEWEST_RETURNS_FOR_INFERENCE:
        fewer = f"{sample.size} returns, fewer than {FEWEST_RETURNS_FOR_INFERENCE}"
        return f"{fewer}: jumps are not told from a variance that changes"
    if on_edge:
        return "an estimate stands on the edge of what is searched"
    return "the likelihood has no curvature there" if flat else ""


def _why(name: str, estimate: float, error: float | None, doubt: str) -> str:
    """Why one parameter is not told."""
    if name == "drift_per_year":
        return "not told from 0" if error is None or abs(estimate) < 2 * error else ""
    if name == "volatility_per_year":
        return "" if error is not None and error < estimate / 4 else "its standard error is a quarter of it or more"
    return doubt


def _said(doubt: str) -> tuple[str, ...]:
    if not doubt:
        return ()
    return (f"the record does not tell the jumps ({doubt}): use gbm, or state them as assumed",)
