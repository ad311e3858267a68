"""GARCH(1,1) with Student-t innovations fitted by the package ``arch``."""

from __future__ import annotations

import math
import warnings

from simulate.calibration.fit import Fit, Parameter
from simulate.calibration.sample import Sample

PAPER = "GARCH(1,1) with Student-t innovations (Bollerslev 1987), by maximum likelihood (arch)"
FEWEST_RETURNS = 500
"""Hwang and Valls Pereira (2006, European Journal of Finance 12, 473-494): with fewer, estimates of GARCH(1,1) are
biased and often do not converge."""
_FEWEST_TO_TRY = 50
_SCALE = 100.0
"""Returns in per cent: ``arch`` searches best where variances are of the order of 1."""
_MOST_PERSISTENCE = 0.9999
_LEAST_DEGREES, _MOST_DEGREES = 2.05, 200.0


def fit_garch(sample: Sample) -> Fit:
    """Fit GARCH(1,1)-t to the longest run of consecutive sessions: a variance does not carry over a gap.

    Parameters
    ----------
    sample
        Log returns.

    Returns
    -------
    Fit
        Standard errors are robust (Bollerslev and Wooldridge 1992).
    """
    returns = sample.longest_run()
    n = int(returns.size)
    left_out = sample.size - n
    said: tuple[str, ...] = ()
    if left_out:
        said = (f"the longest run alone: a variance does not carry over a gap; {left_out} returns are left out",)
    if n < _FEWEST_TO_TRY or sample.deviation == 0:
        too_few = f"nothing to fit: {n} consecutive returns, fewer than {_FEWEST_TO_TRY}, or none that moves"
        return Fit("garch", "price", PAPER, n, (), said=(*said, too_few))
    from arch import arch_model

    model = arch_model(returns * _SCALE, mean="Constant", vol="GARCH", p=1, q=1, dist="t", rescale=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = model.fit(disp="off", show_warning=False)
        errors = found.std_err
    estimates = found.params
    alpha, beta, nu = (float(estimates[name]) for name in ("alpha[1]", "beta[1]", "nu"))
    square = _SCALE * _SCALE
    doubt = _doubt(n, alpha, beta, int(found.convergence_flag))
    every = {
        "omega_per_session": (float(estimates["omega"]) / square, float(errors["omega"]) / square),
        "alpha": (alpha, float(errors["alpha[1]"])),
        "beta": (beta, float(errors["beta[1]"])),
        "degrees_of_freedom": (nu, float(errors["nu"])),
    }
    parameters = tuple(
        Parameter(name, estimate, error if math.isfinite(error) else None, doubt or _if_fat(name, nu))
        for name, (estimate, error) in every.items()
    )
    said += ("its drift: that of gbm",)
    usable = alpha + beta < _MOST_PERSISTENCE and _LEAST_DEGREES <= nu <= _MOST_DEGREES
    if not usable:
        said += (
            f"alpha + beta = {alpha + beta:.4f}, nu = {nu:.2f}: a scenario takes a sum below 1 and "
            f"{_LEAST_DEGREES:g} to {_MOST_DEGREES:g} degrees of freedom, so there is nothing to paste",
        )
    # arch's own likelihood is of returns in per cent.
    log_likelihood = float(found.loglikelihood) + n * math.log(_SCALE)
    return Fit("garch", "price", PAPER, n, parameters, log_likelihood, said, usable=usable)


def _doubt(n: int, alpha: float, beta: float, flag: int) -> str:
    """Why the record does not tell the parameters; empty: it does."""
    if n < FEWEST_RETURNS:
        return f"{n} consecutive returns, fewer than {FEWEST_RETURNS}"
    if flag != 0:
        return "the search did not converge"
    if alpha < 1e-4:
        return "alpha is 0: the variance does not change, and beta has no meaning"
    return "alpha + beta is 1: the variance has no long-run value" if alpha + beta >= _MOST_PERSISTENCE else ""


def _if_fat(name: str, nu: float) -> str:
    if name == "degrees_of_freedom" and nu > 50:
        return "above 50 a t is as good as normal"
    return ""
