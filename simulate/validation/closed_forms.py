"""Closed forms through the engine itself: V1, V2, Black-Scholes and the moments of the stock."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist

import numpy as np

from simulate import engine
from simulate.results import Result
from simulate.shipped import find_record
from simulate.validation import deals, published
from simulate.validation.row import Row, estimated

_NORMAL = NormalDist()
_KEPT = 100_000
"""Paths whose rows are kept for what no output states."""
_FACE = 7_500_000
_START, _STRIKE = 6.0, 6.03
_RATE = 0.05


def look_backs(paths: int) -> Iterator[Row]:
    """V1: what the holder gains on the mean of the lowest bids, to first order in the deviation."""
    for (n, m), expected in published.WENDEL.items():
        multiple = engine.run(deals.look_back(n, m, paths)).row("money_multiple")
        scale = 1 / deals.LOOK_BACK_DEVIATION
        assert multiple.mean is not None  # defined on every path
        assert multiple.standard_error is not None
        gain, error = (multiple.mean - 1) * scale, multiple.standard_error * scale
        yield estimated("V1", f"k({n},{m})", expected, gain, error, f"{paths:,} paths")


def one_date(paths: int) -> Iterator[Row]:
    """V2: one conversion date, fixed or floating, capped."""
    for volatility, expected in published.ONE_DATE.items():
        result = engine.run(deals.one_date(volatility, paths))
        note, label = f"{paths:,} paths", f"sigma {volatility}: "
        value, error = _mean(result, "pnl_present_value_usd")
        # The purchase price is paid on session 0: what comes back is worth that much more.
        yield estimated("V2", label + "present value, USD", expected.present_value_usd, value + _FACE, error, note)
        yield estimated("V2", label + "P(cap)", expected.cap_probability, *_mean(result, "cap_reached"), note)
        kept = min(paths, _KEPT)
        yield estimated(
            "V2", label + "P(fixed)", expected.fixed_probability, *_at_fixed_price(volatility, kept), f"{kept:,} paths"
        )
        yield estimated("V2", label + "E[shares]", expected.expected_shares, *_mean(result, "shares_issued"), note)
    few = min(paths, 20_000)
    row = engine.run(deals.one_date("0.6", few, fixed=False, cap=False)).row("pnl_present_value_usd")
    expected_usd = published.ONE_DATE_FACE_USD / published.ONE_DATE_MULTIPLIER * math.exp(-published.ONE_DATE_RATE)
    assert row.minimum is not None
    assert row.maximum is not None
    for end, got in (("least", row.minimum), ("greatest", row.maximum)):
        what = f"neither cap nor fixed price: {end} value on any path, USD"
        # A share's price is known to 2^-20 dollars: $50 of 7.5 million.
        yield Row("V2", what, expected_usd, got + _FACE, allowed=50.0, note=f"{few:,} paths")


def _mean(result: Result, name: str) -> tuple[float, float]:
    """Mean and standard error of an output that is defined on every path."""
    row = result.row(name)
    assert row.mean is not None
    assert row.standard_error is not None
    return row.mean, row.standard_error


def _at_fixed_price(volatility: str, paths: int) -> tuple[float, float]:
    """On what part of the paths the fixed price was the lower: their shares are the face over it."""
    result = engine.run(deals.one_date(volatility, paths), keep_paths=True)
    shares = result.paths.column("shares_issued").to_numpy()
    face = _FACE * (1 + 0.06)
    share = float(np.mean(shares <= face / published.ONE_DATE_FIXED_USD * (1 + 1e-9)))
    return share, math.sqrt(share * (1 - share) / paths)


def black_scholes(paths: int) -> Iterator[Row]:
    """V4: a call, from shares that are sold at once only where they are worth the strike."""
    shares, kept = _FACE / _STRIKE, min(paths, _KEPT)
    for volatility in ("0.3", "0.9"):
        sigma = float(volatility)
        rows = engine.run(deals.at_fixed_price(deals.gbm(volatility), kept, hurdle=1), keep_paths=True).paths
        d1 = (math.log(_START / _STRIKE) + _RATE + sigma**2 / 2) / sigma
        discount = math.exp(-_RATE)
        call = _START * _NORMAL.cdf(d1) - _STRIKE * discount * _NORMAL.cdf(d1 - sigma)
        sold, below = (rows.column(name).to_numpy() for name in ("conversion_proceeds_usd", "sessions_bound_price"))
        payoff = discount * (sold / shares - _STRIKE * (1 - below))
        error = float(np.std(payoff, ddof=1)) / math.sqrt(kept)
        what = f"Black-Scholes call, sigma {volatility}"
        yield estimated("V4", what, call, float(np.mean(payoff)), error, f"{kept:,} paths")


def mertons_puts(paths: int) -> Iterator[Row]:
    """V4: European puts under jump diffusion: the strike where the holder would not convert, less the stock there."""
    strike, kept = 100.0, min(paths, 3 * _KEPT)
    shares, discount = _FACE / strike, math.exp(-0.05 * 0.25)
    for spot, expected in published.MERTON_PUTS.items():
        rows = engine.run(deals.mertons_put(spot, kept), keep_paths=True).paths
        held, below = (rows.column(name).to_numpy() for name in ("remaining_value_usd", "sessions_bound_price"))
        payoff = discount * (strike * below - held / shares)
        error = float(np.std(payoff, ddof=1)) / math.sqrt(kept)
        yield estimated("V4", f"Merton put, S {spot}", expected, float(np.mean(payoff)), error, f"{kept:,} paths")


def on_the_tree(paths: int) -> Iterator[Row]:
    """V3: conversion of the whole block on the last session of a binomial walk, and on session 0."""
    for row in published.OPTIMAL_CONVERSION:
        result = engine.run(deals.on_the_tree(row, converts="at_the_end", paths=paths))
        value, error = _mean(result, "conversion_proceeds_usd")
        what = f"{row.label}: wait to the end"
        yield estimated("V3", what, row.wait_to_the_end, value / _FACE, error / _FACE, f"{paths:,} paths")
        now = engine.run(deals.on_the_tree(row, converts="now", paths=10)).row("conversion_proceeds_usd")
        assert now.minimum is not None
        assert now.maximum is not None
        furthest = max((now.minimum, now.maximum), key=lambda usd: abs(usd / _FACE - row.convert_now))
        # Printed with eight decimals.
        yield Row("V3", f"{row.label}: convert now", row.convert_now, furthest / _FACE, allowed=5.1e-9, note="10 paths")


def moments(paths: int) -> Iterator[Row]:
    """V4: mean and deviation of the stock under GBM, and its mean under the bootstrap with the scenario's drift."""
    shares = _FACE / _STRIKE
    for volatility in ("0.2", "0.5"):
        row = engine.run(deals.at_fixed_price(deals.gbm(volatility), paths, hurdle=0)).row("conversion_proceeds_usd")
        assert row.mean is not None
        assert row.standard_deviation is not None
        w = math.exp(float(volatility) ** 2)
        mean = _START * math.exp(_RATE)
        deviation = mean * math.sqrt(w - 1)
        kurtosis = w**4 + 2 * w**3 + 3 * w**2 - 3
        note = f"{paths:,} paths"
        error = deviation / math.sqrt(paths)
        yield estimated("V4", f"GBM, sigma {volatility}: mean of the stock", mean, row.mean / shares, error, note)
        error = deviation / 2 * math.sqrt((kurtosis - 1) / paths)
        got = row.standard_deviation / shares
        yield estimated("V4", f"GBM, sigma {volatility}: deviation of the stock", deviation, got, error, note)
    record = {"model": "bootstrap", "record": str(find_record("vlnc").resolve()), "block_sessions": 1}
    result = engine.run(deals.at_fixed_price(record, paths, hurdle=0))
    got, error = _mean(result, "conversion_proceeds_usd")
    expected = _START * math.exp(_RATE)
    what = "bootstrap, blocks of one session: mean of the stock"
    yield estimated("V4", what, expected, got / shares, error / shares, f"{paths:,} paths")
