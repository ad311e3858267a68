"""The American put of the literature's tables, as a right that the machinery bounds."""

from __future__ import annotations

import math

import numpy as np

from kernels import tables as kernel
from kernels.optimal.problem import Problem
from simulate.terms.market import LOG2_E

UNITS_PER_DOLLAR = 2.0**20
_HIGHEST_USD = 100_000


def put_problem(
    *, spot_usd: float, strike_usd: float, rate: float, volatility: float, years: float, dates_per_year: int
) -> Problem:
    """An American put that can be exercised on evenly spaced dates, not at once.

    Parameters
    ----------
    spot_usd, strike_usd
        Price at the start, and strike.
    rate
        Continuously compounded.
    volatility
        Of geometric Brownian motion.
    years
        To the last date.
    dates_per_year
        How many dates a year has.

    Returns
    -------
    Problem
    """
    count = round(years * dates_per_year)
    step = 1 / dates_per_year
    drift = np.full(count + 1, (rate - volatility**2 / 2) * step * LOG2_E)
    drift[0] = 0.0
    empty = np.zeros(0)
    units = UNITS_PER_DOLLAR
    return Problem(
        first=1,
        discount=np.array([math.exp(-rate * step * t) for t in range(count + 1)]),
        log2_start_units=math.log2(spot_usd * units),
        log2_drift=drift,
        log2_volatility=volatility * math.sqrt(step) * LOG2_E,
        log2_step=0.0,
        up_words=empty,
        quote=kernel.QuoteTable(round(spot_usd * units), units, _HIGHEST_USD * units, 1.0, 1.0, False),
        earlier_bids=empty,
        claim_usd=empty,
        fixed_units=0.0,
        multiplier=0.0,
        lookback=0,
        lowest=0,
        lag=0,
        switch_on=0,
        strike_units=strike_usd * units,
        variance_left=volatility**2 * step * np.arange(count, -1.0, -1.0),
    )
