"""The internal rate of return against scipy's root finder and against rates known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from kernels.returns import internal_rate
from kernels.rows import UNDEFINED
from kernels.tables import SeriesTable


def purchases(usd, days) -> SeriesTable:
    empty = np.zeros(1)
    fields = dict.fromkeys(SeriesTable._fields, empty)
    fields |= {
        name: np.zeros(1, np.int64)
        for name in ("lookback_sessions", "lowest_count", "window_lag", "switch_on", "registered", "matures")
    }
    fields |= {name: np.zeros(1, np.bool_) for name in ("waived", "counts_to_cap")}
    fields |= {"claim": np.zeros((1, 1)), "purchase_usd": np.array(usd, float), "purchase_days": np.array(days, float)}
    return SeriesTable(**fields)


def rate(flows, days, usd, bought):
    return internal_rate(len(flows), np.array(flows, float), np.array(days, float), purchases(usd, bought))


def test_doubling_in_a_year_is_one_hundred_percent():
    assert rate([0, 200.0], [0, 365], [100.0], [0]) == pytest.approx(1.0, abs=1e-12)


def test_half_in_two_years():
    assert rate([0, 50.0], [0, 730], [100.0], [0]) == pytest.approx(0.5**0.5 - 1, abs=1e-12)


def test_nothing_back_is_minus_one():
    assert rate([0, 0.0], [0, 365], [100.0], [0]) == -1.0


def test_a_gain_within_the_day_has_no_rate():
    assert rate([150.0, 0], [0, 365], [100.0], [0]) == UNDEFINED


def test_a_cent_next_day_is_minus_one_within_rounding():
    assert rate([0, 0.01], [0, 1], [15e6], [0]) == -1.0


def test_random_flows_against_brentq():
    generator = np.random.default_rng(5)
    for _ in range(200):
        days = np.sort(generator.integers(1, 1600, 30)).astype(float)
        flows = generator.exponential(1e5, 30) * (generator.random(30) < 0.5)
        flows[-1] += 1.0
        usd, bought = [generator.uniform(1e5, 5e6), 1e6], [-144.0, 0.0]

        def worth(y, flows=flows, days=days, usd=usd, bought=bought):
            back = (flows * np.exp2(-y * days / 365)).sum()
            return back - sum(p * 2 ** (-y * d / 365) for p, d in zip(usd, bought, strict=True))

        exact = brentq(worth, -150, 150, xtol=1e-14)
        assert rate(flows, days, usd, bought) == pytest.approx(2**exact - 1, rel=1e-9, abs=1e-10)
