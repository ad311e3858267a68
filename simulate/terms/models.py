"""Jumps, changing variances and the binomial walk as the kernels take them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from kernels import tables as kernel
from simulate.scenario import Garch, Merton, Scenario, Tree
from simulate.terms.market import LOG2_E, SESSIONS_PER_YEAR, drift_table, quote_start_units
from simulate.terms.refusal import refusal
from simulate.terms.student import BoundedStudent

_WORDS = 2**32


def count_words(mean: float) -> tuple[int, ...]:
    """Words of 2^32 below which a Poisson number is at most 0, 1, 2 and so on, until all words are.

    Parameters
    ----------
    mean
        Of the number.
    """
    words: list[int] = []
    probability = below = math.exp(-mean)
    while (word := round(below * _WORDS)) < _WORDS:
        words.append(word)
        probability *= mean / len(words)
        below += probability
    return tuple(words) or (_WORDS,)


def log_growth_of_jumps(words: Sequence[int], mean: float, deviation: float) -> float:
    """Logarithm of the expected growth by a session's jumps, as they are drawn.

    Parameters
    ----------
    words
        Of :func:`count_words`.
    mean, deviation
        Of the logarithm of one jump.
    """
    bounds = (0, *words, _WORDS)
    each = mean + deviation * deviation / 2
    # Less 1, so that the logarithm of a growth near 1 keeps its digits.
    return math.log1p(
        math.fsum((bounds[k + 1] - bounds[k]) / _WORDS * math.expm1(k * each) for k in range(len(bounds) - 1))
    )


def merton_table(scenario: Scenario, dates: Sequence[date]) -> tuple[kernel.MertonTable, tuple[str, ...]]:
    """The jump diffusion, and what is to be said of it; nothing for another price model."""
    price = scenario.market.price
    if not isinstance(price, Merton):
        return kernel.MertonTable(np.zeros(0), 0.0, np.zeros(0), 0.0, 0.0, 0.0, 0.0, 0.0), ()
    sigma = float(price.volatility_per_year) / math.sqrt(SESSIONS_PER_YEAR)
    mean, deviation = float(price.jump_mean_log), float(price.jump_deviation_log)
    each_session = float(price.jumps_per_year) / SESSIONS_PER_YEAR
    words = count_words(each_session)
    compensation = log_growth_of_jumps(words, mean, deviation)
    total = math.hypot(sigma, math.sqrt(each_session) * math.hypot(mean, deviation))
    table = kernel.MertonTable(
        log2_drift=drift_table(scenario, dates, sigma * sigma + 2 * compensation),
        log2_volatility=sigma * LOG2_E,
        count_words=np.array(words, dtype=np.float64),
        log2_jump_mean=mean * LOG2_E,
        log2_jump_deviation=deviation * LOG2_E,
        normal_weight=sigma / total,
        jump_weight=1 / (LOG2_E * total),
        jump_centre=each_session * mean / total,
    )
    said: tuple[str, ...] = ()
    if scenario.market.measure == "risk_neutral":
        said = ("the risk of jumps carries no premium: their intensity and sizes are as stated (Merton 1976)",)
    return table, said


def tree_table(scenario: Scenario, dates: Sequence[date]) -> kernel.TreeTable:
    """The binomial walk; nothing for another price model."""
    price = scenario.market.price
    none = np.zeros(0)
    if not isinstance(price, Tree):
        return kernel.TreeTable(0.0, 0.0, none, none, none)
    step = float(price.volatility_per_year) / math.sqrt(SESSIONS_PER_YEAR)
    drift = float(scenario.market.drift)
    # Session 0's price is given: its word is read for the volume, as of a session without drift.
    growth = [0.0, *(drift * (after - before).days / 365 for before, after in pairwise(dates))]
    # (e^g - 1/u)/(u - 1/u), without cancellation at small steps.
    rises = [(math.expm1(g) - math.expm1(-step)) / (2 * math.sinh(step)) for g in growth]
    words = [round(rise * _WORDS) for rise in rises]
    if not all(0 < word < _WORDS for word in words):
        raise refusal(
            scenario,
            "market.price.volatility_per_year",
            f"is too small for the drift of {drift:g} a year: over some session the price would have to rise, or fall, "
            "with a probability above 1",
            "one at which a session's drift lies within its move",
            "raise it, or bring the drift nearer to 0",
        )
    return kernel.TreeTable(
        log2_start_units=math.log2(quote_start_units(scenario)),
        log2_step=step * LOG2_E,
        up_words=np.array(words, dtype=np.float64),
        size_up=np.array([math.sqrt((1 - rise) / rise) for rise in rises]),
        size_down=np.array([-math.sqrt(rise / (1 - rise)) for rise in rises]),
    )


def garch_table(scenario: Scenario, dates: Sequence[date]) -> tuple[kernel.GarchTable, tuple[str, ...]]:
    """GARCH with bounded t innovations, and what is to be said of it; nothing for another price model."""
    price = scenario.market.price
    if not isinstance(price, Garch):
        return kernel.GarchTable(np.zeros(0), *(0.0,) * 11, np.zeros(0)), ()
    innovation = BoundedStudent.of(float(price.degrees_of_freedom), float(price.innovation_bound))
    long_run, highest = float(price.long_run_variance), float(price.highest_deviation)
    nu = innovation.degrees
    table = kernel.GarchTable(
        log2_drift=drift_table(scenario, dates, 0.0),
        omega=float(price.omega_per_session),
        alpha=float(price.alpha),
        beta=float(price.beta),
        long_run_variance=long_run,
        highest_variance=highest * highest,
        inverse_long_run_deviation=1 / math.sqrt(long_run),
        degrees=nu,
        log2_exponent=LOG2_E / nu,
        unit_scale=math.sqrt((nu - 2) / nu),
        bound=innovation.bound,
        restore=innovation.restore,
        growth=np.array(innovation.growth(highest), dtype=np.float64),
    )
    said: tuple[str, ...] = (
        f"innovations are held within {innovation.bound:g} deviations (one in {_one_in(innovation.beyond)} is) and "
        f"multiplied by {innovation.restore:.6f}, and a session's deviation within {highest:g}: so the expected price "
        "exists and is the stated one",
    )
    if scenario.market.measure == "risk_neutral":
        said += ("the risk of changing variances carries no premium: omega, alpha and beta are as stated",)
    return table, said


def _one_in(probability: float) -> str:
    """How many there are to one of these."""
    return f"{1 / probability:,.0f}" if probability > 1e-12 else "more than a million million"
